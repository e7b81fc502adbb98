/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-kept-view.h"

#include <glib/gi18n.h>

#include "proto/weft-link.h"

#define WITHIN_MAX 220 /* px */

struct _WeftKeptView
{
  AdwBin parent_instance;

  GtkListView *list_view;
  WeftKeptList *list;
  WeftCards *cards;
  GPtrArray *bound; /* of GtkListItem, unowned */
  char *taken;
  char *removed;
  gboolean within;
  gboolean can_remove;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftKeptView, weft_kept_view, ADW_TYPE_BIN)

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GtkLabel *head;
  GtkLabel *text;
  GtkWidget *button;
} Row;

static Row *
get_row (GtkListItem *item)
{
  return g_object_get_data (G_OBJECT (item), "row");
}

static WeftLinkedCard *
get_linked (GtkListItem *item)
{
  return g_object_get_data (G_OBJECT (item), "linked");
}

/* "Mai Trần · general" */
static char *
dup_head (WeftKeptView *self, WeftCard *card)
{
  const char *author = weft_card_get_meta (card);

  if (self->within)
    return g_strdup (author != NULL ? author : _ ("Someone"));
  return author != NULL ? g_strdup_printf ("%s · %s", author, weft_card_get_title (card))
                        : g_strdup (weft_card_get_title (card));
}

static void
update_row (WeftKeptView *self, GtkListItem *item)
{
  Row *row = get_row (item);
  WeftLinkedCard *linked = get_linked (item);
  WeftCard *card = linked != NULL ? weft_linked_card_get_card (linked) : NULL;
  g_autofree char *head = card != NULL ? dup_head (self, card) : NULL;
  const char *text = NULL;
  g_autofree char *spoken = NULL;

  if (card == NULL)
    text = linked != NULL && weft_linked_card_get_loading (linked) ? _ ("Loading…")
                                                                   : _ ("Not available to you any more");
  else if (weft_card_get_state (card) != NULL)
    text = _ ("This message was deleted");
  else
    text = weft_card_get_text (card) != NULL ? weft_card_get_text (card)
                                             : _ ("This message is not on this computer");
  gtk_label_set_text (row->head, head != NULL ? head : "");
  gtk_widget_set_visible (GTK_WIDGET (row->head), head != NULL);
  gtk_label_set_text (row->text, text);
  gtk_widget_set_visible (row->button, self->can_remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  spoken = head != NULL ? g_strdup_printf ("%s, %s", head, text) : g_strdup (text);
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
on_card_changed (WeftLinkedCard *linked, GtkListItem *item)
{
  update_row (g_object_get_data (G_OBJECT (item), "view"), item);
}

static void
on_removed (GtkListItem *item)
{
  gtk_widget_activate_action (GTK_WIDGET (g_object_get_data (G_OBJECT (item), "view")), "kept.remove", "u",
                              gtk_list_item_get_position (item));
}

/* The row around them says it all in one. */
static GtkLabel *
new_label (const char *css_class, int lines)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "xalign", 0.0, "wrap", lines > 1, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "lines", lines, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftKeptView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Row *row = g_new0 (Row, 1);

  row->head = new_label ("weft-meta", 1);
  row->text = new_label (NULL, 3);
  row->button = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (row->button, "flat");
  gtk_widget_add_css_class (row->button, "circular");
  gtk_widget_set_valign (row->button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (row->button, self->taken);
  g_signal_connect_swapped (row->button, "clicked", G_CALLBACK (on_removed), item);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (row->head));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (row->text));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), row->button);
  g_object_set_data (G_OBJECT (item), "view", self);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftKeptView *self)
{
  g_autoptr (WeftLink) link
      = weft_link_parse (weft_kept_message_get_link (gtk_list_item_get_item (item)), -1);
  WeftLinkedCard *linked = self->cards != NULL && link != NULL ? weft_cards_get (self->cards, link) : NULL;

  g_object_set_data_full (G_OBJECT (item), "linked", linked, linked != NULL ? g_object_unref : NULL);
  if (linked != NULL)
    g_signal_connect (linked, "changed", G_CALLBACK (on_card_changed), item);
  g_ptr_array_add (self->bound, item);
  update_row (self, item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftKeptView *self)
{
  WeftLinkedCard *linked = get_linked (item);

  if (linked != NULL)
    g_signal_handlers_disconnect_by_data (linked, item);
  g_object_set_data (G_OBJECT (item), "linked", NULL);
  if (self->bound != NULL)
    g_ptr_array_remove_fast (self->bound, item);
}

/* ── what is done with them ──────────────────────────────────────────────────────────────────────────── */

static void
on_activate (GtkListView *view, guint position, WeftKeptView *self)
{
  g_autoptr (WeftKeptMessage) message
      = self->list != NULL ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;

  if (message == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", weft_kept_message_get_link (message));
  g_signal_emit (self, signals[OPENED], 0);
}

static void
remove_at (WeftKeptView *self, guint position)
{
  g_autoptr (WeftKeptMessage) message
      = self->list != NULL ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;

  if (message == NULL || !self->can_remove)
    return;
  dex_future_disown (weft_kept_list_remove (self->list, message));
  /* The window's, whichever it is; a page by itself has none. */
  gtk_widget_activate_action (GTK_WIDGET (self), "win.offer-undo", "s", self->removed);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  remove_at (WEFT_KEPT_VIEW (widget), g_variant_get_uint32 (parameter));
}

/* The row that has the focus. */
static void
remove_focused_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftKeptView *self = WEFT_KEPT_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  for (guint i = 0; focus != NULL && i < self->bound->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (self->bound, i);
      GtkWidget *row = gtk_widget_get_parent (gtk_list_item_get_child (item));

      if (focus == row || gtk_widget_is_ancestor (focus, row))
        {
          remove_at (self, gtk_list_item_get_position (item));
          return;
        }
    }
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_kept_view_dispose (GObject *object)
{
  WeftKeptView *self = WEFT_KEPT_VIEW (object);

  if (self->list_view != NULL)
    weft_kept_view_set_list (self, NULL, NULL);
  self->list_view = NULL;

  G_OBJECT_CLASS (weft_kept_view_parent_class)->dispose (object);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
}

static void
weft_kept_view_finalize (GObject *object)
{
  WeftKeptView *self = WEFT_KEPT_VIEW (object);

  g_free (self->taken);
  g_free (self->removed);

  G_OBJECT_CLASS (weft_kept_view_parent_class)->finalize (object);
}

static void
weft_kept_view_class_init (WeftKeptViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_kept_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_kept_view_finalize;
  gtk_widget_class_install_action (widget_class, "kept.remove", "u", remove_action);
  gtk_widget_class_install_action (widget_class, "kept.remove-focused", NULL, remove_focused_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "kept.remove-focused", NULL);

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
weft_kept_view_init (WeftKeptView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->bound = g_ptr_array_new ();
  self->can_remove = TRUE;
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_list_view_set_single_click_activate (self->list_view, TRUE);
  gtk_list_view_set_tab_behavior (self->list_view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "weft-notices");
  g_signal_connect (self->list_view, "activate", G_CALLBACK (on_activate), self);
}

/* Neither a GtkScrolledWindow nor a GtkListView asks how high rows are in the width there is: of texts which wrap
 * all lines but the first would be cut. */
static void
measure_within (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                int *minimum_baseline, int *natural_baseline)
{
  WeftKeptView *self = WEFT_KEPT_VIEW (widget);
  int height = 0, row_minimum, row_natural;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (adw_bin_get_child (ADW_BIN (self)), orientation, -1, minimum, natural, NULL, NULL);
      return;
    }
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view)); row != NULL && height < WITHIN_MAX;
       row = gtk_widget_get_next_sibling (row))
    {
      gtk_widget_measure (row, orientation, for_size, &row_minimum, &row_natural, NULL, NULL);
      height += row_natural;
    }
  *minimum = *natural = MIN (height, WITHIN_MAX);
}

static void
allocate_within (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

static GtkSizeRequestMode
get_request_mode_within (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

WeftKeptView *
weft_kept_view_new (const char *name, const char *taken, const char *removed, gboolean within)
{
  WeftKeptView *self = g_object_new (WEFT_TYPE_KEPT_VIEW, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->taken = g_strdup (taken);
  self->removed = g_strdup (removed);
  self->within = within;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list_view));
  adw_bin_set_child (ADW_BIN (self), scroller);
  if (within)
    gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_custom_layout_new (get_request_mode_within, measure_within,
                                                                             allocate_within));
  return self;
}

void
weft_kept_view_set_list (WeftKeptView *self, WeftKeptList *list, WeftCards *cards)
{
  g_autoptr (GtkSelectionModel) rows = NULL;

  g_return_if_fail (WEFT_IS_KEPT_VIEW (self));

  if (self->list == list && self->cards == cards)
    return;
  if (list != NULL)
    rows = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (list))));
  gtk_list_view_set_model (self->list_view, NULL);
  g_set_object (&self->cards, cards);
  g_set_object (&self->list, list);
  if (rows != NULL)
    gtk_list_view_set_model (self->list_view, rows);
}

void
weft_kept_view_set_can_remove (WeftKeptView *self, gboolean can_remove)
{
  g_return_if_fail (WEFT_IS_KEPT_VIEW (self));

  if (self->can_remove == can_remove)
    return;
  self->can_remove = can_remove;
  for (guint i = 0; i < self->bound->len; i++)
    update_row (self, g_ptr_array_index (self->bound, i));
}

gboolean
weft_kept_view_focus (WeftKeptView *self)
{
  g_return_val_if_fail (WEFT_IS_KEPT_VIEW (self), FALSE);
  return gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD);
}
