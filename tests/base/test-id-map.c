/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "base/weft-id-map.h"

static void
test_entries (void)
{
  g_autofree char *one = weft_id_map_set (NULL, "a", "first word");
  g_autofree char *two = weft_id_map_set (one, "ab", "");
  g_autofree char *changed = weft_id_map_set (two, "a", "b c");
  g_autofree char *less = weft_id_map_set (changed, "a", NULL);
  g_autofree char *same = weft_id_map_set (less, "a", NULL);
  g_autofree char *none = weft_id_map_set (less, "ab", NULL);
  g_autofree char *text = weft_id_map_dup (changed, "a");
  g_autofree char *empty = weft_id_map_dup (changed, "ab");
  const char *cursor = changed;
  char *id, *value;

  g_assert_cmpstr (two, ==, "a first word\nab ");
  g_assert_cmpstr (changed, ==, "a b c\nab ");
  g_assert_cmpstr (less, ==, "ab ");
  g_assert_cmpstr (same, ==, "ab ");
  g_assert_null (none);
  g_assert_cmpstr (text, ==, "b c");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (weft_id_map_dup (changed, "b"));
  g_assert_null (weft_id_map_dup (NULL, "a"));
  g_assert_cmpuint (weft_id_map_count (changed), ==, 2);
  g_assert_cmpuint (weft_id_map_count (""), ==, 0);

  g_assert_true (weft_id_map_next (&cursor, &id, &value));
  g_assert_cmpstr (id, ==, "a");
  g_assert_cmpstr (value, ==, "b c");
  g_free (id);
  g_free (value);
  g_assert_true (weft_id_map_next (&cursor, &id, &value));
  g_assert_cmpstr (id, ==, "ab");
  g_assert_cmpstr (value, ==, "");
  g_free (id);
  g_free (value);
  g_assert_false (weft_id_map_next (&cursor, &id, &value));
}

/* Beside a hash table: what is set is what is there, in any order of changes. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (27);

  for (guint run = 0; run < 200; run++)
    {
      g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autofree char *map = NULL;
      GHashTableIter iter;
      gpointer key, expected;

      for (guint i = 0; i < 40; i++)
        {
          g_autofree char *id = g_strdup_printf ("%x", (guint) g_rand_int_range (random, 0, 20));
          g_autofree char *text = g_rand_boolean (random) ? g_strdup_printf ("%x %x", g_rand_int (random), i) : NULL;
          g_autofree char *old = g_steal_pointer (&map);

          map = weft_id_map_set (old, id, text);
          if (text != NULL)
            g_hash_table_insert (wanted, g_strdup (id), g_strdup (text));
          else
            g_hash_table_remove (wanted, id);
        }
      g_assert_cmpuint (weft_id_map_count (map), ==, g_hash_table_size (wanted));
      g_hash_table_iter_init (&iter, wanted);
      while (g_hash_table_iter_next (&iter, &key, &expected))
        {
          g_autofree char *text = weft_id_map_dup (map, key);

          g_assert_cmpstr (text, ==, expected);
        }
    }
}

/* What is in a store may be anything. */
static void
test_garbage (void)
{
  static const char *const maps[] = { "\n", "\n\n", " ", "a", "a\n", "\na b", " x\n y", "a b\n\n\nc d\n" };

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      const char *cursor = maps[i];
      g_autofree char *set = weft_id_map_set (maps[i], "q", "r");
      g_autofree char *text = weft_id_map_dup (set, "q");
      char *id, *value;

      g_assert_cmpstr (text, ==, "r");
      while (weft_id_map_next (&cursor, &id, &value))
        {
          g_free (id);
          g_free (value);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/id-map/entries", test_entries);
  g_test_add_func ("/base/id-map/random", test_random);
  g_test_add_func ("/base/id-map/garbage", test_garbage);
  return g_test_run ();
}
