/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftAllowances:
 *
 * How often each of many may do something: a minute's worth at once, and then as much as flows in. Any thread. (For one, many times a second: WeftRate.)
 */
typedef struct _WeftAllowances WeftAllowances;

/** weft_allowances_new: @rate: times a minute, at least 1. */
WeftAllowances *weft_allowances_new (guint rate);
void weft_allowances_free (WeftAllowances *self);

/** weft_allowances_admit: whether @whom may once more. @wait: (out): if not: s until then, at least 1. */
gboolean weft_allowances_admit (WeftAllowances *self, const char *whom, guint *wait);

G_END_DECLS
