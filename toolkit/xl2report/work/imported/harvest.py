"""The walk over a document's tables for one form: headings, then lines, each cell to its point or told.

A cell is taken only where its line is known by its label and its column by its heading, and where the
number of cells leaves no other reading; all else becomes a Trouble.
"""

from xl2report.ground.published import Cell, Published, Table
from xl2report.work.imported.assigning import adds_up, assigned
from xl2report.work.imported.headings import Heading, Headings
from xl2report.work.imported.labels import Match
from xl2report.work.imported.model import Alike, Harvest, Hit, Spot, Trouble, Why
from xl2report.work.imported.rows import Turned, rows_of
from xl2report.work.imported.shapes import Line, Shapes
from xl2report.work.imported.values import is_numeric, said, unit_in


def harvest(document: Published, shapes: Shapes) -> Harvest:
    """What the document's tables hold of a form."""
    walk = _Walk(shapes)
    for table in document.tables:
        walk.read(table)
    found = walk.found
    # A subtotal that the form does not ask for is no trouble where all its parts are there.
    found.troubles = [
        one
        for one in found.troubles
        if one.why != "group" or not found.hits.keys() >= set(one.points)
    ]
    found.zeros = {point: hit for point, hit in found.zeros.items() if point not in found.hits}
    return found


class _Walk:
    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.found = Harvest()
        self.headings = Headings(shapes, aligned=True)
        self.valued = True  # values stand below the headings: the next heading row begins anew
        self.place = ""
        self.aligned = True
        self.turned = False
        self.uneven: frozenset[int] = frozenset()
        self.unlabelled_done: set[int] = set()
        self.fresh = False  # no row of this table has been read
        self.last: tuple[Cell, Line] | None = None  # the line read last

    def read(self, table: Table) -> None:
        """One table; headings of the one before still count where it only goes on."""
        laid: Turned = rows_of(table, self.shapes)
        self.place, self.aligned, self.turned = table.place, table.aligned, laid.turned
        self.uneven = laid.uneven
        if laid.width != self.headings.width or self.aligned != self.headings.aligned:
            kept = self.headings.rows
            self.headings = Headings(self.shapes, aligned=self.aligned)
            # Of a table of another width only the order of the headings is believed.
            self.carried = Headings(self.shapes, aligned=False)
            self.carried.rows = kept
        else:
            self.carried = self.headings
        self.valued = True
        self.fresh = True
        for row in laid.rows:
            if row:
                self._row(row)
                self.fresh = False

    def _row(self, row: list[Cell]) -> None:
        matches = [self.shapes.rows.find(cell.text) for cell in row]
        heads = [
            None if head and match and match.sure > head.sure else head
            for cell, match in zip(row, matches, strict=True)
            for head in [self.shapes.heads.find(cell.text)]
        ]
        numeric = [is_numeric(cell.text) for cell in row]
        first = next(
            (at for at, yes in enumerate(numeric) if yes and self._after(at, matches)),
            len(row),
        )
        if self._is_heading(row, matches, heads, first):
            self._heading(row)
            return
        at = self._label(row, matches, heads, first)
        if at is None:
            self._unlabelled(row, heads, first)
            return
        if not self.aligned and any(heads[:at]):
            self._heading([cell for cell, head in zip(row[:at], heads, strict=False) if head])
        match = matches[at]
        if match is not None:
            self._line(row, at, match)

    @staticmethod
    def _after(at: int, matches: list[Match | None]) -> bool:
        """Whether a number is a value: a running number stands before the line's label."""
        return not any(matches[at + 1 :]) or any(matches[:at])

    def _is_heading(
        self, row: list[Cell], matches: list[Match | None], heads: list[Match | None], first: int
    ) -> bool:
        if first < len(row):
            return False
        named = [at for at, head in enumerate(heads) if head]
        if not named:
            return False
        # A cell that is a line's label to the letter, with values of its own behind it, is no heading.
        for at, match in enumerate(matches):
            head = heads[at]
            if match is not None and match.sure == 3 and (head is None or head.sure < 3):
                return False
        both = [at for at in named if matches[at]]
        return len(named) > 1 or not both or len(row) == 1

    def _heading(self, row: list[Cell]) -> None:
        if self.valued or not self.headings.rows:
            self.headings = Headings(self.shapes, aligned=self.aligned)
            self.valued = False
        self.headings.add(row)

    def _label(
        self, row: list[Cell], matches: list[Match | None], heads: list[Match | None], first: int
    ) -> int | None:
        """Which cell is the line's label: the last before its values that is one."""
        known = [at for at in range(min(first, len(row))) if matches[at]]
        if not known:
            return self._parted_label(row, matches, first)
        leaves = [at for at in known if (m := matches[at]) and m.label in self.shapes.by_label]
        if not self.aligned and leaves:
            return leaves[-1]
        # The first run of labels: what comes behind blank cells is another column's.
        run = [known[0]]
        for at in known[1:]:
            blank = all(not row[between].text for between in range(run[-1] + 1, at))
            if blank and (not heads[at] or at == run[-1] + 1):
                run.append(at)
        return run[-1]

    def _parted_label(self, row: list[Cell], matches: list[Match | None], first: int) -> int | None:
        """A label that plain text parted at its spaces: the last cells before the values together."""
        if self.aligned or first == len(row):
            return None
        for begin in range(max(0, first - 4), first - 1):
            match = self.shapes.rows.find("".join(cell.text for cell in row[begin:first]))
            if match is not None:
                matches[first - 1] = match
                return first - 1
        return None

    # ------------------------------------------------------------------ a line with a label

    def _line(self, row: list[Cell], at: int, match: Match) -> None:
        label = row[at]
        if match.sure == 1:
            self.found.alike.append(Alike(label.text, match.label, self._spot(label)))
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
        self._take(line, label, values)

    def _choose(self, lines: list[Line], before: list[Cell]) -> Line | None:
        """Which of several lines of one label: that whose group stands before it."""
        if len(lines) == 1:
            return lines[0]
        named = {match.label for cell in before if (match := self.shapes.rows.find(cell.text))}
        fitting = [line for line in lines if named.intersection(line.groups)]
        return fitting[0] if len(fitting) == 1 else None

    def _take(self, line: Line, label: Cell, values: list[Cell]) -> None:
        """The cells behind a label to the points of its line."""
        self.valued = True
        self.last = (label, line)
        headings = self.headings if self.headings.rows else self.carried
        heads = headings.of(line)
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
                self._hit(slot.point, cell, label, heads[place])
        if lost:
            texts = tuple(cell.text for cell in values if cell.text)
            self.found.troubles.append(
                Trouble("count", self._spot(label), label.text, texts, tuple(lost), len(heads))
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
        self.found.unlabelled.append(self._spot(label))
        for slot, cell in zip(line.slots, values, strict=True):
            self._hit(slot.point, cell, label, None)

    # ------------------------------------------------------------------ lines of other kinds

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
                Trouble("group", self._spot(cell), cell.text, texts, tuple(lost), len(points))
            )

    def _unlabelled(self, row: list[Cell], heads: list[Match | None], first: int) -> None:
        """A line without any label of the form: of a table that has none, or not of the form."""
        values = row
        while values and values[0].text and not is_numeric(values[0].text) and len(values) > 1:
            values = values[1:]
        for line in self.shapes.lines:
            if line.label or not self.headings.rows:
                continue
            found = self.headings.of(line)
            if len(found) * 3 < len(line.slots) or any(heads):
                continue
            if not any(cell.text for cell in values) and id(line) in self.unlabelled_done:
                return
            if any(
                cell.text and not is_numeric(cell.text) and len(cell.text) > 12 for cell in values
            ):
                return
            self.unlabelled_done.add(id(line))
            self.found.score += len(found)
            self.found.used.add(self.place)
            label = Cell("", row[0].row, row[0].column - 1, 1, 1)
            if len(values) < len(row):
                label = row[len(row) - len(values) - 1]
            self._take(line, label, values)
            return
        texts = tuple(cell.text for cell in row if is_numeric(cell.text))
        if first < len(row) and texts:
            self.found.score -= 1
            if self.fresh and self.last is not None:
                self._doubt_last()
            name = next((cell.text for cell in row if cell.text and not is_numeric(cell.text)), "")
            self.found.untaken.append(Trouble("heading", self._spot(row[0]), name, texts, ()))

    def _doubt_last(self) -> None:
        """Figures without a label at the top of a table may be the rest of the line before it."""
        label, line = self.last or (Cell("", 1, 1), self.shapes.lines[0])
        held = [(slot.point, self.found.hits.pop(slot.point, None)) for slot in line.slots]
        texts = tuple(hit.text for _, hit in held if hit)
        spot = next((hit.spot for _, hit in held if hit), self._spot(label))
        points = tuple(point for point, _ in held)
        self.found.troubles.append(Trouble("count", spot, label.text, texts, points, len(points)))

    # ------------------------------------------------------------------ what is found, told

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
        return Hit(cell.text, self._spot(cell), unit or unit_in(label.text), name or label.text)

    def _trouble(
        self, why: Why, label: Cell, values: list[Cell], line: Line, expected: int = 0
    ) -> None:
        texts = tuple(cell.text for cell in values if cell.text)
        points = tuple(slot.point for slot in line.slots)
        self.found.troubles.append(
            Trouble(why, self._spot(label), label.text, texts, points, expected)
        )

    def _spot(self, cell: Cell) -> Spot:
        return Spot(self.place, cell.column if self.turned else cell.row)
