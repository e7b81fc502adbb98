/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/chat/server/weft-hanging-files.h"

#include "parts/files/shared/weft-files-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "serve/weft-stored-event.h"

#define FILES_MAX 20 /* on one message, says the files part */

static GPtrArray *
list_files (WeftHandling *handling, const char *stream, const char *message, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT id FROM file WHERE stream = ?1 AND target = ?2 ORDER BY id", "tt",
                                                  stream, message);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (files, weft_statement_dup_text (statement, 0));

  return step == 0 ? g_steal_pointer (&files) : NULL;
}

static gboolean
remove_files (WeftHandling *handling, const char *stream, const char *message, GError **error)
{
  g_autoptr (GPtrArray) files = list_files (handling, stream, message, error);

  for (guint i = 0; files != NULL && i < files->len; i++)
    weft_handling_emit (handling, stream, &weft_files_file_removed_event,
                        &(WeftFilesFileRemoved) { .id = files->pdata[i] });

  return files != NULL;
}

/* The files which went by the events right behind the one at @seq. */
static GPtrArray *
find_removed (WeftDatabase *database, const char *stream, gint64 seq, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT row, stored LIKE '%\"name\":\"files.file-removed\"%' FROM event WHERE stream = ?1 AND seq > ?2"
      " ORDER BY seq LIMIT ?3",
      "tii", stream, seq, (gint64) FILES_MAX);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      if (!weft_statement_get_int (statement, 1))
        {
          weft_statement_reset (statement);
          step = 0;
          break;
        }
      g_ptr_array_add (rows, weft_statement_dup_text (statement, 0));
    }

  return step == 0 ? g_steal_pointer (&rows) : NULL;
}

/* Puts back the file of @row as it was attached, if it was not erased and its bytes are here still. */
static gboolean
attach_again (WeftHandling *handling, const char *stream, const char *row, const char *message, GError **error)
{
  WeftDatabase *database = weft_handling_get_database (handling);
  g_auto (WeftStoredEvent) event = { 0 };
  g_autofree char *stored = NULL;
  union
  {
    WeftFilesFileAttached first;
    WeftFilesFileAttachedV2 second;
  } attached = { 0 };
  gboolean is_first;
  const char *hash;
  const char *target;
  WeftStatement *statement;
  gint64 there = 0;
  gboolean done;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT stored FROM event WHERE stream = ?1 AND row = ?2 AND erased = 0"
                                   " ORDER BY seq DESC LIMIT 1",
                                   "tt", stream, row);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    stored = weft_statement_dup_text (statement, 0);
  weft_statement_reset (statement);
  if (stored == NULL)
    return TRUE;

  if (!weft_stored_event_parse (&event, weft_handling_get_registry (handling), stream, stored, strlen (stored), error))
    return FALSE;
  is_first = event.event == &weft_files_file_attached_event;
  if (!is_first && event.event != &weft_files_file_attached_v2_event)
    return TRUE;
  if (!event.event->parse (event.body, &attached, error))
    return FALSE;
  hash = is_first ? attached.first.hash : attached.second.hash;
  target = is_first ? attached.first.target : attached.second.target;
  done = weft_database_get_value (database, &there, 0, error, "SELECT count(*) FROM blob WHERE hash = ?1", "t", hash);
  if (done && there > 0 && g_strcmp0 (target, message) == 0)
    weft_handling_emit (handling, stream, event.event, &attached);
  event.event->clear (&attached);

  return done;
}

/* What the newest event about @row took away; one that is not there took nothing. */
static gboolean
bring_back (WeftHandling *handling, const char *stream, const char *row, const char *message, GError **error)
{
  WeftDatabase *database = weft_handling_get_database (handling);
  g_autoptr (GPtrArray) rows = NULL;
  gint64 seq = 0;

  if (!weft_database_get_value (database, &seq, 0, error,
                                "SELECT coalesce (max (seq), 0) FROM event WHERE stream = ?1 AND row = ?2", "tt",
                                stream, row))
    return FALSE;
  if (seq == 0)
    return TRUE;
  if ((rows = find_removed (database, stream, seq, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!attach_again (handling, stream, rows->pdata[i], message, error))
      return FALSE;

  return TRUE;
}

/* ── of what was sent ────────────────────────────────────────────────────────────────────────────────── */

gboolean
weft_hanging_files_on_deleted (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadMessageDeleted *args = data;

  return !g_str_has_prefix (stream, "room/") || remove_files (handling, stream, args->id, error);
}

gboolean
weft_hanging_files_on_restored (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadMessageRestored *args = data;
  g_autofree char *row = g_strconcat ("message:", args->id, NULL);

  return !g_str_has_prefix (stream, "room/") || bring_back (handling, stream, row, args->id, error);
}

/* ── of what is to be sent ───────────────────────────────────────────────────────────────────────────── */

gboolean
weft_hanging_files_on_unscheduled (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return remove_files (handling, stream, ((const WeftThreadMessageUnscheduled *) data)->id, error);
}

gboolean
weft_hanging_files_on_scheduled (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadMessageScheduledV2 *args = data;
  g_autofree char *row = g_strconcat ("scheduled_message:", args->id, NULL);

  return bring_back (handling, stream, row, args->id, error);
}

static void
clear_file (gpointer data)
{
  WeftFilesFileAttachedV2 *file = data;

  g_free ((char *) file->id);
  g_free ((char *) file->target);
  g_free ((char *) file->hash);
  g_free ((char *) file->name);
  g_free ((char *) file->media_type);
  g_free ((char *) file->peaks);
}

/* The files of one that is sent, as they will hang on it there. */
static GArray *
read_files (WeftHandling *handling, const char *stream, const char *message, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (WeftFilesFileAttachedV2));
  WeftStatement *statement = weft_database_query (
      weft_handling_get_database (handling), error,
      "SELECT id, hash, name, media_type, size, width, height, coalesce (duration, 0), coalesce (peaks, '') FROM file"
      " WHERE stream = ?1 AND target = ?2 ORDER BY seq, id",
      "tt", stream, message);
  int step = -1;

  g_array_set_clear_func (files, clear_file);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const WeftFilesFileAttachedV2 file = {
        .id = weft_statement_dup_text (statement, 0),
        .target = g_strdup (message),
        .hash = weft_statement_dup_text (statement, 1),
        .name = weft_statement_dup_text (statement, 2),
        .media_type = weft_statement_dup_text (statement, 3),
        .size = weft_statement_get_int (statement, 4),
        .width = weft_statement_get_int (statement, 5),
        .height = weft_statement_get_int (statement, 6),
        .duration = weft_statement_get_int (statement, 7),
        .peaks = weft_statement_dup_text (statement, 8),
      };

      g_array_append_val (files, file);
    }

  return step == 0 ? g_steal_pointer (&files) : NULL;
}

/* First there, then no more here: nobody takes away bytes which no row names. Erased there, it is erased in its author's log, too. */
static gboolean
move_file (WeftHandling *handling, const char *stream, const char *target, const WeftFilesFileAttachedV2 *file, GError **error)
{
  g_autofree char *row = g_strconcat ("file:", file->id, NULL);
  gint64 taken = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &taken, 0, error,
                                "SELECT count(*) FROM file WHERE stream = ?1 AND id = ?2", "tt", target, file->id))
    return FALSE;
  if (taken > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a file with the id of one of its files already");
  if (!weft_handling_claim_file (handling, file->hash, error))
    return FALSE;

  weft_handling_emit (handling, target, &weft_files_file_attached_v2_event, file);
  weft_handling_emit (handling, stream, &weft_files_file_removed_event, &(WeftFilesFileRemoved) { .id = file->id });
  return weft_handling_note_copy (handling, target, row, stream, row, error);
}

gboolean
weft_hanging_files_on_sent (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadScheduledSent *args = data;
  WeftStatement *statement;
  g_autoptr (GArray) files = read_files (handling, stream, args->id, error);
  g_autofree char *target = NULL;
  int step;

  if (files == NULL)
    return FALSE;
  if (files->len == 0)
    return TRUE;
  /* Its row is there until the event is folded. */
  statement = weft_database_query (weft_handling_get_database (handling), error,
                                   "SELECT target FROM scheduled_message WHERE stream = ?1 AND id = ?2", "tt", stream, args->id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    target = weft_statement_dup_text (statement, 0);
  weft_statement_reset (statement);
  if (target == NULL || !weft_registry_allows (weft_handling_get_registry (handling), &weft_files_attach_operation, target))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "target: files do not hang there");

  for (guint i = 0; i < files->len; i++)
    if (!move_file (handling, stream, target, &g_array_index (files, WeftFilesFileAttachedV2, i), error))
      return FALSE;

  return TRUE;
}
