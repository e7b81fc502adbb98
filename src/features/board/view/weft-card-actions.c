/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-card-actions.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/client/weft-task-copy.h"
#include "features/board/shared/weft-board-module.h"
#include "proto/weft-link.h"
#include "features/board/view/weft-board-cell.h"
#include "features/board/view/weft-templates-dialog.h"

struct _WeftCardActions
{
  GObject parent_instance;

  GActionMap *map;     /* unowned: whoever has it has this */
  WeftBoardPane *pane; /* (nullable) */
  WeftBoard *board;    /* (nullable): which it shows */
  char **awaited;      /* (nullable): ids of copies which the board has not told yet */
  char *template;      /* (nullable): title of that of which they are made */
  char *into;          /* (nullable): id of the status in which a template is used */
};

enum
{
  FAILED,
  DONE,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardActions, weft_card_actions, G_TYPE_OBJECT)

static void
fail (WeftCardActions *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0,
                 g_error_matches (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE) ? _ ("That is too much at once: choose fewer cards.") : error->message);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    fail (user_data, error);
  return dex_future_new_for_boolean (TRUE);
}

static void
watch (WeftCardActions *self, DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, on_done, g_object_ref (self), g_object_unref));
}

static void
watch_done (WeftCardActions *self, DexFuture *future, const char *said)
{
  watch (self, future);
  g_signal_emit (self, signals[DONE], 0, said);
}

/* Actions */

static void
on_new_card (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;

  if (self->pane != NULL)
    weft_board_pane_begin_card (self->pane);
}

static void
on_move_card (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;

  if (self->pane != NULL && !weft_board_pane_pick_up (self->pane))
    gtk_widget_error_bell (GTK_WIDGET (self->pane));
}

static void
on_delete_card (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  g_auto (GStrv) ids = weft_card_actions_dup_chosen (self);
  guint n = ids != NULL ? g_strv_length (ids) : 0;
  g_autofree char *said = g_strdup_printf (ngettext ("%u card deleted", "%u cards deleted", n), n);

  if (n > 0)
    watch_done (self, weft_board_delete (self->board, (const char *const *) ids), said);
}

static void
on_archive_card (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  g_auto (GStrv) ids = weft_card_actions_dup_chosen (self);
  guint n = ids != NULL ? g_strv_length (ids) : 0;
  g_autofree char *said = g_strdup_printf (ngettext ("%u card archived", "%u cards archived", n), n);

  if (n > 0)
    watch_done (self, weft_board_archive (self->board, (const char *const *) ids, TRUE), said);
}

static void
on_set_priority (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  g_auto (GStrv) ids = weft_card_actions_dup_chosen (self);

  if (ids != NULL)
    watch (self, weft_board_set_priority (self->board, (const char *const *) ids, weft_priority_from_wire (g_variant_get_string (parameter, NULL))));
}

/* Elsewhere */

/* (nullable): to the card which is meant. @task: (out) (transfer none) */
static char *
dup_link (WeftCardActions *self, WeftTask **task)
{
  g_auto (GStrv) ids = weft_card_actions_dup_chosen (self);
  g_autoptr (WeftLink) link = NULL;

  *task = ids != NULL ? weft_board_find_task (self->board, ids[0]) : NULL;
  if (*task == NULL)
    return NULL;
  link = weft_link_new (weft_board_get_stream (self->board), weft_board_task_table.name, ids[0], -1);
  return weft_link_to_string (link);
}

static void
on_share_card (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  WeftTask *task;
  g_autofree char *link = dup_link (self, &task);

  if (link != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->pane), "win.share", "(ss)", link, weft_task_get_title (task));
}

static void
on_copy_link (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  WeftTask *task;
  g_autofree char *link = dup_link (self, &task);

  if (link == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->pane)), link);
  gtk_widget_activate_action (GTK_WIDGET (self->pane), "win.tell", "(ss)", _ ("Link copied"), "");
}

/* Copies */

static gboolean
are_there (WeftCardActions *self)
{
  for (guint i = 0; self->awaited[i] != NULL; i++)
    if (weft_board_find_task (self->board, self->awaited[i]) == NULL)
      return FALSE;

  return TRUE;
}

/* The first one has the focus then, if it can be seen; what they are called is known only now. */
static void
look_for_copies (WeftCardActions *self)
{
  g_auto (GStrv) copies = NULL;
  g_autofree char *template = NULL;
  g_autofree char *said = NULL;
  guint n;

  if (self->awaited == NULL || !are_there (self))
    return;
  copies = g_steal_pointer (&self->awaited);
  template = g_steal_pointer (&self->template);
  n = g_strv_length (copies);
  if (n == 1)
    {
      g_autofree char *key = weft_board_dup_key (self->board, weft_board_find_task (self->board, copies[0]));

      if (template != NULL)
        /* Translators: the first %s is the key of a card: WEB-318, the second one the title of a template. */
        said = g_strdup_printf (_ ("%s made from “%s”"), key, template);
      else
        /* Translators: %s is the key of the copy of a card: WEB-318. */
        said = g_strdup_printf (_ ("Duplicated as %s"), key);
    }
  else
    {
      said = g_strdup_printf (ngettext ("%u card duplicated", "%u cards duplicated", n), n);
    }
  weft_board_pane_go_to (self->pane, copies[0]);
  g_signal_emit (self, signals[DONE], 0, said);
}

static DexFuture *
on_duplicated (DexFuture *future, gpointer user_data)
{
  WeftCardActions *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value == NULL)
    fail (self, error);
  else if (self->board != NULL)
    {
      g_strfreev (self->awaited);
      self->awaited = g_value_dup_boxed (value);
      look_for_copies (self);
    }
  return dex_future_new_for_boolean (TRUE);
}

static void
on_duplicate_card (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  g_auto (GStrv) ids = weft_card_actions_dup_chosen (self);

  g_clear_pointer (&self->template, g_free);
  if (ids != NULL)
    dex_future_disown (
        dex_future_finally (weft_board_duplicate (self->board, (const char *const *) ids), on_duplicated, g_object_ref (self), g_object_unref));
}

/* Templates */

static void
on_save_template (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  g_auto (GStrv) ids = weft_card_actions_dup_chosen (self);
  guint n = ids != NULL ? g_strv_length (ids) : 0;
  g_autofree char *said = g_strdup_printf (ngettext ("%u template saved", "%u templates saved", n), n);

  if (n > 0)
    watch_done (self, weft_board_save_templates (self->board, (const char *const *) ids), said);
}

static void
use_template (WeftCardActions *self, const char *id)
{
  WeftTask *task = weft_board_find_task (self->board, id);

  if (task == NULL)
    return;
  g_set_str (&self->template, weft_task_get_title (task));
  dex_future_disown (dex_future_finally (weft_board_use_template (self->board, id, self->into), on_duplicated, g_object_ref (self), g_object_unref));
}

static void
on_use_template (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;

  if (self->board == NULL)
    return;
  g_clear_pointer (&self->into, g_free);
  use_template (self, g_variant_get_string (parameter, NULL));
}

static void
on_template_used (AdwDialog *dialog, WeftTask *task, WeftCardActions *self)
{
  g_autofree char *id = g_strdup (weft_task_get_id (task));

  /* Closing puts the focus back where it was; the card has it after that. */
  adw_dialog_close (dialog);
  if (self->board != NULL)
    use_template (self, id);
}

static void
on_template_opened (AdwDialog *dialog, WeftTask *task, WeftCardActions *self)
{
  g_autoptr (WeftTask) opened = g_object_ref (task);

  adw_dialog_close (dialog);
  g_signal_emit (self, signals[OPENED], 0, opened);
}

/* (nullable): where a card is being written just now. Until the focus is elsewhere. */
static const char *
find_written (WeftCardActions *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->pane));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *cell = GTK_IS_TEXT (focus) ? gtk_widget_get_ancestor (focus, WEFT_TYPE_BOARD_CELL) : NULL;

  return cell != NULL ? weft_project_status_get_id (weft_board_cell_get_status (WEFT_BOARD_CELL (cell))) : NULL;
}

/* @parameter: (nullable): the status in which one is used */
static void
on_templates (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftCardActions *self = user_data;
  AdwDialog *dialog;

  if (self->board == NULL)
    return;
  g_set_str (&self->into, parameter != NULL ? g_variant_get_string (parameter, NULL) : find_written (self));
  dialog = weft_templates_dialog_new (self->board);
  g_signal_connect_object (dialog, "used", G_CALLBACK (on_template_used), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "opened", G_CALLBACK (on_template_opened), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self->pane));
}

static const GActionEntry entries[] = {
  { "new-card", on_new_card },         { "move-card", on_move_card },
  { "delete-card", on_delete_card },   { "archive-card", on_archive_card },
  { "set-priority", on_set_priority, "s" }, { "duplicate-card", on_duplicate_card },
  { "share-card", on_share_card },     { "copy-link", on_copy_link },
  { "save-template", on_save_template }, { "use-template", on_use_template, "s" },
  { "templates", on_templates },       { "templates-into", on_templates, "s" },
};

static void
weft_card_actions_dispose (GObject *object)
{
  weft_card_actions_set_pane (WEFT_CARD_ACTIONS (object), NULL);

  G_OBJECT_CLASS (weft_card_actions_parent_class)->dispose (object);
}

static void
weft_card_actions_class_init (WeftCardActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_card_actions_dispose;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_card_actions_init (WeftCardActions *self)
{
}

WeftCardActions *
weft_card_actions_new (GActionMap *map)
{
  WeftCardActions *self = g_object_new (WEFT_TYPE_CARD_ACTIONS, NULL);

  self->map = map;
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  return self;
}

void
weft_card_actions_set_pane (WeftCardActions *self, WeftBoardPane *pane)
{
  WeftBoard *board;

  g_return_if_fail (WEFT_IS_CARD_ACTIONS (self));

  board = pane != NULL ? weft_board_lens_get_board (weft_board_pane_get_lens (pane)) : NULL;
  if (self->board != NULL)
    g_signal_handlers_disconnect_by_func (self->board, look_for_copies, self);
  g_clear_pointer (&self->awaited, g_strfreev);
  g_clear_pointer (&self->template, g_free);
  g_clear_pointer (&self->into, g_free);
  g_set_object (&self->board, board);
  g_set_object (&self->pane, pane);
  if (self->board != NULL)
    g_signal_connect_object (self->board, "told", G_CALLBACK (look_for_copies), self, G_CONNECT_SWAPPED);
}

void
weft_card_actions_enable (WeftCardActions *self, gboolean enabled)
{
  g_return_if_fail (WEFT_IS_CARD_ACTIONS (self));

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->map, entries[i].name)), enabled);
}

char **
weft_card_actions_dup_chosen (WeftCardActions *self)
{
  g_auto (GStrv) ids = NULL;

  g_return_val_if_fail (WEFT_IS_CARD_ACTIONS (self), NULL);

  if (self->pane == NULL)
    return NULL;
  ids = weft_board_pane_dup_chosen (self->pane);
  if (ids != NULL && ids[0] != NULL)
    return g_steal_pointer (&ids);
  gtk_widget_error_bell (GTK_WIDGET (self->pane));
  return NULL;
}
