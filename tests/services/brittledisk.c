/* The disk of one process as a test wants it: full or broken at a certain write, or on record.
 *
 *     gcc -shared -fPIC -O2 -o brittledisk.so brittledisk.c
 *     LD_PRELOAD=./brittledisk.so python ...      and then, by ctypes.CDLL(None):
 *
 *     brittle_watch(folder)             only what lies in this folder counts
 *     brittle_fail(first, last, error)  the writes first..last from now on (1 is the next) fail
 *     brittle_count()                   how many there have been since
 *     brittle_record(file)              note all that is written into this open file
 *     brittle_mark(number)              note that something has been acknowledged
 *
 * A write is whatever needs room: bytes, a new file or folder, a new name, a longer file; and a
 * sync, for that is when some disks find out. Taking away needs none and always works.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE, SYNC, REMOVE, RENAME, MARK };

static char watched[PATH_MAX];
static size_t length;
static atomic_long count;
static long from = LONG_MAX, until;
static int with = ENOSPC, record = -1;

/* Before any constructor has run, somebody else's may already write. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void brittle_watch(const char *folder)
{
    length = (size_t)snprintf(watched, sizeof watched, "%s/", folder);
}

void brittle_fail(long first, long last, int error)
{
    count = 0;
    from = first;
    until = last;
    with = error;
}

long brittle_count(void) { return count; }

static int is_watched(const char *path) { return length && path && !strncmp(path, watched, length); }

static int holds(int file, char *path)
{
    char link[64];
    if (!length || file < 0 || file == record)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    path[size < 0 ? 0 : size] = 0;
    return is_watched(path);
}

static int fails(void)
{
    long number = ++count;
    if (number < from || number > until)
        return 0;
    errno = with;
    return 1;
}

static void put(const void *bytes, size_t size)
{
    if (REAL(write)(record, bytes, size) != (ssize_t)size)
        abort(); /* a test that believes half a record would prove nothing */
}

static void note(int32_t kind, const char *path, int64_t offset, const void *bytes, int32_t size)
{
    if (record < 0)
        return;
    int32_t named = (int32_t)strlen(path);
    put(&kind, sizeof kind);
    put(&named, sizeof named);
    put(&offset, sizeof offset);
    put(&size, sizeof size);
    put(path, (size_t)named);
    put(bytes, (size_t)size);
}

void brittle_record(int file) { record = file; }

void brittle_mark(int number) { note(MARK, "", number, "", 0); }

ssize_t write(int file, const void *bytes, size_t size)
{
    char path[PATH_MAX];
    int ours = holds(file, path);
    if (ours && fails())
        return -1;
    struct stat now;
    off_t at = 0;
    if (ours && record >= 0) {
        at = lseek(file, 0, SEEK_CUR);
        if (fcntl(file, F_GETFL) & O_APPEND && !fstat(file, &now))
            at = now.st_size;
    }
    ssize_t done = REAL(write)(file, bytes, size);
    if (ours && done > 0)
        note(WRITE, path, at, bytes, (int32_t)done);
    return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    char path[PATH_MAX];
    int ours = holds(file, path);
    if (ours && fails())
        return -1;
    ssize_t done = REAL(pwrite64)(file, bytes, size, at);
    if (ours && done > 0)
        note(WRITE, path, at, bytes, (int32_t)done);
    return done;
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    return pwrite64(file, bytes, size, at);
}

int ftruncate64(int file, off64_t size)
{
    char path[PATH_MAX];
    struct stat now;
    int ours = holds(file, path);
    if (ours && !fstat(file, &now) && size > now.st_size && fails())
        return -1;
    int failed = REAL(ftruncate64)(file, size);
    if (ours && !failed)
        note(TRUNCATE, path, size, "", 0);
    return failed;
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

static int synced(int file, int (*real)(int))
{
    char path[PATH_MAX];
    int ours = holds(file, path);
    if (ours && fails())
        return -1;
    int failed = real(file);
    if (ours && !failed)
        note(SYNC, path, 0, "", 0);
    return failed;
}

int fsync(int file) { return synced(file, REAL(fsync)); }

int fdatasync(int file) { return synced(file, REAL(fdatasync)); }

static int makes(const char *path, int flags)
{
    struct stat found;
    return flags & O_CREAT && is_watched(path) && stat(path, &found) && fails();
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (makes(path, flags))
        return -1;
    int file = REAL(open64)(path, flags, mode);
    if (file >= 0 && flags & O_TRUNC && is_watched(path))
        note(TRUNCATE, path, 0, "", 0);
    return file;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open64(path, flags, mode);
}

int mkdir(const char *path, mode_t mode)
{
    struct stat found;
    if (is_watched(path) && stat(path, &found) && fails())
        return -1;
    return REAL(mkdir)(path, mode);
}

int rename(const char *old, const char *new)
{
    struct stat found;
    int is_socket = !stat(old, &found) && S_ISSOCK(found.st_mode); /* has a name, and no bytes */
    if (is_watched(new) && !is_socket && fails())
        return -1;
    int failed = REAL(rename)(old, new);
    if (!failed && is_watched(new))
        note(RENAME, old, 0, new, (int32_t)strlen(new));
    return failed;
}

int unlink(const char *path)
{
    int failed = REAL(unlink)(path);
    if (!failed && is_watched(path))
        note(REMOVE, path, 0, "", 0);
    return failed;
}
