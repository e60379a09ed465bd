"""What people and systems talk to: resources, console pages, the feed for receivers."""
