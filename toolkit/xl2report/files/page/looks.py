"""How the report looks: the page's own style for screen, phone and paper, and the fragment's inline one.

On paper as GB/T 9704 has it: A4, 37/35/28/26 mm, 16 pt 仿宋 on lines of 28.95 pt, numbers outside.
"""

_FANG = '仿宋_GB2312, 仿宋, FangSong, FangSong_GB2312, STFangsong, "Noto Serif CJK SC", serif'
_SONG = '宋体, SimSun, STSong, "Noto Serif CJK SC", serif'
_HEI = '黑体, SimHei, STHeiti, "Noto Sans CJK SC", sans-serif'
_KAI = '楷体_GB2312, 楷体, KaiTi, STKaiti, "AR PL KaitiM GB", "Noto Serif CJK SC", serif'
_TITLE = '方正小标宋简体, 方正小标宋_GBK, 华文中宋, STZhongsong, "Noto Serif CJK SC", 宋体, SimSun, serif'
SCREEN_FONTS = (
    '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", SimSun, sans-serif'
)

STYLE = f"""
:root {{ --ink: #1b1f24; --soft: #4d5661; --line: #8b949e; --head: #eaf1f8; --red: #a40e26; }}
* {{ box-sizing: border-box; }}
html {{ -webkit-text-size-adjust: 100%; }}
body {{ margin: 0; color: var(--ink); background: #fff; font: 17px/1.9 {SCREEN_FONTS}; }}
main {{ max-width: 58rem; margin: 0 auto; padding: 24px 24px 64px; }}
h1 {{ font-size: 1.75rem; line-height: 1.4; text-align: center; margin: 1.2em 0 1.4em; text-wrap: balance;
  word-break: keep-all; overflow-wrap: anywhere; }}
h2 {{ font-size: 1.25rem; line-height: 1.5; margin: 2em 0 .6em; }}
h3 {{ font-size: 1.06rem; line-height: 1.5; margin: 1.4em 0 .4em; }}
p {{ margin: .5em 0; text-indent: 2em; overflow-wrap: anywhere; }}
p.note {{ font-size: .88rem; color: var(--soft); }}
mark {{ background: #fff0a6; color: #1b1f24; padding: 0 2px; }}
.draft {{ position: sticky; top: 0; z-index: 2; margin: 0; padding: 8px 24px; text-align: center;
  background: #fde4e1; color: #8c0b1f; border-bottom: 2px solid var(--red); line-height: 1.5; }}
.draft p {{ margin: 0; text-indent: 0; }}
.watermark {{ display: none; }}
.scroll {{ overflow-x: auto; position: relative; margin: 1em 0 1.6em; }}
.scroll:focus-visible {{ outline: 3px solid #0969da; outline-offset: 2px; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .86rem; line-height: 1.45; }}
caption {{ text-align: right; color: var(--soft); padding: 0 0 4px; }}
.name {{ position: absolute; left: 0; top: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }}
th, td {{ border: 1px solid var(--line); padding: 5px 6px; vertical-align: middle; overflow-wrap: anywhere;
  white-space: pre-line; }}
th {{ font-weight: 600; text-align: center; text-wrap: balance; background: var(--head); }}
th.side {{ font-weight: 400; text-align: left; text-wrap: wrap; background: #f6f8fa; }}
td {{ text-align: center; font-variant-numeric: tabular-nums; }}
td.note {{ text-align: left; font-size: .95em; color: var(--soft); background: #fff; }}
figure {{ margin: 1.4em 0 2em; }}
figure svg {{ display: block; width: 100%; height: auto; max-width: 34rem; margin: 0 auto; }}
@media (max-width: 640px) {{
  body {{ font-size: 16px; line-height: 1.8; }}
  main {{ padding: 12px 14px 48px; }}
  h1 {{ font-size: 1.35rem; }}
  h2 {{ font-size: 1.12rem; }}
  h3 {{ font-size: 1rem; }}
  .draft {{ padding: 6px 14px; font-size: .9rem; }}
  th, td {{ padding: 5px 4px; }}
}}
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm; DRAFT }}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; NUMBER; padding-right: 14pt; }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; NUMBER; padding-left: 14pt; }} }}
@page wide {{ size: A4 landscape; margin: 28mm 37mm 26mm 35mm; @bottom-left {{ content: none; }} @bottom-right {{ content: none; }} }}
@page wide:right {{ @left-bottom {{ content: "— " counter(page) " —"; ASIDE; text-align: right; padding-bottom: 14pt; }} }}
@page wide:left {{ @left-top {{ content: "— " counter(page) " —"; ASIDE; text-align: left; padding-top: 14pt; }} }}
@media print {{
  body {{ font: 16pt/28.95pt {_FANG}; color: #000; }}
  main {{ max-width: none; padding: 0; }}
  p {{ margin: 0; text-align: justify; orphans: 2; widows: 2; }}
  p.note {{ font-size: 12pt; line-height: 20pt; color: #000; }}
  h1 {{ font: 22pt/32pt {_TITLE}; margin: 0 0 28.95pt; }}
  h2 {{ font: 16pt/28.95pt {_HEI}; margin: 0; text-indent: 2em; break-after: avoid; }}
  h3 {{ font: 16pt/28.95pt {_KAI}; margin: 0; text-indent: 2em; break-after: avoid; }}
  .draft {{ display: none; }}
  .watermark {{ display: block; position: fixed; top: 38%; left: 0; right: 0; z-index: -1; text-align: center;
    font: 150pt/1 {_HEI}; color: #e6e6e6; print-color-adjust: exact;
    transform: rotate(-45deg); }}
  .scroll {{ overflow: visible; margin: 0 0 12pt; break-inside: avoid; }}
  mark {{ print-color-adjust: exact; border: .5pt solid #8a6d00; }}
  .scroll table {{ font: 10.5pt/1.3 {_SONG}; min-width: 0; }}
  .scroll table.dense {{ font-size: 9pt; }}
  .wide .scroll table.dense {{ font-size: 10.5pt; }}
  :not(.wide) > .scroll table.dense {{ line-height: 1.25; }}
  caption {{ color: #000; }}
  th, td, th.side, td.note {{ background: none; border: .5pt solid #000; padding: 2pt 2pt; color: #000;
    font-weight: 400; }}
  :not(.wide) > .scroll table.dense :is(th, td) {{ padding: 1.4pt 2pt; }}
  thead {{ display: table-header-group; }}
  tr, figure {{ break-inside: avoid; }}
  .wide {{ page: wide; }}
}}
"""
# The notes on where numbers come from; the number of a note is no text, and is not copied with it.
_TRACED = f"""
a.number {{ color: inherit; text-decoration: underline dotted 1px; text-underline-offset: .2em;
  white-space: nowrap; }}
a.number::after {{ content: "[" attr(data-note) "]"; font-size: .6em; margin-left: 1px; line-height: 0; vertical-align: super;
  color: #0b57a4; display: inline-block; text-indent: 0; }}
a:focus-visible {{ outline: 3px solid #0969da; outline-offset: 2px; }}
a.number, .origins li {{ scroll-margin-top: 4em; }}
a.number:target, .origins li:target {{ background: #fff0a6; }}
.origins {{ max-width: 58rem; margin: 0 auto; padding: 0 24px 64px; font-size: .86rem; line-height: 1.65; }}
.origins h2 {{ border-top: 2px solid var(--line); padding-top: 1em; margin-top: 0; }}
.origins ol {{ margin: 0; padding-left: 2.6em; }}
.origins ol > li {{ padding: 4px 0; overflow-wrap: anywhere; }}
.origins p {{ margin: 0; text-indent: 0; }}
.origins ul {{ margin: 0; padding-left: 1.4em; list-style: "– "; color: var(--soft); }}
a.back {{ color: #0b57a4; padding: 2px 6px; }}
@media (max-width: 640px) {{ .origins {{ padding: 0 14px 48px; }} }}
@media print {{
  .origins {{ max-width: none; padding: 0; break-before: page; font: 10.5pt/15pt {_SONG}; }}
  .origins h2 {{ border: 0; padding: 0; text-indent: 0; }}
  .origins p {{ text-align: left; }}
  .origins ul {{ color: #000; }}
  a.number {{ text-decoration: none; }}
  a.number::after {{ color: #000; }}
  a.back {{ display: none; }}
}}
"""
_NUMBER = f"font: 14pt {_SONG}; vertical-align: top; padding-top: 7mm"

# On a turned page the number stays on the edge that it has on the others, and lies on its side.
_ASIDE = f"font: 14pt {_SONG}; writing-mode: vertical-rl; vertical-align: top; padding-right: 7mm"

# The editors of websites drop style sheets, classes and scripts; an attribute stays.
INLINE = {
    "all": f"color:#1b1f24;font-family:{SCREEN_FONTS.replace(chr(34), chr(39))};font-size:16px;line-height:1.9;",
    "draft": "border:2px solid #a40e26;background:#fde4e1;color:#8c0b1f;padding:8px 12px;"
    "text-align:center;",
    "h1": "font-size:24px;line-height:1.4;text-align:center;margin:24px 0;word-break:keep-all;"
    "overflow-wrap:anywhere;",
    "h2": "font-size:19px;line-height:1.5;margin:28px 0 8px;",
    "h3": "font-size:17px;line-height:1.5;margin:20px 0 6px;",
    "p": "margin:8px 0;text-indent:2em;",
    "p note": "margin:8px 0;text-indent:2em;font-size:14px;color:#4d5661;",
    "mark": "background:#fff0a6;color:#1b1f24;padding:0 2px;",
    "scroll": "overflow-x:auto;position:relative;margin:16px 0 26px;",
    "table": "border-collapse:collapse;width:100%;table-layout:fixed;font-size:14px;line-height:1.45;",
    "dense": "border-collapse:collapse;width:100%;table-layout:fixed;font-size:14px;line-height:1.45;",
    "caption": "text-align:right;color:#4d5661;padding:0 0 4px;",
    "name": "position:absolute;left:0;top:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap;",
    "head": "border:1px solid #8b949e;padding:5px 6px;vertical-align:middle;font-weight:bold;"
    "text-align:center;text-wrap:balance;background:#eaf1f8;color:#1b1f24;",
    "side": "border:1px solid #8b949e;padding:5px 6px;vertical-align:middle;font-weight:normal;"
    "text-align:left;background:#f6f8fa;color:#1b1f24;",
    "value": "border:1px solid #8b949e;padding:5px 6px;vertical-align:middle;text-align:center;"
    "overflow-wrap:anywhere;",
    "note": "border:1px solid #8b949e;padding:5px 6px;vertical-align:middle;text-align:left;"
    "color:#4d5661;",
    "figure": "margin:22px 0 32px;",
    "svg": "display:block;width:100%;height:auto;max-width:544px;margin:0 auto;",
}


def page_style(draft: str, extra: str, *, traced: bool = False) -> str:
    """The page's style sheet; with the mark of a draft at the head of each printed page.

    `traced` is for a page with notes on where its numbers come from.
    """
    mark = ""
    if draft:
        mark = (
            f"@top-center {{ content: {_css_text(draft)}; font: 12pt {_SONG}; color: #c00000; "
            "vertical-align: bottom; padding-bottom: 6mm; }"
        )
    return (
        STYLE.replace("DRAFT", mark).replace("NUMBER", _NUMBER).replace("ASIDE", _ASIDE)
        + (_TRACED if traced else "")
        + extra
    )


def _css_text(text: str) -> str:
    """A string of CSS that stays one, and ends no element, whatever stands in it."""
    inside = "".join(
        char if char.isalnum() or ord(char) > 0x2E7F else f"\\{ord(char):x} " for char in text
    )
    return f'"{inside}"'
