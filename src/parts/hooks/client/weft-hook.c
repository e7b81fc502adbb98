/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-hooks"

#include "config.h"

#include "parts/hooks/client/weft-hook.h"

struct _WeftHook
{
  GObject parent_instance;

  char *id;
  char *name;
  char *face;
  char *host;
  char *failed;
};

G_DEFINE_FINAL_TYPE (WeftHook, weft_hook, G_TYPE_OBJECT)

static void
weft_hook_finalize (GObject *object)
{
  WeftHook *self = WEFT_HOOK (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->face);
  g_free (self->host);
  g_free (self->failed);

  G_OBJECT_CLASS (weft_hook_parent_class)->finalize (object);
}

static void
weft_hook_class_init (WeftHookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_hook_finalize;
}

static void
weft_hook_init (WeftHook *self)
{
}

WeftHook *
weft_hook_new (const char *id, const char *name, const char *face, const char *host, const char *failed)
{
  WeftHook *self = g_object_new (WEFT_TYPE_HOOK, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->face = g_strdup (face);
  self->host = g_strdup (host);
  self->failed = g_strdup (failed);
  return self;
}

const char *
weft_hook_get_id (WeftHook *self)
{
  g_return_val_if_fail (WEFT_IS_HOOK (self), NULL);
  return self->id;
}

const char *
weft_hook_get_name (WeftHook *self)
{
  g_return_val_if_fail (WEFT_IS_HOOK (self), NULL);
  return self->name;
}

const char *
weft_hook_get_face (WeftHook *self)
{
  g_return_val_if_fail (WEFT_IS_HOOK (self), NULL);
  return self->face;
}

const char *
weft_hook_get_host (WeftHook *self)
{
  g_return_val_if_fail (WEFT_IS_HOOK (self), NULL);
  return self->host;
}

const char *
weft_hook_get_failed (WeftHook *self)
{
  g_return_val_if_fail (WEFT_IS_HOOK (self), NULL);
  return self->failed;
}
