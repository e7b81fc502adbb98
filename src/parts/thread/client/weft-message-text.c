/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <string.h>

#include "parts/thread/client/weft-message-text.h"

static const char *const schemes[] = { "https://", "http://", "mailto:", "weft:" };

static gboolean
is_word (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_';
}

/* A link ends at white space; marks that end the sentence around it are not its own, nor is a bracket which it did not open. */
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

      if (p == text || !is_word (g_utf8_find_prev_char (text, p)))
        {
          for (guint i = 0; i < G_N_ELEMENTS (schemes) && span.end == span.start; i++)
            if (g_ascii_strncasecmp (p, schemes[i], strlen (schemes[i])) == 0 && end_of_link (p) > p + strlen (schemes[i]))
              {
                span.kind = WEFT_MESSAGE_SPAN_LINK;
                span.end = end_of_link (p) - text;
              }
          for (guint i = 0; *p == '@' && names != NULL && names[i] != NULL && span.end == span.start; i++)
            if (g_str_has_prefix (p + 1, names[i]) && !is_word (p + 1 + strlen (names[i])))
              {
                span.kind = WEFT_MESSAGE_SPAN_MENTION;
                span.end = span.start + 1 + strlen (names[i]);
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

char **
weft_message_text_names (const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (name, " \t", -1);
  GStrvBuilder *builder = g_strv_builder_new ();
  char **names;

  g_strv_builder_add (builder, name); /* the longest first */
  for (guint i = 0; words[1] != NULL && words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (builder, words[i]);
  names = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return names;
}
