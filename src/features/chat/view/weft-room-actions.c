/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-actions.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-room-level.h"
#include "parts/thread/client/weft-thread.h"
#include "proto/weft-module.h"
#include "ui/weft-toast.h"

#define HOUR (3600 * 1000) /* ms */
#define MORNING 8          /* o'clock: when tomorrow begins */

struct _WeftRoomActions
{
  GObject parent_instance;

  WeftRoomList *rooms;
  WeftPeople *people;
  GActionMap *map;          /* unowned: it has our actions */
  AdwToastOverlay *overlay; /* unowned */
  WeftRoom *room;           /* (nullable): open */
};

enum
{
  GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftRoomActions, weft_room_actions, G_TYPE_OBJECT)

static WeftSync *
get_sync (WeftRoomActions *self)
{
  return weft_room_list_get_sync (self->rooms);
}

/* The room that the action is for: its parameter's, or the open one. */
static WeftRoom *
find_room (WeftRoomActions *self, GVariant *parameter)
{
  return parameter != NULL ? weft_room_list_find (self->rooms, g_variant_get_string (parameter, NULL)) : self->room;
}

/* Says what was done, and how it is taken back. */
static void
tell (WeftRoomActions *self, const char *text, const char *action, GVariant *target)
{
  AdwToast *toast = weft_toast_new (text);

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_overlay_add_toast (self->overlay, toast);
}

/* ── marks ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_mark_read (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);

  if (room == NULL)
    return;
  weft_thread_mark_read (get_sync (self), weft_room_get_stream (room), weft_room_get_last_ordinal (room));
  if (weft_room_get_marked (room))
    dex_future_disown (weft_chat_mark_unread (get_sync (self), weft_room_get_stream (room), 0));
}

static void
on_mark_unread (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);

  if (room != NULL && weft_room_get_last_ordinal (room) > 0)
    dex_future_disown (weft_chat_mark_unread (get_sync (self), weft_room_get_stream (room), weft_room_get_last_ordinal (room)));
}

static void
on_pin (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);

  if (room != NULL)
    dex_future_disown (weft_chat_pin_room (get_sync (self), weft_room_get_stream (room), !weft_room_get_pinned (room)));
}

/* ── mute ────────────────────────────────────────────────────────────────────────────────────────────── */

static void
mute (WeftRoomActions *self, WeftRoom *room, gboolean muted, gint64 until)
{
  if (room != NULL)
    dex_future_disown (weft_chat_mute_room (get_sync (self), weft_room_get_stream (room), muted, until));
}

static void
on_mute (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  mute (user_data, find_room (user_data, parameter), TRUE, 0);
}

static void
on_mute_hour (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  mute (user_data, find_room (user_data, parameter), TRUE, g_get_real_time () / 1000 + HOUR);
}

static void
on_mute_tomorrow (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) next = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) morning = g_date_time_new_local (g_date_time_get_year (next), g_date_time_get_month (next), g_date_time_get_day_of_month (next), MORNING, 0, 0);

  mute (user_data, find_room (user_data, parameter), TRUE, g_date_time_to_unix (morning) * 1000);
}

static void
on_unmute (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  mute (user_data, find_room (user_data, parameter), FALSE, 0);
}

static void
on_mute_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;

  if (self->room != NULL)
    mute (self, self->room, !weft_room_get_muted (self->room), 0);
}

/* ── of what one is told ─────────────────────────────────────────────────────────────────────────────── */

/* The menu of a room is about to be shown: its own level is marked there. */
static void
on_show_level (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);

  if (room != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (self->map, "level")), weft_room_level_get_state (room));
}

static void
on_level (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *stream, *level;

  g_variant_get (parameter, "(&s&s)", &stream, &level);
  g_simple_action_set_state (action, parameter);
  dex_future_disown (weft_chat_set_level (get_sync (user_data), stream, level));
}

/* "level-all-open" and so on. */
static void
on_level_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  g_auto (GStrv) parts = g_strsplit (g_action_get_name (G_ACTION (action)), "-", -1);

  if (self->room != NULL)
    dex_future_disown (weft_chat_set_level (get_sync (self), weft_room_get_stream (self->room), parts[1]));
}

/* ── away ────────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_archive (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);
  g_autofree char *text = NULL;
  gboolean archived;

  if (room == NULL)
    return;
  archived = !weft_room_get_archived (room);
  dex_future_disown (weft_chat_archive_room (get_sync (self), weft_room_get_stream (room), archived, weft_room_get_last_ordinal (room)));
  /* Translators: %s is a room */
  text = g_strdup_printf (_("“%s” archived"), weft_room_get_name (room));
  if (archived)
    tell (self, text, "chat.archive", g_variant_new_string (weft_room_get_stream (room)));
}

static void
on_uncleared (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  const char *stream;
  gint64 ordinal;

  g_variant_get (parameter, "(&sx)", &stream, &ordinal);
  dex_future_disown (weft_chat_clear_room (get_sync (self), stream, ordinal));
}

static void
on_clear_response (AdwAlertDialog *dialog, const char *response, WeftRoomActions *self)
{
  const char *stream = g_object_get_data (G_OBJECT (dialog), "stream");
  WeftRoom *room = weft_room_list_find (self->rooms, stream);
  g_autofree char *text = NULL;

  if (!g_str_equal (response, "clear") || room == NULL)
    return;
  dex_future_disown (weft_chat_clear_room (get_sync (self), stream, weft_room_get_last_ordinal (room)));
  /* Translators: %s is a room */
  text = g_strdup_printf (_("“%s” deleted for you"), weft_room_get_name (room));
  tell (self, text, "chat.bring-back", g_variant_new ("(sx)", stream, weft_room_get_cleared (room)));
  g_signal_emit (self, signals[GONE], 0, stream);
}

static void
on_leave_response (AdwAlertDialog *dialog, const char *response, WeftRoomActions *self)
{
  if (g_str_equal (response, "leave"))
    dex_future_disown (weft_people_leave (self->people, g_object_get_data (G_OBJECT (dialog), "stream")));
}

static AdwDialog *
ask (WeftRoom *room, const char *heading, const char *body, const char *response, const char *label)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), response, label, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), response, ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "stream", g_strdup (weft_room_get_stream (room)), g_free);
  return dialog;
}

static void
on_clear (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;

  if (room == NULL)
    return;
  /* Translators: %s is a room */
  heading = g_strdup_printf (_("Delete “%s” for Yourself?"), weft_room_get_name (room));
  dialog = ask (room, heading,
                _("The others keep it, and you stay in it. On all of your devices it goes from your list, and comes back when somebody writes again."),
                "clear", _("_Delete for Me"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_clear_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self->overlay));
}

static void
on_leave (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;

  if (room == NULL)
    return;
  /* Translators: %s is a room */
  heading = g_strdup_printf (_("Leave “%s”?"), weft_room_get_name (room));
  dialog = ask (room, heading, _("You will not see its messages any more, and only a member can add you again."), "leave", _("_Leave"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_leave_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self->overlay));
}

/* ── guests ──────────────────────────────────────────────────────────────────────────────────────────── */

gboolean
weft_room_actions_may_invite_guests (WeftRoom *room)
{
  return !weft_room_get_direct (room) && weft_room_get_role (room) != NULL && g_strcmp0 (weft_room_get_role (room), "guest") != 0
         && weft_role_from_wire (weft_room_get_role (room)) >= weft_role_from_wire (weft_room_get_invite (room));
}

/* ── folders ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_file (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  const char *stream, *folder;

  g_variant_get (parameter, "(&s&s)", &stream, &folder);
  dex_future_disown (weft_chat_file_room (get_sync (self), stream, *folder != '\0' ? folder : NULL));
}

static DexFuture *
on_folder_made (DexFuture *future, gpointer user_data)
{
  AdwDialog *dialog = user_data;
  WeftRoomActions *self = g_object_get_data (G_OBJECT (dialog), "actions");
  const char *stream = g_object_get_data (G_OBJECT (dialog), "stream");

  return weft_chat_file_room (get_sync (self), stream, g_value_get_string (dex_future_get_value (future, NULL)));
}

static char *
dup_name (AdwDialog *dialog)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (g_object_get_data (G_OBJECT (dialog), "entry"))));
}

static void
on_name_changed (AdwDialog *dialog)
{
  g_autofree char *name = dup_name (dialog);

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "save", *name != '\0');
}

static void
on_named (AdwDialog *dialog, const char *response, WeftRoomActions *self)
{
  const char *folder = g_object_get_data (G_OBJECT (dialog), "folder");
  g_autofree char *name = dup_name (dialog);

  if (!g_str_equal (response, "save") || *name == '\0')
    return;
  if (g_object_get_data (G_OBJECT (dialog), "converts") != NULL)
    dex_future_disown (weft_chat_convert_room (get_sync (self), g_object_get_data (G_OBJECT (dialog), "stream"), name));
  else if (folder != NULL)
    dex_future_disown (weft_chat_rename_folder (get_sync (self), folder, name));
  else
    dex_future_disown (dex_future_then (weft_chat_add_folder (get_sync (self), name), on_folder_made, g_object_ref (dialog), g_object_unref));
}

/* Asks for the name of @folder, for that of a new one with @room in it, or for that which @room gets as a room. */
static void
ask_name (WeftRoomActions *self, const char *folder, const char *name, WeftRoom *room, gboolean converts)
{
  AdwDialog *dialog = adw_alert_dialog_new (converts ? _("Make It a Room") : folder != NULL ? _("Rename Folder") : _("New Folder"),
                                            converts ? _("All that was written stays, and everybody in it. More people can be added then.") : NULL);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Name"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (entry), converts ? 80 : 40);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), name != NULL ? name : "");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), entry);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), group);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "save", folder != NULL ? _("_Rename") : _("C_reate"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_object_set_data (G_OBJECT (dialog), "converts", GINT_TO_POINTER (converts));
  g_object_set_data_full (G_OBJECT (dialog), "folder", g_strdup (folder), g_free);
  g_object_set_data_full (G_OBJECT (dialog), "stream", room != NULL ? g_strdup (weft_room_get_stream (room)) : NULL, g_free);
  g_object_set_data_full (G_OBJECT (dialog), "actions", g_object_ref (self), g_object_unref);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_name_changed), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_named), self, G_CONNECT_DEFAULT);
  adw_dialog_set_focus (dialog, entry);
  on_name_changed (dialog);
  adw_dialog_present (dialog, GTK_WIDGET (self->overlay));
}

static void
on_new_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoom *room = find_room (user_data, parameter);

  if (room != NULL)
    ask_name (user_data, NULL, NULL, room, FALSE);
}

static void
on_convert (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoom *room = find_room (user_data, parameter);

  if (room != NULL)
    ask_name (user_data, NULL, NULL, room, TRUE);
}

static void
on_invite_guests (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);

  if (room != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->overlay), "win.invite-guests", "(ss)", weft_room_get_stream (room), weft_room_get_name (room));
}

static void
on_copy_link (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  WeftRoom *room = find_room (self, parameter);
  g_autofree char *link = NULL;

  if (room == NULL)
    return;
  link = g_strconcat ("weft:", weft_room_get_stream (room), NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->overlay)), link);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->overlay), _("Link copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_rename_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftRoomActions *self = user_data;
  GPtrArray *folders = weft_room_list_get_folders (self->rooms);

  for (guint i = 0; i < folders->len; i++)
    {
      const WeftRoomFolder *folder = g_ptr_array_index (folders, i);

      if (g_str_equal (folder->id, g_variant_get_string (parameter, NULL)))
        {
          ask_name (self, folder->id, folder->name, NULL, FALSE);
          return;
        }
    }
}

static void
on_remove_folder (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  dex_future_disown (weft_chat_remove_folder (get_sync (user_data), g_variant_get_string (parameter, NULL)));
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static const GActionEntry entries[] = {
  { .name = "mark-read", .activate = on_mark_read, .parameter_type = "s" },
  { .name = "mark-read-open", .activate = on_mark_read },
  { .name = "mark-unread", .activate = on_mark_unread, .parameter_type = "s" },
  { .name = "mark-unread-open", .activate = on_mark_unread },
  { .name = "pin", .activate = on_pin, .parameter_type = "s" },
  { .name = "pin-open", .activate = on_pin },
  { .name = "mute", .activate = on_mute, .parameter_type = "s" },
  { .name = "mute-hour", .activate = on_mute_hour, .parameter_type = "s" },
  { .name = "mute-tomorrow", .activate = on_mute_tomorrow, .parameter_type = "s" },
  { .name = "unmute", .activate = on_unmute, .parameter_type = "s" },
  { .name = "mute-open", .activate = on_mute_open },
  { .name = "mute-hour-open", .activate = on_mute_hour },
  { .name = "mute-tomorrow-open", .activate = on_mute_tomorrow },
  { .name = "show-level", .activate = on_show_level, .parameter_type = "s" },
  { .name = "level", .activate = on_level, .parameter_type = "(ss)", .state = "('', '')" },
  { .name = "level-all-open", .activate = on_level_open },
  { .name = "level-mentions-open", .activate = on_level_open },
  { .name = "level-nothing-open", .activate = on_level_open },
  { .name = "level-default-open", .activate = on_level_open },
  { .name = "archive", .activate = on_archive, .parameter_type = "s" },
  { .name = "archive-open", .activate = on_archive },
  { .name = "clear", .activate = on_clear, .parameter_type = "s" },
  { .name = "clear-open", .activate = on_clear },
  { .name = "bring-back", .activate = on_uncleared, .parameter_type = "(sx)" },
  { .name = "leave", .activate = on_leave, .parameter_type = "s" },
  { .name = "leave-open", .activate = on_leave },
  { .name = "file", .activate = on_file, .parameter_type = "(ss)" },
  { .name = "new-folder", .activate = on_new_folder, .parameter_type = "s" },
  { .name = "new-folder-open", .activate = on_new_folder },
  { .name = "convert", .activate = on_convert, .parameter_type = "s" },
  { .name = "convert-open", .activate = on_convert },
  { .name = "invite-guests", .activate = on_invite_guests, .parameter_type = "s" },
  { .name = "invite-guests-open", .activate = on_invite_guests },
  { .name = "copy-link", .activate = on_copy_link, .parameter_type = "s" },
  { .name = "copy-link-open", .activate = on_copy_link },
  { .name = "rename-folder", .activate = on_rename_folder, .parameter_type = "s" },
  { .name = "remove-folder", .activate = on_remove_folder, .parameter_type = "s" },
};

static void
update (WeftRoomActions *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (g_str_has_suffix (entries[i].name, "-open"))
      g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->map, entries[i].name)), self->room != NULL);
}

static void
weft_room_actions_dispose (GObject *object)
{
  WeftRoomActions *self = WEFT_ROOM_ACTIONS (object);

  /* Those of the page may live on in the window for a moment. */
  for (guint i = 0; self->map != NULL && i < G_N_ELEMENTS (entries); i++)
    g_action_map_remove_action (self->map, entries[i].name);
  self->map = NULL;
  g_clear_object (&self->room);
  g_clear_object (&self->rooms);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_room_actions_parent_class)->dispose (object);
}

static void
weft_room_actions_class_init (WeftRoomActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_room_actions_dispose;

  signals[GONE] = g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_room_actions_init (WeftRoomActions *self)
{
}

WeftRoomActions *
weft_room_actions_new (WeftRoomList *rooms, WeftPeople *people, GActionMap *map)
{
  WeftRoomActions *self;

  g_return_val_if_fail (WEFT_IS_ROOM_LIST (rooms), NULL);
  g_return_val_if_fail (WEFT_IS_PEOPLE (people), NULL);
  g_return_val_if_fail (G_IS_ACTION_MAP (map), NULL);

  self = g_object_new (WEFT_TYPE_ROOM_ACTIONS, NULL);
  self->rooms = g_object_ref (rooms);
  self->people = g_object_ref (people);
  self->map = map;
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  update (self);
  return self;
}

void
weft_room_actions_set_overlay (WeftRoomActions *self, AdwToastOverlay *overlay)
{
  g_return_if_fail (WEFT_IS_ROOM_ACTIONS (self));

  self->overlay = overlay;
}

void
weft_room_actions_set_room (WeftRoomActions *self, WeftRoom *room)
{
  g_return_if_fail (WEFT_IS_ROOM_ACTIONS (self));

  if (g_set_object (&self->room, room))
    update (self);
}
