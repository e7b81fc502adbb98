/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-base"

#include "base/weft-id.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define UUID_SIZE 16
#define TIME_MAX ((G_GINT64_CONSTANT (1) << 48) - 1)
#define COUNTER_MAX 0xfff

static const char digits[] = "0123456789abcdef";

static void
fill_random (guint8 *bytes, gsize size)
{
  gsize filled = 0;

  while (filled < size)
    {
      gssize n = getrandom (bytes + filled, size - filled, 0);

      if (n < 0 && errno == EINTR)
        continue;
      /* There is no safe way to go on without random numbers. */
      if (n < 0)
        g_error ("The system gives no random numbers: %s", g_strerror (errno));
      filled += (gsize) n;
    }
}

/* RFC 9562 sections 4.1 and 4.2: the variant is 0b10, the version the high half of byte 6. */
static char *
format_uuid (guint8 bytes[UUID_SIZE], guint version)
{
  char *id = g_malloc (WEFT_ID_LENGTH + 1);
  char *out = id;

  bytes[6] = (guint8) ((bytes[6] & 0x0f) | version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;

  for (guint i = 0; i < UUID_SIZE; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *out++ = '-';
      *out++ = digits[bytes[i] >> 4];
      *out++ = digits[bytes[i] & 0x0f];
    }
  *out = '\0';

  return id;
}

char *
weft_id_new (WeftClock *clock)
{
  static GMutex mutex;
  static gint64 last_time = -1;
  static guint counter;
  guint8 bytes[UUID_SIZE];
  gint64 time;
  guint count;

  g_return_val_if_fail (WEFT_IS_CLOCK (clock), NULL);

  fill_random (bytes, sizeof bytes);
  time = CLAMP (weft_clock_now (clock), 0, TIME_MAX);

  g_mutex_lock (&mutex);
  if (time > last_time)
    {
      last_time = time;
      /* Begun in the lower half, so that a full millisecond has room to count. */
      counter = (guint) (bytes[6] << 8 | bytes[7]) & (COUNTER_MAX >> 1);
    }
  else if (counter < COUNTER_MAX)
    {
      counter++;
    }
  else
    {
      last_time++;
      counter = (guint) (bytes[6] << 8 | bytes[7]) & (COUNTER_MAX >> 1);
    }
  time = last_time;
  count = counter;
  g_mutex_unlock (&mutex);

  for (guint i = 0; i < 6; i++)
    bytes[i] = (guint8) (time >> (40 - 8 * i));
  bytes[6] = (guint8) (count >> 8);
  bytes[7] = (guint8) count;

  return format_uuid (bytes, 7);
}

char *
weft_id_derive (const char *name_space, const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_return_val_if_fail (name_space != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  /* With the NUL between them ("a", "bc") and ("ab", "c") differ. */
  g_checksum_update (checksum, (const guchar *) name_space, (gssize) strlen (name_space) + 1);
  g_checksum_update (checksum, (const guchar *) name, (gssize) strlen (name));
  g_checksum_get_digest (checksum, digest, &size);

  return format_uuid (digest, 8);
}

char *
weft_id_random (void)
{
  guint8 bytes[UUID_SIZE];

  fill_random (bytes, sizeof bytes);
  return format_uuid (bytes, 4);
}

gboolean
weft_id_is_valid (const char *id)
{
  if (id == NULL)
    return FALSE;

  for (guint i = 0; i < WEFT_ID_LENGTH; i++)
    {
      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          if (id[i] != '-')
            return FALSE;
        }
      else if (!((id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f')))
        {
          return FALSE;
        }
    }

  return id[WEFT_ID_LENGTH] == '\0';
}

gint64
weft_id_get_time (const char *id)
{
  gint64 time = 0;

  if (!weft_id_is_valid (id) || id[14] != '7' || strchr ("89ab", id[19]) == NULL)
    return -1;

  for (guint i = 0; i < 13; i++)
    if (id[i] != '-')
      time = time << 4 | g_ascii_xdigit_value (id[i]);

  return time;
}

char *
weft_secret_new (gsize n_bytes)
{
  guint8 bytes[64];
  char *secret;
  gsize length;

  g_return_val_if_fail (n_bytes >= 16 && n_bytes <= sizeof bytes, NULL);

  fill_random (bytes, n_bytes);
  secret = g_base64_encode (bytes, n_bytes);
  explicit_bzero (bytes, sizeof bytes);

  /* RFC 4648 section 5. */
  g_strdelimit (secret, "+", '-');
  g_strdelimit (secret, "/", '_');
  length = strcspn (secret, "=");
  secret[length] = '\0';

  return secret;
}

char *
weft_secret_hash (const char *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}
