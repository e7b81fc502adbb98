/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-hub.h"
#include "serve/weft-latest.h"
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
  gint64 told;                /* head in the last heartbeat */
  WeftSnapshot *snapshot;     /* worker only */
} WeftSubscription;

/** WeftTopic: a stream which somebody subscribes or has open. */
struct _WeftTopic
{
  char *stream;
  gint64 head;                /* as heard from the writer; 0 before */
  GPtrArray *subscriptions;   /* of WeftSubscription, owned */
  GPtrArray *open;            /* of WeftSession, unowned */
  GHashTable *values;         /* "name person" → WeftLatestValue, not durable ones, still good */
  GHashTable *pending;        /* "name person" → WeftLatestValue, not told yet */
  gint64 told_at;             /* µs: when latest values were last told */
};

/** WeftPresent: a person who is here, or is watched. */
typedef struct
{
  char *person;
  GPtrArray *sessions;        /* of WeftSession, unowned */
  GPtrArray *watchers;        /* of WeftSession, unowned */
  gint64 seen;                /* ms */
} WeftPresent;

struct _WeftHub
{
  WeftEngine *engine;
  WeftAuthority *authority;   /* unowned */
  WeftLimits limits;
  WeftPoller *poller;
  GThreadPool *workers;
  GThread *ticker;

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
  gint64 presence_at;         /* µs: when presence was last told */
  WeftHubStatistics statistics;
};

WeftTopic *_weft_hub_get_topic (WeftHub *self, const char *stream, gboolean make);
WeftPresent *_weft_hub_get_present (WeftHub *self, const char *person, gboolean make);
/** _weft_hub_tidy_topic: forgets it if nobody wants anything of it. */
void _weft_hub_tidy_topic (WeftHub *self, WeftTopic *topic);
void _weft_hub_tidy_present (WeftHub *self, WeftPresent *present);
/** _weft_hub_set_latest: takes a value from @from; told to those who have the stream open at most once a second. */
void _weft_hub_set_latest (WeftHub *self, WeftLatestValue *value, WeftSession *from);

G_END_DECLS
