/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-valkey-bus.h"

#include <errno.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/weft-backoff.h"
#include "base/weft-error.h"

#define OUTBOX_MAX 10000                             /* messages which wait */
#define OUTBOX_BYTES (4 * 1024 * 1024)               /* in them */
#define BATCH_BYTES 65536                            /* given to the connection at once */
#define UNREAD_MAX (1024 * 1024)                     /* bytes of one reply which is not whole yet */
#define PING_AFTER (G_GINT64_CONSTANT (2) * 1000000) /* µs without a word */
#define LOST_AFTER (G_GINT64_CONSTANT (5) * 1000000)
#define FAREWELL (G_GINT64_CONSTANT (200) * 1000) /* µs for the last messages */
#define DEFAULT_PORT 6379

struct _WeftValkeyBus
{
  WeftBus parent_instance;

  char *host; /* or a path: */
  guint16 port;
  char *path;
  char *user;
  char *password;
  char *channel;

  GThread *thread;
  int wake;

  GMutex mutex;  /* what follows */
  GQueue outbox; /* of GBytes */
  gsize n_bytes;
  gint64 stop_at; /* µs; 0: not asked to */
  WeftBusStatistics statistics;

  /* The thread's */
  redisContext *context;
  gboolean ready; /* subscribed */
  gboolean unsent;
  gboolean told; /* that it is away */
  gint64 heard_at;
  gint64 pinged_at;
  WeftBackoff backoff;
};

G_DEFINE_FINAL_TYPE (WeftValkeyBus, weft_valkey_bus, WEFT_TYPE_BUS)

/* The connection, on its thread */

static gboolean
is_stopping (WeftValkeyBus *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->stop_at != 0;
}

/* Waits until something can be done. FALSE if nothing could for @timeout µs. */
static gboolean
wait_for (WeftValkeyBus *self, short events, gint64 timeout)
{
  struct pollfd fds[2] = { { .fd = self->wake, .events = POLLIN },
                           { .fd = self->context != NULL ? self->context->fd : -1, .events = events } };
  guint64 count;

  if (poll (fds, 2, (int) CLAMP (timeout / 1000 + 1, 1, 60000)) <= 0)
    return FALSE;
  if (fds[0].revents != 0 && read (self->wake, &count, sizeof count) < 0 && errno != EAGAIN)
    g_warning ("Cannot read from an eventfd: %s", g_strerror (errno));

  return fds[1].revents != 0;
}

static void
command (WeftValkeyBus *self, int n, const char *const *words)
{
  redisAppendCommandArgv (self->context, n, (const char **) words, NULL);
  self->unsent = TRUE;
}

static gboolean
open_connection (WeftValkeyBus *self)
{
  const char *const hello[]
      = { "HELLO", "3", "AUTH", self->user != NULL ? self->user : "default", self->password };
  const char *const subscribe[] = { "SUBSCRIBE", self->channel };
  redisOptions options = { 0 };

  if (self->path != NULL)
    REDIS_OPTIONS_SET_UNIX (&options, self->path);
  else
    REDIS_OPTIONS_SET_TCP (&options, self->host, self->port);
  options.options |= REDIS_OPT_NONBLOCK | REDIS_OPT_NO_PUSH_AUTOFREE;
  self->context = redisConnectWithOptions (&options);
  if (self->context == NULL || self->context->err != 0)
    return FALSE;

  command (self, self->password != NULL ? 5 : 2, hello);
  command (self, 2, subscribe);
  self->ready = FALSE;
  self->heard_at = self->pinged_at = g_get_monotonic_time ();

  return TRUE;
}

static void
close_connection (WeftValkeyBus *self, const char *problem)
{
  gboolean stopping = is_stopping (self);

  /* Its words do not hold the password: hiredis tells of sockets, Valkey of commands by name. */
  if (problem == NULL)
    problem = self->context != NULL && self->context->err != 0 ? self->context->errstr
                                                               : "the connection was lost";
  if (!self->told && !stopping)
    g_warning ("The bus is away, other servers' changes come later: %s", problem);
  self->told = TRUE;

  g_clear_pointer (&self->context, redisFree);
  self->ready = FALSE;
  self->unsent = FALSE;
  g_mutex_lock (&self->mutex);
  self->statistics.connected = FALSE;
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_text (const redisReply *reply, const char *text)
{
  return (reply->type == REDIS_REPLY_STRING || reply->type == REDIS_REPLY_STATUS)
         && g_str_equal (reply->str, text);
}

static void
become_ready (WeftValkeyBus *self)
{
  self->ready = TRUE;
  if (self->told)
    g_message ("The bus is back");
  self->told = FALSE;
  weft_backoff_reset (&self->backoff);
  g_mutex_lock (&self->mutex);
  self->statistics.connected = TRUE;
  self->statistics.n_connections++;
  g_mutex_unlock (&self->mutex);
  _weft_bus_receive (WEFT_BUS (self), NULL);
}

/* FALSE if the server refuses us. */
static gboolean
handle_reply (WeftValkeyBus *self, const redisReply *reply)
{
  if (reply->type == REDIS_REPLY_ERROR)
    {
      close_connection (self, reply->str);
      return FALSE;
    }
  if (reply->type != REDIS_REPLY_PUSH || reply->elements != 3)
    return TRUE;

  if (is_text (reply->element[0], "subscribe"))
    become_ready (self);
  else if (is_text (reply->element[0], "message") && reply->element[2]->type == REDIS_REPLY_STRING
           && reply->element[2]->len <= WEFT_BUS_MESSAGE_MAX)
    {
      g_autoptr (GBytes) message = g_bytes_new (reply->element[2]->str, reply->element[2]->len);

      g_mutex_lock (&self->mutex);
      self->statistics.n_received++;
      g_mutex_unlock (&self->mutex);
      _weft_bus_receive (WEFT_BUS (self), message);
    }

  return TRUE;
}

static gboolean
read_replies (WeftValkeyBus *self)
{
  if (redisBufferRead (self->context) != REDIS_OK)
    return FALSE;

  self->heard_at = g_get_monotonic_time ();
  while (TRUE)
    {
      void *reply = NULL;
      gboolean done;

      if (redisGetReplyFromReader (self->context, &reply) != REDIS_OK)
        return FALSE;
      if (reply == NULL)
        return self->context->reader->len - self->context->reader->pos <= UNREAD_MAX;
      done = handle_reply (self, reply);
      freeReplyObject (reply);
      if (!done)
        return FALSE;
    }
}

/* Gives the connection the next messages, once it has sent those before. */
static void
take_messages (WeftValkeyBus *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gsize n_bytes = 0;

  while (n_bytes < BATCH_BYTES && self->outbox.length > 0)
    {
      g_autoptr (GBytes) message = g_queue_pop_head (&self->outbox);
      gsize length;
      const char *text = g_bytes_get_data (message, &length);
      const char *words[] = { "PUBLISH", self->channel, text };
      const size_t lengths[] = { strlen ("PUBLISH"), strlen (self->channel), length };

      redisAppendCommandArgv (self->context, 3, words, lengths);
      self->unsent = TRUE;
      self->n_bytes -= length;
      self->statistics.n_sent++;
      n_bytes += length;
    }
}

static gboolean
is_done (WeftValkeyBus *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->stop_at != 0
         && ((self->outbox.length == 0 && !self->unsent) || g_get_monotonic_time () >= self->stop_at);
}

/* Serves the connection until it is lost or nobody wants it. */
static void
serve (WeftValkeyBus *self)
{
  const char *problem = NULL;

  while (!is_done (self))
    {
      gint64 now = g_get_monotonic_time ();
      int written = 1;

      if (self->ready && !self->unsent)
        take_messages (self);
      if (self->unsent && redisBufferWrite (self->context, &written) != REDIS_OK)
        break;
      self->unsent = !written;

      if (now - self->heard_at >= LOST_AFTER)
        {
          problem = "it does not answer";
          break;
        }
      if (self->ready && !self->unsent && now - MAX (self->heard_at, self->pinged_at) >= PING_AFTER)
        {
          command (self, 1, (const char *const[]) { "PING" });
          self->pinged_at = now;
          continue;
        }
      if (self->ready && !self->unsent)
        {
          g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

          if (self->outbox.length > 0)
            continue;
        }
      if (wait_for (self, (short) (POLLIN | (self->unsent ? POLLOUT : 0)),
                    is_stopping (self) ? FAREWELL / 10 : PING_AFTER / 2)
          && !read_replies (self))
        break;
      if (self->context == NULL)
        return;
    }

  if (self->context != NULL)
    close_connection (self, problem);
}

static gpointer
bus_thread (gpointer user_data)
{
  WeftValkeyBus *self = user_data;

  while (!is_stopping (self))
    {
      gint64 until;

      if (open_connection (self))
        serve (self);
      else
        close_connection (self, NULL);

      until = g_get_monotonic_time () + weft_backoff_next (&self->backoff) * G_GINT64_CONSTANT (1000);
      while (!is_stopping (self) && g_get_monotonic_time () < until)
        wait_for (self, 0, until - g_get_monotonic_time ());
    }

  return NULL;
}

/* The bus */

static void
wake (WeftValkeyBus *self)
{
  const guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0 && errno != EAGAIN)
    g_warning ("Cannot write to an eventfd: %s", g_strerror (errno));
}

static void
weft_valkey_bus_start (WeftBus *bus, const char *channel)
{
  WeftValkeyBus *self = WEFT_VALKEY_BUS (bus);

  self->channel = g_strdup (channel);
  self->thread = g_thread_new ("weft-bus", bus_thread, self);
}

static void
weft_valkey_bus_stop (WeftBus *bus)
{
  WeftValkeyBus *self = WEFT_VALKEY_BUS (bus);

  g_mutex_lock (&self->mutex);
  self->stop_at = g_get_monotonic_time () + FAREWELL;
  g_mutex_unlock (&self->mutex);
  wake (self);
  g_thread_join (g_steal_pointer (&self->thread));
}

static void
weft_valkey_bus_publish (WeftBus *bus, GBytes *message)
{
  WeftValkeyBus *self = WEFT_VALKEY_BUS (bus);
  gboolean first;

  g_mutex_lock (&self->mutex);
  first = self->outbox.length == 0;
  g_queue_push_tail (&self->outbox, g_bytes_ref (message));
  self->n_bytes += g_bytes_get_size (message);
  while (self->outbox.length > OUTBOX_MAX || self->n_bytes > OUTBOX_BYTES)
    {
      g_autoptr (GBytes) oldest = g_queue_pop_head (&self->outbox);

      self->n_bytes -= g_bytes_get_size (oldest);
      self->statistics.n_dropped++;
    }
  g_mutex_unlock (&self->mutex);

  if (first)
    wake (self);
}

static void
weft_valkey_bus_get_statistics (WeftBus *bus, WeftBusStatistics *statistics)
{
  WeftValkeyBus *self = WEFT_VALKEY_BUS (bus);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *statistics = self->statistics;
}

/* GObject */

static void
weft_valkey_bus_finalize (GObject *object)
{
  WeftValkeyBus *self = WEFT_VALKEY_BUS (object);

  g_queue_clear_full (&self->outbox, (GDestroyNotify) g_bytes_unref);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->channel, g_free);
  g_mutex_clear (&self->mutex);
  close (self->wake);

  G_OBJECT_CLASS (weft_valkey_bus_parent_class)->finalize (object);
}

static void
weft_valkey_bus_class_init (WeftValkeyBusClass *klass)
{
  WeftBusClass *bus_class = WEFT_BUS_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = weft_valkey_bus_finalize;
  bus_class->start = weft_valkey_bus_start;
  bus_class->stop = weft_valkey_bus_stop;
  bus_class->publish = weft_valkey_bus_publish;
  bus_class->get_statistics = weft_valkey_bus_get_statistics;
}

static void
weft_valkey_bus_init (WeftValkeyBus *self)
{
  g_mutex_init (&self->mutex);
  g_queue_init (&self->outbox);
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->wake < 0)
    g_error ("Cannot make an eventfd: %s", g_strerror (errno));
  self->backoff = (WeftBackoff) WEFT_BACKOFF_INIT (100, 5000);
}

WeftBus *
weft_valkey_bus_new (const char *url, GError **error)
{
  g_autoptr (WeftValkeyBus) self = g_object_new (WEFT_TYPE_VALKEY_BUS, NULL);
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_NON_DNS, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  if (g_str_equal (scheme, "unix") && g_uri_get_path (uri)[0] == '/')
    self->path = g_strdup (g_uri_get_path (uri));
  else if ((g_str_equal (scheme, "redis") || g_str_equal (scheme, "valkey")) && g_uri_get_host (uri) != NULL
           && g_uri_get_host (uri)[0] != '\0')
    {
      self->host = g_strdup (g_uri_get_host (uri));
      self->port = g_uri_get_port (uri) > 0 ? (guint16) g_uri_get_port (uri) : DEFAULT_PORT;
    }
  else
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "bus: expected redis://HOST:PORT or unix:PATH");
      return NULL;
    }
  if (g_uri_get_user (uri) != NULL && g_uri_get_user (uri)[0] != '\0')
    self->user = g_strdup (g_uri_get_user (uri));
  self->password = g_strdup (g_uri_get_password (uri));

  return WEFT_BUS (g_steal_pointer (&self));
}
