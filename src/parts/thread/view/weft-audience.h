/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_AUDIENCE_MAX 5 /* people who may be called without being asked */

/**
 * weft_audience_confirm:
 * @people: (nullable): a model of WeftPerson
 * @go_on: called at once where @text calls no more than WEFT_AUDIENCE_MAX people by @all or @here; else when the person says so; @user_data is a GObject, which
 *   is kept until then
 */
void weft_audience_confirm (GtkWidget *parent, const char *text, GListModel *people, void (*go_on) (gpointer user_data), gpointer user_data);

G_END_DECLS
