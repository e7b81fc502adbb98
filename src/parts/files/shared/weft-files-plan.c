/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/files/shared/weft-files-module.h"

#include <string.h>

#include "base/weft-peaks.h"
#include "store/weft-plan.h"

#define TARGET_MAX 20 /* files on one message or card */

static gboolean
look_up_file (WeftPlan *plan, const char *id, gboolean *found, gboolean *is_own, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT author FROM file WHERE stream = ?1 AND id = ?2", "t", id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  *found = step > 0;
  *is_own = *found && g_strcmp0 (weft_statement_get_text (statement, 0), weft_plan_get_author (plan)) == 0;
  weft_statement_reset (statement);

  return TRUE;
}

/* Two tokens around a slash (RFC 9110, 8.3.1), without parameters: what is done with a file hangs on it. */
static gboolean
is_media_type (const char *text)
{
  static const char token[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
  gsize type = strspn (text, token);
  gsize subtype;

  if (type == 0 || text[type] != '/')
    return FALSE;
  subtype = strspn (text + type + 1, token);

  return subtype > 0 && text[type + 1 + subtype] == '\0';
}

static gboolean
check_room (WeftPlan *plan, const char *target, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT count(*) FROM file WHERE stream = ?1 AND target = ?2", "t",
                         target);
  gint64 n;

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  n = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  if (n >= TARGET_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "target: has %d files, no more fit", TARGET_MAX);

  return TRUE;
}

gboolean
weft_files_plan_attach (WeftPlan *plan, const WeftFilesAttach *args, GError **error)
{
  gboolean found;
  gboolean is_own;

  if (strchr (args->name, '/') != NULL || g_str_equal (args->name, ".") || g_str_equal (args->name, ".."))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "name: a file's name without folders");
  if (!is_media_type (args->media_type))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "media_type: expected one without parameters, such as image/png");
  if ((args->width == 0) != (args->height == 0))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "height: a picture has both, width and height");

  if (!weft_peaks_are_valid (args->peaks))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "peaks: only digits 0 to 9 and a to v");
  if (*args->peaks != '\0' && args->duration == 0)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "peaks: what can be heard has a duration, too");

  if (!look_up_file (plan, args->id, &found, &is_own, error))
    return FALSE;
  if (found)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a file with this id already");
  if (args->target != NULL && !check_room (plan, args->target, error))
    return FALSE;

  weft_plan_emit (plan, &weft_files_file_attached_v2_event,
                  &(WeftFilesFileAttachedV2) { .id = args->id,
                                               .target = args->target,
                                               .hash = args->hash,
                                               .name = args->name,
                                               .media_type = args->media_type,
                                               .size = args->size,
                                               .width = args->width,
                                               .height = args->height,
                                               .duration = args->duration,
                                               .peaks = args->peaks });
  return TRUE;
}

gboolean
weft_files_plan_remove (WeftPlan *plan, const WeftFilesRemove *args, GError **error)
{
  gboolean found;
  gboolean is_own;

  if (!look_up_file (plan, args->id, &found, &is_own, error))
    return FALSE;
  if (!found)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such file here");
  if (!is_own && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "id: only who put a file here or an administrator may take it away");

  weft_plan_emit (plan, &weft_files_file_removed_event, &(WeftFilesFileRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_files_plan_let_go (WeftPlan *plan, const WeftFilesLetGo *args, GError **error)
{
  /* Another person's drafts look as if they did not exist, to administrators too. */
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  for (guint i = 0; i < args->n_ids; i++)
    {
      gboolean found;
      gboolean is_own;

      if (!look_up_file (plan, args->ids[i], &found, &is_own, error))
        return FALSE;
      if (found)
        weft_plan_emit (plan, &weft_files_file_removed_event, &(WeftFilesFileRemoved) { .id = args->ids[i] });
    }
  return TRUE;
}
