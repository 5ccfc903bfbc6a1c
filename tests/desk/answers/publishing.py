"""A process that publishes without end and says what it has published: ``python -m tests.desk.answers.publishing``.

A line for each answer: its claim, and the checkpoint that the desk showed afterwards. Whoever started it kills it.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main(name: str) -> None:
    """Publish answers whose claims begin with ``name``, over the folder that ``KIEMTIN_HOME`` names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kiemtin.desk.settings"
    django.setup()
    from django.conf import settings

    from kiemtin.desk.answers import drafts, log, reading
    from tests.desk.answers.writing import about, working

    with working(settings.CONFIGURATION) as staff:
        log.complete()
        for number in range(100_000):
            claim = f"{name} {number}"
            draft = drafts.start(staff[0], about(claim))
            drafts.submit(staff[0], draft)
            drafts.approve(staff[1], draft, 1)
            drafts.publish(draft)
            print(json.dumps({"claim": claim, "note": reading.checkpoint()}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
