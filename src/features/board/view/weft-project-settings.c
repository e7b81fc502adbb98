/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-project-settings.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-field-page.h"
#include "features/board/view/weft-field-words.h"
#include "features/board/view/weft-label-page.h"
#include "features/board/view/weft-project-code.h"
#include "features/board/view/weft-status-page.h"
#include "features/board/view/weft-task-words.h"
#include "features/board/view/weft-yarn-dot.h"
#include "sync/weft-refusal.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-toast.h"

#define WIDTH 640 /* so that its pages are chosen in the header: a toast covers the bar below */
#define HEIGHT 600
#define NAME_LENGTH 40     /* characters, of a status and a label: as the operations take */
#define PROJECT_LENGTH 80
#define CODE_LENGTH 8
#define ABOUT_LENGTH 2000

struct _WeftProjectSettings
{
  AdwPreferencesDialog parent_instance;

  WeftBoard *board;
  gboolean updating;
  GHashTable *statuses; /* id → Row */
  GHashTable *labels;   /* id → Row */
  GHashTable *fields;   /* id → Row */

  AdwEntryRow *name_row;
  AdwEntryRow *code_row;
  AdwEntryRow *about_row;
  GtkWidget *archived_row;
  GtkListBox *status_list;
  AdwEntryRow *status_entry;
  GtkListBox *label_list;
  AdwEntryRow *label_entry;
  GtkListBox *field_list;
  AdwComboRow *kind_row;
  AdwEntryRow *field_entry;
  AdwPreferencesGroup *field_group;
};

/** Row: of a status, a label or a field. */
typedef struct
{
  WeftProjectSettings *settings;
  char *id;
  guint position; /* of a status */
  GtkWidget *row;
  GtkWidget *dot;  /* of a label */
  GtkWidget *up;   /* of a status */
  GtkWidget *down; /* likewise */
} Row;

G_DEFINE_FINAL_TYPE (WeftProjectSettings, weft_project_settings, ADW_TYPE_PREFERENCES_DIALOG)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row);
}

static void
say_problem (gpointer owner, const char *message)
{
  adw_preferences_dialog_add_toast (owner, weft_toast_new (message));
}

static void update (WeftProjectSettings *self);

/* What was tried is put back to what is. */
static void
on_refused (gpointer owner, const char *message)
{
  say_problem (owner, message);
  update (owner);
}

static void
watch (WeftProjectSettings *self, DexFuture *future)
{
  weft_refusal_watch (weft_board_get_sync (self->board), future, self, on_refused, FALSE);
}

static char *
dup_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* The project */

static void
on_named (WeftProjectSettings *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *code = dup_text (self->code_row);
  g_autofree char *about = dup_text (self->about_row);

  if (*name == '\0')
    say_problem (self, _ ("A project has a name."));
  else if (!weft_project_code_is_valid (code))
    say_problem (self, _ ("A code is a capital letter, then capital letters and digits: WEB."));
  else
    watch (self, weft_board_set_project (self->board, name, code, about));
}

static void
on_archived (WeftProjectSettings *self)
{
  gboolean archived = adw_switch_row_get_active (ADW_SWITCH_ROW (self->archived_row));

  if (!self->updating && archived != weft_board_get_archived (self->board))
    watch (self, weft_board_archive_project (self->board, archived));
}

/* Statuses */

/* What opened the page goes away as well: the focus goes to what makes another one. */
static void
on_page_removed (WeftProjectSettings *self, AdwNavigationPage *page)
{
  adw_preferences_dialog_pop_subpage (ADW_PREFERENCES_DIALOG (self));
  gtk_widget_grab_focus (GTK_WIDGET (WEFT_IS_LABEL_PAGE (page)   ? self->label_entry
                                     : WEFT_IS_FIELD_PAGE (page) ? self->field_entry
                                                                 : self->status_entry));
}

static void
push (WeftProjectSettings *self, AdwNavigationPage *page)
{
  g_signal_connect_object (page, "refused", G_CALLBACK (say_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "removed", G_CALLBACK (on_page_removed), self, G_CONNECT_SWAPPED);
  adw_preferences_dialog_push_subpage (ADW_PREFERENCES_DIALOG (self), page);
}

static void
on_status_activated (Row *row)
{
  push (row->settings, weft_status_page_new (row->settings->board, weft_board_find_status (row->settings->board, row->id)));
}

static void
move (Row *row, int by)
{
  WeftProjectSettings *self = row->settings;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  WeftProjectStatus *status = weft_board_find_status (self->board, row->id);
  g_autofree char *said = NULL;

  if (status == NULL || !weft_board_may_arrange (self->board) || (by < 0 && row->position == 0) || (by > 0 && row->position + 1 >= n))
    {
      gtk_widget_error_bell (row->row);
      return;
    }
  watch (self, weft_board_place_status (self->board, status, (guint) ((int) row->position + by)));
  /* Translators: spoken; a status and its place among the others: In review, place 2 of 4. */
  said = g_strdup_printf (_ ("%s, place %u of %u"), weft_project_status_get_name (status), (guint) ((int) row->position + by + 1), n);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_up (Row *row)
{
  move (row, -1);
}

static void
on_down (Row *row)
{
  move (row, 1);
}

static gboolean
on_row_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, Row *row)
{
  if ((state & GDK_ALT_MASK) == 0 || (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down))
    return FALSE;
  move (row, keyval == GDK_KEY_Up ? -1 : 1);
  return TRUE;
}

static GtkWidget *
add_move (Row *row, const char *icon, const char *tooltip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_swapped (button, "clicked", clicked, row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), button);
  return button;
}

static Row *
make_row (WeftProjectSettings *self, GtkListBox *list, GHashTable *rows, const char *id, GCallback activated)
{
  Row *row = g_new0 (Row, 1);

  row->settings = self;
  row->id = g_strdup (id);
  row->row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  g_signal_connect_swapped (row->row, "activated", activated, row);
  g_object_set_data (G_OBJECT (row->row), "row", row);
  g_hash_table_insert (rows, row->id, row);
  gtk_list_box_append (list, row->row);
  return row;
}

static Row *
add_status (WeftProjectSettings *self, const char *id)
{
  Row *row = make_row (self, self->status_list, self->statuses, id, G_CALLBACK (on_status_activated));
  GtkEventController *keys = gtk_event_controller_key_new ();

  row->up = add_move (row, "go-up-symbolic", _ ("Move Up"), G_CALLBACK (on_up));
  row->down = add_move (row, "go-down-symbolic", _ ("Move Down"), G_CALLBACK (on_down));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_row_key), row);
  gtk_widget_add_controller (row->row, keys);
  return row;
}

static void
update_status (WeftProjectSettings *self, Row *row, WeftProjectStatus *status, guint position, guint n)
{
  gboolean arranges = weft_board_may_arrange (self->board);
  g_autofree char *about = weft_status_describe (status);

  row->position = position;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), weft_project_status_get_name (status));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), about);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), arranges);
  gtk_widget_set_visible (row->up, arranges);
  gtk_widget_set_visible (row->down, arranges);
  gtk_widget_set_sensitive (row->up, position > 0);
  gtk_widget_set_sensitive (row->down, position + 1 < n);
}

static void
on_status_written (WeftProjectSettings *self)
{
  g_autofree char *name = dup_text (self->status_entry);

  weft_entry_row_show (self->status_entry, "");
  if (*name != '\0')
    watch (self, weft_board_add_status (self->board, name));
}

/* Labels */

static void
on_label_activated (Row *row)
{
  push (row->settings, weft_label_page_new (row->settings->board, row->id));
}

static void
on_label_written (WeftProjectSettings *self)
{
  g_autofree char *name = dup_text (self->label_entry);

  weft_entry_row_show (self->label_entry, "");
  if (*name != '\0')
    watch (self, weft_board_label_new (self->board, (const char *const[]) { NULL }, name,
                                       weft_label_choose_yarn (weft_board_get_labels (self->board))));
}

static void
update_label (WeftProjectSettings *self, const WeftProjectLabel *label)
{
  Row *row = g_hash_table_lookup (self->labels, label->id);

  if (row == NULL)
    {
      row = make_row (self, self->label_list, self->labels, label->id, G_CALLBACK (on_label_activated));
      row->dot = weft_yarn_dot_new ();
      adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), row->dot);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), label->name);
  weft_yarn_dot_set_yarn (row->dot, label->yarn);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), weft_board_may_change (self->board));
}

/* Fields */

static void
on_field_activated (Row *row)
{
  push (row->settings, weft_field_page_new (row->settings->board, row->id));
}

static void
on_field_written (WeftProjectSettings *self)
{
  g_autofree char *name = dup_text (self->field_entry);

  weft_entry_row_show (self->field_entry, "");
  if (*name != '\0')
    watch (self, weft_board_add_field (self->board, name, (WeftFieldKind) adw_combo_row_get_selected (self->kind_row)));
}

static void
update_field (WeftProjectSettings *self, const WeftProjectField *field)
{
  Row *row = g_hash_table_lookup (self->fields, field->id);

  if (row == NULL)
    {
      row = make_row (self, self->field_list, self->fields, field->id, G_CALLBACK (on_field_activated));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), gtk_image_new_from_icon_name ("go-next-symbolic"));
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), field->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), weft_field_kind_get_label (field->kind));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), weft_board_may_arrange (self->board));
}

/* All of it: rows stay what they are while others come and go, so that the focus stays on its own. */

static void
drop_rows (WeftProjectSettings *self,
           GtkListBox *list,
           GHashTable *rows,
           gboolean (*is_there) (WeftBoard *board, const char *id),
           AdwEntryRow *entry)
{
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (!is_there (self->board, row->id))
      {
        /* What goes away with the focus leaves it to what makes another one. */
        if (gtk_widget_get_focus_child (GTK_WIDGET (list)) == row->row)
          gtk_widget_grab_focus (GTK_WIDGET (entry));
        gtk_list_box_remove (list, row->row);
        g_hash_table_iter_remove (&iter);
      }
}

static gboolean
has_status (WeftBoard *board, const char *id)
{
  return weft_board_find_status (board, id) != NULL;
}

static gboolean
has_label (WeftBoard *board, const char *id)
{
  return weft_board_find_label (board, id) != NULL;
}

static gboolean
has_field (WeftBoard *board, const char *id)
{
  return weft_board_find_field (board, id) != NULL;
}

static void
show_text (AdwEntryRow *row, const char *text)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)))))
    weft_entry_row_show (row, text != NULL ? text : "");
}

static void
update (WeftProjectSettings *self)
{
  GPtrArray *labels = weft_board_get_labels (self->board);
  GPtrArray *fields = weft_board_get_fields (self->board);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  gboolean arranges = weft_board_may_arrange (self->board);

  self->updating = TRUE;
  show_text (self->name_row, weft_board_get_name (self->board));
  show_text (self->code_row, weft_board_get_code (self->board));
  show_text (self->about_row, weft_board_get_about (self->board));
  adw_switch_row_set_active (ADW_SWITCH_ROW (self->archived_row), weft_board_get_archived (self->board));
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), arranges);
  gtk_widget_set_sensitive (GTK_WIDGET (self->code_row), arranges);
  gtk_widget_set_sensitive (GTK_WIDGET (self->about_row), arranges);
  gtk_widget_set_sensitive (self->archived_row, arranges);
  gtk_widget_set_visible (GTK_WIDGET (self->status_entry), arranges);
  gtk_widget_set_visible (GTK_WIDGET (self->label_entry), weft_board_may_change (self->board));

  drop_rows (self, self->status_list, self->statuses, has_status, self->status_entry);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      Row *row = g_hash_table_lookup (self->statuses, weft_project_status_get_id (status));

      if (row == NULL)
        {
          row = add_status (self, weft_project_status_get_id (status));
          g_signal_connect_object (status, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
        }
      update_status (self, row, status, i, n);
    }
  gtk_list_box_invalidate_sort (self->status_list);
  drop_rows (self, self->label_list, self->labels, has_label, self->label_entry);
  for (guint i = 0; i < labels->len; i++)
    update_label (self, labels->pdata[i]);
  gtk_list_box_invalidate_sort (self->label_list);
  gtk_widget_set_visible (GTK_WIDGET (self->label_list), labels->len > 0);
  drop_rows (self, self->field_list, self->fields, has_field, self->field_entry);
  for (guint i = 0; i < fields->len; i++)
    update_field (self, fields->pdata[i]);
  gtk_list_box_invalidate_sort (self->field_list);
  gtk_widget_set_visible (GTK_WIDGET (self->field_list), fields->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->field_group), arranges);
  self->updating = FALSE;
}

static int
compare_places (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  const Row *left = g_object_get_data (G_OBJECT (a), "row");
  const Row *right = g_object_get_data (G_OBJECT (b), "row");

  return (left->position > right->position) - (left->position < right->position);
}

static int
compare_names (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  return g_utf8_collate (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (a)), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (b)));
}

static void
weft_project_settings_dispose (GObject *object)
{
  WeftProjectSettings *self = WEFT_PROJECT_SETTINGS (object);

  g_clear_pointer (&self->statuses, g_hash_table_unref);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  g_clear_pointer (&self->fields, g_hash_table_unref);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_project_settings_parent_class)->dispose (object);
}

static void
weft_project_settings_class_init (WeftProjectSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_project_settings_dispose;
  /* The window's own keys rest while a dialog is open. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);
}

static AdwEntryRow *
make_entry (WeftProjectSettings *self, const char *title, int length, GCallback applied)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), length);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_swapped (row, "apply", applied, self);
  return ADW_ENTRY_ROW (row);
}

static GtkListBox *
make_list (const char *name, GtkListBoxSortFunc compare)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (GTK_LIST_BOX (list), compare, NULL, NULL);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_LIST_BOX (list);
}

static AdwPreferencesGroup *
add_group (GtkWidget *page, GtkWidget *content)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_add (group, content);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  return group;
}

static GtkWidget *
add_page (WeftProjectSettings *self, const char *title, const char *icon)
{
  GtkWidget *page = adw_preferences_page_new ();

  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), title);
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (page), icon);
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (self), ADW_PREFERENCES_PAGE (page));
  return page;
}

static void
weft_project_settings_init (WeftProjectSettings *self)
{
  GtkWidget *project = add_page (self, _ ("Project"), "weft-board-symbolic");
  GtkWidget *statuses = add_page (self, _ ("Statuses"), "view-list-symbolic");
  GtkWidget *labels = add_page (self, _ ("Labels"), "weft-hash-symbolic");
  GtkWidget *fields = add_page (self, _ ("Fields"), "document-properties-symbolic");
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  AdwPreferencesGroup *named;

  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->name_row = make_entry (self, _ ("Name"), PROJECT_LENGTH, G_CALLBACK (on_named));
  self->code_row = make_entry (self, _ ("Code"), CODE_LENGTH, G_CALLBACK (on_named));
  named = add_group (project, GTK_WIDGET (self->name_row));
  adw_preferences_group_set_description (named, _ ("The keys of its cards begin with the code: WEB-318."));
  adw_preferences_group_add (named, GTK_WIDGET (self->code_row));
  self->about_row = make_entry (self, _ ("What It Is For"), ABOUT_LENGTH, G_CALLBACK (on_named));
  adw_preferences_group_add (named, GTK_WIDGET (self->about_row));
  self->archived_row = adw_switch_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->archived_row), _ ("Archived"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->archived_row), _ ("It stands last for everybody, and can be read and changed as before."));
  g_signal_connect_swapped (self->archived_row, "notify::active", G_CALLBACK (on_archived), self);
  add_group (project, self->archived_row);

  self->status_list = make_list (_ ("Statuses"), compare_places);
  self->status_entry = make_entry (self, _ ("New Status"), NAME_LENGTH, G_CALLBACK (on_status_written));
  adw_preferences_group_set_description (add_group (statuses, GTK_WIDGET (self->status_list)), _ ("The columns of the board. Alt+↑ and Alt+↓ move one."));
  add_group (statuses, GTK_WIDGET (self->status_entry));
  self->label_list = make_list (_ ("Labels"), compare_names);
  self->label_entry = make_entry (self, _ ("New Label"), NAME_LENGTH, G_CALLBACK (on_label_written));
  add_group (labels, GTK_WIDGET (self->label_entry));
  add_group (labels, GTK_WIDGET (self->label_list));
  for (guint kind = 0; kind < WEFT_N_FIELD_KINDS; kind++)
    gtk_string_list_append (kinds, weft_field_kind_get_label (kind));
  self->field_list = make_list (_ ("Fields"), compare_names);
  self->field_entry = make_entry (self, _ ("New Field"), NAME_LENGTH, G_CALLBACK (on_field_written));
  self->kind_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->kind_row), _ ("Kind"));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
  self->field_group = add_group (fields, GTK_WIDGET (self->field_entry));
  adw_preferences_group_set_description (self->field_group, _ ("What this project's cards say besides: a customer, a size, a release."));
  adw_preferences_group_add (self->field_group, GTK_WIDGET (self->kind_row));
  add_group (fields, GTK_WIDGET (self->field_list));
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Project Settings"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_content_height (ADW_DIALOG (self), HEIGHT);
}

AdwDialog *
weft_project_settings_new (WeftBoard *board)
{
  WeftProjectSettings *self = g_object_new (WEFT_TYPE_PROJECT_SETTINGS, NULL);

  self->board = g_object_ref (board);
  g_signal_connect_object (board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);
  return ADW_DIALOG (self);
}
