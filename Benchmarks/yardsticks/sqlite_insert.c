// Plain C and SQLite: rows of the same bytes as Docket's, nothing hashed, nothing derived, no trigger.
//     sqlite_insert CORPUS DATABASE BATCH [PAGE_SIZE] [AUTOCHECKPOINT]
// One transaction for each BATCH rows, WAL, synchronous=FULL, prepared statements, bound without copying. With BATCH 1 it also tells
// the median latency of one commit.
#include <sqlite3.h>

#include "corpus.h"

static sqlite3 *database;

static void run(const char *sql) {
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(database));
        exit(1);
    }
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) die(sql);
    return statement;
}

static void insert(sqlite3_stmt *statement, size_t index, const Row *row, int part) {
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)index);
    sqlite3_bind_blob(statement, 2, row->bytes[part], (int)row->size[part], SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE) die("insert");
    sqlite3_reset(statement);
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

int main(int count, char **arguments) {
    if (count < 4) return 64;
    Corpus corpus = read_corpus(arguments[1]);
    size_t batch = strtoul(arguments[3], NULL, 10);
    char pragma[64];
    if (sqlite3_open(arguments[2], &database) != SQLITE_OK) die(arguments[2]);
    snprintf(pragma, sizeof pragma, "PRAGMA page_size = %s", count > 4 ? arguments[4] : "4096");
    run(pragma);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA secure_delete = ON");
    snprintf(pragma, sizeof pragma, "PRAGMA wal_autocheckpoint = %s", count > 5 ? arguments[5] : "1000");
    run(pragma);
    run("CREATE TABLE filing (idx INTEGER PRIMARY KEY, filing BLOB NOT NULL) STRICT;"
        "CREATE TABLE docketing (idx INTEGER PRIMARY KEY, docketing BLOB NOT NULL) STRICT;"
        "CREATE TABLE entry (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;"
        "CREATE TABLE content (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;");
    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    sqlite3_stmt *inserts[PARTS] = {
        prepare("INSERT INTO filing VALUES (?, ?)"), prepare("INSERT INTO docketing VALUES (?, ?)"),
        prepare("INSERT INTO entry VALUES (?, ?)"), prepare("INSERT INTO content VALUES (?, ?)")};
    double *latencies = malloc((corpus.count / batch + 1) * sizeof(double));
    size_t commits = 0;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t start = 0; start < corpus.count; start += batch) {
        double before = seconds(CLOCK_MONOTONIC);
        if (sqlite3_step(begin) != SQLITE_DONE) die("begin");
        sqlite3_reset(begin);
        for (size_t index = start; index < start + batch && index < corpus.count; index++)
            for (int part = 0; part < PARTS; part++)
                if (corpus.rows[index].size[part]) insert(inserts[part], index, &corpus.rows[index], part);
        if (sqlite3_step(commit) != SQLITE_DONE) die("commit");
        sqlite3_reset(commit);
        latencies[commits++] = seconds(CLOCK_MONOTONIC) - before;
    }
    wall = seconds(CLOCK_MONOTONIC) - wall;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    qsort(latencies, commits, sizeof(double), ascending);
    char more[128];
    snprintf(more, sizeof more, ",\"median\":%.9f,\"texts\":%zu", latencies[commits / 2], corpus.total);
    report("sqlite insert", corpus.count, wall, cpu, more);
    return 0;
}
