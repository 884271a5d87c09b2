#include "http/rate.h"

#include "base/alloc.h"
#include "base/crypto.h"

#include <pthread.h>

#define SETS 2048 /* a power of two */
#define WAYS 4
#define LOCKS 16

/* One client's bucket. A full table forgets the one seen longest ago, which can only be to that client's favour. */
struct bucket {
    uint64_t hash; /* 0: free */
    int64_t micro; /* millionths of a token */
    int64_t seen_ms;
};

struct wr_rates {
    int64_t per_min[WR_RATE_N];
    uint64_t seed;
    pthread_mutex_t locks[LOCKS];
    struct bucket buckets[SETS][WAYS];
};

int wr_rates_new(const int64_t per_min[WR_RATE_N], struct wr_rates **ret)
{
    struct wr_rates *r = wr_alloc(sizeof(*r));
    if (r == NULL) {
        return WR_ENOMEM;
    }
    memcpy(r->per_min, per_min, sizeof(r->per_min));
    wr_random(&r->seed, sizeof(r->seed));
    for (size_t i = 0; i < LOCKS; i++) {
        (void)pthread_mutex_init(&r->locks[i], NULL);
    }
    *ret = r;
    return 0;
}

void wr_rates_free(struct wr_rates *r)
{
    if (r == NULL) {
        return;
    }
    for (size_t i = 0; i < LOCKS; i++) {
        (void)pthread_mutex_destroy(&r->locks[i]);
    }
    wr_free(r);
}

static uint64_t hash_client(uint64_t seed, enum wr_rate class, struct wr_str client)
{
    uint64_t h = seed ^ ((uint64_t) class + 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < client.n; i++) {
        h = (h ^ (unsigned char)client.p[i]) * UINT64_C(0x100000001B3);
        h ^= h >> 29;
    }
    return h == 0 ? 1 : h;
}

static struct bucket *find_bucket(struct bucket set[WAYS], uint64_t hash, int64_t full_micro,
                                  int64_t mono_ms)
{
    struct bucket *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].hash == hash) {
            return &set[i];
        }
        if (set[i].hash == 0 || (oldest->hash != 0 && set[i].seen_ms < oldest->seen_ms)) {
            oldest = &set[i];
        }
    }
    *oldest = (struct bucket){.hash = hash, .micro = full_micro, .seen_ms = mono_ms};
    return oldest;
}

bool wr_rates_take(struct wr_rates *r, enum wr_rate class, struct wr_str client, int64_t mono_ms,
                   int64_t *ret_retry_s)
{
    int64_t per_min = r->per_min[class];
    if (per_min <= 0) {
        return true;
    }
    int64_t full_micro = per_min * 1000000;
    uint64_t hash = hash_client(r->seed, class, client);
    size_t set = (size_t)(hash >> 7) % SETS;
    pthread_mutex_t *lock = &r->locks[set % LOCKS];
    (void)pthread_mutex_lock(lock);
    struct bucket *b = find_bucket(r->buckets[set], hash, full_micro, mono_ms);
    int64_t passed_ms = mono_ms > b->seen_ms ? mono_ms - b->seen_ms : 0;
    passed_ms = passed_ms > 60000 ? 60000 : passed_ms;
    b->micro += passed_ms * per_min * 1000 / 60;
    b->micro = b->micro > full_micro ? full_micro : b->micro;
    b->seen_ms = mono_ms;
    bool ok = b->micro >= 1000000;
    if (ok) {
        b->micro -= 1000000;
    } else {
        int64_t wait_ms = (1000000 - b->micro) * 60 / (per_min * 1000);
        *ret_retry_s = wait_ms / 1000 + 1;
    }
    (void)pthread_mutex_unlock(lock);
    return ok;
}
