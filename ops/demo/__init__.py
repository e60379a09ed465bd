"""The demo township: invented people, offices and accounts."""
