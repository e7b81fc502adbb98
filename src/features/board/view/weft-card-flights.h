/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/view/weft-task-row.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CARD_FLIGHTS (weft_card_flights_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardFlights, weft_card_flights, WEFT, CARD_FLIGHTS, GtkWidget)

/**
 * WeftCardFlights:
 *
 * Cards on their way from where they stood to where they stand now, above all columns, as each of these draws nothing outside itself. It takes no room and no
 * pointer, and a card stands in its new place from the beginning for all but the eye.
 */
GtkWidget *weft_card_flights_new (void);
/** weft_card_flights_add: @row: where it stands now, if it is bound to that card as long. @x, @y: where the card stood, px in this widget. */
void weft_card_flights_add (WeftCardFlights *self, WeftTaskRow *row, double x, double y);

G_END_DECLS
