/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thumbnail"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* weft-thumbnail INPUT OUTPUT SIZE [square]
 *
 * Makes a small picture of a picture that a stranger may have sent, as PNG, and prints how large the original is: "WIDTH HEIGHT". Square: of its middle, SIZE px a side or as
 * many as it has; then JPEG where nothing shines through. A process of its own, so that whatever a decoder does with hostile bytes ends here: it has little memory, little time, and nothing to lose. */

#define MEMORY_MAX (768 * 1024 * 1024UL)
#define SECONDS_MAX 15
#define OUTPUT_MAX (64 * 1024 * 1024UL)
#define PIXELS_MAX 100000000LL
#define SIDE_MAX 65535
#define BLOCK (64 * 1024)

typedef struct
{
  int size;
  int width;
  int height;
  gboolean square;
  gboolean too_large;
} Picture;

static void
limit_oneself (void)
{
  const struct
  {
    int what;
    rlim_t most;
  } limits[] = {
    { RLIMIT_CPU, SECONDS_MAX }, { RLIMIT_FSIZE, OUTPUT_MAX }, { RLIMIT_CORE, 0 }, { RLIMIT_NPROC, 0 },
#if !defined(__SANITIZE_ADDRESS__)
    { RLIMIT_AS, MEMORY_MAX }, /* sanitizers reserve terabytes */
#endif
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    setrlimit (limits[i].what, &(struct rlimit) { limits[i].most, limits[i].most });
  alarm (2 * SECONDS_MAX);
}

/* By their first bytes, not by what they are called: only formats that people send, so that no other decoder is ever reached. */
static const char *
sniff (const guchar *start, gsize length)
{
  if (length >= 8 && memcmp (start, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  if (length >= 3 && memcmp (start, "\xff\xd8\xff", 3) == 0)
    return "jpeg";
  if (length >= 6 && (memcmp (start, "GIF87a", 6) == 0 || memcmp (start, "GIF89a", 6) == 0))
    return "gif";
  if (length >= 12 && memcmp (start, "RIFF", 4) == 0 && memcmp (start + 8, "WEBP", 4) == 0)
    return "webp";

  return NULL;
}

/* Before a single pixel is decoded. */
static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, Picture *picture)
{
  int side = picture->square ? MIN (width, height) : MAX (width, height);
  double scale = MIN (1.0, (double) picture->size / MAX (side, 1));

  picture->width = width;
  picture->height = height;
  picture->too_large
      = width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX || (gint64) width * height > PIXELS_MAX;
  if (picture->too_large)
    gdk_pixbuf_loader_set_size (loader, 0, 0); /* decode nothing */
  else
    gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale), 1), MAX ((int) (height * scale), 1));
}

static GdkPixbuf *
decode (int fd, Picture *picture, GError **error)
{
  g_autofree guchar *block = g_malloc (BLOCK);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) oriented = NULL;
  GdkPixbuf *pixbuf;
  gboolean good = TRUE;
  gssize n;

  while (good && (n = read (fd, block, BLOCK)) > 0)
    {
      if (loader == NULL)
        {
          const char *type = sniff (block, (gsize) n);

          if (type == NULL)
            {
              g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no picture of a known kind");
              return NULL;
            }
          loader = gdk_pixbuf_loader_new_with_type (type, error);
          if (loader == NULL)
            return NULL;
          g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), picture);
        }
      good = gdk_pixbuf_loader_write (loader, block, (gsize) n, error) && !picture->too_large;
    }
  if (loader == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no bytes");
      return NULL;
    }
  good = gdk_pixbuf_loader_close (loader, good ? error : NULL) && good;
  if (picture->too_large)
    {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%d × %d pixels, at most %lld", picture->width, picture->height, PIXELS_MAX);
    }
  pixbuf = good ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is damaged");
      return NULL;
    }

  oriented = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  if ((gdk_pixbuf_get_width (oriented) > gdk_pixbuf_get_height (oriented)) != (gdk_pixbuf_get_width (pixbuf) > gdk_pixbuf_get_height (pixbuf)))
    {
      int width = picture->width;

      picture->width = picture->height;
      picture->height = width;
    }

  return g_steal_pointer (&oriented);
}

static GdkPixbuf *
cut_square (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  int side = MIN (width, height);

  return gdk_pixbuf_new_subpixbuf (pixbuf, (width - side) / 2, (height - side) / 2, side, side);
}

/* A photograph is a tenth as large as JPEG. */
static gboolean
save (GdkPixbuf *pixbuf, const char *path, gboolean square, GError **error)
{
  if (square && !gdk_pixbuf_get_has_alpha (pixbuf))
    return gdk_pixbuf_save (pixbuf, path, "jpeg", error, "quality", "88", NULL);

  return gdk_pixbuf_save (pixbuf, path, "png", error, "compression", "3", NULL);
}

int
main (int argc, char **argv)
{
  Picture picture = { 0 };
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *temporary = NULL;
  int fd;

  picture.square = argc == 5 && strcmp (argv[4], "square") == 0;
  if ((argc != 4 && !picture.square) || (picture.size = (int) g_ascii_strtoll (argv[3], NULL, 10)) < 16 || picture.size > 4096)
    {
      fprintf (stderr, "Usage: weft-thumbnail INPUT OUTPUT SIZE (16 to 4096) [square]\n");
      return 2;
    }

  limit_oneself ();
  fd = g_open (argv[1], O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    {
      fprintf (stderr, "weft-thumbnail: %s: %s\n", argv[1], g_strerror (errno));
      return 1;
    }
  pixbuf = decode (fd, &picture, &error);
  close (fd);
  if (pixbuf != NULL && picture.square)
    {
      g_autoptr (GdkPixbuf) whole = g_steal_pointer (&pixbuf);

      pixbuf = cut_square (whole);
    }
  if (pixbuf != NULL)
    {
      temporary = g_strdup_printf ("%s.%d", argv[2], (int) getpid ());
      if (save (pixbuf, temporary, picture.square, &error) && g_rename (temporary, argv[2]) != 0)
        g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", g_strerror (errno));
      if (error != NULL)
        g_unlink (temporary);
    }
  if (error != NULL)
    {
      fprintf (stderr, "weft-thumbnail: %s\n", error->message);
      return 1;
    }
  printf ("%d %d\n", picture.width, picture.height);

  return 0;
}
