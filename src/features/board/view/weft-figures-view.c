/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-figures-view.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-figures.h"
#include "features/board/view/weft-figures-charts.h"
#include "features/board/view/weft-figures-words.h"
#include "features/board/view/weft-panel-grid.h"
#include "ui/weft-chart.h"
#include "ui/weft-empty-page.h"

static const guint weeks[] = { 4, 8, 13, 26, 52 };
static const guint weeks_ahead[] = { 1, 2, 4, 8, 13, 26 };

struct _WeftFiguresView
{
  GtkWidget parent_instance;

  WeftBoard *board;
  WeftBoardFigures *figures;
  gboolean to_say; /* the forecast, when it has been counted */

  GtkWidget *stack;
  GtkWidget *outlook;
  GtkWidget *amounts;
  GtkWidget *basis;
  GtkWidget *range;
  AdwToggleGroup *measure;
  GtkWidget *ahead;
  GtkWidget *charts[WEFT_FIGURES_N_CHARTS];
  gboolean looking; /* the crosshair is being put elsewhere */
};

G_DEFINE_FINAL_TYPE (WeftFiguresView, weft_figures_view, GTK_TYPE_WIDGET)

static void
set_words (GtkWidget *label, const char *words)
{
  gtk_label_set_text (GTK_LABEL (label), words != NULL ? words : "");
  gtk_widget_set_visible (label, words != NULL);
}

static void
say_forecast (WeftFiguresView *self)
{
  const char *outlook = gtk_label_get_text (GTK_LABEL (self->outlook));
  const char *amounts = gtk_label_get_text (GTK_LABEL (self->amounts));
  g_autofree char *said = g_strconcat (outlook, *amounts != '\0' ? " " : "", amounts, NULL);

  /* By the window: what has only just appeared may be unknown to screen readers yet, and is not heard. */
  gtk_accessible_announce (GTK_ACCESSIBLE (gtk_widget_get_root (GTK_WIDGET (self))), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_error (WeftFiguresView *self, const char *error)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "figures");
  for (guint i = 0; i < WEFT_FIGURES_N_CHARTS; i++)
    weft_chart_set_error (WEFT_CHART (self->charts[i]), error);
}

static void
show_figures (WeftFiguresView *self, const WeftFigures *figures)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *outlook = weft_figures_words_dup_outlook (figures, zone);
  g_autofree char *amounts = weft_figures_words_dup_amounts (figures, zone);
  g_autofree char *basis = weft_figures_words_dup_basis (figures);
  const char *code = weft_board_get_code (self->board);

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), figures->n_tasks > 0 ? "figures" : "empty");
  set_words (self->outlook, outlook);
  set_words (self->amounts, amounts);
  set_words (self->basis, basis);
  for (guint i = 0; i < WEFT_FIGURES_N_CHARTS; i++)
    {
      WeftChart *chart = WEFT_CHART (self->charts[i]);
      g_autofree char *empty = weft_figures_chart_dup_empty (i, figures, zone);

      weft_figures_chart_fill (i, weft_chart_get_model (chart), figures, code != NULL ? code : "", zone);
      weft_chart_set_empty_text (chart, empty);
      weft_chart_set_loading (chart, FALSE);
      weft_chart_set_error (chart, NULL);
    }
}

static gboolean
is_chosen (WeftFiguresView *self, const WeftFigures *figures)
{
  const WeftFiguresChoice *choice = weft_board_figures_get_choice (self->figures);

  return figures->choice.weeks == choice->weeks && figures->choice.measure == choice->measure && figures->choice.ahead == choice->ahead;
}

static void
on_changed (WeftFiguresView *self)
{
  const WeftFigures *figures = weft_board_figures_get (self->figures);
  const char *error = weft_board_figures_get_error (self->figures);

  if (error != NULL)
    {
      g_autofree char *words = g_strdup_printf (_ ("The figures could not be counted: %s"), error);

      show_error (self, words);
      return;
    }
  show_figures (self, figures);
  if (!self->to_say || !is_chosen (self, figures) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->to_say = FALSE;
  say_forecast (self);
}

static void
on_chosen (WeftFiguresView *self)
{
  WeftFiguresChoice choice = *weft_board_figures_get_choice (self->figures);
  const char *measure = adw_toggle_group_get_active_name (self->measure);

  choice.weeks = weeks[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->range)), G_N_ELEMENTS (weeks) - 1)];
  choice.ahead = 7 * weeks_ahead[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->ahead)), G_N_ELEMENTS (weeks_ahead) - 1)];
  choice.measure = g_strcmp0 (measure, "points") == 0 ? WEFT_FIGURES_POINTS : WEFT_FIGURES_TASKS;
  self->to_say = TRUE;
  weft_board_figures_set_choice (self->figures, &choice);
}

static void
weft_figures_view_map (GtkWidget *widget)
{
  WeftFiguresView *self = WEFT_FIGURES_VIEW (widget);

  GTK_WIDGET_CLASS (weft_figures_view_parent_class)->map (widget);
  self->to_say = TRUE;
  weft_board_figures_set_watched (self->figures, TRUE);
}

static void
weft_figures_view_unmap (GtkWidget *widget)
{
  weft_board_figures_set_watched (WEFT_FIGURES_VIEW (widget)->figures, FALSE);
  GTK_WIDGET_CLASS (weft_figures_view_parent_class)->unmap (widget);
}

static void
weft_figures_view_dispose (GObject *object)
{
  WeftFiguresView *self = WEFT_FIGURES_VIEW (object);

  /* It is unmapped by that, and looks no more. */
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->figures);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_figures_view_parent_class)->dispose (object);
}

static void
weft_figures_view_class_init (WeftFiguresViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_figures_view_dispose;
  widget_class->map = weft_figures_view_map;
  widget_class->unmap = weft_figures_view_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* Widgets */

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 90);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_widget_set_visible (label, FALSE);
  return label;
}

static GtkWidget *
make_choice (const char *what, char **labels, guint selected)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings ((const char *const *) labels);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  /* Its name is what is chosen, and this its description. */
  gtk_widget_set_tooltip_text (choice, what);
  return choice;
}

static GtkWidget *
make_range (void)
{
  g_auto (GStrv) labels = g_new0 (char *, G_N_ELEMENTS (weeks) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (weeks); i++)
    labels[i] = g_strdup_printf (ngettext ("Last Week", "Last %u Weeks", weeks[i]), weeks[i]);
  return make_choice (_ ("Weeks which are counted"), labels, 1);
}

static GtkWidget *
make_ahead (void)
{
  g_auto (GStrv) labels = g_new0 (char *, G_N_ELEMENTS (weeks_ahead) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (weeks_ahead); i++)
    labels[i] = g_strdup_printf (ngettext ("%u Week Ahead", "%u Weeks Ahead", weeks_ahead[i]), weeks_ahead[i]);
  return make_choice (_ ("How far ahead the forecast looks"), labels, 2);
}

static void
add_toggle (WeftFiguresView *self, const char *name, const char *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  adw_toggle_group_add (self->measure, toggle);
}

static GtkWidget *
make_choices (WeftFiguresView *self)
{
  GtkWidget *box = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 8);
  self->range = make_range ();
  self->ahead = make_ahead ();
  self->measure = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->measure), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What is counted"), -1);
  add_toggle (self, "tasks", _ ("Tasks"));
  add_toggle (self, "points", _ ("Points"));
  adw_wrap_box_append (ADW_WRAP_BOX (box), self->range);
  adw_wrap_box_append (ADW_WRAP_BOX (box), GTK_WIDGET (self->measure));
  adw_wrap_box_append (ADW_WRAP_BOX (box), self->ahead);
  g_signal_connect_object (self->range, "notify::selected", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ahead, "notify::selected", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->measure, "notify::active-name", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  return box;
}

/* One crosshair goes through all that show the same days. (A binding would not do: nowhere is no number.) */
static void
on_cursor (WeftFiguresView *self, GParamSpec *pspec, WeftChart *from)
{
  if (self->looking)
    return;

  self->looking = TRUE;
  for (guint i = 0; i < WEFT_FIGURES_N_CHARTS; i++)
    if (weft_figures_chart_is_past (i) && self->charts[i] != GTK_WIDGET (from))
      weft_chart_set_cursor (WEFT_CHART (self->charts[i]), weft_chart_get_cursor (from));
  self->looking = FALSE;
}

static GtkWidget *
make_charts (WeftFiguresView *self)
{
  GtkWidget *grid = weft_panel_grid_new ();

  for (guint i = 0; i < WEFT_FIGURES_N_CHARTS; i++)
    {
      g_autoptr (WeftChartModel) model = weft_figures_chart_new_model (i);

      self->charts[i] = weft_chart_new (model);
      weft_chart_set_loading (WEFT_CHART (self->charts[i]), TRUE);
      if (weft_figures_chart_is_past (i))
        g_signal_connect_object (self->charts[i], "notify::cursor", G_CALLBACK (on_cursor), self, G_CONNECT_SWAPPED);
      weft_panel_grid_append (WEFT_PANEL_GRID (grid), self->charts[i]);
    }

  return grid;
}

static GtkWidget *
make_page (WeftFiguresView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->outlook = make_label ("weft-h2");
  self->amounts = make_label ("weft-figures-amounts");
  self->basis = make_label ("weft-meta");
  gtk_box_append (GTK_BOX (words), self->outlook);
  gtk_box_append (GTK_BOX (words), self->amounts);
  gtk_box_append (GTK_BOX (words), self->basis);
  gtk_widget_add_css_class (page, "weft-figures");
  gtk_box_append (GTK_BOX (page), make_choices (self));
  gtk_box_append (GTK_BOX (page), words);
  gtk_box_append (GTK_BOX (page), make_charts (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), page);
  return scroller;
}

static void
weft_figures_view_init (WeftFiguresView *self)
{
  GtkWidget *empty = weft_empty_page_new (_ ("Nothing to Count Yet"), _ ("Figures are made of what tasks go through, from when they are made until they are done."));

  weft_empty_page_add_action (WEFT_EMPTY_PAGE (empty), _ ("New Card"), "board.new-card");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_page (self), "figures");
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Figures"), -1);
}

GtkWidget *
weft_figures_view_new (WeftBoard *board)
{
  WeftFiguresView *self;

  g_return_val_if_fail (WEFT_IS_BOARD (board), NULL);

  self = g_object_new (WEFT_TYPE_FIGURES_VIEW, NULL);
  self->board = g_object_ref (board);
  self->figures = weft_board_figures_new (weft_board_get_sync (board), weft_board_get_stream (board));
  g_signal_connect_object (self->figures, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
weft_figures_view_focus (WeftFiguresView *self)
{
  g_return_if_fail (WEFT_IS_FIGURES_VIEW (self));
  if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "figures") == 0)
    gtk_widget_grab_focus (self->range);
  else
    gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
}
