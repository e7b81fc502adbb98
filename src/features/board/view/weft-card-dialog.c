/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-card-dialog.h"
#include "features/board/view/weft-task-words.h"

#define ABOUT_MAX 20000 /* characters: as the operation takes */

struct _WeftCardDialog
{
  AdwDialog parent_instance;

  WeftBoard *board;
  WeftTask *task;
  char *title;  /* as it was */
  char *about;  /* (nullable): as it was; %NULL: not read yet */
  WeftPriority priority;

  GtkWidget *accept_button;
  AdwEntryRow *title_row;
  AdwComboRow *priority_row;
  GtkTextBuffer *text;
  GtkWidget *text_view;
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardDialog, weft_card_dialog, ADW_TYPE_DIALOG)

static char *
dup_title (WeftCardDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
}

static char *
dup_about (WeftCardDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->text, &start, &end);
  return gtk_text_buffer_get_text (self->text, &start, &end, TRUE);
}

static void
update (WeftCardDialog *self)
{
  g_autofree char *title = dup_title (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept",
                                 *title != '\0' && self->about != NULL && weft_board_may_change (self->board)
                                     && gtk_text_buffer_get_char_count (self->text) <= ABOUT_MAX);
}

static DexFuture *
on_about_read (DexFuture *future, gpointer user_data)
{
  WeftCardDialog *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && self->board != NULL)
    {
      self->about = g_value_dup_string (value);
      gtk_text_buffer_set_text (self->text, self->about, -1);
      gtk_text_view_set_editable (GTK_TEXT_VIEW (self->text_view), weft_board_may_change (self->board));
      update (self);
    }
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_saved (DexFuture *future, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_signal_emit (user_data, signals[FAILED], 0, error->message);
  return dex_future_new_for_boolean (TRUE);
}

static void
watch (WeftCardDialog *self, DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, on_saved, g_object_ref (self), g_object_unref));
}

static void
accept_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftCardDialog *self = WEFT_CARD_DIALOG (widget);
  g_autofree char *title = dup_title (self);
  g_autofree char *about = dup_about (self);
  WeftPriority priority = (WeftPriority) adw_combo_row_get_selected (self->priority_row);
  const char *id = weft_task_get_id (self->task);
  gboolean retitled = !g_str_equal (title, self->title);
  gboolean told = !g_str_equal (about, self->about);

  if (retitled || told)
    watch (self, weft_board_edit (self->board, id, retitled ? title : NULL, told ? about : NULL, self->about));
  if (priority != self->priority)
    watch (self, weft_board_set_priority (self->board, (const char *const[]) { id, NULL }, priority));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
weft_card_dialog_dispose (GObject *object)
{
  WeftCardDialog *self = WEFT_CARD_DIALOG (object);

  g_clear_object (&self->board);
  g_clear_object (&self->task);

  G_OBJECT_CLASS (weft_card_dialog_parent_class)->dispose (object);
}

static void
weft_card_dialog_finalize (GObject *object)
{
  WeftCardDialog *self = WEFT_CARD_DIALOG (object);

  g_free (self->title);
  g_free (self->about);

  G_OBJECT_CLASS (weft_card_dialog_parent_class)->finalize (object);
}

static void
weft_card_dialog_class_init (WeftCardDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_card_dialog_dispose;
  object_class->finalize = weft_card_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/board/weft-card-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, text);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.accept", NULL);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_card_dialog_init (WeftCardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->title_row, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (update), self);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->title_row));
}

static GListModel *
list_priorities (void)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (WeftPriority priority = WEFT_PRIORITY_NONE; priority <= WEFT_PRIORITY_URGENT; priority++)
    gtk_string_list_append (list, weft_priority_get_label (priority));
  return G_LIST_MODEL (list);
}

AdwDialog *
weft_card_dialog_new (WeftBoard *board, WeftTask *task)
{
  WeftCardDialog *self = g_object_new (WEFT_TYPE_CARD_DIALOG, NULL);
  g_autoptr (GListModel) priorities = list_priorities ();
  g_autofree char *key = weft_board_dup_key (board, task);
  gboolean changes = weft_board_may_change (board);

  self->board = g_object_ref (board);
  self->task = g_object_ref (task);
  self->title = g_strdup (weft_task_get_title (task));
  self->priority = weft_task_get_record (task)->priority;
  adw_dialog_set_title (ADW_DIALOG (self), key);
  gtk_editable_set_text (GTK_EDITABLE (self->title_row), self->title);
  gtk_editable_set_editable (GTK_EDITABLE (self->title_row), changes);
  adw_combo_row_set_model (self->priority_row, priorities);
  adw_combo_row_set_selected (self->priority_row, self->priority);
  gtk_widget_set_sensitive (GTK_WIDGET (self->priority_row), changes);
  gtk_widget_set_visible (self->accept_button, changes);
  dex_future_disown (dex_future_finally (weft_board_load_about (board, weft_task_get_id (task)), on_about_read, g_object_ref (self),
                                         g_object_unref));
  update (self);

  return ADW_DIALOG (self);
}
