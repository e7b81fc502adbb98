/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk.h"

/* What an event does to the rows of the furnished workspace. The fold of a published version never changes,
 * and so neither does its case here. */
typedef struct
{
  const char *event;
  int version;
  const char *stream;
  const char *by;
  const char *body;
  const char *sql;
  const char *rows;
} Case;

#define AT "1234567890123"
#define SEQ "77"

/* clang-format off */
static const Case cases[] = {
  { "people.workspace-founded", 1, "workspace", "system", "{'name':'Mill'}",
    "SELECT stream, name, founded_at FROM workspace", "workspace|Mill|" AT },
  { "people.workspace-renamed", 1, "workspace", ADA, "{'name':'Loom'}", "SELECT name FROM workspace", "Loom" },
  { "people.person-joined", 1, "workspace", "system",
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'guest'}",
    "SELECT name, login, title, status, role, suspended, joined_at FROM person WHERE id = '" FAY "'",
    "Fay|fay|||guest|0|" AT },
  { "people.profile-changed", 1, "workspace", BEN,
    "{'person':'" BEN "','name':'Benjamin','title':'Weaver','status':'At the loom'}",
    "SELECT name, login, title, status FROM person WHERE id = '" BEN "'", "Benjamin|ben|Weaver|At the loom" },
  { "people.picture-set", 1, "workspace", BEN, "{'person':'" BEN "','picture':'" HASH "','size':4}",
    "SELECT picture, picture_size, name FROM person WHERE id = '" BEN "'", HASH "|4|ben" },
  { "people.picture-set", 1, "workspace", ADA, "{'person':'" ADA "','picture':'','size':4}", /* erased */
    "SELECT count(*) FROM person WHERE picture IS NOT NULL", "0" },
  { "people.status-changed", 1, "workspace", BEN,
    "{'person':'" BEN "','emoji':'🌴','text':'On leave','until':1800000000000}",
    "SELECT * FROM person_state", "workspace|" BEN "|🌴|On leave|1800000000000|0|0|0|0|" },
  { "people.quiet-changed", 1, "workspace", BEN,
    "{'person':'" BEN "','until':1800000000000,'days':31,'start':1320,'end':420,'zone':'UTC'}",
    "SELECT * FROM person_state", "workspace|" BEN "|||0|1800000000000|31|1320|420|UTC" },
  { "people.role-changed", 1, "workspace", ADA, "{'person':'" BEN "','role':'admin'}",
    "SELECT id FROM person WHERE role = 'admin' ORDER BY id", ADA "\n" BEN },
  { "people.person-suspended", 1, "workspace", ADA, "{'person':'" BEN "','suspended':true}",
    "SELECT id FROM person WHERE suspended = 1 ORDER BY id", BEN "\n" DAN },
  { "people.person-suspended", 1, "workspace", ADA, "{'person':'" DAN "','suspended':false}",
    "SELECT count(*) FROM person WHERE suspended = 1", "0" },
  { "people.guest-limited", 1, "workspace", ADA, "{'person':'" CLEO "','until':1900000000000}",
    "SELECT id, guest_until FROM person WHERE guest_until IS NOT NULL", CLEO "|1900000000000" },
  { "people.group-added", 1, "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'packers','about':'At night'}",
    "SELECT * FROM person_group WHERE id = '" NEW_GROUP "'", "workspace|" NEW_GROUP "|packers|At night|0" },
  { "people.group-changed", 1, "workspace", ADA, "{'id':'" A_GROUP "','handle':'packers','about':''}",
    "SELECT handle, about, removed FROM person_group WHERE id = '" A_GROUP "'", "packers||0" },
  { "people.group-removed", 1, "workspace", ADA, "{'id':'" A_GROUP "'}",
    "SELECT handle, removed FROM person_group WHERE id = '" A_GROUP "'", "warehouse|1" },
  { "people.group-restored", 1, "workspace", ADA, "{'id':'" GONE_GROUP "'}",
    "SELECT handle, removed FROM person_group WHERE id = '" GONE_GROUP "'", "dyers|0" },
  { "people.person-grouped", 1, "workspace", ADA, "{'id':'" A_GROUP "','person':'" ADA "'}",
    "SELECT person FROM person_in_group WHERE id = '" A_GROUP "' ORDER BY person", ADA "\n" BEN "\n" EVE },
  { "people.person-ungrouped", 1, "workspace", ADA, "{'id':'" A_GROUP "','person':'" BEN "'}",
    "SELECT id, person FROM person_in_group ORDER BY id, person", A_GROUP "|" EVE "\n" GONE_GROUP "|" BEN },
  { "people.invited", 1, "workspace", BEN,
    "{'id':'" NEW_INVITATION "','role':'guest','uses':3,'expires_at':1800000000000}",
    "SELECT role, uses_left, expires_at, invited_by, revoked FROM invitation WHERE id = '" NEW_INVITATION "'",
    "guest|3|1800000000000|" BEN "|0" },
  { "people.invitation-used", 1, "workspace", "system", "{'id':'" BENS_INVITATION "'}",
    "SELECT uses_left FROM invitation WHERE id = '" BENS_INVITATION "'", "1" },
  { "people.invitation-revoked", 1, "workspace", ADA, "{'id':'" BENS_INVITATION "'}",
    "SELECT revoked FROM invitation WHERE id = '" BENS_INVITATION "'", "1" },
  { "people.member-added", 1, ROOM, BEN, "{'person':'" EVE "','role':'guest'}",
    "SELECT role, since FROM member WHERE stream = '" ROOM "' AND person = '" EVE "'", "guest|" AT },
  { "people.member-removed", 1, ROOM, ADA, "{'person':'" BEN "'}",
    "SELECT stream, person FROM member ORDER BY stream, person",
    REPORTS "|" ADA "\n" NOTEBOOK "|" ADA "\n" NOTEBOOK "|" BEN "\n" NOTEBOOK "|" EVE "\n"
    PROJECT "|" ADA "\n" PROJECT "|" BEN "\n" PROJECT "|" CLEO "\n"
    ROOM "|" ADA "\n" ROOM "|" CLEO "\n" DIRECT "|" ADA "\n" DIRECT "|" BEN "\n"
    LIST "|" CLEO "\n" LIST "|" EVE },
  { "people.member-role-changed", 1, ROOM, ADA, "{'person':'" BEN "','role':'admin'}",
    "SELECT stream, role FROM member WHERE person = '" BEN "' ORDER BY stream",
    NOTEBOOK "|member\n" PROJECT "|member\n" ROOM "|admin\n" DIRECT "|member" },
  { "people.membership-added", 1, USER (EVE), ADA, "{'target':'" ROOM "','role':'member'}",
    "SELECT target, role, since FROM membership WHERE stream = '" USER (EVE) "' AND target = '" ROOM "'",
    ROOM "|member|" AT },
  /* The role changes, the day it began does not. */
  { "people.membership-added", 1, USER (BEN), ADA, "{'target':'" ROOM "','role':'admin'}",
    "SELECT target, role, since < 1800000000000 AND since > 1600000000000 FROM membership"
    " WHERE stream = '" USER (BEN) "' ORDER BY target",
    NOTEBOOK "|member|1\n" PROJECT "|member|1\n" ROOM "|admin|1\n" DIRECT "|member|1" },
  { "people.membership-removed", 1, USER (BEN), ADA, "{'target':'" ROOM "'}",
    "SELECT target FROM membership WHERE stream = '" USER (BEN) "' ORDER BY target", NOTEBOOK "\n" PROJECT "\n" DIRECT },
  { "people.person-known", 1, USER (CLEO), "system",
    "{'person':'" BEN "','name':'Ben','login':'','title':'Weaver','status':'Away','picture':'" HASH "','size':4,'role':'member','suspended':false,'joined_at':5,'until':0}",
    "SELECT id, name, login, title, status, picture, picture_size, role, suspended, joined_at FROM person WHERE stream = '" USER (CLEO) "' AND id = '" BEN "'",
    BEN "|Ben||Weaver|Away|" HASH "|4|member|0|5" },
  /* Known already: all but the day they came. */
  { "people.person-known", 1, USER (CLEO), "system",
    "{'person':'" EVE "','name':'Eve L.','login':'','title':'','status':'','picture':'','size':0,'role':'guest','suspended':true,'joined_at':5,'until':0}",
    "SELECT name, picture IS NULL, picture_size IS NULL, role, suspended, joined_at FROM person WHERE stream = '" USER (CLEO) "' AND id = '" EVE "'",
    "Eve L.|1|1|guest|1|3" },
  { "people.person-forgotten", 1, USER (CLEO), "system", "{'person':'" EVE "'}",
    "SELECT id FROM person WHERE stream = '" USER (CLEO) "'", CLEO },

  { "thread.message-sent", 1, ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Hi','reply_to':'" BENS_MESSAGE "'}",
    "SELECT ordinal, author, text, reply_to, deleted, edited_at, seq, m.at, last_ordinal, last_at"
    " FROM message m JOIN thread USING (stream) WHERE id = '" NEW_MESSAGE "'",
    "5|" CLEO "|Hi|" BENS_MESSAGE "|0|-|" SEQ "|" AT "|5|" AT },
  { "thread.message-sent", 1, NEW_ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'The first'}",
    "SELECT ordinal, reply_to, last_ordinal FROM message JOIN thread USING (stream) WHERE id = '" NEW_MESSAGE "'",
    "1|-|1" },
  { "thread.message-edited", 1, ROOM, BEN, "{'id':'" BENS_MESSAGE "','text':'Good evening'}",
    "SELECT ordinal, author, text, edited_at, last_ordinal FROM message JOIN thread USING (stream)"
    " WHERE id = '" BENS_MESSAGE "'",
    "2|" BEN "|Good evening|" AT "|4" },
  { "thread.message-edited", 2, ROOM, BEN, "{'id':'" BENS_MESSAGE "','text':'Good evening'}",
    "SELECT ordinal, author, text, edited_at, last_ordinal, v.field, v.seq, v.person FROM message JOIN thread USING (stream)"
    " JOIN field_version v USING (stream) WHERE id = '" BENS_MESSAGE "' AND v.object = id",
    "2|" BEN "|Good evening|" AT "|4|thread.message.text|" SEQ "|" BEN },
  { "thread.message-deleted", 1, ROOM, ADA, "{'id':'" BENS_MESSAGE "'}",
    "SELECT ordinal, author, text, deleted, last_ordinal FROM message JOIN thread USING (stream)"
    " WHERE id = '" BENS_MESSAGE "'",
    "2|" BEN "||1|4" },
  { "thread.message-restored", 1, ROOM, ADA, "{'id':'" GONE_MESSAGE "','text':'Oops'}",
    "SELECT author, text, deleted, last_ordinal FROM message JOIN thread USING (stream)"
    " WHERE id = '" GONE_MESSAGE "'",
    BEN "|Oops|0|4" },
  { "thread.asked", 1, ROOM, CLEO,
    "{'id':'" NEW_MESSAGE "','text':'Fire','reply_to':'" BENS_MESSAGE "','severity':'urgent','everyone':true,'people':[]}",
    "SELECT ordinal, author, text, reply_to, severity, asked, acknowledged, rounds, last_ordinal FROM message m"
    " JOIN thread USING (stream) WHERE id = '" NEW_MESSAGE "'",
    "5|" CLEO "|Fire|" BENS_MESSAGE "|urgent||-|-|5" },
  /* In order, each once. */
  { "thread.asked", 1, ROOM, CLEO,
    "{'id':'" NEW_MESSAGE "','text':'Look','severity':'info','everyone':false,'people':['" BEN "','" ADA "','" BEN "']}",
    "SELECT severity, asked FROM message WHERE id = '" NEW_MESSAGE "'", "-|" ADA " " BEN },
  { "thread.asked", 1, ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Look','severity':'warning','everyone':false,'people':[]}",
    "SELECT severity, asked FROM message WHERE id = '" NEW_MESSAGE "'", "warning|-" },
  { "thread.reply-asked", 1, ROOM, ADA,
    "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','ordinal':-1048573,'text':'So','reply_to':'" BENS_REPLY "','severity':'urgent','everyone':false,'people':['" BEN "']}",
    "SELECT m.ordinal, m.author, m.text, m.reply_to, m.severity, m.asked, r.replies, r.replied_at, last_ordinal"
    " FROM message m JOIN message r ON r.stream = m.stream AND r.id = '" ADAS_MESSAGE "'"
    " JOIN thread t ON t.stream = m.stream WHERE m.id = '" NEW_REPLY "'",
    "-1048573|" ADA "|So|" BENS_REPLY "|urgent|" BEN "|3|" AT "|4" },
  { "thread.acknowledged", 1, DIRECT, ADA, "{'id':'" A_QUESTION "'}",
    "SELECT acknowledged FROM message WHERE id = '" A_QUESTION "'", ADA " " BEN },
  { "thread.taken-back", 1, DIRECT, BEN, "{'id':'" A_QUESTION "'}",
    "SELECT acknowledged FROM message WHERE id = '" A_QUESTION "'", "-" },
  { "thread.asked-again", 1, DIRECT, "system", "{'id':'" A_QUESTION "','round':3,'people':['" BEN "'],'text':'Fire'}",
    "SELECT rounds, text FROM message WHERE id = '" A_QUESTION "'", "3|The mill is on fire" },
  { "thread.poll-opened", 1, ROOM, CLEO,
    "{'id':'" NEW_MESSAGE "','text':'Rain?\\nYes\\nNo','several':true,'secret':true,'closes_at':1800000000000}",
    "SELECT ordinal, author, poll, secret, closed, closes_at, votes FROM message WHERE id = '" NEW_MESSAGE "'",
    "5|" CLEO "|several|1|0|1800000000000|-" },
  { "thread.poll-opened", 1, ROOM, CLEO,
    "{'id':'" NEW_MESSAGE "','text':'Rain?\\nYes\\nNo','several':false,'secret':false,'closes_at':0}",
    "SELECT text, poll, secret, closes_at FROM message WHERE id = '" NEW_MESSAGE "'", "Rain?\nYes\nNo|one|0|0" },
  /* One choice goes with another. */
  { "thread.voted", 1, DIRECT, BEN, "{'id':'" A_POLL "','option':1,'chosen':true}",
    "SELECT votes FROM message WHERE id = '" A_POLL "'", BEN },
  { "thread.voted", 1, DIRECT, ADA, "{'id':'" A_POLL "','option':2,'chosen':true}",
    "SELECT votes FROM message WHERE id = '" A_POLL "'", "\n" ADA " " BEN },
  { "thread.voted", 1, DIRECT, BEN, "{'id':'" A_POLL "','option':2,'chosen':false}",
    "SELECT votes FROM message WHERE id = '" A_POLL "'", "-" },
  { "thread.votes-counted", 1, DIRECT, "system", "{'id':'" A_SECRET_POLL "','votes':'1\\n2'}",
    "SELECT votes FROM message WHERE id = '" A_SECRET_POLL "'", "1\n2" },
  { "thread.poll-closed", 1, DIRECT, ADA, "{'id':'" A_POLL "','closed':true}",
    "SELECT closed FROM message WHERE id = '" A_POLL "'", "1" },
  { "thread.voted-secretly", 1, USER (ADA), ADA,
    "{'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':2,'chosen':true,'only':false}",
    "SELECT stream, target, poll, options FROM secret_vote", USER (ADA) "|" DIRECT "|" A_SECRET_POLL "|3" },
  { "thread.voted-secretly", 1, USER (ADA), ADA,
    "{'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':2,'chosen':true,'only':true}", "SELECT options FROM secret_vote", "2" },
  { "thread.voted-secretly", 1, USER (ADA), ADA,
    "{'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':1,'chosen':false,'only':false}", "SELECT count(*) FROM secret_vote", "0" },
  { "thread.replied", 1, ROOM, ADA,
    "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','ordinal':-1048573,'text':'So','reply_to':'" BENS_REPLY "'}",
    "SELECT m.ordinal, m.author, m.text, m.reply_to, m.deleted, m.seq, m.at, r.replies, r.replied_at, r.resolved, last_ordinal"
    " FROM message m JOIN message r ON r.stream = m.stream AND r.id = '" ADAS_MESSAGE "'"
    " JOIN thread t ON t.stream = m.stream WHERE m.id = '" NEW_REPLY "'",
    "-1048573|" ADA "|So|" BENS_REPLY "|0|" SEQ "|" AT "|3|" AT "|0|4" },
  /* Its root is not held: it is here all the same. */
  { "thread.replied", 1, ROOM, ADA, "{'id':'" NEW_REPLY "','root':'" NO_ID "','ordinal':-104857599,'text':'Old'}",
    "SELECT ordinal, text, replies FROM message WHERE id = '" NEW_REPLY "'", "-104857599|Old|-" },
  { "thread.replied", 1, PROJECT, BEN, "{'id':'" NEW_REPLY "','root':'" WHEEL_TASK "','ordinal':-4503599628419070,'text':'Oak'}",
    "SELECT m.ordinal, m.author, m.text, t.ordinal, t.replies, t.replied_at, (SELECT count(*) FROM thread h WHERE h.stream = m.stream)"
    " FROM message m JOIN thread_topic t ON t.stream = m.stream AND t.id = '" WHEEL_TASK "' WHERE m.id = '" NEW_REPLY "'",
    "-4503599628419070|" BEN "|Oak|4294967297|2|" AT "|0" },
  { "thread.reply-shown", 1, ROOM, BEN,
    "{'id':'" NEW_MESSAGE "','root':'" ADAS_MESSAGE "','reply':'" BENS_REPLY "','text':'It is'}",
    "SELECT m.ordinal, m.author, m.text, m.reply_to, m.twin, r.twin, last_ordinal FROM message m"
    " JOIN message r ON r.stream = m.stream AND r.id = '" BENS_REPLY "' JOIN thread t ON t.stream = m.stream"
    " WHERE m.id = '" NEW_MESSAGE "'",
    "5|" BEN "|It is|" ADAS_MESSAGE "|" BENS_REPLY "|" NEW_MESSAGE "|5" },
  { "thread.message-brought", 1, NOTEBOOK, ADA,
    "{'id':'" NEW_MESSAGE "','author':'" BEN "','speaker':'','written_at':1600000000000,'text':'Malt','ordinal':0,'reactions':''}",
    "SELECT ordinal, author, text, seq, at, via, speaker, reactions, last_ordinal, last_at, brought FROM message m"
    " JOIN thread USING (stream) WHERE id = '" NEW_MESSAGE "'",
    "2|" BEN "|Malt|" SEQ "|1600000000000|import|-|-|2|1600000000000|2" },
  /* Older than what is there: the room was no less alive. */
  { "thread.message-brought", 1, NOTEBOOK, ADA,
    "{'id':'" NEW_MESSAGE "','author':'" FAY "','speaker':'Fay','written_at':1400000000000,'text':'Oats','ordinal':0,'reactions':'\\n👍 " EVE "'}",
    "SELECT author, at, speaker, substr (reactions, 2), last_at FROM message m JOIN thread USING (stream) WHERE id = '" NEW_MESSAGE "'",
    FAY "|1400000000000|Fay|👍 " EVE "|1500000000000" },
  { "thread.message-brought", 1, NOTEBOOK, ADA,
    "{'id':'" NEW_MESSAGE "','author':'" FAY "','speaker':'Fay','written_at':1600000000000,'text':'Malt','root':'" A_BROUGHT "','ordinal':-1048574,'reactions':''}",
    "SELECT m.ordinal, r.replies, r.replied_at, r.resolved, last_ordinal, brought FROM message m JOIN thread t USING (stream)"
    " JOIN message r ON r.stream = m.stream AND r.id = '" A_BROUGHT "' WHERE m.id = '" NEW_MESSAGE "'",
    "-1048574|2|1600000000000|0|1|1" },
  { "thread.reacted", 1, ROOM, BEN, "{'id':'" ADAS_MESSAGE "','emoji':'👍'}",
    "SELECT substr (reactions, 2), text FROM message WHERE id = '" ADAS_MESSAGE "'", "👍 " BEN "|Good morning" },
  { "thread.reacted", 1, ROOM, BEN, "{'id':'" BENS_MESSAGE "','emoji':'❤️'}",
    "SELECT substr (replace (reactions, '❤️ ', ''), 2) FROM message WHERE id = '" BENS_MESSAGE "'", CLEO "\n" BEN },
  { "thread.reaction-removed", 1, ROOM, CLEO, "{'id':'" BENS_MESSAGE "','emoji':'❤️'}",
    "SELECT reactions FROM message WHERE id = '" BENS_MESSAGE "'", "-" },
  { "thread.thread-named", 1, ROOM, BEN, "{'id':'" ADAS_MESSAGE "','title':'Weather'}",
    "SELECT title, text, replies FROM message WHERE id = '" ADAS_MESSAGE "'", "Weather|Good morning|2" },
  { "thread.thread-resolved", 1, ROOM, BEN, "{'id':'" ADAS_MESSAGE "','resolved':true}",
    "SELECT resolved, title FROM message WHERE id = '" ADAS_MESSAGE "'", "1|-" },
  { "thread.message-previewed", 1, ROOM, "system",
    "{'id':'" ADAS_MESSAGE "','address':'http://loom.example/','title':'Looms','excerpt':'','site':'Loom Weekly','picture':'" HASH "',"
    "'size':400,'width':240,'height':120}",
    "SELECT preview, preview_title, preview_text, preview_site, preview_picture, preview_size, preview_width, preview_height, bare, text"
    " FROM message WHERE id = '" ADAS_MESSAGE "'",
    "http://loom.example/|Looms|-|Loom Weekly|" HASH "|400|240|120|0|Good morning" },
  { "thread.message-previewed", 1, ROOM, "system",
    "{'id':'" SHOWN "','address':'','title':'','excerpt':'','site':'','size':0,'width':0,'height':0}",
    "SELECT preview, preview_title, preview_text, preview_site, preview_picture, preview_size, bare FROM message WHERE id = '" SHOWN "'",
    "-|-|-|-|-|0|0" },
  { "thread.preview-set", 1, ROOM, CLEO, "{'id':'" SHOWN "','bare':true}",
    "SELECT bare, preview_title FROM message WHERE id = '" SHOWN "'", "1|Warps" },
  { "thread.previews-allowed", 1, "workspace", ADA, "{'allowed':false}", "SELECT stream, allowed FROM preview_policy", "workspace|0" },
  { "thread.thread-followed", 1, USER (BEN), BEN, "{'target':'" ROOM "','root':'" ADAS_MESSAGE "','follows':false}",
    "SELECT stream, target, root, follows FROM followed_thread", USER (BEN) "|" ROOM "|" ADAS_MESSAGE "|0" },
  { "thread.threads-forgotten", 1, USER (BEN), BEN, "{'target':'" ROOM "'}", "SELECT count(*) FROM followed_thread", "0" },
  { "thread.message-pinned", 1, ROOM, CLEO, "{'id':'" ADAS_MESSAGE "','ordinal':1}",
    "SELECT stream, ordinal, pinned_by, pinned_at FROM message_pin WHERE id = '" ADAS_MESSAGE "'", ROOM "|1|" CLEO "|" AT },
  { "thread.message-unpinned", 1, ROOM, CLEO, "{'id':'" PINNED_MESSAGE "'}", "SELECT count(*) FROM message_pin", "0" },
  { "thread.message-saved", 1, USER (BEN), BEN, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}",
    "SELECT stream, target, ordinal, saved_at FROM saved_message WHERE id = '" ADAS_MESSAGE "'", USER (BEN) "|" ROOM "|1|" AT },
  { "thread.message-unsaved", 1, USER (BEN), BEN, "{'id':'" PINNED_MESSAGE "'}", "SELECT count(*) FROM saved_message", "0" },
  { "thread.message-hidden", 1, USER (BEN), BEN, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}",
    "SELECT stream, target, ordinal FROM hidden_message WHERE id = '" ADAS_MESSAGE "'", USER (BEN) "|" ROOM "|1" },
  { "thread.message-shown", 1, USER (CLEO), CLEO, "{'id':'" PINNED_MESSAGE "'}", "SELECT count(*) FROM hidden_message", "0" },
  { "thread.message-scheduled", 1, USER (BEN), BEN, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':9,'text':'Later','reply_to':'" ADAS_MESSAGE "'}",
    "SELECT stream, target, at, text, reply_to, refusal, made_at FROM scheduled_message WHERE id = '" NEW_SCHEDULED "'",
    USER (BEN) "|" ROOM "|9|Later|" ADAS_MESSAGE "|-|" AT },
  { "thread.message-scheduled", 2, USER (BEN), BEN,
    "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':9,'text':'Later','reply_to':'" BENS_REPLY "','root':'" ADAS_MESSAGE "','also':'" NEW_MESSAGE "'}",
    "SELECT stream, target, at, text, reply_to, refusal, made_at, root, also FROM scheduled_message WHERE id = '" NEW_SCHEDULED "'",
    USER (BEN) "|" ROOM "|9|Later|" BENS_REPLY "|-|" AT "|" ADAS_MESSAGE "|" NEW_MESSAGE },
  { "thread.scheduled-changed", 1, USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "','at':9,'text':'Coffee'}",
    "SELECT at, text, refusal FROM scheduled_message", "9|Coffee|-" },
  { "thread.scheduled-refused", 1, USER (BEN), "system", "{'id':'" BENS_SCHEDULED "','why':'left'}",
    "SELECT text, refusal FROM scheduled_message", "Tea|left" },
  { "thread.message-unscheduled", 1, USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "'}", "SELECT count(*) FROM scheduled_message", "0" },
  { "thread.scheduled-sent", 1, USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "'}", "SELECT count(*) FROM scheduled_message", "0" },
  { "thread.message-late", 1, ROOM, BEN, "{'id':'" BENS_MESSAGE "','due_at':9}",
    "SELECT due_at FROM message WHERE id = '" BENS_MESSAGE "'", "9" },
  { "thread.draft-saved", 1, USER (ADA), ADA, "{'target':'" ROOM "','text':'More'}",
    "SELECT target, text, saved_at FROM draft", ROOM "|More|" AT },
  { "thread.draft-saved", 1, USER (ADA), ADA, "{'target':'" ROOM "','text':''}", "SELECT count(*) FROM draft", "0" },
  { "thread.draft-saved", 1, USER (BEN), BEN, "{'target':'" DIRECT "','text':'To Ada'}",
    "SELECT stream, target FROM draft ORDER BY stream",
    USER (ADA) "|" ROOM "\n" USER (BEN) "|" DIRECT },

  { "files.file-attached", 1, ROOM, CLEO,
    "{'id':'" NEW_FILE "','target':'" BENS_MESSAGE "','hash':'" HASH "','name':'warp.pdf','media_type':'application/pdf',"
    "'size':9000000000,'width':0,'height':0}",
    "SELECT target, hash, name, media_type, size, width, height, author, seq, at FROM file WHERE id = '" NEW_FILE "'",
    BENS_MESSAGE "|" HASH "|warp.pdf|application/pdf|9000000000|0|0|" CLEO "|" SEQ "|" AT },
  { "files.file-attached", 1, DIRECT, BEN,
    "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a','media_type':'image/gif','size':0,'width':5,'height':6}",
    "SELECT stream, target, width, height FROM file WHERE id = '" NEW_FILE "'", DIRECT "|-|5|6" },
  { "files.file-attached", 2, DIRECT, BEN,
    "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','media_type':'audio/ogg','size':9,'width':0,'height':0,'duration':1200,"
    "'peaks':'0v'}",
    "SELECT stream, target, name, duration, peaks, author FROM file WHERE id = '" NEW_FILE "'", DIRECT "|-|a.ogg|1200|0v|" BEN },
  { "files.file-removed", 1, ROOM, ADA, "{'id':'" ADAS_FILE "'}", "SELECT count(*) FROM file", "0" },
  { "conflict.found", 1, USER (BEN), BEN,
    "{'id':'" ID ("62") "','target':'" NOTEBOOK "','op':'note.set','object':'" A_NOTE "','field':'text',"
    "'mine':'Mine','theirs':'Theirs','base':'Both'}",
    "SELECT target, op, object, field, mine, theirs, base, person, at FROM conflict WHERE stream = '" USER (BEN) "'",
    NOTEBOOK "|note.set|" A_NOTE "|text|Mine|Theirs|Both|-|" AT },
  { "conflict.dismissed", 1, USER (ADA), ADA, "{'id':'" ADAS_CONFLICT "'}", "SELECT count(*) FROM conflict", "0" },
  { "content.erased", 1, ROOM, BEN, "{'rows':'message:" BENS_MESSAGE "\\nmessage:" NO_ID "'}",
    "SELECT ordinal, author, text, deleted FROM message WHERE id = '" BENS_MESSAGE "'", "2|" BEN "||0" },
  { "content.erased", 1, USER (ADA), ADA, "{'rows':'draft:" ROOM "'}", "SELECT count(*) FROM draft", "0" },
  { "content.erased", 1, "workspace", ADA, "{'rows':'person:" BEN "'}",
    "SELECT name, login, title, status, role FROM person WHERE id = '" BEN "'", "||||member" },
  { "content.person-erased", 1, "workspace", ADA, "{'person':'" BEN "'}", "SELECT count(*) FROM retention", "0" },
  { "content.retention-set", 1, ROOM, ADA, "{'log_days':30,'log_events':1000,'content_days':0}",
    "SELECT stream, log_days, log_events, content_days FROM retention", ROOM "|30|1000|0" },
  { "content.retention-set", 1, ROOM, ADA, "{'log_days':7,'log_events':0,'content_days':90}",
    "SELECT stream, log_days, log_events, content_days FROM retention", ROOM "|7|0|90" },

  { "chat.room-created", 1, NEW_ROOM, EVE, "{'kind':'room','name':'Dyes','topic':'Madder'}",
    "SELECT kind, name, topic, created_by, created_at FROM room WHERE stream = '" NEW_ROOM "'",
    "room|Dyes|Madder|" EVE "|" AT },
  { "chat.room-changed", 1, ROOM, ADA, "{'name':'Mules','topic':''}",
    "SELECT kind, name, topic FROM room WHERE stream = '" ROOM "'", "room|Mules|" },
  { "chat.room-created", 2, NEW_ROOM, EVE, "{'kind':'self','name':'','topic':''}",
    "SELECT kind, name, topic, created_by, created_at FROM room WHERE stream = '" NEW_ROOM "'", "self|||" EVE "|" AT },
  { "chat.room-converted", 1, DIRECT, ADA, "{'name':'Two'}",
    "SELECT kind, name, topic, created_by FROM room WHERE stream = '" DIRECT "'", "room|Two||" ADA },
  { "chat.access-set", 1, ROOM, ADA, "{'access':'public'}", "SELECT access, about, emblem, yarn, post, invite, pin FROM room_setup WHERE stream = '" ROOM "'", "public|||teal|guest|member|member" },
  { "chat.access-set", 1, NEW_ROOM, ADA, "{'access':'public'}",
    "SELECT access, about, emblem, yarn, post, invite, pin FROM room_setup WHERE stream = '" NEW_ROOM "'", "public|||teal|guest|member|member" },
  { "chat.room-described", 1, ROOM, ADA, "{'about':'Looms.','emblem':'🧶','yarn':'rose'}", "SELECT access, about, emblem, yarn, post, invite, pin FROM room_setup WHERE stream = '" ROOM "'", "ask|Looms.|🧶|rose|guest|member|member" },
  { "chat.picture-set", 1, ROOM, ADA, "{'picture':'" HASH "','size':4}", "SELECT stream, picture, picture_size, name FROM room WHERE picture IS NOT NULL", ROOM "|" HASH "|4|Looms" },
  { "chat.picture-set", 1, ROOM, ADA, "{'picture':'','size':4}", "SELECT count(*) FROM room WHERE picture IS NOT NULL", "0" }, /* erased */
  { "chat.permissions-set", 1, ROOM, ADA, "{'post':'admin','invite':'admin','pin':'guest'}", "SELECT access, about, emblem, yarn, post, invite, pin FROM room_setup WHERE stream = '" ROOM "'", "ask|||teal|admin|admin|guest" },
  { "chat.join-asked", 1, ROOM, FAY, "{'person':'" FAY "'}", "SELECT person, asked_at FROM join_request WHERE person = '" FAY "'", FAY "|" AT },
  { "chat.join-answered", 1, ROOM, ADA, "{'person':'" EVE "','accepted':false}", "SELECT count(*) FROM join_request", "0" },
  { "chat.room-asked", 1, USER (BEN), BEN, "{'target':'" NEW_ROOM "','waiting':true}",
    "SELECT target, asked_at FROM asked_room WHERE stream = '" USER (BEN) "'", NEW_ROOM "|" AT },
  { "chat.room-asked", 1, USER (EVE), ADA, "{'target':'" ROOM "','waiting':false}", "SELECT count(*) FROM asked_room", "0" },
  { "chat.room-listed", 1, "workspace", ADA, "{'room':'" ROOM "','name':'Mules','topic':'','access':'public'}",
    "SELECT stream, room, name, topic, access FROM listed_room", "workspace|" ROOM "|Mules||public" },
  { "chat.room-unlisted", 1, "workspace", ADA, "{'room':'" ROOM "'}", "SELECT count(*) FROM listed_room", "0" },
  { "chat.room-pinned", 1, USER (BEN), BEN, "{'target':'" ROOM "','pinned':false}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|0|0|0|0|" BENS_FOLDER },
  { "chat.room-pinned", 1, USER (BEN), BEN, "{'target':'" DIRECT "','pinned':true}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|0|0|0|" BENS_FOLDER "\n" DIRECT "|1|0|0|0|" },
  { "chat.room-archived", 1, USER (BEN), BEN, "{'target':'" ROOM "','archived':true,'ordinal':3}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|4|0|0|" BENS_FOLDER },
  { "chat.room-archived", 1, USER (BEN), BEN, "{'target':'" DIRECT "','archived':true,'ordinal':0}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|0|0|0|" BENS_FOLDER "\n" DIRECT "|0|1|0|0|" },
  { "chat.room-archived", 1, USER (BEN), BEN, "{'target':'" DIRECT "','archived':false,'ordinal':9}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|0|0|0|" BENS_FOLDER "\n" DIRECT "|0|0|0|0|" },
  { "chat.room-cleared", 1, USER (BEN), BEN, "{'target':'" ROOM "','ordinal':3}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|0|3|0|" BENS_FOLDER },
  { "chat.room-marked-unread", 1, USER (BEN), BEN, "{'target':'" ROOM "','ordinal':2}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|0|0|2|" BENS_FOLDER },
  { "chat.room-filed", 1, USER (BEN), BEN, "{'target':'" ROOM "'}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|0|0|0|" },
  { "chat.room-filed", 1, USER (BEN), BEN, "{'target':'" DIRECT "','folder':'" BENS_FOLDER "'}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    ROOM "|1|0|0|0|" BENS_FOLDER "\n" DIRECT "|0|0|0|0|" BENS_FOLDER },
  { "chat.room-forgotten", 1, USER (BEN), BEN, "{'target':'" ROOM "'}",
    "SELECT target, pinned, archived, cleared, unread, folder FROM room_place WHERE stream = '" USER (BEN) "' ORDER BY target",
    "" },
  { "chat.folder-named", 1, USER (BEN), BEN, "{'id':'" NEW_FOLDER "','name':'Trips'}",
    "SELECT stream, id, name FROM room_folder ORDER BY id", USER (BEN) "|" BENS_FOLDER "|Mill\n" USER (BEN) "|" NEW_FOLDER "|Trips" },
  { "chat.folder-named", 1, USER (BEN), BEN, "{'id':'" BENS_FOLDER "','name':'Looms'}", "SELECT name FROM room_folder", "Looms" },
  { "chat.folder-removed", 1, USER (BEN), BEN, "{'id':'" BENS_FOLDER "'}",
    "SELECT target, pinned, folder, (SELECT count(*) FROM room_folder) FROM room_place", ROOM "|1||0" },

  { "board.project-created", 1, NEW_PROJECT, EVE, "{'name':'Weir','code':'WEIR','about':'Water'}",
    "SELECT name, code, about, last_number, archived, created_by, created_at FROM project WHERE stream = '" NEW_PROJECT "'",
    "Weir|WEIR|Water|0|0|" EVE "|" AT },
  { "board.project-changed", 1, PROJECT, ADA, "{'name':'Weir','code':'WEIR','about':'Water'}",
    "SELECT name, code, about, last_number FROM project", "Weir|WEIR|Water|5" },
  { "board.project-archived", 1, PROJECT, ADA, "{'archived':true}", "SELECT name, archived FROM project", "Mill race|1" },
  { "board.status-added", 1, PROJECT, ADA, "{'id':'" NEW_STATUS "','name':'Review','category':'doing'}",
    "SELECT name, category, wip, hard, removed FROM project_status WHERE id = '" NEW_STATUS "'", "Review|doing|0|0|0" },
  { "board.status-changed", 1, PROJECT, ADA, "{'id':'" TODO_STATUS "','name':'Ideas','category':'doing','wip':7,'hard':true}",
    "SELECT name, category, wip, hard, removed FROM project_status WHERE id = '" TODO_STATUS "'", "Ideas|doing|7|1|0" },
  { "board.way-allowed", 1, PROJECT, ADA, "{'id':'" EMPTY_STATUS "','other':'" DOING_STATUS "','on':true}",
    "SELECT id, sources FROM project_status WHERE sources IS NOT NULL", EMPTY_STATUS "|" TODO_STATUS " " DOING_STATUS },
  { "board.way-allowed", 1, PROJECT, ADA, "{'id':'" EMPTY_STATUS "','other':'" TODO_STATUS "','on':false}",
    "SELECT count(*) FROM project_status WHERE sources IS NOT NULL", "0" },
  { "board.lane-limit-set", 1, PROJECT, ADA, "{'id':'" DOING_STATUS "','per_lane':true}",
    "SELECT per_lane FROM project_status WHERE id = '" DOING_STATUS "'", "1" },
  { "board.lane-limit-set", 1, PROJECT, ADA, "{'id':'" EMPTY_STATUS "','per_lane':false}", "SELECT count(*) FROM project_status WHERE per_lane IS NOT NULL", "0" },
  { "board.needs-set", 1, PROJECT, ADA, "{'id':'" DONE_STATUS "','needs':'checklist'}",
    "SELECT id, needs FROM project_status WHERE needs IS NOT NULL ORDER BY id", DONE_STATUS "|checklist\n" EMPTY_STATUS "|both" },
  { "board.needs-set", 1, PROJECT, ADA, "{'id':'" EMPTY_STATUS "'}", "SELECT count(*) FROM project_status WHERE needs IS NOT NULL", "0" },
  { "board.status-removed", 1, PROJECT, ADA, "{'id':'" TODO_STATUS "'}",
    "SELECT id FROM project_status WHERE removed = 1 ORDER BY id", TODO_STATUS "\n" GONE_STATUS },
  { "board.status-restored", 1, PROJECT, ADA, "{'id':'" GONE_STATUS "'}", "SELECT count(*) FROM project_status WHERE removed = 1", "0" },
  { "board.label-added", 1, PROJECT, BEN, "{'id':'" NEW_LABEL "','name':'Water','yarn':'indigo'}",
    "SELECT name, yarn, removed FROM project_label WHERE id = '" NEW_LABEL "'", "Water|indigo|0" },
  { "board.label-changed", 1, PROJECT, BEN, "{'id':'" WOOD_LABEL "','name':'Oak','yarn':'rose'}",
    "SELECT name, yarn, removed FROM project_label ORDER BY id", "Oak|rose|0\nIron|teal|1" },
  { "board.field-added", 1, PROJECT, ADA, "{'id':'" NEW_FIELD "','name':'Client','kind':'text'}",
    "SELECT name, kind, options, shown, removed FROM project_field WHERE id = '" NEW_FIELD "'", "Client|text|-|1|0" },
  { "board.field-changed", 1, PROJECT, ADA, "{'id':'" SIZE_FIELD "','name':'Width','shown':false}",
    "SELECT name, shown FROM project_field WHERE id = '" SIZE_FIELD "'", "Width|0" },
  { "board.field-removed", 1, PROJECT, ADA, "{'id':'" SIZE_FIELD "'}", "SELECT count(*) FROM project_field WHERE removed = 1", "2" },
  { "board.field-restored", 1, PROJECT, ADA, "{'id':'" GONE_FIELD "'}", "SELECT count(*) FROM project_field WHERE removed = 1", "0" },
  { "board.option-set", 1, PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" NEW_OPTION "','name':'Coarse'}",
    "SELECT options FROM project_field WHERE id = '" GRADE_FIELD "'", FINE_OPTION " Fine\n" NEW_OPTION " Coarse" },
  { "board.option-set", 1, PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" FINE_OPTION "'}",
    "SELECT options FROM project_field WHERE id = '" GRADE_FIELD "'", "-" },
  { "board.value-set", 1, PROJECT, BEN, "{'id':'" WHEEL_TASK "','field':'" GRADE_FIELD "','value':'" FINE_OPTION "'}",
    "SELECT field_values FROM task WHERE id = '" WHEEL_TASK "'", SIZE_FIELD " 3.5\n" GRADE_FIELD " " FINE_OPTION },
  { "board.value-set", 1, PROJECT, BEN, "{'id':'" WHEEL_TASK "','field':'" SIZE_FIELD "'}",
    "SELECT field_values FROM task WHERE id = '" WHEEL_TASK "'", "-" },
  { "board.view-saved", 1, PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}",
    "SELECT * FROM project_view WHERE id = '" NEW_VIEW "'", PROJECT "|" NEW_VIEW "|" PROJECT "|Wood|label:wood|due|1|label|list" },
  { "board.view-saved", 1, USER (CLEO), CLEO, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'Wood','text':'','sort':'rank','descending':false,'grouping':'none','layout':'board'}",
    "SELECT stream, name, layout FROM project_view WHERE id = '" NEW_VIEW "'", USER (CLEO) "|Wood|board" },
  { "board.view-changed", 1, PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}",
    "SELECT * FROM project_view WHERE id = '" MILL_VIEW "'", PROJECT "|" MILL_VIEW "|" PROJECT "|Wood|label:wood|due|1|label|list" },
  { "board.view-saved", 2, PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'Wood','text':'','sort':'field:" SIZE_FIELD "','descending':true,'grouping':'field:" GRADE_FIELD "','layout':'list'}",
    "SELECT * FROM project_view WHERE id = '" NEW_VIEW "'", PROJECT "|" NEW_VIEW "|" PROJECT "|Wood||field:" SIZE_FIELD "|1|field:" GRADE_FIELD "|list" },
  { "board.view-changed", 2, PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'created','descending':false,'grouping':'field:" SIZE_FIELD "','layout':'board'}",
    "SELECT * FROM project_view WHERE id = '" MILL_VIEW "'", PROJECT "|" MILL_VIEW "|" PROJECT "|Wood|label:wood|created|0|field:" SIZE_FIELD "|board" },
  { "board.view-dropped", 1, PROJECT, BEN, "{'id':'" MILL_VIEW "'}", "SELECT count(*) FROM project_view WHERE stream = '" PROJECT "'", "0" },
  { "board.label-removed", 1, PROJECT, BEN, "{'id':'" WOOD_LABEL "'}", "SELECT count(*) FROM project_label WHERE removed = 1", "2" },
  { "board.label-restored", 1, PROJECT, BEN, "{'id':'" GONE_LABEL "'}", "SELECT count(*) FROM project_label WHERE removed = 1", "0" },
  { "board.task-created", 1, PROJECT, BEN, "{'id':'" NEW_TASK "','title':'Grease it','about':'Fat','status':'" TODO_STATUS "','above':'V','below':'W',"
    "'parent':'" WHEEL_TASK "','priority':'low','estimate':0.5,'start_at':1,'due_at':2,'assignees':['" BEN "','" ADA "'],'labels':['" WOOD_LABEL "']}",
    "SELECT t.number, t.title, t.about, t.priority, t.estimate, t.start_at, t.due_at, t.parent, t.duplicate_of, t.assignees, t.labels, t.blockers,"
    " t.related, t.steps, t.archived, t.removed, t.author, t.created_at, e.list, e.rank, p.last_number, o.ordinal, o.replies"
    " FROM task t JOIN entry e ON e.stream = t.stream AND e.id = t.id JOIN project p ON p.stream = t.stream"
    " JOIN thread_topic o ON o.stream = t.stream AND o.id = t.id WHERE t.id = '" NEW_TASK "'",
    "6|Grease it|Fat|low|0.5|1|2|" WHEEL_TASK "|-|" ADA " " BEN "|" WOOD_LABEL "|-|-|" TODO_STATUS "@" AT "|0|0|" BEN "|" AT "|" TODO_STATUS "|VV|6|4294967302|0" },
  { "board.task-edited", 1, PROJECT, BEN, "{'id':'" WHEEL_TASK "','title':'Mend it'}",
    "SELECT title, about FROM task WHERE id = '" WHEEL_TASK "'", "Mend it|Oak\nNails" },
  { "board.task-edited", 1, PROJECT, BEN, "{'id':'" WHEEL_TASK "','about':''}",
    "SELECT title, about FROM task WHERE id = '" WHEEL_TASK "'", "Mend the wheel|" },
  { "board.task-deleted", 1, PROJECT, BEN, "{'id':'" WHEEL_TASK "'}", "SELECT id FROM task WHERE removed = 1 ORDER BY id", WHEEL_TASK "\n" GONE_TASK },
  { "board.task-restored", 1, PROJECT, BEN, "{'id':'" GONE_TASK "'}", "SELECT count(*) FROM task WHERE removed = 1", "0" },
  { "board.tasks-moved", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "','" LOOK_TASK "','" NO_ID "'],'status':'" DONE_STATUS "','above':'V'}",
    "SELECT e.id, e.list, e.rank, (SELECT steps LIKE '%" DONE_STATUS "@" AT "' FROM task t WHERE t.id = e.id) FROM entry e"
    " WHERE e.list = '" DONE_STATUS "' ORDER BY e.rank",
    OAK_TASK "|" DONE_STATUS "|VV|1\n" LOOK_TASK "|" DONE_STATUS "|W|0\n" NO_ID "|" DONE_STATUS "|X|-" },
  { "board.priority-set", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "','" LOOK_TASK "'],'priority':'urgent'}",
    "SELECT id FROM task WHERE priority = 'urgent' ORDER BY id", OAK_TASK "\n" LOOK_TASK },
  { "board.estimate-set", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "','" LOOK_TASK "'],'estimate':1.25}",
    "SELECT id FROM task WHERE estimate = 1.25 ORDER BY id", OAK_TASK "\n" LOOK_TASK },
  { "board.dates-set", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "','" LOOK_TASK "'],'start_at':3,'due_at':4}",
    "SELECT id FROM task WHERE start_at = 3 AND due_at = 4 ORDER BY id", OAK_TASK "\n" LOOK_TASK },
  { "board.recurrence-set", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "','" LOOK_TASK "'],'recurrence':'schedule FREQ=DAILY UTC 2'}",
    "SELECT id, recurrence FROM task WHERE recurrence IS NOT NULL ORDER BY id", OAK_TASK "|schedule FREQ=DAILY UTC 2\n" LOOK_TASK "|schedule FREQ=DAILY UTC 2" },
  { "board.task-recurred", 1, PROJECT, BEN, "{'id':'" OAK_TASK "','next':'" LOOK_TASK "','recurrence':'schedule FREQ=DAILY UTC 3'}",
    "SELECT id, recurrence FROM task WHERE recurrence IS NOT NULL", LOOK_TASK "|schedule FREQ=DAILY UTC 3" },
  { "board.next-withdrawn", 1, PROJECT, BEN, "{'id':'" OAK_TASK "','next':'" LOOK_TASK "','recurrence':'schedule FREQ=DAILY UTC 2'}",
    "SELECT id, recurrence, removed FROM task WHERE id IN ('" OAK_TASK "', '" LOOK_TASK "') ORDER BY id",
    OAK_TASK "|schedule FREQ=DAILY UTC 2|0\n" LOOK_TASK "|-|1" },
  { "board.parent-set", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "'],'parent':'" WHEEL_TASK "'}",
    "SELECT id FROM task WHERE parent IS NOT NULL ORDER BY id", OAK_TASK "\n" TURN_TASK },
  { "board.parent-set", 1, PROJECT, BEN, "{'ids':['" TURN_TASK "']}", "SELECT count(*) FROM task WHERE parent IS NOT NULL", "0" },
  { "board.duplicate-set", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "'],'duplicate_of':'" WHEEL_TASK "'}",
    "SELECT id, duplicate_of FROM task WHERE duplicate_of IS NOT NULL", OAK_TASK "|" WHEEL_TASK },
  { "board.tasks-archived", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "','" LOOK_TASK "'],'archived':true}",
    "SELECT id FROM task WHERE archived = 1 ORDER BY id", OAK_TASK "\n" LOOK_TASK },
  { "board.templates-set", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "','" LOOK_TASK "'],'template':true}",
    "SELECT id, template FROM task WHERE template IS NOT NULL ORDER BY id", OAK_TASK "|1\n" LOOK_TASK "|1" },
  { "board.tasks-assigned", 1, PROJECT, BEN, "{'ids':['" WHEEL_TASK "','" OAK_TASK "'],'person':'" ADA "','on':true}",
    "SELECT id, assignees FROM task WHERE assignees IS NOT NULL ORDER BY id", WHEEL_TASK "|" ADA " " BEN "\n" OAK_TASK "|" ADA },
  { "board.tasks-assigned", 1, PROJECT, BEN, "{'ids':['" WHEEL_TASK "','" OAK_TASK "'],'person':'" BEN "','on':false}",
    "SELECT count(*) FROM task WHERE assignees IS NOT NULL", "0" },
  { "board.tasks-labelled", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "'],'label':'" WOOD_LABEL "','on':true}",
    "SELECT id, labels FROM task WHERE labels IS NOT NULL ORDER BY id", WHEEL_TASK "|" WOOD_LABEL "\n" OAK_TASK "|" WOOD_LABEL },
  { "board.tasks-blocked", 1, PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'other':'" LOOK_TASK "','on':true}",
    "SELECT id, blockers FROM task WHERE blockers IS NOT NULL", WHEEL_TASK "|" OAK_TASK " " LOOK_TASK },
  { "board.tasks-related", 1, PROJECT, BEN, "{'ids':['" OAK_TASK "'],'other':'" WHEEL_TASK "','on':false}",
    "SELECT count(*) FROM task WHERE related IS NOT NULL", "0" },
  { "board.item-added", 1, PROJECT, BEN, "{'id':'" NEW_LINE "','task':'" OAK_TASK "','parent':'" OAK_TASK "','title':'Saw','above':'V','assignee':'" ADA "',"
    "'due_at':7,'done':true}",
    "SELECT i.task, i.title, i.done, i.assignee, i.due_at, i.removed, i.author, i.created_at, e.list, e.rank, t.items, t.items_done FROM task_item i"
    " JOIN entry e ON e.stream = i.stream AND e.id = i.id JOIN task t ON t.stream = i.stream AND t.id = i.task WHERE i.id = '" NEW_LINE "'",
    OAK_TASK "|Saw|1|" ADA "|7|0|" BEN "|" AT "|" OAK_TASK "|W|1|1" },
  /* What has others below it is done with them. */
  { "board.item-added", 1, PROJECT, BEN, "{'id':'" NEW_LINE "','task':'" WHEEL_TASK "','parent':'" RIM_LINE "','title':'Saw','due_at':0,'done':true}",
    "SELECT items, items_done FROM task WHERE id = '" WHEEL_TASK "'", "2|2" },
  { "board.item-changed", 1, PROJECT, BEN, "{'id':'" RIM_LINE "','title':'Felloe'}", "SELECT title FROM task_item WHERE id = '" RIM_LINE "'", "Felloe" },
  { "board.item-due-set", 1, PROJECT, BEN, "{'id':'" RIM_LINE "','due_at':7}", "SELECT due_at FROM task_item WHERE id = '" RIM_LINE "'", "7" },
  { "board.item-assigned", 1, PROJECT, BEN, "{'id':'" RIM_LINE "'}", "SELECT assignee FROM task_item WHERE id = '" RIM_LINE "'", "-" },
  { "board.item-ticked", 1, PROJECT, BEN, "{'id':'" RIM_LINE "','done':true}", "SELECT items, items_done FROM task WHERE id = '" WHEEL_TASK "'", "2|2" },
  { "board.item-ticked", 1, PROJECT, BEN, "{'id':'" HUB_LINE "','done':true}", "SELECT items, items_done FROM task WHERE id = '" WHEEL_TASK "'", "2|1" },
  { "board.item-placed", 1, PROJECT, BEN, "{'id':'" SPOKE_LINE "','parent':'" WHEEL_TASK "','above':'V'}",
    "SELECT e.list, e.rank, t.items, t.items_done FROM entry e, task t WHERE e.id = '" SPOKE_LINE "' AND t.id = '" WHEEL_TASK "'",
    WHEEL_TASK "|W|3|1" },
  { "board.item-removed", 1, PROJECT, BEN, "{'id':'" HUB_LINE "'}", "SELECT items, items_done FROM task WHERE id = '" WHEEL_TASK "'", "1|0" },
  { "board.item-removed", 1, PROJECT, BEN, "{'id':'" SPOKE_LINE "'}", "SELECT items, items_done FROM task WHERE id = '" WHEEL_TASK "'", "2|0" },
  { "board.item-restored", 1, PROJECT, BEN, "{'id':'" GONE_LINE "'}", "SELECT items, items_done FROM task WHERE id = '" WHEEL_TASK "'", "3|1" },

  { "note.notebook-created", 1, NEW_NOTEBOOK, EVE, "{'name':'Dyes'}",
    "SELECT name, created_by, created_at FROM notebook WHERE stream = '" NEW_NOTEBOOK "'", "Dyes|" EVE "|" AT },
  { "note.created", 1, NOTEBOOK, EVE, "{'id':'" NEW_NOTE "','title':'Cake','text':'Eggs','place':'VV'}",
    "SELECT title, text, due, place, deleted, author, created_at, changed_at FROM note WHERE id = '" NEW_NOTE "'",
    "Cake|Eggs|0|VV|0|" EVE "|" AT "|" AT },
  { "note.changed", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "','title':'Rye bread'}",
    "SELECT title, text, changed_at FROM note WHERE id = '" A_NOTE "'", "Rye bread|Flour\nWater\nSalt|" AT },
  { "note.changed", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "','text':''}",
    "SELECT title, text FROM note WHERE id = '" A_NOTE "'", "Bread|" },
  { "note.tags-changed", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "','tags':['" OTHER_TAG "','" TAG "','" TAG "']}",
    "SELECT id, tag FROM note_tag ORDER BY tag", A_NOTE "|" TAG "\n" A_NOTE "|" OTHER_TAG },
  { "note.due-changed", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "','due':5}",
    "SELECT due, changed_at FROM note WHERE id = '" A_NOTE "'", "5|" AT },
  /* Who changed what somebody may be asked about. */
  { "note.changed", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "','title':'x','text':''}",
    "SELECT object, field, seq, person FROM field_version WHERE stream = '" NOTEBOOK "'", A_NOTE "|note.note.text|" SEQ "|" EVE },
  { "note.changed", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "','title':'x'}", "SELECT count(*) FROM field_version", "0" },
  { "note.moved", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "','place':'Y'}",
    "SELECT title, place FROM note ORDER BY place, id", "Stones|W\nSoup|X\nBread|Y" },
  { "note.gathered", 1, NOTEBOOK, EVE, "{'ids':['" B_NOTE "','" A_NOTE "'],'list':'worst','below':'V'}",
    "SELECT id FROM entry WHERE list = 'worst' ORDER BY rank, id", B_NOTE "\n" A_NOTE "\n" GONE_NOTE },
  { "note.flagged", 1, NOTEBOOK, EVE, "{'ids':['" A_NOTE "','" B_NOTE "','" NO_ID "'],'person':'" EVE "','on':true}",
    "SELECT id, flags FROM note WHERE flags IS NOT NULL ORDER BY id", A_NOTE "|" EVE "\n" B_NOTE "|" EVE },
  { "note.deleted", 1, NOTEBOOK, EVE, "{'id':'" A_NOTE "'}",
    "SELECT title, deleted FROM note ORDER BY place, id", "Bread|1\nStones|1\nSoup|0" },
  { "note.restored", 1, NOTEBOOK, EVE, "{'id':'" GONE_NOTE "'}",
    "SELECT title, deleted FROM note ORDER BY place, id", "Bread|0\nStones|0\nSoup|0" },

  { "thread.message-posted", 1, DIRECT, "system",
    "{'id':'" NEW_MESSAGE "','author':'" A_HOOK "','speaker':'CI','face':'✅','text':'Green'}",
    "SELECT ordinal, author, text, reply_to, deleted, edited_at, seq, at, via, speaker, face FROM message WHERE id = '" NEW_MESSAGE "'",
    "6|" A_HOOK "|Green|-|0|-|" SEQ "|" AT "|hook|CI|✅" },
  { "hooks.hook-added", 1, DIRECT, ADA, "{'id':'" NEW_HOOK "','name':'Alerts','face':''}",
    "SELECT name, face, made_by, made_at FROM hook WHERE id = '" NEW_HOOK "'", "Alerts||" ADA "|" AT },
  { "hooks.hook-changed", 1, DIRECT, ADA, "{'id':'" A_HOOK "','name':'Nightly','face':''}",
    "SELECT id, name, face, made_by FROM hook", A_HOOK "|Nightly||" ADA },
  { "hooks.hook-removed", 1, DIRECT, ADA, "{'id':'" A_HOOK "'}",
    "SELECT (SELECT count(*) FROM hook), (SELECT count(*) FROM hook_alert)", "0|0" },
  { "hooks.alert-begun", 1, DIRECT, "system", "{'hook':'" A_HOOK "','alert':'" HASH "','message':'" NEW_MESSAGE "'}",
    "SELECT hook, alert, message FROM hook_alert", A_HOOK "|" HASH "|" NEW_MESSAGE },
  { "hooks.teller-added", 1, DIRECT, ADA, "{'id':'" NEW_TELLER "','name':'Log','host':'log.example.org'}",
    "SELECT name, host, working, failed, made_by, made_at FROM teller WHERE id = '" NEW_TELLER "'", "Log|log.example.org|1||" ADA "|" AT },
  { "hooks.teller-set", 1, DIRECT, ADA, "{'id':'" A_TELLER "','working':false}", "SELECT working, failed FROM teller", "0|" },
  { "hooks.teller-failed", 1, DIRECT, "system", "{'id':'" A_TELLER "','name':'Mirror','reason':'no answer'}",
    "SELECT working, failed FROM teller", "0|no answer" },
  { "hooks.teller-removed", 1, DIRECT, ADA, "{'id':'" A_TELLER "'}", "SELECT count(*) FROM teller", "0" },
  { "hooks.alert-ended", 1, DIRECT, "system", "{'hook':'" A_HOOK "','alert':'" HASH "'}", "SELECT count(*) FROM hook_alert", "0" },

  { "moderation.reported", 1, USER (BEN), BEN, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam'}",
    "SELECT stream, target, message, reason, state, reported_at FROM reported WHERE id = '" NEW_REPORT "'",
    USER (BEN) "|" ROOM "|" ADAS_MESSAGE "|spam|open|" AT },
  { "moderation.report-withdrawn", 1, USER (CLEO), CLEO, "{'id':'" A_CASE "'}", "SELECT state FROM reported WHERE id = '" A_CASE "'", "withdrawn" },
  { "moderation.report-settled", 1, USER (CLEO), "system", "{'id':'" A_CASE "','target':'" ROOM "','message':'" BENS_MESSAGE "'}",
    "SELECT state FROM reported WHERE id = '" A_CASE "'", "settled" },
  { "moderation.case-opened", 1, REPORTS, BEN, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','author':'" ADA "','said_at':7}",
    "SELECT stream, target, message, author, said_at, opened_at, decided_by, decided_at, deletes, removes, suspends, deleted, removed_as, suspended"
    " FROM report_case WHERE id = '" NEW_REPORT "'",
    REPORTS "|" ROOM "|" ADAS_MESSAGE "|" ADA "|7|" AT "|-|-|0|0|0|0|none|0" },
  { "moderation.report-filed", 1, REPORTS, BEN, "{'id':'" NEW_REPORT "','case_id':'" A_CASE "','reason':'spam','note':'Look'}",
    "SELECT case_id, reporter, reason, note, filed_at FROM report WHERE id = '" NEW_REPORT "'", A_CASE "|" BEN "|spam|Look|" AT },
  { "moderation.message-copied", 1, REPORTS, BEN, "{'id':'" NEW_REPORT "','author':'" ADA "','speaker':'','text':'Good morning'}",
    "SELECT author, speaker, text, copied_at FROM report_copy WHERE id = '" NEW_REPORT "'", ADA "||Good morning|" AT },
  { "moderation.report-dropped", 1, REPORTS, CLEO, "{'id':'" A_CASE "'}",
    "SELECT (SELECT count(*) FROM report_case), (SELECT count(*) FROM report), (SELECT count(*) FROM report_copy)", "1|1|1" },
  { "moderation.case-decided", 1, REPORTS, ADA, "{'id':'" A_CASE "','deletes':true,'removes':false,'suspends':true}",
    "SELECT decided_by, decided_at, deletes, removes, suspends, deleted FROM report_case WHERE id = '" A_CASE "'", ADA "|" AT "|1|0|1|0" },
  { "moderation.case-carried-out", 1, REPORTS, ADA, "{'id':'" A_CASE "','deleted':true,'removed_as':'guest','suspended':true}",
    "SELECT deleted, removed_as, suspended FROM report_case WHERE id = '" A_CASE "'", "1|guest|1" },
  { "moderation.case-reopened", 1, REPORTS, ADA, "{'id':'" OLD_CASE "'}",
    "SELECT decided_by, decided_at, deletes, removes, suspends, deleted, removed_as, suspended FROM report_case WHERE id = '" OLD_CASE "'",
    "-|-|0|0|0|0|none|0" },
  { "moderation.case-forgotten", 1, REPORTS, "system", "{'id':'" OLD_CASE "'}",
    "SELECT (SELECT count(*) FROM report_case), (SELECT count(*) FROM report), (SELECT count(*) FROM report_copy)", "1|1|1" },

  { "thread.sticker-shown", 1, ROOM, ADA, "{'id':'" ADAS_MESSAGE "','sticker':'" BENS_STICKER "','picture':'" HASH "','size':4}",
    "SELECT sticker, sticker_picture, sticker_size FROM message WHERE id = '" ADAS_MESSAGE "'", BENS_STICKER "|" HASH "|4" },
  { "thread.sticker-shown", 1, LIST, EVE, "{'id':'" EVES_STICKER "','sticker':'','picture':'" HASH "','size':4}",
    "SELECT sticker, sticker_picture, sticker_size FROM message WHERE id = '" EVES_STICKER "'", "-|-|4" },
  { "phrases.phrase-kept", 1, USER (CLEO), CLEO, "{'id':'" NEW_PHRASE "','name':'bye','text':'See you'}",
    "SELECT stream, name, text FROM phrase WHERE id = '" NEW_PHRASE "'", USER (CLEO) "|bye|See you" },
  { "phrases.phrase-kept", 1, "workspace", ADA, "{'id':'" NEW_PHRASE "','name':'bye','text':'See you'}",
    "SELECT stream, name, text FROM phrase WHERE id = '" NEW_PHRASE "'", "workspace|bye|See you" },
  { "phrases.phrase-changed", 1, USER (BEN), BEN, "{'id':'" BENS_PHRASE "','name':'thx','text':'Ta'}",
    "SELECT name, text FROM phrase WHERE id = '" BENS_PHRASE "'", "thx|Ta" },
  { "phrases.phrase-dropped", 1, USER (BEN), BEN, "{'id':'" BENS_PHRASE "'}", "SELECT id FROM phrase WHERE stream = '" USER (BEN) "'", OTHER_PHRASE },
  { "pictures.emoji-added", 1, "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'warp','picture':'" HASH "','size':4,'width':2,'height':3}",
    "SELECT stream, name, picture, size, width, height, author FROM emoji WHERE name = 'warp'", "workspace|warp|" HASH "|4|2|3|" BEN },
  { "pictures.emoji-removed", 1, "workspace", BEN, "{'id':'" BENS_EMOJI "'}", "SELECT count(*) FROM emoji", "0" },
  { "pictures.policy-set", 1, "workspace", ADA, "{'who':'admin'}", "SELECT stream, who FROM picture_policy", "workspace|admin" },
  { "pictures.pack-added", 1, "workspace", ADA, "{'id':'" NEW_PACK "','name':'Yarns','maker':'Ada'}",
    "SELECT stream, name, maker, removed, author FROM sticker_pack WHERE id = '" NEW_PACK "'", "workspace|Yarns|Ada|0|" ADA },
  { "pictures.pack-set", 1, "workspace", BEN, "{'id':'" BENS_PACK "','name':'Mules','maker':'Cleo'}",
    "SELECT name, maker, removed, author FROM sticker_pack WHERE id = '" BENS_PACK "'", "Mules|Cleo|0|" BEN },
  { "pictures.pack-arranged", 1, "workspace", BEN, "{'id':'" BENS_PACK "','arranged':'" NO_ID " " BENS_STICKER "'}",
    "SELECT name, arranged FROM sticker_pack WHERE id = '" BENS_PACK "'", "Looms|" NO_ID " " BENS_STICKER },
  { "pictures.pack-arranged", 1, "workspace", BEN, "{'id':'" BENS_PACK "'}", "SELECT arranged FROM sticker_pack WHERE id = '" BENS_PACK "'", "-" },
  { "pictures.pack-removed", 1, "workspace", BEN, "{'id':'" BENS_PACK "'}", "SELECT removed FROM sticker_pack WHERE id = '" BENS_PACK "'", "1" },
  { "pictures.pack-restored", 1, "workspace", BEN, "{'id':'" GONE_PACK "'}", "SELECT removed FROM sticker_pack WHERE id = '" GONE_PACK "'", "0" },
  { "pictures.sticker-added", 1, "workspace", BEN, "{'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':4,'width':2,'height':3}",
    "SELECT stream, pack, text, picture, size, width, height, author FROM sticker WHERE id = '" NEW_STICKER "'", "workspace|" BENS_PACK "|Warp|" HASH "|4|2|3|" BEN },
  { "pictures.sticker-set", 1, "workspace", BEN, "{'id':'" BENS_STICKER "','text':'Bobbin'}", "SELECT pack, text FROM sticker", BENS_PACK "|Bobbin" },
  { "pictures.sticker-removed", 1, "workspace", BEN, "{'id':'" BENS_STICKER "'}", "SELECT count(*) FROM sticker", "0" },
  { "reminders.reminder-set", 1, USER (BEN), BEN, "{'id':'" NEW_REMINDER "','at':5,'text':'Tea','target':'" ROOM "'}",
    "SELECT stream, at, text, target, object, author, state, set_at, fired_at FROM reminder WHERE id = '" NEW_REMINDER "'",
    USER (BEN) "|5|Tea|" ROOM "|-|" BEN "|waiting|" AT "|-" },
  { "reminders.snoozed", 1, ROOM, BEN, "{'id':'" CLEOS_REMINDER "','at':9}",
    "SELECT at, state, fired_at FROM reminder WHERE id = '" CLEOS_REMINDER "'", "9|waiting|-" },
  { "reminders.dismissed", 1, ROOM, BEN, "{'id':'" BENS_REMINDER "'}",
    "SELECT id FROM reminder ORDER BY id", ADAS_REMINDER "\n" CLEOS_REMINDER },
  { "reminders.fired", 1, ROOM, "system", "{'id':'" BENS_REMINDER "','at':1750000000000,'text':'Answer Ada','late':true}",
    "SELECT at, state, fired_at FROM reminder WHERE id = '" BENS_REMINDER "'", "1750000000000|fired|" AT },

  { "ranks.placed", 1, NOTEBOOK, BEN, "{'id':'" GONE_NOTE "','list':'best','rank':'A'}",
    "SELECT id, list, rank FROM entry WHERE stream = '" NOTEBOOK "' ORDER BY list, rank", GONE_NOTE "|best|A\n" A_NOTE "|best|V\n" B_NOTE "|best|W" },
  { "ranks.removed", 1, NOTEBOOK, BEN, "{'id':'" A_NOTE "'}",
    "SELECT id, list FROM entry WHERE stream = '" NOTEBOOK "' ORDER BY list", B_NOTE "|best\n" GONE_NOTE "|worst" },
  { "ranks.evened", 1, NOTEBOOK, "system", "{'list':'best'}",
    "SELECT id, list, rank FROM entry WHERE stream = '" NOTEBOOK "' ORDER BY list, rank", A_NOTE "|best|K\n" B_NOTE "|best|f\n" GONE_NOTE "|worst|V" },

  { "notices.noticed", 1, USER (ADA), BEN,
    "{'id':'" NEW_NOTICE "','event':'e','kind':'k','severity':'info','fields':'{}','link':'" ROOM "','author':'" BEN "'}",
    "SELECT stream, event, kind, severity, fields, link, object, author, seen, seq, at FROM notice WHERE id = '" NEW_NOTICE "'",
    USER (ADA) "|e|k|info|{}|" ROOM "|-|" BEN "|0|" SEQ "|" AT },
  { "notices.seen", 1, USER (ADA), ADA, "{'ids':['" ADAS_NOTICE "','" NO_ID "']}", "SELECT id, seen FROM notice", ADAS_NOTICE "|1" },
  { "notices.all-seen", 1, USER (ADA), ADA, "{}", "SELECT id, seen FROM notice", ADAS_NOTICE "|1" },
  { "notices.urgent-let-through", 1, USER (BEN), BEN, "{'urgent':true}", "SELECT stream, urgent, rooms, direct FROM notice_choice", USER (BEN) "|1|all|mentions" },
  { "notices.muted", 1, USER (ADA), ADA, "{'target':'" ROOM "','muted':true}", "SELECT stream, target FROM muted ORDER BY stream",
    USER (ADA) "|" ROOM "\n" USER (BEN) "|" ROOM },
  { "notices.muted", 1, USER (BEN), BEN, "{'target':'" ROOM "','muted':false}", "SELECT count(*) FROM muted", "0" },
  { "notices.muted", 2, USER (ADA), ADA, "{'target':'" ROOM "','muted':true,'until':7}",
    "SELECT target, until FROM muted WHERE stream = '" USER (ADA) "'", ROOM "|7" },
  { "notices.muted", 2, USER (BEN), BEN, "{'target':'" ROOM "','muted':true,'until':8}", "SELECT stream, target, until FROM muted", USER (BEN) "|" ROOM "|8" },
  { "notices.muted", 2, USER (BEN), BEN, "{'target':'" ROOM "','muted':false,'until':0}", "SELECT count(*) FROM muted", "0" },
  { "people.seen-shown", 1, USER (ADA), ADA, "{'on':false}", "SELECT stream FROM seen_hidden ORDER BY stream", USER (ADA) "\n" USER (BEN) },
  { "people.seen-shown", 1, USER (BEN), BEN, "{'on':true}", "SELECT count(*) FROM seen_hidden", "0" },
  { "thread.editing-limited", 1, ROOM, ADA, "{'seconds':300}", "SELECT stream, seconds FROM edit_window ORDER BY stream", ROOM "|300\n" DIRECT "|0" },
  { "thread.editing-limited", 1, DIRECT, ADA, "{'seconds':60}", "SELECT stream, seconds FROM edit_window", DIRECT "|60" },
  { "thread.editing-limited", 1, DIRECT, ADA, "{'seconds':-1}", "SELECT count(*) FROM edit_window", "0" },
  { "thread.receipts-set", 1, ROOM, ADA, "{'on':false}", "SELECT stream FROM receipts_off ORDER BY stream", ROOM "\n" USER (BEN) },
  { "thread.receipts-set", 1, USER (BEN), BEN, "{'on':true}", "SELECT count(*) FROM receipts_off", "0" },
  { "notices.level-set", 1, USER (ADA), ADA, "{'target':'" ROOM "','level':'all'}", "SELECT stream, target, level FROM notice_level ORDER BY stream",
    USER (ADA) "|" ROOM "|all\n" USER (BEN) "|" DIRECT "|nothing" },
  { "notices.level-set", 1, USER (BEN), BEN, "{'target':'" DIRECT "','level':'mentions'}", "SELECT target, level FROM notice_level", DIRECT "|mentions" },
  { "notices.level-set", 1, USER (BEN), BEN, "{'target':'" DIRECT "','level':'default'}", "SELECT count(*) FROM notice_level", "0" },
  { "notices.defaults-set", 1, USER (ADA), ADA, "{'rooms':'nothing','direct':'all'}", "SELECT urgent, rooms, direct FROM notice_choice WHERE stream = '" USER (ADA) "'",
    "0|nothing|all" },
  { "notices.defaults-set", 1, USER (BEN), BEN, "{'rooms':'nothing','direct':'all'}", "SELECT rooms, direct FROM notice_choice", "nothing|all" },
  { "notices.keyword-added", 1, USER (ADA), ADA, "{'id':'" NEW_NOTE "','word':'Ủng  hộ!'}", "SELECT word, folded FROM notice_keyword WHERE id = '" NEW_NOTE "'",
    "Ủng  hộ!|ung ho!" },
  { "notices.keyword-removed", 1, USER (BEN), BEN, "{'id':'" BENS_KEYWORD "'}", "SELECT count(*) FROM notice_keyword", "0" },
  { "notices.rule-added", 1, "workspace", ADA,
    "{'id':'" NEW_NOTE "','kind':'direct','contains':'x','target':'" ROOM "','op':'o','template':'t'}",
    "SELECT kind, source, contains, target, op, template, author, added_at FROM notice_rule WHERE id = '" NEW_NOTE "'",
    "direct|-|x|" ROOM "|o|t|" ADA "|" AT },
  { "notices.rule-removed", 1, "workspace", ADA, "{'id':'" A_RULE "'}", "SELECT count(*) FROM notice_rule", "0" },

  { "shopping.list-created", 1, NEW_LIST, EVE, "{'name':'Fair'}",
    "SELECT name, created_at FROM shopping_list WHERE stream = '" NEW_LIST "'", "Fair|" AT },
  { "shopping.item-added", 1, LIST, EVE, "{'id':'" NEW_ITEM "','text':'Indigo','amount':'1 bag'}",
    "SELECT text, amount, bought, removed, author, added_at FROM shopping_item WHERE id = '" NEW_ITEM "'",
    "Indigo|1 bag|0|0|" EVE "|" AT },
  { "shopping.item-changed", 1, LIST, EVE, "{'id':'" AN_ITEM "','text':'Fine wool'}",
    "SELECT text, amount FROM shopping_item WHERE id = '" AN_ITEM "'", "Fine wool|2 kg" },
  { "shopping.item-changed", 1, LIST, EVE, "{'id':'" AN_ITEM "','amount':''}",
    "SELECT text, amount FROM shopping_item WHERE id = '" AN_ITEM "'", "Wool|" },
  { "shopping.item-bought", 1, LIST, CLEO, "{'id':'" AN_ITEM "','bought':true}",
    "SELECT id, bought FROM shopping_item ORDER BY id", AN_ITEM "|1\n" GONE_ITEM "|0" },
  { "shopping.item-removed", 1, LIST, EVE, "{'id':'" AN_ITEM "'}",
    "SELECT id, removed FROM shopping_item ORDER BY id", AN_ITEM "|1\n" GONE_ITEM "|1" },
  { "shopping.item-put-back", 1, LIST, EVE, "{'id':'" GONE_ITEM "'}",
    "SELECT id, removed FROM shopping_item ORDER BY id", AN_ITEM "|0\n" GONE_ITEM "|0" },
};
/* clang-format on */

static void
fold_case (Desk *desk, const Case *c)
{
  g_autofree char *body = desk_quote (c->body);
  g_autoptr (GError) error = NULL;
  const DeskEvent event = {
    .stream = (char *) c->stream,
    .by = (char *) c->by,
    .seq = 77,
    .at = G_GINT64_CONSTANT (1234567890123),
    .event = weft_registry_find_event (desk->registry, c->event, c->version),
    .body = body,
  };

  g_assert_nonnull (event.event);
  desk_fold (desk, &event, &error);
  g_assert_no_error (error);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      g_autofree char *rows = NULL;

      if (!g_str_equal (cases[i].event, "people.workspace-founded"))
        desk_furnish (desk);
      fold_case (desk, &cases[i]);
      rows = desk_select (desk, cases[i].sql);
      g_assert_cmpstr (rows, ==, cases[i].rows);
    }
}

static void
test_all_are_tried (void)
{
  g_autoptr (Desk) desk = desk_new ();
  const WeftModule *const *modules;
  guint n;

  modules = weft_registry_get_modules (desk->registry, &n);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < modules[i]->n_events; j++)
      {
        const WeftEvent *event = modules[i]->events[j];
        gboolean tried = FALSE;

        for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
          tried = tried || (g_str_equal (cases[k].event, event->name) && cases[k].version == event->version);
        if (!tried)
          g_error ("%s version %d has no case", event->name, event->version);
      }
}

/* An event touches rows of its own stream and of no other. */
static void
test_own_stream_only (void)
{
  static const char *const streams[] = { "workspace", ROOM, DIRECT, USER (ADA), USER (BEN), USER (CLEO), NOTEBOOK, LIST, PROJECT, REPORTS };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      g_autoptr (Desk) before = NULL;

      if (g_str_equal (cases[i].event, "people.workspace-founded"))
        continue;
      desk_furnish (desk);
      before = desk_copy (desk);
      fold_case (desk, &cases[i]);

      for (guint k = 0; k < G_N_ELEMENTS (streams); k++)
        {
          g_autofree char *old = desk_digest_stream (before, streams[k]);
          g_autofree char *new = desk_digest_stream (desk, streams[k]);

          /* What it announces follows in other events. */
          if (g_str_equal (streams[k], cases[i].stream) && !g_str_equal (cases[i].event, "content.person-erased"))
            g_assert_cmpstr (old, !=, new);
          else
            g_assert_cmpstr (old, ==, new);
        }
    }
}

/* A client holds only the newest messages. What comes for older ones changes nothing there, and numbers stay
 * the same. */
static void
test_window (void)
{
  g_autoptr (Desk) whole = desk_new ();
  g_autoptr (Desk) window = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *held = NULL;
  g_autofree char *all = NULL;
  guint from;

  desk_furnish (whole);
  window = desk_copy (whole);
  weft_database_execute (window->database, "DELETE FROM message", &error);
  g_assert_no_error (error);

  from = whole->log->len;
  g_assert_true (
      desk_do (whole, ROOM, BEN, "thread.edit", "{'id':'" BENS_MESSAGE "','text':'Later'}", &error));
  g_assert_true (desk_do (whole, ROOM, ADA, "thread.delete", "{'id':'" ADAS_MESSAGE "'}", &error));
  g_assert_true (desk_do (whole, ROOM, CLEO, "thread.send",
                          "{'id':'" NEW_MESSAGE "','text':'New','reply_to':'" BENS_MESSAGE "'}", &error));
  for (guint i = from; i < whole->log->len; i++)
    {
      desk_fold (window, whole->log->pdata[i], &error);
      g_assert_no_error (error);
    }

  held = desk_select (window, "SELECT id, ordinal, text FROM message");
  g_assert_cmpstr (held, ==, NEW_MESSAGE "|5|New");
  g_free (held);
  held = desk_select (window, "SELECT last_ordinal FROM thread");
  all = desk_select (whole, "SELECT last_ordinal FROM thread");
  g_assert_cmpstr (held, ==, all);
}

/* What an event of another version or from a broken log says is refused, and names what is wrong. */
static void
test_broken (void)
{
  static const struct
  {
    const char *event;
    const char *body;
    const char *message;
  } broken[] = {
    { "thread.message-sent", "{'id':'" NEW_MESSAGE "'}", "thread.message-sent: text: missing" },
    { "thread.message-sent", "{'id':'x','text':'y'}",
      "thread.message-sent: id: expected an id (a UUID in lower case)" },
    { "people.member-added", "{'person':'" EVE "','role':'king'}",
      "people.member-added: role: expected one of guest, member, admin" },
  };
  g_autoptr (Desk) desk = desk_new ();

  desk_furnish (desk);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *body = desk_quote (broken[i].body);
      g_autofree char *before = desk_digest (desk, FALSE);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;
      const DeskEvent event = {
        .stream = (char *) ROOM,
        .by = (char *) ADA,
        .seq = 99,
        .at = DESK_START,
        .event = weft_registry_find_event (desk->registry, broken[i].event, 1),
        .body = body,
      };

      g_assert_false (desk_fold (desk, &event, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, broken[i].message);
      after = desk_digest (desk, FALSE);
      g_assert_cmpstr (after, ==, before);
    }

  /* Fields of the future are none of our business. */
  {
    g_autofree char *body = desk_quote ("{'id':'" NEW_MESSAGE "','text':'y','colour':'red'}");
    g_autoptr (GError) error = NULL;
    const DeskEvent event = {
      .stream = (char *) ROOM,
      .by = (char *) ADA,
      .seq = 99,
      .at = DESK_START,
      .event = weft_registry_find_event (desk->registry, "thread.message-sent", 1),
      .body = body,
    };

    desk_fold (desk, &event, &error);
    g_assert_no_error (error);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/folds/rows", test_rows);
  g_test_add_func ("/parts/folds/all-are-tried", test_all_are_tried);
  g_test_add_func ("/parts/folds/own-stream-only", test_own_stream_only);
  g_test_add_func ("/parts/folds/window", test_window);
  g_test_add_func ("/parts/folds/broken", test_broken);

  return g_test_run ();
}
