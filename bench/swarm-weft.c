/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "swarm-weft.h"

#include <string.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "peer.h"
#include "proto/weft-frame.h"
#include "swarm-people.h"

#define N_ROOMS SWARM_WEFT_PEOPLE
#define PING "{\"type\":\"ping\"}"
#define PATIENCE (180 * G_USEC_PER_SEC)

typedef struct
{
  char *id; /* the client's */
  gint64 n;
} Device;

struct _SwarmWeft
{
  Crowd crowd; /* of the founder, by the Unix socket */
  Peer *founder;
  Swarm *swarm;
  GPtrArray *tokens; /* of char*, one a person */
  GPtrArray *people; /* of char* */
  GPtrArray *rooms;  /* of char*, the large one last */
  char **positions;  /* of the rooms, as they were heard last; NULL: none */
  Device *devices;
  gboolean resuming;
  guint n_snapshots;
  GArray *latencies;
};

/* The workspace */

static char *
new_id (void)
{
  return weft_id_new (weft_clock_get_system ());
}

static char *
make_room (SwarmWeft *self, guint first, guint n)
{
  g_autofree char *id = new_id ();
  g_autoptr (GString) args = g_string_new ("{\"kind\":\"room\",\"name\":\"r\",\"topic\":\"\",\"members\":[");
  char *room = g_strconcat ("room/", id, NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (args, "%s\"%s\"", i > 0 ? "," : "",
                            (char *) g_ptr_array_index (self->people, first + i));
  g_string_append (args, "]}");
  swarm_people_operate (&self->crowd, self->founder, room, "chat.create-room", args->str);
  return room;
}

/* What members say and hear */

static guint
room_of (const SwarmMember *member)
{
  return member->index % N_ROOMS;
}

/* Ten rooms have the same ten people, each with another of their devices. */
static guint
person_of (const SwarmMember *member)
{
  return room_of (member) / 10 * 10 + member->index / N_ROOMS % 10;
}

static char *
on_request (SwarmMember *member, gpointer user_data)
{
  SwarmWeft *self = user_data;

  return g_strdup_printf (
      "/v1/sync HTTP/1.1\r\nSec-WebSocket-Protocol: weft.v1\r\nAuthorization: Bearer %s\r\n",
      (char *) g_ptr_array_index (self->tokens, person_of (member)));
}

static void
subscribe (SwarmWeft *self, SwarmMember *member, const guint *rooms, guint n)
{
  g_autoptr (GString) text = g_string_new ("{\"type\":\"subscribe\",\"mine\":false,\"positions\":[");

  for (guint i = 0; i < n; i++)
    {
      const char *position = self->resuming ? self->positions[rooms[i]] : NULL;
      const char *quote = position != NULL ? "\"" : "";

      g_string_append_printf (text, "%s[\"%s\",%s%s%s]", i > 0 ? "," : "",
                              (char *) g_ptr_array_index (self->rooms, rooms[i]), quote,
                              position != NULL ? position : "null", quote);
    }
  g_string_append (text, "]}");
  swarm_send (self->swarm, member, text->str, text->len);
}

static void
on_opened (SwarmMember *member, gpointer user_data)
{
  SwarmWeft *self = user_data;
  Device *device = &self->devices[member->index];
  g_autoptr (GString) text = g_string_new (NULL);

  if (device->id == NULL)
    device->id = weft_id_random ();
  weft_frame_write_hello (text, device->id, "bench", device->n, FALSE, NULL);
  swarm_send (self->swarm, member, text->str, text->len);
  if (self->resuming)
    subscribe (self, member, (guint[]) { room_of (member), N_ROOMS }, 2);
}

static void
keep_position (SwarmWeft *self, SwarmMember *member, const char *text, gsize length)
{
  g_autofree char *head = g_strndup (text, MIN (length, 250));
  g_autofree char *stream = peer_find_member (head, "stream");
  gboolean large = g_str_equal (stream, g_ptr_array_index (self->rooms, N_ROOMS));

  g_free (self->positions[large ? N_ROOMS : room_of (member)]);
  self->positions[large ? N_ROOMS : room_of (member)] = peer_find_member (head, "position");
}

static gboolean
is (const char *text, gsize length, const char *type)
{
  const char *start = "{\"type\":\"";
  gsize n = strlen (start);
  gsize n_type = strlen (type);

  return length > n + n_type && memcmp (text + n, type, n_type) == 0 && text[n + n_type] == '"';
}

static void
on_frame (SwarmMember *member, const char *text, gsize length, gpointer user_data)
{
  SwarmWeft *self = user_data;

  if (is (text, length, "events"))
    {
      guint n = swarm_find_marks (member, text, length, self->latencies);

      if (self->resuming)
        member->ready = member->ready || n > 0;
      else if (member->index < N_ROOMS)
        keep_position (self, member, text, length);
    }
  else if (is (text, length, "welcome"))
    member->ready = member->ready || !self->resuming;
  else if (is (text, length, "snapshot"))
    {
      if (member->index < N_ROOMS)
        keep_position (self, member, text, length);
      self->n_snapshots += memmem (text, length, "\"last\":true", 11) != NULL;
    }
  else if (is (text, length, "error") || is (text, length, "reset") || is (text, length, "revoked")
           || (is (text, length, "result") && memmem (text, length, "\"error\":{", 9) != NULL))
    g_error ("%.*s", (int) length, text);
}

static void
say (SwarmWeft *self, SwarmMember *member, guint room, const char *text)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *message = weft_id_random ();
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", message, text);
  g_autoptr (GString) frame = g_string_new (NULL);

  weft_frame_write_operation (frame, ++self->devices[member->index].n, id,
                              g_ptr_array_index (self->rooms, room), "thread.send", args);
  swarm_send (self->swarm, member, frame->str, frame->len);
}

/* Public API */

SwarmWeft *
swarm_weft_new (const char *socket)
{
  SwarmWeft *self = g_new0 (SwarmWeft, 1);

  crowd_init (&self->crowd);
  self->crowd.sockets[0] = socket;
  self->tokens = g_ptr_array_new_with_free_func (g_free);
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->rooms = g_ptr_array_new_with_free_func (g_free);
  self->positions = g_new0 (char *, N_ROOMS + 1);
  self->devices = g_new0 (Device, SWARM_WEFT_PEOPLE * SWARM_WEFT_DEVICES);
  crowd_found (&self->crowd);
  self->founder = crowd_add (&self->crowd, 0, "workspace");
  g_ptr_array_add (self->rooms, make_room (self, 0, 0));
  swarm_people_join (&self->crowd, self->founder, g_ptr_array_index (self->rooms, 0), SWARM_WEFT_PEOPLE, self->people, self->tokens);
  for (guint i = 0; i < N_ROOMS; i++)
    g_ptr_array_insert (self->rooms, (int) i, make_room (self, i / 10 * 10, 10));
  swarm_people_wait (&self->crowd, self->founder);
  g_ptr_array_remove (self->crowd.peers, self->founder);

  return self;
}

void
swarm_weft_free (SwarmWeft *self)
{
  for (guint i = 0; i < SWARM_WEFT_PEOPLE * SWARM_WEFT_DEVICES; i++)
    g_free (self->devices[i].id);
  g_free (self->devices);
  for (guint i = 0; i <= N_ROOMS; i++)
    g_free (self->positions[i]);
  g_free (self->positions);
  g_ptr_array_unref (self->tokens);
  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->rooms);
  crowd_clear (&self->crowd);
  g_free (self);
}

SwarmProtocol
swarm_weft_get_protocol (SwarmWeft *self)
{
  return (SwarmProtocol) {
    .request = on_request, .opened = on_opened, .frame = on_frame, .ping = PING, .user_data = self
  };
}

const char *
swarm_weft_get_token (SwarmWeft *self, guint room, guint nth)
{
  return g_ptr_array_index (self->tokens, room / 10 * 10 + nth);
}

const char *
swarm_weft_get_room (SwarmWeft *self, guint room)
{
  return g_ptr_array_index (self->rooms, room);
}

void
swarm_weft_set_swarm (SwarmWeft *self, Swarm *swarm)
{
  self->swarm = swarm;
}

void
swarm_weft_set_resuming (SwarmWeft *self)
{
  self->resuming = TRUE;
}

void
swarm_weft_set_latencies (SwarmWeft *self, GArray *latencies)
{
  self->latencies = latencies;
}

double
swarm_weft_subscribe (SwarmWeft *self, gboolean large)
{
  gint64 began = g_get_monotonic_time ();
  guint n = swarm_get_n (self->swarm);

  self->n_snapshots = 0;
  for (guint i = 0; i < n; i++)
    {
      SwarmMember *member = swarm_get (self->swarm, i);

      subscribe (self, member, (guint[]) { large ? N_ROOMS : room_of (member) }, 1);
      swarm_turn (self->swarm, 0);
    }
  while (self->n_snapshots < n)
    {
      swarm_turn (self->swarm, 100);
      if (g_get_monotonic_time () - began > PATIENCE)
        g_error ("Only %u of %u snapshots came", self->n_snapshots, n);
    }

  return (double) (g_get_monotonic_time () - began) / 1e6;
}

void
swarm_weft_say (SwarmWeft *self, SwarmMember *member, gboolean large, const char *text)
{
  say (self, member, large ? N_ROOMS : room_of (member), text);
}

void
swarm_weft_say_from_outside (SwarmWeft *self, const char *text)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", id, text);

  self->founder = crowd_add (&self->crowd, 0, NULL);
  swarm_people_operate (&self->crowd, self->founder, g_ptr_array_index (self->rooms, N_ROOMS), "thread.send", args);
  swarm_people_wait (&self->crowd, self->founder);
  g_ptr_array_remove (self->crowd.peers, self->founder);
}
