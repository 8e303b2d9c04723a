"""The workbook's frame while it is marked or freed of marks: sheets, relationships, part types.

Every change of a part that was there goes through one `Edits`, so that it can be taken back.
"""

import re
from typing import NamedTuple

from xl2report.files.marked.errors import CannotMark
from xl2report.files.marked.links import EMPTY, Relation, listed, relations_of
from xl2report.files.marked.package import Parts
from xl2report.files.marked.spelling import (
    MAIN,
    RELATIONSHIPS,
    TAG,
    Edits,
    Undo,
    attribute,
    demand_plain,
    elements,
    escaped,
    root_of,
    with_attribute,
)
from xl2report.files.reader.package import Package

TYPES = "[content_types].xml"
_ROOTS = {
    "worksheet": b"worksheet",
    "styles": b"styleSheet",
    "comments": b"comments",
    "texts": b"sst",
    "rels": b"Relationships",
    "types": b"Types",
    "workbook": b"workbook",
}
_VIEW = re.compile(rb"<workbookView[\s/>]")
_KIND = RELATIONSHIPS.decode()


class Entry(NamedTuple):
    """A sheet as the workbook lists it, and its part."""

    name: str
    state: str
    part: str
    start: int
    end: int
    identity: str


class Workbook:
    """A workbook's parts, each with the edits that wait for it."""

    def __init__(self, data: bytes, package: Package) -> None:
        self.parts = Parts(data, package)
        self._edits: dict[str, Edits] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}
        self._taken: dict[str, set[str]] = {}
        self._declared: set[str] = set()
        self.main = self.target("", "officeDocument")
        self.styles = self.target(self.main, "styles")
        part = self.edits(self.main, "workbook").part
        if MAIN not in part or not self.styles:
            raise CannotMark("spelling", "strict, or no styles")
        self.sheets = self._sheets(part)

    def edits(self, part: str, kind: str = "") -> Edits:
        """The edits of a part; with a kind, only where it is spelt as such a part should be."""
        found = self._edits.get(part)
        if found is None:
            content = self.parts.read(part)
            if kind:
                demand_plain(content, _ROOTS[kind])
            found = self._edits[part] = Edits(content)
        return found

    def _sheets(self, part: bytes) -> list[Entry]:
        open_tag = re.search(rb"<sheets\b[^<>]*>", part)
        if open_tag is None:
            raise CannotMark("spelling", "no sheets")
        targets = {one.identity: one.part for one in self.relations(self.main)}
        found = []
        for begun in re.finditer(rb"<sheet\s", part):
            tag = TAG.match(part, begun.start())
            name = attribute(tag[0], b"name") if tag else None
            identity = _sheet_id(tag[0]) if tag else None
            if tag is None or name is None or identity is None:
                raise CannotMark("spelling", "sheet")
            state = attribute(tag[0], b"state") or "visible"
            part_name = targets.get(identity, "")
            found.append(Entry(name, state, part_name, tag.start(), tag.end(), identity))
        return found

    # ------------------------------------------------------------------------- relationships

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part; of the file itself for none."""
        known = self._relations.get(part)
        if known is None:
            name = relations_of(part)
            known = ()
            if name in self.parts:
                known = listed(part, self.parts.read(name))
            self._relations[part] = known
            self._taken[part] = {one.identity for one in known}
        return known

    def target(self, part: str, kind: str) -> str:
        """The part that a relationship of this kind leads to; nothing where there is none."""
        found = {one.part for one in self.relations(part) if one.kind == kind and one.part}
        if len(found) > 1:
            raise CannotMark("spelling", f"{kind}: {sorted(found)}")
        return next(iter(found), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """The id of a new relationship from a part to another."""
        self.relations(part)
        taken = self._taken[part]
        number = next(i for i in range(1, 10_000) if f"rIdXl2report{i}" not in taken)
        identity = f"rIdXl2report{number}"
        taken.add(identity)
        spelt = f'<Relationship Id="{identity}" Type="{_KIND}/{kind}" Target="/{escaped(target)}"/>'
        self._insert_last(relations_of(part), "rels", spelt.encode())
        return identity

    def unrelate(self, part: str, relation: Relation) -> None:
        """Take a relationship away."""
        edits = self.edits(relations_of(part), "rels")
        edits.replace(relation.element.start, relation.element.end, b"")

    def _insert_last(self, part: str, kind: str, spelt: bytes) -> None:
        """Put an element in as the last child of a part's root."""
        if part not in self.parts:
            self.parts.put(part, EMPTY.encode().replace(b"></R", b">" + spelt + b"</R"))
            return
        if part in self.parts.added:
            close = self.parts.added[part].rindex(b"</")
            content = self.parts.added[part]
            self.parts.put(part, content[:close] + spelt + content[close:])
            return
        edits = self.edits(part, kind)
        close = edits.part.rfind(b"</" + _ROOTS[kind])
        if close < 0:
            raise CannotMark("spelling", part)
        edits.insert(close, spelt)

    # ---------------------------------------------------------------------- content types

    def declare(self, part: str, content_type: str) -> None:
        """Say of a new part what it is."""
        spelt = f'<Override PartName="/{escaped(part)}" ContentType="{content_type}"/>'
        self._insert_last(TYPES, "types", spelt.encode())

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what parts of an extension are, where the file does not say it yet."""
        pattern = rb"(?i)<Default[^<>]*\sExtension=[\"']" + extension.encode() + rb"[\"']"
        types = self.edits(TYPES, "types")
        if extension in self._declared or re.search(pattern, types.part):
            return
        self._declared.add(extension)
        start, root = root_of(types.part)
        spelt = f'<Default Extension="{extension}" ContentType="{content_type}"/>'
        types.insert(start + len(root), spelt.encode())

    def drop(self, part: str) -> None:
        """Take a part out, with its relationships and what is said of it."""
        self.parts.remove(part)
        self.parts.remove(relations_of(part))
        types = self.edits(TYPES, "types")
        for one in elements(types.part, 1):
            if one.attributes.get("PartName", "").lower() == f"/{part}":
                types.replace(one.start, one.end, b"")

    # -------------------------------------------------------------------- the list of sheets

    def put_first(self, name: str, part: str) -> None:
        """Put a sheet before all others, so that the workbook opens with it."""
        edits = self.edits(self.main)
        used = [attribute(edits.part[one.start : one.end], b"sheetId") for one in self.sheets]
        number = max(int(one or 0) for one in used) + 1
        identity = self.relate(self.main, "worksheet", part)
        # The prefix of its own: some programs declare one on each sheet, not on the root.
        spelt = (
            f'<sheet xmlns:x2r="{_KIND}" name="{escaped(name)}" sheetId="{number}" '
            f'x2r:id="{identity}"/>'
        )
        if attribute(root_of(edits.part)[1], b"xmlns:r") == _KIND:
            spelt = f'<sheet name="{escaped(name)}" sheetId="{number}" r:id="{identity}"/>'
        edits.insert(self.sheets[0].start, spelt.encode())
        for start, end, tag, index in self._local_names():
            edits.replace(start, end, with_attribute(tag, b"localSheetId", str(index + 1)))
        for start, end, tag in self._views():
            for name_ in (b"activeTab", b"firstSheet"):
                if int(attribute(tag, name_) or 0):
                    tag = with_attribute(tag, name_, "0")  # noqa: PLW2901 - the tag as it grows
            edits.replace(start, end, tag)

    def take_out(self, index: int, active: str) -> str:
        """Take a sheet out of the list; the name of the sheet that becomes the active one, if any."""
        edits = self.edits(self.main)
        gone = self.sheets[index]
        edits.replace(gone.start, gone.end, b"")
        for start, end, tag, number in self._local_names():
            if number == index:
                close = edits.part.index(b"</definedName>", end)
                edits.replace(start, close + len(b"</definedName>"), b"")
            elif number > index:
                edits.replace(start, end, with_attribute(tag, b"localSheetId", str(number - 1)))
        left = [one for one in self.sheets if one is not gone]
        shown = [one.name for one in left if one.state == "visible"]
        following = active if active in shown else (shown or [left[0].name])[0]
        place = [one.name for one in left].index(following)
        activated = ""
        for start, end, tag in self._views():
            for name in (b"activeTab", b"firstSheet"):
                number = int(attribute(tag, name) or 0)
                if name == b"activeTab" and number == index:
                    activated = following
                    tag = with_attribute(tag, name, str(place))  # noqa: PLW2901 - as it grows
                elif number > index:
                    tag = with_attribute(tag, name, str(number - 1))  # noqa: PLW2901 - as it grows
            edits.replace(start, end, tag)
        return activated

    def active(self) -> str:
        """The name of the sheet with which the workbook opens."""
        for _, _, tag in self._views():
            number = int(attribute(tag, b"activeTab") or 0)
            if number < len(self.sheets):
                return self.sheets[number].name
        return self.sheets[0].name

    def _local_names(self) -> list[tuple[int, int, bytes, int]]:
        """The tags of names that belong to one sheet, and the sheet's number."""
        part = self.edits(self.main).part
        found = []
        for spelt in re.finditer(rb"localSheetId\s*=", part):
            start = part.rfind(b"<", 0, spelt.start())
            tag = TAG.match(part, start)
            if tag is not None and tag.end() > spelt.start():
                number = attribute(tag[0], b"localSheetId")
                if not tag[0].startswith(b"<definedName") or not (number or "").isdigit():
                    raise CannotMark("spelling", tag[0].decode())
                found.append((start, tag.end(), tag[0], int(number or 0)))
        return found

    def _views(self) -> list[tuple[int, int, bytes]]:
        part = self.edits(self.main).part
        end = part.find(b"</bookViews>")
        views = _VIEW.finditer(part, 0, end if end >= 0 else len(part))
        tags = [TAG.match(part, one.start()) for one in views]
        return [(tag.start(), tag.end(), tag[0]) for tag in tags if tag]

    # ------------------------------------------------------------------------------- the end

    def apply(self) -> dict[str, tuple[int, Undo]]:
        """Apply all edits; for each part changed, its old checksum and the way back."""
        changed = {}
        for part, edits in self._edits.items():
            if edits and part in self.parts:
                content, undo = edits.applied()
                changed[part] = (self.parts.checksum(part), undo)
                self.parts.put(part, content)
        self._edits.clear()
        return changed


def _sheet_id(tag: bytes) -> str | None:
    """The id of the relationship from the workbook to a sheet; any prefix may be declared for it."""
    return attribute(tag, b"r:id") or attribute(tag, rb"[A-Za-z0-9]+:id")
