/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-moderation"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/weft-error.h"
#include "parts/moderation/client/weft-report-list.h"
#include "parts/moderation/client/weft-reports.h"
#include "parts/moderation/view/weft-report-row.h"
#include "parts/moderation/view/weft-reports-view.h"
#include "proto/weft-link.h"

struct _WeftReportsView
{
  AdwBin parent_instance;

  GtkStack *stack; /* list, empty */
  GtkListView *list_view;
  GtkWidget *empty;

  WeftSync *sync;
  WeftCards *cards;
  WeftReportList *list;
  GPtrArray *bound; /* of GtkListItem, unowned */
};

G_DEFINE_FINAL_TYPE (WeftReportsView, weft_reports_view, ADW_TYPE_BIN)

enum
{
  DECIDED,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_spoken_changed (WeftReportRow *row, GtkListItem *item)
{
  g_autofree char *spoken = weft_report_row_dup_spoken (row);

  gtk_list_item_set_accessible_label (item, spoken);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftReportsView *self)
{
  GtkWidget *row = weft_report_row_new ();

  g_signal_connect_object (row, "spoken-changed", G_CALLBACK (on_spoken_changed), item, G_CONNECT_DEFAULT);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftReportsView *self)
{
  weft_report_row_set_case (WEFT_REPORT_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item), self->cards);
  g_ptr_array_add (self->bound, item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftReportsView *self)
{
  weft_report_row_set_case (WEFT_REPORT_ROW (gtk_list_item_get_child (item)), NULL, NULL);
  if (self->bound != NULL)
    g_ptr_array_remove_fast (self->bound, item);
}

static void
on_activate (GtkListView *view, guint position, WeftReportsView *self)
{
  g_autoptr (WeftReportCase) about = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  const WeftReportCaseState *state;
  g_autoptr (WeftLink) link = NULL;
  g_autofree char *text = NULL;

  if (about == NULL)
    return;
  state = weft_report_case_get_state (about);
  link = weft_link_new (state->target, "message", state->message, -1);
  text = weft_link_to_string (link);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", text);
  g_signal_emit (self, signals[OPENED], 0);
}

static void
update (WeftReportsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));
  const char *page = weft_reports_view_get_n (self) > 0 ? "list" : "empty";

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), page))
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  /* The focus stays with what the person works on. */
  if (focused)
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

/* ── deciding ────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftReportsView *self;
  char *id;
  const char *said; /* translated */
  guint decision;
  GtkWidget *also; /* (nullable): whether the message is deleted, too */
} Deciding;

static Deciding *
deciding_new (WeftReportsView *self, const char *id, guint decision, const char *said)
{
  Deciding *deciding = g_new0 (Deciding, 1);

  deciding->self = g_object_ref (self);
  deciding->id = g_strdup (id);
  deciding->decision = decision;
  deciding->said = said;
  return deciding;
}

static void
deciding_free (gpointer data)
{
  Deciding *deciding = data;

  g_object_unref (deciding->self);
  g_free (deciding->id);
  g_free (deciding);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  Deciding *deciding = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  if (dex_future_get_value (future, &error) != NULL)
    {
      g_signal_emit (deciding->self, signals[DECIDED], 0, deciding->said, deciding->id);
      return NULL;
    }
  reason = weft_error_dup_reason (error->message);
  g_signal_emit (deciding->self, signals[DECIDED], 0, reason, "");
  return NULL;
}

static void
decide (Deciding *deciding)
{
  dex_future_disown (dex_future_finally (weft_reports_decide (deciding->self->sync, deciding->id, deciding->decision), on_done, deciding,
                                         deciding_free));
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  decide (deciding_new (WEFT_REPORTS_VIEW (widget), g_variant_get_string (parameter, NULL), 0, _ ("Report dismissed")));
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  decide (deciding_new (WEFT_REPORTS_VIEW (widget), g_variant_get_string (parameter, NULL), WEFT_REPORT_DELETES, _ ("Message deleted")));
}

static void
on_response (AdwAlertDialog *dialog, const char *response, Deciding *deciding)
{
  if (!g_str_equal (response, "do"))
    {
      deciding_free (deciding);
      return;
    }
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (deciding->also)))
    deciding->decision |= WEFT_REPORT_DELETES;
  decide (deciding);
}

/* What weighs more is asked once more. */
static void
ask (Deciding *deciding, const char *heading, const char *body, const char *label)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

  deciding->also = gtk_check_button_new_with_label (_ ("Delete the message, too"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (deciding->also), TRUE);
  adw_alert_dialog_set_extra_child (dialog, deciding->also);
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "do", label, NULL);
  adw_alert_dialog_set_response_appearance (dialog, "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), deciding);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (deciding->self));
}

/* (transfer full): the name of who said it. */
static char *
dup_author (WeftReportsView *self, const char *id)
{
  for (guint i = 0; i < weft_reports_view_get_n (self); i++)
    {
      g_autoptr (WeftReportCase) about = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_str_equal (weft_report_case_get_state (about)->id, id))
        return weft_report_case_dup_author (about);
    }
  return g_strdup ("");
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftReportsView *self = WEFT_REPORTS_VIEW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autofree char *author = dup_author (self, id);
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"), author);

  ask (deciding_new (self, id, WEFT_REPORT_REMOVES, _ ("Person removed")), heading,
       _ ("They leave the place where they said it, and stay in the workspace."), _ ("_Remove"));
}

static void
suspend_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftReportsView *self = WEFT_REPORTS_VIEW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autofree char *author = dup_author (self, id);
  g_autofree char *heading = g_strdup_printf (_ ("Suspend %s?"), author);

  ask (deciding_new (self, id, WEFT_REPORT_SUSPENDS, _ ("Person suspended")), heading,
       _ ("They are signed out at once and cannot come back until an administrator lets them in again."), _ ("_Suspend"));
}

static void
reopen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  weft_reports_view_reopen (WEFT_REPORTS_VIEW (widget), g_variant_get_string (parameter, NULL));
}

/* The row that has the focus. */
static void
delete_focused_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftReportsView *self = WEFT_REPORTS_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  for (guint i = 0; focus != NULL && i < self->bound->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (self->bound, i);
      GtkWidget *row = gtk_widget_get_parent (gtk_list_item_get_child (item));
      const WeftReportCaseState *state = weft_report_case_get_state (gtk_list_item_get_item (item));

      if ((focus == row || gtk_widget_is_ancestor (focus, row)) && state->decided_at == 0)
        {
          gtk_widget_activate_action (widget, "reports.delete", "s", state->id);
          return;
        }
    }
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_reports_view_dispose (GObject *object)
{
  WeftReportsView *self = WEFT_REPORTS_VIEW (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  self->list_view = NULL;
  g_clear_object (&self->list);
  g_clear_object (&self->cards);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_reports_view_parent_class)->dispose (object);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
}

static void
weft_reports_view_class_init (WeftReportsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_reports_view_dispose;
  gtk_widget_class_install_action (widget_class, "reports.dismiss", "s", dismiss_action);
  gtk_widget_class_install_action (widget_class, "reports.delete", "s", delete_action);
  gtk_widget_class_install_action (widget_class, "reports.remove", "s", remove_action);
  gtk_widget_class_install_action (widget_class, "reports.suspend", "s", suspend_action);
  gtk_widget_class_install_action (widget_class, "reports.reopen", "s", reopen_action);
  gtk_widget_class_install_action (widget_class, "reports.delete-focused", NULL, delete_focused_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "reports.delete-focused", NULL);

  signals[DECIDED] = g_signal_new ("decided", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_STRING, G_TYPE_STRING);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_reports_view_init (WeftReportsView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->bound = g_ptr_array_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_list_view_set_tab_behavior (self->list_view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "weft-notices");
  g_signal_connect (self->list_view, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list_view));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, scroller, "list");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

WeftReportsView *
weft_reports_view_new (WeftSync *sync, WeftCards *cards, gboolean decided)
{
  WeftReportsView *self;
  g_autoptr (GtkSelectionModel) rows = NULL;
  const char *title = decided ? _ ("Nothing Decided Yet") : _ ("No Reports");

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_REPORTS_VIEW, NULL);
  self->sync = g_object_ref (sync);
  self->cards = cards != NULL ? g_object_ref (cards) : NULL;
  self->empty = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "weft-shield-symbolic", "title", title, "description",
                              decided ? _ ("What was decided about reports is kept here for 90 days.")
                                      : _ ("When somebody reports a message, it is shown here to the administrators."),
                              "focusable", TRUE, NULL);
  gtk_widget_add_css_class (self->empty, "compact");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->empty), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_stack_add_named (self->stack, self->empty, "empty");
  gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  decided ? _ ("Decided reports") : _ ("Reports"), -1);
  self->list = weft_report_list_new (sync, decided);
  rows = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  gtk_list_view_set_model (self->list_view, rows);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self); /* it may have been read by now */

  return self;
}

void
weft_reports_view_reopen (WeftReportsView *self, const char *id)
{
  Deciding *deciding;

  g_return_if_fail (WEFT_IS_REPORTS_VIEW (self));

  deciding = deciding_new (self, "", 0, _ ("The decision was taken back"));
  dex_future_disown (dex_future_finally (weft_reports_reopen (self->sync, id), on_done, deciding, deciding_free));
}

guint
weft_reports_view_get_n (WeftReportsView *self)
{
  g_return_val_if_fail (WEFT_IS_REPORTS_VIEW (self), 0);
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

GListModel *
weft_reports_view_get_list (WeftReportsView *self)
{
  g_return_val_if_fail (WEFT_IS_REPORTS_VIEW (self), NULL);
  return G_LIST_MODEL (self->list);
}
