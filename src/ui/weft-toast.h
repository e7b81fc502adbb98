/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** weft_toast_new: Returns: (transfer full): a toast which says @text as it is. Where the window is narrow it takes a second line: Adwaita's own would be cut. As it comes to be seen it says
 * so to screen readers: whoever shows it announces nothing. */
AdwToast *weft_toast_new (const char *text);

G_END_DECLS
