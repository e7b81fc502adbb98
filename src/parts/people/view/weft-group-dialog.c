/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/view/weft-group-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "base/weft-mention.h"
#include "base/weft-text.h"
#include "base/weft-word.h"
#include "parts/people/view/weft-group-page.h"
#include "parts/people/view/weft-people-picker.h"
#include "ui/weft-empty-page.h"
#include "ui/weft-text-scale.h"

#define WIDTH 460
#define HEIGHT 520

struct _WeftGroupDialog
{
  AdwDialog parent_instance;

  WeftSync *sync;
  WeftGroupList *groups;
  WeftPeople *people;
  AdwNavigationView *pages;
  GtkWidget *stack; /* the list, or that there is none */
  AdwStatusPage *nothing;
  GtkWidget *list;
  GtkWidget *add;
  char *wanted; /* (nullable): of a new group, whose page is shown as soon as it is there */

  /* of the page on which one is named */
  char *id; /* (nullable): a new one */
  GtkWidget *handle;
  GtkWidget *about;
  GtkLabel *problem;
  GtkWidget *save;

  /* of the page on which people are added */
  WeftPeoplePicker *picker;
  GtkWidget *add_chosen;
};

G_DEFINE_FINAL_TYPE (WeftGroupDialog, weft_group_dialog, ADW_TYPE_DIALOG)

static gboolean
is_administrator (WeftGroupDialog *self)
{
  WeftPerson *me = weft_people_get_me (self->people);

  return me != NULL && g_strcmp0 (weft_person_get_role (me), "admin") == 0;
}

/* @end: (nullable): at the end of the header. Returns: the page, with the tag @tag */
static AdwNavigationPage *
make_page (const char *title, const char *tag, GtkWidget *start, GtkWidget *end, GtkWidget *content)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();

  if (start != NULL)
    adw_header_bar_pack_start (ADW_HEADER_BAR (header), start);
  if (end != NULL)
    adw_header_bar_pack_end (ADW_HEADER_BAR (header), end);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), content);
  return adw_navigation_page_new_with_tag (view, title, tag);
}

static void
set_margins (GtkWidget *widget)
{
  gtk_widget_set_margin_start (widget, 16);
  gtk_widget_set_margin_end (widget, 16);
  gtk_widget_set_margin_top (widget, 8);
  gtk_widget_set_margin_bottom (widget, 16);
}

/* ── naming one ──────────────────────────────────────────────────────────────────────────────────────── */

/* As it is written where it is used, and as it is kept: small, without its mark. */
static char *
dup_handle (WeftGroupDialog *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->handle))));

  return g_utf8_strdown (*typed == '@' ? typed + 1 : typed, -1);
}

static gboolean
is_somebody (WeftGroupDialog *self, const char *handle)
{
  g_autofree char *wanted = weft_text_fold (handle, -1);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->people)); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (self->people), i);
      g_auto (GStrv) names = !weft_person_get_suspended (person) ? weft_mention_names (weft_person_get_folded (person)) : NULL;

      if (names != NULL && g_strv_contains ((const char *const *) names, wanted))
        return TRUE;
    }
  return FALSE;
}

/* Returns: (nullable): what stands in the way of @handle */
static const char *
find_problem (WeftGroupDialog *self, const char *handle)
{
  WeftPersonGroup *other = weft_group_list_find_called (self->groups, handle);
  WeftPersonGroup *own = self->id != NULL ? weft_group_list_find (self->groups, self->id) : NULL;

  if (!weft_word_is (handle))
    return _ ("A name is one word of letters and digits, a letter first.");
  if (weft_mention_is_reserved (handle))
    return _ ("That means everybody, or could be taken for it.");
  if (other != NULL && other != own)
    return _ ("Another group is called that.");
  if ((own == NULL || other != own) && is_somebody (self, handle))
    return _ ("Somebody here is called that.");
  return NULL;
}

static void
show_problem (WeftGroupDialog *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
update_naming (WeftGroupDialog *self)
{
  g_autofree char *handle = dup_handle (self);
  const char *problem = *handle != '\0' ? find_problem (self, handle) : NULL;

  show_problem (self, problem);
  gtk_widget_set_sensitive (self->save, *handle != '\0' && problem == NULL);
}

static DexFuture *
on_saved (DexFuture *future, gpointer user_data)
{
  WeftGroupDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->pages == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    {
      g_clear_pointer (&self->wanted, g_free);
      show_problem (self, error->message);
    }
  else if (self->id != NULL)
    adw_navigation_view_pop (self->pages);
  return NULL;
}

static void
on_save (WeftGroupDialog *self)
{
  g_autofree char *handle = dup_handle (self);
  const char *about = gtk_editable_get_text (GTK_EDITABLE (self->about));
  DexFuture *future;

  if (!gtk_widget_get_sensitive (self->save))
    return;
  gtk_widget_set_sensitive (self->save, FALSE); /* once is enough */
  if (self->id == NULL)
    {
      g_free (self->wanted);
      self->wanted = weft_id_new (weft_clock_get_system ());
      future = weft_group_add (self->sync, self->wanted, handle, about);
    }
  else
    future = weft_group_set (self->sync, self->id, handle, about);
  dex_future_disown (dex_future_finally (future, on_saved, g_object_ref (self), g_object_unref));
}

static GtkWidget *
make_entry (WeftGroupDialog *self, GtkWidget *group, const char *title, int max)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), max);
  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (on_save), self);
  gtk_list_box_append (GTK_LIST_BOX (group), row);
  return row;
}

/* @group: (nullable): a new one */
static void
open_naming (WeftGroupDialog *self, WeftPersonGroup *group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *rows = gtk_list_box_new ();

  g_set_str (&self->id, group != NULL ? weft_person_group_get_id (group) : NULL);
  self->save = gtk_button_new_with_mnemonic (_ ("_Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  self->handle = make_entry (self, rows, _ ("Name, written behind an @"), WEFT_PERSON_GROUP_HANDLE_MAX + 1);
  self->about = make_entry (self, rows, _ ("What the group is for"), WEFT_PERSON_GROUP_ABOUT_MAX);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_box_append (GTK_BOX (box), rows);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  set_margins (box);
  if (group != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->handle), weft_person_group_get_handle (group));
      gtk_editable_set_text (GTK_EDITABLE (self->about), weft_person_group_get_about (group));
    }
  g_signal_connect_swapped (self->handle, "changed", G_CALLBACK (update_naming), self);
  g_signal_connect_swapped (self->about, "changed", G_CALLBACK (update_naming), self);
  update_naming (self);
  adw_navigation_view_push (self->pages, make_page (group != NULL ? _ ("Change Group") : _ ("New Group"), "naming", NULL, self->save, box));
  gtk_widget_grab_focus (self->handle);
}

/* ── adding people ───────────────────────────────────────────────────────────────────────────────────── */

/* Whoever is not in it and would hear of it. */
static gboolean
may_be_added (WeftPerson *person, gpointer user_data)
{
  WeftGroupDialog *self = user_data;
  WeftPersonGroup *group = self->id != NULL ? weft_group_list_find (self->groups, self->id) : NULL;

  return group != NULL && !weft_person_get_suspended (person) && g_strcmp0 (weft_person_get_role (person), "guest") != 0
         && !weft_person_group_has (group, weft_person_get_id (person));
}

static void
update_chosen (WeftGroupDialog *self)
{
  gtk_widget_set_sensitive (self->add_chosen, weft_people_picker_get_n_chosen (self->picker) > 0);
}

/* Each is an operation, so that what two administrators do at once is all there in the end. What is refused stands in the outbox. */
static void
on_add_chosen (WeftGroupDialog *self)
{
  g_auto (GStrv) chosen = weft_people_picker_dup_chosen (self->picker);
  guint n = g_strv_length (chosen);
  g_autofree char *said = g_strdup_printf (ngettext ("%u person added to the group", "%u people added to the group", n), n);

  for (guint i = 0; i < n; i++)
    dex_future_disown (weft_group_add_person (self->sync, self->id, chosen[i]));
  adw_navigation_view_pop (self->pages);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_add_people (WeftGroupPage *page, WeftGroupDialog *self)
{
  GtkWidget *picker = weft_people_picker_new (self->people, NULL);

  g_set_str (&self->id, weft_group_page_get_id (page));
  self->picker = WEFT_PEOPLE_PICKER (picker);
  weft_people_picker_set_allowed (self->picker, may_be_added, self);
  self->add_chosen = gtk_button_new_with_mnemonic (_ ("_Add"));
  gtk_widget_add_css_class (self->add_chosen, "suggested-action");
  g_signal_connect_swapped (self->add_chosen, "clicked", G_CALLBACK (on_add_chosen), self);
  g_signal_connect_swapped (picker, "changed", G_CALLBACK (update_chosen), self);
  update_chosen (self);
  set_margins (picker);
  adw_navigation_view_push (self->pages, make_page (_ ("Add People"), "people", NULL, self->add_chosen, picker));
  gtk_widget_grab_focus (picker);
}

/* ── one group ───────────────────────────────────────────────────────────────────────────────────────── */

static void
on_change (WeftGroupPage *page, WeftGroupDialog *self)
{
  WeftPersonGroup *group = weft_group_list_find (self->groups, weft_group_page_get_id (page));

  if (group != NULL)
    open_naming (self, group);
}

static DexFuture *
on_removed (DexFuture *future, gpointer user_data)
{
  WeftGroupDialog *self = user_data;

  if (self->pages != NULL && dex_future_is_resolved (future))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.offer-undo", "s", _ ("Group removed"));
  return NULL;
}

static void
on_remove (WeftGroupPage *page, WeftGroupDialog *self)
{
  DexFuture *future = weft_group_remove (self->sync, weft_group_page_get_id (page));

  adw_navigation_view_pop_to_tag (self->pages, "list");
  dex_future_disown (dex_future_finally (future, on_removed, g_object_ref (self), g_object_unref));
}

/* Somebody else removed it. */
static void
on_left (WeftGroupPage *page, WeftGroupDialog *self)
{
  if (self->pages != NULL)
    adw_navigation_view_pop_to_tag (self->pages, "list");
}

static void
open_group (WeftGroupDialog *self, const char *id)
{
  AdwNavigationPage *page = weft_group_page_new (self->groups, self->people, id, is_administrator (self));

  g_signal_connect_object (page, "change", G_CALLBACK (on_change), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (page, "add-people", G_CALLBACK (on_add_people), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (page, "remove", G_CALLBACK (on_remove), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (page, "left", G_CALLBACK (on_left), self, G_CONNECT_DEFAULT);
  adw_navigation_view_push (self->pages, page);
}

/* ── the list ────────────────────────────────────────────────────────────────────────────────────────── */

static guint
count_told (WeftGroupDialog *self, WeftPersonGroup *group)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->people)); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (self->people), i);

      n += weft_person_group_tells (group, person);
    }
  return n;
}

static void
describe (WeftGroupDialog *self, GtkWidget *row)
{
  WeftPersonGroup *group = g_object_get_data (G_OBJECT (row), "group");
  const char *about = weft_person_group_get_about (group);
  guint n = count_told (self, group);
  g_autofree char *count = g_strdup_printf (ngettext ("%u person", "%u people", n), n);
  g_autofree char *subtitle = *about != '\0' ? g_strdup_printf ("%s · %s", count, about) : g_steal_pointer (&count);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  WeftGroupDialog *self = user_data;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *title = g_strconcat ("@", weft_person_group_get_handle (item), NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "group", g_object_ref (item), g_object_unref);
  describe (self, row);
  return row;
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, WeftGroupDialog *self)
{
  open_group (self, weft_person_group_get_id (g_object_get_data (G_OBJECT (row), "group")));
}

/* A new one is there: on to who is in it. */
static void
show_wanted (WeftGroupDialog *self)
{
  g_autofree char *id = NULL;

  if (self->wanted == NULL || weft_group_list_find (self->groups, self->wanted) == NULL)
    return;
  id = g_steal_pointer (&self->wanted);
  adw_navigation_view_pop_to_tag (self->pages, "list");
  open_group (self, id);
}

static void
on_groups_changed (WeftGroupDialog *self)
{
  gboolean none = weft_item_list_get_ready (WEFT_ITEM_LIST (self->groups)) && g_list_model_get_n_items (G_LIST_MODEL (self->groups)) == 0;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), none ? "nothing" : "list");
  show_wanted (self);
}

/* They may have become, or ceased to be, somebody whom a group tells of something; and one an administrator. */
static void
on_people_changed (WeftGroupDialog *self)
{
  GtkListBoxRow *row;

  gtk_widget_set_visible (self->add, is_administrator (self));
  adw_status_page_set_description (self->nothing,
                                   is_administrator (self)
                                       ? _ ("Give several people one name. Whoever writes an @ and that name calls all of them.")
                                       : _ ("Administrators of the workspace make groups. Whoever writes an @ and a group’s name calls all of its people."));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    describe (self, GTK_WIDGET (row));
}

static void
on_add (WeftGroupDialog *self)
{
  open_naming (self, NULL);
}

static AdwNavigationPage *
make_list (WeftGroupDialog *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->add, _ ("New Group"));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (self->groups), make_row, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Groups of People"), -1);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  set_margins (self->list);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  self->nothing = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_title (self->nothing, _ ("No Groups"));
  weft_empty_page_suggest (self->nothing, self->add);
  gtk_widget_add_css_class (GTK_WIDGET (self->nothing), "compact");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "list");
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->nothing), "nothing");
  gtk_widget_set_vexpand (self->stack, TRUE);
  return make_page (_ ("Groups of People"), "list", self->add, NULL, self->stack);
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_group_dialog_dispose (GObject *object)
{
  WeftGroupDialog *self = WEFT_GROUP_DIALOG (object);

  self->pages = NULL;
  g_clear_object (&self->groups);
  g_clear_object (&self->people);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (weft_group_dialog_parent_class)->dispose (object);
}

static void
weft_group_dialog_class_init (WeftGroupDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_group_dialog_dispose;
}

static void
weft_group_dialog_init (WeftGroupDialog *self)
{
}

AdwDialog *
weft_group_dialog_new (WeftSync *sync)
{
  WeftGroupDialog *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_GROUP_DIALOG, "title", _ ("Groups of People"), "content-width", weft_text_scale (WIDTH), "content-height",
                       HEIGHT, NULL);
  self->sync = g_object_ref (sync);
  self->groups = weft_group_list_new (sync);
  self->people = weft_people_new (sync);
  self->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  adw_navigation_view_add (self->pages, make_list (self));
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->pages));
  g_signal_connect_object (self->groups, "items-changed", G_CALLBACK (on_groups_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->groups, "notify::ready", G_CALLBACK (on_groups_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->people, "changed", G_CALLBACK (on_people_changed), self, G_CONNECT_SWAPPED);
  on_groups_changed (self);
  on_people_changed (self);
  return ADW_DIALOG (self);
}
