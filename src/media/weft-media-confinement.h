/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * weft_media_confine:
 * @seconds: of processor time
 * @output: bytes of a file that may be written
 *
 * Takes from this process what it does not need: it has little memory and time, leaves no core, gets no new
 * rights, and ends with the process that began it. Whatever a decoder does with hostile bytes ends here. (Its
 * threads count as processes of its person, of whom others run: of those there is no limit.)
 */
void weft_media_confine (guint seconds, gulong output);

/**
 * weft_media_begin:
 * @plugins: (array zero-terminated=1): such as "opus"
 *
 * Starts GStreamer with nothing but these, as far as they are installed: no other decoder is ever reached,
 * and nothing is searched for or kept.
 */
void weft_media_begin (const char *const *plugins);

/** weft_media_complain: prints what went wrong: @message of a bus. Returns: 1, to end with */
int weft_media_complain (GstMessage *message);

G_END_DECLS
