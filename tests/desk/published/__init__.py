"""Tests of what the desk publishes."""
