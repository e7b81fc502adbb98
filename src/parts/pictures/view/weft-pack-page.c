/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-pack-page.h"

#include <glib/gi18n.h>

#include "base/weft-sticker-folder.h"
#include "parts/files/view/weft-picture-offer.h"
#include "parts/pictures/client/weft-picture-policy.h"
#include "parts/pictures/view/weft-new-stickers-page.h"
#include "parts/pictures/view/weft-sticker-tile.h"

#define FACE 48 /* px */

struct _WeftPackPage
{
  AdwNavigationPage parent_instance;

  WeftStickerShelf *shelf;
  WeftPack *pack;
  GListModel *stickers; /* of the pack */
  GtkWidget *names; /* the group of these two */
  GtkWidget *name;
  GtkWidget *maker;
  GtkWidget *list;
  GtkWidget *add;
  GtkWidget *remove;
  AdwPreferencesGroup *group;
  GHashTable *rows; /* id of a sticker → its row, unowned */
};

G_DEFINE_FINAL_TYPE (WeftPackPage, weft_pack_page, ADW_TYPE_NAVIGATION_PAGE)

static WeftSync *
get_sync (WeftPackPage *self)
{
  return weft_sticker_shelf_get_sync (self->shelf);
}

static gboolean
may_change (WeftPackPage *self, const char *author)
{
  return weft_picture_policy_may_change (get_sync (self), author);
}

static void
announce (WeftPackPage *self, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static char *
dup_words (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

typedef struct
{
  WeftPackPage *self;
  char *said;
  gboolean undo;    /* whether it is offered to take it back */
} Doing;

static void
doing_free (gpointer data)
{
  Doing *doing = data;

  g_object_unref (doing->self);
  g_free (doing->said);
  g_free (doing);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  const Doing *doing = user_data;
  g_autoptr (GError) error = NULL;

  if (doing->self->shelf == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    {
      announce (doing->self, error->message);
      return NULL;
    }
  if (doing->undo)
    gtk_widget_activate_action (GTK_WIDGET (doing->self), "win.offer-undo", "s", doing->said);
  else
    announce (doing->self, doing->said);
  return NULL;
}

/* @future: (transfer full) */
static void
follow (WeftPackPage *self, DexFuture *future, const char *said, gboolean undo)
{
  Doing *doing = g_new (Doing, 1);

  *doing = (Doing) { g_object_ref (self), g_strdup (said), undo };
  dex_future_disown (dex_future_finally (future, on_done, doing, doing_free));
}

/* ── more of them ────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
may_add (WeftPackPage *self)
{
  return weft_sticker_shelf_may_add (self->shelf) && may_change (self, weft_pack_get_author (self->pack))
         && g_list_model_get_n_items (self->stickers) < WEFT_STICKER_FOLDER_MAX;
}

static void
take_offer (WeftPackPage *self, WeftPictureOffer *offer)
{
  AdwNavigationView *pages
      = ADW_NAVIGATION_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW));
  AdwNavigationPage *page;

  if (pages == NULL || adw_navigation_view_get_visible_page (pages) != ADW_NAVIGATION_PAGE (self))
    return;
  page = weft_new_stickers_page_new (self->shelf, self->pack);
  weft_new_stickers_page_take (WEFT_NEW_STICKERS_PAGE (page), offer);
  adw_navigation_view_push (pages, page);
}

static DexFuture *
on_offer (DexFuture *future, gpointer user_data)
{
  WeftPackPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->shelf == NULL)
    return NULL;
  if (value != NULL)
    take_offer (self, g_value_get_boxed (value));
  else if (error->domain != GTK_DIALOG_ERROR) /* nothing was chosen */
    {
      adw_preferences_group_set_description (self->group, error->message);
      announce (self, error->message);
    }
  return NULL;
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (may_add (WEFT_PACK_PAGE (widget)))
    dex_future_disown (dex_future_finally (weft_picture_offer_choose (widget, TRUE), on_offer,
                                           g_object_ref (widget), g_object_unref));
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (may_add (WEFT_PACK_PAGE (widget)))
    dex_future_disown (dex_future_finally (weft_picture_offer_paste (widget), on_offer, g_object_ref (widget),
                                           g_object_unref));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WeftPackPage *self)
{
  g_autoptr (WeftPictureOffer) offer = weft_picture_offer_new_files (g_value_get_boxed (value));

  if (offer == NULL || !may_add (self))
    return FALSE;
  take_offer (self, offer);
  return TRUE;
}

/* ── what it is called ───────────────────────────────────────────────────────────────────────────────── */

static void
show_name (WeftPackPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), weft_pack_get_name (self->pack));
  gtk_editable_set_text (GTK_EDITABLE (self->maker), weft_pack_get_maker (self->pack));
}

static void
on_name_applied (WeftPackPage *self)
{
  g_autofree char *name = dup_words (self->name);
  g_autofree char *maker = dup_words (self->maker);

  if (*name == '\0')
    show_name (self);
  else
    follow (self, weft_pack_set (get_sync (self), weft_pack_get_id (self->pack), name, maker),
            _ ("Pack renamed"), FALSE);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftPackPage *self = WEFT_PACK_PAGE (widget);

  follow (self, weft_pack_remove (get_sync (self), weft_pack_get_id (self->pack)), _ ("Pack removed"), TRUE);
}

/* ── its stickers ────────────────────────────────────────────────────────────────────────────────────── */

static guint
find (WeftPackPage *self, const char *id)
{
  guint n = g_list_model_get_n_items (self->stickers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftSticker) sticker = g_list_model_get_item (self->stickers, i);

      if (g_str_equal (weft_sticker_get_sticker (sticker), id))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
move (WeftPackPage *self, const char *id, int step)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint n = g_list_model_get_n_items (self->stickers);
  guint from = find (self, id);
  g_autofree char *said = NULL;

  if (from == GTK_INVALID_LIST_POSITION || !may_change (self, weft_pack_get_author (self->pack))
      || (step < 0 ? from == 0 : from + 1 == n))
    return;
  for (guint i = 0; i < n; i++)
    {
      guint which = i == from ? from + step : i == from + step ? from : i;
      g_autoptr (WeftSticker) sticker = g_list_model_get_item (self->stickers, which);

      g_ptr_array_add (ids, g_strdup (weft_sticker_get_sticker (sticker)));
    }
  g_ptr_array_add (ids, NULL);
  /* Translators: spoken when a sticker was moved: its new place, and of how many */
  said = g_strdup_printf (_ ("Now %u of %u"), from + step + 1, n);
  follow (self,
          weft_pack_arrange (get_sync (self), weft_pack_get_id (self->pack),
                             (const char *const *) ids->pdata),
          said, FALSE);
}

static void
move_up_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move (WEFT_PACK_PAGE (widget), g_variant_get_string (parameter, NULL), -1);
}

static void
move_down_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move (WEFT_PACK_PAGE (widget), g_variant_get_string (parameter, NULL), 1);
}

static void
focus (WeftPackPage *self, guint position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) position);
  GtkWidget *wanted = GTK_IS_EDITABLE (row) ? GTK_WIDGET (row) : self->name;

  /* The row itself takes none. */
  gtk_widget_grab_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (wanted))));
}

/* The row goes: the focus is elsewhere by then. */
static void
remove_sticker_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftPackPage *self = WEFT_PACK_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  guint position = find (self, id);

  focus (self, position + 1 < g_list_model_get_n_items (self->stickers) ? position + 1 : position - 1);
  follow (self, weft_sticker_remove (get_sync (self), id), _ ("Sticker removed"), TRUE);
}

static gboolean
on_move_key (GtkWidget *list, GVariant *args, gpointer user_data)
{
  GtkWidget *row = gtk_widget_get_focus_child (list);

  if (row == NULL)
    return FALSE;
  move (WEFT_PACK_PAGE (gtk_widget_get_ancestor (list, WEFT_TYPE_PACK_PAGE)),
        g_object_get_data (G_OBJECT (row), "sticker"), g_variant_get_int32 (args));
  return TRUE;
}

static void
on_words_applied (AdwEntryRow *row, WeftPackPage *self)
{
  g_autofree char *text = dup_words (GTK_WIDGET (row));

  if (*text == '\0')
    gtk_editable_set_text (GTK_EDITABLE (row), g_object_get_data (G_OBJECT (row), "words"));
  else
    follow (self,
            weft_sticker_set_text (get_sync (self), g_object_get_data (G_OBJECT (row), "sticker"), text),
            _ ("Words changed"), FALSE);
}

static void
append (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static void
name_more (GtkWidget *button, WeftSticker *sticker)
{
  /* Translators: %s is what a sticker says */
  g_autofree char *name = g_strdup_printf (_ ("What to Do with “%s”"), weft_sticker_get_text (sticker));

  if (button != NULL)
    gtk_widget_set_tooltip_text (button, name);
}

static GtkWidget *
make_more (WeftPackPage *self, WeftSticker *sticker)
{
  const char *id = weft_sticker_get_sticker (sticker);
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  if (may_change (self, weft_pack_get_author (self->pack)))
    {
      append (menu, _ ("Move _Up"), "pack.move-up", id);
      append (menu, _ ("Move _Down"), "pack.move-down", id);
    }
  append (menu, _ ("_Remove"), "pack.remove-sticker", id);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  name_more (button, sticker);
  return button;
}

static GtkWidget *
make_tile (WeftPackPage *self, WeftSticker *sticker)
{
  GtkWidget *tile = weft_sticker_tile_new (weft_sticker_shelf_get_store (self->shelf), FACE);

  weft_sticker_tile_set_sticker (WEFT_STICKER_TILE (tile), sticker);
  gtk_widget_set_margin_top (tile, 6);
  gtk_widget_set_margin_bottom (tile, 6);
  return tile;
}

static void
show_words (GtkWidget *row, const char *words)
{
  if (GTK_IS_EDITABLE (row))
    gtk_editable_set_text (GTK_EDITABLE (row), words);
  else
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  g_object_set_data_full (G_OBJECT (row), "words", g_strdup (words), g_free);
}

/* Of somebody else it is only shown. */
static GtkWidget *
make_plain_row (WeftPackPage *self, WeftSticker *item)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_tile (self, item));
  return row;
}

static GtkWidget *
make_entry_row (WeftPackPage *self, WeftSticker *item)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *more = make_more (self, item);

  adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), make_tile (self, item));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("What It Says"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), WEFT_STICKER_TEXT_MAX);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect (row, "apply", G_CALLBACK (on_words_applied), self);
  g_object_set_data (G_OBJECT (row), "more", more);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), more);
  return row;
}

/* ── the page ────────────────────────────────────────────────────────────────────────────────────────── */

static void
update (WeftPackPage *self)
{
  gboolean own = may_change (self, weft_pack_get_author (self->pack));
  guint n = g_list_model_get_n_items (self->stickers);
  g_autofree char *limit = g_strdup_printf (
      /* Translators: %d is always 60 */
      _ ("A pack has %d stickers at most."), WEFT_STICKER_FOLDER_MAX);
  /* Translators: who drew a pack of stickers */
  g_autofree char *maker = *weft_pack_get_maker (self->pack) != '\0'
                               ? g_strdup_printf (_ ("Drawn by %s"), weft_pack_get_maker (self->pack))
                               : NULL;

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), weft_pack_get_name (self->pack));
  gtk_widget_set_visible (self->names, own);
  gtk_widget_set_visible (self->remove, own);
  gtk_widget_set_visible (self->add, own && weft_sticker_shelf_may_add (self->shelf));
  gtk_widget_set_sensitive (self->add, may_add (self));
  gtk_widget_set_visible (self->list, n > 0);
  adw_preferences_group_set_description (self->group,
                                         n >= WEFT_STICKER_FOLDER_MAX ? limit
                                         : n == 0                     ? _ ("There are no stickers in it yet.")
                                         : own                        ? NULL
                                                                      : maker);
}

/* With the pack the page goes. What one is writing stays. */
static void
on_packs_changed (WeftPackPage *self)
{
  WeftPack *pack
      = weft_pack_list_find (weft_sticker_shelf_get_packs (self->shelf), weft_pack_get_id (self->pack));
  g_autofree char *name = dup_words (self->name);
  g_autofree char *maker = dup_words (self->maker);
  gboolean writing = !g_str_equal (name, weft_pack_get_name (self->pack))
                     || !g_str_equal (maker, weft_pack_get_maker (self->pack));

  if (pack == NULL || weft_pack_get_removed (pack))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
      return;
    }
  if (!g_set_object (&self->pack, pack))
    return;
  if (!writing)
    show_name (self);
  update (self);
}

/* What one is writing stays, and so does the focus: a row is as long as its sticker. */
static void
show_sticker (WeftPackPage *self, WeftSticker *sticker, guint place)
{
  const char *id = weft_sticker_get_sticker (sticker);
  GtkWidget *row = g_hash_table_lookup (self->rows, id);

  if (row == NULL)
    {
      row = may_change (self, weft_sticker_get_author (sticker)) ? make_entry_row (self, sticker)
                                                                 : make_plain_row (self, sticker);
      g_object_set_data_full (G_OBJECT (row), "sticker", g_strdup (id), g_free);
      show_words (row, weft_sticker_get_text (sticker));
      g_hash_table_insert (self->rows, g_strdup (id), row);
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
  else if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "words"), weft_sticker_get_text (sticker)) != 0)
    {
      const char *words = g_object_get_data (G_OBJECT (row), "words");

      if (!GTK_IS_EDITABLE (row) || g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), words) == 0)
        show_words (row, weft_sticker_get_text (sticker));
      else
        g_object_set_data_full (G_OBJECT (row), "words", g_strdup (weft_sticker_get_text (sticker)), g_free);
      name_more (g_object_get_data (G_OBJECT (row), "more"), sticker);
    }
  g_object_set_data (G_OBJECT (row), "place", GUINT_TO_POINTER (place));
}

static void
on_stickers_changed (WeftPackPage *self)
{
  guint n = g_list_model_get_n_items (self->stickers);
  GHashTableIter iter;
  gpointer id, row;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftSticker) sticker = g_list_model_get_item (self->stickers, i);

      show_sticker (self, sticker, i);
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &id, &row))
    if (find (self, id) == GTK_INVALID_LIST_POSITION)
      {
        gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
        g_hash_table_iter_remove (&iter);
      }
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (self->list));
  update (self);
}

static int
compare_places (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  guint left = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (a), "place"));
  guint right = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (b), "place"));

  return left < right ? -1 : left > right;
}

static gboolean
is_in_pack (gpointer item, gpointer user_data)
{
  return g_strcmp0 (weft_sticker_get_pack_id (item), user_data) == 0;
}

static GtkWidget *
make_entry (WeftPackPage *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), WEFT_STICKER_NAME_MAX);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_swapped (row, "apply", G_CALLBACK (on_name_applied), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
make_add (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("_Choose Pictures…"), "pack.choose");
  g_menu_append (menu, _ ("_Paste Picture"), "pack.paste");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("New Sticker"));
  return button;
}

static GtkWidget *
make_stickers (WeftPackPage *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const struct
  {
    guint key;
    int step;
  } moves[] = { { GDK_KEY_Up, -1 }, { GDK_KEY_Down, 1 } };

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_sort_func (GTK_LIST_BOX (list), compare_places, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Stickers"),
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "Alt+Up Alt+Down", -1);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (moves[i].key, GDK_ALT_MASK),
                                                gtk_callback_action_new (on_move_key, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (moves[i].step));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
    }
  gtk_widget_add_controller (list, keys);
  return list;
}

static GtkWidget *
make_content (WeftPackPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *stickers = adw_preferences_group_new ();
  GtkWidget *end = adw_preferences_group_new ();

  self->names = adw_preferences_group_new ();
  self->name = make_entry (self, self->names, _ ("Name"));
  /* Translators: who drew a pack of stickers */
  self->maker = make_entry (self, self->names, _ ("Drawn By"));
  self->group = ADW_PREFERENCES_GROUP (stickers);
  adw_preferences_group_set_title (self->group, _ ("Stickers"));
  self->list = make_stickers (self);
  adw_preferences_group_add (self->group, self->list);
  self->remove = adw_button_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->remove), _ ("_Remove Pack"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->remove), TRUE);
  gtk_widget_add_css_class (self->remove, "destructive-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->remove), "pack.remove");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (end), self->remove);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->names));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (end));
  return page;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_pack_page_dispose (GObject *object)
{
  WeftPackPage *self = WEFT_PACK_PAGE (object);

  g_clear_object (&self->stickers);
  g_clear_object (&self->pack);
  g_clear_object (&self->shelf);
  g_clear_pointer (&self->rows, g_hash_table_unref);

  G_OBJECT_CLASS (weft_pack_page_parent_class)->dispose (object);
}

static void
weft_pack_page_class_init (WeftPackPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_pack_page_dispose;
  gtk_widget_class_install_action (widget_class, "pack.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "pack.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "pack.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "pack.move-up", "s", move_up_action);
  gtk_widget_class_install_action (widget_class, "pack.move-down", "s", move_down_action);
  gtk_widget_class_install_action (widget_class, "pack.remove-sticker", "s", remove_sticker_action);
  /* In an entry it pastes text. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "pack.paste", NULL);
}

static void
weft_pack_page_init (WeftPackPage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

AdwNavigationPage *
weft_pack_page_new (WeftStickerShelf *shelf, WeftPack *pack)
{
  WeftPackPage *self;
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GListModel *all;
  GtkFilter *filter;

  g_return_val_if_fail (WEFT_IS_STICKER_SHELF (shelf), NULL);
  g_return_val_if_fail (WEFT_IS_PACK (pack), NULL);

  self = g_object_new (WEFT_TYPE_PACK_PAGE, "title", weft_pack_get_name (pack), NULL);
  self->shelf = g_object_ref (shelf);
  self->pack = g_object_ref (pack);
  all = G_LIST_MODEL (weft_sticker_shelf_get_stickers (shelf));
  filter = GTK_FILTER (gtk_custom_filter_new (is_in_pack, g_strdup (weft_pack_get_id (pack)), g_free));
  self->stickers = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (all), filter));
  self->add = make_add ();
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->add);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), make_content (self));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  show_name (self);
  on_stickers_changed (self);
  g_signal_connect_object (self->stickers, "items-changed", G_CALLBACK (on_stickers_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_sticker_shelf_get_packs (shelf), "items-changed",
                           G_CALLBACK (on_packs_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return ADW_NAVIGATION_PAGE (self);
}
