/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve-fixture.h"

#include "serve/weft-front.h"
#include "serve/weft-job-runner.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* A server on a real socket, in this process, and people at their devices, with the client's whole engine each. */

typedef struct
{
  char *directory;
  char *data; /* the server's */
  char *socket;
  char *address;
  WeftRegistry *registry;
  WeftEngine *engine;
  WeftFront *front;
  WeftJobRunner *runner;
  const WeftLimits *limits; /* (nullable): others than a server has by itself, from its next start */
} Team;

typedef struct
{
  WeftAccount *account;
  WeftSync *sync; /* NULL while it is closed */
} TeamDevice;

/** team_wait_until: lets the main context run until @condition_ holds; a minute at most. */
#define team_wait_until(condition_)                                                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 end_ = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;                                         \
                                                                                                             \
    while (!(condition_))                                                                                    \
      {                                                                                                      \
        if (g_get_monotonic_time () > end_)                                                                  \
          g_error ("%s never came", #condition_);                                                            \
        if (!g_main_context_iteration (NULL, FALSE))                                                         \
          g_usleep (500);                                                                                    \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

/** team_get: takes @future. Returns: (transfer full) (nullable): the string to which it resolves, if it is one. */
char *team_get (DexFuture *future);
#define team_do(future_) g_free (team_get (future_))

/** team_begin: with a server, and nobody yet. */
void team_begin (Team *self);
void team_end (Team *self);

void team_start_server (Team *self);
void team_stop_server (Team *self);

/** team_found: @device is that of who founds the workspace. */
void team_found (Team *self, TeamDevice *device, const char *login);
/** team_sign_in: another device of who is @login. */
void team_sign_in (Team *self, TeamDevice *device, const char *login, const char *name);
/** team_join: @device is that of a new member, invited by @by. */
void team_join (Team *self, TeamDevice *device, const char *login, TeamDevice *by);
/** team_join_as: @role: in the workspace; @stream: (nullable): where they become a member, of @by's. */
void team_join_as (Team *self, TeamDevice *device, const char *login, TeamDevice *by, const char *role, const char *stream);

/** team_open: @name: of the device's store, which stays. Returns once it is online. */
void team_open (Team *self, TeamDevice *device, const char *name);
void team_close (TeamDevice *device);
/** team_leave: closes it if it is open, and forgets the account. */
void team_leave (TeamDevice *device);

G_END_DECLS
