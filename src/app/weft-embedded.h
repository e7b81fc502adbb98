/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define WEFT_TYPE_EMBEDDED (weft_embedded_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmbedded, weft_embedded, WEFT, EMBEDDED, GObject)

/**
 * WeftEmbedded:
 *
 * The server of a workspace on this computer: `weftd --embedded` as a child, with a folder for its data and a
 * socket of its own below $XDG_RUNTIME_DIR. One that another program started already is joined. It ends by
 * itself half a minute after its last client, so nothing here ends it; when it dies it is started again.
 *
 * Signals: `back ()`: it was started again after it had died.
 */

/**
 * weft_embedded_new:
 * @directory: of its data, made if missing
 * @name: names the folder of its socket; a few characters, the path of a socket may be no longer than 107
 * bytes
 */
WeftEmbedded *weft_embedded_new (const char *directory, const char *name);

/** weft_embedded_set_demo: the server's clock may be set by the demo's teammates, so that there is a
 * yesterday. Before starting it. */
void weft_embedded_set_demo (WeftEmbedded *self, gboolean demo);

/** weft_embedded_get_address: Returns: (transfer none): "unix:/run/user/1000/weft/NAME/weftd.sock" */
const char *weft_embedded_get_address (WeftEmbedded *self);

/** weft_embedded_start: resolves to TRUE when it answers; rejects with what a person can do something about.
 */
DexFuture *weft_embedded_start (WeftEmbedded *self) G_GNUC_WARN_UNUSED_RESULT;

/** weft_embedded_stop: no longer starts it again. */
void weft_embedded_stop (WeftEmbedded *self);

/** weft_embedded_find_program: Returns: (transfer full) (nullable): the path of "weftd" or "weftctl": beside
 * this program, in the build folder, or in PATH. */
char *weft_embedded_find_program (const char *name);

G_END_DECLS
