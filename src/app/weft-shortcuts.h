/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every key of the app in one table, which the keyboard, the shortcuts dialog and the palette read. A person
 * may change each on this device: the setting `shortcuts` holds what differs, by action. */

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

/** weft_shortcuts_get_message_keys: Returns: (transfer none) (array zero-terminated=1): what is bound where
 * the messages are. */
const char *const *weft_shortcuts_get_message_keys (void);

/** WeftShortcutFunc: @accelerators: (nullable): what they are if nobody changed them; @title: translated;
 * @feature: (nullable): its title, translated */
typedef void (*WeftShortcutFunc) (
    const char *action, const char *accelerators, const char *title, const char *feature, gpointer user_data);

/** weft_shortcuts_foreach: all that have a title, also the features'. */
void weft_shortcuts_foreach (WeftShortcutFunc func, gpointer user_data);

/** weft_shortcuts_install: gives the keys to @application, now and whenever they are changed. */
void weft_shortcuts_install (GtkApplication *application, GSettings *settings);

/** weft_shortcuts_dup_keys: @own: (nullable): what it has if nobody changed it. Returns: (transfer full):
 * separated by spaces; "": none */
char *weft_shortcuts_dup_keys (GSettings *settings, const char *action, const char *own);

/** weft_shortcuts_dup_owner: Returns: (transfer full) (nullable): the title of what else has @accelerator */
char *weft_shortcuts_dup_owner (GSettings *settings, const char *action, const char *accelerator);

/** weft_shortcuts_set_keys: @keys: (nullable): %NULL: as they were at first; "": none */
void weft_shortcuts_set_keys (GSettings *settings, const char *action, const char *keys);

G_END_DECLS
