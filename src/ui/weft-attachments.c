/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/weft-attachments.h"

G_DEFINE_INTERFACE (WeftAttachments, weft_attachments, G_TYPE_OBJECT)

static guint changed_signal;

static GMenuModel *
dup_no_menu (WeftAttachments *self)
{
  return NULL;
}

static gboolean
say_nothing (WeftAttachments *self, const char *text)
{
  return FALSE;
}

static char *
take_no_key (WeftAttachments *self, guint key)
{
  return NULL;
}

static char *
hit_nothing (WeftAttachments *self, GtkWidget *widget, double x, double y, int width)
{
  return NULL;
}

static void
weft_attachments_default_init (WeftAttachmentsInterface *iface)
{
  iface->hit = hit_nothing;
  iface->dup_menu = dup_no_menu;
  iface->say = say_nothing;
  iface->key = take_no_key;
  changed_signal = g_signal_new ("changed", WEFT_TYPE_ATTACHMENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

void
weft_attachments_measure (WeftAttachments *self, GtkWidget *widget, int available, int *width, int *height)
{
  g_return_if_fail (WEFT_IS_ATTACHMENTS (self));

  WEFT_ATTACHMENTS_GET_IFACE (self)->measure (self, widget, available, width, height);
}

void
weft_attachments_snapshot (WeftAttachments *self, GtkWidget *widget, GtkSnapshot *snapshot, double x, double y, int width)
{
  g_return_if_fail (WEFT_IS_ATTACHMENTS (self));

  WEFT_ATTACHMENTS_GET_IFACE (self)->snapshot (self, widget, snapshot, x, y, width);
}

char *
weft_attachments_dup_label (WeftAttachments *self)
{
  g_return_val_if_fail (WEFT_IS_ATTACHMENTS (self), NULL);

  return WEFT_ATTACHMENTS_GET_IFACE (self)->dup_label (self);
}

char *
weft_attachments_key (WeftAttachments *self, guint key)
{
  g_return_val_if_fail (WEFT_IS_ATTACHMENTS (self), NULL);

  return WEFT_ATTACHMENTS_GET_IFACE (self)->key (self, key);
}

char *
weft_attachments_hit (WeftAttachments *self, GtkWidget *widget, double x, double y, int width)
{
  g_return_val_if_fail (WEFT_IS_ATTACHMENTS (self), NULL);

  return WEFT_ATTACHMENTS_GET_IFACE (self)->hit (self, widget, x, y, width);
}

GMenuModel *
weft_attachments_dup_menu (WeftAttachments *self)
{
  g_return_val_if_fail (WEFT_IS_ATTACHMENTS (self), NULL);

  return WEFT_ATTACHMENTS_GET_IFACE (self)->dup_menu (self);
}

gboolean
weft_attachments_say (WeftAttachments *self, const char *text)
{
  g_return_val_if_fail (WEFT_IS_ATTACHMENTS (self), FALSE);

  return WEFT_ATTACHMENTS_GET_IFACE (self)->say (self, text);
}

void
weft_attachments_changed (WeftAttachments *self, gboolean size)
{
  g_return_if_fail (WEFT_IS_ATTACHMENTS (self));

  g_signal_emit (self, changed_signal, 0, size);
}
