/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "features/chat/view/weft-chat-card.h"
#include "parts/thread/client/weft-thread.h"

/* Of a hit on a message: its text, the title of its thread, then what was found on it. */
#define TITLE 1
#define FILE_NAME 2

/* On one line there are no marks. @window: 0: the room itself. */
static WeftCard *
new_card (WeftRoomList *rooms, const char *stream, const char *meta, const char *text, gint64 window)
{
  WeftRoom *room = weft_room_list_find (rooms, stream);
  gboolean direct = room != NULL && weft_room_get_direct (room);
  g_autofree char *plain = text != NULL ? weft_markdown_dup_plain (text) : NULL;
  g_autofree char *action = window != 0 ? g_strdup_printf ("chat.open-room('%s#%" G_GINT64_FORMAT "')", stream, window)
                                        : g_strdup_printf ("chat.open-room('%s')", stream);

  return weft_card_new (room != NULL ? weft_room_get_name (room) : _("Room"), meta, plain,
                        direct ? "avatar-default-symbolic" : "weft-hash-symbolic", direct ? "indigo" : "teal", action);
}

/* (nullable) */
static const char *
get_author_name (WeftPeople *people, const WeftSearchHit *hit)
{
  WeftPerson *person = hit != NULL && hit->author != NULL && *hit->author != '\0' ? weft_people_lookup (people, hit->author) : NULL;

  return person != NULL ? weft_person_get_name (person) : NULL;
}

WeftCard *
weft_chat_card_describe (WeftRoomList *rooms, WeftPeople *people, WeftFound *found)
{
  const WeftSearchHit *hit = weft_found_get_hit (found);
  gboolean is_room = g_str_equal (hit->table->name, "room");
  gboolean is_message = g_str_equal (hit->table->name, "message");
  const char *above = NULL;
  g_autofree char *text = NULL;

  if (!g_str_has_prefix (hit->stream, "room/") || hit->texts[0] == NULL)
    return NULL;

  if (is_message && hit->texts[TITLE] != NULL)
    above = hit->texts[FILE_NAME] != NULL ? hit->texts[FILE_NAME] : *hit->texts[TITLE] != '\0' ? hit->texts[TITLE] : NULL;
  else if (!is_room && !is_message)
    above = hit->texts[1];
  /* Translators: %1$s is the name of a file or the title of a thread, %2$s the message it came with */
  if (above != NULL && strstr (hit->texts[0], above) == NULL)
    text = g_strdup_printf (_("%1$s – %2$s"), above, hit->texts[0]);

  /* A room's own name is the card's title. */
  return new_card (rooms, hit->stream, get_author_name (people, hit), is_room ? NULL : text != NULL ? text : hit->texts[0], hit->window);
}

/* A message that a link names. */
typedef struct
{
  WeftRoomList *rooms;
  WeftPeople *people;
  char *stream;
  gint64 window; /* where the link says it stands; 0: it does not say */
  WeftCardFunc func;
  gpointer user_data;
} Linked;

static void
linked_free (gpointer data)
{
  Linked *linked = data;

  g_object_unref (linked->rooms);
  g_object_unref (linked->people);
  g_free (linked->stream);
  g_free (linked);
}

static DexFuture *
on_linked (DexFuture *future, gpointer user_data)
{
  Linked *linked = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  const WeftSearchHit *hit = value != NULL ? weft_found_get_hit (g_value_get_object (value)) : NULL;
  g_autoptr (WeftCard) card = NULL;

  /* The person may have left it in the meantime. */
  if (weft_room_list_find (linked->rooms, linked->stream) != NULL)
    card = new_card (linked->rooms, linked->stream, get_author_name (linked->people, hit), hit != NULL ? hit->texts[0] : NULL,
                     hit != NULL ? hit->window : linked->window);
  if (card != NULL && hit != NULL && *hit->texts[0] == '\0')
    weft_card_set_state (card, _("Deleted"));
  linked->func (card, linked->user_data);

  return NULL;
}

gboolean
weft_chat_card_is_message (const WeftLink *link)
{
  return link->table != NULL && g_str_equal (link->table, "message");
}

gboolean
weft_chat_card_load (WeftRoomList *rooms, WeftPeople *people, const WeftLink *link, WeftCardFunc func, gpointer user_data)
{
  WeftRoom *room;

  if (!g_str_has_prefix (link->stream, "room/"))
    return FALSE;

  room = weft_room_list_find (rooms, link->stream);
  /* Somebody else's room, or one that is gone: there is nothing to show, and nobody learns which. */
  if (room == NULL)
    func (NULL, user_data);
  else if (weft_chat_card_is_message (link))
    {
      Linked *linked = g_new0 (Linked, 1);

      *linked = (Linked) { g_object_ref (rooms), g_object_ref (people), g_strdup (link->stream), link->window != -1 ? link->window : 0, func, user_data };
      dex_future_disown (dex_future_finally (weft_thread_find_message (weft_room_list_get_sync (rooms), link->stream, link->key), on_linked, linked, linked_free));
    }
  else
    {
      const char *topic = weft_room_get_topic (room);
      const char *meta = weft_room_get_direct (room) ? _("Direct Message") : topic != NULL && *topic != '\0' ? topic : _("Room");
      g_autoptr (WeftCard) card = new_card (rooms, link->stream, meta, NULL, 0);

      func (card, user_data);
    }

  return TRUE;
}

static DexFuture *
on_found (DexFuture *future, gpointer user_data)
{
  const char *stream = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  gint64 window = value != NULL ? weft_found_get_hit (g_value_get_object (value))->window : 0;
  g_autofree char *place = g_strdup_printf ("%s#%" G_GINT64_FORMAT, stream, window);

  return dex_future_new_for_string (place);
}

DexFuture *
weft_chat_card_find (WeftSync *sync, const WeftLink *link)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return dex_future_finally (weft_thread_find_message (sync, link->stream, link->key), on_found, g_strdup (link->stream), g_free);
}
