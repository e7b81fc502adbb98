/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-voice-bar.h"

#include <glib/gi18n.h>

#include "base/weft-peaks.h"
#include "parts/files/view/weft-voice-card.h"
#include "parts/files/view/weft-voice-player.h"
#include "parts/files/view/weft-voice-recorder.h"

struct _WeftVoiceBar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *time;
  GtkWidget *wave; /* only a place: drawn by us */
  GtkWidget *send;
  WeftVoiceRecorder *recorder; /* (nullable) */
  gboolean sends;
  gboolean stopped;
};

enum
{
  RECORDED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftVoiceBar, weft_voice_bar, GTK_TYPE_WIDGET)

static void
announce (WeftVoiceBar *self, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_heard (WeftVoiceRecorder *recorder, WeftVoiceBar *self)
{
  g_autofree char *time = weft_voice_dup_time (weft_voice_recorder_get_elapsed (recorder));

  gtk_label_set_text (GTK_LABEL (self->time), time);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
let_go (WeftVoiceBar *self)
{
  if (self->recorder != NULL)
    g_signal_handlers_disconnect_by_data (self->recorder, self);
  g_clear_object (&self->recorder);
}

static void
on_done (
    WeftVoiceRecorder *recorder, const char *path, gint64 duration, const char *peaks, WeftVoiceBar *self)
{
  if (!self->stopped)
    announce (self, _ ("The recording has ended: a voice message is at most 15 minutes long"));
  g_signal_emit (self, signals[RECORDED], 0, path, duration, peaks, self->sends);
  let_go (self);
}

static void
on_failed (WeftVoiceRecorder *recorder, const char *reason, WeftVoiceBar *self)
{
  g_autofree char *why = g_strdup (reason);

  let_go (self);
  g_signal_emit (self, signals[ENDED], 0, why);
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftVoiceBar *self = WEFT_VOICE_BAR (widget);

  if (self->recorder == NULL || self->stopped)
    return;
  self->sends = self->stopped = TRUE;
  weft_voice_recorder_stop (self->recorder);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftVoiceBar *self = WEFT_VOICE_BAR (widget);

  if (self->recorder == NULL)
    return;
  weft_voice_recorder_cancel (self->recorder);
  let_go (self);
  announce (self, _ ("Recording given up"));
  g_signal_emit (self, signals[ENDED], 0, NULL);
}

/* The end of what was heard, as wide as the place is. */
static void
weft_voice_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftVoiceBar *self = WEFT_VOICE_BAR (widget);
  const GByteArray *levels = self->recorder != NULL ? weft_voice_recorder_get_levels (self->recorder) : NULL;
  WeftCardPen pen = weft_card_pen_take (widget, snapshot);
  guint8 last[WEFT_PEAKS_MAX] = { 0 };
  graphene_rect_t place;

  gtk_widget_snapshot_child (widget, self->box, snapshot);
  if (levels == NULL || !gtk_widget_compute_bounds (self->wave, widget, &place))
    return;
  for (guint i = 0; i < MIN (levels->len, WEFT_PEAKS_MAX); i++)
    last[WEFT_PEAKS_MAX - 1 - i] = levels->data[levels->len - 1 - i];
  g_autofree char *peaks = weft_peaks_from_levels (last, WEFT_PEAKS_MAX);
  weft_voice_wave_draw (&pen, peaks, -1, &place);
}

static void
weft_voice_bar_dispose (GObject *object)
{
  WeftVoiceBar *self = WEFT_VOICE_BAR (object);

  if (self->recorder != NULL)
    weft_voice_recorder_cancel (self->recorder);
  let_go (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_voice_bar_parent_class)->dispose (object);
}

static void
weft_voice_bar_class_init (WeftVoiceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_voice_bar_dispose;
  widget_class->snapshot = weft_voice_bar_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "voice.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "voice.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "voice.cancel", NULL);

  signals[RECORDED]
      = g_signal_new ("recorded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_button (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);

  return button;
}

static void
weft_voice_bar_init (WeftVoiceBar *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("media-record-symbolic");

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->time = gtk_label_new ("0:00");
  self->wave = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->send = make_button ("weft-send-symbolic", _ ("Send Voice Message"), "voice.send");
  /* Its "Send" stands above the composer's, and has a ring. */
  gtk_widget_set_margin_top (self->box, 4);
  gtk_widget_set_margin_bottom (self->box, 8);
  gtk_widget_add_css_class (icon, "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Recording"), -1);
  gtk_widget_add_css_class (self->time, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (self->time), 5);
  gtk_label_set_xalign (GTK_LABEL (self->time), 0);
  gtk_widget_set_hexpand (self->wave, TRUE);
  gtk_widget_set_margin_top (self->wave, 5);
  gtk_widget_set_margin_bottom (self->wave, 5);
  gtk_widget_add_css_class (self->send, "suggested-action");
  gtk_widget_remove_css_class (self->send, "flat");
  gtk_box_append (GTK_BOX (self->box), icon);
  gtk_box_append (GTK_BOX (self->box), self->time);
  gtk_box_append (GTK_BOX (self->box), self->wave);
  gtk_box_append (GTK_BOX (self->box),
                  make_button ("user-trash-symbolic", _ ("Give Up Recording"), "voice.cancel"));
  gtk_box_append (GTK_BOX (self->box), self->send);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Voice Message"),
                                  -1);
}

GtkWidget *
weft_voice_bar_new (void)
{
  return g_object_new (WEFT_TYPE_VOICE_BAR, NULL);
}

void
weft_voice_bar_start (WeftVoiceBar *self)
{
  g_return_if_fail (WEFT_IS_VOICE_BAR (self));
  g_return_if_fail (self->recorder == NULL);

  self->sends = self->stopped = FALSE;
  gtk_label_set_text (GTK_LABEL (self->time), "0:00");
  self->recorder = weft_voice_recorder_new ();
  g_signal_connect (self->recorder, "heard", G_CALLBACK (on_heard), self);
  g_signal_connect (self->recorder, "done", G_CALLBACK (on_done), self);
  g_signal_connect (self->recorder, "failed", G_CALLBACK (on_failed), self);
  gtk_widget_grab_focus (self->send);
  announce (self, _ ("Recording. Enter sends it, Escape gives it up."));
  weft_voice_recorder_start (self->recorder);
}

void
weft_voice_bar_keep (WeftVoiceBar *self)
{
  g_return_if_fail (WEFT_IS_VOICE_BAR (self));

  if (self->recorder == NULL)
    return;
  self->sends = FALSE;
  self->stopped = TRUE;
  weft_voice_recorder_stop (self->recorder);
}

GObject *
weft_voice_bar_ref_file (WeftVoiceBar *self)
{
  g_return_val_if_fail (WEFT_IS_VOICE_BAR (self), NULL);

  return self->recorder != NULL ? G_OBJECT (g_object_ref (self->recorder)) : NULL;
}
