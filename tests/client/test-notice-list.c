/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-sync.h"
#include "parts/notices/client/weft-notice-list.h"
#include "parts/notices/shared/weft-notices-module.h"

/* One's notices as a list: what it says of each, what is unseen, and what changes when. */

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define OTHER "room/00000000-0000-7000-8000-000000000002"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define HA "00000000-0000-7000-8000-0000000000ab"
#define OWN "user/" ME
#define MESSAGE "00000000-0000-7000-8000-0000000000c1"
#define AT G_GINT64_CONSTANT (1763600000000)

typedef struct
{
  WeftSync *sync;
  WeftNoticeList *list;
  gint64 seq;
  guint n_arrived;
  guint n_changes;
  guint position, removed, added; /* of the last change */
} Desk;

static void
on_arrived (WeftNoticeList *list, GPtrArray *arrived, Desk *desk)
{
  desk->n_arrived += arrived->len;
}

static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, Desk *desk)
{
  desk->n_changes++;
  desk->position = position;
  desk->removed = removed;
  desk->added = added;
}

/* As the server would. */
static void
notice (Desk *desk,
        const char *id,
        const char *event,
        const char *kind,
        const char *fields,
        const char *link,
        const char *object,
        const char *author)
{
  WeftNoticesNoticed args = { .id = id,
                              .event = event,
                              .kind = kind,
                              .severity = "info",
                              .fields = fields,
                              .link = link,
                              .object = object,
                              .author = author };
  WeftFold fold = { .database = fake_sync_get_database (desk->sync),
                    .stream = OWN,
                    .by = "system",
                    .seq = ++desk->seq,
                    .at = AT + desk->seq };
  g_autoptr (GError) error = NULL;

  weft_notices_fold_noticed (&fold, &args, &error);
  g_assert_no_error (error);
}

static char *
make_id (guint n)
{
  return g_strdup_printf ("00000000-0000-7000-8000-%012x", 0xd000 + n);
}

static void
mention (Desk *desk, guint n, const char *room)
{
  g_autofree char *id = make_id (n);

  notice (desk, id, "thread.message-sent", "mention", "{\"text\":\"@Mai **look** at `it`\"}", room, MESSAGE, HA);
}

static Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->sync = fake_sync_new (":memory:");
  fake_sync_set_person (desk->sync, ME);
  fake_sync_begin (desk->sync);
  fake_sync_add_person (desk->sync, ME, "Mai Đỗ", "");
  fake_sync_add_person (desk->sync, HA, "Nguyễn Thu Hà", "");
  fake_sync_add_room (desk->sync, ROOM, "room", "general", "");
  fake_sync_add_room (desk->sync, OTHER, "room", "design", "");
  mention (desk, 1, ROOM);
  fake_sync_commit (desk->sync);
  desk->list = weft_notice_list_new (desk->sync);
  g_signal_connect (desk->list, "arrived", G_CALLBACK (on_arrived), desk);
  g_signal_connect (desk->list, "items-changed", G_CALLBACK (on_items_changed), desk);
  while (!weft_item_list_get_ready (WEFT_ITEM_LIST (desk->list)))
    g_main_context_iteration (NULL, TRUE);

  return desk;
}

static void
desk_free (Desk *desk)
{
  g_object_unref (desk->list);
  g_object_unref (desk->sync);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static WeftNoticeItem *
get (Desk *desk, guint position)
{
  g_autoptr (WeftNoticeItem) item = g_list_model_get_item (G_LIST_MODEL (desk->list), position);

  g_assert_nonnull (item);
  return item; /* the list keeps it */
}

static void
wait_for (Desk *desk, guint n, guint n_unseen)
{
  while (g_list_model_get_n_items (G_LIST_MODEL (desk->list)) != n
         || weft_notice_list_get_n_unseen (desk->list) != n_unseen)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_said (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *reminder = make_id (2), *erased = make_id (3), *unknown = make_id (4);
  WeftNoticeItem *item = get (desk, 0);

  g_assert_cmpstr (weft_notice_item_get_text (item), ==, "@Mai look at it");
  g_assert_cmpstr (weft_notice_item_get_author_name (item), ==, "Nguyễn Thu Hà");
  g_assert_null (weft_notice_item_get_title (item));
  g_assert_false (weft_notice_item_get_leads_away (item));
  g_assert_cmpstr (weft_notice_item_get_link (item), ==, "weft:" ROOM "#message/" MESSAGE);
  g_assert_cmpuint (desk->n_arrived, ==, 0); /* what was there is no news */

  fake_sync_begin (desk->sync);
  g_free (fake_sync_add_message (desk->sync, ROOM, HA, "older than what it names", AT, NULL));
  notice (desk, reminder, "reminders.fired", "reminder",
          "{\"text\":\"Call {back}\",\"id\":\"" HA "\",\"at\":5}", ROOM, MESSAGE, "system");
  notice (desk, erased, "thread.message-sent", "mention", "", ROOM, MESSAGE, HA);
  notice (desk, unknown, "board.card-moved", "board", "{\"text\":\"of a newer Weft\"}", OTHER, NULL, HA);
  fake_sync_commit (desk->sync);
  wait_for (desk, 4, 4);
  g_assert_cmpuint (desk->n_arrived, ==, 3);

  item = weft_notice_list_find (desk->list, reminder);
  g_assert_cmpstr (weft_notice_item_get_title (item), ==, "Reminder");
  g_assert_cmpstr (weft_notice_item_get_text (item), ==, "Call {back}");
  g_assert_cmpstr (weft_notice_item_get_field (item, "id"), ==, HA);
  g_assert_null (weft_notice_item_get_field (item, "at"));
  g_assert_null (weft_notice_item_get_author (item));
  g_assert_true (weft_notice_item_get_leads_away (item));
  /* Its message is not held, so it is of the table that is read in pages. */
  g_assert_cmpstr (weft_notice_item_get_link (item), ==, "weft:" ROOM "#message/" MESSAGE);

  item = weft_notice_list_find (desk->list, erased);
  g_assert_cmpstr (weft_notice_item_get_text (item), ==, "");
  item = weft_notice_list_find (desk->list, unknown);
  g_assert_cmpstr (weft_notice_item_get_text (item), ==, "");
  g_assert_cmpstr (weft_notice_item_get_link (item), ==, "weft:" OTHER);
}

static void
test_seen (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *reminder = make_id (9);
  WeftNoticeItem *first;

  fake_sync_begin (desk->sync);
  mention (desk, 2, OTHER);
  mention (desk, 3, ROOM);
  notice (desk, reminder, "reminders.fired", "reminder", "{\"text\":\"Tea\"}", ROOM, NULL, "system");
  fake_sync_commit (desk->sync);
  wait_for (desk, 4, 4);
  g_assert_cmpuint (desk->position, ==, 0);
  g_assert_cmpuint (desk->removed, ==, 0);
  g_assert_cmpuint (desk->added, ==, 3);

  /* To look at a place is to see what happened there; a reminder of it is not. */
  first = get (desk, 0);
  weft_notice_list_see_place (desk->list, ROOM);
  wait_for (desk, 4, 2);
  g_assert_false (weft_notice_item_get_seen (weft_notice_list_find (desk->list, reminder)));
  g_assert_true (get (desk, 0) == first); /* what is the same stays the same object */

  weft_notice_list_see (desk->list, reminder);
  wait_for (desk, 4, 1);
  g_assert_cmpuint (desk->position, ==, 0);
  g_assert_cmpuint (desk->added, ==, 1);
  weft_notice_list_see_all (desk->list);
  wait_for (desk, 4, 0);
  g_assert_cmpuint (desk->n_arrived, ==, 3);
}

static void
mark (Desk *desk, const char *name, const char *person, gint64 ordinal)
{
  fake_sync_begin (desk->sync);
  fake_sync_set_mark (desk->sync, OTHER, name, person, ordinal);
  fake_sync_commit (desk->sync);
}

static void
mention_of (Desk *desk, guint n, const char *message)
{
  g_autofree char *id = make_id (n);

  notice (desk, id, "thread.message-sent", "mention", "{\"text\":\"@Mai look\"}", OTHER, message, HA);
}

/* What was read anywhere is seen here, as far as one's own mark goes: also what is too old to be held, and
 * never what has not come yet. */
static void
test_read (void)
{
  g_autoptr (Desk) desk = desk_new ();
  char *messages[4];
  WeftNoticeItem *newest;

  fake_sync_begin (desk->sync);
  for (guint i = 0; i < 4; i++)
    messages[i] = fake_sync_add_message (desk->sync, OTHER, HA, "@Mai look", AT + 1000 * (i + 1), NULL);
  fake_sync_commit (desk->sync);
  fake_sync_begin (desk->sync);
  for (guint i = 0; i < 3; i++)
    mention_of (desk, i + 2, messages[i]);
  fake_sync_commit (desk->sync);
  wait_for (desk, 4, 4);

  mark (desk, "thread.read", HA, 4);
  mark (desk, "thread.delivered", ME, 4);
  mark (desk, "thread.read", ME, 2);
  wait_for (desk, 4, 2);
  newest = get (desk, 0);
  g_assert_false (weft_notice_item_get_seen (newest));
  g_assert_true (weft_notice_item_get_seen (get (desk, 1)));

  /* Of all these only the last is held: the mark is beyond what is older. */
  fake_sync_forget_below (desk->sync, OTHER, 3);
  fake_sync_begin (desk->sync);
  mention_of (desk, 5, MESSAGE);
  fake_sync_commit (desk->sync);
  wait_for (desk, 5, 2);
  mark (desk, "thread.read", ME, 3);
  wait_for (desk, 5, 1);

  /* Told before its message arrives. */
  desk->seq += 100000;
  fake_sync_begin (desk->sync);
  mention_of (desk, 6, "00000000-0000-7000-8000-0000000000c9");
  fake_sync_commit (desk->sync);
  wait_for (desk, 6, 2);
  mark (desk, "thread.read", ME, 4);
  fake_sync_begin (desk->sync);
  mention (desk, 7, ROOM);
  fake_sync_commit (desk->sync);
  wait_for (desk, 7, 3);
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    g_free (messages[i]);
}

/* Who has muted a place can tell by its notices, and hear of it again. */
static void
test_muted (void)
{
  g_autoptr (Desk) desk = desk_new ();

  fake_sync_begin (desk->sync);
  mention (desk, 2, OTHER);
  fake_sync_commit (desk->sync);
  wait_for (desk, 2, 2);
  g_assert_false (weft_notice_item_get_muted (get (desk, 1)));
  dex_future_disown (weft_notice_list_mute (desk->list, ROOM, TRUE));
  while (!weft_notice_item_get_muted (get (desk, 1)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (weft_notice_item_get_muted (get (desk, 0)));
  dex_future_disown (weft_notice_list_mute (desk->list, ROOM, FALSE));
  while (weft_notice_item_get_muted (get (desk, 1)))
    g_main_context_iteration (NULL, TRUE);
}

/* More than fit into one operation, and never more rows than the fold leaves. */
static void
test_many (void)
{
  g_autoptr (Desk) desk = desk_new ();

  fake_sync_begin (desk->sync);
  for (guint i = 2; i <= 520; i++)
    mention (desk, i, ROOM);
  fake_sync_commit (desk->sync);
  wait_for (desk, 500, 500);
  weft_notice_list_see_place (desk->list, ROOM);
  wait_for (desk, 500, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/notice-list/said", test_said);
  g_test_add_func ("/notice-list/seen", test_seen);
  g_test_add_func ("/notice-list/read", test_read);
  g_test_add_func ("/notice-list/muted", test_muted);
  g_test_add_func ("/notice-list/many", test_many);
  return g_test_run ();
}
