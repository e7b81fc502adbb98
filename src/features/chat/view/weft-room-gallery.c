/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-room-gallery.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "base/weft-text.h"
#include "parts/files/client/weft-file-shelf.h"
#include "parts/files/view/weft-file-words.h"
#include "proto/weft-link.h"
#include "sync/weft-finder.h"

#define TILE 96      /* px */
#define NEAR_END 400 /* px from the end at which more is loaded */
#define EXCERPT_MAX 200

typedef enum
{
  MEDIA,
  FILES,
  LINKS,
  N_TABS
} Tab;

struct _WeftRoomGallery
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *views[N_TABS];  /* GtkGridView or GtkListView */
  GtkWidget *stacks[N_TABS]; /* "list", "empty" */
  GtkWidget *tabs;
  GListModel *models[N_TABS]; /* (nullable) */
  WeftFileGallery *gallery;   /* (nullable) */
  GHashTable *bound;          /* of GtkListItem: pictures on screen */
  gboolean waited_for;        /* the focus is to be on the first item, once there is one */
};

G_DEFINE_FINAL_TYPE (WeftRoomGallery, weft_room_gallery, GTK_TYPE_WIDGET)

enum
{
  CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_day (gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at * 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  /* Translators: a day with its year, for g_date_time_format (): "20 November 2025" */
  return g_date_time_format (local, _ ("%-d %B %Y"));
}

static char *
dup_meta (WeftFileItem *item)
{
  const WeftFile *file = weft_file_item_get_file (item);
  g_autofree char *size = g_format_size ((guint64) file->size);
  g_autofree char *day = dup_day (file->at);

  return weft_file_item_get_person (item) != NULL
             ? g_strdup_printf ("%s · %s · %s", size, weft_file_item_get_person (item), day)
             : g_strdup_printf ("%s · %s", size, day);
}

static char *
dup_spoken (WeftFileItem *item)
{
  const WeftFile *file = weft_file_item_get_file (item);
  g_autofree char *day = dup_day (file->at);
  const char *person
      = weft_file_item_get_person (item) != NULL ? weft_file_item_get_person (item) : _ ("Someone");

  if (weft_file_is_picture (file))
    /* Translators: spoken: a file's name, who put it there, and when */
    return g_strdup_printf (_ ("picture %s, %s, %s"), file->name, person, day);
  if (weft_file_is_video (file))
    /* Translators: spoken: a file's name, who put it there, and when */
    return g_strdup_printf (_ ("video %s, %s, %s"), file->name, person, day);

  /* Translators: spoken: a file's name, who put it there, and when */
  return g_strdup_printf (_ ("file %s, %s, %s"), file->name, person, day);
}

/* ── pictures ────────────────────────────────────────────────────────────────────────────────────────── */

/* The picture comes later, if it has to be fetched. */
static void
show_picture (WeftRoomGallery *self, GtkListItem *item)
{
  const WeftFile *file = weft_file_item_get_file (gtk_list_item_get_item (item));
  GtkWidget *picture = gtk_overlay_get_child (GTK_OVERLAY (gtk_list_item_get_child (item)));
  GdkTexture *texture;

  if (self->gallery == NULL || !(weft_file_is_picture (file) || (weft_file_is_video (file) && file->width > 0))
      || gtk_picture_get_paintable (GTK_PICTURE (picture)) != NULL)
    return;
  texture = weft_file_gallery_get_picture (self->gallery, file);
  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
}

static void
on_picture (WeftRoomGallery *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_picture (self, item);
}

static void
on_media_setup (GtkListItemFactory *factory, GtkListItem *item, WeftRoomGallery *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *picture = gtk_picture_new ();
  GtkWidget *mark = gtk_image_new_from_icon_name ("media-playback-start-symbolic");

  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_COVER);
  gtk_widget_set_size_request (picture, TILE, TILE);
  gtk_widget_add_css_class (overlay, "weft-gallery-tile");
  gtk_widget_set_overflow (overlay, GTK_OVERFLOW_HIDDEN);
  gtk_image_set_pixel_size (GTK_IMAGE (mark), 32);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), picture);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), mark);
  g_object_set_data (G_OBJECT (overlay), "mark", mark);
  gtk_list_item_set_child (item, overlay);
}

static void
on_media_bind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomGallery *self)
{
  WeftFileItem *file = gtk_list_item_get_item (item);
  GtkWidget *overlay = gtk_list_item_get_child (item);
  g_autofree char *spoken = dup_spoken (file);

  gtk_picture_set_paintable (GTK_PICTURE (gtk_overlay_get_child (GTK_OVERLAY (overlay))), NULL);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (overlay), "mark"),
                          weft_file_is_video (weft_file_item_get_file (file)));
  gtk_widget_set_tooltip_text (overlay, weft_file_item_get_file (file)->name);
  gtk_list_item_set_accessible_label (item, spoken);
  g_hash_table_add (self->bound, item);
  show_picture (self, item);
}

static void
on_media_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftRoomGallery *self)
{
  g_hash_table_remove (self->bound, item);
  gtk_picture_set_paintable (GTK_PICTURE (
                                 gtk_overlay_get_child (GTK_OVERLAY (gtk_list_item_get_child (item)))),
                             NULL);
}

/* ── rows of files and links ─────────────────────────────────────────────────────────────────────────── */

static GtkWidget *
new_line (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static void
on_row_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *tile = adw_bin_new ();

  gtk_widget_add_css_class (tile, "weft-tile");
  gtk_widget_add_css_class (tile, "slate");
  gtk_widget_set_size_request (tile, 36, 36);
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (tile), gtk_label_new (NULL));
  gtk_widget_set_halign (adw_bin_get_child (ADW_BIN (tile)), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (adw_bin_get_child (ADW_BIN (tile)), "weft-meta");
  gtk_box_append (GTK_BOX (lines), new_line (NULL));
  gtk_box_append (GTK_BOX (lines), new_line ("weft-meta"));
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), tile);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_list_item_set_child (item, row);
}

static void
set_row (GtkListItem *item, const char *tile, const char *title, const char *meta, const char *spoken)
{
  GtkWidget *place = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *lines = gtk_widget_get_next_sibling (place);
  GtkWidget *first = gtk_widget_get_first_child (lines);

  gtk_label_set_text (GTK_LABEL (adw_bin_get_child (ADW_BIN (place))), tile);
  gtk_label_set_text (GTK_LABEL (first), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (first)), meta);
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
on_file_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  WeftFileItem *file = gtk_list_item_get_item (item);
  g_autofree char *tile = weft_file_dup_tile (weft_file_item_get_file (file)->name);
  g_autofree char *meta = dup_meta (file);
  g_autofree char *spoken = dup_spoken (file);

  set_row (item, tile, weft_file_item_get_file (file)->name, meta, spoken);
}

static void
on_link_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const WeftSearchHit *hit = weft_found_get_hit (gtk_list_item_get_item (item));
  g_autofree char *address = weft_markdown_dup_web_address (hit->texts[0]);
  g_autofree char *plain = weft_markdown_dup_plain (hit->texts[0]);
  g_autofree char *excerpt = weft_text_shorten (plain, EXCERPT_MAX);
  g_autofree char *day = dup_day (hit->at);
  g_autofree char *meta = g_strdup_printf ("%s · %s", day, excerpt);
  g_autofree char *spoken = NULL;

  if (address == NULL)
    g_set_str (&address, excerpt);
  /* Translators: spoken: an address, when it was written, and the message in which it stands */
  spoken = g_strdup_printf (_ ("link %s, %s, %s"), address, day, excerpt);
  /* Translators: on the tile of a link; at most four letters */
  set_row (item, C_ ("tile", "WEB"), address, meta, spoken);
}

/* ── what is done with them ──────────────────────────────────────────────────────────────────────────── */

static void
open_message (WeftRoomGallery *self, const char *id, gint64 window)
{
  g_autoptr (WeftLink) link
      = weft_link_new (weft_file_list_get_stream (weft_file_gallery_get_list (self->gallery)), "message", id,
                       window);
  g_autofree char *text = weft_link_to_string (link);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", text);
}

/* @there: where it was said, not itself. */
static void
open_item (WeftRoomGallery *self, Tab tab, guint position, gboolean there)
{
  g_autoptr (GObject) item
      = self->models[tab] != NULL ? g_list_model_get_item (self->models[tab], position) : NULL;

  if (item == NULL)
    return;
  if (tab == LINKS)
    {
      const WeftSearchHit *hit = weft_found_get_hit (WEFT_FOUND (item));
      g_autofree char *address = there ? NULL : weft_markdown_dup_web_address (hit->texts[0]);

      if (address != NULL)
        {
          g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (address);

          gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, NULL,
                                   NULL);
        }
      else
        open_message (self, hit->key, hit->window);
      return;
    }
  if (there)
    {
      if (weft_file_item_get_file (WEFT_FILE_ITEM (item))->target != NULL)
        open_message (self, weft_file_item_get_file (WEFT_FILE_ITEM (item))->target, -1);
    }
  else
    gtk_widget_activate_action (GTK_WIDGET (self), tab == MEDIA ? "files.view" : "files.open", "s",
                                weft_file_item_get_file (WEFT_FILE_ITEM (item))->id);
}

static Tab
get_tab (WeftRoomGallery *self)
{
  const char *name = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->tabs));

  return g_strcmp0 (name, "files") == 0 ? FILES : g_strcmp0 (name, "links") == 0 ? LINKS : MEDIA;
}

static GtkSelectionModel *
get_selection (WeftRoomGallery *self, Tab tab)
{
  return tab == MEDIA ? gtk_grid_view_get_model (GTK_GRID_VIEW (self->views[tab]))
                      : gtk_list_view_get_model (GTK_LIST_VIEW (self->views[tab]));
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftRoomGallery *self = WEFT_ROOM_GALLERY (widget);
  Tab tab = get_tab (self);
  GtkSelectionModel *selection = get_selection (self, tab);

  if (selection != NULL
      && gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (selection)) != GTK_INVALID_LIST_POSITION)
    open_item (self, tab, gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (selection)), TRUE);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[CLOSE], 0);
}

static void
on_media_activated (GtkGridView *view, guint position, WeftRoomGallery *self)
{
  open_item (self, MEDIA, position, FALSE);
}

static void
on_row_activated (GtkListView *view, guint position, WeftRoomGallery *self)
{
  open_item (self, GTK_WIDGET (view) == self->views[FILES] ? FILES : LINKS, position, FALSE);
}

/* ── the lists ───────────────────────────────────────────────────────────────────────────────────────── */

static void
load_more (WeftRoomGallery *self, Tab tab)
{
  if (self->models[tab] == NULL)
    return;
  if (tab == LINKS)
    weft_finder_load_more (WEFT_FINDER (self->models[tab]));
  else
    weft_file_shelf_load_more (WEFT_FILE_SHELF (self->models[tab]));
}

static void
on_scrolled (GtkAdjustment *adjustment, WeftRoomGallery *self)
{
  if (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) + NEAR_END
      >= gtk_adjustment_get_upper (adjustment))
    load_more (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (adjustment), "tab")));
}

static gboolean
is_listed (WeftRoomGallery *self)
{
  const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->stacks[get_tab (self)]));

  return g_strcmp0 (name, "list") == 0;
}

static void
update_empty (WeftRoomGallery *self)
{
  for (Tab tab = 0; tab < N_TABS; tab++)
    gtk_stack_set_visible_child_name (
        GTK_STACK (self->stacks[tab]),
        self->models[tab] != NULL && g_list_model_get_n_items (self->models[tab]) > 0 ? "list" : "empty");
  if (self->waited_for && is_listed (self))
    {
      self->waited_for = FALSE;
      if (gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
        gtk_widget_grab_focus (self->views[get_tab (self)]);
    }
}

static void
set_model (WeftRoomGallery *self, Tab tab, GListModel *model)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  if (self->models[tab] != NULL)
    g_signal_handlers_disconnect_by_func (self->models[tab], update_empty, self);
  g_clear_object (&self->models[tab]);
  self->models[tab] = model;
  if (model != NULL)
    {
      selection = gtk_single_selection_new (g_object_ref (model));
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (update_empty), self);
    }
  if (tab == MEDIA)
    gtk_grid_view_set_model (GTK_GRID_VIEW (self->views[tab]), GTK_SELECTION_MODEL (selection));
  else
    gtk_list_view_set_model (GTK_LIST_VIEW (self->views[tab]), GTK_SELECTION_MODEL (selection));
}

static GtkWidget *
make_tab (WeftRoomGallery *self, Tab tab, const char *icon_name, const char *title, const char *description)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *empty = adw_status_page_new ();
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), icon_name);
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), description);
  gtk_widget_add_css_class (empty, "compact");
  g_object_set_data (G_OBJECT (adjustment), "tab", GUINT_TO_POINTER (tab));
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (on_scrolled), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->views[tab]);
  gtk_stack_add_named (GTK_STACK (stack), empty, "empty");
  gtk_stack_add_named (GTK_STACK (stack), scrolled, "list");
  gtk_widget_set_vexpand (stack, TRUE);
  self->stacks[tab] = stack;

  return stack;
}

static GtkWidget *
make_list (WeftRoomGallery *self, GCallback bind, const char *name)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view = gtk_list_view_new (NULL, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_row_setup), self);
  g_signal_connect (factory, "bind", bind, self);
  g_signal_connect (view, "activate", G_CALLBACK (on_row_activated), self);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (view), TRUE);
  gtk_widget_add_css_class (view, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return view;
}

static GtkWidget *
make_grid (WeftRoomGallery *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view = gtk_grid_view_new (NULL, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_media_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_media_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_media_unbind), self);
  g_signal_connect (view, "activate", G_CALLBACK (on_media_activated), self);
  gtk_grid_view_set_single_click_activate (GTK_GRID_VIEW (view), TRUE);
  gtk_grid_view_set_min_columns (GTK_GRID_VIEW (view), 2);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (view), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pictures and Videos"), -1);

  return view;
}

static gboolean
weft_room_gallery_grab_focus (GtkWidget *widget)
{
  WeftRoomGallery *self = WEFT_ROOM_GALLERY (widget);

  /* What is listed may not have been read yet. */
  self->waited_for = !is_listed (self);

  return self->waited_for ? gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD)
                          : gtk_widget_grab_focus (self->views[get_tab (self)]);
}

static void
weft_room_gallery_dispose (GObject *object)
{
  WeftRoomGallery *self = WEFT_ROOM_GALLERY (object);

  if (self->box != NULL)
    weft_room_gallery_set_gallery (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_room_gallery_parent_class)->dispose (object);
}

static void
weft_room_gallery_finalize (GObject *object)
{
  g_hash_table_unref (WEFT_ROOM_GALLERY (object)->bound);

  G_OBJECT_CLASS (weft_room_gallery_parent_class)->finalize (object);
}

static void
weft_room_gallery_class_init (WeftRoomGalleryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_room_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_room_gallery_finalize;
  widget_class->grab_focus = weft_room_gallery_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "gallery.show", NULL, show_action);
  gtk_widget_class_install_action (widget_class, "gallery.close", NULL, close_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "gallery.show", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "gallery.close", NULL);

  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
weft_room_gallery_init (WeftRoomGallery *self)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *switcher = adw_inline_view_switcher_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  self->views[MEDIA] = make_grid (self);
  self->views[FILES] = make_list (self, G_CALLBACK (on_file_bind), _ ("Files"));
  self->views[LINKS] = make_list (self, G_CALLBACK (on_link_bind), _ ("Links"));
  self->tabs = adw_view_stack_new ();
  adw_view_stack_add_titled (ADW_VIEW_STACK (self->tabs),
                             make_tab (self, MEDIA, "image-x-generic-symbolic", _ ("No Pictures Yet"),
                                       _ ("Pictures and videos of this room will be here.")),
                             "media", _ ("Pictures"));
  adw_view_stack_add_titled (ADW_VIEW_STACK (self->tabs),
                             make_tab (self, FILES, "text-x-generic-symbolic", _ ("No Files Yet"),
                                       _ ("Files of this room will be here.")),
                             "files", _ ("Files"));
  adw_view_stack_add_titled (ADW_VIEW_STACK (self->tabs),
                             make_tab (self, LINKS, "insert-link-symbolic", _ ("No Links Yet"),
                                       _ ("Links of this room will be here.")),
                             "links", _ ("Links"));
  adw_inline_view_switcher_set_stack (ADW_INLINE_VIEW_SWITCHER (switcher), ADW_VIEW_STACK (self->tabs));
  adw_inline_view_switcher_set_can_shrink (ADW_INLINE_VIEW_SWITCHER (switcher), FALSE); /* rather a wider panel than half a word */
  gtk_widget_set_hexpand (switcher, TRUE);
  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _ ("Back to the Room"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "gallery.close");
  gtk_box_append (GTK_BOX (top), back);
  gtk_box_append (GTK_BOX (top), switcher);
  gtk_widget_set_margin_start (top, 8);
  gtk_widget_set_margin_end (top, 8);
  gtk_widget_set_margin_bottom (top, 8);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), top);
  gtk_box_append (GTK_BOX (self->box), self->tabs);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
weft_room_gallery_new (void)
{
  return g_object_new (WEFT_TYPE_ROOM_GALLERY, NULL);
}

void
weft_room_gallery_set_gallery (WeftRoomGallery *self, WeftFileGallery *gallery)
{
  g_return_if_fail (WEFT_IS_ROOM_GALLERY (self));

  if (self->gallery == gallery)
    return;
  if (self->gallery != NULL)
    g_signal_handlers_disconnect_by_data (self->gallery, self);
  g_set_object (&self->gallery, gallery);
  self->waited_for = FALSE;
  for (Tab tab = 0; tab < N_TABS; tab++)
    set_model (self, tab, NULL);
  if (gallery != NULL)
    {
      WeftFileList *list = weft_file_gallery_get_list (gallery);
      WeftFinder *finder = weft_finder_new (weft_file_list_get_sync (list));

      g_signal_connect_swapped (gallery, "picture", G_CALLBACK (on_picture), self);
      set_model (self, MEDIA,
                 G_LIST_MODEL (weft_file_shelf_new (list, WEFT_FILE_SHELF_MEDIA)));
      set_model (self, FILES,
                 G_LIST_MODEL (weft_file_shelf_new (list, WEFT_FILE_SHELF_OTHERS)));
      set_model (self, LINKS, G_LIST_MODEL (finder));
      weft_finder_set_text (finder, "has:link", weft_file_list_get_stream (list));
    }
  update_empty (self);
}
