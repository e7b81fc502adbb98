/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-board-module.h"

#include <math.h>
#include <string.h>

#include "base/weft-id-map.h"
#include "features/board/shared/weft-board-plan-private.h"

#define FIELDS_MAX 30                             /* of one project */
#define OPTIONS_MAX 50                            /* of one field */
#define NUMBER_MAX 30                             /* characters */
#define DATE_MAX G_GINT64_CONSTANT (253402300800000) /* ms: the year 10000 */

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *left = g_utf8_casefold (a, -1);
  g_autofree char *right = g_utf8_casefold (b, -1);

  return g_str_equal (left, right);
}

/* That no field but @id is called @name, in letters of any size. */
static gboolean
check_name (WeftPlan *plan, const char *id, const char *name, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT name FROM project_field WHERE stream = ?1 AND id <> ?2 AND removed = 0", "t", id);
  gboolean taken = FALSE;
  int n = 0;
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      taken |= is_same_name (weft_statement_get_text (statement, 0), name);
      n++;
    }
  if (step < 0)
    return FALSE;
  if (taken)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "name: another field is called that");
  if (n >= FIELDS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d fields, no project has more", FIELDS_MAX);
  return TRUE;
}

gboolean
weft_board_plan_add_field (WeftPlan *plan, const WeftBoardAddField *args, GError **error)
{
  gint64 n;

  if (!weft_plan_get_value (plan, &n, 0, error, "SELECT count(*) FROM project_field WHERE stream = ?1 AND id = ?2", "t", args->id))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a field with this id already");
  if (!check_name (plan, args->id, args->name, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_field_added_event,
                  &(WeftBoardFieldAdded) { .id = args->id, .name = args->name, .kind = args->kind });
  return TRUE;
}

gboolean
weft_board_plan_set_field (WeftPlan *plan, const WeftBoardSetField *args, GError **error)
{
  if (!_weft_board_plan_find_field (plan, "id", args->id, error) || !check_name (plan, args->id, args->name, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_field_changed_event,
                  &(WeftBoardFieldChanged) { .id = args->id, .name = args->name, .shown = args->shown });
  return TRUE;
}

gboolean
weft_board_plan_remove_field (WeftPlan *plan, const WeftBoardRemoveField *args, GError **error)
{
  if (!_weft_board_plan_find_field (plan, "id", args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_field_removed_event, &(WeftBoardFieldRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_board_plan_restore_field (WeftPlan *plan, const WeftBoardRestoreField *args, GError **error)
{
  g_autofree char *name = NULL;

  if (!weft_plan_get_text (plan, &name, error, "SELECT name FROM project_field WHERE stream = ?1 AND id = ?2 AND removed = 1", "t",
                           args->id))
    return FALSE;
  if (name == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no field with this id was taken away");
  if (!check_name (plan, args->id, name, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_field_restored_event, &(WeftBoardFieldRestored) { .id = args->id });
  return TRUE;
}

static gboolean
read_field (WeftPlan *plan, const char *id, char **kind, char **options, GError **error)
{
  return weft_plan_get_text (plan, kind, error, "SELECT kind FROM project_field WHERE stream = ?1 AND id = ?2", "t", id)
         && weft_plan_get_text (plan, options, error, "SELECT options FROM project_field WHERE stream = ?1 AND id = ?2", "t", id);
}

/* That there is room for @option, and no other one is called @name. */
static gboolean
check_option (const char *options, const char *option, const char *name, GError **error)
{
  const char *cursor = options;
  char *id, *other;

  while (weft_id_map_next (&cursor, &id, &other))
    {
      gboolean taken = !g_str_equal (id, option) && is_same_name (other, name);

      g_free (id);
      g_free (other);
      if (taken)
        return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "name: it can be chosen already");
    }

  other = weft_id_map_dup (options, option);
  if (other == NULL && weft_id_map_count (options) >= OPTIONS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "option: %d of them, no field has more", OPTIONS_MAX);
  g_free (other);
  return TRUE;
}

gboolean
weft_board_plan_set_option (WeftPlan *plan, const WeftBoardSetOption *args, GError **error)
{
  g_autofree char *kind = NULL;
  g_autofree char *options = NULL;

  if (!_weft_board_plan_find_field (plan, "id", args->id, error) || !read_field (plan, args->id, &kind, &options, error))
    return FALSE;
  if (!g_str_equal (kind, "select"))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "id: nothing is chosen in this field");
  if (args->name != NULL && !check_option (options, args->option, args->name, error))
    return FALSE;

  weft_plan_emit (plan, &weft_board_option_set_event,
                  &(WeftBoardOptionSet) { .id = args->id, .option = args->option, .name = args->name });
  return TRUE;
}

static gboolean
is_number (const char *value)
{
  char *end;

  return strlen (value) <= NUMBER_MAX && strspn (value, "0123456789.-") == strlen (value) && isfinite (g_ascii_strtod (value, &end))
         && *end == '\0';
}

/* That @value may stand in a field of this kind. */
static gboolean
check_value (WeftPlan *plan, const char *kind, const char *options, const char *value, GError **error)
{
  g_autofree char *chosen = NULL;
  gint64 at;

  if (g_str_equal (kind, "person"))
    return _weft_board_plan_find_member (plan, "value", value, error);
  if (g_str_equal (kind, "number") && !is_number (value))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "value: expected a decimal number of at most %d characters", NUMBER_MAX);
  if (g_str_equal (kind, "date") && !g_ascii_string_to_signed (value, 10, 1, DATE_MAX, &at, NULL))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "value: expected a time in ms, before the year 10000");
  if (g_str_equal (kind, "select") && (chosen = weft_id_map_dup (options, value)) == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "value: cannot be chosen");
  return TRUE;
}

gboolean
weft_board_plan_set_value (WeftPlan *plan, const WeftBoardSetValue *args, GError **error)
{
  g_autofree char *kind = NULL;
  g_autofree char *options = NULL;

  if (!_weft_board_plan_find_task (plan, "id", args->id, error) || !_weft_board_plan_find_field (plan, "field", args->field, error)
      || !read_field (plan, args->field, &kind, &options, error)
      || (args->value != NULL && !check_value (plan, kind, options, args->value, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_board_value_set_event,
                  &(WeftBoardValueSet) { .id = args->id, .field = args->field, .value = args->value });
  return TRUE;
}
