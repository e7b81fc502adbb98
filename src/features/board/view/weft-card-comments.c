/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-card-comments.h"

#include <glib/gi18n.h>

#include "parts/files/view/weft-file-actions.h"
#include "parts/people/client/weft-group-list.h"
#include "parts/thread/shared/weft-topic.h"
#include "parts/thread/view/weft-thread-panel.h"

struct _WeftCardComments
{
  AdwBin parent_instance;

  WeftSync *sync;
  WeftPeople *people;
  WeftThreadPanel *panel;
  WeftFileActions *files;
  WeftFileGallery *gallery; /* (nullable): what hangs on comments */
  WeftMemberList *members;  /* (nullable) */
  WeftBoard *board;         /* (nullable) */
  WeftTask *task;           /* (nullable) */
  gint64 place;             /* which comment is wanted; 0: the newest */
};

enum
{
  CLOSE,
  SHOWN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardComments, weft_card_comments, ADW_TYPE_BIN)

/* The number of a card that was made while away may become another, and with it where its comments stand. */
static void
update (WeftCardComments *self)
{
  gint64 ordinal = weft_topic_get_ordinal (weft_task_get_record (self->task)->number);
  g_autofree char *key = weft_board_dup_key (self->board, self->task);
  /* Translators: the key of a card and its title: “WEB-318 · Gift note”. */
  g_autofree char *title = g_strdup_printf (_ ("%s · %s"), key, weft_task_get_title (self->task));

  weft_thread_panel_set_topic (self->panel, title);
  weft_thread_panel_set_thread (self->panel, self->sync, weft_board_get_stream (self->board), ordinal, self->place);
  self->place = 0;
}

static void
update_people (WeftCardComments *self)
{
  WeftPerson *me = weft_people_get_me (self->people);
  const char *role = self->members != NULL && me != NULL ? weft_member_list_get_role (self->members, weft_person_get_id (me)) : NULL;

  weft_thread_panel_set_people (self->panel, G_LIST_MODEL (self->members), me != NULL ? weft_person_get_name (me) : NULL);
  weft_thread_panel_set_may_delete (self->panel, g_strcmp0 (role, "admin") == 0);
}

/* Files */

static WeftAttachments *
get_attachments (const char *id, gpointer user_data)
{
  WeftCardComments *self = user_data;

  return self->gallery != NULL ? weft_file_gallery_get (self->gallery, id) : NULL;
}

static GdkTexture *
get_picture (const char *hash, gint64 size, gpointer user_data)
{
  WeftCardComments *self = user_data;

  return self->gallery != NULL ? weft_file_gallery_get_picture_of (self->gallery, hash, size) : NULL;
}

static void
on_gallery_changed (WeftCardComments *self)
{
  weft_thread_panel_set_attachments (self->panel, get_attachments, self);
}

static void
on_file_failed (WeftFileActions *actions, const char *reason, WeftCardComments *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("File Not Available"), reason);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
set_gallery (WeftCardComments *self)
{
  if (self->gallery != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->gallery, self);
      g_signal_handlers_disconnect_by_data (self->gallery, self->panel);
    }
  g_clear_object (&self->gallery);
  if (self->board != NULL)
    {
      g_autoptr (WeftFileList) list = weft_file_list_new (self->sync, weft_board_get_stream (self->board));

      self->gallery = weft_file_gallery_new (list);
      g_signal_connect_swapped (self->gallery, "changed", G_CALLBACK (on_gallery_changed), self);
      g_signal_connect_swapped (self->gallery, "picture", G_CALLBACK (weft_thread_panel_redraw), self->panel);
    }
  weft_file_actions_set_gallery (self->files, self->gallery);
}

/* What is shown */

void
weft_card_comments_set_board (WeftCardComments *self, WeftBoard *board)
{
  g_return_if_fail (WEFT_IS_CARD_COMMENTS (self));

  if (self->board == board)
    return;
  weft_card_comments_show (self, NULL, 0);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  g_clear_object (&self->members);
  g_set_object (&self->board, board);
  if (board != NULL)
    {
      self->members = weft_member_list_new (self->people, weft_board_get_stream (board));
      g_signal_connect_swapped (self->members, "changed", G_CALLBACK (update_people), self);
    }
  set_gallery (self);
  update_people (self);
}

void
weft_card_comments_show (WeftCardComments *self, WeftTask *task, gint64 place)
{
  gboolean other;

  g_return_if_fail (WEFT_IS_CARD_COMMENTS (self));

  other = self->task != task;

  if (other && self->task != NULL)
    g_signal_handlers_disconnect_by_data (self->task, self);
  if (other && task != NULL)
    g_signal_connect_swapped (task, "changed", G_CALLBACK (update), self);
  g_set_object (&self->task, task);
  self->place = place;
  if (task != NULL)
    update (self);
  else
    weft_thread_panel_set_thread (self->panel, self->sync, NULL, 0, 0);
  if (other)
    g_signal_emit (self, signals[SHOWN_CHANGED], 0);
}

void
weft_card_comments_reply (WeftCardComments *self, gint64 place)
{
  g_return_if_fail (WEFT_IS_CARD_COMMENTS (self));

  weft_thread_panel_reply (self->panel, place);
}

const char *
weft_card_comments_get_task (WeftCardComments *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_COMMENTS (self), NULL);

  return self->task != NULL ? weft_task_get_id (self->task) : NULL;
}

void
weft_card_comments_set_cards (WeftCardComments *self, WeftCards *cards)
{
  g_return_if_fail (WEFT_IS_CARD_COMMENTS (self));

  weft_thread_panel_set_cards (self->panel, cards);
}

void
weft_card_comments_set_slash (WeftCardComments *self, WeftSlash *slash)
{
  g_return_if_fail (WEFT_IS_CARD_COMMENTS (self));

  weft_thread_panel_set_slash (self->panel, slash, G_LIST_MODEL (self->people));
}

static void
on_close (WeftCardComments *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static gboolean
weft_card_comments_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WEFT_CARD_COMMENTS (widget)->panel));
}

static void
weft_card_comments_dispose (GObject *object)
{
  WeftCardComments *self = WEFT_CARD_COMMENTS (object);

  if (self->panel != NULL)
    {
      weft_card_comments_set_board (self, NULL);
      weft_thread_panel_set_attachments (self->panel, NULL, NULL);
      weft_thread_panel_set_pictures (self->panel, NULL, NULL);
    }
  if (self->files != NULL)
    g_signal_handlers_disconnect_by_data (self->files, self);
  self->panel = NULL;
  g_clear_object (&self->files);
  g_clear_object (&self->people);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_card_comments_parent_class)->dispose (object);
}

static void
weft_card_comments_class_init (WeftCardCommentsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_card_comments_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = weft_card_comments_grab_focus;

  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOWN_CHANGED]
      = g_signal_new ("shown-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_card_comments_init (WeftCardComments *self)
{
  self->panel = WEFT_THREAD_PANEL (weft_thread_panel_new ());
  self->files = weft_file_actions_new ();
  weft_file_actions_insert (self->files, GTK_WIDGET (self));
  g_signal_connect (self->files, "failed", G_CALLBACK (on_file_failed), self);
  g_signal_connect_swapped (self->panel, "close", G_CALLBACK (on_close), self);
  weft_thread_panel_set_pictures (self->panel, get_picture, self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->panel));
}

GtkWidget *
weft_card_comments_new (WeftSync *sync, WeftPeople *people)
{
  WeftCardComments *self;
  g_autoptr (WeftGroupList) groups = NULL;
  g_autoptr (WeftEmojiShelf) emoji = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (WEFT_IS_PEOPLE (people), NULL);

  self = g_object_new (WEFT_TYPE_CARD_COMMENTS, NULL);
  self->sync = g_object_ref (sync);
  self->people = g_object_ref (people);
  groups = weft_group_list_new (sync);
  weft_thread_panel_set_groups (self->panel, groups);
  emoji = weft_emoji_shelf_new (sync);
  weft_thread_panel_set_emoji (self->panel, emoji);

  return GTK_WIDGET (self);
}
