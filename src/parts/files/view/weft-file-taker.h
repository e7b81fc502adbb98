/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_TAKER (weft_file_taker_get_type ())
G_DECLARE_INTERFACE (WeftFileTaker, weft_file_taker, WEFT, FILE_TAKER, GtkWidget)

/** WeftFileTaker: a widget into which files come (weft-file-bringing.h). */
struct _WeftFileTakerInterface
{
  GTypeInterface parent_iface;

  void (*take_path) (WeftFileTaker *self, const char *path);                     /* a local file */
  void (*take_bytes) (WeftFileTaker *self, const char *name, GBytes *bytes); /* what is no file yet */
  void (*refuse) (WeftFileTaker *self, const char *reason);                      /* says why one could not be taken */
};

void weft_file_taker_take_path (WeftFileTaker *self, const char *path);
void weft_file_taker_take_bytes (WeftFileTaker *self, const char *name, GBytes *bytes);
void weft_file_taker_refuse (WeftFileTaker *self, const char *reason);

G_END_DECLS
