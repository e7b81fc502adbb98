/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftPlan:
 *
 * What a plan function works with: the operation's stream, author and time, reading access to the rows of the stream, and a
 * list of events to come. Plans are pure: equal rows and context give equal events.
 */
WeftPlan *weft_plan_new (WeftDatabase *database, const char *stream, const char *author, WeftRole role, gint64 at);
void weft_plan_free (WeftPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPlan, weft_plan_free)

const char *weft_plan_get_stream (WeftPlan *self);
const char *weft_plan_get_author (WeftPlan *self);  /* a person's id, or "system" */
WeftRole weft_plan_get_role (WeftPlan *self);       /* of the author in the stream */
gint64 weft_plan_get_at (WeftPlan *self);           /* ms; an estimate on the client */

/** weft_plan_query: like weft_database_query(), with ?1 bound to the stream and @types from ?2 on. */
WeftStatement *weft_plan_query (WeftPlan *self, GError **error, const char *sql, const char *types, ...);

/** weft_plan_get_value: the integer in the first column of the first row; @fallback if there is no row. FALSE only on error. */
gboolean weft_plan_get_value (
    WeftPlan *self, gint64 *value, gint64 fallback, GError **error, const char *sql, const char *types, ...);

/** weft_plan_get_text: @text: (out) (transfer full) (nullable): that in the first column of the first row; %NULL if there is none. FALSE only on error. */
gboolean weft_plan_get_text (WeftPlan *self, char **text, GError **error, const char *sql, const char *types, ...);

/** weft_plan_emit: adds an event; @args is written out at once and need not live on. */
void weft_plan_emit (WeftPlan *self, const WeftEvent *event, gconstpointer args);

/** weft_plan_emit_to: the same for another stream, in order with the rest. Only for the server's handlers. */
void weft_plan_emit_to (WeftPlan *self, const char *stream, const WeftEvent *event, gconstpointer args);

/**
 * weft_plan_take_back:
 *
 * Says that undoing the operation under way also takes @operation, of the same stream: for what a plan makes besides what was asked for. It runs behind
 * the inverse, is no step of its own to be undone ("undo": "aside"), and must not refuse because somebody was at it since.
 */
void weft_plan_take_back (WeftPlan *self, const WeftOperation *operation, gconstpointer args);

/** WeftPlannedEvent: an event without its place in the log yet. */
typedef struct
{
  const WeftEvent *event;
  char *stream;          /* (nullable): another stream, only from a handler; NULL: the operation's own */
  char *body;            /* JSON object */
} WeftPlannedEvent;

guint weft_plan_get_n_events (WeftPlan *self);
const WeftPlannedEvent *weft_plan_get_event (WeftPlan *self, guint index);

guint weft_plan_get_n_taking_back (WeftPlan *self);
/** weft_plan_get_taking_back: Returns: (transfer none): {"op", "args"} */
const char *weft_plan_get_taking_back (WeftPlan *self, guint index);

/** weft_plan_refuse: sets @error in domain WEFT_ERROR and returns FALSE: `return weft_plan_refuse (error, WEFT_ERROR_INVALID, "text: …");` */
gboolean weft_plan_refuse (GError **error, WeftError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
