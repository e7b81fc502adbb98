/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "fixture.h"

#include "base/weft-id.h"
#include "features/chat/shared/weft-chat-module.h"
#include "modules/weft-modules.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "sync/weft-batch.h"

#define EPOCH 1
#define FRAME_BYTES (WEFT_FRAME_MAX - 20000) /* a message is at most 16,000 characters, ours far less */
#define FRAMES_PER_COMMIT 16
#define FIRST_AT G_GINT64_CONSTANT (1735689600000) /* 2025 */
#define LAST_AT G_GINT64_CONSTANT (1763600000000)

static const char *const names[] = {
  "Mai Đỗ",          "Nguyễn Thu Hà", "Lê Bảo Ngọc", "Daniel Okafor",  "Emma Clarke",      "Phạm Quốc Anh",
  "Grace Lindqvist", "Tomás Rivera",  "Aiko Tanaka", "Samuel Adeyemi", "Ingrid Halvorsen", "Trần Minh Khoa",
};

static const char *const rooms[] = { "general", "design",  "releases", "support",  "engine",
                                     "travel",  "reading", "hiring",   "thiết kế", "random" };

static const char *const texts[] = {
  "Good morning!",
  "The new build is on the test machine; could somebody look at the start-up time before lunch?",
  "Yes, on it.",
  "I measured twice: the second start is much quicker than the first, so something is read from disk that "
  "need not be.",
  "Đã xong rồi nhé, cảm ơn mọi người.",
  "Quick update on the roadmap: the renderer keeps the row cache warm and we should be able to ship the "
  "calendar view on Thursday. Let me know whether "
  "the column limits look right to you, because the last export had two duplicate cards and I could not "
  "reproduce it here.",
  "👍",
  "Who has the key to the meeting room on the third floor?",
  "See https://example.org/notes/2025 for what we decided; in short: we keep the old format until March, and "
  "write both from April on.",
  "Sounds good to me",
  "Three things are left:\n- the empty page of a new room\n- the wording of the invitation\n- the picture "
  "for the README",
  "Thanks!",
};

WeftRegistry *
fixture_get_registry (void)
{
  static WeftRegistry *registry;

  if (registry == NULL)
    registry = weft_registry_new (weft_modules);
  return registry;
}

char *
fixture_dup_person (guint i)
{
  return g_strdup_printf ("01930000-0000-7000-8000-%012u", i);
}

char *
fixture_dup_room (guint i)
{
  return g_strdup_printf ("room/01940000-0000-7000-8000-%012u", i);
}

/* One stream while it is filled. */
typedef struct
{
  WeftCopy *copy;
  WeftBatch *batch;
  const char *stream;
  GString *frame;
  GString *event;
  GString *body;
  GPtrArray *events; /* of char*: as stored */
  gsize length;
  gint64 seq;
  guint n_frames;
} Filler;

static gboolean
take_frame (Filler *self, gboolean snapshot, GError **error)
{
  g_autoptr (WeftFrame) frame = weft_frame_parse (self->frame->str, self->frame->len, error);
  g_autoptr (GPtrArray) pages = g_ptr_array_new ();
  WeftBatchOutcome outcome;

  if (frame == NULL)
    return FALSE;
  if (self->batch == NULL && (self->batch = weft_batch_begin (self->copy, FALSE, error)) == NULL)
    return FALSE;
  g_ptr_array_add (pages, frame);
  if (!(snapshot ? weft_batch_replace (self->batch, pages, &outcome, error)
                 : weft_batch_fold (self->batch, frame, &outcome, error)))
    return FALSE;
  if (outcome != WEFT_BATCH_APPLIED)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: a frame was not applied (%d)", self->stream,
                   outcome);
      return FALSE;
    }
  return TRUE;
}

static gboolean
commit (Filler *self, GError **error)
{
  gboolean done = self->batch == NULL || weft_batch_commit (self->batch, NULL, error);

  g_clear_pointer (&self->batch, weft_batch_free);
  self->n_frames = 0;
  return done;
}

static gboolean
flush (Filler *self, GError **error)
{
  WeftPosition position = { .epoch = EPOCH, .seq = self->seq };

  if (self->events->len == 0)
    return TRUE;
  g_string_truncate (self->frame, 0);
  weft_frame_begin_events (self->frame, self->stream, &position);
  for (guint i = 0; i < self->events->len; i++)
    weft_frame_add_event (self->frame, self->events->pdata[i], -1);
  weft_frame_end_events (self->frame);
  g_ptr_array_set_size (self->events, 0);
  self->length = 0;
  return take_frame (self, FALSE, error) && (++self->n_frames < FRAMES_PER_COMMIT || commit (self, error));
}

static gboolean
begin (Filler *self, const char *stream, GError **error)
{
  WeftPosition position = { .epoch = EPOCH };

  self->stream = stream;
  self->seq = 0;
  g_string_truncate (self->frame, 0);
  weft_frame_begin_snapshot (self->frame, stream, &position, 0, TRUE);
  weft_frame_end_snapshot (self->frame);
  return take_frame (self, TRUE, error);
}

static gboolean
add (Filler *self, gint64 at, const char *by, const WeftEvent *event, gconstpointer args, GError **error)
{
  g_string_truncate (self->event, 0);
  g_string_truncate (self->body, 0);
  event->write (args, self->body);
  weft_frame_write_event (self->event, ++self->seq, at, by, event->name, event->version, self->body->str);
  if (self->length + self->event->len > FRAME_BYTES)
    {
      self->seq--;
      if (!flush (self, error))
        return FALSE;
      self->seq++;
    }
  self->length += self->event->len + 1;
  g_ptr_array_add (self->events, g_strdup (self->event->str));
  return TRUE;
}

static gboolean
end (Filler *self, GError **error)
{
  return flush (self, error) && commit (self, error);
}

static gboolean
fill_people (Filler *self, const FixtureShape *shape, GPtrArray *people, GError **error)
{
  g_autofree char *settings = g_strconcat ("user/", people->pdata[0], NULL);

  if (!begin (self, WEFT_STREAM_WORKSPACE, error)
      || !add (self, FIRST_AT, WEFT_AUTHOR_SYSTEM, &weft_people_workspace_founded_event,
               &(WeftPeopleWorkspaceFounded) { .name = "Bench" }, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      g_autofree char *name = i < G_N_ELEMENTS (names)
                                  ? g_strdup (names[i])
                                  : g_strdup_printf ("%s %u", names[i % G_N_ELEMENTS (names)], i);
      g_autofree char *login = g_strdup_printf ("person%u", i);
      WeftPeoplePersonJoined joined
          = { .person = people->pdata[i], .name = name, .login = login, .role = i == 0 ? "admin" : "member" };

      if (!add (self, FIRST_AT, WEFT_AUTHOR_SYSTEM, &weft_people_person_joined_event, &joined, error))
        return FALSE;
    }
  if (!end (self, error) || !begin (self, settings, error))
    return FALSE;
  for (guint i = 0; i < shape->n_rooms; i++)
    {
      g_autofree char *room = fixture_dup_room (i);

      if (!add (self, FIRST_AT, WEFT_AUTHOR_SYSTEM, &weft_people_membership_added_event,
                &(WeftPeopleMembershipAdded) { .target = room, .role = "member" }, error))
        return FALSE;
    }
  return end (self, error);
}

static gboolean
fill_room (
    Filler *self, const FixtureShape *shape, guint number, GPtrArray *people, GRand *random, GError **error)
{
  g_autofree char *room = fixture_dup_room (number);
  g_autofree char *name = number < G_N_ELEMENTS (rooms)
                              ? g_strdup (rooms[number])
                              : g_strdup_printf ("%s-%u", rooms[number % G_N_ELEMENTS (rooms)], number);
  WeftChatRoomCreated created = { .kind = "room", .name = name, .topic = "What this room is for" };
  gint64 step = (LAST_AT - FIRST_AT) / MAX (shape->n_messages, 1);

  if (!begin (self, room, error)
      || !add (self, FIRST_AT, people->pdata[0], &weft_chat_room_created_event, &created, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      WeftPeopleMemberAdded added = { .person = people->pdata[i], .role = i == 0 ? "admin" : "member" };

      if (!add (self, FIRST_AT, people->pdata[0], &weft_people_member_added_event, &added, error))
        return FALSE;
    }
  for (guint i = 0; i < shape->n_messages; i++)
    {
      g_autofree char *id = g_strdup_printf ("01950000-0000-7000-8%03u-%012u", number, i);
      g_autofree char *text
          = g_strdup_printf ("%s (%u)", texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))], i + 1);
      const char *author = people->pdata[g_rand_int_range (random, 0, people->len)];
      gint64 at = FIRST_AT + step * i + g_rand_int_range (random, 0, 1000) + number;

      if (!add (self, at, author, &weft_thread_message_sent_event,
                &(WeftThreadMessageSent) { .id = id, .text = text }, error))
        return FALSE;
    }
  /* Every fifth room has news. */
  return flush (self, error)
         && weft_batch_set_latest (
             self->batch != NULL ? self->batch : (self->batch = weft_batch_begin (self->copy, FALSE, error)),
             room, "thread.read", people->pdata[0],
             number % 5 == 4 && shape->n_messages > 3 ? shape->n_messages - 3 : shape->n_messages, LAST_AT,
             NULL, error)
         && commit (self, error);
}

gboolean
fixture_fill (WeftCopy *copy, const FixtureShape *shape, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) frame = g_string_new (NULL);
  g_autoptr (GString) event = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (20251121);
  Filler filler = { .copy = copy, .frame = frame, .event = event, .body = body, .events = events };
  g_autofree char *workspace = fixture_dup_room (0);
  gboolean done;

  for (guint i = 0; i < MAX (shape->n_people, 1); i++)
    g_ptr_array_add (people, fixture_dup_person (i));

  filler.batch = weft_batch_begin (copy, FALSE, error);
  done = filler.batch != NULL
         && weft_copy_set_person (copy, people->pdata[0], weft_stream_get_id (workspace), error)
         && weft_copy_save_client (copy, error) && fill_people (&filler, shape, people, error);
  for (guint i = 0; i < shape->n_rooms && done; i++)
    done = fill_room (&filler, shape, i, people, random, error);
  g_clear_pointer (&filler.batch, weft_batch_free);
  return done;
}
