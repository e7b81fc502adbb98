/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftProjectLabel: what tasks of a project may be marked with. */
typedef struct
{
  char *id;
  char *name;
  char *yarn; /* "teal" … */
} WeftProjectLabel;

void weft_project_label_free (WeftProjectLabel *label);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftProjectLabel, weft_project_label_free)

G_END_DECLS
