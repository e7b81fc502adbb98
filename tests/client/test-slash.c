/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is a command, what is text, and what each comes to. */

#include "base/weft-word.h"
#include "ui/weft-slash.h"

static void
check_shape (const char *text, const char *name, const char *argument)
{
  g_autofree char *found = NULL;
  const char *behind = NULL;

  g_assert_cmpint (weft_slash_split (text, &found, &behind), ==, name != NULL);
  g_assert_cmpstr (found, ==, name);
  g_assert_cmpstr (behind, ==, argument);
}

static void
test_shape (void)
{
  g_autofree char *longest = g_strnfill (WEFT_WORD_MAX, 'a');
  g_autofree char *fits = g_strconcat ("/", longest, " x", NULL);
  g_autofree char *too_long = g_strconcat ("/", longest, "a x", NULL);

  check_shape ("/me waves", "me", "waves");
  check_shape ("/leave", "leave", "");
  check_shape ("/leave  ", "leave", "");
  check_shape ("/poll\nTea?", "poll", "Tea?");
  check_shape ("/trả-lời_2 x", "trả-lời_2", "x");
  check_shape (fits, longest, "x");
  check_shape (too_long, NULL, NULL);
  check_shape ("", NULL, NULL);
  check_shape ("/", NULL, NULL);
  check_shape ("/ me", NULL, NULL);
  check_shape ("//me", NULL, NULL);
  check_shape ("/usr/bin", NULL, NULL);
  check_shape ("/usr/bin is full", NULL, NULL);
  check_shape ("/2 of it", NULL, NULL);
  check_shape ("/etc. and so on", NULL, NULL);
  check_shape ("/me: x", NULL, NULL);
  check_shape (" /me", NULL, NULL);
  check_shape ("me", NULL, NULL);
}

static void
test_unescape (void)
{
  g_assert_cmpstr (weft_slash_unescape ("//me waves"), ==, "/me waves");
  g_assert_cmpstr (weft_slash_unescape ("//none"), ==, "/none");
  g_assert_cmpstr (weft_slash_unescape ("// a comment"), ==, "// a comment");
  g_assert_cmpstr (weft_slash_unescape ("///me"), ==, "///me");
  g_assert_cmpstr (weft_slash_unescape ("//srv/share"), ==, "//srv/share");
  g_assert_cmpstr (weft_slash_unescape ("a //me"), ==, "a //me");
}

static gboolean
parse_other (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  g_assert_cmpstr (place->owner, ==, "the owner");
  g_assert_cmpstr (place->stream, ==, "room/1");
  if (*argument == '\0')
    return weft_slash_refuse (error, "of what?");
  run->action = "test.other";
  run->parameter = g_variant_new_string (argument);
  return TRUE;
}

static const WeftSlashCommand one[] = { { "topic", "[text]", "Says what it is about", "test.topic", weft_slash_parse_text },
                                        { "leave", NULL, "Leaves", "test.leave" },
                                        { NULL } };
static const WeftSlashCommand two[] = { { "later", "text", "Sends it later", "test.later", NULL, WEFT_SLASH_TEXT },
                                        { "other", NULL, "Is something else", "test.topic", parse_other },
                                        { NULL } };

static WeftSlash *
slash_new (void)
{
  WeftSlash *slash = weft_slash_new ();

  weft_slash_add (slash, one, NULL);
  weft_slash_add (slash, two, (gpointer) "the owner");
  weft_slash_add (slash, one, NULL);
  return slash;
}

static void
check_run (WeftSlash *slash, const char *text, const char *action, const char *parameter)
{
  g_autoptr (GError) error = NULL;
  const WeftSlashCommand *command = NULL;
  WeftSlashRun run = { NULL, NULL };

  g_assert_true (weft_slash_parse (slash, text, NULL, "room/1", &command, &run, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (run.action, ==, action);
  if (parameter == NULL)
    g_assert_null (run.parameter);
  else
    g_assert_cmpstr (g_variant_get_string (run.parameter, NULL), ==, parameter);
  if (run.parameter != NULL)
    g_variant_unref (g_variant_ref_sink (run.parameter));
}

static void
check_refused (WeftSlash *slash, const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;
  const WeftSlashCommand *command = NULL;
  WeftSlashRun run = { NULL, NULL };

  g_assert_false (weft_slash_parse (slash, text, NULL, "room/1", &command, &run, &error));
  g_assert_cmpstr (error->message, ==, message);
  g_assert_null (run.parameter);
}

static void
test_parse (void)
{
  g_autoptr (WeftSlash) slash = slash_new ();

  check_run (slash, "/leave", "test.leave", NULL);
  check_run (slash, "/LEAVE ", "test.leave", NULL);
  check_run (slash, "/topic  Same-day routes ", "test.topic", "Same-day routes");
  check_run (slash, "/later Hello", "test.later", NULL);
  check_run (slash, "/other x", "test.other", "x");
  check_refused (slash, "/leave now", "Nothing stands behind “/leave”.");
  check_refused (slash, "/later", "Write what it is about behind “/later”.");
  check_refused (slash, "/topic", "Something is missing behind the command.");
  check_refused (slash, "/other", "of what?");
  check_refused (slash, "/teh x", "“/teh” is no command. To send it as text, write “//teh”.");
  check_refused (slash, "/usr/bin", "That is no command.");
}

static void
check_offer (WeftSlash *slash, const char *word, const char *expected)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_completion_item_free);
  g_autoptr (GString) all = g_string_new (NULL);

  weft_slash_offer (slash, word, items);
  for (guint i = 0; i < items->len; i++)
    {
      const WeftCompletionItem *item = g_ptr_array_index (items, i);

      g_string_append_printf (all, "%s|%s;", item->insert, item->spoken);
    }
  g_assert_cmpstr (all->str, ==, expected);
}

static void
test_offer (void)
{
  g_autoptr (WeftSlash) slash = slash_new ();

  check_offer (slash, "L", "/later|/later text, Sends it later;/leave|/leave, Leaves;");
  check_offer (slash, "zzz", "");
  g_assert_nonnull (weft_slash_find (slash, "Other"));
  weft_slash_remove (slash, (gpointer) two[0].name); /* nobody's */
  g_assert_nonnull (weft_slash_find (slash, "other"));
}

static void
test_remove (void)
{
  g_autoptr (WeftSlash) slash = weft_slash_new ();
  int owner;

  weft_slash_add (slash, one, NULL);
  weft_slash_add (slash, two, &owner);
  weft_slash_remove (slash, &owner);
  g_assert_null (weft_slash_find (slash, "other"));
  g_assert_nonnull (weft_slash_find (slash, "topic"));
  check_offer (slash, "", "/leave|/leave, Leaves;/topic|/topic [text], Says what it is about;");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slash/shape", test_shape);
  g_test_add_func ("/slash/unescape", test_unescape);
  g_test_add_func ("/slash/parse", test_parse);
  g_test_add_func ("/slash/offer", test_offer);
  g_test_add_func ("/slash/remove", test_remove);
  return g_test_run ();
}
