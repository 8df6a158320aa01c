/// The few SQLite calls that Swift cannot make, because they take variable arguments.
#ifndef VIGIL_CSQLITE_H
#define VIGIL_CSQLITE_H

/// Turns on defensive mode for a connection: no writable schema, no direct writes to shadow
/// tables, no way to switch the journal off. Returns SQLite's result code.
/// `connection` is an open `sqlite3 *`.
int vigil_sqlite_set_defensive(void *connection);

/// Makes "speeker" an error where no column has that name; SQLite would take it for a text.
/// Returns SQLite's result code.
int vigil_sqlite_refuse_quoted_text(void *connection);

#endif
