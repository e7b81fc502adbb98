/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-proxies.h"

#include <string.h>

#include "base/weft-error.h"

#define HEADER_MAX 8192 /* bytes, over which nothing of a header is read */

struct _WeftProxies
{
  GPtrArray *masks; /* of GInetAddressMask */
  gboolean unix_socket;
};

WeftProxies *
weft_proxies_new (void)
{
  WeftProxies *self = g_new0 (WeftProxies, 1);

  self->masks = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

void
weft_proxies_free (WeftProxies *self)
{
  g_ptr_array_unref (self->masks);
  g_free (self);
}

/* Addresses */

/* A socket for both kinds tells an IPv4 address as ::ffff:192.0.2.7. */
static GInetAddress *
normalize (GInetAddress *address)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && memcmp (bytes, mapped, sizeof mapped) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);

  return g_object_ref (address);
}

static GInetAddress *
parse_address (const char *text)
{
  g_autoptr (GInetAddress) address = NULL;

  /* No %zone: it means something on the proxy's machine only. */
  if (text[0] == '\0' || text[strspn (text, "0123456789abcdefABCDEF.:")] != '\0')
    return NULL;
  address = g_inet_address_new_from_string (text);

  return address != NULL ? normalize (address) : NULL;
}

static gboolean
is_port (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= 5 && text[strspn (text, "0123456789")] == '\0';
}

/* "192.0.2.7", "192.0.2.7:4711", "[2001:db8::1]", "[2001:db8::1]:4711", and, where nothing else may hold a
 * colon, "2001:db8::1". */
static GInetAddress *
parse_node (const char *text)
{
  g_autofree char *host = g_strstrip (g_strdup (text));
  char *colon = strchr (host, ':');

  if (host[0] == '[')
    {
      char *end = strchr (host, ']');

      if (end == NULL || (end[1] != '\0' && (end[1] != ':' || !is_port (end + 2))))
        return NULL;
      *end = '\0';

      return strchr (host, ':') != NULL ? parse_address (host + 1) : NULL;
    }
  if (colon != NULL && strchr (colon + 1, ':') == NULL)
    {
      if (!is_port (colon + 1))
        return NULL;
      *colon = '\0';
    }

  return parse_address (host);
}

static gboolean
is_trusted (const WeftProxies *self, GInetAddress *address)
{
  for (guint i = 0; i < self->masks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (self->masks, i), address))
      return TRUE;

  return FALSE;
}

/* Headers, as lists of the addresses they name, NULL where one cannot be read */

static void
unref_address (gpointer data)
{
  g_clear_object (&data);
}

static GPtrArray *
parse_x_forwarded_for (const char *header)
{
  GPtrArray *nodes = g_ptr_array_new_with_free_func (unref_address);
  g_auto (GStrv) parts = g_strsplit (header, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (nodes, parse_node (parts[i]));

  return nodes;
}

static gboolean
is_token_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

static const char *
skip_space (const char *p)
{
  return p + strspn (p, " \t");
}

/* token or quoted-string; NULL if it is neither. RFC 9110, section 5.6. */
static const char *
parse_value (const char *p, GString *value)
{
  g_string_truncate (value, 0);
  if (*p != '"')
    {
      while (is_token_char (*p))
        g_string_append_c (value, *p++);
      return value->len > 0 ? p : NULL;
    }

  for (p++; *p != '"'; p++)
    {
      if (*p == '\\')
        p++;
      if (*p == '\0')
        return NULL;
      g_string_append_c (value, *p);
    }

  return p + 1;
}

/* RFC 7239, section 4. NULL if any of it is malformed: a quote which one proxy left open swallows what the
 * next one says, so then none of it is believed. */
static GPtrArray *
parse_forwarded (const char *header)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new_with_free_func (unref_address);
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  g_autoptr (GInetAddress) node = NULL;
  gboolean named = FALSE; /* this element has said "for" */

  for (const char *p = skip_space (header);; p = skip_space (p + 1))
    {
      if (is_token_char (*p))
        {
          g_string_truncate (name, 0);
          while (is_token_char (*p))
            g_string_append_c (name, *p++);
          if (*p != '=' || (p = parse_value (p + 1, value)) == NULL)
            return NULL;
          if (g_ascii_strcasecmp (name->str, "for") == 0)
            {
              if (named)
                return NULL;
              named = TRUE;
              node = parse_node (value->str);
            }
          p = skip_space (p);
        }
      if (*p == ',' || *p == '\0')
        {
          g_ptr_array_add (nodes, g_steal_pointer (&node));
          named = FALSE;
        }
      if (*p == '\0')
        return g_steal_pointer (&nodes);
      if (*p != ',' && *p != ';')
        return NULL;
    }
}

/* From the proxy nearest to us to the first address which is none. Returns: (transfer full) (nullable):
 * @nearest if nothing further is known. */
static GInetAddress *
walk (const WeftProxies *self, GInetAddress *nearest, GPtrArray *nodes)
{
  GInetAddress *found = nearest;

  for (guint i = 0; nodes != NULL && i < nodes->len && i < WEFT_PROXIES_HOPS_MAX; i++)
    {
      GInetAddress *node = g_ptr_array_index (nodes, nodes->len - 1 - i);

      if (node == NULL)
        break;
      found = node;
      if (!is_trusted (self, node))
        break;
    }

  return found != NULL ? g_object_ref (found) : NULL;
}

static GInetAddress *
follow (const WeftProxies *self,
        GInetAddress *peer,
        const char *header,
        GPtrArray *(*parse) (const char *header))
{
  g_autoptr (GPtrArray) nodes = strlen (header) <= HEADER_MAX ? parse (header) : NULL;

  return walk (self, peer, nodes);
}

/* Public API */

gboolean
weft_proxies_trust (WeftProxies *self, const char *text, GError **error)
{
  g_autoptr (GInetAddressMask) mask = NULL;
  const char *slash;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  if (g_str_equal (text, "unix"))
    {
      self->unix_socket = TRUE;
      return TRUE;
    }

  /* GLib 2.84 takes more bits than any address has for a fault of the program. */
  slash = strchr (text, '/');
  if (slash == NULL || g_ascii_string_to_unsigned (slash + 1, 10, 0, 128, NULL, NULL))
    mask = g_inet_address_mask_new_from_string (text, NULL);
  if (mask == NULL)
    {
      g_set_error (
          error, WEFT_ERROR, WEFT_ERROR_INVALID,
          "trusted-proxy: %s: expected an address, such as 192.0.2.7, a network, such as 10.0.0.0/8, or "
          "unix",
          text);
      return FALSE;
    }
  g_ptr_array_add (self->masks, g_steal_pointer (&mask));

  return TRUE;
}

char *
weft_proxies_find_client (const WeftProxies *self,
                          GInetAddress *peer,
                          const char *forwarded,
                          const char *x_forwarded_for)
{
  g_autoptr (GInetAddress) nearest = peer != NULL ? normalize (peer) : NULL;
  g_autoptr (GInetAddress) client = NULL;
  g_autoptr (GInetAddress) other = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (nearest != NULL ? is_trusted (self, nearest) : self->unix_socket)
    {
      if (x_forwarded_for != NULL)
        client = follow (self, nearest, x_forwarded_for, parse_x_forwarded_for);
      if (forwarded != NULL)
        other = follow (self, nearest, forwarded, parse_forwarded);
      if (x_forwarded_for == NULL)
        client = g_steal_pointer (&other);
      else if (forwarded != NULL
               && (client == NULL || other == NULL || !g_inet_address_equal (client, other)))
        g_clear_object (&client);
    }
  if (client == NULL)
    g_set_object (&client, nearest);

  return client != NULL ? g_inet_address_to_string (client) : NULL;
}

char *
weft_proxies_get_limit_key (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);
  guint8 bytes[16] = { 0 };
  g_autoptr (GInetAddress) network = NULL;

  if (parsed == NULL || g_inet_address_get_family (parsed) != G_SOCKET_FAMILY_IPV6)
    return g_strdup (address);

  memcpy (bytes, g_inet_address_to_bytes (parsed), 8);
  network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);

  return g_inet_address_to_string (network);
}
