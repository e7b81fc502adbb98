/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-client-session-private.h"

#include <string.h>

#include "base/weft-id.h"
#include "store/weft-object.h"
#include "store/weft-scrub.h"
#include "store/weft-step.h"

static gboolean
check_submission (WeftClientSession *self, WeftSubmission *submission, WeftOutboxEntry *entry, GError **error)
{
  gsize length = strlen (submission->args);
  GPtrArray *steps;

  if (!weft_stream_is_valid (submission->stream))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "stream: “%s” is no stream", submission->stream);
      return FALSE;
    }
  if (length + OPERATION_OVERHEAD > WEFT_FRAME_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "args: %" G_GSIZE_FORMAT " bytes, at most %d",
                   length, WEFT_FRAME_MAX - OPERATION_OVERHEAD);
      return FALSE;
    }
  steps = weft_outbox_entry_get_steps (entry, error);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const WeftOperation *operation = ((WeftStep *) steps->pdata[i])->operation;

      if (!weft_registry_allows (self->copy->registry, operation, submission->stream))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "op: %s does not run on %s", operation->name,
                       submission->stream);
          return FALSE;
        }
    }

  return steps != NULL;
}

gboolean
weft_client_session_submit (WeftClientSession *self, WeftSubmission *submissions, guint n, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_outbox_entry_free);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (WeftBatch) batch = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = weft_id_random ();
      g_autoptr (WeftOutboxEntry) entry = NULL;

      entry = weft_outbox_entry_new (self->copy->registry, id, submissions[i].stream, submissions[i].op,
                                     submissions[i].args);
      entry->created_at = weft_clock_now (self->copy->clock) + self->offset;
      if (submissions[i].files != NULL)
        weft_outbox_entry_add_files (entry, submissions[i].files);
      if (!check_submission (self, &submissions[i], entry, &submissions[i].error)
          || !weft_outbox_check_room (self->copy->outbox, entries->len + 1, &submissions[i].error))
        continue;
      entry->fresh = TRUE;
      entry->seen = g_strdup (submissions[i].seen);
      entry->stack = WEFT_UNDO_BACK;
      entry->anew = TRUE;
      entry->group = g_strdup (submissions[i].group);
      submissions[i].id = g_steal_pointer (&id);
      g_ptr_array_add (entries, g_steal_pointer (&entry));
    }

  if (entries->len == 0)
    return TRUE;

  batch = _weft_client_session_begin (self, TRUE, error);
  if (batch == NULL)
    goto fail;

  for (guint i = 0; i < entries->len; i++)
    if (!weft_uploads_expect (self->copy->uploads, self->copy->database, self->copy->directory,
                              entries->pdata[i], error)
        || !weft_batch_add (batch, g_steal_pointer (&entries->pdata[i]), error))
      goto fail;

  if (!weft_batch_finish (batch, error)
      || !_weft_client_session_number_operations (self, batch, to_send, error)
      || !_weft_client_session_commit (self, batch, to_send, error))
    goto fail;

  return TRUE;

fail:
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&submissions[i].id, g_free);
  g_clear_pointer (&batch, weft_batch_free);
  _weft_client_session_recover (self);

  return FALSE;
}

/* Whatever waits for @hash, and has not been sent. */
static gboolean
fail_waiting (
    WeftClientSession *self, WeftBatch *batch, const char *hash, const GError *refusal, GError **error)
{
  for (GList *l = weft_outbox_peek (self->copy->outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      if (entry->state == WEFT_OUTBOX_WAITING && entry->n == 0 && entry->files != NULL
          && g_strv_contains ((const char *const *) entry->files, hash)
          && !weft_batch_fail (batch, entry, refusal, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
weft_client_session_file_uploaded (WeftClientSession *self,
                                   const char *hash,
                                   const GError *refusal,
                                   GError **error)
{
  g_autoptr (WeftBatch) batch = _weft_client_session_begin (self, TRUE, error);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();

  self->n_held = 0;
  if (batch != NULL
      && weft_uploads_set_state (self->copy->uploads, self->copy->database, hash,
                                 refusal == NULL ? WEFT_UPLOAD_DONE : WEFT_UPLOAD_FAILED, error)
      && (refusal == NULL || fail_waiting (self, batch, hash, refusal, error))
      && weft_batch_finish (batch, error)
      && _weft_client_session_number_operations (self, batch, to_send, error)
      && _weft_client_session_commit (self, batch, to_send, error))
    return TRUE;

  g_clear_pointer (&batch, weft_batch_free);
  _weft_client_session_recover (self);

  return FALSE;
}

/* The message a person gets to read is about the one thing, not about its place in a group of one. */
static GError *
tell_refusal (WeftOutboxEntry *entry)
{
  static const char prefix[] = "operations[0].";
  GError *error = g_error_copy (entry->unpredicted);
  GPtrArray *steps = weft_outbox_entry_get_steps (entry, NULL);

  if (steps != NULL && steps->len == 1 && g_str_has_prefix (error->message, prefix))
    {
      char *message = g_strdup (error->message + strlen (prefix));

      g_free (error->message);
      error->message = message;
    }

  return error;
}

/* Without its refusal the top of a stack would stand in the way of what lies under it. */
static gboolean
drop_top (WeftClientSession *self, WeftUndoStack stack, GError **error)
{
  g_autoptr (WeftBatch) batch = _weft_client_session_begin (self, FALSE, error);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) steps = batch != NULL ? weft_undo_pop (self->copy->database, stack, error) : NULL;

  return steps != NULL && _weft_client_session_commit (self, batch, to_send, error);
}

char *
weft_client_session_step_back (WeftClientSession *self, WeftUndoStack stack, GError **error)
{
  g_autoptr (WeftBatch) batch = _weft_client_session_begin (self, TRUE, error);
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *group = weft_id_random ();

  if (batch == NULL || (steps = weft_undo_pop (self->copy->database, stack, error)) == NULL)
    goto fail;
  if (steps->len == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                           stack == WEFT_UNDO_BACK ? "There is nothing to undo" : "There is nothing to redo");
      goto fail;
    }

  for (guint i = 0; i < steps->len && refusal == NULL; i++)
    if (((const WeftUndoStep *) steps->pdata[i])->why != NULL)
      g_set_error_literal (&refusal, WEFT_ERROR, WEFT_ERROR_DENIED, ((const WeftUndoStep *) steps->pdata[i])->why);
  for (guint i = 0; i < steps->len && refusal == NULL; i++)
    {
      const WeftUndoStep *step = steps->pdata[i];
      g_autofree char *id = weft_id_random ();
      WeftOutboxEntry *entry;

      entry = weft_outbox_entry_new (self->copy->registry, id, step->stream, step->op, step->args);
      entry->created_at = weft_clock_now (self->copy->clock) + self->offset;
      entry->fresh = TRUE;
      entry->stack = stack == WEFT_UNDO_BACK ? WEFT_UNDO_FORTH : WEFT_UNDO_BACK;
      entry->group = g_strdup (group);
      g_ptr_array_add (entries, entry);
      if (!weft_batch_add (batch, entry, error))
        goto fail;
    }

  /* All of it or none: what stands in the way of one part stands in the way of all. */
  if (refusal == NULL && !weft_batch_finish (batch, error))
    goto fail;
  for (guint i = 0; i < entries->len && refusal == NULL; i++)
    if (((WeftOutboxEntry *) entries->pdata[i])->unpredicted != NULL)
      refusal = tell_refusal (entries->pdata[i]);

  if (refusal == NULL)
    {
      if (!_weft_client_session_number_operations (self, batch, to_send, error)
          || !_weft_client_session_commit (self, batch, to_send, error))
        goto fail;
      return g_strdup (((WeftOutboxEntry *) entries->pdata[entries->len - 1])->id);
    }

  g_clear_pointer (&batch, weft_batch_free);
  _weft_client_session_recover (self);
  if (drop_top (self, stack, error))
    g_propagate_error (error, g_steal_pointer (&refusal));

  return NULL;

fail:
  g_clear_pointer (&batch, weft_batch_free);
  _weft_client_session_recover (self);

  return NULL;
}

static gboolean
submit_one (WeftClientSession *self, const char *stream, const char *op, const char *args, GError **error)
{
  WeftSubmission submission = { .stream = stream, .op = op, .args = args };
  gboolean stored = weft_client_session_submit (self, &submission, 1, error);

  g_free (submission.id);
  if (submission.error != NULL)
    g_propagate_error (error, submission.error);

  return stored && submission.error == NULL;
}

/* The operation which lost, with @mine in @field and everything else as it is now; it stands on the conflict.
 */
static char *
write_kept (WeftClientSession *self,
            const char *conflict,
            const char *stream,
            const WeftOperation *operation,
            const char *id,
            const char *field,
            const char *mine,
            gboolean both,
            GError **error)
{
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (GString) base = g_string_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; operation->fields[i] != NULL; i++)
    {
      const char *name = operation->fields[i];
      const WeftObjectField *known = weft_object_find_field (operation->object, name);
      g_autoptr (JsonNode) value = NULL;

      if (g_strcmp0 (name, operation->object->key) == 0)
        json_object_set_string_member (args, name, id);
      if (known == NULL || known->is_order)
        continue;
      if (!weft_object_read (operation->object, self->copy->database, stream, id, known, args, &value, error))
        return NULL;
      if (!g_str_equal (name, field))
        {
          if (value != NULL)
            json_object_set_member (args, name, g_steal_pointer (&value));
        }
      else if (both && value != NULL && JSON_NODE_HOLDS_VALUE (value))
        {
          g_autofree char *text = g_strconcat (json_node_get_string (value), "\n\n", mine, NULL);

          json_object_set_string_member (args, name, text);
        }
      else
        {
          json_object_set_string_member (args, name, mine);
        }
    }
  if (!weft_step_write_base (operation, args, NULL, self->copy->database, stream, self->copy->person, FALSE,
                             base, error))
    return NULL;
  weft_step_write_conflict (base, conflict);
  weft_step_write_args (args, base->str, out, NULL);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

gboolean
weft_client_session_resolve_conflict (
    WeftClientSession *self, const char *id, gboolean mine, gboolean both, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", self->copy->person != NULL ? self->copy->person : "", NULL);
  g_autofree char *dismissal = g_strdup_printf ("{\"id\":\"%s\"}", id);
  g_auto (GStrv) cells = g_new0 (char *, 6);
  g_autofree char *args = NULL;
  const WeftOperation *operation;
  WeftStatement *statement;
  int step;

  statement = weft_database_query (
      self->copy->database, error,
      "SELECT target, op, object, field, mine FROM conflict WHERE stream = ?1 AND id = ?2", "tt", own, id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  for (int i = 0; step > 0 && i < 5; i++)
    cells[i] = weft_statement_dup_text (statement, i);
  weft_statement_reset (statement);
  if (step == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                           "id: no such conflict; it may be settled already");
      return FALSE;
    }

  operation = weft_registry_find_operation (self->copy->registry, cells[1]);
  if (mine && (operation == NULL || operation->object == NULL))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED, "op: this program does not know “%s”",
                   cells[1]);
      return FALSE;
    }

  /* First the text is safe, then it is off the list. */
  return (!mine
          || ((args = write_kept (self, id, cells[0], operation, cells[2], cells[3], cells[4], both, error))
                  != NULL
              && submit_one (self, cells[0], cells[1], args, error)))
         && submit_one (self, own, "conflict.dismiss", dismissal, error);
}

static WeftOutboxEntry *
find_entry (WeftClientSession *self, const char *id, GError **error)
{
  WeftOutboxEntry *entry;

  if (!weft_copy_refresh (self->copy, error))
    return NULL;
  entry = weft_outbox_find (self->copy->outbox, id);
  if (entry == NULL)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "id: no such operation is waiting");

  return entry;
}

static gboolean
has_same_files (WeftOutboxEntry *a, WeftOutboxEntry *b)
{
  /* Waiting for none is nothing in common. */
  if (a->files == NULL || b->files == NULL || a->files[0] == NULL || a->stream != b->stream
      || g_strv_length (a->files) != g_strv_length (b->files))
    return FALSE;
  for (guint i = 0; a->files[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) b->files, a->files[i]))
      return FALSE;

  return TRUE;
}

static gboolean
may_discard (WeftOutboxEntry *entry)
{
  return entry->state == WEFT_OUTBOX_FAILED || (entry->state == WEFT_OUTBOX_WAITING && entry->n == 0);
}

/* A message and the files on it wait for the same files, and share their fate: one without the other is of no
 * use. */
static GPtrArray *
find_together (WeftClientSession *self, WeftOutboxEntry *entry, gboolean failed)
{
  GPtrArray *together = g_ptr_array_new ();

  for (GList *l = weft_outbox_peek_stream (self->copy->outbox, entry->stream); l != NULL; l = l->next)
    {
      WeftOutboxEntry *other = l->data;

      if (other == entry
          || (has_same_files (entry, other)
              && (failed ? other->state == WEFT_OUTBOX_FAILED : may_discard (other))))
        g_ptr_array_add (together, other);
    }

  return together;
}

static gboolean
wait_again (WeftClientSession *self, WeftOutboxEntry *entry, GError **error)
{
  g_autofree char *new_id = weft_id_random ();

  weft_outbox_set_id (self->copy->outbox, entry, new_id);
  entry->n = 0;
  entry->n_tries = 0;
  g_clear_error (&entry->error);
  /* Whoever tries again has seen what stood in the way. */
  weft_outbox_entry_forget_base (entry);

  return weft_uploads_expect (self->copy->uploads, self->copy->database, self->copy->directory, entry, error)
         && weft_outbox_save (self->copy->outbox, self->copy->database, entry, WEFT_OUTBOX_WAITING, error);
}

gboolean
weft_client_session_retry (WeftClientSession *self, const char *id, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) together = NULL;
  WeftOutboxEntry *entry = find_entry (self, id, error);
  gboolean waiting;

  if (entry == NULL)
    return FALSE;
  if (entry->state != WEFT_OUTBOX_FAILED)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CONFLICT, "id: this operation has not failed");
      return FALSE;
    }

  together = find_together (self, entry, TRUE);
  batch = weft_batch_begin (self->copy, TRUE, error);
  if (batch != NULL)
    {
      waiting = TRUE;
      for (guint i = 0; i < together->len && waiting; i++)
        waiting = wait_again (self, together->pdata[i], error);
      if (waiting && weft_batch_rebase (batch, entry->stream, error) && weft_batch_finish (batch, error)
          && _weft_client_session_number_operations (self, batch, to_send, error)
          && _weft_client_session_commit (self, batch, to_send, error))
        return TRUE;
    }

  g_clear_pointer (&batch, weft_batch_free);
  _weft_client_session_recover (self);

  return FALSE;
}

gboolean
weft_client_session_discard (WeftClientSession *self, const char *id, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;
  g_autoptr (GPtrArray) to_send = g_ptr_array_new ();
  g_autoptr (GPtrArray) together = NULL;
  WeftOutboxEntry *entry = find_entry (self, id, error);
  gboolean discarded;

  if (entry == NULL)
    return FALSE;
  if (!may_discard (entry))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CONFLICT,
                           "id: this operation is with the server already");
      return FALSE;
    }

  together = find_together (self, entry, FALSE);
  batch = weft_batch_begin (self->copy, TRUE, error);
  discarded = batch != NULL;
  for (guint i = 0; i < together->len && discarded; i++)
    discarded = weft_batch_discard (batch, together->pdata[i], error);
  /* It may be based on what was erased since. */
  discarded = discarded && weft_scrub_want (self->copy->database, error);
  if (discarded && _weft_client_session_commit (self, batch, to_send, error))
    return TRUE;

  g_clear_pointer (&batch, weft_batch_free);
  _weft_client_session_recover (self);

  return FALSE;
}
