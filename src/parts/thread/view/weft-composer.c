/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-id.h"
#include "base/weft-markdown.h"
#include "parts/files/view/weft-file-bringing.h"
#include "parts/phrases/view/weft-phrase-dialog.h"
#include "parts/pictures/view/weft-emoji-dialog.h"
#include "parts/pictures/view/weft-sticker-dialog.h"
#include "parts/thread/client/weft-draft.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/view/weft-asking-bar.h"
#include "parts/thread/view/weft-audience.h"
#include "parts/thread/view/weft-composer-words.h"
#include "parts/thread/view/weft-composer.h"
#include "parts/thread/view/weft-draft-bar.h"
#include "parts/thread/view/weft-edit-bar.h"
#include "parts/thread/view/weft-long-text-bar.h"
#include "parts/thread/view/weft-poll-dialog.h"
#include "ui/weft-emoji-picker.h"

#define DRAFT_DELAY 1000          /* ms of silence after which a draft is kept */
#define LONG_DELAY 3000           /* and one which is uploaded */
#define PIECE_MIN 1000            /* characters: what is pasted and is shorter is no file of its own */
#define TEXT_MARGINS 16           /* px beside the text, in the template */
#define ONE_LINE_MAX 200          /* characters that no line holds where it is narrow */
#define TYPING_INTERVAL 3000000   /* µs between two signs of typing */

struct _WeftComposer
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkRevealer *reply_revealer;
  GtkImage *reply_image;
  GtkLabel *reply_label;
  GtkScrolledWindow *scrolled;
  GtkTextView *text_view;
  GtkLabel *placeholder;
  WeftAskingBar *asking_bar;
  WeftLongTextBar *long_text_bar;
  WeftDraftBar *draft_bar;
  WeftEditBar *edit_bar;
  GtkMenuButton *asking_button;
  GtkWidget *emoji_button;
  GtkWidget *send_button;
  GtkWidget *emoji_picker;
  GtkWidget *row;    /* the text and its buttons */
  GtkWidget *spring; /* keeps the buttons apart where they have a row to themselves */
  GtkWidget *text;  /* with what stands over it */
  WeftFileTray *tray;
  GtkWidget *later_button;
  GtkLabel *problem; /* why what was written is not sent */
  WeftComposerAddress address; /* (nullable) */
  gpointer address_data;

  WeftCompletion *completion;
  WeftComposerWords words;
  char *wanted;     /* (nullable): what is sent when the person has agreed to whom it calls */
  WeftSync *sync;
  char *stream;
  char *place;      /* (nullable): under which the draft is kept: the stream or a thread of it; NULL: not known yet */
  char *reply_to;   /* (nullable): id of the message that is answered */
  char *editing;    /* (nullable): id of the message that is changed */
  char *seen;       /* (nullable): its text when the change began */
  char *failed;     /* (nullable): the refused operation which sending the text replaces */
  char *set_aside;  /* (nullable): what was typed before editing */
  WeftDraft *draft;  /* of what is typed */
  WeftDraft *change; /* of what the message is to say that is changed */
  GHashTable *long_texts; /* place → what was written there and is longer than a draft may be */
  gint64 typing_at;
  guint draft_source;
  gboolean preedit;
  gboolean narrow;
  gboolean stacked;   /* the buttons stand below the text */
  gboolean always_stacked;
  gboolean pollless;  /* opens no polls */
  gboolean filling; /* the text changes by program */
};

enum
{
  EDIT_LAST,
  SENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftComposer, weft_composer, GTK_TYPE_WIDGET)

static char *
dup_text (WeftComposer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
fill (WeftComposer *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter end;

  self->filling = TRUE;
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  self->filling = FALSE;
}

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* What a message says already is no draft. */
static void
save_edit (WeftComposer *self)
{
  g_autofree char *text = self->editing != NULL ? dup_text (self) : NULL;

  if (text != NULL)
    weft_draft_keep (self->change, g_strcmp0 (text, self->seen) != 0 ? text : "");
}

/* It is sent, or given up. */
static void
forget_edit (WeftComposer *self)
{
  if (self->editing != NULL)
    weft_draft_keep (self->change, "");
}

void
weft_composer_save (WeftComposer *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (WEFT_IS_COMPOSER (self));

  g_clear_handle_id (&self->draft_source, g_source_remove);
  save_edit (self);
  text = self->editing != NULL || self->failed != NULL ? g_strdup (self->set_aside != NULL ? self->set_aside : "") : dup_text (self);
  weft_draft_keep (self->draft, text);
}

static gboolean
on_draft_idle (gpointer user_data)
{
  WeftComposer *self = user_data;

  self->draft_source = 0;
  weft_composer_save (self);
  return G_SOURCE_REMOVE;
}

static void
update (WeftComposer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autofree char *text = dup_text (self);
  gboolean blank = is_blank (text);

  weft_asking_bar_set_text (self->asking_bar, text, self->words.people, self->words.groups);
  weft_draft_bar_set_written (self->draft_bar, text);
  weft_long_text_bar_set_length (self->long_text_bar, gtk_text_buffer_get_char_count (buffer), self->place != NULL && self->editing == NULL && self->failed == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), gtk_text_buffer_get_char_count (buffer) == 0 && !self->preedit);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send",
                                 (!blank || self->preedit || (weft_file_tray_get_n (self->tray) > 0 && self->editing == NULL)) && !weft_file_tray_is_busy (self->tray) && self->stream != NULL && gtk_text_buffer_get_char_count (buffer) <= WEFT_THREAD_TEXT_MAX);
}

static void
update_reply (WeftComposer *self)
{
  gboolean reveal = self->reply_to != NULL || self->editing != NULL || self->failed != NULL;

  self->words.editing = self->editing != NULL || self->failed != NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->asking_button), self->editing == NULL);
  gtk_revealer_set_reveal_child (self->reply_revealer, reveal);
  gtk_widget_set_can_focus (GTK_WIDGET (self->reply_revealer), reveal); /* its button is still there while it closes */
}

/* Whether the text takes more than the line which it has beside the buttons. */
static gboolean
needs_lines (WeftComposer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  int width = gtk_widget_get_width (self->row) - TEXT_MARGINS, needed;
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  if (gtk_text_buffer_get_char_count (buffer) == 0 || width <= 0)
    return FALSE;
  if (gtk_text_buffer_get_line_count (buffer) > 1 || gtk_text_buffer_get_char_count (buffer) > ONE_LINE_MAX)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (self->row); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != self->text && child != self->spring && gtk_widget_get_visible (child))
      {
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &needed, NULL, NULL);
        width -= needed + gtk_grid_get_column_spacing (GTK_GRID (self->row));
      }
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->text_view), text);
  pango_layout_get_pixel_size (layout, &needed, NULL);
  return needed > width;
}

/* The buttons below the text, which has the whole width then. Nothing changes its parent, for the text has the focus. */
static void
update_stacked (WeftComposer *self)
{
  GtkLayoutManager *grid = gtk_widget_get_layout_manager (self->row);
  gboolean stacked = self->always_stacked || (self->narrow && needs_lines (self));
  int n_columns = 0;

  if (self->stacked == stacked)
    return;
  self->stacked = stacked;
  for (GtkWidget *child = gtk_widget_get_first_child (self->row); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != self->text && child != self->spring)
      {
        g_object_set (gtk_layout_manager_get_layout_child (grid, child), "row", stacked ? 1 : 0, NULL);
        n_columns++;
      }
  g_object_set (gtk_layout_manager_get_layout_child (grid, self->text), "column", stacked ? 0 : 1, "column-span", stacked ? n_columns + 1 : 1, NULL);
}

static void
on_buffer_changed (GtkTextBuffer *buffer, WeftComposer *self)
{
  update (self);
  update_stacked (self);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  if (self->filling || self->stream == NULL)
    return;
  if (!self->preedit)
    weft_completion_update (self->completion);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->draft_source = g_timeout_add (gtk_text_buffer_get_char_count (buffer) > WEFT_THREAD_TEXT_MAX ? LONG_DELAY : DRAFT_DELAY, on_draft_idle, self);
  if (gtk_text_buffer_get_char_count (buffer) > 0 && self->editing == NULL && g_strcmp0 (self->place, self->stream) == 0 && g_get_monotonic_time () - self->typing_at > TYPING_INTERVAL)
    {
      self->typing_at = g_get_monotonic_time ();
      weft_thread_set_typing (self->sync, self->stream);
    }
}

/* GtkTextView goes to the cursor before it gets the height of another line, and would stay there with all of its lines in sight. */
static void
on_scrolled (GtkAdjustment *adjustment, WeftComposer *self)
{
  if (gtk_adjustment_get_value (adjustment) > 0 && gtk_adjustment_get_upper (adjustment) <= gtk_widget_get_height (GTK_WIDGET (self->scrolled)))
    gtk_adjustment_set_value (adjustment, 0);
}

static void
on_preedit_changed (GtkTextView *view, const char *preedit, WeftComposer *self)
{
  self->preedit = preedit != NULL && *preedit != '\0';
  /* Its keys are the input method's; what fits is offered again when the word is there. */
  if (self->preedit)
    weft_completion_close (self->completion);
  update (self);
}

/* What an input method still composes is no text yet: who takes the text by something else than a key which the
 * method sees has the word ended first. Methods commit what they have when the focus goes; a reset drops it. */
static void
end_word (WeftComposer *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->text_view));

  if (!self->preedit || root == NULL)
    return;
  gtk_root_set_focus (root, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* ── answering and editing ───────────────────────────────────────────────────────────────────────────── */

static void
stop_editing (WeftComposer *self)
{
  g_autofree char *text = g_steal_pointer (&self->set_aside);
  gboolean was_editing = self->editing != NULL || self->failed != NULL;

  g_clear_pointer (&self->editing, g_free);
  g_clear_pointer (&self->failed, g_free);
  g_clear_pointer (&self->reply_to, g_free);
  weft_asking_bar_set_message (self->asking_bar, NULL);
  update_reply (self);
  if (was_editing)
    fill (self, text != NULL ? text : "");
}

/* Another thing is begun: what was being changed is offered until it is taken up again. */
static void
put_off_edit (WeftComposer *self)
{
  if (self->editing == NULL)
    return;
  save_edit (self);
  weft_edit_bar_set_place (self->edit_bar, self->sync, self->stream, self->place);
}

static void
show_reply (WeftComposer *self, const char *icon, const char *text)
{
  gtk_image_set_from_icon_name (self->reply_image, icon);
  gtk_label_set_text (self->reply_label, text);
  update_reply (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

void
weft_composer_reply (WeftComposer *self, WeftMessage *message)
{
  g_autofree char *text = NULL;
  const char *name;

  g_return_if_fail (WEFT_IS_COMPOSER (self));
  g_return_if_fail (WEFT_IS_MESSAGE (message));

  put_off_edit (self);
  if (self->editing != NULL || self->failed != NULL)
    stop_editing (self);
  g_set_str (&self->reply_to, weft_message_get_id (message));
  name = weft_message_get_author_name (message);
  /* Translators: %s is a person */
  text = g_strdup_printf (_("Answering %s"), name != NULL ? name : _("Someone"));
  show_reply (self, "weft-reply-symbolic", text);
}

/* Sets aside what was typed. */
static void
begin_editing (WeftComposer *self)
{
  g_autofree char *before = NULL;

  put_off_edit (self);
  if (self->editing == NULL && self->failed == NULL)
    before = dup_text (self);
  else
    before = g_steal_pointer (&self->set_aside);
  g_clear_pointer (&self->editing, g_free);
  g_clear_pointer (&self->failed, g_free);
  g_clear_pointer (&self->reply_to, g_free);
  g_set_str (&self->set_aside, before);
}

static void
edit (WeftComposer *self, const char *id, const char *says, const char *begun)
{
  g_set_str (&self->editing, id);
  g_set_str (&self->seen, says);
  weft_draft_set_message (self->change, self->sync, id, begun);
  fill (self, begun != NULL ? begun : says);
  show_reply (self, "document-edit-symbolic", _("Editing your message"));
}

static void
on_edit_resumed (WeftEditBar *bar, const char *id, const char *says, const char *begun, WeftComposer *self)
{
  begin_editing (self);
  weft_asking_bar_set_message (self->asking_bar, NULL);
  edit (self, id, says, begun);
}

void
weft_composer_edit (WeftComposer *self, WeftMessage *message)
{
  g_autofree char *begun = NULL;

  g_return_if_fail (WEFT_IS_COMPOSER (self));
  g_return_if_fail (WEFT_IS_MESSAGE (message));

  begin_editing (self);
  /* One that never reached the room is written anew; any other is changed. */
  weft_asking_bar_set_message (self->asking_bar, weft_message_get_ordinal (message) == 0 ? message : NULL);
  if (weft_message_get_ordinal (message) == 0)
    {
      g_set_str (&self->failed, weft_message_get_operation (message));
      g_set_str (&self->reply_to, weft_message_get_reply_to (message));
      fill (self, weft_message_get_text (message));
      show_reply (self, "document-edit-symbolic", _("Editing your message"));
      return;
    }
  begun = weft_edit_bar_take (self->edit_bar, weft_message_get_id (message));
  edit (self, weft_message_get_id (message), weft_message_get_text (message), begun);
}

/* ── sending ─────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GWeakRef composer;
  char *stream;
  char *text;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_weak_ref_clear (&sending->composer);
  g_free (sending->stream);
  g_free (sending->text);
  g_free (sending);
}

/* What could not even be put into the outbox (a full disk) goes back where it was written. */
static DexFuture *
on_submitted (DexFuture *future, gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (WeftComposer) self = g_weak_ref_get (&sending->composer);
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) != NULL)
    return dex_future_new_for_boolean (TRUE);
  g_warning ("A message could not be kept: %s", error->message);
  if (self != NULL && g_strcmp0 (self->stream, sending->stream) == 0)
    {
      g_autofree char *text = dup_text (self);
      g_autofree char *whole = *text == '\0' ? g_strdup (sending->text) : g_strdup_printf ("%s\n%s", sending->text, text);
      g_autofree char *reason = g_strdup_printf (_("Not sent: %s"), error->message);

      fill (self, whole);
      gtk_label_set_text (self->reply_label, reason);
      gtk_image_set_from_icon_name (self->reply_image, "dialog-error-symbolic");
      gtk_revealer_set_reveal_child (self->reply_revealer, TRUE);
      gtk_widget_set_can_focus (GTK_WIDGET (self->reply_revealer), TRUE);
      gtk_accessible_announce (GTK_ACCESSIBLE (self), reason, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
    }
  return dex_future_new_for_boolean (TRUE);
}

/* With files it goes when they are with the server; without a text of its own it has their names for one. */
static DexFuture *
deliver (WeftComposer *self, const WeftSaying *said)
{
  WeftSaying saying = *said;
  g_autofree char *id = NULL;
  g_autofree char *names = NULL;
  g_auto (GStrv) files = NULL;

  if (self->place == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "the message under which the thread is has not been loaded");
  if (self->address != NULL)
    self->address (&saying, self->address_data);
  if (weft_file_tray_get_n (self->tray) == 0 || saying.sticker != NULL)
    return weft_saying_send (&saying, self->sync, self->stream, NULL);

  id = weft_id_new (weft_clock_get_system ());
  names = weft_file_tray_dup_names (self->tray, self->place);
  files = weft_file_tray_send (self->tray, self->place, self->stream, id);
  saying.id = id;
  if (*saying.text == '\0')
    saying.text = names;
  return weft_saying_send (&saying, self->sync, self->stream, (const char *const *) files);
}

static void
send (WeftComposer *self)
{
  g_autofree char *text = g_steal_pointer (&self->wanted);
  g_autofree char *failed = g_strdup (self->failed);
  WeftSaying saying = { .text = text, .reply_to = self->reply_to };
  DexFuture *future;
  Sending *sending;

  if (text == NULL)
    return;
  g_strstrip (text);
  if ((*text == '\0' && (weft_file_tray_get_n (self->tray) == 0 || self->editing != NULL)) || weft_file_tray_is_busy (self->tray) || self->stream == NULL || g_utf8_strlen (text, -1) > WEFT_THREAD_TEXT_MAX)
    return;

  sending = g_new0 (Sending, 1);
  g_weak_ref_init (&sending->composer, self);
  sending->stream = g_strdup (self->stream);
  sending->text = g_strdup (text);
  weft_asking_bar_ask (self->asking_bar, text, self->words.people, self->words.groups, &saying);
  /* A message and the draft it was: a crash between the two would leave both. */
  weft_sync_begin_together (self->sync);
  if (self->editing != NULL)
    {
      future = weft_thread_edit (self->sync, self->stream, self->editing, text, self->seen);
      forget_edit (self);
    }
  else
    future = deliver (self, &saying);
  dex_future_disown (dex_future_finally (future, on_submitted, sending, sending_free));

  if (self->editing == NULL && self->failed == NULL)
    fill (self, "");
  stop_editing (self);
  update (self);
  self->typing_at = 0;
  weft_composer_save (self);
  if (failed != NULL)
    dex_future_disown (weft_sync_discard_operation (self->sync, failed));
  weft_sync_end_together (self->sync);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  g_signal_emit (self, signals[SENT], 0);
}

char *
weft_composer_dup_text (WeftComposer *self, char **reply_to)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (WEFT_IS_COMPOSER (self), NULL);

  end_word (self);
  text = g_strstrip (dup_text (self));
  if ((*text == '\0' && weft_file_tray_get_n (self->tray) == 0) || weft_file_tray_is_busy (self->tray) || self->editing != NULL || self->failed != NULL || self->stream == NULL || g_utf8_strlen (text, -1) > WEFT_THREAD_TEXT_MAX)
    return NULL;
  *reply_to = g_strdup (self->reply_to);
  return g_steal_pointer (&text);
}

void
weft_composer_set_later (WeftComposer *self, const char *action)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->later_button), action);
  gtk_widget_set_visible (self->later_button, action != NULL);
}

void
weft_composer_clear (WeftComposer *self)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));

  fill (self, "");
  stop_editing (self);
  update (self);
  weft_composer_save (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
on_confirmed (gpointer user_data)
{
  send (user_data);
}

static void
say (WeftComposer *self, const char *text)
{
  g_set_str (&self->wanted, text);
  weft_audience_confirm (GTK_WIDGET (self), text, self->words.people, self->words.groups, on_confirmed, self);
}

/* Said, shown, and nothing is lost of what was written. */
static void
refuse (WeftComposer *self, const char *reason)
{
  gtk_label_set_text (self->problem, reason);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), reason, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

/* ── longer than a message ───────────────────────────────────────────────────────────────────────────── */

/* Returns: whether somebody took it. */
static gboolean
make_file (WeftComposer *self, const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  const char *name = weft_markdown_is_plain (copy) ? "message.txt" : "message.md";
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&copy), length);
  g_autofree char *said = NULL;
  guint n = weft_file_tray_get_n (self->tray);

  /* Where there is no folder for it, it stays where it was written. */
  weft_file_taker_take_bytes (WEFT_FILE_TAKER (self->tray), name, bytes);
  if (weft_file_tray_get_n (self->tray) == n)
    return FALSE;
  /* Translators: %s is the name of a file */
  said = g_strdup_printf (_("The text is attached as %s"), name);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  return TRUE;
}

/* It can be taken back, as any deletion: until then it is in the tray. */
static void
as_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  end_word (self);
  text = dup_text (self);
  if (self->editing != NULL || self->failed != NULL || is_blank (text) || !make_file (self, text, strlen (text)))
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_end_user_action (buffer);
  weft_composer_save (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* By paste, drop or an input method alike. */
static void
on_insert_text (GtkTextBuffer *buffer, GtkTextIter *at, const char *text, int length, WeftComposer *self)
{
  glong n = g_utf8_strlen (text, length);

  if (self->filling || gtk_text_buffer_get_char_count (buffer) + n <= WEFT_COMPOSER_MAX)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  if (n < PIECE_MIN || self->editing != NULL || self->failed != NULL || !make_file (self, text, length < 0 ? strlen (text) : (gsize) length))
    {
      /* Translators: 64,000 characters */
      g_autofree char *reason = g_strdup_printf (_("There is no room for it: a text has at most %'u characters here"), WEFT_COMPOSER_MAX);

      refuse (self, reason);
    }
}

/* What is longer than a draft may be is kept here. */
static void
keep_long_text (WeftComposer *self)
{
  gboolean changes = self->editing != NULL || self->failed != NULL;
  g_autofree char *text = changes ? g_strdup (self->set_aside != NULL ? self->set_aside : "") : dup_text (self);

  if (self->place != NULL && g_utf8_strlen (text, -1) > WEFT_THREAD_TEXT_MAX)
    g_hash_table_replace (self->long_texts, g_strdup (self->place), g_steal_pointer (&text));
}

/* What it does may put the focus elsewhere, or another stream here: what was written is gone by then. */
static void
run_command (WeftComposer *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) parameter = NULL;
  const WeftSlashCommand *command;
  WeftSlashRun run;
  const char *kept = "";

  if (!weft_slash_parse (self->words.slash, text, GTK_WIDGET (self), self->stream, &command, &run, &error))
    {
      refuse (self, error->message);
      return;
    }
  parameter = run.parameter != NULL ? g_variant_ref_sink (run.parameter) : NULL;
  if (command->kind == WEFT_SLASH_TEXT)
    weft_slash_split (text, NULL, &kept);
  fill (self, kept);
  weft_composer_save (self);
  if (gtk_widget_activate_action_variant (GTK_WIDGET (self), run.action, parameter))
    return;
  fill (self, text);
  refuse (self, _("That cannot be done here."));
}

/* Its text is there to be changed; what was written behind its name stays behind it. */
static void
write_phrase (WeftComposer *self, WeftPhrase *phrase, const char *text)
{
  const char *behind = "";
  g_autofree char *whole = NULL;

  weft_slash_split (text, NULL, &behind);
  whole = g_strjoin (" ", weft_phrase_get_text (phrase), *behind != '\0' ? behind : NULL, NULL);
  fill (self, whole);
  on_buffer_changed (gtk_text_view_get_buffer (self->text_view), self);
}

static void
on_phrase_chosen (WeftPhraseDialog *dialog, const char *text, WeftComposer *self)
{
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (self->text_view), text, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* As if it had been typed, with space around it. */
static void
on_own_emoji_chosen (WeftEmojiDialog *dialog, const char *text, WeftComposer *self)
{
  g_autofree char *spaced = g_strconcat (text, " ", NULL);

  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (self->text_view), spaced, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
own_emoji_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);
  AdwDialog *dialog;

  if (self->words.emoji == NULL)
    return;
  dialog = weft_emoji_dialog_new (self->words.emoji);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_own_emoji_chosen), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

/* Goes at once; what was typed stays. */
static void
on_sticker_chosen (WeftStickerDialog *dialog, WeftSticker *sticker, WeftComposer *self)
{
  WeftSaying saying = { .text = weft_sticker_get_text (sticker),
                        .reply_to = self->reply_to,
                        .sticker = weft_sticker_get_sticker (sticker),
                        .sticker_picture = weft_sticker_get_picture (sticker),
                        .sticker_size = weft_sticker_get_size (sticker) };
  Sending *sending;

  if (self->stream == NULL || self->words.editing)
    return;
  sending = g_new0 (Sending, 1);
  g_weak_ref_init (&sending->composer, self);
  sending->stream = g_strdup (self->stream);
  sending->text = g_strdup (saying.text);
  dex_future_disown (dex_future_finally (deliver (self, &saying), on_submitted, sending, sending_free));
  stop_editing (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  g_signal_emit (self, signals[SENT], 0);
}

static void
stickers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);
  AdwDialog *dialog;

  if (self->stream == NULL)
    return;
  dialog = weft_sticker_dialog_new (self->sync);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_sticker_chosen), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
phrases_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);
  AdwDialog *dialog;

  if (self->words.phrases == NULL)
    return;
  dialog = weft_phrase_dialog_new (self->words.phrases, weft_composer_is_administrator (&self->words));
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_phrase_chosen), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);
  g_autofree char *text = NULL;
  WeftPhrase *phrase;

  end_word (self);
  text = g_strstrip (dup_text (self));
  if (*text == '\0' && weft_file_tray_get_n (self->tray) == 0)
    return; /* nothing came of the word */
  phrase = self->words.editing ? NULL : weft_composer_find_phrase (&self->words, text);
  weft_completion_close (self->completion);
  if (phrase != NULL)
    {
      write_phrase (self, phrase, text);
      return;
    }
  if (self->words.slash == NULL || self->words.editing)
    say (self, text);
  else if (weft_slash_split (text, NULL, NULL))
    run_command (self, text);
  else
    say (self, weft_slash_unescape (text));
}

static void
say_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  say (WEFT_COMPOSER (widget), g_variant_get_string (parameter, NULL));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);

  forget_edit (self);
  stop_editing (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
ask_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);

  if (gtk_widget_is_sensitive (GTK_WIDGET (self->asking_button)) && gtk_widget_get_visible (GTK_WIDGET (self->asking_button)))
    gtk_menu_button_popup (self->asking_button);
}

static gboolean
focus_once (gpointer user_data)
{
  WeftComposer *self = user_data;

  if (self->text_view != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  return G_SOURCE_REMOVE;
}

static void
poll_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);

  if (weft_composer_get_polls (self))
    adw_dialog_present (weft_poll_dialog_new (self->sync, self->stream, parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL), widget);
}

/* Back to the words when it is chosen; the menu itself gives the focus to its button first. */
static void
on_asking_closed (WeftComposer *self)
{
  update (self);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, G_SOURCE_FUNC (focus_once), g_object_ref (self), g_object_unref);
}

static void
on_emoji_picked (WeftEmojiPicker *picker, const char *text, WeftComposer *self)
{
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (self->text_view), text, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
emoji_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftComposer *self = WEFT_COMPOSER (widget);

  if (self->emoji_picker == NULL)
    {
      self->emoji_picker = weft_emoji_picker_new ();
      gtk_widget_set_parent (self->emoji_picker, self->emoji_button);
      gtk_popover_set_position (GTK_POPOVER (self->emoji_picker), GTK_POS_TOP);
      gtk_widget_set_halign (self->emoji_picker, GTK_ALIGN_END);
      g_signal_connect (self->emoji_picker, "picked", G_CALLBACK (on_emoji_picked), self);
      g_signal_connect_swapped (self->emoji_picker, "closed", G_CALLBACK (gtk_widget_grab_focus), self->text_view);
    }
  weft_emoji_shelf_show_in (self->words.emoji, WEFT_EMOJI_PICKER (self->emoji_picker));
  gtk_popover_popup (GTK_POPOVER (self->emoji_picker));
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, WeftComposer *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));

  state &= gtk_accelerator_get_default_mod_mask ();
  if (!self->preedit && weft_completion_key (self->completion, keyval, state))
    return GDK_EVENT_STOP;
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      /* The text view begins a line with any of them. */
      if (state == (GDK_CONTROL_MASK | GDK_ALT_MASK))
        {
          gtk_widget_activate_action (GTK_WIDGET (self), "composer.as-file", NULL);
          return GDK_EVENT_STOP;
        }
      if (state != 0 && state != GDK_CONTROL_MASK)
        return GDK_EVENT_PROPAGATE;
      /* While an input method composes, Enter is its: it ends the word, not the message. */
      if (gtk_text_view_im_context_filter_keypress (self->text_view, event))
        return GDK_EVENT_STOP;
      if (gtk_widget_get_visible (GTK_WIDGET (self->long_text_bar)))
        weft_long_text_bar_say (self->long_text_bar);
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      if (state != 0 || self->preedit || gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->text_view)) > 0)
        return GDK_EVENT_PROPAGATE;
      g_signal_emit (self, signals[EDIT_LAST], 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (self->preedit || (!gtk_revealer_get_reveal_child (self->reply_revealer) && !weft_asking_bar_get_any (self->asking_bar)))
        return GDK_EVENT_PROPAGATE;
      forget_edit (self);
      stop_editing (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ── streams ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_draft_loaded (WeftDraft *draft, const char *text, WeftComposer *self)
{
  g_autofree char *typed = dup_text (self);
  const char *longer = g_hash_table_lookup (self->long_texts, self->place);

  if (self->editing != NULL || self->failed != NULL)
    {
      if (self->set_aside == NULL || *self->set_aside == '\0')
        g_set_str (&self->set_aside, text);
    }
  else if (*typed == '\0') /* else the person was faster */
    fill (self, longer != NULL ? longer : text);
  g_hash_table_remove (self->long_texts, self->place);
  update (self);
}

/* Behind what the person was faster to type, or what another device wrote. */
static void
on_longer_loaded (WeftDraft *draft, const char *text, WeftComposer *self)
{
  g_autofree char *typed = dup_text (self);
  g_autofree char *whole = is_blank (typed) ? g_strdup (text) : g_strjoin ("\n", typed, text, NULL);

  if (self->editing != NULL || self->failed != NULL || strstr (typed, text) != NULL)
    return;
  fill (self, whole);
  update (self);
}

void
weft_composer_set_stream (WeftComposer *self, WeftSync *sync, const char *stream, const char *place)
{
  gboolean moved = self->sync != sync || g_strcmp0 (self->stream, stream) != 0 || self->place != NULL;

  g_return_if_fail (WEFT_IS_COMPOSER (self));

  if (self->sync == sync && g_strcmp0 (self->stream, stream) == 0 && g_strcmp0 (self->place, place) == 0)
    return;
  weft_composer_save (self);
  keep_long_text (self);
  if (moved)
    {
      stop_editing (self);
      fill (self, "");
    }
  if (g_set_object (&self->sync, sync))
    {
      g_hash_table_remove_all (self->long_texts);
      g_clear_object (&self->words.phrases);
      self->words.phrases = sync != NULL ? weft_phrase_list_new (sync) : NULL;
    }
  g_set_str (&self->stream, stream);
  g_set_str (&self->place, place);
  self->typing_at = 0;
  weft_draft_bar_set_place (self->draft_bar, sync, place);
  weft_edit_bar_set_place (self->edit_bar, sync, stream, place);
  weft_file_tray_set_place (self->tray, sync, place);
  gtk_widget_set_sensitive (GTK_WIDGET (self), stream != NULL);
  update (self);
  weft_draft_set_place (self->draft, sync, place);
}

void
weft_composer_set_address (WeftComposer *self, WeftComposerAddress address, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));

  self->address = address;
  self->address_data = user_data;
}

void
weft_composer_stack (WeftComposer *self)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));
  self->always_stacked = TRUE;
  update_stacked (self);
}

void
weft_composer_set_narrow (WeftComposer *self, gboolean narrow)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  update_stacked (self);
}

WeftFileTray *
weft_composer_get_tray (WeftComposer *self)
{
  g_return_val_if_fail (WEFT_IS_COMPOSER (self), NULL);

  return self->tray;
}

void
weft_composer_set_polls (WeftComposer *self, gboolean polls)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));
  self->pollless = !polls;
}

gboolean
weft_composer_get_polls (WeftComposer *self)
{
  g_return_val_if_fail (WEFT_IS_COMPOSER (self), FALSE);

  return self->stream != NULL && !self->pollless;
}

void
weft_composer_set_slash (WeftComposer *self, WeftSlash *slash, GListModel *everybody)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));

  g_set_object (&self->words.slash, slash);
  g_set_object (&self->words.everybody, everybody);
}

void
weft_composer_set_emoji (WeftComposer *self, WeftEmojiShelf *emoji)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));

  g_set_object (&self->words.emoji, emoji);
}

void
weft_composer_set_people (WeftComposer *self, GListModel *people)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));
  g_set_object (&self->words.people, people);
}

void
weft_composer_set_groups (WeftComposer *self, WeftGroupList *groups)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));
  g_set_object (&self->words.groups, groups);
}

/* ── files ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_tray_changed (WeftComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->tray), weft_file_tray_get_n (self->tray) > 0);
  update (self);
}

static void
on_tray_failed (WeftFileTray *tray, const char *reason, WeftComposer *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("File Not Attached"), reason);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_tray_send (WeftComposer *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "composer.send", NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
attach_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  weft_file_bringing_choose (WEFT_FILE_TAKER (WEFT_COMPOSER (widget)->tray));
}

static void
record_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  weft_file_tray_record (WEFT_COMPOSER (widget)->tray);
}

static void
on_paste (GtkTextView *view, WeftComposer *self)
{
  if (weft_file_bringing_paste (WEFT_FILE_TAKER (self->tray), gtk_widget_get_clipboard (GTK_WIDGET (view))))
    g_signal_stop_emission_by_name (view, "paste-clipboard");
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WeftComposer *self)
{
  return self->place != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && weft_file_bringing_take (WEFT_FILE_TAKER (self->tray), value);
}

void
weft_composer_take_drops (WeftComposer *self, GtkWidget *area)
{
  GtkDropTarget *target;

  g_return_if_fail (WEFT_IS_COMPOSER (self));

  target = weft_file_bringing_new_target ();
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (target));
}

/* Behind what is there: which of the two is wanted, the person sees then. */
static void
on_draft_restored (WeftDraftBar *bar, const char *text, WeftComposer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter end;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_end_iter (buffer, &end);
  if (gtk_text_buffer_get_char_count (buffer) > 0)
    gtk_text_buffer_insert (buffer, &end, "\n", -1);
  gtk_text_buffer_insert (buffer, &end, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_focus_changed (GtkEventControllerFocus *controller, GParamSpec *pspec, WeftComposer *self)
{
  if (gtk_event_controller_focus_contains_focus (controller))
    gtk_widget_add_css_class (self->box, "focus");
  else
    {
      gtk_widget_remove_css_class (self->box, "focus");
      weft_completion_close (self->completion);
      weft_composer_save (self);
    }
}

/* Without this a Tab that leaves backwards comes back through grab_focus. From the text it goes back to the messages at once: the button before it is met
 * on the way in. */
static gboolean
weft_composer_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (direction == GTK_DIR_TAB_BACKWARD && gtk_widget_has_focus (GTK_WIDGET (WEFT_COMPOSER (widget)->text_view)))
    return FALSE;

  return gtk_widget_child_focus (WEFT_COMPOSER (widget)->box, direction);
}

static gboolean
weft_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (WEFT_COMPOSER (widget)->text_view));
}

static void
weft_composer_dispose (GObject *object)
{
  WeftComposer *self = WEFT_COMPOSER (object);

  if (self->text_view != NULL)
    weft_composer_save (self);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (self->tray != NULL)
    g_signal_handlers_disconnect_by_data (self->tray, self);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_object (&self->change);
  g_clear_object (&self->completion);
  g_clear_object (&self->words.people);
  g_clear_object (&self->words.groups);
  g_clear_object (&self->words.everybody);
  g_clear_object (&self->words.slash);
  g_clear_object (&self->words.phrases);
  g_clear_object (&self->words.emoji);
  g_clear_pointer (&self->emoji_picker, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_COMPOSER);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_composer_parent_class)->dispose (object);
}

static void
weft_composer_finalize (GObject *object)
{
  WeftComposer *self = WEFT_COMPOSER (object);

  g_free (self->stream);
  g_free (self->place);
  g_free (self->reply_to);
  g_free (self->editing);
  g_free (self->seen);
  g_free (self->failed);
  g_free (self->set_aside);
  g_free (self->wanted);
  g_hash_table_unref (self->long_texts);

  G_OBJECT_CLASS (weft_composer_parent_class)->finalize (object);
}

static void
weft_composer_class_init (WeftComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_composer_dispose;
  object_class->finalize = weft_composer_finalize;
  widget_class->focus = weft_composer_focus;
  widget_class->grab_focus = weft_composer_grab_focus;

  signals[EDIT_LAST] = g_signal_new ("edit-last", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SENT] = g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (WEFT_TYPE_ASKING_BAR);
  g_type_ensure (WEFT_TYPE_LONG_TEXT_BAR);
  g_type_ensure (WEFT_TYPE_DRAFT_BAR);
  g_type_ensure (WEFT_TYPE_EDIT_BAR);
  g_type_ensure (WEFT_TYPE_FILE_TRAY);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/thread/weft-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, tray);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, row);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, text);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, spring);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, later_button);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, box);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, reply_revealer);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, reply_image);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, reply_label);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, scrolled);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, problem);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, asking_bar);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, long_text_bar);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, draft_bar);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, edit_bar);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, asking_button);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, emoji_button);
  gtk_widget_class_bind_template_child (widget_class, WeftComposer, send_button);

  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "composer.record", NULL, record_action);
  gtk_widget_class_install_action (widget_class, "composer.as-file", NULL, as_file_action);
  gtk_widget_class_install_action (widget_class, "composer.say", "s", say_action);
  gtk_widget_class_install_action (widget_class, "composer.emoji", NULL, emoji_action);
  gtk_widget_class_install_action (widget_class, "composer.ask", NULL, ask_action);
  gtk_widget_class_install_action (widget_class, "composer.poll", NULL, poll_action);
  gtk_widget_class_install_action (widget_class, "composer.poll-about", "s", poll_action);
  gtk_widget_class_install_action (widget_class, "composer.own-emoji", NULL, own_emoji_action);
  gtk_widget_class_install_action (widget_class, "composer.stickers", NULL, stickers_action);
  gtk_widget_class_install_action (widget_class, "composer.phrases", NULL, phrases_action);
  gtk_widget_class_install_action (widget_class, "composer.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_period, GDK_CONTROL_MASK, "composer.emoji", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_x, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.ask", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "composer.poll", NULL);
}

static void
weft_composer_init (WeftComposer *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->long_texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->draft = weft_draft_new ();
  g_signal_connect (self->draft, "loaded", G_CALLBACK (on_draft_loaded), self);
  g_signal_connect (self->draft, "longer", G_CALLBACK (on_longer_loaded), self);
  self->change = weft_draft_new ();
  weft_asking_bar_attach (self->asking_bar, GTK_WIDGET (self));
  g_signal_connect_swapped (gtk_menu_button_get_popover (self->asking_button), "closed", G_CALLBACK (on_asking_closed), self);
  g_signal_connect (gtk_text_view_get_buffer (self->text_view), "changed", G_CALLBACK (on_buffer_changed), self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_DEFAULT);
  /* GTK's own chooser took Ctrl+. before it came to the composer: it knows neither names nor the workspace's. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self->text_view), "misc.insert-emoji", FALSE);
  g_signal_connect (gtk_text_view_get_buffer (self->text_view), "insert-text", G_CALLBACK (on_insert_text), self);
  g_signal_connect (self->text_view, "paste-clipboard", G_CALLBACK (on_paste), self);
  g_signal_connect_swapped (self->tray, "changed", G_CALLBACK (on_tray_changed), self);
  g_signal_connect (self->tray, "failed", G_CALLBACK (on_tray_failed), self);
  g_signal_connect_swapped (self->tray, "send", G_CALLBACK (on_tray_send), self);
  g_signal_connect (self->edit_bar, "resumed", G_CALLBACK (on_edit_resumed), self);
  g_signal_connect (self->draft_bar, "restored", G_CALLBACK (on_draft_restored), self);
  g_signal_connect (self->text_view, "preedit-changed", G_CALLBACK (on_preedit_changed), self);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->text_view), key);
  g_signal_connect (focus, "notify::contains-focus", G_CALLBACK (on_focus_changed), self);
  gtk_widget_add_controller (self->box, focus);
  self->completion = weft_completion_new (self->text_view, GTK_WIDGET (self));
  self->words.buffer = gtk_text_view_get_buffer (self->text_view);
  weft_composer_offer_words (self->completion, &self->words);
  update (self);
}

GtkWidget *
weft_composer_new (void)
{
  return g_object_new (WEFT_TYPE_COMPOSER, NULL);
}

void
weft_composer_set_placeholder (WeftComposer *self, const char *placeholder)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));

  gtk_label_set_text (self->placeholder, placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
}

void
weft_composer_set_height (WeftComposer *self, int height)
{
  g_return_if_fail (WEFT_IS_COMPOSER (self));
  gtk_scrolled_window_set_max_content_height (self->scrolled, MAX (height * 2 / 5, 44));
  update_stacked (self);
}
