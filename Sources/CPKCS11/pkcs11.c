// See pkcs11.h. Structures and their order are those of PKCS #11 v2.40 §2 and §3; on Unix they are laid out as C lays them out.
#include "pkcs11.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char CK_BYTE;
typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;

enum {
    CKR_OK = 0,
    CKR_HOST_MEMORY = 2,
    CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191,
    CKF_SERIAL_SESSION = 4,
    CKA_CLASS = 0,
};

typedef struct {
    CK_BYTE major, minor;
} CK_VERSION;

typedef struct {
    CK_ULONG type;
    void *value;
    CK_ULONG size;
} CK_ATTRIBUTE;

typedef struct {
    CK_ULONG mechanism;
    void *parameter;
    CK_ULONG size;
} CK_MECHANISM;

typedef struct {
    CK_ULONG digest, mask, salt;
} CK_RSA_PKCS_PSS_PARAMS;

typedef struct {
    CK_BYTE label[32], manufacturer[32], model[16], serial[16];
    CK_ULONG flags;
    CK_ULONG max_sessions, sessions, max_rw_sessions, rw_sessions, max_pin, min_pin;
    CK_ULONG total_public, free_public, total_private, free_private;
    CK_VERSION hardware, firmware;
    CK_BYTE time[16];
} CK_TOKEN_INFO;

// CK_FUNCTION_LIST as far as it is used; what is not used keeps its place.
typedef struct {
    CK_VERSION version;
    CK_RV (*initialize)(void *);
    CK_RV (*finalize)(void *);
    void *get_info, *get_function_list;
    CK_RV (*get_slot_list)(CK_BYTE, CK_ULONG *, CK_ULONG *);
    void *get_slot_info;
    CK_RV (*get_token_info)(CK_ULONG, CK_TOKEN_INFO *);
    void *get_mechanism_list, *get_mechanism_info, *init_token, *init_pin, *set_pin;
    CK_RV (*open_session)(CK_ULONG, CK_ULONG, void *, void *, CK_ULONG *);
    CK_RV (*close_session)(CK_ULONG);
    void *close_all_sessions, *get_session_info, *get_operation_state, *set_operation_state;
    CK_RV (*login)(CK_ULONG, CK_ULONG, const CK_BYTE *, CK_ULONG);
    CK_RV (*logout)(CK_ULONG);
    void *create_object, *copy_object, *destroy_object, *get_object_size;
    CK_RV (*get_attribute_value)(CK_ULONG, CK_ULONG, CK_ATTRIBUTE *, CK_ULONG);
    void *set_attribute_value;
    CK_RV (*find_objects_init)(CK_ULONG, CK_ATTRIBUTE *, CK_ULONG);
    CK_RV (*find_objects)(CK_ULONG, CK_ULONG *, CK_ULONG, CK_ULONG *);
    CK_RV (*find_objects_final)(CK_ULONG);
    void *encrypt_init, *encrypt, *encrypt_update, *encrypt_final, *decrypt_init, *decrypt, *decrypt_update, *decrypt_final;
    void *digest_init, *digest, *digest_update, *digest_key, *digest_final;
    CK_RV (*sign_init)(CK_ULONG, CK_MECHANISM *, CK_ULONG);
    CK_RV (*sign)(CK_ULONG, const CK_BYTE *, CK_ULONG, CK_BYTE *, CK_ULONG *);
} CK_FUNCTION_LIST;

struct docket_module {
    void *library;
    const CK_FUNCTION_LIST *functions;
    int is_ours;  // whether we initialised it, and so finalise it
};

static int is_complete(const CK_FUNCTION_LIST *f) {
    return f && f->version.major >= 2 && f->initialize && f->finalize && f->get_slot_list && f->get_token_info
           && f->open_session && f->close_session && f->login && f->logout && f->get_attribute_value
           && f->find_objects_init && f->find_objects && f->find_objects_final && f->sign_init && f->sign;
}

static docket_module *give_up(docket_module *module, unsigned long *result, unsigned long code) {
    if (module && module->library) dlclose(module->library);
    free(module);
    *result = code;
    return NULL;
}

docket_module *docket_module_load(const char *path, unsigned long *result, char *words, size_t size) {
    if (size) words[0] = 0;
    docket_module *module = calloc(1, sizeof *module);
    if (!module) return give_up(module, result, CKR_HOST_MEMORY);
    module->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!module->library) {
        const char *error = dlerror();
        if (error && size) {
            strncpy(words, error, size - 1);
            words[size - 1] = 0;
        }
        return give_up(module, result, DOCKET_MODULE_UNLOADABLE);
    }
    CK_RV (*get_function_list)(CK_FUNCTION_LIST **) = NULL;
    // POSIX lets a function's address be read through a pointer to an object (dlsym, RATIONALE).
    *(void **)&get_function_list = dlsym(module->library, "C_GetFunctionList");
    CK_FUNCTION_LIST *functions = NULL;
    if (!get_function_list || get_function_list(&functions) != CKR_OK || !is_complete(functions))
        return give_up(module, result, DOCKET_MODULE_INCOMPLETE);
    module->functions = functions;
    // No locks: the caller makes one call at a time.
    CK_RV code = functions->initialize(NULL);
    if (code != CKR_OK && code != CKR_CRYPTOKI_ALREADY_INITIALIZED) return give_up(module, result, code);
    module->is_ours = code == CKR_OK;
    *result = CKR_OK;
    return module;
}

void docket_module_free(docket_module *module) {
    if (!module) return;
    if (module->is_ours) module->functions->finalize(NULL);
    dlclose(module->library);
    free(module);
}

unsigned long docket_module_slots(docket_module *module, unsigned long *slots, unsigned long *count) {
    return module->functions->get_slot_list(1, slots, count);
}

unsigned long docket_module_token(docket_module *module, unsigned long slot, unsigned char text[96], unsigned long *flags) {
    CK_TOKEN_INFO info;
    memset(&info, 0, sizeof info);
    CK_RV code = module->functions->get_token_info(slot, &info);
    if (code != CKR_OK) return code;
    memcpy(text, info.label, 32);
    memcpy(text + 32, info.manufacturer, 32);
    memcpy(text + 64, info.model, 16);
    memcpy(text + 80, info.serial, 16);
    *flags = info.flags;
    return CKR_OK;
}

unsigned long docket_module_open(docket_module *module, unsigned long slot, unsigned long *session) {
    return module->functions->open_session(slot, CKF_SERIAL_SESSION, NULL, NULL, session);
}

unsigned long docket_module_close(docket_module *module, unsigned long session) {
    return module->functions->close_session(session);
}

unsigned long docket_module_login(
    docket_module *module, unsigned long session, unsigned long user, const unsigned char *pin, unsigned long size) {
    return module->functions->login(session, user, pin, size);
}

unsigned long docket_module_logout(docket_module *module, unsigned long session) {
    return module->functions->logout(session);
}

unsigned long docket_module_find(
    docket_module *module, unsigned long session, unsigned long object_class, unsigned long *objects, unsigned long *count) {
    CK_ATTRIBUTE wanted = {CKA_CLASS, &object_class, sizeof object_class};
    CK_ULONG room = *count;
    *count = 0;
    CK_RV code = module->functions->find_objects_init(session, &wanted, 1);
    if (code != CKR_OK) return code;
    while (*count < room) {
        CK_ULONG found = 0;
        code = module->functions->find_objects(session, objects + *count, room - *count, &found);
        if (code != CKR_OK || found == 0 || found > room - *count) break;
        *count += found;
    }
    CK_RV end = module->functions->find_objects_final(session);
    return code != CKR_OK ? code : end;
}

unsigned long docket_module_attribute(
    docket_module *module, unsigned long session, unsigned long object, unsigned long type, unsigned char *value,
    unsigned long *size) {
    CK_ATTRIBUTE wanted = {type, value, *size};
    CK_RV code = module->functions->get_attribute_value(session, object, &wanted, 1);
    *size = wanted.size;
    return code;
}

unsigned long docket_module_sign_init(
    docket_module *module, unsigned long session, unsigned long key, unsigned long mechanism, unsigned long digest,
    unsigned long mask, long salt) {
    CK_RSA_PKCS_PSS_PARAMS parameters = {digest, mask, salt < 0 ? 0 : (CK_ULONG)salt};
    CK_MECHANISM chosen = {mechanism, NULL, 0};
    if (salt >= 0) {
        chosen.parameter = &parameters;
        chosen.size = sizeof parameters;
    }
    return module->functions->sign_init(session, &chosen, key);
}

unsigned long docket_module_sign(
    docket_module *module, unsigned long session, const unsigned char *data, unsigned long data_size,
    unsigned char *signature, unsigned long *size) {
    return module->functions->sign(session, data, data_size, signature, size);
}
