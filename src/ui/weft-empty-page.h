/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_EMPTY_PAGE (weft_empty_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftEmptyPage, weft_empty_page, WEFT, EMPTY_PAGE, AdwBin)

/**
 * WeftEmptyPage:
 *
 * What stands where nothing is yet: the woven picture, a title, one sentence and what to do first.
 *
 * Properties: `title`, `description`, `child` of AdwBin is its own; put buttons in with
 * weft_empty_page_add_action().
 */
GtkWidget *weft_empty_page_new (const char *title, const char *description);

/** weft_empty_page_add_action: adds a pill button; the first one is the suggested action. Returns: (transfer
 * none): it. */
GtkWidget *weft_empty_page_add_action (WeftEmptyPage *self, const char *label, const char *action);

void weft_empty_page_set_title (WeftEmptyPage *self, const char *title);
void weft_empty_page_set_description (WeftEmptyPage *self, const char *description);

/**
 * weft_empty_page_suggest:
 * @page: where Adwaita's own page says that nothing is there yet: in dialogs
 * @button: which makes the first one; its tooltip says so
 *
 * Puts what @button does below the words, as the suggested action, while @button is visible.
 */
void weft_empty_page_suggest (AdwStatusPage *page, GtkWidget *button);

G_END_DECLS
