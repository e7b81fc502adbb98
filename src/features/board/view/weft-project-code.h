/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** weft_project_code_is_valid: a capital letter, then capital letters and digits, 8 at most. */
gboolean weft_project_code_is_valid (const char *code);
/** weft_project_code_guess: Returns: (transfer full): one for a project called @name: "Đơn hàng" gives "DH", "Mobile" "MOBI"; may be empty. */
char *weft_project_code_guess (const char *name);
/** weft_project_code_number: Returns: (transfer full): another one like @code: "WEB" and 2 give "WEB2", "WEB2" and 3 "WEB3". @n: 1 to 9999 */
char *weft_project_code_number (const char *code, guint n);

G_END_DECLS
