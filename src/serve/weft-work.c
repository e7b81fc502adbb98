/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-work.h"

#include "serve/weft-results.h"

/* The words of a database, its path among them, are for the log; what the client needs is that nothing was
 * stored. */
static GError *
make_fault (const GError *error)
{
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL))
    return g_error_new_literal (
        WEFT_ERROR, WEFT_ERROR_FULL,
        "The server's disk is full and it kept nothing of this; it will be tried again");
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                                "The server cannot use its database now; it will be tried again");
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_RATE_LIMITED))
    return g_error_copy (error);

  return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INTERNAL,
                              "The server could not do this and kept nothing of it; it will be tried again");
}

/* Public API */

WeftWork *
weft_work_new_operation (const WeftRequest *request, WeftResultFunc func, gpointer user_data)
{
  WeftWork *self = g_new0 (WeftWork, 1);

  self->request = (WeftRequest) {
    .client = g_strdup (request->client),
    .person = g_strdup (request->person),
    .n = request->n,
    .id = g_strdup (request->id),
    .stream = g_strdup (request->stream),
    .op = g_strdup (request->op),
    .args = g_strdup (request->args),
    .address = g_strdup (request->address),
    .holder = g_strdup (request->holder),
  };
  self->func = func;
  self->user_data = user_data;

  return self;
}

WeftWork *
weft_work_new_job (WeftEngineJob func, gpointer user_data)
{
  WeftWork *self = g_new0 (WeftWork, 1);

  self->job = func;
  self->user_data = user_data;

  return self;
}

void
weft_work_free (WeftWork *self)
{
  g_free ((char *) self->request.client);
  g_free ((char *) self->request.person);
  g_free ((char *) self->request.id);
  g_free ((char *) self->request.stream);
  g_free ((char *) self->request.op);
  g_free ((char *) self->request.args);
  g_free ((char *) self->request.address);
  g_free ((char *) self->request.holder);
  g_clear_pointer (&self->result, g_bytes_unref);
  g_clear_pointer (&self->scheduled, weft_job_free);
  g_clear_error (&self->error);
  g_free (self);
}

void
weft_work_fail (WeftWork *self, const GError *error)
{
  g_autoptr (GError) fault = make_fault (error);

  if (self->job == NULL)
    {
      g_clear_pointer (&self->result, g_bytes_unref);
      self->result = weft_results_make (self->request.n, self->request.id, NULL, 0, fault);
    }
  else
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&fault);
    }
}
