/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-view-terms.h"

#include <string.h>

#include "base/weft-id.h"

#define FIELD "field:"

const char *const weft_view_sorts[] = { "rank", "key", "title", "status", "assignee", "priority", "estimate", "due", "created", NULL };
const char *const weft_view_groupings[] = { "none", "status", "assignee", "label", "priority", "parent", NULL };

gboolean
weft_view_term_is_valid (const char *const *words, const char *text)
{
  return g_strv_contains (words, text) || weft_view_term_get_field (text) != NULL;
}

const char *
weft_view_term_get_field (const char *text)
{
  if (!g_str_has_prefix (text, FIELD) || !weft_id_is_valid (text + strlen (FIELD)))
    return NULL;
  return text + strlen (FIELD);
}

char *
weft_view_term_of_field (const char *id)
{
  return g_strconcat (FIELD, id, NULL);
}
