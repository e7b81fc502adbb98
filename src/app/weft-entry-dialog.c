/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-entry-dialog.h"
#include "base/weft-error.h"
#include "base/weft-text.h"
#include "ui/weft-text-scale.h"

/* The limits of the protocol (parts/people/shared/ops.json, POST /v1/join). */
#define MAX_NAME 80
#define MIN_PASSWORD 8
#define MAX_PASSWORD 200

struct _WeftEntryDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *workspace_row;
  AdwEntryRow *name_row;
  AdwEntryRow *login_row;
  AdwPasswordEntryRow *password_row;
  GtkLabel *problem;
  GtkButton *submit;
  GtkWidget *spinner;

  WeftWorkspace *workspace;
  char *code;
  WeftEntryKind kind;
  gboolean local;
  gboolean busy;
};

enum
{
  ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftEntryDialog, weft_entry_dialog, ADW_TYPE_DIALOG)

static char *
dup_field (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* A dialog keeps the height it came with; one that has more to say needs more. */
static void
fit_height (WeftEntryDialog *self)
{
  GtkWidget *child = adw_dialog_get_child (ADW_DIALOG (self));
  int width = gtk_widget_get_width (child); /* a narrow window's are narrower than asked for */
  int height;

  if (width <= 0)
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  adw_dialog_set_content_height (ADW_DIALOG (self), height);
}

static void
set_problem (WeftEntryDialog *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  fit_height (self);
  if (problem != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), problem, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Whether a shown row holds between @min and @max characters. */
static gboolean
row_is_valid (gpointer row, gssize min, gssize max)
{
  g_autofree char *text = NULL;
  gssize length;

  if (!gtk_widget_get_visible (GTK_WIDGET (row)))
    return TRUE;
  text = dup_field (row);
  length = weft_text_length (text, strlen (text));
  return length >= min && length <= max;
}

static void
update_submit (WeftEntryDialog *self)
{
  gssize password_min = self->local ? 0 : self->kind == WEFT_ENTRY_JOIN ? MIN_PASSWORD : 1;

  gtk_widget_set_sensitive (GTK_WIDGET (self->submit),
                            !self->busy && row_is_valid (self->workspace_row, 1, MAX_NAME)
                                && row_is_valid (self->name_row, 1, MAX_NAME)
                                && row_is_valid (self->login_row, 1, MAX_NAME)
                                && row_is_valid (self->password_row, password_min, MAX_PASSWORD));
}

static void
set_busy (WeftEntryDialog *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->workspace_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->login_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password_row), !busy);
  update_submit (self);
}

static DexFuture *
on_tried (DexFuture *future, gpointer user_data)
{
  WeftEntryDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  set_busy (self, FALSE);
  if (dex_future_get_value (future, &error) != NULL)
    {
      /* A field must not go while it has the focus. */
      if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
        gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
      adw_dialog_force_close (ADW_DIALOG (self));
      g_signal_emit (self, signals[ENTERED], 0, self->workspace);
    }
  else
    {
      if (self->kind == WEFT_ENTRY_SIGN_IN && g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED))
        set_problem (self, _ ("Login or password is not right."));
      else if (self->kind == WEFT_ENTRY_JOIN && g_error_matches (error, WEFT_ERROR, WEFT_ERROR_EXISTS))
        set_problem (self, _ ("This login is taken. Choose another one."));
      else
        {
          g_autofree char *reason = weft_error_dup_reason (error->message);

          set_problem (self, reason);
        }
      gtk_widget_grab_focus (GTK_WIDGET (self->kind == WEFT_ENTRY_SIGN_IN ? (gpointer) self->password_row
                                         : self->kind == WEFT_ENTRY_JOIN  ? (gpointer) self->login_row
                                                                          : (gpointer) self->workspace_row));
    }
  return dex_ref (future);
}

static void
on_submit (WeftEntryDialog *self)
{
  g_autofree char *workspace = NULL, *name = NULL, *login = NULL, *password = NULL;
  DexFuture *future;

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->submit)))
    return;
  workspace = dup_field (self->workspace_row);
  name = dup_field (self->name_row);
  login = dup_field (self->login_row);
  password = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->password_row)));
  set_problem (self, NULL);
  set_busy (self, TRUE);
  switch (self->kind)
    {
    case WEFT_ENTRY_FOUND:
      future = weft_workspace_found (self->workspace, workspace, name, login);
      break;
    case WEFT_ENTRY_JOIN:
      future = weft_workspace_join (self->workspace, self->code, name, login, password);
      break;
    case WEFT_ENTRY_SIGN_IN:
    default:
      future = weft_workspace_sign_in (self->workspace, login, password);
      break;
    }
  dex_future_disown (dex_future_finally (future, on_tried, g_object_ref (self), g_object_unref));
}

static gpointer
add_row (WeftEntryDialog *self, AdwPreferencesGroup *group, GtkWidget *row, const char *title)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  g_signal_connect_object (row, "changed", G_CALLBACK (update_submit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (on_submit), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  return row;
}

static void
weft_entry_dialog_dispose (GObject *object)
{
  WeftEntryDialog *self = WEFT_ENTRY_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->code, g_free);

  G_OBJECT_CLASS (weft_entry_dialog_parent_class)->dispose (object);
}

static void
weft_entry_dialog_class_init (WeftEntryDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_entry_dialog_dispose;

  signals[ENTERED] = g_signal_new ("entered", WEFT_TYPE_ENTRY_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, WEFT_TYPE_WORKSPACE);
}

static void
weft_entry_dialog_init (WeftEntryDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *button_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->workspace_row
      = add_row (self, ADW_PREFERENCES_GROUP (group), adw_entry_row_new (), _ ("_Workspace Name"));
  self->name_row = add_row (self, ADW_PREFERENCES_GROUP (group), adw_entry_row_new (), _ ("Your _Name"));
  self->login_row = add_row (self, ADW_PREFERENCES_GROUP (group), adw_entry_row_new (), _ ("_Login"));
  self->password_row
      = add_row (self, ADW_PREFERENCES_GROUP (group), adw_password_entry_row_new (), _ ("_Password"));
  gtk_box_append (GTK_BOX (box), group);

  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));

  self->spinner = adw_spinner_new ();
  gtk_widget_set_visible (self->spinner, FALSE);
  self->submit = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->submit, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->submit), "suggested-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->submit), "pill");
  g_signal_connect_object (self->submit, "clicked", G_CALLBACK (on_submit), self, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (button_box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (button_box, 6);
  gtk_box_append (GTK_BOX (button_box), GTK_WIDGET (self->submit));
  gtk_box_append (GTK_BOX (button_box), self->spinner);
  gtk_box_append (GTK_BOX (box), button_box);

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), weft_text_scale (420));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_widget_set_margin_start (clamp, 16);
  gtk_widget_set_margin_end (clamp, 16);
  gtk_widget_set_margin_top (clamp, 12);
  gtk_widget_set_margin_bottom (clamp, 24);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (440));
}

static void
prepare (WeftEntryDialog *self)
{
  const char *address = weft_workspace_get_address (self->workspace);
  const char *real_name = g_get_real_name ();
  gboolean found = self->kind == WEFT_ENTRY_FOUND;

  self->local = g_str_has_prefix (address, "unix:");
  gtk_widget_set_visible (GTK_WIDGET (self->workspace_row), found);
  gtk_widget_set_visible (GTK_WIDGET (self->name_row), self->kind != WEFT_ENTRY_SIGN_IN);
  gtk_widget_set_visible (GTK_WIDGET (self->login_row), !found);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), !found);
  if (self->kind != WEFT_ENTRY_SIGN_IN && g_strcmp0 (real_name, "Unknown") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), real_name);
  gtk_editable_set_text (GTK_EDITABLE (self->login_row), g_get_user_name ());
  switch (self->kind)
    {
    case WEFT_ENTRY_FOUND:
      adw_dialog_set_title (ADW_DIALOG (self), _ ("New Workspace"));
      gtk_button_set_label (self->submit, _ ("_Start"));
      adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->workspace_row));
      break;
    case WEFT_ENTRY_JOIN:
      adw_dialog_set_title (ADW_DIALOG (self), _ ("Join Workspace"));
      gtk_button_set_label (self->submit, _ ("_Join"));
      adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->name_row));
      break;
    case WEFT_ENTRY_SIGN_IN:
    default:
      adw_dialog_set_title (ADW_DIALOG (self), _ ("Sign In"));
      gtk_button_set_label (self->submit, _ ("_Sign In"));
      adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->login_row));
      break;
    }
  update_submit (self);
}

WeftEntryDialog *
weft_entry_dialog_new (WeftWorkspace *workspace, WeftEntryKind kind, const char *code)
{
  WeftEntryDialog *self;

  g_return_val_if_fail (WEFT_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (WEFT_TYPE_ENTRY_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);
  self->kind = kind;
  self->code = g_strdup (code);
  prepare (self);
  return self;
}

void
weft_entry_dialog_set_login (WeftEntryDialog *self, const char *login)
{
  g_return_if_fail (WEFT_IS_ENTRY_DIALOG (self));

  if (login == NULL || *login == '\0')
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->login_row), login);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->password_row));
}
