/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <gtk/gtk.h>

#include "app/weft-dbus-menu.h"

#define INTERFACE "com.canonical.dbusmenu"
#define PREFIX "app."
#define ROOT 0

struct _WeftDbusMenu
{
  GObject parent_instance;

  GMenuModel *model;
  GActionGroup *actions;
  GDBusConnection *connection;
  char *path;
  guint registration;
  GPtrArray *items;
  int next_id;
  guint revision;
};

typedef struct
{
  int id;
  char *label;      /* (nullable): a separator */
  char *action;     /* without its prefix */
  GVariant *target; /* (nullable) */
} Item;

enum
{
  ABOUT_TO_SHOW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftDbusMenu, weft_dbus_menu, G_TYPE_OBJECT)

static const char xml[]
    = "<node><interface name='" INTERFACE "'>"
      "<property name='Version' type='u' access='read'/>"
      "<property name='TextDirection' type='s' access='read'/>"
      "<property name='Status' type='s' access='read'/>"
      "<property name='IconThemePath' type='as' access='read'/>"
      "<method name='GetLayout'>"
      "<arg type='i' direction='in'/><arg type='i' direction='in'/><arg type='as' direction='in'/>"
      "<arg type='u' direction='out'/><arg type='(ia{sv}av)' direction='out'/></method>"
      "<method name='GetGroupProperties'>"
      "<arg type='ai' direction='in'/><arg type='as' direction='in'/><arg type='a(ia{sv})' "
      "direction='out'/></method>"
      "<method name='GetProperty'>"
      "<arg type='i' direction='in'/><arg type='s' direction='in'/><arg type='v' direction='out'/></method>"
      "<method name='Event'>"
      "<arg type='i' direction='in'/><arg type='s' direction='in'/><arg type='v' direction='in'/><arg "
      "type='u' direction='in'/></method>"
      "<method name='EventGroup'>"
      "<arg type='a(isvu)' direction='in'/><arg type='ai' direction='out'/></method>"
      "<method name='AboutToShow'><arg type='i' direction='in'/><arg type='b' direction='out'/></method>"
      "<method name='AboutToShowGroup'>"
      "<arg type='ai' direction='in'/><arg type='ai' direction='out'/><arg type='ai' "
      "direction='out'/></method>"
      "<signal name='ItemsPropertiesUpdated'><arg type='a(ia{sv})'/><arg type='a(ias)'/></signal>"
      "<signal name='LayoutUpdated'><arg type='u'/><arg type='i'/></signal>"
      "<signal name='ItemActivationRequested'><arg type='i'/><arg type='u'/></signal>"
      "</interface></node>";

static void
item_free (Item *item)
{
  g_free (item->label);
  g_free (item->action);
  g_clear_pointer (&item->target, g_variant_unref);
  g_free (item);
}

static Item *
add_item (WeftDbusMenu *self, GPtrArray *items)
{
  Item *item = g_new0 (Item, 1);

  item->id = self->next_id++;
  g_ptr_array_add (items, item);
  return item;
}

static void
add_items (WeftDbusMenu *self, GPtrArray *items, GMenuModel *model)
{
  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autofree char *action = NULL;
      g_autofree char *label = NULL;
      Item *item;

      if (section != NULL)
        {
          if (items->len > 0 && g_menu_model_get_n_items (section) > 0)
            add_item (self, items);
          add_items (self, items, section);
          continue;
        }
      if (!g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_LABEL, "s", &label)
          || !g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &action)
          || !g_str_has_prefix (action, PREFIX))
        continue;
      item = add_item (self, items);
      item->label = g_steal_pointer (&label);
      item->action = g_strdup (action + strlen (PREFIX));
      item->target = g_menu_model_get_item_attribute_value (model, i, G_MENU_ATTRIBUTE_TARGET, NULL);
    }
}

static gboolean
is_same (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    {
      Item *a = g_ptr_array_index (one, i), *b = g_ptr_array_index (other, i);

      if (g_strcmp0 (a->label, b->label) != 0 || g_strcmp0 (a->action, b->action) != 0
          || (a->target == NULL) != (b->target == NULL)
          || (a->target != NULL && !g_variant_equal (a->target, b->target)))
        return FALSE;
    }
  return TRUE;
}

static Item *
find (WeftDbusMenu *self, int id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (item->id == id)
        return item;
    }
  return NULL;
}

/* @item: (nullable): the root */
static GVariant *
make_properties (WeftDbusMenu *self, Item *item)
{
  GVariantDict properties;
  gboolean enabled;

  g_variant_dict_init (&properties, NULL);
  if (item == NULL)
    {
      g_variant_dict_insert (&properties, "children-display", "s", "submenu");
    }
  else if (item->label == NULL)
    {
      g_variant_dict_insert (&properties, "type", "s", "separator");
    }
  else
    {
      g_autoptr (GVariant) state = NULL;

      enabled = g_action_group_query_action (self->actions, item->action, &enabled, NULL, NULL, NULL, &state)
                && enabled;
      g_variant_dict_insert (&properties, "label", "s", item->label);
      g_variant_dict_insert (&properties, "enabled", "b", enabled);
      if (state != NULL && g_variant_is_of_type (state, G_VARIANT_TYPE_BOOLEAN))
        {
          g_variant_dict_insert (&properties, "toggle-type", "s", "checkmark");
          g_variant_dict_insert (&properties, "toggle-state", "i", g_variant_get_boolean (state) ? 1 : 0);
        }
    }
  return g_variant_dict_end (&properties);
}

/* @item: (nullable): the root */
static GVariant *
make_layout (WeftDbusMenu *self, Item *item, int depth)
{
  GVariantBuilder children;

  g_variant_builder_init (&children, G_VARIANT_TYPE ("av"));
  if (item == NULL && depth != 0)
    for (guint i = 0; i < self->items->len; i++)
      g_variant_builder_add (&children, "v", make_layout (self, g_ptr_array_index (self->items, i), 0));
  return g_variant_new ("(i@a{sv}av)", item != NULL ? item->id : ROOT, make_properties (self, item),
                        &children);
}

static void
on_event (WeftDbusMenu *self, int id, const char *event)
{
  Item *item = find (self, id);

  if (item != NULL && item->label != NULL && g_str_equal (event, "clicked"))
    g_action_group_activate_action (self->actions, item->action, item->target);
}

static gboolean
on_about_to_show (WeftDbusMenu *self)
{
  guint revision = self->revision;

  g_signal_emit (self, signals[ABOUT_TO_SHOW], 0);
  return self->revision != revision;
}

static void
on_group_properties (WeftDbusMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariantIter) ids = NULL;
  GVariantBuilder found;
  int id;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("a(ia{sv})"));
  g_variant_get (parameters, "(aias)", &ids, NULL);
  /* None: all of them, as libdbusmenu has it. */
  if (g_variant_iter_n_children (ids) == 0)
    for (guint i = 0; i < self->items->len; i++)
      {
        Item *item = g_ptr_array_index (self->items, i);

        g_variant_builder_add (&found, "(i@a{sv})", item->id, make_properties (self, item));
      }
  while (g_variant_iter_next (ids, "i", &id))
    if (id == ROOT || find (self, id) != NULL)
      g_variant_builder_add (&found, "(i@a{sv})", id, make_properties (self, find (self, id)));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a(ia{sv}))", &found));
}

static void
on_property (WeftDbusMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) properties = NULL, value = NULL;
  const char *name;
  int id;

  g_variant_get (parameters, "(i&s)", &id, &name);
  if (id == ROOT || find (self, id) != NULL)
    {
      properties = g_variant_ref_sink (make_properties (self, find (self, id)));
      value = g_variant_lookup_value (properties, name, NULL);
    }
  if (value != NULL)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", value));
  else
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "%d has no property %s", id, name);
}

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  WeftDbusMenu *self = user_data;
  int id, depth;
  const char *event;

  if (g_str_equal (method, "GetLayout"))
    {
      g_variant_get (parameters, "(iias)", &id, &depth, NULL);
      if (id != ROOT && find (self, id) == NULL)
        g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                               "%d is no item", id);
      else
        g_dbus_method_invocation_return_value (invocation,
                                               g_variant_new ("(u@(ia{sv}av))", self->revision,
                                                              make_layout (self, find (self, id), depth)));
    }
  else if (g_str_equal (method, "GetGroupProperties"))
    on_group_properties (self, parameters, invocation);
  else if (g_str_equal (method, "GetProperty"))
    on_property (self, parameters, invocation);
  else if (g_str_equal (method, "Event"))
    {
      g_variant_get (parameters, "(i&svu)", &id, &event, NULL, NULL);
      g_dbus_method_invocation_return_value (invocation, NULL);
      on_event (self, id, event);
    }
  else if (g_str_equal (method, "EventGroup"))
    {
      g_autoptr (GVariantIter) events = NULL;
      GVariantBuilder unknown;

      g_variant_builder_init (&unknown, G_VARIANT_TYPE ("ai"));
      g_variant_get (parameters, "(a(isvu))", &events);
      while (g_variant_iter_next (events, "(i&svu)", &id, &event, NULL, NULL))
        if (find (self, id) != NULL)
          on_event (self, id, event);
        else
          g_variant_builder_add (&unknown, "i", id);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ai)", &unknown));
    }
  else if (g_str_equal (method, "AboutToShow"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", on_about_to_show (self)));
  else
    {
      GVariantBuilder updates, unknown;

      g_variant_builder_init (&updates, G_VARIANT_TYPE ("ai"));
      g_variant_builder_init (&unknown, G_VARIANT_TYPE ("ai"));
      if (on_about_to_show (self))
        g_variant_builder_add (&updates, "i", ROOT);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aiai)", &updates, &unknown));
    }
}

static GVariant *
on_get (GDBusConnection *connection,
        const char *sender,
        const char *path,
        const char *interface,
        const char *property,
        GError **error,
        gpointer user_data)
{
  if (g_str_equal (property, "Version"))
    return g_variant_new_uint32 (3);
  if (g_str_equal (property, "TextDirection"))
    return g_variant_new_string (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "rtl" : "ltr");
  if (g_str_equal (property, "Status"))
    return g_variant_new_string ("normal");
  return g_variant_new_strv (NULL, 0);
}

/* An action is another: enabled, or checked. */
static void
on_action_changed (WeftDbusMenu *self, const char *action)
{
  GVariantBuilder changed, removed;
  gboolean any = FALSE;

  if (self->registration == 0)
    return;
  g_variant_builder_init (&changed, G_VARIANT_TYPE ("a(ia{sv})"));
  g_variant_builder_init (&removed, G_VARIANT_TYPE ("a(ias)"));
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (item->action, action) != 0)
        continue;
      g_variant_builder_add (&changed, "(i@a{sv})", item->id, make_properties (self, item));
      any = TRUE;
    }
  if (any)
    g_dbus_connection_emit_signal (self->connection, NULL, self->path, INTERFACE, "ItemsPropertiesUpdated",
                                   g_variant_new ("(a(ia{sv})a(ias))", &changed, &removed), NULL);
  else
    {
      g_variant_builder_clear (&changed);
      g_variant_builder_clear (&removed);
    }
}

static void
weft_dbus_menu_dispose (GObject *object)
{
  WeftDbusMenu *self = WEFT_DBUS_MENU (object);

  weft_dbus_menu_unexport (self);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (weft_dbus_menu_parent_class)->dispose (object);
}

static void
weft_dbus_menu_finalize (GObject *object)
{
  WeftDbusMenu *self = WEFT_DBUS_MENU (object);

  g_ptr_array_unref (self->items);
  g_free (self->path);

  G_OBJECT_CLASS (weft_dbus_menu_parent_class)->finalize (object);
}

static void
weft_dbus_menu_class_init (WeftDbusMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_dbus_menu_dispose;
  object_class->finalize = weft_dbus_menu_finalize;
  signals[ABOUT_TO_SHOW] = g_signal_new ("about-to-show", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_dbus_menu_init (WeftDbusMenu *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->next_id = ROOT + 1;
  self->revision = 1;
}

WeftDbusMenu *
weft_dbus_menu_new (GMenuModel *model, GActionGroup *actions)
{
  WeftDbusMenu *self;

  g_return_val_if_fail (G_IS_MENU_MODEL (model), NULL);
  g_return_val_if_fail (G_IS_ACTION_GROUP (actions), NULL);

  self = g_object_new (WEFT_TYPE_DBUS_MENU, NULL);
  self->model = g_object_ref (model);
  self->actions = g_object_ref (actions);
  g_signal_connect_object (actions, "action-enabled-changed", G_CALLBACK (on_action_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (actions, "action-state-changed", G_CALLBACK (on_action_changed), self,
                           G_CONNECT_SWAPPED);
  weft_dbus_menu_update (self);
  return self;
}

void
weft_dbus_menu_update (WeftDbusMenu *self)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (WEFT_IS_DBUS_MENU (self));

  items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  add_items (self, items, self->model);
  if (is_same (self->items, items))
    return;
  g_ptr_array_unref (self->items);
  self->items = g_steal_pointer (&items);
  self->revision++;
  if (self->registration != 0)
    g_dbus_connection_emit_signal (self->connection, NULL, self->path, INTERFACE, "LayoutUpdated",
                                   g_variant_new ("(ui)", self->revision, ROOT), NULL);
}

gboolean
weft_dbus_menu_export (WeftDbusMenu *self, GDBusConnection *connection, const char *path, GError **error)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call, .get_property = on_get };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);

  g_return_val_if_fail (WEFT_IS_DBUS_MENU (self), FALSE);
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  self->registration
      = g_dbus_connection_register_object (connection, path, info->interfaces[0], &table, self, NULL, error);
  if (self->registration == 0)
    return FALSE;
  g_set_object (&self->connection, connection);
  g_set_str (&self->path, path);
  return TRUE;
}

void
weft_dbus_menu_unexport (WeftDbusMenu *self)
{
  g_return_if_fail (WEFT_IS_DBUS_MENU (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
}
