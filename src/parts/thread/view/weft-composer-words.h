/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-completion.h"
#include "ui/weft-slash.h"

G_BEGIN_DECLS

/**
 * WeftComposerWords:
 * @people: (nullable): a model of WeftPerson: who may be named here
 * @everybody: (nullable): a model of WeftPerson: all of the workspace, for commands which name people
 * @slash: (nullable): commands
 * @editing: a message is being changed: nothing is a command
 *
 * What a composer offers while one types. Its owner keeps the references.
 */
typedef struct
{
  GtkTextBuffer *buffer;
  GListModel *people;
  GListModel *everybody;
  WeftSlash *slash;
  gboolean editing;
} WeftComposerWords;

/** weft_composer_offer_words: behind an @ people and @all and @here, behind a colon emoji, behind a slash at the beginning commands. @words outlives @completion. */
void weft_composer_offer_words (WeftCompletion *completion, WeftComposerWords *words);

G_END_DECLS
