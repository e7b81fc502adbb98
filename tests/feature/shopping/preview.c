/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page without the shell, over a store without a server. */

#include <adwaita.h>

#include "fake-sync.h"
#include "tests/feature/shopping/shared/weft-shopping-module.h"
#include "tests/feature/shopping/view/weft-shopping-feature.h"

#define LIST "shopping/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-000000000002"
#define ITEM "00000000-0000-7000-8000-000000000003"

static void
on_activate (GtkApplication *application, WeftSync *sync)
{
  GtkWidget *window = adw_application_window_new (application);
  WeftFeaturePage *page = weft_shopping_feature.create_page (sync);

  gtk_widget_insert_action_group (window, weft_shopping_feature.id, weft_feature_page_get_actions (page));
  for (const WeftFeatureShortcut *shortcut = weft_shopping_feature.shortcuts; shortcut->action != NULL;
       shortcut++)
    gtk_application_set_accels_for_action (application, shortcut->action,
                                           (const char *const[]) { shortcut->accelerator, NULL });
  g_assert_false (weft_feature_page_open (page, "room/00000000-0000-7000-8000-000000000001"));
  g_assert_true (weft_feature_page_open (page, LIST));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), weft_feature_page_get_content (page));
  gtk_window_set_title (GTK_WINDOW (window), weft_shopping_feature.title);
  gtk_window_set_default_size (GTK_WINDOW (window), 480, 600);
  g_object_set_data_full (G_OBJECT (window), "page", page, g_object_unref);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  WeftSync *sync;

  dex_init ();
  sync = fake_sync_new (":memory:");
  fake_sync_set_person (sync, ME);
  dex_future_disown (
      weft_sync_submit (sync, LIST, &weft_shopping_add_operation,
                        &(WeftShoppingAdd) { .id = ITEM, .text = "rye flour", .amount = "2 kg" }));
  application = ADW_APPLICATION (adw_application_new ("dev.weft.Weft", G_APPLICATION_NON_UNIQUE));
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), sync);

  return g_application_run (G_APPLICATION (application), 0, NULL);
}
