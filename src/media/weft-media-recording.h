/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WEFT_MEDIA_RECORDING_MAX: ms of a recording. */
#define WEFT_MEDIA_RECORDING_MAX (15 * 60 * 1000)

/**
 * weft_media_record:
 * @args: the file to write; ms after which it ends by itself, at most %WEFT_MEDIA_RECORDING_MAX
 *
 * Records what the microphone hears, or what WEFT_VOICE_SOURCE says (a source in GStreamer's words, for
 * tests), as Ogg Opus (RFC 7845), mono.
 *
 * On standard output: `at MS LEVEL` twenty times a second (LEVEL: 0 to 31), and at the end `done MS PEAKS`
 * (base/weft-peaks.h). On standard input: `stop` ends it and keeps it; when the input ends before, whoever
 * wanted it is gone, and so is the file.
 *
 * Returns: 0 if it was kept
 */
int weft_media_record (char **args);

G_END_DECLS
