/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-figures.h"

G_BEGIN_DECLS

/* What figures say of themselves, in the person's language. All of it (transfer full). */

/** weft_figures_words_dup_amount: "12 tasks", "3.5 points". */
char *weft_figures_words_dup_amount (double amount, WeftFiguresMeasure measure);
/** weft_figures_words_dup_days: "3.2 days"; "2 h 41 min" of less than one. */
char *weft_figures_words_dup_days (double days);
/** weft_figures_words_dup_weeks: "the last 8 weeks". */
char *weft_figures_words_dup_weeks (guint weeks);

/** weft_figures_words_dup_outlook: when what is open will be done, or what is lacking to know. @zone: the person's. */
char *weft_figures_words_dup_outlook (const WeftFigures *figures, GTimeZone *zone);
/** weft_figures_words_dup_amounts: Returns: (nullable): how much will be done in the days ahead. */
char *weft_figures_words_dup_amounts (const WeftFigures *figures, GTimeZone *zone);
/** weft_figures_words_dup_basis: Returns: (nullable): what the forecast is made of, and what it leaves out. */
char *weft_figures_words_dup_basis (const WeftFigures *figures);

G_END_DECLS
