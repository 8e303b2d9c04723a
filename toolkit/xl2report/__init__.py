"""xl2report: the yearly disclosure report, from an Excel template to the document that is sent out.

Every command has a library twin here: `xl2report.check(["returns/"])`. They are imported when used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = [
    "check",
    "explain",
    "fill",
    "frame",
    "import_document",
    "init",
    "merge",
    "proofread",
    "read",
    "report",
    "rescue",
    "run",
    "status",
    "template",
]

if TYPE_CHECKING:
    from xl2report.chain.check import check
    from xl2report.chain.explain import explain
    from xl2report.chain.fill import fill
    from xl2report.chain.imported import import_document
    from xl2report.chain.init import init
    from xl2report.chain.merge import merge
    from xl2report.chain.proofread import proofread
    from xl2report.chain.read import frame, read
    from xl2report.chain.report import report
    from xl2report.chain.rescue import rescue
    from xl2report.chain.run import run
    from xl2report.chain.status import status
    from xl2report.chain.template import template

_HOMES = {name: name for name in __all__} | {"frame": "read", "import_document": "imported"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module 'xl2report' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"xl2report.chain.{_HOMES[name]}"), name)
