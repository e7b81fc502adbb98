/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-repeat-words.h"

#include <glib/gi18n.h>

#include "base/weft-zone.h"
#include "features/board/shared/weft-task-recurrence.h"
#include "features/board/view/weft-task-words.h"
#include "ui/weft-recurrence-words.h"

#define DAY (G_GINT64_CONSTANT (86400) * 1000) /* ms */

/* What a rule is described from: nothing where the next one is counted from another day. */
static gint64
get_start (const WeftTaskRecurrence *recurrence, gint64 due_at)
{
  g_autoptr (GTimeZone) zone = weft_zone_find (recurrence->zone);

  if (recurrence->from == WEFT_RECURS_AFTER_COMPLETION || due_at == 0)
    return 0;
  return due_at % DAY == 0 || zone == NULL ? due_at / 1000 : weft_zone_to_local (zone, due_at / 1000);
}

char *
weft_repeat_describe (const char *text, gint64 due_at)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };
  g_autofree char *sentence = NULL;

  if (!weft_task_recurrence_parse (text, &recurrence, NULL))
    return g_strdup ("");
  sentence = weft_recurrence_describe (&recurrence.rule, get_start (&recurrence, due_at));
  if (recurrence.from == WEFT_RECURS_AFTER_COMPLETION)
    /* Translators: %s says how often a card comes again: Every 3 days. */
    return g_strdup_printf (_ ("%s, counted from when it is done"), sentence);
  return g_steal_pointer (&sentence);
}

char *
weft_repeat_describe_next (const char *text, gint64 due_at, gint64 now)
{
  g_auto (WeftTaskRecurrence) recurrence = { 0 };
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  WeftDueState state;
  gint64 next;
  guint past;

  if (!weft_task_recurrence_parse (text, &recurrence, NULL) || !weft_task_recurrence_next (&recurrence, due_at, now, &next, &past))
    return NULL;
  return weft_due_describe (next, now, zone, &state);
}

char *
weft_repeat_say (const WeftTaskRecord *record)
{
  g_autofree char *next = NULL;

  if (record->recurrence == NULL)
    return NULL;
  next = weft_repeat_describe_next (record->recurrence, record->due_at, g_get_real_time () / 1000);
  if (next == NULL)
    return g_strdup (_ ("the last time"));
  /* Translators: spoken, of a card that repeats; %s is a day: comes again Tue 24. */
  return g_strdup_printf (_ ("comes again %s"), next);
}
