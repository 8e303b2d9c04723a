"""The cells of one line of a table to the points of the form, or told as what cannot be known."""

from xl2report.ground.published import Cell
from xl2report.work.imported.assigning import adds_up, assigned, in_forms_order
from xl2report.work.imported.headings import Heading, Headings
from xl2report.work.imported.labels import Match
from xl2report.work.imported.model import Alike, Harvest, Hit, Spot, Trouble, Why
from xl2report.work.imported.shapes import Line, Shapes
from xl2report.work.imported.values import is_numeric, said, unit_in


class Taking:
    """What has been taken so far, and what stands above the line that is taken now."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.found = Harvest()
        self.headings = Headings(shapes, aligned=True)
        self.carried = self.headings  # of the table before, where this one has none of its own
        self.valued = True  # values stand below the headings: the next heading row begins anew
        self.place = ""
        self.aligned = True
        self.open_ended = False
        self.turned = False
        self.uneven: frozenset[int] = frozenset()
        self.last: tuple[Cell, Line] | None = None  # the line read last

    def line(self, row: list[Cell], at: int, match: Match) -> None:
        """A row whose label stands in the cell `at`."""
        label = row[at]
        if match.sure == 1:
            self.found.alike.append(Alike(label.text, match.label, self.spot(label)))
        lines = self.shapes.by_label.get(match.label, [])
        values = row[at + 1 :]
        if not lines:
            self._group(match.label, label, values)
            return
        line = self._choose(lines, row[:at])
        if line is None:
            self._trouble("heading", label, values, lines[0])
            return
        self.found.score += match.sure
        self.found.used.add(self.place)
        self.take(line, label, values)

    def _choose(self, lines: list[Line], before: list[Cell]) -> Line | None:
        """Which of several lines of one label: that whose group stands before it."""
        if len(lines) == 1:
            return lines[0]
        named = {match.label for cell in before if (match := self.shapes.rows.find(cell.text))}
        fitting = [line for line in lines if named.intersection(line.groups)]
        return fitting[0] if len(fitting) == 1 else None

    def take(self, line: Line, label: Cell, values: list[Cell]) -> None:
        """The cells behind a label to the points of its line."""
        self.valued = True
        self.last = (label, line)
        headings = self.headings if self.headings.rows else self.carried
        heads = headings.of(line)
        if self.open_ended:
            values = _ended(values, label, len(line.slots))
        if not self.aligned and values and len(values) > len(line.slots):
            # Text loses what was merged: blank cells between label and values are its remains. Where
            # other cells are blank too, nobody can tell one from the other.
            kept = values[len(values) - len(line.slots) :]
            if all(cell.text for cell in kept) and not any(
                cell.text for cell in values[: len(values) - len(kept)]
            ):
                values = kept
        if not heads:
            if headings.silent(line):
                self._without_headings(line, label, values)
            else:
                self._trouble("no_heading", label, values, line)
            return
        end = label.column + label.columns - 1
        cells = assigned(heads, values, end, headings, len(line.slots))
        if cells is None or None in cells.values():
            cells = in_forms_order(self.shapes.plan, line, values, headings) or cells
        if cells is None:
            self._trouble("count", label, values, line, len(heads))
            return
        lost: list[int] = []
        for place, slot in enumerate(line.slots):
            if place not in cells:
                continue
            cell = cells[place]
            if cell is None or cell.column in self.uneven:
                lost.append(slot.point)
            else:
                self._hit(slot.point, cell, label, heads.get(place))
        if lost:
            texts = tuple(cell.text for cell in values if cell.text)
            self.found.troubles.append(
                Trouble("count", self.spot(label), label.text, texts, tuple(lost), len(heads))
            )

    def _without_headings(self, line: Line, label: Cell, values: list[Cell]) -> None:
        """A line below no heading that fits it: taken in the form's order only where it adds up."""
        if len(values) != len(line.slots):
            if any(cell.text for cell in values):
                self._trouble("count", label, values, line, len(line.slots))
            return
        if not adds_up(self.shapes.plan, line, values):
            self._trouble("no_heading", label, values, line)
            return
        self.found.unlabelled.append(self.spot(label))
        for slot, cell in zip(line.slots, values, strict=True):
            self._hit(slot.point, cell, label, None)

    def _group(self, label: str, cell: Cell, values: list[Cell]) -> None:
        """A line that bears a group's name: with values of its own it stands for several lines."""
        lines = self.shapes.by_group.get(label, [])
        filled = [one for one in values if one.text]
        numbers = [one for one in filled if is_numeric(one.text)]
        if not numbers or not lines:
            return
        self.valued = True
        self.found.used.add(self.place)
        sole = Line(lines[0].table, label, lines[0].groups, lines[0].slots)
        heads = (self.headings if self.headings.rows else self.carried).of(sole)
        end = cell.column + cell.columns - 1
        cells = assigned(heads, values, end, self.headings, len(sole.slots)) if heads else None
        points = tuple(slot.point for line in lines for slot in line.slots)
        lost: list[int] = []
        measure = self.shapes.plan.form.points[lines[0].slots[0].point].measure
        for place, _ in enumerate(sole.slots):
            under = [line.slots[place].point for line in lines]
            value = cells.get(place) if cells else None
            if value is not None and said(value.text, measure).steps == 0:
                # No parts of nothing: counts are never negative, so each of them is zero.
                for point in under:
                    self.found.zeros[point] = self._hit_of(value, cell, heads[place])
            else:
                lost.extend(under)
        if lost:
            texts = tuple(one.text for one in filled)
            self.found.troubles.append(
                Trouble("group", self.spot(cell), cell.text, texts, tuple(lost), len(points))
            )

    def doubt_last(self) -> None:
        """Figures without a label at the top of a table may be the rest of the line before it."""
        label, line = self.last or (Cell("", 1, 1), self.shapes.lines[0])
        held = [(slot.point, self.found.hits.pop(slot.point, None)) for slot in line.slots]
        texts = tuple(hit.text for _, hit in held if hit)
        spot = next((hit.spot for _, hit in held if hit), self.spot(label))
        points = tuple(point for point, _ in held)
        self.found.troubles.append(Trouble("count", spot, label.text, texts, points, len(points)))

    def _hit(self, point: int, cell: Cell, label: Cell, heading: Heading | None) -> None:
        hit = self._hit_of(cell, label, heading)
        known = self.found.hits.get(point)
        if known is None or not known.text:
            self.found.hits[point] = hit
        elif hit.text and hit.text != known.text:
            texts = (known.text, hit.text)
            self.found.troubles.append(
                Trouble("twice", hit.spot, label.text or hit.heading, texts, (point,))
            )
        if heading is not None and known is None:
            self.found.score += 1
            if heading.sure == 1:
                self.found.alike.append(Alike(heading.cell.text, heading.label, hit.spot))

    def _hit_of(self, cell: Cell, label: Cell, heading: Heading | None) -> Hit:
        unit = unit_in(heading.cell.text) if heading else ""
        name = heading.label if heading else ""
        return Hit(cell.text, self.spot(cell), unit or unit_in(label.text), name or label.text)

    def _trouble(
        self, why: Why, label: Cell, values: list[Cell], line: Line, expected: int = 0
    ) -> None:
        texts = tuple(cell.text for cell in values if cell.text)
        points = tuple(slot.point for slot in line.slots)
        self.found.troubles.append(
            Trouble(why, self.spot(label), label.text, texts, points, expected)
        )

    def spot(self, cell: Cell) -> Spot:
        """Where a cell stands in the document."""
        return Spot(self.place, cell.column if self.turned else cell.row)


def _ended(values: list[Cell], label: Cell, wanted: int) -> list[Cell]:
    """The values of a row that may have blank cells too few or too many at its end."""
    kept = list(values)
    while len(kept) > wanted and not kept[-1].text:
        kept.pop()
    column = kept[-1].column if kept else label.column + label.columns - 1
    while len(kept) < wanted:
        column += 1
        kept.append(Cell("", label.row, column))
    return kept
