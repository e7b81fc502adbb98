/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-found.h"

struct _WeftFound
{
  GObject parent_instance;

  WeftSearchHit *hit;
  WeftSearchQuery *query;
};

G_DEFINE_FINAL_TYPE (WeftFound, weft_found, G_TYPE_OBJECT)

static void
weft_found_finalize (GObject *object)
{
  WeftFound *self = WEFT_FOUND (object);

  weft_search_hit_free (self->hit);
  g_clear_pointer (&self->query, weft_search_query_unref);

  G_OBJECT_CLASS (weft_found_parent_class)->finalize (object);
}

static void
weft_found_class_init (WeftFoundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_found_finalize;
}

static void
weft_found_init (WeftFound *self)
{
}

WeftFound *
weft_found_new (WeftSearchHit *hit, WeftSearchQuery *query)
{
  WeftFound *self;

  g_return_val_if_fail (hit != NULL, NULL);

  self = g_object_new (WEFT_TYPE_FOUND, NULL);
  self->hit = hit;
  self->query = query != NULL ? weft_search_query_ref (query) : NULL;

  return self;
}

const WeftSearchHit *
weft_found_get_hit (WeftFound *self)
{
  g_return_val_if_fail (WEFT_IS_FOUND (self), NULL);

  return self->hit;
}

WeftSearchQuery *
weft_found_get_query (WeftFound *self)
{
  g_return_val_if_fail (WEFT_IS_FOUND (self), NULL);

  return self->query;
}
