// OpenSSL's libcrypto as Swift can see it. Macros, stacks and variadic functions do not import; the few that
// Cryptography needs stand here as static inline functions, typed, so that the C compiler checks them.
#ifndef DOCKET_COPENSSL_SHIM_H
#define DOCKET_COPENSSL_SHIM_H
#include <openssl/pem.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#endif
