"""The generated files of `workbook_templates/`: compiled form and phrase book, blank workbooks, base document.

`python -m xl2report.chain.artefacts FOLDER` writes them; a test makes them anew and compares.
"""

import sys
from pathlib import Path

from xl2report.chain.outlet import write_whole
from xl2report.chain.template import blank, source_of
from xl2report.files.template import stock
from xl2report.form import homes
from xl2report.form.claims import compiled as phrases
from xl2report.form.claims.lexicon import read_lexicon
from xl2report.form.claims.opening import phrase_files, stamp_of
from xl2report.form.definition import compiled
from xl2report.form.definition.loader import load_yaml
from xl2report.form.plan import Plan
from xl2report.form.relations import build_relations
from xl2report.work.charts import compile_charts
from xl2report.work.narrative.plan import compile_narrative


def artefacts(folder: Path) -> dict[str, bytes]:
    """The generated files of one form's folder, by name. Raises FormError."""
    from xl2report.files.document.base import make_base

    form = load_yaml(folder)
    plan = Plan(form, build_relations(form))
    compile_narrative(form)
    compile_charts(form)
    stamp = compiled.fingerprint(homes.source_files(folder))
    made = {
        compiled.FILE: compiled.to_json(form, stamp).encode(),
        "blank.xlsx": blank(plan, form.last_year or form.first_year, "", ""),
        stock.FILE: stock.make_stock(lambda *asked: blank(plan, *asked), source_of(folder)),
        "base.docx": make_base(),
    }
    if files := phrase_files(folder, form.id):
        lexicon = read_lexicon(files, form)
        made[phrases.FILE] = phrases.to_json(lexicon, stamp_of(folder, files)).encode()
    return made


def write_artefacts(home: Path) -> list[Path]:
    """Write the generated files of every form in a home; the paths written."""
    written = []
    for form_file in sorted(home.glob("*/form.yaml")):
        for name, data in artefacts(form_file.parent).items():
            write_whole(form_file.parent / name, data)
            written.append(form_file.parent / name)
    return written


if __name__ == "__main__":
    for path in write_artefacts(Path(sys.argv[1]) if sys.argv[1:] else homes.homes()[-1]):
        sys.stdout.write(f"{path}\n")
