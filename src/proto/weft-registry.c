/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-registry.h"

#include <string.h>

#include "base/weft-id.h"

/* Longest name of a kind of stream. */
#define KIND_MAX 31
#define KINDS_MAX 1000
/* Deeper than this modules are mounted on modules only in a circle. */
#define MOUNTS_MAX 16

struct _WeftRegistry
{
  GObject parent_instance;

  GPtrArray *modules;     /* of const WeftModule*, mounted ones first */
  GPtrArray *tables;      /* of const WeftTable* */
  GHashTable *operations; /* name → const WeftOperation* */
  GHashTable *events;     /* const WeftEvent*, equal by name and version */
  GHashTable *latests;    /* name → const WeftLatest* */
  GHashTable *tables_by_name;
  GHashTable *kinds;   /* kind of stream → const WeftModule* which defines it */
  GHashTable *notices; /* event → GPtrArray of WeftNotice */
  GHashTable *settled; /* event → GPtrArray of WeftNotice which it settles */
};

G_DEFINE_FINAL_TYPE (WeftRegistry, weft_registry, G_TYPE_OBJECT)

static guint
event_hash (gconstpointer key)
{
  const WeftEvent *event = key;

  return g_str_hash (event->name) ^ (guint) event->version;
}

static gboolean
event_equal (gconstpointer a, gconstpointer b)
{
  const WeftEvent *first = a;
  const WeftEvent *second = b;

  return first->version == second->version && strcmp (first->name, second->name) == 0;
}

static void
insert_once (GHashTable *map, const char *what, const char *name, gconstpointer value)
{
  if (!g_hash_table_insert (map, (gpointer) name, (gpointer) value))
    g_error ("%s %s is defined twice", what, name);
}

static void
add_notice (GHashTable *table, const char *event, const WeftNotice *notice)
{
  GPtrArray *list = g_hash_table_lookup (table, event);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (table, (gpointer) event, list);
    }
  g_ptr_array_add (list, (gpointer) notice);
}

static void
add_module (WeftRegistry *self, const WeftModule *const *modules, const WeftModule *module, guint depth)
{
  if (g_ptr_array_find (self->modules, module, NULL))
    return;
  if (depth > MOUNTS_MAX)
    g_error ("module %s mounts itself", module->name);

  for (guint i = 0; module->mounts[i] != NULL; i++)
    {
      const WeftModule *mounted = NULL;

      for (guint j = 0; modules[j] != NULL && mounted == NULL; j++)
        if (strcmp (modules[j]->name, module->mounts[i]) == 0)
          mounted = modules[j];

      if (mounted == NULL)
        g_error ("module %s mounts %s, which is not there", module->name, module->mounts[i]);
      add_module (self, modules, mounted, depth + 1);
    }

  g_ptr_array_add (self->modules, (gpointer) module);

  /* Interned now, while there is room. */
  for (guint i = 0; module->streams[i] != NULL; i++)
    insert_once (self->kinds, "stream kind", g_intern_static_string (module->streams[i]), module);
  for (guint i = 0; i < module->n_tables; i++)
    {
      insert_once (self->tables_by_name, "table", module->tables[i]->name, module->tables[i]);
      g_ptr_array_add (self->tables, (gpointer) module->tables[i]);
    }
  for (guint i = 0; i < module->n_operations; i++)
    insert_once (self->operations, "operation", module->operations[i]->name, module->operations[i]);
  for (guint i = 0; i < module->n_latests; i++)
    insert_once (self->latests, "latest", module->latests[i]->name, module->latests[i]);
  for (guint i = 0; i < module->n_notices; i++)
    {
      add_notice (self->notices, module->notices[i].event, &module->notices[i]);
      if (module->notices[i].until != NULL)
        add_notice (self->settled, module->notices[i].until, &module->notices[i]);
    }
  for (guint i = 0; i < module->n_events; i++)
    if (!g_hash_table_add (self->events, (gpointer) module->events[i]))
      g_error ("event %s version %d is defined twice", module->events[i]->name, module->events[i]->version);
}

static void
weft_registry_finalize (GObject *object)
{
  WeftRegistry *self = WEFT_REGISTRY (object);

  g_ptr_array_unref (self->modules);
  g_ptr_array_unref (self->tables);
  g_hash_table_unref (self->operations);
  g_hash_table_unref (self->events);
  g_hash_table_unref (self->latests);
  g_hash_table_unref (self->tables_by_name);
  g_hash_table_unref (self->kinds);
  g_hash_table_unref (self->notices);
  g_hash_table_unref (self->settled);

  G_OBJECT_CLASS (weft_registry_parent_class)->finalize (object);
}

static void
weft_registry_class_init (WeftRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_registry_finalize;
}

static void
weft_registry_init (WeftRegistry *self)
{
  self->modules = g_ptr_array_new ();
  self->tables = g_ptr_array_new ();
  self->operations = g_hash_table_new (g_str_hash, g_str_equal);
  self->events = g_hash_table_new (event_hash, event_equal);
  self->latests = g_hash_table_new (g_str_hash, g_str_equal);
  self->tables_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->kinds = g_hash_table_new (g_str_hash, g_str_equal);
  self->notices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->settled = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
}

WeftRegistry *
weft_registry_new (const WeftModule *const *modules)
{
  WeftRegistry *self;

  g_return_val_if_fail (modules != NULL, NULL);

  self = g_object_new (WEFT_TYPE_REGISTRY, NULL);
  for (guint i = 0; modules[i] != NULL; i++)
    add_module (self, modules, modules[i], 0);

  return self;
}

const WeftModule *const *
weft_registry_get_modules (WeftRegistry *self, guint *n_modules)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (n_modules != NULL, NULL);

  *n_modules = self->modules->len;
  return (const WeftModule *const *) self->modules->pdata;
}

const WeftOperation *
weft_registry_find_operation (WeftRegistry *self, const char *name)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->operations, name);
}

const WeftEvent *
weft_registry_find_event (WeftRegistry *self, const char *name, int version)
{
  const WeftEvent key = { .name = name, .version = version };

  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->events, &key);
}

const WeftLatest *
weft_registry_find_latest (WeftRegistry *self, const char *name)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->latests, name);
}

const WeftTable *
weft_registry_find_table (WeftRegistry *self, const char *name)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->tables_by_name, name);
}

const GPtrArray *
weft_registry_find_notices (WeftRegistry *self, const char *event)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (event != NULL, NULL);

  return g_hash_table_lookup (self->notices, event);
}

const GPtrArray *
weft_registry_find_settled (WeftRegistry *self, const char *event)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (event != NULL, NULL);

  return g_hash_table_lookup (self->settled, event);
}

const WeftNotice *
weft_registry_find_notice (WeftRegistry *self, const char *event, const char *kind)
{
  const GPtrArray *notices = weft_registry_find_notices (self, event);

  for (guint i = 0; notices != NULL && i < notices->len; i++)
    if (g_strcmp0 (((const WeftNotice *) g_ptr_array_index (notices, i))->kind, kind) == 0)
      return g_ptr_array_index (notices, i);

  return NULL;
}

const WeftTable *const *
weft_registry_get_tables (WeftRegistry *self, guint *n_tables)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (n_tables != NULL, NULL);

  *n_tables = self->tables->len;
  return (const WeftTable *const *) self->tables->pdata;
}

gboolean
weft_registry_knows_kind (WeftRegistry *self, const char *kind)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  return g_hash_table_contains (self->kinds, kind);
}

const WeftModule *
weft_registry_find_owner (WeftRegistry *self, const char *stream)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  return g_hash_table_lookup (self->kinds, weft_stream_get_kind (stream));
}

/* Whether @module is mounted on streams of @kind. */
static gboolean
is_mounted (WeftRegistry *self, const WeftModule *module, const char *kind)
{
  const WeftModule *owner = g_hash_table_lookup (self->kinds, kind);

  return owner != NULL
         && (module->everywhere || g_strv_contains (owner->mounts, module->name)
             || (module->on != NULL && g_strv_contains (module->on, kind)));
}

gboolean
weft_registry_allows (WeftRegistry *self, const WeftOperation *operation, const char *stream)
{
  const char *kind;

  g_return_val_if_fail (WEFT_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (operation != NULL, FALSE);
  g_return_val_if_fail (stream != NULL, FALSE);

  if (!weft_stream_is_valid (stream))
    return FALSE;

  kind = weft_stream_get_kind (stream);
  if (operation->streams != NULL)
    return g_strv_contains (operation->streams, kind) && weft_registry_knows_kind (self, kind);

  return is_mounted (self, operation->module, kind);
}

gboolean
weft_registry_allows_latest (WeftRegistry *self, const WeftLatest *latest, const char *stream)
{
  const char *kind;

  g_return_val_if_fail (WEFT_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (latest != NULL, FALSE);
  g_return_val_if_fail (stream != NULL, FALSE);

  if (!weft_stream_is_valid (stream))
    return FALSE;

  kind = weft_stream_get_kind (stream);
  return is_mounted (self, latest->module, kind) || g_strv_contains (latest->module->streams, kind);
}

gboolean
weft_stream_is_valid (const char *stream)
{
  gsize length;

  g_return_val_if_fail (stream != NULL, FALSE);

  if (strcmp (stream, WEFT_STREAM_WORKSPACE) == 0)
    return TRUE;

  length = strspn (stream, "abcdefghijklmnopqrstuvwxyz-");
  return length > 0 && length <= KIND_MAX && stream[0] != '-' && stream[length] == '/'
         && strncmp (stream, WEFT_STREAM_WORKSPACE "/", length + 1) != 0
         && weft_id_is_valid (stream + length + 1);
}

const char *
weft_stream_get_kind (const char *stream)
{
  static int n_kinds;
  char kind[KIND_MAX + 1];
  gsize length;

  g_return_val_if_fail (stream != NULL, NULL);

  length = strcspn (stream, "/");
  if (length > KIND_MAX)
    return g_intern_static_string ("");

  memcpy (kind, stream, length);
  kind[length] = '\0';

  /* Streams are named by people too, and what is interned stays for ever. */
  if (g_quark_try_string (kind) == 0 && g_atomic_int_add (&n_kinds, 1) >= KINDS_MAX)
    {
      g_atomic_int_set (&n_kinds, KINDS_MAX);
      return g_intern_static_string ("");
    }

  return g_intern_string (kind);
}

const char *
weft_stream_get_id (const char *stream)
{
  const char *slash;

  g_return_val_if_fail (stream != NULL, NULL);

  slash = strchr (stream, '/');
  return slash != NULL ? slash + 1 : NULL;
}
