"""Starts one process and measures it; the first line of its own stdout tells what it took.

    python -I -S launch.py PROGRAM ARGUMENTS…

Linux never tells a process's peak memory lower than that of the one that started it, so the starter
must be smaller than anything to be measured: it imports nothing that Python has not loaded anyway.
Prints seconds of wall clock, seconds of CPU, ru_maxrss and the exit code.
"""

import os
import sys
import time


def main() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    quiet = [(os.POSIX_SPAWN_DUP2, nowhere, 0), (os.POSIX_SPAWN_DUP2, nowhere, 1)]
    begun = time.perf_counter()
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    cpu = usage.ru_utime + usage.ru_stime
    print(wall, cpu, usage.ru_maxrss, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
