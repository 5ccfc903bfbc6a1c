"""Programs that draw pictures from words, known by the settings they leave in the file."""

from __future__ import annotations

import re

SETTINGS = re.compile(r"\bSteps: [0-9]{1,4}, Sampler: ")
"""How Stable Diffusion's web interfaces end their ``parameters``."""

MIDJOURNEY = re.compile(r"--(?:v|niji|ar|stylize|s|q) [0-9.:]{1,8}|\bJob ID: [0-9a-f-]{36}", re.IGNORECASE)
NAMED = re.compile(
    r"novelai|midjourney|dall[-·. ]?e\b|stable diffusion|comfyui|invokeai|fooocus|automatic1111|adobe firefly"
    r"|leonardo\.ai|ideogram|dreamstudio|gpt-4o|gpt-image|imagen|flux\.1|stability ai|swarmui|draw things",
    re.IGNORECASE,
)
NAMES = {
    "novelai": "NovelAI",
    "midjourney": "Midjourney",
    "stable diffusion": "Stable Diffusion",
    "comfyui": "ComfyUI",
    "invokeai": "InvokeAI",
    "fooocus": "Fooocus",
    "automatic1111": "Stable Diffusion",
    "adobe firefly": "Adobe Firefly",
    "swarmui": "SwarmUI",
}
PROGRAM_FIELDS = frozenset({"software", "creatortool", "source", "generator", "creator_tool"})
"""Where a program writes its own name; the same word in a description may be a person's."""

HEAD = 20_000
"""Characters of a text that are looked at: settings stand at the beginning, or are short."""


def generator_in(texts: list[tuple[str, str]]) -> str | None:
    """The program whose settings stand in these texts (keyword in small letters, text), or ``None``."""
    for keyword, text in texts:
        found = _of_text(keyword, text[:HEAD], text[-HEAD:])
        if found is not None:
            return found
    return None


def _of_text(keyword: str, text: str, end: str) -> str | None:
    """The program of one text; settings count wherever they stand, names only where a program writes its own."""
    if keyword in ("workflow", "prompt") and '"class_type"' in text:
        return "ComfyUI"
    if keyword == "workflow" and '"nodes"' in text and text.lstrip().startswith("{"):
        return "ComfyUI"
    if keyword in ("invokeai_metadata", "sd-metadata", "dream", "invokeai_graph"):
        return "InvokeAI"
    if keyword == "sui_image_params" or '"sui_image_params"' in text:
        return "SwarmUI"
    if keyword == "fooocus_scheme":
        return "Fooocus"
    if SETTINGS.search(text) or SETTINGS.search(end) or (keyword == "parameters" and "Negative prompt:" in text):
        return "Stable Diffusion"
    if keyword in ("description", "comment") and MIDJOURNEY.search(text) and "--" in text:
        return "Midjourney"
    named = NAMED.search(text[:200]) if keyword in PROGRAM_FIELDS else None
    return NAMES.get(named[0].lower(), named[0]) if named else None
