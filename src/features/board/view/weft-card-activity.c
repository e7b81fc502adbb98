/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-card-activity.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-json.h"
#include "features/board/view/weft-activity-words.h"
#include "ui/weft-moment.h"

#define PAGE 50 /* a page is read on the main thread */

struct _WeftCardActivity
{
  AdwBin parent_instance;

  WeftBoard *board;
  WeftPeople *people;
  char *id;
  gint64 cursor;   /* where it goes on; -1: nowhere */
  gboolean asking;
  GPtrArray *roots; /* of JsonNode: events, the newest first; the newest @n_shown have a row */
  guint n_shown;

  AdwPreferencesGroup *group;
  GtkWidget *more; /* (nullable): the button below */
};

G_DEFINE_FINAL_TYPE (WeftCardActivity, weft_card_activity, ADW_TYPE_BIN)

static void ask (WeftCardActivity *self);

static JsonObject *
get_event (WeftCardActivity *self, guint index)
{
  return json_node_get_object (self->roots->pdata[index]);
}

/* In which status it was before the event @index. */
static const char *
find_from (WeftCardActivity *self, guint index)
{
  for (guint i = index + 1; i < self->roots->len; i++)
    {
      JsonObject *body = json_object_get_object_member (get_event (self, i), "body");
      const char *status = weft_activity_get_status (get_event (self, i));

      /* The making of a part of it says nothing of where it was. */
      if (status != NULL && (json_object_has_member (body, "ids") || g_strcmp0 (json_object_get_string_member_with_default (body, "id", NULL), self->id) == 0))
        return status;
    }

  return NULL;
}

static const char *
get_author (WeftCardActivity *self, const char *by)
{
  WeftPerson *person;

  if (g_strcmp0 (by, weft_sync_get_person (weft_board_get_sync (self->board))) == 0)
    return _ ("You");
  person = weft_people_lookup (self->people, by);
  return person != NULL ? weft_person_get_name (person) : _ ("Somebody");
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

/* Returns: (nullable) */
static GtkWidget *
make_row (WeftCardActivity *self, guint index)
{
  JsonObject *event = get_event (self, index);
  gint64 at = json_object_get_int_member_with_default (event, "at", 0);
  g_autofree char *text = weft_activity_describe (self->board, self->people, self->id, event,
                                                  get_author (self, json_object_get_string_member_with_default (event, "by", "")),
                                                  find_from (self, index));
  g_autofree char *ago = weft_moment_dup_ago (at, g_get_real_time () / 1000);
  g_autofree char *said = NULL;
  GtkWidget *box;
  GtkWidget *row;

  if (text == NULL)
    return NULL;
  /* Translators: spoken: what somebody did to a card, and when: “An moved it from To do to Doing, 2 hours ago”. */
  said = g_strdup_printf (_ ("%s, %s"), text, ago);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (box, "weft-activity-entry");
  gtk_box_append (GTK_BOX (box), make_label (text, "body"));
  gtk_box_append (GTK_BOX (box), make_label (ago, "weft-meta"));
  /* Not a row with a title: its name would be that alone. */
  row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "child", box, "activatable", FALSE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  return row;
}

static void
set_more (WeftCardActivity *self, const char *label)
{
  if (self->more != NULL)
    adw_preferences_group_remove (self->group, self->more);
  self->more = NULL;
  if (label == NULL)
    return;

  self->more = adw_button_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more), label);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self->more), FALSE);
  g_signal_connect_object (self->more, "activated", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, self->more);
}

/* Who waits for it hears of it, and stands on the first that came. */
static void
show_rows (WeftCardActivity *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  GtkWidget *first = NULL;

  set_more (self, NULL);
  for (; self->n_shown < self->roots->len; self->n_shown++)
    {
      GtkWidget *row = make_row (self, self->n_shown);

      if (row == NULL)
        continue;
      adw_preferences_group_add (self->group, row);
      if (first == NULL)
        first = row;
    }
  if (self->cursor >= 0)
    set_more (self, _ ("Show More"));
  if (focused && first != NULL)
    gtk_widget_grab_focus (first);
}

static gboolean
take (WeftCardActivity *self, const char *text, GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (text, strlen (text), error);
  JsonArray *items;
  gint64 cursor = -1;

  if (root == NULL || !weft_json_get_array (json_node_get_object (root), "items", &items, error)
      || (weft_json_has (json_node_get_object (root), "cursor") && !weft_json_get_int (json_node_get_object (root), "cursor", &cursor, error)))
    return FALSE;
  self->cursor = cursor;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      JsonObject *body;

      if (!JSON_NODE_HOLDS_OBJECT (node) || !weft_json_get_object (json_node_get_object (node), "body", &body, error))
        return FALSE;
      g_ptr_array_add (self->roots, json_node_copy (node));
    }

  return TRUE;
}

static DexFuture *
on_answer (DexFuture *future, gpointer user_data)
{
  WeftCardActivity *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->asking = FALSE;
  if (self->board == NULL)
    return dex_future_new_for_boolean (FALSE);
  if (value != NULL && take (self, g_value_get_string (value), &error))
    {
      adw_preferences_group_set_description (self->group, NULL);
      show_rows (self);
    }
  else
    {
      g_autofree char *reason = weft_error_dup_reason (error->message);
      const char *told = g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE)
                             ? _ ("What happened is kept by the server: it can be seen when the connection is back.")
                             : reason;

      adw_preferences_group_set_description (self->group, told);
      gtk_accessible_announce (GTK_ACCESSIBLE (self), told, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }

  return dex_future_new_for_boolean (TRUE);
}

static void
ask (WeftCardActivity *self)
{
  g_autofree char *row = g_strconcat ("task:", self->id, NULL);
  WeftQuestion question = { .stream = weft_board_get_stream (self->board), .what = "events", .row = row, .from = -1, .to = -1, .at = -1,
                            .cursor = self->cursor, .limit = PAGE };

  if (self->asking)
    return;
  self->asking = TRUE;
  dex_future_disown (
      dex_future_finally (weft_sync_ask (weft_board_get_sync (self->board), &question), on_answer, g_object_ref (self), g_object_unref));
}

static void
weft_card_activity_dispose (GObject *object)
{
  WeftCardActivity *self = WEFT_CARD_ACTIVITY (object);

  g_clear_object (&self->people);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_card_activity_parent_class)->dispose (object);
}

static void
weft_card_activity_finalize (GObject *object)
{
  WeftCardActivity *self = WEFT_CARD_ACTIVITY (object);

  g_ptr_array_unref (self->roots);
  g_free (self->id);

  G_OBJECT_CLASS (weft_card_activity_parent_class)->finalize (object);
}

static void
weft_card_activity_class_init (WeftCardActivityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_card_activity_dispose;
  object_class->finalize = weft_card_activity_finalize;
}

static void
weft_card_activity_init (WeftCardActivity *self)
{
  self->cursor = -1;
  self->roots = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Activity"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  set_more (self, _ ("Show What Happened"));
}

GtkWidget *
weft_card_activity_new (WeftBoard *board, WeftPeople *people, WeftTask *task)
{
  WeftCardActivity *self;

  g_return_val_if_fail (WEFT_IS_BOARD (board), NULL);

  self = g_object_new (WEFT_TYPE_CARD_ACTIVITY, NULL);
  self->board = g_object_ref (board);
  self->people = g_object_ref (people);
  self->id = g_strdup (weft_task_get_id (task));
  return GTK_WIDGET (self);
}
