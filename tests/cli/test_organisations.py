"""``kiemtin organisations`` as a process: what people and programs see of the register, and adding to it."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiemtin.organisations import bundled_register
from tests.cli.running import environment, kiemtin, printed, said

ENTRY = ["organisations", "add", "--id", "ngan-hang-mau", "--name", "Ngân hàng Mẫu", "--sector", "bank"]
CHANNEL = ["--domain", "nganhangmau.vn", "--alias", "nganhangmau"]
SOURCE = ["--source-title", "Liên hệ", "--source-publisher", "Ngân hàng Mẫu", "--source-url", "https://nganhangmau.vn"]


def own_file(home: Path, text: str, name: str = "mau.yaml") -> Path:
    """An own file of the user with ``text`` in it."""
    path = home / "organisations" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def as_json(home: Path, *arguments: str) -> dict[str, Any]:
    """The one line of JSON that a command prints."""
    found: dict[str, Any] = json.loads(printed(kiemtin("organisations", *arguments, "--json", home=home)))
    return found


def test_list_holds_every_organisation(tmp_path: Path) -> None:
    """The table and the JSON name each organisation of the register once."""
    ids = [one.id for one in bundled_register()]
    table = printed(kiemtin("organisations", "list", home=tmp_path, COLUMNS="200"))

    assert ids == [row["id"] for row in as_json(tmp_path, "list")["organisations"]]
    assert [] == [one for one in ids if not re.search(rf"^ *{re.escape(one)} ", table, re.MULTILINE)]
    assert "✓ đã xác nhận" in table


def test_list_of_one_sector(tmp_path: Path) -> None:
    """``--sector`` keeps that sector; an unknown one is refused with those there are."""
    rows = as_json(tmp_path, "list", "--sector", "telecom")["organisations"]
    unknown = kiemtin("organisations", "list", "--sector", "banks", home=tmp_path)

    assert {"telecom"} == {row["sector"] for row in rows}
    assert 2 == unknown.returncode
    assert "bank, " in said(unknown)


def test_no_unconfirmed_number_is_ever_printed(tmp_path: Path) -> None:
    """Neither show nor list nor search nor JSON holds the digits of a number that nobody confirmed."""
    own_file(
        tmp_path,
        "organisations:\n- {id: to-chuc-mau, name: Tổ chức Mẫu, sector: other, domains: [tochucmau.vn],"
        ' hotlines: [{value: "19007654", confirmed: no}], aliases: [tochucmau]}\n',
    )
    shown = kiemtin("organisations", "show", "to-chuc-mau", home=tmp_path)
    outputs = [printed(shown), json.dumps(as_json(tmp_path, "show", "to-chuc-mau"))]
    outputs += [json.dumps(as_json(tmp_path, "search", "to chuc mau")), json.dumps(as_json(tmp_path, "list"))]
    outputs += [printed(kiemtin("organisations", "search", "19007654", home=tmp_path))]

    assert [] == [output for output in outputs if "7654" in output]
    assert "đừng gọi" in outputs[0]
    assert [None] == [one["value"] for one in as_json(tmp_path, "show", "to-chuc-mau")["organisation"]["hotlines"]]


def test_show_tells_confirmed_from_unconfirmed(tmp_path: Path) -> None:
    """Words and shapes tell them apart, with the source beside what was confirmed."""
    one = next(o for o in bundled_register() if o.confirmed_hotline and any(not d.confirmed for d in o.domains))
    text = printed(kiemtin("organisations", "show", one.id, home=tmp_path))

    for domain in one.domains:
        assert f"{'✓' if domain.confirmed else '?'} {domain.value}" in text
    assert one.confirmed_hotline is not None
    assert f"✓ {one.confirmed_hotline.value}" in text
    assert "đã xác nhận 20" in text


def test_an_unknown_id_is_answered_with_near_ones(tmp_path: Path) -> None:
    """Exit code 2, and what somebody may have meant."""
    near = kiemtin("organisations", "show", "vietcombnk", home=tmp_path)
    far = kiemtin("organisations", "show", "qqqqqqqq", home=tmp_path)

    assert (2, 2) == (near.returncode, far.returncode)
    assert "vietcombank" in said(near)
    assert "qqqqqqqq" in said(far)


def test_search_that_finds_nothing_says_so(tmp_path: Path) -> None:
    """No hit is no error, and no verdict about the organisation."""
    result = kiemtin("organisations", "search", "qqqqqqqq", home=tmp_path)

    assert 0 == result.returncode
    assert "Không tìm thấy" in printed(result)
    assert [] == as_json(tmp_path, "search", "qqqqqqqq")["organisations"]


def test_strange_characters_of_a_file_never_reach_the_terminal(tmp_path: Path) -> None:
    """Escape sequences and directional characters in an own entry are shown, not obeyed."""
    own_file(
        tmp_path,
        'organisations:\n- {id: la, name: "Lạ \\e[31m\\u202e[red]", sector: other, domains: [la-la-la.vn],'
        ' aliases: [lalalala], channels: ["https://x.vn/\\e]8;;y"]}\n',
    )
    for arguments in (["show", "la"], ["list"], ["search", "la-la-la.vn"], ["show", "la", "--json"]):
        text = printed(kiemtin("organisations", *arguments, home=tmp_path))
        assert not {"\x1b", "\u202e"} & set(text)
        assert "[red]" in text


def test_the_register_is_clean(tmp_path: Path) -> None:
    """``lint`` without a file looks at the register in use and the user's own: exit code 0."""
    own_file(tmp_path, "organisations:\n- {id: mau, name: Mẫu, sector: other, domains: [m.vn], aliases: [maumaumau]}\n")
    result = kiemtin("organisations", "lint", home=tmp_path)

    assert (0, 2) == (result.returncode, printed(result).count("✓"))


BAD_FILE = """
organisations:
- {id: Mau, name: Mẫu, sector: bank, domains: [com.vn]}
- {id: nguoi, name: Một Người, sector: other, aliases: [motnguoi]}
- id: hai
  name: Hai
  sector: nhà băng
  hotlines: [{value: 19001234, confirmed: no}, {value: "19001234"}, {value: "1900 1234", confirmed: 2026-11-22}]
  aliases: [hai, tien, haihaihai, haihaihai, "Hài", {value: x, strength: middling}]
  nickname: h
"""


@pytest.mark.parametrize(("language", "word"), [("vi", "kênh chính thức"), ("en", "official channel")])
def test_every_problem_stands_on_its_own_line(tmp_path: Path, language: str, word: str) -> None:
    """A bad file: exit code 1, and one line for each problem, in the reader's language."""
    path = tmp_path / "bad.yaml"
    path.write_text(BAD_FILE, "utf-8")
    result = kiemtin("--lang", language, "organisations", "lint", str(path), home=tmp_path)
    lines = printed(result).splitlines()

    assert 1 == result.returncode
    assert len(lines) == sum(line.startswith(f"✖ {path}: ") for line in lines) >= 9
    assert any(": nguoi: " in line and word in line for line in lines)


def test_lint_as_json(tmp_path: Path) -> None:
    """Programs get ids, values and both languages."""
    path = tmp_path / "bad.json"
    path.write_text('[{"id": "a", "name": "A", "sector": "bank", "domains": ["com.vn"], "aliases": ["tien"]}]', "utf-8")
    problems = as_json(tmp_path, "lint", str(path))["files"][0]["problems"]

    assert {"register.ordinary-word", "register.public-suffix"} == {one["id"] for one in problems}
    assert all({"vi", "en"} == set(one["text"]) for one in problems)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[", 2),
        (b"\xff\xfe\x00", 2),
        (b"a: *b", 2),
        (b"- " * 100_000, 2),
        (b"[" * 100_000, 2),
        (b"a: 1\na: 2\n", 2),
        (b"#" * 4_000_001, 2),
        (b"", 1),
        (b"text", 1),
        (b"organisations: []", 1),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, content: bytes, code: int) -> None:
    """A file that is no YAML, or made to exhaust its reader, is refused with a message."""
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    result = kiemtin("organisations", "lint", str(path), home=tmp_path)

    assert code == result.returncode
    assert printed(result).startswith("✖")


def test_lint_of_no_file(tmp_path: Path) -> None:
    """A missing file exits with 3, a folder with 2."""
    assert 3 == kiemtin("organisations", "lint", str(tmp_path / "none.yaml"), home=tmp_path).returncode
    assert 2 == kiemtin("organisations", "lint", str(tmp_path), home=tmp_path).returncode


def test_add_writes_an_entry_that_is_used(tmp_path: Path) -> None:
    """What was added is found, shown and checked against; without a source nothing in it is confirmed."""
    result = kiemtin(*ENTRY, *CHANNEL, "--hotline", "19001234", home=tmp_path)
    path = tmp_path / "organisations" / "ngan-hang-mau.yaml"
    entry = yaml.safe_load(path.read_text("utf-8"))["organisations"][0]

    assert 0 == result.returncode
    assert str(path) in printed(result)
    assert [False] * 3 == [one["confirmed"] for one in (entry, *entry["domains"], *entry["hotlines"])]
    assert "lookalike-domain" in printed(kiemtin("check", "--json", "https://nganhangmau-xacthuc.top", home=tmp_path))


def test_add_confirms_only_what_has_a_source(tmp_path: Path) -> None:
    """A date needs a source, must exist, and cannot lie ahead; with both the facts are confirmed."""
    for wrong in (
        ["--confirmed", "2026-01-02"],
        [*SOURCE, "--confirmed", "2026-02-30"],
        [*SOURCE, "--confirmed", "2999-01-01"],
    ):
        assert 2 == kiemtin(*ENTRY, *CHANNEL, *wrong, home=tmp_path).returncode
    assert 2 == kiemtin(*ENTRY, *CHANNEL, *SOURCE[:2], home=tmp_path).returncode
    assert not (tmp_path / "organisations").exists()

    assert 0 == kiemtin(*ENTRY, *CHANNEL, *SOURCE, "--confirmed", "2026-01-02", home=tmp_path).returncode
    shown = as_json(tmp_path, "show", "ngan-hang-mau")["organisation"]
    assert ("2026-01-02", "Liên hệ") == (shown["domains"][0]["confirmed"], shown["domains"][0]["source"]["title"])


def test_add_never_overwrites_silently(tmp_path: Path) -> None:
    """A second entry under the same id needs ``--replace``."""
    kiemtin(*ENTRY, *CHANNEL, home=tmp_path)
    path = tmp_path / "organisations" / "ngan-hang-mau.yaml"
    before = path.read_bytes()
    again = [*ENTRY, "--domain", "khac.vn", "--alias", "nganhangmau"]

    assert (2, before) == (kiemtin(*again, home=tmp_path).returncode, path.read_bytes())
    assert 0 == kiemtin(*again, "--replace", home=tmp_path).returncode
    assert b"khac.vn" in path.read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--domain", "vietcombank.com.vn", "--alias", "nganhangmau"],
        ["--domain", "nganhangmau.vn", "--alias", "vietcombank"],
        ["--domain", "nganhangmau.vn", "--alias", "tien"],
        ["--domain", "nganhangmau.vn"],
        ["--domain", "com.vn", "--alias", "nganhangmau"],
        ["--domain", "khong phai", "--alias", "nganhangmau"],
        ["--alias", "nganhangmau"],
        ["--domain", "nganhangmau.vn", "--alias", "nganhangmau", "--sector", "banks"],
        ["--domain", "nganhangmau.vn", "--alias", "nganhangmau", "--id", "../../x"],
    ],
)
def test_add_refuses_what_lint_refuses(tmp_path: Path, wrong: list[str]) -> None:
    """Nothing is written: exit code 2 and the reason."""
    result = kiemtin(*ENTRY, *wrong, home=tmp_path)

    assert 2 == result.returncode
    assert said(result).strip()
    assert [] == list(tmp_path.rglob("*"))


def test_add_to_a_known_organisation(tmp_path: Path) -> None:
    """With the id of a known organisation only what is new has to be given, and nothing known is lost."""
    before = as_json(tmp_path, "show", "vietcombank")["organisation"]
    result = kiemtin("organisations", "add", "--id", "vietcombank", "--domain", "vietcombank-mau.vn", home=tmp_path)
    after = as_json(tmp_path, "show", "vietcombank")["organisation"]

    assert 0 == result.returncode
    assert (before["short"], before["sector"], before["name"]) == (after["short"], after["sector"], after["name"])
    assert before["domains"] == [one for one in after["domains"] if one["value"] != "vietcombank-mau.vn"]
    assert 0 == kiemtin("organisations", "lint", home=tmp_path).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals on Windows")
def test_add_asks_at_a_terminal(tmp_path: Path) -> None:
    """Without options a person is asked, one thing after another."""
    import pty

    answers = ["ngan-hang-mau", "Ngân hàng Mẫu", "bank", "nganhangmau.vn, mau.vn", "", "nganhangmau", "", "", ""]
    process, terminal = pty.fork()
    if process == 0:
        command = [sys.executable, "-m", "kiemtin", "organisations", "add"]
        os.execvpe(sys.executable, command, environment(tmp_path))  # noqa: S606 - the command of this very test
    os.write(terminal, "".join(f"{answer}\n" for answer in answers).encode())
    conversation = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux reports the end of a pseudo-terminal so
            break
        if not piece:
            break
        conversation += piece
    _, status = os.waitpid(process, 0)

    assert 0 == os.waitstatus_to_exitcode(status)
    assert "Tên đầy đủ:" in conversation.decode("utf-8")
    assert ["nganhangmau.vn", "mau.vn"] == [
        one["value"] for one in as_json(tmp_path, "show", "ngan-hang-mau")["organisation"]["domains"]
    ]


def test_add_without_a_terminal_names_what_is_missing(tmp_path: Path) -> None:
    """A script is never kept waiting for an answer."""
    result = kiemtin("organisations", "add", "--id", "mau", home=tmp_path)

    assert 2 == result.returncode
    assert "--name, --sector, --domain" in said(result)
