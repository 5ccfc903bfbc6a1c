"""What the metadata of a picture say, what is left unread on purpose, and what is said of it."""

from __future__ import annotations

import io
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.evidence import LANGUAGES, catalogue
from kiemtin.pictures.origin import Credential, Device, Origin, SourceType, read_origin, statements
from kiemtin.pictures.origin.blocks import read_blocks
from kiemtin.pictures.origin.limits import MAX_SHOWN, MAX_TEXT
from kiemtin.pictures.origin.step import prepare, read
from tests.pictures.origin.signing import chunk, png

Image = pytest.importorskip("PIL.Image", reason="the extra pictures is not installed")

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:p="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" {attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta>"""
VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def xmp(attributes: str = "", elements: str = "") -> bytes:
    """A packet of XMP."""
    return XMP.format(attributes=attributes, elements=elements).encode()


def with_xmp(packet: bytes) -> bytes:
    """A PNG that holds it."""
    return png(chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + packet))


def with_text(keyword: str, text: str) -> bytes:
    """A PNG with a text."""
    return png(chunk(b"tEXt", keyword.encode() + b"\x00" + text.encode("latin-1")))


def photo(kind: str = "JPEG", **tags: object) -> bytes:
    """A picture with EXIF, as Pillow writes it."""
    exif = Image.Exif()
    names = {"make": 0x010F, "model": 0x0110, "software": 0x0131, "artist": 0x013B, "copyright": 0x8298}
    for name, value in tags.items():
        if name in names:
            exif[names[name]] = value
    inner = exif.get_ifd(0x8769)
    inner[0x9003] = tags.get("taken", "2026:11:22 09:30:15")
    inner[0xA431] = "SERIAL12345"
    inner[0xA430] = "Owner Bí Mật"
    if tags.get("place"):
        exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 15.0)})
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, kind, exif=exif)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_time_class_of_device_and_program_are_read(kind: str) -> None:
    """In every kind of file that carries EXIF; a place inside is told and not read."""
    origin = read_origin(
        photo(kind, make="Apple", model="iPhone 15", software="17.5", place=True), f"image/{kind.lower()}"
    )
    assert ("2026-11-22 09:30", Device.PHONE, "17.5", True) == (
        origin.taken,
        origin.device,
        origin.software,
        origin.has_location,
    )


def test_a_tiff_is_read_as_the_exif_it_is() -> None:
    """EXIF is a TIFF without pixels, so its fields stand at the same places."""
    (exif,) = read_blocks(photo(make="Apple", model="iPhone 15", place=True)).exif
    origin = read_origin(exif, "image/tiff")
    assert ("2026-11-22 09:30", Device.PHONE, True) == (origin.taken, origin.device, origin.has_location)


def test_people_serial_numbers_and_places_are_not_read() -> None:
    """Owner, artist, copyright, serial number and the coordinates stand in no value."""
    origin = read_origin(photo(make="Canon", artist="Người Bí Mật", copyright="Bí Mật", place=True), "image/jpeg")
    assert [] == [
        word for word in ("Bí Mật", "SERIAL", "21", "105", "Canon") if word in repr(origin).replace("2026-11-2", "")
    ]
    assert Device.CAMERA is origin.device


@pytest.mark.parametrize(
    ("make", "device"),
    [
        ("samsung SM-S918B", Device.PHONE),
        ("SONY ILCE-7M3", Device.CAMERA),
        ("Sony XPERIA 1", Device.PHONE),
        ("NIKON CORPORATION NIKON D850", Device.CAMERA),
        ("EPSON Perfection V600", Device.SCANNER),
        ("DJI FC3411", Device.DRONE),
        ("Ví Dụ 1", None),
    ],
)
def test_the_class_of_a_device_is_known_by_its_name(make: str, device: Device | None) -> None:
    """A maker that is not known gives none."""
    assert device is read_origin(photo(make=make), "image/jpeg").device


@pytest.mark.parametrize(
    ("concept", "source"),
    [
        ("trainedAlgorithmicMedia", SourceType.AI),
        ("compositeWithTrainedAlgorithmicMedia", SourceType.PARTLY_AI),
        ("compositeSynthetic", SourceType.COMPOSITE),
        ("digitalCapture", SourceType.CAPTURE),
        ("screenCapture", SourceType.SCREEN),
    ],
)
def test_iptc_source_types_are_read(concept: str, source: SourceType) -> None:
    """Whether XMP writes the concept as attribute, as element, or as a reference."""
    forms = (
        xmp(f'e:DigitalSourceType="{VOCABULARY}{concept}"'),
        xmp(elements=f"<e:DigitalSourceType>{concept}</e:DigitalSourceType>"),
        xmp(elements=f'<e:DigitalSourceType rdf:resource="{VOCABULARY}{concept}"/>'),
    )
    assert [(source,)] * 3 == [read_origin(with_xmp(one), "image/png").sources for one in forms]


def test_program_and_place_are_read_out_of_xmp() -> None:
    """Where a file has no EXIF; names of authors are passed over."""
    packet = xmp(
        'xmp:CreatorTool="Adobe Photoshop 25" exif:GPSLatitude="21,1N"',
        "<dc:creator><rdf:Seq><rdf:li>Tác Giả</rdf:li></rdf:Seq></dc:creator>",
    )
    origin = read_origin(with_xmp(packet), "image/png")
    assert ("Adobe Photoshop 25", True) == (origin.software, origin.has_location)
    assert "Tác Giả" not in repr(origin)


def test_xmp_with_entities_is_not_expanded() -> None:
    """A packet that declares entities is damaged, however small it is."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    origin = read_origin(with_xmp(bomb), "image/png")
    assert (True, ()) == (origin.unread, origin.sources)


GENERATED = [
    (
        "parameters",
        "a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1",
        "Stable Diffusion",
    ),
    ("prompt", '{"3": {"class_type": "KSampler"}}', "ComfyUI"),
    ("workflow", '{"nodes": [], "links": []}', "ComfyUI"),
    ("Software", "NovelAI", "NovelAI"),
    ("Description", "a cat --ar 16:9 --v 6.0 Job ID: 01234567-89ab-cdef-0123-456789abcdef", "Midjourney"),
    ("invokeai_metadata", "{}", "InvokeAI"),
    ("parameters", '{"sui_image_params": {}}', "SwarmUI"),
    ("Comment", "a cat", None),
    ("Description", "A photo of the Midjourney exhibition in Hanoi", None),
    ("Software", "Adobe Photoshop 25", None),
]


@pytest.mark.parametrize(("keyword", "text", "name"), GENERATED)
def test_programs_that_draw_from_words_are_known_by_their_settings(keyword: str, text: str, name: str | None) -> None:
    """Settings give a program away; its name in a description, which a person may have written, does not."""
    assert name == read_origin(with_text(keyword, text), "image/png").generator


def test_a_packed_text_is_inflated_up_to_its_limit() -> None:
    """A few kilobytes that hold a gigabyte are cut, and the value says that something was left unread."""

    def packed(size: int) -> bytes:
        return png(chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * size)))

    assert MAX_TEXT == len(read_blocks(packed(MAX_TEXT)).texts[0][1])
    assert not read_blocks(packed(MAX_TEXT)).damaged
    assert read_blocks(packed(MAX_TEXT + 1)).damaged
    assert MAX_TEXT == len(read_blocks(packed(MAX_TEXT * 8)).texts[0][1])


def test_an_origin_is_small_and_clean() -> None:
    """Strings lose control characters and are cut; nobody is named as signer of what is not trusted."""
    origin = Origin(software="Phần\x00 mềm\u202e " + "x" * 500, problems=("a",) * 99)
    assert origin.software is not None
    assert MAX_SHOWN == len(origin.software)
    assert origin.software.startswith("Phần mềm x")
    assert len(json.dumps(origin.to_json())) < 2_000
    with pytest.raises(ValueError, match="trusted"):
        Origin(credential=Credential.UNTRUSTED, signer="Báo Ví Dụ")


def test_an_origin_goes_to_json_and_back() -> None:
    """Every field survives, and anything else is refused."""
    full = Origin(
        Credential.TRUSTED, "Báo Ví Dụ", "2026-11-22", "Ví Dụ", ("x",), ("c2pa.created",), (SourceType.AI,), "ComfyUI",
        "2026-11-22 09:30", Device.PHONE, "17.5", True, True,
    )  # fmt: skip
    for origin in (full, Origin()):
        assert origin == Origin.from_json(json.loads(json.dumps(origin.to_json())))
    for wrong in ({"author": "x"}, {"credential": "certain"}, {"software": 1}, {"sources": "ai"}, {"unread": 1}):
        with pytest.raises(ValueError):  # noqa: PT011 - of whichever field
            Origin.from_json(wrong)


def test_the_step_of_the_child_process_reads_the_same() -> None:
    """As JSON, whatever the name of the file was."""
    data = photo(make="Apple", model="iPhone 15")
    prepare({})
    value, raw = read(data, {})
    assert (read_origin(data, "image/jpeg"), b"") == (Origin.from_json(value), raw)


def test_every_origin_can_be_said() -> None:
    """Each credential, source and device has its sentence in both languages; nothing said is said to prove nothing."""
    origins = [
        Origin(),
        *(Origin(credential=one, problems=("x",)) for one in Credential),
        Origin(sources=tuple(SourceType), generator="ComfyUI", taken="2026", software="x", has_location=True),
        *(Origin(device=one) for one in Device),
    ]
    for one in origins:
        for said in statements(one):
            assert [] == [code for code in LANGUAGES if "{" in catalogue(code)[said.id].format(**dict(said.values))]
    assert ["origin.nothing"] == [one.id for one in statements(Origin())]
    assert ["origin.location"] == [one.id for one in statements(Origin(has_location=True)) if one.is_warning]


SEEDS = [
    photo(make="Apple", place=True),
    photo("PNG"),
    photo("WEBP"),
    photo("TIFF"),
    with_xmp(xmp('xmp:CreatorTool="x"')),
]


@given(st.sampled_from(SEEDS), st.integers(0, 4_000), st.binary(max_size=12), st.integers(0, 12))
def test_no_damage_makes_the_reader_fail(data: bytes, place: int, change: bytes, cut: int) -> None:
    """Bytes changed, put in or taken out anywhere give an origin all the same."""
    place %= len(data)
    assert read_blocks(data[:place] + change + data[place + cut :]) is not None
    assert isinstance(read_origin(data[:place] + change + data[place + cut :], "image/x-none"), Origin)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"II*\x00"]),
)
def test_no_bytes_make_the_reader_fail(data: bytes, head: bytes) -> None:
    """Whatever follows the first bytes of a kind."""
    assert isinstance(read_origin(head + data, "image/x-none"), Origin)
