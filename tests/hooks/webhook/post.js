// SPDX-License-Identifier: GPL-3.0-or-later
// Posts by npm's @slack/webhook what is on stdin to the address in argv, and prints what that said to its caller.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

const { IncomingWebhook } = createRequire(`${process.cwd()}/`)('@slack/webhook');

new IncomingWebhook(process.argv[2]).send(JSON.parse(readFileSync(0)))
  .then((answer) => console.log(JSON.stringify(answer)))
  .catch((error) => console.log(JSON.stringify({ code: error.code, status: error.statusCode, body: error.body })));
