/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/view/weft-members-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "parts/people/view/weft-people-picker.h"
#include "sync/weft-refusal.h"
#include "ui/weft-avatar.h"
#include "ui/weft-text-scale.h"

#define WIDTH 440
#define HEIGHT 560
#define FACE 32
#define SEARCH_FROM 12 /* people: fewer are seen at once */

struct _WeftMembersDialog
{
  AdwDialog parent_instance;

  WeftPeople *people;
  WeftMemberList *members;
  char *stream;
  char *words;      /* (nullable): folded: who is looked for */
  GHashTable *rows; /* id → Row */

  AdwNavigationView *pages;
  AdwBanner *problem;
  GtkWidget *search;
  GtkListBox *list;
  GtkWidget *add;
  GtkWidget *popover; /* (nullable) */

  /* of the page on which people are added */
  gboolean adding; /* there is only that one */
  WeftPeoplePicker *picker;
  GtkWidget *add_chosen;
};

typedef struct
{
  WeftMembersDialog *dialog;
  WeftPerson *person;
  GtkWidget *row;
  GtkWidget *face;
  GtkWidget *rank;
  GtkWidget *more;
} Row;

G_DEFINE_FINAL_TYPE (WeftMembersDialog, weft_members_dialog, ADW_TYPE_DIALOG)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_object_unref (row->person);
  g_free (row);
}

static const char *
get_role (WeftMembersDialog *self, WeftPerson *person)
{
  return person != NULL ? weft_member_list_get_role (self->members, weft_person_get_id (person)) : NULL;
}

static gboolean
is_administrator (WeftMembersDialog *self)
{
  return g_strcmp0 (get_role (self, weft_people_get_me (self->people)), "admin") == 0;
}

static void
show_problem (gpointer owner, const char *text)
{
  WeftMembersDialog *self = owner;

  adw_banner_set_revealed (self->problem, text != NULL);
  if (text == NULL)
    return;
  adw_banner_set_title (self->problem, text);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
watch (WeftMembersDialog *self, DexFuture *future)
{
  show_problem (self, NULL);
  weft_refusal_watch (weft_people_get_sync (self->people), future, self, show_problem, FALSE);
}

/* What an administrator does with a member */

static void
append (GMenu *menu, const char *label, const char *person, const char *role)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (role != NULL)
    g_menu_item_set_action_and_target (item, "members.set-role", "(ss)", person, role);
  else
    g_menu_item_set_action_and_target (item, "members.remove", "s", person);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (WeftMembersDialog *self, WeftPerson *person)
{
  GMenu *menu = g_menu_new ();
  const char *id = weft_person_get_id (person);
  const char *role = get_role (self, person);

  /* A guest of the workspace is one everywhere. */
  if (g_strcmp0 (weft_person_get_role (person), "guest") != 0)
    {
      if (g_strcmp0 (role, "admin") != 0)
        append (menu, _ ("Make an _Administrator"), id, "admin");
      if (g_strcmp0 (role, "member") != 0)
        append (menu, _ ("Make a _Member"), id, "member");
      if (g_strcmp0 (role, "guest") != 0)
        append (menu, _ ("Make a _Guest"), id, "guest");
    }
  append (menu, _ ("_Remove"), id, NULL);
  return G_MENU_MODEL (menu);
}

static void
on_row_activated (Row *row)
{
  WeftMembersDialog *self = row->dialog;
  g_autoptr (GMenuModel) menu = make_menu (self, row->person);

  /* A new one each time: one that was shown keeps its height. */
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->popover, row->more);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
role_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMembersDialog *self = WEFT_MEMBERS_DIALOG (widget);
  const char *person;
  const char *role;

  g_variant_get (parameter, "(&s&s)", &person, &role);
  watch (self, weft_people_set_member_role (self->people, self->stream, person, role));
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMembersDialog *self = WEFT_MEMBERS_DIALOG (widget);

  gtk_widget_grab_focus (self->add);
  watch (self, weft_people_remove_member (self->people, self->stream, g_variant_get_string (parameter, NULL)));
}

/* The list */

static const char *
describe_role (const char *role)
{
  if (g_strcmp0 (role, "admin") == 0)
    return _ ("Administrator");
  return g_strcmp0 (role, "guest") == 0 ? C_ ("role", "Guest") : C_ ("role", "Member");
}

static void
update_row (Row *row)
{
  WeftMembersDialog *self = row->dialog;
  WeftPerson *person = row->person;
  gboolean menu = is_administrator (self) && !weft_person_get_me (person);
  /* Translators: %s is one's own name in a list of people */
  g_autofree char *name
      = weft_person_get_me (person) ? g_strdup_printf (_ ("%s (you)"), weft_person_get_name (person)) : g_strdup (weft_person_get_name (person));

  weft_avatar_set_person (WEFT_AVATAR (row->face), weft_person_get_id (person));
  weft_avatar_set_name (WEFT_AVATAR (row->face), weft_person_get_name (person));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), weft_person_get_title (person));
  gtk_label_set_text (GTK_LABEL (row->rank), describe_role (get_role (self, person)));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), menu);
  gtk_widget_set_visible (row->more, menu);
}

static Row *
add_row (WeftMembersDialog *self, WeftPerson *person)
{
  Row *row = g_new0 (Row, 1);

  row->dialog = self;
  row->person = g_object_ref (person);
  row->row = adw_action_row_new ();
  row->face = weft_avatar_new (FACE, NULL);
  row->rank = gtk_label_new (NULL);
  row->more = gtk_image_new_from_icon_name ("view-more-symbolic");
  gtk_widget_add_css_class (row->rank, "weft-meta");
  gtk_widget_set_valign (row->face, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), row->face);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), row->rank);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), row->more);
  g_signal_connect_swapped (row->row, "activated", G_CALLBACK (on_row_activated), row);
  g_object_set_data (G_OBJECT (row->row), "person", row->person);
  g_hash_table_insert (self->rows, (gpointer) weft_person_get_id (person), row);
  gtk_list_box_append (self->list, row->row);
  return row;
}

/* Rows stay what they are while others come and go: the focus stays on its own. */
static void
update (WeftMembersDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->members));
  GHashTableIter iter;
  Row *row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (get_role (self, row->person) == NULL)
      {
        if (self->popover != NULL && gtk_widget_is_ancestor (self->popover, row->row))
          g_clear_pointer (&self->popover, gtk_widget_unparent);
        gtk_list_box_remove (self->list, row->row);
        g_hash_table_iter_remove (&iter);
      }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (self->members), i);

      row = g_hash_table_lookup (self->rows, weft_person_get_id (person));
      update_row (row != NULL ? row : add_row (self, person));
    }
  gtk_list_box_invalidate_sort (self->list);
  gtk_widget_set_visible (self->search, n >= SEARCH_FROM);
  gtk_widget_set_visible (self->add, is_administrator (self) || g_strcmp0 (get_role (self, weft_people_get_me (self->people)), "member") == 0);
}

static int
compare (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  return weft_person_compare (g_object_get_data (G_OBJECT (a), "person"), g_object_get_data (G_OBJECT (b), "person"));
}

static gboolean
is_found (GtkListBoxRow *row, gpointer user_data)
{
  WeftMembersDialog *self = user_data;

  return self->words == NULL || strstr (weft_person_get_folded (g_object_get_data (G_OBJECT (row), "person")), self->words) != NULL;
}

static void
on_search_changed (WeftMembersDialog *self)
{
  g_free (self->words);
  self->words = weft_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_list_box_invalidate_filter (self->list);
}

/* Adding */

static void
on_chosen_changed (WeftMembersDialog *self)
{
  gtk_widget_set_sensitive (self->add_chosen, weft_people_picker_get_n_chosen (self->picker) > 0);
}

static void
on_add_chosen (WeftMembersDialog *self)
{
  g_auto (GStrv) chosen = weft_people_picker_dup_chosen (self->picker);

  for (guint i = 0; chosen[i] != NULL; i++)
    watch (self, weft_people_add_member (self->people, self->stream, chosen[i]));
  if (self->adding)
    adw_dialog_close (ADW_DIALOG (self));
  else
    adw_navigation_view_pop (self->pages);
}

static AdwNavigationPage *
make_page (const char *title, GtkWidget *start, GtkWidget *end, GtkWidget *banner, GtkWidget *content)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();

  if (start != NULL)
    {
      adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
      adw_header_bar_pack_start (ADW_HEADER_BAR (header), start);
    }
  if (end != NULL)
    adw_header_bar_pack_end (ADW_HEADER_BAR (header), end);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  if (banner != NULL)
    adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), banner);
  gtk_widget_set_margin_start (content, 16);
  gtk_widget_set_margin_end (content, 16);
  gtk_widget_set_margin_top (content, 8);
  gtk_widget_set_margin_bottom (content, 16);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), content);
  return adw_navigation_page_new (view, title);
}

static AdwNavigationPage *
make_add_page (WeftMembersDialog *self)
{
  GtkWidget *cancel = self->adding ? gtk_button_new_with_mnemonic (_ ("_Cancel")) : NULL;

  self->picker = WEFT_PEOPLE_PICKER (weft_people_picker_new (self->people, self->members));
  g_signal_connect_object (self->picker, "changed", G_CALLBACK (on_chosen_changed), self, G_CONNECT_SWAPPED);
  self->add_chosen = gtk_button_new_with_mnemonic (_ ("_Add"));
  gtk_widget_add_css_class (self->add_chosen, "suggested-action");
  g_signal_connect_swapped (self->add_chosen, "clicked", G_CALLBACK (on_add_chosen), self);
  on_chosen_changed (self);
  if (cancel != NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  return make_page (_ ("Add People"), cancel, self->add_chosen, NULL, GTK_WIDGET (self->picker));
}

static void
on_add (WeftMembersDialog *self)
{
  adw_navigation_view_push (self->pages, make_add_page (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->picker));
}

static void
weft_members_dialog_dispose (GObject *object)
{
  WeftMembersDialog *self = WEFT_MEMBERS_DIALOG (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_object (&self->problem);
  g_clear_object (&self->members);
  g_clear_object (&self->people);
  g_clear_pointer (&self->stream, g_free);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (weft_members_dialog_parent_class)->dispose (object);
}

static void
weft_members_dialog_class_init (WeftMembersDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_members_dialog_dispose;
  gtk_widget_class_install_action (widget_class, "members.set-role", "(ss)", role_action);
  gtk_widget_class_install_action (widget_class, "members.remove", "s", remove_action);
}

static void
weft_members_dialog_init (WeftMembersDialog *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  self->problem = ADW_BANNER (g_object_ref_sink (adw_banner_new ("")));
  adw_banner_set_use_markup (self->problem, FALSE);
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->pages));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_content_height (ADW_DIALOG (self), HEIGHT);
}

static AdwNavigationPage *
make_list_page (WeftMembersDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->add, _ ("Add People"));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search), _ ("Search people"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search people"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_changed), self);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (self->list, compare, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, is_found, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 2);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("People"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), scrolled);
  return make_page (_ ("People"), NULL, self->add, GTK_WIDGET (self->problem), box);
}

static WeftMembersDialog *
make (WeftPeople *people, const char *stream)
{
  WeftMembersDialog *self = g_object_new (WEFT_TYPE_MEMBERS_DIALOG, NULL);

  self->people = g_object_ref (people);
  self->stream = g_strdup (stream);
  self->members = weft_member_list_new (people, stream);
  return self;
}

AdwDialog *
weft_members_dialog_new (WeftPeople *people, const char *stream)
{
  WeftMembersDialog *self;

  g_return_val_if_fail (WEFT_IS_PEOPLE (people) && stream != NULL, NULL);

  self = make (people, stream);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("People"));
  adw_navigation_view_add (self->pages, make_list_page (self));
  g_signal_connect_object (self->members, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return ADW_DIALOG (self);
}

AdwDialog *
weft_members_dialog_new_adding (WeftPeople *people, const char *stream)
{
  WeftMembersDialog *self;

  g_return_val_if_fail (WEFT_IS_PEOPLE (people) && stream != NULL, NULL);

  self = make (people, stream);
  self->adding = TRUE;
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Add People"));
  adw_navigation_view_add (self->pages, make_add_page (self));
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->picker));
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->add_chosen);
  return ADW_DIALOG (self);
}
