"""What receiving systems read: notices by cursor, in order."""
