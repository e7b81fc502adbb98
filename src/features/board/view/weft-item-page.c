/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-item-page.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-date-row.h"
#include "features/board/view/weft-entry-row.h"

#define TITLE_MAX 500 /* characters: as the operation takes */

struct _WeftItemPage
{
  AdwPreferencesPage parent_instance;

  WeftCardEdit *edit;
  WeftPeople *people;
  WeftChecklist *items;
  char *id;
  char *title; /* as it was shown last: what differs from it is being written */

  AdwEntryRow *title_row;
  GtkWidget *person_row;
  GtkWidget *due_row;
};

enum
{
  CHOOSE_PERSON,
  GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftItemPage, weft_item_page, ADW_TYPE_PREFERENCES_PAGE)

static WeftTaskItem *
get_item (WeftItemPage *self)
{
  return weft_checklist_find (self->items, self->id);
}

static void
update (WeftItemPage *self)
{
  WeftTaskItem *item = get_item (self);
  const char *assignee = item != NULL ? weft_task_item_get_assignee (item) : NULL;
  WeftPerson *person = assignee != NULL ? weft_people_lookup (self->people, assignee) : NULL;

  if (item == NULL)
    {
      g_signal_emit (self, signals[GONE], 0);
      return;
    }
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->title_row)), self->title) == 0)
    weft_entry_row_show (self->title_row, weft_task_item_get_title (item));
  g_set_str (&self->title, weft_task_item_get_title (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->person_row),
                               person != NULL ? weft_person_get_name (person) : C_ ("whose a card is", "Nobody"));
  weft_date_row_set_date (WEFT_DATE_ROW (self->due_row), weft_task_item_get_due_at (item));
}

static void
on_title_applied (WeftItemPage *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
  WeftTaskItem *item = get_item (self);

  if (item == NULL || *title == '\0' || g_str_equal (title, weft_task_item_get_title (item)))
    return;
  g_set_str (&self->title, title);
  weft_card_edit_watch (self->edit, weft_checklist_set_title (self->items, item, title), TRUE);
}

static void
on_person_activated (WeftItemPage *self)
{
  g_signal_emit (self, signals[CHOOSE_PERSON], 0);
}

static void
on_due_chosen (WeftItemPage *self, gint64 at)
{
  WeftTaskItem *item = get_item (self);

  if (item != NULL)
    weft_card_edit_watch (self->edit, weft_checklist_set_due (self->items, item, at), FALSE);
}

static gboolean
weft_item_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WEFT_ITEM_PAGE (widget)->title_row));
}

static void
weft_item_page_dispose (GObject *object)
{
  WeftItemPage *self = WEFT_ITEM_PAGE (object);

  g_clear_object (&self->items);
  g_clear_object (&self->people);
  g_clear_object (&self->edit);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (weft_item_page_parent_class)->dispose (object);
}

static void
weft_item_page_class_init (WeftItemPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_item_page_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = weft_item_page_grab_focus;

  signals[CHOOSE_PERSON]
      = g_signal_new ("choose-person", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GONE] = g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_item_page_init (WeftItemPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->title_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->title_row), _ ("Title"));
  adw_entry_row_set_max_length (self->title_row, TITLE_MAX);
  adw_entry_row_set_show_apply_button (self->title_row, TRUE);
  g_signal_connect_swapped (self->title_row, "apply", G_CALLBACK (on_title_applied), self);
  self->person_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->person_row), _ ("Assignee"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->person_row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->person_row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->person_row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_swapped (self->person_row, "activated", G_CALLBACK (on_person_activated), self);
  self->due_row = weft_date_row_new (_ ("Due"));
  g_signal_connect_swapped (self->due_row, "chosen", G_CALLBACK (on_due_chosen), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->title_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->person_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->due_row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

GtkWidget *
weft_item_page_new (WeftCardEdit *edit, WeftPeople *people, WeftChecklist *items, const char *id)
{
  WeftItemPage *self = g_object_new (WEFT_TYPE_ITEM_PAGE, NULL);

  self->edit = g_object_ref (edit);
  self->people = g_object_ref (people);
  self->items = g_object_ref (items);
  self->id = g_strdup (id);
  self->title = g_strdup ("");
  update (self);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
