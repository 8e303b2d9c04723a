"""What an office would otherwise write, a process of its own: a loop over a folder of workbooks.

python rivals.py openpyxl|calamine FOLDER
"""

import sys
import warnings
from pathlib import Path


def by_openpyxl(folder: Path) -> None:
    """Formulas and values both, as openpyxl gives them: every workbook loaded twice."""
    import openpyxl

    for path in sorted(folder.iterdir()):
        openpyxl.load_workbook(path)
        openpyxl.load_workbook(path, data_only=True)


def by_calamine(folder: Path) -> None:
    """Values only; there are no formulas to be had."""
    import pandas as pd

    for path in sorted(folder.iterdir()):
        pd.read_excel(path, sheet_name=None, engine="calamine")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    {"openpyxl": by_openpyxl, "calamine": by_calamine}[sys.argv[1]](Path(sys.argv[2]))
