/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <libdex.h>

#include "app/weft-self.h"
#include "base/weft-clock.h"
#include "proto/weft-module.h"
#include "sync/weft-people-stream.h"

#define REFRESH_MAX (60 * 60 * 1000) /* ms: the clock may be set meanwhile */

struct _WeftSelf
{
  GObject parent_instance;

  WeftSync *sync;
  char *values[6];
  WeftPersonState *state;
  guint refresh_source;
  gboolean quiet;
  gboolean reading;
  gboolean again;
};

/* The order of values and of the query's columns. */
enum
{
  PROP_0,
  PROP_NAME,
  PROP_TITLE,
  PROP_STATUS,
  PROP_LOGIN,
  PROP_ROLE,
  PROP_WORKSPACE_NAME,
  N_TEXTS,
  PROP_QUIET = N_TEXTS,
  N_PROPS
};

enum
{
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char *values[N_TEXTS - 1];
  WeftPersonState *state;
} Row;

static void
row_free (Row *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (row->values); i++)
    g_free (row->values[i]);
  weft_person_state_free (row->state);
  g_free (row);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Row, row_free)

#define TYPE_ROW (weft_self_row_get_type ())
GType weft_self_row_get_type (void);

static Row *
row_copy (Row *row)
{
  Row *copy = g_new0 (Row, 1);

  for (guint i = 0; i < G_N_ELEMENTS (row->values); i++)
    copy->values[i] = g_strdup (row->values[i]);
  copy->state = weft_person_state_copy (row->state);
  return copy;
}

G_DEFINE_BOXED_TYPE (Row, weft_self_row, row_copy, row_free)

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftSelf, weft_self, G_TYPE_OBJECT)

static void read_rows (WeftSelf *self);

/* On a reader's thread. */
static gpointer
query (WeftDatabase *database, gpointer user_data, GError **error)
{
  const char *person = user_data;
  WeftStatement *statement;
  g_autoptr (Row) row = g_new0 (Row, 1);
  int found;

  statement = weft_database_prepare (
      database,
      "SELECT person.name, person.title, person.status, person.login, person.role, "
      "coalesce (workspace.name, ''), " WEFT_PERSON_STATE_COLUMNS
      " FROM person LEFT JOIN workspace ON workspace.stream = person.stream" WEFT_PERSON_STATE_JOIN
      "WHERE person.stream = " WEFT_PEOPLE_STREAM " AND "
      "person.id = ?1",
      error);
  if (statement == NULL)
    return NULL;
  weft_statement_bind (statement, "t", person);
  found = weft_statement_step (statement, error);
  if (found < 0)
    return NULL;
  for (int i = 0; i < N_TEXTS - 1; i++)
    row->values[i] = found > 0 ? weft_statement_dup_text (statement, i) : g_strdup ("");
  if (found > 0)
    row->state = weft_person_state_read (statement, N_TEXTS - 1);
  weft_statement_reset (statement);
  return g_steal_pointer (&row);
}

/* Quiet hours begin or end. */
static gboolean
refresh (gpointer user_data)
{
  WeftSelf *self = user_data;
  gint64 now = weft_clock_now (weft_clock_get_system ());
  gint64 next = weft_person_state_get_next (self->state, now);
  gboolean quiet = weft_person_state_is_quiet (self->state, now);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (next < G_MAXINT64)
    self->refresh_source = g_timeout_add (CLAMP (next - now, 50, REFRESH_MAX), refresh, self);
  if (self->quiet != quiet)
    {
      self->quiet = quiet;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUIET]);
    }
  return G_SOURCE_REMOVE;
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftSelf *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  Row *row;

  self->reading = FALSE;
  if (value == NULL)
    {
      g_info ("One's own name cannot be read: %s", error->message);
      return dex_ref (future);
    }
  row = g_value_get_boxed (value);
  weft_person_state_free (self->state);
  self->state = weft_person_state_copy (row->state);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_NAME; i < N_TEXTS; i++)
    if (*row->values[i - 1] != '\0' || self->values[i - 1] != NULL)
      if (g_set_str (&self->values[i - 1], row->values[i - 1]))
        g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  refresh (self);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[STATE_CHANGED], 0);
  if (self->again)
    read_rows (self);
  return dex_ref (future);
}

static void
read_rows (WeftSelf *self)
{
  const char *person = weft_sync_get_person (self->sync);

  self->again = self->reading;
  if (self->reading || person == NULL)
    return;
  self->reading = TRUE;
  dex_future_disown (
      dex_future_finally (weft_sync_read (self->sync, query, TYPE_ROW, g_strdup (person), g_free), on_read,
                          g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSelf *self, WeftChanges *changes)
{
  guint n = weft_changes_get_n (changes);

  for (guint i = 0; i < n; i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (g_str_equal (change->table->name, "person") || g_str_equal (change->table->name, "person_state")
          || g_str_equal (change->table->name, "workspace"))
        {
          read_rows (self);
          return;
        }
    }
}

static void
weft_self_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftSelf *self = WEFT_SELF (object);

  if (id == PROP_QUIET)
    g_value_set_boolean (value, self->quiet);
  else
    g_value_set_string (value, self->values[id - 1]);
}

static void
weft_self_dispose (GObject *object)
{
  WeftSelf *self = WEFT_SELF (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_self_parent_class)->dispose (object);
}

static void
weft_self_finalize (GObject *object)
{
  WeftSelf *self = WEFT_SELF (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->values); i++)
    g_free (self->values[i]);
  weft_person_state_free (self->state);

  G_OBJECT_CLASS (weft_self_parent_class)->finalize (object);
}

static void
weft_self_class_init (WeftSelfClass *klass)
{
  static const char *const names[] = { NULL, "name", "title", "status", "login", "role", "workspace-name" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_self_get_property;
  object_class->dispose = weft_self_dispose;
  object_class->finalize = weft_self_finalize;

  for (guint i = PROP_NAME; i < N_TEXTS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_QUIET]
      = g_param_spec_boolean ("quiet", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[STATE_CHANGED] = g_signal_new ("state-changed", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_self_init (WeftSelf *self)
{
}

WeftSelf *
weft_self_new (WeftSync *sync)
{
  WeftSelf *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_SELF, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (read_rows), self, G_CONNECT_SWAPPED);
  read_rows (self);
  return self;
}

WeftSync *
weft_self_get_sync (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return self->sync;
}

const char *
weft_self_get_name (WeftSelf *self)
{
  g_return_val_if_fail (self == NULL || WEFT_IS_SELF (self), NULL);

  return self != NULL ? self->values[PROP_NAME - 1] : NULL;
}

const char *
weft_self_get_title (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return self->values[PROP_TITLE - 1];
}

const char *
weft_self_get_status (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return self->values[PROP_STATUS - 1];
}

const char *
weft_self_get_login (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return self->values[PROP_LOGIN - 1];
}

const char *
weft_self_get_role (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return self->values[PROP_ROLE - 1];
}

const char *
weft_self_get_workspace_name (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return self->values[PROP_WORKSPACE_NAME - 1];
}

char *
weft_self_dup_stream (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return g_strcmp0 (weft_self_get_role (self), "guest") == 0 ? g_strconcat ("user/", weft_sync_get_person (self->sync), NULL)
                                                             : g_strdup (WEFT_STREAM_WORKSPACE);
}

const WeftPersonState *
weft_self_get_state (WeftSelf *self)
{
  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  return self->state;
}

gboolean
weft_self_get_quiet (WeftSelf *self)
{
  g_return_val_if_fail (self == NULL || WEFT_IS_SELF (self), FALSE);

  return self != NULL && self->quiet;
}
