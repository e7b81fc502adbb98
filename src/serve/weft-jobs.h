/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-schedule.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftJob:
 *
 * An operation to come: at a time, or again and again on a schedule. The table `job` is the server's own, not shared:
 *
 *   id          what it is called by who scheduled it; the same id again replaces it
 *   nonce       random, anew each time it is scheduled
 *   author      a person's id, or "system"; the client is "system" in any case
 *   due_at      when it is or was due, ms; with `nonce` it gives the id of the operation, which therefore runs once
 *   try_at      when to try it: `due_at`, later after a fault
 *   state       "waiting", "done", "refused"
 *   attempts    faults since it was due
 *   ran_at      when it ran last; late: by how many ms that was too late, 0 within %WEFT_SCHEDULE_LATE
 *   error       the last refusal or fault
 *
 * An operation and what it means for its job are stored in one transaction.
 */
typedef struct
{
  char *id;
  char *nonce;
  char *author;
  char *stream;
  char *op;
  char *args;
  char *schedule;   /* "" for once */
  gint64 due_at;
} WeftJob;

WeftJob *weft_job_copy (const WeftJob *self);
void weft_job_free (WeftJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftJob, weft_job_free)

/** weft_job_dup_operation_id: Returns: (transfer full): under which id it runs this time. */
char *weft_job_dup_operation_id (const WeftJob *self);

/** WEFT_JOB_ID_MAX: bytes in the id of a job. */
#define WEFT_JOB_ID_MAX 200

/** weft_jobs_put: schedules @job, in place of one with its id; its nonce is made here. %WEFT_ERROR_INVALID if its schedule means nothing. */
gboolean weft_jobs_put (WeftDatabase *database, const WeftJob *job, gint64 now, GError **error);

/** weft_jobs_cancel: nothing happens if there is none, or it ran. */
gboolean weft_jobs_cancel (WeftDatabase *database, const char *id, GError **error);

typedef enum
{
  WEFT_JOB_ADMISSION_RUN,
  WEFT_JOB_ADMISSION_GONE,    /* cancelled, replaced, or another node was faster */
  WEFT_JOB_ADMISSION_SKIPPED, /* it comes too late, and its schedule says to leave that */
} WeftJobAdmission;

/** weft_jobs_admit: in the transaction of the operation, before it runs: whether @job is still to run. */
gboolean weft_jobs_admit (WeftDatabase *database, const WeftJob *job, gint64 now, WeftJobAdmission *admission, GError **error);
/** weft_jobs_finish: after it ran, in the same transaction. @refusal: (nullable). @late: (out): ms. */
gboolean weft_jobs_finish (WeftDatabase *database, const WeftJob *job, gint64 now, const char *refusal, gint64 *late, GError **error);
/** weft_jobs_defer: after a fault: once more, later, the longer the more often. */
gboolean weft_jobs_defer (WeftDatabase *database, const WeftJob *job, gint64 now, const char *fault, GError **error);

/**
 * weft_jobs_lease:
 * @attempt: (out): how often it failed before; -1: it is not due any more, another server has it, or it waits
 *
 * Puts off @job, which is due, until @until: who did that is the only one to see to it until then. Jobs whose ids differ only behind
 * the last slash go one after the other: a later one waits until the earlier are done, and is due at once then.
 */
gboolean weft_jobs_lease (WeftDatabase *database, const WeftJob *job, gint64 now, gint64 until, gint64 *attempt, GError **error);

/** weft_jobs_list_due: Returns: (transfer full) (element-type WeftJob): what is due at @now, at most @max, the earliest first. */
GPtrArray *weft_jobs_list_due (WeftDatabase *database, gint64 now, guint max, GError **error);
/** weft_jobs_get_next: when the next is to be tried; %G_MAXINT64 if none waits. */
gboolean weft_jobs_get_next (WeftDatabase *database, gint64 *next, GError **error);

/**
 * weft_jobs_settle:
 *
 * The wall clock went back, or the server starts and does not know: intervals go on from here, and so do waits after faults. What stands in
 * the calendar stays where it stands.
 */
gboolean weft_jobs_settle (WeftDatabase *database, gint64 now, GError **error);

/** weft_jobs_expire: forgets what was done a day ago, or refused a month ago. */
gboolean weft_jobs_expire (WeftDatabase *database, gint64 now, GError **error);

/** weft_jobs_count: @waiting and, of these, how many should have run. */
gboolean weft_jobs_count (WeftDatabase *database, gint64 now, gint64 *waiting, gint64 *late, GError **error);

/** weft_jobs_write: appends a JSON array of the jobs, of @stream or of all, waiting ones first, at most @max; without their arguments, which are not everybody's. */
gboolean weft_jobs_write (WeftDatabase *database, const char *stream, guint max, GString *out, GError **error);

G_END_DECLS
