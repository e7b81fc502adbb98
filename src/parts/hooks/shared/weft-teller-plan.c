/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/hooks/shared/weft-hooks-module.h"

#include <string.h>

#include "store/weft-plan.h"

#define TELLERS_MAX 10 /* of a stream: each is told of every message */

typedef struct
{
  char *name; /* (nullable): there is none */
  gboolean working;
} Teller;

static void
teller_clear (Teller *self)
{
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Teller, teller_clear)

static gboolean
find (WeftPlan *plan, const char *id, Teller *teller, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT name, working FROM teller WHERE stream = ?1 AND id = ?2", "t",
                         id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      teller->name = weft_statement_dup_text (statement, 0);
      teller->working = weft_statement_get_int (statement, 1) != 0;
      weft_statement_reset (statement);
    }

  return TRUE;
}

static gboolean
expect (WeftPlan *plan, const char *field, const char *id, Teller *teller, GError **error)
{
  return find (plan, id, teller, error)
         && (teller->name != NULL
             || weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "%s: no such program here", field));
}

/* Of what the server has found to be an address: what people see of it. */
static char *
dup_host (const char *address)
{
  const char *host = strstr (address, "://");
  const char *end;

  if (host == NULL)
    return NULL;
  host += 3;
  end = host + strcspn (host, "/?#");

  return end > host && memchr (host, '@', (gsize) (end - host)) == NULL
             ? g_strndup (host, (gsize) (end - host))
             : NULL;
}

gboolean
weft_hooks_plan_add_teller (WeftPlan *plan, const WeftHooksAddTeller *args, GError **error)
{
  g_autofree char *host = dup_host (args->address);
  g_auto (Teller) teller = { NULL };
  WeftStatement *statement;
  gint64 count;

  if (host == NULL
      || (!g_str_has_prefix (args->address, "https://") && !g_str_has_prefix (args->address, "http://")))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "address: expected one of http or https, without a name or password");
  if (!find (plan, args->id, &teller, error))
    return FALSE;
  if (teller.name != NULL)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a program with this id already");
  statement = weft_plan_query (plan, error, "SELECT count(*) FROM teller WHERE stream = ?1", "");
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  count = weft_statement_get_int (statement, 0);
  weft_statement_reset (statement);
  if (count >= TELLERS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE,
                             "id: %d programs are told what is written here, the most there may be",
                             TELLERS_MAX);

  weft_plan_emit (plan, &weft_hooks_teller_added_event,
                  &(WeftHooksTellerAdded) { .id = args->id, .name = args->name, .host = host });
  return TRUE;
}

gboolean
weft_hooks_plan_set_teller (WeftPlan *plan, const WeftHooksSetTeller *args, GError **error)
{
  g_auto (Teller) teller = { NULL };

  if (!expect (plan, "id", args->id, &teller, error))
    return FALSE;

  weft_plan_emit (plan, &weft_hooks_teller_set_event,
                  &(WeftHooksTellerSet) { .id = args->id, .working = args->working });
  return TRUE;
}

gboolean
weft_hooks_plan_remove_teller (WeftPlan *plan, const WeftHooksRemoveTeller *args, GError **error)
{
  g_auto (Teller) teller = { NULL };

  if (!expect (plan, "id", args->id, &teller, error))
    return FALSE;

  weft_plan_emit (plan, &weft_hooks_teller_removed_event, &(WeftHooksTellerRemoved) { .id = args->id });
  return TRUE;
}

/* How it went only the server knows. */
gboolean
weft_hooks_plan_tell (WeftPlan *plan, const WeftHooksTell *args, GError **error)
{
  g_auto (Teller) teller = { NULL };

  return expect (plan, "teller", args->teller, &teller, error);
}
