/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "frame-rewriter.h"

#define ROOM "room/019a81f0-0000-7000-8000-00000000b001"
#define PERSON "019a81f0-0000-7000-8000-000000000001"

static void
assert_refused (const char *text, gsize length, WeftError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFrame) frame = weft_frame_parse (text, length, &error);

  g_assert_null (frame);
  g_assert_error (error, WEFT_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

static WeftFrame *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  WeftFrame *frame = weft_frame_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return frame;
}

static void
test_unknown (void)
{
  g_autoptr (WeftFrame) frame = parse ("{\"type\":\"telepathy\",\"to\":7}");
  g_autoptr (WeftFrame) empty = parse ("{\"type\":\"\"}");
  g_autoptr (WeftFrame) more = parse ("{\"type\":\"acknowledge\",\"n\":3,\"colour\":[\"red\"]}");

  g_assert_cmpint (frame->type, ==, WEFT_FRAME_NONE);
  g_assert_cmpint (empty->type, ==, WEFT_FRAME_NONE);
  g_assert_cmpint (more->type, ==, WEFT_FRAME_ACKNOWLEDGE);
  g_assert_cmpint (more->n, ==, 3);
}

static void
test_size (void)
{
  g_autoptr (GString) text = g_string_new ("{\"type\":\"ping\",\"pad\":\"");
  g_autoptr (WeftFrame) frame = NULL;

  while (text->len < WEFT_FRAME_MAX - 2)
    g_string_append_c (text, 'x');
  g_string_append (text, "\"}");
  frame = parse (text->str);
  g_assert_cmpint (frame->type, ==, WEFT_FRAME_PING);

  g_string_append_c (text, ' ');
  assert_refused (text->str, text->len, WEFT_ERROR_TOO_LARGE, "frame: 65537 bytes, at most 65536");
  assert_refused ("", 0, WEFT_ERROR_INVALID, "JSON, byte 0: expected an object, but the text ends");
}

static void
test_lists (void)
{
  for (guint n = WEFT_FRAME_STREAMS_MAX; n <= WEFT_FRAME_STREAMS_MAX + 1; n++)
    {
      g_autofree WeftFramePosition *positions = g_new0 (WeftFramePosition, n);
      g_autofree const char **streams = g_new0 (const char *, n + 1);
      g_autoptr (GString) subscribe = g_string_new (NULL);
      g_autoptr (GString) open = g_string_new (NULL);

      for (guint i = 0; i < n; i++)
        {
          positions[i].stream = streams[i] = "notification/019a81f0-0000-7000-8000-00000000b001";
          positions[i].position.seq = WEFT_SEQ_PREDICTED - 1;
        }
      weft_frame_write_subscribe (subscribe, TRUE, positions, n);
      weft_frame_write_open (open, streams);

      if (n == WEFT_FRAME_STREAMS_MAX)
        {
          /* As many as are allowed also fit. */
          g_autoptr (WeftFrame) subscribe_frame = parse (subscribe->str);
          g_autoptr (WeftFrame) open_frame = parse (open->str);

          g_assert_cmpuint (subscribe_frame->positions->len, ==, n);
          g_assert_cmpuint (open_frame->streams->len, ==, n);
        }
      else
        {
          assert_refused (subscribe->str, subscribe->len, WEFT_ERROR_TOO_LARGE,
                          "positions: 513 elements, at most 512");
          assert_refused (open->str, open->len, WEFT_ERROR_TOO_LARGE, "streams: 513 elements, at most 512");
        }
    }

  {
    g_autofree const char **people = g_new0 (const char *, WEFT_FRAME_PEOPLE_MAX + 2);
    g_autoptr (GString) watch = g_string_new (NULL);

    for (guint i = 0; i <= WEFT_FRAME_PEOPLE_MAX; i++)
      people[i] = PERSON;
    weft_frame_write_watch (watch, people);
    assert_refused (watch->str, watch->len, WEFT_ERROR_TOO_LARGE, "people: 201 elements, at most 200");
  }
}

/* The longest message there may be fits into a frame, as an operation, an event and a row. */
static void
test_longest_message (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) args = g_string_new (NULL);
  g_autoptr (GString) frame = g_string_new (NULL);
  g_autoptr (WeftFrame) parsed = NULL;

  for (guint i = 0; i < 16000; i++)
    g_string_append (text, "😀");

  weft_json_begin (args, NULL);
  weft_json_string (args, "id", PERSON);
  weft_json_string (args, "text", text->str);
  weft_json_string (args, "reply_to", PERSON);
  weft_json_end (args);

  weft_frame_write_operation (frame, WEFT_SEQ_PREDICTED - 1, PERSON, ROOM, "thread.send", args->str);
  g_assert_cmpuint (frame->len, <=, WEFT_FRAME_MAX);
  parsed = parse (frame->str);
  g_assert_cmpstr (json_object_get_string_member (parsed->args, "text"), ==, text->str);
}

static void
test_positions (void)
{
  static const char *const invalid[] = {
    "",
    ".",
    "..",
    "5eed5eed5eed5eed",
    "5eed5eed5eed5eed.1",
    "5eed5eed5eed5eed.1.",
    "5eed5eed5eed5eed.1.001122334455667",
    "5eed5eed5eed5eed.1.00112233445566777",
    "5eed5eed5eed5eed.1.0011223344556677 ",
    "5EED5eed5eed5eed.1.0011223344556677",
    "5eed5eed5eed5ee.1.0011223344556677",
    "5eed5eed5eed5eed.01.0011223344556677",
    "5eed5eed5eed5eed.-1.0011223344556677",
    "5eed5eed5eed5eed.+1.0011223344556677",
    "5eed5eed5eed5eed..0011223344556677",
    "5eed5eed5eed5eed.4611686018427387904.0011223344556677",
    "5eed5eed5eed5eed.99999999999999999999999.0011223344556677",
    "5eed5eed5eed5eed.1.001122334455667g",
  };
  static const char *const valid[] = {
    "0000000000000000.0.0000000000000000",
    "ffffffffffffffff.4611686018427387903.ffffffffffffffff",
    "5eed5eed5eed5eed.10.0011223344556677",
  };
  WeftPosition position;

  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    g_assert_false (weft_position_parse (invalid[i], &position));

  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (weft_position_parse (valid[i], &position));
      text = weft_position_to_string (&position);
      g_assert_cmpstr (text, ==, valid[i]);
    }

  g_assert_cmpuint (position.mark[0], ==, 0x00);
  g_assert_cmpuint (position.mark[1], ==, 0x11);
  g_assert_cmpuint (position.mark[7], ==, 0x77);
}

static void
test_secrets_of_the_server (void)
{
  g_autoptr (GError) foreign
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "/var/lib/weft: no such table");
  g_autoptr (GError) bug = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INTERNAL, "fold: near \"SELCT\"");
  const GError *errors[] = { foreign, bug };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      weft_frame_write_error (out, 0, errors[i]);
      g_assert_cmpstr (out->str, ==,
                       "{\"type\":\"error\",\"code\":\"internal\",\"message\":\"Something went wrong in the "
                       "server; its log says what\"}");
    }
}

static void
test_unknown_code (void)
{
  g_autoptr (WeftFrame) frame = parse ("{\"type\":\"result\",\"n\":1,\"id\":\"" PERSON
                                       "\",\"error\":{\"code\":\"from-the-future\",\"message\":\"x\"}}");
  WeftFrameResult *result = &g_array_index (frame->results, WeftFrameResult, 0);

  g_assert_error (result->error, WEFT_ERROR, WEFT_ERROR_INTERNAL);
  g_assert_null (result->positions);
  g_assert_null (result->field);
}

/* What is parsed can be written; what is written is parsed, and written the same again. */
static gboolean
survive (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *copy = g_memdup2 (text, length);
  g_autoptr (WeftFrame) frame = weft_frame_parse (copy, length, &error);
  g_autoptr (WeftFrame) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;

  if (frame == NULL)
    {
      g_assert_true (error->domain == WEFT_ERROR);
      g_assert_true (error->code == WEFT_ERROR_INVALID || error->code == WEFT_ERROR_TOO_LARGE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return FALSE;
    }
  g_assert_no_error (error);
  if (frame->type == WEFT_FRAME_NONE)
    return FALSE;

  written = rewrite_frame (frame);
  again = parse (written);
  rewritten = rewrite_frame (again);
  g_assert_cmpstr (written, ==, rewritten);
  return TRUE;
}

static void
test_mutations (void)
{
  static const char *const tokens[] = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "0",
    "-1",
    "1.0",
    "1e9",
    "9223372036854775807",
    "9223372036854775808",
    "\"\"",
    "\"workspace\"",
    "{}",
    "[]",
    "\\u0000",
    "\\ud800",
    "\xff",
    "\xc3",
    "\x01",
    "é",
    "type",
    "value",
    "values",
    "seq",
    "positions",
    "error",
    "blob",
  };
  g_auto (GStrv) seeds = read_blocks ("json frame");
  guint n_seeds = g_strv_length (seeds);
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  guint n_good = 0;

  g_test_message ("seed %u", seed);

  for (guint i = 0; i < n_seeds; i++)
    for (gsize length = 0; length < strlen (seeds[i]); length += 3)
      g_assert_false (survive (seeds[i], length));

  for (guint i = 0; i < 8000; i++)
    {
      g_autoptr (GString) text = g_string_new (seeds[g_rand_int_range (random, 0, (gint32) n_seeds)]);
      guint n = (guint) g_rand_int_range (random, 1, 4);

      for (guint j = 0; j < n && text->len > 0; j++)
        {
          gssize at = g_rand_int_range (random, 0, (gint32) text->len);
          const char *token = tokens[g_rand_int_range (random, 0, G_N_ELEMENTS (tokens))];
          const char *other = seeds[g_rand_int_range (random, 0, (gint32) n_seeds)];

          switch (g_rand_int_range (random, 0, 7))
            {
            case 0:
              text->str[at] = (char) g_rand_int_range (random, 0, 256);
              break;
            case 1:
              g_string_insert (text, at, token);
              break;
            case 2:
              {
                gssize length = g_rand_int_range (random, 1, 12);

                g_string_erase (text, at, MIN (length, (gssize) text->len - at));
                break;
              }
            case 3:
              /* One digit for another keeps most frames whole. */
              if (g_ascii_isalnum (text->str[at]))
                text->str[at] = (char) ('0' + g_rand_int_range (random, 0, 10));
              break;
            case 4:
              {
                /* A value for another. */
                char *colon = strchr (text->str + at, ':');

                if (colon != NULL)
                  {
                    gssize start = colon + 1 - text->str;

                    g_string_erase (text, start, (gssize) strcspn (colon + 1, ",}"));
                    g_string_insert (text, start, token);
                  }
                break;
              }
            case 5:
              {
                /* A member gone. */
                char *comma = strchr (text->str + at, ',');

                if (comma != NULL)
                  g_string_erase (text, comma - text->str, 1 + (gssize) strcspn (comma + 1, ",}"));
                break;
              }
            default:
              {
                gsize start = (gsize) g_rand_int_range (random, 0, (gint32) strlen (other));

                g_string_insert_len (text, at, other + start, (gssize) strcspn (other + start, ",}"));
                break;
              }
            }
        }
      n_good += survive (text->str, text->len);
    }

  /* Not all is refused at the door: the checks behind it were reached. */
  g_assert_cmpuint (n_good, >, 200);
  g_test_message ("%u mutated frames were still good", n_good);
}

static void
test_speed (void)
{
  const guint n_frames = g_test_perf () ? 2000 : 3;
  const guint n_events = 100;
  g_autoptr (GString) frame = g_string_new (NULL);
  WeftPosition position = { .epoch = 7, .seq = n_events };
  double elapsed;

  g_test_timer_start ();
  for (guint i = 0; i < n_frames; i++)
    {
      g_autoptr (GString) stored = g_string_new (NULL);

      g_string_truncate (frame, 0);
      weft_frame_begin_events (frame, ROOM, &position);
      for (guint j = 1; j <= n_events; j++)
        {
          g_string_truncate (stored, 0);
          weft_frame_write_event (stored, j, 1795228800123, PERSON, "thread.message-sent", 1,
                                  "{\"id\":\"" PERSON
                                  "\",\"text\":\"Đơn hàng 4711 is on its way, at noon\"}");
          weft_frame_add_event (frame, stored->str, (gssize) stored->len);
        }
      weft_frame_end_events (frame);
    }
  elapsed = g_test_timer_elapsed ();
  g_test_maximized_result (n_frames * n_events / elapsed, "wrote %.0f events a second",
                           n_frames * n_events / elapsed);

  g_test_timer_start ();
  for (guint i = 0; i < n_frames; i++)
    {
      g_autoptr (WeftFrame) parsed = parse (frame->str);

      g_assert_cmpuint (parsed->events->len, ==, n_events);
    }
  elapsed = g_test_timer_elapsed ();
  g_test_maximized_result (n_frames * n_events / elapsed, "parsed %.0f events a second",
                           n_frames * n_events / elapsed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/unknown", test_unknown);
  g_test_add_func ("/frame/size", test_size);
  g_test_add_func ("/frame/lists", test_lists);
  g_test_add_func ("/frame/longest-message", test_longest_message);
  g_test_add_func ("/frame/positions", test_positions);
  g_test_add_func ("/frame/secrets-of-the-server", test_secrets_of_the_server);
  g_test_add_func ("/frame/unknown-code", test_unknown_code);
  g_test_add_func ("/frame/mutations", test_mutations);
  g_test_add_func ("/frame/speed", test_speed);
  return g_test_run ();
}
