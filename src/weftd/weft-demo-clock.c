/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftd"

#include "config.h"

#include "weftd/weft-demo-clock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/weft-error.h"

struct _WeftDemoClock
{
  WeftClock parent_instance;

  char *path;
  const gint64 *offset;  /* ms; the file, mapped */
};

G_DEFINE_FINAL_TYPE (WeftDemoClock, weft_demo_clock, WEFT_TYPE_CLOCK)

static gint64
weft_demo_clock_now (WeftClock *clock)
{
  WeftDemoClock *self = WEFT_DEMO_CLOCK (clock);
  gint64 offset = __atomic_load_n (self->offset, __ATOMIC_RELAXED);

  return weft_clock_now (weft_clock_get_system ()) + CLAMP (offset, -WEFT_DEMO_CLOCK_MAX, 0);
}

static gint64
weft_demo_clock_monotonic (WeftClock *clock)
{
  return weft_clock_monotonic (weft_clock_get_system ());
}

static void
weft_demo_clock_finalize (GObject *object)
{
  WeftDemoClock *self = WEFT_DEMO_CLOCK (object);

  if (self->offset != NULL)
    {
      munmap ((void *) self->offset, sizeof (gint64));
      g_unlink (self->path);
    }
  g_free (self->path);

  G_OBJECT_CLASS (weft_demo_clock_parent_class)->finalize (object);
}

static void
weft_demo_clock_class_init (WeftDemoClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_demo_clock_finalize;
  WEFT_CLOCK_CLASS (klass)->now = weft_demo_clock_now;
  WEFT_CLOCK_CLASS (klass)->monotonic = weft_demo_clock_monotonic;
}

static void
weft_demo_clock_init (WeftDemoClock *self)
{
}

WeftClock *
weft_demo_clock_new (const char *path, GError **error)
{
  g_autoptr (WeftDemoClock) self = g_object_new (WEFT_TYPE_DEMO_CLOCK, NULL);
  void *map = MAP_FAILED;
  int fd;

  self->path = g_strdup (path);
  g_unlink (path);
  fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0 && ftruncate (fd, sizeof (gint64)) == 0)
    map = mmap (NULL, sizeof (gint64), PROT_READ, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Cannot make %s: %s", path, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  close (fd);
  self->offset = map;

  return WEFT_CLOCK (g_steal_pointer (&self));
}
