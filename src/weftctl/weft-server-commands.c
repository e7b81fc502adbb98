/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "weftctl/weft-bring-board-command.h"
#include "weftctl/weft-bring-command.h"
#include "weftctl/weft-command.h"

/* What is done to a server's own files is weftd's work; these only spare its administrator a second program
 * to remember. */

static char *directory;
static char *database;
static char *stream;
static gboolean repair;
static gboolean preview;
static WeftBringOptions bring;

/* Where the workspace is. */
#define PLACE_ENTRIES                                                                                        \
  { "directory", 'd',                                                                                        \
    0,           G_OPTION_ARG_FILENAME,                                                                      \
    &directory,  "Where weftd keeps the workspace [~/.local/share/weft/default]",                            \
    "DIR" },                                                                                                 \
      { "database", 0,                                                                                       \
        0,          G_OPTION_ARG_STRING,                                                                     \
        &database,  "The PostgreSQL in which weftd keeps it, without a password [$WEFT_DATABASE]",           \
        "URI" }

static const GOptionEntry place_entries[] = { PLACE_ENTRIES, { NULL } };
static const GOptionEntry export_entries[] = {
  PLACE_ENTRIES,
  { "stream", 0, 0, G_OPTION_ARG_STRING, &stream, "Only this stream, such as room/ID, without accounts",
    "STREAM" },
  { NULL },
};
static const GOptionEntry import_entries[] = {
  PLACE_ENTRIES,
  { "write", 0, 0, G_OPTION_ARG_NONE, &bring.write, "Of another program: do it", NULL },
  { "preview", 0, 0, G_OPTION_ARG_NONE, &preview,
    "Of another program: only say what would come of it [without --write]", NULL },
  { "people", 0, 0, G_OPTION_ARG_FILENAME, &bring.people,
    "Of another program: who is who, a line of SOURCE,TARGET each", "FILE" },
  { "columns", 0, 0, G_OPTION_ARG_FILENAME, &bring.columns,
    "Of Jira or Linear: what columns mean, a line of HEADER,FIELD each", "FILE" },
  { "report", 0, 0, G_OPTION_ARG_FILENAME, &bring.report,
    "Of another program: write down each thing that does not come, as JSON", "FILE" },
  { NULL },
};
static const GOptionEntry check_entries[] = {
  PLACE_ENTRIES,
  { "repair", 0, 0, G_OPTION_ARG_NONE, &repair, "Mend what is damaged; the server must not be running",
    NULL },
  { NULL },
};

/* Beside this program, as it is installed; in the build's folder of that name; or in the path. */
static char *
find_weftd (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self != NULL ? self : ".");
  g_autofree char *installed = g_build_filename (folder, "weftd", NULL);
  g_autofree char *built = g_build_filename (folder, "..", "weftd", "weftd", NULL);

  if (g_file_test (installed, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&installed);
  if (g_file_test (built, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&built);

  return g_find_program_in_path ("weftd");
}

static void
add_option (GPtrArray *argv, const char *name, char *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (argv, (char *) name);
  g_ptr_array_add (argv, value);
}

int
weft_command_become_weftd (const WeftCommand *command, int argc, char **argv, GError **error)
{
  g_autofree char *program = find_weftd ();
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if (program == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "weftd is not installed here");
      return -1;
    }

  g_ptr_array_add (words, program);
  g_ptr_array_add (words, (char *) (repair ? "--repair" : command->weftd_option));
  for (int i = 0; i < argc; i++)
    g_ptr_array_add (words, argv[i]);
  add_option (words, "--directory", directory);
  add_option (words, "--database", database);
  add_option (words, "--stream", stream);
  g_ptr_array_add (words, NULL);
  execv (program, (char **) words->pdata);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: %s", program, g_strerror (errno));

  return -1;
}

const WeftCommand weft_backup_command = {
  .name = "backup",
  .arguments = "DIR",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "On the server: write a backup, also while it is in use",
  .entries = place_entries,
  .weftd_option = "--backup",
};

const WeftCommand weft_restore_command = {
  .name = "restore",
  .arguments = "DIR",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "On the server: make the workspace of a backup",
  .description = "Nothing is written over: the workspace's directory must not be there yet. Everybody loads "
                 "the workspace anew.",
  .entries = place_entries,
  .weftd_option = "--restore",
};

const WeftCommand weft_export_command = {
  .name = "export",
  .arguments = "DIR",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "On the server: write everything as plain files, also while it is in use",
  .description = "docs/export.md describes the files. A whole workspace comes with its accounts: keep it as "
                 "you keep the workspace.",
  .entries = export_entries,
  .weftd_option = "--export",
};

/* Weft's own exports are files of the server; those of others are operations, like all that people do. */
static int
run_import (WeftContext *context, int argc, char **argv, GError **error)
{
  if (argc == 1)
    return weft_command_become_weftd (&weft_import_command, argc, argv, error);
  if (!g_str_equal (argv[0], "slack") && !g_str_equal (argv[0], "mattermost") && !weft_bring_board_command_knows (argv[0]))
    return weft_command_usage (error, "DIR of an export of Weft, or slack, mattermost, trello, jira, linear or weft and the file");
  if (preview && bring.write)
    return weft_command_usage (error, "either --preview or --write");

  return weft_bring_command_run (context, argv[0], argv[1], &bring, error);
}

const WeftCommand weft_import_command = {
  .name = "import",
  .arguments = "DIR | slack FILE | mattermost FILE | trello FILE | jira FILE | linear FILE | weft FILE",
  .min_arguments = 1,
  .max_arguments = 2,
  .summary = "On the server: make the workspace of an export. Or bring in one of Slack, Mattermost, Trello, Jira or Linear",
  .description = "DIR: an export of Weft, of a workspace or of one stream to be added. All or nothing, and "
                 "nothing is written over. No server of it may be "
                 "running.\nslack: a ZIP, or the folder it was unpacked to; mattermost: the JSONL file, with "
                 "its folder “data” beside it; trello: the JSON of a board; jira, linear, weft: their CSV. As an administrator "
                 "who is\nsigned in, while the workspace is in use. Nothing is written without --write; what "
                 "was cut off goes on when it is run again. docs/import.md says more.",
  .entries = import_entries,
  .run = run_import,
  .weftd_option = "--import",
};

const WeftCommand weft_fsck_command = {
  .name = "fsck",
  .arguments = "",
  .min_arguments = 0,
  .max_arguments = 0,
  .summary = "On the server: prove that nothing is damaged",
  .description = "Every log is read from its floor to its head and folded, and what it adds up to is held "
                 "against the rows. Exit code 4: damage.",
  .entries = check_entries,
  .weftd_option = "--fsck",
};
