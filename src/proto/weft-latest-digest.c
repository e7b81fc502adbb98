/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "proto/weft-latest-digest.h"

void
weft_latest_digest_add (WeftLatestDigest *self, const char *stream, const char *name, gint64 value)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%" G_GINT64_FORMAT, stream, name, value);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 first = 0;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &length);
  for (guint i = 0; i < 8; i++)
    first = first << 8 | digest[i];
  self->sum += first;
}

char *
weft_latest_digest_to_text (const WeftLatestDigest *self)
{
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", self->sum);
}
