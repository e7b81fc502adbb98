/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "base/weft-mention.h"
#include "parts/people/client/weft-person.h"
#include "parts/thread/view/weft-asking-bar.h"

struct _WeftAskingBar
{
  AdwBin parent_instance;

  GtkLabel *label;
  GSimpleActionGroup *actions;
  GtkWidget *host; /* unowned: it owns this */
  char *severity;
  gboolean asks;
  char **people; /* of the last weft_asking_bar_ask() */
  guint n_asked; /* one by one; 0: everybody */
};

enum
{
  PROP_0,
  PROP_SEVERITY,
  PROP_ASKS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftAskingBar, weft_asking_bar, ADW_TYPE_BIN)

gboolean
weft_asking_bar_get_any (WeftAskingBar *self)
{
  g_return_val_if_fail (WEFT_IS_ASKING_BAR (self), FALSE);

  return self->asks || !g_str_equal (self->severity, "info");
}

static char *
dup_words (WeftAskingBar *self)
{
  const char *severity = g_str_equal (self->severity, "urgent")    ? C_ ("message", "Urgent")
                         : g_str_equal (self->severity, "warning") ? C_ ("message", "Important")
                                                                   : NULL;
  g_autofree char *asks = NULL;

  if (self->asks && self->n_asked == 0)
    asks = g_strdup (_ ("asks everybody to acknowledge it"));
  else if (self->asks)
    asks = g_strdup_printf (ngettext ("asks %u person to acknowledge it", "asks %u people to acknowledge it",
                                      self->n_asked),
                            self->n_asked);
  if (severity == NULL)
    /* Translators: above what is being written; %s as in "asks everybody to acknowledge it" */
    return g_strdup_printf (_ ("Your message %s"), asks != NULL ? asks : "");
  return asks != NULL ? g_strdup_printf ("%s · %s", severity, asks) : g_strdup (severity);
}

static void
update (WeftAskingBar *self)
{
  gboolean any = weft_asking_bar_get_any (self);
  g_autofree char *words = dup_words (self);

  gtk_widget_set_visible (GTK_WIDGET (self), any);
  if (g_str_equal (self->severity, "urgent"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "urgent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "urgent");
  if (any)
    gtk_label_set_text (self->label, words);
}

static void
announce (WeftAskingBar *self)
{
  g_autofree char *words
      = weft_asking_bar_get_any (self) ? dup_words (self) : g_strdup (_ ("A message as any other"));

  if (self->host != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->host), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
set_severity (WeftAskingBar *self, const char *severity)
{
  if (!g_set_str (&self->severity, severity))
    return;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEVERITY]);
}

static void
set_asks (WeftAskingBar *self, gboolean asks)
{
  if (self->asks == !!asks)
    return;
  self->asks = !!asks;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKS]);
}

static void
weft_asking_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftAskingBar *self = WEFT_ASKING_BAR (object);

  if (id == PROP_SEVERITY)
    g_value_set_string (value, self->severity);
  else
    g_value_set_boolean (value, self->asks);
}

/* Only what a person chooses is said. */
static void
weft_asking_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftAskingBar *self = WEFT_ASKING_BAR (object);

  if (id == PROP_SEVERITY)
    set_severity (self, g_value_get_string (value));
  else
    set_asks (self, g_value_get_boolean (value));
  announce (self);
}

static void
on_none (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_asking_bar_set_message (user_data, NULL);
  announce (user_data);
}

static void
weft_asking_bar_dispose (GObject *object)
{
  WeftAskingBar *self = WEFT_ASKING_BAR (object);

  g_clear_object (&self->actions);

  G_OBJECT_CLASS (weft_asking_bar_parent_class)->dispose (object);
}

static void
weft_asking_bar_finalize (GObject *object)
{
  WeftAskingBar *self = WEFT_ASKING_BAR (object);

  g_free (self->severity);
  g_strfreev (self->people);

  G_OBJECT_CLASS (weft_asking_bar_parent_class)->finalize (object);
}

static void
weft_asking_bar_class_init (WeftAskingBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = weft_asking_bar_get_property;
  object_class->set_property = weft_asking_bar_set_property;
  object_class->dispose = weft_asking_bar_dispose;
  object_class->finalize = weft_asking_bar_finalize;
  properties[PROP_SEVERITY]
      = g_param_spec_string ("severity", NULL, NULL, "info",
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ASKS]
      = g_param_spec_boolean ("asks", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_asking_bar_init (WeftAskingBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name ("weft-important-symbolic");
  GtkWidget *cancel = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->severity = g_strdup ("info");
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "weft-meta");
  gtk_widget_set_tooltip_text (cancel, _ ("As Any Other Message"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "asking.none");
  gtk_widget_add_css_class (cancel, "flat");
  gtk_widget_add_css_class (cancel, "circular");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_widget_set_margin_start (box, 10);
  gtk_widget_set_margin_end (box, 2);
  gtk_widget_set_margin_top (box, 6);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "weft-asking");
  update (self);
}

void
weft_asking_bar_attach (WeftAskingBar *self, GtkWidget *widget)
{
  static const GActionEntry entries[] = { { .name = "none", .activate = on_none } };
  g_autoptr (GPropertyAction) severity = NULL;
  g_autoptr (GPropertyAction) asks = NULL;

  g_return_if_fail (WEFT_IS_ASKING_BAR (self));

  severity = g_property_action_new ("severity", self, "severity");
  asks = g_property_action_new ("asks", self, "asks");
  self->host = widget;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (severity));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (asks));
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (widget, "asking", G_ACTION_GROUP (self->actions));
}

/* Whether @talk, which names @groups (of WeftPersonGroup), names @person. */
static gboolean
is_named (WeftPerson *person, const char *talk, GPtrArray *groups)
{
  g_auto (GStrv) names = weft_person_get_name (person) != NULL ? weft_mention_names (weft_person_get_name (person)) : NULL;

  if (names == NULL || weft_person_get_me (person) || weft_person_get_suspended (person))
    return FALSE;
  for (guint i = 0; i < groups->len; i++)
    if (weft_person_group_tells (groups->pdata[i], person))
      return TRUE;
  return weft_mention_is_in (talk, (const char *const *) names);
}

/* Ids of those whom @text names one by one or by their group; none: everybody. */
static char **
list_asked (const char *text, GListModel *people, WeftGroupList *groups)
{
  g_autofree char *talk = weft_markdown_dup_talk (text);
  g_autoptr (GStrvBuilder) asked = g_strv_builder_new ();
  g_autoptr (GPtrArray) named = NULL;
  guint n = people != NULL ? g_list_model_get_n_items (people) : 0;
  guint n_asked = 0;

  if (strchr (talk, '@') == NULL || weft_mention_find_group (talk) != WEFT_MENTION_NOBODY)
    return g_new0 (char *, 1);
  named = groups != NULL ? weft_group_list_find_named (groups, talk) : g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (people, i);

      if (!is_named (person, talk, named))
        continue;
      if (++n_asked > WEFT_SAYING_PEOPLE_MAX)
        return g_new0 (char *, 1);
      g_strv_builder_add (asked, weft_person_get_id (person));
    }
  return g_strv_builder_end (asked);
}

void
weft_asking_bar_set_text (WeftAskingBar *self, const char *text, GListModel *people, WeftGroupList *groups)
{
  g_auto (GStrv) asked = NULL;

  g_return_if_fail (WEFT_IS_ASKING_BAR (self));

  if (!self->asks)
    return;
  asked = list_asked (text, people, groups);
  self->n_asked = g_strv_length (asked);
  update (self);
}

void
weft_asking_bar_set_message (WeftAskingBar *self, WeftMessage *message)
{
  const char *severity = message != NULL ? weft_message_get_severity (message) : NULL;

  g_return_if_fail (WEFT_IS_ASKING_BAR (self));

  set_severity (self, severity != NULL ? severity : "info");
  set_asks (self, message != NULL && weft_message_get_asked (message) != NULL);
}

void
weft_asking_bar_ask (WeftAskingBar *self, const char *text, GListModel *people, WeftGroupList *groups, WeftSaying *saying)
{
  g_return_if_fail (WEFT_IS_ASKING_BAR (self));

  g_clear_pointer (&self->people, g_strfreev);
  saying->severity = !g_str_equal (self->severity, "info") ? self->severity : NULL;
  if (!self->asks)
    return;
  self->people = list_asked (text, people, groups);
  saying->everyone = self->people[0] == NULL;
  saying->people = (const char *const *) self->people;
}
