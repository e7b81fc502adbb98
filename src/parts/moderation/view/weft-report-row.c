/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-moderation"

#include "config.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "parts/moderation/view/weft-report-row.h"
#include "proto/weft-link.h"
#include "ui/weft-moment.h"

#define TEXT_LINES 6
#define NOTE_LINES 4

struct _WeftReportRow
{
  AdwBin parent_instance;

  GtkLabel *head;
  GtkLabel *text;
  GtkBox *reports;
  GtkLabel *outcome;
  GtkWidget *buttons;
  GtkWidget *dismiss;
  GtkWidget *delete;
  GtkWidget *remove;
  GtkWidget *suspend;
  GtkWidget *reopen;

  WeftReportCase *about;
  WeftLinkedCard *linked; /* the message, where it stands */
};

G_DEFINE_FINAL_TYPE (WeftReportRow, weft_report_row, ADW_TYPE_BIN)

enum
{
  SPOKEN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_when (gint64 at)
{
  return weft_moment_dup_due (at, weft_clock_now (weft_clock_get_system ()));
}

static const char *
get_place (WeftReportRow *self)
{
  WeftCard *card = self->linked != NULL ? weft_linked_card_get_card (self->linked) : NULL;

  return card != NULL ? weft_card_get_title (card) : _ ("A place you are not in");
}

static char *
dup_head (WeftReportRow *self)
{
  g_autofree char *author = weft_report_case_dup_author (self->about);
  g_autofree char *when = dup_when (weft_report_case_get_state (self->about)->said_at);

  return g_strdup_printf ("%s · %s · %s", author, get_place (self), when);
}

static char *
dup_text (WeftReportRow *self)
{
  g_autofree char *text = weft_report_case_dup_text (self->about);

  return *text != '\0' ? g_steal_pointer (&text) : g_strdup (_ ("What it said was erased"));
}

static char *
dup_report (const WeftReport *report)
{
  g_autofree char *when = dup_when (report->at);

  /* Translators: a reason, somebody's name, a day and a time: "Abuse, reported by Mai Trần, Today, 08:12" */
  return g_strdup_printf (_ ("%1$s, reported by %2$s, %3$s"), weft_report_reason_get_label (report->reason),
                          report->reporter != NULL ? report->reporter : _ ("a deleted person"), when);
}

/* What the message said when this one was written, if that was something else. */
static gboolean
is_other (WeftReportRow *self, const WeftReport *report)
{
  g_autofree char *first = weft_report_case_dup_text (self->about);

  return *report->text != '\0' && !g_str_equal (report->text, first);
}

/* (nullable) */
static char *
dup_outcome (WeftReportRow *self)
{
  const WeftReportCaseState *state = weft_report_case_get_state (self->about);
  g_autoptr (GPtrArray) done = g_ptr_array_new ();
  g_autofree char *words = NULL;
  g_autofree char *when = NULL;

  if (state->decided_at == 0)
    return NULL;
  if ((state->decision & WEFT_REPORT_DELETES) != 0)
    g_ptr_array_add (done, _ ("message deleted"));
  if ((state->decision & WEFT_REPORT_REMOVES) != 0)
    g_ptr_array_add (done, _ ("removed from the place"));
  if ((state->decision & WEFT_REPORT_SUSPENDS) != 0)
    g_ptr_array_add (done, _ ("suspended"));
  if (done->len == 0)
    g_ptr_array_add (done, _ ("dismissed"));
  g_ptr_array_add (done, NULL);
  words = g_strjoinv (", ", (char **) done->pdata);
  when = dup_when (state->decided_at);
  /* Translators: what was decided about a report, by whom, when: "Decided: message deleted · Mai Trần · Today, 08:12" */
  return g_strdup_printf (_ ("Decided: %1$s · %2$s · %3$s"), words,
                          state->decided_by != NULL && *state->decided_by != '\0' ? state->decided_by : _ ("a deleted person"), when);
}

char *
weft_report_row_dup_spoken (WeftReportRow *self)
{
  const WeftReportCaseState *state;
  g_autofree char *head = NULL;
  g_autofree char *text = NULL;
  g_autofree char *outcome = NULL;
  GString *spoken;

  g_return_val_if_fail (WEFT_IS_REPORT_ROW (self), NULL);

  if (self->about == NULL)
    return g_strdup ("");
  state = weft_report_case_get_state (self->about);
  head = dup_head (self);
  text = dup_text (self);
  outcome = dup_outcome (self);
  spoken = g_string_new (head);
  g_string_append_printf (spoken, ": %s", text);
  for (guint i = 0; i < state->reports->len; i++)
    {
      const WeftReport *report = g_ptr_array_index (state->reports, i);
      g_autofree char *line = dup_report (report);

      g_string_append_printf (spoken, ". %s", line);
      if (*report->note != '\0')
        g_string_append_printf (spoken, ": %s", report->note);
    }
  if (outcome != NULL)
    g_string_append_printf (spoken, ". %s", outcome);

  return g_string_free_and_steal (spoken);
}

/* ── widgets ─────────────────────────────────────────────────────────────────────────────────────────── */

/* The row around them says it all in one. */
static GtkLabel *
new_label (const char *css_class, int lines)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "xalign", 0.0, "wrap",
                                   lines > 1, "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", lines, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static void
add_report (WeftReportRow *self, const WeftReport *report)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkLabel *line = new_label ("weft-meta", 2);
  g_autofree char *words = dup_report (report);

  gtk_label_set_text (line, words);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (line));
  if (*report->note != '\0')
    {
      GtkLabel *note = new_label (NULL, NOTE_LINES);

      gtk_label_set_text (note, report->note);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (note));
    }
  if (is_other (self, report))
    {
      /* Translators: what a message said when it was reported once more */
      g_autofree char *then = g_strdup_printf (_ ("It said then: %s"), report->text);
      GtkLabel *said = new_label (NULL, TEXT_LINES);

      gtk_label_set_text (said, then);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (said));
    }
  gtk_widget_add_css_class (box, "weft-report");
  gtk_box_append (self->reports, box);
}

static void
set_target (GtkWidget *button, const char *id)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
}

static void
update (WeftReportRow *self)
{
  const WeftReportCaseState *state = self->about != NULL ? weft_report_case_get_state (self->about) : NULL;
  g_autofree char *head = NULL;
  g_autofree char *text = NULL;
  g_autofree char *outcome = NULL;
  gboolean open, person;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->reports))) != NULL)
    gtk_box_remove (self->reports, child);
  if (state == NULL)
    return;
  head = dup_head (self);
  text = dup_text (self);
  outcome = dup_outcome (self);
  open = state->decided_at == 0;
  person = state->author_name != NULL;
  gtk_label_set_text (self->head, head);
  gtk_label_set_text (self->text, text);
  for (guint i = 0; i < state->reports->len; i++)
    add_report (self, g_ptr_array_index (state->reports, i));
  gtk_label_set_text (self->outcome, outcome != NULL ? outcome : "");
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), outcome != NULL);
  gtk_widget_set_visible (self->dismiss, open);
  gtk_widget_set_visible (self->delete, open);
  gtk_widget_set_visible (self->remove, open && person);
  gtk_widget_set_visible (self->suspend, open && person);
  gtk_widget_set_visible (self->reopen, !open);
  set_target (self->dismiss, state->id);
  set_target (self->delete, state->id);
  set_target (self->remove, state->id);
  set_target (self->suspend, state->id);
  set_target (self->reopen, state->id);
  g_signal_emit (self, signals[SPOKEN_CHANGED], 0);
}

static GtkWidget *
add_button (WeftReportRow *self, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  set_target (button, "");
  adw_wrap_box_append (ADW_WRAP_BOX (self->buttons), button);
  return button;
}

static void
weft_report_row_dispose (GObject *object)
{
  WeftReportRow *self = WEFT_REPORT_ROW (object);

  if (self->linked != NULL)
    g_signal_handlers_disconnect_by_data (self->linked, self);
  g_clear_object (&self->linked);
  g_clear_object (&self->about);

  G_OBJECT_CLASS (weft_report_row_parent_class)->dispose (object);
}

static void
weft_report_row_class_init (WeftReportRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_report_row_dispose;

  signals[SPOKEN_CHANGED] = g_signal_new ("spoken-changed", WEFT_TYPE_REPORT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_report_row_init (WeftReportRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->head = new_label ("weft-meta", 2);
  self->text = new_label (NULL, TEXT_LINES);
  self->reports = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  self->outcome = new_label ("weft-meta", 3);
  self->buttons = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->buttons), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->buttons), 6);
  gtk_widget_set_margin_top (self->buttons, 4);
  self->dismiss = add_button (self, _ ("Dismiss"), "reports.dismiss");
  self->delete = add_button (self, _ ("Delete Message"), "reports.delete");
  self->remove = add_button (self, _ ("Remove Person…"), "reports.remove");
  self->suspend = add_button (self, _ ("Suspend…"), "reports.suspend");
  self->reopen = add_button (self, _ ("Undo Decision"), "reports.reopen");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reports));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->outcome));
  gtk_box_append (GTK_BOX (box), self->buttons);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
weft_report_row_new (void)
{
  return g_object_new (WEFT_TYPE_REPORT_ROW, NULL);
}

void
weft_report_row_set_case (WeftReportRow *self, WeftReportCase *about, WeftCards *cards)
{
  g_return_if_fail (WEFT_IS_REPORT_ROW (self));

  if (self->linked != NULL)
    g_signal_handlers_disconnect_by_data (self->linked, self);
  g_clear_object (&self->linked);
  g_set_object (&self->about, about);
  if (about != NULL && cards != NULL)
    {
      const WeftReportCaseState *state = weft_report_case_get_state (about);
      g_autoptr (WeftLink) link = weft_link_new (state->target, "message", state->message, -1);

      self->linked = weft_cards_get (cards, link);
      g_signal_connect_object (self->linked, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

WeftReportCase *
weft_report_row_get_case (WeftReportRow *self)
{
  g_return_val_if_fail (WEFT_IS_REPORT_ROW (self), NULL);
  return self->about;
}
