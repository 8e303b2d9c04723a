"""Which tags print nothing or end a paragraph, and by what names sites call the article and what is around it."""

import re

GONE = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "select",
        "button",
        "input",
        "textarea",
        "iframe",
        "object",
        "svg",
        "nav",
        "head",
        "title",
        "footer",
        "rp",
        "rt",
        "video",
        "audio",
        "map",
    ]
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "blockquote",
        "center",
        "pre",
        "form",
        "fieldset",
        "main",
        "body",
        "html",
        "figure",
        "figcaption",
        "hr",
        "address",
        "aside",
        "caption",
        "legend",
        "br",
    ]
)
# Whole words of an id or class, the likeliest first in each pattern.
ARTICLE = re.compile(
    r"zoom|trs_editor|trs_ueditor|trs_word|ucap-content|vsb_content\w*|v_news_content|ivs_content"
    r"|article[-_]?con(tent)?|articlecontent|con_text|content[-_]?text|custom_unionstyle|pages_content"
    r"|newscontent|news[-_]?content|view|main[-_]?content|bt_content|nr|xl[-_]?content|detail[-_]?content"
    r"|article|content|text|detail|wenzhang|xxgk[-_]?content|info[-_]?content",
    re.IGNORECASE,
)
AROUND = re.compile(
    r"(site-?)?nav(igation)?(bar)?|menu|foot(er)?|copyright|breadcrumb|crumbs?|share|bdshare\S*|pager?"
    r"|related|sidebar|toolbar|search|qrcode|ewm|print|close|position|location|dqwz|prev-?next",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
