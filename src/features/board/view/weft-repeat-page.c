/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-repeat-page.h"

#include <glib/gi18n.h>

#include "base/weft-civil.h"
#include "base/weft-zone.h"
#include "features/board/shared/weft-task-recurrence.h"
#include "features/board/view/weft-date-row.h"
#include "features/board/view/weft-repeat-words.h"
#include "features/board/view/weft-task-words.h"
#include "ui/weft-recurrence-words.h"

#define DAY G_GINT64_CONSTANT (86400) /* s */
#define WEEKDAYS 0x1f                 /* Monday to Friday */
#define INTERVAL_MAX 999
#define TIMES_MAX 9999

typedef enum
{
  PRESET_NEVER,
  PRESET_DAY,
  PRESET_WEEKDAY,
  PRESET_WEEK,
  PRESET_MONTH,
  PRESET_YEAR,
  PRESET_CUSTOM,
  PRESET_KEPT, /* a rule that this page cannot make; only where there is one */
} Preset;

/* In the order of the list of units. */
static const WeftFrequency units[] = { WEFT_FREQUENCY_DAILY, WEFT_FREQUENCY_WEEKLY, WEFT_FREQUENCY_MONTHLY, WEFT_FREQUENCY_YEARLY };

typedef enum
{
  ON_DAY,
  ON_LAST_DAY,
  ON_NTH,
  ON_LAST,
  N_ON
} MonthDay;

typedef enum
{
  ENDS_NEVER,
  ENDS_ON_DATE,
  ENDS_AFTER,
} Ends;

struct _WeftRepeatPage
{
  AdwPreferencesPage parent_instance;

  WeftCardEdit *edit;
  gint64 due; /* civil s */
  int month;
  int day;
  guint weekday;
  char *kept; /* (nullable): the rule of PRESET_KEPT, as the task's record has it */
  gint64 last; /* ms: the day on which it ends */

  AdwComboRow *preset_row;
  GtkWidget *custom;
  GtkSpinButton *interval;
  AdwComboRow *unit_row;
  GtkWidget *days_row;
  GtkWidget *days[7]; /* Monday first */
  AdwComboRow *month_row;
  GtkWidget *more;
  AdwComboRow *ends_row;
  GtkWidget *last_row;
  GtkWidget *times_row;
  GtkSpinButton *times;
  AdwComboRow *from_row;
  GtkWidget *sentence;
  GtkWidget *set;
};

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftRepeatPage, weft_repeat_page, ADW_TYPE_PREFERENCES_PAGE)

static const WeftTaskRecord *
get_record (WeftRepeatPage *self)
{
  return weft_task_get_record (weft_card_edit_get_task (self->edit));
}

static Preset
get_preset (WeftRepeatPage *self)
{
  return (Preset) adw_combo_row_get_selected (self->preset_row);
}

/* What is chosen */

static void
read_month_day (WeftRepeatPage *self, WeftRecurrence *rule)
{
  switch ((MonthDay) adw_combo_row_get_selected (self->month_row))
    {
    case ON_LAST_DAY:
      rule->month_days_back = 1;
      break;
    case ON_NTH:
      rule->nth[self->weekday] = G_GUINT64_CONSTANT (1) << ((self->day - 1) / 7);
      break;
    case ON_LAST:
      rule->nth_back[self->weekday] = 1;
      break;
    case ON_DAY:
    case N_ON:
    default:
      rule->month_days = 1u << (self->day - 1);
      break;
    }
}

static void
read_custom (WeftRepeatPage *self, WeftRecurrence *rule)
{
  rule->frequency = units[adw_combo_row_get_selected (self->unit_row)];
  rule->interval = (guint) gtk_spin_button_get_value (self->interval);
  if (rule->frequency == WEFT_FREQUENCY_WEEKLY)
    {
      for (guint i = 0; i < 7; i++)
        if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->days[i])))
          rule->weekdays |= 1u << i;
      /* Where none is chosen it is that of the due date. */
      if (rule->weekdays == 0)
        rule->weekdays = 1u << self->weekday;
    }
  if (rule->frequency == WEFT_FREQUENCY_MONTHLY)
    read_month_day (self, rule);
  if (rule->frequency == WEFT_FREQUENCY_YEARLY)
    {
      rule->months = 1u << (self->month - 1);
      rule->month_days = 1u << (self->day - 1);
    }
}

static void
read_preset (WeftRepeatPage *self, WeftRecurrence *rule)
{
  switch (get_preset (self))
    {
    case PRESET_WEEKDAY:
      rule->frequency = WEFT_FREQUENCY_WEEKLY;
      rule->weekdays = WEEKDAYS;
      break;
    case PRESET_WEEK:
      rule->frequency = WEFT_FREQUENCY_WEEKLY;
      rule->weekdays = 1u << self->weekday;
      break;
    case PRESET_MONTH:
      rule->frequency = WEFT_FREQUENCY_MONTHLY;
      rule->month_days = 1u << (self->day - 1);
      break;
    case PRESET_YEAR:
      rule->frequency = WEFT_FREQUENCY_YEARLY;
      rule->months = 1u << (self->month - 1);
      rule->month_days = 1u << (self->day - 1);
      break;
    case PRESET_CUSTOM:
      read_custom (self, rule);
      break;
    case PRESET_NEVER:
    case PRESET_DAY:
    case PRESET_KEPT:
    default:
      rule->frequency = WEFT_FREQUENCY_DAILY;
      break;
    }
}

/* Of every other day, week or month counted from when it is done the weekday and the day are those of then. */
static void
leave_days_open (WeftRecurrence *rule)
{
  rule->month_days = 0;
  rule->months = 0;
  if (rule->frequency == WEFT_FREQUENCY_WEEKLY && (rule->weekdays & (rule->weekdays - 1)) == 0)
    rule->weekdays = 0;
}

/* (nullable): %NULL: it does not repeat. */
static char *
read_recurrence (WeftRepeatPage *self)
{
  Preset preset = get_preset (self);
  g_autofree char *zone = weft_zone_dup_local_name ();
  g_auto (WeftTaskRecurrence) was = { 0 };
  WeftTaskRecurrence recurrence = { .rule = { .interval = 1 } };

  if (preset == PRESET_NEVER)
    return NULL;
  if (preset == PRESET_KEPT)
    return g_strdup (self->kept);

  read_preset (self, &recurrence.rule);
  recurrence.zone = zone;
  if (get_record (self)->recurrence != NULL && weft_task_recurrence_parse (get_record (self)->recurrence, &was, NULL))
    recurrence.past = was.past;
  recurrence.from = adw_combo_row_get_selected (self->from_row) == 1 ? WEFT_RECURS_AFTER_COMPLETION : WEFT_RECURS_ON_SCHEDULE;
  if (recurrence.from == WEFT_RECURS_AFTER_COMPLETION)
    leave_days_open (&recurrence.rule);
  switch ((Ends) adw_combo_row_get_selected (self->ends_row))
    {
    case ENDS_ON_DATE:
      if (self->last > 0)
        {
          recurrence.rule.until_kind = WEFT_UNTIL_DATE;
          recurrence.rule.until = self->last / 1000;
        }
      break;
    case ENDS_AFTER:
      recurrence.rule.count = recurrence.past + (guint) gtk_spin_button_get_value (self->times);
      break;
    case ENDS_NEVER:
    default:
      break;
    }
  return weft_task_recurrence_to_string (&recurrence);
}

/* What it comes to */

static char *
describe (WeftRepeatPage *self, const char *recurrence)
{
  gint64 now = g_get_real_time () / 1000;
  gint64 due_at = get_record (self)->due_at;
  g_autofree char *sentence = NULL;
  g_autofree char *next = NULL;

  if (recurrence == NULL)
    return g_strdup (_ ("When it is done, nothing follows."));
  sentence = weft_repeat_describe (recurrence, due_at);
  next = weft_repeat_describe_next (recurrence, due_at, now);
  if (next == NULL)
    /* Translators: %s says how a card repeats. */
    return g_strdup_printf (_ ("%s. This one is the last."), sentence);
  /* Translators: the first %s says how a card repeats, the second one is a day: Tue 24. */
  return g_strdup_printf (_ ("%s. Done now, the next one is due %s."), sentence, next);
}

static void
update (WeftRepeatPage *self)
{
  Preset preset = get_preset (self);
  WeftFrequency unit = units[MIN (adw_combo_row_get_selected (self->unit_row), G_N_ELEMENTS (units) - 1)];
  Ends ends = (Ends) adw_combo_row_get_selected (self->ends_row);
  g_autofree char *recurrence = read_recurrence (self);
  g_autofree char *text = describe (self, recurrence);

  gtk_widget_set_visible (self->custom, preset == PRESET_CUSTOM);
  gtk_widget_set_visible (self->more, preset != PRESET_NEVER && preset != PRESET_KEPT);
  gtk_widget_set_visible (self->days_row, unit == WEFT_FREQUENCY_WEEKLY);
  gtk_widget_set_visible (GTK_WIDGET (self->month_row), unit == WEFT_FREQUENCY_MONTHLY);
  gtk_widget_set_visible (self->last_row, ends == ENDS_ON_DATE);
  gtk_widget_set_visible (self->times_row, ends == ENDS_AFTER);
  gtk_label_set_label (GTK_LABEL (self->sentence), text);
}

/* What is there */

static void
show_month_day (WeftRepeatPage *self, const WeftRecurrence *rule)
{
  MonthDay on = ON_DAY;

  if (rule->month_days_back != 0)
    on = ON_LAST_DAY;
  else if (rule->nth_back[self->weekday] != 0)
    on = ON_LAST;
  else if (rule->nth[self->weekday] != 0)
    on = ON_NTH;
  adw_combo_row_set_selected (self->month_row, on);
}

static void
show_custom (WeftRepeatPage *self, const WeftRecurrence *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i] == rule->frequency)
      adw_combo_row_set_selected (self->unit_row, i);
  gtk_spin_button_set_value (self->interval, rule->interval);
  for (guint i = 0; i < 7; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->days[i]), rule->weekdays >> i & 1);
  show_month_day (self, rule);
}

static void
show_end (WeftRepeatPage *self, const WeftTaskRecurrence *recurrence)
{
  const WeftRecurrence *rule = &recurrence->rule;

  adw_combo_row_set_selected (self->from_row, recurrence->from == WEFT_RECURS_AFTER_COMPLETION ? 1 : 0);
  if (rule->count > recurrence->past)
    {
      adw_combo_row_set_selected (self->ends_row, ENDS_AFTER);
      gtk_spin_button_set_value (self->times, rule->count - recurrence->past);
    }
  if (rule->until_kind != WEFT_UNTIL_NEVER)
    {
      adw_combo_row_set_selected (self->ends_row, ENDS_ON_DATE);
      self->last = rule->until / DAY * DAY * 1000;
      weft_date_row_set_date (WEFT_DATE_ROW (self->last_row), self->last);
    }
}

/* Whether what is chosen now says the same. */
static gboolean
says (WeftRepeatPage *self, const char *text)
{
  g_auto (WeftTaskRecurrence) a = { 0 };
  g_auto (WeftTaskRecurrence) b = { 0 };
  g_autofree char *chosen = read_recurrence (self);
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  if (chosen == NULL || !weft_task_recurrence_parse (chosen, &a, NULL) || !weft_task_recurrence_parse (text, &b, NULL))
    return FALSE;
  one = weft_recurrence_to_string (&a.rule);
  other = weft_recurrence_to_string (&b.rule);
  return a.from == b.from && g_str_equal (one, other);
}

/* The first preset that says what there is; else the controls; else it is kept as it is. */
static void
show (WeftRepeatPage *self)
{
  const char *text = get_record (self)->recurrence;
  g_auto (WeftTaskRecurrence) recurrence = { 0 };

  if (text == NULL || !weft_task_recurrence_parse (text, &recurrence, NULL))
    return;
  show_custom (self, &recurrence.rule);
  show_end (self, &recurrence);
  for (Preset preset = PRESET_DAY; preset <= PRESET_CUSTOM; preset++)
    {
      adw_combo_row_set_selected (self->preset_row, preset);
      if (says (self, text))
        return;
    }

  self->kept = g_strdup (text);
  {
    g_autofree char *sentence = weft_repeat_describe (text, get_record (self)->due_at);

    gtk_string_list_append (GTK_STRING_LIST (adw_combo_row_get_model (self->preset_row)), sentence);
    adw_combo_row_set_selected (self->preset_row, PRESET_KEPT);
  }
}

/* What a person does */

static void
on_last_chosen (WeftRepeatPage *self, gint64 at)
{
  self->last = at;
  weft_date_row_set_date (WEFT_DATE_ROW (self->last_row), at);
  update (self);
}

static void
on_set (WeftRepeatPage *self)
{
  g_autofree char *recurrence = read_recurrence (self);

  if (g_strcmp0 (recurrence, get_record (self)->recurrence) != 0)
    weft_card_edit_set_recurrence (self->edit, recurrence);
  g_signal_emit (self, signals[DONE], 0);
}

static gboolean
weft_repeat_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WEFT_REPEAT_PAGE (widget)->preset_row));
}

static void
weft_repeat_page_dispose (GObject *object)
{
  WeftRepeatPage *self = WEFT_REPEAT_PAGE (object);

  g_clear_object (&self->edit);
  g_clear_pointer (&self->kept, g_free);

  G_OBJECT_CLASS (weft_repeat_page_parent_class)->dispose (object);
}

static void
weft_repeat_page_class_init (WeftRepeatPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_repeat_page_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = weft_repeat_page_grab_focus;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_group (WeftRepeatPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return group;
}

static AdwComboRow *
add_choice (WeftRepeatPage *self, GtkWidget *group, const char *title, const char *const *texts)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (texts);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return ADW_COMBO_ROW (row);
}

/* A button of its own: a screen reader does not see an AdwSpinRow. @row: (out) (optional) */
static GtkSpinButton *
add_number (WeftRepeatPage *self, GtkWidget *group, const char *title, double max, double value, GtkWidget **row)
{
  GtkWidget *around = adw_action_row_new ();
  GtkWidget *button = gtk_spin_button_new_with_range (1, max, 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (around), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (button), value);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (around), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), around);
  if (row != NULL)
    *row = around;
  return GTK_SPIN_BUTTON (button);
}

/* Seven buttons, in the order of the person's week. */
static void
add_days (WeftRepeatPage *self, GtkWidget *group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  guint first = weft_weekday_get_first ();

  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (guint i = 0; i < 7; i++)
    {
      guint day = (first + i) % 7;
      g_autofree char *name = weft_weekday_get_name (day);
      g_autoptr (GDateTime) date = g_date_time_new_utc (2024, 1, 1 + (int) day, 0, 0, 0);
      g_autofree char *abbreviated = g_date_time_format (date, "%a");
      GtkWidget *label = gtk_label_new (abbreviated);

      self->days[day] = gtk_toggle_button_new ();
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_button_set_child (GTK_BUTTON (self->days[day]), label);
      gtk_widget_add_css_class (self->days[day], "weft-weekday");
      gtk_widget_set_tooltip_text (self->days[day], name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->days[day]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_box_append (GTK_BOX (box), self->days[day]);
    }
  self->days_row = adw_preferences_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->days_row), _ ("Weekdays"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->days_row), FALSE);
  gtk_widget_set_focusable (self->days_row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->days_row), box);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->days_row);
}

static void
add_presets (WeftRepeatPage *self, GtkWidget *group)
{
  g_autofree char *weekday = weft_weekday_get_name (self->weekday);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (self->due);
  /* Translators: a day of every year: 26 November. */
  g_autofree char *of_year = g_date_time_format (date, _ ("%-d %B"));
  g_autofree char *week = g_strdup_printf (_ ("Every Week on %s"), weekday);
  g_autofree char *month = g_strdup_printf (_ ("Every Month on Day %d"), self->day);
  g_autofree char *year = g_strdup_printf (_ ("Every Year on %s"), of_year);
  const char *texts[] = { _ ("Never"), _ ("Every Day"), _ ("Every Weekday"), week, month, year, _ ("Custom…"), NULL };

  self->preset_row = add_choice (self, group, _ ("Repeat"), texts);
}

static void
add_custom (WeftRepeatPage *self)
{
  const char *names[] = { _ ("Days"), _ ("Weeks"), _ ("Months"), _ ("Years"), NULL };
  g_autofree char *day = g_strdup_printf (_ ("Day %d"), self->day);
  g_autofree char *nth = weft_nth_weekday_describe ((self->day - 1) / 7 + 1, self->weekday);
  g_autofree char *last = weft_nth_weekday_describe (-1, self->weekday);
  const char *on[N_ON + 1] = { [ON_DAY] = day, [ON_LAST_DAY] = _ ("the last day"), [ON_NTH] = nth, [ON_LAST] = last };

  self->custom = add_group (self);
  self->interval = add_number (self, self->custom, _ ("Every"), INTERVAL_MAX, 1, NULL);
  self->unit_row = add_choice (self, self->custom, _ ("Unit"), names);
  adw_combo_row_set_selected (self->unit_row, 1);
  add_days (self, self->custom);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->days[self->weekday]), TRUE);
  self->month_row = add_choice (self, self->custom, C_ ("on which day of a month", "On"), on);
}

static void
add_more (WeftRepeatPage *self)
{
  const char *ends[] = { C_ ("end of repeating", "Never"), _ ("On a Date"), _ ("After a Number of Times"), NULL };
  const char *from[] = { _ ("On Schedule"), _ ("After It Is Done"), NULL };

  self->more = add_group (self);
  self->ends_row = add_choice (self, self->more, _ ("Ends"), ends);
  self->last_row = weft_date_row_new (_ ("Last Day"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->more), self->last_row);
  self->times = add_number (self, self->more, _ ("Times, with This One"), TIMES_MAX, 10, &self->times_row);
  self->from_row = add_choice (self, self->more, _ ("Next One"), from);
}

static void
add_end (WeftRepeatPage *self)
{
  GtkWidget *group = add_group (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  self->sentence = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  self->set = gtk_button_new_with_mnemonic (_ ("_Set"));
  gtk_widget_add_css_class (self->set, "suggested-action");
  gtk_widget_add_css_class (self->set, "pill");
  gtk_widget_set_halign (self->set, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->sentence);
  gtk_box_append (GTK_BOX (box), self->set);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
}

static void
weft_repeat_page_init (WeftRepeatPage *self)
{
}

GtkWidget *
weft_repeat_page_new (WeftCardEdit *edit)
{
  WeftRepeatPage *self = g_object_new (WEFT_TYPE_REPEAT_PAGE, NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 due_at;
  int year;

  self->edit = g_object_ref (edit);
  due_at = get_record (self)->due_at;
  self->due = due_at % (DAY * 1000) == 0 ? due_at / 1000 : weft_zone_to_local (zone, due_at / 1000);
  self->weekday = (guint) weft_civil_to_date (self->due, &year, &self->month, &self->day);
  add_presets (self, add_group (self));
  add_custom (self);
  add_more (self);
  add_end (self);
  show (self);
  update (self);

  g_signal_connect_swapped (self->preset_row, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->interval, "notify::value", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->unit_row, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->month_row, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->ends_row, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->times, "notify::value", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->from_row, "notify::selected", G_CALLBACK (update), self);
  for (guint i = 0; i < 7; i++)
    g_signal_connect_swapped (self->days[i], "toggled", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->last_row, "chosen", G_CALLBACK (on_last_chosen), self);
  g_signal_connect_swapped (self->set, "clicked", G_CALLBACK (on_set), self);

  return GTK_WIDGET (self);
}
