/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-emoji-picker.h"

#include <glib/gi18n.h>

#include "ui/weft-emoji-item.h"
#include "ui/weft-emoji-names.h"

#define RECENT "recent-emoji" /* settings */
#define TONE "skin-tone"
#define RECENT_MAX 16 /* two rows */
#define COLUMNS 8
#define PICTURE 24 /* px */
#define PAUSE 300  /* ms without a key, after which what was found is spoken */
#define HEIGHT 248 /* px of the grid: some rows and a half, so that one sees that there is more */

struct _WeftEmojiPicker
{
  GtkPopover parent_instance;

  GSettings *settings;
  GtkWidget *search;
  GtkWidget *tones;
  GtkWidget *stack;
  GtkWidget *grid;
  GtkSingleSelection *selection;
  GListStore *store;
  GtkWidget *own_group;
  WeftEmojiSource own; /* (nullable) */
  gpointer own_data;
  guint speaking;
};

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a group is shown by, and called. */
static const struct
{
  guint number;
  const char *face;
  const char *name;
} groups[] = {
  { 0, "😀", N_ ("Smileys and emotion") },
  { 1, "👋", N_ ("People and body") },
  { 3, "🐻", N_ ("Animals and nature") },
  { 4, "🍎", N_ ("Food and drink") },
  { 5, "✈️", N_ ("Travel and places") },
  { 6, "⚽", N_ ("Activities") },
  { 7, "💡", N_ ("Objects") },
  { 8, "❤️", N_ ("Symbols") },
  { 9, "🏁", N_ ("Flags") },
};

G_DEFINE_FINAL_TYPE (WeftEmojiPicker, weft_emoji_picker, GTK_TYPE_POPOVER)

/* ── what there is ───────────────────────────────────────────────────────────────────────────────────── */

static gboolean
add (const char *emoji, const char *name, guint group, gpointer user_data)
{
  g_ptr_array_add (user_data, weft_emoji_item_new (emoji, name, group));
  return TRUE;
}

static void
add_recent (WeftEmojiPicker *self, GPtrArray *items)
{
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, RECENT);
  g_autoptr (GHashTable) by_text = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    g_hash_table_insert (by_text, (gpointer) weft_emoji_item_get_text (items->pdata[i]), items->pdata[i]);
  for (char **text = recent; *text != NULL; text++)
    {
      WeftEmojiItem *item = g_hash_table_lookup (by_text, *text);

      if (item != NULL)
        g_ptr_array_insert (items, (int) n++, g_object_ref (item));
    }
}

static const char *
get_word (WeftEmojiPicker *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

/* Returns: (transfer container): of WeftEmojiItem. @n_own: (out): how many of the caller's own are among
 * them, besides those used last. */
static GPtrArray *
gather (WeftEmojiPicker *self, guint *n_own)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->own != NULL)
    self->own (get_word (self), items, self->own_data);
  *n_own = items->len;
  weft_emoji_names_find (get_word (self), (guint) g_settings_get_int (self->settings, TONE), add, items);
  if (*get_word (self) == '\0')
    add_recent (self, items);
  return g_steal_pointer (&items);
}

static void
show (WeftEmojiPicker *self, GPtrArray *items)
{
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), items->pdata,
                       items->len);
  gtk_single_selection_set_selected (self->selection, items->len > 0 ? 0 : GTK_INVALID_LIST_POSITION);
  if (items->len > 0)
    gtk_grid_view_scroll_to (GTK_GRID_VIEW (self->grid), 0, GTK_LIST_SCROLL_NONE, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), items->len > 0 ? "grid" : "nothing");
}

static void
fill (WeftEmojiPicker *self)
{
  guint n_own;
  g_autoptr (GPtrArray) items = gather (self, &n_own);

  if (*get_word (self) == '\0')
    gtk_widget_set_visible (self->own_group, n_own > 0);
  show (self, items);
}

/* Whether @items are what is shown; if so, their pictures are, too: whoever goes through the grid stays where
 * they are. */
static gboolean
take_pictures (WeftEmojiPicker *self, GPtrArray *items)
{
  GListModel *shown = G_LIST_MODEL (self->store);

  if (g_list_model_get_n_items (shown) != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (WeftEmojiItem) item = g_list_model_get_item (shown, i);

      if (!g_str_equal (weft_emoji_item_get_text (item), weft_emoji_item_get_text (items->pdata[i])))
        return FALSE;
    }
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (WeftEmojiItem) item = g_list_model_get_item (shown, i);

      weft_emoji_item_set_picture (item, weft_emoji_item_get_picture (items->pdata[i]));
    }
  return TRUE;
}

/* ── choosing ────────────────────────────────────────────────────────────────────────────────────────── */

static void
remember (WeftEmojiPicker *self, const char *emoji)
{
  g_auto (GStrv) before = g_settings_get_strv (self->settings, RECENT);
  g_autoptr (GStrvBuilder) after = g_strv_builder_new ();
  g_auto (GStrv) recent = NULL;
  guint n = 1;

  g_strv_builder_add (after, emoji);
  for (char **text = before; *text != NULL && n < RECENT_MAX; text++)
    if (!g_str_equal (*text, emoji))
      {
        g_strv_builder_add (after, *text);
        n++;
      }
  recent = g_strv_builder_end (after);
  g_settings_set_strv (self->settings, RECENT, (const char *const *) recent);
}

static void
pick (WeftEmojiPicker *self, guint position)
{
  g_autoptr (WeftEmojiItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  if (item == NULL)
    return;
  remember (self, weft_emoji_item_get_text (item));
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[PICKED], 0, weft_emoji_item_get_text (item));
}

static void
on_enter (WeftEmojiPicker *self)
{
  pick (self, gtk_single_selection_get_selected (self->selection));
}

static void
on_grid_activate (GtkGridView *grid, guint position, WeftEmojiPicker *self)
{
  pick (self, position);
}

static gboolean
speak (gpointer user_data)
{
  WeftEmojiPicker *self = user_data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  self->speaking = 0;
  if (n == 0)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("No emoji is called that"),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  else
    {
      g_autoptr (WeftEmojiItem) first = g_list_model_get_item (G_LIST_MODEL (self->store), 0);
      /* Translators: spoken; %s is what the first emoji found is called: "thumbs up, 3 emoji" */
      g_autofree char *said = g_strdup_printf (ngettext ("%s, %u emoji", "%s, %u emoji", n),
                                               weft_emoji_item_get_name (first), n);

      gtk_accessible_announce (GTK_ACCESSIBLE (self), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
  return G_SOURCE_REMOVE;
}

static void
on_search_changed (WeftEmojiPicker *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  fill (self);
  g_clear_handle_id (&self->speaking, g_source_remove);
  if (*get_word (self) != '\0')
    self->speaking = g_timeout_add (PAUSE, speak, self);
}

static void
on_tone (WeftEmojiPicker *self)
{
  g_settings_set_int (self->settings, TONE, (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->tones)));
  fill (self);
}

static void
go_to (WeftEmojiPicker *self, guint position)
{
  gtk_grid_view_scroll_to (GTK_GRID_VIEW (self->grid), position,
                           GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
  gtk_widget_grab_focus (self->grid); /* scrolling gives the focus only to a grid that has it */
}

static void
on_group (GtkButton *button, WeftEmojiPicker *self)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "group"));
  guint last = G_MAXUINT;

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  /* Past those used last, which are of any group. */
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->store)); i > 0; i--)
    {
      g_autoptr (WeftEmojiItem) item = g_list_model_get_item (G_LIST_MODEL (self->store), i - 1);

      if (weft_emoji_item_get_group (item) == number)
        last = i - 1;
      else if (last != G_MAXUINT)
        break;
    }
  if (last != G_MAXUINT)
    go_to (self, last);
}

static gboolean
on_search_key (
    GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, WeftEmojiPicker *self)
{
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
      || g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0)
    return GDK_EVENT_PROPAGATE;
  go_to (self, gtk_single_selection_get_selected (self->selection));
  return GDK_EVENT_STOP;
}

/* What is typed over the grid is searched for. */
static gboolean
on_grid_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, WeftEmojiPicker *self)
{
  gunichar c = gdk_keyval_to_unicode (key);

  if (c == 0 || !g_unichar_isgraph (c) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  gtk_text_grab_focus_without_selecting (GTK_TEXT (self->search));
  return gtk_event_controller_key_forward (keys, self->search);
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), 3);
  gtk_widget_add_css_class (label, "weft-emoji");
  gtk_stack_add_named (GTK_STACK (stack), label, "text");
  gtk_list_item_set_child (item, stack);
}

static void
show_picture (WeftEmojiItem *emoji, GParamSpec *pspec, GtkStack *stack)
{
  GtkWidget *image = gtk_stack_get_child_by_name (stack, "picture");

  /* Most are never one. */
  if (weft_emoji_item_get_picture (emoji) != NULL && image == NULL)
    {
      image = gtk_image_new ();
      gtk_image_set_pixel_size (GTK_IMAGE (image), PICTURE);
      gtk_stack_add_named (stack, image, "picture");
    }
  if (image != NULL)
    gtk_image_set_from_paintable (GTK_IMAGE (image), weft_emoji_item_get_picture (emoji));
  gtk_stack_set_visible_child_name (stack, weft_emoji_item_get_picture (emoji) != NULL ? "picture" : "text");
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  WeftEmojiItem *emoji = gtk_list_item_get_item (item);
  GtkStack *stack = GTK_STACK (gtk_list_item_get_child (item));
  GtkLabel *label = GTK_LABEL (gtk_stack_get_child_by_name (stack, "text"));

  /* Only a name is too wide, of which the picture is to come: a glyph that is wider than three letters is no
   * reason to hide it. */
  gtk_label_set_ellipsize (label, weft_emoji_item_get_group (emoji) == WEFT_EMOJI_GROUP_OWN
                                      ? PANGO_ELLIPSIZE_END
                                      : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_text (label, weft_emoji_item_get_text (emoji));
  gtk_widget_set_tooltip_text (GTK_WIDGET (stack), weft_emoji_item_get_name (emoji));
  gtk_list_item_set_accessible_label (item, weft_emoji_item_get_name (emoji));
  g_signal_connect_object (emoji, "notify::picture", G_CALLBACK (show_picture), stack, G_CONNECT_DEFAULT);
  show_picture (emoji, NULL, stack);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_picture,
                                        gtk_list_item_get_child (item));
}

static GtkWidget *
make_search (WeftEmojiPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (box, "weft-search");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("system-search-symbolic"));
  self->search = g_object_new (GTK_TYPE_TEXT, "accessible-role", GTK_ACCESSIBLE_ROLE_SEARCH_BOX, NULL);
  gtk_text_set_placeholder_text (GTK_TEXT (self->search), _ ("Search emoji…"));
  gtk_text_set_max_length (GTK_TEXT (self->search), 100);
  gtk_widget_set_hexpand (self->search, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search emoji"), -1);
  g_signal_connect_object (self->search, "changed", G_CALLBACK (on_search_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (on_enter), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_search_key), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->search, keys);
  gtk_box_append (GTK_BOX (box), self->search);
  return box;
}

static GtkWidget *
make_grid (WeftEmojiPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  self->store = g_list_store_new (WEFT_TYPE_EMOJI_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->store)));
  self->grid = gtk_grid_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_grid_view_set_min_columns (GTK_GRID_VIEW (self->grid), COLUMNS);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (self->grid), COLUMNS);
  gtk_grid_view_set_single_click_activate (GTK_GRID_VIEW (self->grid), TRUE);
  gtk_grid_view_set_tab_behavior (GTK_GRID_VIEW (self->grid), GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (self->grid, "weft-emojis");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Emoji"),
                                  -1);
  g_signal_connect_object (self->grid, "activate", G_CALLBACK (on_grid_activate), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_grid_key), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->grid, keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->grid);
  return scrolled;
}

static GtkWidget *
make_group (WeftEmojiPicker *self, const char *face, const char *name, guint number)
{
  GtkWidget *button = gtk_button_new ();

  /* A label of the button's own would be its name, whatever is said here. */
  gtk_button_set_child (GTK_BUTTON (button), gtk_label_new (face));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "weft-emoji-group");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "group", GUINT_TO_POINTER (number));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_group), self, G_CONNECT_DEFAULT);
  return button;
}

static GtkWidget *
make_groups (WeftEmojiPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  self->own_group = make_group (self, "⭐", _ ("Emoji of the Workspace"), WEFT_EMOJI_GROUP_OWN);
  gtk_widget_set_visible (self->own_group, FALSE);
  gtk_box_append (GTK_BOX (box), self->own_group);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_box_append (GTK_BOX (box), make_group (self, groups[i].face, _ (groups[i].name), groups[i].number));
  return box;
}

static GtkWidget *
make_tones (WeftEmojiPicker *self)
{
  self->tones = gtk_drop_down_new_from_strings (
      (const char *const[]) { "✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿", NULL });
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->tones), (guint) g_settings_get_int (self->settings, TONE));
  gtk_widget_set_valign (self->tones, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->tones, _ ("Skin tone"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tones), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Skin tone"), -1);
  g_signal_connect_object (self->tones, "notify::selected", G_CALLBACK (on_tone), self, G_CONNECT_SWAPPED);
  return self->tones;
}

static void
weft_emoji_picker_map (GtkWidget *widget)
{
  WeftEmojiPicker *self = WEFT_EMOJI_PICKER (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  fill (self);
  GTK_WIDGET_CLASS (weft_emoji_picker_parent_class)->map (widget);
  gtk_widget_grab_focus (self->search);
}

static void
weft_emoji_picker_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&WEFT_EMOJI_PICKER (widget)->speaking, g_source_remove);
  GTK_WIDGET_CLASS (weft_emoji_picker_parent_class)->unmap (widget);
}

static void
weft_emoji_picker_dispose (GObject *object)
{
  WeftEmojiPicker *self = WEFT_EMOJI_PICKER (object);

  g_clear_handle_id (&self->speaking, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (weft_emoji_picker_parent_class)->dispose (object);
}

static void
weft_emoji_picker_class_init (WeftEmojiPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_emoji_picker_dispose;
  GTK_WIDGET_CLASS (klass)->map = weft_emoji_picker_map;
  GTK_WIDGET_CLASS (klass)->unmap = weft_emoji_picker_unmap;

  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_emoji_picker_init (WeftEmojiPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *nothing = gtk_label_new (_ ("No emoji is called that"));

  self->settings = g_settings_new ("dev.weft.Weft");
  self->stack = gtk_stack_new ();
  gtk_widget_add_css_class (nothing, "dim-label");
  gtk_box_append (GTK_BOX (top), make_search (self));
  gtk_box_append (GTK_BOX (top), make_tones (self));
  gtk_widget_set_hexpand (gtk_widget_get_first_child (top), TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), make_grid (self), "grid");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_box_append (GTK_BOX (box), make_groups (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "weft-emoji-picker");
  gtk_widget_add_css_class (top, "weft-emoji-top");
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

GtkWidget *
weft_emoji_picker_new (void)
{
  return g_object_new (WEFT_TYPE_EMOJI_PICKER, NULL);
}

void
weft_emoji_picker_set_own (WeftEmojiPicker *self, WeftEmojiSource source, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_EMOJI_PICKER (self));

  self->own = source;
  self->own_data = user_data;
  weft_emoji_picker_refresh (self);
}

void
weft_emoji_picker_refresh (WeftEmojiPicker *self)
{
  guint n_own;
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (WEFT_IS_EMOJI_PICKER (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  items = gather (self, &n_own);
  if (!take_pictures (self, items))
    fill (self);
}
