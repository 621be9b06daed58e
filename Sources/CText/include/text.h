// The inner loops over the bytes of texts, where an archive spends its time when it reads or writes millions: base64 of 32 bytes, the end
// of a line, characters of a name. Bytes in, bytes out; nothing is allocated, nothing is read or written beyond what the lengths say.
#ifndef DOCKET_TEXT_H
#define DOCKET_TEXT_H
#include <stddef.h>
#include <stdint.h>

// Writes the 44 characters of the base64 (RFC 4648 section 4) of 32 bytes, given as four words, the first byte the highest.
void docket_base64_write(const uint64_t words[4], uint8_t characters[44]);

// Reads 44 characters as base64 of 32 bytes. 0 unless they are the one spelling of it.
int docket_base64_read(const uint8_t characters[44], uint64_t words[4]);

// Where the first line feed of `count` bytes is; `count` if there is none.
size_t docket_line_end(const uint8_t *bytes, size_t count);

// Whether all of `count` bytes are in a set: bit b & 63 of word b >> 6.
int docket_all_in(const uint64_t set[4], const uint8_t *bytes, size_t count);

// Whether two runs of `count` bytes are the same.
int docket_same(const uint8_t *left, const uint8_t *right, size_t count);
#endif
