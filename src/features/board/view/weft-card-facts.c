/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-facts.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-date-row.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-repeat-words.h"
#include "features/board/view/weft-task-words.h"
#include "features/board/view/weft-yarn-dot.h"
#include "ui/weft-avatar.h"

#define FACE 24
#define FACES 4 /* faces, and dots of labels; the words say all of them */

struct _WeftCardFacts
{
  AdwPreferencesGroup parent_instance;

  WeftCardEdit *edit;
  WeftPeople *people;
  char *estimate; /* as it was shown last: what differs from it is being written */

  AdwComboRow *status_row;
  AdwComboRow *priority_row;
  GtkWidget *people_row;
  GtkWidget *faces;
  GtkWidget *people_arrow;
  GtkWidget *labels_row;
  GtkWidget *dots;
  GtkWidget *labels_arrow;
  GtkWidget *estimate_row;
  GtkWidget *start_row;
  GtkWidget *due_row;
  GtkWidget *repeat_row;
  GtkWidget *repeat_icon;
  GtkWidget *repeat_arrow;
};

enum
{
  CHOOSE_PEOPLE,
  CHOOSE_LABELS,
  CHOOSE_REPEAT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardFacts, weft_card_facts, ADW_TYPE_PREFERENCES_GROUP)

static const WeftTaskRecord *
get_record (WeftCardFacts *self)
{
  return weft_task_get_record (weft_card_edit_get_task (self->edit));
}

static void
remove_children (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* What there is now */

static void
show_status (WeftCardFacts *self)
{
  GListModel *board = G_LIST_MODEL (weft_card_edit_get_board (self->edit));
  guint n = g_list_model_get_n_items (board);
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (board, i);

      if (g_str_equal (weft_project_status_get_id (status), get_record (self)->status))
        selected = i;
    }
  adw_combo_row_set_selected (self->status_row, selected);
}

static void
show_people (WeftCardFacts *self)
{
  const char *set = get_record (self)->assignees;
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;

  remove_children (self->faces);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      WeftPerson *person = weft_people_lookup (self->people, ids[i]);
      const char *name = person != NULL ? weft_person_get_name (person) : "";
      GtkWidget *face;

      g_ptr_array_add (names, (gpointer) name);
      if (i >= FACES)
        continue;
      face = weft_avatar_new (FACE, name);
      weft_avatar_set_person (WEFT_AVATAR (face), ids[i]);
      gtk_box_append (GTK_BOX (self->faces), face);
    }
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (", ", (char **) names->pdata);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->people_row), *text != '\0' ? text : C_ ("whose a card is", "Nobody"));
}

static void
show_labels (WeftCardFacts *self)
{
  WeftBoard *board = weft_card_edit_get_board (self->edit);
  const char *set = get_record (self)->labels;
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;

  remove_children (self->dots);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const WeftProjectLabel *label = weft_board_find_label (board, ids[i]);
      GtkWidget *dot;

      if (label == NULL)
        continue;
      g_ptr_array_add (names, label->name);
      if (names->len > FACES)
        continue;
      dot = weft_yarn_dot_new ();
      weft_yarn_dot_set_yarn (dot, label->yarn);
      gtk_box_append (GTK_BOX (self->dots), dot);
    }
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (", ", (char **) names->pdata);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->labels_row), *text != '\0' ? text : C_ ("labels of a card", "None"));
}

/* What is being written stays. */
static void
show_estimate (WeftCardFacts *self)
{
  g_autofree char *text = weft_estimate_describe (get_record (self)->estimate);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->estimate_row)), self->estimate) == 0)
    weft_entry_row_show (ADW_ENTRY_ROW (self->estimate_row), text);
  g_set_str (&self->estimate, text);
}

/* What repeats without a due date can be stopped, too. */
static void
show_repeat (WeftCardFacts *self, gboolean changes)
{
  const WeftTaskRecord *record = get_record (self);
  gboolean possible = record->due_at > 0 || record->recurrence != NULL;
  g_autofree char *sentence = record->recurrence != NULL ? weft_repeat_describe (record->recurrence, record->due_at) : NULL;
  const char *text = sentence;

  if (text == NULL)
    text = possible ? C_ ("how often a card repeats", "Never") : _ ("Only what has a due date repeats");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->repeat_row), text);
  gtk_widget_set_visible (self->repeat_icon, sentence != NULL);
  gtk_widget_set_visible (self->repeat_arrow, changes && possible);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->repeat_row), changes && possible);
}

static void
update (WeftCardFacts *self)
{
  const WeftTaskRecord *record = get_record (self);
  gboolean changes = weft_board_may_change (weft_card_edit_get_board (self->edit));
  GtkWidget *rows[] = { GTK_WIDGET (self->status_row), GTK_WIDGET (self->priority_row), self->estimate_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_sensitive (rows[i], changes);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->people_row), changes);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->labels_row), changes);
  gtk_widget_set_visible (self->people_arrow, changes);
  gtk_widget_set_visible (self->labels_arrow, changes);
  weft_date_row_set_editable (WEFT_DATE_ROW (self->start_row), changes);
  weft_date_row_set_editable (WEFT_DATE_ROW (self->due_row), changes);
  show_status (self);
  adw_combo_row_set_selected (self->priority_row, record->priority);
  show_people (self);
  show_labels (self);
  show_estimate (self);
  weft_date_row_set_date (WEFT_DATE_ROW (self->start_row), record->start_at);
  weft_date_row_set_date (WEFT_DATE_ROW (self->due_row), record->due_at);
  show_repeat (self, changes);
}

/* What a person does */

static void
on_status_selected (WeftCardFacts *self)
{
  WeftProjectStatus *status = adw_combo_row_get_selected_item (self->status_row);

  if (status != NULL && !g_str_equal (weft_project_status_get_id (status), get_record (self)->status))
    weft_card_edit_set_status (self->edit, status);
}

static void
on_priority_selected (WeftCardFacts *self)
{
  WeftPriority priority = (WeftPriority) adw_combo_row_get_selected (self->priority_row);

  if (priority != get_record (self)->priority)
    weft_card_edit_set_priority (self->edit, priority);
}

static void
on_people_activated (WeftCardFacts *self)
{
  g_signal_emit (self, signals[CHOOSE_PEOPLE], 0);
}

static void
on_labels_activated (WeftCardFacts *self)
{
  g_signal_emit (self, signals[CHOOSE_LABELS], 0);
}

static void
on_repeat_activated (WeftCardFacts *self)
{
  g_signal_emit (self, signals[CHOOSE_REPEAT], 0);
}

static void
on_estimate_applied (WeftCardFacts *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->estimate_row)));
  double estimate;

  /* What is no number stays, to be put right. */
  if (weft_estimate_parse (text, &estimate))
    g_set_str (&self->estimate, text);
  weft_card_edit_set_estimate (self->edit, text);
}

static void
on_start_chosen (WeftCardFacts *self, gint64 at)
{
  weft_card_edit_set_dates (self->edit, at, get_record (self)->due_at);
}

static void
on_due_chosen (WeftCardFacts *self, gint64 at)
{
  weft_card_edit_set_dates (self->edit, get_record (self)->start_at, at);
}

static void
weft_card_facts_dispose (GObject *object)
{
  WeftCardFacts *self = WEFT_CARD_FACTS (object);

  g_clear_object (&self->edit);
  g_clear_object (&self->people);
  g_clear_pointer (&self->estimate, g_free);

  G_OBJECT_CLASS (weft_card_facts_parent_class)->dispose (object);
}

static void
weft_card_facts_class_init (WeftCardFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_card_facts_dispose;

  signals[CHOOSE_PEOPLE]
      = g_signal_new ("choose-people", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOOSE_LABELS]
      = g_signal_new ("choose-labels", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOOSE_REPEAT]
      = g_signal_new ("choose-repeat", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GListModel *
list_priorities (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (WeftPriority priority = WEFT_PRIORITY_NONE; priority <= WEFT_PRIORITY_URGENT; priority++)
    gtk_string_list_append (list, weft_priority_get_label (priority));
  return G_LIST_MODEL (list);
}

static AdwComboRow *
add_choice (WeftCardFacts *self, const char *title)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return ADW_COMBO_ROW (row);
}

/* A row which opens a page: @suffix shows what is chosen. */
static GtkWidget *
add_page_row (WeftCardFacts *self, const char *title, GtkWidget *suffix, GtkWidget **arrow, GCallback activated)
{
  GtkWidget *row = adw_action_row_new ();

  *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), *arrow);
  g_signal_connect_swapped (row, "activated", activated, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static GtkWidget *
add_date (WeftCardFacts *self, const char *title, GCallback chosen)
{
  GtkWidget *row = weft_date_row_new (title);

  g_signal_connect_swapped (row, "chosen", chosen, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return row;
}

static void
weft_card_facts_init (WeftCardFacts *self)
{
  g_autoptr (GListModel) priorities = list_priorities ();

  self->status_row = add_choice (self, _ ("Status"));
  self->priority_row = add_choice (self, _ ("Priority"));
  adw_combo_row_set_model (self->priority_row, priorities);
  self->faces = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  self->people_row = add_page_row (self, _ ("Assignees"), self->faces, &self->people_arrow, G_CALLBACK (on_people_activated));
  self->dots = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  self->labels_row = add_page_row (self, _ ("Labels"), self->dots, &self->labels_arrow, G_CALLBACK (on_labels_activated));
  self->estimate_row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->estimate_row), _ ("Estimate in Points"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->estimate_row), 12);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->estimate_row), TRUE);
  g_signal_connect_swapped (self->estimate_row, "apply", G_CALLBACK (on_estimate_applied), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->estimate_row);
  self->start_row = add_date (self, _ ("Start"), G_CALLBACK (on_start_chosen));
  self->due_row = add_date (self, _ ("Due"), G_CALLBACK (on_due_chosen));
  self->repeat_icon = gtk_image_new_from_icon_name ("weft-repeat-symbolic");
  self->repeat_row = add_page_row (self, _ ("Repeat"), self->repeat_icon, &self->repeat_arrow, G_CALLBACK (on_repeat_activated));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->repeat_row), 3);
  self->estimate = g_strdup ("");
}

GtkWidget *
weft_card_facts_new (WeftCardEdit *edit, WeftPeople *people)
{
  WeftCardFacts *self = g_object_new (WEFT_TYPE_CARD_FACTS, NULL);
  WeftBoard *board = weft_card_edit_get_board (edit);
  g_autoptr (GtkExpression) name = gtk_property_expression_new (WEFT_TYPE_PROJECT_STATUS, NULL, "name");

  self->edit = g_object_ref (edit);
  self->people = g_object_ref (people);
  adw_combo_row_set_expression (self->status_row, name);
  adw_combo_row_set_model (self->status_row, G_LIST_MODEL (board));
  update (self);
  g_signal_connect_swapped (self->status_row, "notify::selected-item", G_CALLBACK (on_status_selected), self);
  g_signal_connect_swapped (self->priority_row, "notify::selected", G_CALLBACK (on_priority_selected), self);
  g_signal_connect_object (weft_card_edit_get_task (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  /* What was chosen and does not go is put back to what is. */
  g_signal_connect_object (edit, "refused", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
