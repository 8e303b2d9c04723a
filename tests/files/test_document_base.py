"""An office's own base document: what is taken from it, what is not, what is refused."""

import contextlib

import pytest
from lxml import etree

from word_files import (
    TEXT_WIDTH,
    W,
    paragraph,
    parts,
    small_table,
    story,
    style_of,
    written,
    zipped,
)
from xl2report.files.document.base import make_base
from xl2report.files.document.writer import DocumentError, write_document


def changed_base(part: str, *changes: tuple[str, str]) -> bytes:
    """The base document with words of one part exchanged; each must be there."""
    contents = parts(make_base())
    content = contents[part].decode()
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return zipped(contents | {part: content.encode()})


def test_style_missing_in_the_base_is_named() -> None:
    base = changed_base("word/styles.xml", ('"heading 2"', '"rubric"'), ('"表格数字"', '"数"'))

    with pytest.raises(DocumentError, match=r"heading 2（标题 2）、表格数字"):
        write_document(story(), base)


def test_styles_are_found_by_name_whatever_their_ids() -> None:
    base = changed_base("word/styles.xml", ('w:styleId="Heading1"', 'w:styleId="1"'))
    read = etree.fromstring(
        written(story(paragraph("heading1", "一、")), base)["word/document.xml"]
    )

    assert style_of(read.findall(f".//{W}p")[1]) == "1"


def test_table_fills_the_text_width_of_the_base() -> None:
    base = changed_base("word/document.xml", ('w:right="1478"', 'w:right="2478"'))
    read = etree.fromstring(written(story(small_table()), base)["word/document.xml"])

    assert read.find(f".//{W}tblW").get(f"{W}w") == str(TEXT_WIDTH - 1000)


def test_words_author_and_template_path_of_the_base_stay_behind() -> None:
    contents = parts(make_base())
    settings, links = "word/settings.xml", "word/_rels/document.xml.rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    contents["docProps/app.xml"] = "<Properties><Company>秘密</Company></Properties>".encode()
    contents["word/comments.xml"] = "<comments>秘密</comments>".encode()
    contents["word/document.xml"] = contents["word/document.xml"].replace(
        b"<w:body>", "<w:body><w:p><w:r><w:t>秘密</w:t></w:r></w:p>".encode()
    )
    contents[settings] = contents[settings].replace(
        b"<w:defaultTabStop", b'<w:attachedTemplate r:id="rId1"/><w:defaultTabStop'
    )
    contents[settings] = contents[settings].replace(
        b"<w:settings ", f'<w:settings xmlns:r="{office}" '.encode()
    )
    contents["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/attachedTemplate" Target="file:///C:/秘密.dotm"'
        ' TargetMode="External"/></Relationships>'
    ).encode()
    for part, kind, target in (
        (links, "comments", "comments.xml"),
        ("_rels/.rels", "extended-properties", "docProps/app.xml"),
    ):
        arrow = f'<Relationship Id="x9" Type="{office}/{kind}" Target="{target}"/></Relationships>'
        contents[part] = contents[part].replace(b"</Relationships>", arrow.encode())
    contents["[Content_Types].xml"] = contents["[Content_Types].xml"].replace(
        b"</Types>", b'<Default Extension="xml" ContentType="application/xml"/></Types>'
    )

    made = written(story(), zipped(contents))

    assert sorted(made) == sorted(written(story()))
    assert not any("秘密".encode() in content for content in made.values())
    assert b"attachedTemplate" not in made[settings]


def test_notes_of_the_base_stay_behind() -> None:
    contents = parts(make_base())
    content_types, links, settings = (
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/settings.xml",
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    contents["word/footnotes.xml"] = "<footnotes>秘密</footnotes>".encode()
    for part, before, added in (
        (links, b"</R", f'<Relationship Id="x9" Type="{kind}" Target="footnotes.xml"/>'),
        (content_types, b"</T", '<Override PartName="/word/footnotes.xml" ContentType="a/b"/>'),
        (settings, b"<w:compat>", '<w:footnotePr><w:footnote w:id="0"/></w:footnotePr>'),
    ):
        contents[part] = contents[part].replace(before, added.encode() + before)

    made = written(story(), zipped(contents))

    assert "word/footnotes.xml" not in made
    assert b"footnotePr" not in made[settings]


def test_template_and_dead_links_are_no_hindrance() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    dead = "".join(
        f'<Relationship Id="x{n}" Type="{kind}" Target="{target}"/>'
        for n, target in enumerate(("NULL", "../NULL", "#_Toc1"))
    )
    contents = parts(make_base())
    for part, old, new in (
        ("[Content_Types].xml", "document.main", "template.main"),
        ("word/_rels/document.xml.rels", "</R", f"{dead}</R"),
    ):
        assert old.encode() in contents[part]
        contents[part] = contents[part].replace(old.encode(), new.encode())

    assert written(story(), zipped(contents)) == written(story())


@pytest.mark.parametrize("draft", ["", "缺数"])
@pytest.mark.parametrize("part", list(parts(make_base())))
@pytest.mark.parametrize("content", [b"", b"<a/>", b"<a>", b"\xff\xfe<"])
def test_damaged_part_is_refused_or_left_out(part: str, content: bytes, draft: str) -> None:
    base = zipped(parts(make_base()) | {part: content})

    with contextlib.suppress(DocumentError):
        assert sorted(written(story(draft=draft), base)) == sorted(written(story(draft=draft)))


@pytest.mark.parametrize("base", [b"", b"not a zip", zipped({"a.txt": b"a"})])
def test_base_that_is_no_word_file_is_refused(base: bytes) -> None:
    with pytest.raises(DocumentError, match="底稿"):
        write_document(story(), base)
