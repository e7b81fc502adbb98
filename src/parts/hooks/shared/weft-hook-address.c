/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/hooks/shared/weft-hook-address.h"

char *
weft_hook_address_make (const char *server, const char *secret)
{
  g_return_val_if_fail (server != NULL && secret != NULL, NULL);

  if (g_str_has_prefix (server, "unix:"))
    return g_strdup_printf ("/hooks/%s", secret);
  if (g_str_has_prefix (server, "http://") || g_str_has_prefix (server, "https://"))
    return g_strdup_printf ("%s/hooks/%s", server, secret);

  return g_strdup_printf ("https://%s/hooks/%s", server, secret);
}
