/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-sqlite.h"

G_BEGIN_DECLS

/** WeftChange: what became of one row. */
typedef enum
{
  WEFT_CHANGE_INSERT,
  WEFT_CHANGE_UPDATE,
  WEFT_CHANGE_DELETE,
} WeftChangeKind;

typedef struct
{
  WeftChangeKind kind;
  const WeftTable *table;
  const char *stream;    /* interned */
  char *key;             /* what follows `stream` in the key, joined by '\x1f'; "" if nothing */
  gint64 window;         /* value of the table's window column (new, or old if deleted); 0 if it has none */
  gint64 old_window;     /* what it was before all these changes; that of the new row if inserted */
} WeftChange;

/**
 * WeftChanges:
 *
 * Net row changes, at most one a row. Later ones merge into it; readers ask the database for the rows themselves.
 */
typedef struct _WeftChanges WeftChanges;

/**
 * weft_latest_table: the client's table of durable latest values (stream, name, person, value, at). No module's, but objects show
 * read marks and want to hear of them like of any row.
 */
extern const WeftTable weft_latest_table;

#define WEFT_TYPE_CHANGES (weft_changes_get_type ())
GType weft_changes_get_type (void);

WeftChanges *weft_changes_new (WeftRegistry *registry);
/**
 * weft_changes_add:
 * @database: the connection on which @changeset was recorded, with the rows as they are after it: a change set leaves out
 *   what an update did not change, the window column for one
 *
 * Merges a change set: insert then update is an insert, insert then delete is nothing, delete then insert is an update.
 * Tables which the registry does not know are left out, but for `latest`.
 */
gboolean weft_changes_add (WeftChanges *self, WeftDatabase *database, GBytes *changeset, GError **error);
void weft_changes_merge (WeftChanges *self, WeftChanges *later);
guint weft_changes_get_n (WeftChanges *self);
const WeftChange *weft_changes_get (WeftChanges *self, guint index);
WeftChanges *weft_changes_ref (WeftChanges *self);
void weft_changes_unref (WeftChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftChanges, weft_changes_unref)

G_END_DECLS
