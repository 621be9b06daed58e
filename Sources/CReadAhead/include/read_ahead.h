// A layer over SQLite's own files (sqlite.org/vfs.html) that reads a database ahead: where page follows page, as in a scan of tables that
// grow at their ends, one system call gets sixteen. It is for connections that only read.
//
// What was read ahead is forgotten whenever a read transaction begins, so a page is never older than the state that the transaction sees.
// Within one nothing can change below it: SQLite's writers overwrite a page of the file only while no reader needs the old one, or in WAL
// mode only with what this reader finds in the WAL instead (sqlite.org/wal.html, "checkpointing"). What is not there whole is left to SQLite,
// with its own errors.
#ifndef DOCKET_READ_AHEAD_H
#define DOCKET_READ_AHEAD_H

// The name of the layer for sqlite3_open_v2; NULL, which is SQLite's own files, where the system is another than its author knows.
const char *docket_read_ahead(void);
#endif
