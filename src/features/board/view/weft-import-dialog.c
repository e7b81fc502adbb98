/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-import-dialog.h"

#include <glib/gi18n.h>

#include "features/board/exchange/weft-board-import.h"
#include "features/board/view/weft-import-columns-page.h"
#include "features/board/view/weft-import-people-page.h"
#include "features/board/view/weft-import-words.h"
#include "features/board/view/weft-progress-page.h"
#include "features/board/view/weft-task-words.h"
#include "sync/weft-sync.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-toast.h"

#define WIDTH 480
#define HEIGHT 560
#define REASONS_MAX 60 /* that are shown */

struct _WeftImportDialog
{
  AdwDialog parent_instance;

  WeftSync *sync;
  char *path;
  const char *source;
  WeftBoardImport *import;
  guint reading; /* counts readings: of two the later one is shown */
  gboolean writing;
  gboolean done;

  AdwNavigationView *pages;
  GtkWidget *toasts;
  GtkWidget *cancel;
  GtkWidget *accept;
  GtkWidget *stack;
  GtkWidget *said;       /* what came of it, or what is wrong with the file */
  AdwComboRow *source_row;
  GtkWidget *board_row;
  GtkWidget *columns_row;
  GtkWidget *people_row;
  AdwPreferencesPage *page;
  GtkWidget *statuses;   /* (nullable) */
  GtkWidget *reasons;    /* (nullable) */
  GtkWidget *save;       /* (nullable): the report */
  GtkWidget *progress;
};

enum
{
  MADE,
  STOPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftImportDialog, weft_import_dialog, ADW_TYPE_DIALOG)

static void begin_reading (WeftImportDialog *self);

static void
say (WeftImportDialog *self, const char *text, gboolean problem)
{
  gtk_label_set_text (GTK_LABEL (self->said), text);
  gtk_widget_set_visible (self->said, TRUE);
  (problem ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->said, "error");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, problem ? GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH : GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *escaped = subtitle != NULL ? g_markup_escape_text (subtitle, -1) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (escaped != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  return row;
}

static void
set_subtitle (GtkWidget *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
}

/* What would come */

static WeftCategory
get_category (const char *name)
{
  return g_str_equal (name, "todo") ? WEFT_CATEGORY_TODO : g_str_equal (name, "done") ? WEFT_CATEGORY_DONE : WEFT_CATEGORY_DOING;
}

static GtkWidget *
make_statuses (const WeftBringBoard *board)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Statuses"));
  for (guint i = 0; i < board->statuses->len; i++)
    {
      const WeftBringStatus *status = board->statuses->pdata[i];
      GtkWidget *row = make_row (status->name, weft_category_get_label (get_category (status->category)));
      g_autofree char *n = g_strdup_printf (ngettext ("%u card", "%u cards", status->n_tasks), status->n_tasks);
      GtkWidget *label = gtk_label_new (n);

      gtk_widget_add_css_class (label, "weft-quiet");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  return group;
}

/* With a capital at its begin. */
static char *
dup_sentence (const char *text)
{
  g_autofree char *first = g_utf8_strup (text, g_utf8_next_char (text) - text);

  return g_strconcat (first, g_utf8_next_char (text), NULL);
}

static void
add_reason (const char *reason, guint64 n, GPtrArray *examples, gpointer user_data)
{
  GtkWidget *group = user_data;
  guint shown = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (group), "shown"));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  g_autofree char *title = NULL;
  GtkWidget *row;
  GtkWidget *label;

  if (shown >= REASONS_MAX)
    return;
  for (guint i = 0; i < examples->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) examples->pdata[i]);
  if (n > examples->len)
    g_string_append (text, "\n…");
  title = dup_sentence (_ (reason));
  row = make_row (title, text->str);
  label = gtk_label_new (number);
  gtk_widget_add_css_class (label, "weft-quiet");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_object_set_data (G_OBJECT (group), "shown", GUINT_TO_POINTER (shown + 1));
}

static void
remove_group (WeftImportDialog *self, GtkWidget **group)
{
  if (*group != NULL)
    adw_preferences_page_remove (self->page, ADW_PREFERENCES_GROUP (*group));
  *group = NULL;
}

static void
show_reasons (WeftImportDialog *self)
{
  WeftBringReport *report = weft_board_import_get_report (self->import);

  remove_group (self, &self->reasons);
  if (report == NULL || weft_bring_report_get_n (report) == 0)
    return;

  self->reasons = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->reasons), _ ("Left Out or Changed"));
  weft_bring_report_each (report, add_reason, self->reasons);
  if (self->done)
    {
      self->save = gtk_button_new_with_mnemonic (_ ("_Save Report…"));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->save), "import.save-report");
      gtk_widget_add_css_class (self->save, "flat");
      adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self->reasons), self->save);
    }
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->reasons));
}

static char *
describe_columns (GPtrArray *columns)
{
  guint known = 0;

  for (guint i = 0; i < columns->len; i++)
    known += !g_str_equal (((const WeftTaskColumn *) columns->pdata[i])->field, "nothing");
  /* Translators: of so many columns of a table so many have a place in a project. */
  return g_strdup_printf (_ ("%u of %u have a place here"), known, columns->len);
}

/* Comments are brought in the names of others, which only administrators may. */
static gboolean
is_administrator (WeftImportDialog *self)
{
  GPtrArray *here = weft_board_import_get_here (self->import);
  const char *me = weft_sync_get_person (self->sync);

  for (guint i = 0; i < here->len; i++)
    {
      const WeftBringHere *one = here->pdata[i];

      if (g_strcmp0 (one->id, me) == 0)
        return one->admin;
    }
  return FALSE;
}

static void
update (WeftImportDialog *self)
{
  WeftBringBoard *board = weft_board_import_get_board (self->import);
  GPtrArray *columns = weft_board_import_get_report (self->import) != NULL ? weft_board_import_get_columns (self->import) : NULL;
  gboolean ready = board != NULL && !self->writing;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.accept", ready);
  gtk_widget_set_visible (self->columns_row, columns != NULL && columns->len > 0 && !self->done);
  gtk_widget_set_visible (GTK_WIDGET (self->source_row), !self->done);
  gtk_widget_set_visible (self->board_row, board != NULL);
  gtk_widget_set_visible (self->people_row, board != NULL && !self->done && weft_board_import_get_people (self->import)->len > 0);
  if (columns != NULL && columns->len > 0)
    {
      g_autofree char *text = describe_columns (columns);

      set_subtitle (self->columns_row, text);
    }
  if (board != NULL)
    {
      g_autofree char *text = weft_import_describe_board (board);
      g_autofree char *people = weft_import_describe_people (weft_board_import_get_people (self->import));

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->board_row), board->name);
      set_subtitle (self->board_row, text);
      set_subtitle (self->people_row, people);
    }
}

static void
show_reading (WeftImportDialog *self)
{
  WeftBringBoard *board = weft_board_import_get_board (self->import);

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  remove_group (self, &self->statuses);
  if (board != NULL)
    {
      self->statuses = make_statuses (board);
      adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->statuses));
    }
  show_reasons (self);
  update (self);
}

typedef struct
{
  WeftImportDialog *dialog;
  guint reading;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->dialog);
  g_free (reading);
}

/* The path is the person's, who knows it. */
static const char *
skip_path (WeftImportDialog *self, const char *message)
{
  if (g_str_has_prefix (message, self->path))
    {
      message += strlen (self->path);
      message += strspn (message, ":, ");
    }
  return message;
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  Reading *reading = user_data;
  WeftImportDialog *self = reading->dialog;
  g_autoptr (GError) error = NULL;
  gboolean read = dex_future_get_value (future, &error) != NULL;

  if (reading->reading != self->reading || self->import == NULL)
    return dex_future_new_for_boolean (TRUE);

  show_reading (self);
  gtk_widget_set_visible (self->said, FALSE);
  if (!read)
    say (self, skip_path (self, error->message), TRUE);
  else if (!is_administrator (self))
    say (self, _ ("Comments do not come: only an administrator of the workspace brings what others said."), FALSE);
  if (read)
    gtk_widget_grab_focus (self->accept);
  return dex_future_new_for_boolean (TRUE);
}

static void
begin_reading (WeftImportDialog *self)
{
  Reading *reading = g_new (Reading, 1);

  *reading = (Reading) { .dialog = g_object_ref (self), .reading = ++self->reading };
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.accept", FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "reading");
  dex_future_disown (dex_future_finally (weft_board_import_read (self->import), on_read, reading, reading_free));
}

static void
on_source (WeftImportDialog *self)
{
  const char *source = weft_import_sources[adw_combo_row_get_selected (self->source_row)];

  if (g_str_equal (source, self->source))
    return;
  self->source = source;
  g_clear_object (&self->import);
  self->import = weft_board_import_new (self->sync, self->path, source);
  begin_reading (self);
}

/* Pages */

static void
on_popped (WeftImportDialog *self, AdwNavigationPage *page)
{
  if (WEFT_IS_IMPORT_COLUMNS_PAGE (page) && weft_import_columns_page_get_changed (WEFT_IMPORT_COLUMNS_PAGE (page)))
    begin_reading (self);
  else
    update (self);
}

static void
on_columns (WeftImportDialog *self)
{
  adw_navigation_view_push (self->pages, weft_import_columns_page_new (self->import));
}

static void
on_people (WeftImportDialog *self)
{
  adw_navigation_view_push (self->pages, weft_import_people_page_new (self->import));
}

/* Writing */

static void
on_progressed (WeftImportDialog *self)
{
  weft_progress_page_set (WEFT_PROGRESS_PAGE (self->progress), weft_board_import_get_progress (self->import));
}

static const char *
describe_stop (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             ? _ ("The import is not whole: the project is archived. Imported again it is gone on with.")
             : _ ("The server does not answer. What came is archived; imported again it is gone on with.");
}

static void
show_end (WeftImportDialog *self)
{
  g_autofree char *text = weft_import_describe_outcome (weft_board_import_get_outcome (self->import));

  self->done = TRUE;
  gtk_button_set_label (GTK_BUTTON (self->cancel), _ ("_Close"));
  gtk_button_set_label (GTK_BUTTON (self->accept), _ ("_Open Project"));
  show_reading (self);
  say (self, text, FALSE);
  gtk_widget_grab_focus (self->accept);
}

static DexFuture *
on_written (DexFuture *future, gpointer user_data)
{
  WeftImportDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = dex_future_get_value (future, &error) != NULL;

  self->writing = FALSE;
  if (self->import == NULL)
    return dex_future_new_for_boolean (TRUE);
  g_signal_handlers_disconnect_by_data (self->import, self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    g_signal_emit (self, signals[STOPPED], 0, written ? _ ("The import is whole") : describe_stop (error));
  else if (written)
    show_end (self);
  else
    {
      show_reading (self);
      say (self, describe_stop (error), TRUE);
    }
  return dex_future_new_for_boolean (TRUE);
}

static void
accept_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftImportDialog *self = WEFT_IMPORT_DIALOG (widget);
  WeftBringBoard *board = weft_board_import_get_board (self->import);
  g_autofree char *stream = g_strdup (board->stream);
  g_autofree char *title = NULL;

  if (self->done)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      g_signal_emit (self, signals[MADE], 0, stream);
      return;
    }
  self->writing = TRUE;
  /* Translators: %s is the name of a project. */
  title = g_strdup_printf (_ ("Importing “%s”"), board->name);
  g_signal_connect_object (self->import, "progressed", G_CALLBACK (on_progressed), self, G_CONNECT_SWAPPED);
  weft_progress_page_begin (WEFT_PROGRESS_PAGE (self->progress), title);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "progress");
  gtk_widget_set_visible (self->said, FALSE);
  update (self);
  dex_future_disown (dex_future_finally (weft_board_import_write (self->import), on_written, g_object_ref (self), g_object_unref));
}

static DexFuture *
on_report_saved (DexFuture *future, gpointer user_data)
{
  WeftImportDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  const char *said = dex_future_get_value (future, &error) != NULL ? _ ("The report is saved") : error->message;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), weft_toast_new (said));
  return dex_future_new_for_boolean (TRUE);
}

static void
on_report_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftImportDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || self->import == NULL)
    return;
  dex_future_disown (dex_future_finally (weft_board_import_save_report (self->import, path), on_report_saved, g_object_ref (self), g_object_unref));
}

static void
save_report_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftImportDialog *self = WEFT_IMPORT_DIALOG (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Save Report"));
  gtk_file_dialog_set_initial_name (dialog, "not-imported.json");
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, on_report_chosen, g_object_ref (self));
}

static void
weft_import_dialog_closed (AdwDialog *dialog)
{
  WeftImportDialog *self = WEFT_IMPORT_DIALOG (dialog);

  if (self->writing)
    weft_board_import_cancel (self->import);
}

static void
weft_import_dialog_dispose (GObject *object)
{
  WeftImportDialog *self = WEFT_IMPORT_DIALOG (object);

  g_clear_object (&self->import);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (weft_import_dialog_parent_class)->dispose (object);
}

static void
weft_import_dialog_class_init (WeftImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_import_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = weft_import_dialog_closed;
  gtk_widget_class_install_action (widget_class, "import.accept", NULL, accept_action);
  gtk_widget_class_install_action (widget_class, "import.save-report", NULL, save_report_action);

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_next_row (AdwPreferencesGroup *group, const char *title, GCallback activated, gpointer self)
{
  GtkWidget *row = make_row (title, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_swapped (row, "activated", activated, self);
  adw_preferences_group_add (group, row);
  return row;
}

static GtkWidget *
make_form (WeftImportDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *facts = adw_preferences_group_new ();
  g_autoptr (GtkStringList) sources = gtk_string_list_new (NULL);

  for (const char *const *source = weft_import_sources; *source != NULL; source++)
    gtk_string_list_append (sources, weft_import_source_get_label (*source));
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  self->said = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->said), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->said), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->said), 0);
  gtk_widget_set_margin_start (self->said, 24);
  gtk_widget_set_margin_end (self->said, 24);
  gtk_widget_set_margin_top (self->said, 12);
  gtk_widget_set_visible (self->said, FALSE);

  self->board_row = make_row ("", NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), self->board_row);
  self->source_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->source_row), _ ("Exported By"));
  adw_combo_row_set_model (self->source_row, G_LIST_MODEL (sources));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (facts), GTK_WIDGET (self->source_row));
  self->columns_row = make_next_row (ADW_PREFERENCES_GROUP (facts), _ ("Columns"), G_CALLBACK (on_columns), self);
  self->people_row = make_next_row (ADW_PREFERENCES_GROUP (facts), _ ("People"), G_CALLBACK (on_people), self);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (facts));
  gtk_widget_set_vexpand (GTK_WIDGET (self->page), TRUE);
  gtk_box_append (GTK_BOX (box), self->said);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->page));
  return box;
}

static GtkWidget *
make_reading (void)
{
  GtkWidget *spinner = adw_spinner_new ();

  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reading the file"), -1);
  return spinner;
}

static void
weft_import_dialog_init (WeftImportDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  AdwNavigationPage *first;

  self->cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  self->accept = gtk_button_new_with_mnemonic (_ ("_Import"));
  gtk_widget_add_css_class (self->accept, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->accept), "import.accept");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel), "window.close");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->accept);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_reading (), "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_form (self), "form");
  self->progress = g_object_new (WEFT_TYPE_PROGRESS_PAGE, NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), self->progress, "progress");
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), self->stack);
  self->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  first = adw_navigation_page_new (view, _ ("Import Project"));
  adw_navigation_view_add (self->pages, first);
  g_signal_connect_object (self->pages, "popped", G_CALLBACK (on_popped), self, G_CONNECT_SWAPPED);
  self->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), GTK_WIDGET (self->pages));
  adw_dialog_set_child (ADW_DIALOG (self), self->toasts);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Import Project"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_content_height (ADW_DIALOG (self), weft_text_scale (HEIGHT));
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->accept);
}

AdwDialog *
weft_import_dialog_new (WeftSync *sync, const char *path)
{
  WeftImportDialog *self = g_object_new (WEFT_TYPE_IMPORT_DIALOG, NULL);
  const char *guess = weft_board_import_guess (path);
  guint source = 0;

  while (guess != NULL && !g_str_equal (weft_import_sources[source], guess))
    source++;
  self->sync = g_object_ref (sync);
  self->path = g_strdup (path);
  self->source = weft_import_sources[source];
  self->import = weft_board_import_new (sync, path, self->source);
  adw_combo_row_set_selected (self->source_row, source);
  g_signal_connect_swapped (self->source_row, "notify::selected", G_CALLBACK (on_source), self);
  begin_reading (self);
  return ADW_DIALOG (self);
}
