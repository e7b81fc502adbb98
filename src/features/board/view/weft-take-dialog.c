/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-take-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "base/weft-markdown.h"
#include "features/board/shared/weft-board-module.h"
#include "parts/thread/client/weft-forward.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "ui/weft-text-scale.h"

#define WIDTH 460
#define TITLE_MAX 120 /* characters which are offered */

struct _WeftTakeDialog
{
  AdwDialog parent_instance;

  WeftProjectList *all;
  GtkFilterListModel *projects; /* those which are not put away */
  WeftLink *link;
  char *text;

  AdwComboRow *project_row;
  AdwEntryRow *title_row;
  AdwSwitchRow *tell_row;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (WeftTakeDialog, weft_take_dialog, ADW_TYPE_DIALOG)

static char *
dup_title (WeftTakeDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
}

static void
show_problem (WeftTakeDialog *self, const char *text)
{
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
update (WeftTakeDialog *self)
{
  g_autofree char *title = dup_title (self);
  gboolean there = adw_combo_row_get_selected_item (self->project_row) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", *title != '\0' && there);
  show_problem (self, there ? NULL : _ ("There is no project yet: make one first."));
}

/* What is made, and told where it came from. */
typedef struct
{
  WeftSync *sync;
  GWeakRef window;
  WeftLink *link;  /* (nullable): to tell of it there */
  char *place;     /* a link to the card */
  char *said;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_object_unref (making->sync);
  g_weak_ref_clear (&making->window);
  g_clear_pointer (&making->link, weft_link_free);
  g_free (making->place);
  g_free (making->said);
  g_free (making);
}

/* @place: (nullable): what can be opened */
static void
say (Making *making, const char *text, const char *place)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&making->window);

  if (window != NULL)
    gtk_widget_activate_action (window, "win.tell", "(ss)", text, place != NULL ? place : "");
}

static DexFuture *
on_told (DexFuture *future, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_message ("Nothing was said of a card where it came from: %s", error->message);
  return dex_future_new_true ();
}

static DexFuture *
on_made (DexFuture *future, gpointer user_data)
{
  Making *making = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("The card cannot be made: %s"), error->message);

      say (making, text, NULL);
      return dex_future_new_true ();
    }
  say (making, making->said, making->place);
  if (making->link == NULL)
    return dex_future_new_true ();
  return dex_future_finally (weft_thread_answer (making->sync, making->link->stream, making->link->key, making->place), on_told, NULL, NULL);
}

static void
accept_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftTakeDialog *self = WEFT_TAKE_DIALOG (widget);
  WeftProject *project = adw_combo_row_get_selected_item (self->project_row);
  const char *stream = weft_project_get_stream (project);
  g_autofree char *title = dup_title (self);
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *from = weft_link_to_string (self->link);
  g_autofree char *about = weft_forward_dup_text (self->text, from);
  g_autoptr (WeftLink) to = weft_link_new (stream, weft_board_task_table.name, id, -1);
  Making *making = g_new0 (Making, 1);

  making->sync = g_object_ref (weft_project_list_get_sync (self->all));
  g_weak_ref_init (&making->window, gtk_widget_get_root (widget));
  making->place = weft_link_to_string (to);
  /* Translators: %s is a project */
  making->said = g_strdup_printf (_ ("Card made in %s"), weft_project_get_name (project));
  if (gtk_widget_get_visible (GTK_WIDGET (self->tell_row)) && adw_switch_row_get_active (self->tell_row))
    making->link = g_steal_pointer (&self->link);
  dex_future_disown (dex_future_finally (weft_project_list_create_task (self->all, stream, id, title, about), on_made, making, making_free));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
weft_take_dialog_dispose (GObject *object)
{
  WeftTakeDialog *self = WEFT_TAKE_DIALOG (object);

  g_clear_object (&self->projects);
  g_clear_object (&self->all);
  g_clear_pointer (&self->link, weft_link_free);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (weft_take_dialog_parent_class)->dispose (object);
}

static void
weft_take_dialog_class_init (WeftTakeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_take_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/board/weft-take-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftTakeDialog, project_row);
  gtk_widget_class_bind_template_child (widget_class, WeftTakeDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, WeftTakeDialog, tell_row);
  gtk_widget_class_bind_template_child (widget_class, WeftTakeDialog, problem);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);
}

static void
weft_take_dialog_init (WeftTakeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->title_row));
  g_signal_connect_swapped (self->title_row, "changed", G_CALLBACK (update), self);
}

static gboolean
is_open (gpointer project, gpointer user_data)
{
  return !weft_project_get_archived (project);
}

static char *
dup_name (WeftProject *project)
{
  return g_strdup (weft_project_get_name (project));
}

/* The first line which says something. */
static char *
guess_title (const char *text)
{
  g_autofree char *plain = weft_markdown_dup_plain (text);
  g_auto (GStrv) lines = g_strsplit (plain, "\n", -1);
  const char *line = "";

  for (guint i = 0; lines[i] != NULL && *line == '\0'; i++)
    line = g_strstrip (lines[i]);
  if (g_utf8_strlen (line, -1) <= TITLE_MAX)
    return g_strdup (line);
  return g_strdup_printf ("%.*s…", (int) (g_utf8_offset_to_pointer (line, TITLE_MAX - 1) - line), line);
}

static void
choose (WeftTakeDialog *self, const char *stream)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->projects));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProject) project = g_list_model_get_item (G_LIST_MODEL (self->projects), i);

      if (g_strcmp0 (weft_project_get_stream (project), stream) == 0)
        adw_combo_row_set_selected (self->project_row, i);
    }
}

AdwDialog *
weft_take_dialog_new (WeftProjectList *projects, const char *chosen, const WeftLink *link, const char *text)
{
  WeftTakeDialog *self = g_object_new (WEFT_TYPE_TAKE_DIALOG, NULL);
  g_autoptr (GtkExpression) name = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (dup_name), NULL, NULL);
  g_autofree char *title = guess_title (text);

  self->all = g_object_ref (projects);
  self->projects = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (projects)), GTK_FILTER (gtk_custom_filter_new (is_open, NULL, NULL)));
  self->link = weft_link_new (link->stream, link->table, link->key, link->window);
  self->text = g_strdup (text);
  adw_combo_row_set_expression (self->project_row, name);
  adw_combo_row_set_model (self->project_row, G_LIST_MODEL (self->projects));
  choose (self, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->tell_row), g_strcmp0 (link->table, weft_thread_message_table.name) == 0);
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), title);
  g_signal_connect_object (self->projects, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return ADW_DIALOG (self);
}
