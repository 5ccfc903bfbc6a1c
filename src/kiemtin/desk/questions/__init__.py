"""Sending to the desk: what somebody asked people to look at, by receipt, without knowing who asked."""
