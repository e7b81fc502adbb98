/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-room-page.h"
#include "features/chat/client/weft-room-retention.h"
#include "features/chat/view/weft-forward-dialog.h"
#include "parts/files/view/weft-file-actions.h"
#include "parts/files/view/weft-file-opener.h"
#include "parts/reminders/view/weft-reminder-menu.h"
#include "parts/thread/client/weft-forward.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/client/weft-typing.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/view/weft-composer.h"
#include "parts/thread/view/weft-message-editing.h"
#include "parts/thread/view/weft-message-view.h"
#include "parts/thread/view/weft-typing-line.h"
#include "ui/weft-empty-page.h"
#include "proto/weft-link.h"
#include "proto/weft-module.h"

#define NARROW 500 /* px of the page's width below which faces and margins are small */

struct _WeftRoomPage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  WeftMessageView *message_view;
  WeftTypingLine *typing_line;
  WeftComposer *composer;
  GtkLabel *kept;    /* says that what is old is erased */
  GtkWidget *closed; /* stands there where one may not write */
  AdwBin *nothing;
  GtkWidget *no_messages;

  WeftRoomList *rooms;
  WeftPeople *people;
  WeftRoom *room;
  WeftRoomRetention *retention;
  WeftMessageList *list;
  WeftTyping *typing;
  WeftFileGallery *gallery; /* (nullable) */
  WeftFileActions *file_actions;
  WeftThreadPanel *beside;  /* (nullable): weak */
  WeftKeywordList *keywords;
  char *wanted;     /* (nullable): the refused operation which is to be edited */
  int width;
  int height;
  guint size_source;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (WeftRoomPage, weft_room_page, GTK_TYPE_WIDGET)

static gboolean
is_online (WeftRoomPage *self)
{
  WeftSyncState state = weft_sync_get_state (weft_room_list_get_sync (self->rooms));

  return state == WEFT_SYNC_ONLINE || state == WEFT_SYNC_CATCHING_UP || state == WEFT_SYNC_CONNECTING;
}

gboolean
weft_room_page_may_write (WeftRoomPage *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_PAGE (self), FALSE);

  return self->room != NULL
         && (g_strcmp0 (weft_room_get_post (self->room), "guest") == 0
             || weft_role_from_wire (weft_room_get_role (self->room)) >= weft_role_from_wire (weft_room_get_post (self->room)));
}

gboolean
weft_room_page_may_pin (WeftRoomPage *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_PAGE (self), FALSE);

  /* Whoever was just removed has no role. */
  return self->room != NULL && weft_room_get_role (self->room) != NULL
         && (g_strcmp0 (weft_room_get_pin (self->room), "guest") == 0
             || weft_role_from_wire (weft_room_get_role (self->room)) >= weft_role_from_wire (weft_room_get_pin (self->room)));
}

static void
update_kept (WeftRoomPage *self)
{
  gint64 days = self->retention != NULL ? weft_room_retention_get_days (self->retention) : 0;
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "What is written here is erased after %d day.", "What is written here is erased after %d days.", days), (int) days);

  gtk_label_set_text (self->kept, text);
  gtk_widget_set_visible (GTK_WIDGET (self->kept), days > 0);
}

/* Where one takes up reading again. To have opened it takes the mark away, not the line. */
static void
on_marked (WeftRoomPage *self)
{
  if (weft_room_get_marked (self->room))
    weft_message_view_mark_unread (self->message_view, weft_room_get_marked_from (self->room));
}

static void
update_words (WeftRoomPage *self)
{
  g_autofree char *text = NULL;
  WeftPerson *me = weft_people_get_me (self->people);
  gboolean may_write;

  weft_message_view_set_own_name (self->message_view, me != NULL ? weft_person_get_name (me) : NULL);
  if (self->room == NULL)
    return;
  if (self->narrow)
    text = g_strdup (_("Message"));
  else if (is_online (self))
    /* Translators: in the empty composer; %s is a room or a person */
    text = g_strdup_printf (_("Message %s"), weft_room_get_name (self->room));
  else
    text = g_strdup_printf (_("Message %s, sent when you are back online"), weft_room_get_name (self->room));
  weft_composer_set_placeholder (self->composer, text);
  /* Where there is little room, the key and the palette do it. */
  weft_composer_set_later (self->composer, self->narrow ? NULL : "chat.send-later");
  may_write = weft_room_page_may_write (self);
  gtk_widget_set_visible (GTK_WIDGET (self->composer), may_write);
  gtk_widget_set_visible (self->closed, !may_write);
  weft_message_view_set_place (self->message_view, weft_room_get_name (self->room));
  weft_message_view_set_may_pin (self->message_view, weft_room_page_may_pin (self));
  weft_message_view_set_may_delete (self->message_view, g_strcmp0 (weft_room_get_role (self->room), "admin") == 0);
}

static void
update_stack (WeftRoomPage *self)
{
  GtkWidget *empty;

  if (self->room != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "room");
      return;
    }
  if (!weft_room_list_get_ready (self->rooms))
    {
      gtk_stack_set_visible_child_name (self->stack, "blank");
      return;
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (self->rooms)) == 0)
    {
      empty = weft_empty_page_new (_("No Rooms Yet"), _("A room is where a team talks about one thing. Make the first one, and add people to it."));
      weft_empty_page_add_action (WEFT_EMPTY_PAGE (empty), _("New Room…"), "chat.new-room");
    }
  else
    empty = weft_empty_page_new (_("No Room Open"), _("Choose a conversation beside this, or begin another one."));
  adw_bin_set_child (self->nothing, empty);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
on_arrived (WeftMessageList *list, GPtrArray *messages, WeftRoomPage *self)
{
  for (guint i = 0; self->typing != NULL && i < messages->len; i++)
    weft_typing_stop (self->typing, weft_message_get_author (g_ptr_array_index (messages, i)));
}

static void
on_reply (WeftMessageView *view, WeftMessage *message, WeftRoomPage *self)
{
  weft_composer_reply (self->composer, message);
}

/* Whose panel it is shows it. */
static void
on_thread (WeftMessageView *view, WeftMessage *message, WeftRoomPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "chat.open-thread", "x", weft_message_get_ordinal (message));
}

static void
forward (WeftRoomPage *self, GPtrArray *messages)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  AdwDialog *dialog;

  /* As they are now: they may be changed or gone when the place is chosen. */
  for (guint i = 0; i < messages->len; i++)
    {
      WeftMessage *message = g_ptr_array_index (messages, i);
      g_autoptr (WeftLink) link = weft_link_new (weft_room_get_stream (self->room), "message", weft_message_get_id (message), weft_message_get_window (message));
      g_autofree char *place = weft_link_to_string (link);

      g_ptr_array_add (texts, weft_forward_dup_text (weft_message_get_text (message), place));
    }
  dialog = weft_forward_dialog_new (self->rooms, self->people, texts);
  g_signal_connect_object (dialog, "sent", G_CALLBACK (weft_message_view_stop_selecting), self->message_view, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

void
weft_room_page_forward (WeftRoomPage *self, WeftMessage *message)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new ();

  g_ptr_array_add (messages, message);
  forward (self, messages);
}

void
weft_room_page_forward_several (WeftRoomPage *self, GPtrArray *messages)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  forward (self, messages);
}

static void
on_forward (WeftMessageView *view, WeftMessage *message, WeftRoomPage *self)
{
  weft_room_page_forward (self, message);
}

static void
on_forward_several (WeftMessageView *view, GPtrArray *messages, WeftRoomPage *self)
{
  forward (self, messages);
}

static void
on_edit (WeftMessageView *view, WeftMessage *message, WeftRoomPage *self)
{
  weft_composer_edit (self->composer, message);
}

/* What was asked for before the messages were read. */
static void
edit_wanted (WeftRoomPage *self)
{
  WeftMessage *message = self->wanted != NULL && self->list != NULL ? weft_message_list_find_operation (self->list, self->wanted) : NULL;

  if (message == NULL)
    return;
  g_clear_pointer (&self->wanted, g_free);
  weft_composer_edit (self->composer, message);
}

static void
on_messages_changed (WeftRoomPage *self)
{
  gtk_widget_set_visible (self->no_messages, weft_message_list_get_ready (self->list) && g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0);
  edit_wanted (self);
}

static void
on_edit_last (WeftComposer *composer, WeftRoomPage *self)
{
  WeftMessage *message = self->list != NULL ? weft_message_list_get_last_own (self->list) : NULL;

  if (message != NULL)
    weft_message_editing_begin (self->message_view, message);
}

static void
on_sent (WeftComposer *composer, WeftRoomPage *self)
{
  weft_message_view_show_ordinal (self->message_view, 0);
}

/* ── files ───────────────────────────────────────────────────────────────────────────────────────────── */

static WeftAttachments *
get_attachments (const char *id, gpointer user_data)
{
  WeftRoomPage *self = user_data;

  return self->gallery != NULL ? weft_file_gallery_get (self->gallery, id) : NULL;
}

static void
on_gallery_changed (WeftRoomPage *self)
{
  weft_message_view_set_attachments (self->message_view, get_attachments, self);
  if (self->beside != NULL)
    weft_thread_panel_set_attachments (self->beside, get_attachments, self);
}

static GdkTexture *
get_picture (const char *hash, gint64 size, gpointer user_data)
{
  WeftRoomPage *self = user_data;

  return self->gallery != NULL ? weft_file_gallery_get_picture_of (self->gallery, hash, size) : NULL;
}

WeftComposer *
weft_room_page_get_composer (WeftRoomPage *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_PAGE (self), NULL);

  return self->composer;
}

void
weft_room_page_react (WeftRoomPage *self)
{
  weft_message_view_react_to_last (self->message_view);
}

static void
on_file_failed (WeftFileActions *actions, const char *reason, WeftRoomPage *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("File Not Available"), reason);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
set_gallery (WeftRoomPage *self, WeftSync *sync, const char *stream)
{
  g_autoptr (WeftFileList) list = stream != NULL ? weft_file_list_new (sync, stream) : NULL;

  if (self->gallery != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->gallery, self);
      g_signal_handlers_disconnect_by_data (self->gallery, self->message_view);
    }
  g_clear_object (&self->gallery);
  if (list != NULL)
    {
      weft_file_list_set_hiding (list, &weft_thread_hidden_message_table);
      self->gallery = weft_file_gallery_new (list);
      g_signal_connect_swapped (self->gallery, "changed", G_CALLBACK (on_gallery_changed), self);
      g_signal_connect_swapped (self->gallery, "picture", G_CALLBACK (weft_message_view_redraw), self->message_view);
      weft_message_view_set_pictures (self->message_view, get_picture, self);
      if (self->beside != NULL)
        {
          g_signal_connect_object (self->gallery, "picture", G_CALLBACK (weft_thread_panel_redraw), self->beside, G_CONNECT_SWAPPED);
          weft_thread_panel_set_pictures (self->beside, get_picture, self);
        }
    }
  weft_file_actions_set_gallery (self->file_actions, self->gallery);
}

/* ── size ────────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
apply_size (gpointer user_data)
{
  WeftRoomPage *self = user_data;
  gboolean narrow = self->width < NARROW;

  self->size_source = 0;
  weft_composer_set_height (self->composer, self->height);
  if (self->narrow != narrow)
    {
      self->narrow = narrow;
      weft_message_view_set_narrow (self->message_view, narrow);
      weft_composer_set_narrow (self->composer, narrow);
      update_words (self);
    }
  return G_SOURCE_REMOVE;
}

static void
weft_room_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (WEFT_ROOM_PAGE (widget)->stack), orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

static void
weft_room_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftRoomPage *self = WEFT_ROOM_PAGE (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->width == width && self->height == height)
    return;
  self->width = width;
  self->height = height;
  /* Sizes must not change while they are given out. */
  if (self->size_source == 0)
    self->size_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_size, self, NULL);
}

static void
weft_room_page_dispose (GObject *object)
{
  WeftRoomPage *self = WEFT_ROOM_PAGE (object);

  g_clear_handle_id (&self->size_source, g_source_remove);
  if (self->stack != NULL)
    {
      weft_room_page_set_room (self, NULL, 0);
      weft_message_view_set_attachments (self->message_view, NULL, NULL);
      weft_room_page_set_thread_panel (self, NULL);
      weft_message_view_set_pictures (self->message_view, NULL, NULL);
      weft_message_view_set_cards (self->message_view, NULL);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_ROOM_PAGE);
  if (self->file_actions != NULL)
    g_signal_handlers_disconnect_by_data (self->file_actions, self);
  g_clear_object (&self->file_actions);
  g_clear_object (&self->keywords);
  g_clear_object (&self->rooms);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_room_page_parent_class)->dispose (object);
}

static void
weft_room_page_class_init (WeftRoomPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_room_page_dispose;
  widget_class->measure = weft_room_page_measure;
  widget_class->size_allocate = weft_room_page_size_allocate;
  g_type_ensure (WEFT_TYPE_MESSAGE_VIEW);
  g_type_ensure (WEFT_TYPE_TYPING_LINE);
  g_type_ensure (WEFT_TYPE_COMPOSER);
  g_type_ensure (WEFT_TYPE_EMPTY_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/chat/weft-room-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, stack);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, message_view);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, typing_line);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, composer);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, closed);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, kept);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, no_messages);
}

/* GtkTextView and GtkListView take Ctrl+\ with and without Shift, to unselect: we are first. With Shift the key is a bar on most keyboards. */
static void
claim_reacting (WeftRoomPage *self)
{
  static const guint keys[] = { GDK_KEY_backslash, GDK_KEY_bar };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (shortcuts, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK | GDK_SHIFT_MASK), gtk_named_action_new ("chat.react")));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}

static void
weft_room_page_init (WeftRoomPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->file_actions = weft_file_actions_new ();
  weft_file_actions_insert (self->file_actions, GTK_WIDGET (self));
  g_signal_connect (self->file_actions, "failed", G_CALLBACK (on_file_failed), self);
  claim_reacting (self);
  weft_composer_take_drops (self->composer, GTK_WIDGET (self));
  g_signal_connect (self->message_view, "reply", G_CALLBACK (on_reply), self);
  g_signal_connect (self->message_view, "edit", G_CALLBACK (on_edit), self);
  g_signal_connect_swapped (self->message_view, "leave", G_CALLBACK (weft_room_page_focus), self);
  g_signal_connect (self->message_view, "forward", G_CALLBACK (on_forward), self);
  g_signal_connect (self->message_view, "forward-several", G_CALLBACK (on_forward_several), self);
  g_signal_connect (self->message_view, "thread", G_CALLBACK (on_thread), self);
  g_signal_connect (self->composer, "edit-last", G_CALLBACK (on_edit_last), self);
  g_signal_connect (self->composer, "sent", G_CALLBACK (on_sent), self);
}

GtkWidget *
weft_room_page_new (WeftRoomList *rooms, WeftPeople *people)
{
  WeftRoomPage *self = g_object_new (WEFT_TYPE_ROOM_PAGE, NULL);

  self->rooms = g_object_ref (rooms);
  self->people = g_object_ref (people);
  g_signal_connect_object (rooms, "notify::ready", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rooms, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_room_list_get_sync (rooms), "notify::state", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  update_stack (self);
  return GTK_WIDGET (self);
}

void
weft_room_page_set_room (WeftRoomPage *self, WeftRoom *room, gint64 ordinal)
{
  g_autoptr (WeftMemberList) members = NULL;
  WeftSync *sync;

  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  if (self->room == room)
    {
      if (ordinal > 0)
        weft_message_view_show_ordinal (self->message_view, ordinal);
      return;
    }
  if (self->room != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->room, update_words, self);
      g_signal_handlers_disconnect_by_func (self->room, on_marked, self);
      weft_room_set_open (self->room, FALSE);
      weft_sync_close_stream (weft_room_list_get_sync (self->rooms), weft_room_get_stream (self->room));
    }
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_set_object (&self->room, room);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_object (&self->typing);
  g_clear_object (&self->list);
  if (self->retention != NULL)
    g_signal_handlers_disconnect_by_data (self->retention, self);
  g_clear_object (&self->retention);
  sync = weft_room_list_get_sync (self->rooms);
  if (room == NULL)
    {
      weft_message_view_set_list (self->message_view, NULL);
      set_gallery (self, sync, NULL);
      weft_typing_line_set_typing (self->typing_line, NULL, NULL);
      weft_composer_set_stream (self->composer, sync, NULL, NULL);
      weft_composer_set_people (self->composer, NULL);
      weft_message_view_set_people (self->message_view, NULL);
      update_stack (self);
      return;
    }

  weft_room_set_open (room, TRUE);
  g_signal_connect_object (room, "notify::name", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::post", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::pin", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::role", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::marked", G_CALLBACK (on_marked), self, G_CONNECT_SWAPPED);
  self->list = weft_message_list_new (sync, weft_room_get_stream (room));
  self->retention = weft_room_retention_new (sync, weft_room_get_stream (room));
  g_signal_connect_swapped (self->retention, "notify::days", G_CALLBACK (update_kept), self);
  update_kept (self);
  self->typing = weft_typing_new (sync, weft_room_get_stream (room));
  members = weft_member_list_new (self->people, weft_room_get_stream (room));
  weft_composer_set_people (self->composer, G_LIST_MODEL (members));
  weft_message_view_set_people (self->message_view, G_LIST_MODEL (members));
  g_signal_connect (self->list, "arrived", G_CALLBACK (on_arrived), self);
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (on_messages_changed), self);
  g_signal_connect_swapped (self->list, "notify::ready", G_CALLBACK (on_messages_changed), self);
  on_messages_changed (self);
  set_gallery (self, sync, weft_room_get_stream (room));
  on_gallery_changed (self);
  weft_message_view_set_list (self->message_view, self->list);
  on_marked (self);
  if (ordinal > 0)
    weft_message_view_show_ordinal (self->message_view, ordinal);
  weft_typing_line_set_typing (self->typing_line, self->typing, self->people);
  weft_composer_set_stream (self->composer, sync, weft_room_get_stream (room), weft_room_get_stream (room));
  weft_sync_open_stream (sync, weft_room_get_stream (room));
  update_words (self);
  update_stack (self);
}

WeftRoom *
weft_room_page_get_room (WeftRoomPage *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_PAGE (self), NULL);
  return self->room;
}

WeftMessageList *
weft_room_page_get_list (WeftRoomPage *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_PAGE (self), NULL);

  return self->list;
}

void
weft_room_page_edit (WeftRoomPage *self, const char *operation)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));
  g_return_if_fail (operation != NULL);

  g_set_str (&self->wanted, operation);
  edit_wanted (self);
}

void
weft_room_page_reply (WeftRoomPage *self, gint64 ordinal)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  if (self->list != NULL && ordinal > 0)
    weft_message_view_reply (self->message_view, ordinal);
}

/* The message's link finds it also when it is not held any more. */
static GMenuModel *
make_reminding (WeftMessage *message, gpointer user_data)
{
  WeftRoomPage *self = user_data;
  g_autoptr (WeftLink) link = weft_link_new (weft_room_get_stream (self->room), "message", weft_message_get_id (message),
                                             weft_message_get_window (message));
  g_autofree char *text = weft_link_to_string (link);

  return weft_reminder_menu_new (text, weft_message_get_text (message));
}

void
weft_room_page_set_cards (WeftRoomPage *self, WeftCards *cards)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  weft_message_view_set_cards (self->message_view, cards);
  weft_message_view_set_reminding (self->message_view, make_reminding, self);
}

static void
show_keywords (WeftRoomPage *self)
{
  g_auto (GStrv) words = weft_keyword_list_dup_folded (self->keywords);

  weft_message_view_set_keywords (self->message_view, (const char *const *) words);
  if (self->beside != NULL)
    weft_thread_panel_set_keywords (self->beside, (const char *const *) words);
}

void
weft_room_page_set_keywords (WeftRoomPage *self, WeftKeywordList *keywords)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  g_set_object (&self->keywords, keywords);
  g_signal_connect_object (keywords, "items-changed", G_CALLBACK (show_keywords), self, G_CONNECT_SWAPPED);
  show_keywords (self);
}

void
weft_room_page_set_groups (WeftRoomPage *self, WeftGroupList *groups)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  weft_composer_set_groups (self->composer, groups);
  weft_message_view_set_groups (self->message_view, groups);
}

void
weft_room_page_set_emoji (WeftRoomPage *self, WeftEmojiShelf *emoji)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  weft_composer_set_emoji (self->composer, emoji);
  weft_message_view_set_emoji (self->message_view, emoji);
}

void
weft_room_page_set_slash (WeftRoomPage *self, WeftSlash *slash)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  weft_composer_set_slash (self->composer, slash, G_LIST_MODEL (self->people));
}

void
weft_room_page_set_active (WeftRoomPage *self, gboolean active)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  weft_message_view_set_active (self->message_view, active);
  if (!active)
    weft_composer_save (self->composer);
}

void
weft_room_page_focus (WeftRoomPage *self)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  if (self->room != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

void
weft_room_page_set_thread_panel (WeftRoomPage *self, WeftThreadPanel *panel)
{
  g_return_if_fail (WEFT_IS_ROOM_PAGE (self));

  if (self->beside != NULL)
    {
      weft_thread_panel_set_attachments (self->beside, NULL, NULL);
      weft_thread_panel_set_pictures (self->beside, NULL, NULL);
    }
  g_set_weak_pointer (&self->beside, panel);
  if (panel != NULL)
    weft_file_actions_insert (self->file_actions, GTK_WIDGET (panel));
}

WeftFileGallery *
weft_room_page_get_gallery (WeftRoomPage *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_PAGE (self), NULL);

  return self->gallery;
}

WeftFileActions *
weft_room_page_get_file_actions (WeftRoomPage *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_PAGE (self), NULL);

  return self->file_actions;
}
