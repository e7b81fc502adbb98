/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-upgrade.h"

#include <string.h>

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455, section 4.2.2 */
#define KEY_LENGTH 24
#define FORWARDED_MAX 4096

typedef struct
{
  const char *text;
  gsize length;
} Span;

/** Field: a header which matters, and must not come twice. */
typedef enum
{
  FIELD_HOST,
  FIELD_UPGRADE,
  FIELD_CONNECTION,
  FIELD_VERSION,
  FIELD_KEY,
  FIELD_PROTOCOL,
  FIELD_AUTHORIZATION,
  FIELD_FORWARDED,
  FIELD_X_FORWARDED_FOR,
  /* These must not come at all. */
  FIELD_CONTENT_LENGTH,
  FIELD_TRANSFER_ENCODING,
  FIELD_TRAILER,
  FIELD_TE,
  FIELD_EXPECT,
  N_FIELDS,
} Field;

static const char *const names[N_FIELDS] = {
  "host",
  "upgrade",
  "connection",
  "sec-websocket-version",
  "sec-websocket-key",
  "sec-websocket-protocol",
  "authorization",
  "forwarded",
  "x-forwarded-for",
  "content-length",
  "transfer-encoding",
  "trailer",
  "te",
  "expect",
};

static gboolean
is (Span span, const char *word)
{
  return span.length == strlen (word) && g_ascii_strncasecmp (span.text, word, span.length) == 0;
}

static gboolean
is_of (Span span, const char *more)
{
  for (gsize i = 0; i < span.length; i++)
    if (!g_ascii_isalnum (span.text[i]) && strchr (more, span.text[i]) == NULL)
      return FALSE;

  return span.length > 0;
}

static gboolean
copy (Span span, char *to, gsize size)
{
  if (span.length >= size)
    return FALSE;
  memcpy (to, span.text, span.length);
  to[span.length] = '\0';

  return TRUE;
}

/* The line at @at, without its end; @at moves behind it. */
static WeftUpgradeVerdict
take_line (const char *data, gsize length, gsize *at, Span *line)
{
  if (*at == length)
    return WEFT_UPGRADE_UNFINISHED;
  line->text = data + *at;
  for (gsize i = *at; i < length; i++)
    {
      guchar c = (guchar) data[i];

      if (c == '\r')
        {
          if (i + 1 == length)
            return WEFT_UPGRADE_UNFINISHED;
          line->length = i - *at;
          *at = i + 2;
          return data[i + 1] == '\n' ? WEFT_UPGRADE_ASKED : WEFT_UPGRADE_OTHER;
        }
      if ((c < ' ' && c != '\t') || c > '~')
        return WEFT_UPGRADE_OTHER;
    }

  return WEFT_UPGRADE_UNFINISHED;
}

/* "GET /path HTTP/1.1": a path as it is meant, without escapes or a query. */
static gboolean
take_request (WeftUpgrade *self, Span line)
{
  static const char before[] = "GET ";
  static const char after[] = " HTTP/1.1";
  gsize n_before = sizeof before - 1;
  gsize n_after = sizeof after - 1;
  Span path;

  if (line.length <= n_before + n_after || memcmp (line.text, before, n_before) != 0
      || memcmp (line.text + line.length - n_after, after, n_after) != 0)
    return FALSE;

  path = (Span) { line.text + n_before, line.length - n_before - n_after };
  return path.text[0] == '/' && is_of (path, "/-_") && memmem (path.text, path.length, "//", 2) == NULL
         && copy (path, self->path, sizeof self->path);
}

/* "Name: value". FALSE if it is no header at all. */
static gboolean
split (Span line, Span *name, Span *value)
{
  const char *colon = memchr (line.text, ':', line.length);

  if (colon == NULL)
    return FALSE;
  *name = (Span) { line.text, (gsize) (colon - line.text) };
  *value = (Span) { colon + 1, line.length - name->length - 1 };
  while (value->length > 0 && (value->text[0] == ' ' || value->text[0] == '\t'))
    {
      value->text++;
      value->length--;
    }
  while (value->length > 0
         && (value->text[value->length - 1] == ' ' || value->text[value->length - 1] == '\t'))
    value->length--;

  /* RFC 9110, section 5.6.2; a line that begins with a space was folded. */
  return is_of (*name, "!#$%&'*+-.^_`|~");
}

static gboolean
take_key (WeftUpgrade *self, Span value)
{
  /* 16 bytes in base64. */
  return value.length == KEY_LENGTH && is_of ((Span) { value.text, KEY_LENGTH - 2 }, "+/")
         && memcmp (value.text + KEY_LENGTH - 2, "==", 2) == 0 && copy (value, self->key, sizeof self->key);
}

static gboolean
take_authorization (WeftUpgrade *self, Span value)
{
  static const char scheme[] = "Bearer ";
  gsize n = sizeof scheme - 1;

  return value.length > n && g_ascii_strncasecmp (value.text, scheme, n) == 0
         && is_of ((Span) { value.text + n, value.length - n }, "-._~+/=")
         && copy ((Span) { value.text + n, value.length - n }, self->bearer, sizeof self->bearer);
}

/* FALSE if it is not what a request for a WebSocket has there. */
static gboolean
take_field (WeftUpgrade *self, Field field, Span value)
{
  switch (field)
    {
    case FIELD_HOST:
      return is_of (value, ".-:[]");
    case FIELD_UPGRADE:
      return is (value, "websocket");
    case FIELD_CONNECTION:
      return is (value, "upgrade");
    case FIELD_VERSION:
      return is (value, "13");
    case FIELD_KEY:
      return take_key (self, value);
    case FIELD_PROTOCOL:
      return is_of (value, ".-_") && copy (value, self->protocol, sizeof self->protocol);
    case FIELD_AUTHORIZATION:
      return take_authorization (self, value);
    case FIELD_FORWARDED:
      self->forwarded = g_strndup (value.text, value.length);
      return value.length <= FORWARDED_MAX;
    case FIELD_X_FORWARDED_FOR:
      self->x_forwarded_for = g_strndup (value.text, value.length);
      return value.length <= FORWARDED_MAX;
    case FIELD_CONTENT_LENGTH:
    case FIELD_TRANSFER_ENCODING:
    case FIELD_TRAILER:
    case FIELD_TE:
    case FIELD_EXPECT:
    case N_FIELDS:
      return FALSE;
    }

  return FALSE;
}

/* Public API */

WeftUpgradeVerdict
weft_upgrade_parse (WeftUpgrade *self, const char *data, gsize length)
{
  const guint needed = 1u << FIELD_HOST | 1u << FIELD_UPGRADE | 1u << FIELD_CONNECTION | 1u << FIELD_VERSION
                       | 1u << FIELD_KEY;
  guint seen = 0;
  gsize at = 0;
  gboolean other = FALSE;
  Span line;
  WeftUpgradeVerdict verdict;

  *self = (WeftUpgrade) { .forwarded = NULL };
  for (guint n = 0; (verdict = take_line (data, length, &at, &line)) == WEFT_UPGRADE_ASKED; n++)
    {
      Span name;
      Span value;
      guint field;

      if (line.length == 0)
        return !other && n > 0 && at == length && (seen & needed) == needed ? WEFT_UPGRADE_ASKED
                                                                            : WEFT_UPGRADE_OTHER;
      if (n == 0)
        {
          other = !take_request (self, line);
          continue;
        }
      if (!split (line, &name, &value))
        return WEFT_UPGRADE_OTHER;
      for (field = 0; field < N_FIELDS && !is (name, names[field]); field++)
        continue;
      if (field == N_FIELDS || other)
        continue;
      other = (seen & 1u << field) != 0 || !take_field (self, (Field) field, value);
      seen |= 1u << field;
    }

  return length >= WEFT_UPGRADE_HEAD_MAX ? WEFT_UPGRADE_OTHER : verdict;
}

void
weft_upgrade_clear (WeftUpgrade *self)
{
  g_clear_pointer (&self->forwarded, g_free);
  g_clear_pointer (&self->x_forwarded_for, g_free);
}

GBytes *
weft_upgrade_answer (const WeftUpgrade *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *accept = NULL;
  gboolean protocol = self->protocol[0] != '\0';
  guint8 digest[20];
  gsize size = sizeof digest;
  char *answer;

  g_checksum_update (sum, (const guchar *) self->key, KEY_LENGTH);
  g_checksum_update (sum, (const guchar *) GUID, strlen (GUID));
  g_checksum_get_digest (sum, digest, &size);
  accept = g_base64_encode (digest, size);
  answer = g_strconcat ("HTTP/1.1 101 Switching Protocols\r\nServer: weftd\r\nUpgrade: websocket\r\n"
                        "Connection: Upgrade\r\nSec-WebSocket-Accept: ",
                        accept, protocol ? "\r\nSec-WebSocket-Protocol: " : "",
                        protocol ? self->protocol : "", "\r\n\r\n", NULL);

  return g_bytes_new_take (answer, strlen (answer));
}
