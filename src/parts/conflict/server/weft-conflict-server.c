/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/conflict/server/weft-conflict-server.h"

#include "parts/conflict/shared/weft-conflict-module.h"

/* A conflict is found by the engine, which merges; what remains stands in the person's own stream. */
const WeftServerModule weft_conflict_server_module = {
  .module = &weft_conflict_module,
};
