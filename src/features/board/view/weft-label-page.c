/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-label-page.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-task-words.h"
#include "features/board/view/weft-yarn-dot.h"
#include "sync/weft-refusal.h"
#include "ui/weft-yarn.h"

#define NAME_LENGTH 40 /* characters: as the operation takes */

struct _WeftLabelPage
{
  AdwNavigationPage parent_instance;

  WeftBoard *board;
  char *id;
  gboolean updating;

  AdwEntryRow *name_row;
  AdwComboRow *yarn_row;
  GtkWidget *dot;
};

enum
{
  REFUSED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftLabelPage, weft_label_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_refused (gpointer owner, const char *message)
{
  g_signal_emit (owner, signals[REFUSED], 0, message);
}

static void
watch (WeftLabelPage *self, DexFuture *future)
{
  weft_refusal_watch (weft_board_get_sync (self->board), future, self, on_refused, FALSE);
}

static void
update (WeftLabelPage *self)
{
  const WeftProjectLabel *label = weft_board_find_label (self->board, self->id);

  if (label == NULL)
    {
      g_signal_emit (self, signals[REMOVED], 0);
      return;
    }
  self->updating = TRUE;
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), label->name);
  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->name_row)))))
    weft_entry_row_show (self->name_row, label->name);
  adw_combo_row_set_selected (self->yarn_row, weft_yarn_parse (label->yarn));
  weft_yarn_dot_set_yarn (self->dot, label->yarn);
  self->updating = FALSE;
}

static void
on_changed (WeftLabelPage *self)
{
  const WeftProjectLabel *label = weft_board_find_label (self->board, self->id);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  const char *yarn = weft_label_get_yarn (adw_combo_row_get_selected (self->yarn_row));

  if (self->updating || label == NULL || *name == '\0' || (g_str_equal (name, label->name) && g_str_equal (yarn, label->yarn)))
    return;
  watch (self, weft_board_set_label (self->board, self->id, name, yarn));
}

static void
on_remove (WeftLabelPage *self)
{
  watch (self, weft_board_remove_label (self->board, self->id));
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
weft_label_page_dispose (GObject *object)
{
  WeftLabelPage *self = WEFT_LABEL_PAGE (object);

  g_clear_object (&self->board);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (weft_label_page_parent_class)->dispose (object);
}

static void
weft_label_page_class_init (WeftLabelPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_label_page_dispose;

  signals[REFUSED]
      = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GListModel *
list_yarns (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint yarn = 0; yarn < WEFT_N_YARNS; yarn++)
    gtk_string_list_append (list, weft_yarn_get_label (yarn));
  return G_LIST_MODEL (list);
}

static void
weft_label_page_init (WeftLabelPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *facts = adw_preferences_group_new ();
  GtkWidget *end = adw_preferences_group_new ();
  GtkWidget *remove = adw_button_row_new ();
  g_autoptr (GListModel) yarns = list_yarns ();

  self->name_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row), _ ("Name"));
  adw_entry_row_set_max_length (self->name_row, NAME_LENGTH);
  adw_entry_row_set_show_apply_button (self->name_row, TRUE);
  g_signal_connect_swapped (self->name_row, "apply", G_CALLBACK (on_changed), self);
  self->yarn_row = ADW_COMBO_ROW (adw_combo_row_new ());
  self->dot = weft_yarn_dot_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->yarn_row), _ ("Color"));
  adw_combo_row_set_model (self->yarn_row, yarns);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self->yarn_row), self->dot);
  g_signal_connect_swapped (self->yarn_row, "notify::selected", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), GTK_WIDGET (self->name_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), GTK_WIDGET (self->yarn_row));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (remove), _ ("Remove Label"));
  gtk_widget_add_css_class (remove, "destructive-action");
  g_signal_connect_swapped (remove, "activated", G_CALLBACK (on_remove), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (end), remove);

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (facts));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (end));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
}

AdwNavigationPage *
weft_label_page_new (WeftBoard *board, const char *id)
{
  WeftLabelPage *self = g_object_new (WEFT_TYPE_LABEL_PAGE, NULL);

  self->updating = TRUE;
  self->board = g_object_ref (board);
  self->id = g_strdup (id);
  update (self);
  g_signal_connect_object (board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "refused", G_CALLBACK (update), NULL);
  return ADW_NAVIGATION_PAGE (self);
}
