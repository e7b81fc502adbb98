/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-markdown-private.h"

#include <string.h>

#include "base/weft-mention.h"

#define MAX_RUN 32 /* backticks: longer runs are words */
#define MAX_PARENTHESES 32

/* What may be written with a backslash before it to mean itself. */
static const char escapable[] = "\\`*_~[]()<>#+-.!|";

static const char *const schemes[] = { "https://", "http://", "mailto:", "weft:" };

/* The address in "(address)": one that leads where people may be led, of no more than characters which are to
 * be seen. */
static char *
read_target (const char *text, gsize *length)
{
  const char *p = text + 1;
  guint depth = 0;

  for (; *p != '\0' && p - text <= WEFT_MARKDOWN_MAX_ADDRESS; p++)
    {
      if ((guchar) *p <= ' ' || *p == '<' || *p == '>' || *p == '\x7f')
        return NULL;
      if (*p == '(' && ++depth > MAX_PARENTHESES)
        return NULL;
      if (*p == ')' && depth-- == 0)
        break;
    }
  if (*p != ')')
    return NULL;

  *length = p + 1 - text;
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (text + 1, schemes[i], strlen (schemes[i])) == 0
        && *length - 2 > strlen (schemes[i]))
      {
        g_autofree char *target = g_strndup (text + 1, *length - 2);

        /* Characters which turn others round, or are not seen, have no place in what people are to judge by.
         */
        for (const char *c = target; *c != '\0'; c = g_utf8_next_char (c))
          if (!g_unichar_isgraph (g_utf8_get_char (c)))
            return NULL;
        return g_steal_pointer (&target);
      }
  return NULL;
}

typedef enum
{
  WORDS,
  LITERAL,
  RUN, /* of marks: what is left of it is words */
  BRACKET,
} NodeKind;

typedef struct
{
  NodeKind kind;
  guint start, length; /* in the source */
  guint left;          /* of a run: marks which are words */
  guint before, after; /* in what is read: where it begins and ends */
} Node;

typedef struct
{
  guint node;
  char mark;
  guint count; /* marks which are not used yet */
  guint whole;
  gboolean opens, closes;
  int previous, next;
} Delimiter;

typedef struct
{
  guint node;
  int delimiter; /* the newest before it; -1: none */
  gboolean active;
} Bracket;

typedef struct
{
  WeftMarkdownMark mark;
  guint from, to; /* nodes */
  char *target;
} Match;

typedef struct
{
  const char *text;
  gsize length;
  gsize words; /* where the words that are not a node yet begin */
  GArray *nodes;
  GArray *delimiters;
  GArray *brackets;
  GArray *matches;
  int newest; /* delimiter */
} Line;

#define NODE(line, i) (&g_array_index ((line)->nodes, Node, i))
#define DELIMITER(line, i) (&g_array_index ((line)->delimiters, Delimiter, i))

static guint
add_node (Line *line, NodeKind kind, gsize start, gsize length)
{
  Node node = { .kind = kind, .start = start, .length = length, .left = kind == RUN ? length : 0 };

  if (line->words < start)
    {
      Node words = { .kind = WORDS, .start = line->words, .length = start - line->words };

      g_array_append_val (line->nodes, words);
    }
  line->words = start + length;
  g_array_append_val (line->nodes, node);
  return line->nodes->len - 1;
}

static void
unlink_delimiter (Line *line, int i)
{
  Delimiter *delimiter = DELIMITER (line, i);

  if (delimiter->previous >= 0)
    DELIMITER (line, delimiter->previous)->next = delimiter->next;
  if (delimiter->next >= 0)
    DELIMITER (line, delimiter->next)->previous = delimiter->previous;
  else
    line->newest = delimiter->previous;
}

static guint
bottom_index (const Delimiter *closer)
{
  guint mark = closer->mark == '*' ? 0 : closer->mark == '_' ? 1 : 2;

  return mark * 6 + (closer->opens ? 3 : 0) + closer->whole % 3;
}

static gboolean
fits (const Delimiter *opener, const Delimiter *closer)
{
  if (opener->mark != closer->mark || !opener->opens)
    return FALSE;
  if (closer->mark == '~')
    return opener->count >= 2 && closer->count >= 2;
  /* CommonMark's rule of three. */
  return !((opener->closes || closer->opens) && (opener->whole + closer->whole) % 3 == 0
           && (opener->whole % 3 != 0 || closer->whole % 3 != 0));
}

/* CommonMark's "process emphasis": pairs the delimiters behind @bottom (-1: all of them), each closer with
 * the nearest opener. What no opener was found for is remembered by kind, so that none is looked for twice.
 */
static void
pair (Line *line, int bottom)
{
  int floors[18];
  int closer;

  for (guint i = 0; i < G_N_ELEMENTS (floors); i++)
    floors[i] = bottom;
  for (closer = line->newest; closer > bottom && DELIMITER (line, closer)->previous > bottom;)
    closer = DELIMITER (line, closer)->previous;
  if (closer <= bottom)
    return;

  while (closer >= 0)
    {
      Delimiter *close = DELIMITER (line, closer);
      int *lowest = &floors[bottom_index (close)];
      int opener;
      guint n;

      if (!close->closes)
        {
          closer = close->next;
          continue;
        }
      for (opener = close->previous;
           opener > bottom && opener > *lowest && !fits (DELIMITER (line, opener), close);)
        opener = DELIMITER (line, opener)->previous;
      if (opener <= bottom || opener <= *lowest)
        {
          int next = close->next;

          *lowest = close->previous;
          if (!close->opens)
            unlink_delimiter (line, closer);
          closer = next;
          continue;
        }

      {
        Delimiter *open = DELIMITER (line, opener);
        Match match = { .from = open->node, .to = close->node };

        n = close->mark == '~' || (open->count >= 2 && close->count >= 2) ? 2 : 1;
        match.mark = close->mark == '~' ? WEFT_MARKDOWN_STRIKE
                     : n == 2           ? WEFT_MARKDOWN_BOLD
                                        : WEFT_MARKDOWN_ITALIC;
        g_array_append_val (line->matches, match);
        open->count -= n;
        close->count -= n;
        NODE (line, open->node)->left -= n;
        NODE (line, close->node)->left -= n;
        for (int i = close->previous; i > opener;)
          {
            int previous = DELIMITER (line, i)->previous;

            unlink_delimiter (line, i);
            i = previous;
          }
        if (open->count == 0)
          unlink_delimiter (line, opener);
        if (close->count == 0)
          {
            int next = close->next;

            unlink_delimiter (line, closer);
            closer = next;
          }
      }
    }
  while (line->newest > bottom)
    unlink_delimiter (line, line->newest);
}

static gboolean
is_punctuation (gunichar c)
{
  return g_unichar_ispunct (c);
}

/* A run of *, _ or ~: what it may do depends on what stands beside it (CommonMark, "flanking"). */
static gsize
add_run (Line *line, gsize at)
{
  const char *p = line->text + at;
  Delimiter delimiter = { .mark = *p, .previous = line->newest, .next = -1 };
  gunichar before = at > 0 ? g_utf8_get_char (g_utf8_find_prev_char (line->text, p)) : '\n';
  gunichar after;
  gboolean left, right;
  gsize n = 0;

  while (p[n] == *p)
    n++;
  after = at + n < line->length ? g_utf8_get_char (p + n) : '\n';
  left = !g_unichar_isspace (after)
         && (!is_punctuation (after) || g_unichar_isspace (before) || is_punctuation (before));
  right = !g_unichar_isspace (before)
          && (!is_punctuation (before) || g_unichar_isspace (after) || is_punctuation (after));
  delimiter.opens = left && (*p != '_' || !right || is_punctuation (before));
  delimiter.closes = right && (*p != '_' || !left || is_punctuation (after));
  /* One tilde is "about", as people write it. */
  if ((!delimiter.opens && !delimiter.closes) || (*p == '~' && n != 2))
    return n;

  delimiter.node = add_node (line, RUN, at, n);
  delimiter.whole = delimiter.count = n;
  g_array_append_val (line->delimiters, delimiter);
  if (line->newest >= 0)
    DELIMITER (line, line->newest)->next = line->delimiters->len - 1;
  line->newest = line->delimiters->len - 1;
  return n;
}

/* `code`: until the next run of as many. @none: of how many there is none any more, so that nobody looks
 * twice. */
static gsize
add_literal (Line *line, gsize at, guint64 *none)
{
  const char *p = line->text + at;
  const char *end = line->text + line->length;
  gsize n = 0;

  while (p[n] == '`')
    n++;
  if (n > MAX_RUN || (*none & (G_GUINT64_CONSTANT (1) << n)) != 0)
    return n;
  for (const char *q = p + n; (q = memchr (q, '`', end - q)) != NULL;)
    {
      gsize m = 0;

      while (q + m < end && q[m] == '`')
        m++;
      if (m == n)
        {
          const char *begin = p + n;
          gsize length = q - begin;
          gboolean padded = length > 2 && *begin == ' ' && q[-1] == ' ';

          add_node (line, LITERAL, begin + padded - line->text, length - 2 * padded);
          /* The marks around it are nobody's words. */
          NODE (line, line->nodes->len - 1)->left = 0;
          if (line->nodes->len > 1 && NODE (line, line->nodes->len - 2)->kind == WORDS
              && NODE (line, line->nodes->len - 2)->start + NODE (line, line->nodes->len - 2)->length > at)
            NODE (line, line->nodes->len - 2)->length = at - NODE (line, line->nodes->len - 2)->start;
          line->words = q + m - line->text;
          return q + m - p;
        }
      q += m;
    }
  *none |= G_GUINT64_CONSTANT (1) << n;
  return n;
}

/* A label which says itself where it leads: an address, or one word with a dot in it. */
static gboolean
has_address (const char *text, gsize length)
{
  gboolean dot = FALSE, space = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (length - i > 3 && strncmp (text + i, "://", 3) == 0)
        return TRUE;
      dot |= text[i] == '.' && i > 0 && i + 1 < length;
      space |= g_ascii_isspace (text[i]);
    }
  return dot && !space;
}

/* A closing bracket: the end of a link, if one was opened and an address follows. */
static gsize
close_bracket (Line *line, gsize at)
{
  g_autofree char *target = NULL;
  Bracket bracket;
  gsize length = 0;

  if (line->brackets->len == 0)
    return 1;
  bracket = g_array_index (line->brackets, Bracket, line->brackets->len - 1);
  g_array_set_size (line->brackets, line->brackets->len - 1);
  if (!bracket.active || at + 1 >= line->length || line->text[at + 1] != '(')
    return 1;
  target = read_target (line->text + at + 1, &length);
  {
    gsize begin = NODE (line, bracket.node)->start + 1;

    /* Nothing to press, or a label which says that it leads elsewhere. */
    if (target == NULL || at + 1 + length > line->length || begin == at
        || has_address (line->text + begin, at - begin))
      return 1;
  }
  {
    guint end;
    Match match = { .mark = WEFT_MARKDOWN_LINK, .from = bracket.node };

    pair (line, bracket.delimiter);
    end = add_node (line, BRACKET, at, 1 + length);
    NODE (line, bracket.node)->left = 0;
    NODE (line, end)->left = 0;
    match.to = end;
    match.target = g_steal_pointer (&target);
    g_array_append_val (line->matches, match);
    /* No link within a link. */
    g_array_set_size (line->brackets, 0);
  }
  return 1 + length;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const WeftMarkdownSpan *left = a;
  const WeftMarkdownSpan *right = b;

  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;
  return left->end > right->end ? -1 : left->end < right->end;
}

static char *
write_out (Line *line, GArray **spans)
{
  GString *out = g_string_sized_new (line->length);
  GArray *all = NULL;

  for (guint i = 0; i < line->nodes->len; i++)
    {
      Node *node = NODE (line, i);

      node->before = out->len;
      if (node->kind == WORDS || node->kind == LITERAL)
        _weft_markdown_append_safe (out, line->text + node->start, node->length, node->kind == LITERAL);
      else if (node->kind == RUN)
        g_string_append_len (out, line->text + node->start, node->left);
      else
        g_string_append_len (out, line->text + node->start, node->left);
      node->after = out->len;
      if (node->kind == LITERAL && node->after > node->before)
        {
          Match match = { .mark = WEFT_MARKDOWN_LITERAL, .from = i, .to = i };

          g_array_append_val (line->matches, match);
        }
    }
  /* Of two marks around the same, the outer one was found later. */
  for (guint i = line->matches->len; i-- > 0;)
    {
      Match *match = &g_array_index (line->matches, Match, i);
      WeftMarkdownSpan span = { .mark = match->mark, .target = match->target };

      span.start
          = match->from == match->to ? NODE (line, match->from)->before : NODE (line, match->from)->after;
      span.end = match->from == match->to ? NODE (line, match->to)->after : NODE (line, match->to)->before;
      if (span.end <= span.start)
        {
          g_free (span.target);
          continue;
        }
      if (all == NULL)
        all = g_array_new (FALSE, FALSE, sizeof span);
      g_array_append_val (all, span);
    }
  if (all != NULL)
    g_array_sort (all, compare_spans);
  *spans = all;
  return g_string_free (out, FALSE);
}

/* For weft-markdown.c */

void
_weft_markdown_append_safe (GString *out, const char *text, gsize length, gboolean literal)
{
  const char *end = text + length;

  if (!literal)
    {
      g_string_append_len (out, text, length);
      return;
    }
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* Code is read by its order: nothing may turn it round. */
      if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f)
        g_string_append (out, "\ufffd");
      else if (c == '\n')
        g_string_append_c (out, ' ');
      else
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
}

char *
_weft_markdown_read_line (const char *text, gsize length, GArray **spans)
{
  Line line = { .text = text, .length = length, .newest = -1 };
  guint64 none = 0;
  char *out;

  line.nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  line.delimiters = g_array_new (FALSE, FALSE, sizeof (Delimiter));
  line.brackets = g_array_new (FALSE, FALSE, sizeof (Bracket));
  line.matches = g_array_new (FALSE, FALSE, sizeof (Match));
  for (gsize at = 0; at < length;)
    {
      gsize n;

      switch (text[at])
        {
        case '\\':
          if (at + 1 < length && text[at + 1] != '\0' && strchr (escapable, text[at + 1]) != NULL)
            {
              guint node = add_node (&line, BRACKET, at, 1);

              NODE (&line, node)->left = 0;
              at++;
            }
          at++;
          break;
        case '`':
          at += add_literal (&line, at, &none);
          break;
        case '*':
        case '_':
        case '~':
          at += add_run (&line, at);
          break;
        case '[':
          {
            Bracket bracket
                = { .node = add_node (&line, BRACKET, at, 1), .delimiter = line.newest, .active = TRUE };

            NODE (&line, bracket.node)->left = 1;
            g_array_append_val (line.brackets, bracket);
            at++;
            break;
          }
        case ']':
          at += close_bracket (&line, at);
          break;
        case 'h':
        case 'H':
        case 'm':
        case 'M':
        case 'w':
        case 'W':
          /* No mark within an address is one. */
          n = at == 0 || !weft_mention_is_word (g_utf8_find_prev_char (text, text + at))
                  ? weft_markdown_measure_address (text + at)
                  : 0;
          at += n > 0 && at + n <= length ? n : 1;
          break;
        default:
          at++;
        }
    }
  if (line.words < length)
    add_node (&line, WORDS, length, 0);
  pair (&line, -1);
  out = write_out (&line, spans);
  g_array_unref (line.nodes);
  g_array_unref (line.delimiters);
  g_array_unref (line.brackets);
  g_array_unref (line.matches);
  return out;
}

/* Public API */

gsize
weft_markdown_measure_address (const char *text)
{
  const char *end = text;
  int depth = 0;
  int brackets = 0;

  for (guint i = 0; i < G_N_ELEMENTS (schemes) && end == text; i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      end = text + strlen (schemes[i]);
  if (end == text)
    return 0;

  {
    const char *begin = end;

    /* It ends at white space; a bracket which it did not open is not its own, nor are marks which end the
     * sentence around it. */
    while (*end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)) && strchr ("<>\"`", *end) == NULL)
      {
        depth += *end == '(';
        brackets += *end == '[';
        if ((*end == ')' && --depth < 0) || (*end == ']' && --brackets < 0))
          break;
        end = g_utf8_next_char (end);
      }
    while (end > begin && strchr (".,;:!?'*_~", end[-1]) != NULL)
      end--;
    return end > begin ? end - text : 0;
  }
}
