/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/** WeftCommand: one sub-command. */
typedef struct
{
  const char *name;
  const char *arguments;       /* for the usage line */
  const char *summary;         /* one line */
  const char *description;     /* (nullable): more for --help */
  const GOptionEntry *entries; /* (nullable) */
  int min_arguments;
  int max_arguments;    /* -1: any number */
  gboolean needs_store; /* opened before @run, and connected */
  int (*run) (
      WeftContext *context,
      int argc,
      char **argv,
      GError **error); /* in a fiber; argv[0] is the first argument. An exit code, or -1 with @error */
  const char
      *weftd_option; /* (nullable): weftd does it, told by this option; at once, where there is no @run */
} WeftCommand;

extern const WeftCommand weft_found_command;
extern const WeftCommand weft_invite_command;
extern const WeftCommand weft_join_command;
extern const WeftCommand weft_sign_in_command;
extern const WeftCommand weft_sign_out_command;
extern const WeftCommand weft_rooms_command;
extern const WeftCommand weft_create_room_command;
extern const WeftCommand weft_add_command;
extern const WeftCommand weft_remove_command;
extern const WeftCommand weft_send_command;
extern const WeftCommand weft_edit_command;
extern const WeftCommand weft_read_command;
extern const WeftCommand weft_files_command;
extern const WeftCommand weft_fetch_command;
extern const WeftCommand weft_add_emoji_command;
extern const WeftCommand weft_add_stickers_command;
extern const WeftCommand weft_hooks_command;
extern const WeftCommand weft_add_hook_command;
extern const WeftCommand weft_add_teller_command;
extern const WeftCommand weft_remove_hook_command;
extern const WeftCommand weft_tail_command;
extern const WeftCommand weft_history_command;
extern const WeftCommand weft_search_command;
extern const WeftCommand weft_activity_command;
extern const WeftCommand weft_audit_command;
extern const WeftCommand weft_erase_command;
extern const WeftCommand weft_forget_command;
extern const WeftCommand weft_retention_command;
extern const WeftCommand weft_operate_command;
extern const WeftCommand weft_outbox_command;
extern const WeftCommand weft_jobs_command;
extern const WeftCommand weft_status_command;
extern const WeftCommand weft_play_command;
extern const WeftCommand weft_backup_command;
extern const WeftCommand weft_restore_command;
extern const WeftCommand weft_export_command;
extern const WeftCommand weft_export_project_command;
extern const WeftCommand weft_import_command;
extern const WeftCommand weft_fsck_command;

/** weft_command_become_weftd: runs weftd with the option of @command in place of this program. Returns only
 * with @error: -1. */
int weft_command_become_weftd (const WeftCommand *command, int argc, char **argv, GError **error);

/** weft_command_usage: sets @error: wrong usage of a command. Returns -1. */
int weft_command_usage (GError **error, const char *message);

#define WEFT_USAGE_ERROR (weft_usage_error_quark ())
GQuark weft_usage_error_quark (void);

G_END_DECLS
