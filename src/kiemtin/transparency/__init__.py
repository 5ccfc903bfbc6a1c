"""A log that only grows, and that anybody can verify: Merkle tree (RFC 6962), checkpoints and tiles (C2SP)."""
