"""What happens because time passed or an event came."""
