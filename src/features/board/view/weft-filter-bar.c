/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-filter-bar.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-filter-menu.h"
#include "ui/weft-field-keys.h"

#define WIDTH 34   /* characters of the entry, where there is room */
#define PAUSE 700  /* ms without a key, after which it is said what was found */

struct _WeftFilterBar
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftMemberList *members;
  guint announce;
  gboolean showing; /* what the lens has is put into the entry */

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *menu;
  GtkWidget *count;
  GtkWidget *problem;
  GtkWidget *problem_text;
};

enum
{
  LEFT,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFilterBar, weft_filter_bar, GTK_TYPE_WIDGET)

static char *
dup_count (WeftFilterBar *self)
{
  guint n_tasks;
  guint n = weft_board_lens_count (self->lens, &n_tasks);

  if (weft_board_lens_is_clear (self->lens))
    return g_strdup_printf (ngettext ("%u card", "%u cards", n_tasks), n_tasks);
  /* Translators: how many cards a filter lets through, and how many there are. */
  return g_strdup_printf (ngettext ("%u of %u card", "%u of %u cards", n_tasks), n, n_tasks);
}

/* (nullable) */
static char *
dup_problem (WeftFilterBar *self)
{
  const char *operator;
  const char *value;

  if (!weft_board_lens_get_problem (self->lens, &operator, & value))
    return NULL;
  if (value == NULL)
    /* Translators: %s is what somebody wrote before a colon in a filter, as in "owner:An". */
    return g_strdup_printf (_ ("“%s:” is nothing cards are filtered by; it is looked for as words."), operator);
  /* Translators: the first %s is what cards are filtered by, as it is typed ("label"), the second what somebody wrote after the colon. */
  return g_strdup_printf (_ ("No card can have “%s:%s”."), operator, value);
}

static void
say_count (gpointer user_data)
{
  WeftFilterBar *self = user_data;
  g_autofree char *count = dup_count (self);
  g_autofree char *problem = dup_problem (self);
  g_autofree char *said = problem != NULL ? g_strdup_printf ("%s. %s", count, problem) : g_strdup (count);

  self->announce = 0;
  gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static void
update (WeftFilterBar *self)
{
  g_autofree char *count = dup_count (self);
  g_autofree char *problem = dup_problem (self);

  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_widget_set_visible (self->problem, problem != NULL);
  gtk_label_set_text (GTK_LABEL (self->problem_text), problem != NULL ? problem : "");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* Nobody counts what is not to be seen. */
static void
on_told (WeftFilterBar *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

static void
on_lens_changed (WeftFilterBar *self)
{
  const char *text = weft_board_lens_get_text (self->lens);

  update (self);
  if (g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    return;
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->showing = FALSE;
}

/* At each key: a board is filtered within a frame. */
static void
on_typed (WeftFilterBar *self)
{
  if (self->showing)
    return;

  weft_board_lens_set_text (self->lens, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_clear_handle_id (&self->announce, g_source_remove);
  self->announce = g_timeout_add_once (PAUSE, say_count, self);
}

static void
close_bar (WeftFilterBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  g_clear_handle_id (&self->announce, g_source_remove);
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, WeftFilterBar *self)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      g_signal_emit (self, signals[LEFT], 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      close_bar (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_term (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftFilterBar *self = WEFT_FILTER_BAR (widget);
  g_autofree char *text = weft_task_filter_toggle (gtk_editable_get_text (GTK_EDITABLE (self->entry)), g_variant_get_string (parameter, NULL));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
make_popup (GtkMenuButton *button, gpointer user_data)
{
  WeftFilterBar *self = user_data;
  g_autoptr (GMenuModel) menu = weft_filter_menu_new (weft_board_lens_get_board (self->lens), self->members, "filter.term");

  gtk_menu_button_set_menu_model (button, menu);
  /* It stands where a narrow window ends. */
  gtk_widget_set_halign (GTK_WIDGET (gtk_menu_button_get_popover (button)), GTK_ALIGN_END);
}

static void
weft_filter_bar_dispose (GObject *object)
{
  WeftFilterBar *self = WEFT_FILTER_BAR (object);

  g_clear_handle_id (&self->announce, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->members);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_filter_bar_parent_class)->dispose (object);
}

static void
weft_filter_bar_class_init (WeftFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_filter_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEARCH);
  gtk_widget_class_install_action (widget_class, "filter.term", "s", on_term);

  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_field (WeftFilterBar *self)
{
  GtkWidget *field = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->entry = gtk_search_entry_new ();
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->entry), _ ("Filter cards…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Filter cards"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  /* Translators: keep the words before the colons: they are typed as they stand. */
                                  _ ("Words of a title or a key, and conditions as label:bug, assignee:me, is:blocked, due:7d; a hyphen before one means without."), -1);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 12);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), WIDTH);
  gtk_widget_set_hexpand (self->entry, TRUE);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_typed), self);
  weft_field_keys_add (self->entry, self->entry, G_CALLBACK (on_key), self);
  self->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->menu), "list-add-symbolic");
  gtk_widget_add_css_class (self->menu, "flat");
  gtk_widget_set_tooltip_text (self->menu, _ ("Add a Condition"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->menu), make_popup, self, NULL);
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_set_tooltip_text (close, _ ("Show All Cards"));
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (close_bar), self);
  gtk_box_append (GTK_BOX (field), self->entry);
  gtk_box_append (GTK_BOX (field), self->menu);
  gtk_box_append (GTK_BOX (field), close);
  gtk_widget_set_hexpand (field, FALSE);
  return field;
}

static void
weft_filter_bar_init (WeftFilterBar *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->box = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->box), 12);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->box), 4);
  adw_wrap_box_set_natural_line_length (ADW_WRAP_BOX (self->box), 760);
  gtk_widget_add_css_class (self->box, "weft-filter-bar");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  adw_wrap_box_append (ADW_WRAP_BOX (self->box), make_field (self));
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "weft-meta");
  adw_wrap_box_append (ADW_WRAP_BOX (self->box), self->count);
  self->problem = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->problem, "weft-over");
  gtk_widget_add_css_class (self->problem, "weft-small");
  self->problem_text = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->problem_text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->problem_text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->problem_text), 0);
  gtk_box_append (GTK_BOX (self->problem), icon);
  gtk_box_append (GTK_BOX (self->problem), self->problem_text);
  adw_wrap_box_append (ADW_WRAP_BOX (self->box), self->problem);
}

GtkWidget *
weft_filter_bar_new (WeftBoardLens *lens, WeftPeople *people)
{
  WeftFilterBar *self = g_object_new (WEFT_TYPE_FILTER_BAR, NULL);
  WeftBoard *board = weft_board_lens_get_board (lens);

  self->lens = g_object_ref (lens);
  self->members = weft_member_list_new (people, weft_board_get_stream (board));
  g_signal_connect_object (lens, "changed", G_CALLBACK (on_lens_changed), self, G_CONNECT_SWAPPED);
  /* How many there are is another thing while nothing is asked for. */
  g_signal_connect_object (board, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (update), NULL);
  on_lens_changed (self);
  return GTK_WIDGET (self);
}

void
weft_filter_bar_focus (WeftFilterBar *self)
{
  g_return_if_fail (WEFT_IS_FILTER_BAR (self));

  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

gboolean
weft_filter_bar_has_focus (WeftFilterBar *self)
{
  g_return_val_if_fail (WEFT_IS_FILTER_BAR (self), FALSE);
  return (gtk_widget_get_state_flags (self->entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}
