/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include <glib/gstdio.h>

#include "serve/weft-check.h"
#include "serve/weft-job-runner.h"
#include "test-database.h"

void
serve_remove_directory (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        serve_remove_directory (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

char *
serve_directory_url (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "url", NULL);
  g_autoptr (GError) error = NULL;
  char *url = NULL;

  if (!test_database_is_postgresql () || g_file_get_contents (path, &url, NULL, NULL))
    return url;

  url = test_cluster_take_back ();
  if (url == NULL)
    url = test_database_new_url ();
  g_file_set_contents (path, url, -1, &error);
  g_assert_no_error (error);

  return url;
}

ServeFixture *
serve_fixture_new (void)
{
  return serve_fixture_new_with (weft_server_modules, NULL, NULL);
}

ServeFixture *
serve_fixture_new_with (const WeftServerModule *const *modules,
                        const WeftSubscriber *subscriber,
                        gpointer user_data)
{
  ServeFixture *self = g_new0 (ServeFixture, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("weft-serve-XXXXXX", &error);
  g_assert_no_error (error);
  self->registry = weft_registry_new (weft_modules);
  self->clock = weft_manual_clock_new (G_GINT64_CONSTANT (1800000000000));
  self->next = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->url = serve_directory_url (self->directory);
  self->engine = weft_engine_new (self->registry, modules, self->directory, WEFT_CLOCK (self->clock));
  weft_engine_set_database (self->engine, self->url);
  weft_engine_set_subscriber (self->engine, subscriber, user_data);
  weft_engine_open (self->engine, &error);
  g_assert_no_error (error);

  return self;
}

void
serve_fixture_free (ServeFixture *self)
{
  g_clear_object (&self->engine);
  g_clear_object (&self->registry);
  g_clear_object (&self->clock);
  g_hash_table_unref (self->next);
  serve_remove_directory (self->directory);
  g_free (self->directory);
  if (self->url != NULL)
    test_cluster_give_back (self->url);
  g_free (self->url);
  g_free (self);
}

void
serve_fixture_reopen (ServeFixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->engine);
  self->engine = weft_engine_new (self->registry, weft_server_modules, self->directory, WEFT_CLOCK (self->clock));
  weft_engine_set_database (self->engine, self->url);
  weft_engine_open (self->engine, &error);
  g_assert_no_error (error);
}

const char *
serve_id (const char *word)
{
  g_autofree char *id = weft_id_derive ("weft-tests", word);

  return g_intern_string (id);
}

const char *
serve_stream (const char *kind, const char *word)
{
  g_autofree char *stream = g_strconcat (kind, "/", serve_id (word), NULL);

  return g_intern_string (stream);
}

char *
serve_send (ServeFixture *self,
            const char *client,
            const char *person,
            gint64 n,
            const char *id,
            const char *stream,
            const char *op,
            const char *args)
{
  const WeftRequest request = { client, person, n, id, stream, op, args };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) result = NULL;

  result = weft_engine_run_now (self->engine, &request, &error);
  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (result, NULL), g_bytes_get_size (result));
}

static char *
run_args (ServeFixture *self, const char *person, const char *stream, const char *op, const char *args)
{
  g_autofree char *id = weft_id_random ();
  gint64 *next;

  if (g_str_equal (person, "system"))
    return serve_send (self, "system", "system", 0, id, stream, op, args);

  next = g_hash_table_lookup (self->next, person);
  if (next == NULL)
    {
      next = g_new0 (gint64, 1);
      g_hash_table_insert (self->next, g_strdup (person), next);
    }
  (*next)++;

  return serve_send (self, serve_id (person), person, *next, id, stream, op, args);
}

char *
serve_run (
    ServeFixture *self, const char *person, const char *stream, const char *op, const char *format, ...)
{
  g_autofree char *args = NULL;
  va_list list;

  va_start (list, format);
  args = g_strdup_vprintf (format, list);
  va_end (list);

  return run_args (self, person, stream, op, args);
}

void
serve_run_ok (
    ServeFixture *self, const char *person, const char *stream, const char *op, const char *format, ...)
{
  g_autofree char *args = NULL;
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;
  va_list list;

  va_start (list, format);
  args = g_strdup_vprintf (format, list);
  va_end (list);

  result = run_args (self, person, stream, op, args);
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, NULL);
}

char *
serve_error_of (const char *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFrame) frame = weft_frame_parse (result, strlen (result), &error);
  const WeftFrameResult *parsed;

  g_assert_no_error (error);
  g_assert_cmpint (frame->type, ==, WEFT_FRAME_RESULT);
  parsed = &g_array_index (frame->results, WeftFrameResult, 0);
  if (parsed->error == NULL)
    return NULL;

  return g_strdup_printf ("%s: %s", weft_error_to_wire (parsed->error->code), parsed->error->message);
}

void
serve_found (ServeFixture *self)
{
  serve_run_ok (self, "system", WEFT_STREAM_WORKSPACE, "people.found-workspace",
                "{\"name\":\"Loom\",\"person\":\"%s\",\"person_name\":\"Anna\",\"login\":\"anna\"}",
                serve_id ("anna"));
}

void
serve_join (ServeFixture *self, const char *word, const char *role)
{
  g_autofree char *invitation = weft_id_random ();
  g_autofree char *hash = weft_secret_hash ("secret");

  serve_run_ok (self, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.invite",
                "{\"id\":\"%s\",\"secret_hash\":\"%s\",\"role\":\"%s\",\"streams\":[],\"uses\":1,\"expires_"
                "at\":1900000000000}",
                invitation, hash, role);
  serve_run_ok (self, "system", WEFT_STREAM_WORKSPACE, "people.join",
                "{\"person\":\"%s\",\"name\":\"%s\",\"login\":\"%s\",\"role\":\"%s\",\"invitation\":\"%s\"}",
                serve_id (word), word, word, role, invitation);
}

const char *
serve_room (ServeFixture *self, const char *person, const char *word, const char *others)
{
  g_auto (GStrv) words = g_strsplit (others != NULL ? others : "", ",", -1);
  g_autoptr (GString) members = g_string_new (NULL);
  const char *stream = serve_stream ("room", word);

  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (members, "%s\"%s\"", i > 0 ? "," : "", serve_id (words[i]));
  serve_run_ok (self, person, stream, "chat.create-room",
                "{\"kind\":\"room\",\"name\":\"%s\",\"topic\":\"\",\"members\":[%s]}", word, members->str);

  return stream;
}

void
serve_message (ServeFixture *self, const char *person, const char *stream, const char *text)
{
  g_autofree char *id = weft_id_random ();

  serve_run_ok (self, person, stream, "thread.send", "{\"id\":\"%s\",\"text\":\"%s\"}", id, text);
}

gint64
serve_count (ServeFixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, &error);
  gint64 value = 0;

  g_assert_no_error (error);
  weft_database_get_value (database, &value, 0, &error, g_intern_string (sql), "");
  g_assert_no_error (error);
  weft_engine_release_reader (self->engine, database);

  return value;
}

gint64
serve_count_of (ServeFixture *self, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);

  return serve_count (self, sql);
}

void
serve_pass (ServeFixture *self, gint64 time)
{
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (self->engine);

  weft_manual_clock_advance (self->clock, time);
  weft_job_runner_run_due (runner);
}

static void
on_problem (const char *stream, const char *text, gpointer user_data)
{
  g_test_message ("%s: %s", stream, text);
}

void
serve_assert_whole (ServeFixture *self)
{
  WeftCheck check = { .problem = on_problem };
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, &error);

  g_assert_no_error (error);
  weft_check_run (&check, database, self->registry, &error);
  g_assert_no_error (error);
  weft_engine_release_reader (self->engine, database);
  g_assert_cmpuint (check.n_problems, ==, 0);
}
