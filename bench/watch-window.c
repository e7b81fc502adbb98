/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts a program and watches the screen from outside, as a person would: when its window was mapped, when
 * something was painted, and when there was something to read wherever there is at the end.  The program is
 * not touched.  Prints one JSON object.
 *
 *   watch-window [--for MS] [--picture FILE.ppm] COMMAND…
 *
 * A picture is taken whenever the X server says that something changed.  What counts is detail: blocks of 4 ×
 * 4 pixels which are not of one colour (letters, icons, edges).  A picture is complete when nine of ten cells
 * of 48 × 48 pixels in which the last picture has detail have at least half as much: so a banner which moves
 * things a little down is no matter, and an empty page is no content. The screen must be empty before, and
 * there must be a window manager. */

#define G_LOG_DOMAIN "weft-bench"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/Xdamage.h>
#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>

#define BLOCK 4      /* px */
#define CELL 12      /* blocks */
#define COMPLETE 0.9 /* of the cells */
#define LEAST 4      /* blocks with detail, or a cell counts as empty */
#define SMALLEST 200 /* px: smaller windows are no windows of a program */

extern char **environ;

typedef struct
{
  double at;      /* ms since exec */
  double busy;    /* ms of processor time of the main thread */
  guint16 *cells; /* how many blocks with detail each has */
} Picture;

typedef struct
{
  Display *display;
  Window root;
  XImage *image;
  XShmSegmentInfo segment;
  int damage_event;
  Damage damage;
  int columns, rows;
  GPtrArray *pictures;
  gint64 began;
  double mapped;
  pid_t pid;
} Watch;

static double
elapsed (Watch *self)
{
  return (g_get_monotonic_time () - self->began) / 1e3;
}

static int
on_x_error (Display *display, XErrorEvent *event)
{
  return 0; /* a window went away while we looked at it */
}

static void
picture_free (Picture *picture)
{
  g_free (picture->cells);
  g_free (picture);
}

static gboolean
open_screen (Watch *self)
{
  int error_base, screen;

  self->display = XOpenDisplay (NULL);
  if (self->display == NULL || !XDamageQueryExtension (self->display, &self->damage_event, &error_base)
      || !XShmQueryExtension (self->display))
    return FALSE;
  XSetErrorHandler (on_x_error);
  screen = DefaultScreen (self->display);
  self->root = RootWindow (self->display, screen);
  self->image = XShmCreateImage (self->display, DefaultVisual (self->display, screen),
                                 DefaultDepth (self->display, screen), ZPixmap, NULL, &self->segment,
                                 DisplayWidth (self->display, screen), DisplayHeight (self->display, screen));
  self->segment.shmid
      = shmget (IPC_PRIVATE, (size_t) self->image->bytes_per_line * self->image->height, IPC_CREAT | 0600);
  self->segment.shmaddr = self->image->data = shmat (self->segment.shmid, NULL, 0);
  self->segment.readOnly = False;
  XShmAttach (self->display, &self->segment);
  XSync (self->display, False);
  shmctl (self->segment.shmid, IPC_RMID, NULL);
  self->columns = self->image->width / BLOCK / CELL;
  self->rows = self->image->height / BLOCK / CELL;
  XSelectInput (self->display, self->root, SubstructureNotifyMask);
  self->damage = XDamageCreate (self->display, self->root, XDamageReportNonEmpty);
  XSync (self->display, False);
  return self->image->bits_per_pixel == 32;
}

static gboolean
has_detail (Watch *self, int x, int y)
{
  guint32 first = 0;

  for (int i = 0; i < BLOCK; i++)
    {
      const guint32 *row = (const guint32 *) (const void *) (self->image->data
                                                             + (gsize) (y + i) * self->image->bytes_per_line)
                           + x;

      if (i == 0)
        first = row[0] & 0xffffff;
      for (int j = 0; j < BLOCK; j++)
        if ((row[j] & 0xffffff) != first)
          return TRUE;
    }
  return FALSE;
}

/* Processor time of the program's main thread so far, in ms: what a busy machine does not change. */
static double
get_busy (Watch *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/schedstat", (int) self->pid);
  g_autofree char *text = NULL;

  return self->pid != 0 && g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtod (text, NULL) / 1e6
                                                                         : 0;
}

static void
take_picture (Watch *self, double at)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->at = at;
  picture->busy = get_busy (self);
  picture->cells = g_new0 (guint16, self->columns * self->rows);
  XShmGetImage (self->display, self->root, self->image, 0, 0, AllPlanes);
  for (int row = 0; row < self->rows * CELL; row++)
    for (int column = 0; column < self->columns * CELL; column++)
      picture->cells[row / CELL * self->columns + column / CELL]
          += has_detail (self, column * BLOCK, row * BLOCK);
  g_ptr_array_add (self->pictures, picture);
}

static void
watch_until (Watch *self, double end)
{
  struct pollfd descriptor = { .fd = ConnectionNumber (self->display), .events = POLLIN };

  while (elapsed (self) < end)
    {
      gboolean damaged = FALSE;
      double at;

      if (XPending (self->display) == 0 && poll (&descriptor, 1, MAX (1, (int) (end - elapsed (self)))) <= 0)
        continue;
      at = elapsed (self);
      while (XPending (self->display) > 0)
        {
          XEvent event;

          XNextEvent (self->display, &event);
          if (event.type == self->damage_event + XDamageNotify)
            damaged = TRUE;
          else if (event.type == MapNotify && self->mapped == 0)
            {
              XWindowAttributes attributes;

              if (XGetWindowAttributes (self->display, event.xmap.window, &attributes)
                  && attributes.width >= SMALLEST && attributes.height >= SMALLEST)
                self->mapped = at;
            }
        }
      if (damaged)
        {
          XDamageSubtract (self->display, self->damage, None, None);
          take_picture (self, at);
        }
    }
}

static long
read_memory (pid_t pid, const char *key)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", (int) pid);
  g_autofree char *text = NULL;
  const char *line;

  g_file_get_contents (path, &text, NULL, NULL);
  line = text != NULL ? strstr (text, key) : NULL;
  return line != NULL ? atol (line + strlen (key)) : 0;
}

static void
save_picture (Watch *self, const char *path)
{
  FILE *file = fopen (path, "wb");

  if (file == NULL)
    return;
  fprintf (file, "P6\n%d %d\n255\n", self->image->width, self->image->height);
  for (int y = 0; y < self->image->height; y++)
    for (int x = 0; x < self->image->width; x++)
      {
        guint32 pixel = ((const guint32 *) (const void *) (self->image->data
                                                           + (gsize) y * self->image->bytes_per_line))[x];

        fputc (pixel >> 16 & 0xff, file);
        fputc (pixel >> 8 & 0xff, file);
        fputc (pixel & 0xff, file);
      }
  fclose (file);
}

/* How much of what is there at the end each picture had, and what follows from it. */
static void
report (Watch *self)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const Picture *last = self->pictures->pdata[self->pictures->len - 1];
  double painted = 0, complete = 0, busy = 0;
  guint detail = 0;

  for (int cell = 0; cell < self->columns * self->rows; cell++)
    detail += last->cells[cell];

  for (guint i = 1; i < self->pictures->len; i++)
    {
      const Picture *picture = self->pictures->pdata[i];
      guint wanted = 0, there = 0, any = 0;
      double part;

      for (int cell = 0; cell < self->columns * self->rows; cell++)
        {
          any += picture->cells[cell] > 0;
          wanted += last->cells[cell] >= LEAST;
          there += last->cells[cell] >= LEAST && picture->cells[cell] * 2 >= last->cells[cell];
        }
      part = wanted > 0 ? (double) there / wanted : 0;
      if (painted == 0 && any > 0)
        painted = picture->at;
      if (complete == 0 && part >= COMPLETE)
        {
          complete = picture->at;
          busy = picture->busy;
        }
      if (i < 30)
        g_string_append_printf (list, "%s[%.1f, %.3f]", list->len > 0 ? ", " : "", picture->at, part);
    }
  g_print ("{\"mapped_ms\": %.1f, \"painted_ms\": %.1f, \"complete_ms\": %.1f, \"busy_ms\": %.1f, "
           "\"detail_blocks\": %u, \"pss_kb\": %ld, \"rss_kb\": %ld, \"pictures\": [%s]}\n",
           self->mapped, painted, complete, busy, detail, read_memory (self->pid, "Pss:"),
           read_memory (self->pid, "Rss:"), list->str);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) picture_free);
  Watch watch = { .pictures = pictures };
  g_autofree char *picture = NULL;
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND… - watch a program's window come up");
  int duration = 4000, status;
  GOptionEntry entries[]
      = { { "for", 'f', 0, G_OPTION_ARG_INT, &duration, "How long to watch", "MS" },
          { "picture", 'p', 0, G_OPTION_ARG_FILENAME, &picture, "Where the last picture goes", "FILE.ppm" },
          { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &command, NULL, NULL },
          { NULL } };
  int failed;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error) || command == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "a command is needed");
      return 2;
    }
  if (!open_screen (&watch))
    {
      g_printerr ("There is no X screen of 24 bits with DAMAGE and MIT-SHM\n");
      return 1;
    }

  XWarpPointer (watch.display, None, watch.root, 0, 0, 0, 0, 0, 0); /* no tooltips */
  XSync (watch.display, False);
  take_picture (&watch, 0);
  watch.began = g_get_monotonic_time ();
  failed = posix_spawnp (&watch.pid, command[0], NULL, NULL, command, environ);
  if (failed != 0)
    {
      g_printerr ("%s: %s\n", command[0], g_strerror (failed));
      return 1;
    }
  watch_until (&watch, duration);
  take_picture (&watch, elapsed (&watch));
  if (picture != NULL)
    save_picture (&watch, picture);
  if (waitpid (watch.pid, &status, WNOHANG) != 0)
    {
      g_printerr ("%s ended by itself\n", command[0]);
      return 1;
    }
  report (&watch);
  kill (watch.pid, SIGTERM);
  for (int i = 0; i < 300 && waitpid (watch.pid, &status, WNOHANG) == 0; i++)
    {
      g_usleep (10000);
      if (i == 200)
        kill (watch.pid, SIGKILL);
    }
  return 0;
}
