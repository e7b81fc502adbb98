/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-oracle.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/weft-id.h"

struct _SimOracle
{
  char *stream;
  gint64 n_messages;
  GHashTable *rows; /* "message ID" … → what it should be */
};

/* Who came and went. */
typedef struct
{
  gint64 seq;
  gboolean in;
} Change;

static GHashTable *log_events;  /* "stream seq" → the event as stored */
static GHashTable *log_changes; /* "stream person" → GArray of Change, in order of seq */

/* The log */

void
sim_oracle_begin (void)
{
  g_clear_pointer (&log_events, g_hash_table_unref);
  g_clear_pointer (&log_changes, g_hash_table_unref);
  log_events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  log_changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
}

static JsonObject *
parse (const char *stored, JsonNode **node)
{
  *node = json_from_string (stored, NULL);
  g_assert_nonnull (*node);

  return json_node_get_object (*node);
}

static void
note_change (const char *stream, gint64 seq, const char *stored)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *event = parse (stored, &node);
  const char *name = json_object_get_string_member (event, "name");
  gboolean in = g_str_equal (name, "people.member-added");
  g_autofree char *key = NULL;
  GArray *changes;
  guint at = 0;

  if (!in && !g_str_equal (name, "people.member-removed"))
    return;
  key = g_strdup_printf ("%s %s", stream,
                         json_object_get_string_member (json_object_get_object_member (event, "body"),
                                                        "person"));
  changes = g_hash_table_lookup (log_changes, key);
  if (changes == NULL)
    g_hash_table_insert (log_changes, g_steal_pointer (&key),
                         changes = g_array_new (FALSE, FALSE, sizeof (Change)));
  while (at < changes->len && g_array_index (changes, Change, at).seq < seq)
    at++;
  g_array_insert_val (changes, at, ((Change) { seq, in }));
}

void
sim_oracle_note (const char *stream, gint64 seq, const char *stored, gsize length)
{
  char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, stream, seq);
  char *copy;

  if (g_hash_table_contains (log_events, key))
    {
      g_free (key);
      return;
    }
  copy = g_strndup (stored, length);
  g_hash_table_insert (log_events, key, copy);
  if (strstr (copy, "\"people.member-") != NULL)
    note_change (stream, seq, copy);
}

const char *
sim_oracle_get (const char *stream, gint64 seq)
{
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, stream, seq);

  return g_hash_table_lookup (log_events, key);
}

void
sim_oracle_foreach (void (*func) (const char *stream, gint64 seq, const char *stored, gpointer user_data),
                    gpointer user_data)
{
  GHashTableIter iter;
  gpointer key, stored;

  g_hash_table_iter_init (&iter, log_events);
  while (g_hash_table_iter_next (&iter, &key, &stored))
    {
      const char *space = strchr (key, ' ');
      g_autofree char *stream = g_strndup (key, (gsize) (space - (char *) key));

      func (stream, g_ascii_strtoll (space + 1, NULL, 10), stored, user_data);
    }
}

/* What it adds up to */

static const char *
text_of (JsonObject *body, const char *name)
{
  return json_object_has_member (body, name) && !json_object_get_null_member (body, name)
             ? json_object_get_string_member (body, name)
             : NULL;
}

static gint64
number_of (JsonObject *body, const char *name)
{
  return json_object_get_int_member_with_default (body, name, 0);
}

/* A row is a list of texts; @field of one which is there is set. */
static void
set (SimOracle *self, const char *what, const char *id, guint field, const char *value)
{
  g_autofree char *key = g_strdup_printf ("%s %s", what, id);
  char **row = g_hash_table_lookup (self->rows, key);

  if (row != NULL && value != NULL)
    {
      g_free (row[field]);
      row[field] = g_strdup (value);
    }
}

static void
put (SimOracle *self, const char *what, const char *id, ...)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  va_list list;
  const char *value;

  va_start (list, id);
  while ((value = va_arg (list, const char *)) != NULL)
    g_strv_builder_add (row, value);
  va_end (list);
  g_hash_table_replace (self->rows, g_strdup_printf ("%s %s", what, id), g_strv_builder_end (row));
}

static void
drop (SimOracle *self, const char *what, const char *id)
{
  g_autofree char *key = g_strdup_printf ("%s %s", what, id);

  g_hash_table_remove (self->rows, key);
}

static gboolean
is_tag_of (gpointer key, gpointer value, gpointer user_data)
{
  return g_str_has_prefix (key, user_data);
}

enum
{
  MESSAGE_ORDINAL,
  MESSAGE_AUTHOR,
  MESSAGE_TEXT,
  MESSAGE_DELETED
};

enum
{
  NOTE_TITLE,
  NOTE_TEXT,
  NOTE_DUE,
  NOTE_PLACE,
  NOTE_DELETED,
  NOTE_AUTHOR
};

static void
take_tags (SimOracle *self, const char *id, JsonArray *tags)
{
  g_autofree char *prefix = g_strdup_printf ("tag %s ", id);

  g_hash_table_foreach_remove (self->rows, is_tag_of, prefix);
  for (guint i = 0; i < json_array_get_length (tags); i++)
    {
      g_autofree char *tag = g_strdup_printf ("%s %s", id, json_array_get_string_element (tags, i));

      put (self, "tag", tag, NULL);
    }
}

static void
take (SimOracle *self, const char *name, const char *by, JsonObject *body)
{
  const char *id = text_of (body, "id");
  const char *text = text_of (body, "text");
  g_autofree char *number = NULL;

  if (g_str_equal (name, "thread.message-sent"))
    {
      number = g_strdup_printf ("%" G_GINT64_FORMAT, ++self->n_messages);
      put (self, "message", id, number, by, text, "0", NULL);
    }
  else if (g_str_equal (name, "thread.message-edited"))
    set (self, "message", id, MESSAGE_TEXT, text);
  else if (g_str_equal (name, "thread.message-deleted"))
    {
      set (self, "message", id, MESSAGE_TEXT, "");
      set (self, "message", id, MESSAGE_DELETED, "1");
    }
  else if (g_str_equal (name, "thread.message-restored"))
    {
      set (self, "message", id, MESSAGE_TEXT, text);
      set (self, "message", id, MESSAGE_DELETED, "0");
    }
  else if (g_str_equal (name, "thread.draft-saved"))
    {
      if (text[0] != '\0')
        put (self, "draft", text_of (body, "target"), text, NULL);
      else
        drop (self, "draft", text_of (body, "target"));
    }
  else if (g_str_equal (name, "note.created"))
    put (self, "note", id, text_of (body, "title"), text, "0", text_of (body, "place"), "0", by, NULL);
  else if (g_str_equal (name, "note.changed"))
    {
      set (self, "note", id, NOTE_TITLE, text_of (body, "title"));
      set (self, "note", id, NOTE_TEXT, text);
    }
  else if (g_str_equal (name, "note.due-changed"))
    {
      number = g_strdup_printf ("%" G_GINT64_FORMAT, number_of (body, "due"));
      set (self, "note", id, NOTE_DUE, number);
    }
  else if (g_str_equal (name, "note.moved"))
    set (self, "note", id, NOTE_PLACE, text_of (body, "place"));
  else if (g_str_equal (name, "note.deleted"))
    set (self, "note", id, NOTE_DELETED, "1");
  else if (g_str_equal (name, "note.restored"))
    set (self, "note", id, NOTE_DELETED, "0");
  else if (g_str_equal (name, "note.tags-changed"))
    take_tags (self, id, json_object_get_array_member (body, "tags"));
  else if (g_str_equal (name, "people.member-added") || g_str_equal (name, "people.member-role-changed"))
    put (self, "member", text_of (body, "person"), text_of (body, "role"), NULL);
  else if (g_str_equal (name, "people.member-removed"))
    drop (self, "member", text_of (body, "person"));
  else if (g_str_equal (name, "people.membership-added"))
    put (self, "membership", text_of (body, "target"), text_of (body, "role"), NULL);
  else if (g_str_equal (name, "people.membership-removed"))
    drop (self, "membership", text_of (body, "target"));
  else if (g_str_equal (name, "reminders.reminder-set"))
    put (self, "reminder", id, text, "waiting", NULL);
  else if (g_str_equal (name, "reminders.fired"))
    set (self, "reminder", id, 1, "fired");
  else if (g_str_equal (name, "reminders.dismissed"))
    drop (self, "reminder", id);
}

SimOracle *
sim_oracle_read (const char *stream, gint64 until)
{
  g_autoptr (SimOracle) self = g_new0 (SimOracle, 1);

  self->stream = g_strdup (stream);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  for (gint64 seq = 1; seq <= until; seq++)
    {
      const char *stored = sim_oracle_get (stream, seq);
      g_autoptr (JsonNode) node = NULL;
      JsonObject *event;

      if (stored == NULL)
        return NULL;
      event = parse (stored, &node);
      take (self, json_object_get_string_member (event, "name"), json_object_get_string_member (event, "by"),
            json_object_get_object_member (event, "body"));
    }

  return g_steal_pointer (&self);
}

void
sim_oracle_free (SimOracle *self)
{
  if (self == NULL)
    return;
  g_free (self->stream);
  g_hash_table_unref (self->rows);
  g_free (self);
}

/* Whether that is what is there */

/* The key stands first, or is the first two joined. */
static const struct
{
  const char *what;
  const char *sql;
} tables[] = {
  { "message", "SELECT id, ordinal, author, text, deleted FROM message WHERE stream = ?1" },
  { "note", "SELECT id, title, text, due, place, deleted, author FROM note WHERE stream = ?1" },
  { "tag", "SELECT id || ' ' || tag FROM note_tag WHERE stream = ?1" },
  { "member", "SELECT person, role FROM member WHERE stream = ?1" },
  { "membership", "SELECT target, role FROM membership WHERE stream = ?1" },
  { "draft", "SELECT target, text FROM draft WHERE stream = ?1" },
  { "reminder", "SELECT id, text, state FROM reminder WHERE stream = ?1" },
};

static char *
compare_row (SimOracle *self, const char *what, WeftStatement *statement, GHashTable *seen)
{
  char *key = g_strdup_printf ("%s %s", what, weft_statement_get_text (statement, 0));
  char **row = g_hash_table_lookup (self->rows, key);

  g_hash_table_add (seen, key);
  if (row == NULL)
    return g_strdup_printf ("%s should not be there", key);
  for (guint i = 0; row[i] != NULL; i++)
    if (g_strcmp0 (weft_statement_get_text (statement, (int) i + 1), row[i]) != 0)
      return g_strdup_printf ("%s has “%s” where “%s” should be", key,
                              weft_statement_get_text (statement, (int) i + 1), row[i]);

  return NULL;
}

char *
sim_oracle_compare (SimOracle *self, WeftDatabase *database, gboolean whole)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer key;
  gint64 last;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      WeftStatement *statement = weft_database_query (database, &error, tables[i].sql, "t", self->stream);

      while (statement != NULL && weft_statement_step (statement, &error) > 0)
        {
          char *wrong = compare_row (self, tables[i].what, statement, seen);

          if (wrong != NULL)
            {
              weft_statement_reset (statement);
              return wrong;
            }
        }
      if (error != NULL)
        return g_strdup (error->message);
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (seen, key) && (whole || !g_str_has_prefix (key, "message ")))
      return g_strdup_printf ("%s is missing", (const char *) key);
  if (!weft_database_get_value (database, &last, 0, &error,
                                "SELECT last_ordinal FROM thread WHERE stream = ?1", "t", self->stream))
    return g_strdup (error->message);
  if (last != self->n_messages)
    return g_strdup_printf ("the last message counts as %" G_GINT64_FORMAT ", there were %" G_GINT64_FORMAT,
                            last, self->n_messages);

  return NULL;
}

/* Who may hear of it */

static GArray *
get_changes (const char *stream, const char *person)
{
  g_autofree char *key = g_strdup_printf ("%s %s", stream, person);

  return g_hash_table_lookup (log_changes, key);
}

/* After the event @seq. */
static gboolean
was_member (GArray *changes, gint64 seq)
{
  gboolean in = FALSE;

  for (guint i = 0; changes != NULL && i < changes->len && g_array_index (changes, Change, i).seq <= seq; i++)
    in = g_array_index (changes, Change, i).in;

  return in;
}

gboolean
sim_oracle_is_member (const char *stream, const char *person)
{
  return was_member (get_changes (stream, person), G_MAXINT64);
}

gboolean
sim_oracle_was_removed (const char *stream, const char *person)
{
  GArray *changes = get_changes (stream, person);

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    if (!g_array_index (changes, Change, i).in)
      return TRUE;

  return FALSE;
}

void
sim_oracle_check_frame (const char *person, GBytes *bytes)
{
  static const char start[] = "{\"type\":\"events\",\"stream\":\"";
  const char *text = g_bytes_get_data (bytes, NULL);
  g_autofree char *copy = NULL;
  g_autofree char *stream = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *events;
  GArray *changes;
  const char *end;

  /* Nobody watches the log. */
  if (log_changes == NULL)
    return;
  if (g_bytes_get_size (bytes) < strlen (start) || memcmp (text, start, strlen (start)) != 0)
    return;
  text += strlen (start);
  end = memchr (text, '"', g_bytes_get_size (bytes) - strlen (start));
  stream = g_strndup (text, (gsize) (end - text));
  if (g_str_equal (stream, "workspace"))
    return;
  if (g_str_has_prefix (stream, "user/"))
    {
      if (!g_str_equal (stream + strlen ("user/"), person))
        g_error ("%s is told of %s", person, stream);
      return;
    }
  changes = get_changes (stream, person);
  if (was_member (changes, G_MAXINT64))
    return;
  /* Somebody who was removed hears that, and what came before. */
  copy = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  events = json_object_get_array_member (parse (copy, &node), "events");
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      gint64 seq = json_object_get_int_member (json_array_get_object_element (events, i), "seq");

      if (!was_member (changes, seq - 1) && !was_member (changes, seq))
        g_error ("%s is told of event %" G_GINT64_FORMAT " of %s after the removal", person, seq, stream);
    }
}
