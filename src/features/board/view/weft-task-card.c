/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-task-card.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-card-sentence.h"
#include "features/board/view/weft-field-words.h"
#include "features/board/view/weft-task-words.h"
#include "ui/weft-avatar.h"

/* px */
#define GAP 6
#define FACE 20
#define BAR 4
#define DOT 8
#define LABEL_START 6
#define LABEL_END 7
#define MINIMUM 80

#define FACES 3
#define LABELS 2 /* by name; more of them are counted */

struct _WeftTaskCard
{
  GtkWidget parent_instance;

  WeftPeople *people;
  const WeftCardStyle *style; /* (nullable): with the task */
  WeftBoard *board;           /* (nullable) */
  WeftTask *task;             /* (nullable) */
  PangoLayout *title;         /* (nullable): until it is drawn with another style */
};

/** Line: one line of a card that is being drawn: @start and @end are what is left of it, from where one begins to read. */
typedef struct
{
  WeftTaskCard *card;
  const WeftCardStyle *style;
  GtkSnapshot *snapshot;
  int width; /* of the card */
  int start;
  int end;
  double y;  /* the middle */
} Line;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftTaskCard, weft_task_card, GTK_TYPE_WIDGET)

/* Heights */

/* Of its checklist, and of its parts. */
static guint
count_lines (WeftTask *task, guint *n_done)
{
  *n_done = weft_task_get_n_parts_done (task) + weft_task_get_n_items_done (task);
  return weft_task_get_n_parts (task) + weft_task_get_n_items (task);
}

static gboolean
has_progress (WeftTask *task)
{
  guint n_done;

  return count_lines (task, &n_done) > 0;
}

static gboolean
has_fields (WeftTaskCard *self)
{
  g_autofree char *text = weft_fields_describe (self->board, self->people, weft_task_get_record (self->task));

  return text != NULL;
}

static gboolean
has_foot (WeftTask *task)
{
  const WeftTaskRecord *record = weft_task_get_record (task);

  return weft_task_get_n_files (task) > 0 || record->priority != WEFT_PRIORITY_NONE || record->due_at > 0 || record->recurrence != NULL || record->has_about || record->n_comments > 0 || record->assignees != NULL;
}

static int
get_foot_height (WeftTaskCard *self)
{
  return weft_task_get_record (self->task)->assignees != NULL ? MAX (self->style->meta_height, FACE) : self->style->meta_height;
}

static int
get_head_height (WeftTaskCard *self)
{
  return weft_task_get_record (self->task)->labels != NULL ? MAX (self->style->head_height, self->style->label_height) : self->style->head_height;
}

/* Its lines begin where the person's language begins, whatever the title is written in: Pango turns the alignment of lines which run against
 * its context's direction. */
static void
make_title (WeftTaskCard *self)
{
  gboolean rtl;

  self->title = weft_type_new_layout (self->style->type, WEFT_CARD_FONT_TITLE, weft_task_get_title (self->task));
  pango_layout_set_height (self->title, -3);
  pango_layout_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  rtl = pango_layout_get_direction (self->title, 0) == PANGO_DIRECTION_RTL;
  pango_layout_set_alignment (self->title, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

static int
get_title_height (WeftTaskCard *self, int width)
{
  int height;

  if (self->title == NULL)
    make_title (self);
  pango_layout_set_width (self->title, width * PANGO_SCALE);
  pango_layout_get_pixel_size (self->title, NULL, &height);
  return height;
}

static int
get_height (WeftTaskCard *self, int width)
{
  int height = get_head_height (self) + GAP + get_title_height (self, width);

  if (weft_task_get_blocked_by (self->task) != NULL)
    height += GAP + self->style->blocked_height;
  if (has_fields (self))
    height += GAP + self->style->meta_height;
  if (has_progress (self->task))
    height += GAP + self->style->meta_height;
  if (has_foot (self->task))
    height += GAP + get_foot_height (self);
  return height;
}

static void
weft_task_card_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftTaskCard *self = WEFT_TASK_CARD (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MINIMUM;
  else
    *minimum = *natural = self->task != NULL ? get_height (self, for_size > 0 ? for_size : MINIMUM) : 0;
}

static GtkSizeRequestMode
weft_task_card_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Drawing */

/* Takes @width from where the line begins. Returns: its left end. */
static double
take_start (Line *line, int width, int gap)
{
  int x = line->style->rtl ? line->width - line->start - width : line->start;

  line->start += width + gap;
  return x;
}

/* From where it ends. */
static double
take_end (Line *line, int width, int gap)
{
  int x = line->style->rtl ? line->width - line->end : line->end - width;

  line->end -= width + gap;
  return x;
}

static Line
begin_line (WeftTaskCard *self, GtkSnapshot *snapshot, int *y, int height)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  Line line = { self, self->style, snapshot, width, 0, width, *y + height / 2.0 };

  *y += height + GAP;
  return line;
}

static void
draw_box (GtkSnapshot *snapshot, double x, double y, double width, double height, const GdkRGBA *color)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
  GskRoundedRect box;

  gsk_rounded_rect_init_from_rect (&box, &rect, (float) MIN (width, height) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, color, &rect);
  gtk_snapshot_pop (snapshot);
}

static void
draw_text (Line *line, WeftCardFont font, const char *text, int gap, const GdkRGBA *color)
{
  int width = MIN (weft_card_style_measure (line->style, font, text), line->end - line->start);

  if (width > 0)
    weft_card_style_draw_text (line->style, line->snapshot, font, text, take_start (line, width, gap), line->y, width, color);
}

static void
draw_icon (Line *line, WeftCardIcon icon, int gap, const GdkRGBA *color)
{
  if (line->end - line->start >= WEFT_CARD_ICON)
    weft_card_style_draw_icon (line->style, line->snapshot, icon, take_start (line, WEFT_CARD_ICON, gap), line->y, color);
}

static int
get_label_width (const WeftCardStyle *style, const WeftProjectLabel *label)
{
  return LABEL_START + DOT + 4 + weft_card_style_measure (style, WEFT_CARD_FONT_LABEL, label->name) + LABEL_END;
}

static void
draw_label (Line *line, const WeftProjectLabel *label, int width)
{
  const WeftCardStyle *style = line->style;
  double x = take_start (line, width, 4);
  int text = width - LABEL_START - DOT - 4 - LABEL_END;

  draw_box (line->snapshot, x, line->y - style->label_height / 2.0, width, style->label_height, &style->wash);
  draw_box (line->snapshot, style->rtl ? x + width - LABEL_START - DOT : x + LABEL_START, line->y - DOT / 2.0, DOT, DOT,
            &style->yarns[weft_yarn_parse (label->yarn)]);
  weft_card_style_draw_text (style, line->snapshot, WEFT_CARD_FONT_LABEL, label->name,
                             style->rtl ? x + LABEL_END : x + LABEL_START + DOT + 4, line->y, text, &style->text);
}

static void
draw_labels (Line *line, const char *labels)
{
  g_auto (GStrv) ids = g_strsplit (labels, " ", -1);
  const WeftProjectLabel *shown[LABELS];
  g_autofree char *more = NULL;
  guint n = 0;
  int room;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const WeftProjectLabel *label = weft_board_find_label (line->card->board, ids[i]);

      if (label != NULL && n++ < LABELS)
        shown[n - 1] = label;
    }
  if (n > LABELS)
    more = g_strdup_printf ("+%u", n - LABELS);
  room = line->end - line->start - (more != NULL ? weft_card_style_measure (line->style, WEFT_CARD_FONT_META, more) + 4 : 0);
  /* Each takes what those before it left, and leaves as much to each of those behind it. */
  for (guint i = 0; i < MIN (n, LABELS); i++)
    {
      int width = MIN (get_label_width (line->style, shown[i]), MAX (room / (int) (MIN (n, LABELS) - i), room - (i + 1 < MIN (n, LABELS) ? get_label_width (line->style, shown[i + 1]) + 4 : 0)));

      if (width < LABEL_START + DOT + LABEL_END)
        break;
      draw_label (line, shown[i], width);
      room -= width + 4;
    }
  if (more != NULL)
    draw_text (line, WEFT_CARD_FONT_META, more, 0, &line->style->dim);
}

static void
draw_head (WeftTaskCard *self, GtkSnapshot *snapshot, int *y)
{
  Line line = begin_line (self, snapshot, y, get_head_height (self));
  const char *labels = weft_task_get_record (self->task)->labels;
  g_autofree char *key = weft_board_dup_key (self->board, self->task);
  int width = weft_card_style_measure (self->style, WEFT_CARD_FONT_KEY, key);

  weft_card_style_draw_text (self->style, snapshot, WEFT_CARD_FONT_KEY, key, take_end (&line, width, GAP), line.y, width, &self->style->dim);
  if (labels != NULL)
    draw_labels (&line, labels);
}

static void
draw_title (WeftTaskCard *self, GtkSnapshot *snapshot, int *y)
{
  int height = get_title_height (self, gtk_widget_get_width (GTK_WIDGET (self)));

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, *y));
  gtk_snapshot_append_layout (snapshot, self->title, &self->style->text);
  gtk_snapshot_restore (snapshot);
  *y += height + GAP;
}

static void
draw_blocked (WeftTaskCard *self, GtkSnapshot *snapshot, int *y)
{
  Line line = begin_line (self, snapshot, y, self->style->blocked_height);
  /* Translators: on a card; %s is the key of another task: WEB-318. */
  g_autofree char *text = g_strdup_printf (_ ("Blocked by %s"), weft_task_get_blocked_by (self->task));

  draw_icon (&line, WEFT_CARD_ICON_BLOCKED, 5, &self->style->error);
  draw_text (&line, WEFT_CARD_FONT_BLOCKED, text, 0, &self->style->error);
}

static void
draw_fields (WeftTaskCard *self, GtkSnapshot *snapshot, int *y)
{
  Line line = begin_line (self, snapshot, y, self->style->meta_height);
  g_autofree char *text = weft_fields_describe (self->board, self->people, weft_task_get_record (self->task));

  draw_text (&line, WEFT_CARD_FONT_META, text, 0, &self->style->dim);
}

static void
draw_progress (WeftTaskCard *self, GtkSnapshot *snapshot, int *y)
{
  Line line = begin_line (self, snapshot, y, self->style->meta_height);
  guint n_done;
  guint n = count_lines (self->task, &n_done);
  g_autofree char *text = g_strdup_printf ("\u2066%u/%u\u2069", n_done, n); /* isolated from right-to-left text */
  int width = weft_card_style_measure (self->style, WEFT_CARD_FONT_META, text);
  double filled;

  weft_card_style_draw_text (self->style, snapshot, WEFT_CARD_FONT_META, text, take_end (&line, width, 8), line.y, width, &self->style->dim);
  width = line.end;
  filled = (double) width * n_done / n;
  draw_box (snapshot, take_start (&line, width, 0), line.y - BAR / 2.0, width, BAR, &self->style->trough);
  line.start = 0;
  if (n_done > 0)
    draw_box (snapshot, take_start (&line, (int) filled, 0), line.y - BAR / 2.0, filled, BAR, n_done == n ? &self->style->success : &self->style->accent);
}

static void
draw_faces (Line *line, const char *assignees)
{
  g_auto (GStrv) ids = g_strsplit (assignees, " ", -1);
  guint n = g_strv_length (ids);

  if (n > FACES)
    {
      g_autofree char *more = g_strdup_printf ("+%u", n - FACES);
      int width = weft_card_style_measure (line->style, WEFT_CARD_FONT_META, more);

      weft_card_style_draw_text (line->style, line->snapshot, WEFT_CARD_FONT_META, more, take_end (line, width, 3), line->y, width, &line->style->dim);
    }
  for (guint i = MIN (n, FACES); i > 0; i--)
    {
      WeftPerson *person = weft_people_lookup (line->card->people, ids[i - 1]);

      weft_avatar_snapshot_person (line->style->widget, line->snapshot, ids[i - 1], person != NULL ? weft_person_get_name (person) : "",
                                   &GRAPHENE_RECT_INIT ((float) take_end (line, FACE, 0), (float) (line->y - FACE / 2.0), FACE, FACE));
    }
  line->end -= GAP;
}

static void
draw_due (Line *line, gint64 due_at, gboolean recurs)
{
  WeftDueState state;
  g_autofree char *text = weft_due_describe (due_at, g_get_real_time () / 1000, line->style->zone, &state);
  const GdkRGBA *color = state == WEFT_DUE_OVER ? &line->style->error : state == WEFT_DUE_SOON ? &line->style->warn : &line->style->dim;

  draw_icon (line, WEFT_CARD_ICON_DUE, 4, color);
  draw_text (line, WEFT_CARD_FONT_META, text, recurs ? 4 : 10, color);
}

static void
draw_count (Line *line, WeftCardIcon icon, guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);

  if (n == 0)
    return;
  draw_icon (line, icon, 4, &line->style->dim);
  draw_text (line, WEFT_CARD_FONT_META, text, 10, &line->style->dim);
}

static void
draw_foot (WeftTaskCard *self, GtkSnapshot *snapshot, int *y)
{
  const WeftTaskRecord *record = weft_task_get_record (self->task);
  const WeftCardStyle *style = self->style;
  Line line = begin_line (self, snapshot, y, get_foot_height (self));

  if (record->assignees != NULL)
    draw_faces (&line, record->assignees);
  if (record->priority != WEFT_PRIORITY_NONE)
    draw_icon (&line, WEFT_CARD_ICON_PRIORITY + record->priority, 10,
               record->priority == WEFT_PRIORITY_URGENT ? &style->error : record->priority == WEFT_PRIORITY_HIGH ? &style->warn : &style->dim);
  if (record->due_at > 0)
    draw_due (&line, record->due_at, record->recurrence != NULL);
  if (record->recurrence != NULL)
    draw_icon (&line, WEFT_CARD_ICON_REPEAT, 10, &style->dim);
  if (record->has_about)
    draw_icon (&line, WEFT_CARD_ICON_ABOUT, 10, &style->dim);
  draw_count (&line, WEFT_CARD_ICON_COMMENTS, record->n_comments);
  draw_count (&line, WEFT_CARD_ICON_FILES, weft_task_get_n_files (self->task));
}

static void
weft_task_card_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftTaskCard *self = WEFT_TASK_CARD (widget);
  int y = 0;

  if (self->task == NULL)
    return;

  draw_head (self, snapshot, &y);
  draw_title (self, snapshot, &y);
  if (weft_task_get_blocked_by (self->task) != NULL)
    draw_blocked (self, snapshot, &y);
  if (has_fields (self))
    draw_fields (self, snapshot, &y);
  if (has_progress (self->task))
    draw_progress (self, snapshot, &y);
  if (has_foot (self->task))
    draw_foot (self, snapshot, &y);
}

static void
weft_task_card_dispose (GObject *object)
{
  WeftTaskCard *self = WEFT_TASK_CARD (object);

  weft_task_card_show (self, NULL, NULL, NULL);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_task_card_parent_class)->dispose (object);
}

static void
weft_task_card_class_init (WeftTaskCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_card_dispose;
  widget_class->measure = weft_task_card_measure;
  widget_class->get_request_mode = weft_task_card_get_request_mode;
  widget_class->snapshot = weft_task_card_snapshot;
  gtk_widget_class_set_css_name (widget_class, "card");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_task_card_init (WeftTaskCard *self)
{
}

GtkWidget *
weft_task_card_new (WeftPeople *people)
{
  WeftTaskCard *self = g_object_new (WEFT_TYPE_TASK_CARD, NULL);

  self->people = g_object_ref (people);
  return GTK_WIDGET (self);
}

void
weft_task_card_show (WeftTaskCard *self, const WeftCardStyle *style, WeftBoard *board, WeftTask *task)
{
  g_return_if_fail (WEFT_IS_TASK_CARD (self));
  g_return_if_fail (task == NULL || (style != NULL && board != NULL));

  if (self->task != NULL)
    g_signal_handlers_disconnect_by_func (self->task, weft_task_card_update, self);
  self->style = style;
  g_set_object (&self->board, board);
  g_set_object (&self->task, task);
  if (task == NULL)
    {
      g_clear_object (&self->title);
      return;
    }
  g_signal_connect_swapped (task, "changed", G_CALLBACK (weft_task_card_update), self);
  weft_task_card_update (self);
}

void
weft_task_card_update (WeftTaskCard *self)
{
  g_return_if_fail (WEFT_IS_TASK_CARD (self));

  if (self->task == NULL)
    return;
  g_clear_object (&self->title);
  if (weft_task_get_blocked_by (self->task) != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "blocked");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "blocked");
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

WeftTask *
weft_task_card_get_task (WeftTaskCard *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_CARD (self), NULL);
  return self->task;
}

const WeftCardStyle *
weft_task_card_get_style (WeftTaskCard *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_CARD (self), NULL);
  return self->style;
}

char *
weft_task_card_dup_sentence (WeftTaskCard *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_CARD (self) && self->task != NULL, NULL);
  return weft_card_sentence (self->board, self->people, self->task);
}
