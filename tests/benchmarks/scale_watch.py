"""Starts one process and measures it with all that it starts; the first line of its own stdout tells it.

    python -I -S scale_watch.py PROGRAM ARGUMENTS…

As launch.py, it imports nothing that would make it larger than what is measured. Prints seconds of
wall clock, seconds of CPU, ru_maxrss (the largest single process), the exit code, in bytes the most
that all processes held at one time (shared pages are counted once), and the seconds of CPU of the
busiest process. The last two are looked up five times a second, and are 0 where the system does not
tell them (Linux does).
"""

import os
import sys
import time

_EVERY = 0.2


def main() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    quiet = [(os.POSIX_SPAWN_DUP2, nowhere, 0), (os.POSIX_SPAWN_DUP2, nowhere, 1)]
    begun = time.perf_counter()
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
    most = 0
    worked: dict[int, float] = {}
    while True:
        ended, status, usage = os.wait4(child, os.WNOHANG)
        if ended:
            break
        family = _family(child)
        most = max(most, sum(map(_held, family)))
        for process in family:
            worked[process] = max(worked.get(process, 0), _worked(process))
        time.sleep(_EVERY)
    wall = time.perf_counter() - begun
    cpu = usage.ru_utime + usage.ru_stime
    print(wall, cpu, usage.ru_maxrss, os.waitstatus_to_exitcode(status), most, end=" ")
    print(max(worked.values(), default=0))


def _family(process: int) -> list[int]:
    """A process and all that it has started, as far as the system tells."""
    found = [process]
    try:
        for thread in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208 - pathlib is large
            with open(f"/proc/{process}/task/{thread}/children", "rb") as children:  # noqa: PTH123 - as above
                for child in children.read().split():
                    found += _family(int(child))
    except OSError:  # it has ended, or this is no Linux
        pass
    return found


def _held(process: int) -> int:
    """What a process holds, in bytes; its share of what it has in common with others."""
    try:
        with open(f"/proc/{process}/smaps_rollup", "rb") as told:  # noqa: PTH123 - as above
            for line in told:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def _worked(process: int) -> float:
    """The seconds of CPU that a process itself has taken; 0 when it has ended."""
    try:
        with open(f"/proc/{process}/stat", "rb") as told:  # noqa: PTH123 - as above
            # Behind the program's name, which may hold anything.
            fields = told.read().rpartition(b")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
