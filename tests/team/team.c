/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "team.h"

#include "base/weft-id.h"
#include "parts/people/shared/weft-people-module.h"

#define PASSWORD "correct horse"

char *
team_get (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;
  char *text = NULL;

  team_wait_until (!dex_future_is_pending (future));
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  if (G_VALUE_HOLDS_STRING (value))
    text = g_value_dup_string (value);
  dex_unref (future);

  return text;
}

void
team_start_server (Team *self)
{
  g_autofree char *url = serve_directory_url (self->directory);
  g_autoptr (GError) error = NULL;

  self->engine = weft_engine_new (self->registry, weft_server_modules, self->data, NULL);
  weft_engine_set_database (self->engine, url);
  self->front = weft_front_new (self->engine, self->limits != NULL ? self->limits : &weft_default_limits);
  weft_engine_open (self->engine, &error);
  g_assert_no_error (error);
  weft_front_start (self->front, &error);
  g_assert_no_error (error);
  weft_front_listen_unix (self->front, self->socket, &error);
  g_assert_no_error (error);
  self->runner = weft_job_runner_new (self->engine);
  weft_job_runner_start (self->runner);
}

void
team_stop_server (Team *self)
{
  weft_front_drain (self->front, 1000);
  g_clear_pointer (&self->runner, weft_job_runner_free);
  weft_engine_close (self->engine);
  g_clear_object (&self->front);
  g_clear_object (&self->engine);
}

void
team_begin (Team *self)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("weft-team-XXXXXX", &error);
  g_assert_no_error (error);
  self->data = g_build_filename (self->directory, "server", NULL);
  self->socket = g_build_filename (self->directory, "sock", NULL);
  self->address = g_strconcat ("unix:", self->socket, NULL);
  self->registry = weft_registry_new (weft_modules);
  team_start_server (self);
}

void
team_end (Team *self)
{
  team_stop_server (self);
  g_clear_object (&self->registry);
  serve_remove_directory (self->directory);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->socket, g_free);
  g_clear_pointer (&self->address, g_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
make_account (Team *self, TeamDevice *device)
{
  g_autoptr (WeftTokenStore) tokens = weft_memory_token_store_new ();

  device->account = weft_account_new (self->address, NULL, tokens, NULL);
}

void
team_found (Team *self, TeamDevice *device, const char *login)
{
  make_account (self, device);
  team_do (weft_account_create_workspace (device->account, "Mill", login, login, PASSWORD));
  team_open (self, device, login);
}

void
team_sign_in (Team *self, TeamDevice *device, const char *login, const char *name)
{
  make_account (self, device);
  team_do (weft_account_sign_in (device->account, login, PASSWORD));
  team_open (self, device, name);
}

void
team_join (Team *self, TeamDevice *device, const char *login, TeamDevice *by)
{
  team_join_as (self, device, login, by, "member", NULL);
}

void
team_join_as (Team *self, TeamDevice *device, const char *login, TeamDevice *by, const char *role, const char *stream)
{
  const char *const streams[] = { stream, NULL };
  g_autofree char *invitation = weft_id_random ();
  g_autofree char *secret = g_strconcat ("open sesame for ", login, NULL);
  g_autofree char *hash = weft_secret_hash (secret);
  g_autofree char *code = g_strdup_printf ("%s.%s", invitation, secret);
  g_autofree char *id = team_get (
      weft_sync_submit (by->sync, WEFT_STREAM_WORKSPACE, &weft_people_invite_operation,
                        &(WeftPeopleInvite) { .id = invitation,
                                              .secret_hash = hash,
                                              .role = role,
                                              .streams = streams,
                                              .n_streams = stream != NULL ? 1 : 0,
                                              .uses = 1,
                                              .expires_at = g_get_real_time () / 1000 + 3600000 }));

  team_do (weft_sync_await (by->sync, id));
  make_account (self, device);
  team_do (weft_account_join (device->account, code, login, login, PASSWORD));
  team_open (self, device, login);
}

void
team_open (Team *self, TeamDevice *device, const char *name)
{
  g_autofree char *directory = g_build_filename (self->directory, name, NULL);

  device->sync = weft_sync_new (self->registry, device->account, directory, NULL);
  team_do (weft_sync_open (device->sync));
  weft_sync_start (device->sync);
  team_wait_until (weft_sync_get_state (device->sync) == WEFT_SYNC_ONLINE);
}

void
team_close (TeamDevice *device)
{
  team_do (weft_sync_close (device->sync));
  g_clear_object (&device->sync);
}

void
team_leave (TeamDevice *device)
{
  if (device->sync != NULL)
    team_close (device);
  g_clear_object (&device->account);
}
