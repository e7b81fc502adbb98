/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-moderation"

#include "config.h"

#include "parts/moderation/client/weft-report-list.h"

#include "parts/moderation/shared/weft-moderation-module.h"
#include "parts/moderation/shared/weft-moderation.h"

struct _WeftReportList
{
  WeftItemList parent_instance;

  WeftSync *sync;
  gboolean decided;
};

G_DEFINE_FINAL_TYPE (WeftReportList, weft_report_list, WEFT_TYPE_ITEM_LIST)

static WeftReportReason
parse_reason (const char *wire)
{
  for (guint i = 0; i < WEFT_REPORT_N_REASONS; i++)
    if (g_strcmp0 (weft_report_reason_to_wire (i), wire) == 0)
      return i;
  return WEFT_REPORT_OTHER;
}

static gboolean
read_reports (WeftDatabase *database, WeftReportCaseState *state, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT nullif (p.name, ''), r.reason, r.note, k.text, k.speaker, r.filed_at FROM report r"
      " LEFT JOIN report_copy k ON k.stream = r.stream AND k.id = r.id"
      " LEFT JOIN person p ON p.stream = 'workspace' AND p.id = r.reporter"
      " WHERE r.stream = ?1 AND r.case_id = ?2 ORDER BY r.filed_at, r.id",
      "tt", WEFT_MODERATION_STREAM, state->id);
  int step = -1;

  state->reports = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_report_free);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftReport *report = g_new0 (WeftReport, 1);
      const char *text = weft_statement_get_text (statement, 3), *speaker = weft_statement_get_text (statement, 4);

      report->reporter = weft_statement_dup_text (statement, 0);
      report->reason = parse_reason (weft_statement_get_text (statement, 1));
      report->note = weft_statement_dup_text (statement, 2);
      report->text = g_strdup (text != NULL ? text : "");
      report->at = weft_statement_get_int (statement, 5);
      if (state->speaker == NULL && speaker != NULL)
        state->speaker = g_strdup (speaker);
      g_ptr_array_add (state->reports, report);
    }
  if (state->speaker == NULL)
    state->speaker = g_strdup ("");

  return step == 0;
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  gboolean decided = GPOINTER_TO_INT (user_data);
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) states = g_array_new (FALSE, TRUE, sizeof (WeftReportCaseState));
  WeftStatement *statement = weft_database_query (
      database, error,
      decided ? "SELECT c.id, c.target, c.message, c.author, nullif (a.name, ''), c.said_at, coalesce (d.name, ''), c.decided_at,"
                " c.deletes + 2 * c.removes + 4 * c.suspends FROM report_case c"
                " LEFT JOIN person a ON a.stream = 'workspace' AND a.id = c.author"
                " LEFT JOIN person d ON d.stream = 'workspace' AND d.id = c.decided_by"
                " WHERE c.stream = ?1 AND c.decided_by IS NOT NULL ORDER BY c.decided_at DESC, c.id LIMIT ?2"
              : "SELECT c.id, c.target, c.message, c.author, nullif (a.name, ''), c.said_at, NULL, 0, 0 FROM report_case c"
                " LEFT JOIN person a ON a.stream = 'workspace' AND a.id = c.author"
                " WHERE c.stream = ?1 AND c.decided_by IS NULL ORDER BY c.opened_at, c.id LIMIT ?2",
      "ti", WEFT_MODERATION_STREAM, (gint64) WEFT_REPORT_LIST_MAX);
  gboolean whole;
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftReportCaseState state = {
        .id = weft_statement_dup_text (statement, 0),
        .target = weft_statement_dup_text (statement, 1),
        .message = weft_statement_dup_text (statement, 2),
        .author = weft_statement_dup_text (statement, 3),
        .author_name = weft_statement_dup_text (statement, 4),
        .said_at = weft_statement_get_int (statement, 5),
        .decided_by = weft_statement_dup_text (statement, 6),
        .decided_at = weft_statement_get_int (statement, 7),
        .decision = (guint) weft_statement_get_int (statement, 8),
      };

      g_array_append_val (states, state);
    }
  whole = step == 0;
  for (guint i = 0; i < states->len; i++)
    {
      WeftReportCaseState *state = &g_array_index (states, WeftReportCaseState, i);

      whole = read_reports (database, state, whole ? error : NULL) && whole;
      g_ptr_array_add (cases, weft_report_case_new (state));
    }

  return whole ? g_steal_pointer (&cases) : NULL;
}

static gboolean
weft_report_list_equal (gpointer a, gpointer b)
{
  return weft_report_case_equal (a, b);
}

static DexFuture *
weft_report_list_read (WeftItemList *list)
{
  WeftReportList *self = WEFT_REPORT_LIST (list);

  return weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, GINT_TO_POINTER (self->decided), NULL);
}

static void
on_changed (WeftReportList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == &weft_moderation_report_case_table || change->table == &weft_moderation_report_table
          || change->table == &weft_moderation_report_copy_table)
        {
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static void
weft_report_list_dispose (GObject *object)
{
  WeftReportList *self = WEFT_REPORT_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_report_list_parent_class)->dispose (object);
}

static void
weft_report_list_class_init (WeftReportListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_report_list_dispose;
  list_class->item_type = WEFT_TYPE_REPORT_CASE;
  list_class->equal = weft_report_list_equal;
  list_class->read = weft_report_list_read;
}

static void
weft_report_list_init (WeftReportList *self)
{
}

WeftReportList *
weft_report_list_new (WeftSync *sync, gboolean decided)
{
  WeftReportList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_REPORT_LIST, NULL);
  self->sync = g_object_ref (sync);
  self->decided = decided;
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}
