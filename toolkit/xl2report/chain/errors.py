"""What stops a command: one clear message in both languages, exit code 2."""


class CannotWork(Exception):
    """The command cannot do its work; `chinese` and `english` say what is wrong and what to do."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english
