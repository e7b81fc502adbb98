/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/thread/client/weft-message-versions.h"

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define MAI "00000000-0000-7000-8000-0000000000bb"
#define MESSAGE "00000000-0000-7000-8000-0000000000c1"

#define ANSWER(items_)                                                                                       \
  "{\"type\":\"answer\",\"request\":1,\"stream\":\"" ROOM "\",\"seq\":9,\"items\":[" items_ "]}"
#define SAID(at_, by_, text_)                                                                                \
  "{\"seq\":2,\"at\":" at_ ",\"by\":\"" by_                                                                  \
  "\",\"name\":\"thread.message-edited\",\"version\":2,\"cells\":{\"text\":\"" text_ "\"}}"

static WeftMessageVersions *
load (WeftSync *sync, GError **error)
{
  g_autoptr (DexFuture) future = weft_message_versions_load (sync, ROOM, MESSAGE);
  const GValue *value;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, error);
  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

static WeftSync *
make_sync (void)
{
  WeftSync *sync = fake_sync_new (":memory:");

  fake_sync_set_person (sync, ME);
  fake_sync_begin (sync);
  fake_sync_add_person (sync, ME, "Ada", "");
  fake_sync_add_person (sync, MAI, "Mai Đỗ", "");
  fake_sync_commit (sync);
  return sync;
}

static void
test_versions (void)
{
  g_autoptr (WeftSync) sync = make_sync ();
  g_autoptr (WeftMessageVersions) versions = NULL;
  g_autoptr (GError) error = NULL;
  const WeftMessageVersion *version;

  /* The title of its thread is no version of it, nor is what was restored. */
  fake_sync_set_answer (sync, ANSWER (SAID ("50", MAI, "two") "," SAID (
                                  "40", MAI, "two") ",{\"seq\":5,\"at\":30,\"by\":\"" MAI
                                                    "\",\"cells\":{\"title\":\"Wool\"}}," SAID (
                                                        "20", ME,
                                                        "one") ",{\"seq\":1,\"cells\":{\"text\":\"zero\"}}"));
  versions = load (sync, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->items->len, ==, 3);
  g_assert_false (versions->more);
  version = g_ptr_array_index (versions->items, 0);
  g_assert_cmpstr (version->text, ==, "two");
  g_assert_cmpstr (version->name, ==, "Mai Đỗ");
  g_assert_cmpint (version->at, ==, 40);
  g_assert_false (version->own);
  version = g_ptr_array_index (versions->items, 1);
  g_assert_true (version->own);
  version = g_ptr_array_index (versions->items, 2);
  g_assert_cmpstr (version->text, ==, "zero");
  g_assert_null (version->by);
  g_assert_cmpint (version->at, ==, 0);
}

/* A server is not to be trusted with the window's life, nor with its memory. */
static void
test_hostile (void)
{
  static const char *const answers[] = {
    "",
    "[]",
    "{}",
    "{\"items\":{}}",
    ANSWER ("7"),
    ANSWER ("{}"),
    ANSWER ("{\"cells\":7}"),
    ANSWER ("{\"cells\":{\"text\":\"x\"}") "}",
  };
  g_autoptr (WeftSync) sync = make_sync ();
  g_autoptr (WeftMessageVersions) versions = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (load (sync, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_clear_error (&error);
      fake_sync_set_answer (sync, answers[i]);
      g_assert_null (load (sync, &error));
      g_assert_nonnull (error);
    }

  /* One that never ends. */
  g_clear_error (&error);
  fake_sync_set_answer (sync, "{\"seq\":9,\"cursor\":7,\"items\":[" SAID ("1", ME, "a") "," SAID ("2", ME,
                                                                                                  "b") "]}");
  versions = load (sync, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->items->len, ==, WEFT_MESSAGE_VERSIONS_MAX);
  g_assert_true (versions->more);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/client/message-versions/versions", test_versions);
  g_test_add_func ("/client/message-versions/hostile", test_hostile);
  return g_test_run ();
}
