/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-new-stickers-page.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "base/weft-sticker-folder.h"
#include "parts/pictures/view/weft-pack-list-page.h"
#include "parts/pictures/view/weft-picture-maker.h"

#define FACE 48             /* px */
#define SIDE_MAX 512        /* px */
#define BYTES_MAX 262144    /* as it is kept */
#define REFUSED_SHOWN_MAX 20

struct _WeftNewStickersPage
{
  AdwNavigationPage parent_instance;

  WeftStickerShelf *shelf;
  char *pack;        /* (nullable): id; NULL: a new one */
  guint room;        /* how many the pack still takes */
  GQueue waiting;    /* of Waiting: to be made */
  guint n_asked;     /* all that were given to it */
  gboolean reading;  /* a folder */
  gboolean making;   /* a picture */
  gboolean adding;
  GPtrArray *offers; /* of WeftPictureOffer: their files stay as long */
  guint n_refused;

  GtkWidget *add;
  GtkWidget *progress;
  GtkWidget *name;  /* (nullable) */
  GtkWidget *maker; /* (nullable) */
  GtkWidget *list;
  AdwPreferencesGroup *group;
  GtkWidget *refused;
  GtkWidget *refused_group;
  GtkWidget *more_refused; /* (nullable): how many are not shown */
  GtkWidget *problem_group;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (WeftNewStickersPage, weft_new_stickers_page, ADW_TYPE_NAVIGATION_PAGE)

typedef struct
{
  char *path;
  char *name; /* as it can be shown */
  char *text; /* "": what it says is still to be written */
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_free (waiting->path);
  g_free (waiting->name);
  g_free (waiting->text);
  g_free (waiting);
}

static char *
dup_words (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static guint
count (WeftNewStickersPage *self)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) n) != NULL)
    n++;
  return n;
}

static gboolean
is_busy (WeftNewStickersPage *self)
{
  return self->reading || self->making || self->waiting.length > 0;
}

/* All have words, and a new pack a name. */
static gboolean
is_whole (WeftNewStickersPage *self)
{
  guint n = count (self);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *words
          = dup_words (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i)));

      if (*words == '\0')
        return FALSE;
    }
  if (self->name != NULL)
    {
      g_autofree char *name = dup_words (self->name);

      return *name != '\0';
    }
  return n > 0;
}

static void
update (WeftNewStickersPage *self)
{
  guint n = count (self);

  gtk_widget_set_sensitive (self->add, !self->adding && !is_busy (self) && is_whole (self));
  gtk_widget_set_visible (self->progress, is_busy (self));
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 self->n_asked > 0 ? 1.0 - (self->waiting.length + self->making) / (double) self->n_asked : 0);
  gtk_widget_set_visible (self->list, n > 0);
  adw_preferences_group_set_description (
      self->group, n > 0           ? _ ("The words are read where a sticker cannot be seen, and found by searching.")
                   : is_busy (self) ? _ ("The pictures are being looked at…")
                   : self->name != NULL
                       ? _ ("No pictures yet: they can also be added when the pack is there.")
                       : _ ("None of this can be a sticker."));
}

/* ── what cannot be ──────────────────────────────────────────────────────────────────────────────────── */

static const char *
get_reason (WeftStickerRefusal why)
{
  switch (why)
    {
    case WEFT_STICKER_REFUSAL_WORDS:
      return _ ("Its name makes no words: they are one line of at most 120 letters");
    case WEFT_STICKER_REFUSAL_TOO_MANY:
      return _ ("A pack has 60 stickers at most");
    case WEFT_STICKER_REFUSAL_NO_FILE:
      return _ ("It is no file, but a folder, a link or the like");
    case WEFT_STICKER_REFUSAL_UNREADABLE:
      return _ ("It cannot be read");
    default:
      g_assert_not_reached ();
    }
}

/* @name: (nullable): of several which were not even looked at */
static void
refuse (WeftNewStickersPage *self, const char *name, const char *reason)
{
  GtkWidget *row;

  self->n_refused++;
  gtk_widget_set_visible (self->refused_group, TRUE);
  if (self->n_refused > REFUSED_SHOWN_MAX)
    {
      guint more = self->n_refused - REFUSED_SHOWN_MAX;
      g_autofree char *text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "And %u More File", "And %u More Files", more), more);

      if (self->more_refused == NULL)
        {
          self->more_refused = adw_action_row_new ();
          gtk_list_box_append (GTK_LIST_BOX (self->refused), self->more_refused);
        }
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more_refused), text);
      return;
    }
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name != NULL ? name : _ ("Further Files"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), reason);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_append (GTK_LIST_BOX (self->refused), row);
}

/* ── what can be ─────────────────────────────────────────────────────────────────────────────────────── */

static void
on_leave_out (GtkWidget *row)
{
  WeftNewStickersPage *self
      = WEFT_NEW_STICKERS_PAGE (gtk_widget_get_ancestor (row, WEFT_TYPE_NEW_STICKERS_PAGE));
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkListBoxRow *next = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index + 1);

  if (next == NULL && index > 0)
    next = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index - 1);
  /* A row itself takes none. */
  if (next != NULL || self->name != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (
        gtk_editable_get_delegate (GTK_EDITABLE (next != NULL ? GTK_WIDGET (next) : self->name))));
  gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Left out"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  update (self);
}

/* @made: its file was written by our own process, a PNG of at most so many pixels. */
static void
add_row (WeftNewStickersPage *self, WeftMadePicture *made, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *leave_out = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (made->path, NULL);
  GtkWidget *picture = gtk_image_new_from_paintable (GDK_PAINTABLE (texture));

  gtk_image_set_pixel_size (GTK_IMAGE (picture), FACE);
  gtk_widget_set_margin_top (picture, 6);
  gtk_widget_set_margin_bottom (picture, 6);
  gtk_accessible_update_state (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), picture);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("What It Says"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), WEFT_STICKER_TEXT_MAX);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (update), self);
  gtk_widget_set_valign (leave_out, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (leave_out, "flat");
  gtk_widget_set_tooltip_text (leave_out, _ ("Leave Out"));
  g_signal_connect_swapped (leave_out, "clicked", G_CALLBACK (on_leave_out), row);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), leave_out);
  g_object_set_data_full (G_OBJECT (row), "made", weft_made_picture_copy (made),
                          (GDestroyNotify) weft_made_picture_free);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
announce_end (WeftNewStickersPage *self)
{
  guint n = count (self);
  g_autofree char *found = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture", "%u pictures", n), n);
  g_autofree char *refused = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u file left out", "%u files left out", self->n_refused), self->n_refused);
  g_autofree char *both = g_strjoin (", ", found, self->n_refused > 0 ? refused : NULL, NULL);

  gtk_accessible_announce (GTK_ACCESSIBLE (self), both, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

typedef struct
{
  GWeakRef page; /* where nobody waits for it any more the next is not made */
  Waiting *waiting;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_weak_ref_clear (&making->page);
  waiting_free (making->waiting);
  g_free (making);
}

static void make_next (WeftNewStickersPage *self);

static DexFuture *
on_made (DexFuture *future, gpointer user_data)
{
  const Making *making = user_data;
  g_autoptr (WeftNewStickersPage) self = g_weak_ref_get ((GWeakRef *) &making->page);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL || self->shelf == NULL)
    return NULL;
  if (value != NULL)
    add_row (self, g_value_get_boxed (value), making->waiting->text);
  else
    refuse (self, making->waiting->name,
            g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)
                ? _ ("It is no picture which can be shown")
                : _ ("It stays too large, however small it is made"));
  self->making = FALSE;
  make_next (self);
  return NULL;
}

/* One at a time: a folder may hold many, and each may be made to cost a lot. */
static void
make_next (WeftNewStickersPage *self)
{
  Making *making;

  if (!self->making && !self->reading && self->waiting.length == 0)
    announce_end (self);
  else if (!self->making && self->waiting.length > 0)
    {
      self->making = TRUE;
      making = g_new0 (Making, 1);
      g_weak_ref_init (&making->page, self);
      making->waiting = g_queue_pop_head (&self->waiting);
      dex_future_disown (
          dex_future_finally (weft_picture_maker_make (making->waiting->path, SIDE_MAX, BYTES_MAX), on_made,
                              making, making_free));
    }
  update (self);
}

/* @name, @text: (transfer full) */
static void
wait_for (WeftNewStickersPage *self, const char *path, char *name, char *text)
{
  Waiting *waiting = g_new (Waiting, 1);

  *waiting = (Waiting) { g_strdup (path), name, text };
  if (count (self) + self->waiting.length + self->making < self->room)
    {
      self->n_asked++;
      g_queue_push_tail (&self->waiting, waiting);
      return;
    }
  refuse (self, name, get_reason (WEFT_STICKER_REFUSAL_TOO_MANY));
  waiting_free (waiting);
}

void
weft_new_stickers_page_take (WeftNewStickersPage *self, WeftPictureOffer *offer)
{
  g_return_if_fail (WEFT_IS_NEW_STICKERS_PAGE (self));
  g_return_if_fail (offer != NULL);

  g_ptr_array_add (self->offers, weft_picture_offer_ref (offer));
  for (guint i = 0; offer->paths[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (offer->paths[i]);

      /* What was pasted has a name of ours. */
      wait_for (self, offer->paths[i], offer->own ? g_strdup (_ ("Pasted Picture")) : g_filename_display_name (base),
                offer->own ? g_strdup ("") : weft_sticker_folder_suggest (base));
    }
  make_next (self);
}

/* ── a folder ────────────────────────────────────────────────────────────────────────────────────────── */

/* On a thread. */
static DexFuture *
read_folder (gpointer data)
{
  GError *error = NULL;
  WeftStickerFolder *folder = weft_sticker_folder_read (data, &error);

  return folder != NULL ? dex_future_new_take_boxed (WEFT_TYPE_STICKER_FOLDER, folder)
                        : dex_future_new_for_error (error);
}

static void
show_problem (WeftNewStickersPage *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (self->problem_group, text != NULL);
  if (text != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static DexFuture *
on_folder (DexFuture *future, gpointer user_data)
{
  WeftNewStickersPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const WeftStickerFolder *folder = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->shelf == NULL)
    return NULL;
  self->reading = FALSE;
  if (folder == NULL)
    show_problem (self, error->message);
  else
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name), folder->name);
      gtk_editable_set_text (GTK_EDITABLE (self->maker), folder->maker);
    }
  for (guint i = 0; folder != NULL && i < folder->refused->len; i++)
    {
      const WeftRefusedSticker *refused = folder->refused->pdata[i];

      refuse (self, refused->name, get_reason (refused->why));
    }
  for (guint i = 0; folder != NULL && i < folder->stickers->len; i++)
    {
      const WeftFolderSticker *sticker = folder->stickers->pdata[i];
      g_autofree char *base = g_path_get_basename (sticker->path);

      wait_for (self, sticker->path, g_filename_display_name (base), g_strdup (sticker->text));
    }
  make_next (self);
  return NULL;
}

void
weft_new_stickers_page_read_folder (WeftNewStickersPage *self, const char *path)
{
  g_return_if_fail (WEFT_IS_NEW_STICKERS_PAGE (self));
  g_return_if_fail (path != NULL && self->name != NULL);

  self->reading = TRUE;
  update (self);
  dex_future_disown (dex_future_finally (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                              read_folder, g_strdup (path), g_free),
                                         on_folder, g_object_ref (self), g_object_unref));
}

/* ── adding them ─────────────────────────────────────────────────────────────────────────────────────── */

static void
on_added (WeftNewStickersPage *self, guint n)
{
  AdwNavigationView *pages
      = ADW_NAVIGATION_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW));
  g_autofree char *added
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u sticker added", "%u stickers added", n), n);

  gtk_accessible_announce (GTK_ACCESSIBLE (self), self->pack == NULL ? _ ("Pack added") : added,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  if (pages == NULL)
    return;
  if (self->pack == NULL)
    adw_navigation_view_pop_to_tag (pages, WEFT_PACK_LIST_PAGE_TAG);
  else
    adw_navigation_view_pop (pages);
}

/* Copies of all pictures are kept first: then they go as one thing, or none of them. */
static DexFuture *
add_fiber (gpointer data)
{
  WeftNewStickersPage *self = data;
  g_autoptr (WeftSync) sync = g_object_ref (weft_sticker_shelf_get_sync (self->shelf));
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_file_info_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_made_picture_free);
  g_autofree char *id = self->pack != NULL ? g_strdup (self->pack) : weft_id_new (weft_clock_get_system ());
  g_autofree char *name = self->name != NULL ? dup_words (self->name) : NULL;
  g_autofree char *maker = self->maker != NULL ? dup_words (self->maker) : NULL;
  g_autofree WeftNewSticker *stickers = NULL;
  g_autofree char *operation = NULL;
  g_autoptr (GError) error = NULL;
  guint n = count (self);

  for (guint i = 0; i < n; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i);

      g_ptr_array_add (texts, dup_words (GTK_WIDGET (row)));
      g_ptr_array_add (pictures, weft_made_picture_copy (g_object_get_data (G_OBJECT (row), "made")));
    }
  stickers = g_new0 (WeftNewSticker, n);
  for (guint i = 0; i < n && error == NULL; i++)
    {
      const WeftMadePicture *made = pictures->pdata[i];
      WeftFileInfo *info = dex_await_boxed (weft_sync_add_file (sync, made->path), &error);

      if (info == NULL)
        break;
      g_ptr_array_add (infos, info);
      stickers[i] = (WeftNewSticker) { texts->pdata[i], info->hash, info->size, made->width, made->height };
    }
  if (error == NULL)
    operation = dex_await_string (weft_pack_fill (sync, id, name, maker, stickers, n), &error);
  for (guint i = 0; i < infos->len; i++)
    weft_sync_release_file (sync, ((WeftFileInfo *) infos->pdata[i])->hash);
  self->adding = FALSE;
  if (self->shelf == NULL)
    return dex_future_new_true ();
  if (operation != NULL)
    on_added (self, n);
  else
    {
      show_problem (self, error->message);
      update (self);
    }
  return dex_future_new_true ();
}

static void
on_add (WeftNewStickersPage *self)
{
  if (self->adding)
    return;
  self->adding = TRUE;
  update (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, add_fiber, g_object_ref (self), g_object_unref));
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_new_stickers_page_dispose (GObject *object)
{
  WeftNewStickersPage *self = WEFT_NEW_STICKERS_PAGE (object);

  g_queue_clear_full (&self->waiting, waiting_free);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (weft_new_stickers_page_parent_class)->dispose (object);
}

static void
weft_new_stickers_page_finalize (GObject *object)
{
  g_free (WEFT_NEW_STICKERS_PAGE (object)->pack);

  G_OBJECT_CLASS (weft_new_stickers_page_parent_class)->finalize (object);
}

static void
weft_new_stickers_page_class_init (WeftNewStickersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_new_stickers_page_dispose;
  object_class->finalize = weft_new_stickers_page_finalize;
}

static void
weft_new_stickers_page_init (WeftNewStickersPage *self)
{
  g_queue_init (&self->waiting);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_picture_offer_unref);
}

static GtkWidget *
make_entry (WeftNewStickersPage *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), WEFT_STICKER_NAME_MAX);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (update), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_list (GtkWidget *page, const char *title, AdwPreferencesGroup **group)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (*group, title);
  adw_preferences_group_add (*group, list);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), *group);
  return list;
}

static GtkWidget *
make_content (WeftNewStickersPage *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group;

  if (self->pack == NULL)
    {
      GtkWidget *names = adw_preferences_group_new ();

      self->name = make_entry (self, names, _ ("Name"));
      self->maker = make_entry (self, names, _ ("Drawn By"));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (names));
    }
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_wrap_mode (self->problem, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  self->problem_group = adw_preferences_group_new ();
  gtk_widget_set_visible (self->problem_group, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->problem_group), GTK_WIDGET (self->problem));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->problem_group));
  self->list = add_list (page, _ ("Stickers"), &self->group);
  self->refused = add_list (page, _ ("Left Out"), &group);
  self->refused_group = GTK_WIDGET (group);
  gtk_widget_set_visible (self->refused_group, FALSE);
  return page;
}

AdwNavigationPage *
weft_new_stickers_page_new (WeftStickerShelf *shelf, WeftPack *pack)
{
  WeftNewStickersPage *self;
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();

  g_return_val_if_fail (WEFT_IS_STICKER_SHELF (shelf), NULL);

  self = g_object_new (WEFT_TYPE_NEW_STICKERS_PAGE, "title", pack != NULL ? _ ("New Stickers") : _ ("New Pack"),
                       NULL);
  self->shelf = g_object_ref (shelf);
  self->pack = pack != NULL ? g_strdup (weft_pack_get_id (pack)) : NULL;
  self->room = WEFT_STICKER_FOLDER_MAX
               - MIN (pack != NULL ? weft_pack_get_n_stickers (pack) : 0, WEFT_STICKER_FOLDER_MAX);
  self->add = gtk_button_new_with_mnemonic (_ ("_Add"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->add);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->progress, "osd");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pictures Looked At"), -1);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), self->progress);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), make_content (self));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);
  update (self);
  return ADW_NAVIGATION_PAGE (self);
}
