/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "modules/weft-server-modules.h"
#include "serve/weft-bus-message.h"
#include "serve/weft-limits.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"

/* What the server reads of its own disk, its bus and its command line: damaged, not trusted. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static WeftRegistry *registry;
  g_auto (GStrv) texts = fuzz_texts (data, size, 1);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_auto (WeftStoredEvent) event = { 0 };
  g_autoptr (WeftBusMessage) message = NULL;
  g_auto (GStrv) rows = NULL;
  WeftLimits limits = { 0 };

  if (registry == NULL)
    registry = weft_registry_new (weft_modules);

  if (!weft_stored_event_parse (&event, registry, "room/01940000-0000-7000-8000-000000000001", (const char *) data, size, &error))
    g_assert_nonnull (error);
  g_clear_error (&error);

  message = weft_bus_message_parse (bytes, &error);
  if (message != NULL)
    {
      g_autoptr (GBytes) written = weft_bus_message_write (message);
      g_autoptr (WeftBusMessage) again = weft_bus_message_parse (written, &error);

      g_assert_no_error (error);
      g_assert_cmpint (again->kind, ==, message->kind);
      g_assert_cmpuint (again->names->len, ==, message->names->len);
    }
  g_clear_error (&error);

  rows = weft_erase_parse (registry, texts[0], &error);
  g_assert_true ((rows == NULL) == (error != NULL));
  g_clear_error (&error);

  if (!weft_limits_parse (&limits, texts[0], &error))
    g_assert_nonnull (error);

  return 0;
}
