/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PROJECT (weft_project_get_type ())
G_DECLARE_FINAL_TYPE (WeftProject, weft_project, WEFT, PROJECT, GObject)

/** WeftProject: a project to which one belongs, by name. Does not change: another name is another object. */
WeftProject *weft_project_new (const char *stream, const char *name, const char *code, gboolean archived);
const char *weft_project_get_stream (WeftProject *self);
const char *weft_project_get_name (WeftProject *self);
const char *weft_project_get_code (WeftProject *self);
gboolean weft_project_get_archived (WeftProject *self);

G_END_DECLS
