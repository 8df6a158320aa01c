/* The floor of `vigil verify`: the same rows, the same SHA-256s (body, leaf text, tree nodes), nothing
 * else. Written from docs/LOG_FORMAT.md.    verify LOG.SQLITE
 */
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static EVP_MD_CTX *context;
static const EVP_MD *sha;

static void hash(unsigned char out[32], int prefix, const void *a, size_t n, const void *b, size_t m) {
    unsigned char first = (unsigned char)prefix;
    EVP_DigestInit_ex2(context, sha, 0);
    if (prefix >= 0) EVP_DigestUpdate(context, &first, 1);
    EVP_DigestUpdate(context, a, n);
    if (b) EVP_DigestUpdate(context, b, m);
    EVP_DigestFinal_ex(context, out, 0);
}
static char *hex(char *p, const unsigned char *bytes) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *p++ = '-';
        *p++ = digits[bytes[i] >> 4];
        *p++ = digits[bytes[i] & 15];
    }
    return p;
}
static char *text(char *p, const char *s) {
    size_t n = strlen(s);
    memcpy(p, s, n);
    return p + n;
}
static char *base64(char *p, const unsigned char *bytes) {
    return p + EVP_EncodeBlock((unsigned char *)p, bytes, 32);
}

/* The newest leaf of each stream: open addressing, sized once. */
struct head { unsigned char stream[16]; unsigned char leaf[32]; int used; };
static struct head *heads;
static size_t slots = 1 << 20;
static struct head *find(const unsigned char *stream) {
    uint64_t key;
    memcpy(&key, stream + 8, 8);
    size_t i = (size_t)(key * 0x9E3779B97F4A7C15ull >> 44) & (slots - 1);
    while (heads[i].used && memcmp(heads[i].stream, stream, 16)) i = (i + 1) & (slots - 1);
    return &heads[i];
}
static double seconds(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    if (argc != 2) return fputs("usage: verify LOG.SQLITE\n", stderr), 2;
    context = EVP_MD_CTX_new();
    sha = EVP_MD_fetch(0, "SHA256", 0);
    heads = calloc(slots, sizeof *heads);
    sqlite3 *db;
    sqlite3_stmt *rows;
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, 0)) return 1;
    double start = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (sqlite3_prepare_v2(db,
            "SELECT e.position, id, stream, n, kind, recorded_at, \"by\", unit, size, e.sealed, content, hashes, body"
            " FROM event AS e LEFT JOIN sealed AS s ON s.position = e.position ORDER BY e.position", -1, &rows, 0))
        return fprintf(stderr, "%s\n", sqlite3_errmsg(db)), 1;
    unsigned char record[16], peaks[64][32], leaf[32];
    int levels = 0;
    uint64_t count = 0;
    while (sqlite3_step(rows) == SQLITE_ROW) {
        char line[1024], *p = line;
        const unsigned char *stream = sqlite3_column_blob(rows, 2);
        if (!count) memcpy(record, stream, 16);
        struct head *head = find(stream);
        time_t at = (time_t)(sqlite3_column_int64(rows, 5) / 1000);
        struct tm tm;
        gmtime_r(&at, &tm);
        p = text(p, "vigil-event/v1\nlog ");
        p = hex(p, record);
        p = text(p, "\nid ");
        p = hex(p, sqlite3_column_blob(rows, 1));
        p = text(p, "\nstream ");
        p = hex(p, stream);
        p += sprintf(p, "\nn %lld\nkind ", (long long)sqlite3_column_int64(rows, 3));
        p = text(p, (const char *)sqlite3_column_text(rows, 4));
        p += sprintf(p, "\nat %04d-%02d-%02dT%02d:%02d:%02d.%03dZ\nby ", tm.tm_year + 1900, tm.tm_mon + 1,
                     tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, (int)(sqlite3_column_int64(rows, 5) % 1000));
        p = text(p, (const char *)sqlite3_column_text(rows, 6));
        p = text(p, "\nunit ");
        p = hex(p, sqlite3_column_blob(rows, 7));
        p = text(p, "\nprev ");
        p = head->used ? base64(p, head->leaf) : text(p, "-");
        p += sprintf(p, "\nsize %lld\nsealed ", (long long)sqlite3_column_int64(rows, 8));
        if (sqlite3_column_type(rows, 12) != SQLITE_NULL) {
            unsigned char digest[32];
            hash(digest, -1, sqlite3_column_blob(rows, 12), (size_t)sqlite3_column_bytes(rows, 12), 0, 0);
            if (memcmp(digest, sqlite3_column_blob(rows, 9), 32)) return fputs("body\n", stderr), 3;
        }
        p = sqlite3_column_blob(rows, 9) ? base64(p, sqlite3_column_blob(rows, 9)) : text(p, "-");
        p = text(p, "\ncontent ");
        p = sqlite3_column_blob(rows, 10) ? base64(p, sqlite3_column_blob(rows, 10)) : text(p, "-");
        *p++ = '\n';
        hash(leaf, 0, line, (size_t)(p - line), 0, 0);
        const unsigned char *stored = sqlite3_column_blob(rows, 11);
        if (memcmp(leaf, stored, 32)) return fprintf(stderr, "leaf %llu\n", (unsigned long long)count + 1), 3;
        memcpy(head->stream, stream, 16);
        memcpy(head->leaf, leaf, 32);
        head->used = 1;
        int level = 1;
        for (uint64_t rest = count; rest & 1; rest >>= 1, level++) {
            hash(leaf, 1, peaks[--levels], 32, leaf, 32);
            if (memcmp(leaf, stored + 32 * level, 32)) return fputs("node\n", stderr), 3;
        }
        memcpy(peaks[levels++], leaf, 32);
        count++;
    }
    double wall = seconds(CLOCK_MONOTONIC) - start, used = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"system\":\"c-verify\",\"what\":\"verify\",\"events\":%llu,\"wall_s\":%.4f,\"per_s\":%.0f,"
           "\"client_cpu_us_per_event\":%.3f,\"peak_kib\":%ld}\n",
           (unsigned long long)count, wall, (double)count / wall, used * 1e6 / (double)count, usage.ru_maxrss);
    return 0;
}
