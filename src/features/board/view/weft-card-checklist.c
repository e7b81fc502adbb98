/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-checklist.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-task-words.h"

#define TITLE_MAX 500 /* characters: as the operation takes */
#define INDENT 28     /* px: of what stands below another one */

struct _WeftCardChecklist
{
  AdwPreferencesGroup parent_instance;

  WeftCardEdit *edit;
  WeftPeople *people;
  WeftChecklist *items;
  gboolean updating;
  GHashTable *rows; /* id → Row */

  /* Where the next one comes: behind all, or below @parent (nullable) and behind @after (nullable). */
  gboolean at_end;
  char *parent;
  char *after;
  guint entry_position; /* how many rows stand above the entry */

  GtkWidget *progress;
  GtkWidget *bar;
  GtkWidget *count;
  GtkListBox *list;
  AdwEntryRow *entry;
};

typedef struct
{
  WeftCardChecklist *checklist;
  char *id;
  guint position;
  GtkWidget *row;
  GtkWidget *check;
  GtkWidget *menu;
} Row;

enum
{
  EDIT,
  CHOOSE_PERSON,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardChecklist, weft_card_checklist, ADW_TYPE_PREFERENCES_GROUP)

static void update (WeftCardChecklist *self);

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row);
}

static gboolean
may_change (WeftCardChecklist *self)
{
  return weft_board_may_change (weft_card_edit_get_board (self->edit));
}

static void
watch (WeftCardChecklist *self, DexFuture *future)
{
  weft_card_edit_watch (self->edit, future, FALSE);
}

static void
announce (WeftCardChecklist *self, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* How many stand below @parent (nullable). */
static guint
count_below (WeftCardChecklist *self, const char *parent)
{
  guint n = 0;

  while (weft_checklist_find_place (self->items, parent, n) != NULL)
    n++;
  return n;
}

static const char *
find_id (WeftCardChecklist *self, const char *parent, gint64 place)
{
  WeftTaskItem *item = place >= 0 ? weft_checklist_find_place (self->items, parent, (guint) place) : NULL;

  return item != NULL ? weft_task_item_get_id (item) : NULL;
}

/* What a person does with an item */

static void
tick (WeftCardChecklist *self, WeftTaskItem *item)
{
  gboolean done = !weft_task_item_get_done (item);
  g_autofree char *said = NULL;

  /* What has others below it is done with them. */
  if (weft_task_item_get_n_items (item) > 0)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  /* Translators: spoken, when something on a checklist is ticked off, or not any more. */
  said = g_strdup_printf (done ? _ ("%s, done") : _ ("%s, not done"), weft_task_item_get_title (item));
  watch (self, weft_checklist_tick (self->items, item, done));
  announce (self, said);
}

static void
move (WeftCardChecklist *self, WeftTaskItem *item, int by)
{
  const char *parent = weft_task_item_get_parent (item);
  gint64 place = (gint64) weft_task_item_get_place (item) + by;
  guint n = count_below (self, parent);
  g_autofree char *said = NULL;

  if (place < 0 || place >= n)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  /* Translators: spoken; something on a checklist and its place there: Oil, place 2 of 4. */
  said = g_strdup_printf (_ ("%s, place %u of %u"), weft_task_item_get_title (item), (guint) place + 1, n);
  watch (self, weft_checklist_place (self->items, item, parent, find_id (self, parent, by < 0 ? place - 1 : place)));
  announce (self, said);
}

/* Below the one above it. */
static void
indent (WeftCardChecklist *self, WeftTaskItem *item)
{
  const char *above = find_id (self, NULL, (gint64) weft_task_item_get_place (item) - 1);
  g_autofree char *said = NULL;

  if (weft_task_item_get_parent (item) != NULL || above == NULL || weft_task_item_get_n_items (item) > 0)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  /* Translators: spoken; something on a checklist, and below what it stands now. */
  said = g_strdup_printf (_ ("%s, below %s"), weft_task_item_get_title (item),
                          weft_task_item_get_title (weft_checklist_find (self->items, above)));
  watch (self, weft_checklist_place (self->items, item, above, find_id (self, above, (gint64) count_below (self, above) - 1)));
  announce (self, said);
}

/* Behind the one below which it stood. */
static void
outdent (WeftCardChecklist *self, WeftTaskItem *item)
{
  const char *parent = weft_task_item_get_parent (item);
  g_autofree char *said = NULL;

  if (parent == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  said = g_strdup_printf (_ ("%s, place %u of %u"), weft_task_item_get_title (item),
                          weft_task_item_get_place (weft_checklist_find (self->items, parent)) + 2, count_below (self, NULL) + 1);
  watch (self, weft_checklist_place (self->items, item, NULL, parent));
  announce (self, said);
}

/* The focus goes to the next row, before its own goes away: to an item, or to what makes another one. */
static void
leave (WeftCardChecklist *self, const char *id)
{
  Row *row = g_hash_table_lookup (self->rows, id);
  GtkWidget *next;

  if (row == NULL || gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != row->row)
    return;
  next = gtk_widget_get_next_sibling (row->row);
  gtk_widget_grab_focus (next != NULL ? next : GTK_WIDGET (self->entry));
}

static void
take_off (WeftCardChecklist *self, WeftTaskItem *item)
{
  g_autofree char *said = NULL;

  /* Translators: %s is what stood on a checklist. */
  said = g_strdup_printf (_ ("“%s” removed"), weft_task_item_get_title (item));
  leave (self, weft_task_item_get_id (item));
  watch (self, weft_checklist_remove (self->items, item));
  g_signal_emit (self, signals[REMOVED], 0, said);
}

static void
make_task (WeftCardChecklist *self, WeftTaskItem *item)
{
  g_autofree char *said = NULL;

  /* Translators: %s is what stood on a checklist. */
  said = g_strdup_printf (_ ("“%s” is a sub-task now"), weft_task_item_get_title (item));
  leave (self, weft_task_item_get_id (item));
  watch (self, weft_checklist_make_task (self->items, item));
  g_signal_emit (self, signals[REMOVED], 0, said);
}

/* The next one */

static void
end_writing (WeftCardChecklist *self)
{
  self->at_end = TRUE;
  g_clear_pointer (&self->parent, g_free);
  g_clear_pointer (&self->after, g_free);
  update (self);
}

/* Below @item: as the first of those below it, if there are any. */
static void
begin_below (WeftCardChecklist *self, WeftTaskItem *item)
{
  gboolean first = weft_task_item_get_n_items (item) > 0;

  self->at_end = FALSE;
  g_set_str (&self->parent, first ? weft_task_item_get_id (item) : weft_task_item_get_parent (item));
  g_set_str (&self->after, first ? NULL : weft_task_item_get_id (item));
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
on_apply (WeftCardChecklist *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_autofree char *id = NULL;
  const char *after = self->at_end ? find_id (self, NULL, (gint64) count_below (self, NULL) - 1) : self->after;

  /* The next one can be written at once. */
  weft_entry_row_show (self->entry, "");
  if (*title == '\0')
    {
      end_writing (self);
      return;
    }
  watch (self, weft_checklist_add (self->items, title, self->at_end ? NULL : self->parent, after, &id));
  if (!self->at_end)
    g_set_str (&self->after, id);
}

static gboolean
on_entry_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftCardChecklist *self)
{
  GtkWidget *beside = keyval == GDK_KEY_Up     ? gtk_widget_get_prev_sibling (GTK_WIDGET (self->entry))
                      : keyval == GDK_KEY_Down ? gtk_widget_get_next_sibling (GTK_WIDGET (self->entry))
                                               : NULL;
  Row *row;

  if (beside != NULL)
    return gtk_widget_grab_focus (beside);
  if (keyval != GDK_KEY_Escape || self->at_end)
    return FALSE;
  row = g_hash_table_lookup (self->rows, self->after != NULL ? self->after : self->parent);
  weft_entry_row_show (self->entry, "");
  if (row != NULL)
    gtk_widget_grab_focus (row->row);
  end_writing (self);
  return TRUE;
}

/* Rows */

static void
on_toggled (GtkCheckButton *check, Row *row)
{
  WeftTaskItem *item = weft_checklist_find (row->checklist->items, row->id);

  if (!row->checklist->updating && item != NULL)
    tick (row->checklist, item);
}

static void
on_activated (Row *row)
{
  WeftTaskItem *item = weft_checklist_find (row->checklist->items, row->id);

  if (item != NULL && may_change (row->checklist))
    g_signal_emit (row->checklist, signals[EDIT], 0, row->id);
}

/* Returns: whether it was a key of an item. */
static gboolean
press (WeftCardChecklist *self, WeftTaskItem *item, guint keyval, GdkModifierType state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (state == GDK_ALT_MASK && (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down))
    move (self, item, keyval == GDK_KEY_Up ? -1 : 1);
  else if (state == GDK_ALT_MASK && keyval == (rtl ? GDK_KEY_Left : GDK_KEY_Right))
    indent (self, item);
  else if (state == GDK_ALT_MASK && keyval == (rtl ? GDK_KEY_Right : GDK_KEY_Left))
    outdent (self, item);
  else if (state != 0)
    return FALSE;
  else if (keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space)
    tick (self, item);
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    begin_below (self, item);
  else if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete)
    take_off (self, item);
  else if (keyval == GDK_KEY_F2)
    g_signal_emit (self, signals[EDIT], 0, weft_task_item_get_id (item));
  else
    return FALSE;
  return TRUE;
}

static gboolean
on_row_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, Row *row)
{
  WeftCardChecklist *self = row->checklist;
  WeftTaskItem *item = weft_checklist_find (self->items, row->id);

  state &= GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK;
  if (item == NULL || !may_change (self) || !gtk_widget_has_focus (row->row))
    return FALSE;
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && state == GDK_SHIFT_MASK))
    {
      gtk_menu_button_popup (GTK_MENU_BUTTON (row->menu));
      return TRUE;
    }
  return press (self, item, keyval, state);
}

static void
append (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

/* What goes with the item now. */
static void
make_menu (GtkMenuButton *button, gpointer user_data)
{
  Row *row = user_data;
  WeftTaskItem *item = weft_checklist_find (row->checklist->items, row->id);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) facts = g_menu_new ();
  g_autoptr (GMenu) places = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();

  if (item == NULL)
    return;
  append (facts, _ ("_Edit…"), "item.edit", row->id);
  append (facts, _ ("_Assign…"), "item.assign", row->id);
  append (places, _ ("Move _Up"), "item.up", row->id);
  append (places, _ ("Move _Down"), "item.down", row->id);
  if (weft_task_item_get_parent (item) != NULL)
    append (places, _ ("Move _Out"), "item.out", row->id);
  else if (weft_task_item_get_place (item) > 0 && weft_task_item_get_n_items (item) == 0)
    append (places, _ ("Move _Below the Item Above"), "item.in", row->id);
  append (end, _ ("Turn Into a _Sub-task"), "item.make-task", row->id);
  append (end, _ ("_Remove"), "item.remove", row->id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (facts));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (places));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static Row *
add_row (WeftCardChecklist *self, const char *id)
{
  Row *row = g_new0 (Row, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();

  row->checklist = self;
  row->id = g_strdup (id);
  row->row = adw_action_row_new ();
  row->check = gtk_check_button_new ();
  row->menu = gtk_menu_button_new ();
  gtk_widget_set_valign (row->check, GTK_ALIGN_CENTER);
  /* The row takes its keys. Of one that is only not focusable GTK makes a trap for Tab. */
  gtk_widget_set_can_focus (row->check, FALSE);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (row->menu), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (row->menu), make_menu, row, NULL);
  gtk_widget_add_css_class (row->menu, "flat");
  gtk_widget_set_valign (row->menu, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row->row), 4);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), row->check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), row->menu);
  /* One sentence says all of it. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_row_key), row);
  gtk_widget_add_controller (row->row, keys);
  g_signal_connect (row->check, "toggled", G_CALLBACK (on_toggled), row);
  g_signal_connect_swapped (row->row, "activated", G_CALLBACK (on_activated), row);
  g_object_set_data (G_OBJECT (row->row), "item", row);
  g_hash_table_insert (self->rows, row->id, row);
  gtk_list_box_append (self->list, row->row);
  return row;
}

/* Whose it is and when it is due: "Ada · Tue 24". */
static char *
describe (WeftCardChecklist *self, WeftTaskItem *item, const char *separator)
{
  const char *assignee = weft_task_item_get_assignee (item);
  WeftPerson *person = assignee != NULL ? weft_people_lookup (self->people, assignee) : NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  WeftDueState state;

  if (weft_task_item_get_n_items (item) > 0)
    g_ptr_array_add (parts, g_strdup_printf (_ ("%u of %u done"), weft_task_item_get_n_items_done (item), weft_task_item_get_n_items (item)));
  if (person != NULL)
    g_ptr_array_add (parts, g_strdup (weft_person_get_name (person)));
  if (weft_task_item_get_due_at (item) > 0)
    {
      g_autofree char *due = weft_due_describe (weft_task_item_get_due_at (item), weft_clock_now (weft_clock_get_system ()), zone, &state);

      g_ptr_array_add (parts, g_strdup_printf (_ ("due %s"), due));
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (separator, (char **) parts->pdata);
}

/* All of it as a screen reader says it. */
static char *
make_sentence (WeftCardChecklist *self, WeftTaskItem *item)
{
  const char *title = weft_task_item_get_title (item);
  WeftTaskItem *parent
      = weft_task_item_get_parent (item) != NULL ? weft_checklist_find (self->items, weft_task_item_get_parent (item)) : NULL;
  g_autofree char *facts = describe (self, item, ", ");
  g_autofree char *place = parent != NULL ? g_strdup_printf (_ ("%s, below %s"), title, weft_task_item_get_title (parent)) : g_strdup (title);
  g_autofree char *state = NULL;

  if (weft_task_item_get_n_items (item) > 0)
    state = g_strdup (place);
  else
    state = g_strdup_printf (weft_task_item_get_done (item) ? _ ("%s, done") : _ ("%s, not done"), place);
  return *facts != '\0' ? g_strdup_printf ("%s, %s", state, facts) : g_steal_pointer (&state);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_row (WeftCardChecklist *self, Row *row, WeftTaskItem *item, guint position)
{
  g_autofree char *facts = describe (self, item, " · ");
  g_autofree char *sentence = make_sentence (self, item);
  /* Translators: the button which opens the menu of something on a checklist. */
  g_autofree char *menu = g_strdup_printf (_ ("Menu of %s"), weft_task_item_get_title (item));
  gboolean heads = weft_task_item_get_n_items (item) > 0;

  row->position = position;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), weft_task_item_get_title (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), facts);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->check), weft_task_item_get_done (item));
  gtk_widget_set_sensitive (row->check, may_change (self));
  gtk_widget_set_visible (row->check, !heads);
  gtk_widget_set_margin_start (row->check, weft_task_item_get_parent (item) != NULL ? INDENT : 0);
  set_class (row->row, "weft-item-done", weft_task_item_get_done (item));
  set_class (row->row, "weft-item-head", heads);
  gtk_widget_set_visible (row->menu, may_change (self));
  gtk_widget_set_tooltip_text (row->menu, menu);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), may_change (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->check), GTK_ACCESSIBLE_PROPERTY_LABEL, weft_task_item_get_title (item), -1);
}

/* How many rows stand above the entry. */
static guint
find_entry_position (WeftCardChecklist *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  Row *row = self->at_end ? NULL : g_hash_table_lookup (self->rows, self->after != NULL ? self->after : self->parent);
  WeftTaskItem *item = row != NULL ? weft_checklist_find (self->items, row->id) : NULL;

  if (self->at_end)
    return n;
  /* It has been asked for, and is not there yet; or is gone. */
  if (item == NULL)
    return MIN (self->entry_position, n);
  return row->position + 1 + (self->after != NULL ? weft_task_item_get_n_items (item) : 0);
}

static void
update_progress (WeftCardChecklist *self)
{
  WeftTask *task = weft_card_edit_get_task (self->edit);
  guint n = weft_task_get_n_items (task);
  guint n_done = weft_task_get_n_items_done (task);
  g_autofree char *text = g_strdup_printf (_ ("%u of %u done"), n_done, n);

  gtk_widget_set_visible (self->progress, n > 0);
  gtk_label_set_text (GTK_LABEL (self->count), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), n > 0 ? (double) n_done / n : 0);
}

/* Rows stay what they are while others come and go: the focus stays on its own. */
static void
update (WeftCardChecklist *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  GHashTableIter iter;
  Row *row;

  self->updating = TRUE;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (weft_checklist_find (self->items, row->id) == NULL)
      {
        leave (self, row->id);
        gtk_list_box_remove (self->list, row->row);
        g_hash_table_iter_remove (&iter);
      }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTaskItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      row = g_hash_table_lookup (self->rows, weft_task_item_get_id (item));
      if (row == NULL)
        row = add_row (self, weft_task_item_get_id (item));
      update_row (self, row, item, i);
    }
  self->entry_position = find_entry_position (self);
  gtk_list_box_invalidate_sort (self->list);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), may_change (self));
  gtk_widget_set_visible (GTK_WIDGET (self), may_change (self) || n > 0);
  update_progress (self);
  self->updating = FALSE;
}

/* The entry stands behind as many rows as stand above it. */
static int
compare (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  WeftCardChecklist *self = user_data;
  const Row *left = g_object_get_data (G_OBJECT (a), "item");
  const Row *right = g_object_get_data (G_OBJECT (b), "item");
  guint first = left != NULL ? 2 * left->position + 1 : 2 * self->entry_position;
  guint second = right != NULL ? 2 * right->position + 1 : 2 * self->entry_position;

  return (first > second) - (first < second);
}

static void
item_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftCardChecklist *self = WEFT_CARD_CHECKLIST (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  WeftTaskItem *item = weft_checklist_find (self->items, id);

  if (item == NULL)
    return;
  if (g_str_equal (name, "item.edit"))
    g_signal_emit (self, signals[EDIT], 0, id);
  else if (g_str_equal (name, "item.assign"))
    g_signal_emit (self, signals[CHOOSE_PERSON], 0, id);
  else if (g_str_equal (name, "item.up") || g_str_equal (name, "item.down"))
    move (self, item, g_str_equal (name, "item.up") ? -1 : 1);
  else if (g_str_equal (name, "item.in"))
    indent (self, item);
  else if (g_str_equal (name, "item.out"))
    outdent (self, item);
  else if (g_str_equal (name, "item.make-task"))
    make_task (self, item);
  else
    take_off (self, item);
}

static void
weft_card_checklist_dispose (GObject *object)
{
  WeftCardChecklist *self = WEFT_CARD_CHECKLIST (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->parent, g_free);
  g_clear_pointer (&self->after, g_free);
  g_clear_object (&self->items);
  g_clear_object (&self->people);
  g_clear_object (&self->edit);

  G_OBJECT_CLASS (weft_card_checklist_parent_class)->dispose (object);
}

static void
weft_card_checklist_class_init (WeftCardChecklistClass *klass)
{
  static const char *const actions[]
      = { "item.edit", "item.assign", "item.up", "item.down", "item.in", "item.out", "item.make-task", "item.remove" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_card_checklist_dispose;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], "s", item_action);

  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHOOSE_PERSON]
      = g_signal_new ("choose-person", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVED]
      = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_card_checklist_init (WeftCardChecklist *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->at_end = TRUE;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Checklist"));
  self->progress = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->count = gtk_label_new (NULL);
  self->bar = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->count, "caption");
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->bar, 72, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Checklist"), -1);
  gtk_box_append (GTK_BOX (self->progress), self->count);
  gtk_box_append (GTK_BOX (self->progress), self->bar);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->progress);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (self->list, compare, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Checklist"), -1);
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("New Item"));
  adw_entry_row_set_max_length (self->entry, TITLE_MAX);
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_entry_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  g_signal_connect_swapped (self->entry, "apply", G_CALLBACK (on_apply), self);
  gtk_list_box_append (self->list, GTK_WIDGET (self->entry));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
}

GtkWidget *
weft_card_checklist_new (WeftCardEdit *edit, WeftPeople *people, WeftChecklist *items)
{
  WeftCardChecklist *self = g_object_new (WEFT_TYPE_CARD_CHECKLIST, NULL);

  self->edit = g_object_ref (edit);
  self->people = g_object_ref (people);
  self->items = g_object_ref (items);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_card_edit_get_task (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_card_edit_get_board (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  /* What was ticked and does not go is put back to what is. */
  g_signal_connect_object (edit, "refused", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
