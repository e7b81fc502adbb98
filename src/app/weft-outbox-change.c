/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "app/weft-outbox-change.h"
#include "base/weft-error.h"
#include "base/weft-json.h"
#include "base/weft-text.h"
#include "store/weft-step.h"
#include "ui/weft-says.h"

#define TITLE_MAX 80

/* Of outbox.state (sync/weft-sync.h); 2 is confirmed. */
#define STATE_FAILED 3

void
weft_outbox_change_free (WeftOutboxChange *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->stream);
  g_free (self->says);
  g_free (self->words);
  g_free (self->problem);
  g_free (self->place);
  g_free (self);
}

/* The first operation of a group stands for all. */
static const WeftOperation *
find_operation (WeftRegistry *registry, const char *op, JsonObject *args, JsonObject **own)
{
  *own = args;
  if (g_str_equal (op, WEFT_GROUP_OPERATION))
    {
      JsonArray *all = json_object_get_array_member (args, "operations");
      JsonObject *first
          = all != NULL && json_array_get_length (all) > 0 ? json_array_get_object_element (all, 0) : NULL;

      if (first == NULL)
        return NULL;
      op = json_object_get_string_member_with_default (first, "op", "");
      *own = json_object_get_object_member (first, "args");
    }

  return weft_registry_find_operation (registry, op);
}

/* What the operation's event holds of it that people write. */
static char *
dup_content (const WeftEvent *event, JsonObject *args)
{
  for (guint i = 0; event->erase != NULL && event->erase[i] != NULL; i++)
    {
      JsonNode *node = json_object_get_member (args, event->erase[i]);
      const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (text != NULL && text[0] != '\0')
        return g_strdup (text);
    }

  return NULL;
}

/* Returns: whether people are shown it at all */
static gboolean
describe (WeftOutboxChange *self, WeftRegistry *registry, const char *op, const char *text)
{
  g_autoptr (JsonNode) root = weft_json_parse (text, strlen (text), NULL);
  JsonObject *args = NULL;
  const WeftOperation *operation
      = root != NULL ? find_operation (registry, op, json_node_get_object (root), &args) : NULL;
  const WeftEvent *event = operation != NULL && operation->events[0] != NULL
                               ? weft_registry_find_event (registry, operation->events[0], 1)
                               : NULL;

  /* An older program may not know it; a person may still throw it away. */
  self->says = weft_says_dup (event, args, _ ("You"));
  if (self->says == NULL)
    self->says = g_strdup (op);
  if (event != NULL && args != NULL)
    self->words = dup_content (event, args);
  self->makes
      = operation != NULL && operation->undo != NULL && !g_str_equal (operation->undo, operation->name);

  /* Drafts and the like go by themselves. */
  return event == NULL || !event->newest;
}

static char *
dup_place (WeftDatabase *database, WeftRegistry *registry, const char *stream)
{
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    for (guint c = 0; c < tables[i]->n_columns; c++)
      if (tables[i]->columns[c].stream_name)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE stream = ?1",
                                                  tables[i]->columns[c].name, tables[i]->name);
          WeftStatement *statement = weft_database_query (database, NULL, g_intern_string (sql), "t", stream);
          char *place = NULL;

          if (statement != NULL && weft_statement_step (statement, NULL) > 0)
            place = weft_statement_dup_text (statement, 0);
          if (statement != NULL)
            weft_statement_reset (statement);
          if (place != NULL)
            return place;
        }

  return NULL;
}

/* On a reader's thread. */
static gpointer
query (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftRegistry *registry = user_data;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_outbox_change_free);
  WeftStatement *statement;
  int found;

  statement = weft_database_prepare (
      database, "SELECT id, stream, op, args, state, error_message FROM outbox WHERE state <> 2 ORDER BY k",
      error);
  if (statement == NULL)
    return NULL;
  while ((found = weft_statement_step (statement, error)) > 0)
    {
      g_autofree char *op = weft_statement_dup_text (statement, 2);
      g_autofree char *args = weft_statement_dup_text (statement, 3);
      WeftOutboxChange *change = g_new0 (WeftOutboxChange, 1);

      change->id = weft_statement_dup_text (statement, 0);
      change->stream = weft_statement_dup_text (statement, 1);
      change->failed = weft_statement_get_int (statement, 4) == STATE_FAILED;
      change->problem = weft_statement_dup_text (statement, 5);
      if (describe (change, registry, op, args))
        g_ptr_array_add (changes, change);
      else
        weft_outbox_change_free (change);
    }
  for (guint i = 0; found == 0 && i < changes->len; i++)
    {
      WeftOutboxChange *change = changes->pdata[i];

      change->place = dup_place (database, registry, change->stream);
    }

  return found < 0 ? NULL : g_steal_pointer (&changes);
}

DexFuture *
weft_outbox_change_load (WeftSync *sync)
{
  return weft_sync_read (sync, query, G_TYPE_PTR_ARRAY, g_object_ref (weft_sync_get_registry (sync)),
                         g_object_unref);
}

gboolean
weft_outbox_change_equal (const WeftOutboxChange *a, const WeftOutboxChange *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && a->failed == b->failed && g_strcmp0 (a->problem, b->problem) == 0
         && g_strcmp0 (a->place, b->place) == 0 && g_str_equal (a->says, b->says)
         && g_strcmp0 (a->words, b->words) == 0;
}

char *
weft_outbox_change_dup_title (const WeftOutboxChange *self)
{
  return weft_text_shorten (self->words != NULL ? self->words : self->says, TITLE_MAX);
}

char *
weft_outbox_change_dup_detail (const WeftOutboxChange *self)
{
  gboolean placed = self->place != NULL && *self->place != '\0';

  if (self->words == NULL)
    return g_strdup (self->place);
  if (placed)
    /* Translators: %1$s is what was done ("You wrote a message"), %2$s a room's name */
    return g_strdup_printf (_ ("%1$s in %2$s"), self->says, self->place);
  return g_strdup (self->says);
}

char *
weft_outbox_change_dup_problem (const WeftOutboxChange *self)
{
  g_autofree char *reason = NULL;

  if (!self->failed)
    return NULL;
  reason = weft_error_dup_reason (self->problem != NULL ? self->problem : _ ("no reason given"));
  /* Translators: %s is why the server refused a change */
  return g_strdup_printf (_ ("Refused: %s"), reason);
}
