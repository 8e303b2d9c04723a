"""PDFs that hold nothing to read: one reason each, never a traceback."""

import pytest

from xl2report.files.published.blocks import UnreadableDocument
from xl2report.files.published.opening import read_published


def pdf(content: bytes = b"") -> bytes:
    """A PDF of one page with this content stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(b"0 0 m 10 10 l S"), "scanned"),
        (b"%PDF-1.7 and nothing", "damaged"),
        (pdf()[:150], "damaged"),
    ],
    ids=["scanned", "nothing", "truncated"],
)
def test_refused(data: bytes, reason: str) -> None:
    pytest.importorskip("pdfplumber", reason="pdfplumber (xl2report[pdf]) is not installed")

    with pytest.raises(UnreadableDocument) as refused:
        read_published(data, "a.pdf")

    assert refused.value.reason in {reason, "scanned"}
