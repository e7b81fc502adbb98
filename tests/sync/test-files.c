/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include "sync/weft-file-cache.h"
#include "weft-test-peer.h"

#define M(i_) "0190a000-0000-7000-8000-00000000100" #i_
#define F(i_) "0190a000-0000-7000-8000-00000000200" #i_

/* Puts a file into the copy's cache, as weft_sync_add_file() does. */
static char *
add_file (WeftTestPeer *peer, const char *contents)
{
  g_autoptr (WeftFileCache) cache = weft_file_cache_new (peer->directory, WEFT_FILE_CACHE_MAX);
  g_autofree char *path = g_build_filename (peer->directory, "original", NULL);
  g_autoptr (WeftFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  info = weft_file_cache_add (cache, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (info->size, ==, strlen (contents));

  return g_strdup (info->hash);
}

static char *
submit (WeftTestPeer *peer, const WeftOperation *operation, gconstpointer args, const char *file)
{
  const char *files[] = { file, NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftSubmission submission = { .stream = ROOM, .op = operation->name };

  operation->write (args, text);
  submission.args = text->str;
  submission.files = file != NULL ? files : NULL;
  weft_client_session_submit (peer->session, &submission, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (submission.error);

  return submission.id;
}

static char *
attach (WeftTestPeer *peer, const char *id, const char *target, const char *hash)
{
  return submit (peer, &weft_files_attach_operation,
                 &(WeftFilesAttach) { .id = id, .target = target, .hash = hash, .name = "a", .media_type = "text/plain", .size = 5 }, NULL);
}

static char *
say (WeftTestPeer *peer, const char *id, const char *text, const char *file)
{
  return submit (peer, &weft_thread_send_operation, &(WeftThreadSend) { .id = id, .text = text }, file);
}

static char *
edit (WeftTestPeer *peer, const char *id, const char *text)
{
  return submit (peer, &weft_thread_edit_operation, &(WeftThreadEdit) { .id = id, .text = text }, NULL);
}

static void
expect (WeftTestPeer *peer, gint64 n, const char *id)
{
  g_autoptr (WeftFrame) operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
  g_autofree char *result = NULL;

  if (id == NULL)
    {
      g_assert_null (operation);
      return;
    }
  g_assert_nonnull (operation);
  g_assert_cmpint (operation->n, ==, n);
  g_assert_cmpstr (operation->id, ==, id);
  result = weft_test_peer_run (peer, operation);
  weft_test_peer_send (peer, result);
}

static void
uploaded (WeftTestPeer *peer, const char *hash, const GError *refusal)
{
  g_autoptr (GError) error = NULL;

  weft_client_session_file_uploaded (peer->session, hash, refusal, &error);
  g_assert_no_error (error);
  weft_test_peer_tick (peer);
}

static guint
count_waiting (WeftTestPeer *peer)
{
  g_autoptr (GPtrArray) waiting = weft_uploads_get_waiting (peer->copy->uploads);

  return waiting->len;
}

/* Only what names the file waits, and what names what that makes; it is in the rows all the same. */
static void
test_hold (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *hash = add_file (peer, "five!");
  g_autofree char *before = NULL;
  g_autofree char *file = NULL;
  g_autofree char *message = NULL;
  g_autofree char *edited = NULL;
  g_autofree char *other = NULL;
  g_autofree char *changed = NULL;

  weft_test_peer_connect (peer);
  before = say (peer, M (1), "before", NULL);
  file = attach (peer, F (1), M (2), hash);
  message = say (peer, M (2), "look", hash);
  edited = edit (peer, M (2), "look!");
  other = say (peer, M (3), "other", NULL);
  changed = edit (peer, M (1), "before that");
  weft_test_peer_tick (peer);

  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM message"), ==, 3);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM file"), ==, 1);
  g_assert_cmpuint (count_waiting (peer), ==, 1);
  expect (peer, 1, before);
  expect (peer, 2, other);
  expect (peer, 3, changed);
  expect (peer, 0, NULL);
  weft_test_peer_send_events (peer, ROOM, 4, 6);
  weft_test_peer_tick (peer);

  /* Nothing is due: what waits costs nothing. */
  g_assert_cmpint (weft_client_session_get_due (peer->session), >, weft_clock_monotonic (WEFT_CLOCK (peer->clock)));

  /* Also across a restart. */
  weft_test_peer_restart (peer);
  weft_test_peer_connect (peer);
  expect (peer, 0, NULL);
  g_assert_cmpuint (count_waiting (peer), ==, 1);

  uploaded (peer, hash, NULL);
  g_assert_cmpuint (count_waiting (peer), ==, 0);
  expect (peer, 4, file);
  expect (peer, 5, message);
  expect (peer, 6, edited);
  weft_test_peer_send_events (peer, ROOM, 7, 9);
  weft_test_peer_tick (peer);
  weft_test_peer_assert_equal (peer, ROOM);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM outbox"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM upload"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT ordinal FROM message WHERE id = '" M (2) "'"), ==, 3);
}

/* A file that is refused fails what names it, and nothing else; trying again tries it again. */
static void
test_refused (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *hash = add_file (peer, "five!");
  g_autoptr (GError) refusal = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_FULL, "size: no room");
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *message = NULL;
  g_autofree char *other = NULL;

  weft_test_peer_connect (peer);
  file = attach (peer, F (1), M (2), hash);
  message = say (peer, M (2), "look", hash);
  uploaded (peer, hash, refusal);
  other = say (peer, M (3), "other", NULL);
  weft_test_peer_tick (peer);
  expect (peer, 1, other);
  weft_test_peer_send_events (peer, ROOM, 4, 4);
  weft_test_peer_tick (peer);

  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM outbox WHERE state = 3"), ==, 2);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM file"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM message"), ==, 1);
  g_assert_cmpuint (count_waiting (peer), ==, 0);

  /* The message takes its file along. */
  g_assert_true (weft_client_session_retry (peer->session, message, &error));
  g_assert_no_error (error);
  expect (peer, 0, NULL);
  g_assert_cmpuint (count_waiting (peer), ==, 1);
  uploaded (peer, hash, NULL);
  {
    GList *l = weft_outbox_peek (peer->copy->outbox);
    g_autofree char *first = g_strdup (((WeftOutboxEntry *) l->data)->id);
    g_autofree char *second = g_strdup (((WeftOutboxEntry *) l->next->data)->id);

    expect (peer, 2, first);
    expect (peer, 3, second);
  }
  weft_test_peer_send_events (peer, ROOM, 5, 6);
  weft_test_peer_tick (peer);
  weft_test_peer_assert_equal (peer, ROOM);
}

/* What is discarded is uploaded no more, and lets the next one through. */
static void
test_discard (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *hash = add_file (peer, "five!");
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *other = NULL;

  weft_test_peer_connect (peer);
  file = attach (peer, F (1), NULL, hash);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (count_waiting (peer), ==, 1);
  g_assert_true (weft_client_session_discard (peer->session, file, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_waiting (peer), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM upload"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM file"), ==, 0);
  other = say (peer, M (1), "other", NULL);
  weft_test_peer_tick (peer);
  expect (peer, 1, other);

  /* So it does when it is discarded, failed or not. */
  {
    g_autofree char *second = attach (peer, F (2), M (2), hash);
    g_autofree char *message = say (peer, M (2), "look", hash);

    weft_test_peer_tick (peer);
    g_assert_cmpuint (count_waiting (peer), ==, 1);
    g_assert_true (weft_client_session_discard (peer->session, message, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (count_waiting (peer), ==, 0);
    g_assert_null (weft_outbox_find (peer->copy->outbox, second));
    g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT count(*) FROM file"), ==, 0);
  }

  /* An answer which comes too late is none. */
  uploaded (peer, hash, NULL);
  expect (peer, 0, NULL);
}

/* A file which is not on this computer is the server's to judge. */
static void
test_elsewhere (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autofree char *file = NULL;

  weft_test_peer_connect (peer);
  file = attach (peer, F (1), NULL, "486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7");
  weft_test_peer_tick (peer);
  g_assert_cmpuint (count_waiting (peer), ==, 0);
  expect (peer, 1, file);
}

/* The cache: what is held stays, of the rest the oldest goes. */
static void
test_cache (void)
{
  g_autofree char *directory = g_dir_make_tmp ("weft-cache-XXXXXX", NULL);
  g_autoptr (WeftFileCache) cache = weft_file_cache_new (directory, 2500);
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_file_info_free);
  g_autoptr (GHashTable) keep = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *original = g_build_filename (directory, "a\nb:c", NULL);
  g_autofree char *pipe = g_build_filename (directory, "pipe", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *contents = g_strnfill (1000, (char) ('a' + i));
      WeftFileInfo *info;
      struct utimbuf times = { 1000 + i, 1000 + i };

      g_file_set_contents (original, contents, -1, NULL);
      info = weft_file_cache_add (cache, original, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (info->name, ==, "a_b:c");
      g_utime (info->path, &times);
      g_ptr_array_add (infos, info);
    }

  /* All are held. */
  weft_file_cache_evict (cache, NULL);
  for (guint i = 0; i < 5; i++)
    g_assert_true (g_file_test (((WeftFileInfo *) infos->pdata[i])->path, G_FILE_TEST_EXISTS));

  for (guint i = 1; i < 5; i++)
    weft_file_cache_let_go (cache, ((WeftFileInfo *) infos->pdata[i])->hash);
  weft_file_cache_evict (cache, NULL);
  for (guint i = 0; i < 5; i++)
    g_assert_true (g_file_test (((WeftFileInfo *) infos->pdata[i])->path, G_FILE_TEST_EXISTS) == (i == 0 || i >= 3));

  g_hash_table_add (keep, ((WeftFileInfo *) infos->pdata[4])->hash);
  weft_file_cache_evict (cache, keep);
  for (guint i = 0; i < 5; i++)
    g_assert_true (g_file_test (((WeftFileInfo *) infos->pdata[i])->path, G_FILE_TEST_EXISTS) == (i == 0 || i == 4));

  g_assert_null (weft_file_cache_add (cache, directory, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (weft_file_cache_add (cache, "/nowhere/at/all", NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (weft_file_cache_add (cache, pipe, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_clear_error (&error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/files/hold", test_hold);
  g_test_add_func ("/sync/files/refused", test_refused);
  g_test_add_func ("/sync/files/discard", test_discard);
  g_test_add_func ("/sync/files/elsewhere", test_elsewhere);
  g_test_add_func ("/sync/files/cache", test_cache);

  return g_test_run ();
}
