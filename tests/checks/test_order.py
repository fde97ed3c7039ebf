"""When an order is plain, and which entry breaks it."""

from __future__ import annotations

import random

import pytest

from checks.making import find

FIRST = "Acorn Boat Cup Dish Egg Fork Grater Hob Icing Jug Kettle Ladle Mug Nut Oven Pan Quiche Rack Sieve Tray"
NAMES = FIRST.split()
CHANCE = random.Random(6)


def items(order: list[int], *, dated: bool = True, down: bool = False) -> str:
    """Items whose numbers are their months, or their names."""

    def item(number: int) -> str:
        month = 40 - number if down else number
        date = f"{2015 + month // 12}-{month % 12 + 1:02} " if dated else ""
        name = NAMES[(number * 7) % 20] if dated else NAMES[number]
        return f"- {date}[{name} of an Invented Kitchen](https://arxiv.org/abs/1501.{number:05})\n"

    return "".join(map(item, order))


def moved(count: int, at: int, to: int) -> list[int]:
    order = list(range(1, count + 1))
    order.insert(to, order.pop(at))
    return order


@pytest.mark.parametrize("down", [False, True])
def test_one_entry_out_of_the_order_by_date(down: bool) -> None:
    text = items(moved(12, 2, 8), down=down)
    (finding,) = find("order", text)
    assert (
        finding.message == "the entry stands outside of the order by month: it belongs between those in lines 2 and 3"
    )
    assert text.count("\n", 0, finding.start) == 8
    assert find("order", items(list(range(1, 13)), down=down)) == []


def test_one_entry_out_of_the_order_by_title() -> None:
    (finding,) = find("order", items(moved(12, 11, 0), dated=False))
    assert finding.message.endswith("the order by title: it belongs behind the one in line 12")
    assert find("order", items(list(range(12)), dated=False)) == []


def test_topics_that_keep_one_order_vouch_for_each_other() -> None:
    topics = [items(list(range(start, start + 4))) for start in (1, 5, 3, 8)]
    text = "".join(f"# Part {n}\n\n{topic}\n" for n, topic in enumerate(topics))
    assert find("order", text) == []
    text += "# Last\n\n" + items([1, 9, 2, 3])
    (finding,) = find("order", text)
    assert "Dish" in text[finding.start : finding.end]


def test_a_title_that_begins_with_a_sign_has_no_plain_place() -> None:
    """A formula or quotes stand in front of all letters, or among them, as the keeper likes."""
    lines = items(list(range(14)), dated=False).splitlines(keepends=True)
    formula = "- [$\\omega$-Kettles](https://arxiv.org/abs/1501.00099)\n"
    for place in (0, 3, 14):
        assert find("order", "".join([*lines[:place], formula, *lines[place:]])) == []


def test_a_list_in_no_order_or_in_parts_of_its_own_order_is_left_alone() -> None:
    for count in range(4, 40, 3):
        order = list(range(1, min(count, 19)))
        CHANCE.shuffle(order)
        assert find("order", items(order)) == []
        assert find("order", items(order, dated=False)) == []
    parts = "# Tea\n\n**Old**\n\n" + items(list(range(8, 16))) + "\n**New**\n\n" + items([1, 2])
    assert find("order", parts) == []
    by_year = "".join(items([n + 2, n, n + 1]) for n in (12, 24, 36))
    assert find("order", by_year) == []
