/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-erased.h"

#include "base/weft-error.h"
#include "base/weft-json.h"
#include "proto/weft-position.h"
#include "store/weft-erase.h"
#include "store/weft-object.h"

/* Whether operations write into rows of @table; notices and the like, which nobody does, need no note. */
static gboolean
is_written (WeftRegistry *registry, const WeftTable *table)
{
  const WeftModule *const *modules;
  guint n;

  modules = weft_registry_get_modules (registry, &n);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < modules[i]->n_operations; j++)
      {
        const WeftObject *object = modules[i]->operations[j]->object;

        if (object != NULL && g_str_equal (object->table, table->name))
          return TRUE;
      }

  return FALSE;
}

static gboolean
is_content (WeftRegistry *registry, const WeftObjectField *field)
{
  const WeftTable *table = weft_registry_find_table (registry, field->table);

  if (table == NULL || table->erase_rows)
    return table != NULL;
  for (guint i = 0; i < table->n_columns; i++)
    if (g_strcmp0 (table->columns[i].name, field->column) == 0)
      return table->columns[i].erase;

  return FALSE;
}

gboolean
weft_erased_note (WeftDatabase *database,
                  WeftRegistry *registry,
                  const char *stream,
                  const char *rows,
                  gint64 seq,
                  GError **error)
{
  g_auto (GStrv) list = g_strsplit (rows, "\n", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      const WeftTable *table = weft_erase_find_table (registry, list[i], NULL);

      if (table != NULL && is_written (registry, table)
          && !weft_database_run (database, error,
                                 "INSERT INTO erased (stream, row, seq) VALUES (?1, ?2, ?3)"
                                 " ON CONFLICT (stream, row) DO UPDATE SET seq = excluded.seq",
                                 "tti", stream, list[i], seq))
        return FALSE;
    }

  return TRUE;
}

char *
weft_erased_dup_row (const WeftObject *object, const char *id)
{
  return g_strconcat (object->table, ":", object->key != NULL ? id : "", NULL);
}

gboolean
weft_erased_find (WeftDatabase *database, const char *stream, const char *row, gboolean *was, GError **error)
{
  gint64 n;

  if (!weft_database_get_value (database, &n, 0, error,
                                "SELECT count(*) FROM erased WHERE stream = ?1 AND row = ?2", "tt", stream,
                                row))
    return FALSE;
  *was = n > 0;

  return TRUE;
}

gboolean
weft_erased_refuse (
    WeftDatabase *database, const char *stream, const char *row, const char *field, GError **error)
{
  gboolean was;

  if (!weft_erased_find (database, stream, row, &was, error))
    return FALSE;
  if (was)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT,
                 "%s: what was here before may have been erased since", field);

  return !was;
}

/* Whether what the author lost, and the step brings back, is still on their list. */
static gboolean
check_conflict (WeftDatabase *database, const char *author, JsonObject *base, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", author, NULL);
  const char *conflict;
  gint64 n;

  if (!json_object_has_member (base, "conflict"))
    return TRUE;
  if (!weft_json_get_string (base, "conflict", &conflict, error))
    {
      g_prefix_error_literal (error, "base.");
      return FALSE;
    }
  if (!weft_database_get_value (database, &n, 0, error,
                                "SELECT count(*) FROM conflict WHERE stream = ?1 AND id = ?2", "tt", own,
                                conflict))
    return FALSE;
  if (n == 0)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CONFLICT,
                         "base.conflict: what this brings back was settled or erased since");

  return n > 0;
}

/* Whether the author of @step had heard of the erasure of @row, and so knew none of what it took. */
static gboolean
has_heard (WeftDatabase *database,
           const char *stream,
           guint64 epoch,
           const char *row,
           WeftStep *step,
           gboolean *heard,
           GError **error)
{
  const char *at = json_object_get_string_member_with_default (step->base, "at", NULL);
  WeftPosition position;
  gint64 seq;

  *heard = FALSE;
  if (at == NULL || !weft_position_parse (at, &position) || position.epoch != epoch)
    return TRUE;
  if (!weft_database_get_value (database, &seq, G_MAXINT64, error,
                                "SELECT seq FROM erased WHERE stream = ?1 AND row = ?2 AND seq IS NOT NULL", "tt",
                                stream, row))
    return FALSE;
  *heard = position.seq >= seq;

  return TRUE;
}

/* @field is content which the step brings back. */
static gboolean
refuse_unheard (WeftDatabase *database,
                const char *stream,
                guint64 epoch,
                const char *author,
                WeftStep *step,
                const WeftObjectField *field,
                GError **error)
{
  guint n = weft_object_count (step->operation, step->args);

  for (guint i = 0; i < n; i++)
    {
      const char *id = weft_object_get_id (step->operation, step->args, author, i);
      g_autofree char *row = id != NULL ? weft_erased_dup_row (step->operation->object, id) : NULL;
      gboolean heard;

      if (row == NULL)
        return TRUE; /* refused for that when it is parsed */
      if (!has_heard (database, stream, epoch, row, step, &heard, error)
          || (!heard && !weft_erased_refuse (database, stream, row, field->name, error)))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_erased_check (WeftDatabase *database,
                   WeftRegistry *registry,
                   const char *stream,
                   guint64 epoch,
                   const char *author,
                   WeftStep *step,
                   GError **error)
{
  const WeftObject *object = step->operation->object;
  guint n = object != NULL ? weft_object_count (step->operation, step->args) : 0;

  if (step->base != NULL && !check_conflict (database, author, step->base, error))
    return FALSE;
  if (step->base == NULL
      || !json_object_get_boolean_member_with_default (step->base, "undo", FALSE))
    return TRUE;
  for (guint i = 0; n > 0 && i < object->n_fields; i++)
    if (weft_json_has (step->args, object->fields[i].name) && is_content (registry, &object->fields[i]))
      return refuse_unheard (database, stream, epoch, author, step, &object->fields[i], error);

  return TRUE;
}
