"""What the listener's past says of each track."""
