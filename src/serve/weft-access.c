/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-access.h"

WeftRole
weft_access_get_workspace_role (WeftDatabase *database, const char *person, GError **error)
{
  WeftStatement *statement;
  WeftRole role = WEFT_ROLE_NONE;

  if (g_str_equal (person, WEFT_PERSON_SYSTEM))
    return WEFT_ROLE_SYSTEM;

  statement = weft_database_query (
      database, error, "SELECT role FROM person WHERE stream = 'workspace' AND id = ?1 AND suspended = 0",
      "t", person);
  if (statement != NULL && weft_statement_step (statement, error) > 0)
    {
      role = weft_role_from_wire (weft_statement_get_text (statement, 0));
      weft_statement_reset (statement);
    }

  return MIN (role, WEFT_ROLE_ADMIN);
}

WeftRole
weft_access_get_role (WeftDatabase *database, const char *stream, const char *person, GError **error)
{
  WeftStatement *statement;
  WeftRole role, most;

  g_return_val_if_fail (stream != NULL && person != NULL, WEFT_ROLE_NONE);

  role = weft_access_get_workspace_role (database, person, error);
  if (role == WEFT_ROLE_NONE || role == WEFT_ROLE_SYSTEM)
    return role;

  if (g_str_equal (stream, WEFT_STREAM_WORKSPACE))
    return role >= WEFT_ROLE_MEMBER ? role : WEFT_ROLE_NONE;

  if (g_str_has_prefix (stream, "user/"))
    return g_str_equal (stream + strlen ("user/"), person) ? WEFT_ROLE_MEMBER : WEFT_ROLE_NONE;

  /* A guest is one everywhere, whatever somebody made them in a stream. */
  most = role == WEFT_ROLE_GUEST ? WEFT_ROLE_GUEST : WEFT_ROLE_ADMIN;
  role = WEFT_ROLE_NONE;
  statement
      = weft_database_query (database, error, "SELECT role FROM member WHERE stream = ?1 AND person = ?2",
                             "tt", stream, person);
  if (statement != NULL && weft_statement_step (statement, error) > 0)
    {
      role = weft_role_from_wire (weft_statement_get_text (statement, 0));
      weft_statement_reset (statement);
    }

  return MIN (role, most);
}

gboolean
weft_access_set_not_found (GError **error)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  return FALSE;
}

char **
weft_access_get_streams (WeftDatabase *database, const char *person, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) local_error = NULL;
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  WeftStatement *statement;
  WeftRole role;
  int step;

  role = weft_access_get_workspace_role (database, person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (role == WEFT_ROLE_NONE)
    return g_strv_builder_end (builder);

  g_strv_builder_add (builder, own);
  if (role >= WEFT_ROLE_MEMBER)
    g_strv_builder_add (builder, WEFT_STREAM_WORKSPACE);

  /* The list is the person's own rows; the right to each is the stream's, which is looked at again when it is
   * sent. */
  statement
      = weft_database_query (database, error,
                             "SELECT membership.target FROM membership, member WHERE membership.stream = ?1"
                             " AND member.stream = membership.target AND member.person = ?2"
                             " ORDER BY membership.target",
                             "tt", own, person);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_strv_builder_add (builder, weft_statement_get_text (statement, 0));

  return step < 0 ? NULL : g_strv_builder_end (builder);
}

gboolean
weft_access_may_see (WeftDatabase *database, const char *person, const char *other)
{
  gint64 shared = 0;
  WeftRole role;

  if (g_str_equal (person, other))
    return TRUE;

  role = weft_access_get_workspace_role (database, person, NULL);
  if (role == WEFT_ROLE_NONE || weft_access_get_workspace_role (database, other, NULL) == WEFT_ROLE_NONE)
    return FALSE;
  if (role >= WEFT_ROLE_MEMBER)
    return TRUE;

  return weft_database_get_value (database, &shared, 0, NULL,
                                  "SELECT 1 FROM member AS mine, member AS theirs WHERE mine.person = ?1"
                                  " AND theirs.person = ?2 AND theirs.stream = mine.stream LIMIT 1",
                                  "tt", person, other)
         && shared != 0;
}

gboolean
weft_access_is_membership (const char *name)
{
  static const char *const names[] = {
    "people.member-added",  "people.member-removed", "people.member-role-changed",
    "people.person-joined", "people.role-changed",   "people.person-suspended",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;

  return FALSE;
}
