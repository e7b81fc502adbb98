/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "app/weft-activity-item.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftActivityPage: some of what happened in a stream, newest first. */
typedef struct
{
  GPtrArray *items; /* of WeftActivityItem */
  gint64 cursor;    /* where older ones go on; -1: there are none */
} WeftActivityPage;

#define WEFT_TYPE_ACTIVITY_PAGE (weft_activity_page_get_type ())
GType weft_activity_page_get_type (void);

WeftActivityPage *weft_activity_page_ref (WeftActivityPage *self);
void weft_activity_page_unref (WeftActivityPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftActivityPage, weft_activity_page_unref)

/**
 * weft_activity_page_parse:
 * @answer: the frame `answer`
 * @names: see weft_activity_item_parse()
 * @me: (nullable): own id
 *
 * Returns: (transfer full) (nullable): %NULL with @error
 */
WeftActivityPage *
weft_activity_page_parse (JsonObject *answer, const char *stream, GHashTable *names, const char *me, GError **error);

/**
 * weft_activity_page_load:
 * @cursor: of the page before; -1: the newest
 *
 * Asks the server and looks up who the people are. Resolves to a %WEFT_TYPE_ACTIVITY_PAGE; rejects with
 * %WEFT_ERROR_UNAVAILABLE while offline.
 */
DexFuture *
weft_activity_page_load (WeftSync *sync, const char *stream, gint64 cursor) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
