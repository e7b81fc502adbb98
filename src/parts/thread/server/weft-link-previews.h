/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-errand.h"

G_BEGIN_DECLS

/* What stands at the first address in a message. The server looks, once an hour for all who link there, so
 * that no reader's computer asks a site because somebody wrote its address: a job for each message, two at a
 * time, whose errand fetches the page and its picture; what came is kept in web_page, and the job's operation
 * writes it to the message. What cannot be had is not tried again: then there is no preview. */

/** weft_link_previews_on_sent: and the like: reactions to what is said, or is not said any more. */
gboolean
weft_link_previews_on_sent (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_link_previews_on_asked (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_link_previews_on_posted (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean weft_link_previews_on_replied (WeftHandling *handling,
                                        const char *stream,
                                        gconstpointer args,
                                        GError **error);
gboolean weft_link_previews_on_reply_asked (WeftHandling *handling,
                                        const char *stream,
                                        gconstpointer args,
                                        GError **error);
gboolean
weft_link_previews_on_shown (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_link_previews_on_edited (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean weft_link_previews_on_restored (WeftHandling *handling,
                                         const char *stream,
                                         gconstpointer args,
                                         GError **error);
gboolean weft_link_previews_on_deleted (WeftHandling *handling,
                                        const char *stream,
                                        gconstpointer args,
                                        GError **error);

/** weft_link_previews_handle: of thread.preview. */
gboolean weft_link_previews_handle (WeftHandling *handling, gconstpointer args, GError **error);
/** weft_link_previews_run: the errand before it. */
gboolean weft_link_previews_run (WeftErrand *errand, gconstpointer args, GError **error);

G_END_DECLS
