/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/weft-card.h"

G_BEGIN_DECLS

/* What the shell (src/app) knows of a feature, and what a feature knows of the shell: these two types and
 * WeftCommand.
 *
 * The shell draws: the rail, the sidebar's header bar (the feature's title, the widgets of
 * get_sidebar_end()), the search field below it which opens the palette, the end panel's header bar, the
 * connection banner, and the window controls. The feature draws: what stands below the search field, the
 * content with its header bar, and what stands in the end panel.
 *
 * Actions of the window that a feature may use in its widgets:
 *   win.panel          boolean state: the end panel is shown
 *   win.palette        opens the palette (Ctrl+K)
 *   win.outbox         shows the outbox in the end panel
 *   win.search         finds what was written, everywhere (Ctrl+Shift+F)
 *   win.search-here    finds in what is open: by find(), or else the same in the stream of get_link() (Ctrl+F)
 *   win.notices        shows what the person should know of, in the end panel (Ctrl+Shift+B)
 *   win.activity       shows what happened in the stream of get_link(), in the end panel (Ctrl+Shift+H)
 *   win.remind, win.remind-at   for the menu of src/parts/reminders/view/weft-reminder-menu.h
 *   win.open-link      with a link as parameter: shows what it names, of whatever feature
 *   win.tell           with a text and a link ("": none): a toast, which offers to open it
 *   win.share          with a link and what stands there: hands it to another feature which takes it
 *   win.take           the same, to the feature whose id is the first parameter (weft_cards_append_takers())
 *   win.invite         the dialog which makes an invitation link
 *   win.invite-guests  the same for guests of one stream, with it and what it is called as parameters
 */

typedef struct _WeftSync WeftSync;   /* sync/weft-sync.h; the shell and src/ui only hand it on */
typedef struct _WeftFound WeftFound; /* sync/weft-found.h: a hit of a search */
typedef struct _WeftLink WeftLink;   /* proto/weft-link.h */
typedef struct _WeftCards WeftCards; /* ui/weft-cards.h: what links point at */
typedef struct _WeftSlash WeftSlash; /* ui/weft-slash.h: what can be written behind a slash */
typedef void (*WeftCardFunc) (WeftCard *card, gpointer user_data); /* @card (nullable): there is no such thing, or not for this person */

#define WEFT_TYPE_FEATURE_PAGE (weft_feature_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (WeftFeaturePage, weft_feature_page, WEFT, FEATURE_PAGE, GObject)

/**
 * WeftFeatureShortcut:
 * @action: detailed action name with the feature's prefix: "chat.next-room"
 * @accelerator: for gtk_accelerator_parse(): "<Alt>Down"; %NULL for an action without one
 * @title: N_() text for the shortcuts window and the palette
 * @palette: whether the palette lists it
 *
 * An array of these ends with an all-%NULL one.
 */
typedef struct
{
  const char *action;
  const char *accelerator;
  const char *title;
  gboolean palette;
} WeftFeatureShortcut;

/**
 * WeftFeature:
 * @id: "chat"; also the prefix of its actions
 * @title: N_("Chat")
 * @icon_name: symbolic icon of the rail
 * @yarn: style class of its tile: "teal", "indigo", "amber", "rose", "moss", "clay"
 * @streams: how the names of the streams begin which it shows: "room/"
 * @takes: (nullable): N_("_Send to a Conversation…"): what it makes of what others show, in their menus; %NULL: nothing
 * @shortcuts: (array zero-terminated=1): its actions
 * @create_page: makes the page of one workspace; the shell calls it once for each, before the store is read
 *
 * One feature, constant. `src/features/<f>/view/weft-<f>-feature.h` declares `extern const WeftFeature
 * weft_<f>_feature;`.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *icon_name;
  const char *yarn;
  const char *streams;
  const char *takes;
  const WeftFeatureShortcut *shortcuts;
  WeftFeaturePage *(*create_page) (WeftSync *sync); /* (transfer full) */
} WeftFeature;

/**
 * WeftFeaturePage:
 *
 * A feature at work in one workspace. A feature derives it. Widgets it returns are its own (transfer none),
 * made at the latest when first asked for, and always the same ones. The widgets go when the page goes;
 * dispose must drop what it holds.
 *
 * Properties (notified, set with the functions below): `title` (what is open, for the window's title and the
 * narrow header), `panel-title`, `n-mentions`, `has-news`, `ready` (what it shows first has been read: a
 * window which comes up waits a moment for it).
 *
 * Signals: `show-content ()`: the content is wanted, if only one pane fits; `show-panel ()`: what stands in the end panel is; `leave-panel ()`: it is not any more; `link-changed ()`: get_link() says another
 * place; `card-changed (stream, key)`: what load_card() makes of links into @stream may be another (@stream NULL: of all of its links;
 * @key NULL: of all in @stream), because a row is another, or may be read by the person now, or not any more.
 */
struct _WeftFeaturePageClass
{
  GObjectClass parent_class;

  /** get_sidebar: (nullable): what stands below the search field; it scrolls by itself. %NULL: the feature
   * has no sidebar. */
  GtkWidget *(*get_sidebar) (WeftFeaturePage *self);
  /** get_sidebar_end: (nullable): for the end of the sidebar's header bar. */
  GtkWidget *(*get_sidebar_end) (WeftFeaturePage *self);
  /** get_content: an AdwToolbarView with an AdwHeaderBar. The shell adds the connection banner as its last
   * top bar. */
  GtkWidget *(*get_content) (WeftFeaturePage *self);
  /** get_panel: (nullable): what stands in the end panel; asked anew at `show-panel` and `leave-panel`. */
  GtkWidget *(*get_panel) (WeftFeaturePage *self);
  /** get_actions: (nullable): inserted into the window under the feature's id while the workspace is shown.
   */
  GActionGroup *(*get_actions) (WeftFeaturePage *self);
  /** get_commands: (nullable): a GListModel of WeftCommand: places and things to jump to, the most wanted
   * ones first. */
  GListModel *(*get_commands) (WeftFeaturePage *self);
  /** open: shows what @link names ("room/0192…", "room/0192…#42", a `weft:` link); FALSE if it is none of this feature's. */
  gboolean (*open) (WeftFeaturePage *self, const char *link);
  /** reply: (nullable): the same, and begins an answer to it: what is typed next is one. */
  gboolean (*reply) (WeftFeaturePage *self, const char *link);
  /** get_link: (nullable): what is open now; kept by the window across starts. */
  const char *(*get_link) (WeftFeaturePage *self);
  /** get_within: (nullable): the id of the thing which is open there besides (a thread): what happened in it is seen, too. */
  const char *(*get_within) (WeftFeaturePage *self);
  /** focus_content: puts the focus where typing is expected (the composer). */
  void (*focus_content) (WeftFeaturePage *self);
  /** find: (nullable): lets the person look for something in what is open, by the page's own means. FALSE: it has none just now, and the shell searches what
   * was written there. */
  gboolean (*find) (WeftFeaturePage *self);
  /** set_active: whether the person can see the page: the window is active, the workspace and the feature are
   * shown. */
  void (*set_active) (WeftFeaturePage *self, gboolean active);

  /** describe_found: (nullable): the contract *search*: how a hit in a stream of this feature is shown; what it stands on is read
   * already. %NULL: it is none of this feature's. */
  WeftCard *(*describe_found) (WeftFeaturePage *self, WeftFound *found);
  /** load_card: (nullable): the contract *card*: what stands behind a link into a stream of this feature. Calls @func once, now or
   * later. FALSE: it is none of this feature's, and @func is not called. */
  gboolean (*load_card) (WeftFeaturePage *self, const WeftLink *link, WeftCardFunc func, gpointer user_data);
  /** set_cards: (nullable): cards for the links which the page shows, of all features. Called once, before anything is shown. */
  void (*set_cards) (WeftFeaturePage *self, WeftCards *cards);
  /** set_slash: (nullable): commands for where one writes, of all features: the page adds its own. Called once, before anything is shown. */
  void (*set_slash) (WeftFeaturePage *self, WeftSlash *slash);

  /** take: (nullable): the contract *take*: lets the person make something of this feature of what stands behind @link, and says @text. @parent: for dialogs. */
  void (*take) (WeftFeaturePage *self, const char *link, const char *text, GtkWidget *parent);

  /** list_unread: (nullable) (element-type WeftCommand): where something is unread that the person wants to hear of, the newest first; each
   * one's action is of the window ("win.open-link('room/…')"). A snapshot. */
  GPtrArray *(*list_unread) (WeftFeaturePage *self);
};

GtkWidget *weft_feature_page_get_sidebar (WeftFeaturePage *self);
GtkWidget *weft_feature_page_get_sidebar_end (WeftFeaturePage *self);
GtkWidget *weft_feature_page_get_content (WeftFeaturePage *self);
GtkWidget *weft_feature_page_get_panel (WeftFeaturePage *self);
GActionGroup *weft_feature_page_get_actions (WeftFeaturePage *self);
GListModel *weft_feature_page_get_commands (WeftFeaturePage *self);
gboolean weft_feature_page_open (WeftFeaturePage *self, const char *link);
gboolean weft_feature_page_reply (WeftFeaturePage *self, const char *link);
const char *weft_feature_page_get_link (WeftFeaturePage *self);
const char *weft_feature_page_get_within (WeftFeaturePage *self);
void weft_feature_page_focus_content (WeftFeaturePage *self);
gboolean weft_feature_page_find (WeftFeaturePage *self);
/** weft_feature_page_list_unread: Returns: (transfer full): may be empty */
GPtrArray *weft_feature_page_list_unread (WeftFeaturePage *self);
/** weft_feature_page_describe_found: Returns: (transfer full) (nullable). */
WeftCard *weft_feature_page_describe_found (WeftFeaturePage *self, WeftFound *found);
gboolean weft_feature_page_load_card (WeftFeaturePage *self, const WeftLink *link, WeftCardFunc func, gpointer user_data);
void weft_feature_page_set_cards (WeftFeaturePage *self, WeftCards *cards);
void weft_feature_page_take (WeftFeaturePage *self, const char *link, const char *text, GtkWidget *parent);
void weft_feature_page_set_slash (WeftFeaturePage *self, WeftSlash *slash);
void weft_feature_page_set_active (WeftFeaturePage *self, gboolean active);

/* For the feature. */
void weft_feature_page_set_title (WeftFeaturePage *self, const char *title);
const char *weft_feature_page_get_title (WeftFeaturePage *self);
void weft_feature_page_set_panel_title (WeftFeaturePage *self, const char *title);
const char *weft_feature_page_get_panel_title (WeftFeaturePage *self);
/** weft_feature_page_set_badge: mentions are counted in the rail, other news is a dot. */
void weft_feature_page_set_badge (WeftFeaturePage *self, guint n_mentions, gboolean has_news);
guint weft_feature_page_get_n_mentions (WeftFeaturePage *self);
gboolean weft_feature_page_get_has_news (WeftFeaturePage *self);
/** weft_feature_page_set_ready: what is shown first is in the widgets. Once true it stays so. */
void weft_feature_page_set_ready (WeftFeaturePage *self);
gboolean weft_feature_page_get_ready (WeftFeaturePage *self);
/** weft_feature_page_card_changed: emits `card-changed`. */
void weft_feature_page_card_changed (WeftFeaturePage *self, const char *stream, const char *key);
void weft_feature_page_show_content (WeftFeaturePage *self);
/** weft_feature_page_show_panel: emits `show-panel`. */
void weft_feature_page_show_panel (WeftFeaturePage *self);
/** weft_feature_page_leave_panel: emits `leave-panel`, on which a panel that lies above the content goes, and any if get_panel() says nothing more; the focus goes into the content. */
void weft_feature_page_leave_panel (WeftFeaturePage *self);
/** weft_feature_page_link_changed: emits `link-changed`. */
void weft_feature_page_link_changed (WeftFeaturePage *self);

#define WEFT_TYPE_COMMAND (weft_command_get_type ())
G_DECLARE_FINAL_TYPE (WeftCommand, weft_command, WEFT, COMMAND, GObject)

/**
 * weft_command_new:
 * @title: what it does or where it leads; translated
 * @source: (nullable): shown at the row's end: "Room"
 * @icon_name: symbolic icon
 * @yarn: (nullable): style class of its tile
 * @action: detailed action name which a click activates: "chat.open-room('room/0192…')"
 *
 * A row of the palette. Properties: `title`, `source`, `icon-name`, `yarn`, `action`.
 */
WeftCommand *weft_command_new (
    const char *title, const char *source, const char *icon_name, const char *yarn, const char *action);
const char *weft_command_get_title (WeftCommand *self);
const char *weft_command_get_source (WeftCommand *self);
const char *weft_command_get_icon_name (WeftCommand *self);
const char *weft_command_get_yarn (WeftCommand *self);
const char *weft_command_get_action (WeftCommand *self);
/** weft_command_set_face: @face: id of a picture (ui/weft-faces.h) which stands in the place of the tile where there is one. */
void weft_command_set_face (WeftCommand *self, const char *face);
/** weft_command_get_face: (nullable) */
const char *weft_command_get_face (WeftCommand *self);
/** weft_command_set_title: for a command whose object was renamed. */
void weft_command_set_title (WeftCommand *self, const char *title);

G_END_DECLS
