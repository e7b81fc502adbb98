/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "base/weft-id.h"
#include "parts/thread/client/weft-thread.h"

#include "parts/thread/client/weft-message.h"

#include "base/weft-text.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "sync/weft-found.h"

DexFuture *
weft_thread_send (WeftSync *sync, const char *stream, const char *text, const char *reply_to)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  id = weft_id_new (weft_clock_get_system ());
  return weft_sync_submit (sync, stream, &weft_thread_send_operation, &(WeftThreadSend) { .id = id, .text = text, .reply_to = reply_to });
}

DexFuture *
weft_thread_reply (WeftSync *sync, const char *stream, const char *root, const char *id, const char *text, const char *reply_to, gboolean also, const char *const *files)
{
  g_autofree char *made = id == NULL ? weft_id_new (weft_clock_get_system ()) : NULL;
  g_autofree char *shown = also ? weft_id_new (weft_clock_get_system ()) : NULL;
  WeftThreadReply args = { .id = id != NULL ? id : made, .root = root, .text = text, .reply_to = reply_to, .also = shown };

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  if (files != NULL)
    return weft_sync_submit_with_files (sync, stream, &weft_thread_reply_operation, &args, files);
  return weft_sync_submit (sync, stream, &weft_thread_reply_operation, &args);
}

DexFuture *
weft_thread_name (WeftSync *sync, const char *stream, const char *root, const char *title)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_thread_name_thread_operation, &(WeftThreadNameThread) { .id = root, .title = title });
}

DexFuture *
weft_thread_resolve (WeftSync *sync, const char *stream, const char *root, gboolean resolved)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_thread_resolve_thread_operation, &(WeftThreadResolveThread) { .id = root, .resolved = resolved });
}

DexFuture *
weft_thread_edit (WeftSync *sync, const char *stream, const char *id, const char *text, const char *seen)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit_seen (sync, stream, &weft_thread_edit_operation, &(WeftThreadEdit) { .id = id, .text = text }, "text", seen);
}

DexFuture *
weft_thread_react (WeftSync *sync, const char *stream, const char *id, const char *emoji, gboolean on)
{
  return weft_sync_submit (sync, stream, &weft_thread_react_operation, &(WeftThreadReact) { .id = id, .emoji = emoji, .on = on });
}

DexFuture *
weft_thread_delete (WeftSync *sync, const char *stream, const char *id)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_thread_delete_operation, &(WeftThreadDelete) { .id = id });
}

DexFuture *
weft_thread_delete_several (WeftSync *sync, const char *stream, GPtrArray *messages)
{
  g_autofree const WeftOperation **operations = g_new (const WeftOperation *, messages->len);
  g_autofree WeftThreadDelete *deletes = g_new0 (WeftThreadDelete, messages->len);
  g_autofree gconstpointer *args = g_new (gconstpointer, messages->len);

  for (guint i = 0; i < messages->len; i++)
    {
      operations[i] = &weft_thread_delete_operation;
      deletes[i].id = weft_message_get_id (g_ptr_array_index (messages, i));
      args[i] = &deletes[i];
    }
  return weft_sync_submit_group (sync, stream, operations, args, messages->len);
}

DexFuture *
weft_thread_send_several (WeftSync *sync, const char *stream, const char *const *texts, guint n)
{
  g_autofree const WeftOperation **operations = g_new (const WeftOperation *, n);
  g_autofree WeftThreadSend *sends = g_new0 (WeftThreadSend, n);
  g_autofree gconstpointer *args = g_new (gconstpointer, n);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (ids, weft_id_new (weft_clock_get_system ()));
      operations[i] = &weft_thread_send_operation;
      sends[i] = (WeftThreadSend) { .id = g_ptr_array_index (ids, i), .text = texts[i] };
      args[i] = &sends[i];
    }
  return weft_sync_submit_group (sync, stream, operations, args, n);
}

DexFuture *
weft_thread_set_preview (WeftSync *sync, const char *stream, const char *id, gboolean bare)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, stream, &weft_thread_set_preview_operation, &(WeftThreadSetPreview) { .id = id, .bare = bare });
}

DexFuture *
weft_thread_allow_previews (WeftSync *sync, gboolean allowed)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return weft_sync_submit (sync, "workspace", &weft_thread_allow_previews_operation, &(WeftThreadAllowPreviews) { .allowed = allowed });
}

static gpointer
read_allowed (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 allowed;

  if (!weft_database_get_value (database, &allowed, 1, error, "SELECT allowed FROM preview_policy WHERE stream = 'workspace'", ""))
    return NULL;
  return g_strdup (allowed != 0 ? "yes" : "no");
}

static DexFuture *
on_allowed_read (DexFuture *future, gpointer user_data)
{
  return dex_future_new_for_boolean (g_str_equal (g_value_get_string (dex_future_get_value (future, NULL)), "yes"));
}

DexFuture *
weft_thread_load_previews_allowed (WeftSync *sync)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  return dex_future_then (weft_sync_read (sync, read_allowed, G_TYPE_STRING, NULL, NULL), on_allowed_read, NULL, NULL);
}

char *
weft_thread_dup_place (const char *root)
{
  return g_strconcat ("thread/", root, NULL);
}

DexFuture *
weft_thread_save_draft (WeftSync *sync, const char *place, const char *text, const char *seen)
{
  g_autofree char *mine = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  if (weft_sync_get_person (sync) == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "a draft is kept once you have signed in");
  mine = g_strconcat ("user/", weft_sync_get_person (sync), NULL);
  return weft_sync_submit_seen (sync, mine, &weft_thread_save_draft_operation, &(WeftThreadSaveDraft) { .target = place, .text = text }, "text", seen);
}

typedef struct
{
  char *mine;
  char *target;
} DraftRequest;

static void
draft_request_free (gpointer data)
{
  DraftRequest *request = data;

  g_free (request->mine);
  g_free (request->target);
  g_free (request);
}

static gpointer
read_draft (WeftDatabase *database, gpointer user_data, GError **error)
{
  const DraftRequest *request = user_data;
  WeftStatement *statement = weft_database_query (database, error, "SELECT text FROM draft WHERE stream = ?1 AND target = ?2",
                                                  "tt", request->mine, request->target);
  char *text;

  switch (statement != NULL ? weft_statement_step (statement, error) : -1)
    {
    case 1:
      text = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
      return text;
    case 0:
      return g_strdup ("");
    default:
      return NULL;
    }
}

DexFuture *
weft_thread_load_draft (WeftSync *sync, const char *place)
{
  DraftRequest *request;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  if (weft_sync_get_person (sync) == NULL)
    return dex_future_new_for_string ("");
  request = g_new0 (DraftRequest, 1);
  request->mine = g_strconcat ("user/", weft_sync_get_person (sync), NULL);
  request->target = g_strdup (place);
  return weft_sync_read (sync, read_draft, G_TYPE_STRING, request, draft_request_free);
}

void
weft_thread_set_typing (WeftSync *sync, const char *stream)
{
  g_return_if_fail (WEFT_IS_SYNC (sync));
  weft_sync_set_latest_object (sync, stream, &weft_thread_typing_latest, "{}");
}

void
weft_thread_mark_delivered (WeftSync *sync, const char *stream, gint64 ordinal)
{
  g_return_if_fail (WEFT_IS_SYNC (sync));
  weft_sync_set_latest (sync, stream, &weft_thread_delivered_latest, ordinal);
}

void
weft_thread_mark_read (WeftSync *sync, const char *stream, gint64 ordinal)
{
  g_return_if_fail (WEFT_IS_SYNC (sync));
  weft_sync_set_latest (sync, stream, &weft_thread_read_latest, ordinal);
}

typedef struct
{
  char *stream;
  char *id;
} Named;

static void
named_free (gpointer data)
{
  Named *named = data;

  g_free (named->stream);
  g_free (named->id);
  g_free (named);
}

static gpointer
read_named (WeftDatabase *database, gpointer user_data, GError **error)
{
  Named *named = user_data;
  WeftStatement *statement
      = weft_database_query (database, error, "SELECT ordinal, at, author, text FROM message WHERE stream = ?1 AND id = ?2", "tt",
                             named->stream, named->id);
  int result = statement != NULL ? weft_statement_step (statement, error) : -1;
  WeftSearchHit *hit;

  if (result < 0)
    return NULL;
  if (result == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "id: this message is not held here");
      return NULL;
    }

  hit = g_new0 (WeftSearchHit, 1);
  hit->table = &weft_thread_message_table;
  hit->stream = g_strdup (named->stream);
  hit->key = g_strdup (named->id);
  hit->window = weft_statement_get_int (statement, 0);
  hit->at = weft_statement_get_int (statement, 1);
  hit->author = weft_statement_dup_text (statement, 2);
  hit->texts = g_new0 (char *, 2);
  hit->texts[0] = weft_text_shorten (weft_statement_get_text (statement, 3), WEFT_SEARCH_EXCERPT_MAX);
  weft_statement_reset (statement);

  return weft_found_new (hit, NULL);
}

DexFuture *
weft_thread_find_message (WeftSync *sync, const char *stream, const char *id)
{
  Named *named;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL && id != NULL, NULL);

  named = g_new0 (Named, 1);
  named->stream = g_strdup (stream);
  named->id = g_strdup (id);

  return weft_sync_read (sync, read_named, WEFT_TYPE_FOUND, named, named_free);
}

/* Of the message under which the thread is that @ordinal stands in. */
static char *
read_id (WeftDatabase *database, const char *stream, gint64 ordinal, GError **error)
{
  WeftStatement *statement
      = weft_database_query (database, error, "SELECT id FROM message WHERE stream = ?1 AND ordinal = ?2", "ti", stream, ordinal);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;
  char *id = step > 0 ? weft_statement_dup_text (statement, 0) : NULL;

  if (step >= 0)
    weft_statement_reset (statement);
  if (step == 0)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "id: the message above this one is not held here");
  return id;
}

/* On a reader's thread. */
static gpointer
read_root (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Named *named = user_data;
  g_autoptr (WeftFound) found = read_named (database, user_data, error);
  gint64 root;

  if (found == NULL)
    return NULL;
  root = weft_reply_get_root (weft_found_get_hit (found)->window);
  return root == 0 ? g_strdup (named->id) : read_id (database, named->stream, root, error);
}

typedef struct
{
  WeftSync *sync;
  char *stream;
  char *text;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->sync);
  g_free (answer->stream);
  g_free (answer->text);
  g_free (answer);
}

static DexFuture *
on_root (DexFuture *future, gpointer user_data)
{
  const Answer *answer = user_data;

  return weft_thread_reply (answer->sync, answer->stream, g_value_get_string (dex_future_get_value (future, NULL)), NULL, answer->text, NULL, FALSE,
                            NULL);
}

DexFuture *
weft_thread_answer (WeftSync *sync, const char *stream, const char *id, const char *text)
{
  Named *named;
  Answer *answer;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL && id != NULL && text != NULL, NULL);

  named = g_new0 (Named, 1);
  *named = (Named) { g_strdup (stream), g_strdup (id) };
  answer = g_new0 (Answer, 1);
  *answer = (Answer) { g_object_ref (sync), g_strdup (stream), g_strdup (text) };
  return dex_future_then (weft_sync_read (sync, read_root, G_TYPE_STRING, named, named_free), on_root, answer, answer_free);
}
