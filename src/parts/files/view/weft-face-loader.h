/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FACE_LOADER (weft_face_loader_get_type ())
G_DECLARE_FINAL_TYPE (WeftFaceLoader, weft_face_loader, WEFT, FACE_LOADER, GObject)

/**
 * WeftFaceLoader:
 *
 * Fetches what the people of a workspace look like, when somebody draws them (ui/weft-faces.h), and again
 * when they look otherwise. Their pictures are decoded by src/thumbnail, as all of strangers are. As long as
 * it lives.
 */
WeftFaceLoader *weft_face_loader_new (WeftPeople *people);

G_END_DECLS
