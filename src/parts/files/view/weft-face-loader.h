/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FACE_LOADER (weft_face_loader_get_type ())
G_DECLARE_FINAL_TYPE (WeftFaceLoader, weft_face_loader, WEFT, FACE_LOADER, GObject)

/** WeftFaceFile: what somebody, or a place, looks like: a file of @stream. @hash: (nullable): they have no picture. */
typedef struct
{
  const char *stream;
  const char *hash;
  gint64 size; /* bytes */
} WeftFaceFile;

/** WeftFaceDescribe: Returns: FALSE if nothing is known of @id, and @file is left alone. */
typedef gboolean (*WeftFaceDescribe) (const char *id, WeftFaceFile *file, gpointer user_data);

/**
 * WeftFaceLoader:
 *
 * Fetches what people and places look like when somebody draws them (ui/weft-faces.h), and again when they look otherwise. Their pictures are
 * decoded by src/thumbnail, as all of strangers are. As long as it lives.
 */

/** weft_face_loader_new: of all that @describe knows. @user_data outlives it. */
WeftFaceLoader *weft_face_loader_new (WeftSync *sync, WeftFaceDescribe describe, gpointer user_data);
/** weft_face_loader_new_people: of the people of a workspace, by their ids. */
WeftFaceLoader *weft_face_loader_new_people (WeftPeople *people);

/** weft_face_loader_look_again: some may look otherwise than when they were drawn, or be known by now. */
void weft_face_loader_look_again (WeftFaceLoader *self);

G_END_DECLS
