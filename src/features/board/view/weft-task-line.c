/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-task-line.h"

#include <glib/gi18n.h>

#include "base/weft-id-map.h"
#include "features/board/view/weft-field-words.h"
#include "features/board/view/weft-repeat-words.h"
#include "features/board/view/weft-task-columns.h"
#include "features/board/view/weft-task-words.h"

#define PADDING 6   /* px above and below */
#define BETWEEN 2   /* px between two lines */

struct _WeftTaskLine
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftPeople *people;
  WeftTask *task;                     /* (nullable) */
  GArray *columns;                    /* of WeftTaskColumn */
  char *texts[WEFT_TASK_COLUMNS_MAX]; /* (nullable): of each column */
  char *fields;                       /* (nullable): what stands in those of the project's own which are shown */
  char *sentence;                     /* (nullable) */
  gboolean over;
  gboolean blocked;
};

enum
{
  CHANGED,
  N_SIGNALS
};

/* As they stand. */
enum
{
  KEY,
  TITLE,
  STATUS,
  ASSIGNEES,
  PRIORITY,
  ESTIMATE,
  DUE,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftTaskLine, weft_task_line, GTK_TYPE_WIDGET)

static void
clear (WeftTaskLine *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_clear_pointer (&self->texts[i], g_free);
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->sentence, g_free);
}

static char *
dup_names (WeftTaskLine *self, const char *assignees)
{
  g_auto (GStrv) ids = g_strsplit (assignees != NULL ? assignees : "", " ", -1);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      WeftPerson *person = *ids[i] != '\0' ? weft_people_lookup (self->people, ids[i]) : NULL;

      if (person != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", weft_person_get_name (person));
    }
  return g_string_free_and_steal (g_steal_pointer (&names));
}

static void
say (GString *sentence, const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (sentence, "%s%s", sentence->len > 0 ? ", " : "", text);
}

static char *
make_sentence (WeftTaskLine *self, const WeftTaskRecord *record)
{
  g_autoptr (GString) sentence = g_string_new (NULL);
  const char *blocked_by = weft_task_get_blocked_by (self->task);
  g_autofree char *repeat = weft_repeat_say (record);

  say (sentence, self->texts[TITLE]);
  say (sentence, self->texts[KEY]);
  say (sentence, self->texts[STATUS]);
  say (sentence, self->texts[ASSIGNEES]);
  if (record->priority != WEFT_PRIORITY_NONE)
    say (sentence, weft_priority_get_sentence (record->priority));
  if (record->estimate > 0)
    {
      /* Translators: spoken; %s is a number: 2.5 points. */
      g_autofree char *points = g_strdup_printf (_ ("%s points"), self->texts[ESTIMATE]);

      say (sentence, points);
    }
  if (record->due_at > 0)
    {
      /* Translators: spoken; %s is a day: due Tomorrow. */
      g_autofree char *due = g_strdup_printf (_ ("due %s"), self->texts[DUE]);

      say (sentence, due);
    }
  say (sentence, self->fields);
  say (sentence, repeat);
  if (blocked_by != NULL)
    {
      g_autofree char *blocked = g_strdup_printf (_ ("Blocked by %s"), blocked_by);

      say (sentence, blocked);
    }
  return g_string_free_and_steal (g_steal_pointer (&sentence));
}

static char *
dup_field (WeftTaskLine *self, const WeftTaskRecord *record, const char *id)
{
  const WeftProjectField *field = weft_board_find_field (self->board, id);
  g_autofree char *value = field != NULL ? weft_id_map_dup (record->field_values, id) : NULL;

  return value != NULL ? weft_field_describe (field, self->people, value) : NULL;
}

static void
update (WeftTaskLine *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const WeftTaskRecord *record;
  WeftProjectStatus *status;
  WeftDueState state = WEFT_DUE_LATER;

  if (self->task == NULL)
    return;

  clear (self);
  record = weft_task_get_record (self->task);
  status = weft_board_find_status (self->board, record->status);
  self->texts[KEY] = weft_board_dup_key (self->board, self->task);
  self->texts[TITLE] = g_strdup (record->title);
  self->texts[STATUS] = g_strdup (status != NULL ? weft_project_status_get_name (status) : "");
  self->texts[ASSIGNEES] = dup_names (self, record->assignees);
  self->texts[PRIORITY] = g_strdup (record->priority != WEFT_PRIORITY_NONE ? weft_priority_get_label (record->priority) : "");
  self->texts[ESTIMATE] = weft_estimate_describe (record->estimate);
  self->texts[DUE] = record->due_at > 0 ? weft_due_describe (record->due_at, g_get_real_time () / 1000, zone, &state) : g_strdup ("");
  self->over = state == WEFT_DUE_OVER && status != NULL && weft_project_status_get_category (status) != WEFT_CATEGORY_DONE;
  self->blocked = weft_task_get_blocked_by (self->task) != NULL;
  weft_task_columns_list (self->lens, self->columns);
  for (guint i = WEFT_N_TASK_COLUMNS; i < self->columns->len; i++)
    self->texts[i] = dup_field (self, record, g_array_index (self->columns, WeftTaskColumn, i).sort.field);
  self->fields = weft_fields_describe (self->board, self->people, record);
  self->sentence = make_sentence (self, record);
  if (self->blocked)
    {
      g_autofree char *key = g_steal_pointer (&self->texts[KEY]);

      /* A shape, as colour alone says nothing to some. */
      self->texts[KEY] = g_strdup_printf ("%s ⊘", key);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Drawing */

static int
get_line_height (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "Áy");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static GtkSizeRequestMode
weft_task_line_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
weft_task_line_measure (
    GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int height = get_line_height (widget);

      *minimum = *natural = 2 * PADDING + (for_size >= 0 && !weft_task_columns_have_room (for_size) ? 2 * height + BETWEEN : height);
    }
}

/* @x: from the side where lines begin. */
static void
draw (WeftTaskLine *self, GtkSnapshot *snapshot, const char *text, int x, int y, int width, gboolean bold, const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = NULL;
  int text_width;

  if (text == NULL || *text == '\0' || width <= 0)
    return;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  if (bold)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_MEDIUM));
      pango_layout_set_attributes (layout, attributes);
    }
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  /* A text of the other direction stands at the column's begin, too. */
  pango_layout_set_width (layout, MIN (text_width, width) * PANGO_SCALE);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - MIN (text_width, width);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static char *
dup_second_line (WeftTaskLine *self)
{
  const char *const parts[] = { self->texts[KEY], self->texts[STATUS], self->texts[PRIORITY], self->texts[DUE], self->texts[ASSIGNEES], self->fields };
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (line, "%s\u2068%s\u2069", line->len > 0 ? " · " : "", parts[i]);
  return g_string_free_and_steal (g_steal_pointer (&line));
}

static void
weft_task_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftTaskLine *self = WEFT_TASK_LINE (widget);
  int width = gtk_widget_get_width (widget);
  GdkRGBA color, quiet, warning;

  if (self->task == NULL)
    return;

  gtk_widget_get_color (widget, &color);
  quiet = color;
  quiet.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 1.f : .72f;
  warning = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? (GdkRGBA) { 1.f, .48f, .39f, 1.f } : (GdkRGBA) { .75f, .11f, .16f, 1.f };
  if (!weft_task_columns_have_room (width))
    {
      g_autofree char *second = dup_second_line (self);

      draw (self, snapshot, self->texts[TITLE], 0, PADDING, width, TRUE, &color);
      draw (self, snapshot, second, 0, PADDING + BETWEEN + get_line_height (widget), width, FALSE, self->over || self->blocked ? &warning : &quiet);
      return;
    }

  weft_task_columns_place (self->columns, width);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const WeftTaskColumn *column = &g_array_index (self->columns, WeftTaskColumn, i);

      draw (self, snapshot, self->texts[i], column->x, PADDING, column->width, i == TITLE,
            i == TITLE                                             ? &color
            : (i == DUE && self->over) || (i == KEY && self->blocked) ? &warning
                                                                   : &quiet);
    }
}

static void
weft_task_line_dispose (GObject *object)
{
  WeftTaskLine *self = WEFT_TASK_LINE (object);

  weft_task_line_show (self, NULL);
  g_clear_object (&self->people);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_task_line_parent_class)->dispose (object);
}

static void
weft_task_line_finalize (GObject *object)
{
  g_array_unref (WEFT_TASK_LINE (object)->columns);

  G_OBJECT_CLASS (weft_task_line_parent_class)->finalize (object);
}

static void
weft_task_line_class_init (WeftTaskLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_task_line_finalize;
  widget_class->get_request_mode = weft_task_line_get_request_mode;
  widget_class->measure = weft_task_line_measure;
  widget_class->snapshot = weft_task_line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "taskline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_task_line_init (WeftTaskLine *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (WeftTaskColumn));
}

GtkWidget *
weft_task_line_new (WeftBoardLens *lens)
{
  WeftTaskLine *self = g_object_new (WEFT_TYPE_TASK_LINE, NULL);

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (weft_board_lens_get_board (lens));
  self->people = g_object_ref (weft_board_lens_get_people (lens));
  return GTK_WIDGET (self);
}

void
weft_task_line_show (WeftTaskLine *self, WeftTask *task)
{
  g_return_if_fail (WEFT_IS_TASK_LINE (self));

  if (self->task != NULL)
    g_signal_handlers_disconnect_by_func (self->task, update, self);
  g_set_object (&self->task, task);
  if (task != NULL)
    g_signal_connect_swapped (task, "changed", G_CALLBACK (update), self);
  clear (self);
  update (self);
}

void
weft_task_line_refresh (WeftTaskLine *self)
{
  g_return_if_fail (WEFT_IS_TASK_LINE (self));
  update (self);
}

char *
weft_task_line_dup_sentence (WeftTaskLine *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_LINE (self), NULL);
  return g_strdup (self->sentence != NULL ? self->sentence : "");
}
