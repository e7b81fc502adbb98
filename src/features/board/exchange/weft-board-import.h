/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bring-people.h"
#include "features/board/exchange/weft-bring-board-writer.h"
#include "features/board/exchange/weft-task-table.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD_IMPORT (weft_board_import_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoardImport, weft_board_import, WEFT, BOARD_IMPORT, GObject)

/**
 * WeftBoardImport:
 *
 * A file of another program on its way to be a project here: first it is read, on a thread of its own, as often as somebody says anew what its columns mean; then one says
 * who is who; then it is written, by operations like any others. Brought twice it comes once, and what was cut off is gone on with.
 *
 * Signal: `progressed ()`.
 */

/** weft_board_import_guess: Returns: (nullable): what @path is taken for, by its name and its first line: "trello", "jira", "linear", "weft". Reads at most 64 kB. */
const char *weft_board_import_guess (const char *path);

/** weft_board_import_new: @source: "trello", "jira", "linear" or "weft" */
WeftBoardImport *weft_board_import_new (WeftSync *sync, const char *path, const char *source);

/** weft_board_import_set_column: what the column with this header is, a name of weft_task_table_get_fields(); counts from the next reading. */
void weft_board_import_set_column (WeftBoardImport *self, const char *header, const char *field);
/**
 * weft_board_import_read:
 *
 * Resolves to TRUE when it is known what would come. Rejects with what is wrong with the file. Not while it is read or written.
 */
DexFuture *weft_board_import_read (WeftBoardImport *self) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_import_get_board: Returns: (transfer none) (nullable): what was read. */
WeftBringBoard *weft_board_import_get_board (WeftBoardImport *self);
/** weft_board_import_get_columns: Returns: (transfer none) (element-type WeftTaskColumn): of a table, also where it could not be read for what its columns are taken for. */
GPtrArray *weft_board_import_get_columns (WeftBoardImport *self);
/** weft_board_import_get_here: Returns: (transfer none) (element-type WeftBringHere): everybody in the workspace; once it was read. */
GPtrArray *weft_board_import_get_here (WeftBoardImport *self);
/** weft_board_import_get_people: Returns: (transfer none) (element-type WeftBringPerson): those in the file. */
GPtrArray *weft_board_import_get_people (WeftBoardImport *self);
/** weft_board_import_set_person: @person: one of weft_board_import_get_people(); @here: (nullable): who that is here. Counts when it is written. */
void weft_board_import_set_person (WeftBoardImport *self, WeftBringPerson *person, const WeftBringHere *here);
/** weft_board_import_get_report: Returns: (transfer none) (nullable): what does not come, by now. */
WeftBringReport *weft_board_import_get_report (WeftBoardImport *self);

/**
 * weft_board_import_write:
 *
 * Resolves to TRUE at its end, whatever was refused (the report says so). Rejects with %WEFT_ERROR_UNAVAILABLE where the server does not answer for half a minute, and with
 * G_IO_ERROR_CANCELLED: what is there stays, archived, and is gone on with the next time.
 */
DexFuture *weft_board_import_write (WeftBoardImport *self) G_GNUC_WARN_UNUSED_RESULT;
void weft_board_import_cancel (WeftBoardImport *self);
/** weft_board_import_get_progress: Returns: 0 to 1, about. */
double weft_board_import_get_progress (WeftBoardImport *self);
const WeftBringBoardOutcome *weft_board_import_get_outcome (WeftBoardImport *self);
/** weft_board_import_save_report: all that does not come, thing by thing, as JSON; at the end. Resolves to TRUE. */
DexFuture *weft_board_import_save_report (WeftBoardImport *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
