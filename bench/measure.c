// Runs a command and writes what it cost to a file: `measure REPORT COMMAND ARG...`. The report is one line of JSON, in
// microseconds and kilobytes. A child's own processes count when it waits for them, so a shell's pipeline is one command.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long micros(struct timeval t) { return (long long)t.tv_sec * 1000000 + t.tv_usec; }

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  long long started = now();
  pid_t child = fork();
  if (child < 0) return 2;
  if (child == 0) {
    execvp(argv[2], argv + 2);
    perror(argv[2]);
    _exit(127);
  }
  // The parent tells whom to watch.
  fprintf(stderr, "pid %d\n", (int)child);
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) return 2;
  long long wall = now() - started;
  FILE *report = fopen(argv[1], "w");
  if (!report) return 2;
#ifdef __APPLE__
  long peak = usage.ru_maxrss / 1024;
#else
  long peak = usage.ru_maxrss;
#endif
  fprintf(report, "{\"wall\":%lld,\"user\":%lld,\"system\":%lld,\"peak\":%ld}\n", wall, micros(usage.ru_utime),
          micros(usage.ru_stime), peak);
  fclose(report);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
