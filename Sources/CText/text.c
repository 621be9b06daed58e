#include "text.h"

#include <string.h>

// Sixteen characters, or what they stand for, at once. Comparisons give -1 where they hold and 0 where not (GNU vector extension, of
// clang and gcc, for every processor).
typedef uint8_t v16 __attribute__((vector_size(16)));
typedef uint16_t v8 __attribute__((vector_size(16)));
typedef uint32_t v4 __attribute__((vector_size(16)));
typedef int8_t mask __attribute__((vector_size(16)));

// 24 bits in each lane, the first byte the highest -> four characters in each.
static inline v16 characters_of(v4 bits) {
    v8 halves = (v8)(bits >> 12 & 0xFFF | (bits & 0xFFF) << 16);
    v16 values = (v16)(halves >> 6 & 0x3F | (halves & 0x3F) << 8);
    mask number = (mask)values;
    v16 text = values + 'A';
    text += (v16)(number > 25) & ('a' - 'Z' - 1);
    text -= (v16)(number > 51) & ('z' + 1 - '0');
    text -= (v16)(number > 61) & ('9' + 1 - '+');
    text += (v16)(number > 62) & ('/' - '+' - 1);
    return text;
}

// The reverse; `wrong` gets a bit wherever a character is not of the alphabet.
static inline v4 bits_of(v16 text, v16 *wrong) {
    v16 capital = (v16)(text - 'A' < 26), letter = (v16)(text - 'a' < 26), digit = (v16)(text - '0' < 10);
    v16 plus = (v16)(text == '+'), slash = (v16)(text == '/');
    *wrong |= ~(capital | letter | digit | plus | slash);
    v16 values = (capital & (text - 'A')) | (letter & (text - ('a' - 26))) | (digit & (text + (52 - '0')))
                 | (plus & 62) | (slash & 63);
    v8 halves = (v8)values;
    v4 pairs = (v4)((halves & 0x3F) << 6 | halves >> 8);
    return (pairs & 0xFFF) << 12 | pairs >> 16;
}

void docket_base64_write(const uint64_t w[4], uint8_t characters[44]) {
    v4 first = {w[0] >> 40, w[0] >> 16 & 0xFFFFFF, (w[0] << 8 | w[1] >> 56) & 0xFFFFFF, w[1] >> 32 & 0xFFFFFF};
    v4 second = {w[1] >> 8 & 0xFFFFFF, (w[1] << 16 | w[2] >> 48) & 0xFFFFFF, w[2] >> 24 & 0xFFFFFF, w[2] & 0xFFFFFF};
    v4 third = {w[3] >> 40, w[3] >> 16 & 0xFFFFFF, w[3] << 8 & 0xFFFFFF, 0};
    v16 text[3] = {characters_of(first), characters_of(second), characters_of(third)};
    memcpy(characters, text, 43);
    characters[43] = '=';
}

int docket_base64_read(const uint8_t characters[44], uint64_t w[4]) {
    uint8_t last[16];
    memset(last, 'A', sizeof last);
    memcpy(last, characters + 32, 11);
    v16 text[3], wrong = {0};
    memcpy(text, characters, 32);
    memcpy(&text[2], last, 16);
    v4 a = bits_of(text[0], &wrong), b = bits_of(text[1], &wrong), c = bits_of(text[2], &wrong);
    uint64_t faults[2];
    memcpy(faults, &wrong, 16);
    w[0] = (uint64_t)a[0] << 40 | (uint64_t)a[1] << 16 | a[2] >> 8;
    w[1] = (uint64_t)a[2] << 56 | (uint64_t)a[3] << 32 | (uint64_t)b[0] << 8 | b[1] >> 16;
    w[2] = (uint64_t)b[1] << 48 | (uint64_t)b[2] << 24 | b[3];
    w[3] = (uint64_t)c[0] << 40 | (uint64_t)c[1] << 16 | c[2] >> 8;
    // The last three characters have 18 bits for two bytes; what is over is zero.
    return (faults[0] | faults[1]) == 0 && (c[2] & 0xFF) == 0 && characters[43] == '=';
}

size_t docket_line_end(const uint8_t *bytes, size_t count) {
    if (count == 0) return 0;
    const uint8_t *end = memchr(bytes, '\n', count);
    return end ? (size_t)(end - bytes) : count;
}

int docket_all_in(const uint64_t set[4], const uint8_t *bytes, size_t count) {
    uint64_t all = 1;
    for (size_t at = 0; at < count; at++) all &= set[bytes[at] >> 6] >> (bytes[at] & 63);
    return (int)all;
}

int docket_same(const uint8_t *left, const uint8_t *right, size_t count) {
    return count == 0 || memcmp(left, right, count) == 0;
}
