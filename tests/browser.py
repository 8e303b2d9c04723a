"""Headless Chromium as tests need it: pages at any width, axe-core's opinion, pictures and print.

Spoken to over a pair of pipes (`--remote-debugging-pipe`), so that nothing but the browser is needed.
axe-core comes from the package `axe-core-python`, an npm folder, or XL2REPORT_AXE=axe.min.js.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_AXE_PACKAGES = ("axe_core_python", "axe_playwright_python", "axe_selenium_python")
_LIMIT = 60.0


def find_browser() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def find_axe() -> Path | None:
    """The file `axe.min.js`, or None."""
    places = [Path(os.environ["XL2REPORT_AXE"])] if os.environ.get("XL2REPORT_AXE") else []
    for name in _AXE_PACKAGES:
        spec = find_spec(name)
        places += [
            Path(home) / "axe.min.js" for home in (spec and spec.submodule_search_locations) or ()
        ]
    for home in (*Path(__file__).resolve().parents, Path("/usr/share/nodejs"), Path("/usr/lib")):
        places.append(home / "node_modules" / "axe-core" / "axe.min.js")
    return next((place for place in places if place.is_file()), None)


class Browser:
    """A browser with a profile of its own; ended, with all it started, when the block is left."""

    def __enter__(self) -> Self:
        program = find_browser()
        if program is None:
            raise FileNotFoundError("no Chromium")
        # Chromium goes on writing into its profile while it ends.
        self._home = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()

        def pipes() -> None:
            # Chromium reads from 3 and writes to 4; duplicates first, lest one falls on the other.
            source, sink = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(source, 3)
            os.dup2(sink, 4)

        self._process = subprocess.Popen(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                f"--user-data-dir={self._home.name}",
                "--remote-debugging-pipe",
                "about:blank",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=pipes,  # noqa: PLW1509 - one process, and the only way to numbers 3 and 4
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._buffer = b""
        self._count = 0
        self._session = ""
        self._events: list[dict[str, Any]] = []
        target = next(
            one for one in self.send("Target.getTargets")["targetInfos"] if one["type"] == "page"
        )
        attached = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        self.send("Page.enable")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._out)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, 9)
            self._process.wait(5)
        os.close(self._in)
        self._home.cleanup()

    def send(self, method: str, **params: object) -> dict[str, Any]:
        """What the browser answers to a command of its protocol."""
        self._count += 1
        message: dict[str, object] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._events.append(answer)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + _LIMIT
        while b"\0" not in self._buffer:
            if not select.select([self._in], [], [], max(0.0, end - time.monotonic()))[0]:
                raise TimeoutError("the browser says nothing")
            piece = os.read(self._in, 1 << 16)
            if not piece:
                raise EOFError("the browser has gone")
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def open(
        self, page: Path, width: int = 1280, height: int = 900, *, phone: bool = False
    ) -> None:
        """Load a file into a window so wide, as wide as on a phone if wanted."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=phone,
        )  # fmt: skip
        self._events.clear()
        self.send("Page.navigate", url=page.resolve().as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            self._events.append(self._next())

    def value(self, expression: str) -> Any:  # noqa: ANN401 - JSON is what it is
        """The value of a JavaScript expression, a promise's when it is kept."""
        answer = self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def violations(self, axe: Path) -> list[str]:
        """What axe-core finds wrong on the page; empty where nothing.

        All rules that it has on by default, AAA and the experimental ones too, but two: the first
        row of an official table is a band over all columns, which is not its caption; the note in
        its corner is no number, and has no heading.
        """
        self.value(axe.read_text(encoding="utf-8") + "; 0")
        off = "{'table-fake-caption': {enabled: false}, 'td-has-header': {enabled: false}}"
        tags = "['wcag2a','wcag2aa','wcag2aaa','wcag21a','wcag21aa','wcag22aa','best-practice','experimental']"
        found = self.value(
            f"axe.run(document, {{runOnly: {{type: 'tag', values: {tags}}}, rules: {off}, resultTypes: ['violations']}})"
            ".then(r => JSON.stringify(r.violations.map(v => v.id + ': ' +"
            " v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | '))))"
        )
        told: list[str] = json.loads(found)
        return told

    def picture(self, *, whole: bool = True) -> bytes:
        """The page as PNG."""
        shot = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page as the browser prints it, on the paper that its style asks for."""
        made = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(made["data"])
