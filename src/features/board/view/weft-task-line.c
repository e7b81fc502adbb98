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
#include "ui/weft-avatar.h"
#include "ui/weft-icon.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-yarn.h"

/* px */
#define PADDING 6   /* above and below */
#define BETWEEN 2   /* between the title and what is below it */
#define ICON 14
#define GAP 8

/* px: of somebody else's ring, and the tab with their name */
#define RING 2
#define RING_ASIDE 10
#define RADIUS 8
#define FACE 14
#define TAB 18
#define TAB_START 2
#define TAB_END 7
#define TAB_MOST 150
#define TAB_SCALE 0.82

/* Where there is no room for columns. */
#define TITLE_LINES 2
#define DETAIL_LINES 3
#define WHOLE 24 /* characters */

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
  char *repeat;                       /* (nullable): when it comes again */
  char *sentence;                     /* (nullable) */
  char *onlooker;                     /* (nullable): id */
  char *name;                         /* (nullable): theirs */
  gboolean held;
  GtkIconPaintable *icon;             /* (nullable): of what comes again */
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
  g_clear_pointer (&self->repeat, g_free);
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
  say (sentence, self->repeat);
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
  self->repeat = weft_repeat_say (record);
  self->sentence = make_sentence (self, record);
  if (self->blocked)
    {
      g_autofree char *key = g_steal_pointer (&self->texts[KEY]);

      /* A shape, as colour alone says nothing to some. */
      self->texts[KEY] = g_strdup_printf ("%s ⊘", key);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Layout */

static int
get_line_height (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "Áy");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static void
set_weight (PangoLayout *layout)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_MEDIUM));
  pango_layout_set_attributes (layout, attributes);
}

/* Its lines begin where the person's language begins, whatever it is written in, as on a card. */
static void
wrap (PangoLayout *layout, int width, int lines)
{
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (layout, -lines);
  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);
  pango_layout_set_alignment (layout, pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

static PangoLayout *
make_tab (WeftTaskLine *self)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->name);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_scale_new (TAB_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &width, NULL);
  pango_layout_set_width (layout, MIN (width, weft_text_scale (TAB_MOST)) * PANGO_SCALE);
  return layout;
}

/* Returns: px: what the tab with somebody's name takes from the title. */
static int
get_tab_room (WeftTaskLine *self)
{
  g_autoptr (PangoLayout) tab = NULL;
  int width;

  if (self->onlooker == NULL)
    return 0;
  tab = make_tab (self);
  pango_layout_get_pixel_size (tab, &width, NULL);
  return TAB_START + FACE + 4 + width + TAB_END + GAP;
}

static PangoLayout *
make_title (WeftTaskLine *self, int width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->texts[TITLE]);

  set_weight (layout);
  wrap (layout, width - get_tab_room (self), TITLE_LINES);
  return layout;
}

static void
colour (PangoAttrList *attributes, const GdkRGBA *color, guint start, guint end)
{
  PangoAttribute *const parts[] = {
    pango_attr_foreground_new ((guint16) (color->red * 65535), (guint16) (color->green * 65535), (guint16) (color->blue * 65535)),
    pango_attr_foreground_alpha_new (65535),
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i]->start_index = start;
      parts[i]->end_index = end;
      pango_attr_list_insert (attributes, parts[i]);
    }
}

/* What is short stays on one line: a name, a date. */
static void
append_part (GString *text, const char *part)
{
  gboolean is_short = g_utf8_strlen (part, -1) <= WHOLE;

  g_string_append (text, "\u2068");
  for (; *part != '\0'; part++)
    if (*part == ' ' && is_short)
      g_string_append (text, "\u00a0");
    else
      g_string_append_c (text, *part);
  g_string_append (text, "\u2069");
}

/* All the rest, below the title. @warning: (nullable): what is wrong is drawn with it. */
static PangoLayout *
make_details (WeftTaskLine *self, int width, const GdkRGBA *warning)
{
  g_autofree char *points = *self->texts[ESTIMATE] != '\0' ? g_strdup_printf (_ ("%s points"), self->texts[ESTIMATE]) : NULL;
  const char *const parts[] = { self->texts[KEY], self->texts[STATUS], self->texts[PRIORITY], self->texts[DUE], self->repeat, points, self->texts[ASSIGNEES], self->fields };
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  PangoLayout *layout;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gboolean wrong = (parts[i] == self->texts[KEY] && self->blocked) || (parts[i] == self->texts[DUE] && self->over);
      gsize start;

      if (parts[i] == NULL || *parts[i] == '\0')
        continue;
      g_string_append (text, text->len > 0 ? " · " : "");
      start = text->len;
      append_part (text, parts[i]);
      if (wrong && warning != NULL)
        colour (attributes, warning, (guint) start, (guint) text->len);
    }
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text->str);
  pango_layout_set_attributes (layout, attributes);
  wrap (layout, width, DETAIL_LINES);
  return layout;
}

static int
get_height (WeftTaskLine *self, int width)
{
  int title = get_line_height (GTK_WIDGET (self));
  int details = 0;

  if (width >= 0 && !weft_task_columns_have_room (width) && self->task != NULL)
    {
      g_autoptr (PangoLayout) above = make_title (self, width);
      g_autoptr (PangoLayout) below = make_details (self, width, NULL);

      pango_layout_get_pixel_size (above, NULL, &title);
      pango_layout_get_pixel_size (below, NULL, &details);
      details += BETWEEN;
    }
  return 2 * PADDING + title + details;
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
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? get_height (WEFT_TASK_LINE (widget), for_size) : 0;
}

/* Drawing */

/* @x: from the side where lines begin. */
static int
mirror (WeftTaskLine *self, int x, int width)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x;
}

static void
append_layout (GtkSnapshot *snapshot, PangoLayout *layout, int x, int y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* Returns: px: how wide it is. */
static int
draw (WeftTaskLine *self, GtkSnapshot *snapshot, const char *text, int x, int y, int width, gboolean bold, const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = NULL;
  int text_width;

  if (text == NULL || *text == '\0' || width <= 0)
    return 0;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  if (bold)
    set_weight (layout);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  text_width = MIN (text_width, width);
  /* A text of the other direction stands at the column's begin, too. */
  pango_layout_set_width (layout, text_width * PANGO_SCALE);
  append_layout (snapshot, layout, mirror (self, x, text_width), y, color);
  return text_width;
}

static void
draw_repeat (WeftTaskLine *self, GtkSnapshot *snapshot, int x, const GdkRGBA *color)
{
  if (self->icon == NULL)
    self->icon = weft_icon_lookup (GTK_WIDGET (self), "weft-repeat-symbolic");
  weft_icon_draw (self->icon, snapshot, mirror (self, x, ICON), PADDING + (get_line_height (GTK_WIDGET (self)) - ICON) / 2, ICON, color);
}

/* A ring around the line, and who it is at the end of the title. */
static void
draw_onlooker (WeftTaskLine *self, GtkSnapshot *snapshot, int end, const GdkRGBA *color)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  graphene_rect_t all = GRAPHENE_RECT_INIT (-RING_ASIDE, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)) + 2 * RING_ASIDE, (float) gtk_widget_get_height (GTK_WIDGET (self)));
  g_autoptr (PangoLayout) tab = make_tab (self);
  int width = get_tab_room (self) - GAP;
  int height, line = get_line_height (GTK_WIDGET (self));
  graphene_rect_t rect;
  GskRoundedRect box;
  GdkRGBA yarn, shade;
  float face;

  weft_yarn_get_color (weft_avatar_get_yarn (self->name), dark, &yarn);
  gsk_rounded_rect_init_from_rect (&box, &all, RADIUS);
  if (self->held)
    {
      shade = yarn;
      shade.alpha = .14f;
      gtk_snapshot_push_rounded_clip (snapshot, &box);
      gtk_snapshot_append_color (snapshot, &shade, &all);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_append_border (snapshot, &box, (float[4]) { RING, RING, RING, RING }, (GdkRGBA[4]) { yarn, yarn, yarn, yarn });
  pango_layout_get_pixel_size (tab, NULL, &height);
  rect = GRAPHENE_RECT_INIT ((float) mirror (self, end - width, width), (float) PADDING + (float) (line - MAX (TAB, height)) / 2, (float) width, (float) MAX (TAB, height));
  gsk_rounded_rect_init_from_rect (&box, &rect, rect.size.height / 2);
  gtk_snapshot_append_border (snapshot, &box, (float[4]) { 1.5, 1.5, 1.5, 1.5 }, (GdkRGBA[4]) { yarn, yarn, yarn, yarn });
  face = rtl ? rect.origin.x + rect.size.width - TAB_START - FACE : rect.origin.x + TAB_START;
  weft_avatar_snapshot_person (GTK_WIDGET (self), snapshot, self->onlooker, self->name, &GRAPHENE_RECT_INIT (face, rect.origin.y + (rect.size.height - FACE) / 2, FACE, FACE));
  append_layout (snapshot, tab, (int) (rtl ? rect.origin.x + TAB_END : face + FACE + 4), (int) (rect.origin.y + (rect.size.height - (float) height) / 2), color);
}

static void
draw_column (WeftTaskLine *self, GtkSnapshot *snapshot, guint i, const GdkRGBA *color)
{
  const WeftTaskColumn *column = &g_array_index (self->columns, WeftTaskColumn, i);
  int room = i == TITLE ? get_tab_room (self) : i == DUE && self->repeat != NULL ? ICON + 4 : 0;
  int width = draw (self, snapshot, self->texts[i], column->x, PADDING, column->width - room, i == TITLE, color);

  if (i == DUE && self->repeat != NULL)
    draw_repeat (self, snapshot, column->x + (width > 0 ? width + 4 : 0), color);
}

static void
weft_task_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftTaskLine *self = WEFT_TASK_LINE (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  int width = gtk_widget_get_width (widget);
  GdkRGBA color, quiet, warning;

  if (self->task == NULL)
    return;

  gtk_widget_get_color (widget, &color);
  quiet = color;
  quiet.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 1.f : dark ? .66f : .75f;
  warning = dark ? (GdkRGBA) { 1.f, .48f, .39f, 1.f } : (GdkRGBA) { .75f, .11f, .16f, 1.f };
  if (!weft_task_columns_have_room (width))
    {
      g_autoptr (PangoLayout) title = make_title (self, width);
      g_autoptr (PangoLayout) details = make_details (self, width, &warning);
      int height;

      pango_layout_get_pixel_size (title, NULL, &height);
      append_layout (snapshot, title, mirror (self, 0, width - get_tab_room (self)), PADDING, &color);
      append_layout (snapshot, details, 0, PADDING + height + BETWEEN, &quiet);
      if (self->onlooker != NULL)
        draw_onlooker (self, snapshot, width, &color);
      return;
    }

  weft_task_columns_place (self->columns, width);
  for (guint i = 0; i < self->columns->len; i++)
    draw_column (self, snapshot, i,
                 i == TITLE                                                ? &color
                 : (i == DUE && self->over) || (i == KEY && self->blocked) ? &warning
                                                                           : &quiet);
  if (self->onlooker != NULL)
    {
      const WeftTaskColumn *title = &g_array_index (self->columns, WeftTaskColumn, TITLE);

      draw_onlooker (self, snapshot, title->x + title->width, &color);
    }
}

static void
weft_task_line_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (weft_task_line_parent_class)->system_setting_changed (widget, setting);
  g_clear_object (&WEFT_TASK_LINE (widget)->icon);
}

static void
weft_task_line_dispose (GObject *object)
{
  WeftTaskLine *self = WEFT_TASK_LINE (object);

  weft_task_line_show (self, NULL);
  g_clear_object (&self->icon);
  g_clear_object (&self->people);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_task_line_parent_class)->dispose (object);
}

static void
weft_task_line_finalize (GObject *object)
{
  WeftTaskLine *self = WEFT_TASK_LINE (object);

  g_array_unref (self->columns);
  g_free (self->onlooker);
  g_free (self->name);

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
  widget_class->system_setting_changed = weft_task_line_system_setting_changed;
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

void
weft_task_line_set_onlooker (WeftTaskLine *self, const char *id, const char *name, gboolean held)
{
  gboolean another;

  g_return_if_fail (WEFT_IS_TASK_LINE (self));
  g_return_if_fail (id == NULL || name != NULL);

  another = self->held != held;
  self->held = held;
  another = g_set_str (&self->onlooker, id) || another;
  another = g_set_str (&self->name, name) || another;
  if (another)
    gtk_widget_queue_resize (GTK_WIDGET (self));
}
