/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-embedded.h"
#include "app/weft-player.h"
#include "app/weft-secret-token-store.h"
#include "app/weft-slash-commands.h"
#include "app/weft-workspace.h"
#include "modules/weft-features.h"
#include "ui/weft-cards.h"

#define FOUND_ATTEMPTS 100
#define FOUND_PAUSE 200 /* ms */

struct _WeftWorkspace
{
  GObject parent_instance;

  char *id;
  char *directory;
  char *name;
  char *address;
  char *person;
  WeftEmbedded *embedded;
  WeftPlayer *player;
  WeftAccount *account;
  WeftSync *sync;
  WeftCards *cards; /* of the pages' links */
  WeftNoticeList *notices;
  WeftReminderList *reminders;
  WeftSelf *self;
  char *place;      /* what the person looks at: a stream, or "STREAM#ID" */
  GPtrArray *pages; /* of WeftFeaturePage, in the order of the features */
  GError *problem;
  DexFuture *opening;
  WeftWorkspaceKind kind;
  WeftWorkspaceState state;
  guint n_mentions;
  gboolean has_news;
  gboolean starting;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_STATE,
  PROP_PERSON,
  PROP_MENTIONS,
  PROP_NEWS,
  PROP_CONNECTING,
  PROP_PLACE,
  PROP_QUIET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftWorkspace, weft_workspace, G_TYPE_OBJECT)

static const char *const kind_keys[] = { "remote", "embedded", "demo" };

GType
weft_workspace_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { WEFT_WORKSPACE_CLOSED, "WEFT_WORKSPACE_CLOSED", "closed" },
        { WEFT_WORKSPACE_OPENING, "WEFT_WORKSPACE_OPENING", "opening" },
        { WEFT_WORKSPACE_OPEN, "WEFT_WORKSPACE_OPEN", "open" },
        { WEFT_WORKSPACE_FAILED, "WEFT_WORKSPACE_FAILED", "failed" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("WeftWorkspaceState", values));
    }
  return type;
}

const char *
weft_workspace_kind_to_key (WeftWorkspaceKind kind)
{
  return kind_keys[kind];
}

WeftWorkspaceKind
weft_workspace_kind_from_key (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_keys); i++)
    if (g_strcmp0 (key, kind_keys[i]) == 0)
      return i;
  return WEFT_WORKSPACE_REMOTE;
}

static WeftRegistry *
get_registry (void)
{
  static WeftRegistry *registry;

  if (registry == NULL)
    registry = weft_registry_new (weft_modules);
  return registry;
}

static WeftTokenStore *
get_tokens (void)
{
  static WeftTokenStore *tokens;

  if (tokens == NULL)
    tokens = weft_secret_token_store_new ();
  return tokens;
}

static void
set_state (WeftWorkspace *self, WeftWorkspaceState state, GError *problem)
{
  g_clear_error (&self->problem);
  self->problem = problem;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_person (WeftWorkspace *self, const char *person)
{
  if (person != NULL && g_set_str (&self->person, person))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
}

static void
ensure_account (WeftWorkspace *self)
{
  if (self->account == NULL)
    self->account = weft_account_new (weft_workspace_get_address (self), self->person, get_tokens (), NULL);
}

static void
set_starting (WeftWorkspace *self, gboolean starting)
{
  if (self->starting == starting)
    return;
  self->starting = starting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTING]);
}

static void
on_quiet (WeftWorkspace *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUIET]);
}

static void
on_badge_changed (WeftWorkspace *self)
{
  guint n_mentions = 0;
  gboolean has_news = FALSE;

  for (guint i = 0; self->pages != NULL && i < self->pages->len; i++)
    {
      WeftFeaturePage *page = g_ptr_array_index (self->pages, i);

      n_mentions += weft_feature_page_get_n_mentions (page);
      has_news |= weft_feature_page_get_has_news (page);
    }
  if (self->n_mentions != n_mentions)
    {
      self->n_mentions = n_mentions;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MENTIONS]);
    }
  if (self->has_news != has_news)
    {
      self->has_news = has_news;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEWS]);
    }
}

/* Brings the server up (if it is ours), signs in and connects. What fails here is no reason not to show what
 * is cached: WeftSync says how the connection is. */
static DexFuture *
connect_fiber (gpointer user_data)
{
  WeftWorkspace *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->embedded != NULL && !dex_await (weft_embedded_start (self->embedded), &error))
    {
      set_starting (self, FALSE);
      /* Without a person nothing is cached that could be shown. */
      if (self->person == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_info ("%s", error->message);
      if (self->sync != NULL)
        weft_sync_start (self->sync);
      return dex_future_new_true ();
    }
  if (self->player != NULL && !dex_await (weft_player_start (self->player), &error))
    {
      /* Nobody else founds the demo's workspace. */
      if (self->person == NULL)
        {
          set_starting (self, FALSE);
          return dex_future_new_for_error (g_steal_pointer (&error));
        }
      g_info ("The demo's teammates do not play: %s", error->message);
    }
  g_clear_error (&error);

  if (!weft_account_get_signed_in (self->account) && !dex_await (weft_account_resume (self->account), &error))
    {
      /* On this computer the person who runs the server needs no password. */
      if (self->embedded != NULL)
        {
          /* The demo's workspace is founded by its players, in a moment. */
          for (guint i = 0; i < (self->player != NULL ? FOUND_ATTEMPTS : 1); i++)
            {
              g_clear_error (&error);
              if (i > 0)
                dex_await (dex_timeout_new_msec (FOUND_PAUSE), NULL);
              if (dex_await (weft_account_sign_in_local (self->account), &error))
                break;
            }
        }
    }
  if (error != NULL)
    g_info ("%s: %s", self->address, error->message);
  set_person (self, weft_account_get_person (self->account));
  if (self->sync != NULL)
    weft_sync_start (self->sync);
  set_starting (self, FALSE);
  return dex_future_new_true ();
}

static DexFuture *
on_connected (DexFuture *future, gpointer user_data)
{
  WeftWorkspace *self = user_data;
  GError *error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    set_state (self, WEFT_WORKSPACE_FAILED, error);
  return dex_ref (future);
}

static void
start_connecting (WeftWorkspace *self)
{
  if (self->starting)
    return;
  set_starting (self, TRUE);
  dex_future_disown (
      dex_future_finally (dex_scheduler_spawn (NULL, 0, connect_fiber, g_object_ref (self), g_object_unref),
                          on_connected, g_object_ref (self), g_object_unref));
}

static void
on_embedded_back (WeftWorkspace *self)
{
  if (self->sync != NULL)
    weft_sync_retry (self->sync);
}

/* A server that another program had started is not watched: when it goes, the connection tells. */
static void
on_sync_state (WeftWorkspace *self)
{
  WeftSyncState state = weft_sync_get_state (self->sync);

  if (self->embedded != NULL && (state == WEFT_SYNC_RECONNECTING || state == WEFT_SYNC_UNREACHABLE))
    dex_future_disown (weft_embedded_start (self->embedded));
  set_person (self, weft_sync_get_person (self->sync));
}

/* What happens before the person's eyes is no news. */
static void
see_place (WeftWorkspace *self)
{
  if (self->place != NULL && self->notices != NULL)
    weft_notice_list_see_place (self->notices, self->place);
}

static DexFuture *
open_fiber (gpointer user_data)
{
  WeftWorkspace *self = user_data;
  g_autofree char *store = g_build_filename (self->directory, "store", NULL);
  g_autoptr (WeftSync) sync = NULL;
  g_autoptr (WeftSlash) slash = NULL;
  GError *error = NULL;

  ensure_account (self);
  sync = weft_sync_new (get_registry (), self->account, store, NULL);
  if (!dex_await (weft_sync_open (sync), &error))
    {
      set_state (self, WEFT_WORKSPACE_FAILED, g_error_copy (error));
      return dex_future_new_for_error (error);
    }
  self->sync = g_steal_pointer (&sync);
  g_signal_connect_object (self->sync, "notify::state", G_CALLBACK (on_sync_state), self, G_CONNECT_SWAPPED);
  set_person (self, weft_sync_get_person (self->sync));

  self->cards = weft_cards_new ();
  slash = weft_slash_new ();
  weft_slash_add (slash, weft_slash_commands, NULL);
  self->pages = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; weft_features[i] != NULL; i++)
    {
      WeftFeaturePage *page = weft_features[i]->create_page (self->sync);

      g_signal_connect_object (page, "notify::n-mentions", G_CALLBACK (on_badge_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "notify::has-news", G_CALLBACK (on_badge_changed), self,
                               G_CONNECT_SWAPPED);
      weft_cards_add_page (self->cards, weft_features[i], page);
      weft_feature_page_set_slash (page, slash);
      g_ptr_array_add (self->pages, page);
    }
  on_badge_changed (self);
  self->notices = weft_notice_list_new (self->sync);
  self->reminders = weft_reminder_list_new (self->sync);
  self->self = weft_self_new (self->sync);
  g_signal_connect_object (self->self, "notify::quiet", G_CALLBACK (on_quiet), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notices, "items-changed", G_CALLBACK (see_place), self, G_CONNECT_SWAPPED);
  set_state (self, WEFT_WORKSPACE_OPEN, NULL);
  start_connecting (self);
  return dex_future_new_true ();
}

DexFuture *
weft_workspace_open (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  if (self->state == WEFT_WORKSPACE_OPEN)
    return dex_future_new_true ();
  if (self->state == WEFT_WORKSPACE_OPENING)
    return dex_ref (self->opening);
  if (self->sync != NULL)
    {
      /* The store is open; what failed was the server on this computer. */
      set_state (self, WEFT_WORKSPACE_OPEN, NULL);
      start_connecting (self);
      return dex_future_new_true ();
    }
  dex_clear (&self->opening);
  self->opening = dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self), g_object_unref);
  if (self->state != WEFT_WORKSPACE_OPEN)
    set_state (self, WEFT_WORKSPACE_OPENING, NULL);
  return dex_ref (self->opening);
}

static DexFuture *
on_closed (DexFuture *future, gpointer user_data)
{
  WeftWorkspace *self = user_data;

  set_state (self, WEFT_WORKSPACE_CLOSED, NULL);
  return dex_ref (future);
}

DexFuture *
weft_workspace_close (WeftWorkspace *self)
{
  g_autoptr (WeftSync) sync = NULL;

  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  if (self->embedded != NULL)
    weft_embedded_stop (self->embedded);
  if (self->player != NULL)
    weft_player_stop (self->player);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_object (&self->cards);
  g_clear_object (&self->notices);
  g_clear_object (&self->reminders);
  g_clear_object (&self->self);
  sync = g_steal_pointer (&self->sync);
  if (sync == NULL)
    {
      set_state (self, WEFT_WORKSPACE_CLOSED, NULL);
      return dex_future_new_true ();
    }
  g_signal_handlers_disconnect_by_data (sync, self);
  weft_sync_stop (sync);
  return dex_future_finally (weft_sync_close (sync), on_closed, g_object_ref (self), g_object_unref);
}

typedef struct
{
  WeftWorkspace *self;
  char *workspace;
  char *code;
  char *name;
  char *login;
  char *password;
  enum
  {
    FOUND,
    JOIN,
    SIGN_IN,
    SIGN_OUT
  } what;
} Entry;

static void
entry_free (Entry *entry)
{
  g_object_unref (entry->self);
  g_free (entry->workspace);
  g_free (entry->code);
  g_free (entry->name);
  g_free (entry->login);
  g_free (entry->password);
  g_free (entry);
}

static DexFuture *
enter_fiber (gpointer user_data)
{
  Entry *entry = user_data;
  WeftWorkspace *self = entry->self;
  DexFuture *future = NULL;
  GError *error = NULL;

  ensure_account (self);
  if (self->embedded != NULL && entry->what != SIGN_OUT
      && !dex_await (weft_embedded_start (self->embedded), &error))
    return dex_future_new_for_error (error);

  switch (entry->what)
    {
    case FOUND:
      future
          = weft_account_create_workspace (self->account, entry->workspace, entry->name, entry->login, NULL);
      break;
    case JOIN:
      future = weft_account_join (self->account, entry->code, entry->name, entry->login, entry->password);
      break;
    case SIGN_IN:
      future = entry->login != NULL ? weft_account_sign_in (self->account, entry->login, entry->password)
                                    : weft_account_sign_in_local (self->account);
      break;
    case SIGN_OUT:
    default:
      future = weft_account_sign_out (self->account);
      break;
    }
  if (!dex_await (future, &error))
    return dex_future_new_for_error (error);

  set_person (self, weft_account_get_person (self->account));
  if (entry->workspace != NULL)
    weft_workspace_set_name (self, entry->workspace);
  if (self->sync != NULL && entry->what != SIGN_OUT)
    {
      weft_sync_start (self->sync);
      weft_sync_retry (self->sync);
    }
  return dex_future_new_true ();
}

static DexFuture *
enter (WeftWorkspace *self,
       int what,
       const char *workspace,
       const char *code,
       const char *name,
       const char *login,
       const char *password)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->self = g_object_ref (self);
  entry->what = what;
  entry->workspace = g_strdup (workspace);
  entry->code = g_strdup (code);
  entry->name = g_strdup (name);
  entry->login = g_strdup (login);
  entry->password = password != NULL && *password != '\0' ? g_strdup (password) : NULL;
  return dex_scheduler_spawn (NULL, 0, enter_fiber, entry, (GDestroyNotify) entry_free);
}

DexFuture *
weft_workspace_found (WeftWorkspace *self, const char *workspace, const char *person, const char *login)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return enter (self, FOUND, workspace, NULL, person, login, NULL);
}

DexFuture *
weft_workspace_sign_in (WeftWorkspace *self, const char *login, const char *password)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return enter (self, SIGN_IN, NULL, NULL, NULL, login, password);
}

DexFuture *
weft_workspace_join (
    WeftWorkspace *self, const char *code, const char *name, const char *login, const char *password)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return enter (self, JOIN, NULL, code, name, login, password);
}

DexFuture *
weft_workspace_sign_out (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return enter (self, SIGN_OUT, NULL, NULL, NULL, NULL, NULL);
}

static void
weft_workspace_get_gobject_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftWorkspace *self = WEFT_WORKSPACE (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_PERSON:
      g_value_set_string (value, self->person);
      break;
    case PROP_MENTIONS:
      g_value_set_uint (value, self->n_mentions);
      break;
    case PROP_QUIET:
      g_value_set_boolean (value, weft_workspace_get_quiet (self));
      break;
    case PROP_NEWS:
      g_value_set_boolean (value, self->has_news);
      break;
    case PROP_CONNECTING:
      g_value_set_boolean (value, self->starting);
      break;
    case PROP_PLACE:
      g_value_set_string (value, self->place);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_workspace_dispose (GObject *object)
{
  WeftWorkspace *self = WEFT_WORKSPACE (object);

  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_object (&self->cards);
  g_clear_object (&self->notices);
  g_clear_object (&self->reminders);
  g_clear_object (&self->self);
  if (self->embedded != NULL)
    weft_embedded_stop (self->embedded);
  g_clear_object (&self->embedded);
  g_clear_object (&self->player);
  g_clear_object (&self->sync);
  g_clear_object (&self->account);
  dex_clear (&self->opening);

  G_OBJECT_CLASS (weft_workspace_parent_class)->dispose (object);
}

static void
weft_workspace_finalize (GObject *object)
{
  WeftWorkspace *self = WEFT_WORKSPACE (object);

  g_free (self->id);
  g_free (self->directory);
  g_free (self->name);
  g_free (self->address);
  g_free (self->person);
  g_free (self->place);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (weft_workspace_parent_class)->finalize (object);
}

static void
weft_workspace_class_init (WeftWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_workspace_get_gobject_property;
  object_class->dispose = weft_workspace_dispose;
  object_class->finalize = weft_workspace_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, weft_workspace_state_get_type (),
                                              WEFT_WORKSPACE_CLOSED, flags);
  properties[PROP_PERSON] = g_param_spec_string ("person", NULL, NULL, NULL, flags);
  properties[PROP_MENTIONS] = g_param_spec_uint ("mentions", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CONNECTING] = g_param_spec_boolean ("connecting", NULL, NULL, FALSE, flags);
  properties[PROP_PLACE] = g_param_spec_string ("place", NULL, NULL, NULL, flags);
  properties[PROP_QUIET] = g_param_spec_boolean ("quiet", NULL, NULL, FALSE, flags);
  properties[PROP_NEWS] = g_param_spec_boolean ("news", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_workspace_init (WeftWorkspace *self)
{
}

WeftWorkspace *
weft_workspace_new (const char *id,
                    WeftWorkspaceKind kind,
                    const char *directory,
                    const char *name,
                    const char *address,
                    const char *person)
{
  WeftWorkspace *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (directory != NULL, NULL);
  g_return_val_if_fail (kind != WEFT_WORKSPACE_REMOTE || address != NULL, NULL);

  self = g_object_new (WEFT_TYPE_WORKSPACE, NULL);
  self->id = g_strdup (id);
  self->kind = kind;
  self->directory = g_strdup (directory);
  self->name = g_strdup (name);
  self->address = g_strdup (address);
  self->person = g_strdup (person);
  if (kind != WEFT_WORKSPACE_REMOTE)
    {
      g_autofree char *server = g_build_filename (directory, "server", NULL);
      gsize length = strlen (id);
      /* The random end of the id and a hash of the folder: two profiles may hold a workspace of one id (the
       * demo). */
      g_autofree char *folder
          = g_strdup_printf ("%s-%08x", length > 12 ? id + length - 12 : id, g_str_hash (directory));

      self->embedded = weft_embedded_new (server, folder);
      weft_embedded_set_demo (self->embedded, kind == WEFT_WORKSPACE_DEMO);
      g_signal_connect_object (self->embedded, "back", G_CALLBACK (on_embedded_back), self,
                               G_CONNECT_SWAPPED);
      g_set_str (&self->address, weft_embedded_get_address (self->embedded));
    }
  if (kind == WEFT_WORKSPACE_DEMO)
    self->player = weft_player_new (self->address, directory);
  return self;
}

const char *
weft_workspace_get_id (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->id;
}

WeftWorkspaceKind
weft_workspace_get_kind (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), WEFT_WORKSPACE_REMOTE);

  return self->kind;
}

const char *
weft_workspace_get_directory (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->directory;
}

const char *
weft_workspace_get_name (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->name;
}

void
weft_workspace_set_name (WeftWorkspace *self, const char *name)
{
  g_return_if_fail (WEFT_IS_WORKSPACE (self));

  if (g_set_str (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

const char *
weft_workspace_get_address (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->address;
}

const char *
weft_workspace_get_person (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->person;
}

WeftWorkspaceState
weft_workspace_get_state (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), WEFT_WORKSPACE_CLOSED);

  return self->state;
}

const GError *
weft_workspace_get_problem (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->problem;
}

WeftAccount *
weft_workspace_get_account (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->account;
}

WeftSync *
weft_workspace_get_sync (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->sync;
}

guint
weft_workspace_get_n_mentions (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), 0);

  return self->n_mentions;
}

gboolean
weft_workspace_get_has_news (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), FALSE);

  return self->has_news;
}

gboolean
weft_workspace_get_connecting (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), FALSE);

  return self->starting;
}

WeftFeaturePage *
weft_workspace_get_page (WeftWorkspace *self, const WeftFeature *feature)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (self->pages != NULL, NULL);

  for (guint i = 0; weft_features[i] != NULL; i++)
    if (weft_features[i] == feature)
      return g_ptr_array_index (self->pages, i);
  return NULL;
}

WeftCards *
weft_workspace_get_cards (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->cards;
}

WeftNoticeList *
weft_workspace_get_notices (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->notices;
}

WeftReminderList *
weft_workspace_get_reminders (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->reminders;
}

void
weft_workspace_set_place (WeftWorkspace *self, const char *place)
{
  g_return_if_fail (WEFT_IS_WORKSPACE (self));

  if (!g_set_str (&self->place, place))
    return;
  see_place (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
}

const char *
weft_workspace_get_place (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->place;
}

WeftSelf *
weft_workspace_get_self (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), NULL);

  return self->self;
}

gboolean
weft_workspace_get_quiet (WeftWorkspace *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACE (self), FALSE);

  return weft_self_get_quiet (self->self);
}
