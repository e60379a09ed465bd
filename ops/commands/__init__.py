"""The subcommands of `suian`, one file each."""
