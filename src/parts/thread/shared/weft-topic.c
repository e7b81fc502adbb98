/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-topic.h"

gboolean
weft_topic_fold (WeftFold *fold, const char *id, gint64 number, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO thread_topic (stream, id, ordinal, replies, replied_at) VALUES (?1, ?2, ?3, 0, NULL)", "ti", id,
                        weft_topic_get_ordinal (number));
}
