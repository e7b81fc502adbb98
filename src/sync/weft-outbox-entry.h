/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "proto/weft-registry.h"
#include "store/weft-step.h"
#include "sync/weft-undo.h"

G_BEGIN_DECLS

/** WeftOutboxState: as stored in the column `outbox.state`. */
typedef enum
{
  WEFT_OUTBOX_WAITING,   /* not sent; has no n, unless it was taken back for another try */
  WEFT_OUTBOX_SENT,      /* has its n, and may be with the server */
  WEFT_OUTBOX_CONFIRMED, /* the server ran it, its events are not in the rows yet */
  WEFT_OUTBOX_FAILED,    /* refused: waits for the person */
} WeftOutboxState;

/** WeftOutboxEntry: one operation of this person which the rows do not hold as confirmed. */
typedef struct
{
  gint64 k;              /* place in the outbox */
  char *id;
  WeftRegistry *registry;
  const char *stream;    /* interned */
  char *op;
  const WeftOperation *operation; /* (nullable): NULL if it is a group, or if this program does not know it (an older one opened the store) */
  char *args;            /* JSON object */
  gint64 n;              /* 0 before it is first sent */
  WeftOutboxState state;
  GError *error;         /* (nullable): the refusal */
  gint64 created_at;     /* ms; the time of its prediction */
  GArray *positions;     /* (nullable): of WeftFrameHead, streams interned: what must be reached; of a confirmed one */
  gboolean over;         /* confirmed, and its own stream has its events: predict it no more */
  gboolean settled;      /* its stream was taken away, or a new connection has caught up: wait for no new stream */
  char **files;          /* (nullable): hashes of files that must be with the server before it goes */
  guint n_tries;         /* answers that were faults, not refusals */

  GPtrArray *steps;      /* (nullable): of WeftStep: what it asks for, made when first needed */
  gboolean fresh;        /* what it is based on is still to be noted */
  char *seen;            /* (nullable): JSON object: fields as the person saw them; while it is fresh */
  WeftUndoStack stack;   /* where what takes it back belongs */
  gboolean anew;         /* done by the person, not by undo or redo */
  char *group;           /* (nullable): taken back together with others of this id */
  GError *unpredicted;   /* (nullable): why its plan refused when it was last predicted */

  GList in_outbox;       /* links, so that taking one out costs nothing */
  GList in_stream;
} WeftOutboxEntry;

WeftOutboxEntry *weft_outbox_entry_new (WeftRegistry *registry, const char *id, const char *stream, const char *op, const char *args);
/** weft_outbox_entry_add_files: it waits for these files as well as for those which its arguments name. */
void weft_outbox_entry_add_files (WeftOutboxEntry *self, const char *const *hashes);
void weft_outbox_entry_free (WeftOutboxEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftOutboxEntry, weft_outbox_entry_free)

/** weft_outbox_entry_get_steps: Returns: (transfer none) (element-type WeftStep): what it asks for, or NULL with what is wrong. */
GPtrArray *weft_outbox_entry_get_steps (WeftOutboxEntry *self, GError **error);
/** weft_outbox_entry_forget_base: it is to be based on the rows as they are now. */
void weft_outbox_entry_forget_base (WeftOutboxEntry *self);

/** weft_outbox_entry_is_predicted: whether its effect belongs on top of the confirmed rows. */
gboolean weft_outbox_entry_is_predicted (WeftOutboxEntry *self);

G_END_DECLS
