"""The Merkle tree over the log and its signed checkpoints."""
