/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-slack-export.h"

#include <string.h>

#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-json.h"
#include "base/weft-mrkdwn.h"
#include "exchange/weft-json-list.h"
#include "parts/hooks/shared/weft-hook-message.h"
#include "parts/hooks/shared/weft-slack-message.h"
#include "weftctl/weft-bring-words.h"

#define FILE_MAX (64 * 1024 * 1024) /* bytes of one day, or of a list */
#define ELEMENT_MAX (1024 * 1024)   /* bytes of one message */
#define TOPIC_MAX 250               /* characters */
#define ABOUT_MAX 1000
#define LIST_MAX 10000 /* files, kinds of reactions of one message */

typedef struct
{
  WeftArchive *archive;
  WeftBringing *bringing;
  WeftBringReport *report;
  char *prefix;        /* the folder in which all of it is, or "" */
  GHashTable *folders; /* folder → WeftBringRoom */
  WeftBringRoom *room; /* whose messages are being read */
} Reader;

typedef gboolean (*Each) (Reader *self, JsonObject *object, const char *where, GError **error);

/* Where users.json is: at the top, or in the one folder that is packed. */
static char *
find_prefix (WeftArchive *archive)
{
  static const char *const lists[] = { "users.json", "channels.json" };
  GPtrArray *names = weft_archive_list (archive);
  const char *found = NULL;

  for (guint k = 0; k < G_N_ELEMENTS (lists) && found == NULL; k++)
    for (guint i = 0; i < names->len; i++)
      {
        const char *name = names->pdata[i];
        const char *slash = strrchr (name, '/');

        if (g_str_equal (slash != NULL ? slash + 1 : name, lists[k])
            && (found == NULL || strlen (name) < strlen (found)))
          found = name;
      }
  if (found == NULL)
    return NULL;
  return strrchr (found, '/') != NULL ? g_strndup (found, (gsize) (strrchr (found, '/') - found) + 1)
                                      : g_strdup ("");
}

static void
reader_clear (Reader *self)
{
  g_free (self->prefix);
  g_clear_pointer (&self->folders, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
reader_init (Reader *self, WeftArchive *archive, WeftBringing *bringing, GError **error)
{
  *self
      = (Reader) { .archive = archive, .bringing = bringing, .report = weft_bringing_get_report (bringing) };
  self->prefix = find_prefix (archive);
  if (self->prefix == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "No export of Slack: neither users.json nor channels.json is in it");
      return FALSE;
    }
  return TRUE;
}

/* Each object of the list which is in the file @name. Only what cannot go on ends it. */
static gboolean
read_list (Reader *self, const char *name, Each each, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = weft_archive_read (self->archive, name, FILE_MAX, &local_error);
  WeftJsonList list;
  const char *element;
  gsize length;
  int step;

  if (bytes == NULL)
    {
      weft_bring_report_addf (self->report, "file of the export: cannot be read", "%s: %s", name,
                              local_error->message);
      return TRUE;
    }

  weft_json_list_init (&list, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  for (guint i = 0; (step = weft_json_list_next (&list, &element, &length, &local_error)) > 0; i++)
    {
      g_autofree char *where = g_strdup_printf ("%s[%u]", name, i);
      g_autoptr (GError) damage = NULL;
      g_autoptr (JsonNode) root = NULL;

      if (length > ELEMENT_MAX)
        {
          weft_bring_report_addf (self->report, "entry: larger than 1 MiB", "%s: %" G_GSIZE_FORMAT " bytes",
                                  where, length);
          continue;
        }
      root = weft_json_parse (element, length, &damage);
      if (root == NULL)
        {
          weft_bring_report_addf (self->report, "entry: cannot be read", "%s: %s", where, damage->message);
          continue;
        }
      if (!each (self, json_node_get_object (root), where, error))
        return FALSE;
    }
  if (step < 0)
    weft_bring_report_addf (self->report, "file of the export: damaged, and the rest of it does not come",
                            "%s: %s", name, local_error->message);
  return TRUE;
}

static const char *
get_first (JsonObject *object, const char *const *names, const char *otherwise)
{
  for (; object != NULL && *names != NULL; names++)
    if (*weft_hook_get_text (object, *names) != '\0')
      return weft_hook_get_text (object, *names);
  return otherwise;
}

/* People */

static gboolean
read_person (Reader *self, JsonObject *object, const char *where, GError **error)
{
  static const char *const whole[] = { "real_name", "display_name", NULL };
  static const char *const plain[] = { "real_name", "name", NULL };
  JsonObject *profile = weft_hook_get_object (object, "profile");
  const char *id = weft_hook_get_text (object, "id");
  const char *name = get_first (profile, whole, get_first (object, plain, id));

  if (*id == '\0')
    weft_bring_report_add (self->report, "person: has no id", where);
  else
    weft_bringing_add_person (self->bringing, id, name, weft_hook_get_text (object, "name"),
                              profile != NULL ? weft_hook_get_text (profile, "email") : "");
  return TRUE;
}

gboolean
weft_slack_export_read_people (WeftArchive *archive, WeftBringing *bringing, GError **error)
{
  g_auto (Reader) self = { 0 };
  g_autofree char *name = NULL;

  if (!reader_init (&self, archive, bringing, error))
    return FALSE;
  name = g_strconcat (self.prefix, "users.json", NULL);
  return read_list (&self, name, read_person, error);
}

/* Rooms */

/* Slack escapes three characters, and people see none of that. */
static char *
read_plain (JsonObject *object, const char *name, guint max, gboolean line)
{
  JsonObject *value = weft_hook_get_object (object, name);
  g_autoptr (GString) text = g_string_new (value != NULL ? weft_hook_get_text (value, "value") : "");
  g_autofree char *clean = NULL;

  g_string_replace (text, "&lt;", "<", 0);
  g_string_replace (text, "&gt;", ">", 0);
  g_string_replace (text, "&amp;", "&", 0);
  if (line)
    return weft_bringing_line (text->str, max);
  clean = weft_bringing_text (text->str);
  return g_utf8_strlen (clean, -1) > max ? g_utf8_substring (clean, 0, max) : g_steal_pointer (&clean);
}

static gboolean
get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

static WeftBringRoom *
read_room (Reader *self, JsonObject *object, const char *where)
{
  const char *id = weft_hook_get_text (object, "id");
  const char *name = weft_hook_get_text (object, "name");
  JsonNode *members = json_object_get_member (object, "members");
  JsonArray *list = members != NULL && JSON_NODE_HOLDS_ARRAY (members) ? json_node_get_array (members) : NULL;
  WeftBringRoom *room;

  if (*id == '\0')
    {
      weft_bring_report_add (self->report, "room: has no id", where);
      return NULL;
    }
  room = weft_bringing_add_room (self->bringing, id, name);
  if (room == NULL)
    return NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (room->members, g_strdup (json_node_get_string (node)));
    }
  g_set_str (&room->creator, weft_hook_get_text (object, "creator"));
  g_free (room->topic);
  room->topic = read_plain (object, "topic", TOPIC_MAX, TRUE);
  g_free (room->about);
  room->about = read_plain (object, "purpose", ABOUT_MAX, FALSE);
  room->archived = get_boolean (object, "is_archived");
  g_hash_table_insert (self->folders, g_strdup (id), room);
  /* Two of one name: whose the folder is nobody can tell, so it is the first one's, as Slack numbers them. */
  if (*name != '\0' && !g_hash_table_contains (self->folders, name))
    g_hash_table_insert (self->folders, g_strdup (name), room);
  return room;
}

static gboolean
read_channel (Reader *self, JsonObject *object, const char *where, GError **error)
{
  WeftBringRoom *room = read_room (self, object, where);

  if (room != NULL)
    {
      room->open = TRUE;
      if (*room->name == '\0')
        g_set_str (&room->name, room->key);
    }
  return TRUE;
}

static gboolean
read_group (Reader *self, JsonObject *object, const char *where, GError **error)
{
  WeftBringRoom *room = read_room (self, object, where);

  if (room != NULL && *room->name == '\0')
    g_set_str (&room->name, room->key);
  return TRUE;
}

static gboolean
read_conversation (Reader *self, JsonObject *object, const char *where, GError **error)
{
  WeftBringRoom *room = read_room (self, object, where);

  if (room != NULL)
    {
      room->direct = TRUE;
      g_set_str (&room->name, "");
    }
  return TRUE;
}

/* Messages */

/* "1355517523.000008" */
static gboolean
read_time (const char *text, gint64 *at)
{
  const char *p = text;
  gint64 seconds = 0;
  gint64 fraction = 0;
  gint64 unit = 100000;

  for (; g_ascii_isdigit (*p) && p - text < 12; p++)
    seconds = seconds * 10 + (*p - '0');
  if (p == text || (*p != '.' && *p != '\0'))
    return FALSE;
  if (*p == '.')
    for (p++; g_ascii_isdigit (*p) && unit > 0; p++, unit /= 10)
      fraction += (*p - '0') * unit;
  *at = seconds * 1000 + fraction / 1000;
  return *p == '\0' && weft_bringing_is_time (*at);
}

static char *
name_of (char kind, const char *id, gpointer user_data)
{
  Reader *self = user_data;
  const WeftBringRoom *room = kind == '#' ? weft_bringing_find_room (self->bringing, id) : NULL;
  const WeftBringPerson *person = kind == '@' ? weft_bringing_find_person (self->bringing, id) : NULL;

  if (room != NULL && *room->name != '\0')
    return g_strdup (room->name);
  if (person != NULL)
    return g_strdup (person->here != NULL ? person->here : person->name);
  return NULL;
}

/* Which kinds of messages people wrote, and why the others do not come. */
static const char *
get_objection (const char *subtype)
{
  static const char *const said[] = { "",           "thread_broadcast", "bot_message",       "me_message",
                                      "file_share", "file_comment",     "slackbot_response", "tombstone",
                                      NULL };
  static const struct
  {
    const char *prefix;
    const char *reason;
  } others[] = {
    { "channel_", "notice: who came and went, and what was set up" },
    { "group_", "notice: who came and went, and what was set up" },
    { "huddle_", "call: nothing of it is in the export" },
    { "sh_room", "call: nothing of it is in the export" },
    { "pinned_", "notice: that something was pinned" },
    { "canvas", "canvas: there are none here" },
    { "document", "canvas: there are none here" },
    { "reply_broadcast", "notice: that a reply was shown to all" },
    { "bot_", "notice: of an app" },
    { "reminder_", "notice: of a reminder" },
  };

  if (g_strv_contains (said, subtype))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_has_prefix (subtype, others[i].prefix))
      return others[i].reason;
  return "message: of a kind that is not known";
}

/* Attachments as apps write them; those which Slack made of addresses show nothing that the address does not.
 */
static void
append_attachments (Reader *self, GString *text, JsonObject *message, const char *where)
{
  g_autoptr (GPtrArray) attachments = weft_hook_list_objects (message, "attachments", LIST_MAX);
  g_autoptr (JsonObject) payload = json_object_new ();
  g_autoptr (JsonArray) list = json_array_new ();
  WeftHookMessage read = { 0 };

  for (guint i = 0; i < attachments->len; i++)
    {
      JsonObject *attachment = attachments->pdata[i];

      if (*weft_hook_get_text (attachment, "from_url") != '\0'
          || *weft_hook_get_text (attachment, "original_url") != '\0')
        weft_bring_report_add (self->report, "preview: what Slack showed of an address", where);
      else if (json_array_get_length (list) < 100)
        json_array_add_object_element (list, json_object_ref (attachment));
      else
        weft_bring_report_add (self->report, "attachment: more than a hundred of one message", where);
    }
  if (text->len == 0 && weft_json_has (message, "blocks"))
    json_object_set_member (payload, "blocks", json_node_copy (json_object_get_member (message, "blocks")));
  json_object_set_array_member (payload, "attachments", json_array_ref (list));

  if (weft_slack_message_read (payload, &read) == NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", read.text);
  weft_hook_message_clear (&read);
}

static void
append_files (Reader *self, GString *text, JsonObject *message, const char *where)
{
  g_autoptr (GPtrArray) files = weft_hook_list_objects (message, "files", LIST_MAX);
  static const char *const names[] = { "name", "title", "id", NULL };

  /* One, in exports of before 2018. */
  if (files->len == 0 && weft_hook_get_object (message, "file") != NULL)
    g_ptr_array_add (files, weft_hook_get_object (message, "file"));
  for (guint i = 0; i < files->len; i++)
    {
      JsonObject *file = files->pdata[i];
      const char *mode = weft_hook_get_text (file, "mode");
      const char *name = get_first (file, names, "?");

      if (g_str_equal (mode, "tombstone"))
        weft_bring_report_addf (self->report, "file: was deleted in Slack", "%s: %s", where, name);
      else if (g_str_equal (mode, "hidden_by_limit"))
        weft_bring_report_addf (self->report, "file: Slack keeps it hidden", "%s: %s", where, name);
      else if (g_str_equal (mode, "quip") || g_str_equal (mode, "canvas")
               || g_str_equal (weft_hook_get_text (file, "filetype"), "quip"))
        weft_bring_report_addf (self->report, "canvas: there are none here", "%s: %s", where, name);
      else
        weft_bring_report_addf (
            self->report,
            "file: Slack gives a link to it, and not what is in it; its name stands in the message", "%s: %s",
            where, name);
      weft_bring_append_file (text, name);
    }
}

static char *
read_text (Reader *self, JsonObject *message, const char *subtype, const char *where)
{
  g_autofree char *clean = weft_bringing_text (weft_hook_get_text (message, "text"));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *markdown = weft_mrkdwn_to_markdown (clean, name_of, self);

  if (g_str_equal (subtype, "me_message") && *markdown != '\0' && strchr (markdown, '\n') == NULL)
    g_string_append_printf (text, "*%s*", markdown);
  else
    g_string_append (text, markdown);
  append_attachments (self, text, message, where);
  append_files (self, text, message, where);

  return weft_bringing_text (text->str);
}

static void
read_reactions (WeftBringReactions *reactions, JsonObject *message)
{
  g_autoptr (GPtrArray) list = weft_hook_list_objects (message, "reactions", LIST_MAX);

  for (guint i = 0; i < list->len; i++)
    {
      JsonNode *node = json_object_get_member (list->pdata[i], "users");
      JsonArray *users = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      for (guint k = 0; users != NULL && k < json_array_get_length (users); k++)
        {
          JsonNode *user = json_array_get_element (users, k);

          if (JSON_NODE_HOLDS_VALUE (user) && json_node_get_value_type (user) == G_TYPE_STRING)
            weft_bring_reactions_add (reactions, weft_hook_get_text (list->pdata[i], "name"),
                                      json_node_get_string (user));
        }
    }
}

/* Whose words they are: a person's, or of a program which goes by a name of its own. */
static char *
read_author (Reader *self, JsonObject *message, char **speaker)
{
  static const char *const names[] = { "real_name", "display_name", "name", NULL };
  static const char *const bots[] = { "name", NULL };
  const char *user = weft_hook_get_text (message, "user");
  const char *called = weft_hook_get_text (message, "username");
  const WeftBringPerson *person = *user != '\0' ? weft_bringing_find_person (self->bringing, user) : NULL;
  g_autofree char *key = NULL;

  if (person != NULL && *weft_hook_get_text (message, "bot_id") == '\0')
    {
      *speaker = g_strdup (person->person != NULL ? "" : person->name);
      return weft_bringing_dup_author (self->bringing, user);
    }
  if (*user != '\0' && person == NULL && *called == '\0')
    called = get_first (weft_hook_get_object (message, "user_profile"), names, "");
  if (*called == '\0')
    called = get_first (weft_hook_get_object (message, "bot_profile"), bots,
                        person != NULL  ? person->name
                        : *user != '\0' ? user
                                        : "Slack");
  *speaker = weft_bringing_line (called, 80);
  if (**speaker == '\0')
    g_set_str (speaker, "Slack");
  /* Never by a person's own key: a program may write in somebody's name. */
  key = g_strconcat ("program/", *user != '\0' ? user : weft_hook_get_text (message, "bot_id"), "/", *speaker,
                     NULL);
  return weft_bringing_dup_author (self->bringing, key);
}

static char *
derive_id (Reader *self, const char *time)
{
  g_autofree char *name = g_strconcat (self->room->key, "/", time, NULL);

  return weft_id_derive ("import/slack/message", name);
}

static gboolean
read_message (Reader *self, JsonObject *message, const char *place, GError **error)
{
  const char *subtype = weft_hook_get_text (message, "subtype");
  const char *time = weft_hook_get_text (message, "ts");
  const char *thread = weft_hook_get_text (message, "thread_ts");
  const char *objection = get_objection (subtype);
  g_autofree char *where = g_strdup_printf ("%s (ts %s)", place, time);
  g_autofree char *id = NULL;
  g_autofree char *root = NULL;
  g_autofree char *author = NULL;
  g_autofree char *speaker = NULL;
  g_autofree char *text = NULL;
  WeftBringReactions reactions;
  WeftBringMessage brought = { .files = "" };
  gboolean done;

  if (!g_str_equal (weft_hook_get_text (message, "type"), "message"))
    objection = "entry: is no message";
  if (objection != NULL)
    {
      weft_bring_report_addf (self->report, objection, "%s %s", where, subtype);
      return TRUE;
    }
  if (!read_time (time, &brought.at))
    {
      weft_bring_report_add (self->report, "message: its time is none at which anything can have been said",
                             where);
      return TRUE;
    }
  if (*thread != '\0' && strcmp (thread, time) != 0)
    {
      if (read_time (thread, &brought.root_at))
        brought.root = root = derive_id (self, thread);
      else
        weft_bring_report_add (self->report, "reply: what it answers has no time; it stands in the room",
                               where);
    }

  text = read_text (self, message, subtype, where);
  if (*text == '\0')
    {
      weft_bring_report_add (self->report, "message: nothing is written in it", where);
      return TRUE;
    }
  if (weft_json_has (message, "edited"))
    weft_bring_report_add (self->report, "edited: it says what it said last, and not that it was changed",
                           where);
  if (g_str_equal (subtype, "thread_broadcast"))
    weft_bring_report_add (self->report,
                           "reply: was shown in the room as well, and stands in its thread alone", where);
  if (weft_json_has (message, "room"))
    weft_bring_report_add (self->report, "call: nothing of it is in the export", where);

  brought.id = id = derive_id (self, time);
  brought.author = author = read_author (self, message, &speaker);
  brought.speaker = speaker;
  brought.text = text;
  brought.pinned = weft_json_has (message, "pinned_to");
  weft_bring_reactions_init (&reactions, self->bringing, where);
  read_reactions (&reactions, message);
  brought.reactions = reactions.text->str;
  done = weft_bringing_add_message (self->bringing, self->room, &brought, where, error);
  weft_bring_reactions_clear (&reactions);

  return done;
}

/* All of it */

static const char *
explain_file (const char *name)
{
  if (strstr (name, "canvas") != NULL)
    return "canvas: there are none here";
  if (strstr (name, "huddle") != NULL)
    return "call: nothing of it is in the export";
  if (g_str_equal (name, "integration_logs.json"))
    return "file of the export: which apps were put in";
  return "file of the export: nothing of it comes";
}

static gboolean
read_file (Reader *self, const char *name, GError **error)
{
  const char *inner = name + strlen (self->prefix);
  const char *slash = strchr (inner, '/');
  g_autofree char *folder = slash != NULL ? g_strndup (inner, (gsize) (slash - inner)) : NULL;
  WeftBringRoom *room = folder != NULL ? g_hash_table_lookup (self->folders, folder) : NULL;

  if (room != NULL && strchr (slash + 1, '/') == NULL && g_str_has_suffix (slash, ".json"))
    {
      self->room = room;
      return read_list (self, name, read_message, error);
    }

  if (folder == NULL)
    weft_bring_report_add (self->report, explain_file (inner), name);
  else if (g_str_has_suffix (name, ".json") && strchr (slash + 1, '/') == NULL)
    weft_bring_report_add (self->report,
                           strchr (folder, ':') != NULL ? "canvas: there are none here"
                                                        : "folder: of a room which no list names",
                           name);
  else
    weft_bring_report_add (self->report, "file: lies in the export, and no message says which it is", name);
  return TRUE;
}

gboolean
weft_slack_export_read (WeftArchive *archive, WeftBringing *bringing, GError **error)
{
  static const struct
  {
    const char *name;
    Each each;
  } lists[] = {
    { "channels.json", read_channel },
    { "groups.json", read_group },
    { "mpims.json", read_conversation },
    { "dms.json", read_conversation },
  };
  GPtrArray *names = weft_archive_list (archive);
  g_autoptr (GHashTable) read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Reader) self = { 0 };

  if (!reader_init (&self, archive, bringing, error))
    return FALSE;
  self.folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (read, g_strconcat (self.prefix, "users.json", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *name = g_strconcat (self.prefix, lists[i].name, NULL);

      if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL)
          && !read_list (&self, name, lists[i].each, error))
        return FALSE;
      g_hash_table_add (read, g_steal_pointer (&name));
    }

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];

      if (!g_str_has_prefix (name, self.prefix))
        weft_bring_report_add (self.report, "file of the export: nothing of it comes", name);
      else if (!g_hash_table_contains (read, name) && !read_file (&self, name, error))
        return FALSE;
    }
  if (weft_archive_get_n_left_out (archive) > 0)
    weft_bring_report_addf (self.report, "files which are no plain ones, or have a name that leads elsewhere",
                            "%u", weft_archive_get_n_left_out (archive));
  return TRUE;
}
