/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixsocketaddress.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "app/weft-embedded.h"
#include "base/weft-backoff.h"
#include "base/weft-error.h"

#define READY_LIMIT 20 /* s: a long log is checked before it answers */
#define READY_FD 3

struct _WeftEmbedded
{
  GObject parent_instance;

  char *directory;
  char *socket;
  char *address;
  GSubprocess *process;
  GCancellable *watching;
  DexFuture *starting; /* the newest attempt */
  WeftBackoff backoff;
  guint restart;
  gboolean stopped;
  gboolean demo;
};

enum
{
  BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftEmbedded, weft_embedded, G_TYPE_OBJECT)

char *
weft_embedded_find_program (const char *name)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  char *path;

  if (self != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (self);
      g_autofree char *parent = g_path_get_dirname (folder);

      path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR))
        return path;
      g_free (path);
      path = g_build_filename (parent, name, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return path;
      g_free (path);
    }
  return g_find_program_in_path (name);
}

/* Whether somebody answers at the socket; a fiber. */
static gboolean
answers (WeftEmbedded *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket);
  g_autoptr (GSocketConnection) connection = NULL;

  connection = dex_await_object (dex_socket_client_connect (client, G_SOCKET_CONNECTABLE (address)), NULL);
  return connection != NULL;
}

/* On a thread of the pool. */
static DexFuture *
make_folders (gpointer user_data)
{
  char **folders = user_data;

  for (guint i = 0; folders[i] != NULL; i++)
    if (g_mkdir_with_parents (folders[i], 0700) != 0)
      {
        int saved_errno = errno;

        return dex_future_new_reject (G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s: %s", folders[i],
                                      g_strerror (saved_errno));
      }
  return dex_future_new_true ();
}

static void on_process_ended (GObject *source, GAsyncResult *result, gpointer user_data);

static DexFuture *
start_fiber (gpointer user_data)
{
  WeftEmbedded *self = user_data;
  g_autofree char *program = NULL;
  g_autofree char *runtime = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GInputStream) ready = NULL;
  g_autoptr (GBytes) line = NULL;
  GError *error = NULL;
  const char *folders[3];
  int pipe_fds[2];

  if (answers (self))
    return dex_future_new_true ();

  program = weft_embedded_find_program ("weftd");
  if (program == NULL)
    return dex_future_new_reject (
        WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
        _ ("The program weftd is missing; install it, or join a workspace by its address"));

  runtime = g_path_get_dirname (self->socket);
  folders[0] = self->directory;
  folders[1] = runtime;
  folders[2] = NULL;
  if (!dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, make_folders,
                                       g_strdupv ((char **) folders), (GDestroyNotify) g_strfreev),
                  &error))
    return dex_future_new_for_error (error);

  if (!g_unix_open_pipe (pipe_fds, O_CLOEXEC, &error))
    return dex_future_new_for_error (error);
  ready = g_unix_input_stream_new (pipe_fds[0], TRUE);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_take_fd (launcher, pipe_fds[1], READY_FD);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--embedded", "--directory",
                                         self->directory, "--socket", self->socket, "--ready-fd",
                                         G_STRINGIFY (READY_FD), self->demo ? "--demo" : NULL, NULL);
  if (process == NULL)
    return dex_future_new_for_error (error);
  g_subprocess_launcher_close (launcher);

  line = dex_await_boxed (dex_future_first (dex_input_stream_read_bytes (ready, 4096, G_PRIORITY_DEFAULT),
                                            dex_timeout_new_seconds (READY_LIMIT), NULL),
                          &error);
  if (line == NULL && !g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    return dex_future_new_for_error (error);
  if (line == NULL || g_bytes_get_size (line) == 0)
    {
      gboolean timed_out = error != NULL;

      g_clear_error (&error);
      /* Another program may have been faster: then ours found the data locked and ended. */
      for (guint i = 0; i < 20; i++)
        {
          if (answers (self))
            return dex_future_new_true ();
          dex_await (dex_timeout_new_msec (100), NULL);
        }
      if (timed_out)
        g_subprocess_force_exit (process);
      return dex_future_new_reject (
          WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
          _ ("The workspace's server on this computer does not start; its folder is %s"), self->directory);
    }

  g_set_object (&self->process, process);
  weft_backoff_reset (&self->backoff);
  g_subprocess_wait_async (process, self->watching, on_process_ended, g_object_ref (self));
  return dex_future_new_true ();
}

static DexFuture *
on_started_again (DexFuture *future, gpointer user_data)
{
  WeftEmbedded *self = user_data;

  if (dex_future_get_value (future, NULL) != NULL)
    g_signal_emit (self, signals[BACK], 0);
  else if (!self->stopped)
    on_process_ended (NULL, NULL, g_object_ref (self));
  return dex_ref (future);
}

static gboolean
on_restart (gpointer user_data)
{
  WeftEmbedded *self = user_data;

  self->restart = 0;
  dex_future_disown (
      dex_future_finally (weft_embedded_start (self), on_started_again, g_object_ref (self), g_object_unref));
  return G_SOURCE_REMOVE;
}

static void
on_process_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftEmbedded) self = user_data;

  if (source != NULL && !g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL))
    return; /* cancelled */
  g_clear_object (&self->process);
  if (self->stopped || self->restart != 0)
    return;
  g_info ("weftd has ended and is started again");
  self->restart = g_timeout_add (weft_backoff_next (&self->backoff), on_restart, self);
}

static void
weft_embedded_dispose (GObject *object)
{
  WeftEmbedded *self = WEFT_EMBEDDED (object);

  weft_embedded_stop (self);
  g_clear_object (&self->process);
  g_clear_object (&self->watching);
  dex_clear (&self->starting);

  G_OBJECT_CLASS (weft_embedded_parent_class)->dispose (object);
}

static void
weft_embedded_finalize (GObject *object)
{
  WeftEmbedded *self = WEFT_EMBEDDED (object);

  g_free (self->directory);
  g_free (self->socket);
  g_free (self->address);

  G_OBJECT_CLASS (weft_embedded_parent_class)->finalize (object);
}

static void
weft_embedded_class_init (WeftEmbeddedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_embedded_dispose;
  object_class->finalize = weft_embedded_finalize;

  signals[BACK]
      = g_signal_new ("back", WEFT_TYPE_EMBEDDED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_embedded_init (WeftEmbedded *self)
{
  self->watching = g_cancellable_new ();
  self->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (250, 10000);
}

/* Where this program's instances meet. In Flatpak each has a runtime directory of its own but for this part
 * of it; a server outlives its window for a while, and the next window must find it. */
static char *
dup_runtime_folder (void)
{
  const char *id = g_getenv ("FLATPAK_ID");

  return id != NULL ? g_build_filename (g_get_user_runtime_dir (), "app", id, NULL)
                    : g_strdup (g_get_user_runtime_dir ());
}

WeftEmbedded *
weft_embedded_new (const char *directory, const char *name)
{
  g_autofree char *runtime = dup_runtime_folder ();
  WeftEmbedded *self;

  g_return_val_if_fail (directory != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (WEFT_TYPE_EMBEDDED, NULL);
  self->directory = g_strdup (directory);
  self->socket = g_build_filename (runtime, "weft", name, "weftd.sock", NULL);
  self->address = g_strconcat ("unix:", self->socket, NULL);
  return self;
}

void
weft_embedded_set_demo (WeftEmbedded *self, gboolean demo)
{
  g_return_if_fail (WEFT_IS_EMBEDDED (self));

  self->demo = demo;
}

const char *
weft_embedded_get_address (WeftEmbedded *self)
{
  g_return_val_if_fail (WEFT_IS_EMBEDDED (self), NULL);

  return self->address;
}

DexFuture *
weft_embedded_start (WeftEmbedded *self)
{
  g_return_val_if_fail (WEFT_IS_EMBEDDED (self), NULL);

  if (strlen (self->socket) >= sizeof ((struct sockaddr_un *) NULL)->sun_path)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                                  _ ("%s: the path of a socket may be %u bytes long at most"), self->socket,
                                  (guint) sizeof ((struct sockaddr_un *) NULL)->sun_path - 1);
  self->stopped = FALSE;
  if (g_cancellable_is_cancelled (self->watching))
    {
      g_object_unref (self->watching);
      self->watching = g_cancellable_new ();
    }
  /* One that is under way, or that is waiting to be started again, is not started twice. */
  if (self->starting != NULL && dex_future_is_pending (self->starting))
    return dex_ref (self->starting);
  if (self->process != NULL)
    return dex_future_new_true ();
  g_clear_handle_id (&self->restart, g_source_remove);
  dex_clear (&self->starting);
  self->starting = dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref);
  return dex_ref (self->starting);
}

void
weft_embedded_stop (WeftEmbedded *self)
{
  g_return_if_fail (WEFT_IS_EMBEDDED (self));

  self->stopped = TRUE;
  g_clear_handle_id (&self->restart, g_source_remove);
  g_cancellable_cancel (self->watching);
}
