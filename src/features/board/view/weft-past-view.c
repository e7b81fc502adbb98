/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-past-view.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-lens.h"
#include "features/board/client/weft-task-difference.h"
#include "features/board/view/weft-board-view.h"
#include "features/board/view/weft-difference-view.h"
#include "features/board/view/weft-difference-words.h"
#include "features/board/view/weft-moment-slider.h"
#include "sync/weft-replay.h"

#define PLAY_TIME 30000 /* ms: all of it, at most */
#define PLAY_STEP 400   /* ms between two moments */
#define WEEK (7 * G_TIME_SPAN_DAY / 1000)

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
  WeftMomentSlider *slider;
  GtkWidget *compare;
  GtkWidget *second;        /* below the first slider, while two moments are compared */
  WeftMomentSlider *other;
  GtkWidget *summary;
  GtkWidget *shown;
  GtkWidget *boards;
  GtkWidget *differences;
  guint turn;               /* of comparing */
};

enum
{
  LEFT,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftPastView, weft_past_view, ADW_TYPE_BIN)

static void stop (WeftPastView *self);

/* Between two moments: a week, or all that is known of it. */
static gint64
get_earlier (WeftPastView *self)
{
  gint64 last = weft_replay_get_time (self->replay, weft_replay_get_head (self->replay));
  gint64 seq = weft_replay_find (self->replay, last - WEEK);

  return seq < weft_replay_get_head (self->replay) ? seq : weft_replay_get_floor (self->replay);
}

static gboolean
is_comparing (WeftPastView *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->compare));
}

typedef struct
{
  WeftPastView *self; /* (transfer full) */
  guint turn;
} Comparing;

static void
comparing_free (gpointer data)
{
  Comparing *comparing = data;

  g_object_unref (comparing->self);
  g_free (comparing);
}

static char *
dup_summary (GListModel *differences)
{
  guint n[WEFT_N_DIFFERENCES] = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (WeftTaskDifference) difference = g_list_model_get_item (differences, i);

      n[weft_task_difference_get_kind (difference)]++;
    }
  for (WeftDifferenceKind kind = 0; kind < WEFT_N_DIFFERENCES; kind++)
    {
      g_autofree char *text = n[kind] > 0 ? weft_difference_kind_describe (kind, n[kind]) : NULL;

      if (text != NULL)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", text);
    }
  if (out->len == 0)
    g_string_append (out, _ ("Nothing changed"));
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static DexFuture *
on_compared (DexFuture *future, gpointer user_data)
{
  Comparing *comparing = user_data;
  WeftPastView *self = comparing->self;
  g_autoptr (GListModel) differences = NULL;
  g_autofree char *summary = NULL;

  /* Of several that are asked for in a row only the newest is shown; of what was erased meanwhile none. */
  if (comparing->turn != self->turn || self->replay == NULL || !is_comparing (self) || dex_future_get_value (future, NULL) == NULL)
    return dex_future_new_for_boolean (FALSE);

  differences = weft_task_difference_list (
      g_value_get_boxed (dex_future_get_value (dex_future_set_get_future_at (DEX_FUTURE_SET (future), 0), NULL)),
      g_value_get_boxed (dex_future_get_value (dex_future_set_get_future_at (DEX_FUTURE_SET (future), 1), NULL)));
  summary = dup_summary (differences);
  weft_difference_view_show (WEFT_DIFFERENCE_VIEW (self->differences), differences);
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), summary, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  return dex_future_new_for_boolean (TRUE);
}

static void
compare_moments (WeftPastView *self)
{
  gint64 a = weft_moment_slider_get_seq (self->slider);
  gint64 b = weft_moment_slider_get_seq (self->other);
  const char *stream = weft_board_get_stream (self->now);
  Comparing *comparing = g_new0 (Comparing, 1);

  comparing->self = g_object_ref (self);
  comparing->turn = ++self->turn;
  dex_future_disown (dex_future_finally (dex_future_all (weft_board_reading_read_past (self->replay, MIN (a, b), stream, TRUE),
                                                         weft_board_reading_read_past (self->replay, MAX (a, b), stream, TRUE), NULL),
                                         on_compared, comparing, comparing_free));
}

static void
on_moved (WeftPastView *self)
{
  if (is_comparing (self))
    compare_moments (self);
  else
    weft_board_show_version (self->then, weft_moment_slider_get_seq (self->slider));
}

static void
on_compare_toggled (WeftPastView *self)
{
  gboolean comparing = is_comparing (self);

  if (self->then == NULL)
    return;
  stop (self);
  gtk_widget_set_sensitive (self->play, !comparing);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->second), comparing);
  gtk_stack_set_visible_child (GTK_STACK (self->shown), comparing ? self->differences : self->boards);
  if (comparing && weft_moment_slider_get_seq (self->slider) == weft_replay_get_head (self->replay))
    weft_moment_slider_set_seq (self->slider, get_earlier (self)); /* which compares */
  else
    on_moved (self);
}

static void
on_difference_opened (WeftPastView *self, const char *id)
{
  g_signal_emit (self, signals[OPENED], 0, id);
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
  gint64 seq = MIN (weft_moment_slider_get_seq (self->slider) + step, head);

  weft_moment_slider_set_seq (self->slider, seq);
  if (seq < head)
    return G_SOURCE_CONTINUE;

  self->playing = 0;
  update_play (self);
  return G_SOURCE_REMOVE;
}

static void
play (WeftPastView *self)
{
  if (self->then == NULL || is_comparing (self))
    return;
  if (self->playing != 0)
    {
      stop (self);
      return;
    }
  /* From the end it begins anew. */
  if (weft_moment_slider_get_seq (self->slider) >= weft_replay_get_head (self->replay))
    weft_moment_slider_set_seq (self->slider, weft_replay_get_floor (self->replay));
  self->playing = g_timeout_add (PLAY_STEP, play_on, self);
  update_play (self);
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  play (WEFT_PAST_VIEW (widget));
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
  weft_moment_slider_set_replay (self->slider, self->replay, head);
  weft_moment_slider_set_replay (self->other, self->replay, head);
  on_moved (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "board");
  if (self->focusing)
    gtk_widget_grab_focus (GTK_WIDGET (self->slider));
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
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_bar (WeftPastView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *back = gtk_button_new_with_mnemonic (_ ("_Back to Now"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "past.leave");
  self->play = gtk_button_new ();
  gtk_widget_add_css_class (self->play, "flat");
  gtk_widget_set_valign (self->play, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->play), "past.play");
  update_play (self);
  self->compare = gtk_toggle_button_new_with_mnemonic (_ ("_Compare"));
  gtk_widget_set_tooltip_text (self->compare, _ ("What Changed Between Two Moments"));
  g_signal_connect_swapped (self->compare, "toggled", G_CALLBACK (on_compare_toggled), self);
  self->slider = WEFT_MOMENT_SLIDER (weft_moment_slider_new (_ ("Moment")));
  weft_moment_slider_add (self->slider, self->compare);
  weft_moment_slider_add (self->slider, back);
  self->other = WEFT_MOMENT_SLIDER (weft_moment_slider_new (_ ("Other Moment")));
  self->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->summary), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->summary, "weft-meta");
  weft_moment_slider_add (self->other, self->summary);
  gtk_widget_add_css_class (GTK_WIDGET (self->other), "weft-other-moment");
  g_signal_connect_swapped (self->slider, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect_swapped (self->other, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect_swapped (self->slider, "play", G_CALLBACK (play), self);
  self->second = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->second), GTK_WIDGET (self->other));
  gtk_box_append (GTK_BOX (first), self->play);
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->slider));
  gtk_widget_add_css_class (bar, "weft-past-bar");
  gtk_box_append (GTK_BOX (bar), first);
  gtk_box_append (GTK_BOX (bar), self->second);
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
}

static void
fill (WeftPastView *self)
{
  GtkWidget *board = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->boards = adw_bin_new ();
  gtk_widget_set_vexpand (self->boards, TRUE);
  gtk_box_append (GTK_BOX (board), make_bar (self));
  self->differences = weft_difference_view_new (self->people);
  g_signal_connect_swapped (self->differences, "opened", G_CALLBACK (on_difference_opened), self);
  self->shown = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->shown), self->boards);
  gtk_stack_add_child (GTK_STACK (self->shown), self->differences);
  gtk_box_append (GTK_BOX (board), self->shown);
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
  fill (self);
  load (self);
  return GTK_WIDGET (self);
}

void
weft_past_view_focus (WeftPastView *self)
{
  g_return_if_fail (WEFT_IS_PAST_VIEW (self));

  if (self->then != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->slider));
  else
    self->focusing = TRUE;
}
