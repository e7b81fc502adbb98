/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-pack-list-page.h"

#include <glib/gi18n.h>

#include "parts/pictures/client/weft-picture-policy.h"
#include "parts/pictures/view/weft-new-stickers-page.h"
#include "parts/pictures/view/weft-pack-page.h"
#include "parts/pictures/view/weft-picture-policy-row.h"

struct _WeftPackListPage
{
  AdwNavigationPage parent_instance;

  WeftStickerShelf *shelf;
  GListModel *there;
  GListModel *gone;
  AdwPreferencesGroup *there_group;
  GtkWidget *gone_group;
  GtkWidget *add;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (WeftPackListPage, weft_pack_list_page, ADW_TYPE_NAVIGATION_PAGE)

static void
push (WeftPackListPage *self, AdwNavigationPage *page)
{
  adw_navigation_view_push (
      ADW_NAVIGATION_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW)), page);
}

/* ── beginning one ───────────────────────────────────────────────────────────────────────────────────── */

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftPackListPage *self = WEFT_PACK_LIST_PAGE (widget);

  push (self, weft_new_stickers_page_new (self->shelf, NULL));
}

static void
on_folder_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftPackListPage) self = user_data;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  AdwNavigationPage *page;

  if (folder == NULL || g_file_peek_path (folder) == NULL || self->shelf == NULL
      || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  page = weft_new_stickers_page_new (self->shelf, NULL);
  weft_new_stickers_page_read_folder (WEFT_NEW_STICKERS_PAGE (page), g_file_peek_path (folder));
  push (self, page);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Choose a Folder of Pictures"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, on_folder_chosen,
                                 g_object_ref (widget));
}

/* ── the list ────────────────────────────────────────────────────────────────────────────────────────── */

static void
update (WeftPackListPage *self)
{
  guint there = g_list_model_get_n_items (self->there);
  guint gone = g_list_model_get_n_items (self->gone);
  gboolean full = there + gone >= WEFT_PACKS_MAX;
  g_autofree char *limit = g_strdup_printf (
      /* Translators: %d is always 30 */
      _ ("A workspace has %d packs at most, with those which were removed."), WEFT_PACKS_MAX);

  gtk_widget_set_visible (self->add, weft_sticker_shelf_may_add (self->shelf));
  gtk_widget_set_sensitive (self->add, !full);
  gtk_widget_set_visible (self->list, there > 0);
  gtk_widget_set_visible (self->gone_group, gone > 0);
  adw_preferences_group_set_description (
      self->there_group,
      full       ? limit
      : there > 0 ? NULL
      : weft_sticker_shelf_may_add (self->shelf)
          ? _ ("There are none yet. Put pictures together, each with words which are read where it cannot be seen.")
          : _ ("There are none yet. Administrators add them."));
}

static DexFuture *
on_restored (DexFuture *future, gpointer user_data)
{
  WeftPackListPage *self = user_data;

  if (self->shelf != NULL && dex_future_is_resolved (future))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Pack restored"),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  return NULL;
}

/* The row goes: the focus is elsewhere by then. */
static void
on_restore (GtkButton *button, WeftPackListPage *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "pack");
  DexFuture *future = weft_pack_restore (weft_sticker_shelf_get_sync (self->shelf), id);

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  dex_future_disown (dex_future_finally (future, on_restored, g_object_ref (self), g_object_unref));
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WeftPackListPage *self)
{
  g_autoptr (WeftPack) pack = g_list_model_get_item (self->there, gtk_list_box_row_get_index (row));

  if (pack != NULL)
    push (self, weft_pack_page_new (self->shelf, pack));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  WeftPackListPage *self = user_data;
  GtkWidget *row = adw_action_row_new ();
  guint n = weft_pack_get_n_stickers (item);
  g_autofree char *count
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u sticker", "%u stickers", n), n);
  g_autofree char *subtitle = NULL;
  GtkWidget *restore;

  if (*weft_pack_get_maker (item) != '\0')
    /* Translators: "12 stickers, drawn by Mai" */
    subtitle = g_strdup_printf (_ ("%s, drawn by %s"), count, weft_pack_get_maker (item));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), weft_pack_get_name (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : count);
  if (!weft_pack_get_removed (item))
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  else if (weft_picture_policy_may_change (weft_sticker_shelf_get_sync (self->shelf),
                                           weft_pack_get_author (item)))
    {
      restore = gtk_button_new_with_mnemonic (_ ("_Restore"));
      gtk_widget_set_valign (restore, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (restore), "pack", g_strdup (weft_pack_get_id (item)), g_free);
      g_signal_connect (restore, "clicked", G_CALLBACK (on_restore), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), restore);
    }
  return row;
}

static gboolean
is_there (gpointer item, gpointer user_data)
{
  return !weft_pack_get_removed (item);
}

static gboolean
is_gone (gpointer item, gpointer user_data)
{
  return weft_pack_get_removed (item);
}

/* @model: (out) (transfer full) */
static GtkWidget *
make_list (WeftPackListPage *self, GtkCustomFilterFunc filter, const char *name, GListModel **model)
{
  GtkWidget *list = gtk_list_box_new ();

  *model = G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (weft_sticker_shelf_get_packs (self->shelf))),
                                 GTK_FILTER (gtk_custom_filter_new (filter, NULL, NULL))));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_bind_model (GTK_LIST_BOX (list), *model, make_row, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (*model, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return list;
}

static AdwPreferencesGroup *
add_group (GtkWidget *page, const char *title, GtkWidget *child)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), child);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static GtkWidget *
make_add (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("_From a Folder…"), "packs.import");
  g_menu_append (menu, _ ("_New Pack…"), "packs.new");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("New Pack"));
  return button;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

/* Whence one came may be gone meanwhile: a pack with more stickers has another row. */
static void
weft_pack_list_page_shown (AdwNavigationPage *page)
{
  GtkWidget *self = GTK_WIDGET (page);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (self));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self))
    gtk_widget_child_focus (self, GTK_DIR_TAB_FORWARD);
}

static void
weft_pack_list_page_dispose (GObject *object)
{
  WeftPackListPage *self = WEFT_PACK_LIST_PAGE (object);

  g_clear_object (&self->there);
  g_clear_object (&self->gone);
  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (weft_pack_list_page_parent_class)->dispose (object);
}

static void
weft_pack_list_page_class_init (WeftPackListPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_pack_list_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = weft_pack_list_page_shown;
  gtk_widget_class_install_action (widget_class, "packs.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "packs.import", NULL, import_action);
}

static void
weft_pack_list_page_init (WeftPackListPage *self)
{
}

AdwNavigationPage *
weft_pack_list_page_new (WeftStickerShelf *shelf)
{
  WeftPackListPage *self;
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *gone;

  g_return_val_if_fail (WEFT_IS_STICKER_SHELF (shelf), NULL);

  self = g_object_new (WEFT_TYPE_PACK_LIST_PAGE, "title", _ ("Sticker Packs"), "tag", WEFT_PACK_LIST_PAGE_TAG,
                       NULL);
  self->shelf = g_object_ref (shelf);
  self->add = make_add ();
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->add);
  self->list = make_list (self, is_there, _ ("Sticker Packs"), &self->there);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  self->there_group = add_group (page, NULL, self->list);
  gone = make_list (self, is_gone, _ ("Removed Packs"), &self->gone);
  self->gone_group = GTK_WIDGET (add_group (page, _ ("Removed Packs"), gone));
  add_group (page, NULL,
             weft_picture_policy_row_new (weft_sticker_shelf_get_sync (shelf), weft_sticker_shelf_get_policy (shelf)));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  g_signal_connect_object (shelf, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return ADW_NAVIGATION_PAGE (self);
}
