"""The resources of the first edition, one file each."""
