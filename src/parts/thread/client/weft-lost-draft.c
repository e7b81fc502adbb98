/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-lost-draft.h"

#include "parts/thread/shared/weft-thread-module.h"
#include "store/weft-changes.h"

struct _WeftLostDraft
{
  GObject parent_instance;

  WeftSync *sync;
  char *place;
  char *conflict; /* (nullable): id of the row */
  char *text;
  gulong changed;
  guint load; /* counts readings: only the newest counts */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftLostDraft, weft_lost_draft, G_TYPE_OBJECT)

typedef struct
{
  char *own;
  char *place;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->own);
  g_free (request->place);
  g_free (request);
}

/* The newest: its id and text, or nothing. */
static gpointer
read_lost (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Request *request = user_data;
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, mine FROM conflict WHERE stream = ?1 AND op = ?2 AND object = ?3 ORDER BY at DESC, id DESC LIMIT 1",
                             "ttt", request->own, weft_thread_save_draft_operation.name, request->place);
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;
  g_auto (GStrv) found = g_new0 (char *, 3);

  if (step < 0)
    return NULL;
  if (step > 0)
    {
      found[0] = weft_statement_dup_text (statement, 0);
      found[1] = weft_statement_dup_text (statement, 1);
      weft_statement_reset (statement);
    }
  return g_steal_pointer (&found);
}

static void
show (WeftLostDraft *self, const char *id, const char *text)
{
  if (g_strcmp0 (id, self->conflict) == 0)
    return;
  g_set_str (&self->conflict, id);
  g_set_str (&self->text, text);
  g_signal_emit (self, signals[CHANGED], 0);
}

typedef struct
{
  GWeakRef draft;
  guint load;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_weak_ref_clear (&reading->draft);
  g_free (reading);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (WeftLostDraft) self = g_weak_ref_get (&reading->draft);
  const GValue *value = dex_future_get_value (future, NULL);
  char **found = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self != NULL && self->load == reading->load && found != NULL)
    show (self, found[0], found[0] != NULL ? found[1] : NULL);
  return dex_future_new_for_boolean (TRUE);
}

static void
look (WeftLostDraft *self)
{
  Request *request;
  Reading *reading;

  self->load++;
  if (self->sync == NULL || self->place == NULL || weft_sync_get_person (self->sync) == NULL)
    {
      show (self, NULL, NULL);
      return;
    }
  request = g_new0 (Request, 1);
  request->own = g_strconcat ("user/", weft_sync_get_person (self->sync), NULL);
  request->place = g_strdup (self->place);
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->draft, self);
  reading->load = self->load;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_lost, G_TYPE_STRV, request, request_free), on_read, reading, reading_free));
}

static void
on_rows_changed (WeftLostDraft *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (g_str_equal (weft_changes_get (changes, i)->table->name, "conflict"))
      {
        look (self);
        return;
      }
}

static void
weft_lost_draft_dispose (GObject *object)
{
  WeftLostDraft *self = WEFT_LOST_DRAFT (object);

  g_clear_signal_handler (&self->changed, self->sync);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_lost_draft_parent_class)->dispose (object);
}

static void
weft_lost_draft_finalize (GObject *object)
{
  WeftLostDraft *self = WEFT_LOST_DRAFT (object);

  g_free (self->place);
  g_free (self->conflict);
  g_free (self->text);

  G_OBJECT_CLASS (weft_lost_draft_parent_class)->finalize (object);
}

static void
weft_lost_draft_class_init (WeftLostDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_lost_draft_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_lost_draft_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_lost_draft_init (WeftLostDraft *self)
{
}

WeftLostDraft *
weft_lost_draft_new (void)
{
  return g_object_new (WEFT_TYPE_LOST_DRAFT, NULL);
}

void
weft_lost_draft_set_place (WeftLostDraft *self, WeftSync *sync, const char *place)
{
  g_return_if_fail (WEFT_IS_LOST_DRAFT (self));

  if (self->sync != sync)
    {
      g_clear_signal_handler (&self->changed, self->sync);
      g_set_object (&self->sync, sync);
      if (sync != NULL)
        self->changed = g_signal_connect_swapped (sync, "changed", G_CALLBACK (on_rows_changed), self);
    }
  g_set_str (&self->place, place);
  show (self, NULL, NULL);
  look (self);
}

const char *
weft_lost_draft_get_text (WeftLostDraft *self)
{
  g_return_val_if_fail (WEFT_IS_LOST_DRAFT (self), NULL);
  return self->text;
}

void
weft_lost_draft_settle (WeftLostDraft *self)
{
  g_return_if_fail (WEFT_IS_LOST_DRAFT (self));

  if (self->conflict == NULL)
    return;
  dex_future_disown (weft_sync_resolve_conflict (self->sync, self->conflict, WEFT_CONFLICT_KEEP_THEIRS));
  self->load++;
  show (self, NULL, NULL);
}
