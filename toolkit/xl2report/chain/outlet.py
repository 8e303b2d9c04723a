"""Files on their way out: written whole under a temporary name, then renamed. Never half a file."""

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from xl2report.chain.errors import CannotWork


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put the bytes at the path, or leave what was there. Raises CannotWork where it cannot."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except PermissionError:
        _clear(temporary)
        chinese = f"无法写入 {path}：文件可能正在 Excel 或 WPS 中打开，或没有写权限。请关闭后重试"
        english = f"Cannot write {path}: it may be open in Excel or WPS, or be read-only. Close it and try again"
        raise CannotWork(chinese, english) from None
    except OSError as error:
        _clear(temporary)
        known = error.strerror or type(error).__name__
        reason, reason_en = _REASONS.get(error.errno or 0, (known, known))
        chinese = f"无法写入 {path}：{reason}"
        raise CannotWork(chinese, f"Cannot write {path}: {reason_en}") from None


def _clear(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink()


_REASONS = {
    errno.EISDIR: ("这是一个文件夹", "it is a folder"),
    errno.EEXIST: ("上级路径是文件，不是文件夹", "a file stands where its folder should be"),
    errno.ENOTDIR: ("上级路径是文件，不是文件夹", "a file stands where its folder should be"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.ENAMETOOLONG: ("文件名过长", "the file's name is too long"),
    errno.EROFS: ("磁盘是只读的", "the disk is read-only"),
}


def refuse_inputs(target: Path, inputs: Iterable[Path]) -> None:
    """Raise CannotWork where a result would replace a file that is being read."""
    if not target.exists():
        return
    wanted = target.resolve()
    if any(path.resolve() == wanted for path in inputs):
        chinese = f"输出文件 {target} 也是输入文件，请换一个名字"
        raise CannotWork(chinese, f"The result {target} is also an input; give it another name")
