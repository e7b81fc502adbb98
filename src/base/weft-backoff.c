/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-backoff.h"

guint
weft_backoff_next (WeftBackoff *self)
{
  guint64 ceiling;
  guint32 random;

  g_return_val_if_fail (self != NULL, 0);

  /* Past 32 doublings any base is over any limit. */
  ceiling = MIN ((guint64) self->base << MIN (self->attempt, 32), (guint64) self->limit);
  if (self->attempt < G_MAXUINT)
    self->attempt++;

  random = self->random != NULL ? g_rand_int (self->random) : g_random_int ();
  return (guint) (((guint64) random * (ceiling + 1)) >> 32);
}

void
weft_backoff_reset (WeftBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->attempt = 0;
}
