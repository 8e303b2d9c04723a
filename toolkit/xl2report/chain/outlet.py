"""Files on their way out: written whole under a temporary name, then renamed. Never half a file."""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from xl2report.chain.errors import CannotWork

# How a file is called until it is whole: hidden, no workbook's ending, and the process's number.
_OURS = ".xl2report.tmp"
_LEFT_OVER = re.compile(rf"\..+\.(\d{{1,10}}){re.escape(_OURS)}")
_OLD = 60  # seconds
_cleared: set[Path] = set()


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put the bytes at the path, or leave what was there. Raises CannotWork where it cannot.

    A link stays a link: what it leads to is replaced. A device or a pipe is written into.
    """
    with _refusing(path):
        if _flows(path):
            _pour(path, data)
            return
        temporary = _staged(path, data)
        try:
            temporary.replace(_led_to(path))
        except OSError:
            _clear(temporary)
            raise


def write_together(files: Mapping[Path, bytes], gone: Sequence[Path] = ()) -> None:
    """All files whole in their order, then those that are `gone` removed; or all as it was before.

    A process that is killed amid the renaming leaves some of the files new and each of them whole.
    Raises CannotWork where one cannot be written.
    """
    staged: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    flowing = {path: data for path, data in files.items() if _flows(path)}
    try:
        for path, data in files.items():
            if path in flowing:
                continue
            with _refusing(path):
                staged[path] = _staged(path, data)
        for path in (*staged, *gone):
            with _refusing(path):
                before.setdefault(path, path.read_bytes() if path.exists() else None)
        for path, temporary in staged.items():
            with _refusing(path):
                temporary.replace(_led_to(path))
        for path, data in flowing.items():
            with _refusing(path):
                _pour(path, data)
        for path in gone:
            with _refusing(path):
                path.unlink(missing_ok=True)
    except BaseException:
        for temporary in staged.values():
            _clear(temporary)
        for path, content in before.items():
            with suppress(OSError, CannotWork):
                if content is None:
                    path.unlink(missing_ok=True)
                else:
                    write_whole(path, content)
        raise


def _flows(path: Path) -> bool:
    """Whether a path is a device or a pipe, such as /dev/stdout: replaced, nobody would have it any more."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return True
        # Standard output that goes into a file is a link of the system's.
        return path.is_symlink() and path.absolute().parts[1:2] in {("dev",), ("proc",)}
    return False


def _pour(path: Path, data: bytes | Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines([data] if isinstance(data, bytes) else data)


def _led_to(path: Path) -> Path:
    """Where a link leads; any other path as it is."""
    return path.resolve() if path.is_symlink() else path


def _staged(path: Path, data: bytes | Iterable[bytes]) -> Path:
    """The bytes under a temporary name beside the path, or beside what it leads to."""
    path = _led_to(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_OURS}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_left_over(path.parent)
        with temporary.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:  # the data may come from readers that are interrupted
        _clear(temporary)
        raise
    return temporary


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turns what a disk refuses into one clear message."""
    try:
        yield
    except PermissionError:
        chinese = f"无法写入 {path}：文件可能正在 Excel 或 WPS 中打开，或没有写权限。请关闭后重试"
        english = f"Cannot write {path}: it may be open in Excel or WPS, or be read-only. Close it and try again"
        raise CannotWork(chinese, english) from None
    except OSError as error:
        known = error.strerror or type(error).__name__
        reason, reason_en = reason_of(error) or (f"系统报告“{known}”", known)
        chinese = f"无法写入 {path}：{reason}"
        raise CannotWork(chinese, f"Cannot write {path}: {reason_en}") from None


def _clear_left_over(folder: Path) -> None:
    """Remove what killed runs left in a folder, once a process: ours by name, old, and nobody's.

    On a shared disk the process may be one of another computer: hence the age.
    """
    if folder in _cleared:
        return
    _cleared.add(folder)
    with suppress(OSError):
        for entry in os.scandir(folder):
            ours = _LEFT_OVER.fullmatch(entry.name)
            if ours is None or not entry.is_file(follow_symlinks=False):
                continue
            old = time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD
            if old and not _runs(int(ours[1])):
                _clear(Path(entry.path))


def _runs(process: int) -> bool:
    """Whether a process is there; where signal 0 would end it (Windows), the file's age decides."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _clear(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink()


def reason_of(error: OSError) -> tuple[str, str] | None:
    """Why the system refused, in Chinese and in English; None where only the system's own words tell."""
    return _REASONS.get(error.errno or 0)


_REASONS = {
    errno.ENOENT: ("文件夹不存在，也无法建立", "its folder is not there and cannot be made"),
    errno.EISDIR: ("这是一个文件夹", "it is a folder"),
    errno.EEXIST: ("上级路径是文件，不是文件夹", "a file stands where its folder should be"),
    errno.ENOTDIR: ("上级路径是文件，不是文件夹", "a file stands where its folder should be"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.ENAMETOOLONG: ("文件名过长", "the file's name is too long"),
    errno.EROFS: ("磁盘是只读的", "the disk is read-only"),
}


def refuse_inputs(target: Path, inputs: Iterable[Path | str]) -> None:
    """Raise CannotWork where a result would replace a file that is being read."""
    if not os.path.exists(target):  # noqa: PTH110 - a name that is too long is not there
        return
    # Not as Paths: those keep the names of ten thousand inputs for good.
    wanted = os.path.realpath(target)
    if any(os.path.realpath(path) == wanted for path in inputs):
        chinese = f"输出文件 {target} 也是输入文件，请换一个名字"
        raise CannotWork(chinese, f"The result {target} is also an input; give it another name")


def demand_ending(target: Path, *endings: str) -> None:
    """Raise CannotWork where a file would not be what its name says; a device has no ending."""
    if target.suffix.lower() in endings or _flows(target):
        return
    listed = "、".join(endings)
    chinese = f"要写的是 {listed} 文件，请把 {target} 改为以 {listed} 结尾的名字"
    raise CannotWork(
        chinese,
        f"The result is a {endings[0]} file; give {target} a name that ends in {endings[0]}",
    )


def safe_name(name: str) -> str:
    """A file name that every system accepts."""
    return "".join("_" if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in name) or "_"
