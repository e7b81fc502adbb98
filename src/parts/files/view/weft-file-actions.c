/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-actions.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "parts/files/view/weft-file-opener.h"
#include "parts/files/view/weft-file-viewer.h"
#include "parts/files/view/weft-voice-player.h"

struct _WeftFileActions
{
  GObject parent_instance;

  GSimpleActionGroup *group;
  WeftFileGallery *gallery; /* (nullable) */
  GtkWidget *widget;        /* (nullable): weak: where dialogs come from */
};

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFileActions, weft_file_actions, G_TYPE_OBJECT)

static GtkWindow *
get_window (WeftFileActions *self)
{
  GtkRoot *root = self->widget != NULL ? gtk_widget_get_root (self->widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  WeftFileActions *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && error->domain != GTK_DIALOG_ERROR)
    g_signal_emit (self, signals[FAILED], 0, error->message);

  return NULL;
}

/* Whoever waits for the file hears of it by an error which nobody needs to be told of. */
static void
cancel (WeftFileActions *self, const WeftFile *file)
{
  /* Translators: said by a screen reader; %s is a file's name */
  g_autofree char *text = g_strdup_printf (_("Download cancelled: %s"), file->name);

  weft_sync_cancel_file (weft_file_list_get_sync (weft_file_gallery_get_list (self->gallery)), file->hash);
  if (self->widget != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_seek (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftFileActions *self = user_data;
  const WeftFile *file;
  const char *id;
  gint64 position;

  g_variant_get (parameter, "(&sx)", &id, &position);
  file = self->gallery != NULL ? weft_file_list_find (weft_file_gallery_get_list (self->gallery), id) : NULL;
  if (file != NULL)
    weft_voice_player_seek (weft_voice_player_get_default (), file, position);
}

static void
on_rate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftFileActions *self = user_data;

  weft_voice_player_next_rate (weft_voice_player_get_default ());
  if (self->widget != NULL)
    gtk_widget_queue_draw (self->widget);
}

static void
on_said (WeftVoicePlayer *player, const char *text, WeftFileActions *self)
{
  if (self->widget != NULL && gtk_widget_get_mapped (self->widget))
    gtk_accessible_announce (GTK_ACCESSIBLE (self->widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftFileActions *self = user_data;
  WeftFileList *list = self->gallery != NULL ? weft_file_gallery_get_list (self->gallery) : NULL;
  const WeftFile *file = list != NULL ? weft_file_list_find (list, g_variant_get_string (parameter, NULL)) : NULL;
  const char *name = g_action_get_name (G_ACTION (action));
  DexFuture *future;

  if (file == NULL)
    return;
  if (g_str_equal (name, "cancel"))
    {
      cancel (self, file);
      return;
    }
  if (g_str_equal (name, "load"))
    {
      weft_file_gallery_request (self->gallery, file);
      return;
    }
  if (g_str_equal (name, "view"))
    {
      adw_dialog_present (weft_file_viewer_new (self->gallery, file), self->widget);
      return;
    }
  future = g_str_equal (name, "play") ? weft_voice_player_toggle (weft_voice_player_get_default (), list, file)
           : g_str_equal (name, "open") ? weft_file_open (list, file, get_window (self)) : weft_file_save (list, file, get_window (self));
  dex_future_disown (dex_future_finally (future, on_done, g_object_ref (self), g_object_unref));
}

static void
weft_file_actions_dispose (GObject *object)
{
  WeftFileActions *self = WEFT_FILE_ACTIONS (object);

  g_clear_object (&self->gallery);
  g_clear_object (&self->group);
  g_clear_weak_pointer (&self->widget);

  G_OBJECT_CLASS (weft_file_actions_parent_class)->dispose (object);
}

static void
weft_file_actions_class_init (WeftFileActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_file_actions_dispose;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_file_actions_init (WeftFileActions *self)
{
  static const GActionEntry entries[] = {
    { "view", on_activated, "s" },
    { "open", on_activated, "s" },
    { "load", on_activated, "s" },
    { "save", on_activated, "s" },
    { "cancel", on_activated, "s" },
    { "play", on_activated, "s" },
    { "seek", on_seek, "(sx)" },
    { "rate", on_rate },
  };

  self->group = g_simple_action_group_new ();
  g_signal_connect_object (weft_voice_player_get_default (), "said", G_CALLBACK (on_said), self, 0);
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
}

WeftFileActions *
weft_file_actions_new (void)
{
  return g_object_new (WEFT_TYPE_FILE_ACTIONS, NULL);
}

void
weft_file_actions_set_gallery (WeftFileActions *self, WeftFileGallery *gallery)
{
  g_return_if_fail (WEFT_IS_FILE_ACTIONS (self));

  g_set_object (&self->gallery, gallery);
}

void
weft_file_actions_insert (WeftFileActions *self, GtkWidget *widget)
{
  g_return_if_fail (WEFT_IS_FILE_ACTIONS (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (self->widget == NULL)
    g_set_weak_pointer (&self->widget, widget);
  gtk_widget_insert_action_group (widget, "files", G_ACTION_GROUP (self->group));
}
