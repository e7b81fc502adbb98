/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-tls.h"

#include <gnutls/gnutls.h>

#include "base/weft-error.h"

/* What GnuTLS takes by default, but nothing old, and in an order of our own: what costs least comes first, as
 * all of these are strong (Mozilla's “intermediate” list has the same). SHA-256 comes with AES-128. */
#define PRIORITY                                                                                             \
  "-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305"             \
  ":-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-SECP521R1:%SERVER_PRECEDENCE"
#define TICKET_TIME (6 * 3600) /* s */

struct _WeftTls
{
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t priority;
  gnutls_datum_t ticket_key;
};

static guint64 n_handshakes;
static guint64 n_resumed;

static gboolean
check (int status, const char *what, const char *path, GError **error)
{
  if (status >= 0)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %s: %s", what, path, gnutls_strerror (status));
  return FALSE;
}

static int
on_shaken (gnutls_session_t session,
           unsigned int type,
           unsigned when,
           unsigned int incoming,
           const gnutls_datum_t *message)
{
  if (type != GNUTLS_HANDSHAKE_FINISHED || !incoming)
    return 0;

  __atomic_fetch_add (&n_handshakes, 1, __ATOMIC_RELAXED);
  if (gnutls_session_is_resumed (session) != 0)
    __atomic_fetch_add (&n_resumed, 1, __ATOMIC_RELAXED);

  return 0;
}

/* Public API */

WeftTls *
weft_tls_new (const char *certificate, const char *key, GError **error)
{
  g_autoptr (WeftTls) self = g_new0 (WeftTls, 1);

  gnutls_certificate_allocate_credentials (&self->credentials);
  if (!check (gnutls_certificate_set_x509_key_file (self->credentials, certificate,
                                                    key != NULL ? key : certificate, GNUTLS_X509_FMT_PEM),
              "tls-certificate", certificate, error))
    return NULL;
  if (!check (gnutls_priority_init2 (&self->priority, PRIORITY, NULL, GNUTLS_PRIORITY_INIT_DEF_APPEND), "tls",
              PRIORITY, error)
      || !check (gnutls_session_ticket_key_generate (&self->ticket_key), "tls", "session tickets", error))
    return NULL;

  return g_steal_pointer (&self);
}

void
weft_tls_free (WeftTls *self)
{
  if (self->credentials != NULL)
    gnutls_certificate_free_credentials (self->credentials);
  if (self->priority != NULL)
    gnutls_priority_deinit (self->priority);
  if (self->ticket_key.data != NULL)
    gnutls_memset (self->ticket_key.data, 0, self->ticket_key.size);
  gnutls_free (self->ticket_key.data);
  g_free (self);
}

gboolean
weft_tls_begin (WeftTls *self, WeftWire *wire)
{
  static const gnutls_datum_t protocol = { (unsigned char *) "http/1.1", sizeof "http/1.1" - 1 };
  gnutls_session_t session;

  if (gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) != GNUTLS_E_SUCCESS)
    return FALSE;
  if (gnutls_priority_set (session, self->priority) < 0
      || gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials) < 0
      || gnutls_alpn_set_protocols (session, &protocol, 1, 0) < 0
      || gnutls_session_ticket_enable_server (session, &self->ticket_key) < 0)
    {
      gnutls_deinit (session);
      return FALSE;
    }
  gnutls_db_set_cache_expiration (session, TICKET_TIME);
  gnutls_handshake_set_hook_function (session, GNUTLS_HANDSHAKE_FINISHED, GNUTLS_HOOK_POST, on_shaken);
  /* Whoever waits for it keeps the time. */
  gnutls_handshake_set_timeout (session, 0);
  gnutls_transport_set_int (session, wire->fd);
  wire->tls = session;

  return TRUE;
}

guint64
weft_tls_get_n_resumed (void)
{
  return __atomic_load_n (&n_resumed, __ATOMIC_RELAXED);
}

guint64
weft_tls_get_n_handshakes (void)
{
  return __atomic_load_n (&n_handshakes, __ATOMIC_RELAXED);
}
