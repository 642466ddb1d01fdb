// What a scan does once for every directory and file, each in one call: to list it, to look at it, to read it. Node's own calls
// take three to five times the CPU of the system calls beneath them, most of it for the objects they return.
//
// What was seen goes into arrays of numbers and bytes that JavaScript reads after the call. Everything belongs to the
// environment (the thread) that loaded the addon. Anything unusual is told by an error number, and the caller asks again
// through Node, which knows how to put it.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

// Paths of this many bytes or more are left to Node.
#define LONGEST_PATH 4096

// The numbers that tell of one entry.
enum { KIND, SIZE, MTIME_SECS, MTIME_NANOS, NUMBERS };
enum { OTHER, FILE_KIND, DIRECTORY, LINK };

// A listing gives at most so many entries at a time, and names of so many bytes; the longest name that it can tell.
#define ENTRIES 1024
#define NAME_BYTES (ENTRIES * 64)
#define LONGEST_NAME 1024

// Of a listing: the bytes of its names, and the number by which it goes on, 0 when it is over.
enum { BYTES, CURSOR, LISTED };

// What the calls write into, and the directories that are half listed.
typedef struct {
  double *seen;
  double *listed;
  double *entries;
  uint8_t *names;
  DIR **open;
  size_t room;
} Files;

#ifdef __APPLE__
#define MTIME(status) ((status).st_mtimespec)
#else
#define MTIME(status) ((status).st_mtim)
#endif

static void note(double *seen, const struct stat *status) {
  seen[KIND] = S_ISREG(status->st_mode)   ? FILE_KIND
               : S_ISDIR(status->st_mode) ? DIRECTORY
               : S_ISLNK(status->st_mode) ? LINK
                                          : OTHER;
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

// Opens for reading without following a link at the end of the path, nor, where the system can do that (Linux 5.6), anywhere
// in it: a folder that has become a link since it was looked at must not lead out of the tree. Waits for no FIFO.
static int open_without_links(const char *path, int flags) {
  flags |= O_RDONLY | O_NOFOLLOW | O_CLOEXEC;
#ifdef SYS_openat2
  // Sandboxes that do not know the call refuse it, each time anew: then as without it.
  static _Atomic int missing = 0;
  if (!missing) {
    struct open_how how = {.flags = (uint64_t)flags, .resolve = RESOLVE_NO_SYMLINKS};
    int file = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    if (file >= 0 || (errno != ENOSYS && errno != EPERM)) return file;
    if (errno == ENOSYS) missing = 1;
  }
#endif
  return open(path, flags);
}

// lstat(path): 0, and what was seen; else the error number.
static napi_value look(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  Files *files = NULL;
  char path[LONGEST_PATH];
  struct stat status;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, (void **)&files) != napi_ok) return NULL;
  if (!path_of(env, argument, path)) return number(env, ENAMETOOLONG);
  if (lstat(path, &status) != 0) return number(env, errno);
  note(files->seen, &status);
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
  Files *files = NULL;
  char path[LONGEST_PATH];
  uint8_t *memory = NULL;
  size_t room = 0;
  int64_t offset = 0, length = 0;
  napi_typedarray_type type;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, (void **)&files) != napi_ok) return NULL;
  if (!path_of(env, arguments[0], path)) return number(env, -ENAMETOOLONG);
  if (napi_get_typedarray_info(env, arguments[1], &type, &room, (void **)&memory, NULL, NULL) != napi_ok ||
      type != napi_uint8_array || napi_get_value_int64(env, arguments[2], &offset) != napi_ok ||
      napi_get_value_int64(env, arguments[3], &length) != napi_ok || offset < 0 || length < 0 ||
      (uint64_t)offset + (uint64_t)length > room) {
    return number(env, -EINVAL);
  }
  int file = open_without_links(path, O_NONBLOCK);
  if (file < 0) return number(env, -errno);
  int64_t filled = fill(file, memory + offset, room - (size_t)offset, (size_t)length);
  struct stat status;
  if (filled >= 0 && fstat(file, &status) != 0) filled = -errno;
  if (filled >= 0) note(files->seen, &status);
  close(file);
  return number(env, filled);
}

// open(path): a file descriptor, which the caller closes; else the error number, negative.
static napi_value open_file(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  char path[LONGEST_PATH];
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok) return NULL;
  if (!path_of(env, argument, path)) return number(env, -ENAMETOOLONG);
  int file = open_without_links(path, O_NONBLOCK);
  return number(env, file < 0 ? -errno : file);
}

// A number for a directory that is not listed to its end, counted from 1; 0 when there is no memory.
static size_t keep_open(Files *files, DIR *directory) {
  for (size_t i = 0; i < files->room; i++) {
    if (files->open[i] == NULL) {
      files->open[i] = directory;
      return i + 1;
    }
  }
  size_t room = files->room * 2 + 4;
  DIR **open = realloc(files->open, room * sizeof(DIR *));
  if (open == NULL) return 0;
  memset(open + files->room, 0, (room - files->room) * sizeof(DIR *));
  size_t at = files->room;
  files->open = open;
  files->room = room;
  open[at] = directory;
  return at + 1;
}

static DIR *take_open(Files *files, int64_t cursor) {
  if (cursor < 1 || (uint64_t)cursor > files->room) return NULL;
  DIR *directory = files->open[cursor - 1];
  files->open[cursor - 1] = NULL;
  return directory;
}

// What the directory says of an entry; of a file also how it looks, if `stats`. False when it is gone by now.
static int note_entry(DIR *directory, const struct dirent *entry, int stats, double *numbers) {
  struct stat status;
  numbers[SIZE] = -1;
  switch (entry->d_type) {
  case DT_DIR: numbers[KIND] = DIRECTORY; return 1;
  case DT_LNK: numbers[KIND] = LINK; return 1;
  case DT_REG:
    numbers[KIND] = FILE_KIND;
    if (!stats) return 1;
    break;
  case DT_UNKNOWN: numbers[KIND] = FILE_KIND; break;
  default: numbers[KIND] = OTHER; return 1;
  }
  if (fstatat(dirfd(directory), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return errno != ENOENT;
  note(numbers, &status);
  return 1;
}

// The next entries of the directory: how many, or the error number, negative.
static int64_t list_some(Files *files, DIR *directory, int stats) {
  size_t count = 0, bytes = 0;
  files->listed[CURSOR] = 0;
  while (count < ENTRIES && bytes + LONGEST_NAME <= NAME_BYTES) {
    errno = 0;
    const struct dirent *entry = readdir(directory);
    if (entry == NULL) {
      int failed = errno;
      closedir(directory);
      files->listed[BYTES] = (double)bytes;
      return failed != 0 ? -failed : (int64_t)count;
    }
    const char *name = entry->d_name;
    if (name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0))) continue;
    size_t length = strlen(name);
    if (length >= LONGEST_NAME) {
      closedir(directory);
      return -ENAMETOOLONG;
    }
    if (!note_entry(directory, entry, stats, files->entries + count * NUMBERS)) continue;
    memcpy(files->names + bytes, name, length + 1);
    bytes += length + 1;
    count++;
  }
  files->listed[BYTES] = (double)bytes;
  files->listed[CURSOR] = (double)keep_open(files, directory);
  if (files->listed[CURSOR] != 0) return (int64_t)count;
  closedir(directory);
  return -ENOMEM;
}

// list(path, stats): the first entries of a directory. Follows no link at the end of the path.
static napi_value list(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  Files *files = NULL;
  char path[LONGEST_PATH];
  bool stats = false;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, (void **)&files) != napi_ok) return NULL;
  if (!path_of(env, arguments[0], path)) return number(env, -ENAMETOOLONG);
  if (napi_get_value_bool(env, arguments[1], &stats) != napi_ok) return number(env, -EINVAL);
  int file = open_without_links(path, O_DIRECTORY);
  if (file < 0) return number(env, -errno);
  DIR *directory = fdopendir(file);
  if (directory == NULL) {
    int failed = errno;
    close(file);
    return number(env, -failed);
  }
  return number(env, list_some(files, directory, stats));
}

// listMore(cursor, stats): the entries after those.
static napi_value list_more(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  Files *files = NULL;
  int64_t cursor = 0;
  bool stats = false;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, (void **)&files) != napi_ok) return NULL;
  if (napi_get_value_int64(env, arguments[0], &cursor) != napi_ok ||
      napi_get_value_bool(env, arguments[1], &stats) != napi_ok) {
    return number(env, -EINVAL);
  }
  DIR *directory = take_open(files, cursor);
  files->listed[CURSOR] = 0;
  return number(env, directory == NULL ? -EBADF : list_some(files, directory, stats));
}

// endListing(cursor): the rest is not wanted.
static napi_value end_listing(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  Files *files = NULL;
  int64_t cursor = 0;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, (void **)&files) != napi_ok) return NULL;
  if (napi_get_value_int64(env, argument, &cursor) != napi_ok) return NULL;
  DIR *directory = take_open(files, cursor);
  if (directory != NULL) closedir(directory);
  return NULL;
}

static napi_status export_call(napi_env env, napi_value exports, const char *name, napi_callback call, Files *files) {
  napi_value function;
  napi_status status = napi_create_function(env, name, NAPI_AUTO_LENGTH, call, files, &function);
  return status == napi_ok ? napi_set_named_property(env, exports, name, function) : status;
}

// Memory of an array that JavaScript reads, held for good whatever becomes of the exports: the calls write into it.
static void *export_array(napi_env env, napi_value exports, const char *name, napi_typedarray_type type, size_t length) {
  void *data = NULL;
  napi_value memory, array;
  napi_ref held;
  size_t size = type == napi_float64_array ? sizeof(double) : 1;
  if (napi_create_arraybuffer(env, length * size, &data, &memory) != napi_ok ||
      napi_create_typedarray(env, type, length, memory, 0, &array) != napi_ok ||
      napi_set_named_property(env, exports, name, array) != napi_ok ||
      napi_create_reference(env, memory, 1, &held) != napi_ok) {
    return NULL;
  }
  return data;
}

static void free_files(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  Files *files = data;
  for (size_t i = 0; i < files->room; i++) {
    if (files->open[i] != NULL) closedir(files->open[i]);
  }
  free(files->open);
  free(files);
}

NAPI_MODULE_INIT() {
  Files *files = calloc(1, sizeof(Files));
  if (files == NULL || napi_set_instance_data(env, files, free_files, NULL) != napi_ok) {
    free(files);
  } else if ((files->seen = export_array(env, exports, "seen", napi_float64_array, NUMBERS)) != NULL &&
             (files->listed = export_array(env, exports, "listed", napi_float64_array, LISTED)) != NULL &&
             (files->entries = export_array(env, exports, "entries", napi_float64_array, ENTRIES * NUMBERS)) != NULL &&
             (files->names = export_array(env, exports, "names", napi_uint8_array, NAME_BYTES)) != NULL &&
             export_call(env, exports, "lstat", look, files) == napi_ok &&
             export_call(env, exports, "read", read_file, files) == napi_ok &&
             export_call(env, exports, "open", open_file, files) == napi_ok &&
             export_call(env, exports, "list", list, files) == napi_ok &&
             export_call(env, exports, "listMore", list_more, files) == napi_ok &&
             export_call(env, exports, "endListing", end_listing, files) == napi_ok) {
    return exports;
  }
  napi_throw_error(env, NULL, "The native file calls could not be set up");
  return NULL;
}
