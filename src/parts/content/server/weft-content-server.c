/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/content/server/weft-content-server.h"

#include "parts/content/shared/weft-content-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "serve/weft-audit.h"
#include "store/weft-erase.h"

static gboolean
erase (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftContentErase *args = data;
  gboolean system = g_str_equal (weft_handling_get_author (handling), "system");
  g_auto (GStrv) rows = NULL;

  /* People sign in by what stands there. */
  if (!system && g_str_equal (weft_handling_get_stream (handling), WEFT_STREAM_WORKSPACE))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DENIED,
                           "stream: nothing of the workspace is erased row by row; erase the person");
      return FALSE;
    }

  rows = weft_erase_parse (weft_handling_get_registry (handling), args->rows, error);
  for (guint i = 0; rows != NULL && rows[i] != NULL; i++)
    if (!weft_handling_erase (handling, rows[i], error))
      return FALSE;

  return rows != NULL && weft_handling_plan (handling, error);
}

static gboolean
read_login (WeftDatabase *database, const char *person, char **login, GError **error)
{
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT login FROM person WHERE stream = 'workspace' AND id = ?1", "t", person);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;

  if (step > 0)
    *login = weft_statement_dup_text (statement, 0);
  if (statement != NULL)
    weft_statement_reset (statement);

  return step >= 0;
}

/* Who is no more is in no group, not even in one that could come back: the row would stand for nobody. */
static gboolean
leave_groups (WeftHandling *handling, const char *person, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT id FROM person_in_group WHERE stream = 'workspace' AND person = ?1 ORDER BY id",
                                                  "t", person);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (groups, weft_statement_dup_text (statement, 0));
  for (guint i = 0; step == 0 && i < groups->len; i++)
    weft_handling_emit (handling, WEFT_STREAM_WORKSPACE, &weft_people_person_ungrouped_event,
                        &(WeftPeoplePersonUngrouped) { .id = groups->pdata[i], .person = person });

  return step == 0;
}

/* The profile goes at once, all else a handful of rows at a time: the server's keeper asks for it. */
static gboolean
erase_person (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftContentErasePerson *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);
  g_autofree char *row = g_strconcat ("person:", args->person, NULL);
  g_autofree char *login = NULL;

  if (!read_login (database, args->person, &login, error)
      || !weft_audit_forget (database, args->person, login, error))
    return FALSE;
  if (!weft_handling_plan (handling, error) || !leave_groups (handling, args->person, error)
      || !weft_handling_erase (handling, row, error))
    return FALSE;
  weft_handling_emit (handling, WEFT_STREAM_WORKSPACE, &weft_content_erased_event,
                      &(WeftContentErased) { .rows = row });

  return weft_database_run (database, error,
                            "INSERT INTO erasure (person, stream) VALUES (?1, '')"
                            " ON CONFLICT (person) DO UPDATE SET stream = ''",
                            "t", args->person)
         && weft_database_run (database, error, "DELETE FROM credential WHERE person = ?1", "t", args->person)
         && weft_database_run (
             database, error,
             "DELETE FROM result WHERE client IN (SELECT client FROM client WHERE person = ?1)", "t",
             args->person);
}

static const WeftServerHandler handlers[] = {
  { "content.erase", erase },
  { "content.erase-person", erase_person },
  { NULL },
};

const WeftServerModule weft_content_server_module = {
  .module = &weft_content_module,
  .handlers = handlers,
};
