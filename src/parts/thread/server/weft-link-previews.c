/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/server/weft-link-previews.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "base/weft-thumbnailer.h"
#include "parts/thread/server/weft-web-page.h"
#include "parts/thread/shared/weft-thread-module.h"

#define LANES 2 /* looked at at one time, the same host never twice: hooks are told by the same workers */
#define WAITING_MAX 200         /* messages in a lane: what comes then has no preview */
#define HOST_MAX 30             /* pages of one host … */
#define HOST_WITHIN (60 * 1000) /* … within these ms */
#define FRESH (60 * 60 * 1000)  /* ms for which a page is as it was */
#define KEPT (24 * 60 * 60 * 1000)
#define AGE_MAX (10 * 60 * 1000) /* ms after which nobody waits for a preview any more */
#define HOPS 4
#define PAGE_MAX (512 * 1024) /* bytes: what a page says of itself stands at its beginning */
#define PICTURE_MAX (5 * 1024 * 1024)
#define PICTURE_SIZE 240 /* px of the longer side */
#define SECONDS 8        /* for each fetch */

/* ── what there is to look at ────────────────────────────────────────────────────────────────────────── */

/* A number for @address which is the same for all of its host's. */
static char *
dup_host (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;
}

/* (nullable): of @text, if it is one that could be fetched */
static char *
find_address (const char *text)
{
  g_autofree char *address = text != NULL ? weft_markdown_dup_web_address (text) : NULL;

  return address != NULL && weft_fetch_check (address, NULL) ? g_steal_pointer (&address) : NULL;
}

static gboolean
get_allowed (WeftDatabase *database, gboolean *allowed, GError **error)
{
  gint64 value;

  if (!weft_database_get_value (database, &value, 1, error,
                                "SELECT allowed FROM preview_policy WHERE stream = 'workspace'", ""))
    return FALSE;
  *allowed = value != 0;

  return TRUE;
}

/* Of a message: its address, if it has one, and the one of which something is shown. */
typedef struct
{
  char *address; /* (nullable) */
  char *shown;   /* (nullable) */
} Looked;

static void
looked_clear (Looked *self)
{
  g_free (self->address);
  g_free (self->shown);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Looked, looked_clear)

static gboolean
look (WeftDatabase *database, const char *stream, const char *id, Looked *looked, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT text, preview FROM message WHERE stream = ?1 AND id = ?2 AND deleted = 0",
      "tt", stream, id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      looked->address = find_address (weft_statement_get_text (statement, 0));
      looked->shown = weft_statement_dup_text (statement, 1);
      weft_statement_reset (statement);
    }

  return TRUE;
}

/* ── reactions ───────────────────────────────────────────────────────────────────────────────────────── */

static void
forget (WeftHandling *handling, const char *stream, const char *id)
{
  weft_handling_emit (handling, stream, &weft_thread_message_previewed_event,
                      &(WeftThreadMessagePreviewed) {
                          .id = id, .address = "", .title = "", .excerpt = "", .site = "" });
}

static gboolean
schedule (WeftHandling *handling, const char *stream, const char *id, const char *address, GError **error)
{
  g_autofree char *host = dup_host (address);
  guint lane = host != NULL ? g_str_hash (host) % LANES : 0;
  g_autofree char *job = g_strdup_printf ("preview/%u/%s", lane, id);
  g_autofree char *from = g_strdup_printf ("preview/%u/", lane);
  g_autofree char *to = g_strdup_printf ("preview/%u0", lane);
  gboolean allowed;
  gint64 waiting;

  if (!get_allowed (weft_handling_get_database (handling), &allowed, error)
      || !weft_database_get_value (
          weft_handling_get_database (handling), &waiting, 0, error,
          "SELECT count(*) FROM job WHERE id >= ?1 AND id < ?2 AND state = 'waiting'", "tt", from, to))
    return FALSE;
  if (!allowed || waiting >= WAITING_MAX)
    return TRUE;

  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = job,
                                     .due_at = weft_handling_get_at (handling),
                                     .stream = stream,
                                     .operation = &weft_thread_preview_operation,
                                     .args = &(WeftThreadPreview) { .id = id },
                                 },
                                 error);
}

static gboolean
on_said (WeftHandling *handling, const char *stream, const char *id, const char *text, GError **error)
{
  g_autofree char *address = find_address (text);

  return address == NULL || schedule (handling, stream, id, address, error);
}

gboolean
weft_link_previews_on_sent (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadMessageSent *args = data;

  return on_said (handling, stream, args->id, args->text, error);
}

gboolean
weft_link_previews_on_asked (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadAsked *args = data;

  return on_said (handling, stream, args->id, args->text, error);
}

gboolean
weft_link_previews_on_posted (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadMessagePosted *args = data;

  return on_said (handling, stream, args->id, args->text, error);
}

gboolean
weft_link_previews_on_replied (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadReplied *args = data;

  return on_said (handling, stream, args->id, args->text, error);
}

gboolean
weft_link_previews_on_reply_asked (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadReplyAsked *args = data;

  return on_said (handling, stream, args->id, args->text, error);
}

gboolean
weft_link_previews_on_shown (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadReplyShown *args = data;

  return on_said (handling, stream, args->id, args->text, error);
}

gboolean
weft_link_previews_on_restored (WeftHandling *handling,
                                const char *stream,
                                gconstpointer data,
                                GError **error)
{
  const WeftThreadMessageRestored *args = data;

  return on_said (handling, stream, args->id, args->text, error);
}

/* Both versions of the event begin alike. */
gboolean
weft_link_previews_on_edited (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadMessageEditedV2 *args = data;
  g_auto (Looked) before = { NULL };
  g_autofree char *address = find_address (args->text);

  if (!look (weft_handling_get_database (handling), stream, args->id, &before, error))
    return FALSE;
  if (g_strcmp0 (before.shown, address) == 0)
    return TRUE;
  if (before.shown != NULL)
    forget (handling, stream, args->id);

  return address == NULL || schedule (handling, stream, args->id, address, error);
}

gboolean
weft_link_previews_on_deleted (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  const WeftThreadMessageDeleted *args = data;
  g_auto (Looked) before = { NULL };

  if (!look (weft_handling_get_database (handling), stream, args->id, &before, error))
    return FALSE;
  if (before.shown != NULL)
    forget (handling, stream, args->id);

  return TRUE;
}

/* ── the operation ───────────────────────────────────────────────────────────────────────────────────── */

gboolean
weft_link_previews_handle (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftThreadPreview *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);
  const char *stream = weft_handling_get_stream (handling);
  g_auto (Looked) looked = { NULL };
  WeftThreadMessagePreviewed found = { .id = args->id };
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *site = NULL;
  g_autofree char *picture = NULL;
  WeftStatement *statement;
  gboolean allowed;
  int step;

  if (!weft_handling_plan (handling, error) || !look (database, stream, args->id, &looked, error)
      || !get_allowed (database, &allowed, error))
    return FALSE;
  if (!allowed || looked.address == NULL || g_strcmp0 (looked.address, looked.shown) == 0)
    return TRUE;
  statement = weft_database_query (database, error,
                                   "SELECT title, text, site, picture, size, width, height FROM web_page"
                                   " WHERE address = ?1 AND title <> ''",
                                   "t", looked.address);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  found.address = looked.address;
  found.title = title = weft_statement_dup_text (statement, 0);
  found.excerpt = text = weft_statement_dup_text (statement, 1);
  found.site = site = weft_statement_dup_text (statement, 2);
  picture = weft_statement_dup_text (statement, 3);
  found.size = weft_statement_get_int (statement, 4);
  found.width = weft_statement_get_int (statement, 5);
  found.height = weft_statement_get_int (statement, 6);
  weft_statement_reset (statement);
  if (picture != NULL && weft_handling_claim_file (handling, picture, NULL))
    found.picture = picture;
  else
    found.size = found.width = found.height = 0;
  weft_handling_emit (handling, stream, &weft_thread_message_previewed_event, &found);

  return TRUE;
}

/* ── the errand ──────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  const char *address;
  const char *host;
  gint64 at;
  WeftWebPage page;
  char *picture; /* (nullable): its hash */
  gint64 size;
  int width;
  int height;
} Found;

static void
found_clear (Found *self)
{
  weft_web_page_clear (&self->page);
  g_free (self->picture);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static gboolean
store (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Found *found = user_data;

  return weft_database_run (database, error, "DELETE FROM web_page WHERE at < ?1", "i", found->at - KEPT)
         && weft_database_run (
             database, error,
             "INSERT INTO web_page (address, host, at, title, text, site, picture, size, width, height)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
             " ON CONFLICT (address) DO UPDATE SET at = excluded.at, title = excluded.title, text = "
             "excluded.text,"
             " site = excluded.site, picture = excluded.picture, size = excluded.size,"
             " width = excluded.width, height = excluded.height",
             "ttittttiii", found->address, found->host, found->at,
             found->page.title != NULL ? found->page.title : "",
             found->page.text != NULL ? found->page.text : "",
             found->page.site != NULL ? found->page.site : "", found->picture, found->size,
             (gint64) found->width, (gint64) found->height);
}

static char *
resolve (const char *base, const char *reference)
{
  return g_uri_resolve_relative (base, reference, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
}

/* Each hop is held against the reach like the first. @address: (inout): where the answer came from. */
static gboolean
fetch (WeftErrand *errand, char **address, const char *accept, gsize max, WeftFetched *fetched)
{
  const char *const headers[] = { "Accept", accept, NULL };

  for (guint hop = 0; hop <= HOPS; hop++)
    {
      g_autofree char *next = NULL;
      g_autoptr (GError) error = NULL;

      if (!weft_errand_fetch (
              errand,
              &(WeftFetch) {
                  .method = "GET", .address = *address, .headers = headers, .max = max, .seconds = SECONDS },
              fetched, &error))
        {
          g_debug ("No preview: %s", error->message);
          return FALSE;
        }
      if (fetched->status == 200)
        return TRUE;
      if (fetched->status < 301 || fetched->status > 308 || fetched->location == NULL
          || (next = resolve (*address, fetched->location)) == NULL)
        return FALSE;
      weft_fetched_clear (fetched);
      g_free (*address);
      *address = g_steal_pointer (&next);
    }

  return FALSE;
}

static void
keep_picture (WeftErrand *errand, GBytes *bytes, Found *found)
{
  g_autofree char *original = weft_errand_dup_scratch (errand);
  g_autofree char *small = weft_errand_dup_scratch (errand);
  g_autoptr (GError) error = NULL;
  int width;
  int height;

  if (g_file_set_contents (original, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                           &error)
      && weft_thumbnailer_run (original, small, PICTURE_SIZE, &width, &height, &error)
      && weft_errand_keep_file (errand, small, &found->picture, &found->size, &error))
    {
      double scale = MIN (1.0, (double) PICTURE_SIZE / MAX (width, height));

      found->width = MAX ((int) (width * scale), 1);
      found->height = MAX ((int) (height * scale), 1);
    }
  else
    g_debug ("No picture: %s", error->message);
  g_unlink (original);
  g_unlink (small);
}

static void
fetch_picture (WeftErrand *errand, const char *base, Found *found)
{
  g_autofree char *address = found->page.picture[0] != '\0' ? resolve (base, found->page.picture) : NULL;
  g_auto (WeftFetched) fetched = { 0 };

  if (address != NULL
      && fetch (errand, &address, "image/png,image/jpeg,image/webp,image/gif", PICTURE_MAX, &fetched)
      && fetched.whole)
    keep_picture (errand, fetched.body, found);
}

/* A picture by itself goes by its name. */
static void
take_picture (WeftErrand *errand, const char *address, const WeftFetched *fetched, Found *found)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED_QUERY | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *name = uri != NULL ? g_path_get_basename (g_uri_get_path (uri)) : NULL;
  g_autofree char *valid = name != NULL ? g_utf8_make_valid (name, -1) : NULL;

  keep_picture (errand, fetched->body, found);
  if (found->picture != NULL && valid != NULL && g_utf8_validate (valid, -1, NULL))
    {
      g_autofree char *markup = g_markup_escape_text (valid, -1);
      g_autofree char *html = g_strdup_printf ("<title>%s</title>", markup);

      weft_web_page_read (&found->page, html, strlen (html), "UTF-8"); /* cleaned like any title */
    }
}

static void
find_out (WeftErrand *errand, Found *found)
{
  g_autofree char *address = g_strdup (found->address);
  g_auto (WeftFetched) fetched = { 0 };

  if (!fetch (errand, &address, "text/html,application/xhtml+xml,image/*;q=0.5", PICTURE_MAX, &fetched))
    return;
  if (fetched.type != NULL && g_str_has_prefix (fetched.type, "image/"))
    {
      if (fetched.whole)
        take_picture (errand, address, &fetched, found);
      return;
    }
  if (fetched.type != NULL && !g_str_equal (fetched.type, "text/html")
      && !g_str_equal (fetched.type, "application/xhtml+xml"))
    return;
  weft_web_page_read (&found->page, g_bytes_get_data (fetched.body, NULL),
                      MIN (g_bytes_get_size (fetched.body), PAGE_MAX), fetched.charset);
  if (found->page.title[0] != '\0')
    fetch_picture (errand, address, found);
}

/* What is known already, or must not be asked now, is not asked. */
static gboolean
get_wanted (WeftDatabase *database, const Found *found, gboolean *wanted, GError **error)
{
  gint64 fresh;
  gint64 asked;
  gboolean allowed;

  if (!get_allowed (database, &allowed, error)
      || !weft_database_get_value (database, &fresh, 0, error,
                                   "SELECT 1 FROM web_page WHERE address = ?1 AND at > ?2", "ti",
                                   found->address, found->at - FRESH)
      || !weft_database_get_value (database, &asked, 0, error,
                                   "SELECT count(*) FROM web_page WHERE host = ?1 AND at > ?2", "ti",
                                   found->host, found->at - HOST_WITHIN))
    return FALSE;
  *wanted = allowed && fresh == 0 && asked < HOST_MAX;

  return TRUE;
}

gboolean
weft_link_previews_run (WeftErrand *errand, gconstpointer data, GError **error)
{
  const WeftThreadPreview *args = data;
  WeftEngine *engine = weft_errand_get_engine (errand);
  WeftDatabase *database;
  g_auto (Looked) looked = { NULL };
  g_autofree char *host = NULL;
  g_auto (Found) found = { .at = weft_clock_now (weft_engine_get_clock (engine)) };
  gboolean wanted = FALSE;
  gboolean done;

  if (weft_errand_get_age (errand) > AGE_MAX)
    return TRUE;
  database = weft_engine_acquire_reader (engine, error);
  if (database == NULL)
    return FALSE;
  done = look (database, weft_errand_get_stream (errand), args->id, &looked, error);
  if (done && looked.address != NULL)
    {
      found.address = looked.address;
      found.host = host = dup_host (looked.address);
      done = host == NULL || get_wanted (database, &found, &wanted, error);
    }
  weft_engine_release_reader (engine, database);
  if (!done || !wanted)
    return done;
  find_out (errand, &found);

  return weft_engine_call (engine, store, &found, error);
}
