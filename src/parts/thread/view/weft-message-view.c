/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/weft-mention.h"
#include "parts/people/client/weft-person.h"
#include "parts/thread/view/weft-announcer.h"
#include "parts/thread/view/weft-ask-line.h"
#include "parts/thread/view/weft-asking-actions.h"
#include "parts/thread/view/weft-message-actions.h"
#include "parts/thread/view/weft-message-editing.h"
#include "parts/thread/view/weft-message-folding.h"
#include "parts/thread/view/weft-message-menu.h"
#include "parts/thread/view/weft-message-pointer.h"
#include "parts/thread/view/weft-message-row.h"
#include "parts/thread/view/weft-message-scroller.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-poll-actions.h"
#include "parts/thread/view/weft-poll-bars.h"
#include "parts/thread/view/weft-reaction-actions.h"
#include "parts/thread/view/weft-selection-actions.h"
#include "parts/thread/view/weft-selection-bar.h"
#include "parts/thread/view/weft-sideways-actions.h"
#include "ui/weft-faces.h"
#include "ui/weft-spoken-text.h"

#define MENU_START 60  /* px from a row's start, where its words begin, to the menu that a key opens */
#define FLASH_TIME 1500000 /* µs for which the message one was led to stands out */

struct _WeftMessageView
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkScrolledWindow *scrolled;
  GtkListView *list_view;
  GtkRevealer *jump_revealer;
  GtkLabel *jump_label;
  GtkWidget *popover;
  GtkWidget *selection_bar;

  WeftMessageContext context;
  WeftEmojiShelf *emoji;     /* (nullable): the workspace's own */
  WeftMessageMenu reminding; /* (nullable) */
  gpointer reminding_data;
  WeftMessageList *list;
  WeftMessageScroller *scroller;
  GPtrArray *rows;      /* of WeftMessageRow, unowned: bound ones */
  WeftMessage *current; /* whose menu is open, or whom a click was for */
  WeftAnnouncer *announcer;
  char *own_name;        /* (nullable) */
  WeftGroupList *groups; /* (nullable) */
  char *place;
  gint64 marked;        /* ordinal from which on all counts as unread; 0: as the mark says */
  gint64 seen;          /* the newest ordinal that was seen */
  guint n_below;        /* arrived while the person was reading further up */
  guint forget_source;
  guint flash_tick;
  gint64 flash_from;    /* µs of the frame clock; 0: the message is not there yet */
  gboolean active;
  gboolean narrow;
};

enum
{
  REPLY,
  EDIT,
  LEAVE,
  FORWARD,
  THREAD,
  FORWARD_SEVERAL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftMessageView, weft_message_view, GTK_TYPE_WIDGET)

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

static void
label_item (WeftMessageView *self, GtkListItem *item)
{
  g_autofree char *label = weft_message_dup_label (gtk_list_item_get_item (item), &self->context);

  gtk_list_item_set_accessible_label (item, label);
}

static void
on_item_message_changed (WeftMessage *message, GtkListItem *item)
{
  WeftMessageView *self = g_object_get_data (G_OBJECT (item), "view");

  label_item (self, item);
}

static void
on_spoken_changed (WeftMessageRow *row, GtkListItem *item)
{
  label_item (g_object_get_data (G_OBJECT (item), "view"), item);
}

static void
on_factory_setup (GtkListItemFactory *factory, GtkListItem *item, WeftMessageView *self)
{
  gtk_list_item_set_child (item, weft_message_row_new (&self->context));
  g_signal_connect (gtk_list_item_get_child (item), "spoken-changed", G_CALLBACK (on_spoken_changed), item);
  gtk_list_item_set_activatable (item, FALSE);
  g_object_set_data (G_OBJECT (item), "view", self);
  g_object_set_data (G_OBJECT (gtk_list_item_get_child (item)), "item", item);
}

static void
on_factory_bind (GtkListItemFactory *factory, GtkListItem *item, WeftMessageView *self)
{
  WeftMessageRow *row = WEFT_MESSAGE_ROW (gtk_list_item_get_child (item));

  weft_message_row_set_message (row, gtk_list_item_get_item (item));
  g_ptr_array_add (self->rows, row);
  g_signal_connect (gtk_list_item_get_item (item), "changed", G_CALLBACK (on_item_message_changed), item);
  label_item (self, item);
}

static void
on_factory_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftMessageView *self)
{
  WeftMessageRow *row = WEFT_MESSAGE_ROW (gtk_list_item_get_child (item));

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_item_message_changed, item);
  g_ptr_array_remove_fast (self->rows, row);
  weft_message_row_set_message (row, NULL);
}

static void
refresh_rows (WeftMessageView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    weft_message_row_refresh (g_ptr_array_index (self->rows, i));
}

static void
label_rows (WeftMessageView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    label_item (self, g_object_get_data (g_ptr_array_index (self->rows, i), "item"));
}

static void
refresh_message (WeftMessageView *self, WeftMessage *message)
{
  for (guint i = 0; message != NULL && i < self->rows->len; i++)
    if (weft_message_row_get_message (g_ptr_array_index (self->rows, i)) == message)
      weft_message_row_refresh (g_ptr_array_index (self->rows, i));
}

static void
refresh_ordinal (WeftMessageView *self, gint64 ordinal)
{
  if (self->list != NULL && ordinal > 0)
    refresh_message (self, weft_message_list_peek (self->list, ordinal - 1));
}

/* The window says so to everything in it (style.css). */
static gboolean
is_compact (WeftMessageView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL && gtk_widget_has_css_class (GTK_WIDGET (root), "weft-compact");
}

static void
restyle (WeftMessageView *self)
{
  g_clear_pointer (&self->context.style, weft_message_style_free);
  self->context.style = weft_message_style_new (GTK_WIDGET (self), self->narrow, is_compact (self));
  self->context.own_emoji = self->emoji != NULL && g_list_model_get_n_items (G_LIST_MODEL (weft_emoji_shelf_get_list (self->emoji))) > 0;
  self->context.style->pictures = self->emoji != NULL ? weft_emoji_shelf_get_pictures (self->emoji) : NULL;
  refresh_rows (self);
}

static void
on_root_classes (WeftMessageView *self)
{
  if (self->context.style->compact != is_compact (self))
    restyle (self);
}

/* ── several messages ────────────────────────────────────────────────────────────────────────────────── */

static void
on_chosen (WeftMessageSelection *chosen, WeftMessage *message, WeftMessageView *self)
{
  gboolean active = weft_message_selection_get_active (chosen);
  int height;

  if (message == NULL)
    {
      gtk_widget_measure (self->selection_bar, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
      gtk_widget_set_margin_bottom (GTK_WIDGET (self->scrolled), active ? height : 0);
      restyle (self); /* rows are narrower now, or wider */
    }
  else
    {
      refresh_message (self, message);
    }
  label_rows (self);
  if (active)
    {
      g_autofree char *count = weft_selection_dup_count (chosen);

      gtk_accessible_announce (GTK_ACCESSIBLE (self), count, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
}

WeftMessageSelection *
_weft_message_view_get_selection (WeftMessageView *self)
{
  return self->context.chosen;
}

gboolean
_weft_message_view_get_may_delete (WeftMessageView *self)
{
  return self->context.may_delete;
}

/* ── what is new ──────────────────────────────────────────────────────────────────────────────────────── */

static void
set_unread (WeftMessageView *self, gint64 from, guint n)
{
  gint64 before = self->context.unread_from;

  if (before == from && self->context.n_unread == n)
    return;
  self->context.unread_from = from;
  self->context.n_unread = n;
  if (before != from)
    refresh_ordinal (self, before);
  refresh_ordinal (self, from);
}

static void
update_jump (WeftMessageView *self)
{
  gboolean at_bottom = weft_message_scroller_get_at_bottom (self->scroller);
  g_autofree char *text = NULL;

  if (at_bottom)
    self->n_below = 0;
  text = g_strdup_printf ("%u", self->n_below);
  gtk_label_set_text (self->jump_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->jump_label), self->n_below > 0);
  gtk_widget_set_can_target (GTK_WIDGET (self->jump_revealer), !at_bottom);
  gtk_widget_set_can_focus (GTK_WIDGET (self->jump_revealer), !at_bottom);
  gtk_revealer_set_reveal_child (self->jump_revealer, !at_bottom);
}

static void
mark_seen (WeftMessageView *self)
{
  if (self->list == NULL || !self->active || !weft_message_list_get_ready (self->list)
      || !weft_message_scroller_get_at_bottom (self->scroller) || weft_message_scroller_get_showing (self->scroller) >= 0)
    return;
  self->seen = weft_message_list_get_last_ordinal (self->list);
  weft_message_list_mark_read (self->list, self->seen);
}

static void
on_scrolled (WeftMessageView *self)
{
  update_jump (self);
  mark_seen (self);
}

/* What hangs on the message with the focus may know the key. */
static gboolean
press_hanging (WeftMessageView *self, guint key, GdkModifierType state)
{
  WeftMessage *message = _weft_message_view_get_current (self);
  WeftAttachments *hanging = message != NULL ? weft_message_get_attachments (message, &self->context) : NULL;
  g_autofree char *action = NULL;

  if (hanging == NULL || (state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0 || weft_message_selection_get_active (self->context.chosen))
    return FALSE;
  action = weft_attachments_key (hanging, key);
  if (action != NULL)
    _weft_message_view_activate_on (self, message, action);

  return action != NULL;
}

/* GTK's own rows would take it. */
static gboolean
on_list_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, WeftMessageView *self)
{
  GdkModifierType wanted = weft_message_selection_get_active (self->context.chosen) ? state & GDK_CONTROL_MASK : GDK_CONTROL_MASK;

  if (press_hanging (self, key, state))
    return GDK_EVENT_STOP;
  if (key != GDK_KEY_space || (state & gtk_accelerator_get_default_mod_mask ()) != wanted)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), "thread.select", NULL);
  return GDK_EVENT_STOP;
}

/* ── the message one was led to ──────────────────────────────────────────────────────────────────────── */

static void
stop_flashing (WeftMessageView *self)
{
  if (self->flash_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->flash_tick);
  self->flash_tick = 0;
  self->context.flashed = 0;
}

/* It fades; where nothing may move, it is tinted for as long. */
static gboolean
flash (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = self->list != NULL ? weft_message_list_peek (self->list, self->context.flashed - 1) : NULL;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double part;

  if (message == NULL || weft_message_get_placeholder (message))
    return G_SOURCE_CONTINUE;
  if (self->flash_from == 0)
    self->flash_from = now;
  part = (double) (now - self->flash_from) / FLASH_TIME;
  self->context.flash = adw_get_enable_animations (widget) ? MAX (1 - part, 0) : 1;
  if (part >= 1)
    {
      self->flash_tick = 0;
      self->context.flashed = 0;
    }
  for (guint i = 0; i < self->rows->len; i++)
    if (weft_message_row_get_message (g_ptr_array_index (self->rows, i)) == message)
      gtk_widget_queue_draw (g_ptr_array_index (self->rows, i));
  return part < 1 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
start_flashing (WeftMessageView *self, gint64 ordinal)
{
  stop_flashing (self);
  self->context.flashed = ordinal;
  self->context.flash = 1;
  self->flash_from = 0;
  self->flash_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), flash, NULL, NULL);
}

gboolean
_weft_message_view_get_showing (WeftMessageView *self)
{
  return weft_message_scroller_get_showing (self->scroller) != -1;
}

/* ── what the list tells ─────────────────────────────────────────────────────────────────────────────── */

/* Where what is saved ends: above the first message that waits, or below the last one; only while there is no connection. */
static void
update_saved (WeftMessageView *self)
{
  WeftMessage *above = NULL;
  WeftMessage *below = NULL;
  WeftMessage *old_above = self->context.saved_above;
  WeftMessage *old_below = self->context.saved_below;
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  WeftSyncState state = self->list != NULL ? weft_sync_get_state (weft_message_list_get_sync (self->list)) : WEFT_SYNC_ONLINE;

  if (state != WEFT_SYNC_ONLINE && state != WEFT_SYNC_CATCHING_UP && state != WEFT_SYNC_CONNECTING && n > 0)
    {
      guint position = n;

      while (position > 0)
        {
          WeftMessage *message = weft_message_list_peek (self->list, position - 1);

          if (message == NULL || (weft_message_get_state (message) != WEFT_MESSAGE_WAITING && weft_message_get_state (message) != WEFT_MESSAGE_FAILED))
            break;
          position--;
        }
      if (position < n)
        above = weft_message_list_peek (self->list, position);
      else
        below = weft_message_list_peek (self->list, n - 1);
    }
  self->context.saved_above = above;
  self->context.saved_below = below;
  if (above != old_above)
    {
      refresh_message (self, old_above);
      refresh_message (self, above);
    }
  if (below != old_below)
    {
      refresh_message (self, old_below);
      refresh_message (self, below);
    }
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, WeftMessageView *self)
{
  guint n = g_list_model_get_n_items (model);

  /* What one sends oneself is always shown, and answers what was new. */
  if (added > removed && n > 0 && weft_message_scroller_get_filled (self->scroller))
    {
      WeftMessage *last = weft_message_list_peek (self->list, n - 1);

      if (last != NULL && weft_message_get_own (last))
        {
          set_unread (self, 0, 0);
          weft_message_scroller_show (self->scroller, 0);
        }
    }
  weft_message_scroller_hold (self->scroller);
  update_saved (self);
  mark_seen (self);
}

static void
on_arrived (WeftMessageList *list, GPtrArray *messages, WeftMessageView *self)
{
  gint64 last = weft_message_list_get_last_ordinal (list);
  gboolean at_bottom = weft_message_scroller_get_at_bottom (self->scroller);

  if (self->active && at_bottom)
    mark_seen (self);
  else
    {
      if (!at_bottom)
        {
          self->n_below += messages->len;
          update_jump (self);
        }
      if (self->context.unread_from == 0 || self->context.unread_from <= self->seen)
        set_unread (self, self->seen + 1, last - self->seen);
      else
        set_unread (self, self->context.unread_from, last - self->context.unread_from + 1);
    }
  if (self->active)
    for (guint i = 0; i < messages->len; i++)
      {
        WeftMessage *message = g_ptr_array_index (messages, i);
        const char *name = weft_message_get_author_name (message);
        g_autofree char *plain = weft_spoken_text_dup (weft_message_get_text (message));
        const char *severity = weft_ask_get_severity_words (message);
        g_autofree char *text = g_strdup_printf ("%s%s%s: %s", severity != NULL ? severity : "", severity != NULL ? ", " : "", name != NULL ? name : _("Someone"), plain);

        weft_announcer_add (self->announcer, self->place, text);
      }
}

static void
on_ready (WeftMessageList *list, GParamSpec *pspec, WeftMessageView *self)
{
  gint64 last = weft_message_list_get_last_ordinal (list);
  gint64 read = weft_message_list_get_own_read (list);

  if (!weft_message_list_get_ready (list))
    return;
  if (self->marked > 0)
    read = MIN (read, self->marked - 1);
  self->seen = MIN (read, last);
  set_unread (self, read < last ? read + 1 : 0, MAX (last - read, 0));
  update_saved (self);
  weft_message_scroller_show (self->scroller, read < last ? read + 1 : MAX (weft_message_scroller_get_showing (self->scroller), 0));
  /* The end needs no scrolling, so that it can be on the very first frame. */
  if (weft_message_scroller_get_showing (self->scroller) == 0 && last > 0)
    weft_message_scroller_fill (self->scroller, (guint) last - 1);
}

static void
on_state_changed (WeftSync *sync, GParamSpec *pspec, WeftMessageView *self)
{
  update_saved (self);
}

/* ── actions ─────────────────────────────────────────────────────────────────────────────────────────── */

WeftMessage *
_weft_message_view_get_current (WeftMessageView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (self->current != NULL)
    return self->current;
  for (; focus != NULL && focus != GTK_WIDGET (self->list_view); focus = gtk_widget_get_parent (focus))
    {
      GtkWidget *child = gtk_widget_get_first_child (focus);

      if (child != NULL && WEFT_IS_MESSAGE_ROW (child))
        return weft_message_row_get_message (WEFT_MESSAGE_ROW (child));
    }
  return NULL;
}

const WeftMessageContext *
_weft_message_view_get_context (WeftMessageView *self)
{
  return &self->context;
}

static void
reply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);

  if (message != NULL && weft_message_get_ordinal (message) > 0 && !weft_message_get_placeholder (message) && !weft_message_get_deleted (message))
    g_signal_emit (self, signals[REPLY], 0, message);
}

static void
forward_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);

  if (weft_selection_forward (self))
    return;
  if (message != NULL && weft_message_get_ordinal (message) > 0 && !weft_message_get_placeholder (message) && !weft_message_get_deleted (message))
    g_signal_emit (self, signals[FORWARD], 0, message);
}

static void
open_thread_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);

  if (self->context.threads && message != NULL && weft_message_get_ordinal (message) > 0 && !weft_message_get_placeholder (message))
    g_signal_emit (self, signals[THREAD], 0, message);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);

  if (message != NULL)
    weft_message_editing_begin (self, message);
}

static void
newest_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  weft_message_view_show_ordinal (WEFT_MESSAGE_VIEW (widget), 0);
}

static void
leave_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);

  if (weft_message_selection_get_active (self->context.chosen))
    weft_message_view_stop_selecting (self);
  else
    g_signal_emit (self, signals[LEAVE], 0);
}

static gboolean
forget_current (gpointer user_data)
{
  WeftMessageView *self = user_data;

  self->forget_source = 0;
  g_clear_object (&self->current);
  return G_SOURCE_REMOVE;
}

/* The chosen item may be activated only after its menu is closed. */

/* GTK would give the focus to whatever comes next. What was chosen runs after this, and may want it elsewhere. */
static void
on_popover_closed (GtkPopover *popover, WeftMessageView *self)
{
  WeftMessageRow *row = self->current != NULL ? _weft_message_view_find_row (self, self->current) : NULL;

  if (row != NULL)
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (row)));
  if (self->forget_source == 0)
    self->forget_source = g_idle_add (forget_current, self);
}

/* (nullable): one is reminded of what others hold, too */
static GMenuModel *
make_reminding (WeftMessageView *self, WeftMessage *message)
{
  if (self->reminding == NULL || weft_message_get_ordinal (message) <= 0 || weft_message_get_deleted (message))
    return NULL;

  return self->reminding (message, self->reminding_data);
}

/* Above what it is for where the window has no room below it. */
static GtkPositionType
find_menu_position (WeftMessageView *self, const GdkRectangle *at)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  graphene_point_t top;
  GtkRequisition size;
  double below;

  /* A popover that is not there yet wants no room itself. */
  gtk_widget_get_preferred_size (gtk_popover_get_child (GTK_POPOVER (self->popover)), NULL, &size);
  if (!gtk_widget_compute_point (GTK_WIDGET (self), root, &GRAPHENE_POINT_INIT (at->x, at->y), &top))
    return GTK_POS_BOTTOM;
  below = gtk_widget_get_height (root) - top.y - at->height;
  return size.height > below && top.y > below ? GTK_POS_TOP : GTK_POS_BOTTOM;
}

void
_weft_message_view_show_menu (WeftMessageView *self, WeftMessage *message, gboolean reminding, const GdkRectangle *at)
{
  g_autoptr (GMenuModel) times = NULL;
  g_autoptr (GMenuModel) menu = NULL;

  if (weft_message_get_placeholder (message) || weft_message_get_deleted (message))
    return;
  times = make_reminding (self, message);
  self->context.forwards = g_signal_has_handler_pending (self, signals[FORWARD], 0, FALSE);
  menu = reminding ? g_steal_pointer (&times) : weft_message_menu_new (message, weft_message_list_get_stream (self->list), &self->context, times);
  if (menu == NULL)
    return;
  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (NULL);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      g_signal_connect (self->popover, "closed", G_CALLBACK (on_popover_closed), self);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), at);
  gtk_popover_set_position (GTK_POPOVER (self->popover), find_menu_position (self, at));
  g_clear_handle_id (&self->forget_source, g_source_remove);
  g_set_object (&self->current, message);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

WeftMessageRow *
_weft_message_view_find_row (WeftMessageView *self, WeftMessage *message)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (weft_message_row_get_message (g_ptr_array_index (self->rows, i)) == message)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

gboolean
_weft_message_view_find_place (WeftMessageView *self, WeftMessage *message, GdkRectangle *place)
{
  WeftMessageRow *row = _weft_message_view_find_row (self, message);
  graphene_rect_t bounds;
  float x;

  if (row == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &bounds))
    return FALSE;
  x = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? bounds.size.width - MENU_START : MENU_START;
  *place = (GdkRectangle) { bounds.origin.x + x, bounds.origin.y, 1, MAX (bounds.size.height - 8, 1) };
  return TRUE;
}

void
weft_message_view_react_to_last (WeftMessageView *self)
{
  GListModel *list;
  guint n;

  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  list = G_LIST_MODEL (self->list);
  n = list != NULL ? g_list_model_get_n_items (list) : 0;
  if (n == 0)
    return;
  weft_message_view_show_ordinal (self, 0);
  {
    g_autoptr (WeftMessage) last = g_list_model_get_item (list, n - 1);

    weft_reaction_actions_choose (self, last);
  }
}

/* Also of remind, whose menu has only the times. */
static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  GdkRectangle place;

  if (message != NULL && _weft_message_view_find_place (self, message, &place))
    _weft_message_view_show_menu (self, message, g_str_equal (name, "thread.remind"), &place);
}

static void
activate (WeftMessageView *self, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) value = NULL;

  if (g_action_parse_detailed_name (detailed, &name, &value, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), name, value);
}

void
_weft_message_view_activate_on (WeftMessageView *self, WeftMessage *message, const char *detailed)
{
  g_set_object (&self->current, message);
  activate (self, detailed);
  g_clear_object (&self->current);
}

/* What the first card of its links leads to. */
static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  WeftCardStack *cards = message != NULL ? weft_message_get_cards (message, &self->context) : NULL;
  g_autofree char *action = cards != NULL ? g_strdup (weft_card_stack_get_action (cards)) : NULL;

  if (action != NULL)
    activate (self, action);
  else
    menu_action (widget, "thread.menu", NULL);
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_message_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (weft_message_view_parent_class)->css_changed (widget, change);
  restyle (WEFT_MESSAGE_VIEW (widget));
}

static void
weft_message_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (weft_message_view_parent_class)->system_setting_changed (widget, setting);
  restyle (WEFT_MESSAGE_VIEW (widget));
}

static void
weft_message_view_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (weft_message_view_parent_class)->direction_changed (widget, previous);
  restyle (WEFT_MESSAGE_VIEW (widget));
}

static void
weft_message_view_realize (GtkWidget *widget)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);

  GTK_WIDGET_CLASS (weft_message_view_parent_class)->realize (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::css-classes", G_CALLBACK (on_root_classes), self, G_CONNECT_SWAPPED);
  on_root_classes (self);
}

static void
weft_message_view_unrealize (GtkWidget *widget)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);

  g_signal_handlers_disconnect_by_data (gtk_widget_get_root (widget), self);
  GTK_WIDGET_CLASS (weft_message_view_parent_class)->unrealize (widget);
}

static void
weft_message_view_dispose (GObject *object)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (object);

  weft_message_view_set_list (self, NULL);
  g_clear_handle_id (&self->forget_source, g_source_remove);
  g_clear_object (&self->announcer);
  g_clear_object (&self->current);
  if (self->context.chosen != NULL)
    g_signal_handlers_disconnect_by_func (self->context.chosen, on_chosen, self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->scroller);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_MESSAGE_VIEW);
  g_clear_object (&self->context.cards);
  self->context.style->pictures = NULL;
  if (self->emoji != NULL)
    g_signal_handlers_disconnect_by_data (self->emoji, self);
  g_clear_object (&self->emoji);
  weft_message_view_set_people (self, NULL);
  if (self->groups != NULL)
    g_signal_handlers_disconnect_by_data (self->groups, self);
  g_clear_object (&self->groups);

  G_OBJECT_CLASS (weft_message_view_parent_class)->dispose (object);
}

static void
weft_message_view_finalize (GObject *object)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->context.chosen);
  g_clear_pointer (&self->context.style, weft_message_style_free);
  g_strfreev (self->context.names);
  g_strfreev (self->context.groups);
  g_strfreev (self->context.keywords);
  g_free (self->own_name);
  g_free (self->place);

  G_OBJECT_CLASS (weft_message_view_parent_class)->finalize (object);
}

static void
weft_message_view_class_init (WeftMessageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_message_view_dispose;
  object_class->finalize = weft_message_view_finalize;
  widget_class->realize = weft_message_view_realize;
  widget_class->unrealize = weft_message_view_unrealize;
  widget_class->css_changed = weft_message_view_css_changed;
  widget_class->system_setting_changed = weft_message_view_system_setting_changed;
  widget_class->direction_changed = weft_message_view_direction_changed;

  signals[REPLY] = g_signal_new ("reply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_MESSAGE);
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_MESSAGE);
  signals[FORWARD] = g_signal_new ("forward", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_MESSAGE);
  signals[THREAD] = g_signal_new ("thread", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_MESSAGE);
  signals[FORWARD_SEVERAL] = g_signal_new ("forward-several", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[LEAVE] = g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/thread/weft-message-view.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftMessageView, overlay);
  gtk_widget_class_bind_template_child (widget_class, WeftMessageView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, WeftMessageView, list_view);
  gtk_widget_class_bind_template_child (widget_class, WeftMessageView, jump_revealer);
  gtk_widget_class_bind_template_child (widget_class, WeftMessageView, jump_label);

  weft_message_actions_install (widget_class);
  weft_message_folding_install (widget_class);
  weft_asking_actions_install (widget_class);
  weft_poll_actions_install (widget_class);
  weft_reaction_actions_install (widget_class);
  weft_sideways_actions_install (widget_class);
  gtk_widget_class_install_action (widget_class, "thread.reply", NULL, reply_action);
  gtk_widget_class_install_action (widget_class, "thread.forward", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "thread.open-thread", NULL, open_thread_action);
  gtk_widget_class_install_action (widget_class, "thread.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "thread.remind", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "thread.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "thread.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "thread.newest", NULL, newest_action);
  gtk_widget_class_install_action (widget_class, "thread.leave", NULL, leave_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "thread.reply", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_CONTROL_MASK, "thread.open-thread", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "thread.remind", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_j, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "thread.forward", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "thread.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK, "thread.versions", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK, "thread.readers", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "thread.pin", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "thread.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "thread.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "thread.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "thread.copy-link", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "thread.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "thread.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "thread.leave", NULL);
}

/* GtkListView's rows take Enter even where they cannot be activated: we are first. */
static void
add_enter (WeftMessageView *self)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (shortcuts, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], 0), gtk_named_action_new ("thread.open")));
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), shortcuts);
}

static void
on_face_changed (WeftMessageView *self)
{
  weft_message_view_redraw (self);
}

static void
weft_message_view_init (WeftMessageView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->rows = g_ptr_array_new ();
  self->context.chosen = weft_message_selection_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->selection_bar = weft_selection_bar_new (self->context.chosen);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->selection_bar);
  g_signal_connect (self->context.chosen, "changed", G_CALLBACK (on_chosen), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_list_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), keys);
  self->announcer = weft_announcer_new (GTK_ACCESSIBLE (self));
  g_signal_connect_object (weft_faces_get_default (), "changed", G_CALLBACK (on_face_changed), self, G_CONNECT_SWAPPED);
  self->context.style = weft_message_style_new (GTK_WIDGET (self), FALSE, FALSE);

  g_signal_connect (factory, "setup", G_CALLBACK (on_factory_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_factory_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_factory_unbind), self);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
  self->scroller = weft_message_scroller_new (self->scrolled, self->list_view);
  g_signal_connect_object (self->scroller, "notify::at-bottom", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scroller, "shown", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);

  _weft_message_view_add_pointer (self, GTK_WIDGET (self->list_view));
  weft_sideways_actions_add_controllers (self, GTK_WIDGET (self->list_view));
  add_enter (self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::accent-color-rgba", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
}

GtkWidget *
weft_message_view_new (void)
{
  return g_object_new (WEFT_TYPE_MESSAGE_VIEW, NULL);
}

void
weft_message_view_set_list (WeftMessageView *self, WeftMessageList *list)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (self->list == list)
    return;
  if (self->list != NULL)
    {
      weft_message_scroller_set_list (self->scroller, NULL);
      g_signal_handlers_disconnect_by_data (self->list, self);
      g_signal_handlers_disconnect_by_data (weft_message_list_get_sync (self->list), self);
    }
  weft_message_view_stop_selecting (self);
  self->marked = 0;
  self->context.saved_above = NULL;
  self->context.saved_below = NULL;
  self->context.unread_from = 0;
  self->n_below = 0;
  stop_flashing (self);
  g_clear_object (&self->current);
  g_set_object (&self->list, list);
  g_clear_object (&self->context.edit_window);
  if (list == NULL)
    return;
  self->context.edit_window = weft_edit_window_new (weft_message_list_get_sync (list), weft_message_list_get_stream (list));
  weft_message_scroller_set_list (self->scroller, list);
  self->context.threads = weft_message_list_get_root_ordinal (list) == 0;

  g_signal_connect_after (list, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect (list, "arrived", G_CALLBACK (on_arrived), self);
  g_signal_connect (list, "notify::ready", G_CALLBACK (on_ready), self);
  g_signal_connect (weft_message_list_get_sync (list), "notify::state", G_CALLBACK (on_state_changed), self);
  weft_message_scroller_show (self->scroller, 0);
  if (weft_message_list_get_ready (list))
    on_ready (list, NULL, self);
}

WeftMessageList *
weft_message_view_get_list (WeftMessageView *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_VIEW (self), NULL);
  return self->list;
}

void
weft_message_view_mark_unread (WeftMessageView *self, gint64 ordinal)
{
  gint64 last;

  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  self->marked = ordinal;
  last = self->list != NULL && weft_message_list_get_ready (self->list) ? weft_message_list_get_last_ordinal (self->list) : 0;
  if (ordinal > 0 && ordinal <= last)
    set_unread (self, ordinal, (guint) (last - ordinal + 1));
  label_rows (self);
}

void
weft_message_view_set_active (WeftMessageView *self, gboolean active)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (self->active == !!active)
    return;
  self->active = !!active;
  mark_seen (self);
}

void
weft_message_view_set_place (WeftMessageView *self, const char *place)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));
  g_set_str (&self->place, place);
}

static gboolean
set_words (char ***words, char **now)
{
  if (*words != NULL && now != NULL && g_strv_equal ((const char *const *) *words, (const char *const *) now))
    {
      g_strfreev (now);
      return FALSE;
    }
  g_strfreev (*words);
  *words = now;
  return TRUE;
}

static void
update_names (WeftMessageView *self)
{
  g_auto (GStrv) own = self->groups != NULL ? weft_group_list_dup_handles (self->groups, TRUE) : NULL;
  gboolean changed
      = set_words (&self->context.names, self->own_name != NULL ? weft_mention_own_names (self->own_name, (const char *const *) own) : NULL);

  changed |= set_words (&self->context.groups, self->groups != NULL ? weft_group_list_dup_handles (self->groups, FALSE) : NULL);
  if (changed)
    refresh_rows (self);
}

void
weft_message_view_set_own_name (WeftMessageView *self, const char *name)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (g_set_str (&self->own_name, name))
    update_names (self);
}

void
weft_message_view_set_groups (WeftMessageView *self, WeftGroupList *groups)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (self->groups != NULL)
    g_signal_handlers_disconnect_by_func (self->groups, update_names, self);
  g_set_object (&self->groups, groups);
  if (groups != NULL)
    g_signal_connect_object (groups, "items-changed", G_CALLBACK (update_names), self, G_CONNECT_SWAPPED);
  update_names (self);
}

void
weft_message_view_set_keywords (WeftMessageView *self, const char *const *keywords)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (self->context.keywords == NULL && (keywords == NULL || *keywords == NULL))
    return;
  g_clear_pointer (&self->context.keywords, g_strfreev);
  self->context.keywords = keywords != NULL && *keywords != NULL ? g_strdupv ((char **) keywords) : NULL;
  restyle (self);
  label_rows (self);
}

/* Nobody is told of a face that is not shown: it is the number of those who may acknowledge, and who is oneself. */
static void
on_people_changed (WeftMessageView *self)
{
  guint n = self->context.people != NULL ? g_list_model_get_n_items (self->context.people) : 0;

  g_clear_pointer (&self->context.me, g_free);
  for (guint i = 0; i < n && self->context.me == NULL; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (self->context.people, i);

      if (weft_person_get_me (person))
        self->context.me = g_strdup (weft_person_get_id (person));
    }
  for (guint i = 0; i < self->rows->len; i++)
    if (weft_ask_line_get (weft_message_row_get_message (g_ptr_array_index (self->rows, i)), &self->context) != NULL
        || weft_poll_bars_get (weft_message_row_get_message (g_ptr_array_index (self->rows, i)), &self->context) != NULL)
      {
        weft_message_row_refresh (g_ptr_array_index (self->rows, i));
        label_item (self, g_object_get_data (g_ptr_array_index (self->rows, i), "item"));
      }
}

void
weft_message_view_set_people (WeftMessageView *self, GListModel *people)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (self->context.people == people)
    return;
  if (self->context.people != NULL)
    g_signal_handlers_disconnect_by_func (self->context.people, on_people_changed, self);
  g_set_object (&self->context.people, people);
  if (people != NULL)
    g_signal_connect_object (people, "items-changed", G_CALLBACK (on_people_changed), self, G_CONNECT_SWAPPED);
  on_people_changed (self);
}

void
weft_message_view_set_narrow (WeftMessageView *self, gboolean narrow)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (self->narrow == !!narrow)
    return;
  self->narrow = !!narrow;
  restyle (self);
}

void
weft_message_view_set_attachments (WeftMessageView *self, WeftAttachmentsSource source, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  self->context.attachments = source;
  self->context.attachments_data = user_data;
  refresh_rows (self);
  label_rows (self);
}

void
weft_message_view_set_pictures (WeftMessageView *self, WeftPictureSource source, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  self->context.pictures = source;
  self->context.pictures_data = user_data;
  weft_message_view_redraw (self);
}

void
weft_message_view_set_emoji (WeftMessageView *self, WeftEmojiShelf *emoji)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (self->emoji == emoji)
    return;
  if (self->emoji != NULL)
    g_signal_handlers_disconnect_by_data (self->emoji, self);
  g_set_object (&self->emoji, emoji);
  if (emoji != NULL)
    {
      g_signal_connect_object (emoji, "changed", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (emoji, "picture", G_CALLBACK (weft_message_view_redraw), self, G_CONNECT_SWAPPED);
    }
  restyle (self);
}

WeftEmojiShelf *
_weft_message_view_get_emoji (WeftMessageView *self)
{
  return self->emoji;
}

void
weft_message_view_redraw (WeftMessageView *self)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_queue_draw (g_ptr_array_index (self->rows, i));
}

void
weft_message_view_set_reminding (WeftMessageView *self, WeftMessageMenu menu, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  self->reminding = menu;
  self->reminding_data = user_data;
}

void
weft_message_view_set_may_delete (WeftMessageView *self, gboolean may_delete)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  self->context.may_delete = may_delete;
  weft_selection_bar_set_may_delete (WEFT_SELECTION_BAR (self->selection_bar), may_delete);
}

void
weft_message_view_stop_selecting (WeftMessageView *self)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  weft_message_selection_clear (self->context.chosen);
}

void
weft_message_view_set_may_pin (WeftMessageView *self, gboolean may_pin)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  self->context.may_pin = may_pin;
}

gboolean
weft_message_view_get_may_pin (WeftMessageView *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_VIEW (self), FALSE);
  return self->context.may_pin;
}

void
weft_message_view_set_cards (WeftMessageView *self, WeftCards *cards)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  if (!g_set_object (&self->context.cards, cards))
    return;
  refresh_rows (self);
  label_rows (self);
}

void
weft_message_view_show_ordinal (WeftMessageView *self, gint64 ordinal)
{
  g_return_if_fail (WEFT_IS_MESSAGE_VIEW (self));

  weft_message_scroller_show (self->scroller, MAX (ordinal, 0));
  if (ordinal > 0)
    start_flashing (self, ordinal);
}

gboolean
weft_message_view_get_at_bottom (WeftMessageView *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_VIEW (self), TRUE);
  return weft_message_scroller_get_at_bottom (self->scroller);
}

GtkAdjustment *
weft_message_view_get_adjustment (WeftMessageView *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_VIEW (self), NULL);
  return gtk_scrolled_window_get_vadjustment (self->scrolled);
}
