// A layer between a program and its files, for the fault suite (Tests/FaultTests): LD_PRELOAD puts it before libc, so that SQLite,
// Foundation and our own code meet it alike. It does two things with each call that changes a file, folder or name under one root:
//
//   - records it, with its bytes and result, in a trace, so that a test can tell what a disk may hold if the power goes there;
//   - at one chosen call, kills the process or fails the call as a kernel would.
//
// What the program says on standard output is recorded too: an answer, after which nothing may be lost. SQLite's `-shm` is left
// out: it is memory that two processes share, and no disk's affair. Each real call is a bare system call, so nothing here can be
// intercepted in turn. Environment, all set by the tests:
//
//   DOCKET_FAULTS_ROOT   the folder to watch, without symbolic links
//   DOCKET_FAULTS_TRACE  the file that records are appended to; records of several processes may follow each other there
//   DOCKET_FAULTS_ACT    kill-before, kill-within (half of a write is done), kill-after, eio, eio-from, eintr, short, full
//   DOCKET_FAULTS_AT     the call's number from 1; for `full` the bytes that files may still grow by
//
// Record: `struct record` in the machine's byte order, then path, target and data, without padding. FileTrace.swift reads it.
//
// Known gap: calls that glibc makes within itself (fopen, mkstemp) pass unseen, and so would io_uring. That Docket uses none is what
// InterceptionTests checks, with strace as the second witness.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind {
    CREATE = 1, TRUNCATE, WRITE, SYNC, RENAME, LINK, UNLINK, MKDIR, RMDIR, EXTEND, ANSWER, UNSEEN, KILLED
};

enum action { NONE, KILL_BEFORE, KILL_WITHIN, KILL_AFTER, EIO_ONCE, EIO_FROM, EINTR_ONCE, SHORT, FULL };

static const char *const actions[] = {
    "", "kill-before", "kill-within", "kill-after", "eio", "eio-from", "eintr", "short", "full",
};

struct record {
    uint32_t magic, kind, process;
    int32_t error;
    uint64_t call, inode;
    int64_t offset;
    uint64_t path, target, data;
};

#define MAGIC 0x46544b44u /* "DKTF" */

static char root[PATH_MAX];
static size_t root_length;
static int trace = -1;
static enum action action;
static uint64_t action_at, calls;
static uint64_t room;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void arm(void) {
    const char *watched = getenv("DOCKET_FAULTS_ROOT"), *file = getenv("DOCKET_FAULTS_TRACE");
    const char *what = getenv("DOCKET_FAULTS_ACT"), *at = getenv("DOCKET_FAULTS_AT");
    // A child (curl) is not the program under test.
    unsetenv("LD_PRELOAD");
    if (!watched || !file || strlen(watched) >= sizeof root) return;
    strcpy(root, watched);
    root_length = strlen(root);
    int opened = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    // Out of the way of the descriptors that the program gets.
    trace = fcntl(opened, F_DUPFD_CLOEXEC, 500);
    syscall(SYS_close, opened);
    for (int number = 1; what && number <= FULL; number++)
        if (!strcmp(what, actions[number])) action = (enum action)number;
    action_at = at ? strtoull(at, NULL, 10) : 0;
    room = action == FULL ? action_at : UINT64_MAX;
    // A program that a fault makes wait for ever fails its test, and does not stop it.
    alarm(60);
}

// Paths

/// Whether the path is the root or below it, and no `-shm`.
static int is_watched(const char *path) {
    size_t length = strlen(path);
    return trace >= 0 && !strncmp(path, root, root_length)
        && (path[root_length] == '/' || path[root_length] == 0)
        && !(length > 4 && !strcmp(path + length - 4, "-shm"));
}

/// The path of an open file, even of one without a name.
static int path_of(int fd, char path[PATH_MAX]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return 1;
}

/// `path` as seen from `folder`, absolute, without `.`, `..` and doubled slashes.
static int absolute(int folder, const char *path, char out[PATH_MAX]) {
    char joined[2 * PATH_MAX], *rest = NULL;
    if (path[0] == '/') {
        if (snprintf(joined, sizeof joined, "%s", path) >= PATH_MAX) return 0;
    } else {
        char base[PATH_MAX];
        if (folder == AT_FDCWD ? !getcwd(base, sizeof base) : !path_of(folder, base)) return 0;
        if (snprintf(joined, sizeof joined, "%s/%s", base, path) >= PATH_MAX) return 0;
    }
    size_t length = 0;
    for (char *part = strtok_r(joined, "/", &rest); part; part = strtok_r(NULL, "/", &rest)) {
        if (!strcmp(part, ".")) continue;
        if (!strcmp(part, "..")) {
            while (length > 0 && out[--length] != '/') {}
            continue;
        }
        length += (size_t)sprintf(out + length, "/%s", part);
    }
    out[length] = 0;
    return 1;
}

// One call: `begin` counts it and says whether it is the chosen one, `end` records what became of it.

/// What is known of a call before it is made.
struct call {
    struct record record;
    const char *path, *target;
    const void *data;
    size_t length;
};

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static void record(struct call *call, int error) {
    static const char nothing[1];
    struct record *head = &call->record;
    head->magic = MAGIC;
    head->process = (uint32_t)getpid();
    head->error = error;
    head->call = calls;
    head->path = call->path ? strlen(call->path) : 0;
    head->target = call->target ? strlen(call->target) : 0;
    head->data = call->length;
    struct iovec parts[] = {
        {head, sizeof *head},
        {(void *)(call->path ? call->path : nothing), head->path},
        {(void *)(call->target ? call->target : nothing), head->target},
        {(void *)(call->data ? call->data : nothing), head->data},
    };
    size_t whole = sizeof *head + head->path + head->target + head->data;
    // A trace with a hole would make the tests lie.
    if (syscall(SYS_writev, trace, parts, 4) != (long)whole) abort();
}

static int is_chosen(void) { return calls == action_at; }

/// Counts the call; 0 if it is to be made, else the `errno` that it fails with.
static int begin(struct call *call) {
    pthread_mutex_lock(&one_at_a_time);
    calls++;
    int writes = call->record.kind == WRITE;
    int stores = call->record.kind != ANSWER;
    if (is_chosen() && (action == KILL_BEFORE || (action == KILL_WITHIN && (!writes || call->length < 2)))) {
        call->record.kind = KILLED;
        call->length = 0;
        record(call, 0);
        die();
    }
    if (stores && ((is_chosen() && action == EIO_ONCE) || (action == EIO_FROM && calls >= action_at))) return EIO;
    if (writes && is_chosen() && action == EINTR_ONCE) return EINTR;
    if (room == 0 && (call->record.kind == CREATE || call->record.kind == MKDIR)) return ENOSPC;
    return 0;
}

/// Records the call with its result. Leaves `errno` as the call did.
static void end(struct call *call, int error) {
    int kept = errno;
    record(call, error);
    if (is_chosen() && (action == KILL_AFTER || action == KILL_WITHIN)) die();
    pthread_mutex_unlock(&one_at_a_time);
    errno = kept;
}

/// Makes the call whose number and arguments follow, or fails it, and records it. -1 with `errno` on failure.
#define PERFORM(call, ...) \
    ({ \
        int planned = begin(call); \
        long result = planned ? -1 : syscall(__VA_ARGS__); \
        if (planned) errno = planned; \
        end(call, result < 0 ? errno : 0); \
        result; \
    })

// Bytes

/// How many of `length` bytes at `offset` there is room for. Bytes that are there already take none.
static size_t fitting(off_t size, off_t offset, size_t length) {
    uint64_t grown = offset + (off_t)length > size ? (uint64_t)(offset + (off_t)length - size) : 0;
    if (grown > length) grown = length;
    if (grown <= room) {
        if (room != UINT64_MAX) room -= grown;
        return length;
    }
    size_t fits = length - (size_t)(grown - room);
    room = 0;
    return fits;
}

/// One write of `length` bytes; `offset` is -1 for the file's own position.
static ssize_t put(int fd, const void *bytes, size_t length, off_t offset) {
    char path[PATH_MAX];
    struct stat status;
    int kept = errno;
    int is_file = trace >= 0 && !fstat(fd, &status) && S_ISREG(status.st_mode) && path_of(fd, path) && is_watched(path);
    errno = kept;
    if (!is_file && (fd != STDOUT_FILENO || trace < 0))
        return offset < 0 ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, offset);
    struct call call = {{.kind = is_file ? WRITE : ANSWER}, is_file ? path : NULL, NULL, bytes, length};
    int planned = begin(&call);
    size_t wanted = length;
    if (is_file) {
        int is_appending = fcntl(fd, F_GETFL) & O_APPEND;
        call.record.inode = status.st_ino;
        call.record.offset = offset >= 0 ? offset : is_appending ? status.st_size : lseek(fd, 0, SEEK_CUR);
        if (!planned && is_chosen() && length > 1 && (action == SHORT || action == KILL_WITHIN)) wanted = length / 2;
        if (!planned) wanted = fitting(status.st_size, call.record.offset, wanted);
        if (!planned && length > 0 && wanted == 0) planned = ENOSPC;
    }
    ssize_t written = -1;
    if (planned) errno = planned;
    else written = offset < 0 ? syscall(SYS_write, fd, bytes, wanted) : syscall(SYS_pwrite64, fd, bytes, wanted, offset);
    call.length = written > 0 ? (size_t)written : 0;
    end(&call, written < 0 ? errno : 0);
    return written;
}

/// Pieces are written one after the other: fewer at once than asked for is any kernel's right.
static ssize_t put_pieces(int fd, const struct iovec *pieces, int count, off_t offset) {
    ssize_t sum = 0;
    for (int number = 0; number < count; number++) {
        ssize_t written = put(fd, pieces[number].iov_base, pieces[number].iov_len, offset < 0 ? -1 : offset + sum);
        if (written < 0) return sum > 0 ? sum : -1;
        sum += written;
        if ((size_t)written < pieces[number].iov_len) break;
    }
    return sum;
}

ssize_t write(int fd, const void *bytes, size_t length) { return put(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return put(fd, bytes, length, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) { return put(fd, bytes, length, offset); }
ssize_t writev(int fd, const struct iovec *pieces, int count) { return put_pieces(fd, pieces, count, -1); }
ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset) { return put_pieces(fd, pieces, count, offset); }
ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off_t offset) { return put_pieces(fd, pieces, count, offset); }

// Sizes and durability

/// Whether `fd` is watched; fills the call.
static int describe(int fd, enum kind kind, struct call *call, char path[PATH_MAX]) {
    struct stat status;
    int kept = errno;
    int is_ours = trace >= 0 && !fstat(fd, &status) && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))
        && path_of(fd, path) && is_watched(path);
    errno = kept;
    *call = (struct call){{.kind = kind, .inode = status.st_ino}, path, NULL, NULL, 0};
    return is_ours;
}

static int synchronize(int fd, long number) {
    char path[PATH_MAX];
    struct call call;
    if (!describe(fd, SYNC, &call, path)) return (int)syscall(number, fd);
    return (int)PERFORM(&call, number, fd);
}

int fsync(int fd) { return synchronize(fd, SYS_fsync); }
int fdatasync(int fd) { return synchronize(fd, SYS_fdatasync); }

int ftruncate(int fd, off_t length) {
    char path[PATH_MAX];
    struct call call;
    if (!describe(fd, TRUNCATE, &call, path)) return (int)syscall(SYS_ftruncate, fd, length);
    call.record.offset = length;
    return (int)PERFORM(&call, SYS_ftruncate, fd, length);
}
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

int fallocate(int fd, int mode, off_t offset, off_t length) {
    char path[PATH_MAX];
    struct call call;
    if (!describe(fd, mode == 0 ? EXTEND : UNSEEN, &call, path))
        return (int)syscall(SYS_fallocate, fd, mode, offset, length);
    call.record.offset = offset + length;
    struct stat status;
    int planned = begin(&call);
    if (!planned && !fstat(fd, &status) && fitting(status.st_size, offset, (size_t)length) < (size_t)length)
        planned = ENOSPC;
    int result = planned ? -1 : (int)syscall(SYS_fallocate, fd, mode, offset, length);
    if (planned) errno = planned;
    end(&call, result < 0 ? errno : 0);
    return result;
}
int fallocate64(int fd, int mode, off_t offset, off_t length) { return fallocate(fd, mode, offset, length); }
int posix_fallocate(int fd, off_t offset, off_t length) { return fallocate(fd, 0, offset, length) < 0 ? errno : 0; }
int posix_fallocate64(int fd, off_t offset, off_t length) { return posix_fallocate(fd, offset, length); }

/// Writes through memory would pass unseen, so they are recorded as such, and the tests fail.
void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    char path[PATH_MAX];
    struct call call;
    if (fd >= 0 && (flags & MAP_SHARED) && (protection & PROT_WRITE) && describe(fd, UNSEEN, &call, path)) {
        pthread_mutex_lock(&one_at_a_time);
        record(&call, 0);
        pthread_mutex_unlock(&one_at_a_time);
    }
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}
void *mmap64(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    return mmap(address, length, protection, flags, fd, offset);
}

// Names

static int open_at(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat status = {0};
    int kept = errno;
    int is_nameless = (flags & O_TMPFILE) == O_TMPFILE;
    int may_change = trace >= 0 && (flags & (O_CREAT | O_TRUNC) || is_nameless);
    int is_ours = may_change && absolute(folder, name, path) && is_watched(path);
    int is_there = is_ours && !is_nameless && !lstat(path, &status);
    errno = kept;
    int is_made = is_ours && !is_there && (flags & O_CREAT || is_nameless);
    if (!is_made && !(is_there && flags & O_TRUNC)) return (int)syscall(SYS_openat, folder, name, flags, mode);
    struct call call = {{.kind = is_made ? CREATE : TRUNCATE, .inode = status.st_ino}, path, NULL, NULL, 0};
    if (is_nameless) call.path = NULL;
    int planned = begin(&call);
    int fd = planned ? -1 : (int)syscall(SYS_openat, folder, name, flags, mode);
    if (planned) errno = planned;
    if (fd >= 0 && !fstat(fd, &status)) call.record.inode = status.st_ino;
    end(&call, fd < 0 ? errno : 0);
    return fd;
}

/// The mode of `open`, which is there only where a file may be made.
#define MODE(flags, mode) \
    mode_t mode = 0; \
    if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) { \
        va_list arguments; \
        va_start(arguments, flags); \
        mode = va_arg(arguments, mode_t); \
        va_end(arguments); \
    }

int open(const char *name, int flags, ...) { MODE(flags, mode) return open_at(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags, mode) return open_at(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags, mode) return open_at(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags, mode) return open_at(folder, name, flags, mode); }
int creat(const char *name, mode_t mode) { return open_at(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, mode); }

/// A call on one name, or on two. Fills `path` and `target`; whether one of them is watched.
static int name_call(
    struct call *call, enum kind kind, int folder, const char *name, char path[PATH_MAX], int target_folder,
    const char *target_name, char target[PATH_MAX]
) {
    struct stat status = {0};
    int kept = errno;
    int is_ours = trace >= 0 && absolute(folder, name, path) && (!target || absolute(target_folder, target_name, target))
        && (is_watched(path) || (target && is_watched(target)));
    // A link to /proc/self/fd/N names the open file behind it.
    if (is_ours && (kind == LINK ? stat(path, &status) : lstat(path, &status))) status.st_ino = 0;
    errno = kept;
    *call = (struct call){{.kind = kind, .inode = status.st_ino}, path, target, NULL, 0};
    return is_ours;
}

int renameat2(int from, const char *name, int to, const char *new_name, unsigned flags) {
    char path[PATH_MAX], target[PATH_MAX];
    struct call call;
    // RENAME_EXCHANGE is not told in the trace.
    enum kind kind = flags & RENAME_EXCHANGE ? UNSEEN : RENAME;
    if (!name_call(&call, kind, from, name, path, to, new_name, target))
        return (int)syscall(SYS_renameat2, from, name, to, new_name, flags);
    return (int)PERFORM(&call, SYS_renameat2, from, name, to, new_name, flags);
}
int renameat(int from, const char *name, int to, const char *new_name) { return renameat2(from, name, to, new_name, 0); }
int rename(const char *name, const char *new_name) { return renameat2(AT_FDCWD, name, AT_FDCWD, new_name, 0); }

int linkat(int from, const char *name, int to, const char *new_name, int flags) {
    char path[PATH_MAX], target[PATH_MAX];
    struct call call;
    if (!name_call(&call, LINK, from, name, path, to, new_name, target))
        return (int)syscall(SYS_linkat, from, name, to, new_name, flags);
    return (int)PERFORM(&call, SYS_linkat, from, name, to, new_name, flags);
}
int link(const char *name, const char *new_name) { return linkat(AT_FDCWD, name, AT_FDCWD, new_name, 0); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    struct call call;
    enum kind kind = flags & AT_REMOVEDIR ? RMDIR : UNLINK;
    if (!name_call(&call, kind, folder, name, path, 0, NULL, NULL)) return (int)syscall(SYS_unlinkat, folder, name, flags);
    return (int)PERFORM(&call, SYS_unlinkat, folder, name, flags);
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    struct call call;
    struct stat status;
    if (!name_call(&call, MKDIR, folder, name, path, 0, NULL, NULL)) return (int)syscall(SYS_mkdirat, folder, name, mode);
    int planned = begin(&call);
    int result = planned ? -1 : (int)syscall(SYS_mkdirat, folder, name, mode);
    if (planned) errno = planned;
    if (result == 0 && !lstat(path, &status)) call.record.inode = status.st_ino;
    end(&call, result < 0 ? errno : 0);
    return result;
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }
