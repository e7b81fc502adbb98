/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"

G_BEGIN_DECLS

/* rewrite_frame: Returns: (transfer full): @frame, which is of a known type, as the writers write it. */
char *rewrite_frame (const WeftFrame *frame);

/* read_blocks: Returns: (transfer full): the lines of all fenced blocks of docs/protocol.md that are marked @kind, such as "json frame". */
char **read_blocks (const char *kind);

G_END_DECLS
