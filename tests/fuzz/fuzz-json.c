/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "base/weft-json.h"

/* What is taken is JSON to json-glib too, and comes back from the writer as the same. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = weft_json_parse ((const char *) data, size, &error);
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GString) out = NULL;
  g_autoptr (GString) repeated = NULL;

  g_assert_true ((node == NULL) == (error != NULL));
  if (node == NULL)
    return 0;

  parser = json_parser_new ();
  g_assert_true (json_parser_load_from_data (parser, (const char *) data, size, NULL));

  out = g_string_new (NULL);
  weft_json_node (out, NULL, node);
  again = weft_json_parse (out->str, out->len, &error);
  g_assert_no_error (error);
  repeated = g_string_new (NULL);
  weft_json_node (repeated, NULL, again);
  g_assert_cmpstr (out->str, ==, repeated->str);

  return 0;
}
