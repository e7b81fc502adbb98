/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-task-about.h"

#include "features/board/shared/weft-board-module.h"
#include "proto/weft-link.h"

struct _WeftTaskAbout
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  char *id;
  char *text; /* (nullable) */
  gboolean reading;
  gboolean stale;
};

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftTaskAbout, weft_task_about, G_TYPE_OBJECT)

/* On a reader's thread. @user_data: a WeftLink. */
static gpointer
read_text (WeftDatabase *database, gpointer user_data, GError **error)
{
  const WeftLink *task = user_data;
  WeftStatement *statement = weft_database_query (database, error, "SELECT about FROM task WHERE stream = ?1 AND id = ?2", "tt",
                                                  task->stream, task->key);
  char *text = NULL;
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return NULL;
  if (step > 0)
    text = weft_statement_dup_text (statement, 0);
  weft_statement_reset (statement);
  return text != NULL ? text : g_strdup ("");
}

static void read_again (WeftTaskAbout *self);

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftTaskAbout *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("A description could not be read: %s", error->message);
  else if (value != NULL && g_set_str (&self->text, g_value_get_string (value)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  read_again (self);

  return dex_future_new_for_boolean (TRUE);
}

static void
read_again (WeftTaskAbout *self)
{
  if (self->reading || !self->stale || self->sync == NULL)
    return;

  self->reading = TRUE;
  self->stale = FALSE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_text, G_TYPE_STRING, weft_link_new (self->stream, weft_board_task_table.name, self->id, -1),
                                                         (GDestroyNotify) weft_link_free),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftTaskAbout *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == &weft_board_task_table && g_str_equal (change->stream, self->stream) && g_str_equal (change->key, self->id))
        self->stale = TRUE;
    }
  read_again (self);
}

static void
weft_task_about_dispose (GObject *object)
{
  g_clear_object (&WEFT_TASK_ABOUT (object)->sync);

  G_OBJECT_CLASS (weft_task_about_parent_class)->dispose (object);
}

static void
weft_task_about_finalize (GObject *object)
{
  WeftTaskAbout *self = WEFT_TASK_ABOUT (object);

  g_free (self->stream);
  g_free (self->id);
  g_free (self->text);

  G_OBJECT_CLASS (weft_task_about_parent_class)->finalize (object);
}

static void
weft_task_about_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, WEFT_TASK_ABOUT (object)->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_task_about_class_init (WeftTaskAboutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_task_about_dispose;
  object_class->finalize = weft_task_about_finalize;
  object_class->get_property = weft_task_about_get_property;

  properties[PROP_TEXT]
      = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_task_about_init (WeftTaskAbout *self)
{
  self->stale = TRUE;
}

WeftTaskAbout *
weft_task_about_new (WeftSync *sync, const char *stream, const char *id)
{
  WeftTaskAbout *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_TASK_ABOUT, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  self->id = g_strdup (id);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  read_again (self);

  return self;
}

const char *
weft_task_about_get_text (WeftTaskAbout *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_ABOUT (self), NULL);
  return self->text;
}
