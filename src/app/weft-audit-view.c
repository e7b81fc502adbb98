/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <string.h>

#include "app/weft-audit-item.h"
#include "app/weft-audit-view.h"
#include "app/weft-names.h"
#include "base/weft-clock.h"
#include "base/weft-error.h"
#include "base/weft-json.h"
#include "proto/weft-registry.h"
#include "ui/weft-moment.h"

#define PAGE_ITEMS 50
#define PEOPLE_MAX 2000 /* offered */
#define DAY G_GINT64_CONSTANT (86400000)

struct _WeftAuditView
{
  AdwBin parent_instance;

  GtkDropDown *people;
  GtkDropDown *kinds;
  GtkDropDown *times;
  GtkStack *stack; /* loading, list, empty, problem */
  GtkListView *list_view;
  GtkAdjustment *scroll;
  AdwStatusPage *problem;

  WeftSync *sync;
  GListStore *items;
  GPtrArray *ids;    /* of char*: of the people offered, after everybody */
  gint64 cursor;     /* where older ones go on; -1: there are none */
  guint asking;      /* number of the question under way; 0: none */
  guint last_asked;
};

G_DEFINE_FINAL_TYPE (WeftAuditView, weft_audit_view, ADW_TYPE_BIN)

static const struct
{
  const char *kind;
  const char *label;
} kinds[] = {
  { "", N_ ("Everything") },
  { "account", N_ ("Signing In and Out") },
  { "people", N_ ("People and Roles") },
  { "chat", N_ ("Rooms") },
  { "moderation", N_ ("Reports") },
  { "hooks", N_ ("Programs") },
  { "notices", N_ ("Rules") },
  { "content", N_ ("Erasing and Keeping") },
  { "data", N_ ("Exports and Imports") },
};

static const struct
{
  int days;
  const char *label;
} times[] = {
  { 0, N_ ("At Any Time") },
  { 1, N_ ("Last Day") },
  { 7, N_ ("Last 7 Days") },
  { 30, N_ ("Last 30 Days") },
};

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

/* The row around them says it all in one. */
static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "xalign", 0.0, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", 2, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (box), new_label ("weft-meta"));
  gtk_box_append (GTK_BOX (box), new_label (NULL));
  gtk_box_append (GTK_BOX (box), new_label ("weft-meta"));
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *list_item)
{
  WeftAuditItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *head = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *what = gtk_widget_get_next_sibling (head);
  GtkWidget *about = gtk_widget_get_next_sibling (what);
  g_autofree char *when = weft_moment_dup_due (weft_audit_item_get_at (item), weft_clock_now (weft_clock_get_system ()));
  const char *from = weft_audit_item_get_from (item);
  g_autofree char *line = g_strdup_printf ("%s · %s%s%s", weft_audit_item_get_who (item), when, *from != '\0' ? " · " : "", from);
  g_autofree char *spoken = weft_audit_item_dup_spoken (item);

  gtk_label_set_text (GTK_LABEL (head), line);
  gtk_label_set_text (GTK_LABEL (what), weft_audit_item_get_what (item));
  gtk_label_set_text (GTK_LABEL (about), weft_audit_item_get_about (item));
  gtk_widget_set_visible (about, *weft_audit_item_get_about (item) != '\0');
  gtk_list_item_set_accessible_label (list_item, spoken);
}

/* ── asking ──────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  WeftAuditView *self;
  guint number;
  JsonNode *answer;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_object_unref (asking->self);
  g_clear_pointer (&asking->answer, json_node_unref);
  g_free (asking);
}

static void
show_problem (WeftAuditView *self, const GError *error)
{
  g_autofree char *reason = weft_error_dup_reason (error->message);
  const char *title = g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE) ? _ ("Offline") : _ ("The Audit Cannot Be Read");

  adw_status_page_set_title (self->problem, title);
  adw_status_page_set_description (self->problem, reason);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problem), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    gtk_stack_set_visible_child_name (self->stack, "problem");
}

static gboolean
take (WeftAuditView *self, JsonObject *answer, GHashTable *names, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *array = NULL;
  gint64 cursor = -1;

  if (!weft_json_get_array (answer, "items", &array, error)
      || (weft_json_has (answer, "cursor") && !weft_json_get_int (answer, "cursor", &cursor, error)))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      WeftAuditItem *item = weft_audit_item_parse (json_array_get_object_element (array, i), names, error);

      if (item == NULL)
        return FALSE;
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, g_list_model_get_n_items (G_LIST_MODEL (self->items)), 0, items->pdata, items->len);
  self->cursor = g_list_model_get_n_items (G_LIST_MODEL (self->items)) < WEFT_AUDIT_VIEW_MAX ? cursor : -1;
  return TRUE;
}

static void load_more (WeftAuditView *self);

static DexFuture *
on_names (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  WeftAuditView *self = asking->self;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->asking != asking->number)
    return NULL;
  self->asking = 0;
  if (value == NULL || !take (self, json_node_get_object (asking->answer), g_value_get_boxed (value), &error))
    {
      show_problem (self, error);
      return NULL;
    }
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0 ? "list" : "empty");
  return NULL;
}

static DexFuture *
on_answer (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  WeftAuditView *self = asking->self;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;
  JsonArray *items = NULL;
  GHashTable *named;

  asking->answer = text != NULL ? weft_json_parse (text, strlen (text), &error) : NULL;
  if (self->asking != asking->number)
    {
      asking_free (asking);
      return NULL;
    }
  if (asking->answer == NULL || !weft_json_get_array (json_node_get_object (asking->answer), "items", &items, &error))
    {
      self->asking = 0;
      show_problem (self, error);
      asking_free (asking);
      return NULL;
    }
  named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (items, i)))
      weft_audit_item_collect_names (json_array_get_object_element (items, i), named);

  return dex_future_finally (weft_names_load (self->sync, named), on_names, asking, asking_free);
}

static void
ask (WeftAuditView *self, gint64 cursor)
{
  guint person = gtk_drop_down_get_selected (self->people), kind = gtk_drop_down_get_selected (self->kinds);
  guint time = gtk_drop_down_get_selected (self->times);
  int days = time < G_N_ELEMENTS (times) ? times[time].days : 0;
  g_autofree char *row = g_strdup_printf ("audit:%s\t%s", person > 0 && person <= self->ids->len ? (char *) self->ids->pdata[person - 1] : "",
                                          kind < G_N_ELEMENTS (kinds) ? kinds[kind].kind : "");
  WeftQuestion question = {
    .stream = WEFT_STREAM_WORKSPACE,
    .what = "audit",
    .row = row,
    .from = days > 0 ? weft_clock_now (weft_clock_get_system ()) - days * DAY : -1,
    .to = -1,
    .at = -1,
    .cursor = cursor,
    .limit = PAGE_ITEMS,
  };
  Asking *asking = g_new0 (Asking, 1);

  asking->self = g_object_ref (self);
  asking->number = self->asking = ++self->last_asked;
  dex_future_disown (dex_future_finally (weft_sync_ask (self->sync, &question), on_answer, asking, NULL));
}

static void
load_more (WeftAuditView *self)
{
  if (self->asking == 0 && self->cursor >= 0)
    ask (self, self->cursor);
}

static void
load_anew (WeftAuditView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->cursor = -1;
  g_list_store_remove_all (self->items);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  ask (self, -1);
}

/* A bit before the end is reached, and as long as the rows do not fill the view. */
static void
on_scrolled (WeftAuditView *self)
{
  double page = gtk_adjustment_get_page_size (self->scroll);

  if (page > 0 && gtk_adjustment_get_value (self->scroll) + 2 * page >= gtk_adjustment_get_upper (self->scroll))
    load_more (self);
}

/* ── filters ─────────────────────────────────────────────────────────────────────────────────────────── */

/* ids and names in turn, on a reader's thread */
static gpointer
read_people (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT id, name FROM person WHERE stream = 'workspace' AND name <> '' ORDER BY name, id LIMIT ?1", "i",
      (gint64) PEOPLE_MAX);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      g_ptr_array_add (people, weft_statement_dup_text (statement, 0));
      g_ptr_array_add (people, weft_statement_dup_text (statement, 1));
    }
  return step == 0 ? g_steal_pointer (&people) : NULL;
}

static DexFuture *
on_people (DexFuture *future, gpointer user_data)
{
  WeftAuditView *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  GPtrArray *people = value != NULL ? g_value_get_boxed (value) : NULL;
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (self->people));

  for (guint i = 0; people != NULL && i + 1 < people->len; i += 2)
    {
      g_ptr_array_add (self->ids, g_strdup (people->pdata[i]));
      gtk_string_list_append (names, people->pdata[i + 1]);
    }
  return NULL;
}

static GtkDropDown *
add_filter (WeftAuditView *self, GtkWidget *box, const char *name, GtkStringList *choices)
{
  GtkWidget *filter = gtk_drop_down_new (G_LIST_MODEL (choices), NULL);

  /* Its name is what is chosen. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (filter), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  g_signal_connect_object (filter, "notify::selected", G_CALLBACK (load_anew), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (ADW_WRAP_BOX (box), filter);
  return GTK_DROP_DOWN (filter);
}

static GtkWidget *
make_filters (WeftAuditView *self)
{
  GtkWidget *box = adw_wrap_box_new ();
  GtkStringList *kind_names = gtk_string_list_new (NULL), *time_names = gtk_string_list_new (NULL);
  g_autoptr (GtkExpression) text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (kind_names, _ (kinds[i].label));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    gtk_string_list_append (time_names, _ (times[i].label));
  self->people = add_filter (self, box, _ ("Person"), gtk_string_list_new ((const char *const[]) { _ ("Everybody"), NULL }));
  gtk_drop_down_set_expression (self->people, text);
  gtk_drop_down_set_enable_search (self->people, TRUE);
  self->kinds = add_filter (self, box, _ ("Kind"), kind_names);
  self->times = add_filter (self, box, _ ("Time"), time_names);
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 8);
  return box;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static AdwStatusPage *
new_status (const char *icon_name, const char *title, const char *description)
{
  GtkWidget *page = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", icon_name, "title", title, "description", description, "focusable",
                                  TRUE, NULL);

  gtk_widget_add_css_class (page, "compact");
  gtk_accessible_update_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return ADW_STATUS_PAGE (page);
}

static void
weft_audit_view_dispose (GObject *object)
{
  WeftAuditView *self = WEFT_AUDIT_VIEW (object);

  self->asking = 0;
  self->cursor = -1;
  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_data (self->scroll, self);
  g_clear_object (&self->scroll);

  G_OBJECT_CLASS (weft_audit_view_parent_class)->dispose (object);
}

static void
weft_audit_view_finalize (GObject *object)
{
  WeftAuditView *self = WEFT_AUDIT_VIEW (object);

  g_clear_object (&self->items);
  g_clear_object (&self->sync);
  g_ptr_array_unref (self->ids);

  G_OBJECT_CLASS (weft_audit_view_parent_class)->finalize (object);
}

static void
weft_audit_view_class_init (WeftAuditViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_audit_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_audit_view_finalize;
}

static void
weft_audit_view_init (WeftAuditView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scroller = gtk_scrolled_window_new (), *spinner = adw_spinner_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->items = g_list_store_new (WEFT_TYPE_AUDIT_ITEM);
  self->cursor = -1;
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->list_view = GTK_LIST_VIEW (
      gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items)))), factory));
  gtk_list_view_set_tab_behavior (self->list_view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "weft-notices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Audit"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list_view));
  self->scroll = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
  g_signal_connect_object (self->scroll, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scroll, "changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);

  self->problem = new_status ("dialog-warning-symbolic", "", "");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, spinner, "loading");
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_stack_add_named (self->stack,
                       GTK_WIDGET (new_status ("document-open-recent-symbolic", _ ("Nothing Found"), _ ("The audit has no such entry. It is kept for a year, if nothing else was said."))),
                       "empty");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->problem), "problem");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), make_filters (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
}

WeftAuditView *
weft_audit_view_new (WeftSync *sync)
{
  WeftAuditView *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_AUDIT_VIEW, NULL);
  self->sync = g_object_ref (sync);
  dex_future_disown (dex_future_then (weft_sync_read (sync, read_people, G_TYPE_PTR_ARRAY, NULL, NULL), on_people, g_object_ref (self),
                                      g_object_unref));
  g_signal_connect (self, "map", G_CALLBACK (load_anew), NULL);

  return self;
}
