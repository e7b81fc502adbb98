/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Every key of the app in one table, which the keyboard, the shortcuts dialog and the palette read. */

typedef struct
{
  const char *action;       /* detailed */
  const char *accelerators; /* separated by spaces */
  const char *title;        /* N_(); NULL: not listed */
  const char *icon_name;    /* of the palette; NULL: not in it */
} WeftShortcut;

/** weft_shortcuts_get: Returns: (transfer none) (array zero-terminated=1): those of the window and the app;
 * features have their own. */
const WeftShortcut *weft_shortcuts_get (void);

/** weft_shortcuts_install: gives the keys, also the features', to @application. */
void weft_shortcuts_install (GtkApplication *application);

/** weft_shortcuts_new_dialog: Returns: (transfer floating): all keys. (GtkShortcutsWindow is deprecated,
 * AdwShortcutsDialog newer than our base.) */
AdwDialog *weft_shortcuts_new_dialog (void);

G_END_DECLS
