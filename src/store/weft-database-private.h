/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdarg.h>

#include "store/weft-database.h"

G_BEGIN_DECLS

/** Binds arguments from a va_list, as weft_database_run() describes @types, to the parameters from ?@first on. */
void _weft_statement_bind_va (WeftStatement *self, int first, const char *types, va_list *arguments);

/** Frees all statements: a connection does that before it closes. */
void _weft_database_forget_statements (WeftDatabase *self);

typedef void (*WeftStatementFunc) (WeftStatement *statement);

/** Calls @func for each statement which is being stepped. */
void _weft_database_foreach_busy (WeftDatabase *self, WeftStatementFunc func);

G_END_DECLS
