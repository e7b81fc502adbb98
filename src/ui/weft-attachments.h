/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_ATTACHMENTS (weft_attachments_get_type ())
G_DECLARE_INTERFACE (WeftAttachments, weft_attachments, WEFT, ATTACHMENTS, GObject)

/**
 * WeftAttachments:
 *
 * What hangs on one message (or card), drawn inside its row: the row gives it a place and says where it was pressed, and knows nothing else of it. So
 * rows which draw themselves stay light, and the part they belong to needs none of the others.
 *
 * @widget is what draws: its fonts, colours, direction and scale are meant.
 *
 * Signals: `changed (gboolean size)`: it looks otherwise, and if @size, its height may be another.
 */
struct _WeftAttachmentsInterface
{
  GTypeInterface parent_iface;

  void (*measure) (WeftAttachments *self, GtkWidget *widget, int available, int *width, int *height);
  void (*snapshot) (WeftAttachments *self, GtkWidget *widget, GtkSnapshot *snapshot, double x, double y, int width);
  char *(*dup_label) (WeftAttachments *self);
  char *(*hit) (WeftAttachments *self, GtkWidget *widget, double x, double y, int width);
  GMenuModel *(*dup_menu) (WeftAttachments *self);
  gboolean (*say) (WeftAttachments *self, const char *text);
  char *(*key) (WeftAttachments *self, guint key);
};

/** weft_attachments_measure: @width: (out): at most @available, in px. */
void weft_attachments_measure (WeftAttachments *self, GtkWidget *widget, int available, int *width, int *height);
/** weft_attachments_snapshot: @x, @y: the upper left corner; @width: as measured. */
void weft_attachments_snapshot (WeftAttachments *self, GtkWidget *widget, GtkSnapshot *snapshot, double x, double y, int width);
/** weft_attachments_dup_label: Returns: (transfer full): as part of the row's one spoken sentence. */
char *weft_attachments_dup_label (WeftAttachments *self);
/** weft_attachments_hit: Returns: (transfer full) (nullable): a detailed action, such as "files.open::ID", for a press at @x, @y within it; none where it is left out. */
char *weft_attachments_hit (WeftAttachments *self, GtkWidget *widget, double x, double y, int width);
/** weft_attachments_dup_menu: Returns: (transfer full) (nullable): what can be done with them; nothing where it is left out. */
GMenuModel *weft_attachments_dup_menu (WeftAttachments *self);
/** weft_attachments_say: whether they themselves say all that @text says: then it need not be shown above them. They do not where it is left out. */
gboolean weft_attachments_say (WeftAttachments *self, const char *text);

/** weft_attachments_key: Returns: (transfer full) (nullable): the detailed action of @key, pressed without others where what they hang on has the focus; none where it is left out. */
char *weft_attachments_key (WeftAttachments *self, guint key);

/** WeftPictureSource: Returns: (transfer none) (nullable): the small picture of the file @hash of @size bytes; NULL: it comes later, or is none. */
typedef GdkTexture *(*WeftPictureSource) (const char *hash, gint64 size, gpointer user_data);

void weft_attachments_changed (WeftAttachments *self, gboolean size);

/** WeftAttachmentsSource: Returns: (transfer none) (nullable): what hangs on the message @id. */
typedef WeftAttachments *(*WeftAttachmentsSource) (const char *id, gpointer user_data);

G_END_DECLS
