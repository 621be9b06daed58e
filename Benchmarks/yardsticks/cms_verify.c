/* libcrypto alone, one process, one thread: detached CAdES signatures and RFC 3161 tokens, chain of three, a list for each issuer.
 *   cms_verify make DIR COUNT     documents, signatures and tokens by the keys in DIR (Benchmarks/run makes these with openssl)
 *   cms_verify verify DIR COUNT   verifies them; a line of JSON for each kind
 * Files are read before the clock runs. Certificates and lists stand in one store, as libcrypto keeps them. */
#define _GNU_SOURCE
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { DOCUMENT = 2048 };

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what) {
  fprintf(stderr, "cms_verify: %s\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

static char *path_of(const char *folder, const char *kind, const char *ending, int number) {
  static char path[4096];
  if (number < 0) snprintf(path, sizeof path, "%s/%s", folder, kind);
  else snprintf(path, sizeof path, "%s/%s/%04d.%s", folder, kind, number, ending);
  return path;
}

/* The whole file in memory. */
static BIO *contents(const char *path) {
  BIO *file = BIO_new_file(path, "rb"), *memory = BIO_new(BIO_s_mem());
  if (!file) fail(path);
  char bytes[65536];
  int count;
  while ((count = BIO_read(file, bytes, sizeof bytes)) > 0) BIO_write(memory, bytes, count);
  BIO_free(file);
  return memory;
}

static X509 *certificate(const char *folder, const char *name) {
  BIO *file = contents(path_of(folder, name, 0, -1));
  X509 *found = PEM_read_bio_X509(file, 0, 0, 0);
  BIO_free(file);
  if (!found) fail(name);
  return found;
}

static EVP_PKEY *key(const char *folder, const char *name) {
  BIO *file = contents(path_of(folder, name, 0, -1));
  EVP_PKEY *found = PEM_read_bio_PrivateKey(file, 0, 0, 0);
  BIO_free(file);
  if (!found) fail(name);
  return found;
}

static void write_der(const char *path, int (*encode)(BIO *, void *), void *value) {
  BIO *file = BIO_new_file(path, "wb");
  if (!file || !encode(file, value)) fail(path);
  BIO_free(file);
}

static int encode_cms(BIO *file, void *value) { return i2d_CMS_bio(file, value); }
static int encode_token(BIO *file, void *value) { return i2d_PKCS7_bio(file, value); }

static ASN1_INTEGER *serial_number(TS_RESP_CTX *context, void *data) {
  (void)context;
  ASN1_INTEGER *number = ASN1_INTEGER_new();
  ASN1_INTEGER_set(number, ++*(long *)data);
  return number;
}

static TS_RESP_CTX *authority(const char *folder, long *serial) {
  TS_RESP_CTX *context = TS_RESP_CTX_new();
  STACK_OF(X509) *others = sk_X509_new_null();
  sk_X509_push(others, certificate(folder, "ca.pem"));
  ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.1", 1);
  if (!TS_RESP_CTX_set_signer_cert(context, certificate(folder, "tsa.pem")) ||
      !TS_RESP_CTX_set_signer_key(context, key(folder, "tsa.key")) || !TS_RESP_CTX_set_certs(context, others) ||
      !TS_RESP_CTX_set_def_policy(context, policy) || !TS_RESP_CTX_add_md(context, EVP_sha256()) ||
      !TS_RESP_CTX_set_signer_digest(context, EVP_sha256()) || !TS_RESP_CTX_set_ess_cert_id_digest(context, EVP_sha256()) ||
      !TS_RESP_CTX_set_accuracy(context, 1, 0, 0))
    fail("no authority");
  TS_RESP_CTX_set_serial_cb(context, serial_number, serial);
  return context;
}

static BIO *request(const unsigned char *document) {
  unsigned char digest[32];
  EVP_Digest(document, DOCUMENT, digest, 0, EVP_sha256(), 0);
  TS_REQ *asked = TS_REQ_new();
  TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
  X509_ALGOR *algorithm = X509_ALGOR_new();
  X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, 0);
  TS_MSG_IMPRINT_set_algo(imprint, algorithm);
  TS_MSG_IMPRINT_set_msg(imprint, digest, sizeof digest);
  TS_REQ_set_version(asked, 1);
  TS_REQ_set_msg_imprint(asked, imprint);
  TS_REQ_set_cert_req(asked, 1);
  BIO *memory = BIO_new(BIO_s_mem());
  i2d_TS_REQ_bio(memory, asked);
  TS_REQ_free(asked);
  TS_MSG_IMPRINT_free(imprint);
  X509_ALGOR_free(algorithm);
  return memory;
}

static void make(const char *folder, int count) {
  const char *kinds[] = {"doc", "cms", "tst"};
  for (int i = 0; i < 3; i++) mkdir(path_of(folder, kinds[i], 0, -1), 0777);
  X509 *signer = certificate(folder, "signer.pem");
  EVP_PKEY *signing = key(folder, "signer.key");
  STACK_OF(X509) *others = sk_X509_new_null();
  sk_X509_push(others, certificate(folder, "ca.pem"));
  long serial = 0;
  TS_RESP_CTX *tsa = authority(folder, &serial);
  for (int i = 0; i < count; i++) {
    unsigned char document[DOCUMENT];
    for (int at = 0; at < DOCUMENT; at++) document[at] = (unsigned char)((at * 31 + i * 7 + (at >> 3) * i) & 0xFF);
    FILE *file = fopen(path_of(folder, "doc", "bin", i), "wb");
    if (!file || fwrite(document, 1, DOCUMENT, file) != DOCUMENT) fail("no document");
    fclose(file);
    BIO *bytes = BIO_new_mem_buf(document, DOCUMENT);
    CMS_ContentInfo *cms = CMS_sign(signer, signing, others, bytes, CMS_DETACHED | CMS_BINARY | CMS_CADES | CMS_NOSMIMECAP);
    if (!cms) fail("no signature");
    write_der(path_of(folder, "cms", "p7s", i), encode_cms, cms);
    CMS_ContentInfo_free(cms);
    BIO_free(bytes);
    BIO *asked = request(document);
    TS_RESP *answer = TS_RESP_create_response(tsa, asked);
    if (!answer || !TS_RESP_get_token(answer)) fail("no token");
    write_der(path_of(folder, "tst", "tst", i), encode_token, TS_RESP_get_token(answer));
    TS_RESP_free(answer);
    BIO_free(asked);
  }
}

static X509_STORE *store(const char *folder, int purpose) {
  X509_STORE *found = X509_STORE_new();
  X509_STORE_add_cert(found, certificate(folder, "root.pem"));
  BIO *file = contents(path_of(folder, "crl.pem", 0, -1));
  X509_CRL *list;
  while ((list = PEM_read_bio_X509_CRL(file, 0, 0, 0))) X509_STORE_add_crl(found, list);
  BIO_free(file);
  ERR_clear_error();
  X509_STORE_set_flags(found, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_STORE_set_purpose(found, purpose);
  return found;
}

static void report(const char *what, int count, double wall, double cpu) {
  printf("{\"what\":\"%s\",\"count\":%d,\"wall\":%.6f,\"cpu\":%.6f}\n", what, count,
         seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
}

static BIO **all(const char *folder, const char *kind, const char *ending, int count) {
  BIO **found = calloc((size_t)count, sizeof *found);
  for (int i = 0; i < count; i++) found[i] = contents(path_of(folder, kind, ending, i));
  return found;
}

static void verify(const char *folder, int count) {
  BIO **signatures = all(folder, "cms", "p7s", count), **documents = all(folder, "doc", "bin", count);
  X509_STORE *trusted = store(folder, X509_PURPOSE_ANY);
  double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < count; i++) {
    CMS_ContentInfo *cms = d2i_CMS_bio(signatures[i], 0);
    if (CMS_verify(cms, 0, trusted, documents[i], 0, CMS_BINARY | CMS_CADES) != 1) fail("a signature is refused");
    CMS_ContentInfo_free(cms);
  }
  report("cms", count, wall, cpu);

  BIO **tokens = all(folder, "tst", "tst", count);
  documents = all(folder, "doc", "bin", count);
  trusted = store(folder, X509_PURPOSE_TIMESTAMP_SIGN);
  STACK_OF(X509) *others = sk_X509_new_null();
  sk_X509_push(others, certificate(folder, "ca.pem"));
  wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < count; i++) {
    PKCS7 *token = d2i_PKCS7_bio(tokens[i], 0);
    TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
    TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_DATA | TS_VFY_SIGNATURE);
    TS_VERIFY_CTX_set_data(context, documents[i]);
    X509_STORE_up_ref(trusted);
    TS_VERIFY_CTX_set_store(context, trusted);
    TS_VERIFY_CTX_set_certs(context, X509_chain_up_ref(others));
    if (TS_RESP_verify_token(context, token) != 1) fail("a token is refused");
    TS_VERIFY_CTX_free(context);
    PKCS7_free(token);
  }
  report("tst", count, wall, cpu);
}

int main(int count, char **words) {
  if (count == 4 && !strcmp(words[1], "make")) make(words[2], atoi(words[3]));
  else if (count == 4 && !strcmp(words[1], "verify")) verify(words[2], atoi(words[3]));
  else fail("cms_verify make|verify DIR COUNT");
  return 0;
}
