/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/moderation/shared/weft-moderation.h"
#include "proto/weft-position.h"
#include "proto/weft-registry.h"
#include "store/weft-database.h"
#include "store/weft-plan.h"
#include "store/weft-step.h"

G_BEGIN_DECLS

/* A workspace on a desk: one database in memory and the log of what was folded into it, without any engine.
 * Times stand still but for one second an event. */

#define DESK_START G_GINT64_CONSTANT (1700000000000)

/* People, streams and things of the little world which desk_furnish() makes. */
#define ID(tail_) "0192f0c1-0000-7000-8000-0000000000" tail_
#define ADA ID ("a1")  /* administrator of the workspace and of the room */
#define BEN ID ("b2")  /* member of both */
#define CLEO ID ("c3") /* guest of both */
#define DAN ID ("d4")  /* member of the workspace, suspended, not in the room */
#define EVE ID ("e5")  /* member of the workspace, not in the room */
#define FAY ID ("f6")  /* nobody yet */
#define ROOM "room/" ID ("01")
#define DIRECT "room/" ID ("02") /* of Ada and Ben */
#define NEW_ROOM "room/" ID ("03")
#define USER(id_) "user/" id_
#define ADAS_MESSAGE ID ("11")
#define BENS_MESSAGE ID ("12")
#define GONE_MESSAGE ID ("13") /* by Ben, deleted */
#define NEW_MESSAGE ID ("14")
#define ADAS_INVITATION ID ("21") /* one use */
#define BENS_INVITATION ID ("22") /* for guests, two uses */
#define REVOKED_INVITATION ID ("23")
#define DANS_INVITATION ID ("24")
#define NEW_INVITATION ID ("25")
#define NOTEBOOK "notebook/" ID ("04") /* of Ada, who administers it, Ben and Eve */
#define NEW_NOTEBOOK "notebook/" ID ("05")
#define A_NOTE ID ("41")    /* "Bread", the first */
#define GONE_NOTE ID ("42") /* the second, deleted */
#define B_NOTE ID ("43")    /* "Soup", the third */
#define NEW_NOTE ID ("44")
#define TAG ID ("51")
#define OTHER_TAG ID ("52")
#define ADAS_FILE ID ("61") /* on ADAS_MESSAGE */
#define NEW_FILE ID ("62")
#define ADAS_CONFLICT ID ("63") /* in the text of "Bread", with Ben */
#define ADAS_REMINDER ID ("71") /* on USER (ADA) */
#define BENS_REMINDER ID ("72") /* on ROOM */
#define CLEOS_REMINDER ID ("73") /* on ROOM */
#define NEW_REMINDER ID ("74")
#define ADAS_NOTICE ID ("81")
#define A_RULE ID ("82")
#define BENS_KEYWORD ID ("8e")
#define NEW_NOTICE ID ("83")
#define LIST "shopping/" ID ("06") /* of Eve, who administers it, with Cleo as a guest */
#define NEW_LIST "shopping/" ID ("07")
#define AN_ITEM ID ("91")   /* "Wool", 2 kg */
#define GONE_ITEM ID ("92") /* "Soap", taken off the list */
#define NEW_ITEM ID ("93")
#define BENS_FOLDER ID ("94") /* "Mill", with ROOM, which he has pinned */
#define NEW_FOLDER ID ("95")
#define A_HOOK ID ("a8") /* "Builds", of DIRECT, with one alert which fires */
#define NEW_HOOK ID ("a9")
#define HOOKS_MESSAGE ID ("1a") /* of that alert */
#define BENS_REPLY ID ("96") /* in the thread under ADAS_MESSAGE */
#define SHOWN_REPLY ID ("97") /* the same, by Cleo … */
#define SHOWN ID ("98")       /* … and what shows it in the room */
#define NEW_REPLY ID ("99")
#define A_TELLER ID ("aa") /* "Mirror", of DIRECT */
#define NEW_TELLER ID ("ab")
#define PINNED_MESSAGE BENS_MESSAGE /* in ROOM, by Ada; Ben has saved it, Cleo has deleted it for herself */
#define BENS_SCHEDULED ID ("ac") /* on USER (BEN), for ROOM */
#define NEW_SCHEDULED ID ("ad")
#define A_QUESTION ID ("9a") /* in DIRECT, by Ada: urgent, of Ben, who has acknowledged it */
#define BENS_QUESTION ID ("9b") /* in DIRECT, of everybody: nobody has acknowledged it */
#define A_POLL ID ("9c")      /* in DIRECT, by Ada: Tea, Coffee or Water; Ben has voted for the second */
#define A_SECRET_POLL ID ("9d") /* in DIRECT, by Ben: Monday or Friday, several; Ada has voted for the first */
#define A_BROUGHT ID ("9e") /* in NOTEBOOK, by Ben, in another program; its reply by nobody here */
#define BROUGHT_REPLY ID ("9f")
#define REPORTS WEFT_MODERATION_STREAM
#define A_CASE ID ("b0")   /* of Cleo's report of BENS_MESSAGE, which has the same id */
#define OLD_CASE ID ("b1") /* of Ben's report of SHOWN: Ada has had it deleted */
#define NEW_REPORT ID ("b5")
#define BENS_PHRASE ID ("ae") /* "thanks", on USER (BEN) */
#define OTHER_PHRASE ID ("af") /* "Đang-tới", likewise */
#define NEW_PHRASE ID ("f0")
#define A_GROUP ID ("b7")    /* "warehouse", with Ben and Eve */
#define GONE_GROUP ID ("b8") /* "dyers", with Ben, removed */
#define NEW_GROUP ID ("b9")
#define TEAM_PHRASE ID ("b6") /* "hours", on workspace */
#define EVES_STICKER ID ("f8") /* in LIST, by Eve: weft/hello */
#define BENS_EMOJI ID ("f9")    /* "shuttle", on workspace */
#define NEW_EMOJI ID ("f7")
#define BENS_PACK ID ("f1")     /* "Looms", on workspace */
#define GONE_PACK ID ("f2")     /* "Mules", taken away by Ben */
#define BENS_STICKER ID ("f3")  /* "Shuttle", in BENS_PACK */
#define NEW_PACK ID ("f4")
#define NEW_STICKER ID ("f5")
#define PROJECT "project/" ID ("08") /* "Mill race", of Ada, who administers it, Ben, and Cleo as a guest */
#define NEW_PROJECT "project/" ID ("09")
#define TODO_STATUS ID ("c4")
#define DOING_STATUS ID ("c5") /* takes one task and no more */
#define DONE_STATUS ID ("c6")
#define EMPTY_STATUS ID ("cc") /* tasks come from TODO_STATUS, somebody's, with what is on their checklists done */
#define GONE_STATUS ID ("c7") /* taken away */
#define NEW_STATUS ID ("c8")
#define WOOD_LABEL ID ("c9")
#define GONE_LABEL ID ("ca") /* "Iron", taken away */
#define NEW_LABEL ID ("cb")
#define SIZE_FIELD ID ("41")  /* "Size", a number: 3.5 of WHEEL_TASK */
#define GRADE_FIELD ID ("42") /* "Grade", of which FINE_OPTION can be chosen, and is of OAK_TASK */
#define BUYER_FIELD ID ("43") /* "Buyer", somebody */
#define DAY_FIELD ID ("44")   /* "Day", a date */
#define GONE_FIELD ID ("45")  /* "Colour", text, taken away */
#define NEW_FIELD ID ("46")
#define FINE_OPTION ID ("47")
#define NEW_OPTION ID ("48")
#define NEW_VIEW ID ("31")
#define MILL_VIEW ID ("32") /* "Late", shared in PROJECT */
#define BENS_VIEW ID ("33") /* "Mine", of PROJECT, on USER (BEN) */
#define WHEEL_TASK ID ("d1") /* MILL-1, to do: waits for OAK_TASK; Ben's */
#define OAK_TASK ID ("d2")   /* MILL-2, to do, below it; has to do with it */
#define TURN_TASK ID ("d3")  /* MILL-3, in DOING_STATUS, a part of WHEEL_TASK */
#define LOOK_TASK ID ("d5")  /* MILL-4, done */
#define GONE_TASK ID ("d6")  /* MILL-5, to do, at the end, deleted */
#define NEW_TASK ID ("d7")
#define HUB_LINE ID ("e1")   /* on the checklist of WHEEL_TASK, of which 1 of 2 items is done; SPOKE_LINE stands below it */
#define SPOKE_LINE ID ("e2") /* done */
#define RIM_LINE ID ("e3")   /* Ben's, below HUB_LINE's own */
#define GONE_LINE ID ("e4")  /* at the end, taken away */
#define NEW_LINE ID ("e6")
#define NO_ID ID ("ff")
#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

typedef struct
{
  char *stream;
  char *by;
  gint64 seq;
  gint64 at;
  const WeftEvent *event;
  char *body;
} DeskEvent;

typedef struct
{
  WeftRegistry *registry;
  WeftDatabase *database;
  GPtrArray *log;    /* of DeskEvent */
  GHashTable *heads; /* stream → GINT_TO_POINTER (seq) */
  GPtrArray *losses; /* of WeftLoss: what authors lost to others */
} Desk;

Desk *desk_new (void);
void desk_free (Desk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/* desk_furnish: founds the workspace above. */
void desk_furnish (Desk *self);

gint64 desk_get_at (Desk *self);

/* desk_get_role: what weftd would say. */
WeftRole desk_get_role (Desk *self, const char *stream, const char *person);

/* desk_plan: checks the role, settles and parses @args (a JSON object, with ' for ") and plans; nothing is
 * folded. */
WeftPlan *desk_plan (
    Desk *self, const char *stream, const char *author, const char *op, const char *args, GError **error);

/* desk_keep: folds the events of @plan and notes them in the log, each on its own person's list too, as weftd
 * does. */
void desk_keep (Desk *self, const char *stream, const char *author, WeftPlan *plan);

/* desk_do: desk_plan() and desk_keep(). FALSE if it was refused. */
gboolean desk_do (
    Desk *self, const char *stream, const char *author, const char *op, const char *args, GError **error);

/* desk_fold: folds one event of the log, or what a log elsewhere says. */
gboolean desk_fold (Desk *self, const DeskEvent *event, GError **error);

/* desk_copy: Returns: (transfer full): another desk with the same rows, copied as a snapshot is, and no log.
 */
Desk *desk_copy (Desk *self);

char *desk_digest (Desk *self, gboolean skip_meta);
char *desk_digest_stream (Desk *self, const char *stream);

/* desk_select: Returns: (transfer full): the rows of @sql, cells joined by | and rows by newlines. */
char *desk_select (Desk *self, const char *sql);

/* desk_quote: Returns: (transfer full): @text with ' turned into " */
char *desk_quote (const char *text);

G_END_DECLS
