/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"

#include "base/weft-id.h"
#include "modules/weft-modules.h"
#include "parts/files/shared/weft-files-module.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "store/weft-migration.h"
#include "store/weft-plan.h"

struct _WeftSync
{
  GObject parent_instance;

  WeftRegistry *registry;
  WeftDatabase *database;
  WeftRecording *recording;
  WeftSyncState state;
  char *person;
  gint64 seq;
  gint64 next_k;
  guint n_pages;
  WeftFileCache *cache;
  char *answer;        /* (nullable): to every question */
  GHashTable *fetches; /* (nullable): hash → DexPromise: what comes slowly */
  gboolean latest_changed;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_REASON,
  PROP_N_WAITING,
  PROP_N_FAILED,
  PROP_PERSON,
  PROP_ROLE,
  PROP_LAST_SYNC,
  N_PROPS
};

enum
{
  CHANGED,
  LATEST,
  PRESENCE,
  OUTBOX_CHANGED,
  REVOKED,
  FILE_PROGRESS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (WeftSyncState, weft_sync_state,
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_CATCHING_UP, "catching-up"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_RECONNECTING, "reconnecting"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_UNREACHABLE, "unreachable"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_PORTAL, "portal"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_UPDATE_NEEDED, "update-needed"))

G_DEFINE_FINAL_TYPE (WeftSync, weft_sync, G_TYPE_OBJECT)

static void
weft_sync_finalize (GObject *object)
{
  WeftSync *self = WEFT_SYNC (object);

  g_clear_object (&self->database);
  g_clear_object (&self->registry);
  g_free (self->person);
  g_free (self->answer);
  weft_file_cache_free (self->cache);

  g_clear_pointer (&self->fetches, g_hash_table_unref);
  G_OBJECT_CLASS (weft_sync_parent_class)->finalize (object);
}

static void
weft_sync_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftSync *self = WEFT_SYNC (object);

  if (prop_id == PROP_STATE)
    g_value_set_enum (value, self->state);
  else if (prop_id == PROP_PERSON)
    g_value_set_string (value, self->person);
}

static void
weft_sync_class_init (WeftSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = weft_sync_finalize;
  object_class->get_property = weft_sync_get_property;
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, WEFT_TYPE_SYNC_STATE, WEFT_SYNC_OFFLINE, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PERSON] = g_param_spec_string ("person", NULL, NULL, NULL, flags);
  properties[PROP_ROLE] = g_param_spec_string ("role", NULL, NULL, NULL, flags);
  properties[PROP_LAST_SYNC] = g_param_spec_int64 ("last-sync", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_CHANGES);
  signals[LATEST] = g_signal_new ("latest", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5,
                                  G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64, JSON_TYPE_NODE);
  signals[PRESENCE] = g_signal_new ("presence", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                    G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64);
  signals[OUTBOX_CHANGED] = g_signal_new ("outbox-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REVOKED] = g_signal_new ("revoked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[FILE_PROGRESS] = g_signal_new ("file-progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING,
                                         G_TYPE_INT64, G_TYPE_INT64);
}

static void
weft_sync_init (WeftSync *self)
{
  g_autofree char *directory = g_dir_make_tmp ("weft-fake-XXXXXX", NULL);

  self->state = WEFT_SYNC_ONLINE;
  self->cache = weft_file_cache_new (directory, WEFT_FILE_CACHE_MAX);
}

static void
run (WeftSync *self, const char *sql)
{
  g_autoptr (GError) error = NULL;

  weft_database_execute (self->database, sql, &error);
  g_assert_no_error (error);
}

WeftSync *
fake_sync_new (const char *path)
{
  WeftSync *self = g_object_new (WEFT_TYPE_SYNC, NULL);
  g_autoptr (GError) error = NULL;

  self->registry = weft_registry_new (weft_modules);
  self->database = weft_sqlite_open (path, WEFT_SQLITE_WRITE, &error);
  g_assert_no_error (error);
  weft_migrate_modules (self->database, self->registry, &error);
  g_assert_no_error (error);
  run (self, "CREATE TABLE IF NOT EXISTS latest (stream TEXT NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL, value INTEGER NOT NULL, at INTEGER NOT NULL,"
             " PRIMARY KEY (stream, name, person)) STRICT;"
             "CREATE TABLE IF NOT EXISTS outbox (k INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL, stream TEXT NOT NULL, op TEXT NOT NULL, args TEXT NOT NULL, n INTEGER,"
             " state INTEGER NOT NULL, error_code TEXT, error_message TEXT, created_at INTEGER NOT NULL) STRICT;"
             "CREATE TABLE IF NOT EXISTS upload (k INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, state INTEGER NOT NULL) STRICT;"
             "CREATE TABLE IF NOT EXISTS away AS SELECT * FROM message WHERE 0;");
  return self;
}

WeftDatabase *
fake_sync_get_database (WeftSync *self)
{
  return self->database;
}

void
fake_sync_set_person (WeftSync *self, const char *person)
{
  g_set_str (&self->person, person);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
}

void
fake_sync_set_state (WeftSync *self, WeftSyncState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
fake_sync_begin (WeftSync *self)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const WeftTable *const *shared;
  guint n;

  weft_database_begin (self->database, &error);
  g_assert_no_error (error);
  shared = weft_registry_get_tables (self->registry, &n);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (tables, (gpointer) shared[i]);
  g_ptr_array_add (tables, (gpointer) &weft_latest_table);
  self->recording = weft_sqlite_record (WEFT_SQLITE (self->database), (const WeftTable *const *) tables->pdata, tables->len, &error);
  g_assert_no_error (error);
}

void
fake_sync_commit (WeftSync *self)
{
  g_autoptr (WeftRecording) recording = g_steal_pointer (&self->recording);
  g_autoptr (WeftChanges) changes = weft_changes_new (self->registry);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) changeset = weft_recording_finish (recording, &error);

  g_assert_no_error (error);
  weft_changes_add (changes, self->database, changeset, &error);
  g_assert_no_error (error);
  weft_database_commit (self->database, &error);
  g_assert_no_error (error);
  if (weft_changes_get_n (changes) > 0)
    g_signal_emit (self, signals[CHANGED], 0, changes);
}

void
fake_sync_add_person (WeftSync *self, const char *id, const char *name, const char *title)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "INSERT OR REPLACE INTO person (stream, id, name, login, title, status, role, suspended, joined_at)"
                     " VALUES ('workspace', ?1, ?2, ?2, ?3, '', 'member', 0, 0)", "ttt", id, name, title);
  g_assert_no_error (error);
}

void
fake_sync_add_room (WeftSync *self, const char *stream, const char *kind, const char *name, const char *topic)
{
  g_autofree char *mine = g_strconcat ("user/", self->person, NULL);
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "INSERT INTO room (stream, kind, name, topic, created_by, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
                     "ttttt", stream, kind, name, topic, self->person);
  g_assert_no_error (error);
  weft_database_run (self->database, &error, "INSERT INTO membership (stream, target, role, since) VALUES (?1, ?2, 'admin', 0)", "tt", mine, stream);
  g_assert_no_error (error);
  fake_sync_add_member (self, stream, self->person);
}

void
fake_sync_list_room (WeftSync *self, const char *stream, const char *name, const char *topic, const char *access)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "INSERT INTO listed_room (stream, room, name, topic, access) VALUES ('workspace', ?1, ?2, ?3, ?4)",
                     "tttt", stream, name, topic, access);
  g_assert_no_error (error);
}

void
fake_sync_ask (WeftSync *self, const char *stream, const char *person)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "INSERT INTO join_request (stream, person, asked_at) VALUES (?1, ?2, 0)", "tt", stream, person);
  g_assert_no_error (error);
}

void
fake_sync_lose_draft (WeftSync *self, const char *stream, const char *text)
{
  g_autofree char *own = g_strconcat ("user/", weft_sync_get_person (self), NULL);
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error,
                     "INSERT INTO conflict (stream, id, target, op, object, field, mine, theirs, at)"
                     " VALUES (?1, ?2, ?1, 'thread.save-draft', ?3, 'text', ?4, '', 0)",
                     "tttt", own, id, stream, text);
  g_assert_no_error (error);
}

void
fake_sync_rename_room (WeftSync *self, const char *stream, const char *name)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "UPDATE room SET name = ?2 WHERE stream = ?1", "tt", stream, name);
  g_assert_no_error (error);
}

void
fake_sync_revoke (WeftSync *self, const char *stream)
{
  static const char *const tables[] = { "room", "thread", "message", "member" };
  g_autoptr (GError) error = NULL;

  fake_sync_begin (self);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE stream = ?1", tables[i]);

      weft_database_run (self->database, &error, sql, "t", stream);
      g_assert_no_error (error);
    }
  fake_sync_commit (self);
  g_signal_emit (self, signals[REVOKED], 0, stream, "");
}

void
fake_sync_add_member (WeftSync *self, const char *stream, const char *person)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "INSERT OR REPLACE INTO member (stream, person, role, since) VALUES (?1, ?2, ?3, 0)",
                     "ttt", stream, person, g_strcmp0 (person, self->person) == 0 ? "admin" : "member");
  g_assert_no_error (error);
}

char *
fake_sync_add_message (WeftSync *self, const char *stream, const char *author, const char *text, gint64 at, const char *reply_to)
{
  char *id = weft_id_new (weft_clock_get_system ());
  WeftFold fold = { self->database, stream, author, ++self->seq, at };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_message_sent (&fold, &(WeftThreadMessageSent) { .id = id, .text = text, .reply_to = reply_to }, &error);
  g_assert_no_error (error);
  return id;
}

char *
fake_sync_add_poll (WeftSync *self, const char *stream, const char *author, const char *text, gint64 at, gboolean several, gboolean secret, gint64 closes_at)
{
  char *id = weft_id_new (weft_clock_get_system ());
  WeftFold fold = { self->database, stream, author, ++self->seq, at };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_poll_opened (&fold, &(WeftThreadPollOpened) { .id = id, .text = text, .several = several, .secret = secret, .closes_at = closes_at }, &error);
  g_assert_no_error (error);
  return id;
}

void
fake_sync_vote (WeftSync *self, const char *stream, const char *person, const char *poll, guint option)
{
  WeftFold fold = { self->database, stream, person, ++self->seq, 0 };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_voted (&fold, &(WeftThreadVoted) { .id = poll, .option = option, .chosen = TRUE }, &error);
  g_assert_no_error (error);
}

char *
fake_sync_add_question (WeftSync *self, const char *stream, const char *author, const char *text, gint64 at, const char *severity, gboolean everyone, const char *by)
{
  char *id = weft_id_new (weft_clock_get_system ());
  WeftFold fold = { self->database, stream, author, ++self->seq, at };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_asked (&fold, &(WeftThreadAsked) { .id = id, .text = text, .severity = severity, .everyone = everyone }, &error);
  g_assert_no_error (error);
  if (by != NULL)
    {
      fold.by = by;
      fold.seq = ++self->seq;
      weft_thread_fold_acknowledged (&fold, &(WeftThreadAcknowledged) { .id = id }, &error);
      g_assert_no_error (error);
    }
  return id;
}

char *
fake_sync_bring (WeftSync *self, const char *stream, const char *author, const char *speaker, const char *text, gint64 at)
{
  char *id = weft_id_new (weft_clock_get_system ());
  WeftFold fold = { self->database, stream, "admin", ++self->seq, 0 };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_message_brought (
      &fold, &(WeftThreadMessageBrought) { .id = id, .author = author, .speaker = speaker, .written_at = at, .text = text, .reactions = "" }, &error);
  g_assert_no_error (error);
  return id;
}

char *
fake_sync_add_reply (WeftSync *self, const char *stream, const char *root, gint64 ordinal, gint64 place, const char *author, const char *text, gint64 at)
{
  char *id = weft_id_new (weft_clock_get_system ());
  WeftFold fold = { self->database, stream, author, ++self->seq, at };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_replied (&fold, &(WeftThreadReplied) { .id = id, .root = root, .ordinal = weft_reply_base (ordinal) + place, .text = text }, &error);
  g_assert_no_error (error);
  return id;
}

void
fake_sync_react (WeftSync *self, const char *stream, const char *id, const char *person, const char *emoji)
{
  WeftFold fold = { self->database, stream, person, ++self->seq, 0 };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_reacted (&fold, &(WeftThreadReacted) { .id = id, .emoji = emoji }, &error);
  g_assert_no_error (error);
}

void
fake_sync_name_thread (WeftSync *self, const char *stream, const char *root, const char *title, gboolean resolved)
{
  WeftFold fold = { self->database, stream, "", ++self->seq, 0 };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_thread_named (&fold, &(WeftThreadThreadNamed) { .id = root, .title = title }, &error);
  g_assert_no_error (error);
  weft_thread_fold_thread_resolved (&fold, &(WeftThreadThreadResolved) { .id = root, .resolved = resolved }, &error);
  g_assert_no_error (error);
}

void
fake_sync_preview (WeftSync *self, const char *stream, const char *message, const char *address, const char *title, const char *site)
{
  WeftFold fold = { self->database, stream, "", ++self->seq, 0 };
  g_autoptr (GError) error = NULL;

  weft_thread_fold_message_previewed (
      &fold, &(WeftThreadMessagePreviewed) { .id = message, .address = address, .title = title, .excerpt = "", .site = site }, &error);
  g_assert_no_error (error);
}

static void
attach_file (WeftSync *self, const char *stream, const char *target, const char *author, const char *path, const char *media_type, int width, int height,
             gint64 duration, const char *peaks)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  WeftFold fold = { self->database, stream, author, ++self->seq, g_get_real_time () / 1000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFileInfo) info = weft_file_cache_add (self->cache, path, NULL, &error);

  g_assert_no_error (error);
  weft_files_fold_file_attached_v2 (&fold,
                                    &(WeftFilesFileAttachedV2) { .id = id,
                                                                 .target = target,
                                                                 .hash = info->hash,
                                                                 .name = info->name,
                                                                 .media_type = media_type != NULL ? media_type : info->media_type,
                                                                 .size = info->size,
                                                                 .width = width,
                                                                 .height = height,
                                                                 .duration = duration,
                                                                 .peaks = peaks },
                                    &error);
  g_assert_no_error (error);
}

void
fake_sync_add_file (WeftSync *self, const char *stream, const char *target, const char *author, const char *path, int width, int height)
{
  attach_file (self, stream, target, author, path, NULL, width, height, 0, "");
}

void
fake_sync_add_film (WeftSync *self, const char *stream, const char *target, const char *author, const char *path, int width, int height, gint64 duration)
{
  attach_file (self, stream, target, author, path, NULL, width, height, duration, "");
}

void
fake_sync_add_voice (WeftSync *self, const char *stream, const char *target, const char *author, const char *path, gint64 duration, const char *peaks)
{
  attach_file (self, stream, target, author, path, "audio/ogg", 0, 0, duration, peaks);
}

void
fake_sync_set_mark (WeftSync *self, const char *stream, const char *name, const char *person, gint64 value)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "INSERT OR REPLACE INTO latest (stream, name, person, value, at) VALUES (?1, ?2, ?3, ?4, 1000)",
                     "ttti", stream, name, person, value);
  g_assert_no_error (error);
}

void
fake_sync_emit_latest (WeftSync *self, const char *stream, const char *name, const char *person, gint64 value)
{
  g_signal_emit (self, signals[LATEST], 0, stream, name, person, value, NULL);
}

void
fake_sync_emit_presence (WeftSync *self, const char *person, const char *state)
{
  g_signal_emit (self, signals[PRESENCE], 0, person, state, (gint64) 0);
}

void
fake_sync_refuse (WeftSync *self, const char *reason)
{
  g_autoptr (GError) error = NULL;

  fake_sync_begin (self);
  run (self, "UPDATE message SET ordinal = ordinal - 1 WHERE seq >= 4611686018427387904 AND ordinal > (SELECT ordinal FROM message WHERE id ="
             " (SELECT json_extract (args, '$.id') FROM outbox WHERE state < 3 ORDER BY k LIMIT 1));"
             "UPDATE thread SET last_ordinal = last_ordinal - 1 WHERE stream = (SELECT stream FROM outbox WHERE state < 3 ORDER BY k LIMIT 1);"
             "DELETE FROM message WHERE id = (SELECT json_extract (args, '$.id') FROM outbox WHERE state < 3 ORDER BY k LIMIT 1);");
  weft_database_run (self->database, &error, "UPDATE outbox SET state = 3, error_message = ?1 WHERE k = (SELECT min (k) FROM outbox WHERE state < 3)", "t", reason);
  g_assert_no_error (error);
  fake_sync_commit (self);
  g_signal_emit (self, signals[OUTBOX_CHANGED], 0);
}

void
fake_sync_forget_below (WeftSync *self, const char *stream, gint64 ordinal)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "INSERT INTO away SELECT * FROM message WHERE stream = ?1 AND ordinal < ?2", "ti", stream, ordinal);
  g_assert_no_error (error);
  weft_database_run (self->database, &error, "DELETE FROM message WHERE stream = ?1 AND ordinal < ?2", "ti", stream, ordinal);
  g_assert_no_error (error);
}

guint
fake_sync_get_n_pages_asked (WeftSync *self)
{
  return self->n_pages;
}

/* ── weft-sync.h ─────────────────────────────────────────────────────────────────────────────────────── */

WeftSync *
weft_sync_new (WeftRegistry *registry, WeftAccount *account, const char *directory, WeftClock *clock)
{
  g_assert_not_reached ();
}

DexFuture *
weft_sync_open (WeftSync *self)
{
  return dex_future_new_for_boolean (TRUE);
}

void
weft_sync_start (WeftSync *self)
{
}

void
weft_sync_stop (WeftSync *self)
{
}

void
weft_sync_retry (WeftSync *self)
{
}

DexFuture *
weft_sync_close (WeftSync *self)
{
  return dex_future_new_for_boolean (TRUE);
}

WeftSyncState
weft_sync_get_state (WeftSync *self)
{
  return self->state;
}

const char *
weft_sync_get_reason (WeftSync *self)
{
  return NULL;
}

guint
weft_sync_get_n_waiting (WeftSync *self)
{
  return 0;
}

guint
weft_sync_get_n_submitted (WeftSync *self)
{
  return 0;
}

guint
weft_sync_get_n_failed (WeftSync *self)
{
  return 0;
}

guint
weft_sync_get_n_refusals (WeftSync *self)
{
  return 0;
}

const char *
weft_sync_get_person (WeftSync *self)
{
  return self->person;
}

WeftRegistry *
weft_sync_get_registry (WeftSync *self)
{
  return self->registry;
}

const char *
weft_account_get_address (WeftAccount *self)
{
  return "https://team.example.org";
}

WeftAccount *
weft_sync_get_account (WeftSync *self)
{
  return NULL;
}

void
weft_sync_begin_together (WeftSync *self)
{
}

void
weft_sync_end_together (WeftSync *self)
{
}

DexFuture *
weft_sync_submit (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args)
{
  gboolean held = self->state != WEFT_SYNC_ONLINE;
  gint64 now = weft_clock_now (weft_clock_get_system ());
  g_autoptr (WeftPlan) plan = weft_plan_new (self->database, stream, self->person, WEFT_ROLE_ADMIN, now);
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  operation->write (args, json);
  fake_sync_begin (self);
  if (operation->plan (plan, args, &error))
    for (guint i = 0; i < weft_plan_get_n_events (plan); i++)
      {
        const WeftPlannedEvent *event = weft_plan_get_event (plan, i);
        g_autoptr (JsonParser) parser = json_parser_new ();
        WeftFold fold = { self->database, event->stream != NULL ? event->stream : stream, self->person,
                          held ? (G_GINT64_CONSTANT (1) << 62) + i : ++self->seq, now, self->registry };

        g_assert_true (json_parser_load_from_data (parser, event->body, -1, NULL));
        weft_fold_apply (&fold, event->event, json_node_get_object (json_parser_get_root (parser)), &error);
        g_assert_no_error (error);
      }
  else if (!held)
    {
      fake_sync_commit (self);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (held)
    {
      g_clear_error (&error);
      weft_database_run (self->database, &error, "INSERT INTO outbox (k, id, stream, op, args, state, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
                         "itttti", ++self->next_k, id, stream, operation->name, json->str, now);
      g_assert_no_error (error);
    }
  fake_sync_commit (self);
  if (held)
    g_signal_emit (self, signals[OUTBOX_CHANGED], 0);
  return dex_future_new_take_string (g_steal_pointer (&id));
}

/* Alone here: nobody has changed anything since. */
DexFuture *
weft_sync_submit_seen (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args, const char *field, const char *seen)
{
  return weft_sync_submit (self, stream, operation, args);
}

/* What was lost to the newest is taken off the list, whatever is kept of it. */
DexFuture *
weft_sync_resolve_conflict (WeftSync *self, const char *conflict, WeftConflictChoice choice)
{
  g_autoptr (GError) error = NULL;

  fake_sync_begin (self);
  weft_database_run (self->database, &error, "DELETE FROM conflict WHERE id = ?1", "t", conflict);
  g_assert_no_error (error);
  fake_sync_commit (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
weft_sync_submit_group (WeftSync *self, const char *stream, const WeftOperation *const *operations, const gconstpointer *args, guint n)
{
  DexFuture *last = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&last, dex_unref);
      last = weft_sync_submit (self, stream, operations[i], args[i]);
    }
  return last;
}

DexFuture *
weft_sync_submit_part (WeftSync *self, const char *stream, const WeftOperation *const *operations, const gconstpointer *args, guint n, const char *group)
{
  return weft_sync_submit_group (self, stream, operations, args, n);
}

DexFuture *
weft_sync_submit_with_files (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args, const char *const *files)
{
  return weft_sync_submit (self, stream, operation, args);
}

DexFuture *
weft_sync_add_file (WeftSync *self, const char *path)
{
  GError *error = NULL;
  WeftFileInfo *info = weft_file_cache_add (self->cache, path, NULL, &error);

  return info != NULL ? dex_future_new_take_boxed (WEFT_TYPE_FILE_INFO, info) : dex_future_new_for_error (error);
}

void
weft_sync_release_file (WeftSync *self, const char *hash)
{
  weft_file_cache_let_go (self->cache, hash);
}

DexFuture *
weft_sync_fetch_file (WeftSync *self, const char *stream, const char *hash, gint64 size)
{
  char *path;

  if (self->fetches != NULL)
    {
      DexPromise *promise = dex_promise_new ();

      g_hash_table_replace (self->fetches, g_strdup (hash), dex_ref (promise));
      g_signal_emit (self, signals[FILE_PROGRESS], 0, hash, size / 2, size);
      return DEX_FUTURE (promise);
    }
  path = weft_file_cache_find (self->cache, hash);

  return path != NULL ? dex_future_new_take_string (path) : dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "There is no server");
}

gboolean
weft_sync_get_file_progress (WeftSync *self, const char *hash, gint64 *done, gint64 *total)
{
  *done = 1;
  *total = 2;
  return weft_sync_is_fetching_file (self, hash);
}

gboolean
weft_sync_is_fetching_file (WeftSync *self, const char *hash)
{
  return self->fetches != NULL && g_hash_table_contains (self->fetches, hash);
}

void
weft_sync_cancel_file (WeftSync *self, const char *hash)
{
  g_autoptr (DexPromise) promise = NULL;
  g_autofree char *key = NULL;

  if (self->fetches == NULL || !g_hash_table_steal_extended (self->fetches, hash, (gpointer *) &key, (gpointer *) &promise))
    return;
  dex_promise_reject (promise, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The download was cancelled"));
  g_signal_emit (self, signals[FILE_PROGRESS], 0, hash, (gint64) 0, (gint64) 0);
}

void
fake_sync_set_slow (WeftSync *self)
{
  self->fetches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, dex_unref);
}

/* Without an answer there is no connection. */
void
fake_sync_set_answer (WeftSync *self, const char *answer)
{
  g_set_str (&self->answer, answer);
}

DexFuture *
weft_sync_ask (WeftSync *self, const WeftQuestion *question)
{
  return self->answer != NULL ? dex_future_new_for_string (self->answer)
                              : dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "There is no connection to the server");
}

DexFuture *
weft_sync_await (WeftSync *self, const char *id)
{
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
weft_sync_retry_operation (WeftSync *self, const char *id)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "UPDATE outbox SET state = 0, error_message = NULL WHERE id = ?1", "t", id);
  g_assert_no_error (error);
  g_signal_emit (self, signals[OUTBOX_CHANGED], 0);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
weft_sync_discard_operation (WeftSync *self, const char *id)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (self->database, &error, "DELETE FROM outbox WHERE id = ?1", "t", id);
  g_assert_no_error (error);
  g_signal_emit (self, signals[OUTBOX_CHANGED], 0);
  return dex_future_new_for_boolean (TRUE);
}

void
weft_sync_set_latest (WeftSync *self, const char *stream, const WeftLatest *latest, gint64 value)
{
  fake_sync_begin (self);
  fake_sync_set_mark (self, stream, latest->name, self->person, value);
  fake_sync_commit (self);
}

void
weft_sync_set_latest_object (WeftSync *self, const char *stream, const WeftLatest *latest, const char *json)
{
}

void
weft_sync_set_latest_args (WeftSync *self, const char *stream, const WeftLatest *latest, gconstpointer args)
{
}

void
weft_sync_open_stream (WeftSync *self, const char *stream)
{
}

void
weft_sync_close_stream (WeftSync *self, const char *stream)
{
}

void
weft_sync_set_idle (WeftSync *self, gboolean idle)
{
}

void
weft_sync_set_watched (WeftSync *self, const char *const *people)
{
}

DexFuture *
weft_sync_load_page (WeftSync *self, const char *stream, const char *table, gint64 before, guint limit)
{
  g_autoptr (GError) error = NULL;
  gint64 more = 0;

  self->n_pages++;
  if (self->state != WEFT_SYNC_ONLINE)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "offline");
  fake_sync_begin (self);
  weft_database_run (self->database, &error, "INSERT OR IGNORE INTO message SELECT * FROM away WHERE stream = ?1 AND ordinal >= ?2 AND ordinal < ?3",
                     "tii", stream, before - (gint64) limit, before);
  g_assert_no_error (error);
  fake_sync_commit (self);
  weft_database_get_value (self->database, &more, 0, NULL, "SELECT 1 FROM away WHERE stream = ?1 AND ordinal < ?2", "ti", stream, before - (gint64) limit);
  return dex_future_new_for_boolean (more != 0);
}

typedef struct
{
  DexPromise *promise;
  GValue value;
  GError *error;
} Reading;

static gboolean
finish_reading (gpointer user_data)
{
  Reading *reading = user_data;

  if (reading->error != NULL)
    dex_promise_reject (reading->promise, reading->error);
  else
    {
      dex_promise_resolve (reading->promise, &reading->value);
      g_value_unset (&reading->value);
    }
  dex_unref (reading->promise);
  g_free (reading);
  return G_SOURCE_REMOVE;
}

/* Reads at once but tells later, as the reader threads do. */
DexFuture *
weft_sync_read (WeftSync *self, WeftSyncReader reader, GType result_type, gpointer user_data, GDestroyNotify user_data_destroy)
{
  Reading *reading = g_new0 (Reading, 1);
  gpointer result = reader (self->database, user_data, &reading->error);
  DexPromise *promise = dex_promise_new ();

  if (user_data_destroy != NULL)
    user_data_destroy (user_data);
  reading->promise = dex_ref (promise);
  if (result != NULL)
    {
      g_value_init (&reading->value, result_type);
      if (result_type == G_TYPE_STRING)
        g_value_take_string (&reading->value, result);
      else if (g_type_is_a (result_type, G_TYPE_OBJECT))
        g_value_take_object (&reading->value, result);
      else
        g_value_take_boxed (&reading->value, result);
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, finish_reading, reading, NULL);
  return DEX_FUTURE (promise);
}

DexFuture *
weft_sync_search_held (WeftSync *self, WeftSearchQuery *query, const char *cursor, guint limit)
{
  WeftSearchScope scope = { .person = self->person, .cursor = cursor, .limit = limit };
  GError *error = NULL;
  WeftSearchResult *result = NULL;

  if (weft_database_begin_read (self->database, &error))
    {
      result = weft_search_run (self->database, weft_sync_get_registry (self), query, &scope, &error);
      weft_database_rollback (self->database);
    }

  return result != NULL ? dex_future_new_take_boxed (WEFT_TYPE_SEARCH_RESULT, result) : dex_future_new_for_error (error);
}

DexFuture *
weft_sync_search_server (WeftSync *self, const char *query, const char *cursor, guint limit)
{
  return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "no server");
}
