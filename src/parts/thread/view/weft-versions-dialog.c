/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-versions-dialog.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "base/weft-diff.h"
#include "base/weft-error.h"
#include "parts/thread/client/weft-message-versions.h"
#include "ui/weft-moment.h"
#include "ui/weft-text-scale.h"

#define SPOKEN_MAX 300 /* characters of what was added or removed */

/* Both seen on light and on dark; what they say is also said by lines. */
static const guint16 added_color[] = { 0x2e2e, 0xc2c2, 0x7e7e };
static const guint16 removed_color[] = { 0xe0e0, 0x1b1b, 0x2424 };
#define WASH (G_MAXUINT16 / 4)

typedef struct
{
  GtkStack *stack; /* all unowned: the dialog's, which owns this */
  GtkWidget *compared;
  GtkListBox *list;
  AdwStatusPage *problem;
  WeftMessageVersions *versions; /* (nullable) */
} Dialog;

static void
dialog_free (gpointer data)
{
  Dialog *self = data;

  g_clear_pointer (&self->versions, weft_message_versions_unref);
  g_free (self);
}

static const WeftMessageVersion *
get_version (Dialog *self, guint position)
{
  return g_ptr_array_index (self->versions->items, position);
}

/* (transfer full): "Mai Trần, Today, 08:12" */
static char *
dup_origin (const WeftMessageVersion *version)
{
  g_autofree char *when = NULL;

  if (version->at == 0)
    return g_strdup (_ ("Who wrote it, and when, is not kept any more"));
  when = weft_moment_dup_due (version->at, weft_clock_now (weft_clock_get_system ()));
  return g_strdup_printf ("%s, %s",
                          version->own            ? _ ("You")
                          : version->name != NULL ? version->name
                                                  : _ ("Someone"),
                          when);
}

/* ── differences ─────────────────────────────────────────────────────────────────────────────────────── */

static void
mark (PangoAttrList *list, const WeftDiffRun *run, guint start, guint end)
{
  const guint16 *color = run->kind == WEFT_DIFF_ADDED ? added_color : removed_color;
  PangoAttribute *attributes[] = {
    run->kind == WEFT_DIFF_ADDED ? pango_attr_underline_new (PANGO_UNDERLINE_SINGLE)
                                 : pango_attr_strikethrough_new (TRUE),
    pango_attr_background_new (color[0], color[1], color[2]),
    pango_attr_background_alpha_new (WASH),
  };

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      attributes[i]->start_index = start;
      attributes[i]->end_index = end;
      pango_attr_list_insert (list, attributes[i]);
    }
}

/* ". Added: two; three" */
static void
append_spoken (GString *spoken, GPtrArray *runs, WeftDiffKind kind)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const WeftDiffRun *run = g_ptr_array_index (runs, i);
      g_autofree char *text = run->kind == kind ? g_strstrip (g_strdup (run->text)) : NULL;

      if (text != NULL && *text != '\0')
        g_string_append_printf (words, "%s%s", words->len > 0 ? "; " : "", text);
    }
  if (words->len == 0)
    return;
  if (g_utf8_strlen (words->str, -1) > SPOKEN_MAX)
    {
      g_string_truncate (words, g_utf8_offset_to_pointer (words->str, SPOKEN_MAX) - words->str);
      g_string_append (words, "…");
    }
  g_string_append (spoken, ". ");
  if (kind == WEFT_DIFF_ADDED)
    /* Translators: %s are words which were put into a message */
    g_string_append_printf (spoken, _ ("Added: %s"), words->str);
  else
    /* Translators: %s are words which were taken out of a message */
    g_string_append_printf (spoken, _ ("Removed: %s"), words->str);
}

/* @other: (nullable): what it is compared with */
static void
show_text (GtkLabel *label,
           const WeftMessageVersion *version,
           const WeftMessageVersion *other,
           GString *spoken)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GString) text = NULL;
  PangoAttrList *attributes;

  if (other == NULL || other == version)
    {
      gtk_label_set_text (label, version->text);
      g_string_append_printf (spoken, ". %s", version->text);
      return;
    }

  runs = weft_diff_words (other->text, version->text);
  text = g_string_new (NULL);
  attributes = pango_attr_list_new ();
  for (guint i = 0; i < runs->len; i++)
    {
      const WeftDiffRun *run = g_ptr_array_index (runs, i);
      guint start;

      /* What was put in the place of a word does not touch it. */
      if (run->kind == WEFT_DIFF_ADDED && i > 0 && ((const WeftDiffRun *) g_ptr_array_index (runs, i - 1))->kind == WEFT_DIFF_REMOVED)
        g_string_append (text, "\u2009");
      start = text->len;
      g_string_append (text, run->text);
      if (run->kind != WEFT_DIFF_SAME)
        mark (attributes, run, start, text->len);
    }
  gtk_label_set_text (label, text->str);
  gtk_label_set_attributes (label, attributes);
  pango_attr_list_unref (attributes);
  append_spoken (spoken, runs, WEFT_DIFF_ADDED);
  append_spoken (spoken, runs, WEFT_DIFF_REMOVED);
  g_string_append_printf (spoken, ". %s", version->text);
}

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

/* The row around them says it all in one. */
static GtkLabel *
new_label (const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static GtkWidget *
make_row (Dialog *self, guint position, const WeftMessageVersion *other)
{
  const WeftMessageVersion *version = get_version (self, position);
  guint n = self->versions->items->len;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkLabel *head = new_label ("weft-meta");
  GtkLabel *text = new_label (NULL);
  g_autofree char *origin = dup_origin (version);
  /* Translators: which of all versions of a message it is, the first being 1 */
  g_autofree char *number = g_strdup_printf (_ ("Version %u of %u"), n - position, n);
  g_autofree char *title = g_strdup_printf ("%s · %s", number, origin);
  g_autoptr (GString) spoken = g_string_new (NULL);

  g_string_append_printf (spoken, "%s, %s", number, origin);
  gtk_label_set_text (head, title);
  show_text (text, version, other, spoken);
  gtk_widget_set_margin_top (box, 10);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 14);
  gtk_widget_set_margin_end (box, 14);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (head));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (text));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken->str, -1);
  return row;
}

/* The first choice is the version before each, the others one version for all. */
static void
fill (Dialog *self)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->compared));
  guint n = self->versions->items->len;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++)
    {
      const WeftMessageVersion *other = chosen > 0 && chosen != GTK_INVALID_LIST_POSITION && chosen <= n
                                            ? get_version (self, chosen - 1)
                                        : i + 1 < n ? get_version (self, i + 1)
                                                    : NULL;

      gtk_list_box_append (self->list, make_row (self, i, other));
    }
  if (self->versions->more)
    {
      GtkLabel *note = new_label ("weft-meta");
      g_autofree char *text = g_strdup_printf (ngettext ("Only the newest %u version is listed.",
                                                         "Only the newest %u versions are listed.", n),
                                               n);

      gtk_label_set_text (note, text);
      gtk_list_box_append (self->list, GTK_WIDGET (note));
    }
}

static void
offer_versions (Dialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = self->versions->items->len;

  gtk_string_list_append (names, _ ("The version before"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *origin = dup_origin (get_version (self, i));
      g_autofree char *name = g_strdup_printf (_ ("Version %u of %u"), n - i, n);
      g_autofree char *both = g_strdup_printf ("%s · %s", name, origin);

      gtk_string_list_append (names, both);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->compared), G_LIST_MODEL (names));
}

static void
complain (Dialog *self, const char *title, const char *description)
{
  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, description);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->problem));
}

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  g_autoptr (GtkWidget) dialog = g_weak_ref_get (user_data);
  Dialog *self = dialog != NULL ? g_object_get_data (G_OBJECT (dialog), "versions") : NULL;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  GtkWidget *first;

  if (self == NULL)
    return NULL;
  if (value == NULL)
    {
      g_autofree char *reason = weft_error_dup_reason (error->message);

      if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
        complain (
            self, _ ("Offline"),
            _ ("What a message said before is with the server. It is shown when the connection is back."));
      else
        complain (self, _ ("History Cannot Be Read"), reason);
      return NULL;
    }
  self->versions = g_value_dup_boxed (value);
  if (self->versions->items->len == 0)
    {
      complain (self, _ ("Nothing Is Kept"), _ ("What this message said was deleted or erased."));
      return NULL;
    }
  offer_versions (self);
  fill (self);
  g_signal_connect_swapped (self->compared, "notify::selected", G_CALLBACK (fill), self);
  gtk_stack_set_visible_child_name (self->stack, "versions");
  first = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  gtk_widget_grab_focus (first);
  return NULL;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GtkWidget *
new_content (Dialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->compared = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->compared), _ ("_Compare With"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->compared), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->compared);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Versions"),
                                  -1);
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  return scroller;
}

AdwDialog *
weft_versions_dialog_new (WeftSync *sync, const char *stream, const char *id)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *spinner = adw_spinner_new ();
  Dialog *self = g_new0 (Dialog, 1);
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, dialog);
  g_object_set_data_full (G_OBJECT (dialog), "versions", self, dialog_free);
  self->stack = GTK_STACK (gtk_stack_new ());
  self->problem = ADW_STATUS_PAGE (
      g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "document-open-recent-symbolic", NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "compact");
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Loading…"),
                                  -1);
  gtk_stack_add_named (self->stack, spinner, "loading");
  gtk_stack_add_named (self->stack, new_content (self), "versions");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->problem), "problem");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->stack));
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_title (dialog, _ ("Edit History"));
  adw_dialog_set_content_width (dialog, weft_text_scale (520));
  adw_dialog_set_content_height (dialog, 520);
  dex_future_disown (
      dex_future_finally (weft_message_versions_load (sync, stream, id), on_loaded, ref, weak_ref_free));
  return dialog;
}
