/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/client/weft-person-group.h"

struct _WeftPersonGroup
{
  GObject parent_instance;

  char *id;
  char *handle;
  char *about;
  char **people;
};

G_DEFINE_FINAL_TYPE (WeftPersonGroup, weft_person_group, G_TYPE_OBJECT)

static void
weft_person_group_finalize (GObject *object)
{
  WeftPersonGroup *self = WEFT_PERSON_GROUP (object);

  g_free (self->id);
  g_free (self->handle);
  g_free (self->about);
  g_strfreev (self->people);

  G_OBJECT_CLASS (weft_person_group_parent_class)->finalize (object);
}

static void
weft_person_group_class_init (WeftPersonGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_person_group_finalize;
}

static void
weft_person_group_init (WeftPersonGroup *self)
{
}

WeftPersonGroup *
weft_person_group_new (const char *id, const char *handle, const char *about, const char *const *people)
{
  WeftPersonGroup *self;

  g_return_val_if_fail (id != NULL && handle != NULL && about != NULL && people != NULL, NULL);

  self = g_object_new (WEFT_TYPE_PERSON_GROUP, NULL);
  self->id = g_strdup (id);
  self->handle = g_strdup (handle);
  self->about = g_strdup (about);
  self->people = g_strdupv ((char **) people);
  return self;
}

const char *
weft_person_group_get_id (WeftPersonGroup *self)
{
  g_return_val_if_fail (WEFT_IS_PERSON_GROUP (self), NULL);
  return self->id;
}

const char *
weft_person_group_get_handle (WeftPersonGroup *self)
{
  g_return_val_if_fail (WEFT_IS_PERSON_GROUP (self), NULL);
  return self->handle;
}

const char *
weft_person_group_get_about (WeftPersonGroup *self)
{
  g_return_val_if_fail (WEFT_IS_PERSON_GROUP (self), NULL);
  return self->about;
}

gboolean
weft_person_group_has (WeftPersonGroup *self, const char *person)
{
  g_return_val_if_fail (WEFT_IS_PERSON_GROUP (self), FALSE);
  return person != NULL && g_strv_contains ((const char *const *) self->people, person);
}

gboolean
weft_person_group_tells (WeftPersonGroup *self, WeftPerson *person)
{
  g_return_val_if_fail (WEFT_IS_PERSON_GROUP (self), FALSE);
  g_return_val_if_fail (WEFT_IS_PERSON (person), FALSE);
  return !weft_person_get_suspended (person) && g_strcmp0 (weft_person_get_role (person), "guest") != 0
         && weft_person_group_has (self, weft_person_get_id (person));
}

gboolean
weft_person_group_is_same (WeftPersonGroup *self, WeftPersonGroup *other)
{
  g_return_val_if_fail (WEFT_IS_PERSON_GROUP (self) && WEFT_IS_PERSON_GROUP (other), FALSE);
  return g_str_equal (self->id, other->id) && g_str_equal (self->handle, other->handle)
         && g_str_equal (self->about, other->about)
         && g_strv_equal ((const char *const *) self->people, (const char *const *) other->people);
}
