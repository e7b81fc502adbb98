/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-query.h"

#include <string.h>

#include "base/weft-text.h"
#include "store/weft-search-time.h"
#include "store/weft-words.h"

#define TERMS_MAX 32
#define WORDS_MAX 64

struct _WeftSearchQuery
{
  gatomicrefcount references;
  GArray *terms; /* of WeftSearchTerm */
  guint n_words;
};

static void
term_clear (gpointer data)
{
  WeftSearchTerm *term = data;

  g_strfreev (term->words);
  g_free (term->value);
  g_free (term->operator);
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftSearchQuery *query;
  const char *const *own; /* (nullable): the caller's operators; those below are none then */
  WeftRegistry *registry; /* (nullable) */
  gint64 now;
  GTimeZone *zone;
} Reader;

typedef struct
{
  WeftSearchQuery *query;
  GStrvBuilder *words;
  guint n;
} WordList;

static gboolean
add_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  WordList *list = user_data;

  if (list->query->n_words >= WORDS_MAX)
    return FALSE;

  g_strv_builder_take (list->words, g_strndup (word, length));
  list->query->n_words++;
  list->n++;

  return TRUE;
}

/* (nullable): no words in it */
static char **
read_words (WeftSearchQuery *self, const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *folded = weft_text_fold (text, -1);
  WordList list = { self, words, 0 };

  weft_words_split (folded, strlen (folded), add_word, &list);

  return list.n > 0 ? g_strv_builder_end (words) : NULL;
}

static void
add_term (Reader *self, WeftSearchTerm term)
{
  if (self->query->terms->len < TERMS_MAX)
    g_array_append_val (self->query->terms, term);
  else
    term_clear (&term);
}

static void
add_words (Reader *self, const char *text, const char *operator, gboolean negated, gboolean open)
{
  char **words = read_words (self->query, text);

  /* A beginning is not taken away: "-gi" would hide what "-giao" does not. */
  if (words != NULL)
    add_term (self, (WeftSearchTerm) { WEFT_SEARCH_WORDS, negated, open && !negated, .words = words,
                                       .operator = g_strdup (operator) });
}

static gboolean
add_own (Reader *self, const char *operator, const char *value, gboolean negated, gboolean open)
{
  if (!g_strv_contains (self->own, operator))
    return FALSE;
  if (*value != '\0')
    add_term (self, (WeftSearchTerm) { WEFT_SEARCH_OWN, negated, open, .value = g_strdup (value),
                                       .operator = g_strdup (operator) });
  return TRUE;
}

static gboolean
knows_filter (WeftRegistry *registry, const char *name)
{
  guint n_tables;
  const WeftTable *const *tables = weft_registry_get_tables (registry, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint j = 0; j < tables[i]->n_filters; j++)
      if (g_str_equal (tables[i]->filters[j].name, name))
        return TRUE;

  return FALSE;
}

/* FALSE: no operator, or a value it does not take: words. */
static gboolean
add_operator (Reader *self, const char *operator, const char * value, gboolean negated, gboolean open)
{
  WeftSearchTerm term = { .negated = negated };
  WeftSearchPeriod period;

  if (self->own != NULL)
    return add_own (self, operator, value, negated, open);
  if (g_str_equal (operator, "from") || g_str_equal (operator, "in"))
    {
      if (*value == '\0')
        return TRUE;
      term.kind = *operator== 'f' ? WEFT_SEARCH_FROM : WEFT_SEARCH_IN;
      term.prefix = open && !negated;
      term.words = read_words (self->query, value);
      if (term.words == NULL)
        return FALSE;
      term.value = g_strdup (value);
    }
  else if (g_str_equal (operator, "has") || g_str_equal (operator, "is"))
    {
      g_autofree char *lower = g_utf8_strdown (value, -1);

      if (*value == '\0')
        return TRUE;
      term.kind = WEFT_SEARCH_FILTER;
      term.value = g_strdup_printf ("%s:%s", operator, lower);
      if (!knows_filter (self->registry, term.value))
        {
          g_free (term.value);
          return FALSE;
        }
    }
  else if (g_str_equal (operator, "before") || g_str_equal (operator, "after") || g_str_equal (operator, "on")
           || g_str_equal (operator, "during"))
    {
      gboolean until_now;

      if (*value == '\0')
        return TRUE;
      if (!weft_search_period_parse (value, self->now, self->zone, &period))
        return FALSE;

      /* After the last week is since then. */
      until_now = period.end == G_MAXINT64;
      term.kind = WEFT_SEARCH_TIME;
      term.from = *operator== 'b' ? G_MININT64 : * operator== 'a' && !until_now ? period.end : period.start;
      term.to = *operator== 'b' ? period.start : * operator== 'a' ? G_MAXINT64 : period.end;
    }
  else
    return FALSE;

  add_term (self, term);

  return TRUE;
}

static gboolean
is_quote (const char *text, gsize *length)
{
  static const char *const quotes[] = { "\"", "“", "”", "„" };

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (g_str_has_prefix (text, quotes[i]))
      {
        *length = strlen (quotes[i]);
        return TRUE;
      }

  return FALSE;
}

/* What stands at @text: between quotes, or up to the next space. @open: nothing follows it. */
static const char *
read_value (const char *text, char **value, gboolean *open)
{
  const char *end = text;
  gsize quote = 0;

  if (is_quote (text, &quote))
    {
      const char *start = text + quote;

      for (end = start; *end != '\0' && !is_quote (end, &quote);)
        end = g_utf8_next_char (end);
      *value = g_strndup (start, end - start);
      *open = *end == '\0';

      return *open ? end : end + quote;
    }

  while (*end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  *value = g_strndup (text, end - text);
  *open = *end == '\0';

  return end;
}

/* Reads one token, which begins at @text. Returns: what follows it. */
static const char *
read_token (Reader *self, const char *text)
{
  const char *start = text;
  const char *rest;
  gboolean negated = FALSE;
  gboolean open;
  gsize length;
  g_autofree char *operator= NULL;
  g_autofree char *value = NULL;

  if (*text == '-' && text[1] != '\0' && text[1] != '-' && !g_unichar_isspace (g_utf8_get_char (text + 1)))
    {
      negated = TRUE;
      start = ++text;
    }

  for (length = 0; g_ascii_isalpha (text[length]);)
    length++;
  if (length > 0 && text[length] == ':')
    {
      operator= g_ascii_strdown (text, length);
      rest = read_value (text + length + 1, &value, &open);
      if (add_operator (self, operator, value, negated, open))
        return rest;
      /* An address is none. */
      if (self->own == NULL || *value == '/')
        g_clear_pointer (&operator, g_free);
      g_clear_pointer (&value, g_free);
    }

  rest = read_value (start, &value, &open);
  add_words (self, value, operator, negated, open);

  return rest;
}

static WeftSearchQuery *
read_query (Reader reader, const char *text)
{
  WeftSearchQuery *self = reader.query = g_new0 (WeftSearchQuery, 1);
  g_autofree char *valid = NULL;
  const char *at;

  g_atomic_ref_count_init (&self->references);
  self->terms = g_array_new (FALSE, FALSE, sizeof (WeftSearchTerm));
  g_array_set_clear_func (self->terms, term_clear);

  valid = g_utf8_make_valid (text, strnlen (text, WEFT_SEARCH_TEXT_MAX * 6));
  if (g_utf8_strlen (valid, -1) > WEFT_SEARCH_TEXT_MAX)
    *g_utf8_offset_to_pointer (valid, WEFT_SEARCH_TEXT_MAX) = '\0';

  for (at = valid; *at != '\0';)
    at = g_unichar_isspace (g_utf8_get_char (at)) ? g_utf8_next_char (at) : read_token (&reader, at);

  return self;
}

WeftSearchQuery *
weft_search_query_new (WeftRegistry *registry, const char *text, gint64 now, GTimeZone *zone)
{
  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (text != NULL && zone != NULL, NULL);

  return read_query ((Reader) { .registry = registry, .now = now, .zone = zone }, text);
}

WeftSearchQuery *
weft_search_query_new_own (const char *const *operators, const char *text)
{
  g_return_val_if_fail (operators != NULL && text != NULL, NULL);

  return read_query ((Reader) { .own = operators }, text);
}

WeftSearchQuery *
weft_search_query_ref (WeftSearchQuery *self)
{
  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
weft_search_query_unref (WeftSearchQuery *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_array_unref (self->terms);
  g_free (self);
}

const WeftSearchTerm *
weft_search_query_get_terms (WeftSearchQuery *self, guint *n_terms)
{
  *n_terms = self->terms->len;

  return (const WeftSearchTerm *) self->terms->data;
}

gboolean
weft_search_query_is_empty (WeftSearchQuery *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (!g_array_index (self->terms, WeftSearchTerm, i).negated)
      return FALSE;

  return TRUE;
}

/* ── comparing ─────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_word (const char *wanted, gboolean prefix, const char *word, gsize length)
{
  gsize n = strlen (wanted);

  return (prefix ? n <= length : n == length) && memcmp (wanted, word, n) == 0;
}

/* How far each term has come: bit i of `stands`: the words up to i stand before this place. */
typedef struct
{
  WeftSearchQuery *query;
  guint64 stands[TERMS_MAX];
  gboolean found[TERMS_MAX];
} Match;

static gboolean
match_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  Match *match = user_data;

  for (guint i = 0; i < match->query->terms->len; i++)
    {
      const WeftSearchTerm *term = &g_array_index (match->query->terms, WeftSearchTerm, i);
      guint64 before = (match->stands[i] << 1) | 1;

      if (term->kind != WEFT_SEARCH_WORDS || match->found[i])
        continue;

      match->stands[i] = 0;
      for (guint j = 0; term->words[j] != NULL; j++)
        {
          gboolean last = term->words[j + 1] == NULL;

          if ((before >> j & 1) == 0 || !is_word (term->words[j], last && term->prefix, word, length))
            continue;
          match->stands[i] |= G_GUINT64_CONSTANT (1) << j;
          match->found[i] |= last;
        }
    }

  return TRUE;
}

gboolean
weft_search_query_match (WeftSearchQuery *self, const char *const *folded, guint n_folded)
{
  Match match = { .query = self };

  for (guint i = 0; i < n_folded; i++)
    if (folded[i] != NULL)
      {
        memset (match.stands, 0, sizeof match.stands);
        weft_words_split (folded[i], strlen (folded[i]), match_word, &match);
      }

  for (guint i = 0; i < self->terms->len; i++)
    {
      const WeftSearchTerm *term = &g_array_index (self->terms, WeftSearchTerm, i);

      if (term->kind == WEFT_SEARCH_WORDS && match.found[i] == term->negated)
        return FALSE;
    }

  return TRUE;
}

typedef struct
{
  const WeftSearchTerm *term;
  guint64 found; /* one bit a word */
} NameMatch;

static gboolean
match_name_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  NameMatch *match = user_data;

  for (guint i = 0; match->term->words[i] != NULL; i++)
    if (is_word (match->term->words[i], match->term->prefix && match->term->words[i + 1] == NULL, word,
                 length))
      match->found |= G_GUINT64_CONSTANT (1) << i;

  return TRUE;
}

gboolean
weft_search_query_match_name (const WeftSearchTerm *term, const char *const *folded, guint n_folded)
{
  NameMatch match = { term, 0 };
  guint n = g_strv_length (term->words);

  for (guint i = 0; i < n_folded; i++)
    if (folded[i] != NULL)
      weft_words_split (folded[i], strlen (folded[i]), match_name_word, &match);

  return match.found == G_MAXUINT64 >> (64 - n);
}

/* ── showing ───────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftSearchQuery *query;
  const char *text;
  GArray *origins; /* of gsize: where each byte of the folded text comes from */
  GArray *ranges;
} Finder;

/* The end of a letter with the marks that follow it. */
static const char *
cluster_end (const char *at)
{
  do
    at = g_utf8_next_char (at);
  while (*at != '\0' && g_unichar_ismark (g_utf8_get_char (at)));

  return at;
}

/* A letter with its marks may fold to two words: they are one place in the text. */
static void
add_range (Finder *finder, WeftSearchRange range)
{
  WeftSearchRange *last = finder->ranges->len > 0
                              ? &g_array_index (finder->ranges, WeftSearchRange, finder->ranges->len - 1)
                              : NULL;

  if (last != NULL && range.start < last->start + last->length)
    last->length = MAX (last->start + last->length, range.start + range.length) - last->start;
  else
    g_array_append_val (finder->ranges, range);
}

static gboolean
find_word (const char *word, gsize length, gsize offset, gpointer user_data)
{
  Finder *finder = user_data;

  for (guint i = 0; i < finder->query->terms->len; i++)
    {
      const WeftSearchTerm *term = &g_array_index (finder->query->terms, WeftSearchTerm, i);

      if (term->kind != WEFT_SEARCH_WORDS || term->negated)
        continue;
      for (guint j = 0; term->words[j] != NULL; j++)
        {
          gboolean prefix = term->prefix && term->words[j + 1] == NULL;
          gsize n = prefix ? strlen (term->words[j]) : length;
          WeftSearchRange range;

          if (!is_word (term->words[j], prefix, word, length))
            continue;

          range.start = g_array_index (finder->origins, gsize, offset);
          /* A letter that folds to several, as ß does, is marked whole. */
          range.length = cluster_end (finder->text + g_array_index (finder->origins, gsize, offset + n - 1))
                         - (finder->text + range.start);
          add_range (finder, range);

          return TRUE;
        }
    }

  return TRUE;
}

GArray *
weft_search_query_find (WeftSearchQuery *self, const char *text)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  g_autoptr (GArray) origins = g_array_new (FALSE, FALSE, sizeof (gsize));
  Finder finder = { self, text, origins, g_array_new (FALSE, FALSE, sizeof (WeftSearchRange)) };
  gsize length;

  g_return_val_if_fail (g_utf8_validate (text, -1, NULL), finder.ranges);

  for (const char *at = text; *at != '\0';)
    {
      const char *end = cluster_end (at);
      g_autofree char *piece = weft_text_fold (at, end - at);

      length = at - text;
      for (gsize i = strlen (piece); i > 0; i--)
        g_array_append_val (origins, length);
      g_string_append (folded, piece);
      at = end;
    }

  weft_words_split (folded->str, folded->len, find_word, &finder);

  return finder.ranges;
}

char *
weft_search_query_excerpt (WeftSearchQuery *self, const char *text, guint max_characters)
{
  g_autoptr (GArray) ranges = weft_search_query_find (self, text);
  g_autofree char *shortened = NULL;
  const char *start = text;

  if (ranges->len > 0)
    {
      const char *found = text + g_array_index (ranges, WeftSearchRange, 0).start;

      /* A third of the room for what stands before; from a space on, if there is one near. */
      if (g_utf8_strlen (text, found - text) > max_characters / 2)
        {
          const char *space;

          start = g_utf8_offset_to_pointer (found, -(glong) (max_characters / 3));
          space = memchr (start, ' ', found - start);
          start = space != NULL ? space + 1 : start;
        }
    }

  if (start == text)
    return weft_text_shorten (text, max_characters);

  shortened = weft_text_shorten (start, max_characters - 1);

  return g_strconcat ("…", shortened, NULL);
}

char *
weft_search_query_describe (WeftSearchQuery *self)
{
  static const char *const kinds[] = { "", "from:", "in:", "", "time:", "" };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const WeftSearchTerm *term = &g_array_index (self->terms, WeftSearchTerm, i);

      g_string_append_printf (out, "%s%s%s", i > 0 ? " " : "", term->negated ? "-" : "", kinds[term->kind]);
      if (term->words != NULL)
        {
          g_autofree char *words = g_strjoinv ("_", term->words);

          g_string_append_printf (out, "%s%s", words, term->prefix ? "*" : "");
        }
      else if (term->kind == WEFT_SEARCH_FILTER)
        g_string_append (out, term->value);
      else if (term->kind == WEFT_SEARCH_OWN)
        g_string_append_printf (out, "%s=%s%s", term->operator, term->value, term->prefix ? "*" : "");
      else
        {
          gint64 ends[] = { term->from, term->to };

          for (guint j = 0; j < 2; j++)
            {
              g_autoptr (GDateTime) date = ends[j] != G_MININT64 && ends[j] != G_MAXINT64
                                               ? g_date_time_new_from_unix_utc (ends[j] / 1000)
                                               : NULL;
              g_autofree char *text
                  = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M") : g_strdup ("");

              g_string_append_printf (out, "%s%s", j > 0 ? "/" : "", text);
            }
        }
    }

  return g_string_free_and_steal (out);
}
