/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftd"

#include "config.h"

#include "weftd/weft-supervisor.h"

#ifdef HAVE_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

int *
weft_supervisor_take_sockets (void)
{
  g_autoptr (GArray) sockets = g_array_new (TRUE, FALSE, sizeof (int));
  const int end = -1;

#ifdef HAVE_SYSTEMD
  int n = sd_listen_fds (TRUE);

  for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + n; fd++)
    if (sd_is_socket (fd, AF_UNSPEC, SOCK_STREAM, TRUE) > 0)
      g_array_append_val (sockets, fd);
    else
      g_warning ("Descriptor %d is no listening socket", fd);
#endif
  g_array_append_val (sockets, end);

  return (int *) (void *) g_array_free (g_steal_pointer (&sockets), FALSE);
}

void
weft_supervisor_tell (const char *state)
{
#ifdef HAVE_SYSTEMD
  sd_notify (FALSE, state);
#endif
}
