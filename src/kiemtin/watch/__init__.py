"""Bulk screening: feeds of new domain names in, those that resemble an organisation's out (extra ``bulk``)."""
