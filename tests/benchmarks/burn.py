"""Plain loops, a process of its own: what this machine gains by two processes at the same time.

    python burn.py LOOPS PROCESSES

As many loops of additions as are asked for, shared out among so many processes.
"""

import subprocess
import sys

ROUNDS = 30_000_000


def main(loops: int, processes: int) -> None:
    if processes > 1:
        command = [sys.executable, __file__, str(loops // processes), "1"]
        children = [subprocess.Popen(command) for _ in range(processes)]
        if any([child.wait() for child in children]):  # noqa: C419 - waits for each
            raise SystemExit(1)
        return
    for _ in range(loops):
        total = 0
        for number in range(ROUNDS):
            total += number


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
