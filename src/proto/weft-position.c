/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-position.h"

#include <string.h>

#define HEX_LENGTH 16

G_STATIC_ASSERT (WEFT_MARK_SIZE == sizeof (guint64));

static gboolean
parse_hex (const char **text, guint64 *value)
{
  *value = 0;
  for (guint i = 0; i < HEX_LENGTH; i++, (*text)++)
    {
      if (!g_ascii_isxdigit (**text) || g_ascii_isupper (**text))
        return FALSE;
      *value = *value << 4 | (guint64) g_ascii_xdigit_value (**text);
    }

  return TRUE;
}

/* One way to write each number: no sign, no leading zero. */
static gboolean
parse_seq (const char **text, gint64 *value)
{
  const char *start = *text;

  *value = 0;
  for (; g_ascii_isdigit (**text); (*text)++)
    {
      int digit = **text - '0';

      if (*value > (WEFT_SEQ_PREDICTED - 1 - digit) / 10)
        return FALSE;
      *value = *value * 10 + digit;
    }

  return *text > start && (*start != '0' || *text == start + 1);
}

char *
weft_position_to_string (const WeftPosition *self)
{
  guint64 mark;

  g_return_val_if_fail (self != NULL, NULL);

  memcpy (&mark, self->mark, sizeof mark);
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x.%" G_GINT64_FORMAT ".%016" G_GINT64_MODIFIER "x",
                          self->epoch, self->seq, GUINT64_FROM_BE (mark));
}

gboolean
weft_position_parse (const char *text, WeftPosition *self)
{
  WeftPosition position;
  guint64 mark;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (self != NULL, FALSE);

  if (!parse_hex (&text, &position.epoch) || *text++ != '.' || !parse_seq (&text, &position.seq)
      || *text++ != '.' || !parse_hex (&text, &mark) || *text != '\0')
    return FALSE;

  mark = GUINT64_TO_BE (mark);
  memcpy (position.mark, &mark, sizeof mark);
  *self = position;

  return TRUE;
}

gboolean
weft_position_equal (const WeftPosition *a, const WeftPosition *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return a->epoch == b->epoch && a->seq == b->seq && memcmp (a->mark, b->mark, WEFT_MARK_SIZE) == 0;
}
