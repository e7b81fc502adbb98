/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "parts/thread/client/weft-following.h"
#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/view/weft-composer.h"
#include "parts/thread/view/weft-message-row.h"
#include "parts/thread/view/weft-message-editing.h"
#include "parts/thread/view/weft-message-view.h"
#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-thread-panel.h"
#include "proto/weft-link.h"

#define ROOT_MAX 190     /* px of the message above the replies */
#define NARROW 500       /* px of the window's width below which the panel is nearly a page */
#define PAGE_ROOM 96     /* px of the window's height which it leaves then */
#define COMPOSER_MAX 320 /* px of height of which the composer takes its part */

struct _WeftThreadPanel
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title;
  GtkWidget *close_button;
  GtkWidget *rename_button;
  GtkButton *follow_button;
  GtkButton *resolve_button;
  GtkWidget *show_root_button;
  GtkScrolledWindow *root_scrolled;
  WeftMessageRow *root_row;
  GtkLabel *missing;
  WeftMessageView *message_view;
  GtkCheckButton *also;
  WeftComposer *composer;

  WeftMessageContext context; /* of the root's row */
  WeftEmojiShelf *emoji; /* (nullable) */
  char *topic;           /* (nullable): what is talked about, which is no message */
  gboolean may_write;
  WeftSync *sync;
  WeftMessageList *list; /* (nullable) */
  WeftFollowing *following; /* (nullable) */
};

enum
{
  CLOSE,
  ROOT_CHANGED,
  FORWARD,
  FORWARD_SEVERAL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftThreadPanel, weft_thread_panel, GTK_TYPE_WIDGET)

static WeftMessage *
get_root (WeftThreadPanel *self)
{
  return self->list != NULL ? weft_message_list_get_root (self->list) : NULL;
}

/* ── what is shown ───────────────────────────────────────────────────────────────────────────────────── */

static void
update_follow (WeftThreadPanel *self)
{
  gboolean follows = self->following != NULL && weft_following_get_follows (self->following);

  gtk_button_set_icon_name (self->follow_button, follows ? "weft-bell-symbolic" : "notifications-disabled-symbolic");
  if (self->topic != NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->follow_button), follows ? _("Do Not Follow the Comments") : _("Follow the Comments"));
  else
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->follow_button), follows ? _("Do Not Follow the Thread") : _("Follow the Thread"));
}

static void
update_root (WeftThreadPanel *self)
{
  WeftMessage *root = get_root (self);
  gboolean any = self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  gboolean resolved = self->list != NULL && weft_message_list_get_resolved (self->list);
  const char *title = self->list != NULL ? weft_message_list_get_title (self->list) : NULL;
  g_autofree char *label = NULL;

  gtk_label_set_text (self->title, self->topic != NULL ? self->topic : title != NULL ? title : _("Thread"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->resolve_button), resolved ? _("Open the Thread Again") : _("Settle the Thread"));
  if (resolved)
    gtk_widget_add_css_class (GTK_WIDGET (self->resolve_button), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->resolve_button), "suggested-action");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "topic.rename", any && self->topic == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "topic.resolve", any && self->topic == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "topic.follow", root != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "topic.show-root", root != NULL && self->topic == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->root_scrolled), root != NULL && self->topic == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), self->list != NULL && root == NULL && self->topic == NULL && weft_message_list_get_ready (self->list));
  if (root == NULL || self->topic != NULL)
    return;
  label = weft_message_dup_label (root, &self->context);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->root_scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* What is typed before it is known whose thread this is, is kept as soon as it is. */
static void
set_place (WeftThreadPanel *self)
{
  WeftMessage *root = get_root (self);
  g_autofree char *place = root != NULL ? weft_thread_dup_place (weft_message_get_id (root)) : NULL;

  weft_composer_set_stream (self->composer, self->sync, weft_message_list_get_stream (self->list), place);
}

/* @root: (nullable) */
static void
set_following (WeftThreadPanel *self, WeftMessage *root)
{
  if (self->following != NULL)
    g_signal_handlers_disconnect_by_data (self->following, self);
  g_clear_object (&self->following);
  if (root != NULL)
    {
      self->following = weft_following_new (self->sync, weft_message_list_get_stream (self->list), weft_message_get_id (root));
      g_signal_connect_swapped (self->following, "notify::follows", G_CALLBACK (update_follow), self);
    }
  update_follow (self);
}

static void
on_root (WeftThreadPanel *self)
{
  gboolean fresh = self->following == NULL;

  if (self->topic == NULL)
    weft_message_row_set_message (self->root_row, get_root (self));
  update_root (self);
  if (!fresh)
    return;
  set_following (self, get_root (self));
  if (get_root (self) != NULL)
    set_place (self);
  g_signal_emit (self, signals[ROOT_CHANGED], 0);
}

/* ── actions ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CLOSE], 0);
}

static void
on_rename_response (AdwAlertDialog *dialog, const char *response, WeftThreadPanel *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog));
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  WeftMessage *root = get_root (self);

  if (g_str_equal (response, "rename") && root != NULL)
    dex_future_disown (weft_thread_name (self->sync, weft_message_list_get_stream (self->list), weft_message_get_id (root), title));
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftThreadPanel *self = WEFT_THREAD_PANEL (widget);
  AdwDialog *dialog = adw_alert_dialog_new (_("Title of the Thread"), NULL);
  GtkWidget *entry = gtk_entry_new ();
  const char *title = self->list != NULL ? weft_message_list_get_title (self->list) : NULL;

  gtk_entry_set_max_length (GTK_ENTRY (entry), WEFT_THREAD_TITLE_MAX);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("What it is about"));
  gtk_editable_set_text (GTK_EDITABLE (entry), title != NULL ? title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Title of the Thread"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "rename", _("_Save"));
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "rename", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "rename");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_dialog_set_focus (dialog, entry);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_rename_response), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
resolve_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftThreadPanel *self = WEFT_THREAD_PANEL (widget);
  WeftMessage *root = get_root (self);
  gboolean resolved;

  if (root == NULL)
    return;
  resolved = !weft_message_list_get_resolved (self->list);
  dex_future_disown (weft_thread_resolve (self->sync, weft_message_list_get_stream (self->list), weft_message_get_id (root), resolved));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), resolved ? _("Thread settled") : _("Thread opened again"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
follow_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftThreadPanel *self = WEFT_THREAD_PANEL (widget);
  gboolean follows;

  if (self->following == NULL)
    return;
  follows = !weft_following_get_follows (self->following);
  weft_following_set_follows (self->following, follows);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), follows ? _("Followed") : _("Not followed any more"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_root_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftThreadPanel *self = WEFT_THREAD_PANEL (widget);
  WeftMessage *root = get_root (self);
  g_autoptr (WeftLink) link = NULL;
  g_autofree char *text = NULL;

  if (root == NULL)
    return;
  link = weft_link_new (weft_message_list_get_stream (self->list), "message", weft_message_get_id (root), weft_message_get_window (root));
  text = weft_link_to_string (link);
  gtk_widget_activate_action (widget, "win.open-link", "s", text);
}

/* ── writing ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
address (WeftSaying *saying, gpointer user_data)
{
  WeftThreadPanel *self = user_data;

  saying->root = weft_message_get_id (get_root (self));
  saying->also = saying->sticker == NULL && gtk_check_button_get_active (self->also);
  if (saying->also)
    gtk_check_button_set_active (self->also, FALSE);
}

static void
on_reply (WeftMessageView *view, WeftMessage *message, WeftThreadPanel *self)
{
  weft_composer_reply (self->composer, message);
}

static void
on_edit (WeftMessageView *view, WeftMessage *message, WeftThreadPanel *self)
{
  weft_composer_edit (self->composer, message);
}

static void
on_edit_last (WeftComposer *composer, WeftThreadPanel *self)
{
  WeftMessage *message = self->list != NULL ? weft_message_list_get_last_own (self->list) : NULL;

  if (message != NULL)
    weft_message_editing_begin (self->message_view, message);
}

static void
on_sent (WeftComposer *composer, WeftThreadPanel *self)
{
  weft_message_view_show_ordinal (self->message_view, 0);
}

static void
on_forward_several (WeftMessageView *view, GPtrArray *messages, WeftThreadPanel *self)
{
  g_signal_emit (self, signals[FORWARD_SEVERAL], 0, messages);
  weft_message_view_stop_selecting (view);
}

static void
on_forward (WeftMessageView *view, WeftMessage *message, WeftThreadPanel *self)
{
  g_signal_emit (self, signals[FORWARD], 0, message);
}

static void
on_leave (WeftThreadPanel *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
restyle (WeftThreadPanel *self)
{
  if (self->box == NULL)
    return;
  g_clear_pointer (&self->context.style, weft_message_style_free);
  self->context.style = weft_message_style_new (GTK_WIDGET (self), TRUE, FALSE);
  self->context.style->pictures = self->emoji != NULL ? weft_emoji_shelf_get_pictures (self->emoji) : NULL;
  weft_message_row_refresh (self->root_row);
}

static void
weft_thread_panel_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (weft_thread_panel_parent_class)->css_changed (widget, change);
  restyle (WEFT_THREAD_PANEL (widget));
}

static void
weft_thread_panel_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (weft_thread_panel_parent_class)->system_setting_changed (widget, setting);
  restyle (WEFT_THREAD_PANEL (widget));
}

static void
weft_thread_panel_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (weft_thread_panel_parent_class)->direction_changed (widget, previous);
  restyle (WEFT_THREAD_PANEL (widget));
}

/* In a narrow window it comes from below: nearly a page then, for one reads and writes here. */
static void
weft_thread_panel_map (GtkWidget *widget)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  gboolean narrow = root != NULL && gtk_widget_get_width (root) < NARROW;

  gtk_widget_set_size_request (widget, -1, narrow ? MAX (gtk_widget_get_height (root) - PAGE_ROOM, -1) : -1);
  GTK_WIDGET_CLASS (weft_thread_panel_parent_class)->map (widget);
  weft_message_view_set_active (WEFT_THREAD_PANEL (widget)->message_view, TRUE);
}

static void
weft_thread_panel_unmap (GtkWidget *widget)
{
  weft_message_view_set_active (WEFT_THREAD_PANEL (widget)->message_view, FALSE);
  GTK_WIDGET_CLASS (weft_thread_panel_parent_class)->unmap (widget);
}

static gboolean
weft_thread_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WEFT_THREAD_PANEL (widget)->composer));
}

static void
weft_thread_panel_dispose (GObject *object)
{
  WeftThreadPanel *self = WEFT_THREAD_PANEL (object);

  if (self->box != NULL)
    {
      weft_thread_panel_set_thread (self, NULL, NULL, 0, 0);
      weft_composer_set_stream (self->composer, NULL, NULL, NULL);
      weft_message_view_set_attachments (self->message_view, NULL, NULL);
      weft_message_view_set_pictures (self->message_view, NULL, NULL);
      weft_composer_set_address (self->composer, NULL, NULL);
    }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  if (self->emoji != NULL)
    g_signal_handlers_disconnect_by_data (self->emoji, self);
  g_clear_object (&self->emoji);
  g_clear_object (&self->sync);
  g_clear_object (&self->context.cards);

  G_OBJECT_CLASS (weft_thread_panel_parent_class)->dispose (object);
}

static void
weft_thread_panel_finalize (GObject *object)
{
  WeftThreadPanel *self = WEFT_THREAD_PANEL (object);

  g_clear_pointer (&self->context.style, weft_message_style_free);
  g_free (self->topic);
  g_strfreev (self->context.names);
  g_strfreev (self->context.keywords);

  G_OBJECT_CLASS (weft_thread_panel_parent_class)->finalize (object);
}

static void
weft_thread_panel_class_init (WeftThreadPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_thread_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_thread_panel_finalize;
  widget_class->css_changed = weft_thread_panel_css_changed;
  widget_class->system_setting_changed = weft_thread_panel_system_setting_changed;
  widget_class->direction_changed = weft_thread_panel_direction_changed;
  widget_class->map = weft_thread_panel_map;
  widget_class->unmap = weft_thread_panel_unmap;
  widget_class->grab_focus = weft_thread_panel_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ROOT_CHANGED] = g_signal_new ("root-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FORWARD_SEVERAL] = g_signal_new ("forward-several", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[FORWARD] = g_signal_new ("forward", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_MESSAGE);

  gtk_widget_class_install_action (widget_class, "topic.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "topic.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "topic.resolve", NULL, resolve_action);
  gtk_widget_class_install_action (widget_class, "topic.follow", NULL, follow_action);
  gtk_widget_class_install_action (widget_class, "topic.show-root", NULL, show_root_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "topic.close", NULL);
}

static GtkWidget *
add_button (GtkWidget *bar, const char *icon, const char *tooltip, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (bar), button);
  return button;
}

static void
add_head (WeftThreadPanel *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_margin_start (bar, 6);
  gtk_widget_set_margin_end (bar, 6);
  self->close_button = add_button (bar, "go-previous-symbolic", _("Close the Thread"), "topic.close");
  self->title = GTK_LABEL (gtk_label_new (_("Thread")));
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_set_margin_start (GTK_WIDGET (self->title), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->title));
  self->rename_button = add_button (bar, "document-edit-symbolic", _("Title of the Thread"), "topic.rename");
  self->follow_button = GTK_BUTTON (add_button (bar, "weft-bell-symbolic", NULL, "topic.follow"));
  self->resolve_button = GTK_BUTTON (add_button (bar, "weft-check-symbolic", NULL, "topic.resolve"));
  self->show_root_button = add_button (bar, "go-jump-symbolic", _("Show the Message in the Room"), "topic.show-root");
  gtk_box_append (GTK_BOX (self->box), bar);
}

static void
weft_thread_panel_init (WeftThreadPanel *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_head (self);

  self->may_write = TRUE;
  self->context.style = weft_message_style_new (GTK_WIDGET (self), TRUE, FALSE);
  self->root_row = WEFT_MESSAGE_ROW (weft_message_row_new (&self->context));
  self->root_scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->root_scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (self->root_scrolled, TRUE);
  gtk_scrolled_window_set_max_content_height (self->root_scrolled, ROOT_MAX);
  gtk_scrolled_window_set_child (self->root_scrolled, GTK_WIDGET (self->root_row));
  gtk_widget_set_focusable (GTK_WIDGET (self->root_scrolled), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->root_scrolled));
  self->missing = GTK_LABEL (gtk_label_new (_("The message under which this thread is has not been loaded yet.")));
  gtk_label_set_wrap (self->missing, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->missing), "weft-quiet");
  gtk_widget_set_margin_start (GTK_WIDGET (self->missing), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->missing), 12);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->missing));
  {
    GtkWidget *rule = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

    gtk_widget_set_margin_top (rule, 8);
    gtk_box_append (GTK_BOX (self->box), rule);
  }

  self->message_view = WEFT_MESSAGE_VIEW (weft_message_view_new ());
  weft_message_view_set_narrow (self->message_view, TRUE);
  weft_message_view_set_place (self->message_view, _("Thread"));
  gtk_widget_set_vexpand (GTK_WIDGET (self->message_view), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->message_view));
  g_signal_connect (self->message_view, "reply", G_CALLBACK (on_reply), self);
  g_signal_connect (self->message_view, "edit", G_CALLBACK (on_edit), self);
  g_signal_connect (self->message_view, "forward", G_CALLBACK (on_forward), self);
  g_signal_connect (self->message_view, "forward-several", G_CALLBACK (on_forward_several), self);
  g_signal_connect_swapped (self->message_view, "leave", G_CALLBACK (on_leave), self);

  self->also = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_("Also show it in the room")));
  gtk_widget_set_margin_start (GTK_WIDGET (self->also), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->also), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self->also), "weft-meta");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->also));

  self->composer = WEFT_COMPOSER (weft_composer_new ());
  weft_composer_set_polls (self->composer, FALSE);
  weft_composer_set_address (self->composer, address, self);
  weft_composer_stack (self->composer);
  weft_composer_take_drops (self->composer, GTK_WIDGET (self));
  weft_composer_set_placeholder (self->composer, _("Reply in the thread"));
  weft_composer_set_height (self->composer, COMPOSER_MAX);
  gtk_widget_set_margin_start (GTK_WIDGET (self->composer), 10);
  gtk_widget_set_margin_end (GTK_WIDGET (self->composer), 10);
  gtk_widget_set_margin_top (GTK_WIDGET (self->composer), 4);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->composer), 12);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->composer));
  g_signal_connect (self->composer, "edit-last", G_CALLBACK (on_edit_last), self);
  g_signal_connect (self->composer, "sent", G_CALLBACK (on_sent), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Thread"), -1);
  update_follow (self);
  update_root (self);
}

GtkWidget *
weft_thread_panel_new (void)
{
  return g_object_new (WEFT_TYPE_THREAD_PANEL, NULL);
}

void
weft_thread_panel_set_thread (WeftThreadPanel *self, WeftSync *sync, const char *stream, gint64 root, gint64 place)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  if (self->list != NULL && stream != NULL && weft_message_list_get_root_ordinal (self->list) == root
      && g_str_equal (weft_message_list_get_stream (self->list), stream))
    {
      if (place > 0)
        weft_message_view_show_ordinal (self->message_view, place);
      return;
    }
  set_following (self, NULL);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  weft_message_row_set_message (self->root_row, NULL);
  weft_message_view_set_list (self->message_view, NULL);
  weft_composer_set_stream (self->composer, self->sync, NULL, NULL);
  g_clear_object (&self->list);
  /* The composer has what was written in other threads of the same workspace. */
  if (stream != NULL)
    g_set_object (&self->sync, sync);
  if (stream != NULL && root > 0)
    {
      self->list = weft_message_list_new_thread (sync, stream, root);
      g_signal_connect_object (self->list, "notify::root", G_CALLBACK (on_root), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "notify::ready", G_CALLBACK (update_root), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_root), self, G_CONNECT_SWAPPED);
      weft_message_view_set_list (self->message_view, self->list);
      if (place > 0)
        weft_message_view_show_ordinal (self->message_view, place);
      set_place (self);
    }
  update_root (self);
  g_signal_emit (self, signals[ROOT_CHANGED], 0);
}

static void
update_may_write (WeftThreadPanel *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->composer), self->may_write);
  gtk_widget_set_visible (GTK_WIDGET (self->also), self->may_write && self->topic == NULL);
}

void
weft_thread_panel_set_topic (WeftThreadPanel *self, const char *title)
{
  const char *place = title != NULL ? _("Comments") : _("Thread");

  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  if (!g_set_str (&self->topic, title))
    return;
  gtk_widget_set_tooltip_text (self->close_button, title != NULL ? _("Close the Comments") : _("Close the Thread"));
  gtk_widget_set_visible (self->rename_button, title == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->resolve_button), title == NULL);
  gtk_widget_set_visible (self->show_root_button, title == NULL);
  weft_composer_set_placeholder (self->composer, title != NULL ? _("Write a comment") : _("Reply in the thread"));
  weft_message_view_set_place (self->message_view, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, place, -1);
  update_may_write (self);
  update_follow (self);
  update_root (self);
}

void
weft_thread_panel_reply (WeftThreadPanel *self, gint64 place)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  if (self->list != NULL && place > 0)
    weft_message_view_reply (self->message_view, place);
}

const char *
weft_thread_panel_get_root (WeftThreadPanel *self)
{
  g_return_val_if_fail (WEFT_IS_THREAD_PANEL (self), NULL);

  return get_root (self) != NULL ? weft_message_get_id (get_root (self)) : NULL;
}

void
weft_thread_panel_set_people (WeftThreadPanel *self, GListModel *people, const char *own_name)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_composer_set_people (self->composer, people);
  weft_message_view_set_own_name (self->message_view, own_name);
  weft_message_view_set_people (self->message_view, people);
}

void
weft_thread_panel_set_groups (WeftThreadPanel *self, WeftGroupList *groups)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_composer_set_groups (self->composer, groups);
  weft_message_view_set_groups (self->message_view, groups);
}

WeftComposer *
weft_thread_panel_get_composer (WeftThreadPanel *self)
{
  g_return_val_if_fail (WEFT_IS_THREAD_PANEL (self), NULL);

  return self->composer;
}

gboolean
weft_thread_panel_get_also (WeftThreadPanel *self)
{
  g_return_val_if_fail (WEFT_IS_THREAD_PANEL (self), FALSE);

  return gtk_check_button_get_active (self->also);
}

void
weft_thread_panel_set_keywords (WeftThreadPanel *self, const char *const *keywords)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  g_clear_pointer (&self->context.keywords, g_strfreev);
  self->context.keywords = keywords != NULL && *keywords != NULL ? g_strdupv ((char **) keywords) : NULL;
  restyle (self);
  weft_message_view_set_keywords (self->message_view, keywords);
}

void
weft_thread_panel_set_slash (WeftThreadPanel *self, WeftSlash *slash, GListModel *everybody)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_composer_set_slash (self->composer, slash, everybody);
}

void
weft_thread_panel_set_emoji (WeftThreadPanel *self, WeftEmojiShelf *emoji)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_composer_set_emoji (self->composer, emoji);
  weft_message_view_set_emoji (self->message_view, emoji);
  if (self->emoji != NULL)
    g_signal_handlers_disconnect_by_data (self->emoji, self);
  g_set_object (&self->emoji, emoji);
  if (emoji != NULL)
    {
      g_signal_connect_object (emoji, "changed", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (emoji, "picture", G_CALLBACK (gtk_widget_queue_draw), self->root_row, G_CONNECT_SWAPPED);
    }
  restyle (self);
}

void
weft_thread_panel_set_cards (WeftThreadPanel *self, WeftCards *cards)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_message_view_set_cards (self->message_view, cards);
  g_set_object (&self->context.cards, cards);
}

void
weft_thread_panel_set_attachments (WeftThreadPanel *self, WeftAttachmentsSource source, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  self->context.attachments = source;
  self->context.attachments_data = user_data;
  weft_message_view_set_attachments (self->message_view, source, user_data);
  weft_message_row_refresh (self->root_row);
}

void
weft_thread_panel_set_pictures (WeftThreadPanel *self, WeftPictureSource source, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  self->context.pictures = source;
  self->context.pictures_data = user_data;
  weft_message_view_set_pictures (self->message_view, source, user_data);
  weft_thread_panel_redraw (self);
}

void
weft_thread_panel_redraw (WeftThreadPanel *self)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_message_view_redraw (self->message_view);
  gtk_widget_queue_draw (GTK_WIDGET (self->root_row));
}

void
weft_thread_panel_set_may_write (WeftThreadPanel *self, gboolean may)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  self->may_write = may;
  update_may_write (self);
}

void
weft_thread_panel_set_may_pin (WeftThreadPanel *self, gboolean may_pin)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_message_view_set_may_pin (self->message_view, may_pin);
}

void
weft_thread_panel_set_may_delete (WeftThreadPanel *self, gboolean may_delete)
{
  g_return_if_fail (WEFT_IS_THREAD_PANEL (self));

  weft_message_view_set_may_delete (self->message_view, may_delete);
}
