/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"

G_BEGIN_DECLS

/* What weftd does instead of serving. Each says on stdout what it did. */

gboolean weft_maintenance_backup (const char *directory, const char *target, GError **error);
gboolean weft_maintenance_restore (const char *source, const char *directory, GError **error);
/** weft_maintenance_export: @url: (nullable): of PostgreSQL, as in what follows. */
gboolean weft_maintenance_export (const char *directory, const char *url, WeftRegistry *registry, const char *target, const char *stream, GError **error);
gboolean weft_maintenance_import (const char *source, const char *directory, const char *url, WeftRegistry *registry, const WeftServerModule *const *modules, GError **error);
/** weft_maintenance_renew: gives every log a new epoch, see weft_log_renew(). @engine: (transfer full): not open */
gboolean weft_maintenance_renew (WeftEngine *engine, GError **error);
/**
 * weft_maintenance_check:
 * @repair: mend what is damaged; %WEFT_ERROR_UNAVAILABLE while a server runs
 * @whole: (out): whether nothing was wrong, or all of it has been mended
 */
gboolean weft_maintenance_check (const char *directory, const char *url, WeftRegistry *registry, const WeftServerModule *const *modules, gboolean repair, gboolean *whole, GError **error);

G_END_DECLS
