/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts cut into lines or words, and which of them two texts have in common: for weft-merge.h and weft-diff.h. */

typedef enum
{
  WEFT_PIECE_LINE,
  WEFT_PIECE_WORD,
} WeftPieceGrain;

typedef struct
{
  const char *text;
  gsize length;
} WeftPieceSpan;

/** WeftPieces: a text in pieces: equal pieces have equal numbers. */
typedef struct
{
  const char *text;
  GArray *offsets; /* of guint: where each begins, and the end */
  GArray *numbers; /* of guint */
} WeftPieces;

/** weft_pieces_is_word: FALSE of scripts without spaces between words, and of whatever else stands for itself. */
gboolean weft_pieces_is_word (gunichar c);

/** weft_pieces_cut: @known: GBytes → number, with a function which frees its keys; the same for texts which are compared. */
void weft_pieces_cut (WeftPieces *self, WeftPieceSpan span, WeftPieceGrain grain, GHashTable *known);
void weft_pieces_clear (WeftPieces *self);

/** weft_pieces_get_span: the pieces from @from up to, not with, @to. */
WeftPieceSpan weft_pieces_get_span (WeftPieces *self, guint from, guint to);

/**
 * weft_pieces_match:
 *
 * By Myers' O(ND) algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986). Time is bounded: of texts which differ too much only what both ends
 * have in common.
 *
 * Returns: (transfer full): for each piece of @from its equal in @to, or -1; in order
 */
int *weft_pieces_match (WeftPieces *from, WeftPieces *to);

G_END_DECLS
