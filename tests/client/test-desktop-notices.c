/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/weft-desktop-notices.h"
#include "app/weft-answer.h"
#include "app/weft-ask-actions.h"
#include "app/weft-notifier.h"
#include "parts/notices/client/weft-notice-choice.h"
#include "app/weft-reminder-actions.h"
#include "fake-sync.h"
#include "parts/notices/shared/weft-notices-module.h"

/* What the desktop is told, when, and when that is taken back. */

#define ME "00000000-0000-7000-8000-0000000000aa"
#define HA "00000000-0000-7000-8000-0000000000ab"
#define OWN "user/" ME
#define MESSAGE "00000000-0000-7000-8000-0000000000c1"
#define AT G_GINT64_CONSTANT (1763600000000)

static GHashTable *shown; /* key → GObject with what it says */
static guint n_sent;

static void
note (GObject *notification, const char *what, char *value)
{
  g_object_set_data_full (notification, what, value, g_free);
}

static void
note_button (GObject *notification, const char *what, const WeftNotificationButton *button)
{
  if (button != NULL)
    note (notification, what, g_action_print_detailed_name (button->action, button->target));
}

/* Without the desktop. */
WeftNotifier *
weft_notifier_get (GApplication *application)
{
  return (WeftNotifier *) application;
}

void
weft_notifier_send (WeftNotifier *self, const char *key, WeftNotification *notification)
{
  GObject *sent = g_object_new (G_TYPE_OBJECT, NULL);
  GPtrArray *buttons = weft_notification_get_buttons (notification);

  note (sent, "title", g_strdup (weft_notification_get_title (notification)));
  if (*weft_notification_get_body (notification) != '\0')
    note (sent, "body", g_strdup (weft_notification_get_body (notification)));
  g_object_set_data (sent, "priority", GINT_TO_POINTER (weft_notification_get_priority (notification)));
  note_button (sent, "action", weft_notification_get_default (notification));
  note_button (sent, "reply", weft_notification_get_reply (notification));
  note_button (sent, "answer", weft_notification_get_answer (notification));
  for (guint i = 0; i < buttons->len; i++)
    note_button (sent, ((WeftNotificationButton *) g_ptr_array_index (buttons, i))->label, g_ptr_array_index (buttons, i));
  n_sent++;
  g_hash_table_replace (shown, g_strdup (key), sent);
}

void
weft_notifier_withdraw (WeftNotifier *self, const char *key)
{
  g_hash_table_remove (shown, key);
}

/* The workspace, and nothing else of it */

struct _WeftWorkspace
{
  GObject parent_instance;

  WeftNoticeList *notices;
  WeftReminderList *reminders;
  WeftCards *cards;
  const char *place;
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (WeftWorkspace, weft_workspace, G_TYPE_OBJECT)

static void
weft_workspace_finalize (GObject *object)
{
  WeftWorkspace *self = WEFT_WORKSPACE (object);

  g_object_unref (self->notices);
  g_object_unref (self->reminders);
  g_object_unref (self->cards);
  G_OBJECT_CLASS (weft_workspace_parent_class)->finalize (object);
}

static void
weft_workspace_class_init (WeftWorkspaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_workspace_finalize;
}

static void
weft_workspace_init (WeftWorkspace *self)
{
}

const char *
weft_workspace_get_id (WeftWorkspace *self)
{
  return "loom";
}

const char *
weft_workspace_get_name (WeftWorkspace *self)
{
  return "Weaving Mill";
}

const char *
weft_workspace_get_place (WeftWorkspace *self)
{
  return self->place;
}

gboolean
weft_workspace_get_quiet (WeftWorkspace *self)
{
  return self->quiet;
}

WeftNoticeList *
weft_workspace_get_notices (WeftWorkspace *self)
{
  return self->notices;
}

WeftReminderList *
weft_workspace_get_reminders (WeftWorkspace *self)
{
  return self->reminders;
}

WeftCards *
weft_workspace_get_cards (WeftWorkspace *self)
{
  return self->cards;
}

const char *
weft_reminder_of_notice (WeftNoticeItem *notice)
{
  return g_str_equal (weft_notice_item_get_event (notice), "reminders.fired")
             ? weft_notice_item_get_field (notice, "id")
             : NULL;
}

/* As app/weft-ask-actions.c has it. */
const char *
weft_ask_of_notice (WeftNoticeItem *notice)
{
  return weft_notice_item_get_stands (notice) ? weft_notice_item_get_link (notice) : NULL;
}

/* As app/weft-answer.c has it. */
const char *
weft_answer_of_notice (WeftNoticeItem *notice)
{
  return weft_notice_item_get_leads_away (notice) ? NULL : weft_notice_item_get_link (notice);
}

/* A desk */

typedef struct
{
  WeftSync *sync;
  WeftWorkspace *workspace;
  GApplication *application;
  GSettings *settings;
  WeftDesktopNotices *notices;
  gint64 seq;
} Desk;

static void
fold_notice (Desk *desk, guint n, const char *event, const char *kind, const char *severity, const char *fields, guint room)
{
  g_autofree char *id = g_strdup_printf ("00000000-0000-7000-8000-%012x", 0xd000 + n);
  g_autofree char *link = g_strdup_printf ("room/00000000-0000-7000-8000-%012x", room);
  WeftNoticesNoticed args = { .id = id,
                              .event = event,
                              .kind = kind,
                              .severity = severity,
                              .fields = fields,
                              .link = link,
                              .object = MESSAGE,
                              .author = g_str_equal (kind, "reminder") ? "system" : HA };
  WeftFold fold = { .database = fake_sync_get_database (desk->sync),
                    .stream = OWN,
                    .by = "system",
                    .seq = ++desk->seq,
                    .at = AT + desk->seq };
  g_autoptr (GError) error = NULL;

  weft_notices_fold_noticed (&fold, &args, &error);
  g_assert_no_error (error);
}

/* One mention a room, from @from on, in one batch. */
static void
mention (Desk *desk, guint from, guint n, guint room, gboolean same_room)
{
  fake_sync_begin (desk->sync);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *fields = g_strdup_printf ("{\"text\":\"@Mai look %u\"}", from + i);

      fold_notice (desk, from + i, "thread.message-sent", "mention", "info", fields, same_room ? room : room + i);
    }
  fake_sync_commit (desk->sync);
}

static Desk *
desk_new (guint n_earlier)
{
  Desk *desk = g_new0 (Desk, 1);

  n_sent = 0;
  shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  desk->sync = fake_sync_new (":memory:");
  fake_sync_set_person (desk->sync, ME);
  fake_sync_begin (desk->sync);
  fake_sync_add_person (desk->sync, ME, "Mai Đỗ", "");
  fake_sync_add_person (desk->sync, HA, "Nguyễn Thu Hà", "");
  fake_sync_commit (desk->sync);
  mention (desk, 100, n_earlier, 9, TRUE);
  desk->workspace = g_object_new (WEFT_TYPE_WORKSPACE, NULL);
  desk->workspace->notices = weft_notice_list_new (desk->sync);
  desk->workspace->reminders = weft_reminder_list_new (desk->sync);
  desk->workspace->cards = weft_cards_new ();
  desk->application = g_application_new ("dev.weft.Test", G_APPLICATION_DEFAULT_FLAGS);
  desk->settings = g_settings_new ("dev.weft.Weft");
  g_settings_reset (desk->settings, "notifications");
  desk->notices = weft_desktop_notices_new (desk->application, desk->settings, desk->workspace);
  while (!weft_item_list_get_ready (WEFT_ITEM_LIST (desk->workspace->notices)))
    g_main_context_iteration (NULL, TRUE);

  return desk;
}

static void
desk_free (Desk *desk)
{
  g_object_unref (desk->notices);
  g_object_unref (desk->workspace);
  g_object_unref (desk->application);
  g_object_unref (desk->settings);
  g_object_unref (desk->sync);
  g_hash_table_unref (shown);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static void
wait_unseen (Desk *desk, guint n)
{
  while (weft_notice_list_get_n_unseen (desk->workspace->notices) != n)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static const char *
get (guint room, const char *what)
{
  g_autofree char *key = g_strdup_printf ("loom/room/00000000-0000-7000-8000-%012x", room);
  GObject *notification = g_hash_table_lookup (shown, key);

  return notification != NULL ? g_object_get_data (G_OBJECT (notification), what) : NULL;
}

/* One a place, where a newer one takes the older one's stand; pressed, it opens the newest. */
static void
test_places (void)
{
  g_autoptr (Desk) desk = desk_new (0);

  mention (desk, 1, 1, 1, TRUE);
  wait_unseen (desk, 1);
  g_assert_cmpuint (g_hash_table_size (shown), ==, 1);
  g_assert_cmpstr (get (1, "title"), ==, "Nguyễn Thu Hà");
  g_assert_cmpstr (get (1, "body"), ==, "@Mai look 1");
  g_assert_cmpstr (get (1, "action"), ==,
                   "app.open-notice(('loom', '00000000-0000-7000-8000-00000000d001', "
                   "'weft:room/00000000-0000-7000-8000-000000000001#message/" MESSAGE "'))");
  /* It can be answered: in a window, or where the desktop takes the words itself. */
  g_assert_cmpstr (get (1, "reply"), ==,
                   "app.reply-notice(('loom', '00000000-0000-7000-8000-00000000d001', "
                   "'weft:room/00000000-0000-7000-8000-000000000001#message/" MESSAGE "'))");
  g_assert_cmpstr (get (1, "answer"), ==, "app.answer-notice(('loom', 'weft:room/00000000-0000-7000-8000-000000000001#message/" MESSAGE "', ''))");
  mention (desk, 2, 1, 1, TRUE);
  mention (desk, 3, 1, 2, TRUE);
  wait_unseen (desk, 3);
  g_assert_cmpuint (g_hash_table_size (shown), ==, 2);
  g_assert_cmpstr (get (1, "body"), ==, "Nguyễn Thu Hà: @Mai look 1\nNguyễn Thu Hà: @Mai look 2");

  /* Seen, wherever it was, it is taken back; the other place's stays. */
  weft_notice_list_see_place (desk->workspace->notices, "room/00000000-0000-7000-8000-000000000001");
  wait_unseen (desk, 1);
  g_assert_cmpuint (g_hash_table_size (shown), ==, 1);
  g_assert_nonnull (get (2, "title"));
}

/* Not of what is before one's eyes, not while one wants none, and not of what was there at the start. */
static void
test_silence (void)
{
  g_autoptr (Desk) desk = desk_new (3);

  g_assert_cmpuint (weft_notice_list_get_n_unseen (desk->workspace->notices), ==, 3);
  desk->workspace->place = "room/00000000-0000-7000-8000-000000000001";
  mention (desk, 1, 1, 1, TRUE);
  wait_unseen (desk, 4);
  g_assert_cmpuint (n_sent, ==, 0);
  g_settings_set_boolean (desk->settings, "notifications", FALSE);
  mention (desk, 2, 1, 2, TRUE);
  wait_unseen (desk, 5);
  g_assert_cmpuint (n_sent, ==, 0);
  g_settings_set_boolean (desk->settings, "notifications", TRUE);
  mention (desk, 3, 1, 2, TRUE);
  wait_unseen (desk, 6);
  g_assert_cmpuint (n_sent, ==, 1);
}

/* Who comes back after a long time is told once. */
static void
test_many (void)
{
  g_autoptr (Desk) desk = desk_new (0);
  GObject *summary;

  mention (desk, 1, 6, 1, FALSE);
  wait_unseen (desk, 6);
  g_assert_cmpuint (g_hash_table_size (shown), ==, 1);
  summary = g_hash_table_lookup (shown, "loom/notices");
  g_assert_nonnull (summary);
  g_assert_cmpstr (g_object_get_data (G_OBJECT (summary), "title"), ==, "6 new notices");
  g_assert_cmpstr (g_object_get_data (G_OBJECT (summary), "body"), ==, "Weaving Mill");
  g_assert_cmpstr (g_object_get_data (G_OBJECT (summary), "action"), ==, "app.open-notices::loom");
  weft_notice_list_see_all (desk->workspace->notices);
  wait_unseen (desk, 0);
  g_assert_cmpuint (g_hash_table_size (shown), ==, 0);
}

/* A reminder is told also where one looks, by itself, with what can be done about it; the worst says how loud. */
static void
test_reminder (void)
{
  g_autoptr (Desk) desk = desk_new (0);
  GObject *due;

  dex_future_disown (weft_reminders_set (desk->sync, AT, "Tea", NULL));
  while (g_list_model_get_n_items (G_LIST_MODEL (desk->workspace->reminders)) == 0)
    g_main_context_iteration (NULL, TRUE);
  {
    g_autoptr (WeftReminder) reminder = g_list_model_get_item (G_LIST_MODEL (desk->workspace->reminders), 0);
    g_autofree char *fields
        = g_strdup_printf ("{\"text\":\"Tea\",\"id\":\"%s\",\"at\":1}", weft_reminder_get_id (reminder));
    g_autofree char *snooze = g_strdup_printf (
        "app.snooze-reminder(('loom', '00000000-0000-7000-8000-00000000d001', '%s'))", weft_reminder_get_id (reminder));

    desk->workspace->place = "room/00000000-0000-7000-8000-000000000001";
    fake_sync_begin (desk->sync);
    fold_notice (desk, 1, "reminders.fired", "reminder", "urgent", fields, 1);
    fake_sync_commit (desk->sync);
    wait_unseen (desk, 1);
    due = g_hash_table_lookup (shown, "loom/00000000-0000-7000-8000-00000000d001");
    g_assert_nonnull (due);
    g_assert_cmpstr (g_object_get_data (G_OBJECT (due), "title"), ==, "Reminder");
    g_assert_cmpstr (g_object_get_data (G_OBJECT (due), "body"), ==, "Tea");
    g_assert_cmpstr (g_object_get_data (G_OBJECT (due), "Snooze 20 Minutes"), ==, snooze);
    g_assert_nonnull (g_object_get_data (G_OBJECT (due), "Done"));
    g_assert_cmpint (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (due), "priority")), ==,
                     G_NOTIFICATION_PRIORITY_URGENT);
  }
}

/* What asks for an answer has a notification and a button of its own; a newer one takes its stand; an urgent one comes also where one looks. */
static void
test_ask (void)
{
  g_autoptr (Desk) desk = desk_new (0);
  const char *key = "loom/weft:room/00000000-0000-7000-8000-000000000001#message/" MESSAGE;
  GObject *asked;
  g_autofree char *action
      = g_strdup_printf ("app.acknowledge(('loom', '00000000-0000-7000-8000-00000000d001', '%s'))", key + strlen ("loom/"));

  mention (desk, 10, 1, 1, TRUE);
  wait_unseen (desk, 1);
  desk->workspace->place = "room/00000000-0000-7000-8000-000000000001";
  fake_sync_begin (desk->sync);
  fold_notice (desk, 1, "thread.asked", "ask", "urgent", "{\"text\":\"Fire\"}", 1);
  fake_sync_commit (desk->sync);
  wait_unseen (desk, 2);
  asked = g_hash_table_lookup (shown, key);
  g_assert_nonnull (asked);
  g_assert_cmpuint (g_hash_table_size (shown), ==, 2);
  g_assert_cmpstr (g_object_get_data (G_OBJECT (asked), "body"), ==, "Fire");
  g_assert_cmpstr (g_object_get_data (G_OBJECT (asked), "Acknowledge"), ==, action);
  g_assert_cmpint (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (asked), "priority")), ==, G_NOTIFICATION_PRIORITY_URGENT);

  /* To look at the place settles the mention, not the question. */
  weft_notice_list_see_place (desk->workspace->notices, desk->workspace->place);
  wait_unseen (desk, 1);
  g_assert_true (g_hash_table_contains (shown, key));
  g_assert_cmpuint (g_hash_table_size (shown), ==, 1);

  /* What only asks comes where one does not look. */
  fake_sync_begin (desk->sync);
  fold_notice (desk, 2, "thread.asked", "ask", "warning", "{\"text\":\"Rota\"}", 1);
  fake_sync_commit (desk->sync);
  n_sent = 0;
  wait_unseen (desk, 2);
  g_assert_cmpuint (n_sent, ==, 0);
  weft_notice_list_see_all (desk->workspace->notices);
  wait_unseen (desk, 0);
  g_assert_cmpuint (g_hash_table_size (shown), ==, 0);

  /* Who does not want to be disturbed is not, but for what is urgent if they let it through. */
  desk->workspace->quiet = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (WeftNoticeChoice) choice = weft_notice_choice_new (desk->sync);

      if (i == 1)
        g_object_set (choice, "urgent", TRUE, NULL);
      n_sent = 0;
      fake_sync_begin (desk->sync);
      fold_notice (desk, 3 + i, "thread.asked", "ask", "urgent", "{\"text\":\"Fire\"}", 2 + i);
      fake_sync_commit (desk->sync);
      mention (desk, 20 + i, 1, 2 + i, TRUE);
      wait_unseen (desk, 2 + 2 * i);
      g_assert_cmpuint (n_sent, ==, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/desktop-notices/places", test_places);
  g_test_add_func ("/desktop-notices/silence", test_silence);
  g_test_add_func ("/desktop-notices/many", test_many);
  g_test_add_func ("/desktop-notices/reminder", test_reminder);
  g_test_add_func ("/desktop-notices/ask", test_ask);
  return g_test_run ();
}
