"""What can be asked of several commands, each said once: options, groups of them, and one for each kind of change."""
