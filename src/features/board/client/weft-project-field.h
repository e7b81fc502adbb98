/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftFieldKind: what may stand in a field (docs/operations.md, board.set-value). */
typedef enum
{
  WEFT_FIELD_TEXT,
  WEFT_FIELD_NUMBER,
  WEFT_FIELD_DATE,
  WEFT_FIELD_SELECT,
  WEFT_FIELD_PERSON,
} WeftFieldKind;

#define WEFT_N_FIELD_KINDS (WEFT_FIELD_PERSON + 1)

/** WeftProjectField: what the tasks of a project say besides. */
typedef struct
{
  char *id;
  char *name;
  WeftFieldKind kind;
  char *options; /* (nullable): a map of ids (base/weft-id-map.h): what can be chosen */
  gboolean shown; /* on cards */
} WeftProjectField;

void weft_project_field_free (WeftProjectField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftProjectField, weft_project_field_free)
gboolean weft_project_field_equal (const WeftProjectField *a, const WeftProjectField *b);

/** weft_field_kind_to_wire: Returns: as operations say it: "text". */
const char *weft_field_kind_to_wire (WeftFieldKind kind);
WeftFieldKind weft_field_kind_from_wire (const char *text);

G_END_DECLS
