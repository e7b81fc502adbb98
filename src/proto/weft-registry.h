/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-module.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REGISTRY (weft_registry_get_type ())
G_DECLARE_FINAL_TYPE (WeftRegistry, weft_registry, WEFT, REGISTRY, GObject)

/**
 * WeftRegistry:
 *
 * The modules one program knows, and what can be looked up in them. Immutable once made, safe from any thread.
 */

/**
 * weft_registry_new:
 * @modules: (array zero-terminated=1): the modules; a mounted one must be in the list
 *
 * A name used twice or a mount that is missing is a bug of the program and aborts.
 *
 * Returns: (transfer full): the registry
 */
WeftRegistry *weft_registry_new (const WeftModule *const *modules);

/** weft_registry_get_modules: Returns: (transfer none) (array length=n_modules): all modules, mounted ones first. */
const WeftModule *const *weft_registry_get_modules (WeftRegistry *self, guint *n_modules);

const WeftOperation *weft_registry_find_operation (WeftRegistry *self, const char *name);
const WeftEvent *weft_registry_find_event (WeftRegistry *self, const char *name, int version);
const WeftLatest *weft_registry_find_latest (WeftRegistry *self, const char *name);
const WeftTable *weft_registry_find_table (WeftRegistry *self, const char *name);

/** weft_registry_find_notices: Returns: (transfer none) (nullable) (element-type WeftNotice): what is declared for @event, mounted modules first. */
const GPtrArray *weft_registry_find_notices (WeftRegistry *self, const char *event);
/** weft_registry_find_settled: Returns: (transfer none) (nullable) (element-type WeftNotice): those which @event settles for its author. */
const GPtrArray *weft_registry_find_settled (WeftRegistry *self, const char *event);
/** weft_registry_find_notice: Returns: (nullable): the one of @kind. */
const WeftNotice *weft_registry_find_notice (WeftRegistry *self, const char *event, const char *kind);

/** weft_registry_get_tables: Returns: (transfer none) (array length=n_tables): every shared table, in the order of modules. */
const WeftTable *const *weft_registry_get_tables (WeftRegistry *self, guint *n_tables);

/** weft_registry_knows_kind: whether some module defines streams of @kind ("room" of "room/0192…", "workspace"). */
gboolean weft_registry_knows_kind (WeftRegistry *self, const char *kind);

/** weft_registry_find_owner: Returns: (nullable): the module which defines @stream's kind. */
const WeftModule *weft_registry_find_owner (WeftRegistry *self, const char *stream);

/** weft_registry_allows: whether @operation may run on @stream: defined for its kind, or mounted there. */
gboolean weft_registry_allows (WeftRegistry *self, const WeftOperation *operation, const char *stream);
gboolean weft_registry_allows_latest (WeftRegistry *self, const WeftLatest *latest, const char *stream);

/** weft_stream_is_valid: whether @stream is `kind/<uuid>` or `workspace`. */
gboolean weft_stream_is_valid (const char *stream);

/** weft_stream_get_kind: Returns: (transfer none): the interned kind, "room" for "room/0192…"; "" once strangers have made up 1,000. */
const char *weft_stream_get_kind (const char *stream);

/** weft_stream_get_id: Returns: (transfer none): what follows the slash, or NULL. */
const char *weft_stream_get_id (const char *stream);

#define WEFT_STREAM_WORKSPACE "workspace"

G_END_DECLS
