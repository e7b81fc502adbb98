/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-project-export.h"

static const WeftProjectFormat *const formats[] = { &weft_project_csv, &weft_project_json, &weft_project_markdown };

const WeftProjectFormat *
weft_project_format_find (const char *name, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (name != NULL ? g_str_equal (name, formats[i]->name) : g_str_has_suffix (path, formats[i]->ending))
      return formats[i];
  return NULL;
}
