// Runs a command and writes what it cost to file descriptor 3: `measure COMMAND ARG...`. First comes the process to
// watch, at the end a line of JSON, in microseconds and kilobytes. A child's own processes count when it waits for them, so a shell's pipeline is one command.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPORT = 3 };

static long long micros(struct timeval t) { return (long long)t.tv_sec * 1000000 + t.tv_usec; }

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int main(int argc, char **argv) {
  if (argc < 2 || fcntl(REPORT, F_SETFD, FD_CLOEXEC) < 0) return 2;
  long long started = now();
  pid_t child = fork();
  if (child < 0) return 2;
  if (child == 0) {
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  dprintf(REPORT, "%d\n", (int)child);
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) return 2;
  long long wall = now() - started;
#ifdef __APPLE__
  long peak = usage.ru_maxrss / 1024;
#else
  long peak = usage.ru_maxrss;
#endif
  dprintf(REPORT, "{\"wall\":%lld,\"user\":%lld,\"system\":%lld,\"peak\":%ld}\n", wall, micros(usage.ru_utime),
          micros(usage.ru_stime), peak);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
