/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-message-scroller.h"

#define BOTTOM 24     /* px from the end that still count as being there */
#define FIRST_ROWS 40 /* messages that a list begins with: they fill a window, and the rest follows when they are on screen */

struct _WeftMessageScroller
{
  GObject parent_instance;

  GtkListView *list_view;    /* unowned, as is the next */
  GtkAdjustment *adjustment;
  WeftMessageList *list;
  GtkSliceListModel *slice;  /* all of the list, but at first only its end */
  guint show_tick;
  guint settle_tick;
  guint n_settling;
  guint widen_tick;
  gint64 showing;            /* ordinal; 0: the bottom; -1: nowhere */
  double upper;
  double page_size;
  GdkFrameClock *clock;      /* unowned: while realized */
  gboolean in_layout;
  gboolean holding;
  gboolean at_bottom;
  gboolean by_key;           /* a key has just moved the focus, and with it what is seen */
};

enum
{
  PROP_AT_BOTTOM = 1,
  N_PROPS
};

enum
{
  SHOWN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftMessageScroller, weft_message_scroller, G_TYPE_OBJECT)

static guint
add_tick (WeftMessageScroller *self, GtkTickCallback tick)
{
  return gtk_widget_add_tick_callback (GTK_WIDGET (self->list_view), tick, self, NULL);
}

static void
remove_tick (WeftMessageScroller *self, guint *tick)
{
  if (*tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list_view), *tick);
  *tick = 0;
}

/* ── the bottom ──────────────────────────────────────────────────────────────────────────────────────── */

static double
find_bottom (WeftMessageScroller *self)
{
  return gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);
}

static void
set_at_bottom (WeftMessageScroller *self, gboolean at_bottom)
{
  if (self->at_bottom == at_bottom)
    return;
  self->at_bottom = at_bottom;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AT_BOTTOM]);
}

/* The rows which GtkListView has stand around its anchor. What we do to the adjustment while it is measured does not move that:
 * after two hundred messages at the bottom there would be no row left to see. */
void
weft_message_scroller_hold (WeftMessageScroller *self)
{
  guint n;

  g_return_if_fail (WEFT_IS_MESSAGE_SCROLLER (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->slice));
  if (!self->at_bottom || self->show_tick != 0 || n == 0 || gtk_widget_get_height (GTK_WIDGET (self->list_view)) == 0)
    return;
  self->holding = TRUE;
  gtk_list_view_scroll_to (self->list_view, n - 1, GTK_LIST_SCROLL_NONE, NULL);
  self->holding = FALSE;
}

/* Some frames after a jump all is measured. The first unread message may stand so low that showing it shows the newest one too. */
static gboolean
settle (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftMessageScroller *self = user_data;

  if (self->n_settling-- > 0)
    return G_SOURCE_CONTINUE;
  self->settle_tick = 0;
  self->by_key = FALSE;
  if (self->show_tick != 0)
    return G_SOURCE_REMOVE;
  if (self->at_bottom)
    gtk_adjustment_set_value (self->adjustment, find_bottom (self));
  else
    set_at_bottom (self, find_bottom (self) - gtk_adjustment_get_value (self->adjustment) < BOTTOM);
  return G_SOURCE_REMOVE;
}

static void
queue_settle (WeftMessageScroller *self, guint n_frames)
{
  self->n_settling = n_frames;
  if (self->settle_tick == 0)
    self->settle_tick = add_tick (self, settle);
}

/* GtkListView stays where the reader is by itself, whatever happens above. At the bottom it does not: there we hold it. */
static void
on_adjustment_changed (GtkAdjustment *adjustment, WeftMessageScroller *self)
{
  double upper = gtk_adjustment_get_upper (adjustment);
  double page_size = gtk_adjustment_get_page_size (adjustment);

  if (upper == self->upper && page_size == self->page_size)
    return;
  self->upper = upper;
  self->page_size = page_size;
  if (!self->at_bottom || self->showing > 0)
    return;
  gtk_adjustment_set_value (adjustment, upper - page_size);
  queue_settle (self, 0);
}

/* What moves while the list is laid out, nobody has scrolled but by a key. */
static void
on_adjustment_value_changed (GtkAdjustment *adjustment, WeftMessageScroller *self)
{
  gboolean at_bottom = find_bottom (self) - gtk_adjustment_get_value (adjustment) < BOTTOM;

  if ((!self->in_layout || self->by_key) && !self->holding && self->show_tick == 0)
    set_at_bottom (self, at_bottom);
  else if (self->at_bottom && !at_bottom)
    queue_settle (self, 0);
}

/* The list goes to the row that takes the focus while it is laid out. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, WeftMessageScroller *self)
{
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      self->by_key = TRUE;
      queue_settle (self, 2);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
on_frame_update (GdkFrameClock *clock, WeftMessageScroller *self)
{
  self->in_layout = TRUE;
}

static void
on_frame_paint (GdkFrameClock *clock, WeftMessageScroller *self)
{
  self->in_layout = FALSE;
}

static void
on_realize (GtkWidget *widget, WeftMessageScroller *self)
{
  self->clock = gtk_widget_get_frame_clock (widget);
  /* After the callbacks of this frame, some of which scroll for the person; before anything is laid out. */
  g_signal_connect_after (self->clock, "update", G_CALLBACK (on_frame_update), self);
  g_signal_connect (self->clock, "paint", G_CALLBACK (on_frame_paint), self);
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (on_frame_paint), self);
}

static void
on_unrealize (GtkWidget *widget, WeftMessageScroller *self)
{
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  self->clock = NULL;
  self->in_layout = FALSE;
}

/* ── going to a message ──────────────────────────────────────────────────────────────────────────────── */

static gboolean
widen (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftMessageScroller *self = user_data;

  self->widen_tick = 0;
  gtk_slice_list_model_set_offset (self->slice, 0);
  return G_SOURCE_REMOVE;
}

void
weft_message_scroller_fill (WeftMessageScroller *self, guint position)
{
  g_return_if_fail (WEFT_IS_MESSAGE_SCROLLER (self));

  remove_tick (self, &self->widen_tick);
  gtk_slice_list_model_set_model (self->slice, NULL);
  gtk_slice_list_model_set_offset (self->slice, position > FIRST_ROWS ? position - FIRST_ROWS : 0);
  gtk_slice_list_model_set_model (self->slice, G_LIST_MODEL (self->list));
}

gboolean
weft_message_scroller_get_filled (WeftMessageScroller *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_SCROLLER (self), FALSE);
  return gtk_slice_list_model_get_model (self->slice) != NULL;
}

static gboolean
show_when_allocated (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftMessageScroller *self = user_data;
  gint64 ordinal = self->showing;
  guint n;

  if (self->list == NULL || !weft_message_list_get_ready (self->list) || gtk_widget_get_height (widget) == 0)
    return G_SOURCE_CONTINUE;

  self->show_tick = 0;
  self->showing = -1;
  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  if (n > 0)
    {
      guint position = ordinal > 0 ? MIN (ordinal, n) - 1 : n - 1;

      if (!weft_message_scroller_get_filled (self))
        weft_message_scroller_fill (self, position);
      else if (position < gtk_slice_list_model_get_offset (self->slice))
        gtk_slice_list_model_set_offset (self->slice, 0);
      self->at_bottom = ordinal <= 0; /* told below: until it stands there, nothing is seen */
      gtk_list_view_scroll_to (self->list_view, position - gtk_slice_list_model_get_offset (self->slice), GTK_LIST_SCROLL_FOCUS, NULL);
      if (self->at_bottom)
        gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_upper (self->adjustment));
      queue_settle (self, 3);
    }
  else if (!weft_message_scroller_get_filled (self))
    weft_message_scroller_fill (self, 0);
  if (gtk_slice_list_model_get_offset (self->slice) > 0 && self->widen_tick == 0)
    self->widen_tick = add_tick (self, widen);
  g_signal_emit (self, signals[SHOWN], 0);
  return G_SOURCE_REMOVE;
}

void
weft_message_scroller_show (WeftMessageScroller *self, gint64 ordinal)
{
  g_return_if_fail (WEFT_IS_MESSAGE_SCROLLER (self));

  self->showing = ordinal;
  if (self->show_tick == 0)
    self->show_tick = add_tick (self, show_when_allocated);
}

gint64
weft_message_scroller_get_showing (WeftMessageScroller *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_SCROLLER (self), -1);
  return self->showing;
}

gboolean
weft_message_scroller_get_at_bottom (WeftMessageScroller *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_SCROLLER (self), TRUE);
  return self->at_bottom;
}

void
weft_message_scroller_set_list (WeftMessageScroller *self, WeftMessageList *list)
{
  g_return_if_fail (WEFT_IS_MESSAGE_SCROLLER (self));

  remove_tick (self, &self->widen_tick);
  gtk_slice_list_model_set_model (self->slice, NULL);
  g_set_object (&self->list, list);
  self->at_bottom = TRUE;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_message_scroller_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_AT_BOTTOM:
      g_value_set_boolean (value, WEFT_MESSAGE_SCROLLER (object)->at_bottom);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_message_scroller_dispose (GObject *object)
{
  WeftMessageScroller *self = WEFT_MESSAGE_SCROLLER (object);

  if (self->list_view != NULL)
    {
      remove_tick (self, &self->show_tick);
      remove_tick (self, &self->settle_tick);
      remove_tick (self, &self->widen_tick);
      on_unrealize (GTK_WIDGET (self->list_view), self);
    }
  self->list_view = NULL;
  g_clear_object (&self->slice);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (weft_message_scroller_parent_class)->dispose (object);
}

static void
weft_message_scroller_class_init (WeftMessageScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_message_scroller_get_property;
  object_class->dispose = weft_message_scroller_dispose;

  properties[PROP_AT_BOTTOM] = g_param_spec_boolean ("at-bottom", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_message_scroller_init (WeftMessageScroller *self)
{
  self->at_bottom = TRUE;
  self->showing = -1;
}

WeftMessageScroller *
weft_message_scroller_new (GtkScrolledWindow *scrolled, GtkListView *list_view)
{
  WeftMessageScroller *self = g_object_new (WEFT_TYPE_MESSAGE_SCROLLER, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkNoSelection *selection;

  self->list_view = list_view;
  self->adjustment = gtk_scrolled_window_get_vadjustment (scrolled);
  self->slice = gtk_slice_list_model_new (NULL, 0, G_MAXINT);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->slice)));
  gtk_list_view_set_model (list_view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);

  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (on_adjustment_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_adjustment_value_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (list_view, "realize", G_CALLBACK (on_realize), self, G_CONNECT_AFTER);
  g_signal_connect_object (list_view, "unrealize", G_CALLBACK (on_unrealize), self, G_CONNECT_DEFAULT);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (list_view), keys);

  return self;
}
