"""Hooks in the config: what may be said, and how each mistake is told."""

from __future__ import annotations

import pytest

from ergobreak import config
from ergobreak.config import explain, hooks, keys, typed
from ergobreak.simulate.expectations import EVENTS

GOOD = '[hooks.music]\non = ["started", "completed"]\nrun = ["playerctl", "pause"]\n'


def sentences(text: str) -> list[str]:
    """Return the problems of a config, without the source lines under them."""
    return [problem.text("f").split("\n")[0] for problem in config.read(text).problems]


def test_a_hook_is_events_and_a_command() -> None:
    """Two keys are enough; words of a command stay as they are, and half a minute is the limit."""
    text = GOOD.replace('"pause"', '"  two  words ", "", "~"')
    settings = config.read(text).settings
    assert settings is not None
    hook = settings.hooks["music"]

    assert hook.run == ("playerctl", "  two  words ", "", "~")
    assert hook.on == ("started", "completed")
    assert hook.reminders == ()
    assert str(hook.limit) == "30s"
    assert config.read(config.show(settings)).settings == settings


def test_every_event_of_the_journal_can_be_named() -> None:
    """The events are those that a scenario knows, and the one that only people write."""
    assert set(hooks.EVENTS) == {*EVENTS, "discomfort"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '["playerctl", "pause"]',
            '"playerctl pause"',
            f'f:3:7: hooks.music.run: found "playerctl pause"; allowed: {hooks.COMMAND}',
        ),
        (
            '"pause"',
            "5",
            "f:3:21: hooks.music.run[1]: found 5; allowed: a text in quotes, without the char",
        ),
        ('["playerctl", "pause"]', "[]", "f:1:8: hooks.music: says not what it runs; allowed: run"),
        ('"playerctl", ', '"", ', "f:1:8: hooks.music: says not what it runs; allowed: run"),
        ("on = ", "# ", 'f:1:8: hooks.music: says not on what it runs; allowed: on = ["prompted"]'),
        ("run = ", "rum = ", 'f:3:1: hooks.music.rum: unknown key; did you mean "run"?'),
        ("hooks.music", "hooks.'a b'", 'f:1:8: hooks."a b": no name for a hook; allowed: letters'),
    ],
)
def test_a_mistake_says_what_is_allowed(old: str, new: str, told: str) -> None:
    """Each mistake names file, line, key, what was found and what is allowed."""
    found = sentences(GOOD.replace(old, new))

    assert any(each.startswith(told) for each in found), found
    assert config.read(GOOD.replace(old, new)).settings is None


def test_the_nearest_event_is_named() -> None:
    """A slip in an event names the one that was meant."""
    (told,) = sentences(GOOD.replace('"completed"', '"complete"'))

    assert told.startswith('f:2:18: hooks.music.on[1]: found "complete"; allowed: *, due, ')
    assert told.endswith('did you mean "completed"?')


def test_a_reminder_has_to_be_there() -> None:
    """A filter by a reminder that there is not names the nearest; one of one's own is known."""
    own = '[reminders.plants]\nat = ["10:00"]\n'

    assert sentences(f'{GOOD}reminders = ["stretch", "plants"]\n{own}') == []
    (told,) = sentences(f'{GOOD}reminders = ["strech"]\n')
    assert told.startswith('f:4:14: hooks.music.reminders[0]: no reminder has the name "strech"')
    assert told.endswith('did you mean "stretch"?')


def test_a_command_can_be_typed() -> None:
    """`config set` takes a command as the shell has parted it."""
    place = keys.find("hooks.music.run")

    assert typed.value(["notify-send", "a, b"], place) == ["notify-send", "a, b"]
    assert not list(typed.problems(["notify-send", "a, b"], place))


def test_every_key_is_explained() -> None:
    """Each key of a hook has its sentence from the commented file."""
    told = {
        place.path[-1]: explain.meaning(place) for place in keys.leaves(keys.find("hooks.music"))
    }

    assert told["run"] == "The program, and its arguments one by one."
    assert set(told) == {"on", "run", "reminders", "limit"}
    assert all(text.endswith(".") for text in told.values())
