/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-audit-view.h"
#include "app/weft-moderation-dialog.h"
#include "parts/moderation/view/weft-reports-view.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-toast.h"

#define TOAST_SECONDS 10 /* there is something to be undone */

struct _WeftModerationDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toasts;
  AdwViewStack *stack;
  AdwViewStackPage *reports_page;
  WeftReportsView *reports;
  WeftReportsView *decided;
};

G_DEFINE_FINAL_TYPE (WeftModerationDialog, weft_moderation_dialog, ADW_TYPE_DIALOG)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_decided (WeftModerationDialog *self, const char *said, const char *id)
{
  AdwToast *toast = weft_toast_new (said);

  adw_toast_set_timeout (toast, TOAST_SECONDS);
  if (*id != '\0')
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      adw_toast_set_action_name (toast, "moderation.reopen");
      adw_toast_set_action_target (toast, "s", id);
    }
  /* Only the newest decision is offered to be undone here; the others stand under “Decided”. */
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
reopen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  weft_reports_view_reopen (WEFT_MODERATION_DIALOG (widget)->reports, g_variant_get_string (parameter, NULL));
}

static void
on_opened (WeftModerationDialog *self)
{
  g_signal_emit (self, signals[OPENED], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
update_badge (WeftModerationDialog *self)
{
  guint n = weft_reports_view_get_n (self->reports);

  adw_view_stack_page_set_badge_number (self->reports_page, n);
  adw_view_stack_page_set_needs_attention (self->reports_page, n > 0);
}

static void
weft_moderation_dialog_class_init (WeftModerationDialogClass *klass)
{
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "moderation.reopen", "s", reopen_action);

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_moderation_dialog_init (WeftModerationDialog *self)
{
}

static WeftReportsView *
add_reports (WeftModerationDialog *self, WeftWorkspace *workspace, gboolean decided)
{
  WeftReportsView *view = weft_reports_view_new (weft_workspace_get_sync (workspace), weft_workspace_get_cards (workspace), decided);

  g_signal_connect_object (view, "decided", G_CALLBACK (on_decided), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  return view;
}

AdwDialog *
weft_moderation_dialog_new (WeftWorkspace *workspace)
{
  WeftModerationDialog *self;
  GtkWidget *view = adw_toolbar_view_new (), *header = adw_header_bar_new ();
  GtkWidget *switcher = adw_view_switcher_new (), *bar = adw_view_switcher_bar_new ();
  AdwBreakpoint *narrow;

  g_return_val_if_fail (WEFT_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (WEFT_TYPE_MODERATION_DIALOG, NULL);
  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  self->reports = add_reports (self, workspace, FALSE);
  self->decided = add_reports (self, workspace, TRUE);
  self->reports_page = adw_view_stack_add_titled_with_icon (self->stack, GTK_WIDGET (self->reports), "reports", _ ("Reports"), "weft-shield-symbolic");
  adw_view_stack_add_titled_with_icon (self->stack, GTK_WIDGET (self->decided), "decided", _ ("Decided"), "weft-check-symbolic");
  adw_view_stack_add_titled_with_icon (self->stack, GTK_WIDGET (weft_audit_view_new (weft_workspace_get_sync (workspace))), "audit", _ ("Audit"),
                                       "document-open-recent-symbolic");
  g_signal_connect_object (weft_reports_view_get_list (self->reports), "items-changed", G_CALLBACK (update_badge), self, G_CONNECT_SWAPPED);
  update_badge (self);

  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), self->stack);
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_WIDE);
  adw_view_switcher_bar_set_stack (ADW_VIEW_SWITCHER_BAR (bar), self->stack);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), switcher);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->stack));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_add_bottom_bar (ADW_TOOLBAR_VIEW (view), bar);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->toasts));
  g_object_set (self, "width-request", 300, "height-request", 200, NULL);

  narrow = adw_breakpoint_new (adw_breakpoint_condition_new_length (ADW_BREAKPOINT_CONDITION_MAX_WIDTH, weft_text_scale (550), ADW_LENGTH_UNIT_PX));
  adw_breakpoint_add_setters (narrow, G_OBJECT (header), "title-widget", NULL, G_OBJECT (bar), "reveal", TRUE, NULL);
  adw_dialog_add_breakpoint (ADW_DIALOG (self), narrow);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Moderation"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (680));
  adw_dialog_set_content_height (ADW_DIALOG (self), 620);
  adw_dialog_set_child (ADW_DIALOG (self), view);

  return ADW_DIALOG (self);
}
