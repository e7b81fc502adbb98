/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-unread.h"

struct _WeftUnread
{
  GObject parent_instance;

  WeftWorkspaces *workspaces;
  guint n_mentions;
  gboolean has_news;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftUnread, weft_unread, G_TYPE_OBJECT)

static void
count (WeftUnread *self)
{
  guint n_mentions = 0;
  gboolean has_news = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workspaces)); i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      n_mentions += weft_workspace_get_n_mentions (workspace);
      has_news |= weft_workspace_get_has_news (workspace);
    }
  if (self->n_mentions == n_mentions && self->has_news == has_news)
    return;
  self->n_mentions = n_mentions;
  self->has_news = has_news;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_workspaces_changed (WeftUnread *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      g_signal_connect_object (workspace, "notify::mentions", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "notify::news", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
    }
  count (self);
}

static void
weft_unread_dispose (GObject *object)
{
  g_clear_object (&WEFT_UNREAD (object)->workspaces);

  G_OBJECT_CLASS (weft_unread_parent_class)->dispose (object);
}

static void
weft_unread_class_init (WeftUnreadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_unread_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
weft_unread_init (WeftUnread *self)
{
}

WeftUnread *
weft_unread_new (WeftWorkspaces *workspaces)
{
  WeftUnread *self;

  g_return_val_if_fail (WEFT_IS_WORKSPACES (workspaces), NULL);

  self = g_object_new (WEFT_TYPE_UNREAD, NULL);
  self->workspaces = g_object_ref (workspaces);
  g_signal_connect_object (workspaces, "items-changed", G_CALLBACK (on_workspaces_changed), self,
                           G_CONNECT_SWAPPED);
  on_workspaces_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (workspaces)));
  return self;
}

guint
weft_unread_get_n_mentions (WeftUnread *self)
{
  g_return_val_if_fail (WEFT_IS_UNREAD (self), 0);

  return self->n_mentions;
}

gboolean
weft_unread_get_has_news (WeftUnread *self)
{
  g_return_val_if_fail (WEFT_IS_UNREAD (self), FALSE);

  return self->has_news;
}
