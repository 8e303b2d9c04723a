"""A report's bundle: one folder with the report in every format, its figures as open data, a manifest.

The manifest lists what belongs to the bundle and its digests; with it an earlier bundle is known and
replaced whole. What is not in it, or was changed since, is a stranger's and stays.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import refuse_inputs
from xl2report.chain.renderings import Renderings, day_of, pdf_of
from xl2report.chain.told import Told
from xl2report.files.bundle.figures import Figure, Figures
from xl2report.files.bundle.scrub import scrub_document
from xl2report.files.bundle.texts import dictionary_csv, points_csv, points_json
from xl2report.files.bundle.workbook import points_workbook
from xl2report.form.definition.model import Point
from xl2report.form.plan import Plan

MANIFEST = "manifest.sha256"
# The manifest while its files are being put in their places: a run that is killed leaves it.
_PENDING = f".{MANIFEST}"
_LISTED = re.compile(r"([0-9a-f]{64}) [ *]([^/\\\r\n]+)")
_ROLLS = {
    "sum": "市级为各单位之和",
    "max": "市级取各单位最大值",
    "none": "市级不汇总",
    "city_only": "只由市级填报",
    "manual": "市级另行填报",
}


class Bundle:
    """The files of a bundle by name, with the manifest, and what it is without."""

    def __init__(
        self, files: dict[str, bytes], heads: list[str], left_out: list[tuple[str, str]]
    ) -> None:
        self.left_out = left_out
        lines = [f"# {line}" for line in heads]
        lines += [f"# {chinese} ({english})" for chinese, english in left_out]
        lines += [f"{sha256(data).hexdigest()}  {name}" for name, data in files.items()]
        self.files = {**files, MANIFEST: ("\n".join(lines) + "\n").encode()}

    @classmethod
    def of(cls, made: Renderings) -> "Bundle":
        """The bundle of a report; without a PDF where LibreOffice does not make one."""
        told = made.told
        story, dated = told.story, day_of(told.story)
        figures = figures_of(told)
        document = scrub_document(made.document, dated)
        files = {"report.docx": document}
        left_out = []
        try:
            files["report.pdf"] = pdf_of(document, story)
        except CannotWork as error:
            chinese, english = f"没有 report.pdf：{error.chinese}", f"no report.pdf: {error}"
            left_out.append((" ".join(chinese.split()), " ".join(english.split())))
        files |= {
            "report.html": made.of(".html"),
            "report.fragment.html": made.of(".fragment.html"),
            "points.csv": points_csv(figures),
            "points.json": points_json(figures),
            "points.xlsx": points_workbook(figures, dated.replace(tzinfo=None)),
            "dictionary.csv": dictionary_csv(figures),
        }
        heads = [" ".join(story.title.split())]
        if story.draft:
            heads.append(f"草稿：{' '.join(story.draft.split())}")
        return cls(files, heads, left_out)

    def into(self, folder: Path, inputs: Iterable[Path]) -> tuple[dict[Path, bytes], list[Path]]:
        """What is to be written into a folder, and which files of an earlier bundle go.

        Raises CannotWork where a file is in the way that is an input, a stranger's, or was changed.
        """
        if folder.exists() and not folder.is_dir():
            raise CannotWork(f"{folder} 不是文件夹", f"{folder} is no folder")
        known = _known(folder)
        listed = list(inputs)
        for name, data in self.files.items():
            path = folder / name
            refuse_inputs(path, listed)
            if name == MANIFEST and known:
                continue
            if path.exists() and not _ours(path, known.get(name, ()), data):
                chinese = f"{path} 不是成套文件的原件（他人的文件，或写出后被改动过），没有覆盖。请移走后重试，或换一个文件夹"
                english = f"{path} is not of an earlier bundle, or was changed since: not replaced. Move it away, or name another folder"
                raise CannotWork(chinese, english)
        gone = [
            folder / name
            for name, digests in known.items()
            if name not in self.files and _ours(folder / name, digests)
        ]
        # What is coming is listed first, and the manifest itself changes last: a bundle that is cut
        # short is known by the two of them.
        files = {_PENDING: self.files[MANIFEST], **self.files}
        return {folder / name: data for name, data in files.items()}, [*gone, folder / _PENDING]


def _known(folder: Path) -> dict[str, tuple[str, ...]]:
    """The digests that earlier manifests list for each name; whatever else is there is none of ours."""
    found: dict[str, tuple[str, ...]] = {}
    for manifest in (MANIFEST, _PENDING):
        for name, digest in _listed_in(folder / manifest):
            found[name] = (*found.get(name, ()), digest)
    return found


def _listed_in(manifest: Path) -> list[tuple[str, str]]:
    """Names and digests; nothing where there is no manifest, or not one of ours."""
    try:
        text = manifest.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return []
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    entries = [entry for line in lines if (entry := _LISTED.fullmatch(line))]
    if not text.startswith("# ") or len(entries) < len(lines):
        return []
    return [(entry[2], entry[1]) for entry in entries]


def _ours(path: Path, digests: Iterable[str], data: bytes | None = None) -> bool:
    """Whether a file is as a manifest has it, or as this bundle will have it."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return content == data or sha256(content).hexdigest() in digests


def figures_of(told: Told) -> Figures:
    """The figures of a report with their labels, as they are published."""
    plan, filing, form = told.plan, told.filing, told.plan.form
    return Figures(
        told.story.title,
        form.id,
        form.edition,
        form.notice,
        filing.year,
        filing.reporter.strip(),
        filing.code,
        told.story.draft,
        told.story.language,
        tuple(_figures(told, plan)),
    )


def _figures(told: Told, plan: Plan) -> Iterator[Figure]:
    filing, form = told.filing, plan.form
    known: list[int | None] = filing.values
    titles = {table.id: table.title for table in form.tables}
    helps = {f"text.{one.id}": one.help for one in form.indicators}
    fills = plan.relations.fills
    for number, point in enumerate(form.points):
        value = known[number]
        # A declared blank counts as zero in every sum, and still reads as what it is: blank.
        shown = None if value is None or number in filing.blank else point.measure.show(value)
        row, column = _labels(plan, point)
        notes = []
        if number in fills:
            notes.append(f"由表内计算得出：{fills[number].rule.says}")
        notes += [helps[point.id]] if helps.get(point.id) else []
        notes.append(_ROLLS[point.roll])
        yield Figure(
            point.id,
            titles.get(point.table, form.sheets.texts),
            row,
            column,
            point.measure.unit,
            point.measure.decimals,
            shown,
            filing.state(number),
            number in fills,
            "；".join(note.strip("。；") for note in notes),
        )


def _labels(plan: Plan, point: Point) -> tuple[str, str]:
    """A point's printed labels: those of its row and those of its column, the outermost first."""
    table = next((one for one in plan.form.tables if one.id == point.table), None)
    if table is None:
        return point.path[0], " / ".join(point.path[1:])
    own = next(row.label for row in table.rows if row.id == point.row)
    at = point.path.index(own) + 1 if own in point.path else 1
    return " / ".join(point.path[:at]), " / ".join(point.path[at:])
