/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/weft-error.h"
#include "sync/weft-event-parser.h"
#include "sync/weft-transport-choice.h"

/* Events */

static char *
parse (WeftEventParser *parser, const char *text, gsize length, gsize piece)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftEvent event;

  for (gsize i = 0; i < length; i += piece)
    {
      weft_event_parser_push (parser, text + i, MIN (piece, length - i));
      while (weft_event_parser_next (parser, &event, &error))
        g_string_append_printf (out, "[%s|%.*s]", event.type, (int) event.length, event.data);
      if (error != NULL)
        {
          g_string_append (out, error->message);
          break;
        }
    }

  return g_string_free (out, FALSE);
}

static void
test_events (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { ": weft.v1\n\n", "[:|weft.v1]" },
    { "data: {}\n\n", "[|{}]" },
    { "data:{}\r\n\r\ndata: 2\n\n", "[|{}][|2]" },
    { "data:  a\ndata\ndata: b\n\n", "[| a\n\nb]" },
    { "event: close\ndata: x\n\ndata: y\n\n", "[close|x][|y]" },
    { "event: close\n\ndata: y\n\n", "[|y]" },
    { "id: 7\nretry: 10\nevents: x\ndatax: z\ndata: y\n\n", "[|y]" },
    { "\n\n\n", "" },
    { "data: half", "" },
    { "data: half\n", "" },
    { "data\n\n", "[|]" },
    { "<html>\n<body>\n\n", "" },
    { "data: 01234567890123456789\n\n", "[|01234567890123456789]" },
    { "data: 0123456789012345678901234567\n\n", "event: a line of more than 30 bytes" },
    { "data: 01234567890123456789\ndata: 01234567890123456789\n\n", "event: more than 30 bytes" },
    { "0123456789012345678901234567890123456789", "event: a line of more than 30 bytes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece <= 64; piece = piece * 2 + 1)
      {
        g_autoptr (WeftEventParser) parser = weft_event_parser_new (30);
        g_autofree char *seen = parse (parser, cases[i].text, strlen (cases[i].text), piece);

        g_assert_cmpstr (seen, ==, cases[i].expected);
      }
}

static void
test_reset (void)
{
  g_autoptr (WeftEventParser) parser = weft_event_parser_new (100);
  g_autofree char *none = parse (parser, "event: close\ndata: cut of", 25, 7);
  g_autofree char *seen = NULL;

  g_assert_cmpstr (none, ==, "");
  weft_event_parser_reset (parser);
  seen = parse (parser, "data: whole\n\n", 13, 5);
  g_assert_cmpstr (seen, ==, "[|whole]");
}

/* The choice */

static WeftTransportTiming
timing (void)
{
  WeftTransportTiming t = weft_default_transport_timing;

  t.brief = 10;
  t.up_first = 100;
  t.up_max = 350;

  return t;
}

#define W WEFT_TRANSPORT_WEBSOCKET
#define S WEFT_TRANSPORT_STREAM
#define P WEFT_TRANSPORT_POLL

static void
test_not_passed (void)
{
  WeftTransportTiming t = timing ();
  WeftTransportChoice choice;

  weft_transport_choice_init (&choice, &t);
  g_assert_cmpint (choice.kind, ==, W);
  g_assert_true (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_NOT_PASSED, -1, 0));
  g_assert_cmpint (choice.kind, ==, S);
  g_assert_true (weft_transport_choice_ended (&choice, S, WEFT_TRANSPORT_NOT_PASSED, -1, 0));
  g_assert_cmpint (choice.kind, ==, P);

  /* It may be the server, after all: wait, and begin anew. */
  g_assert_false (weft_transport_choice_ended (&choice, P, WEFT_TRANSPORT_NOT_PASSED, -1, 0));
  g_assert_cmpint (choice.kind, ==, W);
  g_assert_cmpint (choice.up_at, ==, G_MAXINT64);
}

static void
test_unreachable (void)
{
  WeftTransportTiming t = timing ();
  WeftTransportChoice choice;

  weft_transport_choice_init (&choice, &t);
  for (guint i = 0; i < 10; i++)
    g_assert_false (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_UNREACHABLE, -1, i));
  g_assert_cmpint (choice.kind, ==, W);

  /* A server that dies while it is asked is no proxy. */
  g_assert_true (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_NOT_PASSED, -1, 0));
  g_assert_false (weft_transport_choice_ended (&choice, S, WEFT_TRANSPORT_UNREACHABLE, -1, 0));
  g_assert_cmpint (choice.kind, ==, W);

  /* But where a stream worked it is taken again. */
  weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_NOT_PASSED, -1, 0);
  weft_transport_choice_opened (&choice, S, 0);
  for (guint i = 0; i < 10; i++)
    g_assert_false (weft_transport_choice_ended (&choice, S, WEFT_TRANSPORT_UNREACHABLE, -1, i));
  g_assert_cmpint (choice.kind, ==, S);
}

static void
test_cut (void)
{
  WeftTransportTiming t = timing ();
  WeftTransportChoice choice;

  weft_transport_choice_init (&choice, &t);
  weft_transport_choice_opened (&choice, W, 0);
  g_assert_false (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_LOST, 5, 5));
  weft_transport_choice_opened (&choice, W, 6);
  weft_transport_choice_held (&choice);
  g_assert_false (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_LOST, 5000, 5006));
  g_assert_false (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_LOST, 5, 5011));
  g_assert_true (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_LOST, 5, 5020));
  g_assert_cmpint (choice.kind, ==, S);

  /* Whatever the server itself says is no cut. */
  weft_transport_choice_opened (&choice, S, 5021);
  for (guint i = 0; i < 10; i++)
    g_assert_false (weft_transport_choice_ended (&choice, S, WEFT_TRANSPORT_CLOSED, 1, 5030));
  g_assert_cmpint (choice.kind, ==, S);
}

static void
test_upwards (void)
{
  WeftTransportTiming t = timing ();
  WeftTransportChoice choice;

  weft_transport_choice_init (&choice, &t);
  weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_NOT_PASSED, -1, 0);
  weft_transport_choice_opened (&choice, S, 1000);
  g_assert_cmpint (choice.up_at, ==, 1100);

  /* Not let through: twice as long, but not for ever. */
  weft_transport_choice_try_failed (&choice, 1100);
  g_assert_cmpint (choice.up_at, ==, 1300);
  weft_transport_choice_try_failed (&choice, 1300);
  g_assert_cmpint (choice.up_at, ==, 1650);
  weft_transport_choice_try_failed (&choice, 1650);
  g_assert_cmpint (choice.up_at, ==, 2000);

  /* Let through and cut: one cut is enough to go back. */
  weft_transport_choice_try_opened (&choice, 2000);
  weft_transport_choice_opened (&choice, W, 2000);
  g_assert_cmpint (choice.kind, ==, W);
  g_assert_true (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_LOST, 5, 2005));
  g_assert_cmpint (choice.kind, ==, S);
  weft_transport_choice_opened (&choice, S, 2010);
  g_assert_cmpint (choice.up_at, ==, 2355);

  /* Let through and held. */
  weft_transport_choice_try_opened (&choice, 2355);
  weft_transport_choice_opened (&choice, W, 2355);
  weft_transport_choice_held (&choice);
  g_assert_cmpint (choice.up_at, ==, G_MAXINT64);
  g_assert_false (weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_LOST, 5000, 9000));
  g_assert_cmpint (choice.kind, ==, W);

  /* Another network: from the beginning. */
  weft_transport_choice_ended (&choice, W, WEFT_TRANSPORT_NOT_PASSED, -1, 9000);
  weft_transport_choice_reset (&choice);
  g_assert_cmpint (choice.kind, ==, W);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/transport/events", test_events);
  g_test_add_func ("/sync/transport/reset", test_reset);
  g_test_add_func ("/sync/transport/not-passed", test_not_passed);
  g_test_add_func ("/sync/transport/unreachable", test_unreachable);
  g_test_add_func ("/sync/transport/cut", test_cut);
  g_test_add_func ("/sync/transport/upwards", test_upwards);

  return g_test_run ();
}
