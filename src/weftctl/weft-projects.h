/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/** weft_projects_find: the stream meant by a project's name, code or id, which is one's own. */
char *weft_projects_find (WeftContext *context, const char *text, GError **error);

G_END_DECLS
