/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_versions_dialog_new:
 * @id: of a message in @stream
 *
 * What a message said before: each version with who wrote it, when, and how it differs from the one before it or from a chosen one. Words which were
 * added are underlined, those removed struck through; a screen reader says which are which.
 */
AdwDialog *weft_versions_dialog_new (WeftSync *sync, const char *stream, const char *id);

G_END_DECLS
