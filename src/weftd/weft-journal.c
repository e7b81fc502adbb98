/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftd"

#include "config.h"

#include "weftd/weft-journal.h"

#include <stdio.h>
#include <string.h>

static gboolean is_verbose;

static const char *
get_level (GLogLevelFlags level)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return "error";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & G_LOG_LEVEL_MESSAGE)
    return "notice";

  return level & G_LOG_LEVEL_INFO ? "info" : "debug";
}

static void
append_quoted (GString *line, const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (line, '\\');
      if (*text == '\n')
        g_string_append (line, "\\n");
      else if ((guchar) *text >= 0x20)
        g_string_append_c (line, *text);
    }
}

static GLogWriterOutput
write_entry (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_autoptr (GString) line = g_string_new (NULL);
  const char *domain = "";
  const char *message = "";

  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
        domain = fields[i].value;
      else if (g_str_equal (fields[i].key, "MESSAGE"))
        message = fields[i].value;
    }
  if (!is_verbose && (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)))
    return G_LOG_WRITER_HANDLED;

  g_string_append_printf (line, "time=%s.%03dZ level=%s domain=%s message=\"", time,
                          g_date_time_get_microsecond (now) / 1000, get_level (level), domain);
  append_quoted (line, message);
  g_string_append (line, "\"\n");
  fwrite (line->str, 1, line->len, stderr);
  fflush (stderr);

  return G_LOG_WRITER_HANDLED;
}

void
weft_journal_start (gboolean verbose)
{
  is_verbose = verbose;
  g_log_set_writer_func (write_entry, NULL, NULL);
}
