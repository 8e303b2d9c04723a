"""What has been read of a paragraph so far: of what it speaks, and which numbers it has given."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xl2report.form.claims.lexicon import Lexicon
from xl2report.form.claims.model import Claim, Context, Count, Open, Spot
from xl2report.form.claims.numbers import Number
from xl2report.form.claims.segments import Sentence
from xl2report.form.claims.tokens import Token

FLOW = frozenset({"received", "new", "handled", "closed", "on_time", "request"})
_DISPUTES = ("review", "suit")
_OF_DISPUTES = re.compile(r"信息公开[^，。；]{0,12}(?:复议|诉讼)")
_UNIT = re.compile(
    r"(?<![各全多])[一-鿿]{1,14}?(?:局|委员会|委|厅|办公室|办公厅|中心|管委会|街道办事处|街道|镇|乡|公司|学校|医院|大队|支队)(?![一-鿿]?[门外部站分])"
)
_NO_UNIT = re.compile(
    r"(?:我|本|各|全|每个?)(?:局|委|厅|办|中心|街道|镇|乡|单位|公司)|各[一-鿿]{0,4}$|乡镇|镇街|部门|新闻办"
)
_WHOLE = re.compile(r"全[市县区州省]$")
_TOWNS = re.compile(r"[镇乡街县区]")
_CITY = re.compile(r"(?:人民政府|市|县|区|州|省|旗|盟)$")


@dataclass
class Seen:
    """The state of reading; `claims` grows, the rest follows the sentence and its paragraph."""

    lexicon: Lexicon
    context: Context
    claims: list[Claim] = field(default_factory=list)
    sentence: Sentence | None = None
    strong: bool = False
    object: str = ""
    disputes: list[str] = field(default_factory=list)
    stage: str = ""
    outcome: str = ""
    act: str = ""
    document: str = ""
    before: list[Token] = field(default_factory=list)
    first: int = 0
    of_disputes: bool = False
    was: Number | None = None
    flows: list[int] = field(default_factory=list)

    @property
    def at(self) -> Sentence:
        """The sentence that is being read."""
        if self.sentence is None:
            raise ValueError("no sentence yet")
        return self.sentence

    def paragraph(self) -> None:
        """A new paragraph begins."""
        self.strong = False
        self.of_disputes = False
        self.object = ""
        self.flows = []

    def begin(self, sentence: Sentence) -> None:
        """A new sentence begins."""
        if self.sentence is not None and self.sentence.topic != sentence.topic:
            self.paragraph()
        self.sentence = sentence
        self.object = "" if self.object == "foreign" else self.object
        self.disputes = []
        self.act = self.document = self.stage = self.outcome = ""
        self.before = []
        self.was = None
        self.of_disputes = self.of_disputes or bool(_OF_DISPUTES.search(sentence.plain))
        self.first = len(self.claims)

    @property
    def of_requests(self) -> bool:
        """Whether it is requests (or disputes over them) that the text is about."""
        return self.strong or self.at.topic in {"requests", "disputes"}

    def spot(self, start: int, end: int) -> Spot:
        """The place of some words of the sentence."""
        here = self.at
        start, end = here.start + start, here.start + end
        return Spot(
            here.paragraph,
            here.text.at[start],
            here.text.at[end - 1] + 1,
            here.text.quote(start, end),
        )

    def note(self, tokens: Iterable[Token]) -> None:
        """Take in what a clause speaks of, in the order in which it is said."""
        for token in tokens:
            if token.kind == "objects":
                if is_strong(token):
                    self.strong = True
                if token.id in {"request", *_DISPUTES}:
                    self.object = token.id
                if token.id in _DISPUTES and token.id not in self.disputes:
                    self.disputes.append(token.id)
                if token.id in {"normative", "rule"}:
                    self.document = token.id
            elif token.kind == "stages":
                self.object, self.stage = "suit", token.id
                self.disputes = (
                    [*self.disputes, "suit"] if "suit" not in self.disputes else self.disputes
                )
            elif token.kind == "documents":
                self.act = token.id

    def last_count(self) -> int | None:
        """The index of the last count of this sentence, if it was the last thing read."""
        if len(self.claims) > self.first:
            return len(self.claims) - 1
        return None

    def flow(self) -> Count | None:
        """The last count of requests received, handled or closed in this paragraph."""
        for at in reversed(self.flows):
            claim = self.claims[at]
            if isinstance(claim, Count):
                return claim
        return None

    def open(self, clause: Sequence[Token]) -> Open:
        """Why a number that these tokens of its clause precede is not to be judged; "" if it is."""
        if self.at.topic == "problems" or any(token.kind == "plan" for token in clause):
            return "plan"
        if self.other_year(clause) is not None:
            return "year"
        return self._other_set(clause)

    def other_year(self, clause: Sequence[Token]) -> int | None:
        """Another year than the report's that a number in a clause is of; None for the report's own."""
        if any(token.kind == "last" for token in clause):
            return self.context.year - 1 if self.context.year is not None else 0
        told = [*self.before, *clause]
        for at in range(len(told) - 1, -1, -1):
            number = told[at].number
            if told[at].kind != "year" or number is None:
                continue
            if at and told[at - 1].kind == "compare":
                continue
            # Where the report's year is not known, any year may be another one.
            return None if number.value == self.context.year else int(number.value)
        return None

    def _other_set(self, clause: Sequence[Token]) -> Open:
        opening = self.before if not any(token.kind == "number" for token in self.before) else []
        told = [*opening, *clause]
        every = bool(_CITY.search(self.context.reporter)) and _all_of_it(clause)
        if (
            any(token.kind == "task" for token in clause)
            or (any(token.kind == "doubt" for token in told) and not every)
            or any(token.kind == "period" for token in (*self.before, *clause))
        ):
            return "scope"
        words = "".join(token.words for token in told if token.kind != "quote")
        reporter = self.context.reporter.replace("人民", "")
        if not reporter:
            return ""
        if not _CITY.search(self.context.reporter) and re.search(r"全[市县州省]", words):
            return "" if reporter[-1:] in "处府" else "unit"
        for match in _UNIT.finditer(words):
            name = match.group().replace("人民", "")
            if _NO_UNIT.search(name):
                continue
            if not _inside(name, reporter):
                return "unit"
        return ""


def _all_of_it(clause: Sequence[Token]) -> bool:
    """Whether a city's departments and townships are named together (`全区各职能部门、镇街`)."""
    at = next((at for at, one in enumerate(clause) if _WHOLE.match(one.words)), None)
    if at is None:
        return False
    after = clause[at + 1 :]
    towns = any(one.kind == "doubt" and _TOWNS.search(one.words) for one in after)
    return towns and "部门" in "".join(one.words for one in after)


def is_strong(token: Token) -> bool:
    """Whether a token names requests for information beyond doubt; 申请 alone may be of anything."""
    return token.id == "request" and ("公开" in token.words or "依申请" in token.words)


def _inside(name: str, reporter: str) -> bool:
    """Whether a short name is that of the reporter: its signs in order (市人社局)."""
    for begin in range(min(len(name), 8)):
        if len(name) - begin < 2:
            return False
        signs = iter(reporter)
        if all(sign in signs for sign in name[begin:]):
            return True
    return False
