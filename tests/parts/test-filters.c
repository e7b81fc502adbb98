/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"
#include "store/weft-search.h"
#include "store/weft-search-work.h"

/* What has: and is: mean: the section "search" of the parts' and features' ops.json, on the real tables. */

#define PHOTO ID ("64")
#define TRICK ID ("65")
#define FILM ID ("66")
#define VOICE ID ("67")

static void
must_send (Desk *desk, const char *author, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *args = g_strdup_printf ("{'id':'%s','text':'%s'}", id, text);

  desk_do (desk, ROOM, author, "thread.send", args, &error);
  g_assert_no_error (error);
}

/* @target: (nullable). */
static void
must_hang (Desk *desk,
           const char *author,
           const char *id,
           const char *target,
           const char *name,
           const char *media_type)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *on = target != NULL ? g_strdup_printf ("'target':'%s',", target) : g_strdup ("");
  g_autofree char *args
      = g_strdup_printf ("{'id':'%s',%s'hash':'" HASH "','name':'%s','media_type':'%s','size':9}", id, on,
                         name, media_type);

  desk_do (desk, ROOM, author, "files.attach", args, &error);
  g_assert_no_error (error);
}

static void
must_attach (Desk *desk, const char *author, const char *id, const char *name, const char *media_type)
{
  must_hang (desk, author, id, NULL, name, media_type);
}

/* What @typed finds, as TABLE:texts, the newest first, in pages of @limit. */
static void
expect_paged (Desk *desk, const char *person, const char *typed, guint limit, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (WeftSearchQuery) query = weft_search_query_new (desk->registry, typed, DESK_START, zone);
  WeftSearchScope scope = { .streams = (const char *const[]) { ROOM, WEFT_STREAM_WORKSPACE, NULL },
                            .person = person,
                            .limit = limit };
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *cursor = NULL;
  g_autoptr (GError) error = NULL;

  do
    {
      g_autoptr (WeftSearchResult) result = NULL;

      scope.cursor = cursor;
      weft_database_begin_read (desk->database, &error);
      g_assert_no_error (error);
      result = weft_search_run (desk->database, desk->registry, query, &scope, &error);
      g_assert_no_error (error);
      weft_database_rollback (desk->database);
      for (guint i = 0; i < result->hits->len; i++)
        {
          const WeftSearchHit *hit = g_ptr_array_index (result->hits, i);

          g_string_append_printf (found, "%s%s:", found->len > 0 ? ", " : "", hit->table->name);
          for (guint j = 0; hit->texts[j] != NULL; j++)
            if (*hit->texts[j] != '\0')
              g_string_append_printf (found, "%s%s", j > 0 ? "+" : "", hit->texts[j]);
        }
      g_set_str (&cursor, result->cursor);
    }
  while (cursor != NULL);
  if (!g_str_equal (found->str, expected))
    g_error ("“%s” finds “%s”, not “%s”", typed, found->str, expected);
}

/* In pages of any size there is each hit, once. */
static void
expect (Desk *desk, const char *person, const char *typed, const char *expected)
{
  for (guint limit = 1; limit <= 3; limit++)
    expect_paged (desk, person, typed, limit, expected);
  expect_paged (desk, person, typed, 50, expected);
}

static void
test_files (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  must_attach (desk, BEN, PHOTO, "Anh bia.png", "image/png");
  must_attach (desk, ADA, TRICK, "image.txt", "text/image");
  must_attach (desk, ADA, FILM, "Seen.webm", "video/webm");
  desk_do (desk, ROOM, ADA, "files.attach",
           "{'id':'" VOICE "','hash':'" HASH "','name':'Spoken.ogg','media_type':'audio/ogg','size':9,'duration':1200,'peaks':'0v'}", &error);
  g_assert_no_error (error);

  for (guint round = 0; round < 2; round++)
    {
      expect (desk, ADA, "has:file", "file:Spoken.ogg, file:Seen.webm, file:image.txt, file:Anh bia.png, message:Good morning+loom.png");
      expect (desk, ADA, "has:image", "file:Anh bia.png, message:Good morning+loom.png");
      expect (desk, ADA, "has:file -has:image image", "file:image.txt");
      expect (desk, ADA, "has:image bia", "file:Anh bia.png");
      expect (desk, ADA, "has:image nothing", "");
      expect (desk, ADA, "has:voice", "file:Spoken.ogg");
      expect (desk, ADA, "has:video", "file:Seen.webm");
      expect (desk, BEN, "has:file is:mine", "file:Anh bia.png");
      expect (desk, BEN, "has:image -is:mine", "message:Good morning+loom.png");
      expect (desk, ADA, "has:image -is:mine", "file:Anh bia.png");
      /* of other tables they say nothing */
      expect (desk, ADA, "has:file has:reply", "");
      weft_search_index (desk->database, desk->registry, NULL, &error);
      g_assert_no_error (error);
    }
}

/* What hangs on a message is found as that message: once, however many files and words of it are found. */
static void
test_hanging (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  must_send (desk, BEN, ID ("71"), "cloth of the week");
  must_hang (desk, BEN, ID ("81"), ID ("71"), "warp.png", "image/png");
  must_hang (desk, BEN, ID ("82"), ID ("71"), "cloth.txt", "text/plain");
  must_send (desk, ADA, ID ("72"), "Bang mau warp.pdf, warp too.pdf");
  must_hang (desk, ADA, ID ("83"), ID ("72"), "Bang mau warp.pdf", "application/pdf");
  must_hang (desk, ADA, ID ("84"), ID ("72"), "warp too.pdf", "application/pdf");
  must_send (desk, ADA, ID ("73"), "cloth without files https://weft.dev");
  must_hang (desk, ADA, ID ("85"), ID ("7f"), "of nothing here.txt", "text/plain");

  for (guint round = 0; round < 2; round++)
    {
      expect (desk, ADA, "has:file from:ben", "message:cloth of the week+cloth.txt");
      expect (desk, ADA, "has:file from:me -loom", "message:Bang mau warp.pdf, warp too.pdf+warp too.pdf");
      expect (desk, BEN, "has:file is:mine", "message:cloth of the week+cloth.txt");
      expect (desk, ADA, "warp",
              "message:Bang mau warp.pdf, warp too.pdf, message:cloth of the week+warp.png");
      expect (desk, ADA, "mau", "message:Bang mau warp.pdf, warp too.pdf");
      expect (desk, ADA, "cloth", "message:cloth without files https://weft.dev, message:cloth of the week");
      expect (desk, ADA, "cloth -has:file", "message:cloth without files https://weft.dev");
      expect (desk, ADA, "week has:file", "message:cloth of the week+warp.png");
      expect (desk, ADA, "has:image warp", "message:cloth of the week+warp.png");
      expect (desk, ADA, "has:file -has:image from:ada -loom",
              "message:Bang mau warp.pdf, warp too.pdf+warp too.pdf");
      expect (desk, ADA, "warp.png -cloth", "");
      expect (desk, ADA, "has:file has:link", "");
      expect (desk, ADA, "has:file before:2000", "");
      expect (desk, ADA, "has:file from:ben after:2000", "message:cloth of the week+cloth.txt");
      expect (desk, ADA, "has:file from:ben in:" ROOM, "message:cloth of the week+cloth.txt");
      expect (desk, ADA, "has:file from:ben -in:" ROOM, "");
      expect (desk, ADA, "nothing here", "");
      weft_search_index (desk->database, desk->registry, NULL, &error);
      g_assert_no_error (error);
    }
}

/* A thread is found by its replies, its title and its state. */
static void
test_threads (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  desk_do (desk, ROOM, BEN, "thread.name-thread", "{'id':'" ADAS_MESSAGE "','title':'Thời tiết'}", &error);
  g_assert_no_error (error);
  for (guint round = 0; round < 2; round++)
    {
      expect (desk, BEN, "thoi tiet", "message:Good morning+Thời tiết");
      expect (desk, BEN, "rainy", "message:Rainy here, message:Rainy here");
      expect (desk, BEN, "has:thread", "message:Good morning+Thời tiết");
      expect (desk, BEN, "is:resolved", "");
      weft_search_index (desk->database, desk->registry, NULL, &error);
      g_assert_no_error (error);
    }
  desk_do (desk, ROOM, BEN, "thread.resolve-thread", "{'id':'" ADAS_MESSAGE "','resolved':true}", &error);
  g_assert_no_error (error);
  expect (desk, BEN, "is:resolved", "message:Good morning+Thời tiết");
  expect (desk, BEN, "morning -is:resolved", "message:Morning");
}

/* What matters, and what one has not acknowledged. */
static void
test_asking (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  desk_do (desk, ROOM, ADA, "thread.ask", "{'id':'" PHOTO "','text':'Fire','severity':'urgent','everyone':true,'people':[]}", &error);
  g_assert_no_error (error);
  desk_do (desk, ROOM, ADA, "thread.ask", "{'id':'" TRICK "','text':'Look','severity':'warning','people':['" CLEO "']}", &error);
  g_assert_no_error (error);
  expect (desk, BEN, "is:urgent", "message:Fire");
  desk_do (desk, ROOM, ADA, "thread.open-poll", "{'id':'" NEW_MESSAGE "','text':'Uống gì?\\nTrà\\nCà phê'}", &error);
  g_assert_no_error (error);
  expect (desk, BEN, "has:poll", "message:Uống gì? Trà Cà phê");
  expect (desk, BEN, "ca phe", "message:Uống gì? Trà Cà phê");
  expect (desk, BEN, "is:important", "message:Look, message:Fire");
  expect (desk, BEN, "is:unacknowledged", "message:Fire");
  expect (desk, CLEO, "is:unacknowledged", "message:Look, message:Fire");
  expect (desk, ADA, "is:unacknowledged", "");
  desk_do (desk, ROOM, CLEO, "thread.acknowledge", "{'id':'" TRICK "'}", &error);
  g_assert_no_error (error);
  expect (desk, CLEO, "is:unacknowledged", "message:Fire");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filters/files", test_files);
  g_test_add_func ("/filters/hanging", test_hanging);
  g_test_add_func ("/filters/threads", test_threads);
  g_test_add_func ("/filters/asking", test_asking);

  return g_test_run ();
}
