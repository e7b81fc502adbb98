/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/** WeftSearchHit: a row that was found. */
typedef struct
{
  const WeftTable *table;
  char *stream;
  char *key;             /* what follows `stream` in the key; U+001F between several columns */
  gint64 window;
  gint64 at;             /* ms: the column marked @time, 0 if the table has none */
  char *author;          /* "" if the table has none */
  char **texts;          /* an excerpt of each searched column, on one line; then those of what was found on it (@hangs_on) */
} WeftSearchHit;

#define WEFT_SEARCH_EXCERPT_MAX 240 /* characters of an excerpt */

WeftSearchHit *weft_search_hit_copy (const WeftSearchHit *self);
void weft_search_hit_free (WeftSearchHit *self);

/** weft_search_hit_compare: in the order of results: newest first by `at`, then by window; then table, stream and key. */
int weft_search_hit_compare (const WeftSearchHit *a, const WeftSearchHit *b);

/** weft_search_hit_dup_cursor: Returns: (transfer full): a cursor for what follows @self. */
char *weft_search_hit_dup_cursor (const WeftSearchHit *self);

/** weft_search_holds: whether the row that @hit, from elsewhere, stands for is in this database. */
gboolean weft_search_holds (WeftDatabase *database, const WeftSearchHit *hit, gboolean *holds, GError **error);

#define WEFT_SEARCH_CURSOR_MAX 512 /* bytes */

typedef struct
{
  GPtrArray *hits;   /* of WeftSearchHit */
  char *cursor;      /* (nullable) there may be more, from here on; NULL: that was all */
  gboolean indexing; /* time was up before all rows that are not indexed yet were looked at */
} WeftSearchResult;

#define WEFT_TYPE_SEARCH_RESULT (weft_search_result_get_type ())
GType weft_search_result_get_type (void);
WeftSearchResult *weft_search_result_copy (const WeftSearchResult *self);
void weft_search_result_free (WeftSearchResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchResult, weft_search_result_free)

/** WeftSearchPlace: where a row stands among all: newest first. Its strings are borrowed. */
typedef struct
{
  gint64 at;
  gint64 window;
  const char *table;
  const char *stream;
  const char *key;
} WeftSearchPlace;

int weft_search_place_compare (const WeftSearchPlace *first, const WeftSearchPlace *second);
WeftSearchPlace weft_search_hit_get_place (const WeftSearchHit *self);

/** weft_search_place_write: Returns: (transfer full): a cursor for what follows @place. */
char *weft_search_place_write (const WeftSearchPlace *place);

/** weft_search_place_read: @parts: (out): what @place borrows its strings from. FALSE with %WEFT_ERROR_INVALID if @text is no cursor. */
gboolean weft_search_place_read (const char *text, char ***parts, WeftSearchPlace *place, GError **error);

G_END_DECLS
