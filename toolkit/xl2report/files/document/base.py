"""The base document: page, styles, fonts and page numbers after GB/T 9704-2012, without a word.

An office that wants another look edits this file in Word or WPS and keeps the style names.
"""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from xl2report.files.document.package import to_bytes

_FANG, _KAI, _HEI, _SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
_TITLE_SONG = "方正小标宋简体"

# Each office font with what to take where it is not installed, nearest first, and its PANOSE
# number and family, by which Word looks for a likeness when no name is known.
_FONTS = (
    (_FANG, "仿宋,FangSong,FangSong_GB2312,华文仿宋,STFangsong", "02010609060101010101", "modern"),
    (_KAI, "楷体,KaiTi,KaiTi_GB2312,华文楷体,STKaiti", "02010609060101010101", "modern"),
    (_HEI, "SimHei,华文黑体,STHeiti", "02010609060101010101", "modern"),
    (_SONG, "SimSun,华文宋体,STSong", "02010600030101010101", "auto"),
    (_TITLE_SONG, "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun", "02010601030101010101", "auto"),
)

# 22 lines of 28.95 pt make 636.9 pt of the 637.8 pt (225 mm) between the margins; 28 characters of
# 16 − 0.25 pt make 441 of 442 pt (156 mm). A grid of characters (linesAndChars) would say the same,
# but LibreOffice then gives a 16 pt character two cells of 15.79 pt.
# LibreOffice 7.4.7, 2026-11: a comma that hangs over a line of 28 characters is lost from print
# when the text is 8845 ± 4 twips wide (margin 1474 is 26.00 mm). Hence 1478, and overflowPunct is
# said outright: Word hangs marks by default, this LibreOffice reads the word the wrong way round.
_LINE = 579
_TIGHTEN = -5
_TWO_CHARACTERS = 'w:firstLineChars="200" w:firstLine="630"'


def _fonts(name: str) -> str:
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="Times New Roman"/>'
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(ident: str, name: str, paragraph: str, run: str, following: str = "") -> str:
    """A paragraph style; one with a Chinese name is our own, Word knows the others."""
    own = "" if name.isascii() else ' w:customStyle="1"'
    next_style = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{next_style}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _cell_style(ident: str, name: str, paragraph: str, keep: str = "") -> str:
    # Without snapToGrid=0 every line of a cell would be as high as a line of the page.
    return _style(
        ident,
        name,
        f'{keep}<w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>{paragraph}',
        f'{_fonts(_SONG)}<w:spacing w:val="0"/>{_size(21)}',
    )


def _styles() -> str:
    exact = f'w:line="{_LINE}" w:lineRule="exact"'
    heading = f'<w:keepNext/><w:keepLines/><w:ind {_TWO_CHARACTERS}/><w:jc w:val="left"/>'
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    cell_margins = '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_FANG)}"
        f'<w:kern w:val="2"/>{_size(32)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/>'
        '<w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" {exact}/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{_fonts(_FANG)}<w:spacing w:val="{_TIGHTEN}"/>{_size(32)}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{cell_margins}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/>'
        f"<w:tblPr><w:tblBorders>{border}</w:tblBorders></w:tblPr></w:style>"
        + _style(
            "Title",
            "Title",
            "<w:keepNext/><w:keepLines/>"
            f'<w:spacing w:before="{_LINE}" w:after="{_LINE}" {exact}/><w:jc w:val="center"/>',
            f'{_fonts(_TITLE_SONG)}<w:b w:val="0"/><w:spacing w:val="0"/>{_size(44)}',
            following="BodyText",
        )
        + _style(
            "Heading1",
            "heading 1",
            f'{heading}<w:outlineLvl w:val="0"/>',
            f'{_fonts(_HEI)}<w:b w:val="0"/>{_size(32)}',
            following="BodyText",
        )
        + _style(
            "Heading2",
            "heading 2",
            f'{heading}<w:outlineLvl w:val="1"/>',
            f'{_fonts(_KAI)}<w:b w:val="0"/>{_size(32)}',
            following="BodyText",
        )
        + _style("BodyText", "Body Text", f"<w:ind {_TWO_CHARACTERS}/>", "")
        + _style(
            "Note",
            "说明",
            '<w:snapToGrid w:val="0"/><w:spacing w:before="80" w:after="80" w:line="400"'
            ' w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="480"/>',
            f'<w:spacing w:val="0"/>{_size(24)}',
        )
        + _cell_style("TableHead", "表格表头", '<w:jc w:val="center"/>')
        + _cell_style("TableLabel", "表格文字", '<w:ind w:left="36"/><w:jc w:val="left"/>')
        + _cell_style("TableNumber", "表格数字", '<w:jc w:val="center"/>')
        + _style(
            "Caption",
            "caption",
            '<w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="240" w:line="240"'
            ' w:lineRule="auto"/><w:jc w:val="center"/>',
            f'{_fonts(_SONG)}<w:spacing w:val="0"/>{_size(21)}',
            following="BodyText",
        )
        + _cell_style("TableUnit", "表格单位", '<w:jc w:val="right"/>', "<w:keepNext/>")
        + _style(
            "Header",
            "header",
            '<w:snapToGrid w:val="0"/><w:spacing w:line="360" w:lineRule="exact"/>'
            '<w:jc w:val="center"/>',
            f'{_fonts(_SONG)}<w:spacing w:val="0"/>{_size(24)}',
        )
        + _style(
            "Footer",
            "footer",
            '<w:snapToGrid w:val="0"/><w:spacing w:line="320" w:lineRule="exact"/>',
            f'{_fonts(_SONG)}<w:spacing w:val="0"/>{_size(28)}',
        )
        + "</w:styles>"
    )


def make_styles() -> etree._Element:
    """The styles of the base document by themselves, for a file that lacks some of them."""
    return parse_xml(_styles())


def _font_table() -> str:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, others, panose, family in _FONTS
    )
    return f"<w:fonts {nsdecls('w')}>{entries}</w:fonts>"


def _footer(side: str) -> str:
    """The page number `— 1 —` on one side of the page, a character in from the edge."""
    start, instruction, parted, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    return (
        f'<w:ftr {nsdecls("w")}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">— </w:t></w:r>{start}{instruction}{parted}{end}'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def _settings() -> str:
    compatible = "".join(
        f"<w:{name}/>"
        for name in (
            "spaceForUL",
            "balanceSingleByteDoubleByteWidth",
            "doNotLeaveBackslashAlone",
            "ulTrailSpace",
            "doNotExpandShiftReturn",
            "useFELayout",
        )
    )
    return (
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/>'
        "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
        '<w:defaultTabStop w:val="630"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat>{compatible}"
        '<w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def make_base() -> bytes:
    """The base .docx, the same bytes every time."""
    package = Package()
    # 37, 35, 28 and 26 mm; the number's dash lies 7 mm under the text, 28 mm over the edge.
    main = DocumentPart(
        PackURI("/word/document.xml"),
        CONTENT_TYPE.WML_DOCUMENT_MAIN,
        parse_xml(
            f'<w:document {nsdecls("w", "r")}><w:body><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="2098" w:right="1478" w:bottom="1984" w:left="1587" w:header="1247"'
            ' w:footer="1417" w:gutter="0"/><w:cols w:space="425"/>'
            f'<w:docGrid w:type="lines" w:linePitch="{_LINE}"/></w:sectPr></w:body></w:document>'
        ),
        package,
    )
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name, content_type, kind, content in (
        ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, _styles()),
        ("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _settings()),
        ("fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, _font_table()),
    ):
        part = XmlPart(PackURI(f"/word/{name}.xml"), content_type, parse_xml(content), package)
        main.relate_to(part, kind)
    section = main.document.sections[0]
    section.footer.part.element[:] = parse_xml(_footer("right"))
    section.even_page_footer.part.element[:] = parse_xml(_footer("left"))
    return to_bytes(package)
