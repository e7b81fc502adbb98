/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message.h"

G_BEGIN_DECLS

#define WEFT_MESSAGE_PAGE 64       /* messages read at once */
#define WEFT_MESSAGE_PAGES_MAX 24  /* pages kept while nobody shows them */

/** WeftMessagePage: the messages at index × WEFT_MESSAGE_PAGE + 1 … */
typedef struct
{
  gint64 index;
  guint64 used;                             /* when it was last asked for */
  WeftMessage *messages[WEFT_MESSAGE_PAGE]; /* (nullable) (owned): made when asked for */
  gboolean loaded;
  gboolean missing;                         /* asked the server in vain */
} WeftMessagePage;

/** WeftMessagePages: the pages of a WeftMessageList which are in memory. */
typedef struct
{
  GHashTable *pages; /* gint64 → WeftMessagePage */
  GHashTable *dirty; /* set of gint64: loaded pages whose rows changed */
  guint64 clock;
} WeftMessagePages;

void weft_message_pages_init (WeftMessagePages *self);
void weft_message_pages_clear (WeftMessagePages *self);

/** weft_message_pages_index: Returns: of the page in which @ordinal stands. */
gint64 weft_message_pages_index (gint64 ordinal);
/** weft_message_pages_find: Returns: (nullable). */
WeftMessagePage *weft_message_pages_find (WeftMessagePages *self, gint64 index);
WeftMessagePage *weft_message_pages_ensure (WeftMessagePages *self, gint64 index);
/** weft_message_pages_peek: Returns: (nullable): what stands at @ordinal; never begins a read. */
WeftMessage *weft_message_pages_peek (WeftMessagePages *self, gint64 ordinal);
/** weft_message_pages_use: @page was asked for just now. */
void weft_message_pages_use (WeftMessagePages *self, WeftMessagePage *page);
/** weft_message_pages_touch: the row at @ordinal changed. */
void weft_message_pages_touch (WeftMessagePages *self, gint64 ordinal);
/** weft_message_pages_find_holes: Returns: (nullable): the newest loaded page that lacks messages up to @last, and which is not known to be out of reach. */
WeftMessagePage *weft_message_pages_find_holes (WeftMessagePages *self, gint64 last);
/** weft_message_pages_trim: drops what was not asked for for longest, never a page one of whose messages somebody holds: that object would go stale; nor the one with @last. */
void weft_message_pages_trim (WeftMessagePages *self, gint64 last);

G_END_DECLS
