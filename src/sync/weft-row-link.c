/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-row-link.h"

#include "proto/weft-link.h"
#include "store/weft-rows.h"

char *
weft_row_link_new (const char *stream, const char *table, const char *object)
{
  g_autoptr (WeftLink) link = NULL;

  g_return_val_if_fail (stream != NULL, NULL);

  link = weft_link_new (stream, object != NULL ? table : NULL, table != NULL ? object : NULL, -1);

  return weft_link_to_string (link);
}

char *
weft_row_link_find (
    WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *object, GError **error)
{
  const WeftTable *const *tables;
  const char *found = NULL;
  guint n;

  g_return_val_if_fail (stream != NULL, NULL);

  tables = weft_registry_get_tables (registry, &n);
  /* First where it is, then where it may be. */
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < n && object != NULL && found == NULL; i++)
      {
        gboolean yes;

        if (!weft_rows_go_by_id (tables[i]) || (round > 0 && tables[i]->window < 0))
          continue;
        if (!weft_rows_has (database, tables[i], stream, round == 0 ? object : NULL, &yes, error))
          return NULL;
        if (yes)
          found = tables[i]->name;
      }

  return weft_row_link_new (stream, found, object);
}
