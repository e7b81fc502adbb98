/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-following.h"
#include "parts/thread/shared/weft-thread-module.h"

struct _WeftFollowing
{
  GObject parent_instance;

  WeftSync *sync;
  char *own; /* the person's stream */
  char *target;
  char *root;
  gboolean follows;
};

enum
{
  PROP_0,
  PROP_FOLLOWS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftFollowing, weft_following, G_TYPE_OBJECT)

static void
take (WeftFollowing *self, gboolean follows)
{
  if (self->follows == follows)
    return;
  self->follows = follows;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOWS]);
}

/* On a reader's thread: the object's words are there as long as it is. */
static gpointer
read_follows (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftFollowing *self = user_data;
  gint64 follows = 0;

  if (!weft_database_get_value (database, &follows, 0, error,
                                "SELECT follows FROM followed_thread WHERE stream = ?1 AND target = ?2 AND root = ?3", "ttt", self->own, self->target, self->root))
    return NULL;
  return g_strdup (follows != 0 ? "yes" : "");
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftFollowing *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && self->sync != NULL)
    take (self, *g_value_get_string (value) != '\0');
  return NULL;
}

static void
load (WeftFollowing *self)
{
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_follows, G_TYPE_STRING, g_object_ref (self), g_object_unref), on_read, g_object_ref (self),
                                         g_object_unref));
}

static void
on_changed (WeftFollowing *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_thread_followed_thread_table)
      {
        load (self);
        return;
      }
}

static void
weft_following_dispose (GObject *object)
{
  g_clear_object (&WEFT_FOLLOWING (object)->sync);

  G_OBJECT_CLASS (weft_following_parent_class)->dispose (object);
}

static void
weft_following_finalize (GObject *object)
{
  WeftFollowing *self = WEFT_FOLLOWING (object);

  g_free (self->own);
  g_free (self->target);
  g_free (self->root);

  G_OBJECT_CLASS (weft_following_parent_class)->finalize (object);
}

static void
weft_following_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_FOLLOWING (object)->follows);
}

static void
weft_following_class_init (WeftFollowingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_following_dispose;
  object_class->finalize = weft_following_finalize;
  object_class->get_property = weft_following_get_property;

  properties[PROP_FOLLOWS] = g_param_spec_boolean ("follows", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_following_init (WeftFollowing *self)
{
}

WeftFollowing *
weft_following_new (WeftSync *sync, const char *stream, const char *root)
{
  WeftFollowing *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL && root != NULL, NULL);

  self = g_object_new (WEFT_TYPE_FOLLOWING, NULL);
  self->sync = g_object_ref (sync);
  self->own = g_strconcat ("user/", weft_sync_get_person (sync), NULL);
  self->target = g_strdup (stream);
  self->root = g_strdup (root);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}

gboolean
weft_following_get_follows (WeftFollowing *self)
{
  g_return_val_if_fail (WEFT_IS_FOLLOWING (self), FALSE);
  return self->follows;
}

void
weft_following_set_follows (WeftFollowing *self, gboolean follows)
{
  g_return_if_fail (WEFT_IS_FOLLOWING (self));

  take (self, !!follows);
  dex_future_disown (weft_sync_submit (self->sync, self->own, &weft_thread_follow_thread_operation,
                                       &(WeftThreadFollowThread) { .target = self->target, .root = self->root, .follows = follows }));
}
