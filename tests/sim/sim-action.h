/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-world.h"

G_BEGIN_DECLS

/** sim_action_do: the person at @client does something; what makes no sense is refused here or there, which is part of it. */
void sim_action_do (SimWorld *world, SimClient *client);
/** sim_action_change_role: somebody is removed, let in, or made an administrator of a room. */
void sim_action_change_role (SimWorld *world, SimClient *client);

G_END_DECLS
