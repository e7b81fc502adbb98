/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#undef _FILE_OFFSET_BITS /* each name is to be defined by itself */

/* kill -9 at a chosen step, without a hook in the program: preloaded into it, this counts the calls by which
 * anything of the program leaves or reaches it: what is written to the files of one directory and made
 * durable there, and what goes over one Unix socket. Between two of them nothing changes but the program's
 * own memory, which a kill takes away in any case: so a kill at each of them is a kill at each step there is.
 *
 * WEFT_STEPS names a file that is shared with the test, WEFT_STEPS_TRACE one which gets a line for each step,
 * WEFT_STEPS_DIRECTORY and WEFT_STEPS_SOCKET say what counts. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

/* The file in WEFT_STEPS. */
typedef struct
{
  int64_t armed;
  int64_t
      occurrence; /* dies at the call of this number which begins with `call` and holds `holds`; 0: never */
  int64_t torn;   /* dies in the middle of it, if it writes, else before it */
  _Atomic int64_t count; /* of such calls */
  char call[48];         /* what it does and to what: "write store.db-wal" */
  char holds[48];
} Steps;

static Steps *steps;
static int trace = -1;
static const char *directory;
static const char *socket_path;

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("WEFT_STEPS");
  int fd = path != NULL ? open (path, O_RDWR | O_CLOEXEC) : -1;
  void *memory;

  if (fd < 0)
    return;
  memory = mmap (NULL, sizeof (Steps), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  if (memory == MAP_FAILED)
    return;
  directory = getenv ("WEFT_STEPS_DIRECTORY");
  socket_path = getenv ("WEFT_STEPS_SOCKET");
  trace = open (getenv ("WEFT_STEPS_TRACE"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  steps = memory;
}

static void *
next (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

static bool
is_our_socket (int fd)
{
  struct sockaddr_un address;
  socklen_t length = sizeof address;

  memset (&address, 0, sizeof address);
  if (getsockname (fd, (struct sockaddr *) &address, &length) == 0 && address.sun_family == AF_UNIX
      && strncmp (address.sun_path, socket_path, sizeof address.sun_path) == 0)
    return true;
  length = sizeof address;
  memset (&address, 0, sizeof address);
  return getpeername (fd, (struct sockaddr *) &address, &length) == 0 && address.sun_family == AF_UNIX
         && strncmp (address.sun_path, socket_path, sizeof address.sun_path) == 0;
}

/* What @fd is in a line of the trace; false if it does not count. */
static bool
describe (int fd, char name[256])
{
  char link[64];
  char path[512];
  ssize_t length;
  struct stat status;

  if (steps == NULL || !steps->armed || fstat (fd, &status) < 0)
    return false;
  if (S_ISSOCK (status.st_mode))
    {
      snprintf (name, 256, "socket");
      return is_our_socket (fd);
    }
  if (!S_ISREG (status.st_mode))
    return false;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return false;
  path[length] = '\0';
  if (strncmp (path, directory, strlen (directory)) != 0)
    return false;
  snprintf (name, 256, "%.200s", strrchr (path, '/') + 1);
  return true;
}

static bool
describe_path (const char *path, char name[256])
{
  if (steps == NULL || !steps->armed || strncmp (path, directory, strlen (directory)) != 0)
    return false;
  snprintf (name, 256, "%.200s", strrchr (path, '/') + 1);
  return true;
}

static void
append (char *out, size_t size, const char *format, ...)
{
  size_t length = strlen (out);
  va_list arguments;

  va_start (arguments, format);
  vsnprintf (out + length, size - length, format, arguments);
  va_end (arguments);
}

/* The lines of HTTP and the types of the WebSocket's frames (RFC 6455 section 5.2) in some bytes, as far as
 * they can be seen there. */
static void
describe_bytes (const unsigned char *data, size_t length, char *out, size_t size)
{
  size_t at = 0;

  out[0] = '\0';
  if (length > 5
      && (memcmp (data, "GET ", 4) == 0 || memcmp (data, "POST ", 5) == 0 || memcmp (data, "HTTP/", 5) == 0))
    {
      const unsigned char *end = memchr (data, '\r', length);
      int n = end != NULL && end - data < 60 ? (int) (end - data) : 20;

      append (out, size, "%.*s", n, (const char *) data);
      return;
    }
  while (at + 2 <= length)
    {
      unsigned char opcode = data[at] & 0x0f;
      bool masked = data[at + 1] & 0x80;
      size_t payload = data[at + 1] & 0x7f;
      size_t head = 2;
      unsigned char text[48];
      size_t seen;
      char *type;

      if ((data[at] & 0x70) != 0 || (opcode != 1 && opcode != 8 && opcode != 9 && opcode != 10))
        break;
      if (payload == 126 && at + 4 <= length)
        {
          payload = (size_t) data[at + 2] << 8 | data[at + 3];
          head = 4;
        }
      else if (payload >= 126)
        {
          head = 10;
          payload = length;
        }
      head += masked ? 4 : 0;
      if (at + head > length)
        break;
      seen = length - at - head < payload ? length - at - head : payload;
      seen = seen < sizeof text - 1 ? seen : sizeof text - 1;
      for (size_t i = 0; i < seen; i++)
        text[i] = data[at + head + i] ^ (masked ? data[at + head - 4 + (i & 3)] : 0);
      text[seen] = '\0';
      type = strstr ((char *) text, "\"type\":\"");
      if (type != NULL)
        {
          char *end = strchr (type + 8, '"');

          if (end != NULL)
            *end = '\0';
          append (out, size, "%s%s", out[0] != '\0' ? "+" : "", type + 8);
        }
      else
        append (out, size, "%s%s", out[0] != '\0' ? "+" : "",
                opcode == 8   ? "close"
                : opcode == 1 ? "frame"
                              : "ping");
      at += head + payload;
    }
  if (out[0] == '\0')
    append (out, size, "%zu bytes", length);
}

static void
die (void)
{
  syscall (SYS_kill, syscall (SYS_getpid), SIGKILL);
  for (;;)
    pause ();
}

/* Counts a step. Returns: whether the caller is to do half of it and then die. */
static bool
step (const char *what, const char *name, const char *detail)
{
  char line[400];
  int length = snprintf (line, sizeof line, "%s %s %s\n", what, name, detail);

  if (syscall (SYS_write, trace, line, (size_t) length) < 0)
    die ();
  if (steps->occurrence == 0 || strncmp (line, steps->call, strlen (steps->call)) != 0
      || strstr (line, steps->holds) == NULL || atomic_fetch_add (&steps->count, 1) + 1 != steps->occurrence)
    return false;
  if (!steps->torn)
    die ();
  return true;
}

static bool
step_bytes (const char *what, const char *name, const void *data, size_t length)
{
  char detail[200];

  if (strcmp (name, "socket") == 0)
    describe_bytes (data, length, detail, sizeof detail);
  else
    snprintf (detail, sizeof detail, "%zu bytes", length);
  return step (what, name, detail);
}

/* Files */

ssize_t
pwrite64 (int fd, const void *data, size_t length, off64_t offset)
{
  ssize_t (*real) (int, const void *, size_t, off64_t) = next ("pwrite64");
  char name[256];

  if (describe (fd, name) && step_bytes ("write", name, data, length))
    {
      real (fd, data, length / 2, offset);
      die ();
    }
  return real (fd, data, length, offset);
}

ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  return pwrite64 (fd, data, length, offset);
}

int
fdatasync (int fd)
{
  int (*real) (int) = next ("fdatasync");
  char name[256];

  if (describe (fd, name) && step ("sync", name, ""))
    die ();
  return real (fd);
}

int
fsync (int fd)
{
  int (*real) (int) = next ("fsync");
  char name[256];

  if (describe (fd, name) && step ("sync", name, ""))
    die ();
  return real (fd);
}

int
ftruncate64 (int fd, off64_t length)
{
  int (*real) (int, off64_t) = next ("ftruncate64");
  char name[256];

  if (describe (fd, name) && step ("truncate", name, ""))
    die ();
  return real (fd, length);
}

int
ftruncate (int fd, off_t length)
{
  return ftruncate64 (fd, length);
}

int
rename (const char *from, const char *to)
{
  int (*real) (const char *, const char *) = next ("rename");
  char name[256];

  if (describe_path (to, name) && step ("rename", name, ""))
    die ();
  return real (from, to);
}

int
unlink (const char *path)
{
  int (*real) (const char *) = next ("unlink");
  char name[256];

  if (describe_path (path, name) && step ("unlink", name, ""))
    die ();
  return real (path);
}

/* Files and sockets */

ssize_t
write (int fd, const void *data, size_t length)
{
  ssize_t (*real) (int, const void *, size_t) = next ("write");
  char name[256];

  if (describe (fd, name) && step_bytes ("write", name, data, length))
    {
      real (fd, data, length / 2);
      die ();
    }
  return real (fd, data, length);
}

static ssize_t
received (int fd, const void *data, ssize_t length)
{
  char name[256];
  int error = errno;

  /* It is here, and nothing came of it yet. */
  if (length > 0 && describe (fd, name) && strcmp (name, "socket") == 0
      && step_bytes ("receive", name, data, (size_t) length))
    die ();
  errno = error;
  return length;
}

ssize_t
read (int fd, void *data, size_t length)
{
  ssize_t (*real) (int, void *, size_t) = next ("read");

  return received (fd, data, real (fd, data, length));
}

ssize_t
recv (int fd, void *data, size_t length, int flags)
{
  ssize_t (*real) (int, void *, size_t, int) = next ("recv");

  return received (fd, data, real (fd, data, length, flags));
}

ssize_t
recvmsg (int fd, struct msghdr *message, int flags)
{
  ssize_t (*real) (int, struct msghdr *, int) = next ("recvmsg");
  ssize_t length = real (fd, message, flags);

  if (length > 0 && message->msg_iovlen > 0)
    return received (fd, message->msg_iov[0].iov_base,
                     length < (ssize_t) message->msg_iov[0].iov_len ? length
                                                                    : (ssize_t) message->msg_iov[0].iov_len)
                   < 0
               ? -1
               : length;
  return length;
}

ssize_t
send (int fd, const void *data, size_t length, int flags)
{
  ssize_t (*real) (int, const void *, size_t, int) = next ("send");
  char name[256];

  if (describe (fd, name) && step_bytes ("send", name, data, length))
    {
      real (fd, data, length / 2, flags);
      die ();
    }
  return real (fd, data, length, flags);
}

ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
  ssize_t (*real) (int, const struct msghdr *, int) = next ("sendmsg");
  char name[256];

  if (message->msg_iovlen > 0 && describe (fd, name)
      && step_bytes ("send", name, message->msg_iov[0].iov_base, message->msg_iov[0].iov_len))
    {
      struct iovec half = { message->msg_iov[0].iov_base, message->msg_iov[0].iov_len / 2 };
      struct msghdr torn = *message;

      torn.msg_iov = &half;
      torn.msg_iovlen = 1;
      real (fd, &torn, flags);
      die ();
    }
  return real (fd, message, flags);
}

ssize_t
writev (int fd, const struct iovec *parts, int n)
{
  ssize_t (*real) (int, const struct iovec *, int) = next ("writev");
  char name[256];

  if (n > 0 && describe (fd, name) && step_bytes ("send", name, parts[0].iov_base, parts[0].iov_len))
    {
      struct iovec half = { parts[0].iov_base, parts[0].iov_len / 2 };

      real (fd, &half, 1);
      die ();
    }
  return real (fd, parts, n);
}
