/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "proto/weft-position.h"
#include "proto/weft-registry.h"
#include "sync/weft-account.h"
#include "sync/weft-address.h"

/* What a person pastes to join, and the short texts of the protocol. An address that is taken is canonical. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (GStrv) texts = fuzz_texts (data, size, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftAddress) address = weft_address_parse (texts[0], &error);
  g_autofree char *invited_to = NULL;
  g_autofree char *code = NULL;
  WeftPosition position;

  g_assert_true ((address == NULL) == (error != NULL));
  if (address != NULL)
    {
      g_autoptr (WeftAddress) again = weft_address_parse (address->text, &error);
      g_autoptr (GUri) uri = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (again->text, ==, address->text);
      uri = g_uri_parse (address->origin, G_URI_FLAGS_NONE, &error);
      g_assert_no_error (error);
      g_assert_null (g_uri_get_userinfo (uri));
    }
  g_clear_error (&error);

  if (weft_account_parse_invitation (texts[0], &invited_to, &code, &error))
    {
      g_autofree char *link = weft_account_make_invitation (invited_to, code);
      g_autofree char *to_again = NULL;
      g_autofree char *code_again = NULL;

      g_assert_true (weft_account_parse_invitation (link, &to_again, &code_again, &error));
      g_assert_cmpstr (to_again, ==, invited_to);
      g_assert_cmpstr (code_again, ==, code);
    }
  else
    g_assert_nonnull (error);

  if (weft_position_parse (texts[0], &position))
    {
      g_autofree char *text = weft_position_to_string (&position);
      WeftPosition again;

      g_assert_true (weft_position_parse (text, &again));
      g_assert_true (weft_position_equal (&position, &again));
    }
  if (weft_stream_is_valid (texts[0]))
    g_assert_nonnull (weft_stream_get_kind (texts[0]));

  return 0;
}
