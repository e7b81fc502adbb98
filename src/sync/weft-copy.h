/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"
#include "proto/weft-registry.h"
#include "store/weft-sqlite.h"
#include "sync/weft-held.h"
#include "sync/weft-outbox.h"
#include "sync/weft-uploads.h"

G_BEGIN_DECLS

/**
 * WeftCopy:
 *
 * This computer's copy of a workspace: the writing connection, the outbox, and what is held of each stream. Used by one thread.
 * Nothing here writes shared rows: that is WeftBatch's alone.
 */
typedef struct
{
  WeftRegistry *registry;
  WeftClock *clock;
  WeftDatabase *database;
  char *directory;       /* NULL: in memory */
  int lock;              /* descriptor of DIRECTORY/lock, or -1 */

  char *client;          /* this store's id with the server */
  gint64 next_n;         /* of the next operation sent for the first time */
  gboolean fork_wanted;  /* another store uses the same client id: take a new one when nothing is under way */
  const char *person;    /* (nullable): interned: whose copy it is */
  char *workspace;       /* (nullable): the workspace's id */

  WeftOutbox *outbox;
  WeftUploads *uploads;
  GHashTable *streams;   /* interned id → WeftHeld */

  const WeftTable **recorded; /* the shared tables and `latest` */
  guint n_recorded;
  gboolean strict;       /* a prediction that cannot be taken back aborts */
  gboolean durable;      /* what synchronous is set to */
  gboolean stale;        /* a batch failed and the disk could not be read since: memory is not what is on disk; see weft_copy_refresh() */
} WeftCopy;

/**
 * weft_copy_open:
 * @directory: (nullable): made if missing, locked; %NULL for a copy in memory
 *
 * Returns: (transfer full): the copy; NULL with WEFT_ERROR_UNAVAILABLE (another program has it), _CORRUPT, _FULL or _UPDATE_NEEDED
 */
WeftCopy *weft_copy_open (WeftRegistry *registry, const char *directory, WeftClock *clock, GError **error);
void weft_copy_free (WeftCopy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftCopy, weft_copy_free)

/** weft_copy_get_path: the database file's path, for readers. */
char *weft_copy_get_path (const char *directory);

/** weft_copy_reload: what is kept in memory is read again, after a batch was rolled back. */
gboolean weft_copy_reload (WeftCopy *self, GError **error);
/** weft_copy_refresh: reads it again if that failed; nothing of what is in memory may be held. */
gboolean weft_copy_refresh (WeftCopy *self, GError **error);

/** weft_copy_set_durable: whether the next commit waits for the disk. Outside a transaction. */
gboolean weft_copy_set_durable (WeftCopy *self, gboolean durable, GError **error);

/** weft_copy_set_person: whose copy it is; %WEFT_ERROR_EXISTS if it is another person's already. Inside a batch. */
gboolean weft_copy_set_person (WeftCopy *self, const char *person, const char *workspace, GError **error);

/** weft_copy_save_client: writes client id and next n. Inside a batch. */
gboolean weft_copy_save_client (WeftCopy *self, GError **error);

/** weft_copy_get_stream: Returns: (transfer none) (nullable): what is known of @stream. */
WeftHeld *weft_copy_get_stream (WeftCopy *self, const char *stream);
/** weft_copy_add_stream: Returns: (transfer none): the same, made if it is new. */
WeftHeld *weft_copy_add_stream (WeftCopy *self, const char *stream);

/** weft_copy_get_role: the role of this copy's person in @stream, as the rows say. */
WeftRole weft_copy_get_role (WeftCopy *self, const char *stream);

/** weft_copy_dup_title: what a person calls @stream (the column `name` of its own row), or NULL. */
char *weft_copy_dup_title (WeftCopy *self, const char *stream);

G_END_DECLS
