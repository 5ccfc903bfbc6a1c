"""Archives that are damaged, odd or hostile are refused before anything is touched."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiemtin.desk.transfer.archive import opened_archive
from kiemtin.desk.transfer.backup import back_up, verify
from kiemtin.desk.transfer.manifest import MANIFEST, MAX_MANIFEST, MAX_NAME, MAX_PARTS, MAX_TOTAL, is_usable
from kiemtin.desk.transfer.restore import restore
from kiemtin.errors import KiemtinError, OutOfReach, Refused, TooLarge, Untrusted
from tests.desk.transfer.filling import configuration_of, everything, made

pytestmark = pytest.mark.from_nothing

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup as it should be."""
    folder = tmp_path_factory.mktemp("sound")
    back_up(made(folder / "home"), folder / "backup.zip", replace=False)
    return (folder / "backup.zip").read_bytes()


def members_of(raw: bytes) -> Members:
    """What is in an archive."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Members) -> bytes:
    """An archive of these."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def with_manifest(members: Members, change: Callable[[Any], object]) -> Members:
    """The same with another manifest."""
    manifest = json.loads(members[MANIFEST])
    change(manifest)
    return {**members, MANIFEST: json.dumps(manifest).encode()}


def renamed(members: Members, old: str, new: str) -> Members:
    """The same with one member under another name, also in the manifest."""
    changed = {new if name == old else name: data for name, data in members.items()}
    return with_manifest(changed, lambda manifest: manifest["members"].update({new: manifest["members"].pop(old)}))


def refused(raw: bytes, folder: Path) -> KiemtinError:
    """What a restore says of ``raw``; the data folder is untouched."""
    home, path = folder / "home", folder / "odd.zip"
    (home / "desk").mkdir(parents=True, exist_ok=True)
    (home / "desk" / "secret.key").write_text("bản cũ")
    path.write_bytes(raw)
    before = everything(home) | {"desk.lock": 0}
    with pytest.raises(KiemtinError) as error:
        restore(configuration_of(home), path, replace=True)
    assert before == everything(home) | {"desk.lock": 0}
    assert {"home", "odd.zip"} == {one.name for one in folder.iterdir()}
    return error.value


def test_cut_and_flipped_anywhere(sound: bytes, tmp_path: Path) -> None:
    """Of 150 cuts and 150 flipped bits none is taken for the backup; what still reads the same is the same."""
    chance = random.Random(11)
    path = tmp_path / "odd.zip"
    directory = sound.index(b"PK\x01\x02")  # where a reader is led astray most easily
    told = 0
    for number in range(300):
        place = chance.randrange(directory if number % 3 else 0, len(sound))
        raw = bytearray(sound)
        if number % 2:
            raw[place] ^= 1 << chance.randrange(8)
        else:
            del raw[place:]
        path.write_bytes(raw)
        try:
            verify(path)
        except (Untrusted, Refused):
            told += 1
        else:
            assert number % 2
            assert members_of(sound) == members_of(bytes(raw))
    assert told > 200


TRAVERSALS = (
    "../secret.key",
    "files/../../x",
    "files/desk/..",
    "/etc/x",
    "files//x",
    "files/desk/.hidden",
    "files/desk/a\\b",
    "files/desk/C:x",
    "files/desk/x\n",
    "files/desk/x ",
    "files/desk/" + "a" * (MAX_NAME + 1),
    "files/" * MAX_PARTS + "x",
    "other/x",
    "files",
    "files/elsewhere/x",
    "files/desk/desk.sqlite",
    "files/desk/desk.sqlite-wal",
)


@pytest.mark.parametrize("name", TRAVERSALS)
def test_names_that_lead_elsewhere(sound: bytes, tmp_path: Path, name: str) -> None:
    """No member gets out of the folders of a desk, hides in them, or becomes its database."""
    raw = packed(renamed(members_of(sound), "files/desk/secret.key", name))
    assert isinstance(refused(raw, tmp_path), Untrusted)


def test_names_at_their_limits() -> None:
    """The longest name and the deepest folder may stand in an archive."""
    assert is_usable("files/" + "a" * MAX_NAME)
    assert is_usable("a/" * (MAX_PARTS - 1) + "x")
    assert is_usable("files/organisations/ngân hàng.yaml")


MANIFESTS: dict[str, Callable[[Any], object]] = {
    "a newer format": lambda one: one.update(schema="kiemtin-backup/2"),
    "no format": lambda one: one.pop("schema"),
    "migrations of tomorrow": lambda one: one["migrations"]["accounts"].append("9999_tomorrow"),
    "an unknown application": lambda one: one["migrations"].update(tomorrow=["0001_initial"]),
    "a missing table": lambda one: one["tables"].pop("accounts_account"),
    "a table of somebody else's": lambda one: one["tables"].update(pg_user={"rows": 0, "digest": "0" * 64}),
    "a table that is no name": lambda one: one["tables"].update({"a; DROP": {"rows": 0, "digest": "0" * 64}}),
    "a wrong count": lambda one: one["tables"]["auth_group"].update(rows=99),
    "a wrong content": lambda one: one["tables"]["auth_group"].update(digest="0" * 64),
    "a wrong hash": lambda one: one["members"]["files/desk/secret.key"].update(sha256="0" * 64),
    "a wrong size": lambda one: one["members"]["files/desk/secret.key"].update(bytes=1),
    "a negative size": lambda one: one["members"]["files/desk/secret.key"].update(bytes=-1),
    "a size that is true": lambda one: one["members"]["files/desk/secret.key"].update(bytes=True),
    "a member too few": lambda one: one["members"].pop("files/desk/secret.key"),
    "a member too many": lambda one: one["members"].update({"files/desk/x": {"bytes": 0, "sha256": "0" * 64}}),
    "fewer fact-checks": lambda one: one.update(reviews=3),
    "lists for maps": lambda one: one.update(tables=[]),
    "numbers for words": lambda one: one.update(kiemtin=1),
    "control characters": lambda one: one.update(created="\x1b[2J"),
    "more than any desk holds": lambda one: one["members"]["files/desk/secret.key"].update(bytes=MAX_TOTAL),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_manifests_that_are_not_true(sound: bytes, tmp_path: Path, name: str) -> None:
    """Whatever the manifest claims and the archive does not hold is noticed before anything is put in place."""
    error = refused(packed(with_manifest(members_of(sound), MANIFESTS[name])), tmp_path)
    newer = ("a newer format", "migrations of tomorrow", "an unknown application")
    assert (name in newer) == (error.message_id == "transfer.newer-version")
    assert isinstance(error, TooLarge) == (name == "more than any desk holds")


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 200_000,
        b"\xff\xfe",
        b'{"schema":"kiemtin-backup/1"}',
        b" " * (MAX_MANIFEST + 1),
    ],
    ids=["empty", "cut", "list", "null", "deep", "bytes", "bare", "too large"],
)
def test_manifests_that_are_none(sound: bytes, tmp_path: Path, manifest: bytes) -> None:
    """A manifest that cannot be read is damage, not a crash."""
    assert isinstance(refused(packed({**members_of(sound), MANIFEST: manifest}), tmp_path), Untrusted)


@pytest.mark.parametrize("raw", [b"", b"PK\x05\x06" + bytes(18), b"<html>", bytes(100_000)], ids=range(4))
def test_files_that_are_no_archive(tmp_path: Path, raw: bytes) -> None:
    """Any other file is refused; one that is not there is said to be missing."""
    assert isinstance(refused(raw, tmp_path), Untrusted)
    with pytest.raises(OutOfReach):
        verify(tmp_path / "khong-co.zip")


def test_a_member_that_unpacks_to_more_than_it_says(sound: bytes, tmp_path: Path) -> None:
    """A bomb is given up at the first byte past the size it was said to have."""
    members = members_of(sound)
    bomb = packed({**members, "files/desk/secret.key": bytes(300_000_000)})
    assert len(bomb) < 1_000_000
    assert isinstance(refused(bomb, tmp_path), Untrusted)
    lying = bomb.replace(
        (300_000_000).to_bytes(4, "little"), len(members["files/desk/secret.key"]).to_bytes(4, "little")
    )
    assert bomb != lying
    assert isinstance(refused(lying, tmp_path), Untrusted)


def test_two_members_of_one_name(sound: bytes, tmp_path: Path) -> None:
    """Which of them is meant would be anybody's guess."""
    raw = io.BytesIO(sound)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(raw, "a") as archive:
        archive.writestr("files/desk/secret.key", b"khac")
    assert isinstance(refused(raw.getvalue(), tmp_path), Untrusted)


def test_a_directory_that_claims_gigabytes(tmp_path: Path) -> None:
    """The list of members is not read into memory before its size is judged."""
    path = tmp_path / "odd.zip"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)  # a hole: it takes no room on the disk
        file.seek(0, io.SEEK_END)
        size = (3 * 1024**3).to_bytes(4, "little")
        file.write(b"PK\x05\x06" + bytes(4) + b"\x01\x00" * 2 + size + bytes(4) + bytes(2))
    with pytest.raises(Untrusted), opened_archive(path):
        pass


def test_rows_that_are_none(sound: bytes, tmp_path: Path) -> None:
    """A line that is no row of its table is damage, also where sizes and hashes were made to fit."""
    import hashlib

    from kiemtin.desk.transfer.rows import content_of

    members = members_of(sound)
    name = "rows/auth_group.jsonl"
    for line in (
        b"{}\n",
        b"[]\n",
        b"\xff\n",
        b'{"id":1,"name":"a","more":1}\n',
        b'{"id":"x","name":"a"}\n',
        b'{"id":1}',
    ):

        def fit(manifest: Any, line: bytes = line) -> None:
            content = content_of([line])
            manifest["members"][name] = {"bytes": len(line), "sha256": hashlib.sha256(line).hexdigest()}
            manifest["tables"]["auth_group"] = {"rows": content.rows, "digest": content.digest}

        assert isinstance(refused(packed(with_manifest({**members, name: line}, fit)), tmp_path), Untrusted), line
