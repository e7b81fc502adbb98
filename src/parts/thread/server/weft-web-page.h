/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_WEB_PAGE_TITLE_MAX 200 /* characters */
#define WEFT_WEB_PAGE_TEXT_MAX 300
#define WEFT_WEB_PAGE_SITE_MAX 80

/**
 * WeftWebPage: what a page says of itself for those who link to it: Open Graph's properties, else Twitter's,
 * else HTML's. Each is one line, without what turns text round; "" if it says nothing.
 */
typedef struct
{
  char *title;
  char *text;
  char *site;
  char *picture; /* as it stands there: to be resolved against the page's own address */
} WeftWebPage;

void weft_web_page_clear (WeftWebPage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftWebPage, weft_web_page_clear)

/**
 * weft_web_page_read:
 * @bytes: HTML by anybody, or what pretends to be: nothing is fetched, nothing is expanded, no tree is built
 * @charset: (nullable): what HTTP said of it; any word
 *
 * The characters are those of a byte order mark, else of @charset, else of the page's own meta element (HTML,
 * section 13.2.3), else UTF-8; what is none in them is replaced.
 */
void weft_web_page_read (WeftWebPage *self, const char *bytes, gsize length, const char *charset);

G_END_DECLS
