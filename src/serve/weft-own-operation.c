/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-own-operation.h"

#include "base/weft-json.h"
#include "serve/weft-access.h"

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
weft_own_operation_run (WeftEngine *engine,
                        const char *id,
                        const char *stream,
                        const WeftOperation *operation,
                        gconstpointer args,
                        GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) result = NULL;

  operation->write (args, text);
  result = weft_engine_run_now (engine,
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
