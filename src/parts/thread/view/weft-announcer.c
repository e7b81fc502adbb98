/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/thread/view/weft-announcer.h"

#define INTERVAL 1000 /* ms */
#define GATHER 120    /* ms in which more may come before the first is spoken */

struct _WeftAnnouncer
{
  GObject parent_instance;

  GtkAccessible *accessible;
  char *place;
  char *text;
  guint n;
  gint64 last; /* µs */
  guint source;
};

enum
{
  ANNOUNCED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftAnnouncer, weft_announcer, G_TYPE_OBJECT)

static gboolean
announce (gpointer user_data)
{
  WeftAnnouncer *self = user_data;
  g_autofree char *text = NULL;

  self->source = 0;
  self->last = g_get_monotonic_time ();
  if (self->n == 1)
    text = g_strdup (self->text);
  else if (self->place != NULL)
    /* Translators: %1$u is a number, %2$s a room */
    text = g_strdup_printf (ngettext ("%1$u new message in %2$s", "%1$u new messages in %2$s", self->n), self->n, self->place);
  else
    text = g_strdup_printf (ngettext ("%u new message", "%u new messages", self->n), self->n);
  self->n = 0;
  gtk_accessible_announce (self->accessible, text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  g_signal_emit (self, signals[ANNOUNCED], 0, text);
  return G_SOURCE_REMOVE;
}

static void
weft_announcer_dispose (GObject *object)
{
  WeftAnnouncer *self = WEFT_ANNOUNCER (object);

  g_clear_handle_id (&self->source, g_source_remove);

  G_OBJECT_CLASS (weft_announcer_parent_class)->dispose (object);
}

static void
weft_announcer_finalize (GObject *object)
{
  WeftAnnouncer *self = WEFT_ANNOUNCER (object);

  g_free (self->place);
  g_free (self->text);

  G_OBJECT_CLASS (weft_announcer_parent_class)->finalize (object);
}

static void
weft_announcer_class_init (WeftAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_announcer_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_announcer_finalize;

  signals[ANNOUNCED] = g_signal_new ("announced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_announcer_init (WeftAnnouncer *self)
{
}

WeftAnnouncer *
weft_announcer_new (GtkAccessible *accessible)
{
  WeftAnnouncer *self = g_object_new (WEFT_TYPE_ANNOUNCER, NULL);

  self->accessible = accessible;
  return self;
}

void
weft_announcer_add (WeftAnnouncer *self, const char *place, const char *text)
{
  gint64 wait;

  g_return_if_fail (WEFT_IS_ANNOUNCER (self));

  g_set_str (&self->place, place);
  g_set_str (&self->text, text);
  self->n++;
  if (self->source != 0)
    return;
  wait = self->last == 0 ? 0 : INTERVAL - (g_get_monotonic_time () - self->last) / 1000;
  self->source = g_timeout_add (CLAMP (wait, GATHER, INTERVAL), announce, self);
}
