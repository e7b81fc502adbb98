/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-plan.h"

G_BEGIN_DECLS

/* WeftPlannedPoll: what plans and the server's half know of a poll. */
typedef struct
{
  gboolean several;
  gboolean secret;
  gboolean closed;
  gboolean deleted;
  gint64 closes_at;
  guint n_options;
  char *votes;
} WeftPlannedPoll;

#define WEFT_POLL_COLUMNS "poll, secret, closed, closes_at, votes, text, deleted"

void _weft_poll_clear (WeftPlannedPoll *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftPlannedPoll, _weft_poll_clear)

/* @statement: (nullable): of WEFT_POLL_COLUMNS; refuses @field where it has no row. */
gboolean _weft_poll_read (WeftStatement *statement, const char *field, WeftPlannedPoll *poll, GError **error);
gboolean _weft_poll_check_vote (const WeftPlannedPoll *poll, const char *field, gint64 option, gint64 at, GError **error);

G_END_DECLS
