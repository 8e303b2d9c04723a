"""What is written is written whole, or what was there stays and nothing is left behind."""

import errno
from pathlib import Path

import pytest

from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import write_whole

REFUSALS = [
    (PermissionError(errno.EACCES, "denied"), "没有写权限"),
    (OSError(errno.ENOSPC, "full"), "磁盘已满"),
    (OSError(errno.EIO, "i/o"), "i/o"),
]


@pytest.mark.parametrize(("error", "said"), REFUSALS, ids=["open elsewhere", "full", "broken"])
@pytest.mark.parametrize("step", ["open", "replace"])
def test_a_refused_write_leaves_what_was_there(
    step: str, error: OSError, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"last year's")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, step, refuse)
    with pytest.raises(CannotWork) as refused:
        write_whole(target, b"this year's")
    monkeypatch.undo()

    assert said in refused.value.chinese
    assert str(target) in refused.value.english
    assert target.read_bytes() == b"last year's"
    assert list(tmp_path.iterdir()) == [target]


def test_a_second_write_replaces_the_first_and_leaves_one_file(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "report.docx"
    for words in (b"one", b"two"):
        write_whole(target, words)

    assert target.read_bytes() == b"two"
    assert list(target.parent.iterdir()) == [target]
