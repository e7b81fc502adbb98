/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "base/weft-id.h"
#include "parts/people/shared/weft-people-module.h"
#include "weftctl/weft-command.h"

#define DAY G_GINT64_CONSTANT (86400000) /* ms */

static char *name;
static char *login;
static char *password_file;
static char *setup_code;
static gboolean local;
static char *role;
static int uses = 1;
static int days = 7;
static int guest_days;
static char **rooms;
static char **guest_rooms;

static int
finish_signing_in (WeftContext *context, const char *as, GError **error)
{
  if (!weft_context_remember (context, as, error))
    return -1;

  if (context->json)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      weft_json_begin (out, NULL);
      weft_json_string (out, "person", weft_account_get_person (context->account));
      weft_json_string (out, "login", as);
      weft_json_string (out, "address", weft_account_get_address (context->account));
      weft_json_end (out);
      printf ("%s\n", out->str);
    }
  else
    {
      printf ("Signed in as %s at %s.\n", as, weft_account_get_address (context->account));
    }

  return WEFT_EXIT_FINE;
}

/* found */

static const GOptionEntry found_entries[] = {
  { "name", 'n', 0, G_OPTION_ARG_STRING, &name, "Your name, as you write it", "NAME" },
  { "login", 'l', 0, G_OPTION_ARG_STRING, &login, "With what you sign in", "LOGIN" },
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file, "Read the password from a file", "FILE" },
  { "setup", 0, 0, G_OPTION_ARG_STRING, &setup_code, "The code which weftd printed and wrote into its directory (not on a Unix socket)", "CODE" },
  { NULL },
};

static int
run_found (WeftContext *context, int argc, char **argv, GError **error)
{
  WeftAccount *account;
  g_autofree char *password = NULL;

  if (argc != 1)
    return weft_command_usage (error, "one argument: the workspace's name");
  if (name == NULL || login == NULL)
    return weft_command_usage (error, "--name and --login are needed");

  account = weft_context_get_account (context, error);
  if (account == NULL)
    return -1;
  password = weft_context_read_password (password_file, TRUE, error);
  if (error != NULL && *error != NULL)
    return -1;

  weft_account_set_setup_code (account, setup_code);
  if (!dex_await (weft_account_create_workspace (account, argv[0], name, login, password), error))
    return -1;

  return finish_signing_in (context, login, error);
}

const WeftCommand weft_found_command = {
  .name = "found",
  .arguments = "WORKSPACE",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Make a workspace on a new server, and its first person",
  .description = "The password is asked for, or read from --password-file or $WEFTCTL_PASSWORD.",
  .entries = found_entries,
  .run = run_found,
};

/* join */

static const GOptionEntry join_entries[] = {
  { "name", 'n', 0, G_OPTION_ARG_STRING, &name, "Your name, as you write it", "NAME" },
  { "login", 'l', 0, G_OPTION_ARG_STRING, &login, "With what you sign in", "LOGIN" },
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file, "Read the password from a file", "FILE" },
  { NULL },
};

static int
run_join (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *code = NULL;
  g_autofree char *password = NULL;

  if (argc != 1)
    return weft_command_usage (error, "one argument: the invitation");
  if (name == NULL || login == NULL)
    return weft_command_usage (error, "--name and --login are needed");
  if (!weft_account_parse_invitation (argv[0], &address, &code, error))
    return -1;

  password = weft_context_read_password (password_file, TRUE, error);
  if (error != NULL && *error != NULL)
    return -1;

  g_set_str (&context->address, address);
  if (!dex_await (weft_account_join (weft_context_get_account (context, NULL), code, name, login, password), error))
    return -1;

  return finish_signing_in (context, login, error);
}

const WeftCommand weft_join_command = {
  .name = "join",
  .arguments = "INVITATION",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Join a workspace by an invitation link",
  .description = "The link is what weftctl invite prints: weft://HOST/join#…, weft+http://… or weft+unix:….",
  .entries = join_entries,
  .run = run_join,
};

/* sign-in */

static const GOptionEntry sign_in_entries[] = {
  { "local", 0, 0, G_OPTION_ARG_NONE, &local, "As the owner of the server on this computer, over its Unix socket, without a password", NULL },
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file, "Read the password from a file", "FILE" },
  { NULL },
};

static int
run_sign_in (WeftContext *context, int argc, char **argv, GError **error)
{
  WeftAccount *account;
  g_autofree char *password = NULL;

  if (argc > 1 || (argc == 0 && !local))
    return weft_command_usage (error, "one argument: your login");

  account = weft_context_get_account (context, error);
  if (account == NULL)
    return -1;
  if (local)
    {
      if (!dex_await (weft_account_sign_in_local (account), error))
        return -1;
      return finish_signing_in (context, argc == 1 ? argv[0] : "owner", error);
    }

  password = weft_context_read_password (password_file, FALSE, error);
  if (error != NULL && *error != NULL)
    return -1;
  if (!dex_await (weft_account_sign_in (account, argv[0], password), error))
    return -1;

  return finish_signing_in (context, argv[0], error);
}

const WeftCommand weft_sign_in_command = {
  .name = "sign-in",
  .arguments = "LOGIN",
  .min_arguments = 0,
  .max_arguments = 1,
  .summary = "Sign in; later commands mean this person",
  .description = "The password is asked for, or read from --password-file or $WEFTCTL_PASSWORD.",
  .entries = sign_in_entries,
  .run = run_sign_in,
};

/* sign-out */

static int
run_sign_out (WeftContext *context, int argc, char **argv, GError **error)
{
  if (argc != 0)
    return weft_command_usage (error, "no arguments");

  /* The access token is not kept: fetch one, so that the server hears of it. */
  (void) dex_await (weft_account_get_access (context->account, FALSE), NULL);
  if (!dex_await (weft_account_sign_out (context->account), error) || !weft_context_forget (context, error))
    return -1;
  printf ("Signed out.\n");

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_sign_out_command = {
  .name = "sign-out",
  .arguments = "",
  .min_arguments = 0,
  .max_arguments = 0,
  .summary = "Sign out; what is cached stays on this computer",
  .needs_store = TRUE,
  .run = run_sign_out,
};

/* invite */

static const GOptionEntry invite_entries[] = {
  { "role", 'r', 0, G_OPTION_ARG_STRING, &role, "guest, member or admin [member]", "ROLE" },
  { "uses", 'u', 0, G_OPTION_ARG_INT, &uses, "How many people may use it [1]", "N" },
  { "days", 'd', 0, G_OPTION_ARG_INT, &days, "How long it is good [7]", "DAYS" },
  { "guest", 'g', 0, G_OPTION_ARG_STRING_ARRAY, &guest_rooms, "A room to become a guest of, who sees nothing else; may be given several times", "ROOM" },
  { "guest-days", 0, 0, G_OPTION_ARG_INT, &guest_days, "Shut out whoever comes by it as a guest so many days from now [never]", "DAYS" },
  { "room", 0, 0, G_OPTION_ARG_STRING_ARRAY, &rooms, "A room to become a member of; may be given several times", "ROOM" },
  { NULL },
};

static gboolean
find_rooms (WeftContext *context, GStrvBuilder *builder, char **wanted, GError **error)
{
  for (char **room = wanted; room != NULL && *room != NULL; room++)
    {
      char *stream = weft_context_find_room (context, *room, error);

      if (stream == NULL)
        return FALSE;
      g_strv_builder_take (builder, stream);
    }

  return TRUE;
}

static int
run_invite (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *secret = weft_secret_new (24);
  g_autofree char *hash = weft_secret_hash (secret);
  g_autofree char *code = g_strconcat (id, ".", secret, NULL);
  g_autofree char *link = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) streams = NULL;
  WeftPeopleInvite args;

  if (argc != 0)
    return weft_command_usage (error, "no arguments");
  if (guest_rooms != NULL && (rooms != NULL || (role != NULL && !g_str_equal (role, "guest"))))
    return weft_command_usage (error, "--guest without --room and --role: who is a guest is one everywhere");
  if (guest_days < 0)
    return weft_command_usage (error, "--guest-days at least 1");
  if (!weft_context_wait_online (context, error))
    return -1;

  if (!find_rooms (context, builder, rooms, error) || !find_rooms (context, builder, guest_rooms, error))
    return -1;
  streams = g_strv_builder_end (builder);

  args = (WeftPeopleInvite) {
    .id = id,
    .secret_hash = hash,
    .role = guest_rooms != NULL ? "guest" : role != NULL ? role : "member",
    .streams = (const char *const *) streams,
    .n_streams = g_strv_length (streams),
    .uses = uses,
    .expires_at = g_get_real_time () / 1000 + (gint64) days * DAY,
    .guest_until = guest_days > 0 ? g_get_real_time () / 1000 + (gint64) guest_days * DAY : 0,
  };
  if (!weft_context_submit (context, WEFT_STREAM_WORKSPACE, &weft_people_invite_operation, &args, error))
    return -1;

  link = weft_account_make_invitation (weft_account_get_address (context->account), code);
  printf ("%s\n", link);

  return WEFT_EXIT_FINE;
}

const WeftCommand weft_invite_command = {
  .name = "invite",
  .arguments = "",
  .min_arguments = 0,
  .max_arguments = 0,
  .summary = "Print a link with which somebody can join",
  .description = "The link is a secret: whoever has it can join. The server keeps only its hash.",
  .entries = invite_entries,
  .needs_store = TRUE,
  .run = run_invite,
};
