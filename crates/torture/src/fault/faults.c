/* Loaded into the binary under test before anything else (LD_PRELOAD): lets its disk be full or fail,
 * and moves its clock. What is to happen stands in a file that the tests map into their memory, too. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FULL = 1, WRITES_FAIL = 2, SYNCS_FAIL = 4, READS_FAIL = 8 };

/* The file: three numbers of eight bytes. */
struct control {
  _Atomic int64_t faults;  /* which of the above */
  _Atomic int64_t seconds; /* what is added to the time of day */
  _Atomic int64_t hits;    /* how many calls have failed because of this */
};
static struct control none;
static struct control *control = &none;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("TORTURE_FAULTS");
  int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) control = mapped;
  close(file);
}

/* Whether it is a file of the database. */
static int is_database(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "kith.db") != NULL;
}

static int fails(int file, int64_t fault) {
  if (!(control->faults & fault) || !is_database(file)) return 0;
  control->hits++;
  return 1;
}

/* A full disk takes what overwrites, and refuses what lets a file grow. */
static int has_no_space(int file, off_t end) {
  struct stat now;
  if (!(control->faults & FULL) || fstat(file, &now) || end <= now.st_size) return 0;
  return fails(file, FULL);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define REFUSE(error) do { errno = (error); return -1; } while (0)

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  if (has_no_space(file, at + (off_t)count)) REFUSE(ENOSPC);
  if (fails(file, WRITES_FAIL)) REFUSE(EIO);
  return REAL(pwrite64)(file, bytes, count, at);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return pwrite64(file, bytes, count, at); }

ssize_t write(int file, const void *bytes, size_t count) {
  if (control->faults & (FULL | WRITES_FAIL)) {
    off_t at = lseek(file, 0, SEEK_CUR);
    if (at >= 0 && has_no_space(file, at + (off_t)count)) REFUSE(ENOSPC);
    if (at >= 0 && fails(file, WRITES_FAIL)) REFUSE(EIO);
  }
  return REAL(write)(file, bytes, count);
}

ssize_t pread64(int file, void *bytes, size_t count, off64_t at) {
  if (fails(file, READS_FAIL)) REFUSE(EIO);
  return REAL(pread64)(file, bytes, count, at);
}

ssize_t pread(int file, void *bytes, size_t count, off_t at) { return pread64(file, bytes, count, at); }

int ftruncate64(int file, off64_t length) {
  if (has_no_space(file, length)) REFUSE(ENOSPC);
  return REAL(ftruncate64)(file, length);
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

int fsync(int file) {
  if (fails(file, SYNCS_FAIL)) REFUSE(EIO);
  return REAL(fsync)(file);
}

int fdatasync(int file) {
  if (fails(file, SYNCS_FAIL)) REFUSE(EIO);
  return REAL(fdatasync)(file);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static __typeof__(&clock_gettime) real;
  if (!real) real = REAL(clock_gettime);
  int result = real(clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += control->seconds;
  return result;
}
