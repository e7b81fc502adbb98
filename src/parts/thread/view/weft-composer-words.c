/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "base/weft-word.h"
#include "parts/people/client/weft-person.h"
#include "parts/thread/view/weft-composer-words.h"
#include "ui/weft-emoji-names.h"

#define PEOPLE_SHOWN (WEFT_COMPLETION_MAX - 2) /* beside @all and @here */
#define GROUPS_SHOWN 20
#define COMMANDS_SHOWN 100
#define OWN_SHOWN 6 /* emoji of the workspace, before others */

/* Whether a word of their name begins with @word, which is folded: "ha" finds Nguyễn Thu Hà. */
static gboolean
begins_with (WeftPerson *person, const char *word)
{
  const char *folded = weft_person_get_folded (person);

  if (g_str_has_prefix (folded, word))
    return TRUE;
  for (const char *p = strchr (folded, ' '); p != NULL; p = strchr (p + 1, ' '))
    if (g_str_has_prefix (p + 1, word))
      return TRUE;
  return FALSE;
}

/* Whether a command is being written which names people who need not be here. */
static gboolean
names_anybody (const WeftComposerWords *words)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  const WeftSlashCommand *command;

  if (words->slash == NULL || words->editing || words->everybody == NULL)
    return FALSE;
  gtk_text_buffer_get_start_iter (words->buffer, &start);
  end = start;
  gtk_text_iter_forward_chars (&end, WEFT_WORD_MAX + 2);
  text = gtk_text_buffer_get_text (words->buffer, &start, &end, FALSE);
  if (!weft_slash_split (text, &name, NULL))
    return FALSE;
  command = weft_slash_find (words->slash, name);
  return command != NULL && command->kind == WEFT_SLASH_PEOPLE;
}

/* Whom naming @group here would call. */
static guint
count_called (GListModel *people, WeftPersonGroup *group)
{
  guint called = 0;

  for (guint i = 0; i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (people, i);

      called += !weft_person_get_me (person) && weft_person_group_tells (group, person);
    }
  return called;
}

/* A part of the handle begins with @word, which is folded: "shift" finds @night-shift. */
static gboolean
is_offered (WeftPersonGroup *group, const char *word)
{
  g_autofree char *folded = weft_text_fold (weft_person_group_get_handle (group), -1);

  if (g_str_has_prefix (folded, word))
    return TRUE;
  for (const char *p = strpbrk (folded, "-_ "); p != NULL; p = strpbrk (p + 1, "-_ "))
    if (g_str_has_prefix (p + 1, word))
      return TRUE;
  return FALSE;
}

static void
find_groups (const WeftComposerWords *words, const char *word, GPtrArray *items)
{
  guint n = words->groups != NULL && words->people != NULL ? g_list_model_get_n_items (G_LIST_MODEL (words->groups)) : 0;
  guint shown = 0;

  for (guint i = 0; i < n && shown < GROUPS_SHOWN; i++)
    {
      g_autoptr (WeftPersonGroup) group = g_list_model_get_item (G_LIST_MODEL (words->groups), i);
      guint called = count_called (words->people, group);
      g_autofree char *label = g_strconcat ("@", weft_person_group_get_handle (group), NULL);
      g_autofree char *detail = NULL;
      WeftCompletionItem *item;

      if (!is_offered (group, word))
        continue;
      /* Translators: beside a group of people which may be named: how many others of it are in this conversation */
      detail = called > 0 ? g_strdup_printf (ngettext ("%u person here", "%u people here", called), called) : g_strdup (_("Nobody else here"));
      item = weft_completion_item_new (label, "👥", FALSE, label, detail);
      /* Translators: said by a screen reader of a group of people which is offered: its name behind an @, how many of it are here */
      item->spoken = g_strdup_printf (_("%s, group, %s"), label, detail);
      g_ptr_array_add (items, item);
      shown++;
    }
}

static void
find_people (const char *word, GPtrArray *items, gpointer user_data)
{
  const WeftComposerWords *words = user_data;
  gboolean anybody = names_anybody (words);
  GListModel *people = anybody ? words->everybody : words->people;
  g_autofree char *folded = weft_text_fold (word, -1);
  guint n = people != NULL ? g_list_model_get_n_items (people) : 0;

  for (guint i = 0; i < n && items->len < PEOPLE_SHOWN; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (people, i);
      const char *name = weft_person_get_name (person);

      if (!weft_person_get_me (person) && !weft_person_get_suspended (person) && name != NULL && begins_with (person, folded))
        {
          g_autofree char *insert = g_strconcat ("@", name, NULL);

          g_ptr_array_add (items, weft_completion_item_new (insert, name, TRUE, name, weft_person_get_title (person)));
        }
    }
  if (anybody)
    return;
  find_groups (words, folded, items);
  if (n > 0 && g_str_has_prefix ("all", folded))
    g_ptr_array_add (items, weft_completion_item_new ("@all", "👥", FALSE, "@all", _("Everybody here")));
  if (n > 0 && g_str_has_prefix ("here", folded))
    g_ptr_array_add (items, weft_completion_item_new ("@here", "🟢", FALSE, "@here", _("Everybody who is online")));
}

static gboolean
add_emoji (const char *emoji, const char *name, guint group, gpointer user_data)
{
  GPtrArray *items = user_data;

  g_ptr_array_add (items, weft_completion_item_new (emoji, emoji, FALSE, name, NULL));
  return items->len < WEFT_COMPLETION_MAX;
}

/* Those of the workspace first: somebody gave them their names. */
static void
find_emoji (const char *word, GPtrArray *items, gpointer user_data)
{
  const WeftComposerWords *words = user_data;
  GListModel *list = words->emoji != NULL ? G_LIST_MODEL (weft_emoji_shelf_get_list (words->emoji)) : NULL;

  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list) && items->len < OWN_SHOWN; i++)
    {
      g_autoptr (WeftOwnEmoji) emoji = g_list_model_get_item (list, i);
      g_autofree char *text = NULL;
      WeftCompletionItem *item;
      GdkTexture *picture;

      if (!g_str_has_prefix (weft_own_emoji_get_name (emoji), word))
        continue;
      text = g_strdup_printf (":%s:", weft_own_emoji_get_name (emoji));
      item = weft_completion_item_new (text, NULL, FALSE, text, NULL);
      picture = weft_emoji_shelf_get_picture (words->emoji, emoji);
      item->picture = picture != NULL ? GDK_PAINTABLE (g_object_ref (picture)) : NULL;
      g_ptr_array_add (items, item);
    }
  if (items->len < WEFT_COMPLETION_MAX)
    weft_emoji_names_find (word, 0, add_emoji, items);
}

static WeftCompletionItem *
offer_phrase (WeftPhrase *phrase)
{
  const char *text = weft_phrase_get_text (phrase);
  gboolean team = weft_phrase_get_team (phrase);
  g_autofree char *label = g_strconcat ("/", weft_phrase_get_name (phrase), NULL);
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));
  /* Translators: beside a quick reply which is not one's own; %s: the first line of its text */
  g_autofree char *detail = g_strdup_printf (team ? _("Team · %s") : "%s", line);
  WeftCompletionItem *item = weft_completion_item_new (text, NULL, FALSE, label, detail);

  item->bare = TRUE;
  /* Translators: said by a screen reader of a quick reply which is offered: its name behind a slash, the first line of its text */
  item->spoken = g_strdup_printf (team ? _("%s, quick reply of the team: %s") : _("%s, quick reply: %s"), label, line);
  return item;
}

static void
find_phrases (const WeftComposerWords *words, const char *word, GPtrArray *items)
{
  g_autofree char *small = g_utf8_casefold (word, -1);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (words->phrases)); i++)
    {
      g_autoptr (WeftPhrase) phrase = g_list_model_get_item (G_LIST_MODEL (words->phrases), i);
      g_autofree char *name = g_utf8_casefold (weft_phrase_get_name (phrase), -1);

      if (g_str_has_prefix (name, small) && !weft_phrase_get_hidden (phrase))
        g_ptr_array_add (items, offer_phrase (phrase));
    }
}

static void
find_commands (const char *word, GPtrArray *items, gpointer user_data)
{
  const WeftComposerWords *words = user_data;

  if (words->editing)
    return;
  if (words->slash != NULL)
    weft_slash_offer (words->slash, word, items);
  if (words->phrases != NULL)
    find_phrases (words, word, items);
}

WeftPhrase *
weft_composer_find_phrase (const WeftComposerWords *words, const char *text)
{
  g_autofree char *name = NULL;

  if (words->phrases == NULL || words->slash == NULL || !weft_slash_split (text, &name, NULL) || weft_slash_find (words->slash, name) != NULL)
    return NULL;
  return weft_phrase_list_find (words->phrases, name);
}

gboolean
weft_composer_is_administrator (const WeftComposerWords *words)
{
  guint n = words->everybody != NULL ? g_list_model_get_n_items (words->everybody) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (words->everybody, i);

      if (weft_person_get_me (person))
        return g_strcmp0 (weft_person_get_role (person), "admin") == 0;
    }
  return FALSE;
}

void
weft_composer_offer_words (WeftCompletion *completion, WeftComposerWords *words)
{
  weft_completion_add (completion, '@', FALSE, 0, WEFT_COMPLETION_MAX + GROUPS_SHOWN, find_people, words);
  weft_completion_add (completion, ':', FALSE, 2, WEFT_COMPLETION_MAX, find_emoji, words);
  weft_completion_add (completion, '/', TRUE, 0, COMMANDS_SHOWN, find_commands, words);
}
