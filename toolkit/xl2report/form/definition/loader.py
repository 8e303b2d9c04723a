"""`form.yaml` → Form: reads, validates and reports every mistake with its line."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from xl2report.form.definition import model, schema
from xl2report.form.definition.errors import FormError, nearest
from xl2report.form.definition.grid import GridMistake, lay_out, naming
from xl2report.form.definition.sentences import Sentences
from xl2report.form.definition.source import Path_, Source, read_source
from xl2report.ground.points import Measure


def load_yaml(folder: Path, own: Iterable[Path] = ()) -> model.Form:
    """The form of a folder, read from its YAML. Raises FormError with one line a mistake.

    `own` are an office's own files of sentences.
    """
    source = read_source(folder, own)
    try:
        keys = schema.FormKeys.model_validate(source.data)
    except ValidationError as error:
        raise FormError(_told(source, error)) from None
    if keys.form != folder.resolve().name:
        # A workbook's stamp names the form, and the form is found by its folder's name.
        words = f"文件夹名应与 form 相同 the folder must bear the form's name: {folder.name}"
        raise FormError([f"{source.where(('form',))}: form: {words}"])
    return _Builder(source, keys).build()


def _told(source: Source, error: ValidationError) -> list[str]:
    lines = []
    for item in error.errors():
        path: Path_ = tuple(item["loc"])
        what = " › ".join(source.names(path))
        kind = item["type"]
        if kind == "extra_forbidden":
            words = f"没有这个键 unknown key{nearest(str(path[-1]), _known_keys(path))}"
        elif kind == "missing":
            words = "缺少此键 this key is missing"
        else:
            words = f"{item['msg']}（{str(item.get('input'))[:40]}）"
        lines.append(f"{source.where(path)}: {what}: {words}")
    return lines


def _known_keys(path: Path_) -> Iterable[str]:
    """The keys that may stand where the last step of the path stands."""
    here: type[BaseModel] = schema.FormKeys
    for step in path[:-1]:
        if isinstance(step, str) and step in here.model_fields:
            inner = _inner_model(here.model_fields[step].annotation)
            here = inner or here
    return here.model_fields


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_inner_model(part) for part in get_args(annotation))
    return next((part for part in found if part), None)


class _Builder:
    """Builds the Form and collects what only shows when parts are seen together."""

    def __init__(self, source: Source, keys: schema.FormKeys) -> None:
        self.source = source
        self.keys = keys
        self.mistakes: list[str] = []

    def wrong(self, path: Path_, words: str) -> None:
        self.mistakes.append(self.source.told(path, words))

    def build(self) -> model.Form:
        keys = self.keys
        for group in ("tables", "rules", "sections", "indicators", "texts", "cover", "charts"):
            self._unique((group,), getattr(keys, group))
        tables = [self._table(number, table) for number, table in enumerate(keys.tables)]
        self._references()
        if self.mistakes:
            raise FormError(self.mistakes)
        built = tuple(table for table in tables if table is not None)
        indicators = tuple(
            model.Indicator(
                item.id,
                item.section,
                item.label,
                Measure(item.unit, item.decimals, signed=False),
                item.agg,
                item.says,
                item.says_zero,
                item.optional,
                item.help,
                self.source.where(("indicators", number)),
            )
            for number, item in enumerate(keys.indicators)
        )
        return model.Form(
            id=keys.form,
            edition=keys.edition,
            title=keys.title,
            title_en=keys.title_en,
            notice=keys.notice,
            first_year=keys.years.first,
            last_year=keys.years.last,
            source=keys.source,
            sheets=model.Sheets(**keys.sheets.model_dump()),
            cover=tuple(model.CoverField(**item.model_dump()) for item in keys.cover),
            guide=tuple(map(str, keys.guide)),
            words={str(key): str(value) for key, value in keys.words.items()},
            tables=built,
            rules=tuple(self._rule(number, rule) for number, rule in enumerate(keys.rules)),
            sections=tuple(model.Section(item.id, item.label) for item in keys.sections),
            indicators=indicators,
            texts=tuple(model.FreeText(**item.model_dump()) for item in keys.texts),
            narrative=Sentences(self.source, keys, self.mistakes).narrative(),
            points=(*_table_points(built), *_text_points(keys, indicators)),
            charts=tuple(
                model.ChartDefinition(
                    item.id,
                    item.kind,
                    item.title,
                    tuple(model.Item(part.name, part.of) for part in item.items),
                    self.source.where(("charts", number)),
                )
                for number, item in enumerate(keys.charts)
            ),
        )

    def _unique(self, path: Path_, items: Iterable[Any]) -> None:
        seen: set[str] = set()
        for number, item in enumerate(items):
            if item.id in seen:
                self.wrong((*path, number), f"id 重复 this id stands twice: {item.id}")
            seen.add(item.id)

    def _table(self, number: int, keys: schema.TableKeys) -> model.Table | None:
        self._unique(("tables", number, "rows"), keys.rows)
        self._unique(("tables", number, "columns"), keys.columns)
        rows = {
            item.id: model.Row(item.id, item.label, item.mark or item.label) for item in keys.rows
        }
        columns = {
            item.id: model.Column(
                item.id, item.label, Measure(item.unit, item.decimals, item.type == "signed")
            )
            for item in keys.columns
        }
        try:
            grid = lay_out(keys, rows, columns)
        except GridMistake as mistake:
            self.wrong(("tables", number, "grid", mistake.row), str(mistake))
            return None
        places = [cell.point for cell in grid.cells if cell.kind == "value"]
        for point in sorted({point for point in places if places.count(point) > 1}):
            self.wrong(("tables", number, "grid"), f"指标重复 this point stands twice: {point}")
        return model.Table(
            keys.id,
            keys.sheet,
            keys.title,
            grid,
            tuple(keys.widths),
            keys.heading_rows,
            tuple(rows.values()),
            tuple(columns.values()),
            keys.landscape,
            keys.source,
        )

    def _references(self) -> None:
        """What names something else by its id must name what there is."""
        keys = self.keys
        tables = {table.id: table for table in keys.tables}
        sections = [section.id for section in keys.sections]
        switches = [field.id for field in keys.cover if field.switch]
        texts = [text.id for text in keys.texts]
        for number, rule in enumerate(keys.rules):
            path: Path_ = ("rules", number)
            if (rule.fills is None) == (rule.holds is None):
                self.wrong(path, "fills 与 holds 只写其一 write either fills or holds")
            if rule.fills is not None and (rule.given or rule.switch or rule.if_given):
                words = "fills 不能带 given、switch、if_given: a computed cell is always computed"
                self.wrong(path, words)
            if not self._known((*path, "table"), rule.table, tables):
                continue
            table = tables[rule.table]
            for name in rule.rows:
                self._known((*path, "rows"), name, [row.id for row in table.rows])
            for name in rule.columns:
                self._known((*path, "columns"), name, [column.id for column in table.columns])
            self._known((*path, "switch"), rule.switch, switches)
            if rule.restatable and (rule.severity != "error" or "last." not in (rule.holds or "")):
                words = "只有涉及上年数的错误可以重述 only an error about last year's figure is restatable"
                self.wrong((*path, "restatable"), words)
        for number, text in enumerate(keys.texts):
            self._known(("texts", number, "section"), text.section, sections)
        for number, indicator in enumerate(keys.indicators):
            self._known(("indicators", number, "section"), indicator.section, sections)
            if "{n}" not in indicator.says:
                self.wrong(("indicators", number, "says"), "句中缺 {n} the clause lacks {n}")
        for number, part in enumerate(keys.narrative.parts):
            path = ("narrative", "parts", number)
            self._known((*path, "text"), part.text, texts)
            self._known((*path, "table"), part.table, tables)

    def _known(self, path: Path_, name: str, known: Iterable[str]) -> bool:
        """Whether a name, if one is given, is among the known ones; a mistake is told."""
        names = list(known)
        if not name or name in names:
            return True
        self.wrong(path, f"没有这个 id no such id: {name}{nearest(name, names)}")
        return False

    def _rule(self, number: int, keys: schema.RuleKeys) -> model.Rule:
        return model.Rule(
            keys.id,
            keys.table,
            keys.each,
            keys.fills is not None,
            keys.fills or keys.holds or "",
            keys.given,
            keys.switch,
            tuple(keys.rows),
            tuple(keys.columns),
            keys.severity,
            keys.says,
            keys.says_en,
            keys.source,
            self.source.where(("rules", number)),
            keys.if_given,
            keys.restatable,
        )


def _table_points(tables: Iterable[model.Table]) -> Iterable[model.Point]:
    for table in tables:
        rows = {row.id: row for row in table.rows}
        columns = {column.id: column for column in table.columns}
        labels = naming(table.grid)
        for cell in table.grid.cells:
            if cell.kind != "value":
                continue
            _, row_id, column_id = cell.point.split(".")
            row, column = rows[row_id], columns[column_id]
            beside, above = labels(cell)
            path = (*beside, *above) or (row.label, column.label)
            # Beside the row's own words the outer groups and headings only make a place longer.
            short = (*beside[-2:], *above[-1:]) if beside else path
            yield model.Point(
                cell.point,
                table.id,
                row_id,
                column_id,
                path,
                " / ".join(short),
                row.mark,
                column.measure,
            )


def _text_points(
    keys: schema.FormKeys, indicators: Iterable[model.Indicator]
) -> Iterable[model.Point]:
    sections = {section.id: section.label for section in keys.sections}
    for item in indicators:
        yield model.Point(
            f"text.{item.id}",
            "text",
            item.section,
            item.id,
            (sections.get(item.section, ""), item.label),
            item.label,
            item.label,
            item.measure,
            item.roll,
        )
