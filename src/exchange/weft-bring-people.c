/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "exchange/weft-bring-people.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-json.h"
#include "base/weft-text.h"

#define FILE_MAX (4 * 1024 * 1024) /* bytes */

static void
here_free (gpointer data)
{
  WeftBringHere *here = data;

  g_free (here->id);
  g_free (here->name);
  g_free (here->login);
  g_free (here);
}

static gpointer
read_here (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (here_free);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT id, name, login, suspended, role = 'admin' FROM person WHERE stream = 'workspace' ORDER BY name, id",
      "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftBringHere *here = g_new0 (WeftBringHere, 1);

      here->id = weft_statement_dup_text (statement, 0);
      here->name = weft_statement_dup_text (statement, 1);
      here->login = weft_statement_dup_text (statement, 2);
      here->suspended = weft_statement_get_int (statement, 3) != 0;
      here->admin = weft_statement_get_int (statement, 4) != 0;
      g_ptr_array_add (people, here);
    }
  return step == 0 ? g_steal_pointer (&people) : NULL;
}

GPtrArray *
weft_bring_people_load (WeftSync *sync, GError **error)
{
  return dex_await_boxed (weft_sync_read (sync, read_here, G_TYPE_PTR_ARRAY, NULL, NULL), error);
}

/* As logins are told apart: without accents and capitals. */
static WeftBringHere *
find_here (GHashTable *logins, const char *login)
{
  g_autofree char *folded = weft_text_fold (login, -1);

  return *folded != '\0' ? g_hash_table_lookup (logins, folded) : NULL;
}

static WeftBringPerson *
find_there (WeftBringing *bringing, const char *text)
{
  GPtrArray *people = weft_bringing_get_people (bringing);
  WeftBringPerson *person = weft_bringing_find_person (bringing, text);

  for (guint i = 0; person == NULL && i < people->len; i++)
    {
      WeftBringPerson *other = people->pdata[i];

      if (*text != '\0'
          && (g_ascii_strcasecmp (other->login, text) == 0 || g_ascii_strcasecmp (other->email, text) == 0))
        person = other;
    }
  return person;
}

static char *
take_cell (const char *begin, gsize length)
{
  char *cell = g_strstrip (g_strndup (begin, length));
  gsize n = strlen (cell);

  if (n >= 2 && cell[0] == '"' && cell[n - 1] == '"')
    {
      memmove (cell, cell + 1, n - 2);
      cell[n - 2] = '\0';
    }
  return cell;
}

static gboolean
read_line (WeftBringing *bringing, GHashTable *logins, GHashTable *said, const char *line, GError **error)
{
  const char *comma = strchr (line, ',');
  g_autofree char *source = NULL;
  g_autofree char *target = NULL;
  WeftBringPerson *person;
  WeftBringHere *here;

  if (comma == NULL || strchr (comma + 1, ',') != NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "expected SOURCE,TARGET");
      return FALSE;
    }
  source = take_cell (line, (gsize) (comma - line));
  target = take_cell (comma + 1, strlen (comma + 1));
  if (g_str_equal (source, "source") && g_str_equal (target, "target"))
    return TRUE;

  person = find_there (bringing, source);
  if (person == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "source: nobody in the export is “%s”", source);
      return FALSE;
    }
  if (!g_hash_table_add (said, person))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "source: “%s” stands there twice", source);
      return FALSE;
    }
  if (*target == '\0' || g_str_equal (target, "-"))
    return TRUE;
  here = find_here (logins, target);
  if (here == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   "target: nobody in the workspace signs in as “%s”", target);
      return FALSE;
    }
  g_set_str (&person->person, here->id);
  g_set_str (&person->here, here->name);
  person->away = here->suspended;
  return TRUE;
}

static gboolean
read_file (WeftBringing *bringing, GHashTable *logins, GHashTable *said, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (length > FILE_MAX || !g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %s", path,
                   length > FILE_MAX ? "over 4 MiB" : "not UTF-8");
      return FALSE;
    }

  lines = g_strsplit (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (*lines[i] != '\0' && *lines[i] != '#' && !read_line (bringing, logins, said, lines[i], error))
        {
          g_prefix_error (error, "%s, line %u: ", path, i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

/* Whom each would be, and those apart whom two would be. */
static void
guess (WeftBringing *bringing, GHashTable *logins, GHashTable *said)
{
  GPtrArray *people = weft_bringing_get_people (bringing);
  g_autoptr (GHashTable) taken
      = g_hash_table_new (g_direct_hash, g_direct_equal); /* WeftBringHere → WeftBringPerson */
  GHashTableIter iter;
  gpointer here, person;

  /* An address says more than a login: whoever has it is not taken by another's login. */
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GHashTable) found = g_hash_table_new (g_direct_hash, g_direct_equal);

      for (guint i = 0; i < people->len; i++)
        {
          WeftBringPerson *there = people->pdata[i];
          WeftBringHere *one = find_here (logins, round == 0 ? there->email : there->login);

          if (one == NULL || there->person != NULL || g_hash_table_contains (said, there)
              || g_hash_table_contains (taken, one))
            continue;
          if (!g_hash_table_contains (found, one))
            g_hash_table_insert (found, one, there);
          else
            {
              g_hash_table_insert (found, one, NULL);
              weft_bring_report_addf (weft_bringing_get_report (bringing),
                                      N_ ("person: two would be the same person here"),
                                      "%s (%s)", there->key, one->login);
            }
        }
      g_hash_table_iter_init (&iter, found);
      while (g_hash_table_iter_next (&iter, &here, &person))
        {
          WeftBringPerson *there = person;
          WeftBringHere *one = here;

          g_hash_table_add (taken, one);
          if (there == NULL)
            continue;
          g_set_str (&there->person, one->id);
          g_set_str (&there->here, one->name);
          there->away = one->suspended;
        }
    }
}

gboolean
weft_bring_people_match (WeftBringing *bringing, GPtrArray *here, const char *path, GError **error)
{
  g_autoptr (GHashTable) logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) said = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint i = 0; i < here->len; i++)
    {
      WeftBringHere *one = here->pdata[i];

      g_hash_table_insert (logins, weft_text_fold (one->login, -1), one);
    }
  if (path != NULL && !read_file (bringing, logins, said, path, error))
    return FALSE;
  guess (bringing, logins, said);
  return TRUE;
}

void
weft_bring_people_write (WeftBringing *bringing, GString *out)
{
  GPtrArray *people = weft_bringing_get_people (bringing);

  weft_json_begin_array (out, "people");
  for (guint i = 0; i < people->len; i++)
    {
      const WeftBringPerson *person = people->pdata[i];

      weft_json_begin (out, NULL);
      weft_json_string (out, "source", person->key);
      weft_json_string (out, "name", person->name);
      weft_json_string (out, "person", person->person);
      weft_json_end (out);
    }
  weft_json_end_array (out);
}
