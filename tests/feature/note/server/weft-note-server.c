/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/note/server/weft-note-server.h"

#include "parts/ranks/server/weft-ranks-server.h"
#include "tests/feature/note/shared/weft-note-module.h"

static gboolean
react_gathered (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftNoteGathered *args = data;

  return weft_ranks_watch (handling, stream, args->list, args->above, error)
         && weft_ranks_watch (handling, stream, args->list, args->below, error);
}

static const WeftReaction reactions[] = {
  { "note.gathered", react_gathered },
  { NULL },
};

/* Everything about a note stands in its own stream, so the shared plan decides alone. */
const WeftServerModule weft_note_server_module = {
  .module = &weft_note_module,
  .reactions = reactions,
};
