/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-project-exchange.h"

#include <glib/gi18n.h>

#include "features/board/exchange/weft-project-save.h"
#include "features/board/view/weft-import-dialog.h"

#define ANSWER_LIMIT 20 /* s: for the server, of what is not held here */

struct _WeftProjectExchange
{
  GObject parent_instance;

  WeftSync *sync;
  GActionMap *map;   /* unowned: it is the page's, as this is */
  GtkWidget *parent; /* unowned, likewise */
  WeftBoard *board;  /* (nullable) */
};

enum
{
  MADE,
  SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftProjectExchange, weft_project_exchange, G_TYPE_OBJECT)

static void
say (WeftProjectExchange *self, const char *message)
{
  g_signal_emit (self, signals[SAID], 0, message);
}

/* Out */

typedef struct
{
  WeftProjectExchange *exchange;
  char *stream;
  char *name;   /* of the project */
  char *format;
  gboolean online;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->exchange);
  g_free (export->stream);
  g_free (export->name);
  g_free (export->format);
  g_free (export);
}

static DexFuture *
on_saved (DexFuture *future, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    text = g_strdup (error->message);
  else
    /* Translators: %s is the name of a project. */
    text = g_strdup_printf (export->online ? _ ("“%s” is exported") : _ ("“%s” is exported, without comments which are only on the server"), export->name);
  say (export->exchange, text);
  return dex_future_new_for_boolean (TRUE);
}

static void
on_target_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *export = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  WeftSync *sync = export->exchange->sync;

  if (path == NULL)
    {
      if (file != NULL)
        say (export->exchange, _ ("A project is exported to a folder of this computer."));
      export_free (export);
      return;
    }
  export->online = weft_sync_get_state (sync) == WEFT_SYNC_ONLINE;
  dex_future_disown (dex_future_finally (weft_project_save (sync, export->stream, export->format, path, export->online ? ANSWER_LIMIT : 0), on_saved, export, export_free));
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftProjectExchange *self = user_data;
  const char *format = g_variant_get_string (parameter, NULL);
  const char *ending = g_str_equal (format, "markdown") ? "md" : format;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;
  Export *export;

  if (self->board == NULL || !g_strv_contains ((const char *const[]) { "csv", "json", "markdown", NULL }, format))
    return;
  plain = g_strdelimit (g_strdup (weft_board_get_name (self->board)), "/\\:", '-');
  name = g_strconcat (plain, ".", ending, NULL);
  export = g_new0 (Export, 1);
  export->exchange = g_object_ref (self);
  export->stream = g_strdup (weft_board_get_stream (self->board));
  export->name = g_strdup (weft_board_get_name (self->board));
  export->format = g_strdup (format);
  gtk_file_dialog_set_title (dialog, _ ("Export Project"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (self->parent)), NULL, on_target_chosen, export);
}

/* In */

static void
on_made (AdwDialog *dialog, const char *stream, WeftProjectExchange *self)
{
  g_signal_emit (self, signals[MADE], 0, stream);
}

static void
on_source_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftProjectExchange) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  AdwDialog *dialog;

  if (path == NULL || gtk_widget_get_root (self->parent) == NULL)
    return;
  dialog = weft_import_dialog_new (self->sync, path);
  g_signal_connect_object (dialog, "made", G_CALLBACK (on_made), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "stopped", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, self->parent);
}

static void
on_import (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftProjectExchange *self = user_data;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (filter, _ ("Exports of Trello, Jira, Linear and Weft"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_filter_add_suffix (filter, "csv");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _ ("Import Project"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (self->parent)), NULL, on_source_chosen, g_object_ref (self));
}

static void
weft_project_exchange_finalize (GObject *object)
{
  WeftProjectExchange *self = WEFT_PROJECT_EXCHANGE (object);

  g_clear_object (&self->board);
  g_object_unref (self->sync);

  G_OBJECT_CLASS (weft_project_exchange_parent_class)->finalize (object);
}

static void
weft_project_exchange_class_init (WeftProjectExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_project_exchange_finalize;

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_project_exchange_init (WeftProjectExchange *self)
{
}

WeftProjectExchange *
weft_project_exchange_new (WeftSync *sync, GActionMap *map, GtkWidget *parent)
{
  static const GActionEntry entries[] = {
    { "import", on_import },
    { "export", on_export, "s" },
  };
  WeftProjectExchange *self = g_object_new (WEFT_TYPE_PROJECT_EXCHANGE, NULL);

  self->sync = g_object_ref (sync);
  self->map = map;
  self->parent = parent;
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  weft_project_exchange_set_board (self, NULL);
  return self;
}

void
weft_project_exchange_set_board (WeftProjectExchange *self, WeftBoard *board)
{
  g_return_if_fail (WEFT_IS_PROJECT_EXCHANGE (self) && (board == NULL || WEFT_IS_BOARD (board)));

  g_set_object (&self->board, board);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->map, "export")), board != NULL);
}
