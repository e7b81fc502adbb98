/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-json.h"

#include <float.h>
#include <string.h>

#include "base/weft-error.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = weft_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

static void
assert_refused (const char *text, gsize length, WeftError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  /* A copy of the exact size, so that reading beyond it is noticed. */
  g_autofree char *copy = g_memdup2 (text, length);
  g_autoptr (JsonNode) node = weft_json_parse (copy, length, &error);

  g_assert_null (node);
  g_assert_error (error, WEFT_ERROR, (int) code);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static void
assert_written (const char *text, const char *written)
{
  g_autoptr (JsonNode) node = parse (text);
  g_autoptr (GString) out = g_string_new (NULL);

  weft_json_node (out, NULL, node);
  g_assert_cmpstr (out->str, ==, written);
}

static void
test_valid (void)
{
  assert_written ("{}", "{}");
  assert_written (" \t\r\n{ \"a\" : [ ] , \"b\" : { } } \n", "{\"a\":[],\"b\":{}}");
  assert_written ("{\"a\":[1,-1,0,9223372036854775807,-9223372036854775808]}",
                  "{\"a\":[1,-1,0,9223372036854775807,-9223372036854775808]}");
  assert_written ("{\"a\":[1.0,1e2,-0,0.1,1E-7,9223372036854775808,-9223372036854775809]}",
                  "{\"a\":[1.0,100.0,-0.0,0.1,1e-07,9.2233720368547758e+18,-9.2233720368547758e+18]}");
  assert_written ("{\"a\":[true,false,null]}", "{\"a\":[true,false,null]}");
  assert_written ("{\"\":\"\"}", "{\"\":\"\"}");
  assert_written ("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"}",
                  "{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"}");
  assert_written ("{\"a\":\"\\u00e9\\u20AC\\ud83d\\ude00đ\"}", "{\"a\":\"é€😀đ\"}");
  assert_written ("{\"a\\n\\\"\":1}", "{\"a\\n\\\"\":1}");
  /* The last of equals, in the place of the first. */
  assert_written ("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}");
}

static void
test_long_names (void)
{
  for (gsize length = 60; length < 70; length++)
    {
      g_autofree char *name = g_strnfill (length, 'x');
      g_autofree char *text = g_strdup_printf ("{\"%s\":{\"%s\":\"%s\"}}", name, name, name);

      assert_written (text, text);
    }
}

static void
test_invalid (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "JSON, byte 0: expected an object, but the text ends" },
    { "[]", "JSON, byte 0: expected an object, got “[”" },
    { "null", NULL },
    { "\xef\xbb\xbf{}", "JSON, byte 0: expected an object, got byte 0xef" },
    { "{", "JSON, byte 1: expected a member's name, but the text ends" },
    { "{}x", "JSON, byte 2: expected the end, got “x”" },
    { "{}{}", NULL },
    { "{\"a\"}", "JSON, byte 4: expected “:”, got “}”" },
    { "{\"a\":}", "JSON, byte 5: expected a value, got “}”" },
    { "{\"a\":1,}", "JSON, byte 7: expected a member's name, got “}”" },
    { "{\"a\":[1,]}", "JSON, byte 8: expected a value, got “]”" },
    { "{\"a\":[1 2]}", "JSON, byte 8: expected “,” or “]”, got “2”" },
    { "{\"a\":1 \"b\":2}", "JSON, byte 7: expected “,” or “}”, got “\"”" },
    { "{a:1}", NULL },
    { "{'a':1}", NULL },
    { "{\"a\":1} // c", NULL },
    { "{/**/}", NULL },
    { "{\"a\":01}", "JSON, byte 5: a number may not begin with 0" },
    { "{\"a\":-}", "JSON, byte 6: expected a digit, got “}”" },
    { "{\"a\":-01}", NULL },
    { "{\"a\":+1}", NULL },
    { "{\"a\":.5}", NULL },
    { "{\"a\":1.}", NULL },
    { "{\"a\":1e}", NULL },
    { "{\"a\":0x10}", NULL },
    { "{\"a\":1e999}", "JSON, byte 5: the number is too large" },
    { "{\"a\":NaN}", NULL },
    { "{\"a\":Infinity}", NULL },
    { "{\"a\":tru}", NULL },
    { "{\"a\":nul", NULL },
    { "{\"a\":\"x", "JSON, byte 7: expected “\"”, but the text ends" },
    { "{\"a\":\"x\\", NULL },
    { "{\"a\":\"\\x\"}", "JSON, byte 7: expected an escape, got “x”" },
    { "{\"a\":\"\\u12", NULL },
    { "{\"a\":\"\\u12g4\"}", "JSON, byte 10: expected a hexadecimal digit, got “g”" },
    { "{\"a\":\"\n\"}", "JSON, byte 6: control characters in text must be escaped" },
    { "{\"a\":\"\\u0000\"}", "JSON, byte 6: U+0000 is not allowed in text" },
    { "{\"a\\u0000\":1}", "JSON, byte 3: U+0000 is not allowed in text" },
    { "{\"a\":\"\\ud800\"}", "JSON, byte 6: half of a surrogate pair" },
    { "{\"a\":\"\\ud800\\u0041\"}", "JSON, byte 6: half of a surrogate pair" },
    { "{\"a\":\"\\udc00\"}", "JSON, byte 6: half of a surrogate pair" },
    { "{\"a\":\"\\ud800\\udc0", NULL },
    { "{\"a\":\"\xff\"}", "JSON, byte 6: not UTF-8" },
    { "{\"a\":\"\xed\xa0\x80\"}", "JSON, byte 6: not UTF-8" },
    { "{\"a\":\"\xc0\x80\"}", "JSON, byte 6: not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, strlen (cases[i].text), WEFT_ERROR_INVALID, cases[i].message);

  assert_refused ("{\"a\":\"x\0y\"}", 11, WEFT_ERROR_INVALID, "JSON, byte 7: a NUL byte");
  assert_refused ("{}\0", 3, WEFT_ERROR_INVALID, "JSON, byte 2: a NUL byte");
}

static void
test_depth (void)
{
  for (guint depth = 1; depth < 100000; depth = depth < 40 ? depth + 1 : depth * 7)
    {
      g_autoptr (GString) text = g_string_new ("{\"a\":");
      g_autoptr (GString) halves = g_string_new (NULL);

      for (guint i = 1; i < depth; i++)
        g_string_append_c (text, '[');
      g_string_append_c (text, '1');
      for (guint i = 1; i < depth; i++)
        g_string_append_c (text, ']');
      g_string_append_c (text, '}');

      if (depth <= WEFT_JSON_MAX_DEPTH)
        assert_written (text->str, text->str);
      else
        assert_refused (text->str, text->len, WEFT_ERROR_TOO_LARGE,
                        "JSON, byte 36: nested too deeply, at most 32 levels");

      for (guint i = 0; i < depth; i++)
        g_string_append (halves, "{\"a\":");
      assert_refused (halves->str, halves->len,
                      depth <= WEFT_JSON_MAX_DEPTH ? WEFT_ERROR_INVALID : WEFT_ERROR_TOO_LARGE, NULL);
    }

  /* Brackets in text do not nest, nor do those beside each other. */
  assert_written ("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{{\"}",
                  "{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{{\"}");
  assert_written ("{\"a\":[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],["
                  "],[],[],[],[],[],[]]}",
                  "{\"a\":[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],["
                  "],[],[],[],[],[],[]]}");
}

static void
test_members (void)
{
  for (guint n = WEFT_JSON_MAX_MEMBERS; n <= WEFT_JSON_MAX_MEMBERS + 1; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      weft_json_begin (text, NULL);
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *key = g_strdup_printf ("k%u", i);

          weft_json_int (text, key, i);
        }
      weft_json_end (text);

      if (n == WEFT_JSON_MAX_MEMBERS)
        assert_written (text->str, text->str);
      else
        assert_refused (text->str, text->len, WEFT_ERROR_TOO_LARGE, NULL);
    }
}

static void
test_writer (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  weft_json_string (out, "text", "\"[{:\\\n\x01\x7f\xe2\x80\xa8");
  weft_json_string (out, "none", NULL);
  weft_json_string (out, "broken", "a\xff\xed\xa0\x80z");
  weft_json_begin_array (out, "numbers");
  weft_json_int (out, NULL, G_MININT64);
  weft_json_int (out, NULL, G_MAXINT64);
  weft_json_int (out, NULL, 0);
  weft_json_double (out, NULL, 0.1);
  weft_json_double (out, NULL, 3);
  weft_json_double (out, NULL, DBL_MAX);
  weft_json_double (out, NULL, 1.0 / 3);
  weft_json_end_array (out);
  weft_json_begin (out, "empty");
  weft_json_end (out);
  weft_json_begin_array (out, "list");
  weft_json_begin (out, NULL);
  weft_json_bool (out, "yes", TRUE);
  weft_json_bool (out, "no", FALSE);
  weft_json_end (out);
  weft_json_begin (out, NULL);
  weft_json_null (out, "null");
  weft_json_end (out);
  weft_json_end_array (out);
  weft_json_raw (out, "raw", "[1]garbage", 3);
  weft_json_raw (out, "more", "{}", -1);
  weft_json_end (out);

  g_assert_cmpstr (out->str, ==,
                   "{\"text\":\"\\\"[{:\\\\\\n\\u0001\x7f\xe2\x80\xa8\",\"none\":null,"
                   "\"broken\":\"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz\","
                   "\"numbers\":[-9223372036854775808,9223372036854775807,0,0.1,3.0,1.7976931348623157e+308,"
                   "0.33333333333333331],\"empty\":{},\"list\":[{\"yes\":true,\"no\":false},{\"null\":null}],"
                   "\"raw\":[1],\"more\":{}}");
  assert_written (out->str, out->str);
}

static void
test_getters (void)
{
  g_autoptr (JsonNode) node
      = parse ("{\"s\":\"x\",\"i\":7,\"d\":7.0,\"big\":9223372036854775808,\"b\":true,\"n\":null,"
               "\"o\":{},\"a\":[]}");
  JsonObject *object = json_node_get_object (node);
  const char *string = NULL;
  gint64 integer = 0;
  double real = 0;
  gboolean boolean = FALSE;
  JsonObject *child = NULL;
  JsonArray *array = NULL;
  GError *error = NULL;

#define ASSERT_REFUSED(call, text)                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_false (call);                                                                                   \
    g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);                                                  \
    g_assert_cmpstr (error->message, ==, text);                                                              \
    g_clear_error (&error);                                                                                  \
  }                                                                                                          \
  G_STMT_END

  g_assert_true (weft_json_get_string (object, "s", &string, &error));
  g_assert_cmpstr (string, ==, "x");
  g_assert_true (weft_json_get_int (object, "i", &integer, &error));
  g_assert_cmpint (integer, ==, 7);
  g_assert_true (weft_json_get_double (object, "i", &real, &error));
  g_assert_cmpfloat (real, ==, 7);
  g_assert_true (weft_json_get_double (object, "d", &real, &error));
  g_assert_true (weft_json_get_bool (object, "b", &boolean, &error));
  g_assert_true (boolean);
  g_assert_true (weft_json_get_object (object, "o", &child, &error));
  g_assert_nonnull (child);
  g_assert_true (weft_json_get_array (object, "a", &array, &error));
  g_assert_nonnull (array);
  g_assert_true (weft_json_has (object, "s"));
  g_assert_false (weft_json_has (object, "n"));
  g_assert_false (weft_json_has (object, "x"));

  ASSERT_REFUSED (weft_json_get_string (object, "i", &string, &error),
                  "i: expected a string, got an integer");
  ASSERT_REFUSED (weft_json_get_string (object, "n", &string, &error), "n: expected a string, got null");
  ASSERT_REFUSED (weft_json_get_string (object, "x", &string, &error), "x: expected a string, got nothing");
  ASSERT_REFUSED (weft_json_get_int (object, "s", &integer, &error), "s: expected an integer, got a string");
  ASSERT_REFUSED (weft_json_get_int (object, "d", &integer, &error),
                  "d: expected an integer, got a real number");
  ASSERT_REFUSED (weft_json_get_int (object, "big", &integer, &error),
                  "big: expected an integer, got a number beyond 64 bits");
  ASSERT_REFUSED (weft_json_get_int (object, "b", &integer, &error), "b: expected an integer, got a boolean");
  ASSERT_REFUSED (weft_json_get_double (object, "o", &real, &error), "o: expected a number, got an object");
  ASSERT_REFUSED (weft_json_get_bool (object, "i", &boolean, &error),
                  "i: expected a boolean, got an integer");
  ASSERT_REFUSED (weft_json_get_object (object, "a", &child, &error), "a: expected an object, got an array");
  ASSERT_REFUSED (weft_json_get_array (object, "o", &array, &error), "o: expected an array, got an object");
}

static const char sample[] = "{\"type\":\"x\",\"n\":-12.5e3,\"list\":[1,2,{\"a\":"
                             "\"b\\u00e9\\n\\ud83d\\ude00\"},[],true,null],\"text\":\"Đơn hàng\"}";

/* What is parsed can be written, and what is written parses to the same. */
static void
assert_survives (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_memdup2 (text, length);
  g_autoptr (JsonNode) node = weft_json_parse (copy, length, &error);
  g_autoptr (GString) out = NULL;

  if (node == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }

  out = g_string_new (NULL);
  weft_json_node (out, NULL, node);
  assert_written (out->str, out->str);
}

static void
test_mutations (void)
{
  static const char bytes[] = "{}[]:,\"\\u0eE+-.dt\x80\xc3\xff\x01 ";
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize length = 0; length <= strlen (sample); length++)
    assert_survives (sample, length);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (sample);
      guint n = (guint) g_rand_int_range (random, 1, 6);

      for (guint j = 0; j < n; j++)
        {
          gsize at = (gsize) g_rand_int_range (random, 0, (gint32) text->len);
          char byte = bytes[g_rand_int_range (random, 0, sizeof bytes)];

          switch (g_rand_int_range (random, 0, 4))
            {
            case 0:
              text->str[at] = byte;
              break;
            case 1:
              g_string_insert_c (text, (gssize) at, byte);
              break;
            case 2:
              g_string_erase (text, (gssize) at, 1);
              break;
            default:
              {
                g_autofree char *part = g_strndup (text->str + at, 9);

                g_string_insert (text, g_rand_int_range (random, 0, (gint32) text->len), part);
              }
              break;
            }
        }
      assert_survives (text->str, text->len);
    }
}

static void
test_speed (void)
{
  static const char event[]
      = "{\"seq\":48213,\"at\":1795228800123,\"by\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"name\":"
        "\"thread.message-sent\","
        "\"version\":1,\"body\":{\"id\":\"01890a5d-ac96-774b-bcce-b302099a8058\",\"text\":\"Đơn hàng 4711 is "
        "on its way, the courier "
        "will be there at noon.\",\"reply_to\":\"01890a5d-ac96-774b-bcce-b302099a8059\"}}";
  const guint n = g_test_perf () ? 200000 : 200;
  g_autoptr (GString) out = g_string_new (NULL);
  double elapsed;

  g_test_timer_start ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (JsonNode) node = weft_json_parse (event, sizeof event - 1, NULL);

      g_assert_nonnull (node);
    }
  elapsed = g_test_timer_elapsed ();
  g_test_maximized_result (n / elapsed, "parsed %.0f events of %zu bytes a second", n / elapsed,
                           sizeof event - 1);

  if (g_test_perf ())
    {
      g_test_timer_start ();
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (JsonParser) parser = json_parser_new ();

          g_assert_true (json_parser_load_from_data (parser, event, sizeof event - 1, NULL));
        }
      elapsed = g_test_timer_elapsed ();
      g_test_maximized_result (n / elapsed, "json-glib: parsed %.0f a second", n / elapsed);
    }

  {
    g_autoptr (JsonNode) node = weft_json_parse (event, sizeof event - 1, NULL);

    g_test_timer_start ();
    for (guint i = 0; i < n; i++)
      {
        g_string_truncate (out, 0);
        weft_json_node (out, NULL, node);
      }
    elapsed = g_test_timer_elapsed ();
    g_assert_cmpstr (out->str, ==, event);
    g_test_maximized_result (n / elapsed, "wrote %.0f events a second from nodes", n / elapsed);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/valid", test_valid);
  g_test_add_func ("/json/long-names", test_long_names);
  g_test_add_func ("/json/invalid", test_invalid);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/writer", test_writer);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/mutations", test_mutations);
  g_test_add_func ("/json/speed", test_speed);
  return g_test_run ();
}
