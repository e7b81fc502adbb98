/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/phrases/server/weft-phrases-server.h"

#include "parts/phrases/shared/weft-phrases-module.h"

const WeftServerModule weft_phrases_server_module = {
  .module = &weft_phrases_module,
};
