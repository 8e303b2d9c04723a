"""The names beside a number, in the light of what the text speaks of → what they stand for.

Where that is not certain there is no meaning, and the number is not judged.
"""

from xl2report.form.claims.binding import Bound
from xl2report.form.claims.lexicon import Meaning
from xl2report.form.claims.meanings import meaning_of
from xl2report.form.claims.state import Seen

_OBJECTS = frozenset({"request", "review", "suit"})
_DOCUMENTS = frozenset(
    {"made", "repealed", "in_force", "disclosed", "public_total", "decided", "year_end"}
)
DECISIONS = frozenset({"permit", "penalty", "force", "services"})
_OUTCOMES = frozenset({"upheld", "corrected", "other_result", "pending"})
# Of disputes these mean that there is no decision yet.
_PENDING = frozenset({"尚未办结", "未办结", "正在办理", "正在办理中", "尚在办理", "尚在办理中"})
_CARRIED = frozenset({"carried_in", "carried_out", "carried"})


def understood(seen: Seen, bound: Bound) -> tuple[frozenset[str], Meaning | None]:
    """What names stand for, in the light of what the text speaks of."""
    ids = bound.ids
    kinds = {name.kind for name in bound.names}
    nothing: tuple[frozenset[str], Meaning | None] = (ids, None)
    # 年末项目中，行政许可18项、行政事业性收费2项: what it opens with holds for the sentence.
    told = {"decided", "year_end"} & {seen.act}
    if ids & (DECISIONS | ({"fee"} if "year_end" in told else set())):
        if not told or kinds - {"objects", "documents"}:
            return nothing
        names = (ids & (DECISIONS | {"fee"})) | told
        return names, seen.lexicon.meaning(names)
    if ids & {"licence", "fine", "coercion", "fee"}:
        vague = bound.apart or not bound.clear  # 对超限运输作出行政处罚3件
        if ids & _DOCUMENTS or (vague and "fee" not in ids):
            return nothing
        return ids, seen.lexicon.meaning(ids & {"licence", "fine", "coercion", "fee"})
    if ids & {"normative", "rule"} or (
        ids & _DOCUMENTS and seen.document and not kinds - {"documents"}
    ):
        return _documents(seen, ids)
    ids -= _DOCUMENTS
    over = seen.of_disputes and ids & {"review", "suit"}
    if not ids or not (seen.of_requests or over):
        return nothing
    framed = bool(ids & _OBJECTS) and "acts" in kinds
    if bound.apart or (not bound.clear and not framed and not ids & _CARRIED):
        return nothing
    if "carried_out" in ids and seen.disputes and not kinds & {"objects"}:
        if not any(name.words in _PENDING for name in bound.names):
            return nothing
        ids = ids - {"carried_out"} | {"pending"}
    if ids & (_OUTCOMES | {"direct", "after"}) and not ids & {"review", "suit"}:
        stage = ids & {"direct", "after"}
        if not stage and not seen.disputes and seen.object not in {"review", "suit"}:
            return nothing
        own = seen.outcome or (seen.disputes[-1] if seen.disputes else seen.object)
        ids |= {"suit"} if stage else {own}
        if not stage and ((len(seen.disputes) > 1 and not seen.outcome) or seen.stage):
            names, meaning = meaning_of(seen.lexicon, bound, ids)
            return names, meaning._replace(weak=True) if meaning else None
    elif ids & _OUTCOMES:
        seen.outcome = "suit" if "suit" in ids else "review"
    elif not ids & _OBJECTS:
        if seen.object == "foreign":
            return nothing
        if kinds & {"acts"} and not ids & _CARRIED:
            if seen.object in {"review", "suit"} and not kinds & {"results"}:
                return nothing
            ids |= {"request"}
    return meaning_of(seen.lexicon, bound, ids)


def _documents(seen: Seen, ids: frozenset[str]) -> tuple[frozenset[str], Meaning | None]:
    subject = ids & {"normative", "rule"} or frozenset({seen.document})
    acts = ids & _DOCUMENTS or ({seen.act} if seen.act in _DOCUMENTS else set())
    if "made" in acts:
        acts = frozenset(acts) - {"disclosed"}
    names = frozenset(subject) | frozenset(acts)
    meaning = seen.lexicon.meaning(names)
    # 规章13件（新制定5件、修改4件）: how many of them is not what the table asks.
    inside = next((one for one in reversed(seen.before) if one.words in "（）"), None)
    if meaning is not None and inside is not None and inside.words == "（":
        meaning = meaning._replace(weak=True)
    return names, meaning
