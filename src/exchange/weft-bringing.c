/* SPDX-License-Identifier: GPL-3.0-or-later */
#define DAY (G_GINT64_CONSTANT (24) * 3600 * 1000) /* ms */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "exchange/weft-bringing.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-json.h"
#include "base/weft-text.h"

#define NAME_MAX_CHARACTERS 80
#define PIECE_MAX 15000 /* characters, and bytes of three each, of one message */
#define RECORD_MAX (256 * 1024)

/* Where a message stands on the disk, and what its place hangs on. */
typedef struct
{
  guint64 id;   /* a hash of it */
  guint64 root; /* of what it stands under; 0: the room */
  gint64 at;    /* when it was said */
  gint64 turn;  /* by which it is ordered: not before its root */
  guint64 offset;
  guint32 length;
  guint32 room; /* index */
  guint32 n;    /* as they came */
  guint orphan : 1;
  guint dropped : 1;
} Entry;

struct _WeftBringing
{
  char *source;
  WeftBringReport *report; /* unowned */
  GPtrArray *people;
  GPtrArray *rooms;
  GHashTable *people_by_key;
  GHashTable *rooms_by_key; /* key → index + 1 */
  GArray *entries;
  GArray *first; /* of guint: where the entries of each room begin */
  FILE *file;
  guint64 length;
  guint64 n_messages;
};

static void
person_free (gpointer data)
{
  WeftBringPerson *person = data;

  g_free (person->key);
  g_free (person->name);
  g_free (person->login);
  g_free (person->email);
  g_free (person->person);
  g_free (person->here);
  g_free (person);
}

static void
room_free (gpointer data)
{
  WeftBringRoom *room = data;

  g_free (room->key);
  g_free (room->name);
  g_free (room->topic);
  g_free (room->about);
  g_free (room->creator);
  g_free (room->stream);
  g_ptr_array_unref (room->members);
  g_free (room);
}

WeftBringing *
weft_bringing_new (const char *source, WeftBringReport *report)
{
  WeftBringing *self = g_new0 (WeftBringing, 1);

  self->source = g_strdup (source);
  self->report = report;
  self->people = g_ptr_array_new_with_free_func (person_free);
  self->rooms = g_ptr_array_new_with_free_func (room_free);
  self->people_by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->rooms_by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->first = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

void
weft_bringing_free (WeftBringing *self)
{
  if (self->file != NULL)
    fclose (self->file);
  g_clear_pointer (&self->people_by_key, g_hash_table_unref);
  g_clear_pointer (&self->rooms_by_key, g_hash_table_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->first, g_array_unref);
  g_free (self->source);
  g_free (self);
}

WeftBringReport *
weft_bringing_get_report (WeftBringing *self)
{
  return self->report;
}

const char *
weft_bringing_get_source (WeftBringing *self)
{
  return self->source;
}

char *
weft_bringing_text (const char *text)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));
  const char *begin;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r')
        g_string_append (out, p[1] == '\n' ? "" : "\n");
      else if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f))
        g_string_append_unichar (out, c);
    }
  for (begin = out->str; *begin != '\0' && g_unichar_isspace (g_utf8_get_char (begin));
       begin = g_utf8_next_char (begin))
    ;
  if (*begin == '\0')
    return g_strdup ("");
  return g_strchomp (g_strdup (out->str));
}

gboolean
weft_bringing_is_time (gint64 at)
{
  return at > 0 && at < g_get_real_time () / 1000 + DAY;
}

char *
weft_bringing_line (const char *text, guint max)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *line = NULL;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029)
        g_string_append_c (out, ' ');
      /* What turns the direction of text would turn the names around it, too. */
      else if (!(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069))
        g_string_append_unichar (out, c);
    }
  g_strstrip (out->str);
  line = weft_text_shorten (out->str, max);
  return g_steal_pointer (&line);
}

WeftBringPerson *
weft_bringing_add_person (
    WeftBringing *self, const char *key, const char *name, const char *login, const char *email)
{
  WeftBringPerson *person;

  if (*key == '\0' || g_hash_table_contains (self->people_by_key, key)
      || self->people->len >= WEFT_BRINGING_PEOPLE_MAX)
    {
      weft_bring_report_add (self->report,
                             *key == '\0' ? N_ ("person: has no id")
                                          : N_ ("person: stands there twice, or is one too many"),
                             *key == '\0' ? name : key);
      return NULL;
    }

  person = g_new0 (WeftBringPerson, 1);
  person->key = g_strdup (key);
  person->name = weft_bringing_line (name, NAME_MAX_CHARACTERS);
  if (*person->name == '\0')
    {
      g_free (person->name);
      person->name = weft_bringing_line (key, NAME_MAX_CHARACTERS);
    }
  person->login = g_strdup (login);
  person->email = g_strdup (email);
  g_ptr_array_add (self->people, person);
  g_hash_table_insert (self->people_by_key, person->key, person);
  return person;
}

WeftBringRoom *
weft_bringing_add_room (WeftBringing *self, const char *key, const char *name)
{
  g_autofree char *name_space = g_strconcat ("import/", self->source, NULL);
  g_autofree char *id = NULL;
  WeftBringRoom *room;

  if (*key == '\0' || g_hash_table_contains (self->rooms_by_key, key)
      || self->rooms->len >= WEFT_BRINGING_ROOMS_MAX)
    {
      weft_bring_report_add (self->report,
                             *key == '\0' ? "room: has no id"
                                          : "room: stands there twice, or is one too many",
                             *key == '\0' ? name : key);
      return NULL;
    }

  room = g_new0 (WeftBringRoom, 1);
  room->key = g_strdup (key);
  room->name = weft_bringing_line (name, NAME_MAX_CHARACTERS);
  room->topic = g_strdup ("");
  room->about = g_strdup ("");
  room->members = g_ptr_array_new_with_free_func (g_free);
  id = weft_id_derive (name_space, key);
  room->stream = g_strconcat ("room/", id, NULL);
  g_ptr_array_add (self->rooms, room);
  g_hash_table_insert (self->rooms_by_key, room->key, GUINT_TO_POINTER (self->rooms->len));
  return room;
}

WeftBringPerson *
weft_bringing_find_person (WeftBringing *self, const char *key)
{
  return g_hash_table_lookup (self->people_by_key, key);
}

WeftBringRoom *
weft_bringing_find_room (WeftBringing *self, const char *key)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->rooms_by_key, key));

  return index > 0 ? self->rooms->pdata[index - 1] : NULL;
}

GPtrArray *
weft_bringing_get_people (WeftBringing *self)
{
  return self->people;
}

GPtrArray *
weft_bringing_get_rooms (WeftBringing *self)
{
  return self->rooms;
}

char *
weft_bringing_dup_author (WeftBringing *self, const char *key)
{
  const WeftBringPerson *person = weft_bringing_find_person (self, key);
  g_autofree char *name_space = NULL;

  if (person != NULL && person->person != NULL)
    return g_strdup (person->person);
  name_space = g_strconcat ("import/", self->source, "/person", NULL);
  return weft_id_derive (name_space, key);
}

/* FNV-1a, never 0. */
static guint64
hash_id (const char *id)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (const char *p = id; *p != '\0'; p++)
    hash = (hash ^ (guchar) *p) * G_GUINT64_CONSTANT (1099511628211);
  return MAX (hash, 1);
}

static gboolean
store (WeftBringing *self,
       WeftBringRoom *room,
       const WeftBringMessage *message,
       const char *where,
       GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Entry entry = { 0 };

  if (self->entries->len >= WEFT_BRINGING_MESSAGES_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "more than %d messages; bring some rooms first",
                   WEFT_BRINGING_MESSAGES_MAX);
      return FALSE;
    }
  if (self->file == NULL && (self->file = tmpfile ()) == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "a temporary file: %s", g_strerror (errno));
      return FALSE;
    }

  weft_json_begin (out, NULL);
  weft_json_string (out, "id", message->id);
  if (message->root != NULL)
    weft_json_string (out, "root", message->root);
  weft_json_string (out, "author", message->author);
  weft_json_string (out, "speaker", message->speaker);
  weft_json_int (out, "at", message->at);
  weft_json_string (out, "text", message->text);
  weft_json_string (out, "reactions", message->reactions);
  weft_json_string (out, "files", message->files);
  weft_json_bool (out, "pinned", message->pinned);
  weft_json_string (out, "where", where);
  weft_json_end (out);
  if (fwrite (out->str, 1, out->len, self->file) != out->len)
    {
      g_set_error (error, WEFT_ERROR, errno == ENOSPC ? WEFT_ERROR_FULL : WEFT_ERROR_UNAVAILABLE,
                   "a temporary file: %s", g_strerror (errno));
      return FALSE;
    }

  entry.id = hash_id (message->id);
  entry.root = message->root != NULL ? hash_id (message->root) : 0;
  entry.at = message->at;
  entry.turn = message->root != NULL ? MAX (message->at, message->root_at) : message->at;
  entry.offset = self->length;
  entry.length = (guint32) out->len;
  entry.room = GPOINTER_TO_UINT (g_hash_table_lookup (self->rooms_by_key, room->key)) - 1;
  entry.n = self->entries->len;
  self->length += out->len;
  g_array_append_val (self->entries, entry);
  return TRUE;
}

/* How much of @text fits into one message: to the end of a line, if one ends in its second half. */
static gsize
measure_piece (const char *text)
{
  const char *line = NULL;
  const char *p = text;

  for (guint n = 0; *p != '\0' && n < PIECE_MAX && p - text < 3 * PIECE_MAX; p = g_utf8_next_char (p), n++)
    if (*p == '\n' && n > PIECE_MAX / 2)
      line = p;
  if (*p == '\0' || line == NULL)
    return (gsize) (p - text);
  return (gsize) (line - text);
}

gboolean
weft_bringing_add_message (WeftBringing *self,
                           WeftBringRoom *room,
                           const WeftBringMessage *message,
                           const char *where,
                           GError **error)
{
  const char *text = message->text;

  for (guint i = 0; i == 0 || *text != '\0'; i++)
    {
      gsize length = measure_piece (text);
      g_autofree char *piece = g_strndup (text, length);
      g_autofree char *name = g_strdup_printf ("%s/%u", message->id, i);
      g_autofree char *id = i == 0 ? g_strdup (message->id) : weft_id_derive ("import/piece", name);
      WeftBringMessage part = *message;

      text += length;
      while (*text == '\n')
        text++;
      if (i > 0)
        {
          part.id = id;
          part.reactions = "";
          part.pinned = FALSE;
          part.files = "";
        }
      part.text = piece;
      if (!store (self, room, &part, where, error))
        return FALSE;
    }
  return TRUE;
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->room != y->room)
    return x->room < y->room ? -1 : 1;
  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return x->n < y->n ? -1 : x->n > y->n;
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->room != y->room)
    return x->room < y->room ? -1 : 1;
  if (x->turn != y->turn)
    return x->turn < y->turn ? -1 : 1;
  if ((x->root == 0) != (y->root == 0))
    return x->root == 0 ? -1 : 1;
  return x->n < y->n ? -1 : x->n > y->n;
}

static const Entry *
find (const Entry *entries, guint n, guint room, guint64 id)
{
  guint low = 0, high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Entry *entry = entries + middle;

      if (entry->room < room || (entry->room == room && entry->id < id))
        low = middle + 1;
      else
        high = middle;
    }
  return low < n && entries[low].room == room && entries[low].id == id ? entries + low : NULL;
}

static JsonNode *
load (WeftBringing *self, const Entry *entry, GError **error)
{
  g_autofree char *text = g_malloc (entry->length + 1);

  if (entry->length > RECORD_MAX * 4 || fseeko (self->file, (off_t) entry->offset, SEEK_SET) < 0
      || fread (text, 1, entry->length, self->file) != entry->length)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "The temporary file cannot be read");
      return NULL;
    }
  return weft_json_parse (text, entry->length, error);
}

static void
report_entry (WeftBringing *self, const Entry *entry, const char *reason)
{
  g_autoptr (JsonNode) root = load (self, entry, NULL);

  weft_bring_report_add (self->report, reason,
                         root != NULL
                             ? json_object_get_string_member_with_default (json_node_get_object (root),
                                                                           "where", "")
                             : "");
}

void
weft_bringing_finish (WeftBringing *self)
{
  Entry *entries = (Entry *) (gpointer) self->entries->data;
  guint n = self->entries->len;
  guint at = 0;

  if (self->file != NULL)
    fflush (self->file);

  g_array_sort (self->entries, compare_ids);
  for (guint i = 1; i < n; i++)
    if (entries[i].room == entries[i - 1].room && entries[i].id == entries[i - 1].id)
      {
        entries[i].dropped = TRUE;
        report_entry (self, entries + i, "message: stands there twice");
      }
  for (guint i = 0; i < n; i++)
    if (entries[i].root != 0 && !entries[i].dropped)
      {
        const Entry *root = find (entries, n, entries[i].room, entries[i].root);

        /* Under a reply, or under one which is not there. */
        if (root == NULL || root->root != 0)
          {
            entries[i].orphan = TRUE;
            report_entry (self, entries + i,
                          "reply: what it answers is not in the export; it stands in the room");
          }
      }
  for (guint i = 0; i < n; i++)
    if (entries[i].orphan)
      {
        entries[i].root = 0;
        entries[i].turn = entries[i].at;
      }

  g_array_sort (self->entries, compare_times);
  for (guint room = 0; room <= self->rooms->len; room++)
    {
      while (at < n && entries[at].room < room)
        at++;
      g_array_append_val (self->first, at);
    }
  for (guint i = 0; i < n; i++)
    if (!entries[i].dropped)
      {
        ((WeftBringRoom *) self->rooms->pdata[entries[i].room])->n_messages++;
        self->n_messages++;
      }
}

guint64
weft_bringing_get_n_messages (WeftBringing *self)
{
  return self->n_messages;
}

gboolean
weft_bringing_each (
    WeftBringing *self, WeftBringRoom *room, WeftBringingEach each, gpointer user_data, GError **error)
{
  const Entry *entries = (const Entry *) (gconstpointer) self->entries->data;
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->rooms_by_key, room->key)) - 1;
  guint end = g_array_index (self->first, guint, index + 1);

  for (guint i = g_array_index (self->first, guint, index); i < end; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      JsonObject *object;
      WeftBringMessage message = { 0 };

      if (entries[i].dropped)
        continue;
      node = load (self, entries + i, error);
      if (node == NULL)
        return FALSE;
      object = json_node_get_object (node);
      message.id = json_object_get_string_member (object, "id");
      message.root
          = entries[i].orphan ? NULL : json_object_get_string_member_with_default (object, "root", NULL);
      message.author = json_object_get_string_member (object, "author");
      message.speaker = json_object_get_string_member (object, "speaker");
      message.at = json_object_get_int_member (object, "at");
      message.text = json_object_get_string_member (object, "text");
      message.reactions = json_object_get_string_member (object, "reactions");
      message.files = json_object_get_string_member (object, "files");
      message.pinned = json_object_get_boolean_member (object, "pinned");
      message.where = json_object_get_string_member (object, "where");
      if (!each (&message, user_data, error))
        return FALSE;
    }
  return TRUE;
}
