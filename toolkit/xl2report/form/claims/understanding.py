"""The names beside a number, in the light of what the text speaks of → what they stand for.

Where that is not certain there is no meaning, and the number is not judged.
"""

from xl2report.form.claims.binding import Bound
from xl2report.form.claims.lexicon import Meaning
from xl2report.form.claims.meanings import meaning_of
from xl2report.form.claims.model import Count, Unread
from xl2report.form.claims.state import Seen
from xl2report.form.claims.tokens import Token

_OBJECTS = frozenset({"request", "review", "suit"})
_DOCUMENTS = frozenset(
    {"made", "repealed", "in_force", "disclosed", "public_total", "decided", "year_end"}
)
DECISIONS = frozenset({"permit", "penalty", "force", "services"})
_OUTCOMES = frozenset({"upheld", "corrected", "other_result", "pending", "concluded"})
_APPLICANTS = frozenset({"business", "research", "welfare", "legal"})
_TOTALS = (
    frozenset({"review"}),
    frozenset({"suit"}),
    frozenset({"suit", "direct"}),
    frozenset({"suit", "after"}),
)
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
    if ids & {"purchases", "spent"}:
        whole = kinds <= {"objects"} and not bound.apart
        return ids, seen.lexicon.meaning(ids) if whole else None
    if ids & {"normative", "rule"} or (
        ids & _DOCUMENTS and seen.document and not kinds - {"documents"}
    ):
        return _documents(seen, ids)
    told_of = ids & _OBJECTS or kinds & {"results", "applicants"}
    if ids & {"disclosed", "public_total"} and not told_of:
        return nothing  # 新增主动公开信息560条
    ids -= _DOCUMENTS
    if (rest := _rest_of(seen, bound)) is not None:
        bound = bound._replace(names=(rest,), joined=())
        ids, kinds = bound.ids, {rest.kind}
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
        inside = _inside(seen)
        own = seen.outcome or (seen.disputes[-1] if seen.disputes else seen.object)
        if not stage and _of_strange_ones(seen):
            return nothing
        if inside and not stage:
            return _of_these(seen, bound, ids, inside)
        ids |= {"suit"} if stage else {own}
        unclear = len(seen.disputes) > 1 and not seen.outcome
        if not stage and (unclear or (seen.stage and own == "suit")):
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


def _of_strange_ones(seen: Seen) -> bool:
    """Whether the sentence counts disputes that are not understood before it tells of outcomes."""
    told = seen.claims[seen.first :]
    known = any(isinstance(one, Count) and one.names & {"review", "suit"} for one in told)
    return not known and any(isinstance(one, Unread) for one in told)


def _of_these(
    seen: Seen, bound: Bound, ids: frozenset[str], inside: frozenset[str]
) -> tuple[frozenset[str], Meaning | None]:
    """An outcome of the disputes counted just before; of one stage, it may be told of all suits."""
    names, meaning = meaning_of(seen.lexicon, bound, ids | inside)
    if len(inside) == 1 or meaning is None:
        return names, meaning
    every = seen.lexicon.meaning(ids | {"suit"})
    return names, meaning._replace(formulas=(*meaning.formulas, *(every.formulas if every else ())))


def _rest_of(seen: Seen, bound: Bound) -> Token | None:
    """`其他` by what is listed before it: the other organisations, the other outcomes of disputes."""
    last = seen.claims[-1] if len(seen.claims) > seen.first else None
    if bound.ids != {"other_rest"} or not isinstance(last, Count) or last.meaning is None:
        return None
    if last.names & _APPLICANTS:
        return bound.names[0]._replace(kind="applicants", id="other_org")
    if last.names & _OUTCOMES:
        return bound.names[0]._replace(kind="outcomes", id="other_result")
    if last.names & {"other_no_correction", "other_fee_unpaid"}:
        return bound.names[0]._replace(id="other_misc")
    return None


def _inside(seen: Seen) -> frozenset[str]:
    """The disputes that were counted just before, as of whose outcomes is told now.

    None where two kinds were counted side by side (`复议2件、诉讼3件，其中…`).
    """
    counts = [one.names for one in seen.claims[seen.first :] if isinstance(one, Count)]
    at = next((at for at in range(len(counts) - 1, -1, -1) if counts[at] in _TOTALS), None)
    if at is None or any(not counts[at] <= names for names in counts[at:]):
        return frozenset()
    beside = counts[at - 1] if at else frozenset()
    # 诉讼5件，其中直接起诉3件（维持2件）: a stage behind the number of all suits is inside of it.
    if beside in _TOTALS and not beside < counts[at]:
        return frozenset()
    return counts[at]


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
