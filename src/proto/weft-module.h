/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-error.h"
#include "base/weft-json.h"

G_BEGIN_DECLS

/* The tables which tools/ops.py makes from a module's ops.json and tables.sql at build time. A module
 * is what a feature or a part shares between client and server: tables, operations, plans, events, folds.
 * All of it is constant data: nothing here is ever freed. */

typedef struct _WeftPlan WeftPlan; /* store/weft-plan.h */
typedef struct _WeftFold WeftFold; /* store/weft-fold.h */

typedef struct _WeftMigration WeftMigration; /* store/weft-migration.h */

typedef struct _WeftModule WeftModule;

/** WeftRole: what a person is in a stream. Ordered: a higher one may all that a lower one may. */
typedef enum
{
  WEFT_ROLE_NONE,   /* not a member: learns nothing */
  WEFT_ROLE_GUEST,  /* member of single streams only, cannot read `workspace` */
  WEFT_ROLE_MEMBER,
  WEFT_ROLE_ADMIN,  /* of this stream; in `workspace`: of the whole workspace */
  WEFT_ROLE_SYSTEM, /* the server itself */
} WeftRole;

const char *weft_role_to_wire (WeftRole role);            /* "none", "guest", "member", "admin", "system" */
WeftRole weft_role_from_wire (const char *name);          /* WEFT_ROLE_NONE if unknown */

typedef enum
{
  WEFT_COLUMN_INTEGER,
  WEFT_COLUMN_REAL,
  WEFT_COLUMN_TEXT,
  WEFT_COLUMN_BLOB,
} WeftColumnType;

typedef struct
{
  const char *name;
  WeftColumnType type;
  gboolean key;      /* part of the primary key */
  gboolean nullable;
  gboolean meta;     /* `-- @meta`: confirming a prediction may change it (seq, at) */
  gboolean search;   /* `-- @search`: the store indexes its text */
  gboolean file;     /* `-- @file`: names a file by the SHA-256 of its contents, or is empty */
  gboolean author;   /* `-- @author`: id of the person who wrote the row: from: */
  gboolean time;     /* `-- @time`: ms: hits are ordered by it: before:, after: */
  gboolean person_name; /* `-- @person_name`: a name of the person whose id ends the key: what from: finds */
  gboolean stream_name; /* `-- @stream_name`: the title of the row's stream: what in: finds */
  gboolean hangs_on; /* `-- @hangs_on`: id of a row of the same stream, of whatever table: what is found is that one */
  gboolean erase;    /* `-- @erase`: erasing a row empties it */
} WeftColumn;

/** WeftTableFilter: what has: and is: mean for rows of a table, from the section "search" of ops.json. */
typedef struct
{
  const char *name;  /* "has:link", "is:unread" */
  const char *where; /* SQL about the row `t`; ?2 is the id of the person who asks */
} WeftTableFilter;

/**
 * WeftTableDates: which columns say when rows of a table are, from the section "dated" of ops.json. Each of times has an index
 * (stream, column). A row whose start is NULL is not dated.
 */
typedef struct
{
  const char *start;        /* ms */
  const char *end;          /* (nullable): ms, not part of it itself */
  const char *title;
  const char *people;       /* (nullable): a person's id */
  const char *people_table; /* (nullable): the table of @people, whose key begins with the row's; NULL: the row's own */
  const char *where;        /* (nullable): SQL about the row `t`: which rows are dated */
} WeftTableDates;

/** WeftTable: a shared table. Column 0 is always `stream`, the first of the key. */
typedef struct
{
  const char *name;
  const WeftColumn *columns;
  guint n_columns;
  int window;        /* `-- @window COLUMN`: index of the integer column by which pages are cut, or -1 */
  const WeftTableFilter *filters;
  guint n_filters;
  const WeftTableDates *dates; /* (nullable) */
  gboolean erase_rows; /* `-- @erase rows`: nothing of an erased row stays */
} WeftTable;

/** WeftRule: what becomes of a field which somebody else has changed since the author of an operation saw it. */
typedef enum
{
  WEFT_RULE_LAST,       /* who comes last wins */
  WEFT_RULE_LAST_KEPT,  /* who comes last wins; what they had not seen of a text, and overwrote, goes to their conflicts for a day */
  WEFT_RULE_MERGE_TEXT, /* both changes, where they do not touch; else the earlier one, and the later goes to its author's conflicts */
  WEFT_RULE_SET_UNION,  /* what was added and what was taken out, on either side */
  WEFT_RULE_REJECT,     /* the operation is refused */
} WeftRule;

/** WeftObjectField: one field of an object: a column, or for a set the column of a table with one row an element. */
typedef struct
{
  const char *name;      /* of the field in operations and events */
  WeftRule rule;
  const char *table;
  const char *column;
  gboolean is_set;       /* rows (stream, key, column) of @table */
  gboolean is_boolean;   /* stored as 0 or 1 */
  gboolean is_order;     /* names the object before it, where @column holds its rank */
  const char *within;    /* (nullable): of an order: the column which says in which list it is */
  const char *element;   /* (nullable): the argument with an id: the field says whether the set of ids in @column holds it … */
  gboolean is_map;       /* … or what it stands for in the map of ids in @column (base/weft-id-map.h) */
} WeftObjectField;

/** WeftObject: a thing that operations change: how its fields are read without knowing what they mean. */
typedef struct
{
  const char *name;      /* "thread.message" */
  const char *table;
  const char *key;       /* (nullable): its id in operations and events; NULL: the stream is the object */
  const char *column;    /* (nullable): its id in its table */
  const WeftObjectField *fields;
  guint n_fields;
} WeftObject;

typedef enum
{
  WEFT_OPERATION_OPTIMISTIC, /* predicted at once */
  WEFT_OPERATION_PENDING,    /* shown as waiting, never assumed */
} WeftOperationMode;

/**
 * WeftOperation:
 *
 * One thing a person may ask for. @parse fills a struct of @args_size whose strings and arrays are borrowed
 * from the JSON, which must outlive it; @clear frees the arrays of pointers, never the strings.
 */
typedef struct
{
  const WeftModule *module;
  const char *name;               /* "thread.send" */
  const char *const *streams;     /* kinds it may run on: "workspace"; NULL: wherever the module is mounted */
  WeftRole role;                  /* at least this role in the stream */
  gboolean creates;               /* runs on a stream that does not exist yet, and makes it */
  WeftOperationMode mode;
  const WeftObject *object;       /* (nullable): what it changes: the arguments that are fields of it */
  gboolean of_author;             /* the object is the author, no argument names it */
  const char *each;               /* (nullable): the argument which names the objects it changes, where they are many */
  const char *undo;               /* (nullable): the operation that takes it back; its own name: with the values from before */
  const char *never;              /* (nullable): why it cannot be taken back; without both it is no step of its own */
  const char *const *fields;      /* names of its arguments, NULL-terminated */
  const char *const *events;      /* names of what can come of it, NULL-terminated */
  const char *const *files;       /* (nullable): fields of type `file`: what must be with the server before it runs */
  gboolean writes;                /* some field is text: its arguments hold what people write */
  gsize args_size;
  gboolean (*parse) (JsonObject *object, gpointer args, GError **error);
  void (*clear) (gpointer args);
  void (*write) (gconstpointer args, GString *out); /* as a JSON object */
  gboolean (*plan) (WeftPlan *plan, gconstpointer args, GError **error);
} WeftOperation;

/**
 * weft_operation_check_role:
 * @role: of the author in the stream; in the workspace for an operation that @creates
 *
 * Whether @role may run @self at all; its plan may ask for more. Somebody who is no member learns only what they would of a
 * stream that does not exist (%WEFT_ERROR_NOT_FOUND), others which role it takes (%WEFT_ERROR_DENIED).
 */
gboolean weft_operation_check_role (const WeftOperation *self, WeftRole role, GError **error);

/**
 * WeftEvent:
 * @table: (nullable): the table of the row it is about, a table of its module
 * @key: (array zero-terminated=1): the fields which are that row's key after `stream`; NULL without @table
 * @erase: (nullable) (array zero-terminated=1): the fields which erasing empties
 * @quotes_stream, @quotes_id: (nullable): the fields which name a thing of which its content is a copy: when nothing of that is left, the
 *   content goes here too
 * @newest: what the events before it about the same row held is erased: nothing but the newest counts
 * @says: (nullable): what was done, for people, in English: "{by} sent a message". Fields stand in braces; `by` is who did it
 *
 * One kind of event. Its fold never changes once published: a new meaning is a new version.
 */
typedef struct
{
  const WeftModule *module;
  const char *name;               /* "thread.message-sent" */
  int version;
  const WeftObject *sets;         /* (nullable): whose fields it changes: their versions are kept */
  const char *table;
  const char *const *key;
  const char *const *erase;
  const char *quotes_stream;
  const char *quotes_id;
  gboolean newest;
  const char *says;
  gsize args_size;
  gboolean (*parse) (JsonObject *object, gpointer args, GError **error);
  void (*clear) (gpointer args);
  void (*write) (gconstpointer args, GString *out);
  gboolean (*fold) (WeftFold *fold, gconstpointer args, GError **error);
} WeftEvent;

/** WEFT_KEY_SEPARATOR: stands between the parts of a row's key behind `stream`. */
#define WEFT_KEY_SEPARATOR '\t'

/**
 * weft_event_dup_row:
 * @body: of one such event
 *
 * Returns: (transfer full) (nullable): "table:key", the row which the event is about; NULL if it is about none, or @body does not say
 */
char *weft_event_dup_row (const WeftEvent *self, JsonObject *body);

/**
 * WeftLatest:
 *
 * A value of which only the newest counts, one a person and stream, never logged. A durable one is an
 * integer that only grows and is kept (read marks); any other is an object, forgotten after @ttl. What that says is
 * declared as an operation's arguments are; where it is not, it may say anything.
 */
typedef struct
{
  const WeftModule *module;
  const char *name;               /* "thread.typing" */
  gboolean durable;
  guint ttl;                      /* ms; 0 if durable */
  WeftRole role;                  /* who may set it */
  gboolean withheld;              /* people may keep it to themselves: serve/weft-withholding.h */
  gsize args_size;                /* of its struct; 0: it may say anything, and has none of the following */
  gboolean (*parse) (JsonObject *object, gpointer args, GError **error); /* as that of an operation */
  void (*clear) (gpointer args);
  void (*write) (gconstpointer args, GString *out);
} WeftLatest;

/** WeftNoticePeople: who is told, never the author. */
typedef enum
{
  WEFT_NOTICE_MEMBERS,   /* everybody in the stream; on user/<id> that person */
  WEFT_NOTICE_MENTIONED, /* those whom the event's field `text` names behind an @ */
  WEFT_NOTICE_ADMINS,    /* the administrators of the stream */
  WEFT_NOTICE_FOLLOWERS, /* members on whose own stream a row of `follow_table` says so, or whom `row_table` names */
  WEFT_NOTICE_NAMED,     /* members whose ids the event's field `ids_field` holds, or all if `all_field` says so; or the one whose id `id_field` holds, if `on_field` says so */
} WeftNoticePeople;

/** WeftNotice: that an event gives a notice. The first that fits a person is the one they get. */
typedef struct
{
  const char *event;              /* "thread.message-sent": its own, or of a module it mounts */
  const char *kind;               /* "mention" */
  const char *severity;           /* "info", "warning", "urgent" */
  const char *title;              /* (nullable): what stands above the text in place of the author's name: N_("Reminder") in the part's client */
  const char *text;               /* with {field} for what the event says */
  const char *const *fields;      /* which fields that are, and others that are kept */
  WeftNoticePeople people;
  const char *link;               /* (nullable): the field with the stream it leads to; NULL: the event's own */
  const char *object;             /* (nullable): the field with the id of the thing there, or with ids, of which the first is meant */
  const char *within;             /* (nullable): the field with the id of the thing there in which it happened: who looks at the stream alone has not seen it */
  const char *follow_table;       /* (nullable): on user/<id>: target (the stream), `follow_field`, follows (0 or 1) */
  const char *follow_field;       /* (nullable): a field of the event, and the column which has its value */
  const char *row_table;          /* (nullable): also who stands in the row of the stream in this table whose id `follow_field` has, unless they said that they do not follow … */
  const char *const *row_columns; /* … in one of these: an id, or a set of ids */
  const char *severity_field;     /* (nullable): the field of the event which says it in place of `severity` */
  const char *ids_field;          /* (nullable) */
  const char *all_field;          /* (nullable) */
  const char *id_field;           /* (nullable) */
  const char *on_field;           /* (nullable) */
  const char *shown_table;        /* (nullable): in the row of this table, in the stream, whose id is the object's … */
  const char *const *shown_columns; /* … stand these fields */
  const char *until;              /* (nullable): "thread.acknowledged": the event, with the same `object`, by which somebody has seen it; no read mark does that */
  gboolean of_all;                /* only who wants to hear of all that is said there */
  gboolean once;                  /* only who has heard nothing of that thing yet */
  const char *where_table;        /* (nullable): only where the row of the stream in this table … */
  const char *where_column;       /* … has in this column … */
  const char *where_value;        /* … this */
} WeftNotice;

struct _WeftModule
{
  const char *name;               /* "thread" */
  int version;
  const char *const *streams;     /* kinds of stream which this module itself defines */
  const char *const *mounts;      /* modules mounted on them */
  gboolean everywhere;            /* mounted on every stream, without being named */
  const char *const *on;          /* (nullable): kinds of other modules on which a part mounts itself: "user" */
  const char *tables_sql;         /* CREATE TABLE statements of the newest version */
  const WeftTable *const *tables;
  guint n_tables;
  const WeftOperation *const *operations;
  guint n_operations;
  const WeftEvent *const *events;
  guint n_events;
  const WeftLatest *const *latests;
  guint n_latests;
  const WeftNotice *notices;
  guint n_notices;
  const char *direct_table;       /* (nullable): a stream of this module is a conversation of few, where all that is said concerns one, if its row in this table … */
  const char *direct_column;      /* … has in this column … */
  const char *direct_value;       /* … this */
  const WeftMigration *migrations; /* (nullable): from version 1 on to 2, 3 … @version; ended by version 0 */
};

G_END_DECLS
