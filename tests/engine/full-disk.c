/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#undef _FILE_OFFSET_BITS /* each name is to be defined by itself */

/* A disk that is full when the test says so. Preloaded into a program, it refuses what is written to the files of the directory
 * WEFT_FULL_DIRECTORY with ENOSPC while the first byte of the file WEFT_FULL is not 0. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile const char *full;
static const char *directory;

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("WEFT_FULL");
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *memory;

  if (fd < 0)
    return;
  memory = mmap (NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
  close (fd);
  directory = getenv ("WEFT_FULL_DIRECTORY");
  if (memory != MAP_FAILED && directory != NULL)
    full = memory;
}

static bool
is_full (int fd)
{
  char link[64];
  char path[512];
  ssize_t length;
  struct stat status;

  if (full == NULL || *full == 0 || fstat (fd, &status) < 0 || !S_ISREG (status.st_mode))
    return false;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return false;
  path[length] = '\0';
  if (strncmp (path, directory, strlen (directory)) != 0)
    return false;
  errno = ENOSPC;
  return true;
}

ssize_t
write (int fd, const void *data, size_t length)
{
  ssize_t (*real) (int, const void *, size_t) = dlsym (RTLD_NEXT, "write");

  return is_full (fd) ? -1 : real (fd, data, length);
}

ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  ssize_t (*real) (int, const void *, size_t, off_t) = dlsym (RTLD_NEXT, "pwrite");

  return is_full (fd) ? -1 : real (fd, data, length, offset);
}

ssize_t
pwrite64 (int fd, const void *data, size_t length, off64_t offset)
{
  ssize_t (*real) (int, const void *, size_t, off64_t) = dlsym (RTLD_NEXT, "pwrite64");

  return is_full (fd) ? -1 : real (fd, data, length, offset);
}
