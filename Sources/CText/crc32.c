// CRC-32 in two ways. Plain: eight bytes at a time by eight tables ("slicing by 8", Kounavis and Berry 2005). Folding: 64 bytes at a time
// by carry-less multiplication (Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009), with
// the constants of its section on the bit-reflected polynomial 0x104C11DB7.
#include "crc32.h"

#include <pthread.h>
#include <string.h>

static uint32_t tables[8][256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_tables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++) value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0);
        tables[0][byte] = value;
    }
    for (int table = 1; table < 8; table++)
        for (int byte = 0; byte < 256; byte++) {
            uint32_t before = tables[table - 1][byte];
            tables[table][byte] = before >> 8 ^ tables[0][before & 255];
        }
}

// From state to state: the CRC without the inversions at both ends.
static uint32_t advance(uint32_t state, const uint8_t *bytes, size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) {
        uint32_t low = state ^ ((uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16
                                | (uint32_t)bytes[3] << 24);
        state = tables[7][low & 255] ^ tables[6][low >> 8 & 255] ^ tables[5][low >> 16 & 255] ^ tables[4][low >> 24]
                ^ tables[3][bytes[4]] ^ tables[2][bytes[5]] ^ tables[1][bytes[6]] ^ tables[0][bytes[7]];
    }
    for (; count > 0; bytes++, count--) state = state >> 8 ^ tables[0][(state ^ *bytes) & 255];
    return state;
}

uint32_t docket_crc32_plain(uint32_t crc, const uint8_t *bytes, size_t count) {
    pthread_once(&once, make_tables);
    return ~advance(~crc, bytes, count);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define FOLDING __attribute__((target("pclmul,sse4.1")))

// `bits` moved on over the distance that `constants` stand for, and joined to `next`.
FOLDING static inline __m128i fold(__m128i bits, __m128i next, __m128i constants) {
    __m128i low = _mm_clmulepi64_si128(bits, constants, 0x00);
    __m128i high = _mm_clmulepi64_si128(bits, constants, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

static inline __m128i load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

// 128 bits to 32: over 64 bits, over 32 bits, then Barrett's reduction.
FOLDING static uint32_t reduce(__m128i bits) {
    const __m128i k4 = _mm_set_epi64x(0, 0x0CCAA009E), k5 = _mm_set_epi64x(0, 0x163CD6124);
    const __m128i polynomial = _mm_set_epi64x(0x1F7011641, 0x1DB710641); // its quotient above, itself below
    const __m128i word = _mm_set_epi32(0, 0, 0, -1);
    // k4 folds the low half over 64 bits.
    bits = _mm_xor_si128(_mm_clmulepi64_si128(bits, k4, 0x00), _mm_srli_si128(bits, 8));
    bits = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(bits, word), k5, 0x00), _mm_srli_si128(bits, 4));
    __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(bits, word), polynomial, 0x10);
    __m128i product = _mm_clmulepi64_si128(_mm_and_si128(quotient, word), polynomial, 0x00);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(bits, product), 1);
}

// At least 64 bytes, a multiple of 16 of them.
FOLDING static uint32_t advance_folding(uint32_t state, const uint8_t *bytes, size_t count) {
    const __m128i over64 = _mm_set_epi64x(0x1C6E41596, 0x154442BD4); // over 64 bytes
    const __m128i over16 = _mm_set_epi64x(0x0CCAA009E, 0x1751997D0); // over 16 bytes
    __m128i a = _mm_xor_si128(load(bytes), _mm_cvtsi32_si128((int)state));
    __m128i b = load(bytes + 16), c = load(bytes + 32), d = load(bytes + 48);
    for (bytes += 64, count -= 64; count >= 64; bytes += 64, count -= 64) {
        a = fold(a, load(bytes), over64);
        b = fold(b, load(bytes + 16), over64);
        c = fold(c, load(bytes + 32), over64);
        d = fold(d, load(bytes + 48), over64);
    }
    a = fold(fold(fold(a, b, over16), c, over16), d, over16);
    for (; count >= 16; bytes += 16, count -= 16) a = fold(a, load(bytes), over16);
    return reduce(a);
}

uint32_t docket_crc32(uint32_t crc, const uint8_t *bytes, size_t count) {
    if (count < 64 || !__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("sse4.1"))
        return docket_crc32_plain(crc, bytes, count);
    pthread_once(&once, make_tables);
    size_t folded = count & ~(size_t)15;
    uint32_t state = advance_folding(~crc, bytes, folded);
    return ~advance(state, bytes + folded, count - folded);
}
#else
uint32_t docket_crc32(uint32_t crc, const uint8_t *bytes, size_t count) {
    return docket_crc32_plain(crc, bytes, count);
}
#endif
