"""Files on their way out: written whole under a temporary name, then renamed. Never half a file."""

import os
from pathlib import Path

from xl2report.chain.errors import CannotWork


def write_whole(path: Path, data: bytes) -> None:
    """Put the bytes at the path, or leave what was there. Raises CannotWork where it cannot."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except PermissionError:
        temporary.unlink(missing_ok=True)
        chinese = f"无法写入 {path}：文件可能正在 Excel 或 WPS 中打开，或没有写权限。请关闭后重试"
        english = f"Cannot write {path}: it may be open in Excel or WPS, or be read-only. Close it and try again"
        raise CannotWork(chinese, english) from None
    except OSError as error:
        temporary.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        chinese = f"无法写入 {path}：{reason}"
        raise CannotWork(chinese, f"Cannot write {path}: {reason}") from None


def refuse_inputs(target: Path, inputs: list[Path]) -> None:
    """Raise CannotWork where a result would replace a file that is being read."""
    wanted = target.resolve()
    if any(path.resolve() == wanted for path in inputs):
        chinese = f"输出文件 {target} 也是输入文件，请换一个名字"
        raise CannotWork(chinese, f"The result {target} is also an input; give it another name")
