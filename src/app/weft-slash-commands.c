/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-slash-commands.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "base/weft-when.h"
#include "proto/weft-link.h"

#define QUIET_MAX G_GINT64_CONSTANT (7 * 24 * 60) /* minutes */
#define STATUS_MAX 120                            /* characters */
#define REMINDER_MAX 500                          /* characters */

/* Without a word it holds until one turns it off. */
static gboolean
parse_dnd (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  gint64 now = weft_clock_now (weft_clock_get_system ()), at, minutes;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *small = g_utf8_strdown (argument, -1);
  g_autofree char *spec = NULL;
  const char *rest;

  if (*small == '\0' || g_str_equal (small, "always"))
    spec = g_strdup ("always");
  else if (g_str_equal (small, "off") || g_str_equal (small, "tomorrow"))
    spec = g_strdup (small);
  else if (g_str_equal (small, _ ("tomorrow")))
    spec = g_strdup ("tomorrow");
  else
    {
      rest = weft_when_parse (small, NULL, now, zone, &at);
      minutes = rest != NULL && *rest == '\0' ? (at - now + 59999) / 60000 : 0;
      if (minutes < 1 || minutes > QUIET_MAX)
        return weft_slash_refuse (
            error,
            _ ("Write for how long: “/dnd 30m”, “/dnd 2h”, “/dnd 17:30”, “/dnd tomorrow”, “/dnd off”."));
      spec = g_strdup_printf ("%" G_GINT64_FORMAT, minutes);
    }
  run->parameter = g_variant_new_string (spec);
  return TRUE;
}

static gboolean
parse_status (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  if (*argument == '\0')
    {
      run->action = "win.profile";
      return TRUE;
    }
  if (g_utf8_strchr (argument, -1, '\n') != NULL || g_utf8_strlen (argument, -1) > STATUS_MAX)
    return weft_slash_refuse (error, _ ("A status is one line of at most %d characters."), STATUS_MAX);
  run->parameter = g_variant_new_string (argument);
  return TRUE;
}

/* Where no time is said, the window asks for one. */
static gboolean
parse_remind (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  gint64 now = weft_clock_now (weft_clock_get_system ()), at = 0;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (WeftLink) link = weft_link_new (place->stream, NULL, NULL, -1);
  g_autofree char *where = weft_link_to_string (link);
  const char *rest = weft_when_parse (argument, _ ("tomorrow"), now, zone, &at);
  const char *text = rest != NULL ? rest : argument;

  if (*text == '\0')
    return weft_slash_refuse (error, _ ("Write of what: “/remind 20m Call the depot”."));
  if (g_utf8_strchr (text, -1, '\n') != NULL || g_utf8_strlen (text, -1) > REMINDER_MAX)
    return weft_slash_refuse (error, _ ("A reminder is one line of at most %d characters."), REMINDER_MAX);
  if (rest != NULL)
    run->parameter = g_variant_new ("(ssx)", where, text, at);
  else
    {
      run->action = "win.remind-at";
      run->parameter = g_variant_new ("(ss)", where, text);
    }
  return TRUE;
}

static gboolean
parse_search (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  if (*argument == '\0')
    run->action = "win.search";
  else
    run->parameter = g_variant_new_string (argument);
  return TRUE;
}

const WeftSlashCommand weft_slash_commands[] = {
  { "dnd", N_ ("[30m | 2h | tomorrow | off]"), N_ ("Wants not to be disturbed"), "win.quiet", parse_dnd },
  { "groups", NULL, N_ ("Shows the groups of people"), "win.groups" },
  { "keys", NULL, N_ ("Shows the keyboard shortcuts"), "app.shortcuts" },
  { "remind", N_ ("[20m | 17:30 | tomorrow] text"), N_ ("Reminds you"), "win.remind", parse_remind },
  { "saved", NULL, N_ ("Shows what you saved"), "win.saved" },
  { "search", N_ ("[words]"), N_ ("Searches in all places"), "win.search-for", parse_search },
  { "status", N_ ("[emoji] [text]"), N_ ("Says what you are at"), "win.set-status", parse_status },
  { NULL },
};
