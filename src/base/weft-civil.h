/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Civil times: what calendar and clock show, wherever that is, in seconds since 1970-01-01 00:00:00 of the same calendar (proleptic Gregorian, no zone,
 * no leap seconds). weft_zone_to_moment() makes moments of them.
 */

/** weft_civil_from_date: @month: 1 to 12; @day: from 1; what is more than the month has goes into the next. Returns: s, its midnight */
gint64 weft_civil_from_date (int year, int month, int day);
/** weft_civil_to_date: the date of @civil. Returns: its weekday, 0: Monday, to 6 */
int weft_civil_to_date (gint64 civil, int *year, int *month, int *day);
gboolean weft_civil_is_leap_year (int year);
/** weft_civil_days_in_month: @month: 1 to 12 */
int weft_civil_days_in_month (int year, int month);

G_END_DECLS
