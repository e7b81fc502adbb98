/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-fields.h"

#include <glib/gi18n.h>

#include "base/weft-id-map.h"
#include "features/board/view/weft-date-row.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-field-words.h"

#define VALUE_LENGTH 500 /* characters: as the operation takes */

struct _WeftCardFields
{
  AdwPreferencesGroup parent_instance;

  WeftCardEdit *edit;
  WeftPeople *people;
  GListModel *members; /* of WeftPerson */
  GHashTable *rows;    /* id → Row */
  char *order;         /* ids and kinds of the fields as their rows stand */
  gboolean updating;
};

/** Row: of one field. */
typedef struct
{
  WeftCardFields *fields;
  char *id;
  WeftFieldKind kind;
  GtkWidget *row;
  char *shown;       /* (nullable): of what is written: as it was shown last; what differs from it is being written */
  GPtrArray *values; /* (nullable): of what is chosen: of char: by position, none first */
} Row;

G_DEFINE_FINAL_TYPE (WeftCardFields, weft_card_fields, ADW_TYPE_PREFERENCES_GROUP)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->shown);
  g_clear_pointer (&row->values, g_ptr_array_unref);
  g_free (row);
}

static WeftBoard *
get_board (WeftCardFields *self)
{
  return weft_card_edit_get_board (self->edit);
}

static char *
dup_value (WeftCardFields *self, const char *id)
{
  return weft_id_map_dup (weft_task_get_record (weft_card_edit_get_task (self->edit))->field_values, id);
}

/* What a person does */

static void
on_written (Row *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row->row))));
  g_autofree char *value = row->kind == WEFT_FIELD_NUMBER && *text != '\0' ? weft_number_parse (text) : g_strdup (text);

  /* What is no number stays, to be put right. */
  if (value == NULL)
    {
      weft_card_edit_refuse (row->fields->edit, _ ("This field takes a number."));
      return;
    }
  g_set_str (&row->shown, text);
  weft_card_edit_set_value (row->fields->edit, row->id, *value != '\0' ? value : NULL);
}

static void
on_date_chosen (Row *row, gint64 at)
{
  g_autofree char *value = at > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, at) : NULL;

  weft_card_edit_set_value (row->fields->edit, row->id, value);
}

static void
on_selected (Row *row)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row->row));
  g_autofree char *value = dup_value (row->fields, row->id);

  if (row->fields->updating || selected >= row->values->len || g_strcmp0 (row->values->pdata[selected], value) == 0)
    return;
  /* Where one that is gone stands, nothing is to be seen, and "none" is no choice. */
  if (row->values->pdata[selected] == NULL && (value == NULL || !g_ptr_array_find_with_equal_func (row->values, value, g_str_equal, NULL)))
    return;
  weft_card_edit_set_value (row->fields->edit, row->id, row->values->pdata[selected]);
}

/* What there is now */

static void
add_choice (Row *row, GtkStringList *names, const char *value, const char *name)
{
  g_ptr_array_add (row->values, g_strdup (value));
  gtk_string_list_append (names, name);
}

static GtkStringList *
list_choices (Row *row, const WeftProjectField *field)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  const char *cursor = field->options;
  guint n = row->kind == WEFT_FIELD_PERSON ? g_list_model_get_n_items (row->fields->members) : 0;
  char *id, *name;

  g_clear_pointer (&row->values, g_ptr_array_unref);
  row->values = g_ptr_array_new_with_free_func (g_free);
  add_choice (row, names, NULL, row->kind == WEFT_FIELD_PERSON ? C_ ("whose a card is", "Nobody") : C_ ("labels of a card", "None"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (row->fields->members, i);

      add_choice (row, names, weft_person_get_id (person), weft_person_get_name (person));
    }
  while (row->kind == WEFT_FIELD_SELECT && weft_id_map_next (&cursor, &id, &name))
    {
      add_choice (row, names, id, name);
      g_free (id);
      g_free (name);
    }
  return names;
}

static gboolean
holds_same (GListModel *a, GListModel *b)
{
  guint n = g_list_model_get_n_items (a);

  if (n != g_list_model_get_n_items (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (a), i), gtk_string_list_get_string (GTK_STRING_LIST (b), i)))
      return FALSE;

  return TRUE;
}

static void
show_choice (Row *row, const WeftProjectField *field, const char *value)
{
  g_autoptr (GtkStringList) names = list_choices (row, field);
  GListModel *old = adw_combo_row_get_model (ADW_COMBO_ROW (row->row));
  guint selected = 0;

  if (old == NULL || !holds_same (old, G_LIST_MODEL (names)))
    adw_combo_row_set_model (ADW_COMBO_ROW (row->row), G_LIST_MODEL (names));
  for (guint i = 1; i < row->values->len; i++)
    if (g_strcmp0 (row->values->pdata[i], value) == 0)
      selected = i;
  adw_combo_row_set_selected (ADW_COMBO_ROW (row->row), selected);
}

/* What is being written stays. */
static void
show_text (Row *row, const char *value)
{
  g_autofree char *text = value == NULL                     ? g_strdup ("")
                          : row->kind == WEFT_FIELD_NUMBER ? weft_number_describe (value)
                                                            : g_strdup (value);

  if (row->shown == NULL || g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row->row)), row->shown))
    weft_entry_row_show (ADW_ENTRY_ROW (row->row), text);
  g_set_str (&row->shown, text);
}

static void
show_row (Row *row, const WeftProjectField *field)
{
  gboolean changes = weft_board_may_change (get_board (row->fields));
  g_autofree char *value = dup_value (row->fields, row->id);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), field->name);
  switch (row->kind)
    {
    case WEFT_FIELD_DATE:
      weft_date_row_set_editable (WEFT_DATE_ROW (row->row), changes);
      weft_date_row_set_date (WEFT_DATE_ROW (row->row), value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0);
      break;
    case WEFT_FIELD_SELECT:
    case WEFT_FIELD_PERSON:
      gtk_widget_set_sensitive (row->row, changes);
      show_choice (row, field, value);
      break;
    case WEFT_FIELD_TEXT:
    case WEFT_FIELD_NUMBER:
    default:
      gtk_widget_set_sensitive (row->row, changes);
      show_text (row, value);
    }
}

static void
add_row (WeftCardFields *self, const WeftProjectField *field)
{
  Row *row = g_new0 (Row, 1);

  row->fields = self;
  row->id = g_strdup (field->id);
  row->kind = field->kind;
  if (row->kind == WEFT_FIELD_DATE)
    {
      row->row = weft_date_row_new (field->name);
      g_signal_connect_swapped (row->row, "chosen", G_CALLBACK (on_date_chosen), row);
    }
  else if (row->kind == WEFT_FIELD_SELECT || row->kind == WEFT_FIELD_PERSON)
    {
      g_autoptr (GtkExpression) name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

      row->row = adw_combo_row_new ();
      adw_combo_row_set_expression (ADW_COMBO_ROW (row->row), name);
      adw_combo_row_set_enable_search (ADW_COMBO_ROW (row->row), row->kind == WEFT_FIELD_PERSON);
      g_signal_connect_swapped (row->row, "notify::selected", G_CALLBACK (on_selected), row);
    }
  else
    {
      row->row = adw_entry_row_new ();
      adw_entry_row_set_max_length (ADW_ENTRY_ROW (row->row), VALUE_LENGTH);
      adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row->row), TRUE);
      g_signal_connect_swapped (row->row, "apply", G_CALLBACK (on_written), row);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  g_hash_table_insert (self->rows, row->id, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row->row);
}

/* Rows are made anew only where fields come or go: what is being written in one stays otherwise. */
static void
arrange (WeftCardFields *self)
{
  GPtrArray *fields = weft_board_get_fields (get_board (self));
  g_autoptr (GString) order = g_string_new (NULL);
  GHashTableIter iter;
  Row *row;

  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];

      g_string_append_printf (order, "%s %d ", field->id, field->kind);
    }
  if (!g_set_str (&self->order, order->str))
    return;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    {
      g_signal_handlers_disconnect_by_data (row->row, row);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row->row);
    }
  g_hash_table_remove_all (self->rows);
  for (guint i = 0; i < fields->len; i++)
    add_row (self, fields->pdata[i]);
}

static void
update (WeftCardFields *self)
{
  GPtrArray *fields = weft_board_get_fields (get_board (self));

  self->updating = TRUE;
  arrange (self);
  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];

      show_row (g_hash_table_lookup (self->rows, field->id), field);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), fields->len > 0);
  self->updating = FALSE;
}

static void
weft_card_fields_dispose (GObject *object)
{
  WeftCardFields *self = WEFT_CARD_FIELDS (object);
  GHashTableIter iter;
  Row *row;

  if (self->rows != NULL)
    {
      g_hash_table_iter_init (&iter, self->rows);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
        g_signal_handlers_disconnect_by_data (row->row, row);
    }
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->edit);
  g_clear_object (&self->people);
  g_clear_object (&self->members);
  g_clear_pointer (&self->order, g_free);

  G_OBJECT_CLASS (weft_card_fields_parent_class)->dispose (object);
}

static void
weft_card_fields_class_init (WeftCardFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_card_fields_dispose;
}

static void
weft_card_fields_init (WeftCardFields *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Fields"));
}

GtkWidget *
weft_card_fields_new (WeftCardEdit *edit, WeftPeople *people, GListModel *members)
{
  WeftCardFields *self = g_object_new (WEFT_TYPE_CARD_FIELDS, NULL);

  self->edit = g_object_ref (edit);
  self->people = g_object_ref (people);
  self->members = g_object_ref (members);
  update (self);
  g_signal_connect_object (weft_card_edit_get_task (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_board (self), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (members, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  /* What was chosen and does not go is put back to what is. */
  g_signal_connect_object (edit, "refused", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
