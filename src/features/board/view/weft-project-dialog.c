/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-project-dialog.h"
#include "features/board/view/weft-project-code.h"
#include "parts/people/view/weft-people-picker.h"
#include "ui/weft-text-scale.h"

#define WIDTH 420

struct _WeftProjectDialog
{
  AdwDialog parent_instance;

  WeftProjectList *projects;
  GtkWidget *accept_button;
  AdwEntryRow *name_row;
  AdwEntryRow *code_row;
  GtkLabel *problem;
  AdwBin *people_bin;
  WeftPeoplePicker *picker;
  char *guessed; /* (nullable): the code which follows from the name: it goes with it until it is another */
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftProjectDialog, weft_project_dialog, ADW_TYPE_DIALOG)

static char *
dup_field (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
update (WeftProjectDialog *self)
{
  g_autofree char *name = dup_field (self->name_row);
  g_autofree char *code = dup_field (self->code_row);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", *name != '\0' && weft_project_code_is_valid (code));
}

static void
on_name_changed (WeftProjectDialog *self)
{
  g_autofree char *name = dup_field (self->name_row);
  g_autofree char *code = dup_field (self->code_row);
  gboolean own = *code != '\0' && g_strcmp0 (code, self->guessed) != 0;

  g_free (self->guessed);
  self->guessed = weft_project_code_guess (name);
  if (!own)
    gtk_editable_set_text (GTK_EDITABLE (self->code_row), self->guessed);
  update (self);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  WeftProjectDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    {
      gtk_label_set_text (self->problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      update (self);
    }
  return dex_future_new_for_boolean (TRUE);
}

static void
accept_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftProjectDialog *self = WEFT_PROJECT_DIALOG (widget);
  const char *const statuses[] = { _ ("To Do"), _ ("In Progress"), _ ("In Review"), _ ("Done"), NULL };
  g_autofree char *name = dup_field (self->name_row);
  g_autofree char *code = dup_field (self->code_row);
  g_auto (GStrv) chosen = weft_people_picker_dup_chosen (self->picker);
  g_autofree char *stream = NULL;

  dex_future_disown (
      dex_future_finally (weft_project_list_create (self->projects, name, code, statuses, (const char *const *) chosen, &stream), on_done,
                          g_object_ref (self), g_object_unref));
  /* Below a dialog nothing takes the focus, and closing puts it back where it was: the project is opened after that. */
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[MADE], 0, stream);
}

static void
weft_project_dialog_dispose (GObject *object)
{
  WeftProjectDialog *self = WEFT_PROJECT_DIALOG (object);

  g_clear_object (&self->projects);
  g_clear_pointer (&self->guessed, g_free);

  G_OBJECT_CLASS (weft_project_dialog_parent_class)->dispose (object);
}

static void
weft_project_dialog_class_init (WeftProjectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_project_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/board/weft-project-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, code_row);
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, people_bin);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_project_dialog_init (WeftProjectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->name_row, "changed", G_CALLBACK (on_name_changed), self);
  g_signal_connect_swapped (self->code_row, "changed", G_CALLBACK (update), self);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->name_row));
  update (self);
}

AdwDialog *
weft_project_dialog_new (WeftProjectList *projects, WeftPeople *people)
{
  WeftProjectDialog *self = g_object_new (WEFT_TYPE_PROJECT_DIALOG, NULL);

  self->projects = g_object_ref (projects);
  self->picker = WEFT_PEOPLE_PICKER (weft_people_picker_new (people, NULL));
  adw_bin_set_child (self->people_bin, GTK_WIDGET (self->picker));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  return ADW_DIALOG (self);
}
