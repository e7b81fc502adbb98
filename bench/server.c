/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include "server.h"

#include "measured.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A few clients do here what many do elsewhere. */
#define ANY_NUMBER "frames=1000000,frames-burst=1000000"

struct _Server
{
  char *directory;
  gboolean temporary;
  char *socket;
  char *address;
  guint16 port;
  GPid pid;
};

void
bench_remove (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        bench_remove (path);
      else
        g_unlink (path);
    }
  g_rmdir (directory);
}

char *
bench_new_directory (GError **error)
{
  return g_dir_make_tmp ("weft-bench-XXXXXX", error);
}

/* weftd says on its first line that clients can come. */
static gboolean
wait_ready (int descriptor, GError **error)
{
  char byte;
  gssize n;

  while ((n = read (descriptor, &byte, 1)) == 1 && byte != '\n')
    ;
  close (descriptor);
  if (n == 1)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "weftd ended before it was ready");
  return FALSE;
}

Server *
server_start (const char *program, const char *directory, const char *socket, GError **error)
{
  g_autoptr (Server) self = g_new0 (Server, 1);
  int out;

  self->temporary = directory == NULL;
  self->directory = directory != NULL ? g_strdup (directory) : bench_new_directory (error);
  if (self->directory == NULL)
    return NULL;
  self->socket = socket != NULL ? g_strdup (socket) : g_build_filename (self->directory, "weftd.sock", NULL);
  self->address = g_strconcat ("unix:", self->socket, NULL);
  if (!g_spawn_async_with_pipes (NULL,
                                 (char *[]) { (char *) program, "--directory", self->directory, "--socket",
                                              self->socket, NULL },
                                 NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &self->pid, NULL, &out, NULL,
                                 error)
      || !wait_ready (out, error))
    return NULL;
  return g_steal_pointer (&self);
}

Server *
server_start_measured (const char *program, const char *certificate, const char *key)
{
  g_autoptr (GError) error = NULL;
  Server *self = g_new0 (Server, 1);
  const char *argv[] = {
    program,     "--directory", NULL,       "--socket",    NULL,
    "--limits",  ANY_NUMBER,    "--listen", "127.0.0.1:0", certificate != NULL ? "--tls-certificate" : NULL,
    certificate, "--tls-key",   key,        NULL
  };
  g_autofree char *line = NULL;
  const char *colon;

  self->temporary = TRUE;
  self->directory = bench_new_directory (&error);
  if (self->directory == NULL)
    g_error ("%s", error->message);
  self->socket = g_build_filename (self->directory, "weftd.sock", NULL);
  self->address = g_strconcat ("unix:", self->socket, NULL);
  argv[2] = self->directory;
  argv[4] = self->socket;
  self->pid = measured_spawn (argv, &line);
  colon = strstr (line, "127.0.0.1:");
  if (colon == NULL)
    g_error ("weftd did not start: %s", line);
  self->port = (guint16) g_ascii_strtoull (colon + strlen ("127.0.0.1:"), NULL, 10);
  return self;
}

void
server_stop (Server *self)
{
  if (self->pid != 0)
    {
      kill (self->pid, SIGTERM);
      waitpid (self->pid, NULL, 0);
    }
  if (self->temporary && self->directory != NULL)
    bench_remove (self->directory);
  g_free (self->directory);
  g_free (self->socket);
  g_free (self->address);
  g_free (self);
}

const char *
server_get_directory (Server *self)
{
  return self->directory;
}

const char *
server_get_socket (Server *self)
{
  return self->socket;
}

const char *
server_get_address (Server *self)
{
  return self->address;
}

GPid
server_get_pid (Server *self)
{
  return self->pid;
}

guint16
server_get_port (Server *self)
{
  return self->port;
}

gint64
server_get_time (Server *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) self->pid);
  g_autofree char *text = NULL;
  unsigned long user = 0, system = 0;
  const char *rest;

  /* The program's name, in parentheses, comes before; the times are fields 14 and 15 of proc_pid_stat(5). */
  if (!g_file_get_contents (path, &text, NULL, NULL) || (rest = strrchr (text, ')')) == NULL
      || sscanf (rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
    return 0;
  return (gint64) (user + system) * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);
}
