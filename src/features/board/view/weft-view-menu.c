/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-view-menu.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-view-dialog.h"

struct _WeftViewMenu
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;      /* (nullable) */
  WeftSavedViewList *views; /* (nullable): of its project */
  char *chosen;             /* (nullable): id */
  GtkWidget *button;
};

enum
{
  FAILED,
  DONE,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftViewMenu, weft_view_menu, GTK_TYPE_WIDGET)

/* What was done, and what is said of it once it is. */
typedef struct
{
  WeftViewMenu *self;
  char *said; /* (nullable) */
} Doing;

static void
doing_free (gpointer data)
{
  Doing *doing = data;

  g_object_unref (doing->self);
  g_free (doing->said);
  g_free (doing);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  Doing *doing = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_signal_emit (doing->self, signals[FAILED], 0, error->message);
  else
    g_signal_emit (doing->self, signals[DONE], 0, doing->said);
  return dex_future_new_for_boolean (TRUE);
}

/* @said: (transfer full) */
static void
watch (WeftViewMenu *self, DexFuture *future, char *said)
{
  Doing *doing = g_new0 (Doing, 1);

  doing->self = g_object_ref (self);
  doing->said = said;
  dex_future_disown (dex_future_finally (future, on_done, doing, doing_free));
}

static void
add (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *plain = g_strjoinv ("__", parts); /* a name's is no mnemonic */

  g_menu_item_set_label (item, plain);
  if (id != NULL)
    g_menu_item_set_action_and_target (item, action, "s", id);
  else
    g_menu_item_set_detailed_action (item, action);
  g_menu_append_item (menu, item);
}

static void
add_views (WeftViewMenu *self, GMenu *menu, gboolean shared)
{
  g_autoptr (GMenu) section = g_menu_new ();
  GPtrArray *views = weft_item_list_peek (WEFT_ITEM_LIST (self->views));

  for (guint i = 0; i < views->len; i++)
    if (weft_saved_view_get_shared (views->pdata[i]) == shared)
      add (section, weft_saved_view_get_name (views->pdata[i]), "board.view", weft_saved_view_get_id (views->pdata[i]));
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, shared ? _ ("Of the Project") : _ ("Mine"), G_MENU_MODEL (section));
}

static void
make_popup (GtkMenuButton *button, gpointer user_data)
{
  WeftViewMenu *self = user_data;
  WeftSavedView *chosen = weft_view_menu_get_chosen (self);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  if (self->views != NULL)
    {
      add_views (self, menu, TRUE);
      add_views (self, menu, FALSE);
    }
  g_menu_append (section, _ ("_Save This View…"), "board.save-view");
  if (chosen != NULL)
    {
      /* Translators: %s is the name of a saved view, which becomes what one sees now. */
      g_autofree char *set = g_strdup_printf (_ ("Change “%s” to This View"), weft_saved_view_get_name (chosen));
      g_autofree char *rename = g_strdup_printf (_ ("Rename “%s”…"), weft_saved_view_get_name (chosen));
      g_autofree char *drop = g_strdup_printf (_ ("Delete “%s”"), weft_saved_view_get_name (chosen));

      add (section, set, "board.set-view", NULL);
      add (section, rename, "board.rename-view", NULL);
      add (section, drop, "board.drop-view", NULL);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
  /* It stands where a narrow window ends. */
  gtk_widget_set_halign (GTK_WIDGET (gtk_menu_button_get_popover (button)), GTK_ALIGN_END);
}

static void
on_views_changed (WeftViewMenu *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_chosen (WeftViewMenu *self, const char *id)
{
  if (g_set_str (&self->chosen, id))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
weft_view_menu_dispose (GObject *object)
{
  WeftViewMenu *self = WEFT_VIEW_MENU (object);

  if (self->views != NULL)
    g_signal_handlers_disconnect_by_func (self->views, on_views_changed, self);
  g_clear_object (&self->views);
  g_clear_object (&self->lens);
  g_clear_pointer (&self->chosen, g_free);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_view_menu_parent_class)->dispose (object);
}

static void
weft_view_menu_class_init (WeftViewMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_view_menu_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_view_menu_init (WeftViewMenu *self)
{
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "user-bookmarks-symbolic");
  gtk_widget_set_tooltip_text (self->button, _ ("Saved Views"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), make_popup, self, NULL);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
weft_view_menu_new (void)
{
  return g_object_new (WEFT_TYPE_VIEW_MENU, NULL);
}

void
weft_view_menu_set_lens (WeftViewMenu *self, WeftBoardLens *lens)
{
  g_return_if_fail (WEFT_IS_VIEW_MENU (self));

  if (!g_set_object (&self->lens, lens))
    return;
  if (self->views != NULL)
    g_signal_handlers_disconnect_by_func (self->views, on_views_changed, self);
  g_clear_object (&self->views);
  g_clear_pointer (&self->chosen, g_free);
  if (lens != NULL)
    {
      WeftBoard *board = weft_board_lens_get_board (lens);

      self->views = weft_saved_view_list_new (weft_board_get_sync (board), weft_board_get_stream (board));
      g_signal_connect_object (self->views, "items-changed", G_CALLBACK (on_views_changed), self, G_CONNECT_SWAPPED);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

GListModel *
weft_view_menu_get_views (WeftViewMenu *self)
{
  g_return_val_if_fail (WEFT_IS_VIEW_MENU (self), NULL);
  return (GListModel *) self->views;
}

WeftSavedView *
weft_view_menu_get_chosen (WeftViewMenu *self)
{
  g_return_val_if_fail (WEFT_IS_VIEW_MENU (self), NULL);
  return self->views != NULL && self->chosen != NULL ? weft_saved_view_list_find (self->views, self->chosen) : NULL;
}

void
weft_view_menu_popup (WeftViewMenu *self)
{
  g_return_if_fail (WEFT_IS_VIEW_MENU (self));
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
}

void
weft_view_menu_choose (WeftViewMenu *self, const char *id)
{
  WeftSavedView *view;
  g_autofree char *said = NULL;
  guint n, n_tasks;

  g_return_if_fail (WEFT_IS_VIEW_MENU (self));

  view = self->views != NULL ? weft_saved_view_list_find (self->views, id) : NULL;
  if (view == NULL)
    return;
  set_chosen (self, id);
  weft_board_lens_set_look (self->lens, weft_saved_view_get_look (view));
  n = weft_board_lens_count (self->lens, &n_tasks);
  /* Translators: spoken: the name of a view of the board, how many cards are seen through it, and of how many. */
  said = g_strdup_printf (ngettext ("%s: %u of %u card", "%s: %u of %u cards", n_tasks), weft_saved_view_get_name (view), n, n_tasks);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->button), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_named (const char *name, gboolean shared, gpointer user_data)
{
  WeftViewMenu *self = user_data;
  g_autofree char *id = NULL;

  if (self->views == NULL)
    return;
  /* Translators: %s is the name of a view of the board. */
  watch (self, weft_saved_view_list_save (self->views, shared, name, weft_board_lens_get_look (self->lens), &id),
         g_strdup_printf (_ ("“%s” saved"), name));
  set_chosen (self, id);
}

void
weft_view_menu_save (WeftViewMenu *self)
{
  g_return_if_fail (WEFT_IS_VIEW_MENU (self));

  if (self->views != NULL)
    adw_dialog_present (weft_view_dialog_new (self->views, NULL, weft_board_may_change (weft_board_lens_get_board (self->lens)), on_named, g_object_ref (self),
                                              g_object_unref),
                        GTK_WIDGET (self));
}

void
weft_view_menu_set (WeftViewMenu *self)
{
  WeftSavedView *view = weft_view_menu_get_chosen (self);

  if (view != NULL)
    watch (self, weft_saved_view_list_set (self->views, view, weft_saved_view_get_name (view), weft_board_lens_get_look (self->lens)),
           g_strdup_printf (_ ("“%s” changed"), weft_saved_view_get_name (view)));
}

/* Its look stays what it is. */
static void
on_renamed (const char *name, gboolean shared, gpointer user_data)
{
  WeftViewMenu *self = user_data;
  WeftSavedView *view = weft_view_menu_get_chosen (self);

  if (view != NULL)
    watch (self, weft_saved_view_list_set (self->views, view, name, weft_saved_view_get_look (view)), g_strdup_printf (_ ("“%s” changed"), name));
}

void
weft_view_menu_rename (WeftViewMenu *self)
{
  WeftSavedView *view = weft_view_menu_get_chosen (self);

  if (view != NULL)
    adw_dialog_present (weft_view_dialog_new (self->views, view, FALSE, on_renamed, g_object_ref (self), g_object_unref), GTK_WIDGET (self));
}

void
weft_view_menu_drop (WeftViewMenu *self)
{
  WeftSavedView *view = weft_view_menu_get_chosen (self);

  if (view != NULL)
    watch (self, weft_saved_view_list_drop (self->views, view), g_strdup_printf (_ ("“%s” deleted"), weft_saved_view_get_name (view)));
}
