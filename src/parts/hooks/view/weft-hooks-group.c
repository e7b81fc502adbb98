/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-hooks"

#include "config.h"

#include "parts/hooks/view/weft-hooks-group.h"

#include <glib/gi18n.h>

#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-text.h"
#include "parts/hooks/client/weft-hook-list.h"
#include "parts/hooks/shared/weft-hook-address.h"

#define PROGRAM_NAME_MAX 80
#define ADDRESS_MAX 2000
#define SECRET_BYTES 32

/* In place of an author above a notice (ops.json). */
G_GNUC_UNUSED static const char *const words[] = { N_ ("Told nothing any more") };

struct _WeftHooksGroup
{
  AdwPreferencesGroup parent_instance;

  WeftHookList *hooks;
  char *server;
  GPtrArray *rows; /* of GtkWidget, unowned: one a hook */
  GtkWidget *name;
  GtkWidget *told;
  GtkWidget *entry;   /* (nullable) (unowned): of these, the one by which something is being made */
  GtkWidget *address; /* the row of what was made last */
  char *secret;       /* (nullable): of what is being made */
};

G_DEFINE_FINAL_TYPE (WeftHooksGroup, weft_hooks_group, ADW_TYPE_PREFERENCES_GROUP)

static void
announce (WeftHooksGroup *self, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* A refusal stands where the address would. */
static void
show (WeftHooksGroup *self, const char *title, const char *subtitle, gboolean good)
{
  GtkWidget *copy = g_object_get_data (G_OBJECT (self->address), "copy");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->address), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->address), subtitle);
  gtk_widget_set_visible (copy, good);
  gtk_widget_set_visible (self->address, TRUE);
}

/* A program which writes has an address that is its secret; one which is told has a key. */
static DexFuture *
on_added (DexFuture *future, gpointer user_data)
{
  WeftHooksGroup *self = user_data;
  g_autofree char *secret = g_steal_pointer (&self->secret);
  GtkWidget *entry = self->entry;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->name, TRUE);
  gtk_widget_set_sensitive (self->told, TRUE);
  if (dex_future_get_value (future, &error) == NULL)
    {
      g_autofree char *reason = weft_error_dup_reason (error->message);

      show (self, _ ("Not Added"), reason, FALSE);
      announce (self, reason);
      return dex_ref (future);
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  if (entry == self->name)
    {
      g_autofree char *address = weft_hook_address_make (self->server, secret);

      show (self, _ ("Its Address, Shown Only Now"), address, TRUE);
      announce (self, _ ("The program may write here; copy its address now"));
    }
  else
    {
      show (self, _ ("The Key of Its Signatures, Shown Only Now"), secret, TRUE);
      announce (self, _ ("The program is told what is written here; copy its key now"));
    }
  gtk_widget_grab_focus (g_object_get_data (G_OBJECT (self->address), "copy"));
  return dex_ref (future);
}

/* What stands for a program of which only the address is known: its host. */
static char *
dup_host (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
                       ? g_uri_get_host (uri)
                       : address);
}

static void
on_apply (AdwEntryRow *row, WeftHooksGroup *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  DexFuture *future;

  if (*text == '\0' || self->secret != NULL)
    return;
  self->secret = weft_secret_new (SECRET_BYTES);
  self->entry = GTK_WIDGET (row);
  gtk_widget_set_sensitive (self->name, FALSE);
  gtk_widget_set_sensitive (self->told, FALSE);
  if (self->entry == self->name)
    future = weft_hook_list_add (self->hooks, text, "", self->secret);
  else
    {
      g_autofree char *host = dup_host (text);
      g_autofree char *name = weft_text_shorten (host, PROGRAM_NAME_MAX);

      future = weft_hook_list_add_teller (self->hooks, name, text, self->secret);
    }
  dex_future_disown (dex_future_finally (future, on_added, g_object_ref (self), g_object_unref));
}

static void
on_copy (GtkButton *button, WeftHooksGroup *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          adw_action_row_get_subtitle (ADW_ACTION_ROW (self->address)));
  announce (self, _ ("Copied"));
}

static DexFuture *
on_changed (DexFuture *future, gpointer user_data)
{
  WeftHooksGroup *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    {
      g_autofree char *reason = weft_error_dup_reason (error->message);

      show (self, _ ("Not Changed"), reason, FALSE);
      announce (self, reason);
    }
  return dex_ref (future);
}

static void
on_remove (GtkButton *button, WeftHooksGroup *self)
{
  dex_future_disown (
      dex_future_finally (weft_hook_list_remove (self->hooks, g_object_get_data (G_OBJECT (button), "hook")),
                          on_changed, g_object_ref (self), g_object_unref));
}

static void
on_resume (GtkButton *button, WeftHooksGroup *self)
{
  dex_future_disown (
      dex_future_finally (weft_hook_list_resume (self->hooks, g_object_get_data (G_OBJECT (button), "hook")),
                          on_changed, g_object_ref (self), g_object_unref));
}

static void
add_button (GtkWidget *row,
            WeftHook *hook,
            const char *icon,
            const char *tip,
            GCallback clicked,
            WeftHooksGroup *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "hook", g_object_ref (hook), g_object_unref);
  g_signal_connect (button, "clicked", clicked, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static char *
dup_subtitle (WeftHook *hook)
{
  const char *failed = weft_hook_get_failed (hook);

  if (weft_hook_get_host (hook) == NULL)
    return g_strdup (_ ("May write here"));
  if (failed == NULL)
    return g_strdup (_ ("Is told what is written here"));
  if (*failed == '\0')
    return g_strdup (_ ("Is told nothing"));
  /* Translators: %s says why, in English: an answer of the program, or of the network */
  return g_strdup_printf (_ ("Is told nothing any more: %s"), failed);
}

static GtkWidget *
make_row (WeftHooksGroup *self, WeftHook *hook)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = dup_subtitle (hook);
  /* Translators: %s is a program */
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), weft_hook_get_name (hook));
  /* Translators: %s is a program */
  g_autofree char *resume = g_strdup_printf (_ ("Tell %s Again"), weft_hook_get_name (hook));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), weft_hook_get_name (hook));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (weft_hook_get_failed (hook) != NULL)
    add_button (row, hook, "view-refresh-symbolic", resume, G_CALLBACK (on_resume), self);
  add_button (row, hook, "user-trash-symbolic", remove, G_CALLBACK (on_remove), self);
  return row;
}

static void
update (WeftHooksGroup *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->hooks));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftHook) hook = g_list_model_get_item (G_LIST_MODEL (self->hooks), i);
      GtkWidget *row = make_row (self, hook);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
}

static void
weft_hooks_group_dispose (GObject *object)
{
  WeftHooksGroup *self = WEFT_HOOKS_GROUP (object);

  if (self->hooks != NULL)
    g_signal_handlers_disconnect_by_func (self->hooks, update, self);
  g_clear_object (&self->hooks);

  G_OBJECT_CLASS (weft_hooks_group_parent_class)->dispose (object);
}

static void
weft_hooks_group_finalize (GObject *object)
{
  WeftHooksGroup *self = WEFT_HOOKS_GROUP (object);

  g_free (self->server);
  g_free (self->secret);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (weft_hooks_group_parent_class)->finalize (object);
}

static void
weft_hooks_group_class_init (WeftHooksGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_hooks_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_hooks_group_finalize;
}

static void
weft_hooks_group_init (WeftHooksGroup *self)
{
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Programs"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      _ ("They write to an address of their own, as to Slack's webhooks or from Alertmanager, or are told by "
         "a signed request what people write."));
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Let a Program Write Here: Its Name"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->name), PROGRAM_NAME_MAX);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->name), TRUE);
  g_signal_connect (self->name, "apply", G_CALLBACK (on_apply), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->name);

  self->told = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->told),
                                 _ ("Tell a Program What Is Written: Its Address"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->told), ADDRESS_MAX);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->told), TRUE);
  g_signal_connect (self->told, "apply", G_CALLBACK (on_apply), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->told);

  self->address = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->address), FALSE);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (self->address), TRUE);
  gtk_widget_set_tooltip_text (copy, _ ("Copy"));
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->address), copy);
  g_object_set_data (G_OBJECT (self->address), "copy", copy);
  gtk_widget_set_visible (self->address, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->address);
}

GtkWidget *
weft_hooks_group_new (WeftSync *sync, const char *stream)
{
  WeftHooksGroup *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_HOOKS_GROUP, NULL);
  self->hooks = weft_hook_list_new (sync, stream);
  self->server = g_strdup (weft_account_get_address (weft_sync_get_account (sync)));
  g_signal_connect_swapped (self->hooks, "items-changed", G_CALLBACK (update), self);
  return GTK_WIDGET (self);
}
