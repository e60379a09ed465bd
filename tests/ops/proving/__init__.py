"""The proofs, in their short form."""
