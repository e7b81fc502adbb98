/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Swarm:
 *
 * Ten thousand WebSockets in one thread and one epoll set, over TCP or TLS, to any server: they only look for what they are told to, so that the
 * server is measured and not they. Sources are 127.0.0.2 and up, as one address has ports for one crowd only.
 */
typedef struct _Swarm Swarm;

typedef struct
{
  guint index;
  int fd;            /* -1: none */
  gboolean open;     /* the handshake is done */
  gboolean ready;    /* set by whoever uses it: its connect is over */
  gint64 heard_at;   /* µs, of the last mark */
  guint64 n_marks;
  gpointer data;     /* the user's */

  /* The swarm's. */
  gboolean asked;    /* the request is sent */
  gboolean ended;    /* the server has closed it */
  gpointer tls;
  guint8 *rest;
  guint n_rest;
} SwarmMember;

/** SwarmProtocol: what is said, and looked for. */
typedef struct
{
  /** request: Returns: (transfer full): path and further headers, "/path HTTP/1.1\r\nName: value\r\n". */
  char *(*request) (SwarmMember *member, gpointer user_data);
  void (*opened) (SwarmMember *member, gpointer user_data);
  void (*frame) (SwarmMember *member, const char *text, gsize length, gpointer user_data);
  const char *ping; /* (nullable): a frame that says "I am here"; NULL: a ping of WebSocket's own */
  gpointer user_data;
} SwarmProtocol;

Swarm *swarm_new (guint16 port, gboolean tls, const SwarmProtocol *protocol);
void swarm_free (Swarm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Swarm, swarm_free)

/** swarm_set_resuming: whether connections over TLS bring the ticket of an earlier one. */
void swarm_set_resuming (Swarm *self, gboolean resuming);
/** swarm_get_n_resumed: Returns: connections whose TLS session was resumed. */
guint swarm_get_n_resumed (Swarm *self);

/** swarm_open: until there are @n members, all of them ready; at most @window are on their way. Returns: seconds. */
double swarm_open (Swarm *self, guint n, guint window);
/** swarm_set_returning: whether who is closed by the server comes back at once; else it is an error. */
void swarm_set_returning (Swarm *self, gboolean returning);
/** swarm_get_n_returned: Returns: how often somebody did. */
guint swarm_get_n_returned (Swarm *self);
/** swarm_cut: all at once, without a goodbye. */
void swarm_cut (Swarm *self);

SwarmMember *swarm_get (Swarm *self, guint index);
guint swarm_get_n (Swarm *self);

/** swarm_turn: takes what has come, waiting at most @timeout ms for it; now and then members ping. */
void swarm_turn (Swarm *self, int timeout);
void swarm_send (Swarm *self, SwarmMember *member, const char *text, gsize length);

/**
 * swarm_mark: made into the text of a message, it is counted by whoever hears it, and how long it took is noted.
 *
 * Returns: (transfer full)
 */
char *swarm_mark (void);
/** swarm_find_marks: counts marks in @text, which @member heard. @latencies: (nullable): of double, ms. */
guint swarm_find_marks (SwarmMember *member, const char *text, gsize length, GArray *latencies);

G_END_DECLS
