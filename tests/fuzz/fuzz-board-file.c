/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "features/board/exchange/weft-task-table.h"
#include "features/board/exchange/weft-trello-export.h"

/* A board of Trello ("t" comes first), or a table of tasks as Jira, Linear or Weft writes it ("j", "l", "w"): what is taken fits together, whatever stood there. */

static void
check_board (WeftBringBoard *board)
{
  weft_bring_board_finish (board);
  g_assert_cmpuint (board->statuses->len, >, 0);
  for (guint i = 0; i < board->tasks->len; i++)
    {
      const WeftBringTask *task = board->tasks->pdata[i];

      g_assert_true (g_ptr_array_find (board->statuses, task->status, NULL));
      g_assert_true (g_utf8_validate (task->title, -1, NULL) && *task->title != '\0');
      g_assert_true (g_utf8_validate (task->about->str, (gssize) task->about->len, NULL));
      g_assert_true (task->parent == NULL || g_hash_table_contains (board->task_keys, task->parent));
      for (guint k = 0; k < task->items->len; k++)
        g_assert_cmpint (((const WeftBringItem *) task->items->pdata[k])->parent, <, (int) k);
      for (guint k = 0; k < task->values->len; k++)
        g_assert_true (g_ptr_array_find (board->fields, ((const WeftBringValue *) task->values->pdata[k])->field, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const struct
  {
    char letter;
    const char *source;
  } sources[] = { { 't', "trello" }, { 'j', "jira" }, { 'l', "linear" }, { 'w', "weft" } };
  const char *source = NULL;
  g_autofree char *path = NULL;
  g_autoptr (WeftBringReport) report = NULL;
  g_autoptr (WeftBringing) bringing = NULL;
  g_autoptr (WeftBringBoard) board = NULL;
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (weft_task_column_free);
  g_autoptr (GError) error = NULL;
  int fd;

  for (guint i = 0; size > 0 && i < G_N_ELEMENTS (sources); i++)
    if (data[0] == sources[i].letter)
      source = sources[i].source;
  if (source == NULL)
    return -1;

  fd = memfd_create ("board", MFD_CLOEXEC);
  g_assert_cmpint (write (fd, data + 1, size - 1), ==, (ssize_t) size - 1);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  report = weft_bring_report_new (NULL, &error);
  g_assert_no_error (error);
  bringing = weft_bringing_new (source, report);
  board = g_str_equal (source, "trello") ? weft_trello_export_read (path, bringing, &error) : weft_task_table_read (path, NULL, bringing, columns, &error);
  g_assert_true ((board == NULL) == (error != NULL));
  if (board != NULL)
    check_board (board);
  close (fd);

  return 0;
}
