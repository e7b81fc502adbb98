/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-error.h"
#include "base/weft-json.h"
#include "proto/weft-position.h"

G_BEGIN_DECLS

/* The frames of weft.v1: one JSON object a WebSocket text message. docs/protocol.md shows each as bytes. */

#define WEFT_PROTOCOL "weft.v1"
#define WEFT_PROBE_PATH "/probe"          /* of HTTP: answered without a token */
#define WEFT_PROBE_BODY WEFT_PROTOCOL "\n" /* by a server, and by nothing else */
#define WEFT_PROTOCOL_VERSION 1
#define WEFT_FRAME_MAX 65536          /* bytes in a frame, either way */
#define WEFT_FRAME_STREAMS_MAX 512    /* streams named in one frame */
#define WEFT_FRAME_PEOPLE_MAX 200     /* people watched */
#define WEFT_FRAME_TABLES_MAX 256     /* tables in a snapshot */
#define WEFT_PAGE_MAX 200             /* rows asked for in a page */
#define WEFT_SEARCH_PAGE_MAX 50       /* hits asked for */
#define WEFT_FRAME_QUERY_MAX 1000     /* characters of what is searched for */
#define WEFT_FRAME_ROW_MAX 400        /* characters of the name of a row */
#define WEFT_HEARTBEAT 8000           /* ms between heartbeats; silence of twice this and a bit is a dead peer */
#define WEFT_SILENCE_MAX 18000        /* ms without any frame until a peer counts as gone */

typedef enum
{
  WEFT_FRAME_NONE,
  /* client to server */
  WEFT_FRAME_HELLO,        /* client, agent, version, acknowledged, flow */
  WEFT_FRAME_SUBSCRIBE,    /* mine, positions: [[stream, position or null], …] */
  WEFT_FRAME_UNSUBSCRIBE,  /* streams */
  WEFT_FRAME_OPEN,         /* streams: those on screen; replaces the last list. Their latests are sent */
  WEFT_FRAME_OPERATION,    /* n, id, stream, op, args */
  WEFT_FRAME_ACKNOWLEDGE,  /* n: results up to n may be forgotten */
  WEFT_FRAME_PAGE,         /* request, stream, table, before (G_MAXINT64: the newest), limit */
  WEFT_FRAME_SEARCH,       /* request, query, zone, cursor (may be NULL), limit */
  WEFT_FRAME_ASK,          /* request, stream, what, from, to, at, cursor, limit */
  WEFT_FRAME_LATEST,       /* both ways: to server stream, name, value; from server stream, values */
  WEFT_FRAME_WATCH,        /* people: those on screen; replaces the last list */
  WEFT_FRAME_IDLE,         /* idle: whether nobody uses the device */
  WEFT_FRAME_AUTHENTICATE, /* token: a fresh access token for this connection */
  WEFT_FRAME_PING,         /* nothing; any frame counts as a sign of life */
  WEFT_FRAME_RECEIVED,     /* bytes: of the newest “sent” there is room behind */
  /* server to client */
  WEFT_FRAME_WELCOME,      /* version, person, workspace, time, heartbeat, next, results, latests */
  WEFT_FRAME_EVENTS,       /* stream, position (after the last), events: their seqs are checked against it */
  WEFT_FRAME_SNAPSHOT,     /* stream, position, page, last, tables */
  WEFT_FRAME_PAGE_ROWS,    /* request, stream, seq, more, tables (one) */
  WEFT_FRAME_HITS,         /* request, cursor (NULL: that was all), indexing, hits */
  WEFT_FRAME_ANSWER,       /* request, stream, seq, cursor (-1 at the end), items */
  WEFT_FRAME_RESULT,       /* results (one) */
  WEFT_FRAME_HEARTBEAT,    /* time, live, heads */
  WEFT_FRAME_SENT,         /* bytes: so many were sent before this; to be answered by “received” */
  WEFT_FRAME_POKE,         /* heads: of streams whose events are not sent until they are subscribed again */
  WEFT_FRAME_RESET,        /* stream, reason: a snapshot follows */
  WEFT_FRAME_REVOKED,      /* stream: you may not read this any more; purge it */
  WEFT_FRAME_PRESENCE,     /* people */
  WEFT_FRAME_ERROR,        /* code, field, message: what is wrong with the frame you sent; a close may follow */
  WEFT_N_FRAMES
} WeftFrameType;

/** WEFT_AUTHOR_SYSTEM: the author of what the server does by itself. */
#define WEFT_AUTHOR_SYSTEM "system"

/** weft_frame_type_get_name: Returns: (transfer none): the type on the wire: "page-rows"; "" for %WEFT_FRAME_NONE. */
const char *weft_frame_type_get_name (WeftFrameType type);

/** WeftCloseCode: RFC 6455 section 7.4.2 leaves 4000 to 4999 to applications. */
typedef enum
{
  WEFT_CLOSE_NORMAL = 1000,
  WEFT_CLOSE_BAD_FRAME = 4400,
  WEFT_CLOSE_UNAUTHENTICATED = 4401, /* token unknown or expired: refresh, then connect again */
  WEFT_CLOSE_SUSPENDED = 4403,
  WEFT_CLOSE_SILENT = 4408,
  WEFT_CLOSE_REPLACED = 4409,        /* a newer connection of this client */
  WEFT_CLOSE_TOO_SLOW = 4413,        /* queue over its hard limit; connect again and resume */
  WEFT_CLOSE_UPDATE_NEEDED = 4426,
  WEFT_CLOSE_RATE_LIMITED = 4429,
  WEFT_CLOSE_DRAINING = 4503,        /* the server is going down; connect again with back-off */
} WeftCloseCode;

typedef struct { const char *stream; WeftPosition position; gboolean fresh; } WeftFramePosition; /* fresh: no position, wants a snapshot */
typedef struct { const char *stream; gint64 seq; } WeftFrameHead;
typedef struct { const char *stream; const char *name; const char *by; gint64 at; gint64 value; JsonNode *extra; } WeftFrameLatest; /* value: durable; extra (nullable, borrowed): any other, an object */
typedef struct { const char *table; const char *stream; const char *key; gint64 window; gint64 at; const char *author; JsonArray *texts; } WeftFrameHit; /* texts (borrowed): of strings; author "": the table has none */
typedef struct { const char *person; const char *state; gint64 seen; } WeftFramePresence; /* "online" "away" "offline"; seen in ms */

typedef struct
{
  gint64 n;
  const char *id;
  GError *error;                /* (nullable) (owned): the refusal */
  const char *field;            /* (nullable): which field it is about */
  GArray *positions;            /* (nullable): of WeftFrameHead; NULL with an error */
} WeftFrameResult;

typedef struct
{
  gint64 seq;
  gint64 at;                    /* ms */
  const char *by;               /* person id, or "system" */
  const char *name;
  int version;
  JsonObject *body;             /* borrowed from the frame */
} WeftFrameEvent;

/** WeftFrameRows: rows of one table. A cell is null, an integer, a double, a string, or {"blob": base64}. */
typedef struct
{
  const char *table;
  GPtrArray *columns;           /* of const char*, borrowed */
  JsonArray *rows;              /* of arrays, borrowed */
} WeftFrameRows;

/**
 * WeftFrame:
 *
 * A decoded frame. Which members are set is said beside each type. All strings, arrays and objects are borrowed from
 * @root; the frame owns @root and its own arrays.
 */
typedef struct
{
  WeftFrameType type;
  JsonNode *root;
  gsize length;                 /* bytes of its text */

  int version;
  const char *client;
  const char *agent;
  const char *person;
  const char *workspace;
  const char *stream;
  const char *op;
  const char *id;
  const char *table;
  const char *name;
  const char *token;
  const char *code;
  const char *field;
  const char *message;
  const char *reason;
  const char *query;
  const char *zone;             /* IANA name, or an offset as +07:00: in which days begin */
  const char *cursor;
  gboolean indexing;
  JsonObject *args;             /* operation */
  JsonNode *value;              /* latest, to server: an integer or an object */
  gint64 n;                     /* operation, result, acknowledge */
  gint64 acknowledged;          /* hello: results up to here may be forgotten */
  gboolean flow;                /* hello: “sent” is answered */
  const char *digest;           /* hello (nullable): what is known of one's own latest values, see weft-latest-digest.h */
  gint64 bytes;                 /* sent, received */
  gint64 next;                  /* welcome: the n after the highest ever seen of this client */
  gint64 request;
  gint64 before;                /* page: rows whose window column is below this */
  gint64 limit;
  const char *what;             /* ask: "activity", "events", "rows", "changes", "versions" or "audit" */
  const char *row;              /* ask (nullable): "versions", "events": of which row, as weft_event_dup_row() names it */
  gint64 from;                  /* ask: a version; -1: not said */
  gint64 to;                    /* ask: a version; -1: not said */
  gint64 at;                    /* ask: ms: instead of @to; -1: not said */
  gint64 offset;                /* ask, answer: the number in “cursor”: where to go on; -1: from the beginning, the end */
  JsonArray *items;             /* answer: of objects, borrowed */
  gint64 seq;                   /* page-rows: where the stream stood when the rows were read */
  gint64 time;                  /* ms */
  gint64 heartbeat;             /* ms */
  gint64 page;
  gboolean mine;
  gboolean more;                /* page-rows: there are older ones; welcome: latests follow in frames of their own */
  gboolean last;
  gboolean idle;
  gboolean live;                /* heartbeat: nothing is missing of what “mine” subscribed */
  WeftPosition position;
  GPtrArray *streams;           /* of const char* */
  GPtrArray *people;            /* of const char* */
  GArray *positions;            /* of WeftFramePosition */
  GArray *heads;                /* of WeftFrameHead */
  GArray *results;              /* of WeftFrameResult */
  GArray *events;               /* of WeftFrameEvent */
  GArray *tables;               /* of WeftFrameRows */
  GArray *latests;              /* of WeftFrameLatest */
  GArray *presences;            /* of WeftFramePresence */
  GArray *hits;                 /* of WeftFrameHit */
} WeftFrame;

/**
 * weft_frame_parse:
 * @text: a WebSocket text message
 * @error: %WEFT_ERROR_INVALID naming the field, %WEFT_ERROR_TOO_LARGE naming the limit
 *
 * Unknown members are ignored; an unknown type gives %WEFT_FRAME_NONE without an error, so that old programs
 * can talk to newer ones.
 *
 * Returns: (transfer full): the frame, free with weft_frame_free()
 */
WeftFrame *weft_frame_parse (const char *text, gsize length, GError **error);
void weft_frame_free (WeftFrame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFrame, weft_frame_free)

/**
 * weft_frame_read_error:
 * @object: {"code", "field"?, "message"}: of a result, or of an HTTP answer's "error"
 * @refusal: (out): what it says, in %WEFT_ERROR; to be freed
 * @field: (out) (nullable): borrowed from @object
 */
gboolean weft_frame_read_error (JsonObject *object, GError **refusal, const char **field, GError **error);

/** weft_frame_add_error: adds such an object. Errors of other domains, and internal ones, keep their details to the log. */
void weft_frame_add_error (GString *out, const char *key, const GError *error);

/* Writing. Each appends one whole frame to @out (which the caller empties). Client to server: */
void weft_frame_write_hello (GString *out, const char *client, const char *agent, gint64 acknowledged, gboolean flow, const char *digest); /* digest (nullable) */
void weft_frame_write_subscribe (GString *out, gboolean mine, const WeftFramePosition *positions, guint n);
void weft_frame_write_unsubscribe (GString *out, const char *const *streams);
void weft_frame_write_open (GString *out, const char *const *streams);
void weft_frame_write_operation (GString *out, gint64 n, const char *id, const char *stream, const char *op, const char *args_json);
void weft_frame_write_acknowledge (GString *out, gint64 n);
void weft_frame_write_page (GString *out, gint64 request, const char *stream, const char *table, gint64 before, gint64 limit);
void weft_frame_write_search (GString *out, gint64 request, const char *query, const char *zone, const char *cursor, gint64 limit);
/** WeftQuestion: what WEFT_FRAME_ASK asks of the past of a stream; -1 says nothing. */
typedef struct
{
  const char *stream;
  const char *what;
  const char *row; /* (nullable) */
  gint64 from;
  gint64 to;
  gint64 at;
  gint64 cursor;
  gint64 limit;
} WeftQuestion;
void weft_frame_write_ask (GString *out, gint64 request, const WeftQuestion *question);
void weft_frame_write_latest_value (GString *out, const char *stream, const char *name, gint64 value);
void weft_frame_write_latest_object (GString *out, const char *stream, const char *name, const char *json);
void weft_frame_write_watch (GString *out, const char *const *people);
void weft_frame_write_idle (GString *out, gboolean idle);
void weft_frame_write_authenticate (GString *out, const char *token);
void weft_frame_write_ping (GString *out);
void weft_frame_write_received (GString *out, gint64 bytes);

/* Server to client. Events are passed as the JSON that is stored, so that the same bytes serve everyone. */
void weft_frame_write_event (GString *out, gint64 seq, gint64 at, const char *by, const char *name, int version, const char *body_json); /* the stored form: one element of "events" */
void weft_frame_begin_events (GString *out, const char *stream, const WeftPosition *position);
void weft_frame_add_event (GString *out, const char *stored, gssize length);
void weft_frame_end_events (GString *out);
void weft_frame_write_result (GString *out, gint64 n, const char *id, const WeftFrameHead *positions, guint n_positions, const GError *error); /* also one element of welcome's "results" */
/* weft_frame_end_hits: @cursor (nullable): there may be more. */
void weft_frame_begin_hits (GString *out, gint64 request);
void weft_frame_add_hit (GString *out, const WeftFrameHit *hit, const char *const *texts); /* hit->texts is not looked at */
void weft_frame_end_hits (GString *out, const char *cursor, gboolean indexing);
void weft_frame_write_heartbeat (
    GString *out, gint64 time, gboolean live, const WeftFrameHead *heads, guint n_heads);
void weft_frame_write_sent (GString *out, gint64 bytes);
void weft_frame_write_poke (GString *out, const WeftFrameHead *heads, guint n_heads);
void weft_frame_write_reset (GString *out, const char *stream, const char *reason);
void weft_frame_write_revoked (GString *out, const char *stream);
void weft_frame_write_latests (GString *out, const WeftFrameLatest *latests, guint n);
void weft_frame_write_presence (GString *out, const WeftFramePresence *people, guint n);
void weft_frame_write_error (GString *out, gint64 request, const GError *error); /* request: the page's that is refused; 0: none */
/* welcome, snapshot and page-rows are long: begin, add elements as JSON, end. */
void weft_frame_begin_welcome (GString *out, const char *person, const char *workspace, gint64 time, gint64 next);
void weft_frame_end_welcome (GString *out, GPtrArray *results_json, const WeftFrameLatest *latests, guint n_latests); /* results_json (nullable): of char*, each written by weft_frame_write_result() */
/** weft_frame_end_welcome_with: @known: all latests are as hello said, and none is written; @more: others follow in frames of their own. */
void weft_frame_end_welcome_with (GString *out, GPtrArray *results_json, const WeftFrameLatest *latests, guint n_latests, gboolean known, gboolean more);
void weft_frame_begin_snapshot (GString *out, const char *stream, const WeftPosition *position, gint64 page, gboolean last);
void weft_frame_begin_page_rows (GString *out, gint64 request, const char *stream, gint64 seq, gboolean more);
void weft_frame_write_answer (GString *out, gint64 request, const char *stream, gint64 seq, gint64 cursor, GPtrArray *items); /* items: of char*, JSON objects */
void weft_frame_begin_rows (GString *out, const char *table, const char *const *columns);
void weft_frame_add_row (GString *out, const char *row_json);
void weft_frame_end_rows (GString *out);
void weft_frame_end_snapshot (GString *out);
void weft_frame_end_page_rows (GString *out);

G_END_DECLS
