/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-field-page.h"

#include <glib/gi18n.h>

#include "base/weft-id-map.h"
#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-field-words.h"
#include "sync/weft-refusal.h"

#define NAME_LENGTH 40   /* characters: as the operations take */
#define OPTION_LENGTH 60

struct _WeftFieldPage
{
  AdwNavigationPage parent_instance;

  WeftBoard *board;
  char *id;
  gboolean updating;
  GHashTable *options; /* id → Option */

  AdwEntryRow *name_row;
  AdwSwitchRow *shown_row;
  AdwPreferencesGroup *option_group;
  AdwEntryRow *option_entry;
};

/** Option: a row of something that can be chosen. */
typedef struct
{
  WeftFieldPage *page;
  char *id;
  GtkWidget *row;
  gboolean there;
} Option;

enum
{
  REFUSED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFieldPage, weft_field_page, ADW_TYPE_NAVIGATION_PAGE)

static void
option_free (gpointer data)
{
  Option *option = data;

  g_free (option->id);
  g_free (option);
}

static void
on_refused (gpointer owner, const char *message)
{
  g_signal_emit (owner, signals[REFUSED], 0, message);
}

static void
watch (WeftFieldPage *self, DexFuture *future)
{
  weft_refusal_watch (weft_board_get_sync (self->board), future, self, on_refused, FALSE);
}

static char *
dup_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
show_text (AdwEntryRow *row, const char *text)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row)))))
    weft_entry_row_show (row, text);
}

/* What can be chosen */

static void
on_option_named (Option *option)
{
  g_autofree char *name = dup_text (ADW_ENTRY_ROW (option->row));

  if (*name != '\0')
    watch (option->page, weft_board_set_option (option->page->board, option->page->id, option->id, name));
}

static void
on_option_removed (Option *option)
{
  /* The row goes away with the focus: it goes to what makes another one. */
  gtk_widget_grab_focus (GTK_WIDGET (option->page->option_entry));
  watch (option->page, weft_board_set_option (option->page->board, option->page->id, option->id, NULL));
}

static void
on_option_written (WeftFieldPage *self)
{
  g_autofree char *name = dup_text (self->option_entry);

  weft_entry_row_show (self->option_entry, "");
  if (*name != '\0')
    watch (self, weft_board_set_option (self->board, self->id, NULL, name));
}

static Option *
add_option (WeftFieldPage *self, const char *id)
{
  Option *option = g_new0 (Option, 1);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  option->page = self;
  option->id = g_strdup (id);
  option->row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (option->row), _ ("Choice"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (option->row), OPTION_LENGTH);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (option->row), TRUE);
  g_signal_connect_swapped (option->row, "apply", G_CALLBACK (on_option_named), option);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, _ ("Remove Choice"));
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_option_removed), option);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (option->row), remove);
  g_hash_table_insert (self->options, option->id, option);
  adw_preferences_group_add (self->option_group, option->row);
  return option;
}

static void
update_options (WeftFieldPage *self, const WeftProjectField *field)
{
  const char *cursor = field->options;
  GHashTableIter iter;
  Option *option;
  char *id, *name;

  g_hash_table_iter_init (&iter, self->options);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &option))
    option->there = FALSE;
  while (weft_id_map_next (&cursor, &id, &name))
    {
      option = g_hash_table_lookup (self->options, id);
      if (option == NULL)
        option = add_option (self, id);
      option->there = TRUE;
      show_text (ADW_ENTRY_ROW (option->row), name);
      g_free (id);
      g_free (name);
    }
  g_hash_table_iter_init (&iter, self->options);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &option))
    if (!option->there)
      {
        adw_preferences_group_remove (self->option_group, option->row);
        g_hash_table_iter_remove (&iter);
      }
}

/* The field */

static void
update (WeftFieldPage *self)
{
  const WeftProjectField *field = weft_board_find_field (self->board, self->id);

  if (field == NULL)
    {
      g_signal_emit (self, signals[REMOVED], 0);
      return;
    }
  self->updating = TRUE;
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), field->name);
  show_text (self->name_row, field->name);
  adw_switch_row_set_active (self->shown_row, field->shown);
  gtk_widget_set_visible (GTK_WIDGET (self->option_group), field->kind == WEFT_FIELD_SELECT);
  update_options (self, field);
  self->updating = FALSE;
}

static void
on_changed (WeftFieldPage *self)
{
  const WeftProjectField *field = weft_board_find_field (self->board, self->id);
  g_autofree char *name = dup_text (self->name_row);
  gboolean shown = adw_switch_row_get_active (self->shown_row);

  if (self->updating || field == NULL || *name == '\0' || (g_str_equal (name, field->name) && shown == field->shown))
    return;
  watch (self, weft_board_set_field (self->board, self->id, name, shown));
}

static void
on_remove (WeftFieldPage *self)
{
  watch (self, weft_board_remove_field (self->board, self->id));
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
weft_field_page_dispose (GObject *object)
{
  WeftFieldPage *self = WEFT_FIELD_PAGE (object);

  g_clear_pointer (&self->options, g_hash_table_unref);
  g_clear_object (&self->board);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (weft_field_page_parent_class)->dispose (object);
}

static void
weft_field_page_class_init (WeftFieldPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_field_page_dispose;

  signals[REFUSED]
      = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static AdwEntryRow *
make_entry (WeftFieldPage *self, const char *title, int length, GCallback applied)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), length);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_swapped (row, "apply", applied, self);
  return ADW_ENTRY_ROW (row);
}

static void
weft_field_page_init (WeftFieldPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *facts = adw_preferences_group_new ();
  GtkWidget *end = adw_preferences_group_new ();
  GtkWidget *remove = adw_button_row_new ();

  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, option_free);
  self->name_row = make_entry (self, _ ("Name"), NAME_LENGTH, G_CALLBACK (on_changed));
  self->shown_row = ADW_SWITCH_ROW (adw_switch_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->shown_row), _ ("Show on Cards"));
  g_signal_connect_swapped (self->shown_row, "notify::active", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), GTK_WIDGET (self->name_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), GTK_WIDGET (self->shown_row));

  self->option_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->option_group, _ ("Choices"));
  self->option_entry = make_entry (self, _ ("New Choice"), OPTION_LENGTH, G_CALLBACK (on_option_written));
  adw_preferences_group_add (self->option_group, GTK_WIDGET (self->option_entry));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (remove), _ ("Remove Field"));
  gtk_widget_add_css_class (remove, "destructive-action");
  g_signal_connect_swapped (remove, "activated", G_CALLBACK (on_remove), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (end), remove);

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (facts));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->option_group);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (end));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
}

AdwNavigationPage *
weft_field_page_new (WeftBoard *board, const char *id)
{
  WeftFieldPage *self = g_object_new (WEFT_TYPE_FIELD_PAGE, NULL);

  self->updating = TRUE;
  self->board = g_object_ref (board);
  self->id = g_strdup (id);
  update (self);
  g_signal_connect_object (board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "refused", G_CALLBACK (update), NULL);
  return ADW_NAVIGATION_PAGE (self);
}
