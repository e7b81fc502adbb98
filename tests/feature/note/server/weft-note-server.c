/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/note/server/weft-note-server.h"

#include "tests/feature/note/shared/weft-note-module.h"

/* Everything about a note stands in its own stream, so the shared plan decides alone. */
const WeftServerModule weft_note_server_module = {
  .module = &weft_note_module,
};
