/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-row-set.h"

#include <string.h>

#define N_WORDS (WEFT_BLOCK_ROWS / 64)
#define LIST_MAX 255

void
weft_row_set_add (WeftRowSet *self, guint row)
{
  self->bits[row / 64] |= G_GUINT64_CONSTANT (1) << row % 64;
}

void
weft_row_set_remove (WeftRowSet *self, guint row)
{
  self->bits[row / 64] &= ~(G_GUINT64_CONSTANT (1) << row % 64);
}

gboolean
weft_row_set_has (const WeftRowSet *self, guint row)
{
  return self->bits[row / 64] >> row % 64 & 1;
}

gboolean
weft_row_set_is_empty (const WeftRowSet *self)
{
  for (guint i = 0; i < N_WORDS; i++)
    if (self->bits[i] != 0)
      return FALSE;

  return TRUE;
}

void
weft_row_set_fill (WeftRowSet *self)
{
  memset (self->bits, 0xff, sizeof self->bits);
}

void
weft_row_set_union (WeftRowSet *self, const WeftRowSet *other)
{
  for (guint i = 0; i < N_WORDS; i++)
    self->bits[i] |= other->bits[i];
}

void
weft_row_set_intersect (WeftRowSet *self, const WeftRowSet *other)
{
  for (guint i = 0; i < N_WORDS; i++)
    self->bits[i] &= other->bits[i];
}

void
weft_row_set_subtract (WeftRowSet *self, const WeftRowSet *other)
{
  for (guint i = 0; i < N_WORDS; i++)
    self->bits[i] &= ~other->bits[i];
}

int
weft_row_set_previous (const WeftRowSet *self, guint row)
{
  for (int i = (int) (row + 63) / 64 - 1; i >= 0; i--)
    {
      guint64 bits = self->bits[i];

      if ((guint) i == row / 64)
        bits &= (G_GUINT64_CONSTANT (1) << row % 64) - 1;
      if (bits != 0)
        return i * 64 + 63 - __builtin_clzll (bits);
    }

  return -1;
}

gboolean
weft_row_set_load (WeftRowSet *self, gconstpointer data, gsize length)
{
  const guint8 *bytes = data;

  if (length == sizeof self->bits)
    {
      for (guint i = 0; i < N_WORDS; i++)
        {
          guint64 bits;

          memcpy (&bits, bytes + i * sizeof bits, sizeof bits);
          self->bits[i] |= GUINT64_FROM_LE (bits);
        }
      return TRUE;
    }

  if (length > 2 * LIST_MAX || length % 2 != 0)
    return FALSE;
  for (gsize i = 0; i < length; i += 2)
    {
      guint row = bytes[i] | bytes[i + 1] << 8;

      if (row >= WEFT_BLOCK_ROWS)
        return FALSE;
      weft_row_set_add (self, row);
    }

  return TRUE;
}

static gsize
store_bits (const WeftRowSet *self, guint8 *data)
{
  for (guint i = 0; i < N_WORDS; i++)
    {
      guint64 bits = GUINT64_TO_LE (self->bits[i]);

      memcpy (data + i * sizeof bits, &bits, sizeof bits);
    }

  return sizeof self->bits;
}

gsize
weft_row_set_store (const WeftRowSet *self, guint8 *data)
{
  gsize n = 0;

  for (guint i = 0; i < N_WORDS; i++)
    for (guint64 bits = self->bits[i]; bits != 0; bits &= bits - 1)
      {
        guint row = i * 64 + __builtin_ctzll (bits);

        if (n == 2 * LIST_MAX)
          return store_bits (self, data);
        data[n++] = row & 0xff;
        data[n++] = row >> 8;
      }

  return n;
}
