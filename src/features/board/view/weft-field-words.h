/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/* What stands in a project's own fields, in the person's language. */

/** weft_field_kind_get_label: Returns: (transfer none): "Number". */
const char *weft_field_kind_get_label (WeftFieldKind kind);

/** weft_number_describe: Returns: (transfer full): a number of an operation as people write it where they are. */
char *weft_number_describe (const char *value);
/** weft_number_parse: the other way. Returns: (transfer full) (nullable): %NULL: it is no number, or has more than 15 digits before the point. */
char *weft_number_parse (const char *text);

/** weft_field_describe: Returns: (transfer full) (nullable): @value as people read it; %NULL: what it names is not there any more. */
char *weft_field_describe (const WeftProjectField *field, WeftPeople *people, const char *value);
/** weft_fields_describe: Returns: (transfer full) (nullable): what a card shows of a task: "Size 3.5 · Grade Fine"; %NULL: nothing. */
char *weft_fields_describe (WeftBoard *board, WeftPeople *people, const WeftTaskRecord *record);

G_END_DECLS
