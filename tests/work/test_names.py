"""Names in texts: what the index finds is what a plain look finds, few or many."""

import random
import time

import pytest

from xl2report.work.assess.names import Names

SIGNS = "市县民政教育局办"


def plainly(names: list[str], text: str) -> list[str]:
    known = [name for name in dict.fromkeys(names) if name]
    apart = [name for name in known if not any(name in other for other in known if other != name)]
    return [name for name in sorted(apart, key=len, reverse=True) if name in text]


@pytest.mark.parametrize("many", [3, 60, 400])
def test_it_finds_what_a_plain_look_finds(many: int) -> None:
    dice = random.Random(many)  # noqa: S311 - names
    met = 0
    for _ in range(40):
        names = ["".join(dice.choices(SIGNS, k=dice.randint(1, 9))) for _ in range(many)]
        if many > 100:  # those of one sign would leave nothing of the others
            names = ["".join(dice.choices(SIGNS, k=dice.randint(4, 9))) for _ in range(many)]
        text = "".join(dice.choices(SIGNS, k=30)) + dice.choice(names)
        index = Names([*names, ""])
        assert index.within(text) == plainly(names, text)
        met += bool(index.within(text))
    assert met


def test_nothing_is_found_in_nothing() -> None:
    assert not Names(())
    assert Names(()).within("民政局") == []
    assert Names(["民政局"]).within("") == []


def test_ten_thousand_names_are_found_as_fast_as_a_hundred() -> None:
    names = [f"示例市第{number:05d}号机关" for number in range(10_000)]
    index = Names(names)
    text = "本年度按照要求" * 70 + names[77]
    begun = time.process_time()
    for _ in range(200):
        assert index.within(text) == [names[77]]
    assert time.process_time() - begun < 1  # a plain look takes a second at the best
