/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-media-process.h"

#include <string.h>

#include "base/weft-helper-program.h"

#define WORDS_MAX 1024 /* bytes: more is no line of ours */
#define COMPLAINT_MAX 500
#define SHARED_FD 3

struct _WeftMediaProcess
{
  GObject parent_instance;

  GSubprocess *process;
  GCancellable *cancellable;
  GString *heard;
  char block[512];
};

enum
{
  LINE,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftMediaProcess, weft_media_process, G_TYPE_OBJECT)

static void listen (WeftMediaProcess *self);

static void
on_complaint (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftMediaProcess) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  g_autofree char *words = NULL;
  g_autofree char *complaint = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    {
      words = g_utf8_make_valid (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
      complaint = g_strdup (
          g_strstrip (g_str_has_prefix (words, "weft-media: ") ? words + strlen ("weft-media: ") : words));
    }
  g_signal_emit (self, signals[ENDED], 0, complaint);
}

static void
say_lines (WeftMediaProcess *self)
{
  char *end;

  while ((end = strchr (self->heard->str, '\n')) != NULL)
    {
      g_autofree char *line = g_strndup (self->heard->str, (gsize) (end - self->heard->str));

      g_string_erase (self->heard, 0, end - self->heard->str + 1);
      g_signal_emit (self, signals[LINE], 0, line);
    }
}

static void
on_heard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftMediaProcess) self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (n > 0)
    {
      g_string_append_len (self->heard, self->block, n);
      say_lines (self);
    }
  if (n > 0 && self->heard->len <= WORDS_MAX && !g_cancellable_is_cancelled (self->cancellable))
    {
      listen (self);
      return;
    }
  if (n > 0)
    g_subprocess_force_exit (self->process);
  g_input_stream_read_bytes_async (g_subprocess_get_stderr_pipe (self->process), COMPLAINT_MAX,
                                   G_PRIORITY_DEFAULT, self->cancellable, on_complaint, g_object_ref (self));
}

static void
listen (WeftMediaProcess *self)
{
  g_input_stream_read_async (g_subprocess_get_stdout_pipe (self->process), self->block, sizeof self->block,
                             G_PRIORITY_DEFAULT, self->cancellable, on_heard, g_object_ref (self));
}

static void
weft_media_process_dispose (GObject *object)
{
  WeftMediaProcess *self = WEFT_MEDIA_PROCESS (object);

  if (self->process != NULL)
    weft_media_process_end (self);
  g_clear_object (&self->process);

  G_OBJECT_CLASS (weft_media_process_parent_class)->dispose (object);
}

static void
weft_media_process_finalize (GObject *object)
{
  WeftMediaProcess *self = WEFT_MEDIA_PROCESS (object);

  g_object_unref (self->cancellable);
  g_string_free (self->heard, TRUE);

  G_OBJECT_CLASS (weft_media_process_parent_class)->finalize (object);
}

static void
weft_media_process_class_init (WeftMediaProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_media_process_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_media_process_finalize;

  signals[LINE] = g_signal_new ("line", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_media_process_init (WeftMediaProcess *self)
{
  self->cancellable = g_cancellable_new ();
  self->heard = g_string_new (NULL);
}

WeftMediaProcess *
weft_media_process_new (const char *const *args, int shared, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (WeftMediaProcess) self = g_object_new (WEFT_TYPE_MEDIA_PROCESS, NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (args != NULL, NULL);

  g_ptr_array_add (words, weft_helper_program_find ("weft-media"));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (words, g_strdup (args[i]));
  g_ptr_array_add (words, NULL);
  if (shared >= 0)
    g_subprocess_launcher_take_fd (launcher, shared, SHARED_FD);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, error);
  if (self->process == NULL)
    return NULL;
  listen (self);

  return g_steal_pointer (&self);
}

void
weft_media_process_say (WeftMediaProcess *self, const char *line)
{
  GOutputStream *output;
  g_autofree char *words = NULL;

  g_return_if_fail (WEFT_IS_MEDIA_PROCESS (self));
  g_return_if_fail (line != NULL && strchr (line, '\n') == NULL);

  output = g_subprocess_get_stdin_pipe (self->process);
  words = g_strconcat (line, "\n", NULL);
  /* Who does not read does not get it: nothing waits here. */
  if (!g_output_stream_is_closed (output))
    g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), words, strlen (words),
                                                NULL, NULL);
}

void
weft_media_process_end (WeftMediaProcess *self)
{
  g_return_if_fail (WEFT_IS_MEDIA_PROCESS (self));

  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_cancellable_cancel (self->cancellable);
}
