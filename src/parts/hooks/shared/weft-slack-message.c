/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/hooks/shared/weft-slack-message.h"

#include <string.h>

#include "base/weft-json.h"
#include "base/weft-mrkdwn.h"

#define ATTACHMENTS_MAX 100 /* Slack's own limit */
#define FIELDS_MAX 100
#define ACTIONS_MAX 20

void
weft_slack_begin_paragraph (GString *out)
{
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
}

/* Whether marks mean something in the field @name of an attachment: Slack's default is yes where people
 * write. */
static gboolean
has_marks (JsonObject *attachment, const char *name)
{
  JsonNode *node = json_object_get_member (attachment, "mrkdwn_in");
  JsonArray *in = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (in == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (in); i++)
    {
      JsonNode *element = json_array_get_element (in, i);

      if (JSON_NODE_HOLDS_VALUE (element) && g_strcmp0 (json_node_get_string (element), name) == 0)
        return TRUE;
    }

  return json_array_get_length (in) == 0;
}

static void
append_marked (GString *out, const char *text)
{
  g_autofree char *markdown = weft_mrkdwn_to_markdown (text, NULL, NULL);

  g_string_append (out, markdown);
}

/* Links and entities stay what they are even where marks do not. */
static void
append_field (GString *out, JsonObject *attachment, const char *name)
{
  const char *text = weft_hook_get_text (attachment, name);

  if (*text == '\0')
    return;
  weft_slack_begin_paragraph (out);
  if (has_marks (attachment, name) || strchr (text, '<') != NULL)
    append_marked (out, text);
  else
    weft_mrkdwn_escape (out, text, -1);
}

/* The colour of the bar at its side, for everybody, whatever they see. */
static const char *
get_sign (const char *color)
{
  static const struct
  {
    const char *color;
    const char *sign;
  } signs[] = {
    { "good", "🟢" },
    { "warning", "🟡" },
    { "danger", "🔴" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_equal (signs[i].color, color))
      return signs[i].sign;

  return NULL;
}

static void
append_bold_link (GString *out, const char *text, const char *address)
{
  g_autofree char *line = g_strstrip (g_strdelimit (g_strdup (text), "\r\n", ' '));

  if (*line == '\0')
    return;
  g_string_append (out, "**");
  if (*address != '\0')
    weft_mrkdwn_append_link (out, line, address);
  else if (strchr (line, '<') != NULL)
    append_marked (out, line);
  else
    weft_mrkdwn_escape (out, line, -1);
  g_string_append (out, "**");
}

/* Returns where the sign stands, or would. */
static gsize
append_head (GString *out, JsonObject *attachment)
{
  const char *author = weft_hook_get_text (attachment, "author_name");
  const char *title = weft_hook_get_text (attachment, "title");
  gsize place;

  append_field (out, attachment, "pretext");
  if (*author != '\0')
    {
      weft_slack_begin_paragraph (out);
      weft_mrkdwn_append_link (out, author, weft_hook_get_text (attachment, "author_link"));
    }
  weft_slack_begin_paragraph (out);
  place = out->len;
  append_bold_link (out, title, weft_hook_get_text (attachment, "title_link"));

  return place;
}

static void
append_fields (GString *out, JsonObject *attachment)
{
  g_autoptr (GPtrArray) fields = weft_hook_list_objects (attachment, "fields", FIELDS_MAX);

  for (guint i = 0; i < fields->len; i++)
    {
      const char *title = weft_hook_get_text (fields->pdata[i], "title");
      JsonNode *node = json_object_get_member (fields->pdata[i], "value");
      g_autofree char *other = NULL;
      const char *value = weft_hook_get_text (fields->pdata[i], "value");

      if (*value == '\0' && node != NULL && JSON_NODE_HOLDS_VALUE (node))
        value = other = json_to_string (node, FALSE);
      if (*title == '\0' && *value == '\0')
        continue;
      weft_slack_begin_paragraph (out);
      append_bold_link (out, title, "");
      if (*title != '\0')
        g_string_append (out, strchr (value, '\n') != NULL ? ":\n" : ": ");
      append_marked (out, value);
    }
}

static void
append_foot (GString *out, JsonObject *attachment)
{
  static const char *const pictures[] = { "image_url", "thumb_url" };
  g_autoptr (GPtrArray) actions = weft_hook_list_objects (attachment, "actions", ACTIONS_MAX);
  const char *footer = weft_hook_get_text (attachment, "footer");
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    if (*weft_hook_get_text (attachment, pictures[i]) != '\0')
      {
        weft_slack_begin_paragraph (out);
        weft_mrkdwn_append_link (out, "🖼", weft_hook_get_text (attachment, pictures[i]));
      }
  for (guint i = 0; i < actions->len; i++)
    {
      const char *address = weft_hook_get_text (actions->pdata[i], "url");

      /* A button that only Slack itself could carry out. */
      if (*address == '\0')
        continue;
      if (first)
        weft_slack_begin_paragraph (out);
      else
        g_string_append (out, " · ");
      weft_mrkdwn_append_link (out, weft_hook_get_text (actions->pdata[i], "text"), address);
      first = FALSE;
    }
  if (*footer != '\0')
    {
      weft_slack_begin_paragraph (out);
      weft_mrkdwn_escape (out, footer, -1);
    }
}

static void
append_attachment (GString *out, JsonObject *attachment)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *sign = get_sign (weft_hook_get_text (attachment, "color"));
  gsize place;

  place = append_head (text, attachment);
  append_field (text, attachment, "text");
  append_fields (text, attachment);
  weft_slack_append_blocks (text, attachment, "blocks");
  append_foot (text, attachment);
  /* What senders give for those who show nothing of the rest. */
  if (text->len == 0)
    append_field (text, attachment, "fallback");
  if (text->len == 0)
    return;
  if (sign != NULL && place < text->len)
    {
      g_string_insert_c (text, (gssize) place, ' ');
      g_string_insert (text, (gssize) place, sign);
    }

  if (out->len > 0)
    {
      weft_slack_begin_paragraph (out);
      g_string_append_c (out, '\n');
    }
  g_string_append_len (out, text->str, (gssize) text->len);
}

/* ":ghost:", or an emoji as it is. */
static const char *
find_face (JsonObject *payload)
{
  const char *icon = weft_hook_get_text (payload, "icon_emoji");
  gsize length = strlen (icon);

  if (length > 2 && icon[0] == ':' && icon[length - 1] == ':')
    {
      g_autofree char *name = g_strndup (icon + 1, length - 2);
      const char *found = weft_mrkdwn_find_emoji (name);

      return found != NULL ? found : "";
    }

  return length > 0 && (guchar) icon[0] >= 0x80 && g_utf8_strlen (icon, -1) <= 16 ? icon : "";
}

const char *
weft_slack_message_read (JsonObject *payload, WeftHookMessage *message)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) attachments = weft_hook_list_objects (payload, "attachments", ATTACHMENTS_MAX + 1);
  const char *text = weft_hook_get_text (payload, "text");

  if (weft_json_has (payload, "text") && *text == '\0'
      && json_node_get_value_type (json_object_get_member (payload, "text")) != G_TYPE_STRING)
    return "invalid_payload";
  if (attachments->len > ATTACHMENTS_MAX)
    return "too_many_attachments";

  weft_slack_append_blocks (out, payload, "blocks");
  if (out->len == 0 && *text != '\0')
    {
      JsonNode *marks = json_object_get_member (payload, "mrkdwn");

      if (marks != NULL && JSON_NODE_HOLDS_VALUE (marks) && json_node_get_value_type (marks) == G_TYPE_BOOLEAN
          && !json_node_get_boolean (marks))
        weft_mrkdwn_escape (out, text, -1);
      else
        append_marked (out, text);
    }
  for (guint i = 0; i < attachments->len; i++)
    append_attachment (out, attachments->pdata[i]);

  weft_hook_message_set_speaker (message, weft_hook_get_text (payload, "username"));
  g_set_str (&message->face, find_face (payload));

  return weft_hook_message_set_text (message, out->str) ? NULL : "no_text";
}
