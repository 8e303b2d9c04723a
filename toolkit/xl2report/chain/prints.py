"""What tells files apart: digests of their bytes, their moments, and which tool and forms there are."""

from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from xl2report.form import homes


def key_of(name: str) -> str:
    """A file's name as any database keeps it."""
    return name.encode("utf-8", "backslashreplace").decode()


def moment(seconds: float) -> str:
    """A moment as ISO text."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def file_digest(place: str) -> str:
    """A file's SHA-256. Raises OSError."""
    return sha256(Path(place).read_bytes()).hexdigest()


def print_of(path: Path) -> str:
    """What a file, or all in a folder, holds: one digest."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = sha256()
    for file in files:
        if file.is_file():
            found.update(f"{file.relative_to(path).as_posix()}\n".encode("utf-8", "surrogatepass"))
            found.update(sha256(file.read_bytes()).digest())
    return found.hexdigest()


@cache
def sources() -> str:
    """This tool's own files and all forms, by size and time: of another tool's results none is good."""
    package = Path(__file__).resolve().parents[1]
    files = [*package.rglob("*.py")]
    for form in homes.form_ids():
        folder = homes.form_folder(form)
        files.extend(homes.source_files(folder) if folder is not None else ())
    found = sha256()
    for file in sorted(set(files)):
        stat = file.stat()
        found.update(f"{file}|{stat.st_size}|{stat.st_mtime_ns}\n".encode("utf-8", "surrogatepass"))
    return found.hexdigest()
