/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-conflict-list.h"
#include "base/weft-text.h"
#include "store/weft-changes.h"
#include "sync/weft-people-stream.h"

/* Nobody looks through more at once; the next ones follow. */
#define SHOWN_MAX 50
/* Lines of a text that are shown; all of it is what is kept. */
#define LINES_MAX 6
/* Characters of a text which a button says it keeps. */
#define SAID_MAX 80

typedef struct
{
  char *id;
  char *mine;
  char *theirs; /* (nullable) */
  char *base;   /* (nullable): what both started from */
  char *person; /* (nullable): the name of who was earlier */
  gboolean own; /* who was earlier is the same person, elsewhere */
} Conflict;

struct _WeftConflictList
{
  AdwBin parent_instance;

  GtkBox *rows;
  WeftSync *sync;
  guint n_conflicts;
  gboolean reading;
  gboolean again;
};

enum
{
  PROP_0,
  PROP_N_CONFLICTS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  EMPTIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftConflictList, weft_conflict_list, ADW_TYPE_BIN)

static void read_conflicts (WeftConflictList *self);

static void
conflict_free (gpointer data)
{
  Conflict *conflict = data;

  g_free (conflict->id);
  g_free (conflict->mine);
  g_free (conflict->theirs);
  g_free (conflict->base);
  g_free (conflict->person);
  g_free (conflict);
}

/* ── what is shown ───────────────────────────────────────────────────────────────────────────────────── */

static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (conflict_free);
  WeftStatement *statement;
  int step = -1;

  statement
      = weft_database_query (database, error,
                             "SELECT c.id, c.mine, c.theirs, p.name, c.base, c.stream = 'user/' || c.person"
                             " FROM conflict c"
                             " LEFT JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = c.person"
                             " WHERE c.stream = ?1 ORDER BY c.at, c.id LIMIT ?2",
                             "ti", (const char *) user_data, (gint64) SHOWN_MAX);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      Conflict *conflict = g_new0 (Conflict, 1);

      conflict->id = weft_statement_dup_text (statement, 0);
      conflict->mine = weft_statement_dup_text (statement, 1);
      conflict->theirs = weft_statement_dup_text (statement, 2);
      conflict->person = weft_statement_dup_text (statement, 3);
      conflict->base = weft_statement_dup_text (statement, 4);
      conflict->own = weft_statement_get_int (statement, 5) != 0;
      g_ptr_array_add (conflicts, conflict);
    }

  return step == 0 ? g_steal_pointer (&conflicts) : NULL;
}

static void
add_text (GtkBox *box, const char *title, const char *text)
{
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_widget_set_margin_top (heading, 6);
  gtk_widget_add_css_class (heading, "weft-meta");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), LINES_MAX);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, text);
  gtk_box_append (box, heading);
  gtk_box_append (box, label);
}

static void
add_button (
    AdwWrapBox *box, const char *label, const char *action, const char *kept, const Conflict *conflict)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autofree char *said = kept != NULL ? weft_text_shorten (kept, SAID_MAX) : NULL;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", conflict->id);
  if (said != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, said, -1);
  adw_wrap_box_append (box, button);
}

static GtkWidget *
make_row (const Conflict *conflict)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 2,
                                 "margin-top", 8, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *buttons = adw_wrap_box_new ();
  g_autofree char *said = NULL;
  g_autofree char *title = NULL;
  gboolean based = conflict->base != NULL && conflict->base[0] != '\0';

  if (conflict->own)
    title = g_strdup (_ ("Changed by you on another device meanwhile"));
  else if (conflict->person != NULL)
    /* Translators: %s is a person: above what they made of a text, before one's own change of it arrived */
    title = g_strdup_printf (_ ("Changed by %s meanwhile"), conflict->person);
  else
    /* Translators: above what a text became, before one's own change of it arrived: who did it is not known */
    title = g_strdup (_ ("Changed elsewhere meanwhile"));
  if (based)
    /* Translators: said by a screen reader: the text from before, one's own, "Changed by Ada meanwhile", their
     * text */
    said = g_strdup_printf (_ ("Before: %1$s. You wrote: %2$s. %3$s: %4$s"), conflict->base, conflict->mine,
                            title, conflict->theirs != NULL ? conflict->theirs : "");
  else
    /* Translators: said by a screen reader: one's own text, "Changed by Ada meanwhile", their text */
    said = g_strdup_printf (_ ("You wrote: %1$s. %2$s: %3$s"), conflict->mine, title,
                            conflict->theirs != NULL ? conflict->theirs : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);

  if (based)
    /* Translators: heading above what a text was, before two people changed it */
    add_text (GTK_BOX (row), _ ("Before"), conflict->base);
  add_text (GTK_BOX (row), _ ("You wrote"), conflict->mine);
  if (conflict->theirs != NULL)
    add_text (GTK_BOX (row), title, conflict->theirs);

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (buttons), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (buttons), 6);
  add_button (ADW_WRAP_BOX (buttons), _ ("Keep _Mine"), "conflict.mine", conflict->mine, conflict);
  add_button (ADW_WRAP_BOX (buttons), _ ("Keep _Theirs"), "conflict.theirs", conflict->theirs, conflict);
  add_button (ADW_WRAP_BOX (buttons), _ ("Keep _Both"), "conflict.both", NULL, conflict);
  gtk_widget_set_margin_top (buttons, 8);
  gtk_box_append (GTK_BOX (row), buttons);
  g_object_set_data_full (G_OBJECT (row), "conflict", g_strdup (conflict->id), g_free);

  return row;
}

/* Which row has the focus, -1 for none. */
static int
get_focused (WeftConflictList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int i = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); focus != NULL && row != NULL;
       row = gtk_widget_get_next_sibling (row), i++)
    if (gtk_widget_is_ancestor (focus, row))
      return i;

  return -1;
}

/* What stands where the person was, so that a keyboard goes on from there. */
static void
restore_focus (WeftConflictList *self, int position)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  if (position < 0 || get_focused (self) >= 0)
    return;
  for (int i = 0; i < position && row != NULL && gtk_widget_get_next_sibling (row) != NULL; i++)
    row = gtk_widget_get_next_sibling (row);
  if (row != NULL)
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  else
    g_signal_emit (self, signals[EMPTIED], 0);
}

static void
set_n_conflicts (WeftConflictList *self, guint n_conflicts)
{
  gtk_widget_set_visible (GTK_WIDGET (self), n_conflicts > 0);
  if (self->n_conflicts == n_conflicts)
    return;
  self->n_conflicts = n_conflicts;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CONFLICTS]);
}

static void
show_conflicts (WeftConflictList *self, GPtrArray *conflicts)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  int focused = get_focused (self);

  /* One that stays keeps its place and the focus. */
  for (guint i = 0; i < conflicts->len; i++)
    {
      const Conflict *conflict = conflicts->pdata[i];

      while (row != NULL && g_strcmp0 (g_object_get_data (G_OBJECT (row), "conflict"), conflict->id) != 0)
        {
          GtkWidget *gone = row;

          row = gtk_widget_get_next_sibling (row);
          gtk_box_remove (self->rows, gone);
        }
      if (row != NULL)
        row = gtk_widget_get_next_sibling (row);
      else
        gtk_box_append (self->rows, make_row (conflict));
    }
  while (row != NULL)
    {
      GtkWidget *gone = row;

      row = gtk_widget_get_next_sibling (row);
      gtk_box_remove (self->rows, gone);
    }
  set_n_conflicts (self, conflicts->len);
  restore_focus (self, focused);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftConflictList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  /* What is to be read again may be of another workspace. */
  if (value != NULL && g_value_get_boxed (value) != NULL && self->sync != NULL && !self->again)
    show_conflicts (self, g_value_get_boxed (value));
  else if (error != NULL)
    g_debug ("Cannot read the conflicts: %s", error->message);
  if (self->again)
    read_conflicts (self);

  return NULL;
}

static void
read_conflicts (WeftConflictList *self)
{
  const char *person = self->sync != NULL ? weft_sync_get_person (self->sync) : NULL;

  self->again = self->reading;
  if (self->reading || person == NULL)
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY,
                                                         g_strconcat ("user/", person, NULL), g_free),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
on_rows_changed (WeftConflictList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (g_str_equal (weft_changes_get (changes, i)->table->name, "conflict"))
      {
        read_conflicts (self);
        return;
      }
}

/* ── actions ─────────────────────────────────────────────────────────────────────────────────────────── */

static DexFuture *
on_resolved (DexFuture *future, gpointer user_data)
{
  g_autoptr (GtkWidget) self = g_weak_ref_get (user_data);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (self != NULL && error != NULL)
    {
      /* Translators: %s is why, such as "text: 16001 characters, at most 16000" */
      g_autofree char *text = g_strdup_printf (_ ("That cannot be kept: %s"), error->message);

      gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
    }

  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
resolve_action (GtkWidget *widget, const char *name, GVariant *id)
{
  WeftConflictList *self = WEFT_CONFLICT_LIST (widget);
  WeftConflictChoice choice = WEFT_CONFLICT_KEEP_BOTH;
  const char *said = _ ("Both kept");
  GWeakRef *weak;

  if (self->sync == NULL)
    return;
  if (g_str_equal (name, "conflict.mine"))
    {
      choice = WEFT_CONFLICT_KEEP_MINE;
      said = _ ("Yours kept");
    }
  else if (g_str_equal (name, "conflict.theirs"))
    {
      choice = WEFT_CONFLICT_KEEP_THEIRS;
      said = _ ("Theirs kept");
    }

  gtk_accessible_announce (GTK_ACCESSIBLE (widget), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, widget);
  dex_future_disown (
      dex_future_finally (weft_sync_resolve_conflict (self->sync, g_variant_get_string (id, NULL), choice),
                          on_resolved, weak, weak_ref_free));
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_conflict_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, WEFT_CONFLICT_LIST (object)->n_conflicts);
}

static void
weft_conflict_list_dispose (GObject *object)
{
  weft_conflict_list_set_sync (WEFT_CONFLICT_LIST (object), NULL);

  G_OBJECT_CLASS (weft_conflict_list_parent_class)->dispose (object);
}

static void
weft_conflict_list_class_init (WeftConflictListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = weft_conflict_list_get_property;
  G_OBJECT_CLASS (klass)->dispose = weft_conflict_list_dispose;
  gtk_widget_class_install_action (widget_class, "conflict.mine", "s", resolve_action);
  gtk_widget_class_install_action (widget_class, "conflict.theirs", "s", resolve_action);
  gtk_widget_class_install_action (widget_class, "conflict.both", "s", resolve_action);

  properties[PROP_N_CONFLICTS] = g_param_spec_uint ("n-conflicts", NULL, NULL, 0, SHOWN_MAX, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  signals[EMPTIED] = g_signal_new ("emptied", WEFT_TYPE_CONFLICT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
weft_conflict_list_init (WeftConflictList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", _ ("Changed at the same time"), "xalign", 0.0,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_widget_add_css_class (label, "weft-section");
  gtk_box_append (GTK_BOX (box), label);
  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

WeftConflictList *
weft_conflict_list_new (void)
{
  return g_object_new (WEFT_TYPE_CONFLICT_LIST, NULL);
}

void
weft_conflict_list_set_sync (WeftConflictList *self, WeftSync *sync)
{
  g_return_if_fail (WEFT_IS_CONFLICT_LIST (self));

  if (self->sync == sync)
    return;
  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_set_object (&self->sync, sync);
  set_n_conflicts (self, 0);
  if (sync != NULL)
    {
      g_signal_connect_object (sync, "changed", G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_conflicts), self, G_CONNECT_SWAPPED);
      read_conflicts (self);
    }
}

guint
weft_conflict_list_get_n_conflicts (WeftConflictList *self)
{
  g_return_val_if_fail (WEFT_IS_CONFLICT_LIST (self), 0);

  return self->n_conflicts;
}
