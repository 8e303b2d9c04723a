"""Which language to speak: Chinese where the locale is Chinese or XL2REPORT_LANG says so."""

import os

from xl2report.ground.wordings.model import Language


def language() -> Language:
    """`zh` or `en`, from XL2REPORT_LANG, else from the locale."""
    chosen = os.environ.get("XL2REPORT_LANG", "")
    if not chosen:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            chosen = os.environ.get(name, "")
            if chosen:
                break
    return "zh" if chosen.lower().startswith("zh") else "en"


LANGUAGE: Language = language()


def say(chinese: str, english: str) -> str:
    """The words in the language of this run."""
    return chinese if LANGUAGE == "zh" else english
