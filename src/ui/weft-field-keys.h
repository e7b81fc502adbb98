/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** weft_field_keys_add:
 * @entry: a #GtkText or #GtkSearchEntry
 * @around: what it stands in, or @entry if that is no #GtkText
 * @pressed: a handler of #GtkEventControllerKey::key-pressed
 * @object: what the handler is given, a #GObject
 *
 * Keys of a field which choose in a list beside it: @pressed has them before the field. While an input method
 * composes a word they are its (it may choose with the same ones), and @pressed gets only what is left, once
 * that is text.
 */
void weft_field_keys_add (GtkWidget *entry, GtkWidget *around, GCallback pressed, gpointer object);

G_END_DECLS
