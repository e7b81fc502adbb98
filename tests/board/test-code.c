/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "serve-fixture.h"

static void
assert_taken (ServeFixture *fixture, const char *stream, const char *op, const char *args)
{
  g_autofree char *result = serve_run (fixture, serve_id ("ben"), stream, op, "%s", args);

  g_assert_nonnull (strstr (result, "\"exists\""));
  g_assert_nonnull (strstr (result, "code: another project has it"));
}

/* A key names one task in the whole workspace: no two projects have one code, whoever reads which. */
static void
test_code (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  const char *mill = serve_stream ("project", "mill");
  const char *weir = serve_stream ("project", "weir");

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_run_ok (fixture, serve_id ("anna"), mill, "board.create-project", "{\"name\":\"Mill\",\"code\":\"MILL\",\"members\":[]}");
  assert_taken (fixture, weir, "board.create-project", "{\"name\":\"Weir\",\"code\":\"MILL\",\"members\":[]}");
  serve_run_ok (fixture, serve_id ("ben"), weir, "board.create-project", "{\"name\":\"Weir\",\"code\":\"WEIR\",\"members\":[]}");
  assert_taken (fixture, weir, "board.set-project", "{\"name\":\"Weir\",\"code\":\"MILL\"}");
  serve_run_ok (fixture, serve_id ("anna"), mill, "board.set-project", "{\"name\":\"Mill\",\"code\":\"MILLS\"}");
  serve_run_ok (fixture, serve_id ("ben"), weir, "board.set-project", "{\"name\":\"Weir\",\"code\":\"MILL\"}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board/code", test_code);

  return g_test_run ();
}
