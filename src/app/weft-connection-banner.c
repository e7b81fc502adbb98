/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-connection-banner.h"

#include <glib/gi18n.h>

#include "app/weft-connection.h"

struct _WeftConnectionBanner
{
  AdwBin parent_instance;

  AdwBanner *banner;
  WeftConflictList *conflicts;
  WeftWorkspace *workspace; /* (nullable) */
  char *words;              /* (nullable) */
  gboolean connected;
  WeftSyncState state;
  guint n_refusals;         /* that were told of */
  guint n_conflicts;        /* the same */
  gboolean outbox_shown;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftConnectionBanner, weft_connection_banner, ADW_TYPE_BIN)

/* What was refused and what was changed twice: both wait in the outbox. Each is said once. */
static char *
tell_needs (WeftConnectionBanner *self, WeftSync *sync)
{
  guint n_conflicts = weft_conflict_list_get_n_conflicts (self->conflicts);
  GtkAccessible *root = GTK_ACCESSIBLE (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *refused = weft_connection_describe_refused (weft_sync_get_n_failed (sync));
  g_autofree char *conflicts = weft_connection_describe_conflicts (n_conflicts);

  if (root != NULL)
    {
      if (refused != NULL && weft_sync_get_n_refusals (sync) > self->n_refusals)
        gtk_accessible_announce (root, refused, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
      if (n_conflicts > self->n_conflicts)
        gtk_accessible_announce (root, conflicts, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
      self->n_refusals = weft_sync_get_n_refusals (sync);
      self->n_conflicts = n_conflicts;
    }

  if (refused != NULL && conflicts != NULL)
    return g_strconcat (refused, " ", conflicts, NULL);
  return refused != NULL ? g_steal_pointer (&refused) : g_steal_pointer (&conflicts);
}

static void
update (WeftConnectionBanner *self)
{
  WeftSync *sync = self->workspace != NULL ? weft_workspace_get_sync (self->workspace) : NULL;
  g_autofree char *needs = NULL;
  const char *button = NULL;
  const char *action = NULL;

  if (sync == NULL)
    return;
  self->state = weft_workspace_get_connecting (self->workspace) ? WEFT_SYNC_CONNECTING : weft_sync_get_state (sync);
  g_free (self->words);
  self->words = weft_connection_describe (self->state, weft_sync_get_reason (sync), weft_sync_get_n_waiting (sync));
  self->connected = self->words == NULL;
  needs = tell_needs (self, sync);
  if (self->connected)
    {
      self->words = g_steal_pointer (&needs);
      button = _ ("_Show");
      action = "win.outbox";
    }
  else
    {
      button = weft_connection_get_button (self->state, &action);
    }
  if (self->words != NULL)
    {
      adw_banner_set_title (self->banner, self->words);
      adw_banner_set_button_label (self->banner, button);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->banner), action);
    }
  adw_banner_set_revealed (self->banner, self->words != NULL && !(self->connected && self->outbox_shown));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
weft_connection_banner_dispose (GObject *object)
{
  WeftConnectionBanner *self = WEFT_CONNECTION_BANNER (object);

  weft_connection_banner_set_workspace (self, NULL);
  g_clear_object (&self->conflicts);

  G_OBJECT_CLASS (weft_connection_banner_parent_class)->dispose (object);
}

static void
weft_connection_banner_finalize (GObject *object)
{
  g_free (WEFT_CONNECTION_BANNER (object)->words);

  G_OBJECT_CLASS (weft_connection_banner_parent_class)->finalize (object);
}

static void
weft_connection_banner_class_init (WeftConnectionBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_connection_banner_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_connection_banner_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_connection_banner_init (WeftConnectionBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->banner, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->banner), "weft-offline");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

GtkWidget *
weft_connection_banner_new (WeftConflictList *conflicts)
{
  WeftConnectionBanner *self;

  g_return_val_if_fail (WEFT_IS_CONFLICT_LIST (conflicts), NULL);

  self = g_object_new (WEFT_TYPE_CONNECTION_BANNER, NULL);
  self->conflicts = g_object_ref (conflicts);
  g_signal_connect_object (conflicts, "notify::n-conflicts", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
weft_connection_banner_set_workspace (WeftConnectionBanner *self, WeftWorkspace *workspace)
{
  g_return_if_fail (WEFT_IS_CONNECTION_BANNER (self));
  g_return_if_fail (workspace == NULL || WEFT_IS_WORKSPACE (workspace));

  if (self->workspace != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->workspace, self);
      if (weft_workspace_get_sync (self->workspace) != NULL)
        g_signal_handlers_disconnect_by_data (weft_workspace_get_sync (self->workspace), self);
    }
  self->n_refusals = 0;
  self->n_conflicts = 0;
  g_set_object (&self->workspace, workspace);
  if (workspace == NULL)
    return;
  g_signal_connect_object (workspace, "notify::connecting", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_workspace_get_sync (workspace), "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
weft_connection_banner_set_outbox_shown (WeftConnectionBanner *self, gboolean shown)
{
  g_return_if_fail (WEFT_IS_CONNECTION_BANNER (self));

  if (self->outbox_shown == shown)
    return;
  self->outbox_shown = shown;
  update (self);
}

const char *
weft_connection_banner_get_words (WeftConnectionBanner *self)
{
  g_return_val_if_fail (WEFT_IS_CONNECTION_BANNER (self), NULL);

  return self->words;
}

const char *
weft_connection_banner_get_icon (WeftConnectionBanner *self)
{
  g_return_val_if_fail (WEFT_IS_CONNECTION_BANNER (self), NULL);

  return self->connected ? "dialog-warning-symbolic" : "weft-cloud-off-symbolic";
}

WeftSyncState
weft_connection_banner_get_state (WeftConnectionBanner *self)
{
  g_return_val_if_fail (WEFT_IS_CONNECTION_BANNER (self), WEFT_SYNC_OFFLINE);

  return self->state;
}
