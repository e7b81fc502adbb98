/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-past-view.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-lens.h"
#include "features/board/view/weft-board-view.h"
#include "features/board/view/weft-task-words.h"
#include "sync/weft-replay.h"

#define PLAY_TIME 30000 /* ms: all of it, at most */
#define PLAY_STEP 400   /* ms between two moments */

struct _WeftPastView
{
  AdwBin parent_instance;

  WeftBoard *now;
  WeftPeople *people;
  WeftReplay *replay; /* (nullable): while there is no connection */
  WeftBoard *then;    /* (nullable): once it is loaded */
  guint playing;      /* source */
  gboolean focusing;  /* the slider takes the focus as soon as it is there */

  GtkWidget *stack;
  GtkWidget *progress;
  GtkWidget *problem;
  GtkWidget *play;
  GtkWidget *scale;
  GtkWidget *moment;
  GtkWidget *place;
  GtkWidget *boards;
};

enum
{
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftPastView, weft_past_view, ADW_TYPE_BIN)

static gint64
get_seq (WeftPastView *self)
{
  return (gint64) (gtk_range_get_value (GTK_RANGE (self->scale)) + 0.5);
}

static char *
dup_moment (WeftPastView *self, gint64 seq)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 at = weft_replay_get_time (self->replay, seq);

  if (at == 0)
    return g_strdup (_ ("Now"));
  /* To the minute: what is shown needs no seconds, and midnight would be a day. */
  return weft_day_describe (at % (G_TIME_SPAN_DAY / 1000) == 0 ? at + 1 : at, zone);
}

static char *
dup_place (WeftPastView *self, gint64 seq)
{
  gint64 floor = weft_replay_get_floor (self->replay);
  g_autofree char *which = g_strdup_printf ("%" G_GINT64_FORMAT, seq - floor);
  g_autofree char *all = g_strdup_printf ("%" G_GINT64_FORMAT, weft_replay_get_head (self->replay) - floor);

  if (seq == weft_replay_get_head (self->replay))
    return g_strdup (_ ("As it is now"));
  if (seq == floor)
    return g_strdup (floor == 0 ? _ ("Before it was made") : _ ("What was before is not kept any more"));
  /* Translators: which change of a board is the last that is shown: “Change 37 of 120”. */
  return g_strdup_printf (_ ("Change %s of %s"), which, all);
}

static void
show_moment (WeftPastView *self)
{
  gint64 seq = get_seq (self);
  g_autofree char *moment = dup_moment (self, seq);
  g_autofree char *place = dup_place (self, seq);
  /* Translators: spoken of a slider through time: “Change 37 of 120, Wednesday, 25 November 2026, 14:03”. */
  g_autofree char *said = g_strdup_printf (_ ("%s, %s"), place, moment);

  gtk_label_set_text (GTK_LABEL (self->moment), moment);
  gtk_label_set_text (GTK_LABEL (self->place), place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, said, -1);
  weft_board_show_version (self->then, seq);
}

/* Playing */

static void
update_play (WeftPastView *self)
{
  gboolean playing = self->playing != 0;

  gtk_button_set_icon_name (GTK_BUTTON (self->play), playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play, playing ? _ ("Pause") : _ ("Play"));
}

static void
stop (WeftPastView *self)
{
  g_clear_handle_id (&self->playing, g_source_remove);
  update_play (self);
}

static gboolean
play_on (gpointer user_data)
{
  WeftPastView *self = user_data;
  gint64 head = weft_replay_get_head (self->replay);
  gint64 step = MAX (1, (head - weft_replay_get_floor (self->replay)) * PLAY_STEP / PLAY_TIME);
  gint64 seq = MIN (get_seq (self) + step, head);

  gtk_range_set_value (GTK_RANGE (self->scale), (double) seq);
  if (seq < head)
    return G_SOURCE_CONTINUE;

  self->playing = 0;
  update_play (self);
  return G_SOURCE_REMOVE;
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftPastView *self = WEFT_PAST_VIEW (widget);

  if (self->then == NULL)
    return;
  if (self->playing != 0)
    {
      stop (self);
      return;
    }
  /* From the end it begins anew. */
  if (get_seq (self) >= weft_replay_get_head (self->replay))
    gtk_range_set_value (GTK_RANGE (self->scale), (double) weft_replay_get_floor (self->replay));
  self->playing = g_timeout_add (PLAY_STEP, play_on, self);
  update_play (self);
}

/* The slider */

/* To the last moment of the day before, or to that of the next day. */
static void
step_day (WeftPastView *self, int days)
{
  gint64 seq = get_seq (self);
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (weft_replay_get_time (self->replay, seq) / 1000);
  g_autoptr (GDateTime) midnight
      = g_date_time_new_local (g_date_time_get_year (then), g_date_time_get_month (then), g_date_time_get_day_of_month (then), 0, 0, 0);
  gint64 other;

  if (days < 0)
    other = weft_replay_find (self->replay, g_date_time_to_unix (midnight) * 1000 - 1);
  else
    {
      gint64 first = weft_replay_find (self->replay, weft_replay_get_time (self->replay, seq)) + 1;
      g_autoptr (GDateTime) next = g_date_time_new_from_unix_local (weft_replay_get_time (self->replay, first) / 1000);
      g_autoptr (GDateTime) day
          = g_date_time_new_local (g_date_time_get_year (next), g_date_time_get_month (next), g_date_time_get_day_of_month (next), 0, 0, 0);
      g_autoptr (GDateTime) end = g_date_time_add_days (day, 1);

      other = weft_replay_find (self->replay, g_date_time_to_unix (end) * 1000 - 1);
    }
  gtk_range_set_value (GTK_RANGE (self->scale), (double) other);
}

static gboolean
on_scale_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftPastView *self)
{
  switch (keyval)
    {
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      step_day (self, -1);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      step_day (self, 1);
      return TRUE;
    case GDK_KEY_space:
      gtk_widget_activate_action (GTK_WIDGET (self), "past.play", NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
leave_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[LEFT], 0);
}

/* Loading */

static void load (WeftPastView *self);

static void
on_progress (WeftPastView *self)
{
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), weft_replay_get_progress (self->replay));
}

static void
forget_replay (WeftPastView *self)
{
  stop (self);
  if (self->replay != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->replay, self);
      weft_replay_stop (self->replay);
    }
  g_clear_object (&self->replay);
  g_clear_object (&self->then);
}

/* What it holds was erased: it is fetched anew. */
static void
on_outdated (WeftPastView *self)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (GTK_ROOT (root)) : NULL;

  self->focusing = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  adw_bin_set_child (ADW_BIN (self->boards), NULL);
  load (self);
}

static void
show_problem (WeftPastView *self, const GError *error)
{
  gboolean offline = g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_autofree char *reason = weft_error_dup_reason (error->message);

  adw_status_page_set_title (ADW_STATUS_PAGE (self->problem), offline ? _ ("Offline") : _ ("The Past Cannot Be Read"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->problem),
                                   offline ? _ ("What was is kept by the server: it can be seen when the connection is back.") : reason);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "problem");
  if (self->focusing)
    gtk_widget_child_focus (self->problem, GTK_DIR_TAB_FORWARD);
}

static void
show_board (WeftPastView *self)
{
  g_autoptr (WeftBoardLens) lens = NULL;
  gint64 head = weft_replay_get_head (self->replay);

  self->then = weft_board_new_past (self->now, self->replay);
  lens = weft_board_lens_new (self->then, self->people);
  adw_bin_set_child (ADW_BIN (self->boards), weft_board_view_new (lens));
  g_signal_handlers_block_by_func (self->scale, show_moment, self);
  gtk_range_set_range (GTK_RANGE (self->scale), (double) weft_replay_get_floor (self->replay), (double) MAX (head, weft_replay_get_floor (self->replay) + 1));
  gtk_range_set_increments (GTK_RANGE (self->scale), 1, 1);
  gtk_range_set_value (GTK_RANGE (self->scale), (double) head);
  g_signal_handlers_unblock_by_func (self->scale, show_moment, self);
  show_moment (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "board");
  if (self->focusing)
    gtk_widget_grab_focus (self->scale);
  self->focusing = FALSE;
}

typedef struct
{
  WeftPastView *self; /* (transfer full) */
  WeftReplay *replay; /* (transfer full) */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_object_unref (loading->self);
  g_object_unref (loading->replay);
  g_free (loading);
}

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  Loading *loading = user_data;
  g_autoptr (GError) error = NULL;

  /* Another one is being loaded, or none. */
  if (loading->self->replay != loading->replay)
    return dex_future_new_for_boolean (FALSE);
  if (dex_future_get_value (future, &error) != NULL)
    show_board (loading->self);
  else
    show_problem (loading->self, error);

  return dex_future_new_for_boolean (TRUE);
}

static void
load (WeftPastView *self)
{
  Loading *loading = g_new0 (Loading, 1);

  forget_replay (self);
  self->replay = weft_replay_new (weft_board_get_sync (self->now), weft_board_get_stream (self->now));
  g_signal_connect_object (self->replay, "notify::progress", G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->replay, "outdated", G_CALLBACK (on_outdated), self, G_CONNECT_SWAPPED);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  loading->self = g_object_ref (self);
  loading->replay = g_object_ref (self->replay);
  dex_future_disown (dex_future_finally (weft_replay_load (self->replay), on_loaded, loading, loading_free));
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftPastView *self = WEFT_PAST_VIEW (widget);

  self->focusing = TRUE;
  load (self);
}

/* Widget */

static void
weft_past_view_dispose (GObject *object)
{
  WeftPastView *self = WEFT_PAST_VIEW (object);

  if (self->replay != NULL)
    {
      g_clear_handle_id (&self->playing, g_source_remove);
      g_signal_handlers_disconnect_by_data (self->replay, self);
      weft_replay_stop (self->replay);
    }
  g_clear_object (&self->replay);
  g_clear_object (&self->then);
  g_clear_object (&self->people);
  g_clear_object (&self->now);

  G_OBJECT_CLASS (weft_past_view_parent_class)->dispose (object);
}

static void
weft_past_view_class_init (WeftPastViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_past_view_dispose;
  gtk_widget_class_install_action (widget_class, "past.play", NULL, play_action);
  gtk_widget_class_install_action (widget_class, "past.leave", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "past.retry", NULL, retry_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "past.leave", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_words (WeftPastView *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->moment = gtk_label_new (NULL);
  self->place = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->moment), 0);
  gtk_label_set_xalign (GTK_LABEL (self->place), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->moment), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (self->place), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->moment, "weft-title");
  gtk_widget_add_css_class (self->place, "weft-meta");
  gtk_box_append (GTK_BOX (words), self->moment);
  gtk_box_append (GTK_BOX (words), self->place);
  gtk_widget_set_hexpand (words, TRUE);
  return words;
}

static GtkWidget *
make_bar (WeftPastView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *back = gtk_button_new_with_mnemonic (_ ("_Back to Now"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "past.leave");
  gtk_widget_set_valign (back, GTK_ALIGN_CENTER);
  self->play = gtk_button_new ();
  gtk_widget_add_css_class (self->play, "flat");
  gtk_widget_set_valign (self->play, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->play), "past.play");
  update_play (self);
  self->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 1);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  gtk_widget_set_hexpand (self->scale, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Moment"), -1);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (show_moment), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_scale_key), self);
  gtk_widget_add_controller (self->scale, keys);
  gtk_box_append (GTK_BOX (first), self->play);
  gtk_box_append (GTK_BOX (first), self->scale);
  gtk_box_append (GTK_BOX (second), make_words (self));
  gtk_box_append (GTK_BOX (second), back);
  gtk_widget_add_css_class (bar, "weft-past-bar");
  gtk_box_append (GTK_BOX (bar), first);
  gtk_box_append (GTK_BOX (bar), second);
  return bar;
}

static GtkWidget *
make_loading (WeftPastView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (_ ("Fetching what happened…"));

  gtk_widget_add_css_class (label, "weft-meta");
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_size_request (self->progress, 200, -1);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Fetching what happened…"), -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->progress);
  return box;
}

static GtkWidget *
make_problem (WeftPastView *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *retry = gtk_button_new_with_mnemonic (_ ("_Try Again"));
  GtkWidget *back = gtk_button_new_with_mnemonic (_ ("_Back to Now"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (retry), "past.retry");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "past.leave");
  gtk_widget_add_css_class (retry, "pill");
  gtk_widget_add_css_class (back, "pill");
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), retry);
  gtk_box_append (GTK_BOX (buttons), back);
  self->problem = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->problem), "document-open-recent-symbolic");
  adw_status_page_set_child (ADW_STATUS_PAGE (self->problem), buttons);
  gtk_widget_add_css_class (self->problem, "compact");
  return self->problem;
}

static void
weft_past_view_init (WeftPastView *self)
{
  GtkWidget *board = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->boards = adw_bin_new ();
  gtk_widget_set_vexpand (self->boards, TRUE);
  gtk_box_append (GTK_BOX (board), make_bar (self));
  gtk_box_append (GTK_BOX (board), self->boards);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_loading (self), "loading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_problem (self), "problem");
  gtk_stack_add_named (GTK_STACK (self->stack), board, "board");
  adw_bin_set_child (ADW_BIN (self), self->stack);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("The Board as It Was"), -1);
}

GtkWidget *
weft_past_view_new (WeftBoard *board, WeftPeople *people)
{
  WeftPastView *self;

  g_return_val_if_fail (WEFT_IS_BOARD (board), NULL);

  self = g_object_new (WEFT_TYPE_PAST_VIEW, NULL);
  self->now = g_object_ref (board);
  self->people = g_object_ref (people);
  load (self);
  return GTK_WIDGET (self);
}

void
weft_past_view_focus (WeftPastView *self)
{
  g_return_if_fail (WEFT_IS_PAST_VIEW (self));

  if (self->then != NULL)
    gtk_widget_grab_focus (self->scale);
  else
    self->focusing = TRUE;
}
