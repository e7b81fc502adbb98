/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/server/weft-web-page.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/weft-text.h"

#define META_WITHIN 4096 /* bytes in which a page says of which characters it is */
#define CHARSET_MAX 40
#define WORDS_MAX 4096 /* bytes of one value which are looked at */
#define MARKS_MAX 3    /* upon one letter */
#define PIECE 16384

void
weft_web_page_clear (WeftWebPage *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->site, g_free);
  g_clear_pointer (&self->picture, g_free);
}

/* ── characters ──────────────────────────────────────────────────────────────────────────────────────── */

/* (nullable): "charset=…" wherever it stands in the page's first bytes: in a meta element, in whichever of
 * its two forms. */
static char *
sniff_charset (const char *bytes, gsize length)
{
  const char *end = bytes + MIN (length, META_WITHIN);

  for (const char *at = bytes; end - at > 8; at++)
    {
      const char *word = at + strlen ("charset");
      gsize n = 0;

      if (g_ascii_strncasecmp (at, "charset", strlen ("charset")) != 0)
        continue;
      while (word < end && (g_ascii_isspace (*word) || *word == '=' || *word == '"' || *word == '\''))
        word++;
      while (word + n < end && (g_ascii_isalnum (word[n]) || strchr ("-_.:", word[n]) != NULL)
             && word[n] != '\0')
        n++;
      if (n > 0 && n <= CHARSET_MAX)
        return g_strndup (word, n);
    }

  return NULL;
}

static gboolean
is_utf8 (const char *charset)
{
  return g_ascii_strcasecmp (charset, "utf-8") == 0 || g_ascii_strcasecmp (charset, "utf8") == 0;
}

/* Up to where it can be read: what matters stands at the beginning. */
static char *
convert (const char *bytes, gsize length, const char *charset)
{
  gsize read = 0;
  gsize written = 0;
  g_autoptr (GError) error = NULL;
  char *text = g_convert (bytes, (gssize) length, "UTF-8", charset, &read, &written, &error);

  if (text == NULL && g_error_matches (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE) && read > 0)
    text = g_convert (bytes, (gssize) read, "UTF-8", charset, NULL, &written, NULL);

  return text;
}

static char *
decode (const char *bytes, gsize length, const char *charset)
{
  g_autofree char *sniffed = NULL;
  char *text = NULL;

  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    charset = "UTF-8";
  else if (length >= 2 && memcmp (bytes, "\xff\xfe", 2) == 0)
    charset = "UTF-16LE";
  else if (length >= 2 && memcmp (bytes, "\xfe\xff", 2) == 0)
    charset = "UTF-16BE";
  else if (charset == NULL || strlen (charset) > CHARSET_MAX)
    charset = sniffed = sniff_charset (bytes, length);
  if (charset != NULL && !is_utf8 (charset))
    text = convert (bytes, length, charset);

  return text != NULL ? text : g_utf8_make_valid (bytes, (gssize) length);
}

/* One line of letters: without controls, what turns text round, or towers of marks. */
static char *
clean (const char *words, guint max)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint marks = 0;

  for (const char *at = words; *at != '\0' && at - words < WORDS_MAX; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean space = g_unichar_isspace (c) || g_unichar_iscntrl (c);

      marks = g_unichar_ismark (c) ? marks + 1 : 0;
      if (marks > MARKS_MAX || (!space && g_unichar_type (c) == G_UNICODE_FORMAT && c != 0x200d)
          || c == 0xfffd)
        continue;
      if (!space)
        g_string_append_unichar (out, c);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  g_strchomp (out->str);

  return weft_text_shorten (out->str, max);
}

/* ── the parser ──────────────────────────────────────────────────────────────────────────────────────── */

/* What is wanted, the best source of each first. */
typedef enum
{
  OG_TITLE,
  TWITTER_TITLE,
  TITLE,
  OG_TEXT,
  TWITTER_TEXT,
  TEXT,
  SITE,
  OG_PICTURE,
  OG_PICTURE_URL,
  TWITTER_PICTURE,
  N_VALUES,
} Value;

static const char *const names[N_VALUES] = {
  [OG_TITLE] = "og:title",
  [TWITTER_TITLE] = "twitter:title",
  [OG_TEXT] = "og:description",
  [TWITTER_TEXT] = "twitter:description",
  [TEXT] = "description",
  [SITE] = "og:site_name",
  [OG_PICTURE] = "og:image",
  [OG_PICTURE_URL] = "og:image:url",
  [TWITTER_PICTURE] = "twitter:image",
};

typedef struct
{
  htmlParserCtxtPtr parser;
  char *values[N_VALUES];
  GString *title; /* (nullable): while within it */
  gboolean done;
} Reading;

static const char *
get (const xmlChar **attributes, const char *name)
{
  for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
    if (g_ascii_strcasecmp ((const char *) attributes[0], name) == 0)
      return (const char *) attributes[1];

  return NULL;
}

static void
read_meta (Reading *reading, const xmlChar **attributes)
{
  const char *property = get (attributes, "property");
  const char *content = get (attributes, "content");

  if (property == NULL)
    property = get (attributes, "name");
  if (property == NULL || content == NULL || *content == '\0')
    return;
  for (guint i = 0; i < N_VALUES; i++)
    if (names[i] != NULL && reading->values[i] == NULL && g_ascii_strcasecmp (property, names[i]) == 0)
      reading->values[i] = g_strndup (content, WORDS_MAX);
}

static void
on_start (void *user_data, const xmlChar *name, const xmlChar **attributes)
{
  Reading *reading = user_data;
  const char *element = (const char *) name;

  if (g_ascii_strcasecmp (element, "meta") == 0)
    read_meta (reading, attributes);
  else if (g_ascii_strcasecmp (element, "title") == 0 && reading->values[TITLE] == NULL
           && reading->title == NULL)
    reading->title = g_string_new (NULL);
  else if (g_ascii_strcasecmp (element, "body") == 0
           && (reading->values[TITLE] != NULL || reading->values[OG_TITLE] != NULL))
    reading->done = TRUE;
}

static void
end_title (Reading *reading)
{
  if (reading->title != NULL)
    reading->values[TITLE] = g_string_free (g_steal_pointer (&reading->title), FALSE);
}

static void
on_end (void *user_data, const xmlChar *name)
{
  if (g_ascii_strcasecmp ((const char *) name, "title") == 0)
    end_title (user_data);
}

static void
on_characters (void *user_data, const xmlChar *characters, int length)
{
  Reading *reading = user_data;

  if (reading->title != NULL && reading->title->len < WORDS_MAX)
    g_string_append_len (reading->title, (const char *) characters, length);
}

static void
on_complaint (void *user_data, const char *message, ...)
{
}

static void
parse (Reading *reading, const char *text)
{
  xmlSAXHandler handler = {
    .startElement = on_start,
    .endElement = on_end,
    .characters = on_characters,
    .cdataBlock = on_characters,
    .warning = on_complaint,
    .error = on_complaint,
    .fatalError = on_complaint,
  };
  gsize length = strlen (text);
  htmlParserCtxtPtr parser
      = htmlCreatePushParserCtxt (&handler, reading, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

  htmlCtxtUseOptions (parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR
                                  | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
  for (gsize at = 0; at < length && !reading->done; at += PIECE)
    htmlParseChunk (parser, text + at, (int) MIN (PIECE, length - at), 0);
  htmlParseChunk (parser, NULL, 0, 1);
  if (parser->myDoc != NULL)
    xmlFreeDoc (parser->myDoc);
  htmlFreeParserCtxt (parser);
  end_title (reading);
}

static char *
take_first (Reading *reading, Value from, Value to, guint max)
{
  for (Value i = from; i <= to; i++)
    if (reading->values[i] != NULL)
      {
        g_autofree char *valid = g_utf8_make_valid (reading->values[i], -1);
        g_autofree char *cleaned = clean (valid, max);

        if (*cleaned != '\0')
          return g_steal_pointer (&cleaned);
      }

  return g_strdup ("");
}

void
weft_web_page_read (WeftWebPage *self, const char *bytes, gsize length, const char *charset)
{
  g_autofree char *text = NULL;
  Reading reading = { NULL };

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL || length == 0);

  text = decode (bytes != NULL ? bytes : "", length, charset);
  parse (&reading, text);
  self->title = take_first (&reading, OG_TITLE, TITLE, WEFT_WEB_PAGE_TITLE_MAX);
  self->text = take_first (&reading, OG_TEXT, TEXT, WEFT_WEB_PAGE_TEXT_MAX);
  self->site = take_first (&reading, SITE, SITE, WEFT_WEB_PAGE_SITE_MAX);
  self->picture = take_first (&reading, OG_PICTURE, TWITTER_PICTURE, WORDS_MAX);
  for (guint i = 0; i < N_VALUES; i++)
    g_free (reading.values[i]);
}
