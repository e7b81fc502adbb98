/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-end-panel.h"

#define SHEET_HEIGHT 420 /* px */
#define TITLE_START 10   /* px: with the bar's own 6 where the text below begins */

typedef struct
{
  GtkWidget *child;
  char *title;
} Pane;

struct _WeftEndPanel
{
  AdwBin parent_instance;

  AdwToolbarView *view;
  AdwHeaderBar *header;
  GtkLabel *title;

  AdwOverlaySplitView *split;
  AdwBottomSheet *sheet;
  GHashTable *panes; /* of name and Pane */
  const char *name;  /* interned: what the view holds */
  const char *pane;  /* interned: what was told as shown */
  gboolean narrow;
};

enum
{
  PROP_0,
  PROP_PANE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftEndPanel, weft_end_panel, ADW_TYPE_BIN)

static void
pane_free (gpointer data)
{
  Pane *pane = data;

  g_clear_object (&pane->child);
  g_free (pane->title);
  g_free (pane);
}

static Pane *
get_pane (WeftEndPanel *self, const char *name)
{
  Pane *pane = g_hash_table_lookup (self->panes, name);

  if (pane == NULL)
    {
      pane = g_new0 (Pane, 1);
      g_hash_table_insert (self->panes, g_strdup (name), pane);
    }
  return pane;
}

static void
fill (WeftEndPanel *self)
{
  Pane *pane = self->name != NULL ? get_pane (self, self->name) : NULL;
  GtkWidget *child = pane != NULL ? pane->child : NULL;

  if (adw_toolbar_view_get_content (self->view) != child)
    adw_toolbar_view_set_content (self->view, child);
  gtk_label_set_label (self->title, pane != NULL && pane->title != NULL ? pane->title : "");
}

static gboolean
get_shown (WeftEndPanel *self)
{
  return self->narrow ? adw_bottom_sheet_get_open (self->sheet)
                      : adw_overlay_split_view_get_show_sidebar (self->split);
}

/* The homes can be closed by a gesture or by Escape: what they say counts. */
static void
update (WeftEndPanel *self)
{
  const char *pane = get_shown (self) ? self->name : NULL;

  if (pane == self->pane)
    return;
  self->pane = pane;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANE]);
}

static void
set_shown (WeftEndPanel *self, gboolean shown)
{
  if (self->narrow)
    adw_bottom_sheet_set_open (self->sheet, shown);
  else
    adw_overlay_split_view_set_show_sidebar (self->split, shown);
  update (self);
}

void
weft_end_panel_set_homes (WeftEndPanel *self, AdwOverlaySplitView *split, AdwBottomSheet *sheet)
{
  g_return_if_fail (WEFT_IS_END_PANEL (self));
  g_return_if_fail (ADW_IS_OVERLAY_SPLIT_VIEW (split));
  g_return_if_fail (ADW_IS_BOTTOM_SHEET (sheet));

  self->split = split;
  self->sheet = sheet;
  g_signal_connect_object (split, "notify::show-sidebar", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sheet, "notify::open", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

/* Beside the window's buttons; in a sheet at the start, where the handle does not cross it. */
static void
place_title (WeftEndPanel *self)
{
  g_autoptr (GtkWidget) title = g_object_ref (GTK_WIDGET (self->title));

  adw_header_bar_remove (self->header, title);
  gtk_widget_set_margin_start (title, self->narrow ? TITLE_START : 0);
  if (self->narrow)
    adw_header_bar_pack_start (self->header, title);
  else
    adw_header_bar_pack_end (self->header, title);
}

void
weft_end_panel_set_narrow (WeftEndPanel *self, gboolean narrow)
{
  g_return_if_fail (WEFT_IS_END_PANEL (self));

  if (self->narrow == narrow)
    return;
  set_shown (self, FALSE);
  self->narrow = narrow;
  g_object_ref (self);
  if (narrow)
    {
      adw_overlay_split_view_set_sidebar (self->split, NULL);
      adw_bottom_sheet_set_sheet (self->sheet, GTK_WIDGET (self));
    }
  else
    {
      adw_bottom_sheet_set_sheet (self->sheet, NULL);
      adw_overlay_split_view_set_sidebar (self->split, GTK_WIDGET (self));
    }
  place_title (self);
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, narrow ? SHEET_HEIGHT : -1);
  g_object_unref (self);
}

void
weft_end_panel_set_pane (WeftEndPanel *self, const char *name, GtkWidget *child)
{
  Pane *pane;

  g_return_if_fail (WEFT_IS_END_PANEL (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  pane = get_pane (self, name);
  if (child != NULL)
    g_object_ref_sink (child);
  g_clear_object (&pane->child);
  pane->child = child;
  if (self->name == NULL)
    self->name = g_intern_string (name);
  if (!g_str_equal (self->name, name))
    return;
  fill (self);
  if (child == NULL)
    weft_end_panel_hide (self);
}

void
weft_end_panel_set_pane_title (WeftEndPanel *self, const char *name, const char *title)
{
  g_return_if_fail (WEFT_IS_END_PANEL (self));
  g_return_if_fail (name != NULL);

  g_set_str (&get_pane (self, name)->title, title);
  if (g_strcmp0 (self->name, name) == 0)
    fill (self);
}

void
weft_end_panel_show (WeftEndPanel *self, const char *name)
{
  g_return_if_fail (WEFT_IS_END_PANEL (self));
  g_return_if_fail (name != NULL);

  if (get_pane (self, name)->child == NULL)
    return;
  self->name = g_intern_string (name);
  fill (self);
  set_shown (self, TRUE);
}

void
weft_end_panel_hide (WeftEndPanel *self)
{
  g_return_if_fail (WEFT_IS_END_PANEL (self));

  set_shown (self, FALSE);
}

const char *
weft_end_panel_get_pane (WeftEndPanel *self)
{
  g_return_val_if_fail (WEFT_IS_END_PANEL (self), NULL);

  return self->pane;
}

gboolean
weft_end_panel_is_beside (WeftEndPanel *self)
{
  g_return_val_if_fail (WEFT_IS_END_PANEL (self), FALSE);

  return !self->narrow && !adw_overlay_split_view_get_collapsed (self->split);
}

static void
weft_end_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, WEFT_END_PANEL (object)->pane);
}

static void
weft_end_panel_dispose (GObject *object)
{
  WeftEndPanel *self = WEFT_END_PANEL (object);

  g_hash_table_remove_all (self->panes);
  /* The template would free the bin's child behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_END_PANEL);

  G_OBJECT_CLASS (weft_end_panel_parent_class)->dispose (object);
}

static void
weft_end_panel_finalize (GObject *object)
{
  g_hash_table_unref (WEFT_END_PANEL (object)->panes);

  G_OBJECT_CLASS (weft_end_panel_parent_class)->finalize (object);
}

static void
weft_end_panel_class_init (WeftEndPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_end_panel_get_property;
  object_class->dispose = weft_end_panel_dispose;
  object_class->finalize = weft_end_panel_finalize;

  properties[PROP_PANE]
      = g_param_spec_string ("pane", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/app/weft-end-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftEndPanel, view);
  gtk_widget_class_bind_template_child (widget_class, WeftEndPanel, header);
  gtk_widget_class_bind_template_child (widget_class, WeftEndPanel, title);
}

static void
weft_end_panel_init (WeftEndPanel *self)
{
  self->panes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pane_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}
