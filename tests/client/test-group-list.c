/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/people/client/weft-group-list.h"
#include "parts/people/client/weft-people.h"
#include "parts/people/shared/weft-people-module.h"

#define ME "00000000-0000-7000-8000-0000000000aa"
#define MAI "00000000-0000-7000-8000-0000000000bb"
#define DYERS "00000000-0000-7000-8000-0000000000d1"
#define PACKERS "00000000-0000-7000-8000-0000000000d2"

/* "dyers(2)": with two people. */
static char *
describe (WeftGroupList *groups)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (groups)); i++)
    {
      g_autoptr (WeftPersonGroup) group = g_list_model_get_item (G_LIST_MODEL (groups), i);

      g_string_append_printf (out, "%s%s(%d)", i > 0 ? " " : "", weft_person_group_get_handle (group),
                              weft_person_group_has (group, ME) + weft_person_group_has (group, MAI));
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
wait_for (WeftGroupList *groups, const char *expected)
{
  for (;;)
    {
      g_autofree char *now = describe (groups);

      if (g_str_equal (now, expected))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
assert_handles (WeftGroupList *groups, gboolean own, const char *expected)
{
  g_auto (GStrv) handles = weft_group_list_dup_handles (groups, own);
  g_autofree char *joined = g_strjoinv (" ", handles);

  g_assert_cmpstr (joined, ==, expected);
}

static void
assert_named (WeftGroupList *groups, const char *talk, guint n)
{
  g_autoptr (GPtrArray) named = weft_group_list_find_named (groups, talk);

  g_assert_cmpuint (named->len, ==, n);
}

static void
test_list (void)
{
  g_autoptr (WeftSync) sync = fake_sync_new (":memory:");
  g_autoptr (WeftGroupList) groups = NULL;

  fake_sync_set_person (sync, ME);
  fake_sync_begin (sync);
  fake_sync_add_person (sync, ME, "Me", "");
  fake_sync_add_person (sync, MAI, "Mai", "");
  fake_sync_commit (sync);
  groups = weft_group_list_new (sync);
  dex_future_disown (weft_group_add (sync, PACKERS, "packers", ""));
  dex_future_disown (weft_group_add (sync, DYERS, "dyers-2", "Blue"));
  dex_future_disown (weft_group_add_person (sync, DYERS, ME));
  dex_future_disown (weft_group_add_person (sync, DYERS, MAI));
  dex_future_disown (weft_group_add_person (sync, PACKERS, MAI));
  wait_for (groups, "dyers-2(2) packers(1)");
  assert_handles (groups, TRUE, "dyers-2");
  assert_handles (groups, FALSE, "packers");
  assert_named (groups, "to @dyers-2 and @packers", 2);
  assert_named (groups, "to @dyers and @packers-2 and packers", 0);
  g_assert_nonnull (weft_group_list_find_called (groups, "PÁCKERS"));
  g_assert_null (weft_group_list_find_called (groups, "dyers"));

  dex_future_disown (weft_group_set (sync, DYERS, "zephyr", ""));
  dex_future_disown (weft_group_remove_person (sync, DYERS, ME));
  wait_for (groups, "packers(1) zephyr(1)");
  assert_handles (groups, TRUE, "");
  dex_future_disown (weft_group_remove (sync, PACKERS));
  wait_for (groups, "zephyr(1)");
  g_assert_null (weft_group_list_find (groups, PACKERS));
}

/* Whom nobody tells anything is in it, and not told. */
static void
test_told (void)
{
  const char *const people[] = { ME, MAI, NULL };
  g_autoptr (WeftPersonGroup) group = weft_person_group_new (DYERS, "dyers", "", people);
  g_autoptr (WeftPerson) mai = weft_person_new (MAI);
  g_autoptr (WeftPerson) other = weft_person_new (PACKERS);

  weft_person_update (mai, "Mai", "", "", "member", FALSE, FALSE, NULL);
  weft_person_update (other, "Other", "", "", "member", FALSE, FALSE, NULL);
  g_assert_true (weft_person_group_tells (group, mai));
  g_assert_false (weft_person_group_tells (group, other));
  weft_person_update (mai, "Mai", "", "", "guest", FALSE, FALSE, NULL);
  g_assert_false (weft_person_group_tells (group, mai));
  weft_person_update (mai, "Mai", "", "", "member", TRUE, FALSE, NULL);
  g_assert_false (weft_person_group_tells (group, mai));
  g_assert_true (weft_person_group_has (group, MAI));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/client/group-list/list", test_list);
  g_test_add_func ("/client/group-list/told", test_told);
  return g_test_run ();
}
