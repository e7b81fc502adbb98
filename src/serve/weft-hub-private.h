/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-hub.h"
#include "serve/weft-latest.h"
#include "serve/weft-nodes.h"
#include "serve/weft-snapshots.h"

G_BEGIN_DECLS

/* What hub and sessions share. Everything here is guarded by the hub's mutex unless it says otherwise; a session's own mutex and a
 * connection's may be taken while it is held, never the other way round. */

typedef struct _WeftSession WeftSession;
typedef struct _WeftTopic WeftTopic;

/** WeftSubscriptionState: only a live one is written to by the fan-out; any other belongs to the session's worker. */
typedef enum
{
  WEFT_SUBSCRIPTION_FRESH,    /* its position has not been looked at */
  WEFT_SUBSCRIPTION_SNAPSHOT, /* a snapshot is on its way */
  WEFT_SUBSCRIPTION_BEHIND,   /* reads the log */
  WEFT_SUBSCRIPTION_LIVE,
  WEFT_SUBSCRIPTION_POKED,    /* its client has no room: it was told that there is more, and will subscribe again */
} WeftSubscriptionState;

typedef struct
{
  WeftSession *session;       /* unowned */
  WeftTopic *topic;           /* unowned */
  WeftSubscriptionState state;
  gboolean has_position;
  WeftPosition position;      /* epoch, and where the reader is once looked at */
  gint64 end;                 /* the last event they may read, then it is revoked; 0: none */
  gboolean queued;            /* the worker will look at it */
  gboolean poke;              /* it is poked, and the client is to be told */
  gint64 caught_up;           /* head when it became live: its topic may not know of one */
  gint64 told;                /* head in the last heartbeat, or as the client said */
  WeftSnapshot *snapshot;     /* worker only */
} WeftSubscription;

/** WeftTopic: a stream which somebody subscribes or has open. */
struct _WeftTopic
{
  char *stream;
  gint64 head;                /* as heard from the writer or read; 0 before */
  gint64 written;             /* the last which this server's writer told */
  GPtrArray *subscriptions;   /* of WeftSubscription, owned */
  GPtrArray *open;            /* of WeftSession, unowned */
  GHashTable *values;         /* "name person" → WeftLatestValue, not durable ones, still good */
  GHashTable *pending;        /* "name person" → WeftLatestValue, not told yet */
  gint64 told_at;             /* µs: when latest values were last told */
};

/** WeftElsewhere: what another server said of a person. */
typedef struct
{
  gint64 heard_at;            /* µs */
  gboolean idle;              /* none of their devices there is used */
} WeftElsewhere;

/** WeftPresent: a person who is here, or is watched. */
typedef struct
{
  char *person;
  GPtrArray *sessions;        /* of WeftSession, unowned */
  GPtrArray *watchers;        /* of WeftSession, unowned */
  GHashTable *elsewhere;      /* node → WeftElsewhere */
  gint64 seen;                /* ms */
} WeftPresent;

struct _WeftHub
{
  WeftEngine *engine;
  WeftAuthority *authority;   /* unowned */
  WeftLimits limits;
  WeftPoller *poller;
  gboolean running;
  GThreadPool *workers;       /* NULL while somebody else drives the hub */
  GQueue waiting;             /* of WeftSession: what workers would do then */
  GThread *ticker;
  WeftBus *bus;               /* (nullable) */
  WeftNodes *nodes;           /* (nullable): there may be other servers; from the start on */
  GHashTable *marks;          /* "stream name person" → gint64*: durable values told lately, if there are; the nodes' thread only */

  GMutex asking;              /* held while the past is folded for somebody: one at a time */

  GMutex mutex;
  GCond stopping_changed;
  gboolean stopping;
  gboolean draining;
  GHashTable *sessions;       /* set of WeftSession, owned */
  GHashTable *clients;        /* "person client" → WeftSession, unowned */
  GHashTable *topics;         /* stream → WeftTopic */
  GHashTable *people;         /* person → WeftPresent */
  GHashTable *changed;        /* set of persons whose presence changed */
  GHashTable *kept_out;       /* person → gint64*: µs until which no new connection of theirs is taken, as one sent too much */
  gint64 presence_at;         /* µs: when presence was last told */
  guint n_ticks;
  WeftHubStatistics statistics;
};

/** _weft_hub_push: a worker shall run @session; any thread. */
void _weft_hub_push (WeftHub *self, WeftSession *session);

/* Without threads, for the simulation in tests/sim: whoever drives the hub is its worker and its ticker. */
void _weft_hub_start_driven (WeftHub *self);
/** _weft_hub_turn: what one worker does at a time. Returns: FALSE if nobody waits. */
gboolean _weft_hub_turn (WeftHub *self);
guint _weft_hub_get_n_waiting (WeftHub *self);
/** _weft_hub_beat: ten times a second. */
void _weft_hub_beat (WeftHub *self);

WeftTopic *_weft_hub_get_topic (WeftHub *self, const char *stream, gboolean make);
WeftPresent *_weft_hub_get_present (WeftHub *self, const char *person, gboolean make);
/** _weft_hub_tidy_topic: forgets it if nobody wants anything of it. */
void _weft_hub_tidy_topic (WeftHub *self, WeftTopic *topic);
void _weft_hub_tidy_present (WeftHub *self, WeftPresent *present);
/** _weft_hub_keep_out: takes no new connection of @person before @until, monotonic µs; any thread. */
void _weft_hub_keep_out (WeftHub *self, const char *person, gint64 until);
/** _weft_hub_get_kept_out: the mutex is held. Returns: µs for which @person is kept out; 0: they are not. */
gint64 _weft_hub_get_kept_out (WeftHub *self, const char *person);
/** _weft_hub_fan_out: the mutex is held. */
void _weft_hub_fan_out (WeftHub *self, WeftTopic *topic, gint64 first, GPtrArray *stored, const WeftPosition *position, gboolean *lagging);
/** _weft_hub_close_stream: the mutex is held; @person sees no values of @stream any more. */
void _weft_hub_close_stream (WeftHub *self, const char *stream, const char *person);
/** _weft_hub_change_member: the mutex is held; @seq: of the event which changed the role; 0: nobody here was told of it. */
void _weft_hub_change_member (WeftHub *self, const char *stream, const char *person, WeftRole role, gint64 seq);
/** _weft_hub_tick: what is due; the mutex is held. */
void _weft_hub_tick (WeftHub *self);

/* Latest values, weft-hub-latests.c: */
/** _weft_hub_tell_latests: the mutex is held: tells those who have @topic open what is pending, at most once a second. */
void _weft_hub_tell_latests (WeftHub *self, WeftTopic *topic, gint64 now);
/** _weft_hub_set_latest: takes a value; told to those who have the stream open at most once a second. */
void _weft_hub_set_latest (WeftHub *self, WeftLatestValue *value);

/** _weft_hub_wants_latest: whether somebody here is told of values in @stream, or @person (nullable) of their own. */
gboolean _weft_hub_wants_latest (WeftHub *self, const char *stream, const char *person);

/* Who is here, weft-presence.c; the mutex is held: */
GHashTable *_weft_hub_new_people (void);
gboolean _weft_present_is_here (const WeftPresent *self);
/** _weft_hub_forget_watches: presence is told to those who may know of a person: guests only while they share a stream. */
void _weft_hub_forget_watches (WeftHub *self, WeftPresent *present);
void _weft_hub_tell_presence (WeftHub *self);

/* For other servers, on the nodes' thread; the mutex is not held: */
/** _weft_hub_get_people: Returns: (transfer full) (element-type utf8): those connected here whose devices are used, or are not. */
GPtrArray *_weft_hub_get_people (WeftHub *self, gboolean idle);
/** _weft_hub_set_elsewhere: @idle: none of their devices there is used */
void _weft_hub_set_elsewhere (WeftHub *self, const char *node, const char *person, gboolean here, gboolean idle);
/** _weft_session_set_idle: the mutex is not held. */
void _weft_session_set_idle (WeftSession *self, gboolean idle);
/** _weft_present_is_used: whether one of the devices connected to this server is used. */
gboolean _weft_present_is_used (const WeftPresent *self);
/** _weft_present_get_state: "online", "away", "offline". */
const char *_weft_present_get_state (const WeftPresent *self);
/** _weft_present_get_seen: when the person was last seen, as those are told who may know. */
gint64 _weft_present_get_seen (const WeftPresent *self, WeftHub *hub);
void _weft_hub_forget_node (WeftHub *self, const char *node);
/** _weft_hub_expire_elsewhere: forgets what other servers said of people before @before, monotonic µs. */
void _weft_hub_expire_elsewhere (WeftHub *self, gint64 before);

/* What others wrote, read from the database, weft-reread.c: */
/** _weft_hub_has_reached: whether what @seq of @stream says is known here, or nobody wants to know. */
gboolean _weft_hub_has_reached (WeftHub *self, const char *stream, gint64 seq);
/** _weft_hub_reread_streams: Returns: how many had moved. */
guint _weft_hub_reread_streams (WeftHub *self, WeftDatabase *database, GPtrArray *streams);
/** _weft_hub_reread_sessions: ends those which the database knows no more. @ids: (nullable): only of these people, families or clients. */
void _weft_hub_reread_sessions (WeftHub *self, WeftDatabase *database, GHashTable *ids);
/** _weft_hub_set_mark: tells a durable value which was read, unless it was told. */
void _weft_hub_set_mark (WeftHub *self, WeftLatestValue *value);
/** _weft_hub_reread_all: streams, sessions, tokens and durable values. Returns: how many streams had moved. */
guint _weft_hub_reread_all (WeftHub *self, WeftDatabase *database);

G_END_DECLS
