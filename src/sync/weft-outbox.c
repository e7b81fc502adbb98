/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-outbox.h"

/** Lane: what waits for one stream. */
typedef struct
{
  GQueue entries;   /* of WeftOutboxEntry.in_stream, by k: the links are theirs */
  guint unanswered; /* how many of them the server may still refuse */
} Lane;

struct _WeftOutbox
{
  WeftRegistry *registry;
  GQueue entries;        /* of WeftOutboxEntry.in_outbox, by k */
  GHashTable *by_stream; /* interned stream → Lane */
  GHashTable *by_id;     /* borrowed id → WeftOutboxEntry */
  GHashTable *confirmed; /* set of WeftOutboxEntry */
  guint counts[WEFT_OUTBOX_FAILED + 1];
  gint64 next_k;
};

static char *
positions_to_json (GArray *positions)
{
  GString *out;

  if (positions == NULL || positions->len == 0)
    return NULL;

  out = g_string_new (NULL);
  weft_json_begin (out, NULL);
  for (guint i = 0; i < positions->len; i++)
    {
      const WeftFrameHead *head = &g_array_index (positions, WeftFrameHead, i);

      weft_json_int (out, head->stream, head->seq);
    }
  weft_json_end (out);

  return g_string_free (out, FALSE);
}

static GArray *
positions_from_json (const char *text)
{
  g_autoptr (JsonNode) node = NULL;
  GArray *positions;
  JsonObjectIter iter;
  const char *stream;
  JsonNode *value;

  node = text != NULL ? weft_json_parse (text, strlen (text), NULL) : NULL;
  if (node == NULL)
    return NULL;

  positions = g_array_new (FALSE, FALSE, sizeof (WeftFrameHead));
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &stream, &value))
    {
      WeftFrameHead head = { g_intern_string (stream), json_node_get_int (value) };

      g_array_append_val (positions, head);
    }

  return positions;
}

static gboolean
before (WeftOutboxEntry *a, WeftOutboxEntry *b)
{
  return a->k < b->k;
}

static gboolean
is_unanswered (const WeftOutboxEntry *entry)
{
  return entry->state == WEFT_OUTBOX_WAITING || entry->state == WEFT_OUTBOX_SENT;
}

/* Counts @entry, or (@by is -1) does not any more. */
static void
count_entry (WeftOutbox *self, Lane *lane, const WeftOutboxEntry *entry, int by)
{
  self->counts[entry->state] += (guint) by;
  lane->unanswered += is_unanswered (entry) ? (guint) by : 0;
}

static void
link_entry (WeftOutbox *self, WeftOutboxEntry *entry)
{
  Lane *lane = g_hash_table_lookup (self->by_stream, entry->stream);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      g_hash_table_insert (self->by_stream, (gpointer) entry->stream, lane);
    }

  g_assert (g_queue_is_empty (&self->entries) || before (g_queue_peek_tail (&self->entries), entry));
  g_queue_push_tail_link (&self->entries, &entry->in_outbox);
  g_queue_push_tail_link (&lane->entries, &entry->in_stream);
  g_hash_table_insert (self->by_id, entry->id, entry);
  count_entry (self, lane, entry, 1);
  if (entry->state == WEFT_OUTBOX_CONFIRMED)
    g_hash_table_add (self->confirmed, entry);
  self->next_k = MAX (self->next_k, entry->k + 1);
}

static void
unlink_entry (WeftOutbox *self, WeftOutboxEntry *entry)
{
  Lane *lane = g_hash_table_lookup (self->by_stream, entry->stream);

  count_entry (self, lane, entry, -1);
  g_queue_unlink (&lane->entries, &entry->in_stream);
  if (g_queue_is_empty (&lane->entries))
    g_hash_table_remove (self->by_stream, entry->stream);
  g_queue_unlink (&self->entries, &entry->in_outbox);
  g_hash_table_remove (self->by_id, entry->id);
  g_hash_table_remove (self->confirmed, entry);
}

WeftOutbox *
weft_outbox_load (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  g_autoptr (WeftOutbox) self = NULL;
  WeftStatement *statement;
  int step;

  self = g_new0 (WeftOutbox, 1);
  self->registry = g_object_ref (registry);
  g_queue_init (&self->entries);
  self->by_stream = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->confirmed = g_hash_table_new (NULL, NULL);
  self->next_k = 1;

  statement = weft_database_query (database, error,
                                   "SELECT k, id, stream, op, args, n, state, error_code, error_message, created_at, positions, files"
                                   " FROM outbox ORDER BY k", "");
  if (statement == NULL)
    return NULL;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftOutboxEntry *entry;
      gint64 state = weft_statement_get_int (statement, 6);
      const char *code = weft_statement_get_text (statement, 7);

      entry = weft_outbox_entry_new (registry, weft_statement_get_text (statement, 1), weft_statement_get_text (statement, 2),
                                     weft_statement_get_text (statement, 3), weft_statement_get_text (statement, 4));
      entry->k = weft_statement_get_int (statement, 0);
      entry->n = weft_statement_get_int (statement, 5);
      entry->state = CLAMP (state, 0, WEFT_OUTBOX_FAILED);
      if (code != NULL)
        {
          const char *message = weft_statement_get_text (statement, 8);

          entry->error = g_error_new_literal (WEFT_ERROR, weft_error_from_wire (code), message != NULL ? message : code);
        }
      entry->created_at = weft_statement_get_int (statement, 9);
      entry->positions = positions_from_json (weft_statement_get_text (statement, 10));
      if (weft_statement_get_text (statement, 11) != NULL)
        {
          g_auto (GStrv) files = g_strsplit (weft_statement_get_text (statement, 11), " ", -1);

          weft_outbox_entry_add_files (entry, (const char *const *) files);
        }
      link_entry (self, entry);
    }

  return step < 0 ? NULL : g_steal_pointer (&self);
}

void
weft_outbox_free (WeftOutbox *self)
{
  GList *link;

  while ((link = g_queue_pop_head_link (&self->entries)) != NULL)
    weft_outbox_entry_free (link->data);
  g_hash_table_unref (self->by_stream);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->confirmed);
  g_object_unref (self->registry);
  g_free (self);
}

gboolean
weft_outbox_check_room (WeftOutbox *self, guint n, GError **error)
{
  if (self->entries.length + n <= WEFT_OUTBOX_MAX)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "outbox: %u changes wait for the server, at most %d", self->entries.length, WEFT_OUTBOX_MAX);
  return FALSE;
}

gboolean
weft_outbox_add (WeftOutbox *self, WeftDatabase *database, WeftOutboxEntry *entry, GError **error)
{
  g_autofree char *files = entry->files != NULL ? g_strjoinv (" ", entry->files) : NULL;

  entry->k = self->next_k;

  if (!weft_database_run (database, error,
                          "INSERT INTO outbox (k, id, stream, op, args, n, state, created_at, files)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                          "ittttiiit", entry->k, entry->id, entry->stream, entry->op, entry->args, entry->n,
                          (gint64) entry->state, entry->created_at, files))
    {
      weft_outbox_entry_free (entry);
      return FALSE;
    }

  link_entry (self, entry);

  return TRUE;
}

gboolean
weft_outbox_save (WeftOutbox *self, WeftDatabase *database, WeftOutboxEntry *entry, WeftOutboxState state, GError **error)
{
  g_autofree char *positions = positions_to_json (entry->positions);
  Lane *lane = g_hash_table_lookup (self->by_stream, entry->stream);

  count_entry (self, lane, entry, -1);
  entry->state = state;
  count_entry (self, lane, entry, 1);
  if (state == WEFT_OUTBOX_CONFIRMED)
    g_hash_table_add (self->confirmed, entry);
  else
    g_hash_table_remove (self->confirmed, entry);

  return weft_database_run (database, error,
                            "UPDATE outbox SET id = ?2, n = ?3, state = ?4, error_code = ?5, error_message = ?6, positions = ?7"
                            " WHERE k = ?1",
                            "itiittt", entry->k, entry->id, entry->n, (gint64) state,
                            entry->error != NULL ? weft_error_to_wire (entry->error->code) : NULL,
                            entry->error != NULL ? entry->error->message : NULL, positions);
}

void
weft_outbox_set_id (WeftOutbox *self, WeftOutboxEntry *entry, const char *id)
{
  g_hash_table_remove (self->by_id, entry->id);
  g_set_str (&entry->id, id);
  g_hash_table_insert (self->by_id, entry->id, entry);
}

gboolean
weft_outbox_remove (WeftOutbox *self, WeftDatabase *database, WeftOutboxEntry *entry, GError **error)
{
  gint64 k = entry->k;

  unlink_entry (self, entry);
  weft_outbox_entry_free (entry);

  return weft_database_run (database, error, "DELETE FROM outbox WHERE k = ?1", "i", k);
}

WeftOutboxEntry *
weft_outbox_find (WeftOutbox *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

GList *
weft_outbox_peek (WeftOutbox *self)
{
  return self->entries.head;
}

GList *
weft_outbox_peek_stream (WeftOutbox *self, const char *stream)
{
  const Lane *lane = g_hash_table_lookup (self->by_stream, stream);

  return lane != NULL ? lane->entries.head : NULL;
}

gboolean
weft_outbox_has_others (WeftOutbox *self, const WeftOutboxEntry *entry)
{
  const Lane *lane = g_hash_table_lookup (self->by_stream, entry->stream);

  return lane != NULL && lane->unanswered > (is_unanswered (entry) ? 1 : 0);
}

GPtrArray *
weft_outbox_get_confirmed (WeftOutbox *self)
{
  return g_hash_table_get_keys_as_ptr_array (self->confirmed);
}

guint
weft_outbox_count (WeftOutbox *self, WeftOutboxState state)
{
  return self->counts[state];
}
