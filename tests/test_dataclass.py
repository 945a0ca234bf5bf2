"""The values of the program behave as dataclasses do, for whoever wrote them as such."""

from __future__ import annotations

import subprocess
import sys
from functools import cached_property

import pytest

from ergobreak.dataclass import asdict, dataclass, field, names, replace


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value in a value."""

    text: str = "leaf"


@dataclass(frozen=True, slots=True)
class Tree:
    """A value with values inside."""

    height: int
    leaf: Leaf = Leaf()
    all: tuple[Leaf, ...] = ()
    by_name: dict[str, Leaf] = field(default_factory=dict)

    @property
    def is_tall(self) -> bool:
        """Tell whether it is taller than others."""
        return self.height > 10


@dataclass(slots=True)
class Pot:
    """What may be changed."""

    water: int = 0


@dataclass(frozen=True)
class Forest:
    """What remembers what it has worked out."""

    trees: tuple[int, ...]

    @cached_property
    def count(self) -> list[int]:
        """Return a list that is made once."""
        return [len(self.trees)]


@dataclass(frozen=True, slots=True, eq=False)
class Ticket:
    """One is not another, whatever stands on it."""

    number: int


def test_what_is_frozen_stays_as_it_was() -> None:
    """A value that is shared by threads must not change under one of them."""
    tree = Tree(3)

    with pytest.raises(AttributeError):
        tree.height = 4  # type: ignore[misc]

    assert tree.height == 3


def test_two_alike_are_one_in_a_set() -> None:
    """Rules compare states, and sets hold values."""
    assert Tree(3) == Tree(3)
    assert Tree(3) != Tree(4)
    assert len({Leaf("a"), Leaf("a"), Leaf("b")}) == 2


def test_a_changed_copy_leaves_the_first_alone() -> None:
    """What is not named is taken over, and a name that is no field is an error."""
    tree = Tree(3, Leaf("old"))

    assert replace(tree, height=20) == Tree(20, Leaf("old"))
    assert replace(tree, height=20).is_tall
    assert not tree.is_tall
    with pytest.raises(TypeError):
        replace(tree, width=1)  # type: ignore[call-arg]


def test_a_value_without_eq_is_equal_to_itself_alone() -> None:
    """Two watches on one folder are two, and each can be looked up."""
    one, other = Ticket(1), Ticket(1)

    assert one != other
    assert len({one, other, one}) == 2


def test_what_is_not_frozen_changes_and_shares_nothing() -> None:
    """Each has a dict of its own, and what may change is in no set."""
    pot = Pot()
    pot.water += 5
    Tree(1).by_name["x"] = Leaf()

    assert (pot.water, Pot().water) == (5, 0)
    assert Tree(1).by_name == {}
    with pytest.raises(TypeError):
        hash(pot)


def test_a_property_is_worked_out_once() -> None:
    """Without slots there is room for what is remembered."""
    forest = Forest((1, 2))

    assert forest.count == [2]
    assert forest.count is forest.count


def test_a_value_is_told_by_the_names_of_its_fields() -> None:
    """To the last value inside, wherever it stands."""
    tree = Tree(3, Leaf("a"), (Leaf("b"),), {"c": Leaf("d")})

    assert names(Tree) == ("height", "leaf", "all", "by_name")
    assert asdict(tree) == {
        "height": 3,
        "leaf": {"text": "a"},
        "all": ({"text": "b"},),
        "by_name": {"c": {"text": "d"}},
    }


def test_what_nobody_needs_is_not_loaded_and_can_be_later() -> None:
    """An import of typing_extensions is spared, and not forbidden."""
    code = (
        "import sys, ergobreak.dataclass\n"
        "assert 'typing_extensions' not in sys.modules\n"
        "import typing_extensions\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
