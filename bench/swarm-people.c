/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "swarm-people.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"

#define UNDER_WAY 50
#define USES 1000 /* of one invitation, at most */

static void
join (Crowd *crowd, Peer *founder, const char *room, guint n, GPtrArray *people, GPtrArray *tokens)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *secret = weft_secret_new (16);
  g_autofree char *hash = weft_secret_hash (secret);
  const char *quote = room != NULL ? "\"" : "";
  g_autofree char *args = g_strdup_printf (
      "{\"id\":\"%s\",\"secret_hash\":\"%s\",\"role\":\"member\",\"streams\":[%s%s%s],\"uses\":%u,\"expires_at\":%" G_GINT64_FORMAT "}", id, hash, quote,
      room != NULL ? room : "", quote, n, weft_clock_now (weft_clock_get_system ()) + 3600000);
  int calls[USES];
  guint first = people->len;
  guint begun = 0;

  swarm_people_operate (crowd, founder, "workspace", "people.invite", args);
  swarm_people_wait (crowd, founder);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *answer = NULL;

      for (; begun < MIN (i + UNDER_WAY, n); begun++)
        {
          g_autofree char *body = g_strdup_printf ("{\"invitation\":\"%s.%s\",\"name\":\"P %u\",\"login\":\"p%u\"}", id, secret, first + begun, first + begun);

          calls[begun] = peer_begin_post (crowd->sockets[0], "/v1/join", body);
        }
      answer = peer_end_post (calls[i]);
      g_ptr_array_add (tokens, peer_find_member (answer, "access"));
      g_ptr_array_add (people, peer_find_member (answer, "person"));
    }
}

/* Public API */

void
swarm_people_join (Crowd *crowd, Peer *founder, const char *room, guint n, GPtrArray *people, GPtrArray *tokens)
{
  for (guint i = 0; i < n; i += USES)
    join (crowd, founder, room, MIN (USES, n - i), people, tokens);
}

void
swarm_people_operate (Crowd *crowd, Peer *founder, const char *stream, const char *op, const char *args)
{
  g_set_str (&founder->room, stream);
  peer_operate (founder, op, args);
  while ((guint64) founder->n - founder->n_results >= UNDER_WAY)
    crowd_turn (crowd, 1000);
}

void
swarm_people_wait (Crowd *crowd, Peer *founder)
{
  while ((guint64) founder->n > founder->n_results)
    crowd_turn (crowd, 1000);
}
