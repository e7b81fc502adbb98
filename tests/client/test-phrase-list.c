/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/phrases/client/weft-phrase-list.h"

#define ME "00000000-0000-7000-8000-0000000000aa"

/* As people read it: "name" one's own, "*name" the team's, "(*name)" where one's own goes first. */
static char *
describe (WeftPhraseList *phrases)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (phrases)); i++)
    {
      g_autoptr (WeftPhrase) phrase = g_list_model_get_item (G_LIST_MODEL (phrases), i);
      gboolean hidden = weft_phrase_get_hidden (phrase);

      g_string_append_printf (out, "%s%s%s%s%s", i > 0 ? " " : "", hidden ? "(" : "", weft_phrase_get_team (phrase) ? "*" : "",
                              weft_phrase_get_name (phrase), hidden ? ")" : "");
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
wait_for (WeftPhraseList *phrases, const char *expected)
{
  for (;;)
    {
      g_autofree char *now = describe (phrases);

      if (g_str_equal (now, expected))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
assert_text (WeftPhrase *phrase, const char *text)
{
  g_assert_nonnull (phrase);
  g_assert_cmpstr (weft_phrase_get_text (phrase), ==, text);
}

/* One's own before the team's, which one's own of the same name hides until it is gone. */
static void
test_both (void)
{
  g_autoptr (WeftSync) sync = fake_sync_new (":memory:");
  g_autoptr (WeftPhraseList) phrases = NULL;

  fake_sync_set_person (sync, ME);
  phrases = weft_phrase_list_new (sync);
  dex_future_disown (weft_phrase_keep (sync, TRUE, "Thanks", "We thank you"));
  dex_future_disown (weft_phrase_keep (sync, TRUE, "hours", "Nine to five"));
  dex_future_disown (weft_phrase_keep (sync, FALSE, "way", "On my way"));
  wait_for (phrases, "way *Thanks *hours");
  assert_text (weft_phrase_list_find (phrases, "THANKS"), "We thank you");
  g_assert_null (weft_phrase_list_find_in (phrases, FALSE, "thanks"));

  dex_future_disown (weft_phrase_keep (sync, FALSE, "thanks", "Ta"));
  wait_for (phrases, "thanks way (*Thanks) *hours");
  assert_text (weft_phrase_list_find (phrases, "Thanks"), "Ta");
  assert_text (weft_phrase_list_find_in (phrases, TRUE, "thanks"), "We thank you");

  /* Each is changed and forgotten where it stands. */
  dex_future_disown (weft_phrase_set (sync, weft_phrase_list_find (phrases, "hours"), "open", "Ten to four"));
  wait_for (phrases, "thanks way (*Thanks) *open");
  dex_future_disown (weft_phrase_drop (sync, weft_phrase_list_find (phrases, "thanks")));
  wait_for (phrases, "way *Thanks *open");
  dex_future_disown (weft_phrase_drop (sync, weft_phrase_list_find (phrases, "thanks")));
  wait_for (phrases, "way *open");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/client/phrase-list/both", test_both);
  return g_test_run ();
}
