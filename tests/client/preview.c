/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Chat over a made-up store, without the shell and without a server: to look at while working on rows and colours.
 *   preview [--width W] [--dark] [--rtl] [--offline] [--empty] [--panel] */

#include <adwaita.h>
#include <glib-unix.h>
#include <glib/gstdio.h>

#include "fake-sync.h"
#include "features/chat/client/weft-chat.h"
#include "features/chat/view/weft-chat-feature.h"
#include "parts/files/view/weft-file-taker.h"
#include "parts/files/view/weft-file-tray.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "ui/weft-cards.h"
#include "ui/weft-slash.h"
#include "ui/weft-toast.h"

#define CLOSING 15000 /* ms: from the start on */
#define ME "00000000-0000-7000-8000-0000000000aa"

static int width = 1220;
static gboolean dark, rtl, offline, empty, panel, threads, typing, files, media, metered, slow, tray, cards, markdown, hostile, imported;
static gboolean polls, closing, asks, lost;

static const GOptionEntry entries[] = {
  { "width", 'w', 0, G_OPTION_ARG_INT, &width, "Width of the window", "PX" },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark", NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "Right to left", NULL },
  { "offline", 0, 0, G_OPTION_ARG_NONE, &offline, "Without a connection", NULL },
  { "empty", 0, 0, G_OPTION_ARG_NONE, &empty, "Without rooms", NULL },
  { "panel", 0, 0, G_OPTION_ARG_NONE, &panel, "With the end panel", NULL },
  { "imported", 0, 0, G_OPTION_ARG_NONE, &imported, "With what was said in another program, and nothing else", NULL },
  { "threads", 0, 0, G_OPTION_ARG_NONE, &threads, "With a thread, and the end panel", NULL },
  { "typing", 0, 0, G_OPTION_ARG_NONE, &typing, "Somebody is typing", NULL },
  { "tray", 0, 0, G_OPTION_ARG_NONE, &tray, "With files about to be sent", NULL },
  { "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown, "With code, quotes and lists", NULL },
  { "hostile", 0, 0, G_OPTION_ARG_NONE, &hostile, "With what should do no harm", NULL },
  { "closing", 0, 0, G_OPTION_ARG_NONE, &closing, "With one which closes soon, beside --polls", NULL },
  { "lost-draft", 0, 0, G_OPTION_ARG_NONE, &lost, "With a draft that another device overwrote", NULL },
  { "polls", 0, 0, G_OPTION_ARG_NONE, &polls, "With polls", NULL },
  { "asks", 0, 0, G_OPTION_ARG_NONE, &asks, "With what asks for an answer", NULL },
  { "cards", 0, 0, G_OPTION_ARG_NONE, &cards, "With links to other places", NULL },
  { "files", 0, 0, G_OPTION_ARG_NONE, &files, "With files", NULL },
  { "media", 0, 0, G_OPTION_ARG_NONE, &media, "With pictures, a page that is linked to, and the end panel", NULL },
  { "metered", 0, 0, G_OPTION_ARG_NONE, &metered, "On a network which is paid for by what comes", NULL },
  { "slow", 0, 0, G_OPTION_ARG_NONE, &slow, "Files come slowly", NULL },
  { NULL }
};

static const char *const people[][3] = {
  { "00000000-0000-7000-8000-000000000001", "Nguyễn Thu Hà", "Support lead" },
  { "00000000-0000-7000-8000-000000000002", "Lê Bảo Ngọc", "Operations" },
  { "00000000-0000-7000-8000-000000000003", "Daniel Okafor", "On call until 18:00" },
  { "00000000-0000-7000-8000-000000000004", "Emma Clarke", "Product" },
  { "00000000-0000-7000-8000-000000000005", "Phạm Quốc Anh", "Courier desk" },
  { ME, "Mai Đỗ", "Product" },
};

static const char *const rooms[][3] = {
  { "room/00000000-0000-7000-8000-000000000101", "deliveries-hcmc", "Same-day routes, exceptions, handover" },
  { "room/00000000-0000-7000-8000-000000000102", "release-train", "" },
  { "room/00000000-0000-7000-8000-000000000103", "general", "" },
  { "room/00000000-0000-7000-8000-000000000104", "support-vn", "" },
  { "room/00000000-0000-7000-8000-000000000105", "storefront", "" },
  { "room/00000000-0000-7000-8000-000000000106", "alerts", "" },
  { "room/00000000-0000-7000-8000-000000000107", "random", "" },
  { "room/00000000-0000-7000-8000-000000000108", "moving-house", "" },
};

/* The machine's network, but for what it costs. */
typedef struct
{
  GObject parent_instance;
} PaidNetwork;

typedef GObjectClass PaidNetworkClass;

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static gboolean
begin_network (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
initable_init (GInitableIface *iface)
{
  iface->init = begin_network;
}

static GType paid_network_get_type (void);
G_DEFINE_TYPE_WITH_CODE (PaidNetwork, paid_network, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_init)
                         G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL))

static void
paid_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
  else
    g_value_set_boolean (value, TRUE);
}

static void
paid_network_class_init (GObjectClass *klass)
{
  klass->get_property = paid_network_get_property;
  g_object_class_override_property (klass, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (klass, PROP_METERED, "network-metered");
  g_object_class_override_property (klass, PROP_CONNECTIVITY, "connectivity");
}

static void
paid_network_init (PaidNetwork *self)
{
}

static void
say (WeftSync *sync, guint room, int who, gint64 at, const char *text, const char *reply_to, char **id)
{
  g_autofree char *made = fake_sync_add_message (sync, rooms[room][0], people[who][0], text, at, reply_to);

  if (id != NULL)
    *id = g_steal_pointer (&made);
}

/* A picture of woven threads, and a file that is none. */
static char *
make_picture (guint kind)
{
  char *path = g_build_filename (g_get_tmp_dir (), "weave.png", NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 480);
  cairo_t *cairo = cairo_create (surface);

  cairo_set_source_rgb (cairo, 0.93, 0.88, 0.8);
  cairo_paint (cairo);
  for (int i = 0; i < 20; i++)
    for (int j = 0; j < 12; j++)
      {
        cairo_set_source_rgb (cairo, 0.1 + (i + j) % (3 + kind) * 0.2, 0.55, 0.3 + i % 4 * 0.15);
        cairo_rectangle (cairo, i * 40 + 4, j * 40 + 4, 32, 32);
        cairo_fill (cairo);
      }
  cairo_surface_write_to_png (surface, path);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);

  return path;
}

static void
attach (WeftSync *sync, int who, gint64 at, const char *text, gboolean picture, gboolean list)
{
  g_autofree char *id = NULL;
  g_autofree char *weave = make_picture (0);
  g_autofree char *packing = g_build_filename (g_get_tmp_dir (), "Packing list, batch 1.ods", NULL);

  g_file_set_contents (packing, "PK not really", -1, NULL);
  say (sync, 0, who, at, text, NULL, &id);
  if (picture)
    fake_sync_add_file (sync, rooms[0][0], id, people[who][0], weave, 800, 480);
  if (list)
    fake_sync_add_file (sync, rooms[0][0], id, people[who][0], packing, 0, 0);
}

/* Three pictures, a file, and a page. */
static void
show_media (WeftSync *sync, gint64 now)
{
  g_autofree char *id = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("weave-%u.png", i + 1);
      g_autofree char *weave = make_picture (i + (metered ? 5 : 0));
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
      g_autofree char *message = NULL;

      g_rename (weave, path);
      say (sync, 0, (int) i, now - (20 - i) * 60000, i == 0 ? "The new weave:" : name, NULL, &message);
      fake_sync_add_file (sync, rooms[0][0], message, people[i][0], path, 800, 480);
    }
  if (g_getenv ("WEFT_TEST_VIDEO") != NULL)
    {
      g_autofree char *message = NULL;

      say (sync, 0, 3, now - 13 * 60000, "clip.webm", NULL, &message);
      fake_sync_add_film (sync, rooms[0][0], message, people[3][0], g_getenv ("WEFT_TEST_VIDEO"), 160, 120, 1000);
    }
  if (g_getenv ("WEFT_TEST_VOICE") != NULL)
    {
      g_autofree char *message = NULL;

      say (sync, 0, 3, now - 12 * 60000, "voice.ogg", NULL, &message);
      fake_sync_add_voice (sync, rooms[0][0], message, people[3][0], g_getenv ("WEFT_TEST_VOICE"), 12000, "0259cfhmqtvvutsrponmlkjihgfedcba9876543210002468acegikmoqsuvtrpn");
    }
  attach (sync, 1, now - 12 * 60000, "Packing list, batch 1.ods", FALSE, TRUE);
  say (sync, 0, 5, now - 9 * 60000, "This is how they do it: https://loom.example.org/threads/12", NULL, &id);
  fake_sync_preview (sync, rooms[0][0], id, "https://loom.example.org/threads/12", "Warp and weft: how cloth is made", "Loom Weekly");
}

/* Links to a room, to a message, and to what is not there, to a feature that is not, to what is no link. */
static void
link_places (WeftSync *sync, gint64 now)
{
  g_autofree char *target = NULL;
  g_autofree char *room = g_strconcat ("The route plan is in weft:", rooms[2][0], NULL);
  g_autofree char *message = NULL;
  g_autofree char *hidden = g_strdup_printf ("weft:room/00000000-0000-7000-8000-000000000999#message/0000@3 weft:board/00000000-0000-7000-8000-000000000007 weft:%s#message/0000@4", rooms[3][0]);

  say (sync, 1, 2, now - 3600000, "Version 4.2 goes out at three, and the storefront follows an hour later.", NULL, &target);
  message = g_strdup_printf ("weft:%s#message/%s@1", rooms[1][0], target);
  say (sync, 0, 3, now - 8 * 60000, room, NULL, NULL);
  say (sync, 0, 5, now - 7 * 60000, message, NULL, NULL);
  say (sync, 0, 1, now - 6 * 60000, hidden, NULL, NULL);
  say (sync, 0, 1, now - 6 * 60000, "weft:room/../x#message/%00@9 weft: weft:#@ no link", NULL, NULL);
}

/* Every kind of block and mark. */
static void
write_markdown (WeftSync *sync, gint64 now)
{
  say (sync, 0, 2, now - 22 * 60000, "The **window** is now *wider* when it rains, ~~ten~~ thirty minutes: see `eta_window` and [the note](https://example.org/rain).\n"
       "```python dispatch/eta.py\ndef eta_window(route, weather):\n    slack = 30 if weather.rain_mm > 4 else 10  # minutes\n    return route.eta.shift(minutes=slack, unit=\"m\")\n```", NULL, NULL);
  say (sync, 0, 1, now - 20 * 60000, "> Can we tell the customers before 9?\n> > Only those who asked.\n\nYes. What is left:\n- [x] the template\n- [ ] the OK from @Mai\n  - both languages\n1. send\n2. watch the replies", NULL, NULL);
  say (sync, 0, 5, now - 18 * 60000, "Like **this**:\n- one\n- two\n```sql\nSELECT id FROM orders WHERE late = TRUE; -- 18 of them\n```", NULL, NULL);
}

static char *
repeat (const char *piece, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
write_hostile (WeftSync *sync, gint64 now)
{
  static const struct
  {
    const char *piece;
    guint n;
  } texts[] = {
    { ">", 10000 }, { "- ", 8000 }, { "- a\n", 4000 }, { "[", 16000 }, { "*a **b ", 2000 }, { "x", 16000 }, { "W", 100000 }, { "\n", 15000 }, { "a\n> b\n", 2000 },
    { "<b><span foreground=\"red\">&amp;", 400 }, { "\u202eevil \u2066", 200 }, { "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u0323\u0324\u0325\u0326", 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = repeat (texts[i].piece, texts[i].n);

      say (sync, 0, i % 5, now - (12 - i) * 60000, text, NULL, NULL);
    }
  say (sync, 0, 3, now, "And after all of that.", NULL, NULL);
}

static void
ask (WeftSync *sync, gint64 now)
{
  g_free (fake_sync_add_question (sync, rooms[0][0], people[2][0], "Gate three is closed until noon, use gate one.", now - 18 * 60000, "warning", FALSE, NULL));
  g_free (fake_sync_add_question (sync, rooms[0][0], people[1][0], "Every van back to the depot now: the bridge in District 7 is under water.", now - 16 * 60000, "urgent", TRUE, people[0][0]));
  g_free (fake_sync_add_question (sync, rooms[0][0], people[5][0], "Has everybody got the new rota?", now - 12 * 60000, "info", TRUE, people[3][0]));
}

static void
open_polls (WeftSync *sync, gint64 now)
{
  g_autofree char *lunch = fake_sync_add_poll (sync, rooms[0][0], people[0][0], "Where do we eat on Friday?\nPhở, around the corner\nBánh mì in the park\nThe canteen", now - 18 * 60000, FALSE, FALSE, 0);

  for (guint i = 0; i < 5; i++)
    fake_sync_vote (sync, rooms[0][0], people[i][0], lunch, i < 3 ? 1 : 2);
  g_free (fake_sync_add_poll (sync, rooms[0][0], people[5][0], "Which shifts suit you?\nEarly\nLate", now - 12 * 60000, TRUE, TRUE, 0));
  if (closing)
    g_free (fake_sync_add_poll (sync, rooms[0][0], people[1][0], "Tea now?\nYes\nNo", now - 10 * 60000, FALSE, FALSE, now + CLOSING));
}

static void
fill (WeftSync *sync)
{
  gint64 now = g_get_real_time () / 1000;
  gint64 yesterday = now - 24 * 3600 * 1000 - 3 * 3600 * 1000;
  g_autofree char *rain = NULL;

  fake_sync_begin (sync);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    fake_sync_add_person (sync, people[i][0], people[i][1], people[i][2]);
  for (guint i = 0; !empty && i < G_N_ELEMENTS (rooms); i++)
    {
      fake_sync_add_room (sync, rooms[i][0], "room", rooms[i][1], rooms[i][2]);
      for (guint j = 0; j < 5; j++)
        fake_sync_add_member (sync, rooms[i][0], people[j][0]);
    }
  for (guint i = 0; !empty && i < 5; i++)
    {
      g_autofree char *stream = g_strdup_printf ("room/00000000-0000-7000-8000-00000000020%u", i);

      fake_sync_add_room (sync, stream, "direct", "", "");
      fake_sync_add_member (sync, stream, people[i][0]);
      if (i == 4)
        fake_sync_add_member (sync, stream, people[1][0]);
      if (i == 0)
        for (guint j = 0; j < 2; j++)
          g_free (fake_sync_add_message (sync, stream, people[0][0], "Are you there?", now - 60000, NULL));
    }
  if (empty)
    {
      fake_sync_commit (sync);
      return;
    }
  if (imported)
    {
      g_free (fake_sync_bring (sync, rooms[0][0], people[1][0], "", "Morning all. Rain until noon in District 7.", yesterday));
      g_free (fake_sync_bring (sync, rooms[0][0], "00000000-0000-7000-8000-0000000003ad", "Gus Verhoeven", "I was in the old workspace only. @Mai knows me.", yesterday + 60000));
      g_free (fake_sync_bring (sync, rooms[0][0], people[4][0], "", "Route 7 is done.\n📎 route-7.pdf", yesterday + 120000));
      say (sync, 0, 0, now - 60000, "So this is the new place.", NULL, NULL);
      fake_sync_commit (sync);
      return;
    }
  for (guint i = 0; i < 60; i++)
    say (sync, 0, i * 7 % 5, yesterday - (70 - i) * 400000, i % 3 == 0 ? "Route 4 left the depot." : "The morning wave is packed; two vans wait for their drivers at gate three.", NULL, NULL);
  say (sync, 0, 4, yesterday, "Route 7 is done: 41 of 42 parcels. The last customer asked for another hour. Proof: https://example.org/orders/48213", NULL, NULL);
  say (sync, 0, 4, yesterday + 60000, "Ảnh và chữ ký có trong đơn rồi nhé.", NULL, NULL);
  say (sync, 0, 1, now - 40 * 60000, "Morning all. Rain until noon in District 7 and Nhà Bè, so I moved the window of 18 orders by 30 minutes.", NULL, &rain);
  for (guint i = 0; i < 3; i++)
    fake_sync_react (sync, rooms[0][0], rain, people[i * 2][0], "🙏");
  fake_sync_react (sync, rooms[0][0], rain, people[4][0], "☔");
  if (threads)
    {
      static const char *const replies[] = { "Noted. I tell the couriers.", "The **east** routes as well?", "Only district 7 and Nhà Bè.", "Good.",
                                             "Rain has stopped here, we could go back to ten minutes." };

      for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
        g_free (fake_sync_add_reply (sync, rooms[0][0], rain, 63, i + 1, people[(i * 2) % 6][0], replies[i], now - (30 - i) * 60000));
      fake_sync_name_thread (sync, rooms[0][0], rain, "Rain plan", FALSE);
    }
  say (sync, 0, 5, now - 37 * 60000, "Thanks Ngọc! Can we tell the customers before 9?", rain, NULL);
  fake_sync_set_mark (sync, rooms[0][0], "thread.read", ME, 64);
  for (guint i = 0; i < 3; i++)
    fake_sync_set_mark (sync, rooms[0][0], "thread.read", people[i][0], 64);
  say (sync, 0, 0, now - 31 * 60000, "@Mai the message template is ready, it only needs your OK.", NULL, NULL);
  say (sync, 0, 3, now - 26 * 60000, "The reason of a delay is on the tracking page now.", NULL, NULL);
  say (sync, 0, 3, now - 25 * 60000, "I will write the release note after lunch 🙂", NULL, NULL);
  if (files)
    {
      attach (sync, 0, now - 20 * 60000, "Tết gift boxes arrived, first batch on the shelf:", TRUE, TRUE);
      attach (sync, 5, now - 10 * 60000, "Packing list, batch 1.ods", FALSE, TRUE);
      attach (sync, 5, now - 9 * 60000, "And this is how it looks", TRUE, FALSE);
    }
  if (media)
    show_media (sync, now);
  if (cards)
    link_places (sync, now);
  if (markdown)
    write_markdown (sync, now);
  if (asks)
    ask (sync, now);
  if (polls)
    open_polls (sync, now);
  if (hostile)
    write_hostile (sync, now);
  if (lost)
    fake_sync_lose_draft (sync, rooms[0][0], "The ferry is late,\ntell gate three.");
  for (guint i = 0; i < 12; i++)
    say (sync, 1, i % 5, now - i * 60000, "Build is green.", NULL, NULL);
  for (guint i = 0; i < 4; i++)
    say (sync, 4, i % 5, now - i * 60000, "Look at this.", NULL, NULL);
  fake_sync_commit (sync);
}

/* What the person made of some of the rooms for themselves. */
static void
keep (WeftSync *sync)
{
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    if (i != 4)
      dex_future_disown (weft_chat_set_access (sync, rooms[i][0], "public"));
  fake_sync_begin (sync);
  fake_sync_add_person (sync, "00000000-0000-7000-8000-000000000009", "Sofia Rossi", "Design");
  fake_sync_ask (sync, rooms[0][0], "00000000-0000-7000-8000-000000000009");
  fake_sync_list_room (sync, rooms[0][0], rooms[0][1], rooms[0][2], "public");
  fake_sync_list_room (sync, "room/00000000-0000-7000-8000-000000000901", "cycling", "Saturday rides, routes and repairs", "public");
  fake_sync_list_room (sync, "room/00000000-0000-7000-8000-000000000902", "finance", "Invoices and budgets", "ask");
  fake_sync_list_room (sync, "room/00000000-0000-7000-8000-000000000903", "đơn-hàng", "Hỏi đáp về đơn hàng", "public");
  fake_sync_commit (sync);
  dex_future_disown (weft_chat_create_room (sync, "self", "", "", (const char *const[]) { NULL }, "private"));
  dex_future_disown (weft_chat_pin_room (sync, rooms[0][0], TRUE));
  dex_future_disown (weft_chat_describe_room (sync, rooms[0][0], "Routes, weather and handover between the shifts. Urgent things: call the courier desk.", "🚚", "indigo"));
  dex_future_disown (weft_chat_mute_room (sync, rooms[5][0], TRUE, 0));
  dex_future_disown (weft_chat_mute_room (sync, rooms[6][0], TRUE, 0));
  dex_future_disown (weft_chat_archive_room (sync, rooms[7][0], TRUE, 0));
  dex_future_disown (weft_chat_rename_folder (sync, "00000000-0000-7000-8000-000000000401", "Shop"));
  dex_future_disown (weft_chat_file_room (sync, rooms[4][0], "00000000-0000-7000-8000-000000000401"));
}

static void
put_into_tray (GtkWidget *widget)
{
  if (WEFT_IS_FILE_TRAY (widget))
    {
      g_autofree char *weave = make_picture (0);
      g_autofree char *packing = g_build_filename (g_get_tmp_dir (), "Packing list, batch 1.ods", NULL);

      g_file_set_contents (packing, "PK not really", -1, NULL);
      weft_file_taker_take_path (WEFT_FILE_TAKER (widget), weave);
      weft_file_taker_take_path (WEFT_FILE_TAKER (widget), packing);
      if (g_getenv ("WEFT_TEST_VIDEO") != NULL)
        weft_file_taker_take_path (WEFT_FILE_TAKER (widget), g_getenv ("WEFT_TEST_VIDEO"));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    put_into_tray (child);
}

static gboolean
later (gpointer user_data)
{
  WeftFeaturePage *page = user_data;
  WeftSync *sync = g_object_get_data (G_OBJECT (page), "sync");

  fake_sync_emit_presence (sync, people[0][0], "online");
  fake_sync_emit_presence (sync, people[1][0], "online");
  fake_sync_emit_presence (sync, people[2][0], "busy");
  fake_sync_emit_presence (sync, people[3][0], "away");
  fake_sync_emit_presence (sync, people[4][0], "offline");
  if (tray)
    for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
      {
        g_autoptr (GtkWidget) window = g_list_model_get_item (gtk_window_get_toplevels (), i);

        put_into_tray (window);
      }
  if (typing)
    {
      fake_sync_emit_latest (sync, rooms[0][0], "thread.typing", people[1][0], 0);
      fake_sync_emit_latest (sync, rooms[0][0], "thread.typing", people[2][0], 0);
    }
  return G_SOURCE_REMOVE;
}

/* SIGUSR1: somebody writes one message; SIGUSR2: five at once; SIGHUP: the connection comes or goes. With --cards the first two rename what
 * is linked, and take it from the person. */
static gboolean
on_one (gpointer user_data)
{
  if (cards)
    {
      fake_sync_begin (user_data);
      fake_sync_rename_room (user_data, rooms[1][0], "release-bus");
      fake_sync_rename_room (user_data, rooms[2][0], "route-plans");
      fake_sync_commit (user_data);
      return G_SOURCE_CONTINUE;
    }
  fake_sync_begin (user_data);
  say (user_data, 0, 3, g_get_real_time () / 1000, "The press release is out.", NULL, NULL);
  fake_sync_commit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_many (gpointer user_data)
{
  if (cards)
    {
      fake_sync_revoke (user_data, rooms[1][0]);
      return G_SOURCE_CONTINUE;
    }
  fake_sync_begin (user_data);
  for (guint i = 0; i < 5; i++)
    say (user_data, 0, i, g_get_real_time () / 1000, "One of many.", NULL, NULL);
  fake_sync_commit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_connection (gpointer user_data)
{
  fake_sync_set_state (user_data, weft_sync_get_state (user_data) == WEFT_SYNC_ONLINE ? WEFT_SYNC_UNREACHABLE : WEFT_SYNC_ONLINE);
  return G_SOURCE_CONTINUE;
}

/* As the app's window tells what was done. */
static void
on_offer_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_toast_overlay_dismiss_all (user_data);
  adw_toast_overlay_add_toast (user_data, weft_toast_new (g_variant_get_string (parameter, NULL)));
}

static void
on_window_active (GtkWindow *window, GParamSpec *pspec, WeftFeaturePage *page)
{
  weft_feature_page_set_active (page, gtk_window_is_active (window));
}

static void
on_activate (GtkApplication *application, WeftSync *sync)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *toasts = adw_toast_overlay_new ();
  WeftCards *known = weft_cards_new ();
  WeftSlash *slash = weft_slash_new ();
  WeftFeaturePage *page;

  g_object_set_data_full (G_OBJECT (window), "cards", known, g_object_unref);
  g_object_set_data_full (G_OBJECT (window), "slash", slash, g_object_unref);
  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), "/dev/weft/Weft/icons");
  if (slow)
    fake_sync_set_slow (sync);
  page = weft_chat_feature.create_page (sync);
  weft_cards_add_page (known, &weft_chat_feature, page);
  weft_feature_page_set_slash (page, slash);
  g_object_set_data (G_OBJECT (page), "sync", sync);
  gtk_widget_insert_action_group (window, "chat", weft_feature_page_get_actions (page));
  if (width >= 600)
    {
      GtkWidget *sidebar = adw_toolbar_view_new ();
      GtkWidget *header = adw_header_bar_new ();

      gtk_widget_add_css_class (sidebar, "weft-sidebar");
      gtk_widget_set_size_request (sidebar, 256, -1);
      adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
      adw_header_bar_pack_end (ADW_HEADER_BAR (header), weft_feature_page_get_sidebar_end (page));
      adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (sidebar), header);
      adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (sidebar), weft_feature_page_get_sidebar (page));
      gtk_box_append (GTK_BOX (box), sidebar);
    }
  gtk_widget_set_hexpand (weft_feature_page_get_content (page), TRUE);
  gtk_box_append (GTK_BOX (box), weft_feature_page_get_content (page));
  if (panel || threads || media)
    {
      gtk_widget_set_size_request (weft_feature_page_get_panel (page), 288, -1);
      gtk_widget_add_css_class (weft_feature_page_get_panel (page), "weft-panel-end");
      gtk_box_append (GTK_BOX (box), weft_feature_page_get_panel (page));
    }
  for (const WeftFeatureShortcut *shortcut = weft_chat_feature.shortcuts; shortcut->action != NULL; shortcut++)
    if (shortcut->accelerator != NULL)
      gtk_application_set_accels_for_action (application, shortcut->action, (const char *const[]) { shortcut->accelerator, NULL });
  weft_feature_page_open (page, rooms[0][0]);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), box);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), toasts);
  g_action_map_add_action_entries (G_ACTION_MAP (window), (const GActionEntry[]) { { "offer-undo", on_offer_undo, "s" } }, 1, toasts);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 800);
  if (offline)
    {
      fake_sync_set_state (sync, WEFT_SYNC_UNREACHABLE);
      dex_future_disown (weft_sync_submit (sync, rooms[0][0], weft_registry_find_operation (weft_sync_get_registry (sync), "thread.send"),
        &(WeftThreadSend) { .id = "00000000-0000-7000-8000-000000000301", .text = "This one is refused." }));
      dex_future_disown (weft_sync_submit (sync, rooms[0][0], weft_registry_find_operation (weft_sync_get_registry (sync), "thread.send"),
        &(WeftThreadSend) { .id = "00000000-0000-7000-8000-000000000302", .text = "Great. I will update the dashboard note." }));
      fake_sync_refuse (sync, "you may not write here");
    }
  g_timeout_add (300, later, page);
  g_unix_signal_add (SIGUSR1, on_one, sync);
  g_unix_signal_add (SIGUSR2, on_many, sync);
  g_unix_signal_add (SIGHUP, on_connection, sync);
  g_signal_connect (window, "notify::is-active", G_CALLBACK (on_window_active), page);
  gtk_window_set_title (GTK_WINDOW (window), "Chat");
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- look at chat");
  g_autoptr (AdwApplication) application = NULL;
  WeftSync *sync;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL))
    return 2;
  if (metered)
    {
      GIOExtensionPoint *point = g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);

      g_io_extension_point_set_required_type (point, G_TYPE_NETWORK_MONITOR);
      g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, paid_network_get_type (), "paid", 1000);
      g_setenv ("GIO_USE_NETWORK_MONITOR", "paid", TRUE);
    }
  dex_init ();
  sync = fake_sync_new (":memory:");
  fake_sync_set_person (sync, ME);
  fill (sync);
  if (!empty)
    keep (sync);
  application = ADW_APPLICATION (adw_application_new ("dev.weft.Weft", G_APPLICATION_NON_UNIQUE));
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), sync);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
