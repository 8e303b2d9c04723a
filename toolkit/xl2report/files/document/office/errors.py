"""What is wrong with an office's own Word file, in both languages."""

from xl2report.files.document.package import DocumentError


class OfficeError(DocumentError):
    """The file cannot be filled in; `chinese` and `english` say what is wrong and where."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.chinese = chinese
        self.english = english
