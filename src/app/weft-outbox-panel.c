/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-outbox-panel.h"
#include "app/weft-outbox-row.h"

/* Nobody reads more rows than this; the rest is a number. */
#define SHOWN_MAX 200

typedef struct
{
  GtkWidget *widget;
  GtkLabel *count;
  GtkBox *rows;
} Section;

struct _WeftOutboxPanel
{
  AdwBin parent_instance;

  Section waiting;
  Section failed;
  WeftConflictList *conflicts;
  GtkLabel *note;
  GtkWidget *note_frame; /* takes the focus when there is nothing to press: a label does not */
  GtkStack *stack;
  GtkWidget *scroller;
  GtkWidget *empty;

  WeftSync *sync;
  gboolean reading;
  gboolean again;
};

G_DEFINE_FINAL_TYPE (WeftOutboxPanel, weft_outbox_panel, ADW_TYPE_BIN)

static void read_changes (WeftOutboxPanel *self);

/* ── what is shown ───────────────────────────────────────────────────────────────────────────────────── */

static WeftOutboxRow *
find_row (Section *section, const char *id)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (section->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (weft_outbox_row_get_change (WEFT_OUTBOX_ROW (row))->id, id))
      return WEFT_OUTBOX_ROW (row);
  return NULL;
}

/* Takes what it needs out of @changes and leaves %NULL in its place. A row that says what it said before
 * stays, with the focus in it. */
static void
fill_section (Section *section, GPtrArray *changes, gboolean failed)
{
  GtkWidget *last = NULL, *row;
  g_autofree char *count = NULL;
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      WeftOutboxChange *change = g_ptr_array_index (changes, i);

      if (change == NULL || change->failed != failed || n++ >= SHOWN_MAX)
        continue;
      row = (GtkWidget *) find_row (section, change->id);
      if (row == NULL
          || !weft_outbox_change_equal (weft_outbox_row_get_change (WEFT_OUTBOX_ROW (row)), change))
        {
          row = weft_outbox_row_new (change);
          g_ptr_array_index (changes, i) = NULL;
          gtk_box_insert_child_after (section->rows, row, last);
        }
      else
        gtk_box_reorder_child_after (section->rows, row, last);
      last = row;
    }
  while ((row = last != NULL ? gtk_widget_get_next_sibling (last)
                             : gtk_widget_get_first_child (GTK_WIDGET (section->rows)))
         != NULL)
    gtk_box_remove (section->rows, row);

  count = g_strdup_printf ("%u", n);
  gtk_label_set_label (section->count, count);
  gtk_widget_set_visible (section->widget, n > 0);
}

/* Which refused change has the focus, G_MAXUINT for none. */
static guint
get_focused (WeftOutboxPanel *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  guint i = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->failed.rows));
       focus != NULL && row != NULL; row = gtk_widget_get_next_sibling (row), i++)
    if (gtk_widget_is_ancestor (focus, row))
      return i;
  return G_MAXUINT;
}

/* Whether anything waits or needs somebody. */
static void
update_page (WeftOutboxPanel *self)
{
  gboolean changes = gtk_widget_get_visible (self->waiting.widget) || gtk_widget_get_visible (self->failed.widget);

  gtk_widget_set_visible (self->note_frame, changes);
  gtk_stack_set_visible_child (self->stack,
                               changes || weft_conflict_list_get_n_conflicts (self->conflicts) > 0 ? self->scroller
                                                                                                  : self->empty);
}

static void
focus_nothing (WeftOutboxPanel *self)
{
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack) == self->empty ? self->empty : self->note_frame);
}

/* Where the person was, or what stands in its place now, so that a keyboard goes on from there. */
static void
restore_focus (WeftOutboxPanel *self, guint position)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->failed.rows));

  if (position == G_MAXUINT || get_focused (self) != G_MAXUINT)
    return;
  for (guint i = 0; i < position && row != NULL && gtk_widget_get_next_sibling (row) != NULL; i++)
    row = gtk_widget_get_next_sibling (row);
  if (row == NULL || !gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD))
    focus_nothing (self);
}

/* Everything is chosen. */
static void
on_conflicts_emptied (WeftOutboxPanel *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->failed.rows));

  if (row == NULL || !gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD))
    focus_nothing (self);
}

static void
set_note (WeftOutboxPanel *self, const char *note)
{
  gtk_label_set_label (self->note, note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->note_frame), GTK_ACCESSIBLE_PROPERTY_LABEL, note, -1);
}

static void
show_changes (WeftOutboxPanel *self, GPtrArray *changes)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean was_empty = gtk_widget_get_first_child (GTK_WIDGET (self->failed.rows)) == NULL;
  guint focused = get_focused (self);

  fill_section (&self->waiting, changes, FALSE);
  fill_section (&self->failed, changes, TRUE);
  set_note (self, _ ("Changes are sent in this order as soon as the connection is "
                     "back. Nothing here is lost when you close Weft."));
  update_page (self);
  /* Who came before there was anything but the frame wanted the first. */
  if (was_empty && focus != NULL
      && (focus == self->scroller || focus == self->note_frame || focus == self->empty))
    focused = 0;
  restore_focus (self, focused);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftOutboxPanel *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (self->sync == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return dex_ref (future);
  if (value != NULL && g_value_get_boxed (value) != NULL)
    show_changes (self, g_value_get_boxed (value));
  else if (error != NULL)
    {
      set_note (self, error->message);
      gtk_widget_set_visible (self->note_frame, TRUE);
      gtk_stack_set_visible_child (self->stack, self->scroller);
    }
  if (self->again)
    read_changes (self);
  return dex_ref (future);
}

/* Only while somebody sees it. */
static void
read_changes (WeftOutboxPanel *self)
{
  self->again = self->reading;
  if (self->reading || self->sync == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_outbox_change_load (self->sync), on_read, g_object_ref (self),
                                         g_object_unref));
}

/* A place may have come, gone or got another name. */
static void
on_rows_changed (WeftOutboxPanel *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (g_str_equal (weft_changes_get (changes, i)->table->name, "room"))
      {
        read_changes (self);
        return;
      }
}

/* ── actions ─────────────────────────────────────────────────────────────────────────────────────────── */

static const WeftOutboxChange *
get_change (WeftOutboxPanel *self, GVariant *id)
{
  WeftOutboxRow *row = self->sync != NULL ? find_row (&self->failed, g_variant_get_string (id, NULL)) : NULL;

  return row != NULL ? weft_outbox_row_get_change (row) : NULL;
}

static void
announce (WeftOutboxPanel *self, const char *what, const WeftOutboxChange *change)
{
  g_autofree char *title = weft_outbox_change_dup_title (change);
  /* Translators: said by a screen reader: what was done, the words of the change */
  g_autofree char *text = g_strdup_printf (_ ("%1$s: %2$s"), what, title);

  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *id)
{
  WeftOutboxPanel *self = WEFT_OUTBOX_PANEL (widget);
  const WeftOutboxChange *change = get_change (self, id);

  if (change == NULL)
    return;
  announce (self, _ ("Trying again"), change);
  dex_future_disown (weft_sync_retry_operation (self->sync, change->id));
}

/* In the composer of its room, where it stays refused until it is sent anew. */
static void
edit_action (GtkWidget *widget, const char *name, GVariant *id)
{
  const WeftOutboxChange *change = get_change (WEFT_OUTBOX_PANEL (widget), id);
  g_autofree char *link = NULL;

  if (change == NULL)
    return;
  link = g_strdup_printf ("%s#edit=%s", change->stream, change->id);
  gtk_widget_activate_action (widget, "win.open-link", "s", link);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *id)
{
  WeftOutboxPanel *self = WEFT_OUTBOX_PANEL (widget);
  const WeftOutboxChange *change = get_change (self, id);
  const char *words = change != NULL ? change->words : NULL;

  if (words == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), words);
  announce (self, _ ("Copied"), change);
}

static void
discard_action (GtkWidget *widget, const char *name, GVariant *id)
{
  WeftOutboxPanel *self = WEFT_OUTBOX_PANEL (widget);
  const WeftOutboxChange *change = get_change (self, id);

  if (change == NULL)
    return;
  announce (self, _ ("Discarded"), change);
  dex_future_disown (weft_sync_discard_operation (self->sync, change->id));
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_outbox_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (weft_outbox_panel_parent_class)->map (widget);

  read_changes (WEFT_OUTBOX_PANEL (widget));
}

static void
weft_outbox_panel_dispose (GObject *object)
{
  weft_outbox_panel_set_sync (WEFT_OUTBOX_PANEL (object), NULL);
  WEFT_OUTBOX_PANEL (object)->conflicts = NULL;

  G_OBJECT_CLASS (weft_outbox_panel_parent_class)->dispose (object);
}

static void
weft_outbox_panel_class_init (WeftOutboxPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_outbox_panel_dispose;
  widget_class->map = weft_outbox_panel_map;
  gtk_widget_class_install_action (widget_class, "outbox.retry", "s", retry_action);
  gtk_widget_class_install_action (widget_class, "outbox.edit", "s", edit_action);
  gtk_widget_class_install_action (widget_class, "outbox.copy", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "outbox.discard", "s", discard_action);
}

static void
add_section (GtkWidget *box, Section *section, const char *title)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, "hexpand", TRUE,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  section->widget = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class (label, "weft-section");
  gtk_box_append (GTK_BOX (heading), label);
  section->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (section->count), "weft-meta");
  gtk_box_append (GTK_BOX (heading), GTK_WIDGET (section->count));
  gtk_box_append (GTK_BOX (section->widget), heading);
  section->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (GTK_BOX (section->widget), GTK_WIDGET (section->rows));
  gtk_widget_set_visible (section->widget, FALSE);
  gtk_box_append (GTK_BOX (box), section->widget);
}

static GtkWidget *
new_empty (void)
{
  const char *title = _ ("Everything Has Been Sent");
  GtkWidget *empty = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "weft-outbox-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (empty),
                                   _ ("What you do without a connection waits here until it is sent."));
  gtk_widget_add_css_class (empty, "compact");
  gtk_widget_set_focusable (empty, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (empty), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return empty;
}

static void
weft_outbox_panel_init (WeftOutboxPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  add_section (box, &self->waiting, _ ("Waiting"));
  add_section (box, &self->failed, _ ("Needs you"));
  self->conflicts = weft_conflict_list_new ();
  g_signal_connect_object (self->conflicts, "emptied", G_CALLBACK (on_conflicts_emptied), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conflicts, "notify::n-conflicts", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->conflicts));
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_xalign (self->note, 0);
  gtk_widget_set_halign (GTK_WIDGET (self->note), GTK_ALIGN_START); /* see new_text() of WeftOutboxRow */
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "weft-meta");
  self->note_frame = g_object_new (ADW_TYPE_BIN, "child", self->note, "focusable", TRUE, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_box_append (GTK_BOX (box), self->note_frame);

  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 16);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Outbox"), -1);
  self->empty = new_empty ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_child (self->stack, self->scroller);
  gtk_stack_add_child (self->stack, self->empty);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
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
  if (self->conflicts != NULL)
    weft_conflict_list_set_sync (self->conflicts, sync);
  if (sync != NULL)
    {
      g_signal_connect_object (sync, "outbox-changed", G_CALLBACK (read_changes), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (sync, "changed", G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
      read_changes (self);
    }
}

WeftConflictList *
weft_outbox_panel_get_conflicts (WeftOutboxPanel *self)
{
  g_return_val_if_fail (WEFT_IS_OUTBOX_PANEL (self), NULL);

  return self->conflicts;
}
