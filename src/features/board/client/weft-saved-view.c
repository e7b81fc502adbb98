/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-saved-view.h"

struct _WeftSavedView
{
  GObject parent_instance;

  char *id;
  char *name;
  char *text;
  gboolean shared;
  WeftBoardLook look;
};

G_DEFINE_FINAL_TYPE (WeftSavedView, weft_saved_view, G_TYPE_OBJECT)

static void
weft_saved_view_finalize (GObject *object)
{
  WeftSavedView *self = WEFT_SAVED_VIEW (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->text);

  G_OBJECT_CLASS (weft_saved_view_parent_class)->finalize (object);
}

static void
weft_saved_view_class_init (WeftSavedViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_saved_view_finalize;
}

static void
weft_saved_view_init (WeftSavedView *self)
{
}

WeftSavedView *
weft_saved_view_new (const char *id, const char *name, gboolean shared, const WeftBoardLook *look)
{
  WeftSavedView *self = g_object_new (WEFT_TYPE_SAVED_VIEW, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->text = g_strdup (look->text);
  self->shared = shared;
  self->look = *look;
  self->look.text = self->text;
  return self;
}

const char *
weft_saved_view_get_id (WeftSavedView *self)
{
  g_return_val_if_fail (WEFT_IS_SAVED_VIEW (self), NULL);
  return self->id;
}

const char *
weft_saved_view_get_name (WeftSavedView *self)
{
  g_return_val_if_fail (WEFT_IS_SAVED_VIEW (self), NULL);
  return self->name;
}

gboolean
weft_saved_view_get_shared (WeftSavedView *self)
{
  g_return_val_if_fail (WEFT_IS_SAVED_VIEW (self), FALSE);
  return self->shared;
}

const WeftBoardLook *
weft_saved_view_get_look (WeftSavedView *self)
{
  g_return_val_if_fail (WEFT_IS_SAVED_VIEW (self), NULL);
  return &self->look;
}

gboolean
weft_saved_view_is_same (WeftSavedView *self, WeftSavedView *other)
{
  return g_str_equal (self->id, other->id) && g_str_equal (self->name, other->name) && g_str_equal (self->text, other->text)
         && self->shared == other->shared && weft_look_is_arranged_alike (&self->look, &other->look);
}
