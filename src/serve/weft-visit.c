/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-visit.h"

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "serve/weft-access.h"
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

static gboolean
read_result (GBytes *result, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (result, &length);
  g_autoptr (JsonNode) root = weft_json_parse (data, length, error);
  JsonObject *refusal;

  if (root == NULL)
    return FALSE;
  if (!weft_json_has (json_node_get_object (root), "error"))
    return TRUE;
  if (!weft_json_get_object (json_node_get_object (root), "error", &refusal, error))
    return FALSE;
  g_set_error_literal (error, WEFT_ERROR,
                       weft_error_from_wire (
                           json_object_get_string_member_with_default (refusal, "code", "")),
                       json_object_get_string_member_with_default (refusal, "message", ""));

  return FALSE;
}

gboolean
weft_visit_run (
    WeftVisit *self, const char *stream, const WeftOperation *operation, gconstpointer args, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *id = weft_id_random ();
  g_autoptr (GBytes) result = NULL;

  operation->write (args, text);
  result = weft_engine_run_now (self->engine,
                                &(WeftRequest) {
                                    .client = WEFT_PERSON_SYSTEM,
                                    .person = WEFT_PERSON_SYSTEM,
                                    .n = 1, /* the server's own operations are not numbered */
                                    .id = id,
                                    .stream = stream,
                                    .op = operation->name,
                                    .args = text->str,
                                },
                                error);

  return result != NULL && read_result (result, error);
}
