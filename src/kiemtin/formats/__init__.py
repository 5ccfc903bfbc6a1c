"""Renderings of a report: ``json``, ``terminal`` and ``html``, apart so that one does not load another's libraries."""
