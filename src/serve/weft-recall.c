/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-recall.h"

#include <string.h>

#include "base/weft-json.h"
#include "serve/weft-baseline.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"

void
weft_recalled_clear (WeftRecalled *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->by, g_free);
}

/* Returns: whether the baseline could be read */
static gboolean
recall_baseline (WeftDatabase *database,
                 const WeftTable *table,
                 const char *stream,
                 const char *row,
                 const char *field,
                 WeftRecalled *recalled,
                 GError **error)
{
  g_autoptr (JsonArray) cells = NULL;

  if (!weft_baseline_get_row (database, stream, row, &cells, error))
    return FALSE;
  if (cells == NULL)
    return TRUE;

  for (guint i = 0; i < table->n_columns && i < json_array_get_length (cells); i++)
    if (g_str_equal (table->columns[i].name, field))
      {
        const char *said = json_array_get_string_element (cells, i);

        recalled->text = said != NULL && said[0] != '\0' ? g_strdup (said) : NULL;
      }

  return TRUE;
}

gboolean
weft_recall (WeftDatabase *database,
             WeftRegistry *registry,
             const char *stream,
             const char *row,
             const char *field,
             WeftRecalled *recalled,
             GError **error)
{
  const WeftTable *table = weft_erase_find_table (registry, row, NULL);
  WeftStatement *statement;
  int step;

  g_return_val_if_fail (table != NULL, FALSE);

  *recalled = (WeftRecalled) { NULL };
  statement = weft_database_query (database, error,
                                   "SELECT stored, coalesce (erased, 0) FROM event"
                                   " WHERE stream = ?1 AND row = ?2 ORDER BY seq DESC",
                                   "tt", stream, row);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 0);
      g_auto (WeftStoredEvent) event = { 0 };
      const char *said;

      recalled->erased = weft_statement_get_int (statement, 1) != 0;
      if (!weft_stored_event_parse (&event, registry, stream, stored, strlen (stored), error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      if (recalled->by == NULL)
        recalled->by = g_strdup (event.by);
      said = json_object_get_string_member_with_default (event.body, field, NULL);
      if (!recalled->erased && said == NULL)
        continue;
      recalled->text = recalled->erased ? NULL : g_strdup (said);
      weft_statement_reset (statement);
      return TRUE;
    }

  return step == 0 && recall_baseline (database, table, stream, row, field, recalled, error);
}
