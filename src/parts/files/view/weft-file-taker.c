/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/files/view/weft-file-taker.h"

G_DEFINE_INTERFACE (WeftFileTaker, weft_file_taker, GTK_TYPE_WIDGET)

static void
weft_file_taker_default_init (WeftFileTakerInterface *iface)
{
}

void
weft_file_taker_take_path (WeftFileTaker *self, const char *path)
{
  g_return_if_fail (WEFT_IS_FILE_TAKER (self));
  WEFT_FILE_TAKER_GET_IFACE (self)->take_path (self, path);
}

void
weft_file_taker_take_bytes (WeftFileTaker *self, const char *name, GBytes *bytes)
{
  g_return_if_fail (WEFT_IS_FILE_TAKER (self));
  WEFT_FILE_TAKER_GET_IFACE (self)->take_bytes (self, name, bytes);
}

void
weft_file_taker_refuse (WeftFileTaker *self, const char *reason)
{
  g_return_if_fail (WEFT_IS_FILE_TAKER (self));
  WEFT_FILE_TAKER_GET_IFACE (self)->refuse (self, reason);
}
