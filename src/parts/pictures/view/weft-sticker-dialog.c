/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-sticker-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "parts/pictures/view/weft-pack-list-page.h"
#include "parts/pictures/view/weft-sticker-tile.h"
#include "ui/weft-text-scale.h"

#define WIDTH 460
#define HEIGHT 480
#define COLUMNS_MAX 6
#define FACE 88 /* px */

struct _WeftStickerDialog
{
  AdwDialog parent_instance;

  WeftStickerShelf *shelf;
  AdwNavigationView *pages;
  GListModel *found;
  GtkFilter *filter;
  GtkWidget *search;
  GtkWidget *stack;
  GtkGridView *grid;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftStickerDialog, weft_sticker_dialog, ADW_TYPE_DIALOG)

/* By its words and its pack's, without accents. */
static gboolean
is_found (gpointer item, gpointer user_data)
{
  WeftStickerDialog *self = user_data;
  g_autofree char *text = g_strjoin (" ", weft_sticker_get_text (item), weft_sticker_get_pack (item), NULL);
  g_autofree char *folded = weft_text_fold (text, -1);
  g_autofree char *words = weft_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  return strstr (folded, g_strstrip (words)) != NULL;
}

static void
update_stack (WeftStickerDialog *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    g_list_model_get_n_items (self->found) > 0 ? "grid" : "nothing");
}

static void
on_search_changed (WeftStickerDialog *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_stack (self);
}

static void
choose (WeftStickerDialog *self, guint position)
{
  g_autoptr (WeftSticker) sticker = g_list_model_get_item (self->found, position);

  if (sticker == NULL)
    return;
  /* Closing puts the focus back where it was. */
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[CHOSEN], 0, sticker);
}

static void
on_search_activate (WeftStickerDialog *self)
{
  choose (self, 0);
}

static void
on_activate (GtkGridView *grid, guint position, WeftStickerDialog *self)
{
  choose (self, position);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftStickerDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 10);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), weft_sticker_tile_new (weft_sticker_shelf_get_store (self->shelf), FACE));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftStickerDialog *self)
{
  WeftSticker *sticker = gtk_list_item_get_item (item);
  GtkWidget *tile = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  /* Translators: spoken: a sticker's words, then the name of its pack */
  g_autofree char *spoken
      = g_strdup_printf (_ ("%s, from %s"), weft_sticker_get_text (sticker), weft_sticker_get_pack (sticker));

  weft_sticker_tile_set_sticker (WEFT_STICKER_TILE (tile), sticker);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (tile)), weft_sticker_get_text (sticker));
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
weft_sticker_dialog_dispose (GObject *object)
{
  WeftStickerDialog *self = WEFT_STICKER_DIALOG (object);

  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (weft_sticker_dialog_parent_class)->dispose (object);
}

static void
weft_sticker_dialog_class_init (WeftStickerDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_sticker_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, WEFT_TYPE_STICKER);
}

static void
weft_sticker_dialog_init (WeftStickerDialog *self)
{
}

static GtkWidget *
make_grid (WeftStickerDialog *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->grid = GTK_GRID_VIEW (
      gtk_grid_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->found))), factory));
  gtk_grid_view_set_single_click_activate (self->grid, TRUE);
  gtk_grid_view_set_min_columns (self->grid, 2);
  gtk_grid_view_set_max_columns (self->grid, COLUMNS_MAX);
  gtk_grid_view_set_tab_behavior (self->grid, GTK_LIST_TAB_ALL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Stickers"),
                                  -1);
  g_signal_connect (self->grid, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->grid));
  return scrolled;
}

static void
on_packs (WeftStickerDialog *self)
{
  adw_navigation_view_push (self->pages, weft_pack_list_page_new (self->shelf));
}

/* Guests do not read the workspace, and have no packs to look at. */
static void
update_packs (WeftSync *sync, GParamSpec *pspec, GtkWidget *button)
{
  int role;

  g_object_get (sync, "role", &role, NULL);
  gtk_widget_set_visible (button, role >= WEFT_ROLE_MEMBER);
}

static GtkWidget *
make_header (WeftStickerDialog *self, WeftSync *sync)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *packs = gtk_button_new_from_icon_name ("folder-symbolic");

  gtk_widget_set_tooltip_text (packs, _ ("Sticker Packs"));
  g_signal_connect_swapped (packs, "clicked", G_CALLBACK (on_packs), self);
  g_signal_connect_object (sync, "notify::role", G_CALLBACK (update_packs), packs, G_CONNECT_DEFAULT);
  update_packs (sync, NULL, packs);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), packs);
  return header;
}

AdwDialog *
weft_sticker_dialog_new (WeftSync *sync)
{
  WeftStickerDialog *self;
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *nothing = adw_status_page_new ();

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_STICKER_DIALOG, "title", _ ("Stickers"), "content-width", weft_text_scale (WIDTH),
                       "content-height", HEIGHT, NULL);
  self->shelf = weft_sticker_shelf_new (sync);
  self->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search), _ ("Search Stickers"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search Stickers"), -1);
  gtk_widget_set_margin_start (self->search, 16);
  gtk_widget_set_margin_end (self->search, 16);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_found, self, NULL));
  self->found = G_LIST_MODEL (gtk_filter_list_model_new (
      g_object_ref (G_LIST_MODEL (weft_sticker_shelf_get_stickers (self->shelf))), g_object_ref (self->filter)));
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_grid (self), "grid");
  adw_status_page_set_title (ADW_STATUS_PAGE (nothing), _ ("No Sticker Found"));
  adw_status_page_set_description (ADW_STATUS_PAGE (nothing), _ ("No sticker says that."));
  gtk_widget_add_css_class (nothing, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  gtk_widget_set_vexpand (self->stack, TRUE);
  /* At once: whoever types and goes on would choose from what was there before. */
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_search_activate), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (adw_dialog_close), self);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), make_header (self, sync));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_navigation_view_add (self->pages, adw_navigation_page_new_with_tag (view, _ ("Stickers"), "stickers"));
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->pages));
  adw_dialog_set_focus (ADW_DIALOG (self), self->search);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  update_stack (self);
  return ADW_DIALOG (self);
}
