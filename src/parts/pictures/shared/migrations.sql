-- What brings the tables of older versions of pictures to tables.sql.

-- version 2
-- The order of a pack's stickers. NULL: as they were added.
ALTER TABLE sticker_pack ADD COLUMN arranged TEXT;
