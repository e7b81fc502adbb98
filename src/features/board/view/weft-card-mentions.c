/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-card-mentions.h"

#include <glib/gi18n.h>

#define MENTIONS_MAX 10

struct _WeftCardMentions
{
  AdwPreferencesGroup parent_instance;

  WeftCards *cards;
  GPtrArray *rows; /* of GtkWidget, unowned: they are in it */
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftCardMentions, weft_card_mentions, ADW_TYPE_PREFERENCES_GROUP)

static WeftLinkedCard *
get_linked (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "linked");
}

static void
update_row (GtkWidget *row)
{
  WeftLinkedCard *linked = get_linked (row);
  WeftCard *card = weft_linked_card_get_card (linked);
  const char *missing = weft_linked_card_get_loading (linked) ? "" : _ ("Not available to you");
  g_autofree char *line = card != NULL ? weft_card_dup_line (card) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), card != NULL ? weft_card_get_title (card) : missing);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line != NULL ? line : "");
  gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), "icon"), card != NULL ? weft_card_get_icon_name (card) : "weft-hash-symbolic");
  gtk_widget_set_sensitive (row, card != NULL);
}

static void
on_activated (WeftCardMentions *self, GtkWidget *row)
{
  g_autofree char *link = weft_link_to_string (weft_linked_card_get_link (get_linked (row)));

  g_signal_emit (self, signals[OPENED], 0, link);
}

static GtkWidget *
make_row (WeftCardMentions *self, const WeftLink *link)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();
  WeftLinkedCard *linked = weft_cards_get (self->cards, link);

  g_object_set_data_full (G_OBJECT (row), "linked", linked, g_object_unref);
  g_object_set_data (G_OBJECT (row), "icon", icon);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (linked, "changed", G_CALLBACK (update_row), row, G_CONNECT_SWAPPED);
  update_row (row);
  return row;
}

/* Whether a row is there for it already. */
static gboolean
has_row (WeftCardMentions *self, const WeftLink *link)
{
  g_autofree char *text = weft_link_to_string (link);

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autofree char *other = weft_link_to_string (weft_linked_card_get_link (get_linked (self->rows->pdata[i])));

      if (g_str_equal (text, other))
        return TRUE;
    }
  return FALSE;
}

static void
weft_card_mentions_dispose (GObject *object)
{
  g_clear_object (&WEFT_CARD_MENTIONS (object)->cards);

  G_OBJECT_CLASS (weft_card_mentions_parent_class)->dispose (object);
}

static void
weft_card_mentions_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_CARD_MENTIONS (object)->rows);

  G_OBJECT_CLASS (weft_card_mentions_parent_class)->finalize (object);
}

static void
weft_card_mentions_class_init (WeftCardMentionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_card_mentions_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_card_mentions_finalize;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_card_mentions_init (WeftCardMentions *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Linked Here"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
weft_card_mentions_new (WeftCards *cards)
{
  WeftCardMentions *self = g_object_new (WEFT_TYPE_CARD_MENTIONS, NULL);

  self->cards = g_object_ref (cards);
  return GTK_WIDGET (self);
}

void
weft_card_mentions_set_text (WeftCardMentions *self, const char *text)
{
  gsize from = 0, start, length;
  WeftLink *found;

  g_return_if_fail (WEFT_IS_CARD_MENTIONS (self));
  g_return_if_fail (text != NULL);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  while (self->rows->len < MENTIONS_MAX && (found = weft_link_find (text, from, &start, &length)) != NULL)
    {
      g_autoptr (WeftLink) link = found;

      from = start + length;
      if (has_row (self, link))
        continue;
      g_ptr_array_add (self->rows, make_row (self, link));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->rows->pdata[self->rows->len - 1]);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}
