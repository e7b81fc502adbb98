/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-allowances.h"

#define BUCKETS_MAX 10000 /* who is counted at a time */

typedef struct
{
  double level;
  gint64 at; /* µs */
} Bucket;

struct _WeftAllowances
{
  guint rate;
  GMutex mutex;
  GHashTable *buckets; /* char* → Bucket */
};

/* It says nothing that a new one would not. */
static gboolean
is_full (gpointer key, gpointer value, gpointer user_data)
{
  const Bucket *bucket = value;

  return g_get_monotonic_time () - bucket->at > 60 * G_USEC_PER_SEC;
}

WeftAllowances *
weft_allowances_new (guint rate)
{
  WeftAllowances *self = g_new0 (WeftAllowances, 1);

  self->rate = MAX (rate, 1);
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->mutex);

  return self;
}

void
weft_allowances_free (WeftAllowances *self)
{
  g_hash_table_unref (self->buckets);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
weft_allowances_admit (WeftAllowances *self, const char *whom, guint *wait)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Bucket *bucket = g_hash_table_lookup (self->buckets, whom);
  gint64 now = g_get_monotonic_time ();
  double second = self->rate / 60.0;

  if (bucket == NULL)
    {
      if (g_hash_table_size (self->buckets) >= BUCKETS_MAX)
        g_hash_table_foreach_remove (self->buckets, is_full, NULL);
      bucket = g_new0 (Bucket, 1);
      *bucket = (Bucket) { self->rate, now };
      g_hash_table_insert (self->buckets, g_strdup (whom), bucket);
    }
  bucket->level = MIN (bucket->level + (double) (now - bucket->at) / G_USEC_PER_SEC * second, self->rate);
  bucket->at = now;
  if (bucket->level >= 1)
    {
      bucket->level -= 1;
      return TRUE;
    }
  *wait = (guint) ((1 - bucket->level) / second) + 1;

  return FALSE;
}
