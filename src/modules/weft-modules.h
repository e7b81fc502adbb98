/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-module.h"

G_BEGIN_DECLS

/** weft_modules: every part and feature, as both ends know it; in the order of src/meson.build, ended by NULL. */
extern const WeftModule *const weft_modules[];

G_END_DECLS
