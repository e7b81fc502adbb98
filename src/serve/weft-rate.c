/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-rate.h"

gint64
weft_rate_take (WeftRate *self, guint rate, guint burst, gint64 now)
{
  gint64 each = MAX (G_USEC_PER_SEC / (gint64) rate, 1);

  self->empty_at = MAX (self->empty_at, now);
  if (self->empty_at + each - now > each * (gint64) burst)
    return self->empty_at - now;

  self->empty_at += each;
  return 0;
}
