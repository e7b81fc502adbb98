/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-field-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/weft-id-map.h"
#include "features/board/view/weft-task-words.h"

#define NUMBER_MAX 1e15 /* beyond it not every whole number can be told from the next */
#define PLACES 10       /* behind the point */

const char *
weft_field_kind_get_label (WeftFieldKind kind)
{
  static const char *const labels[WEFT_N_FIELD_KINDS] = { N_ ("Text"), N_ ("Number"), N_ ("Date"), N_ ("Choice"), N_ ("Person") };

  return _ (labels[kind]);
}

/* Without zeros at the end of what is behind the point. */
static char *
drop_zeros (char *number)
{
  char *end = number + strlen (number);

  while (end > number && end[-1] == '0')
    end--;
  if (end > number && !g_ascii_isdigit (end[-1]))
    /* The point, which may be of several bytes. */
    while (end > number && !g_ascii_isdigit (end[-1]))
      end--;
  *end = '\0';
  return number;
}

char *
weft_number_describe (const char *value)
{
  return drop_zeros (g_strdup_printf ("%.*f", PLACES, g_ascii_strtod (value, NULL)));
}

char *
weft_number_parse (const char *text)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;
  double value = g_strtod (number, &end);

  if (*number == '\0' || *end != '\0' || !isfinite (value) || fabs (value) >= NUMBER_MAX)
    return NULL;
  return drop_zeros (g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10f", value)));
}

char *
weft_field_describe (const WeftProjectField *field, WeftPeople *people, const char *value)
{
  g_autoptr (GTimeZone) zone = NULL;
  WeftPerson *person;
  WeftDueState state;

  switch (field->kind)
    {
    case WEFT_FIELD_NUMBER:
      return weft_number_describe (value);
    case WEFT_FIELD_DATE:
      zone = g_time_zone_new_local ();
      return weft_due_describe (g_ascii_strtoll (value, NULL, 10), g_get_real_time () / 1000, zone, &state);
    case WEFT_FIELD_SELECT:
      return weft_id_map_dup (field->options, value);
    case WEFT_FIELD_PERSON:
      person = weft_people_lookup (people, value);
      return person != NULL ? g_strdup (weft_person_get_name (person)) : NULL;
    case WEFT_FIELD_TEXT:
    default:
      return g_strdup (value);
    }
}

char *
weft_fields_describe (WeftBoard *board, WeftPeople *people, const WeftTaskRecord *record)
{
  GPtrArray *fields = weft_board_get_fields (board);
  g_autoptr (GString) out = NULL;

  if (record->field_values == NULL)
    return NULL;

  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];
      g_autofree char *value = field->shown ? weft_id_map_dup (record->field_values, field->id) : NULL;
      g_autofree char *text = value != NULL ? weft_field_describe (field, people, value) : NULL;

      if (text == NULL)
        continue;
      if (out == NULL)
        out = g_string_new (NULL);
      else
        g_string_append (out, " · ");
      g_string_append_printf (out, "%s %s", field->name, text);
    }

  return out != NULL ? g_string_free_and_steal (g_steal_pointer (&out)) : NULL;
}
