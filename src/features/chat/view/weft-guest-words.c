/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/chat/view/weft-guest-words.h"

#include <glib/gi18n.h>

#define SOON (7 * G_GINT64_CONSTANT (86400000)) /* ms */

char *
weft_guest_words_dup_end (WeftPerson *person, gint64 now, gboolean *soon)
{
  gint64 until = weft_person_get_guest_until (person);
  g_autoptr (GDateTime) moment = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;

  *soon = FALSE;
  if (until == 0 || g_strcmp0 (weft_person_get_role (person), "guest") != 0)
    return NULL;
  *soon = until - now < SOON;
  if (until <= now)
    return g_strdup (_("Guest no longer"));

  moment = g_date_time_new_from_unix_utc (until / 1000);
  local = moment != NULL ? g_date_time_to_local (moment) : NULL;
  day = local != NULL ? g_date_time_format (local, _("%-d %B %Y")) : g_strdup ("");
  /* Translators: %s is a day: when a guest is shut out */
  return g_strdup_printf (_("Guest until %s"), day);
}
