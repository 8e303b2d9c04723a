"""What the tests of the workers let them do; importable by the processes they start."""

import os
import signal
import time
from collections.abc import Iterator, Sequence


def squares(numbers: Sequence[int], _: object) -> Iterator[tuple[int, int]]:
    """The square of each number, and the process that has worked it out."""
    for number in numbers:
        yield number * number, os.getpid()


def dying(numbers: Sequence[int], here: int) -> Iterator[int]:
    """Squares; any other process than `here` is killed at the first number that 17 divides."""
    for number in numbers:
        if number % 17 == 0 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        yield number * number


def failing(numbers: Sequence[int], _: object) -> Iterator[int]:
    """Squares, up to a number that cannot be done."""
    for number in numbers:
        if number == 150:
            raise ArithmeticError("150")
        yield number * number


def chattering(numbers: Sequence[int], _: object) -> Iterator[int]:
    """Squares from a process that prints what nobody asked for."""
    for number in numbers:
        print("noise" * 100)  # noqa: T201 - the noise
        yield number * number


def slow(numbers: Sequence[int], _: object) -> Iterator[int]:
    """Squares, slowly."""
    for number in numbers:
        time.sleep(0.05)
        yield number * number
