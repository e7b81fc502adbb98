/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/weft-module.h"

#include <string.h>

static const char *const role_names[] = {
  [WEFT_ROLE_NONE] = "none",   [WEFT_ROLE_GUEST] = "guest",   [WEFT_ROLE_MEMBER] = "member",
  [WEFT_ROLE_ADMIN] = "admin", [WEFT_ROLE_SYSTEM] = "system",
};
G_STATIC_ASSERT (G_N_ELEMENTS (role_names) == WEFT_ROLE_SYSTEM + 1);

const char *
weft_role_to_wire (WeftRole role)
{
  g_return_val_if_fail ((guint) role < G_N_ELEMENTS (role_names), "none");

  return role_names[role];
}

WeftRole
weft_role_from_wire (const char *name)
{
  g_return_val_if_fail (name != NULL, WEFT_ROLE_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    if (strcmp (role_names[i], name) == 0)
      return i;

  return WEFT_ROLE_NONE;
}

gboolean
weft_operation_check_role (const WeftOperation *self, WeftRole role, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (role >= self->role)
    return TRUE;

  if (role == WEFT_ROLE_NONE && !self->creates)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
  else if (self->role == WEFT_ROLE_SYSTEM)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_DENIED, "op: %s is for the server itself", self->name);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_DENIED, "op: %s takes the role %s or higher, yours is %s",
                 self->name, weft_role_to_wire (self->role), weft_role_to_wire (role));

  return FALSE;
}

char *
weft_event_dup_row (const WeftEvent *self, JsonObject *body)
{
  g_autoptr (GString) row = NULL;

  if (self->table == NULL)
    return NULL;

  row = g_string_new (self->table);
  g_string_append_c (row, ':');
  for (guint i = 0; self->key[i] != NULL; i++)
    {
      const char *part;

      if (!weft_json_get_string (body, self->key[i], &part, NULL))
        return NULL;
      if (i > 0)
        g_string_append_c (row, WEFT_KEY_SEPARATOR);
      g_string_append (row, part);
    }

  return g_string_free_and_steal (g_steal_pointer (&row));
}
