/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/notices/shared/weft-notices-module.h"

#include "base/weft-keyword-text.h"
#include "store/weft-fold.h"

gboolean
weft_notices_fold_noticed (WeftFold *fold, const WeftNoticesNoticed *args, GError **error)
{
  return weft_fold_run (
             fold, error,
             "INSERT INTO notice (stream, id, event, kind, severity, fields, link, object, author, seen, "
             "seq, at)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11) ON CONFLICT (stream, id) DO NOTHING",
             "ttttttttii", args->id, args->event, args->kind, args->severity, args->fields, args->link,
             args->object, args->author, fold->seq, fold->at)
         /* A list that nobody reads does not grow for ever. */
         && weft_fold_run (
             fold, error,
             "DELETE FROM notice WHERE stream = ?1 AND seq < (SELECT n.seq FROM notice n WHERE n.stream = ?1"
             " ORDER BY n.seq DESC LIMIT 1 OFFSET 499)",
             "");
}

gboolean
weft_notices_fold_seen (WeftFold *fold, const WeftNoticesSeen *args, GError **error)
{
  for (guint i = 0; i < args->n_ids; i++)
    if (!weft_fold_run (fold, error, "UPDATE notice SET seen = 1 WHERE stream = ?1 AND id = ?2", "t",
                        args->ids[i]))
      return FALSE;

  return TRUE;
}

gboolean
weft_notices_fold_all_seen (WeftFold *fold, const WeftNoticesAllSeen *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE notice SET seen = 1 WHERE stream = ?1 AND seen = 0", "");
}

gboolean
weft_notices_fold_muted (WeftFold *fold, const WeftNoticesMuted *args, GError **error)
{
  if (!args->muted)
    return weft_fold_run (fold, error, "DELETE FROM muted WHERE stream = ?1 AND target = ?2", "t",
                          args->target);

  return weft_fold_run (
      fold, error,
      "INSERT INTO muted (stream, target) VALUES (?1, ?2) ON CONFLICT (stream, target) DO NOTHING", "t",
      args->target);
}

gboolean
weft_notices_fold_muted_v2 (WeftFold *fold, const WeftNoticesMutedV2 *args, GError **error)
{
  if (!args->muted)
    return weft_fold_run (fold, error, "DELETE FROM muted WHERE stream = ?1 AND target = ?2", "t",
                          args->target);
  return weft_fold_run (fold, error,
                        "INSERT INTO muted (stream, target, until) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (stream, target) DO UPDATE SET until = excluded.until",
                        "ti", args->target, args->until);
}

gboolean
weft_notices_fold_urgent_let_through (WeftFold *fold, const WeftNoticesUrgentLetThrough *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO notice_choice (stream, urgent) VALUES (?1, ?2)"
                        " ON CONFLICT (stream) DO UPDATE SET urgent = excluded.urgent",
                        "i", (gint64) args->urgent);
}

gboolean
weft_notices_fold_level_set (WeftFold *fold, const WeftNoticesLevelSet *args, GError **error)
{
  if (g_str_equal (args->level, "default"))
    return weft_fold_run (fold, error, "DELETE FROM notice_level WHERE stream = ?1 AND target = ?2", "t",
                          args->target);
  return weft_fold_run (fold, error,
                        "INSERT INTO notice_level (stream, target, level) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (stream, target) DO UPDATE SET level = excluded.level",
                        "tt", args->target, args->level);
}

gboolean
weft_notices_fold_defaults_set (WeftFold *fold, const WeftNoticesDefaultsSet *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO notice_choice (stream, urgent, rooms, direct) VALUES (?1, 0, ?2, ?3)"
      " ON CONFLICT (stream) DO UPDATE SET rooms = excluded.rooms, direct = excluded.direct",
      "tt", args->rooms, args->direct);
}

gboolean
weft_notices_fold_keyword_added (WeftFold *fold, const WeftNoticesKeywordAdded *args, GError **error)
{
  g_autofree char *folded = weft_keyword_fold (args->word);

  return weft_fold_run (fold, error,
                        "INSERT INTO notice_keyword (stream, id, word, folded) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT (stream, id) DO NOTHING",
                        "ttt", args->id, args->word, folded);
}

gboolean
weft_notices_fold_keyword_removed (WeftFold *fold, const WeftNoticesKeywordRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM notice_keyword WHERE stream = ?1 AND id = ?2", "t", args->id);
}

gboolean
weft_notices_fold_rule_added (WeftFold *fold, const WeftNoticesRuleAdded *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO notice_rule (stream, id, kind, source, contains, target, op, template, author, added_at)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      "tttttttti", args->id, args->kind, args->source, args->contains, args->target, args->op, args->template,
      fold->by, fold->at);
}

gboolean
weft_notices_fold_rule_removed (WeftFold *fold, const WeftNoticesRuleRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "DELETE FROM notice_rule WHERE stream = ?1 AND id = ?2", "t", args->id);
}
