/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-filter.h"

#include <math.h>
#include <string.h>

#include "base/weft-id-map.h"
#include "base/weft-id-set.h"
#include "base/weft-text.h"
#include "features/board/client/weft-critical-path.h"
#include "parts/people/client/weft-person.h"
#include "store/weft-search-query.h"
#include "store/weft-search-time.h"
#include "store/weft-words.h"

#define DAY (G_GINT64_CONSTANT (86400) * 1000) /* ms */
#define KEY_MAX 40                             /* bytes of a key: a code of 8, a hyphen, a number */

/* What a task may be, one bit each. */
enum
{
  IS_OPEN = 1 << 0,
  IS_TODO = 1 << 1,
  IS_DOING = 1 << 2,
  IS_DONE = 1 << 3,
  IS_BLOCKED = 1 << 4,
  IS_OVERDUE = 1 << 5,
  IS_MINE = 1 << 6,
  IS_UNASSIGNED = 1 << 7,
  IS_RECURRING = 1 << 8,
  IS_CRITICAL = 1 << 9,
};

/* What a task may have, likewise. */
enum
{
  HAS_FILE = 1 << 0,
  HAS_COMMENT = 1 << 1,
  HAS_DESCRIPTION = 1 << 2,
  HAS_CHECKLIST = 1 << 3,
};

/* A stretch of time, as whole days say it (midnight in UTC, everywhere) and as moments do. */
typedef struct
{
  gint64 day_from;
  gint64 day_to;
  gint64 from;
  gint64 to;
} Span;

typedef struct
{
  double low;
  double high;
  gboolean open_low; /* the end is not in it */
  gboolean open_high;
} Range;

typedef struct _Condition Condition;
typedef gboolean (*MatchFunc) (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record);

/* What one operator asks for: any of its values will do. */
struct _Condition
{
  MatchFunc match;
  gboolean negated;
  gboolean begun;   /* a value is being written: nothing is asked for yet */
  gboolean none;    /* those without one */
  gboolean any;     /* those with one */
  guint bits;       /* priorities, or what a task is */
  gboolean overdue;
  GPtrArray *ids;   /* of char: people, labels, statuses, tasks */
  GArray *spans;    /* of Span */
  GArray *ranges;   /* of Range */
  char *field;      /* (nullable): id of a project's own field … */
  WeftFieldKind kind;
  GPtrArray *words; /* (nullable): of char **: … and what its text has, any of them … */
  gboolean open;    /* … of the last of which the last word may be a beginning */
};

struct _WeftTaskFilter
{
  WeftSearchQuery *query;
  gboolean has_words;
  char *code; /* folded */
  char *me;   /* (nullable) */
  gint64 now;
  gint64 today; /* midnight in UTC of the person's day */
  GPtrArray *categories[WEFT_CATEGORY_DONE + 1]; /* of char: ids of statuses */
  GHashTable *critical;                          /* (nullable): set of ids, where somebody asks for it */
  GArray *conditions;                            /* of Condition */
  char *problem_operator;                        /* (nullable) */
  char *problem_value;                           /* (nullable) */
};

typedef struct
{
  WeftTaskFilter *filter;
  const WeftTaskNames *names;
  GTimeZone *zone;
  GTimeZone *utc;
} Reader;

static void
condition_clear (gpointer data)
{
  Condition *condition = data;

  g_ptr_array_unref (condition->ids);
  g_array_unref (condition->spans);
  g_array_unref (condition->ranges);
  g_free (condition->field);
  g_clear_pointer (&condition->words, g_ptr_array_unref);
}

/* Matching */

static gboolean
has_id (GPtrArray *ids, const char *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (strcmp (ids->pdata[i], id) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
match_set (const Condition *condition, const char *set)
{
  gboolean empty = set == NULL || *set == '\0';

  if (empty)
    return condition->none;
  if (condition->any)
    return TRUE;
  for (guint i = 0; i < condition->ids->len; i++)
    if (weft_id_set_contains (set, condition->ids->pdata[i]))
      return TRUE;

  return FALSE;
}

static gboolean
match_assignee (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  return match_set (condition, record->assignees);
}

static gboolean
match_label (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  return match_set (condition, record->labels);
}

static gboolean
match_parent (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  return match_set (condition, record->parent);
}

static gboolean
match_status (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  return has_id (condition->ids, record->status);
}

static gboolean
match_priority (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  return (condition->bits >> record->priority & 1) != 0;
}

static gboolean
is_done (const WeftTaskFilter *filter, const WeftTaskRecord *record)
{
  return has_id (filter->categories[WEFT_CATEGORY_DONE], record->status);
}

static gboolean
is_overdue (const WeftTaskFilter *filter, const WeftTaskRecord *record)
{
  if (record->due_at <= 0 || is_done (filter, record))
    return FALSE;
  return record->due_at < (record->due_at % DAY == 0 ? filter->today : filter->now);
}

static gboolean
match_is (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  guint bits = condition->bits;

  return ((bits & IS_OPEN) != 0 && !is_done (filter, record))
         || ((bits & IS_TODO) != 0 && has_id (filter->categories[WEFT_CATEGORY_TODO], record->status))
         || ((bits & IS_DOING) != 0 && has_id (filter->categories[WEFT_CATEGORY_DOING], record->status))
         || ((bits & IS_DONE) != 0 && is_done (filter, record)) || ((bits & IS_BLOCKED) != 0 && weft_task_get_blocked_by (task) != NULL)
         || ((bits & IS_OVERDUE) != 0 && is_overdue (filter, record))
         || ((bits & IS_MINE) != 0 && filter->me != NULL && weft_id_set_contains (record->assignees, filter->me))
         || ((bits & IS_UNASSIGNED) != 0 && (record->assignees == NULL || *record->assignees == '\0'))
         || ((bits & IS_RECURRING) != 0 && record->recurrence != NULL)
         || ((bits & IS_CRITICAL) != 0 && g_hash_table_contains (filter->critical, record->id));
}

static gboolean
match_has (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  guint bits = condition->bits;

  return ((bits & HAS_FILE) != 0 && weft_task_get_n_files (task) > 0) || ((bits & HAS_COMMENT) != 0 && record->n_comments > 0)
         || ((bits & HAS_DESCRIPTION) != 0 && record->has_about) || ((bits & HAS_CHECKLIST) != 0 && record->n_items > 0);
}

static gboolean
is_in_spans (const Condition *condition, gint64 at)
{
  gboolean whole_day = at % DAY == 0;

  for (guint i = 0; i < condition->spans->len; i++)
    {
      const Span *span = &g_array_index (condition->spans, Span, i);

      if (at >= (whole_day ? span->day_from : span->from) && at < (whole_day ? span->day_to : span->to))
        return TRUE;
    }

  return FALSE;
}

static gboolean
match_due (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  if (record->due_at <= 0)
    return condition->none;
  return condition->any || (condition->overdue && is_overdue (filter, record)) || is_in_spans (condition, record->due_at);
}

static gboolean
is_in_ranges (const Condition *condition, double points)
{
  for (guint i = 0; i < condition->ranges->len; i++)
    {
      const Range *range = &g_array_index (condition->ranges, Range, i);

      if ((range->open_low ? points > range->low : points >= range->low) && (range->open_high ? points < range->high : points <= range->high))
        return TRUE;
    }

  return FALSE;
}

static gboolean
match_estimate (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  if (record->estimate <= 0)
    return condition->none;
  return condition->any || is_in_ranges (condition, record->estimate);
}

/* Whether the words of @value, the last of which may be a beginning, are words of @name, which is folded. */
static gboolean
is_name (const char *name, char **words, gboolean open)
{
  const WeftSearchTerm term = { .prefix = open, .words = words };

  return *words != NULL && g_strv_length (words) <= 64 && weft_search_query_match_name (&term, &name, 1);
}

static gboolean
match_text (const Condition *condition, const char *text, gsize length)
{
  g_autofree char *folded = weft_text_fold (text, (gssize) length);

  for (guint i = 0; condition->words != NULL && i < condition->words->len; i++)
    if (is_name (folded, condition->words->pdata[i], condition->open && i + 1 == condition->words->len))
      return TRUE;
  return FALSE;
}

static gboolean
match_field (const WeftTaskFilter *filter, const Condition *condition, WeftTask *task, const WeftTaskRecord *record)
{
  gsize length = 0;
  const char *value = condition->field != NULL ? weft_id_map_find (record->field_values, condition->field, &length) : NULL;

  if (condition->field == NULL)
    return FALSE;
  if (value == NULL)
    return condition->none;
  if (condition->any)
    return TRUE;
  switch (condition->kind)
    {
    case WEFT_FIELD_NUMBER:
      return is_in_ranges (condition, g_ascii_strtod (value, NULL));
    case WEFT_FIELD_DATE:
      return is_in_spans (condition, g_ascii_strtoll (value, NULL, 10));
    case WEFT_FIELD_TEXT:
      return match_text (condition, value, length);
    case WEFT_FIELD_SELECT:
    case WEFT_FIELD_PERSON:
    default:
      for (guint i = 0; i < condition->ids->len; i++)
        if (strncmp (condition->ids->pdata[i], value, length) == 0 && ((const char *) condition->ids->pdata[i])[length] == '\0')
          return TRUE;
      return FALSE;
    }
}

/* Reading values. Each returns FALSE for one which nothing has. */

static gboolean
add_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  g_strv_builder_take (user_data, g_strndup (word, length));
  return TRUE;
}

static char **
split_words (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *folded = weft_text_fold (text, -1);

  weft_words_split (folded, strlen (folded), add_word, words);
  return g_strv_builder_end (words);
}

static void
add_id (Condition *condition, const char *id)
{
  g_ptr_array_add (condition->ids, g_strdup (id));
}

static gboolean
read_none_or_any (Condition *condition, const char *value)
{
  condition->none |= g_str_equal (value, "none");
  condition->any |= g_str_equal (value, "any");
  return g_str_equal (value, "none") || g_str_equal (value, "any");
}

static gboolean
read_assignee (Reader *self, Condition *condition, const char *value, gboolean open)
{
  g_auto (GStrv) words = split_words (value);
  guint n = g_list_model_get_n_items (self->names->people);

  if (read_none_or_any (condition, value))
    return TRUE;
  if (g_str_equal (value, "me") && self->names->me != NULL)
    {
      add_id (condition, self->names->me);
      return TRUE;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (self->names->people, i);

      if (is_name (weft_person_get_folded (person), words, open))
        add_id (condition, weft_person_get_id (person));
    }

  return condition->ids->len > 0;
}

static gboolean
read_label (Reader *self, Condition *condition, const char *value, gboolean open)
{
  g_auto (GStrv) words = split_words (value);
  gboolean found = FALSE;

  if (read_none_or_any (condition, value))
    return TRUE;
  for (guint i = 0; i < self->names->labels->len; i++)
    {
      const WeftProjectLabel *label = self->names->labels->pdata[i];
      g_autofree char *folded = weft_text_fold (label->name, -1);

      if (!is_name (folded, words, open))
        continue;
      add_id (condition, label->id);
      found = TRUE;
    }

  return found;
}

static gboolean
read_status (Reader *self, Condition *condition, const char *value, gboolean open)
{
  g_auto (GStrv) words = split_words (value);
  guint n = g_list_model_get_n_items (self->names->statuses);
  gboolean found = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (self->names->statuses, i);
      g_autofree char *folded = weft_text_fold (weft_project_status_get_name (status), -1);

      if (!is_name (folded, words, open))
        continue;
      add_id (condition, weft_project_status_get_id (status));
      found = TRUE;
    }

  return found;
}

/* What is not put away: of that no task here says that it is part of it. */
static gboolean
read_parent (Reader *self, Condition *condition, const char *value, gboolean open)
{
  const char *hyphen = strrchr (value, '-');
  guint64 number;
  guint n = g_list_model_get_n_items (self->names->statuses);

  if (read_none_or_any (condition, value))
    return TRUE;
  if (hyphen != NULL && g_ascii_strncasecmp (value, self->filter->code, MAX (strlen (self->filter->code), (gsize) (hyphen - value))) != 0)
    return FALSE;
  if (!g_ascii_string_to_unsigned (hyphen != NULL ? hyphen + 1 : value, 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GListModel) status = g_list_model_get_item (self->names->statuses, i);
      guint n_tasks = g_list_model_get_n_items (status);

      for (guint k = 0; k < n_tasks; k++)
        {
          g_autoptr (WeftTask) task = g_list_model_get_item (status, k);

          if (weft_task_get_record (task)->number != (gint64) number)
            continue;
          add_id (condition, weft_task_get_id (task));
          return TRUE;
        }
    }

  return FALSE;
}

/* One of @values. */
static gboolean
read_choice (Condition *condition, const char *const *values, const char *value, gboolean open)
{
  for (guint i = 0; values[i] != NULL; i++)
    {
      if (g_str_equal (values[i], value))
        {
          condition->bits |= 1u << i;
          return TRUE;
        }
      condition->begun |= open && g_str_has_prefix (values[i], value);
    }

  return condition->begun;
}

static gboolean
read_priority (Reader *self, Condition *condition, const char *value, gboolean open)
{
  static const char *const values[] = { "none", "low", "medium", "high", "urgent", NULL };

  return read_choice (condition, values, value, open);
}

static gboolean
read_is (Reader *self, Condition *condition, const char *value, gboolean open)
{
  /* As the bits stand. */
  static const char *const values[] = { "open", "todo", "doing", "done", "blocked", "overdue", "mine", "unassigned", "recurring", "critical", NULL };

  if (!read_choice (condition, values, value, open))
    return FALSE;
  if ((condition->bits & IS_CRITICAL) != 0 && self->filter->critical == NULL)
    self->filter->critical = weft_critical_path_find (self->names->statuses);
  return TRUE;
}

static gboolean
read_has (Reader *self, Condition *condition, const char *value, gboolean open)
{
  /* As the bits stand. */
  static const char *const values[] = { "file", "comment", "description", "checklist", NULL };

  return read_choice (condition, values, value, open);
}

static gboolean
read_span (Reader *self, const char *value, Span *span, Span *today)
{
  gint64 now = self->filter->now;
  gint64 offset = g_time_zone_get_offset (self->zone, g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, now / 1000));
  WeftSearchPeriod days, moments, day_now, moment_now;
  gboolean from_now, same;

  /* The same words twice: of the person's zone, and of the days which are written as midnights in UTC. */
  if (!weft_search_period_parse_ahead (value, now + offset * 1000, self->utc, &days, &from_now)
      || !weft_search_period_parse_ahead (value, now, self->zone, &moments, &same)
      || !weft_search_period_parse_ahead ("today", now + offset * 1000, self->utc, &day_now, &same)
      || !weft_search_period_parse_ahead ("today", now, self->zone, &moment_now, &same))
    return FALSE;

  *span = (Span) { days.start, days.end, moments.start, moments.end };
  *today = from_now ? (Span) { day_now.start, day_now.end, moment_now.start, moment_now.end } : *span;
  return TRUE;
}

/* Whether @value, which is being written, may become a time. */
static gboolean
begins_time (const char *value)
{
  static const char *const values[] = { "none", "any", "overdue", "today", "tomorrow", "yesterday" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_has_prefix (values[i], value))
      return TRUE;

  return strspn (value, "0123456789-") == strlen (value);
}

static gboolean
read_due (Reader *self, Condition *condition, const char *value, gboolean open)
{
  Span span, today;

  if (read_none_or_any (condition, value))
    return TRUE;
  if (g_str_equal (value, "overdue"))
    return condition->overdue = TRUE;
  if (!read_span (self, value, &span, &today))
    return condition->begun = open && begins_time (value);

  span.day_from = today.day_from;
  span.from = today.from;
  g_array_append_val (condition->spans, span);
  return TRUE;
}

static gboolean
read_before_or_after (Reader *self, Condition *condition, const char *value, gboolean open, gboolean before)
{
  Span span, today, earlier, later;

  if (!read_span (self, value, &span, &today))
    return condition->begun = open && begins_time (value);

  earlier = (Span) { 1, span.day_from, 1, span.from };
  later = (Span) { span.day_to, G_MAXINT64, span.to, G_MAXINT64 };
  g_array_append_vals (condition->spans, before ? &earlier : &later, 1);
  return TRUE;
}

static gboolean
read_before (Reader *self, Condition *condition, const char *value, gboolean open)
{
  return read_before_or_after (self, condition, value, open, TRUE);
}

static gboolean
read_after (Reader *self, Condition *condition, const char *value, gboolean open)
{
  return read_before_or_after (self, condition, value, open, FALSE);
}

/* All of @text, up to @end or (%NULL) to its own. */
static gboolean
read_points (const char *text, const char *end, double *points)
{
  g_autofree char *number = end != NULL ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);
  char *rest;

  *points = g_ascii_strtod (number, &rest);
  return g_ascii_isdigit (*number) && *rest == '\0' && isfinite (*points);
}

static gboolean
read_estimate (Reader *self, Condition *condition, const char *value, gboolean open)
{
  Range range = { 0, G_MAXDOUBLE, FALSE, FALSE };
  gsize n_signs = strspn (value, "<>=");
  const char *number = value + n_signs;
  const char *dots = strstr (number, "..");
  gboolean or_equal = value[0] != '\0' && value[1] == '=';
  gboolean read;

  if (read_none_or_any (condition, value))
    return TRUE;
  if (open && (*number == '\0' || g_str_has_prefix ("none", number) || g_str_has_prefix ("any", number) || g_str_has_suffix (number, ".")))
    return condition->begun = TRUE;

  if (n_signs == 0 && dots != NULL)
    read = read_points (number, dots, &range.low) && read_points (dots + 2, NULL, &range.high);
  else if (n_signs == 0)
    {
      read = read_points (number, NULL, &range.low);
      range.high = range.low;
    }
  else if (n_signs > 2 || (n_signs == 2 && !or_equal) || *value == '=')
    return FALSE;
  else
    {
      read = read_points (number, NULL, *value == '<' ? &range.high : &range.low);
      range.open_high = *value == '<' && !or_equal;
      range.open_low = *value == '>' && !or_equal;
    }

  if (read)
    g_array_append_val (condition->ranges, range);
  return read;
}

/* (nullable): the one which is called @name, in letters of any size and without marks. @begun: (out): one's name begins so. */
static const WeftProjectField *
find_field (Reader *self, const char *name, gboolean *begun)
{
  g_autofree char *wanted = weft_text_fold (name, -1);
  const WeftProjectField *found = NULL;

  *begun = FALSE;
  for (guint i = 0; self->names->fields != NULL && i < self->names->fields->len; i++)
    {
      const WeftProjectField *field = self->names->fields->pdata[i];
      g_autofree char *folded = weft_text_fold (field->name, -1);

      *begun |= g_str_has_prefix (folded, wanted);
      if (g_str_equal (folded, wanted))
        found = field;
    }
  return found;
}

static gboolean
read_choices (Condition *condition, const WeftProjectField *field, const char *value, gboolean open)
{
  g_auto (GStrv) words = split_words (value);
  const char *cursor = field->options;
  char *id, *name;

  while (weft_id_map_next (&cursor, &id, &name))
    {
      g_autofree char *folded = weft_text_fold (name, -1);

      if (is_name (folded, words, open))
        add_id (condition, id);
      g_free (id);
      g_free (name);
    }
  return condition->ids->len > 0;
}

static gboolean
read_text (Condition *condition, const char *value, gboolean open)
{
  char **words = split_words (value);

  if (condition->words == NULL)
    condition->words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_ptr_array_add (condition->words, words);
  condition->open = open;
  return *words != NULL;
}

static gboolean
read_field (Reader *self, Condition *condition, const char *value, gboolean open)
{
  const char *equals = strchr (value, '=');
  g_autofree char *name = equals != NULL && condition->field == NULL ? g_strndup (value, (gsize) (equals - value)) : g_strdup (condition->field == NULL ? value : "");
  const char *rest = condition->field != NULL ? value : equals != NULL ? equals + 1 : "any";
  const WeftProjectField *field = NULL;
  gboolean begun;

  if (condition->field == NULL)
    {
      field = find_field (self, name, &begun);
      if (field == NULL)
        return condition->begun = open && begun && equals == NULL;
      condition->field = g_strdup (field->id);
      condition->kind = field->kind;
    }
  if (*rest == '\0')
    return condition->begun = TRUE;
  if (read_none_or_any (condition, rest))
    return TRUE;

  switch (condition->kind)
    {
    case WEFT_FIELD_NUMBER:
      return read_estimate (self, condition, rest, open);
    case WEFT_FIELD_DATE:
      return read_due (self, condition, rest, open);
    case WEFT_FIELD_PERSON:
      return read_assignee (self, condition, rest, open);
    case WEFT_FIELD_SELECT:
      for (guint i = 0; field == NULL; i++)
        if (g_str_equal (((const WeftProjectField *) self->names->fields->pdata[i])->id, condition->field))
          field = self->names->fields->pdata[i];
      return read_choices (condition, field, rest, open);
    case WEFT_FIELD_TEXT:
    default:
      return read_text (condition, rest, open);
    }
}

static const struct
{
  const char *name;
  gboolean (*read) (Reader *self, Condition *condition, const char *value, gboolean open);
  MatchFunc match;
} operators[] = {
  { "assignee", read_assignee, match_assignee }, { "label", read_label, match_label },     { "status", read_status, match_status },
  { "priority", read_priority, match_priority }, { "is", read_is, match_is },              { "due", read_due, match_due },
  { "before", read_before, match_due },          { "after", read_after, match_due },       { "estimate", read_estimate, match_estimate },
  { "parent", read_parent, match_parent },       { "field", read_field, match_field },
  { "has", read_has, match_has },
};

static void
note_problem (WeftTaskFilter *self, const char *operator, const char *value)
{
  if (self->problem_operator != NULL)
    return;

  self->problem_operator = g_strdup (operator);
  self->problem_value = g_strdup (value);
}

static void
read_term (Reader *self, const WeftSearchTerm *term)
{
  g_auto (GStrv) values = NULL;
  Condition condition = { .negated = term->negated };
  guint i = 0;

  if (term->kind == WEFT_SEARCH_WORDS)
    {
      self->filter->has_words = TRUE;
      if (term->operator != NULL)
        note_problem (self->filter, term->operator, NULL);
      return;
    }

  while (!g_str_equal (operators[i].name, term->operator))
    i++;
  condition.match = operators[i].match;
  condition.ids = g_ptr_array_new_with_free_func (g_free);
  condition.spans = g_array_new (FALSE, FALSE, sizeof (Span));
  condition.ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  values = g_strsplit (term->value, ",", -1);
  for (guint k = 0; values[k] != NULL; k++)
    {
      g_autofree char *lower = g_utf8_strdown (g_strstrip (values[k]), -1);

      if (*lower != '\0' && !operators[i].read (self, &condition, lower, term->prefix && values[k + 1] == NULL))
        note_problem (self->filter, term->operator, values[k]);
    }
  if (condition.begun)
    condition_clear (&condition);
  else
    g_array_append_val (self->filter->conditions, condition);
}

/* Public API */

WeftTaskFilter *
weft_task_filter_new (const WeftTaskNames *names, const char *text, gint64 now, GTimeZone *zone)
{
  const char *own[G_N_ELEMENTS (operators) + 1] = { NULL };
  g_autoptr (WeftTaskFilter) self = g_new0 (WeftTaskFilter, 1);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  Reader reader = { self, names, zone, utc };
  const WeftSearchTerm *terms;
  guint n_terms, n_statuses;
  gint64 offset = g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, now / 1000));

  g_return_val_if_fail (names != NULL && text != NULL && zone != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    own[i] = operators[i].name;
  self->query = weft_search_query_new_own (own, text);
  self->code = weft_text_fold (names->code != NULL ? names->code : "", -1);
  self->me = g_strdup (names->me);
  self->now = now;
  self->today = (now + offset * 1000) / DAY * DAY;
  self->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  g_array_set_clear_func (self->conditions, condition_clear);
  for (guint i = 0; i < G_N_ELEMENTS (self->categories); i++)
    self->categories[i] = g_ptr_array_new_with_free_func (g_free);
  n_statuses = g_list_model_get_n_items (names->statuses);
  for (guint i = 0; i < n_statuses; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (names->statuses, i);

      g_ptr_array_add (self->categories[weft_project_status_get_category (status)], g_strdup (weft_project_status_get_id (status)));
    }

  terms = weft_search_query_get_terms (self->query, &n_terms);
  for (guint i = 0; i < n_terms; i++)
    read_term (&reader, &terms[i]);

  return n_terms > 0 ? g_steal_pointer (&self) : NULL;
}

void
weft_task_filter_free (WeftTaskFilter *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->query, weft_search_query_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->categories); i++)
    g_ptr_array_unref (self->categories[i]);
  g_array_unref (self->conditions);
  g_clear_pointer (&self->critical, g_hash_table_unref);
  g_free (self->problem_operator);
  g_free (self->problem_value);
  g_free (self->code);
  g_free (self->me);
  g_free (self);
}

gboolean
weft_task_filter_match (WeftTaskFilter *self, WeftTask *task)
{
  const WeftTaskRecord *record = weft_task_get_record (task);
  char key[KEY_MAX];

  for (guint i = 0; i < self->conditions->len; i++)
    {
      const Condition *condition = &g_array_index (self->conditions, Condition, i);

      if (condition->match (self, condition, task, record) == condition->negated)
        return FALSE;
    }
  if (!self->has_words)
    return TRUE;

  g_snprintf (key, sizeof key, "%s-%" G_GINT64_FORMAT, self->code, record->number);
  return weft_search_query_match (self->query, (const char *const[]) { weft_task_get_folded (task), key }, 2);
}

gboolean
weft_task_filter_get_problem (WeftTaskFilter *self, const char **operator, const char **value)
{
  *operator = self->problem_operator;
  *value = self->problem_value;
  return self->problem_operator != NULL;
}

char *
weft_task_filter_quote (const char *value)
{
  if (*value != '\0' && strpbrk (value, " \t\"") == NULL)
    return g_strdup (value);
  return g_strdup_printf ("\"%s\"", value);
}

/* The term as a word of its own; NULL: it is not there. */
static const char *
find_term (const char *text, const char *term)
{
  gsize length = strlen (term);

  for (const char *at = strstr (text, term); at != NULL; at = strstr (at + 1, term))
    if ((at == text || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' '))
      return at;

  return NULL;
}

char *
weft_task_filter_toggle (const char *text, const char *term)
{
  const char *at = find_term (text, term);
  g_autoptr (GString) out = g_string_new (text);

  if (at != NULL)
    {
      gsize length = strlen (term) + (at[strlen (term)] == ' ');

      g_string_erase (out, at - text, length);
      return g_string_free_and_steal (g_steal_pointer (&out));
    }
  if (out->len > 0 && out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
  /* A space behind it: it is whole. */
  g_string_append_printf (out, "%s ", term);
  return g_string_free_and_steal (g_steal_pointer (&out));
}
