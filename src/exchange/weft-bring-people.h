/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bringing.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** WeftBringHere: somebody of this workspace. */
typedef struct
{
  char *id;
  char *name;
  char *login;
  gboolean suspended;
  gboolean admin;
} WeftBringHere;

/** weft_bring_people_load: Returns: (transfer full) (element-type WeftBringHere): everybody in the workspace.
 * In a fiber. */
GPtrArray *weft_bring_people_load (WeftSync *sync, GError **error);

/**
 * weft_bring_people_match:
 * @path: (nullable): lines of "source,target": an id, login or e-mail address there, and a login here, or
 * nothing for somebody who is nobody here
 * @error: of the file, naming the line
 *
 * Says who of the people there is who here: as the file says; else whoever signs in here with their e-mail
 * address; else with their login. One whom two of them would be is neither, if the file does not say so.
 */
gboolean weft_bring_people_match (WeftBringing *bringing, GPtrArray *here, const char *path, GError **error);

/** weft_bring_people_write: who is who, as a member “people” of JSON. */
void weft_bring_people_write (WeftBringing *bringing, GString *out);

G_END_DECLS
