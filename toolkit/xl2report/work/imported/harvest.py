"""The walk over a document's tables for one form: headings, then lines, each cell to its point or told.

A cell is taken only where its line is known by its label and its column by its heading, and where the
number of cells leaves no other reading; all else becomes a Trouble.
"""

from xl2report.ground.published import Cell, Published, Table
from xl2report.work.imported.captions import captions_of
from xl2report.work.imported.headings import Headings
from xl2report.work.imported.labels import Match
from xl2report.work.imported.model import Harvest, Trouble
from xl2report.work.imported.rows import Turned, healed, rows_of
from xl2report.work.imported.shapes import Shapes
from xl2report.work.imported.taking import Taking
from xl2report.work.imported.values import is_numeric

# So many paragraphs right before a table may head it.
_CAPTIONS = 2


def harvest(document: Published, shapes: Shapes) -> Harvest:
    """What the document's tables hold of a form."""
    walk = _Walk(shapes)
    said: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            walk.read(block, said[-_CAPTIONS:])
            said = []
        else:
            said.append(block.text)
    found = walk.found
    # A subtotal that the form does not ask for is no trouble where all its parts are there.
    found.troubles = [
        one
        for one in found.troubles
        if one.why != "group" or not found.hits.keys() >= set(one.points)
    ]
    found.zeros = {point: hit for point, hit in found.zeros.items() if point not in found.hits}
    return found


class _Walk(Taking):
    def __init__(self, shapes: Shapes) -> None:
        super().__init__(shapes)
        self.unlabelled_done: set[int] = set()
        self.fresh = False  # no row of this table has been read

    def read(self, table: Table, before: list[str]) -> None:
        """One table; headings of the one before still count where it only goes on.

        `before` are the paragraphs right before it: one may be the heading over all of it.
        """
        laid: Turned = rows_of(table, self.shapes)
        self.place, self.aligned, self.turned = table.place, table.aligned, laid.turned
        self.uneven = laid.uneven
        self.open_ended = table.open_ended
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
        for label in captions_of(before, table, self.shapes):
            self._heading([Cell(label, 0, 1, 1, laid.width)])
        for row in laid.rows if table.aligned else healed(laid.rows, self.shapes):
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
            self.line(row, at, match)

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
            self.take(line, label, values)
            return
        texts = tuple(cell.text for cell in row if is_numeric(cell.text))
        if first < len(row) and texts:
            self.found.score -= 1
            if self.fresh and self.last is not None:
                self.doubt_last()
            name = next((cell.text for cell in row if cell.text and not is_numeric(cell.text)), "")
            self.found.untaken.append(Trouble("heading", self.spot(row[0]), name, texts, ()))
