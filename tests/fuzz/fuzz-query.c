/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "base/weft-text.h"
#include "modules/weft-modules.h"
#include "store/weft-search-query.h"

/* What is typed into a search field, and a text to search: bounded, found ranges lie in the text, folding twice is folding once. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static WeftRegistry *registry;
  static GTimeZone *zone;
  g_auto (GStrv) texts = fuzz_texts (data, size, 2);
  g_autoptr (WeftSearchQuery) query = NULL;
  g_autoptr (GArray) found = NULL;
  g_autofree char *folded = weft_text_fold (texts[1], -1);
  g_autofree char *twice = weft_text_fold (folded, -1);
  g_autofree char *excerpt = NULL;
  g_autofree char *described = NULL;
  const WeftSearchTerm *terms;
  gsize end = 0;
  guint n_words = 0;
  guint n;

  if (registry == NULL)
    {
      registry = weft_registry_new (weft_modules);
      zone = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");
    }
  g_assert_cmpstr (folded, ==, twice);

  query = weft_search_query_new (registry, texts[0], G_GINT64_CONSTANT (1790000000000), zone);
  described = weft_search_query_describe (query);
  terms = weft_search_query_get_terms (query, &n);
  g_assert_cmpuint (n, <=, 32);
  for (guint i = 0; i < n; i++)
    {
      if (terms[i].words != NULL)
        n_words += g_strv_length (terms[i].words);
      if (terms[i].kind == WEFT_SEARCH_FROM || terms[i].kind == WEFT_SEARCH_IN)
        weft_search_query_match_name (&terms[i], (const char *const[]) { folded }, 1);
    }
  g_assert_cmpuint (n_words, <=, 64);
  weft_search_query_match (query, (const char *const[]) { folded }, 1);

  found = weft_search_query_find (query, texts[1]);
  for (guint i = 0; i < found->len; i++)
    {
      const WeftSearchRange *range = &g_array_index (found, WeftSearchRange, i);

      g_assert_cmpuint (range->start, >=, end);
      end = range->start + range->length;
      g_assert_cmpuint (end, <=, strlen (texts[1]));
    }
  excerpt = weft_search_query_excerpt (query, texts[1], 80);
  g_assert_cmpint (g_utf8_strlen (excerpt, -1), <=, 80);

  return 0;
}
