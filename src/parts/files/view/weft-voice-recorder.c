/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-voice-recorder.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/weft-peaks.h"
#include "parts/files/view/weft-media-process.h"

#define LEVELS_MAX (WEFT_VOICE_MAX / 50 + 100)

struct _WeftVoiceRecorder
{
  GObject parent_instance;

  WeftMediaProcess *process; /* (nullable) */
  GByteArray *levels;
  char *folder; /* (nullable) */
  char *path;
  gint64 elapsed;
  gboolean done;
};

enum
{
  HEARD,
  DONE,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftVoiceRecorder, weft_voice_recorder, G_TYPE_OBJECT)

static void
end_process (WeftVoiceRecorder *self)
{
  g_autoptr (WeftMediaProcess) process = g_steal_pointer (&self->process);

  if (process == NULL)
    return;
  g_signal_handlers_disconnect_by_data (process, self);
  weft_media_process_end (process);
}

static void
fail (WeftVoiceRecorder *self, const char *complaint)
{
  g_autofree char *reason
      = complaint != NULL && *complaint != '\0'
            /* Translators: %s is what the sound system says */
            ? g_strdup_printf (_ ("Nothing can be recorded. Is there a microphone, and may it be used? (%s)"),
                               complaint)
            : g_strdup (_ ("Nothing can be recorded. Is there a microphone, and may it be used?"));

  end_process (self);
  g_signal_emit (self, signals[FAILED], 0, reason);
}

static void
on_line (WeftMediaProcess *process, const char *line, WeftVoiceRecorder *self)
{
  g_autoptr (WeftVoiceRecorder) alive = g_object_ref (self);
  char peaks[WEFT_PEAKS_MAX + 2] = "";
  gint64 ms;
  guint level;

  if (sscanf (line, "at %" G_GINT64_FORMAT " %u", &ms, &level) == 2 && self->levels->len < LEVELS_MAX)
    {
      guint8 byte = (guint8) MIN (level, WEFT_PEAK_MAX);

      self->elapsed = CLAMP (ms, 0, WEFT_VOICE_MAX);
      g_byte_array_append (self->levels, &byte, 1);
      g_signal_emit (self, signals[HEARD], 0);
    }
  else if (sscanf (line, "done %" G_GINT64_FORMAT " %65s", &ms, peaks) == 2 && ms > 0
           && weft_peaks_are_valid (peaks))
    {
      self->done = TRUE;
      self->elapsed = ms;
      end_process (self);
      g_signal_emit (self, signals[DONE], 0, self->path, ms, peaks);
    }
}

static void
on_ended (WeftMediaProcess *process, const char *complaint, WeftVoiceRecorder *self)
{
  g_autoptr (WeftVoiceRecorder) alive = g_object_ref (self);

  if (!self->done)
    fail (self, complaint);
}

static void
weft_voice_recorder_dispose (GObject *object)
{
  WeftVoiceRecorder *self = WEFT_VOICE_RECORDER (object);

  end_process (self);
  if (self->folder != NULL)
    {
      g_unlink (self->path);
      g_rmdir (self->folder);
    }
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (weft_voice_recorder_parent_class)->dispose (object);
}

static void
weft_voice_recorder_finalize (GObject *object)
{
  WeftVoiceRecorder *self = WEFT_VOICE_RECORDER (object);

  g_byte_array_unref (self->levels);
  g_free (self->path);

  G_OBJECT_CLASS (weft_voice_recorder_parent_class)->finalize (object);
}

static void
weft_voice_recorder_class_init (WeftVoiceRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_voice_recorder_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_voice_recorder_finalize;

  signals[HEARD] = g_signal_new ("heard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_STRING);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_voice_recorder_init (WeftVoiceRecorder *self)
{
  self->levels = g_byte_array_new ();
}

WeftVoiceRecorder *
weft_voice_recorder_new (void)
{
  return g_object_new (WEFT_TYPE_VOICE_RECORDER, NULL);
}

void
weft_voice_recorder_start (WeftVoiceRecorder *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  /* Translators: a file's name; %s is date and time */
  g_autofree char *name = g_strdup_printf (_ ("Voice message %s.ogg"), stamp);
  g_autofree char *limit = g_strdup_printf ("%d", WEFT_VOICE_MAX);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (WEFT_IS_VOICE_RECORDER (self));
  g_return_if_fail (self->folder == NULL);

  self->folder = g_dir_make_tmp ("weft-voice-XXXXXX", &error);
  if (self->folder == NULL)
    {
      fail (self, error->message);
      return;
    }
  g_strdelimit (name, "/", '-');
  self->path = g_build_filename (self->folder, name, NULL);
  self->process
      = weft_media_process_new ((const char *const[]) { "record", self->path, limit, NULL }, -1, &error);
  if (self->process == NULL)
    {
      fail (self, error->message);
      return;
    }
  g_signal_connect (self->process, "line", G_CALLBACK (on_line), self);
  g_signal_connect (self->process, "ended", G_CALLBACK (on_ended), self);
}

void
weft_voice_recorder_stop (WeftVoiceRecorder *self)
{
  g_return_if_fail (WEFT_IS_VOICE_RECORDER (self));

  if (self->process != NULL)
    weft_media_process_say (self->process, "stop");
}

void
weft_voice_recorder_cancel (WeftVoiceRecorder *self)
{
  g_return_if_fail (WEFT_IS_VOICE_RECORDER (self));

  end_process (self);
}

gint64
weft_voice_recorder_get_elapsed (WeftVoiceRecorder *self)
{
  g_return_val_if_fail (WEFT_IS_VOICE_RECORDER (self), 0);

  return self->elapsed;
}

const GByteArray *
weft_voice_recorder_get_levels (WeftVoiceRecorder *self)
{
  g_return_val_if_fail (WEFT_IS_VOICE_RECORDER (self), NULL);

  return self->levels;
}
