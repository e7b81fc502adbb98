/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ONLOOKERS (weft_onlookers_get_type ())
G_DECLARE_FINAL_TYPE (WeftOnlookers, weft_onlookers, WEFT, ONLOOKERS, GObject)

/**
 * WeftOnlookers:
 *
 * Who else looks at a project now, which task each of them has open, and which they have picked up; and the same said of oneself (`board.looking`).
 * Each window of a person speaks for itself, every few seconds, and is forgotten some seconds after the last time.
 *
 * Signal: `changed ()`: of the others.
 */
WeftOnlookers *weft_onlookers_new (WeftSync *sync, const char *stream);

/** weft_onlookers_show: whether this window shows the project: only then anything is said of it. FALSE by itself. */
void weft_onlookers_show (WeftOnlookers *self, gboolean shown);
/** weft_onlookers_open: @task: (nullable): id of the one which is open here. */
void weft_onlookers_open (WeftOnlookers *self, const char *task);
/** weft_onlookers_close: @task: is it not, if it was. */
void weft_onlookers_close (WeftOnlookers *self, const char *task);
/** weft_onlookers_hold: @tasks: (nullable): ids of those which are picked up here; of more than 16 the first. */
void weft_onlookers_hold (WeftOnlookers *self, const char *const *tasks);

/** weft_onlookers_list: @task: (nullable): %NULL: all. Returns: (transfer container) (element-type utf8): ids of those people who have it open, who came first first. */
GPtrArray *weft_onlookers_list (WeftOnlookers *self, const char *task);
/** weft_onlookers_find_opener: Returns: (transfer none) (nullable): id of the first person who has @task open. */
const char *weft_onlookers_find_opener (WeftOnlookers *self, const char *task);
/** weft_onlookers_find_holder: Returns: (transfer none) (nullable): id of the first person who has picked @task up. */
const char *weft_onlookers_find_holder (WeftOnlookers *self, const char *task);
/** weft_onlookers_get_opened: Returns: (transfer none) (nullable): id of the task which @person has open, the first of several. */
const char *weft_onlookers_get_opened (WeftOnlookers *self, const char *person);

G_END_DECLS
