/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-server.h"

#include <argon2.h>

#include "modules/weft-server-modules.h"
#include "serve-fixture.h"
#include "serve/weft-authority.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-hub-private.h"
#include "serve/weft-job-runner.h"
#include "sim-line.h"
#include "sim-tally.h"

#define BEAT                                                                                                 \
  (G_GINT64_CONSTANT (500) * 1000) /* µs: a beat costs, and nothing it does needs to be more exact */
#define TOKEN (G_GINT64_CONSTANT (15) * 60 * 1000)

struct _SimServer
{
  SimDisk *disk;
  SimClock *clock;
  WeftRegistry *registry;
  char *directory;
  WeftLimits limits;

  WeftEngine *engine; /* (nullable) */
  WeftAuthority *authority;
  WeftHub *hub;
  WeftJobRunner *jobs;
  gint64 jobs_at; /* ms since 1970, as its clock says; 0: at once */
  gboolean after_restart;
  gint64 beat_at;
  gint64 start_at; /* while it does not run */
};

/* Nobody signs in with a password here, and a slow hash at every start would be a fifth of all time. */
int __wrap_argon2id_hash_encoded (const uint32_t passes,
                                  const uint32_t memory,
                                  const uint32_t lanes,
                                  const void *password,
                                  const size_t password_length,
                                  const void *salt,
                                  const size_t salt_length,
                                  const size_t hash_length,
                                  char *encoded,
                                  const size_t encoded_length);

int
__wrap_argon2id_hash_encoded (const uint32_t passes,
                              const uint32_t memory,
                              const uint32_t lanes,
                              const void *password,
                              const size_t password_length,
                              const void *salt,
                              const size_t salt_length,
                              const size_t hash_length,
                              char *encoded,
                              const size_t encoded_length)
{
  g_strlcpy (encoded, "$nobody", encoded_length);
  return 0;
}

/* Somebody's wish to connect has arrived, with a token that is good. */
static void
on_accept (SimLine *line, gpointer user_data)
{
  SimServer *self = user_data;
  const char *person = sim_line_get_person (line);
  g_autofree char *family = g_strconcat ("family-", person, NULL);

  if (self->engine == NULL)
    {
      sim_line_break (line);
      return;
    }
  weft_hub_accept (self->hub, sim_line_connect (line, &self->limits), "unix", person, family,
                   weft_clock_now (WEFT_CLOCK (self->clock)) + TOKEN);
}

SimServer *
sim_server_new (WeftRegistry *registry)
{
  SimServer *self = g_new0 (SimServer, 1);

  self->directory = g_strdup ("server");
  serve_remove_directory (self->directory);
  self->disk = sim_disk_new (self->directory);
  self->clock = sim_clock_new ();
  self->registry = g_object_ref (registry);
  self->limits = weft_default_limits;
  self->start_at = G_MAXINT64;
  sim_line_set_server (self->disk);
  sim_lines_set_accept (on_accept, self);

  return self;
}

static void
on_scheduled (gpointer user_data)
{
  ((SimServer *) user_data)->jobs_at = 0;
}

static void
run_jobs (SimServer *self)
{
  guint n = weft_job_runner_run_due (self->jobs);

  if (n > 0)
    {
      sim_trace ("server runs %u jobs", n);
      sim_tally ("job: ran");
      if (self->after_restart)
        sim_tally ("job: after a restart");
    }
  self->after_restart = FALSE;
  self->jobs_at = weft_job_runner_get_next (self->jobs);
}

static gint64
get_jobs_due (SimServer *self)
{
  gint64 wait = self->jobs_at - weft_clock_now (WEFT_CLOCK (self->clock));

  return wait <= 0 ? 0 : sim_now () + MIN (wait, 60000) * 1000;
}

static void
end (SimServer *self)
{
  if (self->engine == NULL)
    return;
  _weft_engine_set_scheduled_func (self->engine, NULL, NULL);
  g_clear_pointer (&self->jobs, weft_job_runner_free);
  weft_hub_stop (self->hub);
  weft_engine_close (self->engine);
  g_clear_pointer (&self->hub, weft_hub_free);
  g_clear_pointer (&self->authority, weft_authority_free);
  g_clear_object (&self->engine);
}

void
sim_server_free (SimServer *self)
{
  end (self);
  sim_disk_free (self->disk);
  serve_remove_directory (self->directory);
  g_free (self->directory);
  g_object_unref (self->clock);
  g_object_unref (self->registry);
  g_free (self);
}

SimDisk *
sim_server_get_disk (SimServer *self)
{
  return self->disk;
}

SimClock *
sim_server_get_clock (SimServer *self)
{
  return self->clock;
}

WeftEngine *
sim_server_get_engine (SimServer *self)
{
  return self->engine;
}

void
sim_server_set_queue (SimServer *self, gsize soft)
{
  self->limits.queue_soft = soft;
  self->limits.queue_hard = soft * 16;
}

void
sim_server_set_frames (SimServer *self, guint burst)
{
  self->limits.frames_burst = burst;
  self->limits.frames = MAX (burst / 10, 1);
}

gboolean
sim_server_start (SimServer *self)
{
  g_autoptr (GError) error = NULL;

  self->engine
      = weft_engine_new (self->registry, weft_server_modules, self->directory, WEFT_CLOCK (self->clock));
  self->authority = weft_authority_new (self->engine, &self->limits);
  self->hub = weft_hub_new (self->engine, self->authority, &self->limits);
  if (_weft_engine_open_driven (self->engine, &error) && weft_authority_load (self->authority, &error))
    {
      _weft_hub_start_driven (self->hub);
      self->beat_at = sim_now () + BEAT;
      self->start_at = G_MAXINT64;
      self->jobs = weft_job_runner_new (self->engine);
      self->jobs_at = 0;
      self->after_restart = TRUE;
      _weft_engine_set_scheduled_func (self->engine, on_scheduled, self);
      sim_trace ("server runs");
      return TRUE;
    }

  sim_trace ("server cannot start: %s", error->message);
  end (self);
  if (sim_disk_is_dead (self->disk))
    sim_disk_restart (self->disk);
  self->start_at = sim_now () + 1000000;

  return FALSE;
}

void
sim_server_stop (SimServer *self)
{
  if (self->engine == NULL)
    return;
  sim_trace ("server stops");
  weft_hub_drain (self->hub);
  end (self);
  self->start_at = sim_now () + (gint64) sim_pick (3000000);
}

void
sim_server_kill (SimServer *self, gboolean power)
{
  if (self->engine == NULL)
    return;
  sim_tally (power                           ? "power: server"
             : sim_disk_is_dead (self->disk) ? "killed: server at a write"
                                             : "killed: server at once");
  sim_trace (power ? "server loses its power" : "server is killed");
  if (power)
    {
      GPtrArray *lines = sim_lines_get ();

      for (guint i = 0; i < lines->len; i++)
        sim_line_cut (lines->pdata[i], TRUE, TRUE);
    }
  sim_disk_kill (self->disk);
  end (self);
  if (power)
    sim_disk_cut_power (self->disk);
  sim_disk_restart (self->disk);
  self->start_at = sim_now () + (gint64) sim_pick (5000000);
}

void
sim_server_jump (SimServer *self, gint64 ms)
{
  sim_clock_jump (self->clock, ms);
  self->jobs_at = 0;
}

gint64
sim_server_get_due (SimServer *self)
{
  if (self->engine == NULL)
    return self->start_at;
  if (_weft_hub_get_n_waiting (self->hub) > 0)
    return 0;

  return MIN (MIN (self->beat_at, get_jobs_due (self)), _weft_engine_get_due (self->engine));
}

void
sim_server_step (SimServer *self)
{
  gboolean turn, work, beat;

  if (self->engine == NULL)
    {
      sim_server_start (self);
      return;
    }

  turn = _weft_engine_get_due (self->engine) <= sim_now ();
  work = _weft_hub_get_n_waiting (self->hub) > 0;
  beat = self->beat_at <= sim_now ();
  /* One of them, so that each comes before the others at times. */
  if (get_jobs_due (self) == 0 && (!turn || sim_chance (500)))
    run_jobs (self);
  else if (turn && (!work || sim_chance (300)) && (!beat || sim_chance (700)))
    _weft_engine_turn (self->engine);
  else if (work && (!beat || sim_chance (700)))
    _weft_hub_turn (self->hub);
  else if (beat)
    {
      _weft_hub_beat (self->hub);
      sim_poller_tick ();
      self->beat_at = sim_now () + BEAT;
    }

  if (sim_disk_is_dead (self->disk))
    sim_server_kill (self, FALSE);
}
