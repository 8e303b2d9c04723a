"""The list as a page, read back with html.parser."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from telling_samples import NASTY, nothing, sample
from xl2report.files.webpage.looks import SCRIPT, STYLE
from xl2report.files.webpage.words import WORDS
from xl2report.files.webpage.writer import write_page

HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """The page's tables as rows of texts, its tags with their attributes, its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.captions: list[str] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"th", "td"}:
            self.tables[-1][-1].append("")
        elif tag == "p" and "td" in self.open and self.tables[-1][-1][-1]:
            self.tables[-1][-1][-1] += "|"
        elif tag == "caption":
            self.captions.append("")
        elif tag in self.inside:
            self.inside[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open:
            return
        if self.open[-1] in self.inside:
            self.inside[self.open[-1]][-1] += data
        elif "caption" in self.open:
            self.captions[-1] += data
        elif {"th", "td"} & set(self.open):
            self.tables[-1][-1][-1] += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_tables_say_what_the_findings_say() -> None:
    telling = sample()
    page = Page(write_page(telling))

    assert page.captions == ["问题清单", "单位汇总"]
    findings, units = page.tables
    assert findings[0] == ["单位", "位置", "问题（现状与应有）", "处理办法", "级别", "代码"]
    assert findings[1:-1] == [
        [
            one.unit + one.book,
            one.place,
            f"{one.message}|单位说明：{one.explanation}",
            f"{one.remedy}|疑似：{one.suspects}",
            one.level,
            f"{one.code} {one.name}",
        ]
        for one in telling.lines
    ]
    assert units[1:] == [
        [book.unit + book.book, book.verdict("zh"), *map(str, book.counts)]
        for book in telling.books
    ]


def test_injected_text_stays_text() -> None:
    page = Page(write_page(sample()))

    assert page.inside["script"] == [SCRIPT]
    assert page.inside["style"] == [STYLE]
    assert {name for name, _ in page.tags} == {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "dl", "div", "dt", "dd",
        "form", "label", "select", "option", "input", "button", "output", "table", "caption",
        "thead", "tbody", "tr", "th", "td", "p", "span", "script",
    }  # fmt: skip
    attributes = {key for _, given in page.tags for key in given}
    assert not {
        key for key in attributes if key.startswith("on") or key in {"src", "href", "style"}
    }
    assert NASTY[0] in {
        given["data-unit"] for given in page.attributes("tr") if "data-unit" in given
    }


def test_nothing_comes_from_outside_and_only_its_own_script_may_run() -> None:
    text = write_page(sample())
    page = Page(text)

    assert not re.search(r"https?:|//[a-z]|url\(|@import|<link|<img|<iframe", text.replace("&", ""))
    policy = next(
        given["content"] or ""
        for given in page.attributes("meta")
        if given.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for inside in (SCRIPT, STYLE):
        assert b64encode(sha256(inside.encode()).digest()).decode() in policy


def test_it_can_be_read_without_javascript_by_ear_and_on_a_phone() -> None:
    page = Page(write_page(sample()))

    assert page.attributes("html") == [{"lang": "zh-CN"}]
    assert all(given["scope"] in {"col", "row"} for given in page.attributes("th"))
    # The filters show themselves by script; every row but "nothing fits" is there without.
    assert "hidden" in page.attributes("form")[0]
    assert [given["class"] for given in page.attributes("tr") if "hidden" in given] == ["nothing"]
    viewport = [given for given in page.attributes("meta") if given.get("name") == "viewport"]
    assert viewport[0]["content"] == "width=device-width, initial-scale=1"
    assert "@media print" in STYLE


def test_filters_offer_each_unit_severity_and_code_once() -> None:
    page = Page(write_page(sample()))

    values = [given["value"] for given in page.attributes("option")]
    assert values == [
        "", "民政局", NASTY[0], "财政局", "", "error", "warning", "explained", "information",
        "", "E101", "E102", "E103",
    ]  # fmt: skip


def test_a_clean_check_says_so_and_needs_no_script() -> None:
    text = write_page(nothing())

    assert "没有发现问题。" in text
    assert Page(text).inside["script"] == []


def test_the_same_telling_gives_the_same_text() -> None:
    assert write_page(sample()) == write_page(sample())


def test_both_languages_have_all_words_and_english_has_no_chinese() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert not HAN.search("".join(WORDS["en"].values()))
    assert Page(write_page(sample("en"))).attributes("html") == [{"lang": "en"}]
