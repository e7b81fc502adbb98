/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-mrkdwn.h"

#include <string.h>

#include "base/weft-markdown.h"

#define EMOJI_NAME_MAX 64 /* bytes of an emoji's name */

/* What senders of alerts, builds and tickets use, and people in their reactions; others stay as they are
 * written. */
static const struct
{
  const char *name;
  const char *emoji;
} emoji[] = {
  { "+1", "👍" },
  { "-1", "👎" },
  { "100", "💯" },
  { "alarm_clock", "⏰" },
  { "ambulance", "🚑" },
  { "arrow_down", "⬇️" },
  { "arrow_right", "➡️" },
  { "arrow_up", "⬆️" },
  { "beers", "🍻" },
  { "bell", "🔔" },
  { "blush", "😊" },
  { "bomb", "💣" },
  { "books", "📚" },
  { "boom", "💥" },
  { "bug", "🐛" },
  { "bulb", "💡" },
  { "calendar", "📆" },
  { "chart_with_downwards_trend", "📉" },
  { "chart_with_upwards_trend", "📈" },
  { "clap", "👏" },
  { "clipboard", "📋" },
  { "closed_lock_with_key", "🔐" },
  { "computer", "💻" },
  { "confetti_ball", "🎊" },
  { "construction", "🚧" },
  { "cry", "😢" },
  { "desktop_computer", "🖥️" },
  { "disappointed", "😞" },
  { "email", "📧" },
  { "exclamation", "❗" },
  { "eyes", "👀" },
  { "fire", "🔥" },
  { "firecracker", "🧨" },
  { "gear", "⚙️" },
  { "ghost", "👻" },
  { "gift", "🎁" },
  { "green_circle", "🟢" },
  { "green_heart", "💚" },
  { "grin", "😁" },
  { "grinning", "😀" },
  { "hammer", "🔨" },
  { "hammer_and_wrench", "🛠️" },
  { "hand", "✋" },
  { "heart", "❤️" },
  { "heart_eyes", "😍" },
  { "heavy_check_mark", "✔️" },
  { "hourglass", "⌛" },
  { "information_source", "ℹ️" },
  { "joy", "😂" },
  { "key", "🔑" },
  { "large_blue_circle", "🔵" },
  { "large_green_circle", "🟢" },
  { "large_orange_circle", "🟠" },
  { "large_yellow_circle", "🟡" },
  { "laughing", "😆" },
  { "link", "🔗" },
  { "lock", "🔒" },
  { "loudspeaker", "📢" },
  { "mag", "🔍" },
  { "mega", "📣" },
  { "memo", "📝" },
  { "moneybag", "💰" },
  { "money_with_wings", "💸" },
  { "muscle", "💪" },
  { "no_entry", "⛔" },
  { "no_entry_sign", "🚫" },
  { "octagonal_sign", "🛑" },
  { "ok", "🆗" },
  { "ok_hand", "👌" },
  { "open_mouth", "😮" },
  { "package", "📦" },
  { "partying_face", "🥳" },
  { "party_popper", "🎉" },
  { "pencil", "📝" },
  { "point_right", "👉" },
  { "pray", "🙏" },
  { "pushpin", "📌" },
  { "question", "❓" },
  { "rage", "😡" },
  { "raised_hands", "🙌" },
  { "recycle", "♻️" },
  { "red_circle", "🔴" },
  { "robot_face", "🤖" },
  { "robot", "🤖" },
  { "rocket", "🚀" },
  { "rotating_light", "🚨" },
  { "scream", "😱" },
  { "ship", "🚢" },
  { "shield", "🛡️" },
  { "simple_smile", "🙂" },
  { "skull", "💀" },
  { "slightly_smiling_face", "🙂" },
  { "smile", "😄" },
  { "smiley", "😃" },
  { "sob", "😭" },
  { "sos", "🆘" },
  { "sparkles", "✨" },
  { "star", "⭐" },
  { "stop_sign", "🛑" },
  { "sunglasses", "😎" },
  { "tada", "🎉" },
  { "thinking_face", "🤔" },
  { "thumbsdown", "👎" },
  { "thumbsup", "👍" },
  { "ticket", "🎫" },
  { "traffic_light", "🚥" },
  { "trophy", "🏆" },
  { "truck", "🚚" },
  { "turtle", "🐢" },
  { "unlock", "🔓" },
  { "warning", "⚠️" },
  { "wave", "👋" },
  { "white_check_mark", "✅" },
  { "wink", "😉" },
  { "wrench", "🔧" },
  { "x", "❌" },
  { "zap", "⚡" },
};

const char *
weft_mrkdwn_find_emoji (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (emoji); i++)
    if (strcmp (emoji[i].name, name) == 0)
      return emoji[i].emoji;

  return NULL;
}

/* A line which would be an item, a quote or a fence in Markdown, and is none. */
static gsize
measure_line_mark (const char *line, const char *end)
{
  const char *p = line;

  while (p < end && g_ascii_isdigit (*p) && p - line < 9)
    p++;
  if (p > line && p < end && (*p == '.' || *p == ')'))
    return (gsize) (p - line) + 1;

  return 0;
}

void
weft_mrkdwn_escape (GString *out, const char *text, gssize length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  gboolean begins = out->len == 0 || out->str[out->len - 1] == '\n';

  for (const char *p = text; p < end; p++)
    {
      gsize number = begins ? measure_line_mark (p, end) : 0;

      if (number > 0)
        {
          g_string_append_len (out, p, (gssize) number - 1);
          g_string_append_c (out, '\\');
          p += number - 1;
        }
      else if (strchr ("\\`*_~[]<", *p) != NULL || (begins && strchr (">-+", *p) != NULL))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
      begins = *p == '\n';
    }
}

/* Of its own characters only: brackets and spaces would end it. */
static void
append_address (GString *out, const char *address)
{
  for (const char *p = address; *p != '\0'; p++)
    if (strchr ("() <>\\\"", *p) != NULL || g_ascii_iscntrl (*p))
      g_string_append_printf (out, "%%%02X", (guchar) *p);
    else
      g_string_append_c (out, *p);
}

void
weft_mrkdwn_append_link (GString *out, const char *label, const char *address)
{
  gboolean good = g_str_has_prefix (address, "http://") || g_str_has_prefix (address, "https://")
                  || g_str_has_prefix (address, "mailto:");
  g_autofree char *line = NULL;

  if (strlen (address) > WEFT_MARKDOWN_MAX_ADDRESS || !good)
    {
      weft_mrkdwn_escape (out, label, -1);
      return;
    }

  line = g_strdelimit (g_strdup (label), "\r\n", ' ');
  g_string_append_c (out, '[');
  weft_mrkdwn_escape (out, *line != '\0' ? line : address, -1);
  g_string_append (out, "](");
  append_address (out, address);
  g_string_append_c (out, ')');
}

/* Slack escapes three characters, and no others. */
static char *
decode (const char *text, gsize length)
{
  g_autoptr (GString) out = g_string_new_len (text, (gssize) length);

  g_string_replace (out, "&lt;", "<", 0);
  g_string_replace (out, "&gt;", ">", 0);
  g_string_replace (out, "&amp;", "&", 0);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* An @ and words which stand for a person must not be torn apart by escapes: only what would be a mark is. */
static void
append_name (GString *out, char kind, const char *name)
{
  g_string_append_c (out, kind);
  weft_mrkdwn_escape (out, *name == kind ? name + 1 : name, -1);
}

/* What stands between < and >. */
static void
append_reference (GString *out, const char *inner, WeftMrkdwnName name, gpointer user_data)
{
  const char *bar = strchr (inner, '|');
  g_autofree char *what = bar != NULL ? g_strndup (inner, (gsize) (bar - inner)) : g_strdup (inner);
  g_autofree char *label = bar != NULL && bar[1] != '\0' ? decode (bar + 1, strlen (bar + 1)) : NULL;
  g_autofree char *known = NULL;
  g_autofree char *address = NULL;

  switch (*what)
    {
    case '@':
    case '#':
      if (name != NULL)
        known = name (*what, what + 1, user_data);
      append_name (out, *what, known != NULL ? known : label != NULL ? label : what + 1);
      break;

    case '!':
      if (g_str_equal (what, "!here"))
        g_string_append (out, "@here");
      else if (g_str_equal (what, "!channel") || g_str_equal (what, "!everyone")
               || g_str_equal (what, "!group"))
        g_string_append (out, "@all");
      else if (label != NULL)
        weft_mrkdwn_escape (out, label, -1); /* a date's words, a group's name */
      else
        weft_mrkdwn_escape (out, what + 1, -1);
      break;

    default:
      address = decode (what, strlen (what));
      if (label == NULL && (g_str_has_prefix (address, "http://") || g_str_has_prefix (address, "https://"))
          && weft_markdown_measure_address (address) == strlen (address))
        g_string_append (out, address);
      else
        weft_mrkdwn_append_link (out,
                                 label != NULL                           ? label
                                 : g_str_has_prefix (address, "mailto:") ? address + 7
                                                                         : address,
                                 address);
    }
}

static gboolean
is_word (const char *p)
{
  return (*p & 0x80) != 0 || g_ascii_isalnum (*p);
}

/* Where the pair of the mark at @p ends: on the same line, around something, at the edges of words. */
static const char *
find_pair (const char *begin, const char *p)
{
  const char *line = p + 1;
  const char *end;

  if ((p > begin && is_word (p - 1)) || p[1] == *p || g_ascii_isspace (p[1]) || p[1] == '\0')
    return NULL;
  /* It must not cost the square of a line of marks. */
  for (end = line; *end != '\0' && *end != '\n' && end - p < 4000; end++)
    if (*end == *p && !g_ascii_isspace (end[-1]) && !is_word (end + 1) && end > line)
      return end;

  return NULL;
}

typedef struct
{
  GString *out;
  const char *begin;
  WeftMrkdwnName name;
  gpointer user_data;
  const char *open[4]; /* where the marks under way end */
  guint n_open;
  guint misses; /* of marks without a pair in this line */
} Walk;

static const char *
mark_of (char c)
{
  return c == '*' ? "**" : c == '~' ? "~~" : "*";
}

/* One character, or a construction which begins with it; returns what comes next. */
static const char *
step (Walk *walk, const char *p)
{
  GString *out = walk->out;
  const char *end;
  gboolean begins = p == walk->begin || p[-1] == '\n';

  if (walk->n_open > 0 && walk->open[walk->n_open - 1] == p)
    {
      g_string_append (out, mark_of (*p));
      walk->n_open--;
      return p + 1;
    }

  switch (*p)
    {
    case '`':
      end = g_str_has_prefix (p, "```") ? strstr (p + 3, "```") : p[1] != '`' ? strpbrk (p + 1, "`\n") : NULL;
      if (end != NULL && *end == '`' && end > p + 1)
        {
          gboolean fence = p[1] == '`';
          gsize mark = fence ? 3 : 1;
          g_autofree char *code = decode (p + mark, (gsize) (end - p) - mark);

          if (fence)
            g_string_append_printf (out, "%s```\n%s%s```%s", begins ? "" : "\n",
                                    *code == '\n' ? code + 1 : code,
                                    g_str_has_suffix (code, "\n") ? "" : "\n",
                                    end[3] == '\n' || end[3] == '\0' ? "" : "\n");
          else
            g_string_append_printf (out, "`%s`", code);
          return end + mark;
        }
      break;

    case '<':
      end = strpbrk (p + 1, "<>\n");
      if (end != NULL && *end == '>' && end > p + 1)
        {
          g_autofree char *inner = g_strndup (p + 1, (gsize) (end - p) - 1);

          append_reference (out, inner, walk->name, walk->user_data);
          return end + 1;
        }
      break;

    case '*':
    case '_':
    case '~':
      end = walk->n_open < G_N_ELEMENTS (walk->open) && walk->misses < 16 ? find_pair (walk->begin, p) : NULL;
      if (end != NULL && walk->n_open > 0 && end > walk->open[walk->n_open - 1])
        end = NULL;
      if (end != NULL)
        {
          walk->open[walk->n_open++] = end;
          g_string_append (out, mark_of (*p));
          return p + 1;
        }
      walk->misses++;
      break;

    case ':':
      end = p + 1;
      while (g_ascii_isalnum (*end) || strchr ("_+-", *end) != NULL)
        {
          if (*end == '\0' || end - p > EMOJI_NAME_MAX)
            break;
          end++;
        }
      if (*end == ':' && end > p + 1)
        {
          g_autofree char *word = g_strndup (p + 1, (gsize) (end - p) - 1);
          const char *found = weft_mrkdwn_find_emoji (word);

          if (found != NULL)
            {
              g_string_append (out, found);
              return end + 1;
            }
        }
      break;

    case '&':
      if (g_str_has_prefix (p, "&gt;") && begins)
        {
          g_string_append_c (out, '>');
          return p + 4;
        }
      if (g_str_has_prefix (p, "&lt;") || g_str_has_prefix (p, "&gt;"))
        {
          g_string_append (out, p[1] == 'l' ? "\\<" : ">");
          return p + 4;
        }
      if (g_str_has_prefix (p, "&amp;"))
        {
          g_string_append_c (out, '&');
          return p + 5;
        }
      break;

    case '>':
      g_string_append_c (out, '>');
      return p + 1;

    case '\n':
      walk->n_open = 0;
      walk->misses = 0;
      g_string_append_c (out, '\n');
      return p + 1;

    case '\r':
      return p + 1;

    case '-':
    case '+':
      /* People write lists so, in Slack too. */
      g_string_append_c (out, *p);
      return p + 1;

    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
    case '0':
      g_string_append_c (out, *p);
      return p + 1;

    default:
      break;
    }

  weft_mrkdwn_escape (out, p, 1);
  return p + 1;
}

char *
weft_mrkdwn_to_markdown (const char *text, WeftMrkdwnName name, gpointer user_data)
{
  Walk walk = { .out = g_string_new (NULL), .begin = text, .name = name, .user_data = user_data };

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *p = text; *p != '\0';)
    p = step (&walk, p);

  return g_string_free (walk.out, FALSE);
}
