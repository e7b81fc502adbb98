/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-slash.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-error.h"
#include "base/weft-word.h"

typedef struct
{
  const WeftSlashCommand *commands;
  gpointer owner;
} Table;

struct _WeftSlash
{
  GObject parent_instance;

  GArray *tables;
};

G_DEFINE_FINAL_TYPE (WeftSlash, weft_slash, G_TYPE_OBJECT)

gboolean
weft_slash_refuse (GError **error, const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, message);
  return FALSE;
}

/* ── the shape of a command ──────────────────────────────────────────────────────────────────────────── */

gboolean
weft_slash_split (const char *text, char **name, const char **argument)
{
  const char *p;
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);

  length = *text == '/' ? weft_word_length (text + 1) : 0;
  if (length == 0)
    return FALSE;
  p = text + 1 + length;
  if (name != NULL)
    *name = g_strndup (text + 1, length);
  while (g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  if (argument != NULL)
    *argument = p;
  return TRUE;
}

const char *
weft_slash_unescape (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return *text == '/' && weft_slash_split (text + 1, NULL, NULL) ? text + 1 : text;
}

/* ── commands ────────────────────────────────────────────────────────────────────────────────────────── */

static const WeftSlashCommand *
find (WeftSlash *self, const char *name, gpointer *owner)
{
  g_autofree char *small = g_utf8_strdown (name, -1);

  for (guint i = 0; i < self->tables->len; i++)
    {
      const Table *table = &g_array_index (self->tables, Table, i);

      for (const WeftSlashCommand *command = table->commands; command->name != NULL; command++)
        if (g_str_equal (command->name, small))
          {
            if (owner != NULL)
              *owner = table->owner;
            return command;
          }
    }
  return NULL;
}

const WeftSlashCommand *
weft_slash_find (WeftSlash *self, const char *name)
{
  g_return_val_if_fail (WEFT_IS_SLASH (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return find (self, name, NULL);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(WeftCompletionItem *const *) a)->insert, (*(WeftCompletionItem *const *) b)->insert);
}

static WeftCompletionItem *
make_item (const WeftSlashCommand *command)
{
  g_autofree char *insert = g_strconcat ("/", command->name, NULL);
  g_autofree char *label = command->argument != NULL ? g_strconcat (insert, " ", _(command->argument), NULL) : g_strdup (insert);
  WeftCompletionItem *item = weft_completion_item_new (insert, NULL, FALSE, label, _(command->about));

  item->spoken = g_strdup_printf ("%s, %s", label, _(command->about));
  return item;
}

void
weft_slash_offer (WeftSlash *self, const char *word, GPtrArray *items)
{
  g_autofree char *small = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_return_if_fail (WEFT_IS_SLASH (self));
  g_return_if_fail (word != NULL && items != NULL);

  small = g_utf8_strdown (word, -1);
  found = g_ptr_array_new ();
  for (guint i = 0; i < self->tables->len; i++)
    for (const WeftSlashCommand *command = g_array_index (self->tables, Table, i).commands; command->name != NULL; command++)
      if (g_str_has_prefix (command->name, small))
        g_ptr_array_add (found, make_item (command));
  g_ptr_array_sort (found, compare_items);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (items, g_ptr_array_index (found, i));
}

gboolean
weft_slash_parse (WeftSlash *self, const char *text, GtkWidget *widget, const char *stream, const WeftSlashCommand **command, WeftSlashRun *run, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *behind = NULL;
  const char *argument;
  WeftSlashPlace place = { widget, stream, NULL };
  const WeftSlashCommand *known;

  g_return_val_if_fail (WEFT_IS_SLASH (self), FALSE);
  g_return_val_if_fail (text != NULL && command != NULL && run != NULL, FALSE);

  if (!weft_slash_split (text, &name, &argument))
    return weft_slash_refuse (error, _("That is no command."));
  known = find (self, name, &place.owner);
  if (known == NULL)
    /* Translators: both %s are what was typed behind the slash */
    return weft_slash_refuse (error, _("“/%s” is no command. To send it as text, write “//%s”."), name, name);
  behind = g_strchomp (g_strdup (argument));
  *run = (WeftSlashRun) { known->action, NULL };
  *command = known;
  if (known->parse != NULL)
    return known->parse (behind, &place, run, error);
  if (*behind != '\0' && known->kind != WEFT_SLASH_TEXT)
    /* Translators: %s is a command */
    return weft_slash_refuse (error, _("Nothing stands behind “/%s”."), known->name);
  if (*behind == '\0' && known->kind == WEFT_SLASH_TEXT)
    /* Translators: %s is a command */
    return weft_slash_refuse (error, _("Write what it is about behind “/%s”."), known->name);
  return TRUE;
}

gboolean
weft_slash_parse_text (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error)
{
  if (*argument == '\0')
    return weft_slash_refuse (error, _("Something is missing behind the command."));
  run->parameter = g_variant_new_string (argument);
  return TRUE;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_slash_finalize (GObject *object)
{
  g_array_unref (WEFT_SLASH (object)->tables);

  G_OBJECT_CLASS (weft_slash_parent_class)->finalize (object);
}

static void
weft_slash_class_init (WeftSlashClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_slash_finalize;
}

static void
weft_slash_init (WeftSlash *self)
{
  self->tables = g_array_new (FALSE, FALSE, sizeof (Table));
}

WeftSlash *
weft_slash_new (void)
{
  return g_object_new (WEFT_TYPE_SLASH, NULL);
}

void
weft_slash_add (WeftSlash *self, const WeftSlashCommand *commands, gpointer owner)
{
  Table table = { commands, owner };

  g_return_if_fail (WEFT_IS_SLASH (self));
  g_return_if_fail (commands != NULL);

  for (guint i = 0; i < self->tables->len; i++)
    if (g_array_index (self->tables, Table, i).commands == commands)
      return;
  g_array_append_val (self->tables, table);
}

void
weft_slash_remove (WeftSlash *self, gpointer owner)
{
  g_return_if_fail (WEFT_IS_SLASH (self));
  g_return_if_fail (owner != NULL);

  for (guint i = self->tables->len; i > 0; i--)
    if (g_array_index (self->tables, Table, i - 1).owner == owner)
      g_array_remove_index (self->tables, i - 1);
}
