/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-import-columns-page.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-import-words.h"

#define SHOWN_MAX 300 /* columns: more than that nobody looks through */

struct _WeftImportColumnsPage
{
  AdwNavigationPage parent_instance;

  WeftBoardImport *import;
  gboolean changed;
};

G_DEFINE_FINAL_TYPE (WeftImportColumnsPage, weft_import_columns_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_selected (AdwComboRow *row, GParamSpec *pspec, WeftImportColumnsPage *self)
{
  const char *header = g_object_get_data (G_OBJECT (row), "header");

  weft_board_import_set_column (self->import, header, weft_task_table_get_fields ()[adw_combo_row_get_selected (row)]);
  self->changed = TRUE;
}

static void
weft_import_columns_page_dispose (GObject *object)
{
  g_clear_object (&WEFT_IMPORT_COLUMNS_PAGE (object)->import);

  G_OBJECT_CLASS (weft_import_columns_page_parent_class)->dispose (object);
}

static void
weft_import_columns_page_class_init (WeftImportColumnsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_import_columns_page_dispose;
}

static void
weft_import_columns_page_init (WeftImportColumnsPage *self)
{
}

static GtkWidget *
make_row (WeftImportColumnsPage *self, const WeftTaskColumn *column, GListModel *fields)
{
  GtkWidget *row = adw_combo_row_new ();
  guint selected = 0;

  while (!g_str_equal (weft_task_table_get_fields ()[selected], column->field))
    selected++;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *column->header != '\0' ? column->header : _ ("Column without a Name"));
  if (column->example != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (column->example, -1);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
    }
  g_object_set_data_full (G_OBJECT (row), "header", g_strdup (column->header), g_free);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), fields);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_selected), self);
  return row;
}

AdwNavigationPage *
weft_import_columns_page_new (WeftBoardImport *import)
{
  WeftImportColumnsPage *self = g_object_new (WEFT_TYPE_IMPORT_COLUMNS_PAGE, "title", _ ("Columns"), NULL);
  GPtrArray *columns = weft_board_import_get_columns (import);
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GtkStringList) fields = gtk_string_list_new (NULL);

  self->import = g_object_ref (import);
  for (const char *const *field = weft_task_table_get_fields (); *field != NULL; field++)
    gtk_string_list_append (fields, weft_import_field_get_label (*field));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _ ("What the columns of the table become. One of them is the title."));
  for (guint i = 0; i < MIN (columns->len, SHOWN_MAX); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, columns->pdata[i], G_LIST_MODEL (fields)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  return ADW_NAVIGATION_PAGE (self);
}

gboolean
weft_import_columns_page_get_changed (WeftImportColumnsPage *self)
{
  g_return_val_if_fail (WEFT_IS_IMPORT_COLUMNS_PAGE (self), FALSE);

  return self->changed;
}
