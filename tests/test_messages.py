"""The catalogues and the code agree: every message exists in both languages, and every one of them is used."""

from __future__ import annotations

import ast
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from kiemtin.answers.scale import Rating
from kiemtin.answers.validation import FAULTS
from kiemtin.answers.values import Change
from kiemtin.checks import impersonated_sender
from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.overview.wording import FEEDBACK, FIGURES, OF_WEEKS
from kiemtin.desk.pages.promises import LIMITS, PROMISES
from kiemtin.desk.people.actions import ACTIONS, KINDS
from kiemtin.desk.questions.redaction import KINDS as MASKS
from kiemtin.desk.sharing.document import Shows
from kiemtin.desk.telling import wording as telling
from kiemtin.desk.workshop import wording
from kiemtin.evidence import LANGUAGES, Outcome, catalogue
from kiemtin.evidence.messages import entries_of
from kiemtin.factchecks.values import Match
from kiemtin.formats.places import COLUMNS, ROWS
from kiemtin.lookalikes.values import Technique, Verdict
from kiemtin.messages import bundled_patterns
from kiemtin.organisations import Sector
from kiemtin.pictures.codes.beside import Difference
from kiemtin.updates import Origin, Part
from kiemtin.watch.certificates.explaining import OTHER, SCRIPTS

SOURCE = Path(__file__).parents[1] / "src" / "kiemtin"

SPEAKERS = {
    "say": 0,
    "reason": 0,
    "render": 0,
    "Refused": 0,
    "TooLarge": 0,
    "Unreadable": 0,
    "RegisterInvalid": 0,
    "OutOfReach": 0,
    "Untrusted": 0,
    "Unread": 0,
    "Problem": 1,
    "partial": 1,
    "add": 1,
}
"""Functions that take a message id, and at which place."""

ID = re.compile(r"[a-z]+(?:[.-][a-z0-9-]+)*\.[a-z0-9-]+")
LABEL = re.compile(r"""label\(["']([a-z-]+)["']""")

VIETNAMESE_NAMES = "Kiểm Tin|“[^”]*”|\\([^)]*\\)"
"""What an English text may hold in Vietnamese: our name, and words quoted or given beside their translation."""

CHECKED_KINDS = ("very-sure", "quite-sure", "possible")

DECEPTIVE = sorted(
    one.removeprefix("deceptive.") for one in catalogue("vi") if one.startswith("deceptive.") and "shortener" not in one
)
"""What ``deceptive-link`` calls its techniques."""

EXPLAINED = (
    "bad-request",
    "forbidden",
    "not-found",
    "not-allowed",
    "too-large",
    "busy",
    "not-now",
    "not-your-role",
    "form-too-old",
)
"""What the desk's pages of errors explain one by one."""

STANDINGS = ("waiting", "looked-at", "answered", "not-checkable", "withdrawn")
"""How far a question has come, as ``desk.questions.following`` says it."""

SAID_BY_PAGES = re.compile(r'say\("([^"]+)"[,)]')

ALERT_LABELS = (
    *("domain", "about", "official", "unconfirmed", "organisation", "technique", "score", "first-seen"),
    *("issuer", "chain", "log", "source", "entry", "logged", "signature", "id"),
)
"""What ``kiemtin watch show`` prints of an alert."""

SAID = ("same", "worded", "link", "untrusted")
"""What ``published-claims`` says of a fact-check."""

LABELS = ("claim", "rating", "publisher", "published", "title", "url", "body", "trusted", "feed", "licence", "id")
"""What ``kiemtin factchecks show`` prints of one."""

BUILT = {
    *(f"lookalike.{technique}" for technique in Technique),
    *(f"technique.{technique}" for technique in (*Technique, *DECEPTIVE)),
    f"technique.{impersonated_sender.CHECK}",
    *(f"outcome.{outcome}" for outcome in Outcome),
    *(f"outcome.{outcome}.means" for outcome in Outcome),
    *(
        f"{about}.{words}"
        for about, words in product(("confidence", "confidence.same-claim", "confidence.same-picture"), CHECKED_KINDS)
    ),
    *(f"rating.{rating}{means}" for rating in Rating for means in ("", ".means")),
    *(f"sector.{sector}" for sector in Sector),
    *(f"codes.differs.{difference}" for difference in Difference),
    *(f"cli.screen.{verdict}" for verdict in Verdict),
    *(f"cli.screen.ray-{problem}" for problem in ("unreachable", "empty", "gone", "failed", "without", "other")),
    *(f"watch.label.{name}" for name in ALERT_LABELS),
    *(f"watch.differs.{how}" for how in ("added", "changed", "left-out")),
    *(f"watch.script.{script}" for script in (*SCRIPTS, OTHER)),
    *re.findall(r'say\("([^"]+)"[,)]', (SOURCE / "watch/screen.html.jinja").read_text("utf-8")),
    *(f"desk.error.{what}{title}" for what in (*EXPLAINED, "failed") for title in ("", ".title")),
    *(f"desk.action.{action}" for action in ACTIONS),
    *(f"desk.thing.{kind}" for kind in KINDS),
    *(f"desk{of}.role.{role}" for of in ("", ".staff") for role in Role),
    *(f"desk.overview.about.{one}" for one in OF_WEEKS),
    *(f"desk.overview.figure.{one}" for one in ("from", "to", "week", "day", *FIGURES)),
    *(f"desk.feedback.{one}" for one in FEEDBACK),
    *(f"desk.work.state.{one}" for one in wording.STATES),
    *(f"desk.work.whose.{one}" for one in wording.WHOSE),
    *(f"desk.work.danger.{one}" for one in wording.DANGERS),
    *(f"desk.work.did.{one}" for one in (*wording.OPERATIONS, "other")),
    *(f"desk.work.hindrance.{one}" for one in wording.HINDRANCES),
    *(f"desk.work.draft.{one}" for one in wording.DRAFT_STATES),
    *(f"desk.work.change.{one}" for one in (Change.CORRECT, Change.UPDATE)),
    *(f"desk.work.field.{one}" for one in wording.FIELDS),
    *(f"desk.telling.event.{one}" for one in (*telling.EVENTS, telling.TEST)),
    *(f"desk.telling.state.{one}" for one in telling.STATES),
    *(f"desk.telling.kind.{one}" for one in telling.KINDS),
    *(f"telling.letter.{one}{end}" for one in telling.IN_COUNTS for end in ("", ".subject")),
    *(f"desk.privacy.{one}{how}" for one in (*PROMISES, *LIMITS) for how in ("", ".how")),
    *(f"desk.share.shows.{shows}{means}" for shows in Shows for means in ("", ".means")),
    *(f"publication.change.{change}" for change in Change),
    *(f"publication.fault.{fault}" for fault in FAULTS),
    *(
        one
        for page in (SOURCE / "formats").glob("*_body.html.jinja")
        for one in SAID_BY_PAGES.findall(page.read_text("utf-8"))
    ),
    *(one for page in (SOURCE / "desk/templates").iterdir() for one in SAID_BY_PAGES.findall(page.read_text("utf-8"))),
    *(one for one in catalogue("vi") if one.startswith(("family.", "signal.", "advice.family.", "advice.signal."))),
    *(f"mask.{kind}" for kind in MASKS),
    *(f"desk.receipt.{one}{means}" for one in STANDINGS for means in ("", ".means")),
    *(f"technique.{family.id}" for family in bundled_patterns().families),
    *(f"cli.factchecks.search.{match}" for match in (*Match, "cites")),
    *(f"cli.factchecks.label.{name}" for name in LABELS),
    *(f"published.{said}{dated}" for said in (*SAID, Match.POSSIBLY_RELATED) for dated in ("", "-dated")),
    *(f"data.part.{part}" for part in Part),
    *(f"place.{place}" for place in ("whole", *ROWS, *map("-".join, product(ROWS, COLUMNS)))),
    *(f"data.from.{origin}" for origin in Origin),
}
"""Ids put together from values that the code knows one by one."""

BUILT_FROM_LITERALS = ("entry.", "data.column.", "cli.add.", "cli.organisations.add.", "report.")
"""Ids put together from literals beside the call: every one of these must be met by running the commands' tests."""


def _trees() -> Iterator[ast.Module]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield ast.parse(path.read_text("utf-8"))


def _asked_for() -> Iterator[str]:
    """Ids written out where a message is asked for."""
    for call in (node for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        place = SPEAKERS.get(name)
        if place is None or place >= len(call.args):
            continue
        given = call.args[place]
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and ID.fullmatch(given.value):
            yield given.value


def _written() -> set[str]:
    """Every string in the source: an id may stand in a table, far from where it is said."""
    nodes = (node for tree in _trees() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _labels() -> Iterator[str]:
    for path in (*SOURCE.rglob("*.py"), *SOURCE.rglob("*.jinja")):
        yield from (f"report.{name}" for name in LABEL.findall(path.read_text("utf-8")))


def _commands() -> Iterator[str]:
    """Ids of the help of commands, made of their names."""
    for tree in _trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.args[0] if call.args and getattr(call.func, "id", "") == "command" else None
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield f"cli.{name.value}"


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_messages_with_the_same_fields() -> None:
    """An id or a value that only one language knows would fail before a reader's eyes."""
    vi, en = (catalogue(language) for language in LANGUAGES)

    assert set(vi) == set(en)
    assert {} == {one: (vi[one], en[one]) for one in vi if _fields(vi[one]) != _fields(en[one])}


def test_every_catalogue_reads_as_toml_says() -> None:
    """The quick way gives what TOML's own reader gives, in every file; what it cannot read is left to that reader."""
    for path in sorted((SOURCE / "evidence" / "catalogue").glob("*.toml")):
        text = path.read_text("utf-8")
        assert tomllib.loads(text) == entries_of(text), path.name
    unusual = '# said\n\'one\' = "a"\ntwo = """b\nc"""\n'
    assert {"one": "a", "two": "b\nc"} == entries_of(unusual)


def test_no_id_stands_in_two_files() -> None:
    """A later file would silently replace an earlier one's text."""
    seen: dict[tuple[str, str], str] = {}
    for path in sorted((SOURCE / "evidence" / "catalogue").glob("*.toml")):
        language = path.suffixes[0]
        for line in path.read_text("utf-8").splitlines():
            if line.startswith('"'):
                key = (language, line.split('"')[1])
                assert key not in seen, f"{key} in {seen.get(key)} and {path.name}"
                seen[key] = path.name


def test_every_message_that_the_code_asks_for_exists() -> None:
    """A missing id would be a crash in the middle of an answer."""
    known = set(catalogue("vi"))
    asked = {one for one in _asked_for() if one.partition(".")[0] in {name.partition(".")[0] for name in known}}

    assert set() == (asked | BUILT | set(_labels()) | set(_commands())) - known


def test_every_message_is_used() -> None:
    """What nobody says any more is taken out, so that translators do not keep it alive."""
    used = _written() | BUILT | set(_labels()) | set(_commands())
    unused = {one for one in catalogue("vi") if one not in used}

    assert set() == {one for one in unused if not _is_built(one, used)}


def _is_built(message_id: str, used: set[str]) -> bool:
    """Whether an id's last word stands as a literal (``entry.`` + ``domains``), or it is an option's."""
    start = next((one for one in BUILT_FROM_LITERALS if message_id.startswith(one)), None)
    if start is None:
        return message_id.endswith("-near") and message_id.removesuffix("-near") in used
    word = message_id.removeprefix(start).removeprefix("ask.").removesuffix("-place")
    return any(form in used for form in (word, f"--{word}", word.replace("-", "_"), word.rpartition(".")[2]))


def test_vietnamese_texts_are_vietnamese() -> None:
    """No text is left untranslated, and each longer one has Vietnamese letters."""
    vi, en = (catalogue(language) for language in LANGUAGES)
    same_by_nature = {one for one in vi if not re.sub(r"\{\w*\}|[^a-zA-Z]", "", vi[one])}
    short = {one for one in vi if one.endswith("-place")}

    assert set() == {one for one in vi if vi[one] == en[one]} - same_by_nature - short
    assert set() == {one for one in vi if len(vi[one]) > 25 and not _has_vietnamese_letters(vi[one])}
    assert set() == {one for one in en if _has_vietnamese_letters(re.sub(VIETNAMESE_NAMES, "", en[one]))}


def _has_vietnamese_letters(text: str) -> bool:
    return any(letter in "đĐ" or len(unicodedata.normalize("NFD", letter)) > 1 for letter in text)


def test_texts_are_in_composed_form() -> None:
    """Decomposed letters are cut apart by narrow columns and look broken in some fonts."""
    texts = (text for language in LANGUAGES for text in catalogue(language).values())

    assert [] == [text for text in texts if unicodedata.normalize("NFC", text) != text]
