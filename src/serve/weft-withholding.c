/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-withholding.h"

#include "serve/weft-engine-private.h"

gboolean
_weft_withholding_concerns (WeftEngine *engine, const char *name)
{
  const WeftLatest *latest = weft_registry_find_latest (weft_engine_get_registry (engine), name);

  return latest != NULL && latest->withheld && _weft_engine_get_withholder (engine) != NULL;
}

/* The name of @table is the program's own constant. */
static gboolean
has_row (WeftDatabase *database, const char *table, const char *stream, gboolean *yes, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1", table);
  gint64 found;

  *yes = TRUE;
  if (!weft_database_get_value (database, &found, 0, error, g_intern_string (sql), "t", stream))
    return FALSE;
  *yes = found != 0;

  return TRUE;
}

gboolean
_weft_withholding_is_blind (WeftEngine *engine, WeftDatabase *database, const char *person, gboolean *yes, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", person, NULL);

  return has_row (database, _weft_engine_get_withholder (engine)->withheld_by, own, yes, error);
}

gboolean
_weft_withholding_look (WeftEngine *engine, WeftDatabase *database, WeftLatestValue *value, GError **error)
{
  value->withheld = FALSE;
  if (!_weft_withholding_concerns (engine, value->name))
    return TRUE;

  return has_row (database, _weft_engine_get_withholder (engine)->withheld_by, value->stream, &value->withheld, error)
         && (value->withheld || _weft_withholding_is_blind (engine, database, value->person, &value->withheld, error));
}

gboolean
_weft_withholding_filter (
    WeftEngine *engine, WeftDatabase *database, const char *stream, const char *person, GPtrArray *values, GError **error)
{
  gboolean nobody = FALSE;

  if (_weft_engine_get_withholder (engine) == NULL)
    return TRUE;
  if (!has_row (database, _weft_engine_get_withholder (engine)->withheld_by, stream, &nobody, error)
      || (!nobody && !_weft_withholding_is_blind (engine, database, person, &nobody, error)))
    return FALSE;

  for (guint i = values->len; i > 0; i--)
    {
      WeftLatestValue *value = values->pdata[i - 1];
      gboolean hidden = nobody;

      if (g_str_equal (value->person, person) || !_weft_withholding_concerns (engine, value->name))
        continue;
      if (!hidden && !_weft_withholding_is_blind (engine, database, value->person, &hidden, error))
        return FALSE;
      if (hidden)
        g_ptr_array_remove_index (values, i - 1);
    }

  return TRUE;
}

gboolean
_weft_withholding_is_unseen (WeftEngine *engine, WeftDatabase *database, const char *person, gboolean *yes, GError **error)
{
  const char *table = _weft_engine_get_unseen_by (engine);
  g_autofree char *own = g_strconcat ("user/", person, NULL);

  *yes = FALSE;
  return table == NULL || has_row (database, table, own, yes, error);
}
