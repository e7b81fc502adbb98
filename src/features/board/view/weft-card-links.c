/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-card-links.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-task-words.h"

#define TITLE_MAX 500 /* characters: as the operation takes */

struct _WeftCardLinks
{
  AdwPreferencesGroup parent_instance;

  WeftCardEdit *edit;
  GtkWidget *add;
  GtkListBox *list;
  AdwEntryRow *entry;
  GHashTable *rows; /* "LINK id" → Row */
};

typedef struct
{
  WeftCardLinks *links;
  WeftTaskLink link;
  WeftTask *task;
  gulong changed;
  GtkWidget *row;
  GtkWidget *done;
  GtkWidget *remove;
} Row;

enum
{
  CHOOSE,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardLinks, weft_card_links, ADW_TYPE_PREFERENCES_GROUP)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_signal_handler_disconnect (row->task, row->changed);
  g_object_unref (row->task);
  g_free (row);
}

/* Rows */

static void
on_row_activated (Row *row)
{
  g_signal_emit (row->links, signals[OPENED], 0, row->task);
}

/* Away goes the row and with it the focus: it goes to what makes new ones. */
static void
on_remove (Row *row)
{
  WeftCardLinks *self = row->links;

  gtk_widget_grab_focus (self->add);
  weft_card_edit_link (self->edit, row->link, row->task, FALSE);
}

static void
update_row (Row *row)
{
  WeftBoard *board = weft_card_edit_get_board (row->links->edit);
  WeftProjectStatus *status = weft_board_find_status (board, weft_task_get_record (row->task)->status);
  const char *label = weft_task_link_get_label (row->link);
  g_autofree char *key = weft_board_dup_key (board, row->task);
  g_autofree char *subtitle
      = g_strdup_printf ("%s · %s%s%s", label, key, status != NULL ? " · " : "", status != NULL ? weft_project_status_get_name (status) : "");
  /* Translators: the button which takes a link away: “Remove: Blocked By WEB-318”. */
  g_autofree char *text = g_strdup_printf (_ ("Remove: %s %s"), label, key);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), weft_task_get_title (row->task));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), subtitle);
  gtk_widget_set_tooltip_text (row->remove, text);
  gtk_widget_set_visible (row->remove, weft_board_may_change (board));
  gtk_widget_set_opacity (row->done, status != NULL && weft_project_status_get_category (status) == WEFT_CATEGORY_DONE ? 1 : 0);
}

static Row *
add_row (WeftCardLinks *self, WeftTaskLink link, WeftTask *task)
{
  Row *row = g_new0 (Row, 1);

  row->links = self;
  row->link = link;
  row->task = g_object_ref (task);
  row->changed = g_signal_connect_swapped (task, "changed", G_CALLBACK (update_row), row);
  row->row = adw_action_row_new ();
  row->done = gtk_image_new_from_icon_name ("weft-check-symbolic");
  row->remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (row->done, "success");
  gtk_widget_add_css_class (row->remove, "flat");
  gtk_widget_set_valign (row->remove, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row->row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row->row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), row->done);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), row->remove);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), TRUE);
  g_signal_connect_swapped (row->row, "activated", G_CALLBACK (on_row_activated), row);
  g_signal_connect_swapped (row->remove, "clicked", G_CALLBACK (on_remove), row);
  g_object_set_data (G_OBJECT (row->row), "link", row);
  gtk_list_box_append (self->list, row->row);
  return row;
}

static char *
make_name (WeftTaskLink link, WeftTask *task)
{
  return g_strdup_printf ("%d %s", link, weft_task_get_id (task));
}

/* Rows stay what they are while others come and go: the focus stays on its own. */
static void
update (WeftCardLinks *self)
{
  WeftBoard *board = weft_card_edit_get_board (self->edit);
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean changes = weft_board_may_change (board);
  GHashTableIter iter;
  gpointer name;
  Row *row;

  for (WeftTaskLink link = 0; link < WEFT_N_TASK_LINKS; link++)
    {
      g_autoptr (GPtrArray) tasks = weft_board_list_linked (board, weft_card_edit_get_task (self->edit), link);

      for (guint i = 0; i < tasks->len; i++)
        {
          char *own = make_name (link, tasks->pdata[i]);

          g_hash_table_add (there, own);
          row = g_hash_table_lookup (self->rows, own);
          if (row == NULL)
            {
              row = add_row (self, link, tasks->pdata[i]);
              g_hash_table_insert (self->rows, g_strdup (own), row);
            }
          update_row (row);
        }
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &name, (gpointer *) &row))
    if (!g_hash_table_contains (there, name))
      {
        gtk_list_box_remove (self->list, row->row);
        g_hash_table_iter_remove (&iter);
      }
  gtk_list_box_invalidate_sort (self->list);
  gtk_widget_set_visible (self->add, changes);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), changes);
  gtk_widget_set_visible (GTK_WIDGET (self), changes || g_hash_table_size (self->rows) > 0);
}

/* By what they are, then by number; the entry last. */
static int
compare (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  const Row *left = g_object_get_data (G_OBJECT (a), "link");
  const Row *right = g_object_get_data (G_OBJECT (b), "link");
  gint64 difference;

  if (left == NULL || right == NULL)
    return (left == NULL) - (right == NULL);
  difference = (gint64) left->link - right->link;
  if (difference == 0)
    difference = weft_task_get_record (left->task)->number - weft_task_get_record (right->task)->number;
  return (difference > 0) - (difference < 0);
}

static void
on_apply (WeftCardLinks *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  /* The next one can be written at once. */
  weft_entry_row_show (self->entry, "");
  if (*title != '\0')
    weft_card_edit_create_part (self->edit, title);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CHOOSE], 0, g_variant_get_int32 (parameter));
}

static void
weft_card_links_dispose (GObject *object)
{
  WeftCardLinks *self = WEFT_CARD_LINKS (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->edit);

  G_OBJECT_CLASS (weft_card_links_parent_class)->dispose (object);
}

static void
weft_card_links_class_init (WeftCardLinksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_card_links_dispose;
  gtk_widget_class_install_action (widget_class, "links.add", "i", add_action);

  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (WeftTaskLink link = 0; link < WEFT_N_TASK_LINKS; link++)
    {
      g_autofree char *label = g_strconcat (weft_task_link_get_label (link), "…", NULL);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "links.add", "i", (gint32) link);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
weft_card_links_init (WeftCardLinks *self)
{
  g_autoptr (GMenuModel) menu = make_menu ();

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, row_free);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Links"));
  self->add = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->add), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->add), menu);
  /* It stands where a narrow window ends. */
  gtk_widget_set_halign (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->add))), GTK_ALIGN_END);
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_tooltip_text (self->add, _ ("Add a Link"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (self->list, compare, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Links"), -1);
  self->entry = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("New Sub-task"));
  adw_entry_row_set_max_length (self->entry, TITLE_MAX);
  adw_entry_row_set_show_apply_button (self->entry, TRUE);
  g_signal_connect_swapped (self->entry, "apply", G_CALLBACK (on_apply), self);
  gtk_list_box_append (self->list, GTK_WIDGET (self->entry));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
}

GtkWidget *
weft_card_links_new (WeftCardEdit *edit)
{
  WeftCardLinks *self = g_object_new (WEFT_TYPE_CARD_LINKS, NULL);

  self->edit = g_object_ref (edit);
  g_signal_connect_object (weft_card_edit_get_task (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_card_edit_get_board (edit), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
