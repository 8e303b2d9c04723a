"""The zip of an office's Word file: its parts, their relationships, and the zip written again.

A part that was not asked to change is copied as it lies there, bytes, date and all.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from xl2report.files.document.office.errors import OfficeError

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LINKS = f"{_PACKAGE}/relationships"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Parts in which a person can type: the text itself, headers, footers, notes.
_TYPED = ("document.main", "template.main", "header", "footer", "footnotes", "endnotes")
# A Word file with a few pictures has some megabytes; this only stops what unfolds without end.
_LARGEST = 256 * 1024 * 1024


class OfficePackage:
    """The parts of one file by name; an XML part asked for by `xml` is written again if changed."""

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._infos = archive.infolist()
                if sum(info.file_size for info in self._infos) > _LARGEST:
                    raise OfficeError(
                        "文件展开后超过 256 MB，不予打开。", "It unfolds to more than 256 MB."
                    )
                self._parts = {info.filename: archive.read(info) for info in self._infos}
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ):
            raise _no_word_file() from None
        self._trees: dict[str, etree._Element] = {}
        self._new: dict[str, bytes] = {}
        self._changed: set[str] = set()
        self.main = self._main()

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part. Raises OfficeError where it is damaged or has a DOCTYPE."""
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                root = etree.fromstring(self._parts[name], parser)
            except (KeyError, etree.XMLSyntaxError):
                raise _no_word_file() from None
            if root.getroottree().docinfo.doctype:
                raise _no_word_file()
            self._trees[name] = root
        return self._trees[name]

    def changed(self, name: str) -> None:
        """Marks a part as changed, so that it is written again."""
        self._changed.add(name)

    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._parts)

    def typed_parts(self) -> Iterator[str]:
        """The names of the parts that hold text, the main one first."""
        yield self.main
        kinds = {
            f"/{name}".casefold(): kind.removeprefix(f"{_WORDML}.").removesuffix("+xml")
            for name, kind in self._overrides()
        }
        for name in self._parts:
            if name != self.main and kinds.get(f"/{name}".casefold()) in _TYPED:
                yield name

    def related(self, kind: str) -> str | None:
        """The part that the main part leads to by a relationship of this kind (`styles` …)."""
        for link in self._links():
            if link.get("Type") in (f"{_RELATIONS}/{kind}", f"{_STRICT}/{kind}"):
                return self._target(link)
        return None

    def link_target(self, ident: str) -> str | None:
        """The part behind a relationship of the main part, by its id."""
        return next((self._target(link) for link in self._links() if link.get("Id") == ident), None)

    def add(self, name: str, kind: str, content_type: str, content: bytes) -> str:
        """A new part, led to from the main part; gives the relationship's id.

        `kind` is the last word of the relationship's type, or all of it.
        """
        return self.lead_to(self.add_part(name, content_type, content), kind)

    def lead_to(self, where: str, kind: str) -> str:
        """A relationship from the main part to another; gives its id."""
        links = self._links_part()
        used = {link.get("Id") for link in self.xml(links)}
        ident = next(f"xl2report{n}" for n in range(len(used) + 1) if f"xl2report{n}" not in used)
        etree.SubElement(
            self.xml(links),
            f"{{{_LINKS}}}Relationship",
            Id=ident,
            Type=kind if ":" in kind else f"{_RELATIONS}/{kind}",
            Target=posixpath.relpath(where, posixpath.dirname(self.main) or "."),
        )
        self.changed(links)
        return ident

    def add_part(
        self,
        name: str,
        content_type: str,
        content: bytes,
        links: dict[str, tuple[str, str]] | None = None,
    ) -> str:
        """A new part that nothing leads to yet; gives where it lies.

        `links` are the parts it leads to itself, by the relationship's id: kind and part.
        """
        stem, _, ending = name.rpartition(".")
        number = 0
        where = f"word/{name}"
        while where in self._parts:
            number += 1
            where = f"word/{stem}{number}.{ending}"
        self._parts[where] = self._new[where] = content
        etree.SubElement(
            self.xml(CONTENT_TYPES),
            f"{{{_PACKAGE}/content-types}}Override",
            PartName=f"/{where}",
            ContentType=content_type,
        )
        self.changed(CONTENT_TYPES)
        if links:
            folder, own = posixpath.split(where)
            root = etree.Element(f"{{{_LINKS}}}Relationships", nsmap={None: _LINKS})
            for ident, (kind, target) in links.items():
                etree.SubElement(
                    root,
                    f"{{{_LINKS}}}Relationship",
                    Id=ident,
                    Type=f"{_RELATIONS}/{kind}",
                    Target=posixpath.relpath(target, folder),
                )
            rels = f"{folder}/_rels/{own}.rels"
            self._parts[rels] = self._new[rels] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        return where

    def to_bytes(self) -> bytes:
        """The zip: entries as they were, in their order, new ones behind them."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for info in self._infos:
                content = self._parts[info.filename]
                if info.filename in self._changed:
                    content = etree.tostring(
                        self._trees[info.filename],
                        xml_declaration=True,
                        encoding="UTF-8",
                        standalone=True,
                    )
                entry = zipfile.ZipInfo(info.filename, info.date_time)
                entry.compress_type = zipfile.ZIP_DEFLATED if info.compress_type else 0
                entry.external_attr, entry.create_system = info.external_attr, info.create_system
                archive.writestr(entry, content)
            for name, content in self._new.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                archive.writestr(entry, content)
        return made.getvalue()

    def _main(self) -> str:
        """The text's own part; a template (.dotx) becomes a document, macros are refused."""
        for element in self.xml(CONTENT_TYPES):
            kind = element.get("ContentType", "")
            if kind == f"{_WORDML}.template.main+xml":
                element.set("ContentType", f"{_WORDML}.document.main+xml")
                self.changed(CONTENT_TYPES)
            elif kind.endswith("macroEnabled.main+xml"):
                raise OfficeError(
                    "含有宏（.docm）。请在 Word 或 WPS 中另存为普通的 .docx 文件。",
                    "It holds macros (.docm). Save it as a plain .docx file in Word or WPS.",
                )
            elif kind != f"{_WORDML}.document.main+xml":
                continue
            name = str(element.get("PartName", "")).lstrip("/")
            if name in self._parts:
                return name
        raise _no_word_file()

    def _overrides(self) -> Iterator[tuple[str, str]]:
        for element in self.xml(CONTENT_TYPES):
            if element.get("PartName"):
                yield element.get("PartName", "").lstrip("/"), element.get("ContentType", "")

    def _links_part(self) -> str:
        folder, name = posixpath.split(self.main)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if where not in self._parts:
            raise _no_word_file()
        return where

    def _links(self) -> Iterator[etree._Element]:
        return iter(self.xml(self._links_part()))

    def _target(self, link: etree._Element) -> str | None:
        if link.get("TargetMode") == "External":
            return None
        target = link.get("Target", "")
        folder = "" if target.startswith("/") else posixpath.dirname(self.main)
        where = posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
        return where if where in self._parts else None


def _no_word_file() -> OfficeError:
    return OfficeError(
        "不是 Word 文档，或者文件已损坏。请在 Word 或 WPS 中另存为普通的 .docx 文件。",
        "It is no Word document, or it is damaged. Save it as a plain .docx file in Word or WPS.",
    )
