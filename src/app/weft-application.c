/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-group-actions.h"
#include "app/weft-application.h"
#include "app/weft-connection-actions.h"
#include "app/weft-connection.h"
#include "app/weft-desktop.h"
#include "app/weft-desktop-notices.h"
#include "app/weft-idle.h"
#include "app/weft-entry-actions.h"
#include "app/weft-errand.h"
#include "app/weft-preferences.h"
#include "app/weft-ask-actions.h"
#include "app/weft-member-actions.h"
#include "app/weft-moderation-actions.h"
#include "app/weft-quiet-actions.h"
#include "app/weft-reminder-actions.h"
#include "app/weft-search-actions.h"
#include "app/weft-shortcuts-dialog.h"
#include "app/weft-shortcuts.h"
#include "app/weft-share-actions.h"
#include "app/weft-undo-actions.h"
#include "app/weft-window.h"
#include "app/weft-workspaces.h"

#define PRESENT_LIMIT 400 /* ms that a window waits for what it will show */
#define ERRANDS_MAX 8
#define TRAY_BACK 4   /* s that a tray which has gone has to come back, while there is no window */
#define TRAY_COMES 20 /* s that a session which begins has to bring up a tray */

struct _WeftApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  WeftWorkspaces *workspaces;
  WeftIdle *idle;
  GHashTable *notices;  /* of WeftWorkspace and WeftDesktopNotices */
  GPtrArray *errands;   /* of WeftErrand: whose workspace is not open yet */
  WeftDesktop *desktop; /* (nullable): there is no session bus */
  char *profile;
  char *join;
  guint present_source;
  guint come_back_source;
  gboolean background; /* asked to start without a window */
  gboolean demo;
  gboolean loaded;
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (WeftApplication, weft_application, ADW_TYPE_APPLICATION)

static WeftWindow *
get_window (WeftApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (WEFT_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static WeftWindow *
make_window (WeftApplication *self)
{
  WeftWindow *window = weft_window_new (GTK_APPLICATION (self), self->settings, self->workspaces);

  weft_idle_watch (self->idle, GTK_WIDGET (window));
  weft_connection_actions_add (window);
  weft_entry_actions_add (window);
  weft_group_actions_add (window);
  weft_moderation_actions_add (window);
  weft_quiet_actions_add (window);
  weft_member_actions_add (window);
  weft_reminder_actions_add (window);
  weft_ask_actions_add (window);
  weft_search_actions_add (window);
  weft_share_actions_add (window);
  weft_undo_actions_add (window);
  if (self->desktop != NULL)
    g_object_bind_property (weft_desktop_get_background (self->desktop), "allowed", window, "hide-on-close",
                            G_BINDING_SYNC_CREATE);
  return window;
}

static gboolean
is_hidden (WeftApplication *self)
{
  WeftWindow *window = get_window (self);

  return window != NULL && !gtk_widget_get_visible (GTK_WIDGET (window));
}

static void present (WeftApplication *self);

static gboolean
come_back (gpointer user_data)
{
  WeftApplication *self = user_data;

  self->come_back_source = 0;
  if (is_hidden (self) && !weft_background_get_allowed (weft_desktop_get_background (self->desktop)))
    present (self);
  return G_SOURCE_REMOVE;
}

/* Nothing hides in a tray that is not there. */
static void
on_background_allowed (WeftApplication *self)
{
  g_clear_handle_id (&self->come_back_source, g_source_remove);
  if (is_hidden (self))
    self->come_back_source = g_timeout_add_seconds (TRAY_BACK, come_back, self);
}

static void
on_token (WeftApplication *self, const char *token)
{
  WeftWindow *window = get_window (self);

  if (window != NULL)
    gtk_window_set_startup_id (GTK_WINDOW (window), token);
}

static void
make_desktop (WeftApplication *self)
{
  const char *command[5] = { "weft", "--background" };

  if (self->profile != NULL)
    {
      command[2] = "--profile";
      command[3] = self->profile;
    }
  self->desktop = weft_desktop_new (G_APPLICATION (self), self->settings, self->workspaces, command);
  if (self->desktop == NULL)
    return;
  g_signal_connect_object (weft_desktop_get_background (self->desktop), "notify::allowed",
                           G_CALLBACK (on_background_allowed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desktop, "token", G_CALLBACK (on_token), self, G_CONNECT_SWAPPED);
}

/* What the command line or the profile asks for. */
static void
show_wanted (WeftApplication *self, WeftWindow *window)
{
  g_autofree char *last = g_settings_get_string (self->settings, "workspace");
  WeftWorkspace *workspace = weft_workspaces_find (self->workspaces, last);
  g_autoptr (WeftWorkspace) first = g_list_model_get_item (G_LIST_MODEL (self->workspaces), 0);

  if (self->join != NULL)
    {
      weft_window_show_start (window, self->join);
      g_clear_pointer (&self->join, g_free);
    }
  else if (self->demo)
    {
      self->demo = FALSE;
      g_action_group_activate_action (G_ACTION_GROUP (window), "demo", NULL);
    }
  else if (weft_window_get_workspace (window) == NULL)
    {
      if (workspace == NULL)
        workspace = first;
      if (workspace != NULL)
        weft_window_show_workspace (window, workspace);
      else
        weft_window_show_start (window, NULL);
    }
}

static void
present (WeftApplication *self)
{
  WeftWindow *window = get_window (self);

  g_clear_handle_id (&self->present_source, g_source_remove);
  g_clear_handle_id (&self->come_back_source, g_source_remove);
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static gboolean
on_present_limit (gpointer user_data)
{
  WeftApplication *self = user_data;

  self->present_source = 0;
  present (self);
  return G_SOURCE_REMOVE;
}

/* A window which comes up before what it shows was read is drawn twice, and flickers. */
static void
present_when_ready (WeftApplication *self)
{
  WeftWindow *window = get_window (self);
  WeftWorkspace *workspace = window != NULL ? weft_window_get_workspace (window) : NULL;
  WeftWorkspaceState state = workspace != NULL ? weft_workspace_get_state (workspace) : WEFT_WORKSPACE_FAILED;
  WeftFeaturePage *page = window != NULL ? weft_window_get_page (window) : NULL;

  if (self->present_source == 0)
    return;
  if (state == WEFT_WORKSPACE_OPENING)
    g_signal_connect_object (workspace, "notify::state", G_CALLBACK (present_when_ready), self,
                             G_CONNECT_SWAPPED);
  else if (page != NULL && !weft_feature_page_get_ready (page))
    g_signal_connect_object (page, "notify::ready", G_CALLBACK (present_when_ready), self, G_CONNECT_SWAPPED);
  else
    present (self);
}

static void run_errands (WeftApplication *self);

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  WeftApplication *self = user_data;
  WeftWindow *window = get_window (self);
  g_autoptr (GError) error = NULL;

  self->loaded = TRUE;
  if (window == NULL)
    return dex_ref (future);
  show_wanted (self, window);
  run_errands (self);
  present_when_ready (self);
  if (dex_future_get_value (future, &error) == NULL)
    weft_window_add_toast (window, error->message);

  /* The others are opened as well: their news shows in the rail. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workspaces)); i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      /* But not the demo: it would start a server and a play that nobody watches. */
      if (weft_workspace_get_kind (workspace) != WEFT_WORKSPACE_DEMO)
        dex_future_disown (weft_workspace_open (workspace));
    }
  return dex_ref (future);
}

/* What the profile says of its workspaces has changed. */
static void
save_workspaces (WeftApplication *self)
{
  if (self->loaded)
    dex_future_disown (weft_workspaces_save (self->workspaces));
}

/* Others see who is away. */
static void
tell_idle (WeftApplication *self, WeftWorkspace *workspace)
{
  if (weft_workspace_get_state (workspace) == WEFT_WORKSPACE_OPEN && weft_workspace_get_sync (workspace) != NULL)
    weft_sync_set_idle (weft_workspace_get_sync (workspace), weft_idle_get_idle (self->idle));
}

static void
on_idle (WeftApplication *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workspaces)); i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      tell_idle (self, workspace);
    }
}

/* The desktop hears of a workspace while it is open. */
static void
on_workspace_state (WeftWorkspace *workspace, GParamSpec *pspec, gpointer user_data)
{
  WeftApplication *self = user_data;

  tell_idle (self, workspace);
  if (weft_workspace_get_state (workspace) != WEFT_WORKSPACE_OPEN)
    g_hash_table_remove (self->notices, workspace);
  else if (!g_hash_table_contains (self->notices, workspace))
    g_hash_table_insert (self->notices, workspace,
                         weft_desktop_notices_new (G_APPLICATION (self), self->settings, workspace));
}

static void
on_workspaces_changed (GListModel *model, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (model, i);

      g_signal_connect_object (workspace, "notify::state", G_CALLBACK (on_workspace_state), user_data, 0);
      /* When the window shows it. */
      g_signal_connect_object (workspace, "notify::state", G_CALLBACK (run_errands), user_data,
                               G_CONNECT_AFTER | G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "notify::name", G_CALLBACK (save_workspaces), user_data,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (workspace, "notify::person", G_CALLBACK (save_workspaces), user_data,
                               G_CONNECT_SWAPPED);
      on_workspace_state (workspace, NULL, user_data);
    }
}

static void
weft_application_activate (GApplication *application)
{
  WeftApplication *self = WEFT_APPLICATION (application);
  WeftWindow *window = get_window (self);
  gboolean first = self->workspaces == NULL;

  if (first)
    {
      g_autofree char *directory = self->profile != NULL
                                       ? g_strdup (self->profile)
                                       : g_build_filename (g_get_user_data_dir (), "weft", NULL);

      self->workspaces = weft_workspaces_new (directory);
      g_signal_connect_object (self->workspaces, "items-changed", G_CALLBACK (on_workspaces_changed), self,
                               0);
      make_desktop (self);
    }
  if (window == NULL)
    window = make_window (self);
  if (first)
    {
      if (self->background && self->desktop != NULL)
        self->come_back_source = g_timeout_add_seconds (TRAY_COMES, come_back, self);
      else
        self->present_source = g_timeout_add (PRESENT_LIMIT, on_present_limit, self);
      dex_future_disown (dex_future_finally (weft_workspaces_load (self->workspaces), on_loaded,
                                             g_object_ref (self), g_object_unref));
      return;
    }
  if (self->loaded)
    show_wanted (self, window);
  present (self);
}

static void
weft_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  WeftApplication *self = WEFT_APPLICATION (application);

  /* An invitation link that was clicked in another program. */
  g_free (self->join);
  self->join = g_file_get_uri (files[0]);
  g_application_activate (application);
}

static int
weft_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  WeftApplication *self = WEFT_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const char *join, *profile;
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);

  if (g_variant_dict_lookup (options, "join", "&s", &join))
    g_set_str (&self->join, join);
  else if (arguments[0] != NULL && arguments[1] != NULL)
    g_set_str (&self->join, arguments[1]);
  if (g_variant_dict_contains (options, "demo"))
    self->demo = TRUE;
  /* The session starts what runs already: there is nothing to be done, and nothing to be shown. */
  if (g_variant_dict_contains (options, "background") && self->workspaces != NULL)
    return 0;
  self->background = g_variant_dict_contains (options, "background");
  if (g_variant_dict_lookup (options, "profile", "^&ay", &profile) && self->workspaces == NULL)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, profile);

      g_free (self->profile);
      self->profile = g_file_get_path (file);
    }
  g_application_activate (application);
  return 0;
}

static int
weft_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *profile;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("weft %s\n", WEFT_VERSION);
      return 0;
    }
  /* Another profile is another app: it must not be handed to one that runs with the usual one. */
  if (g_variant_dict_lookup (options, "profile", "^&ay", &profile))
    {
      g_autofree char *path = g_canonicalize_filename (profile, NULL);
      g_autofree char *id = g_strdup_printf ("%s.Profile%08x", WEFT_APP_ID, g_str_hash (path));

      g_application_set_application_id (application, id);
      /* Started by the desktop it is told no command line. */
      g_set_str (&WEFT_APPLICATION (application)->profile, path);
    }
  return -1;
}

static void
apply_appearance (WeftApplication *self)
{
  static const AdwColorScheme schemes[]
      = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (
      adw_style_manager_get_default (),
      schemes[CLAMP (g_settings_get_enum (self->settings, "appearance"), 0, 2)]);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *window = get_window (user_data);

  if (window == NULL)
    {
      g_application_quit (user_data);
      return;
    }
  gtk_window_set_hide_on_close (GTK_WINDOW (window), FALSE);
  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    gtk_window_close (GTK_WINDOW (window));
  else
    gtk_window_destroy (GTK_WINDOW (window));
}

static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (user_data);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftApplication *self = user_data;
  WeftWindow *window = get_window (self);

  if (window != NULL)
    adw_dialog_present (weft_preferences_new (self->settings, self->desktop, weft_window_get_self (window)), GTK_WIDGET (window));
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *window = get_window (user_data);

  if (window != NULL)
    adw_dialog_present (weft_shortcuts_dialog_new (((WeftApplication *) user_data)->settings), GTK_WIDGET (window));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *window = get_window (user_data);
  WeftWorkspace *workspace = window != NULL ? weft_window_get_workspace (window) : NULL;
  WeftSync *sync = workspace != NULL ? weft_workspace_get_sync (workspace) : NULL;
  g_autofree char *debug_info = NULL;
  AdwDialog *dialog;

  if (window == NULL)
    return;
  if (sync != NULL)
    debug_info
        = g_strdup_printf ("Weft %s\n%s: %s\n", WEFT_VERSION,
                           weft_connection_get_word (weft_sync_get_state (sync)),
                           weft_sync_get_transport (sync) != NULL ? weft_sync_get_transport (sync) : "—");
  dialog = adw_about_dialog_new ();
  adw_about_dialog_set_application_icon (ADW_ABOUT_DIALOG (dialog), WEFT_APP_ID);
  adw_about_dialog_set_application_name (ADW_ABOUT_DIALOG (dialog), _ ("Weft"));
  adw_about_dialog_set_version (ADW_ABOUT_DIALOG (dialog), WEFT_VERSION);
  adw_about_dialog_set_developer_name (ADW_ABOUT_DIALOG (dialog), _ ("The Weft developers"));
  adw_about_dialog_set_comments (ADW_ABOUT_DIALOG (dialog),
                                 _ ("Talk, plan, track and watch with your team, online or not."));
  adw_about_dialog_set_license_type (ADW_ABOUT_DIALOG (dialog), GTK_LICENSE_GPL_3_0);
  /* Translators: your names, one a line, each with an address if you like */
  adw_about_dialog_set_translator_credits (ADW_ABOUT_DIALOG (dialog), _ ("translator-credits"));
  if (debug_info != NULL)
    adw_about_dialog_set_debug_info (ADW_ABOUT_DIALOG (dialog), debug_info);
  adw_dialog_present (dialog, GTK_WIDGET (window));
}

static void
run_errands (WeftApplication *self)
{
  WeftWindow *window = get_window (self);

  for (guint i = 0; self->loaded && i < self->errands->len;)
    {
      WeftErrand *errand = g_ptr_array_index (self->errands, i);
      WeftWorkspace *workspace = weft_workspaces_find (self->workspaces, weft_errand_get_workspace (errand));

      if (workspace != NULL && window != NULL && weft_errand_needs_window (errand)
          && weft_window_get_workspace (window) != workspace)
        weft_window_show_workspace (window, workspace);
      if (workspace == NULL || weft_errand_run (errand, window, workspace))
        g_ptr_array_remove_index (self->errands, i);
      else
        i++;
    }
}

/* Pressed on the desktop, which may have started us for it. Where we run, no window comes up for a button. */
static void
on_pressed (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftApplication *self = user_data;
  WeftErrand *errand = weft_errand_new (g_action_get_name (G_ACTION (action)), parameter);

  if (self->errands->len >= ERRANDS_MAX)
    g_ptr_array_remove_index (self->errands, 0);
  g_ptr_array_add (self->errands, errand);
  if (weft_errand_needs_window (errand) || !self->loaded)
    g_application_activate (G_APPLICATION (self));
  run_errands (self);
}

static const GActionEntry actions[] = {
  { "quit", on_quit },
  { "preferences", on_preferences },
  { "shortcuts", on_shortcuts },
  { "about", on_about },
  { "open-notice", on_pressed, "(sss)" },
  { "reply-notice", on_pressed, "(sss)" },
  { "answer-notice", on_pressed, "(ssss)" },
  { "open-notices", on_pressed, "s" },
  { "snooze-reminder", on_pressed, "(sss)" },
  { "finish-reminder", on_pressed, "(sss)" },
  { "acknowledge", on_pressed, "(sss)" },
  { "open-command", on_pressed, "(ss)" },
  { "read-place", on_pressed, "(ss)" },
  { "show", on_show },
};

static void
weft_application_startup (GApplication *application)
{
  WeftApplication *self = WEFT_APPLICATION (application);

  G_APPLICATION_CLASS (weft_application_parent_class)->startup (application);

  self->idle = weft_idle_new (g_application_get_dbus_connection (application));
  g_signal_connect_object (self->idle, "notify::idle", G_CALLBACK (on_idle), self, G_CONNECT_SWAPPED);
  self->settings = g_settings_new ("dev.weft.Weft");
  g_signal_connect_object (self->settings, "changed::appearance", G_CALLBACK (apply_appearance), self,
                           G_CONNECT_SWAPPED);
  apply_appearance (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  weft_shortcuts_install (GTK_APPLICATION (self), self->settings);
  gtk_window_set_default_icon_name (WEFT_APP_ID);
}

/* The last window has gone: wait for the stores, for what was typed must be on disk. */
static DexFuture *
close_fiber (gpointer user_data)
{
  WeftApplication *self = user_data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->workspaces));
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      g_ptr_array_add (futures, weft_workspace_close (workspace));
    }
  if (futures->len > 0)
    dex_await (dex_future_first (dex_future_allv ((DexFuture **) futures->pdata, futures->len),
                                 dex_timeout_new_seconds (5), NULL),
               NULL);
  g_application_release (G_APPLICATION (self));
  return dex_future_new_true ();
}

static void
weft_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  WeftApplication *self = WEFT_APPLICATION (application);

  if (WEFT_IS_WINDOW (window) && self->workspaces != NULL && !self->quitting)
    {
      self->quitting = TRUE;
      g_clear_object (&self->desktop);
      g_application_hold (G_APPLICATION (self));
      dex_future_disown (dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref));
    }
  GTK_APPLICATION_CLASS (weft_application_parent_class)->window_removed (application, window);
}

static void
weft_application_dispose (GObject *object)
{
  WeftApplication *self = WEFT_APPLICATION (object);

  g_clear_handle_id (&self->present_source, g_source_remove);
  g_clear_handle_id (&self->come_back_source, g_source_remove);
  g_clear_object (&self->desktop);
  g_clear_pointer (&self->notices, g_hash_table_unref);
  g_clear_object (&self->idle);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspaces);

  G_OBJECT_CLASS (weft_application_parent_class)->dispose (object);
}

static void
weft_application_finalize (GObject *object)
{
  WeftApplication *self = WEFT_APPLICATION (object);

  g_free (self->profile);
  g_free (self->join);
  g_ptr_array_unref (self->errands);

  G_OBJECT_CLASS (weft_application_parent_class)->finalize (object);
}

static void
weft_application_class_init (WeftApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = weft_application_dispose;
  object_class->finalize = weft_application_finalize;
  application_class->startup = weft_application_startup;
  application_class->activate = weft_application_activate;
  application_class->open = weft_application_open;
  application_class->command_line = weft_application_command_line;
  application_class->handle_local_options = weft_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = weft_application_window_removed;
}

static void
weft_application_init (WeftApplication *self)
{
  self->notices = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->errands = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_errand_free);
  static const GOptionEntry options[] = {
    { "background", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start without a window, in the tray"), NULL },
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Look around the demo workspace"), NULL },
    { "join", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Join a workspace by its address or an invitation link"),
      N_ ("ADDRESS") },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Keep workspaces in another folder"),
      N_ ("DIRECTORY") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), "[INVITATION]");
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _ ("Talk, plan and watch with your team, online or not."));
}

WeftApplication *
weft_application_new (void)
{
  return g_object_new (WEFT_TYPE_APPLICATION, "application-id", WEFT_APP_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/dev/weft/Weft", NULL);
}
