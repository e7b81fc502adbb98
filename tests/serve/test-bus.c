/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve/weft-bus-message.h"

#include <string.h>

#include "base/weft-error.h"
#include "serve-fixture.h"
#include "serve/weft-bus.h"

#define N_MUTATIONS 20000

static WeftBusMessage *
make (WeftBusKind kind)
{
  WeftBusMessage *message = weft_bus_message_new (kind, serve_id ("node"));

  switch (kind)
    {
    case WEFT_BUS_MOVED:
      weft_bus_message_add (message, serve_stream ("room", "loom"));
      weft_bus_message_add (message, "workspace");
      weft_bus_message_add_number (message, 17);
      weft_bus_message_add_number (message, G_MAXINT64);
      break;
    case WEFT_BUS_MARK:
    case WEFT_BUS_PASSING:
      weft_bus_message_add (message, serve_stream ("room", "loom"));
      weft_bus_message_add (message, "thread.typing");
      weft_bus_message_add (message, serve_id ("anna"));
      if (kind == WEFT_BUS_PASSING)
        {
          weft_bus_message_add_number (message, 5000);
          message->value = json_from_string ("{\"at\":\"Đơn hàng\"}", NULL);
        }
      break;
    case WEFT_BUS_SESSIONS:
    case WEFT_BUS_HERE:
    case WEFT_BUS_IDLE:
    case WEFT_BUS_GONE:
      weft_bus_message_add (message, serve_id ("anna"));
      weft_bus_message_add (message, serve_id ("bert"));
      break;
    case WEFT_BUS_BYE:
    case WEFT_BUS_LAST:
    default:
      break;
    }

  return message;
}

static void
assert_same (const WeftBusMessage *message)
{
  g_autoptr (GBytes) text = weft_bus_message_write (message);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftBusMessage) again = weft_bus_message_parse (text, &error);
  g_autoptr (GBytes) same = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (again);
  g_assert_cmpint (again->kind, ==, message->kind);
  same = weft_bus_message_write (again);
  g_assert_true (g_bytes_equal (text, same));
}

static void
test_round (void)
{
  for (WeftBusKind kind = 0; kind < WEFT_BUS_LAST; kind++)
    {
      g_autoptr (WeftBusMessage) message = make (kind);

      assert_same (message);
    }
}

/* The largest there can be fits. */
static void
test_full (void)
{
  for (WeftBusKind kind = WEFT_BUS_MOVED; kind <= WEFT_BUS_HERE; kind += WEFT_BUS_HERE)
    {
      g_autoptr (WeftBusMessage) message = weft_bus_message_new (kind, serve_id ("node"));
      g_autoptr (GBytes) text = NULL;

      for (guint i = 0; i < WEFT_BUS_NAMES_MAX; i++)
        {
          weft_bus_message_add (message,
                                kind == WEFT_BUS_MOVED ? serve_stream ("order-notes", "x") : serve_id ("x"));
          if (kind == WEFT_BUS_MOVED)
            weft_bus_message_add_number (message, G_MAXINT64);
        }
      text = weft_bus_message_write (message);
      g_assert_cmpuint (g_bytes_get_size (text), <=, WEFT_BUS_MESSAGE_MAX);
      assert_same (message);
    }
}

/* Whatever comes, it is refused or read, and what was read can be said again. */
static void
test_mutated (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_read = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autoptr (WeftBusMessage) message = make ((WeftBusKind) g_rand_int_range (rand, 0, WEFT_BUS_LAST));
      g_autoptr (WeftBusMessage) read = NULL;
      g_autoptr (GBytes) text = weft_bus_message_write (message);
      g_autoptr (GBytes) mutated = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      gsize length;
      const guint8 *data = g_bytes_get_data (text, &length);

      g_byte_array_append (bytes, data, (guint) length);
      for (gint n = g_rand_int_range (rand, 1, 4); n > 0 && bytes->len > 1; n--)
        {
          guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);

          switch (g_rand_int_range (rand, 0, 3))
            {
            case 0:
              bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
              break;
            case 1:
              g_byte_array_remove_index (bytes, at);
              break;
            default:
              g_byte_array_set_size (bytes, at + 1);
              break;
            }
        }
      mutated = g_bytes_new (bytes->data, bytes->len);
      read = weft_bus_message_parse (mutated, &error);
      if (read != NULL)
        {
          g_assert_no_error (error);
          assert_same (read);
          n_read++;
        }
      else if (error != NULL)
        g_assert_true (error->domain == WEFT_ERROR);
    }
  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (n_read, <, N_MUTATIONS);
}

static void
test_password (void)
{
  static const struct
  {
    const char *url;
    gboolean secret;
  } urls[] = {
    { "redis://localhost:6379", FALSE },    { "redis://weft@localhost", FALSE },
    { "redis://:x@localhost", TRUE },       { "redis://weft:x@localhost/1", TRUE },
    { "unix:/run/valkey.sock", FALSE },     { "unix://weft:x@/run/valkey.sock", TRUE },
    { "redis://:a%zz@local host:x", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    g_assert_cmpint (weft_bus_url_has_password (urls[i].url), ==, urls[i].secret);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bus/round", test_round);
  g_test_add_func ("/bus/full", test_full);
  g_test_add_func ("/bus/mutated", test_mutated);
  g_test_add_func ("/bus/password", test_password);

  return g_test_run ();
}
