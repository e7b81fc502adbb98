/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-result-choice.h"
#include "app/weft-result-row.h"
#include "app/weft-search-dialog.h"
#include "modules/weft-features.h"
#include "sync/weft-finder.h"
#include "ui/weft-field-keys.h"
#include "ui/weft-text-scale.h"

#define WIDTH 680
#define HEIGHT 600

struct _WeftSearchDialog
{
  AdwDialog parent_instance;

  WeftWorkspace *workspace;
  WeftFinder *finder;
  GtkWidget *target; /* unowned: the window, which outlives its dialogs */
  char *stream;
  GtkWidget *entry;
  GtkWidget *here; /* the toggle: only this room */
  GtkWidget *note;
  GtkListView *list;
  GtkStack *stack;
  AdwStatusPage *nothing;
  WeftResultChoice *choice;
  guint announce; /* source: what came is said once typing has paused */
};

G_DEFINE_FINAL_TYPE (WeftSearchDialog, weft_search_dialog, ADW_TYPE_DIALOG)

WeftCard *
weft_search_describe (WeftWorkspace *workspace, WeftFound *found)
{

  for (guint i = 0; workspace != NULL && weft_features[i] != NULL; i++)
    {
      WeftCard *card
          = weft_feature_page_describe_found (weft_workspace_get_page (workspace, weft_features[i]), found);

      if (card != NULL)
        return card;
    }

  return NULL;
}

static gboolean
is_described (gpointer item, gpointer user_data)
{
  g_autoptr (WeftCard) card = weft_search_describe (user_data, item);

  return card != NULL;
}

/* ── rows ──────────────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_time (gint64 ms)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (ms / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (at == NULL || ms <= 0)
    return g_strdup ("");
  if (g_date_time_get_year (at) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (at) == g_date_time_get_day_of_year (now))
    return g_date_time_format (at, "%H:%M");

  return g_date_time_format (at, "%x");
}

static PangoAttrList *
mark_words (WeftFound *found, const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  g_autoptr (GArray) ranges
      = weft_search_query_find (weft_found_get_query (found), text); /* a finder's have one */

  for (guint i = 0; i < ranges->len; i++)
    {
      WeftSearchRange range = g_array_index (ranges, WeftSearchRange, i);
      PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
      PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);

      bold->start_index = line->start_index = range.start;
      bold->end_index = line->end_index = range.start + range.length;
      pango_attr_list_insert (attributes, bold);
      pango_attr_list_insert (attributes, line);
    }

  return attributes;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, weft_result_row_new (item, TRUE));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftSearchDialog *self)
{
  WeftResultRow *row = WEFT_RESULT_ROW (gtk_list_item_get_child (item));
  WeftFound *found = gtk_list_item_get_item (item);
  g_autoptr (WeftCard) card = weft_search_describe (self->workspace, found);
  g_autofree char *time = dup_time (weft_found_get_hit (found)->at);
  g_autofree char *spoken = NULL;
  const char *title, *text;
  g_autoptr (PangoAttrList) marks = NULL;

  if (card == NULL)
    return;

  title = weft_card_get_title (card);
  text = weft_card_get_text (card);
  marks = mark_words (found, text != NULL ? text : title);
  weft_result_row_set_tile (row, weft_card_get_icon_name (card), weft_card_get_yarn (card));
  weft_result_row_set_title (row, title, text == NULL ? marks : NULL);
  weft_result_row_set_beside (row, weft_card_get_meta (card), time);
  weft_result_row_set_text (row, text, marks);
  spoken = weft_card_dup_spoken (card);
  gtk_list_item_set_accessible_label (item, spoken);
  gtk_list_item_set_accessible_description (item, time);
}

/* ── state ─────────────────────────────────────────────────────────────────────────────────────────── */

static guint
get_n_found (WeftSearchDialog *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (weft_result_choice_get_selection (self->choice)));
}

static char *
dup_count (WeftSearchDialog *self)
{
  guint n = get_n_found (self);

  if (weft_finder_get_more (self->finder))
    /* Translators: there are more hits than have been found so far */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u result or more", "%u results or more", n), n);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u result", "%u results", n), n);
}

static void
update (WeftSearchDialog *self)
{
  gboolean is_empty = weft_finder_get_is_empty (self->finder);
  g_autofree char *count = dup_count (self);

  if (get_n_found (self) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (is_empty)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (!weft_finder_get_searching (self->finder))
    gtk_stack_set_visible_child_name (self->stack, "nothing");

  gtk_label_set_label (GTK_LABEL (self->note),
                       is_empty ? ""
                       : weft_finder_get_held_only (self->finder)
                           ? _ ("Offline: only what this computer holds was searched.")
                       : weft_finder_get_searching (self->finder) ? _ ("Searching…")
                                                                  : count);
}

static void
say_count (gpointer user_data)
{
  WeftSearchDialog *self = user_data;
  g_autofree char *count = NULL;

  self->announce = 0;
  if (weft_finder_get_is_empty (self->finder) || weft_finder_get_searching (self->finder))
    return;

  count = get_n_found (self) > 0 ? dup_count (self) : g_strdup (_ ("Nothing was found"));
  gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), count, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static void
on_searching (WeftSearchDialog *self)
{
  update (self);
  g_clear_handle_id (&self->announce, g_source_remove);
  self->announce = g_timeout_add_once (700, say_count, self);
}

static void
on_search_changed (WeftSearchDialog *self)
{
  gboolean here = self->stream != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->here));

  weft_result_choice_begin (self->choice);
  weft_finder_set_text (self->finder, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                        here ? self->stream : NULL);
  if (!weft_finder_get_stale (self->finder))
    weft_result_choice_answered (self->choice);
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);
  update (self);
}

static void
on_edge (WeftSearchDialog *self, GtkPositionType position)
{
  if (position == GTK_POS_BOTTOM)
    weft_finder_load_more (self->finder);
}

static void
on_opened (WeftSearchDialog *self, WeftFound *found)
{
  g_autoptr (WeftCard) card = weft_search_describe (self->workspace, found);
  g_autofree char *action = NULL;
  g_autoptr (GVariant) parameter = NULL;
  GtkWidget *target = self->target;

  if (card == NULL || !g_action_parse_detailed_name (weft_card_get_action (card), &action, &parameter, NULL))
    return;
  /* Closed first: opening moves the focus. */
  adw_dialog_force_close (ADW_DIALOG (self));
  gtk_widget_activate_action_variant (target, action, parameter);
}

static void
on_activated (WeftSearchDialog *self, guint position)
{
  g_autoptr (WeftFound) found
      = g_list_model_get_item (G_LIST_MODEL (weft_result_choice_get_selection (self->choice)), position);

  if (found != NULL)
    on_opened (self, found);
}

static void
on_enter (WeftSearchDialog *self)
{
  weft_result_choice_open (self->choice);
}

/* The focus stays in the field, so the row must be said. */
static void
on_moved (WeftSearchDialog *self, WeftFound *found, guint position)
{
  g_autoptr (WeftCard) card = weft_search_describe (self->workspace, found);
  g_autofree char *spoken = card != NULL ? weft_card_dup_spoken (card) : NULL;

  gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_NONE, NULL);
  if (spoken != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), spoken,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  if (position + 5 >= get_n_found (self))
    weft_finder_load_more (self->finder);
}

static void
on_stale (WeftSearchDialog *self)
{
  if (!weft_finder_get_stale (self->finder))
    weft_result_choice_answered (self->choice);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        WeftSearchDialog *self)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      weft_result_choice_move (self->choice, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      weft_result_choice_move (self->choice, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* A workspace that is left takes its pages along. */
static void
on_workspace_state (WeftSearchDialog *self)
{
  if (weft_workspace_get_sync (self->workspace) == NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
weft_search_dialog_dispose (GObject *object)
{
  WeftSearchDialog *self = WEFT_SEARCH_DIALOG (object);

  g_clear_handle_id (&self->announce, g_source_remove);
  g_clear_object (&self->choice);
  g_clear_object (&self->finder);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->stream, g_free);

  G_OBJECT_CLASS (weft_search_dialog_parent_class)->dispose (object);
}

static void
weft_search_dialog_class_init (WeftSearchDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_search_dialog_dispose;
}

static void
weft_search_dialog_init (WeftSearchDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *field = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name ("system-search-symbolic");
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *empty = adw_status_page_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_add_css_class (field, "weft-pentry");
  gtk_box_append (GTK_BOX (field), icon);
  self->entry = g_object_new (GTK_TYPE_TEXT, "accessible-role", GTK_ACCESSIBLE_ROLE_SEARCH_BOX, NULL);
  gtk_text_set_placeholder_text (GTK_TEXT (self->entry), _ ("Search messages…"));
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search messages"), -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_search_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_enter), self, G_CONNECT_SWAPPED);
  weft_field_keys_add (self->entry, field, G_CALLBACK (on_key), self);
  gtk_box_append (GTK_BOX (field), self->entry);
  self->here = gtk_toggle_button_new ();
  gtk_widget_add_css_class (self->here, "weft-small");
  gtk_widget_set_valign (self->here, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->here, FALSE);
  g_signal_connect_object (self->here, "toggled", G_CALLBACK (on_search_changed), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (field), self->here);
  gtk_widget_set_valign (close, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_set_tooltip_text (close, _ ("Close"));
  g_signal_connect_object (close, "clicked", G_CALLBACK (adw_dialog_close), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (field), close);
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Results"),
                                  -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  g_signal_connect_object (scroller, "edge-reached", G_CALLBACK (on_edge), self, G_CONNECT_SWAPPED);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "system-search-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("Find What Was Written"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (empty),
      /* Translators: keep the words before the colons: they are typed as they stand */
      _ ("Words find messages; marks and capitals do not count.\n"
         "\"two words\" stand together, -word must not be there.\n"
         "from:me, in:room, has:link, is:unread, after:7d, on:yesterday"));
  gtk_widget_add_css_class (empty, "compact");
  self->nothing = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->nothing, "edit-find-symbolic");
  adw_status_page_set_title (self->nothing, _ ("Nothing Was Found"));
  adw_status_page_set_description (self->nothing, _ ("Try fewer words, or the beginning of one."));
  gtk_widget_add_css_class (GTK_WIDGET (self->nothing), "compact");

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->nothing), "nothing");
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));

  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  self->note = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->note), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_widget_add_css_class (self->note, "weft-meta");
  gtk_widget_set_margin_start (self->note, 16);
  gtk_widget_set_margin_end (self->note, 16);
  gtk_widget_set_margin_top (self->note, 8);
  gtk_widget_set_margin_bottom (self->note, 8);
  gtk_box_append (GTK_BOX (box), self->note);

  gtk_widget_add_css_class (box, "weft-palette");
  adw_dialog_set_child (ADW_DIALOG (self), box);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Search"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_content_height (ADW_DIALOG (self), HEIGHT);
  adw_dialog_set_focus (ADW_DIALOG (self), self->entry);
}

void
weft_search_dialog_present (
    GtkWidget *parent, WeftWorkspace *workspace, const char *stream, const char *place, const char *text)
{
  WeftSearchDialog *self;
  GtkFilter *filter;
  g_autoptr (GListModel) found = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));
  g_return_if_fail (weft_workspace_get_sync (workspace) != NULL);

  self = g_object_new (WEFT_TYPE_SEARCH_DIALOG, NULL);
  self->target = parent;
  self->workspace = g_object_ref (workspace);
  self->finder = weft_finder_new (weft_workspace_get_sync (workspace));
  filter = GTK_FILTER (gtk_custom_filter_new (is_described, g_object_ref (workspace), g_object_unref));
  found = G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->finder)), filter));
  self->choice = weft_result_choice_new (found, FALSE, NULL);
  g_signal_connect_object (self->choice, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choice, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, weft_result_choice_get_selection (self->choice));
  g_signal_connect_object (found, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->finder, "notify::stale", G_CALLBACK (on_stale), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->finder, "notify::searching", G_CALLBACK (on_searching), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->finder, "notify::held-only", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::state", G_CALLBACK (on_workspace_state), self,
                           G_CONNECT_SWAPPED);
  if (stream != NULL && place != NULL)
    {
      /* Translators: %s is a room: the button of a search that looks only there */
      g_autofree char *label = g_strdup_printf (_ ("Only in %s"), place);

      self->stream = g_strdup (stream);
      gtk_button_set_label (GTK_BUTTON (self->here), label);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->here), TRUE);
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->here))),
                               PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->here))), 18);
      gtk_widget_set_visible (self->here, TRUE);
    }
  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  update (self);
  adw_dialog_present (ADW_DIALOG (self), parent);
}
