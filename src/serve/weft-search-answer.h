/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/** WeftSearchAsked: what a `search` frame asks for. */
typedef struct
{
  gint64 request;
  char *query;
  char *zone;
  char *cursor; /* (nullable) */
  guint limit;
} WeftSearchAsked;

WeftSearchAsked *weft_search_asked_new (const WeftFrame *frame);
void weft_search_asked_free (WeftSearchAsked *self);

/**
 * weft_search_answer:
 * @database: inside a reading transaction
 * @person: who asks: only streams which they read are searched
 * @now: ms
 *
 * Ends after 50 ms with a cursor to go on.
 *
 * Returns: (transfer full): a `hits` frame
 */
GBytes *weft_search_answer (WeftDatabase *database, WeftRegistry *registry, const char *person, gint64 now, const WeftSearchAsked *asked, GError **error);

G_END_DECLS
