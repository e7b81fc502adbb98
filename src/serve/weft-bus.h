/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** WEFT_BUS_MESSAGE_MAX: bytes in one message. */
#define WEFT_BUS_MESSAGE_MAX 65536

#define WEFT_TYPE_BUS (weft_bus_get_type ())
G_DECLARE_DERIVABLE_TYPE (WeftBus, weft_bus, WEFT, BUS, GObject)

/**
 * WeftBusFunc:
 * @message: (nullable): what another server said, or this one, of at most WEFT_BUS_MESSAGE_MAX bytes, which may be garbage; %NULL if there is a connection (again) and
 *   something may have been missed
 *
 * On the bus's own thread; must not wait.
 */
typedef void (*WeftBusFunc) (GBytes *message, gpointer user_data);

typedef struct
{
  gboolean connected;
  guint64 n_sent;
  guint64 n_received;
  guint64 n_dropped;     /* before they were sent, because the bus is away or slow */
  guint64 n_connections; /* made */
} WeftBusStatistics;

/**
 * WeftBus:
 *
 * How the servers of one workspace tell each other that something happened. It may lose anything and repeat it, and who can write to it can say anything: a
 * message makes a server look into the database, which is the truth, sooner. One server alone has none.
 */
struct _WeftBusClass
{
  GObjectClass parent_class;

  void (*start) (WeftBus *self, const char *channel);
  void (*stop) (WeftBus *self);
  void (*publish) (WeftBus *self, GBytes *message);
  void (*get_statistics) (WeftBus *self, WeftBusStatistics *statistics);
};

/**
 * weft_bus_new:
 * @url: "redis://HOST:PORT", "unix:PATH", with a user and password before an @ if need be; never logged, nor in an error
 */
WeftBus *weft_bus_new (const char *url, GError **error);

/** weft_bus_url_has_password: whether it holds a secret. */
gboolean weft_bus_url_has_password (const char *url);

/** weft_bus_start: connects, and again whenever that is lost. @channel: which workspace this is about. Does not wait. */
void weft_bus_start (WeftBus *self, const char *channel, WeftBusFunc func, gpointer user_data);
/** weft_bus_stop: the last messages are still sent if that takes no time. @func is not called any more. */
void weft_bus_stop (WeftBus *self);

/** weft_bus_publish: never waits; any thread. Where too much waits already, the oldest is dropped. */
void weft_bus_publish (WeftBus *self, GBytes *message);

void weft_bus_get_statistics (WeftBus *self, WeftBusStatistics *statistics);

/* For those which implement it: */
void _weft_bus_receive (WeftBus *self, GBytes *message);

G_END_DECLS
