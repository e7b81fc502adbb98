/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <string.h>

#include "base/weft-id-set.h"
#include "parts/thread/client/weft-message-batch.h"
#include "parts/thread/client/weft-message-reactions.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-topic.h"
#include "sync/weft-people-stream.h"

#define GROUP_GAP (5 * 60 * 1000) /* ms of silence that end a group */
#define QUOTE_MAX 200             /* characters of a quoted message */

G_DEFINE_BOXED_TYPE (WeftMessageBatch, weft_message_batch, weft_message_batch_ref, weft_message_batch_unref)

WeftMessageBatch *
weft_message_batch_ref (WeftMessageBatch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
weft_message_batch_unref (WeftMessageBatch *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_string_chunk_free (self->strings);
  g_array_unref (self->ranges);
  g_array_unref (self->records);
  g_array_unref (self->pending);
  g_array_unref (self->marks);
  g_free (self);
}

WeftMessageRequest *
weft_message_request_new (const char *stream, const char *person, gint64 root, guint tail)
{
  WeftMessageRequest *self = g_new0 (WeftMessageRequest, 1);

  self->stream = g_strdup (stream);
  self->person = g_strdup (person);
  self->root = root;
  self->ranges = g_array_new (FALSE, FALSE, sizeof (WeftMessageRange));
  self->tail = tail;
  return self;
}

/* Ranges that touch become one, so that the row between them is read once. */
void
weft_message_request_add (WeftMessageRequest *self, gint64 low, gint64 high)
{
  low = MAX (low, 1);
  if (high < low)
    return;
  for (guint i = 0; i < self->ranges->len;)
    {
      WeftMessageRange *range = &g_array_index (self->ranges, WeftMessageRange, i);

      if (low <= range->high + 1 && high >= range->low - 1)
        {
          low = MIN (low, range->low);
          high = MAX (high, range->high);
          g_array_remove_index_fast (self->ranges, i);
          i = 0;
        }
      else
        i++;
    }
  g_array_append_val (self->ranges, ((WeftMessageRange) { low, high }));
}

void
weft_message_request_free (WeftMessageRequest *self)
{
  g_free (self->stream);
  g_free (self->person);
  g_array_unref (self->ranges);
  g_free (self);
}

static const char *
keep (WeftMessageBatch *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert (self->strings, text) : NULL;
}

static const char *
keep_const (WeftMessageBatch *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

typedef struct
{
  GTimeZone *zone;
  gint64 day_start; /* ms: the day last looked at */
  gint64 day_end;
} Days;

/* Days are local and not all have 24 hours; one look at the time zone serves all messages of a day. */
static gboolean
same_day (Days *days, gint64 a, gint64 b)
{
  if (a < days->day_start || a >= days->day_end)
    {
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (a * 1000);
      g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, days->zone);
      g_autoptr (GDateTime) start = g_date_time_new (days->zone, g_date_time_get_year (local), g_date_time_get_month (local),
                                                     g_date_time_get_day_of_month (local), 0, 0, 0);
      g_autoptr (GDateTime) end = g_date_time_add_days (start, 1);

      days->day_start = g_date_time_to_unix (start) * 1000;
      days->day_end = g_date_time_to_unix (end) * 1000;
    }
  return b >= days->day_start && b < days->day_end;
}

/* Columns of read_range()'s statement. */
#define PREVIEW 23
#define ASKED (PREVIEW + 10)
#define POLL (ASKED + 3)
#define REACTIONS (POLL + 6)
#define STICKER (REACTIONS + 1)
#define HIDDEN (STICKER + 3)
#define GUEST (HIDDEN + 1)
#define SHOWS (GUEST + 1)

static void
read_preview (WeftMessageBatch *self, WeftStatement *statement, WeftPreview *preview)
{
  char **texts[] = { &preview->address, &preview->title, &preview->text, &preview->site, &preview->picture };

  for (int i = 0; i < (int) G_N_ELEMENTS (texts); i++)
    *texts[i] = (char *) keep (self, weft_statement_get_text (statement, PREVIEW + i));
  preview->size = weft_statement_get_int (statement, PREVIEW + 5);
  preview->width = (int) weft_statement_get_int (statement, PREVIEW + 6);
  preview->height = (int) weft_statement_get_int (statement, PREVIEW + 7);
  preview->bare = weft_statement_get_int (statement, PREVIEW + 8) != 0;
}

static gboolean
keep_reactions (WeftMessageBatch *self, WeftDatabase *database, const char *packed, const char *person, WeftMessageRecord *record, GError **error)
{
  g_autofree char *described = NULL;

  if (!weft_message_reactions_describe (database, packed, person, &described, error))
    return FALSE;
  record->reactions = keep (self, described);
  return TRUE;
}

static gboolean
read_range (WeftMessageBatch *self, GArray *records, WeftDatabase *database, const WeftMessageRequest *request, gint64 base, const WeftMessageRange *range, const char *own, Days *days, GError **error)
{
  /* The row before the range says whether the first of it begins a group or a day; the row after it may only now learn that. */
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT m.ordinal, m.id, m.author, m.text, m.reply_to, m.deleted OR m.text = '' OR h.id IS NOT NULL, m.edited_at, m.seq, m.at, NULLIF (p.name, ''),"
    "       r.ordinal, COALESCE (NULLIF (q.name, ''), r.speaker), r.text, r.deleted OR r.text = '' OR hr.id IS NOT NULL, m.via, m.speaker, m.face, m.replies, m.replied_at, m.title, m.resolved,"
    "       EXISTS (SELECT 1 FROM message_pin k WHERE k.stream = m.stream AND k.id = m.id), EXISTS (SELECT 1 FROM saved_message s WHERE s.stream = ?4 AND s.id = m.id),"
    "       m.preview, m.preview_title, m.preview_text, m.preview_site, m.preview_picture, m.preview_size, m.preview_width, m.preview_height, m.bare, m.due_at,"
    "       m.severity, m.asked, m.acknowledged,"
    "       m.poll, m.votes, m.closes_at, m.secret, m.closed, v.options, m.reactions, m.sticker, m.sticker_picture, m.sticker_size, h.id IS NOT NULL, COALESCE (p.role = 'guest', 0) OR COALESCE (y.role = 'guest', 0),"
    "       CASE WHEN m.ordinal > 0 THEN m.twin END"
    "  FROM message m"
    "  LEFT JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = m.author"
    "  LEFT JOIN member y ON y.stream = m.stream AND y.person = m.author"
    "  LEFT JOIN hidden_message h ON h.stream = ?4 AND h.id = m.id"
    "  LEFT JOIN hidden_message hr ON hr.stream = ?4 AND hr.id = m.reply_to"
    "  LEFT JOIN secret_vote v ON v.stream = ?4 AND v.target = m.stream AND v.poll = m.id"
    "  LEFT JOIN message r ON r.stream = m.stream AND r.id = m.reply_to"
    "  LEFT JOIN person q ON q.stream = " WEFT_PEOPLE_STREAM " AND q.id = r.author"
    " WHERE m.stream = ?1 AND m.ordinal BETWEEN ?2 AND ?3 ORDER BY m.ordinal",
    "tiit", request->stream, base + range->low - 1, base + range->high + 1, own);
  g_autofree char *author = NULL;
  g_autofree char *voice = NULL;
  gint64 ordinal = 0;
  gint64 at = 0;
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) == 1)
    {
      WeftMessageRecord record = { .ordinal = weft_statement_get_int (statement, 0) - base, .window = weft_statement_get_int (statement, 0) };
      const char *quoted;
      const char *speaker = weft_statement_get_text (statement, 15);
      gboolean follows;

      record.author = keep_const (self, weft_statement_get_text (statement, 2));
      record.at = weft_statement_get_int (statement, 8);
      record.deleted = weft_statement_get_int (statement, 5) != 0;
      record.hidden = weft_statement_get_int (statement, HIDDEN) != 0;
      follows = author != NULL && ordinal == record.ordinal - 1;
      record.new_day = follows ? !same_day (days, at, record.at) : record.ordinal == 1;
      record.posted = g_strcmp0 (weft_statement_get_text (statement, 14), "hook") == 0;
      record.imported = g_strcmp0 (weft_statement_get_text (statement, 14), "import") == 0;
      record.guest = weft_statement_get_int (statement, GUEST) != 0;
      /* One hook may speak for several programs. */
      record.first = !follows || record.new_day || !g_str_equal (author, record.author) || record.at - at > GROUP_GAP || g_strcmp0 (voice, speaker) != 0;
      ordinal = record.ordinal;
      at = record.at;
      g_set_str (&author, record.author);
      g_set_str (&voice, speaker);
      if (ordinal < range->low)
        continue;

      record.id = keep (self, weft_statement_get_text (statement, 1));
      record.shows = keep (self, weft_statement_get_text (statement, SHOWS));
      record.text = record.deleted ? "" : keep (self, weft_statement_get_text (statement, 3));
      record.reply_to = keep (self, weft_statement_get_text (statement, 4));
      record.edited_at = weft_statement_get_int (statement, 6);
      record.seq = weft_statement_get_int (statement, 7);
      record.author_name = keep_const (self, speaker != NULL ? speaker : weft_statement_get_text (statement, 9));
      record.face = keep_const (self, weft_statement_get_text (statement, 16));
      record.reply_ordinal = weft_statement_get_int (statement, 10);
      /* What is answered may stand in the room, or the other way round. */
      if (weft_reply_get_root (record.reply_ordinal) != weft_reply_get_root (record.window))
        record.reply_ordinal = 0;
      else if (record.reply_ordinal < 0)
        record.reply_ordinal -= base;
      record.reply_author = keep_const (self, weft_statement_get_text (statement, 11));
      quoted = weft_statement_get_int (statement, 13) == 0 ? weft_statement_get_text (statement, 12) : NULL;
      if (quoted != NULL)
        {
          g_autofree char *line = g_strdelimit (g_utf8_substring (quoted, 0, MIN (QUOTE_MAX, g_utf8_strlen (quoted, -1))), "\n\t", ' ');

          record.reply_text = keep (self, line);
        }
      record.replies = weft_statement_get_int (statement, 17);
      record.replied_at = weft_statement_get_int (statement, 18);
      record.title = keep (self, weft_statement_get_text (statement, 19));
      record.resolved = weft_statement_get_int (statement, 20) != 0;
      record.pinned = weft_statement_get_int (statement, 21) != 0;
      record.saved = weft_statement_get_int (statement, 22) != 0;
      if (!record.deleted && weft_statement_get_text (statement, PREVIEW) != NULL && weft_statement_get_text (statement, PREVIEW + 1) != NULL)
        read_preview (self, statement, &record.preview);
      record.due_at = weft_statement_get_int (statement, PREVIEW + 9);
      record.severity = keep_const (self, weft_statement_get_text (statement, ASKED));
      record.asked = keep (self, weft_statement_get_text (statement, ASKED + 1));
      record.acknowledged = keep (self, weft_statement_get_text (statement, ASKED + 2));
      record.sticker = record.deleted ? NULL : keep_const (self, weft_statement_get_text (statement, STICKER));
      record.sticker_picture = record.deleted ? NULL : keep_const (self, weft_statement_get_text (statement, STICKER + 1));
      record.sticker_size = weft_statement_get_int (statement, STICKER + 2);
      record.poll = keep_const (self, weft_statement_get_text (statement, POLL));
      record.votes = keep (self, weft_statement_get_text (statement, POLL + 1));
      record.closes_at = weft_statement_get_int (statement, POLL + 2);
      record.secret = weft_statement_get_int (statement, POLL + 3) != 0;
      record.closed = weft_statement_get_int (statement, POLL + 4) != 0;
      record.own_votes = weft_statement_get_int (statement, POLL + 5);
      if (!record.deleted && !keep_reactions (self, database, weft_statement_get_text (statement, REACTIONS), request->person, &record, error))
        return FALSE;
      g_array_append_val (records, record);
    }
  return result == 0;
}

/* What a message asks which has no row yet. */
static void
read_asked (WeftMessageBatch *self, WeftMessagePending *pending, JsonObject *args)
{
  const char *severity = json_object_get_string_member_with_default (args, "severity", NULL);
  JsonNode *people = json_object_get_member (args, "people");
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  pending->severity = g_strcmp0 (severity, "info") != 0 ? keep_const (self, severity) : NULL;
  for (guint i = 0; people != NULL && JSON_NODE_HOLDS_ARRAY (people) && i < json_array_get_length (json_node_get_array (people)); i++)
    g_ptr_array_add (ids, (gpointer) json_array_get_string_element (json_node_get_array (people), i));
  if (json_object_get_boolean_member_with_default (args, "everyone", FALSE))
    pending->asked = "";
  else if (ids->len > 0)
    {
      g_autofree char *set = weft_id_set_new ((const char *const *) ids->pdata, ids->len);

      pending->asked = keep (self, set);
    }
}

static gboolean
read_pending (WeftMessageBatch *self, WeftDatabase *database, const WeftMessageRequest *request, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT id, op, args, state, error_message, created_at FROM outbox"
    " WHERE stream = ?1 AND op IN ('thread.send', 'thread.ask', 'thread.open-poll', 'thread.reply', 'thread.stick', 'thread.edit', 'thread.delete') ORDER BY k",
    "t", request->stream);
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) == 1)
    {
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();
      const char *args = weft_statement_get_text (statement, 2);
      WeftMessagePending pending = { .operation = keep (self, weft_statement_get_text (statement, 0)) };
      JsonObject *object;
      gboolean sticks, asks;

      sticks = g_str_equal (weft_statement_get_text (statement, 1), weft_thread_stick_operation.name);
      /* These may stand in either. */
      asks = g_str_equal (weft_statement_get_text (statement, 1), weft_thread_ask_operation.name);
      pending.sends = sticks || asks || (request->root > 0 ? g_str_equal (weft_statement_get_text (statement, 1), weft_thread_reply_operation.name)
                                        : g_str_equal (weft_statement_get_text (statement, 1), weft_thread_send_operation.name)
                                              || g_str_equal (weft_statement_get_text (statement, 1), weft_thread_open_poll_operation.name));
      pending.state = weft_statement_get_int (statement, 3);
      pending.error = keep (self, weft_statement_get_text (statement, 4));
      pending.at = weft_statement_get_int (statement, 5);
      if (args == NULL || !json_parser_load_from_data (parser, args, -1, NULL) || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
        continue;
      object = json_node_get_object (json_parser_get_root (parser));
      pending.message = keep (self, json_object_get_string_member_with_default (object, "id", NULL));
      pending.text = keep (self, json_object_get_string_member_with_default (object, "text", ""));
      pending.reply_to = keep (self, json_object_get_string_member_with_default (object, "reply_to", NULL));
      read_asked (self, &pending, object);
      if ((sticks || asks) && request->root == 0)
        pending.sends = !json_object_has_member (object, "root");
      if (request->root > 0 && pending.sends)
        pending.sends = self->root.id != NULL && g_strcmp0 (json_object_get_string_member_with_default (object, "root", NULL), self->root.id) == 0;
      if (pending.message != NULL)
        g_array_append_val (self->pending, pending);
    }
  if (result != 0)
    return FALSE;

  for (guint i = 0; i < self->pending->len; i++)
    {
      WeftMessagePending *pending = &g_array_index (self->pending, WeftMessagePending, i);
      gint64 there = 0;

      if (!weft_database_get_value (database, &there, 0, error, "SELECT 1 FROM message WHERE stream = ?1 AND id = ?2", "tt", request->stream, pending->message))
        return FALSE;
      pending->predicted = there != 0;
    }
  return TRUE;
}

static gboolean
read_marks (WeftMessageBatch *self, WeftDatabase *database, const char *stream, const char *person, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT l.name, l.person, l.value, p.name FROM latest l LEFT JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = l.person"
    " WHERE l.stream = ?1 AND l.name IN ('thread.read', 'thread.delivered') ORDER BY l.person",
    "t", stream);
  gint64 brought = 0;
  int result;

  if (statement == NULL)
    return FALSE;
  while ((result = weft_statement_step (statement, error)) == 1)
    {
      gboolean read = g_str_equal (weft_statement_get_text (statement, 0), weft_thread_read_latest.name);
      const char *who = weft_statement_get_text (statement, 1);
      gint64 value = weft_statement_get_int (statement, 2);
      WeftMessageMark *last = self->marks->len > 0 ? &g_array_index (self->marks, WeftMessageMark, self->marks->len - 1) : NULL;

      if (g_strcmp0 (who, person) == 0)
        {
          *(read ? &self->own_read : &self->own_delivered) = value;
          continue;
        }
      if (last == NULL || !g_str_equal (last->person, who))
        {
          g_array_append_val (self->marks, ((WeftMessageMark) { .person = keep (self, who),
                                                                 .name = keep (self, weft_statement_get_text (statement, 3)) }));
          last = &g_array_index (self->marks, WeftMessageMark, self->marks->len - 1);
        }
      *(read ? &last->read : &last->delivered) = value;
    }
  if (result != 0 || !weft_database_get_value (database, &brought, 0, error, "SELECT coalesce (brought, 0) FROM thread WHERE stream = ?1", "t", stream))
    return FALSE;
  /* What was brought from elsewhere is nobody's news. */
  self->own_read = MAX (self->own_read, brought);
  return TRUE;
}

/* Of a topic, nothing but how much was said of it. */
static gboolean
read_topic (WeftMessageBatch *self, WeftDatabase *database, const WeftMessageRequest *request, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT id, replies FROM thread_topic WHERE stream = ?1 AND ordinal = ?2", "ti",
                                                  request->stream, request->root);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      self->root.id = keep (self, weft_statement_get_text (statement, 0));
      self->root.author = "";
      self->root.text = "";
      self->last_ordinal = weft_statement_get_int (statement, 1);
      weft_statement_reset (statement);
    }
  return TRUE;
}

/* The message under which the thread is; it counts the replies. */
static gboolean
read_root (WeftMessageBatch *self, WeftDatabase *database, const WeftMessageRequest *request, const char *own, Days *days, GError **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (WeftMessageRecord));

  if (request->root >= WEFT_TOPIC_FIRST)
    return read_topic (self, database, request, error);
  if (!read_range (self, records, database, request, 0, &(WeftMessageRange) { request->root, request->root }, own, days, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (g_array_index (records, WeftMessageRecord, i).ordinal == request->root)
      self->root = g_array_index (records, WeftMessageRecord, i);
  self->last_ordinal = self->root.replies;
  return TRUE;
}

gpointer
weft_message_batch_read (WeftDatabase *database, gpointer user_data, GError **error)
{
  const WeftMessageRequest *request = user_data;
  g_autoptr (WeftMessageBatch) self = g_new0 (WeftMessageBatch, 1);
  g_autoptr (WeftMessageRequest) ranges = weft_message_request_new (request->stream, request->person, request->root, 0);
  gint64 base = weft_reply_base (request->root);
  g_autofree char *own = g_strconcat ("user/", request->person, NULL); /* of nobody, nothing is there */
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  Days days = { zone, 0, 0 };

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (4096);
  self->ranges = g_array_ref (ranges->ranges);
  self->records = g_array_new (FALSE, FALSE, sizeof (WeftMessageRecord));
  self->pending = g_array_new (FALSE, FALSE, sizeof (WeftMessagePending));
  self->marks = g_array_new (FALSE, FALSE, sizeof (WeftMessageMark));

  if (request->root > 0 ? !read_root (self, database, request, own, &days, error)
                        : !weft_database_get_value (database, &self->last_ordinal, 0, error, "SELECT last_ordinal FROM thread WHERE stream = ?1", "t", request->stream))
    return NULL;
  for (guint i = 0; i < request->ranges->len; i++)
    {
      const WeftMessageRange *range = &g_array_index (request->ranges, WeftMessageRange, i);

      weft_message_request_add (ranges, range->low, MIN (range->high, self->last_ordinal));
    }
  if (request->tail > 0)
    weft_message_request_add (ranges, self->last_ordinal - request->tail + 1, self->last_ordinal);

  for (guint i = 0; i < self->ranges->len; i++)
    if (!read_range (self, self->records, database, request, base, &g_array_index (self->ranges, WeftMessageRange, i), own, &days, error))
      return NULL;
  if (!read_pending (self, database, request, error)
      || (request->root == 0 && !read_marks (self, database, request->stream, request->person, error)))
    return NULL;
  return g_steal_pointer (&self);
}
