/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-cards.h"

#include <glib/gi18n.h>

struct _WeftCards
{
  GObject parent_instance;

  GArray *pages;     /* of Page */
  GHashTable *known; /* link → WeftLinkedCard, unowned: weak */
  GQueue kept;       /* of WeftLinkedCard, the one asked for last at the head */
  GHashTable *stale; /* set of WeftLinkedCard: to be loaded anew */
  guint reload_source;
};

G_DEFINE_FINAL_TYPE (WeftCards, weft_cards, G_TYPE_OBJECT)

typedef struct
{
  const WeftFeature *feature;
  WeftFeaturePage *page; /* unowned: weak */
} Page;

/* A card that is being loaded. What was asked for later counts, whichever comes first. */
typedef struct
{
  WeftLinkedCard *linked;
  guint turn;
} Loading;

static GQuark turn_quark;

static void
on_loaded (WeftCard *card, gpointer user_data)
{
  Loading *loading = user_data;

  if (loading->turn == GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (loading->linked), turn_quark)))
    weft_linked_card_set_card (loading->linked, card);
  g_object_unref (loading->linked);
  g_free (loading);
}

static void
load (WeftCards *self, WeftLinkedCard *linked)
{
  guint turn = GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (linked), turn_quark)) + 1;
  Loading *loading = g_new0 (Loading, 1);

  g_object_set_qdata (G_OBJECT (linked), turn_quark, GUINT_TO_POINTER (turn));
  *loading = (Loading) { g_object_ref (linked), turn };
  for (guint i = 0; i < self->pages->len; i++)
    if (weft_feature_page_load_card (g_array_index (self->pages, Page, i).page, weft_linked_card_get_link (linked), on_loaded, loading))
      return;

  /* A feature that this Weft does not have looks like a thing that one may not see. */
  on_loaded (NULL, loading);
}

static gboolean
reload (gpointer user_data)
{
  WeftCards *self = user_data;
  g_autoptr (GHashTable) stale = g_steal_pointer (&self->stale);
  GHashTableIter iter;
  gpointer linked;

  self->reload_source = 0;
  self->stale = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_hash_table_iter_init (&iter, stale);
  while (g_hash_table_iter_next (&iter, &linked, NULL))
    load (self, linked);

  return G_SOURCE_REMOVE;
}

static gboolean
concerns (const WeftLink *link, const char *stream, const char *key)
{
  return stream == NULL
         || (g_str_equal (link->stream, stream) && (key == NULL || g_strcmp0 (link->key, key) == 0));
}

static void
on_card_changed (WeftFeaturePage *page, const char *stream, const char *key, WeftCards *self)
{
  GHashTableIter iter;
  gpointer linked;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &linked))
    if (concerns (weft_linked_card_get_link (linked), stream, key))
      g_hash_table_add (self->stale, g_object_ref (linked));
  if (g_hash_table_size (self->stale) > 0 && self->reload_source == 0)
    self->reload_source = g_idle_add (reload, self);
}

static gboolean
is_linked (gpointer key, gpointer value, gpointer linked)
{
  return value == linked;
}

static void
on_linked_gone (gpointer user_data, GObject *linked)
{
  WeftCards *self = user_data;

  g_hash_table_foreach_remove (self->known, is_linked, linked);
}

static void
on_page_gone (gpointer user_data, GObject *page)
{
  WeftCards *self = user_data;

  for (guint i = 0; i < self->pages->len; i++)
    if ((GObject *) g_array_index (self->pages, Page, i).page == page)
      {
        g_array_remove_index (self->pages, i);
        return;
      }
}

/* The one asked for last comes first; who is last of too many goes. */
static void
keep (WeftCards *self, WeftLinkedCard *linked)
{
  GList *place = g_queue_find (&self->kept, linked);

  if (place != NULL)
    {
      g_queue_unlink (&self->kept, place);
      g_queue_push_head_link (&self->kept, place);
      return;
    }
  g_queue_push_head (&self->kept, g_object_ref (linked));
  if (g_queue_get_length (&self->kept) > WEFT_CARDS_KEPT)
    g_object_unref (g_queue_pop_tail (&self->kept));
}

static void
weft_cards_dispose (GObject *object)
{
  WeftCards *self = WEFT_CARDS (object);
  GHashTableIter iter;
  gpointer linked;

  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_pointer (&self->stale, g_hash_table_unref);
  g_queue_clear_full (&self->kept, g_object_unref);
  if (self->known != NULL)
    {
      g_hash_table_iter_init (&iter, self->known);
      while (g_hash_table_iter_next (&iter, NULL, &linked))
        g_object_weak_unref (linked, on_linked_gone, self);
      g_clear_pointer (&self->known, g_hash_table_unref);
    }
  for (guint i = 0; self->pages != NULL && i < self->pages->len; i++)
    {
      WeftFeaturePage *page = g_array_index (self->pages, Page, i).page;

      g_signal_handlers_disconnect_by_data (page, self);
      g_object_weak_unref (G_OBJECT (page), on_page_gone, self);
    }
  g_clear_pointer (&self->pages, g_array_unref);

  G_OBJECT_CLASS (weft_cards_parent_class)->dispose (object);
}

static void
weft_cards_class_init (WeftCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_cards_dispose;

  turn_quark = g_quark_from_static_string ("weft-linked-card-turn");
}

static void
weft_cards_init (WeftCards *self)
{
  self->pages = g_array_new (FALSE, FALSE, sizeof (Page));
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stale = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

WeftCards *
weft_cards_new (void)
{
  return g_object_new (WEFT_TYPE_CARDS, NULL);
}

void
weft_cards_add_page (WeftCards *self, const WeftFeature *feature, WeftFeaturePage *page)
{
  const Page added = { feature, page };

  g_return_if_fail (WEFT_IS_CARDS (self));
  g_return_if_fail (feature != NULL);
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (page));

  g_array_append_val (self->pages, added);
  g_object_weak_ref (G_OBJECT (page), on_page_gone, self);
  g_signal_connect (page, "card-changed", G_CALLBACK (on_card_changed), self);
  weft_feature_page_set_cards (page, self);
}

WeftLinkedCard *
weft_cards_get (WeftCards *self, const WeftLink *link)
{
  g_autofree char *text = NULL;
  WeftLinkedCard *linked;

  g_return_val_if_fail (WEFT_IS_CARDS (self), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  text = weft_link_to_string (link);
  linked = g_hash_table_lookup (self->known, text);
  if (linked != NULL)
    {
      keep (self, linked);
      return g_object_ref (linked);
    }

  linked = weft_linked_card_new (link);
  g_hash_table_insert (self->known, g_steal_pointer (&text), linked);
  g_object_weak_ref (G_OBJECT (linked), on_linked_gone, self);
  keep (self, linked);
  load (self, linked);

  return linked;
}

void
weft_cards_append_takers (WeftCards *self, const WeftLink *link, const char *text, GMenu *menu)
{
  g_autofree char *place = NULL;

  g_return_if_fail (WEFT_IS_CARDS (self));
  g_return_if_fail (link != NULL && text != NULL);
  g_return_if_fail (G_IS_MENU (menu));

  place = weft_link_to_string (link);
  for (guint i = 0; i < self->pages->len; i++)
    {
      const WeftFeature *feature = g_array_index (self->pages, Page, i).feature;
      g_autoptr (GMenuItem) item = NULL;

      if (feature->takes == NULL || g_str_has_prefix (link->stream, feature->streams))
        continue;
      item = g_menu_item_new (_ (feature->takes), NULL);
      g_menu_item_set_action_and_target (item, "win.take", "(sss)", feature->id, place, text);
      g_menu_append_item (menu, item);
    }
}

guint
weft_cards_get_n_known (WeftCards *self)
{
  g_return_val_if_fail (WEFT_IS_CARDS (self), 0);

  return g_hash_table_size (self->known);
}
