/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftFiguresTask: what figures need to know of a task. */
typedef struct
{
  gint64 number;
  char *title;
  double estimate;   /* points; what is not above 0 is none */
  char *status;      /* id: where it stands */
  char *steps;       /* through which statuses it went (shared/weft-task-steps.h) */
  gint64 created_at; /* ms */
  gboolean archived;
  gboolean removed;
  gboolean duplicate; /* of another task */
} WeftFiguresTask;

void weft_figures_task_free (WeftFiguresTask *self);

G_END_DECLS
