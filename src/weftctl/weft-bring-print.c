/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-bring-print.h"

#include <stdio.h>
#include <unistd.h>

#define SHOWN_MAX 500 /* people that are listed in a preview */

static gboolean
await (DexFuture *future, gpointer context, GError **error)
{
  return weft_context_await (context, future, error);
}

static void
on_progressed (const char *what, guint64 done, guint64 all, gpointer context)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r%ss: of %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT "\033[K", what, done, all);
}

WeftBringTarget
weft_bring_print_target (WeftContext *context)
{
  return (WeftBringTarget) { .sync = context->sync, .await = await, .progressed = on_progressed, .user_data = context };
}

void
weft_bring_print_end (void)
{
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r\033[K");
}

void
weft_bring_print_people (WeftBringing *bringing)
{
  GPtrArray *people = weft_bringing_get_people (bringing);
  guint known = 0;

  for (guint i = 0; i < people->len; i++)
    known += ((const WeftBringPerson *) people->pdata[i])->person != NULL;
  printf ("People: %u, of whom %u are here.\n", people->len, known);
  for (guint i = 0; i < MIN (people->len, SHOWN_MAX); i++)
    {
      const WeftBringPerson *person = people->pdata[i];

      printf ("  %s (%s) → %s\n", person->name, *person->login != '\0' ? person->login : person->key,
              person->here != NULL ? person->here : "nobody here; their name stands by what they said");
    }
  if (people->len > SHOWN_MAX)
    printf ("  …\n");
}

static void
print_reason (const char *reason, guint64 n, GPtrArray *examples, gpointer user_data)
{
  printf ("  %" G_GUINT64_FORMAT " × %s\n", n, reason);
  for (guint i = 0; i < examples->len; i++)
    printf ("      %s\n", (const char *) examples->pdata[i]);
  if (n > examples->len)
    printf ("      …\n");
}

void
weft_bring_print_report (WeftBringReport *report)
{
  if (weft_bring_report_get_n (report) == 0)
    {
      printf ("Everything comes.\n");
      return;
    }

  printf ("What does not come, or not as it was:\n");
  weft_bring_report_each (report, print_reason, NULL);
}
