/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-project-dialog.h"
#include "features/board/view/weft-project-names.h"
#include "parts/people/view/weft-people-picker.h"
#include "ui/weft-text-scale.h"

#define WIDTH 420

struct _WeftProjectDialog
{
  AdwDialog parent_instance;

  WeftProjectList *projects;
  GtkWidget *accept_button;
  WeftProjectNames *names;
  GtkLabel *problem;
  AdwBin *people_bin;
  WeftPeoplePicker *picker;
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftProjectDialog, weft_project_dialog, ADW_TYPE_DIALOG)

static void
update (WeftProjectDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", weft_project_names_is_valid (self->names));
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
  g_autofree char *name = weft_project_names_dup_name (self->names);
  g_autofree char *code = weft_project_names_dup_code (self->names);
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
  g_clear_object (&WEFT_PROJECT_DIALOG (object)->projects);

  G_OBJECT_CLASS (weft_project_dialog_parent_class)->dispose (object);
}

static void
weft_project_dialog_class_init (WeftProjectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_project_dialog_dispose;
  g_type_ensure (WEFT_TYPE_PROJECT_NAMES);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/board/weft-project-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, names);
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, WeftProjectDialog, people_bin);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_project_dialog_init (WeftProjectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->names, "changed", G_CALLBACK (update), self);
  adw_dialog_set_focus (ADW_DIALOG (self), weft_project_names_get_first (self->names));
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
