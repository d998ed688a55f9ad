"""From a Problem to a Result."""
