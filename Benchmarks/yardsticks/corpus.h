// The texts that `docket-bench corpus` wrote, held in memory: for each entry filing, docketing, entry and content, each a length of
// four bytes (little-endian) and the bytes.
#ifndef CORPUS_H
#define CORPUS_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FILING, DOCKETING, ENTRY, CONTENT, PARTS };

typedef struct {
    const unsigned char *bytes[PARTS];
    uint32_t size[PARTS];
} Row;

typedef struct {
    Row *rows;
    size_t count;
    size_t total; // bytes of all texts
} Corpus;

static inline void die(const char *what) {
    perror(what);
    exit(1);
}

static inline Corpus read_corpus(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) die(path);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    unsigned char *memory = malloc(size);
    if (!memory || fread(memory, 1, size, file) != size) die(path);
    fclose(file);
    Corpus corpus = {NULL, 0, 0};
    size_t room = 0;
    for (size_t at = 0; at < size; corpus.count++) {
        if (corpus.count == room) {
            room = room ? room * 2 : 4096;
            corpus.rows = realloc(corpus.rows, room * sizeof(Row));
            if (!corpus.rows) die("memory");
        }
        for (int part = 0; part < PARTS; part++) {
            uint32_t length;
            memcpy(&length, memory + at, 4);
            corpus.rows[corpus.count].bytes[part] = memory + at + 4;
            corpus.rows[corpus.count].size[part] = length;
            corpus.total += length;
            at += 4 + length;
        }
    }
    return corpus;
}

static inline double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// One line of JSON, as docket-bench prints it.
static inline void report(const char *what, size_t count, double wall, double cpu, const char *more) {
    printf("{\"what\":\"%s\",\"count\":%zu,\"wall\":%.9f,\"cpu\":%.9f%s}\n", what, count, wall, cpu, more);
}
#endif
