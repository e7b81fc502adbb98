/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-panel-grid.h"

#define GAP 12
#define LEAST_WIDTH 292 /* px: below that a chart's labels are too few */
#define LEAST_HEIGHT 250
#define COLUMNS_MAX 3

struct _WeftPanelGrid
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftPanelGrid, weft_panel_grid, GTK_TYPE_WIDGET)

static int
count_columns (int width)
{
  return CLAMP ((width + GAP) / (LEAST_WIDTH + GAP), 1, COLUMNS_MAX);
}

static int
measure_row (WeftPanelGrid *self, int width)
{
  int height = LEAST_HEIGHT;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int least;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
      height = MAX (height, least);
    }

  return height;
}

static int
count_children (WeftPanelGrid *self)
{
  int n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL; child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

static void
weft_panel_grid_measure (
    GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftPanelGrid *self = WEFT_PANEL_GRID (widget);
  int width = for_size < 0 ? LEAST_WIDTH : for_size;
  int columns = count_columns (width);
  int rows = (count_children (self) + columns - 1) / columns;

  *minimum = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
        {
          int least;

          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
          *minimum = MAX (*minimum, least);
        }
      *natural = MAX (*minimum, COLUMNS_MAX * LEAST_WIDTH + (COLUMNS_MAX - 1) * GAP);
      return;
    }
  if (rows > 0)
    *minimum = rows * measure_row (self, (width - (columns - 1) * GAP) / columns) + (rows - 1) * GAP;
  *natural = *minimum;
}

static void
weft_panel_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftPanelGrid *self = WEFT_PANEL_GRID (widget);
  int columns = count_columns (width);
  int row = measure_row (self, (width - (columns - 1) * GAP) / columns);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int n = count_children (self);
  int i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child), i++)
    {
      int beside = MIN (columns, n - i / columns * columns);
      int each = (width - (beside - 1) * GAP) / beside;
      int x = i % columns * (each + GAP);

      gtk_widget_size_allocate (child, &(GtkAllocation) { mirrored ? width - x - each : x, i / columns * (row + GAP), each, row }, -1);
    }
}

static GtkSizeRequestMode
weft_panel_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
weft_panel_grid_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (weft_panel_grid_parent_class)->dispose (object);
}

static void
weft_panel_grid_class_init (WeftPanelGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_panel_grid_dispose;
  widget_class->measure = weft_panel_grid_measure;
  widget_class->size_allocate = weft_panel_grid_size_allocate;
  widget_class->get_request_mode = weft_panel_grid_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
weft_panel_grid_init (WeftPanelGrid *self)
{
}

GtkWidget *
weft_panel_grid_new (void)
{
  return g_object_new (WEFT_TYPE_PANEL_GRID, NULL);
}

void
weft_panel_grid_append (WeftPanelGrid *self, GtkWidget *child)
{
  GtkWidget *card = adw_bin_new ();

  g_return_if_fail (WEFT_IS_PANEL_GRID (self));

  gtk_widget_add_css_class (card, "weft-card");
  gtk_widget_add_css_class (card, "weft-panel");
  adw_bin_set_child (ADW_BIN (card), child);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}
