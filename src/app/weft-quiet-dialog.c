/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-quiet-dialog.h"
#include "app/weft-quiet.h"
#include "ui/weft-text-scale.h"

#define STEP 30 /* minutes between the times that can be chosen */
#define N_TIMES (24 * 60 / STEP)
#define EVENING (22 * 60)
#define MORNING (7 * 60)
#define WORKDAYS 31

typedef struct
{
  WeftSelf *self;
  GtkWidget *on;
  GtkWidget *days[7];
  GtkWidget *start;
  GtkWidget *end;
} Form;

static void
form_free (Form *form)
{
  g_object_unref (form->self);
  g_free (form);
}

static int
get_time (GtkWidget *row)
{
  return (int) adw_combo_row_get_selected (ADW_COMBO_ROW (row)) * STEP;
}

static void
on_closed (Form *form)
{
  const WeftPersonState *state = weft_self_get_state (form->self);
  int start = get_time (form->start), end = get_time (form->end), days = 0;

  for (guint i = 0; adw_switch_row_get_active (ADW_SWITCH_ROW (form->on)) && i < G_N_ELEMENTS (form->days);
       i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (form->days[i])))
      days |= 1 << i;
  /* From a time to the same one: the whole day. */
  if (start == end)
    end = (end + 24 * 60 - 1) % (24 * 60);
  if (state == NULL ? days == 0
                    : (days == state->quiet_days
                       && (days == 0 || (start == state->quiet_start && end == state->quiet_end))))
    return;
  weft_quiet_set_hours (form->self, days, start, end);
}

static GtkWidget *
add_time (GtkWidget *group, const char *title, int minutes)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) times = gtk_string_list_new (NULL);

  for (int i = 0; i < N_TIMES; i++)
    {
      g_autoptr (GDateTime) time = g_date_time_new_utc (2000, 1, 1, i * STEP / 60, i * STEP % 60, 0);
      g_autofree char *text = g_date_time_format (time, "%H:%M");

      gtk_string_list_append (times, text);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (times));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), (guint) (minutes / STEP) % N_TIMES);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

/* Monday is the 3rd of January 2000. */
static GtkWidget *
new_days (Form *form, int chosen)
{
  GtkWidget *box = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 4);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 4);
  adw_wrap_box_set_align (ADW_WRAP_BOX (box), 0.5f);
  for (int i = 0; i < 7; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_new_utc (2000, 1, 3 + i, 0, 0, 0);
      g_autofree char *brief = g_date_time_format (day, "%a");
      g_autofree char *name = g_date_time_format (day, "%A");

      /* Not _with_label(): that would be its name. */
      form->days[i] = gtk_toggle_button_new ();
      gtk_button_set_child (GTK_BUTTON (form->days[i]), gtk_label_new (brief));
      gtk_widget_set_tooltip_text (form->days[i], name);
      gtk_widget_add_css_class (form->days[i], "weft-day");
      gtk_accessible_update_property (GTK_ACCESSIBLE (form->days[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (form->days[i]), (chosen & (1 << i)) != 0);
      adw_wrap_box_append (ADW_WRAP_BOX (box), form->days[i]);
    }
  return box;
}

AdwDialog *
weft_quiet_dialog_new (WeftSelf *self)
{
  AdwDialog *dialog;
  GtkWidget *view, *page, *group, *days;
  const WeftPersonState *state;
  gboolean on;
  Form *form;

  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);

  state = weft_self_get_state (self);
  on = state != NULL && state->quiet_days != 0;
  dialog = adw_dialog_new ();
  form = g_new0 (Form, 1);
  form->self = g_object_ref (self);
  g_object_set_data_full (G_OBJECT (dialog), "form", form, (GDestroyNotify) form_free);

  page = adw_preferences_page_new ();
  group = adw_preferences_group_new ();
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _ ("In these hours you are shown as busy, and nothing pops up or is "
                                            "heard. What is unread is still counted."));
  form->on = adw_switch_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (form->on), _ ("_Quiet Hours"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (form->on), TRUE);
  adw_switch_row_set_active (ADW_SWITCH_ROW (form->on), on);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), form->on);
  form->start = add_time (group, _ ("_From"), on ? state->quiet_start : EVENING);
  form->end = add_time (group, _ ("_To"), on ? (state->quiet_end + STEP - 1) / STEP * STEP : MORNING);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  group = adw_preferences_group_new ();
  days = new_days (form, on ? state->quiet_days : WORKDAYS);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), days);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  for (guint i = 0; i < 3; i++)
    g_object_bind_property (form->on, "active", (GtkWidget *[]) { form->start, form->end, days }[i],
                            "sensitive", G_BINDING_SYNC_CREATE);

  view = adw_toolbar_view_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _ ("Quiet Hours"));
  adw_dialog_set_content_width (dialog, weft_text_scale (480));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_focus (dialog, form->on);
  g_signal_connect_swapped (dialog, "closed", G_CALLBACK (on_closed), form);
  return dialog;
}
