/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres-private.h"

#include <math.h>
#include <string.h>

#include "proto/weft-module.h"

/* Object ids of built-in types, which never change (pg_type.dat). */
enum
{
  TYPE_BOOL = 16,
  TYPE_BYTEA = 17,
  TYPE_INT8 = 20,
  TYPE_INT2 = 21,
  TYPE_INT4 = 23,
  TYPE_FLOAT4 = 700,
  TYPE_FLOAT8 = 701,
  TYPE_NUMERIC = 1700,
};

/* Parameters */

static gboolean
encode_integer (
    WeftPostgresValue *value, gint64 number, gsize size, const char **data, int *length, int *format)
{
  guint64 bits = GUINT64_TO_BE ((guint64) number);

  if (size < 8
      && (number < -(G_GINT64_CONSTANT (1) << (8 * size - 1))
          || number >= G_GINT64_CONSTANT (1) << (8 * size - 1)))
    return FALSE;

  memcpy (value->room, (const char *) &bits + 8 - size, size);
  *data = value->room;
  *length = (int) size;
  *format = 1;

  return TRUE;
}

static gboolean
encode_double (WeftPostgresValue *value, double number, const char **data, int *length, int *format)
{
  guint64 bits;

  memcpy (&bits, &number, sizeof bits);
  bits = GUINT64_TO_BE (bits);
  memcpy (value->room, &bits, sizeof bits);
  *data = value->room;
  *length = sizeof bits;
  *format = 1;

  return TRUE;
}

gboolean
_weft_postgres_encode (WeftPostgresValue *value, Oid oid, const char **data, int *length, int *format)
{
  static const struct
  {
    Oid oid;
    gsize size;
  } integers[] = { { TYPE_INT8, 8 }, { TYPE_INT4, 4 }, { TYPE_INT2, 2 } };
  gboolean whole = value->kind == WEFT_POSTGRES_INTEGER
                   || (value->kind == WEFT_POSTGRES_REAL && value->real >= -0x1p63 && value->real < 0x1p63
                       && value->real == floor (value->real));
  gint64 number = value->kind == WEFT_POSTGRES_INTEGER ? value->integer : whole ? (gint64) value->real : 0;

  *data = NULL;
  *length = 0;
  *format = 0;
  if (value->kind == WEFT_POSTGRES_NULL)
    return TRUE;

  if (value->kind == WEFT_POSTGRES_BLOB || oid == TYPE_BYTEA)
    {
      if (value->kind != WEFT_POSTGRES_BLOB || oid != TYPE_BYTEA || value->length > G_MAXINT)
        return FALSE;
      *data = value->length > 0 ? value->data : "";
      *length = (int) value->length;
      *format = 1;
      return TRUE;
    }

  /* PostgreSQL reads a number out of text itself, or refuses it. */
  if (value->kind == WEFT_POSTGRES_TEXT)
    {
      *data = value->data;
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (integers); i++)
    if (oid == integers[i].oid)
      return whole && encode_integer (value, number, integers[i].size, data, length, format);
  if (oid == TYPE_FLOAT8)
    return encode_double (value, value->kind == WEFT_POSTGRES_REAL ? value->real : (double) value->integer,
                          data, length, format);

  if (value->kind == WEFT_POSTGRES_INTEGER)
    g_snprintf (value->room, sizeof value->room, "%" G_GINT64_FORMAT, value->integer);
  else
    g_ascii_dtostr (value->room, sizeof value->room, value->real);
  *data = value->room;

  return TRUE;
}

/* Results */

static gint64
read_integer (const char *bytes, gsize size)
{
  gint64 number = (gint8) bytes[0];

  for (gsize i = 1; i < size; i++)
    number = (gint64) ((guint64) number << 8 | (guint8) bytes[i]);

  return number;
}

static double
read_double (const char *bytes, gsize size)
{
  guint64 bits = (guint64) read_integer (bytes, size);

  if (size == 4)
    {
      guint32 half = (guint32) bits;
      float number;

      memcpy (&number, &half, sizeof number);
      return number;
    }
  else
    {
      double number;

      memcpy (&number, &bits, sizeof number);
      return number;
    }
}

/* Sums of bigint are numeric: digits to the base of 10,000, after their number, the weight of the first, the
 * sign and a scale. */
static double
read_numeric (const char *bytes, gint64 *whole)
{
  int n_digits = (int) read_integer (bytes, 2);
  int weight = (int) read_integer (bytes + 2, 2);
  gboolean negative = (guint16) read_integer (bytes + 4, 2) == 0x4000;
  double number = 0;
  guint64 integer = 0;

  for (int i = 0; i < n_digits; i++)
    {
      gint64 digit = read_integer (bytes + 8 + 2 * i, 2);

      number += (double) digit * pow (10000, weight - i);
    }
  for (int i = 0; i <= weight; i++)
    integer = integer * 10000 + (guint64) (i < n_digits ? read_integer (bytes + 8 + 2 * i, 2) : 0);

  *whole = (gint64) (negative ? -integer : integer);

  return negative ? -number : number;
}

static gboolean
is_whole_numeric (const char *bytes)
{
  return read_integer (bytes + 6, 2) == 0;
}

int
_weft_postgres_get_type (const PGresult *result, int row, int column)
{
  if (PQgetisnull (result, row, column))
    return -1;

  switch (PQftype (result, column))
    {
    case TYPE_BOOL:
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
      return WEFT_COLUMN_INTEGER;

    case TYPE_FLOAT4:
    case TYPE_FLOAT8:
      return WEFT_COLUMN_REAL;

    case TYPE_NUMERIC:
      return is_whole_numeric (PQgetvalue (result, row, column)) ? WEFT_COLUMN_INTEGER : WEFT_COLUMN_REAL;

    case TYPE_BYTEA:
      return WEFT_COLUMN_BLOB;

    default:
      return WEFT_COLUMN_TEXT;
    }
}

static void
read_number (const PGresult *result, int row, int column, gint64 *integer, double *real)
{
  const char *bytes = PQgetvalue (result, row, column);
  gsize size = (gsize) PQgetlength (result, row, column);

  *integer = 0;
  *real = 0;
  if (PQgetisnull (result, row, column))
    return;

  switch (PQftype (result, column))
    {
    case TYPE_BOOL:
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
      *integer = read_integer (bytes, size);
      *real = (double) *integer;
      break;

    case TYPE_FLOAT4:
    case TYPE_FLOAT8:
      *real = read_double (bytes, size);
      *integer = *real >= 0x1p63                    ? G_MAXINT64
                 : *real < -0x1p63 || isnan (*real) ? G_MININT64
                                                    : (gint64) *real;
      break;

    case TYPE_NUMERIC:
      *real = read_numeric (bytes, integer);
      break;

    case TYPE_BYTEA:
      break;

    default:
      *integer = g_ascii_strtoll (bytes, NULL, 10);
      *real = g_ascii_strtod (bytes, NULL);
    }
}

gint64
_weft_postgres_get_int (const PGresult *result, int row, int column)
{
  gint64 integer;
  double real;

  read_number (result, row, column, &integer, &real);

  return integer;
}

double
_weft_postgres_get_double (const PGresult *result, int row, int column)
{
  gint64 integer;
  double real;

  read_number (result, row, column, &integer, &real);

  return real;
}

const char *
_weft_postgres_get_text (const PGresult *result, int row, int column, char scratch[32], gsize *length)
{
  int type = _weft_postgres_get_type (result, row, column);
  const char *text = NULL;

  switch (type)
    {
    case WEFT_COLUMN_INTEGER:
      g_snprintf (scratch, 32, "%" G_GINT64_FORMAT, _weft_postgres_get_int (result, row, column));
      text = scratch;
      break;

    case WEFT_COLUMN_REAL:
      text = g_ascii_dtostr (scratch, 32, _weft_postgres_get_double (result, row, column));
      break;

    case WEFT_COLUMN_TEXT:
    case WEFT_COLUMN_BLOB:
      /* libpq puts a zero after each value. */
      text = PQgetvalue (result, row, column);
      break;

    default:
      break;
    }

  if (length != NULL)
    *length = text == NULL      ? 0
              : text == scratch ? strlen (scratch)
                                : (gsize) PQgetlength (result, row, column);

  return text;
}
