/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftOutboxChange: one operation of the outbox, as a person sees it: a change which waits, or which was
 * refused. */
typedef struct
{
  char *id; /* of the operation */
  char *stream;
  char *says;    /* what it does, as its operation declares it */
  char *words;   /* (nullable): what the person wrote */
  char *problem; /* (nullable): why it was refused */
  char *place;   /* (nullable): the stream's name; NULL if it is not here (any more) */
  gboolean makes; /* something new, and no change of what there is */
  gboolean failed;
} WeftOutboxChange;

void weft_outbox_change_free (WeftOutboxChange *self);

/** weft_outbox_change_load: all changes in their order: Resolves to a boxed GPtrArray (G_TYPE_PTR_ARRAY) of
 * WeftOutboxChange. */
DexFuture *weft_outbox_change_load (WeftSync *sync) G_GNUC_WARN_UNUSED_RESULT;

gboolean weft_outbox_change_equal (const WeftOutboxChange *a, const WeftOutboxChange *b);

/** weft_outbox_change_dup_title: what it is in one short line: its own words if it has any. */
char *weft_outbox_change_dup_title (const WeftOutboxChange *self);

/** weft_outbox_change_dup_detail: Returns: (nullable): its kind and place. */
char *weft_outbox_change_dup_detail (const WeftOutboxChange *self);

/** weft_outbox_change_dup_problem: Returns: (nullable): why it was refused, as a sentence. */
char *weft_outbox_change_dup_problem (const WeftOutboxChange *self);

G_END_DECLS
