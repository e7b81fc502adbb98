/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/exchange/weft-board-import.h"

G_BEGIN_DECLS

/** weft_import_sources: (array zero-terminated=1): as weft_board_import_new() takes them. */
extern const char *const weft_import_sources[];
/** weft_import_source_get_label: Returns: (transfer none): "Trello (JSON)". */
const char *weft_import_source_get_label (const char *source);
/** weft_import_field_get_label: @field: one of weft_task_table_get_fields(). Returns: (transfer none): "Title". */
const char *weft_import_field_get_label (const char *field);

/** weft_import_describe_board: Returns: (transfer full): "6 cards, 3 checklist items, 2 comments". */
char *weft_import_describe_board (const WeftBringBoard *board);
/** weft_import_describe_people: Returns: (transfer full): "2 of 5 are here". */
char *weft_import_describe_people (GPtrArray *people);
/** weft_import_describe_outcome: Returns: (transfer full): "6 cards are here now", and what was there before. */
char *weft_import_describe_outcome (const WeftBringBoardOutcome *outcome);

G_END_DECLS
