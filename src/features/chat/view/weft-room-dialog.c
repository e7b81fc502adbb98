/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <glib/gi18n.h>

#include "features/chat/view/weft-room-dialog.h"
#include "parts/people/view/weft-people-picker.h"
#include "ui/weft-text-scale.h"

struct _WeftRoomDialog
{
  AdwDialog parent_instance;

  GtkWidget *accept_button;
  GtkWidget *fields;
  AdwEntryRow *name_row;
  AdwEntryRow *topic_row;
  AdwComboRow *access_row;
  GtkLabel *problem;
  AdwBin *people_bin;
  WeftPeoplePicker *picker;

  WeftRoomDialogKind kind;
  WeftRoomList *rooms;
  WeftRoom *room;
};

enum
{
  MADE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftRoomDialog, weft_room_dialog, ADW_TYPE_DIALOG)

/* In the order of the row's choices. */
static const char *const accesses[] = { "private", "ask", "public" };

static char *
dup_field (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
update (WeftRoomDialog *self)
{
  g_autofree char *name = dup_field (self->name_row);
  gboolean named = self->kind != WEFT_ROOM_DIALOG_NEW_ROOM && self->kind != WEFT_ROOM_DIALOG_EDIT;
  gboolean peopled = self->kind != WEFT_ROOM_DIALOG_NEW_DIRECT;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept",
                                 (named || *name != '\0') && (peopled || weft_people_picker_get_n_chosen (self->picker) > 0));
}

static DexFuture *
on_done (DexFuture *future, gpointer user_data)
{
  WeftRoomDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value == NULL)
    {
      gtk_label_set_text (self->problem, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      update (self);
      return dex_future_new_for_boolean (TRUE);
    }
  /* Below a dialog nothing takes the focus, and closing puts it back where it was: the room is opened after that. */
  adw_dialog_close (ADW_DIALOG (self));
  if (self->room == NULL)
    g_signal_emit (self, signals[MADE], 0, g_value_get_string (value));
  return dex_future_new_for_boolean (TRUE);
}

static void
accept_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  WeftRoomDialog *self = WEFT_ROOM_DIALOG (widget);
  WeftSync *sync = weft_room_list_get_sync (self->rooms);
  g_autofree char *name = dup_field (self->name_row);
  g_autofree char *topic = dup_field (self->topic_row);
  g_auto (GStrv) chosen = self->picker != NULL ? weft_people_picker_dup_chosen (self->picker) : g_new0 (char *, 1);
  const char *access = accesses[MIN (adw_combo_row_get_selected (self->access_row), G_N_ELEMENTS (accesses) - 1)];
  WeftRoom *direct = NULL;
  DexFuture *future = NULL;

  switch (self->kind)
    {
    case WEFT_ROOM_DIALOG_NEW_ROOM:
      future = weft_chat_create_room (sync, "room", name, topic, (const char *const *) chosen, access);
      break;
    case WEFT_ROOM_DIALOG_NEW_DIRECT:
      direct = weft_room_list_find_direct (self->rooms, (const char *const *) chosen);
      future = direct != NULL ? dex_future_new_for_string (weft_room_get_stream (direct))
                              : weft_chat_create_room (sync, "direct", "", "", (const char *const *) chosen, "private");
      break;
    case WEFT_ROOM_DIALOG_EDIT:
      if (!g_str_equal (access, weft_room_get_access (self->room)))
        dex_future_disown (weft_chat_set_access (sync, weft_room_get_stream (self->room), access));
      future = weft_chat_set_room (sync, weft_room_get_stream (self->room), name, topic);
      break;
    default:
      g_assert_not_reached ();
    }
  gtk_widget_action_set_enabled (widget, "dialog.accept", FALSE);
  if (future != NULL)
    dex_future_disown (dex_future_finally (future, on_done, g_object_ref (self), g_object_unref));
}

static void
weft_room_dialog_dispose (GObject *object)
{
  WeftRoomDialog *self = WEFT_ROOM_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_ROOM_DIALOG);
  g_clear_object (&self->rooms);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (weft_room_dialog_parent_class)->dispose (object);
}

static void
weft_room_dialog_class_init (WeftRoomDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_room_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/chat/weft-room-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftRoomDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomDialog, topic_row);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomDialog, access_row);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, WeftRoomDialog, people_bin);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);

  signals[MADE] = g_signal_new ("made", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_room_dialog_init (WeftRoomDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->name_row, "changed", G_CALLBACK (update), self);
}

AdwDialog *
weft_room_dialog_new (WeftRoomDialogKind kind, WeftRoomList *rooms, WeftPeople *people, WeftRoom *room)
{
  static const struct { const char *title; const char *accept; gboolean fields; gboolean people; } kinds[] = {
    [WEFT_ROOM_DIALOG_NEW_ROOM] = { N_("New Room"), N_("C_reate"), TRUE, TRUE },
    [WEFT_ROOM_DIALOG_NEW_DIRECT] = { N_("New Direct Message"), N_("_Start"), FALSE, TRUE },
    [WEFT_ROOM_DIALOG_EDIT] = { N_("Name and Topic"), N_("_Save"), TRUE, FALSE },
  };
  WeftRoomDialog *self = g_object_new (WEFT_TYPE_ROOM_DIALOG, "title", _(kinds[kind].title), "content-width", weft_text_scale (420), NULL);

  self->kind = kind;
  self->rooms = g_object_ref (rooms);
  g_set_object (&self->room, room);
  gtk_button_set_label (GTK_BUTTON (self->accept_button), _(kinds[kind].accept));
  gtk_widget_set_visible (self->fields, kinds[kind].fields);
  if (kinds[kind].people)
    {
      self->picker = WEFT_PEOPLE_PICKER (weft_people_picker_new (people, NULL));
      adw_bin_set_child (self->people_bin, GTK_WIDGET (self->picker));
      g_signal_connect_swapped (self->picker, "changed", G_CALLBACK (update), self);
      adw_dialog_set_content_height (ADW_DIALOG (self), 520);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->people_bin), kinds[kind].people);
  if (room != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), weft_room_get_name (room));
      gtk_editable_set_text (GTK_EDITABLE (self->topic_row), weft_room_get_topic (room));
      for (guint i = 0; i < G_N_ELEMENTS (accesses); i++)
        if (g_strcmp0 (accesses[i], weft_room_get_access (room)) == 0)
          adw_combo_row_set_selected (self->access_row, i);
    }
  adw_dialog_set_focus (ADW_DIALOG (self), kinds[kind].fields ? GTK_WIDGET (self->name_row) : GTK_WIDGET (self->picker));
  update (self);
  return ADW_DIALOG (self);
}
