/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-group.h"

#include <glib/gi18n.h>

#include "base/weft-id.h"
#include "parts/files/view/weft-file-actions.h"
#include "parts/files/view/weft-file-bringing.h"
#include "parts/files/view/weft-file-menu.h"
#include "parts/files/view/weft-file-tile.h"
#include "parts/files/view/weft-file-words.h"
#include "parts/files/view/weft-taken-file.h"
#include "sync/weft-refusal.h"

struct _WeftFileGroup
{
  AdwPreferencesGroup parent_instance;

  WeftSync *sync;
  char *stream;
  char *target;
  WeftFileList *files;
  WeftFileGallery *gallery;
  WeftFileActions *actions;
  gboolean adds;
  gboolean removes;
  GPtrArray *coming; /* of Coming: not in @files yet */
  GHashTable *rows;  /* id → Row */

  GtkListBox *list;
  GtkWidget *attach;
};

/** Coming: a file on its way: it goes on when the group is gone. */
typedef struct
{
  WeftFileGroup *group; /* (nullable): unowned */
  WeftSync *sync;
  char *stream;
  char *target;
  char *id;
  char *name;
  gboolean asked; /* its operation is under way */
} Coming;

/** Row: of a file, which is found by its id. */
typedef struct
{
  WeftFileGroup *group;
  char *id;
  char *name;
  char *shows; /* what its tile was made of */
  GtkWidget *row;
  GtkWidget *tile;
  GtkWidget *menu;
} Row;

enum
{
  FAILED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void taker_init (WeftFileTakerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftFileGroup, weft_file_group, ADW_TYPE_PREFERENCES_GROUP, G_IMPLEMENT_INTERFACE (WEFT_TYPE_FILE_TAKER, taker_init))

static void update (WeftFileGroup *self);

static void
fail (WeftFileGroup *self, const char *reason)
{
  g_signal_emit (self, signals[FAILED], 0, reason);
}

/* What comes */

static void
coming_clear (gpointer data)
{
  Coming *coming = data;

  g_object_unref (coming->sync);
  g_free (coming->stream);
  g_free (coming->target);
  g_free (coming->id);
  g_free (coming->name);
}

static void
coming_unref (gpointer data)
{
  g_rc_box_release_full (data, coming_clear);
}

/* With the group, perhaps. */
static void
coming_drop (gpointer data)
{
  ((Coming *) data)->group = NULL;
  coming_unref (data);
}

typedef struct
{
  WeftSync *sync;
  char *hash;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_object_unref (copy->sync);
  g_free (copy->hash);
  g_free (copy);
}

/* From now on the operation keeps it. */
static DexFuture *
on_attached (DexFuture *future, gpointer user_data)
{
  const Copy *copy = user_data;

  weft_sync_release_file (copy->sync, copy->hash);
  return dex_ref (future);
}

/* Which one it was is not said: what has come by now has a row. */
static void
on_refused (gpointer owner, const char *message)
{
  WeftFileGroup *self = owner;

  for (guint i = self->coming->len; i > 0; i--)
    if (((const Coming *) self->coming->pdata[i - 1])->asked)
      g_ptr_array_remove_index (self->coming, i - 1);
  update (self);
  fail (self, message);
}

static void
attach (Coming *coming, const WeftTakenFile *taken)
{
  WeftFileMeasures measures = { .width = taken->width, .height = taken->height, .duration = taken->duration };
  Copy *copy = g_new0 (Copy, 1);
  DexFuture *future;

  coming->asked = TRUE;
  copy->sync = g_object_ref (coming->sync);
  copy->hash = g_strdup (taken->info->hash);
  future = dex_future_finally (weft_files_attach (coming->sync, coming->stream, coming->id, coming->target, taken->info, &measures, NULL), on_attached, copy, copy_free);
  if (coming->group != NULL)
    weft_refusal_watch (coming->sync, future, coming->group, on_refused, FALSE);
  else
    dex_future_disown (future);
}

static DexFuture *
on_taken (DexFuture *future, gpointer user_data)
{
  Coming *coming = user_data;
  WeftFileGroup *self = coming->group;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value != NULL)
    {
      const WeftTakenFile *taken = g_value_get_boxed (value);

      g_set_str (&coming->name, taken->info->name);
      attach (coming, taken);
    }
  else if (self != NULL)
    {
      g_autofree char *reason = g_strdup_printf (_ ("%s cannot be attached: %s"), coming->name, error->message);

      g_ptr_array_remove (self->coming, coming);
      update (self);
      fail (self, reason);
    }

  return dex_future_new_for_boolean (TRUE);
}

static guint
count (WeftFileGroup *self)
{
  GPtrArray *files = weft_file_list_get (self->files, self->target);

  return (files != NULL ? files->len : 0) + self->coming->len;
}

/* @future: (transfer full): of the copy of what is called @name. */
static void
await (WeftFileGroup *self, const char *name, DexFuture *future)
{
  Coming *coming = g_rc_box_new0 (Coming);

  coming->group = self;
  coming->sync = g_object_ref (self->sync);
  coming->stream = g_strdup (self->stream);
  coming->target = g_strdup (self->target);
  coming->id = weft_id_new (weft_clock_get_system ());
  coming->name = g_filename_display_name (name);
  g_ptr_array_add (self->coming, coming);
  dex_future_disown (dex_future_finally (future, on_taken, g_rc_box_acquire (coming), coming_unref));
  update (self);
}

static gboolean
has_room (WeftFileGroup *self)
{
  g_autofree char *reason = NULL;

  if (!self->adds)
    return FALSE;
  if (count (self) < WEFT_FILES_TARGET_MAX)
    return TRUE;
  reason = g_strdup_printf (_ ("No more than %d files can be attached here"), WEFT_FILES_TARGET_MAX);
  fail (self, reason);
  return FALSE;
}

static void
take_path (WeftFileTaker *taker, const char *path)
{
  WeftFileGroup *self = WEFT_FILE_GROUP (taker);
  g_autofree char *name = g_path_get_basename (path);

  if (has_room (self))
    await (self, name, weft_taken_file_take (self->sync, path));
}

static void
take_bytes (WeftFileTaker *taker, const char *name, GBytes *bytes)
{
  WeftFileGroup *self = WEFT_FILE_GROUP (taker);
  DexFuture *future = has_room (self) ? weft_taken_file_take_bytes (self->sync, name, bytes) : NULL;

  if (future != NULL)
    await (self, name, future);
}

static void
refuse (WeftFileTaker *taker, const char *reason)
{
  fail (WEFT_FILE_GROUP (taker), reason);
}

static void
taker_init (WeftFileTakerInterface *iface)
{
  iface->take_path = take_path;
  iface->take_bytes = take_bytes;
  iface->refuse = refuse;
}

/* Rows */

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->name);
  g_free (row->shows);
  g_free (row);
}

static gboolean
may_remove (WeftFileGroup *self, const WeftFile *file)
{
  return self->removes || (self->adds && g_strcmp0 (file->author, weft_sync_get_person (self->sync)) == 0);
}

/* The focus goes to the next row, before its own goes away. */
static void
leave (WeftFileGroup *self, Row *row)
{
  GtkWidget *next = gtk_widget_get_next_sibling (row->row);

  if (gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == row->row)
    gtk_widget_grab_focus (next != NULL ? next : self->attach);
}

static void
remove_file (WeftFileGroup *self, const char *id)
{
  const WeftFile *file = weft_file_list_find (self->files, id);
  Row *row = g_hash_table_lookup (self->rows, id);
  g_autofree char *said = NULL;

  if (file == NULL || row == NULL || !may_remove (self, file))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  /* Translators: %s is the name of a file. */
  said = g_strdup_printf (_ ("“%s” removed"), file->name);
  leave (self, row);
  weft_refusal_watch (self->sync, weft_files_remove (self->sync, self->stream, id), self, on_refused, FALSE);
  g_signal_emit (self, signals[REMOVED], 0, said);
}

static void
on_activated (Row *row)
{
  const WeftFile *file = weft_file_list_find (row->group->files, row->id);
  g_autofree char *action = file != NULL ? weft_file_dup_action (row->group->gallery, file) : NULL;
  g_autofree char *name = NULL;
  g_autoptr (GVariant) parameter = NULL;

  if (action != NULL && g_action_parse_detailed_name (action, &name, &parameter, NULL))
    gtk_widget_activate_action_variant (row->row, name, parameter);
}

static gboolean
on_row_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, Row *row)
{
  state &= GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK;
  if (!gtk_widget_has_focus (row->row))
    return FALSE;
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && state == GDK_SHIFT_MASK))
    gtk_menu_button_popup (GTK_MENU_BUTTON (row->menu));
  else if (state == 0 && (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete))
    remove_file (row->group, row->id);
  else
    return FALSE;
  return TRUE;
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  remove_file (WEFT_FILE_GROUP (widget), g_variant_get_string (parameter, NULL));
}

/* What goes with the file now. */
static void
make_menu (GtkMenuButton *button, gpointer user_data)
{
  Row *row = user_data;
  WeftFileGroup *self = row->group;
  const WeftFile *file = weft_file_list_find (self->files, row->id);
  g_autoptr (GPtrArray) files = g_ptr_array_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) all = NULL;

  if (file == NULL)
    return;
  g_ptr_array_add (files, (gpointer) file);
  all = weft_file_menu_new (self->gallery, files);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  if (may_remove (self, file))
    {
      g_autoptr (GMenu) end = g_menu_new ();
      g_autofree char *action = g_strconcat ("file-group.remove::", file->id, NULL);

      g_menu_append (end, _ ("_Remove"), action);
      g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static Row *
add_row (WeftFileGroup *self, const char *id)
{
  Row *row = g_new0 (Row, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();

  row->group = self;
  row->id = g_strdup (id);
  row->row = adw_action_row_new ();
  row->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (row->menu), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (row->menu), make_menu, row, NULL);
  gtk_widget_add_css_class (row->menu, "flat");
  gtk_widget_set_valign (row->menu, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row->row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row->row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row->row), row->menu);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->row), TRUE);
  /* One sentence says all of it. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_row_key), row);
  gtk_widget_add_controller (row->row, keys);
  g_signal_connect_swapped (row->row, "activated", G_CALLBACK (on_activated), row);
  g_hash_table_insert (self->rows, row->id, row);
  return row;
}

static void
show_tile (Row *row, const char *name, GdkTexture *picture)
{
  g_autofree char *shows = g_strdup_printf ("%s %p", name, (void *) picture);

  if (g_strcmp0 (row->shows, shows) == 0)
    return;
  g_set_str (&row->shows, shows);
  if (row->tile != NULL)
    adw_action_row_remove (ADW_ACTION_ROW (row->row), row->tile);
  row->tile = weft_file_tile_new (name, picture);
  gtk_widget_set_valign (row->tile, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row->row), row->tile);
}

static void
show_row (WeftFileGroup *self, guint index, const char *id, const char *name, const char *meta, const char *sentence, GdkTexture *picture, gboolean here)
{
  Row *row = g_hash_table_lookup (self->rows, id);
  /* Translators: the button which opens the menu of a file. */
  g_autofree char *menu = g_strdup_printf (_ ("Menu of %s"), name);

  if (row == NULL)
    row = add_row (self, id);
  if (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) index)) != row->row)
    {
      if (gtk_widget_get_parent (row->row) != NULL)
        gtk_list_box_remove (self->list, row->row);
      gtk_list_box_insert (self->list, row->row, (int) index);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->row), meta);
  show_tile (row, name, picture);
  gtk_widget_set_visible (row->menu, here);
  gtk_widget_set_tooltip_text (row->menu, menu);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
show_file (WeftFileGroup *self, guint index, const WeftFile *file)
{
  g_autofree char *meta = weft_file_dup_meta (self->gallery, file);
  g_autofree char *sentence = weft_file_dup_sentence (self->gallery, file);
  gboolean pictured = weft_file_is_picture (file) || weft_file_is_video (file);

  show_row (self, index, file->id, file->name, meta, sentence, pictured ? weft_file_gallery_get_picture (self->gallery, file) : NULL, TRUE);
}

static void
show_coming (WeftFileGroup *self, guint index, const Coming *coming)
{
  /* Translators: spoken: a file of which a copy is being made. */
  g_autofree char *sentence = g_strdup_printf (_ ("file %s, copying"), coming->name);

  show_row (self, index, coming->id, coming->name, _ ("Copying…"), sentence, NULL, FALSE);
}

static gboolean
is_coming (WeftFileGroup *self, const char *id)
{
  for (guint i = 0; i < self->coming->len; i++)
    if (g_str_equal (((const Coming *) self->coming->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

/* What has its row has come; what has none any more has gone. */
static void
settle (WeftFileGroup *self)
{
  GHashTableIter iter;
  Row *row;

  for (guint i = self->coming->len; i > 0; i--)
    if (weft_file_list_find (self->files, ((const Coming *) self->coming->pdata[i - 1])->id) != NULL)
      g_ptr_array_remove_index (self->coming, i - 1);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    if (weft_file_list_find (self->files, row->id) == NULL && !is_coming (self, row->id))
      {
        leave (self, row);
        gtk_list_box_remove (self->list, row->row);
        g_hash_table_iter_remove (&iter);
      }
}

/* Rows stay what they are while others come and go: the focus stays on its own. */
static void
update (WeftFileGroup *self)
{
  GPtrArray *files = weft_file_list_get (self->files, self->target);
  guint n = files != NULL ? files->len : 0;

  settle (self);
  for (guint i = 0; i < n; i++)
    show_file (self, i, files->pdata[i]);
  for (guint i = 0; i < self->coming->len; i++)
    show_coming (self, n + i, self->coming->pdata[i]);
  gtk_widget_set_visible (self->attach, self->adds);
  gtk_widget_set_visible (GTK_WIDGET (self), self->adds || n > 0);
}

static void
attach_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (WEFT_FILE_GROUP (widget)->adds)
    weft_file_bringing_choose (WEFT_FILE_TAKER (widget));
}

/* Public API */

void
weft_file_group_set_rights (WeftFileGroup *self, gboolean adds, gboolean removes)
{
  g_return_if_fail (WEFT_IS_FILE_GROUP (self));

  self->adds = adds;
  self->removes = adds && removes;
  update (self);
}

static void
weft_file_group_dispose (GObject *object)
{
  WeftFileGroup *self = WEFT_FILE_GROUP (object);

  if (self->coming != NULL)
    g_ptr_array_set_size (self->coming, 0);
  g_clear_object (&self->actions);
  g_clear_object (&self->gallery);
  g_clear_object (&self->files);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_file_group_parent_class)->dispose (object);
}

static void
weft_file_group_finalize (GObject *object)
{
  WeftFileGroup *self = WEFT_FILE_GROUP (object);

  g_ptr_array_unref (self->coming);
  g_hash_table_unref (self->rows);
  g_free (self->target);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_file_group_parent_class)->finalize (object);
}

static void
weft_file_group_class_init (WeftFileGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_file_group_dispose;
  object_class->finalize = weft_file_group_finalize;
  gtk_widget_class_install_action (widget_class, "file-group.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "file-group.remove", "s", remove_action);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_file_group_init (WeftFileGroup *self)
{
  self->coming = g_ptr_array_new_with_free_func (coming_drop);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, row_free);
  self->actions = weft_file_actions_new ();
  weft_file_actions_insert (self->actions, GTK_WIDGET (self));
  g_signal_connect_object (self->actions, "failed", G_CALLBACK (fail), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Files"));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Files"), -1);
  self->attach = adw_button_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->attach), _ ("_Attach Files…"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->attach), TRUE);
  adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (self->attach), "mail-attachment-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->attach), "file-group.attach");
  gtk_list_box_append (self->list, self->attach);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
}

GtkWidget *
weft_file_group_new (WeftSync *sync, const char *stream, const char *target)
{
  WeftFileGroup *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_FILE_GROUP, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  self->target = g_strdup (target);
  self->files = weft_file_list_new_of (sync, stream, target);
  self->gallery = weft_file_gallery_new (self->files);
  weft_file_actions_set_gallery (self->actions, self->gallery);
  g_signal_connect_object (self->gallery, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gallery, "picture", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "file-progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
