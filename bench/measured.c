/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "measured.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void
measured_keep_off (void)
{
  cpu_set_t cores;

  if (sched_getaffinity (0, sizeof cores, &cores) != 0 || CPU_COUNT (&cores) < 2)
    return;
  CPU_CLR (MEASURED_CORE, &cores);
  sched_setaffinity (0, sizeof cores, &cores);
}

static void
move (gpointer user_data)
{
  cpu_set_t core;

  CPU_ZERO (&core);
  CPU_SET (MEASURED_CORE, &core);
  sched_setaffinity (0, sizeof core, &core);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static char *
read_line (int descriptor)
{
  GString *line = g_string_new (NULL);
  char byte;

  while (read (descriptor, &byte, 1) == 1 && byte != '\n')
    g_string_append_c (line, byte);
  close (descriptor);
  return g_string_free (line, FALSE);
}

GPid
measured_spawn (const char *const *argv, char **line)
{
  g_autoptr (GError) error = NULL;
  GPid pid;
  int out;

  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
                                 move, NULL, &pid, NULL, line != NULL ? &out : NULL, NULL, &error))
    g_error ("%s", error->message);
  if (line != NULL)
    *line = read_line (out);
  return pid;
}

void
measured_end (GPid pid)
{
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
}

gint64
measured_get_time (GPid pid)
{
  clockid_t clock;
  struct timespec time;

  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &time) != 0)
    return 0;
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Of the line in /proc/PID/task/TID/stat: "TID (NAME) STATE PPID …"; user and system time are the 14th and 15th. */
static gint64
read_thread_time (const char *line, const char *name)
{
  g_autofree char *named = g_strdup_printf (" (%s) ", name);
  const char *start = strstr (line, named);
  g_auto (GStrv) fields = NULL;

  if (start == NULL)
    return 0;
  fields = g_strsplit (start + strlen (named), " ", 14);
  if (g_strv_length (fields) < 13)
    return 0;
  return (g_ascii_strtoll (fields[11], NULL, 10) + g_ascii_strtoll (fields[12], NULL, 10)) * G_USEC_PER_SEC
         / sysconf (_SC_CLK_TCK);
}

gint64
measured_get_thread_time (GPid pid, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int) pid);
  g_autoptr (GDir) threads = g_dir_open (path, 0, NULL);
  const char *id;
  gint64 time = 0;

  while (threads != NULL && (id = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *stat = g_build_filename (path, id, "stat", NULL);
      g_autofree char *line = NULL;

      if (g_file_get_contents (stat, &line, NULL, NULL))
        time += read_thread_time (line, name);
    }
  return time;
}

gint64
measured_get_memory (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid);
  g_autofree char *text = NULL;
  const char *line;
  gint64 kib = 0;

  if (g_file_get_contents (path, &text, NULL, NULL) && (line = g_strstr_len (text, -1, "\nPss:")) != NULL)
    kib = g_ascii_strtoll (line + 5, NULL, 10);
  return kib * 1024;
}

double
measured_get_load (void)
{
  double load = 0;

  return getloadavg (&load, 1) == 1 ? load : 0;
}
