/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-id.h"

#include <string.h>

/* Beyond what the system clock says, for ids of one process never go back. */
#define FUTURE G_GINT64_CONSTANT (9000000000000)

static void
test_form (void)
{
  g_autoptr (WeftManualClock) clock = weft_manual_clock_new (FUTURE);
  g_autofree char *id = weft_id_new (WEFT_CLOCK (clock));

  g_assert_true (weft_id_is_valid (id));
  g_assert_cmpint (id[14], ==, '7');
  g_assert_nonnull (strchr ("89ab", id[19]));
  g_assert_cmpint (weft_id_get_time (id), ==, FUTURE);

  /* RFC 9562, appendix A.6 */
  g_assert_cmpint (weft_id_get_time ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), ==,
                   G_GINT64_CONSTANT (1645557742000));
}

static void
test_growing (void)
{
  g_autoptr (WeftManualClock) clock = weft_manual_clock_new (FUTURE + 10);
  g_autofree char *last = weft_id_new (WEFT_CLOCK (clock));

  /* Far more than one millisecond holds. */
  for (guint i = 0; i < 50000; i++)
    {
      char *id = weft_id_new (WEFT_CLOCK (clock));

      g_assert_cmpstr (id, >, last);
      g_free (last);
      last = id;

      if (i % 10000 == 9999)
        weft_manual_clock_jump (clock, -3600 * 1000);
      if (i % 7000 == 6999)
        weft_manual_clock_advance (clock, 1);
    }

  /* Once time has caught up, ids tell it again. */
  weft_manual_clock_jump (clock, 24 * 3600 * 1000);
  g_free (last);
  last = weft_id_new (WEFT_CLOCK (clock));
  g_assert_cmpint (weft_id_get_time (last), ==, weft_clock_now (WEFT_CLOCK (clock)));
}

#define N_THREADS 4
#define N_IDS 5000

static gpointer
make_ids (gpointer clock)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_IDS; i++)
    g_ptr_array_add (ids, weft_id_new (clock));

  return ids;
}

static void
test_threads (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("ids", make_ids, weft_clock_get_system ());

  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autoptr (GPtrArray) ids = g_thread_join (threads[i]);

      for (guint j = 0; j < ids->len; j++)
        {
          if (j > 0)
            g_assert_cmpstr (g_ptr_array_index (ids, j), >, g_ptr_array_index (ids, j - 1));
          g_assert_true (g_hash_table_add (seen, g_strdup (g_ptr_array_index (ids, j))));
        }
    }

  g_assert_cmpuint (g_hash_table_size (seen), ==, N_THREADS * N_IDS);
}

static void
test_extreme_times (void)
{
  g_autoptr (WeftManualClock) clock = weft_manual_clock_new (-5);
  g_autofree char *id = weft_id_new (WEFT_CLOCK (clock));

  g_assert_true (weft_id_is_valid (id));
}

static void
test_derived (void)
{
  g_autofree char *a = weft_id_derive ("reminder", "1");
  g_autofree char *again = weft_id_derive ("reminder", "1");
  g_autofree char *b = weft_id_derive ("reminder", "2");
  g_autofree char *c = weft_id_derive ("reminder1", "");

  g_assert_true (weft_id_is_valid (a));
  g_assert_cmpint (a[14], ==, '8');
  g_assert_cmpstr (a, ==, again);
  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_cmpint (weft_id_get_time (a), ==, -1);
  /* Stored on servers: may never change. */
  g_assert_cmpstr (a, ==, "04533de2-5658-83be-81fc-d70624da644b");
}

static void
test_random (void)
{
  g_autofree char *a = weft_id_random ();
  g_autofree char *b = weft_id_random ();

  g_assert_true (weft_id_is_valid (a));
  g_assert_cmpint (a[14], ==, '4');
  g_assert_cmpstr (a, !=, b);
  g_assert_cmpint (weft_id_get_time (a), ==, -1);
}

static void
test_invalid (void)
{
  static const char *const invalid[] = {
    "",
    "017f22e2",
    "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
    "017f22e2x79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
    "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
    "017f22e279b07cc398c4dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c0739\xc3\xa9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_assert_false (weft_id_is_valid (invalid[i]));
      g_assert_cmpint (weft_id_get_time (invalid[i]), ==, -1);
    }
  g_assert_false (weft_id_is_valid (NULL));

  g_assert_true (weft_id_is_valid ("00000000-0000-0000-0000-000000000000"));
}

static void
test_secrets (void)
{
  g_autofree char *hash = weft_secret_hash ("abc");

  /* FIPS 180-2, appendix B.1 */
  g_assert_cmpstr (hash, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  for (gsize size = 16; size <= 64; size++)
    {
      g_autofree char *a = weft_secret_new (size);
      g_autofree char *b = weft_secret_new (size);

      g_assert_cmpuint (strlen (a), ==, (size * 8 + 5) / 6);
      g_assert_cmpuint (strspn (a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==,
                        strlen (a));
      g_assert_cmpstr (a, !=, b);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/threads", test_threads);
  g_test_add_func ("/id/form", test_form);
  g_test_add_func ("/id/growing", test_growing);
  g_test_add_func ("/id/extreme-times", test_extreme_times);
  g_test_add_func ("/id/derived", test_derived);
  g_test_add_func ("/id/random", test_random);
  g_test_add_func ("/id/invalid", test_invalid);
  g_test_add_func ("/id/secrets", test_secrets);
  return g_test_run ();
}
