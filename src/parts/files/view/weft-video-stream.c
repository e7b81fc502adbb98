/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-video-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/weft-error.h"
#include "parts/files/view/weft-media-process.h"

#define SIDE 1920  /* px of a picture's longer side at most */
#define N_PLACES 4 /* one is drawn, one is next, one waits, one is written */
#define FRAME_MAX ((gsize) SIDE * SIDE * 4)
#define SIZE_MAX_SAID 16384 /* px of a side: what the process says is not believed beyond it */

struct _WeftVideoStream
{
  GtkMediaStream parent_instance;

  WeftMediaProcess *process; /* (nullable) */
  GBytes *frames;            /* (nullable): what both see */
  GdkTexture *texture;       /* (nullable): what is shown */
  int width;                 /* px; 0: not known yet */
  int height;
  gboolean sound;
};

static void weft_video_stream_paintable_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftVideoStream,
                               weft_video_stream,
                               GTK_TYPE_MEDIA_STREAM,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, weft_video_stream_paintable_init))

/* ── memory which both see ───────────────────────────────────────────────────────────────────────────── */

static void
unmap (gpointer frames)
{
  munmap (frames, N_PLACES * FRAME_MAX);
}

/* It cannot be made shorter by the other side: reading it is safe whatever happens there. Returns: -1 with @error. */
static int
share (GBytes **frames, GError **error)
{
  int fd = memfd_create ("weft-video", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  gpointer memory = MAP_FAILED;

  if (fd >= 0 && ftruncate (fd, N_PLACES * FRAME_MAX) == 0 && fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
    memory = mmap (NULL, N_PLACES * FRAME_MAX, PROT_READ, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  *frames = g_bytes_new_with_free_func (memory, N_PLACES * FRAME_MAX, unmap, memory);

  return fd;
}

/* A picture that is drawn: the memory stays as long as it does, and its place is free behind it. */
typedef struct
{
  GBytes *frames;
  WeftMediaProcess *process;
  int place;
} Frame;

static gboolean
free_frame (gpointer user_data)
{
  Frame *frame = user_data;
  g_autofree char *line = g_strdup_printf ("free %d", frame->place);

  weft_media_process_say (frame->process, line);
  g_bytes_unref (frame->frames);
  g_object_unref (frame->process);
  g_free (frame);

  return G_SOURCE_REMOVE;
}

/* The thread that draws may be the last to hold it. */
static void
on_frame_unused (gpointer user_data)
{
  g_main_context_invoke (NULL, free_frame, user_data);
}

static void
show (WeftVideoStream *self, int place, int width, int height)
{
  gsize length;
  const guint8 *data;
  Frame *frame;
  g_autoptr (GBytes) bytes = NULL;

  if (place < 0 || place >= N_PLACES || width <= 0 || height <= 0 || width > SIDE || height > SIDE)
    return;
  length = (gsize) width * (gsize) height * 4;
  data = (const guint8 *) g_bytes_get_data (self->frames, NULL) + (gsize) place * FRAME_MAX;
  frame = g_new (Frame, 1);
  *frame = (Frame) { g_bytes_ref (self->frames), g_object_ref (self->process), place };
  bytes = g_bytes_new_with_free_func (data, length, on_frame_unused, frame);
  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new (width, height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, (gsize) width * 4);
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

/* ── what the process says ───────────────────────────────────────────────────────────────────────────── */

static void
on_at (WeftVideoStream *self, gint64 ms)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self);

  if (gtk_media_stream_is_seeking (stream))
    gtk_media_stream_seek_success (stream);
  gtk_media_stream_update (stream, CLAMP (ms * 1000, 0, gtk_media_stream_get_duration (stream)));
}

static void
on_line (WeftMediaProcess *process, const char *line, WeftVideoStream *self)
{
  GtkMediaStream *stream = GTK_MEDIA_STREAM (self);
  int a, b, c;
  gint64 ms;

  if (sscanf (line, "frame %d %d %d", &a, &b, &c) == 3)
    show (self, a, b, c);
  else if (sscanf (line, "size %d %d %d", &a, &b, &c) == 3)
    {
      self->width = CLAMP (a, 1, SIZE_MAX_SAID);
      self->height = CLAMP (b, 1, SIZE_MAX_SAID);
      self->sound = c != 0;
      gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
    }
  else if (sscanf (line, "ready %" G_GINT64_FORMAT, &ms) == 1)
    {
      if (!gtk_media_stream_is_prepared (stream))
        gtk_media_stream_stream_prepared (stream, self->sound, TRUE, TRUE, CLAMP (ms, 1, G_MAXINT32) * 1000);
    }
  else if (!gtk_media_stream_is_prepared (stream))
    return;
  else if (sscanf (line, "at %" G_GINT64_FORMAT, &ms) == 1)
    on_at (self, ms);
  else if (g_str_equal (line, "end") && gtk_media_stream_get_playing (stream))
    gtk_media_stream_stream_ended (stream);
}

static void
on_ended (WeftMediaProcess *process, const char *complaint, WeftVideoStream *self)
{
  weft_video_stream_end (self);
  gtk_media_stream_gerror (GTK_MEDIA_STREAM (self), g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INVALID, complaint != NULL ? complaint : _("it is damaged")));
}

/* ── GtkMediaStream ──────────────────────────────────────────────────────────────────────────────────── */

static gboolean
weft_video_stream_play (GtkMediaStream *stream)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (stream);

  if (self->process == NULL)
    return FALSE;
  weft_media_process_say (self->process, "play");

  return TRUE;
}

static void
weft_video_stream_pause (GtkMediaStream *stream)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (stream);

  if (self->process != NULL)
    weft_media_process_say (self->process, "pause");
}

static void
weft_video_stream_seek (GtkMediaStream *stream, gint64 timestamp)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (stream);
  g_autofree char *line = g_strdup_printf ("seek %" G_GINT64_FORMAT, timestamp / 1000);

  if (self->process != NULL)
    weft_media_process_say (self->process, line);
  else
    gtk_media_stream_seek_failed (stream);
}

static void
weft_video_stream_update_audio (GtkMediaStream *stream, gboolean muted, double volume)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (stream);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *line = g_strconcat ("volume ", g_ascii_dtostr (number, sizeof number, muted ? 0 : volume), NULL);

  if (self->process != NULL)
    weft_media_process_say (self->process, line);
}

/* ── GdkPaintable ────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_video_stream_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width, double height)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (paintable);

  if (self->texture != NULL)
    gdk_paintable_snapshot (GDK_PAINTABLE (self->texture), snapshot, width, height);
}

static GdkPaintable *
weft_video_stream_get_current_image (GdkPaintable *paintable)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (paintable);

  return self->texture != NULL ? GDK_PAINTABLE (g_object_ref (self->texture)) : gdk_paintable_new_empty (self->width, self->height);
}

static int
weft_video_stream_get_intrinsic_width (GdkPaintable *paintable)
{
  return WEFT_VIDEO_STREAM (paintable)->width;
}

static int
weft_video_stream_get_intrinsic_height (GdkPaintable *paintable)
{
  return WEFT_VIDEO_STREAM (paintable)->height;
}

static double
weft_video_stream_get_intrinsic_aspect_ratio (GdkPaintable *paintable)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (paintable);

  return self->height > 0 ? (double) self->width / self->height : 0;
}

static void
weft_video_stream_paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = weft_video_stream_snapshot;
  iface->get_current_image = weft_video_stream_get_current_image;
  iface->get_intrinsic_width = weft_video_stream_get_intrinsic_width;
  iface->get_intrinsic_height = weft_video_stream_get_intrinsic_height;
  iface->get_intrinsic_aspect_ratio = weft_video_stream_get_intrinsic_aspect_ratio;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_video_stream_dispose (GObject *object)
{
  WeftVideoStream *self = WEFT_VIDEO_STREAM (object);

  weft_video_stream_end (self);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->frames, g_bytes_unref);

  G_OBJECT_CLASS (weft_video_stream_parent_class)->dispose (object);
}

static void
weft_video_stream_class_init (WeftVideoStreamClass *klass)
{
  GtkMediaStreamClass *stream_class = GTK_MEDIA_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_video_stream_dispose;
  stream_class->play = weft_video_stream_play;
  stream_class->pause = weft_video_stream_pause;
  stream_class->seek = weft_video_stream_seek;
  stream_class->update_audio = weft_video_stream_update_audio;
}

static void
weft_video_stream_init (WeftVideoStream *self)
{
}

GtkMediaStream *
weft_video_stream_new (const char *path)
{
  WeftVideoStream *self;
  g_autofree char *size = g_strdup_printf ("%d", SIDE);
  g_autofree char *places = g_strdup_printf ("%d", N_PLACES);
  g_autoptr (GError) error = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (WEFT_TYPE_VIDEO_STREAM, NULL);
  fd = share (&self->frames, &error);
  if (fd >= 0)
    self->process = weft_media_process_new ((const char *const[]) { "show", path, size, places, NULL }, fd, &error);
  if (self->process == NULL)
    gtk_media_stream_gerror (GTK_MEDIA_STREAM (self), g_steal_pointer (&error));
  else
    {
      g_signal_connect (self->process, "line", G_CALLBACK (on_line), self);
      g_signal_connect (self->process, "ended", G_CALLBACK (on_ended), self);
    }

  return GTK_MEDIA_STREAM (self);
}

void
weft_video_stream_end (WeftVideoStream *self)
{
  g_autoptr (WeftMediaProcess) process = NULL;

  g_return_if_fail (WEFT_IS_VIDEO_STREAM (self));

  process = g_steal_pointer (&self->process);
  if (process == NULL)
    return;
  g_signal_handlers_disconnect_by_data (process, self);
  weft_media_process_end (process);
}
