"""Witnesses that an operator names: asked to cosign what is published, and how much of the log they have seen."""
