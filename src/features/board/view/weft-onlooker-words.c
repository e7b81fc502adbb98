/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-onlooker-words.h"

#include <glib/gi18n.h>

static const char *
get_name (WeftPeople *people, const char *id)
{
  WeftPerson *person = weft_people_lookup (people, id);

  return person != NULL ? weft_person_get_name (person) : _ ("Someone");
}

static char *
describe_project (WeftPeople *people, GPtrArray *ids)
{
  const char *first = get_name (people, ids->pdata[0]);

  if (ids->len == 1)
    /* Translators: %s is a person. */
    return g_strdup_printf (_ ("%s looks at this project"), first);
  if (ids->len == 2)
    return g_strdup_printf (_ ("%s and %s look at this project"), first, get_name (people, ids->pdata[1]));
  return g_strdup_printf (ngettext ("%s, %s and %u more person look at this project", "%s, %s and %u more people look at this project", ids->len - 2), first,
                          get_name (people, ids->pdata[1]), ids->len - 2);
}

static char *
describe_task (WeftPeople *people, GPtrArray *ids)
{
  const char *first = get_name (people, ids->pdata[0]);

  if (ids->len == 1)
    /* Translators: %s is a person. */
    return g_strdup_printf (_ ("%s has this card open"), first);
  if (ids->len == 2)
    return g_strdup_printf (_ ("%s and %s have this card open"), first, get_name (people, ids->pdata[1]));
  return g_strdup_printf (ngettext ("%s, %s and %u more person have this card open", "%s, %s and %u more people have this card open", ids->len - 2), first,
                          get_name (people, ids->pdata[1]), ids->len - 2);
}

char *
weft_onlookers_describe (WeftOnlookers *self, WeftPeople *people, const char *task)
{
  g_autoptr (GPtrArray) ids = weft_onlookers_list (self, task);

  if (ids->len == 0)
    return NULL;
  return task != NULL ? describe_task (people, ids) : describe_project (people, ids);
}

char *
weft_onlookers_describe_person (WeftOnlookers *self, WeftBoard *board, const char *person)
{
  const char *opened = weft_onlookers_get_opened (self, person);
  WeftTask *task = opened != NULL ? weft_board_find_task (board, opened) : NULL;
  g_autofree char *key = task != NULL ? weft_board_dup_key (board, task) : NULL;

  if (key != NULL)
    /* Translators: below a person's name; %s is the key of a card: WEB-318. */
    return g_strdup_printf (_ ("Has %s open"), key);
  return g_strdup (_ ("Looks at the board"));
}

char *
weft_onlookers_describe_card (WeftOnlookers *self, WeftPeople *people, const char *task)
{
  const char *holder = weft_onlookers_find_holder (self, task);

  if (holder != NULL)
    /* Translators: %s is a person who has picked a card up, and not yet dropped it. */
    return g_strdup_printf (_ ("%s holds this card"), get_name (people, holder));
  return weft_onlookers_describe (self, people, task);
}

const char *
weft_onlookers_find_marked (WeftOnlookers *self, WeftPeople *people, const char *task, const char **name, gboolean *held)
{
  const char *holder = weft_onlookers_find_holder (self, task);
  const char *id = holder != NULL ? holder : weft_onlookers_find_opener (self, task);

  *held = holder != NULL;
  *name = id != NULL ? get_name (people, id) : NULL;
  return id;
}
