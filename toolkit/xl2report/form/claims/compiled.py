"""A checked phrase book as JSON, so that a run costs milliseconds instead of reading YAML.

Written beside its form and believed only while the YAML of form and phrase book is byte for byte the
same. Checks nothing.
"""

import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xl2report.form.claims.lexicon import Base, Formula, Lexicon, Meaning, Named, Phrase
from xl2report.form.definition import compiled
from xl2report.form.language import Expression, Term

FILE = "proof.compiled.json"
_CLASSES = (Base, Formula, Meaning, Named, Phrase, Expression, Term)
# What the classes hold: a phrase book compiled by other software is not believed.
_SHAPE = f"{zlib.crc32(repr([(cls.__name__, cls._fields) for cls in _CLASSES]).encode()):08x}"


def fingerprint(files: Iterable[Path]) -> str:
    """The shape of the classes, then names, lengths and CRCs of the files."""
    return f"{_SHAPE} {compiled.fingerprint(files)}"


def to_json(lexicon: Lexicon, stamp: str) -> str:
    """The phrase book as JSON text with the fingerprint of its source."""
    phrases: dict[str, list[str]] = {}
    for words, phrase in lexicon.phrases.items():
        phrases.setdefault(f"{phrase.kind} {phrase.id}", []).append(words)
    data = {
        "source": stamp,
        "phrases": phrases,
        "meanings": [[sorted(names), *meant] for names, meant in lexicon.meanings.items()],
        "bases": lexicon.bases,
        "duty": lexicon.duty,
        "subparts": lexicon.subparts,
    }
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def from_json(text: str, stamp: str) -> Lexicon | None:
    """The phrase book of a JSON text, or None where it was made from other files or by other software."""
    try:
        data = json.loads(text)
        if data["source"] != stamp:
            return None
        phrases = {
            words: Phrase(*key.split(" "))
            for key, listed in data["phrases"].items()
            for words in listed
        }
        return Lexicon(
            phrases,
            {frozenset(names): _meaning(meant) for names, *meant in data["meanings"]},
            {name: Base(_formula(made), *says) for name, (made, *says) in data["bases"].items()},
            _named(data["duty"]) if data["duty"] else None,
            tuple(map(_named, data["subparts"])),
        )
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _meaning(made: list[Any]) -> Meaning:
    formulas, wording, *flags = made
    return Meaning(tuple(map(_formula, formulas)), tuple(map(_formula, wording)), *flags)


def _formula(made: list[Any]) -> Formula:
    text, (terms, constant) = made
    return Formula(text, Expression(tuple(Term(*term) for term in terms), constant))


def _named(made: list[Any]) -> Named:
    label, label_en, says = made
    return Named(label, label_en, tuple(says))
