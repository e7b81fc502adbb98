/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-reader.h"

#include "base/weft-id.h"
#include "sim-time.h"

#define PATIENCE 60000 /* ms */

static void
heard_free (gpointer data)
{
  SimHeard *heard = data;

  weft_frame_free (heard->frame);
  g_free (heard);
}

static void
on_opened (SimLine *line, gpointer user_data)
{
  SimReader *self = user_data;
  g_autofree char *client = weft_id_random ();
  GString *out = g_string_new (NULL);

  self->open = TRUE;
  weft_frame_write_hello (out, client, "test", 0, FALSE, NULL);
  sim_reader_send (self, out);
}

static void
on_received (SimLine *line, GBytes *text, gpointer user_data)
{
  SimReader *self = user_data;
  SimHeard *heard = g_new0 (SimHeard, 1);
  g_autoptr (GError) error = NULL;

  heard->at = sim_now ();
  heard->frame = weft_frame_parse (g_bytes_get_data (text, NULL), g_bytes_get_size (text), &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->heard, heard);
  if (heard->frame->type == WEFT_FRAME_HEARTBEAT)
    {
      GString *out = g_string_new (NULL);

      weft_frame_write_ping (out);
      sim_reader_send (self, out);
    }
}

static void
on_closed (SimLine *line, guint code, const char *reason, gpointer user_data)
{
  SimReader *self = user_data;

  self->open = FALSE;
  self->close_code = code;
  self->close_reason = g_strdup (reason);
  g_clear_pointer (&self->line, sim_line_unref);
}

static const SimLineHandler handler = { on_opened, on_received, on_closed };

/* Public API */

SimReader *
sim_reader_connect (SimServer *server, const char *person)
{
  SimReader *self = g_new0 (SimReader, 1);

  self->server = server;
  self->person = g_strdup (person);
  self->heard = g_ptr_array_new_with_free_func (heard_free);
  self->line = sim_line_new ("reader", person, &handler, self);

  return self;
}

SimReader *
sim_reader_new (SimServer *server, const char *person)
{
  SimReader *self = sim_reader_connect (server, person);
  guint index = 0;

  for (gint64 ms = 0; sim_reader_find (self, WEFT_FRAME_WELCOME, &index) == NULL; ms += 10)
    {
      g_assert_cmpint (ms, <, PATIENCE);
      g_assert_nonnull (self->line);
      sim_server_run (server, 10);
      index = 0;
    }
  sim_reader_forget (self);

  return self;
}

void
sim_reader_free (SimReader *self)
{
  if (self->line != NULL)
    {
      sim_line_drop (self->line, FALSE);
      sim_line_unref (self->line);
    }
  g_ptr_array_unref (self->heard);
  g_free (self->close_reason);
  g_free (self->person);
  g_free (self);
}

void
sim_reader_send (SimReader *self, GString *out)
{
  g_autofree char *text = g_string_free (out, FALSE);

  if (self->line != NULL)
    sim_line_send (self->line, text);
}

void
sim_reader_forget (SimReader *self)
{
  g_ptr_array_set_size (self->heard, 0);
}

const SimHeard *
sim_reader_find (SimReader *self, WeftFrameType type, guint *index)
{
  while (*index < self->heard->len)
    {
      const SimHeard *heard = self->heard->pdata[(*index)++];

      if (heard->frame->type == type)
        return heard;
    }

  return NULL;
}

void
sim_server_run (SimServer *self, gint64 ms)
{
  gint64 until = sim_now () + ms * 1000;

  while (TRUE)
    {
      GPtrArray *lines = sim_lines_get ();
      SimLine *next = NULL;
      gint64 due = sim_server_get_due (self);

      for (guint i = 0; i < lines->len; i++)
        if (sim_line_get_due (lines->pdata[i]) < due)
          {
            next = lines->pdata[i];
            due = sim_line_get_due (next);
          }
      if (due > until)
        break;
      sim_advance_to (due);
      if (next != NULL)
        sim_line_step (next);
      else
        sim_server_step (self);
    }
  sim_advance_to (until);
}
