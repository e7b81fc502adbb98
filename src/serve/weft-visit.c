/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-visit.h"

#include "base/weft-id.h"
#include "serve/weft-own-operation.h"
#include "serve/weft-visit-private.h"

WeftEngine *
weft_visit_get_engine (WeftVisit *self)
{
  return self->engine;
}

const char *
weft_visit_get_path (WeftVisit *self)
{
  return self->path;
}

const char *
weft_visit_get_type (WeftVisit *self)
{
  return self->type;
}

const char *
weft_visit_get_body (WeftVisit *self, gsize *length)
{
  const char *data = g_bytes_get_data (self->body, length);

  *length -= 1;
  return data;
}

gboolean
weft_visit_admit (WeftVisit *self, const char *whom)
{
  return weft_allowances_admit (self->allowances, whom, &self->wait);
}

void
weft_visit_answer (WeftVisit *self, guint status, const char *text)
{
  g_return_if_fail (self->text == NULL);

  self->status = status;
  self->text = g_strdup (text);
  if (status == 503 && self->wait == 0)
    self->wait = WEFT_VISIT_WAIT;
}

gboolean
weft_visit_run (
    WeftVisit *self, const char *stream, const WeftOperation *operation, gconstpointer args, GError **error)
{
  g_autofree char *id = weft_id_random ();

  return weft_own_operation_run (self->engine, id, stream, operation, args, error);
}
