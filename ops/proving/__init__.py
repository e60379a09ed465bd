"""The proofs: `checks/` show that a claim holds, `benches/` how fast it is."""
