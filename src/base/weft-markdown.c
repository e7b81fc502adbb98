/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-markdown-private.h"

#include <string.h>

#include "base/weft-mention.h"

#define FENCE_MIN 3

static void
block_free (gpointer data)
{
  WeftMarkdownBlock *block = data;

  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    g_free (g_array_index (block->spans, WeftMarkdownSpan, i).target);
  g_clear_pointer (&block->spans, g_array_unref);
  g_free (block->text);
  g_free (block->marker);
  g_free (block->language);
  g_free (block->title);
  g_clear_pointer (&block->table, _weft_markdown_table_free);
  g_free (block);
}

typedef struct
{
  GPtrArray *blocks;
  GString *words; /* of the block which is being read */
  WeftMarkdownKind kind;
  guint quote;
  guint depth;
  char *marker;
  gboolean begun;
  guint n_cells; /* of all tables */
} Reader;

static void
end_block (Reader *reader)
{
  WeftMarkdownBlock *block;

  if (!reader->begun)
    return;
  /* Empty lines part blocks; around them there is room anyway. */
  while (reader->words->len > 0 && reader->words->str[reader->words->len - 1] == '\n')
    g_string_truncate (reader->words, reader->words->len - 1);
  if (reader->words->len > 0 || reader->kind == WEFT_MARKDOWN_ITEM)
    {
      block = g_new0 (WeftMarkdownBlock, 1);
      block->kind = reader->kind;
      block->quote = reader->quote;
      block->depth = reader->depth;
      block->marker = g_steal_pointer (&reader->marker);
      block->text = _weft_markdown_read_line (reader->words->str, reader->words->len, &block->spans);
      g_ptr_array_add (reader->blocks, block);
    }
  g_clear_pointer (&reader->marker, g_free);
  g_string_truncate (reader->words, 0);
  reader->begun = FALSE;
}

static void
begin_block (Reader *reader, WeftMarkdownKind kind, guint quote, guint depth)
{
  end_block (reader);
  reader->begun = TRUE;
  reader->kind = kind;
  reader->quote = quote;
  reader->depth = depth;
}

static guint
count_spaces (const char *p, const char *end)
{
  guint n = 0;

  for (; p < end && (*p == ' ' || *p == '\t'); p++)
    n++;
  return n;
}

/* The quotes at the beginning of a line; moves @p behind them. */
static guint
read_quotes (const char **p, const char *end)
{
  guint n = 0;

  for (;;)
    {
      const char *q = *p + MIN (count_spaces (*p, end), 3);

      if (q >= end || *q != '>')
        return MIN (n, WEFT_MARKDOWN_MAX_DEPTH);
      n++;
      *p = q + 1;
      if (*p < end && **p == ' ')
        (*p)++;
    }
}

/* Returns: how many backticks fence code at @p, after at most three spaces; 0: none do. */
static guint
read_fence (const char *p, const char *end)
{
  guint n = 0;

  p += MIN (count_spaces (p, end), 3);
  while (p + n < end && p[n] == '`')
    n++;
  return n >= FENCE_MIN ? n : 0;
}

/* Returns: (transfer full) (nullable): the marker of an item; moves @p to its words. */
static char *
read_marker (const char **p, const char *end, guint *depth)
{
  guint spaces = count_spaces (*p, end);
  const char *q = *p + spaces;
  g_autofree char *marker = NULL;

  if (q + 1 < end && strchr ("-*+", *q) != NULL && q[1] == ' ')
    {
      marker = g_strdup ("•");
      q += 2;
    }
  else
    {
      const char *digits = q;

      while (q < end && q - digits < 9 && g_ascii_isdigit (*q))
        q++;
      if (q == digits || q + 1 >= end || (*q != '.' && *q != ')') || q[1] != ' ')
        return NULL;
      marker = g_strndup (digits, q + 1 - digits);
      q += 2;
    }
  *depth = MIN (spaces / 2, WEFT_MARKDOWN_MAX_DEPTH);
  if (end - q >= 4 && q[0] == '[' && q[2] == ']' && q[3] == ' ' && strchr (" xX", q[1]) != NULL)
    {
      g_free (marker);
      marker = g_strdup (q[1] == ' ' ? "☐" : "☑");
      q += 4;
    }
  *p = q;
  return g_steal_pointer (&marker);
}

static const char *
find_line_end (const char *p)
{
  const char *end = strchr (p, '\n');

  return end != NULL ? end : p + strlen (p);
}

/* "```c src/main.c": a language and what else stands there. */
static void
read_info (WeftMarkdownBlock *block, const char *p, const char *end)
{
  const char *word;
  g_autofree char *rest = NULL;

  while (p < end && (*p == '`' || *p == ' ' || *p == '\t'))
    p++;
  for (word = p; p < end && *p != ' ' && *p != '\t';)
    p++;
  if (p > word)
    block->language = g_utf8_strdown (word, p - word);
  rest = g_strstrip (g_strndup (p, end - p));
  if (*rest != '\0')
    {
      GString *safe = g_string_new (NULL);

      _weft_markdown_append_safe (safe, rest, strlen (rest), TRUE);
      block->title = g_string_free (safe, FALSE);
    }
}

/* Fenced code from its first line on. Returns: where it goes on behind it. */
static const char *
read_code (Reader *reader, const char *p, const char *end, guint quote, guint fence)
{
  WeftMarkdownBlock *block = g_new0 (WeftMarkdownBlock, 1);
  GString *code = g_string_new (NULL);

  end_block (reader);
  block->kind = WEFT_MARKDOWN_CODE;
  block->quote = quote;
  read_info (block, p, end);
  for (p = *end != '\0' ? end + 1 : end; *p != '\0'; p = *end != '\0' ? end + 1 : end)
    {
      const char *inner = p;
      const char *info;
      guint n;

      end = find_line_end (p);
      if (quote > 0 && read_quotes (&inner, end) != quote)
        break;
      n = read_fence (inner, end);
      info = inner + MIN (count_spaces (inner, end), 3) + n;
      if (n >= fence && info + count_spaces (info, end) == end)
        {
          p = *end != '\0' ? end + 1 : end;
          break;
        }
      for (const char *q = inner; q < end;)
        {
          const char *next = memchr (q, '\t', end - q);

          _weft_markdown_append_safe (code, q, (next != NULL ? next : end) - q, TRUE);
          if (next == NULL)
            break;
          g_string_append (code, "    ");
          q = next + 1;
        }
      g_string_append_c (code, '\n');
    }
  if (code->len > 0)
    g_string_truncate (code, code->len - 1);
  block->text = g_string_free (code, FALSE);
  g_ptr_array_add (reader->blocks, block);
  return p;
}

/* The line below a header, if it stands in as many quotes. */
static gboolean
find_below (const char *end, guint quote, const char **below, const char **below_end)
{
  if (*end == '\0')
    return FALSE;
  *below = end + 1;
  *below_end = find_line_end (*below);
  return read_quotes (below, *below_end) == quote;
}

static gboolean
begins_table (Reader *reader, const char *p, const char *end, guint quote)
{
  const char *below, *below_end;

  return reader->n_cells + WEFT_MARKDOWN_MAX_COLUMNS <= WEFT_MARKDOWN_MAX_CELLS && find_below (end, quote, &below, &below_end)
         && _weft_markdown_begins_table (p, end, below, below_end);
}

/* A table from its header on, until an empty line or another block. Returns: where it goes on behind it. */
static const char *
read_table (Reader *reader, const char *p, const char *end, guint quote)
{
  const char *below = end, *below_end = end;
  GString *text = g_string_new (NULL);
  WeftMarkdownBlock *block;

  end_block (reader);
  find_below (end, quote, &below, &below_end); /* as begins_table() saw it */
  block = _weft_markdown_new_table (p, end, below, below_end, text);
  block->quote = quote;
  for (p = *below_end != '\0' ? below_end + 1 : below_end; *p != '\0'; p = *end != '\0' ? end + 1 : end)
    {
      const char *row = p;
      const char *words;
      g_autofree char *marker = NULL;
      guint depth;

      end = find_line_end (p);
      if (read_quotes (&row, end) != quote || read_fence (row, end) > 0)
        break;
      words = row;
      marker = read_marker (&words, end, &depth);
      if (marker != NULL || reader->n_cells + (block->table->n_rows + 1) * block->table->n_columns > WEFT_MARKDOWN_MAX_CELLS
          || !_weft_markdown_add_row (block, row, end, text))
        break;
    }
  reader->n_cells += block->table->n_rows * block->table->n_columns;
  block->text = g_string_free (text, FALSE);
  g_ptr_array_add (reader->blocks, block);
  return p;
}

static void
append_line (Reader *reader, const char *p, const char *end)
{
  if (reader->words->len > 0)
    g_string_append_c (reader->words, '\n');
  g_string_append_len (reader->words, p, end - p);
}

GPtrArray *
weft_markdown_parse (const char *text)
{
  Reader reader = { .blocks = g_ptr_array_new_with_free_func (block_free), .words = g_string_new (NULL) };
  const char *p = text;

  g_return_val_if_fail (text != NULL, NULL);

  while (*p != '\0')
    {
      const char *end = find_line_end (p);
      const char *words = p;
      guint quote, fence, depth = 0;
      g_autofree char *marker = NULL;

      if (reader.blocks->len >= WEFT_MARKDOWN_MAX_BLOCKS - 2)
        {
          WeftMarkdownBlock *rest = g_new0 (WeftMarkdownBlock, 1);

          end_block (&reader);
          rest->text = g_strdup (p);
          g_ptr_array_add (reader.blocks, rest);
          break;
        }
      quote = read_quotes (&words, end);
      fence = read_fence (words, end);
      if (fence > 0
          && memchr (words + MIN (count_spaces (words, end), 3) + fence, '`',
                     end - words - MIN (count_spaces (words, end), 3) - fence)
                 == NULL)
        {
          p = read_code (&reader, words, end, quote, fence);
          continue;
        }
      marker = read_marker (&words, end, &depth);
      if (marker != NULL)
        {
          begin_block (&reader, WEFT_MARKDOWN_ITEM, quote, depth);
          reader.marker = g_steal_pointer (&marker);
        }
      else if (reader.begun && reader.kind == WEFT_MARKDOWN_ITEM && reader.quote == quote
               && count_spaces (words, end) >= 2 && words + count_spaces (words, end) < end)
        words += count_spaces (words, end); /* goes on */
      else if (begins_table (&reader, words, end, quote))
        {
          p = read_table (&reader, words, end, quote);
          continue;
        }
      else if (!reader.begun || reader.kind != WEFT_MARKDOWN_TEXT || reader.quote != quote)
        begin_block (&reader, WEFT_MARKDOWN_TEXT, quote, 0);
      /* An empty line between paragraphs stays one, as it does in a plain message. */
      if (reader.words->len > 0 || words < end)
        append_line (&reader, words, end);
      p = *end != '\0' ? end + 1 : end;
    }
  end_block (&reader);
  if (reader.blocks->len == 0)
    {
      WeftMarkdownBlock *block = g_new0 (WeftMarkdownBlock, 1);

      block->text = g_strdup (text);
      g_ptr_array_add (reader.blocks, block);
    }
  g_string_free (reader.words, TRUE);
  return reader.blocks;
}

gboolean
weft_markdown_is_plain (const char *text)
{
  gboolean begins = TRUE;

  g_return_val_if_fail (text != NULL, TRUE);

  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '*':
      case '_':
      case '`':
      case '[':
      case '\\':
      case '|':
        return FALSE;
      case '~':
        if (p[1] == '~')
          return FALSE;
        begins = FALSE;
        break;
      case '\n':
        begins = TRUE;
        break;
      case ' ':
      case '\t':
        break;
      case '>':
        if (begins)
          return FALSE;
        break;
      case '-':
      case '+':
        if (begins && p[1] == ' ')
          return FALSE;
        begins = FALSE;
        break;
      case '0' ... '9':
        if (begins)
          {
            while (g_ascii_isdigit (p[1]))
              p++;
            if ((p[1] == '.' || p[1] == ')') && p[2] == ' ')
              return FALSE;
          }
        begins = FALSE;
        break;
      default:
        begins = FALSE;
      }
  return TRUE;
}

char *
weft_markdown_dup_plain (const char *text)
{
  g_autoptr (GPtrArray) blocks = NULL;
  GString *plain;

  g_return_val_if_fail (text != NULL, NULL);

  if (weft_markdown_is_plain (text))
    return g_strdup (text);
  blocks = weft_markdown_parse (text);
  plain = g_string_new (NULL);
  for (guint i = 0; i < blocks->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (blocks, i);

      if (i > 0)
        g_string_append_c (plain, '\n');
      if (block->marker != NULL)
        g_string_append_printf (plain, "%s ", block->marker);
      g_string_append (plain, block->text);
    }
  return g_string_free (plain, FALSE);
}

char *
weft_markdown_dup_talk (const char *text)
{
  g_autoptr (GPtrArray) blocks = NULL;
  GString *talk;

  g_return_val_if_fail (text != NULL, NULL);

  if (strchr (text, '`') == NULL)
    return g_strdup (text);
  blocks = weft_markdown_parse (text);
  talk = g_string_new (NULL);
  for (guint i = 0; i < blocks->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (blocks, i);
      guint at = 0;

      if (block->kind == WEFT_MARKDOWN_CODE)
        continue;
      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        {
          const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, j);

          if (span->mark != WEFT_MARKDOWN_LITERAL)
            continue;
          g_string_append_len (talk, block->text + at, span->start - at);
          g_string_append_c (talk, '`');
          at = span->end;
        }
      g_string_append (talk, block->text + at);
      g_string_append_c (talk, '\n');
    }
  return g_string_free (talk, FALSE);
}

static gboolean
is_web (const char *address)
{
  return g_str_has_prefix (address, "http://") || g_str_has_prefix (address, "https://");
}

/* Marked as a link, or as it stands among words. */
static char *
find_web_address (const WeftMarkdownBlock *block)
{
  guint next = 0;

  for (gsize at = 0; block->text[at] != '\0';)
    {
      const WeftMarkdownSpan *span = NULL;
      gsize length;

      for (; block->spans != NULL && next < block->spans->len; next++)
        {
          span = &g_array_index (block->spans, WeftMarkdownSpan, next);
          if (span->start >= at && (span->mark == WEFT_MARKDOWN_LINK || span->mark == WEFT_MARKDOWN_LITERAL))
            break;
          span = NULL;
        }
      if (span != NULL && span->start == at)
        {
          if (span->mark == WEFT_MARKDOWN_LINK && is_web (span->target))
            return g_strdup (span->target);
          at = MAX (span->end, at + 1);
          continue;
        }
      length = (at == 0 || !g_ascii_isalnum (block->text[at - 1])) && is_web (block->text + at)
                   ? weft_markdown_measure_address (block->text + at)
                   : 0;
      if (length > 0)
        return g_strndup (block->text + at, length);
      at++;
    }
  return NULL;
}

char *
weft_markdown_dup_web_address (const char *text)
{
  g_autoptr (GPtrArray) blocks = NULL;
  char *address = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strstr (text, "http://") == NULL && strstr (text, "https://") == NULL)
    return NULL;
  blocks = weft_markdown_parse (text);
  for (guint i = 0; i < blocks->len && address == NULL; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (blocks, i);

      if (block->quote == 0 && block->kind != WEFT_MARKDOWN_CODE)
        address = find_web_address (block);
    }
  return address;
}
