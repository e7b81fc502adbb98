/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/pictures/shared/weft-pictures-module.h"

#include <string.h>

#include "base/weft-id.h"
#include "store/weft-plan.h"

/* In one workspace: they come with its snapshot. */
#define EMOJI_MAX 1000
#define PACKS_MAX 30    /* with those which were taken away */
#define STICKERS_MAX 60 /* in one pack */

/* @n: (out): what the statement counts; @author: (out) (transfer full) (nullable): whose the thing is, of
 * which its second column says that; NULL: there is none */
static gboolean
look (
    WeftPlan *plan, const char *sql, const char *id, gint64 *n, char **author, gboolean *flag, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, sql, "t", id);

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;
  *n = weft_statement_get_int (statement, 0);
  *author = weft_statement_dup_text (statement, 1);
  if (flag != NULL)
    *flag = weft_statement_get_int (statement, 2) != 0;
  weft_statement_reset (statement);
  return TRUE;
}

static gboolean
check_policy (WeftPlan *plan, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT who FROM picture_policy WHERE stream = ?1", "");
  gboolean admins;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  admins = step > 0 && g_strcmp0 (weft_statement_get_text (statement, 0), "admin") == 0;
  if (step > 0)
    weft_statement_reset (statement);
  if (admins && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED, "op: only administrators add emoji and stickers here");
  return TRUE;
}

/* Whether it is the author's own, or they administer the workspace. */
static gboolean
check_own (WeftPlan *plan, const char *author, const char *field, GError **error)
{
  if (g_strcmp0 (author, weft_plan_get_author (plan)) != 0 && weft_plan_get_role (plan) < WEFT_ROLE_ADMIN)
    return weft_plan_refuse (error, WEFT_ERROR_DENIED,
                             "%s: only who added it or an administrator may do that", field);
  return TRUE;
}

static gboolean
find_emoji (WeftPlan *plan, const char *id, gint64 *n, char **author, GError **error)
{
  return look (plan,
               "SELECT (SELECT count(*) FROM emoji WHERE stream = ?1),"
               " (SELECT author FROM emoji WHERE stream = ?1 AND id = ?2)",
               id, n, author, NULL, error);
}

static gboolean
check_name (WeftPlan *plan, const char *name, GError **error)
{
  g_autofree char *author = NULL;
  gint64 n;

  if (name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_+-")] != '\0')
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "name: expected small letters of English, digits, “_”, “+” and “-”");
  if (!look (plan, "SELECT count(*), max(author) FROM emoji WHERE stream = ?1 AND name = ?2", name, &n,
             &author, NULL, error))
    return FALSE;
  if (n > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "name: another emoji is called that");
  return TRUE;
}

gboolean
weft_pictures_plan_add_emoji (WeftPlan *plan, const WeftPicturesAddEmoji *args, GError **error)
{
  g_autofree char *author = NULL;
  gint64 n;

  if (!check_policy (plan, error) || !check_name (plan, args->name, error)
      || !find_emoji (plan, args->id, &n, &author, error))
    return FALSE;
  if (author != NULL)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is an emoji with this id already");
  if (n >= EMOJI_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "name: %d emoji, the most a workspace may have",
                             EMOJI_MAX);

  weft_plan_emit (plan, &weft_pictures_emoji_added_event,
                  &(WeftPicturesEmojiAdded) { .id = args->id,
                                              .name = args->name,
                                              .picture = args->picture,
                                              .size = args->size,
                                              .width = args->width,
                                              .height = args->height });
  return TRUE;
}

gboolean
weft_pictures_plan_remove_emoji (WeftPlan *plan, const WeftPicturesRemoveEmoji *args, GError **error)
{
  g_autofree char *author = NULL;
  gint64 n;

  if (!find_emoji (plan, args->id, &n, &author, error))
    return FALSE;
  if (author == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such emoji here");
  if (!check_own (plan, author, "id", error))
    return FALSE;

  weft_plan_emit (plan, &weft_pictures_emoji_removed_event, &(WeftPicturesEmojiRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_pictures_plan_set_policy (WeftPlan *plan, const WeftPicturesSetPolicy *args, GError **error)
{
  weft_plan_emit (plan, &weft_pictures_policy_set_event, &(WeftPicturesPolicySet) { .who = args->who });
  return TRUE;
}

/* ── stickers ────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
find_pack (WeftPlan *plan, const char *id, gint64 *n, char **author, gboolean *removed, GError **error)
{
  return look (plan,
               "SELECT (SELECT count(*) FROM sticker_pack WHERE stream = ?1),"
               " (SELECT author FROM sticker_pack WHERE stream = ?1 AND id = ?2),"
               " (SELECT removed FROM sticker_pack WHERE stream = ?1 AND id = ?2)",
               id, n, author, removed, error);
}

gboolean
weft_pictures_plan_add_pack (WeftPlan *plan, const WeftPicturesAddPack *args, GError **error)
{
  g_autofree char *author = NULL;
  gboolean removed;
  gint64 n;

  if (!check_policy (plan, error) || !find_pack (plan, args->id, &n, &author, &removed, error))
    return FALSE;
  if (author != NULL)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a pack with this id already");
  if (n >= PACKS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "id: %d packs, the most a workspace may have",
                             PACKS_MAX);

  weft_plan_emit (plan, &weft_pictures_pack_added_event,
                  &(WeftPicturesPackAdded) { .id = args->id, .name = args->name, .maker = args->maker });
  return TRUE;
}

static gboolean
find_own_pack (WeftPlan *plan, const char *id, gboolean removed, GError **error)
{
  g_autofree char *author = NULL;
  gboolean gone;
  gint64 n;

  if (!find_pack (plan, id, &n, &author, &gone, error))
    return FALSE;
  if (author == NULL || gone != removed)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such pack here");
  return check_own (plan, author, "id", error);
}

gboolean
weft_pictures_plan_set_pack (WeftPlan *plan, const WeftPicturesSetPack *args, GError **error)
{
  if (!find_own_pack (plan, args->id, FALSE, error))
    return FALSE;

  weft_plan_emit (plan, &weft_pictures_pack_set_event,
                  &(WeftPicturesPackSet) { .id = args->id, .name = args->name, .maker = args->maker });
  return TRUE;
}

/* Of stickers which are gone it may speak: somebody took them away meanwhile, or puts them back. */
static gboolean
check_arranged (const char *arranged, GError **error)
{
  g_auto (GStrv) ids = g_strsplit (arranged, " ", STICKERS_MAX + 1);

  for (guint i = 0; ids[i] != NULL; i++)
    if (!weft_id_is_valid (ids[i]))
      return weft_plan_refuse (error, WEFT_ERROR_INVALID, "arranged: expected ids with a space between them");
  return TRUE;
}

gboolean
weft_pictures_plan_arrange_pack (WeftPlan *plan, const WeftPicturesArrangePack *args, GError **error)
{
  if (!find_own_pack (plan, args->id, FALSE, error)
      || (args->arranged != NULL && !check_arranged (args->arranged, error)))
    return FALSE;

  weft_plan_emit (plan, &weft_pictures_pack_arranged_event,
                  &(WeftPicturesPackArranged) { .id = args->id, .arranged = args->arranged });
  return TRUE;
}

gboolean
weft_pictures_plan_remove_pack (WeftPlan *plan, const WeftPicturesRemovePack *args, GError **error)
{
  if (!find_own_pack (plan, args->id, FALSE, error))
    return FALSE;

  weft_plan_emit (plan, &weft_pictures_pack_removed_event, &(WeftPicturesPackRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_pictures_plan_restore_pack (WeftPlan *plan, const WeftPicturesRestorePack *args, GError **error)
{
  if (!find_own_pack (plan, args->id, TRUE, error))
    return FALSE;

  weft_plan_emit (plan, &weft_pictures_pack_restored_event, &(WeftPicturesPackRestored) { .id = args->id });
  return TRUE;
}

static gboolean
find_sticker (WeftPlan *plan, const char *id, char **author, GError **error)
{
  gint64 n;

  return look (plan, "SELECT 0, (SELECT author FROM sticker WHERE stream = ?1 AND id = ?2)", id, &n, author,
               NULL, error);
}

gboolean
weft_pictures_plan_add_sticker (WeftPlan *plan, const WeftPicturesAddSticker *args, GError **error)
{
  g_autofree char *author = NULL;
  g_autofree char *pack = NULL;
  gboolean removed;
  gint64 n;

  if (!check_policy (plan, error) || !find_sticker (plan, args->id, &author, error)
      || !look (plan,
                "SELECT (SELECT count(*) FROM sticker WHERE stream = ?1 AND pack = ?2),"
                " (SELECT author FROM sticker_pack WHERE stream = ?1 AND id = ?2),"
                " (SELECT removed FROM sticker_pack WHERE stream = ?1 AND id = ?2)",
                args->pack, &n, &pack, &removed, error))
    return FALSE;
  if (author != NULL)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is a sticker with this id already");
  if (pack == NULL || removed)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "pack: no such pack here");
  if (!check_own (plan, pack, "pack", error))
    return FALSE;
  if (n >= STICKERS_MAX)
    return weft_plan_refuse (error, WEFT_ERROR_TOO_LARGE, "pack: %d stickers, the most there may be in one",
                             STICKERS_MAX);

  weft_plan_emit (plan, &weft_pictures_sticker_added_event,
                  &(WeftPicturesStickerAdded) { .id = args->id,
                                                .pack = args->pack,
                                                .text = args->text,
                                                .picture = args->picture,
                                                .size = args->size,
                                                .width = args->width,
                                                .height = args->height });
  return TRUE;
}

static gboolean
find_own_sticker (WeftPlan *plan, const char *id, GError **error)
{
  g_autofree char *author = NULL;

  if (!find_sticker (plan, id, &author, error))
    return FALSE;
  if (author == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such sticker here");
  return check_own (plan, author, "id", error);
}

gboolean
weft_pictures_plan_set_sticker (WeftPlan *plan, const WeftPicturesSetSticker *args, GError **error)
{
  if (!find_own_sticker (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_pictures_sticker_set_event,
                  &(WeftPicturesStickerSet) { .id = args->id, .text = args->text });
  return TRUE;
}

gboolean
weft_pictures_plan_remove_sticker (WeftPlan *plan, const WeftPicturesRemoveSticker *args, GError **error)
{
  if (!find_own_sticker (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_pictures_sticker_removed_event,
                  &(WeftPicturesStickerRemoved) { .id = args->id });
  return TRUE;
}
