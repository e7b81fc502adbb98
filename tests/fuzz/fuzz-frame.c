/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "modules/weft-modules.h"
#include "store/weft-step.h"
#include "tests/proto/frame-rewriter.h"

/* A frame that is taken is written and read again as the same; operations and events in it are read by their modules. */

static void
parse_body (gboolean (*parse) (JsonObject *object, gpointer args, GError **error),
            void (*clear) (gpointer args),
            gsize size,
            JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autofree gpointer args = g_malloc0 (MAX (size, 1));

  if (parse (object, args, &error))
    clear (args);
  else
    g_assert_nonnull (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static WeftRegistry *registry;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFrame) frame = weft_frame_parse ((const char *) data, size, &error);
  g_autoptr (WeftFrame) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *repeated = NULL;

  if (registry == NULL)
    registry = weft_registry_new (weft_modules);
  g_assert_true ((frame == NULL) == (error != NULL));
  if (frame == NULL || frame->type == WEFT_FRAME_NONE)
    return 0;

  written = rewrite_frame (frame);
  again = weft_frame_parse (written, strlen (written), &error);
  g_assert_no_error (error);
  repeated = rewrite_frame (again);
  g_assert_cmpstr (written, ==, repeated);

  if (frame->op != NULL && frame->args != NULL)
    {
      g_autoptr (GPtrArray) steps = weft_steps_new (registry, frame->op, frame->args, &error);

      g_assert_true ((steps == NULL) == (error != NULL));
    }
  for (guint i = 0; frame->events != NULL && i < frame->events->len; i++)
    {
      const WeftFrameEvent *shown = &g_array_index (frame->events, WeftFrameEvent, i);
      const WeftEvent *event = weft_registry_find_event (registry, shown->name, shown->version);

      if (event != NULL)
        parse_body (event->parse, event->clear, event->args_size, shown->body);
    }

  return 0;
}
