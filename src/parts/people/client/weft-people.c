/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "base/weft-clock.h"
#include "parts/people/client/weft-people.h"
#include "parts/people/shared/weft-people-module.h"
#include "sync/weft-people-stream.h"

#define REFRESH_MAX (60 * 60 * 1000) /* ms: the clock may be set meanwhile */

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  char *id;
  char *name;
  char *title;
  char *status;
  char *role;
  char *picture; /* (nullable) */
  char *stream;
  gint64 picture_size;
  gint64 guest_until;
  gboolean suspended;
  WeftPersonState *state;
} Row;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->name);
  g_free (row->title);
  g_free (row->status);
  g_free (row->role);
  g_free (row->picture);
  g_free (row->stream);
  weft_person_state_free (row->state);
}

static gpointer
read_people (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT person.id, person.name, person.title, person.status, person.role, person.suspended, person.picture, person.picture_size, coalesce (person.guest_until, 0), person.stream, " WEFT_PERSON_STATE_COLUMNS
                                                  " FROM person" WEFT_PERSON_STATE_JOIN "WHERE person.stream = " WEFT_PEOPLE_STREAM,
                                                  "");
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  int result;

  g_array_set_clear_func (rows, row_clear);
  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    g_array_append_val (rows, ((Row) { .id = weft_statement_dup_text (statement, 0), .name = weft_statement_dup_text (statement, 1),
                                       .title = weft_statement_dup_text (statement, 2), .status = weft_statement_dup_text (statement, 3),
                                       .role = weft_statement_dup_text (statement, 4), .suspended = weft_statement_get_int (statement, 5) != 0,
                                       .picture = weft_statement_dup_text (statement, 6), .picture_size = weft_statement_get_int (statement, 7),
                                       .guest_until = weft_statement_get_int (statement, 8), .stream = weft_statement_dup_text (statement, 9),
                                       .state = weft_person_state_read (statement, 10) }));
  return result == 0 ? g_steal_pointer (&rows) : NULL;
}

static gpointer
read_members (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT person, role FROM member WHERE stream = ?1", "t", user_data);
  g_autoptr (GHashTable) roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  int result;

  while ((result = statement != NULL ? weft_statement_step (statement, error) : -1) == 1)
    g_hash_table_insert (roles, weft_statement_dup_text (statement, 0), weft_statement_dup_text (statement, 1));
  return result == 0 ? g_steal_pointer (&roles) : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return weft_person_compare (*(WeftPerson **) a, *(WeftPerson **) b);
}

/* Puts @people in the place of @old and tells of what lies between what stays before and behind. */
static void
replace_items (GListModel *model, GPtrArray **items, GPtrArray *people)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (items);
  guint before = 0;
  guint behind = 0;

  *items = people;
  while (before < old->len && before < people->len && g_ptr_array_index (old, before) == g_ptr_array_index (people, before))
    before++;
  while (behind < old->len - before && behind < people->len - before
         && g_ptr_array_index (old, old->len - 1 - behind) == g_ptr_array_index (people, people->len - 1 - behind))
    behind++;
  if (old->len - before - behind > 0 || people->len - before - behind > 0)
    g_list_model_items_changed (model, before, old->len - before - behind, people->len - before - behind);
}

/* ── WeftPeople ──────────────────────────────────────────────────────────────────────────────────────── */

struct _WeftPeople
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream; /* (nullable): before anybody is known */
  GHashTable *by_id;
  GPtrArray *items;
  guint refresh_source; /* when somebody's state may mean something else */
  gboolean reading;
  gboolean stale;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];
static guint member_signals[N_SIGNALS];

static GType
weft_people_get_item_type (GListModel *model)
{
  return WEFT_TYPE_PERSON;
}

static guint
weft_people_get_n_items (GListModel *model)
{
  return WEFT_PEOPLE (model)->items->len;
}

static gpointer
weft_people_get_item (GListModel *model, guint position)
{
  WeftPeople *self = WEFT_PEOPLE (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
weft_people_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_people_get_item_type;
  iface->get_n_items = weft_people_get_n_items;
  iface->get_item = weft_people_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftPeople, weft_people, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_people_model_init))

static void refresh_people (WeftPeople *self);

/* A status ends, or somebody's quiet hours begin. */
static gboolean
refresh_states (gpointer user_data)
{
  WeftPeople *self = user_data;
  gint64 now = weft_clock_now (weft_clock_get_system ());
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < self->items->len; i++)
    next = MIN (next, weft_person_refresh (g_ptr_array_index (self->items, i), now));
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (next < G_MAXINT64)
    self->refresh_source = g_timeout_add (CLAMP (next - now, 50, REFRESH_MAX), refresh_states, self);
  return G_SOURCE_REMOVE;
}

static void
apply_people (WeftPeople *self, GArray *rows)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      WeftPerson *person = g_hash_table_lookup (self->by_id, row->id);

      if (person == NULL)
        {
          person = weft_person_new (row->id);
          g_hash_table_insert (self->by_id, (gpointer) weft_person_get_id (person), person);
        }
      weft_person_update (person, row->name, row->title, row->status, row->role, row->suspended,
                          g_strcmp0 (row->id, weft_sync_get_person (self->sync)) == 0, row->state);
      weft_person_set_picture (person, row->picture, row->picture_size);
      weft_person_set_guest_until (person, row->guest_until);
      g_set_str (&self->stream, row->stream);
      g_ptr_array_add (items, g_object_ref (person));
    }
  g_ptr_array_sort (items, compare_names);
  replace_items (G_LIST_MODEL (self), &self->items, items);
  refresh_states (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static DexFuture *
on_people_read (DexFuture *future, gpointer user_data)
{
  WeftPeople *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    apply_people (self, g_value_get_boxed (value));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* the workspace is closing */
    g_warning ("The people of the workspace could not be read: %s", error->message);
  if (self->stale)
    refresh_people (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
refresh_people (WeftPeople *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_people, G_TYPE_ARRAY, NULL, NULL), on_people_read, g_object_ref (self), g_object_unref));
}

/* @stream: (nullable): %NULL: any */
static gboolean
touches (WeftChanges *changes, const WeftTable *table, const char *stream)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == table && (stream == NULL || g_str_equal (change->stream, stream)))
        return TRUE;
    }
  return FALSE;
}

static void
on_people_changed (WeftSync *sync, WeftChanges *changes, WeftPeople *self)
{
  if (touches (changes, &weft_people_person_table, NULL) || touches (changes, &weft_people_person_state_table, WEFT_STREAM_WORKSPACE))
    refresh_people (self);
}

static void
on_presence (WeftSync *sync, const char *id, const char *state, gint64 seen, WeftPeople *self)
{
  WeftPerson *person = g_hash_table_lookup (self->by_id, id);

  if (person == NULL)
    return;
  weft_person_set_seen (person, seen);
  weft_person_set_presence (person, state);
}

/* Without a connection nobody's presence is known: it is shown hollow. */
static void
on_state (WeftSync *sync, GParamSpec *pspec, WeftPeople *self)
{
  WeftSyncState state = weft_sync_get_state (sync);

  if (state == WEFT_SYNC_ONLINE || state == WEFT_SYNC_CATCHING_UP)
    return;
  for (guint i = 0; i < self->items->len; i++)
    if (weft_person_get_presence (g_ptr_array_index (self->items, i)) != NULL)
      weft_person_set_presence (g_ptr_array_index (self->items, i), "offline");
}

static void
weft_people_dispose (GObject *object)
{
  g_clear_handle_id (&WEFT_PEOPLE (object)->refresh_source, g_source_remove);
  g_clear_object (&WEFT_PEOPLE (object)->sync);

  G_OBJECT_CLASS (weft_people_parent_class)->dispose (object);
}

static void
weft_people_finalize (GObject *object)
{
  WeftPeople *self = WEFT_PEOPLE (object);

  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->by_id);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_people_parent_class)->finalize (object);
}

static void
weft_people_class_init (WeftPeopleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_people_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_people_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_people_init (WeftPeople *self)
{
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftPeople *
weft_people_new (WeftSync *sync)
{
  WeftPeople *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_PEOPLE, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_people_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "presence", G_CALLBACK (on_presence), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (refresh_people), self, G_CONNECT_SWAPPED);
  refresh_people (self);
  return self;
}

WeftSync *
weft_people_get_sync (WeftPeople *self)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return self->sync;
}

const char *
weft_people_get_stream (WeftPeople *self)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return self->stream != NULL ? self->stream : WEFT_STREAM_WORKSPACE;
}

WeftPerson *
weft_people_lookup (WeftPeople *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

WeftPerson *
weft_people_get_me (WeftPeople *self)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return weft_people_lookup (self, weft_sync_get_person (self->sync));
}

DexFuture *
weft_people_add_member (WeftPeople *self, const char *stream, const char *person)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return weft_sync_submit (self->sync, stream, &weft_people_add_member_operation, &(WeftPeopleAddMember) { .person = person, .role = "member" });
}

DexFuture *
weft_people_remove_member (WeftPeople *self, const char *stream, const char *person)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return weft_sync_submit (self->sync, stream, &weft_people_remove_member_operation, &(WeftPeopleRemoveMember) { .person = person });
}

DexFuture *
weft_people_set_member_role (WeftPeople *self, const char *stream, const char *person, const char *role)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return weft_sync_submit (self->sync, stream, &weft_people_set_member_role_operation,
                           &(WeftPeopleSetMemberRole) { .person = person, .role = role });
}

DexFuture *
weft_people_set_role (WeftPeople *self, const char *person, const char *role)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return weft_sync_submit (self->sync, WEFT_STREAM_WORKSPACE, &weft_people_set_role_operation, &(WeftPeopleSetRole) { .person = person, .role = role });
}

DexFuture *
weft_people_limit_guest (WeftPeople *self, const char *person, gint64 until)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return weft_sync_submit (self->sync, WEFT_STREAM_WORKSPACE, &weft_people_limit_guest_operation,
                           &(WeftPeopleLimitGuest) { .person = person, .guest_until = until });
}

DexFuture *
weft_people_leave (WeftPeople *self, const char *stream)
{
  WeftPeopleLeave args = { 0 };

  g_return_val_if_fail (WEFT_IS_PEOPLE (self), NULL);
  return weft_sync_submit (self->sync, stream, &weft_people_leave_operation, &args);
}

/* ── WeftMemberList ──────────────────────────────────────────────────────────────────────────────────── */

struct _WeftMemberList
{
  GObject parent_instance;

  WeftPeople *people;
  char *stream;
  GHashTable *roles; /* person → role */
  GPtrArray *items;
  gboolean reading;
  gboolean stale;
};

static GType
weft_member_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_PERSON;
}

static guint
weft_member_list_get_n_items (GListModel *model)
{
  return WEFT_MEMBER_LIST (model)->items->len;
}

static gpointer
weft_member_list_get_item (GListModel *model, guint position)
{
  WeftMemberList *self = WEFT_MEMBER_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
weft_member_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_member_list_get_item_type;
  iface->get_n_items = weft_member_list_get_n_items;
  iface->get_item = weft_member_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftMemberList, weft_member_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_member_list_model_init))

static void
apply_members (WeftMemberList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  const char *id;

  g_hash_table_iter_init (&iter, self->roles);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      WeftPerson *person = weft_people_lookup (self->people, id);

      if (person != NULL)
        g_ptr_array_add (items, g_object_ref (person));
    }
  g_ptr_array_sort (items, compare_names);
  replace_items (G_LIST_MODEL (self), &self->items, items);
  g_signal_emit (self, member_signals[CHANGED], 0);
}

static void refresh_members (WeftMemberList *self);

static DexFuture *
on_members_read (DexFuture *future, gpointer user_data)
{
  WeftMemberList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      g_clear_pointer (&self->roles, g_hash_table_unref);
      self->roles = g_value_dup_boxed (value);
      apply_members (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* the workspace is closing */
    g_warning ("%s: the members could not be read: %s", self->stream, error->message);
  if (self->stale)
    refresh_members (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
refresh_members (WeftMemberList *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->people->sync, read_members, G_TYPE_HASH_TABLE, g_strdup (self->stream), g_free),
                                         on_members_read, g_object_ref (self), g_object_unref));
}

static void
on_members_changed (WeftSync *sync, WeftChanges *changes, WeftMemberList *self)
{
  if (touches (changes, &weft_people_member_table, self->stream))
    refresh_members (self);
}

static void
weft_member_list_finalize (GObject *object)
{
  WeftMemberList *self = WEFT_MEMBER_LIST (object);

  g_clear_object (&self->people);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->roles);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_member_list_parent_class)->finalize (object);
}

static void
weft_member_list_class_init (WeftMemberListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_member_list_finalize;

  member_signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_member_list_init (WeftMemberList *self)
{
  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftMemberList *
weft_member_list_new (WeftPeople *people, const char *stream)
{
  WeftMemberList *self;

  g_return_val_if_fail (WEFT_IS_PEOPLE (people), NULL);

  self = g_object_new (WEFT_TYPE_MEMBER_LIST, NULL);
  self->people = g_object_ref (people);
  self->stream = g_strdup (stream);
  g_signal_connect_object (people->sync, "changed", G_CALLBACK (on_members_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (people, "changed", G_CALLBACK (apply_members), self, G_CONNECT_SWAPPED);
  refresh_members (self);
  return self;
}

const char *
weft_member_list_get_role (WeftMemberList *self, const char *person)
{
  WeftPerson *known;
  const char *role;

  g_return_val_if_fail (WEFT_IS_MEMBER_LIST (self), NULL);
  role = person != NULL ? g_hash_table_lookup (self->roles, person) : NULL;
  known = role != NULL ? weft_people_lookup (self->people, person) : NULL;
  return known != NULL && g_strcmp0 (weft_person_get_role (known), "guest") == 0 ? "guest" : role;
}
