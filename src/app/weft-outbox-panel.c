/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-outbox-panel.h"
#include "base/weft-json.h"
#include "base/weft-text.h"
#include "parts/thread/shared/weft-thread-module.h"

/* Nobody reads more rows than this; the rest is a number. */
#define SHOWN_MAX 200
#define TITLE_MAX 80

/* Of outbox.state (sync/weft-sync.h); 2 is confirmed. */
#define STATE_FAILED 3

struct _WeftOutboxPanel
{
  AdwBin parent_instance;

  GtkBox *waiting;
  GtkBox *failed;
  GtkLabel *n_waiting;
  GtkLabel *n_failed;
  GtkWidget *waiting_section;
  GtkWidget *failed_section;
  GtkLabel *note;

  WeftSync *sync;
  gboolean reading;
  gboolean again;
};

G_DEFINE_FINAL_TYPE (WeftOutboxPanel, weft_outbox_panel, ADW_TYPE_BIN)

/* One operation as the outbox table has it, and what it is about. */
typedef struct
{
  char *id;
  char *stream;
  char *operation;
  char *arguments;
  char *problem;
  char *place;
  char *draft;
  gboolean failed;
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->id);
  g_free (entry->stream);
  g_free (entry->operation);
  g_free (entry->arguments);
  g_free (entry->problem);
  g_free (entry->place);
  g_free (entry->draft);
  g_free (entry);
}

static void read_rows (WeftOutboxPanel *self);

/* On a reader's thread. */
static gpointer
query (WeftDatabase *database, gpointer user_data, GError **error)
{
  const char *person = user_data;
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  WeftStatement *statement;
  int found;

  statement = weft_database_prepare (
      database,
      "SELECT outbox.id, outbox.stream, outbox.op, outbox.args, outbox.state, outbox.error_message, "
      "room.name, draft.text "
      "FROM outbox LEFT JOIN room ON room.stream = outbox.stream "
      "LEFT JOIN draft ON draft.stream = ?1 AND draft.target = outbox.stream "
      "WHERE outbox.state <> 2 AND outbox.op <> 'thread.save-draft' ORDER BY outbox.k",
      error);
  if (statement == NULL)
    return NULL;
  weft_statement_bind (statement, "t", own);
  while ((found = weft_statement_step (statement, error)) > 0)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->id = weft_statement_dup_text (statement, 0);
      entry->stream = weft_statement_dup_text (statement, 1);
      entry->operation = weft_statement_dup_text (statement, 2);
      entry->arguments = weft_statement_dup_text (statement, 3);
      entry->failed = weft_statement_get_int (statement, 4) == STATE_FAILED;
      entry->problem = weft_statement_dup_text (statement, 5);
      entry->place = weft_statement_dup_text (statement, 6);
      entry->draft = weft_statement_dup_text (statement, 7);
      g_ptr_array_add (entries, entry);
    }
  return found < 0 ? NULL : g_steal_pointer (&entries);
}

static char *
dup_argument (Entry *entry, const char *name)
{
  g_autoptr (JsonNode) node = weft_json_parse (entry->arguments, strlen (entry->arguments), NULL);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
  const char *value = NULL;

  if (object == NULL || !json_object_has_member (object, name)
      || !weft_json_get_string (object, name, &value, NULL))
    return NULL;
  return g_strdup (value);
}

static gboolean
is_message (Entry *entry)
{
  return g_str_equal (entry->operation, "thread.send") || g_str_equal (entry->operation, "thread.edit");
}

/* What the operation is, in two lines: its own words, then its kind and place. */
static void
describe (Entry *entry, char **title, char **detail)
{
  g_autofree char *text = dup_argument (entry, is_message (entry) ? "text" : "name");
  const char *kind;

  if (g_str_equal (entry->operation, "thread.send"))
    kind = _ ("Message");
  else if (g_str_equal (entry->operation, "thread.edit"))
    kind = _ ("Changed message");
  else if (g_str_equal (entry->operation, "thread.delete"))
    kind = _ ("Deleted message");
  else if (g_str_equal (entry->operation, "chat.create-room"))
    kind = _ ("New room");
  else if (g_str_equal (entry->operation, "chat.set-room"))
    kind = _ ("Room’s name and topic");
  else if (g_str_equal (entry->operation, "people.set-profile"))
    kind = _ ("Your name and status");
  else if (g_str_equal (entry->operation, "people.invite"))
    kind = _ ("Invitation");
  else
    kind = entry->operation;

  *title = text != NULL && *text != '\0' ? weft_text_shorten (text, TITLE_MAX) : g_strdup (kind);
  if (text == NULL || *text == '\0')
    *detail = g_strdup (entry->place);
  else if (entry->place != NULL && *entry->place != '\0' && is_message (entry))
    /* Translators: %1$s is what it is ("Message"), %2$s a room's name */
    *detail = g_strdup_printf (_ ("%1$s in %2$s"), kind, entry->place);
  else
    *detail = g_strdup (kind);
}

static void
on_retry (GtkButton *button, WeftOutboxPanel *self)
{
  dex_future_disown (weft_sync_retry_operation (self->sync, g_object_get_data (G_OBJECT (button), "id")));
}

static void
on_discard (GtkButton *button, WeftOutboxPanel *self)
{
  dex_future_disown (weft_sync_discard_operation (self->sync, g_object_get_data (G_OBJECT (button), "id")));
}

/* The words go back to where they were written, behind what stands there. */
static void
on_edit (GtkButton *button, WeftOutboxPanel *self)
{
  Entry *entry = g_object_get_data (G_OBJECT (button), "entry");
  g_autofree char *own = g_strconcat ("user/", weft_sync_get_person (self->sync), NULL);
  g_autofree char *words = dup_argument (entry, "text");
  g_autofree char *text = NULL;
  WeftThreadSaveDraft args = { .target = entry->stream };

  if (words == NULL)
    return;
  text = entry->draft != NULL && *entry->draft != '\0' ? g_strconcat (entry->draft, "\n", words, NULL)
                                                       : g_strdup (words);
  args.text = text;
  dex_future_disown (weft_sync_submit (self->sync, own, &weft_thread_save_draft_operation, &args));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", entry->stream);
  dex_future_disown (weft_sync_discard_operation (self->sync, entry->id));
}

static GtkWidget *
new_button (const char *label, const char *what, Entry *entry, GCallback callback, WeftOutboxPanel *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, what);

  g_object_set_data_full (G_OBJECT (button), "id", g_strdup (entry->id), g_free);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  return button;
}

static Entry *
entry_copy (Entry *entry)
{
  Entry *copy = g_new0 (Entry, 1);

  copy->id = g_strdup (entry->id);
  copy->stream = g_strdup (entry->stream);
  copy->operation = g_strdup (entry->operation);
  copy->arguments = g_strdup (entry->arguments);
  copy->draft = g_strdup (entry->draft);
  return copy;
}

static GtkWidget *
new_text (const char *text, const char *css_class, int lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (lines > 1)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (label), lines);
    }
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_row (WeftOutboxPanel *self, Entry *entry)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *labels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *tile = adw_bin_new ();
  GtkWidget *icon
      = gtk_image_new_from_icon_name (is_message (entry) ? "weft-chat-symbolic" : "document-edit-symbolic");
  GtkWidget *state
      = gtk_image_new_from_icon_name (entry->failed ? "dialog-error-symbolic" : "weft-clock-symbolic");
  g_autofree char *title = NULL, *detail = NULL, *problem = NULL, *name = NULL;

  describe (entry, &title, &detail);
  if (entry->failed)
    /* Translators: %s is why the server refused a change */
    problem = g_strdup_printf (_ ("Refused: %s"),
                               entry->problem != NULL ? entry->problem : _ ("no reason given"));

  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (tile), icon);
  gtk_widget_add_css_class (tile, "weft-tile");
  gtk_widget_add_css_class (tile, is_message (entry) ? "teal" : "indigo");
  gtk_widget_set_valign (tile, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), tile);
  gtk_box_append (GTK_BOX (labels), new_text (title, "weft-outbox-title", 1));
  if (problem != NULL)
    gtk_box_append (GTK_BOX (labels), new_text (problem, "weft-meta", 4));
  else if (detail != NULL)
    gtk_box_append (GTK_BOX (labels), new_text (detail, "weft-meta", 1));
  gtk_widget_set_hexpand (labels, TRUE);
  gtk_widget_set_valign (labels, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), labels);
  gtk_widget_set_tooltip_text (state, entry->failed ? _ ("Refused") : _ ("Waiting"));
  gtk_widget_set_valign (state, GTK_ALIGN_START);
  gtk_widget_set_margin_top (state, 4);
  gtk_widget_add_css_class (state, entry->failed ? "error" : "weft-quiet");
  gtk_box_append (GTK_BOX (line), state);
  gtk_box_append (GTK_BOX (row), line);

  if (entry->failed)
    {
      GtkWidget *buttons = adw_wrap_box_new ();

      adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (buttons), 6);
      adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (buttons), 6);
      gtk_widget_set_margin_start (buttons, 46);
      adw_wrap_box_append (ADW_WRAP_BOX (buttons),
                           new_button (_ ("Retry"), title, entry, G_CALLBACK (on_retry), self));
      if (g_str_equal (entry->operation, "thread.send"))
        {
          GtkWidget *edit = new_button (_ ("Edit"), title, entry, G_CALLBACK (on_edit), self);

          g_object_set_data_full (G_OBJECT (edit), "entry", entry_copy (entry), (GDestroyNotify) entry_free);
          adw_wrap_box_append (ADW_WRAP_BOX (buttons), edit);
        }
      adw_wrap_box_append (ADW_WRAP_BOX (buttons),
                           new_button (_ ("Discard"), title, entry, G_CALLBACK (on_discard), self));
      gtk_box_append (GTK_BOX (row), buttons);
    }
  gtk_widget_set_margin_bottom (row, 12);
  name = problem != NULL ? g_strdup_printf ("%s. %s", title, problem)
                         : g_strdup_printf ("%s. %s", title, _ ("Waiting"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_entries (WeftOutboxPanel *self, GPtrArray *entries)
{
  guint n_waiting = 0, n_failed = 0;
  g_autofree char *waiting = NULL, *failed = NULL;

  clear_box (self->waiting);
  clear_box (self->failed);
  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      guint n = entry->failed ? n_failed++ : n_waiting++;

      if (n < SHOWN_MAX)
        gtk_box_append (entry->failed ? self->failed : self->waiting, new_row (self, entry));
    }
  waiting = g_strdup_printf ("%u", n_waiting);
  failed = g_strdup_printf ("%u", n_failed);
  gtk_label_set_label (self->n_waiting, waiting);
  gtk_label_set_label (self->n_failed, failed);
  gtk_widget_set_visible (self->waiting_section, n_waiting > 0);
  gtk_widget_set_visible (self->failed_section, n_failed > 0);
  gtk_label_set_label (self->note, n_waiting + n_failed == 0
                                       ? _ ("Everything you wrote has been sent.")
                                       : _ ("Changes are sent in this order as soon as the connection is "
                                            "back. Nothing here is lost when you close Weft."));
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftOutboxPanel *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (self->sync == NULL)
    return dex_ref (future);
  if (value != NULL && g_value_get_boxed (value) != NULL)
    show_entries (self, g_value_get_boxed (value));
  else if (error != NULL)
    gtk_label_set_label (self->note, error->message);
  if (self->again)
    read_rows (self);
  return dex_ref (future);
}

/* Only while somebody sees it. */
static void
read_rows (WeftOutboxPanel *self)
{
  const char *person;

  self->again = self->reading;
  if (self->reading || self->sync == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->reading = TRUE;
  person = weft_sync_get_person (self->sync);
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, query, G_TYPE_PTR_ARRAY,
                                                         g_strdup (person != NULL ? person : ""), g_free),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
weft_outbox_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (weft_outbox_panel_parent_class)->map (widget);

  read_rows (WEFT_OUTBOX_PANEL (widget));
}

static void
weft_outbox_panel_dispose (GObject *object)
{
  weft_outbox_panel_set_sync (WEFT_OUTBOX_PANEL (object), NULL);

  G_OBJECT_CLASS (weft_outbox_panel_parent_class)->dispose (object);
}

static void
weft_outbox_panel_class_init (WeftOutboxPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_outbox_panel_dispose;
  GTK_WIDGET_CLASS (klass)->map = weft_outbox_panel_map;
}

static GtkWidget *
new_section (const char *title, GtkLabel **count, GtkBox **rows)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, "hexpand", TRUE,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_widget_add_css_class (label, "weft-section");
  gtk_box_append (GTK_BOX (heading), label);
  *count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (*count), "weft-meta");
  gtk_box_append (GTK_BOX (heading), GTK_WIDGET (*count));
  gtk_box_append (GTK_BOX (section), heading);
  *rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (*rows));
  gtk_widget_set_visible (section, FALSE);
  return section;
}

static void
weft_outbox_panel_init (WeftOutboxPanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->waiting_section = new_section (_ ("Waiting"), &self->n_waiting, &self->waiting);
  gtk_box_append (GTK_BOX (box), self->waiting_section);
  self->failed_section = new_section (_ ("Needs you"), &self->n_failed, &self->failed);
  gtk_box_append (GTK_BOX (box), self->failed_section);
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_xalign (self->note, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "weft-meta");
  gtk_widget_set_margin_top (GTK_WIDGET (self->note), 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));

  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Outbox"), -1);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

WeftOutboxPanel *
weft_outbox_panel_new (void)
{
  return g_object_new (WEFT_TYPE_OUTBOX_PANEL, NULL);
}

void
weft_outbox_panel_set_sync (WeftOutboxPanel *self, WeftSync *sync)
{
  g_return_if_fail (WEFT_IS_OUTBOX_PANEL (self));

  if (self->sync == sync)
    return;
  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_set_object (&self->sync, sync);
  if (sync != NULL)
    {
      g_signal_connect_object (sync, "outbox-changed", G_CALLBACK (read_rows), self, G_CONNECT_SWAPPED);
      read_rows (self);
    }
}
