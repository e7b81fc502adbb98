/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/weft-audit-item.h"
#include "base/weft-clock.h"
#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-json.h"
#include "ui/weft-moment.h"

#define SHORT 8 /* characters of a device's id which tell it from others */

struct _WeftAuditItem
{
  GObject parent_instance;

  gint64 n;
  gint64 at;
  char *who;
  char *what;
  char *about;
  char *from;
};

G_DEFINE_FINAL_TYPE (WeftAuditItem, weft_audit_item, G_TYPE_OBJECT)

static const struct
{
  const char *action;
  const char *words;
} words[] = {
  { "sign-in", N_ ("Signed in") },
  { "sign-in-failed", N_ ("A sign-in failed") },
  { "sign-out", N_ ("Signed out") },
  { "locked-out", N_ ("Too many attempts to sign in") },
  { "token-reused", N_ ("A token was used twice; that sign-in has ended") },
  { "found", N_ ("Founded the workspace") },
  { "join", N_ ("Joined") },
  { "export", N_ ("Exported") },
  { "import", N_ ("Imported") },
  { "people.found-workspace", N_ ("Founded the workspace") },
  { "people.join", N_ ("Was let in") },
  { "people.rename-workspace", N_ ("Renamed the workspace") },
  { "people.set-profile", N_ ("Changed their profile") },
  { "people.set-role", N_ ("Gave a role") },
  { "people.suspend", N_ ("Suspended somebody, or let them in again") },
  { "people.invite", N_ ("Made an invitation") },
  { "people.revoke-invitation", N_ ("Took an invitation back") },
  { "people.add-member", N_ ("Added a member") },
  { "people.remove-member", N_ ("Removed a member") },
  { "people.leave", N_ ("Left") },
  { "people.set-member-role", N_ ("Gave a member a role") },
  { "people.add-group", N_ ("Made a group of people") },
  { "people.set-group", N_ ("Changed a group of people") },
  { "people.remove-group", N_ ("Removed a group of people") },
  { "people.restore-group", N_ ("Brought a group of people back") },
  { "people.add-to-group", N_ ("Put somebody into a group") },
  { "people.remove-from-group", N_ ("Took somebody out of a group") },
  { "content.erase", N_ ("Erased content") },
  { "content.erase-person", N_ ("Erased what a person wrote") },
  { "content.set-retention", N_ ("Changed how long content is kept") },
  { "chat.create-room", N_ ("Made a room") },
  { "chat.set-room", N_ ("Renamed a room") },
  { "chat.set-access", N_ ("Changed who may join a room") },
  { "chat.describe-room", N_ ("Described a room") },
  { "chat.set-picture", N_ ("Changed a room’s picture") },
  { "chat.set-permissions", N_ ("Changed who may do what in a room") },
  { "chat.convert-room", N_ ("Made a conversation a room") },
  { "chat.answer-join", N_ ("Answered who asked to join") },
  { "thread.limit-editing", N_ ("Changed how long messages may be edited") },
  { "hooks.add", N_ ("Let a program write") },
  { "hooks.set", N_ ("Changed a program that writes") },
  { "hooks.remove", N_ ("Stopped a program from writing") },
  { "hooks.add-teller", N_ ("Has a program told of messages") },
  { "hooks.set-teller", N_ ("Changed what a program is told") },
  { "hooks.remove-teller", N_ ("Stopped telling a program") },
  { "notices.add-rule", N_ ("Added a rule") },
  { "notices.remove-rule", N_ ("Removed a rule") },
  { "moderation.decide", N_ ("Decided about a report") },
  { "moderation.reopen", N_ ("Took a decision about a report back") },
  { "thread.allow-previews", N_ ("Changed whether links are previewed") },
};

/* What is newer than this program goes by its name. */
static const char *
find_words (const char *action)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].action, action))
      return _ (words[i].words);
  return action;
}

/* "STREAM PERSON", "STREAM", a login, or a person */
static void
split_target (const char *target, char **stream, char **person)
{
  g_auto (GStrv) parts = g_strsplit (target, " ", 2);

  *stream = parts[0] != NULL ? g_strdup (parts[0]) : g_strdup ("");
  *person = parts[0] != NULL && parts[1] != NULL && weft_id_is_valid (parts[1]) ? g_strdup (parts[1]) : NULL;
}

void
weft_audit_item_collect_names (JsonObject *object, GHashTable *named)
{
  const char *actor = json_object_get_string_member_with_default (object, "actor", "");
  const char *target = json_object_get_string_member_with_default (object, "target", "");
  g_autofree char *stream = NULL;
  g_autofree char *person = NULL;

  split_target (target, &stream, &person);
  if (weft_id_is_valid (actor))
    g_hash_table_add (named, g_strdup (actor));
  if (person != NULL)
    g_hash_table_add (named, g_strdup (person));
  if (strchr (stream, '/') != NULL && !g_str_has_prefix (stream, "moderation/"))
    g_hash_table_add (named, g_strdup (stream));
}

static char *
dup_name (GHashTable *names, const char *id)
{
  const char *name = g_hash_table_lookup (names, id);

  return g_strdup (name != NULL ? name : _ ("Deleted person"));
}

/* The place is told by its name, if that is known here, and one's own or the workspace not at all. */
static void
add_place (GPtrArray *parts, const char *stream, GHashTable *names)
{
  const char *name = g_hash_table_lookup (names, stream);

  if (name != NULL && !g_str_has_prefix (stream, "user/"))
    g_ptr_array_add (parts, g_strdup (name));
  else if (strchr (stream, '/') != NULL && !g_str_has_prefix (stream, "user/") && !g_str_has_prefix (stream, "moderation/"))
    g_ptr_array_add (parts, g_strdup (_ ("a place you are not in")));
  else if (*stream != '\0' && strchr (stream, '/') == NULL && !g_str_equal (stream, "workspace"))
    g_ptr_array_add (parts, g_strdup (stream)); /* a login */
}

static void
append_time (GString *text, gint64 at)
{
  g_autofree char *when = weft_moment_dup_due (at, weft_clock_now (weft_clock_get_system ()));

  g_string_append (text, when);
}

/* "role: admin": the words are the protocol's, as in the log. */
static void
add_detail (GPtrArray *parts, const char *detail)
{
  g_autoptr (JsonNode) root = detail != NULL ? weft_json_parse (detail, strlen (detail), NULL) : NULL;
  g_autoptr (GList) members = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  members = json_object_get_members (json_node_get_object (root));
  for (GList *member = members; member != NULL; member = member->next)
    {
      JsonNode *value = json_object_get_member (json_node_get_object (root), member->data);
      g_autoptr (GString) text = g_string_new (NULL);

      if (!JSON_NODE_HOLDS_VALUE (value)
          || (json_node_get_value_type (value) == G_TYPE_STRING && weft_id_is_valid (json_node_get_string (value))))
        continue;
      if (json_node_get_value_type (value) == G_TYPE_STRING)
        g_string_append (text, json_node_get_string (value));
      else if (g_str_has_suffix (member->data, "_at") || (g_str_has_suffix (member->data, "_until") && json_node_get_int (value) > 0))
        append_time (text, json_node_get_int (value));
      else
        weft_json_node (text, NULL, value);
      g_ptr_array_add (parts, g_strdup_printf ("%s: %s", (const char *) member->data, text->str));
    }
}

static char *
join (GPtrArray *parts)
{
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static char *
dup_from (const char *address, const char *device)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (*address != '\0')
    g_ptr_array_add (parts, g_strdup (g_str_equal (address, "local") ? _ ("on the server") : address));
  if (weft_id_is_valid (device))
    /* Translators: %s is the beginning of a device's id */
    g_ptr_array_add (parts, g_strdup_printf (_ ("device %.*s"), SHORT, device + strlen (device) - SHORT));
  return join (parts);
}

WeftAuditItem *
weft_audit_item_parse (JsonObject *object, GHashTable *names, GError **error)
{
  g_autoptr (WeftAuditItem) self = g_object_new (WEFT_TYPE_AUDIT_ITEM, NULL);
  g_autoptr (GPtrArray) about = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *stream = NULL;
  g_autofree char *person = NULL;
  const char *actor, *action, *target, *address;

  if (!weft_json_get_int (object, "n", &self->n, error) || !weft_json_get_int (object, "at", &self->at, error)
      || !weft_json_get_string (object, "actor", &actor, error) || !weft_json_get_string (object, "action", &action, error)
      || !weft_json_get_string (object, "target", &target, error) || !weft_json_get_string (object, "address", &address, error))
    return NULL;

  if (g_str_equal (actor, "system"))
    self->who = g_strdup (_ ("The server"));
  else if (*actor == '\0')
    self->who = g_strdup (g_str_equal (address, "local") ? _ ("Whoever runs the server") : _ ("Somebody unknown"));
  else
    self->who = dup_name (names, actor);
  self->what = g_strdup (find_words (action));
  split_target (target, &stream, &person);
  if (person != NULL)
    g_ptr_array_add (about, dup_name (names, person));
  add_place (about, stream, names);
  add_detail (about, json_object_get_string_member_with_default (object, "detail", NULL));
  self->about = join (about);
  self->from = dup_from (address, json_object_get_string_member_with_default (object, "device", ""));

  return g_steal_pointer (&self);
}

static void
weft_audit_item_finalize (GObject *object)
{
  WeftAuditItem *self = WEFT_AUDIT_ITEM (object);

  g_free (self->who);
  g_free (self->what);
  g_free (self->about);
  g_free (self->from);

  G_OBJECT_CLASS (weft_audit_item_parent_class)->finalize (object);
}

static void
weft_audit_item_class_init (WeftAuditItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_audit_item_finalize;
}

static void
weft_audit_item_init (WeftAuditItem *self)
{
}

gint64
weft_audit_item_get_n (WeftAuditItem *self)
{
  g_return_val_if_fail (WEFT_IS_AUDIT_ITEM (self), 0);
  return self->n;
}

gint64
weft_audit_item_get_at (WeftAuditItem *self)
{
  g_return_val_if_fail (WEFT_IS_AUDIT_ITEM (self), 0);
  return self->at;
}

const char *
weft_audit_item_get_who (WeftAuditItem *self)
{
  g_return_val_if_fail (WEFT_IS_AUDIT_ITEM (self), NULL);
  return self->who;
}

const char *
weft_audit_item_get_what (WeftAuditItem *self)
{
  g_return_val_if_fail (WEFT_IS_AUDIT_ITEM (self), NULL);
  return self->what;
}

const char *
weft_audit_item_get_about (WeftAuditItem *self)
{
  g_return_val_if_fail (WEFT_IS_AUDIT_ITEM (self), NULL);
  return self->about;
}

const char *
weft_audit_item_get_from (WeftAuditItem *self)
{
  g_return_val_if_fail (WEFT_IS_AUDIT_ITEM (self), NULL);
  return self->from;
}

char *
weft_audit_item_dup_spoken (WeftAuditItem *self)
{
  g_autofree char *when = NULL;
  GString *spoken;

  g_return_val_if_fail (WEFT_IS_AUDIT_ITEM (self), NULL);

  when = weft_moment_dup_due (self->at, weft_clock_now (weft_clock_get_system ()));
  spoken = g_string_new (NULL);
  g_string_append_printf (spoken, "%s: %s, ", self->who, self->what);
  if (*self->about != '\0')
    g_string_append_printf (spoken, "%s, ", self->about);
  g_string_append (spoken, when);
  if (*self->from != '\0')
    g_string_append_printf (spoken, ", %s", self->from);

  return g_string_free_and_steal (spoken);
}
