/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-project-names.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-project-code.h"

#define NAME_MAX_LENGTH 80 /* characters: as the operation takes */
#define CODE_MAX_LENGTH 8

struct _WeftProjectNames
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *name_row;
  AdwEntryRow *code_row;
  char *guessed; /* (nullable): the code which follows from the name: it goes with it until it is another */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftProjectNames, weft_project_names, ADW_TYPE_PREFERENCES_GROUP)

static char *
dup_field (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
on_code_changed (WeftProjectNames *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_name_changed (WeftProjectNames *self)
{
  g_autofree char *name = dup_field (self->name_row);
  g_autofree char *code = dup_field (self->code_row);
  gboolean own = *code != '\0' && g_strcmp0 (code, self->guessed) != 0;

  g_free (self->guessed);
  self->guessed = weft_project_code_guess (name);
  if (!own)
    gtk_editable_set_text (GTK_EDITABLE (self->code_row), self->guessed);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
weft_project_names_finalize (GObject *object)
{
  g_free (WEFT_PROJECT_NAMES (object)->guessed);

  G_OBJECT_CLASS (weft_project_names_parent_class)->finalize (object);
}

static void
weft_project_names_class_init (WeftProjectNamesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_project_names_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static AdwEntryRow *
add_row (WeftProjectNames *self, const char *title, int max_length, GCallback changed)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), max_length);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_swapped (row, "changed", changed, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return ADW_ENTRY_ROW (row);
}

static void
weft_project_names_init (WeftProjectNames *self)
{
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ ("The keys of its cards begin with the code: WEB-318."));
  self->name_row = add_row (self, _ ("Name"), NAME_MAX_LENGTH, G_CALLBACK (on_name_changed));
  self->code_row = add_row (self, _ ("Code"), CODE_MAX_LENGTH, G_CALLBACK (on_code_changed));
}

void
weft_project_names_set (WeftProjectNames *self, const char *name, const char *code)
{
  g_return_if_fail (WEFT_IS_PROJECT_NAMES (self));

  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  if (code != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->code_row), code);
}

char *
weft_project_names_dup_name (WeftProjectNames *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_NAMES (self), NULL);
  return dup_field (self->name_row);
}

char *
weft_project_names_dup_code (WeftProjectNames *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_NAMES (self), NULL);
  return dup_field (self->code_row);
}

gboolean
weft_project_names_is_valid (WeftProjectNames *self)
{
  g_autofree char *name = weft_project_names_dup_name (self);
  g_autofree char *code = weft_project_names_dup_code (self);

  return *name != '\0' && weft_project_code_is_valid (code);
}

GtkWidget *
weft_project_names_get_first (WeftProjectNames *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_NAMES (self), NULL);
  return GTK_WIDGET (self->name_row);
}
