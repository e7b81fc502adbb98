/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-card.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-task-brief.h"
#include "features/board/shared/weft-board-module.h"

/* @meta: (nullable), @state: (nullable) */
static WeftCard *
new_card (const char *title, const char *meta, const char *state, const WeftLink *link)
{
  g_autofree char *place = weft_link_to_string (link);
  g_autofree char *action = g_strdup_printf ("board.open('%s')", place);
  WeftCard *card = weft_card_new (title, meta, NULL, "weft-board-symbolic", "indigo", action);

  weft_card_set_state (card, state);
  return card;
}

WeftCard *
weft_board_card_describe (WeftProjectList *projects, WeftFound *found)
{
  const WeftSearchHit *hit = weft_found_get_hit (found);
  WeftProject *project = weft_project_list_find (projects, hit->stream);
  g_autoptr (WeftLink) link = NULL;

  if (!g_str_has_prefix (hit->stream, "project/") || hit->texts[0] == NULL)
    return NULL;

  link = weft_link_new (hit->stream, hit->table->name, hit->key, hit->window);
  return new_card (hit->texts[0], project != NULL ? weft_project_get_name (project) : NULL, NULL, link);
}

/* A task that a link names. */
typedef struct
{
  WeftProjectList *projects;
  WeftLink *link;
  WeftCardFunc func;
  gpointer user_data;
} Linked;

static void
linked_free (gpointer data)
{
  Linked *linked = data;

  g_object_unref (linked->projects);
  weft_link_free (linked->link);
  g_free (linked);
}

static WeftCard *
make_card (WeftProject *project, const WeftTaskBrief *task, const WeftLink *link)
{
  g_autofree char *meta
      = g_strdup_printf ("%s-%" G_GINT64_FORMAT " · %s", weft_project_get_code (project), task->number, weft_project_get_name (project));

  return new_card (task->title, meta, task->removed ? _ ("Deleted") : task->archived ? _ ("Archived") : task->status, link);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  Linked *linked = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  /* One may have left it in the meantime. */
  WeftProject *project = weft_project_list_find (linked->projects, linked->link->stream);
  g_autoptr (WeftCard) card = project != NULL && value != NULL ? make_card (project, g_value_get_boxed (value), linked->link) : NULL;

  linked->func (card, linked->user_data);
  return NULL;
}

gboolean
weft_board_card_load (WeftProjectList *projects, const WeftLink *link, WeftCardFunc func, gpointer user_data)
{
  WeftProject *project;

  if (!g_str_has_prefix (link->stream, "project/"))
    return FALSE;

  project = weft_project_list_find (projects, link->stream);
  /* Somebody else's project, or one that is gone: nobody learns which. */
  if (project == NULL)
    func (NULL, user_data);
  else if (g_strcmp0 (link->table, weft_board_task_table.name) == 0)
    {
      Linked *linked = g_new0 (Linked, 1);

      *linked = (Linked) { g_object_ref (projects), weft_link_new (link->stream, link->table, link->key, link->window), func, user_data };
      dex_future_disown (dex_future_finally (weft_task_brief_read (weft_project_list_get_sync (projects), link->stream, link->key), on_read, linked,
                                             linked_free));
    }
  else
    {
      g_autoptr (WeftCard) card = new_card (weft_project_get_name (project), _ ("Board"), NULL, link);

      func (card, user_data);
    }
  return TRUE;
}
