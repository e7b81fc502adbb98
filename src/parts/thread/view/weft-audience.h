/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/people/client/weft-group-list.h"

G_BEGIN_DECLS

#define WEFT_AUDIENCE_MAX 5 /* people who may be called without being asked */

/**
 * weft_audience_confirm:
 * @people: (nullable): a model of WeftPerson
 * @groups: (nullable): the workspace's
 * @go_on: called at once where @text calls no more than WEFT_AUDIENCE_MAX people by @all, @here or the name of a group; else when the person says so; @user_data is a GObject, which
 *   is kept until then
 */
void weft_audience_confirm (GtkWidget *parent, const char *text, GListModel *people, WeftGroupList *groups, void (*go_on) (gpointer user_data), gpointer user_data);

G_END_DECLS
