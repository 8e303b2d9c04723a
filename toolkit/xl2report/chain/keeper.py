"""The store of a work folder while one command works in it: opened under a lock, read, written, told of.

Where nothing can be written (a folder that is for reading only, a disk without locks) what is kept there
is read all the same; where nothing can be read either, everything is done as if for the first time.
Each is told in one line.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from xl2report.chain.errors import CannotWork
from xl2report.chain.prints import moment
from xl2report.files.state.lock import Busy, Lock, NoLocking, marked
from xl2report.files.state.store import NAME, Newer, NoStore, Store

Thing = TypeVar("Thing")
# How long another run is waited for, in seconds.
PATIENCE = 10.0
ENVIRONMENT = "XL2REPORT_WAIT"


class Keeper:
    """What a folder keeps; `notes` is what is to be told of that, in Chinese and English.

    `lost_till` is the moment till which an earlier state is lost, "" if none is.
    """

    def __init__(self, folder: Path, *, write: bool = True) -> None:
        """Raises CannotWork where another run is at work; without `write` nothing is locked or changed."""
        self.folder = folder
        self.notes: list[tuple[str, str]] = []
        self.lost_till = ""
        self._store: Store | None = None
        self._lock: Lock | None = None
        self._writes = write
        if write:
            self._take()
        elif (folder / NAME).is_file():
            self._open()

    @property
    def reads(self) -> bool:
        """Whether there is anything to be known from earlier."""
        return self._store is not None

    @property
    def writes(self) -> bool:
        """Whether anything is kept for later."""
        return self._store is not None and self._writes

    def close(self) -> None:
        """Keep what was written, and let others work."""
        if self._store is not None:
            # Whatever ends a run, what it has read so far is right.
            with suppress(NoStore):
                self._store.commit()
            self._store.close()
        if self._lock is not None:
            self._lock.release()

    def ask(self, do: Callable[[Store], Thing], otherwise: Thing) -> Thing:
        """What the store gives; where there is none, or its disk fails, something else, and that is told."""
        if self._store is None:
            return otherwise
        try:
            return do(self._store)
        except NoStore as error:
            self._without(str(error))
            return otherwise

    def put(self, do: Callable[[Store], None]) -> None:
        """Have the store keep something; nothing where nothing can be written."""
        if self._writes:
            self.ask(do, None)

    def commit(self) -> None:
        """All that was put is kept from here on."""
        self.put(Store.commit)

    def settled(self) -> None:
        """Every file has been looked at: what could come again after a loss has come."""
        if self.lost_till > moment(time.time()):
            self.put(lambda store: store.rebuilt(moment(time.time())))
        self.commit()

    def demand_kept(self) -> None:
        """Commit. Raises CannotWork where nothing can be kept."""
        self.commit()
        if not self.writes:
            raise CannotWork(*self.notes[-1])

    def _take(self) -> None:
        told = os.environ.get(ENVIRONMENT, "")
        patience = float(told) if told.isascii() and told.isdigit() else PATIENCE
        before = marked(self.folder)
        try:
            self._lock = Lock(self.folder, patience)
        except Busy:
            chinese = f"另一个 xl2report 正在处理 {self.folder}，请等它结束后再运行"
            english = f"Another xl2report is at work in {self.folder}; run again when it has ended"
            raise CannotWork(chinese, english) from None
        except NoLocking as error:
            self._only_read(str(error))
            return
        place = self.folder / NAME
        if place.is_file() and not os.access(place, os.W_OK):
            self._only_read("Permission denied")
            return
        self._open(before=before)

    def _only_read(self, reason: str) -> None:
        """Go on with what is kept, and keep nothing more."""
        self._writes = False
        if not (self.folder / NAME).is_file():
            self._without(reason)
            return
        self._open()
        if self._store is not None:
            chinese = (
                f"{self.folder / NAME} 只能读取（{reason}）：其中的决定、首次收到时间和进度照用，"
                "本次的结果不保存"
            )
            english = (
                f"{self.folder / NAME} can only be read ({reason}): the decisions, days of receipt and"
                " stages kept there are used; nothing is remembered of this run"
            )
            self.notes.append((chinese, english))

    def _open(self, *, before: bool = False) -> None:
        try:
            store = Store(self.folder, write=self._writes)
            self.lost_till = store.lost_till()
        except Newer:
            self._without(
                "由更新版本的 xl2report 写成", "a later version of xl2report has written it"
            )
            return
        except (NoStore, OSError) as error:
            self._without(str(error))
            return
        self._store = store
        if self._writes and self._lock is not None:
            self._lock.mark()
        if store.anew:
            self._lost(f"已损坏，另存为 {store.anew}", f"was damaged and is kept as {store.anew}")
        elif store.begun and before:
            self._lost("不见了", "is gone")

    def _lost(self, why: str, why_en: str) -> None:
        """What cannot come again from the files is gone; that stays known."""
        chinese = (
            f"{NAME} {why}；已按工作簿重新建立，其中的决定和说明的核对记录需重新确认，"
            "此前收到的工作簿按文件时间计算是否逾期"
        )
        english = (
            f"{NAME} {why_en}; made anew from the workbooks: decisions and the numbers that explanations"
            " answered are to be confirmed again, and what had come before is late or not by its file's time"
        )
        self.notes.append((chinese, english))
        self.put(lambda store: store.lost(moment(time.time())))
        self.commit()
        self.lost_till = self.ask(Store.lost_till, "")

    def _without(self, reason: str, reason_en: str = "") -> None:
        """Go on with nothing remembered, and say so once."""
        if self._store is not None:
            self._store.close()
            self._store = None
        note = (
            f"无法使用 {self.folder / NAME}（{reason}），本次不保存进度，其余照常",
            (
                f"{self.folder / NAME} cannot be used ({reason_en or reason}); nothing is remembered"
                " of this run, all else is as usual"
            ),
        )
        if note not in self.notes:
            self.notes.append(note)
