"""The main job on the sample city: check its returns, merge them, write the report.

    python samples/rushan-2020/demo.py [FOLDER]

Writes into `samples/rushan-2020/output` (or the folder given) and says where the results lie. The
returns were made by `make.py` from `figures.yaml`.
"""

import sys
from pathlib import Path

import make

import xl2report

HERE = Path(__file__).resolve().parent


def demo(folder: Path) -> int:
    """Run the chain into the folder; the number of city cells that are not as published."""
    city = make.load("published.yaml")
    ran = xl2report.run(
        [HERE / "returns"], folder, reporter=city["reporter"], roster=HERE / "roster.xlsx"
    )
    print(f"{len(ran.check.books)} returns checked: {ran.check.errors} errors")
    workbook, document = ran.written
    values = xl2report.read([workbook])[0][0]["values"]
    wrong = [
        point for point, value in city["points"].items() if values[point]["value"] != str(value)
    ]
    cells = len(city["points"])
    print(f"city workbook: {cells - len(wrong)} of {cells} cells equal the published tables")
    print(f"report: {len(ran.missing)} fact(s) still to be filled in: {'、'.join(ran.missing)}")
    # One by one: of several versions of a unit's workbook only one would count.
    faulty = sorted((HERE / "faulty").glob("*.xlsx"))
    told = sum(bool(xl2report.check([book], year=city["year"]).findings) for book in faulty)
    print(f"faulty returns: {told} of {len(faulty)} told what to correct")
    print()
    print(f"The city's workbook:  {workbook}")
    print(f"The report:           {document}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(bool(demo(Path(sys.argv[1]) if sys.argv[1:] else HERE / "output")))
