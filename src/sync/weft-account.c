/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-account.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "base/weft-id.h"
#include "sync/weft-account-private.h"
#include "sync/weft-address.h"
#include "sync/weft-http.h"
#include "sync/weft-probe.h"

/* A token that ends sooner than this may end on the way. */
#define USABLE (60 * 1000)

struct _WeftAccount
{
  GObject parent_instance;

  WeftAddress *address;      /* NULL if what was given is none */
  char *text;                /* the address as given, if it is none */
  char *person;
  char *name;
  char *workspace_name;
  char *setup_code;
  char *keyring_reason;
  WeftTokenStore *tokens;
  WeftClock *clock;
  SoupSession *session;

  char *access;
  gint64 expiry;             /* ms */
  gint64 refresh_not_before; /* µs, monotonic: the server does not want to be asked until then */
  char *refresh;             /* also in the token store, if that works */
  gboolean signed_in;
  DexFuture *refreshing;     /* all who ask meanwhile wait for the same one */
  DexFuture *asking;         /* the last that asked for a token */
};

enum
{
  PROP_ADDRESS = 1,
  PROP_PERSON,
  PROP_NAME,
  PROP_WORKSPACE_NAME,
  PROP_SIGNED_IN,
  PROP_KEYRING_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftAccount, weft_account, G_TYPE_OBJECT)

/* A request to the server, as the data of its fiber. */
typedef struct
{
  WeftAccount *account;
  char *path;
  char *body;
  SoupMessage *message;      /* (nullable) */
} Request;

static Request *
request_new (WeftAccount *account, const char *path, GString *body)
{
  Request *request = g_new0 (Request, 1);

  request->account = g_object_ref (account);
  request->path = g_strdup (path);
  if (body != NULL)
    request->body = g_string_free (body, FALSE);

  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->account);
  g_clear_object (&request->message);
  g_free (request->path);
  g_free (request->body);
  g_free (request);
}

static void
set_text (WeftAccount *self, char **member, const char *text, guint property)
{
  if (g_set_str (member, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_signed_in (WeftAccount *self, gboolean signed_in)
{
  if (self->signed_in == signed_in)
    return;

  self->signed_in = signed_in;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}

static DexFuture *
send_message (DexFuture *verified, gpointer user_data)
{
  Request *request = user_data;

  return weft_http_send (request->account->session, request->message);
}

/* Secrets go only to who was seen to be the server. */
static DexFuture *
post (WeftAccount *self, const char *path, const char *body, const char *bearer)
{
  Request *request;
  g_autoptr (SoupMessage) message = NULL;

  if (self->address == NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftAddress) address = weft_address_parse (self->text, &error);

      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (self->session == NULL)
    self->session = weft_address_new_session (self->address, "weft/" WEFT_VERSION);

  message = weft_address_new_message (self->address, "POST", path);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  if (bearer != NULL)
    {
      g_autofree char *header = g_strconcat ("Bearer ", bearer, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", header);
    }

  request = request_new (self, path, NULL);
  request->message = g_steal_pointer (&message);

  return dex_future_then (weft_probe_future (self->session, self->address), send_message, request, request_free);
}

/* In a fiber. Takes the tokens of an answer and keeps the refresh token. */
static gboolean
take_tokens (WeftAccount *self, GBytes *answer, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) local_error = NULL;
  JsonObject *object;
  const char *access = NULL;
  const char *refresh = NULL;
  const char *person = NULL;
  const char *name = NULL;
  const char *workspace_name = NULL;
  gint64 expires_in = 0;

  node = weft_json_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), &local_error);
  object = node != NULL ? json_node_get_object (node) : NULL;
  if (object == NULL ||
      !weft_json_get_string (object, "access", &access, &local_error) ||
      !weft_json_get_string (object, "refresh", &refresh, &local_error) ||
      !weft_json_get_string (object, "person", &person, &local_error) ||
      !weft_json_get_int (object, "expires_in", &expires_in, &local_error) ||
      access == NULL || refresh == NULL || person == NULL || !weft_id_is_valid (person))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "What answers at this address is no Weft server: %s",
                   local_error != NULL ? local_error->message : "no tokens");
      return FALSE;
    }
  if (weft_json_has (object, "name"))
    weft_json_get_string (object, "name", &name, NULL);
  if (weft_json_has (object, "workspace_name"))
    weft_json_get_string (object, "workspace_name", &workspace_name, NULL);

  g_set_str (&self->access, access);
  g_set_str (&self->refresh, refresh);
  self->expiry = weft_clock_now (self->clock) + CLAMP (expires_in, 0, 86400) * 1000;
  set_text (self, &self->person, person, PROP_PERSON);
  if (name != NULL)
    set_text (self, &self->name, name, PROP_NAME);
  if (workspace_name != NULL)
    set_text (self, &self->workspace_name, workspace_name, PROP_WORKSPACE_NAME);

  /* Not being able to keep the token is no reason not to work: one signs in again next time. */
  if (dex_await (weft_token_store_save (self->tokens, self->address->text, self->person, self->refresh), &local_error))
    set_text (self, &self->keyring_reason, NULL, PROP_KEYRING_REASON);
  else
    set_text (self, &self->keyring_reason, local_error->message, PROP_KEYRING_REASON);
  set_signed_in (self, TRUE);

  return TRUE;
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  answer = dex_await_boxed (post (request->account, request->path, request->body, NULL), &error);
  if (answer == NULL || !take_tokens (request->account, answer, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
sign_in_with (WeftAccount *self, const char *path, GString *body)
{
  return dex_scheduler_spawn (NULL, 0, sign_in_fiber, request_new (self, path, body), request_free);
}

static DexFuture *
refresh_fiber (gpointer data)
{
  Request *request = data;
  WeftAccount *self = request->account;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *kept = NULL;
  const char *refresh;
  GString *body;

  /* The store's is the newest if another program of this person was signed in since. */
  if (self->address != NULL && self->person != NULL)
    {
      kept = dex_await_string (weft_token_store_load (self->tokens, self->address->text, self->person), &error);
      if (error != NULL)
        set_text (self, &self->keyring_reason, error->message, PROP_KEYRING_REASON);
      g_clear_error (&error);
    }
  refresh = kept != NULL ? kept : self->refresh;
  if (refresh == NULL)
    {
      set_signed_in (self, FALSE);
      return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, _("Sign in to connect"));
    }

  body = g_string_new (NULL);
  weft_json_begin (body, NULL);
  weft_json_string (body, "refresh", refresh);
  weft_json_end (body);
  g_free (request->body);
  request->body = g_string_free (body, FALSE);

  answer = dex_await_boxed (post (self, request->path, request->body, NULL), &error);
  if (answer != NULL && take_tokens (self, answer, &error))
    return dex_future_new_for_boolean (TRUE);

  /* A refusal is final; anything else may be better next time. */
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED) || g_error_matches (error, WEFT_ERROR, WEFT_ERROR_DENIED) ||
      g_error_matches (error, WEFT_ERROR, WEFT_ERROR_INVALID))
    {
      g_clear_pointer (&self->access, g_free);
      g_clear_pointer (&self->refresh, g_free);
      self->expiry = 0;
      (void) dex_await (weft_token_store_save (self->tokens, self->address->text, self->person, NULL), NULL);
      set_signed_in (self, FALSE);

      return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, _("You were signed out; sign in again"));
    }

  /* Nobody has to wait for what a person does; this comes by itself. */
  if (weft_error_get_retry_after (error) > 0)
    self->refresh_not_before
        = g_get_monotonic_time () + weft_error_get_retry_after (error) * G_GINT64_CONSTANT (1000);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
forget_refreshing (DexFuture *future, gpointer user_data)
{
  WeftAccount *self = user_data;

  dex_clear (&self->refreshing);

  return NULL;
}

static DexFuture *
refresh_tokens (WeftAccount *self)
{
  gint64 wait = (self->refresh_not_before - g_get_monotonic_time ()) / 1000;

  if (self->refreshing == NULL && wait > 0)
    {
      GError *error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The server asks to slow down"));

      weft_error_set_retry_after (error, (guint) wait);
      return dex_future_new_for_error (error);
    }

  if (self->refreshing == NULL)
    {
      self->refreshing = dex_scheduler_spawn (NULL, 0, refresh_fiber, request_new (self, "/v1/refresh", NULL), request_free);
      dex_future_disown (dex_future_finally (dex_ref (self->refreshing), forget_refreshing, g_object_ref (self), g_object_unref));
    }

  return self->refreshing != NULL ? dex_ref (self->refreshing) : dex_future_new_for_boolean (TRUE);
}

static DexFuture *
access_fiber (gpointer data)
{
  Request *request = data;
  WeftAccount *self = request->account;
  g_autoptr (GError) error = NULL;
  gboolean forced = request->body != NULL;

  if (forced || self->access == NULL || self->expiry - weft_clock_now (self->clock) < WEFT_ACCOUNT_REFRESH_EARLY)
    {
      if (!dex_await (refresh_tokens (self), &error) &&
          (forced || self->access == NULL || self->expiry - weft_clock_now (self->clock) < USABLE))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (self->access == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, _("Sign in to connect"));

  return dex_future_new_for_string (self->access);
}

static DexFuture *
call_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *access = dex_await_string (weft_account_get_access (request->account, FALSE), &error);

  if (access == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return post (request->account, request->path, request->body, access);
}

static DexFuture *
sign_out_fiber (gpointer data)
{
  Request *request = data;
  WeftAccount *self = request->account;
  g_autofree char *access = g_steal_pointer (&self->access);

  g_clear_pointer (&self->refresh, g_free);
  self->expiry = 0;
  set_signed_in (self, FALSE);

  /* Signed out here in any case; the server is told if it can be. */
  if (self->person != NULL && self->address != NULL)
    (void) dex_await (weft_token_store_save (self->tokens, self->address->text, self->person, NULL), NULL);
  if (access != NULL)
    (void) dex_await (post (self, request->path, NULL, access), NULL);

  return dex_future_new_for_boolean (TRUE);
}

static void
weft_account_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftAccount *self = WEFT_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, weft_account_get_address (self));
      break;
    case PROP_PERSON:
      g_value_set_string (value, self->person);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_WORKSPACE_NAME:
      g_value_set_string (value, self->workspace_name);
      break;
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, self->signed_in);
      break;
    case PROP_KEYRING_REASON:
      g_value_set_string (value, self->keyring_reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_account_dispose (GObject *object)
{
  WeftAccount *self = WEFT_ACCOUNT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  dex_clear (&self->refreshing);
  dex_clear (&self->asking);

  G_OBJECT_CLASS (weft_account_parent_class)->dispose (object);
}

static void
weft_account_finalize (GObject *object)
{
  WeftAccount *self = WEFT_ACCOUNT (object);

  g_clear_pointer (&self->address, weft_address_free);
  g_free (self->text);
  g_free (self->person);
  g_free (self->name);
  g_free (self->workspace_name);
  g_free (self->setup_code);
  g_free (self->keyring_reason);
  g_free (self->access);
  g_free (self->refresh);
  g_object_unref (self->tokens);
  g_object_unref (self->clock);

  G_OBJECT_CLASS (weft_account_parent_class)->finalize (object);
}

static void
weft_account_class_init (WeftAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  dex_init ();

  object_class->get_property = weft_account_get_property;
  object_class->dispose = weft_account_dispose;
  object_class->finalize = weft_account_finalize;

  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  properties[PROP_PERSON] = g_param_spec_string ("person", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_WORKSPACE_NAME] = g_param_spec_string ("workspace-name", NULL, NULL, NULL, flags);
  properties[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, flags);
  properties[PROP_KEYRING_REASON] = g_param_spec_string ("keyring-reason", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_account_init (WeftAccount *self)
{
}

WeftAccount *
weft_account_new (const char *address, const char *person, WeftTokenStore *tokens, WeftClock *clock)
{
  WeftAccount *self;

  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail (WEFT_IS_TOKEN_STORE (tokens), NULL);

  self = g_object_new (WEFT_TYPE_ACCOUNT, NULL);
  self->address = weft_address_parse (address, NULL);
  self->text = g_strdup (address);
  self->person = g_strdup (person);
  self->tokens = g_object_ref (tokens);
  self->clock = g_object_ref (clock != NULL ? clock : weft_clock_get_system ());

  return self;
}

char *
weft_account_normalize_address (const char *text, GError **error)
{
  g_autoptr (WeftAddress) address = weft_address_parse (text, error);

  return address != NULL ? g_steal_pointer (&address->text) : NULL;
}

gboolean
weft_account_parse_invitation (const char *text, char **address, char **code, GError **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *place = NULL;
  g_autofree char *normalized = NULL;
  const char *rest;
  const char *hash;
  const char *dot;
  gboolean is_socket = FALSE;
  const char *scheme = "https://";

  g_return_val_if_fail (text != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  if (g_str_has_prefix (stripped, "weft://"))
    rest = stripped + strlen ("weft://");
  else if (g_str_has_prefix (stripped, "weft+http://"))
    {
      rest = stripped + strlen ("weft+http://");
      scheme = "http://";
    }
  else if (g_str_has_prefix (stripped, "weft+unix:"))
    {
      rest = stripped + strlen ("weft+unix:");
      is_socket = TRUE;
    }
  else
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "invitation: begins with weft://, weft+http:// or weft+unix:");
      return FALSE;
    }

  hash = strrchr (rest, '#');
  dot = hash != NULL ? strchr (hash, '.') : NULL;
  if (dot == NULL || dot[1] == '\0')
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "invitation: its code is missing; copy the whole link");
      return FALSE;
    }
  {
    g_autofree char *id = g_strndup (hash + 1, dot - hash - 1);

    if (!weft_id_is_valid (id))
      {
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "invitation: its code is damaged; copy the whole link");
        return FALSE;
      }
  }

  place = g_strndup (rest, hash - rest);
  if (is_socket)
    {
      g_autofree char *full = g_strconcat ("unix:", place, NULL);

      normalized = weft_account_normalize_address (full, error);
    }
  else
    {
      g_autofree char *full = NULL;

      if (!g_str_has_suffix (place, "/join"))
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "invitation: “/join” is missing behind the address");
          return FALSE;
        }
      place[strlen (place) - strlen ("/join")] = '\0';
      full = g_strconcat (scheme, place, NULL);
      normalized = weft_account_normalize_address (full, error);
    }
  if (normalized == NULL)
    return FALSE;

  if (address != NULL)
    *address = g_steal_pointer (&normalized);
  if (code != NULL)
    *code = g_strdup (hash + 1);

  return TRUE;
}

char *
weft_account_make_invitation (const char *address, const char *code)
{
  g_return_val_if_fail (address != NULL && code != NULL, NULL);

  if (g_str_has_prefix (address, "unix:"))
    return g_strdup_printf ("weft+%s#%s", address, code);
  if (g_str_has_prefix (address, "http://"))
    return g_strdup_printf ("weft+%s/join#%s", address, code);

  return g_strdup_printf ("weft://%s/join#%s", g_str_has_prefix (address, "https://") ? address + strlen ("https://") : address, code);
}

const char *
weft_account_get_address (WeftAccount *self)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), NULL);

  return self->address != NULL ? self->address->text : self->text;
}

const char *
weft_account_get_person (WeftAccount *self)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), NULL);

  return self->person;
}

gboolean
weft_account_get_signed_in (WeftAccount *self)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), FALSE);

  return self->signed_in;
}

WeftTokenStore *
weft_account_get_tokens (WeftAccount *self)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), NULL);

  return self->tokens;
}

void
weft_account_set_setup_code (WeftAccount *self, const char *code)
{
  g_return_if_fail (WEFT_IS_ACCOUNT (self));

  g_set_str (&self->setup_code, code);
}

static void
write_optional (GString *body, const char *key, const char *value)
{
  if (value != NULL)
    weft_json_string (body, key, value);
}

DexFuture *
weft_account_create_workspace (WeftAccount *self, const char *workspace, const char *name, const char *login, const char *password)
{
  GString *body = g_string_new (NULL);

  weft_json_begin (body, NULL);
  weft_json_string (body, "workspace", workspace);
  weft_json_string (body, "name", name);
  weft_json_string (body, "login", login);
  write_optional (body, "password", password);
  write_optional (body, "setup", self->setup_code);
  weft_json_end (body);

  return sign_in_with (self, "/v1/found", body);
}

DexFuture *
weft_account_join (WeftAccount *self, const char *code, const char *name, const char *login, const char *password)
{
  GString *body = g_string_new (NULL);

  weft_json_begin (body, NULL);
  weft_json_string (body, "invitation", code);
  weft_json_string (body, "name", name);
  weft_json_string (body, "login", login);
  write_optional (body, "password", password);
  weft_json_end (body);

  return sign_in_with (self, "/v1/join", body);
}

DexFuture *
weft_account_sign_in (WeftAccount *self, const char *login, const char *password)
{
  GString *body = g_string_new (NULL);

  weft_json_begin (body, NULL);
  weft_json_string (body, "login", login);
  write_optional (body, "password", password);
  weft_json_end (body);

  return sign_in_with (self, "/v1/sign-in", body);
}

DexFuture *
weft_account_sign_in_local (WeftAccount *self)
{
  GString *body = g_string_new (NULL);

  weft_json_begin (body, NULL);
  weft_json_bool (body, "local", TRUE);
  weft_json_end (body);

  return sign_in_with (self, "/v1/sign-in", body);
}

DexFuture *
weft_account_resume (WeftAccount *self)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), NULL);

  return refresh_tokens (self);
}

DexFuture *
weft_account_sign_out (WeftAccount *self)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), NULL);

  return dex_scheduler_spawn (NULL, 0, sign_out_fiber, request_new (self, "/v1/sign-out", NULL), request_free);
}

DexFuture *
weft_account_get_access (WeftAccount *self, gboolean force_refresh)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), NULL);

  dex_clear (&self->asking);
  self->asking = dex_scheduler_spawn (NULL, 0, access_fiber,
                                      request_new (self, NULL, force_refresh ? g_string_new ("force") : NULL), request_free);

  return dex_ref (self->asking);
}

static DexFuture *
settle_fiber (gpointer data)
{
  WeftAccount *self = data;

  if (self->asking != NULL)
    (void) dex_await (dex_ref (self->asking), NULL);
  if (self->refreshing != NULL)
    (void) dex_await (dex_ref (self->refreshing), NULL);

  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
_weft_account_settle (WeftAccount *self)
{
  return dex_scheduler_spawn (NULL, 0, settle_fiber, g_object_ref (self), g_object_unref);
}

gint64
_weft_account_get_expiry (WeftAccount *self)
{
  return self->access != NULL ? self->expiry : 0;
}

DexFuture *
weft_account_call (WeftAccount *self, const char *path, const char *body)
{
  g_return_val_if_fail (WEFT_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail (path != NULL && body != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, call_fiber, request_new (self, path, g_string_new (body)), request_free);
}
