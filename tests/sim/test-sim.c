/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Simulated worlds, one a seed: see sim-world.h and docs/architecture.md, "How it is proven".
 *
 *   test-sim                       seeds 1 to 200
 *   test-sim --seeds N --from S    N seeds from S
 *   test-sim --seed S              only that one, with everything that happens
 *   test-sim --seed S --frames     and with all frames
 *   … --keep-going                 does not end at the first which fails
 *   … --find                       well if one fails: for programs with a planted bug
 *
 * Each world is a process of its own, made of the same one: so a seed does the same alone and among others,
 * to the address. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "serve-fixture.h"
#include "sim-check.h"
#include "sim-tally.h"
#include "sim-world.h"

#define TIME_LIMIT 120 /* s of CPU for one world */

static gboolean loud;

/* What the engines say goes into the trace. An error, or a broken precondition, ends the world. */
static GLogWriterOutput
on_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const char *message = "";

  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      message = fields[i].value;
  if (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO))
    return G_LOG_WRITER_HANDLED;
  sim_trace ("  (%s)", message);
  /* On a disk which fails, the engines may say so as loudly as they like. */
  if (level & G_LOG_LEVEL_ERROR || (level & G_LOG_LEVEL_CRITICAL && strstr (message, "assertion") != NULL))
    {
      sim_trace_print (loud ? 0 : 60);
      fprintf (stderr, "%s\n", message);
      _exit (1);
    }

  return G_LOG_WRITER_HANDLED;
}

static int
run_seed (guint seed)
{
  SimWorld *world;

  sim_trace_set_loud (loud);
  world = sim_world_new (seed);
  sim_world_live (world);
  sim_world_heal (world);
  sim_check_run (world);
  if (loud)
    fprintf (stderr, "seed %u: %u steps, %u operations, trace %08x\n", seed, world->n_steps, world->done->len,
             sim_trace_checksum ());
  sim_world_free (world);

  return 0;
}

/* Returns: whether it is well. */
static gboolean
run_in_process (guint seed)
{
  int status;
  pid_t child = fork ();

  if (child < 0)
    g_error ("fork: %s", g_strerror (errno));
  if (child == 0)
    {
      const struct rlimit limit = { TIME_LIMIT, TIME_LIMIT };

      setrlimit (RLIMIT_CPU, &limit);
      _exit (run_seed (seed));
    }
  while (waitpid (child, &status, 0) < 0)
    continue;
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return TRUE;
  if (WIFSIGNALED (status))
    fprintf (stderr, "seed %u: %s\n", seed, strsignal (WTERMSIG (status)));
  fprintf (stderr, "seed %u fails: test-sim --seed %u\n", seed, seed);

  return FALSE;
}

/* Without making anything: what lies where in memory must not depend on the arguments. */
static gboolean
take_argument (int argc, char *argv[], const char *name, int *value)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], name) == 0)
      {
        if (value != NULL && i + 1 < argc)
          *value = atoi (argv[i + 1]);
        return TRUE;
      }

  return FALSE;
}

int
main (int argc, char *argv[])
{
  int from = 1;
  int n = 200;
  int one = 0;
  int n_failed = 0;
  int done = 0;
  gboolean keep_going;
  gboolean find;
  struct rusage usage;
  char directory[] = "/tmp/weft-sim-XXXXXX";

  /* Some tables are in order of addresses. */
  if (!(personality (0xffffffff) & ADDR_NO_RANDOMIZE) && personality (ADDR_NO_RANDOMIZE) >= 0)
    execv ("/proc/self/exe", argv);

  if (mkdtemp (directory) == NULL || chdir (directory) != 0)
    g_error ("Cannot make a directory");
  g_log_set_writer_func (on_log, NULL, NULL);
  sim_tally_begin ();
  sim_disk_install ();
  sim_world_prepare ();

  loud = take_argument (argc, argv, "--seed", &one);
  take_argument (argc, argv, "--seeds", &n);
  take_argument (argc, argv, "--from", &from);
  sim_lines_shown = take_argument (argc, argv, "--frames", NULL);
  keep_going = take_argument (argc, argv, "--keep-going", NULL);
  find = take_argument (argc, argv, "--find", NULL);

  if (loud)
    {
      from = one;
      n = 1;
    }
  for (; done < n && (n_failed == 0 || keep_going); done++)
    n_failed += !run_in_process ((guint) (from + done));
  serve_remove_directory (directory);
  getrusage (RUSAGE_CHILDREN, &usage);
  printf ("%d seeds from %d: %d failed; %.1f s of CPU\n", done, from, n_failed,
          (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
              + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6);

  sim_tally_print (stdout);
  /* Of few worlds nobody can ask that all comes. */
  if (!find && done >= 5000 && !sim_tally_check (stdout))
    n_failed++;

  if (find)
    printf (n_failed > 0 ? "The planted bug was found after %d seeds\n"
                         : "%d seeds did not find the planted bug\n",
            done);

  return (n_failed > 0) == find ? 0 : 1;
}
