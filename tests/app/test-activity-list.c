/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libdex.h>
#include <string.h>

#include "app/weft-activity-list.h"
#include "base/weft-error.h"
#include "base/weft-json.h"

#define ADA "019a81f0-0000-7000-8000-000000000001"
#define GRACE "019a81f0-0000-7000-8000-000000000002"
#define GONE "019a81f0-0000-7000-8000-000000000003"

/* A server of one stream, which has so many events and answers when the test says so. */
typedef struct
{
  gint64 head;
  guint page;
  GError *refusal; /* (nullable): what it says instead */
  gint64 cursor;   /* of the last question */
  guint n_asked;
  DexPromise *pending;
  WeftActivityList *list;
  guint n_changed;
} Fixture;

#define ROOM "room/019a81f0-0000-7000-8000-00000000b001"
#define OTHER "room/019a81f0-0000-7000-8000-00000000b002"
#define OWN "user/" ADA

static GHashTable *
make_names (void)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (names, g_strdup (ADA), g_strdup ("Ada Lovelace"));
  g_hash_table_insert (names, g_strdup (GRACE), g_strdup ("Grace Hopper"));
  g_hash_table_insert (names, g_strdup (ROOM), g_strdup ("weaving"));

  return names;
}

static WeftActivityPage *
parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (text, strlen (text), NULL);
  g_autoptr (GHashTable) names = make_names ();

  g_assert_nonnull (root);
  return weft_activity_page_parse (json_node_get_object (root), ROOM, names, ADA, error);
}

static WeftActivityPage *
make_page (Fixture *fixture, gint64 cursor)
{
  g_autoptr (GString) text = g_string_new ("{\"items\":[");
  gint64 seq = cursor >= 0 ? cursor - 1 : fixture->head;
  guint n = 0;
  WeftActivityPage *page;
  g_autoptr (GError) error = NULL;

  for (; seq > 0 && n < fixture->page; seq--, n++)
    g_string_append_printf (
        text,
        "%s{\"seq\":%" G_GINT64_FORMAT ",\"at\":1,\"by\":\"" GRACE
        "\",\"name\":\"thread.message-sent\",\"version\":1,\"says\":\"{by} wrote a message\"}",
        n > 0 ? "," : "", seq);
  g_string_append (text, "]");
  if (seq > 0)
    g_string_append_printf (text, ",\"cursor\":%" G_GINT64_FORMAT, seq + 1);
  g_string_append (text, "}");
  page = parse (text->str, &error);
  g_assert_no_error (error);

  return page;
}

static DexFuture *
load (gint64 cursor, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->pending); /* one question at a time */
  fixture->cursor = cursor;
  fixture->n_asked++;
  fixture->pending = dex_promise_new ();

  return dex_ref (DEX_FUTURE (fixture->pending));
}

static void
answer (Fixture *fixture)
{
  DexPromise *promise = g_steal_pointer (&fixture->pending);
  guint n_asked = fixture->n_asked;
  guint n_changed = fixture->n_changed;

  g_assert_nonnull (promise);
  if (fixture->refusal != NULL)
    {
      dex_promise_reject (promise, g_steal_pointer (&fixture->refusal));
    }
  else
    {
      GValue value = G_VALUE_INIT;

      g_value_init (&value, WEFT_TYPE_ACTIVITY_PAGE);
      g_value_take_boxed (&value, make_page (fixture, fixture->cursor));
      dex_promise_resolve (promise, &value);
      g_value_unset (&value);
    }
  dex_unref (promise);
  while (fixture->n_changed == n_changed && fixture->n_asked == n_asked)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
on_changed (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gint64 head, guint page)
{
  *fixture = (Fixture) { .head = head, .page = page };
  fixture->list = weft_activity_list_new (load, fixture, NULL);
  g_signal_connect_swapped (fixture->list, "changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture *fixture)
{
  if (fixture->pending != NULL)
    answer (fixture);
  g_assert_finalize_object (fixture->list);
}

/* All of @newest down to @oldest, none twice. */
static void
assert_holds (Fixture *fixture, gint64 newest, gint64 oldest)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->list));

  g_assert_cmpuint (n, ==, newest - oldest + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftActivityItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);

      g_assert_cmpint (weft_activity_item_get_seq (item), ==, newest - i);
    }
}

static void
test_pages (void)
{
  Fixture fixture;

  set_up (&fixture, 7, 3);
  g_assert_false (weft_item_list_get_ready (WEFT_ITEM_LIST (fixture.list)));
  g_assert_true (weft_item_list_get_reading (WEFT_ITEM_LIST (fixture.list)));
  weft_activity_list_load_more (fixture.list); /* there is nothing to go on from */
  answer (&fixture);
  assert_holds (&fixture, 7, 5);
  g_assert_true (weft_activity_list_get_more (fixture.list));
  weft_activity_list_load_more (fixture.list);
  weft_activity_list_load_more (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 7, 2);
  weft_activity_list_load_more (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 7, 1);
  g_assert_false (weft_activity_list_get_more (fixture.list));
  weft_activity_list_load_more (fixture.list);
  g_assert_cmpuint (fixture.n_asked, ==, 3);
  tear_down (&fixture);
}

static void
test_empty (void)
{
  Fixture fixture;

  set_up (&fixture, 0, 3);
  answer (&fixture);
  g_assert_true (weft_item_list_get_ready (WEFT_ITEM_LIST (fixture.list)));
  g_assert_false (weft_activity_list_get_more (fixture.list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.list)), ==, 0);
  fixture.head = 2;
  weft_activity_list_refresh (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 2, 1);
  tear_down (&fixture);
}

/* What happened since stands above what was loaded, which stays; asked for while an answer is awaited, it
 * comes after that. */
static void
test_newer (void)
{
  Fixture fixture;

  set_up (&fixture, 7, 3);
  answer (&fixture);
  weft_activity_list_load_more (fixture.list);
  fixture.head = 9;
  weft_activity_list_refresh (fixture.list);
  g_assert_cmpuint (fixture.n_asked, ==, 2);
  answer (&fixture);
  g_assert_cmpuint (fixture.n_asked, ==, 3);
  answer (&fixture);
  assert_holds (&fixture, 9, 2);
  weft_activity_list_load_more (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 9, 1);
  tear_down (&fixture);
}

/* So much that a page does not reach: no hole, and what is older can be had again. */
static void
test_far_newer (void)
{
  Fixture fixture;

  set_up (&fixture, 4, 3);
  answer (&fixture);
  fixture.head = 40;
  weft_activity_list_refresh (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 40, 38);
  weft_activity_list_load_more (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 40, 35);
  tear_down (&fixture);
}

static void
test_refused (void)
{
  Fixture fixture;

  set_up (&fixture, 7, 3);
  fixture.refusal = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "There is no connection");
  answer (&fixture);
  g_assert_false (weft_item_list_get_ready (WEFT_ITEM_LIST (fixture.list)));
  g_assert_error (weft_activity_list_get_error (fixture.list), WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  weft_activity_list_refresh (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 7, 5);
  g_assert_null (weft_activity_list_get_error (fixture.list));

  weft_activity_list_load_more (fixture.list);
  fixture.refusal = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "There is no connection");
  answer (&fixture);
  assert_holds (&fixture, 7, 5);
  weft_activity_list_load_more (fixture.list); /* scrolling alone does not hammer */
  g_assert_cmpuint (fixture.n_asked, ==, 3);
  weft_activity_list_refresh (fixture.list);
  answer (&fixture);
  weft_activity_list_load_more (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, 7, 2);
  tear_down (&fixture);
}

static void
test_bounded (void)
{
  Fixture fixture;
  gint64 head = 3 * WEFT_ACTIVITY_MAX;

  set_up (&fixture, head, 300);
  answer (&fixture);
  while (weft_activity_list_get_more (fixture.list))
    {
      weft_activity_list_load_more (fixture.list);
      answer (&fixture);
    }
  assert_holds (&fixture, head, head - WEFT_ACTIVITY_MAX + 1);
  g_assert_true (weft_activity_list_get_full (fixture.list));
  fixture.head = head + 10;
  weft_activity_list_refresh (fixture.list);
  answer (&fixture);
  assert_holds (&fixture, head + 10, head + 10 - WEFT_ACTIVITY_MAX + 1);
  tear_down (&fixture);
}

static void
assert_text (const char *members, const char *text)
{
  g_autofree char *answered = g_strdup_printf ("{\"items\":[{\"seq\":1,\"at\":2,%s}]}", members);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftActivityPage) page = parse (answered, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (weft_activity_item_get_text (page->items->pdata[0]), ==, text);
}

static void
test_texts (void)
{
  assert_text ("\"by\":\"" ADA "\",\"name\":\"a.b\",\"says\":\"{by} wrote a message\"",
               "You wrote a message");
  assert_text ("\"by\":\"" GRACE
               "\",\"name\":\"a.b\",\"says\":\"{by} made {person} {role}\",\"fields\":{\"person\":\"" ADA
               "\",\"role\":\"admin\"}",
               "Grace Hopper made Ada Lovelace administrator");
  assert_text ("\"by\":\"" GONE
               "\",\"name\":\"a.b\",\"says\":\"{by} removed {person}\",\"fields\":{\"person\":\"" GONE "\"}",
               "Somebody removed somebody");
  assert_text (
      "\"by\":\"system\",\"name\":\"a.b\",\"says\":\"{by} counted {n} of {what}\",\"fields\":{\"n\":4}",
      "Weft counted 4 of …");
  assert_text ("\"by\":\"" ADA "\",\"name\":\"a.b\"", "a.b");
  assert_text ("\"by\":\"" ADA "\",\"name\":\"a.b\",\"says\":\"\"", "a.b");
}

static void
test_hostile (void)
{
  static const char *const answers[] = {
    "{}",
    "{\"items\":4}",
    "{\"items\":[4]}",
    "{\"items\":[{}]}",
    "{\"items\":[],\"cursor\":\"x\"}",
    "{\"items\":[{\"seq\":1,\"at\":2,\"by\":4,\"name\":\"a.b\"}]}",
    "{\"items\":[{\"seq\":1,\"at\":2,\"by\":\"x\",\"name\":\"a.b\",\"says\":[]}]}",
    "{\"items\":[{\"seq\":1,\"at\":2,\"by\":\"x\",\"name\":\"a.b\",\"fields\":[]}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (answers[i], &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
  /* Fields of any shape are no reason to fall over. */
  assert_text ("\"by\":\"x\",\"name\":\"a.b\",\"says\":\"{a}{b} {\",\"fields\":{\"a\":[],\"b\":null}",
               "…… {");
}

/* @rest: of an item. */
static void
assert_item (const char *stream, const char *rest, const char *text, const char *link)
{
  g_autofree char *json
      = g_strdup_printf ("{\"seq\":1,\"at\":1,\"by\":\"" GRACE "\",\"name\":\"x.y\",%s}", rest);
  g_autoptr (JsonNode) root = weft_json_parse (json, strlen (json), NULL);
  g_autoptr (GHashTable) names = make_names ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftActivityItem) item = NULL;

  g_assert_nonnull (root);
  item = weft_activity_item_parse (json_node_get_object (root), stream, names, ADA, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (weft_activity_item_get_text (item), ==, text);
  g_assert_cmpstr (weft_activity_item_get_link (item), ==, link);
}

/* A row leads to what it is about, and what it names is called by its name. */
static void
test_links (void)
{
  assert_item (ROOM, "\"row\":\"message:019a81f0-0000-7000-8000-0000000000a1\",\"says\":\"{by} wrote a message\"",
               "Grace Hopper wrote a message", "weft:" ROOM "#message/019a81f0-0000-7000-8000-0000000000a1");
  assert_item (ROOM, "\"row\":\"room:\",\"says\":\"{by} changed the room\"", "Grace Hopper changed the room",
               "weft:" ROOM);
  assert_item (ROOM, "\"row\":\"note_tag:a\\tb\",\"says\":\"{by} tagged\"", "Grace Hopper tagged",
               "weft:" ROOM "#note_tag/a/b");
  assert_item (ROOM, "\"says\":\"{by} came\"", "Grace Hopper came", "weft:" ROOM);
  /* Of one's own stream, which is nowhere to be seen. */
  assert_item (OWN, "\"says\":\"Was told of something in {link}\",\"row\":\"notice:1\",\"fields\":{\"link\":\"" ROOM "\"}",
               "Was told of something in weaving", "weft:" ROOM);
  assert_item (OWN, "\"says\":\"Muted {target} or hears of it again\",\"fields\":{\"target\":\"" OTHER "\"}",
               "Muted another place or hears of it again", "weft:" OTHER);
  assert_item (OWN, "\"says\":\"Saw all notices\"", "Saw all notices", "weft:" OWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/activity-list/pages", test_pages);
  g_test_add_func ("/activity-list/empty", test_empty);
  g_test_add_func ("/activity-list/newer", test_newer);
  g_test_add_func ("/activity-list/far-newer", test_far_newer);
  g_test_add_func ("/activity-list/refused", test_refused);
  g_test_add_func ("/activity-list/bounded", test_bounded);
  g_test_add_func ("/activity-list/texts", test_texts);
  g_test_add_func ("/activity-list/hostile", test_hostile);
  g_test_add_func ("/activity-list/links", test_links);
  return g_test_run ();
}
