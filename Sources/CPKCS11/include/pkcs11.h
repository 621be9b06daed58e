// The part of PKCS #11 (OASIS PKCS #11 v2.40, which every module speaks) that signing needs: find a token, log in, find a key and its
// certificate, sign. A module is a shared library of the token's maker; it is loaded by path and asked for its list of functions. OpenSSL
// is not asked to do that: its engines are deprecated, and its provider for PKCS #11 is not in Debian 12.
//
// Every function gives the module's CK_RV, 0 when all is well. Handles are the module's numbers. Nothing here keeps what it is given.
#ifndef DOCKET_CPKCS11_H
#define DOCKET_CPKCS11_H
#include <stddef.h>

typedef struct docket_module docket_module;

// Where a module cannot be loaded at all; values that no module gives.
enum { DOCKET_MODULE_UNLOADABLE = 0x7F000001, DOCKET_MODULE_INCOMPLETE = 0x7F000002 };

// Loads and initialises the module in the file `path`. The caller frees it; NULL leaves the reason in `result`, and what dlopen says in
// `words`, ended by a zero.
docket_module *docket_module_load(const char *path, unsigned long *result, char *words, size_t size);
// Closes all sessions, finalises the module, unloads it.
void docket_module_free(docket_module *module);

// The slots with a token in them. `count`: room in `slots`, then how many there are.
unsigned long docket_module_slots(docket_module *module, unsigned long *slots, unsigned long *count);
// `text`: label (32 bytes), manufacturer (32), model (16), serial number (16), each padded with blanks.
unsigned long docket_module_token(docket_module *module, unsigned long slot, unsigned char text[96], unsigned long *flags);
// A read-only session.
unsigned long docket_module_open(docket_module *module, unsigned long slot, unsigned long *session);
unsigned long docket_module_close(docket_module *module, unsigned long session);
// `user`: 1 the user, 2 the user for the operation that was begun. Without `pin` the token asks at its own keys.
unsigned long docket_module_login(
    docket_module *module, unsigned long session, unsigned long user, const unsigned char *pin, unsigned long size);
unsigned long docket_module_logout(docket_module *module, unsigned long session);
// The objects of a class (1 certificate, 3 private key). `count`: room in `objects`, then how many were found, at most the room.
unsigned long docket_module_find(
    docket_module *module, unsigned long session, unsigned long object_class, unsigned long *objects, unsigned long *count);
// `size`: room in `value`, then the value's size; with no room only that.
unsigned long docket_module_attribute(
    docket_module *module, unsigned long session, unsigned long object, unsigned long type, unsigned char *value,
    unsigned long *size);
// Begins to sign. `salt` below 0: a mechanism without parameters; else those of PSS with this digest and mask.
unsigned long docket_module_sign_init(
    docket_module *module, unsigned long session, unsigned long key, unsigned long mechanism, unsigned long digest,
    unsigned long mask, long salt);
// `size`: room in `signature`, then its size.
unsigned long docket_module_sign(
    docket_module *module, unsigned long session, const unsigned char *data, unsigned long data_size,
    unsigned char *signature, unsigned long *size);
#endif
