/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What started weftd, if that is systemd: sockets which it opened (sd_listen_fds(3)), and what it wants to hear (sd_notify(3)). Built
 * without libsystemd there is none. */

/** weft_supervisor_take_sockets: Returns: (transfer full): descriptors of listening sockets, close-on-exec; ended by -1, maybe empty. */
int *weft_supervisor_take_sockets (void);

/** weft_supervisor_tell: @state: "READY=1", "STOPPING=1". Does nothing if nobody listens. */
void weft_supervisor_tell (const char *state);

G_END_DECLS
