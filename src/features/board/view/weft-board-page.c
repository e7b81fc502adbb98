/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/client/weft-project-list.h"
#include "features/board/shared/weft-board-module.h"
#include "features/board/view/weft-archived-dialog.h"
#include "features/board/view/weft-arrange-menu.h"
#include "features/board/view/weft-board-card.h"
#include "features/board/view/weft-board-pane.h"
#include "features/board/view/weft-card-actions.h"
#include "features/board/view/weft-card-comments.h"
#include "features/board/view/weft-card-dialog.h"
#include "features/board/view/weft-duplicate-dialog.h"
#include "features/board/view/weft-onlooker-faces.h"
#include "features/board/view/weft-past-view.h"
#include "features/board/view/weft-project-dialog.h"
#include "features/board/view/weft-project-exchange.h"
#include "features/board/view/weft-project-settings.h"
#include "features/board/view/weft-project-sidebar.h"
#include "features/board/view/weft-take-dialog.h"
#include "features/board/view/weft-view-menu.h"
#include "parts/people/view/weft-members-dialog.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-topic.h"
#include "proto/weft-link.h"
#include "sync/weft-found.h"
#include "ui/weft-empty-page.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-toast.h"

#define COME_BACK 300 /* ms: the longest way out of a panel takes 250 */
#define NARROW 700 /* px, of text of the usual size */

/* px: around the title in the header bar, where that has room */
#define HEADING_START 10
#define HEADING_END 12

struct _WeftBoardPage
{
  WeftFeaturePage parent_instance;

  WeftSync *sync;
  WeftPeople *people;
  WeftProjectList *projects;
  WeftCards *cards;         /* what links point at */
  GListStore *commands;     /* of WeftCommand: the projects */
  WeftBoard *board;         /* (nullable): what is open */
  WeftOnlookers *onlookers; /* (nullable): of it */
  GtkWindow *window;        /* (nullable), unowned: while the content is seen */
  char *link;               /* (nullable): its stream */
  WeftBoardPane *pane;      /* (nullable): of it */
  GtkWidget *past;          /* (nullable): in its place, while somebody looks at what was */
  WeftLink *wanted;         /* (nullable): what is shown as soon as the board is there */
  gboolean replying;        /* and is answered */
  char *left;               /* (nullable): id of the card whose comments were closed */
  guint coming_back;        /* source */
  GSimpleActionGroup *actions;
  WeftCardActions *card_actions;
  WeftProjectExchange *exchange;

  GtkWidget *sidebar;
  GtkWidget *sidebar_end;
  GtkWidget *content;
  GtkWidget *comments;
  GtkWidget *toasts;
  GtkWidget *stack;
  GtkWidget *title;
  GtkWidget *new_card;
  GtkWidget *heading;              /* the icon, or in its place a face where there is little room, and the title */
  GtkWidget *icon;
  GtkWidget *faces;
  GtkWidget *narrow_new_card;      /* the same without words, where the header bar has no room for them */
  gboolean narrow;
  GtkWidget *menu;
  GtkWidget *find;
  WeftViewMenu *views;
  WeftArrangeMenu *arrange;
  GtkWidget *header;
  GtkWidget *tools;                /* what finds cards: in the header bar, or beside the switcher where that has no room */
  AdwToggleGroup *switcher;        /* board, list or figures, in the header bar */
  GtkWidget *narrow_row;           /* below it, where the header bar has no room */
  AdwToggleGroup *narrow_switcher; /* there */
};

G_DEFINE_FINAL_TYPE (WeftBoardPage, weft_board_page, WEFT_TYPE_FEATURE_PAGE)

static void
say (WeftBoardPage *self, const char *message)
{
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), weft_toast_new (message));
}

static void
enable (WeftBoardPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static WeftBoardLayout
get_layout (WeftBoardPage *self)
{
  return self->pane != NULL ? weft_board_lens_get_layout (weft_board_pane_get_lens (self->pane)) : WEFT_LAYOUT_BOARD;
}

static void
set_layout (WeftBoardPage *self, WeftBoardLayout layout)
{
  if (self->pane != NULL)
    weft_board_lens_set_layout (weft_board_pane_get_lens (self->pane), layout);
}

static void open_card (WeftBoardPage *self, WeftTask *task);

static void
show_comments (WeftBoardPage *self, WeftTask *task, gint64 place)
{
  weft_card_comments_show (WEFT_CARD_COMMENTS (self->comments), task, place);
  weft_feature_page_show_panel (WEFT_FEATURE_PAGE (self));
  gtk_widget_grab_focus (self->comments);
}

static gboolean
has_focus (WeftBoardPage *self, GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (self->content);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static gboolean
on_come_back (gpointer user_data)
{
  WeftBoardPage *self = user_data;
  GtkRoot *root = gtk_widget_get_root (self->content);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->coming_back = 0;
  if (self->pane != NULL && self->past == NULL && (focus == NULL || !gtk_widget_get_mapped (focus)) && !weft_board_pane_go_to (self->pane, self->left))
    weft_board_pane_focus (self->pane);
  return G_SOURCE_REMOVE;
}

/* Who wrote there comes back to the card, once the panel is gone. */
static void
on_comments_closed (WeftBoardPage *self)
{
  g_set_str (&self->left, weft_card_comments_get_task (WEFT_CARD_COMMENTS (self->comments)));
  weft_card_comments_show (WEFT_CARD_COMMENTS (self->comments), NULL, 0);
  weft_feature_page_leave_panel (WEFT_FEATURE_PAGE (self));
  if (self->coming_back == 0)
    self->coming_back = g_timeout_add (COME_BACK, on_come_back, self);
}

/* A card, or something that was said of one. */
static void
show_wanted (WeftBoardPage *self)
{
  g_autoptr (WeftLink) link = NULL;
  WeftTask *task = NULL;
  gboolean replying;
  gint64 root;

  if (self->wanted == NULL || self->board == NULL || !weft_board_get_ready (self->board))
    return;

  link = g_steal_pointer (&self->wanted);
  replying = self->replying;
  self->replying = FALSE;
  if (g_strcmp0 (link->table, weft_board_task_table.name) == 0)
    task = weft_board_find_task (self->board, link->key);
  if (task != NULL)
    open_card (self, task);
  root = link->window < -1 ? weft_reply_get_root (link->window) : 0;
  if (root > WEFT_TOPIC_FIRST)
    task = weft_board_find_number (self->board, root - WEFT_TOPIC_FIRST);
  if (root <= WEFT_TOPIC_FIRST || task == NULL)
    return;
  show_comments (self, task, weft_reply_get_place (link->window));
  if (replying)
    weft_card_comments_reply (WEFT_CARD_COMMENTS (self->comments), weft_reply_get_place (link->window));
}

/* How cards are ordered and grouped. */
static void
update_arrangement (WeftBoardPage *self, gboolean there)
{
  static const WeftBoardLook plain = { .text = "" };
  const WeftBoardLook *look = self->pane != NULL ? weft_board_lens_get_look (weft_board_pane_get_lens (self->pane)) : &plain;
  GAction *sort = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "sort");
  GAction *descending = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "descending");
  GAction *group = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "group");

  enable (self, "list", there);
  enable (self, "sort", there && look->layout != WEFT_LAYOUT_FIGURES);
  enable (self, "descending", there && look->layout != WEFT_LAYOUT_FIGURES && look->sort.kind != WEFT_SORT_RANK);
  enable (self, "group", there && look->layout != WEFT_LAYOUT_FIGURES);
  g_simple_action_set_state (G_SIMPLE_ACTION (sort), g_variant_new_string (weft_sort_to_wire (look->sort)));
  g_simple_action_set_state (G_SIMPLE_ACTION (descending), g_variant_new_boolean (look->descending));
  g_simple_action_set_state (G_SIMPLE_ACTION (group), g_variant_new_string (weft_grouping_to_wire (look->grouping)));
}

/* It is looked at while it is seen; guests, who change nothing, do not say so. */
static void
update_onlookers (WeftBoardPage *self)
{
  gboolean seen = self->window != NULL && !gtk_window_is_suspended (self->window) && self->past == NULL;

  if (self->onlookers != NULL)
    weft_onlookers_show (self->onlookers, seen && weft_board_may_change (self->board));
}

static void
on_content_mapped (WeftBoardPage *self)
{
  self->window = GTK_WINDOW (gtk_widget_get_root (self->content));
  g_signal_connect_object (self->window, "notify::suspended", G_CALLBACK (update_onlookers), self, G_CONNECT_SWAPPED);
  update_onlookers (self);
}

static void
on_content_unmapped (WeftBoardPage *self)
{
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, update_onlookers, self);
  self->window = NULL;
  update_onlookers (self);
}

static void
update (WeftBoardPage *self)
{
  const char *name = self->board != NULL ? weft_board_get_name (self->board) : NULL;
  gboolean now = name != NULL && self->past == NULL;
  gboolean changes = now && weft_board_may_change (self->board);
  const char *title = name != NULL ? name : _ ("Boards");
  gboolean figures = get_layout (self) == WEFT_LAYOUT_FIGURES;

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_widget_set_tooltip_text (self->title, name != NULL && *weft_board_get_about (self->board) != '\0' ? weft_board_get_about (self->board) : NULL);
  weft_feature_page_set_title (WEFT_FEATURE_PAGE (self), title);
  weft_card_actions_enable (self->card_actions, changes);
  enable (self, "people", name != NULL);
  enable (self, "settings", changes);
  enable (self, "archived", name != NULL);
  enable (self, "duplicate-project", name != NULL);
  enable (self, "past", name != NULL);
  enable (self, "comments", now);
  enable (self, "onlookers", now);
  gtk_widget_set_visible (self->menu, name != NULL);
  enable (self, "figures", now);
  enable (self, "find", now && !figures);
  enable (self, "views", name != NULL);
  enable (self, "view", name != NULL);
  enable (self, "save-view", name != NULL);
  enable (self, "set-view", weft_view_menu_get_chosen (self->views) != NULL);
  enable (self, "rename-view", weft_view_menu_get_chosen (self->views) != NULL);
  enable (self, "drop-view", weft_view_menu_get_chosen (self->views) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->views), now);
  gtk_widget_set_visible (self->find, now && !figures);
  gtk_widget_set_visible (self->new_card, now && !figures && !self->narrow);
  gtk_widget_set_visible (self->narrow_new_card, now && !figures && self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->switcher), !self->narrow);
  gtk_widget_set_visible (self->narrow_row, self->narrow);
  gtk_widget_set_sensitive (GTK_WIDGET (self->switcher), now);
  gtk_widget_set_sensitive (GTK_WIDGET (self->narrow_switcher), now);
  adw_toggle_group_set_active_name (self->switcher, weft_layout_to_wire (get_layout (self)));
  adw_toggle_group_set_active_name (self->narrow_switcher, weft_layout_to_wire (get_layout (self)));
  update_arrangement (self, now);
  update_onlookers (self);
  if (name != NULL)
    gtk_stack_set_visible_child (GTK_STACK (self->stack), now ? GTK_WIDGET (self->pane) : self->past);
  else if (weft_item_list_get_ready (WEFT_ITEM_LIST (self->projects)))
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->link == NULL ? "empty" : "loading");
  if (weft_item_list_get_ready (WEFT_ITEM_LIST (self->projects)) && (self->board == NULL || weft_board_get_ready (self->board)))
    weft_feature_page_set_ready (WEFT_FEATURE_PAGE (self));
  show_wanted (self);
}

static void on_other_opened (AdwDialog *dialog, WeftTask *task, WeftBoardPage *self);

static void
on_comments_wanted (AdwDialog *dialog, WeftBoardPage *self)
{
  g_autoptr (WeftTask) task = g_object_ref (weft_card_dialog_get_task (WEFT_CARD_DIALOG (dialog)));

  adw_dialog_force_close (dialog);
  show_comments (self, task, 0);
}

/* Of two, where one is opened from another, the one which is left stays open. */
static void
on_card_closed (AdwDialog *dialog, WeftOnlookers *onlookers)
{
  weft_onlookers_close (onlookers, weft_task_get_id (weft_card_dialog_get_task (WEFT_CARD_DIALOG (dialog))));
}

static void
open_card (WeftBoardPage *self, WeftTask *task)
{
  AdwDialog *dialog = weft_card_dialog_new (self->board, self->people, self->cards, self->onlookers, task);

  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_card_closed), self->onlookers, G_CONNECT_DEFAULT);
  weft_onlookers_open (self->onlookers, weft_task_get_id (task));

  g_signal_connect_object (dialog, "comments", G_CALLBACK (on_comments_wanted), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "opened", G_CALLBACK (on_other_opened), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, self->content);
}

static void
on_other_opened (AdwDialog *dialog, WeftTask *task, WeftBoardPage *self)
{
  adw_dialog_close (dialog);
  open_card (self, task);
}

static void
on_card_opened (WeftBoardPage *self, WeftTask *task)
{
  open_card (self, task);
}

/* Back to what is. */
static void
leave_past (WeftBoardPage *self)
{
  if (self->past == NULL)
    return;

  gtk_stack_remove (GTK_STACK (self->stack), g_steal_pointer (&self->past));
  update (self);
}

static void
on_past_left (WeftBoardPage *self)
{
  leave_past (self);
  weft_board_pane_focus (self->pane);
}

/* The projects are what one may jump to, and the views of the one which is open. */

static void
add_views (WeftBoardPage *self)
{
  GListModel *views = weft_view_menu_get_views (self->views);
  guint n = views != NULL ? g_list_model_get_n_items (views) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftSavedView) view = g_list_model_get_item (views, i);
      g_autofree char *action = g_strdup_printf ("board.view('%s')", weft_saved_view_get_id (view));
      g_autoptr (WeftCommand) command
          = weft_command_new (weft_saved_view_get_name (view), _ ("View of the Board"), "user-bookmarks-symbolic", "indigo", action);

      g_list_store_append (self->commands, command);
    }
}

static void
add_templates (WeftBoardPage *self)
{
  GListModel *templates = self->board != NULL && weft_board_may_change (self->board) ? weft_board_get_templates (self->board) : NULL;
  guint n = templates != NULL ? g_list_model_get_n_items (templates) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (templates, i);
      g_autofree char *action = g_strdup_printf ("board.use-template('%s')", weft_task_get_id (task));
      g_autoptr (WeftCommand) command
          = weft_command_new (weft_task_get_title (task), _ ("New Card from Template"), "edit-copy-symbolic", "indigo", action);

      g_list_store_append (self->commands, command);
    }
}

static void
update_commands (WeftBoardPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->projects));

  g_list_store_remove_all (self->commands);
  add_views (self);
  add_templates (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProject) project = g_list_model_get_item (G_LIST_MODEL (self->projects), i);
      const char *stream = weft_project_get_stream (project);
      g_autofree char *action = g_strdup_printf ("board.open('%s')", stream);
      g_autoptr (WeftCommand) command
          = weft_command_new (weft_project_get_name (project), _ ("Board"), "weft-board-symbolic", "indigo", action);

      g_list_store_append (self->commands, command);
    }
}

static void
open_project (WeftBoardPage *self, const char *stream)
{
  GtkWidget *old = gtk_stack_get_child_by_name (GTK_STACK (self->stack), "project");
  WeftBoardLayout layout = get_layout (self);

  if (!g_set_str (&self->link, stream))
    return;

  weft_project_sidebar_set_open (WEFT_PROJECT_SIDEBAR (self->sidebar), stream);
  leave_past (self);
  if (self->board != NULL)
    g_signal_handlers_disconnect_by_func (self->board, update, self);
  if (weft_card_comments_get_task (WEFT_CARD_COMMENTS (self->comments)) != NULL)
    on_comments_closed (self);
  weft_card_comments_set_board (WEFT_CARD_COMMENTS (self->comments), NULL);
  weft_onlooker_faces_follow (WEFT_ONLOOKER_FACES (self->faces), NULL, NULL, NULL, NULL);
  if (self->onlookers != NULL)
    weft_onlookers_show (self->onlookers, FALSE);
  g_clear_object (&self->onlookers);
  g_clear_object (&self->board);
  self->pane = NULL;
  weft_card_actions_set_pane (self->card_actions, NULL);
  weft_view_menu_set_lens (self->views, NULL);
  weft_arrange_menu_set_board (self->arrange, NULL);
  if (old != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), old);
  if (stream != NULL)
    {
      self->board = weft_board_new (self->sync, stream);
      weft_card_comments_set_board (WEFT_CARD_COMMENTS (self->comments), self->board);
      self->onlookers = weft_onlookers_new (self->sync, stream);
      weft_onlooker_faces_follow (WEFT_ONLOOKER_FACES (self->faces), self->board, self->people, self->onlookers, NULL);
      self->pane = WEFT_BOARD_PANE (weft_board_pane_new (self->board, self->people));
      weft_board_pane_set_onlookers (self->pane, self->onlookers);
      g_signal_connect_object (self->pane, "opened", G_CALLBACK (on_card_opened), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->pane, "failed", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->pane, "looked", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->pane), "project");
      weft_card_actions_set_pane (self->card_actions, self->pane);
      /* The next project is looked at as this one was. */
      set_layout (self, layout);
      weft_view_menu_set_lens (self->views, weft_board_pane_get_lens (self->pane));
      weft_arrange_menu_set_board (self->arrange, self->board);
      g_signal_connect_object (self->board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (weft_board_get_templates (self->board), "items-changed", G_CALLBACK (update_commands), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      g_signal_connect_object (self->board, "notify::ready", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  weft_project_exchange_set_board (self->exchange, self->board);
  update (self);
  weft_feature_page_link_changed (WEFT_FEATURE_PAGE (self));
}

static void
on_views_changed (WeftBoardPage *self)
{
  update_commands (self);
  update (self);
}

static void
on_projects_changed (WeftBoardPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->projects));

  update_commands (self);
  weft_feature_page_card_changed (WEFT_FEATURE_PAGE (self), NULL, NULL);
  /* The first one, where none was open. */
  if (self->link == NULL && n > 0)
    {
      g_autoptr (WeftProject) project = g_list_model_get_item (G_LIST_MODEL (self->projects), 0);

      open_project (self, weft_project_get_stream (project));
      return;
    }
  update (self);
}

/* Actions */

/* As it is now. */
static void
on_past_opened (WeftBoardPage *self, const char *id)
{
  WeftTask *task = weft_board_find_task (self->board, id);

  if (task != NULL)
    open_card (self, task);
}

/* There and back. */
static void
on_past (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;

  if (self->past != NULL)
    {
      on_past_left (self);
      return;
    }
  if (self->pane == NULL)
    return;
  self->past = weft_past_view_new (self->board, self->people);
  g_signal_connect_object (self->past, "left", G_CALLBACK (on_past_left), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->past, "opened", G_CALLBACK (on_past_opened), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (GTK_STACK (self->stack), self->past, "past");
  update (self);
  weft_past_view_focus (WEFT_PAST_VIEW (self->past));
}

static void
on_figures (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_layout (user_data, get_layout (user_data) == WEFT_LAYOUT_FIGURES ? WEFT_LAYOUT_BOARD : WEFT_LAYOUT_FIGURES);
}

static void
on_list (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  set_layout (user_data, get_layout (user_data) == WEFT_LAYOUT_LIST ? WEFT_LAYOUT_BOARD : WEFT_LAYOUT_LIST);
}

static void
on_sort (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftBoardLens *lens = weft_board_pane_get_lens (WEFT_BOARD_PAGE (user_data)->pane);
  WeftBoardLook look = *weft_board_lens_get_look (lens);

  look.sort = weft_sort_from_wire (g_variant_get_string (state, NULL));
  look.descending = FALSE;
  weft_board_lens_set_look (lens, &look);
}

static void
on_descending (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftBoardLens *lens = weft_board_pane_get_lens (WEFT_BOARD_PAGE (user_data)->pane);
  WeftBoardLook look = *weft_board_lens_get_look (lens);

  look.descending = g_variant_get_boolean (state);
  weft_board_lens_set_look (lens, &look);
}

static void
on_group (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftBoardLens *lens = weft_board_pane_get_lens (WEFT_BOARD_PAGE (user_data)->pane);
  WeftBoardLook look = *weft_board_lens_get_look (lens);

  look.grouping = weft_grouping_from_wire (g_variant_get_string (state, NULL));
  weft_board_lens_set_look (lens, &look);
}

static void
on_find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;

  if (self->pane != NULL)
    weft_board_pane_find (self->pane);
}

static void
on_onlookers (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;

  if (!weft_onlooker_faces_popup (WEFT_ONLOOKER_FACES (self->faces)))
    say (self, _ ("Nobody else is here"));
}

static void
on_views (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_view_menu_popup (WEFT_BOARD_PAGE (user_data)->views);
}

static void
on_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_view_menu_choose (WEFT_BOARD_PAGE (user_data)->views, g_variant_get_string (parameter, NULL));
}

static void
on_save_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_view_menu_save (WEFT_BOARD_PAGE (user_data)->views);
}

static void
on_set_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_view_menu_set (WEFT_BOARD_PAGE (user_data)->views);
}

static void
on_rename_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_view_menu_rename (WEFT_BOARD_PAGE (user_data)->views);
}

static void
on_drop_view (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_view_menu_drop (WEFT_BOARD_PAGE (user_data)->views);
}

static void
on_switched (WeftBoardPage *self, GParamSpec *pspec, AdwToggleGroup *switcher)
{
  const char *name = adw_toggle_group_get_active_name (switcher);

  if (name != NULL)
    set_layout (self, weft_layout_from_wire (name));
}

static void
on_comments (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;
  g_auto (GStrv) ids = weft_card_actions_dup_chosen (self->card_actions);
  WeftTask *task = ids != NULL ? weft_board_find_task (self->board, *ids) : NULL;

  if (task != NULL)
    show_comments (self, task, 0);
}

/* @said: what was done, which can be taken back. */
static void
say_done (WeftBoardPage *self, const char *said)
{
  AdwToast *toast = weft_toast_new (said);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
}

static void
on_made (WeftProjectDialog *dialog, const char *stream, WeftBoardPage *self)
{
  open_project (self, stream);
  weft_feature_page_show_content (WEFT_FEATURE_PAGE (self));
}

static void
on_new_project (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;
  AdwDialog *dialog = weft_project_dialog_new (self->projects, self->people);

  g_signal_connect_object (dialog, "made", G_CALLBACK (on_made), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, self->content);
}

static void
on_imported (WeftBoardPage *self, const char *stream)
{
  open_project (self, stream);
  weft_feature_page_show_content (WEFT_FEATURE_PAGE (self));
}

static void
on_copied (AdwDialog *dialog, const char *stream, WeftBoardPage *self)
{
  open_project (self, stream);
  weft_feature_page_show_content (WEFT_FEATURE_PAGE (self));
  say (self, _ ("The project is duplicated"));
}

static void
on_duplicate_project (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;
  AdwDialog *dialog;

  if (self->board == NULL)
    return;
  dialog = weft_duplicate_dialog_new (self->board, self->projects);
  g_signal_connect_object (dialog, "made", G_CALLBACK (on_copied), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "stopped", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, self->content);
}

static void
on_people (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;

  if (self->board != NULL)
    adw_dialog_present (weft_members_dialog_new (self->people, weft_board_get_stream (self->board)), self->content);
}

static void
on_settings (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;

  if (self->board != NULL)
    adw_dialog_present (weft_project_settings_new (self->board), self->content);
}

static void
on_archived (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftBoardPage *self = user_data;
  AdwDialog *dialog;

  if (self->board == NULL)
    return;
  dialog = weft_archived_dialog_new (self->board);
  g_signal_connect_object (dialog, "opened", G_CALLBACK (on_other_opened), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, self->content);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_feature_page_open (user_data, g_variant_get_string (parameter, NULL));
  weft_feature_page_show_content (user_data);
}

static void
on_opened (WeftProjectSidebar *sidebar, const char *stream, WeftBoardPage *self)
{
  open_project (self, stream);
  weft_feature_page_show_content (WEFT_FEATURE_PAGE (self));
}

/* The shell's */

static GtkWidget *
weft_board_page_get_sidebar (WeftFeaturePage *page)
{
  return WEFT_BOARD_PAGE (page)->sidebar;
}

static GtkWidget *
weft_board_page_get_sidebar_end (WeftFeaturePage *page)
{
  return WEFT_BOARD_PAGE (page)->sidebar_end;
}

static GtkWidget *
weft_board_page_get_content (WeftFeaturePage *page)
{
  return WEFT_BOARD_PAGE (page)->content;
}

static GActionGroup *
weft_board_page_get_actions (WeftFeaturePage *page)
{
  return G_ACTION_GROUP (WEFT_BOARD_PAGE (page)->actions);
}

static GListModel *
weft_board_page_get_commands (WeftFeaturePage *page)
{
  return G_LIST_MODEL (WEFT_BOARD_PAGE (page)->commands);
}

static DexFuture *
on_message_found (DexFuture *future, gpointer user_data)
{
  WeftBoardPage *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  /* It may be gone in the meantime. */
  if (value != NULL && self->sync != NULL)
    {
      const WeftSearchHit *hit = weft_found_get_hit (g_value_get_object (value));

      g_clear_pointer (&self->wanted, weft_link_free);
      self->wanted = weft_link_new (hit->stream, weft_thread_message_table.name, hit->key, hit->window);
      show_wanted (self);
    }
  return NULL;
}

static gboolean
weft_board_page_open (WeftFeaturePage *page, const char *link)
{
  WeftBoardPage *self = WEFT_BOARD_PAGE (page);
  g_autoptr (WeftLink) parsed = weft_link_parse (link, -1);
  g_autofree char *stream = parsed != NULL ? g_strdup (parsed->stream) : g_strndup (link, strcspn (link, "#"));

  if (!g_str_has_prefix (stream, "project/"))
    return FALSE;

  open_project (self, stream);
  g_clear_pointer (&self->wanted, weft_link_free);
  if (parsed != NULL && g_strcmp0 (parsed->table, weft_thread_message_table.name) == 0 && parsed->window == -1)
    dex_future_disown (dex_future_finally (weft_thread_find_message (self->sync, parsed->stream, parsed->key), on_message_found,
                                           g_object_ref (self), g_object_unref));
  else
    {
      self->wanted = g_steal_pointer (&parsed);
      show_wanted (self);
    }
  return TRUE;
}

static gboolean
weft_board_page_reply (WeftFeaturePage *page, const char *link)
{
  WEFT_BOARD_PAGE (page)->replying = TRUE;
  return weft_board_page_open (page, link);
}

static GtkWidget *
weft_board_page_get_panel (WeftFeaturePage *page)
{
  WeftBoardPage *self = WEFT_BOARD_PAGE (page);

  return weft_card_comments_get_task (WEFT_CARD_COMMENTS (self->comments)) != NULL ? self->comments : NULL;
}

static const char *
weft_board_page_get_within (WeftFeaturePage *page)
{
  WeftBoardPage *self = WEFT_BOARD_PAGE (page);

  return self->comments != NULL && gtk_widget_get_mapped (self->comments) ? weft_card_comments_get_task (WEFT_CARD_COMMENTS (self->comments)) : NULL;
}

static void
weft_board_page_set_cards (WeftFeaturePage *page, WeftCards *cards)
{
  g_set_object (&WEFT_BOARD_PAGE (page)->cards, cards);
  weft_card_comments_set_cards (WEFT_CARD_COMMENTS (WEFT_BOARD_PAGE (page)->comments), cards);
}

static void
weft_board_page_set_slash (WeftFeaturePage *page, WeftSlash *slash)
{
  weft_card_comments_set_slash (WEFT_CARD_COMMENTS (WEFT_BOARD_PAGE (page)->comments), slash);
}

static const char *
weft_board_page_get_link (WeftFeaturePage *page)
{
  return WEFT_BOARD_PAGE (page)->link;
}

static void
weft_board_page_focus_content (WeftFeaturePage *page)
{
  WeftBoardPage *self = WEFT_BOARD_PAGE (page);

  if (self->pane != NULL)
    weft_board_pane_focus (self->pane);
}

/* Not from where the comments are: those are searched. */
static gboolean
weft_board_page_find (WeftFeaturePage *page)
{
  WeftBoardPage *self = WEFT_BOARD_PAGE (page);

  if (self->pane == NULL || weft_board_get_name (self->board) == NULL || has_focus (self, self->comments))
    return FALSE;
  return weft_board_pane_find (self->pane);
}

static WeftCard *
weft_board_page_describe_found (WeftFeaturePage *page, WeftFound *found)
{
  return weft_board_card_describe (WEFT_BOARD_PAGE (page)->projects, found);
}

static gboolean
weft_board_page_load_card (WeftFeaturePage *page, const WeftLink *link, WeftCardFunc func, gpointer user_data)
{
  return weft_board_card_load (WEFT_BOARD_PAGE (page)->projects, link, func, user_data);
}

static void
weft_board_page_take (WeftFeaturePage *page, const char *link, const char *text, GtkWidget *parent)
{
  WeftBoardPage *self = WEFT_BOARD_PAGE (page);
  g_autoptr (WeftLink) parsed = weft_link_parse (link, -1);

  if (parsed != NULL)
    adw_dialog_present (weft_take_dialog_new (self->projects, self->link, parsed, text), parent);
}

static void
weft_board_page_dispose (GObject *object)
{
  WeftBoardPage *self = WEFT_BOARD_PAGE (object);

  if (self->board != NULL)
    g_signal_handlers_disconnect_by_func (self->board, update, self);
  self->pane = NULL;
  g_clear_object (&self->sidebar);
  g_clear_object (&self->sidebar_end);
  g_clear_object (&self->tools);
  g_clear_object (&self->faces);
  g_clear_object (&self->content);
  g_clear_object (&self->comments);
  g_clear_pointer (&self->wanted, weft_link_free);
  g_clear_handle_id (&self->coming_back, g_source_remove);
  g_clear_pointer (&self->left, g_free);
  g_clear_object (&self->card_actions);
  g_clear_object (&self->arrange);
  g_clear_object (&self->exchange);
  g_clear_object (&self->actions);
  if (self->onlookers != NULL)
    weft_onlookers_show (self->onlookers, FALSE);
  g_clear_object (&self->onlookers);
  g_clear_object (&self->board);
  g_clear_object (&self->commands);
  g_clear_object (&self->cards);
  g_clear_object (&self->projects);
  g_clear_object (&self->people);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->link, g_free);

  G_OBJECT_CLASS (weft_board_page_parent_class)->dispose (object);
}

static void
weft_board_page_class_init (WeftBoardPageClass *klass)
{
  WeftFeaturePageClass *page_class = WEFT_FEATURE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_board_page_dispose;
  page_class->get_sidebar = weft_board_page_get_sidebar;
  page_class->get_sidebar_end = weft_board_page_get_sidebar_end;
  page_class->get_content = weft_board_page_get_content;
  page_class->get_actions = weft_board_page_get_actions;
  page_class->get_commands = weft_board_page_get_commands;
  page_class->get_panel = weft_board_page_get_panel;
  page_class->open = weft_board_page_open;
  page_class->reply = weft_board_page_reply;
  page_class->get_within = weft_board_page_get_within;
  page_class->set_cards = weft_board_page_set_cards;
  page_class->set_slash = weft_board_page_set_slash;
  page_class->get_link = weft_board_page_get_link;
  page_class->focus_content = weft_board_page_focus_content;
  page_class->find = weft_board_page_find;
  page_class->describe_found = weft_board_page_describe_found;
  page_class->load_card = weft_board_page_load_card;
  page_class->take = weft_board_page_take;
}

static void
add_toggle (AdwToggleGroup *switcher, const char *name, const char *label, const char *icon_name)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  adw_toggle_set_icon_name (toggle, icon_name);
  adw_toggle_group_add (switcher, toggle);
}

/* @icons: where there is room for them. */
static AdwToggleGroup *
make_switcher (WeftBoardPage *self, gboolean icons)
{
  AdwToggleGroup *switcher = ADW_TOGGLE_GROUP (adw_toggle_group_new ());

  adw_toggle_group_set_homogeneous (switcher, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (switcher), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("View"), -1);
  add_toggle (switcher, "board", C_ ("view of a project", "Board"), icons ? "weft-board-symbolic" : NULL);
  add_toggle (switcher, "list", C_ ("view of a project", "List"), icons ? "view-list-symbolic" : NULL);
  add_toggle (switcher, "figures", C_ ("view of a project", "Figures"), icons ? "weft-dashboard-symbolic" : NULL);
  g_signal_connect_object (switcher, "notify::active-name", G_CALLBACK (on_switched), self, G_CONNECT_SWAPPED);
  return switcher;
}

static void
add_exchange (GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_autoptr (GMenu) formats = g_menu_new ();

  g_menu_append (formats, _ ("_Table (CSV)…"), "board.export('csv')");
  g_menu_append (formats, _ ("_JSON…"), "board.export('json')");
  g_menu_append (formats, _ ("_Markdown…"), "board.export('markdown')");
  g_menu_append (section, _ ("_Import Project…"), "board.import");
  g_menu_append_submenu (section, _ ("_Export Project"), G_MENU_MODEL (formats));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static GtkWidget *
make_header (WeftBoardPage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autoptr (GMenu) menu = g_menu_new ();

  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "weft-h2");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_margin_start (box, HEADING_START);
  gtk_widget_set_margin_end (box, HEADING_END);
  self->heading = box;
  self->icon = gtk_image_new_from_icon_name ("weft-board-symbolic");
  gtk_box_append (GTK_BOX (box), self->icon);
  gtk_box_append (GTK_BOX (box), self->title);
  self->new_card = gtk_button_new_with_mnemonic (_ ("_New Card"));
  gtk_widget_add_css_class (self->new_card, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->new_card), "board.new-card");

  g_menu_append (menu, _ ("_People…"), "board.people");
  g_menu_append (menu, _ ("Project _Settings…"), "board.settings");
  g_menu_append (menu, _ ("_Archived Cards…"), "board.archived");
  g_menu_append (menu, _ ("_Templates…"), "board.templates");
  g_menu_append (menu, _ ("_Duplicate Project…"), "board.duplicate-project");
  g_menu_append (menu, _ ("_Back in Time"), "board.past");
  add_exchange (menu);
  self->arrange = weft_arrange_menu_new ();
  g_menu_append_section (menu, NULL, weft_arrange_menu_get_model (self->arrange));
  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (self->menu, _ ("Project"));

  adw_header_bar_set_show_title (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), box);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->menu);
  self->narrow_new_card = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->narrow_new_card, _ ("New Card"));
  gtk_widget_add_css_class (self->narrow_new_card, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->narrow_new_card), "board.new-card");
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->new_card);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->narrow_new_card);
  self->header = header;
  self->switcher = make_switcher (self, TRUE);
  self->find = gtk_button_new_from_icon_name ("edit-find-symbolic");
  gtk_widget_set_tooltip_text (self->find, _ ("Filter Cards"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->find), "board.find");
  self->views = WEFT_VIEW_MENU (weft_view_menu_new ());
  g_signal_connect_object (self->views, "failed", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "done", G_CALLBACK (say_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "changed", G_CALLBACK (on_views_changed), self, G_CONNECT_SWAPPED);
  self->tools = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_box_append (GTK_BOX (self->tools), self->find);
  gtk_box_append (GTK_BOX (self->tools), GTK_WIDGET (self->views));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->tools);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), GTK_WIDGET (self->switcher));
  /* Behind all the rest, where there is room anyway. */
  self->faces = g_object_ref_sink (weft_onlooker_faces_new (GTK_ALIGN_END));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->faces);
  return header;
}

static void
make_stack (WeftBoardPage *self)
{
  GtkWidget *empty = weft_empty_page_new (_ ("No Board Yet"), _ ("A board shows the tasks of a project, from what is to be done to what is."));

  weft_empty_page_add_action (WEFT_EMPTY_PAGE (empty), _ ("New Project"), "board.new-project");
  weft_empty_page_add_action (WEFT_EMPTY_PAGE (empty), _ ("Import Project"), "board.import");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), adw_bin_new (), "loading");
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  self->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), self->stack);
}

static void
on_narrow (WeftBoardPage *self)
{
  self->narrow = TRUE;
  adw_header_bar_remove (ADW_HEADER_BAR (self->header), self->faces);
  weft_onlooker_faces_set_compact (WEFT_ONLOOKER_FACES (self->faces), "weft-board-symbolic");
  gtk_widget_set_visible (self->icon, FALSE);
  gtk_box_prepend (GTK_BOX (self->heading), self->faces);
  gtk_widget_set_margin_start (self->heading, 0);
  gtk_widget_set_margin_end (self->heading, 0);
  adw_header_bar_remove (ADW_HEADER_BAR (self->header), self->tools);
  gtk_box_append (GTK_BOX (self->narrow_row), self->tools);
  if (self->content != NULL)
    update (self);
}

static void
on_wide (WeftBoardPage *self)
{
  self->narrow = FALSE;
  gtk_box_remove (GTK_BOX (self->heading), self->faces);
  gtk_widget_set_margin_start (self->heading, HEADING_START);
  gtk_widget_set_margin_end (self->heading, HEADING_END);
  weft_onlooker_faces_set_compact (WEFT_ONLOOKER_FACES (self->faces), NULL);
  gtk_widget_set_visible (self->icon, TRUE);
  gtk_box_remove (GTK_BOX (self->narrow_row), self->tools);
  adw_header_bar_pack_end (ADW_HEADER_BAR (self->header), self->tools);
  adw_header_bar_pack_end (ADW_HEADER_BAR (self->header), self->faces);
  if (self->content != NULL)
    update (self);
}

/* The switcher stands in the header bar, or below it where it has no room there. */
static GtkWidget *
make_adaptive (WeftBoardPage *self)
{
  GtkWidget *bin = adw_breakpoint_bin_new ();
  AdwBreakpoint *narrow = adw_breakpoint_new (
      adw_breakpoint_condition_new_length (ADW_BREAKPOINT_CONDITION_MAX_WIDTH, weft_text_scale (NARROW), ADW_LENGTH_UNIT_PX));

  self->narrow_switcher = make_switcher (self, FALSE);
  self->narrow_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand (GTK_WIDGET (self->narrow_switcher), TRUE);
  gtk_box_append (GTK_BOX (self->narrow_row), GTK_WIDGET (self->narrow_switcher));
  gtk_widget_add_css_class (self->narrow_row, "weft-narrow-switcher");
  gtk_widget_set_visible (self->narrow_row, FALSE);
  g_signal_connect_object (narrow, "apply", G_CALLBACK (on_narrow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (narrow, "unapply", G_CALLBACK (on_wide), self, G_CONNECT_SWAPPED);
  gtk_widget_set_size_request (bin, 200, 150);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (bin), narrow);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (bin), self->toasts);
  return bin;
}

static void
weft_board_page_init (WeftBoardPage *self)
{
  static const GActionEntry entries[] = {
    { "figures", on_figures },
    { "list", on_list },
    { "sort", NULL, "s", "'rank'", on_sort },
    { "descending", NULL, NULL, "false", on_descending },
    { "group", NULL, "s", "'none'", on_group },
    { "find", on_find },
    { "onlookers", on_onlookers },
    { "views", on_views },
    { "view", on_view, "s" },
    { "save-view", on_save_view },
    { "set-view", on_set_view },
    { "rename-view", on_rename_view },
    { "drop-view", on_drop_view },
    { "comments", on_comments },
    { "new-project", on_new_project },
    { "duplicate-project", on_duplicate_project },
    { "people", on_people },
    { "settings", on_settings },
    { "archived", on_archived },
    { "past", on_past },
    { "open", on_open, "s" },
  };
  GtkWidget *header;
  GtkWidget *adaptive;

  self->commands = g_list_store_new (WEFT_TYPE_COMMAND);
  self->sidebar_end = g_object_ref_sink (gtk_button_new_from_icon_name ("list-add-symbolic"));
  gtk_widget_set_tooltip_text (self->sidebar_end, _ ("New Project"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sidebar_end), "board.new-project");
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  self->card_actions = weft_card_actions_new (G_ACTION_MAP (self->actions));
  g_signal_connect_object (self->card_actions, "failed", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card_actions, "done", G_CALLBACK (say_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->card_actions, "opened", G_CALLBACK (on_card_opened), self, G_CONNECT_SWAPPED);
  header = make_header (self);
  make_stack (self);
  adaptive = make_adaptive (self);
  self->content = g_object_ref_sink (adw_toolbar_view_new ());
  gtk_widget_add_css_class (self->content, "weft-canvas");
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (self->content), header);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (self->content), self->narrow_row);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (self->content), adaptive);
  g_signal_connect_object (self->content, "map", G_CALLBACK (on_content_mapped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->content, "unmap", G_CALLBACK (on_content_unmapped), self, G_CONNECT_SWAPPED);
}

WeftFeaturePage *
weft_board_page_new (WeftSync *sync)
{
  WeftBoardPage *self = g_object_new (WEFT_TYPE_BOARD_PAGE, NULL);

  self->sync = g_object_ref (sync);
  self->people = weft_people_new (sync);
  self->projects = weft_project_list_new (sync);
  self->comments = g_object_ref_sink (weft_card_comments_new (sync, self->people));
  weft_feature_page_set_panel_title (WEFT_FEATURE_PAGE (self), _ ("Comments"));
  g_signal_connect_object (self->comments, "close", G_CALLBACK (on_comments_closed), self, G_CONNECT_SWAPPED);
  /* What is said of a card whose comments are seen is no news. */
  g_signal_connect_object (self->comments, "shown-changed", G_CALLBACK (weft_feature_page_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->comments, "map", G_CALLBACK (weft_feature_page_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->comments, "unmap", G_CALLBACK (weft_feature_page_link_changed), self, G_CONNECT_SWAPPED);
  self->exchange = weft_project_exchange_new (sync, G_ACTION_MAP (self->actions), self->content);
  g_signal_connect_object (self->exchange, "made", G_CALLBACK (on_imported), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->exchange, "said", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  self->sidebar = g_object_ref_sink (weft_project_sidebar_new (self->projects));
  g_signal_connect_object (self->sidebar, "opened", G_CALLBACK (on_opened), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->projects, "items-changed", G_CALLBACK (on_projects_changed), self, G_CONNECT_SWAPPED);
  /* What others show of tasks follows them. */
  g_signal_connect_object (self->projects, "task-changed", G_CALLBACK (weft_feature_page_card_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->projects, "notify::ready", G_CALLBACK (on_projects_changed), self, G_CONNECT_SWAPPED);
  on_projects_changed (self);

  return WEFT_FEATURE_PAGE (self);
}
