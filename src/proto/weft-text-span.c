/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-text-span.h"

#include <string.h>

#include "base/weft-markdown.h"
#include "base/weft-mention.h"
#include "proto/weft-link.h"

/* A link into the workspace which is no place there leads nowhere: it is words. */
static gsize
measure_link (const char *text)
{
  gsize length = weft_markdown_measure_address (text);

  if (length > 0 && g_ascii_strncasecmp (text, "weft:", 5) == 0)
    {
      g_autoptr (WeftLink) link = weft_link_parse (text, length);

      return link != NULL ? length : 0;
    }
  return length;
}

/* Whether @text begins with a mention of one of @names (nullable), whose end is said. */
static gboolean
take_mention (const char *text, const char *const *names, WeftTextSpanKind kind, WeftTextSpan *span)
{
  gsize length = names != NULL ? weft_mention_match (text, names) : 0;

  if (length == 0)
    return FALSE;
  span->kind = kind;
  span->end = span->start + length;
  return TRUE;
}

GArray *
weft_text_span_scan (const char *text, const WeftTextNames *names)
{
  GArray *spans = NULL;
  const char *p = text;

  /* Most messages have neither, and this is asked of every row that comes into sight. */
  if (strchr (text, ':') == NULL && strchr (text, '@') == NULL)
    return NULL;

  while (*p != '\0')
    {
      WeftTextSpan span = { .start = p - text, .end = p - text };

      if (p == text || !weft_mention_is_word (g_utf8_find_prev_char (text, p)))
        {
          span.end += measure_link (p);
          if (span.end > span.start)
            span.kind = WEFT_TEXT_SPAN_LINK;
          else if (names != NULL && *p == '@' && !take_mention (p, names->own, WEFT_TEXT_SPAN_MENTION, &span))
            take_mention (p, names->groups, WEFT_TEXT_SPAN_GROUP, &span);
        }
      if (span.end > span.start)
        {
          if (spans == NULL)
            spans = g_array_new (FALSE, FALSE, sizeof (WeftTextSpan));
          g_array_append_val (spans, span);
          p = text + span.end;
        }
      else
        p = g_utf8_next_char (p);
    }
  return spans;
}
