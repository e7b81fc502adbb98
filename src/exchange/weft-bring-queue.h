/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftBringTarget: where it goes. */
typedef struct
{
  WeftSync *sync;
  gboolean (*await) (DexFuture *future, gpointer user_data, GError **error);    /* (transfer full): as long as one wants to */
  void (*progressed) (const char *what, guint64 done, guint64 all, gpointer user_data); /* (nullable) */
  gpointer user_data;
} WeftBringTarget;

/**
 * WeftBringQueue:
 *
 * Operations on their way to the server, many at once, in the turn in which they were added. What is refused
 * is told and waits for nobody; where nobody answers it ends, and the next run goes on. In a fiber, online.
 */
typedef struct _WeftBringQueue WeftBringQueue;

/** WeftBringRefused: @where: as it was added. */
typedef void (*WeftBringRefused) (const char *where, const GError *refusal, gpointer user_data);

#define WEFT_BRING_QUEUE_MAX 200 /* operations: flush at the latest then */

WeftBringQueue *weft_bring_queue_new (const WeftBringTarget *target, WeftBringRefused refused, gpointer user_data);
void weft_bring_queue_free (WeftBringQueue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBringQueue, weft_bring_queue_free)

void weft_bring_queue_add (WeftBringQueue *self,
                           const char *stream,
                           const WeftOperation *operation,
                           gconstpointer args,
                           const char *where);
guint weft_bring_queue_get_n (WeftBringQueue *self);
/** weft_bring_queue_flush: waits for all answers. @n_done: (inout) (nullable): those which were done are added.
 * Returns: FALSE if nobody answers. */
gboolean weft_bring_queue_flush (WeftBringQueue *self, guint64 *n_done, GError **error);

/** weft_bring_queue_submit: one by itself. Returns: 1: done; 0: refused, with @refusal; -1: nobody answers. */
int weft_bring_queue_submit (WeftBringQueue *self,
                             const char *stream,
                             const WeftOperation *operation,
                             gconstpointer args,
                             GError **refusal,
                             GError **error);
/** weft_bring_queue_settle: the same of what was submitted already. */
int weft_bring_queue_settle (WeftBringQueue *self, const char *id, GError **refusal, GError **error);

G_END_DECLS
