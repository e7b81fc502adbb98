/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-mattermost-export.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-json.h"
#include "base/weft-mention.h"
#include "parts/hooks/shared/weft-hook-message.h"
#include "weftctl/weft-bring-words.h"

#define LINE_MAX_BYTES (16 * 1024 * 1024)
#define LIST_MAX 100000 /* replies, reactions, files of one message */
#define TOPIC_MAX 250   /* characters */
#define ABOUT_MAX 1000
#define FILES_PER_MESSAGE 20 /* says the files part */

typedef struct
{
  WeftBringing *bringing;
  WeftBringReport *report;
  char *folder; /* in which the export is */
  guint64 line;
  GHashTable *members;  /* room's key → GPtrArray of people's keys */
  GHashTable *creators; /* room's key → a person's key */
} Reader;

typedef gboolean (*Each) (Reader *self, const char *type, JsonObject *object, GError **error);

/* The next line without its end, however long it is said to be. Returns 1; 0 at the end; 2 for one that is
 * too long, which is skipped. */
static int
read_line (FILE *file, GString *line)
{
  gboolean over = FALSE;
  gboolean any = FALSE;
  int c;

  g_string_truncate (line, 0);
  flockfile (file);
  while ((c = getc_unlocked (file)) != EOF && c != '\n')
    {
      any = TRUE;
      if (line->len < LINE_MAX_BYTES)
        g_string_append_c (line, (char) c);
      else
        over = TRUE;
    }
  funlockfile (file);
  if (c == EOF && !any)
    return 0;
  return over ? 2 : 1;
}

/* Each line whose `type` is what it has inside. */
static gboolean
read_lines (Reader *self, const char *path, Each each, gboolean report, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  FILE *file = g_fopen (path, "re");
  gboolean done = TRUE;
  int step;

  if (file == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }

  for (self->line = 1; done && (step = read_line (file, line)) > 0; self->line++)
    {
      g_autoptr (JsonNode) root = NULL;
      g_autoptr (GError) damage = NULL;
      JsonObject *inner;
      const char *type;

      if (step == 2)
        {
          if (report)
            weft_bring_report_addf (self->report, "line: longer than 16 MiB", "line %" G_GUINT64_FORMAT,
                                    self->line);
          continue;
        }
      if (line->len == 0)
        continue;
      root = weft_json_parse (line->str, line->len, &damage);
      type = root != NULL ? weft_hook_get_text (json_node_get_object (root), "type") : "";
      inner = root != NULL ? weft_hook_get_object (json_node_get_object (root), type) : NULL;
      if (root == NULL && report)
        weft_bring_report_addf (self->report, "line: cannot be read", "line %" G_GUINT64_FORMAT ": %s",
                                self->line, damage->message);
      else if (inner == NULL && root != NULL && !g_str_equal (type, "version") && report)
        weft_bring_report_addf (self->report, "line: has nothing of its type in it",
                                "line %" G_GUINT64_FORMAT ": %s", self->line, type);
      else if (inner != NULL)
        done = each (self, type, inner, error);
    }
  if (done && ferror (file))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: cannot be read", path);
      done = FALSE;
    }
  fclose (file);

  return done;
}

/* People */

static gboolean
get_number (JsonObject *object, const char *name, gint64 *value)
{
  JsonNode *node = json_object_get_member (object, name);

  *value = 0;
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

static gboolean
read_person (Reader *self, const char *type, JsonObject *object, GError **error)
{
  const char *login = weft_hook_get_text (object, "username");
  const char *nickname = weft_hook_get_text (object, "nickname");
  g_autofree char *name = NULL;

  if (!g_str_equal (type, "user") && !g_str_equal (type, "bot"))
    return TRUE;
  if (g_str_equal (type, "bot"))
    nickname = weft_hook_get_text (object, "display_name");
  name = g_strdup_printf ("%s %s", weft_hook_get_text (object, "first_name"),
                          weft_hook_get_text (object, "last_name"));
  g_strstrip (name);
  if (*name == '\0')
    g_set_str (&name, *nickname != '\0' ? nickname : login);
  if (*login == '\0')
    weft_bring_report_addf (self->report, "person: has no id", "line %" G_GUINT64_FORMAT, self->line);
  else
    weft_bringing_add_person (self->bringing, login, name, login, weft_hook_get_text (object, "email"));
  return TRUE;
}

gboolean
weft_mattermost_export_read_people (const char *path, WeftBringing *bringing, GError **error)
{
  Reader self = { .bringing = bringing, .report = weft_bringing_get_report (bringing) };

  return read_lines (&self, path, read_person, FALSE, error);
}

/* Rooms */

static char *
make_channel_key (JsonObject *object, const char *name)
{
  return g_strdup_printf ("%s/%s", weft_hook_get_text (object, "team"), weft_hook_get_text (object, name));
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Whose conversation it is: of two kinds, as versions of Mattermost write it. */
static GPtrArray *
read_members (JsonObject *object, const char *name)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *members = g_ptr_array_new_with_free_func (g_free);
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GPtrArray) participants = weft_hook_list_objects (object, "participants", LIST_MAX);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *member = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_STRING
          && g_hash_table_add (seen, (gpointer) json_node_get_string (member)))
        g_ptr_array_add (members, g_strdup (json_node_get_string (member)));
    }
  for (guint i = 0; i < participants->len; i++)
    {
      const char *member = weft_hook_get_text (participants->pdata[i], "username");

      if (*member != '\0' && g_hash_table_add (seen, (gpointer) member))
        g_ptr_array_add (members, g_strdup (member));
    }
  g_ptr_array_sort (members, compare_texts);
  return members;
}

static char *
make_direct_key (GPtrArray *members)
{
  g_autoptr (GString) key = g_string_new ("direct");

  for (guint i = 0; i < members->len; i++)
    g_string_append_printf (key, "/%s", (const char *) members->pdata[i]);
  return g_string_free_and_steal (g_steal_pointer (&key));
}

static WeftBringRoom *
find_direct (Reader *self, JsonObject *object, const char *name)
{
  g_autoptr (GPtrArray) members = read_members (object, name);
  g_autofree char *key = make_direct_key (members);
  WeftBringRoom *room = weft_bringing_find_room (self->bringing, key);

  if (room != NULL || members->len == 0)
    return room;
  room = weft_bringing_add_room (self->bringing, key, "");
  if (room != NULL)
    {
      room->direct = TRUE;
      g_ptr_array_unref (room->members);
      room->members = g_steal_pointer (&members);
    }
  return room;
}

static void
add_channel (Reader *self, JsonObject *object)
{
  g_autofree char *key = make_channel_key (object, "name");
  const char *title = weft_hook_get_text (object, "display_name");
  WeftBringRoom *room = weft_bringing_add_room (self->bringing, key,
                                                *title != '\0' ? title : weft_hook_get_text (object, "name"));
  g_autofree char *about = NULL;
  GPtrArray *members;
  gint64 deleted;

  if (room == NULL)
    return;
  if (*room->name == '\0')
    g_set_str (&room->name, key);
  room->open = g_str_equal (weft_hook_get_text (object, "type"), "O");
  room->archived = get_number (object, "deleted_at", &deleted) && deleted > 0;
  g_free (room->topic);
  room->topic = weft_bringing_line (weft_hook_get_text (object, "header"), TOPIC_MAX);
  about = weft_bringing_text (weft_hook_get_text (object, "purpose"));
  g_free (room->about);
  room->about = g_utf8_strlen (about, -1) > ABOUT_MAX ? g_utf8_substring (about, 0, ABOUT_MAX)
                                                      : g_steal_pointer (&about);
  members = g_hash_table_lookup (self->members, key);
  if (members != NULL)
    {
      g_ptr_array_unref (room->members);
      room->members = g_ptr_array_ref (members);
    }
  g_set_str (&room->creator, g_hash_table_lookup (self->creators, key));
}

/* People say in which channels they are. */
static void
note_memberships (Reader *self, JsonObject *person)
{
  g_autoptr (GPtrArray) teams = weft_hook_list_objects (person, "teams", LIST_MAX);
  const char *login = weft_hook_get_text (person, "username");

  for (guint i = 0; i < teams->len; i++)
    {
      g_autoptr (GPtrArray) channels = weft_hook_list_objects (teams->pdata[i], "channels", LIST_MAX);

      for (guint k = 0; k < channels->len; k++)
        {
          g_autofree char *key = g_strdup_printf ("%s/%s", weft_hook_get_text (teams->pdata[i], "name"),
                                                  weft_hook_get_text (channels->pdata[k], "name"));
          GPtrArray *members = g_hash_table_lookup (self->members, key);

          if (members == NULL)
            {
              members = g_ptr_array_new_with_free_func (g_free);
              g_hash_table_insert (self->members, g_strdup (key), members);
            }
          g_ptr_array_add (members, g_strdup (login));
          if (strstr (weft_hook_get_text (channels->pdata[k], "roles"), "channel_admin") != NULL
              && !g_hash_table_contains (self->creators, key))
            g_hash_table_insert (self->creators, g_strdup (key), g_strdup (login));
        }
    }
}

static gboolean
read_place (Reader *self, const char *type, JsonObject *object, GError **error)
{
  if (g_str_equal (type, "user"))
    note_memberships (self, object);
  return TRUE;
}

static gboolean
read_room (Reader *self, const char *type, JsonObject *object, GError **error)
{
  if (g_str_equal (type, "channel"))
    add_channel (self, object);
  else if (g_str_equal (type, "direct_channel"))
    {
      WeftBringRoom *room = find_direct (self, object, "members");

      if (room == NULL)
        weft_bring_report_addf (self->report, "conversation: of nobody", "line %" G_GUINT64_FORMAT,
                                self->line);
      else
        {
          g_free (room->topic);
          room->topic = weft_bringing_line (weft_hook_get_text (object, "header"), TOPIC_MAX);
        }
    }
  return TRUE;
}

/* Messages */

/* What names somebody there does here, too: by the name under which people know them. */
static char *
name_people (Reader *self, const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean code = FALSE;

  for (const char *p = text; *p != '\0';)
    {
      gsize length = 0;
      g_autofree char *login = NULL;
      const WeftBringPerson *person = NULL;

      if (*p == '`')
        code = !code;
      if (*p == '@' && !code && (p == text || !weft_mention_is_word (g_utf8_prev_char (p))))
        {
          length = strspn (p + 1, "abcdefghijklmnopqrstuvwxyz0123456789._-");
          while (length > 0 && person == NULL)
            {
              g_free (login);
              login = g_strndup (p + 1, length);
              person = weft_bringing_find_person (self->bringing, login);
              if (person == NULL && strchr ("._-", p[length]) == NULL)
                break;
              length -= person == NULL;
            }
          if (person == NULL && login != NULL && g_str_has_prefix (p, "@channel")
              && !weft_mention_is_word (p + strlen ("@channel")))
            {
              g_string_append (out, "@all");
              p += strlen ("@channel");
              continue;
            }
        }
      if (person != NULL)
        {
          g_string_append_printf (out, "@%s", person->here != NULL ? person->here : person->name);
          p += length + 1;
          continue;
        }
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
      p = g_utf8_next_char (p);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* Below the export's folder and no link on the way to it: whoever made the export has no say in what else of
 * this computer goes with it. */
static char *
find_file (Reader *self, const char *path)
{
  static const char *const places[] = { "data", "" };
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  if (*path == '\0' || *path == '/' || strchr (path, '\n') != NULL || !g_utf8_validate (path, -1, NULL))
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == '\0' || g_str_equal (parts[i], "..") || g_str_equal (parts[i], "."))
      return NULL;

  for (guint k = 0; k < G_N_ELEMENTS (places); k++)
    {
      g_autofree char *at = g_build_filename (self->folder, places[k], NULL);
      GStatBuf status;
      gboolean good = *places[k] == '\0' || (g_lstat (at, &status) == 0 && S_ISDIR (status.st_mode));

      for (guint i = 0; good && parts[i] != NULL; i++)
        {
          g_autofree char *next = g_build_filename (at, parts[i], NULL);

          good = g_lstat (next, &status) == 0
                 && (parts[i + 1] != NULL ? S_ISDIR (status.st_mode) : S_ISREG (status.st_mode));
          g_set_str (&at, next);
        }
      if (good)
        return g_steal_pointer (&at);
    }
  return NULL;
}

static void
read_files (Reader *self, JsonObject *message, GString *text, GString *files, const char *where)
{
  g_autoptr (GPtrArray) list = weft_hook_list_objects (message, "attachments", LIST_MAX);
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const char *path = weft_hook_get_text (list->pdata[i], "path");
      g_autofree char *found = find_file (self, path);
      g_autofree char *name = g_path_get_basename (*path != '\0' ? path : "?");

      if (found != NULL && n < FILES_PER_MESSAGE)
        {
          g_string_append_printf (files, "%s\n", found);
          n++;
        }
      else
        weft_bring_report_addf (self->report,
                                found != NULL
                                    ? "file: the twenty-first of one message, or a later one"
                                    : "file: does not lie beside the export; its name stands in the message",
                                "%s: %s", where, path);
      /* A message of files alone needs words. */
      if (found == NULL || text->len == 0)
        weft_bring_append_file (text, name);
    }
}

/* Whose words they are. */
static char *
read_author (Reader *self, JsonObject *message, char **speaker)
{
  const char *user = weft_hook_get_text (message, "user");
  JsonObject *props = weft_hook_get_object (message, "props");
  const char *called = props != NULL ? weft_hook_get_text (props, "override_username") : "";
  const WeftBringPerson *person = weft_bringing_find_person (self->bringing, user);
  g_autofree char *key = NULL;

  if (person != NULL && *called == '\0')
    {
      *speaker = g_strdup (person->person != NULL ? "" : person->name);
      return weft_bringing_dup_author (self->bringing, user);
    }
  *speaker = weft_bringing_line (*called != '\0' ? called : *user != '\0' ? user : "Mattermost", 80);
  if (**speaker == '\0')
    g_set_str (speaker, "Mattermost");
  key = g_strconcat ("program/", user, "/", *speaker, NULL);
  return weft_bringing_dup_author (self->bringing, key);
}

/* What programs hang on their messages, in Markdown here. */
static void
append_attachments (GString *text, JsonObject *props)
{
  static const char *const parts[] = { "pretext", "author_name", "title", "text" };
  g_autoptr (GPtrArray) list = weft_hook_list_objects (props, "attachments", LIST_MAX);

  for (guint i = 0; i < list->len; i++)
    {
      gsize before = text->len;

      for (guint k = 0; k < G_N_ELEMENTS (parts); k++)
        if (*weft_hook_get_text (list->pdata[i], parts[k]) != '\0')
          g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                                  weft_hook_get_text (list->pdata[i], parts[k]));
      if (text->len == before && *weft_hook_get_text (list->pdata[i], "fallback") != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                                weft_hook_get_text (list->pdata[i], "fallback"));
    }
}

static char *
read_text (Reader *self, JsonObject *message, GString *files, const char *where)
{
  g_autofree char *clean = weft_bringing_text (weft_hook_get_text (message, "message"));
  g_autofree char *named = name_people (self, clean);
  g_autoptr (GString) text = g_string_new (named);
  JsonObject *props = weft_hook_get_object (message, "props");

  if (props != NULL)
    append_attachments (text, props);
  read_files (self, message, text, files, where);
  return weft_bringing_text (text->str);
}

/* A message has no id there: what is said by one person in one place in one millisecond is one. Returns its
 * id, NULL if it does not come; FALSE in @done with @error. */
static char *
add_message (Reader *self,
             WeftBringRoom *room,
             JsonObject *message,
             const char *root,
             gint64 root_at,
             gboolean *done,
             GError **error)
{
  const char *type = weft_hook_get_text (message, "type");
  g_autofree char *where = g_strdup_printf ("line %" G_GUINT64_FORMAT " (%s)", self->line, room->key);
  g_autoptr (GPtrArray) list = weft_hook_list_objects (message, "reactions", LIST_MAX);
  g_autoptr (GString) files = g_string_new (NULL);
  g_autofree char *hash = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  g_autofree char *author = NULL;
  g_autofree char *speaker = NULL;
  g_autofree char *text = NULL;
  WeftBringReactions reactions;
  WeftBringMessage brought = { .root = root, .root_at = root_at };
  gint64 edited;

  *done = TRUE;
  if (g_str_has_prefix (type, "system_"))
    {
      weft_bring_report_addf (self->report, "notice: who came and went, and what was set up", "%s %s", where,
                              type);
      return NULL;
    }
  if (g_str_has_prefix (type, "custom_calls"))
    {
      weft_bring_report_add (self->report, "call: nothing of it is in the export", where);
      return NULL;
    }
  if (!get_number (message, "create_at", &brought.at) || !weft_bringing_is_time (brought.at))
    {
      weft_bring_report_add (self->report, "message: its time is none at which anything can have been said",
                             where);
      return NULL;
    }
  text = read_text (self, message, files, where);
  if (*text == '\0')
    {
      weft_bring_report_add (self->report, "message: nothing is written in it", where);
      return NULL;
    }
  if (get_number (message, "edit_at", &edited) && edited > 0)
    weft_bring_report_add (self->report, "edited: it says what it said last, and not that it was changed",
                           where);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, weft_hook_get_text (message, "message"), -1);
  name = g_strdup_printf ("%s/%s/%" G_GINT64_FORMAT "/%s/%s", room->key, root != NULL ? root : "", brought.at,
                          weft_hook_get_text (message, "user"), hash);
  brought.id = id = weft_id_derive ("import/mattermost/message", name);
  brought.author = author = read_author (self, message, &speaker);
  brought.speaker = speaker;
  brought.text = text;
  brought.pinned = json_object_get_boolean_member_with_default (message, "is_pinned", FALSE);
  brought.files = files->str;
  weft_bring_reactions_init (&reactions, self->bringing, where);
  for (guint i = 0; i < list->len; i++)
    weft_bring_reactions_add (&reactions, weft_hook_get_text (list->pdata[i], "emoji_name"),
                              weft_hook_get_text (list->pdata[i], "user"));
  brought.reactions = reactions.text->str;
  *done = weft_bringing_add_message (self->bringing, room, &brought, where, error);
  weft_bring_reactions_clear (&reactions);

  return *done ? g_steal_pointer (&id) : NULL;
}

static gboolean
add_post (Reader *self, WeftBringRoom *room, JsonObject *post, GError **error)
{
  g_autoptr (GPtrArray) replies = weft_hook_list_objects (post, "replies", LIST_MAX);
  g_autofree char *root = NULL;
  gboolean done;
  gint64 at;

  root = add_message (self, room, post, NULL, 0, &done, error);
  get_number (post, "create_at", &at);
  for (guint i = 0; done && i < replies->len; i++)
    {
      g_autofree char *id = add_message (self, room, replies->pdata[i], root, at, &done, error);

      if (root == NULL && id != NULL)
        weft_bring_report_addf (self->report, "reply: what it answers does not come; it stands in the room",
                                "line %" G_GUINT64_FORMAT, self->line);
    }
  return done;
}

static gboolean
read_post (Reader *self, const char *type, JsonObject *object, GError **error)
{
  static const char *const known[] = { "version", "team", "channel", "user", "direct_channel", NULL };
  g_autofree char *key = NULL;
  WeftBringRoom *room = NULL;

  if (g_str_equal (type, "post"))
    {
      key = make_channel_key (object, "channel");
      room = weft_bringing_find_room (self->bringing, key);
    }
  else if (g_str_equal (type, "direct_post"))
    room = find_direct (self, object, "channel_members");
  else if (g_str_equal (type, "emoji"))
    weft_bring_report_addf (self->report, "emoji: a picture of the team's own",
                            "line %" G_GUINT64_FORMAT ": %s", self->line,
                            weft_hook_get_text (object, "name"));
  else if (!g_strv_contains (known, type) && !g_str_equal (type, "bot"))
    weft_bring_report_addf (self->report, "line: of a kind that nothing comes of",
                            "line %" G_GUINT64_FORMAT ": %s", self->line, type);

  if (room != NULL)
    return add_post (self, room, object, error);
  if (g_str_equal (type, "post") || g_str_equal (type, "direct_post"))
    weft_bring_report_addf (self->report, "message: of a room which is not in the export",
                            "line %" G_GUINT64_FORMAT ": %s", self->line, key != NULL ? key : "");
  return TRUE;
}

gboolean
weft_mattermost_export_read (const char *path, WeftBringing *bringing, GError **error)
{
  Reader self = { .bringing = bringing, .report = weft_bringing_get_report (bringing) };
  gboolean done;

  self.folder = g_path_get_dirname (path);
  self.members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self.creators = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* Once for whoever is where, once for the rooms, once for what was said: in which order they come nobody
   * says. */
  done = read_lines (&self, path, read_place, FALSE, error)
         && read_lines (&self, path, read_room, FALSE, error)
         && read_lines (&self, path, read_post, TRUE, error);
  g_hash_table_unref (self.members);
  g_hash_table_unref (self.creators);
  g_free (self.folder);

  return done;
}
