/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  WEFT_TEXT_SPAN_LINK,    /* http:, https:, mailto: or weft: */
  WEFT_TEXT_SPAN_MENTION, /* @ and one of the names asked for */
} WeftTextSpanKind;

/** WeftTextSpan: bytes start … end (exclusive) of a text which mean something. */
typedef struct
{
  WeftTextSpanKind kind;
  guint start;
  guint end;
} WeftTextSpan;

/**
 * weft_text_span_scan:
 * @names: (nullable) (array zero-terminated=1): what may follow an @ to name the person
 *
 * Returns: (transfer full) (nullable): GArray of WeftTextSpan in order; %NULL if there are none, as in most
 * texts
 */
GArray *weft_text_span_scan (const char *text, const char *const *names);

G_END_DECLS
