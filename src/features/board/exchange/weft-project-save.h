/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_project_save:
 * @format: "csv", "json" or "markdown"
 * @path: a file; what is there is replaced once the new one is whole
 * @wait: s in which the server has to answer each time; 0: it is not asked
 *
 * Writes the project @stream down, with its comments but as CSV: those which are not held here are fetched.
 *
 * Resolves to TRUE when the file is there. Rejects with %WEFT_ERROR_NOT_FOUND, _DENIED or _FULL, naming @path, and with %WEFT_ERROR_UNAVAILABLE where the server does not answer.
 */
DexFuture *weft_project_save (WeftSync *sync, const char *stream, const char *format, const char *path, int wait) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
