/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-feature.h"

struct _WeftCommand
{
  GObject parent_instance;

  char *title;
  char *source;
  char *icon_name;
  char *yarn;
  char *action;
  char *face; /* (nullable) */
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SOURCE,
  PROP_ICON_NAME,
  PROP_YARN,
  PROP_ACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftCommand, weft_command, G_TYPE_OBJECT)

static char **
get_field (WeftCommand *self, guint id)
{
  switch (id)
    {
    case PROP_TITLE:
      return &self->title;
    case PROP_SOURCE:
      return &self->source;
    case PROP_ICON_NAME:
      return &self->icon_name;
    case PROP_YARN:
      return &self->yarn;
    default:
      return &self->action;
    }
}

static void
weft_command_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, *get_field (WEFT_COMMAND (object), id));
}

static void
weft_command_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_set_str (get_field (WEFT_COMMAND (object), id), g_value_get_string (value));
}

static void
weft_command_finalize (GObject *object)
{
  WeftCommand *self = WEFT_COMMAND (object);

  g_free (self->title);
  g_free (self->source);
  g_free (self->icon_name);
  g_free (self->yarn);
  g_free (self->action);
  g_free (self->face);

  G_OBJECT_CLASS (weft_command_parent_class)->finalize (object);
}

static void
weft_command_class_init (WeftCommandClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_command_get_property;
  object_class->set_property = weft_command_set_property;
  object_class->finalize = weft_command_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_CONSTRUCT
                                                    | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_YARN] = g_param_spec_string ("yarn", NULL, NULL, NULL, flags);
  properties[PROP_ACTION] = g_param_spec_string ("action", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_command_init (WeftCommand *self)
{
}

WeftCommand *
weft_command_new (
    const char *title, const char *source, const char *icon_name, const char *yarn, const char *action)
{
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (action != NULL, NULL);

  return g_object_new (WEFT_TYPE_COMMAND, "title", title, "source", source, "icon-name", icon_name, "yarn",
                       yarn, "action", action, NULL);
}

const char *
weft_command_get_title (WeftCommand *self)
{
  g_return_val_if_fail (WEFT_IS_COMMAND (self), NULL);

  return self->title;
}

const char *
weft_command_get_source (WeftCommand *self)
{
  g_return_val_if_fail (WEFT_IS_COMMAND (self), NULL);

  return self->source;
}

const char *
weft_command_get_icon_name (WeftCommand *self)
{
  g_return_val_if_fail (WEFT_IS_COMMAND (self), NULL);

  return self->icon_name;
}

const char *
weft_command_get_yarn (WeftCommand *self)
{
  g_return_val_if_fail (WEFT_IS_COMMAND (self), NULL);

  return self->yarn;
}

const char *
weft_command_get_action (WeftCommand *self)
{
  g_return_val_if_fail (WEFT_IS_COMMAND (self), NULL);

  return self->action;
}

void
weft_command_set_title (WeftCommand *self, const char *title)
{
  g_return_if_fail (WEFT_IS_COMMAND (self));
  g_return_if_fail (title != NULL);

  if (g_set_str (&self->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
weft_command_set_face (WeftCommand *self, const char *face)
{
  g_return_if_fail (WEFT_IS_COMMAND (self));

  g_set_str (&self->face, face);
}

const char *
weft_command_get_face (WeftCommand *self)
{
  g_return_val_if_fail (WEFT_IS_COMMAND (self), NULL);

  return self->face;
}
