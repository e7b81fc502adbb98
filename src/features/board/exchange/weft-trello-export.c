/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-trello-export.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "base/weft-error.h"
#include "base/weft-json.h"
#include "exchange/weft-json-list.h"

#define FILE_MAX (1024 * 1024 * 1024) /* bytes; one thing of it at a time is parsed */
#define ELEMENT_MAX (8 * 1024 * 1024) /* bytes of one of them */
#define LISTS_MAX 2000
#define VALUE_LENGTH 500             /* characters of what stands in a field, and of a number */
#define NUMBER_MAX 30
#define ACTIONS_MAX 1000             /* which Trello puts into one file */

typedef struct
{
  WeftBringBoard *board;
  WeftBringing *bringing;
  WeftBringReport *report;
  GHashTable *members;   /* name → Range: what the file has, not parsed */
  GHashTable *fields;    /* id → JsonObject, of custom fields */
  GPtrArray *lists;      /* of JsonObject */
  GHashTable *closed;    /* set of ids of lists which are put away */
  guint64 n_comments;    /* which cards say they have */
  guint64 n_read;        /* which are in the file */
} Reader;

/* A value in the file. */
typedef struct
{
  const char *text;
  gsize length;
} Range;

typedef void (*Each) (Reader *self, JsonObject *object, const char *where);

/* What is of another type than expected is not there. */

static JsonNode *
get_node (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = get_node (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : "";
}

static gboolean
get_bool (JsonObject *object, const char *name)
{
  JsonNode *node = get_node (object, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

static double
get_number (JsonObject *object, const char *name)
{
  JsonNode *node = get_node (object, name, G_TYPE_INT64);

  if (node == NULL)
    node = get_node (object, name, G_TYPE_DOUBLE);
  return node != NULL ? json_node_get_double (node) : 0;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static guint
get_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

/* (nullable): the element if it is an object */
static JsonObject *
get_element (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* "" where it is no text */
static const char *
get_element_text (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

/* ms; 0: it says none */
static gint64
get_time (JsonObject *object, const char *name)
{
  const char *text = get_text (object, name);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = *text != '\0' ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? MAX (g_date_time_to_unix (time), 0) * 1000 + g_date_time_get_microsecond (time) / 1000 : 0;
}

static gboolean
index_members (Reader *self, const char *text, gsize length, GError **error)
{
  WeftJsonList list;
  const char *name;
  const char *value;
  gsize name_length, value_length;
  int step;

  weft_json_list_init (&list, text, length);
  while ((step = weft_json_list_next_member (&list, &name, &name_length, &value, &value_length, error)) > 0)
    {
      Range *range = g_new (Range, 1);

      *range = (Range) { value, value_length };
      g_hash_table_insert (self->members, g_strndup (name, name_length), range);
    }
  return step == 0;
}

static gboolean
is_array (Reader *self, const char *name)
{
  const Range *range = g_hash_table_lookup (self->members, name);

  return range != NULL && range->length > 0 && *range->text == '[';
}

/* Returns: (transfer full): what the board itself says, but for its lists of things: an object. */
static JsonNode *
parse_head (Reader *self, GError **error)
{
  g_autoptr (GString) text = g_string_new ("{");

  for (const char *const *name = (const char *const[]) { "id", "name", "desc", NULL }; *name != NULL; name++)
    {
      const Range *range = g_hash_table_lookup (self->members, *name);

      if (range != NULL && range->length <= ELEMENT_MAX)
        {
          g_string_append_printf (text, "%s\"%s\":", text->len > 1 ? "," : "", *name);
          g_string_append_len (text, range->text, (gssize) range->length);
        }
    }
  g_string_append_c (text, '}');
  return weft_json_parse (text->str, text->len, error);
}

static void
report_element (Reader *self, const char *where, gsize length, const GError *error)
{
  if (length > ELEMENT_MAX)
    weft_bring_report_add (self->report, N_ ("entry: is larger than 8 MiB"), where);
  else
    weft_bring_report_addf (self->report, N_ ("entry: is no object"), "%s: %s", where, error->message);
}

/* The things of the list @name, one after the other. Returns how many there are. */
static guint
each (Reader *self, const char *name, Each func)
{
  const Range *range = is_array (self, name) ? g_hash_table_lookup (self->members, name) : NULL;
  WeftJsonList list;
  const char *element;
  g_autoptr (GError) damage = NULL;
  gsize length;
  guint n = 0;
  int step;

  if (range == NULL)
    return 0;
  weft_json_list_init (&list, range->text, range->length);
  for (; (step = weft_json_list_next (&list, &element, &length, &damage)) > 0; n++)
    {
      g_autofree char *where = g_strdup_printf ("%s[%u]", name, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = length <= ELEMENT_MAX ? weft_json_parse (element, length, &error) : NULL;

      if (node == NULL)
        report_element (self, where, length, error);
      else
        func (self, json_node_get_object (node), where);
    }
  if (step < 0)
    weft_bring_report_addf (self->report, N_ ("entry: the list is damaged here"), "%s: %s", name, damage->message);
  return n;
}

/* People, lists, labels, fields */

static void
add_person (Reader *self, JsonObject *object, const char *key)
{
  if (*key != '\0' && weft_bringing_find_person (self->bringing, key) == NULL)
    weft_bringing_add_person (self->bringing, key, get_text (object, "fullName"), get_text (object, "username"), "");
}

static void
read_member (Reader *self, JsonObject *object, const char *where)
{
  add_person (self, object, get_text (object, "id"));
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  double left = get_number ((JsonObject *) a, "pos");
  double right = get_number ((JsonObject *) b, "pos");

  return (left > right) - (left < right);
}

static void
keep_list (Reader *self, JsonObject *list, const char *where)
{
  if (self->lists->len < LISTS_MAX)
    g_ptr_array_add (self->lists, json_object_ref (list));
  else
    weft_bring_report_add (self->report, N_ ("list: there are more than 2,000"), where);
}

static GPtrArray *
sort_objects (JsonArray *array)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (guint i = 0; i < get_length (array); i++)
    if (get_element (array, i) != NULL)
      g_ptr_array_add (sorted, get_element (array, i));
  g_ptr_array_sort_values (sorted, compare_positions);
  return sorted;
}

/* What was put away there is put away here; its list is no column. */
static void
read_lists (Reader *self)
{
  GPtrArray *lists = self->lists;
  gboolean any_open = FALSE;

  each (self, "lists", keep_list);
  g_ptr_array_sort_values (lists, compare_positions);
  for (guint i = 0; i < lists->len; i++)
    any_open = any_open || !get_bool (lists->pdata[i], "closed");
  for (guint i = 0; i < lists->len; i++)
    {
      JsonObject *list = lists->pdata[i];
      const char *id = get_text (list, "id");

      if (any_open && get_bool (list, "closed"))
        {
          g_hash_table_add (self->closed, g_strdup (id));
          weft_bring_report_add (self->report, N_ ("list: put away there; its cards are in the archive, in the first status"), get_text (list, "name"));
        }
      else if (*id != '\0')
        weft_bring_board_add_status (self->board, id, get_text (list, "name"));
    }
  if (self->board->statuses->len == 0)
    weft_bring_board_add_status (self->board, "", "To do");
}

static const char *
get_yarn (const char *color)
{
  static const char *const yarns[][2] = { { "green", "moss" }, { "lime", "moss" },     { "yellow", "amber" },  { "orange", "clay" }, { "red", "rose" },
                                          { "pink", "rose" },  { "purple", "indigo" }, { "blue", "indigo" },   { "sky", "teal" } };

  for (guint i = 0; i < G_N_ELEMENTS (yarns); i++)
    if (g_str_has_prefix (color, yarns[i][0]))
      return yarns[i][1];
  return "slate";
}

static WeftBringLabel *
add_label (Reader *self, JsonObject *object)
{
  const char *id = get_text (object, "id");
  const char *color = get_text (object, "color");
  const char *name = get_text (object, "name");

  return *id != '\0' ? weft_bring_board_add_label (self->board, id, *name != '\0' ? name : color, get_yarn (color)) : NULL;
}

static void
read_label (Reader *self, JsonObject *object, const char *where)
{
  add_label (self, object);
}

static void
read_field (Reader *self, JsonObject *object, const char *where)
{
  static const char *const kinds[][2] = { { "text", "text" }, { "number", "number" }, { "date", "date" }, { "list", "select" }, { "checkbox", "select" } };
  const char *id = get_text (object, "id");
  const char *type = get_text (object, "type");
  JsonArray *options = get_array (object, "options");
  WeftBringField *field = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && field == NULL; i++)
    if (g_str_equal (kinds[i][0], type))
      field = weft_bring_board_add_field (self->board, id, get_text (object, "name"), kinds[i][1]);
  for (guint i = 0; field != NULL && g_str_equal (type, "list") && i < get_length (options); i++)
    {
      JsonObject *option = get_element (options, i);

      weft_bring_field_add_option (self->board, field, get_text (option, "id"), get_text (get_object (option, "value"), "text"));
    }
  if (field != NULL && g_str_equal (type, "checkbox"))
    weft_bring_field_add_option (self->board, field, "true", "✓");
  g_hash_table_insert (self->fields, g_strdup (id), json_object_ref (object));
}

/* Cards */

/* Returns: (transfer full): what is chosen of a field. */
static char *
describe_value (JsonObject *field, JsonObject *item)
{
  JsonObject *value = get_object (item, "value");
  JsonArray *options = get_array (field, "options");
  const char *chosen = get_text (item, "idValue");

  for (guint i = 0; *chosen != '\0' && i < get_length (options); i++)
    {
      JsonObject *option = get_element (options, i);

      if (g_str_equal (get_text (option, "id"), chosen))
        return g_strdup (get_text (get_object (option, "value"), "text"));
    }
  for (const char *const *kind = (const char *const[]) { "text", "number", "date", "checked", NULL }; *kind != NULL; kind++)
    if (*get_text (value, *kind) != '\0')
      return g_strdup (get_text (value, *kind));
  return g_strdup ("");
}

static gboolean
is_number (const char *text)
{
  char *end;

  return *text != '\0' && strlen (text) <= NUMBER_MAX && strspn (text, "0123456789.-") == strlen (text) && isfinite (g_ascii_strtod (text, &end))
         && *end == '\0';
}

/* Returns: (transfer full) (nullable): what stands in @field, as operations say it; %NULL: it does not go there. */
static char *
convert_value (const WeftBringField *field, JsonObject *item)
{
  JsonObject *value = get_object (item, "value");
  const char *text = get_text (value, "text");
  const char *number = get_text (value, "number");
  const char *chosen = *get_text (item, "idValue") != '\0' ? get_text (item, "idValue") : get_text (value, "checked");
  gint64 at = get_time (value, "date");

  if (g_str_equal (field->kind, "number"))
    return is_number (number) ? g_strdup (number) : NULL;
  if (g_str_equal (field->kind, "date"))
    return at > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, at) : NULL;
  if (g_str_equal (field->kind, "select"))
    return g_strdup (weft_bring_field_find_option (field, chosen));
  return g_utf8_strlen (text, -1) <= VALUE_LENGTH && strchr (text, '\n') == NULL ? weft_bringing_line (text, VALUE_LENGTH) : NULL;
}

static const WeftBringField *
find_field (Reader *self, const char *key)
{
  for (guint i = 0; i < self->board->fields->len; i++)
    {
      const WeftBringField *field = self->board->fields->pdata[i];

      if (g_str_equal (field->key, key))
        return field;
    }
  return NULL;
}

static void
read_values (Reader *self, WeftBringTask *task, JsonObject *card)
{
  JsonArray *items = get_array (card, "customFieldItems");

  for (guint i = 0; i < get_length (items); i++)
    {
      JsonObject *item = get_element (items, i);
      JsonObject *field = g_hash_table_lookup (self->fields, get_text (item, "idCustomField"));
      const WeftBringField *own = find_field (self, get_text (item, "idCustomField"));
      g_autofree char *converted = own != NULL ? convert_value (own, item) : NULL;
      g_autofree char *value = describe_value (field, item);
      g_autofree char *name = weft_bringing_line (get_text (field, "name"), 80);

      if (converted != NULL && *converted != '\0')
        weft_bring_task_set_value (task, own, converted);
      else if (*name == '\0' || *value == '\0')
        weft_bring_report_add (self->report, N_ ("custom field: its name or its value is not in the export"), task->where);
      else
        weft_bring_task_note (task, name, value);
    }
}

static void
read_attachments (Reader *self, WeftBringTask *task, JsonObject *card)
{
  JsonArray *attachments = get_array (card, "attachments");

  for (guint i = 0; i < get_length (attachments); i++)
    {
      JsonObject *attachment = get_element (attachments, i);
      const char *url = get_text (attachment, "url");
      const char *name = get_text (attachment, "name");

      weft_bring_task_note (task, *name != '\0' ? name : "Attachment", url);
      weft_bring_report_addf (self->report, N_ ("attachment: only its address comes"), "%s: %s", task->where, *name != '\0' ? name : url);
    }
}

static void
report_rest (Reader *self, JsonObject *card, const char *where)
{
  static const char *const lists[][2] = { { "stickers", N_ ("sticker: there are none on cards here") },
                                          { "idMembersVoted", N_ ("vote: cards have none here") },
                                          { "pluginData", N_ ("power-up: its data does not come") } };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint k = get_length (get_array (card, lists[i][0])); k > 0; k--)
      weft_bring_report_add (self->report, lists[i][1], where);
  if (*get_text (card, "address") != '\0' || get_object (card, "coordinates") != NULL)
    weft_bring_report_add (self->report, N_ ("place: cards have none here"), where);
  if (get_bool (card, "isTemplate"))
    weft_bring_report_add (self->report, N_ ("template: it comes as a card"), where);
  if (get_bool (card, "dueComplete"))
    weft_bring_report_add (self->report, N_ ("date: that it was kept is not said; a card is done in a status which is"), where);
}

static void
read_card (Reader *self, JsonObject *card, const char *where)
{
  const char *list = get_text (card, "idList");
  WeftBringTask *task = weft_bring_board_add_task (self->board, get_text (card, "id"), get_text (card, "name"), where);
  JsonArray *members = get_array (card, "idMembers");
  JsonArray *labels = get_array (card, "labels");
  JsonArray *label_ids = get_array (card, "idLabels");
  gboolean away = g_hash_table_contains (self->closed, list);

  if (task == NULL)
    return;
  task->status = g_hash_table_lookup (self->board->status_keys, list);
  if (task->status == NULL)
    {
      task->status = self->board->statuses->pdata[0];
      if (!away)
        weft_bring_report_add (self->report, N_ ("card: its list is not in the export; it is in the first status"), where);
    }
  task->archived = away || get_bool (card, "closed");
  task->place = get_number (card, "pos");
  task->due_at = get_time (card, "due");
  task->start_at = get_time (card, "start");
  g_string_append (task->about, get_text (card, "desc"));
  for (guint i = 0; i < get_length (members); i++)
    weft_bring_task_add_assignee (self->board, task, get_element_text (members, i));
  for (guint i = 0; i < get_length (labels); i++)
    if (get_element (labels, i) != NULL)
      weft_bring_task_add_label (self->board, task, add_label (self, get_element (labels, i)));
  for (guint i = 0; i < get_length (label_ids); i++)
    weft_bring_task_add_label (self->board, task, g_hash_table_lookup (self->board->label_keys, get_element_text (label_ids, i)));
  read_values (self, task, card);
  read_attachments (self, task, card);
  report_rest (self, card, where);
  self->n_comments += (guint64) MAX (get_number (get_object (card, "badges"), "comments"), 0);
}

static void
read_checklist (Reader *self, JsonObject *list, const char *where)
{
  WeftBringTask *task = g_hash_table_lookup (self->board->task_keys, get_text (list, "idCard"));
  g_autoptr (GPtrArray) items = sort_objects (get_array (list, "checkItems"));
  int parent;

  if (task == NULL)
    {
      weft_bring_report_add (self->report, N_ ("checklist: its card is not in the export"), where);
      return;
    }
  if (weft_bring_task_add_item (task, *get_text (list, "name") != '\0' ? get_text (list, "name") : "Checklist", -1) == NULL)
    return;
  parent = (int) task->items->len - 1;
  for (guint i = 0; i < items->len; i++)
    {
      JsonObject *object = items->pdata[i];
      WeftBringItem *item = weft_bring_task_add_item (task, get_text (object, "name"), parent);

      if (item == NULL)
        continue;
      item->done = g_str_equal (get_text (object, "state"), "complete");
      item->due_at = get_time (object, "due");
      item->assignee = *get_text (object, "idMember") != '\0' ? g_strdup (get_text (object, "idMember")) : NULL;
    }
  /* A heading is done with all that stands under it. */
  ((WeftBringItem *) task->items->pdata[parent])->done = items->len > 0;
  for (guint i = (guint) parent + 1; i < task->items->len; i++)
    if (!((WeftBringItem *) task->items->pdata[i])->done)
      ((WeftBringItem *) task->items->pdata[parent])->done = FALSE;
}

static void
read_action (Reader *self, JsonObject *action, const char *where)
{
  JsonObject *data = get_object (action, "data");
  const char *author = get_text (action, "idMemberCreator");
  WeftBringTask *task = g_hash_table_lookup (self->board->task_keys, get_text (get_object (data, "card"), "id"));

  if (!g_str_equal (get_text (action, "type"), "commentCard"))
    {
      weft_bring_report_add (self->report, N_ ("history: what was done before, but for comments"), where);
      return;
    }
  self->n_read++;
  if (task == NULL)
    {
      weft_bring_report_add (self->report, N_ ("comment: its card is not in the export"), where);
      return;
    }
  add_person (self, get_object (action, "memberCreator"), author);
  weft_bring_task_add_comment (self->board, task, get_text (action, "id"), author, get_time (action, "date"), get_text (data, "text"));
}

static int
compare_comments (gconstpointer a, gconstpointer b)
{
  const WeftBringComment *left = a;
  const WeftBringComment *right = b;

  return left->at != right->at ? (left->at > right->at) - (left->at < right->at) : strcmp (left->key, right->key);
}

static void
finish (Reader *self, guint n_actions)
{
  for (guint i = 0; i < self->board->tasks->len; i++)
    g_ptr_array_sort_values (((WeftBringTask *) self->board->tasks->pdata[i])->comments, compare_comments);
  if (self->n_comments > self->n_read && n_actions >= ACTIONS_MAX)
    weft_bring_report_addf (self->report, N_ ("comment: Trello puts only the newest 1,000 actions into an export"), "%" G_GUINT64_FORMAT " are older",
                            self->n_comments - self->n_read);
}

/* They are names. */
static void
report_power_ups (Reader *self)
{
  const Range *range = is_array (self, "powerUps") ? g_hash_table_lookup (self->members, "powerUps") : NULL;
  WeftJsonList list;
  const char *element;
  gsize length;

  if (range == NULL)
    return;
  weft_json_list_init (&list, range->text, range->length);
  while (weft_json_list_next (&list, &element, &length, NULL) > 0)
    {
      g_autofree char *name = g_strndup (element, MIN (length, 200));

      weft_bring_report_add (self->report, N_ ("power-up: there are none here"), name);
    }
}

/* Returns: FALSE where it is no board. */
static gboolean
read_board (Reader *self, const char *path, GError **error)
{
  g_autoptr (JsonNode) node = parse_head (self, error);
  JsonObject *head = node != NULL ? json_node_get_object (node) : NULL;

  if (head == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  self->board = weft_bring_board_new (self->bringing, *get_text (head, "id") != '\0' ? get_text (head, "id") : get_text (head, "name"), get_text (head, "name"));
  g_free (self->board->about);
  self->board->about = weft_bringing_text (get_text (head, "desc"));
  if (g_utf8_strlen (self->board->about, -1) > 2000)
    {
      char *cut = g_utf8_substring (self->board->about, 0, 2000);

      g_free (self->board->about);
      self->board->about = cut;
      weft_bring_report_add (self->report, N_ ("board: its description is cut at 2,000 characters"), "desc");
    }
  each (self, "members", read_member);
  read_lists (self);
  each (self, "labels", read_label);
  each (self, "customFields", read_field);
  each (self, "cards", read_card);
  each (self, "checklists", read_checklist);
  finish (self, each (self, "actions", read_action));
  report_power_ups (self);
  return TRUE;
}

WeftBringBoard *
weft_trello_export_read (const char *path, WeftBringing *bringing, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  Reader self = { .bringing = bringing, .report = weft_bringing_get_report (bringing) };

  if (file == NULL)
    return NULL;
  if (g_mapped_file_get_length (file) > FILE_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: over 1 GiB", path);
      return NULL;
    }
  self.members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  self.lists = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self.closed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!index_members (&self, g_mapped_file_get_contents (file), g_mapped_file_get_length (file), error))
    g_prefix_error (error, "%s: ", path);
  else if (!is_array (&self, "cards") || !is_array (&self, "lists"))
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: no board of Trello: it has no “cards” and “lists”", path);
  else
    read_board (&self, path, error);
  g_hash_table_unref (self.closed);
  g_ptr_array_unref (self.lists);
  g_hash_table_unref (self.fields);
  g_hash_table_unref (self.members);

  return self.board;
}
