/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "serve/weft-upgrade.h"
#include "../websocket/upgrade-against-soup.h"

/* The head of a request: what the door takes, libsoup reads the same; and what is not finished is finished by
 * no other end. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *head = g_memdup2 (data, size);
  gboolean taken = upgrade_check_against_soup (head, size);

  for (size_t n = 0; taken && n < size; n++)
    {
      WeftUpgrade asked;

      g_assert_cmpint (weft_upgrade_parse (&asked, head, n), ==, WEFT_UPGRADE_UNFINISHED);
      weft_upgrade_clear (&asked);
    }

  return 0;
}
