/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * WEFT_PEOPLE_STREAM:
 *
 * SQL, in a client's store: the stream on which people are to be looked up. Members read those of the workspace; a guest has those they share
 * a stream with on their own, `user/<id>`, and no others: whichever is there is meant, and while both are, the workspace, which sorts last. Found once a
 * query, by the primary key.
 */
#define WEFT_PEOPLE_STREAM "(SELECT max (stream) FROM person)"
