/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-frame-reader.h"

/* Frames of all three lengths, masked or not, fragments with control frames between them; passed in pieces of
 * any size. A boundary is where a message has ended, and nowhere else. */

static void
append_frame (GByteArray *bytes, guint8 first, guint64 length, gboolean masked)
{
  const guint8 mask = masked ? 0x80 : 0;
  guint8 head[14] = { first };
  guint n = 2;

  if (length < 126)
    head[1] = mask | (guint8) length;
  else
    {
      guint n_more = length < 65536 ? 2 : 8;

      head[1] = mask | (n_more == 2 ? 126 : 127);
      for (guint i = 0; i < n_more; i++)
        head[n++] = (guint8) (length >> (8 * (n_more - 1 - i)));
    }
  n += masked ? 4 : 0;
  g_byte_array_append (bytes, head, n);
  n = bytes->len;
  g_byte_array_set_size (bytes, n + (guint) length);
  /* What would be heads, if it were taken for such. */
  for (guint i = n; i < bytes->len; i++)
    bytes->data[i] = (guint8) g_test_rand_int ();
}

static guint64
draw_length (void)
{
  static const guint64 lengths[] = { 0, 1, 125, 126, 127, 65535, 65536, 70000 };

  return g_test_rand_bit () ? lengths[g_test_rand_int_range (0, G_N_ELEMENTS (lengths))]
                            : (guint64) g_test_rand_int_range (0, 300);
}

static void
append_message (GByteArray *bytes)
{
  gint n_fragments = g_test_rand_int_range (1, 4);

  for (gint i = 0; i < n_fragments; i++)
    {
      append_frame (bytes, (guint8) ((i == n_fragments - 1 ? 0x80 : 0) | (i == 0 ? 1 : 0)), draw_length (),
                    g_test_rand_bit ());
      if (i < n_fragments - 1 && g_test_rand_bit ())
        append_frame (bytes, 0x89, (guint64) g_test_rand_int_range (0, 126), TRUE);
    }
}

static void
test_pieces (void)
{
  for (guint round = 0; round < 200; round++)
    {
      WeftFrameBoundary boundary = { 0 };

      for (guint message = 0; message < 5; message++)
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();
          guint piece;

          append_message (bytes);
          g_assert_true (weft_frame_boundary_is_between (&boundary));
          for (guint done = 0; done < bytes->len; done += piece)
            {
              piece = (guint) g_test_rand_int_range (1, g_test_rand_bit () ? 4 : 5000);
              piece = MIN (piece, bytes->len - done);
              weft_frame_boundary_pass (&boundary, bytes->data + done, piece);
              g_assert_cmpint (weft_frame_boundary_is_between (&boundary), ==, done + piece == bytes->len);
            }
        }
    }
}

/* Bytes which are no frames at all: it goes on, whatever they are. */
static void
test_noise (void)
{
  WeftFrameBoundary boundary = { 0 };

  for (guint i = 0; i < 20000; i++)
    {
      guint8 noise[64];

      for (guint j = 0; j < sizeof noise; j++)
        noise[j] = (guint8) g_test_rand_int ();
      weft_frame_boundary_pass (&boundary, noise, (gsize) g_test_rand_int_range (0, sizeof noise));
      g_assert_cmpuint (boundary.n_head, <, sizeof boundary.head);
    }
}

static ssize_t
on_recv (wslay_event_context_ptr wslay, uint8_t *data, size_t length, int flags, void *user_data)
{
  wslay_event_set_error (wslay, WSLAY_ERR_WOULDBLOCK);
  return -1;
}

static void
test_lending (void)
{
  const struct wslay_event_callbacks callbacks = { .recv_callback = on_recv };
  WeftFrameReader *first = weft_frame_reader_borrow (&callbacks, 100, &first);
  WeftFrameReader *second = weft_frame_reader_borrow (&callbacks, 100, &second);

  g_assert_true (first != second && first->holder == &first && second->holder == &second);
  weft_frame_reader_give_back (first);
  g_assert_true (weft_frame_reader_borrow (&callbacks, 100, NULL) == first);
  g_assert_null (first->holder);
  weft_frame_reader_free (first);
  weft_frame_reader_free (second);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket/boundary/pieces", test_pieces);
  g_test_add_func ("/websocket/boundary/noise", test_noise);
  g_test_add_func ("/websocket/reader/lending", test_lending);

  return g_test_run ();
}
