"""What a command asks about: a stored plan with its workspace, as it stands on a day, or a plan made anew."""
