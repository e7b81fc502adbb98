/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/client/weft-picture-policy.h"

#include "parts/pictures/shared/weft-pictures-module.h"

static DexFuture *
submit (WeftSync *sync, const char *stream, gint64 value)
{
  return weft_sync_submit (sync, stream, &weft_pictures_set_policy_operation,
                           &(WeftPicturesSetPolicy) { .who = value != 0 ? "admin" : "member" });
}

WeftRowValue *
weft_picture_policy_new (WeftSync *sync)
{
  return weft_row_value_new (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_picture_policy_table,
                             "SELECT CASE who WHEN 'admin' THEN 1 ELSE 0 END FROM picture_policy"
                             " WHERE stream = ?1",
                             0, submit);
}

static WeftRole
get_role (WeftSync *sync)
{
  int role;

  g_object_get (sync, "role", &role, NULL);
  return role;
}

gboolean
weft_picture_policy_may_add (WeftRowValue *policy, WeftSync *sync)
{
  return get_role (sync) >= (weft_row_value_get (policy) != 0 ? WEFT_ROLE_ADMIN : WEFT_ROLE_MEMBER);
}

gboolean
weft_picture_policy_may_change (WeftSync *sync, const char *author)
{
  return get_role (sync) >= WEFT_ROLE_ADMIN || g_strcmp0 (author, weft_sync_get_person (sync)) == 0;
}

gboolean
weft_picture_policy_is_administrator (WeftSync *sync)
{
  return get_role (sync) >= WEFT_ROLE_ADMIN;
}
