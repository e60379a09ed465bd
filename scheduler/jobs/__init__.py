"""Jobs: functions of a day, the views and the use cases; one a file."""
