/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** weft_project_code_is_valid: a capital letter, then capital letters and digits, 8 at most. */
gboolean weft_project_code_is_valid (const char *code);
/** weft_project_code_guess: Returns: (transfer full): one for a project called @name: "Đơn hàng" gives "DH", "Mobile" "MOBI"; may be empty. */
char *weft_project_code_guess (const char *name);

G_END_DECLS
