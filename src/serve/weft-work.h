/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine-private.h"

G_BEGIN_DECLS

/** WeftWork: what waits for the writer: an operation, or a job of the server's own parts. */
typedef struct
{
  /* An operation … */
  WeftRequest request;
  WeftResultFunc func;
  GBytes *result;
  WeftJob *scheduled;      /* (nullable): whose operation it is */
  /* … or a job. */
  WeftEngineJob job;       /* (nullable) */
  WeftEngineFinish finish; /* (nullable): for who does not wait */
  gboolean done;           /* for who does: with the writer's mutex */
  GError *error;

  gpointer user_data;
} WeftWork;

/** weft_work_new_operation: @request is copied. */
WeftWork *weft_work_new_operation (const WeftRequest *request, WeftResultFunc func, gpointer user_data);
WeftWork *weft_work_new_job (WeftEngineJob func, gpointer user_data);
void weft_work_free (WeftWork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftWork, weft_work_free)

/** weft_work_fail: nothing of it was stored because of @error: makes its result, or its error, in words for its client. */
void weft_work_fail (WeftWork *self, const GError *error);

G_END_DECLS
