/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-reach.h"

#include <string.h>

#include "base/weft-error.h"

struct _WeftReach
{
  GPtrArray *open;   /* of GInetAddressMask */
  GPtrArray *closed; /* likewise */
};

/* Whatever is not the address of one machine in the Internet (IANA, IPv4 and IPv6 Special-Purpose Address
 * Registries, multicast). Of IPv6 only 2000::/3 is given to machines at all: what else there is, among it
 * ways to write an IPv4 address, is closed as a whole. */
static const char *const special[] = {
  "0.0.0.0/8",       "10.0.0.0/8",     "100.64.0.0/10",
  "127.0.0.0/8",     "169.254.0.0/16", "172.16.0.0/12",
  "192.0.0.0/24",    "192.0.2.0/24",   "192.31.196.0/24",
  "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
  "192.175.48.0/24", "198.18.0.0/15",  "198.51.100.0/24",
  "203.0.113.0/24",  "224.0.0.0/3",    "::/3",
  "2001::/23",       "2001:db8::/32",  "2002::/16",
  "3fff::/20",       "4000::/2",       "8000::/1",
};

static GPtrArray *
new_masks (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
is_in (GPtrArray *masks, GInetAddress *address)
{
  for (guint i = 0; i < masks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (masks, i), address))
      return TRUE;

  return FALSE;
}

/* ::ffff:192.0.2.7 reaches 192.0.2.7. */
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

WeftReach *
weft_reach_new (void)
{
  WeftReach *self = g_new0 (WeftReach, 1);

  self->open = new_masks ();
  self->closed = new_masks ();
  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    {
      GInetAddressMask *mask = g_inet_address_mask_new_from_string (special[i], NULL);

      g_assert (mask != NULL);
      g_ptr_array_add (self->closed, mask);
    }

  return self;
}

void
weft_reach_free (WeftReach *self)
{
  g_ptr_array_unref (self->open);
  g_ptr_array_unref (self->closed);
  g_free (self);
}

gboolean
weft_reach_open (WeftReach *self, const char *text, GError **error)
{
  GInetAddressMask *mask = g_inet_address_mask_new_from_string (text, NULL);

  if (mask == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "%s: expected an address or a network, such as 10.1.0.0/16", text);
      return FALSE;
    }
  g_ptr_array_add (self->open, mask);

  return TRUE;
}

gboolean
weft_reach_admits (const WeftReach *self, GInetAddress *address)
{
  g_autoptr (GInetAddress) normal = normalize (address);

  return is_in (self->open, normal) || !is_in (self->closed, normal);
}
