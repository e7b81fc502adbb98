/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-project-sidebar.h"

#include <glib/gi18n.h>

struct _WeftProjectSidebar
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *scroller;
  GtkWidget *nothing; /* what stands there instead of projects */
  GtkWidget *list;
  GtkSingleSelection *selection; /* what is open */
  char *open;                    /* (nullable): its stream */
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftProjectSidebar, weft_project_sidebar, GTK_TYPE_WIDGET)

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name ("weft-board-symbolic"));
  gtk_box_append (GTK_BOX (row), name);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  WeftProject *project = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);
  GtkWidget *name = gtk_widget_get_last_child (row);
  g_autofree char *archived = NULL;

  gtk_label_set_text (GTK_LABEL (name), weft_project_get_name (project));
  if (weft_project_get_archived (project))
    /* Translators: %s is the name of a project, for screen readers. */
    archived = g_strdup_printf (_ ("%s, archived"), weft_project_get_name (project));
  gtk_list_item_set_accessible_label (item, archived != NULL ? archived : weft_project_get_name (project));
  gtk_widget_set_opacity (row, archived != NULL ? 0.66 : 1);
}

static void
on_activate (GtkListView *list, guint position, WeftProjectSidebar *self)
{
  g_autoptr (WeftProject) project = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  g_signal_emit (self, signals[OPENED], 0, weft_project_get_stream (project));
}

static void
select_open (WeftProjectSidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProject) project = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (g_strcmp0 (weft_project_get_stream (project), self->open) == 0)
        selected = i;
    }
  gtk_single_selection_set_selected (self->selection, selected);
}

static void
on_items_changed (WeftProjectSidebar *self)
{
  gtk_widget_set_visible (self->nothing, g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0);
  select_open (self);
}

static void
weft_project_sidebar_dispose (GObject *object)
{
  WeftProjectSidebar *self = WEFT_PROJECT_SIDEBAR (object);

  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->open, g_free);

  G_OBJECT_CLASS (weft_project_sidebar_parent_class)->dispose (object);
}

static void
weft_project_sidebar_class_init (WeftProjectSidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_project_sidebar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_project_sidebar_init (WeftProjectSidebar *self)
{
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  self->nothing = gtk_label_new (_ ("No Projects Yet"));
  gtk_widget_add_css_class (self->nothing, "weft-quiet");
  gtk_widget_set_margin_top (self->nothing, 12);
  gtk_widget_set_valign (self->nothing, GTK_ALIGN_START);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->scroller);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->nothing);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
}

GtkWidget *
weft_project_sidebar_new (WeftProjectList *projects)
{
  WeftProjectSidebar *self = g_object_new (WEFT_TYPE_PROJECT_SIDEBAR, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (projects));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_add_css_class (self->list, "weft-projects");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Projects"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  g_signal_connect_object (projects, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  on_items_changed (self);

  return GTK_WIDGET (self);
}

void
weft_project_sidebar_set_open (WeftProjectSidebar *self, const char *stream)
{
  g_return_if_fail (WEFT_IS_PROJECT_SIDEBAR (self));

  g_set_str (&self->open, stream);
  select_open (self);
}
