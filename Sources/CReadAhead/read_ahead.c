#include "read_ahead.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

// A scan of an archive follows four tables at once, and their tiles.
enum { WINDOWS = 8, WINDOW_SIZE = 1 << 16, LARGEST_PAGE = 1 << 14 };

// A part of the file that was read, and behind which the next page may be asked for.
typedef struct {
    sqlite3_int64 start, end;
    int has_bytes;
    unsigned char bytes[WINDOW_SIZE];
} window;

// What stands behind SQLite's own part of an open file.
typedef struct {
    const sqlite3_io_methods *real;
    sqlite3_io_methods methods;
    window *windows;
    unsigned oldest;
} state;

static sqlite3_vfs layer;

static state *state_of(sqlite3_file *file) {
    sqlite3_vfs *unix_files = layer.pAppData;
    return (state *)((char *)file + (unix_files->szOsFile + 7) / 8 * 8);
}

static void forget(state *own) {
    for (int at = 0; at < WINDOWS; at++) own->windows[at].has_bytes = 0;
}

static int read_bytes(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    state *own = state_of(file);
    window *next = NULL;
    if (count <= 0 || count > LARGEST_PAGE) return own->real->xRead(file, bytes, count, offset);
    for (int at = 0; at < WINDOWS; at++) {
        window *known = &own->windows[at];
        if (known->has_bytes && offset >= known->start && offset <= known->end - count) {
            memcpy(bytes, known->bytes + (offset - known->start), (size_t)count);
            return SQLITE_OK;
        }
        if (offset == known->end && offset > 0) next = known;
    }
    // At the end of the file there is less than a window.
    if (next && own->real->xRead(file, next->bytes, WINDOW_SIZE, offset) == SQLITE_OK) {
        next->start = offset;
        next->end = offset + WINDOW_SIZE;
        next->has_bytes = 1;
        memcpy(bytes, next->bytes, (size_t)count);
        return SQLITE_OK;
    }
    if (!next) next = &own->windows[own->oldest++ % WINDOWS];
    next->has_bytes = 0;
    next->end = offset + count;
    return own->real->xRead(file, bytes, count, offset);
}

// A read transaction begins with a shared lock: of the file, or in WAL mode of a mark in the memory beside it.
static int lock_file(sqlite3_file *file, int lock) {
    forget(state_of(file));
    return state_of(file)->real->xLock(file, lock);
}

static int lock_memory(sqlite3_file *file, int first, int count, int flags) {
    if (flags & SQLITE_SHM_LOCK) forget(state_of(file));
    return state_of(file)->real->xShmLock(file, first, count, flags);
}

static int close_file(sqlite3_file *file) {
    state *own = state_of(file);
    free(own->windows);
    own->windows = NULL;
    return own->real->xClose(file);
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *opened) {
    sqlite3_vfs *unix_files = vfs->pAppData;
    int code = unix_files->xOpen(unix_files, name, file, flags, opened);
    if (code != SQLITE_OK || !(flags & SQLITE_OPEN_MAIN_DB) || !(flags & SQLITE_OPEN_READONLY)) return code;
    state *own = state_of(file);
    memset(own, 0, sizeof *own);
    own->windows = calloc(WINDOWS, sizeof(window));
    if (!own->windows || file->pMethods->iVersion < 2) return free(own->windows), code;
    // SQLite's functions find what is theirs at the same address; only some of them are called by way of ours.
    own->real = file->pMethods;
    own->methods = *file->pMethods;
    own->methods.xRead = read_bytes;
    own->methods.xLock = lock_file;
    own->methods.xShmLock = lock_memory;
    own->methods.xClose = close_file;
    file->pMethods = &own->methods;
    return code;
}

const char *docket_read_ahead(void) {
    static const char name[] = "docket-read-ahead";
    sqlite3_mutex *mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
    sqlite3_mutex_enter(mutex);
    if (!layer.pAppData && sqlite3_initialize() == SQLITE_OK) {
        sqlite3_vfs *unix_files = sqlite3_vfs_find("unix");
        if (unix_files) {
            layer = *unix_files;
            layer.szOsFile = (unix_files->szOsFile + 7) / 8 * 8 + (int)sizeof(state);
            layer.pNext = NULL;
            layer.zName = name;
            layer.pAppData = unix_files;
            layer.xOpen = open_file;
            if (sqlite3_vfs_register(&layer, 0) != SQLITE_OK) layer.pAppData = NULL;
        }
    }
    int is_there = layer.pAppData != NULL;
    sqlite3_mutex_leave(mutex);
    return is_there ? name : NULL;
}
