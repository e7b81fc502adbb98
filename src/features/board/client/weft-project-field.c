/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-project-field.h"

static const char *const kinds[WEFT_N_FIELD_KINDS] = { "text", "number", "date", "select", "person" };

void
weft_project_field_free (WeftProjectField *field)
{
  if (field == NULL)
    return;

  g_free (field->id);
  g_free (field->name);
  g_free (field->options);
  g_free (field);
}

gboolean
weft_project_field_equal (const WeftProjectField *a, const WeftProjectField *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->name, b->name) && a->kind == b->kind && g_strcmp0 (a->options, b->options) == 0
         && a->shown == b->shown;
}

const char *
weft_field_kind_to_wire (WeftFieldKind kind)
{
  return kinds[MIN (kind, WEFT_FIELD_PERSON)];
}

WeftFieldKind
weft_field_kind_from_wire (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (text, kinds[i]) == 0)
      return (WeftFieldKind) i;

  return WEFT_FIELD_TEXT;
}
