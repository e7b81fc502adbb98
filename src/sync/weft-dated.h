/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_DATED_PEOPLE_MAX 100 /* of one row; the others are left out */

/**
 * WeftDated:
 *
 * A row that has a date, of whatever feature: what is due, delivered, to be remembered. Features declare
 * theirs in the section "dated" of their ops.json.
 */
typedef struct _WeftDated WeftDated;

struct _WeftDated
{
  char *link;    /* `weft:STREAM#TABLE/KEY`: opens it, and tells its stream and table (proto/weft-link.h) */
  char *title;   /* "" if it has been erased */
  gint64 start;  /* ms since 1970 UTC */
  gint64 end;    /* ms, not part of it itself; @start if it is a moment */
  char **people; /* (array zero-terminated=1): ids, ordered */
};

void weft_dated_free (WeftDated *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDated, weft_dated_free)

/**
 * weft_dated_read:
 * @from: ms
 * @to: ms, not part of the range itself
 * @limit: 1 or more
 *
 * What is dated in this store between @from and @to: moments from @from on and before @to, and what lasts if
 * any of it lies there, even if it begins before. On every stream whose rows are held, in the order of start,
 * then of link. If there are @limit, there may be more. Takes as long as there are streams and rows in the
 * range, however many lie outside; what lasts costs as many as end after @from, too.
 *
 * Returns: (transfer full) (element-type WeftDated) (nullable): %NULL on error
 */
GPtrArray *weft_dated_read (
    WeftDatabase *database, WeftRegistry *registry, gint64 from, gint64 to, guint limit, GError **error);

/** weft_dated_load: weft_dated_read() on a reader's thread. Resolves to a boxed GPtrArray. Ask again when
 * WeftSync::changed names a table with dates. */
DexFuture *weft_dated_load (WeftSync *sync, gint64 from, gint64 to, guint limit) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
