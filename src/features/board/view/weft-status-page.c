/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-status-page.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-status-rules-group.h"
#include "features/board/view/weft-task-words.h"
#include "sync/weft-refusal.h"

#define NAME_LENGTH 40 /* characters: as the operation takes */
#define LIMIT_MAX 10000

struct _WeftStatusPage
{
  AdwNavigationPage parent_instance;

  WeftBoard *board;
  WeftProjectStatus *status;
  gboolean updating;

  AdwEntryRow *name_row;
  AdwComboRow *category_row;
  AdwEntryRow *limit_row;
  GtkWidget *hard_row;
  GtkWidget *lane_row;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *end; /* the last one on it */
};

enum
{
  REFUSED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftStatusPage, weft_status_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_refused (gpointer owner, const char *message)
{
  g_signal_emit (owner, signals[REFUSED], 0, message);
}

static void
watch (WeftStatusPage *self, DexFuture *future)
{
  weft_refusal_watch (weft_board_get_sync (self->board), future, self, on_refused, FALSE);
}

static gboolean
is_written (AdwEntryRow *row)
{
  return gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (row))));
}

static void
show_limit (WeftStatusPage *self)
{
  guint wip = weft_project_status_get_wip (self->status);
  g_autofree char *text = wip > 0 ? g_strdup_printf ("%u", wip) : g_strdup ("");

  weft_entry_row_show (self->limit_row, text);
}

/* FALSE: it is no such number. */
static gboolean
read_limit (WeftStatusPage *self, guint *limit)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->limit_row))));
  guint64 number = 0;

  if (*text != '\0' && !g_ascii_string_to_unsigned (text, 10, 0, LIMIT_MAX, &number, NULL))
    return FALSE;
  *limit = (guint) number;
  return TRUE;
}

static void
update (WeftStatusPage *self)
{
  self->updating = TRUE;
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), weft_project_status_get_name (self->status));
  if (!is_written (self->name_row))
    weft_entry_row_show (self->name_row, weft_project_status_get_name (self->status));
  adw_combo_row_set_selected (self->category_row, weft_project_status_get_category (self->status));
  if (!is_written (self->limit_row))
    show_limit (self);
  adw_switch_row_set_active (ADW_SWITCH_ROW (self->hard_row), weft_project_status_get_hard (self->status));
  adw_switch_row_set_active (ADW_SWITCH_ROW (self->lane_row), weft_project_status_get_per_lane (self->status));
  gtk_widget_set_sensitive (self->hard_row, weft_project_status_get_wip (self->status) > 0 && !weft_project_status_get_per_lane (self->status));
  gtk_widget_set_sensitive (self->lane_row, weft_project_status_get_wip (self->status) > 0);
  self->updating = FALSE;
}

/* What is shown, all of it: the operation takes no less. */
static void
keep (WeftStatusPage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  WeftStatusRecord record = {
    .id = (char *) weft_project_status_get_id (self->status),
    .name = *name != '\0' ? name : (char *) weft_project_status_get_name (self->status),
    .category = (WeftCategory) adw_combo_row_get_selected (self->category_row),
    .hard = adw_switch_row_get_active (ADW_SWITCH_ROW (self->hard_row)),
  };

  if (!read_limit (self, &record.wip))
    {
      g_autofree char *text = g_strdup_printf (_ ("A limit is a number from 1 to %d."), LIMIT_MAX);

      on_refused (self, text);
      return;
    }
  if (g_str_equal (record.name, weft_project_status_get_name (self->status))
      && record.category == weft_project_status_get_category (self->status) && record.wip == weft_project_status_get_wip (self->status)
      && record.hard == weft_project_status_get_hard (self->status))
    return;
  watch (self, weft_board_set_status (self->board, &record));
}

static void
on_rules_refused (WeftStatusPage *self, const char *text)
{
  on_refused (self, text);
}

static void
on_changed (WeftStatusPage *self)
{
  if (!self->updating)
    keep (self);
}

static void
on_per_lane (WeftStatusPage *self)
{
  gboolean per_lane = adw_switch_row_get_active (ADW_SWITCH_ROW (self->lane_row));

  if (!self->updating && per_lane != weft_project_status_get_per_lane (self->status))
    watch (self, weft_board_set_lane_limit (self->board, self->status, per_lane));
}

static void
on_remove (WeftStatusPage *self)
{
  guint n = weft_project_status_get_n_tasks (self->status);
  g_autofree char *text = NULL;

  if (n == 0)
    {
      watch (self, weft_board_remove_status (self->board, self->status));
      g_signal_emit (self, signals[REMOVED], 0);
      return;
    }
  text = g_strdup_printf (ngettext ("Move its %u card elsewhere first.", "Move its %u cards elsewhere first.", n), n);
  on_refused (self, text);
}

static void
weft_status_page_dispose (GObject *object)
{
  WeftStatusPage *self = WEFT_STATUS_PAGE (object);

  g_clear_object (&self->status);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_status_page_parent_class)->dispose (object);
}

static void
weft_status_page_class_init (WeftStatusPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_status_page_dispose;

  signals[REFUSED]
      = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GListModel *
list_categories (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (WeftCategory category = WEFT_CATEGORY_TODO; category <= WEFT_CATEGORY_DONE; category++)
    gtk_string_list_append (list, weft_category_get_label (category));
  return G_LIST_MODEL (list);
}

static void
weft_status_page_init (WeftStatusPage *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *facts = adw_preferences_group_new ();
  GtkWidget *limit = adw_preferences_group_new ();
  GtkWidget *remove = adw_button_row_new ();
  g_autoptr (GListModel) categories = list_categories ();

  self->name_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row), _ ("Name"));
  adw_entry_row_set_max_length (self->name_row, NAME_LENGTH);
  adw_entry_row_set_show_apply_button (self->name_row, TRUE);
  g_signal_connect_swapped (self->name_row, "apply", G_CALLBACK (on_changed), self);
  self->category_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->category_row), _ ("Cards in It Are"));
  adw_combo_row_set_model (self->category_row, categories);
  g_signal_connect_swapped (self->category_row, "notify::selected", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), GTK_WIDGET (self->name_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), GTK_WIDGET (self->category_row));

  /* No AdwSpinRow: no screen reader is told of one. */
  self->limit_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->limit_row), _ ("Limit of Cards"));
  adw_entry_row_set_max_length (self->limit_row, 5);
  adw_entry_row_set_input_purpose (self->limit_row, GTK_INPUT_PURPOSE_DIGITS);
  adw_entry_row_set_show_apply_button (self->limit_row, TRUE);
  g_signal_connect_swapped (self->limit_row, "apply", G_CALLBACK (on_changed), self);
  self->hard_row = adw_switch_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->hard_row), _ ("Refuse More"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->hard_row), _ ("Otherwise the column only warns."));
  g_signal_connect_swapped (self->hard_row, "notify::active", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (limit), GTK_WIDGET (self->limit_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (limit), self->hard_row);
  self->lane_row = adw_switch_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->lane_row), _ ("In Each Lane"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->lane_row), _ ("Where the board has lanes, each is counted by itself, and only warns."));
  g_signal_connect_swapped (self->lane_row, "notify::active", G_CALLBACK (on_per_lane), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (limit), self->lane_row);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (remove), _ ("Remove Status"));
  gtk_widget_add_css_class (remove, "destructive-action");
  g_signal_connect_swapped (remove, "activated", G_CALLBACK (on_remove), self);
  self->end = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_add (self->end, remove);

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (facts));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (limit));
  self->page = ADW_PREFERENCES_PAGE (page);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
}

AdwNavigationPage *
weft_status_page_new (WeftBoard *board, WeftProjectStatus *status)
{
  WeftStatusPage *self = g_object_new (WEFT_TYPE_STATUS_PAGE, NULL);
  GtkWidget *rules;

  self->board = g_object_ref (board);
  self->status = g_object_ref (status);
  rules = weft_status_rules_group_new (board, status);
  g_signal_connect_object (rules, "refused", G_CALLBACK (on_rules_refused), self, G_CONNECT_SWAPPED);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (rules));
  adw_preferences_page_add (self->page, self->end);
  update (self);
  g_signal_connect_object (status, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "refused", G_CALLBACK (update), NULL);
  return ADW_NAVIGATION_PAGE (self);
}
