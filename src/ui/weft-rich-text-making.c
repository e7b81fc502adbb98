/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/weft-keyword-text.h"
#include "proto/weft-text-span.h"
#include "ui/weft-rich-text-private.h"

#define SPANS_MAX                                                                                            \
  500 /* marked in one text: what follows is drawn as if it were not, for each costs Pango a piece of its    \
         own */
#define MARKER 0.25  /* how much of the accent lies behind a keyword */
#define WORD_MAX 200 /* bytes: to find where a longer word may be broken, Pango takes seconds */
#define PILE_MAX 3   /* marks on one letter: languages need no more, and more reach into the lines around */

static void
clear_block (gpointer data)
{
  WeftRichBlock *block = data;

  if (block->kind == WEFT_MARKDOWN_TABLE)
    {
      g_free (block->table->rows);
      g_free (block->table);
    }
  g_clear_object (&block->layout);
  g_clear_object (&block->marker);
  g_clear_object (&block->title);
  g_clear_object (&block->language);
}

static void
clear_link (gpointer data)
{
  g_free (((WeftRichLink *) data)->target);
}

static void
clear_inline (gpointer data)
{
  g_free (((WeftRichInline *) data)->name);
}

static WeftRichText *
create (const WeftRichTextStyle *style)
{
  WeftRichText *self = g_new0 (WeftRichText, 1);

  self->style = style;
  self->blocks = g_array_new (FALSE, TRUE, sizeof (WeftRichBlock));
  g_array_set_clear_func (self->blocks, clear_block);
  return self;
}

void
weft_rich_text_free (WeftRichText *self)
{
  g_array_unref (self->blocks);
  g_clear_pointer (&self->links, g_array_unref);
  g_clear_pointer (&self->inlines, g_array_unref);
  g_free (self);
}

/* ── from the tree ───────────────────────────────────────────────────────────────────────────────────── */

static gboolean
has_long_word (const char *text)
{
  const char *begin = text;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == ' ' || *p == '\n')
      begin = p + 1;
    else if (p - begin > WORD_MAX)
      return TRUE;
  return FALSE;
}

static PangoLayout *
new_layout (WeftRichText *self, const PangoFontDescription *font, const char *text)
{
  PangoLayout *layout
      = pango_layout_new (font == self->style->code_font ? self->style->code_context : self->style->context);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_wrap (layout, has_long_word (text) ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
insert (PangoAttrList *list, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static PangoAttribute *
foreground (const GdkRGBA *color)
{
  return pango_attr_foreground_new (color->red * 65535, color->green * 65535, color->blue * 65535);
}

static void
insert_color (PangoAttrList *list, const GdkRGBA *color, guint start, guint end)
{
  insert (list, foreground (color), start, end);
  if (color->alpha < 1)
    insert (list, pango_attr_foreground_alpha_new (color->alpha * 65535), start, end);
}

static PangoAttrList *
new_attributes (WeftRichText *self)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_line_height_new_absolute (round (
                                          pango_font_description_get_size (self->style->font) * 1.25)));
  return attributes;
}

static void
add_link (WeftRichText *self, guint start, guint end, const char *target, gsize length)
{
  WeftRichLink link
      = { .block = self->blocks->len, .start = start, .end = end, .target = g_strndup (target, length) };

  if (self->links == NULL)
    {
      self->links = g_array_new (FALSE, FALSE, sizeof (WeftRichLink));
      g_array_set_clear_func (self->links, clear_link);
    }
  g_array_append_val (self->links, link);
}

static gboolean
is_within (const WeftMarkdownBlock *block, guint start, WeftMarkdownMark mark)
{
  for (guint i = 0; block != NULL && block->spans != NULL && i < block->spans->len; i++)
    {
      const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, i);

      if (span->mark == mark && start >= span->start && start < span->end)
        return TRUE;
    }
  return FALSE;
}

static void
insert_marks (WeftRichText *self, PangoAttrList *list, const WeftMarkdownBlock *block)
{
  const WeftRichTextStyle *style = self->style;

  for (guint i = 0; block->spans != NULL && i < block->spans->len && self->n_spans++ < SPANS_MAX; i++)
    {
      const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, i);

      switch (span->mark)
        {
        case WEFT_MARKDOWN_BOLD:
          insert (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
          break;
        case WEFT_MARKDOWN_ITALIC:
          insert (list, pango_attr_style_new (PANGO_STYLE_ITALIC), span->start, span->end);
          break;
        case WEFT_MARKDOWN_STRIKE:
          insert (list, pango_attr_strikethrough_new (TRUE), span->start, span->end);
          break;
        case WEFT_MARKDOWN_LITERAL:
          insert (list, pango_attr_family_new (pango_font_description_get_family (style->code_font)),
                  span->start, span->end);
          insert (list, pango_attr_size_new_absolute (pango_font_description_get_size (style->code_font)),
                  span->start, span->end);
          insert (list,
                  pango_attr_background_new (style->box.red * 65535, style->box.green * 65535,
                                             style->box.blue * 65535),
                  span->start, span->end);
          insert (list, pango_attr_background_alpha_new (style->box.alpha * 65535), span->start, span->end);
          break;
        case WEFT_MARKDOWN_LINK:
        default:
          insert_color (list, &style->accent, span->start, span->end);
          insert (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), span->start, span->end);
          add_link (self, span->start, span->end, span->target, strlen (span->target));
          break;
        }
    }
}

static gboolean
is_in_spans (GArray *spans, guint start)
{
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      const WeftTextSpan *span = &g_array_index (spans, WeftTextSpan, i);

      if (start >= span->start && start < span->end)
        return TRUE;
    }
  return FALSE;
}

int
_weft_rich_text_get_picture_side (WeftRichText *self)
{
  return pango_font_description_get_size (self->style->font) * 9 / 8;
}

/* The text stays as it is: its first character takes the place of the picture, the others none. */
static void
add_pictures (WeftRichText *self,
              PangoAttrList *attributes,
              const char *text,
              const WeftMarkdownBlock *block,
              GArray *spans)
{
  int side = _weft_rich_text_get_picture_side (self);
  PangoRectangle place = { 0, -side * 4 / 5, side, side };
  PangoRectangle none = { 0, place.y, 0, side }; /* as high: the line would grow around it */
  gsize start, end;

  for (gsize from = 0; self->n_spans < SPANS_MAX && weft_inline_pictures_next (self->pictures, text, from, &start, &end);
       from = end)
    {
      WeftRichInline one = { .block = self->blocks->len, .start = start };

      if (is_within (block, start, WEFT_MARKDOWN_LITERAL) || is_within (block, start, WEFT_MARKDOWN_LINK)
          || is_in_spans (spans, start))
        continue;
      self->n_spans += 2;
      if (self->inlines == NULL)
        {
          self->inlines = g_array_new (FALSE, FALSE, sizeof (WeftRichInline));
          g_array_set_clear_func (self->inlines, clear_inline);
        }
      one.name = g_strndup (text + start + 1, end - start - 2);
      g_array_append_val (self->inlines, one);
      insert (attributes, pango_attr_shape_new (&place, &place), start, start + 1);
      insert (attributes, pango_attr_shape_new (&none, &none), start + 1, end);
    }
}

/* As with a marker pen, and bold for who sees no colours. */
static void
mark_keywords (WeftRichText *self, PangoAttrList *attributes, const char *text, const WeftMarkdownBlock *block)
{
  const GdkRGBA *accent = &self->style->accent;
  g_autoptr (GArray) found = weft_keyword_find (text, self->keywords);

  for (guint i = 0; found != NULL && i < found->len && self->n_spans < SPANS_MAX; i++)
    {
      const WeftKeywordPlace *place = &g_array_index (found, WeftKeywordPlace, i);

      if (is_within (block, place->start, WEFT_MARKDOWN_LITERAL)
          || is_within (block, place->end - 1, WEFT_MARKDOWN_LITERAL))
        continue;
      self->n_spans += 3;
      self->mentions = TRUE;
      insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), place->start, place->end);
      insert (attributes,
              pango_attr_background_new (accent->red * 65535, accent->green * 65535, accent->blue * 65535),
              place->start, place->end);
      insert (attributes, pango_attr_background_alpha_new (MARKER * 65535), place->start, place->end);
    }
}

/* @block: (nullable): of a plain text there is none. @end: (nullable): but for what shows more. */
static void
add_words (WeftRichText *self,
           WeftRichBlock *place,
           const char *text,
           const WeftMarkdownBlock *block,
           const WeftTextNames *names,
           const WeftRichTextEnd *end)
{
  const WeftRichTextStyle *style = self->style;
  const char *note = end != NULL ? end->note : NULL;
  const char *cut = end == NULL || !end->cut || *text == '\0'                                             ? ""
                    : g_unichar_ispunct (g_utf8_get_char (g_utf8_prev_char (text + strlen (text)))) ? " …"
                                                                                                     : "…";
  g_autofree char *noted
      = end != NULL ? g_strconcat (text, cut, note != NULL && *text != '\0' ? "  " : "", note, NULL) : NULL;
  g_autoptr (GArray) spans = weft_text_span_scan (text, names);
  PangoAttrList *attributes = new_attributes (self);
  guint length = strlen (text) + strlen (cut);

  place->layout = new_layout (self, style->font, noted != NULL ? noted : text);
  place->note = note != NULL ? strlen (noted) - strlen (note) + 1 : 0;
  if (place->quote > 0)
    insert_color (attributes, &style->dim, 0, length);
  if (note != NULL)
    {
      insert (attributes, pango_attr_size_new_absolute (pango_font_description_get_size (style->meta_font)),
              length, G_MAXUINT);
      insert (attributes, pango_attr_foreground_alpha_new (style->dim.alpha * 65535), length, G_MAXUINT);
    }
  if (block != NULL)
    insert_marks (self, attributes, block);
  for (guint i = 0; spans != NULL && i < spans->len && self->n_spans++ < SPANS_MAX; i++)
    {
      const WeftTextSpan *span = &g_array_index (spans, WeftTextSpan, i);

      if (is_within (block, span->start, WEFT_MARKDOWN_LITERAL)
          || is_within (block, span->start, WEFT_MARKDOWN_LINK))
        continue;
      insert_color (attributes, &style->accent, span->start, span->end);
      if (span->kind == WEFT_TEXT_SPAN_MENTION)
        {
          insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
          self->mentions = TRUE;
        }
      else if (span->kind == WEFT_TEXT_SPAN_LINK)
        {
          insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), span->start, span->end);
          add_link (self, span->start, span->end, text + span->start, span->end - span->start);
        }
    }
  if (self->keywords != NULL)
    mark_keywords (self, attributes, text, block);
  add_pictures (self, attributes, text, block, spans);
  pango_layout_set_attributes (place->layout, attributes);
  pango_attr_list_unref (attributes);
}

static void
add_code (WeftRichText *self, WeftRichBlock *place, const WeftMarkdownBlock *block)
{
  const WeftRichTextStyle *style = self->style;
  const char *known = weft_highlight_get_name (block->language);
  g_autoptr (GArray) highlights = weft_highlight (block->text, block->language);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_line_height_new_absolute (
                                          round (pango_font_description_get_size (style->code_font) * 1.35)));
  place->layout = new_layout (self, style->code_font, block->text);
  pango_layout_set_wrap (place->layout, PANGO_WRAP_CHAR);
  pango_layout_set_auto_dir (place->layout, FALSE);
  for (guint i = 0; i < highlights->len && self->n_spans++ < SPANS_MAX; i++)
    {
      const WeftHighlight *highlight = &g_array_index (highlights, WeftHighlight, i);

      insert_color (attributes, &style->highlights[highlight->kind], highlight->start, highlight->end);
    }
  pango_layout_set_attributes (place->layout, attributes);
  pango_attr_list_unref (attributes);
  place->title = new_layout (self, style->meta_font,
                             block->title != NULL      ? block->title
                             : known != NULL           ? known
                             : block->language != NULL ? block->language
                                                       : _ ("Code"));
  pango_layout_set_single_paragraph_mode (place->title, TRUE);
  pango_layout_set_ellipsize (place->title, PANGO_ELLIPSIZE_END);
  if (block->title != NULL && block->language != NULL)
    {
      place->language = new_layout (self, style->meta_font, known != NULL ? known : block->language);
      pango_layout_set_single_paragraph_mode (place->language, TRUE);
      pango_layout_set_ellipsize (place->language, PANGO_ELLIPSIZE_END);
    }
}

/* Bytes of a table's text, with the marks within them. */
static void
add_cell (WeftRichText *self, WeftRichTable *table, const WeftMarkdownBlock *block, const WeftMarkdownCell *cell, guint *next, const WeftTextNames *names, gboolean header)
{
  g_autofree char *text = g_strndup (block->text + cell->start, cell->end - cell->start);
  g_autoptr (GArray) spans = NULL;
  WeftMarkdownBlock words = { .kind = WEFT_MARKDOWN_TEXT, .quote = block->quote, .text = text };
  WeftRichBlock place = { .kind = WEFT_MARKDOWN_TEXT, .quote = block->quote, .table = table };

  for (; block->spans != NULL && *next < block->spans->len; (*next)++)
    {
      WeftMarkdownSpan span = g_array_index (block->spans, WeftMarkdownSpan, *next);

      if (span.start >= cell->end)
        break;
      if (spans == NULL)
        spans = g_array_new (FALSE, FALSE, sizeof span);
      span.start -= cell->start;
      span.end -= cell->start;
      g_array_append_val (spans, span);
    }
  words.spans = spans;
  add_words (self, &place, text, &words, names, NULL);
  if (header)
    insert (pango_layout_get_attributes (place.layout), pango_attr_weight_new (PANGO_WEIGHT_BOLD), 0, G_MAXUINT);
  g_array_append_val (self->blocks, place);
}

static void
add_table (WeftRichText *self, const WeftMarkdownBlock *block, const WeftTextNames *names)
{
  const WeftMarkdownTable *from = block->table;
  WeftRichTable *table = g_new0 (WeftRichTable, 1);
  WeftRichBlock frame = { .kind = WEFT_MARKDOWN_TABLE, .quote = block->quote, .table = table };
  guint next = 0;

  table->n_columns = from->n_columns;
  table->n_rows = from->n_rows;
  memcpy (table->aligns, from->aligns, sizeof table->aligns);
  table->rows = g_new0 (int, from->n_rows + 1);
  g_array_append_val (self->blocks, frame);
  for (guint i = 0; i < from->cells->len; i++)
    add_cell (self, table, block, &g_array_index (from->cells, WeftMarkdownCell, i), &next, names, i < from->n_columns);
}

static gboolean
is_piled (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if ((guchar) *p < 0xcc)
        n = 0;
      else if (g_unichar_ismark (g_utf8_get_char (p)))
        {
          if (++n > PILE_MAX)
            return TRUE;
        }
      else
        n = 0;
    }
  return FALSE;
}

/* The words of a list stand below each other, however wide its numbers are: @i is its first block. Returns the one behind it. */
static guint
align_markers (WeftRichText *self, guint i)
{
  int widest[WEFT_MARKDOWN_MAX_DEPTH + 1] = { 0 };
  guint end;

  for (end = i; end < self->blocks->len && g_array_index (self->blocks, WeftRichBlock, end).kind == WEFT_MARKDOWN_ITEM; end++)
    {
      const WeftRichBlock *item = &g_array_index (self->blocks, WeftRichBlock, end);
      guint depth = MIN (item->indent / WEFT_RICH_TEXT_ITEM_X, WEFT_MARKDOWN_MAX_DEPTH);
      int width = 0;

      if (item->marker != NULL)
        pango_layout_get_pixel_size (item->marker, &width, NULL);
      widest[depth] = MAX (widest[depth], width);
    }
  for (; i < end; i++)
    {
      WeftRichBlock *item = &g_array_index (self->blocks, WeftRichBlock, i);

      item->marker_width = widest[MIN (item->indent / WEFT_RICH_TEXT_ITEM_X, WEFT_MARKDOWN_MAX_DEPTH)];
    }
  return MAX (end, i + 1);
}

static void
add_more (WeftRichText *self, const char *more)
{
  WeftRichBlock place = { .kind = WEFT_MARKDOWN_TEXT, .more = TRUE };
  PangoAttrList *attributes = new_attributes (self);

  place.layout = new_layout (self, self->style->font, more);
  insert_color (attributes, &self->style->accent, 0, G_MAXUINT);
  insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), 0, G_MAXUINT);
  pango_layout_set_attributes (place.layout, attributes);
  pango_attr_list_unref (attributes);
  g_array_append_val (self->blocks, place);
}

WeftRichText *
weft_rich_text_new (const WeftRichTextStyle *style,
                    const char *text,
                    const WeftTextNames *names,
                    const char *const *keywords,
                    const WeftRichTextEnd *end,
                    const WeftInlinePictures *pictures)
{
  WeftRichText *self = create (style);
  g_autoptr (GPtrArray) tree = NULL;

  self->pictures = pictures;
  self->keywords = keywords;
  self->spills = is_piled (text);
  if (weft_markdown_is_plain (text))
    {
      WeftRichBlock place = { .kind = WEFT_MARKDOWN_TEXT };

      add_words (self, &place, text, NULL, names, end);
      g_array_append_val (self->blocks, place);
      self->keywords = NULL;
      if (end != NULL && end->more != NULL)
        add_more (self, end->more);
      return self;
    }

  tree = weft_markdown_parse (text);
  for (guint i = 0; i < tree->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (tree, i);
      WeftRichBlock place = { .kind = block->kind, .quote = block->quote, .indent = block->depth * WEFT_RICH_TEXT_ITEM_X };
      gboolean last = i + 1 == tree->len;

      if (block->marker != NULL)
        place.marker = new_layout (self, style->font, block->marker);
      if (block->kind == WEFT_MARKDOWN_CODE)
        add_code (self, &place, block);
      else if (block->kind == WEFT_MARKDOWN_TABLE)
        add_table (self, block, names);
      else
        add_words (self, &place, block->text, block, names, last ? end : NULL);
      if (block->kind != WEFT_MARKDOWN_TABLE)
        g_array_append_val (self->blocks, place);
      if (last && end != NULL && end->note != NULL && (block->kind == WEFT_MARKDOWN_CODE || block->kind == WEFT_MARKDOWN_TABLE))
        {
          WeftRichBlock below = { .kind = WEFT_MARKDOWN_TEXT };

          add_words (self, &below, "", NULL, NULL, end);
          g_array_append_val (self->blocks, below);
        }
    }
  self->keywords = NULL;
  for (guint i = 0; i < self->blocks->len;)
    i = align_markers (self, i);
  if (end != NULL && end->more != NULL)
    add_more (self, end->more);
  return self;
}

WeftRichText *
weft_rich_text_new_note (const WeftRichTextStyle *style, const char *note)
{
  WeftRichText *self = create (style);
  WeftRichBlock place = { .kind = WEFT_MARKDOWN_TEXT };
  PangoAttrList *attributes = new_attributes (self);

  place.layout = new_layout (self, style->font, note);
  pango_attr_list_insert (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC));
  pango_attr_list_insert (attributes, pango_attr_foreground_alpha_new (style->dim.alpha * 65535));
  pango_layout_set_attributes (place.layout, attributes);
  pango_attr_list_unref (attributes);
  g_array_append_val (self->blocks, place);
  return self;
}

