// OpenSSL's libcrypto as Swift can see it. Macros, stacks and variadic functions do not import; the few that
// Cryptography needs stand here as static inline functions, typed, so that the C compiler checks them.
#ifndef DOCKET_COPENSSL_SHIM_H
#define DOCKET_COPENSSL_SHIM_H
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

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
#endif
