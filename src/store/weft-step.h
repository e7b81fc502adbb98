/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WEFT_GROUP_OPERATION:
 *
 * `{"operations": [{"op": …, "args": …}, …]}`: operations on one stream, in order, all of them or none. Every
 * program knows it.
 */
#define WEFT_GROUP_OPERATION "weft.group"

/** WEFT_GROUP_MAX: operations in a group at most; one frame holds all of them. */
#define WEFT_GROUP_MAX 1000

/**
 * WeftStep:
 *
 * One operation on its way into a plan. Its arguments may say on what they are based, in the member `base`
 * which no operation has itself: `{"values": {"title": "as the author saw it", …}}`, by field of the
 * operation's object. Where somebody has changed a field since, its rule decides (%WeftRule). With `"undo":
 * true` nothing is overwritten: whatever cannot be merged is refused. With `"conflict": id` the text comes off the author's list of what
 * they lost: the server refuses it once that is not there any more, because it was erased or settled elsewhere.
 *
 * A text may stand in `values` in full, or, where the operation has its new value, as what differs from that:
 * `{"head": characters in common at the beginning, "tail": at the end, "text": what stood between}`; or as
 * `{"hash": SHA-256}` where it is too long, and then it can be compared but not merged.
 */
typedef struct
{
  const WeftOperation *operation;
  JsonObject *args;    /* without `base` */
  JsonObject *base;    /* (nullable) */
  JsonObject *settled; /* (nullable): the arguments the plan gets */
  gpointer parsed;     /* (nullable): the same as the operation's struct */
} WeftStep;

/** WeftLoss: what its author does not find in the rows, because somebody else was earlier. */
typedef struct
{
  char *op;
  char *object; /* id */
  const char *field;
  char *mine;
  char *theirs;
  char *base;
  char *by; /* (nullable): who was earlier; who overwrote it, if it is kept */
  gboolean kept; /* by %WEFT_RULE_LAST_KEPT: for a day */
} WeftLoss;

/**
 * weft_steps_new:
 *
 * Returns: (transfer full) (element-type WeftStep): what @op with @args asks for: one step, or those of a
 * group; %NULL with WEFT_ERROR_INVALID or _TOO_LARGE
 */
GPtrArray *weft_steps_new (WeftRegistry *registry, const char *op, JsonObject *args, GError **error);

/** weft_step_new: Returns: (transfer full): one step; `base` is taken out of a copy of @args. */
WeftStep *weft_step_new (const WeftOperation *operation, JsonObject *args, GError **error);
void weft_step_free (WeftStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStep, weft_step_free)

/** weft_step_check: Returns: whether the arguments are of the right form, whatever they are based on. */
gboolean weft_step_check (WeftStep *self, GError **error);

/**
 * weft_step_settle:
 * @author: a person's id, or "system"
 * @losses: (nullable) (element-type WeftLoss): gets what the author loses
 *
 * Merges what others have changed since into the arguments.
 *
 * Returns: (transfer none): the operation's struct, for its plan, until the next call; NULL with
 * %WEFT_ERROR_CONFLICT ("due: changed by Ben since") or whatever is wrong with the arguments
 */
gconstpointer weft_step_settle (WeftStep *self,
                                WeftDatabase *database,
                                const char *stream,
                                const char *author,
                                GPtrArray *losses,
                                GError **error);

/**
 * weft_step_write_base:
 * @seen: (nullable): values as the author saw them; what is not in it is read from the rows
 *
 * Appends the `base` of an operation with @args as a JSON object: as short as can be, and nothing where none
 * is of use.
 */
gboolean weft_step_write_base (const WeftOperation *operation,
                               JsonObject *args,
                               JsonObject *seen,
                               WeftDatabase *database,
                               const char *stream,
                               const char *author,
                               gboolean brief,
                               GString *out,
                               GError **error);

/** weft_step_write_conflict: says in @base, as weft_step_write_base() left it, that the operation settles @conflict. */
void weft_step_write_conflict (GString *base, const char *conflict);

/** weft_step_write_args: appends member @key: @args with @base (nullable), which are JSON objects. */
void weft_step_write_args (JsonObject *args, const char *base, GString *out, const char *key);

GPtrArray *weft_losses_new (void);

G_END_DECLS
