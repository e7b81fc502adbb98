/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-handling.h"

#include <string.h>

#include "base/weft-id.h"
#include "serve/weft-access.h"
#include "serve/weft-audit.h"
#include "serve/weft-copies.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-jobs.h"
#include "serve/weft-erased.h"
#include "serve/weft-erasure.h"
#include "serve/weft-results.h"
#include "store/weft-erase.h"
#include "store/weft-step.h"

/* Operations which operations run, and those which reactions emit, end somewhere. */
#define DEPTH_MAX 8
#define EVENTS_MAX 2000

/* The conflict part's, known to the engine by contract like the people part's tables; bytes of its body at
 * most. */
#define CONFLICT_EVENT "conflict.found"
#define CONFLICT_MAX 60000
#define FORGET_OPERATION "conflict.forget"
#define FORGET_AFTER (24 * 60 * 60 * 1000) /* ms */
/* The content part's, likewise. */
#define ERASED_EVENT "content.erased"

struct _WeftHandling
{
  WeftTransaction *transaction; /* unowned */
  const WeftOperation *operation;
  gconstpointer args; /* unowned */
  const char *stream;
  const char *author;
  WeftPlan *plan;
  guint n_applied; /* of the plan's events */
  guint n_events;
  guint depth;
  const char *source_stream; /* (nullable): of the row whose content the event under way brings; what is made of it is a copy */
  const char *source_row;    /* unowned */
  gboolean applying; /* an event is on its way into the log: what comes next waits */
  GHashTable *also;  /* stream → GPtrArray of char*: rows which are erased along with others */
  GError *failure;   /* (nullable): from a call which cannot say so itself */
};

static gboolean
react (WeftHandling *self, const char *stream, const WeftEvent *event, JsonObject *object, GError **error)
{
  const GPtrArray *reactions = _weft_engine_get_reactions (self->transaction->engine, event->name);
  g_autofree gpointer args = NULL;
  gboolean done = TRUE;

  if (reactions == NULL)
    return TRUE;

  args = g_malloc0 (MAX (event->args_size, 1));
  if (!event->parse (object, args, error))
    return FALSE;
  for (guint i = 0; i < reactions->len && done; i++)
    done = ((const WeftReaction *) g_ptr_array_index (reactions, i))->react (self, stream, args, error);
  event->clear (args);

  return done;
}

static gboolean
notify (WeftHandling *self, const char *stream, const WeftEvent *event, JsonObject *object, GError **error)
{
  WeftEngine *engine = self->transaction->engine;
  const GPtrArray *notices = weft_registry_find_notices (weft_engine_get_registry (engine), event->name);
  const GPtrArray *settled = weft_registry_find_settled (weft_engine_get_registry (engine), event->name);
  const WeftServerModule *module = notices != NULL || settled != NULL ? _weft_engine_get_notifier (engine) : NULL;
  g_autoptr (GHashTable) told = NULL;

  if (module == NULL)
    return TRUE;

  for (guint i = 0; settled != NULL && i < settled->len; i++)
    if (!module->settle (self, stream, g_ptr_array_index (settled, i), object, error))
      return FALSE;
  told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; notices != NULL && i < notices->len; i++)
    if (!module->notify (self, stream, event, g_ptr_array_index (notices, i), object, told, error))
      return FALSE;

  return TRUE;
}

/* Erases what was made of the content of @row. */
static gboolean
erase_copies (WeftHandling *self, const char *stream, const char *row, GError **error)
{
  WeftDatabase *database = self->transaction->database;
  g_autoptr (GPtrArray) copies = weft_copies_list (database, stream, row, error);

  /* Forgotten first: rules can make rows of each other. */
  if (copies == NULL || (copies->len > 0 && !weft_copies_forget (database, stream, row, error)))
    return FALSE;
  for (guint i = 0; i < copies->len; i++)
    {
      const WeftCopyPlace *copy = g_ptr_array_index (copies, i);

      if (g_str_equal (copy->stream, WEFT_COPIES_JOB) ? !weft_jobs_cancel (database, copy->row, error)
                                                      : !weft_handling_erase_also (self, copy->stream, copy->row, error))
        return FALSE;
    }

  return TRUE;
}

/* What a job writes is made of what its order was made of. */
static gboolean
note_job_copies (WeftHandling *self, const char *stream, const char *row, GError **error)
{
  WeftDatabase *database = self->transaction->database;
  g_autoptr (GPtrArray) sources = NULL;

  if (self->transaction->job == NULL)
    return TRUE;
  sources = weft_copies_list_sources (database, WEFT_COPIES_JOB, self->transaction->job, error);
  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const WeftCopyPlace *source = g_ptr_array_index (sources, i);

      if ((!g_str_equal (source->stream, stream) || !g_str_equal (source->row, row))
          && !weft_copies_note (database, source->stream, source->row, stream, row, error))
        return FALSE;
    }

  return sources != NULL;
}

/* An event may leave nothing of a row, as deleting does. */
static gboolean
follow_copies (
    WeftHandling *self, const char *stream, const WeftEvent *event, JsonObject *object, GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (self->transaction->engine);
  g_autofree char *row = weft_event_dup_row (event, object);
  g_autoptr (GPtrArray) copies = NULL;
  gboolean empty;

  /* Whoever brings content leaves some. */
  if (row == NULL || event->erase != NULL || weft_erase_find_table (registry, row, NULL) == NULL)
    return TRUE;
  copies = weft_copies_list (self->transaction->database, stream, row, error);
  if (copies == NULL)
    return FALSE;
  if (copies->len == 0)
    return TRUE;

  return weft_erase_is_empty (self->transaction->database, registry, stream, row, &empty, error)
         && (!empty || erase_copies (self, stream, row, error));
}

static gboolean
note_erased (WeftHandling *self, const char *stream, const WeftEvent *event, JsonObject *object, GError **error)
{
  WeftHead *head;

  if (!g_str_equal (event->name, ERASED_EVENT))
    return TRUE;
  head = weft_transaction_get_head (self->transaction, stream, error);

  return head != NULL
         && weft_erased_note (self->transaction->database, weft_engine_get_registry (self->transaction->engine), stream,
                              json_object_get_string_member (object, "rows"), head->head, error);
}

/* What it quotes may be gone by now: then it comes without. @body is written anew. */
static gboolean
settle_quotation (WeftHandling *self,
                  const char *stream,
                  const WeftEvent *event,
                  const char *row,
                  JsonNode *root,
                  char **body,
                  GError **error)
{
  WeftDatabase *database = self->transaction->database;
  WeftRegistry *registry = weft_engine_get_registry (self->transaction->engine);
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GString) blank = g_string_new (NULL);
  g_autoptr (GPtrArray) quoted = NULL;
  const char *source;
  gboolean gone = FALSE;

  quoted = weft_copies_find_quoted (database, registry, event, object, &source, error);
  for (guint i = 0; quoted != NULL && i < quoted->len && !gone; i++)
    if (!weft_erase_is_empty (database, registry, source, quoted->pdata[i], &gone, error)
        || (!gone && !weft_erased_find (database, source, quoted->pdata[i], &gone, error))
        || (!gone && !weft_copies_note (database, source, quoted->pdata[i], stream, row, error)))
      return FALSE;
  if (!gone)
    return quoted != NULL;

  for (guint i = 0; event->erase[i] != NULL; i++)
    if (json_object_has_member (object, event->erase[i]))
      json_object_set_string_member (object, event->erase[i], "");
  weft_json_node (blank, NULL, root);
  g_set_str (body, blank->str);

  /* Its author still has what they quoted, and is told in so many words. */
  return weft_handling_erase_also (self, stream, row, error);
}

static gboolean
apply (WeftHandling *self, const char *stream, const WeftEvent *event, const char *planned, GError **error)
{
  g_autofree char *body = g_strdup (planned);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *row = NULL;
  JsonObject *object;
  gboolean done;

  if (++self->n_events > EVENTS_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "op: %s makes more than %d events",
                   self->operation->name, EVENTS_MAX);
      return FALSE;
    }

  root = weft_json_parse (body, strlen (body), error);
  if (root == NULL)
    return FALSE;
  object = json_node_get_object (root);

  if (event->erase != NULL)
    row = weft_event_dup_row (event, object);
  if (row != NULL
      && (!note_job_copies (self, stream, row, error)
          || !settle_quotation (self, stream, event, row, root, &body, error)))
    return FALSE;

  self->applying = TRUE;
  self->source_stream = stream;
  self->source_row = row;
  done = react (self, stream, event, object, error) && notify (self, stream, event, object, error)
         && weft_transaction_append (self->transaction, stream, event, self->author, body, object, error)
         && follow_copies (self, stream, event, object, error) && note_erased (self, stream, event, object, error);
  self->applying = FALSE;
  self->source_row = NULL;

  return done;
}

/* Folds what was planned and emitted so far, so that whatever comes next sees it. */
static gboolean
flush (WeftHandling *self, GError **error)
{
  while (!self->applying && self->n_applied < weft_plan_get_n_events (self->plan))
    {
      const WeftPlannedEvent *planned = weft_plan_get_event (self->plan, self->n_applied++);
      const WeftEvent *event = planned->event;
      g_autofree char *stream = g_strdup (planned->stream != NULL ? planned->stream : self->stream);
      g_autofree char *body = g_strdup (planned->body);

      /* Reactions add to the list, which may move. */
      if (!apply (self, stream, event, body, error))
        return FALSE;
    }

  return TRUE;
}

/* Events for the rows that go along with others; many of one stream share one. */
static gboolean
emit_erased (WeftHandling *self, GError **error)
{
  const WeftEvent *event
      = weft_registry_find_event (weft_engine_get_registry (self->transaction->engine), ERASED_EVENT, 1);
  g_autoptr (GHashTable) also = g_steal_pointer (&self->also);
  GHashTableIter iter;
  gpointer stream, list;

  if (also == NULL)
    return TRUE;
  if (event == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                           "Nothing is erased without the content part");
      return FALSE;
    }

  g_hash_table_iter_init (&iter, also);
  while (g_hash_table_iter_next (&iter, &stream, &list))
    {
      GPtrArray *rows = list;

      for (guint first = 0; first < rows->len; first += WEFT_ERASE_MAX)
        {
          g_autoptr (GString) lines = g_string_new (NULL);
          g_autoptr (GString) body = g_string_new (NULL);

          for (guint i = first; i < MIN (first + WEFT_ERASE_MAX, rows->len); i++)
            g_string_append_printf (lines, "%s%s", i > first ? "\n" : "",
                                    (const char *) g_ptr_array_index (rows, i));
          weft_json_begin (body, NULL);
          weft_json_string (body, "rows", lines->str);
          weft_json_end (body);
          if (!apply (self, stream, event, body->str, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
run (WeftTransaction *transaction,
     const char *author,
     WeftRole role,
     const char *stream,
     const WeftOperation *operation,
     gconstpointer args,
     guint depth,
     GError **error)
{
  g_autoptr (WeftPlan) plan = weft_plan_new (transaction->database, stream, author, role, transaction->at);
  WeftHandling self = {
    .transaction = transaction,
    .operation = operation,
    .args = args,
    .stream = stream,
    .author = author,
    .plan = plan,
    .depth = depth,
  };
  WeftHandler handler = _weft_engine_get_handler (transaction->engine, operation->name);
  gboolean done;

  done = handler != NULL ? handler (&self, args, error) : weft_handling_plan (&self, error);
  done = done && flush (&self, error);
  /* What reacts to one erasure may ask for another. */
  while (done && self.also != NULL)
    done = emit_erased (&self, error) && flush (&self, error);
  g_clear_pointer (&self.also, g_hash_table_unref);
  if (self.failure != NULL && done)
    {
      g_propagate_error (error, g_steal_pointer (&self.failure));
      done = FALSE;
    }
  g_clear_error (&self.failure);

  return done;
}

/* Whether @author may run @operation on @stream at all. Nothing here tells apart a stream which is not there
 * and one which the author may not read. */
static gboolean
admit (WeftTransaction *transaction,
       const char *author,
       const char *stream,
       const WeftOperation *operation,
       WeftRole *role,
       GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean member = FALSE;
  WeftHead *head;

  head = weft_transaction_get_head (transaction, stream, error);
  if (head == NULL)
    return FALSE;

  *role = weft_transaction_get_role (transaction, stream, author, &local_error);
  if (local_error == NULL && operation->creates)
    {
      member = *role != WEFT_ROLE_NONE;
      *role = weft_access_get_workspace_role (transaction->database, author, &local_error);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!weft_operation_check_role (operation, *role, error))
    return FALSE;
  if (operation->creates && head->exists)
    {
      /* An id which the author made up may be taken by a stream they may not know of. */
      if (member)
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS, "stream: %s is there already", stream);
      else
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "stream: take another id");
      return FALSE;
    }
  /* One's own stream is there even before anything was written to it. */
  if (!operation->creates && !head->exists && !g_str_has_prefix (stream, "user/"))
    return weft_access_set_not_found (error);

  return TRUE;
}

/* What an operation names must be here and the author's to name; from here on it is named, or nothing
 * happened. */
static gboolean
claim_files (WeftTransaction *transaction,
             const char *author,
             const WeftOperation *operation,
             JsonObject *args,
             GError **error)
{
  WeftBlobs *blobs = _weft_engine_get_blobs (transaction->engine);

  for (guint i = 0; operation->files != NULL && operation->files[i] != NULL; i++)
    {
      const char *name = operation->files[i];

      if (weft_json_has (args, name)
          && !weft_blobs_claim (blobs, transaction->database, author,
                                json_object_get_string_member (args, name), error))
        return FALSE;
    }

  return TRUE;
}

/* Public API */

/* It holds content of the object's row, also of what that row was before. */
static gboolean
note_loss (WeftTransaction *transaction,
           const char *stream,
           const WeftLoss *loss,
           const char *own,
           const char *id,
           GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (transaction->engine);
  const WeftOperation *operation = weft_registry_find_operation (registry, loss->op);
  const WeftObject *object = operation != NULL ? operation->object : NULL;
  g_autofree char *row = NULL;
  g_autofree char *copy = g_strconcat ("conflict:", id, NULL);

  if (object == NULL)
    return TRUE;
  row = weft_erased_dup_row (object, loss->object);

  return weft_erase_find_table (registry, row, NULL) == NULL
         || (weft_erased_refuse (transaction->database, stream, row, loss->field, error)
             && weft_copies_note (transaction->database, stream, row, own, copy, error));
}

/* What somebody overwrote and may want back is not kept for ever. */
static gboolean
forget_later (WeftTransaction *transaction, const char *own, const char *id, GError **error)
{
  g_autofree char *job_id = g_strconcat ("conflict/forget/", id, NULL);
  g_autoptr (GString) args = g_string_new (NULL);

  weft_json_begin (args, NULL);
  weft_json_string (args, "id", id);
  weft_json_end (args);
  transaction->scheduled = TRUE;
  return weft_jobs_put (transaction->database,
                        &(WeftJob) {
                            .id = job_id,
                            .author = (char *) WEFT_PERSON_SYSTEM,
                            .stream = (char *) own,
                            .op = (char *) FORGET_OPERATION,
                            .args = args->str,
                            .schedule = (char *) "",
                            .due_at = transaction->at + FORGET_AFTER,
                        },
                        transaction->at, error);
}

/* What the author does not find in the rows goes onto their list, in their own stream. */
static gboolean
tell_losses (
    WeftTransaction *transaction, const char *author, const char *stream, GPtrArray *losses, GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (transaction->engine);
  const WeftEvent *event = weft_registry_find_event (registry, CONFLICT_EVENT, 1);
  g_autofree char *own = g_strconcat ("user/", author, NULL);

  if (event == NULL || !weft_id_is_valid (author))
    return TRUE;

  for (guint i = 0; i < losses->len; i++)
    {
      const WeftLoss *loss = g_ptr_array_index (losses, i);
      g_autofree char *id = weft_id_random ();
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (JsonNode) root = NULL;

      /* What is in the rows or was can be found there; what was typed cannot. */
      for (guint more = 2; more != G_MAXUINT && (body->len == 0 || body->len > CONFLICT_MAX); more--)
        {
          g_string_truncate (body, 0);
          weft_json_begin (body, NULL);
          weft_json_string (body, "id", id);
          weft_json_string (body, "target", stream);
          weft_json_string (body, "op", loss->op);
          weft_json_string (body, "object", loss->object);
          weft_json_string (body, "field", loss->field);
          weft_json_string (body, "mine", loss->mine);
          if (more > 0)
            weft_json_string (body, "theirs", loss->theirs);
          if (more > 1 && loss->base != NULL)
            weft_json_string (body, "base", loss->base);
          if (loss->by != NULL)
            weft_json_string (body, "person", loss->by);
          weft_json_end (body);
        }

      root = weft_json_parse (body->str, body->len, error);
      if (root == NULL || !note_loss (transaction, stream, loss, own, id, error)
          || !weft_transaction_append (transaction, own, event, author, body->str,
                                       json_node_get_object (root), error)
          || (loss->kept && !forget_later (transaction, own, id, error)))
        return FALSE;
    }

  return TRUE;
}

/* Whether people are told of it who look after the workspace: who may come in and do what, and what becomes
 * of what is kept. Not what people write, nor what they are at just now. */
static gboolean
is_administration (const WeftOperation *operation, const char *stream)
{
  return operation->role >= WEFT_ROLE_ADMIN || operation->creates
         || (g_str_equal (operation->module->name, "people") && (operation->undo != NULL || operation->never != NULL))
         || g_str_equal (operation->module->name, "content");
}

static gboolean
note (WeftTransaction *transaction,
      const char *author,
      const char *stream,
      const WeftOperation *operation,
      JsonObject *args,
      const GError *refusal,
      GError **error)
{
  const char *person = json_object_get_string_member_with_default (args, "person", NULL);
  g_autofree char *target = person != NULL ? g_strconcat (stream, " ", person, NULL) : g_strdup (stream);
  g_autofree char *detail = refusal != NULL ? g_strdup_printf ("{\"refused\":\"%s\"}", weft_error_to_wire ((WeftError) refusal->code))
                                            : weft_audit_dup_detail (operation, args);

  return weft_audit_add (transaction->database,
                         &(WeftAuditEntry) {
                             .at = transaction->at,
                             .actor = author,
                             .action = operation->name,
                             .target = target,
                             .address = transaction->address,
                             .device = transaction->client,
                             .detail = detail,
                         },
                         error);
}

static gboolean
execute_step (
    WeftTransaction *transaction, const char *author, const char *stream, WeftStep *step, GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (transaction->engine);
  g_autoptr (GPtrArray) losses = weft_losses_new ();
  gconstpointer args;
  WeftHead *head;
  WeftRole role;

  if (!weft_registry_allows (registry, step->operation, stream))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "op: %s does not run on a %s",
                   step->operation->name, weft_stream_get_kind (stream));
      return FALSE;
    }
  if (!admit (transaction, author, stream, step->operation, &role, error))
    return FALSE;

  head = weft_transaction_get_head (transaction, stream, error);
  if (head == NULL
      || !weft_erased_check (transaction->database, registry, stream, head->epoch, author, step, error))
    return FALSE;
  args = weft_step_settle (step, transaction->database, stream, author, losses, error);

  return args != NULL && claim_files (transaction, author, step->operation, step->settled, error)
         && run (transaction, author, role, stream, step->operation, args, transaction->depth, error)
         && weft_transaction_erase_files (transaction, error)
         && (!is_administration (step->operation, stream)
             || note (transaction, author, stream, step->operation, step->settled, NULL, error))
         && tell_losses (transaction, author, stream, losses, error);
}

gboolean
weft_handling_execute (WeftTransaction *transaction,
                       const char *author,
                       const char *stream,
                       const char *op,
                       const char *args,
                       GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (transaction->engine);
  g_autoptr (JsonNode) root = weft_json_parse (args, strlen (args), error);
  g_autoptr (GPtrArray) steps = NULL;

  if (root == NULL)
    return FALSE;
  steps = weft_steps_new (registry, op, json_node_get_object (root), error);
  if (steps == NULL)
    return FALSE;
  if (!weft_stream_is_valid (stream) || !weft_registry_knows_kind (registry, weft_stream_get_kind (stream)))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "stream: not a stream's name, such as room/<id>");
      return FALSE;
    }

  /* The caller's savepoint takes back all of them if one is refused. */
  for (guint i = 0; i < steps->len; i++)
    if (!execute_step (transaction, author, stream, g_ptr_array_index (steps, i), error))
      {
        if (g_str_equal (op, WEFT_GROUP_OPERATION))
          g_prefix_error (error, "operations[%u].", i);
        return FALSE;
      }

  return TRUE;
}

gboolean
weft_handling_check_file_size (WeftHandling *self, const char *field, const char *hash, gint64 size, GError **error)
{
  gint64 real = 0;

  if (hash != NULL
      && !weft_database_get_value (weft_handling_get_database (self), &real, -1, error, "SELECT size FROM blob WHERE hash = ?1", "t", hash))
    return FALSE;
  if (real != size)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "%s: %" G_GINT64_FORMAT ", but the file has %" G_GINT64_FORMAT " bytes", field, size, real);

  return TRUE;
}

WeftDatabase *
weft_handling_get_database (WeftHandling *self)
{
  return self->transaction->database;
}

const char *
weft_handling_get_stream (WeftHandling *self)
{
  return self->stream;
}

const char *
weft_handling_get_author (WeftHandling *self)
{
  return self->author;
}

gint64
weft_handling_get_at (WeftHandling *self)
{
  return self->transaction->at;
}

WeftPlan *
weft_handling_get_plan (WeftHandling *self)
{
  return self->plan;
}

gboolean
weft_handling_plan (WeftHandling *self, GError **error)
{
  return self->operation->plan (self->plan, self->args, error);
}

void
weft_handling_emit (WeftHandling *self, const char *stream, const WeftEvent *event, gconstpointer args)
{
  g_return_if_fail (weft_stream_is_valid (stream));

  weft_plan_emit_to (self->plan, stream, event, args);
}

gboolean
weft_handling_run (WeftHandling *self,
                   const char *stream,
                   const WeftOperation *operation,
                   gconstpointer args,
                   GError **error)
{
  WeftRole role;

  if (self->depth + 1 >= DEPTH_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "op: %s runs operations more than %d deep",
                   self->operation->name, DEPTH_MAX);
      return FALSE;
    }

  return flush (self, error) && admit (self->transaction, WEFT_PERSON_SYSTEM, stream, operation, &role, error)
         && run (self->transaction, WEFT_PERSON_SYSTEM, role, stream, operation, args, self->depth + 1,
                 error);
}

gboolean
weft_handling_run_as (WeftHandling *self,
                      const char *person,
                      const char *stream,
                      const WeftOperation *operation,
                      gconstpointer args,
                      GError **refusal,
                      GError **error)
{
  WeftDatabase *database = self->transaction->database;
  g_autoptr (WeftTransaction) within = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;

  if (self->depth + 1 >= DEPTH_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "op: %s runs operations more than %d deep", self->operation->name, DEPTH_MAX);
      return FALSE;
    }
  if (!flush (self, error) || !weft_database_savepoint (database, "within", error))
    return FALSE;

  operation->write (args, text);
  within = weft_transaction_new_within (self->transaction);
  within->depth = self->depth + 1;
  if (weft_handling_execute (within, person, stream, operation->name, text->str, &local_error))
    {
      weft_transaction_merge (self->transaction, within);
      return weft_database_release (database, "within", error);
    }

  weft_database_rollback_to (database, "within");
  if (weft_results_is_fault (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  root = weft_json_parse (text->str, text->len, error);
  if (root == NULL || !weft_database_release (database, "within", error)
      || (is_administration (operation, stream)
          && !note (self->transaction, person, stream, operation, json_node_get_object (root), local_error, error)))
    return FALSE;
  g_propagate_error (refusal, g_steal_pointer (&local_error));

  return TRUE;
}

gboolean
weft_handling_claim_file (WeftHandling *self, const char *hash, GError **error)
{
  return weft_blobs_claim (_weft_engine_get_blobs (self->transaction->engine), self->transaction->database,
                           WEFT_PERSON_SYSTEM, hash, error);
}

gboolean
weft_handling_schedule (WeftHandling *self, const WeftJobOrder *order, GError **error)
{
  g_autoptr (GString) args = g_string_new (NULL);
  WeftJob job;

  g_return_val_if_fail (order->id != NULL && order->operation != NULL, FALSE);
  g_return_val_if_fail (weft_stream_is_valid (order->stream), FALSE);

  order->operation->write (order->args, args);
  job = (WeftJob) {
    .id = (char *) order->id,
    .author = (char *) (order->author != NULL ? order->author : WEFT_PERSON_SYSTEM),
    .stream = (char *) order->stream,
    .op = (char *) order->operation->name,
    .args = args->str,
    .schedule = (char *) (order->schedule != NULL ? order->schedule : ""),
    .due_at = order->due_at,
  };
  self->transaction->scheduled = TRUE;
  /* A mere order to look at the row again holds nothing of it. */
  if (self->source_row != NULL && order->operation->writes
      && !weft_copies_note (self->transaction->database, self->source_stream, self->source_row, WEFT_COPIES_JOB, order->id,
                            error))
    return FALSE;

  return weft_jobs_put (self->transaction->database, &job, self->transaction->at, error);
}

gboolean
weft_handling_cancel (WeftHandling *self, const char *job, GError **error)
{
  return weft_jobs_cancel (self->transaction->database, job, error);
}

const char *
weft_handling_get_job (WeftHandling *self)
{
  return self->transaction->job;
}

gboolean
weft_handling_is_here (WeftHandling *self, const char *person)
{
  return weft_engine_is_here (self->transaction->engine, person);
}

WeftRegistry *
weft_handling_get_registry (WeftHandling *self)
{
  return weft_engine_get_registry (self->transaction->engine);
}

WeftRole
weft_handling_get_role (WeftHandling *self, const char *stream, const char *person, GError **error)
{
  return weft_access_get_role (self->transaction->database, stream, person, error);
}

gint64
weft_handling_get_due (WeftHandling *self)
{
  return self->transaction->due_at;
}

gboolean
weft_handling_erase (WeftHandling *self, const char *row, GError **error)
{
  WeftErasureOwner owner;
  guint n_blanked = 0;

  if (!weft_erasure_get_owner (self->transaction->database, weft_handling_get_registry (self), self->stream,
                               row, self->author, &owner, error))
    return FALSE;
  if (owner == WEFT_ERASURE_NOBODY)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "rows: there is no “%.80s” here", row);
      return FALSE;
    }
  if (owner != WEFT_ERASURE_OWN && weft_plan_get_role (self->plan) < WEFT_ROLE_ADMIN)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DENIED,
                   "rows: only who wrote “%.80s” or an administrator may erase it", row);
      return FALSE;
    }

  return weft_transaction_erase (self->transaction, self->stream, row, &n_blanked, error)
         && erase_copies (self, self->stream, row, error);
}

gboolean
weft_handling_erase_also (WeftHandling *self, const char *stream, const char *row, GError **error)
{
  guint n_blanked = 0;
  GPtrArray *rows;

  g_return_val_if_fail (weft_erase_find_table (weft_handling_get_registry (self), row, NULL) != NULL, FALSE);

  if (!weft_transaction_erase (self->transaction, stream, row, &n_blanked, error)
      || !erase_copies (self, stream, row, error))
    return FALSE;

  if (self->also == NULL)
    self->also = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  rows = g_hash_table_lookup (self->also, stream);
  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->also, g_strdup (stream), rows);
    }
  g_ptr_array_add (rows, g_strdup (row));

  return TRUE;
}

gboolean
weft_handling_note_copy (WeftHandling *self,
                         const char *stream,
                         const char *row,
                         const char *copy_stream,
                         const char *copy,
                         GError **error)
{
  return weft_copies_note (self->transaction->database, stream, row, copy_stream, copy, error);
}

void
weft_handling_end_sessions (WeftHandling *self, const char *person)
{
  if (self->failure == NULL)
    weft_transaction_end_sessions (self->transaction, person, &self->failure);
}
