/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/weft-card-stack.h"

#include <string.h>

#define NIL "00000000-0000-7000-8000-"

/* A feature which owns the streams note/…: a note's card is its title, and some load only later. */

#define TEST_TYPE_PAGE (test_page_get_type ())
G_DECLARE_FINAL_TYPE (TestPage, test_page, TEST, PAGE, WeftFeaturePage)

typedef struct
{
  WeftCardFunc func;
  gpointer user_data;
} Request;

struct _TestPage
{
  WeftFeaturePage parent_instance;

  GHashTable *titles; /* stream → title */
  GArray *waiting;    /* of Request */
  gboolean late;
  guint n_loads;
};

G_DEFINE_FINAL_TYPE (TestPage, test_page, WEFT_TYPE_FEATURE_PAGE)

static WeftCard *
make_card (TestPage *self, const char *stream)
{
  const char *title = g_hash_table_lookup (self->titles, stream);

  return title != NULL ? weft_card_new (title, "a note", NULL, "weft-hash-symbolic", "moss", "note.open")
                       : NULL;
}

static gboolean
test_page_load_card (WeftFeaturePage *page, const WeftLink *link, WeftCardFunc func, gpointer user_data)
{
  TestPage *self = TEST_PAGE (page);
  g_autoptr (WeftCard) card = NULL;

  if (!g_str_has_prefix (link->stream, "note/"))
    return FALSE;
  self->n_loads++;
  if (self->late)
    {
      Request request = { func, user_data };

      g_array_append_val (self->waiting, request);
      return TRUE;
    }
  card = make_card (self, link->stream);
  func (card, user_data);

  return TRUE;
}

static void
test_page_finalize (GObject *object)
{
  TestPage *self = TEST_PAGE (object);

  g_hash_table_unref (self->titles);
  g_array_unref (self->waiting);

  G_OBJECT_CLASS (test_page_parent_class)->finalize (object);
}

static void
test_page_class_init (TestPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_page_finalize;
  WEFT_FEATURE_PAGE_CLASS (klass)->load_card = test_page_load_card;
}

static void
test_page_init (TestPage *self)
{
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (Request));
}

static void
title (TestPage *self, const char *stream, const char *text)
{
  g_hash_table_insert (self->titles, g_strdup (stream), g_strdup (text));
}

/* Answers request @index with @text. */
static void
answer (TestPage *self, guint index, const char *text)
{
  const Request *request = &g_array_index (self->waiting, Request, index);
  g_autoptr (WeftCard) card
      = text != NULL ? weft_card_new (text, NULL, NULL, "weft-hash-symbolic", "moss", "note.open") : NULL;

  request->func (card, request->user_data);
}

static const WeftFeature notes = { .id = "note", .streams = "note/", .takes = "Make a _Note…" };

typedef struct
{
  WeftCards *cards;
  TestPage *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->cards = weft_cards_new ();
  fixture->page = g_object_new (TEST_TYPE_PAGE, NULL);
  weft_cards_add_page (fixture->cards, &notes, WEFT_FEATURE_PAGE (fixture->page));
  title (fixture->page, "note/" NIL "000000000001", "First");
  title (fixture->page, "note/" NIL "000000000002", "Second");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->page);
  g_clear_object (&fixture->cards);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_label (WeftCardStack *stack, const char *expected)
{
  g_autofree char *label = weft_attachments_dup_label (WEFT_ATTACHMENTS (stack));

  g_assert_cmpstr (label, ==, expected);
}

static void
assert_rest (WeftCardStack *stack, const char *expected)
{
  g_autofree char *rest = weft_card_stack_dup_rest (stack);

  g_assert_cmpstr (rest, ==, expected);
}

static void
count (WeftAttachments *attachments, gboolean size, guint *n)
{
  g_assert_false (size); /* nothing jumps */
  (*n)++;
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftCardStack) none
      = weft_card_stack_new (fixture->cards,
                             "no weft: here, and no https://weft.dev, and noweft:note/" NIL "000000000001");
  g_autoptr (WeftCardStack) one
      = weft_card_stack_new (fixture->cards, "See (weft:note/" NIL "000000000001).");
  g_autoptr (WeftCardStack) twice
      = weft_card_stack_new (fixture->cards, "weft:note/" NIL "000000000001 weft:note/" NIL "000000000001");
  g_autoptr (WeftCardStack) many
      = weft_card_stack_new (fixture->cards,
                             "weft:note/" NIL "000000000001 weft:note/" NIL "000000000002 weft:note/" NIL
                             "000000000003 weft:note/" NIL "000000000004 weft:note/" NIL "000000000005");

  g_assert_null (none);
  assert_label (one, "link to First, a note");
  assert_rest (one, "See ().");
  g_assert_false (weft_attachments_say (WEFT_ATTACHMENTS (one), "See (weft:note/" NIL "000000000001)."));
  assert_label (twice, "link to First, a note");
  g_assert_true (weft_attachments_say (WEFT_ATTACHMENTS (twice),
                                       "weft:note/" NIL "000000000001 weft:note/" NIL "000000000001"));
  g_assert_cmpstr (weft_card_stack_get_action (twice), ==, "note.open");
  assert_label (many, "link to First, a note, link to Second, a note, link to Not available to you");
  assert_rest (many, "weft:note/" NIL "000000000004 weft:note/" NIL "000000000005");
  /* each link is asked for once */
  g_assert_cmpuint (fixture->page->n_loads, ==, 3);
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftCardStack) stack = weft_card_stack_new (fixture->cards, "weft:note/" NIL "000000000001");
  guint n = 0;

  g_signal_connect (stack, "changed", G_CALLBACK (count), &n);
  title (fixture->page, "note/" NIL "000000000001", "Renamed");
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page), "note/" NIL "000000000002", NULL);
  iterate ();
  assert_label (stack, "link to First, a note");
  g_assert_cmpuint (n, ==, 0);

  /* many changes at once are one */
  for (guint i = 0; i < 5; i++)
    weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page),
                                    i % 2 == 0 ? "note/" NIL "000000000001" : NULL, NULL);
  iterate ();
  assert_label (stack, "link to Renamed, a note");
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (fixture->page->n_loads, ==, 2);

  /* a change that nobody would see is none */
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page), "note/" NIL "000000000001", NULL);
  iterate ();
  g_assert_cmpuint (n, ==, 1);

  /* revoked, and given back */
  g_hash_table_remove (fixture->page->titles, "note/" NIL "000000000001");
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page), NULL, NULL);
  iterate ();
  assert_label (stack, "link to Not available to you");
  g_assert_null (weft_card_stack_get_action (stack));
  title (fixture->page, "note/" NIL "000000000001", "Back");
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page), NULL, NULL);
  iterate ();
  assert_label (stack, "link to Back, a note");
}

/* Answers that come late, and in the wrong order. */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftCardStack) stack = NULL;

  fixture->page->late = TRUE;
  stack = weft_card_stack_new (fixture->cards, "weft:note/" NIL "000000000001");
  assert_label (stack, "link to Loading…");
  g_assert_null (weft_card_stack_get_action (stack));
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page), "note/" NIL "000000000001", NULL);
  iterate ();
  answer (fixture->page, 1, "Newer");
  assert_label (stack, "link to Newer");
  answer (fixture->page, 0, "Older");
  assert_label (stack, "link to Newer");

  /* the answer to who is gone */
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page), "note/" NIL "000000000001", NULL);
  iterate ();
  g_clear_object (&stack);
  g_clear_object (&fixture->cards);
  answer (fixture->page, 2, "For nobody");
}

/* One cannot tell what is not there from what one may not see, nor from what no feature knows. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "weft:note/" NIL "000000000404",
    "weft:note/" NIL "000000000404#note/1@99",
    "weft:secret/00000000-0000-7000-8000-000000000001",
    "weft:note/" NIL "000000000001%2F..%2F2",
    "weft:note/" NIL "000000000009#t/%1F%27%3B--@1",
    "weft:user/me",
  };
  g_autofree char *huge = g_strnfill (100000, 'x');
  g_autofree char *bomb = g_strconcat ("weft:note/", huge, NULL);
  g_autoptr (WeftCardStack) too_long = weft_card_stack_new (fixture->cards, bomb);
  g_autoptr (GString) flood = g_string_new (NULL);
  g_autoptr (WeftCardStack) stack = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (WeftCardStack) one = weft_card_stack_new (fixture->cards, texts[i]);

      if (one == NULL)
        continue; /* it is none at all */
      assert_label (one, "link to Not available to you");
      g_assert_null (weft_card_stack_get_action (one));
    }
  g_assert_null (too_long);

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (flood, "weft:note/" NIL "00000000f%03u ", i);
  stack = weft_card_stack_new (fixture->cards, flood->str);
  assert_label (stack,
                "link to Not available to you, link to Not available to you, link to Not available to you");
}

/* Memory does not grow with what was scrolled past. */
static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftCardStack) first = weft_card_stack_new (fixture->cards, "weft:note/" NIL "000000000001");
  guint n;

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *text = g_strdup_printf ("weft:note/" NIL "00000000%04u", i);
      g_autoptr (WeftCardStack) stack = weft_card_stack_new (fixture->cards, text);

      g_assert_nonnull (stack);
    }
  g_assert_cmpuint (weft_cards_get_n_known (fixture->cards), ==, WEFT_CARDS_KEPT + 1);

  /* what is on screen still follows, and what was seen last is there at once */
  title (fixture->page, "note/" NIL "000000000001", "Still here");
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (fixture->page), "note/" NIL "000000000001", NULL);
  iterate ();
  assert_label (first, "link to Still here, a note");
  n = fixture->page->n_loads;
  {
    g_autoptr (WeftCardStack) again = weft_card_stack_new (fixture->cards, "weft:note/" NIL "000000004999");

    g_assert_nonnull (again);
  }
  g_assert_cmpuint (fixture->page->n_loads, ==, n);
}

static void
test_page_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftCardStack) stack = NULL;

  g_clear_object (&fixture->page);
  stack = weft_card_stack_new (fixture->cards, "weft:note/" NIL "000000000001");
  assert_label (stack, "link to Not available to you");
}

/* What one feature makes of what another shows is in the menu; what is its own is not. */
static void
test_takers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WeftLink) other = weft_link_parse ("weft:room/" NIL "000000000001#message/" NIL "000000000002", -1);
  g_autoptr (WeftLink) own = weft_link_parse ("weft:note/" NIL "000000000001", -1);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *action = NULL;
  g_autofree char *feature = NULL;
  g_autofree char *link = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GVariant) target = NULL;

  weft_cards_append_takers (fixture->cards, own, "mine", menu);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);

  weft_cards_append_takers (fixture->cards, other, "'quoted' \"text\"", menu);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 1);
  g_assert_true (g_menu_model_get_item_attribute (G_MENU_MODEL (menu), 0, G_MENU_ATTRIBUTE_ACTION, "s", &action));
  g_assert_cmpstr (action, ==, "win.take");
  target = g_menu_model_get_item_attribute_value (G_MENU_MODEL (menu), 0, G_MENU_ATTRIBUTE_TARGET, G_VARIANT_TYPE ("(sss)"));
  g_assert_nonnull (target);
  g_variant_get (target, "(sss)", &feature, &link, &text);
  g_assert_cmpstr (feature, ==, "note");
  g_assert_cmpstr (link, ==, "weft:room/" NIL "000000000001#message/" NIL "000000000002");
  g_assert_cmpstr (text, ==, "'quoted' \"text\"");
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/cards/links", test_links);
  ADD ("/cards/follows", test_follows);
  ADD ("/cards/late", test_late);
  ADD ("/cards/hostile", test_hostile);
  ADD ("/cards/bounded", test_bounded);
  ADD ("/cards/page-gone", test_page_gone);
  ADD ("/cards/takers", test_takers);

  return g_test_run ();
}
