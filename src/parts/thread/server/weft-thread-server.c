/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-thread-server.h"

#include "parts/thread/shared/weft-thread-module.h"

/* Everything about a message stands in its own stream, so the shared plan decides alone. */
const WeftServerModule weft_thread_server_module = {
  .module = &weft_thread_module,
};
