/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "features/board/client/weft-onlookers.h"
#include "parts/people/client/weft-people.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_ONLOOKER_FACES (weft_onlooker_faces_get_type ())
G_DECLARE_FINAL_TYPE (WeftOnlookerFaces, weft_onlooker_faces, WEFT, ONLOOKER_FACES, GtkWidget)

/**
 * WeftOnlookerFaces:
 *
 * The faces of those who look at a project, or have one of its cards open, and how many more they are; pressed it lists them. Where there is nobody nothing is
 * seen of it, but it keeps its room, so that nothing moves when somebody comes.
 */

/** weft_onlooker_faces_new: @align: %GTK_ALIGN_START or _END: where in its room they stand. */
GtkWidget *weft_onlooker_faces_new (GtkAlign align);
/** weft_onlooker_faces_set_compact: @icon_name: (nullable): where there is little room: one face, of however many, and where there is nobody this icon; %NULL: three, by itself. */
void weft_onlooker_faces_set_compact (WeftOnlookerFaces *self, const char *icon_name);
/** weft_onlooker_faces_follow: @board, @people, @onlookers: (nullable): %NULL: nobody. @task: (nullable): those who have it open, else all. */
void weft_onlooker_faces_follow (WeftOnlookerFaces *self, WeftBoard *board, WeftPeople *people, WeftOnlookers *onlookers, const char *task);

/** weft_onlooker_faces_popup: shows who they are. Returns: FALSE if nobody else is here. */
gboolean weft_onlooker_faces_popup (WeftOnlookerFaces *self);

G_END_DECLS
