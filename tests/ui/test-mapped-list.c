/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever becomes of a list, what stands for its items stands where they do, while rows hold it and when nobody does. */

#include <gtk/gtk.h>

#include "ui/weft-mapped-list.h"

#define ROUNDS 200
#define STEPS 12

static guint n_made;

static gpointer
copy (gpointer item, gpointer user_data)
{
  n_made++;
  return gtk_string_object_new (gtk_string_object_get_string (item));
}

static void
hold_all (GListModel *mapped, GPtrArray *held)
{
  for (guint i = 0; i < g_list_model_get_n_items (mapped); i++)
    g_ptr_array_add (held, g_list_model_get_item (mapped, i));
}

static void
expect_alike (GtkStringList *list, GListModel *mapped)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  g_assert_cmpuint (g_list_model_get_n_items (mapped), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (mapped, i);

      g_assert_cmpstr (gtk_string_object_get_string (item), ==, gtk_string_list_get_string (list, i));
    }
}

/* What is told is what has changed: somebody who only follows that has the same. */
static void
on_items_changed (GListModel *mapped, guint position, guint removed, guint added, GPtrArray *followed)
{
  if (removed > 0)
    g_ptr_array_remove_range (followed, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (followed, (int) (position + i), g_list_model_get_item (mapped, position + i));
}

static void
test_random (void)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
      g_autoptr (GListModel) mapped = weft_mapped_list_new (G_LIST_MODEL (list), copy, NULL, NULL);
      g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (GPtrArray) followed = g_ptr_array_new_with_free_func (g_object_unref);
      guint next = 0;

      g_signal_connect (mapped, "items-changed", G_CALLBACK (on_items_changed), followed);
      for (guint step = 0; step < STEPS; step++)
        {
          g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
          g_auto (GStrv) added = NULL;
          int n = (int) g_list_model_get_n_items (G_LIST_MODEL (list));
          int at = g_test_rand_int_range (0, n + 1);
          int removed = g_test_rand_int_range (0, n - at + 1);

          for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
            g_strv_builder_take (names, g_strdup_printf ("%u", next++));
          added = g_strv_builder_end (names);
          gtk_string_list_splice (list, (guint) at, (guint) removed, (const char *const *) added);
          expect_alike (list, mapped);
          g_assert_cmpuint (followed->len, ==, g_list_model_get_n_items (mapped));
          for (guint i = 0; i < followed->len; i++)
            {
              g_autoptr (GObject) item = g_list_model_get_item (mapped, i);

              g_assert_true (followed->pdata[i] == item);
            }
          if (g_test_rand_bit ())
            hold_all (mapped, held);
          else
            g_ptr_array_set_size (held, 0);
        }
    }
}

/* What only moves is not made anew. */
static void
test_moved (void)
{
  g_autoptr (GListStore) store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_autoptr (GListModel) mapped = NULL;
  GtkStringObject *items[3];
  g_autoptr (GObject) before = NULL;
  g_autoptr (GObject) after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      items[i] = gtk_string_object_new ("x");
      g_list_store_append (store, items[i]);
      g_object_unref (items[i]); /* the store has it */
    }
  mapped = weft_mapped_list_new (G_LIST_MODEL (store), copy, NULL, NULL);
  before = g_list_model_get_item (mapped, 1);
  n_made = 0;
  g_list_store_splice (store, 0, 2, (gpointer[]) { items[1], items[0] }, 2);
  after = g_list_model_get_item (mapped, 0);
  g_assert_true (before == after);
  g_assert_cmpuint (n_made, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/mapped-list/random", test_random);
  g_test_add_func ("/ui/mapped-list/moved", test_moved);

  return g_test_run ();
}
