/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk.h"

/* Somebody else was earlier: what each rule makes of it, and what is told. The note "Bread" is furnished as
 * title Bread, text Flour, Water, Salt. */
typedef struct
{
  const char *earlier_op;
  const char *earlier_args; /* by Ben */
  const char *op;
  const char *args;  /* by Ada, who has not seen it */
  const char *event; /* body of what comes of hers; NULL: refused */
  const char *rest;  /* the refusal, or "mine|theirs" of what she lost; NULL: nothing */
} Case;

#define NOTE "'id':'" A_NOTE "'"
#define TEXT "Flour\\nWater\\nSalt"
#define A TAG
#define B OTHER_TAG
#define C ID ("53")
#define SAME_TEXT "'" TEXT "'"

/* clang-format off */
static const Case cases[] = {
  /* last: whoever comes last, whatever they have seen */
  { "note.set", "{" NOTE ",'title':'Rolls'}", "note.set", "{" NOTE ",'title':'Cake','base':{'values':{'title':'Bread'}}}",
    "{" NOTE ",'title':'Cake'}" },
  /* ... but a field that the author has left alone is left alone */
  { "note.set", "{" NOTE ",'title':'Rolls'}", "note.set",
    "{" NOTE ",'title':'Bread','text':'Flour','base':{'values':{'title':'Bread','text':'" TEXT "'}}}",
    "{" NOTE ",'title':'Rolls','text':'Flour'}" },

  /* merge-text */
  { "note.set", "{" NOTE ",'text':'Rye\\nWater\\nSalt'}", "note.set",
    "{" NOTE ",'text':'Flour\\nWater\\nYeast','base':{'values':{'text':'" TEXT "'}}}",
    "{" NOTE ",'text':'Rye\\nWater\\nYeast'}" },
  { "note.set", "{" NOTE ",'text':'Rye\\nWater\\nSalt'}", "note.set",
    "{" NOTE ",'text':'Flour\\nWater\\nYeast','base':{'values':{'text':{'head':12,'tail':0,'text':'Salt'}}}}",
    "{" NOTE ",'text':'Rye\\nWater\\nYeast'}" },
  { "note.set", "{" NOTE ",'text':'Rye\\nWater\\nSalt'}", "note.set",
    "{" NOTE ",'text':'Spelt\\nWater\\nYeast','base':{'values':{'text':'" TEXT "'}}}",
    "{" NOTE ",'text':'Rye\\nWater\\nYeast'}", "Spelt\nWater\nYeast|Rye\nWater\nSalt" },
  { "note.set", "{" NOTE ",'text':'Rye\\nWater\\nSalt'}", "note.set",
    "{" NOTE ",'text':'Rye\\nWater\\nSalt','base':{'values':{'text':'" TEXT "'}}}", "{" NOTE ",'text':'Rye\\nWater\\nSalt'}" },
  /* What was emptied, or erased, does not come back with what was based on it. */
  { "note.set", "{" NOTE ",'text':''}", "note.set",
    "{" NOTE ",'text':'Flour\\nWater\\nYeast','base':{'values':{'text':'" TEXT "'}}}", NULL, "text: changed by ben since" },
  { "note.set", "{" NOTE ",'text':''}", "note.set",
    "{" NOTE ",'text':'New','base':{'values':{'text':{'hash':'acf7ae36b9b60d05bbc5cf6c3a7bc1c1a4e33a6c6b6a65b6a8d3a8e9a4a0d3f1'}}}}",
    NULL, "text: changed by ben since" },
  /* Too long to be said in full: it can be compared, not merged. */
  { "note.set", "{" NOTE ",'title':'Rolls'}", "note.set",
    "{" NOTE ",'text':'New','base':{'values':{'text':{'hash':'acf7ae36b9b60d05bbc5cf6c3a7bc1c1a4e33a6c6b6a65b6a8d3a8e9a4a0d3f1'}}}}",
    "{" NOTE ",'text':'" TEXT "'}", "New|Flour\nWater\nSalt" },

  /* set-union: what was added and what was taken out, on either side */
  { "note.set-tags", "{" NOTE ",'tags':['" A "','" B "']}", "note.set-tags",
    "{" NOTE ",'tags':['" C "'],'base':{'values':{'tags':[]}}}", "{" NOTE ",'tags':['" A "','" B "','" C "']}" },
  { "note.set-tags", "{" NOTE ",'tags':['" A "','" B "']}", "note.set-tags",
    "{" NOTE ",'tags':['" C "'],'base':{'values':{'tags':['" A "']}}}", "{" NOTE ",'tags':['" B "','" C "']}" },

  /* reject */
  { "note.set-due", "{" NOTE ",'due':5}", "note.set-due", "{" NOTE ",'due':7,'base':{'values':{'due':0}}}", NULL,
    "due: changed by ben since" },
  { "note.set-due", "{" NOTE ",'due':5}", "note.set-due", "{" NOTE ",'due':5,'base':{'values':{'due':0}}}", "{" NOTE ",'due':5}" },
  { "note.set-due", "{" NOTE ",'due':5}", "note.set-due", "{" NOTE ",'due':7,'base':{'values':{'due':5}}}", "{" NOTE ",'due':7}" },

  /* To undo overwrites nobody. */
  { "note.set", "{" NOTE ",'title':'Rolls'}", "note.set",
    "{" NOTE ",'title':'Old','base':{'values':{'title':'Bread'},'undo':true}}", NULL, "title: changed by somebody else since" },
  { "note.set", "{" NOTE ",'text':'Rye\\nWater\\nSalt'}", "note.set",
    "{" NOTE ",'text':'Flour\\nSalt','base':{'values':{'text':'" TEXT "'},'undo':true}}", "{" NOTE ",'text':'Rye\\nSalt'}" },
  { "note.set", "{" NOTE ",'text':'Rye\\nWater\\nSalt'}", "note.set",
    "{" NOTE ",'text':'Oats\\nWater\\nSalt','base':{'values':{'text':'" TEXT "'},'undo':true}}", NULL, "text: changed by ben since" },
  { "note.set", "{" NOTE ",'text':'Rye'}", "note.delete", "{" NOTE ",'base':{'values':{'text':'" TEXT "','title':'Bread'},'undo':true}}",
    NULL, "text: changed by ben since" },
  { "note.set", "{'id':'" B_NOTE "','text':'Rye'}", "note.delete",
    "{" NOTE ",'base':{'values':{'text':'" TEXT "','title':'Bread'},'undo':true}}", "{" NOTE "}" },
  { "note.move", "{" NOTE ",'after':'" B_NOTE "'}", "note.move",
    "{" NOTE ",'base':{'values':{'after':{'after':null,'rank':'V'}},'undo':true}}", NULL, "after: changed by somebody else since" },

  /* What is no base. */
  { NULL, NULL, "note.set", "{" NOTE ",'title':'x','base':7}", NULL, "base: expected an object, got an integer" },
  { NULL, NULL, "note.set", "{" NOTE ",'title':'x','base':{}}", NULL,
    "base.values: expected an object, got nothing" },
  { NULL, NULL, "note.set", "{" NOTE ",'title':'x','base':{'values':{},'undo':1}}", NULL,
    "base.undo: expected a boolean, got an integer" },
  { NULL, NULL, "note.set", "{" NOTE ",'title':'x','base':{'values':{'colour':1}}}", NULL,
    "base.values.colour: note.note has no such field" },
  { NULL, NULL, "note.set", "{" NOTE ",'text':'x','base':{'values':{'text':{'head':2,'tail':0,'text':''}}}}", NULL,
    "base.values.text: head 2 and tail 0 of 1 characters" },
  { NULL, NULL, "note.set", "{" NOTE ",'text':'x','base':{'values':{'text':{'head':-1,'tail':0,'text':''}}}}", NULL,
    "base.values.text: head -1 and tail 0 of 1 characters" },
  { NULL, NULL, "note.set", "{" NOTE ",'text':'x','base':{'values':{'text':{'head':0,'tail':9223372036854775807,'text':''}}}}", NULL,
    "base.values.text: head 0 and tail 9223372036854775807 of 1 characters" },
  { NULL, NULL, "note.set", "{" NOTE ",'text':'x','base':{'values':{'text':{'head':0,'text':''}}}}", NULL,
    "base.values.text.tail: expected an integer, got nothing" },
  { NULL, NULL, "note.set", "{" NOTE ",'text':'x','base':{'values':{'text':{}}}}", NULL,
    "base.values.text.head: expected an integer, got nothing" },
  { NULL, NULL, "note.set", "{" NOTE ",'text':'x','base':{'values':{'text':['x']}}}", NULL,
    "base.values.text: expected one value, got an array" },
  { NULL, NULL, "note.set", "{" NOTE ",'text':'x','base':{'values':{'text':null}}}", NULL,
    "base.values.text: expected a text, got null" },
  { NULL, NULL, "note.set", "{" NOTE ",'title':'x','base':{'values':{'text':{'head':0,'tail':0,'text':''}}}}", NULL,
    "base.values.text: differs from a text that is not there" },
  { NULL, NULL, "note.set-tags", "{" NOTE ",'tags':[],'base':{'values':{'tags':'x'}}}", NULL,
    "base.values.tags: expected an array, got a string" },
  { NULL, NULL, "note.create-notebook", "{'name':'x','members':[],'base':{'values':{}}}", NULL,
    "base: note.create-notebook changes no object" },
  { NULL, NULL, "note.set", "{'id':'" NO_ID "','text':'x','base':{'values':{'text':'y'}}}", NULL, "id: no such note here" },
  { NULL, NULL, "note.set", "{'text':'x','base':{'values':{'text':'y'}}}", NULL, "id: missing" },
};
/* clang-format on */

static void
try_case (const Case *c)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  const char *stream = g_str_equal (c->op, "note.create-notebook") ? NEW_NOTEBOOK : NOTEBOOK;
  int code = c->earlier_op != NULL ? WEFT_ERROR_CONFLICT : WEFT_ERROR_INVALID;

  desk_furnish (desk);
  if (c->earlier_op != NULL)
    g_assert_true (desk_do (desk, NOTEBOOK, BEN, c->earlier_op, c->earlier_args, &error));
  plan = desk_plan (desk, stream, ADA, c->op, c->args, &error);

  if (c->event == NULL)
    {
      if (plan != NULL)
        g_error ("%s %s is not refused", c->op, c->args);
      g_assert_cmpstr (error->message, ==, c->rest);
      if (g_str_has_prefix (c->rest, "id: no such"))
        code = WEFT_ERROR_NOT_FOUND;
      g_assert_cmpint (error->code, ==, code);
      return;
    }

  g_assert_no_error (error);
  {
    g_autofree char *expected = desk_quote (c->event);

    g_assert_cmpstr (weft_plan_get_event (plan, 0)->body, ==, expected);
  }
  g_assert_cmpuint (desk->losses->len, ==, c->rest != NULL ? 1 : 0);
  if (c->rest != NULL)
    {
      const WeftLoss *loss = desk->losses->pdata[0];
      g_autofree char *lost = g_strconcat (loss->mine, "|", loss->theirs, NULL);

      g_assert_cmpstr (lost, ==, c->rest);
      g_assert_cmpstr (loss->op, ==, c->op);
      g_assert_cmpstr (loss->object, ==, A_NOTE);
    }
}

static void
test_rules (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    try_case (&cases[i]);
}

/* What is written as a base says the same when it is read, in as few bytes as may be. */
static void
test_written_base (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GString) old = g_string_new (NULL);
  g_autofree char *args = NULL;
  g_autofree char *edit = NULL;
  g_autofree char *with_base = NULL;
  g_autoptr (GString) base = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;

  desk_furnish (desk);
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (old, "Dòng %u. ", i);
  args = g_strdup_printf ("{" NOTE ",'text':'%s'}", old->str);
  g_assert_true (desk_do (desk, NOTEBOOK, BEN, "note.set", args, &error));

  g_string_replace (old, "Dòng 100.", "Đường 100!", 1);
  edit = g_strdup_printf ("{\"id\":\"" A_NOTE "\",\"text\":\"%s\"}", old->str);
  node = weft_json_parse (edit, strlen (edit), &error);
  g_assert_true (weft_step_write_base (weft_registry_find_operation (desk->registry, "note.set"),
                                       json_node_get_object (node), NULL, desk->database, NOTEBOOK, ADA, FALSE, base,
                                       &error));
  g_assert_cmpuint (base->len, <, 80);

  /* Meanwhile Ben changes another line. */
  g_string_replace (old, "Đường 100!", "Dòng 100.", 1);
  g_string_replace (old, "Dòng 7.", "Bảy.", 1);
  g_free (args);
  args = g_strdup_printf ("{" NOTE ",'text':'%s'}", old->str);
  g_assert_true (desk_do (desk, NOTEBOOK, BEN, "note.set", args, &error));
  edit[strlen (edit) - 1] = '\0';
  with_base = g_strdup_printf ("%s,\"base\":%s}", edit, base->str);
  g_assert_true (desk_do (desk, NOTEBOOK, ADA, "note.set", with_base, &error));
  g_assert_cmpuint (desk->losses->len, ==, 0);
  rows
      = desk_select (desk,
                     "SELECT text LIKE '%Bảy.%', text LIKE '%Đường 100!%' FROM note WHERE id = '" A_NOTE "'");
  g_assert_cmpstr (rows, ==, "1|1");

  /* A new object and a lone field of which the last one counts have none. */
  g_string_truncate (base, 0);
  g_clear_pointer (&node, json_node_unref);
  node = weft_json_parse ("{\"id\":\"" A_NOTE "\",\"title\":\"x\"}",
                          strlen ("{\"id\":\"" A_NOTE "\",\"title\":\"x\"}"), &error);
  g_assert_true (weft_step_write_base (weft_registry_find_operation (desk->registry, "note.set"),
                                       json_node_get_object (node), NULL, desk->database, NOTEBOOK, ADA, FALSE, base,
                                       &error));
  g_assert_cmpuint (base->len, ==, 0);
}

/* Both texts are as long as may be: together they do not fit, and nothing of either is lost. */
static void
test_too_long_together (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *long_text = g_strnfill (15000, 'x');
  g_autofree char *more = g_strnfill (900, 'y');
  g_autofree char *first
      = g_strdup_printf ("{" NOTE ",'text':'Flour\\nWater\\nSalt %s %s'}", long_text, more);
  g_autofree char *second
      = g_strdup_printf ("{" NOTE ",'text':'Flour %s\\nWater\\nSalt','base':{'values':{'text':" SAME_TEXT
                         "}}}",
                         long_text);
  g_autoptr (GError) error = NULL;
  const WeftLoss *loss;
  g_autofree char *rows = NULL;

  desk_furnish (desk);
  g_assert_true (desk_do (desk, NOTEBOOK, BEN, "note.set", first, &error));
  g_assert_true (desk_do (desk, NOTEBOOK, ADA, "note.set", second, &error));
  g_assert_cmpuint (desk->losses->len, ==, 1);
  loss = desk->losses->pdata[0];
  g_assert_nonnull (strstr (loss->mine, long_text));
  rows = desk_select (desk, "SELECT text FROM note WHERE id = '" A_NOTE "'");
  g_assert_nonnull (strstr (rows, more));
}

/* Three people write in one note, for long without a network. Whatever the order in which it arrives: all of
 * them see the same in the end, and each word that anybody typed is in the note or on the list of who typed
 * it. */

typedef struct
{
  const char *id;
  char *text;       /* as this person sees it */
  GPtrArray *queue; /* of char*: arguments on their way */
  GPtrArray *words; /* typed */
} Writer;

static char *
edit (const char *text, GRand *random, const char *name, GPtrArray *typed)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = g_strv_length (words);
  guint at = (guint) g_rand_int_range (random, 0, (int) n + 1);

  for (guint i = 0; i <= n; i++)
    {
      gboolean here = i == at;

      if (here)
        {
          char *word = g_strdup_printf ("%s%u", name, typed->len);

          g_ptr_array_add (typed, word);
          g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", word);
        }
      /* A word of the beginning may be written over; nobody's else is. */
      if (i < n && !(here && words[i][0] == 'w' && g_rand_boolean (random)))
        g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[i]);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
arrive (Desk *desk, Writer *writer, guint seed)
{
  g_autofree char *args = g_ptr_array_steal_index (writer->queue, 0);
  g_autoptr (GError) error = NULL;

  if (!desk_do (desk, NOTEBOOK, writer->id, "note.set", args, &error))
    g_error ("seed %u: %s: %s", seed, args, error->message);
}

static gboolean
has_word (const char *text, const char *word)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);

  return g_strv_contains ((const char *const *) words, word);
}

static guint
write_together (guint seed)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Desk) replayed = desk_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Writer writers[] = { { ADA }, { BEN }, { EVE } };
  static const char *const names[] = { "ada", "ben", "eve" };
  g_autofree char *text = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  g_assert_true (desk_do (desk, NOTEBOOK, ADA, "note.set",
                          "{" NOTE ",'text':'w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14'}", &error));
  for (guint i = 0; i < 3; i++)
    {
      writers[i].text = desk_select (desk, "SELECT text FROM note WHERE id = '" A_NOTE "'");
      writers[i].queue = g_ptr_array_new_with_free_func (g_free);
      writers[i].words = g_ptr_array_new_with_free_func (g_free);
    }

  for (guint step = 0; step < 60; step++)
    {
      guint i = (guint) g_rand_int_range (random, 0, 3);
      Writer *writer = &writers[i];

      if (g_rand_int_range (random, 0, 3) > 0)
        {
          char *new = edit (writer->text, random, names[i], writer->words);

          g_ptr_array_add (writer->queue,
                           g_strdup_printf ("{" NOTE ",'text':'%s','base':{'values':{'text':'%s'}}}", new,
                                            writer->text));
          g_free (writer->text);
          writer->text = new;
        }
      else if (writer->queue->len > 0)
        arrive (desk, writer, seed);
      else
        {
          /* Nothing on its way: what there is now is seen. */
          g_free (writer->text);
          writer->text = desk_select (desk, "SELECT text FROM note WHERE id = '" A_NOTE "'");
        }
    }
  for (guint i = 0; i < 3; i++)
    while (writers[i].queue->len > 0)
      arrive (desk, &writers[i], seed);

  for (guint i = 0; i < desk->log->len; i++)
    g_assert_true (desk_fold (replayed, desk->log->pdata[i], &error));
  rows = desk_digest (desk, FALSE);
  again = desk_digest (replayed, FALSE);
  g_assert_cmpstr (rows, ==, again);

  text = desk_select (desk, "SELECT text FROM note WHERE id = '" A_NOTE "'");
  for (guint i = 0; i < 3; i++)
    {
      for (guint k = 0; k < writers[i].words->len; k++)
        {
          gboolean found = has_word (text, writers[i].words->pdata[k]);

          for (guint l = 0; l < desk->losses->len && !found; l++)
            found = has_word (((WeftLoss *) desk->losses->pdata[l])->mine, writers[i].words->pdata[k]);
          if (!found)
            g_error ("seed %u: %s is lost", seed, (const char *) writers[i].words->pdata[k]);
        }
      g_free (writers[i].text);
      g_ptr_array_unref (writers[i].queue);
      g_ptr_array_unref (writers[i].words);
    }

  return desk->losses->len;
}

static void
test_three_writers (void)
{
  const char *only = g_getenv ("WEFT_TEST_SEED");
  guint n_losses = 0;

  if (only != NULL)
    {
      write_together ((guint) g_ascii_strtoull (only, NULL, 10));
      return;
    }

  for (guint seed = 1; seed <= 15; seed++)
    n_losses += write_together (seed);
  g_test_message ("%u losses in 15 plays", n_losses);
  g_assert_cmpuint (n_losses, >, 5); /* a play without a conflict proves nothing */
  write_together (g_random_int ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/concurrent/rules", test_rules);
  g_test_add_func ("/parts/concurrent/written-base", test_written_base);
  g_test_add_func ("/parts/concurrent/too-long-together", test_too_long_together);
  g_test_add_func ("/parts/concurrent/three-writers", test_three_writers);

  return g_test_run ();
}
