/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/weft-completion.h"

G_BEGIN_DECLS

/* Commands which are written where one writes: "/topic Same-day routes". Each is a GAction that exists without it; a table says what it is called and how what stands behind it
 * becomes the action's parameter. Whoever has actions has such a table: the shell, a part, a feature. None knows another's. */

/**
 * WeftSlashPlace:
 * @widget: where it is written; the actions are those which can be activated there
 * @stream: in which
 * @owner: as given to weft_slash_add()
 */
typedef struct
{
  GtkWidget *widget;
  const char *stream;
  gpointer owner;
} WeftSlashPlace;

/**
 * WeftSlashRun:
 * @action: name of the action
 * @parameter: (nullable) (transfer floating): its parameter
 */
typedef struct
{
  const char *action;
  GVariant *parameter;
} WeftSlashRun;

/**
 * WeftSlashParse:
 * @argument: what stands behind the command, without space around it; may be ""
 * @run: (inout): begins with the action of the command and no parameter
 *
 * Says what @argument means. FALSE with an error, which is told to the person, if it means nothing. It changes nothing by itself.
 */
typedef gboolean (*WeftSlashParse) (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error);

typedef enum
{
  WEFT_SLASH_PLAIN,
  WEFT_SLASH_PEOPLE, /* it names people, who need not be here: an @ behind it offers everybody in the workspace */
  WEFT_SLASH_TEXT,   /* what stands behind it stays in the composer: the action is about that */
} WeftSlashKind;

/**
 * WeftSlashCommand:
 * @name: as it is written, in small letters
 * @argument: (nullable): N_() what may stand behind it: "[@person]"
 * @about: N_() what it does
 * @action: name of the action, without parameter
 * @parse: (nullable): nothing may stand behind it
 *
 * An array of these ends with an all-%NULL one.
 */
typedef struct
{
  const char *name;
  const char *argument;
  const char *about;
  const char *action;
  WeftSlashParse parse;
  WeftSlashKind kind;
} WeftSlashCommand;

#define WEFT_TYPE_SLASH (weft_slash_get_type ())
G_DECLARE_FINAL_TYPE (WeftSlash, weft_slash, WEFT, SLASH, GObject)

/** WeftSlash: the commands of one workspace, of all who have some. */
WeftSlash *weft_slash_new (void);

/** weft_slash_add: @commands: (array zero-terminated=1): constant; the same table twice is there once. @owner: (nullable): for its functions, unowned. */
void weft_slash_add (WeftSlash *self, const WeftSlashCommand *commands, gpointer owner);
/** weft_slash_remove: takes away what was added for @owner. */
void weft_slash_remove (WeftSlash *self, gpointer owner);

/** weft_slash_find: Returns: (transfer none) (nullable): the command called @name, in letters of any size */
const WeftSlashCommand *weft_slash_find (WeftSlash *self, const char *name);
/** weft_slash_offer: adds to @items the commands whose names begin with @word, by name. */
void weft_slash_offer (WeftSlash *self, const char *word, GPtrArray *items);

/**
 * weft_slash_split:
 * @name: (out) (optional) (transfer full): the word, without its slash
 * @argument: (out) (optional): where in @text what stands behind it begins
 *
 * Whether @text has the shape of a command: a slash, a word (base/weft-word.h), then space or the end. Paths and fractions have not.
 */
gboolean weft_slash_split (const char *text, char **name, const char **argument);

/** weft_slash_unescape: Returns: what is sent of @text, which is no command: "//word" says "/word". */
const char *weft_slash_unescape (const char *text);

/**
 * weft_slash_parse:
 * @text: has the shape of a command
 * @command: (out): which one
 * @run: (out): what it comes to
 *
 * FALSE, with an error for the person, if there is no such command or if what stands behind it means nothing.
 */
gboolean weft_slash_parse (WeftSlash *self, const char *text, GtkWidget *widget, const char *stream, const WeftSlashCommand **command, WeftSlashRun *run, GError **error);

/* Ways to parse which many need. */

/** weft_slash_parse_text: some text, as a string. */
gboolean weft_slash_parse_text (const char *argument, const WeftSlashPlace *place, WeftSlashRun *run, GError **error);
/** weft_slash_refuse: sets @error for the person; returns FALSE. */
gboolean weft_slash_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
