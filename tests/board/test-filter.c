/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person writes to find tasks, and which ones it finds; and in which order they stand. */

#include "features/board/client/weft-critical-path.h"
#include "features/board/client/weft-field-order.h"
#include "features/board/client/weft-task-filter.h"
#include "features/board/client/weft-task-month.h"
#include "features/board/client/weft-task-order.h"

#include "base/weft-id-set.h"
#include "parts/people/client/weft-person.h"

#define NOW (G_GINT64_CONSTANT (1795661400) * 1000) /* Thursday, 2026-11-26 02:50 in UTC, 09:50 in Hồ Chí Minh, 18:50 the day before in Los Angeles */
#define HOUR (G_GINT64_CONSTANT (3600) * 1000)
#define DAY (24 * HOUR)
#define TODAY (G_GINT64_CONSTANT (1795651200) * 1000) /* midnight in UTC of the 26th */

typedef struct
{
  WeftTaskNames names;
  GListStore *people;
  GListStore *statuses;
  GPtrArray *tasks; /* of WeftTask */
} World;

static void
add_status (World *world, const char *id, const char *name, WeftCategory category)
{
  g_autoptr (WeftProjectStatus) status = weft_project_status_new (id);

  weft_project_status_update (status, &(WeftStatusRecord) { .id = (char *) id, .name = (char *) name, .category = category });
  g_list_store_append (world->statuses, status);
}

static void
add_statuses (World *world)
{
  add_status (world, "todo", "Cần làm", WEFT_CATEGORY_TODO);
  add_status (world, "doing", "Đang làm", WEFT_CATEGORY_DOING);
  add_status (world, "done", "Done", WEFT_CATEGORY_DONE);
}

static void
add_person (World *world, const char *id, const char *name)
{
  g_autoptr (WeftPerson) person = weft_person_new (id);

  weft_person_update (person, name, "", "", "member", FALSE, FALSE, &(WeftPersonState) { .emoji = (char *) "", .text = (char *) "", .quiet_zone = (char *) "UTC" });
  g_list_store_append (world->people, person);
}

static void
add_label (World *world, const char *id, const char *name)
{
  WeftProjectLabel *label = g_new0 (WeftProjectLabel, 1);

  label->id = g_strdup (id);
  label->name = g_strdup (name);
  label->yarn = g_strdup ("teal");
  g_ptr_array_add (world->names.labels, label);
}

/* @like: its texts are copied. */
static WeftTask *
add (World *world, const WeftTaskRecord *like)
{
  g_autofree char *id = g_strdup_printf ("task-%u", world->tasks->len + 1);
  WeftTask *task = weft_task_new (id);
  WeftTaskRecord *record = g_memdup2 (like, sizeof *like);

  record->id = g_strdup (id);
  record->number = world->tasks->len + 1;
  record->title = g_strdup (like->title != NULL ? like->title : "plain");
  record->status = g_strdup (like->status != NULL ? like->status : "todo");
  record->rank = g_strdup_printf ("%05u", world->tasks->len);
  record->assignees = g_strdup (like->assignees);
  record->labels = g_strdup (like->labels);
  record->parent = g_strdup (like->parent);
  record->field_values = g_strdup (like->field_values);
  record->recurrence = g_strdup (like->recurrence);
  record->blockers = g_strdup (like->blockers);
  weft_task_take_record (task, record);
  g_ptr_array_add (world->tasks, task);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (world->statuses)); i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (world->statuses), i);

      if (g_str_equal (weft_project_status_get_id (status), record->status))
        weft_project_status_insert (status, task);
    }
  return task;
}

static void
add_field (World *world, const char *id, const char *name, WeftFieldKind kind, const char *options)
{
  WeftProjectField *field = g_new0 (WeftProjectField, 1);

  field->id = g_strdup (id);
  field->name = g_strdup (name);
  field->kind = kind;
  field->options = g_strdup (options);
  g_ptr_array_add (world->names.fields, field);
}

static void
set_up (World *world, gconstpointer data)
{
  world->people = g_list_store_new (WEFT_TYPE_PERSON);
  world->statuses = g_list_store_new (WEFT_TYPE_PROJECT_STATUS);
  world->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  world->names = (WeftTaskNames) {
    .code = "MILL",
    .me = "an",
    .people = G_LIST_MODEL (world->people),
    .statuses = G_LIST_MODEL (world->statuses),
    .labels = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_project_label_free),
    .fields = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_project_field_free),
  };
  add_statuses (world);
  add_person (world, "an", "Nguyễn An");
  add_person (world, "binh", "Trần Bình");
  add_person (world, "an-2", "Lê Thị An");
  add_label (world, "l-bug", "Bug");
  add_label (world, "l-review", "Cần xem lại");
}

static void
tear_down (World *world, gconstpointer data)
{
  g_ptr_array_unref (world->names.labels);
  g_ptr_array_unref (world->names.fields);
  g_object_unref (world->people);
  g_object_unref (world->statuses);
  g_ptr_array_unref (world->tasks);
}

static char *
find_in (World *world, const char *text, const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (WeftTaskFilter) filter = weft_task_filter_new (&world->names, text, NOW, zone);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < world->tasks->len; i++)
    if (filter == NULL || weft_task_filter_match (filter, world->tasks->pdata[i]))
      g_string_append_printf (found, "%s%u", found->len > 0 ? " " : "", i + 1);
  return g_string_free_and_steal (found);
}

#define expect(world_, text_, numbers_)                                                                                                \
  G_STMT_START                                                                                                                         \
  {                                                                                                                                    \
    g_autofree char *found_ = find_in (world_, text_, "Asia/Ho_Chi_Minh");                                                             \
    if (!g_str_equal (found_, numbers_))                                                                                               \
      g_error ("“%s” finds “%s”, not “%s”", text_, found_, numbers_);                                                                  \
  }                                                                                                                                    \
  G_STMT_END

static void
test_words (World *world, gconstpointer data)
{
  add (world, &(WeftTaskRecord) { .title = "Đơn hàng bị trễ" });
  add (world, &(WeftTaskRecord) { .title = "Hàng về kho" });
  add (world, &(WeftTaskRecord) { .title = "Loom 12" });
  for (guint i = 4; i <= 12; i++)
    add (world, &(WeftTaskRecord) { .title = "x" });

  expect (world, "", "1 2 3 4 5 6 7 8 9 10 11 12");
  expect (world, "  ", "1 2 3 4 5 6 7 8 9 10 11 12");
  expect (world, "don hang", "1");
  expect (world, "ĐƠN HÀ", "1");
  expect (world, "hang", "1 2");
  expect (world, "hang -don", "2");
  expect (world, "\"hang don\"", "");
  expect (world, "\"don hang\"", "1");
  /* By key, with or without the code; a number may be one of a title, too. */
  expect (world, "mill-12", "12");
  expect (world, "MILL-1 ", "1");
  expect (world, "mill-1", "1 10 11 12");
  expect (world, "12", "3 12");
  expect (world, "-x", "1 2 3");

  /* Another title is another text. */
  {
    WeftTaskRecord *record = g_memdup2 (weft_task_get_record (world->tasks->pdata[2]), sizeof *record);

    record->id = g_strdup (record->id);
    record->title = g_strdup ("Wheel");
    record->status = g_strdup (record->status);
    record->rank = g_strdup (record->rank);
    weft_task_take_record (world->tasks->pdata[2], record);
  }
  expect (world, "loom", "");
  expect (world, "wheel", "3");
}

static void
test_facts (World *world, gconstpointer data)
{
  g_autofree char *both = weft_id_set_new ((const char *const[]) { "an", "binh" }, 2);
  WeftTask *blocked;

  add (world, &(WeftTaskRecord) { .assignees = (char *) "an", .labels = (char *) "l-bug", .priority = WEFT_PRIORITY_URGENT });
  add (world, &(WeftTaskRecord) { .assignees = both, .status = (char *) "doing", .priority = WEFT_PRIORITY_LOW, .estimate = 2.5, .n_comments = 1, .has_about = TRUE });
  add (world, &(WeftTaskRecord) { .assignees = (char *) "an-2", .status = (char *) "done", .labels = (char *) "l-review", .estimate = 5, .recurrence = (char *) "schedule FREQ=DAILY UTC 0" });
  blocked = add (world, &(WeftTaskRecord) { .title = "free", .parent = (char *) "task-1", .estimate = 3 });
  weft_task_set_standing (blocked, "MILL-2", 0, 0);
  weft_task_set_n_files (blocked, 2);

  expect (world, "assignee:me", "1 2");
  expect (world, "assignee:none", "4");
  expect (world, "assignee:any", "1 2 3");
  expect (world, "assignee:an ", "1 2 3");
  expect (world, "assignee:\"nguyen an\" ", "1 2");
  expect (world, "assignee:binh,none", "2 4");
  expect (world, "assignee:bi", "2");
  expect (world, "assignee:bi ", "");
  expect (world, "-assignee:me", "3 4");
  expect (world, "ASSIGNEE:Me", "1 2");
  expect (world, "label:bug", "1");
  expect (world, "label:\"can xem\" ", "3");
  expect (world, "label:none", "2 4");
  expect (world, "label:any is:done", "3");
  expect (world, "status:lam ", "1 2 4");
  expect (world, "status:dang", "2");
  expect (world, "-status:dang", "1 3 4");
  expect (world, "priority:urgent", "1");
  expect (world, "priority:urgent,low", "1 2");
  expect (world, "priority:none ", "3 4");
  expect (world, "-priority:none", "1 2");
  /* While it is being written it asks for nothing. */
  expect (world, "priority:ur", "1 2 3 4");
  expect (world, "priority:", "1 2 3 4");
  expect (world, "-is:bl", "1 2 3 4");
  expect (world, "estimate:<", "1 2 3 4");
  expect (world, "is:open", "1 2 4");
  expect (world, "is:todo", "1 4");
  expect (world, "is:doing", "2");
  expect (world, "is:done", "3");
  expect (world, "is:blocked", "4");
  expect (world, "is:mine is:open -is:doing", "1");
  expect (world, "is:mine,blocked", "1 2 4");
  expect (world, "is:unassigned", "4");
  expect (world, "is:recurring", "3");
  expect (world, "has:file", "4");
  expect (world, "has:comment", "2");
  expect (world, "has:description,file", "2 4");
  expect (world, "-has:file", "1 2 3");
  expect (world, "has:checklist", "");
  expect (world, "has:che", "1 2 3 4");
  expect (world, "estimate:3", "4");
  expect (world, "estimate:>2.5", "3 4");
  expect (world, "estimate:>=2.5", "2 3 4");
  expect (world, "estimate:<5", "2 4");
  expect (world, "estimate:<=5", "2 3 4");
  expect (world, "estimate:2..3", "2 4");
  expect (world, "estimate:2.5..3", "2 4");
  expect (world, "estimate:none", "1");
  expect (world, "-estimate:any", "1");
  expect (world, "parent:MILL-1", "4");
  expect (world, "parent:1 ", "4");
  expect (world, "parent:none", "1 2 3");
  expect (world, "parent:WEB-1", "");
  expect (world, "free is:blocked", "4");
  expect (world, "free is:done", "");
}

/* The longest chain of what is not done and waits: by estimates, one point without; ties are all of it. */
static void
test_critical (World *world, gconstpointer data)
{
  add (world, &(WeftTaskRecord) { .estimate = 13 });
  expect (world, "is:critical", "");
  add (world, &(WeftTaskRecord) { .estimate = 2 });
  add (world, &(WeftTaskRecord) { .blockers = (char *) "task-2" });
  expect (world, "is:critical", "2 3");
  add (world, &(WeftTaskRecord) { .blockers = (char *) "task-3", .status = (char *) "doing" });
  add (world, &(WeftTaskRecord) { .estimate = 2.5, .blockers = (char *) "task-2" });
  expect (world, "is:critical", "2 5");
  add (world, &(WeftTaskRecord) { .estimate = 0.5, .blockers = (char *) "task-4" });
  expect (world, "is:critical", "2 3 4 5 6");
  /* What is done holds nobody up, nor does what is not there. */
  add (world, &(WeftTaskRecord) { .estimate = 100, .status = (char *) "done" });
  add (world, &(WeftTaskRecord) { .estimate = 40, .blockers = (char *) "task-7 task-99" });
  expect (world, "is:critical", "2 3 4 5 6");
  expect (world, "is:critical,done", "2 3 4 5 6 7");
  expect (world, "-is:critical is:open", "1 8");
}

/* Every chain from @index on, by trying all: how long the longest is that begins there. */
static double
walk (World *world, guint index, double so_far, double *best, GPtrArray *chain, GHashTable *on_best)
{
  const WeftTaskRecord *record = weft_task_get_record (world->tasks->pdata[index]);
  gboolean last = TRUE;

  so_far += record->estimate > 0 ? record->estimate : 1;
  g_ptr_array_add (chain, record->id);
  for (guint i = 0; i < world->tasks->len; i++)
    {
      const WeftTaskRecord *other = weft_task_get_record (world->tasks->pdata[i]);

      if (g_str_equal (other->status, "done") || !weft_id_set_contains (other->blockers, record->id))
        continue;
      last = FALSE;
      walk (world, i, so_far, best, chain, on_best);
    }
  if (last && chain->len > 1 && so_far >= *best)
    {
      if (so_far > *best)
        g_hash_table_remove_all (on_best);
      *best = so_far;
      for (guint i = 0; i < chain->len; i++)
        g_hash_table_add (on_best, chain->pdata[i]);
    }
  g_ptr_array_set_size (chain, (int) chain->len - 1);
  return *best;
}

static void
test_critical_random (World *world, gconstpointer data)
{
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (GPtrArray) chain = g_ptr_array_new ();
      g_autoptr (GHashTable) on_best = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GHashTable) found = NULL;
      guint n = (guint) g_test_rand_int_range (1, 12);
      double best = 0;

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *blockers = NULL;

          for (guint k = 0; k < i; k++)
            if (g_test_rand_int_range (0, 4) == 0)
              {
                g_autofree char *before = g_steal_pointer (&blockers);

                blockers = weft_id_set_add (before, weft_task_get_id (world->tasks->pdata[k]));
              }
          add (world, &(WeftTaskRecord) { .estimate = g_test_rand_int_range (0, 4), .blockers = blockers, .status = (char *) (g_test_rand_int_range (0, 5) == 0 ? "done" : "todo") });
        }
      for (guint i = 0; i < n; i++)
        if (!g_str_equal (weft_task_get_record (world->tasks->pdata[i])->status, "done"))
          walk (world, i, 0, &best, chain, on_best);
      found = weft_critical_path_find (world->names.statuses);
      for (guint i = 0; i < n; i++)
        {
          const char *id = weft_task_get_id (world->tasks->pdata[i]);

          if (g_hash_table_contains (found, id) != g_hash_table_contains (on_best, id))
            g_error ("%s of %u: %s", id, n, g_hash_table_contains (found, id) ? "found, and on no longest chain" : "on a longest chain, and not found");
        }
      g_list_store_remove_all (world->statuses);
      add_statuses (world);
      g_ptr_array_set_size (world->tasks, 0);
    }
}

static void
test_dates (World *world, gconstpointer data)
{
  g_autofree char *west = NULL;

  add (world, &(WeftTaskRecord) { .due_at = TODAY - DAY });                             /* 1: yesterday */
  add (world, &(WeftTaskRecord) { .due_at = TODAY });                                   /* 2: today */
  add (world, &(WeftTaskRecord) { .due_at = TODAY + DAY });                             /* 3: tomorrow */
  add (world, &(WeftTaskRecord) { .due_at = TODAY + 7 * DAY });                         /* 4: in a week */
  add (world, &(WeftTaskRecord) { .due_at = TODAY + 8 * DAY });                         /* 5 */
  add (world, &(WeftTaskRecord) { .due_at = NOW - HOUR });                              /* 6: an hour ago */
  add (world, &(WeftTaskRecord) { .due_at = NOW + HOUR });                              /* 7: in an hour */
  add (world, &(WeftTaskRecord) { .due_at = NOW + 15 * HOUR });                         /* 8: after midnight in Hồ Chí Minh */
  add (world, &(WeftTaskRecord) { .due_at = TODAY - DAY, .status = (char *) "done" });  /* 9 */
  add (world, &(WeftTaskRecord) { .title = "whenever" });                               /* 10 */

  expect (world, "is:overdue", "1 6");
  expect (world, "due:overdue", "1 6");
  expect (world, "due:today", "2 6 7");
  expect (world, "due:tomorrow", "3 8");
  expect (world, "due:yesterday", "1 9");
  expect (world, "due:7d", "2 3 4 6 7 8");
  expect (world, "due:1w ", "2 3 4 6 7 8");
  expect (world, "due:2026-11-26", "2 6 7");
  expect (world, "due:2026-11", "1 2 3 6 7 8 9");
  expect (world, "due:2026-12 ", "4 5");
  expect (world, "due:none", "10");
  expect (world, "due:any is:open", "1 2 3 4 5 6 7 8");
  expect (world, "before:today", "1 9");
  expect (world, "before:7d is:open", "1 2 3 6 7 8");
  expect (world, "after:today", "3 4 5 8");
  expect (world, "after:7d", "5");
  expect (world, "after:2026", "");
  expect (world, "-due:any", "10");
  expect (world, "due:to", "1 2 3 4 5 6 7 8 9 10");
  expect (world, "due:2026-1", "1 2 3 4 5 6 7 8 9 10");

  /* A day is that day wherever one is, and a moment another one's day: there it is the evening before. */
  west = find_in (world, "due:today", "America/Los_Angeles");
  g_assert_cmpstr (west, ==, "1 6 7 9");
}

static void
expect_problem (World *world, const char *text, const char *operator, const char *value)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (WeftTaskFilter) filter = weft_task_filter_new (&world->names, text, NOW, zone);
  const char *told_operator = NULL;
  const char *told_value = NULL;

  if (filter != NULL)
    weft_task_filter_get_problem (filter, &told_operator, &told_value);
  if (g_strcmp0 (told_operator, operator) != 0 || g_strcmp0 (told_value, value) != 0)
    g_error ("“%s”: told %s, %s", text, told_operator, told_value);
}

static void
test_problems (World *world, gconstpointer data)
{
  static const char *const pieces[] = { "assignee:", "label:", "status:", "priority:", "is:", "due:", "before:", "after:", "estimate:", "parent:",
                                        "foo:", "-", "\"", "me", "none", ",", "2026", "-11", "7d", "..", "<", ">=", "3", " ", "\xff", "đơn", "MILL-1" };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  add (world, &(WeftTaskRecord) { .title = "owner: the weaver", .labels = (char *) "l-bug" });
  expect_problem (world, "weaver", NULL, NULL);
  expect_problem (world, "assignee:me label:bug is:open due:7d", NULL, NULL);
  expect_problem (world, "http://example.org/a", NULL, NULL);
  expect_problem (world, "owner:weaver", "owner", NULL);
  expect (world, "owner:weaver", "");
  expect (world, "owner: weaver", "1");
  expect_problem (world, "from:an", "from", NULL); /* of messages */
  expect_problem (world, "priority:hgh", "priority", "hgh");
  expect (world, "priority:hgh", "");
  expect (world, "-priority:hgh", "1");
  expect_problem (world, "priority:hi ", "priority", "hi");
  expect_problem (world, "priority:hi", NULL, NULL);
  expect_problem (world, "label:bug,bgu ", "label", "bgu");
  expect (world, "label:bug,bgu ", "1");
  expect_problem (world, "assignee:nobody", "assignee", "nobody");
  expect_problem (world, "due:never", "due", "never");
  expect_problem (world, "due:12h ", "due", "12h"); /* how long ago, in searches */
  expect_problem (world, "estimate:3x ", "estimate", "3x");
  expect_problem (world, "estimate:1.. ", "estimate", "1..");
  expect_problem (world, "parent:WEB-1 ", "parent", "WEB-1");
  expect_problem (world, "foo:1 bar:2", "foo", NULL);

  for (guint seed = 0; seed < 400; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (WeftTaskFilter) filter = NULL;

      for (guint i = g_rand_int_range (random, 0, 120); i > 0; i--)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      filter = weft_task_filter_new (&world->names, text->str, NOW, zone);
      if (filter != NULL)
        weft_task_filter_match (filter, world->tasks->pdata[0]);
    }
}

/* Fields of a project's own, of each kind. */
static void
test_fields (World *world, gconstpointer data)
{
  add_field (world, "f-size", "Size", WEFT_FIELD_NUMBER, NULL);
  add_field (world, "f-grade", "Grade of wool", WEFT_FIELD_SELECT, "o-fine Very fine\no-rough Rough");
  add_field (world, "f-buyer", "Người mua", WEFT_FIELD_PERSON, NULL);
  add_field (world, "f-day", "Day", WEFT_FIELD_DATE, NULL);
  add_field (world, "f-note", "Note", WEFT_FIELD_TEXT, NULL);
  add (world, &(WeftTaskRecord) { .field_values = (char *) "f-size 3.5\nf-grade o-fine\nf-buyer an" });
  add (world, &(WeftTaskRecord) { .field_values = (char *) "f-size 10\nf-grade o-rough\nf-buyer an-2\nf-day 1795651200000\nf-note Đơn hàng ở Huế" });
  add (world, &(WeftTaskRecord) { .title = "plain" });

  expect (world, "field:size=3.5", "1");
  expect (world, "field:size=>3.5", "2");
  expect (world, "field:SIZE=3..4,10", "1 2");
  expect (world, "field:size=none", "3");
  expect (world, "field:size", "1 2");
  expect (world, "-field:size", "3");
  expect (world, "field:\"grade of wool=fine\"", "1");
  expect (world, "field:\"grade of wool=rough,very fine\"", "1 2");
  expect (world, "field:\"nguoi mua=binh\"", "");
  expect (world, "field:\"nguoi mua=le an\"", "2");
  expect (world, "field:\"nguoi mua=me\"", "1");
  expect (world, "field:day=today", "2");
  expect (world, "field:day=tomorrow", "");
  expect (world, "field:note=hue", "2");
  expect (world, "field:\"note=don hang\"", "2");
  expect (world, "field:note=hang,an", "2");
  /* Being written. */
  expect (world, "field:si", "1 2 3");
  expect (world, "field:size=", "1 2 3");
  expect (world, "field:note=h", "2");
  /* Nobody knows it. */
  expect (world, "field:weight=3 ", "");
  expect (world, "field:size=many ", "");
}

static void
test_quote (World *world, gconstpointer data)
{
  g_autofree char *plain = weft_task_filter_quote ("bug");
  g_autofree char *spaced = weft_task_filter_quote ("Cần xem lại");

  g_assert_cmpstr (plain, ==, "bug");
  g_assert_cmpstr (spaced, ==, "\"Cần xem lại\"");
}

static void
test_terms (World *world, gconstpointer data)
{
  static const struct
  {
    const char *text, *term, *toggled;
  } cases[] = {
    { "", "is:mine", "is:mine " },
    { "wool", "is:mine", "wool is:mine " },
    { "wool ", "is:mine", "wool is:mine " },
    { "wool is:mine ", "is:mine", "wool " },
    { "is:mine wool", "is:mine", "wool" },
    { "-is:mine", "is:mine", "-is:mine is:mine " },
    { "is:mine,open", "is:mine", "is:mine,open is:mine " },
    { "label:\"two words\"", "label:\"two words\"", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *toggled = weft_task_filter_toggle (cases[i].text, cases[i].term);

      g_assert_cmpstr (toggled, ==, cases[i].toggled);
    }
}

static char *
order (World *world, const char *sort, gboolean descending, const char *grouping)
{
  const WeftBoardLook look = { .text = "", .sort = weft_sort_from_wire (sort), .descending = descending, .grouping = weft_grouping_from_wire (grouping) };
  g_autoptr (WeftTaskOrder) made = weft_task_order_new (&world->names, &look);
  g_autoptr (GPtrArray) tasks = g_ptr_array_copy (world->tasks, NULL, NULL);
  GString *found = g_string_new (NULL);

  g_ptr_array_set_free_func (tasks, NULL);
  /* As a list does: by group, and in it by order. The simplest way there is. */
  for (guint i = 0; i < tasks->len; i++)
    for (guint k = i + 1; k < tasks->len; k++)
      {
        int before = weft_task_order_compare_groups (made, tasks->pdata[i], tasks->pdata[k]);

        if (before == 0)
          before = weft_task_order_compare (made, tasks->pdata[i], tasks->pdata[k]);
        g_assert_cmpint (before, !=, 0);
        if (before > 0)
          {
            gpointer later = tasks->pdata[i];

            tasks->pdata[i] = tasks->pdata[k];
            tasks->pdata[k] = later;
          }
      }
  for (guint i = 0; i < tasks->len; i++)
    {
      const char *group = weft_task_order_get_group (made, tasks->pdata[i]);

      g_string_append_printf (found, "%s%" G_GINT64_FORMAT "%s%s", i > 0 ? " " : "", weft_task_get_record (tasks->pdata[i])->number,
                              group != NULL ? ":" : "", group != NULL ? group : "");
    }
  return g_string_free_and_steal (found);
}

#define expect_order(world_, sort_, descending_, grouping_, numbers_)                                                                  \
  G_STMT_START                                                                                                                         \
  {                                                                                                                                    \
    g_autofree char *found_ = order (world_, sort_, descending_, grouping_);                                                           \
    g_assert_cmpstr (found_, ==, numbers_);                                                                                            \
  }                                                                                                                                    \
  G_STMT_END

/* What has nothing of it stands last, whichever way; equal ones as on the board. */
static void
test_order (World *world, gconstpointer data)
{
  g_autofree char *both = weft_id_set_new ((const char *const[]) { "binh", "an" }, 2);

  add (world, &(WeftTaskRecord) { .title = "Đan", .status = (char *) "done", .assignees = (char *) "binh", .due_at = 3 * DAY });
  add (world, &(WeftTaskRecord) { .title = "anh", .assignees = both, .labels = (char *) "l-review", .estimate = 2, .parent = (char *) "task-1" });
  add (world, &(WeftTaskRecord) { .title = "Ba", .status = (char *) "doing", .priority = WEFT_PRIORITY_LOW, .due_at = DAY });
  add (world, &(WeftTaskRecord) { .title = "dao", .labels = (char *) "gone", .priority = WEFT_PRIORITY_URGENT, .estimate = 0.5 });

  expect_order (world, "rank", FALSE, "none", "2 4 3 1");
  expect_order (world, "key", FALSE, "none", "1 2 3 4");
  expect_order (world, "key", TRUE, "none", "4 3 2 1");
  expect_order (world, "title", FALSE, "none", "2 3 1 4");
  expect_order (world, "title", TRUE, "none", "4 1 3 2");
  expect_order (world, "status", TRUE, "none", "1 3 2 4");
  expect_order (world, "assignee", FALSE, "none", "2 1 4 3");
  expect_order (world, "assignee", TRUE, "none", "1 2 4 3");
  expect_order (world, "priority", FALSE, "none", "4 3 2 1");
  expect_order (world, "priority", TRUE, "none", "3 4 2 1");
  expect_order (world, "estimate", FALSE, "none", "4 2 3 1");
  expect_order (world, "estimate", TRUE, "none", "2 4 3 1");
  expect_order (world, "due", FALSE, "none", "3 1 2 4");
  expect_order (world, "due", TRUE, "none", "1 3 2 4");
  expect_order (world, "rank", FALSE, "status", "2:todo 4:todo 3:doing 1:done");
  expect_order (world, "rank", FALSE, "assignee", "2:an 1:binh 4 3");
  expect_order (world, "key", FALSE, "label", "2:l-review 1 3 4");
  expect_order (world, "key", FALSE, "priority", "4:urgent 3:low 1:none 2:none");
  expect_order (world, "key", TRUE, "parent", "2:task-1 4 3 1");
  expect_order (world, "created", FALSE, "none", "1 2 3 4");
  expect_order (world, "created", TRUE, "none", "4 3 2 1");
  expect_order (world, "what is this", FALSE, "nobody knows", "2 4 3 1");
}

#define SIZE "01234567-89ab-7cde-8f01-234567890001"
#define GRADE "01234567-89ab-7cde-8f01-234567890002"
#define BUYER "01234567-89ab-7cde-8f01-234567890003"
#define SHIP "01234567-89ab-7cde-8f01-234567890004"
#define NOTE "01234567-89ab-7cde-8f01-234567890005"
#define GONE "01234567-89ab-7cde-8f01-234567890006"

static void
add_values (World *world, const char *values)
{
  add (world, &(WeftTaskRecord) { .field_values = (char *) values });
}

/* Numbers by what they are worth, choices as the field has them, days by time and together by months; what says nothing, or what is gone, last. */
static void
test_field_order (World *world, gconstpointer data)
{
  add_field (world, SIZE, "Size", WEFT_FIELD_NUMBER, NULL);
  add_field (world, GRADE, "Grade", WEFT_FIELD_SELECT, "o-rough Rough\no-fine Fine");
  add_field (world, BUYER, "Buyer", WEFT_FIELD_PERSON, NULL);
  add_field (world, SHIP, "Ship", WEFT_FIELD_DATE, NULL);
  add_field (world, NOTE, "Note", WEFT_FIELD_TEXT, NULL);
  add_values (world, SIZE " 10\n" GRADE " o-fine\n" BUYER " binh\n" SHIP " 1798761600000\n" NOTE " dao");  /* 2027-01-01 */
  add_values (world, SIZE " 9.50\n" GRADE " o-rough\n" BUYER " an\n" SHIP " 1796083200000\n" NOTE " Ba"); /* 2026-12-01 */
  add_values (world, SIZE " -3\n" GRADE " o-gone\n" BUYER " nobody-here\n" SHIP " 1798675200000\n" NOTE " Đan"); /* 2026-12-31 */
  add_values (world, SIZE " 9.5\n" NOTE " Ba");
  add_values (world, NULL);

  expect_order (world, "field:" SIZE, FALSE, "none", "3 2 4 1 5");
  expect_order (world, "field:" SIZE, TRUE, "none", "1 2 4 3 5");
  expect_order (world, "field:" GRADE, FALSE, "none", "2 1 3 4 5");
  expect_order (world, "field:" GRADE, TRUE, "none", "1 2 3 4 5");
  expect_order (world, "field:" BUYER, FALSE, "none", "2 1 3 4 5");
  expect_order (world, "field:" SHIP, FALSE, "none", "2 3 1 4 5");
  expect_order (world, "field:" SHIP, TRUE, "none", "1 3 2 4 5");
  expect_order (world, "field:" NOTE, FALSE, "none", "2 4 3 1 5");
  expect_order (world, "field:" NOTE, TRUE, "none", "1 3 2 4 5");
  expect_order (world, "key", FALSE, "field:" SIZE, "3:-3 2:9.50 4:9.50 1:10 5");
  expect_order (world, "key", FALSE, "field:" GRADE, "2:o-rough 1:o-fine 3 4 5");
  expect_order (world, "key", FALSE, "field:" BUYER, "2:an 1:binh 3 4 5");
  expect_order (world, "key", TRUE, "field:" SHIP, "3:2026-12 2:2026-12 1:2027-01 5 4");
  expect_order (world, "key", FALSE, "field:" NOTE, "2:Ba 4:Ba 3:Đan 1:dao 5");
  expect_order (world, "field:" GONE, FALSE, "field:" GONE, "1 2 3 4 5");
}

static char *
move_to (WeftFieldKind kind, const char *value, const char *group, const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  const WeftProjectField field = { .id = (char *) SHIP, .name = (char *) "Ship", .kind = kind };

  return weft_field_group_to_value (&field, value, group, zone);
}

/* What has to stand in a field for a task to be in a group; a date keeps its day and its time as far as the month has them. */
static void
test_group_values (void)
{
  static const struct
  {
    WeftFieldKind kind;
    const char *value, *group, *zone, *wanted;
  } cases[] = {
    { WEFT_FIELD_SELECT, "o-fine", "o-rough", "UTC", "o-rough" },
    { WEFT_FIELD_SELECT, "o-fine", NULL, "UTC", NULL },
    { WEFT_FIELD_NUMBER, NULL, "3.50", "UTC", "3.50" },
    { WEFT_FIELD_DATE, "1796083200000", NULL, "UTC", NULL },
    { WEFT_FIELD_DATE, NULL, "2026-12", "Asia/Ho_Chi_Minh", "1796083200000" },            /* its first day */
    { WEFT_FIELD_DATE, "1798675200000", "2026-12", "America/Los_Angeles", "1798675200000" }, /* it is there */
    { WEFT_FIELD_DATE, "1798675200000", "2027-02", "America/Los_Angeles", "1803772800000" }, /* the 31st: the 28th */
    { WEFT_FIELD_DATE, "1798675200000", "2028-02", "UTC", "1835395200000" },                 /* the 29th */
    { WEFT_FIELD_DATE, "1798680600000", "2027-01", "America/Los_Angeles", "1801359000000" }, /* 17:30 on the 30th, there */
    { WEFT_FIELD_DATE, "1798675200000", "what", "UTC", NULL },
    { WEFT_FIELD_DATE, "1798675200000", "2026-13", "UTC", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = move_to (cases[i].kind, cases[i].value, cases[i].group, cases[i].zone);

      g_test_message ("%u", i);
      g_assert_cmpstr (value, ==, cases[i].wanted);
    }
}

/* A moment is in the month it is in where one is, a day everywhere in its own; and what stands together does, whichever comes first. */
static void
test_months (void)
{
  g_autoptr (GTimeZone) west = g_time_zone_new_identifier ("America/Los_Angeles");
  g_autoptr (GTimeZone) east = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
  g_autofree char *day = weft_task_month_of (G_GINT64_CONSTANT (1798761600000), west);
  g_autofree char *evening = weft_task_month_of (G_GINT64_CONSTANT (1798763400000), west);
  g_autofree char *morning = weft_task_month_of (G_GINT64_CONSTANT (1798763400000), east);

  g_assert_cmpstr (day, ==, "2027-01");
  g_assert_cmpstr (evening, ==, "2026-12");
  g_assert_cmpstr (morning, ==, "2027-01");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/board/filter/words", World, NULL, set_up, test_words, tear_down);
  g_test_add ("/board/filter/facts", World, NULL, set_up, test_facts, tear_down);
  g_test_add ("/board/filter/critical", World, NULL, set_up, test_critical, tear_down);
  g_test_add ("/board/filter/critical/random", World, NULL, set_up, test_critical_random, tear_down);
  g_test_add ("/board/filter/dates", World, NULL, set_up, test_dates, tear_down);
  g_test_add ("/board/filter/problems", World, NULL, set_up, test_problems, tear_down);
  g_test_add ("/board/filter/fields", World, NULL, set_up, test_fields, tear_down);
  g_test_add ("/board/filter/quote", World, NULL, set_up, test_quote, tear_down);
  g_test_add ("/board/filter/terms", World, NULL, set_up, test_terms, tear_down);
  g_test_add ("/board/filter/order", World, NULL, set_up, test_order, tear_down);
  g_test_add ("/board/filter/order/fields", World, NULL, set_up, test_field_order, tear_down);
  g_test_add_func ("/board/filter/order/group-values", test_group_values);
  g_test_add_func ("/board/filter/order/months", test_months);
  return g_test_run ();
}
