/* The clocks of one process as a test wants them; the machine's own clocks stay as they are.
 *
 *     gcc -shared -fPIC -O2 -o jumpclock.so jumpclock.c
 *     LD_PRELOAD=./jumpclock.so JUMPCLOCK=page JUMPCLOCK_BELL=fifo python ...
 *
 * The page is a file of two int64, nanoseconds: how far ahead the wall clock is, and how far the
 * clock that goes on in suspend. A step of the clock moves the first, a suspend both; the monotonic
 * clock is never touched. Each byte in the bell cancels one read of a timer that was armed with
 * TFD_TIMER_CANCEL_ON_SET, as the kernel does when the clock is set or the machine has slept.
 * When such a timer is due is not moved: write a far instant.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { SECOND = 1000000000, FILES = 1024 };

static const int64_t still[2];
static const volatile int64_t *ahead = still;
static int bell = -1;
static volatile char is_cancelled[FILES]; /* by file descriptor: a set clock ends its read */

static int (*real_gettime)(clockid_t, struct timespec *);
static int (*real_settime)(int, int, const struct itimerspec *, struct itimerspec *);
static ssize_t (*real_read)(int, void *, size_t);

__attribute__((constructor)) static void begin(void)
{
    if (real_gettime)
        return;
    real_read = dlsym(RTLD_NEXT, "read");
    real_settime = dlsym(RTLD_NEXT, "timerfd_settime");
    real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    const char *page = getenv("JUMPCLOCK"), *fifo = getenv("JUMPCLOCK_BELL");
    if (!page || !fifo)
        return;
    int file = open(page, O_RDONLY | O_CLOEXEC);
    void *found = mmap(NULL, sizeof still, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    bell = open(fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (found == MAP_FAILED || bell < 0)
        abort(); /* a test that believes in a clock that does not move would prove nothing */
    ahead = found;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    begin();
    int failed = real_gettime(clock, time);
    int64_t by = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? ahead[0]
                 : clock == CLOCK_BOOTTIME                                 ? ahead[1]
                                                                           : 0;
    if (!failed && by) {
        int64_t whole = (int64_t)time->tv_sec * SECOND + time->tv_nsec + by;
        time->tv_sec = whole / SECOND;
        time->tv_nsec = whole % SECOND;
    }
    return failed;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *place)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place)
        *place = now.tv_sec;
    return now.tv_sec;
}

int timerfd_settime(int timer, int flags, const struct itimerspec *new, struct itimerspec *old)
{
    begin();
    if (timer >= 0 && timer < FILES)
        is_cancelled[timer] = (flags & TFD_TIMER_CANCEL_ON_SET) != 0;
    return real_settime(timer, flags, new, old);
}

ssize_t read(int file, void *buffer, size_t size)
{
    begin();
    if (bell >= 0 && file >= 0 && file < FILES && is_cancelled[file]) {
        struct pollfd both[] = {{.fd = file, .events = POLLIN}, {.fd = bell, .events = POLLIN}};
        char rung;
        while (poll(both, 2, -1) < 0 && errno == EINTR)
            ;
        if (both[1].revents && real_read(bell, &rung, 1) == 1) {
            errno = ECANCELED;
            return -1;
        }
    }
    return real_read(file, buffer, size);
}
