/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/client/weft-file-shelf.h"

#include "base/weft-error.h"
#include "parts/files/shared/weft-files-module.h"
#include "sync/weft-people-stream.h"

/* Ids are made of the time (RFC 9562, version 7): by them the files of a stream stand in their table's key as
 * they came. */
#define SELECT                                                                                               \
  "SELECT " WEFT_FILE_COLUMNS ", p.name FROM file f"                                                         \
  " LEFT JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM " AND p.id = f.author WHERE f.stream = ?1"

struct _WeftFileItem
{
  GObject parent_instance;

  WeftFile *file;
  char *person;
};

G_DEFINE_FINAL_TYPE (WeftFileItem, weft_file_item, G_TYPE_OBJECT)

struct _WeftFileShelf
{
  WeftItemList parent_instance;

  WeftFileList *list;
  WeftSync *sync;
  char *stream;
  WeftFileShelfKind kind;
  guint limit;
};

G_DEFINE_FINAL_TYPE (WeftFileShelf, weft_file_shelf, WEFT_TYPE_ITEM_LIST)

enum
{
  PROP_MORE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* ── an item ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_file_item_finalize (GObject *object)
{
  WeftFileItem *self = WEFT_FILE_ITEM (object);

  weft_file_free (self->file);
  g_free (self->person);

  G_OBJECT_CLASS (weft_file_item_parent_class)->finalize (object);
}

static void
weft_file_item_class_init (WeftFileItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_file_item_finalize;
}

static void
weft_file_item_init (WeftFileItem *self)
{
}

const WeftFile *
weft_file_item_get_file (WeftFileItem *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_ITEM (self), NULL);

  return self->file;
}

const char *
weft_file_item_get_person (WeftFileItem *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_ITEM (self), NULL);

  return self->person;
}

/* ── reading ─────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  char *stream;
  char *own; /* the person's stream; "": nobody has signed in */
  const WeftTable *hiding; /* (nullable) */
  char *id;
  guint limit;
  gboolean others;
  gboolean newer;
} Request;

static Request *
request_new (WeftFileList *list)
{
  const char *person = weft_sync_get_person (weft_file_list_get_sync (list));
  Request *request = g_new0 (Request, 1);

  request->stream = g_strdup (weft_file_list_get_stream (list));
  request->own = person != NULL ? g_strconcat ("user/", person, NULL) : g_strdup ("");
  request->hiding = weft_file_list_get_hiding (list);

  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->stream);
  g_free (request->own);
  g_free (request->id);
  g_free (request);
}

/* @what, but for what is hidden (?3 is the person's stream), and then @order. The names are the program's own constants. */
static const char *
make_sql (const Request *request, const char *what, const char *order)
{
  g_autofree char *hidden
      = request->hiding != NULL
            ? g_strdup_printf (" AND NOT EXISTS (SELECT 1 FROM %s h WHERE h.stream = ?3 AND h.id = f.target)", request->hiding->name)
            : g_strdup (" AND ?3 IS NOT NULL");
  g_autofree char *sql = g_strconcat (what, hidden, order, NULL);

  return g_intern_string (sql);
}

static gpointer
read_page (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Request *request = user_data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             make_sql (request,
                                       request->others ? SELECT " AND NOT " WEFT_FILE_IS_MEDIA
                                                       : SELECT " AND " WEFT_FILE_IS_MEDIA,
                                       " ORDER BY f.id DESC LIMIT ?2"),
                             "tit", request->stream, (gint64) request->limit, request->own);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftFileItem *item = g_object_new (WEFT_TYPE_FILE_ITEM, NULL);

      item->file = weft_file_read (statement);
      item->person = weft_statement_dup_text (statement, WEFT_FILE_N_COLUMNS);
      g_ptr_array_add (items, item);
    }

  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gpointer
read_neighbour (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Request *request = user_data;
  WeftStatement *statement
      = weft_database_query (database, error,
                             request->newer
                                 ? make_sql (request,
                                             "SELECT " WEFT_FILE_COLUMNS
                                             " FROM file f WHERE f.stream = ?1 AND f.id > ?2 AND " WEFT_FILE_IS_MEDIA,
                                             " ORDER BY f.id LIMIT 1")
                                 : make_sql (request,
                                             "SELECT " WEFT_FILE_COLUMNS
                                             " FROM file f WHERE f.stream = ?1 AND f.id < ?2 AND " WEFT_FILE_IS_MEDIA,
                                             " ORDER BY f.id DESC LIMIT 1"),
                             "ttt", request->stream, request->id, request->own);
  WeftFile *file = NULL;

  switch (statement != NULL ? weft_statement_step (statement, error) : -1)
    {
    case 1:
      file = weft_file_read (statement);
      weft_statement_reset (statement);
      break;
    case 0:
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "there is none");
      break;
    default:
      break;
    }

  return file;
}

/* ── the list ────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
weft_file_shelf_equal (gpointer a, gpointer b)
{
  const WeftFileItem *one = a;
  const WeftFileItem *other = b;

  return g_str_equal (one->file->id, other->file->id) && one->file->waits == other->file->waits
         && g_strcmp0 (one->person, other->person) == 0;
}

static DexFuture *
weft_file_shelf_read (WeftItemList *list)
{
  WeftFileShelf *self = WEFT_FILE_SHELF (list);
  Request *request;

  if (self->sync == NULL)
    return NULL;
  request = request_new (self->list);
  request->limit = self->limit;
  request->others = self->kind == WEFT_FILE_SHELF_OTHERS;

  return weft_sync_read (self->sync, read_page, G_TYPE_PTR_ARRAY, request, request_free);
}

static void
weft_file_shelf_ended (WeftItemList *list)
{
  g_object_notify_by_pspec (G_OBJECT (list), properties[PROP_MORE]);
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftFileShelf *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if ((change->table == &weft_files_file_table && g_str_equal (change->stream, self->stream))
          || (change->table == weft_file_list_get_hiding (self->list) && change->table != NULL))
        {
          weft_item_list_read (WEFT_ITEM_LIST (self));
          return;
        }
    }
}

static void
weft_file_shelf_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MORE)
    g_value_set_boolean (value, weft_file_shelf_get_more (WEFT_FILE_SHELF (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
weft_file_shelf_dispose (GObject *object)
{
  WeftFileShelf *self = WEFT_FILE_SHELF (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (weft_file_shelf_parent_class)->dispose (object);
}

static void
weft_file_shelf_finalize (GObject *object)
{
  g_free (WEFT_FILE_SHELF (object)->stream);

  G_OBJECT_CLASS (weft_file_shelf_parent_class)->finalize (object);
}

static void
weft_file_shelf_class_init (WeftFileShelfClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  object_class->get_property = weft_file_shelf_get_property;
  object_class->dispose = weft_file_shelf_dispose;
  object_class->finalize = weft_file_shelf_finalize;
  list_class->item_type = WEFT_TYPE_FILE_ITEM;
  list_class->equal = weft_file_shelf_equal;
  list_class->read = weft_file_shelf_read;
  list_class->ended = weft_file_shelf_ended;

  properties[PROP_MORE]
      = g_param_spec_boolean ("more", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_file_shelf_init (WeftFileShelf *self)
{
  self->limit = WEFT_FILE_SHELF_PAGE;
}

WeftFileShelf *
weft_file_shelf_new (WeftFileList *list, WeftFileShelfKind kind)
{
  WeftFileShelf *self;

  g_return_val_if_fail (WEFT_IS_FILE_LIST (list), NULL);

  self = g_object_new (WEFT_TYPE_FILE_SHELF, NULL);
  self->list = g_object_ref (list);
  self->sync = g_object_ref (weft_file_list_get_sync (list));
  self->stream = g_strdup (weft_file_list_get_stream (list));
  self->kind = kind;
  g_signal_connect (self->sync, "changed", G_CALLBACK (on_changed), self);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
}

void
weft_file_shelf_load_more (WeftFileShelf *self)
{
  g_return_if_fail (WEFT_IS_FILE_SHELF (self));

  if (weft_item_list_get_reading (WEFT_ITEM_LIST (self)) || !weft_file_shelf_get_more (self))
    return;
  self->limit += WEFT_FILE_SHELF_PAGE;
  weft_item_list_read (WEFT_ITEM_LIST (self));
}

gboolean
weft_file_shelf_get_more (WeftFileShelf *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_SHELF (self), FALSE);

  return g_list_model_get_n_items (G_LIST_MODEL (self)) >= self->limit;
}

DexFuture *
weft_file_shelf_load_neighbour (WeftFileList *list, const char *id, gboolean newer)
{
  Request *request;

  g_return_val_if_fail (WEFT_IS_FILE_LIST (list), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  request = request_new (list);
  request->id = g_strdup (id);
  request->newer = newer;

  return weft_sync_read (weft_file_list_get_sync (list), read_neighbour, WEFT_TYPE_FILE, request, request_free);
}
