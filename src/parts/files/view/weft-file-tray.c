/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-tray.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "parts/files/view/weft-file-chip.h"
#include "parts/files/view/weft-file-draft.h"
#include "parts/files/view/weft-file-taker.h"
#include "parts/files/view/weft-voice-bar.h"
#include "parts/files/view/weft-voice-player.h"

struct _WeftFileTray
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *line;       /* of chips */
  GHashTable *chips;     /* id → the chip */
  GtkWidget *voice;      /* a WeftVoiceBar */
  char *voice_place;     /* (nullable): where it records */
  WeftFileDraft *draft;
};

enum
{
  CHANGED,
  FAILED,
  SEND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void taker_init (WeftFileTakerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftFileTray, weft_file_tray, GTK_TYPE_WIDGET, G_IMPLEMENT_INTERFACE (WEFT_TYPE_FILE_TAKER, taker_init))

/* Here: what was begun elsewhere is not seen. */
static gboolean
is_recording (WeftFileTray *self)
{
  return self->voice_place != NULL && g_strcmp0 (self->voice_place, weft_file_draft_get_place (self->draft)) == 0;
}

/* ── chips ───────────────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_meta (const WeftDraftFile *file)
{
  if (file->refusal != NULL)
    /* Translators: of a file which the server does not take; %s says why */
    return g_strdup_printf (_("Not kept: %s"), file->refusal);
  if (file->size < 0)
    return g_strdup (_("Copying…"));
  return file->duration > 0 ? weft_voice_dup_time (file->duration) : g_format_size ((guint64) file->size);
}

static void
on_remove (GtkButton *button, WeftFileTray *self)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (button), "id"));

  weft_file_draft_remove (self->draft, id);
}

/* Chips which say the same stay: one of them may have the focus. */
static GtkWidget *
make_chip (WeftFileTray *self, const WeftDraftFile *file, GHashTable *old)
{
  g_autofree char *meta = dup_meta (file);
  g_autofree char *says = g_strdup_printf ("%s %p %s", file->name, (void *) file->picture, meta);
  GtkWidget *chip = g_hash_table_lookup (old, file->id);
  GtkWidget *remove;

  if (chip != NULL && g_str_equal (g_object_get_data (G_OBJECT (chip), "says"), says))
    return chip;
  chip = weft_file_chip_new (file->name, meta, file->refusal != NULL, file->picture, &remove);
  g_object_set_data_full (G_OBJECT (remove), "id", g_strdup (file->id), g_free);
  g_object_set_data_full (G_OBJECT (chip), "says", g_steal_pointer (&says), g_free);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_DEFAULT);
  return chip;
}

static guint
fill_line (WeftFileTray *self)
{
  g_autoptr (GArray) files = weft_file_draft_list (self->draft, weft_file_draft_get_place (self->draft));
  g_autoptr (GHashTable) old = g_steal_pointer (&self->chips);
  gboolean focused = gtk_widget_get_focus_child (self->line) != NULL;
  GtkWidget *last = NULL;
  GHashTableIter iter;
  gpointer chip;

  self->chips = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < files->len; i++)
    {
      const WeftDraftFile *file = &g_array_index (files, WeftDraftFile, i);

      chip = make_chip (self, file, old);
      if (gtk_widget_get_parent (chip) == NULL)
        adw_wrap_box_insert_child_after (ADW_WRAP_BOX (self->line), chip, last);
      else
        {
          g_hash_table_remove (old, file->id);
          adw_wrap_box_reorder_child_after (ADW_WRAP_BOX (self->line), chip, last);
        }
      g_hash_table_insert (self->chips, g_strdup (file->id), chip);
      last = chip;
    }
  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &chip))
    adw_wrap_box_remove (ADW_WRAP_BOX (self->line), chip);
  if (focused && last != NULL && gtk_widget_get_focus_child (self->line) == NULL)
    gtk_widget_child_focus (last, GTK_DIR_TAB_FORWARD);
  return files->len;
}

static void
fill (WeftFileTray *self)
{
  gtk_widget_set_visible (self->line, fill_line (self) > 0);
  gtk_widget_set_visible (self->voice, is_recording (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_draft_failed (WeftFileDraft *draft, const char *reason, WeftFileTray *self)
{
  g_signal_emit (self, signals[FAILED], 0, reason);
}

static void
on_draft_send (WeftFileTray *self)
{
  g_signal_emit (self, signals[SEND], 0);
}

/* ── what comes in ───────────────────────────────────────────────────────────────────────────────────── */

static void
take_path (WeftFileTaker *taker, const char *path)
{
  weft_file_draft_add (WEFT_FILE_TRAY (taker)->draft, path);
}

static void
take_bytes (WeftFileTaker *taker, const char *name, GBytes *bytes)
{
  weft_file_draft_add_bytes (WEFT_FILE_TRAY (taker)->draft, name, bytes);
}

static void
refuse (WeftFileTaker *taker, const char *reason)
{
  g_signal_emit (taker, signals[FAILED], 0, reason);
}

static void
taker_init (WeftFileTakerInterface *iface)
{
  iface->take_path = take_path;
  iface->take_bytes = take_bytes;
  iface->refuse = refuse;
}

static void
on_recorded (WeftVoiceBar *bar, const char *path, gint64 duration, const char *peaks, gboolean sends, WeftFileTray *self)
{
  g_autofree char *place = g_steal_pointer (&self->voice_place);

  if (place != NULL)
    weft_file_draft_add_voice (self->draft, place, path, duration, peaks, sends, weft_voice_bar_ref_file (bar));
  fill (self);
}

static void
on_recording_ended (WeftVoiceBar *bar, const char *reason, WeftFileTray *self)
{
  g_clear_pointer (&self->voice_place, g_free);
  fill (self);
  if (reason != NULL)
    g_signal_emit (self, signals[FAILED], 0, reason);
}

void
weft_file_tray_record (WeftFileTray *self)
{
  g_return_if_fail (WEFT_IS_FILE_TRAY (self));

  if (weft_file_draft_get_place (self->draft) == NULL || self->voice_place != NULL)
    return;
  self->voice_place = g_strdup (weft_file_draft_get_place (self->draft));
  fill (self);
  weft_voice_bar_start (WEFT_VOICE_BAR (self->voice));
}

/* ── public ──────────────────────────────────────────────────────────────────────────────────────────── */

void
weft_file_tray_set_place (WeftFileTray *self, WeftSync *sync, const char *place)
{
  g_return_if_fail (WEFT_IS_FILE_TRAY (self));

  if (self->voice_place != NULL && g_strcmp0 (self->voice_place, place) != 0)
    weft_voice_bar_keep (WEFT_VOICE_BAR (self->voice));
  weft_file_draft_set_place (self->draft, sync, place);
}

guint
weft_file_tray_get_n (WeftFileTray *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_TRAY (self), 0);

  return weft_file_draft_get_n (self->draft) + (is_recording (self) ? 1 : 0);
}

gboolean
weft_file_tray_is_busy (WeftFileTray *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_TRAY (self), FALSE);

  return is_recording (self) || weft_file_draft_is_busy (self->draft);
}

char *
weft_file_tray_dup_names (WeftFileTray *self, const char *place)
{
  g_autoptr (GArray) files = NULL;
  GString *names = g_string_new (NULL);

  g_return_val_if_fail (WEFT_IS_FILE_TRAY (self), NULL);

  files = weft_file_draft_list (self->draft, place);
  for (guint i = 0; i < files->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", g_array_index (files, WeftDraftFile, i).name);

  return g_string_free (names, FALSE);
}

char **
weft_file_tray_send (WeftFileTray *self, const char *place, const char *stream, const char *target)
{
  g_return_val_if_fail (WEFT_IS_FILE_TRAY (self), NULL);

  return weft_file_draft_send (self->draft, place, stream, target);
}

static void
weft_file_tray_dispose (GObject *object)
{
  WeftFileTray *self = WEFT_FILE_TRAY (object);

  if (self->draft != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->draft, self);
      g_signal_handlers_disconnect_by_data (self->voice, self);
    }
  g_clear_object (&self->draft);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_file_tray_parent_class)->dispose (object);
}

static void
weft_file_tray_finalize (GObject *object)
{
  WeftFileTray *self = WEFT_FILE_TRAY (object);

  g_hash_table_unref (self->chips);
  g_free (self->voice_place);

  G_OBJECT_CLASS (weft_file_tray_parent_class)->finalize (object);
}

static void
weft_file_tray_class_init (WeftFileTrayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_file_tray_dispose;
  object_class->finalize = weft_file_tray_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SEND] = g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_file_tray_init (WeftFileTray *self)
{
  self->chips = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->draft = weft_file_draft_new ();
  g_signal_connect_swapped (self->draft, "changed", G_CALLBACK (fill), self);
  g_signal_connect (self->draft, "failed", G_CALLBACK (on_draft_failed), self);
  g_signal_connect_swapped (self->draft, "send", G_CALLBACK (on_draft_send), self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->line = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->line), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->line), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Attached Files"), -1);
  gtk_widget_set_margin_start (self->line, 10);
  gtk_widget_set_margin_end (self->line, 10);
  gtk_box_append (GTK_BOX (self->box), self->line);
  self->voice = weft_voice_bar_new ();
  gtk_widget_set_margin_start (self->voice, 10); /* at the end its button stands above the composer's */
  gtk_widget_set_visible (self->voice, FALSE);
  g_signal_connect (self->voice, "recorded", G_CALLBACK (on_recorded), self);
  g_signal_connect (self->voice, "ended", G_CALLBACK (on_recording_ended), self);
  gtk_box_append (GTK_BOX (self->box), self->voice);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
weft_file_tray_new (void)
{
  return g_object_new (WEFT_TYPE_FILE_TRAY, NULL);
}
