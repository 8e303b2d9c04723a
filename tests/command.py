"""The command line as its users start it: a process, its exit code, stdout and stderr."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401 - JSON is what it is
        return json.loads(self.out)


def xl2report(
    *arguments: object, cwd: Path | None = None, language: str = "zh", **environment: str
) -> Ran:
    """Run `python -m xl2report` with these arguments; never any variable of the tester's shell."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XL2REPORT_")}
    kept |= {"XL2REPORT_LANG": language, "PYTHONIOENCODING": "utf-8", **environment}
    run = subprocess.run(
        [sys.executable, "-m", "xl2report", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env=kept,
        check=False,
        timeout=60,
    )
    encoding = kept["PYTHONIOENCODING"].partition(":")[0]
    return Ran(run.returncode, run.stdout.decode(encoding), run.stderr.decode(encoding))


def clear(ran: Ran) -> str:
    """The one clear message of a command that could not work: exit code 2, no data, no traceback."""
    assert ran.code == 2, (ran.code, ran.out, ran.err)
    assert "Traceback" not in ran.err
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1, ran.err
    return ran.err.strip()
