/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-composer-commands.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parts/thread/view/weft-composer.h"

/* As Markdown wants it to be read as it is. */
#define SHRUG "¯\\\\\\_(ツ)\\_/¯"

/* In italics, line by line: emphasis ends with its line. */
static gboolean
parse_me (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (argument, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  if (*argument == '\0')
    return weft_slash_refuse (error, _("Write what you do behind “/me”."));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (i > 0)
        g_string_append_c (text, '\n');
      if (*lines[i] == '\0')
        continue;
      g_string_append_c (text, '*');
      for (const char *p = lines[i]; *p != '\0'; p++)
        {
          if (*p == '*')
            g_string_append_c (text, '\\');
          g_string_append_c (text, *p);
        }
      g_string_append_c (text, '*');
    }
  run->parameter = g_variant_new_string (text->str);
  return TRUE;
}

static gboolean
parse_shrug (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  g_autofree char *text = *argument != '\0' ? g_strconcat (argument, " " SHRUG, NULL) : g_strdup (SHRUG);

  run->parameter = g_variant_new_string (text);
  return TRUE;
}

static gboolean
parse_poll (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  if (!WEFT_IS_COMPOSER (place->widget) || !weft_composer_get_polls (WEFT_COMPOSER (place->widget)))
    return weft_slash_refuse (error, _("There are no polls here."));
  run->parameter = g_variant_new_string (argument);
  return TRUE;
}

const WeftSlashCommand weft_composer_commands[] = {
  { "emoji", NULL, N_("Shows the emoji of the workspace"), "composer.own-emoji" },
  { "me", N_("text"), N_("Says what you do, in italics"), "composer.say", parse_me },
  { "poll", N_("[question]"), N_("Opens a poll"), "composer.poll-about", parse_poll },
  { "replies", NULL, N_("Shows your quick replies"), "composer.phrases" },
  { "sticker", NULL, N_("Shows the stickers"), "composer.stickers" },
  { "shrug", N_("[text]"), N_("Shrugs"), "composer.say", parse_shrug },
  { NULL },
};
