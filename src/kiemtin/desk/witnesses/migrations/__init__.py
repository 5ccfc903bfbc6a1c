"""The table of cosignatures."""
