/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  WEFT_TEXT_SPAN_LINK,    /* http:, https:, mailto: or weft: */
  WEFT_TEXT_SPAN_MENTION, /* @ and one of one's own names */
  WEFT_TEXT_SPAN_GROUP,   /* @ and the handle of a group of others */
} WeftTextSpanKind;

/** WeftTextSpan: bytes start … end (exclusive) of a text which mean something. */
typedef struct
{
  WeftTextSpanKind kind;
  guint start;
  guint end;
} WeftTextSpan;

/**
 * WeftTextNames:
 * @own: (nullable) (array zero-terminated=1): what may follow an @ to mean the person
 * @groups: (nullable) (array zero-terminated=1): what may follow an @ to mean a group they are not in
 */
typedef struct
{
  const char *const *own;
  const char *const *groups;
} WeftTextNames;

/**
 * weft_text_span_scan:
 * @names: (nullable)
 *
 * Returns: (transfer full) (nullable): GArray of WeftTextSpan in order; %NULL if there are none, as in most
 * texts
 */
GArray *weft_text_span_scan (const char *text, const WeftTextNames *names);

G_END_DECLS
