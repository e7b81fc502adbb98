/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-finder.h"

#include <string.h>

#define PAGE 50      /* hits asked for at once */
#define PAUSE 200    /* ms without a key before the server is asked */
#define EMPTY_MAX 25 /* pages without a hit, one after the other, until the person must ask for more */

/* One of the two that are asked. */
typedef struct
{
  gboolean asking;
  gboolean done; /* it has no more */
  char *cursor;  /* (nullable) */
  guint n_empty;
} Source;

struct _WeftFinder
{
  GObject parent_instance;

  WeftSync *sync;
  char *text;
  WeftSearchQuery *query;
  guint generation; /* answers to earlier ones come too late */
  guint pause;
  GPtrArray *found; /* of WeftFound, in order */
  GHashTable *keys; /* "table stream key" of each */
  Source held;
  Source server;
  gboolean stale; /* nothing of this query has come yet: the list still shows the one before */
  gboolean searching;
  gboolean held_only;
  gboolean more;
};

/* An answer that is on its way. */
typedef struct
{
  GWeakRef finder;
  guint generation;
  gboolean of_server;
} Asked;

enum
{
  PROP_STALE = 1,
  PROP_SEARCHING,
  PROP_HELD_ONLY,
  PROP_MORE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);
static void ask (WeftFinder *self, gboolean of_server);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftFinder,
                               weft_finder,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* ── the list ──────────────────────────────────────────────────────────────────────────────────────── */

static GType
get_item_type (GListModel *model)
{
  return WEFT_TYPE_FOUND;
}

static guint
get_n_items (GListModel *model)
{
  return WEFT_FINDER (model)->found->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  WeftFinder *self = WEFT_FINDER (model);

  return position < self->found->len ? g_object_ref (self->found->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static char *
make_key (const WeftSearchHit *hit)
{
  return g_strjoin (" ", hit->table->name, hit->stream, hit->key, NULL);
}

static void
clear (WeftFinder *self)
{
  guint n = self->found->len;

  g_ptr_array_set_size (self->found, 0);
  g_hash_table_remove_all (self->keys);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

/* Puts the hits, which are in order, where they belong: each run of them that stands together is one change.
 */
static void
merge (WeftFinder *self, GPtrArray *hits)
{
  guint at = 0;

  for (guint i = 0; i < hits->len;)
    {
      guint n = 0;

      for (; i < hits->len; i++)
        {
          const WeftSearchHit *hit = hits->pdata[i];
          g_autofree char *key = make_key (hit);

          if (g_hash_table_contains (self->keys, key))
            continue;
          if (n == 0)
            while (at < self->found->len
                   && weft_search_hit_compare (weft_found_get_hit (self->found->pdata[at]), hit) < 0)
              at++;
          else if (at + n < self->found->len
                   && weft_search_hit_compare (weft_found_get_hit (self->found->pdata[at + n]), hit) < 0)
            break;
          g_hash_table_add (self->keys, g_steal_pointer (&key));
          g_ptr_array_insert (self->found, at + n, weft_found_new (weft_search_hit_copy (hit), self->query));
          n++;
        }
      if (n > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), at, 0, n);
      at += n;
    }
}

/* ── state ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
set_flag (WeftFinder *self, gboolean *flag, gboolean value, guint property)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
update (WeftFinder *self)
{
  set_flag (self, &self->more, (!self->held.done || !self->server.done) && self->text != NULL, PROP_MORE);
  set_flag (self, &self->searching, self->held.asking || self->server.asking || self->pause != 0,
            PROP_SEARCHING);
}

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────── */

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_weak_ref_clear (&asked->finder);
  g_free (asked);
}

/* Drops what the server found in rows that are held, as far as our own search has come. */
typedef struct
{
  GPtrArray *hits; /* of WeftSearchHit */
  char *cursor;
  gboolean all;
} Unheld;

static void
unheld_free (gpointer data)
{
  Unheld *unheld = data;

  g_ptr_array_unref (unheld->hits);
  g_free (unheld->cursor);
  g_free (unheld);
}

static gpointer
leave_unheld (WeftDatabase *database, gpointer user_data, GError **error)
{
  Unheld *unheld = user_data;
  GPtrArray *left = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  gint64 searched
      = unheld->all ? G_MININT64 : g_ascii_strtoll (unheld->cursor != NULL ? unheld->cursor : "", NULL, 10);

  for (guint i = 0; i < unheld->hits->len; i++)
    {
      const WeftSearchHit *hit = unheld->hits->pdata[i];
      gboolean holds;

      if (!weft_search_holds (database, hit, &holds, error))
        {
          g_ptr_array_unref (left);
          return NULL;
        }
      if (!holds || hit->at <= searched)
        g_ptr_array_add (left, weft_search_hit_copy (hit));
    }

  return left;
}

static DexFuture *
on_unheld (DexFuture *future, gpointer user_data)
{
  Asked *asked = user_data;
  g_autoptr (WeftFinder) self = g_weak_ref_get (&asked->finder);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self == NULL || asked->generation != self->generation)
    return NULL;

  if (value != NULL)
    merge (self, g_value_get_boxed (value));
  self->server.asking = FALSE;
  update (self);

  return NULL;
}

static Asked *
asked_new (WeftFinder *self, gboolean of_server)
{
  Asked *asked = g_new0 (Asked, 1);

  g_weak_ref_init (&asked->finder, self);
  asked->generation = self->generation;
  asked->of_server = of_server;

  return asked;
}

static void
take_server (WeftFinder *self, const WeftSearchResult *result)
{
  Unheld *unheld;

  if (result->hits->len == 0)
    {
      self->server.asking = FALSE;
      return;
    }

  unheld = g_new0 (Unheld, 1);
  unheld->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  for (guint i = 0; i < result->hits->len; i++)
    {
      g_autofree char *key = make_key (result->hits->pdata[i]);

      if (!g_hash_table_contains (self->keys, key))
        g_ptr_array_add (unheld->hits, weft_search_hit_copy (result->hits->pdata[i]));
    }
  unheld->cursor = g_strdup (self->held.cursor);
  unheld->all = self->held.done;
  dex_future_disown (
      dex_future_finally (weft_sync_read (self->sync, leave_unheld, G_TYPE_PTR_ARRAY, unheld, unheld_free),
                          on_unheld, asked_new (self, TRUE), asked_free));
}

static DexFuture *
on_answer (DexFuture *future, gpointer user_data)
{
  Asked *asked = user_data;
  g_autoptr (WeftFinder) self = g_weak_ref_get (&asked->finder);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const WeftSearchResult *result = value != NULL ? g_value_get_boxed (value) : NULL;
  Source *source;
  gboolean is_first;

  if (self == NULL || asked->generation != self->generation)
    return NULL;

  source = asked->of_server ? &self->server : &self->held;
  g_set_str (&source->cursor, result != NULL ? result->cursor : NULL);
  source->done = result == NULL || result->cursor == NULL;
  source->n_empty = result != NULL && result->hits->len == 0 ? source->n_empty + 1 : 0;
  if (asked->of_server)
    set_flag (self, &self->held_only, result == NULL, PROP_HELD_ONLY);
  else if (result == NULL)
    g_warning ("Cannot search: %s", error->message);

  is_first = !asked->of_server && self->stale;
  if (is_first)
    clear (self);
  if (asked->of_server && result != NULL)
    take_server (self, result);
  else
    {
      source->asking = FALSE;
      if (result != NULL)
        merge (self, result->hits);
    }

  if (is_first)
    set_flag (self, &self->stale, FALSE, PROP_STALE);

  /* A page may end because its time was up: on, as long as there is nothing to show. */
  if (!source->done && !source->asking && result->hits->len == 0 && source->n_empty < EMPTY_MAX)
    ask (self, asked->of_server);
  update (self);

  return NULL;
}

static void
ask (WeftFinder *self, gboolean of_server)
{
  Source *source = of_server ? &self->server : &self->held;
  DexFuture *answer;

  source->asking = TRUE;
  answer = of_server ? weft_sync_search_server (self->sync, self->text, source->cursor, PAGE)
                     : weft_sync_search_held (self->sync, self->query, source->cursor, PAGE);
  dex_future_disown (dex_future_finally (answer, on_answer, asked_new (self, of_server), asked_free));
}

static gboolean
on_pause (gpointer user_data)
{
  WeftFinder *self = user_data;

  /* Our own answer first: it says which of the server's are told. */
  if (self->held.asking)
    return G_SOURCE_CONTINUE;

  self->pause = 0;
  ask (self, TRUE);

  return G_SOURCE_REMOVE;
}

static void
source_clear (Source *source)
{
  g_free (source->cursor);
  *source = (Source) { .done = TRUE };
}

/* ── GObject ───────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_finder_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftFinder *self = WEFT_FINDER (object);

  switch (prop_id)
    {
    case PROP_STALE:
      g_value_set_boolean (value, self->stale);
      break;

    case PROP_SEARCHING:
      g_value_set_boolean (value, self->searching);
      break;

    case PROP_HELD_ONLY:
      g_value_set_boolean (value, self->held_only);
      break;

    case PROP_MORE:
      g_value_set_boolean (value, self->more);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_finder_dispose (GObject *object)
{
  WeftFinder *self = WEFT_FINDER (object);

  g_clear_handle_id (&self->pause, g_source_remove);

  G_OBJECT_CLASS (weft_finder_parent_class)->dispose (object);
}

static void
weft_finder_finalize (GObject *object)
{
  WeftFinder *self = WEFT_FINDER (object);

  g_clear_object (&self->sync);
  g_free (self->text);
  g_clear_pointer (&self->query, weft_search_query_unref);
  g_ptr_array_unref (self->found);
  g_hash_table_unref (self->keys);
  source_clear (&self->held);
  source_clear (&self->server);

  G_OBJECT_CLASS (weft_finder_parent_class)->finalize (object);
}

static void
weft_finder_class_init (WeftFinderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_finder_get_property;
  object_class->dispose = weft_finder_dispose;
  object_class->finalize = weft_finder_finalize;

  properties[PROP_STALE] = g_param_spec_boolean ("stale", NULL, NULL, FALSE, flags);
  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_HELD_ONLY] = g_param_spec_boolean ("held-only", NULL, NULL, FALSE, flags);
  properties[PROP_MORE] = g_param_spec_boolean ("more", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_finder_init (WeftFinder *self)
{
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->held.done = self->server.done = TRUE;
}

WeftFinder *
weft_finder_new (WeftSync *sync)
{
  WeftFinder *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_FINDER, NULL);
  self->sync = g_object_ref (sync);

  return self;
}

/* What the protocol takes: no control characters, a bounded length. The space at the end stays: it ends a
 * word. */
static char *
clean (const char *text, const char *stream)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);
  guint n = 0;

  if (stream != NULL)
    g_string_append_printf (out, "in:%s ", stream);
  for (const char *at = valid; *at != '\0' && n < WEFT_SEARCH_TEXT_MAX - 100; at = g_utf8_next_char (at), n++)
    g_string_append_unichar (out, g_unichar_iscntrl (g_utf8_get_char (at)) ? ' ' : g_utf8_get_char (at));

  return g_string_free_and_steal (out);
}

void
weft_finder_set_text (WeftFinder *self, const char *text, const char *stream)
{
  g_autofree char *cleaned = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (WeftSearchQuery) typed = NULL;

  g_return_if_fail (WEFT_IS_FINDER (self));
  g_return_if_fail (text != NULL);

  cleaned = clean (text, stream);
  if (g_strcmp0 (cleaned, self->text) == 0)
    return;

  self->generation++;
  g_clear_handle_id (&self->pause, g_source_remove);
  source_clear (&self->held);
  source_clear (&self->server);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->query, weft_search_query_unref);

  zone = g_time_zone_new_local ();
  typed = weft_search_query_new (weft_sync_get_registry (self->sync), text, g_get_real_time () / 1000, zone);
  if (weft_search_query_is_empty (typed))
    {
      clear (self);
      set_flag (self, &self->stale, FALSE, PROP_STALE);
      set_flag (self, &self->held_only, FALSE, PROP_HELD_ONLY);
      update (self);
      return;
    }

  self->query
      = weft_search_query_new (weft_sync_get_registry (self->sync), cleaned, g_get_real_time () / 1000, zone);
  self->text = g_steal_pointer (&cleaned);
  set_flag (self, &self->stale, TRUE, PROP_STALE);
  self->held.done = self->server.done = FALSE;
  ask (self, FALSE);
  self->pause = g_timeout_add (PAUSE, on_pause, self);
  update (self);
}

void
weft_finder_load_more (WeftFinder *self)
{
  g_return_if_fail (WEFT_IS_FINDER (self));

  if (self->text == NULL || self->searching)
    return;

  self->held.n_empty = self->server.n_empty = 0;
  if (!self->held.done)
    ask (self, FALSE);
  if (!self->server.done)
    ask (self, TRUE);
  update (self);
}

gboolean
weft_finder_get_is_empty (WeftFinder *self)
{
  g_return_val_if_fail (WEFT_IS_FINDER (self), TRUE);

  return self->text == NULL;
}

gboolean
weft_finder_get_stale (WeftFinder *self)
{
  g_return_val_if_fail (WEFT_IS_FINDER (self), FALSE);

  return self->stale;
}

gboolean
weft_finder_get_searching (WeftFinder *self)
{
  g_return_val_if_fail (WEFT_IS_FINDER (self), FALSE);

  return self->searching;
}

gboolean
weft_finder_get_held_only (WeftFinder *self)
{
  g_return_val_if_fail (WEFT_IS_FINDER (self), FALSE);

  return self->held_only;
}

gboolean
weft_finder_get_more (WeftFinder *self)
{
  g_return_val_if_fail (WEFT_IS_FINDER (self), FALSE);

  return self->more;
}
