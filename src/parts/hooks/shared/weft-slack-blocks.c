/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/weft-json.h"
#include "base/weft-mrkdwn.h"
#include "parts/hooks/shared/weft-slack-message.h"

/* Block Kit (https://docs.slack.dev/reference/block-kit/blocks). */

#define BLOCKS_MAX 50 /* Slack's own limit */
#define ELEMENTS_MAX 100

void
weft_slack_append_text (GString *out, JsonObject *object)
{
  const char *text = object != NULL ? weft_hook_get_text (object, "text") : "";
  g_autofree char *markdown = NULL;

  if (object != NULL && g_str_equal (weft_hook_get_text (object, "type"), "plain_text"))
    {
      weft_mrkdwn_escape (out, text, -1);
      return;
    }
  markdown = weft_mrkdwn_to_markdown (text, NULL, NULL);
  g_string_append (out, markdown);
}

/* A button or a picture: what is left of it here is where it leads. */
static void
append_element (GString *out, JsonObject *element)
{
  JsonObject *label = weft_hook_get_object (element, "text");
  const char *words
      = label != NULL ? weft_hook_get_text (label, "text") : weft_hook_get_text (element, "alt_text");
  const char *address = weft_hook_get_text (element, "url");

  if (*address == '\0')
    address = weft_hook_get_text (element, "image_url");
  if (*address != '\0')
    weft_mrkdwn_append_link (out, words, address);
}

static void
append_elements (GString *out, JsonObject *block, const char *between)
{
  g_autoptr (GPtrArray) elements = weft_hook_list_objects (block, "elements", ELEMENTS_MAX);
  gboolean first = TRUE;

  for (guint i = 0; i < elements->len; i++)
    {
      g_autoptr (GString) one = g_string_new (NULL);
      const char *type = weft_hook_get_text (elements->pdata[i], "type");

      if (g_str_equal (type, "mrkdwn") || g_str_equal (type, "plain_text"))
        weft_slack_append_text (one, elements->pdata[i]);
      else
        append_element (one, elements->pdata[i]);
      if (one->len == 0)
        continue;
      if (!first)
        g_string_append (out, between);
      g_string_append_len (out, one->str, (gssize) one->len);
      first = FALSE;
    }
}

static void
append_section (GString *out, JsonObject *block)
{
  g_autoptr (GPtrArray) fields = weft_hook_list_objects (block, "fields", ELEMENTS_MAX);
  JsonObject *accessory = weft_hook_get_object (block, "accessory");

  weft_slack_append_text (out, weft_hook_get_object (block, "text"));
  for (guint i = 0; i < fields->len; i++)
    {
      weft_slack_begin_paragraph (out);
      weft_slack_append_text (out, fields->pdata[i]);
    }
  if (accessory != NULL)
    {
      weft_slack_begin_paragraph (out);
      append_element (out, accessory);
    }
}

/* rich_text */

static const char *
get_marks (JsonObject *element)
{
  JsonObject *style = weft_hook_get_object (element, "style");
  static const char *const names[] = { "code", "bold", "italic", "strike" };
  static const char *const marks[] = { "`", "**", "*", "~~" };

  /* One of them: what is several at once is still told apart. */
  for (guint i = 0; style != NULL && i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = json_object_get_member (style, names[i]);

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
          && json_node_get_boolean (node))
        return marks[i];
    }

  return "";
}

/* Marks stand close to what they mark. */
static void
append_styled (GString *out, const char *text, const char *marks)
{
  gsize before = strspn (text, " \n");
  gsize length = strlen (text);

  while (length > before && strchr (" \n", text[length - 1]) != NULL)
    length--;
  g_string_append_len (out, text, (gssize) before);
  if (length > before)
    {
      g_string_append (out, marks);
      if (g_str_equal (marks, "`"))
        g_string_append_len (out, text + before, (gssize) (length - before));
      else
        weft_mrkdwn_escape (out, text + before, (gssize) (length - before));
      g_string_append (out, marks);
    }
  g_string_append (out, text + length);
}

static void
append_words (GString *out, JsonObject *section, gboolean plain)
{
  g_autoptr (GPtrArray) elements = weft_hook_list_objects (section, "elements", ELEMENTS_MAX);

  for (guint i = 0; i < elements->len; i++)
    {
      JsonObject *element = elements->pdata[i];
      const char *type = weft_hook_get_text (element, "type");
      const char *text = weft_hook_get_text (element, "text");

      if (plain)
        g_string_append (out, *text != '\0' ? text : weft_hook_get_text (element, "url"));
      else if (g_str_equal (type, "link"))
        weft_mrkdwn_append_link (out, *text != '\0' ? text : weft_hook_get_text (element, "url"),
                                 weft_hook_get_text (element, "url"));
      else if (g_str_equal (type, "emoji"))
        {
          const char *found = weft_mrkdwn_find_emoji (weft_hook_get_text (element, "name"));

          if (found != NULL)
            g_string_append (out, found);
          else
            g_string_append_printf (out, ":%s:", weft_hook_get_text (element, "name"));
        }
      else if (g_str_equal (type, "broadcast"))
        g_string_append (out, g_str_equal (weft_hook_get_text (element, "range"), "here") ? "@here" : "@all");
      else if (g_str_equal (type, "user"))
        g_string_append_printf (out, "@%s", weft_hook_get_text (element, "user_id"));
      else if (g_str_equal (type, "channel"))
        g_string_append_printf (out, "#%s", weft_hook_get_text (element, "channel_id"));
      else if (g_str_equal (type, "date"))
        weft_mrkdwn_escape (out, weft_hook_get_text (element, "fallback"), -1);
      else
        append_styled (out, text, get_marks (element));
    }
}

static void
append_rich_list (GString *out, JsonObject *list)
{
  g_autoptr (GPtrArray) items = weft_hook_list_objects (list, "elements", ELEMENTS_MAX);
  gboolean ordered = g_str_equal (weft_hook_get_text (list, "style"), "ordered");
  JsonNode *node = json_object_get_member (list, "indent");
  gint64 indent = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;

  for (guint i = 0; i < items->len; i++)
    {
      weft_slack_begin_paragraph (out);
      for (gint64 k = 0; k < CLAMP (indent, 0, 6); k++)
        g_string_append (out, ordered ? "   " : "  ");
      if (ordered)
        g_string_append_printf (out, "%u. ", i + 1);
      else
        g_string_append (out, "- ");
      append_words (out, items->pdata[i], FALSE);
    }
}

static void
append_rich_text (GString *out, JsonObject *block)
{
  g_autoptr (GPtrArray) parts = weft_hook_list_objects (block, "elements", ELEMENTS_MAX);

  for (guint i = 0; i < parts->len; i++)
    {
      JsonObject *part = parts->pdata[i];
      const char *type = weft_hook_get_text (part, "type");

      weft_slack_begin_paragraph (out);
      if (g_str_equal (type, "rich_text_list"))
        append_rich_list (out, part);
      else if (g_str_equal (type, "rich_text_preformatted"))
        {
          g_string_append (out, "```\n");
          append_words (out, part, TRUE);
          weft_slack_begin_paragraph (out);
          g_string_append (out, "```\n");
        }
      else if (g_str_equal (type, "rich_text_quote"))
        {
          g_autoptr (GString) quote = g_string_new (NULL);

          append_words (quote, part, FALSE);
          g_string_replace (quote, "\n", "\n> ", 0);
          g_string_append_printf (out, "> %s\n", quote->str);
        }
      else
        append_words (out, part, FALSE);
    }
}

static void
append_block (GString *out, JsonObject *block)
{
  const char *type = weft_hook_get_text (block, "type");

  if (g_str_equal (type, "header"))
    {
      JsonObject *text = weft_hook_get_object (block, "text");

      append_styled (out, text != NULL ? weft_hook_get_text (text, "text") : "", "**");
    }
  else if (g_str_equal (type, "section"))
    append_section (out, block);
  else if (g_str_equal (type, "context"))
    append_elements (out, block, " ");
  else if (g_str_equal (type, "actions"))
    append_elements (out, block, " · ");
  else if (g_str_equal (type, "rich_text"))
    append_rich_text (out, block);
  else if (g_str_equal (type, "markdown"))
    g_string_append (out, weft_hook_get_text (block, "text"));
  else if (g_str_equal (type, "divider"))
    g_string_append (out, "———");
  else if (g_str_equal (type, "image"))
    {
      JsonObject *title = weft_hook_get_object (block, "title");

      weft_mrkdwn_append_link (out,
                               title != NULL ? weft_hook_get_text (title, "text")
                                             : weft_hook_get_text (block, "alt_text"),
                               weft_hook_get_text (block, "image_url"));
    }
}

void
weft_slack_append_blocks (GString *out, JsonObject *object, const char *name)
{
  g_autoptr (GPtrArray) blocks = weft_hook_list_objects (object, name, BLOCKS_MAX);

  for (guint i = 0; i < blocks->len; i++)
    {
      g_autoptr (GString) one = g_string_new (NULL);

      append_block (one, blocks->pdata[i]);
      if (one->len == 0)
        continue;
      weft_slack_begin_paragraph (out);
      g_string_append_len (out, one->str, (gssize) one->len);
    }
}
