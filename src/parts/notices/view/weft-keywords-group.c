/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/view/weft-keywords-group.h"

#include <glib/gi18n.h>

#include "base/weft-keyword-text.h"
#include "parts/notices/client/weft-keyword-list.h"

struct _WeftKeywordsGroup
{
  AdwPreferencesGroup parent_instance;

  WeftKeywordList *keywords;
  GtkWidget *entry;
  GPtrArray *rows; /* of GtkWidget, unowned: one a keyword */
};

G_DEFINE_FINAL_TYPE (WeftKeywordsGroup, weft_keywords_group, ADW_TYPE_PREFERENCES_GROUP)

static void
announce (WeftKeywordsGroup *self, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_apply (WeftKeywordsGroup *self)
{
  g_autofree char *word = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_autofree char *folded = weft_keyword_fold (word);
  g_autofree char *text = NULL;

  if (*folded == '\0')
    {
      gtk_widget_add_css_class (self->entry, "error");
      announce (self, _ ("There is no letter in it"));
      return;
    }
  dex_future_disown (weft_keyword_list_add (self->keywords, word));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  /* Translators: %s is a keyword */
  text = g_strdup_printf (_ ("You hear of “%s” now"), word);
  announce (self, text);
}

static void
on_changed (WeftKeywordsGroup *self)
{
  gtk_widget_remove_css_class (self->entry, "error");
}

static void
on_remove (GtkButton *button, WeftKeywordsGroup *self)
{
  WeftKeyword *keyword = g_object_get_data (G_OBJECT (button), "keyword");
  /* Translators: %s is a keyword */
  g_autofree char *text = g_strdup_printf (_ ("You do not hear of “%s” any more"), weft_keyword_get_word (keyword));

  dex_future_disown (weft_keyword_list_remove (self->keywords, keyword));
  /* Its row goes, and the focus with it. */
  gtk_widget_grab_focus (self->entry);
  announce (self, text);
}

static GtkWidget *
make_row (WeftKeywordsGroup *self, WeftKeyword *keyword)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is a keyword */
  g_autofree char *tip = g_strdup_printf (_ ("Remove “%s”"), weft_keyword_get_word (keyword));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), weft_keyword_get_word (keyword));
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "keyword", g_object_ref (keyword), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (on_remove), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
update (WeftKeywordsGroup *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->keywords));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftKeyword) keyword = g_list_model_get_item (G_LIST_MODEL (self->keywords), i);
      GtkWidget *row = make_row (self, keyword);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
  gtk_widget_set_sensitive (self->entry, n < WEFT_KEYWORDS_MAX);
}

static void
weft_keywords_group_dispose (GObject *object)
{
  WeftKeywordsGroup *self = WEFT_KEYWORDS_GROUP (object);

  if (self->keywords != NULL)
    g_signal_handlers_disconnect_by_func (self->keywords, update, self);
  g_clear_object (&self->keywords);

  G_OBJECT_CLASS (weft_keywords_group_parent_class)->dispose (object);
}

static void
weft_keywords_group_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_KEYWORDS_GROUP (object)->rows);

  G_OBJECT_CLASS (weft_keywords_group_parent_class)->finalize (object);
}

static void
weft_keywords_group_class_init (WeftKeywordsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_keywords_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_keywords_group_finalize;
}

static void
weft_keywords_group_init (WeftKeywordsGroup *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Keywords"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      _ ("A message in which one of them stands counts as one that mentions you. Capitals and diacritics make no difference."));
  self->entry = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry), _ ("Add a Keyword"));
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (self->entry), WEFT_KEYWORD_LENGTH);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entry), TRUE);
  g_signal_connect_swapped (self->entry, "apply", G_CALLBACK (on_apply), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->entry);
}

GtkWidget *
weft_keywords_group_new (WeftSync *sync)
{
  WeftKeywordsGroup *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_KEYWORDS_GROUP, NULL);
  self->keywords = weft_keyword_list_new (sync);
  g_signal_connect_swapped (self->keywords, "items-changed", G_CALLBACK (update), self);
  update (self);

  return GTK_WIDGET (self);
}
