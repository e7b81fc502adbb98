/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-status-rules-group.h"

#include <glib/gi18n.h>

#include "base/weft-id-set.h"
#include "features/board/client/weft-board-operations.h"
#include "sync/weft-refusal.h"

struct _WeftStatusRulesGroup
{
  AdwPreferencesGroup parent_instance;

  WeftBoard *board;
  WeftProjectStatus *status;
  gboolean updating;

  AdwComboRow *needs_row;
  AdwExpanderRow *sources_row;
  GPtrArray *rows; /* of AdwSwitchRow: one for each other status, in order */
};

enum
{
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftStatusRulesGroup, weft_status_rules_group, ADW_TYPE_PREFERENCES_GROUP)

static void
on_refused (gpointer owner, const char *message)
{
  g_signal_emit (owner, signals[REFUSED], 0, message);
}

static void
watch (WeftStatusRulesGroup *self, DexFuture *future)
{
  weft_refusal_watch (weft_board_get_sync (self->board), future, self, on_refused, FALSE);
}

static const char *
get_id (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "status");
}

static void
on_source_changed (WeftStatusRulesGroup *self, GParamSpec *pspec, GtkWidget *row)
{
  if (!self->updating)
    watch (self, weft_board_allow (self->board, self->status, get_id (row), adw_switch_row_get_active (ADW_SWITCH_ROW (row))));
}

static void
on_needs_selected (WeftStatusRulesGroup *self)
{
  WeftNeeds needs = (WeftNeeds) adw_combo_row_get_selected (self->needs_row);

  if (!self->updating && needs != weft_project_status_get_needs (self->status))
    watch (self, weft_board_set_needs (self->board, self->status, needs));
}

/* The others in the order of the board; rows stay while none comes or goes, so that the focus stays on its own. */
static gboolean
shows_the_others (WeftStatusRulesGroup *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  guint k = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);

      if (status == self->status)
        continue;
      if (k >= self->rows->len || !g_str_equal (get_id (self->rows->pdata[k]), weft_project_status_get_id (status)))
        return FALSE;
      k++;
    }

  return k == self->rows->len;
}

static void
make_rows (WeftStatusRulesGroup *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));

  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->sources_row, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      GtkWidget *row;

      if (status == self->status)
        continue;
      row = adw_switch_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      g_object_set_data_full (G_OBJECT (row), "status", g_strdup (weft_project_status_get_id (status)), g_free);
      g_signal_connect_swapped (row, "notify::active", G_CALLBACK (on_source_changed), self);
      adw_expander_row_add_row (self->sources_row, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
update (WeftStatusRulesGroup *self)
{
  const char *sources = weft_project_status_get_sources (self->status);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;

  self->updating = TRUE;
  if (!shows_the_others (self))
    make_rows (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      const char *name = weft_project_status_get_name (weft_board_find_status (self->board, get_id (row)));
      gboolean on = weft_id_set_contains (sources, get_id (row));

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), on);
      if (on)
        g_ptr_array_add (names, (gpointer) name);
    }
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (", ", (char **) names->pdata);
  adw_expander_row_set_subtitle (self->sources_row, *text != '\0' ? text : _ ("Any other status"));
  adw_combo_row_set_selected (self->needs_row, weft_project_status_get_needs (self->status));
  self->updating = FALSE;
}

static void
weft_status_rules_group_dispose (GObject *object)
{
  WeftStatusRulesGroup *self = WEFT_STATUS_RULES_GROUP (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->status);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_status_rules_group_parent_class)->dispose (object);
}

static void
weft_status_rules_group_class_init (WeftStatusRulesGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_status_rules_group_dispose;

  signals[REFUSED]
      = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_status_rules_group_init (WeftStatusRulesGroup *self)
{
  g_autoptr (GtkStringList) needs = gtk_string_list_new (NULL);

  gtk_string_list_append (needs, C_ ("what a card needs to go into a column", "Nothing"));
  gtk_string_list_append (needs, _ ("Its Checklist Done"));
  gtk_string_list_append (needs, _ ("Somebody Assigned"));
  gtk_string_list_append (needs, _ ("Both"));
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Rules"));
  self->needs_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->needs_row), _ ("A Card Needs"));
  adw_combo_row_set_model (self->needs_row, G_LIST_MODEL (needs));
  g_signal_connect_swapped (self->needs_row, "notify::selected", G_CALLBACK (on_needs_selected), self);
  self->sources_row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->sources_row), _ ("Cards Come From"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->sources_row), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->needs_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->sources_row));
}

GtkWidget *
weft_status_rules_group_new (WeftBoard *board, WeftProjectStatus *status)
{
  WeftStatusRulesGroup *self = g_object_new (WEFT_TYPE_STATUS_RULES_GROUP, NULL);

  self->board = g_object_ref (board);
  self->status = g_object_ref (status);
  update (self);
  g_signal_connect_object (status, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  /* What was chosen and does not go is put back to what is. */
  g_signal_connect (self, "refused", G_CALLBACK (update), NULL);

  return GTK_WIDGET (self);
}
