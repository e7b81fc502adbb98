/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "exchange/weft-bring-report.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/weft-error.h"
#include "base/weft-json.h"
#include "base/weft-text.h"

#define REASONS_MAX 200 /* kinds that are counted apart */
#define EXAMPLES_MAX 3
#define WHERE_MAX 200 /* characters */

typedef struct
{
  guint64 n;
  GPtrArray *examples;
} Kind;

struct _WeftBringReport
{
  char *path;
  char *part; /* (nullable): what is written of the list so far */
  FILE *list;
  GHashTable *kinds; /* reason → Kind */
  GPtrArray *order;  /* of reasons, as they came */
  guint64 n;
  gboolean failed;
};

static void
kind_free (gpointer data)
{
  Kind *kind = data;

  g_ptr_array_unref (kind->examples);
  g_free (kind);
}

WeftBringReport *
weft_bring_report_new (const char *path, GError **error)
{
  g_autoptr (WeftBringReport) self = g_new0 (WeftBringReport, 1);

  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kind_free);
  self->order = g_ptr_array_new ();
  if (path != NULL)
    {
      self->path = g_strdup (path);
      self->part = g_strconcat (path, ".part", NULL);
      self->list = g_fopen (self->part, "we");
      if (self->list == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: %s", self->part, g_strerror (errno));
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

void
weft_bring_report_free (WeftBringReport *self)
{
  if (self->list != NULL)
    {
      fclose (self->list);
      g_unlink (self->part);
    }
  g_free (self->path);
  g_free (self->part);
  g_clear_pointer (&self->kinds, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_free (self);
}

void
weft_bring_report_add (WeftBringReport *self, const char *reason, const char *where)
{
  g_autofree char *valid = g_utf8_make_valid (where, -1);
  g_autofree char *line = weft_text_shorten (valid, WHERE_MAX);
  const char *known
      = g_hash_table_size (self->kinds) < REASONS_MAX || g_hash_table_contains (self->kinds, reason)
            ? reason
            : "other things";
  Kind *kind = g_hash_table_lookup (self->kinds, known);

  if (kind == NULL)
    {
      char *key = g_strdup (known);

      kind = g_new0 (Kind, 1);
      kind->examples = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->kinds, key, kind);
      g_ptr_array_add (self->order, key);
    }
  kind->n++;
  self->n++;
  if (kind->examples->len < EXAMPLES_MAX)
    g_ptr_array_add (kind->examples, g_strdup (line));

  if (self->list != NULL)
    {
      g_autoptr (GString) out = g_string_new (self->n > 1 ? ",\n" : "\n");

      g_string_append (out, "{");
      weft_json_string (out, "reason", reason);
      weft_json_string (out, "where", line);
      g_string_append (out, "}");
      self->failed |= fwrite (out->str, 1, out->len, self->list) != out->len;
    }
}

void
weft_bring_report_addf (WeftBringReport *self, const char *reason, const char *format, ...)
{
  g_autofree char *where = NULL;
  va_list args;

  va_start (args, format);
  where = g_strdup_vprintf (format, args);
  va_end (args);
  weft_bring_report_add (self, reason, where);
}

guint64
weft_bring_report_get_n (WeftBringReport *self)
{
  return self->n;
}

void
weft_bring_report_each (WeftBringReport *self, WeftBringReportFunc func, gpointer user_data)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      const Kind *kind = g_hash_table_lookup (self->kinds, self->order->pdata[i]);

      func (self->order->pdata[i], kind->n, kind->examples, user_data);
    }
}

/* The head is known last: the list goes behind it. */
static gboolean
copy_list (WeftBringReport *self, FILE *to)
{
  g_autofree char *chunk = g_malloc (65536);
  FILE *from = g_fopen (self->part, "re");
  gboolean done = from != NULL;
  size_t n;

  while (done && (n = fread (chunk, 1, 65536, from)) > 0)
    done = fwrite (chunk, 1, n, to) == n;
  if (from != NULL)
    fclose (from);
  return done;
}

gboolean
weft_bring_report_finish (WeftBringReport *self, const char *summary, GError **error)
{
  g_autofree char *whole = NULL;
  gboolean done;
  FILE *file;

  if (self->list == NULL)
    return TRUE;

  done = fclose (self->list) == 0 && !self->failed;
  self->list = NULL;
  whole = g_strconcat (self->path, ".new", NULL);
  file = done ? g_fopen (whole, "we") : NULL;
  if (file != NULL)
    {
      done = fprintf (file, "{%s%s\"not_imported\":[", summary, *summary != '\0' ? "," : "") > 0
             && copy_list (self, file) && fputs ("\n]}\n", file) >= 0;
      done = fclose (file) == 0 && done && g_rename (whole, self->path) == 0;
    }
  if (file == NULL || !done)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: %s", self->path, g_strerror (errno));
      g_unlink (whole);
    }
  g_unlink (self->part);

  return file != NULL && done;
}
