/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-json.h"

G_BEGIN_DECLS

/** WeftScenePerson: somebody who plays. */
typedef struct
{
  const char *login;
  const char *name;
  const char *title;
} WeftScenePerson;

typedef struct
{
  const char *key;       /* how the scenario calls it */
  const char *name;      /* NULL: a direct conversation */
  const char *topic;
  const char *access; /* "public" unless it says otherwise */
  GPtrArray *members;    /* of const char*: logins */
  gint64 unread;         /* messages at the end which the person at the desk has not read */
} WeftSceneRoom;

/** WeftSceneLine: somebody writes something somewhere. */
typedef struct
{
  const WeftSceneRoom *room;
  const WeftScenePerson *by;
  const char *text;
  int day;               /* 0: today, -1: yesterday; history only */
  int minute;            /* of that day */
  JsonArray *reactions;  /* (nullable): to it, "EMOJI LOGIN" each; history only */
  gint64 reply;          /* answers the message so many before it in the room; 0: none */
  double after;          /* s since the line before; timeline only */
  double typing;         /* s of typing before; timeline only */
} WeftSceneLine;

/**
 * WeftScenario:
 *
 * The script of a demo: a workspace, its people and rooms, what was said before, what is said while one watches, and what is answered.
 * All strings are borrowed from the file, which it keeps.
 */
typedef struct
{
  JsonNode *root;
  const char *workspace;
  const WeftScenePerson *desk;
  GArray *people;        /* of WeftScenePerson */
  GPtrArray *rooms;      /* of WeftSceneRoom */
  GArray *history;       /* of WeftSceneLine */
  GArray *timeline;      /* of WeftSceneLine */
  GArray *answers;       /* of WeftSceneLine */
  gboolean loop;
} WeftScenario;

/** weft_scenario_load: NULL with WEFT_ERROR_INVALID naming the place in the file. */
WeftScenario *weft_scenario_load (const char *path, GError **error);
void weft_scenario_free (WeftScenario *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftScenario, weft_scenario_free)

const WeftScenePerson *weft_scenario_find_person (WeftScenario *self, const char *login);
const WeftSceneRoom *weft_scenario_find_room (WeftScenario *self, const char *key);

G_END_DECLS
