/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-project-label.h"

void
weft_project_label_free (WeftProjectLabel *label)
{
  if (label == NULL)
    return;

  g_free (label->id);
  g_free (label->name);
  g_free (label->yarn);
  g_free (label);
}
