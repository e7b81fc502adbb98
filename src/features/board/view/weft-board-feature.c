/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-board-feature.h"
#include "features/board/view/weft-board-page.h"

static const WeftFeatureShortcut shortcuts[] = {
  { "board.new-card", "<Control>n", N_ ("New Card"), TRUE },
  { "board.move-card", "<Control>m", N_ ("Pick Up the Card"), TRUE },
  /* Ctrl+F, by win.search-here. */
  { "board.find", NULL, N_ ("Filter Cards"), TRUE },
  { "board.views", "<Control>d", N_ ("Saved Views"), TRUE },
  { "board.save-view", NULL, N_ ("Save This View"), TRUE },
  { "board.rename-view", NULL, N_ ("Rename the View"), TRUE },
  { "board.comments", NULL, N_ ("Comments on the Card"), TRUE },
  { "board.duplicate-card", "<Control>b", N_ ("Duplicate the Card"), TRUE },
  { "board.share-card", NULL, N_ ("Send the Card to a Conversation"), TRUE },
  { "board.copy-link", NULL, N_ ("Copy the Link of the Card"), TRUE },
  { "board.templates", "<Control><Shift>i", N_ ("New Card from Template"), TRUE },
  { "board.save-template", NULL, N_ ("Save the Card as a Template"), TRUE },
  { "board.delete-card", NULL, N_ ("Delete the Card"), TRUE },
  { "board.list", "<Control>j", N_ ("Show the List, or the Board"), TRUE },
  { "board.descending", NULL, N_ ("Sort the Other Way Round"), TRUE },
  { "board.figures", "<Control>g", N_ ("Show the Figures, or the Board"), TRUE },
  { "board.new-project", NULL, N_ ("New Project"), TRUE },
  { "board.duplicate-project", NULL, N_ ("Duplicate the Project"), TRUE },
  { "board.archive-card", NULL, N_ ("Archive the Card"), TRUE },
  { "board.import", NULL, N_ ("Import a Project"), TRUE },
  { "board.export('csv')", NULL, N_ ("Export the Project as a Table"), TRUE },
  { "board.export('json')", NULL, N_ ("Export the Project as JSON"), TRUE },
  { "board.export('markdown')", NULL, N_ ("Export the Project as Markdown"), TRUE },
  { "board.onlookers", NULL, N_ ("Who Looks at the Project"), TRUE },
  { "board.people", NULL, N_ ("People of the Project"), TRUE },
  { "board.settings", NULL, N_ ("Project Settings"), TRUE },
  { "board.archived", NULL, N_ ("Archived Cards"), TRUE },
  { "board.past", "<Control>u", N_ ("Back in Time, or to Now"), TRUE },
  { NULL }
};

const WeftFeature weft_board_feature = {
  .id = "board",
  .title = N_ ("Boards"),
  .icon_name = "weft-board-symbolic",
  .yarn = "indigo",
  .streams = "project/",
  .takes = N_ ("Make a Car_d…"),
  .shortcuts = shortcuts,
  .create_page = weft_board_page_new,
};
