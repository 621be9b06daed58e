// The inner loops over the bytes of texts, where an archive spends its time when it reads or writes millions: base64 of 32 bytes, the end
// of a line or of a name. Checksums are in crc32.h. Bytes in, bytes out; nothing is allocated, nothing is read or written beyond what the
// lengths say.
#ifndef DOCKET_TEXT_H
#define DOCKET_TEXT_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Writes the 44 characters of the base64 (RFC 4648 section 4) of 32 bytes, given as four words, the first byte the highest.
void docket_base64_write(const uint64_t words[4], uint8_t characters[44]);

typedef struct {
    uint64_t words[4];
    int is_there;
} docket_bytes32;

// Reads 44 characters as base64 of 32 bytes; they are not there unless it is their one spelling.
docket_bytes32 docket_base64_read(const uint8_t characters[44]);

// Whether 44 characters are base64 of 32 bytes, in its one spelling.
int docket_is_base64(const uint8_t characters[44]);

// Reads 52 characters as a digest: `sha-256:` and such base64.
static inline docket_bytes32 docket_digest_read(const uint8_t characters[52]) {
    docket_bytes32 none = {{0}, 0};
    return memcmp(characters, "sha-256:", 8) == 0 ? docket_base64_read(characters + 8) : none;
}

// The characters of names. None of these sets has NUL, a line feed or anything beyond ASCII.
typedef enum {
    DOCKET_CAPITALS,     // A-Z
    DOCKET_LOWER_CASE,   // a-z 0-9
    DOCKET_ALPHANUMERIC, // A-Z a-z 0-9
    DOCKET_PARTY,        // A-Z 0-9 -
    DOCKET_MATTER,       // A-Z a-z 0-9 - . _
    DOCKET_ORIGIN,       // a-z 0-9 - . / _
    DOCKET_MEDIA,        // a-z 0-9 + - . _
    DOCKET_FILE,         // all that are visible, and the space, but / and backslash
} docket_set;

// Whether a byte is in a set.
int docket_is_in(docket_set set, uint8_t byte);

// How many of `count` bytes, from the first on, are in a set.
size_t docket_prefix_in(docket_set set, const uint8_t *bytes, size_t count);

// Where the first line feed of `count` bytes is; `count` if there is none. Here, as the next, so that a caller pays for no call.
static inline size_t docket_line_end(const uint8_t *bytes, size_t count) {
    if (count == 0) return 0;
    const uint8_t *end = (const uint8_t *)memchr(bytes, '\n', count);
    return end ? (size_t)(end - bytes) : count;
}

// Whether two runs of `count` bytes are the same: a few instructions where `count` is known to the compiler.
static inline int docket_same(const uint8_t *left, const uint8_t *right, size_t count) {
    return count == 0 || memcmp(left, right, count) == 0;
}
#endif
