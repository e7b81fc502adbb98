/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-registry.h"

/* Two modules made by hand: "notes", mounted on the streams of "shelf". */

#define ID "0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b"

static const WeftModule notes_module;
static const WeftModule shelf_module;

static const WeftOperation notes_add
    = { .module = &notes_module, .name = "notes.add", .role = WEFT_ROLE_MEMBER };
static const WeftOperation notes_keep = {
  .module = &notes_module,
  .name = "notes.keep",
  .streams = (const char *const[]) { "user", NULL },
  .role = WEFT_ROLE_SYSTEM,
};
static const WeftOperation shelf_create = {
  .module = &shelf_module,
  .name = "shelf.create",
  .streams = (const char *const[]) { "shelf", NULL },
  .role = WEFT_ROLE_MEMBER,
  .creates = TRUE,
};
static const WeftEvent notes_added = { .module = &notes_module, .name = "notes.added", .version = 1 };
static const WeftEvent notes_added_v2 = { .module = &notes_module, .name = "notes.added", .version = 2 };
static const WeftLatest notes_typing = { .module = &notes_module, .name = "notes.typing", .ttl = 1000 };
static const WeftLatest shelf_read = { .module = &shelf_module, .name = "shelf.read", .durable = TRUE };
static const WeftColumn note_columns[] = { { .name = "stream", .type = WEFT_COLUMN_TEXT, .key = TRUE } };
static const WeftTable note_table = { .name = "note", .columns = note_columns, .n_columns = 1, .window = -1 };
static const WeftTable shelf_table
    = { .name = "shelf", .columns = note_columns, .n_columns = 1, .window = -1 };

static const WeftModule notes_module = {
  .name = "notes",
  .version = 1,
  .streams = (const char *const[]) { NULL },
  .mounts = (const char *const[]) { NULL },
  .tables = (const WeftTable *const[]) { &note_table },
  .n_tables = 1,
  .operations = (const WeftOperation *const[]) { &notes_add, &notes_keep },
  .n_operations = 2,
  .events = (const WeftEvent *const[]) { &notes_added, &notes_added_v2 },
  .n_events = 2,
  .latests = (const WeftLatest *const[]) { &notes_typing },
  .n_latests = 1,
};

static const WeftModule shelf_module = {
  .name = "shelf",
  .version = 1,
  .streams = (const char *const[]) { "shelf", NULL },
  .mounts = (const char *const[]) { "notes", NULL },
  .tables = (const WeftTable *const[]) { &shelf_table },
  .n_tables = 1,
  .operations = (const WeftOperation *const[]) { &shelf_create },
  .n_operations = 1,
  .latests = (const WeftLatest *const[]) { &shelf_read },
  .n_latests = 1,
};

static const WeftModule own_module = {
  .name = "own",
  .version = 1,
  .streams = (const char *const[]) { "user", "workspace", NULL },
  .mounts = (const char *const[]) { NULL },
};

static WeftRegistry *
make_registry (void)
{
  return weft_registry_new ((const WeftModule *const[]) { &shelf_module, &notes_module, &own_module, NULL });
}

static void
test_find (void)
{
  g_autoptr (WeftRegistry) registry = make_registry ();
  const WeftModule *const *modules;
  const WeftTable *const *tables;
  guint n;

  modules = weft_registry_get_modules (registry, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (modules[0] == &notes_module); /* mounted ones first */
  g_assert_true (modules[1] == &shelf_module);

  tables = weft_registry_get_tables (registry, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (tables[0] == &note_table);
  g_assert_true (tables[1] == &shelf_table);

  g_assert_true (weft_registry_find_operation (registry, "notes.add") == &notes_add);
  g_assert_null (weft_registry_find_operation (registry, "notes.remove"));
  g_assert_null (weft_registry_find_operation (registry, ""));
  g_assert_true (weft_registry_find_event (registry, "notes.added", 1) == &notes_added);
  g_assert_true (weft_registry_find_event (registry, "notes.added", 2) == &notes_added_v2);
  g_assert_null (weft_registry_find_event (registry, "notes.added", 3));
  g_assert_null (weft_registry_find_event (registry, "notes.lost", 1));
  g_assert_true (weft_registry_find_latest (registry, "notes.typing") == &notes_typing);
  g_assert_null (weft_registry_find_latest (registry, "typing"));
  g_assert_true (weft_registry_find_table (registry, "shelf") == &shelf_table);
  g_assert_null (weft_registry_find_table (registry, "sqlite_master"));
  g_assert_true (weft_registry_knows_kind (registry, "shelf"));
  g_assert_false (weft_registry_knows_kind (registry, "room"));
}

static void
test_allows (void)
{
  g_autoptr (WeftRegistry) registry = make_registry ();

  /* Mounted on shelf, nowhere else. */
  g_assert_true (weft_registry_allows (registry, &notes_add, "shelf/" ID));
  g_assert_false (weft_registry_allows (registry, &notes_add, "user/" ID));
  g_assert_false (weft_registry_allows (registry, &notes_add, "workspace"));
  g_assert_false (weft_registry_allows (registry, &notes_add, "room/" ID));
  /* Said to be on user. */
  g_assert_true (weft_registry_allows (registry, &notes_keep, "user/" ID));
  g_assert_false (weft_registry_allows (registry, &notes_keep, "shelf/" ID));
  g_assert_true (weft_registry_allows (registry, &shelf_create, "shelf/" ID));
  /* Not a stream at all. */
  g_assert_false (weft_registry_allows (registry, &shelf_create, "shelf"));
  g_assert_false (weft_registry_allows (registry, &shelf_create, "shelf/1"));

  g_assert_true (weft_registry_allows_latest (registry, &notes_typing, "shelf/" ID));
  g_assert_false (weft_registry_allows_latest (registry, &notes_typing, "user/" ID));
  g_assert_true (weft_registry_allows_latest (registry, &shelf_read, "shelf/" ID));
  g_assert_false (weft_registry_allows_latest (registry, &shelf_read, "workspace"));
}

static void
test_stream (void)
{
  static const char *const bad[] = {
    "",
    "/",
    "room",
    "room/",
    "room/x",
    "workspace/",
    "workspace/" ID,
    "/" ID,
    "Room/" ID,
    "-room/" ID,
    "ro om/" ID,
    "room/" ID "/",
    "room/0192F0C1-2D3E-7F40-8A5B-6C7D8E9F0A1B",
    "room//" ID,
    "abcdefghijklmnopqrstuvwxyzabcdef/" ID,
    "workspace ",
  };

  g_assert_true (weft_stream_is_valid ("workspace"));
  g_assert_true (weft_stream_is_valid ("room/" ID));
  g_assert_true (weft_stream_is_valid ("order-notes/" ID));
  g_assert_true (weft_stream_is_valid ("abcdefghijklmnopqrstuvwxyzabcde/" ID));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      if (weft_stream_is_valid (bad[i]))
        g_error ("“%s” passes for a stream", bad[i]);
      g_assert_nonnull (weft_stream_get_kind (bad[i])); /* never crashes */
    }

  g_assert_cmpstr (weft_stream_get_kind ("room/" ID), ==, "room");
  g_assert_true (weft_stream_get_kind ("room/" ID) == g_intern_string ("room"));
  g_assert_cmpstr (weft_stream_get_kind ("workspace"), ==, "workspace");
  g_assert_cmpstr (weft_stream_get_id ("room/" ID), ==, ID);
  g_assert_null (weft_stream_get_id ("workspace"));
}

/* Whoever makes up kinds of streams does not fill the memory, and hides none that are known. */
static void
test_made_up_kinds (void)
{
  guint n_kept = 0;

  g_assert_cmpstr (weft_stream_get_kind ("room/" ID), ==, "room");
  for (guint i = 0; i < 26 * 26 * 26; i++)
    {
      char stream[] = "zaaa/" ID;

      stream[1] += (char) (i % 26);
      stream[2] += (char) (i / 26 % 26);
      stream[3] += (char) (i / 676);
      n_kept += *weft_stream_get_kind (stream) != '\0';
    }

  g_assert_cmpuint (n_kept, <=, 1000);
  g_assert_cmpstr (weft_stream_get_kind ("room/" ID), ==, "room");
}

static void
test_roles (void)
{
  g_autoptr (GError) error = NULL;

  for (WeftRole role = WEFT_ROLE_NONE; role <= WEFT_ROLE_SYSTEM; role++)
    g_assert_cmpint (weft_role_from_wire (weft_role_to_wire (role)), ==, role);
  g_assert_cmpint (weft_role_from_wire ("king"), ==, WEFT_ROLE_NONE);
  g_assert_cmpint (weft_role_from_wire (""), ==, WEFT_ROLE_NONE);

  g_assert_true (weft_operation_check_role (&notes_add, WEFT_ROLE_MEMBER, &error));
  g_assert_true (weft_operation_check_role (&notes_add, WEFT_ROLE_SYSTEM, &error));
  g_assert_no_error (error);

  g_assert_false (weft_operation_check_role (&notes_add, WEFT_ROLE_GUEST, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
  g_assert_cmpstr (error->message, ==, "op: notes.add takes the role member or higher, yours is guest");
  g_clear_error (&error);

  g_assert_false (weft_operation_check_role (&notes_add, WEFT_ROLE_NONE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "stream: no such stream");
  g_clear_error (&error);

  g_assert_false (weft_operation_check_role (&notes_keep, WEFT_ROLE_ADMIN, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
  g_clear_error (&error);

  /* Nothing is there yet that could be kept secret. */
  g_assert_false (weft_operation_check_role (&shelf_create, WEFT_ROLE_NONE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
}

static void
test_missing_mount (void)
{
  if (g_test_subprocess ())
    {
      weft_registry_new ((const WeftModule *const[]) { &shelf_module, NULL });
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*module shelf mounts notes, which is not there*");
}

static void
test_twice (void)
{
  const WeftModule again = {
    .name = "again",
    .streams = (const char *const[]) { NULL },
    .mounts = (const char *const[]) { NULL },
    .events = (const WeftEvent *const[]) { &notes_added_v2 },
    .n_events = 1,
  };

  if (g_test_subprocess ())
    {
      weft_registry_new ((const WeftModule *const[]) { &notes_module, &again, NULL });
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*event notes.added version 2 is defined twice*");
}

static void
test_mount_circle (void)
{
  const WeftModule circle = {
    .name = "circle",
    .streams = (const char *const[]) { NULL },
    .mounts = (const char *const[]) { "circle", NULL },
  };

  if (g_test_subprocess ())
    {
      weft_registry_new ((const WeftModule *const[]) { &circle, NULL });
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*module circle mounts itself*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/proto/registry/find", test_find);
  g_test_add_func ("/proto/registry/allows", test_allows);
  g_test_add_func ("/proto/registry/stream", test_stream);
  g_test_add_func ("/proto/registry/roles", test_roles);
  g_test_add_func ("/proto/registry/made-up-kinds", test_made_up_kinds);
  g_test_add_func ("/proto/registry/missing-mount", test_missing_mount);
  g_test_add_func ("/proto/registry/twice", test_twice);
  g_test_add_func ("/proto/registry/mount-circle", test_mount_circle);

  return g_test_run ();
}
