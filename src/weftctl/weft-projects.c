/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weftctl/weft-projects.h"

/* The streams of the projects which are meant by a name, a code or an id; all of them if one stream is called exactly that. */
static gpointer
read_projects (WeftDatabase *database, gpointer user_data, GError **error)
{
  const char *text = user_data;
  g_autofree char *stream = g_strconcat ("project/", text, NULL);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (database, error, "SELECT stream, name, code FROM project ORDER BY stream", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *one = weft_statement_get_text (statement, 0);
      g_autofree char *name = g_utf8_casefold (weft_statement_get_text (statement, 1), -1);

      if (g_str_equal (one, text) || g_str_equal (one, stream) || g_str_equal (name, folded)
          || g_ascii_strcasecmp (weft_statement_get_text (statement, 2), text) == 0)
        g_ptr_array_add (streams, g_strdup (one));
    }
  return step == 0 ? g_steal_pointer (&streams) : NULL;
}

char *
weft_projects_find (WeftContext *context, const char *text, GError **error)
{
  g_autoptr (GPtrArray) streams
      = dex_await_boxed (weft_sync_read (context->sync, read_projects, G_TYPE_PTR_ARRAY, g_strdup (text), g_free), error);

  if (streams == NULL)
    return NULL;
  if (streams->len == 1)
    return g_strdup (streams->pdata[0]);
  if (streams->len == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "No project “%s” is yours", text);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%u projects are called “%s”; use the code of one", streams->len, text);
  return NULL;
}
