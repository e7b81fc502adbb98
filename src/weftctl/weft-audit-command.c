/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "weftctl/weft-command.h"
#include "weftctl/weft-past.h"

static int limit = 50;
static gboolean csv;
static char *person;
static char *kind;
static char *since;
static char *until;

static const GOptionEntry entries[] = {
  { "limit", 'n', 0, G_OPTION_ARG_INT, &limit, "How many entries [50]; 0 is all", "N" },
  { "person", 'p', 0, G_OPTION_ARG_STRING, &person, "Only what this person did, or what was done to them", "LOGIN" },
  { "kind", 'k', 0, G_OPTION_ARG_STRING, &kind, "Only of this kind: account, data, or a module: people, chat, moderation, hooks, content", "KIND" },
  { "since", 0, 0, G_OPTION_ARG_STRING, &since, "Only from then on: 2026-11-25 or 2026-11-25T13:00:00", "TIME" },
  { "until", 0, 0, G_OPTION_ARG_STRING, &until, "Only up to then", "TIME" },
  { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, "As CSV; with --json: as JSON, an entry a line", NULL },
  { NULL },
};

/* RFC 4180, section 2. A login is whatever somebody typed: what a spreadsheet would take for a formula gets an apostrophe in front. */
static void
print_field (const char *text, gboolean last)
{
  putchar ('"');
  if (*text != '\0' && strchr ("=+-@\t\r", *text) != NULL)
    putchar ('\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        putchar ('"');
      putchar (*p);
    }
  printf ("\"%s", last ? "\r\n" : ",");
}

static void
print_csv (JsonObject *item, GHashTable *names)
{
  static const char *const fields[] = { "action", "target", "address", "device", "detail" };
  const char *actor = json_object_get_string_member_with_default (item, "actor", "");
  const char *name = names != NULL ? g_hash_table_lookup (names, actor) : NULL;
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (json_object_get_int_member_with_default (item, "at", 0) / 1000);
  g_autofree char *time = at != NULL ? g_date_time_format_iso8601 (at) : g_strdup ("");

  printf ("%" G_GINT64_FORMAT ",", json_object_get_int_member_with_default (item, "n", 0));
  print_field (time, FALSE);
  print_field (actor, FALSE);
  print_field (name != NULL ? name : "", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    print_field (json_object_get_string_member_with_default (item, fields[i], ""), i + 1 == G_N_ELEMENTS (fields));
}

static gboolean
parse_time (const char *text, gboolean end, gint64 *at, GError **error)
{
  g_autofree char *day = g_strconcat (text, end ? "T23:59:59.999" : "T00:00:00", NULL);
  gint64 seq;

  if (!weft_past_parse_version (strchr (text, 'T') != NULL ? text : day, &seq, at, error))
    return FALSE;
  if (*at < 0)
    g_set_error (error, WEFT_USAGE_ERROR, 0, "“%s” is no time like 2026-11-25 or 2026-11-25T13:00:00", text);
  return *at >= 0;
}

static int
run (WeftContext *context, int argc, char **argv, GError **error)
{
  WeftQuestion question = { .stream = WEFT_STREAM_WORKSPACE, .what = "audit", .from = -1, .to = -1, .at = -1 };
  g_autofree char *id = NULL;
  g_autofree char *row = NULL;

  if ((since != NULL && !parse_time (since, FALSE, &question.from, error))
      || (until != NULL && !parse_time (until, TRUE, &question.to, error)))
    return -1;
  if (person != NULL
      && (!weft_context_wait_online (context, error) || (id = weft_context_find_person (context, person, error)) == NULL))
    return -1;
  if (id != NULL || kind != NULL)
    question.row = row = g_strdup_printf ("audit:%s\t%s", id != NULL ? id : "", kind != NULL ? kind : "");
  if (csv)
    printf ("n,time,actor,name,action,target,address,device,detail\r\n");

  return weft_past_print (context, question, csv ? print_csv : NULL, limit, error);
}

const WeftCommand weft_audit_command = {
  .name = "audit",
  .arguments = "",
  .min_arguments = 0,
  .max_arguments = 0,
  .summary = "Print who did what to the workspace, newest first; for its administrators",
  .entries = entries,
  .needs_store = TRUE,
  .run = run,
};
