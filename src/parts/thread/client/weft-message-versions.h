/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_MESSAGE_VERSIONS_MAX 200 /* which are listed */

/** WeftMessageVersion: what a message said, and who made it say so. */
typedef struct
{
  gint64 at;    /* ms; 0: nobody knows any more */
  char *by;     /* (nullable): a person's id */
  char *name;   /* (nullable): theirs, if they are known here */
  gboolean own; /* it was oneself */
  char *text;
} WeftMessageVersion;

/** WeftMessageVersions: the past of one message. */
typedef struct
{
  GPtrArray *items; /* of WeftMessageVersion, the newest first */
  gboolean more;    /* there are older ones */
} WeftMessageVersions;

#define WEFT_TYPE_MESSAGE_VERSIONS (weft_message_versions_get_type ())
GType weft_message_versions_get_type (void);
WeftMessageVersions *weft_message_versions_ref (WeftMessageVersions *self);
void weft_message_versions_unref (WeftMessageVersions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftMessageVersions, weft_message_versions_unref)

/**
 * weft_message_versions_load:
 * @id: of a message in @stream
 *
 * Asks the server, which keeps what was said: only while online. Resolves to a boxed WeftMessageVersions, empty where the message was deleted
 * or erased since. What only the log's beginning knows comes without a time.
 */
DexFuture *weft_message_versions_load (WeftSync *sync, const char *stream, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
