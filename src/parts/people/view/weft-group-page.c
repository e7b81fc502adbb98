/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/view/weft-group-page.h"

#include <glib/gi18n.h>

#include "ui/weft-avatar.h"

#define FACE 32 /* px */

struct _WeftGroupPage
{
  AdwNavigationPage parent_instance;

  WeftGroupList *groups;
  WeftPeople *people;
  char *id;
  gboolean administrator;

  GtkCustomFilter *filter;
  GtkFilterListModel *in_it;
  GtkLabel *about;
  GtkLabel *count;
  GtkWidget *list;
  GtkWidget *add; /* (nullable): where one is no administrator */
};

enum
{
  CHANGE,
  ADD_PEOPLE,
  REMOVE,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftGroupPage, weft_group_page, ADW_TYPE_NAVIGATION_PAGE)

/* ── who is in it ────────────────────────────────────────────────────────────────────────────────────── */

/* Those who hear nothing are shown to who can take them out. */
static gboolean
is_in_it (gpointer item, gpointer user_data)
{
  WeftGroupPage *self = user_data;
  WeftPersonGroup *group = weft_group_list_find (self->groups, self->id);

  if (group == NULL)
    return FALSE;
  return self->administrator ? weft_person_group_has (group, weft_person_get_id (item)) : weft_person_group_tells (group, item);
}

static char *
describe (WeftPerson *person)
{
  if (weft_person_get_suspended (person))
    return g_strdup (_ ("Suspended: hears nothing of it"));
  if (g_strcmp0 (weft_person_get_role (person), "guest") == 0)
    return g_strdup (_ ("Guest: hears nothing of it"));
  return g_strdup (weft_person_get_title (person));
}

typedef struct
{
  WeftGroupPage *self;
  char *said;
} Taking;

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  g_object_unref (taking->self);
  g_free (taking->said);
  g_free (taking);
}

static DexFuture *
on_taken_out (DexFuture *future, gpointer user_data)
{
  const Taking *taking = user_data;

  if (taking->self->groups != NULL && dex_future_is_resolved (future))
    gtk_widget_activate_action (GTK_WIDGET (taking->self), "win.offer-undo", "s", taking->said);
  return NULL;
}

/* The row goes: the focus is elsewhere by then. */
static void
on_take_out (GtkButton *button, WeftGroupPage *self)
{
  WeftPerson *person = g_object_get_data (G_OBJECT (button), "person");
  DexFuture *future
      = weft_group_remove_person (weft_people_get_sync (self->people), self->id, weft_person_get_id (person));
  Taking *taking = g_new0 (Taking, 1);

  gtk_widget_grab_focus (self->add);
  taking->self = g_object_ref (self);
  /* Translators: %s is a person */
  taking->said = g_strdup_printf (_ ("%s taken out of the group"), weft_person_get_name (person));
  dex_future_disown (dex_future_finally (future, on_taken_out, taking, taking_free));
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  WeftGroupPage *self = user_data;
  WeftPerson *person = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = weft_avatar_new (FACE, weft_person_get_name (person));
  g_autofree char *description = describe (person);

  weft_avatar_set_person (WEFT_AVATAR (avatar), weft_person_get_id (person));
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), weft_person_get_name (person));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description != NULL ? description : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  if (self->administrator)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
      /* Translators: %s is a person in a group */
      g_autofree char *tooltip = g_strdup_printf (_ ("Take %s Out"), weft_person_get_name (person));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, tooltip);
      g_object_set_data_full (G_OBJECT (button), "person", g_object_ref (person), g_object_unref);
      g_signal_connect (button, "clicked", G_CALLBACK (on_take_out), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  return row;
}

static void
update (WeftGroupPage *self)
{
  WeftPersonGroup *group = weft_group_list_find (self->groups, self->id);
  guint n = 0;
  g_autofree char *title = NULL;
  g_autofree char *count = NULL;

  if (group == NULL)
    {
      if (weft_item_list_get_ready (WEFT_ITEM_LIST (self->groups)))
        g_signal_emit (self, signals[LEFT], 0);
      return;
    }
  title = g_strconcat ("@", weft_person_group_get_handle (group), NULL);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  gtk_label_set_text (self->about, weft_person_group_get_about (group));
  gtk_widget_set_visible (GTK_WIDGET (self->about), *weft_person_group_get_about (group) != '\0');
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->in_it)); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (self->in_it), i);

      n += weft_person_group_tells (group, person);
    }
  count = n > 0 ? g_strdup_printf (ngettext ("%u person hears of what names the group, where they are members.",
                                             "%u people hear of what names the group, where they are members.", n), n)
                : g_strdup (_ ("Nobody is in the group yet."));
  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (self->list, g_list_model_get_n_items (G_LIST_MODEL (self->in_it)) > 0);
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_button (GtkButton *button, WeftGroupPage *self)
{
  g_signal_emit (self, signals[GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "signal"))], 0);
}

static GtkWidget *
take_button (WeftGroupPage *self, GtkWidget *button, guint signal)
{
  g_object_set_data (G_OBJECT (button), "signal", GUINT_TO_POINTER (signal));
  g_signal_connect (button, "clicked", G_CALLBACK (on_button), self);
  return button;
}

static void
add_buttons (WeftGroupPage *self, GtkWidget *header)
{
  GtkWidget *change = take_button (self, gtk_button_new_from_icon_name ("document-edit-symbolic"), CHANGE);

  self->add = take_button (self, gtk_button_new_from_icon_name ("list-add-symbolic"), ADD_PEOPLE);
  gtk_widget_set_tooltip_text (change, _ ("Change Group"));
  gtk_widget_set_tooltip_text (self->add, _ ("Add People to the Group"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), change);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->add);
}

/* Away from what is pressed often. */
static void
add_remove (WeftGroupPage *self, GtkWidget *box)
{
  GtkWidget *remove = take_button (self, gtk_button_new_with_label (_ ("Remove Group")), REMOVE);

  gtk_widget_set_halign (remove, GTK_ALIGN_START);
  gtk_widget_add_css_class (remove, "destructive-action");
  gtk_box_append (GTK_BOX (box), remove);
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
make_content (WeftGroupPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->about = add_label (box, NULL);
  self->count = add_label (box, "weft-meta");
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (self->in_it), make_row, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("People in the Group"), -1);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_box_append (GTK_BOX (box), self->list);
  if (self->administrator)
    add_remove (self, box);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

static void
weft_group_page_dispose (GObject *object)
{
  WeftGroupPage *self = WEFT_GROUP_PAGE (object);

  /* The model may outlive us by a moment. */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->in_it);
  g_clear_object (&self->groups);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_group_page_parent_class)->dispose (object);
}

static void
weft_group_page_finalize (GObject *object)
{
  g_free (WEFT_GROUP_PAGE (object)->id);

  G_OBJECT_CLASS (weft_group_page_parent_class)->finalize (object);
}

static guint
add_signal (WeftGroupPageClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_group_page_class_init (WeftGroupPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_group_page_dispose;
  object_class->finalize = weft_group_page_finalize;

  signals[CHANGE] = add_signal (klass, "change");
  signals[ADD_PEOPLE] = add_signal (klass, "add-people");
  signals[REMOVE] = add_signal (klass, "remove");
  signals[LEFT] = add_signal (klass, "left");
}

static void
weft_group_page_init (WeftGroupPage *self)
{
}

AdwNavigationPage *
weft_group_page_new (WeftGroupList *groups, WeftPeople *people, const char *id, gboolean administrator)
{
  WeftGroupPage *self;
  GtkWidget *view;
  GtkWidget *header;

  g_return_val_if_fail (WEFT_IS_GROUP_LIST (groups), NULL);
  g_return_val_if_fail (WEFT_IS_PEOPLE (people), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (WEFT_TYPE_GROUP_PAGE, NULL);
  view = adw_toolbar_view_new ();
  header = adw_header_bar_new ();
  self->groups = g_object_ref (groups);
  self->people = g_object_ref (people);
  self->id = g_strdup (id);
  self->administrator = administrator;
  self->filter = gtk_custom_filter_new (is_in_it, self, NULL);
  self->in_it = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (people)), GTK_FILTER (g_object_ref (self->filter)));
  if (administrator)
    add_buttons (self, header);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), make_content (self));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  g_signal_connect_object (groups, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return ADW_NAVIGATION_PAGE (self);
}

const char *
weft_group_page_get_id (WeftGroupPage *self)
{
  g_return_val_if_fail (WEFT_IS_GROUP_PAGE (self), NULL);
  return self->id;
}
