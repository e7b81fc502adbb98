/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-transport.h"

G_BEGIN_DECLS

/** WeftTransportTiming: when to think what of a transport; times in ms. */
typedef struct
{
  guint open[WEFT_TRANSPORT_N_KINDS]; /* until it is open; of a stream: until its first byte */
  gint64 brief;                       /* who is cut sooner than this was cut by something on the way */
  gint64 up_first;                    /* on a lower kind until the best is tried again */
  gint64 up_max;                      /* each such try that came to nothing doubles the time, up to this */
} WeftTransportTiming;

extern const WeftTransportTiming weft_default_transport_timing;

/** weft_transport_timing_parse: changes @self by "websocket=MS,stream=MS,poll=MS,brief=MS,up-first=MS,up-max=MS". */
gboolean weft_transport_timing_parse (WeftTransportTiming *self, const char *text, GError **error);

/**
 * WeftTransportChoice:
 *
 * Which transport comes next, by what became of the last ones. Knows neither clock nor network: all it hears is told. A kind which is not let through, or
 * is cut again and again within seconds, gives way to the next; which of them works is remembered until the network changes.
 */
typedef struct
{
  const WeftTransportTiming *timing;
  WeftTransportKind kind;     /* the next to be made */
  WeftTransportKind good;     /* the last that was open */
  guint n_brief;              /* times in a row that it was cut soon */
  gint64 up_wait;
  gint64 up_at;               /* monotonic ms: when a better one is to be tried; G_MAXINT64: it is the best */
  gboolean on_trial;          /* the better one is in use, but may be cut yet */
  WeftTransportKind fallen;   /* what to return to if it is */
} WeftTransportChoice;

void weft_transport_choice_init (WeftTransportChoice *self, const WeftTransportTiming *timing);
void weft_transport_choice_reset (WeftTransportChoice *self);
/** weft_transport_choice_changed_network: another network, another way; one that is @open stays while a better is tried. */
void weft_transport_choice_changed_network (WeftTransportChoice *self, gboolean open, gint64 now);

/** weft_transport_choice_opened: one of @kind. */
void weft_transport_choice_opened (WeftTransportChoice *self, WeftTransportKind kind, gint64 now);
/**
 * weft_transport_choice_ended:
 * @lasted: ms for which it was open; -1: never
 *
 * Returns: whether another kind should be tried at once
 */
gboolean weft_transport_choice_ended (WeftTransportChoice *self, WeftTransportKind kind, WeftTransportFault fault, gint64 lasted, gint64 now);
/** weft_transport_choice_held: it has been open for longer than a brief time. */
void weft_transport_choice_held (WeftTransportChoice *self);

/** weft_transport_choice_try_failed: the better one, tried while this one is in use, was not let through. */
void weft_transport_choice_try_failed (WeftTransportChoice *self, gint64 now);
/** weft_transport_choice_try_opened: and is to be used from now on. */
void weft_transport_choice_try_opened (WeftTransportChoice *self, gint64 now);

G_END_DECLS
