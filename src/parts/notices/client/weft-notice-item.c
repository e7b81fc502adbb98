/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/client/weft-notice-item.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-json.h"
#include "base/weft-markdown.h"
#include "sync/weft-row-link.h"

struct _WeftNoticeItem
{
  GObject parent_instance;

  char *id;
  char *event;
  WeftNoticeSeverity severity;
  const char *title; /* translated, constant */
  char *text;
  JsonNode *fields;
  char *stream;
  char *within;     /* (nullable) */
  char *link;
  char *author;
  char *author_name;
  gint64 at;
  gboolean leads_away;
  gboolean stands;
  const WeftLatest *mark; /* (nullable): up to where people read what it is about */
  gint64 ordinal;         /* of what it is about, by that mark; 0: not held */
  gboolean seen;
  gboolean muted;
};

G_DEFINE_FINAL_TYPE (WeftNoticeItem, weft_notice_item, G_TYPE_OBJECT)

/* What the declaration's text says with these fields. */
static char *
fill (const char *text, JsonObject *fields)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (p + 1, end - p - 1) : NULL;
      JsonNode *value = name != NULL ? json_object_get_member (fields, name) : NULL;

      if (end == NULL)
        {
          g_string_append_c (out, *p);
          continue;
        }
      if (value != NULL && JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
        g_string_append (out, json_node_get_string (value));
      else if (value != NULL)
        {
          g_autofree char *json = json_to_string (value, FALSE);

          g_string_append (out, json);
        }
      p = end;
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* The event, of whose row the notice is, where the declaration tells. */
static const WeftEvent *
get_event (WeftRegistry *registry, const WeftNotice *declaration)
{
  const WeftEvent *event
      = declaration != NULL ? weft_registry_find_event (registry, declaration->event, 1) : NULL;

  if (event == NULL || event->table == NULL || declaration->link != NULL || declaration->object == NULL
      || event->key[0] == NULL || event->key[1] != NULL || !g_str_equal (event->key[0], declaration->object))
    return NULL;

  return event;
}

/* The mark up to which people read rows of @event's table: the durable value `read` of its module. */
static const WeftLatest *
find_mark (WeftRegistry *registry, const WeftEvent *event)
{
  g_autofree char *name = g_strconcat (event->module->name, ".read", NULL);
  const WeftLatest *mark = weft_registry_find_latest (registry, name);

  return mark != NULL && mark->durable ? mark : NULL;
}

/* Whether @person has read as far as the row @object of @event's table, or beyond what is held here of it: what
 * came after the notice may be on its way. */
static gboolean
is_read (WeftNoticeItem *self,
         WeftDatabase *database,
         WeftRegistry *registry,
         const WeftEvent *event,
         const char *object,
         const char *person,
         gboolean *yes,
         GError **error)
{
  const WeftLatest *mark = find_mark (registry, event);
  const WeftTable *table = weft_registry_find_table (registry, event->table);
  const char *time = NULL;
  g_autofree char *sql = NULL;
  gint64 found;

  *yes = FALSE;
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].time)
      time = table->columns[i].name;
  if (mark == NULL || table->window < 0 || time == NULL)
    return TRUE;

  /* The names are the program's own constants. */
  sql = g_strdup_printf (
      "SELECT 1 FROM latest l WHERE l.stream = ?1 AND l.name = ?2 AND l.person = ?3 AND l.value >= coalesce ("
      "(SELECT t.%1$s FROM %2$s t WHERE t.stream = ?1 AND t.%3$s = ?4),"
      "(SELECT t.%1$s - 1 FROM (SELECT %1$s, %4$s AS at FROM %2$s WHERE stream = ?1 ORDER BY %1$s LIMIT 1) t"
      " WHERE t.at > ?5))",
      table->columns[table->window].name, table->name, table->columns[1].name, time);
  if (!weft_database_get_value (database, &found, 0, error, g_intern_string (sql), "tttti", self->stream,
                                mark->name, person, object, self->at))
    return FALSE;
  *yes = found != 0;
  if (*yes)
    return TRUE;

  g_free (sql);
  sql = g_strdup_printf ("SELECT %s FROM %s WHERE stream = ?1 AND %s = ?2", table->columns[table->window].name, table->name, table->columns[1].name);
  self->mark = mark;
  return weft_database_get_value (database, &self->ordinal, 0, error, g_intern_string (sql), "tt", self->stream, object);
}

static void
weft_notice_item_finalize (GObject *object)
{
  WeftNoticeItem *self = WEFT_NOTICE_ITEM (object);

  g_free (self->id);
  g_free (self->event);
  g_free (self->text);
  g_clear_pointer (&self->fields, json_node_unref);
  g_free (self->stream);
  g_free (self->within);
  g_free (self->link);
  g_free (self->author);
  g_free (self->author_name);

  G_OBJECT_CLASS (weft_notice_item_parent_class)->finalize (object);
}

static void
weft_notice_item_class_init (WeftNoticeItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_notice_item_finalize;
}

static void
weft_notice_item_init (WeftNoticeItem *self)
{
}

WeftNoticeItem *
weft_notice_item_read (WeftStatement *statement,
                       WeftDatabase *database,
                       WeftRegistry *registry,
                       const char *person,
                       GError **error)
{
  g_autoptr (WeftNoticeItem) self = g_object_new (WEFT_TYPE_NOTICE_ITEM, NULL);
  const char *severity = weft_statement_get_text (statement, 3);
  const char *fields = weft_statement_get_text (statement, 4);
  const WeftNotice *declaration = weft_registry_find_notice (registry, weft_statement_get_text (statement, 1),
                                                             weft_statement_get_text (statement, 2));
  const char *object = weft_statement_get_text (statement, 6);
  const WeftEvent *about = get_event (registry, declaration);
  g_autofree char *filled = NULL;

  self->id = weft_statement_dup_text (statement, 0);
  self->event = weft_statement_dup_text (statement, 1);
  self->severity = g_str_equal (severity, "urgent")    ? WEFT_NOTICE_URGENT
                   : g_str_equal (severity, "warning") ? WEFT_NOTICE_WARNING
                                                       : WEFT_NOTICE_INFO;
  /* Erasing leaves no JSON at all. */
  self->fields = *fields != '\0' ? weft_json_parse (fields, strlen (fields), NULL) : NULL;
  self->title
      = declaration != NULL && declaration->title != NULL ? g_dgettext (NULL, declaration->title) : NULL;
  filled = declaration != NULL && self->fields != NULL
               ? fill (g_dgettext (NULL, declaration->text), json_node_get_object (self->fields))
               : g_strdup ("");
  /* What people write is Markdown; a line of it is shown without its marks. */
  self->text = weft_markdown_dup_plain (filled);
  self->within = declaration != NULL && declaration->within != NULL && self->fields != NULL
                     ? g_strdup (json_object_get_string_member_with_default (json_node_get_object (self->fields), declaration->within, NULL))
                     : NULL;
  self->stands = declaration != NULL && declaration->until != NULL;
  self->leads_away = declaration != NULL && declaration->link != NULL;
  self->stream = weft_statement_dup_text (statement, 5);
  self->author = weft_statement_dup_text (statement, 7);
  if (g_str_equal (self->author, "system"))
    g_clear_pointer (&self->author, g_free);
  self->author_name = weft_statement_dup_text (statement, 8);
  self->seen = weft_statement_get_int (statement, 9) != 0;
  self->at = weft_statement_get_int (statement, 10);
  self->muted = weft_statement_get_int (statement, 11) != 0;
  /* Marks are about what stands in the stream itself. */
  if (!self->seen && !self->stands && about != NULL && object != NULL && self->within == NULL
      && !is_read (self, database, registry, about, object, person, &self->seen, error))
    return NULL;
  self->link = about != NULL || object == NULL
                   ? weft_row_link_new (self->stream, about != NULL ? about->table : NULL, object)
                   : weft_row_link_find (database, registry, self->stream, object, error);

  return self->link != NULL ? g_steal_pointer (&self) : NULL;
}

const char *
weft_notice_item_get_id (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->id;
}

const char *
weft_notice_item_get_event (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->event;
}

WeftNoticeSeverity
weft_notice_item_get_severity (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), WEFT_NOTICE_INFO);

  return self->severity;
}

const char *
weft_notice_item_get_title (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->title;
}

const char *
weft_notice_item_get_text (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->text;
}

const char *
weft_notice_item_get_author (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->author;
}

const char *
weft_notice_item_get_author_name (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->author_name;
}

const char *
weft_notice_item_get_stream (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->stream;
}

const char *
weft_notice_item_get_link (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->link;
}

gboolean
weft_notice_item_is_at (WeftNoticeItem *self, const char *place)
{
  const char *hash;
  gsize n;

  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), FALSE);

  if (place == NULL)
    return FALSE;
  hash = strchr (place, '#');
  n = hash != NULL ? (gsize) (hash - place) : strlen (place);
  return strncmp (place, self->stream, n) == 0 && self->stream[n] == '\0'
         && (self->within == NULL || (hash != NULL && g_str_equal (hash + 1, self->within)));
}

const char *
weft_notice_item_get_within (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);

  return self->within;
}

gboolean
weft_notice_item_get_leads_away (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), FALSE);

  return self->leads_away;
}

gboolean
weft_notice_item_get_stands (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), FALSE);

  return self->stands;
}

gint64
weft_notice_item_get_at (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), 0);

  return self->at;
}

const WeftLatest *
weft_notice_item_get_mark (WeftNoticeItem *self, gint64 *ordinal)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);
  g_return_val_if_fail (ordinal != NULL, NULL);

  *ordinal = self->ordinal;
  return self->ordinal > 0 ? self->mark : NULL;
}

gboolean
weft_notice_item_get_seen (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), FALSE);

  return self->seen;
}

const char *
weft_notice_item_get_field (WeftNoticeItem *self, const char *name)
{
  JsonNode *node;

  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  node = self->fields != NULL ? json_object_get_member (json_node_get_object (self->fields), name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

gboolean
weft_notice_item_equal (WeftNoticeItem *self, WeftNoticeItem *other)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), FALSE);
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (other), FALSE);

  /* All else comes from what never changes. */
  return g_str_equal (self->id, other->id) && self->seen == other->seen && self->muted == other->muted
         && self->at == other->at
         && g_str_equal (self->text, other->text) && g_str_equal (self->link, other->link)
         && g_strcmp0 (self->author_name, other->author_name) == 0;
}

gboolean
weft_notice_item_get_muted (WeftNoticeItem *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ITEM (self), FALSE);

  return self->muted;
}
