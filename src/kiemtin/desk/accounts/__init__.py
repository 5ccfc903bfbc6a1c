"""Accounts of those who run the desk; whoever asks has none."""
