/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/hooks/server/weft-alert-message.h"

#include <string.h>

#include "base/weft-json.h"
#include "base/weft-mrkdwn.h"

#define ALERTS_MAX 50 /* told of one by one */
#define KEY_MAX 10000 /* bytes */

gboolean
weft_alert_message_fits (JsonObject *payload)
{
  return *weft_hook_get_text (payload, "groupKey") != '\0' && weft_json_has (payload, "alerts")
         && *weft_hook_get_text (payload, "version") != '\0';
}

static gboolean
is_resolved (JsonObject *object)
{
  return g_str_equal (weft_hook_get_text (object, "status"), "resolved");
}

/* (nullable) */
static const char *
find_label (JsonObject *object, const char *set, const char *name)
{
  JsonObject *labels = weft_hook_get_object (object, set);
  const char *value = labels != NULL ? weft_hook_get_text (labels, name) : "";

  return *value != '\0' ? value : NULL;
}

/* Labels which the group does not say already, in order of their names. */
static void
append_labels (GString *out, JsonObject *alert, JsonObject *common)
{
  JsonObject *labels = weft_hook_get_object (alert, "labels");
  g_autoptr (GList) names = labels != NULL ? json_object_get_members (labels) : NULL;
  gboolean first = TRUE;

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value = weft_hook_get_text (labels, l->data);

      if (g_str_equal (l->data, "alertname")
          || (common != NULL && g_str_equal (weft_hook_get_text (common, l->data), value)))
        continue;
      g_string_append (out, first ? "" : ", ");
      weft_mrkdwn_escape (out, l->data, -1);
      g_string_append (out, "=");
      weft_mrkdwn_escape (out, value, -1);
      first = FALSE;
    }
}

static void
append_alert (GString *out, JsonObject *alert, JsonObject *common)
{
  g_autoptr (GString) labels = g_string_new (NULL);
  const char *summary = find_label (alert, "annotations", "summary");
  const char *source = weft_hook_get_text (alert, "generatorURL");

  if (summary == NULL)
    summary = find_label (alert, "annotations", "description");
  if (summary == NULL)
    summary = find_label (alert, "annotations", "message");
  if (summary == NULL)
    summary = find_label (alert, "labels", "alertname");
  append_labels (labels, alert, common);

  g_string_append_printf (out, "\n- %s ", is_resolved (alert) ? "✅" : "🔥");
  if (summary != NULL)
    {
      g_autofree char *line = g_strdelimit (g_strdup (summary), "\r\n", ' ');

      weft_mrkdwn_escape (out, line, -1);
    }
  if (labels->len > 0)
    g_string_append_printf (out, "%s(%s)", summary != NULL ? " " : "", labels->str);
  if (*source != '\0')
    {
      g_string_append_c (out, ' ');
      weft_mrkdwn_append_link (out, "↗", source);
    }
}

static void
append_title (GString *out, JsonObject *payload, guint n_firing, guint n_alerts)
{
  JsonObject *common = weft_hook_get_object (payload, "commonLabels");
  const char *name = find_label (payload, "commonLabels", "alertname");
  const char *severity = find_label (payload, "commonLabels", "severity");
  const char *address = weft_hook_get_text (payload, "externalURL");
  g_autoptr (GString) title = g_string_new (NULL);

  if (name == NULL)
    name = find_label (payload, "groupLabels", "alertname");
  if (n_firing > 0)
    g_string_append_printf (title, "[FIRING:%u] ", n_firing);
  else
    g_string_append (title, "[RESOLVED] ");
  g_string_append (title, name != NULL ? name : weft_hook_get_text (payload, "receiver"));
  if (n_alerts == 1 && common != NULL && find_label (payload, "commonLabels", "instance") != NULL)
    g_string_append_printf (title, " %s", find_label (payload, "commonLabels", "instance"));
  if (severity != NULL)
    g_string_append_printf (title, " (%s)", severity);

  g_string_append (out, n_firing > 0 ? "🔴 **" : "🟢 **");
  weft_mrkdwn_append_link (out, title->str, address);
  g_string_append (out, "**");
}

const char *
weft_alert_message_read (JsonObject *payload, WeftHookMessage *message)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) alerts = weft_hook_list_objects (payload, "alerts", G_MAXUINT);
  const char *key = weft_hook_get_text (payload, "groupKey");
  JsonNode *truncated = json_object_get_member (payload, "truncatedAlerts");
  gint64 more
      = truncated != NULL && JSON_NODE_HOLDS_VALUE (truncated) ? MAX (json_node_get_int (truncated), 0) : 0;
  guint n_firing = 0;

  if (!g_str_equal (weft_hook_get_text (payload, "version"), "4") || strlen (key) > KEY_MAX
      || alerts->len == 0)
    return "invalid_payload";

  for (guint i = 0; i < alerts->len; i++)
    n_firing += !is_resolved (alerts->pdata[i]);
  append_title (out, payload, n_firing, alerts->len);
  for (guint i = 0; i < MIN (alerts->len, ALERTS_MAX); i++)
    append_alert (out, alerts->pdata[i], weft_hook_get_object (payload, "commonLabels"));
  more += alerts->len - MIN (alerts->len, ALERTS_MAX);
  if (more > 0)
    g_string_append_printf (out, "\n- … +%" G_GINT64_FORMAT, more);

  message->alert = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  message->resolved = is_resolved (payload);
  weft_hook_message_set_speaker (message, "Alertmanager");
  g_set_str (&message->face, "");

  return weft_hook_message_set_text (message, out->str) ? NULL : "no_text";
}
