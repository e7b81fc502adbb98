/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/server/weft-thread-following.h"

#include "parts/thread/shared/weft-thread-module.h"

static gboolean
follow (WeftHandling *handling, const char *stream, const char *person, const char *root, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  gint64 follows = 0;

  if (!weft_database_get_value (weft_handling_get_database (handling), &follows, 0, error,
                                "SELECT 1 FROM person p JOIN member m ON m.stream = ?3 AND m.person = p.id"
                                " WHERE p.stream = 'workspace' AND p.id = ?1"
                                " AND NOT EXISTS (SELECT 1 FROM followed_thread f WHERE f.stream = ?2 AND f.target = ?3 AND f.root = ?4)",
                                "tttt", person, own, stream, root))
    return FALSE;
  if (follows != 0)
    weft_handling_emit (handling, own, &weft_thread_thread_followed_event,
                        &(WeftThreadThreadFollowed) { .target = stream, .root = root, .follows = TRUE });
  return TRUE;
}

gboolean
weft_thread_following_reply (WeftHandling *handling, const char *stream, const char *root, GError **error)
{
  const char *author = weft_handling_get_author (handling);
  g_autofree char *began = NULL;
  WeftStatement *statement
      = weft_database_query (weft_handling_get_database (handling), error,
                             "SELECT author FROM message WHERE stream = ?1 AND id = ?2", "tt", stream, root);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    began = weft_statement_dup_text (statement, 0);
  weft_statement_reset (statement);

  /* Nobody wrote a topic. */
  if (began != NULL && !follow (handling, stream, began, root, error))
    return FALSE;
  return g_strcmp0 (began, author) == 0 || follow (handling, stream, author, root, error);
}
