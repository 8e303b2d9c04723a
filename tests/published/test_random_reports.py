"""Made-up reports in all formats, damaged at random: no cell is misread in silence."""

from collections import Counter
from pathlib import Path

import pytest

from conftest import Soffice
from published import run
from published.judge import judged
from published.pages import PLANS
from published.printed_reports import PRINTERS, Report, as_docx, random_report, seeded
from xl2report.files.published.opening import read_published
from xl2report.work.imported.importing import import_published


@pytest.mark.parametrize("kind", sorted(PRINTERS))
@pytest.mark.parametrize("seed", range(20, 24))
def test_random_damage(kind: str, seed: int) -> None:
    count: Counter[str] = Counter()
    for number in range(seed * 100, seed * 100 + 8):
        _, report, found, wrong = run.one(number, [kind], 4)
        count += found
        assert not [one for one in wrong if one.startswith("!")], (number, report.damages, wrong)
        assert not found["refused"], (number, report.damages)
    certain = sum(count.values()) - count["told"]
    # Plain text has lost what was merged and blank: more of it must be told.
    assert count["right"] >= certain * (0.7 if kind == "txt" else 0.99)


@pytest.mark.parametrize("kind", sorted(PRINTERS))
def test_undamaged_reports_are_read_whole(kind: str) -> None:
    for seed in range(700, 706):
        _, report, count, wrong = run.one(seed, [kind], 0)
        assert wrong == [], seed
        assert count["right"] == len(report.truth)


@pytest.mark.office
def test_pdf(tmp_path: Path, soffice: Soffice) -> None:
    pytest.importorskip("pdfplumber", reason="pdfplumber (xl2report[pdf]) is not installed")
    # What LibreOffice makes of rows of unequal length is no longer what was printed.
    uneven = {"lost_cell", "more_cell", "joined_cells"}
    made: list[tuple[int, Report]] = []
    for seed in range(100, 140):
        rng = seeded(seed)
        report = random_report(PLANS, rng, 3)
        if uneven.isdisjoint(report.damages) and len(made) < 10:
            (tmp_path / f"{seed}.docx").write_bytes(as_docx(report, rng))
            made.append((seed, report))

    paths = [tmp_path / f"{seed}.docx" for seed, _ in made]
    count: Counter[str] = Counter()
    for (seed, report), path in zip(made, soffice.convert_all(paths, "pdf", tmp_path), strict=True):
        document = read_published(path.read_bytes(), path.name)
        found, wrong = judged(report, import_published(document, PLANS))
        assert not [one for one in wrong if one.startswith("!")], (seed, report.damages, wrong)
        count += found
        texts = [block.text for block in document.paragraphs]
        assert "五、存在的主要问题及改进情况" in texts

    assert count["right"] >= 0.995 * (sum(count.values()) - count["told"])
