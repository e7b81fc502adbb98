/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-duplicate-dialog.h"
#include "features/board/view/weft-progress-page.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-project-copy.h"
#include "features/board/view/weft-project-code.h"
#include "features/board/view/weft-project-names.h"
#include "ui/weft-text-scale.h"

#define WIDTH 420
#define NAME_CHARACTERS 80 /* as the operation takes */

struct _WeftDuplicateDialog
{
  AdwDialog parent_instance;

  WeftBoard *board;
  WeftProjectCopy *copy; /* (nullable): while it is made */
  char *unfinished;      /* (nullable): what it is called until it is whole */

  WeftProjectNames *names;
  GtkWidget *cards;
  GtkWidget *templates;
  GtkWidget *people;
  GtkWidget *views;
  GtkWidget *accept;
  GtkWidget *problem;
  GtkWidget *stack;
  GtkWidget *progress;
};

enum
{
  MADE,
  STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftDuplicateDialog, weft_duplicate_dialog, ADW_TYPE_DIALOG)

static void
update (WeftDuplicateDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", self->copy == NULL && weft_project_names_is_valid (self->names));
}

static void
on_progressed (WeftDuplicateDialog *self)
{
  weft_progress_page_set (WEFT_PROGRESS_PAGE (self->progress), weft_project_copy_get_progress (self->copy));
}

/* @name followed or led by what @format says besides, and no longer than a name may be. */
static char *
make_name (const char *format, const char *name)
{
  glong room = NAME_CHARACTERS - (g_utf8_strlen (format, -1) - 2);
  g_autofree char *cut = g_utf8_substring (name, 0, MIN (room, g_utf8_strlen (name, -1)));
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "%s", g_strstrip (cut), 1);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
describe_stop (WeftDuplicateDialog *self, const GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!weft_project_copy_get_begun (self->copy))
    return cancelled ? NULL : g_strdup (g_str_has_prefix (error->message, "code: ") ? _ ("Another project has this code.") : error->message);
  /* Translators: %s is the name of a project. */
  return g_strdup_printf (_ ("The copy is not whole. It is archived as “%s”; duplicated under the same name it is gone on with."), self->unfinished);
}

static DexFuture *
on_run (DexFuture *future, gpointer user_data)
{
  WeftDuplicateDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  g_autofree char *stream = value != NULL ? g_value_dup_string (value) : NULL;
  g_autofree char *text = value == NULL ? describe_stop (self, error) : NULL;
  gboolean open = gtk_widget_get_root (GTK_WIDGET (self)) != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  g_signal_handlers_disconnect_by_data (self->copy, self);
  g_clear_object (&self->copy);
  if (stream != NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      g_signal_emit (self, signals[MADE], 0, stream);
    }
  else if (open && text != NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->problem), text);
      gtk_widget_set_visible (self->problem, TRUE);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
      gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
      update (self);
    }
  else if (text != NULL)
    {
      g_signal_emit (self, signals[STOPPED], 0, text);
    }
  return dex_future_new_for_boolean (TRUE);
}

static void
accept_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftDuplicateDialog *self = WEFT_DUPLICATE_DIALOG (widget);
  g_autofree char *name = weft_project_names_dup_name (self->names);
  g_autofree char *code = weft_project_names_dup_code (self->names);
  /* Translators: the name of a project which is being copied; %s is what it will be called. Short: a name has 80 characters. */
  const char *unfinished = _ ("%s (incomplete)");
  /* Translators: %s is the name of a project. */
  g_autofree char *title = g_strdup_printf (_ ("Copying to “%s”"), name);

  g_free (self->unfinished);
  self->unfinished = make_name (unfinished, name);
  self->copy = weft_project_copy_new (self->board, &(WeftProjectCopyChoice) {
                                                       .name = name,
                                                       .unfinished = self->unfinished,
                                                       .code = code,
                                                       .members = adw_switch_row_get_active (ADW_SWITCH_ROW (self->people)),
                                                       .views = adw_switch_row_get_active (ADW_SWITCH_ROW (self->views)),
                                                       .templates = adw_switch_row_get_active (ADW_SWITCH_ROW (self->templates)),
                                                       .cards = adw_switch_row_get_active (ADW_SWITCH_ROW (self->cards)),
                                                   });
  g_signal_connect_object (self->copy, "progressed", G_CALLBACK (on_progressed), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->problem, FALSE);
  weft_progress_page_begin (WEFT_PROGRESS_PAGE (self->progress), title);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "progress");
  update (self);
  dex_future_disown (dex_future_finally (weft_project_copy_run (self->copy), on_run, g_object_ref (self), g_object_unref));
}

static void
weft_duplicate_dialog_closed (AdwDialog *dialog)
{
  WeftDuplicateDialog *self = WEFT_DUPLICATE_DIALOG (dialog);

  if (self->copy != NULL)
    weft_project_copy_cancel (self->copy);
}

static void
weft_duplicate_dialog_dispose (GObject *object)
{
  WeftDuplicateDialog *self = WEFT_DUPLICATE_DIALOG (object);

  g_clear_object (&self->copy);
  g_clear_object (&self->board);
  g_clear_pointer (&self->unfinished, g_free);

  G_OBJECT_CLASS (weft_duplicate_dialog_parent_class)->dispose (object);
}

static void
weft_duplicate_dialog_class_init (WeftDuplicateDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_duplicate_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = weft_duplicate_dialog_closed;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "dialog.accept", NULL, accept_action);

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
add_switch (AdwPreferencesGroup *group, const char *title, const char *subtitle, gboolean active)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), active);
  adw_preferences_group_add (group, row);
  return row;
}

static GtkWidget *
make_form (WeftDuplicateDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *group = adw_preferences_group_new ();

  self->names = g_object_new (WEFT_TYPE_PROJECT_NAMES, NULL);
  g_signal_connect_object (self->names, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->problem = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("What Comes with It"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _ ("Statuses with their rules, labels and fields always do."));
  self->cards = add_switch (ADW_PREFERENCES_GROUP (group), _ ("Cards"), _ ("With their people and checklists, of which nothing is ticked, and not what is archived."), FALSE);
  self->templates = add_switch (ADW_PREFERENCES_GROUP (group), _ ("Templates"), NULL, TRUE);
  self->people = add_switch (ADW_PREFERENCES_GROUP (group), _ ("People"), NULL, TRUE);
  self->views = add_switch (ADW_PREFERENCES_GROUP (group), _ ("Shared Views"), NULL, TRUE);
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->names));
  gtk_box_append (GTK_BOX (box), self->problem);
  gtk_box_append (GTK_BOX (box), group);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

static void
weft_duplicate_dialog_init (WeftDuplicateDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->accept = gtk_button_new_with_mnemonic (_ ("_Duplicate"));
  gtk_widget_add_css_class (self->accept, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->accept), "dialog.accept");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->accept);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_form (self), "form");
  self->progress = g_object_new (WEFT_TYPE_PROGRESS_PAGE, NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), self->progress, "progress");
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), self->stack);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Duplicate Project"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->accept);
  adw_dialog_set_focus (ADW_DIALOG (self), weft_project_names_get_first (self->names));
}

static gboolean
is_taken (WeftProjectList *projects, const char *code)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (projects));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProject) project = g_list_model_get_item (G_LIST_MODEL (projects), i);

      if (g_str_equal (weft_project_get_code (project), code))
        return TRUE;
    }

  return FALSE;
}

AdwDialog *
weft_duplicate_dialog_new (WeftBoard *board, WeftProjectList *projects)
{
  WeftDuplicateDialog *self = g_object_new (WEFT_TYPE_DUPLICATE_DIALOG, NULL);
  /* Translators: the name which is proposed for a copy of a project; %s is what that is called. Short: a name has 80 characters. */
  g_autofree char *name = make_name (_ ("%s (copy)"), weft_board_get_name (board));
  g_autofree char *code = weft_project_code_number (weft_board_get_code (board), 2);

  self->board = g_object_ref (board);
  /* Of those one does not know the server does. */
  for (guint i = 3; is_taken (projects, code) && i < 1000; i++)
    {
      g_free (code);
      code = weft_project_code_number (weft_board_get_code (board), i);
    }
  weft_project_names_set (self->names, name, code);
  update (self);
  return ADW_DIALOG (self);
}
