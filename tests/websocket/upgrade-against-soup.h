/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** upgrade_check_against_soup: what the door takes for the request for a WebSocket is one to libsoup too, and of the same path, key, protocol and token: ends the program
 * otherwise. Returns: whether the door takes it. */
gboolean upgrade_check_against_soup (const char *data, gsize length);
