// OpenSSL's libcrypto as Swift can see it. Macros, stacks and variadic functions do not import; the few that
// are needed stand here as static inline functions, typed, so that the C compiler checks them.
#ifndef DOCKET_COPENSSL_SHIM_H
#define DOCKET_COPENSSL_SHIM_H
#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_Init and its like: twice as fast on short texts as what replaces them
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <sys/prctl.h>

// A stack that holds one reference to each of its certificates.
static inline STACK_OF(X509) *docket_certificates_new(void) { return sk_X509_new_null(); }

// Adds a reference of its own; the caller keeps his. 1 on success.
static inline int docket_certificates_add(STACK_OF(X509) *stack, X509 *certificate) {
    if (!X509_up_ref(certificate)) return 0;
    if (sk_X509_push(stack, certificate) > 0) return 1;
    X509_free(certificate);
    return 0;
}

static inline int docket_certificates_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }

// Borrowed from the stack; NULL outside 0 ..< count.
static inline X509 *docket_certificates_at(const STACK_OF(X509) *stack, int index) {
    return sk_X509_value(stack, index);
}

static inline void docket_certificates_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

// A verify callback that lets missing key identifiers pass and nothing else. X509_V_FLAG_X509_STRICT demands them of the issuer (RFC
// 5280 4.2.1.1, 4.2.1.2), but they only help to find a path, and certificates without them are in use.
static int docket_pass_missing_key_identifiers(int ok, X509_STORE_CTX *context) {
    int error = X509_STORE_CTX_get_error(context);
    if (ok) return 1;
    if (error != X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER && error != X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER)
        return 0;
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1;
}

static inline void docket_tolerate_missing_key_identifiers(X509_STORE_CTX *context) {
    X509_STORE_CTX_set_verify_cb(context, docket_pass_missing_key_identifiers);
}

// SHA-256 of some bytes in one call, 32 bytes into `digest`.
static inline void docket_sha256(const void *bytes, size_t count, unsigned char *digest) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(digest, &context);
}

// SHA-256 of one byte and some bytes.
static inline void docket_sha256_leaf(unsigned char domain, const void *bytes, size_t count, unsigned char *digest) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, &domain, 1);
    SHA256_Update(&context, bytes, count);
    SHA256_Final(digest, &context);
}

// prctl is variadic. It cannot fail with these arguments.
static inline void docket_forbid_core_dumps(void) { (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
#endif
