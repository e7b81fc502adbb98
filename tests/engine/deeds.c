/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deeds.h"

#include <string.h>

#include "deed.h"
#include "tasks.h"

/* Of each table which people write into: the row's name for content.erase. */
#define ERASABLE                                                                                             \
  "SELECT 'note:' || id FROM note WHERE stream = ?1 UNION ALL SELECT 'message:' || id FROM message WHERE "   \
  "stream = ?1"                                                                                              \
  " UNION ALL SELECT 'file:' || id FROM file WHERE stream = ?1"                                              \
  " UNION ALL SELECT 'task:' || id FROM task WHERE stream = ?1"                                              \
  " UNION ALL SELECT 'reminder:' || id FROM reminder WHERE stream = ?1"

guint
deed_pick (Deed *self, guint n)
{
  return world_pick (self->deeds->world, n);
}

char *
deed_pick_id (Deed *self, const char *sql)
{
  return world_pick_text (self->deeds->world, self->rows, sql, "t", self->stream, NULL);
}

const char *
deed_pick_person (Deed *self)
{
  WorldClient *other = self->deeds->world->clients->pdata[deed_pick (self, self->deeds->world->clients->len)];

  return other->person;
}

const char *
deed_type_word (Deed *self, const char *table, const char *key)
{
  g_autofree char *row = g_strconcat (table, ":", key, NULL);

  return words_type (self->deeds->words, self->stream, row);
}

/* Puts a word into @text, or in place of one there is, or of all. */
char *
deed_edit (Deed *self, const char *text, const char *word)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = text[0] != '\0' ? g_strv_length (words) : 0;
  guint at = deed_pick (self, n + 1);
  gboolean over = deed_pick (self, 3) == 0;

  if (deed_pick (self, 3) == 0)
    return g_strdup (word);
  for (guint i = 0; i <= n; i++)
    {
      if (i == at)
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", word);
      if (i < n && !(i == at && over))
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

void
deed_submit (Deed *self, const char *op)
{
  WeftSubmission submission = { .stream = self->stream, .op = op };
  g_autoptr (GError) error = NULL;

  weft_json_end (self->args);
  submission.args = self->args->str;
  weft_client_session_submit (self->client->session, &submission, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (submission.error);
  if (g_str_equal (op, "thread.send") || g_str_equal (op, "board.create"))
    g_hash_table_add (self->deeds->sent, g_strdup (self->id));
  g_free (submission.id);
}

void
deed_say (Deed *self, const char *field, const char *text)
{
  weft_json_string (self->args, field, text);
}

/* Returns: whether there is one */
gboolean
deed_take_object (Deed *self, const char *sql)
{
  self->object = deed_pick_id (self, sql);
  if (self->object != NULL)
    deed_say (self, "id", self->object);

  return self->object != NULL;
}

/* ── rooms ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
make_room (Deed *self)
{
  g_autofree char *name = g_strdup_printf ("Room %u", deed_pick (self, 1000));

  g_set_str (&self->stream, NULL);
  self->stream = g_strconcat ("room/", self->id, NULL);
  deed_say (self, "kind", "room");
  deed_say (self, "name", name);
  weft_json_begin_array (self->args, "members");
  weft_json_string (self->args, NULL, deed_pick_person (self));
  weft_json_end_array (self->args);
  deed_submit (self, "chat.create-room");
}

static void
send_message (Deed *self)
{
  static const char *const called[] = { "", "", "@ben ", "@Anna @cleo " };
  g_autofree char *text = g_strconcat (called[deed_pick (self, 4)], deed_type_word (self, "message", self->id), NULL);

  deed_say (self, "id", self->id);
  deed_say (self, "text", text);
  deed_submit (self, "thread.send");
}

static void
edit_message (Deed *self)
{
  g_autofree char *old = NULL;
  g_autofree char *text = NULL;

  if (!deed_take_object (self, "SELECT id FROM message WHERE stream = ?1 ORDER BY ordinal"))
    return;
  old = world_query (self->rows, "SELECT text FROM message WHERE stream = ?1 AND id = ?2", "tt", self->stream,
                     self->object);
  text = deed_edit (self, old, deed_type_word (self, "message", self->object));
  deed_say (self, "text", text);
  deed_submit (self, "thread.edit");
}

static void
delete_message (Deed *self)
{
  if (deed_take_object (self, "SELECT id FROM message WHERE stream = ?1 ORDER BY ordinal"))
    deed_submit (self, "thread.delete");
}

static void
save_draft (Deed *self)
{
  g_autofree char *target = g_steal_pointer (&self->stream);

  self->stream = g_strconcat ("user/", self->client->person, NULL);
  deed_say (self, "target", target);
  deed_say (self, "text", deed_pick (self, 2) == 0 ? "" : deed_type_word (self, "draft", target));
  deed_submit (self, "thread.save-draft");
}

static void
add_member (Deed *self)
{
  deed_say (self, "person", deed_pick_person (self));
  deed_say (self, "role", "member");
  deed_submit (self, "people.add-member");
}

static void
remove_member (Deed *self)
{
  deed_say (self, "person", deed_pick_person (self));
  deed_submit (self, "people.remove-member");
}

static void
name_room (Deed *self)
{
  g_autofree char *name = g_strdup_printf ("Renamed %u", deed_pick (self, 1000));

  deed_say (self, "name", name);
  deed_submit (self, "chat.set-room");
}

static void
attach_file (Deed *self)
{
  g_autofree char *hash = g_strdup_printf ("%064x", deed_pick (self, 4));
  g_autofree char *name = g_strconcat (deed_type_word (self, "file", self->id), ".txt", NULL);

  deed_say (self, "id", self->id);
  deed_say (self, "hash", hash);
  deed_say (self, "name", name);
  weft_json_int (self->args, "size", 1);
  deed_submit (self, "files.attach");
}

static void
remove_file (Deed *self)
{
  if (deed_take_object (self, "SELECT id FROM file WHERE stream = ?1 ORDER BY at, name"))
    deed_submit (self, "files.remove");
}

/* ── notes ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
write_note (Deed *self)
{
  g_autofree char *after
      = deed_pick_id (self, "SELECT id FROM note WHERE stream = ?1 ORDER BY place, title, created_at");

  deed_say (self, "id", self->id);
  deed_say (self, "title", deed_type_word (self, "note", self->id));
  deed_say (self, "text", deed_type_word (self, "note", self->id));
  if (after != NULL)
    deed_say (self, "after", after);
  deed_submit (self, "note.create");
}

static void
set_note (Deed *self)
{
  guint what = deed_pick (self, 6);

  /* They come together at the same few. */
  if (!deed_take_object (self,
                    "SELECT id FROM note WHERE stream = ?1 AND deleted = 0 ORDER BY place, title LIMIT 2"))
    return;
  if (what != 0)
    {
      g_autofree char *old = world_query (self->rows, "SELECT text FROM note WHERE stream = ?1 AND id = ?2",
                                          "tt", self->stream, self->object);
      g_autofree char *text = deed_edit (self, old, deed_type_word (self, "note", self->object));

      deed_say (self, "text", text);
    }
  if (what < 2)
    deed_say (self, "title", deed_type_word (self, "note", self->object));
  deed_submit (self, "note.set");
}

static void
change_note (Deed *self)
{
  g_autofree char *after = NULL;

  if (!deed_take_object (self, "SELECT id FROM note WHERE stream = ?1 ORDER BY place, title, created_at"))
    return;
  switch (deed_pick (self, 5))
    {
    case 0:
      weft_json_begin_array (self->args, "tags");
      for (guint i = 0; i < 4; i++)
        if (deed_pick (self, 2) == 0)
          weft_json_string (self->args, NULL,
                            ((WorldClient *) self->deeds->world->clients->pdata[i])->person);
      weft_json_end_array (self->args);
      deed_submit (self, "note.set-tags");
      break;
    case 1:
      weft_json_int (self->args, "due", deed_pick (self, 3));
      deed_submit (self, "note.set-due");
      break;
    case 2:
      after = deed_pick_id (self, "SELECT id FROM note WHERE stream = ?1 ORDER BY title, created_at");
      if (after != NULL && !g_str_equal (after, self->object))
        deed_say (self, "after", after);
      deed_submit (self, "note.move");
      break;
    case 3:
      deed_submit (self, "note.delete");
      break;
    default:
      deed_submit (self, "note.restore");
    }
}

static void
place_note (Deed *self)
{
  g_autofree char *list = g_strdup_printf ("list %u", deed_pick (self, 2));
  g_autofree char *after = deed_pick_id (self, "SELECT id FROM entry WHERE stream = ?1 ORDER BY list, rank");

  if (!deed_take_object (self, "SELECT id FROM note WHERE stream = ?1 ORDER BY place, title, created_at"))
    return;
  if (deed_pick (self, 4) == 0)
    {
      deed_submit (self, "ranks.remove");
      return;
    }
  deed_say (self, "list", list);
  if (after != NULL && !g_str_equal (after, self->object))
    deed_say (self, "after", after);
  deed_submit (self, "ranks.place");
}

/* ── reminders ─────────────────────────────────────────────────────────────────────────────────────── */

/* One's own, or everybody's there, of what something says: a quotation. */
static void
set_reminder (Deed *self)
{
  g_autofree char *target = g_strdup (self->stream);
  g_autofree char *object = deed_pick_id (self, "SELECT id FROM message WHERE stream = ?1 AND text <> '' UNION ALL"
                                           " SELECT id FROM note WHERE stream = ?1 AND text <> ''");
  g_autofree char *text = NULL;
  g_autofree char *cut = NULL;

  if (object == NULL)
    return;
  text = world_query (self->rows,
                      "SELECT text FROM message WHERE stream = ?1 AND id = ?2 UNION ALL"
                      " SELECT text FROM note WHERE stream = ?1 AND id = ?2",
                      "tt", target, object);
  g_strdelimit (text, "\n", ' '); /* both kept, of a conflict */
  cut = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 500));
  if (deed_pick (self, 3) > 0)
    {
      g_free (self->stream);
      self->stream = g_strconcat ("user/", self->client->person, NULL);
    }
  deed_say (self, "id", self->id);
  deed_say (self, "text", cut);
  deed_say (self, "target", target);
  deed_say (self, "object", object);
  weft_json_int (self->args, "at",
                 weft_clock_now (WEFT_CLOCK (self->deeds->world->fixture->clock)) + deed_pick (self, 20) * 1000);
  deed_submit (self, "reminders.set");
}

static void
change_reminder (Deed *self)
{
  static const char all[] = "SELECT id FROM reminder WHERE stream = ?1 ORDER BY at, id";

  if (deed_pick (self, 3) > 0)
    {
      g_free (self->stream);
      self->stream = g_strconcat ("user/", self->client->person, NULL);
    }
  if (!deed_take_object (self, all))
    return;
  if (deed_pick (self, 2) == 0)
    {
      deed_submit (self, "reminders.dismiss");
      return;
    }
  weft_json_int (self->args, "at",
                 weft_clock_now (WEFT_CLOCK (self->deeds->world->fixture->clock)) + deed_pick (self, 20) * 1000);
  deed_submit (self, "reminders.snooze");
}

/* ── the engine's own ──────────────────────────────────────────────────────────────────────────────── */

static void
erase_row (Deed *self)
{
  g_autofree char *row = deed_pick_id (self, ERASABLE);

  if (row == NULL)
    return;
  deed_say (self, "rows", row);
  deed_submit (self, "content.erase");
}

static void
set_retention (Deed *self)
{
  if (deed_pick (self, 2) == 0)
    weft_json_int (self->args, "log_days", 1 + deed_pick (self, 3));
  if (deed_pick (self, 2) == 0)
    weft_json_int (self->args, "log_events", 1 + deed_pick (self, 30));
  if (deed_pick (self, 4) == 0)
    weft_json_int (self->args, "content_days", 2 + deed_pick (self, 3));
  deed_submit (self, "content.set-retention");
}

static void
assert_refusal (const GError *error)
{
  g_assert_cmpint (error->domain, ==, WEFT_ERROR);
  g_assert_cmpint (error->code, !=, WEFT_ERROR_INTERNAL);
  g_assert_cmpint (error->code, !=, WEFT_ERROR_CORRUPT);
}

static void
step_back (Deed *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id
      = weft_client_session_step_back (self->client->session,
                                       deed_pick (self, 3) == 0 ? WEFT_UNDO_FORTH : WEFT_UNDO_BACK, &error);

  if (id == NULL)
    assert_refusal (error);
  else
    self->deeds->n_undone++;
}

static void
settle (Deed *self)
{
  g_autofree char *own = g_strconcat ("user/", self->client->person, NULL);
  g_autofree char *id
      = world_pick_text (self->deeds->world, self->rows,
                         "SELECT id FROM conflict WHERE stream = ?1 ORDER BY mine, field", "t", own, NULL);
  guint how = deed_pick (self, 3);
  g_autoptr (GError) error = NULL;

  if (id == NULL)
    return;
  if (weft_client_session_resolve_conflict (self->client->session, id, how > 0, how > 1, &error))
    self->deeds->n_settled++;
  else
    assert_refusal (error);
}

typedef struct
{
  guint share;      /* of all that is done */
  const char *kind; /* (nullable): of the stream it is done on */
  void (*run) (Deed *deed);
} Choice;

static const Choice choices[] = {
  { 2, "room/", make_room },        { 16, "room/", send_message },  { 8, "room/", edit_message },
  { 5, "room/", delete_message },   { 3, "room/", save_draft },     { 4, "room/", add_member },
  { 1, "room/", remove_member },    { 2, "room/", name_room },      { 3, "room/", attach_file },
  { 2, "room/", remove_file },      { 3, "notebook/", write_note }, { 22, "notebook/", set_note },
  { 10, "notebook/", change_note }, { 4, "notebook/", place_note }, { 3, "", erase_row },
  { 5, "", set_reminder },          { 4, "", change_reminder },     { 1, "", set_retention },
  { 12, NULL, step_back },          { 16, NULL, settle },           { 40, "project/", tasks_do },
};

void
deeds_do (Deeds *self, WorldClient *client)
{
  Deed deed = { .deeds = self, .client = client, .rows = client->copy->database };
  const Choice *choice = choices;
  guint all = 0;
  guint at;

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    all += choices[i].share;
  for (at = world_pick (self->world, all); at >= choice->share; choice++)
    at -= choice->share;

  if (choice->kind != NULL)
    {
      g_autofree char *like = g_strconcat (choice->kind, "%", NULL);

      deed.stream = world_pick_text (
          self->world, deed.rows,
          "SELECT stream FROM (SELECT stream, created_at, name FROM room UNION ALL"
          " SELECT stream, created_at, name FROM notebook UNION ALL"
          " SELECT stream, created_at, name FROM project) WHERE stream LIKE ?1 ORDER BY created_at, name",
          "t", like, NULL);
      if (deed.stream == NULL)
        return; /* shown none yet */
    }
  deed.id = weft_id_new (WEFT_CLOCK (self->world->fixture->clock));
  deed.args = g_string_new (NULL);
  weft_json_begin (deed.args, NULL);
  choice->run (&deed);
  g_string_free (deed.args, TRUE);
  g_free (deed.stream);
  g_free (deed.id);
  g_free (deed.object);
}

void
deeds_erase (Deeds *self, WorldClient *client, const char *stream)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (client->copy->database, &error, ERASABLE, "t", stream);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  while (weft_statement_step (statement, &error) > 0)
    g_ptr_array_add (rows, weft_statement_dup_text (statement, 0));
  g_assert_no_error (error);

  for (guint i = 0; i < rows->len; i++)
    {
      Deed deed = { .deeds = self, .client = client, .stream = (char *) stream, .args = g_string_new (NULL) };

      weft_json_begin (deed.args, NULL);
      deed_say (&deed, "rows", rows->pdata[i]);
      deed_submit (&deed, "content.erase");
      g_string_free (deed.args, TRUE);
    }
}

void
deeds_discard (Deeds *self, WorldClient *client)
{
  char *id;

  while ((id = world_query (client->copy->database, "SELECT id FROM outbox WHERE state = 3", "", NULL, NULL))
         != NULL)
    {
      g_autoptr (GError) error = NULL;

      weft_client_session_discard (client->session, id, &error);
      g_assert_no_error (error);
      g_free (id);
    }
}
