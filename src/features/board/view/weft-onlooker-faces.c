/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-onlooker-faces.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-onlooker-words.h"
#include "ui/weft-avatar.h"
#include "ui/weft-text-scale.h"

/* px */
#define FACE 24
#define OVERLAP 7 /* as in the style sheet */
#define COUNT 26  /* about as wide as “+12” */
#define PADDING 6
#define COMPACT 2 /* likewise, of one face */
#define MOST 3
#define LISTED 30

struct _WeftOnlookerFaces
{
  GtkWidget parent_instance;

  WeftPeople *people;       /* (nullable) */
  WeftBoard *board;         /* (nullable) */
  WeftOnlookers *onlookers; /* (nullable) */
  char *task;               /* (nullable) */
  gboolean compact;

  GtkWidget *idle;          /* an icon, where there is nobody */
  GtkWidget *button;
  GtkWidget *faces;
  GtkWidget *count;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (WeftOnlookerFaces, weft_onlooker_faces, GTK_TYPE_WIDGET)

static const char *
get_name (WeftOnlookerFaces *self, const char *id)
{
  WeftPerson *person = weft_people_lookup (self->people, id);

  return person != NULL ? weft_person_get_name (person) : _ ("Someone");
}

static GtkWidget *
make_face (WeftOnlookerFaces *self, const char *id, int size)
{
  GtkWidget *face = weft_avatar_new (size, get_name (self, id));

  weft_avatar_set_person (WEFT_AVATAR (face), id);
  gtk_widget_set_valign (face, GTK_ALIGN_CENTER);
  return face;
}

/* A person, and what they do here. */
static GtkWidget *
make_row (WeftOnlookerFaces *self, const char *id)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (get_name (self, id));
  g_autofree char *what = weft_onlookers_describe_person (self->onlookers, self->board, id);
  GtkWidget *doing = gtk_label_new (what);
  g_autofree char *label = g_strdup_printf ("%s, %s", get_name (self, id), what);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (doing), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 24);
  gtk_widget_add_css_class (doing, "weft-quiet");
  gtk_widget_add_css_class (doing, "weft-small");
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), doing);
  gtk_box_append (GTK_BOX (box), make_face (self, id, LISTED));
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return row;
}

static gboolean
is_listing (WeftOnlookerFaces *self)
{
  return gtk_menu_button_get_active (GTK_MENU_BUTTON (self->button));
}

static void
fill_list (WeftOnlookerFaces *self, GPtrArray *ids)
{
  gtk_list_box_remove_all (GTK_LIST_BOX (self->list));
  for (guint i = 0; i < ids->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, ids->pdata[i]));
}

static GPtrArray *
list_people (WeftOnlookerFaces *self)
{
  return self->onlookers != NULL ? weft_onlookers_list (self->onlookers, self->task) : g_ptr_array_new ();
}

static void
update (WeftOnlookerFaces *self)
{
  g_autoptr (GPtrArray) ids = list_people (self);
  g_autofree char *sentence = self->onlookers != NULL ? weft_onlookers_describe (self->onlookers, self->people, self->task) : NULL;
  guint most = self->compact ? 1 : MOST;
  g_autofree char *more = !self->compact && ids->len > most ? g_strdup_printf ("+%u", ids->len - most) : NULL;
  GtkWidget *face;

  while ((face = gtk_widget_get_first_child (self->faces)) != NULL)
    gtk_box_remove (GTK_BOX (self->faces), face);
  for (guint i = 0; i < MIN (ids->len, most); i++)
    {
      face = make_face (self, ids->pdata[i], FACE);
      gtk_widget_add_css_class (face, "weft-onlooker");
      gtk_box_append (GTK_BOX (self->faces), face);
    }
  gtk_label_set_text (GTK_LABEL (self->count), more != NULL ? more : "");
  gtk_widget_set_visible (self->count, more != NULL);
  /* Who stands on it, or reads the list, keeps it. */
  gtk_widget_set_visible (self->button, ids->len > 0 || is_listing (self) || gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL);
  gtk_widget_set_visible (self->idle, self->compact && !gtk_widget_get_visible (self->button));
  gtk_widget_set_tooltip_text (self->button, sentence != NULL ? sentence : _ ("Nobody else is here"));
  if (is_listing (self))
    fill_list (self, ids);
}

static void
on_listing (WeftOnlookerFaces *self)
{
  update (self);
}

static void
on_focus_left (WeftOnlookerFaces *self)
{
  update (self);
}

/* The room that most faces take, and how many more there are. */
static void
reserve (WeftOnlookerFaces *self)
{
  int width = self->compact ? 2 * COMPACT + FACE : 2 * PADDING + FACE + (MOST - 1) * (FACE - OVERLAP) + weft_text_scale (COUNT);

  gtk_widget_set_size_request (GTK_WIDGET (self), width, -1);
}

static void
weft_onlooker_faces_dispose (GObject *object)
{
  WeftOnlookerFaces *self = WEFT_ONLOOKER_FACES (object);

  g_clear_object (&self->onlookers);
  g_clear_object (&self->board);
  g_clear_pointer (&self->idle, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_onlooker_faces_parent_class)->dispose (object);
}

static void
weft_onlooker_faces_finalize (GObject *object)
{
  g_free (WEFT_ONLOOKER_FACES (object)->task);

  G_OBJECT_CLASS (weft_onlooker_faces_parent_class)->finalize (object);
}

static void
weft_onlooker_faces_class_init (WeftOnlookerFacesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_onlooker_faces_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_onlooker_faces_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
weft_onlooker_faces_init (WeftOnlookerFaces *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *popover = gtk_popover_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->idle = gtk_image_new ();
  gtk_widget_set_visible (self->idle, FALSE);
  gtk_widget_set_parent (self->idle, GTK_WIDGET (self));
  self->faces = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "weft-quiet");
  gtk_widget_add_css_class (self->count, "weft-small");
  gtk_box_append (GTK_BOX (box), self->faces);
  gtk_box_append (GTK_BOX (box), self->count);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "weft-onlooker-list");
  gtk_popover_set_child (GTK_POPOVER (popover), self->list);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "weft-onlookers");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->button, FALSE);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_object (self->button, "notify::active", G_CALLBACK (on_listing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  reserve (self);
}

GtkWidget *
weft_onlooker_faces_new (GtkAlign align)
{
  WeftOnlookerFaces *self = g_object_new (WEFT_TYPE_ONLOOKER_FACES, NULL);

  gtk_widget_set_halign (self->button, align);
  return GTK_WIDGET (self);
}

void
weft_onlooker_faces_set_compact (WeftOnlookerFaces *self, const char *icon_name)
{
  g_return_if_fail (WEFT_IS_ONLOOKER_FACES (self));

  self->compact = icon_name != NULL;
  /* There the faces stand where a window begins: what they open goes on from there. */
  gtk_widget_set_halign (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->button))), self->compact ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->idle), icon_name);
  if (self->compact)
    gtk_widget_add_css_class (self->button, "compact");
  else
    gtk_widget_remove_css_class (self->button, "compact");
  reserve (self);
  update (self);
}

void
weft_onlooker_faces_follow (WeftOnlookerFaces *self, WeftBoard *board, WeftPeople *people, WeftOnlookers *onlookers, const char *task)
{
  g_return_if_fail (WEFT_IS_ONLOOKER_FACES (self));

  if (self->onlookers != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->onlookers, update, self);
      g_signal_handlers_disconnect_by_func (self->people, update, self);
    }
  g_set_object (&self->people, people);
  g_set_object (&self->board, board);
  g_set_object (&self->onlookers, onlookers);
  g_set_str (&self->task, task);
  if (onlookers != NULL)
    {
      g_signal_connect_object (onlookers, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (people, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

gboolean
weft_onlooker_faces_popup (WeftOnlookerFaces *self)
{
  g_autoptr (GPtrArray) ids = NULL;

  g_return_val_if_fail (WEFT_IS_ONLOOKER_FACES (self), FALSE);

  ids = list_people (self);
  if (ids->len > 0)
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
  return ids->len > 0;
}
