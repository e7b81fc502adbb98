/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-chat-commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-mention.h"
#include "base/weft-text.h"
#include "features/chat/client/weft-chat.h"
#include "features/chat/view/weft-room-page.h"
#include "parts/thread/client/weft-thread.h"
#include "ui/weft-toast.h"

#define TOPIC_MAX 250 /* characters */
#define INVITED_MAX 20

struct _WeftChatCommands
{
  GObject parent_instance;

  WeftRoomList *rooms;
  WeftPeople *people;
  WeftRoomDirectory *directory;
  GActionMap *map;          /* unowned: it has our actions */
  AdwToastOverlay *overlay; /* unowned */
  WeftSlash *slash;         /* (nullable) */
  WeftRoom *room;           /* (nullable): open */
  WeftMemberList *members;  /* (nullable): of it */
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftChatCommands, weft_chat_commands, G_TYPE_OBJECT)

/* ── what is meant ───────────────────────────────────────────────────────────────────────────────────── */

/* Whom @text names at its beginning, with an @ or without: the longest name that fits. NULL: nobody, or nobody for sure. */
static WeftPerson *
find_person (WeftChatCommands *self, const char *text, const char **behind, GError **error)
{
  g_autofree char *mention = *text == '@' ? g_strdup (text) : g_strconcat ("@", text, NULL);
  WeftPerson *best = NULL;
  gsize longest = 0;
  gboolean doubtful = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->people)); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (self->people), i);
      g_auto (GStrv) names = weft_person_get_name (person) != NULL ? weft_mention_names (weft_person_get_name (person)) : NULL;
      gsize length = names != NULL && !weft_person_get_me (person) && !weft_person_get_suspended (person)
                         ? weft_mention_match (mention, (const char *const *) names)
                         : 0;

      if (length == 0 || length < longest)
        continue;
      doubtful = length == longest;
      longest = length;
      best = person; /* the list holds it */
    }
  if (best == NULL)
    weft_slash_refuse (error, _("Nobody here is called “%s”."), text);
  else if (doubtful)
    weft_slash_refuse (error, _("Several people are called that: write the whole name."));
  if (best == NULL || doubtful)
    return NULL;
  *behind = text + longest - (*text == '@' ? 0 : 1);
  while (g_unichar_isspace (g_utf8_get_char (*behind)))
    *behind = g_utf8_next_char (*behind);
  return best;
}

static gboolean
is_enabled (WeftChatCommands *self, const char *name)
{
  GAction *action = g_action_map_lookup_action (self->map, name);

  return action != NULL && g_action_get_enabled (action);
}

static gboolean
parse_topic (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  if (!is_enabled (place->owner, "edit-room"))
    return weft_slash_refuse (error, _("Only administrators of a room change its topic."));
  if (*argument == '\0')
    {
      run->action = "chat.edit-room";
      return TRUE;
    }
  if (strchr (argument, '\n') != NULL)
    return weft_slash_refuse (error, _("A topic is one line."));
  if (g_utf8_strlen (argument, -1) > TOPIC_MAX)
    return weft_slash_refuse (error, _("A topic has %d characters at most."), TOPIC_MAX);
  run->parameter = g_variant_new_string (argument);
  return TRUE;
}

static gboolean
parse_invite (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  WeftChatCommands *self = place->owner;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (!is_enabled (self, "add-people") || self->members == NULL)
    return weft_slash_refuse (error, _("People are added to rooms, not to conversations."));
  if (*argument == '\0')
    {
      run->action = "chat.add-people";
      return TRUE;
    }
  while (*argument != '\0')
    {
      WeftPerson *person = find_person (self, argument, &argument, error);

      if (person == NULL)
        return FALSE;
      if (weft_member_list_get_role (self->members, weft_person_get_id (person)) != NULL)
        /* Translators: %s is a person */
        return weft_slash_refuse (error, _("%s is here already."), weft_person_get_name (person));
      if (ids->len == INVITED_MAX)
        return weft_slash_refuse (error, _("At most %d people at once."), INVITED_MAX);
      g_ptr_array_add (ids, (char *) weft_person_get_id (person));
    }
  run->parameter = g_variant_new_strv ((const char *const *) ids->pdata, ids->len);
  return TRUE;
}

static gboolean
parse_message (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  const char *behind = NULL;
  WeftPerson *person;

  if (*argument == '\0')
    {
      run->action = "chat.new-direct";
      return TRUE;
    }
  person = find_person (place->owner, argument, &behind, error);
  if (person == NULL)
    return FALSE;
  if (g_utf8_strlen (behind, -1) > WEFT_THREAD_TEXT_MAX)
    return weft_slash_refuse (error, _("A message has %d characters at most."), WEFT_THREAD_TEXT_MAX);
  run->parameter = g_variant_new ("(ss)", weft_person_get_id (person), behind);
  return TRUE;
}

static gboolean
is_called (const char *name, const char *folded)
{
  g_autofree char *other = weft_text_fold (name, -1);

  return g_str_equal (other, folded);
}

static gboolean
parse_join (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  WeftChatCommands *self = place->owner;
  g_autofree char *folded = weft_text_fold (*argument == '#' ? argument + 1 : argument, -1);

  if (*argument == '\0')
    {
      run->action = "chat.browse";
      return TRUE;
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rooms)); i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (self->rooms), i);

      if (!weft_room_get_direct (room) && is_called (weft_room_get_name (room), folded))
        {
          run->action = "chat.open-room";
          run->parameter = g_variant_new_string (weft_room_get_stream (room));
          return TRUE;
        }
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->directory)); i++)
    {
      g_autoptr (WeftListedRoom) room = g_list_model_get_item (G_LIST_MODEL (self->directory), i);

      if (is_called (weft_listed_room_get_name (room), folded))
        {
          run->parameter = g_variant_new_string (weft_listed_room_get_stream (room));
          return TRUE;
        }
    }
  return weft_slash_refuse (error, _("No room to join is called “%s”."), argument);
}

static gboolean
parse_mute (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  if (g_str_equal (argument, "1h"))
    run->action = "chat.mute-hour-open";
  else if (g_str_equal (argument, "tomorrow") || g_str_equal (argument, _("tomorrow")))
    run->action = "chat.mute-tomorrow-open";
  else if (*argument != '\0')
    return weft_slash_refuse (error, _("Write “/mute”, “/mute 1h” or “/mute tomorrow”."));
  return TRUE;
}

static gboolean
parse_schedule (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  if (gtk_widget_get_ancestor (place->widget, WEFT_TYPE_ROOM_PAGE) == NULL)
    return weft_slash_refuse (error, _("A reply in a thread cannot be sent later."));
  if (*argument == '\0')
    return weft_slash_refuse (error, _("Write behind “/schedule” what is to be sent later."));
  return TRUE;
}

static const WeftSlashCommand commands[] = {
  { "archive", NULL, N_("Archives the conversation, or takes it out"), "chat.archive-open" },
  { "attach", NULL, N_("Attaches files"), "chat.attach" },
  { "files", NULL, N_("Shows pictures, files and links of the room"), "chat.gallery" },
  { "invite", N_("[@person]"), N_("Adds people to the room"), "chat.invite", parse_invite, WEFT_SLASH_PEOPLE },
  { "join", N_("[room]"), N_("Joins or opens a room"), "chat.join-room", parse_join },
  { "leave", NULL, N_("Leaves the room"), "chat.leave-open" },
  { "msg", N_("[@person] [text]"), N_("Writes to somebody directly"), "chat.message", parse_message, WEFT_SLASH_PEOPLE },
  { "mute", N_("[1h | tomorrow]"), N_("Mutes the conversation, or lets it be heard"), "chat.mute-open", parse_mute },
  { "notes", NULL, N_("Opens your notes to yourself"), "chat.notes" },
  { "pin", NULL, N_("Pins the conversation in the list, or takes it off"), "chat.pin-open" },
  { "schedule", N_("text"), N_("Sends it at a time you choose"), "chat.send-later", parse_schedule, WEFT_SLASH_TEXT },
  { "topic", N_("[text]"), N_("Says what the room is about"), "chat.set-topic", parse_topic },
  { "unread", NULL, N_("Marks the conversation as unread"), "chat.mark-unread-open" },
  { NULL },
};

/* ── what is done ────────────────────────────────────────────────────────────────────────────────────── */

/* What was typed is gone when it turns out that it cannot be kept or done: who typed it hears why. */
static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  WeftChatCommands *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) != NULL || self->overlay == NULL)
    return NULL;
  adw_toast_overlay_add_toast (self->overlay, weft_toast_new (error->message));
  return NULL;
}

static void
run (WeftChatCommands *self, DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, on_done, g_object_ref (self), g_object_unref));
}

static void
on_set_topic (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatCommands *self = user_data;

  if (self->room != NULL)
    run (self, weft_chat_set_room (weft_room_list_get_sync (self->rooms), weft_room_get_stream (self->room), weft_room_get_name (self->room), g_variant_get_string (parameter, NULL)));
}

static void
on_invite (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatCommands *self = user_data;
  g_autofree const char **ids = g_variant_get_strv (parameter, NULL);

  for (guint i = 0; self->room != NULL && ids[i] != NULL; i++)
    run (self, weft_people_add_member (self->people, weft_room_get_stream (self->room), ids[i]));
}

typedef struct
{
  WeftChatCommands *self;
  char *text;   /* … to be sent there, or … */
  char *stream; /* … the room which is joined */
  gboolean asks;
} Going;

static void
going_free (gpointer data)
{
  Going *going = data;

  g_object_unref (going->self);
  g_free (going->text);
  g_free (going->stream);
  g_free (going);
}

static void
go (WeftChatCommands *self, const char *stream, const char *text)
{
  if (text != NULL && *text != '\0')
    run (self, weft_thread_send (weft_room_list_get_sync (self->rooms), stream, text, NULL));
  g_signal_emit (self, signals[MADE], 0, stream);
}

static DexFuture *
on_made (DexFuture *future, gpointer user_data)
{
  Going *going = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value == NULL)
    return dex_ref (future);
  if (going->self->rooms != NULL)
    go (going->self, g_value_get_string (value), going->text);
  return NULL;
}

static void
on_message (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatCommands *self = user_data;
  const char *person, *text;
  WeftRoom *direct;
  Going *going;

  g_variant_get (parameter, "(&s&s)", &person, &text);
  direct = weft_room_list_find_direct (self->rooms, (const char *const[]) { person, NULL });
  if (direct != NULL)
    {
      go (self, weft_room_get_stream (direct), text);
      return;
    }
  going = g_new0 (Going, 1);
  *going = (Going) { g_object_ref (self), g_strdup (text) };
  run (self, dex_future_finally (weft_chat_create_room (weft_room_list_get_sync (self->rooms), "direct", "", "", (const char *const[]) { person, NULL }, "private"),
                                 on_made, going, going_free));
}

static DexFuture *
on_joined (DexFuture *future, gpointer user_data)
{
  Going *going = user_data;

  if (dex_future_get_value (future, NULL) == NULL)
    return dex_ref (future);
  if (going->self->rooms == NULL)
    return NULL;
  if (!going->asks)
    go (going->self, going->stream, NULL);
  else if (going->self->overlay != NULL)
    adw_toast_overlay_add_toast (going->self->overlay, weft_toast_new (_("Asked. You get in when an administrator of the room lets you.")));
  return NULL;
}

static void
on_join_room (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatCommands *self = user_data;
  const char *stream = g_variant_get_string (parameter, NULL);
  WeftListedRoom *room = weft_room_directory_find (self->directory, stream);
  Going *going;

  if (room == NULL)
    return;
  going = g_new0 (Going, 1);
  *going = (Going) { g_object_ref (self), NULL, g_strdup (stream), weft_listed_room_get_asks (room) };
  run (self, dex_future_finally (weft_chat_join_room (weft_room_list_get_sync (self->rooms), stream), on_joined, going, going_free));
}

static const GActionEntry entries[] = {
  { .name = "set-topic", .activate = on_set_topic, .parameter_type = "s" },
  { .name = "invite", .activate = on_invite, .parameter_type = "as" },
  { .name = "message", .activate = on_message, .parameter_type = "(ss)" },
  { .name = "join-room", .activate = on_join_room, .parameter_type = "s" },
};

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_chat_commands_dispose (GObject *object)
{
  WeftChatCommands *self = WEFT_CHAT_COMMANDS (object);

  for (guint i = 0; self->map != NULL && i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (self->map, entries[i].name);
  self->map = NULL;
  self->overlay = NULL;
  if (self->slash != NULL)
    weft_slash_remove (self->slash, self);
  g_clear_object (&self->slash);
  g_clear_object (&self->room);
  g_clear_object (&self->members);
  g_clear_object (&self->rooms);
  g_clear_object (&self->people);
  g_clear_object (&self->directory);

  G_OBJECT_CLASS (weft_chat_commands_parent_class)->dispose (object);
}

static void
weft_chat_commands_class_init (WeftChatCommandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_chat_commands_dispose;

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_chat_commands_init (WeftChatCommands *self)
{
}

WeftChatCommands *
weft_chat_commands_new (WeftRoomList *rooms, WeftPeople *people, WeftRoomDirectory *directory, GActionMap *map)
{
  WeftChatCommands *self;

  g_return_val_if_fail (WEFT_IS_ROOM_LIST (rooms), NULL);
  g_return_val_if_fail (WEFT_IS_PEOPLE (people), NULL);
  g_return_val_if_fail (WEFT_IS_ROOM_DIRECTORY (directory), NULL);
  g_return_val_if_fail (G_IS_ACTION_MAP (map), NULL);

  self = g_object_new (WEFT_TYPE_CHAT_COMMANDS, NULL);
  self->rooms = g_object_ref (rooms);
  self->people = g_object_ref (people);
  self->directory = g_object_ref (directory);
  self->map = map;
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  return self;
}

void
weft_chat_commands_add (WeftChatCommands *self, WeftSlash *slash)
{
  g_return_if_fail (WEFT_IS_CHAT_COMMANDS (self));
  g_return_if_fail (WEFT_IS_SLASH (slash) && self->slash == NULL);

  self->slash = g_object_ref (slash);
  weft_slash_add (slash, commands, self);
}

void
weft_chat_commands_set_overlay (WeftChatCommands *self, AdwToastOverlay *overlay)
{
  g_return_if_fail (WEFT_IS_CHAT_COMMANDS (self));

  self->overlay = overlay;
}

void
weft_chat_commands_set_room (WeftChatCommands *self, WeftRoom *room, WeftMemberList *members)
{
  g_return_if_fail (WEFT_IS_CHAT_COMMANDS (self));

  g_set_object (&self->room, room);
  g_set_object (&self->members, members);
}
