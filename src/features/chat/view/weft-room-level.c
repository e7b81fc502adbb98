/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-level.h"

#include <glib/gi18n.h>

#include "features/chat/client/weft-chat.h"
#include "parts/notices/view/weft-notice-levels.h"

#define N_LEVELS (WEFT_NOTICE_LEVEL_NOTHING + 1) /* behind them stands the one of all rooms */

struct _WeftRoomLevel
{
  AdwBin parent_instance;

  GtkDropDown *choice;
  WeftRoom *room;
  WeftSync *sync;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (WeftRoomLevel, weft_room_level, ADW_TYPE_BIN)

/* Translators: %s is of what one is told in all rooms: "All Messages" */
#define AS_EVERYWHERE N_ ("As Everywhere: %s")

static char *
dup_default_name (WeftRoom *room)
{
  return g_strdup_printf (_ (AS_EVERYWHERE), weft_notice_level_get_name (weft_room_get_level_default (room)));
}

static void
update (WeftRoomLevel *self)
{
  g_autofree char *name = dup_default_name (self->room);
  GtkStringList *model = GTK_STRING_LIST (gtk_drop_down_get_model (self->choice));

  self->updating = TRUE;
  if (g_strcmp0 (gtk_string_list_get_string (model, N_LEVELS), name) != 0)
    gtk_string_list_splice (model, N_LEVELS, g_list_model_get_n_items (G_LIST_MODEL (model)) - N_LEVELS,
                            (const char *const[]) { name, NULL });
  gtk_drop_down_set_selected (self->choice, weft_room_get_level_chosen (self->room) ? weft_room_get_level (self->room) : N_LEVELS);
  self->updating = FALSE;
}

static void
on_selected (WeftRoomLevel *self)
{
  guint selected = gtk_drop_down_get_selected (self->choice);

  if (self->updating || self->room == NULL || selected > N_LEVELS)
    return;
  dex_future_disown (weft_chat_set_level (self->sync, weft_room_get_stream (self->room),
                                          selected == N_LEVELS ? "default" : weft_notice_level_to_wire (selected)));
}

static void
weft_room_level_dispose (GObject *object)
{
  weft_room_level_set_room (WEFT_ROOM_LEVEL (object), NULL, NULL);

  G_OBJECT_CLASS (weft_room_level_parent_class)->dispose (object);
}

static void
weft_room_level_class_init (WeftRoomLevelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_room_level_dispose;
}

static GtkWidget *
add_line (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
on_shown_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *everywhere;

  add_line (box);
  everywhere = add_line (box);
  gtk_label_set_text (GTK_LABEL (everywhere), _ ("As Everywhere"));
  gtk_widget_add_css_class (everywhere, "weft-meta");
  gtk_list_item_set_child (item, box);
}

static void
on_shown_bind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomLevel *self)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  gboolean everywhere = gtk_list_item_get_position (item) == N_LEVELS && self->room != NULL;

  gtk_label_set_text (GTK_LABEL (name), everywhere ? weft_notice_level_get_name (weft_room_get_level_default (self->room))
                                                   : gtk_string_object_get_string (gtk_list_item_get_item (item)));
  gtk_widget_set_visible (gtk_widget_get_next_sibling (name), everywhere);
}

/* What is chosen is cut where there is no room for it, or the longest choice says how wide the panel is; where it is
 * the one of all rooms, a line below says so. The list keeps the rows it has, which are as wide as they must be. */
static void
let_shrink (WeftRoomLevel *self)
{
  GtkDropDown *choice = self->choice;
  g_autoptr (GtkListItemFactory) shown = gtk_signal_list_item_factory_new ();

  g_signal_connect (shown, "setup", G_CALLBACK (on_shown_setup), NULL);
  g_signal_connect (shown, "bind", G_CALLBACK (on_shown_bind), self);
  gtk_drop_down_set_list_factory (choice, gtk_drop_down_get_factory (choice));
  gtk_drop_down_set_factory (choice, shown);
}

static void
weft_room_level_init (WeftRoomLevel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = gtk_label_new (_ ("Notifications"));
  GListModel *model = weft_notice_levels_new_model ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "weft-section");
  gtk_box_append (GTK_BOX (box), label);
  self->choice = GTK_DROP_DOWN (gtk_drop_down_new (model, NULL));
  let_shrink (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Notifications"), -1);
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (on_selected), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choice));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
weft_room_level_new (void)
{
  return g_object_new (WEFT_TYPE_ROOM_LEVEL, NULL);
}

void
weft_room_level_set_room (WeftRoomLevel *self, WeftRoom *room, WeftSync *sync)
{
  g_return_if_fail (WEFT_IS_ROOM_LEVEL (self));

  if (self->room != NULL)
    g_signal_handlers_disconnect_by_func (self->room, update, self);
  g_set_object (&self->room, room);
  g_set_object (&self->sync, sync);
  if (room == NULL)
    return;
  g_signal_connect_swapped (room, "notify::level", G_CALLBACK (update), self);
  g_signal_connect_swapped (room, "notify::level-default", G_CALLBACK (update), self);
  g_signal_connect_swapped (room, "notify::level-chosen", G_CALLBACK (update), self);
  update (self);
}

static void
append (GMenu *menu, const char *label, WeftRoom *room, const char *level)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "chat.level", "(ss)", weft_room_get_stream (room), level);
  g_menu_append_item (menu, item);
}

GMenuModel *
weft_room_level_make_menu (WeftRoom *room)
{
  GMenu *menu = g_menu_new ();
  g_autofree char *name = NULL;

  g_return_val_if_fail (WEFT_IS_ROOM (room), NULL);

  for (WeftNoticeLevel level = WEFT_NOTICE_LEVEL_ALL; level <= WEFT_NOTICE_LEVEL_NOTHING; level++)
    append (menu, weft_notice_level_get_name (level), room, weft_notice_level_to_wire (level));
  name = dup_default_name (room);
  append (menu, name, room, "default");

  return G_MENU_MODEL (menu);
}

GVariant *
weft_room_level_get_state (WeftRoom *room)
{
  g_return_val_if_fail (WEFT_IS_ROOM (room), NULL);

  return g_variant_new ("(ss)", weft_room_get_stream (room),
                        weft_room_get_level_chosen (room) ? weft_notice_level_to_wire (weft_room_get_level (room)) : "default");
}
