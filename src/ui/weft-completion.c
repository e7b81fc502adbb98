/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-mention.h"
#include "ui/weft-completion.h"

#define WORD_MAX 40 /* characters: a longer word is none that is offered */
#define FACE 24
#define MARGIN 24 /* px of the popover's own */
#define OFFSET 10 /* px above the line one types: beside the edge of what it stands in */
#define ROW 36 /* px a row takes, about */

typedef struct
{
  char mark;
  gboolean at_start;
  guint min;
  guint max;
  WeftCompletionSource source;
  gpointer user_data;
} Source;

struct _WeftCompletion
{
  GObject parent_instance;

  GtkTextView *view; /* unowned */
  GtkWidget *host;   /* unowned */
  GtkWidget *popover;
  AdwClamp *clamp;
  GtkScrolledWindow *scrolled;
  GtkListBox *list;
  GArray *sources;
  GPtrArray *items;  /* shown ones */
  guint selected;
  char *said;        /* (nullable): what was announced last */
  char *closed;      /* (nullable): the word for which the person wants none */
};

G_DEFINE_FINAL_TYPE (WeftCompletion, weft_completion, G_TYPE_OBJECT)

WeftCompletionItem *
weft_completion_item_new (const char *insert, const char *face, gboolean person, const char *label, const char *detail)
{
  WeftCompletionItem *item = g_new0 (WeftCompletionItem, 1);

  item->insert = g_strdup (insert);
  item->face = g_strdup (face);
  item->person = person;
  item->label = g_strdup (label);
  item->detail = g_strdup (detail);
  return item;
}

void
weft_completion_item_free (WeftCompletionItem *item)
{
  g_free (item->insert);
  g_free (item->face);
  g_free (item->label);
  g_free (item->detail);
  g_free (item->spoken);
  g_clear_object (&item->picture);
  g_free (item);
}

/* The word before the cursor, with its mark; @start: where it begins. NULL: none that a source knows. */
static const Source *
find_word (WeftCompletion *self, GtkTextIter *start, GtkTextIter *end, char **word)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter p;
  guint n = 0;

  if (gtk_text_buffer_get_has_selection (buffer))
    return NULL;
  gtk_text_buffer_get_iter_at_mark (buffer, end, gtk_text_buffer_get_insert (buffer));
  for (p = *end; n <= WORD_MAX && gtk_text_iter_backward_char (&p); n++)
    {
      gunichar c = gtk_text_iter_get_char (&p);
      GtkTextIter before = p;
      gboolean first = !gtk_text_iter_backward_char (&before);

      if (g_unichar_isspace (c))
        return NULL;
      for (guint i = 0; i < self->sources->len; i++)
        {
          const Source *source = &g_array_index (self->sources, Source, i);

          if (c != (gunichar) source->mark)
            continue;
          if (source->at_start ? !first : !first && !g_unichar_isspace (gtk_text_iter_get_char (&before)) && !g_unichar_ispunct (gtk_text_iter_get_char (&before)))
            return NULL;
          if (n < source->min)
            return NULL;
          *start = p;
          gtk_text_iter_forward_char (&p);
          *word = gtk_text_buffer_get_text (buffer, &p, end, FALSE);
          return source;
        }
    }
  return NULL;
}

void
weft_completion_close (WeftCompletion *self)
{
  g_return_if_fail (WEFT_IS_COMPLETION (self));

  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->said, g_free);
}

/* What a screen reader says of it. */
static const char *
get_spoken (const WeftCompletionItem *item)
{
  return item->spoken != NULL ? item->spoken : item->label;
}

static void
announce (WeftCompletion *self)
{
  const WeftCompletionItem *item = g_ptr_array_index (self->items, self->selected);
  /* Translators: said by a screen reader: what is offered for the word that is typed, the number of it and how many there are */
  g_autofree char *text = g_strdup_printf (_("%s, %u of %u"), get_spoken (item), self->selected + 1, self->items->len);

  /* Typing on towards the same choice says nothing new. */
  if (g_set_str (&self->said, item->label))
    gtk_accessible_announce (GTK_ACCESSIBLE (self->view), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
take (WeftCompletion *self, guint number)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;
  g_autofree char *word = NULL;
  g_autofree char *insert = NULL;
  const WeftCompletionItem *item;

  if (self->items == NULL || number >= self->items->len || find_word (self, &start, &end, &word) == NULL)
    return;
  item = g_ptr_array_index (self->items, number);
  insert = g_strconcat (item->insert, item->bare ? "" : " ", NULL);
  weft_completion_close (self);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, insert, -1);
  gtk_text_buffer_end_user_action (buffer);
  weft_completion_close (self);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WeftCompletion *self)
{
  take (self, gtk_list_box_row_get_index (row));
}

static void
make_popover (WeftCompletion *self)
{
  self->popover = gtk_popover_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Suggestions"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "weft-completion");
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  self->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (self->scrolled, TRUE);
  gtk_scrolled_window_set_propagate_natural_width (self->scrolled, TRUE);
  gtk_scrolled_window_set_max_content_height (self->scrolled, WEFT_COMPLETION_MAX * ROW);
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->list));
  /* What never scrolls sideways heeds no greatest width of its own. */
  self->clamp = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_child (self->clamp, GTK_WIDGET (self->scrolled));
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->clamp));
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  gtk_popover_set_offset (GTK_POPOVER (self->popover), 0, -OFFSET);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_widget_set_parent (self->popover, self->host);
}

static GtkWidget *
make_row (const WeftCompletionItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (item->label);
  GtkWidget *row = gtk_list_box_row_new ();

  if (item->person)
    gtk_box_append (GTK_BOX (box), adw_avatar_new (FACE, item->face, TRUE));
  else if (item->picture != NULL)
    {
      GtkWidget *picture = gtk_image_new_from_paintable (item->picture);

      gtk_image_set_pixel_size (GTK_IMAGE (picture), FACE);
      gtk_accessible_update_state (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_box_append (GTK_BOX (box), picture);
    }
  else if (item->face != NULL)
    {
      GtkWidget *face = gtk_label_new (item->face);

      gtk_widget_set_size_request (face, FACE, FACE);
      gtk_accessible_update_state (GTK_ACCESSIBLE (face), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_box_append (GTK_BOX (box), face);
    }
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (item->detail != NULL && *item->detail != '\0')
    {
      GtkWidget *detail = gtk_label_new (item->detail);

      gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (detail), 36);
      gtk_widget_add_css_class (detail, "weft-meta");
      gtk_box_append (GTK_BOX (box), detail);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, get_spoken (item), -1);
  return row;
}

static void
choose (WeftCompletion *self, guint number)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, number);
  graphene_rect_t bounds;

  self->selected = number;
  gtk_list_box_select_row (self->list, row);
  /* Rows which cannot have the focus are not scrolled to by themselves. */
  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds) && bounds.size.height > 0)
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scrolled), bounds.origin.y, bounds.origin.y + bounds.size.height);
}

/* At the beginning of the line where it is written, wherever the cursor is: the list does not wander, and stays within the window. */
static void
show (WeftCompletion *self, const GtkTextIter *start)
{
  gboolean rtl = gtk_widget_get_direction (self->host) == GTK_TEXT_DIR_RTL;
  GdkRectangle at;
  graphene_point_t point;
  int x, y;

  if (self->popover == NULL)
    make_popover (self);
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < self->items->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (self->items, i)));
  choose (self, 0);
  adw_clamp_set_maximum_size (self->clamp, MAX (gtk_widget_get_width (self->host) - MARGIN, 1));
  adw_clamp_set_tightening_threshold (self->clamp, adw_clamp_get_maximum_size (self->clamp));
  gtk_text_view_get_iter_location (self->view, start, &at);
  gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_WIDGET, at.x, at.y, &x, &y);
  if (!gtk_widget_compute_point (GTK_WIDGET (self->view), self->host, &GRAPHENE_POINT_INIT (x, y), &point))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { rtl ? gtk_widget_get_width (self->host) - 1 : 0, point.y, 1, at.height });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

void
weft_completion_update (WeftCompletion *self)
{
  GtkTextIter start, end;
  g_autofree char *word = NULL;
  g_autoptr (GPtrArray) items = NULL;
  const Source *source;

  g_return_if_fail (WEFT_IS_COMPLETION (self));

  source = find_word (self, &start, &end, &word);
  if (source != NULL && g_strcmp0 (self->closed, word) != 0)
    {
      items = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_completion_item_free);
      source->source (word, items, source->user_data);
      if (items->len > source->max)
        g_ptr_array_set_size (items, source->max);
    }
  if (source == NULL)
    g_clear_pointer (&self->closed, g_free);
  if (items == NULL || items->len == 0)
    {
      weft_completion_close (self);
      return;
    }
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = g_steal_pointer (&items);
  show (self, &start);
  announce (self);
}

gboolean
weft_completion_key (WeftCompletion *self, guint keyval, GdkModifierType state)
{
  GtkTextIter start, end;

  g_return_val_if_fail (WEFT_IS_COMPLETION (self), FALSE);

  if (self->items == NULL || state != 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      choose (self, (self->selected + 1) % self->items->len);
      announce (self);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      choose (self, (self->selected + self->items->len - 1) % self->items->len);
      announce (self);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_Tab:
      take (self, self->selected);
      return TRUE;
    case GDK_KEY_Escape:
      g_clear_pointer (&self->closed, g_free);
      find_word (self, &start, &end, &self->closed);
      weft_completion_close (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
weft_completion_dispose (GObject *object)
{
  WeftCompletion *self = WEFT_COMPLETION (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (weft_completion_parent_class)->dispose (object);
}

static void
weft_completion_finalize (GObject *object)
{
  WeftCompletion *self = WEFT_COMPLETION (object);

  g_array_unref (self->sources);
  g_free (self->closed);
  g_free (self->said);

  G_OBJECT_CLASS (weft_completion_parent_class)->finalize (object);
}

static void
weft_completion_class_init (WeftCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_completion_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_completion_finalize;
}

static void
weft_completion_init (WeftCompletion *self)
{
  self->sources = g_array_new (FALSE, FALSE, sizeof (Source));
}

WeftCompletion *
weft_completion_new (GtkTextView *view, GtkWidget *host)
{
  WeftCompletion *self = g_object_new (WEFT_TYPE_COMPLETION, NULL);

  self->view = view;
  self->host = host;
  return self;
}

void
weft_completion_add (WeftCompletion *self, char mark, gboolean at_start, guint min, guint max, WeftCompletionSource source, gpointer user_data)
{
  Source one = { mark, at_start, min, max, source, user_data };

  g_return_if_fail (WEFT_IS_COMPLETION (self));

  g_array_append_val (self->sources, one);
}
