/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk.h"

/* The arguments of every operation and the body of every event, with members swapped for anything JSON can
 * say. What is taken must come out as it went in; what is refused must name a field. WEFT_TEST_SEED=N runs
 * one seed. */

#define N_ROUNDS 400

static const char *const strings[] = {
  "",          " ",      "x",        ADA,           ROOM,
  "workspace", "room/",  HASH,       "guest",       "member",
  "admin",     "system", "direct",   "\n",          "a\tb",
  "\x01",      "\u202e", "Đơn hàng", "👩‍🌾", "room/0192F0C1-0000-7000-8000-0000000000A1",
};

static JsonNode *
make_value (GRand *random, guint depth)
{
  JsonNode *node = json_node_alloc ();
  g_autofree char *text = NULL;

  switch (g_rand_int_range (random, 0, depth > 2 ? 7 : 10))
    {
    case 0:
      return json_node_init_null (node);
    case 1:
      return json_node_init_boolean (node, g_rand_boolean (random));
    case 2:
      return json_node_init_int (node,
                                 (gint64) (((guint64) g_rand_int (random) << 32) | g_rand_int (random)));
    case 3:
      return json_node_init_int (node, g_rand_int_range (random, -2, 1200));
    case 4:
      return json_node_init_double (node, g_rand_double_range (random, -1e300, 1e300));
    case 5:
      text = g_strnfill ((gsize) g_rand_int_range (random, 0, 20000), 'w');
      return json_node_init_string (node, text);
    case 6:
      return json_node_init_string (node, strings[g_rand_int_range (random, 0, G_N_ELEMENTS (strings))]);
    case 7:
      {
        g_autoptr (JsonObject) object = json_object_new ();

        json_object_set_member (object, "id", make_value (random, depth + 1));
        return json_node_init_object (node, object);
      }
    default:
      {
        g_autoptr (JsonArray) array = json_array_new ();
        int n = g_rand_int_range (random, 0, 8);

        for (int i = 0; i < n; i++)
          json_array_add_element (array, make_value (random, depth + 1));
        return json_node_init_array (node, array);
      }
    }
}

typedef gboolean (*Parse) (JsonObject *object, gpointer args, GError **error);
typedef void (*Clear) (gpointer args);
typedef void (*Write) (gconstpointer args, GString *out);

static const char *const fields[] = {
  "id",         "text",       "reply_to",   "target",  "name",      "person",      "person_name", "login",
  "role",       "invitation", "title",      "status",  "suspended", "secret_hash", "streams",     "uses",
  "expires_at", "kind",       "topic",      "members", "colour",    "after",       "tags",        "due",
  "place",      "hash",       "above",      "below",   "media_type", "size",    "width",     "height",      "op",         "object",
  "field",      "mine",       "theirs",     "base",    "rows",      "log_days",    "log_events", "content_days",
      "at",        "late",        "list",        "before",
  "rank",       "ids",       "contains",    "template",    "source",
  "muted",      "level",     "rooms",       "direct",      "word",
  "event",     "severity",    "fields",      "link", "shown", "value", "recurrence", "next", "seen", "past",
  "author",     "amount",  "bought",      "until",   "pinned",
  "archived",   "ordinal", "folder",  "access",
  "emoji",      "days",       "start",      "end",     "zone",
  "about",      "handle",     "emblem",  "yarn",        "post",      "invite",      "pin",         "accepted",    "room",   "waiting",
  "face",       "hook",        "speaker", "alert",  "firing",      "message",
  "several",    "secret",     "closes_at",   "option", "chosen", "only", "poll", "closed", "votes",
  "everyone",   "people",     "round",       "urgent",
  "root",       "also",    "resolved",    "follows",     "reply",  "emoji",       "on",
  "address",    "key",         "working", "teller", "host",        "reason",
  "written_at", "reactions",
  "note",       "deletes", "removes", "suspends", "deleted",  "removed_as", "case_id", "said_at",
  "who",        "maker",       "pack",   "sticker",     "arranged",
  "due_at",     "why",         "bare",       "allowed",     "excerpt", "site",   "picture",     "seconds",
  "assignees",  "category",    "code",   "duplicate_of", "estimate", "hard", "label", "labels", "other", "parent", "priority",
  "start_at",   "sort",  "descending", "grouping", "layout", "wip",  "assignee", "done", "task", "needs", "per_lane", NULL,
};

static void
try_object (
    const char *name, JsonObject *object, Parse parse, Clear clear, Write write, gsize size, guint seed)
{
  g_autofree gpointer args = g_malloc0 (size);
  g_autoptr (GString) once = g_string_new (NULL);
  g_autoptr (GString) twice = g_string_new (NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse (object, args, &error))
    {
      g_autofree char *field = g_strndup (error->message, strcspn (error->message, ":["));

      g_assert_cmpint (error->domain, ==, WEFT_ERROR);
      if (!g_strv_contains (fields, field) || strlen (error->message) > 200
          || !g_utf8_validate (error->message, -1, NULL))
        g_error ("seed %u: %s: the refusal “%s” names no field", seed, name, error->message);
      clear (args);
      return;
    }

  write (args, once);
  clear (args);
  again = weft_json_parse (once->str, once->len, &error);
  g_assert_no_error (error);
  if (!parse (json_node_get_object (again), args, &error))
    g_error ("seed %u: %s refuses what it wrote itself: %s", seed, name, error->message);
  write (args, twice);
  clear (args);
  g_assert_cmpstr (once->str, ==, twice->str);
}

/* Otherwise most would be refused for a member of another operation. */
static void
remove_others (const WeftOperation *operation, JsonObject *object)
{
  for (;;)
    {
      g_autofree gpointer args = g_malloc0 (operation->args_size);
      g_autofree char *field = NULL;
      g_autoptr (GError) error = NULL;

      if (operation->parse (object, args, &error))
        {
          operation->clear (args);
          return;
        }
      if (!g_str_has_suffix (error->message, "no such field"))
        return;
      field = g_strndup (error->message, strcspn (error->message, ":"));
      json_object_remove_member (object, field);
    }
}

static void
mutate (WeftRegistry *registry, guint seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  const WeftModule *const *modules;
  guint n;

  modules = weft_registry_get_modules (registry, &n);
  for (guint i = 0; i < n; i++)
    {
      const WeftModule *module = modules[i];

      for (guint j = 0; j < module->n_operations + module->n_events; j++)
        {
          g_autoptr (JsonObject) object = json_object_new ();
          int n_members = g_rand_int_range (random, 0, (int) g_strv_length ((char **) fields));

          json_object_set_string_member (object, "id", ADA);
          json_object_set_string_member (object, "name", "Ada");
          json_object_set_string_member (object, "person", BEN);
          json_object_set_string_member (object, "role", "guest");
          json_object_set_string_member (object, "text", "Hello");
          json_object_set_string_member (object, "target", ROOM);
          for (int k = 0; k < n_members; k++)
            {
              const char *field
                  = fields[g_rand_int_range (random, 0, (int) g_strv_length ((char **) fields))];

              if (g_rand_int_range (random, 0, 3) == 0)
                json_object_remove_member (object, field);
              else
                json_object_set_member (object, field, make_value (random, 0));
            }

          if (j < module->n_operations)
            {
              const WeftOperation *operation = module->operations[j];

              if (g_rand_int_range (random, 0, 4) > 0)
                remove_others (operation, object);
              try_object (operation->name, object, operation->parse, operation->clear, operation->write,
                          operation->args_size, seed);
            }
          else
            {
              const WeftEvent *event = module->events[j - module->n_operations];

              try_object (event->name, object, event->parse, event->clear, event->write, event->args_size,
                          seed);
            }
        }
    }
}

static void
test_mutations (void)
{
  g_autoptr (Desk) desk = desk_new ();
  const char *only = g_getenv ("WEFT_TEST_SEED");

  if (only != NULL)
    {
      mutate (desk->registry, (guint) g_ascii_strtoull (only, NULL, 10));
      return;
    }

  for (guint seed = 1; seed <= N_ROUNDS; seed++)
    mutate (desk->registry, seed);
  mutate (desk->registry, g_random_int ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/mutations", test_mutations);

  return g_test_run ();
}
