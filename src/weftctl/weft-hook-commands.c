/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "parts/hooks/shared/weft-hook-address.h"
#include "parts/hooks/shared/weft-hooks-module.h"
#include "weftctl/weft-command.h"

#define SECRET_BYTES 32

static char *face;

/* hooks */

typedef struct
{
  char *id;
  char *name;
  char *host;   /* (nullable): of a program which is told what is written here */
  char *failed; /* (nullable): why that is told nothing */
  gint64 made_at;
} Hook;

static void
hook_free (gpointer data)
{
  Hook *hook = data;

  g_free (hook->id);
  g_free (hook->name);
  g_free (hook->host);
  g_free (hook->failed);
  g_free (hook);
}

static gpointer
read_hooks (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) hooks = g_ptr_array_new_with_free_func (hook_free);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT id, name, made_at, NULL, NULL FROM hook WHERE stream = ?1 UNION ALL"
      " SELECT id, name, made_at, host, CASE WHEN working = 0 THEN failed END FROM teller WHERE stream = ?1"
      " ORDER BY 2, 1",
      "t", user_data);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      Hook *hook = g_new0 (Hook, 1);

      hook->id = weft_statement_dup_text (statement, 0);
      hook->name = weft_statement_dup_text (statement, 1);
      hook->made_at = weft_statement_get_int (statement, 2);
      hook->host = weft_statement_dup_text (statement, 3);
      hook->failed = weft_statement_dup_text (statement, 4);
      g_ptr_array_add (hooks, hook);
    }

  return step == 0 ? g_steal_pointer (&hooks) : NULL;
}

static GPtrArray *
load_hooks (WeftContext *context, const char *stream, GError **error)
{
  return dex_await_boxed (weft_sync_read (context->sync, read_hooks, G_TYPE_PTR_ARRAY, g_strdup (stream),
                                          g_free),
                          error);
}

static int
run_hooks (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;
  g_autoptr (GPtrArray) hooks = NULL;

  if (!context->offline && !weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  hooks = stream != NULL ? load_hooks (context, stream, error) : NULL;
  if (hooks == NULL)
    return -1;
  for (guint i = 0; i < hooks->len; i++)
    {
      const Hook *hook = g_ptr_array_index (hooks, i);

      if (context->json)
        {
          g_autoptr (GString) out = g_string_new (NULL);

          weft_json_begin (out, NULL);
          weft_json_string (out, "id", hook->id);
          weft_json_string (out, "name", hook->name);
          weft_json_int (out, "made_at", hook->made_at);
          if (hook->host != NULL)
            {
              weft_json_string (out, "host", hook->host);
              weft_json_bool (out, "working", hook->failed == NULL);
              weft_json_string (out, "failed", hook->failed);
            }
          weft_json_end (out);
          printf ("%s\n", out->str);
        }
      else if (hook->host == NULL)
        printf ("%s  %s\n", hook->id, hook->name);
      else
        printf ("%s  %s → %s%s%s\n", hook->id, hook->name, hook->host,
                hook->failed != NULL ? ", told nothing: " : "", hook->failed != NULL ? hook->failed : "");
    }

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_hooks_command = {
  .name = "hooks",
  .arguments = "ROOM",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "List the programs that may write into a room, and those which are told what is written",
  .needs_store = TRUE,
  .run = run_hooks,
};

/* add-hook */

static const GOptionEntry add_entries[] = {
  { "face", 0, 0, G_OPTION_ARG_STRING, &face, "An emoji for its face", "EMOJI" },
  { NULL },
};

static int
run_add (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *secret = weft_secret_new (SECRET_BYTES);
  g_autofree char *hash = weft_secret_hash (secret);
  g_autofree char *address = NULL;
  g_autofree char *stream = NULL;

  if (!weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  if (stream == NULL
      || !weft_context_submit (context, stream, &weft_hooks_add_operation,
                               &(WeftHooksAdd) { .id = id,
                                                 .name = argv[1],
                                                 .face = face != NULL ? face : "",
                                                 .secret_hash = hash },
                               error))
    return -1;

  address = weft_hook_address_make (weft_account_get_address (context->account), secret);
  if (context->json)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      weft_json_begin (out, NULL);
      weft_json_string (out, "id", id);
      weft_json_string (out, "address", address);
      weft_json_end (out);
      printf ("%s\n", out->str);
    }
  else
    printf ("%s\n", address);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_add_hook_command = {
  .name = "add-hook",
  .arguments = "ROOM NAME",
  .min_arguments = 2,
  .max_arguments = 2,
  .summary = "Let a program write into a room, as its administrator; prints the address",
  .description = "The address takes what Slack's incoming webhooks and Alertmanager's webhook take. It is a "
                 "secret, and shown only\n"
                 "now: the server keeps its hash. On a Unix socket only the path is known: put the server's "
                 "address before it.",
  .entries = add_entries,
  .needs_store = TRUE,
  .run = run_add,
};

/* add-teller */

static int
run_add_teller (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *key = weft_secret_new (SECRET_BYTES);
  g_autofree char *stream = NULL;

  if (!weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  if (stream == NULL
      || !weft_context_submit (
          context, stream, &weft_hooks_add_teller_operation,
          &(WeftHooksAddTeller) { .id = id, .name = argv[1], .address = argv[2], .key = key }, error))
    return -1;
  if (context->json)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      weft_json_begin (out, NULL);
      weft_json_string (out, "id", id);
      weft_json_string (out, "key", key);
      weft_json_end (out);
      printf ("%s\n", out->str);
    }
  else
    printf ("%s\n", key);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_add_teller_command = {
  .name = "add-teller",
  .arguments = "ROOM NAME ADDRESS",
  .min_arguments = 3,
  .max_arguments = 3,
  .summary = "Tell a program what people write in a room, as its administrator; prints the key",
  .description = "Each message is sent to ADDRESS by POST, signed with the key, which is shown only now.",
  .needs_store = TRUE,
  .run = run_add_teller,
};

/* remove-hook */

static int
run_remove (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) hooks = NULL;
  gboolean told = FALSE;

  if (!weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  hooks = stream != NULL ? load_hooks (context, stream, error) : NULL;
  if (hooks == NULL)
    return -1;
  for (guint i = 0; i < hooks->len; i++)
    {
      const Hook *hook = g_ptr_array_index (hooks, i);

      if (!g_str_equal (hook->id, argv[1]) && !g_str_equal (hook->name, argv[1]))
        continue;
      if (id != NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "hook: several are called “%s”; say which by its id", argv[1]);
          return -1;
        }
      id = g_strdup (hook->id);
      told = hook->host != NULL;
    }
  if (id == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "hook: there is no “%s” here", argv[1]);
      return -1;
    }

  if (told ? !weft_context_submit (context, stream, &weft_hooks_remove_teller_operation,
                                   &(WeftHooksRemoveTeller) { .id = id }, error)
           : !weft_context_submit (context, stream, &weft_hooks_remove_operation,
                                   &(WeftHooksRemove) { .id = id }, error))
    return -1;

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_remove_hook_command = {
  .name = "remove-hook",
  .arguments = "ROOM HOOK",
  .min_arguments = 2,
  .max_arguments = 2,
  .summary = "Let a program, by name or id, write into a room or be told of it no more",
  .needs_store = TRUE,
  .run = run_remove,
};
