/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-project.h"

struct _WeftProject
{
  GObject parent_instance;

  char *stream;
  char *name;
  char *code;
  gboolean archived;
};

enum
{
  PROP_0,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftProject, weft_project, G_TYPE_OBJECT)

static void
weft_project_finalize (GObject *object)
{
  WeftProject *self = WEFT_PROJECT (object);

  g_free (self->stream);
  g_free (self->name);
  g_free (self->code);

  G_OBJECT_CLASS (weft_project_parent_class)->finalize (object);
}

static void
weft_project_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, WEFT_PROJECT (object)->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_project_class_init (WeftProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = weft_project_finalize;
  object_class->get_property = weft_project_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_project_init (WeftProject *self)
{
}

WeftProject *
weft_project_new (const char *stream, const char *name, const char *code, gboolean archived)
{
  WeftProject *self = g_object_new (WEFT_TYPE_PROJECT, NULL);

  self->stream = g_strdup (stream);
  self->name = g_strdup (name);
  self->code = g_strdup (code);
  self->archived = archived;
  return self;
}

const char *
weft_project_get_stream (WeftProject *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT (self), NULL);
  return self->stream;
}

const char *
weft_project_get_name (WeftProject *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT (self), NULL);
  return self->name;
}

const char *
weft_project_get_code (WeftProject *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT (self), NULL);
  return self->code;
}

gboolean
weft_project_get_archived (WeftProject *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT (self), FALSE);
  return self->archived;
}
