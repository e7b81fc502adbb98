/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/**
 * _weft_notice_list_people:
 * @stream: where the event is
 * @about: where the notice leads: whoever has muted that, or wants to hear nothing of it, is left out
 *
 * Who gets the notice that @declaration makes of an event: the only place where that is decided.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): ids, at most 1,000, without the author and the suspended
 */
GPtrArray *_weft_notice_list_people (WeftHandling *handling,
                                     const char *stream,
                                     const WeftNotice *declaration,
                                     JsonObject *body,
                                     const char *about,
                                     GError **error);

const char *_weft_notice_get_severity (const WeftNotice *declaration, JsonObject *body);

G_END_DECLS
