/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-onlookers.h"

#include "base/weft-id.h"
#include "features/board/shared/weft-board-module.h"

#define BEAT 3500      /* ms between two times at which it is said again, and … */
#define BEAT_MORE 1000 /* … as much more at most: windows of one person must not speak at once for ever, as one of them would go unheard */
#define HELD_MAX 16
#define LOOKS_MAX 200  /* windows of others; more of them are not told apart by anybody */

/** Look: what one window of somebody says. */
typedef struct
{
  char *person;
  char *window;
  char *card;   /* (nullable) */
  char **held;
  gint64 until; /* monotonic µs */
} Look;

struct _WeftOnlookers
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  GPtrArray *looks; /* of Look */
  guint expiry;

  char *window;     /* this one */
  gboolean shown;
  char *card;       /* (nullable) */
  char **held;      /* (nullable) */
  guint beat;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftOnlookers, weft_onlookers, G_TYPE_OBJECT)

static void
look_free (Look *look)
{
  g_free (look->person);
  g_free (look->window);
  g_free (look->card);
  g_strfreev (look->held);
  g_free (look);
}

/* Others */

static void schedule (WeftOnlookers *self);

static gboolean
expire (gpointer user_data)
{
  WeftOnlookers *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gboolean changed = FALSE;

  self->expiry = 0;
  for (guint i = self->looks->len; i > 0; i--)
    if (((Look *) self->looks->pdata[i - 1])->until <= now)
      {
        g_ptr_array_remove_index (self->looks, i - 1);
        changed = TRUE;
      }
  schedule (self);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
schedule (WeftOnlookers *self)
{
  gint64 first = G_MAXINT64;

  g_clear_handle_id (&self->expiry, g_source_remove);
  for (guint i = 0; i < self->looks->len; i++)
    first = MIN (first, ((Look *) self->looks->pdata[i])->until);
  if (first != G_MAXINT64)
    self->expiry = g_timeout_add ((guint) (MAX (first - g_get_monotonic_time (), 0) / 1000 + 1), expire, self);
}

static Look *
find (WeftOnlookers *self, const char *person, const char *window, guint *index)
{
  for (guint i = 0; i < self->looks->len; i++)
    {
      Look *look = self->looks->pdata[i];

      *index = i;
      if (g_str_equal (look->person, person) && g_str_equal (look->window, window))
        return look;
    }

  return NULL;
}

static char **
copy_held (const WeftBoardLooking *looking)
{
  char **held = g_new0 (char *, looking->n_held + 1);

  for (guint i = 0; i < looking->n_held; i++)
    held[i] = g_strdup (looking->held[i]);
  return held;
}

/* Returns: whether anything is another. */
static gboolean
take (WeftOnlookers *self, const char *person, const WeftBoardLooking *looking)
{
  guint index;
  Look *look = find (self, person, looking->window, &index);
  g_auto (GStrv) held = NULL;
  gboolean changed = look == NULL;

  if (looking->left)
    {
      if (look != NULL)
        g_ptr_array_remove_index (self->looks, index);
      return look != NULL;
    }
  if (look == NULL && self->looks->len >= LOOKS_MAX)
    return FALSE;

  held = copy_held (looking);
  if (look == NULL)
    {
      look = g_new0 (Look, 1);
      look->person = g_strdup (person);
      look->window = g_strdup (looking->window);
      look->held = g_new0 (char *, 1);
      g_ptr_array_add (self->looks, look);
    }
  look->until = g_get_monotonic_time () + weft_board_looking_latest.ttl * G_GINT64_CONSTANT (1000);
  changed = g_set_str (&look->card, looking->card) || changed;
  if (!g_strv_equal ((const char *const *) look->held, (const char *const *) held))
    {
      g_strfreev (look->held);
      look->held = g_steal_pointer (&held);
      changed = TRUE;
    }

  return changed;
}

static void
on_latest (WeftSync *sync, const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, WeftOnlookers *self)
{
  WeftBoardLooking looking = { 0 };
  gboolean changed;

  if (!g_str_equal (name, weft_board_looking_latest.name) || !g_str_equal (stream, self->stream) || extra == NULL || !JSON_NODE_HOLDS_OBJECT (extra)
      || !weft_board_looking_latest.parse (json_node_get_object (extra), &looking, NULL))
    return;

  changed = take (self, person, &looking);
  weft_board_looking_latest.clear (&looking);
  schedule (self);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Oneself */

static void
say (WeftOnlookers *self)
{
  WeftBoardLooking looking = {
    .window = self->window,
    .card = self->shown ? self->card : NULL,
    .held = (const char *const *) self->held,
    .n_held = self->shown && self->held != NULL ? MIN (g_strv_length (self->held), HELD_MAX) : 0,
    .left = !self->shown,
  };

  weft_sync_set_latest_args (self->sync, self->stream, &weft_board_looking_latest, &looking);
}

static gboolean
on_beat (gpointer user_data)
{
  say (user_data);
  return G_SOURCE_CONTINUE;
}

static void
weft_onlookers_dispose (GObject *object)
{
  WeftOnlookers *self = WEFT_ONLOOKERS (object);

  if (self->sync != NULL)
    {
      weft_onlookers_show (self, FALSE);
      weft_sync_close_stream (self->sync, self->stream);
    }
  g_clear_handle_id (&self->expiry, g_source_remove);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_onlookers_parent_class)->dispose (object);
}

static void
weft_onlookers_finalize (GObject *object)
{
  WeftOnlookers *self = WEFT_ONLOOKERS (object);

  g_ptr_array_unref (self->looks);
  g_free (self->stream);
  g_free (self->window);
  g_free (self->card);
  g_strfreev (self->held);

  G_OBJECT_CLASS (weft_onlookers_parent_class)->finalize (object);
}

static void
weft_onlookers_class_init (WeftOnlookersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_onlookers_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_onlookers_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_onlookers_init (WeftOnlookers *self)
{
  self->looks = g_ptr_array_new_with_free_func ((GDestroyNotify) look_free);
  self->window = weft_id_random ();
}

/* Public API */

WeftOnlookers *
weft_onlookers_new (WeftSync *sync, const char *stream)
{
  WeftOnlookers *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_ONLOOKERS, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "latest", G_CALLBACK (on_latest), self, G_CONNECT_DEFAULT);
  weft_sync_open_stream (sync, stream);
  return self;
}

void
weft_onlookers_show (WeftOnlookers *self, gboolean shown)
{
  g_return_if_fail (WEFT_IS_ONLOOKERS (self));

  if (self->shown == shown)
    return;
  self->shown = shown;
  g_clear_handle_id (&self->beat, g_source_remove);
  if (shown)
    self->beat = g_timeout_add ((guint) (BEAT + g_random_int_range (0, BEAT_MORE)), on_beat, self);
  say (self);
}

void
weft_onlookers_open (WeftOnlookers *self, const char *task)
{
  g_return_if_fail (WEFT_IS_ONLOOKERS (self));

  if (g_set_str (&self->card, task) && self->shown)
    say (self);
}

void
weft_onlookers_close (WeftOnlookers *self, const char *task)
{
  g_return_if_fail (WEFT_IS_ONLOOKERS (self));

  if (g_strcmp0 (self->card, task) == 0)
    weft_onlookers_open (self, NULL);
}

void
weft_onlookers_hold (WeftOnlookers *self, const char *const *tasks)
{
  g_return_if_fail (WEFT_IS_ONLOOKERS (self));

  if (tasks == NULL && self->held == NULL)
    return;
  g_strfreev (self->held);
  self->held = g_strdupv ((char **) tasks);
  if (self->shown)
    say (self);
}

GPtrArray *
weft_onlookers_list (WeftOnlookers *self, const char *task)
{
  GPtrArray *people;

  g_return_val_if_fail (WEFT_IS_ONLOOKERS (self), NULL);

  people = g_ptr_array_new ();
  for (guint i = 0; i < self->looks->len; i++)
    {
      const Look *look = self->looks->pdata[i];

      if ((task == NULL || g_strcmp0 (look->card, task) == 0) && !g_ptr_array_find_with_equal_func (people, look->person, g_str_equal, NULL))
        g_ptr_array_add (people, look->person);
    }
  return people;
}

const char *
weft_onlookers_find_opener (WeftOnlookers *self, const char *task)
{
  g_return_val_if_fail (WEFT_IS_ONLOOKERS (self), NULL);

  for (guint i = 0; i < self->looks->len; i++)
    if (g_strcmp0 (((Look *) self->looks->pdata[i])->card, task) == 0)
      return ((Look *) self->looks->pdata[i])->person;

  return NULL;
}

const char *
weft_onlookers_find_holder (WeftOnlookers *self, const char *task)
{
  g_return_val_if_fail (WEFT_IS_ONLOOKERS (self), NULL);

  for (guint i = 0; i < self->looks->len; i++)
    if (g_strv_contains ((const char *const *) ((Look *) self->looks->pdata[i])->held, task))
      return ((Look *) self->looks->pdata[i])->person;

  return NULL;
}

const char *
weft_onlookers_get_opened (WeftOnlookers *self, const char *person)
{
  g_return_val_if_fail (WEFT_IS_ONLOOKERS (self), NULL);

  for (guint i = 0; i < self->looks->len; i++)
    {
      const Look *look = self->looks->pdata[i];

      if (look->card != NULL && g_str_equal (look->person, person))
        return look->card;
    }

  return NULL;
}
