/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-sticker-line.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "parts/pictures/view/weft-sticker-picture.h"
#include "ui/weft-attachments.h"

#define SIDE 144 /* px */
#define RADIUS 16

struct _WeftStickerLine
{
  GObject parent_instance;

  WeftMessage *message;              /* unowned: it owns this */
  const WeftMessageContext *context; /* unowned: the view's */
};

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftStickerLine, weft_sticker_line, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  *width = *height = MIN (available, SIDE);
}

/* Its place is as large before the picture has come. */
static void
snapshot (WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *target, double x, double y, int width)
{
  WeftStickerLine *self = WEFT_STICKER_LINE (attachments);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_for_display (gtk_widget_get_display (widget)));
  GskRoundedRect place;

  if (weft_sticker_picture_draw (widget, target, weft_message_get_sticker (self->message), weft_message_get_sticker_picture (self->message),
                                 weft_message_get_sticker_size (self->message), self->context->pictures, self->context->pictures_data, dark, x, y, width))
    return;
  gsk_rounded_rect_init_from_rect (&place, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) width), RADIUS);
  gtk_snapshot_push_rounded_clip (target, &place);
  gtk_snapshot_append_color (target, &self->context->style->line, &place.bounds);
  gtk_snapshot_pop (target);
}

static char *
dup_label (WeftAttachments *attachments)
{
  /* Translators: spoken behind the words of a message which is a sticker */
  return g_strdup (_("sticker"));
}

/* The picture says it all. */
static gboolean
say (WeftAttachments *attachments, const char *text)
{
  return TRUE;
}

static void
attachments_init (WeftAttachmentsInterface *iface)
{
  iface->measure = measure;
  iface->snapshot = snapshot;
  iface->dup_label = dup_label;
  iface->say = say;
}

static void
weft_sticker_line_class_init (WeftStickerLineClass *klass)
{
}

static void
weft_sticker_line_init (WeftStickerLine *self)
{
}

WeftStickerLine *
weft_sticker_line_get (WeftMessage *message, const WeftMessageContext *context)
{
  static GQuark quark;
  WeftStickerLine *self;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);

  if (weft_message_get_placeholder (message) || weft_message_get_deleted (message) || weft_message_get_sticker (message) == NULL
      || !weft_sticker_picture_is_known (weft_message_get_sticker (message), weft_message_get_sticker_picture (message)))
    return NULL;
  if (quark == 0)
    quark = g_quark_from_static_string ("weft-sticker-line");
  self = g_object_get_qdata (G_OBJECT (message), quark);
  if (self == NULL)
    {
      self = g_object_new (WEFT_TYPE_STICKER_LINE, NULL);
      self->message = message;
      g_object_set_qdata_full (G_OBJECT (message), quark, self, g_object_unref);
    }
  self->context = context;
  return self;
}
