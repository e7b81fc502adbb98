/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-card-dialog.h"

#include <glib/gi18n.h>

#include "base/weft-id-set.h"
#include "features/board/client/weft-checklist.h"
#include "features/board/client/weft-task-about.h"
#include "features/board/shared/weft-board-module.h"
#include "features/board/view/weft-card-activity.h"
#include "features/board/view/weft-card-checklist.h"
#include "features/board/view/weft-card-facts.h"
#include "features/board/view/weft-card-fields.h"
#include "features/board/view/weft-card-links.h"
#include "features/board/view/weft-card-mentions.h"
#include "features/board/view/weft-entry-row.h"
#include "features/board/view/weft-item-page.h"
#include "features/board/view/weft-label-picker.h"
#include "features/board/view/weft-onlooker-faces.h"
#include "features/board/view/weft-repeat-page.h"
#include "features/board/view/weft-task-picker.h"
#include "features/board/view/weft-task-words.h"
#include "parts/files/view/weft-file-bringing.h"
#include "parts/files/view/weft-file-group.h"
#include "parts/people/view/weft-people-picker.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-toast.h"

#define ABOUT_MAX 20000 /* characters: as the operation takes */
#define WIDTH 600
#define HEIGHT 680

struct _WeftCardDialog
{
  AdwDialog parent_instance;

  WeftBoard *board;
  WeftPeople *people;
  WeftMemberList *members;
  WeftTask *task;
  WeftCardEdit *edit;
  WeftTaskAbout *source;
  WeftChecklist *checklist;
  char *title; /* as it was shown last: what differs from it is being written */
  char *about; /* (nullable): likewise; %NULL: not read yet */
  WeftTaskLink link; /* which the page of cards is for */

  AdwNavigationView *pages;
  AdwNavigationPage *page;
  AdwHeaderBar *header;
  AdwBanner *problem;
  GtkWidget *content;
  GtkWidget *about_group;
  AdwEntryRow *title_row;
  GtkTextBuffer *text;
  GtkWidget *text_view;
  AdwPreferencesRow *comments_row;
  WeftCardMentions *mentions;
  WeftFileGroup *files;
  WeftPeoplePicker *picker; /* (nullable): while it is shown */
  char *item;               /* (nullable): for which of the checklist it is; %NULL: for the card */
  GtkWidget *toasts;
};

enum
{
  OPENED,
  COMMENTS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardDialog, weft_card_dialog, ADW_TYPE_DIALOG)

/* What is written */

static char *
dup_title (WeftCardDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
}

static char *
dup_about (WeftCardDialog *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->text, &start, &end);
  return gtk_text_buffer_get_text (self->text, &start, &end, TRUE);
}

static void
show_problem (WeftCardDialog *self, const char *text)
{
  adw_banner_set_revealed (self->problem, text != NULL);
  if (text == NULL)
    return;
  adw_banner_set_title (self->problem, text);
  adw_navigation_view_pop_to_page (self->pages, self->page);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
on_asked (WeftCardDialog *self)
{
  show_problem (self, NULL);
}

static void
keep_title (WeftCardDialog *self)
{
  g_autofree char *title = dup_title (self);

  if (*title == '\0')
    weft_entry_row_show (self->title_row, self->title);
  else if (!g_str_equal (title, self->title))
    {
      g_set_str (&self->title, title);
      weft_card_edit_set_text (self->edit, title, NULL, NULL);
    }
}

static void
keep_about (WeftCardDialog *self)
{
  g_autofree char *about = dup_about (self);
  g_autofree char *seen = NULL;

  if (self->about == NULL || g_str_equal (about, self->about))
    return;
  if (gtk_text_buffer_get_char_count (self->text) > ABOUT_MAX)
    {
      g_autofree char *text = g_strdup_printf (_ ("A description has %d characters at most."), ABOUT_MAX);

      show_problem (self, text);
      return;
    }
  seen = g_steal_pointer (&self->about);
  self->about = g_strdup (about);
  weft_card_mentions_set_text (self->mentions, about);
  weft_card_edit_set_text (self->edit, NULL, about, seen);
}

static void
keep (WeftCardDialog *self)
{
  if (!weft_board_may_change (self->board))
    return;
  keep_title (self);
  keep_about (self);
}

static void
on_title_left (GtkEventControllerFocus *focus, WeftCardDialog *self)
{
  if (self->edit != NULL)
    keep_title (self);
}

static void
on_text_left (GtkEventControllerFocus *focus, WeftCardDialog *self)
{
  if (self->edit != NULL)
    keep_about (self);
}

static void
update_comments (WeftCardDialog *self)
{
  guint n = weft_task_get_record (self->task)->n_comments;
  g_autofree char *text = g_strdup_printf (ngettext ("%u Comment", "%u Comments", n), n);

  adw_preferences_row_set_title (self->comments_row, n > 0 ? text : _ ("Write a Comment"));
}

/* Who is chosen on the page of people. */
static const char *
get_assignees (WeftCardDialog *self)
{
  WeftTaskItem *item = self->item != NULL ? weft_checklist_find (self->checklist, self->item) : NULL;

  if (self->item == NULL)
    return weft_task_get_record (self->task)->assignees;
  return item != NULL ? weft_task_item_get_assignee (item) : NULL;
}

static void
update (WeftCardDialog *self)
{
  const char *title = weft_task_get_title (self->task);
  g_autofree char *key = weft_board_dup_key (self->board, self->task);
  g_autofree char *shown = dup_title (self);
  gboolean changes = weft_board_may_change (self->board);
  /* Translators: %s is the key of a template: WEB-318. */
  g_autofree char *template = g_strdup_printf (_ ("Template %s"), key);
  const char *name = weft_task_get_record (self->task)->template ? template : key;

  adw_dialog_set_title (ADW_DIALOG (self), name);
  adw_navigation_page_set_title (self->page, name);
  if (g_str_equal (shown, self->title) && !g_str_equal (shown, title))
    weft_entry_row_show (self->title_row, title);
  if (g_str_equal (shown, self->title))
    g_set_str (&self->title, title);
  gtk_editable_set_editable (GTK_EDITABLE (self->title_row), changes);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->text_view), changes && self->about != NULL);
  weft_file_group_set_rights (self->files, changes, weft_board_may_arrange (self->board));
  if (self->picker != NULL)
    weft_people_picker_set_chosen (self->picker, get_assignees (self));
  update_comments (self);
}

static void
on_about (WeftCardDialog *self)
{
  const char *about = weft_task_about_get_text (self->source);
  g_autofree char *shown = dup_about (self);
  GtkTextIter cursor;
  int offset;

  if (about == NULL || (self->about != NULL && !g_str_equal (shown, self->about)))
    return;

  g_object_get (self->text, "cursor-position", &offset, NULL);
  if (!g_str_equal (shown, about))
    {
      gtk_text_buffer_set_text (self->text, about, -1);
      gtk_text_buffer_get_iter_at_offset (self->text, &cursor, offset);
      gtk_text_buffer_place_cursor (self->text, &cursor);
    }
  if (g_set_str (&self->about, about))
    weft_card_mentions_set_text (self->mentions, about);
  update (self);
}

/* Pages */

static void
push (WeftCardDialog *self, const char *title, GtkWidget *content)
{
  GtkWidget *view = adw_toolbar_view_new ();

  show_problem (self, NULL);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), content);
  adw_navigation_view_push (self->pages, adw_navigation_page_new (view, title));
}

static void
set_margins (GtkWidget *widget)
{
  gtk_widget_set_margin_start (widget, 16);
  gtk_widget_set_margin_end (widget, 16);
  gtk_widget_set_margin_top (widget, 8);
  gtk_widget_set_margin_bottom (widget, 16);
}

/* Those in the project; who has the task and is not in it any more can be taken off. */
static gboolean
is_allowed (WeftPerson *person, gpointer user_data)
{
  WeftCardDialog *self = user_data;
  const char *id = weft_person_get_id (person);

  return (weft_member_list_get_role (self->members, id) != NULL && !weft_person_get_suspended (person))
         || weft_id_set_contains (get_assignees (self), id);
}

/* Something on a checklist is one person's. */
static void
assign_item (WeftCardDialog *self, const char *person, gboolean on)
{
  WeftTaskItem *item = weft_checklist_find (self->checklist, self->item);

  if (item == NULL)
    return;
  weft_card_edit_watch (self->edit, weft_checklist_assign (self->checklist, item, on ? person : NULL), FALSE);
  if (on)
    adw_navigation_view_pop (self->pages);
}

static void
on_person_chosen (WeftCardDialog *self, const char *person, gboolean on)
{
  if (self->item != NULL)
    assign_item (self, person, on);
  else
    weft_card_edit_assign (self->edit, person, on);
}

/* @item: (nullable): for something on the checklist. */
static void
choose_people (WeftCardDialog *self, const char *item)
{
  GtkWidget *picker = weft_people_picker_new (self->people, self->members);

  g_set_str (&self->item, item);
  g_set_weak_pointer (&self->picker, WEFT_PEOPLE_PICKER (picker));
  weft_people_picker_set_allowed (self->picker, is_allowed, self);
  weft_people_picker_set_chosen (self->picker, get_assignees (self));
  g_signal_connect_object (picker, "chosen", G_CALLBACK (on_person_chosen), self, G_CONNECT_SWAPPED);
  set_margins (picker);
  push (self, item != NULL ? _ ("Assignee") : _ ("Assignees"), picker);
  gtk_widget_grab_focus (picker);
}

static void
on_choose_people (WeftCardDialog *self)
{
  choose_people (self, NULL);
}

static void
on_choose_item_person (WeftCardDialog *self, const char *item)
{
  choose_people (self, item);
}

static void
on_choose_page_person (WeftCardDialog *self, GtkWidget *page)
{
  choose_people (self, g_object_get_data (G_OBJECT (page), "item"));
}

static void
on_item_gone (WeftCardDialog *self)
{
  adw_navigation_view_pop_to_page (self->pages, self->page);
}

static void
on_edit_item (WeftCardDialog *self, const char *item)
{
  GtkWidget *page = weft_item_page_new (self->edit, self->people, self->checklist, item);

  g_object_set_data_full (G_OBJECT (page), "item", g_strdup (item), g_free);
  g_signal_connect_object (page, "choose-person", G_CALLBACK (on_choose_page_person), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "gone", G_CALLBACK (on_item_gone), self, G_CONNECT_SWAPPED);
  push (self, _ ("Item"), page);
  gtk_widget_grab_focus (page);
}

/* @said: what was done, which can be taken back. */
static void
on_removed (WeftCardDialog *self, const char *said)
{
  AdwToast *toast = weft_toast_new (said);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
on_choose_labels (WeftCardDialog *self)
{
  GtkWidget *picker = weft_label_picker_new (self->edit);

  push (self, _ ("Labels"), picker);
  gtk_widget_child_focus (picker, GTK_DIR_TAB_FORWARD);
}

static void
on_repeat_done (WeftCardDialog *self)
{
  adw_navigation_view_pop_to_page (self->pages, self->page);
}

static void
on_choose_repeat (WeftCardDialog *self)
{
  GtkWidget *page = weft_repeat_page_new (self->edit);

  g_signal_connect_object (page, "done", G_CALLBACK (on_repeat_done), self, G_CONNECT_SWAPPED);
  push (self, _ ("Repeat"), page);
  gtk_widget_grab_focus (page);
}

static void
on_task_chosen (WeftCardDialog *self, WeftTask *other)
{
  if (weft_card_edit_link (self->edit, self->link, other, TRUE))
    adw_navigation_view_pop_to_page (self->pages, self->page);
}

static void
on_choose_task (WeftCardDialog *self, int link)
{
  GtkWidget *picker = weft_task_picker_new (self->board, self->task);

  self->link = (WeftTaskLink) link;
  g_signal_connect_object (picker, "chosen", G_CALLBACK (on_task_chosen), self, G_CONNECT_SWAPPED);
  set_margins (picker);
  push (self, weft_task_link_get_label (self->link), picker);
  gtk_widget_grab_focus (picker);
}

static void
on_opened (WeftCardDialog *self, WeftTask *task)
{
  g_signal_emit (self, signals[OPENED], 0, task);
}

/* Elsewhere: what is written here is kept first. */
static void
on_mention_opened (WeftCardDialog *self, const char *link)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  adw_dialog_close (ADW_DIALOG (self));
  gtk_widget_activate_action (window, "win.open-link", "s", link);
}

static void
share_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftCardDialog *self = WEFT_CARD_DIALOG (widget);
  g_autoptr (WeftLink) link = weft_link_new (weft_board_get_stream (self->board), weft_board_task_table.name, weft_task_get_id (self->task), -1);
  g_autofree char *place = weft_link_to_string (link);

  keep (self);
  gtk_widget_activate_action (widget, "win.share", "(ss)", place, weft_task_get_title (self->task));
}

/* Where nobody is writing: a picture, or files. */
static void
paste_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  weft_file_bringing_paste (WEFT_FILE_TAKER (WEFT_CARD_DIALOG (widget)->files), gtk_widget_get_clipboard (widget));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WeftCardDialog *self)
{
  return weft_board_may_change (self->board) && weft_file_bringing_take (WEFT_FILE_TAKER (self->files), value);
}

static void
comments_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[COMMENTS], 0);
}

static void
accept_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
weft_card_dialog_closed (AdwDialog *dialog)
{
  keep (WEFT_CARD_DIALOG (dialog));
}

static void
weft_card_dialog_dispose (GObject *object)
{
  WeftCardDialog *self = WEFT_CARD_DIALOG (object);

  g_clear_weak_pointer (&self->picker);
  g_clear_object (&self->edit);
  g_clear_object (&self->source);
  g_clear_object (&self->checklist);
  g_clear_object (&self->members);
  g_clear_object (&self->people);
  g_clear_object (&self->task);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_card_dialog_parent_class)->dispose (object);
}

static void
weft_card_dialog_finalize (GObject *object)
{
  WeftCardDialog *self = WEFT_CARD_DIALOG (object);

  g_free (self->title);
  g_free (self->about);
  g_free (self->item);

  G_OBJECT_CLASS (weft_card_dialog_parent_class)->finalize (object);
}

static void
weft_card_dialog_class_init (WeftCardDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_card_dialog_dispose;
  object_class->finalize = weft_card_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = weft_card_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/board/weft-card-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, page);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, header);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, content);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, about_group);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, text_view);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, text);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, comments_row);
  gtk_widget_class_bind_template_child (widget_class, WeftCardDialog, toasts);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);
  gtk_widget_class_install_action (widget_class, "card.comments", NULL, comments_action);
  gtk_widget_class_install_action (widget_class, "card.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "card.share", NULL, share_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_j, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "card.share", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_CONTROL_MASK, "card.comments", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "card.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.accept", NULL);
  /* The window's own keys rest while a dialog is open. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);

  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
  signals[COMMENTS] = g_signal_new ("comments", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
watch_focus (GtkWidget *widget, GCallback left, WeftCardDialog *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (focus, "leave", left, self);
  gtk_widget_add_controller (widget, focus);
}

static void
weft_card_dialog_init (WeftCardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_content_height (ADW_DIALOG (self), HEIGHT);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->title_row));
  g_signal_connect_swapped (self->title_row, "apply", G_CALLBACK (keep_title), self);
  watch_focus (GTK_WIDGET (self->title_row), G_CALLBACK (on_title_left), self);
  watch_focus (self->text_view, G_CALLBACK (on_text_left), self);
}

WeftTask *
weft_card_dialog_get_task (WeftCardDialog *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_DIALOG (self), NULL);

  return self->task;
}

AdwDialog *
weft_card_dialog_new (WeftBoard *board, WeftPeople *people, WeftCards *cards, WeftOnlookers *onlookers, WeftTask *task)
{
  WeftCardDialog *self = g_object_new (WEFT_TYPE_CARD_DIALOG, NULL);
  GtkDropTarget *target;
  GtkWidget *faces;
  GtkWidget *facts;
  GtkWidget *items;
  GtkWidget *links;

  self->board = g_object_ref (board);
  self->people = g_object_ref (people);
  self->members = weft_member_list_new (people, weft_board_get_stream (board));
  self->task = g_object_ref (task);
  self->edit = weft_card_edit_new (board, task);
  self->source = weft_task_about_new (weft_board_get_sync (board), weft_board_get_stream (board), weft_task_get_id (task));
  self->checklist = weft_checklist_new (board, weft_task_get_id (task));
  self->title = g_strdup (weft_task_get_title (task));
  weft_entry_row_show (self->title_row, self->title);
  faces = weft_onlooker_faces_new (GTK_ALIGN_START);
  weft_onlooker_faces_follow (WEFT_ONLOOKER_FACES (faces), board, people, onlookers, weft_task_get_id (task));
  adw_header_bar_pack_start (self->header, faces);
  facts = weft_card_facts_new (self->edit, people);
  items = weft_card_checklist_new (self->edit, people, self->checklist);
  links = weft_card_links_new (self->edit);
  self->mentions = WEFT_CARD_MENTIONS (weft_card_mentions_new (cards));
  self->files = WEFT_FILE_GROUP (weft_file_group_new (weft_board_get_sync (board), weft_board_get_stream (board), weft_task_get_id (task)));
  g_signal_connect_object (self->files, "failed", G_CALLBACK (show_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->files, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
  target = weft_file_bringing_new_target ();
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->content, GTK_EVENT_CONTROLLER (target));
  gtk_box_insert_child_after (GTK_BOX (self->content), GTK_WIDGET (self->mentions), self->about_group);
  g_signal_connect_object (self->mentions, "opened", G_CALLBACK (on_mention_opened), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->content), facts);
  gtk_box_append (GTK_BOX (self->content), weft_card_fields_new (self->edit, people, G_LIST_MODEL (self->members)));
  gtk_box_append (GTK_BOX (self->content), GTK_WIDGET (self->files));
  gtk_box_append (GTK_BOX (self->content), items);
  gtk_box_append (GTK_BOX (self->content), links);
  gtk_box_append (GTK_BOX (self->content), weft_card_activity_new (board, people, task));
  g_signal_connect_object (facts, "choose-people", G_CALLBACK (on_choose_people), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (facts, "choose-labels", G_CALLBACK (on_choose_labels), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (facts, "choose-repeat", G_CALLBACK (on_choose_repeat), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (items, "edit", G_CALLBACK (on_edit_item), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (items, "choose-person", G_CALLBACK (on_choose_item_person), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (items, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->checklist, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (links, "choose", G_CALLBACK (on_choose_task), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (links, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "asked", G_CALLBACK (on_asked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->edit, "refused", G_CALLBACK (show_problem), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (task, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "notify::text", G_CALLBACK (on_about), self, G_CONNECT_SWAPPED);
  update (self);

  return ADW_DIALOG (self);
}
