/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftFold:
 *
 * What a fold function works with: one event's place and author, and the rows of its stream, which only folds write.
 */
struct _WeftFold
{
  WeftDatabase *database;
  const char *stream;
  const char *by;        /* author: a person's id, or "system" */
  gint64 seq;            /* WEFT_SEQ_PREDICTED + k for a prediction */
  gint64 at;             /* ms */
  WeftRegistry *registry; /* (nullable): what the program knows, for events about any table */
};

/** weft_fold_run: like weft_database_run(), with ?1 bound to the stream and @types from ?2 on. */
gboolean weft_fold_run (WeftFold *self, GError **error, const char *sql, const char *types, ...);
WeftStatement *weft_fold_query (WeftFold *self, GError **error, const char *sql, const char *types, ...);

/** weft_fold_apply: parses @body and runs @event's fold. */
gboolean weft_fold_apply (WeftFold *self, const WeftEvent *event, JsonObject *body, GError **error);

G_END_DECLS
