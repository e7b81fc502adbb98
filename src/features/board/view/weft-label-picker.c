/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-label-picker.h"

#include <glib/gi18n.h>

#include "base/weft-id-set.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-yarn-dot.h"

#define LABEL_MAX 40 /* characters: as the operation takes */

struct _WeftLabelPicker
{
  AdwBin parent_instance;

  WeftCardEdit *edit;
  GtkListBox *list;
  AdwEntryRow *entry;
  GHashTable *rows; /* id → Row */
  gboolean updating;
};

typedef struct
{
  WeftLabelPicker *picker;
  char *id;
  GtkWidget *row;
  GtkWidget *dot;
  GtkWidget *check;
} Row;

G_DEFINE_FINAL_TYPE (WeftLabelPicker, weft_label_picker, ADW_TYPE_BIN)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row);
}

static void
on_toggled (GtkCheckButton *check, Row *row)
{
  if (!row->picker->updating)
    weft_card_edit_label (row->picker->edit, row->id, gtk_check_button_get_active (check));
}

static Row *
add_row (WeftLabelPicker *self, const WeftProjectLabel *label)
{
  Row *row = g_new0 (Row, 1);

  row->picker = self;
  row->id = g_strdup (label->id);
  row->row = adw_action_row_new ();
  row->dot = weft_yarn_dot_new ();
  row->check = gtk_check_button_new ();
  gtk_widget_set_valign (row->check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), row->dot);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), row->check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row->row), row->check);
  g_signal_connect (row->check, "toggled", G_CALLBACK (on_toggled), row);
  g_object_set_data (G_OBJECT (row->row), "label", row);
  g_hash_table_insert (self->rows, row->id, row);
  gtk_list_box_append (self->list, row->row);
  return row;
}

/* Rows stay what they are while others come and go: the focus stays on its own. */
static void
update (WeftLabelPicker *self)
{
  WeftBoard *board = weft_card_edit_get_board (self->edit);
  const WeftTaskRecord *record = weft_task_get_record (weft_card_edit_get_task (self->edit));
  GPtrArray *labels = weft_board_get_labels (board);
  GHashTableIter iter;
  Row *row;

  self->updating = TRUE;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (weft_board_find_label (board, row->id) == NULL)
      {
        gtk_list_box_remove (self->list, row->row);
        g_hash_table_iter_remove (&iter);
      }
  for (guint i = 0; i < labels->len; i++)
    {
      const WeftProjectLabel *label = labels->pdata[i];

      row = g_hash_table_lookup (self->rows, label->id);
      if (row == NULL)
        row = add_row (self, label);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), label->name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row->check), GTK_ACCESSIBLE_PROPERTY_LABEL, label->name, -1);
      weft_yarn_dot_set_yarn (row->dot, label->yarn);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (row->check), weft_id_set_contains (record->labels, label->id));
    }
  gtk_list_box_invalidate_sort (self->list);
  gtk_widget_set_visible (GTK_WIDGET (self->list), labels->len > 0);
  self->updating = FALSE;
}

static int
compare (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  return g_utf8_collate (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (a)), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (b)));
}

static void
on_apply (WeftLabelPicker *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  weft_entry_row_show (self->entry, "");
  if (*name != '\0')
    weft_card_edit_label_new (self->edit, name);
}

static void
weft_label_picker_dispose (GObject *object)
{
  WeftLabelPicker *self = WEFT_LABEL_PICKER (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->edit);

  G_OBJECT_CLASS (weft_label_picker_parent_class)->dispose (object);
}

static void
weft_label_picker_class_init (WeftLabelPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_label_picker_dispose;
}

static void
weft_label_picker_init (WeftLabelPicker *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *new_group = adw_preferences_group_new ();
  GtkWidget *group = adw_preferences_group_new ();

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("New Label"));
  adw_entry_row_set_max_length (self->entry, LABEL_MAX);
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  g_signal_connect_swapped (self->entry, "apply", G_CALLBACK (on_apply), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (new_group), GTK_WIDGET (self->entry));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (self->list, compare, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Labels"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (new_group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_bin_set_child (ADW_BIN (self), page);
}

GtkWidget *
weft_label_picker_new (WeftCardEdit *edit)
{
  WeftLabelPicker *self = g_object_new (WEFT_TYPE_LABEL_PICKER, NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (weft_card_edit_get_task (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_card_edit_get_board (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (edit, "refused", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
