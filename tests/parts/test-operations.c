/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk.h"

/* One try of an operation in the furnished workspace: what comes of it, or how it is refused. */
typedef struct
{
  const char *op;
  const char *stream;
  const char *author;
  const char *args;
  const char *events; /* "name {body}" a line; NULL: refused */
  WeftError code;
  const char *message;
} Case;

#define NAME_81 "'123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 1'"
#define MANY \
  "'0192f0c1-0000-7000-8000-000000000001','0192f0c1-0000-7000-8000-000000000002','0192f0c1-0000-7000-80" \
  "00-000000000003','0192f0c1-0000-7000-8000-000000000004','0192f0c1-0000-7000-8000-000000000005','0192" \
  "f0c1-0000-7000-8000-000000000006','0192f0c1-0000-7000-8000-000000000007','0192f0c1-0000-7000-8000-00" \
  "0000000008','0192f0c1-0000-7000-8000-000000000009','0192f0c1-0000-7000-8000-00000000000a','0192f0c1-" \
  "0000-7000-8000-00000000000b','0192f0c1-0000-7000-8000-00000000000c','0192f0c1-0000-7000-8000-0000000" \
  "0000d','0192f0c1-0000-7000-8000-00000000000e','0192f0c1-0000-7000-8000-00000000000f','0192f0c1-0000-" \
  "7000-8000-000000000010','0192f0c1-0000-7000-8000-000000000011','0192f0c1-0000-7000-8000-000000000012" \
  "','0192f0c1-0000-7000-8000-000000000013','0192f0c1-0000-7000-8000-000000000014','0192f0c1-0000-7000-" \
  "8000-000000000015','0192f0c1-0000-7000-8000-000000000016','0192f0c1-0000-7000-8000-000000000017','01" \
  "92f0c1-0000-7000-8000-000000000018','0192f0c1-0000-7000-8000-000000000019','0192f0c1-0000-7000-8000-" \
  "00000000001a','0192f0c1-0000-7000-8000-00000000001b','0192f0c1-0000-7000-8000-00000000001c','0192f0c" \
  "1-0000-7000-8000-00000000001d','0192f0c1-0000-7000-8000-00000000001e','0192f0c1-0000-7000-8000-00000" \
  "000001f','0192f0c1-0000-7000-8000-000000000020','0192f0c1-0000-7000-8000-000000000021','0192f0c1-000" \
  "0-7000-8000-000000000022','0192f0c1-0000-7000-8000-000000000023','0192f0c1-0000-7000-8000-0000000000" \
  "24','0192f0c1-0000-7000-8000-000000000025','0192f0c1-0000-7000-8000-000000000026','0192f0c1-0000-700" \
  "0-8000-000000000027','0192f0c1-0000-7000-8000-000000000028','0192f0c1-0000-7000-8000-000000000029','" \
  "0192f0c1-0000-7000-8000-00000000002a','0192f0c1-0000-7000-8000-00000000002b','0192f0c1-0000-7000-800" \
  "0-00000000002c','0192f0c1-0000-7000-8000-00000000002d','0192f0c1-0000-7000-8000-00000000002e','0192f" \
  "0c1-0000-7000-8000-00000000002f','0192f0c1-0000-7000-8000-000000000030','0192f0c1-0000-7000-8000-000" \
  "000000031','0192f0c1-0000-7000-8000-000000000032'"
#define FAR "'expires_at':1800000000000"
#define KEY "'key':'12345678901234567890123456789012'"
#define OTHER_HASH "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

/* clang-format off */
static const Case cases[] = {
  /* people.found-workspace: refused here, done in test_found */
  { "people.found-workspace", "workspace", "system",
    "{'name':'Mill','person':'" FAY "','person_name':'Fay','login':'fay'}", NULL,
    WEFT_ERROR_EXISTS, "stream: the workspace is founded already" },
  { "people.found-workspace", "workspace", ADA,
    "{'name':'Mill','person':'" FAY "','person_name':'Fay','login':'fay'}", NULL,
    WEFT_ERROR_DENIED, "op: people.found-workspace is for the server itself" },
  { "people.found-workspace", "workspace", "system",
    "{'name':'','person':'" FAY "','person_name':'Fay','login':'fay'}", NULL,
    WEFT_ERROR_INVALID, "name: 0 characters, at least 1" },

  { "people.rename-workspace", "workspace", ADA, "{'name':'Loom'}", "people.workspace-renamed {'name':'Loom'}" },
  { "people.rename-workspace", "workspace", ADA, "{'name':" NAME_81 "}", NULL,
    WEFT_ERROR_TOO_LARGE, "name: 81 characters, at most 80" },
  { "people.rename-workspace", "workspace", BEN, "{'name':'Loom'}", NULL,
    WEFT_ERROR_DENIED, "op: people.rename-workspace takes the role admin or higher, yours is member" },
  { "people.rename-workspace", "workspace", CLEO, "{'name':'Loom'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "people.rename-workspace", "workspace", DAN, "{'name':'Loom'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  { "people.join", "workspace", "system",
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'member','invitation':'" ADAS_INVITATION "'}",
    "people.person-joined {'person':'" FAY "','name':'Fay','login':'fay','role':'member'}\n"
    "people.invitation-used {'id':'" ADAS_INVITATION "'}" },
  { "people.join", "workspace", "system",
    "{'person':'" BEN "','name':'Ben','login':'ben','role':'member','invitation':'" ADAS_INVITATION "'}", NULL,
    WEFT_ERROR_EXISTS, "person: is in the workspace already" },
  { "people.join", "workspace", "system",
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'member','invitation':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "invitation: no such invitation" },
  { "people.join", "workspace", "system",
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'member','invitation':'" REVOKED_INVITATION "'}", NULL,
    WEFT_ERROR_DENIED, "invitation: it was taken back; ask for a new one" },
  { "people.join", "workspace", "system",
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'member','invitation':'" ID ("31") "'}", NULL,
    WEFT_ERROR_DENIED, "invitation: it is used up; ask for a new one" },
  { "people.join", "workspace", "system",
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'member','invitation':'" DANS_INVITATION "'}", NULL,
    WEFT_ERROR_DENIED, "invitation: who made it is suspended; ask somebody else for a new one" },
  { "people.join", "workspace", "system",
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'admin','invitation':'" ADAS_INVITATION "'}", NULL,
    WEFT_ERROR_INVALID, "role: the invitation is for another role" },
  { "people.join", "workspace", ADA,
    "{'person':'" FAY "','name':'Fay','login':'fay','role':'member','invitation':'" ADAS_INVITATION "'}", NULL,
    WEFT_ERROR_DENIED, "op: people.join is for the server itself" },

  { "people.set-profile", "workspace", BEN, "{'name':'Benjamin','title':'Weaver'}",
    "people.profile-changed {'person':'" BEN "','name':'Benjamin','title':'Weaver','status':''}" },
  { "people.set-profile", "workspace", BEN, "{'name':' '}", NULL,
    WEFT_ERROR_INVALID, "name: nothing but white space" },
  { "people.set-profile", "workspace", "system", "{'name':'S'}", NULL,
    WEFT_ERROR_NOT_FOUND, "author: no such person in this workspace" },

  { "people.set-picture", "workspace", BEN, "{'picture':'" HASH "','picture_size':4}",
    "people.picture-set {'person':'" BEN "','picture':'" HASH "','size':4}" },
  { "people.set-picture", "workspace", BEN, "{}", "people.picture-set {'person':'" BEN "','picture':'','size':0}" },
  { "people.set-picture", "workspace", BEN, "{'picture':'" HASH "'}", NULL,
    WEFT_ERROR_INVALID, "picture_size: a picture has bytes, and none has none" },
  { "people.set-picture", "workspace", BEN, "{'picture_size':4}", NULL,
    WEFT_ERROR_INVALID, "picture_size: a picture has bytes, and none has none" },
  { "people.set-picture", "workspace", BEN, "{'picture':'" HASH "','picture_size':1048577}", NULL,
    WEFT_ERROR_INVALID, "picture_size: 1048577, at most 1048576" },
  { "people.set-picture", "workspace", BEN, "{'picture':'../x','picture_size':4}", NULL,
    WEFT_ERROR_INVALID, "picture: expected a SHA-256 (64 hexadecimal digits in lower case)" },
  { "people.set-picture", "workspace", "system", "{}", NULL,
    WEFT_ERROR_NOT_FOUND, "author: no such person in this workspace" },

  { "people.set-profile", USER (CLEO), CLEO, "{'name':'Cleopatra','title':'Dyer'}",
    "people.profile-changed {'person':'" CLEO "','name':'Cleopatra','title':'Dyer','status':''}" },
  { "people.set-profile", USER (BEN), BEN, "{'name':'Benjamin'}", NULL, WEFT_ERROR_NOT_FOUND, "author: no such person in this workspace" },
  { "people.set-profile", USER (CLEO), BEN, "{'name':'Benjamin'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "people.set-picture", USER (CLEO), CLEO, "{'picture':'" HASH "','picture_size':4}",
    "people.picture-set {'person':'" CLEO "','picture':'" HASH "','size':4}" },

  { "people.set-status", "workspace", BEN, "{'emoji':'🌴','text':'On leave','until':1800000000000}",
    "people.status-changed {'person':'" BEN "','emoji':'🌴','text':'On leave','until':1800000000000}" },
  { "people.set-status", "workspace", BEN, "{}",
    "people.status-changed {'person':'" BEN "','emoji':'','text':'','until':0}" },
  { "people.set-status", "workspace", BEN, "{'emoji':'aaaaaaaaaaaaaaaaa'}", NULL,
    WEFT_ERROR_TOO_LARGE, "emoji: 17 characters, at most 16" },
  { "people.set-status", "workspace", "system", "{}", NULL,
    WEFT_ERROR_NOT_FOUND, "author: no such person in this workspace" },
  { "people.set-quiet", "workspace", BEN, "{'until':1800000000000}",
    "people.quiet-changed {'person':'" BEN "','until':1800000000000,'days':0,'start':0,'end':0,'zone':''}" },
  { "people.set-quiet", "workspace", BEN, "{'days':31,'start':1320,'end':420,'zone':'Asia/Ho_Chi_Minh'}",
    "people.quiet-changed {'person':'" BEN "','until':0,'days':31,'start':1320,'end':420,'zone':'Asia/Ho_Chi_Minh'}" },
  { "people.set-quiet", "workspace", BEN, "{'days':128,'start':0,'end':1,'zone':'UTC'}", NULL,
    WEFT_ERROR_INVALID, "days: 128, at most 127" },
  { "people.set-quiet", "workspace", BEN, "{'days':1,'start':0,'end':1440,'zone':'UTC'}", NULL,
    WEFT_ERROR_INVALID, "end: 1440, at most 1439" },
  { "people.set-quiet", "workspace", BEN, "{'days':1,'start':5,'end':5,'zone':'UTC'}", NULL,
    WEFT_ERROR_INVALID, "end: the same as start" },
  { "people.set-quiet", "workspace", BEN, "{'days':1,'start':5,'end':6}", NULL,
    WEFT_ERROR_INVALID, "zone: hours of the week are those of a time zone" },
  { "people.set-quiet", "workspace", "system", "{}", NULL,
    WEFT_ERROR_NOT_FOUND, "author: no such person in this workspace" },

  { "people.set-role", "workspace", ADA, "{'person':'" BEN "','role':'admin'}",
    "people.role-changed {'person':'" BEN "','role':'admin'}" },
  { "people.set-role", "workspace", ADA, "{'person':'" ADA "','role':'admin'}",
    "people.role-changed {'person':'" ADA "','role':'admin'}" },
  { "people.set-role", "workspace", ADA, "{'person':'" ADA "','role':'member'}", NULL, WEFT_ERROR_CONFLICT,
    "role: this is the last administrator of the workspace; make somebody else one first" },
  { "people.set-role", "workspace", ADA, "{'person':'" FAY "','role':'admin'}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: no such person in this workspace" },
  { "people.set-role", "workspace", ADA, "{'person':'" BEN "','role':'king'}", NULL,
    WEFT_ERROR_INVALID, "role: expected one of guest, member, admin" },
  { "people.set-role", "workspace", BEN, "{'person':'" BEN "','role':'admin'}", NULL,
    WEFT_ERROR_DENIED, "op: people.set-role takes the role admin or higher, yours is member" },

  { "people.suspend", "workspace", ADA, "{'person':'" BEN "','suspended':true}",
    "people.person-suspended {'person':'" BEN "','suspended':true}" },
  { "people.suspend", "workspace", ADA, "{'person':'" DAN "','suspended':false}",
    "people.person-suspended {'person':'" DAN "','suspended':false}" },
  { "people.suspend", "workspace", ADA, "{'person':'" ADA "','suspended':true}", NULL,
    WEFT_ERROR_INVALID, "person: you cannot suspend yourself" },
  { "people.suspend", "workspace", "system", "{'person':'" ADA "','suspended':true}", NULL, WEFT_ERROR_CONFLICT,
    "person: this is the last administrator of the workspace; make somebody else one first" },
  { "people.suspend", "workspace", ADA, "{'person':'" FAY "','suspended':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: no such person in this workspace" },
  { "people.suspend", "workspace", ADA, "{'person':'" BEN "','suspended':'yes'}", NULL,
    WEFT_ERROR_INVALID, "suspended: expected true or false, got a string" },

  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'member','streams':['" ROOM "'],'uses':3," FAR "}",
    "people.invited {'id':'" NEW_INVITATION "','role':'member','uses':3," FAR "}" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'admin','streams':[],'uses':1," FAR "}", NULL,
    WEFT_ERROR_DENIED, "role: admin is above your own, member" },
  { "people.invite", "workspace", BEN,
    "{'id':'" ADAS_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],'uses':1," FAR "}", NULL,
    WEFT_ERROR_EXISTS, "id: there is an invitation with this id already" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],'uses':1,'expires_at':5}", NULL,
    WEFT_ERROR_INVALID, "expires_at: lies in the past" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'guest','streams':[],'uses':1,'guest_until':1900000000000," FAR "}",
    "people.invited {'id':'" NEW_INVITATION "','role':'guest','uses':1," FAR "}" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'guest','streams':[],'uses':1,'guest_until':5," FAR "}", NULL,
    WEFT_ERROR_INVALID, "guest_until: lies in the past" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],'uses':1,'guest_until':1900000000000," FAR "}", NULL,
    WEFT_ERROR_INVALID, "guest_until: only guests have an end" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'member','streams':[],'uses':0," FAR "}", NULL,
    WEFT_ERROR_INVALID, "uses: 0, at least 1" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'secret','role':'member','streams':[],'uses':1," FAR "}", NULL,
    WEFT_ERROR_INVALID, "secret_hash: expected a SHA-256 (64 hexadecimal digits in lower case)" },
  { "people.invite", "workspace", BEN,
    "{'id':'" NEW_INVITATION "','secret_hash':'" HASH "','role':'member','streams':['room'],'uses':1," FAR "}", NULL,
    WEFT_ERROR_INVALID, "streams[0]: expected a stream (kind/<uuid> or workspace)" },

  { "people.revoke-invitation", "workspace", BEN, "{'id':'" BENS_INVITATION "'}",
    "people.invitation-revoked {'id':'" BENS_INVITATION "'}" },
  { "people.revoke-invitation", "workspace", ADA, "{'id':'" BENS_INVITATION "'}",
    "people.invitation-revoked {'id':'" BENS_INVITATION "'}" },
  { "people.revoke-invitation", "workspace", BEN, "{'id':'" ADAS_INVITATION "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who made an invitation or an administrator may take it back" },
  { "people.revoke-invitation", "workspace", ADA, "{'id':'" REVOKED_INVITATION "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the invitation was taken back already" },
  { "people.revoke-invitation", "workspace", ADA, "{'id':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such invitation" },

  { "people.add-member", ROOM, BEN, "{'person':'" EVE "'}",
    "people.member-added {'person':'" EVE "','role':'member'}" },
  { "people.add-member", ROOM, BEN, "{'person':'" EVE "','role':'guest'}",
    "people.member-added {'person':'" EVE "','role':'guest'}" },
  { "people.add-member", ROOM, "system", "{'person':'" EVE "','role':'admin'}",
    "people.member-added {'person':'" EVE "','role':'admin'}" },
  { "people.add-member", ROOM, BEN, "{'person':'" EVE "','role':'admin'}", NULL,
    WEFT_ERROR_DENIED, "role: admin is above your own, member" },
  { "people.add-member", ROOM, BEN, "{'person':'" CLEO "'}", NULL,
    WEFT_ERROR_EXISTS, "person: is a member already" },
  { "people.add-member", ROOM, CLEO, "{'person':'" EVE "','role':'guest'}", NULL,
    WEFT_ERROR_DENIED, "op: people.add-member takes the role member or higher, yours is guest" },
  { "people.add-member", ROOM, EVE, "{'person':'" EVE "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  { "people.remove-member", ROOM, ADA, "{'person':'" BEN "'}", "people.member-removed {'person':'" BEN "'}" },
  { "people.remove-member", ROOM, ADA, "{'person':'" ADA "'}", NULL,
    WEFT_ERROR_CONFLICT, "person: this is the last administrator here; make somebody else one first" },
  { "people.remove-member", ROOM, ADA, "{'person':'" EVE "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: is no member here" },
  { "people.remove-member", ROOM, BEN, "{'person':'" CLEO "'}", NULL,
    WEFT_ERROR_DENIED, "op: people.remove-member takes the role admin or higher, yours is member" },

  { "people.leave", ROOM, CLEO, "{}", "people.member-removed {'person':'" CLEO "'}" },
  { "people.leave", ROOM, ADA, "{}", NULL,
    WEFT_ERROR_CONFLICT, "author: this is the last administrator here; make somebody else one first" },
  { "people.leave", ROOM, EVE, "{}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "people.leave", ROOM, "system", "{}", NULL, WEFT_ERROR_NOT_FOUND, "author: is no member here" },

  { "people.set-member-role", ROOM, ADA, "{'person':'" BEN "','role':'admin'}",
    "people.member-role-changed {'person':'" BEN "','role':'admin'}" },
  { "people.set-member-role", ROOM, ADA, "{'person':'" ADA "','role':'guest'}", NULL,
    WEFT_ERROR_CONFLICT, "role: this is the last administrator here; make somebody else one first" },
  { "people.set-member-role", ROOM, ADA, "{'person':'" EVE "','role':'guest'}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: is no member here" },
  { "people.set-member-role", ROOM, BEN, "{'person':'" BEN "','role':'admin'}", NULL,
    WEFT_ERROR_DENIED, "op: people.set-member-role takes the role admin or higher, yours is member" },
  { "people.limit-guest", "workspace", ADA, "{'person':'" CLEO "','guest_until':1900000000000}",
    "people.guest-limited {'person':'" CLEO "','until':1900000000000}" },
  { "people.limit-guest", "workspace", ADA, "{'person':'" CLEO "'}", "people.guest-limited {'person':'" CLEO "','until':0}" },
  { "people.limit-guest", "workspace", ADA, "{'person':'" CLEO "','guest_until':1}", NULL,
    WEFT_ERROR_INVALID, "guest_until: lies in the past" },
  { "people.limit-guest", "workspace", ADA, "{'person':'" BEN "','guest_until':1900000000000}", NULL,
    WEFT_ERROR_INVALID, "person: is no guest" },
  { "people.limit-guest", "workspace", ADA, "{'person':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: no such person in this workspace" },
  { "people.limit-guest", "workspace", BEN, "{'person':'" CLEO "'}", NULL,
    WEFT_ERROR_DENIED, "op: people.limit-guest takes the role admin or higher, yours is member" },
  { "people.limit-guest", "workspace", CLEO, "{'person':'" CLEO "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'night-shift_2','about':'From ten'}",
    "people.group-added {'id':'" NEW_GROUP "','handle':'night-shift_2','about':'From ten'}" },
  /* What is removed is free. */
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'dyers'}",
    "people.group-added {'id':'" NEW_GROUP "','handle':'dyers','about':''}" },
  { "people.add-group", "workspace", ADA, "{'id':'" A_GROUP "','handle':'packers'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a group with this id already" },
  { "people.add-group", "workspace", ADA, "{'id':'" GONE_GROUP "','handle':'packers'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a group with this id already" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'wárehouse'}", NULL,
    WEFT_ERROR_EXISTS, "handle: another group is called that" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'bén'}", NULL,
    WEFT_ERROR_EXISTS, "handle: somebody here is called that" },
  /* Nobody tells the suspended anything. */
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'dan'}",
    "people.group-added {'id':'" NEW_GROUP "','handle':'dan','about':''}" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'hére'}", NULL,
    WEFT_ERROR_INVALID, "handle: “@hére” means everybody, or could be taken for it" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'Packers'}", NULL,
    WEFT_ERROR_INVALID, "handle: expected small letters, digits, “-” and “_”, a letter first: it is written behind an @" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'two words'}", NULL,
    WEFT_ERROR_INVALID, "handle: expected small letters, digits, “-” and “_”, a letter first: it is written behind an @" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'@packers'}", NULL,
    WEFT_ERROR_INVALID, "handle: expected small letters, digits, “-” and “_”, a letter first: it is written behind an @" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'2nd'}", NULL,
    WEFT_ERROR_INVALID, "handle: expected small letters, digits, “-” and “_”, a letter first: it is written behind an @" },
  { "people.add-group", "workspace", ADA, "{'id':'" NEW_GROUP "','handle':'','about':'x'}", NULL,
    WEFT_ERROR_INVALID, "handle: 0 characters, at least 1" },
  { "people.add-group", "workspace", BEN, "{'id':'" NEW_GROUP "','handle':'packers'}", NULL,
    WEFT_ERROR_DENIED, "op: people.add-group takes the role admin or higher, yours is member" },
  { "people.add-group", "workspace", CLEO, "{'id':'" NEW_GROUP "','handle':'packers'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "people.set-group", "workspace", ADA, "{'id':'" A_GROUP "','handle':'packers','about':''}",
    "people.group-changed {'id':'" A_GROUP "','handle':'packers','about':''}" },
  { "people.set-group", "workspace", ADA, "{'id':'" A_GROUP "','handle':'eve'}", NULL,
    WEFT_ERROR_EXISTS, "handle: somebody here is called that" },
  { "people.set-group", "workspace", ADA, "{'id':'" A_GROUP "','handle':'all'}", NULL,
    WEFT_ERROR_INVALID, "handle: “@all” means everybody, or could be taken for it" },
  { "people.set-group", "workspace", ADA, "{'id':'" GONE_GROUP "','handle':'dyers'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such group" },
  { "people.set-group", "workspace", ADA, "{'id':'" NO_ID "','handle':'packers'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such group" },
  { "people.remove-group", "workspace", ADA, "{'id':'" A_GROUP "'}", "people.group-removed {'id':'" A_GROUP "'}" },
  { "people.remove-group", "workspace", ADA, "{'id':'" GONE_GROUP "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such group" },
  { "people.restore-group", "workspace", ADA, "{'id':'" GONE_GROUP "'}", "people.group-restored {'id':'" GONE_GROUP "'}" },
  { "people.restore-group", "workspace", ADA, "{'id':'" A_GROUP "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such group" },
  { "people.add-to-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" ADA "'}",
    "people.person-grouped {'id':'" A_GROUP "','person':'" ADA "'}" },
  { "people.add-to-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" BEN "'}", NULL,
    WEFT_ERROR_EXISTS, "person: is in the group already" },
  { "people.add-to-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" CLEO "'}", NULL,
    WEFT_ERROR_DENIED, "person: is a guest, who does not read the workspace, where groups are" },
  { "people.add-to-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" DAN "'}", NULL, WEFT_ERROR_DENIED, "person: is suspended" },
  { "people.add-to-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" FAY "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: no such person in this workspace" },
  { "people.add-to-group", "workspace", ADA, "{'id':'" GONE_GROUP "','person':'" ADA "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such group" },
  { "people.add-to-group", "workspace", BEN, "{'id':'" A_GROUP "','person':'" ADA "'}", NULL,
    WEFT_ERROR_DENIED, "op: people.add-to-group takes the role admin or higher, yours is member" },
  { "people.remove-from-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" BEN "'}",
    "people.person-ungrouped {'id':'" A_GROUP "','person':'" BEN "'}" },
  { "people.remove-from-group", "workspace", ADA, "{'id':'" A_GROUP "','person':'" ADA "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: is not in the group" },
  { "people.remove-from-group", "workspace", ADA, "{'id':'" GONE_GROUP "','person':'" BEN "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such group" },
  /* What there is to tell stands on other streams: tests/chat/test-guests.c. */
  { "people.introduce", USER (CLEO), "system", "{}", "" },
  { "people.introduce", USER (CLEO), CLEO, "{}", NULL, WEFT_ERROR_DENIED, "op: people.introduce is for the server itself" },

  { "thread.send", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Hello\\nthere'}",
    "thread.message-sent {'id':'" NEW_MESSAGE "','text':'Hello\\nthere'}" },
  { "thread.send", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Yes','reply_to':'" GONE_MESSAGE "'}",
    "thread.message-sent {'id':'" NEW_MESSAGE "','text':'Yes','reply_to':'" GONE_MESSAGE "'}" },
  { "thread.send", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Yes','reply_to':null}",
    "thread.message-sent {'id':'" NEW_MESSAGE "','text':'Yes'}" },
  { "thread.send", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','text':'Mine'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a message with this id already" },
  { "thread.send", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Yes','reply_to':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "reply_to: no such message here" },
  { "thread.send", DIRECT, BEN, "{'id':'" NEW_MESSAGE "','text':'Yes','reply_to':'" ADAS_MESSAGE "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "reply_to: no such message here" }, /* a message of another room */
  { "thread.send", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':''}", NULL,
    WEFT_ERROR_INVALID, "text: 0 characters, at least 1" },
  { "thread.send", ROOM, BEN, "{'id':'1','text':'x'}", NULL,
    WEFT_ERROR_INVALID, "id: expected an id (a UUID in lower case)" },
  { "thread.send", ROOM, EVE, "{'id':'" NEW_MESSAGE "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.send", NEW_ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  { "thread.reply", ROOM, CLEO, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'So?','reply_to':'" BENS_REPLY "'}",
    "thread.replied {'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','ordinal':-1048573,'text':'So?','reply_to':'" BENS_REPLY "'}" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" GONE_MESSAGE "','text':'What was it?'}",
    "thread.replied {'id':'" NEW_REPLY "','root':'" GONE_MESSAGE "','ordinal':-3145727,'text':'What was it?'}" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'All','also':'" NEW_MESSAGE "'}",
    "thread.replied {'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','ordinal':-1048573,'text':'All'}"
    "\nthread.reply-shown {'id':'" NEW_MESSAGE "','root':'" ADAS_MESSAGE "','reply':'" NEW_REPLY "','text':'All'}" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'All','also':'" NEW_REPLY "'}", NULL,
    WEFT_ERROR_INVALID, "also: the id of the reply itself" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'All','also':'" BENS_MESSAGE "'}", NULL,
    WEFT_ERROR_EXISTS, "also: there is a message with this id already" },
  { "thread.reply", ROOM, BEN, "{'id':'" BENS_MESSAGE "','root':'" ADAS_MESSAGE "','text':'x'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a message with this id already" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" BENS_REPLY "','text':'x'}", NULL,
    WEFT_ERROR_INVALID, "root: is a reply itself; a thread is under a message in the room" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" NO_ID "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "root: no such message here" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'x','reply_to':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "reply_to: no such message here" },
  { "thread.reply", DIRECT, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "root: no such message here" }, /* a message of another room */
  { "thread.reply", ROOM, EVE, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  /* What is talked about may be no message. */
  { "thread.reply", PROJECT, BEN, "{'id':'" NEW_REPLY "','root':'" WHEEL_TASK "','text':'Oak will do'}",
    "thread.replied {'id':'" NEW_REPLY "','root':'" WHEEL_TASK "','ordinal':-4503599628419071,'text':'Oak will do'}" },
  { "thread.reply", PROJECT, BEN, "{'id':'" NEW_REPLY "','root':'" WHEEL_TASK "','text':'x','also':'" NEW_MESSAGE "'}", NULL,
    WEFT_ERROR_INVALID, "also: there is no room around what is talked about" },
  { "thread.reply", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" WHEEL_TASK "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "root: no such message here" }, /* a task of a project */
  { "thread.ask", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Fire','severity':'urgent','everyone':true,'people':[]}",
    "thread.asked {'id':'" NEW_MESSAGE "','text':'Fire','severity':'urgent','everyone':true,'people':[]}" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'Look','reply_to':'" BENS_MESSAGE "','people':['" BEN "','" CLEO "']}",
    "thread.asked {'id':'" NEW_MESSAGE "','text':'Look','reply_to':'" BENS_MESSAGE "','severity':'info','everyone':false,'people':['" BEN "','" CLEO "']}" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'Look','severity':'warning','people':[]}",
    "thread.asked {'id':'" NEW_MESSAGE "','text':'Look','severity':'warning','everyone':false,'people':[]}" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'Look','people':[]}", NULL,
    WEFT_ERROR_INVALID, "severity: a message as any other, which asks nobody: send it" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'Look','everyone':true,'people':['" BEN "']}", NULL,
    WEFT_ERROR_INVALID, "people: everybody is asked already" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'Look','people':['" BEN "','" EVE "']}", NULL,
    WEFT_ERROR_NOT_FOUND, "people[1]: is not here" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'Look','people':['" ADA "']}", NULL,
    WEFT_ERROR_INVALID, "people[0]: writes the message" },
  { "thread.ask", ROOM, ADA, "{'id':'" BENS_MESSAGE "','text':'Look','severity':'urgent','people':[]}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a message with this id already" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'Look','severity':'urgent','people':[],'reply_to':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "reply_to: no such message here" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'','severity':'urgent','people':[]}", NULL,
    WEFT_ERROR_INVALID, "text: 0 characters, at least 1" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_MESSAGE "','text':'x','severity':'loud','people':[]}", NULL,
    WEFT_ERROR_INVALID, "severity: expected one of info, warning, urgent" },
  { "thread.ask", ROOM, CLEO, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'Fire','reply_to':'" BENS_REPLY "','severity':'urgent','people':['" BEN "']}",
    "thread.reply-asked {'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','ordinal':-1048573,'text':'Fire','reply_to':'" BENS_REPLY "','severity':'urgent','everyone':false,'people':['" BEN "']}" },
  { "thread.ask", ROOM, BEN, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'All','severity':'warning','people':[],'also':'" NEW_MESSAGE "'}",
    "thread.reply-asked {'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','ordinal':-1048573,'text':'All','severity':'warning','everyone':false,'people':[]}"
    "\nthread.reply-shown {'id':'" NEW_MESSAGE "','root':'" ADAS_MESSAGE "','reply':'" NEW_REPLY "','text':'All'}" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_REPLY "','text':'x','severity':'urgent','people':[],'also':'" NEW_MESSAGE "'}", NULL,
    WEFT_ERROR_INVALID, "also: it stands in the room already" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_REPLY "','root':'" BENS_REPLY "','text':'x','severity':'urgent','people':[]}", NULL,
    WEFT_ERROR_INVALID, "root: is a reply itself; a thread is under a message in the room" },
  { "thread.ask", ROOM, ADA, "{'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','text':'x','people':[]}", NULL,
    WEFT_ERROR_INVALID, "severity: a message as any other, which asks nobody: send it" },
  { "thread.ask", ROOM, EVE, "{'id':'" NEW_MESSAGE "','text':'x','severity':'urgent','people':[]}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.acknowledge", DIRECT, ADA, "{'id':'" BENS_QUESTION "'}", "thread.acknowledged {'id':'" BENS_QUESTION "'}" },
  { "thread.acknowledge", DIRECT, BEN, "{'id':'" A_QUESTION "'}", "" },
  { "thread.acknowledge", DIRECT, ADA, "{'id':'" A_QUESTION "'}", NULL,
    WEFT_ERROR_DENIED, "id: you are not asked to acknowledge it" },
  { "thread.acknowledge", ROOM, BEN, "{'id':'" ADAS_MESSAGE "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: nobody is asked to acknowledge it" },
  { "thread.acknowledge", ROOM, BEN, "{'id':'" GONE_MESSAGE "'}", NULL, WEFT_ERROR_CONFLICT, "id: the message was deleted" },
  { "thread.acknowledge", ROOM, BEN, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such message here" },
  { "thread.take-back", DIRECT, BEN, "{'id':'" A_QUESTION "'}", "thread.taken-back {'id':'" A_QUESTION "'}" },
  { "thread.take-back", DIRECT, ADA, "{'id':'" A_QUESTION "'}", "" },
  { "thread.take-back", ROOM, BEN, "{'id':'" ADAS_MESSAGE "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: nobody is asked to acknowledge it" },
  { "thread.ask-again", DIRECT, "system", "{'id':'" A_QUESTION "','round':1}", "" },
  { "thread.ask-again", DIRECT, "system", "{'id':'" BENS_QUESTION "','round':1}",
    "thread.asked-again {'id':'" BENS_QUESTION "','round':1,'people':['" ADA "'],'text':'Out?'}" },
  { "thread.ask-again", DIRECT, "system", "{'id':'" A_QUESTION "','round':2}", NULL, WEFT_ERROR_CONFLICT, "round: 0 have been" },
  { "thread.ask-again", DIRECT, "system", "{'id':'" A_QUESTION "','round':13}", NULL, WEFT_ERROR_INVALID, "round: 13, at most 12" },
  { "thread.ask-again", DIRECT, ADA, "{'id':'" A_QUESTION "','round':1}", NULL,
    WEFT_ERROR_DENIED, "op: thread.ask-again is for the server itself" },
  { "thread.open-poll", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Rain?\\nYes\\nNo','secret':true,'closes_at':5}",
    "thread.poll-opened {'id':'" NEW_MESSAGE "','text':'Rain?\\nYes\\nNo','several':false,'secret':true,'closes_at':5}" },
  { "thread.open-poll", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Rain?\\nYes'}", NULL, WEFT_ERROR_INVALID, "text: 1 options, at least 2" },
  { "thread.open-poll", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Rain?\\nYes\\n \\nNo'}", NULL, WEFT_ERROR_INVALID, "text: option 2 says nothing" },
  { "thread.open-poll", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Rain?\\nYes\\nNo\\nYes'}", NULL,
    WEFT_ERROR_INVALID, "text: option 3 says the same as option 1" },
  { "thread.open-poll", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'\\nYes\\nNo'}", NULL, WEFT_ERROR_INVALID, "text: question says nothing" },
  { "thread.open-poll", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'?\\n1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n10\\n11\\n12\\n13\\n14\\n15\\n16\\n17\\n18\\n19\\n20\\n21'}", NULL,
    WEFT_ERROR_TOO_LARGE, "text: 21 options, at most 20" },
  { "thread.open-poll", ROOM, CLEO, "{'id':'" BENS_MESSAGE "','text':'Rain?\\nYes\\nNo'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a message with this id already" },
  { "thread.vote", DIRECT, ADA, "{'id':'" A_POLL "','option':3,'chosen':true}", "thread.voted {'id':'" A_POLL "','option':3,'chosen':true}" },
  { "thread.vote", DIRECT, BEN, "{'id':'" A_POLL "','option':2,'chosen':true}", "" },
  { "thread.vote", DIRECT, ADA, "{'id':'" A_POLL "','option':4,'chosen':true}", NULL, WEFT_ERROR_INVALID, "option: there are 3" },
  { "thread.vote", DIRECT, ADA, "{'id':'" A_SECRET_POLL "','option':1,'chosen':true}", NULL,
    WEFT_ERROR_INVALID, "id: votes in this poll are secret" },
  { "thread.vote", ROOM, ADA, "{'id':'" ADAS_MESSAGE "','option':1,'chosen':true}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such poll here" },
  { "thread.vote-secretly", USER (BEN), BEN, "{'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':2,'chosen':true,'only':false}",
    "thread.voted-secretly {'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':2,'chosen':true,'only':false}" },
  { "thread.vote-secretly", USER (EVE), EVE, "{'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':2,'chosen':true,'only':false}", NULL,
    WEFT_ERROR_NOT_FOUND, "target: no such stream" },
  { "thread.vote-secretly", USER (BEN), ADA, "{'target':'" DIRECT "','poll':'" A_SECRET_POLL "','option':2,'chosen':true,'only':false}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.close-poll", DIRECT, ADA, "{'id':'" A_POLL "','closed':true}", "thread.poll-closed {'id':'" A_POLL "','closed':true}" },
  { "thread.close-poll", DIRECT, ADA, "{'id':'" A_POLL "','closed':false}", "" },
  { "thread.close-poll", DIRECT, BEN, "{'id':'" A_POLL "','closed':true}", NULL,
    WEFT_ERROR_DENIED, "id: only who opened a poll or an administrator may close it" },
  { "thread.count-votes", DIRECT, "system", "{'id':'" A_SECRET_POLL "'}", "" },
  { "thread.count-votes", DIRECT, "system", "{'id':'" A_POLL "'}", NULL, WEFT_ERROR_INVALID, "id: votes in this poll are not secret" },
  { "thread.edit", DIRECT, ADA, "{'id':'" A_QUESTION "','text':'x'}", NULL, WEFT_ERROR_DENIED, "id: messages stay as they were sent here" },
  { "thread.edit", DIRECT, ADA, "{'id':'" A_POLL "','text':'x'}", NULL,
    WEFT_ERROR_CONFLICT, "id: a poll stays as people have voted on it; close it and open another" },
  { "thread.name-thread", ROOM, CLEO, "{'id':'" ADAS_MESSAGE "','title':'Weather'}",
    "thread.thread-named {'id':'" ADAS_MESSAGE "','title':'Weather'}" },
  { "thread.name-thread", ROOM, BEN, "{'id':'" ADAS_MESSAGE "'}", "thread.thread-named {'id':'" ADAS_MESSAGE "','title':''}" },
  { "thread.name-thread", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','title':'a\\nb'}", NULL,
    WEFT_ERROR_INVALID, "title: character 2 is U+000A, which does not fit on one line" },
  { "thread.name-thread", ROOM, BEN, "{'id':'" BENS_MESSAGE "','title':'x'}", NULL,
    WEFT_ERROR_CONFLICT, "id: nobody has replied to it" },
  { "thread.name-thread", ROOM, BEN, "{'id':'" NO_ID "','title':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such message here" },
  { "thread.resolve-thread", ROOM, CLEO, "{'id':'" ADAS_MESSAGE "','resolved':true}",
    "thread.thread-resolved {'id':'" ADAS_MESSAGE "','resolved':true}" },
  { "thread.resolve-thread", ROOM, BEN, "{'id':'" BENS_REPLY "','resolved':true}", NULL,
    WEFT_ERROR_CONFLICT, "id: nobody has replied to it" },
  { "thread.resolve-thread", ROOM, EVE, "{'id':'" ADAS_MESSAGE "','resolved':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.preview", ROOM, "system", "{'id':'" ADAS_MESSAGE "'}", "" },
  { "thread.preview", ROOM, "system", "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such message here" },
  { "thread.preview", ROOM, ADA, "{'id':'" ADAS_MESSAGE "'}", NULL,
    WEFT_ERROR_DENIED, "op: thread.preview is for the server itself" },
  { "thread.set-preview", ROOM, CLEO, "{'id':'" SHOWN "','bare':true}",
    "thread.preview-set {'id':'" SHOWN "','bare':true}" },
  { "thread.set-preview", ROOM, ADA, "{'id':'" SHOWN "','bare':true}",
    "thread.preview-set {'id':'" SHOWN "','bare':true}" },
  { "thread.set-preview", ROOM, BEN, "{'id':'" SHOWN "','bare':true}", NULL,
    WEFT_ERROR_DENIED, "id: only who wrote a message or an administrator may take off what it shows" },
  { "thread.set-preview", ROOM, BEN, "{'id':'" BENS_MESSAGE "','bare':true}", NULL,
    WEFT_ERROR_CONFLICT, "id: nothing is shown of an address in it" },
  { "thread.set-preview", ROOM, BEN, "{'id':'" NO_ID "','bare':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such message here" },
  { "thread.allow-previews", "workspace", ADA, "{'allowed':false}", "thread.previews-allowed {'allowed':false}" },
  { "thread.allow-previews", "workspace", BEN, "{'allowed':false}", NULL,
    WEFT_ERROR_DENIED, "op: thread.allow-previews takes the role admin or higher, yours is member" },
  { "thread.follow-thread", USER (CLEO), CLEO, "{'target':'" ROOM "','root':'" ADAS_MESSAGE "','follows':false}",
    "thread.thread-followed {'target':'" ROOM "','root':'" ADAS_MESSAGE "','follows':false}" },
  { "thread.follow-thread", USER (EVE), EVE, "{'target':'" ROOM "','root':'" ADAS_MESSAGE "','follows':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "target: no such stream" },
  { "thread.follow-thread", USER (BEN), ADA, "{'target':'" ROOM "','root':'" ADAS_MESSAGE "','follows':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.pin", ROOM, CLEO, "{'id':'" ADAS_MESSAGE "'}", "thread.message-pinned {'id':'" ADAS_MESSAGE "','ordinal':1}" },
  { "thread.pin", ROOM, BEN, "{'id':'" BENS_REPLY "'}", "thread.message-pinned {'id':'" BENS_REPLY "','ordinal':-1048575}" },
  { "thread.pin", ROOM, CLEO, "{'id':'" PINNED_MESSAGE "'}", NULL, WEFT_ERROR_EXISTS, "id: the message is pinned already" },
  { "thread.pin", ROOM, CLEO, "{'id':'" GONE_MESSAGE "'}", NULL, WEFT_ERROR_CONFLICT, "id: the message was deleted" },
  { "thread.pin", ROOM, CLEO, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such message here" },
  { "thread.unpin", ROOM, CLEO, "{'id':'" PINNED_MESSAGE "'}", "thread.message-unpinned {'id':'" PINNED_MESSAGE "'}" },
  { "thread.unpin", ROOM, BEN, "{'id':'" ADAS_MESSAGE "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such message is pinned here" },
  { "thread.save", USER (CLEO), CLEO, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}",
    "thread.message-saved {'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}" },
  { "thread.save", USER (BEN), BEN, "{'id':'" PINNED_MESSAGE "','target':'" ROOM "','ordinal':2}", NULL, WEFT_ERROR_EXISTS,
    "id: the message is saved already" },
  { "thread.save", USER (EVE), EVE, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}", NULL, WEFT_ERROR_NOT_FOUND,
    "target: no such stream" },
  { "thread.save", USER (BEN), ADA, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}", NULL, WEFT_ERROR_NOT_FOUND,
    "stream: no such stream" },
  { "thread.unsave", USER (BEN), BEN, "{'id':'" PINNED_MESSAGE "'}", "thread.message-unsaved {'id':'" PINNED_MESSAGE "'}" },
  { "thread.unsave", USER (BEN), BEN, "{'id':'" ADAS_MESSAGE "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such message is saved" },
  { "thread.unsave", USER (BEN), ADA, "{'id':'" PINNED_MESSAGE "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.hide", USER (BEN), BEN, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}",
    "thread.message-hidden {'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}" },
  { "thread.hide", USER (CLEO), CLEO, "{'id':'" PINNED_MESSAGE "','target':'" ROOM "','ordinal':2}", NULL, WEFT_ERROR_EXISTS,
    "id: you have deleted the message for yourself already" },
  { "thread.hide", USER (EVE), EVE, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}", NULL, WEFT_ERROR_NOT_FOUND,
    "target: no such stream" },
  { "thread.hide", USER (BEN), ADA, "{'id':'" ADAS_MESSAGE "','target':'" ROOM "','ordinal':1}", NULL, WEFT_ERROR_NOT_FOUND,
    "stream: no such stream" },
  { "thread.show", USER (CLEO), CLEO, "{'id':'" PINNED_MESSAGE "'}", "thread.message-shown {'id':'" PINNED_MESSAGE "'}" },
  { "thread.show", USER (CLEO), CLEO, "{'id':'" ADAS_MESSAGE "'}", NULL, WEFT_ERROR_NOT_FOUND,
    "id: you have deleted no such message for yourself" },
  { "thread.show", USER (CLEO), ADA, "{'id':'" PINNED_MESSAGE "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.schedule", USER (CLEO), CLEO, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Later'}",
    "thread.message-scheduled {'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Later'}" },
  { "thread.schedule", USER (CLEO), CLEO, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Later','root':'" ADAS_MESSAGE "','also':'" NEW_MESSAGE "'}",
    "thread.message-scheduled {'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Later','root':'" ADAS_MESSAGE "','also':'" NEW_MESSAGE "'}" },
  { "thread.schedule", USER (CLEO), CLEO, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Later','also':'" NEW_MESSAGE "'}", NULL,
    WEFT_ERROR_INVALID, "also: it stands in the room already" },
  { "thread.schedule", USER (CLEO), CLEO, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'Later','root':'" ADAS_MESSAGE "','also':'" NEW_SCHEDULED "'}", NULL,
    WEFT_ERROR_INVALID, "also: the id of the reply itself" },
  { "thread.schedule", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'x'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a scheduled message with this id already" },
  { "thread.schedule", USER (BEN), BEN, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1750000000000,'text':'x'}", NULL,
    WEFT_ERROR_INVALID, "at: more than 120 days from now" },
  { "thread.schedule", USER (EVE), EVE, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "target: no such stream" },
  { "thread.schedule", USER (BEN), ADA, "{'id':'" NEW_SCHEDULED "','target':'" ROOM "','at':1700000900000,'text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.set-scheduled", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "','at':1700000800000,'text':'Coffee'}",
    "thread.scheduled-changed {'id':'" BENS_SCHEDULED "','at':1700000800000,'text':'Coffee'}" },
  { "thread.set-scheduled", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "','at':1750000000000,'text':'x'}", NULL,
    WEFT_ERROR_INVALID, "at: more than 120 days from now" },
  { "thread.set-scheduled", USER (BEN), BEN, "{'id':'" NO_ID "','at':1700000800000,'text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such message is scheduled" },
  { "thread.unschedule", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "'}", "thread.message-unscheduled {'id':'" BENS_SCHEDULED "'}" },
  { "thread.unschedule", USER (BEN), ADA, "{'id':'" BENS_SCHEDULED "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.send-scheduled", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "','at':1700000900000}",
    "thread.scheduled-sent {'id':'" BENS_SCHEDULED "'}" },
  { "thread.send-scheduled", USER (BEN), BEN, "{'id':'" BENS_SCHEDULED "','at':1700000900001}", NULL,
    WEFT_ERROR_CONFLICT, "at: the message is not scheduled for this time" },
  { "thread.send-scheduled", USER (BEN), BEN, "{'id':'" NO_ID "','at':1}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such message is scheduled" },
  { "thread.refuse-scheduled", USER (BEN), "system", "{'id':'" BENS_SCHEDULED "','at':1700000900000,'why':'left'}",
    "thread.scheduled-refused {'id':'" BENS_SCHEDULED "','why':'left'}" },
  { "thread.refuse-scheduled", USER (BEN), "system", "{'id':'" BENS_SCHEDULED "','at':1,'why':'left'}", NULL,
    WEFT_ERROR_CONFLICT, "at: no message waits for this time" },

  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt'}",
    "thread.message-brought {'id':'" NEW_MESSAGE "','author':'" BEN "','speaker':'','written_at':1600000000000,'text':'Malt','ordinal':0,'reactions':''}" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt','root':'" A_BROUGHT "','reactions':'\\n👍 " EVE "\\n:loom: " BEN "'}",
    "thread.message-brought {'id':'" NEW_MESSAGE "','author':'" BEN "','speaker':'','written_at':1600000000000,'text':'Malt',"
    "'root':'" A_BROUGHT "','ordinal':-1048574,'reactions':'\\n👍 " EVE "\\n:loom: " BEN "'}" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" A_BROUGHT "','author':'" BEN "','written_at':1,'text':'Rye?'}", "" }, /* is here */
  { "thread.bring", NOTEBOOK, BEN, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt'}", NULL,
    WEFT_ERROR_DENIED, "op: only an administrator may say what was said elsewhere" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt','root':'" BROUGHT_REPLY "'}", NULL,
    WEFT_ERROR_INVALID, "root: is a reply itself; a thread is under a message in the room" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt','root':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "root: no such message here" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt','reactions':'👍'}", NULL,
    WEFT_ERROR_INVALID, "reactions: expected a line feed, an emoji, a space and a person's id for each" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt','reactions':'\\nfine " EVE "'}", NULL, WEFT_ERROR_INVALID, "reactions: not one emoji" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt','reactions':'\\n👍 123456789 123456789 123456789 123456'}", NULL,
    WEFT_ERROR_INVALID, "reactions: not a person's id" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt','reactions':'\\n👍 " EVE "\\n👍 " EVE "'}", NULL,
    WEFT_ERROR_INVALID, "reactions: one stands there twice" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1800000000000,'text':'Malt'}", NULL,
    WEFT_ERROR_INVALID, "written_at: is still to come" },
  { "thread.bring", NOTEBOOK, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','speaker':" NAME_81 ",'written_at':1,'text':'Malt'}", NULL,
    WEFT_ERROR_TOO_LARGE, "speaker: 81 characters, at most 80" },
  /* Somebody has written there. */
  { "thread.bring", ROOM, ADA, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt'}", NULL,
    WEFT_ERROR_CONFLICT, "id: people have written here already, and what is brought stands before that" },
  { "thread.bring", ROOM, EVE, "{'id':'" NEW_MESSAGE "','author':'" BEN "','written_at':1600000000000,'text':'Malt'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  { "thread.react", ROOM, CLEO, "{'id':'" ADAS_MESSAGE "','emoji':'👍'}", "thread.reacted {'id':'" ADAS_MESSAGE "','emoji':'👍'}" },
  { "thread.react", ROOM, CLEO, "{'id':'" ADAS_MESSAGE "','emoji':':loom:'}", "thread.reacted {'id':'" ADAS_MESSAGE "','emoji':':loom:'}" },
  { "thread.react", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','emoji':'👍','on':false}", "" }, /* nothing to take back */
  { "thread.react", ROOM, CLEO, "{'id':'" BENS_MESSAGE "','emoji':'❤️'}", "" }, /* it is there already */
  { "thread.react", ROOM, CLEO, "{'id':'" BENS_MESSAGE "','emoji':'❤️','on':false}",
    "thread.reaction-removed {'id':'" BENS_MESSAGE "','emoji':'❤️'}" },
  { "thread.react", ROOM, CLEO, "{'id':'" SHOWN "','emoji':'❤️'}",
    "thread.reacted {'id':'" SHOWN "','emoji':'❤️'}\nthread.reacted {'id':'" SHOWN_REPLY "','emoji':'❤️'}" },
  { "thread.react", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','emoji':'fine'}", NULL, WEFT_ERROR_INVALID, "emoji: not one emoji" },
  { "thread.react", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','emoji':''}", NULL, WEFT_ERROR_INVALID, "emoji: 0 characters, at least 1" },
  { "thread.react", ROOM, BEN, "{'id':'" GONE_MESSAGE "','emoji':'👍'}", NULL, WEFT_ERROR_CONFLICT, "id: the message was deleted" },
  { "thread.react", ROOM, BEN, "{'id':'" NO_ID "','emoji':'👍'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such message here" },
  { "thread.react", ROOM, EVE, "{'id':'" ADAS_MESSAGE "','emoji':'👍'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  /* What shows a reply in the room says what the reply says, whichever of them is changed. */
  { "thread.edit", ROOM, CLEO, "{'id':'" SHOWN_REPLY "','text':'Dry'}",
    "thread.message-edited {'id':'" SHOWN_REPLY "','text':'Dry'}\nthread.message-edited {'id':'" SHOWN "','text':'Dry'}" },
  { "thread.edit", ROOM, CLEO, "{'id':'" SHOWN "','text':'Dry'}",
    "thread.message-edited {'id':'" SHOWN "','text':'Dry'}\nthread.message-edited {'id':'" SHOWN_REPLY "','text':'Dry'}" },
  { "thread.delete", ROOM, ADA, "{'id':'" SHOWN "'}",
    "thread.message-deleted {'id':'" SHOWN "'}\nthread.message-deleted {'id':'" SHOWN_REPLY "'}" },

  { "thread.edit", ROOM, BEN, "{'id':'" BENS_MESSAGE "','text':'Good evening'}",
    "thread.message-edited {'id':'" BENS_MESSAGE "','text':'Good evening'}" },
  { "thread.edit", ROOM, ADA, "{'id':'" BENS_MESSAGE "','text':'x'}", NULL,
    WEFT_ERROR_DENIED, "id: only who wrote a message may change it" },
  { "thread.edit", ROOM, BEN, "{'id':'" GONE_MESSAGE "','text':'x'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the message was deleted" },
  { "thread.edit", ROOM, BEN, "{'id':'" NO_ID "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such message here" },

  { "thread.delete", ROOM, BEN, "{'id':'" BENS_MESSAGE "'}", "thread.message-deleted {'id':'" BENS_MESSAGE "'}" },
  { "thread.delete", ROOM, ADA, "{'id':'" BENS_MESSAGE "'}", "thread.message-deleted {'id':'" BENS_MESSAGE "'}" },
  { "thread.delete", ROOM, BEN, "{'id':'" ADAS_MESSAGE "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who wrote a message or an administrator may delete it" },
  { "thread.delete", ROOM, CLEO, "{'id':'" ADAS_MESSAGE "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who wrote a message or an administrator may delete it" },
  { "thread.delete", ROOM, BEN, "{'id':'" GONE_MESSAGE "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the message was deleted already" },
  { "thread.delete", ROOM, BEN, "{'id':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such message here" },

  { "thread.restore", ROOM, BEN, "{'id':'" GONE_MESSAGE "','text':'Oops'}", "thread.message-restored {'id':'" GONE_MESSAGE "','text':'Oops'}" },
  { "thread.restore", ROOM, ADA, "{'id':'" GONE_MESSAGE "','text':'Oops'}", "thread.message-restored {'id':'" GONE_MESSAGE "','text':'Oops'}" },
  { "thread.restore", ROOM, CLEO, "{'id':'" GONE_MESSAGE "','text':'Oops'}", NULL,
    WEFT_ERROR_DENIED, "id: only who wrote a message or an administrator may bring it back" },
  { "thread.restore", ROOM, BEN, "{'id':'" BENS_MESSAGE "','text':'Oops'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the message is not deleted" },
  { "thread.restore", ROOM, BEN, "{'id':'" NO_ID "','text':'Oops'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such message here" },

  { "content.erase", ROOM, BEN, "{'rows':'message:" BENS_MESSAGE "'}", "content.erased {'rows':'message:" BENS_MESSAGE "'}" },
  { "content.erase", ROOM, BEN, "{'rows':''}", NULL, WEFT_ERROR_INVALID, "rows: 0 characters, at least 3" },
  { "content.erase-person", "workspace", ADA, "{'person':'" DAN "'}", "content.person-erased {'person':'" DAN "'}" },
  { "content.erase-person", "workspace", ADA, "{'person':'" BEN "'}", NULL,
    WEFT_ERROR_CONFLICT, "person: suspend them first, so that they write nothing more" },
  { "content.erase-person", "workspace", ADA, "{'person':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: nobody here has this id" },
  { "content.set-retention", ROOM, ADA, "{'log_days':30}",
    "content.retention-set {'log_days':30,'log_events':0,'content_days':0}" },
  { "content.set-retention", ROOM, ADA, "{'content_days':36501}", NULL,
    WEFT_ERROR_INVALID, "content_days: 36501, at most 36500" },
  { "content.set-retention", ROOM, BEN, "{'log_days':30}", NULL,
    WEFT_ERROR_DENIED, "op: content.set-retention takes the role admin or higher, yours is member" },

  { "thread.save-draft", USER (BEN), BEN, "{'target':'" ROOM "','text':'Half a'}",
    "thread.draft-saved {'target':'" ROOM "','text':'Half a'}" },
  { "thread.save-draft", USER (ADA), ADA, "{'target':'" ROOM "','text':''}",
    "thread.draft-saved {'target':'" ROOM "','text':''}" },
  { "thread.save-draft", USER (CLEO), CLEO, "{'target':'" ROOM "','text':'a guest writes too'}",
    "thread.draft-saved {'target':'" ROOM "','text':'a guest writes too'}" },
  /* What a message is to say. */
  { "thread.save-draft", USER (BEN), BEN, "{'target':'message/" ADAS_MESSAGE "','text':'Half b'}",
    "thread.draft-saved {'target':'message/" ADAS_MESSAGE "','text':'Half b'}" },
  { "thread.save-draft", USER (BEN), ADA, "{'target':'" ROOM "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.save-draft", USER (BEN), "system", "{'target':'" ROOM "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  { "files.attach", ROOM, CLEO, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a b.txt','size':0}",
    "files.file-attached {'id':'" NEW_FILE "','hash':'" HASH "','name':'a b.txt','media_type':'application/octet-stream',"
    "'size':0,'width':0,'height':0,'duration':0,'peaks':''}" },
  { "files.attach", ROOM, BEN,
    "{'id':'" NEW_FILE "','target':'" NEW_MESSAGE "','hash':'" HASH "','name':'Ảnh.png','media_type':'image/png',"
    "'size':2147483648,'width':4000,'height':3000}",
    "files.file-attached {'id':'" NEW_FILE "','target':'" NEW_MESSAGE "','hash':'" HASH "','name':'Ảnh.png',"
    "'media_type':'image/png','size':2147483648,'width':4000,'height':3000,'duration':0,'peaks':''}" },
  { "files.attach", ROOM, CLEO,
    "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','media_type':'audio/ogg','size':9000,'duration':900000,'peaks':'09avv0'}",
    "files.file-attached {'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','media_type':'audio/ogg','size':9000,'width':0,'height':0,"
    "'duration':900000,'peaks':'09avv0'}" },
  { "files.attach", ROOM, CLEO, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','size':9,'duration':1,'peaks':'0w'}", NULL,
    WEFT_ERROR_INVALID, "peaks: only digits 0 to 9 and a to v" },
  { "files.attach", ROOM, CLEO, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','size':9,'peaks':'00'}", NULL,
    WEFT_ERROR_INVALID, "peaks: what can be heard has a duration, too" },
  { "files.attach", ROOM, CLEO, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','size':9,'duration':604800001}", NULL,
    WEFT_ERROR_INVALID, "duration: 604800001, at most 604800000" },
  { "files.attach", ROOM, CLEO,
    "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a.ogg','size':9,'duration':1,"
    "'peaks':'00000000000000000000000000000000000000000000000000000000000000000'}", NULL,
    WEFT_ERROR_TOO_LARGE, "peaks: 65 characters, at most 64" },
  { "files.attach", ROOM, BEN, "{'id':'" ADAS_FILE "','hash':'" HASH "','name':'a','size':1}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a file with this id already" },
  { "files.attach", ROOM, BEN, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'../a','size':1}", NULL,
    WEFT_ERROR_INVALID, "name: a file's name without folders" },
  { "files.attach", ROOM, BEN, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'..','size':1}", NULL,
    WEFT_ERROR_INVALID, "name: a file's name without folders" },
  { "files.attach", ROOM, BEN, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a','media_type':'text/html; charset=x','size':1}",
    NULL, WEFT_ERROR_INVALID, "media_type: expected one without parameters, such as image/png" },
  { "files.attach", ROOM, BEN, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a','media_type':'png','size':1}", NULL,
    WEFT_ERROR_INVALID, "media_type: expected one without parameters, such as image/png" },
  { "files.attach", ROOM, BEN, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a','size':1,'width':3}", NULL,
    WEFT_ERROR_INVALID, "height: a picture has both, width and height" },
  { "files.attach", ROOM, BEN, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a','size':-1}", NULL,
    WEFT_ERROR_INVALID, "size: -1, at least 0" },
  { "files.attach", ROOM, BEN, "{'id':'" NEW_FILE "','hash':'../../etc/passwd','name':'a','size':1}", NULL,
    WEFT_ERROR_INVALID, "hash: expected a SHA-256 (64 hexadecimal digits in lower case)" },
  { "files.attach", ROOM, EVE, "{'id':'" NEW_FILE "','hash':'" HASH "','name':'a','size':1}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "files.remove", ROOM, ADA, "{'id':'" ADAS_FILE "'}", "files.file-removed {'id':'" ADAS_FILE "'}" },
  { "files.remove", ROOM, BEN, "{'id':'" ADAS_FILE "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who put a file here or an administrator may take it away" },
  { "files.remove", ROOM, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such file here" },
  /* What another device sent too is no mistake. */
  { "files.let-go", USER (ADA), ADA, "{'ids':['" NO_ID "']}", "" },
  { "files.let-go", USER (BEN), ADA, "{'ids':['" NO_ID "']}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "conflict.dismiss", USER (ADA), ADA, "{'id':'" ADAS_CONFLICT "'}", "conflict.dismissed {'id':'" ADAS_CONFLICT "'}" },
  { "conflict.dismiss", USER (ADA), ADA, "{'id':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such conflict; it may be settled already" },
  { "conflict.dismiss", USER (ADA), BEN, "{'id':'" ADAS_CONFLICT "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "conflict.dismiss", USER (ADA), "system", "{'id':'" ADAS_CONFLICT "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "conflict.forget", USER (ADA), "system", "{'id':'" ADAS_CONFLICT "'}", "conflict.dismissed {'id':'" ADAS_CONFLICT "'}" },
  { "conflict.forget", USER (ADA), "system", "{'id':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such conflict; it may be settled already" },
  { "conflict.forget", USER (ADA), ADA, "{'id':'" ADAS_CONFLICT "'}", NULL,
    WEFT_ERROR_DENIED, "op: conflict.forget is for the server itself" },

  { "chat.create-room", NEW_ROOM, BEN,
    "{'kind':'room','name':'Dyes','members':['" EVE "','" BEN "','" ADA "','" EVE "']}",
    "chat.room-created {'kind':'room','name':'Dyes','topic':''}\n"
    "people.member-added {'person':'" BEN "','role':'admin'}\n"
    "people.member-added {'person':'" EVE "','role':'member'}\n"
    "people.member-added {'person':'" ADA "','role':'member'}" },
  { "chat.create-room", NEW_ROOM, EVE, "{'kind':'direct','name':'','members':['" ADA "']}",
    "chat.room-created {'kind':'direct','name':'','topic':''}\n"
    "people.member-added {'person':'" EVE "','role':'admin'}\n"
    "people.member-added {'person':'" ADA "','role':'member'}" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'room','name':'Alone','members':[]}",
    "chat.room-created {'kind':'room','name':'Alone','topic':''}\n"
    "people.member-added {'person':'" BEN "','role':'admin'}" },
  { "chat.create-room", NEW_ROOM, "system", "{'kind':'room','name':'Notices','members':['" BEN "','" EVE "']}",
    "chat.room-created {'kind':'room','name':'Notices','topic':''}\n"
    "people.member-added {'person':'" BEN "','role':'admin'}\n"
    "people.member-added {'person':'" EVE "','role':'member'}" },
  { "chat.create-room", NEW_ROOM, "system", "{'kind':'room','name':'Empty','members':[]}", NULL,
    WEFT_ERROR_INVALID, "members: 0 elements, at least 1 for a room without author" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'room','name':'','members':[]}", NULL,
    WEFT_ERROR_INVALID, "name: 0 characters, at least 1 for a room" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'room','name':'  ','members':[]}", NULL,
    WEFT_ERROR_INVALID, "name: nothing but white space" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'room','name':'a\\nb','members':[]}", NULL,
    WEFT_ERROR_INVALID, "name: character 2 is U+000A, which does not fit on one line" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'direct','name':'Us','members':['" ADA "']}", NULL,
    WEFT_ERROR_INVALID, "name: a direct conversation has none" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'direct','name':'','members':['" BEN "']}", NULL,
    WEFT_ERROR_INVALID, "members: a direct conversation needs somebody else" },
  { "chat.create-room", ROOM, BEN, "{'kind':'room','name':'Looms','members':[]}", NULL,
    WEFT_ERROR_EXISTS, "stream: there is a room with this id already" },
  { "chat.create-room", NEW_ROOM, CLEO, "{'kind':'room','name':'Guests','members':[]}", NULL,
    WEFT_ERROR_DENIED, "op: chat.create-room takes the role member or higher, yours is guest" },
  { "chat.create-room", NEW_ROOM, DAN, "{'kind':'room','name':'Out','members':[]}", NULL,
    WEFT_ERROR_DENIED, "op: chat.create-room takes the role member or higher, yours is none" },

  { "moderation.report", USER (BEN), BEN, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam','note':'Look'}",
    "moderation.reported {'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam'}" },
  { "moderation.report", USER (CLEO), CLEO, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" BENS_MESSAGE "','reason':'spam'}", NULL,
    WEFT_ERROR_EXISTS, "message: you have reported it, and it is being looked at" },
  { "moderation.report", USER (BEN), BEN, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" SHOWN "','reason':'other'}",
    "moderation.reported {'id':'" NEW_REPORT "','target':'" ROOM "','message':'" SHOWN "','reason':'other'}" },
  { "moderation.report", USER (BEN), BEN, "{'id':'" OLD_CASE "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a report with this id already" },
  { "moderation.report", USER (CLEO), CLEO, "{'id':'" NEW_REPORT "','target':'" DIRECT "','message':'" A_POLL "','reason':'spam'}", NULL,
    WEFT_ERROR_NOT_FOUND, "target: no such stream" },
  { "moderation.report", USER (BEN), BEN, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'rude'}", NULL,
    WEFT_ERROR_INVALID, "reason: expected one of spam, abuse, other" },
  { "moderation.report", USER (BEN), ADA, "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "moderation.report", USER (BEN), "system", "{'id':'" NEW_REPORT "','target':'" ROOM "','message':'" ADAS_MESSAGE "','reason':'spam'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "moderation.withdraw", USER (CLEO), CLEO, "{'id':'" A_CASE "'}", "moderation.report-withdrawn {'id':'" A_CASE "'}" },
  { "moderation.withdraw", USER (BEN), BEN, "{'id':'" OLD_CASE "'}", NULL, WEFT_ERROR_CONFLICT, "id: it was dealt with, or taken back" },
  { "moderation.withdraw", USER (BEN), BEN, "{'id':'" A_CASE "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such report of yours" },
  { "moderation.withdraw", USER (CLEO), "system", "{'id':'" A_CASE "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "moderation.open", REPORTS, "system", "{'members':['" ADA "']}", NULL, WEFT_ERROR_EXISTS, "stream: reports are taken already" },
  { "moderation.open", "moderation/" NO_ID, "system", "{'members':[]}", NULL, WEFT_ERROR_INVALID, "members: 0 elements, at least 1" },
  { "moderation.open", "moderation/" NO_ID, "system", "{'members':['" ADA "']}", "people.member-added {'person':'" ADA "','role':'admin'}" },
  { "moderation.decide", REPORTS, ADA, "{'id':'" A_CASE "','deletes':true,'suspends':true}",
    "moderation.case-decided {'id':'" A_CASE "','deletes':true,'removes':false,'suspends':true}" },
  { "moderation.decide", REPORTS, ADA, "{'id':'" OLD_CASE "'}", NULL, WEFT_ERROR_CONFLICT, "id: it was decided already" },
  { "moderation.decide", REPORTS, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such case here" },
  { "moderation.decide", REPORTS, BEN, "{'id':'" A_CASE "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "moderation.reopen", REPORTS, ADA, "{'id':'" OLD_CASE "'}", "moderation.case-reopened {'id':'" OLD_CASE "'}" },
  { "moderation.reopen", REPORTS, ADA, "{'id':'" A_CASE "'}", NULL, WEFT_ERROR_CONFLICT, "id: nothing was decided about it" },
  { "moderation.reopen", REPORTS, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such case here" },
  { "moderation.settle", USER (CLEO), "system", "{'id':'" A_CASE "'}",
    "moderation.report-settled {'id':'" A_CASE "','target':'" ROOM "','message':'" BENS_MESSAGE "'}" },
  { "moderation.settle", USER (BEN), "system", "{'id':'" OLD_CASE "'}", "" },
  { "moderation.settle", USER (BEN), BEN, "{'id':'" OLD_CASE "'}", NULL, WEFT_ERROR_DENIED, "op: moderation.settle is for the server itself" },
  { "moderation.forget", REPORTS, "system", "{'id':'" OLD_CASE "'}", "moderation.case-forgotten {'id':'" OLD_CASE "'}" },
  { "moderation.forget", REPORTS, "system", "{'id':'" A_CASE "'}", NULL, WEFT_ERROR_CONFLICT, "id: it is being looked at" },
  { "moderation.forget", REPORTS, ADA, "{'id':'" OLD_CASE "'}", NULL, WEFT_ERROR_DENIED, "op: moderation.forget is for the server itself" },

  { "chat.set-room", ROOM, ADA, "{'name':'Mules','topic':'Spinning'}",
    "chat.room-changed {'name':'Mules','topic':'Spinning'}" },
  { "chat.set-room", ROOM, BEN, "{'name':'Mules'}", NULL,
    WEFT_ERROR_DENIED, "op: chat.set-room takes the role admin or higher, yours is member" },
  { "chat.set-room", DIRECT, ADA, "{'name':'Us'}", NULL,
    WEFT_ERROR_INVALID, "name: a direct conversation goes by its members' names" },
  { "chat.set-room", NEW_ROOM, "system", "{'name':'Nowhere'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such room" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'room','name':'Open','members':[],'access':'public'}",
    "chat.room-created {'kind':'room','name':'Open','topic':''}\n"
    "people.member-added {'person':'" BEN "','role':'admin'}\n"
    "chat.access-set {'access':'public'}" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'self','name':'','members':[]}",
    "chat.room-created {'kind':'self','name':'','topic':''}\n"
    "people.member-added {'person':'" BEN "','role':'admin'}" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'self','name':'','members':['" ADA "']}", NULL,
    WEFT_ERROR_INVALID, "members: notes to oneself have nobody else in them" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'direct','name':'','members':['" ADA "'],'access':'public'}", NULL,
    WEFT_ERROR_INVALID, "access: a direct conversation is private" },
  { "chat.create-room", NEW_ROOM, BEN, "{'kind':'direct','name':'','members':[" MANY "]}", NULL,
    WEFT_ERROR_TOO_LARGE, "members: 50 others, at most 49 in a conversation; make a room" },
  { "chat.convert-room", DIRECT, ADA, "{'name':'Two'}", "chat.room-converted {'name':'Two'}" },
  { "chat.convert-room", ROOM, ADA, "{'name':'Two'}", NULL, WEFT_ERROR_CONFLICT, "stream: is no conversation of several people" },
  { "chat.convert-room", DIRECT, BEN, "{'name':'Two'}", NULL,
    WEFT_ERROR_DENIED, "op: chat.convert-room takes the role admin or higher, yours is member" },
  { "chat.convert-room", NEW_ROOM, "system", "{'name':'Two'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such room" },
  { "chat.set-access", ROOM, ADA, "{'access':'public'}", "chat.access-set {'access':'public'}" },
  { "chat.set-access", DIRECT, ADA, "{'access':'public'}", NULL,
    WEFT_ERROR_INVALID, "access: only a room has it, not a conversation" },
  { "chat.set-access", NEW_ROOM, "system", "{'access':'public'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such room" },
  { "chat.set-access", ROOM, ADA, "{'access':'secret'}", NULL, WEFT_ERROR_INVALID, "access: expected one of private, ask, public" },
  { "chat.describe-room", ROOM, ADA, "{'about':'All about looms.','emblem':'🧶','yarn':'rose'}",
    "chat.room-described {'about':'All about looms.','emblem':'🧶','yarn':'rose'}" },
  { "chat.describe-room", DIRECT, ADA, "{'about':'x'}", NULL, WEFT_ERROR_INVALID, "about: only a room has it, not a conversation" },
  { "chat.set-picture", ROOM, ADA, "{'picture':'" HASH "','picture_size':4}", "chat.picture-set {'picture':'" HASH "','size':4}" },
  { "chat.set-picture", ROOM, ADA, "{}", "chat.picture-set {'picture':'','size':0}" },
  { "chat.set-picture", ROOM, ADA, "{'picture':'" HASH "'}", NULL,
    WEFT_ERROR_INVALID, "picture_size: a picture has bytes, and none has none" },
  { "chat.set-picture", ROOM, ADA, "{'picture_size':4}", NULL,
    WEFT_ERROR_INVALID, "picture_size: a picture has bytes, and none has none" },
  { "chat.set-picture", ROOM, ADA, "{'picture':'" HASH "','picture_size':1048577}", NULL,
    WEFT_ERROR_INVALID, "picture_size: 1048577, at most 1048576" },
  { "chat.set-picture", ROOM, BEN, "{'picture':'" HASH "','picture_size':4}", NULL,
    WEFT_ERROR_DENIED, "op: chat.set-picture takes the role admin or higher, yours is member" },
  { "chat.set-picture", DIRECT, ADA, "{'picture':'" HASH "','picture_size':4}", NULL,
    WEFT_ERROR_INVALID, "picture: only a room has it, not a conversation" },
  { "chat.set-permissions", ROOM, ADA, "{'post':'admin','invite':'admin','pin':'guest'}",
    "chat.permissions-set {'post':'admin','invite':'admin','pin':'guest'}" },
  { "chat.set-permissions", ROOM, ADA, "{'post':'admin','invite':'guest','pin':'guest'}", NULL,
    WEFT_ERROR_INVALID, "invite: expected one of member, admin" },
  { "chat.set-permissions", DIRECT, ADA, "{'post':'admin','invite':'admin','pin':'guest'}", NULL,
    WEFT_ERROR_INVALID, "post: only a room has it, not a conversation" },
  { "chat.join-room", "workspace", EVE, "{'room':'" ROOM "'}", "" },
  { "chat.join-room", "workspace", EVE, "{'room':'" DIRECT "'}", NULL, WEFT_ERROR_NOT_FOUND, "room: no such room" },
  { "chat.join-room", "workspace", CLEO, "{'room':'" ROOM "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.answer-join", ROOM, ADA, "{'person':'" EVE "','accepted':true}",
    "chat.join-answered {'person':'" EVE "','accepted':true}\npeople.member-added {'person':'" EVE "','role':'member'}" },
  { "chat.answer-join", ROOM, ADA, "{'person':'" EVE "','accepted':false}", "chat.join-answered {'person':'" EVE "','accepted':false}" },
  { "chat.answer-join", ROOM, ADA, "{'person':'" FAY "','accepted':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: has not asked, or has an answer already" },
  { "chat.answer-join", ROOM, BEN, "{'person':'" EVE "','accepted':true}", NULL,
    WEFT_ERROR_DENIED, "op: chat.answer-join takes the role admin or higher, yours is member" },
  { "chat.pin-room", USER (BEN), BEN, "{'target':'" DIRECT "','pinned':false}", "chat.room-pinned {'target':'" DIRECT "','pinned':false}" },
  { "chat.pin-room", USER (CLEO), CLEO, "{'target':'" DIRECT "','pinned':false}", NULL, WEFT_ERROR_NOT_FOUND, "target: no such room" }, /* not hers */
  { "chat.pin-room", USER (BEN), BEN, "{'target':'" NOTEBOOK "','pinned':false}", NULL, WEFT_ERROR_INVALID, "target: expected a room" },
  { "chat.pin-room", USER (BEN), ADA, "{'target':'" ROOM "','pinned':false}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.pin-room", USER (BEN), "system", "{'target':'" ROOM "','pinned':false}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.archive-room", USER (BEN), BEN, "{'target':'" DIRECT "','archived':true,'ordinal':3}", "chat.room-archived {'target':'" DIRECT "','archived':true,'ordinal':3}" },
  { "chat.archive-room", USER (CLEO), CLEO, "{'target':'" DIRECT "','archived':true,'ordinal':3}", NULL, WEFT_ERROR_NOT_FOUND, "target: no such room" }, /* not hers */
  { "chat.archive-room", USER (BEN), BEN, "{'target':'" NOTEBOOK "','archived':true,'ordinal':3}", NULL, WEFT_ERROR_INVALID, "target: expected a room" },
  { "chat.archive-room", USER (BEN), ADA, "{'target':'" ROOM "','archived':true,'ordinal':3}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.archive-room", USER (BEN), "system", "{'target':'" ROOM "','archived':true,'ordinal':3}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.clear-room", USER (BEN), BEN, "{'target':'" DIRECT "','ordinal':3}", "chat.room-cleared {'target':'" DIRECT "','ordinal':3}" },
  { "chat.clear-room", USER (CLEO), CLEO, "{'target':'" DIRECT "','ordinal':3}", NULL, WEFT_ERROR_NOT_FOUND, "target: no such room" }, /* not hers */
  { "chat.clear-room", USER (BEN), BEN, "{'target':'" NOTEBOOK "','ordinal':3}", NULL, WEFT_ERROR_INVALID, "target: expected a room" },
  { "chat.clear-room", USER (BEN), ADA, "{'target':'" ROOM "','ordinal':3}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.clear-room", USER (BEN), "system", "{'target':'" ROOM "','ordinal':3}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.mark-unread", USER (BEN), BEN, "{'target':'" DIRECT "','ordinal':2}", "chat.room-marked-unread {'target':'" DIRECT "','ordinal':2}" },
  { "chat.mark-unread", USER (CLEO), CLEO, "{'target':'" DIRECT "','ordinal':2}", NULL, WEFT_ERROR_NOT_FOUND, "target: no such room" }, /* not hers */
  { "chat.mark-unread", USER (BEN), BEN, "{'target':'" NOTEBOOK "','ordinal':2}", NULL, WEFT_ERROR_INVALID, "target: expected a room" },
  { "chat.mark-unread", USER (BEN), ADA, "{'target':'" ROOM "','ordinal':2}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.mark-unread", USER (BEN), "system", "{'target':'" ROOM "','ordinal':2}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.file-room", USER (BEN), BEN, "{'target':'" DIRECT "','folder':'" BENS_FOLDER "'}", "chat.room-filed {'target':'" DIRECT "','folder':'" BENS_FOLDER "'}" },
  { "chat.file-room", USER (CLEO), CLEO, "{'target':'" DIRECT "','folder':'" BENS_FOLDER "'}", NULL, WEFT_ERROR_NOT_FOUND, "target: no such room" }, /* not hers */
  { "chat.file-room", USER (BEN), BEN, "{'target':'" NOTEBOOK "','folder':'" BENS_FOLDER "'}", NULL, WEFT_ERROR_INVALID, "target: expected a room" },
  { "chat.file-room", USER (BEN), ADA, "{'target':'" ROOM "','folder':'" BENS_FOLDER "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.file-room", USER (BEN), "system", "{'target':'" ROOM "','folder':'" BENS_FOLDER "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.archive-room", USER (CLEO), CLEO, "{'target':'" ROOM "','archived':false}", "chat.room-archived {'target':'" ROOM "','archived':false,'ordinal':0}" },
  { "chat.mark-unread", USER (BEN), BEN, "{'target':'" ROOM "','ordinal':-1}", NULL, WEFT_ERROR_INVALID, "ordinal: -1, at least 0" },
  { "chat.file-room", USER (BEN), BEN, "{'target':'" ROOM "'}", "chat.room-filed {'target':'" ROOM "'}" },
  { "chat.file-room", USER (BEN), BEN, "{'target':'" ROOM "','folder':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "folder: no such folder" },
  { "chat.file-room", USER (ADA), ADA, "{'target':'" ROOM "','folder':'" BENS_FOLDER "'}", NULL, WEFT_ERROR_NOT_FOUND, "folder: no such folder" },
  { "chat.set-folder", USER (CLEO), CLEO, "{'id':'" NEW_FOLDER "','name':'Trips'}", "chat.folder-named {'id':'" NEW_FOLDER "','name':'Trips'}" },
  { "chat.set-folder", USER (BEN), BEN, "{'id':'" BENS_FOLDER "','name':'Looms'}", "chat.folder-named {'id':'" BENS_FOLDER "','name':'Looms'}" },
  { "chat.set-folder", USER (BEN), BEN, "{'id':'" NEW_FOLDER "','name':''}", NULL, WEFT_ERROR_INVALID, "name: 0 characters, at least 1" },
  { "chat.set-folder", USER (BEN), ADA, "{'id':'" NEW_FOLDER "','name':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.set-folder", USER (BEN), "system", "{'id':'" NEW_FOLDER "','name':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "chat.remove-folder", USER (BEN), BEN, "{'id':'" BENS_FOLDER "'}", "chat.folder-removed {'id':'" BENS_FOLDER "'}" },
  { "chat.remove-folder", USER (ADA), ADA, "{'id':'" BENS_FOLDER "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such folder" },
  { "chat.remove-folder", USER (BEN), "system", "{'id':'" BENS_FOLDER "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  { "board.create-project", NEW_PROJECT, BEN, "{'name':'Weir','code':'WEIR','about':'Water','members':['" EVE "','" BEN "']}",
    "board.project-created {'name':'Weir','code':'WEIR','about':'Water'}\n"
    "people.member-added {'person':'" BEN "','role':'admin'}\n"
    "people.member-added {'person':'" EVE "','role':'member'}" },
  { "board.create-project", NEW_PROJECT, "system", "{'name':'Weir','code':'W2','members':['" EVE "']}",
    "board.project-created {'name':'Weir','code':'W2','about':''}\n"
    "people.member-added {'person':'" EVE "','role':'admin'}" },
  { "board.create-project", PROJECT, BEN, "{'name':'Weir','code':'WEIR','members':[]}", NULL,
    WEFT_ERROR_EXISTS, "stream: there is a project with this id already" },
  { "board.create-project", NEW_PROJECT, "system", "{'name':'Weir','code':'WEIR','members':[]}", NULL,
    WEFT_ERROR_INVALID, "members: 0 elements, at least 1 for a project without author" },
  { "board.create-project", NEW_PROJECT, BEN, "{'name':'Weir','code':'2W','members':[]}", NULL,
    WEFT_ERROR_INVALID, "code: expected a capital letter, then capital letters and digits" },
  { "board.create-project", NEW_PROJECT, BEN, "{'name':'Weir','code':'WEIr','members':[]}", NULL,
    WEFT_ERROR_INVALID, "code: expected a capital letter, then capital letters and digits" },
  { "board.set-project", PROJECT, ADA, "{'name':'Weir','code':'WEIR','about':'Water'}",
    "board.project-changed {'name':'Weir','code':'WEIR','about':'Water'}" },
  { "board.set-project", PROJECT, ADA, "{'name':'Weir','code':'-'}", NULL,
    WEFT_ERROR_INVALID, "code: expected a capital letter, then capital letters and digits" },
  { "board.set-project", NEW_PROJECT, "system", "{'name':'Weir','code':'WEIR'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such project" },
  { "board.set-project", PROJECT, BEN, "{'name':'Weir','code':'WEIR'}", NULL,
    WEFT_ERROR_DENIED, "op: board.set-project takes the role admin or higher, yours is member" },
  { "board.archive-project", PROJECT, ADA, "{'archived':true}", "board.project-archived {'archived':true}" },
  { "board.archive-project", NEW_PROJECT, "system", "{'archived':true}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such project" },
  { "board.add-status", PROJECT, ADA, "{'id':'" NEW_STATUS "','name':'Review','category':'doing','after':'" DOING_STATUS "'}",
    "board.status-added {'id':'" NEW_STATUS "','name':'Review','category':'doing'}\n"
    "ranks.placed {'id':'" NEW_STATUS "','list':'statuses','rank':'WV'}" },
  { "board.add-status", PROJECT, ADA, "{'id':'" TODO_STATUS "','name':'Review','category':'doing'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a status with this id already" },
  { "board.set-status", PROJECT, ADA, "{'id':'" TODO_STATUS "','name':'Ideas','category':'todo','wip':7}",
    "board.status-changed {'id':'" TODO_STATUS "','name':'Ideas','category':'todo','wip':7,'hard':false}" },
  { "board.set-status", PROJECT, ADA, "{'id':'" GONE_STATUS "','name':'x','category':'todo'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the status was taken away" },
  { "board.place-status", PROJECT, ADA, "{'id':'" DONE_STATUS "'}",
    "ranks.placed {'id':'" DONE_STATUS "','list':'statuses','rank':'F'}" },
  { "board.place-status", PROJECT, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such status here" },
  { "board.place-status", PROJECT, ADA, "{'id':'" DONE_STATUS "','after':'" DONE_STATUS "'}", NULL,
    WEFT_ERROR_INVALID, "after: nothing stands behind itself" },
  { "board.remove-status", PROJECT, ADA, "{'id':'" TODO_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: 2 tasks are in this status, with those put away; move them first" },
  { "board.remove-status", PROJECT, ADA, "{'id':'" EMPTY_STATUS "'}", "board.status-removed {'id':'" EMPTY_STATUS "'}" },
  { "board.remove-status", PROJECT, ADA, "{'id':'" GONE_STATUS "'}", NULL, WEFT_ERROR_CONFLICT, "id: the status was taken away" },
  { "board.restore-status", PROJECT, ADA, "{'id':'" GONE_STATUS "'}", "board.status-restored {'id':'" GONE_STATUS "'}" },
  { "board.restore-status", PROJECT, ADA, "{'id':'" TODO_STATUS "'}", NULL, WEFT_ERROR_CONFLICT, "id: the status is there" },
  { "board.restore-status", PROJECT, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such status here" },
  { "board.add-label", PROJECT, BEN, "{'id':'" NEW_LABEL "','name':'Water','yarn':'indigo'}",
    "board.label-added {'id':'" NEW_LABEL "','name':'Water','yarn':'indigo'}" },
  { "board.add-label", PROJECT, BEN, "{'id':'" NEW_LABEL "','name':'WOOD'}", NULL, WEFT_ERROR_EXISTS, "name: another label is called that" },
  { "board.add-label", PROJECT, BEN, "{'id':'" WOOD_LABEL "','name':'Water'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a label with this id already" },
  { "board.set-label", PROJECT, BEN, "{'id':'" WOOD_LABEL "','name':'wood','yarn':'rose'}",
    "board.label-changed {'id':'" WOOD_LABEL "','name':'wood','yarn':'rose'}" },
  { "board.set-label", PROJECT, BEN, "{'id':'" GONE_LABEL "','name':'x','yarn':'rose'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the label was taken away" },
  { "board.remove-label", PROJECT, BEN, "{'id':'" WOOD_LABEL "'}", "board.label-removed {'id':'" WOOD_LABEL "'}" },
  { "board.remove-label", PROJECT, BEN, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such label here" },
  { "board.restore-label", PROJECT, BEN, "{'id':'" GONE_LABEL "'}", "board.label-restored {'id':'" GONE_LABEL "'}" },
  { "board.restore-label", PROJECT, BEN, "{'id':'" WOOD_LABEL "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no label with this id was taken away" },
  { "board.add-field", PROJECT, ADA, "{'id':'" NEW_FIELD "','name':'Client','kind':'text'}",
    "board.field-added {'id':'" NEW_FIELD "','name':'Client','kind':'text'}" },
  { "board.add-field", PROJECT, ADA, "{'id':'" NEW_FIELD "','name':'SIZE','kind':'text'}", NULL, WEFT_ERROR_EXISTS, "name: another field is called that" },
  { "board.add-field", PROJECT, ADA, "{'id':'" SIZE_FIELD "','name':'Client','kind':'text'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a field with this id already" },
  { "board.set-field", PROJECT, ADA, "{'id':'" SIZE_FIELD "','name':'size','shown':false}",
    "board.field-changed {'id':'" SIZE_FIELD "','name':'size','shown':false}" },
  { "board.set-field", PROJECT, ADA, "{'id':'" GONE_FIELD "','name':'x','shown':true}", NULL, WEFT_ERROR_CONFLICT, "id: the field was taken away" },
  { "board.remove-field", PROJECT, ADA, "{'id':'" SIZE_FIELD "'}", "board.field-removed {'id':'" SIZE_FIELD "'}" },
  { "board.remove-field", PROJECT, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such field here" },
  { "board.restore-field", PROJECT, ADA, "{'id':'" GONE_FIELD "'}", "board.field-restored {'id':'" GONE_FIELD "'}" },
  { "board.restore-field", PROJECT, ADA, "{'id':'" SIZE_FIELD "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no field with this id was taken away" },
  { "board.set-option", PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" NEW_OPTION "','name':'Coarse'}",
    "board.option-set {'id':'" GRADE_FIELD "','option':'" NEW_OPTION "','name':'Coarse'}" },
  { "board.set-option", PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" FINE_OPTION "'}",
    "board.option-set {'id':'" GRADE_FIELD "','option':'" FINE_OPTION "'}" },
  { "board.set-option", PROJECT, ADA, "{'id':'" GRADE_FIELD "','option':'" NEW_OPTION "','name':'FINE'}", NULL,
    WEFT_ERROR_EXISTS, "name: it can be chosen already" },
  { "board.set-option", PROJECT, ADA, "{'id':'" SIZE_FIELD "','option':'" NEW_OPTION "','name':'Big'}", NULL,
    WEFT_ERROR_INVALID, "id: nothing is chosen in this field" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" SIZE_FIELD "','value':'-0.5'}",
    "board.value-set {'id':'" OAK_TASK "','field':'" SIZE_FIELD "','value':'-0.5'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" WHEEL_TASK "','field':'" SIZE_FIELD "'}",
    "board.value-set {'id':'" WHEEL_TASK "','field':'" SIZE_FIELD "'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" SIZE_FIELD "','value':'0x1p3'}", NULL,
    WEFT_ERROR_INVALID, "value: expected a decimal number of at most 30 characters" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" SIZE_FIELD "','value':'1-2'}", NULL,
    WEFT_ERROR_INVALID, "value: expected a decimal number of at most 30 characters" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" DAY_FIELD "','value':'86400000'}",
    "board.value-set {'id':'" OAK_TASK "','field':'" DAY_FIELD "','value':'86400000'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" DAY_FIELD "','value':'tomorrow'}", NULL,
    WEFT_ERROR_INVALID, "value: expected a time in ms, before the year 10000" },
  { "board.set-value", PROJECT, BEN, "{'id':'" WHEEL_TASK "','field':'" GRADE_FIELD "','value':'" FINE_OPTION "'}",
    "board.value-set {'id':'" WHEEL_TASK "','field':'" GRADE_FIELD "','value':'" FINE_OPTION "'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" GRADE_FIELD "','value':'" NEW_OPTION "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "value: cannot be chosen" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" BUYER_FIELD "','value':'" CLEO "'}",
    "board.value-set {'id':'" OAK_TASK "','field':'" BUYER_FIELD "','value':'" CLEO "'}" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" BUYER_FIELD "','value':'" EVE "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "value: is not in this project" },
  { "board.set-value", PROJECT, BEN, "{'id':'" OAK_TASK "','field':'" GONE_FIELD "','value':'Red'}", NULL,
    WEFT_ERROR_CONFLICT, "field: the field was taken away" },
  { "board.set-value", PROJECT, BEN, "{'id':'" GONE_TASK "','field':'" SIZE_FIELD "','value':'1'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the task was taken away" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}",
    "board.view-saved {'id':'" NEW_VIEW "','target':'" PROJECT "','name':'Wood','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'mine'}",
    "board.view-saved {'id':'" NEW_VIEW "','target':'" PROJECT "','name':'mine','text':'','sort':'rank','descending':false,'grouping':'none','layout':'board'}" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'LATE'}", NULL, WEFT_ERROR_EXISTS, "name: another view is called that" },
  { "board.save-view", PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'New'}", NULL, WEFT_ERROR_EXISTS,
    "id: there is a view with this id already" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" NEW_PROJECT "','name':'New'}", NULL, WEFT_ERROR_INVALID, "target: is another project" },
  { "board.save-view", PROJECT, CLEO, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'New'}", NULL, WEFT_ERROR_DENIED,
    "op: board.save-view takes the role member or higher, yours is guest" },
  { "board.save-view", USER (BEN), BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'late'}",
    "board.view-saved {'id':'" NEW_VIEW "','target':'" PROJECT "','name':'late','text':'','sort':'rank','descending':false,'grouping':'none','layout':'board'}" },
  { "board.save-view", USER (CLEO), CLEO, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'a guest looks too'}",
    "board.view-saved {'id':'" NEW_VIEW "','target':'" PROJECT "','name':'a guest looks too','text':'','sort':'rank','descending':false,'grouping':'none','layout':'board'}" },
  { "board.save-view", USER (BEN), BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'mine'}", NULL, WEFT_ERROR_EXISTS, "name: another view is called that" },
  { "board.save-view", USER (BEN), BEN, "{'id':'" NEW_VIEW "','target':'" NEW_PROJECT "','name':'mine'}",
    "board.view-saved {'id':'" NEW_VIEW "','target':'" NEW_PROJECT "','name':'mine','text':'','sort':'rank','descending':false,'grouping':'none','layout':'board'}" },
  { "board.save-view", USER (BEN), BEN, "{'id':'" NEW_VIEW "','target':'" ROOM "','name':'x'}", NULL, WEFT_ERROR_INVALID, "target: is no project" },
  { "board.save-view", USER (BEN), ADA, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "board.set-view", PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'late','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}",
    "board.view-changed {'id':'" MILL_VIEW "','target':'" PROJECT "','name':'late','text':'label:wood','sort':'due','descending':true,'grouping':'label','layout':'list'}" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'New','sort':'field:" SIZE_FIELD "','grouping':'field:" GRADE_FIELD "'}",
    "board.view-saved {'id':'" NEW_VIEW "','target':'" PROJECT "','name':'New','text':'','sort':'field:" SIZE_FIELD "','descending':false,'grouping':'field:" GRADE_FIELD "','layout':'board'}" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'New','sort':'weight'}", NULL, WEFT_ERROR_INVALID,
    "sort: cards are not sorted by this" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'New','sort':'created','grouping':'created'}", NULL, WEFT_ERROR_INVALID,
    "grouping: cards are not grouped by this" },
  { "board.save-view", PROJECT, BEN, "{'id':'" NEW_VIEW "','target':'" PROJECT "','name':'New','grouping':'field:size'}", NULL, WEFT_ERROR_INVALID,
    "grouping: cards are not grouped by this" },
  { "board.set-view", PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'late','sort':'created','grouping':'field:" GONE_FIELD "'}",
    "board.view-changed {'id':'" MILL_VIEW "','target':'" PROJECT "','name':'late','text':'','sort':'created','descending':false,'grouping':'field:" GONE_FIELD "','layout':'board'}" },
  { "board.set-view", PROJECT, BEN, "{'id':'" MILL_VIEW "','target':'" PROJECT "','name':'late','sort':''}", NULL, WEFT_ERROR_INVALID,
    "sort: 0 characters, at least 1" },
  { "board.set-view", PROJECT, BEN, "{'id':'" NO_ID "','target':'" PROJECT "','name':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such view" },
  { "board.set-view", USER (BEN), ADA, "{'id':'" BENS_VIEW "','target':'" PROJECT "','name':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "board.drop-view", PROJECT, BEN, "{'id':'" MILL_VIEW "'}", "board.view-dropped {'id':'" MILL_VIEW "'}" },
  { "board.drop-view", PROJECT, BEN, "{'id':'" BENS_VIEW "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such view" },
  { "board.drop-view", USER (BEN), BEN, "{'id':'" BENS_VIEW "'}", "board.view-dropped {'id':'" BENS_VIEW "'}" },
  { "board.drop-view", USER (BEN), ADA, "{'id':'" BENS_VIEW "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'Grease it','status':'" TODO_STATUS "','after':'" WHEEL_TASK "','assignees':[],'labels':[]}",
    "board.task-created {'id':'" NEW_TASK "','title':'Grease it','about':'','status':'" TODO_STATUS "','above':'V','below':'W','priority':'none',"
    "'estimate':0.0,'start_at':0,'due_at':0,'assignees':[],'labels':[]}" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'Grease it','about':'Fat','status':'" DOING_STATUS "','parent':'" WHEEL_TASK "',"
    "'priority':'urgent','estimate':0.5,'start_at':86400000,'due_at':172800000,'assignees':['" ADA "'],'labels':['" WOOD_LABEL "']}",
    "board.task-created {'id':'" NEW_TASK "','title':'Grease it','about':'Fat','status':'" DOING_STATUS "','below':'V','parent':'" WHEEL_TASK "','priority':'urgent',"
    "'estimate':0.5,'start_at':86400000,'due_at':172800000,'assignees':['" ADA "'],'labels':['" WOOD_LABEL "']}" },
  { "board.create", PROJECT, BEN, "{'id':'" GONE_TASK "','title':'x','status':'" TODO_STATUS "','assignees':[],'labels':[]}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a task with this id already" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'x','status':'" GONE_STATUS "','assignees':[],'labels':[]}", NULL,
    WEFT_ERROR_CONFLICT, "status: the status was taken away" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'x','status':'" TODO_STATUS "','parent':'" GONE_TASK "','assignees':[],'labels':[]}", NULL,
    WEFT_ERROR_CONFLICT, "parent: the task was taken away" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'x','status':'" TODO_STATUS "','assignees':['" BEN "','" EVE "'],'labels':[]}", NULL,
    WEFT_ERROR_NOT_FOUND, "assignees[1]: is not in this project" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'x','status':'" TODO_STATUS "','assignees':[],'labels':['" GONE_LABEL "']}", NULL,
    WEFT_ERROR_CONFLICT, "labels[0]: the label was taken away" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'x','status':'" TODO_STATUS "','estimate':-1,'assignees':[],'labels':[]}", NULL,
    WEFT_ERROR_INVALID, "estimate: expected 0 to 1000000 points" },
  { "board.create", PROJECT, BEN, "{'id':'" NEW_TASK "','title':'x','status':'" TODO_STATUS "','start_at':2,'due_at':1,'assignees':[],'labels':[]}", NULL,
    WEFT_ERROR_INVALID, "due_at: is before start_at" },
  { "board.create", PROJECT, CLEO, "{'id':'" NEW_TASK "','title':'x','status':'" TODO_STATUS "','assignees':[],'labels':[]}", NULL,
    WEFT_ERROR_DENIED, "op: board.create takes the role member or higher, yours is guest" },
  { "board.edit", PROJECT, BEN, "{'id':'" WHEEL_TASK "','title':'Mend it'}", "board.task-edited {'id':'" WHEEL_TASK "','title':'Mend it'}" },
  { "board.edit", PROJECT, BEN, "{'id':'" WHEEL_TASK "','about':''}", "board.task-edited {'id':'" WHEEL_TASK "','about':''}" },
  { "board.edit", PROJECT, BEN, "{'id':'" WHEEL_TASK "'}", NULL,
    WEFT_ERROR_INVALID, "title: missing, and so is about: nothing to change" },
  { "board.edit", PROJECT, BEN, "{'id':'" GONE_TASK "','title':'x'}", NULL, WEFT_ERROR_CONFLICT, "id: the task was taken away" },
  { "board.delete", PROJECT, BEN, "{'id':'" WHEEL_TASK "'}", "board.task-deleted {'id':'" WHEEL_TASK "'}" },
  { "board.delete", PROJECT, BEN, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such task here" },
  { "board.restore", PROJECT, BEN, "{'id':'" GONE_TASK "'}", "board.task-restored {'id':'" GONE_TASK "'}" },
  { "board.restore", PROJECT, BEN, "{'id':'" WHEEL_TASK "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no task with this id was deleted" },
  { "board.move", PROJECT, BEN, "{'ids':['" TURN_TASK "','" OAK_TASK "'],'status':'" TODO_STATUS "'}",
    "board.tasks-moved {'ids':['" TURN_TASK "','" OAK_TASK "'],'status':'" TODO_STATUS "','below':'V'}" },
  { "board.move", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'status':'" DONE_STATUS "','after':'" LOOK_TASK "'}",
    "board.tasks-moved {'ids':['" OAK_TASK "'],'status':'" DONE_STATUS "','above':'V'}" },
  { "board.move", PROJECT, BEN, "{'ids':['" OAK_TASK "','" WHEEL_TASK "'],'status':'" DONE_STATUS "'}",
    "board.tasks-moved {'ids':['" OAK_TASK "','" WHEEL_TASK "'],'status':'" DONE_STATUS "','below':'V'}" },
  { "board.move", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'status':'" DONE_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "status: MILL-1 waits for MILL-2, which is not done" },
  { "board.move", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'status':'" DOING_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "status: “Doing” takes 1 tasks, and 1 are there" },
  { "board.move", PROJECT, BEN, "{'ids':['" TURN_TASK "'],'status':'" DOING_STATUS "'}",
    "board.tasks-moved {'ids':['" TURN_TASK "'],'status':'" DOING_STATUS "'}" },
  { "board.move", PROJECT, BEN, "{'ids':['" TURN_TASK "'],'status':'" GONE_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "status: the status was taken away" },
  { "board.move", PROJECT, BEN, "{'ids':['" TURN_TASK "','" GONE_TASK "'],'status':'" TODO_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "ids[1]: the task was taken away" },
  { "board.move", PROJECT, BEN, "{'ids':['" TURN_TASK "'],'status':'" TODO_STATUS "','after':'" TURN_TASK "'}", NULL,
    WEFT_ERROR_INVALID, "after: nothing stands behind itself" },
  { "board.allow", PROJECT, ADA, "{'id':'" DONE_STATUS "','other':'" EMPTY_STATUS "','on':true}",
    "board.way-allowed {'id':'" DONE_STATUS "','other':'" EMPTY_STATUS "','on':true}" },
  { "board.allow", PROJECT, ADA, "{'id':'" DONE_STATUS "','other':'" GONE_STATUS "','on':true}", NULL,
    WEFT_ERROR_CONFLICT, "other: the status was taken away" },
  { "board.allow", PROJECT, ADA, "{'id':'" DONE_STATUS "','other':'" GONE_STATUS "','on':false}",
    "board.way-allowed {'id':'" DONE_STATUS "','other':'" GONE_STATUS "','on':false}" },
  { "board.allow", PROJECT, ADA, "{'id':'" DONE_STATUS "','other':'" DONE_STATUS "','on':true}", NULL,
    WEFT_ERROR_INVALID, "other: is the status itself" },
  { "board.allow", PROJECT, BEN, "{'id':'" DONE_STATUS "','other':'" EMPTY_STATUS "','on':true}", NULL,
    WEFT_ERROR_DENIED, "op: board.allow takes the role admin or higher, yours is member" },
  { "board.set-lane-limit", PROJECT, ADA, "{'id':'" DOING_STATUS "','per_lane':true}", "board.lane-limit-set {'id':'" DOING_STATUS "','per_lane':true}" },
  { "board.set-lane-limit", PROJECT, ADA, "{'id':'" GONE_STATUS "','per_lane':true}", NULL, WEFT_ERROR_CONFLICT, "id: the status was taken away" },
  { "board.set-lane-limit", PROJECT, ADA, "{'id':'" NO_ID "','per_lane':false}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such status here" },
  { "board.set-needs", PROJECT, ADA, "{'id':'" DONE_STATUS "','needs':'both'}", "board.needs-set {'id':'" DONE_STATUS "','needs':'both'}" },
  { "board.set-needs", PROJECT, ADA, "{'id':'" EMPTY_STATUS "'}", "board.needs-set {'id':'" EMPTY_STATUS "'}" },
  { "board.set-needs", PROJECT, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such status here" },
  /* Into EMPTY_STATUS tasks come from TODO_STATUS alone, and need both. */
  { "board.move", PROJECT, BEN, "{'ids':['" LOOK_TASK "'],'status':'" EMPTY_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "status: MILL-4 does not go from “Done” to “Ideas”" },
  { "board.move", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'status':'" EMPTY_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "status: “Ideas” takes what is ticked off, and MILL-1 has 1 items to be done" },
  { "board.move", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'status':'" EMPTY_STATUS "'}", NULL,
    WEFT_ERROR_CONFLICT, "status: “Ideas” takes what is somebody's, and MILL-2 is nobody's" },
  { "board.set-priority", PROJECT, BEN, "{'ids':['" WHEEL_TASK "','" OAK_TASK "'],'priority':'low'}",
    "board.priority-set {'ids':['" WHEEL_TASK "','" OAK_TASK "'],'priority':'low'}" },
  { "board.set-priority", PROJECT, BEN, "{'ids':['" NO_ID "'],'priority':'low'}", NULL, WEFT_ERROR_NOT_FOUND, "ids[0]: no such task here" },
  { "board.set-priority", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'priority':'top'}", NULL,
    WEFT_ERROR_INVALID, "priority: expected one of none, low, medium, high, urgent" },
  { "board.set-estimate", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'estimate':1.5}", "board.estimate-set {'ids':['" OAK_TASK "'],'estimate':1.5}" },
  { "board.set-estimate", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'estimate':1000001}", NULL,
    WEFT_ERROR_INVALID, "estimate: expected 0 to 1000000 points" },
  { "board.set-dates", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'due_at':86400000}",
    "board.dates-set {'ids':['" OAK_TASK "'],'start_at':0,'due_at':86400000}" },
  { "board.set-dates", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'start_at':9,'due_at':8}", NULL, WEFT_ERROR_INVALID, "due_at: is before start_at" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" OAK_TASK "','" WHEEL_TASK "'],'recurrence':'schedule byday=th,mo;freq=weekly Europe/Berlin 0'}",
    "board.recurrence-set {'ids':['" OAK_TASK "','" WHEEL_TASK "'],'recurrence':'schedule FREQ=WEEKLY;BYDAY=MO,TH Europe/Berlin 0'}" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" OAK_TASK "']}", "board.recurrence-set {'ids':['" OAK_TASK "']}" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'recurrence':'schedule FREQ=DAILY;INTERVAL=0 UTC 0'}", NULL,
    WEFT_ERROR_INVALID, "recurrence: INTERVAL: expected 1 to 10000" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'recurrence':'sometimes FREQ=DAILY UTC 0'}", NULL, WEFT_ERROR_INVALID,
    "recurrence: expected “schedule” or “completion”, a rule, a zone and how many came before: schedule FREQ=DAILY Europe/Berlin 0" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'recurrence':'schedule FREQ=DAILY Moon/Tycho 0'}", NULL,
    WEFT_ERROR_INVALID, "recurrence: no time zone is called “Moon/Tycho”" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'recurrence':'schedule FREQ=DAILY ../../etc/passwd 0'}", NULL,
    WEFT_ERROR_INVALID, "recurrence: no time zone is called “../../etc/passwd”" },
  { "board.set-recurrence", PROJECT, BEN, "{'ids':['" GONE_TASK "']}", NULL, WEFT_ERROR_CONFLICT, "ids[0]: the task was taken away" },
  { "board.withdraw", PROJECT, BEN, "{'id':'" OAK_TASK "','next':'" NO_ID "','seen':'" HASH "','past':0}", "" },
  { "board.withdraw", PROJECT, BEN, "{'id':'" OAK_TASK "','next':'" TURN_TASK "','seen':'" HASH "','past':0}", "" },
  { "board.withdraw", PROJECT, BEN, "{'id':'" NO_ID "','next':'" TURN_TASK "','seen':'" HASH "','past':0}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such task here" },
  { "board.set-parent", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'parent':'" TURN_TASK "'}",
    "board.parent-set {'ids':['" OAK_TASK "'],'parent':'" TURN_TASK "'}" },
  { "board.set-parent", PROJECT, BEN, "{'ids':['" TURN_TASK "']}", "board.parent-set {'ids':['" TURN_TASK "']}" },
  { "board.set-parent", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'parent':'" TURN_TASK "'}", NULL,
    WEFT_ERROR_CONFLICT, "parent: MILL-3 is part of MILL-1 already" },
  { "board.set-parent", PROJECT, BEN, "{'ids':['" WHEEL_TASK "'],'parent':'" WHEEL_TASK "'}", NULL,
    WEFT_ERROR_INVALID, "parent: is the task itself" },
  { "board.set-duplicate", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'duplicate_of':'" LOOK_TASK "'}",
    "board.duplicate-set {'ids':['" OAK_TASK "'],'duplicate_of':'" LOOK_TASK "'}" },
  { "board.set-duplicate", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'duplicate_of':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "duplicate_of: no such task here" },
  { "board.archive", PROJECT, BEN, "{'ids':['" LOOK_TASK "'],'archived':true}", "board.tasks-archived {'ids':['" LOOK_TASK "'],'archived':true}" },
  { "board.archive", PROJECT, BEN, "{'ids':['" GONE_TASK "'],'archived':true}", NULL, WEFT_ERROR_CONFLICT, "ids[0]: the task was taken away" },
  { "board.set-template", PROJECT, BEN, "{'ids':['" LOOK_TASK "'],'template':true}", "board.templates-set {'ids':['" LOOK_TASK "'],'template':true}" },
  { "board.set-template", PROJECT, BEN, "{'ids':['" LOOK_TASK "'],'template':false}", "board.templates-set {'ids':['" LOOK_TASK "'],'template':false}" },
  { "board.set-template", PROJECT, BEN, "{'ids':['" GONE_TASK "'],'template':true}", NULL, WEFT_ERROR_CONFLICT, "ids[0]: the task was taken away" },
  { "board.set-template", PROJECT, BEN, "{'ids':['" NO_ID "'],'template':true}", NULL, WEFT_ERROR_NOT_FOUND, "ids[0]: no such task here" },
  { "board.assign", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'person':'" CLEO "','on':true}",
    "board.tasks-assigned {'ids':['" OAK_TASK "'],'person':'" CLEO "','on':true}" },
  { "board.assign", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'person':'" EVE "','on':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "person: is not in this project" },
  { "board.label", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'label':'" WOOD_LABEL "','on':true}",
    "board.tasks-labelled {'ids':['" OAK_TASK "'],'label':'" WOOD_LABEL "','on':true}" },
  { "board.label", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'label':'" GONE_LABEL "','on':true}", NULL,
    WEFT_ERROR_CONFLICT, "label: the label was taken away" },
  { "board.block", PROJECT, BEN, "{'ids':['" TURN_TASK "'],'other':'" WHEEL_TASK "','on':true}",
    "board.tasks-blocked {'ids':['" TURN_TASK "'],'other':'" WHEEL_TASK "','on':true}" },
  { "board.block", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'other':'" WHEEL_TASK "','on':true}", NULL,
    WEFT_ERROR_CONFLICT, "other: MILL-1 waits for MILL-2 already" },
  { "board.block", PROJECT, BEN, "{'ids':['" OAK_TASK "'],'other':'" OAK_TASK "','on':true}", NULL,
    WEFT_ERROR_INVALID, "other: is the task itself" },
  { "board.relate", PROJECT, BEN, "{'ids':['" TURN_TASK "'],'other':'" OAK_TASK "','on':true}",
    "board.tasks-related {'ids':['" TURN_TASK "'],'other':'" OAK_TASK "','on':true}" },
  { "board.relate", PROJECT, BEN, "{'ids':['" TURN_TASK "'],'other':'" TURN_TASK "','on':true}", NULL,
    WEFT_ERROR_INVALID, "other: is the task itself" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" WHEEL_TASK "','title':'Oil it','after':'" HUB_LINE "'}",
    "board.item-added {'id':'" NEW_LINE "','task':'" WHEEL_TASK "','parent':'" WHEEL_TASK "','title':'Oil it','above':'V','below':'W','due_at':0,'done':false}" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" HUB_LINE "','title':'Oil it','assignee':'" CLEO "','due_at':86400000,'done':true}",
    "board.item-added {'id':'" NEW_LINE "','task':'" WHEEL_TASK "','parent':'" HUB_LINE "','title':'Oil it','below':'V','assignee':'" CLEO "','due_at':86400000,'done':true}" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" SPOKE_LINE "','title':'x'}", NULL,
    WEFT_ERROR_INVALID, "parent: stands below another item itself" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" NO_ID "','title':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "parent: no such item here" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" GONE_TASK "','title':'x'}", NULL,
    WEFT_ERROR_CONFLICT, "parent: the task was taken away" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" GONE_LINE "','title':'x'}", NULL,
    WEFT_ERROR_CONFLICT, "parent: the item was taken away" },
  { "board.add-item", PROJECT, BEN, "{'id':'" RIM_LINE "','parent':'" WHEEL_TASK "','title':'x'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is something with this id already" },
  { "board.add-item", PROJECT, BEN, "{'id':'" OAK_TASK "','parent':'" WHEEL_TASK "','title':'x'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is something with this id already" },
  { "board.add-item", PROJECT, BEN, "{'id':'" NEW_LINE "','parent':'" WHEEL_TASK "','title':'x','assignee':'" EVE "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "assignee: is not in this project" },
  { "board.set-item", PROJECT, BEN, "{'id':'" RIM_LINE "','title':'Felloe'}", "board.item-changed {'id':'" RIM_LINE "','title':'Felloe'}" },
  { "board.set-item", PROJECT, BEN, "{'id':'" NO_ID "','title':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such item here" },
  { "board.set-item-due", PROJECT, BEN, "{'id':'" RIM_LINE "','due_at':172800000}", "board.item-due-set {'id':'" RIM_LINE "','due_at':172800000}" },
  { "board.set-item-due", PROJECT, BEN, "{'id':'" GONE_LINE "'}", NULL, WEFT_ERROR_CONFLICT, "id: the item was taken away" },
  { "board.assign-item", PROJECT, BEN, "{'id':'" RIM_LINE "','assignee':'" CLEO "'}", "board.item-assigned {'id':'" RIM_LINE "','assignee':'" CLEO "'}" },
  { "board.assign-item", PROJECT, BEN, "{'id':'" RIM_LINE "'}", "board.item-assigned {'id':'" RIM_LINE "'}" },
  { "board.assign-item", PROJECT, BEN, "{'id':'" RIM_LINE "','assignee':'" EVE "'}", NULL, WEFT_ERROR_NOT_FOUND, "assignee: is not in this project" },
  { "board.tick-item", PROJECT, BEN, "{'id':'" RIM_LINE "','done':true}", "board.item-ticked {'id':'" RIM_LINE "','done':true}" },
  { "board.tick-item", PROJECT, BEN, "{'id':'" GONE_LINE "','done':true}", NULL, WEFT_ERROR_CONFLICT, "id: the item was taken away" },
  { "board.tick-item", PROJECT, CLEO, "{'id':'" RIM_LINE "','done':true}", NULL,
    WEFT_ERROR_DENIED, "op: board.tick-item takes the role member or higher, yours is guest" },
  { "board.place-item", PROJECT, BEN, "{'id':'" RIM_LINE "','parent':'" HUB_LINE "','after':'" SPOKE_LINE "'}",
    "board.item-placed {'id':'" RIM_LINE "','parent':'" HUB_LINE "','above':'V'}" },
  { "board.place-item", PROJECT, BEN, "{'id':'" SPOKE_LINE "','parent':'" WHEEL_TASK "'}",
    "board.item-placed {'id':'" SPOKE_LINE "','parent':'" WHEEL_TASK "','below':'V'}" },
  { "board.place-item", PROJECT, BEN, "{'id':'" HUB_LINE "','parent':'" RIM_LINE "'}", NULL,
    WEFT_ERROR_INVALID, "parent: items stand below this one; it stays outermost" },
  { "board.place-item", PROJECT, BEN, "{'id':'" RIM_LINE "','parent':'" SPOKE_LINE "'}", NULL,
    WEFT_ERROR_INVALID, "parent: stands below another item itself" },
  { "board.place-item", PROJECT, BEN, "{'id':'" RIM_LINE "','parent':'" RIM_LINE "'}", NULL, WEFT_ERROR_INVALID, "parent: nothing stands below itself" },
  { "board.place-item", PROJECT, BEN, "{'id':'" RIM_LINE "','parent':'" OAK_TASK "'}", NULL,
    WEFT_ERROR_INVALID, "parent: is on the checklist of another task" },
  { "board.remove-item", PROJECT, BEN, "{'id':'" HUB_LINE "'}", "board.item-removed {'id':'" HUB_LINE "'}" },
  { "board.remove-item", PROJECT, BEN, "{'id':'" GONE_LINE "'}", NULL, WEFT_ERROR_CONFLICT, "id: the item was taken away" },
  { "board.restore-item", PROJECT, BEN, "{'id':'" GONE_LINE "'}", "board.item-restored {'id':'" GONE_LINE "'}" },
  { "board.restore-item", PROJECT, BEN, "{'id':'" RIM_LINE "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no item with this id was taken away" },
  { "note.create-notebook", NEW_NOTEBOOK, BEN, "{'name':'Dyes','members':['" EVE "','" BEN "']}",
    "note.notebook-created {'name':'Dyes'}\n"
    "people.member-added {'person':'" BEN "','role':'admin'}\n"
    "people.member-added {'person':'" EVE "','role':'member'}" },
  { "note.create-notebook", NOTEBOOK, BEN, "{'name':'Dyes','members':[]}", NULL,
    WEFT_ERROR_EXISTS, "stream: there is a notebook with this id already" },
  { "note.create-notebook", NEW_NOTEBOOK, "system", "{'name':'Dyes','members':[]}", NULL,
    WEFT_ERROR_INVALID, "members: 0 elements, at least 1 for a notebook without author" },
  { "note.create", NOTEBOOK, BEN, "{'id':'" NEW_NOTE "','title':'Cake','after':'" A_NOTE "'}",
    "note.created {'id':'" NEW_NOTE "','title':'Cake','text':'','place':'VV'}" },
  { "note.create", NOTEBOOK, BEN, "{'id':'" NEW_NOTE "','title':'Cake','text':'Eggs'}",
    "note.created {'id':'" NEW_NOTE "','title':'Cake','text':'Eggs','place':'F'}" },
  { "note.create", NOTEBOOK, BEN, "{'id':'" GONE_NOTE "','title':'Again'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a note with this id already" },
  { "note.create", NOTEBOOK, BEN, "{'id':'" NEW_NOTE "','title':'Cake','after':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "after: no such note here" },
  { "note.set", NOTEBOOK, EVE, "{'id':'" A_NOTE "','title':'Rye bread'}",
    "note.changed {'id':'" A_NOTE "','title':'Rye bread'}" },
  { "note.set", NOTEBOOK, EVE, "{'id':'" A_NOTE "','text':''}", "note.changed {'id':'" A_NOTE "','text':''}" },
  { "note.set", NOTEBOOK, EVE, "{'id':'" A_NOTE "'}", NULL,
    WEFT_ERROR_INVALID, "title: missing, and so is text: nothing to change" },
  { "note.set", NOTEBOOK, EVE, "{'id':'" GONE_NOTE "','title':'x'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the note was deleted" },
  { "note.set", NOTEBOOK, CLEO, "{'id':'" A_NOTE "','title':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "note.set-tags", NOTEBOOK, BEN, "{'id':'" A_NOTE "','tags':['" TAG "','" OTHER_TAG "']}",
    "note.tags-changed {'id':'" A_NOTE "','tags':['" TAG "','" OTHER_TAG "']}" },
  { "note.set-tags", NOTEBOOK, BEN, "{'id':'" NO_ID "','tags':[]}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such note here" },
  { "note.set-due", NOTEBOOK, BEN, "{'id':'" A_NOTE "','due':1800000000000}",
    "note.due-changed {'id':'" A_NOTE "','due':1800000000000}" },
  { "note.set-due", NOTEBOOK, BEN, "{'id':'" A_NOTE "','due':-1}", NULL,
    WEFT_ERROR_INVALID, "due: -1, at least 0" },
  { "note.move", NOTEBOOK, BEN, "{'id':'" B_NOTE "'}", "note.moved {'id':'" B_NOTE "','place':'F'}" },
  { "note.move", NOTEBOOK, BEN, "{'id':'" A_NOTE "','after':'" B_NOTE "'}",
    "note.moved {'id':'" A_NOTE "','place':'Y'}" },
  { "note.move", NOTEBOOK, BEN, "{'id':'" A_NOTE "','after':'" A_NOTE "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "after: no such note here" },
  { "note.gather", NOTEBOOK, BEN, "{'ids':['" B_NOTE "','" A_NOTE "'],'list':'worst'}",
    "note.gathered {'ids':['" B_NOTE "','" A_NOTE "'],'list':'worst','below':'V'}" },
  { "note.gather", NOTEBOOK, BEN, "{'ids':['" B_NOTE "'],'list':'best','after':'" NO_ID "'}",
    "note.gathered {'ids':['" B_NOTE "'],'list':'best','above':'V'}" },
  { "note.gather", NOTEBOOK, BEN, "{'ids':['" A_NOTE "'],'list':'best','after':'" A_NOTE "'}", NULL,
    WEFT_ERROR_INVALID, "after: nothing stands behind itself" },
  { "note.gather", NOTEBOOK, BEN, "{'ids':[],'list':'best'}", NULL, WEFT_ERROR_INVALID, "ids: 0 elements, at least 1" },
  { "note.gather", NOTEBOOK, BEN, "{'ids':['" A_NOTE "','" GONE_NOTE "'],'list':'best'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the note was deleted" },
  { "note.flag", NOTEBOOK, BEN, "{'ids':['" A_NOTE "','" B_NOTE "'],'person':'" EVE "','on':true}",
    "note.flagged {'ids':['" A_NOTE "','" B_NOTE "'],'person':'" EVE "','on':true}" },
  { "note.flag", NOTEBOOK, BEN, "{'ids':['" NO_ID "'],'person':'" EVE "','on':true}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such note here" },
  { "note.delete", NOTEBOOK, EVE, "{'id':'" A_NOTE "'}", "note.deleted {'id':'" A_NOTE "'}" },
  { "note.delete", NOTEBOOK, EVE, "{'id':'" GONE_NOTE "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the note was deleted" },
  { "note.restore", NOTEBOOK, EVE, "{'id':'" GONE_NOTE "'}", "note.restored {'id':'" GONE_NOTE "'}" },
  { "note.restore", NOTEBOOK, EVE, "{'id':'" A_NOTE "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the note is not deleted" },

  { "hooks.add", DIRECT, ADA, "{'id':'" NEW_HOOK "','name':'Alerts','face':'🔔','secret_hash':'" HASH "'}",
    "hooks.hook-added {'id':'" NEW_HOOK "','name':'Alerts','face':'🔔'}" },
  { "hooks.add", DIRECT, BEN, "{'id':'" NEW_HOOK "','name':'Alerts','secret_hash':'" HASH "'}", NULL,
    WEFT_ERROR_DENIED, "op: hooks.add takes the role admin or higher, yours is member" },
  { "hooks.add", DIRECT, EVE, "{'id':'" NEW_HOOK "','name':'Alerts','secret_hash':'" HASH "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "hooks.add", DIRECT, ADA, "{'id':'" A_HOOK "','name':'Alerts','secret_hash':'" HASH "'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a hook with this id already" },
  { "hooks.add", DIRECT, ADA, "{'id':'" NEW_HOOK "','name':' ','secret_hash':'" HASH "'}", NULL,
    WEFT_ERROR_INVALID, "name: nothing but white space" },
  { "hooks.add", DIRECT, ADA, "{'id':'" NEW_HOOK "','name':'Alerts','secret_hash':'swordfish'}", NULL,
    WEFT_ERROR_INVALID, "secret_hash: expected a SHA-256 (64 hexadecimal digits in lower case)" },
  { "hooks.set", DIRECT, ADA, "{'id':'" A_HOOK "','name':'Nightly'}", "hooks.hook-changed {'id':'" A_HOOK "','name':'Nightly','face':''}" },
  { "hooks.set", DIRECT, ADA, "{'id':'" NO_ID "','name':'Nightly'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such hook here" },
  { "hooks.set", DIRECT, ADA, "{'id':'" A_HOOK "','name':'\\t'}", NULL,
    WEFT_ERROR_INVALID, "name: character 1 is U+0009, which does not fit on one line" },
  { "hooks.remove", DIRECT, ADA, "{'id':'" A_HOOK "'}", "hooks.hook-removed {'id':'" A_HOOK "'}" },
  { "hooks.remove", DIRECT, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such hook here" },
  { "hooks.remove", DIRECT, BEN, "{'id':'" A_HOOK "'}", NULL,
    WEFT_ERROR_DENIED, "op: hooks.remove takes the role admin or higher, yours is member" },
  { "hooks.post", DIRECT, "system", "{'hook':'" A_HOOK "','id':'" NEW_MESSAGE "','text':'Green'}",
    "thread.message-posted {'id':'" NEW_MESSAGE "','author':'" A_HOOK "','speaker':'Builds','face':'','text':'Green'}" },
  { "hooks.post", DIRECT, "system", "{'hook':'" A_HOOK "','id':'" NEW_MESSAGE "','text':'Green','speaker':'CI','face':'✅'}",
    "thread.message-posted {'id':'" NEW_MESSAGE "','author':'" A_HOOK "','speaker':'CI','face':'✅','text':'Green'}" },
  { "hooks.post", DIRECT, "system", "{'hook':'" A_HOOK "','id':'" NEW_MESSAGE "','text':'Mended','alert':'" HASH "','firing':false}",
    "thread.message-edited {'id':'" HOOKS_MESSAGE "','text':'Mended'}\n"
    "hooks.alert-ended {'hook':'" A_HOOK "','alert':'" HASH "'}" },
  { "hooks.post", DIRECT, "system", "{'hook':'" A_HOOK "','id':'" NEW_MESSAGE "','text':'Worse','alert':'" HASH "'}",
    "thread.message-edited {'id':'" HOOKS_MESSAGE "','text':'Worse'}" },
  { "hooks.post", DIRECT, "system", "{'hook':'" A_HOOK "','id':'" NEW_MESSAGE "','text':'Hot','alert':'" OTHER_HASH "'}",
    "thread.message-posted {'id':'" NEW_MESSAGE "','author':'" A_HOOK "','speaker':'Builds','face':'','text':'Hot'}\n"
    "hooks.alert-begun {'hook':'" A_HOOK "','alert':'" OTHER_HASH "','message':'" NEW_MESSAGE "'}" },
  { "hooks.post", DIRECT, "system", "{'hook':'" A_HOOK "','id':'" NEW_MESSAGE "','text':'Cold','alert':'" OTHER_HASH "','firing':false}",
    "thread.message-posted {'id':'" NEW_MESSAGE "','author':'" A_HOOK "','speaker':'Builds','face':'','text':'Cold'}" },
  { "hooks.post", DIRECT, "system", "{'hook':'" NO_ID "','id':'" NEW_MESSAGE "','text':'Green'}", NULL,
    WEFT_ERROR_NOT_FOUND, "hook: no such hook here" },
  { "hooks.post", DIRECT, "system", "{'hook':'" A_HOOK "','id':'" HOOKS_MESSAGE "','text':'Green'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a message with this id already" },
  { "hooks.post", DIRECT, ADA, "{'hook':'" A_HOOK "','id':'" NEW_MESSAGE "','text':'Green'}", NULL,
    WEFT_ERROR_DENIED, "op: hooks.post is for the server itself" },

  { "hooks.add-teller", DIRECT, ADA, "{'id':'" NEW_TELLER "','name':'Log','address':'https://log.example.org:8443/a?b=c@d'," KEY "}",
    "hooks.teller-added {'id':'" NEW_TELLER "','name':'Log','host':'log.example.org:8443'}" },
  { "hooks.add-teller", DIRECT, BEN, "{'id':'" NEW_TELLER "','name':'Log','address':'https://log.example.org/'," KEY "}", NULL,
    WEFT_ERROR_DENIED, "op: hooks.add-teller takes the role admin or higher, yours is member" },
  { "hooks.add-teller", DIRECT, ADA, "{'id':'" A_TELLER "','name':'Log','address':'https://log.example.org/'," KEY "}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a program with this id already" },
  { "hooks.add-teller", DIRECT, ADA, "{'id':'" NEW_TELLER "','name':'Log','address':'ftp://log.example.org/'," KEY "}", NULL,
    WEFT_ERROR_INVALID, "address: expected one of http or https, without a name or password" },
  { "hooks.add-teller", DIRECT, ADA, "{'id':'" NEW_TELLER "','name':'Log','address':'https://me@log.example.org/'," KEY "}", NULL,
    WEFT_ERROR_INVALID, "address: expected one of http or https, without a name or password" },
  { "hooks.add-teller", DIRECT, ADA, "{'id':'" NEW_TELLER "','name':'Log','address':'https://log.example.org/','key':'short'}", NULL,
    WEFT_ERROR_INVALID, "key: 5 characters, at least 32" },
  { "hooks.set-teller", DIRECT, ADA, "{'id':'" A_TELLER "','working':false}", "hooks.teller-set {'id':'" A_TELLER "','working':false}" },
  { "hooks.set-teller", DIRECT, ADA, "{'id':'" NO_ID "','working':false}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such program here" },
  { "hooks.remove-teller", DIRECT, ADA, "{'id':'" A_TELLER "'}", "hooks.teller-removed {'id':'" A_TELLER "'}" },
  { "hooks.remove-teller", DIRECT, ADA, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such program here" },
  { "hooks.tell", DIRECT, "system", "{'teller':'" NO_ID "','message':'" HOOKS_MESSAGE "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "teller: no such program here" },
  { "hooks.tell", DIRECT, "system", "{'teller':'" A_TELLER "','message':'" HOOKS_MESSAGE "'}", "" },
  { "hooks.tell", DIRECT, ADA, "{'teller':'" A_TELLER "','message':'" HOOKS_MESSAGE "'}", NULL,
    WEFT_ERROR_DENIED, "op: hooks.tell is for the server itself" },

  { "thread.stick", ROOM, CLEO, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'weft/hello','reply_to':'" ADAS_MESSAGE "'}",
    "thread.message-sent {'id':'" NEW_MESSAGE "','text':'Hello','reply_to':'" ADAS_MESSAGE "'}\nthread.sticker-shown {'id':'" NEW_MESSAGE "','sticker':'weft/hello','size':0}" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_REPLY "','text':'Shuttle','sticker':'" BENS_STICKER "','picture':'" HASH "','size':4,'root':'" ADAS_MESSAGE "'}",
    "thread.replied {'id':'" NEW_REPLY "','root':'" ADAS_MESSAGE "','ordinal':-1048573,'text':'Shuttle'}\nthread.sticker-shown {'id':'" NEW_REPLY "','sticker':'" BENS_STICKER
    "','picture':'" HASH "','size':4}" },
  { "thread.stick", ROOM, BEN, "{'id':'" ADAS_MESSAGE "','text':'Hello','sticker':'weft/hello'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a message with this id already" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'weft/hello','reply_to':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "reply_to: no such message here" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'weft/hello','root':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "root: no such message here" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'weft/'}", NULL, WEFT_ERROR_INVALID, "sticker: expected weft/NAME or an id" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'weft/../x'}", NULL, WEFT_ERROR_INVALID, "sticker: expected weft/NAME or an id" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'weft/hello','picture':'" HASH "','size':4}", NULL,
    WEFT_ERROR_INVALID, "picture: Weft's own stickers have none" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'Hello','sticker':'" BENS_STICKER "'}", NULL,
    WEFT_ERROR_INVALID, "picture: missing: only Weft's own stickers have none" },
  { "thread.stick", ROOM, BEN, "{'id':'" NEW_MESSAGE "','text':'a\\nb','sticker':'weft/hello'}", NULL, WEFT_ERROR_INVALID, "text: character 2 is U+000A, which does not fit on one line" },
  { "thread.edit", LIST, EVE, "{'id':'" EVES_STICKER "','text':'Hi'}", NULL,
    WEFT_ERROR_CONFLICT, "id: a sticker stays as it is; delete it and send another" },
  { "phrases.keep", USER (BEN), BEN, "{'id':'" NEW_PHRASE "','name':'bye_2','text':'See you\\ntomorrow'}",
    "phrases.phrase-kept {'id':'" NEW_PHRASE "','name':'bye_2','text':'See you\\ntomorrow'}" },
  { "phrases.keep", USER (CLEO), CLEO, "{'id':'" NEW_PHRASE "','name':'thanks','text':'a guest writes too'}",
    "phrases.phrase-kept {'id':'" NEW_PHRASE "','name':'thanks','text':'a guest writes too'}" },
  { "phrases.keep", USER (BEN), BEN, "{'id':'" BENS_PHRASE "','name':'bye','text':'x'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a quick reply with this id already" },
  { "phrases.keep", USER (BEN), BEN, "{'id':'" NEW_PHRASE "','name':'ĐANG-TỚI','text':'x'}", NULL,
    WEFT_ERROR_EXISTS, "name: another quick reply is called that" },
  { "phrases.keep", USER (BEN), BEN, "{'id':'" NEW_PHRASE "','name':'usr/bin','text':'x'}", NULL,
    WEFT_ERROR_INVALID, "name: expected letters, digits, “-” and “_”, a letter first: it is written behind a slash" },
  { "phrases.keep", USER (BEN), BEN, "{'id':'" NEW_PHRASE "','name':'two words','text':'x'}", NULL,
    WEFT_ERROR_INVALID, "name: expected letters, digits, “-” and “_”, a letter first: it is written behind a slash" },
  { "phrases.keep", USER (BEN), BEN, "{'id':'" NEW_PHRASE "','name':'2nd','text':'x'}", NULL,
    WEFT_ERROR_INVALID, "name: expected letters, digits, “-” and “_”, a letter first: it is written behind a slash" },
  { "phrases.keep", USER (BEN), ADA, "{'id':'" NEW_PHRASE "','name':'bye','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "phrases.set", USER (BEN), BEN, "{'id':'" BENS_PHRASE "','name':'Thanks','text':'Many thanks'}",
    "phrases.phrase-changed {'id':'" BENS_PHRASE "','name':'Thanks','text':'Many thanks'}" },
  { "phrases.set", USER (BEN), BEN, "{'id':'" BENS_PHRASE "','name':'đang-tới','text':'x'}", NULL,
    WEFT_ERROR_EXISTS, "name: another quick reply is called that" },
  { "phrases.set", USER (BEN), BEN, "{'id':'" BENS_PHRASE "','name':'-x','text':'x'}", NULL,
    WEFT_ERROR_INVALID, "name: expected letters, digits, “-” and “_”, a letter first: it is written behind a slash" },
  { "phrases.set", USER (BEN), BEN, "{'id':'" NO_ID "','name':'bye','text':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such quick reply" },
  { "phrases.set", USER (BEN), ADA, "{'id':'" BENS_PHRASE "','name':'bye','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "phrases.drop", USER (BEN), BEN, "{'id':'" BENS_PHRASE "'}", "phrases.phrase-dropped {'id':'" BENS_PHRASE "'}" },
  { "phrases.drop", USER (BEN), BEN, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such quick reply" },
  { "phrases.drop", USER (BEN), ADA, "{'id':'" BENS_PHRASE "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "phrases.keep", "workspace", ADA, "{'id':'" NEW_PHRASE "','name':'thanks','text':'Ben has one of that name'}",
    "phrases.phrase-kept {'id':'" NEW_PHRASE "','name':'thanks','text':'Ben has one of that name'}" },
  { "phrases.keep", "workspace", ADA, "{'id':'" NEW_PHRASE "','name':'Hours','text':'x'}", NULL,
    WEFT_ERROR_EXISTS, "name: another quick reply is called that" },
  { "phrases.keep", "workspace", BEN, "{'id':'" NEW_PHRASE "','name':'bye','text':'x'}", NULL,
    WEFT_ERROR_DENIED, "stream: the team's quick replies are written by administrators" },
  { "phrases.set", "workspace", ADA, "{'id':'" TEAM_PHRASE "','name':'open','text':'Nine to six'}",
    "phrases.phrase-changed {'id':'" TEAM_PHRASE "','name':'open','text':'Nine to six'}" },
  { "phrases.set", "workspace", BEN, "{'id':'" TEAM_PHRASE "','name':'open','text':'x'}", NULL,
    WEFT_ERROR_DENIED, "stream: the team's quick replies are written by administrators" },
  { "phrases.set", "workspace", ADA, "{'id':'" BENS_PHRASE "','name':'bye','text':'x'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such quick reply" },
  { "phrases.drop", "workspace", ADA, "{'id':'" TEAM_PHRASE "'}", "phrases.phrase-dropped {'id':'" TEAM_PHRASE "'}" },
  { "phrases.drop", "workspace", BEN, "{'id':'" TEAM_PHRASE "'}", NULL,
    WEFT_ERROR_DENIED, "stream: the team's quick replies are written by administrators" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'warp_+1-x','picture':'" HASH "','size':65536,'width':128,'height':128}",
    "pictures.emoji-added {'id':'" NEW_EMOJI "','name':'warp_+1-x','picture':'" HASH "','size':65536,'width':128,'height':128}" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'shuttle','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_EXISTS, "name: another emoji is called that" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'Warp','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_INVALID, "name: expected small letters of English, digits, “_”, “+” and “-”" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'a:b','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_INVALID, "name: expected small letters of English, digits, “_”, “+” and “-”" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_TOO_LARGE, "name: 31 characters, at most 30" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'warp','picture':'" HASH "','size':65537,'width':1,'height':1}", NULL,
    WEFT_ERROR_INVALID, "size: 65537, at most 65536" },
  { "pictures.add-emoji", "workspace", BEN, "{'id':'" NEW_EMOJI "','name':'warp','picture':'" HASH "','size':4,'width':129,'height':1}", NULL,
    WEFT_ERROR_INVALID, "width: 129, at most 128" },
  { "pictures.remove-emoji", "workspace", BEN, "{'id':'" BENS_EMOJI "'}", "pictures.emoji-removed {'id':'" BENS_EMOJI "'}" },
  { "pictures.remove-emoji", "workspace", ADA, "{'id':'" BENS_EMOJI "'}", "pictures.emoji-removed {'id':'" BENS_EMOJI "'}" },
  { "pictures.remove-emoji", "workspace", EVE, "{'id':'" BENS_EMOJI "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who added it or an administrator may do that" },
  { "pictures.remove-emoji", "workspace", BEN, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such emoji here" },
  { "pictures.set-policy", "workspace", ADA, "{'who':'admin'}", "pictures.policy-set {'who':'admin'}" },
  { "pictures.set-policy", "workspace", ADA, "{'who':'guest'}", NULL, WEFT_ERROR_INVALID, "who: expected one of member, admin" },
  { "pictures.add-pack", "workspace", BEN, "{'id':'" NEW_PACK "','name':'Yarns'}", "pictures.pack-added {'id':'" NEW_PACK "','name':'Yarns','maker':''}" },
  { "pictures.add-pack", "workspace", BEN, "{'id':'" GONE_PACK "','name':'Yarns'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a pack with this id already" },
  { "pictures.set-pack", "workspace", BEN, "{'id':'" BENS_PACK "','name':'Mules','maker':'Cleo'}",
    "pictures.pack-set {'id':'" BENS_PACK "','name':'Mules','maker':'Cleo'}" },
  { "pictures.set-pack", "workspace", ADA, "{'id':'" BENS_PACK "','name':'Mules'}", "pictures.pack-set {'id':'" BENS_PACK "','name':'Mules','maker':''}" },
  { "pictures.set-pack", "workspace", EVE, "{'id':'" BENS_PACK "','name':'Mules'}", NULL,
    WEFT_ERROR_DENIED, "id: only who added it or an administrator may do that" },
  { "pictures.set-pack", "workspace", BEN, "{'id':'" GONE_PACK "','name':'Looms'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such pack here" },
  { "pictures.set-pack", "workspace", BEN, "{'id':'" BENS_PACK "','name':' '}", NULL, WEFT_ERROR_INVALID, "name: nothing but white space" },
  { "pictures.arrange-pack", "workspace", BEN, "{'id':'" BENS_PACK "','arranged':'" NO_ID " " BENS_STICKER "'}",
    "pictures.pack-arranged {'id':'" BENS_PACK "','arranged':'" NO_ID " " BENS_STICKER "'}" },
  { "pictures.arrange-pack", "workspace", ADA, "{'id':'" BENS_PACK "'}", "pictures.pack-arranged {'id':'" BENS_PACK "'}" },
  { "pictures.arrange-pack", "workspace", BEN, "{'id':'" BENS_PACK "','arranged':'" BENS_STICKER "  " NO_ID "'}", NULL,
    WEFT_ERROR_INVALID, "arranged: expected ids with a space between them" },
  { "pictures.arrange-pack", "workspace", EVE, "{'id':'" BENS_PACK "','arranged':'" BENS_STICKER "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who added it or an administrator may do that" },
  { "pictures.arrange-pack", "workspace", BEN, "{'id':'" GONE_PACK "','arranged':'" BENS_STICKER "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such pack here" },
  { "pictures.remove-pack", "workspace", ADA, "{'id':'" BENS_PACK "'}", "pictures.pack-removed {'id':'" BENS_PACK "'}" },
  { "pictures.remove-pack", "workspace", EVE, "{'id':'" BENS_PACK "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who added it or an administrator may do that" },
  { "pictures.remove-pack", "workspace", BEN, "{'id':'" GONE_PACK "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such pack here" },
  { "pictures.restore-pack", "workspace", BEN, "{'id':'" GONE_PACK "'}", "pictures.pack-restored {'id':'" GONE_PACK "'}" },
  { "pictures.restore-pack", "workspace", BEN, "{'id':'" BENS_PACK "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such pack here" },
  { "pictures.restore-pack", "workspace", EVE, "{'id':'" GONE_PACK "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who added it or an administrator may do that" },
  { "pictures.add-sticker", "workspace", BEN, "{'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':262144,'width':512,'height':1}",
    "pictures.sticker-added {'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':262144,'width':512,'height':1}" },
  { "pictures.add-sticker", "workspace", BEN, "{'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':' ','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_INVALID, "text: nothing but white space" },
  { "pictures.add-sticker", "workspace", BEN, "{'id':'" BENS_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a sticker with this id already" },
  { "pictures.add-sticker", "workspace", BEN, "{'id':'" NEW_STICKER "','pack':'" GONE_PACK "','text':'Warp','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_NOT_FOUND, "pack: no such pack here" },
  { "pictures.add-sticker", "workspace", EVE, "{'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':4,'width':1,'height':1}", NULL,
    WEFT_ERROR_DENIED, "pack: only who added it or an administrator may do that" },
  { "pictures.add-sticker", "workspace", BEN, "{'id':'" NEW_STICKER "','pack':'" BENS_PACK "','text':'Warp','picture':'" HASH "','size':4,'width':513,'height':1}", NULL,
    WEFT_ERROR_INVALID, "width: 513, at most 512" },
  { "pictures.set-sticker", "workspace", BEN, "{'id':'" BENS_STICKER "','text':'Bobbin'}", "pictures.sticker-set {'id':'" BENS_STICKER "','text':'Bobbin'}" },
  { "pictures.set-sticker", "workspace", EVE, "{'id':'" BENS_STICKER "','text':'Bobbin'}", NULL,
    WEFT_ERROR_DENIED, "id: only who added it or an administrator may do that" },
  { "pictures.set-sticker", "workspace", BEN, "{'id':'" NO_ID "','text':'Bobbin'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such sticker here" },
  { "pictures.set-sticker", "workspace", BEN, "{'id':'" BENS_STICKER "','text':'a\\nb'}", NULL, WEFT_ERROR_INVALID, "text: character 2 is U+000A, which does not fit on one line" },
  { "pictures.remove-sticker", "workspace", BEN, "{'id':'" BENS_STICKER "'}", "pictures.sticker-removed {'id':'" BENS_STICKER "'}" },
  { "pictures.remove-sticker", "workspace", EVE, "{'id':'" BENS_STICKER "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who added it or an administrator may do that" },
  { "pictures.remove-sticker", "workspace", BEN, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such sticker here" },
  { "reminders.set", USER (BEN), BEN, "{'id':'" NEW_REMINDER "','at':5,'text':'Go home'}",
    "reminders.reminder-set {'id':'" NEW_REMINDER "','at':5,'text':'Go home'}" },
  { "reminders.set", ROOM, CLEO, "{'id':'" NEW_REMINDER "','at':5,'text':'Tea','target':'" ROOM "','object':'" BENS_MESSAGE "'}",
    "reminders.reminder-set {'id':'" NEW_REMINDER "','at':5,'text':'Tea','target':'" ROOM "','object':'" BENS_MESSAGE "'}" },
  { "reminders.set", ROOM, BEN, "{'id':'" BENS_REMINDER "','at':5,'text':'Tea'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a reminder with this id already" },
  { "reminders.set", ROOM, BEN, "{'id':'" NEW_REMINDER "','at':5,'text':'Tea','object':'" BENS_MESSAGE "'}", NULL,
    WEFT_ERROR_INVALID, "target: missing: object says what is in it" },
  { "reminders.set", ROOM, BEN, "{'id':'" NEW_REMINDER "','at':-1,'text':'Tea'}", NULL,
    WEFT_ERROR_INVALID, "at: -1, at least 0" },
  { "reminders.set", ROOM, BEN, "{'id':'" NEW_REMINDER "','at':5,'text':' '}", NULL,
    WEFT_ERROR_INVALID, "text: nothing but white space" },
  { "reminders.set", USER (BEN), ADA, "{'id':'" NEW_REMINDER "','at':5,'text':'Tea'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "reminders.snooze", USER (ADA), ADA, "{'id':'" ADAS_REMINDER "','at':7}", "reminders.snoozed {'id':'" ADAS_REMINDER "','at':7}" },
  { "reminders.snooze", ROOM, ADA, "{'id':'" CLEOS_REMINDER "','at':7}", "reminders.snoozed {'id':'" CLEOS_REMINDER "','at':7}" },
  { "reminders.snooze", ROOM, CLEO, "{'id':'" BENS_REMINDER "','at':7}", NULL,
    WEFT_ERROR_DENIED, "id: a guest may change only their own reminders" },
  { "reminders.snooze", ROOM, BEN, "{'id':'" NO_ID "','at':7}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such reminder here" },
  { "reminders.dismiss", ROOM, BEN, "{'id':'" BENS_REMINDER "'}", "reminders.dismissed {'id':'" BENS_REMINDER "'}" },
  { "reminders.dismiss", ROOM, ADA, "{'id':'" BENS_REMINDER "'}", "reminders.dismissed {'id':'" BENS_REMINDER "'}" },
  { "reminders.dismiss", ROOM, BEN, "{'id':'" CLEOS_REMINDER "'}", NULL,
    WEFT_ERROR_DENIED, "id: only who set a reminder or an administrator may dismiss it" },
  { "reminders.dismiss", ROOM, BEN, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such reminder here" },
  { "reminders.fire", ROOM, "system", "{'id':'" BENS_REMINDER "','at':1750000000000}",
    "reminders.fired {'id':'" BENS_REMINDER "','at':1750000000000,'text':'Answer Ada','target':'" ROOM "','object':'" ADAS_MESSAGE
    "','late':false}" },
  { "reminders.fire", ROOM, "system", "{'id':'" BENS_REMINDER "','at':7}", NULL,
    WEFT_ERROR_CONFLICT, "at: the reminder is not set for this time" },
  { "reminders.fire", ROOM, "system", "{'id':'" CLEOS_REMINDER "','at':1600000000000}", NULL,
    WEFT_ERROR_CONFLICT, "at: the reminder is not set for this time" },
  { "reminders.fire", ROOM, ADA, "{'id':'" BENS_REMINDER "','at':1750000000000}", NULL,
    WEFT_ERROR_DENIED, "op: reminders.fire is for the server itself" },

  { "ranks.place", NOTEBOOK, EVE, "{'id':'" GONE_NOTE "','list':'best','after':'" A_NOTE "'}",
    "ranks.placed {'id':'" GONE_NOTE "','list':'best','rank':'VV'}" },
  { "ranks.place", NOTEBOOK, EVE, "{'id':'" GONE_NOTE "','list':'best','before':'" A_NOTE "'}",
    "ranks.placed {'id':'" GONE_NOTE "','list':'best','rank':'F'}" },
  { "ranks.place", NOTEBOOK, EVE, "{'id':'" GONE_NOTE "','list':'best','after':'" NO_ID "','before':'" B_NOTE "'}",
    "ranks.placed {'id':'" GONE_NOTE "','list':'best','rank':'VV'}" },
  { "ranks.place", NOTEBOOK, EVE, "{'id':'" NEW_NOTE "','list':'best','after':'" NO_ID "'}",
    "ranks.placed {'id':'" NEW_NOTE "','list':'best','rank':'X'}" },
  { "ranks.place", NOTEBOOK, EVE, "{'id':'" NEW_NOTE "','list':'best'}",
    "ranks.placed {'id':'" NEW_NOTE "','list':'best','rank':'F'}" },
  { "ranks.place", USER (EVE), EVE, "{'id':'" NEW_NOTE "','list':'rooms'}",
    "ranks.placed {'id':'" NEW_NOTE "','list':'rooms','rank':'V'}" },
  { "ranks.place", NOTEBOOK, EVE, "{'id':'" A_NOTE "','list':'best','after':'" A_NOTE "'}", NULL,
    WEFT_ERROR_INVALID, "after: nothing stands behind itself" },
  { "ranks.place", NOTEBOOK, EVE, "{'id':'" A_NOTE "','list':'best','before':'" A_NOTE "'}", NULL,
    WEFT_ERROR_INVALID, "before: nothing stands before itself" },
  { "ranks.remove", NOTEBOOK, EVE, "{'id':'" A_NOTE "'}", "ranks.removed {'id':'" A_NOTE "'}" },
  { "ranks.remove", NOTEBOOK, EVE, "{'id':'" NO_ID "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: stands in no list here" },
  { "ranks.spread", NOTEBOOK, "system", "{'list':'best'}", "ranks.evened {'list':'best'}" },
  { "ranks.spread", NOTEBOOK, ADA, "{'list':'best'}", NULL, WEFT_ERROR_DENIED, "op: ranks.spread is for the server itself" },

  { "notices.see", USER (ADA), ADA, "{'ids':['" ADAS_NOTICE "','" NO_ID "']}", "notices.seen {'ids':['" ADAS_NOTICE "','" NO_ID "']}" },
  { "notices.see", USER (ADA), ADA, "{'ids':[]}", NULL, WEFT_ERROR_INVALID, "ids: 0 elements, at least 1" },
  { "notices.see", USER (BEN), ADA, "{'ids':['" ADAS_NOTICE "']}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.see-all", USER (CLEO), CLEO, "{}", "notices.all-seen {}" },
  { "notices.see-all", USER (ADA), "system", "{}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.let-through", USER (BEN), BEN, "{'urgent':true}", "notices.urgent-let-through {'urgent':true}" },
  { "notices.let-through", USER (BEN), ADA, "{'urgent':true}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.mute", USER (ADA), ADA, "{'target':'" ROOM "','muted':true}", "notices.muted {'target':'" ROOM "','muted':true,'until':0}" },
  { "notices.mute", USER (ADA), ADA, "{'target':'" ROOM "','muted':true,'until':5}", "notices.muted {'target':'" ROOM "','muted':true,'until':5}" },
  { "notices.mute", USER (BEN), BEN, "{'target':'" ROOM "','muted':false,'until':5}", "notices.muted {'target':'" ROOM "','muted':false,'until':0}" },
  { "notices.mute", USER (ADA), "system", "{'target':'" ROOM "','muted':true}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "people.show-seen", USER (ADA), ADA, "{'on':false}", "people.seen-shown {'on':false}" },
  { "people.show-seen", USER (BEN), ADA, "{'on':false}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "thread.limit-editing", ROOM, ADA, "{'seconds':300}", "thread.editing-limited {'seconds':300}" },
  { "thread.limit-editing", ROOM, ADA, "{'seconds':-1}", "thread.editing-limited {'seconds':-1}" },
  { "thread.limit-editing", ROOM, ADA, "{'seconds':31536000}", "thread.editing-limited {'seconds':31536000}" },
  { "thread.limit-editing", ROOM, ADA, "{'seconds':-2}", NULL, WEFT_ERROR_INVALID, "seconds: -2, at least -1" },
  { "thread.limit-editing", ROOM, ADA, "{'seconds':31536001}", NULL, WEFT_ERROR_INVALID, "seconds: 31536001, at most 31536000" },
  { "thread.limit-editing", ROOM, BEN, "{'seconds':300}", NULL, WEFT_ERROR_DENIED, "op: thread.limit-editing takes the role admin or higher, yours is member" },
  { "thread.set-receipts", ROOM, ADA, "{'on':false}", "thread.receipts-set {'on':false}" },
  { "thread.set-receipts", ROOM, BEN, "{'on':false}", NULL, WEFT_ERROR_DENIED, "op: thread.set-receipts takes the role admin or higher, yours is member" },
  { "thread.send-receipts", USER (ADA), ADA, "{'on':false}", "thread.receipts-set {'on':false}" },
  { "thread.send-receipts", USER (BEN), ADA, "{'on':false}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.set-level", USER (ADA), ADA, "{'target':'" ROOM "','level':'all'}", "notices.level-set {'target':'" ROOM "','level':'all'}" },
  { "notices.set-level", USER (ADA), ADA, "{'target':'" ROOM "','level':'loud'}", NULL, WEFT_ERROR_INVALID, "level: expected one of default, all, mentions, nothing" },
  { "notices.set-level", USER (BEN), ADA, "{'target':'" ROOM "','level':'all'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.set-defaults", USER (ADA), ADA, "{'rooms':'nothing','direct':'mentions'}", "notices.defaults-set {'rooms':'nothing','direct':'mentions'}" },
  { "notices.set-defaults", USER (ADA), ADA, "{'rooms':'default','direct':'all'}", NULL, WEFT_ERROR_INVALID, "rooms: expected one of all, mentions, nothing" },
  { "notices.set-defaults", USER (BEN), ADA, "{'rooms':'all','direct':'all'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.add-keyword", USER (BEN), BEN, "{'id':'" NEW_NOTE "','word':'loom'}", "notices.keyword-added {'id':'" NEW_NOTE "','word':'loom'}" },
  { "notices.add-keyword", USER (BEN), BEN, "{'id':'" NEW_NOTE "','word':'DON HANG'}", "" },
  { "notices.add-keyword", USER (BEN), BEN, "{'id':'" BENS_KEYWORD "','word':'loom'}", NULL, WEFT_ERROR_EXISTS, "id: there is a keyword with this id already" },
  { "notices.add-keyword", USER (BEN), BEN, "{'id':'" NEW_NOTE "','word':'👍 !'}", NULL, WEFT_ERROR_INVALID, "word: no letter and no digit in it" },
  { "notices.add-keyword", USER (BEN), BEN, "{'id':'" NEW_NOTE "','word':''}", NULL, WEFT_ERROR_INVALID, "word: 0 characters, at least 1" },
  { "notices.add-keyword", USER (BEN), ADA, "{'id':'" NEW_NOTE "','word':'loom'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.remove-keyword", USER (BEN), BEN, "{'id':'" BENS_KEYWORD "'}", "notices.keyword-removed {'id':'" BENS_KEYWORD "'}" },
  { "notices.remove-keyword", USER (BEN), ADA, "{'id':'" BENS_KEYWORD "'}", NULL, WEFT_ERROR_NOT_FOUND, "stream: no such stream" },
  { "notices.add-rule", "workspace", ADA,
    "{'id':'" NEW_NOTE "','kind':'mention','target':'" ROOM "','op':'thread.send','template':'{}'}",
    "notices.rule-added {'id':'" NEW_NOTE "','kind':'mention','contains':'','target':'" ROOM "','op':'thread.send','template':'{}'}" },
  { "notices.add-rule", "workspace", BEN,
    "{'id':'" NEW_NOTE "','kind':'mention','target':'" ROOM "','op':'thread.send','template':'{}'}", NULL,
    WEFT_ERROR_DENIED, "op: notices.add-rule takes the role admin or higher, yours is member" },
  { "notices.remove-rule", "workspace", ADA, "{'id':'" NEW_NOTE "'}", NULL, WEFT_ERROR_NOT_FOUND, "id: no such rule" },
  { "notices.remove-rule", "workspace", ADA, "{'id':'" A_RULE "'}", "notices.rule-removed {'id':'" A_RULE "'}" },
  { "notices.add-rule", "workspace", ADA,
    "{'id':'" A_RULE "','kind':'mention','target':'" ROOM "','op':'thread.send','template':'{}'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is a rule with this id already" },

  { "shopping.create-list", NEW_LIST, EVE, "{'name':'Fair','members':['" CLEO "','" EVE "','" CLEO "']}",
    "shopping.list-created {'name':'Fair'}\n"
    "people.member-added {'person':'" EVE "','role':'admin'}\n"
    "people.member-added {'person':'" CLEO "','role':'member'}" },
  { "shopping.create-list", NEW_LIST, "system", "{'name':'Fair','members':['" CLEO "']}",
    "shopping.list-created {'name':'Fair'}\n"
    "people.member-added {'person':'" CLEO "','role':'admin'}" },
  { "shopping.create-list", NEW_LIST, "system", "{'name':'Fair','members':[]}", NULL,
    WEFT_ERROR_INVALID, "members: 0 elements, at least 1 for a list without author" },
  { "shopping.create-list", NEW_LIST, EVE, "{'name':'','members':[]}", NULL,
    WEFT_ERROR_INVALID, "name: 0 characters, at least 1" },
  { "shopping.create-list", NEW_LIST, EVE, "{'name':" NAME_81 ",'members':[]}", NULL,
    WEFT_ERROR_TOO_LARGE, "name: 81 characters, at most 80" },
  { "shopping.create-list", LIST, EVE, "{'name':'Fair','members':[]}", NULL,
    WEFT_ERROR_EXISTS, "stream: there is a shopping list with this id already" },

  { "shopping.add", LIST, EVE, "{'id':'" NEW_ITEM "','text':'Indigo','amount':'1 bag'}",
    "shopping.item-added {'id':'" NEW_ITEM "','text':'Indigo','amount':'1 bag'}" },
  { "shopping.add", LIST, EVE, "{'id':'" NEW_ITEM "','text':'Indigo'}",
    "shopping.item-added {'id':'" NEW_ITEM "','text':'Indigo','amount':''}" },
  { "shopping.add", LIST, EVE, "{'id':'" NEW_ITEM "','text':''}", NULL,
    WEFT_ERROR_INVALID, "text: 0 characters, at least 1" },
  { "shopping.add", LIST, EVE, "{'id':'" NEW_ITEM "','text':'x','amount':'123456789 123456789 123456789 123456789 1'}", NULL,
    WEFT_ERROR_TOO_LARGE, "amount: 41 characters, at most 40" },
  { "shopping.add", LIST, EVE, "{'id':'" GONE_ITEM "','text':'x'}", NULL,
    WEFT_ERROR_EXISTS, "id: there is an item with this id already" },
  { "shopping.add", LIST, CLEO, "{'id':'" NEW_ITEM "','text':'x'}", NULL,
    WEFT_ERROR_DENIED, "op: shopping.add takes the role member or higher, yours is guest" },
  { "shopping.add", LIST, ADA, "{'id':'" NEW_ITEM "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "stream: no such stream" },

  { "shopping.change", LIST, EVE, "{'id':'" AN_ITEM "','text':'Fine wool'}",
    "shopping.item-changed {'id':'" AN_ITEM "','text':'Fine wool'}" },
  { "shopping.change", LIST, EVE, "{'id':'" AN_ITEM "','amount':''}",
    "shopping.item-changed {'id':'" AN_ITEM "','amount':''}" },
  { "shopping.change", LIST, EVE, "{'id':'" AN_ITEM "'}", NULL,
    WEFT_ERROR_INVALID, "text: missing, and so is amount: nothing to change" },
  { "shopping.change", LIST, EVE, "{'id':'" GONE_ITEM "','text':'x'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the item was taken off the list" },
  { "shopping.change", LIST, EVE, "{'id':'" NO_ID "','text':'x'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such item here" },

  { "shopping.buy", LIST, CLEO, "{'id':'" AN_ITEM "','bought':true}",
    "shopping.item-bought {'id':'" AN_ITEM "','bought':true}" },
  { "shopping.buy", LIST, CLEO, "{'id':'" GONE_ITEM "','bought':true}", NULL,
    WEFT_ERROR_CONFLICT, "id: the item was taken off the list" },

  { "shopping.remove", LIST, EVE, "{'id':'" AN_ITEM "'}", "shopping.item-removed {'id':'" AN_ITEM "'}" },
  { "shopping.remove", LIST, EVE, "{'id':'" GONE_ITEM "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the item was taken off the list" },

  { "shopping.put-back", LIST, EVE, "{'id':'" GONE_ITEM "'}", "shopping.item-put-back {'id':'" GONE_ITEM "'}" },
  { "shopping.put-back", LIST, EVE, "{'id':'" AN_ITEM "'}", NULL,
    WEFT_ERROR_CONFLICT, "id: the item is on the list" },
  { "shopping.put-back", LIST, EVE, "{'id':'" NO_ID "'}", NULL,
    WEFT_ERROR_NOT_FOUND, "id: no such item here" },
};
/* clang-format on */

static char *
describe_events (WeftPlan *plan)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < weft_plan_get_n_events (plan); i++)
    {
      const WeftPlannedEvent *planned = weft_plan_get_event (plan, i);

      g_string_append_printf (out, "%s%s %s", i > 0 ? "\n" : "", planned->event->name, planned->body);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
assert_declared (const WeftOperation *operation, WeftPlan *plan)
{
  for (guint i = 0; i < weft_plan_get_n_events (plan); i++)
    if (!g_strv_contains (operation->events, weft_plan_get_event (plan, i)->event->name))
      g_error ("%s does not declare %s", operation->name, weft_plan_get_event (plan, i)->event->name);
}

static void
test_plans (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_furnish (desk);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftPlan) plan = desk_plan (desk, c->stream, c->author, c->op, c->args, &error);

      if (c->events != NULL)
        {
          g_autofree char *expected = desk_quote (c->events);
          g_autofree char *events = NULL;

          if (plan == NULL)
            g_error ("%s %s: %s", c->op, c->args, error->message);
          events = describe_events (plan);
          g_assert_cmpstr (events, ==, expected);
          assert_declared (weft_registry_find_operation (desk->registry, c->op), plan);
        }
      else
        {
          if (plan != NULL)
            g_error ("%s %s is not refused", c->op, c->args);
          g_assert_cmpstr (error->message, ==, c->message);
          g_assert_error (error, WEFT_ERROR, (int) c->code);
        }
    }
}

static void
test_found (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPlan) plan = NULL;
  g_autofree char *events = NULL;
  g_autofree char *expected = NULL;

  g_assert_false (
      desk_do (desk, "workspace", "system", "people.rename-workspace", "{'name':'Early'}", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);

  plan = desk_plan (desk, "workspace", "system", "people.found-workspace",
                    "{'name':'Mill','person':'" ADA "','person_name':'Ada','login':'ada'}", &error);
  g_assert_no_error (error);
  events = describe_events (plan);
  expected
      = desk_quote ("people.workspace-founded {'name':'Mill'}\n"
                    "people.person-joined {'person':'" ADA "','name':'Ada','login':'ada','role':'admin'}");
  g_assert_cmpstr (events, ==, expected);
  assert_declared (weft_registry_find_operation (desk->registry, "people.found-workspace"), plan);
}

/* Rules which need more than one step. */
static void
test_in_turn (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;

  desk_furnish (desk);

  /* With a second administrator the first may go. */
  g_assert_true (
      desk_do (desk, ROOM, ADA, "people.set-member-role", "{'person':'" BEN "','role':'admin'}", &error));
  g_assert_true (desk_do (desk, ROOM, ADA, "people.leave", "{}", &error));
  g_assert_cmpint (desk_get_role (desk, ROOM, ADA), ==, WEFT_ROLE_NONE);
  g_assert_false (desk_do (desk, ROOM, BEN, "people.leave", "{}", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT);
  g_clear_error (&error);
  /* The last person of all may, too. */
  g_assert_true (desk_do (desk, ROOM, BEN, "people.remove-member", "{'person':'" CLEO "'}", &error));
  g_assert_true (desk_do (desk, ROOM, BEN, "people.leave", "{}", &error));

  /* A suspended administrator is none that counts. */
  g_assert_true (
      desk_do (desk, "workspace", ADA, "people.set-role", "{'person':'" DAN "','role':'admin'}", &error));
  g_assert_false (
      desk_do (desk, "workspace", ADA, "people.set-role", "{'person':'" ADA "','role':'member'}", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (
      desk_do (desk, "workspace", ADA, "people.suspend", "{'person':'" DAN "','suspended':false}", &error));
  g_assert_true (
      desk_do (desk, "workspace", ADA, "people.set-role", "{'person':'" ADA "','role':'member'}", &error));
  g_assert_no_error (error);

  /* Two uses and no third. */
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *args
          = g_strdup_printf ("{'person':'" ID ("7%u") "','name':'N','login':'n%u','role':'guest',"
                                                      "'invitation':'" BENS_INVITATION "'}",
                             i, i);

      g_assert_true (desk_do (desk, "workspace", "system", "people.join", args, &error) == (i < 2));
    }
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
  g_assert_cmpstr (error->message, ==, "invitation: it is used up; ask for a new one");
}

static void
test_expired_invitation (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *args = NULL;

  desk_furnish (desk);
  args = g_strdup_printf ("{'id':'" NEW_INVITATION "','secret_hash':'" HASH
                          "','role':'member','streams':[],'uses':1,"
                          "'expires_at':%" G_GINT64_FORMAT "}",
                          desk_get_at (desk) + 1000);
  g_assert_true (desk_do (desk, "workspace", ADA, "people.invite", args, &error));
  g_assert_false (desk_do (desk, "workspace", "system", "people.join",
                           "{'person':'" FAY "','name':'Fay','login':'fay','role':'member',"
                           "'invitation':'" NEW_INVITATION "'}",
                           &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DENIED);
  g_assert_cmpstr (error->message, ==, "invitation: it has expired; ask for a new one");
}

/* Every operation there is stands among the cases, done at least once and refused at least once. */
static void
test_all_are_tried (void)
{
  g_autoptr (Desk) desk = desk_new ();
  const WeftModule *const *modules;
  guint n;

  modules = weft_registry_get_modules (desk->registry, &n);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < modules[i]->n_operations; j++)
      {
        const char *name = modules[i]->operations[j]->name;
        guint done = g_str_equal (name, "people.found-workspace") ? 1 : 0; /* in test_found */
        guint refused = 0;

        for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
          if (g_str_equal (cases[k].op, name))
            cases[k].events != NULL ? done++ : refused++;

        if (done == 0 || refused == 0)
          g_error ("%s has %u cases in which it is done and %u in which it is refused", name, done, refused);
      }
}

static GStrv
list_fields (JsonObject *object)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_strv_builder_add (fields, name);

  return g_strv_builder_end (fields);
}

/* What each operation's struct says is what was read, no field can be left out unnoticed and none can be
 * slipped in. */
static void
test_fields (void)
{
  g_autoptr (Desk) desk = desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const WeftOperation *operation = weft_registry_find_operation (desk->registry, cases[i].op);
      g_autofree char *json = desk_quote (cases[i].args);
      g_autoptr (JsonNode) node = weft_json_parse (json, strlen (json), NULL);
      JsonObject *object = json_node_get_object (node);
      g_auto (GStrv) fields = list_fields (object);
      g_autofree gpointer args = g_malloc0 (operation->args_size);
      g_autoptr (GString) once = g_string_new (NULL);
      g_autoptr (GString) twice = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) again = NULL;

      if (cases[i].events == NULL && !g_str_equal (operation->name, "people.found-workspace"))
        continue;
      if (!operation->parse (object, args, NULL))
        continue;
      operation->write (args, once);
      operation->clear (args);
      again = weft_json_parse (once->str, once->len, &error);
      g_assert_no_error (error);
      g_assert_true (operation->parse (json_node_get_object (again), args, &error));
      operation->write (args, twice);
      operation->clear (args);
      g_assert_cmpstr (once->str, ==, twice->str);

      json_object_set_int_member (object, "colour", 1);
      g_assert_false (operation->parse (object, args, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "colour: "));
      g_assert_true (g_str_has_suffix (error->message, " has no such field"));
      g_clear_error (&error);
      json_object_remove_member (object, "colour");

      for (guint k = 0; fields[k] != NULL; k++)
        {
          g_autoptr (JsonNode) value = json_node_copy (json_object_get_member (object, fields[k]));
          g_autofree char *missing = g_strdup_printf ("%s: missing", fields[k]);
          g_autofree char *wrong = g_strdup_printf ("%s: expected ", fields[k]);

          json_object_remove_member (object, fields[k]);
          if (operation->parse (object, args, &error))
            operation->clear (args);
          else
            g_assert_cmpstr (error->message, ==, missing);
          g_clear_error (&error);

          json_object_set_object_member (object, fields[k], json_object_new ());
          g_assert_false (operation->parse (object, args, &error));
          g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
          g_assert_true (g_str_has_prefix (error->message, wrong));
          g_clear_error (&error);

          json_object_set_member (object, fields[k], g_steal_pointer (&value));
        }
    }
}

/* Who may at all, written down a second time. */
static void
test_roles (void)
{
  static const struct
  {
    const char *op;
    WeftRole least;
  } table[] = {
    { "people.found-workspace", WEFT_ROLE_SYSTEM },
    { "people.rename-workspace", WEFT_ROLE_ADMIN },
    { "people.join", WEFT_ROLE_SYSTEM },
    { "people.set-profile", WEFT_ROLE_MEMBER },
    { "people.set-picture", WEFT_ROLE_MEMBER },
    { "people.set-status", WEFT_ROLE_MEMBER },
    { "people.set-quiet", WEFT_ROLE_MEMBER },
    { "people.set-role", WEFT_ROLE_ADMIN },
    { "people.suspend", WEFT_ROLE_ADMIN },
    { "people.invite", WEFT_ROLE_MEMBER },
    { "people.revoke-invitation", WEFT_ROLE_MEMBER },
    { "people.add-member", WEFT_ROLE_MEMBER },
    { "people.remove-member", WEFT_ROLE_ADMIN },
    { "people.leave", WEFT_ROLE_GUEST },
    { "people.set-member-role", WEFT_ROLE_ADMIN },
    { "people.limit-guest", WEFT_ROLE_ADMIN },
    { "people.add-group", WEFT_ROLE_ADMIN },
    { "people.set-group", WEFT_ROLE_ADMIN },
    { "people.remove-group", WEFT_ROLE_ADMIN },
    { "people.restore-group", WEFT_ROLE_ADMIN },
    { "people.add-to-group", WEFT_ROLE_ADMIN },
    { "people.remove-from-group", WEFT_ROLE_ADMIN },
    { "people.introduce", WEFT_ROLE_SYSTEM },
    { "content.erase", WEFT_ROLE_GUEST },
    { "content.erase-person", WEFT_ROLE_ADMIN },
    { "content.set-retention", WEFT_ROLE_ADMIN },
    { "thread.send", WEFT_ROLE_GUEST },
    { "thread.reply", WEFT_ROLE_GUEST },
    { "thread.open-poll", WEFT_ROLE_GUEST },
    { "thread.vote", WEFT_ROLE_GUEST },
    { "thread.vote-secretly", WEFT_ROLE_MEMBER },
    { "thread.close-poll", WEFT_ROLE_GUEST },
    { "thread.count-votes", WEFT_ROLE_SYSTEM },
    { "thread.ask", WEFT_ROLE_GUEST },
    { "thread.acknowledge", WEFT_ROLE_GUEST },
    { "thread.take-back", WEFT_ROLE_GUEST },
    { "thread.ask-again", WEFT_ROLE_SYSTEM },
    { "thread.name-thread", WEFT_ROLE_GUEST },
    { "thread.resolve-thread", WEFT_ROLE_GUEST },
    { "thread.preview", WEFT_ROLE_SYSTEM },
    { "thread.set-preview", WEFT_ROLE_GUEST },
    { "thread.allow-previews", WEFT_ROLE_ADMIN },
    { "thread.follow-thread", WEFT_ROLE_MEMBER },
    { "thread.pin", WEFT_ROLE_GUEST },
    { "thread.unpin", WEFT_ROLE_GUEST },
    { "thread.save", WEFT_ROLE_MEMBER },
    { "thread.unsave", WEFT_ROLE_MEMBER },
    { "thread.hide", WEFT_ROLE_MEMBER },
    { "thread.show", WEFT_ROLE_MEMBER },
    { "thread.schedule", WEFT_ROLE_MEMBER },
    { "thread.set-scheduled", WEFT_ROLE_MEMBER },
    { "thread.unschedule", WEFT_ROLE_MEMBER },
    { "thread.send-scheduled", WEFT_ROLE_MEMBER },
    { "thread.refuse-scheduled", WEFT_ROLE_SYSTEM },
    { "thread.bring", WEFT_ROLE_MEMBER },
    { "thread.react", WEFT_ROLE_GUEST },
    { "thread.edit", WEFT_ROLE_GUEST },
    { "thread.delete", WEFT_ROLE_GUEST },
    { "thread.restore", WEFT_ROLE_GUEST },
    { "thread.save-draft", WEFT_ROLE_MEMBER },
    { "files.attach", WEFT_ROLE_GUEST },
    { "files.remove", WEFT_ROLE_GUEST },
    { "files.let-go", WEFT_ROLE_GUEST },
    { "conflict.dismiss", WEFT_ROLE_MEMBER },
    { "conflict.forget", WEFT_ROLE_SYSTEM },
    { "chat.create-room", WEFT_ROLE_MEMBER },
    { "chat.set-room", WEFT_ROLE_ADMIN },
    { "hooks.add", WEFT_ROLE_ADMIN },
    { "hooks.set", WEFT_ROLE_ADMIN },
    { "hooks.remove", WEFT_ROLE_ADMIN },
    { "hooks.post", WEFT_ROLE_SYSTEM },
    { "hooks.add-teller", WEFT_ROLE_ADMIN },
    { "hooks.set-teller", WEFT_ROLE_ADMIN },
    { "hooks.remove-teller", WEFT_ROLE_ADMIN },
    { "hooks.tell", WEFT_ROLE_SYSTEM },
    { "thread.stick", WEFT_ROLE_GUEST },
    { "phrases.keep", WEFT_ROLE_MEMBER },
    { "phrases.set", WEFT_ROLE_MEMBER },
    { "phrases.drop", WEFT_ROLE_MEMBER },
    { "pictures.add-emoji", WEFT_ROLE_MEMBER },
    { "pictures.remove-emoji", WEFT_ROLE_MEMBER },
    { "pictures.set-policy", WEFT_ROLE_ADMIN },
    { "pictures.add-pack", WEFT_ROLE_MEMBER },
    { "pictures.set-pack", WEFT_ROLE_MEMBER },
    { "pictures.arrange-pack", WEFT_ROLE_MEMBER },
    { "pictures.remove-pack", WEFT_ROLE_MEMBER },
    { "pictures.restore-pack", WEFT_ROLE_MEMBER },
    { "pictures.add-sticker", WEFT_ROLE_MEMBER },
    { "pictures.set-sticker", WEFT_ROLE_MEMBER },
    { "pictures.remove-sticker", WEFT_ROLE_MEMBER },
    { "reminders.set", WEFT_ROLE_GUEST },
    { "reminders.snooze", WEFT_ROLE_GUEST },
    { "reminders.dismiss", WEFT_ROLE_GUEST },
    { "reminders.fire", WEFT_ROLE_SYSTEM },
    { "ranks.place", WEFT_ROLE_MEMBER },
    { "ranks.remove", WEFT_ROLE_MEMBER },
    { "ranks.spread", WEFT_ROLE_SYSTEM },
    { "notices.see", WEFT_ROLE_MEMBER },
    { "notices.see-all", WEFT_ROLE_MEMBER },
    { "notices.mute", WEFT_ROLE_MEMBER },
    { "moderation.report", WEFT_ROLE_MEMBER },
    { "moderation.withdraw", WEFT_ROLE_MEMBER },
    { "moderation.open", WEFT_ROLE_SYSTEM },
    { "moderation.decide", WEFT_ROLE_ADMIN },
    { "moderation.reopen", WEFT_ROLE_ADMIN },
    { "moderation.settle", WEFT_ROLE_SYSTEM },
    { "moderation.forget", WEFT_ROLE_SYSTEM },
    { "notices.let-through", WEFT_ROLE_MEMBER },
    { "people.show-seen", WEFT_ROLE_MEMBER },
    { "thread.set-receipts", WEFT_ROLE_ADMIN },
    { "thread.limit-editing", WEFT_ROLE_ADMIN },
    { "thread.send-receipts", WEFT_ROLE_MEMBER },
    { "notices.set-level", WEFT_ROLE_MEMBER },
    { "notices.set-defaults", WEFT_ROLE_MEMBER },
    { "notices.add-keyword", WEFT_ROLE_MEMBER },
    { "notices.remove-keyword", WEFT_ROLE_MEMBER },
    { "notices.add-rule", WEFT_ROLE_ADMIN },
    { "notices.remove-rule", WEFT_ROLE_ADMIN },
    { "chat.convert-room", WEFT_ROLE_ADMIN },
    { "chat.set-access", WEFT_ROLE_ADMIN },
    { "chat.describe-room", WEFT_ROLE_ADMIN },
    { "chat.set-permissions", WEFT_ROLE_ADMIN },
    { "chat.set-picture", WEFT_ROLE_ADMIN },
    { "chat.join-room", WEFT_ROLE_MEMBER },
    { "chat.answer-join", WEFT_ROLE_ADMIN },
    { "chat.pin-room", WEFT_ROLE_MEMBER },
    { "chat.archive-room", WEFT_ROLE_MEMBER },
    { "chat.clear-room", WEFT_ROLE_MEMBER },
    { "chat.mark-unread", WEFT_ROLE_MEMBER },
    { "chat.file-room", WEFT_ROLE_MEMBER },
    { "chat.set-folder", WEFT_ROLE_MEMBER },
    { "chat.remove-folder", WEFT_ROLE_MEMBER },
    { "board.create-project", WEFT_ROLE_MEMBER },
    { "board.set-project", WEFT_ROLE_ADMIN },
    { "board.archive-project", WEFT_ROLE_ADMIN },
    { "board.add-status", WEFT_ROLE_ADMIN },
    { "board.set-status", WEFT_ROLE_ADMIN },
    { "board.allow", WEFT_ROLE_ADMIN },
    { "board.set-needs", WEFT_ROLE_ADMIN },
    { "board.set-lane-limit", WEFT_ROLE_ADMIN },
    { "board.place-status", WEFT_ROLE_ADMIN },
    { "board.remove-status", WEFT_ROLE_ADMIN },
    { "board.restore-status", WEFT_ROLE_ADMIN },
    { "board.add-label", WEFT_ROLE_MEMBER },
    { "board.set-label", WEFT_ROLE_MEMBER },
    { "board.remove-label", WEFT_ROLE_MEMBER },
    { "board.restore-label", WEFT_ROLE_MEMBER },
    { "board.add-field", WEFT_ROLE_ADMIN },
    { "board.set-field", WEFT_ROLE_ADMIN },
    { "board.remove-field", WEFT_ROLE_ADMIN },
    { "board.restore-field", WEFT_ROLE_ADMIN },
    { "board.set-option", WEFT_ROLE_ADMIN },
    { "board.save-view", WEFT_ROLE_MEMBER },
    { "board.set-view", WEFT_ROLE_MEMBER },
    { "board.drop-view", WEFT_ROLE_MEMBER },
    { "board.create", WEFT_ROLE_MEMBER },
    { "board.edit", WEFT_ROLE_MEMBER },
    { "board.delete", WEFT_ROLE_MEMBER },
    { "board.restore", WEFT_ROLE_MEMBER },
    { "board.move", WEFT_ROLE_MEMBER },
    { "board.set-priority", WEFT_ROLE_MEMBER },
    { "board.set-estimate", WEFT_ROLE_MEMBER },
    { "board.set-dates", WEFT_ROLE_MEMBER },
    { "board.set-parent", WEFT_ROLE_MEMBER },
    { "board.set-duplicate", WEFT_ROLE_MEMBER },
    { "board.archive", WEFT_ROLE_MEMBER },
    { "board.set-template", WEFT_ROLE_MEMBER },
    { "board.assign", WEFT_ROLE_MEMBER },
    { "board.label", WEFT_ROLE_MEMBER },
    { "board.set-value", WEFT_ROLE_MEMBER },
    { "board.block", WEFT_ROLE_MEMBER },
    { "board.relate", WEFT_ROLE_MEMBER },
    { "board.set-recurrence", WEFT_ROLE_MEMBER },
    { "board.withdraw", WEFT_ROLE_MEMBER },
    { "board.add-item", WEFT_ROLE_MEMBER },
    { "board.set-item", WEFT_ROLE_MEMBER },
    { "board.set-item-due", WEFT_ROLE_MEMBER },
    { "board.assign-item", WEFT_ROLE_MEMBER },
    { "board.tick-item", WEFT_ROLE_MEMBER },
    { "board.place-item", WEFT_ROLE_MEMBER },
    { "board.remove-item", WEFT_ROLE_MEMBER },
    { "board.restore-item", WEFT_ROLE_MEMBER },
    { "note.create-notebook", WEFT_ROLE_MEMBER },
    { "note.create", WEFT_ROLE_MEMBER },
    { "note.set", WEFT_ROLE_MEMBER },
    { "note.set-tags", WEFT_ROLE_MEMBER },
    { "note.set-due", WEFT_ROLE_MEMBER },
    { "note.move", WEFT_ROLE_MEMBER },
    { "note.gather", WEFT_ROLE_MEMBER },
    { "note.flag", WEFT_ROLE_MEMBER },
    { "note.delete", WEFT_ROLE_MEMBER },
    { "note.restore", WEFT_ROLE_MEMBER },
    { "shopping.create-list", WEFT_ROLE_MEMBER },
    { "shopping.add", WEFT_ROLE_MEMBER },
    { "shopping.change", WEFT_ROLE_MEMBER },
    { "shopping.buy", WEFT_ROLE_GUEST },
    { "shopping.remove", WEFT_ROLE_MEMBER },
    { "shopping.put-back", WEFT_ROLE_MEMBER },
  };
  g_autoptr (Desk) desk = desk_new ();
  const WeftModule *const *modules;
  guint n_operations = 0;
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const WeftOperation *operation = weft_registry_find_operation (desk->registry, table[i].op);

      g_assert_nonnull (operation);
      for (WeftRole role = WEFT_ROLE_NONE; role <= WEFT_ROLE_SYSTEM; role++)
        {
          g_autoptr (GError) error = NULL;

          if (weft_operation_check_role (operation, role, &error) != (role >= table[i].least))
            g_error ("%s as %s", table[i].op, weft_role_to_wire (role));
        }
    }

  modules = weft_registry_get_modules (desk->registry, &n);
  for (guint i = 0; i < n; i++)
    n_operations += modules[i]->n_operations;
  g_assert_cmpuint (n_operations, ==, G_N_ELEMENTS (table));
}

/* Old snapshot and its events = new snapshot; replay of the log = the rows; a prediction differs from what
 * confirms it in columns marked meta only. */
static void
test_three_ways (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (Desk) server = desk_new ();
      g_autoptr (Desk) replayed = desk_new ();
      g_autoptr (Desk) snapshot = NULL;
      g_autoptr (Desk) predicted = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *rows = NULL;
      g_autofree char *other = NULL;
      g_autofree char *core = NULL;
      guint before;

      if (c->events == NULL)
        continue;

      desk_furnish (server);
      snapshot = desk_copy (server);
      predicted = desk_copy (server);
      before = server->log->len;
      g_assert_true (desk_do (server, c->stream, c->author, c->op, c->args, &error));
      rows = desk_digest (server, FALSE);
      core = desk_digest (server, TRUE);

      for (guint k = 0; k < server->log->len; k++)
        {
          DeskEvent event = *(DeskEvent *) server->log->pdata[k];

          desk_fold (replayed, &event, &error);
          g_assert_no_error (error);
          if (k < before)
            continue;
          desk_fold (snapshot, &event, &error);
          g_assert_no_error (error);
          event.seq += WEFT_SEQ_PREDICTED;
          event.at -= 12345;
          desk_fold (predicted, &event, &error);
          g_assert_no_error (error);
        }

      other = desk_digest (snapshot, FALSE);
      g_assert_cmpstr (other, ==, rows);
      g_free (other);
      other = desk_digest (replayed, FALSE);
      g_assert_cmpstr (other, ==, rows);
      g_free (other);
      other = desk_digest (predicted, TRUE);
      g_assert_cmpstr (other, ==, core);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/operations/plans", test_plans);
  g_test_add_func ("/parts/operations/found", test_found);
  g_test_add_func ("/parts/operations/in-turn", test_in_turn);
  g_test_add_func ("/parts/operations/expired-invitation", test_expired_invitation);
  g_test_add_func ("/parts/operations/all-are-tried", test_all_are_tried);
  g_test_add_func ("/parts/operations/fields", test_fields);
  g_test_add_func ("/parts/operations/roles", test_roles);
  g_test_add_func ("/parts/operations/three-ways", test_three_ways);

  return g_test_run ();
}
