/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-client-session-private.h"

/* Which streams the server is asked for, from where on, and when again. */

static void
note_asked (WeftClientSession *self, const char *stream)
{
  Asked *asked = g_hash_table_lookup (self->asked, stream);

  if (asked == NULL)
    {
      asked = g_new0 (Asked, 1);
      g_hash_table_insert (self->asked, (gpointer) stream, asked);
    }
  else
    {
      asked->n_tries++;
    }
  asked->at = _weft_client_session_now (self);
  asked->answered = FALSE;
}

static void
add_position (GArray *positions, WeftHeld *held)
{
  WeftFramePosition position = { .stream = held->stream, .position = held->position, .fresh = !held->held };

  g_array_append_val (positions, position);
}

void
_weft_client_session_subscribe_all (WeftClientSession *self)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (WeftFramePosition));
  GHashTableIter iter;
  gpointer held;
  guint done = 0;

  g_hash_table_iter_init (&iter, self->copy->streams);
  while (g_hash_table_iter_next (&iter, NULL, &held))
    if (((WeftHeld *) held)->held)
      {
        add_position (positions, held);
        note_asked (self, ((WeftHeld *) held)->stream);
      }

  /* Our own streams come last: what is not named by then has no position, and gets a snapshot. */
  do
    {
      guint n = MIN (positions->len - done, POSITIONS_PER_FRAME);

      weft_frame_write_subscribe (self->out, done + n == positions->len,
                                  n > 0 ? &g_array_index (positions, WeftFramePosition, done) : NULL, n);
      _weft_client_session_send_out (self);
      done += n;
    }
  while (done < positions->len);

  self->all_live = FALSE;
}

/* Asked already: then what it brings is on its way, and asking again would bring all of it once more. On a
 * slow line it may take its time. */
static gboolean
is_on_its_way (WeftClientSession *self, const char *stream)
{
  const Asked *asked = g_hash_table_lookup (self->asked, stream);
  gint64 patience;

  if (asked == NULL)
    return FALSE;

  patience = asked->answered ? ASK_STALLED : MIN (ASK_AGAIN << MIN (asked->n_tries, 8), ASK_STALLED);

  return _weft_client_session_now (self) - asked->at < patience;
}

void
_weft_client_session_ask_for (WeftClientSession *self, const char *stream)
{
  g_ptr_array_add (self->to_ask, (gpointer) g_intern_string (stream));
}

void
_weft_client_session_ask_again_for (WeftClientSession *self, const char *stream)
{
  const Asked *asked = g_hash_table_lookup (self->asked, stream);

  if (asked != NULL && asked->answered)
    g_hash_table_remove (self->asked, stream);
  _weft_client_session_ask_for (self, stream);
}

/* Something of @stream has come. */
void
_weft_client_session_note_answer (WeftClientSession *self, const char *stream)
{
  Asked *asked = g_hash_table_lookup (self->asked, stream);
  const WeftHeld *held;

  if (asked == NULL)
    return;

  held = weft_copy_get_stream (self->copy, stream);
  if (held != NULL && held->held && held->position.seq >= held->head)
    {
      g_hash_table_remove (self->asked, stream);
      return;
    }
  asked->answered = TRUE;
  asked->n_tries = 0;
  asked->at = _weft_client_session_now (self);
}

/* The server sends nothing of these streams until they are asked for. */
void
_weft_client_session_take_poke (WeftClientSession *self, const WeftFrame *frame)
{
  for (guint i = 0; i < frame->heads->len; i++)
    {
      const WeftFrameHead *head = &g_array_index (frame->heads, WeftFrameHead, i);
      const WeftHeld *held = weft_copy_get_stream (self->copy, head->stream);

      if (held != NULL && held->held && held->position.seq < head->seq)
        {
          g_hash_table_remove (self->asked, held->stream);
          _weft_client_session_ask_for (self, held->stream);
        }
    }
}

/* The server moved on without sending the events: its queue was full, or they were lost, or what they were
 * asked for with. */
void
_weft_client_session_ask_for_missing (WeftClientSession *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->copy->streams);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const WeftHeld *held = value;

      if (held->held && !held->stopped && held->position.seq < held->head)
        _weft_client_session_ask_for (self, held->stream);
    }
}

/* What is on screen comes first. */
static int
compare_shown (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const char *const *open = user_data;
  gboolean first = open != NULL && g_strv_contains (open, *(const char *const *) a);
  gboolean second = open != NULL && g_strv_contains (open, *(const char *const *) b);

  return second - first;
}

void
_weft_client_session_subscribe_asked (WeftClientSession *self)
{
  g_autoptr (GArray) positions = NULL;

  if (self->to_ask->len == 0)
    return;

  g_ptr_array_sort_with_data (self->to_ask, compare_shown, self->open.names);
  positions = g_array_new (FALSE, FALSE, sizeof (WeftFramePosition));
  for (guint i = 0; i < self->to_ask->len && self->ready; i++)
    {
      const char *stream = self->to_ask->pdata[i];
      WeftHeld *held = weft_copy_add_stream (self->copy, stream);

      if (held->stopped || is_on_its_way (self, stream))
        continue;
      note_asked (self, stream);
      g_hash_table_remove (self->snapshots, stream);
      add_position (positions, held);
    }
  g_ptr_array_set_size (self->to_ask, 0);

  for (guint done = 0; done < positions->len; done += POSITIONS_PER_FRAME)
    {
      weft_frame_write_subscribe (self->out, FALSE, &g_array_index (positions, WeftFramePosition, done),
                                  MIN (positions->len - done, POSITIONS_PER_FRAME));
      _weft_client_session_send_out (self);
    }
}

void
_weft_client_session_note_unfit (WeftClientSession *self, const char *stream)
{
  Unfit *unfit = g_hash_table_lookup (self->unfit, stream);

  if (unfit == NULL)
    {
      unfit = g_new0 (Unfit, 1);
      unfit->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (4000, 300000);
      g_hash_table_insert (self->unfit, (gpointer) stream, unfit);
    }

  if (++unfit->n_tries > UNFIT_TRIES)
    unfit->due = G_MAXINT64;
  else
    unfit->due = _weft_client_session_now (self) + weft_backoff_next (&unfit->backoff) * MS;
}

void
_weft_client_session_ask_for_unfit (WeftClientSession *self)
{
  GHashTableIter iter;
  gpointer stream;
  gpointer value;

  g_hash_table_iter_init (&iter, self->unfit);
  while (g_hash_table_iter_next (&iter, &stream, &value))
    {
      Unfit *unfit = value;

      if (unfit->due > _weft_client_session_now (self))
        continue;
      unfit->due = G_MAXINT64;
      g_hash_table_remove (self->asked, stream);
      _weft_client_session_ask_for (self, stream);
    }
  _weft_client_session_subscribe_asked (self);
}
