/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/hooks/shared/weft-hooks-module.h"

#include "parts/thread/shared/weft-thread-module.h"
#include "store/weft-plan.h"

#define HOOKS_MAX 50   /* of a stream */
#define ALERTS_MAX 500 /* of a stream which fire at once: more are written, but not brought up to date */

/* @value: (out) (transfer full) (nullable): the first column of the first row. */
static gboolean
read_text (WeftStatement *statement, char **value, GError **error)
{
  int step;

  *value = NULL;
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      *value = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }

  return TRUE;
}

static gboolean
read_count (WeftStatement *statement, gint64 *count, GError **error)
{
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  *count = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);

  return TRUE;
}

static gboolean
find_hook (WeftPlan *plan, const char *id, char **name, GError **error)
{
  return read_text (weft_plan_query (plan, error, "SELECT name FROM hook WHERE stream = ?1 AND id = ?2", "t",
                                     id),
                    name, error);
}

static gboolean
expect_hook (WeftPlan *plan, const char *id, GError **error)
{
  g_autofree char *name = NULL;

  if (!find_hook (plan, id, &name, error))
    return FALSE;

  return name != NULL || weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such hook here");
}

static gboolean
check_name (const char *name, GError **error)
{
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return TRUE;

  return weft_plan_refuse (error, WEFT_ERROR_INVALID, "name: nothing but white space");
}

gboolean
weft_hooks_plan_add (WeftPlan *plan, const WeftHooksAdd *args, GError **error)
{
  g_autofree char *name = NULL;
  gint64 count;

  if (!check_name (args->name, error) || !find_hook (plan, args->id, &name, error)
      || !read_count (weft_plan_query (plan, error, "SELECT count(*) FROM hook WHERE stream = ?1", ""),
                      &count, error))
    return FALSE;
  if (name != NULL)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a hook with this id already");
  if (count >= HOOKS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE,
                             "id: there are %d hooks here, the most there may be", HOOKS_MAX);

  weft_plan_emit (plan, &weft_hooks_hook_added_event,
                  &(WeftHooksHookAdded) { .id = args->id, .name = args->name, .face = args->face });
  return TRUE;
}

gboolean
weft_hooks_plan_set (WeftPlan *plan, const WeftHooksSet *args, GError **error)
{
  if (!check_name (args->name, error) || !expect_hook (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_hooks_hook_changed_event,
                  &(WeftHooksHookChanged) { .id = args->id, .name = args->name, .face = args->face });
  return TRUE;
}

gboolean
weft_hooks_plan_remove (WeftPlan *plan, const WeftHooksRemove *args, GError **error)
{
  if (!expect_hook (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_hooks_hook_removed_event, &(WeftHooksHookRemoved) { .id = args->id });
  return TRUE;
}

static gboolean
post_new (WeftPlan *plan, const WeftHooksPost *args, const char *name, GError **error)
{
  g_autofree char *there = NULL;

  if (!read_text (weft_plan_query (plan, error, "SELECT id FROM message WHERE stream = ?1 AND id = ?2", "t",
                                   args->id),
                  &there, error))
    return FALSE;
  if (there != NULL)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a message with this id already");

  weft_plan_emit (plan, &weft_thread_message_posted_event,
                  &(WeftThreadMessagePosted) { .id = args->id,
                                               .author = args->hook,
                                               .speaker = *args->speaker != '\0' ? args->speaker : name,
                                               .face = args->face,
                                               .text = args->text });
  return TRUE;
}

gboolean
weft_hooks_plan_post (WeftPlan *plan, const WeftHooksPost *args, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *known = NULL;
  g_autofree char *message = NULL;
  gint64 count;

  if (!find_hook (plan, args->hook, &name, error))
    return FALSE;
  if (name == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "hook: no such hook here");
  if (args->alert == NULL)
    return post_new (plan, args, name, error);

  /* A message which somebody deleted is not written again over their heads: there is a new one. */
  if (!read_text (
          weft_plan_query (plan, error,
                           "SELECT message FROM hook_alert WHERE stream = ?1 AND hook = ?2 AND alert = ?3",
                           "tt", args->hook, args->alert),
          &known, error)
      || !read_text (weft_plan_query (plan, error,
                                      "SELECT id FROM message WHERE stream = ?1 AND id = ?2 AND deleted = 0",
                                      "t", known),
                     &message, error)
      || !read_count (weft_plan_query (plan, error, "SELECT count(*) FROM hook_alert WHERE stream = ?1", ""),
                      &count, error))
    return FALSE;

  if (message != NULL)
    weft_plan_emit (plan, &weft_thread_message_edited_v2_event,
                    &(WeftThreadMessageEditedV2) { .id = message, .text = args->text });
  else if (!post_new (plan, args, name, error))
    return FALSE;

  if (!args->firing && known != NULL)
    weft_plan_emit (plan, &weft_hooks_alert_ended_event,
                    &(WeftHooksAlertEnded) { .hook = args->hook, .alert = args->alert });
  else if (args->firing && message == NULL && (known != NULL || count < ALERTS_MAX))
    weft_plan_emit (plan, &weft_hooks_alert_begun_event,
                    &(WeftHooksAlertBegun) { .hook = args->hook, .alert = args->alert, .message = args->id });
  return TRUE;
}
