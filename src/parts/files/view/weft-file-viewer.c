/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-viewer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "parts/files/client/weft-file-shelf.h"
#include "parts/files/view/weft-file-opener.h"
#include "parts/files/view/weft-picture-canvas.h"
#include "parts/files/view/weft-thumbnails.h"
#include "parts/files/view/weft-video-stream.h"
#include "ui/weft-toast.h"

#define STEP 1.25
#define PAN 80 /* px */

struct _WeftFileViewer
{
  AdwDialog parent_instance;

  WeftFileGallery *gallery;
  WeftFile *file;
  GtkWidget *title;
  GtkWidget *stack; /* "picture", "video", "problem", "waiting" */
  GtkWidget *canvas;
  GtkWidget *video;
  GtkWidget *problem;
  GtkWidget *overlay;
  gboolean whole; /* what the canvas shows is no small picture */
};

G_DEFINE_FINAL_TYPE (WeftFileViewer, weft_file_viewer, ADW_TYPE_DIALOG)

static WeftSync *
get_sync (WeftFileViewer *self)
{
  return weft_file_list_get_sync (weft_file_gallery_get_list (self->gallery));
}

static const char *
get_stream (WeftFileViewer *self)
{
  return weft_file_list_get_stream (weft_file_gallery_get_list (self->gallery));
}

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_spoken (WeftFileViewer *self)
{
  double zoom = weft_picture_canvas_get_zoom (WEFT_PICTURE_CANVAS (self->canvas));

  if (weft_file_is_video (self->file))
    /* Translators: spoken, of what is shown large; %s is a file's name */
    return g_strdup_printf (_ ("video %s"), self->file->name);

  /* Translators: spoken, of what is shown large: a file's name, width and height in pixels, how large it is
   * shown: “loom.png, 800 × 600, 50 %” */
  return g_strdup_printf (_ ("%s, %d × %d, %d %%"), self->file->name, self->file->width, self->file->height,
                          (int) round (zoom * 100));
}

static void
update_words (WeftFileViewer *self)
{
  g_autofree char *spoken = NULL;
  g_autofree char *size = NULL;
  g_autofree char *subtitle = NULL;
  double zoom;

  if (self->file == NULL)
    return;
  spoken = dup_spoken (self);
  size = g_format_size ((guint64) self->file->size);
  zoom = weft_picture_canvas_get_zoom (WEFT_PICTURE_CANVAS (self->canvas));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), self->file->name);
  if (weft_file_is_picture (self->file) && zoom > 0)
    /* Translators: below a picture's name: width and height in pixels, size, how large it is shown: “800 ×
     * 600 · 84 kB · 50 %” */
    subtitle = g_strdup_printf (_ ("%d × %d · %s · %d %%"), self->file->width, self->file->height, size,
                                (int) round (zoom * 100));
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle != NULL ? subtitle : size);
  adw_dialog_set_title (ADW_DIALOG (self), self->file->name);
}

static void
announce (WeftFileViewer *self)
{
  g_autofree char *spoken = dup_spoken (self);

  gtk_accessible_announce (GTK_ACCESSIBLE (self->stack), spoken,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* ── loading ─────────────────────────────────────────────────────────────────────────────────────────── */

/* Of which file it was asked: meanwhile another may be shown. */
typedef struct
{
  WeftFileViewer *viewer;
  char *id;
  char *hash;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_object_unref (asking->viewer);
  g_free (asking->id);
  g_free (asking->hash);
  g_free (asking);
}

static Asking *
asking_new (WeftFileViewer *self)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->viewer = g_object_ref (self);
  asking->id = g_strdup (self->file->id);
  asking->hash = g_strdup (self->file->hash);

  return asking;
}

static gboolean
is_shown (Asking *asking)
{
  return asking->viewer->file != NULL && g_str_equal (asking->viewer->file->id, asking->id);
}

static void
show_problem (WeftFileViewer *self, const char *reason)
{
  adw_status_page_set_title (ADW_STATUS_PAGE (self->problem), weft_file_is_video (self->file)
                                                                  ? _ ("Cannot Be Played Here")
                                                                  : _ ("Cannot Be Shown Here"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->problem), reason);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "problem");
  gtk_accessible_announce (GTK_ACCESSIBLE (self->stack),
                           adw_status_page_get_title (ADW_STATUS_PAGE (self->problem)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static DexFuture *
on_fetched (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;

  return weft_thumbnail_load_large (g_value_get_string (dex_future_get_value (future, NULL)), asking->hash);
}

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  WeftFileViewer *self = asking->viewer;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (!is_shown (asking))
    return NULL;
  if (value != NULL)
    {
      gboolean keep = weft_picture_canvas_get_texture (WEFT_PICTURE_CANVAS (self->canvas)) != NULL;

      weft_picture_canvas_set_texture (WEFT_PICTURE_CANVAS (self->canvas), g_value_get_object (value), keep);
      weft_picture_canvas_set_size (WEFT_PICTURE_CANVAS (self->canvas), self->file->width,
                                    self->file->height);
      self->whole = TRUE;
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "picture");
      adw_dialog_set_focus (ADW_DIALOG (self), self->canvas);
      update_words (self);
      announce (self);
    }
  else if (weft_picture_canvas_get_texture (WEFT_PICTURE_CANVAS (self->canvas)) == NULL)
    show_problem (self, error->message);

  return NULL;
}

static void
load_picture (WeftFileViewer *self)
{
  GdkTexture *small = weft_file_gallery_get_picture (self->gallery, self->file);

  weft_picture_canvas_set_texture (WEFT_PICTURE_CANVAS (self->canvas), small, FALSE);
  if (small != NULL)
    weft_picture_canvas_set_size (WEFT_PICTURE_CANVAS (self->canvas), self->file->width, self->file->height);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), small != NULL ? "picture" : "waiting");
  dex_future_disown (
      dex_future_finally (dex_future_then (weft_sync_fetch_file (get_sync (self), get_stream (self),
                                                                 self->file->hash, self->file->size),
                                           on_fetched, asking_new (self), asking_free),
                          on_loaded, asking_new (self), asking_free));
}

static void
on_stream_error (GtkMediaStream *stream, GParamSpec *pspec, WeftFileViewer *self)
{
  const GError *error = gtk_media_stream_get_error (stream);

  if (error != NULL && self->file != NULL && weft_file_is_video (self->file))
    show_problem (self, error->message);
}

static DexFuture *
on_video_fetched (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  WeftFileViewer *self = asking->viewer;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  g_autoptr (GtkMediaStream) stream = NULL;

  if (!is_shown (asking))
    return NULL;
  if (value == NULL)
    {
      show_problem (self, error->message);
      return NULL;
    }
  stream = weft_video_stream_new (g_value_get_string (value));
  g_signal_connect_object (stream, "notify::error", G_CALLBACK (on_stream_error), self, 0);
  gtk_video_set_media_stream (GTK_VIDEO (self->video), stream);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "video");
  adw_dialog_set_focus (ADW_DIALOG (self), self->video);
  on_stream_error (stream, NULL, self);
  if (gtk_media_stream_get_error (stream) == NULL)
    gtk_media_stream_play (stream);
  announce (self);

  return NULL;
}

static void
stop_video (WeftFileViewer *self)
{
  GtkMediaStream *stream = gtk_video_get_media_stream (GTK_VIDEO (self->video));

  if (stream != NULL)
    weft_video_stream_end (WEFT_VIDEO_STREAM (stream));
  gtk_video_set_media_stream (GTK_VIDEO (self->video), NULL);
}

static void
load_video (WeftFileViewer *self)
{
  weft_picture_canvas_set_texture (WEFT_PICTURE_CANVAS (self->canvas), NULL, FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "waiting");
  dex_future_disown (dex_future_finally (weft_sync_fetch_file (get_sync (self), get_stream (self),
                                                               self->file->hash, self->file->size),
                                         on_video_fetched, asking_new (self), asking_free));
}

static void
show_file (WeftFileViewer *self, const WeftFile *file)
{
  stop_video (self);
  g_clear_pointer (&self->file, weft_file_free);
  self->file = weft_file_copy (file);
  self->whole = FALSE;
  if (weft_file_is_video (file))
    load_video (self);
  else
    load_picture (self);
  update_words (self);
}

/* ── the one before, the one after ───────────────────────────────────────────────────────────────────── */

static DexFuture *
on_neighbour (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (!is_shown (asking))
    return NULL;
  if (value != NULL)
    show_file (asking->viewer, g_value_get_boxed (value));
  else
    gtk_accessible_announce (GTK_ACCESSIBLE (asking->viewer->stack), _ ("There is none further on"),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return NULL;
}

static void
move_on (WeftFileViewer *self, gboolean newer)
{
  dex_future_disown (dex_future_finally (weft_file_shelf_load_neighbour (weft_file_gallery_get_list (self->gallery),
                                                                         self->file->id, newer),
                                         on_neighbour, asking_new (self), asking_free));
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_on (WEFT_FILE_VIEWER (widget), g_str_equal (name, "viewer.next"));
}

/* An arrow moves a picture that does not fit in, up to its edge; else it turns the page. */
static void
arrow_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftFileViewer *self = WEFT_FILE_VIEWER (widget);
  WeftPictureCanvas *canvas = WEFT_PICTURE_CANVAS (self->canvas);
  int x;
  int y;

  g_variant_get (parameter, "(ii)", &x, &y);
  if (!weft_picture_canvas_get_fits (canvas))
    weft_picture_canvas_pan (canvas, -x * PAN, -y * PAN);
  else if (x != 0)
    move_on (self, (x > 0) != (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL));
}

/* ── what is done with it ────────────────────────────────────────────────────────────────────────────── */

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftFileViewer *self = WEFT_FILE_VIEWER (widget);
  WeftPictureCanvas *canvas = WEFT_PICTURE_CANVAS (self->canvas);

  if (g_str_equal (name, "viewer.zoom-in"))
    weft_picture_canvas_zoom (canvas, STEP);
  else if (g_str_equal (name, "viewer.zoom-out"))
    weft_picture_canvas_zoom (canvas, 1 / STEP);
  else if (g_str_equal (name, "viewer.fit"))
    weft_picture_canvas_fit (canvas);
  else
    weft_picture_canvas_set_zoom (canvas, 1);
  announce (self);
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  WeftFileViewer *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && error->domain != GTK_DIALOG_ERROR)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->overlay), weft_toast_new (error->message));

  return NULL;
}

static void
file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftFileViewer *self = WEFT_FILE_VIEWER (widget);
  WeftFileList *list = weft_file_gallery_get_list (self->gallery);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  DexFuture *future = g_str_equal (name, "viewer.save") ? weft_file_save (list, self->file, window)
                                                        : weft_file_open (list, self->file, window);

  dex_future_disown (dex_future_finally (future, on_done, g_object_ref (self), g_object_unref));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftFileViewer *self = WEFT_FILE_VIEWER (widget);
  GdkTexture *texture = weft_picture_canvas_get_texture (WEFT_PICTURE_CANVAS (self->canvas));

  if (texture == NULL || !self->whole)
    return;
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (widget), texture);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->overlay), weft_toast_new (_ ("Picture copied")));
}

static void
play_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkMediaStream *stream = gtk_video_get_media_stream (GTK_VIDEO (WEFT_FILE_VIEWER (widget)->video));

  if (stream != NULL)
    gtk_media_stream_set_playing (stream, !gtk_media_stream_get_playing (stream));
}

static void
on_zoomed (WeftFileViewer *self)
{
  update_words (self);
}

static void
weft_file_viewer_closed (AdwDialog *dialog)
{
  stop_video (WEFT_FILE_VIEWER (dialog));
}

static void
weft_file_viewer_dispose (GObject *object)
{
  WeftFileViewer *self = WEFT_FILE_VIEWER (object);

  g_clear_object (&self->gallery);
  g_clear_pointer (&self->file, weft_file_free);

  G_OBJECT_CLASS (weft_file_viewer_parent_class)->dispose (object);
}

static void
weft_file_viewer_class_init (WeftFileViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Page_Up, 0, "viewer.previous" },
    { GDK_KEY_Page_Down, 0, "viewer.next" },
    { GDK_KEY_plus, 0, "viewer.zoom-in" },
    { GDK_KEY_equal, 0, "viewer.zoom-in" },
    { GDK_KEY_KP_Add, 0, "viewer.zoom-in" },
    { GDK_KEY_minus, 0, "viewer.zoom-out" },
    { GDK_KEY_KP_Subtract, 0, "viewer.zoom-out" },
    { GDK_KEY_0, 0, "viewer.fit" },
    { GDK_KEY_1, 0, "viewer.original" },
    { GDK_KEY_s, GDK_CONTROL_MASK, "viewer.save" },
    { GDK_KEY_c, GDK_CONTROL_MASK, "viewer.copy" },
    { GDK_KEY_o, GDK_CONTROL_MASK, "viewer.open" },
  };

  G_OBJECT_CLASS (klass)->dispose = weft_file_viewer_dispose;
  ADW_DIALOG_CLASS (klass)->closed = weft_file_viewer_closed;
  gtk_widget_class_install_action (widget_class, "viewer.previous", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "viewer.next", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "viewer.arrow", "(ii)", arrow_action);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-in", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-out", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.fit", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.original", NULL, zoom_action);
  gtk_widget_class_install_action (widget_class, "viewer.save", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "viewer.open", NULL, file_action);
  gtk_widget_class_install_action (widget_class, "viewer.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "viewer.play", NULL, play_action);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, 0, "viewer.play", NULL);
}

/* Nearer to the picture than the dialog's own, which move the focus. */
static void
add_arrows (GtkWidget *widget)
{
  static const struct
  {
    guint key;
    int x;
    int y;
  } arrows[]
      = { { GDK_KEY_Left, -1, 0 }, { GDK_KEY_Right, 1, 0 }, { GDK_KEY_Up, 0, -1 }, { GDK_KEY_Down, 0, 1 } };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (arrows[i].key, 0),
                                                gtk_named_action_new ("viewer.arrow"));

      gtk_shortcut_set_arguments (shortcut, g_variant_new ("(ii)", arrows[i].x, arrows[i].y));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (widget, controller);
}

static GtkWidget *
make_button (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);

  return button;
}

static GtkWidget *
make_step (const char *icon, const char *name, const char *action, GtkAlign align)
{
  GtkWidget *button = make_button (icon, name, action);

  gtk_widget_add_css_class (button, "osd");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_halign (button, align);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (button, 12);
  gtk_widget_set_margin_end (button, 12);

  return button;
}

static GtkWidget *
make_problem (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Open With Another Program"));

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "image-missing-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "viewer.open");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);

  return page;
}

static void
weft_file_viewer_init (WeftFileViewer *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *layers = gtk_overlay_new ();
  GtkWidget *spinner = adw_spinner_new ();

  self->title = adw_window_title_new ("", "");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), self->title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             make_button ("document-save-symbolic", _ ("Save As…"), "viewer.save"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             make_button ("edit-copy-symbolic", _ ("Copy Picture"), "viewer.copy"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             make_button ("document-open-symbolic", _ ("Open With…"), "viewer.open"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header),
                           make_button ("zoom-in-symbolic", _ ("Larger"), "viewer.zoom-in"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header),
                           make_button ("zoom-fit-best-symbolic", _ ("Fit In"), "viewer.fit"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header),
                           make_button ("zoom-out-symbolic", _ ("Smaller"), "viewer.zoom-out"));

  self->canvas = weft_picture_canvas_new ();
  self->video = gtk_video_new ();
  gtk_widget_set_focusable (self->video, TRUE);
  self->problem = make_problem ();
  self->stack = gtk_stack_new ();
  gtk_widget_set_size_request (spinner, 48, 48);
  gtk_stack_add_named (GTK_STACK (self->stack), spinner, "waiting");
  gtk_stack_add_named (GTK_STACK (self->stack), self->canvas, "picture");
  gtk_stack_add_named (GTK_STACK (self->stack), self->video, "video");
  gtk_stack_add_named (GTK_STACK (self->stack), self->problem, "problem");
  g_signal_connect_swapped (self->canvas, "notify::zoom", G_CALLBACK (on_zoomed), self);
  gtk_overlay_set_child (GTK_OVERLAY (layers), self->stack);
  gtk_overlay_add_overlay (GTK_OVERLAY (layers), make_step ("go-previous-symbolic", _ ("The One Before"),
                                                            "viewer.previous", GTK_ALIGN_START));
  gtk_overlay_add_overlay (GTK_OVERLAY (layers),
                           make_step ("go-next-symbolic", _ ("The One After"), "viewer.next", GTK_ALIGN_END));
  self->overlay = adw_toast_overlay_new ();
  add_arrows (self->overlay);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->overlay), layers);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), self->overlay);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_content_width (ADW_DIALOG (self), 1400);
  adw_dialog_set_content_height (ADW_DIALOG (self), 1000);
  adw_dialog_set_focus (ADW_DIALOG (self), self->canvas);
  gtk_widget_add_css_class (GTK_WIDGET (self), "weft-viewer");
}

AdwDialog *
weft_file_viewer_new (WeftFileGallery *gallery, const WeftFile *file)
{
  WeftFileViewer *self;

  g_return_val_if_fail (WEFT_IS_FILE_GALLERY (gallery), NULL);
  g_return_val_if_fail (file != NULL, NULL);

  self = g_object_new (WEFT_TYPE_FILE_VIEWER, NULL);
  self->gallery = g_object_ref (gallery);
  show_file (self, file);

  return ADW_DIALOG (self);
}
