/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-allowances.h"
#include "serve/weft-visit.h"

G_BEGIN_DECLS

#define WEFT_VISIT_WAIT 5 /* s: for which a sender is asked to wait where nothing better is known */

struct _WeftVisit
{
  WeftEngine *engine; /* unowned, as the next */
  WeftAllowances *allowances;
  char *path;
  char *type;   /* (nullable) */
  GBytes *body; /* with a NUL behind it */
  guint status; /* the answer: of HTTP */
  char *text;   /* (nullable) */
  guint wait;   /* s */
};

G_END_DECLS
