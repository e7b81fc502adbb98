/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-highlight.h"

#include <string.h>

#define C_WORDS                                                                                              \
  "auto bool break case char const continue default do double else enum extern false float for goto if "     \
  "inline int long "                                                                                         \
  "NULL register return short signed sizeof static struct switch true typedef union unsigned void volatile " \
  "while "
#define CURLY                                                                                                \
  "abstract break case catch class const continue default do else enum extends false final finally for if "  \
  "implements import "                                                                                       \
  "interface new null package private protected public return static super switch this throw throws true "   \
  "try var void while "

typedef struct
{
  const char *name;
  const char *aliases; /* each between spaces */
  const char *words;   /* the same */
  const char *line;    /* begins a comment until the end of the line; (nullable) */
  const char *line2;
  const char *open; /* begins a comment until @close; (nullable) */
  const char *close;
  const char *quotes; /* which begin a string */
  gboolean any_case;
  gboolean tripled; /* strings of three quotes */
} Language;

static const Language languages[] = {
  { "C", " c h ", " " C_WORDS, "//", NULL, "/*", "*/", "\"'" },
  { "C++", " c++ cpp cc cxx hpp ",
    " " C_WORDS "class catch constexpr delete explicit friend namespace new noexcept nullptr operator "
                "override private protected public template this throw "
    "try typename using virtual ",
    "//", NULL, "/*", "*/", "\"'" },
  { "C#", " c# cs csharp ",
    " " CURLY "async await base bool decimal delegate double dynamic foreach get in int internal is "
              "namespace object out override readonly ref "
    "sealed set string struct using virtual where yield ",
    "//", NULL, "/*", "*/", "\"'" },
  { "Java", " java ",
    " " CURLY "boolean byte char double float instanceof int long record short synchronized ", "//", NULL,
    "/*", "*/", "\"'" },
  { "Kotlin", " kotlin kt ",
    " " CURLY
    "as by companion data fun in init internal is lateinit object open override sealed suspend val when ",
    "//", NULL, "/*", "*/", "\"'" },
  { "JavaScript", " javascript js jsx mjs ",
    " " CURLY "async await delete export from function in instanceof let of typeof undefined yield ", "//",
    NULL, "/*", "*/", "\"'`" },
  { "TypeScript", " typescript ts tsx ",
    " " CURLY "any as async await boolean delete export from function in instanceof keyof let never number "
              "of readonly string type typeof "
    "undefined unknown yield ",
    "//", NULL, "/*", "*/", "\"'`" },
  { "Go", " go golang ",
    " break case chan const continue default defer else fallthrough false for func go goto if import "
    "interface map nil package range return select struct "
    "switch true type var ",
    "//", NULL, "/*", "*/", "\"'`" },
  { "Rust", " rust rs ",
    " as async await break const continue crate dyn else enum extern false fn for if impl in let loop match "
    "mod move mut pub ref return self Self static "
    "struct super trait true type unsafe use where while ",
    "//", NULL, "/*", "*/", "\"" },
  { "Swift", " swift ",
    " " CURLY
    "as defer fileprivate func guard in init inout is let nil override protocol self some struct where ",
    "//", NULL, "/*", "*/", "\"" },
  { "PHP", " php ",
    " " CURLY "array as echo elseif endif foreach function global isset namespace require trait use ", "//",
    "#", "/*", "*/", "\"'" },
  { "Python", " python py python3 ",
    " and as assert async await break class continue def del elif else except False finally for from global "
    "if import in is lambda match None "
    "nonlocal not or pass raise return self True try while with yield ",
    "#", NULL, NULL, NULL, "\"'", FALSE, TRUE },
  { "Ruby", " ruby rb ",
    " and begin break case class def do else elsif end ensure false for if in module next nil not or require "
    "rescue return self super then true unless "
    "until when while yield ",
    "#", NULL, NULL, NULL, "\"'" },
  { "Shell", " shell sh bash zsh console ",
    " case cd do done echo elif else esac exit export fi for function if in local readonly return set shift "
    "source then trap until while ",
    "#", NULL, NULL, NULL, "\"'" },
  { "SQL", " sql sqlite postgres postgresql mysql ",
    " add all alter and as asc begin between by case check column commit constraint create cross default "
    "delete desc distinct drop else end exists foreign from full group "
    "having if in index inner insert integer into is join key left like limit not null offset on or order "
    "outer primary references right rollback select set table text then "
    "union unique update using values view when where with ",
    "--", NULL, "/*", "*/", "'\"", TRUE },
  { "Lua", " lua ",
    " and break do else elseif end false for function if in local nil not or repeat return then true until "
    "while ",
    "--", NULL, "--[[", "]]", "\"'" },
  { "JSON", " json jsonc ", " false null true ", NULL, NULL, NULL, NULL, "\"" },
  { "YAML", " yaml yml ", " false no null true yes ", "#", NULL, NULL, NULL, "\"'" },
  { "TOML", " toml ini conf ", " false true ", "#", ";", NULL, NULL, "\"'" },
  { "CSS", " css scss ", " important inherit initial none var ", NULL, NULL, "/*", "*/", "\"'" },
  { "HTML", " html xml svg ", " ", NULL, NULL, "<!--", "-->", "\"" },
  { "Meson", " meson ", " and elif else endforeach endif false foreach if in not or true ", "#", NULL, NULL,
    NULL, "'" },
};

#define DIFF " diff patch "

static gboolean
lists (const char *words, const char *word, gsize length, gboolean any_case)
{
  for (const char *p = words; *p == ' ' && p[1] != '\0';)
    {
      const char *end = strchr (p + 1, ' ');

      if ((gsize) (end - p - 1) == length
          && (any_case ? g_ascii_strncasecmp (p + 1, word, length) : strncmp (p + 1, word, length)) == 0)
        return TRUE;
      p = end;
    }
  return FALSE;
}

static const Language *
find_language (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (languages); i++)
    if (lists (languages[i].aliases, name, strlen (name), TRUE))
      return &languages[i];
  return NULL;
}

const char *
weft_highlight_get_name (const char *language)
{
  const Language *known = find_language (language);

  if (known != NULL)
    return known->name;
  return language != NULL && lists (DIFF, language, strlen (language), TRUE) ? "Diff" : NULL;
}

static void
add (GArray *all, WeftHighlightKind kind, gsize start, gsize end)
{
  WeftHighlight highlight = { .kind = kind, .start = start, .end = end };

  if (end > start)
    g_array_append_val (all, highlight);
}

static gboolean
begins (const char *p, const char *mark)
{
  return mark != NULL && strncmp (p, mark, strlen (mark)) == 0;
}

static const char *
find_line_end (const char *p)
{
  const char *end = strchr (p, '\n');

  return end != NULL ? end : p + strlen (p);
}

/* Until the quote that began it, or the end of the line: who forgot to close it should not lose the rest. */
static const char *
find_string_end (const char *p, const Language *language)
{
  char quote = *p;

  if (language->tripled && p[1] == quote && p[2] == quote)
    {
      const char *end = strstr (p + 3, quote == '"' ? "\"\"\"" : "'''");

      return end != NULL ? end + 3 : p + strlen (p);
    }
  for (p++; *p != '\0' && *p != quote && (*p != '\n' || quote == '`'); p++)
    if (*p == '\\' && p[1] != '\0' && p[1] != '\n')
      p++;
  return *p == quote ? p + 1 : p;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (guchar) c >= 0x80;
}

static void
read_diff (const char *code, GArray *all)
{
  for (const char *p = code; *p != '\0';)
    {
      const char *end = find_line_end (p);

      if (begins (p, "@@") || begins (p, "diff ") || begins (p, "+++") || begins (p, "---"))
        add (all, WEFT_HIGHLIGHT_COMMENT, p - code, end - code);
      else if (*p == '+')
        add (all, WEFT_HIGHLIGHT_ADDED, p - code, end - code);
      else if (*p == '-')
        add (all, WEFT_HIGHLIGHT_REMOVED, p - code, end - code);
      p = *end != '\0' ? end + 1 : end;
    }
}

static const char *
read_word (const Language *language, const char *code, const char *p, GArray *all)
{
  const char *end = p;

  while (is_word (*end))
    end++;
  if (g_ascii_isdigit (*p))
    {
      while (*end == '.' && g_ascii_isdigit (end[1]))
        for (end++; is_word (*end);)
          end++;
      add (all, WEFT_HIGHLIGHT_NUMBER, p - code, end - code);
    }
  else if (lists (language->words, p, end - p, language->any_case))
    add (all, WEFT_HIGHLIGHT_KEYWORD, p - code, end - code);
  else if (*end == '('
           || (*end == ' ' && end[1] == '(' && language->open != NULL
               && strncmp (language->open, "/*", 2) == 0))
    add (all, WEFT_HIGHLIGHT_NAME, p - code, end - code);
  return end;
}

GArray *
weft_highlight (const char *code, const char *language_name)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (WeftHighlight));
  const Language *language = find_language (language_name);

  g_return_val_if_fail (code != NULL, all);

  if (language == NULL)
    {
      if (language_name != NULL && lists (DIFF, language_name, strlen (language_name), TRUE))
        read_diff (code, all);
      return all;
    }
  for (const char *p = code; *p != '\0';)
    {
      const char *end = p;

      if (begins (p, language->open))
        {
          end = strstr (p + strlen (language->open), language->close);
          end = end != NULL ? end + strlen (language->close) : p + strlen (p);
          add (all, WEFT_HIGHLIGHT_COMMENT, p - code, end - code);
        }
      else if (begins (p, language->line) || begins (p, language->line2))
        {
          end = find_line_end (p);
          add (all, WEFT_HIGHLIGHT_COMMENT, p - code, end - code);
        }
      else if (strchr (language->quotes, *p) != NULL)
        {
          end = find_string_end (p, language);
          add (all, WEFT_HIGHLIGHT_STRING, p - code, end - code);
        }
      else if (is_word (*p))
        end = read_word (language, code, p, all);
      else
        end = p + 1;
      p = end;
    }
  return all;
}
