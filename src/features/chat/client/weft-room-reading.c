/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/client/weft-room-reading.h"

#include <glib/gi18n.h>

#include "base/weft-keyword-text.h"
#include "base/weft-markdown.h"
#include "base/weft-mention.h"
#include "proto/weft-text-span.h"
#include "sync/weft-people-stream.h"

#define MENTIONS_MAX 200 /* unread messages of a room that are looked through */

/* What concerns the person wherever they are. */
typedef struct
{
  const char *person;
  char **names;        /* (nullable) */
  GPtrArray *keywords; /* of char*: folded */
  WeftNoticeLevel rooms;
  WeftNoticeLevel direct;
} Self;

static void
room_free (gpointer data)
{
  WeftRoomRecord *record = data;

  g_free (record->stream);
  g_free (record->name);
  g_free (record->topic);
  g_free (record->partner);
  g_free (record->first);
  g_free (record->second);
  g_free (record->people);
  g_free (record->access);
  g_free (record->about);
  g_free (record->emblem);
  g_free (record->picture);
  g_free (record->yarn);
  g_free (record->post);
  g_free (record->invite);
  g_free (record->pin);
  g_free (record->role);
  g_free (record->folder);
  g_free (record->folder_name);
  g_free (record);
}

static void
folder_free (gpointer data)
{
  WeftRoomFolder *folder = data;

  g_free (folder->id);
  g_free (folder->name);
  g_free (folder);
}

static void
clear_reading (gpointer data)
{
  WeftRoomReading *self = data;

  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
}

static WeftRoomReading *
weft_room_reading_ref (WeftRoomReading *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
weft_room_reading_unref (WeftRoomReading *self)
{
  g_atomic_rc_box_release_full (self, clear_reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftRoomReading, weft_room_reading_unref)
G_DEFINE_BOXED_TYPE (WeftRoomReading, weft_room_reading, weft_room_reading_ref, weft_room_reading_unref)

/* A direct conversation is called after the others in it. */
static gboolean
read_others (WeftDatabase *database, WeftRoomRecord *record, const char *person, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT m.person, p.name FROM member m LEFT JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = m.person"
    " WHERE m.stream = ?1 AND m.person <> ?2 ORDER BY m.person", "tt", record->stream, person);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) people = g_string_new (NULL);
  guint n = 0;
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    {
      const char *name = weft_statement_get_text (statement, 1);

      g_set_str (&record->partner, n == 0 ? weft_statement_get_text (statement, 0) : NULL);
      if (n < 2)
        g_set_str (n == 0 ? &record->first : &record->second, name);
      n++;
      g_string_append_printf (people, "%s%s", people->len > 0 ? " " : "", weft_statement_get_text (statement, 0));
      if (name != NULL)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
  if (result != 0)
    return FALSE;
  if (n < 2)
    g_clear_pointer (&record->first, g_free);
  /* One's own notes have one's own face. */
  if (record->self)
    {
      g_set_str (&record->partner, person);
      g_string_assign (names, _("Notes to Self"));
    }
  g_set_str (&record->people, people->str);
  g_set_str (&record->name, names->str);
  return TRUE;
}

static gboolean
concerns (const Self *self, const char *text)
{
  const WeftTextNames names = { (const char *const *) self->names, NULL };
  g_autoptr (GArray) spans = weft_text_span_scan (text, &names);
  g_autofree char *talk = NULL;
  g_autoptr (WeftKeywordText) words = NULL;

  for (guint i = 0; spans != NULL && i < spans->len; i++)
    if (g_array_index (spans, WeftTextSpan, i).kind == WEFT_TEXT_SPAN_MENTION)
      return TRUE;
  if (self->keywords->len == 0)
    return FALSE;
  talk = weft_markdown_dup_talk (text);
  words = weft_keyword_text_new (talk);
  for (guint i = 0; i < self->keywords->len; i++)
    if (weft_keyword_text_has (words, g_ptr_array_index (self->keywords, i)))
      return TRUE;

  return FALSE;
}

static gboolean
read_unread (WeftDatabase *database, WeftRoomRecord *record, const Self *self, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT m.text, m.author = ?3, m.deleted OR EXISTS (SELECT 1 FROM hidden_message h WHERE h.stream = 'user/' || ?3 AND h.id = m.id) FROM message m WHERE m.stream = ?1 AND m.ordinal > ?2 ORDER BY m.ordinal DESC LIMIT ?4",
    "titi", record->stream, record->last_ordinal - MIN (record->n_unread, MENTIONS_MAX), self->person, (gint64) MENTIONS_MAX);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    {
      /* What one wrote oneself without looking there (passed on, sent later) is no news, unless one marked it so. */
      if (weft_statement_get_int (statement, 1) != 0 && !record->marked && record->n_unread > 0)
        record->n_unread--;
      if (weft_statement_get_int (statement, 1) != 0 || weft_statement_get_int (statement, 2) != 0)
        continue;
      if (concerns (self, weft_statement_get_text (statement, 0)))
        record->n_mentions++;
    }
  return result == 0;
}

/* The groups one is in; a guest knows of none. */
static char **
read_groups (WeftDatabase *database, const char *person, GError **error)
{
  g_autoptr (GStrvBuilder) handles = g_strv_builder_new ();
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT g.handle FROM person_in_group i JOIN person_group g ON g.stream = i.stream AND g.id = i.id"
    " WHERE i.stream = 'workspace' AND i.person = ?1 AND g.removed = 0",
    "t", person);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    g_strv_builder_add (handles, weft_statement_get_text (statement, 0));
  return result == 0 ? g_strv_builder_end (handles) : NULL;
}

static gboolean
read_self (WeftDatabase *database, Self *self, const char *own, GError **error)
{
  g_auto (GStrv) groups = read_groups (database, self->person, error);
  WeftStatement *statement = groups == NULL ? NULL : weft_database_query (database, error,
    "SELECT p.name, c.rooms, c.direct FROM person p LEFT JOIN notice_choice c ON c.stream = ?2 WHERE p.stream = " WEFT_PEOPLE_STREAM " AND p.id = ?1",
    "tt", self->person, own);
  int result = statement != NULL ? weft_statement_step (statement, error) : -1;

  if (result == 1)
    {
      self->names = weft_mention_own_names (weft_statement_get_text (statement, 0), (const char *const *) groups);
      self->rooms = weft_notice_level_from_wire (weft_statement_get_text (statement, 1), self->rooms);
      self->direct = weft_notice_level_from_wire (weft_statement_get_text (statement, 2), self->direct);
      weft_statement_reset (statement);
    }
  if (result < 0)
    return FALSE;

  statement = weft_database_query (database, error, "SELECT folded FROM notice_keyword WHERE stream = ?1", "t", own);
  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    g_ptr_array_add (self->keywords, weft_statement_dup_text (statement, 0));
  return result == 0;
}

static gboolean
read_folders (WeftDatabase *database, GPtrArray *folders, const char *own, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT id, name FROM room_folder WHERE stream = ?1", "t", own);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    {
      WeftRoomFolder *folder = g_new0 (WeftRoomFolder, 1);

      folder->id = weft_statement_dup_text (statement, 0);
      folder->name = weft_statement_dup_text (statement, 1);
      g_ptr_array_add (folders, folder);
    }
  return result == 0;
}

/* What the person made of the room for themselves: the columns of @statement from @column on. */
static void
take_place (WeftRoomRecord *record, WeftStatement *statement, int column, gint64 read)
{
  gint64 archived = weft_statement_get_int (statement, column + 1);
  gint64 cleared = weft_statement_get_int (statement, column + 2);
  gint64 unread = weft_statement_get_int (statement, column + 3);

  record->pinned = weft_statement_get_int (statement, column) != 0;
  record->archived_to = archived - 1;
  record->hidden = cleared > 0 && record->last_ordinal <= cleared;
  record->cleared = cleared;
  record->marked = unread > 0 && unread <= record->last_ordinal;
  record->marked_from = record->marked ? unread : 0;
  record->folder = weft_statement_dup_text (statement, column + 4);
  record->folder_name = weft_statement_dup_text (statement, column + 5);
  if (weft_statement_get_int (statement, column + 6) != 0)
    record->muted_until = weft_statement_get_int (statement, column + 7) == 0 ? G_MAXINT64 : weft_statement_get_int (statement, column + 7);
  if (unread > 0)
    read = MIN (read, unread - 1);
  record->n_unread = (guint) MAX (record->last_ordinal - MAX (read, cleared), 0);
}

static gboolean
read_rooms (WeftDatabase *database, GPtrArray *records, const Self *self, const char *own, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
    "SELECT r.stream, r.kind, r.name, r.topic, t.last_ordinal, t.last_at, l.value, d.value, f.target IS NOT NULL, r.created_at,"
    "       p.pinned, p.archived, p.cleared, p.unread, o.id, o.name, u.target IS NOT NULL, coalesce (u.until, 0),"
    "       coalesce (s.access, 'private'), coalesce (s.about, ''), coalesce (s.emblem, ''), coalesce (s.yarn, 'teal'), coalesce (s.post, 'guest'),"
    /* A guest of the workspace is one in every room. */
    "       CASE WHEN h.role = 'guest' AND m.role IS NOT NULL THEN 'guest' ELSE m.role END,"
    "       coalesce (s.invite, 'member'), coalesce (s.pin, 'member'), coalesce (t.brought, 0), n.level, r.picture, coalesce (r.picture_size, 0)"
    "  FROM room r"
    "  LEFT JOIN room_setup s ON s.stream = r.stream"
    "  LEFT JOIN member m ON m.stream = r.stream AND m.person = ?1"
    "  LEFT JOIN person h ON h.stream = " WEFT_PEOPLE_STREAM " AND h.id = ?1"
    "  LEFT JOIN thread t ON t.stream = r.stream"
    "  LEFT JOIN latest l ON l.stream = r.stream AND l.name = 'thread.read' AND l.person = ?1"
    "  LEFT JOIN latest d ON d.stream = r.stream AND d.name = 'thread.delivered' AND d.person = ?1"
    "  LEFT JOIN draft f ON f.stream = ?2 AND f.target = r.stream"
    "  LEFT JOIN room_place p ON p.stream = ?2 AND p.target = r.stream"
    "  LEFT JOIN room_folder o ON o.stream = ?2 AND o.id = p.folder"
    "  LEFT JOIN muted u ON u.stream = ?2 AND u.target = r.stream"
    "  LEFT JOIN notice_level n ON n.stream = ?2 AND n.target = r.stream",
    "tt", self->person, own);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    {
      WeftRoomRecord *record = g_new0 (WeftRoomRecord, 1);

      g_ptr_array_add (records, record);
      record->stream = weft_statement_dup_text (statement, 0);
      record->self = g_str_equal (weft_statement_get_text (statement, 1), "self");
      record->direct = !g_str_equal (weft_statement_get_text (statement, 1), "room");
      record->name = weft_statement_dup_text (statement, 2);
      record->topic = weft_statement_dup_text (statement, 3);
      record->last_ordinal = weft_statement_get_int (statement, 4);
      /* What is imported was written before its room was made here. */
      record->last_at = weft_statement_get_int (statement, 5);
      if (record->last_at == 0)
        record->last_at = weft_statement_get_int (statement, 9);
      record->delivered = weft_statement_get_int (statement, 7);
      record->draft = weft_statement_get_int (statement, 8) != 0;
      record->access = weft_statement_dup_text (statement, 18);
      record->about = weft_statement_dup_text (statement, 19);
      record->emblem = weft_statement_dup_text (statement, 20);
      record->yarn = weft_statement_dup_text (statement, 21);
      record->post = weft_statement_dup_text (statement, 22);
      record->role = weft_statement_dup_text (statement, 23);
      record->invite = weft_statement_dup_text (statement, 24);
      record->pin = weft_statement_dup_text (statement, 25);
      record->picture = weft_statement_dup_text (statement, 28);
      record->picture_size = weft_statement_get_int (statement, 29);
      record->level_chosen = weft_statement_get_text (statement, 27) != NULL;
      record->level_default = record->direct ? self->direct : self->rooms;
      record->level = weft_notice_level_from_wire (weft_statement_get_text (statement, 27), record->level_default);
      /* What was brought from elsewhere is nobody's news. */
      take_place (record, statement, 10, MAX (weft_statement_get_int (statement, 6), weft_statement_get_int (statement, 26)));
    }
  return result == 0;
}

static gboolean
read_reading (WeftDatabase *database, WeftRoomReading *reading, Self *self, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", self->person, NULL);

  if (!read_self (database, self, own, error) || !read_folders (database, reading->folders, own, error)
      || !read_rooms (database, reading->rooms, self, own, error))
    return FALSE;
  for (guint i = 0; i < reading->rooms->len; i++)
    {
      WeftRoomRecord *record = g_ptr_array_index (reading->rooms, i);

      if (record->direct && !read_others (database, record, self->person, error))
        return FALSE;
      if (record->n_unread > 0 && !read_unread (database, record, self, error))
        return FALSE;
    }
  return TRUE;
}

WeftRoomReading *
weft_room_reading_load (WeftDatabase *database, const char *person, GError **error)
{
  g_autoptr (WeftRoomReading) reading = g_atomic_rc_box_new0 (WeftRoomReading);
  g_autoptr (GPtrArray) keywords = g_ptr_array_new_with_free_func (g_free);
  Self self = { person, NULL, keywords, weft_notice_level_get_default (FALSE), weft_notice_level_get_default (TRUE) };
  gboolean good;

  reading->rooms = g_ptr_array_new_with_free_func (room_free);
  reading->folders = g_ptr_array_new_with_free_func (folder_free);
  good = read_reading (database, reading, &self, error);
  g_strfreev (self.names);
  return good ? g_steal_pointer (&reading) : NULL;
}

static gpointer
read_all (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_room_reading_load (database, user_data, error);
}

DexFuture *
weft_room_reading_read (WeftSync *sync)
{
  return weft_sync_read (sync, read_all, weft_room_reading_get_type (), g_strdup (weft_sync_get_person (sync)), g_free);
}
