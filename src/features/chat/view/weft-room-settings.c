/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-settings.h"

#include <glib/gi18n.h>

#include "features/chat/client/weft-chat.h"
#include "features/chat/client/weft-room-retention.h"
#include "parts/files/view/weft-picture-row.h"
#include "parts/hooks/view/weft-hooks-group.h"
#include "parts/thread/client/weft-edit-window.h"
#include "parts/thread/client/weft-receipts.h"
#include "ui/weft-avatar.h"
#include "ui/weft-text-scale.h"

#define ABOUT_MAX 1000
#define EMBLEM_MAX 16

struct _WeftRoomSettings
{
  AdwDialog parent_instance;

  WeftSync *sync;
  WeftRoom *room;
  GtkWidget *about;
  GtkWidget *emblem;
  GtkWidget *yarn;
  GtkWidget *post;
  GtkWidget *invite;
  GtkWidget *edited;
  WeftRowValue *edit_window;
  GtkWidget *kept;
  WeftRowValue *receipts;
  GtkWidget *seen;
  WeftRoomRetention *retention;
};

G_DEFINE_FINAL_TYPE (WeftRoomSettings, weft_room_settings, ADW_TYPE_DIALOG)

/* In the order of the rows' choices. */
static const char *const yarns[] = { "teal", "indigo", "amber", "rose", "moss", "clay", "slate", NULL };
static const char *const yarn_names[] = { N_("Teal"), N_("Indigo"), N_("Amber"), N_("Rose"), N_("Moss"), N_("Clay"), N_("Slate"), NULL };
static const char *const posts[] = { "guest", "member", "admin", NULL };
static const char *const post_names[] = { N_("Everybody in It"), N_("Members, Not Guests"), N_("Administrators"), NULL };
static const char *const invites[] = { "member", "admin", NULL };
static const char *const invite_names[] = { N_("Members, Not Guests"), N_("Administrators"), NULL };

/* Seconds; what else there is stands behind them. */
static const gint64 edited_seconds[] = { WEFT_EDIT_WINDOW_ALWAYS, 5 * 60, 60 * 60, 48 * 60 * 60, 0 };

/* Days; what else there is stands behind them. */
static const gint64 kept_days[] = { 0, 1, 7, 30, 90, 365 };

static GtkWidget *
add_text (GtkWidget *group, const char *title, const char *text, int max)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), max);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_choice (GtkWidget *group, const char *title, const char *const *values, const char *const *names, const char *value)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    gtk_string_list_append (list, _(names[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  for (guint i = 0; values[i] != NULL; i++)
    if (g_strcmp0 (values[i], value) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static const char *
get_choice (GtkWidget *row, const char *const *values)
{
  return values[MIN (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), g_strv_length ((char **) values) - 1)];
}

/* ── what the room looks like ────────────────────────────────────────────────────────────────────────── */

static void
add_picture (WeftRoomSettings *self, GtkWidget *group)
{
  const WeftPictureRowWords words = {
    .said_set = _("Everybody in the room sees this picture now"),
    .said_removed = _("The room has no picture any more"),
  };
  GtkWidget *avatar = weft_avatar_new (48, weft_room_get_name (self->room));

  weft_avatar_set_square (WEFT_AVATAR (avatar), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             weft_picture_row_new (self->sync, weft_room_get_stream (self->room), weft_room_get_stream (self->room), avatar, &words, weft_chat_set_picture));
}

/* ── how long messages may be changed ────────────────────────────────────────────────────────────────── */

static char *
dup_edited_words (gint64 seconds)
{
  if (seconds == WEFT_EDIT_WINDOW_ALWAYS)
    /* Translators: how long messages may be changed */
    return g_strdup (C_("edit", "Always"));
  if (seconds == 0)
    /* Translators: how long messages may be changed */
    return g_strdup (C_("edit", "Never"));
  if (seconds % 3600 == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "For %d Hour", "For %d Hours", (gulong) (seconds / 3600)), (int) (seconds / 3600));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "For %d Minute", "For %d Minutes", (gulong) (seconds / 60)), (int) (seconds / 60));
}

/* Of the row's choices. */
static gint64
get_edited (WeftRoomSettings *self)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->edited));

  return chosen < G_N_ELEMENTS (edited_seconds) ? edited_seconds[chosen] : weft_row_value_get (self->edit_window);
}

static void
show_edited (WeftRoomSettings *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  gint64 seconds = weft_row_value_get (self->edit_window);
  guint chosen = G_N_ELEMENTS (edited_seconds);

  for (guint i = 0; i < G_N_ELEMENTS (edited_seconds); i++)
    {
      g_autofree char *words = dup_edited_words (edited_seconds[i]);

      gtk_string_list_append (list, words);
      if (edited_seconds[i] == seconds)
        chosen = i;
    }
  if (chosen == G_N_ELEMENTS (edited_seconds))
    {
      g_autofree char *words = dup_edited_words (seconds);

      gtk_string_list_append (list, words);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->edited), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->edited), chosen);
}

static void
add_editing (WeftRoomSettings *self, GtkWidget *group)
{
  self->edit_window = weft_edit_window_new (self->sync, weft_room_get_stream (self->room));
  self->edited = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->edited), _("Edit One’s Own Messages"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->edited);
  show_edited (self);
  g_signal_connect_object (self->edit_window, "notify::value", G_CALLBACK (show_edited), self, G_CONNECT_SWAPPED);
}

/* ── how long messages are kept ──────────────────────────────────────────────────────────────────────── */

static char *
dup_kept_words (gint64 days)
{
  return days == 0 ? g_strdup (_("For Ever")) : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d Day", "%d Days", days), (int) days);
}

/* Of the row's choices. */
static gint64
get_kept (WeftRoomSettings *self)
{
  guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (self->kept));

  return chosen < G_N_ELEMENTS (kept_days) ? kept_days[chosen] : weft_room_retention_get_days (self->retention);
}

static void
show_kept (WeftRoomSettings *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  gint64 days = weft_room_retention_get_days (self->retention);
  guint chosen = G_N_ELEMENTS (kept_days);

  for (guint i = 0; i < G_N_ELEMENTS (kept_days); i++)
    {
      g_autofree char *words = dup_kept_words (kept_days[i]);

      gtk_string_list_append (list, words);
      if (kept_days[i] == days)
        chosen = i;
    }
  if (chosen == G_N_ELEMENTS (kept_days))
    {
      g_autofree char *words = dup_kept_words (days);

      gtk_string_list_append (list, words);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->kept), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->kept), chosen);
}

static void
on_chosen_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
on_chosen_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* Of a few short choices the one that is chosen stands there whole: the words beside it wrap instead. */
static void
show_whole (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) chosen = gtk_signal_list_item_factory_new ();

  g_signal_connect (chosen, "setup", G_CALLBACK (on_chosen_setup), NULL);
  g_signal_connect (chosen, "bind", G_CALLBACK (on_chosen_bind), NULL);
  adw_combo_row_set_list_factory (row, adw_combo_row_get_factory (row));
  adw_combo_row_set_factory (row, chosen);
}

static GtkWidget *
make_keeping (WeftRoomSettings *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->retention = weft_room_retention_new (self->sync, weft_room_get_stream (self->room));
  self->kept = adw_combo_row_new ();
  show_whole (ADW_COMBO_ROW (self->kept));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->kept), _("Keep Messages"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->kept), _("Older ones are erased for everybody and for good, with their files."));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->kept), 3);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->kept);
  self->receipts = weft_receipts_new (self->sync, weft_room_get_stream (self->room));
  self->seen = adw_switch_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->seen), _("Read Receipts"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->seen), _("Without, nobody is told here how far the others have read."));
  g_object_bind_property (self->receipts, "value", self->seen, "active", G_BINDING_SYNC_CREATE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->seen);
  show_kept (self);
  g_signal_connect_object (self->retention, "notify::days", G_CALLBACK (show_kept), self, G_CONNECT_SWAPPED);
  return group;
}

/* Only what is another is said, so that it does not undo what somebody else said in the meantime. */
static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftRoomSettings *self = WEFT_ROOM_SETTINGS (widget);
  const char *stream = weft_room_get_stream (self->room);
  g_autofree char *about = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->about))));
  g_autofree char *emblem = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->emblem))));
  const char *yarn = get_choice (self->yarn, yarns);
  const char *post = get_choice (self->post, posts);
  const char *invite = get_choice (self->invite, invites);

  if (g_strcmp0 (about, weft_room_get_about (self->room)) != 0 || g_strcmp0 (emblem, weft_room_get_emblem (self->room)) != 0
      || g_strcmp0 (yarn, weft_room_get_yarn (self->room)) != 0)
    dex_future_disown (weft_chat_describe_room (self->sync, stream, about, emblem, yarn));
  if (g_strcmp0 (post, weft_room_get_post (self->room)) != 0 || g_strcmp0 (invite, weft_room_get_invite (self->room)) != 0)
    dex_future_disown (weft_chat_set_permissions (self->sync, stream, post, invite, weft_room_get_pin (self->room)));
  g_object_set (self->edit_window, "value", get_edited (self), NULL);
  if (get_kept (self) != weft_room_retention_get_days (self->retention))
    dex_future_disown (weft_room_retention_set_days (self->retention, get_kept (self)));
  g_object_set (self->receipts, "value", (gint64) adw_switch_row_get_active (ADW_SWITCH_ROW (self->seen)), NULL);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
weft_room_settings_dispose (GObject *object)
{
  WeftRoomSettings *self = WEFT_ROOM_SETTINGS (object);

  g_clear_object (&self->edit_window);
  g_clear_object (&self->receipts);
  g_clear_object (&self->retention);
  g_clear_object (&self->room);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_room_settings_parent_class)->dispose (object);
}

static void
weft_room_settings_class_init (WeftRoomSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_room_settings_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "settings.save", NULL, save_action);
}

static void
weft_room_settings_init (WeftRoomSettings *self)
{
}

AdwDialog *
weft_room_settings_new (WeftSync *sync, WeftRoom *room)
{
  WeftRoomSettings *self;
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *look = adw_preferences_group_new ();
  GtkWidget *rights = adw_preferences_group_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  GtkWidget *save = gtk_button_new_with_mnemonic (_("_Save"));

  g_return_val_if_fail (WEFT_IS_SYNC (sync) && WEFT_IS_ROOM (room), NULL);

  self = g_object_new (WEFT_TYPE_ROOM_SETTINGS, "title", _("Room Settings"), "content-width", weft_text_scale (460), NULL);
  self->sync = g_object_ref (sync);
  self->room = g_object_ref (room);
  add_picture (self, look);
  self->about = add_text (look, _("Description"), weft_room_get_about (room), ABOUT_MAX);
  self->emblem = add_text (look, _("Emblem (an Emoji)"), weft_room_get_emblem (room), EMBLEM_MAX);
  self->yarn = add_choice (look, _("Colour"), yarns, yarn_names, weft_room_get_yarn (room));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (rights), _("Who May"));
  self->post = add_choice (rights, _("Write"), posts, post_names, weft_room_get_post (room));
  self->invite = add_choice (rights, _("Add People"), invites, invite_names, weft_room_get_invite (room));
  add_editing (self, rights);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (look));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (rights));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_keeping (self)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (weft_hooks_group_new (sync, weft_room_get_stream (room))));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (save), "settings.save");
  gtk_widget_add_css_class (save, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), save);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_default_widget (ADW_DIALOG (self), save);
  adw_dialog_set_focus (ADW_DIALOG (self), self->about);
  return ADW_DIALOG (self);
}
