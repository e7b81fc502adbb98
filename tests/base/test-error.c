/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-error.h"

static void
test_wire (void)
{
  for (guint code = 0; code < WEFT_N_ERRORS; code++)
    g_assert_cmpint (weft_error_from_wire (weft_error_to_wire (code)), ==, code);

  g_assert_cmpint (weft_error_from_wire ("out-of-cheese"), ==, WEFT_ERROR_INTERNAL);
}

static void
assert_field (const char *message, const char *field)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INVALID, message);
  g_autofree char *got = weft_error_dup_field (error);

  g_assert_cmpstr (got, ==, field);
}

static void
test_field (void)
{
  assert_field ("text: 16001 characters, at most 16000", "text");
  assert_field ("events[2].seq: missing", "events[2].seq");
  assert_field ("JSON, byte 3: expected a value", NULL);
  assert_field ("the name is taken: choose another", NULL);
  assert_field (": nothing", NULL);
  assert_field ("text:", NULL);
  assert_field ("", NULL);
}

static void
assert_reason (const char *message, const char *reason)
{
  g_autofree char *got = weft_error_dup_reason (message);

  g_assert_cmpstr (got, ==, reason);
}

static void
test_reason (void)
{
  assert_reason ("text: 16001 characters, at most 16000", "16001 characters, at most 16000");
  assert_reason ("id: the message was deleted", "The message was deleted");
  assert_reason ("đã xóa", "Đã xóa");
  assert_reason ("You are no longer a member here", "You are no longer a member here");
  assert_reason ("id: ", "");
  assert_reason ("", "");
}

static void
test_final (void)
{
  g_autoptr (GError) refusal = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_DENIED, "no");
  g_autoptr (GError) fault = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "later");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "late");

  g_assert_true (weft_error_is_final (refusal));
  g_assert_false (weft_error_is_final (fault));
  g_assert_false (weft_error_is_final (foreign));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/wire", test_wire);
  g_test_add_func ("/error/field", test_field);
  g_test_add_func ("/error/reason", test_reason);
  g_test_add_func ("/error/final", test_final);
  return g_test_run ();
}
