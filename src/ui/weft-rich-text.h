/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/weft-highlight.h"
#include "proto/weft-text-span.h"
#include "ui/weft-inline-pictures.h"

G_BEGIN_DECLS

/** WeftRichTextStyle: what texts are drawn with. Its owner keeps it as long as any text made with it. */
typedef struct
{
  PangoContext *context;
  PangoContext *code_context; /* from left to right, whichever way the interface runs */
  const PangoFontDescription *font;
  PangoFontDescription *code_font;
  const PangoFontDescription *meta_font;
  GtkIconPaintable *copy_icon;
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA accent;
  GdkRGBA line; /* beside a quote, around code in high contrast */
  GdkRGBA box;  /* behind code */
  GdkRGBA highlights[WEFT_N_HIGHLIGHTS];
  gboolean high_contrast;
  gboolean rtl;
} WeftRichTextStyle;

/** WeftRichText: a text which somebody wrote, laid out to be drawn: their Markdown (base/weft-markdown.h),
 * links and mentions. What a plain text costs is one layout.
 *
 * It is drawn from the tree alone: nothing in the text is ever markup to Pango, and no run of marks above or
 * below its letters reaches out of its place. */
typedef struct _WeftRichText WeftRichText;

/** WeftRichTextEnd: what stands behind a text. */
typedef struct
{
  const char *note; /* (nullable): in small, such as "(edited)" */
  gboolean cut;     /* the text is only the beginning of one */
  const char *more; /* (nullable): shows more or less of it: a line of its own, drawn as a link */
} WeftRichTextEnd;

/**
 * weft_rich_text_new:
 * @names: (nullable): whom an @ may mean: the person, which stands out, or groups they are not in
 * @keywords: (nullable) (array zero-terminated=1): folded words (base/weft-keyword-text.h) which are marked
 * @end: (nullable): what stands behind it
 * @pictures: (nullable): which stand where their names stand between colons; lives longer than the text
 */
WeftRichText *weft_rich_text_new (const WeftRichTextStyle *style,
                                  const char *text,
                                  const WeftTextNames *names,
                                  const char *const *keywords,
                                  const WeftRichTextEnd *end,
                                  const WeftInlinePictures *pictures);

/** weft_rich_text_new_note: words of ours in the place of a text: "Message deleted". */
WeftRichText *weft_rich_text_new_note (const WeftRichTextStyle *style, const char *note);

void weft_rich_text_free (WeftRichText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftRichText, weft_rich_text_free)

/** weft_rich_text_lay_out: within @available px. @width: (out): how wide it is, if nobody stretches it;
 * @height: (out). */
void weft_rich_text_lay_out (WeftRichText *self, int available, int *width, int *height);

/** weft_rich_text_set_width: how wide it is drawn: at least as wide as it wants. */
void weft_rich_text_set_width (WeftRichText *self, int width);

/** weft_rich_text_snapshot: with its upper left corner at @x, @y. */
void weft_rich_text_snapshot (WeftRichText *self, GtkSnapshot *snapshot, double x, double y);

typedef enum
{
  WEFT_RICH_TEXT_NOTHING,
  WEFT_RICH_TEXT_LINK,
  WEFT_RICH_TEXT_COPY, /* a code's button */
  WEFT_RICH_TEXT_NOTE, /* what is said behind the text */
  WEFT_RICH_TEXT_MORE, /* what shows more or less of it */
} WeftRichTextHit;

/** weft_rich_text_hit: what is at @x, @y within it. @target: (out) (transfer full) (nullable): a link's
 * address; @code: (out): the number of the code. */
WeftRichTextHit weft_rich_text_hit (WeftRichText *self, double x, double y, char **target, guint *code);

/** weft_rich_text_get_overflow: by how many px its widest table is wider than its place, once it is laid out; 0: all is seen. */
int weft_rich_text_get_overflow (WeftRichText *self);

/** weft_rich_text_set_sideways: moves what is too wide by @sideways px from where the interface begins; each table as far as there is more of it. */
void weft_rich_text_set_sideways (WeftRichText *self, int sideways);

/** weft_rich_text_is_table: whether there is one at @y. */
gboolean weft_rich_text_is_table (WeftRichText *self, double y);

/** weft_rich_text_get_mentions: whether it names the person, or has one of the keywords. */
gboolean weft_rich_text_get_mentions (WeftRichText *self);

/** weft_rich_text_get_n_pictures: how many stand in it. */
guint weft_rich_text_get_n_pictures (WeftRichText *self);

/** weft_rich_text_dup_code: Returns: (transfer full) (nullable): the words of the code number @code in @text,
 * from 0. */
char *weft_rich_text_dup_code (const char *text, guint code);

G_END_DECLS
