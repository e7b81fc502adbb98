/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pointer for a compositor without devices: lines of standard input say what it does, "move X Y", "down" or "up". It is there until the input ends.
 *
 *   pointer WIDTH HEIGHT    of the screen
 *
 * The tables below are what wlr-virtual-pointer-unstable-v1 says on the wire. */

#include <glib.h>
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wayland-client.h>

static const struct wl_interface pointer_interface;

static const struct wl_interface *const no_types[8];
static const struct wl_interface *const create_types[] = { &wl_seat_interface, &pointer_interface };

static const struct wl_message pointer_requests[] = {
  { "motion", "uff", (const struct wl_interface **) no_types },
  { "motion_absolute", "uuuuu", (const struct wl_interface **) no_types },
  { "button", "uuu", (const struct wl_interface **) no_types },
  { "axis", "uuf", (const struct wl_interface **) no_types },
  { "frame", "", (const struct wl_interface **) no_types },
};
static const struct wl_interface pointer_interface = { "zwlr_virtual_pointer_v1", 1, G_N_ELEMENTS (pointer_requests), pointer_requests, 0, NULL };

static const struct wl_message manager_requests[] = {
  { "create_virtual_pointer", "?on", (const struct wl_interface **) create_types },
};
static const struct wl_interface manager_interface = { "zwlr_virtual_pointer_manager_v1", 1, G_N_ELEMENTS (manager_requests), manager_requests, 0, NULL };

enum
{
  MOTION_ABSOLUTE = 1,
  BUTTON = 2,
  FRAME = 4,
};

static void
on_global (void *data, struct wl_registry *registry, uint32_t name, const char *interface, uint32_t version)
{
  struct wl_proxy **manager = data;

  if (g_str_equal (interface, manager_interface.name))
    *manager = wl_registry_bind (registry, name, &manager_interface, 1);
}

static void
on_global_remove (void *data, struct wl_registry *registry, uint32_t name)
{
}

static uint32_t
now (void)
{
  return (uint32_t) (g_get_monotonic_time () / 1000);
}

static void
request (struct wl_proxy *pointer, const char *line, uint32_t width, uint32_t height)
{
  unsigned x, y;

  if (sscanf (line, "move %u %u", &x, &y) == 2)
    wl_proxy_marshal (pointer, MOTION_ABSOLUTE, now (), x, y, width, height);
  else if (g_str_has_prefix (line, "down"))
    wl_proxy_marshal (pointer, BUTTON, now (), BTN_LEFT, 1);
  else if (g_str_has_prefix (line, "up"))
    wl_proxy_marshal (pointer, BUTTON, now (), BTN_LEFT, 0);
  else
    g_error ("“%s” is nothing that a pointer does", line);
  wl_proxy_marshal (pointer, FRAME);
}

int
main (int argc, char **argv)
{
  static const struct wl_registry_listener listener = { on_global, on_global_remove };
  struct wl_display *display = wl_display_connect (NULL);
  struct wl_proxy *manager = NULL;
  struct wl_registry *registry;
  struct wl_proxy *pointer;
  char line[64];

  if (argc != 3 || display == NULL)
    g_error ("pointer WIDTH HEIGHT, on a Wayland display");
  registry = wl_display_get_registry (display);
  wl_registry_add_listener (registry, &listener, &manager);
  wl_display_roundtrip (display);
  if (manager == NULL)
    g_error ("the compositor takes no pointers from programs");
  pointer = wl_proxy_marshal_constructor (manager, 0, &pointer_interface, NULL, NULL);
  wl_display_roundtrip (display);
  puts ("ready");
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      request (pointer, line, (uint32_t) atoi (argv[1]), (uint32_t) atoi (argv[2]));
      wl_display_roundtrip (display);
    }
  wl_display_disconnect (display);
  return 0;
}
