"""Relationships between parts: where they stand, and which part a target means."""

from functools import lru_cache
from typing import NamedTuple

from xl2report.files.marked.spelling import Element, demand_plain, elements

EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class Relation(NamedTuple):
    """A relationship: its id, its kind, the part it leads to (none outside the file)."""

    identity: str
    kind: str
    part: str
    element: Element


def relations_of(part: str) -> str:
    """The part in which the relationships of a part stand; those of the file itself for none."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def resolved(part: str, target: str) -> str:
    """The part that a target means, seen from a part."""
    folder = part.rpartition("/")[0]
    if "./" not in target and "\\" not in target and not target.startswith("/"):
        return f"{folder}/{target}".lower().lstrip("/")
    steps: list[str] = []
    path = target.replace("\\", "/")
    for step in (path if path.startswith("/") else f"{folder}/{path}").split("/"):
        if step == "..":
            del steps[-1:]
        elif step and step != ".":
            steps.append(step)
    return "/".join(steps).lower()


@lru_cache(maxsize=64)
def listed(part: str, relations: bytes) -> tuple[Relation, ...]:
    """The relationships of a part, from the part they stand in; those of one template are the same."""
    demand_plain(relations, b"Relationships")
    found = []
    for one in elements(relations, 1):
        given = one.attributes
        outside = given.get("TargetMode") == "External"
        target = "" if outside else resolved(part, given.get("Target", ""))
        kind = given.get("Type", "").rpartition("/")[2]
        found.append(Relation(given.get("Id", ""), kind, target, one))
    return tuple(found)
