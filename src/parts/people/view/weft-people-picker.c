/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "parts/people/view/weft-people-picker.h"
#include "ui/weft-avatar.h"

struct _WeftPeoplePicker
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *search;
  GtkListView *list_view;
  GtkCustomFilter *filter;
  WeftPeople *people;
  WeftMemberList *without;
  gboolean (*allowed) (WeftPerson *person, gpointer user_data); /* (nullable) */
  gpointer allowed_data;
  GHashTable *chosen; /* set of ids */
  GHashTable *checks; /* id → GtkCheckButton of the bound rows */
  char *words;        /* folded */
};

enum
{
  CHANGED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftPeoplePicker, weft_people_picker, GTK_TYPE_WIDGET)

static gboolean
is_allowed (WeftPeoplePicker *self, WeftPerson *person)
{
  if (self->allowed != NULL)
    return self->allowed (person, self->allowed_data);
  return !weft_person_get_me (person) && !weft_person_get_suspended (person)
         && (self->without == NULL || weft_member_list_get_role (self->without, weft_person_get_id (person)) == NULL);
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  WeftPeoplePicker *self = user_data;
  WeftPerson *person = item;

  if (!is_allowed (self, person))
    return FALSE;
  return self->words == NULL || *self->words == '\0' || strstr (weft_person_get_folded (person), self->words) != NULL;
}

static void
on_search_changed (GtkSearchEntry *entry, WeftPeoplePicker *self)
{
  g_free (self->words);
  self->words = weft_text_fold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/* The search entry keeps Escape for itself: it empties the search, and then it leaves the page or the dialog which the picker is in. */
static void
on_stop_search (GtkSearchEntry *entry, WeftPeoplePicker *self)
{
  GtkWidget *pages = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  AdwNavigationPage *page = pages != NULL ? adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (pages)) : NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
  else if (page != NULL && adw_navigation_view_get_previous_page (ADW_NAVIGATION_VIEW (pages), page) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

static void
choose (WeftPeoplePicker *self, WeftPerson *person, gboolean chosen)
{
  if (chosen == g_hash_table_contains (self->chosen, weft_person_get_id (person)))
    return;
  if (chosen)
    g_hash_table_add (self->chosen, g_strdup (weft_person_get_id (person)));
  else
    g_hash_table_remove (self->chosen, weft_person_get_id (person));
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[CHOSEN], 0, weft_person_get_id (person), chosen);
}

static void
on_toggled (GtkCheckButton *check, GtkListItem *item)
{
  WeftPeoplePicker *self = g_object_get_data (G_OBJECT (check), "picker");

  if (gtk_list_item_get_item (item) != NULL)
    choose (self, gtk_list_item_get_item (item), gtk_check_button_get_active (check));
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftPeoplePicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *avatar = weft_avatar_new (32, NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "weft-meta");
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), title);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  gtk_widget_set_can_focus (check, FALSE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), check);
  g_object_set_data (G_OBJECT (check), "picker", self);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), item);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftPeoplePicker *self)
{
  WeftPerson *person = gtk_list_item_get_item (item);
  GtkWidget *avatar = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *words = gtk_widget_get_next_sibling (avatar);
  GtkWidget *name = gtk_widget_get_first_child (words);
  GtkWidget *title = gtk_widget_get_next_sibling (name);
  GtkWidget *check = gtk_widget_get_next_sibling (words);
  gboolean chosen = g_hash_table_contains (self->chosen, weft_person_get_id (person));

  weft_avatar_set_person (WEFT_AVATAR (avatar), weft_person_get_id (person));
  weft_avatar_set_name (WEFT_AVATAR (avatar), weft_person_get_name (person));
  weft_avatar_set_presence (WEFT_AVATAR (avatar), weft_presence_from_wire (weft_person_get_presence (person)));
  gtk_label_set_text (GTK_LABEL (name), weft_person_get_name (person));
  gtk_label_set_text (GTK_LABEL (title), weft_person_get_title (person));
  gtk_widget_set_visible (title, *weft_person_get_title (person) != '\0');
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), chosen);
  g_hash_table_insert (self->checks, (gpointer) weft_person_get_id (person), check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, weft_person_get_name (person), -1);
  gtk_list_item_set_accessible_label (item, weft_person_get_name (person));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftPeoplePicker *self)
{
  g_hash_table_remove (self->checks, weft_person_get_id (gtk_list_item_get_item (item)));
}

static void
on_activate (GtkListView *view, guint position, WeftPeoplePicker *self)
{
  g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (view)), position);
  gboolean chosen = g_hash_table_contains (self->chosen, weft_person_get_id (person));
  GtkWidget *check = g_hash_table_lookup (self->checks, weft_person_get_id (person));
  g_autofree char *text = g_strdup_printf (chosen ? _("%s not chosen") : _("%s chosen"), weft_person_get_name (person));

  if (check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !chosen);
  else
    choose (self, person, !chosen);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
weft_people_picker_dispose (GObject *object)
{
  WeftPeoplePicker *self = WEFT_PEOPLE_PICKER (object);

  /* The list may outlive us by a moment, and people come and go. */
  if (self->box != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->people);
  g_clear_object (&self->without);

  G_OBJECT_CLASS (weft_people_picker_parent_class)->dispose (object);
}

static void
weft_people_picker_finalize (GObject *object)
{
  WeftPeoplePicker *self = WEFT_PEOPLE_PICKER (object);

  g_hash_table_unref (self->chosen);
  g_hash_table_unref (self->checks);
  g_free (self->words);

  G_OBJECT_CLASS (weft_people_picker_parent_class)->finalize (object);
}

/* Without this a Tab that leaves backwards comes back through grab_focus. */
static gboolean
weft_people_picker_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (WEFT_PEOPLE_PICKER (widget)->box, direction);
}

static gboolean
weft_people_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (WEFT_PEOPLE_PICKER (widget)->search);
}

static void
weft_people_picker_class_init (WeftPeoplePickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_people_picker_dispose;
  object_class->finalize = weft_people_picker_finalize;
  widget_class->focus = weft_people_picker_focus;
  widget_class->grab_focus = weft_people_picker_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                  G_TYPE_BOOLEAN);
}

static void
weft_people_picker_init (WeftPeoplePicker *self)
{
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->checks = g_hash_table_new (g_str_hash, g_str_equal);
}

static gboolean
is_none (GBinding *binding, const GValue *n, GValue *visible, gpointer user_data)
{
  g_value_set_boolean (visible, g_value_get_uint (n) == 0);
  return TRUE;
}

GtkWidget *
weft_people_picker_new (WeftPeople *people, WeftMemberList *without)
{
  WeftPeoplePicker *self = g_object_new (WEFT_TYPE_PEOPLE_PICKER, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkFilterListModel *filtered;

  self->people = g_object_ref (people);
  g_set_object (&self->without, without);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search), _("Search people"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search people"), -1);
  g_signal_connect (self->search, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (on_stop_search), self);
  gtk_box_append (GTK_BOX (self->box), self->search);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (people)), GTK_FILTER (self->filter));
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (filtered))), factory));
  gtk_list_view_set_single_click_activate (self->list_view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "weft-people");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("People"), -1);
  g_signal_connect (self->list_view, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 180);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list_view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN);
  {
    GtkWidget *nobody = gtk_label_new (_("Nobody found"));
    GtkWidget *overlay = gtk_overlay_new ();

    gtk_widget_add_css_class (nobody, "weft-quiet");
    gtk_widget_set_can_target (nobody, FALSE);
    gtk_overlay_set_child (GTK_OVERLAY (overlay), scrolled);
    gtk_overlay_add_overlay (GTK_OVERLAY (overlay), nobody);
    g_object_bind_property_full (filtered, "n-items", nobody, "visible", G_BINDING_SYNC_CREATE, is_none, NULL, NULL, NULL);
    gtk_box_append (GTK_BOX (self->box), overlay);
  }
  return GTK_WIDGET (self);
}

void
weft_people_picker_set_allowed (WeftPeoplePicker *self, gboolean (*allowed) (WeftPerson *person, gpointer user_data), gpointer user_data)
{
  g_return_if_fail (WEFT_IS_PEOPLE_PICKER (self));

  self->allowed = allowed;
  self->allowed_data = user_data;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

void
weft_people_picker_set_chosen (WeftPeoplePicker *self, const char *set)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);
  GHashTableIter iter;
  const char *id;
  GtkWidget *check;

  g_return_if_fail (WEFT_IS_PEOPLE_PICKER (self));

  g_hash_table_remove_all (self->chosen);
  for (guint i = 0; ids[i] != NULL; i++)
    g_hash_table_add (self->chosen, g_strdup (ids[i]));
  g_hash_table_iter_init (&iter, self->checks);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &check))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_hash_table_contains (self->chosen, id));
}

char **
weft_people_picker_dup_chosen (WeftPeoplePicker *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_null_terminated (0, NULL, TRUE);
  GHashTableIter iter;
  const char *id;

  g_return_val_if_fail (WEFT_IS_PEOPLE_PICKER (self), NULL);

  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    g_ptr_array_add (ids, g_strdup (id));
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

guint
weft_people_picker_get_n_chosen (WeftPeoplePicker *self)
{
  g_return_val_if_fail (WEFT_IS_PEOPLE_PICKER (self), 0);
  return g_hash_table_size (self->chosen);
}
