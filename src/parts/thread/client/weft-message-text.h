/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  WEFT_MESSAGE_SPAN_LINK,    /* http:, https:, mailto: or weft: */
  WEFT_MESSAGE_SPAN_MENTION, /* @ and one of the names asked for */
} WeftMessageSpanKind;

/** WeftMessageSpan: bytes start … end (exclusive) of a message's text which mean something. */
typedef struct
{
  WeftMessageSpanKind kind;
  guint start;
  guint end;
} WeftMessageSpan;

/**
 * weft_message_text_scan:
 * @names: (nullable) (array zero-terminated=1): what may follow an @ to name the person
 *
 * Returns: (transfer full) (nullable): GArray of WeftMessageSpan in order; %NULL if there are none, as in most messages
 */
GArray *weft_message_text_scan (const char *text, const char *const *names);

G_END_DECLS
