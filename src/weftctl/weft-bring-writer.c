/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-bring-writer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "exchange/weft-bring-queue.h"
#include "features/chat/shared/weft-chat-module.h"
#include "parts/files/shared/weft-files-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "weftctl/weft-bring-print.h"

#define CONVERSATION_MAX 50 /* people, says chat */
#define GROUP 500           /* people added in one transaction */

typedef struct
{
  WeftContext *context;
  WeftBringing *bringing;
  WeftBringReport *report;
  const char *me;
  WeftBringOutcome *outcome;
  WeftBringRoom *room;
  WeftBringQueue *queue;
  GPtrArray *pins;       /* of char*: ids of messages of the room which are pinned there */
  guint64 n_sent;
} Writer;

/* What there is of a room already, as this person's copy says. */
typedef struct
{
  gboolean found;
  char *created_by;
  char *access;
  char *post;
  char *about;
  GHashTable *members; /* id → role */
} State;

static void
state_clear (gpointer data)
{
  State *state = data;

  g_free (state->created_by);
  g_free (state->access);
  g_free (state->post);
  g_free (state->about);
  g_hash_table_unref (state->members);
}

static gpointer
state_ref (gpointer data)
{
  return g_atomic_rc_box_acquire (data);
}

static void
state_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, state_clear);
}

GType state_get_type (void);

G_DEFINE_BOXED_TYPE (State, state, state_ref, state_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (State, state_unref)

static gpointer
read_state (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (State) state = g_atomic_rc_box_new0 (State);
  WeftStatement *statement;
  int step;

  state->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  statement
      = weft_database_query (database, error,
                             "SELECT r.created_by, coalesce (s.access, 'private'), coalesce (s.post, "
                             "'guest'), coalesce (s.about, '')"
                             " FROM room r LEFT JOIN room_setup s ON s.stream = r.stream WHERE r.stream = ?1",
                             "t", (const char *) user_data);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return NULL;
  if (step > 0)
    {
      state->found = TRUE;
      state->created_by = weft_statement_dup_text (statement, 0);
      state->access = weft_statement_dup_text (statement, 1);
      state->post = weft_statement_dup_text (statement, 2);
      state->about = weft_statement_dup_text (statement, 3);
      weft_statement_reset (statement);
    }

  statement = weft_database_query (database, error, "SELECT person, role FROM member WHERE stream = ?1", "t",
                                   (const char *) user_data);
  step = -1;
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_hash_table_insert (state->members, weft_statement_dup_text (statement, 0),
                         weft_statement_dup_text (statement, 1));
  return step == 0 ? g_steal_pointer (&state) : NULL;
}

static State *
load_state (Writer *self, GError **error)
{
  return dex_await_boxed (weft_sync_read (self->context->sync, read_state, state_get_type (),
                                          g_strdup (self->room->stream), g_free),
                          error);
}

static int
submit (Writer *self, const WeftOperation *operation, gconstpointer args, GError **refusal, GError **error)
{
  return weft_bring_queue_submit (self->queue, self->room->stream, operation, args, refusal, error);
}

static const char *
call_room (const WeftBringRoom *room)
{
  return *room->name != '\0' ? room->name : room->key;
}

/* The same, where a refusal is only reported. FALSE: nobody answers. */
static gboolean
attempt (Writer *self, const WeftOperation *operation, gconstpointer args, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  int result = submit (self, operation, args, &refusal, error);

  if (result == 0 && !g_error_matches (refusal, WEFT_ERROR, WEFT_ERROR_EXISTS))
    weft_bring_report_addf (self->report, "room: not all of it could be set up", "%s: %s: %s",
                            call_room (self->room), operation->name, refusal->message);
  return result >= 0;
}

/* Who and what */

char *
weft_bring_writer_dup_name (WeftBringing *bringing, const WeftBringRoom *room)
{
  g_autoptr (GString) names = g_string_new (NULL);
  char *line;

  if (*room->name != '\0')
    return g_strdup (room->name);
  for (guint i = 0; i < room->members->len; i++)
    {
      const char *key = room->members->pdata[i];
      const WeftBringPerson *person = weft_bringing_find_person (bringing, key);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                              person == NULL         ? key
                              : person->here != NULL ? person->here
                                                     : person->name);
    }
  line = weft_bringing_line (names->str, 80);
  if (*line == '\0')
    g_set_str (&line, room->key);
  return line;
}

WeftBringPlace
weft_bring_writer_decide (
    WeftBringing *bringing, const WeftBringRoom *room, const char *me, GPtrArray **people, gboolean *mine)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  guint n;
  gboolean all_me = room->members->len > 0;
  gboolean all_here = TRUE;

  *mine = FALSE;
  for (guint i = 0; i < room->members->len; i++)
    {
      const WeftBringPerson *person = weft_bringing_find_person (bringing, room->members->pdata[i]);
      gboolean here = person != NULL && person->person != NULL && !person->away;

      all_me = all_me && here && g_str_equal (person->person, me);
      all_here = all_here && here;
      if (here && g_str_equal (person->person, me))
        *mine = TRUE;
      else if (here && g_hash_table_add (seen, person->person))
        g_ptr_array_add (others, g_strdup (person->person));
    }
  n = others->len + (*mine ? 1 : 0);
  *people = g_steal_pointer (&others);

  if (room->direct && all_me)
    return WEFT_BRING_SELF;
  if (n == 0 && !room->open)
    return WEFT_BRING_NOTHING;
  /* Of those who are here there may be a conversation without the others. Until it is whole, whoever brings
   * it is one more. */
  if (room->direct && all_here && n >= 2 && (*people)->len < CONVERSATION_MAX)
    return WEFT_BRING_DIRECT;
  return WEFT_BRING_ROOM;
}

/* Messages */

static void
on_refused (const char *where, const GError *refusal, gpointer user_data)
{
  Writer *self = user_data;

  weft_bring_report_addf (
      self->report,
      g_error_matches (refusal, WEFT_ERROR, WEFT_ERROR_CONFLICT)
          ? "message: people have written in the room since, and what is older does not come after that"
          : "message: refused",
      "%s: %s: %s", call_room (self->room), where, refusal->message);
}

/* The answers to what is on its way. */
static gboolean
flush (Writer *self, GError **error)
{
  return weft_bring_queue_flush (self->queue, &self->outcome->messages, error);
}

static gboolean
attach (Writer *self, const WeftBringMessage *message, const char *path, guint n, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WeftFileInfo) info
      = dex_await_boxed (weft_sync_add_file (self->context->sync, path), &local_error);
  g_autofree char *name = g_strdup_printf ("%s/%u", message->id, n);
  g_autofree char *id = weft_id_derive ("import/file", name);
  int result;

  if (info == NULL)
    {
      weft_bring_report_addf (self->report, "file: cannot be read", "%s: %s", path, local_error->message);
      return TRUE;
    }
  result = submit (self, &weft_files_attach_operation,
                   &(WeftFilesAttach) { .id = id,
                                        .target = message->id,
                                        .hash = info->hash,
                                        .name = info->name,
                                        .media_type = info->media_type,
                                        .size = info->size },
                   &local_error, error);
  weft_sync_release_file (self->context->sync, info->hash);
  if (result == 0 && !g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_EXISTS))
    weft_bring_report_addf (self->report, "file: refused", "%s: %s", path, local_error->message);
  return result >= 0;
}

static gboolean
bring (const WeftBringMessage *message, gpointer user_data, GError **error)
{
  Writer *self = user_data;
  g_auto (GStrv) files = g_strsplit (message->files, "\n", -1);
  WeftThreadBring args = {
    .id = message->id,
    .author = message->author,
    .speaker = message->speaker,
    .written_at = message->at,
    .text = message->text,
    .root = message->root,
    .reactions = message->reactions,
  };

  weft_bring_queue_add (self->queue, self->room->stream, &weft_thread_bring_operation, &args, message->where);
  if (message->pinned)
    g_ptr_array_add (self->pins, g_strdup (message->id));
  self->n_sent++;
  if (weft_bring_queue_get_n (self->queue) < WEFT_BRING_QUEUE_MAX && *message->files == '\0')
    return TRUE;

  if (!flush (self, error))
    return FALSE;
  for (guint i = 0; files[i] != NULL; i++)
    if (*files[i] != '\0' && !attach (self, message, files[i], i, error))
      return FALSE;
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " messages\033[K",
             call_room (self->room), self->n_sent, weft_bringing_get_n_messages (self->bringing));
  return TRUE;
}

/* Rooms */

/* 1: it is there and ours to fill; 0: it is not, and that is said; -1: nobody answers. */
static int
make_room (Writer *self, WeftBringPlace place, GPtrArray *people, GError **error)
{
  g_autofree char *name = weft_bring_writer_dup_name (self->bringing, self->room);
  g_autoptr (GError) refusal = NULL;
  gboolean common = place == WEFT_BRING_ROOM;
  WeftChatCreateRoom args = {
    .kind = common                     ? "room"
            : place == WEFT_BRING_SELF ? "self"
                                       : "direct",
    .name = common ? name : "",
    .topic = self->room->topic,
    .members = place == WEFT_BRING_DIRECT ? (const char *const *) people->pdata : NULL,
    .n_members = place == WEFT_BRING_DIRECT ? people->len : 0,
    .access = "private",
  };
  int result = submit (self, &weft_chat_create_room_operation, &args, &refusal, error);

  if (result != 0)
    return result;
  /* It was made by an earlier run, which went to its end. */
  if (g_str_has_prefix (refusal->message, "stream: "))
    self->outcome->rooms_before++;
  else
    weft_bring_report_addf (self->report, "room: refused", "%s: %s", name, refusal->message);
  return 0;
}

/* All of them at once: whoever is cut off before that begins with nobody in it again. */
static gboolean
add_members (Writer *self, const State *state, GPtrArray *people, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GArray) args = g_array_new (FALSE, TRUE, sizeof (WeftPeopleAddMember));
  g_autoptr (GPtrArray) operations = g_ptr_array_new ();
  g_autoptr (GPtrArray) pointers = g_ptr_array_new ();
  g_autoptr (GError) refusal = NULL;
  g_autofree char *id = NULL;

  for (guint i = 0; i < people->len; i++)
    if (!g_hash_table_contains (state->members, people->pdata[i]))
      g_ptr_array_add (missing, people->pdata[i]);
  if (missing->len == 0 || (g_hash_table_size (state->members) > 1 && people->len <= GROUP))
    return TRUE;

  for (guint i = 0; i < missing->len; i++)
    {
      WeftPeopleAddMember one = { .person = missing->pdata[i], .role = "member" };

      g_array_append_val (args, one);
    }
  if (missing->len <= GROUP)
    {
      for (guint i = 0; i < args->len; i++)
        {
          g_ptr_array_add (operations, (gpointer) &weft_people_add_member_operation);
          g_ptr_array_add (pointers, &g_array_index (args, WeftPeopleAddMember, i));
        }
      id = dex_await_string (weft_sync_submit_group (self->context->sync, self->room->stream,
                                                     (const WeftOperation *const *) operations->pdata,
                                                     (const gconstpointer *) pointers->pdata, args->len),
                             error);
      if (id == NULL)
        return FALSE;
      switch (weft_bring_queue_settle (self->queue, id, &refusal, error))
        {
        case 1:
          return TRUE;
        case 0:
          break; /* one of them may not: the others one by one */
        default:
          return FALSE;
        }
    }
  for (guint i = 0; i < args->len; i++)
    if (!attempt (self, &weft_people_add_member_operation, &g_array_index (args, WeftPeopleAddMember, i),
                  error))
      return FALSE;
  return TRUE;
}

/* It is in the hands of whoever made it there, or of the first in it. */
static gboolean
hand_over (Writer *self, GPtrArray *people, GError **error)
{
  const WeftBringPerson *creator
      = self->room->creator != NULL ? weft_bringing_find_person (self->bringing, self->room->creator) : NULL;
  const char *heir = people->pdata[0];

  for (guint i = 0; creator != NULL && creator->person != NULL && i < people->len; i++)
    if (g_str_equal (people->pdata[i], creator->person))
      heir = people->pdata[i];
  return attempt (self, &weft_people_set_member_role_operation,
                  &(WeftPeopleSetMemberRole) { .person = heir, .role = "admin" }, error)
         && attempt (self, &weft_people_leave_operation, &(WeftPeopleLeave) { 0 }, error);
}

static gboolean
pin (Writer *self, GError **error)
{
  for (guint i = 0; i < self->pins->len; i++)
    if (!attempt (self, &weft_thread_pin_operation, &(WeftThreadPin) { .id = self->pins->pdata[i] }, error))
      return FALSE;
  return TRUE;
}

static gboolean
set_up (Writer *self, const State *state, WeftBringPlace place, GError **error)
{
  WeftBringRoom *room = self->room;

  if (!pin (self, error))
    return FALSE;
  if (place != WEFT_BRING_ROOM)
    return TRUE;
  if (!g_str_equal (room->about, state->about)
      && !attempt (self, &weft_chat_describe_room_operation,
                   &(WeftChatDescribeRoom) { .about = room->about, .emblem = "", .yarn = "teal" }, error))
    return FALSE;
  /* Nobody writes there any more, as it was there. */
  if (room->archived && !g_str_equal (state->post, "admin")
      && !attempt (self, &weft_chat_set_permissions_operation,
                   &(WeftChatSetPermissions) { .post = "admin", .invite = "member", .pin = "admin" }, error))
    return FALSE;
  return !room->open || g_str_equal (state->access, "public")
         || attempt (self, &weft_chat_set_access_operation, &(WeftChatSetAccess) { .access = "public" },
                     error);
}

static gboolean
write_room (Writer *self, WeftBringRoom *room, GError **error)
{
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (State) state = NULL;
  gboolean mine;
  WeftBringPlace place = weft_bring_writer_decide (self->bringing, room, self->me, &people, &mine);
  int made;

  self->room = room;
  g_ptr_array_set_size (self->pins, 0);
  if (place == WEFT_BRING_NOTHING)
    return TRUE;
  state = load_state (self, error);
  if (state == NULL)
    return FALSE;
  if (!state->found)
    {
      made = make_room (self, place, people, error);
      if (made <= 0)
        return made == 0;
      g_clear_pointer (&state, state_unref);
      state = load_state (self, error);
      if (state == NULL)
        return FALSE;
    }
  /* Whoever knows how ids are made could wait there for what others said in private. */
  if (g_strcmp0 (state->created_by, self->me) != 0)
    {
      weft_bring_report_addf (self->report, "room: somebody else has made one with its id", "%s: %s",
                              call_room (room), room->stream);
      return TRUE;
    }

  if (!weft_bringing_each (self->bringing, room, bring, self, error) || !flush (self, error))
    return FALSE;
  if (!set_up (self, state, place, error)
      || (place == WEFT_BRING_ROOM && !add_members (self, state, people, error)))
    return FALSE;
  if (!mine && place != WEFT_BRING_SELF && people->len > 0 && !hand_over (self, people, error))
    return FALSE;
  self->outcome->rooms++;
  return TRUE;
}

/* A conversation of others is, until it is whole, also whoever brings it: before those which are theirs for
 * good. */
static int
get_turn (Writer *self, WeftBringRoom *room)
{
  g_autoptr (GPtrArray) people = NULL;
  gboolean mine;

  weft_bring_writer_decide (self->bringing, room, self->me, &people, &mine);
  return room->direct ? (mine ? 2 : 1) : 0;
}

gboolean
weft_bring_writer_run (WeftContext *context,
                       WeftBringing *bringing,
                       WeftBringOutcome *outcome,
                       GError **error)
{
  GPtrArray *rooms = weft_bringing_get_rooms (bringing);
  Writer self = {
    .context = context,
    .bringing = bringing,
    .report = weft_bringing_get_report (bringing),
    .me = weft_account_get_person (context->account),
    .outcome = outcome,
  };
  WeftBringTarget target = weft_bring_print_target (context);
  gboolean done = TRUE;

  self.queue = weft_bring_queue_new (&target, on_refused, &self);
  self.pins = g_ptr_array_new_with_free_func (g_free);
  for (int turn = 0; turn < 3; turn++)
    for (guint i = 0; done && i < rooms->len; i++)
      if (get_turn (&self, rooms->pdata[i]) == turn)
        done = write_room (&self, rooms->pdata[i], error);
  weft_bring_print_end ();
  weft_bring_queue_free (self.queue);
  g_ptr_array_unref (self.pins);

  return done;
}
