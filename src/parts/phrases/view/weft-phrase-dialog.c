/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-phrases"

#include "config.h"

#include "parts/phrases/view/weft-phrase-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-word.h"
#include "ui/weft-empty-page.h"
#include "ui/weft-text-scale.h"

#define WIDTH 460
#define HEIGHT 480
#define TEXT_HEIGHT 140 /* px */

struct _WeftPhraseDialog
{
  AdwDialog parent_instance;

  WeftPhraseList *phrases;
  AdwNavigationView *pages;
  gboolean administrator;
  GtkWidget *stack; /* the lists, or that there is none */
  GtkWidget *own;
  GtkWidget *team; /* with its title */
  GtkWidget *team_list;
  GtkWidget *own_title;
  GtkWidget *add;

  /* of the page on which one is written */
  WeftPhrase *phrase; /* (nullable): a new one */
  GtkWidget *name;
  GtkWidget *for_team; /* a switch: administrators say whose a new one is */
  GtkTextBuffer *text;
  GtkLabel *problem;
  GtkWidget *save;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftPhraseDialog, weft_phrase_dialog, ADW_TYPE_DIALOG)

/* ── writing one ─────────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_name (WeftPhraseDialog *self)
{
  char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  /* As it is written where it is used. */
  if (*name == '/')
    memmove (name, name + 1, strlen (name));
  return name;
}

static char *
dup_text (WeftPhraseDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->text, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (self->text, &start, &end, FALSE));
}

static void
show_problem (WeftPhraseDialog *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* Whether what is written is the team's. */
static gboolean
is_team (WeftPhraseDialog *self)
{
  return self->phrase != NULL ? weft_phrase_get_team (self->phrase)
                              : self->administrator && adw_switch_row_get_active (ADW_SWITCH_ROW (self->for_team));
}

static void
update (WeftPhraseDialog *self)
{
  g_autofree char *name = dup_name (self);
  g_autofree char *text = dup_text (self);
  WeftPhrase *other = *name != '\0' ? weft_phrase_list_find_in (self->phrases, is_team (self), name) : NULL;
  gboolean taken = other != NULL
                   && (self->phrase == NULL || !g_str_equal (weft_phrase_get_id (other), weft_phrase_get_id (self->phrase)));
  g_autofree char *problem = NULL;

  if (*name != '\0' && !weft_word_is (name))
    problem = g_strdup (_ ("A name is one word of letters and digits, a letter first."));
  else if (taken)
    problem = g_strdup (_ ("Another quick reply is called that."));
  else if (g_utf8_strlen (text, -1) > WEFT_PHRASE_TEXT_MAX)
    problem = g_strdup_printf (_ ("A quick reply has %d characters at most."), WEFT_PHRASE_TEXT_MAX);
  show_problem (self, problem);
  gtk_widget_set_sensitive (self->save, *name != '\0' && *text != '\0' && problem == NULL);
}

static DexFuture *
on_saved (DexFuture *future, gpointer user_data)
{
  WeftPhraseDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->pages == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    show_problem (self, error->message);
  else
    adw_navigation_view_pop_to_tag (self->pages, "list");
  return NULL;
}

static void
on_save (WeftPhraseDialog *self)
{
  WeftSync *sync = weft_row_list_get_sync (WEFT_ROW_LIST (self->phrases));
  g_autofree char *name = dup_name (self);
  g_autofree char *text = dup_text (self);
  DexFuture *future
      = self->phrase != NULL ? weft_phrase_set (sync, self->phrase, name, text) : weft_phrase_keep (sync, is_team (self), name, text);

  dex_future_disown (dex_future_finally (future, on_saved, g_object_ref (self), g_object_unref));
}

static GtkWidget *
make_text (WeftPhraseDialog *self)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *frame = gtk_frame_new (NULL);

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 10);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 10);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Text"), -1);
  self->text = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), TEXT_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_frame_set_child (GTK_FRAME (frame), scrolled);
  gtk_widget_add_css_class (frame, "card");
  gtk_widget_add_css_class (frame, "weft-phrase-text");
  gtk_widget_set_vexpand (frame, TRUE);
  return frame;
}

static const char *
get_page_title (WeftPhrase *phrase)
{
  if (phrase == NULL)
    return _ ("New Quick Reply");
  return weft_phrase_get_team (phrase) ? _ ("Change the Team’s Quick Reply") : _ ("Change Quick Reply");
}

/* @phrase: (nullable): a new one */
static void
open_page (WeftPhraseDialog *self, WeftPhrase *phrase)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *group = gtk_list_box_new ();
  AdwNavigationPage *page
      = adw_navigation_page_new (view, get_page_title (phrase));

  g_set_object (&self->phrase, phrase);
  self->save = gtk_button_new_with_mnemonic (_ ("_Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name, written behind a slash"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->name), WEFT_PHRASE_NAME_MAX);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (group), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (group, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (group), self->name);
  self->for_team = adw_switch_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->for_team), _ ("For the Whole Team"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->for_team), _ ("Every member can use it; administrators change it."));
  gtk_widget_set_visible (self->for_team, self->administrator && phrase == NULL);
  gtk_list_box_append (GTK_LIST_BOX (group), self->for_team);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), make_text (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 16);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  if (phrase != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name), weft_phrase_get_name (phrase));
      gtk_text_buffer_set_text (self->text, weft_phrase_get_text (phrase), -1);
    }
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->text, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->for_team, "notify::active", G_CALLBACK (update), self);
  update (self);
  adw_navigation_view_push (self->pages, page);
  gtk_widget_grab_focus (self->name);
}

/* ── the lists ───────────────────────────────────────────────────────────────────────────────────────── */

static WeftPhrase *
get_phrase (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW)), "phrase");
}

static void
on_change (GtkButton *button, WeftPhraseDialog *self)
{
  open_page (self, get_phrase (GTK_WIDGET (button)));
}

static DexFuture *
on_dropped (DexFuture *future, gpointer user_data)
{
  WeftPhraseDialog *self = user_data;

  if (self->pages != NULL && dex_future_is_resolved (future))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.offer-undo", "s", _ ("Quick reply forgotten"));
  return NULL;
}

/* The row goes: the focus is elsewhere by then. */
static void
on_drop (GtkButton *button, WeftPhraseDialog *self)
{
  DexFuture *future = weft_phrase_drop (weft_row_list_get_sync (WEFT_ROW_LIST (self->phrases)), get_phrase (GTK_WIDGET (button)));

  gtk_widget_grab_focus (self->add);
  dex_future_disown (dex_future_finally (future, on_dropped, g_object_ref (self), g_object_unref));
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WeftPhraseDialog *self)
{
  WeftPhrase *phrase = g_object_get_data (G_OBJECT (row), "phrase");
  g_autofree char *text = g_strdup (weft_phrase_get_text (phrase));

  /* Closing puts the focus back where it was. */
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[CHOSEN], 0, text);
}

static void
add_button (GtkWidget *row, const char *icon, const char *tooltip, GCallback clicked, WeftPhraseDialog *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect (button, "clicked", clicked, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  WeftPhraseDialog *self = user_data;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strconcat ("/", weft_phrase_get_name (item), NULL);
  g_autofree char *hidden = NULL;

  if (weft_phrase_get_hidden (item))
    /* Translators: below a quick reply of the team, while one's own has the same name; %s: its text */
    hidden = g_strdup_printf (_ ("Your own goes first · %s"), weft_phrase_get_text (item));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), hidden != NULL ? hidden : weft_phrase_get_text (item));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "phrase", g_object_ref (item), g_object_unref);
  if (!weft_phrase_get_team (item) || self->administrator)
    {
      add_button (row, "document-edit-symbolic", _ ("Change"), G_CALLBACK (on_change), self);
      add_button (row, "user-trash-symbolic", _ ("Forget"), G_CALLBACK (on_drop), self);
    }
  return row;
}

static gboolean
is_own (gpointer item, gpointer user_data)
{
  return !weft_phrase_get_team (item);
}

static gboolean
is_teams (gpointer item, gpointer user_data)
{
  return weft_phrase_get_team (item);
}

static void
update_stack (WeftPhraseDialog *self)
{
  gboolean own = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->own), 0) != NULL;
  gboolean team = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->team_list), 0) != NULL;

  gtk_widget_set_visible (gtk_widget_get_parent (self->own), own);
  /* Where there is only one kind, nothing needs to be told apart. */
  gtk_widget_set_visible (self->own_title, team);
  gtk_widget_set_visible (self->team, team);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), own || team ? "list" : "nothing");
}

static void
on_add (WeftPhraseDialog *self)
{
  open_page (self, NULL);
}

/* @title: (out): above it. Returns: the list */
static GtkWidget *
add_phrases (WeftPhraseDialog *self, GtkWidget *box, const char *words, const char *name, GtkCustomFilterFunc belongs, GtkWidget **title)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GtkFilterListModel) phrases
      = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->phrases)), GTK_FILTER (gtk_custom_filter_new (belongs, NULL, NULL)));

  *title = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (*title), 0);
  gtk_widget_add_css_class (*title, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_bind_model (GTK_LIST_BOX (list), G_LIST_MODEL (phrases), make_row, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (list, "boxed-list");
  g_signal_connect (list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_box_append (GTK_BOX (part), *title);
  gtk_box_append (GTK_BOX (part), list);
  gtk_box_append (GTK_BOX (box), part);
  return list;
}

static GtkWidget *
make_list (WeftPhraseDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 20);
  GtkWidget *nothing = adw_status_page_new ();
  GtkWidget *team_title;

  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->add, _ ("New Quick Reply"));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->add);
  self->own = add_phrases (self, box, _ ("My Own"), _ ("Quick Replies"), is_own, &self->own_title);
  self->team_list = add_phrases (self, box, _ ("The Team’s"), _ ("Quick Replies of the Team"), is_teams, &team_title);
  self->team = gtk_widget_get_parent (team_title);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  adw_status_page_set_title (ADW_STATUS_PAGE (nothing), _ ("No Quick Replies"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (nothing),
      _ ("Keep what you write often under a name. Then write a slash and its name, and the text is there."));
  weft_empty_page_suggest (ADW_STATUS_PAGE (nothing), self->add);
  gtk_widget_add_css_class (nothing, "compact");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "list");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  gtk_widget_set_vexpand (self->stack, TRUE);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), self->stack);
  return view;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_phrase_dialog_dispose (GObject *object)
{
  WeftPhraseDialog *self = WEFT_PHRASE_DIALOG (object);

  self->pages = NULL;
  g_clear_object (&self->phrases);
  g_clear_object (&self->phrase);

  G_OBJECT_CLASS (weft_phrase_dialog_parent_class)->dispose (object);
}

static void
weft_phrase_dialog_class_init (WeftPhraseDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_phrase_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_phrase_dialog_init (WeftPhraseDialog *self)
{
}

/* The first reply there is, or where one writes the first. */
static GtkWidget *
get_first (WeftPhraseDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->own), 0);

  if (row == NULL)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->team_list), 0);
  return row != NULL ? GTK_WIDGET (row) : self->add;
}

AdwDialog *
weft_phrase_dialog_new (WeftPhraseList *phrases, gboolean administrator)
{
  WeftPhraseDialog *self;
  AdwNavigationPage *page;

  g_return_val_if_fail (WEFT_IS_PHRASE_LIST (phrases), NULL);

  self = g_object_new (WEFT_TYPE_PHRASE_DIALOG, "title", _ ("Quick Replies"), "content-width", weft_text_scale (WIDTH),
                       "content-height", HEIGHT, NULL);
  self->phrases = g_object_ref (phrases);
  self->administrator = administrator;
  self->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  page = adw_navigation_page_new_with_tag (make_list (self), _ ("Quick Replies"), "list");
  adw_navigation_view_add (self->pages, page);
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->pages));
  adw_dialog_set_focus (ADW_DIALOG (self), get_first (self));
  g_signal_connect_object (phrases, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  update_stack (self);
  return ADW_DIALOG (self);
}
