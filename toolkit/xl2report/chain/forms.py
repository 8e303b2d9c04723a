"""Forms by their id: found, read (compiled where it is current), checked, made ready."""

from pathlib import Path

from xl2report.chain.errors import CannotWork
from xl2report.form import homes
from xl2report.form.definition import compiled
from xl2report.form.definition.model import Form
from xl2report.form.plan import Plan
from xl2report.form.relations import build_relations

_PLANS: dict[Path, Plan] = {}
_BY_ID: dict[str, Plan | None] = {}


def load_form(folder: Path) -> Form:
    """The form of a folder: compiled if that is current, else from its YAML, fully checked.

    Raises FormError.
    """
    stamp = compiled.fingerprint(homes.source_files(folder))
    file = folder / compiled.FILE
    if file.is_file():
        form = compiled.from_json(file.read_text(encoding="utf-8"), stamp)
        if form is not None:
            return form
    from xl2report.form.definition.loader import load_yaml
    from xl2report.work.charts import compile_charts
    from xl2report.work.narrative.plan import compile_narrative

    form = load_yaml(folder)
    build_relations(form)
    compile_narrative(form)
    compile_charts(form)
    return form


def find_plan(form_id: str) -> Plan | None:
    """The plan of a form by its id, None if there is no such form. Raises FormError."""
    if form_id not in _BY_ID:
        folder = homes.form_folder(form_id)
        plan = None
        if folder is not None:
            key = folder.resolve()
            plan = _PLANS.get(key)
            if plan is None:
                form = load_form(folder)
                plan = _PLANS[key] = Plan(form, build_relations(form))
        _BY_ID[form_id] = plan
    return _BY_ID[form_id]


def open_plan(form_id: str) -> Plan:
    """The plan of a form; raises CannotWork for an unknown form, FormError for a faulty one."""
    plan = find_plan(form_id)
    if plan is None:
        listed = ", ".join(homes.form_ids())
        chinese = f"没有报表“{form_id}”。现有：{listed}"
        raise CannotWork(chinese, f"There is no form “{form_id}”. Known: {listed}")
    return plan


def folder_of(form_id: str) -> Path:
    """The folder of a known form; raises CannotWork for an unknown one."""
    folder = homes.form_folder(form_id)
    if folder is None:
        raise CannotWork(f"没有报表“{form_id}”", f"There is no form “{form_id}”")
    return folder


def all_plans() -> list[Plan]:
    """The plans of all forms there are, by id."""
    return [open_plan(form_id) for form_id in homes.form_ids()]


def form_names(found: str, expected: str) -> dict[str, str]:
    """Two forms as a clerk knows them, by edition, in Chinese; in English by their ids."""
    names = {"found_en": found, "expected_en": expected}
    for key, form_id in (("found", found), ("expected", expected)):
        plan = find_plan(form_id)
        names[key] = f"{plan.form.edition}年版报表（{form_id}）" if plan else form_id
    return names


def form_of_year(year: int, like: Plan) -> str | None:
    """The id of the edition in force for a year among the forms of the same title as another."""
    for form_id in homes.form_ids():
        plan = find_plan(form_id)
        if plan and plan.form.title == like.form.title and plan.form.covers_year(year):
            return form_id
    return None
