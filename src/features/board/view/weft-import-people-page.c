/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-import-people-page.h"

#include <glib/gi18n.h>

#define SHOWN_MAX 300 /* people: the others are who they were taken for */

struct _WeftImportPeoplePage
{
  AdwNavigationPage parent_instance;

  WeftBoardImport *import;
};

G_DEFINE_FINAL_TYPE (WeftImportPeoplePage, weft_import_people_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_selected (AdwComboRow *row, GParamSpec *pspec, WeftImportPeoplePage *self)
{
  guint selected = adw_combo_row_get_selected (row);
  GPtrArray *here = weft_board_import_get_here (self->import);

  weft_board_import_set_person (self->import, g_object_get_data (G_OBJECT (row), "person"), selected > 0 ? here->pdata[selected - 1] : NULL);
}

static void
weft_import_people_page_dispose (GObject *object)
{
  g_clear_object (&WEFT_IMPORT_PEOPLE_PAGE (object)->import);

  G_OBJECT_CLASS (weft_import_people_page_parent_class)->dispose (object);
}

static void
weft_import_people_page_class_init (WeftImportPeoplePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_import_people_page_dispose;
}

static void
weft_import_people_page_init (WeftImportPeoplePage *self)
{
}

static guint
find_here (GPtrArray *here, const char *person)
{
  for (guint i = 0; person != NULL && i < here->len; i++)
    if (g_str_equal (((const WeftBringHere *) here->pdata[i])->id, person))
      return i + 1;
  return 0;
}

static GtkWidget *
make_row (WeftImportPeoplePage *self, WeftBringPerson *person, GListModel *names)
{
  GtkWidget *row = adw_combo_row_new ();
  const char *contact = *person->email != '\0' ? person->email : person->login;
  g_autofree char *escaped = g_markup_escape_text (contact, -1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), *person->name != '\0' ? person->name : person->key);
  if (!g_str_equal (contact, person->name))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  g_object_set_data (G_OBJECT (row), "person", person);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), names);
  adw_combo_row_set_enable_search (ADW_COMBO_ROW (row), g_list_model_get_n_items (names) > 10);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_here (weft_board_import_get_here (self->import), person->person));
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_selected), self);
  return row;
}

AdwNavigationPage *
weft_import_people_page_new (WeftBoardImport *import)
{
  WeftImportPeoplePage *self = g_object_new (WEFT_TYPE_IMPORT_PEOPLE_PAGE, "title", _ ("People"), NULL);
  GPtrArray *people = weft_board_import_get_people (import);
  GPtrArray *here = weft_board_import_get_here (import);
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->import = g_object_ref (import);
  gtk_string_list_append (names, _ ("Nobody Here"));
  for (guint i = 0; i < here->len; i++)
    gtk_string_list_append (names, ((const WeftBringHere *) here->pdata[i])->name);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _ ("Of those who are nobody here only the name comes, beside what they said."));
  for (guint i = 0; i < MIN (people->len, SHOWN_MAX); i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (self, people->pdata[i], G_LIST_MODEL (names)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  return ADW_NAVIGATION_PAGE (self);
}
