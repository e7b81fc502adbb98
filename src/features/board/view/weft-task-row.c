/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-task-row.h"

#include <adwaita.h>

#include "ui/weft-avatar.h"

#define LIFTED 0.35 /* LOOK.md, Board */

/* px: of somebody else's ring and the tab with their name */
#define RING 2
#define RADIUS 12
#define LIFT 3
#define FACE 14
#define TAB 18
#define TAB_ABOVE 9 /* of it above the card: there is no more room in the list */
#define TAB_START 2
#define TAB_END 7
#define TAB_INSET 12

#define TINT 0.28     /* how strong it begins */
#define TINT_TIME 900 /* ms */

struct _WeftTaskRow
{
  GtkWidget parent_instance;

  GtkWidget *above; /* (nullable), as below: most cards never have one */
  GtkWidget *card;
  GtkWidget *below;

  const WeftCardStyle *style; /* with onlooker */
  char *onlooker;             /* (nullable): id */
  char *name;                 /* (nullable) */
  gboolean held;

  gboolean away;
  GskRenderNode *node;   /* (nullable): what would be drawn */
  AdwAnimation *tinting; /* (nullable) */
  double tint;           /* 0 to 1 */
};

G_DEFINE_FINAL_TYPE (WeftTaskRow, weft_task_row, GTK_TYPE_WIDGET)

/* Drawing */

static void
draw_tab (WeftTaskRow *self, GtkSnapshot *snapshot, const graphene_rect_t *card, const GdkRGBA *yarn)
{
  const WeftCardStyle *style = self->style;
  int room = (int) card->size.width - 2 * TAB_INSET - TAB_START - FACE - 4 - TAB_END;
  int text = MIN (weft_card_style_measure (style, WEFT_CARD_FONT_LABEL, self->name), room);
  float width = (float) (TAB_START + FACE + 4 + text + TAB_END);
  float x = style->rtl ? card->origin.x + TAB_INSET : card->origin.x + card->size.width - TAB_INSET - width;
  graphene_rect_t rect = GRAPHENE_RECT_INIT (x, card->origin.y - TAB_ABOVE, width, TAB);
  float face = style->rtl ? x + width - TAB_START - FACE : x + TAB_START;
  GskRoundedRect box;

  if (text <= 0)
    return;
  gsk_rounded_rect_init_from_rect (&box, &rect, TAB / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &style->card, &rect);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &box, (float[4]) { 1.5, 1.5, 1.5, 1.5 }, (GdkRGBA[4]) { *yarn, *yarn, *yarn, *yarn });
  weft_avatar_snapshot_person (style->widget, snapshot, self->onlooker, self->name, &GRAPHENE_RECT_INIT (face, rect.origin.y + (TAB - FACE) / 2.0f, FACE, FACE));
  weft_card_style_draw_text (style, snapshot, WEFT_CARD_FONT_LABEL, self->name, style->rtl ? x + TAB_END : face + FACE + 4, rect.origin.y + TAB / 2.0, text, &style->text);
}

static void
draw_onlooker (WeftTaskRow *self, GtkSnapshot *snapshot)
{
  const GdkRGBA *yarn = &self->style->yarns[weft_avatar_get_yarn (self->name)];
  graphene_rect_t card;
  graphene_rect_t around;
  GskRoundedRect ring;

  if (!gtk_widget_compute_bounds (self->card, GTK_WIDGET (self), &card))
    return;
  around = card;
  graphene_rect_inset (&around, -RING, -RING);
  gsk_rounded_rect_init_from_rect (&ring, &around, RADIUS + RING);
  if (self->held)
    {
      GdkRGBA shade = *yarn;

      shade.alpha = 0.45f;
      gtk_snapshot_append_outset_shadow (snapshot, &ring, &shade, 0, 5, 0, 8);
    }
  gtk_widget_snapshot_child (GTK_WIDGET (self), self->card, snapshot);
  gtk_snapshot_append_border (snapshot, &ring, (float[4]) { RING, RING, RING, RING }, (GdkRGBA[4]) { *yarn, *yarn, *yarn, *yarn });
  draw_tab (self, snapshot, &card, yarn);
}

static void
draw_tint (WeftTaskRow *self, GtkSnapshot *snapshot)
{
  GdkRGBA color = weft_task_card_get_style (WEFT_TASK_CARD (self->card))->accent;
  graphene_rect_t card;
  GskRoundedRect box;

  if (!gtk_widget_compute_bounds (self->card, GTK_WIDGET (self), &card))
    return;
  color.alpha = (float) (TINT * self->tint);
  gsk_rounded_rect_init_from_rect (&box, &card, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &color, &card);
  gtk_snapshot_pop (snapshot);
}

static void
draw_card (WeftTaskRow *self, GtkSnapshot *snapshot)
{
  gtk_snapshot_save (snapshot);
  if (self->onlooker != NULL && self->held)
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, -LIFT));
  if (self->onlooker != NULL)
    draw_onlooker (self, snapshot);
  else
    gtk_widget_snapshot_child (GTK_WIDGET (self), self->card, snapshot);
  if (self->tint > 0 && weft_task_card_get_task (WEFT_TASK_CARD (self->card)) != NULL)
    draw_tint (self, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
weft_task_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftTaskRow *self = WEFT_TASK_ROW (widget);

  if (self->above != NULL)
    gtk_widget_snapshot_child (widget, self->above, snapshot);
  if (self->below != NULL)
    gtk_widget_snapshot_child (widget, self->below, snapshot);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  if (self->away)
    {
      GtkSnapshot *elsewhere = gtk_snapshot_new ();

      draw_card (self, elsewhere);
      self->node = gtk_snapshot_free_to_node (elsewhere);
    }
  else
    draw_card (self, snapshot);
}

static void
on_tint (double value, gpointer user_data)
{
  WeftTaskRow *self = user_data;

  self->tint = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
weft_task_row_dispose (GObject *object)
{
  WeftTaskRow *self = WEFT_TASK_ROW (object);

  weft_task_row_end_tint (self);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->above, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->below, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_task_row_parent_class)->dispose (object);
}

static void
weft_task_row_finalize (GObject *object)
{
  g_free (WEFT_TASK_ROW (object)->onlooker);
  g_free (WEFT_TASK_ROW (object)->name);

  G_OBJECT_CLASS (weft_task_row_parent_class)->finalize (object);
}

static void
weft_task_row_class_init (WeftTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_task_row_finalize;
  widget_class->snapshot = weft_task_row_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
weft_task_row_init (WeftTaskRow *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 8);
}

GtkWidget *
weft_task_row_new (WeftPeople *people)
{
  WeftTaskRow *self = g_object_new (WEFT_TYPE_TASK_ROW, NULL);

  self->card = weft_task_card_new (people);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

WeftTaskCard *
weft_task_row_get_card (WeftTaskRow *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ROW (self), NULL);
  return WEFT_TASK_CARD (self->card);
}

static void
set_slot (WeftTaskRow *self, GtkWidget **slot, int height, GtkWidget *behind)
{
  if (height == 0)
    {
      g_clear_pointer (slot, gtk_widget_unparent);
      return;
    }
  if (*slot == NULL)
    {
      *slot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_add_css_class (*slot, "weft-slot");
      gtk_widget_insert_after (*slot, GTK_WIDGET (self), behind);
    }
  gtk_widget_set_size_request (*slot, -1, height);
}

void
weft_task_row_set_slots (WeftTaskRow *self, int above, int below)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));

  set_slot (self, &self->above, above, NULL);
  set_slot (self, &self->below, below, self->card);
}

void
weft_task_row_set_onlooker (WeftTaskRow *self, const WeftCardStyle *style, const char *id, const char *name, gboolean held)
{
  gboolean another;

  g_return_if_fail (WEFT_IS_TASK_ROW (self));
  g_return_if_fail (id == NULL || (style != NULL && name != NULL));

  another = self->style != style || self->held != held;
  self->style = style;
  self->held = held;
  another = g_set_str (&self->onlooker, id) || another;
  another = g_set_str (&self->name, name) || another;
  if (another)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_task_row_set_away (WeftTaskRow *self, gboolean away)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));

  self->away = away;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_task_row_draw_away (WeftTaskRow *self, GtkSnapshot *snapshot)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));

  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
}

void
weft_task_row_tint (WeftTaskRow *self)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));

  weft_task_row_end_tint (self);
  if (!adw_get_enable_animations (GTK_WIDGET (self)))
    return;
  self->tinting = adw_timed_animation_new (GTK_WIDGET (self), 1, 0, TINT_TIME, adw_callback_animation_target_new (on_tint, self, NULL));
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->tinting), ADW_EASE_IN_QUAD);
  adw_animation_play (self->tinting);
}

void
weft_task_row_end_tint (WeftTaskRow *self)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));

  if (self->tinting != NULL)
    adw_animation_reset (self->tinting);
  g_clear_object (&self->tinting);
  self->tint = 0;
}

void
weft_task_row_set_lifted (WeftTaskRow *self, gboolean lifted)
{
  g_return_if_fail (WEFT_IS_TASK_ROW (self));
  gtk_widget_set_opacity (self->card, lifted ? LIFTED : 1);
}
