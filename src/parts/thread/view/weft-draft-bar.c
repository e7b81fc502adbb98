/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-draft-bar.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "parts/thread/client/weft-lost-draft.h"

#define SHOWN_MAX 80 /* characters of the draft */

struct _WeftDraftBar
{
  GtkBox parent_instance;

  GtkWidget *label;
  WeftLostDraft *lost;
  gboolean written; /* it is there already */
};

enum
{
  RESTORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftDraftBar, weft_draft_bar, GTK_TYPE_BOX)

/* ── what is offered ─────────────────────────────────────────────────────────────────────────────────── */

static void
update (WeftDraftBar *self)
{
  gboolean was = gtk_widget_get_visible (GTK_WIDGET (self));
  gboolean is = weft_lost_draft_get_text (self->lost) != NULL && !self->written;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), is);
  if (!is || was)
    return;
  {
    g_autofree char *shown = weft_text_shorten (weft_lost_draft_get_text (self->lost), SHOWN_MAX);

    /* Translators: %s is the beginning of what one wrote elsewhere */
    label = g_strdup_printf (_("Another draft from your other device: %s"), shown);
  }
  gtk_label_set_text (GTK_LABEL (self->label), label);
  gtk_accessible_announce (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))), label, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_changed (WeftDraftBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->written = FALSE;
  update (self);
}

void
weft_draft_bar_set_place (WeftDraftBar *self, WeftSync *sync, const char *place)
{
  g_return_if_fail (WEFT_IS_DRAFT_BAR (self));

  weft_lost_draft_set_place (self->lost, sync, place);
}

void
weft_draft_bar_set_written (WeftDraftBar *self, const char *written)
{
  gboolean is;

  g_return_if_fail (WEFT_IS_DRAFT_BAR (self));

  if (weft_lost_draft_get_text (self->lost) == NULL)
    return;
  is = strstr (written, weft_lost_draft_get_text (self->lost)) != NULL;
  if (is == self->written)
    return;
  self->written = is;
  update (self);
}

/* ── actions ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftDraftBar *self = WEFT_DRAFT_BAR (widget);
  g_autofree char *text = g_strdup (weft_lost_draft_get_text (self->lost));

  if (text == NULL)
    return;
  weft_lost_draft_settle (self->lost);
  g_signal_emit (self, signals[RESTORED], 0, text);
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftDraftBar *self = WEFT_DRAFT_BAR (widget);

  if (weft_lost_draft_get_text (self->lost) == NULL)
    return;
  gtk_widget_child_focus (gtk_widget_get_parent (widget), GTK_DIR_TAB_FORWARD);
  weft_lost_draft_settle (self->lost);
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_draft_bar_dispose (GObject *object)
{
  WeftDraftBar *self = WEFT_DRAFT_BAR (object);

  g_clear_object (&self->lost);

  G_OBJECT_CLASS (weft_draft_bar_parent_class)->dispose (object);
}

static void
weft_draft_bar_class_init (WeftDraftBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_draft_bar_dispose;

  signals[RESTORED] = g_signal_new ("restored", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "draft.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "draft.dismiss", NULL, dismiss_action);
}

static void
weft_draft_bar_init (WeftDraftBar *self)
{
  GtkWidget *restore = gtk_button_new_with_mnemonic (_("_Restore"));
  GtkWidget *dismiss = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->lost = weft_lost_draft_new ();
  g_signal_connect_object (self->lost, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "caption");
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_widget_set_valign (restore, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (restore, _("Write It Here Too"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (restore), "draft.restore");
  gtk_box_append (GTK_BOX (self), restore);
  gtk_widget_set_valign (dismiss, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (dismiss, "flat");
  gtk_widget_add_css_class (dismiss, "circular");
  gtk_widget_set_tooltip_text (dismiss, _("Forget the Other Draft"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (dismiss), "draft.dismiss");
  gtk_box_append (GTK_BOX (self), dismiss);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
