/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspace.h"

G_BEGIN_DECLS

/** WeftEntryKind: the ways into a workspace. */
typedef enum
{
  WEFT_ENTRY_SIGN_IN, /* login and password */
  WEFT_ENTRY_JOIN,    /* by invitation: name, login, password */
  WEFT_ENTRY_FOUND,   /* a new one on this computer: its name, one's own */
} WeftEntryKind;

#define WEFT_TYPE_ENTRY_DIALOG (weft_entry_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftEntryDialog, weft_entry_dialog, WEFT, ENTRY_DIALOG, AdwDialog)

/**
 * weft_entry_dialog_new:
 * @code: (nullable): of the invitation
 *
 * Asks for what it takes to enter @workspace, tries, and says what went wrong. Signal `entered (workspace)`:
 * it has worked; the dialog closes.
 */
WeftEntryDialog *weft_entry_dialog_new (WeftWorkspace *workspace, WeftEntryKind kind, const char *code);

/** weft_entry_dialog_set_login: @login: (nullable): with what one signed in the last time; only the password
 * is asked for then. */
void weft_entry_dialog_set_login (WeftEntryDialog *self, const char *login);

G_END_DECLS
