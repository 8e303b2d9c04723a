"""Names found beside each other → what they stand for in points of the form."""

from itertools import combinations

from xl2report.form.claims.binding import Bound
from xl2report.form.claims.lexicon import Formula, Lexicon, Meaning
from xl2report.form.language import Expression

# A kind that says more makes the less telling ones beside it idle: 答复中予以公开3件 is of results.
_SINGLE = ("results", "channels")
_GROUP_OF = {"denied": "denied_", "unable": "unable_", "refused": "refused_", "other": "other_"}
_CARRIED = ("carried_in", "carried_out", "carried")


def meaning_of(
    lexicon: Lexicon, bound: Bound, ids: frozenset[str]
) -> tuple[frozenset[str], Meaning | None]:
    """The names that count among `ids`, and what they stand for."""
    for kind in _SINGLE:
        tokens = bound.of(kind)
        if tokens:
            return _single(lexicon, bound, [token.id for token in tokens])
    together = {token.id for token in bound.joined if token.kind == "acts"}
    if "carried_in" in together and together & {"new", "received"} and "due" in lexicon.bases:
        # 新收和上年结转的54件
        return frozenset({"handled", "request"}), Meaning((lexicon.bases["due"].formula,))
    for name in _CARRIED:
        if name in ids and not ids & {"review", "suit", "upheld", "corrected"}:
            return frozenset({name}), lexicon.meaning(frozenset({name}))
    applicants = [token.id for token in bound.of("applicants")]
    if applicants:
        if len(set(applicants)) > 1:
            return frozenset(applicants), _added(lexicon, applicants) if bound.joined else None
        return frozenset(applicants), lexicon.meaning(frozenset(applicants))
    return _together(lexicon, ids)


def _single(
    lexicon: Lexicon, bound: Bound, found: list[str]
) -> tuple[frozenset[str], Meaning | None]:
    unique = list(dict.fromkeys(found))
    if len(unique) > 1 and "opened" in unique:
        unique = ["granted" if one == "opened" else one for one in unique]
        tokens = tuple(
            one._replace(id="granted") if one.id == "opened" else one for one in bound.joined
        )
        bound = bound._replace(joined=tokens)
    if len(unique) == 1:
        only = unique[0]
        group = next((g for g, head in _GROUP_OF.items() if only.startswith(head)), "")
        if (
            bound.group and group and only not in {"other_rest", "unable_absent"}
        ):  # 因本机关不掌握等原因
            meant = lexicon.meaning(frozenset({group}))
            alone = lexicon.meaning(frozenset({only}))
            return frozenset({group}), _either(meant, alone) if not bound.of("objects") else meant
        return frozenset(unique), lexicon.meaning(frozenset(unique))
    if bound.joined and {token.id for token in bound.joined} >= set(unique):
        return frozenset(unique), _added(lexicon, unique)
    groups = [one for one in unique if one in _GROUP_OF]
    rows = [one for one in unique if groups and one.startswith(_GROUP_OF[groups[0]])]
    if len(groups) == 1 and len(rows) == len(unique) - 1 and unique[-1] == groups[0]:
        # 属于信访投诉、重复申请等情形不予处理: rows and their group; without 等 one of the two is meant.
        whole = lexicon.meaning(frozenset(groups))
        if bound.group:
            return frozenset(groups), whole
        return frozenset(rows), _either(_added(lexicon, rows), whole)
    if all(lexicon.kinds.get(one) == "channels" for one in unique):
        return frozenset(unique), _added(lexicon, unique)
    return frozenset(unique), None


def _either(first: Meaning | None, second: Meaning | None) -> Meaning | None:
    if first is None or second is None:
        return first or second
    return first._replace(formulas=(*first.formulas, *second.formulas))


def _added(lexicon: Lexicon, names: list[str]) -> Meaning | None:
    """The figures of names side by side, added up: the first with the first, and so on."""
    meanings = [lexicon.meaning(frozenset({name})) for name in names]
    if any(meaning is None for meaning in meanings):
        return None
    known = [meaning for meaning in meanings if meaning is not None]
    fewest = min(len(meaning.formulas) for meaning in known)
    formulas = tuple(added([meaning.formulas[at] for meaning in known]) for at in range(fewest))
    return Meaning(formulas, weak=any(meaning.weak for meaning in known))


def added(formulas: list[Formula]) -> Formula:
    """Several figures as one sum."""
    terms = tuple(term for formula in formulas for term in formula.sum.terms)
    return Formula(" + ".join(formula.text for formula in formulas), Expression(terms, 0))


def _together(lexicon: Lexicon, ids: frozenset[str]) -> tuple[frozenset[str], Meaning | None]:
    if {"review", "suit"} <= ids:
        rest = ids - {"review", "suit"} - {"received", "handled", "closed", "request"}
        both = [lexicon.meaning(rest | {one}) for one in ("review", "suit")]
        known = [meaning for meaning in both if meaning is not None]
        if len(known) == 2:
            pair = added([known[0].formulas[0], known[1].formulas[0]])
            return rest | {"review", "suit"}, Meaning((pair,))
        return ids, None
    if ids & {"review", "suit"}:
        ids -= {"received", "new", "handled", "closed", "on_time", "request", "made"}
    if meaning := lexicon.meaning(ids):
        return ids, meaning
    # 收到政府信息公开申请并办结: what is said twice over may be said with fewer names.
    for size in range(len(ids) - 1, 0, -1):
        for fewer in combinations(sorted(ids), size):
            if "request" in ids and "request" not in fewer:
                continue
            meaning = lexicon.meaning(frozenset(fewer))
            if meaning is not None and ids - set(fewer) <= {"made", "disclosed", "handled"}:
                return frozenset(fewer), meaning
    return ids, None
