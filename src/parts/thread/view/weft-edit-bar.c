/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-edit-bar.h"

#include <glib/gi18n.h>

#include "base/weft-text.h"
#include "parts/thread/client/weft-edit-draft.h"

#define SHOWN_MAX 80 /* characters of what it was to say */

struct _WeftEditBar
{
  GtkBox parent_instance;

  GtkWidget *label;
  WeftSync *sync;
  char **edit; /* (nullable): as weft_edit_draft_load() has it */
  guint load;  /* counts readings: only the newest counts */
};

enum
{
  RESUMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftEditBar, weft_edit_bar, GTK_TYPE_BOX)

static void
show (WeftEditBar *self, char **edit)
{
  g_strfreev (self->edit);
  self->edit = g_strdupv (edit);
  gtk_widget_set_visible (GTK_WIDGET (self), edit != NULL);
  if (edit != NULL)
    {
      g_autofree char *shown = weft_text_shorten (edit[WEFT_EDIT_DRAFT_NEW], SHOWN_MAX);
      /* Translators: %s is the beginning of what a message was to say */
      g_autofree char *label = g_strdup_printf (_("You were changing a message: %s"), shown);

      gtk_label_set_text (GTK_LABEL (self->label), label);
      gtk_accessible_announce (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))), label, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
}

typedef struct
{
  GWeakRef bar;
  guint load;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_weak_ref_clear (&reading->bar);
  g_free (reading);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  Reading *reading = user_data;
  g_autoptr (WeftEditBar) self = g_weak_ref_get (&reading->bar);
  const GValue *value = dex_future_get_value (future, NULL);
  char **edit = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self != NULL && self->load == reading->load && edit != NULL && edit[0] != NULL)
    show (self, edit);
  return dex_future_new_for_boolean (TRUE);
}

void
weft_edit_bar_set_place (WeftEditBar *self, WeftSync *sync, const char *stream, const char *place)
{
  Reading *reading;

  g_return_if_fail (WEFT_IS_EDIT_BAR (self));

  self->load++;
  g_set_object (&self->sync, sync);
  show (self, NULL);
  if (sync == NULL || stream == NULL || place == NULL)
    return;
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->bar, self);
  reading->load = self->load;
  dex_future_disown (dex_future_finally (weft_edit_draft_load (sync, stream, place), on_read, reading, reading_free));
}

char *
weft_edit_bar_take (WeftEditBar *self, const char *id)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (WEFT_IS_EDIT_BAR (self), NULL);

  if (self->edit == NULL || g_strcmp0 (self->edit[WEFT_EDIT_DRAFT_ID], id) != 0)
    return NULL;
  text = g_strdup (self->edit[WEFT_EDIT_DRAFT_NEW]);
  show (self, NULL);
  return g_steal_pointer (&text);
}

static void
resume_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftEditBar *self = WEFT_EDIT_BAR (widget);
  g_auto (GStrv) edit = g_strdupv (self->edit);

  if (edit == NULL)
    return;
  show (self, NULL);
  g_signal_emit (self, signals[RESUMED], 0, edit[WEFT_EDIT_DRAFT_ID], edit[WEFT_EDIT_DRAFT_TEXT], edit[WEFT_EDIT_DRAFT_NEW]);
}

static void
forget_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftEditBar *self = WEFT_EDIT_BAR (widget);

  if (self->edit == NULL)
    return;
  gtk_widget_child_focus (gtk_widget_get_parent (widget), GTK_DIR_TAB_FORWARD);
  dex_future_disown (weft_edit_draft_save (self->sync, self->edit[WEFT_EDIT_DRAFT_ID], "", self->edit[WEFT_EDIT_DRAFT_NEW]));
  show (self, NULL);
}

static void
weft_edit_bar_dispose (GObject *object)
{
  WeftEditBar *self = WEFT_EDIT_BAR (object);

  g_clear_object (&self->sync);
  g_clear_pointer (&self->edit, g_strfreev);

  G_OBJECT_CLASS (weft_edit_bar_parent_class)->dispose (object);
}

static void
weft_edit_bar_class_init (WeftEditBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_edit_bar_dispose;

  signals[RESUMED] = g_signal_new ("resumed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "edit.resume", NULL, resume_action);
  gtk_widget_class_install_action (widget_class, "edit.forget", NULL, forget_action);
}

static void
weft_edit_bar_init (WeftEditBar *self)
{
  GtkWidget *resume = gtk_button_new_with_mnemonic (_("_Go On"));
  GtkWidget *forget = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_widget_set_valign (resume, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (resume, _("Go On Changing the Message"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (resume), "edit.resume");
  gtk_box_append (GTK_BOX (self), resume);
  gtk_widget_set_valign (forget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (forget, "flat");
  gtk_widget_add_css_class (forget, "circular");
  gtk_widget_set_tooltip_text (forget, _("Leave the Message as It Is"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (forget), "edit.forget");
  gtk_box_append (GTK_BOX (self), forget);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
