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

// Ones wherever a character is not of the alphabet.
static inline v16 strange(v16 text) {
    return ~((v16)(text - 'A' < 26) | (v16)(text - 'a' < 26) | (v16)(text - '0' < 10) | (v16)(text == '+') | (v16)(text == '/'));
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

docket_bytes32 docket_base64_read(const uint8_t characters[44]) {
    docket_bytes32 read;
    uint64_t *w = read.words;
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
    read.is_there = (faults[0] | faults[1]) == 0 && (c[2] & 0xFF) == 0 && characters[43] == '=';
    return read;
}

int docket_is_base64(const uint8_t characters[44]) {
    v16 first, second, last;
    memcpy(&first, characters, 16);
    memcpy(&second, characters + 16, 16);
    // The last of these is the padding.
    memcpy(&last, characters + 28, 16);
    last[15] = 'A';
    v16 wrong = strange(first) | strange(second) | strange(last);
    uint64_t faults[2];
    memcpy(faults, &wrong, 16);
    // Of the last character two bits are over, and zero: A E I M Q U Y, c g k o s w, 0 4 8.
    uint8_t end = characters[42];
    int is_even = end >= 'a' ? (end - 'a') % 4 == 2 : end >= 'A' ? (end - 'A') % 4 == 0 : end >= '0' && (end - '0') % 4 == 0;
    return (faults[0] | faults[1]) == 0 && is_even && characters[43] == '=';
}

// Where the first byte of a word is in memory that is not zero.
static inline size_t first_byte(uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(word) / 8;
#else
    return (size_t)__builtin_clzll(word) / 8;
#endif
}

static inline v16 between(v16 text, uint8_t first, uint8_t last) { return (v16)(text - first <= (uint8_t)(last - first)); }

static inline v16 members(docket_set set, v16 text) {
    v16 capital = between(text, 'A', 'Z'), letter = between(text, 'a', 'z'), digit = between(text, '0', '9');
    switch (set) {
    case DOCKET_CAPITALS: return capital;
    case DOCKET_LOWER_CASE: return letter | digit;
    case DOCKET_ALPHANUMERIC: return capital | letter | digit;
    case DOCKET_PARTY: return capital | digit | (v16)(text == '-');
    case DOCKET_MATTER: return capital | letter | digit | between(text, '-', '.') | (v16)(text == '_');
    case DOCKET_ORIGIN: return letter | between(text, '-', '9') | (v16)(text == '_');
    case DOCKET_MEDIA: return letter | digit | (v16)(text == '+') | between(text, '-', '.') | (v16)(text == '_');
    case DOCKET_FILE: return between(text, ' ', '~') & ~(v16)(text == '/') & ~(v16)(text == '\\');
    }
    return (v16){0};
}

// With a constant set, so that each gets a loop of its own.
__attribute__((always_inline)) static inline size_t prefix_in(docket_set set, const uint8_t *bytes, size_t count) {
    for (size_t at = 0; at < count; at += 16) {
        // Behind the end stands NUL, which no set has.
        v16 text = {0};
        if (count - at >= 16) memcpy(&text, bytes + at, 16);
        else memcpy(&text, bytes + at, count - at);
        uint64_t out[2];
        v16 others = ~members(set, text);
        memcpy(out, &others, 16);
        if (out[0]) return at + first_byte(out[0]);
        if (out[1]) return at + 8 + first_byte(out[1]);
    }
    return count;
}

int docket_is_in(docket_set set, uint8_t byte) {
    int capital = (uint8_t)(byte - 'A') < 26, letter = (uint8_t)(byte - 'a') < 26, digit = (uint8_t)(byte - '0') < 10;
    switch (set) {
    case DOCKET_CAPITALS: return capital;
    case DOCKET_LOWER_CASE: return letter | digit;
    case DOCKET_ALPHANUMERIC: return capital | letter | digit;
    default: return docket_prefix_in(set, &byte, 1) == 1;
    }
}

size_t docket_prefix_in(docket_set set, const uint8_t *bytes, size_t count) {
    switch (set) {
    case DOCKET_CAPITALS: return prefix_in(DOCKET_CAPITALS, bytes, count);
    case DOCKET_LOWER_CASE: return prefix_in(DOCKET_LOWER_CASE, bytes, count);
    case DOCKET_ALPHANUMERIC: return prefix_in(DOCKET_ALPHANUMERIC, bytes, count);
    case DOCKET_PARTY: return prefix_in(DOCKET_PARTY, bytes, count);
    case DOCKET_MATTER: return prefix_in(DOCKET_MATTER, bytes, count);
    case DOCKET_ORIGIN: return prefix_in(DOCKET_ORIGIN, bytes, count);
    case DOCKET_MEDIA: return prefix_in(DOCKET_MEDIA, bytes, count);
    case DOCKET_FILE: return prefix_in(DOCKET_FILE, bytes, count);
    }
    return 0;
}
