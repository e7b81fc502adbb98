/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_profile_picture_new:
 * @stream: as weft_self_dup_stream()
 *
 * A row with what one looks like to others: a picture chosen from a file or pasted, cut to a square of 512 px
 * at most by the process for strangers' pictures (nothing is decoded here), or none. It is changed at once,
 * not when the form around it is saved; undo takes it back.
 */
GtkWidget *weft_profile_picture_new (WeftSync *sync, const char *stream, const char *name);

G_END_DECLS
