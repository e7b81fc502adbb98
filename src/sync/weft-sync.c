/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync.h"

#include <libsoup/soup.h>
#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "store/weft-search.h"
#include "store/weft-step.h"
#include "sync/weft-account-private.h"
#include "sync/weft-named-files.h"
#include "sync/weft-readers.h"
#include "sync/weft-sync-private.h"
#include "sync/weft-sync-thread.h"
#include "sync/weft-transfers.h"

#define N_READERS 2
#define SEARCH_BUDGET 40000 /* µs of a reader for one page of hits */
#define GROUP_BYTES (24 * 1024) /* of arguments in one frame: what they are based on comes on top */
#define SETTLE_TIME 3 /* s to wait for a token under way when closing */

struct _WeftSync
{
  GObject parent_instance;

  WeftRegistry *registry;
  WeftAccount *account;
  char *directory;
  WeftClock *clock;
  gboolean strict;
  WeftTransportTiming *timing; /* (nullable) */

  WeftSyncThread *thread;
  WeftReaders *readers;
  WeftTransfers *transfers;
  GHashTable *progress;  /* hash → Progress */
  GHashTable *open;      /* stream → by how many it is shown */
  guint n_submitted;
  GNetworkMonitor *monitor;
  WeftSyncStatus status;
};

enum
{
  PROP_STATE = 1,
  PROP_REASON,
  PROP_TRANSPORT,
  PROP_N_WAITING,
  PROP_N_FAILED,
  PROP_N_REFUSALS,
  PROP_PERSON,
  PROP_ROLE,
  PROP_LAST_SYNC,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_LATEST,
  SIGNAL_PRESENCE,
  SIGNAL_OUTBOX_CHANGED,
  SIGNAL_REVOKED,
  SIGNAL_FILE_PROGRESS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftSync, weft_sync, G_TYPE_OBJECT)

typedef struct
{
  gint64 done;
  gint64 total;
} Progress;

/* ── from the thread, on our context ────────────────────────────────────────────────────────────────── */

static DexFuture *
on_token (DexFuture *future, gpointer user_data)
{
  WeftSync *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->thread != NULL)
    {
      gint64 left = _weft_account_get_expiry (self->account) -
                    weft_clock_now (self->clock != NULL ? self->clock : weft_clock_get_system ());

      /* Five minutes early; tokens that live no longer than some minutes at half their time. */
      weft_sync_thread_set_token (self->thread, value != NULL ? g_value_get_string (value) : NULL,
                                  MAX (left - WEFT_ACCOUNT_REFRESH_EARLY, left / 2), error);
    }

  return NULL;
}

static void
on_need_token (gboolean force_refresh, gpointer user_data)
{
  WeftSync *self = user_data;

  dex_future_disown (dex_future_finally (weft_account_get_access (self->account, force_refresh), on_token, g_object_ref (self),
                                         g_object_unref));
}

static void
on_status (const WeftSyncStatus *status, gpointer user_data)
{
  WeftSync *self = user_data;
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (self->status.state != status->state)
    g_object_notify_by_pspec (object, properties[PROP_STATE]);
  if (self->status.n_waiting != status->n_waiting)
    g_object_notify_by_pspec (object, properties[PROP_N_WAITING]);
  if (self->status.n_failed != status->n_failed)
    g_object_notify_by_pspec (object, properties[PROP_N_FAILED]);
  if (self->status.n_refusals != status->n_refusals)
    g_object_notify_by_pspec (object, properties[PROP_N_REFUSALS]);
  if (self->status.role != status->role)
    g_object_notify_by_pspec (object, properties[PROP_ROLE]);
  if (self->status.last_sync != status->last_sync)
    g_object_notify_by_pspec (object, properties[PROP_LAST_SYNC]);
  self->status.state = status->state;
  self->status.n_waiting = status->n_waiting;
  self->status.n_failed = status->n_failed;
  self->status.n_refusals = status->n_refusals;
  self->status.role = status->role;
  self->status.last_sync = status->last_sync;
  if (self->transfers != NULL)
    weft_transfers_set_online (self->transfers, status->state == WEFT_SYNC_ONLINE || status->state == WEFT_SYNC_CATCHING_UP);
  if (g_set_str (&self->status.reason, status->reason))
    g_object_notify_by_pspec (object, properties[PROP_REASON]);
  if (self->status.transport != status->transport)
    {
      self->status.transport = status->transport;
      g_object_notify_by_pspec (object, properties[PROP_TRANSPORT]);
    }
  g_set_str (&self->status.page, status->page);
  if (g_set_str (&self->status.person, status->person))
    g_object_notify_by_pspec (object, properties[PROP_PERSON]);
  g_object_thaw_notify (object);
}

static void
on_changed (WeftChanges *changes, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CHANGED], 0, changes);
}

static void
on_outbox_changed (gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_OUTBOX_CHANGED], 0);
}

static void
on_latest (const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_LATEST], 0, stream, name, person, value, extra);
}

static void
on_presence (const char *person, const char *state, gint64 seen, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_PRESENCE], 0, person, state, seen);
}

static void
on_uploads (GPtrArray *uploads, gpointer user_data)
{
  WeftSync *self = user_data;

  if (self->transfers != NULL)
    weft_transfers_set_uploads (self->transfers, uploads);
}

static DexFuture *
on_named_files (DexFuture *future, gpointer user_data)
{
  WeftSync *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && self->transfers != NULL)
    weft_transfers_keep_only (self->transfers, g_value_get_boxed (value));

  return NULL;
}

static gpointer
read_named_files (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_named_files_read (database, user_data, error);
}

/* The rows are gone; so are the files which only they named. */
static void
on_erased (gpointer user_data)
{
  WeftSync *self = user_data;

  dex_future_disown (dex_future_finally (weft_sync_read (self, read_named_files, G_TYPE_HASH_TABLE, g_object_ref (self->registry),
                                                         g_object_unref),
                                         on_named_files, g_object_ref (self), g_object_unref));
}

static void
on_revoked (const char *stream, const char *title, gpointer user_data)
{
  on_erased (user_data);
  g_signal_emit (user_data, signals[SIGNAL_REVOKED], 0, stream, title);
}

static const WeftSyncThreadEvents thread_events = {
  .need_token = on_need_token,
  .status = on_status,
  .changed = on_changed,
  .outbox_changed = on_outbox_changed,
  .uploads = on_uploads,
  .latest = on_latest,
  .presence = on_presence,
  .revoked = on_revoked,
  .erased = on_erased,
};

/* ── files on their way ─────────────────────────────────────────────────────────────────────────────── */

static DexFuture *
on_transfer_token (DexFuture *future, gpointer user_data)
{
  WeftSync *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->transfers != NULL)
    weft_transfers_set_token (self->transfers, value != NULL ? g_value_get_string (value) : NULL, error);

  return NULL;
}

static void
on_transfer_need_token (gboolean force_refresh, gpointer user_data)
{
  WeftSync *self = user_data;

  dex_future_disown (dex_future_finally (weft_account_get_access (self->account, force_refresh), on_transfer_token,
                                         g_object_ref (self), g_object_unref));
}

static void
on_transfer_uploaded (const char *hash, const GError *refusal, gpointer user_data)
{
  WeftSync *self = user_data;

  g_hash_table_remove (self->progress, hash);
  if (self->thread != NULL)
    weft_sync_thread_file_uploaded (self->thread, hash, refusal);
}

static void
on_transfer_progress (const char *hash, gint64 done, gint64 total, gpointer user_data)
{
  WeftSync *self = user_data;

  if (done < total)
    {
      Progress *progress = g_new (Progress, 1);

      *progress = (Progress) { done, total };
      g_hash_table_insert (self->progress, g_strdup (hash), progress);
    }
  else
    g_hash_table_remove (self->progress, hash);
  g_signal_emit (self, signals[SIGNAL_FILE_PROGRESS], 0, hash, done, total);
}

static const WeftTransfersEvents transfers_events = {
  .need_token = on_transfer_need_token,
  .uploaded = on_transfer_uploaded,
  .progress = on_transfer_progress,
};

static void
tell_network (WeftSync *self)
{
  if (self->thread != NULL)
    weft_sync_thread_set_network (self->thread, g_network_monitor_get_network_available (self->monitor),
                                  g_network_monitor_get_connectivity (self->monitor) == G_NETWORK_CONNECTIVITY_PORTAL);
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  tell_network (user_data);
}

static void
on_connectivity_changed (GNetworkMonitor *monitor, GParamSpec *pspec, gpointer user_data)
{
  tell_network (user_data);
}

/* ── GObject ────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_sync_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftSync *self = WEFT_SYNC (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->status.state);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->status.reason);
      break;
    case PROP_TRANSPORT:
      g_value_set_string (value, self->status.transport);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, self->status.n_waiting);
      break;
    case PROP_N_FAILED:
      g_value_set_uint (value, self->status.n_failed);
      break;
    case PROP_N_REFUSALS:
      g_value_set_uint (value, self->status.n_refusals);
      break;
    case PROP_PERSON:
      g_value_set_string (value, self->status.person);
      break;
    case PROP_ROLE:
      g_value_set_int (value, self->status.role);
      break;
    case PROP_LAST_SYNC:
      g_value_set_int64 (value, self->status.last_sync);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_sync_dispose (GObject *object)
{
  WeftSync *self = WEFT_SYNC (object);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  self->monitor = NULL;
  if (self->transfers != NULL)
    dex_future_disown (weft_transfers_close (g_steal_pointer (&self->transfers)));
  g_clear_pointer (&self->thread, weft_sync_thread_free);
  g_clear_pointer (&self->readers, weft_readers_free);

  G_OBJECT_CLASS (weft_sync_parent_class)->dispose (object);
}

static void
weft_sync_finalize (GObject *object)
{
  WeftSync *self = WEFT_SYNC (object);

  g_clear_object (&self->registry);
  g_clear_object (&self->account);
  g_clear_object (&self->clock);
  g_hash_table_unref (self->open);
  g_hash_table_unref (self->progress);
  g_free (self->directory);
  g_free (self->timing);
  weft_sync_status_clear (&self->status);

  G_OBJECT_CLASS (weft_sync_parent_class)->finalize (object);
}

static void
weft_sync_class_init (WeftSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  dex_init ();

  object_class->get_property = weft_sync_get_property;
  object_class->dispose = weft_sync_dispose;
  object_class->finalize = weft_sync_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, WEFT_TYPE_SYNC_STATE, WEFT_SYNC_OFFLINE, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_TRANSPORT] = g_param_spec_string ("transport", NULL, NULL, NULL, flags);
  properties[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_REFUSALS] = g_param_spec_uint ("n-refusals", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PERSON] = g_param_spec_string ("person", NULL, NULL, NULL, flags);
  properties[PROP_ROLE] = g_param_spec_int ("role", NULL, NULL, WEFT_ROLE_NONE, WEFT_ROLE_SYSTEM, WEFT_ROLE_NONE, flags);
  properties[PROP_LAST_SYNC] = g_param_spec_int64 ("last-sync", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", WEFT_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, WEFT_TYPE_CHANGES);
  signals[SIGNAL_LATEST] = g_signal_new ("latest", WEFT_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5,
                                         G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64, JSON_TYPE_NODE);
  signals[SIGNAL_PRESENCE] = g_signal_new ("presence", WEFT_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                           G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_OUTBOX_CHANGED] = g_signal_new ("outbox-changed", WEFT_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);
  signals[SIGNAL_REVOKED] = g_signal_new ("revoked", WEFT_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                          G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_FILE_PROGRESS] = g_signal_new ("file-progress", WEFT_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                                G_TYPE_STRING, G_TYPE_INT64, G_TYPE_INT64);
}

static void
weft_sync_init (WeftSync *self)
{
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->progress = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* Two threads which make their first socket and their first session at the same time wait for each other for ever: one holds the lock of
 * type initialisation, the other is inside g_socket_address_get_type(). So both are made known before there are threads. */
static void
initialize_types (void)
{
  g_type_ensure (G_TYPE_SOCKET_ADDRESS);
  g_type_class_unref (g_type_class_ref (G_TYPE_SOCKET));
  g_type_class_unref (g_type_class_ref (SOUP_TYPE_SESSION));
}

WeftSync *
weft_sync_new (WeftRegistry *registry, WeftAccount *account, const char *directory, WeftClock *clock)
{
  WeftSync *self;

  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (WEFT_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (directory != NULL, NULL);

  initialize_types ();
  self = g_object_new (WEFT_TYPE_SYNC, NULL);
  self->registry = g_object_ref (registry);
  self->account = g_object_ref (account);
  self->directory = g_strdup (directory);
  self->clock = clock != NULL ? g_object_ref (clock) : NULL;

  return self;
}

void
_weft_sync_set_strict (WeftSync *self, gboolean strict)
{
  self->strict = strict;
}

void
_weft_sync_set_timing (WeftSync *self, const WeftTransportTiming *timing)
{
  g_free (self->timing);
  self->timing = g_memdup2 (timing, sizeof *timing);
}

static void
tell_open (WeftSync *self)
{
  g_autofree gpointer *streams = g_hash_table_get_keys_as_array (self->open, NULL);

  if (self->thread != NULL)
    weft_sync_thread_set_open (self->thread, (const char *const *) streams);
}

DexFuture *
weft_sync_open (WeftSync *self)
{
  DexPromise *opened;
  g_autofree char *path = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (self->thread == NULL, NULL);

  opened = dex_promise_new ();
  self->thread = weft_sync_thread_new (self->registry, weft_account_get_address (self->account), self->directory, self->clock,
                                       self->strict, opened, &thread_events, self);
  tell_open (self);
  self->transfers
      = weft_transfers_new (weft_account_get_address (self->account), self->directory, &transfers_events, self);
  path = weft_copy_get_path (self->directory);
  self->readers = weft_readers_new (path, N_READERS);
  self->monitor = g_network_monitor_get_default ();
  g_signal_connect (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self);
  g_signal_connect (self->monitor, "notify::connectivity", G_CALLBACK (on_connectivity_changed), self);
  if (self->timing != NULL)
    weft_sync_thread_set_timing (self->thread, self->timing);
  tell_network (self);

  return DEX_FUTURE (opened);
}

void
weft_sync_start (WeftSync *self)
{
  g_return_if_fail (WEFT_IS_SYNC (self));
  g_return_if_fail (self->thread != NULL);

  weft_sync_thread_start (self->thread);
}

void
weft_sync_stop (WeftSync *self)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  if (self->thread != NULL)
    weft_sync_thread_stop (self->thread);
}

void
weft_sync_retry (WeftSync *self)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  if (self->thread != NULL)
    weft_sync_thread_retry (self->thread);
}

static DexFuture *
on_settled (DexFuture *future, gpointer user_data)
{
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_thread_closed (DexFuture *future, gpointer user_data)
{
  WeftSync *self = user_data;

  g_clear_pointer (&self->thread, weft_sync_thread_free);

  return dex_future_finally (dex_future_first (_weft_account_settle (self->account), dex_timeout_new_seconds (SETTLE_TIME), NULL),
                             on_settled, NULL, NULL);
}

DexFuture *
weft_sync_close (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  self->monitor = NULL;
  g_clear_pointer (&self->readers, weft_readers_free);
  if (self->thread == NULL)
    return dex_future_new_for_boolean (TRUE);

  return dex_future_finally (dex_future_all (weft_transfers_close (g_steal_pointer (&self->transfers)),
                                             weft_sync_thread_close (self->thread), NULL),
                             on_thread_closed, g_object_ref (self), g_object_unref);
}

WeftSyncState
weft_sync_get_state (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), WEFT_SYNC_OFFLINE);

  return self->status.state;
}

const char *
weft_sync_get_transport (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->status.transport;
}

const char *
weft_sync_get_portal_page (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->status.page;
}

const char *
weft_sync_get_reason (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->status.reason;
}

guint
weft_sync_get_n_waiting (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), 0);

  return self->status.n_waiting;
}

guint
weft_sync_get_n_failed (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), 0);

  return self->status.n_failed;
}

guint
weft_sync_get_n_refusals (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), 0);

  return self->status.n_refusals;
}

const char *
weft_sync_get_person (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->status.person;
}

WeftRegistry *
weft_sync_get_registry (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->registry;
}

WeftAccount *
weft_sync_get_account (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->account;
}

static DexFuture *
reject_closed (void)
{
  return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The workspace is not open");
}

void
weft_sync_begin_together (WeftSync *self)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  weft_sync_thread_hold (self->thread);
}

void
weft_sync_end_together (WeftSync *self)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  weft_sync_thread_release (self->thread);
}

DexFuture *
weft_sync_submit (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args)
{
  return weft_sync_submit_with_files (self, stream, operation, args, NULL);
}

DexFuture *
weft_sync_submit_with_files (WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args,
                             const char *const *files)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (stream != NULL && operation != NULL, NULL);

  if (self->thread == NULL)
    return reject_closed ();

  self->n_submitted++;
  text = g_string_new (NULL);
  operation->write (args, text);

  return weft_sync_thread_submit (self->thread, stream, operation->name, text->str, files, NULL, NULL);
}

DexFuture *
weft_sync_submit_seen (
    WeftSync *self, const char *stream, const WeftOperation *operation, gconstpointer args, const char *field, const char *seen)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (GString) values = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (stream != NULL && operation != NULL && field != NULL, NULL);

  if (self->thread == NULL)
    return reject_closed ();

  self->n_submitted++;
  text = g_string_new (NULL);
  operation->write (args, text);
  if (seen == NULL)
    return weft_sync_thread_submit (self->thread, stream, operation->name, text->str, NULL, NULL, NULL);

  values = g_string_new (NULL);
  weft_json_begin (values, NULL);
  weft_json_string (values, field, seen);
  weft_json_end (values);

  return weft_sync_thread_submit (self->thread, stream, operation->name, text->str, NULL, values->str, NULL);
}

DexFuture *
weft_sync_submit_group (
    WeftSync *self, const char *stream, const WeftOperation *const *operations, const gconstpointer *args, guint n)
{
  g_autofree char *own = weft_id_random ();

  return weft_sync_submit_part (self, stream, operations, args, n, own);
}

DexFuture *
weft_sync_submit_part (WeftSync *self,
                       const char *stream,
                       const WeftOperation *const *operations,
                       const gconstpointer *args,
                       guint n,
                       const char *group)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  guint done = 0;

  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (stream != NULL && n > 0 && n <= WEFT_GROUP_MAX && group != NULL, NULL);

  if (self->thread == NULL)
    return reject_closed ();

  self->n_submitted++;
  /* What makes a stream stands alone. */
  if (n == 1)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      operations[0]->write (args[0], text);
      return weft_sync_thread_submit (self->thread, stream, operations[0]->name, text->str, NULL, NULL, group);
    }
  while (done < n)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint first = done;

      weft_json_begin (text, NULL);
      weft_json_begin_array (text, "operations");
      while (done < n)
        {
          g_autoptr (GString) one = g_string_new (NULL);

          operations[done]->write (args[done], one);
          if (done > first && text->len + one->len > GROUP_BYTES)
            break;
          weft_json_begin (text, NULL);
          weft_json_string (text, "op", operations[done]->name);
          weft_json_raw (text, "args", one->str, (gssize) one->len);
          weft_json_end (text);
          done++;
        }
      weft_json_end_array (text);
      weft_json_end (text);
      g_ptr_array_add (futures, weft_sync_thread_submit (self->thread, stream, WEFT_GROUP_OPERATION, text->str, NULL, NULL, group));
    }

  /* They are queued in order: the last is on disk when all are. */
  return dex_ref (futures->pdata[futures->len - 1]);
}

DexFuture *
weft_sync_undo (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  self->n_submitted++;
  return self->thread != NULL ? weft_sync_thread_step_back (self->thread, WEFT_UNDO_BACK) : reject_closed ();
}

DexFuture *
weft_sync_resolve_conflict (WeftSync *self, const char *id, WeftConflictChoice choice)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self->n_submitted++;
  return self->thread != NULL ? weft_sync_thread_resolve_conflict (self->thread, id, choice != WEFT_CONFLICT_KEEP_THEIRS,
                                                                   choice == WEFT_CONFLICT_KEEP_BOTH)
                              : reject_closed ();
}

guint
weft_sync_get_n_submitted (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), 0);
  return self->n_submitted;
}

DexFuture *
weft_sync_redo (WeftSync *self)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  self->n_submitted++;
  return self->thread != NULL ? weft_sync_thread_step_back (self->thread, WEFT_UNDO_FORTH) : reject_closed ();
}

DexFuture *
weft_sync_add_file (WeftSync *self, const char *path)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return self->transfers != NULL ? weft_transfers_add (self->transfers, path) : reject_closed ();
}

void
weft_sync_release_file (WeftSync *self, const char *hash)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  if (self->transfers != NULL)
    weft_transfers_let_go (self->transfers, hash);
}

DexFuture *
weft_sync_fetch_file (WeftSync *self, const char *stream, const char *hash, gint64 size)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (stream != NULL && hash != NULL && size >= 0, NULL);

  return self->transfers != NULL ? weft_transfers_fetch (self->transfers, stream, hash, size) : reject_closed ();
}

void
weft_sync_cancel_file (WeftSync *self, const char *hash)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  if (self->transfers != NULL)
    weft_transfers_cancel (self->transfers, hash);
}

gboolean
weft_sync_is_fetching_file (WeftSync *self, const char *hash)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), FALSE);

  return self->transfers != NULL && weft_transfers_is_fetching (self->transfers, hash);
}

gboolean
weft_sync_get_file_progress (WeftSync *self, const char *hash, gint64 *done, gint64 *total)
{
  const Progress *progress;

  g_return_val_if_fail (WEFT_IS_SYNC (self), FALSE);

  progress = g_hash_table_lookup (self->progress, hash);
  if (progress == NULL)
    return FALSE;
  *done = progress->done;
  *total = progress->total;

  return TRUE;
}

DexFuture *
weft_sync_await (WeftSync *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->thread != NULL ? weft_sync_thread_await (self->thread, id) : reject_closed ();
}

DexFuture *
weft_sync_retry_operation (WeftSync *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->thread != NULL ? weft_sync_thread_retry_operation (self->thread, id) : reject_closed ();
}

DexFuture *
weft_sync_discard_operation (WeftSync *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->thread != NULL ? weft_sync_thread_discard_operation (self->thread, id) : reject_closed ();
}

void
weft_sync_set_latest (WeftSync *self, const char *stream, const WeftLatest *latest, gint64 value)
{
  g_return_if_fail (WEFT_IS_SYNC (self));
  g_return_if_fail (latest != NULL && latest->durable);

  if (self->thread != NULL)
    weft_sync_thread_set_latest (self->thread, stream, latest->name, value);
}

void
weft_sync_set_latest_object (WeftSync *self, const char *stream, const WeftLatest *latest, const char *json)
{
  g_return_if_fail (WEFT_IS_SYNC (self));
  g_return_if_fail (latest != NULL && !latest->durable);

  if (self->thread != NULL)
    weft_sync_thread_set_latest_object (self->thread, stream, latest->name, json);
}

void
weft_sync_set_latest_args (WeftSync *self, const char *stream, const WeftLatest *latest, gconstpointer args)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_return_if_fail (latest != NULL && latest->args_size > 0);

  latest->write (args, json);
  weft_sync_set_latest_object (self, stream, latest, json->str);
}

void
weft_sync_open_stream (WeftSync *self, const char *stream)
{
  guint n;

  g_return_if_fail (WEFT_IS_SYNC (self) && stream != NULL);

  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->open, stream));
  g_hash_table_replace (self->open, g_strdup (stream), GUINT_TO_POINTER (n + 1));
  if (n == 0)
    tell_open (self);
}

void
weft_sync_close_stream (WeftSync *self, const char *stream)
{
  guint n;

  g_return_if_fail (WEFT_IS_SYNC (self) && stream != NULL);

  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->open, stream));
  g_return_if_fail (n > 0);
  if (n > 1)
    {
      g_hash_table_replace (self->open, g_strdup (stream), GUINT_TO_POINTER (n - 1));
      return;
    }
  g_hash_table_remove (self->open, stream);
  tell_open (self);
}

void
weft_sync_set_watched (WeftSync *self, const char *const *people)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  if (self->thread != NULL)
    weft_sync_thread_set_watched (self->thread, people);
}

void
weft_sync_set_idle (WeftSync *self, gboolean idle)
{
  g_return_if_fail (WEFT_IS_SYNC (self));

  if (self->thread != NULL)
    weft_sync_thread_set_idle (self->thread, idle);
}

DexFuture *
weft_sync_load_page (WeftSync *self, const char *stream, const char *table, gint64 before, guint limit)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);

  return self->thread != NULL ? weft_sync_thread_load_page (self->thread, stream, table, before, limit) : reject_closed ();
}

DexFuture *
weft_sync_ask (WeftSync *self, const WeftQuestion *question)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (question != NULL, NULL);

  return self->thread != NULL ? weft_sync_thread_ask (self->thread, question) : reject_closed ();
}

DexFuture *
weft_sync_read (WeftSync *self, WeftSyncReader reader, GType result_type, gpointer user_data, GDestroyNotify user_data_destroy)
{
  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (reader != NULL, NULL);

  if (self->readers == NULL)
    {
      if (user_data_destroy != NULL)
        user_data_destroy (user_data);
      return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The workspace is not open"); /* as what is being read when it closes */
    }

  return weft_readers_run (self->readers, reader, result_type, user_data, user_data_destroy);
}

typedef struct
{
  WeftRegistry *registry;
  WeftSearchQuery *query;
  char *person;
  char *cursor;
  guint limit;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->registry);
  weft_search_query_unref (search->query);
  g_free (search->person);
  g_free (search->cursor);
  g_free (search);
}

static gpointer
run_search (WeftDatabase *database, gpointer user_data, GError **error)
{
  Search *search = user_data;
  WeftSearchScope scope = { NULL, search->person, search->cursor, search->limit, SEARCH_BUDGET };

  return weft_search_run (database, search->registry, search->query, &scope, error);
}

DexFuture *
weft_sync_search_held (WeftSync *self, WeftSearchQuery *query, const char *cursor, guint limit)
{
  Search *search;

  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (query != NULL && limit > 0, NULL);

  search = g_new0 (Search, 1);
  search->registry = g_object_ref (self->registry);
  search->query = weft_search_query_ref (query);
  search->person = g_strdup (self->status.person);
  search->cursor = g_strdup (cursor);
  search->limit = limit;

  return weft_sync_read (self, run_search, WEFT_TYPE_SEARCH_RESULT, search, search_free);
}

/* A name of the IANA if this machine has one, or how far from UTC it is now. */
static char *
dup_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);
  g_autoptr (GDateTime) now = NULL;

  if (name != NULL && g_ascii_isalpha (*name) && strchr (name, '/') != NULL && strlen (name) <= 64)
    return g_strdup (name);

  now = g_date_time_new_now (zone);

  return g_date_time_format (now, "%:z");
}

DexFuture *
weft_sync_search_server (WeftSync *self, const char *query, const char *cursor, guint limit)
{
  g_autofree char *zone = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (self), NULL);
  g_return_val_if_fail (query != NULL && limit > 0, NULL);

  if (self->thread == NULL)
    return reject_closed ();

  zone = dup_zone ();

  return weft_sync_thread_search (self->thread, query, zone, cursor, limit);
}
