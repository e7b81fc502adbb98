/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "frame-rewriter.h"
#include "proto/weft-registry.h"
#include "modules/weft-modules.h"
#include "store/weft-step.h"

/* docs/protocol.md is true: what it shows is what is parsed and written. */

static void
test_frames (void)
{
  g_auto (GStrv) lines = read_blocks ("json frame");
  gboolean seen[WEFT_N_FRAMES] = { TRUE };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftFrame) frame = weft_frame_parse (lines[i], strlen (lines[i]), &error);
      g_autofree char *written = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (frame->type, !=, WEFT_FRAME_NONE);
      written = rewrite_frame (frame);
      g_assert_cmpstr (written, ==, lines[i]);
      seen[frame->type] = TRUE;
    }

  for (guint type = 0; type < WEFT_N_FRAMES; type++)
    if (!seen[type])
      g_error ("The page shows no frame “%s”", weft_frame_type_get_name (type));
}

static void
assert_body (gboolean (*parse_body) (JsonObject *object, gpointer args, GError **error),
             void (*clear) (gpointer args),
             gsize size,
             JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autofree gpointer args = g_malloc0 (MAX (size, 1));

  parse_body (object, args, &error);
  g_assert_no_error (error);
  clear (args);
}

static void
assert_columns (WeftRegistry *registry, const WeftFrameRows *rows)
{
  const WeftTable *table = weft_registry_find_table (registry, rows->table);

  /* Two tables are there only to show all kinds of cells, and none. */
  if (strcmp (rows->table, "sample") == 0 || strcmp (rows->table, "empty") == 0)
    return;

  g_assert_nonnull (table);
  g_assert_cmpuint (rows->columns->len, ==, table->n_columns);
  for (guint i = 0; i < table->n_columns; i++)
    g_assert_cmpstr (g_ptr_array_index (rows->columns, i), ==, table->columns[i].name);
}

/* The operations, events, latest values and tables of the page are those of the modules. */
static void
test_contents (void)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  g_auto (GStrv) lines = read_blocks ("json frame");

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftFrame) frame = weft_frame_parse (lines[i], strlen (lines[i]), &error);

      g_assert_no_error (error);

      if (frame->op != NULL)
        {
          g_autoptr (GPtrArray) steps = weft_steps_new (registry, frame->op, frame->args, &error);

          g_assert_no_error (error);
          for (guint k = 0; k < steps->len; k++)
            {
              WeftStep *step = g_ptr_array_index (steps, k);

              g_assert_true (weft_registry_allows (registry, step->operation, frame->stream));
              g_assert_true (weft_step_check (step, &error));
            }
        }

      for (guint j = 0; frame->events != NULL && j < frame->events->len; j++)
        {
          const WeftFrameEvent *shown = &g_array_index (frame->events, WeftFrameEvent, j);
          const WeftEvent *event = weft_registry_find_event (registry, shown->name, shown->version);

          g_assert_nonnull (event);
          assert_body (event->parse, event->clear, event->args_size, shown->body);
        }

      for (guint j = 0; frame->tables != NULL && j < frame->tables->len; j++)
        assert_columns (registry, &g_array_index (frame->tables, WeftFrameRows, j));

      for (guint j = 0; frame->latests != NULL && j < frame->latests->len; j++)
        {
          const WeftFrameLatest *shown = &g_array_index (frame->latests, WeftFrameLatest, j);
          const WeftLatest *latest = weft_registry_find_latest (registry, shown->name);

          g_assert_nonnull (latest);
          g_assert_true (latest->durable == (shown->extra == NULL));
        }
    }
}

static void
test_refused (void)
{
  g_auto (GStrv) lines = read_blocks ("text refused");

  g_assert_cmpuint (g_strv_length (lines), >=, 20);
  g_assert_cmpuint (g_strv_length (lines) % 2, ==, 0);
  for (guint i = 0; lines[i] != NULL; i += 2)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftFrame) frame = weft_frame_parse (lines[i], strlen (lines[i]), &error);
      g_autofree char *told = NULL;

      g_assert_null (frame);
      g_assert_true (error->domain == WEFT_ERROR);
      told = g_strdup_printf ("%s: %s", weft_error_to_wire (error->code), error->message);
      g_assert_cmpstr (told, ==, lines[i + 1]);
    }
}

static void
test_marks (void)
{
  g_auto (GStrv) events = read_blocks ("json log");
  g_auto (GStrv) hashes = read_blocks ("text hash");
  g_auto (GStrv) positions = read_blocks ("text position");
  guint8 hash[32] = { 0 };
  guint n = g_strv_length (events);

  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpuint (g_strv_length (hashes), ==, n);
  g_assert_cmpuint (g_strv_length (positions), ==, n + 1);

  for (guint i = 0; i <= n; i++)
    {
      WeftPosition position = { .epoch = G_GUINT64_CONSTANT (0x5eed5eed5eed5eed), .seq = i };
      WeftPosition parsed;
      g_autofree char *text = NULL;

      if (i > 0)
        {
          g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
          g_autofree char *line = NULL;
          gsize size = sizeof hash;

          g_checksum_update (checksum, hash, sizeof hash);
          g_checksum_update (checksum, (const guchar *) events[i - 1], -1);
          line = g_strdup_printf ("H(%u) = %s", i, g_checksum_get_string (checksum));
          g_assert_cmpstr (line, ==, hashes[i - 1]);

          g_checksum_free (g_steal_pointer (&checksum));
          checksum = g_checksum_new (G_CHECKSUM_SHA256);
          g_checksum_update (checksum, hash, sizeof hash);
          g_checksum_update (checksum, (const guchar *) events[i - 1], -1);
          g_checksum_get_digest (checksum, hash, &size);
        }

      memcpy (position.mark, hash, WEFT_MARK_SIZE);
      text = weft_position_to_string (&position);
      g_assert_cmpstr (text, ==, positions[i]);
      g_assert_true (weft_position_parse (positions[i], &parsed));
      g_assert_true (weft_position_equal (&parsed, &position));
    }
}

static void
test_errors (void)
{
  g_autofree char *page = NULL;

  g_assert_true (g_file_get_contents (PROTOCOL_PAGE, &page, NULL, NULL));
  for (guint code = 0; code < WEFT_N_ERRORS; code++)
    {
      g_autofree char *row = g_strdup_printf ("\n| `%s` | ", weft_error_to_wire (code));

      /* Only of one's own store: never sent. */
      if (code != WEFT_ERROR_NOT_CACHED)
        g_assert_nonnull (strstr (page, row));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/frames", test_frames);
  g_test_add_func ("/protocol/contents", test_contents);
  g_test_add_func ("/protocol/refused", test_refused);
  g_test_add_func ("/protocol/marks", test_marks);
  g_test_add_func ("/protocol/errors", test_errors);
  return g_test_run ();
}
