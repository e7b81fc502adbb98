/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-room-face.h"
#include "features/chat/view/weft-room-panel.h"

struct _WeftRoomPanel
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *tile;
  GtkWidget *avatar;
  GtkLabel *name;
  GtkLabel *topic;
  GtkWidget *add_button;
  GtkWidget *edit_button;
  GtkLabel *count;
  GtkListView *list_view;

  WeftRoom *room;
  WeftMemberList *members;
  WeftPeople *people;
};

G_DEFINE_FINAL_TYPE (WeftRoomPanel, weft_room_panel, GTK_TYPE_WIDGET)

/* ── members ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
update_row (GtkListItem *item)
{
  WeftPerson *person = gtk_list_item_get_item (item);
  GtkWidget *avatar = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *words = gtk_widget_get_next_sibling (avatar);
  GtkWidget *name = gtk_widget_get_first_child (words);
  GtkWidget *about = gtk_widget_get_next_sibling (name);
  WeftPresence presence = weft_presence_from_wire (weft_person_get_presence (person));
  const char *what = *weft_person_get_status (person) != '\0' ? weft_person_get_status (person) : weft_person_get_title (person);
  const char *word = weft_presence_get_label (presence);
  /* Translators: %s is one's own name in a list of people */
  g_autofree char *shown = weft_person_get_me (person) ? g_strdup_printf (_("%s (you)"), weft_person_get_name (person)) : g_strdup (weft_person_get_name (person));
  g_autofree char *label = NULL;

  weft_avatar_set_name (WEFT_AVATAR (avatar), weft_person_get_name (person));
  weft_avatar_set_presence (WEFT_AVATAR (avatar), presence);
  gtk_label_set_text (GTK_LABEL (name), shown);
  gtk_label_set_text (GTK_LABEL (about), what);
  gtk_widget_set_visible (about, *what != '\0');
  label = g_strjoin (", ", shown, word != NULL ? word : *what != '\0' ? what : NULL, word != NULL && *what != '\0' ? what : NULL, NULL);
  gtk_list_item_set_accessible_label (item, label);
}

static void
on_person_changed (WeftPerson *person, GParamSpec *pspec, GtkListItem *item)
{
  update_row (item);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftRoomPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *avatar = weft_avatar_new (28, NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *about = gtk_label_new (NULL);

  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_label_set_ellipsize (GTK_LABEL (about), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (about, "weft-meta");
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), about);
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomPanel *self)
{
  g_signal_connect (gtk_list_item_get_item (item), "notify", G_CALLBACK (on_person_changed), item);
  update_row (item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomPanel *self)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_person_changed, item);
}

/* ── the room ────────────────────────────────────────────────────────────────────────────────────────── */

static void
update (WeftRoomPanel *self)
{
  guint n = self->members != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->members)) : 0;
  g_autofree char *count = g_strdup_printf ("%u", n);
  gboolean direct;
  WeftPerson *me;

  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (self->scrolled, self->room != NULL);
  if (self->room == NULL)
    return;
  direct = weft_room_get_direct (self->room);
  me = weft_people_get_me (self->people);
  gtk_widget_set_visible (self->tile, !direct);
  gtk_widget_set_visible (self->avatar, direct);
  weft_room_face_show (WEFT_AVATAR (self->avatar), self->room, weft_people_lookup (self->people, weft_room_get_partner (self->room)));
  gtk_label_set_text (self->name, weft_room_get_name (self->room));
  gtk_label_set_text (self->topic, weft_room_get_topic (self->room));
  gtk_widget_set_visible (GTK_WIDGET (self->topic), weft_room_get_topic (self->room) != NULL && *weft_room_get_topic (self->room) != '\0');
  gtk_widget_set_visible (self->add_button, !direct);
  gtk_widget_set_visible (self->edit_button,
                          !direct && me != NULL && self->members != NULL
                            && g_strcmp0 (weft_member_list_get_role (self->members, weft_person_get_id (me)), "admin") == 0);
}

static void
weft_room_panel_dispose (GObject *object)
{
  WeftRoomPanel *self = WEFT_ROOM_PANEL (object);

  if (self->scrolled != NULL)
    weft_room_panel_set_room (self, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_ROOM_PANEL);

  G_OBJECT_CLASS (weft_room_panel_parent_class)->dispose (object);
}

static void
weft_room_panel_class_init (WeftRoomPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_room_panel_dispose;
  g_type_ensure (WEFT_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/chat/weft-room-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, scrolled);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, tile);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, avatar);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, name);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, topic);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, add_button);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, edit_button);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, count);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, list_view);
}

static void
weft_room_panel_init (WeftRoomPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  weft_avatar_set_size (WEFT_AVATAR (self->avatar), 52);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
  gtk_widget_set_visible (self->scrolled, FALSE);
}

GtkWidget *
weft_room_panel_new (void)
{
  return g_object_new (WEFT_TYPE_ROOM_PANEL, NULL);
}

void
weft_room_panel_set_room (WeftRoomPanel *self, WeftRoom *room, WeftMemberList *members, WeftPeople *people)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (WEFT_IS_ROOM_PANEL (self));

  if (self->room != NULL)
    g_signal_handlers_disconnect_by_func (self->room, update, self);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_func (self->members, update, self);
  g_set_object (&self->room, room);
  g_set_object (&self->members, members);
  g_set_object (&self->people, people);
  if (members != NULL)
    selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (members)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  if (room != NULL)
    g_signal_connect_swapped (room, "notify", G_CALLBACK (update), self);
  if (members != NULL)
    g_signal_connect_swapped (members, "changed", G_CALLBACK (update), self);
  update (self);
}
