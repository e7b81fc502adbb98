/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by tools/ops.py from every ops.json: do not edit. The test `ops-generator` says how to make it anew. */

/* Translators: people.workspace-founded: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("The workspace {name} was founded")
/* Translators: people.workspace-renamed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} named the workspace {name}")
/* Translators: people.person-joined: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{person} joined as {role}")
/* Translators: people.profile-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{person} changed their profile")
/* Translators: people.picture-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{person} changed their picture")
/* Translators: people.status-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{person} changed their status")
/* Translators: people.quiet-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{person} said when not to disturb them")
/* Translators: people.seen-shown: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Said whether others are told when one was last here")
/* Translators: people.role-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made {person} {role}")
/* Translators: people.person-suspended: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} shut {person} out or let them in again")
/* Translators: people.invited: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} invited somebody as {role}")
/* Translators: people.invitation-used: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("An invitation was used")
/* Translators: people.invitation-revoked: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took an invitation back")
/* Translators: people.member-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added {person} as {role}")
/* Translators: people.member-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} removed {person}")
/* Translators: people.member-role-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made {person} {role}")
/* Translators: people.membership-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Became a member of {target} as {role}")
/* Translators: people.guest-limited: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said until when {person} is a guest")
/* Translators: people.group-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made the group @{handle}")
/* Translators: people.group-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed the group @{handle}")
/* Translators: people.group-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} removed a group of people")
/* Translators: people.group-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a group of people back")
/* Translators: people.person-grouped: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} put {person} into a group")
/* Translators: people.person-ungrouped: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took {person} out of a group")
/* Translators: people.person-known: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Knows of {person}")
/* Translators: people.person-forgotten: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Knows no more of {person}")
/* Translators: people.membership-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Is no member of {target} any more")
/* Translators: content.erased: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} erased content")
/* Translators: content.person-erased: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} had everything erased that {person} wrote")
/* Translators: content.retention-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed how long content is kept")
/* Translators: conflict.found: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A change was merged with an earlier one")
/* Translators: conflict.dismissed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a conflict off their list")
/* Translators: phrases.phrase-kept: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} kept a quick reply")
/* Translators: phrases.phrase-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed a quick reply")
/* Translators: phrases.phrase-dropped: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} forgot a quick reply")
/* Translators: files.file-attached: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} attached a file")
/* Translators: files.file-attached: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} attached a file")
/* Translators: files.file-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} removed a file")
/* Translators: pictures.emoji-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added an emoji")
/* Translators: pictures.emoji-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} removed an emoji")
/* Translators: pictures.policy-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said who may add emoji and stickers")
/* Translators: pictures.pack-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added a pack of stickers")
/* Translators: pictures.pack-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} gave a pack of stickers another name")
/* Translators: pictures.pack-arranged: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} put the stickers of a pack in order")
/* Translators: pictures.pack-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} removed a pack of stickers")
/* Translators: pictures.pack-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a pack of stickers back")
/* Translators: pictures.sticker-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added a sticker")
/* Translators: pictures.sticker-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} gave a sticker other words")
/* Translators: pictures.sticker-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} removed a sticker")
/* Translators: thread.message-sent: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} wrote a message")
/* Translators: thread.message-posted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{speaker} wrote a message")
/* Translators: thread.message-brought: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a message from elsewhere")
/* Translators: thread.message-edited: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed a message")
/* Translators: thread.message-edited: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed a message")
/* Translators: thread.message-deleted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} deleted a message")
/* Translators: thread.message-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a message back")
/* Translators: thread.replied: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} replied in a thread")
/* Translators: thread.reply-asked: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} wrote a reply which matters")
/* Translators: thread.reply-shown: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} showed a reply to everybody")
/* Translators: thread.asked: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} wrote a message which matters")
/* Translators: thread.sticker-shown: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} sent a sticker")
/* Translators: thread.acknowledged: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} acknowledged a message")
/* Translators: thread.taken-back: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took an acknowledgement back")
/* Translators: thread.asked-again: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Whoever has not acknowledged a message was asked again")
/* Translators: thread.poll-opened: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} opened a poll")
/* Translators: thread.voted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} voted in a poll")
/* Translators: thread.voted-secretly: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Voted in a poll in {target}")
/* Translators: thread.votes-counted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("The votes in a poll were counted")
/* Translators: thread.poll-closed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} closed a poll, or opened it again")
/* Translators: thread.reacted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} reacted with {emoji}")
/* Translators: thread.reaction-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took {emoji} back")
/* Translators: thread.thread-named: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said what a thread is about")
/* Translators: thread.thread-resolved: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} settled a thread or opened it again")
/* Translators: thread.thread-followed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Follows a thread in {target}, or does not")
/* Translators: thread.threads-forgotten: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Follows nothing in {target} any more")
/* Translators: thread.message-pinned: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} pinned a message")
/* Translators: thread.message-unpinned: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a pinned message down")
/* Translators: thread.message-saved: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Saved a message of {target} for later")
/* Translators: thread.message-unsaved: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Took a saved message off the list")
/* Translators: thread.message-hidden: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Deleted a message of {target} for oneself")
/* Translators: thread.message-shown: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Had a message again that was deleted for oneself")
/* Translators: thread.message-previewed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("What a message links to was looked at")
/* Translators: thread.preview-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took off or put back what a message links to")
/* Translators: thread.previews-allowed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said whether links are looked at")
/* Translators: thread.receipts-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said whether people are told how far one has read")
/* Translators: thread.editing-limited: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said how long messages may be changed here")
/* Translators: thread.message-scheduled: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} scheduled a message for {target}")
/* Translators: thread.message-scheduled: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} scheduled a message for {target}")
/* Translators: thread.scheduled-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed a scheduled message")
/* Translators: thread.message-unscheduled: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a scheduled message back")
/* Translators: thread.scheduled-sent: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A scheduled message was sent")
/* Translators: thread.scheduled-refused: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A scheduled message was not sent")
/* Translators: thread.message-late: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A message was sent late")
/* Translators: thread.draft-saved: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} kept a draft")
/* Translators: reminders.reminder-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} set a reminder")
/* Translators: reminders.snoozed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} put a reminder off")
/* Translators: reminders.dismissed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} dismissed a reminder")
/* Translators: reminders.fired: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A reminder was due")
/* Translators: notices.noticed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Was told of something in {link}")
/* Translators: notices.seen: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Saw notices")
/* Translators: notices.all-seen: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Saw all notices")
/* Translators: notices.urgent-let-through: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Lets urgent notices through where all is muted, or does not")
/* Translators: notices.level-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Said of what in {target} to hear")
/* Translators: notices.defaults-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Said of what to hear in all places")
/* Translators: notices.keyword-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Wants to hear of some words")
/* Translators: notices.keyword-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Does not want to hear of some words any more")
/* Translators: notices.rule-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added a rule for {kind}")
/* Translators: notices.rule-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a rule away")
/* Translators: notices.muted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Muted {target} or hears of it again")
/* Translators: notices.muted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Muted {target} or hears of it again")
/* Translators: ranks.placed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} moved something in a list")
/* Translators: ranks.removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took something out of a list")
/* Translators: ranks.evened: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A list was spread out again")
/* Translators: hooks.hook-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} let a program write here: {name}")
/* Translators: hooks.hook-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} gave a program another name: {name}")
/* Translators: hooks.hook-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} lets a program write here no more")
/* Translators: hooks.alert-begun: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("An alert fires")
/* Translators: hooks.alert-ended: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("An alert is over")
/* Translators: hooks.teller-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} has a program told what is written here: {name}")
/* Translators: hooks.teller-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} let a program be told of what is written, or not for now")
/* Translators: hooks.teller-failed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A program does not listen and is told nothing any more: {name}")
/* Translators: hooks.teller-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} has a program told nothing any more")
/* Translators: moderation.reported: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Reported a message in {target}")
/* Translators: moderation.report-withdrawn: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Took a report back")
/* Translators: moderation.report-settled: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("What was reported was dealt with")
/* Translators: moderation.case-opened: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A message in {target} was reported")
/* Translators: moderation.report-filed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} reported a message as {reason}")
/* Translators: moderation.message-copied: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A copy of a reported message was kept")
/* Translators: moderation.report-dropped: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a report back")
/* Translators: moderation.case-decided: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} decided about a reported message")
/* Translators: moderation.case-carried-out: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("What was decided was done")
/* Translators: moderation.case-reopened: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a decision about a reported message back")
/* Translators: moderation.case-forgotten: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A case that was decided long ago was forgotten")
/* Translators: chat.room-created: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made the room")
/* Translators: chat.room-created: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made the room")
/* Translators: chat.room-converted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made a room of the conversation: {name}")
/* Translators: chat.access-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed who may join")
/* Translators: chat.room-described: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed what the room is for")
/* Translators: chat.permissions-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed who may do what here")
/* Translators: chat.join-asked: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{person} asked to be let in")
/* Translators: chat.join-answered: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} answered {person}, who had asked to be let in")
/* Translators: chat.room-asked: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Asked to be let into {target}, or has an answer")
/* Translators: chat.room-listed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A room is there to join: {name}")
/* Translators: chat.room-unlisted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("A room cannot be joined any more")
/* Translators: chat.picture-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed the room's picture")
/* Translators: chat.room-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} named the room {name}")
/* Translators: chat.room-pinned: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Pinned {target} or took it down")
/* Translators: chat.room-archived: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Archived {target} or took it out")
/* Translators: chat.room-cleared: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Deleted what was written in {target}, for oneself")
/* Translators: chat.room-marked-unread: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Marked {target} as unread or read")
/* Translators: chat.room-filed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Put {target} into another folder")
/* Translators: chat.room-forgotten: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Has nothing of {target} any more")
/* Translators: chat.folder-named: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Named a folder")
/* Translators: chat.folder-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("Took a folder away")
/* Translators: board.project-created: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made the project {name}")
/* Translators: board.project-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed the project {name}")
/* Translators: board.project-archived: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} put the project away, or took it out")
/* Translators: board.status-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added the status {name}")
/* Translators: board.status-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed the status {name}")
/* Translators: board.way-allowed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said from where tasks come into a status")
/* Translators: board.needs-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said what tasks need for a status")
/* Translators: board.lane-limit-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said for what the limit of a status is")
/* Translators: board.status-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a status away")
/* Translators: board.status-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a status back")
/* Translators: board.label-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added the label {name}")
/* Translators: board.label-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed the label {name}")
/* Translators: board.label-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a label away")
/* Translators: board.label-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a label back")
/* Translators: board.field-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added the field {name}")
/* Translators: board.field-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed the field {name}")
/* Translators: board.field-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took a field away")
/* Translators: board.field-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a field back")
/* Translators: board.option-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed what can be chosen in a field")
/* Translators: board.view-saved: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} saved a view of the board")
/* Translators: board.view-saved: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} saved a view of the board")
/* Translators: board.view-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed a saved view")
/* Translators: board.view-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed a saved view")
/* Translators: board.view-dropped: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} forgot a saved view")
/* Translators: board.task-created: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made a task")
/* Translators: board.task-edited: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed what a task says")
/* Translators: board.task-deleted: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} deleted a task")
/* Translators: board.task-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought a task back")
/* Translators: board.tasks-moved: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} moved tasks")
/* Translators: board.priority-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said how much tasks matter")
/* Translators: board.estimate-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} estimated tasks")
/* Translators: board.dates-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said when tasks are due")
/* Translators: board.recurrence-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said how tasks come again")
/* Translators: board.task-recurred: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} finished a task which comes again")
/* Translators: board.next-withdrawn: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took back a task which came again")
/* Translators: board.parent-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said of what tasks are a part")
/* Translators: board.duplicate-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said of what tasks are duplicates")
/* Translators: board.tasks-archived: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} put tasks away, or took them out")
/* Translators: board.templates-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} made tasks templates, or took them from among them")
/* Translators: board.tasks-assigned: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} gave tasks to {person}, or took them away")
/* Translators: board.tasks-labelled: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} labelled tasks")
/* Translators: board.value-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} filled in a field of a task")
/* Translators: board.tasks-blocked: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said for what tasks wait")
/* Translators: board.tasks-related: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said with what tasks have to do")
/* Translators: board.item-added: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} added something to a checklist")
/* Translators: board.item-changed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} changed what a checklist says")
/* Translators: board.item-due-set: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said when something on a checklist is due")
/* Translators: board.item-assigned: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} said who does something on a checklist")
/* Translators: board.item-ticked: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} ticked something off a checklist, or not any more")
/* Translators: board.item-placed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} moved something in a checklist")
/* Translators: board.item-removed: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} took something off a checklist")
/* Translators: board.item-restored: what was done. Leave what stands in braces; {by} is who did it, or “You” */
N_ ("{by} brought something on a checklist back")
