// The two things that a scan does once for every file, each in one call: to look at it, and to read it. Node's own calls take
// three to five times the CPU of the system calls beneath them, most of it for the objects they return.
//
// What was seen goes into one array of numbers, `seen`, that JavaScript reads after the call. Everything belongs to the
// environment (the thread) that loaded the addon. Anything unusual is told by an error number, and the caller asks again
// through Node, which knows how to put it.

#include <errno.h>
#include <fcntl.h>
#include <node_api.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// Paths of this many bytes or more are left to Node.
#define LONGEST_PATH 4096

enum { KIND, SIZE, MTIME_SECS, MTIME_NANOS, SEEN };
enum { OTHER, FILE_KIND, DIRECTORY };

#ifdef __APPLE__
#define MTIME(status) ((status).st_mtimespec)
#else
#define MTIME(status) ((status).st_mtim)
#endif

static void note(double *seen, const struct stat *status) {
  seen[KIND] = S_ISREG(status->st_mode) ? FILE_KIND : S_ISDIR(status->st_mode) ? DIRECTORY : OTHER;
  seen[SIZE] = (double)status->st_size;
  seen[MTIME_SECS] = (double)MTIME(*status).tv_sec;
  seen[MTIME_NANOS] = (double)MTIME(*status).tv_nsec;
}

static napi_value number(napi_env env, int64_t value) {
  napi_value result = NULL;
  napi_create_int64(env, value, &result);
  return result;
}

// The path in `into`, and whether it is whole.
static int path_of(napi_env env, napi_value value, char into[LONGEST_PATH]) {
  size_t length = 0;
  return napi_get_value_string_utf8(env, value, into, LONGEST_PATH, &length) == napi_ok && length < LONGEST_PATH - 4;
}

// lstat(path): 0, and what was seen; else the error number.
static napi_value look(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  double *seen = NULL;
  char path[LONGEST_PATH];
  struct stat status;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, (void **)&seen) != napi_ok) return NULL;
  if (!path_of(env, argument, path)) return number(env, ENAMETOOLONG);
  if (lstat(path, &status) != 0) return number(env, errno);
  note(seen, &status);
  return number(env, 0);
}

// Reads until `length` bytes are there and the file can have no more than that, or there is no more room.
static int64_t fill(int file, uint8_t *into, size_t room, size_t length) {
  size_t filled = 0;
  for (;;) {
    ssize_t got = read(file, into + filled, room - filled);
    if (got < 0) {
      if (errno == EINTR) continue;
      return -errno;
    }
    filled += (size_t)got;
    if (got == 0 || filled == room || filled == length) return (int64_t)filled;
  }
}

// read(path, memory, offset, length): how many bytes were read into the memory from the offset on, and what was seen of the
// open file afterwards; else the error number, negative. Follows no link and waits for no FIFO.
static napi_value read_file(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value arguments[4];
  double *seen = NULL;
  char path[LONGEST_PATH];
  uint8_t *memory = NULL;
  size_t room = 0;
  int64_t offset = 0, length = 0;
  napi_typedarray_type type;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, (void **)&seen) != napi_ok) return NULL;
  if (!path_of(env, arguments[0], path)) return number(env, -ENAMETOOLONG);
  if (napi_get_typedarray_info(env, arguments[1], &type, &room, (void **)&memory, NULL, NULL) != napi_ok ||
      type != napi_uint8_array || napi_get_value_int64(env, arguments[2], &offset) != napi_ok ||
      napi_get_value_int64(env, arguments[3], &length) != napi_ok || offset < 0 || length < 0 ||
      (uint64_t)offset + (uint64_t)length > room) {
    return number(env, -EINVAL);
  }
  int file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return number(env, -errno);
  int64_t filled = fill(file, memory + offset, room - (size_t)offset, (size_t)length);
  struct stat status;
  if (filled >= 0 && fstat(file, &status) != 0) filled = -errno;
  if (filled >= 0) note(seen, &status);
  close(file);
  return number(env, filled);
}

static napi_status export_call(napi_env env, napi_value exports, const char *name, napi_callback call, double *seen) {
  napi_value function;
  napi_status status = napi_create_function(env, name, NAPI_AUTO_LENGTH, call, seen, &function);
  return status == napi_ok ? napi_set_named_property(env, exports, name, function) : status;
}

NAPI_MODULE_INIT() {
  // The memory is the array's: it stays where it is as long as the exports hold the array, and so as long as the calls.
  double *seen = NULL;
  napi_value memory, array;
  if (napi_create_arraybuffer(env, SEEN * sizeof(double), (void **)&seen, &memory) != napi_ok ||
      napi_create_typedarray(env, napi_float64_array, SEEN, memory, 0, &array) != napi_ok ||
      napi_set_named_property(env, exports, "seen", array) != napi_ok ||
      export_call(env, exports, "lstat", look, seen) != napi_ok ||
      export_call(env, exports, "read", read_file, seen) != napi_ok) {
    napi_throw_error(env, NULL, "The native file calls could not be set up");
    return NULL;
  }
  // Held for good, whatever JavaScript does with the exports: the calls write into it.
  napi_ref held;
  if (napi_create_reference(env, memory, 1, &held) != napi_ok) return NULL;
  return exports;
}
