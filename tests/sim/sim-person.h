/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who is in the simulated workspace. The first is its administrator. */
#define SIM_N_PEOPLE 4

const char *sim_person_get_name (guint index);
/** sim_person_get_id: Returns: (transfer none) (interned). */
const char *sim_person_get_id (guint index);

G_END_DECLS
