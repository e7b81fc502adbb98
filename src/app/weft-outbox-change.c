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

#define TITLE_MAX 80

/* Of outbox.state (sync/weft-sync.h); 2 is confirmed. */
#define STATE_FAILED 3

static const struct
{
  const char *operation;
  const char *kind;
} kinds[] = {
  { "thread.send", N_ ("Message") },
  { "thread.edit", N_ ("Changed message") },
  { "thread.delete", N_ ("Deleted message") },
  { "chat.create-room", N_ ("New room") },
  { "chat.set-room", N_ ("Room’s name and topic") },
  { "people.set-profile", N_ ("Your name and status") },
  { "people.invite", N_ ("Invitation") },
  { "people.add-member", N_ ("New member") },
  { "people.remove-member", N_ ("Removed member") },
  { "people.leave", N_ ("Leaving a room") },
};

void
weft_outbox_change_free (WeftOutboxChange *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->stream);
  g_free (self->operation);
  g_free (self->arguments);
  g_free (self->problem);
  g_free (self->place);
  g_free (self);
}

/* On a reader's thread. */
static gpointer
query (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_outbox_change_free);
  WeftStatement *statement;
  int found;

  statement = weft_database_prepare (
      database,
      "SELECT outbox.id, outbox.stream, outbox.op, outbox.args, outbox.state, outbox.error_message, "
      "room.name "
      "FROM outbox LEFT JOIN room ON room.stream = outbox.stream "
      "WHERE outbox.state <> 2 AND outbox.op <> 'thread.save-draft' ORDER BY outbox.k",
      error);
  if (statement == NULL)
    return NULL;
  while ((found = weft_statement_step (statement, error)) > 0)
    {
      WeftOutboxChange *change = g_new0 (WeftOutboxChange, 1);

      change->id = weft_statement_dup_text (statement, 0);
      change->stream = weft_statement_dup_text (statement, 1);
      change->operation = weft_statement_dup_text (statement, 2);
      change->arguments = weft_statement_dup_text (statement, 3);
      change->failed = weft_statement_get_int (statement, 4) == STATE_FAILED;
      change->problem = weft_statement_dup_text (statement, 5);
      change->place = weft_statement_dup_text (statement, 6);
      g_ptr_array_add (changes, change);
    }
  return found < 0 ? NULL : g_steal_pointer (&changes);
}

DexFuture *
weft_outbox_change_load (WeftSync *sync)
{
  return weft_sync_read (sync, query, G_TYPE_PTR_ARRAY, NULL, NULL);
}

gboolean
weft_outbox_change_equal (const WeftOutboxChange *a, const WeftOutboxChange *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && a->failed == b->failed && g_strcmp0 (a->problem, b->problem) == 0
         && g_strcmp0 (a->place, b->place) == 0 && g_strcmp0 (a->arguments, b->arguments) == 0;
}

gboolean
weft_outbox_change_is_new_message (const WeftOutboxChange *self)
{
  return g_str_equal (self->operation, "thread.send");
}

gboolean
weft_outbox_change_is_message (const WeftOutboxChange *self)
{
  return weft_outbox_change_is_new_message (self) || g_str_equal (self->operation, "thread.edit");
}

static char *
dup_argument (const WeftOutboxChange *self, const char *name)
{
  g_autoptr (JsonNode) node = weft_json_parse (self->arguments, strlen (self->arguments), NULL);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;
  const char *value = NULL;

  if (object == NULL || !json_object_has_member (object, name)
      || !weft_json_get_string (object, name, &value, NULL))
    return NULL;
  return *value != '\0' ? g_strdup (value) : NULL;
}

char *
weft_outbox_change_dup_words (const WeftOutboxChange *self)
{
  return weft_outbox_change_is_message (self) ? dup_argument (self, "text") : NULL;
}

static const char *
get_kind (const WeftOutboxChange *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (self->operation, kinds[i].operation))
      return _ (kinds[i].kind);
  return self->operation;
}

char *
weft_outbox_change_dup_title (const WeftOutboxChange *self)
{
  g_autofree char *words
      = weft_outbox_change_is_message (self) ? dup_argument (self, "text") : dup_argument (self, "name");

  return words != NULL ? weft_text_shorten (words, TITLE_MAX) : g_strdup (get_kind (self));
}

char *
weft_outbox_change_dup_detail (const WeftOutboxChange *self)
{
  g_autofree char *name = dup_argument (self, weft_outbox_change_is_message (self) ? "text" : "name");

  if (name == NULL)
    return g_strdup (self->place);
  if (weft_outbox_change_is_message (self) && self->place != NULL && *self->place != '\0')
    /* Translators: %1$s is what it is ("Message"), %2$s a room's name */
    return g_strdup_printf (_ ("%1$s in %2$s"), get_kind (self), self->place);
  return g_strdup (get_kind (self));
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
