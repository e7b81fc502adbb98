/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <string.h>

#include "base/weft-mention.h"
#include "parts/thread/client/weft-message-text.h"
#include "proto/weft-link.h"

#define WEFT_SCHEME 3

static const char *const schemes[] = { "https://", "http://", "mailto:", [WEFT_SCHEME] = "weft:" };

/* A link ends at white space; marks that end the sentence around it are not its own, nor is a bracket which
 * it did not open. */
static const char *
end_of_link (const char *start)
{
  const char *end = start;
  int depth = 0;

  while (*end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)) && strchr ("<>\"", *end) == NULL)
    {
      depth += *end == '(';
      if (*end == ')' && --depth < 0)
        break;
      end = g_utf8_next_char (end);
    }
  while (end > start && strchr (".,;:!?'*_", end[-1]) != NULL)
    end--;
  return end;
}

/* Whether all of it is a place in the workspace: what is not leads nowhere. */
static gboolean
is_place (const char *start, const char *end)
{
  g_autoptr (WeftLink) link = weft_link_parse (start, end - start);

  return link != NULL;
}

GArray *
weft_message_text_scan (const char *text, const char *const *names)
{
  GArray *spans = NULL;
  const char *p = text;

  /* Most messages have neither, and this is asked of every row that comes into sight. */
  if (strchr (text, ':') == NULL && strchr (text, '@') == NULL)
    return NULL;

  while (*p != '\0')
    {
      WeftMessageSpan span = { .start = p - text, .end = p - text };

      if (p == text || !weft_mention_is_word (g_utf8_find_prev_char (text, p)))
        {
          for (guint i = 0; i < G_N_ELEMENTS (schemes) && span.end == span.start; i++)
            if (g_ascii_strncasecmp (p, schemes[i], strlen (schemes[i])) == 0
                && end_of_link (p) > p + strlen (schemes[i])
                && (i != WEFT_SCHEME || is_place (p, end_of_link (p))))
              {
                span.kind = WEFT_MESSAGE_SPAN_LINK;
                span.end = end_of_link (p) - text;
              }
          if (span.end == span.start && names != NULL && weft_mention_match (p, names) > 0)
            {
              span.kind = WEFT_MESSAGE_SPAN_MENTION;
              span.end = span.start + weft_mention_match (p, names);
            }
        }
      if (span.end > span.start)
        {
          if (spans == NULL)
            spans = g_array_new (FALSE, FALSE, sizeof (WeftMessageSpan));
          g_array_append_val (spans, span);
          p = text + span.end;
        }
      else
        p = g_utf8_next_char (p);
    }
  return spans;
}
