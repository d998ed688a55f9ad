"""What prose says of an agent: its abilities and its lines of communication."""
