/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-edit-draft.h"

#include "parts/thread/client/weft-thread.h"
#include "parts/thread/shared/weft-reply.h"
#include "sync/weft-own-stream.h"

#define PREFIX "message/"

typedef struct
{
  char *own;
  char *stream;
  char *place;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->own);
  g_free (request->stream);
  g_free (request->place);
  g_free (request);
}

/* The ordinal in the room of the message whose thread the place is; 0: it is the room. */
static gboolean
read_root (WeftDatabase *database, const Request *request, gint64 *root, GError **error)
{
  *root = 0;
  if (g_str_equal (request->place, request->stream))
    return TRUE;
  return weft_database_get_value (database, root, -1, error, "SELECT ordinal FROM message WHERE stream = ?1 AND id = ?2", "tt", request->stream,
                                  weft_stream_get_id (request->place));
}

/* On a reader's thread. */
static gpointer
read_edit (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Request *request = user_data;
  g_auto (GStrv) found = g_new0 (char *, 4);
  WeftStatement *statement;
  gint64 root;
  int step = -1;

  if (!read_root (database, request, &root, error))
    return NULL;
  statement = weft_database_query (database, error,
                                   "SELECT m.id, m.text, d.text, m.ordinal FROM draft d JOIN message m ON m.stream = ?2 AND m.id = substr (d.target, 9)"
                                   " WHERE d.stream = ?1 AND d.target LIKE '" PREFIX "%' AND m.deleted = 0 AND m.text <> '' ORDER BY d.saved_at DESC",
                                   "tt", request->own, request->stream);
  while (statement != NULL && found[0] == NULL && (step = weft_statement_step (statement, error)) > 0)
    if (weft_reply_get_root (weft_statement_get_int (statement, 3)) == root)
      for (int i = 0; i < 3; i++)
        found[i] = weft_statement_dup_text (statement, i);
  if (statement == NULL || step < 0)
    return NULL;
  weft_statement_reset (statement);
  return g_steal_pointer (&found);
}

DexFuture *
weft_edit_draft_save (WeftSync *sync, const char *id, const char *text, const char *seen)
{
  g_autofree char *place = g_strconcat (PREFIX, id, NULL);

  return weft_thread_save_draft (sync, place, text, seen);
}

DexFuture *
weft_edit_draft_load (WeftSync *sync, const char *stream, const char *place)
{
  g_autofree char *own = NULL;
  Request *request;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  own = weft_own_stream_dup (sync);
  if (own == NULL)
    return weft_own_stream_refuse ();
  request = g_new0 (Request, 1);
  request->own = g_steal_pointer (&own);
  request->stream = g_strdup (stream);
  request->place = g_strdup (place);
  return weft_sync_read (sync, read_edit, G_TYPE_STRV, request, request_free);
}
