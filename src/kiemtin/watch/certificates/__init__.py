"""Watching certificate logs (C2SP static-ct-api) for names that resemble an organisation's own (extra ``bulk``)."""
