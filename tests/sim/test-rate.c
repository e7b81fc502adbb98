/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many frames one client may send, in virtual time: a real hub, and readers who say too much. */

#include <string.h>
#include <unistd.h>

#include "modules/weft-modules.h"
#include "proto/weft-close-reason.h"
#include "serve-fixture.h"
#include "sim-person.h"
#include "sim-reader.h"
#include "sim-world.h"

static SimServer *server;

static void
begin (void)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);

  sim_begin (1);
  sim_lines_begin ();
  sim_network = (SimNetwork) { .delay = 0 };
  server = sim_world_new_server (registry);
  g_assert_true (sim_server_start (server));
}

static void
end (void)
{
  g_clear_pointer (&server, sim_server_free);
  sim_lines_begin ();
}

static void
ping (SimReader *reader, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      GString *out = g_string_new (NULL);

      weft_frame_write_ping (out);
      sim_reader_send (reader, out);
    }
}

/* All of the burst at once, and the rate for ever after. */
static void
test_allowed (void)
{
  g_autoptr (SimReader) reader = NULL;

  begin ();
  reader = sim_reader_new (server, sim_person_get_id (0));
  ping (reader, weft_default_limits.frames_burst - 10);
  sim_server_run (server, 1000);
  for (guint i = 0; i < 30; i++)
    {
      ping (reader, weft_default_limits.frames - 10);
      sim_server_run (server, 1000);
    }
  g_assert_true (reader->open);
  g_clear_pointer (&reader, sim_reader_free);
  end ();
}

/* Who says more is let go, told when to come back, and not let in before; neither with another client. Others
 * are. */
static void
test_closed (void)
{
  g_autoptr (SimReader) reader = NULL;
  g_autoptr (SimReader) other = NULL;
  g_autoptr (SimReader) again = NULL;
  guint wait;

  begin ();
  other = sim_reader_new (server, sim_person_get_id (1));
  reader = sim_reader_new (server, sim_person_get_id (0));
  ping (reader, weft_default_limits.frames_burst + weft_default_limits.frames);
  sim_server_run (server, 1000);
  g_assert_false (reader->open);
  g_assert_cmpuint (reader->close_code, ==, WEFT_CLOSE_RATE_LIMITED);
  wait = weft_close_reason_get_retry_after (reader->close_reason);
  g_assert_cmpuint (wait, ==, weft_default_limits.frames_burst / weft_default_limits.frames * 1000);
  g_clear_pointer (&reader, sim_reader_free);

  sim_server_run (server, wait / 2);
  again = sim_reader_connect (server, sim_person_get_id (0));
  sim_server_run (server, 100);
  g_assert_cmpuint (again->close_code, ==, WEFT_CLOSE_RATE_LIMITED);
  g_assert_cmpuint (weft_close_reason_get_retry_after (again->close_reason), <=, wait / 2);
  g_assert_cmpuint (weft_close_reason_get_retry_after (again->close_reason), >, 0);
  sim_server_run (server, weft_close_reason_get_retry_after (again->close_reason));
  reader = sim_reader_new (server, sim_person_get_id (0));
  ping (reader, weft_default_limits.frames_burst - 10);
  sim_server_run (server, 1000);
  g_assert_true (reader->open);
  g_assert_true (other->open);

  g_clear_pointer (&again, sim_reader_free);
  g_clear_pointer (&other, sim_reader_free);
  g_clear_pointer (&reader, sim_reader_free);
  end ();
}

static void
test_reason (void)
{
  static const struct
  {
    const char *reason;
    guint ms;
  } cases[] = {
    { NULL, 0 },
    { "", 0 },
    { "too many frames", 0 },
    { "too many frames; Retry-After: 7", 7000 },
    { "too many frames; Retry-After: 0", 0 },
    { "too many frames; Retry-After: -7", 0 },
    { "too many frames; Retry-After: 7 s", 0 },
    { "too many frames; Retry-After: ", 0 },
    { "x; Retry-After: 100000", 3600000 },
    { "x; Retry-After: 99999999999999999999", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (weft_close_reason_get_retry_after (cases[i].reason), ==, cases[i].ms);
  for (gint64 ms = 1; ms <= 3600000; ms = ms * 7 + 1)
    {
      g_autofree char *reason = weft_close_reason_new ("too many frames", ms);

      g_assert_cmpuint (weft_close_reason_get_retry_after (reason), >=, ms);
      g_assert_cmpuint (weft_close_reason_get_retry_after (reason), <, ms + 1000);
      g_assert_cmpuint (strlen (reason), <=, 100);
    }
}

int
main (int argc, char *argv[])
{
  char directory[] = "/tmp/weft-rate-XXXXXX";
  int status;

  g_test_init (&argc, &argv, NULL);
  if (mkdtemp (directory) == NULL || chdir (directory) != 0)
    g_error ("Cannot make a directory");
  sim_disk_install ();
  sim_world_prepare ();
  g_test_add_func ("/sim/rate/allowed", test_allowed);
  g_test_add_func ("/sim/rate/closed", test_closed);
  g_test_add_func ("/sim/rate/reason", test_reason);
  status = g_test_run ();
  if (chdir ("/") != 0)
    g_error ("Cannot leave the directory");
  serve_remove_directory (directory);

  return status;
}
