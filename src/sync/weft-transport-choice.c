/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-transport-choice.h"

#include <string.h>

#include "base/weft-error.h"

#define BRIEF_MAX 2 /* cuts in a row */

const WeftTransportTiming weft_default_transport_timing = {
  .open = { 15000, 10000, 20000 },
  .brief = 25000,
  .up_first = 2 * 60 * 1000,
  .up_max = 60 * 60 * 1000,
};

gboolean
weft_transport_timing_parse (WeftTransportTiming *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      gboolean known = FALSE;
      gint64 value;

      if (equals == NULL || !g_ascii_string_to_signed (equals + 1, 10, 1, G_MAXINT32, &value, NULL))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "timing: %s: expected NAME=NUMBER", parts[i]);
          return FALSE;
        }
      *equals = '\0';
      for (WeftTransportKind kind = 0; kind < WEFT_TRANSPORT_N_KINDS; kind++)
        if (g_str_equal (parts[i], weft_transport_kind_get_name (kind)))
          {
            self->open[kind] = (guint) value;
            known = TRUE;
          }
      if (g_str_equal (parts[i], "brief"))
        self->brief = value;
      else if (g_str_equal (parts[i], "up-first"))
        self->up_first = value;
      else if (g_str_equal (parts[i], "up-max"))
        self->up_max = value;
      else if (!known)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "timing: %s: no such time", parts[i]);
          return FALSE;
        }
    }

  return TRUE;
}

static void
use (WeftTransportChoice *self, WeftTransportKind kind)
{
  self->kind = kind;
  self->n_brief = 0;
}

void
weft_transport_choice_init (WeftTransportChoice *self, const WeftTransportTiming *timing)
{
  self->timing = timing;
  weft_transport_choice_reset (self);
}

void
weft_transport_choice_reset (WeftTransportChoice *self)
{
  use (self, WEFT_TRANSPORT_WEBSOCKET);
  self->good = WEFT_TRANSPORT_WEBSOCKET;
  self->up_wait = self->timing->up_first;
  self->up_at = G_MAXINT64;
  self->on_trial = FALSE;
}

void
weft_transport_choice_changed_network (WeftTransportChoice *self, gboolean open, gint64 now)
{
  if (!open)
    weft_transport_choice_reset (self);
  else if (self->up_at != G_MAXINT64)
    {
      self->up_wait = self->timing->up_first;
      self->up_at = now;
    }
}

static void
try_later (WeftTransportChoice *self, gint64 now)
{
  self->up_at = now + self->up_wait;
}

static void
wait_longer (WeftTransportChoice *self)
{
  self->up_wait = MIN (self->up_wait * 2, self->timing->up_max);
}

void
weft_transport_choice_opened (WeftTransportChoice *self, WeftTransportKind kind, gint64 now)
{
  self->good = kind;
  if (kind == WEFT_TRANSPORT_WEBSOCKET)
    self->up_at = G_MAXINT64;
  else if (self->up_at == G_MAXINT64)
    try_later (self, now);
}

/* The next kind; after the last the first again, as it may be the server after all. */
static gboolean
give_way (WeftTransportChoice *self)
{
  gboolean last = self->kind == WEFT_TRANSPORT_N_KINDS - 1;

  use (self, last ? WEFT_TRANSPORT_WEBSOCKET : (WeftTransportKind) (self->kind + 1));

  return !last;
}

gboolean
weft_transport_choice_ended (
    WeftTransportChoice *self, WeftTransportKind kind, WeftTransportFault fault, gint64 lasted, gint64 now)
{
  if (self->on_trial && kind == self->kind)
    {
      self->on_trial = FALSE;
      if (fault != WEFT_TRANSPORT_CLOSED && fault != WEFT_TRANSPORT_UNREACHABLE)
        {
          use (self, self->fallen);
          wait_longer (self);
          try_later (self, now);
          return TRUE;
        }
    }

  switch (fault)
    {
    case WEFT_TRANSPORT_NOT_PASSED:
      return give_way (self);
    case WEFT_TRANSPORT_LOST:
      if (lasted > self->timing->brief)
        self->n_brief = 0;
      else if (++self->n_brief >= BRIEF_MAX)
        return give_way (self);
      return FALSE;
    case WEFT_TRANSPORT_UNREACHABLE:
      /* It says nothing of the way: take up again where it went well. */
      self->kind = self->good;
      return FALSE;
    case WEFT_TRANSPORT_CLOSED:
    case WEFT_TRANSPORT_PORTAL:
    case WEFT_TRANSPORT_BAD_FRAME:
    default:
      return FALSE;
    }
}

void
weft_transport_choice_held (WeftTransportChoice *self)
{
  self->n_brief = 0;
  if (self->on_trial)
    self->up_wait = self->timing->up_first;
  self->on_trial = FALSE;
}

void
weft_transport_choice_try_failed (WeftTransportChoice *self, gint64 now)
{
  wait_longer (self);
  try_later (self, now);
}

void
weft_transport_choice_try_opened (WeftTransportChoice *self, gint64 now)
{
  self->fallen = self->kind;
  self->on_trial = TRUE;
  use (self, WEFT_TRANSPORT_WEBSOCKET);
  self->up_at = G_MAXINT64;
}
