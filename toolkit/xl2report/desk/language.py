"""Which language to speak: Chinese where the locale is Chinese or XL2REPORT_LANG says so."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl2report.ground.wordings.model import Language


def language() -> "Language":
    """`zh` or `en`, from XL2REPORT_LANG, else from the locale."""
    chosen = os.environ.get("XL2REPORT_LANG", "")
    if not chosen:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            chosen = os.environ.get(name, "")
            if chosen:
                break
        else:
            chosen = _of_windows()
    return "zh" if chosen.lower().startswith("zh") else "en"


def _of_windows() -> str:
    """What Windows shows its menus in, which no variable says; "" elsewhere."""
    if sys.platform != "win32":
        return ""
    import ctypes

    # The low ten bits are the language, the others where it is spoken.
    return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04 else ""


LANGUAGE: "Language" = language()


def say(chinese: str, english: str) -> str:
    """The words in the language of this run."""
    return chinese if LANGUAGE == "zh" else english
