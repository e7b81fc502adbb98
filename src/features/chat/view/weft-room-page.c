/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-room-page.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-typing.h"
#include "parts/thread/view/weft-composer.h"
#include "parts/thread/view/weft-message-view.h"
#include "parts/thread/view/weft-typing-line.h"
#include "ui/weft-empty-page.h"

#define NARROW 500 /* px of the page's width below which faces and margins are small */

struct _WeftRoomPage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  WeftMessageView *message_view;
  WeftTypingLine *typing_line;
  WeftComposer *composer;
  AdwBin *nothing;
  GtkWidget *no_messages;

  WeftRoomList *rooms;
  WeftPeople *people;
  WeftRoom *room;
  WeftMessageList *list;
  WeftTyping *typing;
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

static void
update_words (WeftRoomPage *self)
{
  g_autofree char *text = NULL;
  WeftPerson *me = weft_people_get_me (self->people);

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
  weft_message_view_set_place (self->message_view, weft_room_get_name (self->room));
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
    weft_composer_edit (composer, message);
}

static void
on_sent (WeftComposer *composer, WeftRoomPage *self)
{
  weft_message_view_show_ordinal (self->message_view, 0);
}

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
    weft_room_page_set_room (self, NULL, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_ROOM_PAGE);
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
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPage, no_messages);
}

static void
weft_room_page_init (WeftRoomPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->message_view, "reply", G_CALLBACK (on_reply), self);
  g_signal_connect (self->message_view, "edit", G_CALLBACK (on_edit), self);
  g_signal_connect_swapped (self->message_view, "leave", G_CALLBACK (weft_room_page_focus), self);
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
      weft_room_set_open (self->room, FALSE);
    }
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_set_object (&self->room, room);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_object (&self->typing);
  g_clear_object (&self->list);
  sync = weft_room_list_get_sync (self->rooms);
  if (room == NULL)
    {
      weft_message_view_set_list (self->message_view, NULL);
      weft_typing_line_set_typing (self->typing_line, NULL, NULL);
      weft_composer_set_stream (self->composer, sync, NULL);
      weft_sync_set_open (sync, (const char *const[]) { NULL });
      update_stack (self);
      return;
    }

  weft_room_set_open (room, TRUE);
  g_signal_connect_object (room, "notify::name", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  self->list = weft_message_list_new (sync, weft_room_get_stream (room));
  self->typing = weft_typing_new (sync, weft_room_get_stream (room));
  g_signal_connect (self->list, "arrived", G_CALLBACK (on_arrived), self);
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (on_messages_changed), self);
  g_signal_connect_swapped (self->list, "notify::ready", G_CALLBACK (on_messages_changed), self);
  on_messages_changed (self);
  weft_message_view_set_list (self->message_view, self->list);
  if (ordinal > 0)
    weft_message_view_show_ordinal (self->message_view, ordinal);
  weft_typing_line_set_typing (self->typing_line, self->typing, self->people);
  weft_composer_set_stream (self->composer, sync, weft_room_get_stream (room));
  weft_sync_set_open (sync, (const char *const[]) { weft_room_get_stream (room), NULL });
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
