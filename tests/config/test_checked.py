"""What a config may say: every problem at once, each with its place and what is allowed."""

from __future__ import annotations

from textwrap import dedent

import pytest

from ergobreak import config
from ergobreak.adapters.time import calendar
from ergobreak.errors import ConfigError


def sentences(text: str) -> list[str]:
    """Return the problems of a config, without the source lines under them."""
    problems = config.read(dedent(text), calendar).problems
    return [problem.text("ergobreak.toml").split("\n")[0] for problem in problems]


def stretch(line: str) -> list[str]:
    """Return the problems of one line in the table of the stretch."""
    return [
        problem.removeprefix("ergobreak.toml:")
        for problem in sentences(f"[reminders.stretch]\n{line}\n")
    ]


def test_unknown_key_is_shown_with_its_line_and_the_nearest_name() -> None:
    """A mistyped key is told as a compiler would: place, path, nearest name, line and marker."""
    text = '[reminders.stretch]\n\n  evry = "90m"  # often\n'

    checked = config.read(text)

    assert checked.settings is None
    assert [problem.text("ergobreak.toml") for problem in checked.problems] == [
        (
            'ergobreak.toml:3:3: reminders.stretch.evry: unknown key; did you mean "every"?\n'
            '      evry = "90m"  # often\n'
            "      ^"
        )
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    """One reading finds every mistake, of types and of meaning, by line."""
    found = sentences(
        """\
        version = 0
        [reminders.eyes]
        counts = "30s"
        [work]
        days = ["mon", "funday"]
        hours = ["08:00"]
        [reminders.walk]
        every = 90
        at = ["25:00"]
        [presence]
        inhibitor = "holt"
        [delivery]
        per_hour = true
        [foo]
        """
    )

    assert found == [
        ("ergobreak.toml:1:11: version: found 0; allowed: 1"),
        (
            'ergobreak.toml:3:10: reminders.eyes.counts: found "30s"; '
            "allowed: at most as long as `for` (20s)"
        ),
        (
            'ergobreak.toml:5:16: work.days[1]: found "funday"; '
            "allowed: mon, tue, wed, thu, fri, sat, sun"
        ),
        (
            'ergobreak.toml:6:10: work.hours[0]: found "08:00"; '
            'allowed: a time range such as "06:00-22:00"'
        ),
        (
            "ergobreak.toml:8:9: reminders.walk.every: found 90; "
            'allowed: a span such as "30s", "90m" or "1h 30m"'
        ),
        (
            "ergobreak.toml:9:1: reminders.walk.at: there is `every` already; "
            "a reminder has one of every, at and cron"
        ),
        (
            'ergobreak.toml:9:7: reminders.walk.at[0]: found "25:00"; '
            'allowed: a time of day such as "09:30"'
        ),
        (
            'ergobreak.toml:11:13: presence.inhibitor: found "holt"; '
            'allowed: ignore, activity, hold; did you mean "hold"?'
        ),
        "ergobreak.toml:13:12: delivery.per_hour: found true; allowed: a whole number from 1 to 60",
        (
            "ergobreak.toml:14:2: foo: unknown key; "
            "allowed: version, work, presence, delivery, policies, busy, access, exercises, "
            "window, sound, workplace, journal, locale, monday, discomfort, calendars, hooks, "
            "reminders, profiles"
        ),
    ]


def test_programs_have_names_and_no_patterns() -> None:
    """A program without a name is an error with its place; a star is warned of."""
    checked = config.read('version = 1\n[busy]\napps = ["obs", " "]\nignore = ["", "*", "mpv"]\n')
    lines = [problem.text("f").split("\n")[0] for problem in checked.problems]

    assert [line.partition("; ")[0] for line in lines] == [
        'f:3:16: busy.apps[1]: found ""',
        'f:4:11: busy.ignore[0]: found ""',
        (
            "f:4:15: warning: busy.ignore[1]: no pattern: * stands for itself, and each program "
            "has to be named"
        ),
    ]
    assert checked.settings is None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('kind = "strech"', 'found "strech"; allowed: stretch, walk, hydration, custom, breathe,'),
        ('show = "Panel"', 'allowed: tray, toast, panel, fullscreen; did you mean "panel"?'),
        ('strict = "on"', 'found "on"; allowed: off, hold, firm'),
        ('enabled = "no"', 'found "no"; allowed: true or false'),
        ("title = 5", "found 5; allowed: a text in quotes"),
        ('texts = "one"', 'found "one"; allowed: a list in square brackets'),
        ('for = "0m"', 'found "0m"; allowed: a span such as "30s", "90m" or "1h 30m", longer than'),
        ('postpone = "5m"', 'found "5m"; allowed: a table'),
        ("postpone = { by = [] }", "the list is empty; allowed: at least one item"),
        ("postpone = { at_most = -1 }", "found -1; allowed: a whole number from 0 to 20"),
        ("postpone = { by = ['x'], at = 1 }", "unknown key; allowed: by, at_most"),
        ("at = []", "the list is empty"),
        ('at = ["10:30"]\ncron = "0 9 * * *"', "there is `at` already"),
        ('hours = ["09:00-12:00"]', "only a reminder with `at` or `cron` has hours of its own"),
        ('counts = "6m"', 'found "6m"; allowed: at most as long as `for` (5m)'),
        ('amount = "2 pints"', 'found "2 pints"; allowed: an amount such as "250ml"'),
        ("ask_reason = 1", "found 1; allowed: true or false"),
        ('goal = "4l"', 'found "4l"; allowed: 1l to 3l'),
        ('goal = "900ml"', 'found "900ml"; allowed: 1l to 3l'),
        ('ceiling = "1l"', 'found "1l"; allowed: an amount and a span such as "1l/1h"'),
        ("every = 2026-01-01", "found 2026-01-01; allowed: a span"),
        ("every = 0xffffffffffffffffffff", "found a number that is far too large; allowed: a span"),
    ],
)
def test_wrong_value_is_told_with_what_is_allowed(line: str, sentence: str) -> None:
    """Each value that cannot be used is an error that says what could stand there."""
    problems = stretch(line)

    assert any(sentence in problem for problem in problems), problems
    assert config.read(f"[reminders.stretch]\n{line}\n", calendar).settings is None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('exercises.place = "hoem"', 'allowed: office, home; did you mean "home"?'),
        ("exercises.seated = 1", "found 1; allowed: true or false"),
        ('exercises.hide = ["nek"]', 'nothing has the name "nek"; did you mean "neck"?'),
        ('exercises.hide = ["knee pain"]', 'did you mean "knee-pain"?'),
        ('exercises.hide = [""]', "allowed: neck, shoulders"),
        ('exercises.favourites = ["neck-trun"]', 'did you mean "neck-turn"?'),
        ('exercises.favourites = ["neck"]', 'nothing has the name "neck"; did you mean'),
        ('window.use = "no"', "allowed: auto, never"),
        ('window.theme = "drak"', 'did you mean "dark"?'),
        ('window.accent = "green"', 'found "green"; allowed: a colour such as "#1f6f5c", or ""'),
        ('window.accent = "#12345"', "allowed: a colour"),
        ('window.monitors = " "', "allowed: all, pointer, primary, or the name of a monitor"),
        ('window.text = "huge"', "allowed: normal, large, larger"),
        ('window.motion = "none"', "allowed: auto, full, still"),
        ('window.focus = "yes"', "allowed: true or false"),
        ("sound.volume = 101", "found 101; allowed: a whole number from 0 to 100"),
        ('sound.end = "on"', "allowed: hands-free, always, never"),
        ('workplace.looked_over = "soon"', 'allowed: a date such as "2026-12-24"'),
        ("workplace.looked_over = 2026-03-02T09:00:00", "allowed: a date"),
    ],
)
def test_tables_of_the_break_are_told_as_all_others(line: str, sentence: str) -> None:
    """What cannot be meant in exercises, window, sound and workplace is an error with a remedy."""
    (problem,) = sentences(line + "\n")

    assert sentence in problem
    assert config.read(line).settings is None


def test_names_of_exercises_are_known_or_near_to_one() -> None:
    """Areas, tags and ids may be hidden, one's own too; a name like no other may come one day."""
    text = '[exercises]\nhide = ["neck", "knee-pain", "neck-turn", "{}"]\nfavourites = ["{}"]\n'

    assert config.read(text.format("far-look", "far-look")).problems == ()
    assert config.read(text.format("neck-tern", "far-look")).settings is None
    assert config.read(text.format("neck-tern", "far-look"), None, {"neck-tern"}).problems == ()
    assert config.read(text.format("neck-tern", "qqqq"), None, None).problems == ()
    (problem,) = config.read(text.format("far-look", "qqqq")).problems
    assert (problem.severity, problem.key) == ("warning", "exercises.favourites[0]")


@pytest.mark.parametrize("cron", ["0 9 * *", "0 9 1 * mon", "99 * * * *", "@daily", ""])
def test_bad_cron_is_told_in_the_words_of_the_calendar(cron: str) -> None:
    """Who computes a cron says what is wrong with it; the place is the config's."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its words are compared
        calendar.cron(cron, None, "UTC")

    assert stretch(f'cron = "{cron}"') == [f"2:8: reminders.stretch.cron: {caught.value}"]


def test_cron_needs_five_fields_even_without_a_calendar() -> None:
    """Where nobody can judge a cron, its number of fields is still looked at."""
    problems = config.read('[reminders.x]\ncron = "0 9 * *"\n').problems

    assert [problem.sentence for problem in problems] == [
        (
            'found "0 9 * *"; allowed: five fields: minute, hour, day, month, weekday, '
            'such as "0 9-17 * * mon-fri"'
        )
    ]


def test_new_reminder_needs_a_time() -> None:
    """A table that never comes is a mistake, most likely in its name."""
    assert sentences('[reminders.strech]\nfor = "3m"\n') == [
        (
            "ergobreak.toml:1:12: reminders.strech: says not when it comes; "
            'allowed: every = "90m", '
            'at = ["10:30", "15:00"] or cron = "0 9-17 * * mon-fri"; did you mean "stretch"?'
        )
    ]
    assert len(sentences('[reminders.x]\nkind = "walk"\n')) == 1


def test_tip_has_no_time() -> None:
    """A tip comes inside a break: a time for it is refused, and none is needed."""
    assert sentences('[reminders.tip]\nevery = "20m"\n') == [
        (
            "ergobreak.toml:2:1: reminders.tip.every: a tip has no time: "
            "it comes once a day inside a break"
        )
    ]
    assert sentences('[reminders.more]\nkind = "tip"\n') == []


def test_postpone_of_a_new_reminder_says_by_how_much() -> None:
    """There is no length to fall back on where no default reminder lies below."""
    assert sentences('[reminders.x]\nevery = "1h"\npostpone = { at_most = 2 }\n') == [
        (
            "ergobreak.toml:3:12: reminders.x.postpone: says not by how much; "
            'allowed: by = ["5m", "15m"]'
        )
    ]


def test_counts_needs_a_break() -> None:
    """A part of nothing is a mistake."""
    assert sentences('[reminders.x]\nevery = "1h"\ncounts = "1m"\n') == [
        "ergobreak.toml:3:10: reminders.x.counts: there is no `for` that this could be a part of"
    ]


@pytest.mark.parametrize("name", ['"a b"', '""', '"\\u001b[31m"', "x" * 41])
def test_name_of_a_reminder_can_be_typed(name: str) -> None:
    """A name that no command line takes, or that a terminal would obey, is refused."""
    (problem,) = sentences(f'[reminders.{name}]\nevery = "1h"\n')

    assert "no name for a reminder; allowed: letters, digits, - and _" in problem
    assert "\x1b" not in problem


def test_reminder_that_is_off_may_be_unfinished() -> None:
    """What is turned off needs no time, but its values are still looked at."""
    assert sentences("[reminders.x]\nenabled = false\n") == []
    assert len(sentences("[reminders.x]\nenabled = false\nevery = 5\n")) == 1


@pytest.mark.parametrize(
    "day", ["2026-13-01", "2026-12-24..", "holidays:Germany", "24.12.2026", ""]
)
def test_mistake_in_a_day_off_is_no_calendar(day: str) -> None:
    """What begins like a date or like holidays is one, or an error."""
    (problem,) = sentences(f'[work]\ndays_off = ["{day}"]\n')

    assert 'allowed: a date such as "2026-12-24"' in problem


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[reminders.walk]\namount = "2l"\n', "reminders.walk.amount"),
        ('[reminders.walk]\nat = ["9:00"]\nfirst = "5m"\n', "reminders.walk.first"),
        ('[presence]\naway_after = "1m"\n', "presence.away_after"),
        ("[reminders.posture]\nask_reason = true\n", "reminders.posture.ask_reason"),
        ('[reminders.breathe]\nevery = "1h"\n', "reminders.breathe"),
        ('[window]\nmonitors = "primry"\n', "window.monitors"),
        ('[exercises]\nhide = ["zzzzzz"]\n', "exercises.hide[0]"),
    ],
)
def test_key_without_an_effect_is_a_warning(text: str, key: str) -> None:
    """What is allowed but does nothing, or contradicts itself, is said and does not stop us."""
    checked = config.read(text)

    assert checked.settings is not None
    assert [(problem.severity, problem.key) for problem in checked.problems] == [("warning", key)]


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "1" * 10_000,
        "a = " + "{a=" * 5000,
        "a." * 100_000 + "a = 1",
        "a" + ".a" * 150 + " = 1",
        "[[reminders]]\n[[reminders]]\n",
        "reminders = 5\nwork = []\n",
        "[reminders]\nstretch = 5\n",
        "[reminders.stretch]\nkind = []\npostpone = [[]]\n",
        "[reminders.x]\nkind = {}\n",
    ],
)
def test_absurd_text_is_a_problem_and_no_failure(text: str) -> None:
    """Depth, size and tables in the wrong place end in a problem."""
    checked = config.read(text)

    assert checked.settings is None
    assert all(len(problem.text("f")) < 500 for problem in checked.problems)


def test_marker_stays_under_its_column_in_a_long_line() -> None:
    """Of a line that is too long for a screen the part around the mistake is shown."""
    line = "days = [" + '"mon", ' * 200 + "5]"
    (problem,) = config.read(f"[work]\n{line}\n").problems

    _, source, marker = problem.text("f").split("\n")

    assert len(source) < 120
    assert source[marker.index("^")] == "5"


def test_windows_file_is_read() -> None:
    """A byte order mark and carriage returns change nothing, not even the places."""
    checked = config.read("\ufeff[work]\r\n\r\ndayz = 1\r\n")

    assert [(problem.line, problem.column) for problem in checked.problems] == [(3, 1)]
    assert config.read("\ufeff").settings == config.defaults()


def test_table_has_problems_without_places() -> None:
    """A config that is part of another file raises one error with all problems."""
    with pytest.raises(ConfigError) as caught:
        config.from_table({"work": {"dayz": []}, "reminders": {"eyes": {"every": 20}}})

    assert caught.value.exit_code == 2
    assert caught.value.title == (
        'config: work.dayz: unknown key; did you mean "days"?\n'
        "config: reminders.eyes.every: found 20; "
        'allowed: a span such as "30s", "90m" or "1h 30m"'
    )


def test_check_sums_up() -> None:
    """The check ends in one line: fine and how many reminders, or how many problems."""
    off = "[reminders.eyes]\nenabled = false\n"
    warning = '[presence]\naway_after = "1m"\n'
    error = '[work]\nday = 1\nhours = "9-5"\n'

    assert config.check_text(config.read(""), "f.toml") == "f.toml: fine, 6 reminders"
    assert config.check_text(config.read(off), "f.toml") == "f.toml: fine, 5 reminders"
    assert config.check_text(config.read(warning), "f.toml").endswith(
        "^\nf.toml: fine, 6 reminders, 1 warning"
    )
    assert config.check_text(config.read(error), "f.toml").endswith("^\nf.toml: 2 errors")
