/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_REPORT_CASE (weft_report_case_get_type ())
G_DECLARE_FINAL_TYPE (WeftReportCase, weft_report_case, WEFT, REPORT_CASE, GObject)

/** WeftReportReason: as on the wire: "spam", "abuse", "other". */
typedef enum
{
  WEFT_REPORT_SPAM,
  WEFT_REPORT_ABUSE,
  WEFT_REPORT_OTHER,
  WEFT_REPORT_N_REASONS,
} WeftReportReason;

const char *weft_report_reason_to_wire (WeftReportReason reason);
/** weft_report_reason_get_label: Returns: (transfer none): translated: "Abuse" */
const char *weft_report_reason_get_label (WeftReportReason reason);

/** WeftReportDecision: what was, or is to be, decided; 0: nothing is done. */
typedef enum
{
  WEFT_REPORT_DELETES = 1 << 0,
  WEFT_REPORT_REMOVES = 1 << 1,
  WEFT_REPORT_SUSPENDS = 1 << 2,
} WeftReportDecision;

/** WeftReport: what one person reported. */
typedef struct
{
  char *reporter; /* (nullable): their name; NULL: they were erased */
  WeftReportReason reason;
  char *note;
  char *text;     /* what the message said then; "" if that was erased */
  gint64 at;      /* ms */
} WeftReport;

void weft_report_free (WeftReport *self);

/**
 * WeftReportCase:
 *
 * A message which people reported, and what was decided about it. Never changes: what is another makes another object.
 */

/** WeftReportCaseState: what it says; all of it is taken. */
typedef struct
{
  char *id;
  char *target;      /* where the message is */
  char *message;
  char *author;      /* an id */
  char *author_name; /* (nullable): NULL: they were erased, or it is a program */
  char *speaker;     /* "" or the name by which a program goes */
  gint64 said_at;    /* ms */
  GPtrArray *reports; /* of WeftReport, the first one first */
  char *decided_by;  /* (nullable): their name; "" if they were erased */
  gint64 decided_at; /* ms; 0: it is open */
  guint decision;    /* WeftReportDecision */
} WeftReportCaseState;

/** weft_report_case_new: @state: (transfer full): is empty afterwards. */
WeftReportCase *weft_report_case_new (WeftReportCaseState *state);
/** weft_report_case_get_state: Returns: (transfer none) */
const WeftReportCaseState *weft_report_case_get_state (WeftReportCase *self);
/** weft_report_case_dup_text: Returns: (transfer full): what the message said when it was reported first; "" if that was erased. */
char *weft_report_case_dup_text (WeftReportCase *self);
/** weft_report_case_dup_author: Returns: (transfer full): a name for who said it, in words if there is none. */
char *weft_report_case_dup_author (WeftReportCase *self);
gboolean weft_report_case_equal (WeftReportCase *self, WeftReportCase *other);

G_END_DECLS
