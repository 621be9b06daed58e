// OpenSSL's libcrypto as Swift can see it. Macros, stacks and variadic functions do not import; the few that
// are needed stand here as static inline functions, typed, so that the C compiler checks them.
#ifndef DOCKET_COPENSSL_SHIM_H
#define DOCKET_COPENSSL_SHIM_H
#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_Init and its like: twice as fast on short texts as what replaces them
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <sys/prctl.h>

static inline int docket_certificates_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }

// Borrowed from the stack; NULL outside 0 ..< count.
static inline X509 *docket_certificates_at(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}

static inline void docket_certificates_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

// 32 bytes as four words, the first byte the highest: so a hash goes to Swift by value.
typedef struct {
    uint64_t words[4];
} docket_hash;

static inline docket_hash docket_sha256_final(SHA256_CTX *context) {
    unsigned char digest[32];
    SHA256_Final(digest, context);
    docket_hash hash;
    for (int word = 0; word < 4; word++) {
        const unsigned char *at = digest + 8 * word;
        hash.words[word] = (uint64_t)at[0] << 56 | (uint64_t)at[1] << 48 | (uint64_t)at[2] << 40 | (uint64_t)at[3] << 32
                           | (uint64_t)at[4] << 24 | (uint64_t)at[5] << 16 | (uint64_t)at[6] << 8 | at[7];
    }
    return hash;
}

static inline void docket_write_hash(docket_hash hash, unsigned char bytes[32]) {
    for (int word = 0; word < 4; word++) {
        uint64_t bits = hash.words[word];
        unsigned char *at = bytes + 8 * word;
        at[0] = bits >> 56, at[1] = bits >> 48 & 255, at[2] = bits >> 40 & 255, at[3] = bits >> 32 & 255;
        at[4] = bits >> 24 & 255, at[5] = bits >> 16 & 255, at[6] = bits >> 8 & 255, at[7] = bits & 255;
    }
}

// SHA-256 of some bytes in one call.
static inline docket_hash docket_sha256(const void *bytes, size_t count) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    return docket_sha256_final(&context);
}

// SHA-256 of one byte and some bytes.
static inline docket_hash docket_sha256_leaf(unsigned char domain, const void *bytes, size_t count) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, &domain, 1);
    SHA256_Update(&context, bytes, count);
    return docket_sha256_final(&context);
}

// SHA-256 of one byte and two hashes.
static inline docket_hash docket_sha256_node(unsigned char domain, docket_hash left, docket_hash right) {
    unsigned char bytes[65];
    bytes[0] = domain;
    docket_write_hash(left, bytes + 1);
    docket_write_hash(right, bytes + 33);
    return docket_sha256(bytes, sizeof bytes);
}

// prctl is variadic. It cannot fail with these arguments.
static inline void docket_forbid_core_dumps(void) { (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
#endif
