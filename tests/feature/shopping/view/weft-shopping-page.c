/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-shopping"

#include "config.h"

#include <glib/gi18n.h>

#include "sync/weft-found.h"
#include "tests/feature/shopping/client/weft-shopping-list.h"
#include "tests/feature/shopping/view/weft-shopping-page.h"

struct _WeftShoppingPage
{
  WeftFeaturePage parent_instance;

  WeftSync *sync;
  WeftShoppingList *list; /* (nullable): what is open */
  char *link;
  GSimpleActionGroup *actions;
  GtkWidget *content;
  GtkWidget *rows;
  GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (WeftShoppingPage, weft_shopping_page, WEFT_TYPE_FEATURE_PAGE)

/* What a row says: all of it in one sentence. */
static char *
describe (gpointer object, const char *text, const char *amount)
{
  /* Translators: what to buy, and how much of it. */
  return amount[0] != '\0' ? g_strdup_printf (_ ("%s, %s"), text, amount) : g_strdup (text);
}

static void
on_row_toggled (GtkCheckButton *row, WeftShoppingItem *item)
{
  gboolean bought = gtk_check_button_get_active (row);

  if (bought != weft_shopping_item_get_bought (item))
    gtk_widget_activate_action (GTK_WIDGET (row), "shopping.buy", "(sb)", weft_shopping_item_get_id (item),
                                bought);
}

static GtkWidget *
create_row (gpointer object, gpointer user_data)
{
  WeftShoppingItem *item = object;
  GtkWidget *row = gtk_check_button_new ();
  GtkExpression *text[] = {
    gtk_property_expression_new (WEFT_TYPE_SHOPPING_ITEM, NULL, "text"),
    gtk_property_expression_new (WEFT_TYPE_SHOPPING_ITEM, NULL, "amount"),
  };
  GtkExpression *sentence
      = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 2, text, G_CALLBACK (describe), NULL, NULL);

  gtk_expression_bind (sentence, row, "label", item);
  g_object_bind_property (item, "bought", row, "active", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (row, "toggled", G_CALLBACK (on_row_toggled), item, 0);

  return row;
}

static void
on_buy (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftShoppingPage *self = user_data;
  const char *id;
  gboolean bought;

  g_variant_get (parameter, "(&sb)", &id, &bought);
  if (self->list != NULL)
    dex_future_disown (weft_shopping_list_buy (self->list, id, bought));
}

static void
on_write (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftShoppingPage *self = user_data;

  gtk_widget_grab_focus (self->entry);
}

static void
on_entry_activate (GtkEntry *entry, WeftShoppingPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (text[0] == '\0' || self->list == NULL)
    return;
  dex_future_disown (weft_shopping_list_add (self->list, text, ""));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

static GtkWidget *
weft_shopping_page_get_content (WeftFeaturePage *page)
{
  return WEFT_SHOPPING_PAGE (page)->content;
}

static GActionGroup *
weft_shopping_page_get_actions (WeftFeaturePage *page)
{
  return G_ACTION_GROUP (WEFT_SHOPPING_PAGE (page)->actions);
}

static gboolean
weft_shopping_page_open (WeftFeaturePage *page, const char *link)
{
  WeftShoppingPage *self = WEFT_SHOPPING_PAGE (page);

  if (!g_str_has_prefix (link, "shopping/"))
    return FALSE;

  if (g_set_str (&self->link, link))
    {
      g_clear_object (&self->list);
      self->list = weft_shopping_list_new (self->sync, link);
      gtk_list_box_bind_model (GTK_LIST_BOX (self->rows), G_LIST_MODEL (self->list), create_row, NULL, NULL);
    }

  return TRUE;
}

static const char *
weft_shopping_page_get_link (WeftFeaturePage *page)
{
  return WEFT_SHOPPING_PAGE (page)->link;
}

static WeftCard *
weft_shopping_page_describe_found (WeftFeaturePage *page, WeftFound *found)
{
  const WeftSearchHit *hit = weft_found_get_hit (found);
  g_autofree char *action = NULL;

  if (!g_str_has_prefix (hit->stream, "shopping/") || hit->texts[0] == NULL)
    return NULL;

  action = g_strdup_printf ("shopping.open('%s')", hit->stream);
  return weft_card_new (hit->texts[0], NULL, NULL, "weft-hash-symbolic", "moss", action);
}

static void
weft_shopping_page_focus_content (WeftFeaturePage *page)
{
  gtk_widget_grab_focus (WEFT_SHOPPING_PAGE (page)->entry);
}

static void
weft_shopping_page_dispose (GObject *object)
{
  WeftShoppingPage *self = WEFT_SHOPPING_PAGE (object);

  g_clear_object (&self->content);
  g_clear_object (&self->actions);
  g_clear_object (&self->list);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->link, g_free);

  G_OBJECT_CLASS (weft_shopping_page_parent_class)->dispose (object);
}

static void
weft_shopping_page_class_init (WeftShoppingPageClass *klass)
{
  WeftFeaturePageClass *page_class = WEFT_FEATURE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_shopping_page_dispose;
  page_class->get_content = weft_shopping_page_get_content;
  page_class->get_actions = weft_shopping_page_get_actions;
  page_class->open = weft_shopping_page_open;
  page_class->get_link = weft_shopping_page_get_link;
  page_class->describe_found = weft_shopping_page_describe_found;
  page_class->focus_content = weft_shopping_page_focus_content;
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_feature_page_open (user_data, g_variant_get_string (parameter, NULL));
}

static void
weft_shopping_page_init (WeftShoppingPage *self)
{
  static const GActionEntry entries[] = {
    { "buy", on_buy, "(sb)" },
    { "open", on_open, "s" },
    { "write", on_write },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);

  self->rows = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->rows), GTK_SELECTION_NONE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->rows);
  gtk_widget_set_vexpand (scroller, TRUE);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Add to the List"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add to the List"), -1);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_entry_activate), self, 0);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), self->entry);

  self->content = g_object_ref_sink (adw_toolbar_view_new ());
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (self->content), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (self->content), box);
}

WeftFeaturePage *
weft_shopping_page_new (WeftSync *sync)
{
  WeftShoppingPage *self = g_object_new (WEFT_TYPE_SHOPPING_PAGE, NULL);

  self->sync = g_object_ref (sync);

  return WEFT_FEATURE_PAGE (self);
}
