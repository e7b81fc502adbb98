/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weftctl/weft-command.h"

static const WeftCommand *const commands[] = {
  &weft_found_command,       &weft_invite_command,    &weft_join_command,        &weft_sign_in_command,
  &weft_sign_out_command,    &weft_rooms_command,     &weft_create_room_command, &weft_add_command,
  &weft_remove_command,      &weft_send_command,      &weft_edit_command,        &weft_read_command,
  &weft_tail_command,        &weft_history_command,   &weft_search_command,      &weft_files_command,
  &weft_fetch_command,       &weft_add_emoji_command, &weft_add_stickers_command, &weft_hooks_command,
  &weft_add_hook_command,    &weft_add_teller_command,
  &weft_remove_hook_command, &weft_activity_command,  &weft_audit_command,       &weft_erase_command,
  &weft_forget_command,      &weft_retention_command, &weft_operate_command,     &weft_outbox_command,
  &weft_jobs_command,
  &weft_status_command,      &weft_play_command,      &weft_backup_command,      &weft_restore_command,
  &weft_export_command,      &weft_export_project_command, &weft_import_command, &weft_fsck_command,
};

static char *address;
static char *as;
static char *state;
static gboolean json;
static gboolean offline;
static gboolean show_version;
static char *timing;
static int wait_seconds = 10;

static const GOptionEntry global_entries[] = {
  { "address", 'a', 0, G_OPTION_ARG_STRING, &address,
    "The server: team.example.org, http://127.0.0.1:8080, unix:/path [where you signed in last]", "ADDRESS" },
  { "as", 0, 0, G_OPTION_ARG_STRING, &as, "As whom, if you are signed in as several [the last]", "LOGIN" },
  { "state", 0, 0, G_OPTION_ARG_FILENAME, &state, "Where copies and tokens are kept [~/.local/state/weftctl]",
    "DIR" },
  { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON, one object a line", NULL },
  { "offline", 0, 0, G_OPTION_ARG_NONE, &offline, "Do not connect: show what is cached, keep what is written",
    NULL },
  { "wait", 'w', 0, G_OPTION_ARG_INT, &wait_seconds, "How long to wait for the server [10]", "SECONDS" },
  { "timing", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &timing,
    "When another way to connect is tried, in ms; for tests", NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, "Show the version and exit", NULL },
  { NULL },
};

GQuark
weft_usage_error_quark (void)
{
  return g_quark_from_static_string ("weft-usage-error");
}

int
weft_command_usage (GError **error, const char *message)
{
  g_set_error_literal (error, WEFT_USAGE_ERROR, 0, message);

  return -1;
}

typedef struct
{
  const WeftCommand *command;
  WeftContext *context;
  int argc;
  char **argv;
  int code;
  GMainLoop *loop;
  gboolean ended;
} Run;

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  run->code = -1;
  if (run->command->run == NULL)
    run->code = weft_command_become_weftd (run->command, run->argc, run->argv, &error);
  else if (!run->command->needs_store || weft_context_open (run->context, TRUE, &error))
    run->code = run->command->run (run->context, run->argc, run->argv, &error);
  weft_context_close (run->context);

  if (run->code < 0)
    {
      g_assert (error != NULL);
      if (error->domain == WEFT_USAGE_ERROR)
        {
          fprintf (stderr, "weftctl %s: %s\nUsage: weftctl %s %s\nTry weftctl %s --help.\n",
                   run->command->name, error->message, run->command->name, run->command->arguments,
                   run->command->name);
          run->code = WEFT_EXIT_USAGE;
        }
      else
        {
          fprintf (stderr, "weftctl: %s\n", error->message);
          run->code = weft_context_exit_code (error);
        }
    }

  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_run_ended (DexFuture *future, gpointer user_data)
{
  Run *run = user_data;

  run->ended = TRUE;
  g_main_loop_quit (run->loop);

  return NULL;
}

static gboolean
on_signal (gpointer user_data)
{
  Run *run = user_data;

  g_main_loop_quit (run->loop);

  return G_SOURCE_CONTINUE;
}

static void
print_completion (void)
{
  printf ("# bash completion for weftctl: source <(weftctl completion bash)\n"
          "_weftctl ()\n"
          "{\n"
          "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i\n"
          "  for (( i = 1; i < COMP_CWORD; i++ )); do\n"
          "    case ${COMP_WORDS[i]} in\n"
          "      --address|-a|--as|--state|--wait|-w) (( i++ )) ;;\n"
          "      -*) ;;\n"
          "      *) command=${COMP_WORDS[i]}; break ;;\n"
          "    esac\n"
          "  done\n"
          "  case $previous in\n"
          "    --state) COMPREPLY=( $(compgen -d -- \"$word\") ); return ;;\n"
          "    --password-file) COMPREPLY=( $(compgen -f -- \"$word\") ); return ;;\n"
          "    --role) COMPREPLY=( $(compgen -W 'guest member admin' -- \"$word\") ); return ;;\n"
          "  esac\n"
          "  case $command in\n"
          "    '') COMPREPLY=( $(compgen -W '");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    printf ("%s ", commands[i]->name);
  printf ("completion");
  for (const GOptionEntry *entry = global_entries; entry->long_name != NULL; entry++)
    if ((entry->flags & G_OPTION_FLAG_HIDDEN) == 0)
      printf (" --%s", entry->long_name);
  printf (" --help' -- \"$word\") ) ;;\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      printf ("    %s) ", commands[i]->name);
      if (g_str_has_prefix (commands[i]->arguments, "ROOM"))
        printf ("if [[ $word != -* ]]; then local IFS=$'\\n'; COMPREPLY=( $(compgen -W \"$(weftctl --offline "
                "rooms 2>/dev/null | sed -n 's/^#\\([^ ]*\\).*/\\1/p')\" -- \"$word\") ); return; fi; ");
      else if (g_str_equal (commands[i]->name, "outbox"))
        printf ("if [[ $word != -* ]]; then COMPREPLY=( $(compgen -W 'list retry discard' -- \"$word\") ); "
                "return; fi; ");
      else if (g_str_equal (commands[i]->name, "play"))
        printf ("if [[ $word != -* ]]; then COMPREPLY=( $(compgen -f -- \"$word\") ); return; fi; ");
      printf ("COMPREPLY=( $(compgen -W '--help");
      for (const GOptionEntry *entry = commands[i]->entries; entry != NULL && entry->long_name != NULL;
           entry++)
        printf (" --%s", entry->long_name);
      printf ("' -- \"$word\") ) ;;\n");
    }
  printf ("    completion) COMPREPLY=( $(compgen -W 'bash' -- \"$word\") ) ;;\n"
          "  esac\n"
          "}\n"
          "complete -F _weftctl weftctl\n");
}

static char *
describe_commands (void)
{
  GString *text = g_string_new ("Commands:\n");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
  g_string_append (text,
                   "  completion   Print the completion for bash\n"
                   "\n"
                   "weftctl COMMAND --help says more of each.\n"
                   "\n"
                   "Exit codes: 0 done, 1 a fault, 2 wrong usage, 3 refused, 4 the server was not reached.");

  return g_string_free (text, FALSE);
}

static const WeftCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];

  return NULL;
}

static gboolean
parse_command (const WeftCommand *command, char ***argv, GError **error)
{
  g_autofree char *usage = g_strdup_printf ("%s", command->arguments);
  g_autoptr (GOptionContext) options = g_option_context_new (usage);
  g_autofree char *summary = g_strdup_printf ("%s.", command->summary);
  g_autofree char *program = g_strdup_printf ("weftctl %s", command->name);

  g_free ((*argv)[0]);
  (*argv)[0] = g_strdup (program);
  g_set_prgname (program);
  g_option_context_set_summary (options, summary);
  g_option_context_set_description (options, command->description);
  if (command->entries != NULL)
    g_option_context_add_main_entries (options, command->entries, NULL);
  /* --json is handy behind the command, too. */
  {
    const GOptionEntry late[] = {
      { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON, one object a line", NULL },
      { NULL },
    };

    g_option_context_add_main_entries (options, late, NULL);
  }

  return g_option_context_parse_strv (options, argv, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) options = NULL;
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autofree char *description = describe_commands ();
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftContext) context = NULL;
  const WeftCommand *command;
  Run run = { 0 };

  setlocale (LC_ALL, "");
  dex_init ();

  options = g_option_context_new ("COMMAND …");
  g_option_context_set_summary (options,
                                "Talk with a Weft workspace from the command line, online and offline.");
  g_option_context_set_description (options, description);
  g_option_context_add_main_entries (options, global_entries, NULL);
  g_option_context_set_strict_posix (options, TRUE);
  if (!g_option_context_parse_strv (options, &arguments, &error))
    {
      fprintf (stderr, "weftctl: %s\nTry weftctl --help.\n", error->message);
      return WEFT_EXIT_USAGE;
    }
  if (show_version)
    {
      printf ("weftctl %s (%s)\n", WEFT_VERSION, WEFT_PROTOCOL);
      return WEFT_EXIT_FINE;
    }
  if (g_strv_length (arguments) < 2)
    {
      g_autofree char *help = g_option_context_get_help (options, TRUE, NULL);

      fputs (help, stderr);
      return WEFT_EXIT_USAGE;
    }

  if (g_str_equal (arguments[1], "completion"))
    {
      if (g_strcmp0 (arguments[2], "bash") != 0)
        {
          fprintf (stderr, "weftctl completion: only bash is known\n");
          return WEFT_EXIT_USAGE;
        }
      print_completion ();
      return WEFT_EXIT_FINE;
    }

  command = find_command (arguments[1]);
  if (command == NULL)
    {
      fprintf (stderr, "weftctl: no command “%s”\nTry weftctl --help.\n", arguments[1]);
      return WEFT_EXIT_USAGE;
    }

  rest = g_strdupv (arguments + 1);
  if (!parse_command (command, &rest, &error))
    {
      fprintf (stderr, "weftctl %s: %s\nTry weftctl %s --help.\n", command->name, error->message,
               command->name);
      return WEFT_EXIT_USAGE;
    }

  if ((int) g_strv_length (rest) - 1 < command->min_arguments
      || (command->max_arguments >= 0 && (int) g_strv_length (rest) - 1 > command->max_arguments))
    {
      fprintf (stderr, "weftctl %s: %s arguments\nUsage: weftctl %s %s\nTry weftctl %s --help.\n",
               command->name,
               (int) g_strv_length (rest) - 1 < command->min_arguments ? "too few" : "too many",
               command->name, command->arguments, command->name);
      return WEFT_EXIT_USAGE;
    }

  context = weft_context_new (state, address, as, &error);
  if (context == NULL)
    {
      fprintf (stderr, "weftctl: %s\n", error->message);
      return weft_context_exit_code (error);
    }
  if (timing != NULL && !weft_transport_timing_parse (&context->timing, timing, &error))
    {
      fprintf (stderr, "weftctl: %s\n", error->message);
      return WEFT_EXIT_USAGE;
    }
  context->json = json;
  context->offline = offline;
  context->wait = MAX (wait_seconds, 0);

  run = (Run) { .command = command, .context = context, .argc = g_strv_length (rest) - 1, .argv = rest + 1 };
  run.loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, on_signal, &run);
  g_unix_signal_add (SIGTERM, on_signal, &run);
  dex_future_disown (
      dex_future_finally (dex_scheduler_spawn (NULL, 0, run_fiber, &run, NULL), on_run_ended, &run, NULL));
  g_main_loop_run (run.loop);
  g_main_loop_unref (run.loop);

  /* Interrupted: the outbox is on disk, everything else can be fetched again. The fiber still stands on what
   * we would free. */
  if (!run.ended)
    {
      fflush (NULL);
      _Exit (128 + SIGINT);
    }

  return run.code;
}
