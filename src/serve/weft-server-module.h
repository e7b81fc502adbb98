/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-migration.h"
#include "store/weft-plan.h"

G_BEGIN_DECLS

typedef struct _WeftHandling WeftHandling;

/**
 * WeftHandler:
 *
 * The server's half of an operation, called in the writer's transaction, inside a savepoint. The role the operation declares has been
 * checked already. It checks what only the server knows, calls weft_handling_plan() for the shared plan, and may add events for other
 * streams. FALSE refuses: nothing is kept but the refusal. An operation without a handler is just planned.
 */
typedef gboolean (*WeftHandler) (WeftHandling *handling, gconstpointer args, GError **error);

/** weft_handling_check_file_size: refuses @field where it is not the size of @hash (nullable: no file, of 0 bytes), which the engine has found to be here. */
gboolean weft_handling_check_file_size (WeftHandling *self, const char *field, const char *hash, gint64 size, GError **error);
WeftDatabase *weft_handling_get_database (WeftHandling *self);   /* shared tables and own server tables: any stream may be read */
const char *weft_handling_get_stream (WeftHandling *self);
const char *weft_handling_get_author (WeftHandling *self);
gint64 weft_handling_get_at (WeftHandling *self);
WeftPlan *weft_handling_get_plan (WeftHandling *self);
/** weft_handling_plan: runs the operation's shared plan. */
gboolean weft_handling_plan (WeftHandling *self, GError **error);
/** weft_handling_emit: adds an event on another stream (or this one), folded in the same transaction. The stream is created if it does not exist. */
void weft_handling_emit (WeftHandling *self, const char *stream, const WeftEvent *event, gconstpointer args);
/** weft_handling_run: runs another operation as `system` in the same transaction. */
gboolean weft_handling_run (WeftHandling *self, const char *stream, const WeftOperation *operation, gconstpointer args, GError **error);
/**
 * weft_handling_run_as:
 * @person: who is no member of the handled operation's making: their rights of this moment count, and the events are theirs
 * @refusal: (out): why they may not, or %NULL
 *
 * Runs another operation as if @person had asked for it, in the same transaction: every check which it would meet. A refusal takes back what
 * that operation did and nothing else, and stands in the audit. FALSE is a fault.
 */
gboolean weft_handling_run_as (WeftHandling *self, const char *person, const char *stream, const WeftOperation *operation, gconstpointer args, GError **refusal, GError **error);
/**
 * WeftJobOrder:
 * @id: at most 200 bytes; begin it with the name of the module: "reminders/STREAM/ID"
 * @due_at: ms since 1970; the first time, of a schedule
 * @schedule: (nullable): see base/weft-schedule.h; %NULL for once
 * @author: (nullable): as whom, with their rights when it runs; %NULL for "system"
 *
 * An operation to come. Its client is "system", and its id is derived from the job, so that it runs once whatever happens to clock and
 * server.
 */
typedef struct
{
  const char *id;
  gint64 due_at;
  const char *schedule;
  const char *author;
  const char *stream;
  const WeftOperation *operation;
  gconstpointer args;
} WeftJobOrder;

/** weft_handling_schedule: in the operation's transaction; an order with the id of one that waits replaces it. */
gboolean weft_handling_schedule (WeftHandling *self, const WeftJobOrder *order, GError **error);
/** weft_handling_cancel: nothing happens if no such job waits. */
gboolean weft_handling_cancel (WeftHandling *self, const char *job, GError **error);
/** weft_handling_get_job: Returns: (nullable): the id of the job which runs the operation. */
const char *weft_handling_get_job (WeftHandling *self);
/** weft_handling_get_role: what @person is in @stream, NONE if it is not theirs to know. */
WeftRole weft_handling_get_role (WeftHandling *self, const char *stream, const char *person, GError **error);
/** weft_handling_get_due: when the operation was due, ms, if a job runs it; else 0. */
gint64 weft_handling_get_due (WeftHandling *self);
/**
 * weft_handling_erase:
 * @row: as weft_event_dup_row() names it
 *
 * Takes the content of @row of the handled stream out of stored events and baseline; the caller's event empties the row itself. FALSE with
 * %WEFT_ERROR_NOT_FOUND if there is no such row and nothing is stored about it, %WEFT_ERROR_DENIED if it is another person's and the author no administrator.
 */
gboolean weft_handling_erase (WeftHandling *self, const char *row, GError **error);
/** weft_handling_erase_also: takes out @row of any stream, whoever's it is, and empties it by an event of its own: what is erased takes it along. */
gboolean weft_handling_erase_also (WeftHandling *self, const char *stream, const char *row, GError **error);
/** weft_handling_note_copy: @copy of @copy_stream gets content of @row: when nothing of that is left there, it is erased here. */
gboolean weft_handling_note_copy (WeftHandling *self, const char *stream, const char *row, const char *copy_stream, const char *copy, GError **error);
/** weft_handling_claim_file: an event about to be emitted names @hash: FALSE with %WEFT_ERROR_NOT_FOUND if its bytes are not here. Of what operations name the engine sees to it. */
gboolean weft_handling_claim_file (WeftHandling *self, const char *hash, GError **error);
/** weft_handling_is_here: whether @person is connected just now. */
gboolean weft_handling_is_here (WeftHandling *self, const char *person);
WeftRegistry *weft_handling_get_registry (WeftHandling *self);
/** weft_handling_end_sessions: once committed, ends every connection and session of @person (suspension). */
void weft_handling_end_sessions (WeftHandling *self, const char *person);

typedef struct
{
  const char *operation;         /* "people.add-member" */
  WeftHandler handle;
} WeftServerHandler;

/**
 * WeftReaction:
 *
 * Called in the same transaction for each event of one kind, on whatever stream and by whatever operation it came, before it is folded.
 * This is how a membership reaches the person's own list: the people part reacts to its `member-added`.
 */
typedef struct
{
  const char *event;             /* "people.member-added" */
  gboolean (*react) (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
} WeftReaction;

/**
 * WeftServerJob:
 *
 * A job which is there from the server's first start on, as `system`. Changing its schedule or arguments changes it at the next start.
 */
typedef struct
{
  const char *id;                /* "history/retention" */
  const char *schedule;
  const char *stream;            /* "workspace" */
  const char *operation;
  const char *args;              /* JSON object */
} WeftServerJob;

/**
 * WeftNotifier:
 * @told: (element-type utf8): people who have been told of this event
 *
 * Called for each notice that is declared for an event, in the event's transaction, before it is folded. One module of a program has it.
 */
typedef gboolean (*WeftNotifier) (WeftHandling *handling, const char *stream, const WeftEvent *event, const WeftNotice *declaration, JsonObject *body, GHashTable *told, GError **error);

/** WeftSettler: called for each notice which an event settles for its author. The same module has it. */
typedef gboolean (*WeftSettler) (WeftHandling *handling, const char *stream, const WeftNotice *declaration, JsonObject *body, GError **error);

typedef struct _WeftVisit WeftVisit;

/**
 * WeftServerRoute:
 * @path: "/hooks": whatever is sent by POST to a path below it comes here, on a worker, whoever sends it
 * @body_max: bytes
 *
 * What a module answers by plain HTTP, to programs which speak no weft.v1. See serve/weft-visit.h.
 */
typedef struct
{
  const char *path;
  gsize body_max;
  void (*answer) (WeftVisit *visit);
} WeftServerRoute;

typedef struct _WeftErrand WeftErrand;

/**
 * WeftServerErrand:
 * @operation: "hooks.deliver": of jobs
 *
 * What is done outside before a job's operation runs: @run is called on a worker, and the operation runs when it is done. FALSE: it is tried again,
 * the later the more often it failed. See serve/weft-errand.h.
 */
typedef struct
{
  const char *operation;
  gboolean (*run) (WeftErrand *errand, gconstpointer args, GError **error);
} WeftServerErrand;

/** WeftServerModule: what a feature or part gives to weftd, and all that the server knows of it. */
typedef struct
{
  const WeftModule *module;
  const WeftMigration *migrations;       /* (nullable): tables of its own, not shared */
  const WeftServerHandler *handlers;     /* (nullable): ended by {NULL} */
  const WeftReaction *reactions;         /* (nullable): ended by {NULL} */
  const WeftServerJob *jobs;             /* (nullable): ended by {NULL} */
  WeftNotifier notify;                   /* (nullable) */
  WeftSettler settle;                    /* (nullable): where notify is */
  const WeftServerRoute *routes;         /* (nullable): ended by {NULL} */
  const WeftServerErrand *errands;       /* (nullable): ended by {NULL} */
  const char *withheld_by;               /* (nullable): the table whose rows say where and who withholds latest values: serve/weft-withholding.h; one module of a program has it */
  const char *unseen_by;                 /* (nullable): the table in which a row on `user/<id>` says that nobody is told when that person was last seen, nor they of others */
} WeftServerModule;

G_END_DECLS
