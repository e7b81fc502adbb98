/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** weft_journal_start: from now on the log goes to stderr, a line an entry: time, level, domain, message, as key=value. */
void weft_journal_start (gboolean verbose);

G_END_DECLS
