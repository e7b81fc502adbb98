/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-task-card.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-task-words.h"
#include "features/board/view/weft-yarn-dot.h"
#include "ui/weft-avatar.h"

#define FACE 20
#define FACES 3
#define LABELS 2 /* by name; more of them are counted */

struct _WeftTaskCard
{
  GtkWidget parent_instance;

  WeftPeople *people;
  WeftBoard *board; /* (nullable) */
  WeftTask *task;   /* (nullable) */

  GtkWidget *box;
  GtkWidget *labels;
  GtkWidget *key;
  GtkWidget *title;
  GtkWidget *blocked;
  GtkWidget *blocked_text;
  GtkWidget *parts;
  GtkWidget *parts_bar;
  GtkWidget *parts_text;
  GtkWidget *foot;
  GtkWidget *priority;
  GtkWidget *due;
  GtkWidget *due_text;
  GtkWidget *about;
  GtkWidget *comments;
  GtkWidget *comments_text;
  GtkWidget *faces;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftTaskCard, weft_task_card, GTK_TYPE_WIDGET)

static void
remove_children (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static GtkWidget *
make_label (const WeftProjectLabel *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *dot = weft_yarn_dot_new ();
  GtkWidget *text = gtk_label_new (label->name);

  gtk_widget_add_css_class (box, "weft-label");
  weft_yarn_dot_set_yarn (dot, label->yarn);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), text);
  return box;
}

static void
show_labels (WeftTaskCard *self, const WeftTaskRecord *record)
{
  g_auto (GStrv) ids = g_strsplit (record->labels != NULL ? record->labels : "", " ", -1);
  guint n = 0;

  remove_children (self->labels);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const WeftProjectLabel *label = weft_board_find_label (self->board, ids[i]);

      if (label == NULL)
        continue;
      if (n++ < LABELS)
        gtk_box_append (GTK_BOX (self->labels), make_label (label));
    }
  if (n > LABELS)
    {
      g_autofree char *more = g_strdup_printf ("+%u", n - LABELS);
      GtkWidget *text = gtk_label_new (more);

      gtk_widget_add_css_class (text, "weft-meta");
      gtk_box_append (GTK_BOX (self->labels), text);
    }
}

static void
show_due (WeftTaskCard *self, const WeftTaskRecord *record)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *text = NULL;
  WeftDueState state;

  gtk_widget_set_visible (self->due, record->due_at > 0);
  if (record->due_at == 0)
    return;

  text = weft_due_describe (record->due_at, g_get_real_time () / 1000, zone, &state);
  gtk_label_set_text (GTK_LABEL (self->due_text), text);
  gtk_widget_remove_css_class (self->due, "over");
  gtk_widget_remove_css_class (self->due, "soon");
  if (state != WEFT_DUE_LATER)
    gtk_widget_add_css_class (self->due, state == WEFT_DUE_OVER ? "over" : "soon");
}

static const char *
find_name (WeftTaskCard *self, const char *id)
{
  WeftPerson *person = weft_people_lookup (self->people, id);

  return person != NULL ? weft_person_get_name (person) : "";
}

static void
show_faces (WeftTaskCard *self, const WeftTaskRecord *record)
{
  g_auto (GStrv) ids = g_strsplit (record->assignees != NULL ? record->assignees : "", " ", -1);
  guint n = g_strv_length (ids);

  remove_children (self->faces);
  for (guint i = 0; i < MIN (n, FACES); i++)
    {
      GtkWidget *face = weft_avatar_new (FACE, find_name (self, ids[i]));

      weft_avatar_set_person (WEFT_AVATAR (face), ids[i]);
      gtk_box_append (GTK_BOX (self->faces), face);
    }
  if (n > FACES)
    {
      g_autofree char *more = g_strdup_printf ("+%u", n - FACES);
      GtkWidget *text = gtk_label_new (more);

      gtk_widget_add_css_class (text, "weft-meta");
      gtk_box_append (GTK_BOX (self->faces), text);
    }
}

static void
show_comments (WeftTaskCard *self, const WeftTaskRecord *record)
{
  g_autofree char *text = g_strdup_printf ("%u", record->n_comments);

  gtk_widget_set_visible (self->comments, record->n_comments > 0);
  gtk_label_set_text (GTK_LABEL (self->comments_text), text);
}

static void
show_parts (WeftTaskCard *self)
{
  guint n = weft_task_get_n_parts (self->task);
  guint n_done = weft_task_get_n_parts_done (self->task);
  g_autofree char *text = g_strdup_printf ("\u2066%u/%u\u2069", n_done, n); /* isolated from right-to-left text */

  gtk_widget_set_visible (self->parts, n > 0);
  gtk_level_bar_set_max_value (GTK_LEVEL_BAR (self->parts_bar), MAX (n, 1));
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->parts_bar), n_done);
  gtk_label_set_text (GTK_LABEL (self->parts_text), text);
  if (n > 0 && n == n_done)
    gtk_widget_add_css_class (self->parts, "whole");
  else
    gtk_widget_remove_css_class (self->parts, "whole");
}

static void
update (WeftTaskCard *self)
{
  const WeftTaskRecord *record = weft_task_get_record (self->task);
  const char *blocked_by = weft_task_get_blocked_by (self->task);
  const char *icon = weft_priority_get_icon (record->priority);
  g_autofree char *key = weft_board_dup_key (self->board, self->task);

  show_labels (self, record);
  gtk_label_set_text (GTK_LABEL (self->key), key);
  gtk_label_set_text (GTK_LABEL (self->title), record->title);
  gtk_widget_set_visible (self->blocked, blocked_by != NULL);
  if (blocked_by != NULL)
    {
      /* Translators: on a card; %s is the key of another task: WEB-318. */
      g_autofree char *text = g_strdup_printf (_ ("Blocked by %s"), blocked_by);

      gtk_label_set_text (GTK_LABEL (self->blocked_text), text);
      gtk_widget_add_css_class (GTK_WIDGET (self), "blocked");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "blocked");
  show_parts (self);
  gtk_widget_set_visible (self->priority, icon != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->priority), icon);
  gtk_widget_remove_css_class (self->priority, "high");
  gtk_widget_remove_css_class (self->priority, "urgent");
  if (record->priority >= WEFT_PRIORITY_HIGH)
    gtk_widget_add_css_class (self->priority, record->priority == WEFT_PRIORITY_URGENT ? "urgent" : "high");
  show_due (self, record);
  gtk_widget_set_visible (self->about, record->has_about);
  show_comments (self, record);
  show_faces (self, record);
  gtk_widget_set_visible (self->foot, icon != NULL || record->due_at > 0 || record->has_about || record->n_comments > 0 || record->assignees != NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
refresh (WeftTaskCard *self)
{
  if (self->task != NULL)
    update (self);
}

static void
weft_task_card_dispose (GObject *object)
{
  WeftTaskCard *self = WEFT_TASK_CARD (object);

  weft_task_card_show (self, NULL, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_task_card_parent_class)->dispose (object);
}

static void
weft_task_card_class_init (WeftTaskCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_card_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "card");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_row (WeftTaskCard *self, int spacing)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, spacing);

  gtk_box_append (GTK_BOX (self->box), row);
  return row;
}

static GtkWidget *
add_text (GtkWidget *box, const char *style)
{
  GtkWidget *text = gtk_label_new (NULL);

  gtk_widget_add_css_class (text, style);
  gtk_box_append (GTK_BOX (box), text);
  return text;
}

static GtkWidget *
add_icon (GtkWidget *box, const char *name)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (name);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_box_append (GTK_BOX (box), icon);
  return icon;
}

static void
make_head (WeftTaskCard *self)
{
  GtkWidget *row = add_row (self, 6);

  self->labels = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_set_hexpand (self->labels, TRUE);
  gtk_box_append (GTK_BOX (row), self->labels);
  self->key = add_text (row, "weft-task-key");
}

static void
make_foot (WeftTaskCard *self)
{
  self->foot = add_row (self, 10);
  gtk_widget_add_css_class (self->foot, "weft-meta");
  self->priority = add_icon (self->foot, NULL);
  gtk_widget_add_css_class (self->priority, "weft-priority");
  self->due = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_add_css_class (self->due, "weft-due");
  gtk_box_append (GTK_BOX (self->foot), self->due);
  add_icon (self->due, "weft-clock-symbolic");
  self->due_text = add_text (self->due, "weft-due-text");
  self->about = add_icon (self->foot, "view-list-symbolic");
  self->comments = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_box_append (GTK_BOX (self->foot), self->comments);
  add_icon (self->comments, "weft-chat-symbolic");
  self->comments_text = add_text (self->comments, "weft-comments-text");
  self->faces = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->faces, "weft-task-faces");
  gtk_widget_set_hexpand (self->faces, TRUE);
  gtk_widget_set_halign (self->faces, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->foot), self->faces);
}

static void
weft_task_card_init (WeftTaskCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_head (self);

  self->title = add_text (self->box, "weft-task-title");
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (self->title), 3);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);

  self->blocked = add_row (self, 5);
  gtk_widget_add_css_class (self->blocked, "weft-blocked");
  add_icon (self->blocked, "action-unavailable-symbolic");
  self->blocked_text = add_text (self->blocked, "weft-small");
  gtk_label_set_ellipsize (GTK_LABEL (self->blocked_text), PANGO_ELLIPSIZE_END);

  self->parts = add_row (self, 8);
  gtk_widget_add_css_class (self->parts, "weft-parts");
  self->parts_bar = gtk_level_bar_new ();
  gtk_widget_set_hexpand (self->parts_bar, TRUE);
  gtk_widget_set_valign (self->parts_bar, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->parts), self->parts_bar);
  self->parts_text = add_text (self->parts, "weft-meta");

  make_foot (self);
}

GtkWidget *
weft_task_card_new (WeftPeople *people)
{
  WeftTaskCard *self = g_object_new (WEFT_TYPE_TASK_CARD, NULL);

  self->people = g_object_ref (people);
  g_signal_connect_object (people, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
weft_task_card_show (WeftTaskCard *self, WeftBoard *board, WeftTask *task)
{
  g_return_if_fail (WEFT_IS_TASK_CARD (self));

  if (self->task != NULL)
    g_signal_handlers_disconnect_by_func (self->task, update, self);
  if (self->board != NULL)
    g_signal_handlers_disconnect_by_func (self->board, refresh, self);
  g_set_object (&self->board, board);
  g_set_object (&self->task, task);
  if (task == NULL)
    return;
  g_signal_connect_swapped (task, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (board, "changed", G_CALLBACK (refresh), self);
  update (self);
}

WeftTask *
weft_task_card_get_task (WeftTaskCard *self)
{
  g_return_val_if_fail (WEFT_IS_TASK_CARD (self), NULL);
  return self->task;
}

static void
say (GString *out, const char *text)
{
  g_string_append_printf (out, ", %s", text);
}

char *
weft_task_card_dup_sentence (WeftTaskCard *self)
{
  const WeftTaskRecord *record;
  const char *blocked_by;
  g_autofree char *key = NULL;
  g_auto (GStrv) ids = NULL;
  GString *out;

  g_return_val_if_fail (WEFT_IS_TASK_CARD (self) && self->task != NULL, NULL);

  record = weft_task_get_record (self->task);
  blocked_by = weft_task_get_blocked_by (self->task);
  key = weft_board_dup_key (self->board, self->task);
  out = g_string_new (record->title);
  say (out, key);
  if (blocked_by != NULL)
    say (out, gtk_label_get_text (GTK_LABEL (self->blocked_text)));
  if (weft_task_get_n_parts (self->task) > 0)
    {
      /* Translators: of the parts of a task. */
      g_autofree char *parts
          = g_strdup_printf (_ ("%u of %u done"), weft_task_get_n_parts_done (self->task), weft_task_get_n_parts (self->task));

      say (out, parts);
    }
  if (record->n_comments > 0)
    {
      g_autofree char *comments = g_strdup_printf (ngettext ("%u comment", "%u comments", record->n_comments), record->n_comments);

      say (out, comments);
    }
  if (record->priority != WEFT_PRIORITY_NONE)
    say (out, weft_priority_get_sentence (record->priority));
  if (record->due_at > 0)
    {
      /* Translators: %s is a day: Tue 24. */
      g_autofree char *due = g_strdup_printf (_ ("due %s"), gtk_label_get_text (GTK_LABEL (self->due_text)));

      say (out, due);
    }
  ids = g_strsplit (record->labels != NULL ? record->labels : "", " ", -1);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const WeftProjectLabel *label = weft_board_find_label (self->board, ids[i]);

      if (label != NULL)
        say (out, label->name);
    }
  g_strfreev (ids);
  ids = g_strsplit (record->assignees != NULL ? record->assignees : "", " ", -1);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const char *name = find_name (self, ids[i]);

      if (*name != '\0')
        say (out, name);
    }
  return g_string_free_and_steal (out);
}
