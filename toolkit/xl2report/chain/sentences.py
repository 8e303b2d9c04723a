"""The sentences of a report: the form's, or those that an office keeps beside its work.

`narrative.yaml` and `phrases.yaml` in a work folder replace what the form says, key by key: the title,
the parts, a single phrase. They are read anew each time; the compiled form knows nothing of them.
"""

from pathlib import Path

from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import folder_of, open_plan
from xl2report.form.plan import Plan
from xl2report.work.narrative import sentences
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.placeholders import Mark, list_marks

FILES = ("narrative.yaml", "phrases.yaml")


def narrative_of(plan: Plan, own: Path | str | None = None) -> sentences.Plan:
    """The narrative of a form, in an office's own words where it has any.

    `own` is the folder in which they may lie, or one file of them. Raises CannotWork where there is
    no such file or folder, FormError for a mistake in the sentences.
    """
    files = own_files(Path(own)) if own is not None else []
    if not files:
        return compile_narrative(plan.form)
    from xl2report.form.definition.loader import load_yaml

    form = load_yaml(folder_of(plan.form.id), files)
    # Only the words are the office's: what is asked, and how it is counted, is the form's.
    return compile_narrative(plan.form._replace(narrative=form.narrative))


def marks_of(form_id: str | None, own: Path | str | None = None) -> tuple[Mark, ...]:
    """The marks that an office's own Word file may hold: parts by the headings of its own sentences.

    Raises CannotWork where no form is named or there is none of the name, FormError.
    """
    if form_id is None:
        chinese = "请指定报表，如 forms disclosure-2021 --marks"
        raise CannotWork(chinese, "Name a form: forms disclosure-2021 --marks")
    plan = open_plan(form_id)
    return list_marks(plan, narrative_of(plan, own))


def own_files(own: Path) -> list[Path]:
    """The files of an office's own sentences: those in a folder, or the one that is named.

    Raises CannotWork where there is no such file or folder.
    """
    if own.is_file():
        return [own]
    if not own.is_dir():
        raise CannotWork(f"找不到句子文件：{own}", f"No such file or folder of sentences: {own}")
    return [own / name for name in FILES if (own / name).is_file()]
