/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-world.h"

G_BEGIN_DECLS

/** sim_trouble_make: one thing goes wrong, of those kinds which @world has; or nothing. */
void sim_trouble_make (SimWorld *world);

G_END_DECLS
