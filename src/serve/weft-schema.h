/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-migration.h"

G_BEGIN_DECLS

/** WEFT_SERVE_MIGRATIONS: the engine's own tables, of the owner "serve". */
extern const WeftMigration weft_serve_migrations[];

G_END_DECLS
