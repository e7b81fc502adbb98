/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-bus.h"

#include <string.h>

#include "base/weft-error.h"
#ifdef WITH_VALKEY
#include "serve/weft-valkey-bus.h"
#endif

typedef struct
{
  WeftBusFunc func;
  gpointer user_data;
} WeftBusPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WeftBus, weft_bus, G_TYPE_OBJECT)

static void
weft_bus_class_init (WeftBusClass *klass)
{
}

static void
weft_bus_init (WeftBus *self)
{
}

WeftBus *
weft_bus_new (const char *url, GError **error)
{
  g_return_val_if_fail (url != NULL, NULL);

#ifdef WITH_VALKEY
  return weft_valkey_bus_new (url, error);
#else
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       "bus: this weftd was built without Valkey; install one which was built with hiredis");
  return NULL;
#endif
}

gboolean
weft_bus_url_has_password (const char *url)
{
  g_autoptr (GUri) uri
      = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_NON_DNS, NULL);

  /* What cannot be read may hold anything. */
  return uri == NULL ? strchr (url, '@') != NULL : g_uri_get_password (uri) != NULL;
}

void
weft_bus_start (WeftBus *self, const char *channel, WeftBusFunc func, gpointer user_data)
{
  WeftBusPrivate *priv = weft_bus_get_instance_private (self);

  g_return_if_fail (WEFT_IS_BUS (self));
  g_return_if_fail (channel != NULL && func != NULL && priv->func == NULL);

  priv->func = func;
  priv->user_data = user_data;
  WEFT_BUS_GET_CLASS (self)->start (self, channel);
}

void
weft_bus_stop (WeftBus *self)
{
  WeftBusPrivate *priv = weft_bus_get_instance_private (self);

  g_return_if_fail (WEFT_IS_BUS (self));

  if (priv->func == NULL)
    return;
  WEFT_BUS_GET_CLASS (self)->stop (self);
  priv->func = NULL;
}

void
weft_bus_publish (WeftBus *self, GBytes *message)
{
  g_return_if_fail (WEFT_IS_BUS (self));
  g_return_if_fail (g_bytes_get_size (message) <= WEFT_BUS_MESSAGE_MAX);

  WEFT_BUS_GET_CLASS (self)->publish (self, message);
}

void
weft_bus_get_statistics (WeftBus *self, WeftBusStatistics *statistics)
{
  g_return_if_fail (WEFT_IS_BUS (self));

  WEFT_BUS_GET_CLASS (self)->get_statistics (self, statistics);
}

void
_weft_bus_receive (WeftBus *self, GBytes *message)
{
  WeftBusPrivate *priv = weft_bus_get_instance_private (self);

  priv->func (message, priv->user_data);
}
