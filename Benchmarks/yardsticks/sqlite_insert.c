// Plain C and SQLite: rows of the same bytes as Docket's, nothing hashed, nothing looked up, no trigger.
//     sqlite_insert CORPUS DATABASE BATCH [keys]
// One transaction for each BATCH rows, WAL, synchronous=FULL, prepared statements, bound without copying. With BATCH 1 it also tells
// the median latency of one commit. With `keys` it inserts for each entry the two rows of numbers too by which Docket finds it again,
// those of `docket` and `seen`, without which it cannot file.
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

// 16 matters grow at a time to 100 entries each, as in docket-bench's World.
static void insert_keys(sqlite3_stmt *docket, sqlite3_stmt *seen, size_t index) {
    static sqlite3_int64 numbers[16];
    static uint64_t state = 7;
    if (index % 1600 == 0) memset(numbers, 0, sizeof numbers);
    state = state * 6364136223846793005u + 1442695040888963407u;
    size_t place = state >> 33 & 15;
    sqlite3_int64 matter = (sqlite3_int64)(index / 1600 * 16 + place + 1);
    sqlite3_bind_int64(docket, 1, matter);
    sqlite3_bind_int64(docket, 2, ++numbers[place]);
    sqlite3_bind_int64(docket, 3, (sqlite3_int64)index);
    sqlite3_bind_int64(seen, 1, matter << 32 | (sqlite3_int64)(uint32_t)(state >> 16));
    sqlite3_bind_int64(seen, 2, (sqlite3_int64)index);
    if (sqlite3_step(docket) != SQLITE_DONE || sqlite3_step(seen) != SQLITE_DONE) die("insert");
    sqlite3_reset(docket);
    sqlite3_reset(seen);
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

int main(int count, char **arguments) {
    if (count < 4) return 64;
    Corpus corpus = read_corpus(arguments[1]);
    size_t batch = strtoul(arguments[3], NULL, 10);
    int has_keys = count > 4 && strcmp(arguments[4], "keys") == 0;
    if (sqlite3_open(arguments[2], &database) != SQLITE_OK) die(arguments[2]);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA secure_delete = ON");
    run("CREATE TABLE filing (idx INTEGER PRIMARY KEY, filing BLOB NOT NULL) STRICT;"
        "CREATE TABLE docketing (idx INTEGER PRIMARY KEY, docketing BLOB NOT NULL) STRICT;"
        "CREATE TABLE entry (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL) STRICT;"
        "CREATE TABLE content (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;"
        "CREATE TABLE docket (matter_id INTEGER NOT NULL, number INTEGER NOT NULL, idx INTEGER NOT NULL,"
        " PRIMARY KEY (matter_id, number)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE seen (key INTEGER NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY (key, idx)) STRICT, WITHOUT ROWID;");
    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    sqlite3_stmt *inserts[PARTS] = {
        prepare("INSERT INTO filing VALUES (?, ?)"), prepare("INSERT INTO docketing VALUES (?, ?)"),
        prepare("INSERT INTO entry VALUES (?, ?)"), prepare("INSERT INTO content VALUES (?, ?)")};
    sqlite3_stmt *docket = prepare("INSERT INTO docket VALUES (?, ?, ?)"), *seen = prepare("INSERT INTO seen VALUES (?, ?)");
    double *latencies = malloc((corpus.count / batch + 1) * sizeof(double));
    size_t commits = 0;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t start = 0; start < corpus.count; start += batch) {
        double before = seconds(CLOCK_MONOTONIC);
        if (sqlite3_step(begin) != SQLITE_DONE) die("begin");
        sqlite3_reset(begin);
        for (size_t index = start; index < start + batch && index < corpus.count; index++) {
            for (int part = 0; part < PARTS; part++)
                if (corpus.rows[index].size[part]) insert(inserts[part], index, &corpus.rows[index], part);
            if (has_keys) insert_keys(docket, seen, index);
        }
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
