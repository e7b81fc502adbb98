/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine-private.h"
#include "serve/weft-file-service.h"
#include "serve/weft-upload.h"

G_BEGIN_DECLS

struct _WeftFileService
{
  WeftFront *front; /* unowned */
  WeftEngine *engine;
  WeftBlobs *blobs; /* the engine's */
  WeftLimits limits;
  SoupServer *server; /* unowned */
  GMainContext *context;
  GThreadPool *pool;
  GSource *collecting; /* (nullable) */
  gboolean closing;
  gint64 started;     /* s, as the disk counts */
  gint64 sweep_at;    /* s: when what a crash left is looked for next; only the pool */
  gint n_jobs;        /* atomic: on the pool, or on their way back */
  guint n_transfers;  /* only the main loop */
  GHashTable *busy;   /* person → transfers under way; only the main loop */

  GMutex mutex;
  GHashTable *uploads; /* id → WeftUpload, those of the last while */
};

/** WeftFileJob: @work on a thread of the pool, then @done on the main loop. */
typedef void (*WeftFileJobFunc) (gpointer data);

/** _weft_file_service_push: FALSE if too many wait; then nothing is called. */
gboolean _weft_file_service_push (WeftFileService *self, WeftFileJobFunc work, WeftFileJobFunc done, gpointer data);
/** _weft_file_service_tell: from the pool: @done on the main loop. */
void _weft_file_service_tell (WeftFileService *self, WeftFileJobFunc done, gpointer data);

/** _weft_file_service_find: Returns: (transfer full): the upload @id of @person, NULL with WEFT_ERROR_NOT_FOUND. Blocks. */
WeftUpload *_weft_file_service_find (WeftFileService *self, const char *id, const char *person, GError **error);
/** _weft_file_service_complete: all bytes are there: checks and keeps them. Blocks. */
gboolean _weft_file_service_complete (WeftFileService *self, WeftUpload *upload, GError **error);

/** _weft_file_service_enter: counts a transfer of @person; FALSE, and answered, if there are too many. */
gboolean _weft_file_service_enter (WeftFileService *self, SoupServerMessage *message, const char *person);
void _weft_file_service_leave (WeftFileService *self, const char *person);

/** _weft_file_service_authenticate: Returns: (transfer full): the person; NULL, and answered, if there is none. */
char *_weft_file_service_authenticate (WeftFileService *self, SoupServerMessage *message);

/** _weft_file_service_receive: before the body of a PATCH for the upload @id is read. */
void _weft_file_service_receive (WeftFileService *self, SoupServerMessage *message, const char *id);
/** _weft_file_service_received: it has been read. */
void _weft_file_service_received (WeftFileService *self, SoupServerMessage *message);
/** _weft_file_service_send: GET or HEAD of the file @hash. */
void _weft_file_service_send (WeftFileService *self, SoupServerMessage *message, const char *hash, GHashTable *query);

G_END_DECLS
