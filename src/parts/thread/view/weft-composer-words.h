/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/people/client/weft-group-list.h"
#include "parts/phrases/client/weft-phrase-list.h"
#include "parts/pictures/view/weft-emoji-shelf.h"
#include "ui/weft-completion.h"
#include "ui/weft-slash.h"

G_BEGIN_DECLS

/**
 * WeftComposerWords:
 * @people: (nullable): a model of WeftPerson: who may be named here
 * @groups: (nullable): the workspace's, which may be named, too
 * @everybody: (nullable): a model of WeftPerson: all of the workspace, for commands which name people
 * @slash: (nullable): commands
 * @phrases: (nullable): one's quick replies, and the team's
 * @emoji: (nullable): the workspace's own
 * @editing: a message is being changed: nothing is a command
 *
 * What a composer offers while one types. Its owner keeps the references.
 */
typedef struct
{
  GtkTextBuffer *buffer;
  GListModel *people;
  WeftGroupList *groups;
  GListModel *everybody;
  WeftSlash *slash;
  WeftPhraseList *phrases;
  WeftEmojiShelf *emoji;
  gboolean editing;
} WeftComposerWords;

/** weft_composer_offer_words: behind an @ people, groups, @all and @here, behind a colon emoji, behind a slash at the beginning commands and quick replies. @words outlives @completion. */
void weft_composer_offer_words (WeftCompletion *completion, WeftComposerWords *words);

/** weft_composer_find_phrase: Returns: (transfer none) (nullable): the quick reply which is written in @text by its slash and name, where no command is called so. */
WeftPhrase *weft_composer_find_phrase (const WeftComposerWords *words, const char *text);

/** weft_composer_is_administrator: whether one administers the workspace. */
gboolean weft_composer_is_administrator (const WeftComposerWords *words);

G_END_DECLS
