/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An export of a workspace with something in every column of every table, imported elsewhere and exported
 * again, is the same to the byte. A table or column in which the workspace has nothing fails the test:
 * whoever adds one adds what fills it. */

#include <glib/gstdio.h>
#include <string.h>

#include "parts/moderation/shared/weft-moderation.h"
#include "serve-fixture.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-export.h"
#include "serve/weft-latest.h"
#include "test-cluster.h"
#include "test-database.h"

#define MINUTE 60000
#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define KEY "12345678901234567890123456789012"

/* The words behind @ are ids, ' is ". */
static char *
fill_in (const char *args)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = args; *p != '\0'; p++)
    if (*p == '@' && g_ascii_islower (p[1]))
      {
        gsize length = strspn (p + 1, "abcdefghijklmnopqrstuvwxyz");
        g_autofree char *word = g_strndup (p + 1, length);

        g_string_append (out, g_str_equal (word, "stream") ? serve_stream ("room", "room") : serve_id (word));
        p += length;
      }
    else
      g_string_append_c (out, *p == '\'' ? '"' : *p);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
act (ServeFixture *fixture, const char *who, const char *stream, const char *op, const char *args)
{
  g_autofree char *filled = fill_in (args);
  g_autofree char *result
      = serve_run (fixture, g_str_equal (who, "system") ? who : serve_id (who), stream, op, "%s", filled);
  g_autofree char *error = serve_error_of (result);

  if (error != NULL)
    g_error ("%s %s: %s", op, args, error);
}

typedef struct
{
  ServeFixture *fixture;
  const char *hash;
  const char *place;
  gint64 size;
} Keep;

static gboolean
keep_file (WeftDatabase *database, gpointer user_data, GError **error)
{
  Keep *keep = user_data;
  gboolean first;

  return weft_blobs_keep (_weft_engine_get_blobs (keep->fixture->engine), database, serve_id ("anna"),
                          keep->hash, keep->size, keep->place,
                          weft_clock_now (WEFT_CLOCK (keep->fixture->clock)), &first, error);
}

/* A file which Anna has brought. Returns: its hash. */
static char *
bring_file (ServeFixture *fixture, const char *contents)
{
  WeftBlobs *blobs = _weft_engine_get_blobs (fixture->engine);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, contents, -1);
  g_autofree char *id = weft_id_random ();
  g_autofree char *path = weft_blobs_get_upload_path (blobs, id);
  g_autofree char *place = NULL;
  g_autoptr (GError) error = NULL;
  Keep keep = { fixture, hash, NULL, (gint64) strlen (contents) };

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  weft_blobs_place (blobs, path, hash, &place, &error);
  g_assert_no_error (error);
  keep.place = place;
  weft_engine_call (fixture->engine, keep_file, &keep, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&hash);
}

/* As if the server had looked there. */
static gboolean
know_page (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_database_run (
      database, error,
      "INSERT INTO web_page (address, host, at, title, text, site, picture, size, width, height)"
      " VALUES ('https://weft.example/', 'weft.example', 1, 'Weft', 'Cloth', 'Mill', ?1, 7, 2, 1)",
      "t", (const char *) user_data);
}

static gboolean
read_some (WeftDatabase *database, gpointer user_data, GError **error)
{
  const WeftLatestValue read = {
    (char *) serve_stream ("room", "room"), (char *) "thread.read", (char *) serve_id ("ben"), 2, NULL, 5, 0
  };
  gboolean moved;

  return weft_latest_store (database, &read, &moved, error);
}

static void
furnish_people (ServeFixture *fixture)
{
  const char *workspace = WEFT_STREAM_WORKSPACE;

  serve_found (fixture);
  serve_join (fixture, "ben", "member");
  serve_join (fixture, "cleo", "guest");
  serve_join (fixture, "dave", "member");
  serve_join (fixture, "eve", "member");
  act (fixture, "ben", workspace, "people.set-profile",
       "{'name':'Ben','title':'Weaver','status':'At the loom'}");
  act (fixture, "ben", workspace, "people.set-status", "{'emoji':'🧶','text':'Wool','until':1900000000000}");
  act (fixture, "ben", workspace, "people.set-quiet",
       "{'until':1900000000000,'days':31,'start':1320,'end':420,'zone':'Asia/Ho_Chi_Minh'}");
  act (fixture, "anna", workspace, "people.invite",
       "{'id':'@open','secret_hash':'" HASH
       "','role':'guest','streams':[],'uses':3,'expires_at':1900000000000}");
  act (fixture, "anna", workspace, "people.add-group", "{'id':'@group','handle':'warehouse','about':'Who packs'}");
  act (fixture, "anna", workspace, "people.add-to-group", "{'id':'@group','person':'@ben'}");
  act (fixture, "anna", workspace, "people.add-group", "{'id':'@gonegroup','handle':'dyers'}");
  act (fixture, "anna", workspace, "people.add-to-group", "{'id':'@gonegroup','person':'@eve'}");
  act (fixture, "anna", workspace, "people.remove-group", "{'id':'@gonegroup'}");
  act (fixture, "anna", workspace, "thread.allow-previews", "{'allowed':true}");
  act (fixture, "anna", workspace, "content.set-retention",
       "{'content_days':3650,'log_days':3650,'log_events':100000}");
  act (fixture, "anna", workspace, "notices.add-rule",
       "{'id':'@rule','kind':'mention','source':'@stream','contains':'fire','target':'workspace','op':'"
       "people.rename-workspace',"
       "'template':'{\\'name\\':\\'{text}\\'}'}");
}

static void
furnish_room (ServeFixture *fixture)
{
  const char *room = serve_stream ("room", "room");

  act (fixture, "anna", room, "chat.create-room",
       "{'kind':'room','name':'Looms','topic':'Warp and weft','members':['@ben','@dave'],'access':'ask'}");
  act (fixture, "anna", room, "people.add-member", "{'person':'@cleo','role':'guest'}");
  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "people.limit-guest", "{'person':'@cleo','guest_until':1900000000000}");
  act (fixture, "system", serve_stream ("user", "cleo"), "people.introduce", "{}");
  act (fixture, "anna", room, "chat.describe-room", "{'about':'All of it','emblem':'🧵','yarn':'rose'}");
  act (fixture, "anna", room, "chat.set-permissions", "{'post':'guest','invite':'admin','pin':'member'}");
  act (fixture, "anna", room, "thread.limit-editing", "{'seconds':172800}");
  act (fixture, "eve", WEFT_STREAM_WORKSPACE, "chat.join-room", "{'room':'@stream'}");

  act (fixture, "anna", room, "thread.send", "{'id':'@first','text':'Good morning @Ben'}");
  act (fixture, "ben", room, "thread.send", "{'id':'@answer','text':'Morning','reply_to':'@first'}");
  act (fixture, "ben", room, "thread.edit", "{'id':'@answer','text':'Morning, Anna'}");
  act (fixture, "ben", room, "thread.send", "{'id':'@gone','text':'Oops'}");
  act (fixture, "ben", room, "thread.delete", "{'id':'@gone'}");
  act (fixture, "ben", room, "thread.reply",
       "{'id':'@reply','root':'@first','text':'In the thread','also':'@shown'}");
  act (fixture, "anna", room, "thread.name-thread", "{'id':'@first','title':'Mornings'}");
  act (fixture, "anna", room, "thread.resolve-thread", "{'id':'@first','resolved':true}");
  act (fixture, "cleo", room, "thread.react", "{'id':'@first','emoji':'🎉'}");
  act (fixture, "anna", room, "thread.pin", "{'id':'@first'}");
  act (fixture, "anna", room, "thread.send", "{'id':'@linked','text':'See https://weft.example/'}");
  act (fixture, "system", room, "thread.preview", "{'id':'@linked'}");
  act (fixture, "anna", room, "thread.set-preview", "{'id':'@linked','bare':true}");
  act (fixture, "anna", room, "thread.ask",
       "{'id':'@fire','text':'The mill is on fire','severity':'urgent','people':['@ben','@cleo']}");
  act (fixture, "cleo", room, "thread.acknowledge", "{'id':'@fire'}");
  act (fixture, "system", room, "thread.ask-again", "{'id':'@fire','round':1}");
  act (fixture, "anna", room, "thread.open-poll",
       "{'id':'@poll','text':'Tea?\\nYes\\nNo','closes_at':1900000000000}");
  act (fixture, "ben", room, "thread.vote", "{'id':'@poll','option':1,'chosen':true}");
  act (fixture, "ben", room, "thread.open-poll",
       "{'id':'@secret','text':'When?\\nMonday\\nFriday','several':true,'secret':true}");
  act (fixture, "anna", serve_stream ("user", "anna"), "thread.vote-secretly",
       "{'target':'@stream','poll':'@secret','option':2,'chosen':true,'only':false}");
  act (fixture, "system", room, "thread.count-votes", "{'id':'@secret'}");
  act (fixture, "ben", room, "thread.close-poll", "{'id':'@secret','closed':true}");
  act (fixture, "ben", room, "reminders.set",
       "{'id':'@remind','at':1900000000000,'text':'Answer Anna','target':'@stream','object':'@first'}");

  act (fixture, "ben", room, "reminders.set", "{'id':'@reminded','at':1800000060000,'text':'Tea'}");

  act (fixture, "anna", room, "hooks.add",
       "{'id':'@hook','name':'Builds','face':'🔨','secret_hash':'" HASH "'}");
  act (fixture, "system", room, "hooks.post",
       "{'hook':'@hook','id':'@posted','text':'Broken','alert':'" HASH "','face':'🔥','speaker':'Loom 3'}");
  act (fixture, "anna", room, "hooks.add-teller",
       "{'id':'@teller','name':'Mirror','address':'https://mirror.example.org/x','key':'" KEY "'}");
  act (fixture, "anna", serve_stream ("room", "past"), "chat.create-room",
       "{'kind':'room','name':'Past','members':[]}");
  act (fixture, "anna", serve_stream ("room", "past"), "thread.bring",
       "{'id':'@brought','author':'@ghost','speaker':'Gus','written_at':1000,'text':'Long ago'}");
  act (fixture, "anna", serve_stream ("room", "pair"), "chat.create-room",
       "{'kind':'direct','name':'','members':['@ben']}");
}

/* What is somebody's alone. */
static void
furnish_own (ServeFixture *fixture)
{
  const char *own = serve_stream ("user", "ben");

  act (fixture, "ben", own, "thread.save-draft", "{'target':'@stream','text':'Not yet'}");
  act (fixture, "ben", own, "thread.save", "{'id':'@first','target':'@stream','ordinal':1}");
  act (fixture, "ben", own, "thread.hide", "{'id':'@answer','target':'@stream','ordinal':2}");
  act (fixture, "ben", own, "thread.follow-thread", "{'target':'@stream','root':'@answer','follows':false}");
  act (fixture, "ben", own, "thread.schedule",
       "{'id':'@later','target':'@stream','at':1800000060000,'text':'Tea','reply_to':'@first'}");
  act (fixture, "ben", own, "thread.schedule",
       "{'id':'@planned','target':'@stream','at':1805000000000,'text':'More tea','reply_to':'@first','root':'@first','also':'@evenlater'}");
  act (fixture, "dave", serve_stream ("user", "dave"), "thread.schedule",
       "{'id':'@never','target':'@stream','at':1800000060000,'text':'No tea'}");
  act (fixture, "dave", serve_stream ("room", "room"), "people.leave", "{}");
  act (fixture, "ben", own, "phrases.keep", "{'id':'@phrase','name':'thanks','text':'Thank you'}");
  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "phrases.keep", "{'id':'@teamphrase','name':'thanks','text':'We thank you'}");
  act (fixture, "ben", own, "chat.set-folder", "{'id':'@folder','name':'Mill'}");
  act (fixture, "ben", own, "chat.file-room", "{'target':'@stream','folder':'@folder'}");
  act (fixture, "ben", own, "chat.pin-room", "{'target':'@stream','pinned':true}");
  act (fixture, "ben", own, "notices.mute", "{'target':'@stream','muted':true,'until':1900000000000}");
  act (fixture, "ben", own, "people.show-seen", "{'on':false}");
  act (fixture, "ben", own, "thread.send-receipts", "{'on':false}");
  act (fixture, "ben", own, "notices.set-level", "{'target':'@stream','level':'nothing'}");
  act (fixture, "ben", own, "notices.set-defaults", "{'rooms':'all','direct':'mentions'}");
  act (fixture, "ben", own, "notices.add-keyword", "{'id':'@keyword','word':'Tea'}");
  act (fixture, "ben", own, "notices.let-through", "{'urgent':true}");
}

static void
furnish_reports (ServeFixture *fixture)
{
  act (fixture, "ben", serve_stream ("user", "ben"), "moderation.report",
       "{'id':'@case','target':'@stream','message':'@first','reason':'other','note':'Too early'}");
  act (fixture, "anna", WEFT_MODERATION_STREAM, "moderation.decide", "{'id':'@case'}");
}

static void
furnish_notebook (ServeFixture *fixture)
{
  const char *notebook = serve_stream ("notebook", "notebook");
  const char *list = serve_stream ("shopping", "list");
  const char *project = serve_stream ("project", "project");

  act (fixture, "anna", notebook, "note.create-notebook", "{'name':'Recipes','members':['@ben']}");
  act (fixture, "anna", notebook, "note.create", "{'id':'@note','title':'Bread','text':'Flour\\nWater'}");
  act (fixture, "anna", notebook, "note.set", "{'id':'@note','text':'Rye\\nWater'}");
  act (fixture, "ben", notebook, "note.set",
       "{'id':'@note','text':'Spelt\\nMilk','base':{'values':{'text':'Flour\\nWater'}}}");
  act (fixture, "ben", notebook, "note.set-tags", "{'id':'@note','tags':['@tag']}");
  act (fixture, "ben", notebook, "ranks.place", "{'id':'@note','list':'best'}");
  act (fixture, "ben", notebook, "note.flag", "{'ids':['@note'],'person':'@ben','on':true}");
  act (fixture, "anna", project, "board.create-project", "{'name':'Mill','code':'MILL','members':['@ben']}");
  act (fixture, "anna", project, "board.add-status", "{'id':'@todo','name':'To do','category':'todo'}");
  act (fixture, "anna", project, "board.add-status", "{'id':'@done','name':'Done','category':'done','after':'@todo'}");
  act (fixture, "anna", project, "board.allow", "{'id':'@done','other':'@todo','on':true}");
  act (fixture, "anna", project, "board.set-lane-limit", "{'id':'@done','per_lane':true}");
  act (fixture, "anna", project, "board.set-needs", "{'id':'@done','needs':'both'}");
  act (fixture, "ben", project, "board.add-label", "{'id':'@label','name':'Wood'}");
  act (fixture, "ben", project, "board.save-view",
       "{'id':'@view','target':'project/@project','name':'Late','text':'is:overdue','sort':'due','descending':true,'grouping':'label','layout':'list'}");
  act (fixture, "ben", project, "board.create",
       "{'id':'@wheel','title':'Wheel','about':'Oak','status':'@todo','estimate':2.5,'assignees':['@ben'],'labels':['@label']}");
  act (fixture, "ben", project, "board.create", "{'id':'@oak','title':'Oak','status':'@todo','parent':'@wheel','assignees':[],'labels':[]}");
  act (fixture, "anna", project, "board.add-field", "{'id':'@field','name':'Grade','kind':'select'}");
  act (fixture, "anna", project, "board.set-option", "{'id':'@field','option':'@option','name':'Fine'}");
  act (fixture, "ben", project, "board.set-value", "{'id':'@wheel','field':'@field','value':'@option'}");
  act (fixture, "ben", project, "board.set-recurrence", "{'ids':['@wheel'],'recurrence':'schedule FREQ=DAILY UTC 0'}");
  act (fixture, "ben", project, "board.block", "{'ids':['@wheel'],'other':'@oak','on':true}");
  act (fixture, "anna", project, "thread.reply", "{'id':'@comment','root':'@wheel','text':'Oak is dear'}");
  act (fixture, "ben", project, "board.relate", "{'ids':['@wheel'],'other':'@oak','on':true}");
  act (fixture, "ben", project, "board.add-item", "{'id':'@hub','parent':'@wheel','title':'Hub','assignee':'@ben','due_at':86400000,'done':true}");
  act (fixture, "ben", project, "board.set-template", "{'ids':['@oak'],'template':true}");
  act (fixture, "ben", project, "board.set-duplicate", "{'ids':['@wheel'],'duplicate_of':'@oak'}");
  act (fixture, "ben", list, "shopping.create-list", "{'name':'Market','members':[]}");
  act (fixture, "ben", list, "shopping.add", "{'id':'@item','text':'Wool','amount':'2 kg'}");
}

/* Something of everything, by operations like any others. */
/* @hash: of 13 bytes of Anna's. */
static void
furnish_pictures (ServeFixture *fixture, const char *hash)
{
  g_autofree char *picture = g_strdup_printf ("'picture':'%s','size':13,'width':32,'height':16", hash);
  g_autofree char *emoji = g_strdup_printf ("{'id':'@emoji','name':'shuttle',%s}", picture);
  g_autofree char *sticker = g_strdup_printf ("{'id':'@sticker','pack':'@pack','text':'Shuttle',%s}", picture);
  g_autofree char *stuck = g_strdup_printf ("{'id':'@stuck','text':'Shuttle','sticker':'shuttle','picture':'%s','size':13}", hash);

  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "pictures.set-policy", "{'who':'admin'}");
  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "pictures.add-emoji", emoji);
  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "pictures.add-pack", "{'id':'@pack','name':'Looms','maker':'Anna'}");
  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "pictures.add-sticker", sticker);
  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "pictures.arrange-pack", "{'id':'@pack','arranged':'@sticker'}");
  act (fixture, "anna", serve_stream ("room", "room"), "thread.stick", stuck);
}

static void
furnish (ServeFixture *fixture)
{
  g_autofree char *page = NULL;
  g_autofree char *file = NULL;
  g_autofree char *attach = NULL;
  g_autoptr (GError) error = NULL;

  furnish_people (fixture);
  page = bring_file (fixture, "picture");
  file = bring_file (fixture, "warp and weft");
  weft_engine_call (fixture->engine, know_page, page, &error);
  g_assert_no_error (error);
  furnish_room (fixture);
  furnish_own (fixture);
  furnish_notebook (fixture);
  furnish_reports (fixture);
  attach = g_strdup_printf ("{'id':'@file','target':'@first','hash':'%s','name':'plan.png','media_type':'"
                            "image/png','size':13,'width':2,'height':1}",
                            file);
  act (fixture, "anna", serve_stream ("room", "room"), "files.attach", attach);
  g_free (attach);
  attach = g_strdup_printf (
      "{'id':'@voice','target':'@first','hash':'%s','name':'voice.ogg','media_type':'audio/"
      "ogg','size':13,'duration':1500,'peaks':'0av'}",
      file);
  act (fixture, "anna", serve_stream ("room", "room"), "files.attach", attach);
  furnish_pictures (fixture, file);
  g_free (attach);
  attach = g_strdup_printf ("{'picture':'%s','picture_size':13}", file);
  act (fixture, "anna", WEFT_STREAM_WORKSPACE, "people.set-picture", attach);
  act (fixture, "anna", serve_stream ("room", "room"), "chat.set-picture", attach);
  weft_engine_call (fixture->engine, read_some, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM latest"), ==, 1);
  /* The server was down: what was due goes late, or its author is told why not. */
  serve_pass (fixture, 5 * MINUTE);
  serve_pass (fixture, MINUTE);
}

static void
assert_furnished (ServeFixture *fixture)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (fixture->registry, &n_tables);
  g_assert_cmpuint (n_tables, >, 30);
  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        const char *column = tables[i]->columns[k].name;
        g_autofree char *name = g_strdup_printf ("%s.%s", tables[i]->name, column);
        g_autofree char *sql = g_strdup_printf ("SELECT count(%s) FROM %s", column, tables[i]->name);

        if (serve_count (fixture, sql) == 0)
          g_string_append_printf (missing, " %s", name);
      }
  if (missing->len > 0)
    g_error ("Nothing is in%s: furnish it above", missing->str);
}

/* Every file below @folder by its name, the manifest without when it was made. */
static void
read_folder (GHashTable *files, const char *folder, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *whole = g_strconcat (prefix, name, NULL);
      g_autofree char *below = g_strconcat (whole, "/", NULL);
      char *contents;
      char *made;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          read_folder (files, path, below);
          continue;
        }
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      made = g_str_equal (whole, "manifest.json") ? strstr (contents, "\"exported_at\":") : NULL;
      for (char *p = made != NULL ? made + strlen ("\"exported_at\":") : NULL;
           p != NULL && g_ascii_isdigit (*p); p++)
        *p = '0';
      g_hash_table_insert (files, g_steal_pointer (&whole), contents);
    }
}

static GHashTable *
read_export (const char *folder)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  read_folder (files, folder, "");
  return files;
}

static void
assert_same (GHashTable *one, GHashTable *two)
{
  GHashTableIter iter;
  gpointer name, contents;

  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &name, &contents))
    {
      const char *other = g_hash_table_lookup (two, name);
      g_auto (GStrv) lines = g_strsplit (contents, "\n", -1);
      g_auto (GStrv) others = g_strsplit (other != NULL ? other : "", "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        if (i >= g_strv_length (others) || !g_str_equal (lines[i], others[i]))
          g_error ("%s, line %u:\n%s\nis now\n%s", (const char *) name, i + 1, lines[i],
                   i < g_strv_length (others) ? others[i] : "nothing");
      g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (others));
    }
  g_assert_cmpuint (g_hash_table_size (one), ==, g_hash_table_size (two));
}

static void
test_lossless (void)
{
  g_autoptr (ServeFixture) fixture = serve_fixture_new ();
  g_autoptr (GHashTable) first = NULL;
  g_autoptr (GHashTable) second = NULL;
  g_autofree char *folder = g_dir_make_tmp ("weft-lossless-XXXXXX", NULL);
  g_autofree char *one = g_build_filename (folder, "one", NULL);
  g_autofree char *two = g_build_filename (folder, "two", NULL);
  g_autofree char *elsewhere = g_build_filename (folder, "elsewhere", NULL);
  g_autofree char *url = test_database_is_postgresql () ? test_database_new_url () : NULL;
  g_autoptr (GError) error = NULL;

  furnish (fixture);
  assert_furnished (fixture);
  g_clear_object (&fixture->engine);

  weft_export_make (fixture->directory, fixture->url, fixture->registry, one, NULL, &error);
  g_assert_no_error (error);
  weft_import_run (one, elsewhere, url, fixture->registry, weft_server_modules, &error);
  g_assert_no_error (error);
  weft_export_make (elsewhere, url, fixture->registry, two, NULL, &error);
  g_assert_no_error (error);

  first = read_export (one);
  second = read_export (two);
  assert_same (first, second);
  g_assert_cmpuint (g_hash_table_size (first), >, 10);
  if (url != NULL)
    test_cluster_give_back (url);
  serve_remove_directory (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/lossless/export", test_lossless);
  return g_test_run ();
}
