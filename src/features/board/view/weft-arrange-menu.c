/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-arrange-menu.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-look-words.h"

struct _WeftArrangeMenu
{
  GObject parent_instance;

  WeftBoard *board;    /* (nullable) */
  GMenu *section;
  GMenu *sort_fields;
  GMenu *group_fields;
};

G_DEFINE_FINAL_TYPE (WeftArrangeMenu, weft_arrange_menu, G_TYPE_OBJECT)

static void
add (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

/* A name's _ is no mnemonic. */
static char *
dup_label (const WeftProjectField *field)
{
  g_auto (GStrv) parts = g_strsplit (field->name, "_", -1);

  return g_strjoinv ("__", parts);
}

static gboolean
has (GMenuModel *menu, guint i, const char *attribute, const char *text)
{
  g_autofree char *found = NULL;

  return g_menu_model_get_item_attribute (menu, (int) i, attribute, "s", &found) && g_str_equal (found, text);
}

/* Whether the menu says just these already: who has it open is not disturbed. */
static gboolean
is_told (WeftArrangeMenu *self, GPtrArray *fields)
{
  GMenuModel *menu = G_MENU_MODEL (self->sort_fields);

  if ((guint) g_menu_model_get_n_items (menu) != fields->len)
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];
      g_autofree char *label = dup_label (field);

      if (!has (menu, i, G_MENU_ATTRIBUTE_LABEL, label) || !has (menu, i, G_MENU_ATTRIBUTE_TARGET, weft_sort_to_wire (weft_sort_of_field (field->id))))
        return FALSE;
    }

  return TRUE;
}

static void
update (WeftArrangeMenu *self)
{
  g_autoptr (GPtrArray) fields = self->board != NULL ? g_ptr_array_ref (weft_board_get_fields (self->board)) : g_ptr_array_new ();

  if (is_told (self, fields))
    return;
  g_menu_remove_all (self->sort_fields);
  g_menu_remove_all (self->group_fields);
  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];
      g_autofree char *label = dup_label (field);

      add (self->sort_fields, label, "board.sort", weft_sort_to_wire (weft_sort_of_field (field->id)));
      add (self->group_fields, label, "board.group", weft_grouping_to_wire (weft_grouping_of_field (field->id)));
    }
}

static void
weft_arrange_menu_dispose (GObject *object)
{
  WeftArrangeMenu *self = WEFT_ARRANGE_MENU (object);

  if (self->board != NULL)
    g_signal_handlers_disconnect_by_func (self->board, update, self);
  g_clear_object (&self->board);
  g_clear_object (&self->section);
  g_clear_object (&self->sort_fields);
  g_clear_object (&self->group_fields);

  G_OBJECT_CLASS (weft_arrange_menu_parent_class)->dispose (object);
}

static void
weft_arrange_menu_class_init (WeftArrangeMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_arrange_menu_dispose;
}

static void
weft_arrange_menu_init (WeftArrangeMenu *self)
{
  g_autoptr (GMenu) sorts = g_menu_new ();
  g_autoptr (GMenu) groups = g_menu_new ();
  g_autoptr (GMenu) plain_sorts = g_menu_new ();
  g_autoptr (GMenu) plain_groups = g_menu_new ();
  g_autoptr (GMenu) way = g_menu_new ();

  self->section = g_menu_new ();
  self->sort_fields = g_menu_new ();
  self->group_fields = g_menu_new ();
  for (guint i = 0; i < WEFT_N_SORTS; i++)
    add (plain_sorts, weft_sort_get_label (i), "board.sort", weft_sort_to_wire ((WeftTaskSort) { i, NULL }));
  for (guint i = 0; i < WEFT_N_GROUPINGS; i++)
    add (plain_groups, weft_grouping_get_label (i), "board.group", weft_grouping_to_wire ((WeftTaskGrouping) { i, NULL }));
  g_menu_append_section (sorts, NULL, G_MENU_MODEL (plain_sorts));
  g_menu_append_section (sorts, NULL, G_MENU_MODEL (self->sort_fields));
  g_menu_append (way, _ ("_Other Way Round"), "board.descending");
  g_menu_append_section (sorts, NULL, G_MENU_MODEL (way));
  g_menu_append_section (groups, NULL, G_MENU_MODEL (plain_groups));
  g_menu_append_section (groups, NULL, G_MENU_MODEL (self->group_fields));
  g_menu_append_submenu (self->section, _ ("So_rt By"), G_MENU_MODEL (sorts));
  g_menu_append_submenu (self->section, _ ("_Group By"), G_MENU_MODEL (groups));
}

WeftArrangeMenu *
weft_arrange_menu_new (void)
{
  return g_object_new (WEFT_TYPE_ARRANGE_MENU, NULL);
}

GMenuModel *
weft_arrange_menu_get_model (WeftArrangeMenu *self)
{
  g_return_val_if_fail (WEFT_IS_ARRANGE_MENU (self), NULL);
  return G_MENU_MODEL (self->section);
}

void
weft_arrange_menu_set_board (WeftArrangeMenu *self, WeftBoard *board)
{
  g_return_if_fail (WEFT_IS_ARRANGE_MENU (self));

  if (self->board == board)
    return;
  if (self->board != NULL)
    g_signal_handlers_disconnect_by_func (self->board, update, self);
  g_set_object (&self->board, board);
  if (board != NULL)
    g_signal_connect_swapped (board, "changed", G_CALLBACK (update), self);
  update (self);
}
