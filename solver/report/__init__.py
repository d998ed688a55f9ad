"""Tables and files; computes nothing."""
