/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-profile-picture.h"

#include <glib/gi18n.h>

#include "parts/files/view/weft-picture-row.h"
#include "parts/people/shared/weft-people-module.h"
#include "ui/weft-avatar.h"

static DexFuture *
submit (WeftSync *sync, const char *stream, const char *hash, gint64 size)
{
  return weft_sync_submit (sync, stream, &weft_people_set_picture_operation,
                           &(WeftPeopleSetPicture) { .picture = hash, .picture_size = size });
}

GtkWidget *
weft_profile_picture_new (WeftSync *sync, const char *stream, const char *name)
{
  const WeftPictureRowWords words = {
    .said_set = _ ("Others see this picture now"),
    .said_removed = _ ("Others see your initials now"),
  };

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return weft_picture_row_new (sync, stream, weft_sync_get_person (sync), weft_avatar_new (48, name), &words, submit);
}
