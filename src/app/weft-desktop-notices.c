/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-desktop-notices.h"
#include "app/weft-answer.h"
#include "app/weft-ask-actions.h"
#include "app/weft-notifier.h"
#include "app/weft-reminder-actions.h"
#include "parts/notices/client/weft-notice-choice.h"

#define AT_ONCE 5   /* places told of one by one; of more only that there are some */
#define LINES_MAX 3 /* of one place's notices which are quoted */
#define QUIET 1000  /* ms between two sounds */
#define EARLIER 50  /* the newest notices whose notifications an earlier run may have left */

struct _WeftDesktopNotices
{
  GObject parent_instance;

  GApplication *application;
  GSettings *settings;
  WeftWorkspace *workspace;
  WeftNoticeList *list;
  WeftNoticeChoice *choice;
  WeftCards *cards;
  GHashTable *shown;   /* of char*: keys of what the desktop may show */
  GHashTable *waiting; /* of char* and WeftLinkedCard: keys whose place has no name yet */
  char *summary;       /* the key of the notification which tells of many */
};

G_DEFINE_FINAL_TYPE (WeftDesktopNotices, weft_desktop_notices, G_TYPE_OBJECT)

/* What shares a notification shares this. */
static char *
dup_key (WeftDesktopNotices *self, WeftNoticeItem *item)
{
  /* What stands until it is settled has one of its own, in whose place the newer one comes. */
  return g_strdup_printf ("%s/%s", weft_workspace_get_id (self->workspace),
                          weft_notice_item_get_leads_away (item) ? weft_notice_item_get_id (item)
                          : weft_notice_item_get_stands (item)   ? weft_notice_item_get_link (item)
                                                                 : weft_notice_item_get_stream (item));
}

/* Returns: (element-type WeftNoticeItem): the newest first. */
static GPtrArray *
list_unseen (WeftDesktopNotices *self, const char *key)
{
  GPtrArray *unseen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (WeftNoticeItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      g_autofree char *own = dup_key (self, item);

      if (!weft_notice_item_get_seen (item) && (key == NULL || g_str_equal (own, key)))
        g_ptr_array_add (unseen, g_steal_pointer (&item));
    }

  return unseen;
}

static const char *
get_name (WeftNoticeItem *item)
{
  return weft_notice_item_get_title (item) != NULL ? weft_notice_item_get_title (item)
                                                   : weft_notice_item_get_author_name (item);
}

/* @place: (nullable) */
static char *
make_title (GPtrArray *notices, const char *place)
{
  const char *name = get_name (g_ptr_array_index (notices, 0));

  if (notices->len > 1 && place != NULL)
    /* Translators: a notification's title: how many notices there are, and the place: a room */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$u notice in %2$s", "%1$u notices in %2$s",
                                         notices->len),
                            notices->len, place);
  if (name == NULL)
    return g_strdup (place != NULL ? place : _ ("Weft"));
  /* A conversation of two goes by the other's name. */
  if (place == NULL || g_str_equal (name, place))
    return g_strdup (name);
  /* Translators: a notification's title: a person (or "Reminder"), then the place: a room */
  return g_strdup_printf (_ ("%1$s in %2$s"), name, place);
}

static char *
make_body (GPtrArray *notices)
{
  g_autoptr (GString) body = g_string_new (NULL);

  if (notices->len == 1)
    return g_strdup (weft_notice_item_get_text (g_ptr_array_index (notices, 0)));

  for (guint i = MIN (notices->len, LINES_MAX); i > 0; i--)
    {
      WeftNoticeItem *item = g_ptr_array_index (notices, i - 1);

      if (body->len > 0)
        g_string_append_c (body, '\n');
      if (get_name (item) != NULL)
        /* Translators: a line of a notification: who, what they wrote */
        g_string_append_printf (body, _ ("%1$s: %2$s"), get_name (item), weft_notice_item_get_text (item));
      else
        g_string_append (body, weft_notice_item_get_text (item));
    }

  return g_string_free_and_steal (g_steal_pointer (&body));
}

static void
set_severity (WeftNotification *notification, GPtrArray *notices)
{
  static const GNotificationPriority priorities[]
      = { G_NOTIFICATION_PRIORITY_NORMAL, G_NOTIFICATION_PRIORITY_HIGH, G_NOTIFICATION_PRIORITY_URGENT };
  WeftNoticeSeverity worst = WEFT_NOTICE_INFO;

  for (guint i = 0; i < notices->len; i++)
    worst = MAX (worst, weft_notice_item_get_severity (g_ptr_array_index (notices, i)));
  weft_notification_set_priority (notification, priorities[worst]);
}

/* What somebody wrote can be answered, and is read there and then; a reminder of one's own can be put off. */
static void
add_buttons (WeftDesktopNotices *self, WeftNotification *notification, WeftNoticeItem *notice)
{
  const char *reminder = weft_reminder_of_notice (notice);
  WeftReminderList *reminders = weft_workspace_get_reminders (self->workspace);
  const char *workspace = weft_workspace_get_id (self->workspace);
  const char *id = weft_notice_item_get_id (notice);
  const char *ask = weft_ask_of_notice (notice);
  const char *message = weft_answer_of_notice (notice);
  const char *within = weft_notice_item_get_within (notice);

  if (message != NULL)
    weft_notification_set_reply (notification, _ ("Reply"), "app.reply-notice", g_variant_new ("(sss)", workspace, id, message),
                                 "app.answer-notice", g_variant_new ("(sss)", workspace, message, within != NULL ? within : ""));
  if (ask != NULL)
    weft_notification_add_button (notification, _ ("Acknowledge"), "app.acknowledge", g_variant_new ("(sss)", workspace, id, ask));
  else if (!weft_notice_item_get_leads_away (notice))
    weft_notification_add_button (notification, _ ("Mark as Read"), "app.read-place",
                                  g_variant_new ("(ss)", workspace, weft_notice_item_get_stream (notice)));
  if (reminder == NULL || reminders == NULL || weft_reminder_list_find (reminders, reminder) == NULL)
    return;
  weft_notification_add_button (notification, _ ("Snooze 20 Minutes"), "app.snooze-reminder", g_variant_new ("(sss)", workspace, id, reminder));
  weft_notification_add_button (notification, _ ("Done"), "app.finish-reminder", g_variant_new ("(sss)", workspace, id, reminder));
}

static void send (WeftDesktopNotices *self, const char *key);

static void
on_place_named (WeftDesktopNotices *self, WeftLinkedCard *linked)
{
  GHashTableIter iter;
  const char *key;
  WeftLinkedCard *other;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &other))
    if (other == linked)
      g_ptr_array_add (keys, g_strdup (key));
  for (guint i = 0; i < keys->len; i++)
    {
      g_hash_table_remove (self->waiting, g_ptr_array_index (keys, i));
      send (self, g_ptr_array_index (keys, i));
    }
}

/* As it stands now; it may have been seen while its place was looked up. */
static void
send (WeftDesktopNotices *self, const char *key)
{
  g_autoptr (GPtrArray) notices = list_unseen (self, key);
  WeftNoticeItem *newest = notices->len > 0 ? g_ptr_array_index (notices, 0) : NULL;
  g_autoptr (WeftLink) link
      = newest != NULL ? weft_link_new (weft_notice_item_get_stream (newest), NULL, NULL, -1) : NULL;
  g_autoptr (WeftLinkedCard) linked = link != NULL ? weft_cards_get (self->cards, link) : NULL;
  g_autoptr (WeftNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  WeftCard *card;

  if (newest == NULL)
    return;
  if (weft_linked_card_get_loading (linked))
    {
      g_signal_connect_object (linked, "changed", G_CALLBACK (on_place_named), self, G_CONNECT_SWAPPED);
      g_hash_table_replace (self->waiting, g_strdup (key), g_steal_pointer (&linked));
      return;
    }

  card = weft_linked_card_get_card (linked);
  title = make_title (notices, card != NULL ? weft_card_get_title (card) : NULL);
  body = make_body (notices);
  notification = weft_notification_new (title, body);
  set_severity (notification, notices);
  weft_notification_set_default (notification, "app.open-notice",
                                 g_variant_new ("(sss)", weft_workspace_get_id (self->workspace), weft_notice_item_get_id (newest),
                                                weft_notice_item_get_link (newest)));
  add_buttons (self, notification, newest);
  weft_notifier_send (weft_notifier_get (self->application), key, notification);
  g_hash_table_add (self->shown, g_strdup (key));
}

/* Whoever comes back after a long time is told once. */
static void
send_summary (WeftDesktopNotices *self)
{
  guint n = weft_notice_list_get_n_unseen (self->list);
  g_autofree char *title
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new notice", "%u new notices", n), n);
  const char *name = weft_workspace_get_name (self->workspace);
  g_autoptr (WeftNotification) notification = weft_notification_new (title, name != NULL ? name : "");

  weft_notification_set_default (notification, "app.open-notices", g_variant_new_string (weft_workspace_get_id (self->workspace)));
  weft_notifier_send (weft_notifier_get (self->application), self->summary, notification);
  g_hash_table_add (self->shown, g_strdup (self->summary));
}

/* The desktop's own: it knows how loud, and whether at all. */
static void
sound (WeftDesktopNotices *self)
{
  static gint64 last; /* of all workspaces */
  gint64 now = g_get_monotonic_time () / 1000;
  GdkDisplay *display = gdk_display_get_default ();

  if (!g_settings_get_boolean (self->settings, "sounds") || display == NULL
      || (last != 0 && now - last < QUIET))
    return;
  last = now;
  gdk_display_beep (display);
}

static void
on_arrived (WeftDesktopNotices *self, GPtrArray *arrived)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *place = weft_workspace_get_place (self->workspace);
  GHashTableIter iter;
  const char *key;
  gboolean quiet = weft_workspace_get_quiet (self->workspace);

  if (!g_settings_get_boolean (self->settings, "notifications") || (quiet && !weft_notice_choice_get_urgent (self->choice)))
    return;
  for (guint i = 0; i < arrived->len; i++)
    {
      WeftNoticeItem *item = g_ptr_array_index (arrived, i);

      if (quiet && weft_notice_item_get_severity (item) != WEFT_NOTICE_URGENT)
        continue;
      if (weft_notice_item_get_leads_away (item)
          || (weft_notice_item_get_stands (item) && weft_notice_item_get_severity (item) == WEFT_NOTICE_URGENT)
          || !weft_notice_item_is_at (item, place))
        g_hash_table_add (keys, dup_key (self, item));
    }
  if (g_hash_table_size (keys) > 0)
    sound (self);
  if (g_hash_table_size (keys) > AT_ONCE)
    {
      send_summary (self);
      return;
    }
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
    send (self, key);
}

/* What has been seen, here or elsewhere, is taken from the desktop. */
static void
withdraw_seen (WeftDesktopNotices *self)
{
  g_autoptr (GPtrArray) unseen = list_unseen (self, NULL);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  const char *key;

  for (guint i = 0; i < unseen->len; i++)
    g_hash_table_add (keys, dup_key (self, g_ptr_array_index (unseen, i)));
  if (unseen->len > 0)
    g_hash_table_add (keys, g_strdup (self->summary));
  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
    if (!g_hash_table_contains (keys, key))
      {
        weft_notifier_withdraw (weft_notifier_get (self->application), key);
        g_hash_table_iter_remove (&iter);
      }
}

/* An earlier run may have left notifications of what was seen elsewhere since. */
static void
on_ready (WeftDesktopNotices *self)
{
  for (guint i = 0; i < MIN (EARLIER, g_list_model_get_n_items (G_LIST_MODEL (self->list))); i++)
    {
      g_autoptr (WeftNoticeItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      g_hash_table_add (self->shown, dup_key (self, item));
    }
  g_hash_table_add (self->shown, g_strdup (self->summary));
  withdraw_seen (self);
}

static void
weft_desktop_notices_dispose (GObject *object)
{
  WeftDesktopNotices *self = WEFT_DESKTOP_NOTICES (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->shown, g_hash_table_unref);
  g_clear_object (&self->list);
  g_clear_object (&self->choice);
  g_clear_object (&self->cards);
  g_clear_object (&self->settings);
  self->workspace = NULL;

  G_OBJECT_CLASS (weft_desktop_notices_parent_class)->dispose (object);
}

static void
weft_desktop_notices_finalize (GObject *object)
{
  g_free (WEFT_DESKTOP_NOTICES (object)->summary);

  G_OBJECT_CLASS (weft_desktop_notices_parent_class)->finalize (object);
}

static void
weft_desktop_notices_class_init (WeftDesktopNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_desktop_notices_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_desktop_notices_finalize;
}

static void
weft_desktop_notices_init (WeftDesktopNotices *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

WeftDesktopNotices *
weft_desktop_notices_new (GApplication *application, GSettings *settings, WeftWorkspace *workspace)
{
  WeftDesktopNotices *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (WEFT_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (weft_workspace_get_notices (workspace) != NULL, NULL);

  self = g_object_new (WEFT_TYPE_DESKTOP_NOTICES, NULL);
  self->application = application;
  self->settings = g_object_ref (settings);
  self->workspace = workspace;
  self->list = g_object_ref (weft_workspace_get_notices (workspace));
  self->choice = weft_notice_choice_new (weft_notice_list_get_sync (self->list));
  self->cards = g_object_ref (weft_workspace_get_cards (workspace));
  self->summary = g_strconcat (weft_workspace_get_id (workspace), "/notices", NULL);
  /* It asks what the desktop can do, before there is anything to tell. */
  weft_notifier_get (application);
  g_signal_connect_object (self->list, "arrived", G_CALLBACK (on_arrived), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (withdraw_seen), self, G_CONNECT_SWAPPED);
  if (weft_item_list_get_ready (WEFT_ITEM_LIST (self->list)))
    on_ready (self);
  else
    g_signal_connect_object (self->list, "notify::ready", G_CALLBACK (on_ready), self, G_CONNECT_SWAPPED);

  return self;
}
