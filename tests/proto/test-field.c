/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-field.h"

#include <string.h>

#define ID "0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = weft_json_parse (json, strlen (json), &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_refused (gboolean ok, GError **error, WeftError code, const char *message)
{
  g_assert_false (ok);
  g_assert_error (*error, WEFT_ERROR, (int) code);
  g_assert_cmpstr ((*error)->message, ==, message);
  g_clear_error (error);
}

static void
test_text (void)
{
  /* clang-format off */
  static const struct
  {
    const char *json;
    WeftFieldFlags flags;
    const char *value;   /* NULL: refused */
    WeftError code;
    const char *message;
  } cases[] = {
    { "{\"a\":\"x\"}", 0, "x" },
    { "{\"a\":\"đơn\"}", 0, "đơn" },
    { "{\"a\":\"éééé\"}", WEFT_FIELD_LINE, "éééé" },
    { "{\"a\":\"a\\nb\"}", 0, "a\nb" },
    { "{\"a\":\"a\\tb\"}", 0, "a\tb" },
    { "{}", WEFT_FIELD_OPTIONAL, "default" },
    { "{\"a\":null}", WEFT_FIELD_OPTIONAL, "default" },
    { "{}", 0, NULL, WEFT_ERROR_INVALID, "a: missing" },
    { "{\"a\":null}", 0, NULL, WEFT_ERROR_INVALID, "a: missing" },
    { "{\"a\":7}", 0, NULL, WEFT_ERROR_INVALID, "a: expected a string, got an integer" },
    { "{\"a\":1.5}", 0, NULL, WEFT_ERROR_INVALID, "a: expected a string, got a number" },
    { "{\"a\":true}", WEFT_FIELD_OPTIONAL, NULL, WEFT_ERROR_INVALID, "a: expected a string, got a boolean" },
    { "{\"a\":[]}", 0, NULL, WEFT_ERROR_INVALID, "a: expected a string, got an array" },
    { "{\"a\":{}}", 0, NULL, WEFT_ERROR_INVALID, "a: expected a string, got an object" },
    { "{\"a\":\"\"}", 0, NULL, WEFT_ERROR_INVALID, "a: 0 characters, at least 1" },
    { "{\"a\":\" \\n \"}", 0, NULL, WEFT_ERROR_INVALID, "a: nothing but white space" },
    { "{\"a\":\"\u00a0\u3000\"}", 0, NULL, WEFT_ERROR_INVALID, "a: nothing but white space" },
    { "{\"a\":\"ééééé\"}", 0, NULL, WEFT_ERROR_TOO_LARGE, "a: 5 characters, at most 4" },
    { "{\"a\":\"a\\nb\"}", WEFT_FIELD_LINE, NULL, WEFT_ERROR_INVALID,
      "a: character 2 is U+000A, which does not fit on one line" },
    { "{\"a\":\"a\\u2028\"}", WEFT_FIELD_LINE, NULL, WEFT_ERROR_INVALID,
      "a: character 2 is U+2028, which does not fit on one line" },
    { "{\"a\":\"\\u0007\"}", 0, NULL, WEFT_ERROR_INVALID, "a: character 1 is U+0007, which is a control character" },
    { "{\"a\":\"a\\u007f\"}", 0, NULL, WEFT_ERROR_INVALID, "a: character 2 is U+007F, which is a control character" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].json);
      g_autoptr (GError) error = NULL;
      const char *value = "default";
      gboolean ok;

      ok = weft_field_read_text (json_node_get_object (node), "a", cases[i].flags, 1, 4, &value, &error);
      if (cases[i].value == NULL)
        {
          assert_refused (ok, &error, cases[i].code, cases[i].message);
          g_assert_cmpstr (value, ==, "default");
        }
      else
        {
          g_assert_no_error (error);
          g_assert_true (ok);
          g_assert_cmpstr (value, ==, cases[i].value);
        }
    }
}

static void
test_names (void)
{
  g_autoptr (JsonNode) node
      = parse ("{\"id\":\"" ID "\",\"stream\":\"room/" ID "\",\"hash\":\"" HASH "\",\"role\":\"member\","
               "\"bad\":\"x\",\"long\":\"" HASH "0\"}");
  JsonObject *object = json_node_get_object (node);
  static const char *const roles[] = { "guest", "member", NULL };
  g_autoptr (GError) error = NULL;
  const char *value = NULL;

  g_assert_true (weft_field_read_id (object, "id", 0, &value, &error));
  g_assert_cmpstr (value, ==, ID);
  g_assert_true (weft_field_read_stream (object, "stream", 0, &value, &error));
  g_assert_cmpstr (value, ==, "room/" ID);
  g_assert_true (weft_field_read_hash (object, "hash", 0, &value, &error));
  g_assert_cmpstr (value, ==, HASH);
  g_assert_true (weft_field_read_choice (object, "role", 0, roles, &value, &error));
  g_assert_true (value == roles[1]);

  assert_refused (weft_field_read_id (object, "bad", 0, &value, &error), &error, WEFT_ERROR_INVALID,
                  "bad: expected an id (a UUID in lower case)");
  assert_refused (weft_field_read_stream (object, "id", 0, &value, &error), &error, WEFT_ERROR_INVALID,
                  "id: expected a stream (kind/<uuid> or workspace)");
  assert_refused (weft_field_read_hash (object, "bad", 0, &value, &error), &error, WEFT_ERROR_INVALID,
                  "bad: expected a SHA-256 (64 hexadecimal digits in lower case)");
  assert_refused (weft_field_read_hash (object, "long", 0, &value, &error), &error, WEFT_ERROR_INVALID,
                  "long: expected a SHA-256 (64 hexadecimal digits in lower case)");
  assert_refused (weft_field_read_choice (object, "bad", 0, roles, &value, &error), &error,
                  WEFT_ERROR_INVALID, "bad: expected one of guest, member");
  assert_refused (weft_field_read_choice (object, "gone", 0, roles, &value, &error), &error,
                  WEFT_ERROR_INVALID, "gone: missing");
}

static void
test_numbers (void)
{
  g_autoptr (JsonNode) node
      = parse ("{\"n\":5,\"big\":9223372036854775807,\"real\":1.5,\"whole\":5.0,\"yes\":true,"
               "\"minus\":-1,\"far\":253402300800000}");
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GError) error = NULL;
  gboolean flag = FALSE;
  double real = 0;
  gint64 n = 0;

  g_assert_true (weft_field_read_integer (object, "n", 0, 5, 5, &n, &error));
  g_assert_cmpint (n, ==, 5);
  g_assert_true (weft_field_read_integer (object, "big", 0, G_MININT64, G_MAXINT64, &n, &error));
  g_assert_cmpint (n, ==, G_MAXINT64);
  assert_refused (weft_field_read_integer (object, "n", 0, 1, 4, &n, &error), &error, WEFT_ERROR_INVALID,
                  "n: 5, at most 4");
  assert_refused (weft_field_read_integer (object, "n", 0, 6, 9, &n, &error), &error, WEFT_ERROR_INVALID,
                  "n: 5, at least 6");
  assert_refused (weft_field_read_integer (object, "whole", 0, 0, 9, &n, &error), &error, WEFT_ERROR_INVALID,
                  "whole: expected an integer, got a number");

  g_assert_true (weft_field_read_time (object, "n", 0, &n, &error));
  assert_refused (weft_field_read_time (object, "minus", 0, &n, &error), &error, WEFT_ERROR_INVALID,
                  "minus: -1, at least 0");
  assert_refused (weft_field_read_time (object, "far", 0, &n, &error), &error, WEFT_ERROR_INVALID,
                  "far: 253402300800000, at most 253402300799999");

  g_assert_true (weft_field_read_real (object, "n", 0, &real, &error));
  g_assert_cmpfloat (real, ==, 5.0);
  g_assert_true (weft_field_read_real (object, "real", 0, &real, &error));
  g_assert_cmpfloat (real, ==, 1.5);
  assert_refused (weft_field_read_real (object, "yes", 0, &real, &error), &error, WEFT_ERROR_INVALID,
                  "yes: expected a number, got a boolean");

  g_assert_true (weft_field_read_boolean (object, "yes", 0, &flag, &error));
  g_assert_true (flag);
  assert_refused (weft_field_read_boolean (object, "n", 0, &flag, &error), &error, WEFT_ERROR_INVALID,
                  "n: expected true or false, got an integer");
}

static void
test_arrays (void)
{
  g_autoptr (JsonNode) node = parse ("{\"ids\":[\"" ID "\",\"" ID "\"],\"none\":[],\"bad\":[\"" ID "\",7],"
                                     "\"streams\":[\"workspace\",\"room/" ID "\"]}");
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GError) error = NULL;
  const char *const *values = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 99;

  g_assert_true (weft_field_read_ids (object, "ids", 0, 2, &values, &n, &error));
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (values[1], ==, ID);
  g_assert_null (values[2]);
  weft_field_write_strings (out, NULL, values, n);
  g_assert_cmpstr (out->str, ==, "[\"" ID "\",\"" ID "\"]");
  g_clear_pointer ((gpointer *) &values, g_free);

  g_assert_true (weft_field_read_ids (object, "none", 0, 2, &values, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_nonnull (values);
  g_clear_pointer ((gpointer *) &values, g_free);

  g_assert_true (weft_field_read_streams (object, "streams", 0, 2, &values, &n, &error));
  g_assert_cmpstr (values[0], ==, "workspace");
  g_clear_pointer ((gpointer *) &values, g_free);

  assert_refused (weft_field_read_ids (object, "ids", 0, 1, &values, &n, &error), &error,
                  WEFT_ERROR_TOO_LARGE, "ids: 2 elements, at most 1");
  assert_refused (weft_field_read_ids (object, "bad", 0, 9, &values, &n, &error), &error, WEFT_ERROR_INVALID,
                  "bad[1]: expected an id (a UUID in lower case)");
  assert_refused (weft_field_read_ids (object, "streams", 0, 9, &values, &n, &error), &error,
                  WEFT_ERROR_INVALID, "streams[0]: expected an id (a UUID in lower case)");
  g_assert_null (values);
}

static void
test_others (void)
{
  static const char *const known[] = { "id", "text", NULL };
  g_autoptr (JsonNode) good = parse ("{\"text\":1}");
  g_autoptr (JsonNode) bad = parse ("{\"text\":1,\"colour\":2}");
  g_autofree char *long_json = g_strdup_printf ("{\"%0*d\":1}", 5000, 7);
  g_autoptr (JsonNode) huge = parse (long_json);
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_field_refuse_others (json_node_get_object (good), known, "thread.send", &error));
  assert_refused (weft_field_refuse_others (json_node_get_object (bad), known, "thread.send", &error), &error,
                  WEFT_ERROR_INVALID, "colour: thread.send has no such field");
  g_assert_false (weft_field_refuse_others (json_node_get_object (huge), known, "thread.send", &error));
  g_assert_cmpuint (strlen (error->message), <, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/proto/field/text", test_text);
  g_test_add_func ("/proto/field/names", test_names);
  g_test_add_func ("/proto/field/numbers", test_numbers);
  g_test_add_func ("/proto/field/arrays", test_arrays);
  g_test_add_func ("/proto/field/others", test_others);

  return g_test_run ();
}
