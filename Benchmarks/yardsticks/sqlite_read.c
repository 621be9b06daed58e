// Plain C and SQLite: every row of entry, filing and docketing of an archive read once, nothing done with it.
//     sqlite_read DATABASE
#include <sqlite3.h>

#include "corpus.h"

int main(int count, char **arguments) {
    if (count < 2) return 64;
    sqlite3 *database;
    if (sqlite3_open_v2(arguments[1], &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) die(arguments[1]);
    const char *queries[] = {"SELECT entry FROM entry", "SELECT filing FROM filing", "SELECT docketing FROM docketing"};
    size_t rows = 0, sum = 0;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int query = 0; query < 3; query++) {
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v2(database, queries[query], -1, &statement, NULL) != SQLITE_OK) die(queries[query]);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const unsigned char *bytes = sqlite3_column_blob(statement, 0);
            sum += bytes[sqlite3_column_bytes(statement, 0) - 1];
            rows += query == 0;
        }
        sqlite3_finalize(statement);
    }
    wall = seconds(CLOCK_MONOTONIC) - wall;
    report("sqlite read", rows, wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, sum ? "" : ",\"empty\":true");
    return 0;
}
