/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"

G_BEGIN_DECLS

/**
 * WeftSearchQuery:
 *
 * What a person typed into a search field, read. The grammar is the same everywhere, offline and on the server:
 *
 *   giao hàng            rows that hold both words; folded, so that "giao hang" finds them too
 *   "giao hàng"          the words one after the other. So are those of one token: e-mail, 3.14, 日本
 *   -word -"a b" -from:x rows without
 *   from:PERSON          written by: words of the name, the login, or me. from:"Nguyễn An"
 *   in:ROOM              in the streams whose title holds the words
 *   has:VALUE is:VALUE   what the features declare in the section "search" of their ops.json: has:link, is:unread
 *   before: after: on: during:   a time: 2026, 2026-11, 2026-11-25, today, yesterday; 12h, 7d, 2w, 3m, 1y (the last …)
 *
 * The word at the very end is the beginning of one as long as no space follows it. Nothing typed is an error: an operator or
 * value that nobody knows is words, an operator without value is left out. At most 32 terms and 64 words count.
 */
typedef struct _WeftSearchQuery WeftSearchQuery;

#define WEFT_SEARCH_TEXT_MAX 1000 /* characters of a query that are read */

typedef enum
{
  WEFT_SEARCH_WORDS,  /* words one after the other */
  WEFT_SEARCH_FROM,   /* words of a person's name */
  WEFT_SEARCH_IN,     /* words of a stream's title */
  WEFT_SEARCH_FILTER, /* value: "has:link" */
  WEFT_SEARCH_TIME,   /* from ≤ time < to */
  WEFT_SEARCH_OWN,    /* an operator of the caller's (weft_search_query_new_own()), and its value */
} WeftSearchTermKind;

typedef struct
{
  WeftSearchTermKind kind;
  gboolean negated;
  gboolean prefix; /* the last word is the beginning of one; OWN: nothing follows the value yet */
  char **words;    /* folded; WORDS, FROM, IN */
  char *value;     /* FROM, IN, OWN: as typed; FILTER */
  char *operator;  /* OWN; WORDS of a query of one's own operators: (nullable): what looked like one and is none */
  gint64 from;     /* ms; TIME */
  gint64 to;
} WeftSearchTerm;

/**
 * weft_search_query_new:
 * @registry: says which has: and is: there are
 * @now: ms
 * @zone: in which days begin
 */
WeftSearchQuery *weft_search_query_new (WeftRegistry *registry, const char *text, gint64 now, GTimeZone *zone);
/**
 * weft_search_query_new_own:
 * @operators: (array zero-terminated=1): "label", in small letters
 *
 * The same grammar over things which have operators of their own, and none of those above: each is kept with its value for the caller to read (an empty
 * value is left out).
 */
WeftSearchQuery *weft_search_query_new_own (const char *const *operators, const char *text);
WeftSearchQuery *weft_search_query_ref (WeftSearchQuery *self);
void weft_search_query_unref (WeftSearchQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchQuery, weft_search_query_unref)

const WeftSearchTerm *weft_search_query_get_terms (WeftSearchQuery *self, guint *n_terms);

/** weft_search_query_is_empty: whether nothing is asked for: only negated terms count as nothing, too. Such a query has no hits. */
gboolean weft_search_query_is_empty (WeftSearchQuery *self);

/** weft_search_query_match: whether a row with these folded texts (weft_text_fold()) has the words, and none of the negated ones. */
gboolean weft_search_query_match (WeftSearchQuery *self, const char *const *folded, guint n_folded);

/** weft_search_query_match_name: whether the folded texts of a name hold all words of @term, in any order. */
gboolean weft_search_query_match_name (const WeftSearchTerm *term, const char *const *folded, guint n_folded);

/** WeftSearchRange: bytes of a text. */
typedef struct
{
  gsize start;
  gsize length;
} WeftSearchRange;

/** weft_search_query_find: Returns: (transfer full) (element-type WeftSearchRange): where in @text (as written) words of the query stand, in order. */
GArray *weft_search_query_find (WeftSearchQuery *self, const char *text);

/** weft_search_query_excerpt: Returns: (transfer full): at most @max_characters of @text on one line, around the first word that is found. */
char *weft_search_query_excerpt (WeftSearchQuery *self, const char *text, guint max_characters);

/** weft_search_query_describe: Returns: (transfer full): the terms in a form for tests and logs. */
char *weft_search_query_describe (WeftSearchQuery *self);

G_END_DECLS
