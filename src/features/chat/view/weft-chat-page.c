/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "features/chat/client/weft-room-list.h"
#include "features/chat/view/weft-chat-card.h"
#include "features/chat/view/weft-chat-commands.h"
#include "features/chat/view/weft-chat-page.h"
#include "features/chat/view/weft-chat-sidebar.h"
#include "features/chat/view/weft-forward-dialog.h"
#include "features/chat/view/weft-room-actions.h"
#include "features/chat/view/weft-room-browser.h"
#include "features/chat/view/weft-room-dialog.h"
#include "features/chat/view/weft-room-face.h"
#include "features/chat/view/weft-room-page.h"
#include "features/chat/view/weft-room-gallery.h"
#include "features/chat/view/weft-room-panel.h"
#include "features/chat/view/weft-room-settings.h"
#include "features/chat/view/weft-send-later.h"
#include "parts/thread/client/weft-forward.h"
#include "parts/files/view/weft-face-loader.h"
#include "parts/people/client/weft-people.h"
#include "parts/people/view/weft-members-dialog.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/view/weft-composer-commands.h"
#include "parts/thread/view/weft-thread-panel.h"
#include "proto/weft-link.h"
#include "ui/weft-mapped-list.h"

#define WATCHED_MAX 200
#define FACE 26 /* px, in the header */
#define EDIT "#edit=" /* in a link, before an operation of the outbox: write it anew */

struct _WeftChatPage
{
  WeftFeaturePage parent_instance;

  WeftSync *sync;
  WeftPeople *people;
  WeftFaceLoader *faces;
  WeftFaceLoader *room_faces;
  WeftRoomList *rooms;
  WeftRoomDirectory *directory;
  WeftMemberList *members;   /* of the open room */
  GSimpleActionGroup *actions;
  WeftRoomActions *room_actions;
  WeftChatCommands *written; /* behind a slash */
  WeftEmojiShelf *emoji;
  GListModel *commands;

  GtkWidget *sidebar;
  GtkWidget *sidebar_end;
  GtkWidget *content;
  GtkWidget *room_page;
  GtkWidget *panels;   /* what stands in the end panel: … */
  GtkWidget *panel;    /* … of the room, or … */
  GtkWidget *gallery;  /* … what was put into it, or … */
  GtkWidget *thread;   /* … a thread in it */
  GtkWidget *title_icon;
  GtkWidget *face;     /* of one that has one */
  WeftPerson *partner; /* (nullable) */
  GtkLabel *title;
  GtkLabel *subtitle;

  char *link;                /* what is open */
  char *wanted;              /* what shall be opened as soon as it is there */
  gint64 wanted_ordinal;
  gboolean replying; /* to what is opened next */
  gboolean wanted_shows;     /* the person waits for it */
  guint watch_source;
};

G_DEFINE_FINAL_TYPE (WeftChatPage, weft_chat_page, WEFT_TYPE_FEATURE_PAGE)

static void open_room (WeftChatPage *self, WeftRoom *room, gint64 ordinal, gboolean show);

static WeftRoom *
get_room (WeftChatPage *self)
{
  return weft_room_page_get_room (WEFT_ROOM_PAGE (self->room_page));
}

/* ── what is shown ───────────────────────────────────────────────────────────────────────────────────── */

static void update_title (WeftChatPage *self);

static void
set_partner (WeftChatPage *self, WeftPerson *partner)
{
  if (self->partner == partner)
    return;
  if (self->partner != NULL)
    g_signal_handlers_disconnect_by_func (self->partner, update_title, self);
  g_set_object (&self->partner, partner);
  if (partner != NULL)
    g_signal_connect_swapped (partner, "notify", G_CALLBACK (update_title), self);
}

static void
update_title (WeftChatPage *self)
{
  WeftRoom *room = get_room (self);
  guint n = self->members != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->members)) : 0;
  g_autofree char *subtitle = NULL;

  gtk_widget_set_visible (self->title_icon, room != NULL && !weft_room_face_is_shown (room));
  if (room != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->title_icon), weft_room_face_get_icon (room));
  gtk_widget_set_visible (self->face, room != NULL && weft_room_face_is_shown (room));
  set_partner (self, room != NULL ? weft_people_lookup (self->people, weft_room_get_partner (room)) : NULL);
  if (room == NULL)
    {
      gtk_label_set_text (self->title, "");
      gtk_widget_set_visible (GTK_WIDGET (self->subtitle), FALSE);
      weft_feature_page_set_title (WEFT_FEATURE_PAGE (self), NULL);
      return;
    }
  if (weft_room_get_topic (room) != NULL && *weft_room_get_topic (room) != '\0')
    subtitle = g_strdup (weft_room_get_topic (room));
  else if (self->partner != NULL)
    subtitle = g_strdup (*weft_person_get_status (self->partner) != '\0' ? weft_person_get_status (self->partner) : weft_person_get_title (self->partner));
  else if (weft_room_get_partner (room) == NULL && n > 0)
    subtitle = g_strdup_printf (ngettext ("%u member", "%u members", n), n);
  weft_room_face_show (WEFT_AVATAR (self->face), room, self->partner);
  gtk_label_set_text (self->title, weft_room_get_name (room));
  gtk_label_set_text (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL && *subtitle != '\0');
  weft_feature_page_set_title (WEFT_FEATURE_PAGE (self), weft_room_get_name (room));
}

static void
update_badge (WeftChatPage *self)
{
  weft_feature_page_set_badge (WEFT_FEATURE_PAGE (self), weft_room_list_get_n_mentions (self->rooms), weft_room_list_get_n_unread (self->rooms) > 0);
}

static void
enable (WeftChatPage *self, const char *action, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)), enabled);
}

static void
update_actions (WeftChatPage *self)
{
  WeftRoom *room = get_room (self);
  WeftPerson *me = weft_people_get_me (self->people);
  gboolean common = room != NULL && !weft_room_get_direct (room);
  gboolean guest = me != NULL && g_strcmp0 (weft_person_get_role (me), "guest") == 0;

  enable (self, "new-room", !guest);
  enable (self, "new-direct", !guest);
  enable (self, "browse", !guest);

  enable (self, "attach", room != NULL);
  enable (self, "record", room != NULL);
  enable (self, "new-poll", room != NULL);
  enable (self, "quick-replies", room != NULL);
  enable (self, "stickers", room != NULL);
  enable (self, "react", room != NULL);
  enable (self, "convert-open", room != NULL && weft_room_get_direct (room) && weft_room_get_second (room) != NULL
                                  && g_strcmp0 (weft_room_get_role (room), "admin") == 0);
  enable (self, "add-people", common && !guest);
  enable (self, "invite-guests-open", room != NULL && weft_room_actions_may_invite_guests (room));
  enable (self, "room-settings", common && g_strcmp0 (weft_room_get_role (room), "admin") == 0);
  enable (self, "edit-room", common && me != NULL && self->members != NULL
                               && g_strcmp0 (weft_member_list_get_role (self->members, weft_person_get_id (me)), "admin") == 0);
}

/* The presence of the people on screen: partners of conversations, and the members of the open room. */
static gboolean
watch (gpointer user_data)
{
  WeftChatPage *self = user_data;
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **list = NULL;

  self->watch_source = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rooms)) && g_hash_table_size (ids) < WATCHED_MAX; i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (self->rooms), i);

      if (weft_room_get_partner (room) != NULL)
        g_hash_table_add (ids, (gpointer) weft_room_get_partner (room));
    }
  for (guint i = 0; self->members != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->members)) && g_hash_table_size (ids) < WATCHED_MAX; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (self->members), i);

      g_hash_table_add (ids, (gpointer) weft_person_get_id (person));
    }
  list = (const char **) g_hash_table_get_keys_as_array (ids, NULL);
  weft_sync_set_watched (self->sync, list);
  return G_SOURCE_REMOVE;
}

static void
queue_watch (WeftChatPage *self)
{
  if (self->watch_source == 0)
    self->watch_source = g_timeout_add (200, watch, self);
}

static void
on_members_changed (WeftChatPage *self)
{
  update_title (self);
  update_actions (self);
  queue_watch (self);
}

/* ── the end panel ─────────────────────────────────────────────────────────────────────────────────── */

static void
update_panel_title (WeftChatPage *self)
{
  WeftRoom *room = get_room (self);
  GtkWidget *shown = gtk_stack_get_visible_child (GTK_STACK (self->panels));

  /* A thread says itself that it is one. */
  weft_feature_page_set_panel_title (WEFT_FEATURE_PAGE (self), shown == self->thread && room != NULL         ? weft_room_get_name (room)
                                                               : shown == self->gallery                      ? _("Media and Links")
                                                               : room != NULL && weft_room_get_direct (room) ? _("Conversation")
                                                                                                             : _("Room"));
}

/* @root: 0: none */
static void
open_thread (WeftChatPage *self, gint64 root, gint64 place)
{
  WeftRoom *room = get_room (self);
  WeftPerson *me = weft_people_get_me (self->people);

  if (room == NULL)
    root = 0;
  weft_thread_panel_set_people (WEFT_THREAD_PANEL (self->thread), G_LIST_MODEL (self->members), me != NULL ? weft_person_get_name (me) : NULL);
  weft_thread_panel_set_thread (WEFT_THREAD_PANEL (self->thread), self->sync, root > 0 ? weft_room_get_stream (room) : NULL, root, place);
  gtk_stack_set_visible_child (GTK_STACK (self->panels), root > 0 ? self->thread : self->panel);
  update_panel_title (self);
  if (root == 0)
    return;
  weft_thread_panel_set_may_write (WEFT_THREAD_PANEL (self->thread), weft_room_page_may_write (WEFT_ROOM_PAGE (self->room_page)));
  weft_thread_panel_set_may_delete (WEFT_THREAD_PANEL (self->thread), g_strcmp0 (weft_room_get_role (weft_room_page_get_room (WEFT_ROOM_PAGE (self->room_page))), "admin") == 0);
  weft_thread_panel_set_may_pin (WEFT_THREAD_PANEL (self->thread), weft_room_page_may_pin (WEFT_ROOM_PAGE (self->room_page)));
  weft_feature_page_show_panel (WEFT_FEATURE_PAGE (self));
  gtk_widget_grab_focus (self->thread);
}

static void
on_thread_closed (WeftChatPage *self)
{
  open_thread (self, 0, 0);
  weft_feature_page_leave_panel (WEFT_FEATURE_PAGE (self));
}

static void
on_thread_forward_several (WeftThreadPanel *panel, GPtrArray *messages, WeftChatPage *self)
{
  weft_room_page_forward_several (WEFT_ROOM_PAGE (self->room_page), messages);
}

static void
on_thread_forward (WeftThreadPanel *panel, WeftMessage *message, WeftChatPage *self)
{
  weft_room_page_forward (WEFT_ROOM_PAGE (self->room_page), message);
}

static void
on_open_thread (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_thread (user_data, g_variant_get_int64 (parameter), 0);
}

/* It holds nothing, and reads nothing, while it is not shown. */
static void
on_panel_changed (WeftChatPage *self)
{
  gboolean shown = gtk_stack_get_visible_child (GTK_STACK (self->panels)) == self->gallery;

  weft_room_gallery_set_gallery (WEFT_ROOM_GALLERY (self->gallery), shown ? weft_room_page_get_gallery (WEFT_ROOM_PAGE (self->room_page)) : NULL);
}

static void
on_gallery_closed (WeftChatPage *self)
{
  gtk_stack_set_visible_child (GTK_STACK (self->panels), self->panel);
  update_panel_title (self);
  weft_feature_page_leave_panel (WEFT_FEATURE_PAGE (self));
}

static void
on_open_gallery (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatPage *self = user_data;

  if (get_room (self) == NULL)
    return;
  gtk_stack_set_visible_child (GTK_STACK (self->panels), self->gallery);
  update_panel_title (self);
  weft_feature_page_show_panel (WEFT_FEATURE_PAGE (self));
  gtk_widget_grab_focus (self->gallery);
}

static void
make_panels (WeftChatPage *self)
{
  self->panels = g_object_ref_sink (gtk_stack_new ());
  self->panel = weft_room_panel_new ();
  self->thread = weft_thread_panel_new ();
  weft_composer_set_later (weft_thread_panel_get_composer (WEFT_THREAD_PANEL (self->thread)), "chat.send-later");
  gtk_stack_add_child (GTK_STACK (self->panels), self->panel);
  self->gallery = weft_room_gallery_new ();
  gtk_stack_add_child (GTK_STACK (self->panels), self->thread);
  gtk_stack_add_child (GTK_STACK (self->panels), self->gallery);
  weft_file_actions_insert (weft_room_page_get_file_actions (WEFT_ROOM_PAGE (self->room_page)), self->gallery);
  weft_room_page_set_thread_panel (WEFT_ROOM_PAGE (self->room_page), WEFT_THREAD_PANEL (self->thread));
  g_signal_connect_object (self->panels, "notify::visible-child", G_CALLBACK (on_panel_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gallery, "close", G_CALLBACK (on_gallery_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread, "close", G_CALLBACK (on_thread_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread, "forward", G_CALLBACK (on_thread_forward), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->thread, "forward-several", G_CALLBACK (on_thread_forward_several), self, G_CONNECT_DEFAULT);
  /* What happens in a thread that is seen is no news. */
  g_signal_connect_object (self->thread, "root-changed", G_CALLBACK (weft_feature_page_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread, "map", G_CALLBACK (weft_feature_page_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->thread, "unmap", G_CALLBACK (weft_feature_page_link_changed), self, G_CONNECT_SWAPPED);
}

static const char *
weft_chat_page_get_within (WeftFeaturePage *page)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);

  return self->thread != NULL && gtk_widget_get_mapped (self->thread) ? weft_thread_panel_get_root (WEFT_THREAD_PANEL (self->thread)) : NULL;
}

static void
open_room (WeftChatPage *self, WeftRoom *room, gint64 window, gboolean show)
{
  WeftRoom *old = get_room (self);
  gint64 root = weft_reply_get_root (window);
  gint64 ordinal = root > 0 ? root : window;

  if (old != room)
    {
      if (old != NULL)
        g_signal_handlers_disconnect_by_func (old, update_title, self);
      if (self->members != NULL)
        g_signal_handlers_disconnect_by_func (self->members, on_members_changed, self);
      g_clear_object (&self->members);
      if (room != NULL)
        {
          self->members = weft_member_list_new (self->people, weft_room_get_stream (room));
          g_signal_connect_swapped (self->members, "changed", G_CALLBACK (on_members_changed), self);
          g_signal_connect_swapped (room, "notify", G_CALLBACK (update_title), self);
        }
      weft_room_page_set_room (WEFT_ROOM_PAGE (self->room_page), room, ordinal);
      weft_room_panel_set_room (WEFT_ROOM_PANEL (self->panel), room, self->members, self->people);
      weft_room_actions_set_room (self->room_actions, room);
      weft_chat_commands_set_room (self->written, room, self->members);
      open_thread (self, 0, 0);
    }
  else if (room != NULL)
    weft_room_page_set_room (WEFT_ROOM_PAGE (self->room_page), room, ordinal);
  if (g_set_str (&self->link, room != NULL ? weft_room_get_stream (room) : NULL))
    weft_feature_page_link_changed (WEFT_FEATURE_PAGE (self));
  if (show)
    g_clear_pointer (&self->wanted, g_free);
  /* Who opens it has seen that it was marked. */
  if (show && room != NULL && weft_room_get_marked (room))
    dex_future_disown (weft_chat_mark_unread (self->sync, weft_room_get_stream (room), 0));
  update_title (self);
  update_actions (self);
  queue_watch (self);
  if (show)
    {
      weft_feature_page_show_content (WEFT_FEATURE_PAGE (self));
      weft_room_page_focus (WEFT_ROOM_PAGE (self->room_page));
    }
  if (root > 0)
    open_thread (self, root, weft_reply_get_place (window));
  if (self->replying && root > 0)
    weft_thread_panel_reply (WEFT_THREAD_PANEL (self->thread), weft_reply_get_place (window));
  else if (self->replying)
    weft_room_page_reply (WEFT_ROOM_PAGE (self->room_page), ordinal);
  self->replying = FALSE;
}

/* The first room's messages are there, or there is no room. */
static void
check_ready (WeftChatPage *self)
{
  WeftMessageList *list = weft_room_page_get_list (WEFT_ROOM_PAGE (self->room_page));

  if (weft_feature_page_get_ready (WEFT_FEATURE_PAGE (self)))
    return;
  if (list == NULL || weft_message_list_get_ready (list))
    weft_feature_page_set_ready (WEFT_FEATURE_PAGE (self));
  else
    g_signal_connect_object (list, "notify::ready", G_CALLBACK (check_ready), self, G_CONNECT_SWAPPED);
}

/* The room where somebody wrote last, or else a conversation. */
static void
open_liveliest (WeftChatPage *self)
{
  g_autoptr (WeftRoom) liveliest = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rooms)); i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (self->rooms), i);

      if (!weft_room_get_archived (room)
          && (liveliest == NULL || weft_room_get_direct (liveliest) > weft_room_get_direct (room)
              || (weft_room_get_direct (liveliest) == weft_room_get_direct (room) && weft_room_get_last_at (room) > weft_room_get_last_at (liveliest))))
        g_set_object (&liveliest, room);
    }
  if (liveliest != NULL)
    open_room (self, liveliest, 0, FALSE);
}

/* Opens what was asked for before it was there; else, while none is open, the room where somebody wrote last. */
static void
on_rooms_changed (WeftChatPage *self)
{
  WeftRoom *room = get_room (self);

  if (!weft_room_list_get_ready (self->rooms))
    return;
  if (room != NULL && weft_room_list_find (self->rooms, weft_room_get_stream (room)) == NULL)
    {
      open_room (self, NULL, 0, FALSE);
      room = NULL;
    }
  if (self->wanted != NULL && weft_room_list_find (self->rooms, self->wanted) != NULL)
    {
      open_room (self, weft_room_list_find (self->rooms, self->wanted), self->wanted_ordinal, self->wanted_shows);
      g_clear_pointer (&self->wanted, g_free);
    }
  else if (room == NULL)
    open_liveliest (self);
  /* In a narrow window as well one sees at once what to do first. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rooms)) == 0)
    weft_feature_page_show_content (WEFT_FEATURE_PAGE (self));
  check_ready (self);
  queue_watch (self);
}

/* ── actions ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_made (AdwDialog *dialog, const char *stream, WeftChatPage *self)
{
  weft_feature_page_open (WEFT_FEATURE_PAGE (self), stream);
}

static void
present_dialog (WeftChatPage *self, WeftRoomDialogKind kind)
{
  AdwDialog *dialog = weft_room_dialog_new (kind, self->rooms, self->people, kind == WEFT_ROOM_DIALOG_EDIT ? get_room (self) : NULL);

  g_signal_connect_object (dialog, "made", G_CALLBACK (on_made), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, self->content);
}

static void
on_new_room (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present_dialog (user_data, WEFT_ROOM_DIALOG_NEW_ROOM);
}

static void
on_new_direct (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present_dialog (user_data, WEFT_ROOM_DIALOG_NEW_DIRECT);
}

static void
on_browse (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatPage *self = user_data;
  AdwDialog *dialog = weft_room_browser_new (self->directory);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_made), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, self->content);
}

static DexFuture *
on_notes_made (DexFuture *future, gpointer user_data)
{
  WeftChatPage *self = user_data;

  if (self->rooms != NULL)
    weft_feature_page_open (WEFT_FEATURE_PAGE (self), g_value_get_string (dex_future_get_value (future, NULL)));
  return NULL;
}

static void
on_notes (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatPage *self = user_data;
  WeftRoom *notes = weft_room_list_find_self (self->rooms);

  if (notes != NULL)
    open_room (self, notes, 0, TRUE);
  else
    dex_future_disown (dex_future_then (weft_chat_create_room (self->sync, "self", "", "", (const char *const[]) { NULL }, "private"), on_notes_made,
                                        g_object_ref (self), g_object_unref));
}

static void
on_join_response (AdwAlertDialog *dialog, const char *response, WeftChatPage *self)
{
  if (g_str_equal (response, "join"))
    dex_future_disown (weft_chat_join_room (self->sync, g_object_get_data (G_OBJECT (dialog), "stream")));
}

/* A link to a room in which one is not, but may be. */
static void
offer_to_join (WeftChatPage *self, WeftListedRoom *room)
{
  g_autofree char *heading = NULL;
  const char *topic = weft_listed_room_get_topic (room);
  AdwDialog *dialog;

  /* Translators: %s is a room */
  heading = g_strdup_printf (_("Join “%s”?"), weft_listed_room_get_name (room));
  dialog = adw_alert_dialog_new (heading, weft_listed_room_get_waiting (room) ? _("You have asked, and get in when an administrator of the room lets you.") : *topic != '\0' ? topic : NULL);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"));
  if (!weft_listed_room_get_waiting (room))
    {
      adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "join", weft_listed_room_get_asks (room) ? _("_Ask to Join") : _("_Join"));
      adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "join", ADW_RESPONSE_SUGGESTED);
      adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "join");
    }
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "stream", g_strdup (weft_listed_room_get_stream (room)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_join_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, self->content);
}

static void
on_add_people (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatPage *self = user_data;
  WeftRoom *room = get_room (self);

  if (room != NULL)
    adw_dialog_present (weft_members_dialog_new_adding (self->people, weft_room_get_stream (room)), self->content);
}

static void
on_edit_room (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present_dialog (user_data, WEFT_ROOM_DIALOG_EDIT);
}

static void
on_room_settings (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatPage *self = user_data;

  if (get_room (self) != NULL)
    adw_dialog_present (weft_room_settings_new (self->sync, get_room (self)), self->content);
}

static void
on_open_room (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_feature_page_open (user_data, g_variant_get_string (parameter, NULL));
}

/* What is archived is out of the way of the keys, too. */
static void
step (WeftChatPage *self, int direction, gboolean unread)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rooms));
  WeftRoom *current = get_room (self);
  guint position = direction > 0 ? n - 1 : 0;

  for (guint i = 0; current != NULL && i < n; i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (self->rooms), i);

      if (room == current)
        position = i;
    }
  for (guint i = 1; i <= n; i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (self->rooms), (position + n + direction * (int) i) % n);

      if (room != current && !weft_room_get_archived (room) && (!unread || weft_room_get_n_unread (room) > 0))
        {
          open_room (self, room, 0, TRUE);
          return;
        }
    }
}

static void
on_next_room (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, 1, FALSE);
}

static void
on_previous_room (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, -1, FALSE);
}

static void
on_next_unread (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, 1, TRUE);
}

static void
on_previous_unread (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  step (user_data, -1, TRUE);
}

static void
on_write (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_feature_page_focus_content (user_data);
}

/* Where one writes: in the thread, while the focus is there, or in the room. NULL: nowhere. */
static WeftComposer *
get_composer (WeftChatPage *self)
{
  GtkRoot *root = gtk_widget_get_root (self->thread);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (get_room (self) == NULL || !weft_room_page_may_write (WEFT_ROOM_PAGE (self->room_page)))
    return NULL;
  if (focus != NULL && gtk_widget_is_ancestor (focus, self->thread) && weft_thread_panel_get_root (WEFT_THREAD_PANEL (self->thread)) != NULL)
    return weft_thread_panel_get_composer (WEFT_THREAD_PANEL (self->thread));
  return weft_room_page_get_composer (WEFT_ROOM_PAGE (self->room_page));
}

static void
let_compose (WeftChatPage *self, const char *action)
{
  WeftComposer *composer = get_composer (self);

  if (composer != NULL)
    gtk_widget_activate_action (GTK_WIDGET (composer), action, NULL);
}

static void
on_new_poll (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatPage *self = user_data;

  /* In the room: a thread has none. */
  if (get_composer (self) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (weft_room_page_get_composer (WEFT_ROOM_PAGE (self->room_page))), "composer.poll", NULL);
}

static void
on_quick_replies (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  let_compose (user_data, "composer.phrases");
}

static void
on_stickers (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  let_compose (user_data, "composer.stickers");
}

static void
on_react (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_room_page_react (WEFT_ROOM_PAGE (WEFT_CHAT_PAGE (user_data)->room_page));
}

static void
on_attach (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  let_compose (user_data, "composer.attach");
}

static void
on_record (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  let_compose (user_data, "composer.record");
}

static void
on_send_later (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftChatPage *self = user_data;
  WeftThreadPanel *thread = WEFT_THREAD_PANEL (self->thread);
  WeftComposer *composer = get_composer (self);
  gboolean within = composer == weft_thread_panel_get_composer (thread);

  if (composer != NULL)
    weft_send_later (composer, self->sync, weft_room_get_stream (get_room (self)), within ? weft_thread_panel_get_root (thread) : NULL,
                     within && weft_thread_panel_get_also (thread));
}

static const GActionEntry entries[] = {
  { .name = "new-room", .activate = on_new_room },
  { .name = "new-direct", .activate = on_new_direct },
  { .name = "browse", .activate = on_browse },
  { .name = "notes", .activate = on_notes },
  { .name = "add-people", .activate = on_add_people },
  { .name = "edit-room", .activate = on_edit_room },
  { .name = "room-settings", .activate = on_room_settings },
  { .name = "open-room", .activate = on_open_room, .parameter_type = "s" },
  { .name = "open-thread", .activate = on_open_thread, .parameter_type = "x" },
  { .name = "gallery", .activate = on_open_gallery },
  { .name = "next-room", .activate = on_next_room },
  { .name = "previous-room", .activate = on_previous_room },
  { .name = "next-unread", .activate = on_next_unread },
  { .name = "previous-unread", .activate = on_previous_unread },
  { .name = "write", .activate = on_write },
  { .name = "react", .activate = on_react },
  { .name = "attach", .activate = on_attach },
  { .name = "record", .activate = on_record },
  { .name = "send-later", .activate = on_send_later },
  { .name = "new-poll", .activate = on_new_poll },
  { .name = "stickers", .activate = on_stickers },
  { .name = "quick-replies", .activate = on_quick_replies },
};

/* ── WeftFeaturePage ─────────────────────────────────────────────────────────────────────────────────── */

static GtkWidget *
weft_chat_page_get_sidebar (WeftFeaturePage *page)
{
  return WEFT_CHAT_PAGE (page)->sidebar;
}

static GtkWidget *
weft_chat_page_get_sidebar_end (WeftFeaturePage *page)
{
  return WEFT_CHAT_PAGE (page)->sidebar_end;
}

static GtkWidget *
weft_chat_page_get_content (WeftFeaturePage *page)
{
  return WEFT_CHAT_PAGE (page)->content;
}

static GtkWidget *
weft_chat_page_get_panel (WeftFeaturePage *page)
{
  return WEFT_CHAT_PAGE (page)->panels;
}

static GActionGroup *
weft_chat_page_get_actions (WeftFeaturePage *page)
{
  return G_ACTION_GROUP (WEFT_CHAT_PAGE (page)->actions);
}

static gpointer
make_command (gpointer item, gpointer user_data)
{
  WeftRoom *room = item;
  g_autofree char *action = g_strdup_printf ("chat.open-room('%s')", weft_room_get_stream (room));
  WeftCommand *command = weft_command_new (weft_room_get_name (room), weft_room_get_direct (room) ? _("Direct Message") : _("Room"),
                                           weft_room_get_direct (room) ? "weft-chat-symbolic" : "weft-hash-symbolic", "teal", action);

  g_object_bind_property (room, "name", command, "title", G_BINDING_DEFAULT);
  if (!weft_room_get_direct (room))
    weft_command_set_face (command, weft_room_get_stream (room));
  return command;
}

static GListModel *
weft_chat_page_get_commands (WeftFeaturePage *page)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);

  if (self->commands == NULL)
    self->commands = weft_mapped_list_new (G_LIST_MODEL (self->rooms), make_command, NULL, NULL);
  return self->commands;
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  gint64 one = weft_room_get_last_at (*(WeftRoom *const *) a), other = weft_room_get_last_at (*(WeftRoom *const *) b);

  return (other > one) - (other < one);
}

static GPtrArray *
weft_chat_page_list_unread (WeftFeaturePage *page)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *commands = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rooms)); i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (G_LIST_MODEL (self->rooms), i);

      if (weft_room_get_n_unread (room) > 0 && !weft_room_get_muted (room) && !weft_room_get_archived (room))
        g_ptr_array_add (rooms, g_steal_pointer (&room));
    }
  g_ptr_array_sort (rooms, compare_newest);
  for (guint i = 0; i < rooms->len; i++)
    {
      WeftRoom *room = g_ptr_array_index (rooms, i);
      g_autofree char *action = g_strdup_printf ("win.open-link('%s')", weft_room_get_stream (room));

      g_ptr_array_add (commands, weft_command_new (weft_room_get_name (room), NULL, weft_room_face_get_icon (room), "teal", action));
    }
  return commands;
}

/* ── links and hits ────────────────────────────────────────────────────────────────────────────────── */

static WeftCard *
weft_chat_page_describe_found (WeftFeaturePage *page, WeftFound *found)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);

  return weft_chat_card_describe (self->rooms, self->people, found);
}

static gboolean
weft_chat_page_load_card (WeftFeaturePage *page, const WeftLink *link, WeftCardFunc func, gpointer user_data)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);

  return weft_chat_card_load (self->rooms, self->people, link, func, user_data);
}

static DexFuture *
on_place_found (DexFuture *future, gpointer user_data)
{
  WeftChatPage *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  /* It may be gone in the meantime. */
  if (value != NULL && self->rooms != NULL)
    weft_feature_page_open (WEFT_FEATURE_PAGE (self), g_value_get_string (value));
  return NULL;
}

static void
weft_chat_page_set_cards (WeftFeaturePage *page, WeftCards *cards)
{
  weft_room_page_set_cards (WEFT_ROOM_PAGE (WEFT_CHAT_PAGE (page)->room_page), cards);
  weft_thread_panel_set_cards (WEFT_THREAD_PANEL (WEFT_CHAT_PAGE (page)->thread), cards);
  weft_room_panel_set_cards (WEFT_ROOM_PANEL (WEFT_CHAT_PAGE (page)->panel), cards);
}

/* What people say is quoted; anything else goes as a link: who may not read the place learns nothing from it. */
static void
weft_chat_page_take (WeftFeaturePage *page, const char *link, const char *text, GtkWidget *parent)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WeftLink) parsed = weft_link_parse (link, -1);
  AdwDialog *dialog;

  g_ptr_array_add (texts, parsed != NULL && weft_chat_card_is_message (parsed) ? weft_forward_dup_text (text, link) : g_strdup (link));
  dialog = weft_forward_dialog_new (self->rooms, self->people, texts);
  adw_dialog_set_title (dialog, _("Send to a Conversation"));
  adw_dialog_present (dialog, parent);
}

static void
weft_chat_page_set_slash (WeftFeaturePage *page, WeftSlash *slash)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);

  weft_slash_add (slash, weft_composer_commands, NULL);
  weft_chat_commands_add (self->written, slash);
  weft_room_page_set_slash (WEFT_ROOM_PAGE (self->room_page), slash);
  weft_thread_panel_set_slash (WEFT_THREAD_PANEL (self->thread), slash, G_LIST_MODEL (self->people));
}

static void
on_every_card_changed (WeftChatPage *self)
{
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (self), NULL, NULL);
}

static void
on_room_described (WeftRoom *room, GParamSpec *pspec, WeftChatPage *self)
{
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (self), weft_room_get_stream (room), NULL);
}

/* A room came, went, or stands elsewhere. */
static void
on_rooms_moved (GListModel *rooms, guint position, guint removed, guint added, WeftChatPage *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (WeftRoom) room = g_list_model_get_item (rooms, i);

      g_signal_handlers_disconnect_by_func (room, on_room_described, self);
      g_signal_connect_object (room, "notify::name", G_CALLBACK (on_room_described), self, G_CONNECT_DEFAULT);
      g_signal_connect_object (room, "notify::topic", G_CALLBACK (on_room_described), self, G_CONNECT_DEFAULT);
    }
  on_every_card_changed (self);
}

static void
on_message_changed (WeftRoomList *rooms, const char *stream, const char *id, WeftChatPage *self)
{
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (self), stream, id);
}

/* A link as people write it. */
static gboolean
open_link (WeftChatPage *self, const char *text)
{
  g_autoptr (WeftLink) link = weft_link_parse (text, -1);
  g_autofree char *place = NULL;

  if (link == NULL || !g_str_has_prefix (link->stream, "room/"))
    return FALSE;
  if (weft_chat_card_is_message (link) && link->window == -1)
    {
      dex_future_disown (dex_future_finally (weft_chat_card_find (self->sync, link), on_place_found, g_object_ref (self), g_object_unref));
      return TRUE;
    }

  place = g_strdup_printf ("%s#%" G_GINT64_FORMAT, link->stream, link->window != -1 ? link->window : 0);

  return weft_feature_page_open (WEFT_FEATURE_PAGE (self), place);
}

static gboolean
weft_chat_page_open (WeftFeaturePage *page, const char *link)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);
  const char *hash = strchr (link, '#');
  g_autofree char *stream = hash != NULL ? g_strndup (link, hash - link) : g_strdup (link);
  WeftListedRoom *listed;
  const char *operation = hash != NULL && g_str_has_prefix (hash, EDIT) ? hash + strlen (EDIT) : NULL;
  gint64 ordinal = hash != NULL ? g_ascii_strtoll (hash + 1, NULL, 10) : 0;
  WeftRoom *room;

  if (g_str_has_prefix (link, "weft:"))
    return open_link (self, link);

  if (!g_str_has_prefix (stream, "room/"))
    return FALSE;
  room = weft_room_list_find (self->rooms, stream);
  if (room != NULL)
    {
      open_room (self, room, ordinal, TRUE);
      if (operation != NULL)
        weft_room_page_edit (WEFT_ROOM_PAGE (self->room_page), operation);
    }
  else
    {
      /* Its row may come any moment: a new room, or a link that was kept. */
      g_set_str (&self->wanted, stream);
      self->wanted_ordinal = ordinal;
      self->wanted_shows = weft_room_list_get_ready (self->rooms);
      listed = weft_room_directory_find (self->directory, stream);
      if (listed != NULL && self->wanted_shows && !weft_listed_room_get_joined (listed))
        offer_to_join (self, listed);
    }
  return TRUE;
}

static gboolean
weft_chat_page_reply (WeftFeaturePage *page, const char *link)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);

  self->replying = TRUE;
  if (weft_feature_page_open (page, link))
    return TRUE;
  self->replying = FALSE;
  return FALSE;
}

static const char *
weft_chat_page_get_link (WeftFeaturePage *page)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (page);

  return self->link != NULL ? self->link : self->wanted;
}

static void
weft_chat_page_focus_content (WeftFeaturePage *page)
{
  weft_room_page_focus (WEFT_ROOM_PAGE (WEFT_CHAT_PAGE (page)->room_page));
}

static void
weft_chat_page_set_active (WeftFeaturePage *page, gboolean active)
{
  weft_room_page_set_active (WEFT_ROOM_PAGE (WEFT_CHAT_PAGE (page)->room_page), active);
}

static void
weft_chat_page_dispose (GObject *object)
{
  WeftChatPage *self = WEFT_CHAT_PAGE (object);

  g_clear_handle_id (&self->watch_source, g_source_remove);
  if (self->rooms != NULL)
    g_signal_handlers_disconnect_by_data (self->rooms, self);
  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  if (self->room_page != NULL && get_room (self) != NULL)
    g_signal_handlers_disconnect_by_data (get_room (self), self);
  if (self->sidebar != NULL)
    g_signal_handlers_disconnect_by_data (self->sidebar, self);
  g_clear_object (&self->sidebar);
  g_clear_object (&self->sidebar_end);
  g_clear_object (&self->content);
  self->room_page = NULL;
  g_clear_object (&self->panels);
  self->thread = NULL;
  g_clear_object (&self->commands);
  if (self->room_actions != NULL)
    g_signal_handlers_disconnect_by_data (self->room_actions, self);
  g_clear_object (&self->room_actions);
  if (self->written != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->written, self);
      g_object_run_dispose (G_OBJECT (self->written));
    }
  g_clear_object (&self->written);
  g_clear_object (&self->emoji);
  g_clear_object (&self->actions);
  g_clear_object (&self->members);
  set_partner (self, NULL);
  g_clear_object (&self->room_faces);
  g_clear_object (&self->rooms);
  g_clear_object (&self->directory);
  g_clear_object (&self->faces);
  g_clear_object (&self->people);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (weft_chat_page_parent_class)->dispose (object);
}

static void
weft_chat_page_class_init (WeftChatPageClass *klass)
{
  WeftFeaturePageClass *page_class = WEFT_FEATURE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_chat_page_dispose;
  page_class->get_sidebar = weft_chat_page_get_sidebar;
  page_class->get_sidebar_end = weft_chat_page_get_sidebar_end;
  page_class->get_content = weft_chat_page_get_content;
  page_class->get_panel = weft_chat_page_get_panel;
  page_class->get_actions = weft_chat_page_get_actions;
  page_class->get_commands = weft_chat_page_get_commands;
  page_class->list_unread = weft_chat_page_list_unread;
  page_class->open = weft_chat_page_open;
  page_class->reply = weft_chat_page_reply;
  page_class->get_link = weft_chat_page_get_link;
  page_class->get_within = weft_chat_page_get_within;
  page_class->describe_found = weft_chat_page_describe_found;
  page_class->load_card = weft_chat_page_load_card;
  page_class->take = weft_chat_page_take;
  page_class->set_cards = weft_chat_page_set_cards;
  page_class->set_slash = weft_chat_page_set_slash;
  page_class->focus_content = weft_chat_page_focus_content;
  page_class->set_active = weft_chat_page_set_active;
}

static void
weft_chat_page_init (WeftChatPage *self)
{
}

static GtkWidget *
make_content (WeftChatPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *start = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *panel = gtk_toggle_button_new ();
  GtkWidget *toasts = adw_toast_overlay_new ();

  self->title_icon = gtk_image_new_from_icon_name ("weft-hash-symbolic");
  self->title = GTK_LABEL (gtk_label_new (""));
  self->subtitle = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "weft-h2");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "weft-meta");
  for (guint i = 0; i < 2; i++)
    {
      GtkLabel *label = i == 0 ? self->title : self->subtitle;

      gtk_label_set_xalign (label, 0);
      gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (words), GTK_WIDGET (label));
    }
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (self->title_icon, 4);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->title_icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (start), self->title_icon);
  self->face = weft_avatar_new (FACE, NULL);
  gtk_widget_set_valign (self->face, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->face, FALSE);
  gtk_box_append (GTK_BOX (start), self->face);
  gtk_box_append (GTK_BOX (start), words);
  adw_header_bar_set_show_title (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), start);
  gtk_button_set_icon_name (GTK_BUTTON (panel), "sidebar-show-right-symbolic");
  gtk_widget_set_tooltip_text (panel, _("Room Details"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (panel), "win.panel");
  gtk_widget_set_valign (panel, GTK_ALIGN_CENTER); /* a button stays square beside two lines of large text */
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), panel);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  self->room_page = weft_room_page_new (self->rooms, self->people);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), self->room_page);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), toasts);
  weft_room_actions_set_overlay (self->room_actions, ADW_TOAST_OVERLAY (toasts));
  weft_chat_commands_set_overlay (self->written, ADW_TOAST_OVERLAY (toasts));
  gtk_widget_add_css_class (view, "weft-content");
  return g_object_ref_sink (view);
}

static void
on_sidebar_opened (WeftChatSidebar *sidebar, WeftRoom *room, WeftChatPage *self)
{
  open_room (self, room, 0, TRUE);
}

static void
on_gone (WeftChatPage *self, const char *stream)
{
  WeftRoom *room = get_room (self);

  if (room != NULL && g_str_equal (weft_room_get_stream (room), stream))
    open_room (self, NULL, 0, FALSE);
}

static GtkWidget *
make_sidebar_end (void)
{
  static const struct { const char *icon; const char *tooltip; const char *action; } buttons[] = {
    { "weft-browse-symbolic", N_("Browse Rooms"), "chat.browse" },
    { "list-add-symbolic", N_("New Room"), "chat.new-room" },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *button = gtk_button_new_from_icon_name (buttons[i].icon);

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _(buttons[i].tooltip));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), buttons[i].action);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

WeftFeaturePage *
weft_chat_page_new (WeftSync *sync)
{
  g_autoptr (WeftKeywordList) keywords = NULL;
  g_autoptr (WeftGroupList) groups = NULL;
  WeftChatPage *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_CHAT_PAGE, NULL);
  self->sync = g_object_ref (sync);
  self->people = weft_people_new (sync);
  self->faces = weft_face_loader_new_people (self->people);
  self->rooms = weft_room_list_new (sync);
  self->room_faces = weft_room_face_loader_new (self->rooms, sync);
  self->directory = weft_room_directory_new (sync);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);

  self->room_actions = weft_room_actions_new (self->rooms, self->people, G_ACTION_MAP (self->actions));
  g_signal_connect_swapped (self->room_actions, "gone", G_CALLBACK (on_gone), self);
  self->written = weft_chat_commands_new (self->rooms, self->people, self->directory, G_ACTION_MAP (self->actions));
  g_signal_connect_swapped (self->written, "made", G_CALLBACK (weft_feature_page_open), self);

  self->sidebar = g_object_ref_sink (weft_chat_sidebar_new (self->rooms, self->people));
  g_signal_connect (self->sidebar, "opened", G_CALLBACK (on_sidebar_opened), self);
  self->sidebar_end = g_object_ref_sink (make_sidebar_end ());
  self->content = make_content (self);
  make_panels (self);
  self->emoji = weft_emoji_shelf_new (sync);
  weft_room_page_set_emoji (WEFT_ROOM_PAGE (self->room_page), self->emoji);
  keywords = weft_keyword_list_new (sync);
  weft_room_page_set_keywords (WEFT_ROOM_PAGE (self->room_page), keywords);
  weft_thread_panel_set_emoji (WEFT_THREAD_PANEL (self->thread), self->emoji);
  groups = weft_group_list_new (sync);
  weft_room_page_set_groups (WEFT_ROOM_PAGE (self->room_page), groups);
  weft_thread_panel_set_groups (WEFT_THREAD_PANEL (self->thread), groups);
  update_panel_title (self);

  g_signal_connect_swapped (self->rooms, "notify::ready", G_CALLBACK (on_rooms_changed), self);
  g_signal_connect_swapped (self->rooms, "items-changed", G_CALLBACK (on_rooms_changed), self);
  g_signal_connect_swapped (self->rooms, "notify::n-mentions", G_CALLBACK (update_badge), self);
  g_signal_connect_swapped (self->rooms, "notify::n-unread", G_CALLBACK (update_badge), self);
  g_signal_connect_swapped (self->people, "changed", G_CALLBACK (on_members_changed), self);
  g_signal_connect (self->rooms, "items-changed", G_CALLBACK (on_rooms_moved), self);
  g_signal_connect_swapped (self->people, "changed", G_CALLBACK (on_every_card_changed), self);
  g_signal_connect (self->rooms, "message-changed", G_CALLBACK (on_message_changed), self);
  on_rooms_moved (G_LIST_MODEL (self->rooms), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rooms)), self);
  update_title (self);
  update_actions (self);
  /* What a reader had at once is there already: then nothing changes any more. */
  on_rooms_changed (self);
  update_badge (self);
  return WEFT_FEATURE_PAGE (self);
}
