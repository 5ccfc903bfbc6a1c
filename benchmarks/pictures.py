"""Pictures somebody changed: how often they are recognised, how often wrongly, and how long that takes.

Usage: ``python benchmarks/pictures.py PHOTOS [--only edits,negatives,documents,regions,speed] [--photos 40] [--edits
crop-30,chat] [--seed 1] [--sizes 1000,10000]``. PHOTOS is a folder of varied photos; all of them are in the
collection, and ``--photos`` of them are edited and asked about. The peers see the same pictures: PDQ alone, the four
hashes of ``imagehash``, and ``threatexchange``, where they are installed, each at the widest distance that matched
nothing wrong in this very run, which is kinder to them than any use could be.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kiemtin.pictures.candidates import CandidateIndex, build, candidates
from kiemtin.pictures.descriptors import CODE_BYTES
from kiemtin.pictures.features import Features, describe, from_bytes
from kiemtin.pictures.matching import Match, verify
from kiemtin.pictures.regions import propose
from picture_edits.documents import DOCUMENTS, drawn
from picture_edits.drawing import Pixels
from picture_edits.edits import EDITS, SHOWS_OTHERS
from picture_edits.negatives import NEGATIVES

Hash = Callable[[Pixels], NDArray[np.uint8]]
"""Bits of a picture, as 0 and 1."""


@dataclass
class Tally:
    """What became of the questions of one kind."""

    asked: int = 0
    contains: int = 0
    related: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    distances: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos_folder", metavar="PHOTOS", type=Path)
    parser.add_argument("--only", default="edits,negatives,documents,regions,speed")
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--edits", default=",".join(EDITS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", default="1000,10000")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    photos = [_read(path) for path in sorted(chosen.photos_folder.glob("*.jpg"))]
    asked = np.random.default_rng(chosen.seed).permutation(len(photos))[: chosen.photos].tolist()
    parts = chosen.only.split(",")
    if "negatives" in parts:
        negatives(photos, asked, chosen.seed)
    if "documents" in parts:
        documents(photos, asked, chosen.seed)
    if "regions" in parts:
        regions(photos, asked, chosen.seed)
    if "edits" in parts or "speed" in parts:
        known = [from_bytes(describe(photo).to_bytes()) for photo in photos]
        if "edits" in parts:
            edits(photos, known, asked, (chosen.edits.split(","), chosen.seed))
        if "speed" in parts:
            speed(photos, known, [int(size) for size in chosen.sizes.split(",")], chosen.seed)


def _read(path: Path) -> Pixels:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), np.uint8).copy()


def edits(
    photos: Sequence[Pixels], known: Sequence[Features], asked: Sequence[int], drawn: tuple[Sequence[str], int]
) -> None:
    """Each edit of each photo, asked of a collection of all photos."""
    names, seed = drawn
    index = build(known)
    hashes = _hashes()
    library = {name: np.stack([hashed(photo) for photo in photos]) for name, hashed in hashes.items()}
    tallies = {name: Tally(distances={peer: [] for peer in hashes}) for name in names}
    for number in asked:
        others = tuple(photos[(number + step) % len(photos)] for step in (1, 2, 3))
        for name, tally in tallies.items():
            pixels = EDITS[name](np.random.default_rng([seed, number, list(EDITS).index(name)]), photos[number], others)
            shown = {(number + step) % len(photos) for step in range(SHOWS_OTHERS.get(name, 0) + 1)}
            _ask(tally, index, known, pixels, (number, shown))
            for peer, hashed in hashes.items():
                apart = (library[peer] != hashed(pixels)).sum(axis=1)
                elsewhere = np.delete(apart, list(shown))
                tally.distances[peer].append((int(apart[number]), int(elsewhere.min())))
    _print_edits(tallies, list(hashes))


def _ask(
    tally: Tally, index: CandidateIndex, known: Sequence[Features], pixels: Pixels, truth: tuple[int, set[int]]
) -> None:
    number, shown = truth
    started = time.process_time()
    found = search(index, known, describe(pixels))
    tally.seconds.append(time.process_time() - started)
    tally.asked += 1
    mine = [match for picture, match in found if picture == number]
    tally.contains += any(match.contains for match in mine)
    tally.related += bool(mine) and not any(match.contains for match in mine)
    if not any(match.contains for match in mine):
        tally.missed.append(f"{number} {mine[0].inliers, mine[0].alike}" if mine else str(number))
    tally.wrong += [f"{number}→{picture}" for picture, match in found if match.contains and picture not in shown]


def search(index: CandidateIndex, known: Sequence[Features], features: Features) -> list[tuple[int, Match]]:
    """The pictures that lie in the one described, as the product looks for them."""
    looked = [
        (each.picture, verify(features, known[each.picture], mirror=each.mirrored))
        for each in candidates(index, features)
    ]
    return [(picture, match) for picture, match in looked if match is not None]


def _hashes() -> dict[str, Hash]:
    """The peers that are installed."""
    found: dict[str, Hash] = {}
    try:
        from kiemtin.pictures.pdq import pdq

        found["PDQ"] = lambda pixels: np.unpackbits(np.frombuffer(pdq(pixels)[0], np.uint8))
    except ImportError:
        print("PDQ: not here")
    try:
        import imagehash

        for name in ("phash", "dhash", "average_hash", "whash"):
            found[name] = partial(_imagehash, getattr(imagehash, name))
    except ImportError:
        print("imagehash: not installed")
    try:
        hasher = import_module("threatexchange.signal_type.pdq.pdq_hasher")
        found["threatexchange"] = partial(_threatexchange, hasher.pdq_from_bytes)
    except ImportError:
        print("threatexchange: not installed, or without its PDQ")
    return found


def _imagehash(hashed: Callable[[Image.Image], Any], pixels: Pixels) -> NDArray[np.uint8]:
    return np.asarray(hashed(Image.fromarray(pixels)).hash, np.uint8).ravel()


def _threatexchange(hashed: Callable[[bytes], tuple[str, int]], pixels: Pixels) -> NDArray[np.uint8]:
    data = cv2.imencode(".png", pixels[:, :, ::-1])[1].tobytes()
    return np.unpackbits(np.frombuffer(bytes.fromhex(hashed(data)[0]), np.uint8))


def _print_edits(tallies: dict[str, Tally], peers: list[str]) -> None:
    widest = {peer: min(far for tally in tallies.values() for _, far in tally.distances[peer]) - 1 for peer in peers}
    print("| edit | asked | contains | related | wrong | " + " | ".join(f"{p} ≤ {widest[p]}" for p in peers) + " |")
    print("|---" * (5 + len(peers)) + "|")
    totals = dict.fromkeys(peers, 0)
    for name, tally in tallies.items():
        right = {peer: sum(near <= widest[peer] for near, _ in tally.distances[peer]) for peer in peers}
        totals = {peer: totals[peer] + right[peer] for peer in peers}
        shares = " | ".join(f"{right[peer] / tally.asked:.1%}" for peer in peers)
        ours = f"{tally.contains / tally.asked:.1%} | {tally.related} | {len(tally.wrong)}"
        print(f"| {name} | {tally.asked} | {ours} | {shares} |")
    asked = sum(tally.asked for tally in tallies.values())
    seconds = sorted(second for tally in tallies.values() for second in tally.seconds)
    contains, wrong = sum(tally.contains for tally in tallies.values()), sum(len(t.wrong) for t in tallies.values())
    shares = " | ".join(f"{totals[peer] / asked:.1%}" for peer in peers)
    print(
        f"| all | {asked} | {contains / asked:.1%} | {sum(t.related for t in tallies.values())} | {wrong} | {shares} |"
    )
    print(
        f"CPU seconds per picture: median {seconds[len(seconds) // 2]:.3f}, 95% {seconds[int(len(seconds) * 0.95)]:.3f}"
    )
    for name, tally in tallies.items():
        for kind, list_of in (("missed", tally.missed), ("wrong", tally.wrong)):
            if list_of:
                print(f"{name}, {kind}: {'; '.join(list_of[:8])}")


def negatives(photos: Sequence[Pixels], asked: Sequence[int], seed: int) -> None:
    """Pairs that share much: "contains" is wrong for each."""
    print("| hard negative | pairs | contains | points agree |\n|---|---|---|---|")
    for name, pairs in NEGATIVES.items():
        wrong, related, count = [], 0, 0
        for number in asked:
            other = photos[(number + 7) % len(photos)]
            for place, pair in enumerate(pairs(np.random.default_rng([seed, number]), photos[number], other)):
                one, two = (describe(pixels) for pixels in pair)
                for query, kept in ((one, two), (two, one)):
                    match = verify(query, kept.compact())
                    count += 1
                    related += match is not None
                    if match is not None and match.contains:
                        wrong.append(f"{number}/{place} {match.inliers, match.alike}")
        print(f"| {name} | {count} | {len(wrong)} | {related} |")
        if wrong:
            print("wrong:", "; ".join(wrong[:8]))


def documents(photos: Sequence[Pixels], asked: Sequence[int], seed: int) -> None:
    """Copies of documents after one edit each: how many are told to be it."""
    found: dict[str, list[bool]] = {}
    for number in asked:
        others = tuple(photos[(number + step) % len(photos)] for step in (1, 2, 3))
        for kind in DOCUMENTS:
            document = drawn(kind, seed * 1000 + number, number)
            draw = np.random.default_rng([seed, number, list(DOCUMENTS).index(kind)])
            name = str(draw.choice(list(EDITS)))
            match = verify(describe(EDITS[name](draw, document, others)), describe(document).compact())
            found.setdefault(name, []).append(match is not None and match.contains)
    print("| documents, edit | asked | contains |\n|---|---|---|")
    for name in sorted(found, key=list(EDITS).index):
        print(f"| {name} | {len(found[name])} | {np.mean(found[name]):.1%} |")
    everything = [one for each in found.values() for one in each]
    print(f"| all | {len(everything)} | {np.mean(everything):.1%} |")


def regions(photos: Sequence[Pixels], asked: Sequence[int], seed: int) -> None:
    """How much of a photo's own features survive in the regions that are proposed, and how long proposing takes."""
    seconds = []
    for name in ("feed-light", "feed-dark", "chat", "banner", "letterbox", "collage-2", "collage-4", "crop-90"):
        proposed = []
        for number in asked:
            others = tuple(photos[(number + step) % len(photos)] for step in (1, 2, 3))
            pixels = EDITS[name](np.random.default_rng([seed, number]), photos[number], others)
            started = time.process_time()
            proposed.append(len(propose(pixels)))
            seconds.append(time.process_time() - started)
        print(f"{name}: some region in {np.mean(np.array(proposed) > 0):.1%}, {np.mean(proposed):.2f} on average")
    print(f"proposing: median {np.median(seconds) * 1000:.0f} ms CPU, most {max(seconds) * 1000:.0f} ms")


def speed(photos: Sequence[Pixels], known: Sequence[Features], sizes: Sequence[int], seed: int) -> None:
    """Time of a question by the size of the collection: photos, and pictures made of their points, disturbed."""
    draw = np.random.default_rng(seed)
    pool = np.concatenate([features.codes for features in known])
    asked = [(n, EDITS["chat"](np.random.default_rng([seed, n]), photos[n], ())) for n in range(0, len(photos), 18)]
    described = []
    for number, pixels in asked:
        started = time.process_time()
        described.append((number, describe(pixels), time.process_time() - started))
    print(f"describe a screenshot: median {np.median([spent for *_, spent in described]) * 1000:.0f} ms CPU")
    for size in sizes:
        strangers = [_stranger(draw, pool, known[n % len(known)]) for n in range(max(0, size - len(known)))]
        everything = [*known, *strangers]
        index = build(everything)
        taken, found = [], 0
        for number, features, _ in described:
            started = time.process_time()
            matches = search(index, everything, features)
            taken.append(time.process_time() - started)
            found += any(picture == number and match.contains for picture, match in matches)
        megabytes = sum(getattr(index, each.name).nbytes for each in fields(index)) / 1e6
        times = f"median {np.median(taken) * 1000:.0f} ms CPU, most {max(taken) * 1000:.0f} ms"
        print(
            f"{size} pictures: search and verify, {times}; found {found} of {len(described)}; index {megabytes:.0f} MB"
        )


def _stranger(draw: np.random.Generator, pool: NDArray[np.uint8], like: Features) -> Features:
    """A picture that shows nothing, with points as ordinary as those of photos: each has a quarter of its bits turned.

    That is a cosine of about 0.7 to a real one, so that every point of a photo has many neighbours in a large
    collection, as points of real pictures have.
    """
    masks = draw.integers(0, 256, (2, len(like), CODE_BYTES), dtype=np.uint8)
    turned = draw.permutation(len(like))
    return Features(
        like.width,
        like.height,
        draw.integers(0, 65536, (len(like), 2)).astype(np.uint16),
        like.scales[turned],
        like.angles[turned],
        pool[draw.integers(0, len(pool), len(like))] ^ (masks[0] & masks[1]),
        like.preview[::-1].copy(),
        like.regions,
    )


if __name__ == "__main__":
    main()
