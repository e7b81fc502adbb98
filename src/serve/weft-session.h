/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-hub-private.h"
#include "serve/weft-flow.h"
#include "serve/weft-rate.h"

G_BEGIN_DECLS

typedef enum
{
  WEFT_SESSION_NEW,       /* hello is awaited */
  WEFT_SESSION_GREETING,  /* the writer looks the client up */
  WEFT_SESSION_READY,
  WEFT_SESSION_OVER,
} WeftSessionState;

/** WeftSessionChoice: what the session's person chose on their own stream, as was read at a time. */
typedef struct
{
  gboolean yes;
  gint64 read_at; /* µs; 0: to be read */
} WeftSessionChoice;

/**
 * WeftSession:
 *
 * One client's connection and what it asked for. Frames wait in an inbox and are handled in order, by one worker at a time; long
 * answers (snapshots, the log, pages) are written piece by piece as the connection takes them. Reference-counted, atomically.
 */
struct _WeftSession
{
  gatomicrefcount ref_count;
  WeftHub *hub;               /* unowned: it outlives its sessions */
  WeftConnection *connection;
  WeftFlow *flow;          /* by which all is sent */
  char *person;
  char *address;              /* of the peer: an IP address, or "unix" */
  gint64 connected_at;        /* µs */
  WeftRate rate;              /* of its frames; only where they arrive */
  char *holder;               /* (nullable): an id: who holds the client, in a database which several servers share */

  GMutex mutex;               /* what follows */
  WeftSessionState state;
  GQueue inbox;               /* of GBytes */
  GQueue work;                /* of WeftSessionWork */
  gboolean scheduled;
  gboolean over;              /* the connection is gone, or a newer one took its place: nothing more is run for it */
  gboolean paused;            /* not reading */
  guint n_running;            /* operations and values with the writer */
  guint n_pages;              /* asked for and not sent */
  gint64 expires_at;          /* ms: of its access token */
  gpointer greeting;          /* WeftGreeting: what the writer found, while greeting */
  GPtrArray *unstored;        /* (nullable) of WeftLatestValue: durable ones which the database could not take, one a name in a stream */

  /* The hub's mutex: */
  char *family;               /* the sign-in which its newest token came from */
  char *client;               /* NULL before hello */
  gboolean mine;
  gboolean registered;        /* among the person's sessions */
  gboolean welcomed;
  GPtrArray *early;           /* (nullable) of WeftLatestValue: own marks which moved between hello and the welcome */
  GHashTable *subscriptions;  /* stream → WeftSubscription, unowned */
  GHashTable *open;           /* stream → WeftTopic */
  GHashTable *watched;        /* set of persons */
  gboolean idle;              /* nobody uses the device */
  gboolean poking;            /* there are subscriptions of which it is to be told that there is more */
  WeftSessionChoice blind;    /* sees no values of others that can be kept to oneself */
  WeftSessionChoice unseen;   /* is not told when others were last seen */
  GHashTable *late;           /* (nullable): "stream name person" → WeftLatestValue: told when there is room */
  GHashTable *late_people;    /* (nullable): set of persons watched, whose presence is told when there is room */
  gboolean listed;            /* all streams of “mine” are subscribed */
  gboolean live;              /* all of them have caught up once, and a heartbeat says so */
  gint64 heartbeat_at;        /* µs: when the next is due */
};

/** _weft_session_new: @connection: (transfer full). */
WeftSession *_weft_session_new (WeftHub *hub, WeftConnection *connection, const char *address, const char *person, const char *family, gint64 expires_at);
WeftSession *_weft_session_ref (WeftSession *self);
void _weft_session_unref (WeftSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSession, _weft_session_unref)

/** _weft_session_run: what a worker does: handles frames and work until there is none, or the connection is full. */
void _weft_session_run (WeftSession *self);
/** _weft_session_end: runs nothing more for it and closes its connection; any thread. */
void _weft_session_end (WeftSession *self, guint code, const char *reason);
typedef gboolean (*WeftSessionChoiceFunc) (WeftEngine *engine, WeftDatabase *database, const char *person, gboolean *yes, GError **error);

/**
 * _weft_session_chose:
 * @choice: one of the session's, which @read reads
 * @database: (inout): a reader, acquired if it is needed and not there
 *
 * The hub's mutex is held. Read once, and again when something happens on the person's own stream; a server that does not hear of all that
 * happens looks again after some seconds. What cannot be read is taken for a yes.
 */
gboolean _weft_session_chose (WeftSession *self, WeftSessionChoice *choice, WeftSessionChoiceFunc read, WeftDatabase **database, gint64 now);
/** _weft_session_subscribe: the hub's mutex is held. @position: (nullable). */
void _weft_session_subscribe (WeftSession *self, const char *stream, const WeftPosition *position);
/** _weft_session_tell_live: the hub's mutex is held: lets a heartbeat say that all streams of “mine” have caught
 * up, as soon as they have. */
void _weft_session_tell_live (WeftSession *self);
/** _weft_session_look_at: the hub's mutex is held: the worker shall go on with @subscription. */
void _weft_session_look_at (WeftSession *self, WeftSubscription *subscription);
/** _weft_session_drop: the hub's mutex is held: forgets @subscription; @revoked: and says so. */
void _weft_session_drop (WeftSession *self, WeftSubscription *subscription, gboolean revoked);
/** _weft_session_store_again: with each heartbeat: tries once more to store what the database could not take. */
void _weft_session_store_again (WeftSession *self);
/** _weft_session_send_latests: (element-type WeftLatestValue). */
void _weft_session_send_latests (WeftSession *self, GPtrArray *values);

/* The hub's mutex is held: */
/** _weft_session_tell_late: what waited for room, if there is some. */
void _weft_session_tell_late (WeftSession *self, gint64 now);
void _weft_session_tell_late_people (WeftSession *self);
/** _weft_session_leave_topic: @self shows @topic no more: what is pending of its own marks it is told now. @topic may be gone after that. */
void _weft_session_leave_topic (WeftSession *self, WeftTopic *topic);
/** _weft_session_forget_late: @self sees no values of @stream any more. */
void _weft_session_forget_late (WeftSession *self, const char *stream);

G_END_DECLS
