/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-http.h"

G_BEGIN_DECLS

#define WEFT_FILE_PIECE_MAX (4 * 1024 * 1024) /* bytes of an upload in one request */

/**
 * WeftFileService:
 *
 * Files over HTTP, streamed both ways: what is in memory of one is a few hundred kB, however large it is. Uploads resume where they stood, after
 * whatever happened; the header fields are those of draft-ietf-httpbis-resumable-upload, ranges are RFC 9110, section 14.
 *
 *   POST   /v1/files {hash, size}          → {"upload", "offset"}, or {"complete": true} if the person may name it already
 *   HEAD   /v1/files/UPLOAD                → Upload-Offset, Upload-Length, Upload-Complete
 *   PATCH  /v1/files/UPLOAD Upload-Offset  → {"offset", "complete"}
 *   DELETE /v1/files/UPLOAD
 *   GET    /v1/files/HASH?stream=STREAM    the bytes, for whoever may read a stream which names them
 *
 * Who knows a hash learns nothing of it: they upload it all, as if nobody had it, or are told that there is no such file. Disks are waited for on
 * threads of a bounded pool.
 */
typedef struct _WeftFileService WeftFileService;

WeftFileService *weft_file_service_new (WeftFront *front, WeftEngine *engine, SoupServer *server, const WeftLimits *limits);
/** weft_file_service_start: the engine is open now. */
void weft_file_service_start (WeftFileService *self);
/** weft_file_service_free: waits for what is being written. */
void weft_file_service_free (WeftFileService *self);

G_END_DECLS
