/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/server/weft-notice-rules.h"

#include <stdio.h>
#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "parts/notices/shared/weft-notices-module.h"

#define MINUTE 60000

typedef struct
{
  char *id;
  char *target;
  char *op;
  char *template;
} Rule;

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_free (rule->id);
  g_free (rule->target);
  g_free (rule->op);
  g_free (rule->template);
  g_free (rule);
}

/* {name} stands for a value; a brace that begins no name is one. FALSE if there is no such value. */
static gboolean
fill_text (const char *text, JsonObject *values, GString *out, GError **error)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      gsize length = *p == '{' ? strspn (p + 1, "abcdefghijklmnopqrstuvwxyz_-") : 0;
      g_autofree char *name = NULL;
      JsonNode *value;

      if (length == 0 || p[1 + length] != '}')
        {
          g_string_append_c (out, *p);
          continue;
        }
      name = g_strndup (p + 1, length);
      value = json_object_get_member (values, name);
      if (value == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "template: a notice of this kind has no “%s”",
                       name);
          return FALSE;
        }
      if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
        g_string_append (out, json_node_get_string (value));
      else
        {
          g_autofree char *json = json_to_string (value, FALSE);

          g_string_append (out, json);
        }
      p += length + 1;
    }

  return TRUE;
}

/* The template with values in place of names: only its own texts are filled, so that a value never adds a
 * field. */
static char *
fill (const char *template, JsonObject *values, GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (template, strlen (template), error);
  g_autoptr (GString) out = g_string_new (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL)
    {
      g_prefix_error_literal (error, "template: ");
      return NULL;
    }

  weft_json_begin (out, NULL);
  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autoptr (GString) text = g_string_new (NULL);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        {
          weft_json_node (out, name, node);
          continue;
        }
      if (!fill_text (json_node_get_string (node), values, text, error))
        return NULL;
      weft_json_string (out, name, text->str);
    }
  weft_json_end (out);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* What every template may use. */
static void
add_values (JsonObject *values, const char *link, const char *object, const char *author)
{
  g_autofree char *fresh = weft_id_random ();

  json_object_set_string_member (values, "new-id", fresh);
  json_object_set_string_member (values, "link", link);
  json_object_set_string_member (values, "object", object != NULL ? object : "");
  json_object_set_string_member (values, "author", author);
}

/* Parses @json as the arguments of @operation; free the result with its clear() and g_free(). @root keeps
 * their texts. */
static gpointer
parse (const WeftOperation *operation, const char *json, JsonNode **root, GError **error)
{
  g_autofree gpointer args = g_malloc0 (MAX (operation->args_size, 1));

  *root = weft_json_parse (json, strlen (json), error);
  if (*root == NULL)
    return NULL;
  if (!operation->parse (json_node_get_object (*root), args, error))
    {
      operation->clear (args);
      return NULL;
    }

  return g_steal_pointer (&args);
}

/* Some notice of @kind, for the names of its fields. */
static const WeftNotice *
find_declaration (WeftRegistry *registry, const char *kind)
{
  const WeftModule *const *modules;
  guint n_modules;

  modules = weft_registry_get_modules (registry, &n_modules);
  for (guint i = 0; i < n_modules; i++)
    for (guint j = 0; j < modules[i]->n_notices; j++)
      if (g_str_equal (modules[i]->notices[j].kind, kind))
        return &modules[i]->notices[j];

  return NULL;
}

gboolean
weft_notice_rules_check (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftNoticesAddRule *rule = data;
  WeftRegistry *registry = weft_handling_get_registry (handling);
  const WeftOperation *operation = weft_registry_find_operation (registry, rule->op);
  const WeftNotice *declaration = find_declaration (registry, rule->kind);
  g_autoptr (JsonObject) values = json_object_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *filled = NULL;
  g_autofree gpointer args = NULL;
  WeftRole role;

  if (declaration == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "kind: no notice is of the kind “%s”", rule->kind);
  if (operation == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "op: no operation is called “%s”", rule->op);
  if (operation->creates || operation->role > WEFT_ROLE_ADMIN
      || !weft_registry_allows (registry, operation, rule->target))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "op: %s does not run on a %s by rule", rule->op,
                             weft_stream_get_kind (rule->target));

  /* The server will do it, but only what whoever asks could do. */
  role = weft_handling_get_role (handling, rule->target, weft_handling_get_author (handling), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (role == WEFT_ROLE_NONE)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "target: no such stream");
  if (!weft_operation_check_role (operation, role, error))
    return FALSE;

  for (guint i = 0; declaration->fields[i] != NULL; i++)
    json_object_set_string_member (values, declaration->fields[i], "x");
  add_values (values, rule->target, weft_handling_get_author (handling), weft_handling_get_author (handling));
  filled = fill (rule->template, values, error);
  if (filled == NULL)
    return FALSE;
  args = parse (operation, filled, &root, error);
  if (args == NULL)
    {
      g_prefix_error_literal (error, "template: ");
      return FALSE;
    }
  operation->clear (args);

  return weft_handling_plan (handling, error);
}

static GPtrArray *
list_rules (WeftHandling *handling, const char *stream, const char *kind, const char *text, GError **error)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (rule_free);
  WeftStatement *statement;
  int step;

  statement = weft_database_query (
      weft_handling_get_database (handling), error,
      "SELECT id, target, op, template, contains FROM notice_rule WHERE stream = 'workspace'"
      " AND kind = ?1 AND (source IS NULL OR source = ?2) ORDER BY id",
      "tt", kind, stream);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      Rule *rule;

      if (strstr (text, weft_statement_get_text (statement, 4)) == NULL)
        continue;
      rule = g_new0 (Rule, 1);
      rule->id = weft_statement_dup_text (statement, 0);
      rule->target = weft_statement_dup_text (statement, 1);
      rule->op = weft_statement_dup_text (statement, 2);
      rule->template = weft_statement_dup_text (statement, 3);
      g_ptr_array_add (rules, rule);
    }

  return step < 0 ? NULL : g_steal_pointer (&rules);
}

/* How many rules this operation already follows from: the id of its job says so. */
static guint
get_depth (WeftHandling *handling)
{
  const char *job = weft_handling_get_job (handling);
  guint depth = 0;

  return job != NULL && sscanf (job, "rule/%u/", &depth) == 1 ? depth : 0;
}

static gboolean
run_rule (WeftHandling *handling, const Rule *rule, guint depth, JsonObject *values, GError **error)
{
  const WeftOperation *operation
      = weft_registry_find_operation (weft_handling_get_registry (handling), rule->op);
  g_autofree char *pattern = g_strdup_printf ("rule/_/%s/%%", rule->id);
  g_autofree char *fresh = weft_id_random ();
  g_autofree char *id = g_strdup_printf ("rule/%u/%s/%s", depth + 1, rule->id, fresh);
  g_autoptr (GError) unfit = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *filled = NULL;
  g_autofree gpointer args = NULL;
  gint64 recent;
  gboolean done;

  if (!weft_database_get_value (weft_handling_get_database (handling), &recent, 0, error,
                                "SELECT count(*) FROM job WHERE id LIKE ?1 AND created_at > ?2", "ti",
                                pattern, weft_handling_get_at (handling) - MINUTE))
    return FALSE;
  if (recent >= WEFT_NOTICE_RULES_RATE)
    {
      g_message ("Rule %s ran %d times in a minute: not again yet", rule->id, WEFT_NOTICE_RULES_RATE);
      return TRUE;
    }

  /* It was good when it was made; what does not fit today must not stand in the way of what happened. */
  filled = operation != NULL ? fill (rule->template, values, &unfit) : NULL;
  args = filled != NULL ? parse (operation, filled, &root, &unfit) : NULL;
  if (args == NULL)
    {
      g_message ("Rule %s: %s", rule->id, unfit != NULL ? unfit->message : "its operation is not known");
      return TRUE;
    }

  done = weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     .due_at = weft_handling_get_at (handling),
                                     .stream = rule->target,
                                     .operation = operation,
                                     .args = args,
                                 },
                                 error);
  operation->clear (args);

  return done;
}

gboolean
weft_notice_rules_run (WeftHandling *handling,
                       const char *stream,
                       const WeftNotice *declaration,
                       const char *fields,
                       const char *link,
                       const char *object,
                       GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (fields, strlen (fields), error);
  guint depth = get_depth (handling);
  g_autoptr (GPtrArray) rules = NULL;
  JsonObject *values;

  if (root == NULL)
    return FALSE;
  if (depth >= WEFT_NOTICE_RULES_DEPTH)
    {
      g_message ("Rules which follow from rules end after %d", WEFT_NOTICE_RULES_DEPTH);
      return TRUE;
    }

  values = json_node_get_object (root);
  rules = list_rules (handling, stream, declaration->kind,
                      json_object_get_string_member_with_default (values, "text", ""), error);
  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    {
      add_values (values, link, object, weft_handling_get_author (handling));
      if (!run_rule (handling, g_ptr_array_index (rules, i), depth, values, error))
        return FALSE;
    }

  return TRUE;
}
