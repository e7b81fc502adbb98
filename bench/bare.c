/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least that a WebSocket server can be, to measure others by: one epoll loop, GnuTLS if there is a
 * certificate, rooms by the path of the request. What one of a room says all of it hear. Nothing is checked
 * or bounded, nor stored without --store: with it all that a turn brought is one durable commit to SQLite
 * before anybody hears it.
 *
 *     bare [--store DATABASE] [CERTIFICATE KEY]
 *
 * It prints its port and serves until it is killed. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455, 4.2.2 */

typedef struct
{
  int fd;
  gboolean secure; /* the TLS handshake is done, or none is wanted */
  gnutls_session_t tls;
  GPtrArray *room; /* of Peer; NULL before the request */
} Peer;

/** Said: what is stored and not committed. */
typedef struct
{
  GPtrArray *room; /* unowned */
  GBytes *frame;
} Said;

static int epoll;
static sqlite3 *database;
static sqlite3_stmt *insert;
static GArray *said;      /* of Said */
static GHashTable *rooms; /* path → GPtrArray */
static gnutls_certificate_credentials_t credentials;
static gnutls_datum_t ticket_key;

static void
end (Peer *peer)
{
  if (peer->room != NULL)
    g_ptr_array_remove_fast (peer->room, peer);
  if (peer->tls != NULL)
    gnutls_deinit (peer->tls);
  close (peer->fd);
  g_free (peer);
}

static gboolean
write_all (Peer *peer, gconstpointer data, gsize length)
{
  const char *bytes = data;

  while (length > 0)
    {
      gssize n = peer->tls != NULL ? gnutls_record_send (peer->tls, bytes, length)
                                   : send (peer->fd, bytes, length, MSG_NOSIGNAL);

      if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED || (n == -1 && errno == EAGAIN))
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static void
open_store (const char *path)
{
  if (sqlite3_open (path, &database) != SQLITE_OK
      || sqlite3_exec (database,
                       "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                       "CREATE TABLE message (id INTEGER PRIMARY KEY, frame BLOB NOT NULL)",
                       NULL, NULL, NULL)
             != SQLITE_OK
      || sqlite3_prepare_v2 (database, "INSERT INTO message (frame) VALUES (?)", -1, &insert, NULL)
             != SQLITE_OK)
    g_error ("%s: %s", path, sqlite3_errmsg (database));
  said = g_array_new (FALSE, FALSE, sizeof (Said));
}

static void
store (Peer *peer, const guint8 *frame, gsize length)
{
  Said one = { peer->room, g_bytes_new (frame, length) };

  if (said->len == 0)
    sqlite3_exec (database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  sqlite3_bind_blob (insert, 1, frame, (int) length, SQLITE_STATIC);
  if (sqlite3_step (insert) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (database));
  sqlite3_reset (insert);
  g_array_append_val (said, one);
}

static void
deliver (GPtrArray *room, gconstpointer frame, gsize length)
{
  for (guint i = 0; i < room->len; i++)
    write_all (g_ptr_array_index (room, i), frame, length);
}

static void
commit (void)
{
  if (sqlite3_exec (database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (database));
  for (guint i = 0; i < said->len; i++)
    {
      Said *one = &g_array_index (said, Said, i);

      deliver (one->room, g_bytes_get_data (one->frame, NULL), g_bytes_get_size (one->frame));
      g_bytes_unref (one->frame);
    }
  g_array_set_size (said, 0);
}

static void
broadcast (Peer *peer, const guint8 *text, gsize length)
{
  g_autofree guint8 *frame = g_malloc (length + 4);
  gsize header = length < 126 ? 2 : 4;

  frame[0] = 0x81;
  frame[1] = length < 126 ? (guint8) length : 126;
  if (header == 4)
    {
      frame[2] = (guint8) (length >> 8);
      frame[3] = (guint8) length;
    }
  memcpy (frame + header, text, length);
  if (database != NULL)
    store (peer, frame, header + length);
  else
    deliver (peer->room, frame, header + length);
}

static gboolean
take_frames (Peer *peer, guint8 *data, gsize available)
{
  while (available >= 6)
    {
      gsize header = (data[1] & 0x7f) == 126 ? 4 : 2;
      gsize length = header == 4 ? (gsize) data[2] << 8 | data[3] : data[1] & 0x7f;
      guint8 *text = data + header + 4;

      if (available < header + 4 + length)
        break;
      for (gsize i = 0; i < length; i++)
        text[i] ^= data[header + i % 4];
      if ((data[0] & 0xf) == 1)
        broadcast (peer, text, length);
      else if ((data[0] & 0xf) == 9)
        write_all (peer, "\x8a\0", 2);
      available -= header + 4 + length;
      data = text + length;
    }
  return TRUE;
}

static gboolean
take_request (Peer *peer, const char *data)
{
  const char *key = strstr (data, "Sec-WebSocket-Key: ");
  g_autofree char *path = g_strndup (data + 4, strcspn (data + 4, " "));
  g_autofree char *keyed = NULL;
  g_autofree char *accept = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize size = sizeof digest;

  if (key == NULL)
    return FALSE;
  key += strlen ("Sec-WebSocket-Key: ");
  keyed = g_strdup_printf ("%.*s" GUID, (int) strcspn (key, "\r"), key);
  g_checksum_update (sum, (const guchar *) keyed, -1);
  g_checksum_get_digest (sum, digest, &size);
  accept = g_base64_encode (digest, size);
  answer = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                            "Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                            accept);
  peer->room = g_hash_table_lookup (rooms, path);
  if (peer->room == NULL)
    {
      peer->room = g_ptr_array_new ();
      g_hash_table_insert (rooms, g_steal_pointer (&path), peer->room);
    }
  g_ptr_array_add (peer->room, peer);
  return write_all (peer, answer, strlen (answer));
}

static gboolean
take (Peer *peer)
{
  static guint8 chunk[65537];
  gssize n = peer->tls != NULL ? gnutls_record_recv (peer->tls, chunk, sizeof chunk - 1)
                               : recv (peer->fd, chunk, sizeof chunk - 1, MSG_DONTWAIT);

  if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED || (n == -1 && errno == EAGAIN))
    return TRUE;
  if (n <= 0)
    return FALSE;
  chunk[n] = '\0';
  return peer->room != NULL ? take_frames (peer, chunk, (gsize) n)
                            : take_request (peer, (const char *) chunk);
}

static gboolean
handle (Peer *peer)
{
  if (!peer->secure)
    {
      int status = gnutls_handshake (peer->tls);

      if (status == GNUTLS_E_AGAIN || status == GNUTLS_E_INTERRUPTED)
        return TRUE;
      peer->secure = status == GNUTLS_E_SUCCESS;
      if (!peer->secure)
        return FALSE;
    }
  if (!take (peer))
    return FALSE;
  while (peer->tls != NULL && gnutls_record_check_pending (peer->tls) > 0)
    if (!take (peer))
      return FALSE;
  return TRUE;
}

static void
take_peer (int listener)
{
  Peer *peer;
  struct epoll_event event = { .events = EPOLLIN };
  int fd;

  while ((fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0)
    {
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
      peer = g_new0 (Peer, 1);
      peer->fd = fd;
      peer->secure = credentials == NULL;
      if (credentials != NULL)
        {
          gnutls_init (&peer->tls, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
          gnutls_set_default_priority (peer->tls);
          gnutls_credentials_set (peer->tls, GNUTLS_CRD_CERTIFICATE, credentials);
          gnutls_session_ticket_enable_server (peer->tls, &ticket_key);
          gnutls_transport_set_int (peer->tls, fd);
          gnutls_handshake_set_timeout (peer->tls, 0);
        }
      event.data.ptr = peer;
      epoll_ctl (epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int
main (int argc, char *argv[])
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  struct epoll_event events[256] = { { .events = EPOLLIN } };
  struct rlimit limit;
  int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
  if (argc >= 3 && g_str_equal (argv[1], "--store"))
    {
      open_store (argv[2]);
      argc -= 2;
      argv += 2;
    }
  if (argc == 3)
    {
      gnutls_certificate_allocate_credentials (&credentials);
      if (gnutls_certificate_set_x509_key_file (credentials, argv[1], argv[2], GNUTLS_X509_FMT_PEM)
          != GNUTLS_E_SUCCESS)
        g_error ("%s: no certificate", argv[1]);
      gnutls_session_ticket_key_generate (&ticket_key);
    }
  rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  epoll = epoll_create1 (EPOLL_CLOEXEC);
  if (bind (listener, (struct sockaddr *) &address, sizeof address) != 0 || listen (listener, 4096) != 0
      || getsockname (listener, (struct sockaddr *) &address, &size) != 0
      || epoll_ctl (epoll, EPOLL_CTL_ADD, listener, events) != 0)
    g_error ("%s", g_strerror (errno));
  printf ("%u\n", ntohs (address.sin_port));
  fflush (stdout);

  while (TRUE)
    {
      int n = epoll_wait (epoll, events, G_N_ELEMENTS (events), -1);

      for (int i = 0; i < n; i++)
        if (events[i].data.ptr == NULL)
          take_peer (listener);
        else if (!handle (events[i].data.ptr))
          end (events[i].data.ptr);
      if (said != NULL && said->len > 0)
        commit ();
    }
}
