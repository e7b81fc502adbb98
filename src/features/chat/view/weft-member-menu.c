/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/chat/view/weft-member-menu.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"

#define DAY G_GINT64_CONSTANT (86400000) /* ms */

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_ends (const char *person)
{
  static const struct
  {
    const char *label;
    int days;
  } ends[] = { { N_("Access Ends in a _Week"), 7 },
              { N_("Access Ends in a Mo_nth"), 30 },
              { N_("Access Ends in _Three Months"), 90 },
              { N_("Access _Does Not End"), 0 } };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    append (menu, _(ends[i].label), "panel.limit", g_variant_new ("(si)", person, ends[i].days));

  return G_MENU_MODEL (menu);
}

static gboolean
is_called (const char *role, const char *name)
{
  return g_strcmp0 (role, name) == 0;
}

GMenuModel *
weft_member_menu_make (WeftPeople *people, WeftMemberList *members, WeftRoom *room, WeftPerson *person)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) here = g_menu_new ();
  g_autoptr (GMenu) everywhere = g_menu_new ();
  g_autoptr (GMenuModel) ends = NULL;
  WeftPerson *me = weft_people_get_me (people);
  gboolean guest;
  const char *id;

  if (person == NULL || weft_person_get_me (person))
    return NULL;

  id = weft_person_get_id (person);
  guest = is_called (weft_person_get_role (person), "guest");
  if (!weft_room_get_direct (room) && is_called (weft_room_get_role (room), "admin"))
    {
      if (is_called (weft_member_list_get_role (members, id), "admin"))
        append (here, _("Make a _Member"), "panel.demote", g_variant_new_string (id));
      else if (!guest)
        append (here, _("Make an _Administrator"), "panel.promote", g_variant_new_string (id));
      append (here, _("_Remove from the Room"), "panel.remove", g_variant_new_string (id));
    }
  if (me != NULL && is_called (weft_person_get_role (me), "admin") && guest)
    {
      ends = make_ends (id);
      append (everywhere, _("Make a _Member of the Workspace"), "panel.make-member", g_variant_new_string (id));
    }
  else if (me != NULL && is_called (weft_person_get_role (me), "admin") && is_called (weft_person_get_role (person), "member"))
    append (everywhere, _("Make a _Guest of the Workspace"), "panel.make-guest", g_variant_new_string (id));

  if (g_menu_model_get_n_items (G_MENU_MODEL (here)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (here));
  if (ends != NULL)
    g_menu_append_section (menu, NULL, ends);
  if (g_menu_model_get_n_items (G_MENU_MODEL (everywhere)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (everywhere));

  return g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0 ? G_MENU_MODEL (g_steal_pointer (&menu)) : NULL;
}

void
weft_member_menu_run (WeftPeople *people, WeftRoom *room, const char *name, GVariant *parameter)
{
  const char *stream = weft_room_get_stream (room);
  const char *person;

  if (g_str_equal (name, "panel.limit"))
    {
      int days;

      g_variant_get (parameter, "(&si)", &person, &days);
      dex_future_disown (
          weft_people_limit_guest (people, person, days > 0 ? weft_clock_now (weft_clock_get_system ()) + days * DAY : 0));
      return;
    }

  person = g_variant_get_string (parameter, NULL);
  if (g_str_equal (name, "panel.remove"))
    dex_future_disown (weft_people_remove_member (people, stream, person));
  else if (g_str_equal (name, "panel.make-member"))
    dex_future_disown (weft_people_set_role (people, person, "member"));
  else if (g_str_equal (name, "panel.make-guest"))
    dex_future_disown (weft_people_set_role (people, person, "guest"));
  else
    dex_future_disown (weft_people_set_member_role (people, stream, person, g_str_equal (name, "panel.promote") ? "admin" : "member"));
}
