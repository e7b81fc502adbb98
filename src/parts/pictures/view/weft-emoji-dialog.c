/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-emoji-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parts/files/view/weft-picture-offer.h"
#include "parts/pictures/client/weft-picture-policy.h"
#include "parts/pictures/view/weft-picture-maker.h"
#include "parts/pictures/view/weft-picture-policy-row.h"
#include "ui/weft-empty-page.h"
#include "ui/weft-text-scale.h"

#define WIDTH 420
#define HEIGHT 500
#define FACE 28    /* px, in a row */
#define PREVIEW 96 /* px */

struct _WeftEmojiDialog
{
  AdwDialog parent_instance;

  WeftEmojiShelf *shelf;
  AdwNavigationView *pages;
  GtkWidget *stack; /* the list, that there is none, or that none is found */
  GtkWidget *search;
  GtkWidget *view;
  GtkWidget *add;
  GtkWidget *nothing; /* says that there is none */
  WeftRowValue *policy;
  GtkFilter *filter;
  GListModel *found;

  /* of the page on which one is added */
  WeftMadePicture *made; /* (nullable): not made yet */
  GtkWidget *name;
  GtkWidget *preview;
  GtkLabel *problem;
  GtkWidget *save;
  guint making; /* counts, so that a late picture is not taken for another */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftEmojiDialog, weft_emoji_dialog, ADW_TYPE_DIALOG)

static WeftSync *
get_sync (WeftEmojiDialog *self)
{
  return weft_row_list_get_sync (WEFT_ROW_LIST (weft_emoji_shelf_get_list (self->shelf)));
}

/* ── adding one ──────────────────────────────────────────────────────────────────────────────────────── */

static void
show_problem (WeftEmojiDialog *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* As it is written where it is used, without its colons. */
static char *
dup_name (WeftEmojiDialog *self)
{
  char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  gsize length = strlen (name);

  if (length > 0 && name[length - 1] == ':')
    name[length - 1] = '\0';
  if (*name == ':')
    memmove (name, name + 1, strlen (name));
  return name;
}

static void
update (WeftEmojiDialog *self)
{
  g_autofree char *name = dup_name (self);
  const char *problem = NULL;

  if (*name != '\0' && !weft_own_emoji_is_name (name))
    problem = _ ("A name has small letters of English, digits, “_”, “+” and “-”, at most 30.");
  else if (*name != '\0' && weft_emoji_list_find (weft_emoji_shelf_get_list (self->shelf), name, -1) != NULL)
    problem = _ ("Another emoji is called that.");
  show_problem (self, problem);
  gtk_widget_set_sensitive (self->save, *name != '\0' && problem == NULL && self->made != NULL);
}

typedef struct
{
  WeftEmojiDialog *self;
  guint making;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_object_unref (making->self);
  g_free (making);
}

static DexFuture *
on_made (DexFuture *future, gpointer user_data)
{
  Making *making = user_data;
  WeftEmojiDialog *self = making->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->pages == NULL || self->making != making->making)
    return NULL;
  if (value == NULL)
    {
      show_problem (self,
                    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)
                        ? _ ("That is no picture which can be shown: choose a PNG, JPEG, GIF or WebP file.")
                        : error->message);
      return NULL;
    }
  self->made = weft_made_picture_copy (g_value_get_boxed (value));
  /* Written by our own process, a PNG of at most so many pixels. */
  texture = gdk_texture_new_from_filename (self->made->path, NULL);
  gtk_picture_set_paintable (GTK_PICTURE (self->preview), GDK_PAINTABLE (texture));
  update (self);
  return NULL;
}

static DexFuture *
on_added (DexFuture *future, gpointer user_data)
{
  WeftEmojiDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->pages == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    {
      show_problem (self, error->message);
      return NULL;
    }
  g_clear_pointer (&self->made, weft_made_picture_free);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Emoji added"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  adw_navigation_view_pop_to_tag (self->pages, "list");
  return NULL;
}

static DexFuture *
on_kept (DexFuture *future, gpointer user_data)
{
  WeftEmojiDialog *self = user_data;
  WeftFileInfo *info = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autofree char *name = NULL;
  DexFuture *added;

  if (self->pages == NULL || self->made == NULL)
    return NULL;
  name = dup_name (self);
  added = weft_emoji_add (get_sync (self), name, info, self->made->width, self->made->height);
  weft_sync_release_file (get_sync (self), info->hash);
  return added;
}

static void
on_save (WeftEmojiDialog *self)
{
  if (self->made == NULL)
    return;
  gtk_widget_set_sensitive (self->save, FALSE);
  dex_future_disown (
      dex_future_finally (dex_future_then (weft_sync_add_file (get_sync (self), self->made->path), on_kept,
                                           g_object_ref (self), g_object_unref),
                          on_added, g_object_ref (self), g_object_unref));
}

/* "Party Parrot.PNG" is called party_parrot. */
static char *
dup_suggestion (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *small = g_ascii_strdown (base, -1);
  GString *name = g_string_new (NULL);
  char *dot = strrchr (small, '.');

  if (dot != NULL)
    *dot = '\0';
  for (const char *p = small; *p != '\0' && name->len < WEFT_EMOJI_NAME_MAX; p++)
    if (strchr ("abcdefghijklmnopqrstuvwxyz0123456789_+-", *p) != NULL)
      g_string_append_c (name, *p);
    else if (*p == ' ')
      g_string_append_c (name, '_');
  return g_string_free (name, FALSE);
}

void
weft_emoji_dialog_add (WeftEmojiDialog *self, const char *path)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *group = gtk_list_box_new ();
  g_autofree char *name = NULL;
  Making *making;

  g_return_if_fail (WEFT_IS_EMOJI_DIALOG (self));
  g_return_if_fail (path != NULL);

  name = dup_suggestion (path);
  g_clear_pointer (&self->made, weft_made_picture_free);
  self->save = gtk_button_new_with_mnemonic (_ ("_Add"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  self->preview = gtk_picture_new ();
  gtk_widget_set_size_request (self->preview, PREVIEW, PREVIEW);
  gtk_widget_set_halign (self->preview, GTK_ALIGN_CENTER);
  gtk_picture_set_content_fit (GTK_PICTURE (self->preview), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->preview), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name, written between colons"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->name), WEFT_EMOJI_NAME_MAX + 2);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  g_signal_connect_swapped (self->name, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->name, "entry-activated", G_CALLBACK (on_save), self);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (group), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (group, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (group), self->name);
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_box_append (GTK_BOX (box), self->preview);
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 16);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  update (self);
  adw_navigation_view_push (self->pages, adw_navigation_page_new (view, _ ("New Emoji")));
  gtk_widget_grab_focus (self->name);
  making = g_new (Making, 1);
  *making = (Making) { g_object_ref (self), ++self->making };
  dex_future_disown (
      dex_future_finally (weft_picture_maker_make (path, WEFT_EMOJI_SIDE_MAX, WEFT_EMOJI_BYTES_MAX), on_made,
                          making, making_free));
}

static DexFuture *
on_chosen (DexFuture *future, gpointer user_data)
{
  WeftEmojiDialog *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  const WeftPictureOffer *offer = value != NULL ? g_value_get_boxed (value) : NULL;

  if (offer != NULL && self->pages != NULL)
    weft_emoji_dialog_add (self, offer->paths[0]);
  return NULL;
}

static void
on_add (WeftEmojiDialog *self)
{
  dex_future_disown (dex_future_finally (weft_picture_offer_choose (GTK_WIDGET (self), FALSE), on_chosen,
                                         g_object_ref (self), g_object_unref));
}

/* ── the list ────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_found (gpointer item, gpointer user_data)
{
  WeftEmojiDialog *self = user_data;
  g_autofree char *words = g_utf8_strdown (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  return strstr (weft_own_emoji_get_name (item), g_strstrip (words)) != NULL;
}

static void
update_stack (WeftEmojiDialog *self)
{
  guint all = g_list_model_get_n_items (G_LIST_MODEL (weft_emoji_shelf_get_list (self->shelf)));
  guint found = g_list_model_get_n_items (self->found);

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), found > 0 ? "list"
                                                             : all > 0 ? "not-found"
                                                                       : "nothing");
}

static void
on_search_changed (WeftEmojiDialog *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_stack (self);
}

static DexFuture *
on_removed (DexFuture *future, gpointer user_data)
{
  WeftEmojiDialog *self = user_data;

  if (self->pages == NULL || !dex_future_is_resolved (future))
    return NULL;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.offer-undo", "s", _ ("Emoji removed"));
  return NULL;
}

/* The row goes: the focus is elsewhere by then. */
static void
on_remove (GtkButton *button, GtkListItem *item)
{
  WeftEmojiDialog *self
      = WEFT_EMOJI_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (button), WEFT_TYPE_EMOJI_DIALOG));
  WeftOwnEmoji *emoji = gtk_list_item_get_item (item);

  if (emoji == NULL)
    return;
  gtk_widget_grab_focus (self->search);
  dex_future_disown (dex_future_finally (weft_emoji_remove (get_sync (self), weft_own_emoji_get_id (emoji)),
                                         on_removed, g_object_ref (self), g_object_unref));
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftEmojiDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_size_request (picture, FACE, FACE);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _ ("Remove"));
  g_signal_connect (remove, "clicked", G_CALLBACK (on_remove), item);
  gtk_box_append (GTK_BOX (box), picture);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), remove);
  gtk_list_item_set_child (item, box);
}

static void
show_picture (WeftEmojiDialog *self, GtkListItem *item)
{
  GtkWidget *picture = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GdkTexture *texture = weft_emoji_shelf_get_picture (self->shelf, gtk_list_item_get_item (item));

  if (texture != NULL)
    gtk_widget_set_size_request (picture, FACE, FACE);
  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftEmojiDialog *self)
{
  WeftOwnEmoji *emoji = gtk_list_item_get_item (item);
  GtkWidget *label
      = gtk_widget_get_next_sibling (gtk_widget_get_first_child (gtk_list_item_get_child (item)));
  g_autofree char *text = g_strdup_printf (":%s:", weft_own_emoji_get_name (emoji));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_list_item_set_accessible_label (item, text);
  show_picture (self, item);
}

/* One has come: those on screen are looked at again. */
static void
on_picture (WeftEmojiDialog *self)
{
  guint n = g_list_model_get_n_items (self->found);

  g_list_model_items_changed (self->found, 0, n, n);
}

static void
on_activate (GtkListView *view, guint position, WeftEmojiDialog *self)
{
  g_autoptr (WeftOwnEmoji) emoji = g_list_model_get_item (self->found, position);
  g_autofree char *text = emoji != NULL ? g_strdup_printf (":%s:", weft_own_emoji_get_name (emoji)) : NULL;

  if (text == NULL)
    return;
  /* Closing puts the focus back where it was. */
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[CHOSEN], 0, text);
}

static void
update_policy (WeftEmojiDialog *self)
{
  gboolean may_add = weft_picture_policy_may_add (self->policy, get_sync (self));

  gtk_widget_set_visible (self->add, may_add);
  adw_status_page_set_description (
      ADW_STATUS_PAGE (self->nothing),
      may_add
          ? _ ("Add a small picture and give it a name. Everybody in the workspace can write it, between colons.")
          : _ ("Administrators add them."));
}

static GtkWidget *
make_policy (WeftEmojiDialog *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             weft_picture_policy_row_new (get_sync (self), self->policy));
  gtk_widget_set_margin_start (group, 16);
  gtk_widget_set_margin_end (group, 16);
  gtk_widget_set_margin_bottom (group, 16);
  return group;
}

static GtkWidget *
add_status (WeftEmojiDialog *self, const char *name, const char *title, const char *description)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_widget_add_css_class (page, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), page, name);
  return page;
}

static GtkWidget *
make_view (WeftEmojiDialog *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->view
      = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->found))), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->view), GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (self->view, "weft-listed-rooms");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Emoji of the Workspace"), -1);
  g_signal_connect (self->view, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  return scrolled;
}

static GtkWidget *
make_list (WeftEmojiDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->add, _ ("New Emoji…"));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->add);
  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search), _ ("Search Emoji"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search Emoji"), -1);
  gtk_widget_set_margin_start (self->search, 16);
  gtk_widget_set_margin_end (self->search, 16);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (adw_dialog_close), self);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_view (self), "list");
  self->nothing = add_status (self, "nothing", _ ("No Emoji Yet"), NULL);
  weft_empty_page_suggest (ADW_STATUS_PAGE (self->nothing), self->add);
  add_status (self, "not-found", _ ("No Emoji Found"), _ ("No emoji of the workspace is called that."));
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_box_append (GTK_BOX (box), make_policy (self));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  return view;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_emoji_dialog_dispose (GObject *object)
{
  WeftEmojiDialog *self = WEFT_EMOJI_DIALOG (object);

  self->pages = NULL;
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->policy);
  g_clear_object (&self->shelf);
  g_clear_pointer (&self->made, weft_made_picture_free);

  G_OBJECT_CLASS (weft_emoji_dialog_parent_class)->dispose (object);
}

static void
weft_emoji_dialog_class_init (WeftEmojiDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_emoji_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_emoji_dialog_init (WeftEmojiDialog *self)
{
}

AdwDialog *
weft_emoji_dialog_new (WeftEmojiShelf *shelf)
{
  WeftEmojiDialog *self;
  GListModel *list;

  g_return_val_if_fail (WEFT_IS_EMOJI_SHELF (shelf), NULL);

  self = g_object_new (WEFT_TYPE_EMOJI_DIALOG, "title", _ ("Emoji of the Workspace"), "content-width", weft_text_scale (WIDTH),
                       "content-height", HEIGHT, NULL);
  self->shelf = g_object_ref (shelf);
  self->policy = weft_picture_policy_new (get_sync (self));
  list = G_LIST_MODEL (weft_emoji_shelf_get_list (shelf));
  self->filter = GTK_FILTER (gtk_custom_filter_new (NULL, NULL, NULL));
  self->found = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (list), g_object_ref (self->filter)));
  self->pages = ADW_NAVIGATION_VIEW (adw_navigation_view_new ());
  adw_navigation_view_add (self->pages,
                           adw_navigation_page_new_with_tag (make_list (self), _ ("Emoji of the Workspace"),
                                                             "list"));
  gtk_custom_filter_set_filter_func (GTK_CUSTOM_FILTER (self->filter), is_found, self, NULL);
  adw_dialog_set_child (ADW_DIALOG (self), GTK_WIDGET (self->pages));
  adw_dialog_set_focus (ADW_DIALOG (self), g_list_model_get_n_items (list) > 0 ? self->search : self->add);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->policy, "notify::value", G_CALLBACK (update_policy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_sync (self), "notify::role", G_CALLBACK (update_policy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "picture", G_CALLBACK (on_picture), self, G_CONNECT_SWAPPED);
  update_policy (self);
  update_stack (self);
  return ADW_DIALOG (self);
}
