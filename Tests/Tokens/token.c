// A PKCS #11 module for tests, which does what DOCKET_TOKEN says: what real tokens do only once they are broken. It has one key, which
// signs with zeros, so nothing can be signed with it. Each call that opens, logs in, signs or closes is a line in the file that
// DOCKET_TOKEN_LOG names. Written from PKCS #11 v2.40 and not from Sources/CPKCS11, so that the two check each other.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long num;
typedef struct { num type; void *value; num size; } attribute;
typedef struct { num mechanism; void *parameter; num size; } mechanism;

static int told(const char *what) {
    const char *mode = getenv("DOCKET_TOKEN");
    return mode && strcmp(mode, what) == 0;
}

static void say(const char *what) {
    const char *path = getenv("DOCKET_TOKEN_LOG");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (!file) return;
    fprintf(file, "%s\n", what);
    fclose(file);
}

static num initialize(void *arguments) { (void)arguments; say("initialize"); return told("broken") ? 5 : 0; }
static num finalize(void *reserved) { (void)reserved; say("finalize"); return 0; }

static num slots(unsigned char present, num *list, num *count) {
    (void)present;
    num there = told("empty") ? 0 : told("two") ? 2 : 1;
    if (list) for (num i = 0; i < there && i < *count; i++) list[i] = 7 + i;
    *count = there;
    return 0;
}

static num token(num slot, unsigned char *info) {
    memset(info, ' ', 96);
    memcpy(info, slot == 7 ? "First token" : "Second token", slot == 7 ? 11 : 12);
    info[80] = slot == 7 ? '1' : '2';
    num flags = 0x40C;  // set up, has a PIN, wants it
    if (told("locked")) flags |= 0x40000;
    if (told("final")) flags |= 0x20000;
    if (told("pad")) flags |= 0x100;
    if (told("open")) flags &= ~4UL;
    if (told("blank")) flags &= ~0x400UL;
    memcpy(info + 96, &flags, sizeof flags);
    memset(info + 96 + sizeof flags, 0, 10 * sizeof flags + 20);
    return 0;
}

static num open_session(num slot, num flags, void *application, void *notify, num *session) {
    (void)slot, (void)flags, (void)application, (void)notify;
    say("open");
    *session = 3;
    return 0;
}
static num close_session(num session) { (void)session; say("close"); return 0; }

static num login(num session, num user, const unsigned char *pin, num size) {
    (void)session;
    say(user == 2 ? "login again" : pin ? "login" : "login by the token");
    if (told("locks")) return 0xA4;
    if (told("expired")) return 0xA3;
    if (told("unset")) return 0x102;
    if (told("drawn")) return 0x32;
    if (!pin) return told("pad") ? 0 : 7;
    return size == 4 && memcmp(pin, "1234", 4) == 0 ? 0 : 0xA0;
}
static num logout(num session) { (void)session; say("logout"); return 0; }

// The key is object 1, its certificate object 2; both have the identifier 9.
static num value(num session, num object, attribute *wanted, num count) {
    (void)session, (void)count;
    unsigned char always = told("always");
    num kind = 3;
    const void *data = NULL;
    num size = 0;
    if (wanted->type == 0x102) data = "\x09", size = 1;
    if (wanted->type == 0x3 && object == 1) data = "key", size = 3;
    if (wanted->type == 0x100 && object == 1) data = &kind, size = sizeof kind;
    if (wanted->type == 0x202 && object == 1) data = &always, size = 1;
    if (wanted->type == 0x11 && object == 2) data = "\x30\x00", size = 2;
    if (told("huge")) size = 1UL << 40;
    if (!data) {
        wanted->size = (num)-1;
        return 0x12;
    }
    if (!wanted->value) {
        wanted->size = size;
        return 0;
    }
    if (wanted->size < size) return 0x150;
    memcpy(wanted->value, data, size);
    wanted->size = size;
    return 0;
}

static num searched = -1;
static num find_init(num session, attribute *wanted, num count) {
    (void)session, (void)count;
    searched = *(num *)wanted->value;
    return 0;
}
static num find(num session, num *objects, num room, num *count) {
    (void)session;
    *count = 0;
    if (room == 0 || (searched != 1 && searched != 3)) return 0;
    objects[(*count)++] = searched == 3 ? 1 : 2;
    searched = -1;
    return 0;
}
static num find_end(num session) { (void)session; return 0; }

static num sign_init(num session, mechanism *how, num key) {
    (void)session, (void)key;
    return how->mechanism == 0x1041 ? 0 : 0x70;
}
static num sign(num session, const unsigned char *data, num size, unsigned char *signature, num *room) {
    (void)session, (void)data, (void)size;
    say("sign");
    if (told("drawn later")) return 0xE0;
    memset(signature, 0, 64);
    *room = told("liar") ? 1UL << 40 : 64;
    return 0;
}

// CK_FUNCTION_LIST: the version, then 68 functions in the order of v2.40 §5.1.
static struct { unsigned char version[2]; void *functions[68]; } list = {
    {2, 40},
    {[0] = initialize, [1] = finalize, [4] = slots, [6] = token, [12] = open_session, [13] = close_session,
     [18] = login, [19] = logout, [24] = value, [26] = find_init, [27] = find, [28] = find_end, [42] = sign_init,
     [43] = sign},
};

num C_GetFunctionList(void **functions);
num C_GetFunctionList(void **functions) {
    *functions = &list;
    return 0;
}
