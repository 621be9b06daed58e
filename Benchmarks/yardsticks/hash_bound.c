// Plain C and OpenSSL's fastest functions: the hashes of a structural audit over texts that are in memory, and nothing else: leaf hash
// of the entry, digests of filing, docketing and the exhibit's bytes, the nodes of the tree.
//     hash_bound CORPUS
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include "corpus.h"

static unsigned char peaks[64][33 + 32];

static void hash(const void *bytes, size_t size, const unsigned char *domain, unsigned char *digest) {
    SHA256_CTX context;
    SHA256_Init(&context);
    if (domain) SHA256_Update(&context, domain, 1);
    SHA256_Update(&context, bytes, size);
    SHA256_Final(digest, &context);
}

int main(int count, char **arguments) {
    if (count < 2) return 64;
    Corpus corpus = read_corpus(arguments[1]);
    const unsigned char leaf = 0, node = 1;
    unsigned char digest[32], sum = 0;
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t index = 0; index < corpus.count; index++) {
        const Row *row = &corpus.rows[index];
        hash(row->bytes[FILING], row->size[FILING], NULL, digest);
        sum ^= digest[0];
        hash(row->bytes[DOCKETING], row->size[DOCKETING], NULL, digest);
        sum ^= digest[0];
        hash(row->bytes[CONTENT], row->size[CONTENT], NULL, digest);
        sum ^= digest[0];
        hash(row->bytes[ENTRY], row->size[ENTRY], &leaf, digest);
        // Where the index has a one, a whole subtree waits for its right half.
        int level = 0;
        for (; index >> level & 1; level++) {
            memcpy(peaks[level] + 32, digest, 32);
            hash(peaks[level], 64, &node, digest);
        }
        memcpy(peaks[level], digest, 32);
    }
    wall = seconds(CLOCK_MONOTONIC) - wall;
    report("hash bound", corpus.count, wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, sum ? "" : ",\"odd\":true");
    return 0;
}
