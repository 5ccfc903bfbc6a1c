"""Telling others: signed webhooks, e-mail and a digest, to places that administrators name; and replies to askers."""
