/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-moderation"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/moderation/client/weft-report-case.h"

struct _WeftReportCase
{
  GObject parent_instance;

  WeftReportCaseState state;
};

G_DEFINE_FINAL_TYPE (WeftReportCase, weft_report_case, G_TYPE_OBJECT)

/* What notices say in place of an author, for translators. */
G_GNUC_UNUSED static const char *const words[] = { N_ ("A message was reported"), N_ ("What you reported was dealt with") };

static const struct
{
  const char *wire;
  const char *label;
} reasons[] = {
  [WEFT_REPORT_SPAM] = { "spam", N_ ("Spam") },
  [WEFT_REPORT_ABUSE] = { "abuse", N_ ("Abuse") },
  [WEFT_REPORT_OTHER] = { "other", N_ ("Something Else") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (reasons) == WEFT_REPORT_N_REASONS);

const char *
weft_report_reason_to_wire (WeftReportReason reason)
{
  g_return_val_if_fail (reason < WEFT_REPORT_N_REASONS, NULL);
  return reasons[reason].wire;
}

const char *
weft_report_reason_get_label (WeftReportReason reason)
{
  g_return_val_if_fail (reason < WEFT_REPORT_N_REASONS, NULL);
  return _ (reasons[reason].label);
}

void
weft_report_free (WeftReport *self)
{
  g_free (self->reporter);
  g_free (self->note);
  g_free (self->text);
  g_free (self);
}

static void
weft_report_case_finalize (GObject *object)
{
  WeftReportCaseState *state = &WEFT_REPORT_CASE (object)->state;

  g_free (state->id);
  g_free (state->target);
  g_free (state->message);
  g_free (state->author);
  g_free (state->author_name);
  g_free (state->speaker);
  g_free (state->decided_by);
  g_clear_pointer (&state->reports, g_ptr_array_unref);

  G_OBJECT_CLASS (weft_report_case_parent_class)->finalize (object);
}

static void
weft_report_case_class_init (WeftReportCaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_report_case_finalize;
}

static void
weft_report_case_init (WeftReportCase *self)
{
}

WeftReportCase *
weft_report_case_new (WeftReportCaseState *state)
{
  WeftReportCase *self = g_object_new (WEFT_TYPE_REPORT_CASE, NULL);

  self->state = *state;
  *state = (WeftReportCaseState) { NULL };
  return self;
}

const WeftReportCaseState *
weft_report_case_get_state (WeftReportCase *self)
{
  g_return_val_if_fail (WEFT_IS_REPORT_CASE (self), NULL);
  return &self->state;
}

char *
weft_report_case_dup_text (WeftReportCase *self)
{
  g_return_val_if_fail (WEFT_IS_REPORT_CASE (self), NULL);

  return g_strdup (self->state.reports->len > 0 ? ((WeftReport *) self->state.reports->pdata[0])->text : "");
}

char *
weft_report_case_dup_author (WeftReportCase *self)
{
  const WeftReportCaseState *state;

  g_return_val_if_fail (WEFT_IS_REPORT_CASE (self), NULL);

  state = &self->state;
  if (state->author_name != NULL)
    return g_strdup (state->author_name);
  return g_strdup (*state->speaker != '\0' ? state->speaker : _ ("Deleted person"));
}

static gboolean
reports_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const WeftReport *one = a->pdata[i], *other = b->pdata[i];

      if (g_strcmp0 (one->reporter, other->reporter) != 0 || one->reason != other->reason || one->at != other->at
          || !g_str_equal (one->note, other->note) || !g_str_equal (one->text, other->text))
        return FALSE;
    }
  return TRUE;
}

gboolean
weft_report_case_equal (WeftReportCase *self, WeftReportCase *other)
{
  const WeftReportCaseState *a = &self->state, *b = &other->state;

  return g_str_equal (a->id, b->id) && g_strcmp0 (a->author_name, b->author_name) == 0
         && g_str_equal (a->speaker, b->speaker) && g_strcmp0 (a->decided_by, b->decided_by) == 0
         && a->decided_at == b->decided_at && a->decision == b->decision && reports_equal (a->reports, b->reports);
}
