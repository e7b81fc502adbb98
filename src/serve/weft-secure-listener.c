/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-secure-listener.h"

struct _WeftSecureListener
{
  GSocketService *service;
  GTlsCertificate *certificate;
  gint64 patience;
  WeftSecureAdmitFunc admit;
  WeftSecureFunc func;
  gpointer user_data;
  GHashTable *handshakes; /* set of Handshake */
};

typedef struct
{
  WeftSecureListener *listener; /* NULL: it is gone */
  GSocketConnection *below;
  GCancellable *cancellable;
  GSource *patience;
} Handshake;

static void
end_patience (Handshake *handshake)
{
  if (handshake->patience != NULL)
    g_source_destroy (handshake->patience);
  g_clear_pointer (&handshake->patience, g_source_unref);
}

static gboolean
on_patience_over (gpointer user_data)
{
  Handshake *handshake = user_data;

  end_patience (handshake);
  g_cancellable_cancel (handshake->cancellable);

  return G_SOURCE_REMOVE;
}

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Handshake *handshake = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error);

  end_patience (handshake);
  if (handshake->listener != NULL)
    {
      g_hash_table_remove (handshake->listener->handshakes, handshake);
      if (done)
        handshake->listener->func (G_IO_STREAM (source), handshake->below, handshake->listener->user_data);
      else
        g_debug ("No TLS: %s", error->message);
    }
  g_object_unref (handshake->below);
  g_object_unref (handshake->cancellable);
  g_free (handshake);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  WeftSecureListener *self = user_data;
  g_autoptr (GIOStream) tls = NULL;
  g_autoptr (GError) error = NULL;
  Handshake *handshake;

  if (!self->admit (g_socket_connection_get_socket (connection), self->user_data))
    return TRUE;
  tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, &error);
  if (tls == NULL)
    {
      g_warning ("Cannot speak TLS: %s", error->message);
      return TRUE;
    }
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);

  handshake = g_new0 (Handshake, 1);
  handshake->listener = self;
  handshake->below = g_object_ref (connection);
  handshake->cancellable = g_cancellable_new ();
  handshake->patience = g_timeout_source_new ((guint) self->patience);
  g_source_set_callback (handshake->patience, on_patience_over, handshake, NULL);
  g_source_attach (handshake->patience, g_main_context_get_thread_default ());
  g_hash_table_add (self->handshakes, handshake);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, handshake->cancellable,
                                    on_handshake, handshake);

  return TRUE;
}

WeftSecureListener *
weft_secure_listener_new (GTlsCertificate *certificate,
                          gint64 patience,
                          WeftSecureAdmitFunc admit,
                          WeftSecureFunc func,
                          gpointer user_data)
{
  WeftSecureListener *self = g_new0 (WeftSecureListener, 1);

  self->certificate = g_object_ref (certificate);
  self->patience = patience;
  self->admit = admit;
  self->func = func;
  self->user_data = user_data;
  self->handshakes = g_hash_table_new (NULL, NULL);
  self->service = g_socket_service_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);

  return self;
}

void
weft_secure_listener_free (WeftSecureListener *self)
{
  GHashTableIter iter;
  gpointer handshake;

  weft_secure_listener_stop (self);
  g_hash_table_iter_init (&iter, self->handshakes);
  while (g_hash_table_iter_next (&iter, &handshake, NULL))
    ((Handshake *) handshake)->listener = NULL;
  g_hash_table_unref (self->handshakes);
  g_object_unref (self->service);
  g_object_unref (self->certificate);
  g_free (self);
}

gboolean
weft_secure_listener_add (WeftSecureListener *self, GSocket *socket, GError **error)
{
  return g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), socket, NULL, error);
}

void
weft_secure_listener_stop (WeftSecureListener *self)
{
  GHashTableIter iter;
  gpointer handshake;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_hash_table_iter_init (&iter, self->handshakes);
  while (g_hash_table_iter_next (&iter, &handshake, NULL))
    g_cancellable_cancel (((Handshake *) handshake)->cancellable);
}
