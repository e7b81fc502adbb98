/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"
#include "store/weft-search.h"

/* What has: and is: mean: the section "search" of the parts' and features' ops.json, on the real tables. */

#define PHOTO ID ("64")
#define TRICK ID ("65")

static void
must_attach (Desk *desk, const char *author, const char *id, const char *name, const char *media_type)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *args
      = g_strdup_printf ("{'id':'%s','hash':'" HASH "','name':'%s','media_type':'%s','size':9}", id, name,
                         media_type);

  desk_do (desk, ROOM, author, "files.attach", args, &error);
  g_assert_no_error (error);
}

/* What @typed finds, as TABLE:first text, the newest first. */
static void
expect (Desk *desk, const char *person, const char *typed, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (WeftSearchQuery) query = weft_search_query_new (desk->registry, typed, DESK_START, zone);
  WeftSearchScope scope = { .streams = (const char *const[]) { ROOM, NULL }, .person = person, .limit = 50 };
  g_autoptr (WeftSearchResult) result = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  weft_database_begin_read (desk->database, &error);
  g_assert_no_error (error);
  result = weft_search_run (desk->database, desk->registry, query, &scope, &error);
  g_assert_no_error (error);
  weft_database_rollback (desk->database);
  for (guint i = 0; i < result->hits->len; i++)
    {
      const WeftSearchHit *hit = g_ptr_array_index (result->hits, i);

      g_string_append_printf (found, "%s%s:%s", i > 0 ? ", " : "", hit->table->name, hit->texts[0]);
    }
  if (!g_str_equal (found->str, expected))
    g_error ("“%s” finds “%s”, not “%s”", typed, found->str, expected);
}

static void
test_files (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);
  must_attach (desk, BEN, PHOTO, "Anh bia.png", "image/png");
  must_attach (desk, ADA, TRICK, "image.txt", "text/image");

  for (guint round = 0; round < 2; round++)
    {
      expect (desk, ADA, "has:file", "file:image.txt, file:Anh bia.png, file:loom.png");
      expect (desk, ADA, "has:image", "file:Anh bia.png, file:loom.png");
      expect (desk, ADA, "has:file -has:image image", "file:image.txt");
      expect (desk, ADA, "has:image bia", "file:Anh bia.png");
      expect (desk, ADA, "has:image nothing", "");
      expect (desk, BEN, "has:file is:mine", "file:Anh bia.png");
      expect (desk, BEN, "has:image -is:mine", "file:loom.png");
      expect (desk, ADA, "has:image -is:mine", "file:Anh bia.png");
      /* of other tables they say nothing */
      expect (desk, ADA, "has:file has:reply", "");
      weft_search_index (desk->database, desk->registry, 1000, NULL, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filters/files", test_files);

  return g_test_run ();
}
