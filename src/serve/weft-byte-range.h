/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftByteRange: which bytes of a file a request asks for. */
typedef enum
{
  WEFT_BYTE_RANGE_ALL,           /* none is asked for, several are, or it makes no sense */
  WEFT_BYTE_RANGE_PART,
  WEFT_BYTE_RANGE_UNSATISFIABLE, /* nothing of it is there */
} WeftByteRange;

/**
 * weft_byte_range_parse:
 * @text: (nullable): the header field Range (RFC 9110, 14.1.2 and 14.2)
 * @size: bytes of the file
 * @offset, @length: (out): which of them, if it is a part: never empty, within @size
 */
WeftByteRange weft_byte_range_parse (const char *text, gint64 size, gint64 *offset, gint64 *length);

G_END_DECLS
