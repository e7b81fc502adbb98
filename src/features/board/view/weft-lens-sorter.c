/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-lens-sorter.h"

struct _WeftLensSorter
{
  GtkSorter parent_instance;

  WeftBoardLens *lens;
};

G_DEFINE_FINAL_TYPE (WeftLensSorter, weft_lens_sorter, GTK_TYPE_SORTER)

static GtkOrdering
weft_lens_sorter_compare (GtkSorter *sorter, gpointer a, gpointer b)
{
  return gtk_ordering_from_cmpfunc (weft_task_order_compare (weft_board_lens_get_order (WEFT_LENS_SORTER (sorter)->lens), a, b));
}

static GtkSorterOrder
weft_lens_sorter_get_order (GtkSorter *sorter)
{
  return weft_board_lens_get_look (WEFT_LENS_SORTER (sorter)->lens)->sort.kind == WEFT_SORT_RANK ? GTK_SORTER_ORDER_NONE : GTK_SORTER_ORDER_TOTAL;
}

static void
weft_lens_sorter_finalize (GObject *object)
{
  g_clear_object (&WEFT_LENS_SORTER (object)->lens);

  G_OBJECT_CLASS (weft_lens_sorter_parent_class)->finalize (object);
}

static void
weft_lens_sorter_class_init (WeftLensSorterClass *klass)
{
  GtkSorterClass *sorter_class = GTK_SORTER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = weft_lens_sorter_finalize;
  sorter_class->compare = weft_lens_sorter_compare;
  sorter_class->get_order = weft_lens_sorter_get_order;
}

static void
weft_lens_sorter_init (WeftLensSorter *self)
{
}

static void
on_ordered (GtkSorter *self)
{
  gtk_sorter_changed (self, GTK_SORTER_CHANGE_DIFFERENT);
}

GtkSorter *
weft_lens_sorter_new (WeftBoardLens *lens)
{
  WeftLensSorter *self = g_object_new (WEFT_TYPE_LENS_SORTER, NULL);

  self->lens = g_object_ref (lens);
  g_signal_connect_object (lens, "ordered", G_CALLBACK (on_ordered), self, G_CONNECT_SWAPPED);
  return GTK_SORTER (self);
}
