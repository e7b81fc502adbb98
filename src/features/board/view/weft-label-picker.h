/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/view/weft-card-edit.h"

G_BEGIN_DECLS

#define WEFT_TYPE_LABEL_PICKER (weft_label_picker_get_type ())
G_DECLARE_FINAL_TYPE (WeftLabelPicker, weft_label_picker, WEFT, LABEL_PICKER, AdwBin)

/** WeftLabelPicker: the labels of a project, with a check for each that a task has, and an entry which makes another one. */
GtkWidget *weft_label_picker_new (WeftCardEdit *edit);

G_END_DECLS
