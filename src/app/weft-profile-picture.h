/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_profile_picture_new:
 * @stream: as weft_self_dup_stream()
 *
 * What one looks like to others (parts/files/view/weft-picture-row.h).
 */
GtkWidget *weft_profile_picture_new (WeftSync *sync, const char *stream, const char *name);

G_END_DECLS
