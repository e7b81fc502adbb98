/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-address.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/un.h>

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost");
}

/* A name, also one with letters beyond ASCII, or the digits of an address. */
static gboolean
is_host (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c) && (c > 127 || strchr ("-._:", c) == NULL))
        return FALSE;
    }

  return text[0] != '\0';
}

static WeftAddress *
parse_socket (const char *path, GError **error)
{
  g_autofree char *canonical = NULL;
  WeftAddress *self;

  if (!g_path_is_absolute (path))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: “%s” is no absolute path of a socket", path);
      return NULL;
    }
  if (strlen (path) >= sizeof (((struct sockaddr_un *) NULL)->sun_path))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "address: the socket's path has %" G_GSIZE_FORMAT " bytes, at most %d",
                   strlen (path), (int) sizeof (((struct sockaddr_un *) NULL)->sun_path) - 1);
      return NULL;
    }

  canonical = g_canonicalize_filename (path, NULL);
  if (g_ascii_isspace (canonical[strlen (canonical) - 1]))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: the socket's path ends in a space");
      return NULL;
    }

  self = g_new0 (WeftAddress, 1);
  self->socket = g_steal_pointer (&canonical);
  self->text = g_strconcat ("unix:", self->socket, NULL);
  self->origin = g_strdup ("http://localhost");
  self->local = TRUE;

  return self;
}

WeftAddress *
weft_address_parse (const char *text, GError **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *full = NULL;
  g_autofree char *host = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) local_error = NULL;
  WeftAddress *self;
  const char *scheme;
  gboolean plain;
  int port;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  if (stripped[0] == '\0')
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: empty; write one like team.example.org");
      return NULL;
    }

  if (g_str_has_prefix (stripped, "unix:"))
    return parse_socket (stripped + strlen ("unix:"), error);
  if (stripped[0] == '/')
    return parse_socket (stripped, error);

  full = strstr (stripped, "://") != NULL ? g_strdup (stripped) : g_strconcat ("https://", stripped, NULL);
  uri = g_uri_parse (full, G_URI_FLAGS_NONE, &local_error);
  if (uri == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: “%s” is no address: %s", stripped, local_error->message);
      return NULL;
    }

  scheme = g_uri_get_scheme (uri);
  plain = g_str_equal (scheme, "http");
  if (!plain && !g_str_equal (scheme, "https"))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: %s:// is not spoken here; use https://", scheme);
      return NULL;
    }
  if (g_uri_get_host (uri) == NULL || !is_host (g_uri_get_host (uri)))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: “%s” names no computer", stripped);
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: takes no name or password");
      return NULL;
    }
  if ((g_uri_get_path (uri)[0] != '\0' && !g_str_equal (g_uri_get_path (uri), "/")) || g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "address: only a name and a port, nothing behind them");
      return NULL;
    }

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  port = g_uri_get_port (uri);
  if (port == (plain ? 80 : 443))
    port = -1;

  self = g_new0 (WeftAddress, 1);
  self->text = g_uri_join (G_URI_FLAGS_NONE, plain ? "http" : "https", NULL, host, port, "", NULL, NULL);
  self->origin = g_strdup (self->text);
  self->local = is_loopback (host);

  return self;
}

void
weft_address_free (WeftAddress *self)
{
  g_free (self->text);
  g_free (self->origin);
  g_free (self->socket);
  g_free (self);
}

SoupSession *
weft_address_new_session (const WeftAddress *self, const char *agent)
{
  g_autoptr (GSocketAddress) remote = self->socket != NULL ? g_unix_socket_address_new (self->socket) : NULL;

  return soup_session_new_with_options ("user-agent", agent,
                                        "remote-connectable", remote,
                                        "timeout", 30,
                                        "idle-timeout", 30,
                                        "max-conns-per-host", 8, /* a stream, what goes up, and a trial of a better way */
                                        NULL);
}

SoupMessage *
weft_address_new_message (const WeftAddress *self, const char *method, const char *path)
{
  g_autofree char *uri = g_strconcat (self->origin, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);

  return message;
}

char *
weft_address_dup_plain (const WeftAddress *self, const char *path)
{
  g_autoptr (GUri) uri = g_uri_parse (self->origin, SOUP_HTTP_URI_FLAGS, NULL);
  gboolean plain;

  if (self->local || uri == NULL)
    return NULL;

  plain = g_str_equal (g_uri_get_scheme (uri), "http");
  return g_uri_join (SOUP_HTTP_URI_FLAGS, "http", NULL, g_uri_get_host (uri), plain ? g_uri_get_port (uri) : -1, path, NULL, NULL);
}
