"""What a unit explains of its free texts: carried with every warning on the text it stands beside."""

from hashlib import blake2b
from typing import NamedTuple

from xl2report.form.plan import Plan, text_key
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding


class Answer(NamedTuple):
    """An explanation, and a fingerprint of the text that it explains."""

    words: str
    numbers: str


# By the place of the text, as findings name it.
Answers = dict[str, Answer]


def text_answers(plan: Plan, filing: Filing) -> Answers:
    """What is explained of the texts of a filing; most explain nothing."""
    sheet = plan.form.sheets.texts
    return {
        f"{sheet}!{plan.layout.text_cells[text.id]}": Answer(
            filing.explanations[text_key(text.id)], _fingerprint(filing.texts.get(text.id, ""))
        )
        for text in plan.form.texts
        if text_key(text.id) in filing.explanations
    }


def answered(plan: Plan, finding: Finding, answers: Answers) -> Finding:
    """A finding on a free text with its explanation, and where one is to be given; others as they are."""
    place = finding.places[0] if finding.places else ""
    sheet, _, spot = place.partition("!")
    text = next((key for key, cell in plan.layout.text_cells.items() if cell == spot), "")
    if finding.code[0] not in "NC" or sheet != plan.form.sheets.texts or not text:
        return finding
    cell = plan.layout.text_answers[text]
    args = {
        **finding.args,
        "explain": f"；文字无误的，在 {cell} 说明",
        "explain_en": f"; if the text is right, explain it in {cell}",
    }
    known = answers.get(place, Answer("", ""))
    return finding._replace(
        args=args, point=text_key(text), explanation=known.words, numbers=known.numbers
    )


def _fingerprint(text: str) -> str:
    """Eight letters that change with the text; blanks and line breaks do not count."""
    return blake2b("".join(text.split()).encode(), digest_size=4).hexdigest()
