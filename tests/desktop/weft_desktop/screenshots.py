# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every page in every look: python3 -m weft_desktop.screenshots --build BUILD DIRECTORY [PAGE…]

The looks and the pages are the two tables below; a new page is one more line. The pages of a stage are taken one after the other
in one window, of the size of the pictures in the design, so that they can be held side by side.
"""
import argparse
import dataclasses
import os
import pathlib
import subprocess
import sys

from .session import Session
from .stages import Board, Composer, Copies, Demo, Media, Start, Team
from .waiting import pump

SIZE = (1280, 800)


@dataclasses.dataclass(frozen=True)
class Look:
    name: str
    size: tuple = SIZE
    env: dict = dataclasses.field(default_factory=dict)
    font: str = "Inter 11"
    settings: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Page:
    """A picture, after these steps, once an accessible of this role and name is there; then keys which leave it."""

    name: str
    stage: type
    steps: tuple
    there: tuple
    leave: tuple = ()


LOOKS = (
    Look("light"),
    Look("dark", env={"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}),
    Look("narrow-360", size=(360, 720)),
    Look("right-to-left", env={"LC_ALL": "ar_EG.UTF-8", "LANGUAGE": "ar"}),
    Look("high-contrast", env={"ADW_DEBUG_HIGH_CONTRAST": "1"}),
    Look("large-text", font="Inter 19"),
    Look("compact", settings={"density": "'compact'"}),
)

ESCAPE = ("Escape",)

# Of the project on the design's picture.
CARD = "Ask for a better time"
COURIER = "Courier app: one-tap"

# More than a message shows of itself.
LONG = "To set up the loom – all of it:\n\n" + "\n".join(f"{i}. Thread {i} goes through heddle {i % 4 + 1}, then through the reed." for i in range(1, 61))

PAGES = (
    Page("first-start", Start, (), ("button", "demo workspace")),
    Page("first-start-wrong", Start, (("fill", "Join a workspace", "weft://team.example.org/join#half"), ("key", "Return")),
         ("label", "whole link")),
    Page("new-workspace", Start, (("press", "button", "on this computer"),), ("text", "Workspace Name"), leave=ESCAPE),
    Page("sign-in-by-address", Start, (("fill", "Join a workspace", "127.0.0.1:9"), ("key", "Return")), ("text", "Login")),
    Page("server-not-reached", Start, (("fill", "Login", "ada"), ("fill_password", "12345678"), ("key", "Return")),
         ("label", "not running"), leave=ESCAPE),
    Page("not-opened", Start, (("deny",), ("press", "button", "demo workspace")), ("label", "Cannot Be Opened")),

    Page("conversations", Demo, (("there", "list item", ".", 8), ("list",)), ("list", "Conversations")),
    Page("workspace-menu", Demo, (("press", "toggle button", "^Workspace "),), ("menu item", ""), leave=ESCAPE),
    Page("person-menu", Demo, (("press", "toggle button", "Online$|^More$"),), ("menu item", ""), leave=ESCAPE),
    Page("chat", Demo, (("jump", "deliveries"),), ("list item", "^(Today.*)?Lê Bảo Ngọc, ")),
    Page("message-menu", Demo, (("newest",), ("key", "shift+F10"),), ("menu item", ""), leave=ESCAPE),
    Page("reply", Demo, (("key", "ctrl+e", "shift+Tab", "ctrl+r"),), ("label", "Answering"), leave=ESCAPE),
    Page("history", Demo, (("key", "ctrl+e", "shift+Tab", "Home"),), ("list item", "^[^@]"), leave=("End", "Escape")),
    Page("emoji", Demo, (("press", "button", "Insert Emoji"),), ("text", ".*"), leave=("Escape", "Escape")),
    Page("notices", Demo, (("key", "ctrl+shift+b"),), ("list item", "not seen yet"), leave=("ctrl+shift+b",)),
    Page("remind-menu", Demo, (("jump", "deliveries"), ("newest",), ("key", "ctrl+shift+r")), ("menu item", ""), leave=ESCAPE),
    Page("remind-at", Demo, (("newest",), ("key", "ctrl+shift+r"), ("there", "menu item", ""), ("key", "Up", "Return")),
         ("button", "Remind Me"), leave=ESCAPE),
    Page("reminders", Demo, (("jump", "deliveries"), ("newest",), ("key", "ctrl+shift+r"), ("there", "menu item", ""), ("key", "Return"),
                             ("there", "label", "reminded"), ("key", "ctrl+shift+b"), ("press", "radio button", "Reminders")),
         ("button", "Done"), leave=("ctrl+shift+b",)),
    Page("activity", Demo, (("jump", "deliveries"), ("key", "ctrl+shift+h"), ("there", "list", "Activity")), ("list item", "message, (Today|Yesterday)"),
         leave=("ctrl+shift+h",)),
    Page("panel", Demo, (("key", "F9"),), ("list", "Members"), leave=("F9",)),
    Page("invite-guests", Demo, (("jump", "deliveries"), ("jump", "Invite Guests")), ("button", "Copy Link"), leave=ESCAPE),
    Page("group", Demo, (("jump", "n, Sofia"), ("key", "F9")), ("list", "Members"), leave=("F9",)),
    Page("palette", Demo, (("key", "ctrl+k"),), ("list", "Results"), leave=ESCAPE),
    Page("palette-nothing", Demo, (("key", "ctrl+k"), ("there", "list", "Results"), ("type", "zzzz")), ("list item", "Search messages for"), leave=ESCAPE),
    Page("palette-messages", Demo, (("key", "ctrl+k"), ("there", "list", "Results"), ("type", "page")), ("list item", "Search messages for"), leave=ESCAPE),
    Page("search", Demo, (("key", "ctrl+shift+f"),), ("label", "Find What Was Written"), leave=ESCAPE),
    Page("search-found", Demo, (("key", "ctrl+shift+f"), ("there", "label", "Find What"), ("type", "the"), ("there", "label", "result")), ("list", "Results"), leave=ESCAPE),
    Page("search-here", Demo, (("jump", "deliveries"), ("key", "ctrl+f"), ("there", "label", "Find What"), ("type", "xe"), ("there", "label", "result")), ("list", "Results"), leave=ESCAPE),
    Page("search-nothing", Demo, (("key", "ctrl+shift+f"), ("there", "label", "Find What"), ("type", "zzzz")), ("label", "Nothing Was Found"), leave=ESCAPE),
    Page("preferences", Demo, (("key", "ctrl+comma"),), ("label", "Appearance"), leave=ESCAPE),
    Page("preferences-privacy", Demo, (("key", "ctrl+comma"), ("there", "label", "Appearance"), ("tab", "check box", "Send Read Receipts")), ("label", "Privacy"), leave=ESCAPE),
    Page("shortcuts", Demo, (("key", "ctrl+question"),), ("label", "Next Region"), leave=ESCAPE),
    Page("about", Demo, (("jump", "About Weft"),), ("label", "Weft"), leave=ESCAPE),
    Page("new-room", Demo, (("key", "ctrl+shift+n"),), ("text", "Name")),
    Page("new-room-filled", Demo, (("fill", "Name", "returns"), ("key", "Tab", "Tab", "Tab", "Tab", "Down", "Return", "Down", "Return")),
         ("button", "Create"), leave=ESCAPE),
    Page("new-direct", Demo, (("key", "ctrl+shift+d"),), ("list", "People")),
    Page("nobody-found", Demo, (("type", "zzzz"),), ("label", "Nobody found"), leave=("Escape", "Escape")),
    Page("add-people", Demo, (("jump", "Add People"),), ("list", "People"), leave=ESCAPE),
    Page("edit-room", Demo, (("jump", "Name and Topic"),), ("text", "Topic"), leave=ESCAPE),
    Page("leave-room", Demo, (("jump", "Leave the Room"),), ("button", "Leave"), leave=ESCAPE),
    Page("browse", Demo, (("jump", "Browse Rooms"),), ("list", "Rooms to Join"), leave=ESCAPE),
    Page("room-settings", Demo, (("jump", "Settings of the Room"),), ("button", "Save"), leave=ESCAPE),
    Page("new-folder", Demo, (("jump", "into a New Folder"),), ("button", "Cancel"), leave=ESCAPE),
    Page("clear-room", Demo, (("jump", "Delete the Conversation"),), ("button", "Cancel"), leave=ESCAPE),
    Page("forward", Demo, (("jump", "deliveries"), ("newest",), ("key", "ctrl+shift+j")), ("list", "Conversations"), leave=ESCAPE),
    Page("message-take", Demo, (("newest",), ("key", "shift+F10"), ("there", "menu item", ""), ("key", "d")), ("text", "^Title$"), leave=ESCAPE),
    Page("thread", Demo, (("jump", "deliveries"), ("newest",), ("key", "ctrl+t"), ("there", "text", "Reply in the thread"), ("type", "The lift is out, call first."),
                          ("key", "Return"), ("there", "list item", "call first.*Sent"), ("type", "Second floor.")), ("list item", "call first.*Sent"), leave=ESCAPE),
    Page("thread-tray", Demo, (("jump", "deliveries"), ("newest",), ("key", "ctrl+t"), ("there", "text", "Reply in the thread"), ("key", "ctrl+a"),
                               ("type", "Keys: at gate three."), ("key", "ctrl+alt+Return"), ("there", "button", "Remove message.txt"), ("type", "Who has them?")),
         ("button", "Remove message.txt"), leave=ESCAPE),
    Page("reactions", Demo, (("jump", "deliveries"), ("newest",), ("key", "ctrl+period")), ("text", ".*"), leave=("Escape", "Escape")),
    Page("selecting", Demo, (("newest",), ("key", "ctrl+space", "Up", "space"),), ("button", "Stop Selecting"), leave=ESCAPE),
    Page("seen-by", Demo, (("write", "The lift works again."), ("there", "list item", "lift works.*(Sent|Received|Read)"), ("focus", "list item", "lift works"), ("key", "ctrl+i")),
         ("list", "Who has seen"), leave=ESCAPE),
    Page("edit-history", Demo, (("key", "ctrl+e", "Up"), ("there", "label", "Editing"), ("key", "ctrl+End"), ("type", " Use it."), ("key", "Return"),
                                ("focus", "list item", "Use it.*edited"), ("key", "ctrl+h")), ("dialog", "Edit History"), leave=ESCAPE),
    Page("editing", Demo, (("key", "ctrl+e", "Up"),), ("label", "Editing"), leave=ESCAPE),
    Page("pins", Demo, (("newest",), ("key", "ctrl+p"), ("panel",)), ("list", "Pinned Messages"), leave=ESCAPE),
    Page("send-later", Demo, (("key", "ctrl+e"), ("type", "Good morning to all"), ("key", "ctrl+shift+Return")), ("button", "Send Then")),
    Page("scheduled", Demo, (("press", "button", "Send Then"), ("there", "text", "^Message"), ("key", "ctrl+shift+s"), ("press", "radio button", "Scheduled")),
         ("list", "Scheduled Messages"), leave=("ctrl+shift+s",)),
    Page("saved", Demo, (("newest",), ("key", "ctrl+s", "ctrl+shift+s"), ("press", "radio button", "Saved")), ("list", "Saved Messages"), leave=("ctrl+shift+s",)),
    Page("new-poll", Demo, (("key", "ctrl+shift+t"), ("fill", "Question", "Where do we eat?"), ("fill", "Option 1", "Noodles")), ("label", "at least two options")),
    Page("poll", Demo, (("fill", "Option 2", "Bread in the park"), ("key", "ctrl+Return"), ("focus", "list item", "Poll: Where do we eat"), ("key", "2")),
         ("list item", "Bread in the park, 1 vote")),
    Page("gallery", Demo, (("key", "ctrl+shift+g"),), ("page tab", "Pictures"), leave=("Escape", "Escape")),
    Page("quiet-hours", Demo, (("jump", "Quiet Hours"),), ("dialog", "Quiet Hours"), leave=ESCAPE),
    Page("keys", Demo, (("key", "ctrl+question"), ("there", "list item", "Search or Jump To"), ("key", "Return")), ("label", "Press the keys"), leave=("Escape", "Escape")),
    Page("voice-recording", Demo, (("jump", "deliveries"), ("key", "ctrl+alt+v")), ("label", "^0:0[2-9]$"), leave=("Return",)),
    Page("voice", Demo, (("there", "list item", "Voice message, .*(Sent|Received|Read)"), ("focus", "list item", "Voice message, "), ("key", "space")), ("list item", "Voice message, .*(Sent|Received|Read)")),
    # The README's: docs/pictures/chat-light.png.
    Page("portrait", Demo, (("away",), ("key", "ctrl+e")), ("list item", "Voice message, .*Read")),
    Page("report", Demo, (("jump", "deliveries"), ("key", "ctrl+e", "shift+Tab", "Home", "ctrl+shift+x")), ("button", "Report")),
    Page("reported", Demo, (("key", "Down", "space"), ("press", "button", "^Report$"),
                            ("there", "label", "Reported to"), ("key", "ctrl+e", "shift+Tab", "shift+Tab", "Home", "ctrl+shift+x")), ("button", "Take Report Back"), leave=ESCAPE),
    Page("moderation", Demo, (("jump", "Moderation…"),), ("button", "Dismiss")),
    Page("moderation-suspend", Demo, (("press", "button", "Suspend…"),), ("button", "^Suspend$"), leave=ESCAPE),
    Page("moderation-audit", Demo, (("press", "page tab", "Audit"),), ("list item", "The server|Signed|Made")),
    Page("moderation-decided", Demo, (("press", "page tab", "Reports"), ("press", "button", "Dismiss"), ("there", "label", "No Reports"), ("press", "page tab", "Decided")),
         ("button", "Undo Decision"), leave=("Escape", "Escape")),
    Page("slash", Demo, (("jump", "deliveries"), ("key", "ctrl+e"), ("type", "/")), ("list", "Suggestions"), leave=("Escape", "BackSpace")),
    Page("slash-refused", Demo, (("key", "ctrl+e"), ("type", "/teh"), ("key", "Return")), ("label", "is no command"), leave=("ctrl+a", "BackSpace")),
    Page("quick-replies-empty", Demo, (("jump", "Quick Replies"),), ("label", "No Quick Replies")),
    Page("quick-reply", Demo, (("key", "Return"), ("there", "text", "Name, written"), ("fill", "Name, written behind a slash", "thanks"), ("fill", "Text", "Thank you, on its way.")), ("button", "Save")),
    Page("quick-replies", Demo, (("press", "button", "^Save$"),), ("list item", "/thanks")),
    Page("quick-reply-team", Demo, (("press", "button", "New Quick Reply"), ("there", "text", "Name, written"), ("fill", "Name, written behind a slash", "hours"), ("key", "Tab", "space"),
                                    ("fill", "Text", "We are open from nine to five, on Saturdays to noon.")), ("button", "Save")),
    Page("quick-replies-team", Demo, (("press", "button", "^Save$"),), ("list item", "/hours"), leave=ESCAPE),
    Page("quick-replies-offered", Demo, (("jump", "deliveries"), ("key", "ctrl+e"), ("type", "/h")), ("list", "Suggestions"), leave=("Escape", "BackSpace", "BackSpace")),
    Page("groups-empty", Demo, (("key", "ctrl+shift+y"),), ("label", "No Groups")),
    Page("group-new", Demo, (("press", "button", "New Group"), ("there", "text", "Name, written"), ("fill", "Name, written behind an @", "warehouse"),
                             ("fill", "What the group is for", "Whoever packs and loads, early and late")), ("button", "Save")),
    Page("group-people", Demo, (("press", "button", "^Save$"), ("there", "label", "Nobody is in"), ("press", "button", "Add People to the Group"), ("there", "list", "People"),
                                ("key", "Tab", "Down", "Return", "Down", "Return", "Down", "Return")), ("button", "^Add$")),
    Page("group-page", Demo, (("press", "button", "^Add$"),), ("list", "People in the Group")),
    Page("groups", Demo, (("key", "Escape", "ctrl+shift+y"), ("there", "list", "Groups of People")), ("list item", "@warehouse"), leave=ESCAPE),
    Page("group-offered", Demo, (("jump", "deliveries"), ("key", "ctrl+e"), ("type", "@w")), ("list", "Suggestions"), leave=("Escape", "ctrl+a", "BackSpace")),
    Page("group-named", Demo, (("write", "The lift is out, @warehouse: carry what is urgent."), ("away",)), ("list item", "@warehouse")),
    Page("workspace-emoji", Demo, (("key", "ctrl+e"), ("type", "/emoji"), ("key", "Escape", "Return")), ("label", "No Emoji Yet"), leave=ESCAPE),
    Page("stickers", Demo, (("jump", "Send a Sticker"),), ("table cell", "Hello")),
    Page("sticker", Demo, (("key", "Tab", "Return"), ("there", "list item", "Hello, sticker"), ("jump", "Send a Sticker"), ("there", "table cell", "Coffee"), ("type", "coffee"), ("key", "Tab", "Return")),
         ("list item", "Coffee.*, sticker")),
    Page("everybody", Demo, (("write", "@all the hub closes at eight"),), ("button", "Cancel"), leave=ESCAPE),
    Page("profile", Demo, (("jump", "Name and Status"),), ("text", "Status"), leave=ESCAPE),
    Page("invitation", Demo, (("jump", "Invite People"),), ("button", "Copy Link"), leave=ESCAPE),
    Page("outbox-empty", Demo, (("key", "ctrl+shift+o"),), ("label", "Has Been Sent"), leave=("ctrl+shift+o",)),
    Page("add-workspace", Demo, (("key", "ctrl+shift+a"),), ("button", "^Back$")),

    Page("lost-draft", Composer, (), ("button", "Restore")),
    Page("too-long", Composer, (("lengthy",),), ("button", "Attach as File")),
    Page("tray", Composer, (("press", "button", "Attach as File"), ("there", "button", "Remove message.txt"), ("key", "ctrl+e"), ("type", "Who has the keys?")),
         ("button", "Remove message.txt")),

    Page("boards-empty", Board, (("fill", "Your Name", "Ada Lovelace"), ("fill", "Login", "ada"), ("password",), ("key", "Return"), ("there", "label", "No Rooms Yet"), ("key", "ctrl+2")),
         ("label", "No Board Yet")),
    Page("project-new", Board, (("press", "button", "^New Project$"), ("there", "text", "^Name$"), ("type", "Delivery experience")), ("button", "Create"), leave=ESCAPE),
    Page("board", Board, (("tasks",), ("away",)), ("list item", "Courier photo")),
    Page("board-onlookers", Board, (("watched",),), ("toggle button", "^Grace Hopper looks")),
    Page("board-onlookers-list", Board, (("watched",), ("press", "toggle button", "^Grace Hopper looks")), ("list item", "^Grace Hopper, "), leave=ESCAPE),
    Page("board-onlookers-card", Board, (("open", "Rain and flood"), ("watched",)), ("toggle button", "^Grace Hopper has this"), leave=ESCAPE),
    Page("board-card-new", Board, (("key", "ctrl+n"), ("type", "Gift note with a preview")), ("text", "Title of the New Card"), leave=("ctrl+a", "BackSpace", "Escape")),
    Page("board-card", Board, (("open", CARD),), ("text", "^Description"), leave=ESCAPE),
    Page("board-card-links", Board, (("open", CARD), ("inside", "text", "New Sub-task")),
         ("button", "^Remove: "), leave=ESCAPE),
    Page("board-card-link", Board, (("open", CARD), ("press", "toggle button", "Add a Link"), ("there", "menu item", ""), ("key", "Down", "Down", "Return")),
         ("list item", "WEB-"), leave=("Escape", "Escape")),
    Page("board-card-people", Board, (("open", CARD), ("row", "^Assignees")), ("list", "^People$"),
         leave=("Escape", "Escape")),
    Page("board-card-labels", Board, (("open", CARD), ("row", "^Labels")), ("text", "^New Label$"),
         leave=("Escape", "Escape")),
    Page("board-card-date", Board, (("open", CARD), ("row", "^Due")), ("button", "Set Date"),
         leave=("Escape", "Escape")),
    Page("board-comments", Board, (("talk",), ("card", "Recalculate ETA"), ("key", "ctrl+t")), ("list item", "straight after"), leave=ESCAPE),
    Page("board-checklist", Board, (("checklist",), ("open", CARD), ("inside", "text", "New Item")),
         ("list item", "Which hours work"), leave=ESCAPE),
    Page("board-card-files", Board, (("open", CARD), ("attach", "Route of the delayed orders.png"), ("attach", "Delays by ward, November.csv"), ("inside", "text", "New Item"), ("inside", "button", "^Attach Files")), ("list item", "^file Delays"), leave=ESCAPE),
    Page("board-files", Board, (("plain",), ("card", CARD)), ("list item", ", 2 files")),
    Page("board-people", Board, (("menu", "_People"),), ("list item", "Grace Hopper"), leave=ESCAPE),
    Page("board-settings", Board, (("menu", "Project _Settings"),), ("text", "^Code$"), leave=ESCAPE),
    Page("board-statuses", Board, (("settings", "^Statuses$"),), ("text", "^New Status$"), leave=ESCAPE),
    Page("board-rules", Board, (("settings", "^Statuses$"), ("row", "^In review"),
                                ("row", "^Cards Come From"), ("inside", "check box", "In progress"), ("key", "space")),
         ("check box", "^Ready$"), leave=("Escape", "Escape")),
    Page("board-labels", Board, (("settings", "^Labels$"),), ("text", "^New Label$"), leave=ESCAPE),
    Page("board-fields", Board, (("settings", "^Fields$"), ("inside", "text", "New Field"), ("type", "Customer"),
         ("key", "Return")), ("list item", "^Customer$"), leave=ESCAPE),
    Page("board-card-fields", Board, (("open", CARD), ("inside", "text", "Customer"), ("type", "Nguyễn & Sons"), ("key", "Return")),
         ("text", "^Customer$"), leave=ESCAPE),
    Page("board-archived", Board, (("menu", "_Archived Cards"),), ("button", "^Restore$"), leave=ESCAPE),
    Page("board-card-menu", Board, (("card", CARD), ("key", "shift+F10")), ("menu item", ""), leave=ESCAPE),
    Page("board-card-send", Board, (("card", CARD), ("key", "shift+F10"), ("pick", "Se_nd to a Conversation")), ("entry", "Search conversations"), leave=ESCAPE),
    Page("board-moving", Board, (("card", CARD), ("key", "ctrl+m"), ("forward", 1)), ("label", "Moving WEB-"), leave=ESCAPE),
    Page("board-filter", Board, (("card", CARD), ("key", "ctrl+f"), ("type", "is:open label:eta")), ("label", "of 12 cards$"), leave=ESCAPE),
    Page("board-filter-unknown", Board, (("card", CARD), ("key", "ctrl+f"), ("type", "reason owner:ada")), ("label", "nothing cards are"), leave=ESCAPE),
    Page("board-filter-menu", Board, (("card", CARD), ("key", "ctrl+f"), ("press", "toggle button", "Add a Condition")), ("menu item", ""), leave=("Escape", "Escape")),
    Page("board-views", Board, (("plain",), ("key", "ctrl+d")), ("menu item", ""), leave=ESCAPE),
    Page("board-view-save", Board, (("key", "ctrl+f"), ("type", "is:blocked"), ("key", "ctrl+d"), ("pick", "_Save This View")), ("alert", "Save"), leave=("Escape", "ctrl+f", "Escape")),
    Page("board-list", Board, (("plain",), ("key", "ctrl+j"), ("there", "list", "^Cards$")), ("list", "^Cards$")),
    Page("board-list-grouped", Board, (("group", "Label"),), ("label", "eta · "), leave=("ctrl+j",)),
    Page("board-activity", Board, (("plain",), ("open", COURIER), ("inside", "button", "^Show What Happened$"), ("key", "Return")), ("list item", " made it"), leave=ESCAPE),
    Page("board-card-repeat", Board, (("repeat",), ("open", COURIER), ("row", "^Repeat")),
         ("button", "^Set$"), leave=("Escape", "Escape")),
    Page("board-card-repeats", Board, (("open", COURIER), ("inside", "list item", "^Repeat")), ("list item", "Repeat"), leave=ESCAPE),
    Page("board-list-repeats", Board, (("watched",), ("key", "ctrl+j"), ("there", "list", "^Cards$")), ("list item", "^Courier app"), leave=("ctrl+j",)),
    Page("board-moving-refused", Board, (("plain",), ("card", "Recalculate ETA"), ("key", "ctrl+m"), ("forward", 2)), ("label", "waits for"), leave=ESCAPE),
    Page("board-filter-nothing", Board, (("card", CARD), ("key", "ctrl+f"), ("type", "zzzz")), ("label", "^0 of 12 cards$"), leave=("ctrl+a", "BackSpace", "Escape")),
    Page("board-label", Board, (("settings", "^Labels$"), ("row", "^tracking")), ("text", "^Name$"), leave=("Escape", "Escape")),
    Page("board-item", Board, (("open", CARD), ("row", "^Change the wording")), ("text", "^Title$"), leave=("Escape", "Escape")),
    Page("board-past", Board, (("plain",), ("key", "ctrl+u"), ("there", "slider", "^Moment$"), ("forward", -3)), ("label", "^Change "), leave=ESCAPE),
    Page("board-compare", Board, (("key", "ctrl+u"), ("there", "slider", "^Moment$"), ("press", "toggle button", "^Compare$")), ("list", "^What Changed$"), leave=ESCAPE),
    Page("board-lanes", Board, (("group", "Label"), ("there", "button", "Lane design")), ("button", "Lane eta")),
    Page("board-lanes-moving", Board, (("card", "Show the reason"), ("key", "ctrl+m"), ("forward", 1), ("key", "Down")), ("label", "Moving WEB-"), leave=ESCAPE),
    Page("board-lanes-people", Board, (("group", "Assignee"),), ("button", "Lane Ada")),
    Page("board-lanes-field", Board, (("fields",), ("group", "Size")),
         ("button", "Lane Medium")),
    Page("board-group-menu", Board, (("menu", "_Group By"),), ("menu item", ""), leave=("Escape", "Escape")),
    Page("board-list-fields", Board, (("key", "ctrl+j"), ("there", "list", "^Cards$")), ("list", "^Cards$"), leave=("ctrl+j",)),
    Page("board-field", Board, (("settings", "^Fields$"), ("row", "^Size")), ("text", "New Choice"), leave=("Escape", "Escape")),
    Page("board-import", Board, (("bring", "board.json", Board.TRELLO),), ("list item", "^Sticker: ")),
    Page("board-import-people", Board, (("row", "^People"),), ("combo box", "Mai of Trello"), leave=ESCAPE),
    Page("board-import-done", Board, (("press", "button", "^Import$"), ("there", "button", "^Open Project$")), ("list item", "^Comment: refused"), leave=ESCAPE),
    Page("board-import-wrong", Board, (("bring", "wrong.json", "{\"lists\": [{\"name\": \"Backlog"),), ("label", "byte "), leave=ESCAPE),
    Page("board-import-table", Board, (("bring", "yarn.csv", Board.TABLE),), ("label", "no column is a task's title")),
    Page("board-import-columns", Board, (("row", "^Columns"),), ("combo box", "^Yards$"), leave=("Escape", "Escape")),
    Page("board-import-progress", Board, (("bring_many",), ("there", "list item", "^Backlog"), ("press", "button", "^Import$")), ("progress bar", "^Importing"), leave=ESCAPE),
    Page("board-export-menu", Board, (("menu", "_Export Project"),), ("menu item", ""), leave=("Escape", "Escape")),
    Page("board-exported", Board, (("menu", "_Export Project", "_JSON"), ("save_as", "out.json")), ("label", "is exported$")),
    Page("board-figures", Board, (("past",), ("key", "ctrl+g"), ("there", "label", "open: half of the runs"), ("away",)), ("image", "Cumulative Flow")),
    Page("board-figures-points", Board, (("press", "radio button", "Points"), ("tab", "image", "Cumulative Flow"), ("key", "Right", "Right", "Next")), ("label", "points open: half")),
    Page("board-figures-ages", Board, (("tab", "image", "Age of What Is in Progress, in Days"), ("key", "Home")), ("image", "Age of What"), leave=("ctrl+g",)),
    Page("board-templates", Copies, (("fill", "Your Name", "Ada Lovelace"), ("fill", "Login", "ada"), ("password",), ("key", "Return"), ("there", "label", "No Rooms Yet"), ("key", "ctrl+2"),
         ("there", "label", "No Board Yet"), ("tasks",), ("away",), ("there", "list item", "Courier photo"), ("card", CARD), ("key", "shift+F10"), ("pick", "Save as _Template"),
         ("there", "label", "1 template saved"), ("key", "ctrl+shift+i")), ("button", "^Use$"), leave=ESCAPE),
    Page("board-template", Copies, (("key", "ctrl+shift+i"), ("press", "button", "^Edit WEB")), ("dialog", "^Template WEB"), leave=ESCAPE),
    Page("board-card-new-template", Copies, (("key", "ctrl+n"),), ("text", "Title of the New Card"), leave=ESCAPE),
    Page("board-duplicate", Copies, (("menu", "_Duplicate Project"),), ("check box", "^Cards$"), leave=ESCAPE),

    Page("video", Media, (("key", "ctrl+shift+g"), ("focus", "table cell", "video clip.webm"), ("key", "Return"), ("there", "button", "^(Play|Pause)$"), ("played",)),
         ("button", "^(Play|Pause)$"), leave=("Escape", "Escape")),
    Page("video-damaged", Media, (("damage",), ("key", "ctrl+shift+g"), ("focus", "table cell", "video clip.webm"), ("key", "Return")), ("button", "Open With Another Program"),
         leave=("Escape", "Escape")),

    Page("join", Team, (), ("text", "Your Name")),
    Page("join-refused", Team, (("fill", "Your Name", "Ada Lovelace"), ("fill", "Login", "grace"), ("password",), ("key", "Return")),
         ("label", "taken")),
    Page("no-rooms", Team, (("fill", "Login", "ada"), ("password",), ("key", "Return")), ("label", "No Rooms Yet")),
    Page("empty-room", Team, (("grace", "create-room", "weaving", "--topic", "Warp and weft"), ("grace", "add", "weaving", "ada"),
                              ("jump", "weaving")), ("text", "^Message")),
    Page("notices-empty", Team, (("key", "ctrl+shift+b"),), ("label", "No Notices"), leave=("ctrl+shift+b",)),
    Page("sticker-packs", Team, (("looms",), ("jump", "Send a Sticker"), ("press", "button", "^Sticker Packs$")), ("list item", "Looms")),
    Page("pack", Team, (("click", "list item", "Looms"),), ("list item", "the warp is up"), leave=("Escape",)),
    Page("new-pack", Team, (("press", "toggle button", "^New Pack$"), ("there", "menu item", ""), ("key", "Down", "Return"), ("fill", "Name", "Mules")), ("button", "^Add$")),
    Page("own-pack", Team, (("press", "button", "^Add$"), ("click", "list item", "Mules")), ("button", "Remove Pack"), leave=("Escape", "Escape", "Escape")),
    Page("table", Team, (("grace", "send", "weaving", "What is on the loom:\n\n| Cloth | Colour | Width | Threads | Ready | Who weaves it |\n|:--|---|--:|--:|:-:|---|\n"
                          "| **Twill** | indigo, undyed | 140 cm | 2 400 | ✓ | @Ada |\n| Herringbone for the *winter* coats | moss | 70 cm | 1 120 | | Grace, when the warp is wound |\n"
                          "| Gauze | `#f7cb82` | 90 cm | 860 | ✓ | [the guild](https://guild.example) |"),
                         ("write", "| مادة | كمية |\n|---|--:|\n| صوف | 12 |\n| wool | 3 |"), ("there", "list item", "wool(.|\\n)*Sent")), ("list item", "Table of 3 rows")),
    Page("folded", Team, (("grace", "send", "weaving", LONG), ("write", LONG), ("away",)), ("list item", "You, .*To set up(.|\\n)*Sent")),
    Page("unfolded", Team, (("newest",), ("key", "ctrl+l", "ctrl+e"), ("away",)), ("list item", "You, .*To set up")),
    Page("keywords", Team, (("key", "ctrl+comma"), ("there", "label", "Appearance"), ("tab", "text", "Add a Keyword"), ("type", "heddle"), ("key", "Return"), ("there", "button", "Remove “heddle”")), ("button", "Remove “heddle”"), leave=ESCAPE),
    Page("keyword", Team, (("grace", "send", "weaving", "The heddle is broken again, who mends it?"),), ("list item", "heddle is broken")),
    Page("room-face", Team, (("administers", "dyeing"), ("jump", "dyeing"), ("face", "Settings of the Room")), ("button", "Remove Picture")),
    Page("room-with-face", Team, (("leave", "Escape"), ("write", "The vat is warm."), ("there", "list item", "vat is warm.*Sent"), ("panel",)), ("list", "Members"), leave=("F9",)),
    Page("edit-window", Team, (("jump", "Settings of the Room"), ("choose", "Edit One’s Own Messages", "Down", "Down", "Down", "Down")), ("label", "^Never$")),
    Page("edit-refused", Team, (("press", "button", "^Save$"), ("rest",), ("key", "ctrl+e", "Up")), ("label", "Messages stay as they were")),
    Page("no-receipts", Team, (("key", "ctrl+comma"), ("there", "label", "Appearance"), ("tab", "check box", "Send Read Receipts"), ("key", "space"), ("leave", "Escape"), ("newest",), ("key", "ctrl+i")),
         ("label", "send no read receipts"), leave=ESCAPE),
    Page("conflict", Team, (("key", "ctrl+comma"), ("there", "label", "Appearance"), ("tab", "check box", "Send Read Receipts"), ("key", "space"), ("leave", "Escape"), ("jump", "weaving"),
                            ("write", "The border is blue."), ("there", "list item", "border is blue.*Sent"),
                            ("conflict", "weaving", "The border is blue.", "The border is red.", "The border is green."),
                            ("there", "label", "needs you"), ("key", "ctrl+shift+o")), ("button", "Keep Mine"), leave=("space", "ctrl+shift+o")),
    Page("offline", Team, (("grace", "send", "weaving", "Hello Ada, is the pattern ready?"), ("there", "list item", "pattern ready"),
                           ("cut",), ("there", "button", "Try Now"), ("write", "Almost. I change the border once more."),
                           ("write", "You get it before lunch."), ("there", "list item", "before lunch.*Waiting")), ("button", "Try Now")),
    Page("activity-offline", Team, (("key", "ctrl+shift+h"),), ("label", "when the connection is back"), leave=("ctrl+shift+h",)),
    Page("search-offline", Team, (("key", "ctrl+shift+f"), ("there", "label", "Find What"), ("type", "pattern")), ("label", "Offline: only"), leave=ESCAPE),
    Page("outbox", Team, (("key", "ctrl+shift+o"),), ("heading", "Waiting"), leave=("ctrl+shift+o",)),
    Page("refused", Team, (("remove", "weaving"), ("there", "label", "refused")), ("label", "refused")),
    Page("needs-you", Team, (("key", "ctrl+shift+o"),), ("heading", "Needs you"), leave=("ctrl+shift+o",)),
    Page("not-sent", Team, (("grace", "add", "weaving", "ada"), ("jump", "weaving"), ("newest",)), ("list item", "Not sent")),
    Page("needs-you-again", Team, (("key", "ctrl+shift+o"),), ("button", "Edit"), leave=("ctrl+shift+o",)),
    Page("sign-out", Team, (("jump", "Sign Out"),), ("button", "Sign Out"), leave=()),
    Page("signed-out", Team, (("press", "button", "^Sign Out$"),), ("label", "You are signed out")),
    Page("sign-in", Team, (("press", "button", "^Sign In…$"),), ("text", "Login")),
    Page("wrong-password", Team, (("fill_password", "12345678"), ("key", "Return")), ("label", "not right")),
    Page("update-needed", Team, (("password",), ("key", "Return"), ("there", "text", "^Message"), ("cut",), ("answer", "426 Upgrade Required", "application/json")),
         ("label", "Update needed")),
    Page("sign-in-page", Team, (("answer", "200 OK"),), ("label", "web page")),
)


# There is no microphone where pictures are made, and no loudspeaker.
os.environ.setdefault("WEFT_VOICE_SOURCE", "audiotestsrc is-live=true wave=pink-noise volume=0.3")
os.environ.setdefault("WEFT_VOICE_SINK", "fakesink sync=true")


def settle(app, path):
    """A picture of a window that rests: two that are equal, or the sixth (the demo lives)."""
    last = None
    for _ in range(6):
        pump()
        app.shot(path)
        now = subprocess.run(["identify", "-format", "%#", str(path)], capture_output=True, check=True).stdout
        if now == last:
            return
        last = now


def photograph(session, build, look, stage_type, pages, directory, wanted):
    """All pages of a stage in one look; the complaints of the app and what did not come about."""
    stage = stage_type(session, build, look)
    failures = []
    try:
        for page in pages:
            try:
                for name, *arguments in page.steps:
                    getattr(stage, name)(*arguments)
                stage.there(*page.there)
            except AssertionError as error:
                failures.append(f"{page.name}-{look.name}: {error}")
                print(failures[-1], file=sys.stderr, flush=True)
                stage.app.shot(directory / f"{page.name}-{look.name}-failed.png")
                try:
                    stage.recover()
                except AssertionError as error:
                    print(f"{page.name}-{look.name}, and after it: {error}", file=sys.stderr, flush=True)
            else:
                if not wanted or page.name in wanted:
                    path = directory / f"{page.name}-{look.name}.png"
                    settle(stage.app, path)
                    print(path, flush=True)
                stage.leave(*page.leave)
        return failures + stage.app.complaints()
    finally:
        stage.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--look", action="append", help="only this look; may be given several times")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("pages", nargs="*", help="names of pages; all without")
    arguments = parser.parse_intermixed_args()
    unknown = set(arguments.pages) - {page.name for page in PAGES}
    if unknown:
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    failures = []
    with Session(width=1400, height=900) as session:
        for look in LOOKS:
            if arguments.look and look.name not in arguments.look:
                continue
            for stage in dict.fromkeys(page.stage for page in PAGES):
                pages = [page for page in PAGES if page.stage is stage]
                # Pages stand on those before them, but nobody needs those after the last.
                while pages and arguments.pages and pages[-1].name not in arguments.pages:
                    pages.pop()
                if not pages:
                    continue
                try:
                    failures += photograph(session, arguments.build.resolve(), look, stage, pages, arguments.directory, arguments.pages)
                except AssertionError as error:
                    failures.append(f"{stage.__name__}, {look.name}: {error}")
    print(*(failure.splitlines()[0] for failure in failures), sep="\n", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
