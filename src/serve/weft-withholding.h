/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-latest.h"

G_BEGIN_DECLS

/* Latest values which people may keep to themselves (WeftLatest::withheld): a row in the table WeftServerModule::withheld_by on `user/<id>` says that this
 * person shows theirs to nobody, and sees nobody's; on any other stream, that nobody shows theirs there. One's own devices are told all the same. */

/** _weft_withholding_concerns: whether @name is such a value. */
gboolean _weft_withholding_concerns (WeftEngine *engine, const char *name);
/** _weft_withholding_look: sets whether @value is for its person alone. */
gboolean _weft_withholding_look (WeftEngine *engine, WeftDatabase *database, WeftLatestValue *value, GError **error);
/** _weft_withholding_is_blind: whether @person sees nobody's. */
gboolean _weft_withholding_is_blind (WeftEngine *engine, WeftDatabase *database, const char *person, gboolean *yes, GError **error);
/** _weft_withholding_filter: @values: (element-type WeftLatestValue): of @stream; takes away what @person is not to see. */
gboolean _weft_withholding_filter (WeftEngine *engine, WeftDatabase *database, const char *stream, const char *person, GPtrArray *values, GError **error);

/** _weft_withholding_is_unseen: whether @person lets nobody know when they were last seen, and is not let know of others (WeftServerModule::unseen_by). */
gboolean _weft_withholding_is_unseen (WeftEngine *engine, WeftDatabase *database, const char *person, gboolean *yes, GError **error);

G_END_DECLS
