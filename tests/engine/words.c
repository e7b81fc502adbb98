/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <string.h>

#include "test-cluster.h"

#define MARK "zq"
#define LENGTH 16
/* The search index keeps what a word does not share with the one before it: half of it gives it away. */
#define HALF 9

typedef enum
{
  TYPED, /* by somebody, and not with the server */
  ARRIVED,
  REPLACED, /* by what is newer, of which alone something is kept */
  ERASED,
} State;

static gboolean
is_gone (State state)
{
  return state == REPLACED || state == ERASED;
}

typedef struct
{
  char *text;
  char *row; /* stream, a space, table:key */
  State state;
} Word;

struct _Words
{
  GRand *random; /* unowned */
  GMutex mutex;
  GHashTable *words; /* text → Word */
  char *revived;     /* (nullable) */
};

static void
word_free (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_free (word->row);
  g_free (word);
}

Words *
words_new (GRand *random)
{
  Words *self = g_new0 (Words, 1);

  self->random = random;
  g_mutex_init (&self->mutex);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, word_free);

  return self;
}

void
words_free (Words *self)
{
  g_hash_table_unref (self->words);
  g_mutex_clear (&self->mutex);
  g_free (self->revived);
  g_free (self);
}

const char *
words_type (Words *self, const char *stream, const char *row)
{
  Word *word = g_new0 (Word, 1);

  word->text = g_strnfill (LENGTH, 'a');
  memcpy (word->text, MARK, strlen (MARK));
  for (guint i = strlen (MARK); i < LENGTH; i++)
    word->text[i]
        = (char) ('a' + g_rand_int_range (self->random, 0, 25)); /* no z, so that no other begins in it */
  word->row = g_strconcat (stream, " ", row, NULL);
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->words, word->text, word);
  g_mutex_unlock (&self->mutex);

  return word->text;
}

static void
forget_row (Words *self, const char *stream, const char *row, State state)
{
  g_autofree char *name = g_strconcat (stream, " ", row, NULL);
  GHashTableIter iter;
  Word *word;

  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &word))
    if (word->state == ARRIVED && g_str_equal (word->row, name))
      word->state = state;
}

static void
read_words (Words *self, const char *stream, const WeftStoredEvent *event)
{
  g_autofree char *text = json_to_string (event->root, FALSE);

  for (const char *at = text; (at = strstr (at, MARK)) != NULL; at++)
    {
      g_autofree char *found = g_strndup (at, LENGTH);
      Word *word = g_hash_table_lookup (self->words, found);

      if (word == NULL)
        continue;
      /* Two computers' drafts met: what either says is kept for the person, who says what becomes of it. */
      if (word->state != ERASED && strstr (word->row, " draft:") != NULL && g_str_equal (event->event->name, "conflict.found"))
        {
          g_set_str (&word->row, "kept");
          word->state = ARRIVED;
        }
      if (is_gone (word->state) && self->revived == NULL)
        self->revived = g_strdup_printf ("%s on %s, event %" G_GINT64_FORMAT " by %s, brings back %s of %s",
                                         event->event->name, stream, event->seq, event->by, found, word->row);
      if (word->state == TYPED)
        word->state = ARRIVED;
    }
}

void
words_on_event (const char *stream, const WeftStoredEvent *event, gpointer data)
{
  Words *self = data;
  g_autofree char *row = weft_event_dup_row (event->event, event->body);

  g_mutex_lock (&self->mutex);
  if (event->event->newest)
    forget_row (self, stream, row, REPLACED);
  read_words (self, stream, event);
  if (g_str_equal (event->event->name, "content.erased"))
    {
      g_auto (GStrv) rows = g_strsplit (json_object_get_string_member (event->body, "rows"), "\n", -1);

      for (guint i = 0; rows[i] != NULL; i++)
        forget_row (self, stream, rows[i], ERASED);
    }
  g_mutex_unlock (&self->mutex);
}

char *
words_get_revived (Words *self)
{
  char *revived;

  g_mutex_lock (&self->mutex);
  revived = g_strdup (self->revived);
  g_mutex_unlock (&self->mutex);

  return revived;
}

static GPtrArray *
list_erased (Words *self)
{
  GPtrArray *erased = g_ptr_array_new ();
  GHashTableIter iter;
  Word *word;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &word))
    if (is_gone (word->state))
      g_ptr_array_add (erased, word);
  g_mutex_unlock (&self->mutex);

  return erased;
}

guint
words_count_erased (Words *self)
{
  g_autoptr (GPtrArray) erased = list_erased (self);

  return erased->len;
}

static char *
find_below (GPtrArray *erased, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *data = NULL;
  const char *name;
  gsize length;

  if (dir != NULL)
    {
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          char *found = find_below (erased, child);

          if (found != NULL)
            return found;
        }
      return NULL;
    }

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL; /* a socket */
  for (guint i = 0; i < erased->len; i++)
    {
      const Word *word = erased->pdata[i];

      if (memmem (data, length, word->text + LENGTH - HALF, HALF) != NULL)
        return g_strdup_printf ("%s: %s of %s", path, word->text, word->row);
    }

  return NULL;
}

char *
words_find_file (Words *self, const char *directory)
{
  g_autoptr (GPtrArray) erased = list_erased (self);

  return find_below (erased, directory);
}

char *
words_find_cell (Words *self, const char *url)
{
  g_autoptr (GPtrArray) erased = list_erased (self);
  g_autoptr (GString) pattern = g_string_new (NULL);
  g_autofree char *names = NULL;
  g_auto (GStrv) tables = NULL;

  if (erased->len == 0)
    return NULL;
  for (guint i = 0; i < erased->len; i++)
    {
      const Word *word = erased->pdata[i];

      g_string_append_printf (pattern, "%s%s|", i > 0 ? "|" : "", word->text + LENGTH - HALF);
      for (guint k = LENGTH - HALF; k < LENGTH; k++) /* as bytea is shown */
        g_string_append_printf (pattern, "%02x", (guchar) word->text[k]);
    }
  names = test_cluster_get (
      url, "SELECT string_agg (tablename, ' ') FROM pg_tables WHERE schemaname = current_schema ()");
  tables = g_strsplit (names, " ", -1);
  g_assert_cmpuint (g_strv_length (tables), >, 20);
  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT left (t::text, 300) FROM %s t WHERE t::text ~ '%s' LIMIT 1", tables[i],
                             pattern->str);
      g_autofree char *found = test_cluster_get (url, sql);

      if (found != NULL)
        return g_strdup_printf ("%s: %s", tables[i], found);
    }

  return NULL;
}
