/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SimDisk:
 *
 * A machine's disk in memory, as SQLite sees it (https://sqlite.org/vfs.html): it knows what was written and what has been synced. A program that
 * is killed leaves what it wrote; when the power goes, of what was not synced each sector of 512 bytes may be there or not, in any order. All
 * files whose path begins with the disk's are on it.
 */
typedef struct _SimDisk SimDisk;

/** SimDiskFaults: what writing meets. */
typedef struct
{
  gboolean full;         /* no file grows */
  guint failing;         /* per mille of writes and syncs which fail */
  guint unreadable;      /* per mille of reads which fail */
  gboolean breaks;       /* with the first write that fails reading ends, too */
  int until_kill;        /* writes until the program ends in one; < 0: never */
  guint n_full;          /* what met all that */
  guint n_failed;
  guint n_unread;
} SimDiskFaults;

/** sim_disk_install: once a process: SQLite's files are on disks from now on, where their path says so. */
void sim_disk_install (void);
/** sim_disk_set_keeps_durable: FALSE: before any disk is made: the power never goes, and nobody keeps apart what has been synced. */
void sim_disk_set_keeps_durable (gboolean keeps);

SimDisk *sim_disk_new (const char *path);
void sim_disk_free (SimDisk *self);
SimDiskFaults *sim_disk_get_faults (SimDisk *self);

/** sim_disk_kill: the program has ended: nothing it still has open writes or reads any more. Also happens by itself, see SimDiskFaults. */
void sim_disk_kill (SimDisk *self);
gboolean sim_disk_is_dead (SimDisk *self);
/** sim_disk_cut_power: and of what it wrote last, only some is there. */
void sim_disk_cut_power (SimDisk *self);
/** sim_disk_restart: a new program may open files. */
void sim_disk_restart (SimDisk *self);

/** sim_disk_put: makes a file. @name: below the disk's path. */
void sim_disk_put (SimDisk *self, const char *name, GBytes *contents);
/** sim_disk_get: Returns: (transfer full) (nullable): a file's contents. */
GBytes *sim_disk_get (SimDisk *self, const char *name);
/** sim_disk_copy: the files of another one, as they are now. */
void sim_disk_copy (SimDisk *self, SimDisk *other);
guint64 sim_disk_get_n_writes (SimDisk *self);

G_END_DECLS
