/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_APPLICATION (weft_application_get_type ())
G_DECLARE_FINAL_TYPE (WeftApplication, weft_application, WEFT, APPLICATION, AdwApplication)

/**
 * WeftApplication:
 *
 * The program: its command line, its profile with the workspaces, the one window, and what the desktop asks
 * for.
 */
WeftApplication *weft_application_new (void);

G_END_DECLS
