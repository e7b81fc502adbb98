/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-guest-words.h"
#include "features/chat/view/weft-member-menu.h"
#include "features/chat/view/weft-room-face.h"
#include "features/chat/view/weft-room-level.h"
#include "features/chat/view/weft-room-panel.h"

#include <string.h>

#include "base/weft-clock.h"
#include "base/weft-text.h"
#include "features/chat/client/weft-chat.h"
#include "features/chat/client/weft-join-requests.h"
#include "parts/thread/view/weft-kept-view.h"
#include "proto/weft-module.h"
#include "ui/weft-moment.h"

#define SEARCH_FROM 12 /* members: fewer are seen at once */

static const char *const yarns[] = { "teal", "indigo", "amber", "rose", "moss", "clay", "slate" };

struct _WeftRoomPanel
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *tile;
  GtkWidget *avatar;
  GtkLabel *name;
  GtkLabel *topic;
  GtkLabel *seen;
  GtkLabel *about;
  GtkWidget *emblem_stack;
  GtkImage *tile_icon;
  GtkLabel *emblem;
  GtkWidget *add_button;
  GtkWidget *mute_button;
  GtkWidget *level;
  GtkWidget *edit_button;
  GtkWidget *settings_button;
  GtkWidget *requests_title;
  GtkWidget *requests_scrolled;
  GtkListBox *requests;
  GtkLabel *count;
  GtkEditable *search;
  GtkListView *list_view;
  GtkWidget *popover;
  GtkFilter *filter;
  GHashTable *bound; /* GtkListItem: rows which say of which role a member is */
  char *words;       /* folded */

  GtkWidget *pins_title;
  AdwBin *pins_place;
  WeftKeptView *pins_view;

  WeftKeptList *pins;
  WeftCards *cards;
  WeftJoinRequests *asking;
  WeftPerson *partner; /* (nullable): of a conversation of two */
  WeftRoom *room;
  WeftMemberList *members;
  WeftPeople *people;
};

G_DEFINE_FINAL_TYPE (WeftRoomPanel, weft_room_panel, GTK_TYPE_WIDGET)

/* ── members ─────────────────────────────────────────────────────────────────────────────────────────── */

static WeftRoomPanel *
get_panel (GtkWidget *child)
{
  return WEFT_ROOM_PANEL (gtk_widget_get_ancestor (child, WEFT_TYPE_ROOM_PANEL));
}

static gboolean
has_role (WeftRoomPanel *self, WeftPerson *person, const char *role)
{
  return self != NULL && self->members != NULL && person != NULL
         && g_strcmp0 (weft_member_list_get_role (self->members, weft_person_get_id (person)), role) == 0;
}

static void
update_row (GtkListItem *item)
{
  WeftPerson *person = gtk_list_item_get_item (item);
  gboolean admin = has_role (g_object_get_data (G_OBJECT (item), "panel"), person, "admin");
  GtkWidget *avatar = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *words = gtk_widget_get_next_sibling (avatar);
  GtkWidget *name = gtk_widget_get_first_child (words);
  GtkWidget *about = gtk_widget_get_next_sibling (name);
  GtkWidget *rank = gtk_widget_get_next_sibling (words);
  WeftPresence presence = weft_presence_from_wire (weft_person_get_presence (person));
  const char *what = *weft_person_get_status (person) != '\0' ? weft_person_get_status (person) : weft_person_get_title (person);
  const char *word = weft_presence_get_label (presence);
  /* Translators: %s is one's own name in a list of people */
  g_autofree char *shown = weft_person_get_me (person) ? g_strdup_printf (_("%s (you)"), weft_person_get_name (person)) : g_strdup (weft_person_get_name (person));
  gboolean guest = has_role (g_object_get_data (G_OBJECT (item), "panel"), person, "guest");
  gboolean soon;
  g_autofree char *end = weft_guest_words_dup_end (person, weft_clock_now (weft_clock_get_system ()), &soon);
  g_autoptr (GString) spoken = NULL;

  /* That their time runs out is more than what they are at. */
  if (end != NULL)
    what = end;
  weft_avatar_set_person (WEFT_AVATAR (avatar), weft_person_get_id (person));
  weft_avatar_set_name (WEFT_AVATAR (avatar), weft_person_get_name (person));
  weft_avatar_set_presence (WEFT_AVATAR (avatar), presence);
  gtk_label_set_text (GTK_LABEL (name), shown);
  gtk_label_set_text (GTK_LABEL (about), what);
  gtk_widget_set_visible (about, *what != '\0');
  if (soon)
    gtk_widget_add_css_class (about, "weft-warn");
  else
    gtk_widget_remove_css_class (about, "weft-warn");
  gtk_label_set_text (GTK_LABEL (rank), admin ? _("Admin") : _("Guest"));
  gtk_widget_set_visible (rank, admin || guest);
  spoken = g_string_new (shown);
  if (admin)
    g_string_append_printf (spoken, ", %s", _("administrator"));
  else if (guest)
    g_string_append_printf (spoken, ", %s", C_("role", "guest"));
  if (word != NULL)
    g_string_append_printf (spoken, ", %s", word);
  if (*what != '\0')
    g_string_append_printf (spoken, ", %s", what);
  gtk_list_item_set_accessible_label (item, spoken->str);
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
  GtkWidget *rank = gtk_label_new (NULL);

  g_object_set_data (G_OBJECT (item), "panel", self);
  gtk_widget_add_css_class (rank, "weft-meta");
  gtk_widget_set_hexpand (words, TRUE);
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
  gtk_box_append (GTK_BOX (box), rank);
  g_object_set_data (G_OBJECT (box), "item", item);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomPanel *self)
{
  g_signal_connect (gtk_list_item_get_item (item), "notify", G_CALLBACK (on_person_changed), item);
  g_hash_table_add (self->bound, item);
  update_row (item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomPanel *self)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_person_changed, item);
  if (self->bound != NULL)
    g_hash_table_remove (self->bound, item);
}

/* ── what an administrator does with a member ────────────────────────────────────────────────────────── */

static void
show_menu (WeftRoomPanel *self, WeftPerson *person, double x, double y)
{
  g_autoptr (GMenuModel) menu = self->room != NULL ? weft_member_menu_make (self->people, self->members, self->room, person) : NULL;

  if (menu == NULL)
    return;
  /* A new one each time: one that was shown keeps its height, and what is below is not seen. */
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* (nullable): of the row which is @widget or around it */
static WeftPerson *
find_person (WeftRoomPanel *self, GtkWidget *widget)
{
  for (; widget != NULL && widget != GTK_WIDGET (self); widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);
      GtkListItem *item = g_object_get_data (G_OBJECT (widget), "item");

      if (item == NULL && child != NULL)
        item = g_object_get_data (G_OBJECT (child), "item");
      if (item != NULL)
        return gtk_list_item_get_item (item);
    }
  return NULL;
}

static void
on_secondary_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WeftRoomPanel *self)
{
  show_menu (self, find_person (self, gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT)), x, y);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;

  if (focus != NULL && gtk_widget_compute_bounds (focus, widget, &bounds))
    show_menu (WEFT_ROOM_PANEL (widget), find_person (WEFT_ROOM_PANEL (widget), focus), bounds.origin.x + 24, bounds.origin.y + bounds.size.height);
}

static void
member_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftRoomPanel *self = WEFT_ROOM_PANEL (widget);

  if (self->room != NULL)
    weft_member_menu_run (self->people, self->room, name, parameter);
}

/* ── who asks to be let in ───────────────────────────────────────────────────────────────────────────── */

static void
answer (GtkWidget *button, gboolean accepted)
{
  WeftRoomPanel *self = get_panel (button);

  if (self != NULL && self->room != NULL)
    dex_future_disown (weft_chat_answer_join (weft_people_get_sync (self->people), weft_room_get_stream (self->room),
                                              g_object_get_data (G_OBJECT (button), "person"), accepted));
}

static void
on_accepted (GtkWidget *button)
{
  answer (button, TRUE);
}

static void
on_declined (GtkWidget *button)
{
  answer (button, FALSE);
}

static GtkWidget *
make_request (gpointer item, gpointer user_data)
{
  WeftPerson *person = item;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (weft_person_get_name (person));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), weft_avatar_new (28, weft_person_get_name (person)));
  gtk_box_append (GTK_BOX (box), label);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *button = gtk_button_new_from_icon_name (i == 0 ? "object-select-symbolic" : "window-close-symbolic");
      /* Translators: %s is a person who asks to be let into a room */
      g_autofree char *text = g_strdup_printf (i == 0 ? _("Let %s In") : _("Do Not Let %s In"), weft_person_get_name (person));

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (button, text);
      g_object_set_data_full (G_OBJECT (button), "person", g_strdup (weft_person_get_id (person)), g_free);
      g_signal_connect (button, "clicked", i == 0 ? G_CALLBACK (on_accepted) : G_CALLBACK (on_declined), NULL);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static void
update_requests (WeftRoomPanel *self)
{
  gboolean shown = self->asking != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->asking)) > 0
                   && g_strcmp0 (weft_room_get_role (self->room), "admin") == 0;

  gtk_widget_set_visible (self->requests_title, shown);
  gtk_widget_set_visible (self->requests_scrolled, shown);
}

/* ── what is pinned ──────────────────────────────────────────────────────────────────────────────────── */

static void
update_pins (WeftRoomPanel *self)
{
  gboolean shown = self->pins != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->pins)) > 0;

  gtk_widget_set_visible (self->pins_title, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->pins_place), shown);
  if (self->room != NULL)
    weft_kept_view_set_can_remove (self->pins_view, g_strcmp0 (weft_room_get_pin (self->room), "guest") == 0
                                                        || (weft_room_get_role (self->room) != NULL && weft_role_from_wire (weft_room_get_role (self->room))
                                                               >= weft_role_from_wire (weft_room_get_pin (self->room))));
}

static void
set_pins (WeftRoomPanel *self, WeftSync *sync, const char *stream)
{
  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_func (self->pins, update_pins, self);
  weft_kept_view_set_list (self->pins_view, NULL, NULL);
  g_clear_object (&self->pins);
  if (stream == NULL)
    return;
  self->pins = weft_kept_list_new_pinned (sync, stream);
  g_signal_connect_swapped (self->pins, "items-changed", G_CALLBACK (update_pins), self);
  weft_kept_view_set_list (self->pins_view, self->pins, self->cards);
}

void
weft_room_panel_set_cards (WeftRoomPanel *self, WeftCards *cards)
{
  g_return_if_fail (WEFT_IS_ROOM_PANEL (self));

  g_set_object (&self->cards, cards);
  weft_kept_view_set_list (self->pins_view, self->pins, cards);
}

/* ── search ──────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_found (gpointer item, gpointer user_data)
{
  WeftRoomPanel *self = user_data;

  return self->words == NULL || *self->words == '\0' || strstr (weft_person_get_folded (item), self->words) != NULL;
}

static void
on_search_changed (WeftRoomPanel *self)
{
  g_free (self->words);
  self->words = weft_text_fold (gtk_editable_get_text (self->search), -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

/* ── the room ────────────────────────────────────────────────────────────────────────────────────────── */

/* Of whom one talks to: whether they are here, and if not since when. */
static void
update_seen (WeftRoomPanel *self)
{
  WeftPerson *person = self->partner;
  WeftPresence presence = person != NULL ? weft_presence_from_wire (weft_person_get_presence (person)) : WEFT_PRESENCE_NONE;
  g_autofree char *ago = NULL;
  g_autofree char *text = NULL;

  if (presence == WEFT_PRESENCE_OFFLINE && weft_person_get_seen (person) > 0)
    {
      ago = weft_moment_dup_ago (weft_person_get_seen (person), g_get_real_time () / 1000);
      /* Translators: %s is how long ago: "2 hours ago" */
      text = g_strdup_printf (_("Last seen %s"), ago);
    }
  else
    text = g_strdup (weft_presence_get_label (presence));
  gtk_label_set_text (self->seen, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->seen), text != NULL);
}

static void
set_partner (WeftRoomPanel *self, WeftPerson *partner)
{
  if (self->partner != NULL)
    g_signal_handlers_disconnect_by_func (self->partner, update_seen, self);
  g_set_object (&self->partner, partner);
  if (partner != NULL)
    {
      g_signal_connect_swapped (partner, "notify::presence", G_CALLBACK (update_seen), self);
      g_signal_connect_swapped (partner, "notify::seen", G_CALLBACK (update_seen), self);
    }
  update_seen (self);
}

static void
update (WeftRoomPanel *self)
{
  guint n = self->members != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->members)) : 0;
  g_autofree char *count = g_strdup_printf ("%u", n);
  gboolean direct;

  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (self->scrolled, self->room != NULL);
  if (self->room == NULL)
    return;
  direct = weft_room_get_direct (self->room);
  set_partner (self, !weft_room_get_self (self->room) ? weft_people_lookup (self->people, weft_room_get_partner (self->room)) : NULL);
  gtk_widget_set_visible (self->tile, !weft_room_face_is_shown (self->room));
  gtk_widget_set_visible (self->avatar, weft_room_face_is_shown (self->room));
  weft_room_face_show (WEFT_AVATAR (self->avatar), self->room, weft_people_lookup (self->people, weft_room_get_partner (self->room)));
  gtk_label_set_text (self->name, weft_room_get_name (self->room));
  gtk_label_set_text (self->topic, weft_room_get_topic (self->room));
  gtk_widget_set_visible (GTK_WIDGET (self->topic), weft_room_get_topic (self->room) != NULL && *weft_room_get_topic (self->room) != '\0');
  gtk_label_set_text (self->about, weft_room_get_about (self->room));
  gtk_widget_set_visible (GTK_WIDGET (self->about), weft_room_get_about (self->room) != NULL && *weft_room_get_about (self->room) != '\0');
  gtk_image_set_from_icon_name (self->tile_icon, weft_room_face_get_icon (self->room));
  gtk_label_set_text (self->emblem, weft_room_get_emblem (self->room));
  gtk_stack_set_visible_child (GTK_STACK (self->emblem_stack),
                               weft_room_get_emblem (self->room) != NULL && *weft_room_get_emblem (self->room) != '\0' ? GTK_WIDGET (self->emblem)
                                                                                                                  : GTK_WIDGET (self->tile_icon));
  for (guint i = 0; i < G_N_ELEMENTS (yarns); i++)
    gtk_widget_remove_css_class (self->tile, yarns[i]);
  gtk_widget_add_css_class (self->tile, weft_room_get_yarn (self->room) != NULL ? weft_room_get_yarn (self->room) : "teal");
  gtk_widget_set_tooltip_text (self->mute_button, weft_room_get_muted (self->room) ? _("Unmute") : _("Mute"));
  gtk_button_set_icon_name (GTK_BUTTON (self->mute_button), weft_room_get_muted (self->room) ? "weft-bell-symbolic" : "notifications-disabled-symbolic");
  gtk_widget_set_visible (self->add_button, !direct);
  gtk_widget_set_visible (self->edit_button, !direct && g_strcmp0 (weft_room_get_role (self->room), "admin") == 0);
  gtk_widget_set_visible (self->settings_button, gtk_widget_get_visible (self->edit_button));
  gtk_widget_set_visible (GTK_WIDGET (self->search), n >= SEARCH_FROM);
  update_requests (self);
  update_pins (self);
}

static void
on_members_changed (WeftRoomPanel *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    update_row (item);
  update (self);
}

static void
weft_room_panel_dispose (GObject *object)
{
  WeftRoomPanel *self = WEFT_ROOM_PANEL (object);

  if (self->scrolled != NULL)
    weft_room_panel_set_room (self, NULL, NULL, NULL);
  g_clear_object (&self->cards);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->words, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_ROOM_PANEL);
  g_clear_pointer (&self->bound, g_hash_table_unref);

  G_OBJECT_CLASS (weft_room_panel_parent_class)->dispose (object);
}

static void
weft_room_panel_class_init (WeftRoomPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_room_panel_dispose;
  g_type_ensure (WEFT_TYPE_AVATAR);
  g_type_ensure (WEFT_TYPE_ROOM_LEVEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/chat/weft-room-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, scrolled);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, tile);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, avatar);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, name);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, topic);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, seen);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, about);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, emblem_stack);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, tile_icon);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, emblem);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, mute_button);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, level);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, settings_button);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, requests_title);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, requests_scrolled);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, requests);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, pins_title);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, pins_place);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, search);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, add_button);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, edit_button);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, count);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomPanel, list_view);
  gtk_widget_class_install_action (widget_class, "panel.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "panel.promote", "s", member_action);
  gtk_widget_class_install_action (widget_class, "panel.demote", "s", member_action);
  gtk_widget_class_install_action (widget_class, "panel.remove", "s", member_action);
  gtk_widget_class_install_action (widget_class, "panel.make-member", "s", member_action);
  gtk_widget_class_install_action (widget_class, "panel.make-guest", "s", member_action);
  gtk_widget_class_install_action (widget_class, "panel.limit", "(si)", member_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "panel.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "panel.menu", NULL);
}

static void
weft_room_panel_init (WeftRoomPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->bound = g_hash_table_new (NULL, NULL);
  self->pins_view = weft_kept_view_new (_("Pinned Messages"), _("Unpin"), _("Not pinned any more"), TRUE);
  adw_bin_set_child (self->pins_place, GTK_WIDGET (self->pins_view));
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_found, self, NULL));
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_changed), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
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

  set_partner (self, NULL);
  if (self->room != NULL)
    g_signal_handlers_disconnect_by_func (self->room, update, self);
  if (self->members != NULL)
    g_signal_handlers_disconnect_by_func (self->members, on_members_changed, self);
  if (self->asking != NULL)
    g_signal_handlers_disconnect_by_func (self->asking, update_requests, self);
  gtk_list_box_bind_model (self->requests, NULL, NULL, NULL, NULL);
  g_clear_object (&self->asking);
  if (room != NULL && !weft_room_get_direct (room))
    {
      self->asking = weft_join_requests_new (people, weft_room_get_stream (room));
      gtk_list_box_bind_model (self->requests, G_LIST_MODEL (self->asking), make_request, self, NULL);
      g_signal_connect_swapped (self->asking, "items-changed", G_CALLBACK (update_requests), self);
    }
  set_pins (self, room != NULL ? weft_people_get_sync (people) : NULL, room != NULL ? weft_room_get_stream (room) : NULL);
  weft_room_level_set_room (WEFT_ROOM_LEVEL (self->level), room, room != NULL ? weft_people_get_sync (people) : NULL);
  gtk_editable_set_text (self->search, "");
  g_set_object (&self->room, room);
  g_set_object (&self->members, members);
  g_set_object (&self->people, people);
  if (members != NULL)
    selection = gtk_no_selection_new (G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (members)), g_object_ref (self->filter))));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
  if (room != NULL)
    g_signal_connect_swapped (room, "notify", G_CALLBACK (update), self);
  if (members != NULL)
    g_signal_connect_swapped (members, "changed", G_CALLBACK (on_members_changed), self);
  update (self);
}
